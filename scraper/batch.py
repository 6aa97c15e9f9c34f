"""Pages to records, one after the other; one bad page never stops the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from parsers.errors import ParserError
from parsers.record import Report
from scraper.errors import ScraperError, StoreError
from scraper.journal import Asked, is_known, key_of
from scraper.page_limits import PageLimits, time_limit
from scraper.reading import Page, read_page
from scraper.reading.forms import findings_of_forms
from scraper.store import ErrorLine

Opener = Callable[[], Page]
LIMITS = PageLimits()

# What the user can do about it, by code.
_ADVICE = {
    "F.UNSUPPORTED": "look for the same report as a web page, or save it as HTML or plain text",
    "F.EMPTY": "open the source in a browser; if it shows a report, save the page again",
    "F.NOT_A_REPORT": "check that this is the page of the report, not of its list or of a notice",
    "F.SCRIPTED": "open the page in a browser and save it once it is complete",
    "F.SOFT_404": "look for the report's new address on the site",
    "F.NOT_FOUND": "look for the report's new address on the site",
    "F.BLOCKED": "open the page in a browser and save it; gongkai does not get round such checks",
    "F.LOGIN": "log in with a browser and save the page, if you may",
    "F.TOO_LARGE": "reports are far smaller; check that this is the right file",
    "F.UNREADABLE": "check name, place and permissions",
    "F.TIMEOUT": "try again later",
    "F.CONNECT": "check the address and your connection",
    "F.SERVER": "try again later",
    "F.TRUNCATED": "try again; if it fails again, save the page with a browser",
    "F.TLS": "the site's certificate or protocol is out of order; save the page with a browser",
    "F.BAD_URL": "write the address as http://host/path or https://host/path",
    "F.PRIVATE_ADDRESS": "give --allow-private if you trust that address",
    "F.INTERNAL": "this is a fault of gongkai; please report it together with the source",
}


class Outcome(NamedTuple):
    """What became of one input: a record or an error, never both."""

    uri: str
    page: Page | None  # None where nothing could be had
    report: Report | None
    error: ErrorLine | None
    key: str | None = None  # of the page, see scraper.journal; None where nothing could be had
    unchanged: bool = False  # it was read in an earlier run, and nothing of it has changed
    line: str | None = (
        None  # the record as JSON, in the place of ``report`` where it comes from afar
    )

    def json(self) -> str | None:
        """Give the record as JSON, None where there is none."""
        return self.line if self.report is None else self.report.to_json()

    def whole(self) -> Outcome:
        """Give the outcome with its record, however it came."""
        if self.line is None or self.report is not None:
            return self
        return self._replace(report=Report.model_validate_json(self.line), line=None)

    def advice(self) -> str | None:
        """Give what to do about an error, where that is known."""
        return _ADVICE.get(self.error.code) if self.error else None


def read_all(
    items: Iterable[tuple[str, Opener]], off: frozenset[str] = frozenset()
) -> Iterator[Outcome]:
    """Give one outcome per input, in order; nothing is kept between them.

    Args:
        items: Name of the input, and how it is opened.
        off: Codes of repairs that must not be made.
    """
    for uri, opener in items:
        yield read_one(uri, opener, off)


def read_one(
    uri: str,
    opener: Opener,
    off: frozenset[str] = frozenset(),
    *,
    known: str | None = None,
    limits: PageLimits = LIMITS,
) -> Outcome:
    """Open and read one input; every failure of it is in the outcome.

    Args:
        uri: Name of the input.
        opener: Gives its page.
        off: Codes of repairs that must not be made.
        known: Key of the page in an earlier run; a page with the same key is not read again.
        limits: What the page may take.
    """
    page: Page | None = None
    key: str | None = None
    try:
        page = opener()
        key = key_of(page, off)
        if is_known(known, key, page):
            return Outcome(uri, None, None, None, known, unchanged=True)
        asked = Asked(page.pictures)
        try:
            with time_limit(limits):
                report = read_page(page._replace(pictures=asked.picture), off)
                report.findings += findings_of_forms(report, page, off)
                report = Report.model_validate_json(report.to_json())
        finally:
            key = asked.key(key)
    except StoreError:
        raise
    except (ScraperError, ParserError) as error:
        return Outcome(uri, page, None, _line(uri, page, error.code, error.reason), key)
    except MemoryError:
        reason = f"reading it takes over {limits.megabytes} MB"
        return Outcome(uri, page, None, _line(uri, page, "F.TOO_LARGE", reason), key)
    except Exception as error:  # noqa: BLE001 -- a fault met on one page must not stop a harvest
        reason = f"unexpected {type(error).__name__}: {error}"
        return Outcome(uri, page, None, _line(uri, page, "F.INTERNAL", reason), key)
    return Outcome(uri, page, report, None, key)


def _line(uri: str, page: Page | None, code: str, reason: str) -> ErrorLine:
    digest = hashlib.sha256(page.data).hexdigest() if page is not None else None
    return ErrorLine(uri, code, reason, digest)
