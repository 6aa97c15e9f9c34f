"""The region that a site's own code names: the first six digits of SiteIDCode are those of GB/T 2260."""

from __future__ import annotations

import re

from parsers.identity import are_apart, region_of_code, resolve_region
from scraper.families.model import WebPage
from scraper.sites import Site

_META = re.compile(r"<meta\b[^>]*\bSiteIDCode\b[^>]*>", re.IGNORECASE)
_CODE = re.compile(r"\bcontent\s*=\s*[\"']?(\d{6})\d{0,6}\b", re.IGNORECASE)


def site_region(page: WebPage) -> str | None:
    """Give the region code that a page's metadata tells, None where it tells none.

    >>> from scraper.exchange import Request
    >>> text = '<META Name="SiteIDCode" Content="3213220037">'
    >>> site_region(WebPage("http://x/", text, asked=Request("http://x/")))
    '321322'
    """
    meta = _META.search(page.text)
    code = _CODE.search(meta[0]) if meta else None
    return code[1] if code else None


def region_note(page: WebPage, site: Site) -> str | None:
    """Say that a home page is of another region than its name in the list; None where it is not.

    Domains change hands, and lists of sites hold slips of the pen: the walk goes on, and the row says so.
    """
    found = region_of_code(site_region(page), None)
    meant = resolve_region(site.name, None)
    if found is None or meant.code is None or not are_apart(found.code, meant.code):
        return None
    return f"the site says that it is of {found.name} ({found.code}), not of {meant.name} ({meant.code})"
