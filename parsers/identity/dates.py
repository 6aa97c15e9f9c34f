"""Dates and periods as Chinese pages write them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from parsers.identity.dropped import dropped_date, dropped_period
from parsers.normal import fold_width, squeeze

_ISO = re.compile(r"(?<!\d)(20[0-3]\d|19\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_CHINESE = re.compile(r"(?<!\d)(20[0-3]\d)\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5")
_COMPACT = re.compile(r"(?<!\d)(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_ZEROS = "\u3007\u96f6\u25cb\u25ef\uff2fO0"
_DIGITS = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_ANY = _ZEROS + _DIGITS
_WRITTEN = re.compile(
    f"(\u4e8c[{_ZEROS}][{_ANY}]{{2}})\u5e74([\u5341{_DIGITS}]{{1,2}})\u6708([\u5341{_DIGITS}]{{1,3}})\u65e5"
)
_TO = "(?:\u8d77|\u5f00\u59cb)?(?:\u81f3|\u5230|-|\u2014|\u2013|~|\uff5e)+"
_PERIOD = re.compile(
    rf"(20\d\d)\u5e74(\d{{1,2}})\u6708(\d{{1,2}})\u65e5{_TO}"
    r"(?:(20\d\d)\u5e74)?(\d{1,2})\u6708(\d{1,2})\u65e5"
)
# A number in brackets is a decree's, unless nothing but a year stands in them.
_YEAR = re.compile(
    "(?:(?<![\\d\u3014\\[(\uff3b\u3010])|(?<=\\()(?=20\\d\\d\\s?\u5e74\u5ea6?\\)))"
    "(20[0-3]\\d)\\s?(?:\u5e74|(?=\u653f\u5e9c|\u4fe1\u606f|\u653f\u52a1))"
)
_WRITTEN_YEAR = re.compile(f"\u4e8c[{_ZEROS}]([{_ANY}])([{_ANY}])\u5e74")


class PeriodFound(NamedTuple):
    """A reporting period."""

    start: date
    end: date
    recovered: bool = False


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_date(text: str, *, dropped: bool = False) -> date | None:
    """Give the first date of a text.

    Args:
        text: Any text.
        dropped: Whether the page is known to have lost characters of its dates.

    >>> find_date("2022年 1月 24日"), find_date("二〇二二年一月十日")
    (datetime.date(2022, 1, 24), datetime.date(2022, 1, 10))
    """
    plain = squeeze(text)
    for pattern, where in ((_CHINESE, plain), (_ISO, fold_width(text)), (_COMPACT, plain)):
        match = pattern.search(where)
        if match:
            return _date(*(int(group) for group in match.groups()))
    return _written_date(plain) or (dropped_date(plain) if dropped else None)


def _written_date(plain: str) -> date | None:
    match = _WRITTEN.search(plain)
    if match is None:
        return None
    from parsers.figures import chinese_number

    digits = "".join(_digit(c) for c in match.group(1))
    month, day = (chinese_number(match.group(n)) for n in (2, 3))
    if not isinstance(month, int) or not isinstance(day, int):
        return None
    return _date(int(digits), month, day)


def _digit(character: str) -> str:
    return "0" if character in _ZEROS else str(_DIGITS.index(character) + 1)


def find_period(text: str, title_year: int | None) -> PeriodFound | None:
    """Give the reporting period that a text states.

    Args:
        text: The lead or the beginning of the report.
        title_year: The year of the title; a period whose characters were lost must not be another's.

    >>> find_period("统计期限从2019年1月1日到12月31日止", None).end
    datetime.date(2019, 12, 31)
    """
    plain = squeeze(text)
    match = _PERIOD.search(plain)
    if match:
        year, month, day, to_year, to_month, to_day = match.groups()
        start = _date(int(year), int(month), int(day))
        end = _date(int(to_year or year), int(to_month), int(to_day))
        if start and end and start < end:
            return PeriodFound(start, end)
    dropped = dropped_period(plain, title_year)
    return PeriodFound(*dropped, recovered=True) if dropped else None


def find_years(text: str) -> list[int]:
    """Give the years that a title or heading names; numbers of decrees do not count.

    >>> find_years("关于2021年度某局政府信息公开工作的年度报告"), find_years("国办发〔2019〕60号")
    ([2021], [])
    """
    plain = squeeze(text)
    years = [int(match.group(1)) for match in _YEAR.finditer(plain)]
    for match in _WRITTEN_YEAR.finditer(plain):
        digits = "".join(_digit(c) for c in match.groups())
        years.append(2000 + int(digits))
    return years
