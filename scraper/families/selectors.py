"""A site that is described by data alone: a selector of its rows, and an address of page n."""

from __future__ import annotations

import re

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.static import further
from scraper.sites import Site


class Selectors:
    """Lists as the user's own file describes them."""

    name = "selectors"

    def score(self, page: WebPage) -> int:  # noqa: ARG002 -- all drivers take it
        """Never of itself: the site's description says when it is to be used."""
        return 0

    def listing(self, page: WebPage, site: Site) -> Listing:
        """Read the rows that the selector names; one page leads to the next while it has rows."""
        roots = page.tree.cssselect(site.item) if site.item else [page.tree]
        found = [link for root in roots for link in links(page, root)]
        entries = report_entries(found)
        if site.pages is None:
            return Listing(entries, further(page))
        return Listing(entries, (Request(_next(page, site)),) if entries else ())

    def entrances(self, *_told: object) -> tuple[Planned, ...]:
        """There are none."""
        return ()


def _next(page: WebPage, site: Site) -> str:
    """Give the address of the page after this one."""
    template = site.pages or ""
    before, _, behind = template.partition("{page}")
    here = re.fullmatch(rf"{re.escape(before)}(\d+){re.escape(behind)}", page.asked.url)
    return template.replace("{page}", str(int(here[1]) + 1 if here else site.first_page))


DRIVER = Selectors()
