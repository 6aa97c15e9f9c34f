"""Golden folders: a page, what is known about it, and the record it must give.

``fixtures/reports/<id>/`` holds ``input.*`` (bytes as fetched), ``meta.json`` (where they come from, why
they are kept, figures read by hand) and ``expected.json`` (the record) or ``error.json`` (the refusal).
A missing golden is red. ``--update-golden`` writes them; the run that writes stays red, too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from parsers.errors import ParserError
from scraper.reading import Page, read_page
from tests.conftest import ROOT

FOLDERS = sorted(p for p in (ROOT / "fixtures" / "reports").iterdir() if p.is_dir())
PARTS = (
    "schema",
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
META = {"url", "content_type", "why"}
NOTES = {"hand_checked", "findings", "not_findings", "text", "states", "no_tables", "error"}


def load(folder, name):
    """Give a JSON file of a fixture, or None."""
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


REPORTS = [folder for folder in FOLDERS if not load(folder, "meta.json").get("error")]


def page_of(folder):
    """Give the page of a fixture as it would come from the net."""
    meta = load(folder, "meta.json")
    (source,) = folder.glob("input.*")
    uri = f"fixtures/reports/{folder.name}/{source.name}"
    return Page(source.read_bytes(), meta.get("content_type"), meta.get("url"), uri)


def read(folder):
    """Give the record of a fixture, or the error that refuses it, as plain data.

    The program's version is left out: a release changes it and no figure.
    """
    try:
        record = json.loads(read_page(page_of(folder)).to_json())
    except ParserError as error:
        return None, {"code": error.code, "reason": error.reason}
    record["source"].pop("gongkai_version")
    return record, None


def spelled(data):
    """Give data as text, so that 3 and 3.0, true and 1, and the order of keys are told apart."""
    return json.dumps(data, ensure_ascii=False, indent=1)


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda p: p.name)
def case(request):
    """Give a fixture with what it gives now; write the golden if that was asked for."""
    folder = request.param
    if request.config.getoption("--update-golden"):
        update(folder)
    return folder, *read(folder)


@pytest.fixture(scope="module", params=REPORTS, ids=lambda p: p.name)
def report(request):
    """Give a fixture that is a report with its record; a report that is refused is red."""
    folder = request.param
    record, error = read(folder)
    assert record is not None, error
    return folder, record


def update(folder):
    """Write the golden of a fixture and stay red; in CI nothing is written."""
    if os.environ.get("CI"):
        pytest.fail("goldens are written by people, not by CI")
    record, error = read(folder)
    name, data = ("error.json", error) if record is None else ("expected.json", record)
    (folder / name).write_text(spelled(data) + "\n", encoding="utf-8")
    pytest.fail(f"{name} was written; look at it and run again")


def test_the_golden_is_there(case):
    """Every fixture has exactly one golden, and the program agrees which."""
    folder, record, error = case
    expected = load(folder, "expected.json")
    refused = load(folder, "error.json")
    assert (expected is None) != (refused is None), "run with --update-golden and review"
    assert (record is None) == (expected is None)
    assert error == refused


@pytest.mark.parametrize("part", PARTS)
def test_part(report, part):
    """Each part of the record is as the golden has it, value for value."""
    folder, record = report
    expected = load(folder, "expected.json")
    assert expected is not None, "the golden is missing: run with --update-golden and review it"
    assert record[part] == expected[part]
    assert spelled(record[part]) == spelled(expected[part])


def test_no_more_keys(report):
    """The record has the keys of the golden and no others, in the same order."""
    folder, record = report
    assert list(record) == list(load(folder, "expected.json")) == list(PARTS)


def test_the_page_is_explained(case):
    """Each fixture says where it comes from, why it is kept, and what a person read from it."""
    folder, record, _ = case
    meta = load(folder, "meta.json")
    assert set(meta) >= META
    assert set(meta) <= META | NOTES
    assert meta["why"]
    enough = len(meta.get("hand_checked", {})) >= 3 or meta.get("no_tables") or meta.get("error")
    assert enough
    assert bool(meta.get("error")) == (record is None)


def test_figures_read_by_hand(case):
    """The figures that a person read from the page are in the record, as numbers of the same kind."""
    folder, record, _ = case
    meta = load(folder, "meta.json")
    for key, value in meta.get("hand_checked", {}).items():
        table, row, column = key.split("/")
        assert spelled(record["tables"][table][row][column]) == spelled(value), key
    for key, state in meta.get("states", {}).items():
        assert record["evidence"][key]["state"] == state, key
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
    assert [text for text in meta.get("text", []) if text not in whole] == []


def test_every_value_has_its_evidence(report):
    """Each cell of the tables has evidence and no evidence stands without its cell."""
    _, record = report
    cells = {
        f"{table}/{row}/{column}": value
        for table, rows in record["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    assert set(cells) == set(record["evidence"])
    stated = {"stated", "recovered", "recognised"}
    for key, value in cells.items():
        assert (value is not None) == (record["evidence"][key]["state"] in stated), key


def test_quotes_are_where_they_are_said_to_be(report):
    """The span of each statement cuts its quote out of its section."""
    _, record = report
    texts = {section["code"]: section["text"] for section in record["sections"]}
    for statement in record["statements"]:
        start, end = statement["span"]
        assert texts[statement["section"]][start:end] == statement["quote"]


def test_the_same_bytes_give_the_same_record(case):
    """Reading twice gives the same bytes."""
    folder, record, error = case
    if record is None:
        assert read(folder) == (None, error)
    else:
        assert read_page(page_of(folder)).to_json() == read_page(page_of(folder)).to_json()


@pytest.mark.slow
def test_another_process_gives_the_same_bytes():
    """No order of a set or of hashes reaches the record: processes with other seeds agree."""
    inputs = [str(next(folder.glob("input.*")).relative_to(ROOT)) for folder in REPORTS]
    command = [sys.executable, "-m", "scraper.cli", "parse", *inputs, "--jsonl", "-"]
    outputs = [
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert outputs[0].count(b"\n") == len(inputs)
    assert outputs[0] == outputs[1] == outputs[2]


def test_an_update_writes_and_is_red(tmp_path, monkeypatch):
    """The golden is written where a person asks for it, and that run does not pass."""
    monkeypatch.delenv("CI", raising=False)
    for folder, name in ((REPORTS[0], "expected.json"), (refused_folder(), "error.json")):
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy)
        golden = (copy / name).read_bytes()
        (copy / name).unlink()
        with pytest.raises(pytest.fail.Exception, match="look at it"):
            update(copy)
        assert (copy / name).read_bytes() == golden


def test_ci_writes_no_golden(tmp_path, monkeypatch):
    """Where CI is set the switch is refused and nothing is written."""
    monkeypatch.setenv("CI", "true")
    shutil.copytree(REPORTS[0], tmp_path, dirs_exist_ok=True)
    (tmp_path / "expected.json").unlink()
    with pytest.raises(pytest.fail.Exception, match="not by CI"):
        update(tmp_path)
    assert not (tmp_path / "expected.json").exists()


def refused_folder():
    """Give a fixture that is refused."""
    return next(folder for folder in FOLDERS if folder not in REPORTS)
