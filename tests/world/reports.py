"""The pages of reports: written by the generator of the proving ground, in each family's frame."""

from __future__ import annotations

from functools import lru_cache

from tests.proving.dice import Dice
from tests.proving.page import write_report
from tests.world.model import Report, page

FRAMES = {
    "trs": '<h1>{title}</h1><div id="Zoom" class="view TRS_UEDITOR">{content}</div>',
    "ucap": '<table class="table_content"><tr><td>名称</td><td><ucaptitle>{title}</ucaptitle></td></tr></table>'
    '<div id="zoomcon"><ucapcontent>{content}</ucapcontent></div>',
    "hanweb": "<h1>{title}</h1><div id=zoom><!--ZJEG_RSS.content.begin-->{content}<!--ZJEG_RSS.content.end--></div>",
    "vsb": '<form name="_newscontent_fromname"><h2>{title}</h2><div>发布时间：{date}</div>'
    '<div id="vsb_content"><div class="v_news_content">{content}</div></div></form>',
    "epoint": '<h3 class="ewb-article-tt">{title}</h3><div class="ewb-article-info">{content}</div>',
    "lonsun": '<h1>{title}</h1><div class="wzcon j-fontContent clearfix">{content}</div>',
}
PLAIN = '<h1>{title}</h1><div class="article-content">{content}</div>'


@lru_cache(maxsize=4096)
def written(seed: int, report: Report) -> tuple[str, dict[str, int | float | None]]:
    """Write a report: its content, and its true figures."""
    dice = Dice(f"world/{seed}/{report.publisher}/{report.year}")
    _, content, truth = write_report(dice, report.publisher, report.region, report.year)
    return content, truth


def cut(content: str) -> list[str]:
    """Cut a report before its last table, as editors do where a page grows too long."""
    place = content.rfind("<table")
    return [content[:place], content[place:]] if place > 0 else [content]


def part_pages(seed: int, report: Report, stem: str) -> list[bytes]:
    """Give a report as the pages of one article of TRS; the script in each tells how many there are."""
    parts = cut(written(seed, report)[0])
    script = f'<script>\n//createPageHTML(9, 0, "{stem}", "html");\ncreatePageHTML({len(parts)}, 0, "{stem}", "html");\n</script>'
    return [report_page(seed, report, "trs", part + script) for part in parts]


def report_page(seed: int, report: Report, family: str, content: str | None = None) -> bytes:
    """Give the whole page of a report, or of the content that is given."""
    frame = FRAMES.get(family, PLAIN)
    content = content or written(seed, report)[0]
    if report.kind != "html":
        content = f'<p>见附件。</p><p><a href="/files/{report.number}.{report.kind}">{report.title}.{report.kind}</a></p>'
    head = (
        f'<meta name="ArticleTitle" content="{report.title}">'
        f'<meta name="PubDate" content="{report.date} 09:30">'
    )
    body = frame.format(title=report.title, date=report.date, content=content)
    return page(report.title, body + '<p><a href="/">返回首页</a></p>', head).encode()


def file_of(report: Report) -> bytes:
    """Give a file that begins as its kind does; what is in it is left to later."""
    head = {"pdf": b"%PDF-1.4\n", "docx": b"PK\x03\x04\x14\x00\x06\x00word/"}[report.kind]
    return head + report.title.encode() + b"\n%%EOF\n"
