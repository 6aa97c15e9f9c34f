"""The grid of ruled lines: merged cells, gaps, strokes that are no lines, leaning and photographed tables."""

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2", reason="the extra ocr is not installed")

from scraper.pictures.cells import Told
from scraper.pictures.grid import Field, fields_of, lines_of
from scraper.pictures.light import flatten, ink_of
from scraper.pictures.straight import box_on_page
from scraper.pictures.tables import _doubted, find_tables
from tests.pictures.drawn import pixels, ruled, with_text

COLUMNS, ROWS = [20, 420, 820, 1220, 1520], [20, 80, 140, 200, 260]


def spans(fields):
    """Where the fields stand on the grid."""
    return [(f.row, f.column, f.rowspan, f.colspan) for f in fields]


def grid(sheet):
    """The fields of a sheet that stands straight."""
    return fields_of(lines_of(ink_of(pixels(sheet))))


def test_every_cell_is_found_once():
    """Four rows of four."""
    assert spans(grid(ruled(COLUMNS, ROWS))) == [(r, c, 1, 1) for r in range(4) for c in range(4)]


def test_merged_cells_have_their_spans():
    """A header over two columns, a label beside three rows."""
    over = (426, 26, 1216, 76)
    beside = (26, 86, 416, 256)
    found = spans(grid(ruled(COLUMNS, ROWS, merged=[over, beside])))
    assert (0, 1, 1, 2) in found
    assert (1, 0, 3, 1) in found
    assert sum(rows * columns for _, _, rows, columns in found) == 16


@pytest.mark.parametrize("gap", [(600, 76, 630, 84), (816, 100, 824, 125)])
def test_a_gap_in_a_line_is_closed(gap):
    """A fold or a speck of light must not melt two cells."""
    assert len(grid(ruled(COLUMNS, ROWS, gaps=[gap]))) == 16


def test_strokes_of_characters_are_no_lines():
    """Long strokes that touch no line: dashes, ones, frames of characters."""
    texts = {(450, 30): "1111", (850, 90): "EHEH", (60, 150): "--- LLL", (1240, 210): "IIII"}
    assert len(grid(with_text(ruled(COLUMNS, ROWS), texts, size=46))) == 16


def turned(sheet, angle):
    """A sheet that leans, on white."""
    return sheet.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


@pytest.mark.parametrize("angle", [-5, -1.3, 0.4, 3])
def test_a_leaning_table_is_pulled_straight(angle):
    """Cells, and the place of the first cell on the page as it leans."""
    sheet = turned(ruled(COLUMNS, ROWS), angle)
    (found,) = find_tables(flatten(pixels(sheet)))
    assert len(found.fields) == 16
    first = found.fields[0]
    box = box_on_page(found.straight.back, (first.left, first.top, first.right, first.bottom))
    centre = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    turn = np.radians(angle)
    before = np.array([220, 50]) - np.array([1560, 300]) / 2
    rotated = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) @ before
    assert np.abs(rotated + np.array(sheet.size) / 2 - centre).max() < 4


def test_a_table_seen_from_the_side_is_pulled_straight():
    """Its sides run together, as on a photograph; shadows fall over it."""
    sheet = ruled(COLUMNS, ROWS)
    wide, high = sheet.size
    corners = (-60, -20, -30, high + 40, wide + 90, high + 10, wide + 20, -50)
    seen = sheet.transform(
        (wide, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
    )
    lit = pixels(seen) * np.linspace(0.5, 1, wide)[None, :]
    (found,) = find_tables(flatten(lit.astype(np.uint8)))
    assert spans(found.fields) == [(r, c, 1, 1) for r in range(4) for c in range(4)]


def test_two_tables_of_a_page_come_in_their_order():
    """Frames and lines that are no table are left out."""
    page = Image.new("L", (1600, 900), 255)
    page.paste(ruled([20, 500, 1000], [20, 80, 140, 200]), (0, 500))
    page.paste(ruled(COLUMNS, ROWS), (0, 0))
    page.paste(ruled([20, 900], [20, 60]), (0, 800))
    assert [len(found.fields) for found in find_tables(flatten(pixels(page)))] == [16, 6]


def test_a_figure_over_two_rows_is_in_doubt():
    """The line between two rows may be lost: whose figure it is nobody can say."""
    whole, tall = Field(0, 0, 9, 9), Field(0, 0, 9, 9, rowspan=2)
    torn = Field(0, 0, 9, 9, whole=False)
    assert [_doubted(field, Told("7")).readings for field in (whole, tall, torn)] == [
        (), ("7",), ("7",),
    ]  # fmt: skip
    assert _doubted(tall, Told("")).readings == ()


def test_an_empty_sheet_has_no_table():
    """Nor has a black one."""
    for tone in (255, 0, 127):
        assert find_tables(flatten(np.full((400, 300), tone, np.uint8))) == []
