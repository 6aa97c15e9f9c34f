"""PDF and Word files: the shared cases, tables over a page break, and files that are made to harm."""

import io
import zipfile

import pytest

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from parsers.record import PagePlace
from scraper import read_report
from scraper.documents import read_document
from scraper.documents.blocks import FileCell, FileTable, FileText, from_json, to_json
from scraper.documents.joining import join_pages
from scraper.documents.marks import PAGE_MARK
from scraper.documents.reader import as_document
from scraper.documents.word import read_word
from scraper.reading.sniff import document_kind
from tests.conftest import SHARED
from tests.documents.office_files import W, p, tc, word


def case(name):
    """The bytes of a shared case; skips where they are absent."""
    folder = SHARED / "cases" / name
    if not folder.is_dir():
        pytest.skip("the shared cases are not here")
    return next(folder.glob("input.*")).read_bytes()


@pytest.mark.suite
def test_the_pdf_of_a_city_is_read_whole():
    """200 figures, table 3 over a page break through a label, places by page and box."""
    report = read_report(case("huaian-2024"))
    assert (report.form, len(report.evidence)) == ("C", 200)
    assert report.tables["requests"]["outcome.unable_to_provide.creation_required"]["total"] == 11
    places = [evidence.at for evidence in report.evidence.values()]
    assert all(isinstance(place, PagePlace) for place in places)
    assert {place.page for place in places} == {3, 4, 5}
    assert [section.code for section in report.sections] == [
        "overview", "proactive", "requests", "disputes", "problems", "other",
    ]  # fmt: skip
    assert report.source.media_type == "application/pdf"
    assert not [f for f in report.findings if f.severity == "error"]


@pytest.mark.suite
def test_the_empty_form_has_every_cell_and_says_so():
    """No figure, no zero, and a finding."""
    report = read_report(case("blank-form-2021"))
    values = [v for rows in report.tables.values() for row in rows.values() for v in row.values()]
    assert (report.form, len(values), set(values)) == ("C", 200, {None})
    assert "S.EMPTY_FORM" in [finding.code for finding in report.findings]


def test_merged_cells_of_word_stand_once():
    """GridSpan and vMerge become spans."""
    restart, goes_on, two = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = (
        f"<w:tbl><w:tr>{tc('a', restart)}{tc('b', two)}</w:tr>"
        f"<w:tr>{tc('', goes_on)}{tc('c')}{tc('d')}</w:tr></w:tbl>"
    )
    (table,) = read_word(word(body))
    assert [[(c.text, c.colspan, c.rowspan) for c in row] for row in table.rows] == [
        [("a", 1, 2), ("b", 2, 1)],
        [("c", 1, 1), ("d", 1, 1)],
    ]


def test_what_word_does_not_show_is_not_read():
    """Deleted and hidden text are left out, inserted text and text boxes are read."""
    body = (
        f"<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>{p('in')[5:-6]}</w:ins></w:p>"
        + p("hidden", "<w:rPr><w:vanish/></w:rPr>")
        + f"<w:p><w:r><w:t>out</w:t></w:r><w:r><w:pict><w:txbxContent>{p('box')}</w:txbxContent></w:pict></w:r></w:p>"
        + "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>"
    )
    texts = [block.text for block in read_word(word(body)) if isinstance(block, FileText)]
    assert texts == ["in", "out", "box", "a\nb"]


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"PK\x03\x04word/ and nothing more", "docx", "damaged"),
        (word("<w:p>")[:-30], "docx", "damaged"),
        (b"%PDF-1.7\nnothing", "pdf", "damaged"),
        (word(""), "docx", "holds no text"),
    ],
)
def test_broken_files_are_told(data, kind, said):
    """As a format that cannot be read, with the reason."""
    with pytest.raises(UnsupportedFormatError, match=said):
        read_document(data, kind)


def test_a_word_file_that_unpacks_to_too_much_is_refused():
    """Before it is unpacked; and one that declares entities."""
    with pytest.raises(DocumentTooLargeError):
        read_word(word("<w:p/>" * 12_000_000))
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", bomb)
    with pytest.raises(UnsupportedFormatError, match="entities"):
        read_word(out.getvalue())


def cell(text, left, right, rows=1, page=1):
    """A cell of a PDF between two edges."""
    return FileCell(text, 1, rows, (page, left, 0.0, right, 10.0))


def test_a_table_over_a_page_break_is_one():
    """A label that the break runs through is joined, one with a number of its own is not."""
    upper = FileTable([[cell("（四）无", 0, 50), cell("1.x", 50, 90), cell("3", 90, 99)]])
    lower = FileTable(
        [
            [cell("法提供", 0, 50, 2), cell("2.y", 50, 90), cell("4", 90, 99)],
            [cell("3.z", 50, 90), cell("5", 90, 99)],
        ]
    )
    (joined,) = join_pages([[upper], [lower]])
    assert next((c.text, c.rowspan) for c in joined.rows[0]) == ("（四）无法提供", 3)
    assert [[c.text for c in row] for row in joined.rows[1:]] == [["2.y", "4"], ["3.z", "5"]]
    other = FileTable([[cell("（五）不予处理", 0, 50, 2), *lower.rows[0][1:]], lower.rows[1]])
    (joined,) = join_pages([[upper], [other]])
    assert joined.rows[1][0].text == "（五）不予处理"


