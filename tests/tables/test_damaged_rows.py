"""Rows without a label, tables without a header, cells too few or too many, and hidden tables."""

from __future__ import annotations

import pytest

from parsers.assembly import assemble_tables
from parsers.model import Outline, SectionSpan
from parsers.readers.dump import read_dump
from parsers.readers.html import read_html
from parsers.recovery import recover_rows
from parsers.tables import read_tables
from parsers.tables.forms import missing_rows, official_rows
from scraper import read_report
from tests.conftest import ROOT
from tests.tables.pages import DISPUTE_HEADER, REQUEST_HEADER, read, request_rows, tbl, td, tr

PROACTIVE_C = tbl(
    tr(td("第二十条第（一）项", 4)),
    tr(*(td(t) for t in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))),
    tr(*(td(t) for t in ("规章", 0, 0, 0))),
)
FIGURES = {
    "outcome.denied.state_secret": [5, 0, 0, 1, 0, 0, 6],
    "outcome.granted": [2, 0, 0, 0, 0, 0, 2],
}
IN_DISPUTES = Outline("", -1, (0, 0), (SectionSpan("disputes", "", 0, 9),), (0, 0), (0, 0))
BLOCKS = [1, 0, 0, 2, 3, 0, 0, 0, 0, 0, 4, 5, 0, 0, 9]


def _without_label(label):
    """Give a page of form C on which one label of table 3 was lost."""
    rows = "".join(request_rows(FIGURES)).replace(f">{label}<", "><", 1)
    return PROACTIVE_C + tbl(*REQUEST_HEADER, rows)


@pytest.mark.parametrize(
    ("label", "code", "figures"),
    [
        ("1.属于国家秘密", "outcome.denied.state_secret", [5, 0, 0, 1, 0, 0, 6]),
        ("（一）予以公开", "outcome.granted", [2, 0, 0, 0, 0, 0, 2]),
        ("一、本年新收政府信息公开申请数量", "requests_received", [0] * 7),
        ("四、结转下年度继续办理", "carried_over_to_next_year", [0] * 7),
    ],
)
def test_a_row_without_a_label_is_named_by_its_neighbours(label, code, figures):
    """Between two rows of the form only one is missing: its figures are recovered and told."""
    reading, _ = read(_without_label(label))
    assert list(reading.tables["requests"][code].values()) == figures
    states = {
        e["state"] for key, e in reading.evidence.items() if key.startswith(f"requests/{code}/")
    }
    assert states == {"recovered"}
    assert "S.CELL_RECOVERED" in {finding.code for finding in reading.findings}


def test_a_group_never_gets_the_figures_of_its_first_row():
    """Before, 1.属于国家秘密 without its label gave figures to （三）不予公开."""
    reading, _ = read(_without_label("1.属于国家秘密"))
    assert "outcome.denied" not in reading.tables["requests"]


def test_two_missing_rows_and_one_row_without_a_label_stay_out():
    """Where more rows of the form are missing than rows wait, none is named; the text is told."""
    rows = request_rows(FIGURES)
    kept = [row for row in rows if "2.其他法律行政法规禁止公开" not in row]
    page = "".join(kept).replace(">3.危及“三安全一稳定”<", "><", 1)
    reading, _ = read(PROACTIVE_C + tbl(*REQUEST_HEADER, page))
    assert "outcome.denied.security_and_stability" not in reading.tables["requests"]
    assert "S.ROW_UNKNOWN" in {finding.code for finding in reading.findings}


def _disputes(cells, header=DISPUTE_HEADER):
    page = tbl(*header, tr(*(td(cell) for cell in cells)))
    return read_tables(read_html(page), IN_DISPUTES, recover_rows)[0]


def _row(reading):
    return [value for row in reading.tables["disputes"].values() for value in row.values()]


def test_table_4_without_a_header_is_read_where_its_sums_hold():
    """Fifteen figures in the section of table 4 whose three sums hold are its row."""
    reading = _disputes(BLOCKS, header=())
    assert _row(reading) == BLOCKS
    assert {evidence["state"] for evidence in reading.evidence.values()} == {"recovered"}


def test_fifteen_figures_whose_sums_do_not_hold_are_no_table_4():
    """Without a header nothing says what they are."""
    assert not _disputes([*BLOCKS[:-1], 8], header=()).tables


@pytest.mark.parametrize(
    "cells", [["", *BLOCKS], [*BLOCKS[:1], *BLOCKS], [*BLOCKS[:11], "", *BLOCKS[11:]]]
)
def test_a_cell_too_many_in_table_4_is_left_out(cells):
    """An empty or doubled cell: the sums of the blocks leave one reading."""
    assert _row(_disputes(cells)) == BLOCKS


def test_a_block_that_misses_a_cell_stays_null():
    """What is left of it may be two figures glued; the other blocks are placed by their sums."""
    reading = _disputes(["10", *BLOCKS[2:]])
    assert _row(reading) == [None] * 5 + BLOCKS[5:]


