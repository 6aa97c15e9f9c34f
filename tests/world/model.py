"""What a world is made of: sites, their reports, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Asked(NamedTuple):
    """A request as a site sees it."""

    method: str
    target: str  # path and query
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012 -- never changed

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


class Answer(NamedTuple):
    """What a site answers."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Report(NamedTuple):
    """A report that a site publishes."""

    publisher: str
    region: str
    year: int
    title: str
    date: str  # YYYY-MM-DD
    number: int  # unique in its site
    kind: str = "html"  # or pdf, docx: the report is only a file


@dataclass
class Site:
    """One county site; ``answers`` maps a path to what makes its answer."""

    id: str
    name: str
    host: str  # without port
    family: str
    reports: list[Report]
    answers: dict[str, Callable[[Asked], Answer | None]] = field(default_factory=dict)
    addresses: dict[int, str] = field(default_factory=dict)  # path of each report, by number

    def answer(self, asked: Asked) -> Answer:
        """Answer a request; 404 for what there is not."""
        make = self.answers.get(asked.target) or self.answers.get(asked.path)
        found = make(asked) if make else None
        return found or Answer(page("404", "<p>您访问的页面不存在</p>").encode(), status=404)

    def put(self, path: str, text: str | bytes, kind: str = "text/html; charset=utf-8") -> None:
        """Put up a page that is always the same."""
        body = text.encode() if isinstance(text, str) else text
        self.answers[path] = lambda _asked: Answer(body, kind)


NAV = '<div class="nav"><a href="/">首页</a> <a href="/zc/">政策文件</a> <a href="/ysq/">依申请公开</a></div>'


def page(title: str, body: str, head: str = "") -> str:
    """A page of HTML."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{NAV}{body}</body></html>"
    )
