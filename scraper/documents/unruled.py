"""Tables without lines between their columns, by where the words stand and by the labels of the forms.

A table is taken only where its labels are known: the parts of table 2 by their titles, table 3 by its rows, table 4 by
its fifteen columns. A figure belongs to the column whose middle is nearest; what fits none is left in its row, which
the tables' reader then refuses to place.
Source: the labels of the codebook; files printed without lines or with lines between rows only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from parsers.labels import Hit, lookup
from scraper.documents.blocks import Box, FileCell, FileTable
from scraper.documents.marks import is_page_mark
from scraper.documents.words import LINE, Line, Word, label_of, lines_of, text_of, values_of

# The heading of a section is like the label of a row; what has its number and no figures is taken for one.
_HEADING = re.compile(r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u2f00\u2f06]\u3001")
_GAP = 1.0  # points between two words; headers of fifteen columns stand close
_APART = 8.0  # points between the middles of two columns, at least
_KNOWN = 4  # rows of table 3 on a page that make a table of it; one is enough where all columns are there
_REQUESTS = 7  # columns of table 3
_DISPUTES = 15  # columns of table 4
_REACH = 6  # lines of a header
_WRAPPED = 12.0  # points from the middle of a row to the last line of its label


class Seen(NamedTuple):
    """A table, and the place that it takes on its page."""

    table: FileTable
    top: float
    bottom: float


def unruled_tables(page: Any) -> list[Seen]:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Give the tables of a page or a part of it, from top to bottom."""
    words = [
        Word(str(w["text"]), float(w["x0"]), float(w["x1"]), float(w["top"]), float(w["bottom"]))
        for w in page.extract_words(x_tolerance=_GAP)
    ]
    height = float(page.height)
    lines = [line for line in lines_of(words) if not _is_mark(line, height)]
    number = int(page.page_number)
    found: list[Seen] = []
    at = 0
    while at < len(lines):
        taken = (
            _part(lines, at, number) or _requests(lines, at, number) or _disputes(lines, at, number)
        )
        if taken is None:
            at += 1
            continue
        seen, at = taken
        found.append(seen)
    return found


def _is_mark(line: Line, height: float) -> bool:
    return is_page_mark(text_of(line), line[0].top, line[0].bottom, height)


def _hits(text: str, table: str, axis: str) -> list[Hit]:
    return [hit for hit in lookup(text) if hit.table == table and hit.axis == axis]


def _row(line: Line, cells: Sequence[str | Word], number: int) -> list[FileCell]:
    """Give cells; a word has a box of its own, a label of several words or a blank that of its line."""
    whole = Word(
        "",
        min(word.left for word in line),
        max(word.right for word in line),
        min(word.top for word in line),
        max(word.bottom for word in line),
    )
    return [_cell(whole._replace(text=c) if isinstance(c, str) else c, number) for c in cells]


def _cell(word: Word, number: int) -> FileCell:
    edges = (word.left, word.top, word.right, word.bottom)
    box: Box = (number, *(round(edge, 1) for edge in edges))  # type: ignore[assignment]
    return FileCell(word.text, box=box)


def _seen(rows: list[list[FileCell]], lines: list[Line]) -> Seen:
    tops = [word.top for line in lines for word in line]
    bottoms = [word.bottom for line in lines for word in line]
    return Seen(FileTable(rows, ruled=False), min(tops), max(bottoms))


def _spread(values: list[Word], middles: list[float]) -> list[str | Word] | None:
    """Give a figure for each column, blank where there is none; None where two fall into one."""
    cells: list[str | Word] = [""] * len(middles)
    for word in values:
        at = min(range(len(middles)), key=lambda n: abs(middles[n] - word.middle))
        if cells[at]:
            return None
        cells[at] = word
    return cells


