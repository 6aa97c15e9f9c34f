"""One fault for every rule: a clean series goes in, and comes out with what the rule must find.

A fault touches as little as it can: where the tables change, the prose goes with them and the sums
still hold, so that nothing else of the report is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.planting.county import draw
from tests.planting.draft import (
    CARRIED_IN,
    CARRIED_OUT,
    CLOSED,
    FIRM,
    OTHERS,
    PERSON,
    RECEIVED,
    Draft,
)
from tests.planting.write import numbers
from tests.proving.dice import Dice
from tests.proving.figures import request_columns

DOCUMENTS = "proactive/art20_1.normative_documents"
LICENCES = "proactive/art20_5.administrative_licensing/decisions"
FEES = "proactive/art20_8.administrative_fees/amount_collected"
Plant = Callable[[Dice, list[Draft]], None]


class Fault(NamedTuple):
    """How a fault is planted, and in what kind of series it can stand.

    Attributes:
        plant: Changes the drafts of a body.
        size: How large the body is.
        first: The first year of the series: 2019 for two years of form B, 2020 for the year 2024.
        level: ``county``, ``township``, ``city``, or ``government`` with its county.
        complete: Whether the audit is told that all bodies are there.
    """

    plant: Plant
    size: str = "middle"
    first: int = 2020
    level: str = "county"
    complete: bool = True


def _said(name: str, step: float = 3) -> Plant:
    """The prose states another figure than the tables."""

    def plant(dice: Dice, drafts: list[Draft]) -> None:
        draft = drafts[3]
        true = {"received": draft.value(RECEIVED), "answered": draft.value(CLOSED)}
        told = {
            "carry_in": draft.value(CARRIED_IN), "carry_out": draft.value(CARRIED_OUT),
            "person": draft.value(RECEIVED, PERSON), "granted": draft.group("granted"),
            "review": draft.value("review", table="disputes"), "growth": draft.growth or 0,
            "suits": draft.value("litigation.direct", table="disputes")
            + draft.value("litigation.after_review", table="disputes"),
            "rules": draft.figures[f"{DOCUMENTS}/issued"] or 0,
            "share": round(100 * draft.group("granted") / draft.value(CLOSED), 2),
            **true,
        }  # fmt: skip
        # Requests on hand are another reading of what was received: keep clear of it.
        clear = draft.value(CARRIED_IN) if name in ("received", "person", "answered") else 0
        draft.told[name] = round(told[name] + step + clear + dice.integer(0, 3), 2)

    return plant


def _denied(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].says_none = True


def _fee_denied(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].other = "本年度未收取信息处理费。本年度收取信息处理费120元。"


def _fraction(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].put(LICENCES, 312.5)


def _in_force(_: Dice, drafts: list[Draft]) -> None:
    drafts[1].put(f"{DOCUMENTS}/issued", 40)
    drafts[1].put(f"{DOCUMENTS}/repealed", 0)
    drafts[1].put(f"{DOCUMENTS}/in_force", 12)


def _newly(_: Dice, drafts: list[Draft]) -> None:
    for column, value in (("produced", 90), ("newly_disclosed", 90), ("disclosed_total", 60)):
        drafts[0].put(f"{DOCUMENTS}/{column}", value)


def _produced(_: Dice, drafts: list[Draft]) -> None:
    drafts[0].put(f"{DOCUMENTS}/produced", 0)
    drafts[0].put(f"{DOCUMENTS}/newly_disclosed", 1)


def _balance(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].add(RECEIVED, dice.integer(2, 9))


def _row(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("outcome.denied.state_secret", dice.integer(2, 9), "total")


def _column(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("outcome.denied.state_secret", dice.integer(2, 9))


def _block(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("review", dice.integer(2, 9), "total", table="disputes")


def _carry(dice: Dice, drafts: list[Draft]) -> None:
    step = dice.integer(2, 9)
    drafts[3].add(CARRIED_IN, step)
    drafts[3].close(step)


def _carry_column(_: Dice, drafts: list[Draft]) -> None:
    for column, step in ((OTHERS, 1), (PERSON, -1)):
        drafts[3].add(CARRIED_IN, step, column)
        drafts[3].close(step, column)


def _stock(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("art20_1.normative_documents", dice.integer(2, 30), "in_force", table="proactive")


def _items(dice: Dice, drafts: list[Draft]) -> None:
    row = "art20_5.administrative_licensing"
    drafts[1].add(row, dice.integer(2, 30), "items_previous_year", table="proactive")


def _disclosed(dice: Dice, drafts: list[Draft]) -> None:
    drafts[1].add(
        "art20_1.normative_documents", dice.integer(5, 90), "disclosed_total", table="proactive"
    )


def _same_table(_: Dice, drafts: list[Draft]) -> None:
    for key, value in drafts[2].figures.items():
        if key.startswith("proactive/"):
            drafts[3].put(key, value)


def _jump(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].put(LICENCES, 10 * (drafts[3].figures[LICENCES] or 0) + dice.integer(0, 9))


def _outlier(_: Dice, drafts: list[Draft]) -> None:
    """In the first year there is no year before to jump from; twice as much is no jump at all."""
    drafts[0].put(LICENCES, 4 * (drafts[0].figures[LICENCES] or 0))


def _yuan(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].put(FEES, round(10_000 * (drafts[3].figures[FEES] or 0)))


def _rules(_: Dice, drafts: list[Draft]) -> None:
    for draft in drafts[1:]:
        draft.put("proactive/art20_1.government_rules/in_force", 6)


def _odd_fee(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].fee = 10 * dice.integer(1, 40) + dice.integer(1, 9)


def _early_fee(_: Dice, drafts: list[Draft]) -> None:
    drafts[0].fee = 120


def _unpaid(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("outcome.other_handling.fee_overdue", 2)
    drafts[3].add("outcome.granted", -2)
    drafts[3].other = "本年度没有其他需要报告的事项，特此说明。"


def _no_fee_told(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].other = "无其他需要报告的事项。"


def _no_problems(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].texts["problems"] = "无。"


def _not_assessed(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].assessed = False


def _late(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].published = f"{drafts[3].year + 1}-0{dice.integer(2, 8)}-{dice.integer(10, 28)}"


def _period(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].period -= 1


def _too_early(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].published = f"{drafts[3].year}-01-20"


def _old_form(dice: Dice, drafts: list[Draft]) -> None:
    draft, size = drafts[3], (40, 2, 320, 90, 6, 12)
    draft.form = "B"
    old = draft.figures
    draft.figures = draw(dice, "B", size, None)
    for row in (RECEIVED, CARRIED_IN, CARRIED_OUT, CLOSED, "outcome.granted"):
        for column in request_columns():
            draft.figures[f"requests/{row}/{column}"] = old[f"requests/{row}/{column}"]
    for row in draft.rows():
        if row.startswith("outcome.") and row not in ("outcome.granted", CLOSED):
            for column in request_columns():
                draft.figures[f"requests/{row}/{column}"] = 0
    for column in request_columns():
        draft.figures[f"requests/outcome.granted/{column}"] = old[f"requests/{CLOSED}/{column}"]
    draft.growth = None


def _shift(_: Dice, drafts: list[Draft]) -> None:
    """The first cell of each row is gone, the others moved to the left; requests of firms alone."""
    draft = drafts[3]
    draft.told = numbers(draft)
    for row in draft.rows():
        figures = [draft.value(row, column) for column in request_columns()]
        moved = [figures[0], *figures[2:-1], figures[0] + sum(figures[2:-1]), None]
        for column, value in zip(request_columns(), moved, strict=True):
            draft.put(f"requests/{row}/{column}", value)


def _firms(_: Dice, drafts: list[Draft]) -> None:
    draft = drafts[3]
    outcomes = [row for row in draft.rows() if row.startswith("outcome.") and row != CLOSED]
    moved = {row: int(0.9 * draft.value(row, PERSON)) for row in outcomes}
    for row, step in {**moved, CLOSED: sum(moved.values()), RECEIVED: sum(moved.values())}.items():
        draft.add(row, -step, PERSON)
        draft.add(row, step, FIRM)


def _pending(_: Dice, drafts: list[Draft]) -> None:
    draft, after = drafts[3], drafts[4]
    step = int(0.4 * draft.value(RECEIVED))
    draft.add(CARRIED_OUT, step)
    draft.close(-step)
    after.add(CARRIED_IN, step)
    after.close(step)


def _too_many(_: Dice, drafts: list[Draft]) -> None:
    drafts[4].add(CARRIED_OUT, 900)


def _of_nowhere(_: Dice, drafts: list[Draft]) -> None:
    drafts[2].blank(CARRIED_OUT)
    drafts[3].add(CARRIED_IN, 500)
    drafts[3].close(500)
    drafts[2].told["carry_out"] = 0


def _suits(dice: Dice, drafts: list[Draft]) -> None:
    drafts[4].add("litigation.direct", dice.integer(8, 15), "upheld", "total", table="disputes")


def _reviews(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].add("review", 400, "upheld", "total", table="disputes")


def _too_little(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].put(LICENCES, (drafts[3].figures[LICENCES] or 0) - dice.integer(3, 9))


def _too_much(dice: Dice, drafts: list[Draft]) -> None:
    drafts[3].put(LICENCES, (drafts[3].figures[LICENCES] or 0) + dice.integer(3, 9))


def _own_words_again(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].texts["problems"] = drafts[2].texts["problems"]


def _restated(_: Dice, drafts: list[Draft]) -> None:
    drafts[3].rewritten = {LICENCES: (drafts[3].figures[LICENCES] or 0) + 17}


def _nothing(_: Dice, __: list[Draft]) -> None:
    """The words of another body: put there when the county is written."""


FAULTS: dict[str, Fault] = {
    "T2.INFORCE_BOUND": Fault(_in_force),
    "T2.NEWLY_LE_TOTAL": Fault(_newly),
    "T2.PRODUCED_GE_NEW": Fault(_produced),
    "T3.BALANCE": Fault(_balance),
    "T3.ROWSUM": Fault(_row),
    "T3.COLSUM": Fault(_column),
    "T4.BLOCKSUM": Fault(_block),
    "P.INT": Fault(_fraction),
    "N.RECEIVED": Fault(_said("received")),
    "N.ANSWERED": Fault(_said("answered")),
    "N.CARRY_IN": Fault(_said("carry_in")),
    "N.CARRY_OUT": Fault(_said("carry_out")),
    "N.APPLICANT": Fault(_said("person")),
    "N.OUTCOME": Fault(_said("granted")),
    "N.REVIEW": Fault(_said("review")),
    "N.LITIGATION": Fault(_said("suits")),
    "N.RULES": Fault(_said("rules")),
    "N.FEE": Fault(_fee_denied),
    "N.PERCENT": Fault(_said("share", 25)),
    "N.GROWTH": Fault(_said("growth", 40)),
    "N.ZERO": Fault(_denied),
    "X.CARRY": Fault(_carry),
    "X.CARRY.COL": Fault(_carry_column, "large"),
    "X.STOCK": Fault(_stock),
    "X.ITEMS.B": Fault(_items, first=2019),
    "X.DISCLOSED_BOUND.B": Fault(_disclosed, first=2019),
    "X.SAME_TABLE": Fault(_same_table, "large"),
    "X.OUTLIER": Fault(_outlier, "large"),
    "P.JUMP": Fault(_jump),
    "P.WANYUAN": Fault(_yuan),
    "P.RULES_POWER": Fault(_rules, level="township"),
    "P.RULES_CITY_DEPT": Fault(_rules, level="city"),
    "P.FEE10": Fault(_odd_fee),
    "P.FEE_START": Fault(_early_fee),
    "P.FEE_LINK": Fault(_unpaid),
    "P.SEC6_FEE": Fault(_no_fee_told),
    "P.SEC5": Fault(_no_problems),
    "P.GOV_SEC1": Fault(_not_assessed, level="government"),
    "P.DEADLINE": Fault(_late),
    "P.PERIOD": Fault(_period),
    "P.PERIOD.PUBLISHED": Fault(_too_early),
    "P.GEN": Fault(_old_form),
    "P.SHIFT": Fault(_shift, "large"),
    "P.NATURAL": Fault(_firms, "large"),
    "P.PENDING": Fault(_pending, "large"),
    "P.DUP": Fault(_too_many),
    "P.DUP.PREVIOUS": Fault(_of_nowhere),
    "P.REVIEW_FIRST": Fault(_suits),
    "P.DISPUTE_RATIO": Fault(_reviews),
    "AGG.SUM": Fault(_too_little, level="government"),
    "AGG.LE": Fault(_too_little, level="government", complete=False),
    "X.REUSE": Fault(_own_words_again),
    "X.REUSE_OTHER": Fault(_nothing),
    "X.RESTATED": Fault(_restated),
}
