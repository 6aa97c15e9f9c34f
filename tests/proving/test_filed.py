"""The proof of files at the size of a test: a few reports of each kind, none wrong in silence."""

import io
from collections import Counter

import pytest

from scraper.documents.office import find_soffice
from tests.proving import filed, rendering
from tests.proving.filed import KINDS, PROMISED, evaluate, load_floors, right, shares
from tests.proving.score import MISSING, RIGHT, SILENT

pytestmark = pytest.mark.slow
needs_browser = pytest.mark.skipif(rendering.browser() is None, reason="no browser is installed")
needs_soffice = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")


def hold(kinds, files):
    """Read a few reports in some kinds and hold them against the floors."""
    found = shares(evaluate(files, kinds))
    assert set(found) == set(kinds)
    assert filed.broken_floors(found, load_floors()) == []


def test_a_font_without_codes_is_read():
    """GBK codes, no ToUnicode, not embedded."""
    hold(["pdf, GBK font"], 3)


@needs_browser
def test_what_a_browser_prints_is_read():
    """With all lines."""
    hold(["pdf, browser"], 3)


@needs_soffice
@pytest.mark.parametrize("kind", ["pdf, LibreOffice", "docx", "doc", "rtf"])
def test_what_libreoffice_writes_is_read(kind):
    """Two of each; DOC and RTF go through it a second time."""
    hold([kind], 2)


def test_the_promise_is_pinned():
    """Ruled PDF files and Word files."""
    floors = load_floors()
    assert set(floors) == set(KINDS)
    promised = ("pdf, browser", "pdf, LibreOffice", "pdf, GBK font", "docx")
    assert all(floors[kind] >= PROMISED for kind in promised)


def test_floors_that_do_not_hold_are_told():
    """A share below, and one silent cell of few."""
    found = {"docx": Counter({RIGHT: 90, MISSING: 9, SILENT: 1})}
    lines = filed.broken_floors(found, {"docx": 99.9})
    assert [line.partition(" ")[0] for line in lines] == ["docx:", "1"]
    assert right(found["docx"]) == 90.0


def test_the_same_report_is_written_again():
    """The floors speak of the same reports everywhere."""
    assert filed.write_one(1, 3) == filed.write_one(1, 3)
    one = filed.write_one(1, 3)
    assert rendering.draw(one.markup) == rendering.draw(one.markup)
    assert io.BytesIO(rendering.draw(one.markup)).read(5) == b"%PDF-"
