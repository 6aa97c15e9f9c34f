"""Titles of annual reports: told from those of other pages, and the year they are of."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.normal import squeeze
from parsers.vocab import load
from scraper.families.words import words

_BARE = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def is_report_title(title: str) -> bool:
    """Say whether words name an annual report, with or without a year.

    >>> is_report_title("某某县教育局2023年政府信息公开工作年度报告"), is_report_title("信息公开年报")
    (True, True)
    >>> is_report_title("2023年度报告解读"), is_report_title("2023年政府工作报告")
    (False, False)
    """
    text = squeeze(title)
    table = load("links")
    if any(word in text for word in table["not_reports"]):
        return False
    return bool(_genre().search(text) or _cut_off().search(text) or _year_only().match(text))


def is_named(title: str) -> bool:
    """Say whether a title of a report says what it is of; a bare year does not.

    >>> is_named("信息公开年报"), is_named("2023年")
    (True, False)
    """
    return not _year_only().match(squeeze(title))


def is_title_in_column(title: str) -> bool:
    """Say whether words name a report where their page is the column of them.

    >>> is_title_in_column("某县教育局2023年度报告"), is_title_in_column("2023年法治政府建设年度报告")
    (True, False)
    """
    text = squeeze(title)
    if any(word in text for word in load("links")["not_reports"] + load("links")["other_reports"]):
        return False
    return bool(_in_column().match(text))


def year_of(title: str) -> int | None:
    """Give the reporting year that a title tells; None where it tells none or several.

    >>> year_of("某县2023年政府信息公开年报"), year_of("二〇二一年度报告"), year_of("年度报告")
    (2023, 2021, None)
    """
    text = squeeze(title).translate(_digits())
    found = set(_with_word().findall(text)) or set(_BARE.findall(text))
    return int(found.pop()) if len(found) == 1 else None


def publisher_of(title: str) -> str | None:
    """Give the body that a title names before it says what the report is of.

    >>> publisher_of("柳河县教育局2023年政府信息公开年报"), publisher_of("2023年柳河县政府信息公开年报")
    ('柳河县教育局', '柳河县')
    >>> publisher_of("柳河县人民政府信息公开年报"), publisher_of("政府信息公开年报")
    ('柳河县人民政府', None)
    >>> publisher_of("2023年度柳河县教育局政府信息公开年报")
    '柳河县教育局'
    """
    text = squeeze(title)
    parts = _a_year().split(text, maxsplit=1)
    if len(parts) > 1 and parts[0]:
        return parts[0].removeprefix(words()["titles"]["begins"]) or None
    found = _before().match(parts[-1].removeprefix(words()["titles"]["begins"]))
    if found is None:
        return None
    cut, whole = words()["titles"]["stem"], words()["titles"]["whole"]
    return found[1].removesuffix(cut) + whole if found[1].endswith(cut) else found[1] or None


@lru_cache
def _digits() -> dict[int, str]:
    return str.maketrans(words()["years"]["digits"])


@lru_cache
def _with_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(20[0-4]\d){words()['years']['word']}")


@lru_cache
def _a_year() -> re.Pattern[str]:
    digits = "".join(words()["years"]["digits"])
    year = words()["years"]
    return re.compile(rf"[12{digits}][\d{digits}]{{3}}{year['word']}(?:{year['span']})?")


@lru_cache
def _before() -> re.Pattern[str]:
    """The words before the subject; a word that only leads in to it belongs to neither."""
    subjects = "|".join(map(re.escape, load("links")["subjects"]))
    return re.compile(rf"(.*?)(?:{words()['titles']['lead_in']})?(?:{subjects})")


@lru_cache
def _genre() -> re.Pattern[str]:
    table = load("links")
    subjects = "|".join(map(re.escape, table["subjects"]))
    genres = "|".join(map(re.escape, table["genres"]))
    return re.compile(rf"(?:{subjects}).{{0,16}}?(?:{genres})")


@lru_cache
def _cut_off() -> re.Pattern[str]:
    """A title that a list has cut off behind its subject and year."""
    table = load("links")
    subjects = "|".join(map(re.escape, table["subjects"]))
    starts = "|".join(
        sorted({re.escape(genre[:n]) for genre in table["genres"] for n in range(1, len(genre))})
    )
    year = rf"(?:20\d\d{words()['years']['word']}).*(?:{subjects})"
    return re.compile(rf"{year}(?:.{{0,6}}?(?:{starts}))?(?:\.{{2,}}|\u2026)$")


@lru_cache
def _in_column() -> re.Pattern[str]:
    return re.compile(str(load("links")["in_column"]))


@lru_cache
def _year_only() -> re.Pattern[str]:
    return re.compile(str(load("links")["year_only"]))
