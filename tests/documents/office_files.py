"""Small office files that are written here: Word packages, RTF, flat Word XML; and the programs they need."""

import io
import shutil
import zipfile

import pytest

from scraper.documents.office import find_soffice

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
needs_soffice = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
needs_browser = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="Chromium is not installed"
)


def word(body, **more):
    """A Word file with that body; ``more`` are further parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, data in more.items():
            package.writestr(name, data)
    return out.getvalue()


def p(text, props=""):
    """A paragraph of a Word file."""
    return f"<w:p><w:r>{props}<w:t>{text}</w:t></w:r></w:p>"


def tc(text, props=""):
    """A cell."""
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells, props=""):
    """A row of cells."""
    return f"<w:tr>{props}{''.join(cells)}</w:tr>"


def rtf(text):
    """An RTF file; letters outside of ASCII are written as the format asks."""
    body = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + body + "}").encode("ascii")


def flat_word(text):
    """A flat Word file of 2003."""
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        f"<w:wordDocument {space}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()


def compound(*names):
    """The beginning of a compound file with streams of these names; no program can open it."""
    streams = b"".join(name.encode("utf-16-le") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + streams.ljust(512, b"\0")
