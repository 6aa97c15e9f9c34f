"""Grids of boxes become tables with every empty box in its place; menus and prose do not."""

from __future__ import annotations

import pytest

from parsers.model import Paragraph, RawTable
from parsers.readers.html import read_html


def rows(*texts: str) -> str:
    """Give rows of boxes; the cells of a row are cut at ``|``."""
    cells = ("".join(f"<div class='cell'>{cell}</div>" for cell in row.split("|")) for row in texts)
    return "".join(f"<div class='row'>{row}</div>" for row in cells)


def page(grid: str) -> str:
    """Give a page around a grid."""
    return f"<html><body><p>前</p><div>{grid}</div><p>后</p></body></html>"


@pytest.mark.parametrize("blank", ["", "&nbsp;", "　", "<p></p>"])
def test_empty_boxes_keep_their_places(blank):
    """A box without a text is a blank cell between its neighbours."""
    source = page(rows("信息内容|制发|废止", f"规章|1|{blank}", f"文件|{blank}|2", "许可|3|4"))
    before, table, after = read_html(source).blocks
    assert isinstance(table, RawTable)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["信息内容", "制发", "废止"],
        ["规章", "1", ""],
        ["文件", "", "2"],
        ["许可", "3", "4"],
    ]
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)


def test_readings_of_characters_make_no_label_prose():
    """A mirror's pinyin doubles a label's length; its grid keeps its empty boxes."""
    label = "予(yǔ)以(yǐ)公(gōng)開(kāi)" * 8  # 32 characters, with their readings more than 60
    source = page(rows(f"{label}|1|", "文件||2", "許可|3|4"))
    assert [type(block) for block in read_html(source).blocks] == [Paragraph, RawTable, Paragraph]


def test_lists_can_be_rows_and_are_counted_among_the_tables():
    """The cells may be items of a list; the number of a table counts the grids before it."""
    row = "<ul><li>1</li><li></li><li>3</li></ul>"
    document = read_html(page(row * 3) + "<table><tr><td>1</td></tr></table>")
    tables = [block for block in document.blocks if isinstance(block, RawTable)]
    assert [(table.index, len(table.rows)) for table in tables] == [(0, 3), (1, 1)]


@pytest.mark.parametrize(
    "grid",
    [
        rows("首页|新闻|公开", "服务|互动|专题", "1|2|3"),  # too few figures: a menu
        rows("1|2", "3|4", "5|6"),  # pairs
        rows("1|2|3", "4|5|6"),  # too few rows
        rows("1|2|3", "4|5|6", "7|8|" + "长" * 70),  # prose
        rows("1|2|3", "4|5|6", "7|8|<div>9</div>"),  # boxes in boxes
        rows("1|2|3", "4|5|6") + "文" + rows("7|8|9"),  # text between the rows
        rows("1|2|3", "4|5|6") + "<div></div>" + rows("7|8|9"),  # no row
    ],
)
def test_other_boxes_stay_text(grid):
    """What is no table of figures is read as paragraphs."""
    assert not any(isinstance(block, RawTable) for block in read_html(page(grid)).blocks)
