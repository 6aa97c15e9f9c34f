"""Pictures of a Word file: which parts of the package they are, and where they stand.

Only what the package holds itself is a picture here; what a program would load from elsewhere is told by
``word_notes`` and never loaded.
Source: ECMA-376, part 1, 20.1.8.13 (``a:blip`` names its part by a relationship), part 4, 14.1.2.11 (the same
for ``v:imagedata`` of older programs); part 2, 9.3 (relationships).
"""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

import lxml.etree

from parsers.errors import UnsupportedFormatError
from scraper.documents.blocks import FileBlock, FilePicture
from scraper.documents.packed import Package, parse_xml

_RELATIONS = "word/_rels/document.xml.rels"
_FOLDER = "word"
# The attribute is in a namespace of relationships, which strict and common files name differently.
_ATTRIBUTES = {"blip": "embed", "imagedata": "id"}
PICTURES = tuple(f"{{*}}{name}" for name in _ATTRIBUTES)
MOST_BYTES = 64 * 1024 * 1024  # of all pictures that are handed on
MOST_PICTURES = 60


def picture_of(element: lxml.etree._Element) -> Iterator[FilePicture]:
    """Give the picture of an element of ``PICTURES`` by the id of its relationship; none where it has no part."""
    wanted = _ATTRIBUTES[lxml.etree.QName(element).localname]
    for key, told in element.attrib.items():
        name = lxml.etree.QName(key)
        if name.localname == wanted and "relationships" in (name.namespace or "") and told:
            yield FilePicture(str(told))


def with_names(blocks: list[FileBlock], package: Package) -> list[FileBlock]:
    """Give blocks whose pictures are called by the names of their parts; those without a part are left out."""
    if not any(isinstance(block, FilePicture) for block in blocks):
        return blocks
    names, present = _names(package), set(package.names)
    found: list[FileBlock] = []
    for block in blocks:
        if not isinstance(block, FilePicture):
            found.append(block)
        elif names.get(block.name) in present:
            found.append(FilePicture(names[block.name]))
    return found


def _names(package: Package) -> dict[str, str]:
    """Give the part that each relationship of the body leads to, those inside of the package alone."""
    data = package.part(_RELATIONS)
    try:
        root = parse_xml(data) if data is not None else None
    except UnsupportedFormatError:
        return {}  # the text does not need it
    return {
        str(one.get("Id", "")): _part(str(one.get("Target", "")))
        for one in (root if root is not None else ())
        if str(one.get("TargetMode", "")).lower() != "external"
    }


def _part(target: str) -> str:
    """Give the name of a part: targets count from the folder of the body, or from the root.

    >>> _part("media/image1.png"), _part("/word/media/a%20b.png")
    ('word/media/image1.png', 'word/media/a b.png')
    """
    path = posixpath.join(f"/{_FOLDER}", unquote(target))
    return posixpath.normpath(path).lstrip("/")


def take_pictures(data: bytes, blocks: list[FileBlock]) -> list[list[str]]:
    """Give name and bytes (base64) of the pictures among the blocks of a Word file, up to a size of all.

    Raises:
        UnsupportedFormatError: A part is damaged.
        DocumentTooLargeError: A part is larger than the list of the package says.
    """
    package = Package(data)
    names = dict.fromkeys(block.name for block in blocks if isinstance(block, FilePicture))
    found: list[list[str]] = []
    size = 0
    for name in list(names)[:MOST_PICTURES]:
        part = package.part(name) or b""
        size += len(part)
        if part and size <= MOST_BYTES:
            found.append([name, base64.b64encode(part).decode("ascii")])
    return found
