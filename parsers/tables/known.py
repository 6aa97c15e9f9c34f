"""Tables whose shape is known: the same labels and spans, blanks at the same places, other counts.

Reports of a form differ in nothing but their counts, and no count decides where a figure goes. So the way of a
table's cells to their keys is kept when it was found for the first time, and taken again for the next table of
the same shape: it saves two thirds of the time of this stage. Only what was read without a finding, a
recovered figure or a row in waiting is kept. A shape is the whole of what the reading asks of a table,
so that a table which differs in anything else is read anew.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from parsers.figures import Figure
from parsers.model import Grid, RawTable
from parsers.tables.reading import Key, TableReading
from parsers.tables.under_way import State, UnderWay

MOST = 256  # shapes that are kept; each takes about 20 KB
COUNT = "0"  # stands for any count in a shape
_COUNT = re.compile(r"(?:0|[1-9]\d{0,8})\Z", re.ASCII)
_SEPARATOR = "\x1f"
_OF_MARKUP = (
    None,
    None,
    (),
)  # line, score and readings of a cell that is no text dump and no picture
_SURE = frozenset({"stated", "blank", "dash", "slash", "word"})

_Spans = tuple[object, ...]


class Shape(NamedTuple):
    """All that the reading of a table depends on, except its counts."""

    texts: str
    lengths: tuple[int, ...]  # cells of each row
    spans: tuple[_Spans, ...]  # of each cell
    groups: tuple[int, ...]
    hint: str | None
    before: State


class Place(NamedTuple):
    """Where a cell of a known table goes."""

    row: int
    ordinal: int
    column: int  # of the grid
    key: Key
    name: str  # the key as it stands in ``evidence``
    figure: Figure | None  # None for a count, which differs from table to table


class KnownTable(NamedTuple):
    """What the reading of a shape gives."""

    places: tuple[Place, ...]
    names: frozenset[str]
    labels: frozenset[str]
    after: State


_known: dict[Shape, KnownTable] = {}


@lru_cache(maxsize=16384)
def _sign(text: str) -> str:
    return COUNT if _COUNT.match(text) else text


@lru_cache(maxsize=1024)
def _key(name: str) -> Key:
    table, row, column = name.split("/")
    return table, row, column


class Lesson:
    """What the reading was before a table, to tell afterwards what that table gave."""

    def __init__(self, shape: Shape, reading: TableReading) -> None:
        """Remember the reading as it is."""
        self._shape = shape
        self._evidence = dict(reading.evidence)
        self._told = _told(reading)

    def keep(self, state: UnderWay, raw: RawTable, grid: Grid) -> None:
        """Keep the way of the table's cells, if that was told by its shape alone."""
        after, reading = state.state(), state.reading
        if after is None or _told(reading) != self._told:
            return
        if any(reading.evidence[name] is not old for name, old in self._evidence.items()):
            return
        names = [name for name in reading.evidence if name not in self._evidence]
        places = [_place(name, reading, raw, grid) for name in names]
        certain = tuple(place for place in places if place is not None)
        if not places or len(certain) != len(places):
            return
        _keep(self._shape, KnownTable(certain, frozenset(names), frozenset(state.seen), after))


def _keep(shape: Shape, known: KnownTable) -> None:
    """Keep a shape in the place of the oldest; spans that are equal are kept once."""
    if len(_known) >= MOST:
        _known.pop(next(iter(_known)), None)
    own: dict[_Spans, _Spans] = {}
    _known[shape._replace(spans=tuple([own.setdefault(one, one) for one in shape.spans]))] = known


def forget_tables() -> None:
    """Forget all shapes, so that the next table is read anew."""
    _known.clear()


def _told(reading: TableReading) -> tuple[int, ...]:
    """Count what was told of a reading besides figures that are sure."""
    unknown = sum(map(len, reading.unknown.values()))
    unplaced = sum(map(len, reading.unplaced.values()))
    return len(reading.findings), unknown, unplaced, len(reading.doubtful)


def _place(name: str, reading: TableReading, raw: RawTable, grid: Grid) -> Place | None:
    """Give where a figure was found; None where it is not what its cell alone says."""
    found = reading.evidence[name]
    at = found["at"]
    if found["state"] not in _SURE or "column" not in at or "score" in found:
        return None
    row = at["row"] - raw.first_row
    cells = [cell for cell in grid.own[row] if cell.column == at["column"]]
    if len(cells) != 1 or cells[0].cell.published != found["raw"]:
        return None
    key = _key(name)
    table, code, column = key
    value, text = reading.tables[table][code][column], cells[0].cell.text
    figure: Figure | None = Figure(value, found["state"])
    if _COUNT.match(text):
        if figure != Figure(int(text), "stated"):
            return None
        figure = None
    return Place(row, cells[0].ordinal, at["column"], key, name, figure)


def shape_of(raw: RawTable, hint: str | None, before: State | None) -> Shape | None:
    """Give the shape of a table; None where its way cannot be kept.

    Args:
        raw: The table.
        hint: Code of the section that it stands in.
        before: What is under way, None while rows wait for others.
    """
    if before is None or raw.incomplete is not None:
        return None
    cells = list(chain.from_iterable(raw.rows))
    spans = [cell[2:] for cell in cells]
    if any(kind[3:] != _OF_MARKUP for kind in set(spans)):
        return None
    texts = _SEPARATOR.join([_sign(cell.text) for cell in cells])
    if texts.count(_SEPARATOR) != len(cells) - 1:
        return None
    lengths = tuple(map(len, raw.rows))
    return Shape(texts, lengths, tuple(spans), raw.group_starts, hint, before)


def read_known(shape: Shape, state: UnderWay, block: int, raw: RawTable) -> bool:
    """Enter the figures of a table whose shape is known; False where it is not, or a key has a figure already."""
    known = _known.get(shape)
    reading = state.reading
    if known is None or not known.names.isdisjoint(reading.evidence):
        return False
    tables, evidence, rows = reading.tables, reading.evidence, raw.rows
    index, first = raw.index, raw.first_row
    for row, ordinal, column, (table, code, of), name, figure in known.places:
        cell = rows[row][ordinal]
        value, state_name = (int(cell.text), "stated") if figure is None else figure[:2]
        try:
            tables[table][code][of] = value
        except KeyError:
            tables.setdefault(table, {}).setdefault(code, {})[of] = value
        at = {"table": index, "row": first + row, "column": column}
        evidence[name] = {"raw": cell.published, "state": state_name, "at": at}
    reading.labels |= known.labels
    reading.claimed.add(block)
    state.resume(known.after)
    return True
