"""U4-U7: one page under many spellings, session ids, and sites without an end."""

from __future__ import annotations

from collections import Counter

import pytest

from scraper.harvest.status import read_status
from scraper.urls import normal_url
from tests.harvest.county import County, serving
from tests.harvest.test_engine import records, run

HOST = "127.0.50.1"
PAGE = "http://www.x.gov.cn/art/1.html"


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTP://WWW.X.GOV.CN/art/1.html",
        "http://www.x.gov.cn:80/art/1.html",
        "http://www.x.gov.cn./art/1.html",
        "http://www.x.gov.cn/art/1.html#top",
        "http://www.x.gov.cn/art/../art/./1.html",
        "  http://www.x.gov.cn/art/1.html\n",
    ],
)
def test_spellings_of_one_address(spelling):
    """U4: letter case of scheme and host, default port, fragment, dots, blanks around."""
    assert normal_url(spelling) == normal_url(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.x.gov.cn/art/1.html",
        "http://www.x.gov.cn:8080/art/1.html",
        "http://www.x.gov.cn/Art/1.html",
        "http://www.x.gov.cn/art//1.html",
        "http://www.x.gov.cn/art/1.html/",
        "http://www.x.gov.cn/art/1%2ehtml",
        "http://x.gov.cn/art/1.html",
    ],
)
def test_addresses_that_may_be_another_page(other):
    """U5: what may change the answer is left as it is; asking twice is better than losing one."""
    assert normal_url(other) != normal_url(PAGE)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://x.cn/a?q=%b9%ab&p=1", "http://x.cn/a?q=%B9%AB&p=1"),
        ("http://x.cn/%e6%94%bf", "http://x.cn/%E6%94%BF"),
        ("http://x.cn/a?b=2&a=1", "http://x.cn/a?b=2&a=1"),
        ("http://x.cn/a?q=%zz", "http://x.cn/a?q=%zz"),
        ("http://x.cn/a?u=http://y.cn/b;c", "http://x.cn/a?u=http://y.cn/b;c"),
    ],
)
def test_bytes_of_a_query_stay_what_they_are(url, normal):
    """U5: escapes get capital letters and nothing else: many old systems take GBK there."""
    assert normal_url(url) == normal


@pytest.mark.parametrize(
    "url",
    [
        "http://x.cn/a.jsp;jsessionid=0F1E?id=3",
        "http://x.cn/a.jsp;JSESSIONID=9?id=3&utm_source=wx",
        "http://x.cn/a.jsp?id=3&spm=1.2.3",
        "http://x.cn/a.jsp?jsessionid=77&id=3",
    ],
)
def test_session_ids_are_no_part_of_an_address(url):
    """U6: nor are the marks of visitor counters."""
    assert normal_url(url) == "http://x.cn/a.jsp?id=3"


class Endless(dict):
    """A site of one county that has ever further pages."""

    def get(self, key, otherwise=None):
        """Make calendars, session ids and pages of the list as they are asked for."""
        host, path = key
        if path.startswith("/cal/") and path.removeprefix("/cal/").isdecimal():
            number = int(path.split("/")[-1])
            body = "".join(
                f'<a href="/cal/{n}">{word}</a>'
                for n in (number + 1, number * 31 + 7)
                for word in ("信息公开年报", "下一页")
            )
        elif path.startswith("/nb/index_") and (host, path) not in self:
            number = int(path.removeprefix("/nb/index_").removesuffix(".html"))
            body = super().get((host, "/nb/index.html")).decode()
            body += f'<a href="/nb/index_{number + 1}.html">下一页</a>'
        else:
            return super().get(key, otherwise)
        return f"<html><meta charset=utf-8><body>{body}</body></html>".encode()


@pytest.mark.slow
def test_a_site_without_an_end_is_left(tmp_path):
    """U7: a calendar and a list that go on for ever end by depth and number; the reports are found."""
    county = County(("柳河县",))
    county.pages = Endless(county.pages)
    links = '<a href="/nb/index.html">政府信息公开年报</a><a href="/cal/1">信息公开年报日历</a>'
    county.put(HOST, "/", links)
    with serving(county, tmp_path) as sites:
        done = run(sites, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert len(records(tmp_path / "out")) == 3
    asked = Counter(path for _, path, _ in county.asked)
    assert max(asked.values()) == 1
    assert 5 < len(asked) < 400


@pytest.mark.slow
def test_session_ids_in_links_cost_one_request(tmp_path):
    """U4, U6: the same page, linked in four ways, is asked for once."""
    county = County(("柳河县",))
    title = "柳河县水利局{}年政府信息公开工作年度报告"
    ways = ("{}", "{}#top", "{};jsessionid=0A1B", "../nb{}?utm_source=wx", "{}?spm=a.b")
    rows = [
        f'<li><a href="{way.format(f"/nb/{year}.html").replace("nb/nb", "nb")}">{title.format(year)}</a></li>'
        for year in (2021, 2022, 2023)
        for way in ways
    ]
    county.put(HOST, "/nb/index.html", "".join(rows))
    with serving(county, tmp_path) as sites:
        assert run(sites, tmp_path / "out").returncode == 0
    asked = Counter(path.partition("?")[0].partition(";")[0] for _, path, _ in county.asked)
    assert [asked[f"/nb/{year}.html"] for year in (2021, 2022, 2023)] == [1, 1, 1]
    assert read_status(tmp_path / "out").state == "complete"
