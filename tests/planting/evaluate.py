"""Writes counties, clean ones and such with planted faults, audits them, and counts what was found.

``python -m tests.planting`` audits the large world and prints the table; ``--write`` also writes
docs/audit-accuracy.md, ``--pin`` raises the floors, ``--lower`` lets them sink.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from parsers.audit import audit
from parsers.record import Report
from tests.planting.county import county, places, series
from tests.planting.draft import Draft, words
from tests.planting.faults import FAULTS
from tests.planting.page_of_docs import page
from tests.planting.write import read
from tests.proving.dice import Dice

FLOORS = Path(__file__).with_name("floors.json")
SEED = 1
SMALL, LARGE = (2, 1), (20, 20)  # clean counties, and how often each fault is planted
_BODIES, _LARGE_COUNTY = 9, 24
_BOOKS = (
    "T2.",
    "T3.",
    "T4.",
    "N.",
    "P.",
    "X.",
    "AGG.",
)  # what is told of reading a page is no finding of these


class Planted(NamedTuple):
    """A fault, and whether its finding was there."""

    code: str
    found: bool
    others: int  # findings of other rules on the same body, what follows not counted


class Scores(NamedTuple):
    """What an evaluation counted."""

    clean: int  # reports
    false: Counter[str]  # findings on them, by rule
    planted: list[Planted]
    digest: str


def evaluate(counties: int, rounds: int, *, seed: int = SEED, workers: int = 1) -> Scores:
    """Audit so many clean counties, and plant each fault so often."""
    size = _LARGE_COUNTY if counties > 2 else _BODIES
    clean = [(seed, number, size) for number in range(counties)]
    dirty = [(seed, number, code) for number in range(rounds) for code in FAULTS]
    digest, false, reports, planted = hashlib.sha256(), Counter[str](), 0, []
    for count, found, mark in _mapped(_clean, clean, workers):
        reports, false = reports + count, false + found
        digest.update(mark)
    for one, mark in _mapped(_dirty, dirty, workers):
        planted.append(one)
        digest.update(mark)
    return Scores(reports, false, planted, digest.hexdigest())


def _mapped(work: Any, tasks: list[Any], workers: int) -> Iterator[Any]:
    if workers == 1:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(work, tasks, chunksize=4)


def _clean(task: tuple[int, int, int]) -> tuple[int, Counter[str], bytes]:
    seed, number, bodies = task
    drafts = county(Dice(f"planting/{seed}/clean/{number}"), number, bodies, 2019 + number % 2)
    found = audit(_read(drafts), complete=True)
    return sum(map(len, drafts)), Counter(_told(found)), _digest(drafts)


def _dirty(task: tuple[int, int, str]) -> tuple[Planted, bytes]:
    seed, number, code = task
    fault = FAULTS[code]
    dice = Dice(f"planting/{seed}/{code}/{number}")
    drafts = _bodies(dice, 200 + number, code)
    fault.plant(dice, drafts[0])
    if code == "X.REUSE_OTHER":
        drafts[0][3].texts["overview"] = drafts[1][3].texts["overview"]
    reports = _read(drafts)
    if code == "P.PERIOD.PUBLISHED":
        # The reader takes no date before the year's end for that of publication; other records may have one.
        reports[3].identity.published_on = drafts[0][3].published
    earlier = [
        read(draft, 0, version="2025-01-01T00:00:00Z") for draft in drafts[0] if draft.rewritten
    ]
    found = [
        finding
        for finding in audit(reports, complete=fault.complete, earlier=earlier)
        if drafts[0][0].body in " ".join(finding.report_ids)
    ]
    every = _told(one for finding in found for one in (finding, *finding.follow_ons))
    others = [one for one in _told(found) if one != code]
    return Planted(code, code in every, len(others)), _digest(drafts)


def _bodies(dice: Dice, number: int, code: str) -> list[list[Draft]]:
    """Give the series that a fault is planted in, the accused one first."""
    fault = FAULTS[code]
    if fault.level == "government":
        return county(dice, number, 4, fault.first)
    drafts = county(dice, number, 2, fault.first)[1:]
    name, region = drafts[0][0].body[:-3], drafts[0][0].region
    if fault.level == "city":
        name, region = words()["city"]
    kind = "township" if fault.level == "township" else "department"
    body = "王庄镇人民政府" if kind == "township" else "机关事务管理局"
    name = (
        next(one for one, other in places() if other == region) if fault.level != "city" else name
    )
    own = series(dice, name + body, region, kind, fault.first, fault.size)
    # Who copies is as large as whom he copies, so that the sentences on requests are the same ones.
    other = series(dice, name + "档案管理局", region, kind, fault.first, fault.size)
    return [own, other, *drafts[:1]]


def _read(drafts: list[list[Draft]]) -> list[Report]:
    return [read(draft, number) for number, own in enumerate(drafts) for draft in own]


def _told(found: Any) -> list[str]:
    return [finding.code for finding in found if finding.code.startswith(_BOOKS)]


def _digest(drafts: list[list[Draft]]) -> bytes:
    told = json.dumps([[asdict(draft) for draft in own] for own in drafts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).digest()


def shares(scores: Scores) -> dict[str, Any]:
    """Give what was reached: recall in per cent by rule, false findings by report."""
    by_rule: dict[str, list[bool]] = defaultdict(list)
    for one in scores.planted:
        by_rule[one.code].append(one.found)
    return {
        "corpus": scores.digest,
        "recall": {code: 100 * sum(found) / len(found) for code, found in by_rule.items()},
        "false": round(scores.false.total() / scores.clean, 4),
    }


def compare(floors: dict[str, Any] | None, reached: dict[str, Any]) -> list[str]:
    """Say which floors do not hold."""
    if floors is None:
        return ["nothing is pinned for a world of this size"]
    broken = []
    if floors["corpus"] != reached["corpus"]:
        broken.append("the corpus is another one than that of the floors")
    for code, least in floors["recall"].items():
        if reached["recall"].get(code, 0.0) < least:
            broken.append(f"{code}: recall {reached['recall'].get(code, 0.0)} below {least}")
    if reached["false"] > floors["false"]:
        broken.append(f"false findings {reached['false']} above {floors['false']} a report")
    return broken


def load_floors(key: str) -> dict[str, Any] | None:
    """Give the floors of a world, by its size."""
    if not FLOORS.exists():
        return None
    found: dict[str, Any] | None = json.loads(FLOORS.read_text(encoding="utf-8")).get(key)
    return found


def pin(key: str, reached: dict[str, Any], *, lower: bool, path: Path = FLOORS) -> list[str]:
    """Pin what was reached; gives the floors that would sink, which are kept unless ``lower``."""
    floors = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    old = floors.get(key)
    sunk = [line for line in compare(old, reached) if "corpus" not in line] if old else []
    if sunk and not lower:
        return sunk
    floors[key] = reached
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return []


def key_of(counties: int, rounds: int) -> str:
    """Give the name of a world in the file of floors."""
    return f"{counties} counties, {rounds} of each fault"


def main() -> int:
    """Evaluate; 1 where a floor does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.planting", description=__doc__)
    parser.add_argument("--counties", type=int, default=LARGE[0])
    parser.add_argument("--rounds", type=int, default=LARGE[1])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of results")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: let floors sink as well")
    told = parser.parse_args()
    scores = evaluate(told.counties, told.rounds, seed=told.seed, workers=told.workers)
    text = page(scores, told.counties, told.rounds, told.seed)
    print(text)
    if told.write:
        told.write.write_text(text, encoding="utf-8")
    key, reached = key_of(told.counties, told.rounds), shares(scores)
    broken = pin(key, reached, lower=told.lower) if told.pin else compare(load_floors(key), reached)
    print("\n".join(broken))
    return 1 if broken else 0
