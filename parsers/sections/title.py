"""The report's title, and the lines of a page that are no part of the report."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.model import Document, Paragraph
from parsers.normal import squeeze
from parsers.vocab import load

LONGEST_CHROME = 60  # characters; longer lines are text of the report
LONGEST_ABOVE = 40  # characters of a line that a title goes on from
MOST_LINES = 3  # lines that a title is cut over

_SENTENCE = re.compile("[\u3002\uff1b;\uff01!\uff1f?]|\uff0c.*\uff0c")
_LABEL = re.compile(r"^[^:\uff1a]{1,8}[:\uff1a]\s*")
_COLON_END = re.compile("[:\uff1a]$")
# What a title without its body has before the genre.
_NO_BODY = re.compile("\\d{4}|[\u5e74\u5ea6\u653f\u5e9c]")
_YEAR = re.compile(r"\d{4}")
_SITE = re.compile(r"\s*[-_|\u2013\u2014>\u00bb]+\s*")


@lru_cache
def _genre() -> re.Pattern[str]:
    words = load("sections")["title"]["genre"]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache
def _speaking() -> re.Pattern[str]:
    """Give a pattern for lines that speak of the report (现将…公布如下)."""
    return re.compile("|".join(load("sections")["title"]["speaking"]))


def is_title(text: str) -> bool:
    """Say whether a line reads like the title of an annual report.

    >>> is_title("沭阳县发展和改革局2023年政府信息公开年度报告")
    True
    >>> is_title("现将我局2023年政府信息公开年度报告公布如下：")
    False
    """
    plain = squeeze(text).strip("|")
    if len(plain) > load("sections")["title"]["longest"] or not _genre().search(plain):
        return False
    return not (_SENTENCE.search(plain) or _COLON_END.search(plain) or _speaking().search(plain))


def find_title(document: Document, before: int) -> tuple[str, int]:
    """Give the title and its block, or the page's <title> and -1.

    The title-like line nearest to the report's text wins; a line `标题：…` only where there is no
    other, and one that names neither body nor year (a menu's 政府信息公开年度报告) only where the page
    has no <title> either. A title cut over two or three lines is joined; its block is that of the
    last line.
    """
    labelled = bare = -1
    for number in range(min(before, len(document.blocks)) - 1, -1, -1):
        if not _is_title_at(document, number):
            continue
        if _LABEL.match(_text(document, number)):
            labelled = labelled if labelled >= 0 else number
            continue
        title = _joined(document, number)
        if _says_whose(title):
            return title, number
        bare = bare if bare >= 0 else number
    if labelled >= 0:
        return _clean(_LABEL.sub("", _text(document, labelled))), labelled
    title = _page_title(document.title)
    return (_joined(document, bare), bare) if bare >= 0 and not title else (title, -1)


def glued_title(document: Document, before: int) -> tuple[int, int] | None:
    """Give block and length of a title that begins a paragraph and goes on behind a blank."""
    for number in range(min(before, len(document.blocks)) - 1, -1, -1):
        text = _text(document, number)
        words = text[: 2 * LONGEST_CHROME].split(maxsplit=1)
        if len(words) > 1 and is_title(words[0]):
            return number, text.index(words[0]) + len(words[0])
    return None


def _is_title_at(document: Document, number: int) -> bool:
    """Say whether a line is a title, alone or with the line that it goes on from."""
    text = _text(document, number)
    if not text or len(text) > 2 * LONGEST_CHROME:
        return False
    if is_title(text):
        return True
    if len(text) > LONGEST_ABOVE or not _tail().match(squeeze(text)) or number == 0:
        return False
    above = _text(document, number - 1)
    return _may_stand_above(above) and is_title(above + text) and bool(_YEAR.search(above))


@lru_cache
def _tail() -> re.Pattern[str]:
    """Give a pattern for what the last line of a cut title can be (工作年度报告)."""
    return re.compile(str(load("sections")["title"]["tail"]))


def _text(document: Document, number: int) -> str:
    block = document.blocks[number]
    return block.text if isinstance(block, Paragraph) else ""


def _says_whose(title: str) -> bool:
    """Say whether a title names a body or a year."""
    return bool(_YEAR.search(title) or _NO_BODY.sub("", _before_genre(title)))


def _before_genre(text: str) -> str:
    plain = squeeze(text)
    match = _genre().search(plain)
    return plain[: match.start()] if match else ""


def _joined(document: Document, number: int) -> str:
    """Give a title with the lines before it, as long as it does not say whose report it is."""
    text = _clean(_text(document, number))
    for above_number in range(number - 1, max(number - MOST_LINES, -1), -1):
        above = _clean(_text(document, above_number))
        if _NO_BODY.sub("", _before_genre(text)) or not _may_stand_above(above):
            break
        text = above + text
    return text


def _may_stand_above(text: str) -> bool:
    if not 2 < len(text) <= LONGEST_ABOVE or _SENTENCE.search(text) or _LABEL.match(text):
        return False
    return not is_chrome(text) and not is_title(text)


def _clean(text: str) -> str:
    return " ".join(text.strip(" |").split())


def _page_title(title: str) -> str:
    """Give the part of a <title> that names the report, without the site's name."""
    for part in _SITE.split(title):
        if _genre().search(squeeze(part)):
            return _clean(part)
    return ""


@lru_cache
def _chrome() -> tuple[tuple[str, ...], re.Pattern[str], frozenset[str]]:
    data = load("sections")["chrome"]
    labels = "|".join(re.escape(squeeze(s)) for s in data["labels"])
    return (
        tuple(squeeze(s) for s in data["starts"]),
        re.compile(rf"[\[\u3010(]?(?:{labels})(?:$|[:>\u00bb\]\u3010\u3011|()\d])"),
        frozenset(squeeze(s) for s in data["whole"]),
    )


def is_chrome(text: str) -> bool:
    """Say whether a line belongs to the page around the report.

    >>> is_chrome("上一篇：某局2022年年报"), is_chrome("主要领导直接抓")
    (True, False)
    >>> is_chrome("承办单位：某局"), is_chrome("承办人大代表建议5件。")
    (True, False)
    """
    if len(text) > LONGEST_CHROME:
        return False
    plain = squeeze(text).strip("|")
    starts, labels, whole = _chrome()
    return plain in whole or plain.startswith(starts) or labels.match(plain) is not None
