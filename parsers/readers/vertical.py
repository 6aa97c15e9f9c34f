"""Labels that stand upright in a text dump, one character a line: 行 / 政 / 处 / 罚.

The narrow columns of printed tables are written so, and text taken from them has a line for each character.

Source: the text of PDF files of real reports (三、本年度办理结果 with one character a line).
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.model import Paragraph
from parsers.vocab import load

LEAST = 3  # different characters that are no values; two lines of one character may be cells
_ONE = re.compile("[\u3400-\u9fff\u3001]")
# The last character may stand before the row's cells.
_LAST = re.compile("([\u3400-\u9fff])\\s*(?=\\|)")


def join_upright(blocks: list[Paragraph]) -> list[Paragraph]:
    """Join the lines of upright labels; the published form keeps the line ends.

    >>> lines = [Paragraph(c, c, 0, n) for n, c in enumerate("行政处罚", 1)]
    >>> [(block.text, block.line) for block in join_upright(lines)]
    [('行政处罚', 1)]
    """
    joined: list[Paragraph] = []
    run: list[Paragraph] = []
    for block in blocks:
        if _ONE.fullmatch(block.text) and block.text not in _values():
            run.append(block)
            continue
        if run and _LAST.match(block.text):
            joined += _label([*run, block])
        else:
            joined += [*_label(run), block]
        run = []
    return joined + _label(run)


def _label(run: list[Paragraph]) -> list[Paragraph]:
    """Give a run of lines as one, or as it is where it may be cells."""
    size = len(run)
    while size and run[size - 1].text in _numerals():  # a numeral behind a label is its cell
        size -= 1
    run, behind = run[:size], run[size:]
    letters = [block.text[0] for block in run]
    if len(set(letters) - _numerals() - {"\u3001"}) < LEAST:
        return [*run, *behind]
    text = "".join(block.text for block in run)
    published = "\n".join(block.published for block in run)
    return [Paragraph(published, text, run[0].container, run[0].line), *behind]


@lru_cache
def _values() -> frozenset[str]:
    """Give the single characters that are a cell's whole content."""
    values = load("values")
    return frozenset((*values["dash"], *values["slash"], *values["word"]))


@lru_cache
def _numerals() -> frozenset[str]:
    return frozenset(load("values")["numerals"])
