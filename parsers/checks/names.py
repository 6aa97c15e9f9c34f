"""What rows, columns and cells are called in messages."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parsers.vocab import all_tables, load


class Name(NamedTuple):
    """A name in both languages."""

    zh: str
    en: str


@lru_cache(maxsize=1024)
def code_name(table_code: str, code: str) -> Name:
    """Give the label of a row or column of a table; the code itself where it has none.

    >>> code_name("requests", "natural_person")
    Name(zh='自然人', en='natural persons')
    """
    for definition in all_tables():
        if definition.code == table_code:
            names = {c.code: Name(c.zh, c.en) for c in definition.columns}
            names |= {r.code: Name(r.zh, r.en) for r in definition.rows}
            if code in names:
                return names[code]
    known = load("rules")["names"].get(code)
    return Name(known["zh"], known["en"]) if known else Name(code, code)


@lru_cache(maxsize=1024)
def cell_name(key: str) -> Name:
    """Give the name of a cell, printed or derived: table, row and column.

    >>> cell_name("requests/outcome.granted/total").en
    'table 3, granted in full, total'
    """
    code, _, place = key.partition("/")
    number = next((t.number for t in all_tables() if t.code == code), None)
    if number is None:
        return code_name(code, place)
    names = [code_name(code, part) for part in place.split("/")]
    form = load("rules")["names"]["cell"]
    return Name(
        form["zh"].format(
            number="\u4e00\u4e8c\u4e09\u56db"[number - 1], place="\u00b7".join(n.zh for n in names)
        ),
        form["en"].format(number=number, place=", ".join(n.en for n in names)),
    )
