"""Header rows to an ordered list of columns.

Columns are read in the order of their labels. A group label (法人或其他组织, 行政诉讼) is replaced by the
labels of the row below it; this needs no spans, so it also reads headers whose spans were lost or
flattened. The grid is asked where the order alone is not enough: labels cut over two rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parsers.labels import Hit, lookup
from parsers.model import GridCell
from parsers.normal import label_core
from parsers.tables.rows import Row, codes
from parsers.vocab import ColumnDef, table

BLOCKS = ("review", "litigation.direct", "litigation.after_review")


class Column(NamedTuple):
    """One column of a table as its header names it."""

    code: str | None  # None: the label is not in the codebook
    text: str
    grid_column: int
    row: str | None = None  # table 4: the block that the column belongs to
    certain: bool = True  # False: put there by the order of the form, not by its label


def read_header(table_code: str, rows: list[Row]) -> list[Column]:
    """Give the columns that header rows name, in the order of the values below them."""
    if table_code == "requests":
        return _requests(rows)
    if table_code == "disputes":
        return _disputes(rows)
    return _proactive(rows)


def _proactive(rows: list[Row]) -> list[Column]:
    row = rows[-1]
    cells = list(zip(row.cells, row.hits, strict=True))
    first = next((i for i, (_, hits) in enumerate(cells) if codes(hits, "column")), 0)
    named = [
        _column("proactive", cell, hits)
        for i, (cell, hits) in enumerate(cells)
        if i >= first or not (codes(hits, "note") or not cell.cell.text or i == 0)
    ]
    while named and not named[-1].text:
        named.pop()  # what a header that spanned columns left behind it
    return _complete_names(_without_spread(named))


def _without_spread(columns: list[Column]) -> list[Column]:
    """Leave out the empty label that a spanned one left behind it, where the others are a part's."""
    labelled = [column for column in columns if column.text]
    codes_left = tuple(column.code for column in labelled)
    return labelled if codes_left in _codes_of_orders() else columns


@lru_cache
def _codes_of_orders() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(definition.code for definition in order) for order in _orders())


def _column(table_code: str, cell: GridCell, hits: tuple[Hit, ...]) -> Column:
    found = codes(hits, "column", table_code)
    return Column(found[0] if found else None, cell.cell.text, cell.column)


def _complete_names(columns: list[Column]) -> list[Column]:
    """Name columns whose label was cut, where the form's own order leaves one reading.

    On 11 real pages 本年新制作数量 and 本年新公开数量 were both cut to 本年新: the cut label must be
    the beginning or end of the label that the form has at this place, and all others must agree.
    """
    if all(c.code for c in columns):
        return columns
    fits = {order for order in _orders() if _agrees(columns, order)}
    if len(fits) != 1:
        return columns
    order = fits.pop()
    return [
        c if c.code else c._replace(code=definition.code, certain=False)
        for c, definition in zip(columns, order, strict=True)
    ]


def _agrees(columns: list[Column], order: tuple[ColumnDef, ...]) -> bool:
    if len(columns) != len(order) or not any(c.code for c in columns):
        return False
    for column, definition in zip(columns, order, strict=True):
        if column.code is not None and column.code != definition.code:
            return False
        core, label = label_core(column.text), label_core(definition.zh)
        if column.code is None and not (core and (label.startswith(core) or label.endswith(core))):
            return False
    return True


@lru_cache
def _orders() -> tuple[tuple[ColumnDef, ...], ...]:
    """Give the columns of every part of table 2 in every form, in the order of the form."""
    parts = table("proactive").parts
    return tuple(order for part in parts for order in official_orders(part.code))


@lru_cache
def official_orders(part: str) -> tuple[tuple[ColumnDef, ...], ...]:
    """Give the columns of a part of table 2 as each form prints them."""
    columns = [c for c in table("proactive").columns if c.part == part]
    orders = [tuple(c for c in columns if form in c.forms) for form in ("B", "C")]
    return tuple(order for order in dict.fromkeys(orders) if order)


