"""The HTML reader keeps every text of a page, whatever is wrong with the markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.errors import DocumentTooLargeError, EmptyDocumentError, ParserError
from parsers.model import Paragraph, RawTable
from parsers.readers.html import read_html, read_html_again
from parsers.readers.markup import MAX_ATTRIBUTES, MAX_ROWS
from parsers.readers.text import tidy


def texts(html):
    """Give the paragraphs of a page."""
    return [b.text for b in read_html(html).blocks if isinstance(b, Paragraph)]


def cells(html):
    """Give the cell texts of all tables of a page, row by row."""
    tables = [b for b in read_html(html).blocks if isinstance(b, RawTable)]
    return [[c.text for c in row] for t in tables for row in t.rows]


def test_paragraphs_in_order_with_their_tags():
    """Blocks and breaks end a paragraph, inline runs do not."""
    html = "<h1>标题</h1><div>甲<p>乙<b>丙</b>丁</p>戊<br>己</div>"
    document = read_html(html)
    assert [(b.text, b.tag) for b in document.blocks] == [
        ("标题", "h1"), ("甲", "div"), ("乙丙丁", "p"), ("戊", "div"), ("己", "div"),
    ]  # fmt: skip


def test_containers_form_a_tree():
    """Every paragraph knows its container, every container its parent."""
    document = read_html("<div id=a><p>甲</p><p>乙</p></div><div>丙</div>")
    first, second, third = document.blocks
    assert document.parents[first.container] == document.parents[second.container]
    assert document.parents[third.container] != document.parents[first.container]


def test_blanks_are_folded_and_wrapped_words_joined():
    """Blanks fold; a line break in the source between two CJK characters is none."""
    assert texts("<p>　　商业\n    企业 A  B&nbsp;&nbsp;C</p>") == ["商业企业 A B C"]
    assert tidy("a\nb") == "a b"


def test_word_markup_is_transparent():
    """Font tags, <o:p>, mso comments and namespaces leave the text whole."""
    html = (
        "<p><!--[if gte mso 9]><xml>x</xml><![endif]--><font face=方正仿宋_GBK>三</font>"
        "<span>、本</span><span>年</span><o:p>&nbsp;</o:p>度</p>"
    )
    assert texts(html) == ["三、本年 度"]


def test_cells_break_at_blocks_and_br():
    """Paragraphs and breaks inside a cell are line feeds; a lone paragraph is none."""
    html = (
        "<table><tr><td><p>1</p><p>2</p></td><td>a<br>b</td><td><p> 3 </p></td>"
        "<td><div><p>4</p></div></td><td><span>1</span><span>2</span></td></tr></table>"
    )
    assert cells(html) == [["1\n2", "a\nb", "3", "4", "12"]]


def test_hidden_parts_of_cells_are_left_out_and_told():
    """Struck and undisplayed text is no part of a figure; outside cells it stays."""
    html = (
        "<div style='display: none'>隐藏段落</div><table><tr>"
        "<td><del>5</del>6</td><td><span style='display:none'>7</span>8</td></tr></table>"
    )
    document = read_html(html)
    assert cells(html) == [["6", "8"]]
    assert document.losses == ("hidden_text_in_cell",)
    assert texts(html) == ["隐藏段落"]


def test_nested_tables_give_the_innermost():
    """Layout tables are transparent; only innermost tables are tables."""
    html = (
        "<table><tr><td>外<table><tr><td>中<table><tr><td>1<td>2</table></td></tr></table>"
        "</td></tr></table>"
    )
    assert cells(html) == [["1", "2"]]
    assert texts(html) == ["外", "中"]
    assert next(b for b in read_html(html).blocks if isinstance(b, RawTable)).index == 2


def test_a_table_of_prose_is_layout():
    """A cell of several hundred characters is no cell of a form: its lines are paragraphs."""
    prose = "本年度认真贯彻落实条例要求。" * 40
    assert texts(f"<table><tr><td><p>一、总体情况</p><p>{prose}</p></td></tr></table>") == [
        "一、总体情况", prose,
    ]  # fmt: skip


def test_text_between_cells_is_kept():
    """Text in a table but outside its cells stands before the table."""
    html = "<table>甲<tr>乙<td>1</td>丙</tr>丁</table>"
    assert texts(html) == ["甲", "乙", "丙", "丁"]
    assert cells(html) == [["1"]]


def test_unclosed_and_missing_rows():
    """Missing </td></tr> and cells without a row give the right cells."""
    assert cells("<table><tr><td>1<td>2<tr><td>3<td>4</table>") == [["1", "2"], ["3", "4"]]
    assert cells("<table><td>1</td><td>2</td></table>") == [["1", "2"]]


def test_scripts_styles_and_lists_of_options_are_no_text():
    """Only what a reader sees is text."""
    html = "<p>甲<script>var a='x'</script>乙<style>p{}</style><select><option>丙</select></p>"
    assert texts(html) == ["甲乙"]


def test_metas_title_and_links():
    """Metadata keeps its order; files, pictures and frames are links with their place."""
    html = (
        "<head><title> </title><title>年报 - 某局</title><meta name=SiteIDCode content=3303810001>"
        "</head><p>一<a href='/f/年报.pdf?x=1'>附件：<b>年报</b></a><a href=/list>目录</a>"
        "<p>二<img src=a.png alt=表>"
    )
    document = read_html(html)
    assert document.title == "年报 - 某局"
    assert document.metas == (("SiteIDCode", "3303810001"),)
    assert [(link.url, link.title, link.kind, link.block) for link in document.links] == [
        ("/f/年报.pdf?x=1", "附件：年报", "a", 0), ("a.png", "表", "img", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "tail"),
    [
        ("<html><body><p>甲</body></html><p>乙</p>", "乙"),
        ("<HTML><BODY><p>甲</BODY ></HTML >尾巴文字在此", "尾巴文字在此"),
        ("<p>甲</p><!-- 没有结束的注释 <p>乙丙丁戊己</p>", "乙丙丁戊己"),
        ("<div>" * 300 + "<p>深处的文字</p>", "深处的文字"),
        ("<p>甲\x00乙\ud800丙</p>", "甲乙\ufffd丙"),
        ("<?xml version='1.0' encoding='gb2312'?><p>甲</p>", "甲"),
        ("\ufeff<p>甲</p>", "甲"),
        ("<p>共<100件，附件<一></p>", "附件<一>"),
        ("<p>" + "长" * 200_000 + "</p><p>末尾</p>", "末尾"),
    ],
)
def test_nothing_is_lost(html, tail):
    """Losses that libxml2 is silent about are undone or told."""
    document = read_html(html)
    assert tail in "".join(texts(html)) or document.losses
    assert "text_lost_in_markup" not in document.losses


@pytest.mark.parametrize("html", ["", "   ", "\ufeff", "<!-- only a comment -->"])
def test_empty_sources_are_refused(html):
    """A source without text is refused with its code; never an error of a library."""
    with pytest.raises(EmptyDocumentError) as caught:
        read_html(html)
    assert caught.value.code == "F.EMPTY"


def test_a_page_of_scripts_has_no_blocks():
    """What no reader sees gives no blocks."""
    assert read_html("<script>x</script>").blocks == ()


def test_too_many_attributes_are_refused_fast():
    """A tag with thousands of attributes is refused before the parser sees it."""
    count = MAX_ATTRIBUTES * 10
    tag = "<p " + " ".join(f"a{i}=1" for i in range(count)) + ">x</p>"
    with pytest.raises(DocumentTooLargeError):
        read_html(tag)


def test_too_many_rows_are_refused():
    """A table of tens of thousands of rows is no form and is not parsed."""
    with pytest.raises(DocumentTooLargeError):
        read_html("<table>" + "<tr><td>0" * (MAX_ROWS + 1))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=0>", "<p>", "</p>",
             "<br>", "<div>", "</div>", "<b>", "甲", "1", " ", "<!--", "-->", "<script>",
             "</script>", "<td style='display:none'>", "<span style=display:none>", "</span>",
             "&nbsp;", "&#0;", "<", ">", "\x00", "\ud800", "</html>"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_any_markup_gives_blocks_or_our_error(pieces):
    """No soup of tags makes the reader raise anything but a ParserError, and it is repeatable."""
    html = "".join(pieces)
    try:
        document = read_html(html)
    except ParserError:
        return
    assert document == read_html(html)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert block.text.strip()


@pytest.mark.parametrize("tag", ["</body>", "</HTML>", "</Body >", "</hTmL\n>", "</BODY\t>"])
def test_end_tags_of_the_page_stop_nothing_however_they_are_written(tag):
    """Text behind an end tag of the page is read on the fast lane."""
    document = read_html(f"<html><body><p>前文</p>{tag}<p>后文</p></body></html>")
    assert [block.text for block in document.blocks] == ["前文", "后文"]
    assert set(document.losses) <= {"text_behind_the_end"}


@pytest.mark.parametrize("levels", [3_000, 20_000])
def test_deep_nesting_is_flattened_and_told(levels):
    """What stands past the parser's limit of depth is read; behind it too."""
    html = f"<p>前</p>{'<div>' * levels}深处{'</div>' * levels}<p>尾</p>"
    assert texts(html) == ["前", "深处", "尾"]
    assert read_html(html).losses == ("flattened",)


