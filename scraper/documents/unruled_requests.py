"""Table 3 without lines between its columns: rows by their labels, columns by their figures and the header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.labels import lookup
from scraper.documents.bands import Band, bands_of, label_bands
from scraper.documents.blocks import FileCell
from scraper.documents.columns import (
    Column,
    between,
    columns_of,
    cut,
    hits,
    joined,
    labels_of,
    row_of,
    spread,
    stacks_of,
)
from scraper.documents.words import Line, Word, label_of, values_of

# The heading of a section is like the label of a row; what has its number and no figures is taken for one.
_HEADING = re.compile(r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u2f00\u2f06]\u3001")
# A note of the header begins with a bracket that holds no number.
_NOTE = re.compile(r"[(\uff08][^\u4e00-\u5341\u2f00\u2f06\d]")
_KNOWN = 4  # rows that make a table of it; one is enough where all columns are there
_COLUMNS = 7
_REACH = 12  # lines without a figure
_WRAPPED = 12.0  # points from the middle of a row to the last line of its label
_PROSE = 25  # characters; a line of prose is longer


def requests_table(lines: list[Line], at: int) -> tuple[list[list[FileCell]], int] | None:
    """Read the table that begins at a line.

    Returns:
        Its rows and the line behind it; None where none begins.
    """
    stop = _end(lines, at)
    body = lines[at:stop]
    first = next((n for n, line in enumerate(body) if values_of(line)), None)
    if first is None:
        return None
    edge = _right_of_labels(body)
    bands = _labelled(body, first, edge)
    values = [word for band in bands for word in band.words if word.is_value]
    header = _header(body[:first], columns_of(values), edge)
    columns = _columns(header, columns_of(values))
    rows = [_row(band, columns) for band in bands]
    known = sum(bool(hits(row[0].text, "requests", "row")) for row in rows)
    enough = 1 if len(columns) == _COLUMNS else _KNOWN
    if known < enough or known * 2 < len(rows):
        return None
    labels = labels_of(header, columns, "requests")
    if any(labels):
        rows.insert(0, row_of(body[first], ["", *labels]))
    return rows, stop


def _end(lines: list[Line], at: int) -> int:
    """Give the line behind the table that begins here; ``at`` where none begins."""
    words = [word for word in lines[at] if values_of(lines[at]) or not _HEADING.match(word.text)]
    if not any(hit.table == "requests" for word in words for hit in lookup(word.text)):
        return at
    last, stop = -1, at
    while stop < len(lines) and stop - max(last, at) <= _REACH and not _is_other(lines[stop]):
        if values_of(lines[stop]):
            last = stop
            if _is_last(lines[stop]):
                break
        stop += 1
    if last < 0:
        return at
    stop = last + 1  # the last lines of a label or of figures that are wrapped
    while stop < len(lines) and lines[stop][0].height - lines[last][-1].height < _WRAPPED:
        stop += 1
    return stop


def _is_last(line: Line) -> bool:
    known = hits(label_of(line), "requests", "row")
    return any(hit.code == "carried_over_to_next_year" for hit in known)


def _is_other(line: Line) -> bool:
    """Say whether a line is a paragraph, a heading or the header of table 4."""
    if any(hits(word.text, "disputes", "row") for word in line):
        return True
    text = line[0].text
    return len(line) == 1 and len(text) > _PROSE and not lookup(text) and not _NOTE.match(text)


def _right_of_labels(body: list[Line]) -> float:
    """Give where the column of labels ends at the least: labels stand before the first figure of a line."""
    found = 0.0
    for line in body:
        label = line[: len(line) - len(values_of(line))]
        if label and len(label) < len(line):
            found = max(found, label[-1].right)
    return found


def _left_of_labels(body: list[Line]) -> float:
    """Give where the labels of rows begin; labels of groups stand left of it, and end there.

    Rows with a number of their own tell it, else lines in which a group stands beside a row.
    """
    numbered = [w.left for line in body for w in line if w.text[:1].isdigit() and not w.is_value]
    labels = [line[: len(line) - len(values_of(line))] for line in body if values_of(line)]
    return min(numbered or [words[-1].left for words in labels if len(words) > 1], default=0.0)


def _labelled(body: list[Line], first: int, edge: float) -> list[Band]:
    """Give the rows of figures with their labels."""
    bands = bands_of(w for line in body[first:] for w in line if w.middle > edge)
    left = _left_of_labels(body) - 1
    begun = max(first - 2, 0)  # a label that is wrapped begins above its figures
    labels = [w for line in body[begun:] for w in line if w.right > left and w.middle <= edge]
    return label_bands(bands, labels)


def _header(lines: list[Line], columns: Sequence[Column], edge: float) -> list[Word]:
    """Give the words of the header that stand above one column; what reaches into the labels is cut."""
    begin = edge
    if len(columns) == _COLUMNS:  # the first is not wider than to the edge of the next
        begin = max(edge, 2 * columns[0].middle - between(columns)[0])
    found = []
    for word in (word for line in lines for word in line if not _spans(word)):
        parts = cut(word, [begin]) if word.left < edge < word.right else [word]
        found += [part for part in parts if part.middle > edge]
    return [w for w in found if sum(w.left < c.middle < w.right for c in columns) < 2]


def _spans(word: Word) -> bool:
    """Say whether a word of the header stands above several columns."""
    return any(hit.axis == "note" or hit.code == "org" for hit in lookup(word.text))


def _columns(header: list[Word], columns: list[Column]) -> list[Column]:
    """Give the columns of the figures, and those that have a label and no figure."""
    named = [one for one, text in stacks_of(header).items() if hits(text, "requests", "column")]
    blank = [a for a in named if not any(a.left < b.right and b.left < a.right for b in columns)]
    return sorted([*columns, *blank])


def _row(band: Band, columns: list[Column]) -> list[FileCell]:
    words = sorted(band.words, key=lambda word: (round(word.height), word.left))
    return row_of([*band.label, *words], [joined(band.label), *(spread(words, columns) or words)])
