"""Holds a record against the truth of its page: cell by cell, table by table, as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.record import Report
from tests.proving.figures import Key, Value
from tests.proving.page import ProvingPage

RIGHT, MISSING, WARNED, SILENT = "right", "missing", "wrong, warned", "wrong, silent"
LOST_NULL, LOST_RECOVERED = "lost, null", "lost, recovered"
_TABLES = {"T3": "requests/", "T4": "disputes/"}
# Findings that tell an auditor not to take the figures of a table as they stand.
TELLING = ("S.TABLE", "S.ROW", "S.COLUMN", "S.CELL", "T2.", "T3.", "T4.", "R.TEXT_LOST")


@dataclass(frozen=True, slots=True)
class Score:
    """What one page came to."""

    number: int
    traits: dict[str, str]
    cells: Counter[str]
    tables: tuple[int, int]  # read without a mistake, of all
    page_right: bool
    refused: str  # code of the error, "" where a record came out
    identity: tuple[bool, bool]  # year, publisher
    missed: tuple[str, ...]  # rules broken on purpose that no finding tells
    clean: bool  # nothing was done to the page, it breaks no rule and lost nothing
    false: tuple[str, ...]  # codes of errors and warnings on a clean page
    unsaid: bool  # figures were lost and no finding says so
    wrong: tuple[str, ...] = field(default=())  # the first mistakes, in words


def score_page(page: ProvingPage, report: Report | None, refused: str = "") -> Score:
    """Score the record of a page; no record counts every cell as missing."""
    values = _values(report)
    warned = _warned(report)
    verdicts = {key: _verdict(page, key, values, warned, report) for key in page.truth}
    extra = [key for key in values if key not in page.truth and values[key] is not None]
    verdicts.update({key: WARNED if _is_told(key, warned) else SILENT for key in extra})
    bad = [key for key, verdict in verdicts.items() if verdict in (MISSING, WARNED, SILENT)]
    codes = {finding.code for finding in report.findings} if report else set()
    return Score(
        number=page.number,
        traits=page.traits,
        cells=Counter(verdicts.values()),
        tables=_tables(page.truth, bad),
        page_right=not bad,
        refused=refused,
        identity=_identity(page, report),
        missed=() if page.lost or not report else _missed(page, codes),
        clean=is_clean(page),
        false=_false(page, report),
        unsaid=report is not None and _is_unsaid(page, report, codes),
        wrong=tuple(_told(page, key, values, verdicts[key]) for key in bad[:8]),
    )


def _values(report: Report | None) -> dict[Key, Value | None]:
    tables = report.tables if report else {}
    return {
        f"{table}/{row}/{column}": value
        for table, rows in tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _warned(report: Report | None) -> set[str]:
    """Give the cells, rows and tables that findings name."""
    found = report.findings if report else []
    return {cell for finding in found if finding.severity != "info" for cell in finding.cells}


def _is_told(key: Key, warned: set[str]) -> bool:
    row = key.rpartition("/")[0]
    return key in warned or row in warned


def _verdict(
    page: ProvingPage,
    key: Key,
    values: dict[Key, Value | None],
    warned: set[str],
    report: Report | None,
) -> str:
    got, true = values.get(key), page.truth[key]
    if key in page.lost:
        if got is None:
            return LOST_NULL
        if got == true and report and report.evidence[key].state in ("recovered", "stated"):
            return LOST_RECOVERED
    elif got == true and (report is not None or true is not None):
        return RIGHT
    elif got is None:
        return MISSING
    return WARNED if _is_told(key, warned) else SILENT


def _tables(truth: Iterable[Key], bad: Iterable[Key]) -> tuple[int, int]:
    every = {key.partition("/")[0] for key in truth}
    return len(every - {key.partition("/")[0] for key in bad}), len(every)


def _identity(page: ProvingPage, report: Report | None) -> tuple[bool, bool]:
    if report is None:
        return False, False
    identity = report.identity
    return identity.year == page.year, identity.publisher == page.publisher


def _missed(page: ProvingPage, codes: set[str]) -> tuple[str, ...]:
    """Give the rules that were broken on purpose and are not told, though no figure is missing.

    Cells that are blank leave a sum undecided: nobody can say then that it does not hold.
    """
    return tuple(
        rule
        for rule in page.planted
        if rule not in codes
        and all(v is not None for key, v in page.truth.items() if key.startswith(_TABLES[rule[:2]]))
    )


def _is_unsaid(page: ProvingPage, report: Report, codes: set[str]) -> bool:
    """Say whether a figure is gone and the record does not show it.

    A cell that the page left empty is shown by its evidence (``blank``); all else needs a finding.
    """
    gone = [key for key in page.lost if page.truth[key] is not None]
    shown = [
        key for key in gone if key in report.evidence and report.evidence[key].state == "blank"
    ]
    return len(shown) < len(gone) and not any(code.startswith(TELLING) for code in codes)


def is_clean(page: ProvingPage) -> bool:
    """Say whether a page gives no reason to warn of anything.

    Figures that are not written and figures with a unit are published so; a mirror's script and a
    charset that lies are told as info. Wrong decoding and foreign words are damage; a report without
    any figure is an empty form, which must be told.
    """
    untouched = page.traits["damage"] == page.traits["markup"] == "none"
    honest = page.traits["script"] in ("simplified", "traditional", "half-width marks")
    whole = not any(word in page.traits["charset"] for word in ("bad byte", "cut"))
    filled = page.traits["numbers"] != "all blank"
    return untouched and honest and whole and filled and not page.planted and not page.lost


def _false(page: ProvingPage, report: Report | None) -> tuple[str, ...]:
    found = report.findings if report and is_clean(page) else []
    return tuple(finding.code for finding in found if finding.severity != "info")


def _told(page: ProvingPage, key: Key, values: dict[Key, Value | None], verdict: str) -> str:
    got = values.get(key, "absent")
    return f"{key}: {verdict}, {page.truth.get(key, 'absent')} read as {got}"
