"""docs/accuracy.md: what was read right on generated pages, by trait, beside what others read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SECTION = "\n## "  # begins a section
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
    """Write the scores; the sections below them stay."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    start = old.find(SECTION)
    below = old[start + 1 :] if start >= 0 else f"{OTHERS}\n"
    path.write_text(INTRO + "\n".join(lines) + "\n\n" + below, encoding="utf-8")


def write_others(path: Path, lines: Sequence[str]) -> None:
    """Write what others read; all else stays."""
    write_section(path, OTHERS, lines)


def write_section(path: Path, heading: str, lines: Sequence[str]) -> None:
    """Write one section anew, at its place or at the end.

    Args:
        path: The page.
        heading: The section's heading with its number signs.
        lines: What stands below it.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else INTRO
    before, found, rest = old.partition(f"{heading}\n")
    after = rest[rest.index(SECTION) + 1 :] if found and SECTION in rest else ""
    text = before.rstrip("\n") + f"\n\n{heading}\n\n" + "\n".join(lines) + "\n"
    path.write_text(text + (f"\n{after}" if after else ""), encoding="utf-8")
