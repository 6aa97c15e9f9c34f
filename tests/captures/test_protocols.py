"""What archives say, read without a server; nothing that is not understood is left out in silence."""

import pytest

from scraper.captures import common_crawl, known_archives, read_archives, wayback
from scraper.errors import ArchiveError, UsageError

COMMON = known_archives()["common-crawl"]
WAYBACK = known_archives()["wayback"]


def test_the_manners_are_those_that_the_archives_ask_for():
    """One second and six; a change of these is a change of manners."""
    assert (COMMON.index_pause, COMMON.data_pause) == (1.0, 0.55)
    assert (WAYBACK.index_pause, WAYBACK.data_pause) == (6.0, 6.0)


def test_crawls_of_the_months_after_the_year_are_chosen():
    """January to June of the year in which the reports are published."""
    told = b"""[{"id":"CC-MAIN-2022-21","cdx-api":"http://h/21-index","from":"2022-05-16T00:00:00"},
        {"id":"CC-MAIN-2022-05","cdx-api":"http://h/05-index"},
        {"id":"CC-MAIN-2022-40","cdx-api":"http://h/40-index","from":"2022-09-24T00:00:00"},
        {"id":"CC-MAIN-2009-2010","cdx-api":"http://h/old-index","from":"2009-11-01"},
        {"id":"CC-MAIN-oldest","cdx-api":"http://h/oldest-index"}]"""
    crawls = common_crawl.read_crawls(told)
    assert len(crawls) == 4
    chosen = common_crawl.wanted(crawls, range(2021, 2022), COMMON)
    assert [crawl.id for crawl in chosen] == ["CC-MAIN-2022-05", "CC-MAIN-2022-21"]


def test_the_questions_are_the_documented_ones():
    """Host, status and form of the answer."""
    crawl = common_crawl.Crawl("c", "http://h/c-index", None)
    asked = common_crawl.page_request(crawl, "http://www.x.gov.cn/zwgk/", 2).url
    assert "url=www.x.gov.cn%2F%2A" in asked
    assert "filter=%3Dstatus%3A200" in asked
    assert asked.endswith("page=2")
    asked = wayback.rows_request(WAYBACK, "http://www.x.gov.cn/", range(2019, 2021), "k y").url
    assert "from=2020" in asked
    assert asked.endswith("resumeKey=k+y")


def test_a_line_of_common_crawl():
    """As the archive writes it."""
    line = (
        b'{"urlkey":"cn,gov,x)/a","timestamp":"20220301120000","url":"http://www.x.gov.cn/a",'
        b'"mime":"text/html","mime-detected":"application/xhtml+xml","status":"200",'
        b'"digest":"ABC","length":"9134","offset":"18273645","filename":"crawl-data/f.warc.gz"}\n'
    )
    (capture,) = common_crawl.read_page(line)
    assert capture.place == "crawl-data/f.warc.gz#18273645"
    request = common_crawl.capture_request(COMMON, capture)
    assert request.url == "https://data.commoncrawl.org/crawl-data/f.warc.gz"
    assert request.headers == (("Range", "bytes=18273645-18282778"),)


def test_rows_of_the_wayback_machine():
    """Columns by name, in any order; the key with which to go on."""
    data = b"""[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
        ["k","20220301120000","http://x/","text/html","200","ABC","5"],[],["next"]]"""
    rows = wayback.read_rows(data)
    assert rows.resume == "next"
    assert rows.captures[0].place == "20220301120000/http://x/"
    url = wayback.capture_request(WAYBACK, rows.captures[0]).url
    assert url == "https://web.archive.org/web/20220301120000id_/http://x/"
    assert wayback.read_rows(b"[]") == wayback.read_rows(b"\n") == ([], None)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (common_crawl.read_crawls, b"<html>"),
        (common_crawl.read_crawls, b"[1]"),
        (common_crawl.read_pages, b"{}"),
        (common_crawl.read_pages, b'"many"'),
        (common_crawl.read_page, b'{"url": "http://x/"}'),
        (common_crawl.read_page, b"<html>\n"),
        (wayback.read_rows, b'{"a": 1}'),
        (wayback.read_rows, b'[["timestamp"],["20220301120000"]]'),
        (wayback.read_rows, b'[["timestamp","original","mimetype","statuscode","digest"],["2"]]'),
        (wayback.read_rows, b"[[],[]]"),
        (wayback.read_rows, b"<html>"),
    ],
)
def test_what_is_not_understood_is_an_error(read, data):
    """Never an empty answer."""
    with pytest.raises(ArchiveError, match="not understood"):
        read(data)


@pytest.mark.parametrize("text", ["[elsewhere]\na=1", "[wayback]\ntitle='x'", "not toml"])
def test_a_description_of_archives_that_cannot_be_used(tmp_path, text):
    """The user is told the file."""
    path = tmp_path / "archives.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"archives\.toml"):
        read_archives(path)
