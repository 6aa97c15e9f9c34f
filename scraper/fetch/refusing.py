"""Errors of answers in which a wall, a login or an error stands in the page's place."""

from __future__ import annotations

from scraper.errors import FetchError
from scraper.exchange import Exchange
from scraper.fetch.faults import failure
from scraper.fetch.walls import Wall, wall

_FAULTS = {"F.BLOCKED": "wall", "F.LOGIN": "login", "F.SOFT_404": "soft-404"}
# Faults that are names for a wall themselves, or the server's own word.
_NAMED = (*_FAULTS.values(), "rate-limited")
_SHUT = ("refused", "unexpected-status")


def require_page(got: Exchange) -> None:
    """Refuse an answer of status 200 that is a wall, a login or an error in plain words.

    Raises:
        FetchError: With the answer; its fault is ``wall``, ``login``, ``soft-404``, ``refused`` or
            ``rate-limited``.
    """
    found = wall(got) if got.data else None
    if found is not None:
        raise _walled(found, FetchError("", "", url=got.url, status=got.status, answer=got))


def named(error: FetchError) -> FetchError:
    """Give the error of the wall behind a refusal, or the same error where there is none.

    That a page is gone is the server's own word; only a product's check is stronger.
    """
    if error.fault in _NAMED or error.answer is None:
        return error
    found = wall(error.answer)
    if found is None or not (found.certain or error.fault in _SHUT):
        return error
    return _walled(found, error)


def _walled(found: Wall, error: FetchError) -> FetchError:
    """Give the error of a wall, with all that another tells of the same answer.

    A ban that stands before one page counts as a refusal; one that passes is asked again later.
    """
    fault = _FAULTS[found.code]
    if fault == "wall" and not found.certain:
        fault = "rate-limited" if found.passing else "refused"
    return failure(
        fault,
        found.reason,
        url=error.url,
        status=error.status,
        retry_after=error.retry_after,
        answer=error.answer,
        hops=error.hops or (error.answer.hops if error.answer else ()),
    )
