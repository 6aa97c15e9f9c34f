"""docs/accuracy.md: what was read right on generated pages, by trait, beside what others read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

OTHERS = "## Others on the same pages"
INTRO = """\
# Accuracy

Written by `make accuracy`: generated pages with known figures are damaged, read and scored cell by cell (`tests/proving`).
The pages are made from a seed, so everybody measures the same ones; floors are pinned in `tests/proving/floors.json`.

*Cells* are those whose figure and place can be told from the page. *Lost* are those that the damage took from it (an emptied
cell, a picture, the rows behind a cut), or whose place the printed sums leave open: there null is right, and a figure only where the record says how it was placed.
*Wrong, warned* has a finding that names the cell or its row; *wrong, silent* has none.

"""


def write_scores(path: Path, lines: Sequence[str]) -> None:
    """Write the scores; what others read stays below them."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    others = old[old.index(OTHERS) :] if OTHERS in old else f"{OTHERS}\n"
    path.write_text(INTRO + "\n".join(lines) + "\n\n" + others, encoding="utf-8")


def write_others(path: Path, lines: Sequence[str]) -> None:
    """Write what others read; the scores stay above it."""
    old = path.read_text(encoding="utf-8") if path.exists() else INTRO
    path.write_text(
        old.partition(OTHERS)[0] + OTHERS + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
