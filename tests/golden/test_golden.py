"""Golden folders: a page, what is known about it, and the record it must give.

``fixtures/reports/<id>/`` holds ``input.*`` (bytes as fetched), ``meta.json`` (where they come from, why
they are kept, figures read by hand) and ``expected.json`` (the record) or ``error.json`` (the refusal).
A missing golden is red. ``--update-golden`` writes them; the run that writes stays red, too.
"""

from __future__ import annotations

import json
import os

import pytest

from parsers.errors import ParserError
from scraper.reading import Page, read_page
from tests.conftest import ROOT

FOLDERS = sorted(p for p in (ROOT / "fixtures" / "reports").iterdir() if p.is_dir())
PARTS = (
    "id",
    "identity",
    "form",
    "sections",
    "tables",
    "evidence",
    "statements",
    "attachments",
    "findings",
    "source",
)


def load(folder, name):
    """Give a JSON file of a fixture, or None."""
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def read(folder):
    """Give the record of a fixture, or the error that refuses it, as plain data."""
    meta = load(folder, "meta.json")
    (source,) = folder.glob("input.*")
    uri = f"fixtures/reports/{folder.name}/{source.name}"
    page = Page(source.read_bytes(), meta.get("content_type"), meta.get("url"), uri)
    try:
        record = json.loads(read_page(page).to_json())
    except ParserError as error:
        return None, {"code": error.code, "reason": error.reason}
    record["source"].pop("gongkai_version")
    return record, None


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda p: p.name)
def case(request):
    """Give a fixture with its golden; write the golden if that was asked for."""
    folder = request.param
    record, error = read(folder)
    if request.config.getoption("--update-golden"):
        if os.environ.get("CI"):
            pytest.fail("goldens are written by people, not by CI")
        name, data = ("expected.json", record) if record else ("error.json", error)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
        pytest.fail(f"{name} was written; look at it and run again")
    return folder, record, error


def test_the_golden_is_there(case):
    """Every fixture has exactly one golden, and the program agrees which."""
    folder, record, error = case
    expected = load(folder, "expected.json")
    refused = load(folder, "error.json")
    assert (expected is None) != (refused is None)
    assert (record is None) == (expected is None)
    if refused is not None:
        assert error == refused


@pytest.mark.parametrize("part", PARTS)
def test_part(case, part):
    """Each part of the record is as the golden has it."""
    folder, record, _ = case
    if record is not None:
        expected = load(folder, "expected.json")
        assert expected is not None, "the golden is missing: run with --update-golden and review it"
        assert record[part] == expected[part]


def test_no_more_keys(case):
    """The record has the keys of the golden and no others."""
    folder, record, _ = case
    if record is not None:
        assert list(record) == list(load(folder, "expected.json"))


def test_figures_read_by_hand(case):
    """The figures that a person read from the page are in the record."""
    folder, record, _ = case
    meta = load(folder, "meta.json")
    for key, value in meta.get("hand_checked", {}).items():
        table, row, column = key.split("/")
        assert record["tables"][table][row][column] == value, key
    if meta.get("no_tables"):
        assert record["tables"] == {}


def test_findings_named_by_hand(case):
    """Findings that must be there are, false ones are not; texts that must not be lost are kept."""
    folder, record, _ = case
    meta = load(folder, "meta.json")
    codes = {f["code"] for f in record["findings"]} if record else set()
    assert set(meta.get("findings", [])) <= codes
    assert not set(meta.get("not_findings", [])) & codes
    whole = json.dumps(record, ensure_ascii=False)
    assert all(text in whole for text in meta.get("text", []))


def test_the_same_bytes_give_the_same_record(case):
    """Reading twice gives the same bytes."""
    folder, record, error = case
    assert read(folder) == (record, error)
