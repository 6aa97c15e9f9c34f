"""What must hold of every input, however damaged."""

from __future__ import annotations

from parsers.errors import ParserError, VocabError
from parsers.record import Report
from scraper import read_report

_WIDTHS = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


def outcome(data: bytes | str) -> Report | str:
    """Give the record of an input, or the code of the documented error.

    Raises:
        Exception: whatever else the program raises; that is a fault of the program.
    """
    try:
        return read_report(data)
    except VocabError:
        raise  # a fault of the data files, never of a page
    except ParserError as error:
        return error.code


def faults(data: bytes | str) -> list[str]:
    """Say in what way a record breaks its promises; nothing where all hold."""
    result = outcome(data)
    if isinstance(result, str):
        return []
    text = result.model_dump_json()
    found = [] if Report.model_validate_json(text).model_dump_json() == text else ["no round trip"]
    for key, value in stated(result).items():
        evidence = result.evidence.get(key)
        if evidence is None:
            found.append(f"{key}: no evidence")
        elif not holds(evidence.raw, value):
            found.append(f"{key}: {value} is not in {evidence.raw!r}")
    return found


def stated(report: Report) -> dict[str, int | float]:
    """Give the cells that hold a figure, keyed as the evidence is."""
    return {
        f"{table}/{row}/{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    }


def holds(raw: str, value: float) -> bool:
    """Say whether a cell's published text holds the significant digits of its figure.

    Zeros at both ends do not count, as a unit may scale a figure by powers of ten. A text without
    any digit may say the figure in Chinese words.

    >>> holds("113.96万元", 1139600), holds("12", 13), holds("十二", 12)
    (True, False, True)
    """
    digits = "".join(letter for letter in raw.translate(_WIDTHS) if letter in "0123456789")
    if not digits:
        return not raw.isascii()
    plain = f"{value:.17g}" if isinstance(value, float) and "e" in repr(value) else repr(value)
    return "".join(c for c in plain if c.isdigit()).strip("0") in digits
