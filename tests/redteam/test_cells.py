"""Digits that stand in a cell and are no part of its figure, and figures that say they are another."""

import pytest

from parsers.readers.style_sheets import read_sheets
from tests.redteam.office import Page
from tests.redteam.reading import figure, read, told

LICENSING = "proactive/art20_5.administrative_licensing/decisions"
FEES = "proactive/art20_8.administrative_fees/amount_collected"
HIDING = """<style>
/* .all{display:none} */ .old{display:none} #n9{visibility:hidden} .note{vertical-align:super}
@media print{.screen{display:none}} @media (max-width:600px){.wide{display:none}} @media screen{.paper{display:none}}
</style>"""


@pytest.mark.parametrize(
    "inner",
    [
        '1284<i class="old">9</i>',
        '1284<i id="n9">9</i>',
        '12<i class="paper">0</i>84',
        '<span class="screen">12</span><span class="wide">84</span>',
        '1284<i class="sr-only">9</i>',
        '1284<span style="opacity:0">9</span>',
        '1284<span style="position:absolute;left:-9999px">9</span>',
        '1284<span style="width:0;height:0;overflow:hidden;display:inline-block">9</span>',
        "12<!-- 7 -->84",
        '1284<template>7</template><script>document.write("7")</script>',
        '<a href="#top">1284</a>',
        "1284<sup>件</sup>",
        '<span style="position:relative;top:-1.0pt;mso-text-raise:1.0pt">1284</span>',
        "<noscript>1284</noscript>",
        "<button>1284</button>",
        '<input type="text" value="1284" readonly>',
        '1284<input type="hidden" value="9">',
    ],
)
def test_what_is_not_shown_is_no_digit_of_a_figure(inner: str) -> None:
    """A reader sees 1284, so does the record."""
    assert figure(read(Page(head=HIDING).put(LICENSING, inner)), LICENSING) == 1284


@pytest.mark.parametrize(
    "inner",
    [
        '1284<span class="note">1</span>',
        '1284<span style="vertical-align:super">1</span>',
        '1284<span style="font-size:8px;vertical-align: text-top">1</span>',
        '1284<span style="mso-text-raise:4.0pt">1</span>',
        '1284<span style="position:relative;top:-4pt">1</span>',
        '1284<a href="#note1">1</a>',
        '1284<a href="#_ftn1">[1]</a>',
        "<ruby>1284<rt>5</rt></ruby>",
        "<noscript>777</noscript>1284",
        "1284<button>3</button>",
        '<bdo dir="rtl">4821</bdo>',
        "\u202e4821\u202c",
        "1284（单位：万件）",
        "1284（百件）",
        "1284（上年数）",
        "1284（预计）",
    ],
)
def test_a_figure_that_something_stands_beside_is_told(inner: str) -> None:
    """What cannot be told from the figure leaves it null, and the cell is named."""
    report = read(Page(head=HIDING).put(LICENSING, inner))
    assert figure(report, LICENSING) is None
    assert told(report, LICENSING)


@pytest.mark.parametrize("inner", ["82.5（单位：元）", "82.5（亿元）", "82.5（元）"])
def test_a_note_with_another_unit_is_no_hint(inner: str) -> None:
    """82.5 万元 and 82.5 元 are ten thousand times apart."""
    report = read(Page().put(FEES, inner))
    assert figure(report, FEES) is None
    assert told(report, FEES)


@pytest.mark.parametrize("inner", ["82.5（万元）", "82.5（单位：万元）", "82.5（含代收）"])
def test_a_note_with_the_unit_of_the_column_is_a_hint(inner: str) -> None:
    """The unit that the column has anyway, and words, leave the figure as it is."""
    assert figure(read(Page().put(FEES, inner)), FEES) == 82.5


def test_a_block_that_a_sheet_hides_stays() -> None:
    """A tab that a script shows is hidden by a sheet: tables are never left out for a class."""
    page = Page(head="<style>.tab{display:none}</style>")
    report = read(page.html().replace("<div class='article'>", "<div class='tab'>"))
    assert figure(report, LICENSING) == 1284


def test_a_page_without_sheets_has_no_rules() -> None:
    """Nothing is hidden by rules that are not there, and selectors with several parts are not read."""
    from lxml import etree

    root = etree.fromstring("<div><style>td .old{display:none} .a, b.c{DISPLAY:NONE}</style></div>")
    assert sorted(read_sheets(root).hidden) == [("", ".", "a"), ("b", ".", "c")]
