"""What the scripts of list pages say: numbers of pages, and data held in the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.families.links import absolute
from scraper.families.model import Entry
from scraper.families.titles import is_report_title, year_of

MOST_PAGES = 50
_LINE_COMMENT = re.compile(r"(?<![:\"'\\])//[^\n]*")
_TAGS = re.compile(r"<[^>]{1,100}>")
_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")


def without_comments(script: str) -> str:
    """Take line comments out of scripts: a commented page count is a stale one.

    >>> without_comments("a = 'http://x';//old(9)")
    "a = 'http://x';"
    """
    return _LINE_COMMENT.sub("", script)


def pages_after_first(total: int, size: int) -> range:
    """Give the numbers of the pages after the first, one-based.

    >>> pages_after_first(31, 15), pages_after_first(15, 15)
    (range(2, 4), range(2, 2))
    """
    pages = -(-total // size) if size > 0 else 1
    return range(2, min(pages, MOST_PAGES) + 1)


def json_of(text: str) -> Any:  # noqa: ANN401 -- JSON is what it is
    """Give the JSON of a reply, also inside a callback; None where it is none."""
    body = text.strip().lstrip("\ufeff")
    inner = re.fullmatch(r"[\w$.]+\((.*)\);?", body, re.DOTALL)
    try:
        return json.loads(inner[1] if inner else body)
    except ValueError:
        return None


def record_of(value: object) -> dict[str, Any]:
    """Give a JSON object, an empty one for anything else; systems put null, text or lists there."""
    return value if isinstance(value, dict) else {}


def records_of(value: object) -> list[dict[str, Any]]:
    """Give the objects of a JSON list, and nothing for anything else.

    >>> records_of([{"a": 1}, "x", None]), records_of(7)
    ([{'a': 1}], [])
    """
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number_of(value: object, otherwise: int = 0) -> int:
    """Give a count of a reply, also one written as text; ``otherwise`` for anything else.

    >>> number_of("59"), number_of(None), number_of("many", 20), number_of(-1)
    (59, 0, 20, 0)
    """
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() else otherwise


def json_after(text: str, mark: str) -> Any:  # noqa: ANN401 -- JSON is what it is
    """Give the JSON value that follows a mark in a script; None where there is none."""
    at = text.find(mark)
    if at < 0:
        return None
    start = re.compile(r"[\[{]").search(text, at + len(mark))
    if start is None:
        return None
    try:
        return json.JSONDecoder().raw_decode(text, start.start())[0]
    except ValueError:
        return None


def entry(
    base: str,
    href: object,
    title: object,
    date: object = None,
    publisher: object = None,
) -> Iterator[Entry]:
    """Give the entry of a row of data, none where it is no report or has no address.

    Args:
        base: Address of the page, for relative links.
        href: The row's address.
        title: Its words; emphasis of search results is taken off.
        date: Anything with a day in it.
        publisher: The body, as the system knows it.
    """
    url = absolute(base, str(href) if href else None)
    words = _TAGS.sub("", str(title or "")).strip()
    if url is None or not is_report_title(words):
        return
    day = _DAY.search(str(date or ""))
    yield Entry(url, words, day[0] if day else None, str(publisher or "") or None, year_of(words))


def with_query(url: str, **values: object) -> str:
    """Give an address with some parameters of its query changed, the others as they were."""
    parts = urlsplit(url)
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in values
    ]
    query = urlencode([*pairs, *((name, str(value)) for name, value in values.items())])
    return urlunsplit(parts._replace(query=query))
