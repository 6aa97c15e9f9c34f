"""Tables without lines between their columns, by where the words stand and by the labels of the forms.

A table is taken only where its labels are known: the parts of table 2 by their titles, table 3 by its rows, table 4 by
its fifteen columns. A figure belongs to the column whose middle is nearest; what fits none is left in its row, which
the tables' reader then refuses to place.
Source: the labels of the codebook; files printed without lines or with lines between rows only.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from parsers.labels import lookup
from scraper.documents.blocks import FileCell
from scraper.documents.columns import (
    APART,
    GAP,
    Seen,
    columns_of,
    hits_of,
    joined,
    row_of,
    seen_of,
    spread,
    stacked,
    stacks_of,
)
from scraper.documents.fifteen import disputes, figures_below
from scraper.documents.marks import is_page_mark
from scraper.documents.words import LINE, Line, Word, label_of, lines_of, text_of, values_of

# The heading of a section is like the label of a row; what has its number and no figures is taken for one.
_HEADING = re.compile(r"[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u2f00\u2f06]\u3001")
_KNOWN = 4  # rows of table 3 on a page that make a table of it; one is enough where all columns are there
_REQUESTS = 7  # columns of table 3
_REACH = 6  # lines of a header
_NUMBER = 15.0  # points between the marks around the number of a page, at most
_WRAPPED = 12.0  # points from the middle of a row to the last line of its label


def unruled_tables(page: Any, columns: Sequence[float] = ()) -> list[Seen]:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Give the tables of a page or a part of it, from top to bottom.

    Args:
        page: The page.
        columns: Where the columns stand of a table that ended the page before and may go on.
    """
    words = [
        Word(str(w["text"]), float(w["x0"]), float(w["x1"]), float(w["top"]), float(w["bottom"]))
        for w in page.extract_words(x_tolerance=GAP)
    ]
    height = float(page.height)
    lines = [line for line in lines_of(words) if not _is_mark(line, height)]
    number = int(page.page_number)
    below = figures_below(lines, columns, number)
    found = [] if below is None else [below]
    at = len(found)
    while at < len(lines):
        taken = (
            _part(lines, at, number)
            or _requests(lines, at, number, columns)
            or disputes(lines, at, number)
        )
        if taken is None:
            at += 1
            continue
        seen, at = taken
        found.append(seen)
    return found


def _is_mark(line: Line, height: float) -> bool:
    """Say whether a line is the number of its page; figures that stand apart are a row that a page begins with."""
    apart = any(b.left - a.right > _NUMBER for a, b in itertools.pairwise(line))
    return not apart and is_page_mark(text_of(line), line[0].top, line[0].bottom, height)


def _part(lines: list[Line], at: int, number: int) -> tuple[Seen, int] | None:
    """Read a part of table 2: its title, its header, and its rows."""
    if len(lines) < at + 3 or not hits_of(text_of(lines[at]), "proactive", "part"):
        return None
    header = lines[at + 1]
    if len(header) < 2 or any(word.is_value for word in header):
        return None
    middles = [word.middle for word in header[1:]]
    rows = [
        [FileCell(text_of(lines[at]), len(header))],
        row_of(header, [word.text for word in header], number),
    ]
    stop = at + 2
    while stop < len(lines):
        line = lines[stop]
        values = values_of(line)
        label = text_of(line[: len(line) - len(values)])
        cells = spread(values, middles)
        if cells is None or not hits_of(label, "proactive", "row"):
            break
        rows.append(row_of(line, [label, *cells], number))
        stop += 1
    return (seen_of(rows, lines[at:stop]), stop) if stop > at + 2 else None


def _requests(
    lines: list[Line], at: int, number: int, carried: Sequence[float]
) -> tuple[Seen, int] | None:
    """Read table 3, or what a page holds of it; ``carried`` are the columns of the page before."""
    stop = _end_of_requests(lines, at)
    body = lines[at:stop]
    anchors = [n for n, line in enumerate(body) if values_of(line)]
    if not anchors:
        return None
    first = anchors[0]
    middles = _middles([word for n in anchors for word in values_of(body[n])], carried)
    edge = middles[0] - APART * 2
    header = _header(body[:first], middles, edge)
    stacks = stacks_of(header)
    edge = min([edge, *(word.left - GAP for word in header)])
    blank = [m for m, text in stacks.items() if hits_of(text, "requests", "column")]
    middles = sorted([*middles, *(m for m in blank if min(abs(m - o) for o in middles) > APART)])
    rows = _labelled(body, anchors, (middles, edge), number)
    known = sum(bool(hits_of(row[0].text, "requests", "row")) for row in rows)
    enough = 1 if len(middles) == _REQUESTS else _KNOWN
    if known < enough or known * 2 < len(rows):
        return None
    labels = _labels(header, middles)
    if any(labels):
        rows.insert(0, row_of(body[first], ["", *labels], number))
    seen = seen_of(rows, body)
    goes_on = stop == len(lines) and len(middles) == _REQUESTS
    columns = tuple(middles) if goes_on and not _is_last(body[anchors[-1]]) else ()
    return seen._replace(table=seen.table._replace(columns=columns)), stop


