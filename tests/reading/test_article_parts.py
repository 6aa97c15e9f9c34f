"""Pages of one article: which there are, and how they become one document."""

from __future__ import annotations

import pytest

from parsers.model import Paragraph, RawTable
from parsers.readers.html import read_html
from scraper import read_report
from scraper.reading.article_parts import MOST_PARTS, join_parts, later_parts

URL = "http://x.gov.cn/zw/202301/t20230110_83000001.html"
CALL = 'createPageHTML({count}, 0, "{stem}", "html");'


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (CALL.format(count=3, stem="t20230110_83000001"), ["_1.html", "_2.html"]),
        (CALL.format(count=1, stem="t20230110_83000001"), []),
        ("//" + CALL.format(count=3, stem="t20230110_83000001"), []),
        (CALL.format(count=3, stem="index"), []),
        (CALL.format(count=3, stem="t20230110_83000002"), []),
        ("createPageHTML('page_div',3, 1,'list','shtml',53);", []),
    ],
)
def test_pages_are_told_by_the_call_of_the_article(script, expected):
    """Not by a stale comment, a list, another article or another system's call."""
    found = later_parts(f"<script>\n{script}\n</script>", URL)
    assert [url.removeprefix(URL.removesuffix(".html")) for url in found] == expected


def test_the_number_of_pages_is_bounded():
    """A call that counts to 999 does not make a thousand requests."""
    assert (
        len(later_parts(CALL.format(count=999, stem="t20230110_83000001"), URL)) == MOST_PARTS - 1
    )


def page(body):
    """A page with a menu and a foot."""
    return read_html(f"<div><p>首页</p></div><h1>报告</h1>{body}<p><a href='/'>返回</a></p>")


def test_what_all_pages_share_is_kept_once():
    """Menu, title and foot of the later pages go; their tables are numbered on."""
    table = "<table><tr><td>{}</td></tr></table>"
    whole = join_parts(
        page("<p>甲</p>" + table.format(1)),
        [page(table.format(2) + "<p>乙</p>"), page("<p>丙</p><p><a href='f.pdf'>附件</a></p>")],
    )
    texts = [b.text if isinstance(b, Paragraph) else b.rows[0][0].text for b in whole.blocks]
    assert texts == ["首页", "报告", "甲", "1", "2", "乙", "丙", "附件", "返回"]
    assert [b.index for b in whole.blocks if isinstance(b, RawTable)] == [0, 1]
    links = [(texts[link.block], link.url) for link in whole.links]
    assert links == [("附件", "f.pdf")]
    assert all(b.container < len(whole.parents) for b in whole.blocks)
    assert all(parent <= number for number, parent in enumerate(whole.parents))


def test_a_single_page_says_that_it_goes_on():
    """A page that was saved alone gives what it has, and a finding that names the others."""
    source = (
        "<h1>永嘉县交通局2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>有序推进。</p>"
        "<p>二、主动公开政府信息情况</p><script>"
        + CALL.format(count=2, stem="t20230110_83000001")
        + "</script>"
    )
    found = [f for f in read_report(source, url=URL).findings if f.code == "R.TEXT_LOST"]
    assert "t20230110_83000001_1.html" in found[0].message
