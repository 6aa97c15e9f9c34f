"""What of the differences of text a page shows: what changed, and how much around it did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scraper.comparison.text import Piece, SectionDiff

_NEAR = 1  # sentences that are the same and stand beside a change


class Shown(NamedTuple):
    """A row of a difference: a piece, or how many sentences stand in its place."""

    piece: Piece | None
    same: int = 0  # sentences that are the same
    cut: int = 0  # sentences that differ, for which there was no room


class ShownSection(NamedTuple):
    """A section as a page shows it."""

    diff: SectionDiff
    rows: list[Shown]


def shown_sections(diffs: list[SectionDiff], room: int) -> list[ShownSection]:
    """Give sections with the sentences that are the same folded, up to a number of letters over all of them."""
    found = []
    for diff in diffs:
        rows = list(_folded(diff.pieces))
        kept: list[Shown] = []
        for at, row in enumerate(rows):
            room -= len(row.piece.text) if row.piece else 0
            if room < 0:
                left = [one for one in rows[at:] if one.piece and one.piece.kind != "same"]
                kept.append(Shown(None, cut=len(left)))
                break
            kept.append(row)
        found.append(ShownSection(diff, kept))
    return found


def _folded(pieces: list[Piece]) -> Iterator[Shown]:
    changed = [at for at, piece in enumerate(pieces) if piece.kind != "same"]
    near = {at + step for at in changed for step in range(-_NEAR, _NEAR + 1)}
    fold: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "same" and at not in near:
            fold.append(piece)
            continue
        yield from _fold(fold)
        fold = []
        yield Shown(piece)
    yield from _fold(fold)


def _fold(same: list[Piece]) -> list[Shown]:
    """One sentence takes no more room than the word of it."""
    return [Shown(None, same=len(same))] if len(same) > 1 else [Shown(piece) for piece in same]