def _middles(values: list[Word], carried: Sequence[float]) -> list[float]:
    """Give the columns of the figures: those of the page before, where all of them stand below those."""
    middles = columns_of(values)
    if len(carried) != _REQUESTS:
        return middles
    near = all(min(abs(middle - other) for other in carried) <= APART for middle in middles)
    return list(carried) if near else middles


def _header(lines: list[Line], middles: list[float], edge: float) -> list[Word]:
    """Give the words of a header that stand above one column.

    A column without any figure on the page may stand left of all others: its label tells it.
    """
    words = _narrow([word for line in lines for word in line if not _spans(word)], middles)
    named = [w for one in stacked(words) if hits_of(joined(one), "requests", "column") for w in one]
    return [word for word in words if word.left > edge - APART or word in named]


def _spans(word: Word) -> bool:
    """Say whether a word of the header stands above several columns."""
    hits = lookup(word.text)
    return any(hit.axis == "note" or hit.code == "org" for hit in hits)


def _end_of_requests(lines: list[Line], at: int) -> int:
    """Give the line behind the table that begins here; ``at`` where none begins."""
    if not _begins(lines, at):
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
    rest = lines[last + 1 :]
    if not _is_last(lines[last]) and _ends_in_label(rest):
        return len(lines)
    # The last line of a label that is wrapped around its figures.
    return last + 1 + any(line[0].height - lines[last][-1].height < _WRAPPED for line in rest[:1])


def _ends_in_label(rest: list[Line]) -> bool:
    """Say whether nothing but the last lines of labels stands below the last figures of a page."""
    return len(rest) <= 2 and not any(
        values_of(line) or _is_prose(line) or _HEADING.match(line[0].text) for line in rest
    )


def _begins(lines: list[Line], at: int) -> bool:
    """Say whether a line holds a label of table 3, or the first part of one that is wrapped around its figures."""
    words = [word for word in lines[at] if values_of(lines[at]) or not _HEADING.match(word.text)]
    if any(hit.table == "requests" for word in words for hit in lookup(word.text)):
        return True
    near = [
        line for line in lines[at : at + 3] if line[0].height - lines[at][0].height < 2 * _WRAPPED
    ]
    wrapped = any(len(values_of(line)) == len(line) for line in near)
    return wrapped and bool(hits_of("".join(map(label_of, near)), "requests", "row"))


def _is_last(line: Line) -> bool:
    hits = hits_of(label_of(line), "requests", "row")
    return any(hit.code == "carried_over_to_next_year" for hit in hits)


def _is_prose(line: Line) -> bool:
    """Say whether a line is a paragraph or a heading and no label: one word alone, long and unknown."""
    return len(line) == 1 and len(line[0].text) > 25 and not lookup(line[0].text)


def _narrow(header: list[Word], middles: list[float]) -> list[Word]:
    """Give the words of a header that do not span columns."""
    return [w for w in header if sum(w.left < m < w.right for m in middles) < 2]


def _labels(header: list[Word], middles: list[float]) -> list[str]:
    """Give the label of each column: the words that are nearest to it, blank where there are none."""
    words: list[list[Word]] = [[] for _ in middles]
    for word in header:
        nearest = min(range(len(middles)), key=lambda n: abs(middles[n] - word.middle))
        words[nearest].append(word)
    return [joined(one) for one in words]


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
        is_header = n < anchors[0] and any(word.middle >= edge for word in line)
        if n < anchors[0] - 1 or is_header:
            continue
        for word in line[: len(line) - len(values_of(line))]:
            if word.right > left and word.middle < edge:
                nearest = min(range(len(anchors)), key=lambda a: abs(heights[a] - word.height))
                words[nearest].append(word)
    rows = []
    for at, n in enumerate(anchors):
        values = values_of(body[n])
        ordered = sorted(words[at], key=lambda w: (round(w.height / LINE), w.left))
        cells = spread(values, middles) or list(values)
        rows.append(row_of(body[n], ["".join(w.text for w in ordered), *cells], number))
    return rows
