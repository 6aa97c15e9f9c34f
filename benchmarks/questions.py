"""The questions that docs/questions.md asks, as the test and the benchmark ask them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[1] / "docs" / "questions.md"
_QUESTION = re.compile(
    r"^## \d+\. (?P<title>.+?)$.*?^```sql$(?P<sql>.+?)^```$", re.MULTILINE | re.DOTALL
)


class Question(NamedTuple):
    """A question in words and in SQL."""

    title: str
    sql: str


def questions() -> list[Question]:
    """Give the questions of the page in their order."""
    found = _QUESTION.finditer(PAGE.read_text(encoding="utf-8"))
    return [Question(one["title"], one["sql"].strip()) for one in found]
