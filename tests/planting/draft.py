"""A report before it is written: what its tables hold, what its prose says of them, when it came out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.proving.figures import Key, Value, outcome_rows, request_columns, request_rows

WORDS = Path(__file__).with_name("words.toml")
RECEIVED, CARRIED_IN = "requests_received", "carried_over_from_previous_year"
CARRIED_OUT, CLOSED = "carried_over_to_next_year", "outcome.total"
PERSON, FIRM, OTHERS = "natural_person", "org.commercial_enterprise", "org.other"
GROUPS = {
    "granted": "outcome.granted", "partial": "outcome.partially_granted", "denied": "outcome.denied",
    "unable": "outcome.unable_to_provide", "refused": "outcome.not_processed", "other": "outcome.other_handling",
}  # fmt: skip


@lru_cache
def words() -> dict[str, Any]:
    """Give the wording."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@dataclass(slots=True)
class Draft:
    """One report of one body.

    ``told`` are figures that the prose states otherwise than the tables, by their name in the
    wording; ``texts`` are the own words of sections one and five.
    """

    body: str
    kind: str  # government, department, township
    region: str
    year: int
    form: str
    figures: dict[Key, Value | None]
    texts: dict[str, str]
    fee: int = 0
    other: str | None = None  # section six, where it is not what the fee makes of it
    told: dict[str, Value | None] = field(default_factory=dict)
    says_none: bool = False  # the prose denies requests, whatever the tables hold
    assessed: bool = True
    published: str = ""
    period: int = 0  # the year of the period that is told
    growth: Value | None = None  # against the year before, in per cent
    rewritten: dict[Key, Value] = field(default_factory=dict)  # figures of a version before

    def value(self, row: str, column: str = "total", table: str = "requests") -> Value:
        """Give a figure; 0 where it is blank."""
        return self.figures.get(f"{table}/{row}/{column}") or 0

    def add(self, row: str, step: Value, *columns: str, table: str = "requests") -> None:
        """Add to figures of a row."""
        for column in columns or (PERSON, "total"):
            key = f"{table}/{row}/{column}"
            self.figures[key] = round((self.figures.get(key) or 0) + step, 4)

    def put(self, key: Key, value: Value | None) -> None:
        """Set a figure."""
        self.figures[key] = value

    def close(self, step: int, *columns: str) -> None:
        """Add to what was granted, and so to what was closed."""
        for row in ("outcome.granted", CLOSED):
            self.add(row, step, *columns)

    def rows(self) -> list[str]:
        """Give the rows of table 3 on this report's form."""
        return request_rows(self.form)

    def blank(self, row: str) -> None:
        """Leave a row of table 3 blank."""
        for column in request_columns():
            self.figures[f"requests/{row}/{column}"] = None

    def group(self, name: str) -> Value:
        """Give the figure of a kind of outcome."""
        code = GROUPS[name]
        return sum(
            self.value(row)
            for row in outcome_rows(self.form)
            if row == code or row.startswith(code + ".")
        )
