"""Dates whose 年, 月 and 日 were dropped with their inline tags: 202111日到1231日.

What was dropped is proved by the reporting period alone: it runs from the first to the last day of a year, that of
the title or one that is printed twice, and no other reading of its digits does. Only on a page with such a period are other dates
without their characters read, and only where one split of their digits is a date.

Source: 16 of 337 stored pages have such dates (202111日起至20211230日, 20241月1日至202412月31日, 2025111231日).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# Year, month and day of one date; what stands between may be gone.
_SIDE = r"(?:(20\d\d)\u5e74?)?([\d\u6708]{2,5})\u65e5"
_TO = "(?:\u8d77|\u5f00\u59cb)?(?:\u81f3|\u5230|-|\u2014|\u2013|~|\uff5e)+"
_PERIOD = re.compile(rf"(20\d\d)\u5e74?([\d\u6708]{{2,5}})\u65e5?{_TO}{_SIDE}")
_GLUED = re.compile(r"(20\d\d)\u5e74?1\u6708?1\u65e5?12\u6708?31\u65e5")
_DATE = re.compile(r"(?<!\d)(20[0-3]\d)\u5e74?([\d\u6708]{2,5})\u65e5")
_MONTH = "\u6708"
_DECEMBER = 12


class Dropped(NamedTuple):
    """A reporting period whose characters were dropped."""

    start: date
    end: date


def dropped_period(plain: str, title_year: int | None) -> Dropped | None:
    """Give the reporting period of a text without blanks, if its digits prove one.

    Args:
        plain: The text, blanks left out.
        title_year: The year of the title; a period of another year proves nothing.

    >>> dropped_period("202111日到1231日", 2021).end
    datetime.date(2021, 12, 31)
    >>> dropped_period("202111日到1231日", None), dropped_period("2021年11日到15日", 2021)
    (None, None)
    """
    match = _PERIOD.search(plain)
    if match is None:
        glued = _GLUED.search(plain)
        year = int(glued.group(1)) if glued else None
        return _whole(year) if year is not None and year == title_year else None
    year, first, to_year, last = int(match[1]), match[2], int(match[3] or match[1]), match[4]
    if title_year not in (None, year) or (title_year is None and match[3] is None):
        return None
    whole = _whole(year)
    return whole if (_only_date(year, first), _only_date(to_year, last)) == whole else None


def _whole(year: int) -> Dropped:
    return Dropped(date(year, 1, 1), date(year, _DECEMBER, 31))


def dropped_date(plain: str) -> date | None:
    """Give the first date of a text without blanks, if its digits are one date only.

    >>> dropped_date("2022120日"), dropped_date("2022124日")
    (datetime.date(2022, 1, 20), None)
    """
    match = _DATE.search(plain)
    return _only_date(int(match.group(1)), match.group(2)) if match else None


def _only_date(year: int, digits: str) -> date | None:
    """Give the only date that month and day without their characters can be."""
    if _MONTH in digits:
        month, _, day = digits.partition(_MONTH)
        splits = [(month, day)]
    else:
        splits = [(digits[:cut], digits[cut:]) for cut in (1, 2)]
    dates = [found for month, day in splits if (found := _date(year, month, day)) is not None]
    return dates[0] if len(dates) == 1 else None


def _date(year: int, month: str, day: str) -> date | None:
    if not (month.isdecimal() and day.isdecimal()) or len(day) > len("31"):
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