def _part(lines: list[Line], at: int, number: int) -> tuple[Seen, int] | None:
    """Read a part of table 2: its title, its header, and its rows."""
    if len(lines) < at + 3 or not _hits(text_of(lines[at]), "proactive", "part"):
        return None
    header = lines[at + 1]
    if len(header) < 2 or any(word.is_value for word in header):
        return None
    middles = [word.middle for word in header[1:]]
    rows = [
        [FileCell(text_of(lines[at]), len(header))],
        _row(header, [word.text for word in header], number),
    ]
    stop = at + 2
    while stop < len(lines):
        line = lines[stop]
        values = values_of(line)
        label = text_of(line[: len(line) - len(values)])
        cells = _spread(values, middles)
        if cells is None or not _hits(label, "proactive", "row"):
            break
        rows.append(_row(line, [label, *cells], number))
        stop += 1
    return (_seen(rows, lines[at:stop]), stop) if stop > at + 2 else None


def _requests(lines: list[Line], at: int, number: int) -> tuple[Seen, int] | None:
    """Read table 3, or what a page holds of it."""
    stop = _end_of_requests(lines, at)
    body = lines[at:stop]
    anchors = [n for n, line in enumerate(body) if values_of(line)]
    if not anchors:
        return None
    first = anchors[0]
    middles = _columns([word for n in anchors for word in values_of(body[n])])
    edge = middles[0] - _APART * 2
    header = [
        word
        for line in body[:first]
        for word in line
        if word.left > edge - _APART and not _spans(word)
    ]
    header = _narrow(header, middles)
    stacks = _stacks(header)
    blank = [m for m, text in stacks.items() if _hits(text, "requests", "column")]
    middles = sorted([*middles, *(m for m in blank if min(abs(m - o) for o in middles) > _APART)])
    rows = _labelled(body, anchors, (middles, edge), number)
    known = sum(bool(_hits(row[0].text, "requests", "row")) for row in rows)
    enough = 1 if len(middles) == _REQUESTS else _KNOWN
    if known < enough or known * 2 < len(rows):
        return None
    labels = _labels(header, middles)
    if any(labels):
        rows.insert(0, _row(body[first], ["", *labels], number))
    return _seen(rows, body), stop


def _spans(word: Word) -> bool:
    """Say whether a word of the header stands above several columns."""
    hits = lookup(word.text)
    return any(hit.axis == "note" or hit.code == "org" for hit in hits)


def _end_of_requests(lines: list[Line], at: int) -> int:
    """Give the line behind the table that begins here; ``at`` where none begins."""
    words = [word for word in lines[at] if values_of(lines[at]) or not _HEADING.match(word.text)]
    if not any(hit.table == "requests" for word in words for hit in lookup(word.text)):
        return at
    last, stop = -1, at
    while stop < len(lines) and stop - max(last, at) <= _REACH * 2 and not _is_prose(lines[stop]):
        if values_of(lines[stop]):
            last = stop
            if _is_last(lines[stop]):
                break
        stop += 1
    if last < 0:
        return at
    below = lines[
        last + 1 : last + 2
    ]  # the last line of a label that is wrapped around its figures
    near = any(line[0].height - lines[last][-1].height < _WRAPPED for line in below)
    return last + 1 + near


def _is_last(line: Line) -> bool:
    hits = _hits(label_of(line), "requests", "row")
    return any(hit.code == "carried_over_to_next_year" for hit in hits)


def _is_prose(line: Line) -> bool:
    """Say whether a line is a paragraph or a heading and no label: one word alone, long and unknown."""
    return len(line) == 1 and len(line[0].text) > 25 and not lookup(line[0].text)


def _columns(values: list[Word]) -> list[float]:
    """Give the middles of the columns that figures stand in."""
    groups: list[list[float]] = []
    for middle in sorted(word.middle for word in values):
        if groups and middle - groups[-1][-1] <= _APART:
            groups[-1].append(middle)
        else:
            groups.append([middle])
    return [sum(group) / len(group) for group in groups]


def _narrow(header: list[Word], middles: list[float]) -> list[Word]:
    """Give the words of a header that do not span columns."""
    return [w for w in header if sum(w.left < m < w.right for m in middles) < 2]


