"""The README shows what the program does."""

from __future__ import annotations

import re

from scraper.cli import COMMANDS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_begins_with_the_two_commands():
    """The demo and the tests come first."""
    first = README.index("make demo")
    assert first < README.index("make test") < 250


def test_every_command_is_shown_and_every_shown_command_exists():
    """Commands and documentation name each other."""
    shown = set(re.findall(r"^gongkai (\w+)", README, re.MULTILINE))
    assert shown <= {command.name for command in COMMANDS}
    assert {command.name for command in COMMANDS} <= shown | {"demo"}


def test_links_lead_to_files():
    """Every linked file is there."""
    for name in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / name).exists(), name


def test_the_python_example_runs():
    """The calls of the example exist and give what they say."""
    from scraper import read_report

    data = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_bytes()
    report = read_report(data, content_type="text/html; charset=utf-8")
    assert isinstance(report.tables["requests"]["outcome.granted"]["total"], int)
    assert report.evidence["requests/outcome.granted/total"].raw.isdigit()
    assert type(report).model_validate_json(report.model_dump_json()) == report
