"""The ten questions of docs/questions.md on a small dataset folder: answers that were counted by hand."""

from __future__ import annotations

import sys

import pytest

from parsers.record import Evidence, TablePlace
from scraper import open_dataset
from scraper.dataset.store import write_store
from tests.audit.test_audit import make
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

from questions import questions

ASKED = questions()


def report(year, body, received, *, carried, granted, partly=0):
    """A report in which a few figures are set."""
    made = make(year, body=body, carried=carried, received=received)
    rows = made.tables["requests"]
    rows["outcome.granted"]["total"] = granted
    rows["outcome.partially_granted"] = {"total": partly}
    rows["outcome.denied.state_secret"] = {"total": 1}
    rows["outcome.total"]["total"] = granted + partly + 1
    rows["requests_received"]["org.other"] = None
    made.tables["disputes"]["review"].update(corrected=1, total=4)
    made.id = f"220524-{body}-{year}"
    made.source.url = f"http://x/{body}/{year}"
    made.evidence = {
        f"{table}/{row}/{column}": Evidence(
            raw="" if value is None else str(value),
            state="blank" if value is None else "stated",
            at=TablePlace(table=0, row=0, column=0),
        )
        for table, found in made.tables.items()
        for row, columns in found.items()
        for column, value in columns.items()
    }
    return made


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Two bodies over two years."""
    folder = tmp_path_factory.mktemp("questions")
    write_store(
        [
            report(2022, "柳河县教育局", 40, carried=(3, 4), granted=20, partly=5),
            report(2023, "柳河县教育局", 50, carried=(4, 5), granted=30),
            report(2022, "柳河县公安局", 10, carried=(0, 7), granted=9),
            report(2023, "柳河县公安局", 90, carried=(2, 0), granted=60),
        ],
        folder,
    )
    return open_dataset(folder)


def test_there_are_ten():
    """Each with a title of its own."""
    assert len({one.title for one in ASKED}) == len(ASKED) == 10


WANTED = {
    1: [(2022, "22", 2, 2), (2023, "22", 2, 2)],
    2: [(2022, 2, 50, 25, 0), (2023, 2, 140, 70, 0)],
    3: [(2022, "22", 2, 34 / 36), (2023, "22", 2, 90 / 92)],
    4: [(2022, "outcome.denied.state_secret", 2, 2), (2023, "outcome.denied.state_secret", 2, 2)],
    6: [("220524-柳河县公安局-2022", 7, "220524-柳河县公安局-2023", 2, "http://x/柳河县公安局/2022",
         "http://x/柳河县公安局/2023")],
    7: [(2022, "review", 2, 8, 0.25), (2023, "review", 2, 8, 0.25)],
    8: [],
    10: [("柳河县公安局", 2023, 10, 90, 80, "http://x/柳河县公安局/2023"),
         ("柳河县教育局", 2023, 40, 50, 10, "http://x/柳河县教育局/2023")],
}  # fmt: skip


@pytest.mark.parametrize("number", WANTED)
def test_a_question_has_the_answer_that_was_counted(dataset, number):
    """By hand, from the figures above."""
    found = dataset.query(ASKED[number - 1].sql).to_pylist()
    assert [tuple(row.values()) for row in found] == [pytest.approx(row) if number in (3, 7) else row for row in WANTED[number]]  # fmt: skip


def test_shares_of_applicants_are_whole(dataset):
    """All are natural persons; a blank is no zero, and has no share."""
    found = dataset.query(ASKED[4].sql).to_pylist()
    assert {row["applicant"]: row["share"] for row in found if row["year"] == 2023} == {
        "natural_person": 1, "org.commercial_enterprise": 0, "org.research_institution": 0,
        "org.public_interest_organization": 0, "org.legal_service_institution": 0, "org.other": None,
    }  # fmt: skip


def test_blanks_come_first(dataset):
    """The row with the blanks leads, and its zeros are counted apart."""
    first = dataset.query(ASKED[8].sql).to_pylist()[0]
    assert (first["row"], first["without_figure"], first["stated_zero"], first["cells"]) == (
        "requests_received", 4, 16, 28,
    )  # fmt: skip
