"""What the bytes are, told from the bytes; names and headers only break ties.

Source: file signatures of the formats that stand behind report links (PDF, Word, WPS, OFD,
pictures), and servers that send any of them as ``text/html``.
"""

from __future__ import annotations

import re

from parsers.errors import DocumentTooLargeError, EmptyDocumentError, UnsupportedFormatError
from scraper.documents.kinds import file_kind, is_web_archive
from scraper.reading.unread import exact_kind, tell_unread
from scraper.settings import MAX_BYTES

HEAD = 65_536  # bytes that are looked at
FEW_TAGS = 3  # tags that make a text markup where nothing says what it is
MANY_CONTROLS = 0.05  # share of control bytes; text has next to none
A_PICTURE = "a picture"
BLANK = b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf\xff\xfe"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls or .wps)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"Founder CEB", "a CEB file"),
    (b"WARC/1.", "a WARC archive"),
    (b"SQLite format 3", "a database (SQLite)"),
)
_ZIPS = (
    (b"word/", "a Word file (.docx)"),
    (b"xl/", "an Excel file (.xlsx)"),
    (b"OFD.xml", "an OFD file"),
)
# Encodings of seven bits: the standard has no decoder for them, and read as ASCII they give false text.
_SEVEN_BITS = (
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7d])+~\}"), 8, "text in HZ (7-bit GB2312)"),
    (re.compile(rb"\x1b\$(?:\)[AGE]|\*H)"), 1, "text in ISO-2022-CN"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\x0c\r\x1b")
_OPENING = re.compile(
    rb"\A<(?:!--|(?:!doctype\s+html|html|head|body|\?xml|table|div|meta)\b)", re.IGNORECASE
)
_TAG = re.compile(
    rb"</?(?:html|body|meta|div|table|tr|t[dh]|p|span|br|font|h[1-6]|li|a)\b[^<>]*>", re.IGNORECASE
)


def require_text(data: bytes) -> None:
    """Refuse bytes that are no text.

    Raises:
        EmptyDocumentError: There is nothing but blanks.
        DocumentTooLargeError: There is more than ``MAX_BYTES``.
        UnsupportedFormatError: The bytes are of another format; the reason names it.
    """
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    head = data[:HEAD]
    if not head.strip(BLANK) and not data.strip(BLANK):
        raise EmptyDocumentError("the source is empty", bytes=len(data))
    kind = binary_kind(head)
    if kind is not None:
        raise UnsupportedFormatError(tell_unread(data, kind), kind=exact_kind(data, kind))


def too_large(size: int) -> DocumentTooLargeError:
    """Give the error for a source past the limit; ``size`` in bytes."""
    mega = 1024 * 1024
    reason = f"the source has {size / mega:.0f} MB or more, the limit is {MAX_BYTES // mega} MB"
    return DocumentTooLargeError(reason, bytes=size)


def document_kind(data: bytes) -> str | None:
    """Give the kind of a file that is read (``scraper.documents.kinds``, or ``picture``), told from the bytes.

    >>> document_kind(b"%PDF-1.7"), document_kind(b"<html>") is None
    ('pdf', True)
    """
    if (binary_kind(data[:HEAD]) or "").startswith(A_PICTURE):
        return "picture"
    return file_kind(data)


def binary_kind(head: bytes) -> str | None:
    """Give what a binary format is called, or None for text.

    >>> binary_kind(b"%PDF-1.7"), binary_kind(b"<html>")
    ('a PDF file', None)
    """
    if b"%PDF-" in head[:1024]:
        return "a PDF file"
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPS if mark in head), "a ZIP archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a picture (WebP)"
    if head.startswith(b"BM") and head[6:10] == bytes(4):  # two letters alone also begin texts
        return "a picture (BMP)"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if is_web_archive(head):
        return "a web archive (MHT)"
    return _seven_bits(head) or ("binary data of an unknown format" if _is_binary(head) else None)


def _seven_bits(head: bytes) -> str | None:
    """Give the name of an encoding that hides Chinese in ASCII, told by its escapes."""
    if not head.isascii():
        return None
    for escape, enough, kind in _SEVEN_BITS:
        if sum(1 for _ in zip(escape.finditer(head), range(enough), strict=False)) == enough:
            return kind
    return None


def _is_binary(head: bytes) -> bool:
    """Say whether bytes hold too many control bytes for text, UTF-16 set aside."""
    sample = head[:8192]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > MANY_CONTROLS * len(sample) and not _is_utf16(sample)


def _is_utf16(sample: bytes) -> bool:
    """Say whether the NUL bytes stand as in UTF-16: behind or before ASCII, never elsewhere."""
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if many < 4 or few * 20 > many:
        return False
    codec = "utf-16-be" if even > odd else "utf-16-le"
    text = sample[: len(sample) // 2 * 2].decode(codec, "replace")
    return sum(1 for c in text if c.isprintable() or c.isspace()) > 0.9 * len(text)


def is_markup(data: bytes, content_type: str | None, name: str | None) -> bool:
    """Say whether text is markup: by how it begins, by its tags, and by what it is called.

    Args:
        data: The bytes; UTF-16 is understood.
        content_type: The Content-Type header.
        name: File name or address; only its ending counts.

    >>> is_markup(b"<!DOCTYPE html><p>x", "text/plain", None), is_markup(b"1 < 2", None, "a.txt")
    (True, False)
    """
    head = data[:HEAD].replace(b"\x00", b"")
    if len(data) > HEAD:
        head += data[-HEAD:].replace(b"\x00", b"")  # a long run of text may stand before all tags
    if _OPENING.match(head.lstrip(BLANK)):
        return True
    tags = sum(1 for _ in zip(_TAG.finditer(head), range(FEW_TAGS), strict=False))
    if (content_type or "").lower().startswith("text/plain") or ending(name) in ("txt", "md"):
        return False
    return tags >= FEW_TAGS or (tags > 0 and "html" in (content_type or "").lower())


def ending(name: str | None) -> str:
    """Give the ending of a file name or address in lower case, without the dot.

    >>> ending("http://host/a/b.SHTML?x=1.2"), ending("t20210129_1620807")
    ('shtml', '')
    """
    last = re.split(r"[?#]", name or "")[0].replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last[1:] else ""
