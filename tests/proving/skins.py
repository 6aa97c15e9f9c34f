"""How the cells of a table are marked up: by hand, by a word processor, by font tags, by boxes."""

from __future__ import annotations

from collections.abc import Callable

from tests.proving.layout import MARK, Cell, Grid

SKINS = {"clean": 4.0, "word": 4.0, "wps": 2.0, "font": 2.0, "boxes": 0.6, "layout": 1.0}
_WORD_RUN = '<span style="font-size:10.5pt;font-family:宋体;color:black" lang="EN-US">{}</span>'
_WPS_RUN = '<font face="宋体" size="3"><span style="mso-spacerun:\'yes\';font-size:12.0000pt;">{}</span></font>'


def render(grid: Grid, skin: str) -> str:
    """Give a table as markup."""
    if skin == "boxes":
        return _boxes(grid)
    cell = _CELLS[skin]
    rows = "\n".join("<tr>" + "".join(cell(c) for c in row) + "</tr>" for row in grid)
    table = f"{_OPEN[skin]}\n{rows}\n</tbody></table>"
    if skin != "layout":
        return table
    outer = '<table width="100%" cellpadding="0"><tr><td align="center">{}</td></tr></table>'
    return outer.format(outer.format(table))


_OPEN = {
    "clean": '<table border="1"><tbody>',
    "word": '<table class="MsoNormalTable" border="0" cellspacing="0" style="width:487.3pt;border-collapse:collapse"><tbody>',
    "wps": '<table style="border-collapse:collapse;mso-table-layout-alt:fixed;border:none;"><tbody>',
    "font": "<table border=1 cellspacing=0 bordercolor=#000000><tbody>",
    "layout": '<table class="tb"><tbody>',
}


def _spans(cell: Cell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns != 1 else ""
    return columns + (f' rowspan="{cell.rows}"' if cell.rows != 1 else "")


def _clean(cell: Cell) -> str:
    return f"<td{_spans(cell)}>{cell.text}</td>"


def _word(cell: Cell) -> str:
    runs = "".join(_WORD_RUN.format(run) for run in _runs(cell.text))
    inner = f'<p class="MsoNormal" align="center" style="text-align:center">{runs}<span lang="EN-US"><o:p></o:p></span></p>'
    return f'<td width="69"{_spans(cell)} valign="center" style="width:52.0pt;border:solid windowtext 1.0pt;padding:0cm">{inner}</td>'


def _wps(cell: Cell) -> str:
    inner = f'<p class="p" style="text-align:center;">{_WPS_RUN.format(cell.text)}</p>'
    return f'<td{_spans(cell)} style="padding:0.0000pt 5.4000pt;border:1.0000pt solid windowtext;">{inner}</td>'


def _font(cell: Cell) -> str:
    runs = "".join(f"<font face=方正仿宋_GBK>{run}</font>" for run in _runs(cell.text))
    return f"<td{_spans(cell)}>{runs}&nbsp;</td>"


_CELLS: dict[str, Callable[[Cell], str]] = {
    "clean": _clean,
    "word": _word,
    "wps": _wps,
    "font": _font,
    "layout": _clean,
}


def _runs(text: str) -> list[str]:
    """Cut a label into runs as word processors do; a figure stays whole."""
    if len(text) < 3 or text.startswith(MARK) or "&" in text or "<" in text:
        return [text]
    return [text[:1], text[1:3], text[3:]] if len(text) > 4 else [text[:1], text[1:]]


def _boxes(grid: Grid) -> str:
    """Give a table as boxes: each cell a block of its own, in reading order."""
    rows = (
        '<div class="row">' + "".join(f'<div class="cell">{c.text}</div>' for c in row) + "</div>"
        for row in grid
    )
    return '<div class="grid">' + "\n".join(rows) + "</div>"
