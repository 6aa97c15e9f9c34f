"""Small tables drawn by hand: ruled lines and Latin digits, so that no browser and no Chinese font is needed."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont


def ruled(columns, rows, *, merged=(), gaps=(), width=3):
    """A white sheet with a grid of lines at these pixels; ``merged`` and ``gaps`` are boxes painted white."""
    sheet = Image.new("L", (columns[-1] + 40, rows[-1] + 40), 255)
    draw = ImageDraw.Draw(sheet)
    for x in columns:
        draw.line([(x, rows[0]), (x, rows[-1])], 0, width)
    for y in rows:
        draw.line([(columns[0], y), (columns[-1], y)], 0, width)
    for box in (*merged, *gaps):
        draw.rectangle(box, 255)
    return sheet


def with_text(sheet, texts, size=30):
    """The sheet with texts at these places."""
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size)
    for (x, y), text in texts.items():
        draw.text((x, y), text, 0, font)
    return sheet


def pixels(sheet):
    """The grey pixels of a sheet."""
    return np.asarray(sheet.convert("L"), np.uint8)


def packed(sheet, kind="PNG", **options):
    """The file of a sheet."""
    file = io.BytesIO()
    sheet.save(file, kind, **options)
    return file.getvalue()
