"""Floors under the scores: what was reached once is not lost again unnoticed.

``floors.json`` holds, for each number of pages, the digest of the corpus and the least share of cells
and pages for each trait, and the most silent errors, missed contradictions and false findings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.proving.tally import Groups, Tally

FLOORS = Path(__file__).with_name("floors.json")
Floors = dict[str, Any]


def load_floors(path: Path, pages: int) -> Floors | None:
    """Give the floors for this number of pages, None where none were pinned."""
    found: Floors | None = json.loads(path.read_text(encoding="utf-8")).get(str(pages))
    return found


def reached(digest: str, whole: Tally, groups: Groups) -> Floors:
    """Give what was reached in the shape of the floors; shares in per cent, cut to four digits."""
    least = {"all": _shares(whole)}
    least.update({f"{axis}: {name}": _shares(t) for (axis, name), t in sorted(groups.items())})
    most = {
        "silent": whole.silent,
        "missed": whole.missed,
        "unsaid": whole.unsaid,
        "false": whole.false.total(),
    }
    return {"corpus": digest, "least": least, "most": most}


def _shares(counted: Tally) -> dict[str, float]:
    shares = {"cells": counted.cell_share, "pages": counted.page_share}
    return {
        name: int(share * 10_000) / 10_000 for name, share in shares.items() if share is not None
    }


def compare(floors: Floors | None, digest: str, whole: Tally, groups: Groups) -> list[str]:
    """Give a line for each floor that does not hold; none are pinned for this number: nothing."""
    if floors is None:
        return []
    if floors["corpus"] != digest:
        return [f"the corpus is another one: {digest}, pinned is {floors['corpus']}"]
    now = reached(digest, whole, groups)
    return [*_sunk(floors, now), *_risen(floors, now)]


def _sunk(floors: Floors, now: Floors) -> list[str]:
    return [
        f"{trait}, {what}: {now['least'][trait][what]} is below the floor {least}"
        for trait, shares in floors["least"].items()
        for what, least in shares.items()
        if now["least"][trait][what] < least
    ]


def _risen(floors: Floors, now: Floors) -> list[str]:
    return [
        f"{what}: {now['most'][what]} is above the limit {most}"
        for what, most in floors["most"].items()
        if now["most"][what] > most
    ]


def pin(path: Path, pages: int, digest: str, counted: tuple[Tally, Groups], *, lower: bool) -> int:
    """Write what was reached as the new floors; gives 1 and writes nothing where one would sink.

    ``lower`` lets them sink, and lets another corpus take the place of the pinned one.
    """
    broken = compare(load_floors(path, pages), digest, *counted)
    if broken and not lower:
        print("\n".join([*broken, "not pinned; --lower lets floors sink"]))
        return 1
    every = json.loads(path.read_text(encoding="utf-8"))
    every[str(pages)] = reached(digest, *counted)
    text = json.dumps(every, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return 0
