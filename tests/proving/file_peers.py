"""What others read in the same PDF files: their tables, and the cells by their position in the official form.

The rows of all tables of a file are put one behind the other and held against the rows of the form, in order; the last cells
of a row are its figures. That is what a script does that knows the form and not the labels.
"""

from __future__ import annotations

import importlib.util
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pdfplumber

from parsers.figures import Expected, parse_figure
from tests.proving.figures import Key, Value
from tests.proving.filed import Filed
from tests.proving.layout import disputes_grid, proactive_grid, requests_grid
from tests.proving.score import MISSING, RIGHT, SILENT

Rows = list[list[str]]
Reader = Callable[[bytes], Rows]


def by_pdfplumber(data: bytes) -> Rows:
    """Give the rows of ``extract_tables``; a cell that another covers is left out."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [
            [cell for cell in row if cell is not None]
            for page in file.pages
            for table in page.extract_tables()
            for row in table
        ]


def by_camelot(data: bytes) -> Rows:
    """Give the rows of camelot's ``lattice``; blank cells stay, since it does not tell spans."""
    import camelot

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.pdf"
        path.write_bytes(data)
        tables = camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)
        return [list(map(str, row)) for table in tables for row in table.df.to_numpy().tolist()]


def readers() -> dict[str, Reader]:
    """Give the peers that are installed."""
    found: dict[str, Reader] = {"pdfplumber": by_pdfplumber}
    if importlib.util.find_spec("camelot") is not None:
        found["camelot"] = by_camelot
    return found


def form_rows(form: str) -> list[list[Key]]:
    """Give the keys of every row of the form's three tables, headers as rows without keys."""
    grids = (
        proactive_grid(form, str, lambda _, label: label),
        requests_grid(form, str, lambda _, label: label),
        disputes_grid(str, lambda _, label: label),
    )
    return [[cell.key for cell in row if cell.key] for grid in grids for row in grid]


def read_by_position(rows: Rows, form: str) -> dict[Key, Value | None]:
    """Give the figures of rows, each row as the one of the form that stands in its place."""
    found: dict[Key, Value | None] = {}
    for row, keys in zip(rows, form_rows(form), strict=False):
        if keys:
            figures = row[-len(keys) :]
            for key, text in zip(keys, figures, strict=False):
                found[key] = parse_figure(text, Expected()).value
    return found


def judge(truth: dict[Key, Value | None], found: dict[Key, Value | None]) -> Counter[str]:
    """Count the cells; a peer warns of nothing, so what is wrong is wrong in silence."""
    verdicts: Counter[str] = Counter()
    for key, true in truth.items():
        got = found.get(key)
        verdicts[RIGHT if got == true else MISSING if got is None else SILENT] += 1
    return verdicts


def peers_of(made: Sequence[Filed]) -> Iterator[tuple[str, str, Counter[str]]]:
    """Give peer, kind and counts of each PDF file."""
    for name, read in readers().items():
        for one in made:
            if one.kind.startswith("pdf"):
                form = "B" if one.report.year <= 2020 else "C"
                yield (
                    name,
                    one.kind,
                    judge(one.report.truth, read_by_position(read(one.data), form)),
                )
