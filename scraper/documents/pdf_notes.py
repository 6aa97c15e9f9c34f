"""What a PDF holds besides its pages: scripts, actions, files inside of it, references to other files.

Nothing of it is run, opened or loaded; it is told. A link that a reader would click is left alone. Only the
catalog, the pages and their annotations are looked at, so that a large file takes no time for it.
Source: ISO 32000-1, 12.6 (actions), 7.7.4 (name dictionary), 12.7.8 (XFA).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from parsers.findings import make_note
from scraper.documents.blocks import FileNote

ACTIONS = ("JavaScript", "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "Rendition", "RichMediaExecute")  # fmt: skip
_NAMED = ("JavaScript", "EmbeddedFiles")
_MOST = 1000  # annotations of a page that are looked at
_DEEP = 8  # actions that follow one another


def pdf_notes(catalog: Any, pages: list[Any]) -> list[FileNote]:  # noqa: ANN401 -- of pdfminer, which has few types
    """Give what is to be told of a PDF.

    Args:
        catalog: The root dictionary of the file.
        pages: The dictionaries of its pages.
    """
    found = Counter([*_of_catalog(catalog), *(name for page in pages for name in _of_page(page))])
    if not found:
        return []
    names = ", ".join(f"{name} {count}" for name, count in sorted(found.items()))
    data = {"count": found.total(), "names": names}
    return [FileNote("S.ACTIVE_CONTENT", *make_note("pdf_actions", **data))]


def _of_catalog(catalog: Any) -> Iterator[str]:  # noqa: ANN401
    root = _dictionary(catalog)
    yield from _action(root.get("OpenAction"))
    yield from _more_actions(root)
    names = _dictionary(root.get("Names"))
    yield from (name for name in _NAMED if name in names)
    if "XFA" in _dictionary(root.get("AcroForm")):
        yield "XFA"


def _of_page(page: Any) -> Iterator[str]:  # noqa: ANN401
    own = _dictionary(page)
    yield from _more_actions(own)
    annotations = resolve1(own.get("Annots"))
    for one in annotations[:_MOST] if isinstance(annotations, list) else ():
        annotation = _dictionary(one)
        yield from _action(annotation.get("A"))
        yield from _more_actions(annotation)


def _more_actions(owner: dict[str, Any]) -> Iterator[str]:
    for one in list(_dictionary(owner.get("AA")).values())[:_MOST]:
        yield from _action(one)


def _action(value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
    """Give the kinds of an action and of those that follow it, where they are none of a reader's own."""
    action = _dictionary(value)
    kind = action.get("S")
    if isinstance(kind, PSLiteral) and kind.name in ACTIONS:
        yield str(kind.name)
    if "Next" in action and depth < _DEEP:
        after = resolve1(action["Next"])
        for one in (after if isinstance(after, list) else [after])[:_MOST]:
            yield from _action(one, depth + 1)


def _dictionary(value: Any) -> dict[str, Any]:  # noqa: ANN401
    found = resolve1(value)
    return found if isinstance(found, dict) else {}
