"""Tables in templates, text fields, comments and scripts are told and never read (P19)."""

from __future__ import annotations

import pytest

from parsers.readers.html import read_html
from parsers.readers.raw_text import close_selects
from scraper import read_report
from tests.inputs.test_structure import PAGE, WANTED

TABLE = "<table><tr><td>规章<td>77<td>77<td>77</table>"
ELSEWHERE = {
    "table_in_template": f"<template>{TABLE}</template>",
    "table_in_textarea": f"<textarea>{TABLE}</textarea>",
    "table_in_comment": f"<!-- 旧表 {TABLE} -->",
}
BODY = PAGE.index("<body>") + len("<body>")


def with_more(markup):
    """Put markup at the head of the page's body."""
    return PAGE[:BODY] + markup + PAGE[BODY:]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_table_elsewhere_is_told_and_not_read(name):
    """The figures are those of the page; the finding says where more stands."""
    for page in (with_more(ELSEWHERE[name]), with_more(ELSEWHERE[name].upper())):
        assert name in read_html(page).losses
        report = read_report(page)
        assert report.tables == WANTED.tables
        (finding,) = [f for f in report.findings if f.code == "R.MARKUP"]
        assert finding.severity == "info"


@pytest.mark.parametrize(
    "markup",
    ["<!-- x -->", "<!--[if gte mso 9]><table><tr><td>1</table><![endif]-->", "<textarea>x</textarea>",
     "<template><p>x</p></template>", f"<script>var a = '{TABLE}';</script>", "<noscript>请启用脚本</noscript>"],
)  # fmt: skip
def test_what_every_page_has_is_not_told(markup):
    """Comments, fields, scripts and notes without a table of the page's own are no news."""
    assert "R.MARKUP" not in {f.code for f in read_report(with_more(markup)).findings}


def test_a_table_for_readers_without_scripts_is_read_and_told():
    """It is published; the finding says where it stood."""
    page = PAGE.replace("<table", "<noscript><table").replace("</table>", "</table></noscript>")
    report = read_report(page)
    assert report.tables == WANTED.tables
    assert "脚本" in next(f.message_zh for f in report.findings if f.code == "R.MARKUP")


def test_a_table_in_a_script_is_told_of_a_page_without_tables():
    """The page shows none; a script holds what it may have built."""
    bare = f"<p>年报</p><script>show('{TABLE}')</script>"
    assert "table_in_script" in read_html(bare).losses
    assert "table_in_script" not in read_html(bare + TABLE).losses


@pytest.mark.parametrize(
    ("source", "closed"),
    [
        ("<select><option>1</select><p>2", 0),
        ("<SELECT><option>1<div>2</div>", 1),
        ("<select><select><p>1</select><p>2", 1),
        ("<p>无</p>", 0),
        ("<select>" * 3 + "<td>", 1),
    ],
)
def test_lists_of_choices_hold_no_block(source, closed):
    """One that seems to is closed in front of it, and no character of the source is lost."""
    text, count = close_selects(source)
    assert count == closed
    assert text.replace("</select>", "") == source.replace("</select>", "")
