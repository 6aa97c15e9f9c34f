"""What a Word file holds besides its text: things that would run or load, changes, hidden text.

Nothing of it is run or loaded here; it is told. Links that a reader would click are left alone.
Source: ECMA-376, part 2, 9.3 (relationships), part 1, 17.13.5 (revisions), 17.3.2.41 (vanish).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree

from parsers.errors import UnsupportedFormatError
from parsers.findings import make_note
from scraper.documents.blocks import FileNote
from scraper.documents.packed import Package, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS = re.compile(r"\Aword/_rels/[\w.]+\.xml\.rels\Z")
_OFF = ("0", "false", "off")
_CHANGES = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_SHOWN = 3  # targets that are named


def is_hidden(run: lxml.etree._Element) -> bool:
    """Say whether a run is not shown."""
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def word_notes(package: Package, root: lxml.etree._Element) -> list[FileNote]:
    """Give what is to be told of a Word file."""
    found = [*_active(package)]
    changes = sum(1 for _ in root.iter(*_CHANGES))
    if changes:
        found.append(FileNote("S.TRACKED_CHANGES", *make_note("tracked_changes", count=changes)))
    hidden = sum(is_hidden(run) and bool(_text(run)) for run in root.iter(f"{_W}r"))
    if hidden:
        found.append(FileNote("S.HIDDEN_TEXT", *make_note("hidden_runs", count=hidden)))
    return found


def _text(run: lxml.etree._Element) -> str:
    return "".join(part.text or "" for part in run.iter(f"{_W}t")).strip()


def _active(package: Package) -> Iterator[FileNote]:
    names = package.names
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        yield FileNote("S.ACTIVE_CONTENT", *make_note("macros"))
    if any(name.startswith("word/embeddings/") for name in names):
        yield FileNote("S.ACTIVE_CONTENT", *make_note("embedded_files"))
    targets = [one for name in names if _RELATIONS.match(name) for one in _external(package, name)]
    if targets:
        shown = ", ".join(target[:120] for target in targets[:_SHOWN])
        data = {"count": len(targets), "targets": shown}
        yield FileNote("S.ACTIVE_CONTENT", *make_note("external_parts", **data))


def _external(package: Package, name: str) -> Iterator[str]:
    """Give the parts that a program would load from elsewhere when it opens the file."""
    data = package.part(name)
    try:
        root = parse_xml(data) if data is not None else None
    except UnsupportedFormatError:
        return  # the text does not need it
    for one in root if root is not None else ():
        outside = str(one.get("TargetMode", "")).lower() == "external"
        if outside and not str(one.get("Type", "")).endswith("/hyperlink"):
            yield str(one.get("Target", ""))
