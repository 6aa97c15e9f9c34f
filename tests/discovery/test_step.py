"""The walk from a home page to reports, one page at a time."""

import pytest

from scraper.discovery import step
from scraper.discovery.scope import belongs
from scraper.discovery.walk import rate
from scraper.exchange import Request
from scraper.families import WebPage
from scraper.families.links import Link
from scraper.families.registry import known_drivers
from scraper.families.titles import is_report_title, year_of
from scraper.sites import Site

SITE = Site("s", "柳河县", "http://127.0.3.7:8080/")
YEARS = range(2019, 2024)
REPORT = "柳河县{}2023年政府信息公开工作年度报告"


def took(body, kind="column", url="http://127.0.3.7:8080/zwgk/nb/index.html", depth=1):
    """One step over a page with that body."""
    page = WebPage(url, f"<html><body>{body}</body></html>", asked=Request(url))
    return step(page, kind, SITE, YEARS, depth, known_drivers())


def link(href, text, title=""):
    """A link in a list."""
    return f'<li><a href="{href}" title="{title}">{text}</a><span>2024-01-19</span></li>'


def urls(found, kind):
    """The addresses of one kind that a step wants."""
    return [
        item.request.url.removeprefix("http://127.0.3.7:8080")
        for item in found.requests
        if item.kind == kind
    ]


def test_a_home_page_leads_to_the_column():
    """By words and paths; a link of another owner or to a form is not followed."""
    body = (
        link("/zwgk/zfxxgk/", "政府信息公开")
        + link("/zwgk/zfxxgknb/", "政府信息公开年报")
        + link("/ysq/", "依申请公开")
        + link("http://127.0.9.9:8080/zfxxgknb/", "政府信息公开年报")
        + link("/news/1.html", "某领导调研")
    )
    found = took(body, "home", "http://127.0.3.7:8080/", 0)
    assert urls(found, "column") == ["/zwgk/zfxxgknb/", "/zwgk/zfxxgk/"]


def test_a_list_gives_reports_within_the_years():
    """Title of a cut link, date beside it; a report without a year is judged once it is read."""
    body = (
        link("1.html", "柳河县教育局2023年政府信息公开工作…", REPORT.format("教育局"))
        + link("2.html", "柳河县财政局2018年政府信息公开工作年度报告")
        + link("3.html", "柳河县水务局政府信息公开年报")
        + link("4.html", "2023年政府信息公开工作年度报告解读")
        + link("5_wap.html", REPORT.format("民政局"))
        + link("5.html", REPORT.format("民政局"))
    )
    found = took(body)
    assert [e.year for e in found.entries] == [2023, None, 2023]
    assert urls(found, "report") == [f"/zwgk/nb/{n}.html" for n in (1, 3, 5)]
    assert found.entries[0].title == REPORT.format("教育局")
    assert found.entries[0].published_on == "2024-01-19"


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (
            '<a href="index_2.html">2</a><a href="index_2.html">下一页</a><a href="index_4.html">尾页</a>',
            ["index_2.html", "index_3.html", "index_4.html"],
        ),
        ('<a href="list.jsp?page=2">下一页</a>', ["list.jsp?page=2"]),
        (
            '<a href="?p=2">下页</a><a href="?p=3">末页</a>',
            ["index.html?p=2", "index.html?p=3"],
        ),
        ('<a href="index.html">下一页</a>', []),
    ],
)
def test_further_pages_of_a_list(links, expected):
    """Up to the number of the last page, else one after the other; never the page itself."""
    found = took(link("1.html", REPORT.format("教育局")) + links)
    assert urls(found, "list") == [f"/zwgk/nb/{name}" for name in expected]


def test_a_list_without_reports_ends_the_paging():
    """However many pages the system says there are."""
    assert urls(took('<a href="index_2.html">下一页</a>', "list"), "list") == []


def test_a_report_leads_only_to_its_files():
    """Links to the neighbours in the list are left to the list."""
    body = (
        "<h2>一、总体情况</h2><h2>二、主动公开政府信息情况</h2>"
        + link("2.html", REPORT.format("教育局"))
        + link("P0202.pdf", "附件")
    )
    found = took(body, "report")
    assert (found.entries, urls(found, "attachment")) == ((), ["/zwgk/nb/P0202.pdf"])


def test_a_report_link_that_is_a_list_of_reports_is_read_as_one():
    """Columns by year have links that are worded like reports."""
    found = took(link("/zwgk/nb/2023/1.html", REPORT.format("教育局")), "report")
    assert urls(found, "report") == ["/zwgk/nb/2023/1.html"]


def test_links_worded_like_reports_are_not_followed_for_ever():
    """Three such pages one after the other may be lists; a fourth is taken as it is."""
    page = link("/zwgk/nb/2023/1.html", REPORT.format("教育局"))
    assert [item.depth for item in took(page, "report", depth=2).requests] == [3]
    assert took(page, "report", depth=3).requests == ()