def test_hidden_drafts_do_not_count_beside_visible_tables():
    """A draft in a part that is not shown is told and not read."""
    page = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_text("utf-8")
    start = page.index("<table", page.index("四、"))
    draft = page[start : page.index("</table>", start) + 8]
    hidden = f'<div style="display:none">{draft.replace(">0<", ">7<")}</div>'
    report = read_report(page[:start] + hidden + page[start:])
    assert report.tables == read_report(page).tables
    assert "markup" in {repair.code for repair in report.source.repairs}


def test_hidden_tables_count_where_no_other_is_there():
    """Tabs are shown by scripts: what only stands hidden is the report."""
    page = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_text("utf-8")
    shown = read_report(page).tables
    hidden = page.replace("<table", '<div style="display: none"><table').replace(
        "</table>", "</table></div>"
    )
    assert read_report(hidden).tables == shown


def test_the_place_of_a_spanned_figure_is_no_blank():
    """Form B spreads three figures over four places; a dump keeps the empty one."""
    lines = [
        "第二十条第（五）项 |||||",
        "信息内容 | 上一年项目数量 | 本年增/减 || 处理决定数量 |",
        "行政许可 | 12 || -3 | 40 |",
        "其他对外管理服务事项 | 5 ||| 6 |",
    ]
    document = assemble_tables(read_dump("\n".join(lines)))
    tables = read_tables(document, Outline("", -1, (0, 0), (), (0, 0), (0, 0)))[0].tables[
        "proactive"
    ]
    assert list(tables["art20_5.administrative_licensing"].values()) == [12, -3, 40]
    assert list(tables["art20_5.other_public_services"].values()) == [5, None, 6]


def test_the_pipe_that_closes_every_row_is_no_cell():
    """One cell a line, and a blank behind the last of every row, the header's included."""
    columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [
        ("一、本年新收政府信息公开申请数量", [3, "", 0, 0, 0, 0, 3]),
        ("二、上年结转政府信息公开申请数量", ["", 0, 0, 0, 0, 0, 0]),
    ]
    lines = [*(f"{c} |" for c in columns[:-1]), f"{columns[-1]} | |"]
    for label, values in rows:
        lines += [f"{label} |", *(f"{v} |" for v in values[:-1]), f"{values[-1]} | |"]
    document = assemble_tables(read_dump("\n".join(lines)))
    tables = read_tables(document, Outline("", -1, (0, 0), (), (0, 0), (0, 0)))[0].tables[
        "requests"
    ]
    assert list(tables["requests_received"].values()) == [3, None, 0, 0, 0, 0, 3]
    assert list(tables["carried_over_from_previous_year"].values()) == [None, 0, 0, 0, 0, 0, 0]


def test_a_blank_under_the_last_label_is_no_margin():
    """Form B's last figure is blank in most rows: the place of the spanned one is still before it."""
    lines = [
        "第二十条第（五）项 |||||",
        "信息内容 | 上一年项目数量 | 本年增/减 || 处理决定数量 |",
        "行政许可 |  |  | +2 |  |",
        "其他对外管理服务事项 | 5 |  | 0 |  |",
    ]
    document = assemble_tables(read_dump("\n".join(lines)))
    tables = read_tables(document, Outline("", -1, (0, 0), (), (0, 0), (0, 0)))[0].tables
    rows = tables["proactive"]
    assert list(rows["art20_5.administrative_licensing"].values()) == [None, 2, None]
    assert list(rows["art20_5.other_public_services"].values()) == [5, 0, None]


@pytest.mark.parametrize("closing", ["", " |"])
@pytest.mark.parametrize("blanks", [1, 2])
def test_the_first_blanks_of_table_4_are_no_header(closing, blanks):
    """One cell a line: its row has no label, so its first blanks stand behind the header's last label."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *(results * 3)]
    row = ["", "", "3", "0", "3", *["0"] * 5, "2", "", "4", "1", "7"]
    row[1] = "" if blanks == 2 else "0"
    lines = [f"{cell} |" for cell in (*header, *row)]
    lines[len(header) - 1] += closing
    lines[-1] += closing
    document = assemble_tables(read_dump("\n".join(lines)))
    assert _row(read_tables(document, IN_DISPUTES, recover_rows)[0]) == [
        int(cell) if cell else None for cell in row
    ]


def test_the_single_row_of_form_b_is_missed():
    """Form B prints 六、其他处理 as one row: without it and without its sub-rows something is gone."""
    assert missing_rows("requests", official_rows("requests", "B"), "B") == [
        "outcome.other_handling"
    ]
    assert missing_rows("requests", official_rows("requests", "C"), "C") == []
    every = {*official_rows("requests", "B"), "outcome.other_handling"}
    assert missing_rows("requests", every, "B") == []
