"""A driver of your own: copy this file into a folder, fill it in, and give the folder with --drivers.

A driver is handed pages and says what they list; it never fetches anything itself.
``python -m scraper.families.trial FOLDER`` fails until the example below is filled in and agrees.
"""

from __future__ import annotations

from scraper.exchange import Planned, Request
from scraper.families import Listing, WebPage
from scraper.families.links import links, report_entries
from scraper.sites import Site


class MySystem:
    """The lists of one system."""

    name = "my_system"  # what a site's ``family`` may say

    def score(self, page: WebPage) -> int:
        """Say how surely a page is of this system: 0 not at all, 100 without doubt."""
        return 80 if "my-system-list" in page.text else 0

    def listing(self, page: WebPage, site: Site) -> Listing:
        """Give the reports that the page lists, and the requests for its further pages."""
        found = links(page)
        more = [Request(link.url) for link in found if link.text == "older"]
        return Listing(report_entries(found), tuple(more))

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:
        """Give short cuts to lists or reports that any page of the system allows."""
        return ()


DRIVER = MySystem()

# The test: a page of the system, and the addresses of the reports that it lists.
EXAMPLE_URL = "http://www.example.gov.cn/list.html"
EXAMPLE_PAGE = ""
EXAMPLE_REPORTS: list[str] = []
EXAMPLE_MORE: list[str] = []
