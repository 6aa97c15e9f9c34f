"""The templates of the pages: one file each, no network, no scripts, everything escaped.

Links lead only to addresses of the web; a page's policy forbids everything but its own styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parsers.checks.model import Value
from scraper.pages.words import words
from scraper.settings import gongkai_version

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
_LONGEST = 600  # characters of a message on a page
SIGNS = {"VALID": "\u2713", "VALID with warnings": "!", "INVALID": "\u2715"}
_CLASSES = {"VALID": "valid", "VALID with warnings": "warned", "INVALID": "invalid"}


def render(name: str, lang: str, **values: Any) -> str:  # noqa: ANN401 -- what templates take
    """Give a page.

    Args:
        name: The template's file.
        lang: ``zh`` or ``en``.
        values: What the template asks for besides words, style and version.
    """
    return environment().get_template(name).render(**shared(lang), **values)


@lru_cache
def environment() -> Environment:
    """Give the templates; what is put into them is escaped unless it was made here."""
    made = Environment(
        loader=PackageLoader("scraper.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = number
    made.filters["percent"] = percent
    made.filters["short"] = short
    made.filters["moment"] = moment
    made.filters["is_web"] = is_web
    made.filters["verdict_class"] = lambda verdict: _CLASSES[verdict]
    made.filters["sign"] = lambda verdict: SIGNS[verdict]
    return made


def number(value: Value | str | None) -> str:
    """Write a figure with its thousands apart; what is no figure stays.

    >>> number(1234567), number(1.5), number(None)
    ('1,234,567', '1.5', '–')
    """
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,}"


def percent(value: float | None) -> str:
    """Write a share with one decimal.

    >>> percent(0.1234), percent(None)
    ('12.3%', '–')
    """
    return "–" if value is None else f"{value:.1%}"


def short(text: str, most: int = _LONGEST) -> str:
    """Cut a text that is too long for a page; the cut is seen.

    >>> short("abcdef", 3)
    'abc…'
    """
    return text if len(text) <= most else text[:most] + "…"


def moment(text: str | None) -> str:
    """Write a time of the archive for people: to the minute, in UTC.

    >>> moment("2025-05-01T07:08:09Z"), moment("2025-05-01"), moment(None)
    ('2025-05-01 07:08 UTC', '2025-05-01', '–')
    """
    if not text:
        return "–"
    day, found, time = text.partition("T")
    return f"{day} {time[:5]} UTC" if found and time.endswith("Z") else text


def is_web(url: str | None) -> bool:
    """Say whether an address may be linked to.

    >>> is_web("http://x/"), is_web("javascript:alert(1)"), is_web("http://[")
    (True, False, False)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def shared(lang: str) -> Mapping[str, Any]:
    """Give what every template may use."""
    style = files("scraper.pages").joinpath("templates/style.css").read_text("utf-8")
    return {
        "lang": lang,
        "w": words(lang),
        "style": Markup(style),  # noqa: S704 -- the project's own file
        "version": gongkai_version(),
        "policy": Markup(POLICY),  # noqa: S704 -- written above
    }
