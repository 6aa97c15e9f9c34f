"""The body behind a report: its name without the words of the genre, and its kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from parsers.normal import squeeze
from parsers.vocab import load

Body = Literal["government", "department", "township", "other"]

_YEAR = re.compile(
    "(?:20[0-3]\\d|\u4e8c[\u3007\u96f6\u25cb0O]\\S{2})\\s?(?:\u5e74\u5ea6|\u5e74)?(?:\u5e74\u5ea6|\u5ea6)?"
)
_EDGES = ' \u3000-\u2014_|,\uff0c:\uff1a\u3001.\u3002()\uff08\uff09[]\u3010\u3011\u300a\u300b<>"\u201c\u201d'
_BRACKET = re.compile("[(\uff08]")
_BODY_NAME = re.compile("^[\u4e00-\u9fff\uff08\uff09()\u00b7]{2,40}$")


@lru_cache
def _genre() -> re.Pattern[str]:
    words = load("identity")["title"]["genre"]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def publisher_of_title(title: str) -> str | None:
    """Give the body that a title names, or None where it names none.

    >>> publisher_of_title("关于2021年度瑞安市公安局政府信息公开工作的年度报告")
    '瑞安市公安局'
    >>> publisher_of_title("2023年度政府信息公开工作年度报告") is None
    True
    """
    words = load("identity")["title"]
    name = _YEAR.sub("", squeeze(title))
    name = _genre().sub("", name).strip(_EDGES)
    changed = True
    while changed:
        before = name
        for word in words["before"]:
            name = name.removeprefix(squeeze(word)).strip(_EDGES)
        for word in words["after"]:
            name = name.removesuffix(squeeze(word)).strip(_EDGES)
        changed = name != before
    half = len(name) // 2
    if half >= 3 and name[:half] == name[half:]:
        name = name[:half]  # the title stands twice
    name += ")" * (name.count("(") - name.count(")"))  # taken off with the edges
    return name if is_body_name(name) else None


def is_body_name(text: str) -> bool:
    """Say whether a text can be the name of a body: Chinese letters only, of a sensible length.

    A pronoun (our bureau) is no name: every office has the same.
    """
    words = load("identity")
    no_name = text in words["title"]["genre"] or text in words["scope"]["own_body"]
    return bool(_BODY_NAME.match(text)) and not no_name


def is_body(text: str) -> bool:
    """Say whether a text ends like the name of a body."""
    return is_body_name(text) and kind_of_body(text) is not None


def kind_of_body(name: str) -> Body | None:
    """Give the kind of a body from the ending of its name.

    >>> kind_of_body("瑞安市塘下镇人民政府"), kind_of_body("淮安市人民政府"), kind_of_body("瑞安市公安局")
    ('township', 'government', 'department')
    """
    endings = load("identity")["bodies"]
    name = _BRACKET.split(name)[0] or name  # a second sign of the same body
    if name.endswith(tuple(endings["township"])):
        return "township"
    if name.endswith(tuple(endings["government"])):
        return "government"
    if name.endswith(tuple(endings["other"])):
        return "other"
    if name.endswith(tuple(endings["department"])):
        return "department"
    return None
