"""Plausibility of one report by itself: dates, shares, sections, fees, powers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from parsers.audit.model import AuditFinding, AuditRule, Held
from parsers.audit.own_tables import TABLE_CHECKS
from parsers.audit.rules import Book, holds_for, make
from parsers.checks.names import cell_name
from parsers.identity.dates import find_years
from parsers.vocab import load

Check = Callable[[AuditRule, Held], Iterator[AuditFinding]]
FEE = "section6/information_processing_fee_yuan"
_CITY, _PROVINCE = "00", "0000"


def of_itself(held: Held, book: Book) -> Iterator[AuditFinding]:
    """Give the findings of a report that need no other."""
    for rule in book.rules.values():
        check = _CHECKS.get(rule.kind) or TABLE_CHECKS.get(rule.kind)
        if check is not None and holds_for(rule, held):
            yield from check(rule, held)


def _rules_power(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """Counties and townships have no power to make rules; a city's department may have drafted some."""
    level = _level(held)
    if level not in rule.data["levels"]:
        return
    words = load("audit")["levels"][level]
    stated = {
        cell: v for cell, v in held.stated.items() if cell.startswith(rule.data["row"]) and v > 0
    }
    if stated:
        first = max(stated, key=lambda cell: stated[cell])
        cells = [first, *(cell for cell in stated if cell != first)]
        name = cell_name(first)
        told = {"name": name.zh, "name_en": name.en, "level": words["en"], "level_zh": words["zh"]}
        yield make(rule, [held], cells, (0, stated[first]), None, **told)


def _level(held: Held) -> str | None:
    """Give the level of a body by its region (GB/T 2260: ...00 cities, ..0000 provinces)."""
    identity = held.report.identity
    code = identity.region_code
    if identity.body == "township":
        return "township"
    if code is None or code.endswith(_PROVINCE):
        return None
    if code.endswith(_CITY):
        return "city_department" if identity.body == "department" else None
    return "county"


def _fee_steps(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    fee = _fee(held)
    if fee is not None and fee % rule.data["step"]:
        yield make(rule, [held], [FEE], (None, fee))


def _fee_start(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    fee = _fee(held)
    if fee and 0 < held.year < rule.data["first_year"]:
        yield make(rule, [held], [FEE], (0, fee), year=held.year, first=rule.data["first_year"])


def _fee(held: Held) -> int | float | None:
    told = [one.value for one in held.report.statements if one.cell == FEE and not one.approximate]
    return told[0] if told else None


def _fee_link(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    value = held.stated.get(rule.data["cell"], 0)
    text = _section(held, "other")
    if value > 0 and text is not None and rule.data["word"] not in text:
        yield make(rule, [held], [rule.data["cell"]], (None, value))


def _section_words(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    bodies = rule.data.get("bodies")
    text = _section(held, rule.data["section"])
    if text is None or (bodies and held.report.identity.body not in bodies):
        return
    if not any(word in text for word in rule.data["any_of"]):
        yield make(rule, [held], [])


def _section_empty(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    text = _section(held, rule.data["section"])
    if text is not None and len("".join(text.split())) < rule.data["least"]:
        yield make(rule, [held], [], (None, text.strip() or None))


def _section(held: Held, code: str) -> str | None:
    """Give the text of a section with its parts; None where the report has none."""
    for section in held.report.sections:
        if section.code == code:
            return section.text + "".join(item.text for item in section.items)
    return None


def _deadline(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """A date that is far too late is more likely that of a move to another system."""
    identity = held.report.identity
    if identity.published_on is None or not held.year or identity.body in (None, "other"):
        return
    of_all = identity.body == "government" or held.year < rule.data["first_year"]
    due = rule.data["government" if of_all else "department"]
    limit = date.fromisoformat(f"{held.year + 1}-{due}")
    try:
        published = date.fromisoformat(identity.published_on)
    except ValueError:
        return
    if published > limit:
        moved = published > limit + timedelta(days=rule.data["late"])
        figures = (limit.isoformat(), identity.published_on)
        yield make(rule, [held], [], figures, "info" if moved else None)


def _period(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    period = held.report.identity.period
    if period is None or not held.year:
        return
    # The year of a report is that of its period; where the title names another one, one of them is wrong.
    titled = find_years(held.report.identity.title or "")
    year = titled[0] if len(titled) == 1 else held.year
    whole, told = f"{year}-01-01/{year}-12-31", f"{period.start}/{period.end}"
    if told != whole:
        yield make(rule, [held], [], (whole, told), year=year)


def _share_below(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    part, whole = _pair(rule, held)
    if part is not None and whole >= rule.data["size"] and part < rule.data["share"] * whole:
        yield make(rule, [held], [rule.data["part"], rule.data["whole"]], (None, part), whole=whole)


def _share_above(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    part, whole = _pair(rule, held)
    if part is not None and whole >= rule.data["size"] and part > rule.data["share"] * whole:
        yield make(rule, [held], [rule.data["part"], rule.data["whole"]], (None, part), whole=whole)


def _ratio_above(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    part, whole = _pair(rule, held)
    if part is not None and part >= rule.data["size"] and whole >= 0 and part > whole:
        yield make(rule, [held], [rule.data["part"], rule.data["whole"]], (None, part), whole=whole)


def _pair(rule: AuditRule, held: Held) -> tuple[int | float | None, int | float]:
    """Give the part and the whole; -1 for a whole that is not stated."""
    return held.stated.get(rule.data["part"]), held.stated.get(rule.data["whole"], -1)


def _published_before(rule: AuditRule, held: Held) -> Iterator[AuditFinding]:
    """Nobody can report a year that has not ended."""
    published = held.report.identity.published_on
    if published is not None and held.year and published <= f"{held.year}-12-31":
        yield make(rule, [held], [], (f"{held.year + 1}-01-01", published), year=held.year)


_CHECKS: dict[str, Check] = {
    "rules_power": _rules_power,
    "fee_steps": _fee_steps,
    "fee_start": _fee_start,
    "fee_link": _fee_link,
    "section_words": _section_words,
    "section_empty": _section_empty,
    "deadline": _deadline,
    "period": _period,
    "share_below": _share_below,
    "share_above": _share_above,
    "ratio_above": _ratio_above,
    "published_before": _published_before,
}
