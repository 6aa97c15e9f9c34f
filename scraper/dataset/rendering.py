"""Values as text, each made once: most of a long table repeats what the rows before had."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import pyarrow as pa

_KEPT = 100_000  # texts of one kind; then all are forgotten, for later reports have other ones
_LONGEST = 200  # characters of a text that may come again; what is longer is prose


class Texts(dict[Any, str]):
    """The text of a value, made by a function that is asked once for what comes often."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: object) -> str:
        made = self._make(value)
        if len(made) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[value] = made
        return made


class ColumnTexts:
    """Rows as columns of texts.

    Args:
        schema: The columns.
        make: Gives the text of a value.
    """

    def __init__(self, schema: pa.Schema, make: Callable[[Any], str]) -> None:
        # True, 1 and 1.0 are one key of a dict and not one text, so each type has texts of its own.
        texts = {kind: Texts(make) for kind in schema.types}
        self._columns = [(field.name, texts[field.type]) for field in schema]

    def of(self, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        """Give one list a column; a column that a row does not name is null."""
        return [_texts(rows, name, texts) for name, texts in self._columns]


def _texts(rows: Sequence[Mapping[str, Any]], name: str, texts: Texts) -> list[str]:
    try:
        # Nothing here is called in Python where the text is known.
        return list(map(texts.__getitem__, map(itemgetter(name), rows)))
    except KeyError:
        return [texts[row.get(name)] for row in rows]
