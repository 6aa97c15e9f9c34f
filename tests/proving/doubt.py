"""Which cells of a row with one cell too many nobody can tell: the printed sums allow several readings.

``0 0 0 2 … 2`` with a zero doubled may be read as ``0 0 2 …`` or, across a block of table 4, as
``0 2 0 …``. What differs between the readings is not on the page, so null is right there. The readings
are counted here on their own, from the identities printed on the forms, and not by the reader.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from parsers.figures import parse_figure
from tests.proving.dumps import MARKER
from tests.proving.figures import Key, Value
from tests.proving.layout import Cell, Grid

Reading = tuple[Value | None, ...]
RECEIVED, CARRIED_IN = "requests_received", "carried_over_from_previous_year"
CARRIED_OUT, CLOSED = "carried_over_to_next_year", "outcome.total"
MOST_WRONG = 5  # one of as many rows may be a mistake
BLOCK = 5  # columns of a block of table 4, the last its total


def uncertain(cells: Sequence[Cell], grid: Grid) -> set[Key]:
    """Give the keys of a row's cells on which the possible readings differ.

    Args:
        cells: The cells of the row that should hold its figures, one too many.
        grid: The table that the row stands in.

    A row that the office itself added up wrongly is in doubt as a whole: then no reading is right,
    and none is better than another. A column that it added up wrongly speaks against every reading,
    the true one too, and so for none.
    """
    keys = list(dict.fromkeys(cell.key for cell in cells if cell.key))
    true = tuple(_value(next(c for c in cells if c.key == key).text) for key in keys)
    others = {c.key: _value(c.text) for row in grid for c in row if c.key and c.key not in keys}
    if not all(map(_adds_up, _blocks(keys, true))):
        return set(keys)
    printed = dict(zip(keys, true, strict=True))
    sums = {column for column in _columns(keys) if _column_holds(column, {**others, **printed})}
    possible = {true} | {
        r for r in _readings(cells) if _is_possible(dict(zip(keys, r, strict=True)), others, sums)
    }
    return {key for n, key in enumerate(keys) if len({reading[n] for reading in possible}) > 1}


def headless(grid: Grid) -> set[Key]:
    """Give the keys of a table without its header whose sums do not show where its totals stand.

    A row that does not add up may be the office's mistake or a row whose figures moved; nothing tells
    which, unless five times as many rows with figures do add up. Table 4 has three sums in all. Where
    no row states anything but 0 no sum shows anything, and an unwritten figure may stand anywhere.
    """
    right = wrong = 0
    keys: list[Key] = []
    values: list[Value | None] = []
    for row in grid:
        figures = {cell.key: _value(cell.text) for cell in row if cell.key}
        keys += figures
        values += figures.values()
        for block in _blocks(list(figures), list(figures.values())) if figures else ():
            right += _adds_up(block) and any(block)
            wrong += not _adds_up(block)
    unproved = not right and None in values
    return set(keys) if unproved or wrong * MOST_WRONG > right else set()


def _plain(text: str) -> str:
    return html.unescape(MARKER.sub("", text)).strip()


def _value(text: str) -> Value | None:
    return parse_figure(_plain(text)).value


def _readings(cells: Sequence[Cell]) -> Iterator[Reading]:
    """Leave out an empty cell or one of two equal neighbours, as one fault of a page explains it."""
    texts = [_plain(cell.text) for cell in cells]
    empty = [n for n, text in enumerate(texts) if not text]
    marked = any(text and _value(text) is None for text in texts)
    twins = [n for n in range(1, len(texts)) if texts[n] == texts[n - 1]]
    for n in empty if marked and len(empty) == 1 else {*empty, *twins}:
        yield tuple(_value(text) for text in (*texts[:n], *texts[n + 1 :]))


def _columns(keys: Sequence[Key]) -> set[str]:
    return {key.rpartition("/")[2] for key in keys}


def _is_possible(
    row: dict[Key, Value | None], others: dict[Key, Value | None], sums: set[str]
) -> bool:
    """Say whether a row adds up, and with the other rows the columns of ``sums``."""
    return all(map(_adds_up, _blocks(list(row), list(row.values())))) and all(
        _column_holds(column, {**others, **row}) for column in sums
    )


def _blocks(keys: list[Key], figures: Sequence[Value | None]) -> list[Sequence[Value | None]]:
    """Cut the figures of a row where their sums end."""
    size = BLOCK if keys[0].startswith("disputes/") else len(keys)
    return [figures[start : start + size] for start in range(0, len(figures), size)]


def _adds_up(figures: Sequence[Value | None]) -> bool:
    """Say whether figures can make their last one; a blank stands for any number from 0."""
    *parts, total = figures
    known = sum(part for part in parts if part is not None)
    return total is None or known == total or (known < total and None in parts)


def _column_holds(column: str, cells: dict[Key, Value | None]) -> bool:
    """Say whether the two sums of a column of table 3 hold, as far as its cells are printed."""
    rows = {
        key.split("/")[1]: value
        for key, value in cells.items()
        if key.startswith("requests/") and key.endswith(f"/{column}")
    }
    if not rows:
        return True
    parts = [value for row, value in rows.items() if row.startswith("outcome.") and row != CLOSED]
    ends = ([rows.get(RECEIVED), rows.get(CARRIED_IN)], [rows.get(CLOSED), rows.get(CARRIED_OUT)])
    return _equal(parts, [rows.get(CLOSED)]) and _equal(*ends)


def _equal(left: list[Value | None], right: list[Value | None]) -> bool:
    if None in left or None in right:
        return True
    return sum(v for v in left if v is not None) == sum(v for v in right if v is not None)
