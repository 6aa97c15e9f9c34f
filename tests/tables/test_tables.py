"""The three tables are read by the meaning of their labels, whatever the markup did to them."""

from __future__ import annotations

import pytest

from tests.tables.pages import (
    COLUMNS,
    DISPUTE_HEADER,
    FLAT_HEADER,
    REQUEST_HEADER,
    read,
    request_rows,
    tbl,
    td,
    tr,
)

RECEIVED = [3, 1, 0, 0, 0, 2, 6]
FIGURES = {
    "requests_received": RECEIVED,
    "outcome.granted": [2, 1, 0, 0, 0, 2, 5],
    "outcome.denied.state_secret": [1, 0, 0, 0, 0, 0, 1],
    "outcome.other_handling.other": [0, "", "/", "—", "无", 0, 0],
    "outcome.total": RECEIVED,
}


def codes(reading):
    """Give the finding codes without those on the two tables a test leaves out."""
    return [f.code for f in reading.findings if f.code != "S.TABLE_MISSING"]


def check_figures(reading):
    """Hold the figures of ``FIGURES`` against a reading."""
    rows = reading.tables["requests"]
    assert len(rows) == 25
    assert [rows["requests_received"][c] for c in COLUMNS] == RECEIVED
    assert rows["outcome.granted"]["org.other"] == 2
    assert rows["outcome.denied.state_secret"]["natural_person"] == 1
    assert rows["outcome.not_processed.repeat_request"]["total"] == 0
    assert [rows["outcome.other_handling.other"][c] for c in COLUMNS] == [
        0, None, None, None, None, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize("header", [REQUEST_HEADER, FLAT_HEADER])
@pytest.mark.parametrize("spans", [True, False])
def test_requests_with_and_without_spans(header, spans):
    """Table 3 reads the same with its spans, without them, and with a flattened header."""
    reading, form = read(tbl(*header, *request_rows(FIGURES, spans=spans)))
    check_figures(reading)
    assert form == "C"
    assert codes(reading) == []
    evidence = reading.evidence["requests/outcome.other_handling.other/org.research_institution"]
    assert (evidence["raw"], evidence["state"]) == ("/", "slash")


def test_header_cells_as_th_and_doubled_header():
    """<th> cells and a header that is repeated after a page break change nothing."""
    rows = request_rows(FIGURES)
    html = tbl(*REQUEST_HEADER, *rows[:9], *REQUEST_HEADER, *rows[9:])
    reading, _ = read(html.replace("<td", "<th").replace("</td", "</th"))
    check_figures(reading)


def test_table_cut_in_four_without_headers():
    """A table cut in four pieces goes on with the columns of the first."""
    rows = request_rows(FIGURES)
    html = tbl(*REQUEST_HEADER, *rows[:5]) + "<p>- 4 -</p>" + tbl(*rows[5:9]) + tbl(*rows[9:20])
    reading, _ = read(html + tbl(*rows[20:]))
    check_figures(reading)
    assert codes(reading) == []


def test_labels_cut_over_two_header_rows():
    """商业 over 企业 in two rows is one label."""
    cut = (
        REQUEST_HEADER[0].replace("rowspan=3", "rowspan=4"),
        REQUEST_HEADER[1].replace("rowspan=2", "rowspan=3"),
        tr(td("商业"), td("科研"), td("社会公益"), td("法律服务"), td("其他", 1, 2)),
        tr(td("企业"), td("机构"), td("组织"), td("机构")),
    )
    reading, _ = read(tbl(*cut, *request_rows(FIGURES)))
    check_figures(reading)


def test_a_short_row_is_not_placed():
    """A row that lost a cell is given as null with its text, never shifted, never zero."""
    rows = request_rows(FIGURES)
    rows[0] = tr(td("一、本年新收政府信息公开申请数量", 3), *(td(v) for v in (3, 1, 2, 6)))
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    row = reading.tables["requests"]["requests_received"]
    assert [row[c] for c in COLUMNS] == [None] * 7
    assert reading.evidence["requests/requests_received/total"]["state"] == "unreadable"
    finding = next(f for f in reading.findings if f.code == "S.TABLE_INCOMPLETE")
    assert "3 | 1 | 2 | 6" in finding.message
    assert reading.tables["requests"]["outcome.granted"]["total"] == 5


def test_unknown_row_and_column_are_findings_with_text():
    """What the codebook does not know is told with its text and figures."""
    rows = request_rows(FIGURES)
    rows.insert(8, tr(td("9.属于商业机密目录", 1), *(td(v) for v in range(7))))
    header = (
        REQUEST_HEADER[0],
        REQUEST_HEADER[1].replace("colspan=5", "colspan=6"),
        REQUEST_HEADER[2].replace("</tr>", td("境外机构") + "</tr>"),
    )
    wide = [r.replace("</tr>", td(44) + "</tr>") for r in rows]
    reading, _ = read(tbl(*header, *wide))
    unknown = next(f for f in reading.findings if f.code == "S.ROW_UNKNOWN")
    assert "属于商业机密目录 | 0 | 1 | 2" in unknown.message
    column = next(f for f in reading.findings if f.code == "S.COLUMN_UNKNOWN")
    assert "境外机构" in column.message


def test_other_handling_as_one_row_in_form_c():
    """（六）其他处理 as a single row of a C table is a leaf and stands for its three rows."""
    rows = [r for r in request_rows(FIGURES) if "逾期" not in r and "3.其他" not in r]
    rows.insert(-2, tr(td("（六）其他", 2), *(td(v) for v in (1, 0, 0, 0, 0, 0, 1))))
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    assert reading.tables["requests"]["outcome.other_handling"]["total"] == 1
    assert "S.TABLE_INCOMPLETE" not in codes(reading)


def test_the_same_table_twice_is_one_and_a_different_one_a_conflict():
    """A desktop and a mobile copy count once; where they differ nothing is chosen."""
    rows = request_rows(FIGURES)
    twice = tbl(*REQUEST_HEADER, *rows) * 2
    reading, _ = read(twice)
    check_figures(reading)
    assert codes(reading) == []
    other = request_rows(FIGURES | {"outcome.granted": [9, 1, 0, 0, 0, 2, 12]})
    reading, _ = read(tbl(*REQUEST_HEADER, *rows) + tbl(*REQUEST_HEADER, *other))
    assert reading.tables["requests"]["outcome.granted"]["natural_person"] is None
    conflict = [f for f in reading.findings if f.code == "S.CELL_UNREADABLE"]
    assert [f.severity for f in conflict] == ["error", "error"]
    evidence = reading.evidence["requests/outcome.granted/natural_person"]
    assert evidence["raw"] == "2 ‖ 9"


ROWS_OF_PROOF = [f"outcome.denied.{name}" for name in (
    "state_secret", "prohibited_by_law", "security_and_stability", "third_party_rights", "internal_affairs",
)]  # fmt: skip


def test_lost_header_is_recovered_only_with_proof():
    """Without any header the order of the form counts only where the sums prove it."""
    reading, _ = read(tbl(*request_rows(FIGURES)))
    evidence = reading.evidence["requests/requests_received/natural_person"]
    assert evidence["state"] == "recovered"
    assert reading.tables["requests"]["requests_received"]["natural_person"] == 3
    broken = request_rows(FIGURES | {"requests_received": [6, 3, 1, 0, 0, 0, 2]})
    reading, _ = read(tbl(*broken))
    assert reading.tables["requests"]["requests_received"]["natural_person"] is None


def test_without_header_one_mistake_of_the_office_is_no_disproof():
    """Two rows that add up prove the order where one does not; its figures stay as published."""
    figures = FIGURES | {row: [2, 0, 0, 0, 0, 0, 2] for row in ROWS_OF_PROOF}
    broken = figures | {"outcome.granted": [2, 0, 0, 0, 0, 0, 3]}
    reading, _ = read(tbl(*request_rows(broken)))
    assert reading.tables["requests"]["outcome.granted"]["total"] == 3


def test_all_zero_without_header_is_zero_in_any_order():
    """Seven zeros stand under seven columns, whichever they are; the state says how they got there."""
    reading, _ = read(tbl(*request_rows({})))
    values = reading.tables["requests"]["requests_received"].values()
    assert set(values) == {0}
    states = {e["state"] for key, e in reading.evidence.items() if key.startswith("requests/")}
    assert states == {"recovered"}


VALUES = list(range(1, 16))


def test_disputes_by_blocks():
    """Fifteen figures go to three blocks of five results."""
    reading, _ = read(tbl(*DISPUTE_HEADER, tr(*(td(v) for v in VALUES))))
    assert list(reading.tables["disputes"]) == [
        "review",
        "litigation.direct",
        "litigation.after_review",
    ]
    assert list(reading.tables["disputes"]["litigation.direct"].values()) == [6, 7, 8, 9, 10]
    assert codes(reading) == []


def test_disputes_without_spans_and_cut_in_two():
    """The blocks are told without spans, and from two separate tables."""
    flat = [row.replace(" rowspan=2", "").replace(" colspan=5", "") for row in DISPUTE_HEADER]
    reading, _ = read(tbl(*flat, tr(*(td(v) for v in VALUES))))
    assert reading.tables["disputes"]["litigation.after_review"]["total"] == 15
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    first = tbl(tr(td("行政复议", 5)), tr(*(td(t) for t in five)), tr(*(td(v) for v in VALUES[:5])))
    second = tbl(
        tr(td("行政诉讼", 10)),
        tr(td("未经复议直接起诉", 5), td("复议后起诉", 5)),
        tr(*(td(t) for t in five * 2)),
        tr(*(td(v) for v in VALUES[5:])),
    )
    reading, _ = read(first + second)
    assert reading.tables["disputes"]["review"]["upheld"] == 1
    assert reading.tables["disputes"]["litigation.after_review"]["total"] == 15


def test_disputes_with_a_row_a_block():
    """Blocks as rows, results as columns, read the same."""
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    html = tbl(
        tr(td(""), *(td(t) for t in five)),
        tr(td("行政复议"), *(td(v) for v in VALUES[:5])),
        tr(td("未经复议直接起诉"), *(td(v) for v in VALUES[5:10])),
        tr(td("复议后起诉"), *(td(v) for v in VALUES[10:])),
    )
    reading, _ = read(html)
    assert reading.tables["disputes"]["litigation.direct"]["pending"] == 9


def test_fewer_dispute_figures_are_not_placed():
    """Eleven of fifteen cells cannot be given to columns."""
    reading, _ = read(tbl(*DISPUTE_HEADER, tr(*(td(v) for v in VALUES[:11]))))
    assert "disputes" not in reading.tables or not any(
        v for row in reading.tables["disputes"].values() for v in row.values()
    )
    assert any("1 | 2 | 3" in f.message for f in reading.findings)


def part(number, header, *rows):
    """Give one part of table 2."""
    return (
        tr(td(f"第二十条第（{number}）项", 4)),
        tr(td("信息内容"), *(td(h) for h in header)),
        *(tr(*(td(c) for c in row)) for row in rows),
    )


FORM_C = (
    *part(
        "一",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", 0, 0, 0),
        ("行政规范性文件", 8, 1, 18),
    ),
    *part("五", ("本年处理决定数量",), ("行政许可", "1,024")),
    *part("六", ("本年处理决定数量",), ("行政处罚", 5), ("行政强制", 0)),
    *part("八", ("本年收费金额（单位：万元）",), ("行政事业性收费", "12.5")),
)
FORM_B = (
    *part(
        "一",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        ("规章", 0, 0, 0),
        ("规范性文件", 3, 3, 21),
    ),
    *part(
        "五",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政许可", 130, "-8", 900),
        ("其他对外管理服务事项", 20, "增加5", 7),
    ),
    *part(
        "六",
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政处罚", 40, "未增未减", 2),
        ("行政强制", 3, "0/0", 0),
    ),
    *part("八", ("上一年项目数量", "本年增/减"), ("行政事业性收费", 2, 0)),
    *part("九", ("采购项目数量", "采购总金额"), ("政府集中采购", 6, "251000元")),
)


def test_proactive_form_c():
    """Form C of table 2, one table or one table a part."""
    for html in (tbl(*FORM_C), tbl(*FORM_C[:4]) + tbl(*FORM_C[4:7]) + tbl(*FORM_C[7:])):
        reading, form = read(html)
        rows = reading.tables["proactive"]
        assert form == "C"
        assert rows["art20_1.normative_documents"] == {"issued": 8, "repealed": 1, "in_force": 18}
        assert rows["art20_5.administrative_licensing"] == {"decisions": 1024}
        assert rows["art20_8.administrative_fees"] == {"amount_collected": 12.5}
        assert codes(reading) == []


def test_proactive_form_b():
    """Form B of table 2: changes with signs and words, money with its unit."""
    reading, form = read(tbl(*FORM_B))
    rows = reading.tables["proactive"]
    assert form == "B"
    assert rows["art20_5.administrative_licensing"]["items_change"] == -8
    assert rows["art20_5.other_public_services"]["items_change"] == 5
    assert rows["art20_6.administrative_penalty"]["items_change"] == 0
    assert rows["art20_9.centralized_procurement"] == {"projects": 6, "total_amount": 251000}
    assert codes(reading) == []


def test_mixed_forms_are_told():
    """Labels of both forms in one report give B+C and a finding."""
    reading, form = read(tbl(*FORM_C[:4], *FORM_B[4:]))
    assert form == "B+C"
    assert "S.FORM_MIXED" in codes(reading)


def test_cut_labels_are_completed_only_when_one_reading_is_left():
    """本年新 twice (cut at <br>) is completed by the form's order and marked as recovered."""
    rows = part(
        "一", ("本年新", "本年新", "对外公开总数量"), ("规章", 1, 2, 3), ("规范性文件", 4, 5, 6)
    )
    reading, _ = read(tbl(*rows, *FORM_B[4:]))
    row = reading.tables["proactive"]["art20_1.government_rules"]
    assert row == {"produced": 1, "newly_disclosed": 2, "disclosed_total": 3}
    assert reading.evidence["proactive/art20_1.government_rules/produced"]["state"] == "recovered"
    assert (
        reading.evidence["proactive/art20_1.government_rules/disclosed_total"]["state"] == "stated"
    )


def test_money_of_another_unit_is_converted_and_told():
    """A fee printed in yuan below a heading in 万元 is scaled exactly, with a finding."""
    rows = part("八", ("本年收费金额（单位：万元）",), ("行政事业性收费", "251000元"))
    reading, _ = read(tbl(*FORM_C[:9], *rows))
    assert reading.tables["proactive"]["art20_8.administrative_fees"]["amount_collected"] == 25.1
    assert "S.UNIT_CONVERTED" in codes(reading)
    heading = part("八", ("本年收费金额（单位：元）",), ("行政事业性收费", "251000"))
    reading, _ = read(tbl(*FORM_C[:9], *heading))
    assert reading.tables["proactive"]["art20_8.administrative_fees"]["amount_collected"] == 25.1
    assert (
        reading.evidence["proactive/art20_8.administrative_fees/amount_collected"]["raw"]
        == "251000"
    )


def test_local_row_of_table_2_is_kept():
    """The local row 其他主动公开文件 of form B is a row of its own."""
    rows = list(FORM_B)
    rows.insert(4, tr(td("其他主动公开文件"), td(186), td(86), td(500)))
    reading, _ = read(tbl(*rows))
    assert (
        reading.tables["proactive"]["art20_1.other_proactive_documents"]["disclosed_total"] == 500
    )


def test_menus_and_metadata_are_not_tables():
    """Tables that merely name 行政许可 or an index number are left alone."""
    menu = tbl(tr(td("行政许可"), td("行政处罚"), td("行政强制")), tr(td("规章"), td("规范性文件")))
    metadata = tbl(tr(td("索引号"), td("014314799/2024-00002")), tr(td("发布机构"), td("某局")))
    reading, form = read(menu + metadata)
    assert (reading.tables, reading.claimed, form) == ({}, set(), None)


def test_blank_form_gives_every_cell_as_null():
    """An empty form C has all of its cells, each null and blank."""
    empty = [""] * 7
    rows = request_rows(dict.fromkeys(
        [r.code for r in __import__("parsers.vocab", fromlist=["table"]).table("requests").rows], empty
    ))  # fmt: skip
    html = tbl(*REQUEST_HEADER, *rows) + tbl(*DISPUTE_HEADER, tr(*(td("") for _ in range(15))))
    reading, form = read(html)
    cells = [v for t in reading.tables.values() for r in t.values() for v in r.values()]
    assert len(cells) == 175 + 15
    assert set(cells) == {None}
    assert form == "C"
    assert {e["state"] for e in reading.evidence.values()} == {"blank"}


def test_unreadable_cells_are_told():
    """Text that is no figure is null, unreadable, and named with its text."""
    reading, _ = read(
        tbl(
            *REQUEST_HEADER, *request_rows(FIGURES | {"outcome.granted": ["3e2", 1, 0, 0, 0, 2, 5]})
        )
    )
    assert reading.tables["requests"]["outcome.granted"]["natural_person"] is None
    finding = next(f for f in reading.findings if f.code == "S.CELL_UNREADABLE")
    assert "3e2" in finding.message
    assert finding.cells == ["requests/outcome.granted/natural_person"]


def test_missing_rows_are_told():
    """A table that ends early names the rows it lacks."""
    reading, _ = read(tbl(*REQUEST_HEADER, *request_rows(FIGURES)[:20]))
    finding = next(f for f in reading.findings if f.code == "S.TABLE_INCOMPLETE")
    assert "carried_over_to_next_year" in finding.message


def test_places_are_those_of_the_source_table():
    """Evidence counts tables, rows and grid columns from zero, layout tables included."""
    page = "<table><tr><td>" + tbl(*REQUEST_HEADER, *request_rows(FIGURES)) + "</table>"
    reading, _ = read(page)
    at = reading.evidence["requests/requests_received/total"]["at"]
    assert at == {"table": 1, "row": 3, "column": 9}


def test_merged_value_cells_are_placed_by_the_grid_where_it_decides():
    """A row with fewer cells than columns is placed where spans give every column its own cell."""
    rows = request_rows(FIGURES)
    label = td("一、本年新收政府信息公开申请数量", 3)
    rows[0] = tr(label, td(""), *(td(v) for v in RECEIVED)).replace("colspan=3", "colspan=2", 1)
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    row = reading.tables["requests"]["requests_received"]
    assert [row[c] for c in COLUMNS] == RECEIVED


def test_a_value_cell_over_two_columns_is_not_placed():
    """One figure over two columns belongs to neither without doubt."""
    rows = request_rows(FIGURES)
    cells = [td(3), td(1, 2), td(0), td(0), td(2), td(6)]
    rows[0] = tr(td("一、本年新收政府信息公开申请数量", 3), *cells)
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    assert set(reading.tables["requests"]["requests_received"].values()) == {None}


def test_blank_cells_beyond_the_last_column_are_ignored():
    """A surplus of blank cells at the end of a row shifts nothing."""
    rows = [r.replace("</tr>", td("") + "</tr>") for r in request_rows(FIGURES)]
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    check_figures(reading)


def test_part_row_beside_its_header():
    """A part label that spans down beside header and rows reads like one on its own row."""
    rows = (
        tr(
            td("第二十条第（一）项", 1, 3),
            td("信息内容"),
            td("本年制发件数"),
            td("本年废止件数"),
            td("现行有效件数"),
        ),
        tr(td("规章"), td(0), td(0), td(0)),
        tr(td("行政规范性文件"), td(8), td(1), td(18)),
    )
    reading, _ = read(tbl(*rows))
    assert reading.tables["proactive"]["art20_1.normative_documents"]["in_force"] == 18


def test_rows_of_a_part_whose_header_was_lost():
    """The row's own part counts; one column of form C is told by its number, three are not."""
    lost = (
        *FORM_C[:4],
        tr(td("行政许可"), td(7)),
        tr(td("行政处罚"), td(5)),
        tr(td("行政强制"), td(0)),
    )
    reading, _ = read(tbl(*lost))
    assert reading.tables["proactive"]["art20_5.administrative_licensing"] == {"decisions": 7}
    evidence = reading.evidence["proactive/art20_5.administrative_licensing/decisions"]
    assert evidence["state"] == "recovered"
    bare = (
        tr(td("规章"), td(0), td(0), td(0)),
        tr(td("行政规范性文件"), td(8), td(1), td(18)),
        tr(td("行政许可"), td(7)),
    )
    reading, _ = read(tbl(*bare))
    assert "art20_1.normative_documents" not in reading.tables["proactive"]
    assert any("8 | 1 | 18" in f.message for f in reading.findings)


def test_other_under_a_wrong_group_is_refused():
    """3.其他 means other handling only under （六）; elsewhere the row is unknown."""
    rows = request_rows(FIGURES)
    rows.insert(12, tr(td("4.其他"), *(td(9) for _ in range(7))))
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    unknown = [f for f in reading.findings if f.code == "S.ROW_UNKNOWN"]
    assert any("4.其他 | 9" in f.message for f in unknown)
    assert reading.tables["requests"]["outcome.other_handling.other"]["natural_person"] == 0


def test_a_group_label_before_an_unknown_label():
    """A label that is not in the codebook is not taken for its group."""
    rows = request_rows(FIGURES)
    rows[4] = tr(
        td("（三）不予公开", 1, 8),
        td("1.涉及商业机密事项目录"),
        *(td(v) for v in (1, 0, 0, 0, 0, 0, 1)),
    )
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    assert "outcome.denied" not in reading.tables["requests"]
    assert any("涉及商业机密" in f.message for f in reading.findings if f.code == "S.ROW_UNKNOWN")


def test_rows_without_a_label_are_told():
    """A row of figures alone in table 3 is kept as text."""
    rows = request_rows(FIGURES)
    rows.insert(2, tr(*(td(v) for v in (7, 7, 7, 7, 7, 7, 42))))
    reading, _ = read(tbl(*REQUEST_HEADER, *rows))
    check_figures(reading)
    assert any("7 | 7 | 7" in f.message for f in reading.findings if f.code == "S.ROW_UNKNOWN")


def test_blocks_without_header_need_proof():
    """Rows of table 4 without column labels count only where their sums prove the order."""
    page = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    rows = [tr(td(b), *(td(v) for v in vs)) for b, vs in (
        ("行政复议", (1, 2, 0, 1, 4)), ("未经复议直接起诉", (0, 0, 0, 0, 0)), ("复议后起诉", (2, 0, 0, 0, 2)))]  # fmt: skip
    reading, _ = read(page + tbl(*rows))
    assert reading.tables["disputes"]["review"]["corrected"] == 2
    assert reading.evidence["disputes/review/total"]["state"] == "recovered"


def test_serial_numbers_and_unit_rows():
    """A column of serial numbers and a row 单位：件 are part of the print, not of the figures."""
    rows = [r.replace("<tr>", f"<tr>{td(i)}", 1) for i, r in enumerate(request_rows(FIGURES), 1)]
    header = (
        tr(td("单位：件", 11)),
        REQUEST_HEADER[0].replace("<tr>", f"<tr>{td('序号', 1, 3)}", 1),
        *REQUEST_HEADER[1:],
    )
    reading, _ = read(tbl(*header, *rows))
    check_figures(reading)
    assert codes(reading) == []


def test_a_stray_table_does_not_spoil_what_was_read():
    """A small local table with a label 其他 is told and leaves the figures of the form alone."""
    stray = tbl(
        tr(td("申请方式"), td("数量")),
        tr(td("网络"), td(3)),
        tr(td("其他"), td(5)),
        tr(td("总计"), td(8)),
    )
    reading, _ = read(tbl(*REQUEST_HEADER, *request_rows(FIGURES)) + stray)
    check_figures(reading)
    assert reading.tables["requests"]["outcome.total"]["total"] == 6
