"""The words that columns with a closed vocabulary may hold, as the record's schema has them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from parsers.record import Form, Identity, SectionCode, Severity, State
from parsers.vocab import all_tables


@lru_cache
def allowed(table: str) -> dict[str, tuple[str, ...]]:
    """Give the words by column for a table of an export.

    >>> allowed("findings")
    {'severity': ('error', 'warning', 'info')}
    """
    found: dict[str, tuple[str, ...]] = {}
    if table in ("reports", "wide"):
        found["body"] = _words(Identity.model_fields["body"].annotation)
    if table in ("reports", "wide", "cells", "series"):
        found["form"] = get_args(Form)
    if table == "reports":
        found["scope"] = _words(Identity.model_fields["scope"].annotation)
    if table == "cells":
        found["table"] = tuple(one.code for one in all_tables())
        found["state"] = get_args(State)
    if table == "findings":
        found["severity"] = get_args(Severity)
    if table in ("statements", "sections"):
        found["section" if table == "statements" else "code"] = get_args(SectionCode)
    return found


def _words(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 -- an annotation may be anything
    """Give the words of an annotation such as ``Literal["a", "b"] | None``."""
    return tuple(
        word for part in get_args(annotation) for word in get_args(part) if isinstance(word, str)
    )
