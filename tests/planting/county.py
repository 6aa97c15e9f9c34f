"""A county over five years: clean series of its bodies, and a government's report that sums them up."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from parsers.audit.aggregate import is_additive
from parsers.vocab import table
from tests.planting.draft import (
    CARRIED_IN,
    CARRIED_OUT,
    CLOSED,
    FIRM,
    PERSON,
    RECEIVED,
    Draft,
    words,
)
from tests.proving.dice import Dice
from tests.proving.figures import Key, Value, outcome_rows, proactive_cells, request_columns

YEARS = 5
# Requests, reviews, licences, penalties, documents, fees of a body in a usual year.
SIZES = {
    "none": (0, 0, 0, 0, 1, 0),
    "small": (4, 0, 12, 5, 2, 0),
    "middle": (40, 2, 320, 90, 6, 12),
    "large": (260, 9, 5200, 1400, 15, 480),
}
_WEIGHTS = {
    "outcome.granted": 0.55, "outcome.partially_granted": 0.1, "outcome.unable_to_provide.not_held": 0.12,
    "outcome.denied.third_party_rights": 0.04, "outcome.denied.enforcement_case_file": 0.03,
    "outcome.not_processed.repeat_request": 0.04,
}  # fmt: skip


def series(dice: Dice, body: str, region: str, kind: str, first: int, size: str) -> list[Draft]:
    """Give five clean reports of a body: every rule of the audit holds of them."""
    drafts: list[Draft] = []
    for year in range(first, first + YEARS):
        form = "B" if year <= 2020 else "C"
        before = drafts[-1] if drafts else None
        figures = draw(dice, form, SIZES[size], before)
        draft = Draft(body, kind, region, year, form, figures, texts(dice, before), period=year)
        draft.fee = 10 * dice.integer(1, 40) if year > 2020 and dice.chance(0.2) else 0
        months = ("01", "02", "03") if kind == "government" else ("01",)
        draft.published = f"{year + 1}-{dice.pick(months)}-{dice.integer(4, 28):02d}"
        draft.growth = _growth(before, draft)
        drafts.append(draft)
    return drafts


def _growth(before: Draft | None, now: Draft) -> Value | None:
    old = before.value(RECEIVED) if before else 0
    return round(100 * (now.value(RECEIVED) - old) / old, 2) if old else None


def texts(dice: Dice, before: Draft | None) -> dict[str, str]:
    """Write own words: a body keeps a part of what it wrote the year before, as real ones do."""
    found = {}
    for code, count in (("overview", 9), ("problems", 6)):
        old = before.texts[code].split("。")[:-1] if before else []
        kept = [sentence for sentence in old if dice.chance(0.35)]
        kept = kept[: count // 2]
        new = [sentence(dice, code) for _ in range(count - len(kept))]
        found[code] = "。".join([*new, *kept]) + "。"
    return found


def sentence(dice: Dice, code: str) -> str:
    """Fill a frame."""
    slots = {name: dice.pick(choices) for name, choices in words()["slots"].items()}
    return str(dice.pick(words()["frames"][code]).format(**slots))


def draw(
    dice: Dice, form: str, size: Sequence[int], before: Draft | None
) -> dict[Key, Value | None]:
    """Draw the figures of a year that goes on from the year before."""
    requests, reviews, licences, penalties, documents, fees = size
    figures = _requests(dice, form, requests, before)
    figures.update(_disputes(dice, reviews))
    amounts = {"licensing": licences, "penalty": penalties, "coercion": penalties // 20}
    for row, column in proactive_cells(form):
        key = f"proactive/{row}/{column}"
        figures[key] = 0
        if column == "decisions":
            usual = next((n for name, n in amounts.items() if name in row), 0)
            figures[key] = around(dice, usual)
        elif column == "amount_collected":
            figures[key] = round(fees * (0.85 + dice.integer(0, 3000) / 10_000), 2)
        elif column == "total_amount":
            figures[key] = round(fees * 3 * (0.85 + dice.integer(0, 3000) / 10_000), 2)
        elif column == "projects":
            figures[key] = around(dice, fees // 20)
    _documents(dice, form, documents, before, figures)
    _items(dice, form, before, figures)
    return figures


def around(dice: Dice, usual: int) -> int:
    """Draw a count within fifteen per cent of the usual one."""
    return round(usual * (0.85 + dice.integer(0, 3000) / 10_000))


def _requests(dice: Dice, form: str, usual: int, before: Draft | None) -> dict[Key, Value | None]:
    columns = request_columns()[:-1]
    rows: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(columns, 0))
    rows[RECEIVED][PERSON] = around(dice, usual)
    rows[RECEIVED][FIRM] = usual // 12 and dice.integer(0, usual // 12)
    for column in columns:
        came = (
            int(before.value(CARRIED_OUT, column)) if before else (column == PERSON) * usual // 25
        )
        rows[CARRIED_IN][column] = came
        hand = came + rows[RECEIVED][column]
        rows[CARRIED_OUT][column] = min(hand, dice.integer(0, hand // 12))
        rows[CLOSED][column] = closed = hand - rows[CARRIED_OUT][column]
        for row in outcome_rows(form)[1:]:
            share = _WEIGHTS.get(row, 0.0) * (0.5 + dice.integer(0, 1000) / 1000)
            part = min(closed, round(hand * share))
            rows[row][column] = part
            closed -= part
        rows[outcome_rows(form)[0]][column] = closed
    everything = [RECEIVED, CARRIED_IN, *outcome_rows(form), CLOSED, CARRIED_OUT]
    return {
        f"requests/{row}/{column}": rows[row][column]
        if column != "total"
        else sum(rows[row].values())
        for row in everything
        for column in [*columns, "total"]
    }


def _disputes(dice: Dice, usual: int) -> dict[Key, Value | None]:
    found: dict[Key, Value | None] = {}
    for row, share in (
        ("review", 1.0),
        ("litigation.direct", 0.3),
        ("litigation.after_review", 0.3),
    ):
        codes = [column.code for column in table("disputes").columns]
        counts = [dice.integer(0, round(usual * share / 2)) for _ in codes[:-1]]
        for code, count in zip(codes, [*counts, sum(counts)], strict=True):
            found[f"disputes/{row}/{code}"] = count
    return found


def _documents(
    dice: Dice, form: str, usual: int, before: Draft | None, figures: dict[Key, Value | None]
) -> None:
    """Stocks go on: in force, and on form B disclosed in total."""
    row = "proactive/art20_1.normative_documents"
    new = dice.integer(0, usual)
    if form == "B":
        old = before.figures.get(f"{row}/disclosed_total") if before else None
        stock = (old or 8 * usual) + new
        figures.update(
            {f"{row}/produced": new, f"{row}/newly_disclosed": new, f"{row}/disclosed_total": stock}
        )
        return
    old = before.figures.get(f"{row}/in_force") if before else None
    stock = 9 * usual if old is None else int(old) + new
    gone = 0 if old is None else dice.integer(0, min(stock, usual))
    figures.update(
        {
            f"{row}/issued": new,
            f"{row}/repealed": gone,
            f"{row}/in_force": stock + (old is None) * new - gone,
        }
    )


def _items(dice: Dice, form: str, before: Draft | None, figures: dict[Key, Value | None]) -> None:
    for row, column in proactive_cells(form):
        if column != "items_previous_year":
            continue
        key, change = f"proactive/{row}/{column}", f"proactive/{row}/items_change"
        old = before.figures.get(key) if before else None
        moved = before.figures.get(change) or 0 if before else 0
        figures[key] = dice.integer(20, 90) if old is None else old + moved
        figures[change] = dice.integer(-3, 9)


@lru_cache
def places() -> list[tuple[str, str]]:
    """Give name and code of the counties that no other one shares its name with, today's all."""
    text = files("parsers.vocab").joinpath("gazetteer.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    often = Counter(row["name"] for row in rows)
    return [
        (row["name"], row["code"])
        for row in rows
        if often[row["name"]] == 1
        and row["name"].endswith("县")
        and row["first_seen"] == "2007-12"
        and row["last_seen"] > "2026"
    ]


def county(dice: Dice, number: int, bodies: int, first: int) -> list[list[Draft]]:
    """Give a clean county: its government's series, then those of departments and townships."""
    name, region = places()[number]
    offices, townships = words()["offices"], words()["townships"]
    names = [(office, "department") for office in dice.some(offices, min(bodies * 2 // 3, 24))]
    names += [(place, "township") for place in dice.some(townships, min(bodies - len(names), 12))]
    parts = []
    for own, kind in names:
        size = (
            "none"
            if kind == "township" and dice.chance(0.5)
            else dice.weighted(
                {"none": 1, "small": 4, "middle": 4, "large": 1 if kind == "department" else 0}
            )
        )
        body = name + own + ("人民政府" if kind == "township" else "")
        parts.append(series(dice, body, region, kind, first, size))
    return [consolidated(dice, name, region, first, parts), *parts]


def consolidated(
    dice: Dice, name: str, region: str, first: int, parts: list[list[Draft]]
) -> list[Draft]:
    """Give a government's reports: what may be summed up is the sum of the bodies below."""
    drafts = series(dice, f"{name}人民政府", region, "government", first, "none")
    for at, draft in enumerate(drafts):
        for key in draft.figures:
            if is_additive(key):
                total = sum(part[at].figures.get(key) or 0 for part in parts)
                draft.figures[key] = round(total, 4)
        draft.growth = _growth(drafts[at - 1] if at else None, draft)
    return drafts
