"""Findings are made here, so that every message is filled from the vocabulary in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from parsers.record import Finding
from parsers.vocab import load

Value = int | float | str | None


@lru_cache
def templates() -> dict[str, dict[str, Any]]:
    """Give severity and messages of every finding code that is no rule."""
    entries = load("findings").items()
    return {code: e for code, e in entries if isinstance(e, dict) and "severity" in e}


def make_note(name: str, **data: object) -> tuple[str, str]:
    """Give the note of a repair in English and Chinese, filled from ``[notes]`` of the vocabulary.

    >>> make_note("declared_none", used="gb18030")
    ('nothing declared, read as gb18030', '未声明编码，按 gb18030 读取')

    Raises:
        KeyError: There is no such note, or one of its names has no data.
    """
    entry = load("findings")["notes"][name]
    return entry["en"].format_map(data), entry["zh"].format_map(data)


def make_finding(
    code: str,
    *,
    cells: Sequence[str] = (),
    expected: Value = None,
    actual: Value = None,
    severity: str | None = None,
    **data: object,
) -> Finding:
    """Make a finding from its template in ``vocab/findings.toml``.

    Args:
        code: A code of the contract, such as ``S.ROW_UNKNOWN``.
        cells: Keys ``table/row/column`` it speaks of.
        expected: What a rule asks for, never written into the cell.
        actual: What the source states.
        severity: Only where it differs from the template's.
        data: Fills the ``{names}`` of the messages.

    Raises:
        KeyError: The code has no template, or a name of the template has no data.
    """
    entry = templates()[code]
    return Finding.model_construct(
        code=code,
        severity=severity or entry["severity"],
        message=entry["en"].format_map(data),
        message_zh=entry["zh"].format_map(data),
        cells=list(cells),
        expected=expected,
        actual=actual,
    )
