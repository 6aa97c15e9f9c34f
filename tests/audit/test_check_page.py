"""docs/check.md says what the command does."""

from __future__ import annotations

import json
import re
from datetime import date

from scraper.accepted import read_accepted
from scraper.cli import main
from tests.audit.test_audit import _carry, _carry_column, years
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")


def _records(tmp_path):
    reports = years()
    _carry(reports)
    _carry_column(reports)
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(report.to_json() for report in reports), encoding="utf-8")
    return path


def test_the_entry_of_the_page_is_one(tmp_path):
    """The example of accepted findings is read as it stands."""
    path = tmp_path / "accepted.toml"
    path.write_text(re.search("```toml\n(.*?)```", PAGE, re.DOTALL)[1], encoding="utf-8")
    (entry,) = read_accepted(path)
    assert entry.until == date(2027, 12, 31)
    assert entry.who == "Li, audit office"


def test_the_object_has_what_the_page_names(tmp_path, capsys):
    """Keys of the object, and of a finding."""
    assert main(["check", str(_records(tmp_path)), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    named = re.search(r"one object: (.*?) \|", PAGE)[1]
    assert set(re.findall(r"`(\w+)`", named)) == set(told)
    (finding,) = told["findings"]
    assert {"report_ids", "follow_ons", "passages"} <= set(finding)
    assert [one["code"] for one in finding["follow_ons"]] == ["X.CARRY.COL"] * 2
    assert told["verdict"] == "INVALID"


def test_a_line_has_what_the_page_names(tmp_path, capsys):
    """In the words of SARIF."""
    assert main(["check", str(_records(tmp_path)), "--jsonl", "--fail-on", "never"]) == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    named = re.search(r"words of SARIF: (.*?) \|", PAGE)[1]
    assert set(re.findall(r"`(\w+)`", named)) <= set(line)
    assert line["ruleId"] == "X.CARRY"
    assert line["relatedLocations"]


def test_accepted_findings_are_listed_with_their_reason(tmp_path, capsys):
    """In the terminal; an entry that has run out goes to standard error and to the object."""
    records, path = _records(tmp_path), tmp_path / "accepted.toml"
    entry = '[[accepted]]\nrule = "X.CARRY"\nreport = "220524-*"\nreason = "merged"\nwho = "Li"\n'
    path.write_text(entry + "until = 2999-12-31\n", encoding="utf-8")
    assert main(["check", str(records), "--accept", str(path)]) == 0
    assert "merged (Li, until 2999-12-31)" in capsys.readouterr().out
    path.write_text(entry + "until = 2020-12-31\n", encoding="utf-8")
    assert main(["check", str(records), "--accept", str(path), "--json"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["expired"][0]["until"] == "2020-12-31"
    assert "accepted by Li until 2020-12-31, which is over" in captured.err


def test_who_waits_at_a_terminal_sees_counters(tmp_path, capsys, monkeypatch):
    """On standard error, and nowhere else."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert main(["check", str(_records(tmp_path)), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reports"] == 5
