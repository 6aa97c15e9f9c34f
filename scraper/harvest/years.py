"""The reporting years that a harvest is about."""

from __future__ import annotations

from scraper.errors import UsageError

FIRST = 2008  # the regulation on open government information came into force on 1 May 2008
LAST = 2100
ALL = range(FIRST, LAST)


def read_years(text: str | None) -> range:
    """Read ``2021`` or ``2019-2023``; None stands for all years.

    Raises:
        UsageError: It is neither, runs backwards, or lies before the regulation.

    >>> read_years("2019-2021"), read_years("2021")
    (range(2019, 2022), range(2021, 2022))
    """
    if text is None:
        return ALL
    first, mark, last = text.strip().partition("-")
    try:
        start, end = int(first), int(last if mark else first)
    except ValueError:
        raise UsageError(f"--years {text}: write 2021 or 2019-2023") from None
    if not FIRST <= start <= end < LAST:
        raise UsageError(f"--years {text}: the years run from {FIRST}, the earlier one first")
    return range(start, end + 1)


def told(years: range) -> str:
    """Give the years in words.

    >>> told(range(2019, 2022)), told(range(2021, 2022)), told(ALL)
    ('2019-2021', '2021', 'all years')
    """
    if years == ALL:
        return "all years"
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