def _stacks(header: list[Word]) -> dict[float, str]:
    """Give the labels that stand above one another, by their middle."""
    stacks: list[list[Word]] = []
    for word in sorted(header, key=lambda one: one.left):
        if stacks and word.left < max(other.right for other in stacks[-1]) + _GAP:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    edges = [(min(w.left for w in one), max(w.right for w in one)) for one in stacks]
    return {
        (left + right) / 2: _joined(one) for (left, right), one in zip(edges, stacks, strict=True)
    }


def _joined(words: list[Word]) -> str:
    return "".join(w.text for w in sorted(words, key=lambda w: (round(w.height), w.left)))


def _labels(header: list[Word], middles: list[float]) -> list[str]:
    """Give the label of each column: the words that are nearest to it, blank where there are none."""
    words: list[list[Word]] = [[] for _ in middles]
    for word in header:
        nearest = min(range(len(middles)), key=lambda n: abs(middles[n] - word.middle))
        words[nearest].append(word)
    return [_joined(one) for one in words]


def _left_of_labels(body: list[Line]) -> float:
    """Give where the labels of rows begin; labels of groups stand left of it, and end there.

    Rows with a number of their own tell it, else lines in which a group stands beside a row.
    """
    numbered = [w.left for line in body for w in line if w.text[:1].isdigit() and not w.is_value]
    labels = [line[: len(line) - len(values_of(line))] for line in body if values_of(line)]
    return min(numbered or [words[-1].left for words in labels if len(words) > 1], default=0.0)


def _labelled(
    body: list[Line], anchors: list[int], columns: tuple[list[float], float], number: int
) -> list[list[FileCell]]:
    """Give a row for each line of figures; lines of a label go to the nearest of them.

    ``columns`` are the middles of the figures' columns, and the left edge of the first.
    """
    middles, edge = columns
    left = _left_of_labels(body) - 1
    heights = [body[n][-1].height for n in anchors]
    words: list[list[Word]] = [[] for _ in anchors]
    for n, line in enumerate(body):
        if n < anchors[0] - 1:
            continue
        for word in line[: len(line) - len(values_of(line))]:
            if word.right > left and word.middle < edge:
                nearest = min(range(len(anchors)), key=lambda a: abs(heights[a] - word.height))
                words[nearest].append(word)
    rows = []
    for at, n in enumerate(anchors):
        values = values_of(body[n])
        ordered = sorted(words[at], key=lambda w: (round(w.height / LINE), w.left))
        cells = _spread(values, middles) or list(values)
        rows.append(_row(body[n], ["".join(w.text for w in ordered), *cells], number))
    return rows


def _disputes(lines: list[Line], at: int, number: int) -> tuple[Seen, int] | None:
    """Read table 4: a header whose last lines name fifteen columns, and a line of figures."""
    if not any(_hits(word.text, "disputes", "row") for word in lines[at]):
        return None
    for stop in range(at + 2, min(at + _REACH + 2, len(lines))):
        values = values_of(lines[stop])
        if values and len(values) == len(lines[stop]):
            return _of_fifteen(lines[at : stop + 1], values, number, stop + 1)
    return None


def _of_fifteen(
    lines: list[Line], values: list[Word], number: int, stop: int
) -> tuple[Seen, int] | None:
    header = [word for line in lines[:-1] for word in line]
    blocks = [w for w in header if _hits(w.text, "disputes", "row")]
    leaves = [w for w in blocks if _hits(w.text, "disputes", "row")[0].code != "litigation"]
    stacks = _stacks([word for word in header if word not in blocks])
    middles = sorted(stacks)
    known = all(_hits(stacks[m], "disputes", "column") for m in middles)
    cells = _spread(values, middles) if len(middles) == _DISPUTES else None
    if not known or cells is None or len(leaves) != 3:
        return None
    leaves.sort(key=lambda word: word.middle)
    rows = [
        [FileCell(word.text, _DISPUTES // 3) for word in leaves],
        _row(lines[-2], [stacks[m] for m in middles], number),
        _row(lines[-1], cells, number),
    ]
    return _seen(rows, lines), stop
