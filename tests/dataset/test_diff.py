"""What differs between two releases: planted changes are told, and nothing else."""

from __future__ import annotations

import json

import pytest

from parsers.record import Evidence, Finding, TablePlace
from scraper.cli import main
from scraper.dataset.diff import diff_datasets
from scraper.dataset.export import export
from scraper.dataset.store import write_store
from tests.dataset.test_store import record

CELL = ("requests", "requests_received", "total")


@pytest.fixture(scope="module")
def old():
    """Four reports."""
    return [record(n, year=y) for n in (1, 2) for y in (2022, 2023)]


@pytest.fixture(scope="module")
def new(old):
    """One report gone, one new, a figure changed, one blanked, one row gone, a finding, a title."""
    found = [report.model_copy(deep=True) for report in old[1:]] + [record(9)]
    table, row, column = CELL
    found[0].tables[table][row][column] = 41
    found[1].tables[table][row][column] = None
    found[1].evidence["/".join(CELL)] = Evidence(
        raw="", state="blank", at=TablePlace(table=0, row=0, column=0)
    )
    del found[2].tables["disputes"]["review"]["total"]
    found[2].findings.append(Finding(code="X.Y", severity="error", message="m", message_zh="m"))
    found[0].identity.title = "another title"
    return found


@pytest.fixture(scope="module")
def releases(tmp_path_factory, old, new):
    """Both as dataset folders, JSON lines and exports."""
    folder = tmp_path_factory.mktemp("diff")
    for name, reports in (("old", old), ("new", new)):
        write_store(reports, folder / f"{name}-store")
        lines = "".join(report.to_json() + "\n" for report in reversed(reports))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        for kind in ("csv", "jsonl", "parquet"):
            export(reports, kind, folder / f"{name}-{kind}")
    return folder


def told(diff):
    """Changed columns of each table with their counts, and rows added and removed."""
    return {
        t.table: (t.added, t.removed, {c.column: c.rows for c in t.changed})
        for t in diff.tables
        if t.added or t.removed or t.changed
    }


@pytest.mark.parametrize("kind", ["-store", ".jsonl", "-csv", "-jsonl", "-parquet"])
def test_planted_changes_are_told_and_nothing_else(releases, kind):
    """Whatever the releases lie in."""
    diff = diff_datasets(releases / f"old{kind}", releases / f"new{kind}")
    assert (diff.old, diff.new) == (4, 4)
    assert diff.added == ["220524-柳河县9局-2023"]
    assert diff.removed == ["220524-柳河县1局-2022"]
    # CSV writes null and an empty text the same way: that the cell got an empty one is not seen there.
    raw = {} if kind == "-csv" else {"raw": 1}
    assert told(diff) == {
        "reports": (0, 0, {"cells": 1, "errors": 1, "stated": 2, "title": 1}),
        "cells": (0, 1, {"value": 2, "state": 1, **raw}),
        "findings": (1, 0, {}),
    }
    cells = next(table for table in diff.tables if table.table == "cells")
    value = next(change for change in cells.changed if change.column == "value")
    assert [(one["report_id"], one["old"], one["new"]) for one in value.examples] == [
        ("220524-柳河县1局-2023", 40, 41), ("220524-柳河县2局-2022", 40, None),
    ]  # fmt: skip
    assert cells.examples == [
        {"report_id": "220524-柳河县2局-2023", "table": "disputes", "row": "review",
         "column": "total", "release": "old"}
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["-store", ".jsonl", "-parquet"])
def test_the_same_release_does_not_differ(releases, kind, capsys):
    """From another form either; the exit status is 0."""
    assert main(["diff", str(releases / "old-store"), str(releases / f"old{kind}")]) == 0
    assert "nothing differs" in capsys.readouterr().out


def test_the_command_prints_text_and_json(releases, capsys):
    """Exit status 1; null stands as null."""
    arguments = ["diff", str(releases / "old-store"), str(releases / "new.jsonl")]
    assert main(arguments) == 1
    out = capsys.readouterr().out
    assert "4 reports before, 4 now" in out
    assert "requests/requests_received/total  40 → null" in out
    assert "- 220524-柳河县2局-2023 disputes/review/total" in out
    assert main([*arguments, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["same"] is False
    assert found["tables"]["cells"]["changed"]["value"]["rows"] == 2
    assert main([*arguments, "--quiet"]) == 1
    assert capsys.readouterr().out == ""


def test_trouble_has_a_status_of_its_own(releases, tmp_path, capsys):
    """Nothing there, and an export that lacks a table."""
    assert main(["diff", str(tmp_path / "none"), str(releases / "new.jsonl")]) == 2
    assert "is not there" in capsys.readouterr().err
    (tmp_path / "reports.csv").write_text("report_id\n")
    with pytest.raises(SystemExit) as stopped:
        main(["diff", str(tmp_path), str(releases / "new.jsonl")])
    assert stopped.value.code == 2


def test_two_reports_of_one_id_are_held_against_each_other(tmp_path):
    """Of two sites: each once, and a change in one is one change."""
    first, second = record(1, url="http://a/"), record(1, url="http://b/")
    write_store([first, second], tmp_path / "old")
    changed = second.model_copy(deep=True)
    changed.identity.title = "zzz"
    write_store([first, changed], tmp_path / "new")
    assert told(diff_datasets(tmp_path / "old", tmp_path / "new")) == {
        "reports": (0, 0, {"title": 1})
    }
