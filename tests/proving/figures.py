"""True figures of a report: the tables of form B or C, with the identities kept or broken on purpose.

The identities are those printed on the forms (国办公开办函〔2019〕60号 = B, 〔2021〕30号 = C): every total
is the sum of its row, and requests received plus carried in are those closed plus carried out.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.vocab import table
from tests.proving.dice import Dice

Value = int | float
Key = str  # "table/row/column", as in the record's evidence

SIZES = {"zero": 2.0, "small": 3.0, "middle": 2.0, "large": 1.0}
_PEAK = {"zero": 0, "small": 9, "middle": 120, "large": 4000}
# A column of documents holds at least what these columns hold: rules T2.*.
_AT_LEAST = {
    "in_force": ("issued",),
    "produced": ("newly_disclosed",),
    "disclosed_total": ("newly_disclosed",),
}
_FILLED = {"zero": 0.0, "small": 0.06, "middle": 0.2, "large": 0.4}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report states, by cell; ``planted`` names the rules it breaks on purpose."""

    form: str
    size: str
    values: dict[Key, Value]
    planted: tuple[str, ...]


def request_columns() -> list[str]:
    """Give the seven columns of table 3 in their printed order, the total last."""
    return [column.code for column in table("requests").columns if column.kind != "group"]


def request_rows(form: str) -> list[str]:
    """Give the rows of table 3 that hold figures on a form, in their printed order.

    Form B prints （六）其他处理 as one row; form C splits it into three.
    """
    rows = [row for row in table("requests").rows if form in row.forms]
    parents = {row.parent for row in rows}
    return [row.code for row in rows if row.kind != "group" or row.code not in parents]


def outcome_rows(form: str) -> list[str]:
    """Give the outcomes that add up to ``outcome.total``."""
    rows = request_rows(form)
    return [row for row in rows if row.startswith("outcome.") and row != "outcome.total"]


def proactive_cells(form: str) -> list[tuple[str, str]]:
    """Give row and column of each cell of table 2 on a form, in their printed order."""
    definition = table("proactive")
    return [
        (row.code, column.code)
        for part in definition.parts
        if form in part.forms
        for row in definition.rows
        if row.part == part.code and form in row.forms
        for column in definition.columns
        if column.part == part.code and form in column.forms
    ]


def draw_figures(dice: Dice, form: str) -> Figures:
    """Draw the figures of a report; one in twelve breaks a rule on purpose."""
    size = dice.weighted(SIZES)
    values: dict[Key, Value] = {}
    values.update(_proactive(dice, form, size))
    values.update(_requests(dice, form, size))
    values.update(_disputes(dice, size))
    planted = _plant(dice, form, values) if dice.chance(1 / 12) else ()
    return Figures(form, size, values, planted)


def _count(dice: Dice, size: str, filled: float | None = None) -> int:
    """Draw a count: mostly zero, small counts more often than large ones."""
    if not dice.chance(_FILLED[size] if filled is None else filled):
        return 0
    return 1 + int(_PEAK[size] ** (dice.integer(0, 1000) / 1000)) if _PEAK[size] else 0


def _requests(dice: Dice, form: str, size: str) -> dict[Key, Value]:
    rows: dict[str, list[int]] = {}
    people = request_columns()[:-1]
    for row in [*outcome_rows(form), "carried_over_to_next_year"]:
        rows[row] = [_count(dice, size) if c == 0 or dice.chance(0.3) else 0 for c in range(6)]
    closed = [sum(rows[row][c] for row in outcome_rows(form)) for c in range(6)]
    rows["outcome.total"] = closed
    carried = [min(a, _count(dice, size, 0.2)) for a in closed]
    after = rows["carried_over_to_next_year"]
    rows["carried_over_from_previous_year"] = carried
    rows["requests_received"] = [a + b - c for a, b, c in zip(closed, after, carried, strict=True)]
    return {
        f"requests/{row}/{column}": value
        for row, counts in rows.items()
        for column, value in zip([*people, "total"], [*counts, sum(counts)], strict=True)
    }


def _disputes(dice: Dice, size: str) -> dict[Key, Value]:
    values: dict[Key, Value] = {}
    for row in ("review", "litigation.direct", "litigation.after_review"):
        counts = [_count(dice, size if size == "zero" else "small", 0.3) for _ in range(4)]
        counts = [0] * 4 if size == "zero" else counts
        for column, value in zip(table("disputes").columns, [*counts, sum(counts)], strict=True):
            values[f"disputes/{row}/{column.code}"] = value
    return values


def _proactive(dice: Dice, form: str, size: str) -> dict[Key, Value]:
    values: dict[Key, Value] = {}
    for row, column in proactive_cells(form):
        values[f"proactive/{row}/{column}"] = _proactive_value(dice, column, size)
    for row, column in proactive_cells(form):
        for least in _AT_LEAST.get(column, ()):
            key, part = f"proactive/{row}/{column}", f"proactive/{row}/{least}"
            values[key] = max(values[key], values[part])
    return values


def _proactive_value(dice: Dice, column: str, size: str) -> Value:
    if column in ("amount_collected", "total_amount"):
        whole = _count(dice, size, 0.4)
        return whole if dice.chance(0.5) else round(whole + dice.integer(0, 99) / 100, 2)
    count = _count(dice, size, 0.5)
    return -count if column == "items_change" and dice.chance(0.4) else count


def _plant(dice: Dice, form: str, values: dict[Key, Value]) -> tuple[str, ...]:
    """Publish one wrong figure: the office's own mistake, which must be told and left alone."""
    step = dice.integer(1, 5)
    rule = dice.pick(["T3.ROWSUM", "T3.BALANCE", "T4.BLOCKSUM"])
    if rule == "T3.ROWSUM":
        row = dice.pick(outcome_rows(form))
        values[f"requests/{row}/total"] += step
    elif rule == "T3.BALANCE":
        for column in ("natural_person", "total"):
            values[f"requests/carried_over_to_next_year/{column}"] += step
    else:
        values["disputes/review/total"] += step
    return (rule,)
