"""An example of a driver: a system that names the pages of its lists by letters."""

from __future__ import annotations

from scraper.exchange import Planned, Request
from scraper.families import Listing, WebPage
from scraper.families.links import links, report_entries
from scraper.sites import Site


class Letters:
    """Lists whose pages are named by letters: a.html, b.html and so on."""

    name = "letters"

    def score(self, page: WebPage) -> int:
        """Say how surely a page is of this system: 0 not at all, 100 without doubt."""
        return 80 if "letters-list" in page.text else 0

    def listing(self, page: WebPage, site: Site) -> Listing:
        """Give the reports that the page lists, and the requests for its further pages."""
        found = links(page)
        more = [Request(link.url) for link in found if link.text == "older"]
        return Listing(report_entries(found), tuple(more))

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:
        """Give short cuts to lists or reports that any page of the system allows."""
        return ()


DRIVER = Letters()

# The test: a page of the system, and the addresses of the reports that it lists.
EXAMPLE_URL = "http://www.example.gov.cn/nb/a.html"
EXAMPLE_PAGE = """<html><body><div class="letters-list">
<li><a href="/r/1.html">某县教育局2023年政府信息公开工作年度报告</a><span>2024-01-19</span></li>
<li><a href="/r/2.html">2023年政府信息公开工作年度报告解读</a></li>
<a href="b.html">older</a></div></body></html>"""
EXAMPLE_REPORTS = ["http://www.example.gov.cn/r/1.html"]
EXAMPLE_MORE = ["http://www.example.gov.cn/nb/b.html"]
