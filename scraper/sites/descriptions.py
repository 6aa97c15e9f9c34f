"""What a user says of a site's pages, held against what can be used, before anything is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from scraper.charsets import codec_of
from scraper.errors import UsageError


def require_usable(place: str, texts: Mapping[str, str]) -> None:
    """Refuse selectors, encodings and addresses of pages that nothing can be done with.

    Args:
        place: File and line, or file and number of the site.
        texts: The fields of the site that are text.

    Raises:
        UsageError: One of them cannot be used; the reason names the place and the field.
    """
    for name in ("item", "body"):
        if name in texts:
            _require_selector(f"{place}: {name}", texts[name])
    if "{page}" not in texts.get("pages", "{page}"):
        raise UsageError(f"{place}: pages has no {{page}} in it ({texts['pages']})")
    if "encoding" in texts and codec_of(texts["encoding"]) is None:
        raise UsageError(f"{place}: encoding is none that is known ({texts['encoding']})")


def _require_selector(place: str, selector: str) -> None:
    try:
        CSSSelector(selector)
    except SelectorError as error:
        raise UsageError(f"{place} is no CSS selector ({selector}: {error})") from error
