"""The repairs in their order, over one text or a whole document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from parsers.model import Block, Cell, Document, Paragraph, RawTable, RepairStep
from scraper.repair.email import decode_emails
from scraper.repair.glyphs import (
    INVISIBLE,
    RADICALS,
    count_lost,
    drop_invisible,
    lost_pattern,
    read_radicals,
)
from scraper.repair.mojibake import count_mojibake, fix_mojibake, has_mojibake
from scraper.repair.pinyin import GLUED, SEVERAL, drop_pinyin, glued_pairs
from scraper.repair.redecode import redecode
from scraper.repair.script import is_traditional, to_simplified
from scraper.repair.shifted import count_shifted, restore_shifted
from scraper.repair.shifted import gate as shifted_gate
from scraper.repair.suspects import suspects

Off = frozenset[str]
NONE: Off = frozenset()
Fix = Callable[[str], tuple[str, int]]


class Fixer(NamedTuple):
    """A text repair: whether a page needs it at all, and the repair of one text."""

    code: str
    needed: Callable[[str], bool]
    fix: Fix


_TRADITIONAL = Fixer("traditional", is_traditional, to_simplified)


def repair_markup(
    text: str, off: Off = NONE, foreign: str | None = None
) -> tuple[str, tuple[RepairStep, ...]]:
    """Repair a page or a text dump before it is read; a clean one comes back as the same object.

    Args:
        text: The text as decoded.
        off: Codes of repairs that must not be made.
        foreign: The text's characters that are not ASCII, where they are known already.
    """
    steps = []
    fixes: dict[str, Fix] = {
        "mojibake": lambda text: redecode(text, foreign),
        "obfuscated_email": decode_emails,
    }
    for code, fix in fixes.items():
        if code not in off:
            text, count = fix(text)
            steps += [RepairStep(code, count)] if count else []
    return text, tuple(steps)


def repair_text(text: str, off: Off = NONE) -> tuple[str, tuple[RepairStep, ...]]:
    """Repair one text that stands alone."""
    steps = []
    for fixer in _fixers(text, off):
        text, count = fixer.fix(text)
        if count:
            steps.append(RepairStep(fixer.code, count))
    return text, tuple(steps)


def repair_document(document: Document, off: Off = NONE) -> tuple[Document, tuple[RepairStep, ...]]:
    """Fill the readable form of every text of a document; the published form stays.

    Args:
        document: Blocks as read.
        off: Codes of repairs that must not be made.

    Returns:
        The document (the same object where nothing was repaired) and what was done. Counts are
        of the source's own texts: title and metadata are repaired but not counted.
    """
    whole = "\n".join(_texts(document))
    counts: dict[str, int] = {}
    for fixer in _fixers(whole, off):
        document, count = _apply(document, fixer.fix)
        if count:
            counts[fixer.code] = count
        if fixer.code != "lost_text":
            whole = "\n".join(_texts(document))
    return document, tuple(RepairStep(code, count) for code, count in counts.items())


def _fixers(whole: str, off: Off) -> Iterator[Fixer]:
    """Give the repairs that a text needs; each gate sees the whole text once."""
    state = [whole]
    fixers = _all_fixers() if suspects().search(whole) else (_TRADITIONAL,)
    for fixer in fixers:
        if fixer.code in off or not fixer.needed(state[0]):
            continue
        bound = _bound(fixer, state[0])
        yield bound
        if fixer.code == "mojibake":
            state[0] = fix_mojibake(state[0])[0]


def _bound(fixer: Fixer, whole: str) -> Fixer:
    """Tell the pinyin repair whether the page as a whole is annotated."""
    if fixer.code != "glued_pinyin":
        return fixer
    annotated = len(glued_pairs(whole)) >= SEVERAL
    return fixer._replace(fix=lambda text: drop_pinyin(text, annotated=annotated))


def _all_fixers() -> tuple[Fixer, ...]:
    return (
        Fixer("mojibake", has_mojibake, fix_mojibake),
        Fixer("shifted", _is_shifted, restore_shifted),
        Fixer("invisible", lambda text: INVISIBLE.search(text) is not None, drop_invisible),
        Fixer("radicals", lambda text: RADICALS.search(text) is not None, read_radicals),
        Fixer("glued_pinyin", lambda text: GLUED.search(text) is not None, drop_pinyin),
        _TRADITIONAL,
        Fixer(
            "lost_text",
            _is_lost,
            lambda text: (text, count_lost(text) + count_shifted(text) + count_mojibake(text)),
        ),
    )


def _is_lost(text: str) -> bool:
    return lost_pattern().search(text) is not None or _is_shifted(text) or has_mojibake(text)


def _is_shifted(text: str) -> bool:
    """Say whether a line may have lost its first byte; most pages have no such mark at all."""
    return ("?" in text or "\ufffd" in text) and shifted_gate().search(text) is not None


def _texts(document: Document) -> Iterator[str]:
    yield document.title
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                for cell in row:
                    if cell.text:
                        yield cell.text


def _apply(document: Document, fix: Fix) -> tuple[Document, int]:
    total = 0
    blocks: list[Block] = []
    for block in document.blocks:
        fixed, count = (
            _paragraph(block, fix) if isinstance(block, Paragraph) else _table(block, fix)
        )
        blocks.append(fixed)
        total += count
    title, changed = fix(document.title)
    metas = tuple((name, fix(value)[0]) for name, value in document.metas)
    if not total and not changed and metas == document.metas:
        return document, 0
    return replace(document, blocks=tuple(blocks), title=title, metas=metas), total


def _paragraph(block: Paragraph, fix: Fix) -> tuple[Paragraph, int]:
    text, count = fix(block.text)
    return (replace(block, text=text), count) if text != block.text else (block, count)


def _table(block: RawTable, fix: Fix) -> tuple[RawTable, int]:
    total = 0
    rows: list[tuple[Cell, ...]] = []
    for row in block.rows:
        cells = []
        for cell in row:
            text, count = fix(cell.text) if cell.text else (cell.text, 0)
            total += count
            cells.append(cell._replace(text=text) if text != cell.text else cell)
        rows.append(tuple(cells))
    return (replace(block, rows=tuple(rows)), total) if total else (block, 0)
