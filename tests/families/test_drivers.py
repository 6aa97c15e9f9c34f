"""Drivers of the user's own: loaded, tried on their example, and clear where they are wrong."""

import json
import shutil

import pytest

from scraper.discovery import step
from scraper.errors import DriverError, UsageError
from scraper.exchange import Exchange, Planned, Request
from scraper.families import WebPage
from scraper.families.gkmlpt import DRIVER as GKMLPT
from scraper.families.registry import best_driver, known_drivers, load_drivers, load_module
from scraper.families.selectors import DRIVER as SELECTORS
from scraper.families.trial import main, try_driver
from scraper.harvest.judge import judge
from scraper.sites import Site
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "drivers"
SITE = Site("x", "某县", "http://www.x.gov.cn/")


def test_the_template_fails_until_it_is_filled_and_the_example_agrees(tmp_path, capsys):
    """As docs/families.md says."""
    assert "not filled in" in try_driver(load_module(EXAMPLES / "template.py"))[0]
    assert try_driver(load_module(EXAMPLES / "example.py")) == []
    shutil.copy(EXAMPLES / "example.py", tmp_path)
    assert main(str(tmp_path)) == 0
    text = (tmp_path / "example.py").read_text("utf-8").replace('/r/1.html"]', '/r/9.html"]')
    (tmp_path / "example.py").write_text(text, encoding="utf-8")
    assert main(str(tmp_path)) == 1
    assert "reports: " in capsys.readouterr().out
    assert main(str(tmp_path / "none")) == 1


def test_the_users_drivers_go_before_ours(tmp_path):
    """A page of the user's system is read by the user's driver."""
    shutil.copy(EXAMPLES / "example.py", tmp_path)
    drivers = load_drivers(tmp_path)
    page = WebPage("http://a/", '<div class="letters-list">', asked=Request("http://a/"))
    assert best_driver(page, SITE, drivers).name == "letters"
    assert len(drivers) == len(known_drivers()) + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1", "DRIVER"),
        ("1/0", "ZeroDivisionError"),
        ("class D: name='d'\nDRIVER = D()", "score"),
    ],
)
def test_a_wrong_driver_is_told(tmp_path, text, said):
    """With its file and what is missing."""
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_drivers(tmp_path)
    assert main(str(tmp_path)) == 1