def test_a_row_that_the_break_runs_through_is_one():
    """Its figures stand in one half only."""
    head = [cell("x", 0, 50), cell("自然人", 50, 90), cell("其他", 90, 99)]
    upper = FileTable([head, [cell("2.没有现成", 0, 50), cell("", 50, 90), cell("", 90, 99)]])
    lower = FileTable([[cell("信息", 0, 50), cell("4", 50, 90), cell("5", 90, 99)]])
    (joined,) = join_pages([[upper], [lower]])
    assert [c.text for c in joined.rows[1]] == ["2.没有现成信息", "4", "5"]
    other = FileTable([[cell("3.另外", 0, 50), cell("4", 50, 90), cell("5", 90, 99)]])
    (joined,) = join_pages([[upper], [other]])
    assert [[c.text for c in row] for row in joined.rows[1:]] == [
        ["2.没有现成", "", ""],
        ["3.另外", "4", "5"],
    ]


def test_figures_are_no_rest_of_a_label():
    """A header over two rows ends its page; what follows has no label of its own, or one behind it."""
    upper = FileTable([[cell("x", 0, 50, 2), cell("自然人", 50, 90, 2)], [cell("其他", 90, 99)]])
    lower = FileTable([[cell("一、本年新收", 0, 50), cell("4", 50, 90), cell("", 90, 99)]])
    (joined,) = join_pages([[upper], [lower]])
    assert [c.text for c in joined.rows[2]] == ["一、本年新收", "4", ""]
    figures = FileTable([[cell("", 0, 50), cell("4", 50, 90), cell("5", 90, 99)]])
    (joined,) = join_pages([[upper], [figures]])
    assert [c.text for c in joined.rows[2]] == ["", "4", "5"]


def test_a_header_that_the_break_runs_through_is_one():
    """Told by the labels of the form; the halves had different columns."""
    upper = FileTable(
        [[cell("尚未", 0, 50), cell("其他", 50, 90), cell("未经复议直接起诉", 90, 190)]]
    )
    lower = FileTable(
        [
            [
                cell("审结", 0, 50),
                cell("结果", 50, 90),
                cell("结果维持", 90, 140),
                cell("合计", 140, 190),
            ],
            [cell("1", 0, 50), cell("2", 50, 90), cell("3", 90, 140), cell("4", 140, 190)],
        ]
    )
    (joined,) = join_pages([[upper], [lower]])
    assert [(c.text, c.colspan, c.rowspan) for c in joined.rows[0]] == [
        ("尚未审结", 1, 2),
        ("其他结果", 1, 2),
        ("未经复议直接起诉", 2, 1),
    ]
    assert [c.text for c in joined.rows[1]] == ["结果维持", "合计"]


def test_a_label_over_the_break_takes_no_blanks_along():
    """The halves of a group's label are joined; the blank figures of two rows stay two."""
    upper = FileTable(
        [
            [cell("x", 0, 20), cell("y", 20, 50), cell("自然人", 50, 90), cell("总计", 90, 99)],
            [cell("（三）不予", 0, 20), cell("1.属于国家秘密", 20, 50), cell("", 50, 90), cell("0", 90, 99)],
        ]
    )  # fmt: skip
    row = [cell("公开", 0, 20), cell("2.重复申请", 20, 50), cell("", 50, 90), cell("3", 90, 99)]
    (joined,) = join_pages([[upper], [FileTable([row])]])
    assert (joined.rows[1][0].text, joined.rows[1][0].rowspan) == ("（三）不予公开", 2)
    assert [c.text for c in joined.rows[2]] == ["2.重复申请", "", "3"]


def test_a_piece_of_a_table_is_joined_or_becomes_text():
    """One row of two cells before the break, and the same with nothing behind it."""
    piece = FileTable([[cell("行政复议", 0, 50), cell("行政诉讼", 50, 99)]])
    rest = FileTable([[cell("1", 0, 25), cell("2", 25, 50), cell("3", 50, 99)]])
    (joined,) = join_pages([[piece], [rest]])
    assert [c.colspan for c in joined.rows[0]] == [2, 1]
    assert join_pages([[piece]]) == [FileText("行政复议行政诉讼")]


def test_tables_of_other_width_and_ended_paragraphs_stay_apart():
    """Text runs on over a page only where it had no end."""
    first, second = FileTable([[cell("a", 0, 50)]]), FileTable([[cell("b", 0, 80)]])
    assert len(join_pages([[first], [second]])) == 2
    open_end, rest = FileText("一" * 30), FileText("二三。")
    assert join_pages([[open_end], [rest]]) == [FileText("一" * 30 + "二三。")]
    assert len(join_pages([[FileText("一" * 30 + "。")], [rest]])) == 2
    assert len(join_pages([[FileText("二、收到和处理")], [rest]])) == 2
    assert len(join_pages([[open_end], [FileText("三、收到和处理")]])) == 2


def test_blocks_cross_the_pipe_unchanged():
    """As JSON and back."""
    blocks = [FileText("x", "h2"), FileTable([[cell("a", 0.0, 5.0)], [FileCell("b", 2, 1)]])]
    assert from_json(to_json(blocks)) == blocks


def test_places_follow_the_grid():
    """A cell over two rows pushes the next row's cells to the right."""
    table = FileTable([[cell("a", 0, 5, 2), cell("b", 5, 9)], [cell("c", 5, 9)]])
    places = as_document([table], "pdf").places
    assert places[0, 1, 1][1] == 5
    assert places[0, 1, 0][1] == 0


@pytest.mark.parametrize("text", ["- 4 -", "— 12 —", "3", "－5－".replace("－", "-")])
def test_marks_of_pages_are_known(text):
    """Digits alone with dashes around them."""
    assert PAGE_MARK.fullmatch(text)
    assert not PAGE_MARK.fullmatch("4 件")


def test_files_are_told_from_their_bytes():
    """Never from their names."""
    assert document_kind(word("")) == "docx"
    assert document_kind(b"<html>%PDF-</html>") is None
    assert document_kind(b"PK\x03\x04xl/workbook.xml") is None
