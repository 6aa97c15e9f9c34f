"""The page around a report, as the families of site platforms make it."""

from __future__ import annotations

import html
from typing import Any, NamedTuple

from tests.proving.charset import DECLARED


class Frame(NamedTuple):
    """What a platform puts around a report."""

    url: str  # path on the host
    head: str
    before: str
    after: str


PLATFORMS = {
    "hanweb": Frame(
        "/art/{next}/1/24/art_1229_{number}.html",
        '<meta name="SiteName" content="门户网站"><meta name="SiteIDCode" content="{region}0001"><meta name="ColumnType" content="信息公开年报"><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{next}-01-{day:02d} 10:20">',
        "<div id=\"zoom\"><!--ZJEG_RSS.content.begin--><meta name='ContentStart'>",
        "<meta name='ContentEnd'><!--ZJEG_RSS.content.end--></div>",
    ),
    "trs": Frame(
        "/zwgk/xxgknb/{next}01/t{next}0124_{number}.shtml",
        '<meta name="ArticleTitle" content="{title}"/><meta name="PubDate" content="{next}-01-{day:02d}"/><meta name="others" content="页面生成时间"/>',
        '<div class="view TRS_UEDITOR trs_paper_default trs_web"><div class="TRS_Editor">',
        "</div></div>",
    ),
    "ucap": Frame(
        "/ls/c112945/{next}01/46aba5e181454bc798b5443c493da056.shtml",
        '<meta name="SiteIDCode" content="{region}0001"/><meta name="ColumnName" content="政府信息公开年报"/>',
        '<div class="article"><ucaptitle>{title}</ucaptitle><publishtime>{next}-01-{day:02d} 09:43</publishtime><ucapcontent>',
        "</ucapcontent></div>",
    ),
    "gkmlpt": Frame(
        "/gkmlpt/content/post_{number}.html",
        '<script>var _CONFIG = {{"SID": "{number}", "POST_ID": {number}}};</script>',
        '<div class="classify"><table><tr><td class="title">索引号:</td><td>11330000/{next}-{number}</td><td class="title">发布机构:</td><td>{body}</td></tr></table></div><div class="article-content">',
        "</div>",
    ),
    "vsb": Frame(
        "/info/1042/{number}.htm",
        '<META Name="keywords" Content="政府信息公开年报">',
        '<form name="_newscontent_fromname"><div class="v_news_content">',
        "</div></form>",
    ),
    "plain": Frame("/html/5973/{number}.html", "", "<div>", "</div>"),
}


def framed(platform: str, facts: dict[str, Any], chrome: dict[str, Any], content: str) -> str:
    """Give the whole page; ``facts`` are title, body, region, next (year), day, number."""
    frame = PLATFORMS[platform]
    title = html.escape(facts["title"])
    menu = "".join(
        f'<li><a href="/{n}/index.html">{word}</a></li>' for n, word in enumerate(chrome["menu"])
    )
    footer = "".join(f"<p>{line.format(**facts)}</p>" for line in chrome["footer"])
    share = " ".join(chrome["share"])
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={DECLARED}">\n'
        f"<title>{title}</title>\n{frame.head.format(**facts)}\n</head>\n<body>\n"
        f'<div class="nav"><ul>{menu}</ul></div>\n<div class="crumbs">{html.escape(chrome["crumbs"])}</div>\n'
        f'<h1>{title}</h1>\n<div class="info">{chrome["meta_line"].format(**facts)}</div>\n'
        f"{frame.before.format(**facts)}\n{content}\n{frame.after}\n"
        f'<div class="share">{share}</div>\n<div class="footer">{footer}</div>\n</body>\n</html>\n'
    )


def address(platform: str, facts: dict[str, Any]) -> str:
    """Give the address at which the page was published."""
    return "http://www.example.gov.cn" + PLATFORMS[platform].url.format(**facts)
