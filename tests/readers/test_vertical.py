"""Upright labels of text dumps become one line again; cells of one character never do."""

from __future__ import annotations

import pytest

from parsers.readers.dump import read_dump
from scraper import read_report
from tests.conftest import ROOT

DUMP = (ROOT / "fixtures/reports/331122-civil-2022/input.txt").read_text("utf-8")
WANTED = read_report(DUMP)
PAGE = (ROOT / "fixtures/reports/330381-water-2022/input.html").read_text("utf-8")
LABELS = (
    "行政处罚",
    "行政许可",
    "行政强制",
    "总计",
    "自然人",
    "予以公开",
    "行政事业性收费",
    "规章",
)


def texts(dump):
    """Give the texts of a dump's paragraphs."""
    return [block.text for block in read_dump(dump).blocks]


@pytest.mark.parametrize(
    ("dump", "lines"),
    [
        ("行\n政\n处\n罚\n206", ["行政处罚", "206"]),
        ("行\n\n政\n\n处\n\n罚 | 206 |", ["行政处罚 | 206 |"]),
        ("三\n、\n本\n年\n度\n办\n理\n结\n果", ["三、本年度办理结果"]),
        ("行\n政\n处\n罚\n十\n二", ["行政处罚", "十", "二"]),
        ("一\n二\n三\n四", ["一", "二", "三", "四"]),
        ("无\n无\n无\n空", ["无", "无", "无", "空"]),
        ("件\n件\n件\n件", ["件", "件", "件", "件"]),
        ("规\n章", ["规", "章"]),
        ("处\n罚\n0", ["处", "罚", "0"]),
    ],
)
def test_lines(dump, lines):
    """Three different characters in a row are a label; numerals and words without a figure are cells."""
    assert texts(dump) == lines


def test_the_published_form_and_the_line_stay():
    """Evidence leads to the line where the label begins."""
    (block,) = read_dump("\n\n行\n政\n处\n罚").blocks
    assert (block.published, block.line) == ("行\n政\n处\n罚", 3)


@pytest.mark.parametrize("label", ["行政处罚", "行政许可", "行政规范性文件"])
def test_a_dump_with_an_upright_label_has_its_figures(label):
    """Every figure comes out as from the dump with the label in one line."""
    upright = DUMP.replace(f"\n{label}\n", "\n" + "\n".join(label) + "\n")
    assert upright != DUMP
    assert read_report(upright).tables == WANTED.tables


@pytest.mark.parametrize("joiner", ["<br>", "</p><p>", "\n", " ", "\u3000"])
def test_upright_labels_of_cells(joiner):
    """A label of a cell is the same however its characters are set apart."""
    page = PAGE
    for label in LABELS:
        page = page.replace(f">{label}<", f"><p>{joiner.join(label)}</p><")
    assert page != PAGE
    assert read_report(page).tables == read_report(PAGE).tables
