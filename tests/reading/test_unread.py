"""Files behind report links that are not read: each is named, with what to do, and ends a run with status 1."""

import io
import zipfile

import openpyxl
import pytest

from scraper.cli import main
from scraper.documents.entries import entry_names
from scraper.documents.kinds import file_kind
from scraper.reading.sniff import binary_kind

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(parts, *, packing=zipfile.ZIP_DEFLATED):
    """A package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def workbook():
    """A real Excel file."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


WORD = package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})
OFD = {"Doc_0/Res/image.jb2": bytes(range(256)) * 300, "OFD.xml": "<ofd:OFD/>"}
FILES = {
    "report.ofd": (package(OFD, packing=zipfile.ZIP_STORED), "an OFD file: an OFD reader can save it as PDF"),
    "report.ceb": (b"Founder CEB 2.99D\x00" + bytes(range(256)) * 4, "a CEB file: Founder's reader (Apabi) can print it as PDF"),
    "report.xlsx": (workbook(), "an Excel file (.xlsx): save its sheets as a web page (.html)"),
    "report.xls": (COMPOUND + "Workbook".encode("utf-16-le") + bytes(512), "an Excel file (.xls): save its sheets as a web page (.html)"),
    "report.ods": (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, packing=zipfile.ZIP_STORED), "an OpenDocument sheet (.ods): save its sheets as a web page (.html)"),
    "report.pptx": (package({"ppt/presentation.xml": "<p/>"}), "a PowerPoint file (.pptx): open it in its program and save it as PDF"),
    "report.et": (COMPOUND + bytes(512), "an old Office file (.doc, .xls or .wps): open it in its program and save it as PDF"),
    "two.zip": (package({"a/": b"", "a/report.html": b"x", "b.txt": b"y"}), "a ZIP archive with 2 files: unpack it and name the files in it"),
    "word.zip": (package({"report.docx": WORD}, packing=zipfile.ZIP_STORED), "a ZIP archive with 1 file: unpack it and name the files in it"),
    "cut.zip": (package({"a.html": bytes(range(256))})[:60], "a ZIP archive: unpack it and name the files in it"),
    "report.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(64), "a RAR archive: unpack it and name the files in it"),
    "report.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64), "a 7z archive: unpack it and name the files in it"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_read_is_told_in_one_line(name, tmp_path, capsys):
    """What it is, and what to do; the name does not matter."""
    data, told = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["parse", str(path)]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert lines == [line for line in lines if str(path) in line][:1]
    assert f"this is {told} [F.UNSUPPORTED]" in lines[0]
    wrong = tmp_path / "report.pdf"
    wrong.write_bytes(data)
    assert main(["parse", str(wrong)]) == 1
    assert f"this is {told} [F.UNSUPPORTED]" in capsys.readouterr().err


def test_bytes_of_no_known_format_are_told_with_what_is_read(tmp_path, capsys):
    """No advice fits them."""
    path = tmp_path / "report.html"
    path.write_bytes(bytes(range(256)) * 8)
    assert main(["parse", str(path)]) == 1
    assert "unknown format; web pages, text dumps, PDF" in capsys.readouterr().err


def test_a_package_is_told_by_its_list():
    """Not by names in its bytes; what stands before it does no harm."""
    assert entry_names(b"MZ stub" + package({"a.txt": b"x" * 99})) == ["a.txt"]
    assert entry_names(package({})) == []
    assert entry_names(b"PK\x05\x06" + bytes(18)) == []
    assert entry_names(b"PK\x05\x06" + bytes(8) + b"\xff" * 10) is None
    assert file_kind(WORD) == "docx"
    assert file_kind(WORD[: len(WORD) - 30]) == "docx"
    assert file_kind(package({"word/report.html": b"x"})) is None
    assert file_kind(FILES["word.zip"][0]) is None


def test_a_harvest_names_ceb_files():
    """From the beginning of an answer alone."""
    assert binary_kind(b"Founder CEB\x00\x02") == "a CEB file"