def test_a_folder_without_drivers_is_told(tmp_path):
    """And one that is not there."""
    with pytest.raises(UsageError, match="no driver in it"):
        load_drivers(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        load_drivers(tmp_path / "none")


def test_a_site_names_its_family():
    """The user's word goes before every score; a family that there is not is told."""
    page = WebPage("http://a/", "<html>", asked=Request("http://a/"))
    site = Site("x", "x", "http://a/", family="vsb")
    assert best_driver(page, site, known_drivers()).name == "vsb"
    with pytest.raises(UsageError, match="no family vsbb"):
        best_driver(page, Site("x", "x", "http://a/", family="vsbb"), known_drivers())


def test_a_site_described_by_data_alone():
    """Only rows that the selector names; one page leads to the next while it has reports."""
    site = Site("x", "x", "http://a/", item="ul.n li", pages="http://a/p{page}.html")
    title = "某县教育局2023年政府信息公开年报"
    body = f'<ul class=n><li><a href="1.html">{title}</a></li></ul><a href="9.html">{title}</a>'
    first = WebPage("http://a/", body, asked=Request("http://a/"))
    assert best_driver(first, site, known_drivers()) is SELECTORS
    found = SELECTORS.listing(first, site)
    assert [entry.url for entry in found.entries] == ["http://a/1.html"]
    assert found.more == (Request("http://a/p2.html"),)
    second = WebPage("http://a/p2.html", body, asked=Request("http://a/p2.html"))
    assert SELECTORS.listing(second, site).more == (Request("http://a/p3.html"),)
    empty = WebPage("http://a/p3.html", "<p>", asked=Request("http://a/p3.html"))
    assert SELECTORS.listing(empty, site).more == ()


def test_the_page_of_the_families_names_every_driver():
    """docs/families.md keeps up with the code."""
    text = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
    assert all(f"| `{driver.name}` |" in text for driver in known_drivers())


class Failing:
    """A driver that fails on every page."""

    name = "failing"

    def score(self, *_told):
        """It is sure of everything."""
        return 100

    def listing(self, *_told):
        """It fails."""
        raise KeyError("rows")

    def entrances(self, *_told):
        """There are none."""
        return ()


def test_a_driver_that_fails_costs_its_page_and_nothing_else():
    """The page is unread and says why; the harvest goes on."""
    url = "http://www.x.gov.cn/"
    with pytest.raises(DriverError, match="KeyError"):
        step(
            WebPage(url, "<p>", asked=Request(url)),
            "list",
            SITE,
            range(2020, 2024),
            1,
            (Failing(),),
        )
    exchange = Exchange(Request(url), url, 200, (), b"<p>", "t")
    judged = judge(Planned(Request(url), "list"), exchange, SITE, range(2020, 2024), (Failing(),))
    assert judged[:2] == ("refused", "F.DRIVER")


ODD = [None, 0, -1, 1.5, "many", "", [], {}, [1], ["x"], {"a": 1}, True, 10**12]
REPLIES = {
    "http://www.x.gov.cn/common/search/a?_isJson=true&page=1": {
        "data": {
            "total": 53,
            "page": 1,
            "rows": 20,
            "results": [
                {
                    "title": "某县<em>2021</em>年政府信息公开年度报告",
                    "url": "//www.x.gov.cn/a.shtml",
                    "domainMetaList": [{"resultList": [{"key": "fbjg", "value": "某局"}]}],
                }
            ],
        }
    },
    "http://www.x.gov.cn/gkmlpt/api/all/4688?page=1&sid=7": {
        "classify": {"post_count": 23},
        "articles": [
            {"title": "某县2021年政府信息公开年度报告", "url": "/p.html", "publisher": "某局"}
        ],
    },
    "http://www.x.gov.cn/EWB-FRONT/rest/lightfrontaction/getgovinfolist": {
        "custom": {
            "total": 41,
            "data": [{"title": "某县2021年政府信息公开年度报告", "infourl": "/1.html"}],
        }
    },
    "http://www.x.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit?webId=4": {
        "data": {"html": '<a href="/a.html">某县2021年政府信息公开年度报告</a>'}
    },
    "http://www.x.gov.cn/TrueCMS/messageController/getMessage.do?startrecord=1": {
        "result": "<record><![CDATA[<a href='/a.html'>某县2021年政府信息公开年度报告</a>]]></record>",
        "total": "59",
    },
}


def places(value, path=()):
    """Every place of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inner:
            yield from places(item, (*path, key))


def replaced(value, path, other):
    """A JSON value with another one in one place."""
    if not path:
        return other
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = replaced(copied[path[0]], path[1:], other)
    return copied


@pytest.mark.parametrize("url", REPLIES, ids=lambda url: url.split("/")[-1][:20])
def test_odd_replies_of_interfaces_are_read_as_far_as_they_go(url):
    """Whatever stands in the place of a value, the driver gives a list and asks for few pages."""
    request = Request(url, body=b'{"pageIndex": 0}')
    for path in places(REPLIES[url]):
        for other in (*ODD, "unchanged"):
            reply = replaced(REPLIES[url], path, other) if other != "unchanged" else REPLIES[url]
            page = WebPage(url, json.dumps(reply), asked=request)
            found = step(page, "list", SITE, range(2020, 2024), 1, known_drivers())
            assert len(found.requests) <= 52
            assert other != "unchanged" or len(found.entries) == 1


def test_posts_that_are_not_shown_count_and_are_not_missed():
    """The catalogue counts 97 posts and shows 96: the second page may not be there."""
    url = "http://www.x.gov.cn/gkmlpt/api/all/4688?page=1&sid=7"
    rows = [{"title": f"某局{n}2021年政府信息公开年报", "url": f"/{n}.html"} for n in range(96)]
    page = {"classify": {"post_count": 97}, "articles": rows}
    found = GKMLPT.listing(WebPage(url, json.dumps(page), asked=Request(url)), SITE)
    assert (len(found.entries), found.more, len(found.trials)) == (96, (), 1)
    page = {"classify": {"post_count": 230}, "articles": [*rows, *rows[:4]]}
    found = GKMLPT.listing(WebPage(url, json.dumps(page), asked=Request(url)), SITE)
    assert (len(found.more), found.trials) == (2, ())
