"""Text for spreadsheets: it stays text."""

from __future__ import annotations

import re

# The first characters that make a formula, also full-width (OWASP, CSV injection). A sign before nothing
# but a number, and dashes alone, are what reports are full of; a sum behind a sign is a formula.
_FORMULA = re.compile(
    r"[=+@\t\r\n\uff1d\uff0b\uff20]|[-\uff0d](?!\d[\d,]*(?:\.\d+)?%?$|[-\uff0d]*$)"
)


def inert(text: str) -> str:
    """Give text that a spreadsheet takes for text: a quote is put before what would be a formula.

    A dash alone and a signed number stay as they are.

    >>> inert("=1+1"), inert("-"), inert("-3"), inert("12")
    ("'=1+1", '-', '-3', '12')
    >>> inert("-2+3+cmd|' /C calc'!D2"), inert("-5 %")
    ("'-2+3+cmd|' /C calc'!D2", "'-5 %")
    """
    return "'" + text if _FORMULA.match(text) else text
