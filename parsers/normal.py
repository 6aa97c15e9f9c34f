"""Normal forms of text for comparison only; nothing here changes what the record says.

Source: the codebook's label normalisation and the label damage counted on real pages (blanks and
line breaks inside labels, numbering in any style, filling hints in brackets).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Two radicals that real PDF text contains and that have no NFKC mapping.
_RADICALS = (("\u2ea0", "\u6c11"), ("\u2ed4", "\u95e8"))
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_CN = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"  # one to ten
_NUMBERING = re.compile(
    rf"^(?:\((?:[{_CN}]{{1,3}}|\d{{1,2}})\)|[{_CN}]{{1,3}}[\u3001,.:]|\d{{1,2}}[\u3001.,)](?!\d))+"
)
_SHORT = 64  # characters; a longer text is prose, which only its own page repeats
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\u3010[^\u3010\u3011]*\u3011")
_OPEN_HINT = re.compile(r"(?<=.)\([^()]*$")
_MARKS = re.compile(r"[\"'\u2018-\u201f\u300a\u300b\u3008\u3009\u3001,.:;!?*\u3002\u2026\u00b7|/-]")


def fold_width(text: str) -> str:
    """Give full-width, compatibility and radical characters their plain form (NFKC).

    >>> fold_width("１２（一）")
    '12(一)'
    """
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    for radical, plain in _RADICALS:  # str.translate would ask a table for every character
        folded = folded.replace(radical, plain)
    return folded


def squeeze(text: str) -> str:
    r"""Fold widths and delete every blank and invisible character.

    >>> squeeze("自\n然\u3000人 ")
    '自然人'
    """
    return _squeeze_short(text) if len(text) <= _SHORT else _squeeze_long(text)


def _squeeze(text: str) -> str:
    return "".join(fold_width(_INVISIBLE.sub("", text)).split())


_squeeze_short = lru_cache(maxsize=16384)(_squeeze)  # labels and words, which all pages repeat
_squeeze_long = lru_cache(maxsize=8)(
    _squeeze
)  # the beginning of a report is read for several things


def numbering(text: str) -> str:
    """Give the numbering a squeezed text begins with, or an empty string.

    >>> numbering("（三）不予公开"), numbering("2019年"), numbering("8．属于")
    ('(三)', '', '8.')
    """
    match = _NUMBERING.match(squeeze(text))
    return match.group() if match else ""


@lru_cache(maxsize=8192)
def label_core(text: str) -> str:
    """Give the part of a label that carries its meaning.

    Numbering, bracketed hints, quotes and punctuation go; an empty string means that nothing
    but these was there.

    >>> label_core("3.危及“三安全一稳定”"), label_core("规 章（县级无此项）")
    ('危及三安全一稳定', '规章')
    """
    core = _NUMBERING.sub("", squeeze(text))
    while _BRACKETED.search(core):
        core = _BRACKETED.sub("", core)
    core = _OPEN_HINT.sub("", core)
    return _MARKS.sub("", core)
