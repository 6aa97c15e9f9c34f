"""What the stages hand to each other: plain data without behaviour.

A reader turns source text into a :class:`Document` of blocks. Every text keeps two forms:
``published`` as the source has it and ``text`` as repaired for reading; until a repair touches
it both are the same object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    r"""One cell as the source wrote it; line breaks inside it are ``\n``."""

    published: str
    text: str
    colspan: int = 1  # after the HTML rules for parsing integers: 1..1000
    rowspan: int = 1  # 0 = to the end of the row group, else 1..65534
    is_header: bool = False  # written as <th>
    line: int | None = None  # text dumps: 1-based line of the source
    score: float | None = (
        None  # pictures: how certain the text is, 0 to 1; None for text of the source
    )
    readings: tuple[str, ...] = ()  # pictures: all that the cell may say, where that is in doubt


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that stands alone between block boundaries."""

    published: str
    text: str
    container: int = 0  # number of the enclosing block element, see Document.parents
    line: int | None = None  # text dumps: 1-based line of the source
    tag: str = "p"  # lower-case name of the nearest block element ("h1", "p", "li", …)


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one innermost table, spans not yet expanded."""

    rows: tuple[tuple[Cell, ...], ...]
    container: int = 0
    index: int = 0  # 0-based number of the <table> in the source; text dumps: of the table found
    group_starts: tuple[int, ...] = ()  # rows at which a <thead>/<tbody>/<tfoot> begins
    incomplete: str | None = None  # why the reader knows that cells are missing, if it does
    hidden: bool = False  # it stands in an element that is not shown; scripts may show it
    first_row: int = 0  # 0-based row of the source that the first one is, where a table was cut


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture of the document, for attachments and picture tables."""

    url: str
    title: str
    kind: str  # "a" | "img" | "iframe" | "embed"
    block: int  # index of the block it stands in or before


Block = Paragraph | RawTable


@dataclass(frozen=True, slots=True)
class Document:
    """A source as blocks in source order."""

    blocks: tuple[Block, ...]
    media_type: str = "text/html"
    reader: str = "html"
    title: str = ""  # text of <title>; "" where there is none
    metas: tuple[tuple[str, str], ...] = ()  # <meta name content> in order, names as written
    links: tuple[Link, ...] = ()
    parents: tuple[int, ...] = (0,)  # parent of each container number; 0 is the root
    losses: tuple[str, ...] = ()  # what the reader could not keep, in words


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One named repair and how often it was made; the note stands in two languages."""

    code: str
    count: int
    note: str = ""
    note_zh: str = ""


class GridCell(NamedTuple):
    """A source cell on the expanded grid, known by where it begins."""

    cell: Cell
    row: int
    column: int
    colspan: int  # as clipped to the grid
    rowspan: int
    ordinal: int  # number of the cell among its row's own cells


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its spans expanded.

    ``slots[r][c]`` is the cell that covers the place, or None where the source has none. Every
    row has ``width`` slots. ``own[r]`` are the cells written in source row r, in order.
    """

    table: RawTable
    width: int
    slots: tuple[tuple[GridCell | None, ...], ...]
    own: tuple[tuple[GridCell, ...], ...]
    flaws: tuple[str, ...] = ()  # "ragged_row:3", "overlap:2,4", "clamped_span:0,1", …


@dataclass(slots=True)
class SectionSpan:
    """A section as block positions before it becomes part of the record."""

    code: str
    heading: str
    start: int  # index of the first block after the heading
    stop: int  # index past the last block
    lead_text: str = ""  # text that followed the heading inside the heading's own paragraph


@dataclass(frozen=True, slots=True)
class Outline:
    """Where title, lead and sections stand in the document's blocks."""

    title: str
    title_block: int  # -1 where no title was found in the blocks
    lead: tuple[int, int]  # [start, stop) blocks between title and first heading
    sections: tuple[SectionSpan, ...]
    head: tuple[int, int]  # [start, stop) blocks before the title (page chrome, metadata)
    tail: tuple[int, int]  # [start, stop) blocks after the report (signature excluded)
