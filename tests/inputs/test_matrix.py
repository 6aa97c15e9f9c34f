"""Every one of the 79 bad inputs of the robustness matrix has a test that names it."""

from __future__ import annotations

import re
from pathlib import Path

ROWS = {"B": 18, "M": 16, "P": 24, "G": 21}  # bytes, text, markup, tables: 79 in all
_NAMED = re.compile(r"def test_((?:[bmpg]\d+_)+)|[\"']([BMPG]\d+) ", re.IGNORECASE)


def test_every_row_has_a_test():
    """A test function or one of its cases begins with the row's name."""
    named: set[str] = set()
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        text = path.read_text("utf-8")
        for function, case in _NAMED.findall(text):
            named |= {name.upper() for name in (*function.strip("_").split("_"), case) if name}
    wanted = {f"{kind}{number}" for kind, count in ROWS.items() for number in range(1, count + 1)}
    assert sum(ROWS.values()) == 79
    assert sorted(wanted - named) == []
