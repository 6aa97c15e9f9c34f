"""PDF files that are made to harm: each ends in a clear error or is told, nothing is run or loaded."""

import subprocess
import sys
import zlib

import pytest

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents import read_document
from scraper.documents.blocks import FileNote
from scraper.documents.pdf import read_pdf
from tests.conftest import ROOT
from tests.documents.pdf_files import packed, pdf, with_stream, written

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
LAUNCH = "<</S/Launch/F(cmd.exe)/Next<</S/SubmitForm/F(http://x.invalid)>>>>"


def notes_of(data):
    """What is told of a file that has text."""
    return [block.detail for block in read_pdf(data) if isinstance(block, FileNote)]


def with_text(**entries):
    """A file with text, and further entries of catalog and pages."""
    data = written("政府信息公开工作年度报告")
    for name, entry in entries.items():
        mark = {"catalog": b"/Type/Catalog", "page": b"/Type/Page/Parent"}[name]
        data = data.replace(mark, mark.replace(b"/Parent", b"") + entry.encode() + b"/Parent" * (name == "page"))  # fmt: skip
    return data


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"catalog": f"/OpenAction{SCRIPT}"}, "JavaScript 1"),
        ({"catalog": f"/AA<</WC{LAUNCH}>>"}, "Launch 1, SubmitForm 1"),
        ({"catalog": "/Names<</EmbeddedFiles<<>>/JavaScript<<>>>>"}, "EmbeddedFiles 1, JavaScript 1"),
        ({"catalog": "/AcroForm<</XFA[]>>"}, "XFA 1"),
        ({"page": f"/AA<</O{SCRIPT}>>"}, "JavaScript 1"),
        ({"page": "/Annots[<</Subtype/Link/A<</S/GoToR/F(x.pdf)>>>>]"}, "GoToR 1"),
    ],
)  # fmt: skip
def test_scripts_and_actions_are_told_and_not_run(entries, told):
    """The text is read nevertheless."""
    (detail,) = notes_of(with_text(**entries))
    assert told in detail


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"page": "/Annots[<</Subtype/Link/A<</S/URI/URI(http://x.invalid)>>>>]"},
        {"catalog": "/OpenAction[3 0 R/Fit]"},
        {"page": "/Annots 99 0 R/AA[1]"},
    ],
)
def test_links_and_views_are_nothing_to_tell(entries):
    """Nor is what is broken."""
    assert notes_of(with_text(**entries)) == []


def test_actions_that_follow_one_another_end():
    """An action that names itself as the next."""
    data = with_text(catalog="/OpenAction 1 0 R/S/Launch/Next 1 0 R")
    (detail,) = notes_of(data)
    assert "Launch" in detail


def test_what_is_told_becomes_a_finding():
    """Through the process with limits."""
    file = read_document(with_text(catalog=f"/OpenAction{SCRIPT}"), "pdf")
    assert [finding.code for finding in file.findings] == ["S.ACTIVE_CONTENT"]


def test_an_encrypted_file_is_told():
    """One that asks for a password."""
    key = "ab" * 32
    encrypted = pdf(
        more=[f"<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>"],
        trailer="/Encrypt 4 0 R/ID[<00><00>]",
    )
    with pytest.raises(UnsupportedFormatError, match="encrypted"):
        read_document(encrypted, "pdf")
    unknown = pdf(more=["<</Filter/Other/V 9>>"], trailer="/Encrypt 4 0 R/ID[<00><00>]")
    with pytest.raises(UnsupportedFormatError, match="encrypted"):
        read_document(unknown, "pdf")


def test_ten_thousand_pages_are_too_many():
    """Counted before one is opened."""
    with pytest.raises(DocumentTooLargeError, match="more than 300 pages"):
        read_document(pdf(pages=10_000), "pdf")


def test_a_tree_of_pages_that_holds_itself_ends():
    """The node is its own child."""
    loop = pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    with pytest.raises(UnsupportedFormatError):
        read_document(loop, "pdf")


@pytest.mark.slow
def test_a_stream_that_unpacks_to_too_much_is_refused():
    """Two gigabytes in a few kilobytes, packed twice; pieces between full flushes can be repeated."""
    block = bytes(1 << 24)
    first, more = zlib.compressobj(9), zlib.compressobj(9, zlib.DEFLATED, -15)
    begun, piece = (
        packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for packer in (first, more)
    )
    head, data = packed(begun + piece * 127)
    bomb = with_stream(head.replace("[/FlateDecode]", "[/FlateDecode/FlateDecode]"), data)
    assert len(bomb) < 100_000
    with pytest.raises(DocumentTooLargeError):
        read_document(bomb, "pdf")


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_ended():
    """The process ends itself at its limit, here of one second, and not by the clock."""
    head, data = packed(b"0 0 m 9 9 l S " * 2_000_000)
    script = (
        "from scraper.documents import child\n"
        "child.LIMITS = child.LIMITS._replace(seconds=1)\nchild.main('pdf')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=with_stream(head, data),
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=300,
    )
    assert done.returncode < 0
    assert done.stdout == b""
