"""Pages that are nothing but pictures of a report: read, or refused as pictures."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from parsers.errors import NotAReportError, ParserError, UnsupportedFormatError
from parsers.model import Cell, Document, Link, Paragraph
from parsers.record import PagePlace
from scraper.discovery.pictures import table_pictures
from scraper.discovery.step import step
from scraper.documents import pictures
from scraper.documents.blocks import FileCell, FileTable, FileText
from scraper.documents.pictures import Picture
from scraper.exchange import Request
from scraper.families.model import WebPage
from scraper.families.registry import known_drivers
from scraper.reading import Page, read_page, scanned
from scraper.reading.scanned import pages_of, read_scanned
from scraper.sites import Site
from tests.documents.word_with_pictures import drawing, pictured_word
from tests.proving.drawing import browser, pictures_of, print_sheets
from tests.proving.pictured import write_pictured

TITLE = "某县教育局2023年政府信息公开工作年度报告"
PAGE = f"<title>{TITLE}</title><img src=logo.png><h1>{TITLE}</h1><p><img src=1.png></p><p><img src=2.png></p>"


def page_of(markup, find=lambda _: b"x"):
    """A page with its pictures at hand."""
    return Page(f"<meta charset=utf-8>{markup}".encode(), pictures=find)


def fake(monkeypatch, *seen):
    """Let pictures say this."""
    monkeypatch.setattr(scanned, "require_recogniser", lambda _: None)

    def read(found, *, text):
        assert text
        return list(seen[: len(found)])

    monkeypatch.setattr(scanned, "read_pictures", read)


def table_at(page):
    """A table whose cells tell where they stand."""
    cells = [FileCell(str(n), box=(page, 10.0 * n, 5.0, 10.0 * n + 9, 9.0)) for n in range(4)]
    return FileTable([cells])


DOCUMENT = Document(
    (Paragraph(TITLE, TITLE), Paragraph("发布日期", "发布日期")),
    links=(Link("logo.png", "", "img", 0), Link("a.pdf", "", "a", 2), Link("1.png", "", "img", 1),
           Link("2.png", "", "img", 1), Link("1.png", "", "img", 2)),
    parents=(0,),
)  # fmt: skip


def test_pictures_behind_the_title_are_the_pages():
    """Each once, in order; the site's own sign above the title is none."""
    assert [link.url for link in pages_of(DOCUMENT)] == ["1.png", "2.png"]
    bare = replace(DOCUMENT, blocks=(), title=TITLE)
    assert [link.url for link in pages_of(bare)] == ["logo.png", "1.png", "2.png"]
    assert [link.url for link in pages_of(replace(bare, links=DOCUMENT.links[:1]))] == ["logo.png"]


def test_what_the_pictures_say_stands_in_their_place(monkeypatch):
    """Text, tables with the picture and the box of each cell; numbers of pages are none of it."""
    first = Picture([FileText("一、总体情况"), table_at(1), FileText("- 1 -")])
    second = Picture([FileText("二、主动公开"), table_at(2)])
    fake(monkeypatch, first, second, Picture([], "damaged"))
    more = replace(DOCUMENT, links=(*DOCUMENT.links, Link("3.png", "", "img", 2)))
    got = read_scanned(more, lambda _: b"x")
    texts = [b.text if isinstance(b, Paragraph) else "table" for b in got.document.blocks]
    assert texts == [TITLE, "一、总体情况", "table", "二、主动公开", "table", "发布日期"]
    assert got.places[0, 0, 1] == ("1.png", (1, 10.0, 5.0, 19.0, 9.0))
    assert got.places[1, 0, 3] == ("2.png", (2, 30.0, 5.0, 39.0, 9.0))
    assert [(link.url, link.block) for link in got.document.links] == [
        ("logo.png", 0),
        ("a.pdf", 6),
    ]
    assert [f.code for f in got.findings] == ["S.TEXT_RECOGNISED", "S.PICTURE_UNREAD"]
    assert "3.png" in got.findings[1].message
    assert Cell("0", "0") == got.document.blocks[2].rows[0][0]


def test_a_page_of_pictures_becomes_a_record(monkeypatch):
    """Year and body from the page, sections from the pictures; a script on the page changes nothing."""
    first = Picture([FileText("一、总体情况"), FileText("全年公开信息12条。")])
    second = Picture([FileText("五、存在的主要问题及改进情况"), FileText("人手不足。")])
    fake(monkeypatch, first, second)
    for markup in (PAGE, PAGE.replace("</title>", "</title><script>x()</script>")):
        got = read_page(page_of(markup))
        assert [(s.code, s.text) for s in got.sections] == [
            ("overview", "全年公开信息12条。"), ("problems", "人手不足。"),
        ]  # fmt: skip
        assert (got.identity.year, got.identity.publisher) == (2023, "某县教育局")
        assert "S.TEXT_RECOGNISED" in [finding.code for finding in got.findings]


