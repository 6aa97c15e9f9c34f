"""How a page writes its figures, and what a careful reader makes of each way."""

from __future__ import annotations

from tests.proving.dice import Dice
from tests.proving.figures import Figures, Key, Value

STYLES = {
    "plain": 8.0,
    "spaced": 1.0,
    "full-width": 1.0,
    "unit": 1.0,
    "grouped": 1.0,
    "zero blank": 1.0,
    "zero dash": 1.0,
    "zero slash": 0.5,
    "all blank": 0.3,
}
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_UNWRITTEN = {
    "zero blank": ["", "&nbsp;", "　"],
    "zero dash": ["-", "—", "--"],
    "zero slash": ["/"],
}
_MONEY = ("amount_collected", "total_amount")


def write_figures(dice: Dice, style: str, figures: Figures) -> dict[Key, tuple[str, Value | None]]:
    """Give for each cell what is printed (as HTML text) and what it states; None states nothing.

    Where zeros are not written a page leaves them out only in some of its rows, as real ones do.
    """
    mark = dice.pick(_UNWRITTEN.get(style, [""]))
    silent = {key for key in figures.values if _is_silent(dice, style, key, figures)}
    return {
        key: (mark, None) if key in silent else (_written(style, key, value), value)
        for key, value in figures.values.items()
    }


def _is_silent(dice: Dice, style: str, key: Key, figures: Figures) -> bool:
    if style == "all blank":
        return True
    total = key.endswith("/total") or "outcome.total" in key
    return style in _UNWRITTEN and not total and figures.values[key] == 0 and dice.chance(0.7)


def _written(style: str, key: Key, value: Value) -> str:
    text = str(value)
    if style == "full-width":
        return text.translate(_FULL_WIDTH)
    if style == "spaced":
        return f"&nbsp;{text} "
    if style == "grouped":
        return f"{value:,}"
    if style == "unit" and not key.endswith(_MONEY) and not key.endswith("items_change"):
        return f"{text}件"
    if key.endswith("items_change") and value > 0:
        return f"+{text}"
    return text
