"""Whether a text that looks like a label of the forms can mean it.

Likeness alone takes 上年新收… for 本年新收…: one letter of sixteen. What turns the meaning of a label is
listed in ``vocab/labels.toml``; a text that differs from the label in such a word is another label.

Source: labels of local forms and of departments that print last year beside this year.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from parsers.normal import squeeze
from parsers.vocab import load

_BRACKETED = re.compile(r"\(([^()]*)\)")
_COLON = ":"


def turns_the_meaning(core: str, label: str) -> bool:
    """Say whether a text differs from the label it looks like in a word that makes it another one.

    >>> turns_the_meaning("上年处理决定数量", "本年处理决定数量")
    True
    >>> turns_the_meaning("本年处埋决定数量", "本年处理决定数量")
    False
    """
    words = _words()
    if any(core.count(word) != label.count(word) for word in words["turning"]):
        return True
    return any(core.count(word) > label.count(word) for word in words["added"])


@lru_cache(maxsize=8192)
def is_of_something_else(text: str) -> bool:
    """Say whether a hint in brackets behind a label says that its figures are others.

    >>> is_of_something_else("自然人（上年）"), is_of_something_else("规章（县级无此项）")
    (True, False)
    """
    plain = squeeze(text)
    return "(" in plain and any(map(_is_hint, _BRACKETED.findall(plain)))


def _is_hint(inner: str) -> bool:
    words = _words()
    body = inner.rpartition(_COLON)[2]
    for frame in words["hint_frames"]:
        body = body.removeprefix(frame)
    return body in words["hints"]


@lru_cache
def _words() -> dict[str, Any]:
    return load("labels")
