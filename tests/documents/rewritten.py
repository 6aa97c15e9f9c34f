"""A page of the fixtures rewritten as a Word file, with the spans of its tables."""

from __future__ import annotations

from itertools import groupby

from parsers.grid import build_grid
from parsers.model import RawTable
from parsers.readers.html import read_html
from tests.conftest import ROOT
from tests.documents.office_files import p, tc, tr, word


def page_of(name: str) -> str:
    """Give the markup of a fixture."""
    return (ROOT / "fixtures" / "reports" / name / "input.html").read_text(encoding="utf-8")


def as_word(markup: str) -> bytes:
    """Give a page's paragraphs and tables as a Word file."""
    body = [
        _table(block) if isinstance(block, RawTable) else p(block.text)
        for block in read_html(markup).blocks
    ]
    return word("".join(body))


def _table(raw: RawTable) -> str:
    rows = []
    for number, slots in enumerate(build_grid(raw).slots):
        cells = []
        for cell, covered in groupby(slots):
            span = f'<w:gridSpan w:val="{len(list(covered))}"/>'
            if cell is None:
                cells.append(tc("", span))
            elif cell.row < number:
                cells.append(tc("", f"{span}<w:vMerge/>"))
            else:
                start = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                cells.append(tc(cell.cell.text.replace("\n", ""), span + start))
        rows.append(tr(*cells))
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
