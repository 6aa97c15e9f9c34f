"""One step of the walk: a page, and what it leads to."""

from __future__ import annotations

from typing import NamedTuple

import lxml.html

from scraper.discovery.attachments import attachments, is_file
from scraper.discovery.column import further_entries, names_reports
from scraper.discovery.pictures import table_pictures
from scraper.discovery.region import region_note
from scraper.discovery.scope import belongs, is_official
from scraper.discovery.walk import DEEPEST, ways
from scraper.errors import DriverError, ScraperError
from scraper.exchange import PART, Planned, Request
from scraper.families.links import links
from scraper.families.model import Entry, Listing, WebPage
from scraper.families.registry import Drivers, best_driver, claimants
from scraper.families.titles import is_named
from scraper.families.words import words
from scraper.reading.article_parts import later_parts
from scraper.sites import Site

PAGES = 50  # of one list
_FEW_WORDS = 600  # characters; the shortest real report has over a thousand
_UNSEEN = ("script", "style", "noscript")
_PART, _REPORT, _LIST, _PROBE = 300, 200, 150, 5  # scores: reports before lists before the walk


class Step(NamedTuple):
    """What a page leads to.

    Attributes:
        family: Name of the driver that read it, None for a report.
        entries: The reports that it lists, within the years asked for.
        requests: What is to be asked next, reports included.
        kind: What the page turned out to be, None for what was asked for.
        note: What a user should know of it, None for nothing.
    """

    family: str | None
    entries: tuple[Entry, ...] = ()
    requests: tuple[Planned, ...] = ()
    kind: str | None = None
    note: str | None = None


def step(page: WebPage, kind: str, site: Site, years: range, depth: int, drivers: Drivers) -> Step:
    """Read one page of a walk.

    Args:
        page: The page.
        kind: Why it was asked for: ``home``, ``column``, ``list``, ``probe``, ``guess`` or ``report``.
        site: The site that it belongs to.
        years: Reporting years that are wanted; a report whose list tells no year is wanted too.
        depth: Clicks from the home page; for a list, its number among the list's pages; for a report,
            how many links worded like reports led to it that were none.
        drivers: The families to choose from.

    Raises:
        DriverError: A driver failed on the page.
        UsageError: The site names a family that there is not.
    """
    try:
        return _step(page, kind, site, years, depth, drivers)
    except ScraperError:
        raise
    except Exception as error:
        reason = f"a driver failed on the page ({type(error).__name__}: {error})"
        raise DriverError(reason, url=page.url) from error


def _step(page: WebPage, kind: str, site: Site, years: range, depth: int, drivers: Drivers) -> Step:
    if kind == "guess":
        files = attachments(page)
        if is_report(page) or not is_list(page):
            return Step(None, (), files + _further(page, site), "report")
        return Step(None, (), files, "cover" if files else None)
    # Links worded like reports may lead to lists of such links, but not for ever: a calendar does.
    if kind == "report" and (is_report(page) or not is_list(page) or depth >= DEEPEST):
        return Step(None, (), attachments(page) + _further(page, site))
    driver = best_driver(page, site, drivers)
    listing = _of_column(page, kind, driver.listing(page, site))
    entries = tuple(entry for entry in listing.entries if _wanted(entry, site, years))
    planned = [_report(entry, depth + 1 if kind == "report" else 0) for entry in entries]
    planned += _pages(listing, kind, depth)
    if kind not in ("list", "probe"):
        for claimant in claimants(page, site, drivers):
            planned += claimant.entrances(page, site, years)
    if kind == "report" and not _leads_on(planned, listing):
        files, pictures = attachments(page), table_pictures(page, site)
        return Step(None, (), files + pictures, "cover" if files and not pictures else None)
    if kind == "home" or (kind == "column" and (not listing.entries or depth == 1)):
        known = _settled(listing)
        planned += ways(page, [link for link in links(page) if link.url not in known], site, depth)
    note = region_note(page, site) if kind == "home" else None
    return Step(driver.name, entries, tuple(planned), _turned(page, kind), note)


def _further(page: WebPage, site: Site) -> tuple[Planned, ...]:
    """Give the further pages of a report that its site cuts into several, and its tables' pictures."""
    urls = later_parts(page.text, page.url)
    parts = tuple(Planned(Request(url), PART, 0, _PART) for url in urls)
    return parts or table_pictures(page, site)


def _settled(listing: Listing) -> set[str]:
    """Give the links that lead to no column: reports of a year, wanted or not, and further pages."""
    reports = {entry.url for entry in listing.entries if entry.year and is_named(entry.title)}
    return reports | {request.url for request in listing.more}


def _of_column(page: WebPage, kind: str, listing: Listing) -> Listing:
    """Read links that say little by where they stand: in a column of reports, or on a home page."""
    if kind in ("home", "column") and names_reports(page):
        added = further_entries(page, {entry.url for entry in listing.entries})
        return listing._replace(entries=listing.entries + added)
    if kind == "home":
        named = tuple(entry for entry in listing.entries if is_named(entry.title))
        return listing._replace(entries=named)
    return listing


def _leads_on(planned: list[Planned], listing: Listing) -> bool:
    """Say whether a page leads to reports on other pages; the files of a report do not count."""
    if any(item.kind != "attachment" for item in planned):
        return True
    return any(not is_file(entry.url) for entry in listing.entries)


def _turned(page: WebPage, kind: str) -> str | None:
    """Say what a page is, where that is not what it was asked for.

    Links worded like reports lead to columns of them, and some systems show the report of the year
    in the very page of the column.
    """
    if kind == "report":
        return "list"
    return "report" if kind != "home" and is_report(page) else None


def is_report(page: WebPage) -> bool:
    """Say whether a page is a report itself: it has the headings of one."""
    table = words()["report"]
    text = page.text
    return bool(sum(mark in text for mark in table["marks"]) >= table["needed"])


def is_list(page: WebPage) -> bool:
    """Say whether a page has next to no words but those of its links; damaged reports have many."""
    whole = _visible(page.tree)
    linked = sum(_visible(anchor) for anchor in page.tree.iter("a"))
    return whole - linked < _FEW_WORDS


def _visible(root: lxml.html.HtmlElement) -> int:
    return sum(
        len(text.strip())
        for element in root.iter()
        if element.tag not in _UNSEEN
        for text in (element.text or "", element.tail or "")
    )


def _wanted(entry: Entry, site: Site, years: range) -> bool:
    if entry.year is not None and entry.year not in years:
        return False
    return belongs(entry.url, site.home) or is_official(entry.url)


def _report(entry: Entry, depth: int) -> Planned:
    return Planned(
        Request(entry.url),
        "attachment" if is_file(entry.url) else "report",
        depth,
        _REPORT,
        entry.title,
        entry.year,
        entry.publisher,
        entry.published_on,
    )


def _pages(listing: Listing, kind: str, depth: int) -> list[Planned]:
    """Give the further pages of a list; a page without any entry ends it, unless it is hollow."""
    number = depth + 1 if kind in ("list", "probe") else 1
    if not (listing.entries or listing.hollow) or number > PAGES:
        return []
    told = [Planned(request, "list", number, _LIST - number) for request in listing.more[:PAGES]]
    return told + [Planned(request, "probe", number, _PROBE) for request in listing.trials]
