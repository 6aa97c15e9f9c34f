"""The robots.txt suites through our own function; known differences are data."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scraper.fetch.robots_file import may_fetch

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_robots.toml").read_text("utf-8"))


def google(case):
    """Give (robots.txt, address, agent, allowed) of a case of google/robotstxt."""
    return case["robots"].encode("latin-1"), case["url"], case["ua"], case["allowed"]


def protego(case):
    """Give the same of a recorded call of protego, None for what is not asked of our function."""
    if case["fn"] != "can_fetch":
        return None
    return case["robots"].encode("utf-8"), *case["args"], case["result"]


@pytest.mark.parametrize(
    ("name", "read"), [("google_robots_cases", google), ("protego_cases", protego)]
)
def test_cases(shared, name, read):
    """New failures and known failures that pass now are both red."""
    lines = (shared / "suites" / "robots" / f"{name}.jsonl").read_text("utf-8").splitlines()
    failing, ran = [], 0
    for number, line in enumerate(lines):
        case = read(json.loads(line))
        if case is None:
            continue
        ran += 1
        data, url, agent, allowed = case
        if may_fetch(data, url, agent) != allowed:
            failing.append(number)
    assert ran == KNOWN[name]["calls"]
    known = KNOWN[name]["cases"]
    assert sorted(set(failing) - set(known)) == [], "new failures"
    assert sorted(set(known) - set(failing)) == [], "known failures that pass now"
