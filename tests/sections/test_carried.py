"""Tables that carry headings of sections as rows give every section its own part."""

from __future__ import annotations

import re

import pytest

from parsers.model import Paragraph, RawTable
from parsers.readers.html import read_html
from parsers.sections import outline_document
from parsers.sections.carried import cut_tables
from scraper import read_report
from tests.proving.dice import Dice
from tests.proving.page import write_report
from tests.tables.pages import td, tr

HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


def report_in_tables(first: str, last: str, outside: bool = False) -> tuple[bytes, dict]:
    """Write a report of which the sections from ``first`` to ``last`` are rows of one table."""
    title, content, truth = write_report(Dice("carried"), "杭州市西湖区教育局", "330106", 2023)
    codes = list(HEADINGS)
    inside, cells, before, after = False, [], [], []
    for line in content.replace("</tr>", "</tr>\n").split("\n"):
        code = next((c for c in codes if line == f"<p>{HEADINGS[c]}</p>"), None)
        if code == first:
            inside = True
            if outside:
                before.append(line)
                continue
        if inside and code and codes.index(code) > codes.index(last):
            inside = False
            after.append(line)
        elif inside and line.startswith("<p>"):
            cells.append(f"<tr><td colspan='15'>{line}</td></tr>")
        elif inside:
            cells.append(re.sub("</?(?:table|tbody)[^>]*>", "", line))
        else:
            (after if cells else before).append(line)
    table = "<table>" + "".join(cells) + "</table>"
    page = f"<title>{title}</title><h1>{title}</h1>{''.join(before)}{table}{''.join(after)}"
    return page.encode(), truth


def read(page: bytes):
    """Read a page; gives its record and its figures by cell."""
    report = read_report(page, content_type="text/html; charset=utf-8", url="https://a.gov.cn/1")
    figures = {
        f"{table}/{row}/{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    return report, figures


@pytest.mark.parametrize(
    ("first", "last", "outside"),
    [
        ("requests", "disputes", False),
        ("requests", "disputes", True),
        ("proactive", "disputes", False),
        ("overview", "other", False),
    ],
)
def test_every_section_of_one_table_is_found(first, last, outside):
    """Two, three or six sections in one table: headings, figures and prose as on a clean page."""
    page, truth = report_in_tables(first, last, outside)
    report, figures = read(page)
    assert [section.code for section in report.sections] == list(HEADINGS)
    assert [section.heading for section in report.sections] == list(HEADINGS.values())
    assert figures == truth
    assert [f.code for f in report.findings if f.severity != "info"] == []
    assert "存在的问题" in report.sections[4].text


def test_evidence_names_the_rows_of_the_source():
    """A figure below the cut stands in the row that the source counts."""
    page, _ = report_in_tables("requests", "disputes")
    report, _ = read(page)
    table = next(b for b in read_html(page.decode()).blocks if isinstance(b, RawTable) and b.index)
    for key in ("requests/requests_received/total", "disputes/review/total"):
        place = report.evidence[key].at
        texts = [cell.text for cell in table.rows[place.row]]
        assert place.table == 1
        assert report.evidence[key].raw in texts


def document(*rows: str):
    """Give the document of one table between two paragraphs, the second with a link."""
    return read_html(f"<p>前</p><table>{''.join(rows)}</table><p>后<a href='/a.pdf'>件</a></p>")


FIGURES = tr(td("受理"), td(7))


@pytest.mark.parametrize(
    "rows",
    [
        [FIGURES, FIGURES],
        [tr(td(HEADINGS["requests"], 2)), FIGURES],  # the first row alone: it stays
        [tr(td(text)) for text in HEADINGS.values()],  # a list of contents
        [FIGURES, tr(td(HEADINGS["disputes"], 2))],  # nothing below it
        [FIGURES, tr(td("四、结转下年度继续办理", 2)), FIGURES],  # a row of table 3
        [FIGURES, tr(td("（四）行政复议、行政诉讼情况", 2)), FIGURES],  # an item
        [tr(td(HEADINGS["disputes"])), FIGURES, tr(td(HEADINGS["requests"])), FIGURES],  # order
        [tr(td("受理", 1, 3), td(7)), tr(td(HEADINGS["disputes"])), FIGURES],  # spanned into
    ],
)
def test_other_tables_stay_whole(rows):
    """What is no row of a heading with rows of its own cuts nothing."""
    whole = document(*rows)
    assert cut_tables(whole) is whole


def test_a_cut_keeps_all_rows_and_the_places_of_links():
    """Rows in front of the first heading are a part, too; links stand where they stood."""
    whole = document(FIGURES, tr(td(HEADINGS["disputes"], 2)), FIGURES, tr(td("说明", 2)))
    cut = cut_tables(whole)
    assert [type(block) for block in cut.blocks] == [
        Paragraph,
        RawTable,
        Paragraph,
        RawTable,
        Paragraph,
    ]
    tables = [block for block in cut.blocks if isinstance(block, RawTable)]
    assert [(table.first_row, len(table.rows)) for table in tables] == [(0, 1), (2, 2)]
    assert [link.block for link in whole.links] == [2]
    assert [link.block for link in cut.links] == [4]
    assert cut_tables(cut) is cut
    assert [span.code for span in outline_document(whole)[1].sections] == ["disputes"]


def test_prose_in_rows_becomes_paragraphs():
    """A section of single cells is text: every line a paragraph, its published form beside it."""
    rows = [
        tr(td(HEADINGS["requests"], 2)),
        FIGURES,
        tr(td(HEADINGS["problems"], 2)),
        tr(td("一是<br>二是", 2)),
    ]
    blocks = cut_tables(document(*rows)).blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [
        "前",
        HEADINGS["requests"],
        HEADINGS["problems"],
        "一是",
        "二是",
        "后件",
    ]
