"""A site as the user describes it; only id, name and home are needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many reports a site should give.

    Attributes:
        year: The reporting year, or None for every year asked for.
        minimum: Fewer than this is a failure of the site.
        maximum: More than this is a warning.
    """

    year: int | None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One row of the user's list; what discovery learns never goes back into it.

    Attributes:
        id: The user's own key, unique in the list.
        name: The body in words.
        home: Where the walk begins, absolute http(s) address.
        family: Name of a driver that must be taken, or None to tell it from the pages.
        lists: Addresses of the lists of reports, where the user knows them; the walk is left out.
        pages: Address of page n of a list, with ``{page}`` in it.
        first_page: What ``{page}`` is for the second page of a list.
        item: CSS selector of one entry of a list.
        body: CSS selector of the report inside its page.
        encoding: Character encoding label that overrules the pages.
        transport: ``auto``, ``standard``, ``legacy`` (old TLS) or ``http``.
        expect: How many reports the site should give.
    """

    id: str
    name: str
    home: str
    family: str | None = None
    lists: tuple[str, ...] = ()
    pages: str | None = None
    first_page: int = 2
    item: str | None = None
    body: str | None = None
    encoding: str | None = None
    transport: str = "auto"
    expect: tuple[Expectation, ...] = ()
