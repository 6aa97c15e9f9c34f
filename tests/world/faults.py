"""What goes wrong in a world, by plan.

A plan is TOML: ``[[fault]]`` tables with ``site`` (an id, or ``*``), ``path`` (the beginning of a
path, or of a path and query), ``kind``, and optionally ``times`` (how many requests of one address
it strikes; without it, all). ``[[robots]]`` tables have ``site`` and ``text``.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.world.model import Answer, Asked, page

WALL = "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"
SOFT = page("页面不存在", "<p>您访问的页面不存在或已删除</p>")
LOGIN = page("用户登录", '<form><input type="password"><p>请登录</p></form>')


def _status(number: int, body: str = "", *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    return lambda _answer: Answer(body.encode(), "text/html; charset=utf-8", number, headers)


KINDS: dict[str, Callable[[Answer], Answer | None]] = {
    "404": _status(404),
    "500": _status(500),
    "503": _status(503),
    "429": _status(429, "", ("Retry-After", "1")),
    "412": _status(412, WALL),
    "521": _status(521, "<script>document.cookie='__jsl_clearance=1'</script>"),
    "wall": _status(200, WALL),
    "soft 404": _status(200, SOFT),
    "login": _status(200, LOGIN),
    "loop": _status(302, "", ("Location", "")),
    "empty": _status(200, ""),
    "reset": lambda _answer: None,
    "changed": lambda answer: answer._replace(
        body=answer.body.replace("政府信息".encode(), "政府信息 ".encode(), 1)
    ),
}


@dataclass
class Plan:
    """The faults of a world."""

    faults: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Plan:
        """Read a plan; an unknown kind is an error."""
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = {fault["kind"] for fault in told.get("fault", ())} - {*KINDS, "slow"}
        if unknown:
            raise ValueError(f"{path}: no such fault: {', '.join(sorted(unknown))}")
        return cls(told.get("fault", []), told.get("robots", []))

    def robots(self, site: str) -> str:
        """The robots.txt of a site, "" for none."""
        return next((r["text"] for r in self.rules if r["site"] in (site, "*")), "")

    async def change(self, site: str, asked: Asked, answer: Answer, count: int) -> Answer | None:
        """What becomes of an answer: another one, or None for a cut connection."""
        for fault in self.faults:
            struck = fault["site"] in (site, "*") and asked.target.startswith(
                fault.get("path", "/")
            )
            if not struck or not fault.get("after", 0) < count <= fault.get("times", 1 << 30):
                continue
            if fault["kind"] == "slow":
                await asyncio.sleep(fault.get("seconds", 1.0))
                return answer
            changed = KINDS[fault["kind"]](answer)
            if fault["kind"] == "loop" and changed is not None:
                return changed._replace(headers=(("Location", asked.target),))
            return changed
        return answer
