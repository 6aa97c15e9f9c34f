"""Tables whose edge a page break has cut open: no line closes the row at the end of the page.

Browsers rule only what lies between two cells, so the last row before a break has no lower line and the
first one behind it no upper line. The ends of the lines that go down say where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NEAR = 3.0  # points within which two ends are one; a line is not as thick
_ENOUGH = 3  # lines that end together; a table of two columns has three


def closing_lines(page: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Give the horizontal lines that a table of a page lacks, as pdfplumber takes explicit lines."""
    down = [edge for edge in page.edges if edge["orientation"] == "v"]
    # A line that is drawn as a narrow box has a short edge at its end, which closes nothing.
    across = [e for e in page.edges if e["orientation"] == "h" and e["x1"] - e["x0"] > _NEAR]
    found = [*_ends(down, across, "top"), *_ends(down, across, "bottom")]
    return [
        {"object_type": "line", "orientation": "h", "x0": left, "x1": right, "top": y,
         "bottom": y, "width": right - left, "height": 0.0, "doctop": y}
        for left, right, y in found
    ]  # fmt: skip


def _ends(
    down: list[dict[str, Any]], across: list[dict[str, Any]], name: str
) -> Iterator[tuple[float, float, float]]:
    """Give left, right and height of each place where lines end together and none closes them."""
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(down, key=lambda one: float(one[name])):
        if groups and edge[name] - groups[-1][-1][name] <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    for group in groups:
        places = {round(float(edge["x0"])) for edge in group}
        ys = [float(edge[name]) for edge in group]
        y = min(ys) if name == "top" else max(ys)
        closed = any(abs(line["top"] - y) <= _NEAR for line in across)
        if len(places) >= _ENOUGH and not closed:
            yield min(float(e["x0"]) for e in group), max(float(e["x1"]) for e in group), y