def test_without_the_extra_the_refusal_says_pictures(monkeypatch):
    """And what to install."""
    monkeypatch.setattr(pictures, "can_recognise", lambda: False)
    with pytest.raises(UnsupportedFormatError, match=r"only pictures \(2\).*gongkai\[ocr\]"):
        read_page(page_of(PAGE))


def test_pictures_that_are_not_at_hand_are_named_as_the_cause():
    """The page was saved without them."""
    with pytest.raises(UnsupportedFormatError, match="none of them is at hand"):
        read_page(page_of(PAGE, lambda _: None))


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (PAGE.replace("<h1>", "请先登录<h1>"), "F.LOGIN"),
        (PAGE.replace("</title>", "</title><script>x()</script>"), "F.SCRIPTED"),
        (PAGE.replace("年度报告", "年度报告解读"), "F.NOT_A_REPORT"),
        (f"<title>{TITLE}</title><p>{TITLE}</p>", "F.NOT_A_REPORT"),
        ("<title>某县教育局</title><p><img src=1.png></p><p>照片</p>", "F.NOT_A_REPORT"),
    ],
    ids=["a login", "a shell", "of another genre", "no picture", "no title of a report"],
)
def test_other_pages_are_refused_for_what_they_are(markup, code):
    """Pictures that are not there excuse nothing."""
    with pytest.raises(ParserError) as caught:
        read_page(page_of(markup, lambda _: None))
    assert caught.value.code == code


def test_pictures_that_hold_no_report_leave_the_page_none(monkeypatch):
    """Photographs of a meeting."""
    fake(monkeypatch, *[Picture([FileText("欢迎光临")])] * 2)
    with pytest.raises(NotAReportError) as caught:
        read_page(page_of(PAGE))
    assert caught.value.code == "F.NOT_A_REPORT"


def test_pictures_that_cannot_be_read_are_the_cause(monkeypatch):
    """What is said of the first one is told."""
    fake(monkeypatch, *[Picture([], "the picture is damaged")] * 2)
    with pytest.raises(UnsupportedFormatError, match="the picture is damaged"):
        read_page(page_of(PAGE))


def test_a_harvest_asks_for_the_pages():
    """From the site's own hosts alone; not where the title names no report."""
    site = Site("a", "某县", "http://www.a.gov.cn/")
    url = "http://www.a.gov.cn/nb/2023.html"
    page = WebPage(url, PAGE.replace("2.png", "http://x.com/2.png"), asked=Request(url))
    (planned,) = table_pictures(page, site)
    assert (planned.request.url, planned.kind) == ("http://www.a.gov.cn/nb/1.png", "picture")
    other = WebPage(url, PAGE.replace("年度报告", "公告"), asked=Request(url))
    assert table_pictures(other, site) == ()
    (step_of,) = step(page, "report", site, range(2020, 2025), 0, known_drivers()).requests
    assert step_of == planned


@pytest.fixture(scope="module")
def leaves():
    """A report as two pictures of pages, and what it says."""
    if browser() is None:
        pytest.skip("no browser draws the pages here")
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    report = write_pictured(1, 0)
    body = report.page.decode().partition("<h1>")[2]
    for number, table in enumerate(report.sheets):
        body = body.replace(f'<img src="{number}.png">', table if number == 2 else "")
    half = body.index("五、") if "五、" in body else len(body) // 2
    half = body.rindex("<", 0, half)
    drawn = pictures_of(
        print_sheets([f'<div class="sheet" style="width:660px">{one}</div>' for one in (f"<h1>{body[:half]}", body[half:])]),
        1.5,
    )  # fmt: skip
    files = {}
    filled = [one for one in drawn if one.height > 50]  # the browser leaves a sheet blank between
    for number, one in enumerate(filled, 1):
        file = io.BytesIO()
        one.save(file, "PNG")
        files[f"{number}.png"] = file.getvalue()
    return report, files


@pytest.mark.slow
def test_a_word_file_of_scanned_pages_is_read(leaves):
    """Sections, and the figures with picture and box; such a file needs no title beside them."""
    report, files = leaves
    disputes = {key: value for key, value in report.truth.items() if key.startswith("disputes")}
    held = {f"media/{name}": data for name, data in files.items()}
    got = read_page(Page(pictured_word(drawing("r1") + drawing("r2"), held)))
    assert {s.code for s in got.sections} >= {"overview", "disputes", "problems"}
    read = {
        f"disputes/{row}/{column}": value
        for row, one in got.tables["disputes"].items()
        for column, value in one.items()
    }
    assert read == disputes
    evidence = got.evidence[next(iter(disputes))]
    assert isinstance(evidence.at, PagePlace)
    assert (evidence.at.picture, evidence.at.page) == ("word/media/1.png", 1)
    assert evidence.state == "recognised"
    assert "S.TEXT_RECOGNISED" in [finding.code for finding in got.findings]
