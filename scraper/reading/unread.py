"""Files that stand behind report links and are not read: what each is, and what a user can do with it.

Told from the bytes. Source: GB/T 33190 (an OFD file is a package with ``OFD.xml`` at its root), ECMA-376 and ODF for
sheets and slides, MS-CFB (streams named in UTF-16), the first bytes of Founder's CEB files.
"""

from __future__ import annotations

from scraper.documents.entries import entry_names

_READ = "web pages, text dumps, PDF, Word files and pictures are read"
_AS_PDF = "open it in its program and save it as PDF"
_AS_PAGE = "save its sheets as a web page (.html)"
_UNPACK = "unpack it and name the files in it"
_TO_DO = (
    ("an OFD file", "an OFD reader can save it as PDF"),
    ("a CEB file", "Founder's reader (Apabi) can print it as PDF"),
    ("an Excel file", _AS_PAGE),
    ("an OpenDocument sheet", _AS_PAGE),
    ("a PowerPoint file", _AS_PDF),
    ("an old Office file", _AS_PDF),
    ("a ZIP archive", _UNPACK),
    ("a 7z archive", _UNPACK),
    ("a RAR archive", _UNPACK),
    ("a gzip file", _UNPACK),
    ("a bzip2 file", _UNPACK),
    ("an xz file", _UNPACK),
)
_STREAMS = (
    ("Workbook", "an Excel file (.xls)"),
    ("PowerPoint Document", "a PowerPoint file (.ppt)"),
)


def tell_unread(data: bytes, kind: str) -> str:
    """Give the reason for a file that is not read: what it is, and what to do.

    Args:
        data: The file.
        kind: What its beginning looks like (``scraper.reading.sniff.binary_kind``).

    >>> tell_unread(b"Rar!", "a RAR archive")
    'this is a RAR archive: unpack it and name the files in it'
    """
    exact = exact_kind(data, kind)
    to_do = next((advice for name, advice in _TO_DO if exact.startswith(name)), None)
    return f"this is {exact}{f': {to_do}' if to_do else f'; {_READ}'}"


def exact_kind(data: bytes, kind: str) -> str:
    """Give what a package or compound file is by all of its bytes; anything else is what it looked like."""
    if data.startswith(b"PK\x03\x04"):
        return _package(data, kind)
    if kind.startswith("an old Office file"):
        streams = (told for name, told in _STREAMS if name.encode("utf-16-le") in data)
        return next(streams, kind)
    return kind


def _package(data: bytes, kind: str) -> str:
    names = entry_names(data)
    if names is None:
        return kind
    if "OFD.xml" in names:
        return "an OFD file"
    if any(name.startswith("xl/") for name in names):
        return "an Excel file (.xlsx)"
    if any(name.startswith("ppt/") for name in names):
        return "a PowerPoint file (.pptx)"
    if b"opendocument.spreadsheet" in data[:200]:
        return "an OpenDocument sheet (.ods)"
    files = sum(not name.endswith("/") for name in names)
    return f"a ZIP archive with {files} file{'' if files == 1 else 's'}"
