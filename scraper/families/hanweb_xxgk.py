"""Hanweb's information module: one address an organ and year, which is the report itself."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from scraper.exchange import Planned, Request
from scraper.families.links import links, report_entries
from scraper.families.model import Listing, WebPage
from scraper.families.static import further
from scraper.sites import Site

_FORM = re.compile(r"(/module/xxgk/xxgkAnnualReport\.jsp)\?[^\"'<>\s]*", re.IGNORECASE)
_AREA = re.compile(r"\barea=([0-9A-Za-z]{6,32})")
_YEAR = re.compile(r"\bfbtime=(20\d\d)")
_FIRST = 2008
_MOST_YEARS = 30
_MOST_AREAS = 300
_SCORE = 190


class HanwebXxgk:
    """Reports by organ and year."""

    name = "hanweb_xxgk"

    def score(self, page: WebPage) -> int:
        """The address of its form."""
        return 80 if _FORM.search(page.text) or _FORM.search(page.asked.url) else 0

    def listing(self, page: WebPage, site: Site) -> Listing:  # noqa: ARG002 -- all drivers take it
        """Read what is linked by words; the rest are entrances."""
        found = links(page)
        return Listing(report_entries(found), further(page))

    def entrances(self, page: WebPage, site: Site, years: range) -> tuple[Planned, ...]:  # noqa: ARG002
        """Give the address of every organ that the page names, for every year that is wanted."""
        forms = [found[0] for found in _FORM.finditer(page.text)]
        if not forms:
            return ()
        path = _FORM.search(forms[0])
        areas = dict.fromkeys(area for form in forms for area in _AREA.findall(form))
        wanted = _years(years, [int(year) for form in forms for year in _YEAR.findall(form)])
        base = urljoin(page.url, path[1] if path else "")
        return tuple(
            Planned(Request(f"{base}?area={area}&fbtime={year}"), "guess", 0, _SCORE, None, year)
            for area in list(areas)[:_MOST_AREAS]
            for year in wanted
        )


def _years(years: range, linked: list[int]) -> list[int]:
    """Give the years to ask for: those wanted, or those up to the newest linked where all are."""
    if len(years) <= _MOST_YEARS:
        return list(years)
    return list(range(_FIRST, max(linked, default=_FIRST) + 1))


DRIVER = HanwebXxgk()
