"""Which kind of file bytes are, told from the bytes: names and headers lie too often.

Source: the signatures of the formats; ECMA-376 (a Word file is a package with ``word/document.xml``),
MS-CFB (compound files name their streams in UTF-16), MS-DOC, RTF 1.9, RFC 2557 (MHTML).
"""

from __future__ import annotations

import re

from scraper.documents.entries import entry_names

PDF, WORD = "pdf", "docx"
OFFICE = ("doc", "rtf", "wordml", "odt")  # LibreOffice turns these into a Word file

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_BLANK = b"\x00\t\n\r \xef\xbb\xbf"
_FLAT_WORD = re.compile(rb"<\?mso-application\s+progid=[\"']Word\.Document[\"']|<w:wordDocument\b")
_MHT = re.compile(
    rb"\A\s*(?:From: <?Saved by|MIME-Version:|Content-Type:).{0,2000}?multipart/(?:related|mixed)",
    re.IGNORECASE | re.DOTALL,
)


def file_kind(data: bytes) -> str | None:
    r"""Give ``pdf``, ``docx`` or one of ``OFFICE`` for a file that is read; None for anything else.

    >>> file_kind(b"%PDF-1.7"), file_kind(b"{\\rtf1"), file_kind(b"<html>") is None
    ('pdf', 'rtf', True)
    """
    head = data[:_HEAD].lstrip(_BLANK)
    if b"%PDF-" in data[:1024] and not head.startswith(b"<"):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        if _is_word(data):
            return WORD
        return "odt" if b"application/vnd.oasis.opendocument.text" in data[:200] else None
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_COMPOUND):
        return "doc" if is_word_compound(data) or is_encrypted_package(data) else None
    return "wordml" if head.startswith(b"<") and _FLAT_WORD.search(head) else None


def _is_word(data: bytes) -> bool:
    """Say whether a package is a Word file; one whose list is gone is, where it names parts of one."""
    names = entry_names(data)
    if names is None:
        return b"word/" in data
    parts = any(name.startswith("word/") for name in names)
    return parts and ("[Content_Types].xml" in names or "word/document.xml" in names)


def is_web_archive(data: bytes) -> bool:
    r"""Say whether bytes are a page saved with its parts (MHTML).

    >>> is_web_archive(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x")
    True
    """
    return _MHT.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def is_word_compound(data: bytes) -> bool:
    """Say whether a compound file holds text of Word, WPS Writer or Works."""
    names = ("WordDocument", "WpsDocument", "MatOST")
    return any(name.encode("utf-16-le") in data for name in names)


def is_encrypted_package(data: bytes) -> bool:
    """Say whether a compound file is the cover of an encrypted Word file (MS-OFFCRYPTO, 2.3.4)."""
    return data.startswith(_COMPOUND) and "EncryptedPackage".encode("utf-16-le") in data


def is_encrypted_word(data: bytes) -> bool:
    """Say whether a Word 97 file is encrypted: the flag fEncrypted of its header (MS-DOC, 2.5.2)."""
    if not data.startswith(_COMPOUND):
        return False
    for at in range(512, len(data) - 12, 512):  # a stream begins with a sector
        if data[at : at + 2] == b"\xec\xa5":
            return bool(data[at + 11] & 0x01)
    return False
