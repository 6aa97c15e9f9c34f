"""Cells to texts: lone digits, several lines, doubt, and the ways in which digits get lost."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra ocr is not installed")
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
pytest.importorskip("onnxruntime", reason="the extra ocr is not installed")

from scraper.pictures.cells import Told, begins_low, holds_all, is_slash, read_cells
from scraper.pictures.grid import Field, fields_of, lines_of
from scraper.pictures.light import ink_of
from scraper.pictures.recogniser import Line, Reading, Recogniser, groups_of, recogniser
from scraper.pictures.strips import merged
from tests.pictures.drawn import pixels, ruled, with_text

COLUMNS, ROWS = [20, 420, 820, 1220, 1520], [20, 90, 160]


def read(texts, size=30):
    """The cells of a drawn table, by their place on the grid."""
    even = pixels(with_text(ruled(COLUMNS, ROWS), texts, size))
    ink = ink_of(even)
    fields = fields_of(lines_of(ink))
    told = read_cells(even, ink, fields, recogniser())
    return {(f.row, f.column): one for f, one in zip(fields, told, strict=True)}


@pytest.fixture(scope="module")
def table():
    """A table with a label, a blank, and figures of all kinds."""
    texts = {(40, 32): "Information", (600, 32): "0", (1000, 32): "7", (1340, 32): "10",
             (500, 102): "1234", (1000, 102): "-5", (1340, 102): "99.5"}  # fmt: skip
    return read(texts)


def test_lone_digits_and_figures_are_sure(table):
    """A lone digit is what whole-page recognition loses."""
    sure = {place: one.text for place, one in table.items() if not one.readings}
    assert sure == {(0, 0): "Information", (0, 1): "0", (0, 2): "7", (0, 3): "10",
                    (1, 0): "", (1, 1): "1234", (1, 2): "-5", (1, 3): "99.5"}  # fmt: skip


def test_a_cell_without_ink_is_blank_and_certain(table):
    """A blank is no zero."""
    assert table[1, 0] == Told("", 1.0, ())


class Fake:
    """A recogniser that says what it is told, look by look."""

    def __init__(self, *looks):
        self.looks = list(looks)

    def read(self, strips):
        """Give the next look to every strip."""
        if not strips:
            return []
        text, score, others = self.looks.pop(0)
        return [Line(Reading(text, score, score), Reading(text, score, score), others)] * len(
            strips
        )


def one_cell(box, *looks):
    """What a cell with ink in a box says, where the looks say these things."""
    even = np.full((60, 120), 255, np.uint8)
    left, top, right, bottom = box
    even[top:bottom, left:right] = 0
    field = Field(0, 0, 120, 60)
    return read_cells(even, np.asarray(255 - even), [field], Fake(*looks))[0]


DIGIT = (50, 20, 62, 40)  # pixels; em is 28 where no label tells it


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([("3", 0.99, ()), ("3", 0.98, ())], Told("3", 0.98, ())),
        ([("3", 0.99, ()), ("8", 0.98, ())], Told("3", 0.98, ("3", "8"))),
        ([("3", 0.99, ("8",)), ("3", 0.5, ("5",))], Told("3", 0.5, ("3", "8", "5"))),
        ([("", 0.0, ()), ("", 0.0, ())], Told("", 0.0, ("?",))),
    ],
)
def test_two_looks_must_agree_and_be_certain(looks, told):
    """Else the cell keeps all that it may say."""
    assert one_cell(DIGIT, *looks) == told


def test_ink_that_is_too_flat_for_a_digit_is_in_doubt():
    """Half a digit under a fold reads as another one."""
    assert one_cell((50, 25, 62, 35), ("7", 0.99, ()), ("7", 0.99, ())).readings == ("7",)


def test_ink_that_is_too_wide_for_its_digits_is_in_doubt():
    """11 read as 1: repeats melt where no blank step stands between."""
    even = np.full((60, 120), 255, np.uint8)
    even[20:40, 40:44] = even[20:40, 70:74] = 0
    looks = Fake(("1", 0.99, ()), ("1", 0.99, ()))
    told = read_cells(even, np.asarray(255 - even), [Field(0, 0, 120, 60)], looks)[0]
    assert told.readings == ("1",)


@pytest.mark.parametrize("low", [(64, 36, 68, 40), (38, 28, 48, 31)])
def test_a_point_or_a_minus_that_no_look_saw_is_in_doubt(low):
    """1.5 read as 15 is ten times too much, 5 for -5 the other way round."""
    even = np.full((60, 120), 255, np.uint8)
    even[20:40, 50:62] = even[20:40, 70:82] = 0
    even[low[1] : low[3], low[0] : low[2]] = 0
    looks = Fake(("15", 0.99, ()), ("15", 0.99, ()))
    told = read_cells(even, np.asarray(255 - even), [Field(0, 0, 120, 60)], looks)[0]
    assert told.readings == ("15",)


def stroke(lean, thick=3):
    """Ink of a straight stroke, 24 pixels high."""
    part = np.zeros((24, 30), np.uint8)
    for y in range(24):
        x = 3 + round((23 - y) * lean)
        part[y, x : x + thick] = 255
    columns = np.flatnonzero(part.any(axis=0))
    return part[:, columns[0] : columns[-1] + 1]


def test_a_slash_is_told_by_its_shape():
    """Packed hard it is read as 1, 2 or 7; a seven has a bar, an italic one leans less."""
    assert is_slash(stroke(0.4))
    assert is_slash(stroke(0.8))
    assert not is_slash(stroke(0.0))
    assert not is_slash(stroke(0.2))
    seven = stroke(0.4)
    seven[:3] = 255
    assert not is_slash(seven)


def test_a_sign_that_is_no_figure_stays_in_doubt():
    """What a single sign may say goes into the finding, not into a label."""
    assert one_cell(DIGIT, ("L", 0.99, ()), ("L", 0.99, ())) == Told("", 0.99, ("L",))


def test_a_dash_is_a_dash_however_it_is_read():
    """A flat stroke is no numeral one."""
    assert one_cell((40, 29, 60, 32), ("-", 0.99, ()), ("-", 0.9, ())) == Told("-", 0.9, ())


def test_strokes_of_one_character_are_one_line():
    """The numeral three has three strokes; two characters below each other stay two."""
    three = [(0, 0, 20, 3), (2, 10, 18, 13), (0, 22, 22, 25)]
    assert merged(three, 28.0) == [(0, 0, 22, 25)]
    assert len(merged([(0, 0, 20, 26), (0, 39, 20, 65)], 28.0)) == 2


def test_look_alikes_count_for_their_digit():
    """The letter O is a zero in a cell of figures."""
    groups = groups_of(["", "0", "O", "1", "l", "x"])
    assert (groups["0"], groups["1"]) == ([1, 2], [3, 4])


def test_a_strip_reads_the_same_alone_and_among_others():
    """The record must not depend on what else is in the batch."""
    model = recogniser()
    assert isinstance(model, Recogniser)
    strips = [np.full((31, 30 + 9 * n), 255, np.uint8) for n in range(8)]
    for strip in strips:
        strip[8:24, 12:18] = 0
    assert model.read(strips) == [model.read([strip])[0] for strip in strips]


@pytest.mark.parametrize(
    ("strokes", "begins"),
    [
        ([(0, 12, 8, 15), (8, 2, 20, 26)], True),
        ([(0, 2, 20, 5), (14, 2, 20, 26)], False),
        ([(0, 16, 16, 19), (2, 8, 9, 18), (9, 2, 12, 26)], False),
        ([(0, 2, 14, 26)], False),
        ([], False),
    ],
    ids=["a minus that touches its digit", "a seven", "a four", "a block", "nothing"],
)
def test_a_minus_that_touches_its_digit_is_seen(strokes, begins):
    """Packed hard, minus and digit are one piece of ink; read as the digit alone, it stays in doubt."""
    ink = np.zeros((28, 24), np.uint8)
    for left, top, right, bottom in strokes:
        ink[top:bottom, left:right] = 255
    assert begins_low(ink, 27.0) is begins
    if begins:
        whole = np.zeros((60, 60), np.uint8)
        whole[10:38, 10:34] = ink
        band = (10, 12, 30, 36)
        assert not holds_all(band, "2", 27.0, whole)
        assert holds_all(band, "-2", 27.0, whole)
