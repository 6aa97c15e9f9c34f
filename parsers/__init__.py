"""Pure functions: repaired text in, record out; no network, no disk, no clock.

``from parsers import Report`` gives the model of the record; it is loaded when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsers.record import Report

__all__ = ["Report"]


def __getattr__(name: str) -> object:
    """Load the model only when it is asked for, so that the command line starts at once."""
    if name == "Report":
        from parsers.record import Report

        return Report
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
