"""The report's title, and the lines of a page that are no part of the report."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.model import Document, Paragraph
from parsers.normal import squeeze
from parsers.vocab import load

LONGEST_CHROME = 60  # characters; longer lines are text of the report
_SENTENCE = re.compile("[\u3002\uff1b;\uff01!\uff1f?]|\uff0c.*\uff0c")
_LABEL = re.compile(r"^[^:\uff1a]{1,8}[:\uff1a]\s*")
_NO_BODY = re.compile(
    "\\d{4}|[\u5e74\u5ea6\u653f\u5e9c]"
)  # what a title without its body has before the genre
_SITE = re.compile(r"\s*[-_|\u2013\u2014>\u00bb]+\s*")


@lru_cache
def _genre() -> re.Pattern[str]:
    words = load("sections")["title"]["genre"]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def is_title(text: str) -> bool:
    """Say whether a line reads like the title of an annual report.

    >>> is_title("沭阳县发展和改革局2023年政府信息公开年度报告")
    True
    >>> is_title("根据条例要求，编制本政府信息公开年度报告，现予公布。")
    False
    """
    plain = squeeze(text).strip("|")
    longest = load("sections")["title"]["longest"]
    return len(plain) <= longest and bool(_genre().search(plain)) and not _SENTENCE.search(plain)


def find_title(document: Document, before: int) -> tuple[str, int]:
    """Give the title and its block, or the page's <title> and -1.

    The title-like line nearest to the report's text wins; a line `标题：…` only where there is no
    other. A title cut over two lines is joined.
    """
    found = -1
    for number in range(min(before, len(document.blocks)) - 1, -1, -1):
        block = document.blocks[number]
        if not isinstance(block, Paragraph) or not is_title(block.text):
            continue
        if not _LABEL.match(block.text):
            return _joined(document, number), number
        found = found if found >= 0 else number
    if found >= 0:
        return _clean(_LABEL.sub("", _text(document, found))), found
    return _page_title(document.title), -1


def _text(document: Document, number: int) -> str:
    block = document.blocks[number]
    return block.text if isinstance(block, Paragraph) else ""


def _joined(document: Document, number: int) -> str:
    """Give a title with the line before it, if the line alone does not say whose report it is."""
    text = _clean(_text(document, number))
    match = _genre().search(squeeze(text))
    own = squeeze(text)[: match.start()] if match else ""
    if _NO_BODY.sub("", own) or number == 0:
        return text
    above = _clean(_text(document, number - 1))
    short = 2 < len(above) <= 30 and not _SENTENCE.search(above) and not _LABEL.match(above)
    return above + text if short and not is_chrome(above) else text


def _clean(text: str) -> str:
    return " ".join(text.strip(" |").split())


def _page_title(title: str) -> str:
    """Give the part of a <title> that names the report, without the site's name."""
    for part in _SITE.split(title):
        if _genre().search(squeeze(part)):
            return _clean(part)
    return ""


@lru_cache
def _chrome() -> tuple[tuple[str, ...], frozenset[str]]:
    data = load("sections")["chrome"]
    return tuple(squeeze(s) for s in data["starts"]), frozenset(squeeze(s) for s in data["whole"])


def is_chrome(text: str) -> bool:
    """Say whether a line belongs to the page around the report.

    >>> is_chrome("上一篇：某局2022年年报"), is_chrome("主要领导直接抓")
    (True, False)
    """
    if len(text) > LONGEST_CHROME:
        return False
    plain = squeeze(text).strip("|")
    starts, whole = _chrome()
    return plain in whole or plain.startswith(starts)
