"""Rows P1-P20 of the robustness matrix: markup that loses text in one parser or another."""

from __future__ import annotations

import pytest

from parsers.errors import DocumentTooLargeError, ParserError
from parsers.readers.html import read_html
from scraper import read_report
from tests.conftest import ROOT

PAGE = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_text("utf-8")
WANTED = read_report(PAGE)
IN_TABLE = PAGE.rindex("<", 0, PAGE.index("四、"))  # before a label cell of table 3
IN_BODY = PAGE.index("<body>") + len("<body>")
LARGE = 10_500_000  # characters; libxml2 stops at ten million in one node


def _at(text, place=IN_TABLE):
    return PAGE[:place] + text + PAGE[place:]


WHOLE = {
    "P1 NUL in text and attributes": PAGE.replace("规章", "规\0章").replace("<td>", '<td class="\0">', 3),
    "P2 comment": _at(f"<!--{'x' * LARGE}-->"),
    "P2 attribute": _at(f'<img src="data:{"A" * LARGE}">'),
    "P2 script": _at(f"<script>{'x' * LARGE}</script>"),
    "P2 text": _at(f"<p>{'字' * LARGE}</p>", IN_BODY),
    "P3 nested 260 deep": _at("<div>" * 260, IN_BODY),
    "P4 nested 3,000 deep": _at("<div>" * 3_000, IN_BODY),
    "P4 nested 20,000 deep": _at("<div>" * 20_000, IN_BODY),
    "P5 tables in tables in front": _at("<table><tr><td>" * 5_000 + "x" + "</table>" * 5_000, IN_BODY),
    "P6 font and p left open": _at("<font><p>" * 20_000, IN_BODY),
    "P6 font and p in a table": _at("<font><p>" * 20_000),
    "P7 b and p": _at("<b><p>" * 2_000, IN_BODY),
    "P10 behind the end of the document": _at("</body></html>", IN_BODY),
    "P10 a second document": f"{PAGE}<html><body><p>附录：补充说明</p></body></html>",
    "P10 the same document twice": PAGE * 2,
    "P11 open comment": _at("<!-- 未完 "),
    "P11 two open comments": f"{_at('<!-- 未完 <!-- 未完')}<!-- x",
    "P11 a closed comment before an open one": _at("<!-- a --><!-- 未完 "),
    "P12 open script": _at("<script>var a = 1;"),
    "P12 open style": _at("<style>p {}"),
    "P13 open title": PAGE.replace("</title>", "", 1),
    "P13 open textarea": _at("<textarea>"),
    "P15 a raw less-than": _at("<p>附件<一>和<100以及 a<b</p>", IN_BODY),
    "P16 markup of a word processor": _at(
        '<!--[if gte mso 9]><xml><o:p>7</o:p></xml><![endif]--><?xml:namespace prefix = o ns = "urn:x" /><o:p>&nbsp;</o:p>',
        IN_BODY,
    ),
    "P17 XML declaration": f'<?xml version="1.0" encoding="utf-8"?>\n{PAGE}',
    "P19 tables in noscript": PAGE.replace("<table", "<noscript><table").replace("</table>", "</table></noscript>"),
    "P20 frameset": _at("<frameset><frame src=a></frameset>", IN_BODY),
    "P20 select left open": _at("<select><option>a"),
    "P20 select open around the page": _at("<select>", IN_BODY),
    "P19 template open around the page": _at("<template>甲<TEMPLATE>" + "<template>" * 3, IN_BODY).replace("TEMPLATE", "template"),
    "P20 svg around the tables": PAGE.replace("<table", "<svg><table"),
    "P21 CDATA": _at("<![CDATA[<td>77</td>]]>"),
    "P20 plaintext": f"{PAGE}<plaintext>尾",
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_lost(name):
    """Every figure and every section of the page is there."""
    report = read_report(WHOLE[name])
    assert report.tables == WANTED.tables
    assert [s.code for s in report.sections] == [s.code for s in WANTED.sections]


@pytest.mark.parametrize(
    "name",
    [
        "P4 nested 3,000 deep",
        "P4 nested 20,000 deep",
        "P5 tables in tables in front",
        "P6 font and p left open",
        "P10 a second document",
        "P11 open comment",
        "P12 open script",
        "P13 open title",
        "P20 select open around the page",
    ],
)
def test_what_was_mended_is_told(name):
    """A page that had to be mended says so."""
    assert "R.MARKUP" in {finding.code for finding in read_report(WHOLE[name]).findings}


def test_p10_what_stands_behind_the_end_is_kept():
    """The text of the second document is read; scripts behind the end are no news."""
    assert read_html(WHOLE["P10 a second document"]).blocks[-1].text == "附录：补充说明"
    assert "R.MARKUP" not in {f.code for f in read_report(f"{PAGE}<script>a()</script>").findings}


def test_p10_another_report_behind_the_end_gives_no_figures():
    """Two reports in one source contradict one another: no figure of either is believed."""
    other = (ROOT / "fixtures/reports/320412-health-2024/input.html").read_text("utf-8")
    report = read_report(PAGE + other)
    for table, rows in report.tables.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                assert value in (None, WANTED.tables[table][row][column])
    codes = [finding.code for finding in report.findings]
    assert codes.count("S.CELL_UNREADABLE") > 5


@pytest.mark.parametrize(
    ("page", "code"),
    [("<div>" * 20_000 + "附件", "F.NOT_A_REPORT"), ("<div>" * 20_000, "F.EMPTY"), ("<select>" + "<p>附件" * 9, "F.NOT_A_REPORT")],
)  # fmt: skip
def test_a_page_with_text_is_not_called_empty(page, code):
    """Only a page without any text is empty, however deep it is."""
    with pytest.raises(ParserError) as caught:
        read_report(page)
    assert caught.value.code == code


def test_a_marked_section_without_a_name():
    """``<![`` before a tag, which html.parser refuses with an error of its own (found by the fuzz)."""
    report = read_report(f"{PAGE}<![<script>CDATA[尾部文字</p>")
    assert report.tables == WANTED.tables
    assert "R.MARKUP" in {finding.code for finding in report.findings}
    with pytest.raises(ParserError):
        read_report("<![<p><p><p><p")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            _at(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>"), id="P8 attributes"
        ),
        pytest.param(_at("<table>" + ("<tr>" + "<td>1" * 12) * 30_000 + "</table>"), id="P9 rows"),
        pytest.param(
            _at("<table>" + ("<Tr>" + "<td>1" * 12) * 30_000 + "</table>"),
            id="P9 rows in mixed case",
        ),
        pytest.param(_at("<table><tr>" + "<td>1" * 300_000 + "</table>"), id="P9 cells"),
        pytest.param(_at("<p>甲" * 160_000, IN_BODY), id="paragraphs"),
        pytest.param("规章\r\n" * 160_000, id="lines of a dump"),
        pytest.param("规章\n" * 310_000, id="many lines of a dump"),
        pytest.param("规章 | 0 | 0 |" * 100_000, id="cells in one line of a dump"),
    ],
)
def test_what_cannot_be_a_report_is_refused_at_once(page):
    """Sizes that no report has are refused by name."""
    with pytest.raises(DocumentTooLargeError):
        read_report(page)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(_at("<table><tr><td>" * 100 + "x" + "</table>" * 100), id="P5 tables in tables"),
        pytest.param(_at('<p class="a>文字</p>'), id="P14 open quote"),
        pytest.param(PAGE.replace("<table", "<template><table").replace("</table>", "</table></template>"), id="P19 template"),
        pytest.param(PAGE.replace("<table", "<textarea><table").replace("</table>", "</table></textarea>"), id="P19 textarea"),
    ],
)  # fmt: skip
def test_what_is_lost_is_told_and_never_wrong(page):
    """Text that a parser cannot give back: what is read is right, what is missing has a finding."""
    report = read_report(page)
    for table, rows in report.tables.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                assert value in (None, WANTED.tables[table][row][column])
    codes = {finding.code for finding in report.findings}
    assert codes & {"S.TABLE_MISSING", "S.TABLE_INCOMPLETE", "S.ROW_UNKNOWN"}
