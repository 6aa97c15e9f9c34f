"""Tables as pictures: printed by a browser, drawn at the width of a page, cut out.

One call of the browser prints all tables, each on a sheet of its own, so that many pages cost little.
The same pages give the same pixels on one machine; browsers and fonts differ between machines.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageChops

from tests.proving.dice import Dice

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHEET = (720, 2200)  # CSS pixels; the longest table 3 of wide rows has room
_POINTS = 0.75  # of a CSS pixel
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)


class Style(NamedTuple):
    """How a table is printed."""

    font: str
    size: int  # CSS pixels
    padding: int
    line: str  # CSS of a border
    width: int  # CSS pixels of the table
    align: str


def draw_style(dice: Dice) -> Style:
    """Draw a style: fonts of offices and of browsers, thin and grey lines, narrow and wide tables."""
    return Style(
        dice.pick(["Noto Serif CJK SC", "Noto Sans CJK SC", "Liberation Serif,Noto Serif CJK SC"]),
        dice.pick([12, 13, 14, 16]),
        dice.pick([1, 2, 4, 6]),
        dice.pick(["1px solid #000", "1px solid #000", "1px solid #666", "2px solid #000"]),
        dice.pick([600, 640, 680]),
        dice.pick(["center", "center", "left", "right"]),
    )


def browser() -> str | None:
    """Give the path of a browser, or None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def tables_of(markup: str) -> list[str]:
    """Give the tables of a page's markup."""
    return _TABLE.findall(markup)


def sheet(table: str, style: Style) -> str:
    """Give a table as a sheet to be printed."""
    rules = (
        f"font:{style.size}px/1.4 {style.font};width:{style.width}px;"
        f"--line:{style.line};--pad:{style.padding}px;text-align:{style.align}"
    )
    return f'<div class="sheet" style="{rules}">{table}</div>'


def print_sheets(sheets: Sequence[str]) -> bytes:
    """Print sheets, one a page, as a PDF."""
    width, height = SHEET
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><style>@page{{size:{width}px {height}px;margin:0}}"
        "body{margin:0}.sheet{break-after:page;padding:20px}"
        "table{border-collapse:collapse;width:100%}td{border:var(--line);padding:var(--pad)}"
        "</style>" + "".join(sheets)
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "sheets.html"), Path(folder, "sheets.pdf")
        source.write_text(page, encoding="utf-8")
        command = [browser() or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                   f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
                   f"--print-to-pdf={target}", source.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return target.read_bytes()


def pictures_of(printed: bytes, scale: float) -> list[Image.Image]:
    """Draw the sheets of a PDF and cut each to what stands on it; ``scale`` 1 is a screen's."""
    file = pypdfium2.PdfDocument(printed)
    try:
        return [_cut(page.render(scale=scale / _POINTS).to_pil().convert("RGB")) for page in file]
    finally:
        file.close()


def _cut(page: Image.Image) -> Image.Image:
    blank = Image.new("RGB", page.size, "white")
    left, top, right, bottom = ImageChops.difference(page, blank).getbbox() or (0, 0, 1, 1)
    return page.crop((max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8))
