"""Breakage of the markup of a whole page, done to its text; figures stay on the page unless told."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.proving.dice import Dice

UNDOABLE = {
    "cells not closed": 1.0,
    "closing tags lost": 1.0,
    "closing tags too many": 1.0,
    "text between rows": 1.0,
    "document closed early": 1.0,
    "three hundred boxes deep": 0.5,
    "comment not closed": 0.7,
    "quote not closed": 0.7,
    "script not closed": 0.7,
    "control characters": 1.0,
    "numeric references": 1.0,
    "capital tags without quotes": 1.0,
    "cells without rows": 0.7,
    "odd spans": 1.0,
    "hidden copy": 0.7,
    "copy for telephones": 0.7,
    "comments in cells": 0.7,
}
LOSSY = {"cut short": 1.0}


def break_markup(dice: Dice, kind: str, page: str) -> str:
    """Break the markup of a page."""
    return _KINDS[kind](dice, page)


def _not_closed(_: Dice, page: str) -> str:
    return re.sub("</td>|</tr>", "", page)


def _lost_tags(dice: Dice, page: str) -> str:
    kept = 1 - dice.integer(2, 15) / 100
    return re.sub("</(?:td|tr|p|span|font|div)>", lambda m: m[0] if dice.chance(kept) else "", page)


def _many_tags(dice: Dice, page: str) -> str:
    stray = ("</span>", "</p>", "</font>", "</div>", "</b>")
    often = dice.integer(2, 15) / 100
    return re.sub("</td>", lambda m: (dice.pick(stray) if dice.chance(often) else "") + m[0], page)


def _between_rows(dice: Dice, page: str) -> str:
    stray = (
        "<form action='/x'>",
        "<p></p>",
        "&nbsp;",
        "<div class='x'></div>",
        "<input type=hidden>",
    )
    return re.sub("</tr>", lambda m: m[0] + (dice.pick(stray) if dice.chance(0.2) else ""), page)


def _insert(page: str, text: str, share: float) -> str:
    """Put a text in front of the table or paragraph that begins behind a share of the page."""
    start = int(len(page) * share)
    found = re.compile("<table|<p>|<p ").search(page, start)
    at = found.start() if found else len(page)
    return page[:at] + text + page[at:]


def _closed_early(dice: Dice, page: str) -> str:
    return _insert(page, "</div></body></html>", dice.integer(20, 60) / 100)


def _deep(_: Dice, page: str) -> str:
    return page.replace("<body>", "<body>" + "<div>" * 300, 1)


def _open_comment(_: Dice, page: str) -> str:
    return page.replace("</body>", "<!-- end of the text </body>", 1)


def _open_quote(_: Dice, page: str) -> str:
    return page.replace("<body>", '<body><a href="/index.html title="x">-</a>', 1)


def _open_script(_: Dice, page: str) -> str:
    return page.replace("</body>", "<script>var page = {id: 12};</body>", 1)


def _controls(dice: Dice, page: str) -> str:
    odd = ("\x0b", "\x1f", "\u200b", "\ufeff", "\u200e", "\u00ad")
    letter = re.compile("[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
    return letter.sub(lambda m: m[0] + (dice.pick(odd) if dice.chance(0.03) else ""), page)


def _references(dice: Dice, page: str) -> str:
    letter = re.compile("[\u4e00-\u9fff]")
    form = dice.pick(("&#{};", "&#x{:x};"))
    return letter.sub(lambda m: form.format(ord(m[0])) if dice.chance(0.5) else m[0], page)


def _capitals(_: Dice, page: str) -> str:
    page = re.sub(r'(colspan|rowspan)="(\d+)"', lambda m: f"{m[1].upper()}={m[2]}", page)
    return re.sub("(</?)(td|tr|table|tbody|p|span)", lambda m: m[1] + m[2].upper(), page)


def _no_rows(_: Dice, page: str) -> str:
    first = re.compile("(<tbody>\\s*)<tr>")
    return first.sub(r"\1", page)


def _odd_spans(dice: Dice, page: str) -> str:
    forms = ('{}="{};"', "{}='{}'", '{}=" {}"', '{}="{}px"', '{}="0{}"')
    spans = re.compile(r'(colspan|rowspan)="(\d+)"')
    return spans.sub(lambda m: dice.pick(forms).format(m[1], m[2]), page)


def _last_table(page: str) -> str:
    found = re.findall("<table[^>]*>(?:(?!<table).)*?</table>", page, re.DOTALL)
    return found[-1] if found else ""


def _hidden_copy(_: Dice, page: str) -> str:
    """Hide a copy of the last table whose figures are other ones: drafts that were left in."""
    table = _last_table(page)
    draft = re.sub("\x01\\d+\x02", "7", table)
    return (
        page.replace(table, f'<div style="display:none">{draft}</div>{table}', 1) if table else page
    )


def _phone_copy(_: Dice, page: str) -> str:
    table = _last_table(page)
    return page.replace(table, f'{table}<div class="mobile">{table}</div>', 1) if table else page


def _cell_comments(dice: Dice, page: str) -> str:
    note = "<!--[if !supportMisalignedColumns]--><!--[endif]-->"
    return re.sub("(<td[^>]*>)", lambda m: m[0] + (note if dice.chance(0.3) else ""), page)


def _cut_short(dice: Dice, page: str) -> str:
    start = page.find("\x01")
    return page[: dice.integer(start, len(page) - 1)]


_KINDS: dict[str, Callable[[Dice, str], str]] = {
    "cells not closed": _not_closed,
    "closing tags lost": _lost_tags,
    "closing tags too many": _many_tags,
    "text between rows": _between_rows,
    "document closed early": _closed_early,
    "three hundred boxes deep": _deep,
    "comment not closed": _open_comment,
    "quote not closed": _open_quote,
    "script not closed": _open_script,
    "control characters": _controls,
    "numeric references": _references,
    "capital tags without quotes": _capitals,
    "cells without rows": _no_rows,
    "odd spans": _odd_spans,
    "hidden copy": _hidden_copy,
    "copy for telephones": _phone_copy,
    "comments in cells": _cell_comments,
    "cut short": _cut_short,
}
