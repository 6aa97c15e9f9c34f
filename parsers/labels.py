"""Label text to codes, by meaning: numbering, variants, then likeness.

A text may name a row of one table and a column of another (其他, 总计); the lookup gives every
code it can stand for and the caller chooses by parent and place. Nothing is decided by position.

Source: the codebook's label index and the 94 labels counted on real pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from parsers.likeness import is_of_something_else, turns_the_meaning
from parsers.normal import label_core, numbering, squeeze
from parsers.vocab import ColumnDef, RowDef, load, tables

# Two different labels of the forms are at most 77 alike (logs in tests/tables/test_labels.py), one
# lost character of a four-character label leaves 86: above 80 only damage of one label remains,
# and the best must lead the next code by a clear margin.
LIKE_ENOUGH = 80.0
CLEAR_LEAD = 6.0
SHORTEST_LIKE = 4  # characters; shorter labels (规章, 其他) must be equal
LONGEST_LABEL = 60
_YEAR = re.compile(r"\((?:19|20)\d\d\D?.{0,2}\)")


class Hit(NamedTuple):
    """A meaning that a label text can have."""

    table: str
    axis: str  # "row" | "column" | "part" | "note"
    code: str
    exact: bool = True


@lru_cache(maxsize=32768)
def lookup(text: str) -> tuple[Hit, ...]:
    """Give every meaning of a label text, or an empty tuple.

    >>> lookup("（六）其他")[0].code, lookup("3、其他")[0].code
    ('outcome.other_handling', 'outcome.other_handling.other')
    """
    plain = squeeze(text)
    if not plain or len(plain) > LONGEST_LABEL * 3:
        return ()
    numbered, cores = _index()
    hits = numbered.get(plain) or numbered.get(_without_brackets(plain))
    if hits:
        return hits
    if is_of_something_else(plain):
        return ()
    core = label_core(text) or label_core(_without_brackets(plain))
    hits = cores.get(core)
    if hits:
        return _by_number(plain, _of_a_year(plain, hits))
    if SHORTEST_LIKE <= len(core) <= LONGEST_LABEL and not core.isascii():
        return _alike(core)
    return ()


@lru_cache(maxsize=32768)
def is_known(text: str) -> bool:
    """Say whether a text is a label word for word; cheaper than :func:`lookup` for prose."""
    plain = squeeze(text)
    numbered, cores = _index()
    return plain in numbered or _without_brackets(plain) in numbered or label_core(text) in cores


def _without_brackets(plain: str) -> str:
    return plain.replace("(", "").replace(")", "")


def _of_a_year(plain: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Take a label that names a year for one that is only alike: which year it is, no label tells."""
    return tuple(hit._replace(exact=False) for hit in hits) if _YEAR.search(plain) else hits


def _by_number(plain: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Put the rows whose printed number the text carries first."""
    number = _style(numbering(plain))
    if not number or len(hits) == 1:
        return hits
    ranked = sorted(
        hits, key=lambda hit: _style(_numbers().get((hit.table, hit.code), "")) != number
    )
    return tuple(ranked)


def _style(number: str) -> str:
    """Give the kind of numbering and its number: 三、 and (三) differ, 3. and 3、 do not."""
    body = number.strip("()\u3001.,: ")
    return f"({body})" if number.startswith("(") else body


def _alike(core: str) -> tuple[Hit, ...]:
    _, cores = _index()
    found = process.extract(
        core, cores.keys(), scorer=fuzz.ratio, limit=4, score_cutoff=LIKE_ENOUGH
    )
    if not found:
        return ()
    best, score, _ = found[0]
    if turns_the_meaning(core, best):
        return ()
    codes = {hit[:3] for hit in cores[best]}
    for other, other_score, _ in found[1:]:
        if score - other_score < CLEAR_LEAD and {hit[:3] for hit in cores[other]} != codes:
            return ()
    return tuple(hit._replace(exact=False) for hit in cores[best])


@lru_cache
def _index() -> tuple[dict[str, tuple[Hit, ...]], dict[str, tuple[Hit, ...]]]:
    """Give hits by full text where a variant carries its number, and by core."""
    numbered: dict[str, list[Hit]] = defaultdict(list)
    cores: dict[str, list[Hit]] = defaultdict(list)
    for hit, texts in _entries():
        for position, text in enumerate(texts):
            plain = squeeze(text)
            if hit.axis == "part":
                _add(numbered, _without_brackets(plain), hit)
            elif position and numbering(plain):
                _add(numbered, plain, hit)
            else:
                _add(cores, label_core(text), hit)
    return ({k: tuple(v) for k, v in numbered.items()}, {k: tuple(v) for k, v in cores.items()})


def _add(index: dict[str, list[Hit]], key: str, hit: Hit) -> None:
    if key and hit not in index[key]:
        index[key].append(hit)


def _entries() -> list[tuple[Hit, tuple[str, ...]]]:
    entries: list[tuple[Hit, tuple[str, ...]]] = []
    for table in tables():
        entries += [(Hit(table.code, "row", r.code), _texts(r)) for r in table.rows]
        entries += [(Hit(table.code, "column", c.code), _texts(c)) for c in table.columns]
        entries += [(Hit(table.code, "part", p.code), (p.zh,)) for p in table.parts]
        notes = load(table.code).get("notes", ())
        entries += [(Hit(table.code, "note", "note"), (note,)) for note in notes]
    return entries


def _texts(definition: RowDef | ColumnDef) -> tuple[str, ...]:
    return (definition.zh, *definition.variants)


@lru_cache
def _numbers() -> dict[tuple[str, str], str]:
    return {
        (table.code, row.code): numbering(row.zh)
        for table in tables()
        for row in table.rows
        if row.number
    }