def test_paths_that_repeat_themselves_are_a_trap():
    """a/b/a/b comes from relative links that lead ever deeper."""
    assert rate(Link("http://a/xxgknb/x/xxgknb/x/", "政府信息公开年报", None)) == 0
    assert rate(Link("http://a/xxgknb/x/", "政府信息公开年报", None)) > 90


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://127.0.3.7:8080/x", True),
        ("http://127.0.3.7:8081/x", False),
        ("http://127.0.3.8:8080/x", False),
    ],
)
def test_an_address_is_a_site_of_its_own(url, same):
    """Hosts that are addresses have no domain that could be shared."""
    assert belongs(url, SITE.home) is same


def test_subdomains_are_of_the_same_owner():
    """A county's bureaus have hosts of their own."""
    assert belongs("https://edu.liuhe.gov.cn/", "http://www.liuhe.gov.cn/")
    assert not belongs("http://www.other.gov.cn/", "http://www.liuhe.gov.cn/")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("２０２３年政府信息公开年报", 2023),
        ("二〇二一年度政府信息公开工作报告", 2021),
        ("2021-2022年政府信息公开年报", 2022),
        ("政府信息公开年报（2020）", 2020),
        ("2020年和2021年政府信息公开年报", None),
        ("电话0571-82021234", None),
    ],
)
def test_the_year_of_a_title(title, year):
    """The reporting year, in any way of writing it."""
    assert year_of(title) == year


def test_reports_of_other_years_are_not_asked_for():
    """Neither as reports nor as columns on the way; a folder named by a year may hold any."""
    body = link("r/1.html", REPORT.format("")) + link("r/2.html", "柳河县2012年政府信息公开年报")
    found = took(body + link("/zfxxgknb/2024n/", "2024年"))
    assert urls(found, "report") == ["/zwgk/nb/r/1.html"]
    assert urls(found, "column") == ["/zfxxgknb/2024n/"]


def test_a_column_of_reports_needs_few_words():
    """A body and a year name a report where the page calls itself the column, and nowhere else."""
    body = link("1.html", "柳河县教育局2023年度报告") + link(
        "2.html", "柳河县2023年法治政府建设年度报告"
    )
    assert took(body).entries == ()
    column = '<meta name="ColumnType" content="信息公开年报">'
    assert [entry.year for entry in took(column + body).entries] == [2023]
    assert len(took("<h2>政府信息公开年报</h2>" + body).entries) == 1


def test_a_bare_year_on_a_home_page_is_no_report():
    """It is one only where the page is the column itself."""
    body = link("/2023/", "2023年")
    assert took(body, "home").entries == ()
    assert len(took("<h1>政府信息公开年报</h1>" + body, "home").entries) == 1


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("柳河县人民政府2023年政府信息公开工作年…", True),
        ("柳河县人民政府2023年政府信息公开...", True),
        ("柳河县人民政府2023年政府信息公开工作要点…", False),
        ("柳河县2023年政府信息公开工作推进会召…", False),
        ("政府信息公开…", False),
        ("柳河县人民政府关于2023年度政府信息公开工作情况的报告", True),
    ],
)
def test_titles_that_a_list_has_cut_off(title, is_one):
    """A year and the subject are enough, where what follows may be the genre."""
    assert is_report_title(title) is is_one


def test_short_cuts_of_every_system_are_taken():
    """A page of one system may hold the form of another."""
    body = link("/art/2024/1/9/art_1_2.html", REPORT.format("")) + (
        '<script src="/script/jpage.js"></script>'
        '<a href="/module/xxgk/xxgkAnnualReport.jsp?area=11330000000000001X&fbtime=2023">2023</a>'
    )
    found = took(body)
    assert found.family == "hanweb"
    assert len(urls(found, "guess")) >= len(YEARS)


def test_the_last_page_by_number_and_by_name():
    """A list that links to its last page twice tells all its pages at once."""
    body = link("r.html", REPORT.format("")) + (
        '<a href="nb/10.htm">2</a><a href="nb/1.htm">11</a><a href="nb/10.htm">下页</a>'
        '<a href="nb/1.htm">尾页</a>'
    )
    assert len(urls(took(body), "list")) == 10


def test_a_home_that_has_moved_is_walked_where_it_is_now():
    """Counties change their domain; a host that is not the government's is not followed."""
    site = Site("s", "柳河县", "http://www.old.gov.cn/")
    for host, expected in (("www.new.gov.cn", 1), ("casino.cn", 0)):
        url = f"http://{host}/"
        body = '<a href="/zfxxgknb/">政府信息公开年报</a>'
        page = WebPage(url, body, asked=Request(site.home))
        found = step(page, "home", site, YEARS, 0, known_drivers())
        assert len([item for item in found.requests if item.kind == "column"]) == expected
