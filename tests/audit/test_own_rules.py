"""A user's own rules: the example of the documentation, and what a wrong file is told."""

import json
import re
import tomllib

import pytest

from parsers.audit import audit
from parsers.audit.kinds import KINDS
from scraper.auditing import read_book
from scraper.cli import main
from scraper.errors import UsageError
from tests.audit.test_audit import _edit, years
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
EXAMPLE = re.search("```toml\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def file(tmp_path):
    """The example of the documentation as a file."""
    path = tmp_path / "own.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def _broken():
    """Five years that break each rule of the example once."""
    reports = years()
    for row in ("outcome.partially_granted", "outcome.total"):
        reports[1].tables["requests"].setdefault(row, {})["total"] = 40
    _edit(reports, 2, "disputes/litigation.after_review/total", 3)
    for at, count in enumerate((300, 310, 320, 330, 200)):
        _edit(reports, at, "proactive/art20_5.administrative_licensing/decisions", count)
    return reports


def test_the_rules_of_the_example_find_what_they_ask(file):
    """Each under its own code, in words of its own."""
    found = {one.code: one for one in audit(_broken(), book=read_book(file))}
    assert found["OWN.PARTIAL"].message == "40 of 40 requests were granted in part."
    assert found["OWN.SUITS"].message_zh == "复议后起诉3件，多于行政复议0件。"
    assert (found["OWN.LICENCES"].expected, found["OWN.LICENCES"].actual) == (330, 200)
    assert not [one for one in audit(years(), book=read_book(None)) if one.code.startswith("OWN")]


def test_the_command_asks_them(file, tmp_path, capsys):
    """``check --rules`` counts their findings as all others."""
    records = tmp_path / "all.jsonl"
    records.write_text("\n".join(one.to_json() for one in _broken()), encoding="utf-8")
    arguments = ["check", str(records), "--rules", str(file), "--json", "--fail-on", "never"]
    assert main(arguments) == 0
    codes = {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {"OWN.PARTIAL", "OWN.SUITS", "OWN.LICENCES"} <= codes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("OWN.PARTIAL", "partial", "rule 1: partial: an id is capitals"),
        ('"OWN.PARTIAL"', "7", "rule 1: 7: an id is capitals"),
        ("OWN.PARTIAL", "X.CARRY", "X.CARRY: this id is taken"),
        ("OWN.SUITS", "T3.BALANCE", "rule 2: T3.BALANCE: this id is taken"),
        ("share_above", "share", "there is no kind 'share'"),
        ('kind = "share_above"', "", "there is no kind None"),
        ("share_above", "reuse", "there is no kind 'reuse'"),
        ("size = 20\n", "", "there is no size"),
        ("size = 20", 'size = "20"', "size is no number"),
        ("size = 20", "size = 20\nsize_of = 1", "has no field size_of"),
        ("granted/total", "refused/total", "outcome.partially_refused/total, which no form has"),
        ('severity = "info"', 'severity = "grave"', "severity has no 'grave'"),
        ('forms = ["B", "C"]', 'forms = ["D"]', "forms has no 'D'"),
        ('forms = ["B", "C"]', 'forms = "C"', "forms is no list"),
        ("{whole} requests", "{wholes} requests", "en uses 'wholes'; it may use {whole}"),
        ("{whole} requests", "{whole requests", "en uses"),
        ("{whole} requests", "{whole.x} requests", "en uses"),
        ("review/total", "{block}/total", "no each says what it runs over"),
        ('rhs = ["disputes', 'each = { block = "disputes.rows" }\nrhs = ["disputes', "no set disputes.rows"),
        ('rhs = ["disputes', 'each = 3\nrhs = ["disputes', "there is no set 3"),
        ("lhs = [", "lhs = [1, ", "lhs is no list"),
        ('en = "{left} suits', 'en = 5 # "{left} suits', "en is no text"),
        ("[[rules]]", "[[rule]]", "no \\[\\[rules\\]\\] table"),
        ("[[rules]]", "[[rules]", "own.toml"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(file, old, new, said):
    """With the rule and what is wrong, and never with a traceback."""
    assert old in EXAMPLE
    file.write_text(EXAMPLE.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_book(file)


def test_a_file_that_is_not_there_is_told(tmp_path):
    """As wrong use."""
    with pytest.raises(UsageError, match=r"none\.toml"):
        read_book(tmp_path / "none.toml")


def test_every_kind_that_is_free_is_documented():
    """Or is one that only the program's own rules make sense of."""
    documented = set(re.findall(r"`([a-z_]+)`", PAGE))
    special = {
        "rules_power",
        "deadline",
        "period",
        "published_before",
        "fee_steps",
        "fee_start",
        "fee_link",
    }
    assert {name for name, kind in KINDS.items() if kind.free} - special <= documented


def test_what_the_documentation_says_of_a_mistake_is_said(file):
    """The line at the end of the page."""
    wrong = EXAMPLE.replace("partially_granted", "partial", 1)
    assert tomllib.loads(wrong)
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_book(file)
    assert caught.value.reason.split("/own.toml", 1)[1] in PAGE
