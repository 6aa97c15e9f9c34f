"""The header of a ruled table whose labels stand at the end of the page before."""

from scraper.documents.blocks import FileCell, FileTable
from scraper.documents.cut_header import with_labels
from tests.documents.placed_words import page, word


def table(*texts):
    """A header of three columns, and a row of figures."""
    header = [
        FileCell(text, box=(2, 300 + 40 * n, 60, 340 + 40 * n, 80)) for n, text in enumerate(texts)
    ]
    return FileTable([header, [FileCell("1")] * 3])


END = (
    word("（本列数据的勾稽关系为）", 150, 741, 120),
    word("自然", 320, 741),
    word("法人或其他组织", 360, 741, 70),
    word("总", 400, 741, 10),
    word("人", 320, 757, 10),
    word("计", 400, 757, 10),
    word("- 3 -", 300, 806),
)


def test_blank_labels_are_those_above_the_break():
    """Within the edges of their cells; the figures stay as they are."""
    found = with_labels(table("", "商业企业", ""), page(*END))
    assert [cell.text for cell in found.rows[0]] == ["自然人", "商业企业", "总计"]
    assert found.rows[1] == [FileCell("1")] * 3


def test_words_that_are_no_label_fill_nothing():
    """Prose at the end of a page, a label cut short, a table that has no header of table 3."""
    prose = page(word("情况", 320, 741), word("总", 400, 757, 10))
    assert with_labels(table("", "商业企业", ""), prose) == table("", "商业企业", "")
    assert with_labels(table("", "规章", ""), page(*END)) == table("", "规章", "")
    assert with_labels(table("", "商业企业", ""), page()) == table("", "商业企业", "")