def test_thousands_of_fonts_left_open_are_read():
    """Inline tags that are never closed cost no text."""
    html = "".join(f"<font>{number}<p>" for number in range(5_000)) + "尾"
    assert texts(html) == [*map(str, range(5_000)), "尾"]


def test_tables_nested_past_the_limit_are_flattened():
    """Tables in tables past a depth lose their cells, keep their text, and that is told."""
    document = read_html(
        "<p>前</p>" + "<table><tr><td>" * 1_000 + "深处" + "</table>" * 1_000 + "<p>后"
    )
    assert document.losses == ("flattened",)
    text = "".join(
        b.text if isinstance(b, Paragraph) else "".join(c.text for row in b.rows for c in row)
        for b in document.blocks
    )
    assert text == "前深处后"


@pytest.mark.parametrize("control", ["\x01", "&#1;", "\x0c", "\ufffe"])
def test_controls_break_no_lane(control):
    """A table in doubt is read a second time, and no control stops that with a foreign error."""
    document = read_html(f"<table><div>前</div><tr><td>{control}规章<td>0</table>")
    assert "规章" in "".join(
        c.text for b in document.blocks if hasattr(b, "rows") for r in b.rows for c in r
    )
    second = read_html_again(f"<table><div>前</div><tr><td>{control}规章<td>0</table>")
    assert second is None or second.blocks


def test_a_figure_that_the_end_of_the_page_tears_is_none():
    """A page cut behind the first digit of 12 does not state 1; what was published is kept."""
    block = read_html("<table><tr><td>规章<td>0<tr><td>行政处罚<td>1").blocks[-1]
    assert [cell.text for cell in block.rows[-1]] == ["行政处罚", "1…"]
    assert block.rows[-1][-1].published == "1"


def test_a_page_that_ends_with_a_tag_is_whole():
    """Cells that are not closed are the standard's own way to write them."""
    block = read_html("<table><tr><td>行政处罚<td>1</table>").blocks[-1]
    assert block.rows[-1][-1].text == "1"
