"""Labels of the annex to rows: word for word, or damaged by a character where the label is confirmed.

Some labels stand twice in a form (被依法纠错数 of reviews and of litigation); which one is meant is
told by the row before, never guessed.

Source: the codebook's forms A and A0 with the confirmation of every label.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from parsers.labels import CLEAR_LEAD, LIKE_ENOUGH, SHORTEST_LIKE
from parsers.normal import label_core, numbering, squeeze
from parsers.vocab import ANNEX, load

MOST_MARKS = 80  # characters of the longest label with its hints in brackets


class Meaning(NamedTuple):
    """A row that a label can name."""

    code: str
    form: str
    kind: str  # "leaf" | "group"
    unit: str
    rank: int  # place in the codebook
    recalled: bool


@lru_cache(maxsize=8192)
def meanings(text: str) -> tuple[Meaning, ...]:
    """Give the rows that a label text can name, in the order of the codebook.

    >>> [(m.form, m.code) for m in meanings("（一）收到申请数")]
    [('A', 'requests.received')]
    """
    full = _full(text)
    if not full or len(full) > MOST_MARKS or full.isascii():
        return ()
    by_full, by_core = _index()
    return by_full.get(full) or by_core.get(_core(text)) or _alike(_core(text))


@lru_cache(maxsize=4096)
def is_exact(text: str) -> bool:
    """Say whether a text is a label of the annex word for word, without numbering and hints."""
    by_full, by_core = _index()
    return _full(text) in by_full or _core(text) in by_core


def _full(text: str) -> str:
    """Give a label with what stands in its brackets: kinds of copies differ by nothing else."""
    plain = squeeze(text)
    return _without_within(plain[len(numbering(plain)) :])


def _without_within(plain: str) -> str:
    """Take away the word that says that a row is a part of the one above it."""
    word = str(load(ANNEX)["within"])
    rest = plain.removeprefix(word).lstrip(":") if plain.startswith(word) else plain
    return rest[len(numbering(rest)) :]


@lru_cache(maxsize=4096)
def _core(text: str) -> str:
    return label_core(_full(text))


def _alike(core: str) -> tuple[Meaning, ...]:
    """Give the rows of the label that a damaged one is most like; never recalled ones."""
    if len(core) < SHORTEST_LIKE:
        return ()
    sure = _confirmed()
    found = process.extract(core, sure.keys(), scorer=fuzz.ratio, limit=2, score_cutoff=LIKE_ENOUGH)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < CLEAR_LEAD):
        return ()
    return sure[found[0][0]]


@lru_cache
def _index() -> tuple[dict[str, tuple[Meaning, ...]], dict[str, tuple[Meaning, ...]]]:
    """Give rows by their whole label, and by its core where that tells as much."""
    full: dict[str, list[Meaning]] = defaultdict(list)
    core: dict[str, list[Meaning]] = defaultdict(list)
    for rank, row in enumerate(load(ANNEX)["rows"]):
        meaning = Meaning(
            row["code"], row["forms"][0], row["kind"], row.get("unit", ""), rank,
            row["confirmation"] == "recalled",
        )  # fmt: skip
        for text in (row["zh"], *row["variants"]):
            full[_full(text)].append(meaning)
            core[_core(text)].append(meaning)
    return ({k: tuple(v) for k, v in full.items()}, {k: tuple(v) for k, v in core.items()})


@lru_cache
def _confirmed() -> dict[str, tuple[Meaning, ...]]:
    _, cores = _index()
    return {core: rows for core, rows in cores.items() if not any(row.recalled for row in rows)}


def choose(found: tuple[Meaning, ...], form: str, last: str | None) -> Meaning | None:
    """Give the row that a label names behind another row, or None where it may be several.

    Args:
        found: The rows that the label can name.
        form: The form that the table has most labels of.
        last: Code of the row before; its family decides between equal labels.
    """
    own = [m for m in found if m.form == form] or list(found)
    if len(own) == 1:
        return own[0]
    families = [m for m in own if last is not None and _in_family(last, m.code)]
    return families[0] if len(families) == 1 else None


def _in_family(last: str, code: str) -> bool:
    family = code.rpartition(".")[0]
    return last == family or last.startswith(f"{family}.")
