"""What is hidden is found in every spelling, and a page that hides nothing is not searched."""

from __future__ import annotations

import pytest
from lxml import etree

from parsers.readers.doubt import in_doubt
from parsers.readers.hidden import hidden_elements
from parsers.readers.styles import inline_styles


def hidden(attributes: str) -> list[bool]:
    """Give what is said of the elements that an attribute hides."""
    source = f"<p><span {attributes}>x</span></p>"
    root = etree.fromstring(source, etree.HTMLParser())
    return list(hidden_elements(root, source, inline_styles(source)).values())


@pytest.mark.parametrize(
    "attributes",
    [
        "style='display:none'",
        "style='display: none'",
        "style='DISPLAY: NONE'",
        "hidden",
    ],
)
def test_what_is_gone_is_found(attributes):
    """Every spelling of display: none and the attribute pass the gate."""
    assert hidden(attributes) == [True]


@pytest.mark.parametrize(
    "attributes",
    [
        "style='visibility:hidden'",
        "style='VISIBILITY: hidden'",
        "style='text-decoration:line-through'",
        "style='font-size:0'",
        "style='font-size: 0px'",
        "style='FONT-SIZE:0pt'",
        "style='color:#fff'",
        "style='color: #FFFFFF'",
        "style='x:y;COLOR: WHITE'",
        "style='color:rgb(255, 255, 255)'",
        "color=white",
        "color='#FFF'",
    ],
)
def test_what_is_not_seen_is_found(attributes):
    """Every spelling of what leaves no ink passes the gate."""
    assert hidden(attributes) == [False]


@pytest.mark.parametrize(
    "attributes",
    [
        "style='text-decoration:none'",
        "style='font-size:10px'",
        "style='background-color:#fff'",
        "style='color:#f00'",
        "style='color:white;background:#fff000'",
        "type=hidden",
    ],
)
def test_what_is_seen_stays(attributes):
    """What only looks like a hiding style hides nothing."""
    assert hidden(attributes) == []


def test_a_hiding_attribute_is_seen_beside_style_sheets_that_cut_what_overflows():
    """``overflow: hidden`` stands in most style sheets and hides nothing; the attribute does."""
    sheet = "<style>div { overflow: hidden } p{overflow: hidden}</style>"
    for source, count in ((sheet, 0), (f"{sheet}<p hidden>2</p>", 1), (f"{sheet}<p  hidden>", 1)):
        root = etree.fromstring(f"<body>{source}<p>1</p></body>", etree.HTMLParser())
        assert len(hidden_elements(root, source, inline_styles(source))) == count


@pytest.mark.parametrize(
    ("markup", "doubt"),
    [
        ("<table><tr><td>1</td></tr></table>", False),
        ("<table><form><tbody><tr><th>1</th><input></tr></tbody></form></table>", False),
        ("<table><tr>x<td>1</td></tr></table>", True),
        ("<table><tr><td>1</td>&nbsp;</tr></table>", True),
        ("<table><tr><p>x</p><td>1</td></tr></table>", True),
        ("<table><td>1</td></table>", True),
        ("<div><td>1</td></div>", True),
        ("<table><tr><input><td>1</td></tr></table><td>2</td>", True),
        ("<table><div>x</div><tr><td>1</td></tr></table>", True),
    ],
)
def test_a_table_is_in_doubt_where_the_standard_would_build_it_otherwise(markup, doubt):
    """Each place of the table model is looked at: text, children and parents."""
    assert in_doubt(etree.fromstring(markup, etree.HTMLParser())) is doubt


@pytest.mark.parametrize(
    ("markup", "styles"),
    [
        ("<p style='a:1'><p style=\"b:2\"><p style=c:3>", ["a:1", "b:2", "c:3"]),
        ("<P STYLE = 'a:1'><p Style=\"b:2\"><p\nstyle\n=\nc:3>", ["a:1", "b:2", "c:3"]),
        ('<p style="font:&quot;宋体&quot;;a:1"><p style="">', ["", 'font:"宋体";a:1']),
        ("<p class=style><style>p{a:1}</style>", []),
        ("<p style='a:1' title=\"style='\"><p style='b:2'>", ["a:1", "b:2"]),
    ],
)
def test_styles_are_found_however_they_are_written(markup, styles):
    """In quotes of both kinds and without, in capitals, with references, over lines."""
    assert set(styles) <= inline_styles(markup)
    assert len(inline_styles(markup)) - len(styles) in (0, 1)


def test_a_style_in_capitals_hides_too():
    """The tree has lower-case names, whatever the page wrote."""
    source = "<body><P STYLE='DISPLAY:NONE'>1</P><p>2</p></body>"
    root = etree.fromstring(source, etree.HTMLParser())
    assert list(hidden_elements(root, source, inline_styles(source)).values()) == [True]