def _requests(rows: list[Row]) -> list[Column]:
    columns: list[Column] = []
    for row in rows:
        named = [
            _column("requests", cell, hits)
            for cell, hits in zip(row.cells, row.hits, strict=True)
            if cell.cell.text and not codes(hits, "note")
        ]
        columns = _merge(columns, _regroup(named))
    known = [c.code for c in columns if c.code]
    if len(known) == len(columns) == len(set(known)):
        return columns
    joined = _joined_by_grid(rows)
    return joined if len(joined) == len({c.code for c in joined}) > len(set(known)) else columns


def _regroup(columns: list[Column]) -> list[Column]:
    """Put the labels of a group into its place where one row holds both, as flat dumps do."""
    group = next((i for i, c in enumerate(columns) if c.code == "org"), None)
    members = [i for i, c in enumerate(columns) if (c.code or "").startswith("org.")]
    if group is None or not members or members[0] < group:
        return columns
    inner = columns[members[0] : members[-1] + 1]
    rest = columns[group + 1 : members[0]] + columns[members[-1] + 1 :]
    return columns[:group] + inner + rest


def _merge(columns: list[Column], below: list[Column]) -> list[Column]:
    """Put a header row into the row above it: its labels stand under the group, if there is one."""
    group = next((i for i, c in enumerate(columns) if c.code == "org"), None)
    if not columns or not below:
        return below or columns
    if group is None or not all(c.code is None or c.code.startswith("org.") for c in below):
        repeated = {c.code for c in columns} & {c.code for c in below if c.code}
        return below if repeated else columns + below
    return columns[:group] + below + columns[group + 1 :]


def _joined_by_grid(rows: list[Row]) -> list[Column]:
    """Name each grid column by its lowest labels, joined where one label was cut over rows."""
    grid = rows[0].grid
    if any(row.grid is not grid for row in rows):
        return []
    columns: list[Column] = []
    for number in range(grid.width):
        cells: list[GridCell] = []
        for row in rows:
            cell = grid.slots[row.number][number]
            if cell is not None and cell not in cells and cell.cell.text:
                cells.append(cell)
        code = _lowest(cells)
        if code is not None and (not columns or columns[-1].code != code):
            columns.append(Column(code, "".join(c.cell.text for c in cells), number))
    return columns


def _lowest(cells: list[GridCell]) -> str | None:
    for start in range(len(cells) - 1, -1, -1):
        found = codes(lookup("".join(c.cell.text for c in cells[start:])), "column", "requests")
        if found and found[0] != "org":
            return found[0]
    return None


def _disputes(rows: list[Row]) -> list[Column]:
    named: list[tuple[int, str]] = []
    leaves: list[tuple[GridCell, str | None]] = []
    for row in rows:
        for cell, hits in zip(row.cells, row.hits, strict=True):
            block = codes(hits, "row", "disputes")
            found = codes(hits, "column", "disputes")
            if block:
                named.append((cell.column, block[0]))
            elif found or (cell.cell.text and not codes(hits, "note") and leaves):
                leaves.append((cell, found[0] if found else None))
    named = [b for b in named if not any(other.startswith(b[1] + ".") for _, other in named)]
    if _has_own_columns(named, leaves):
        named.sort()
        leaves.sort(key=lambda leaf: leaf[0].column)
    blocks = [block for _, block in named]
    size = len(table("disputes").columns)
    if len(leaves) > size * len(blocks):  # a label that stands twice in a row
        single = [leaf for i, leaf in enumerate(leaves) if i == 0 or leaf[1] != leaves[i - 1][1]]
        leaves = single if len(single) == size * len(blocks) else leaves
    if not blocks or len(leaves) != size * len(blocks):
        return [Column(code, cell.cell.text, cell.column) for cell, code in leaves]
    return [
        Column(code, cell.cell.text, cell.column, blocks[number // size])
        for number, (cell, code) in enumerate(leaves)
    ]


def _has_own_columns(
    named: list[tuple[int, str]], leaves: list[tuple[GridCell, str | None]]
) -> bool:
    """Say whether every result of table 4 stands in a grid column of its own, each block over the first of its own.

    Then the grid tells their order even where the suits stand before the reviews; where spans were
    lost, results of two rows share columns.
    """
    columns = sorted(cell.column for cell, _ in leaves)
    size = len(table("disputes").columns)
    starts = sorted(column for column, _ in named)
    return len(set(columns)) == len(columns) == size * len(named) and starts == columns[::size]
