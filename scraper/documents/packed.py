"""Packages (ZIP) are looked at before anything in them is unpacked.

The list at the end of a package tells how large its parts are; what is unpacked is counted again, since a
list may lie.
"""

from __future__ import annotations

import io
import zipfile

import lxml.etree

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError

MOST_ENTRIES = 5000
LARGEST_PART = 64 * 1024 * 1024  # bytes, unpacked
LARGEST_ALL = 512 * 1024 * 1024
_RATIO = 200  # unpacked to packed; XML of tables packs to a fiftieth
_SUSPICIOUS = 4 * 1024 * 1024  # a small part may pack well
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


class Package:
    """A package whose list has been checked.

    Args:
        data: The file.

    Raises:
        UnsupportedFormatError: It is damaged or encrypted.
        DocumentTooLargeError: It has too many parts, or they unpack to too much.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise _damaged() from error
        self._parts = self._zip.infolist()
        _check(self._parts)

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return [part.filename for part in self._parts]

    def part(self, name: str) -> bytes | None:
        """Give a part, unpacked; None where there is none of that name.

        Raises:
            UnsupportedFormatError: It is damaged or encrypted.
            DocumentTooLargeError: It is larger than the list says.
        """
        try:
            with self._zip.open(name) as file:
                data = file.read(LARGEST_PART + 1)
        except KeyError:
            return None
        except _DAMAGED as error:
            raise _damaged() from error
        except zipfile.zlib.error as error:  # type: ignore[attr-defined]
            raise _damaged() from error
        if len(data) > LARGEST_PART:
            raise DocumentTooLargeError("the Word file unpacks to more than it says")
        return data


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnsupportedFormatError("the Word file is encrypted", kind="docx")
    if len(parts) > MOST_ENTRIES:
        reason = f"the Word file has {len(parts)} parts, the limit is {MOST_ENTRIES}"
        raise DocumentTooLargeError(reason)
    whole = sum(part.file_size for part in parts)
    if whole > LARGEST_ALL or any(part.file_size > LARGEST_PART for part in parts):
        raise DocumentTooLargeError("the Word file unpacks to too much", bytes=whole)
    for part in parts:
        if part.file_size > _SUSPICIOUS and part.file_size > _RATIO * max(part.compress_size, 1):
            raise DocumentTooLargeError("the Word file is packed beyond reason")


def _damaged() -> UnsupportedFormatError:
    return UnsupportedFormatError("the Word file is damaged", kind="docx")


def parse_xml(data: bytes) -> lxml.etree._Element:
    """Parse a part: no entity is expanded, nothing is loaded.

    Raises:
        UnsupportedFormatError: It is no XML, or declares entities, which no program writes.
    """
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise _damaged() from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        reason = (
            "the Word file declares entities of XML, as none that was written by a program does"
        )
        raise UnsupportedFormatError(reason, kind="docx")
    return root
