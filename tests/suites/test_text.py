"""Text suites through our own repairs; what is known to differ stands in known_text.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scraper.repair import repair_text
from scraper.repair.script import to_simplified

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_text.toml").read_text("utf-8"))


def outcome(failing, suite):
    """Hold what fails against what is known to fail: new failures and new passes are both red."""
    known = set(KNOWN[suite]["cases"])
    assert sorted(set(failing) - known) == [], "new failures"
    assert sorted(known - set(failing)) == [], "known failures that pass now"


@pytest.mark.parametrize(
    ("config", "number"), [("t2s", 55), ("tw2s", 32), ("tw2sp", 53), ("hk2s", 21)]
)
def test_opencc(shared, config, number):
    """Traditional text of the mainland, Taiwan and Hong Kong is read as simplified text."""
    path = shared / "suites" / "opencc" / "testcases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    wanted = [
        (c["id"], c["input"], c["expected"][config]) for c in cases if config in c["expected"]
    ]
    assert len(wanted) == number
    failing = [name for name, given, want in wanted if to_simplified(given)[0] != want]
    outcome(failing, f"opencc_{config}")


def test_the_traditional_golden_comes_back(shared):
    """7,735 characters put into traditional script are read back without one difference."""
    folder = shared / "suites" / "opencc"
    clean = (folder / "us_constitution_zhs.txt").read_text(encoding="utf-8")
    traditional = (folder / "us_constitution_zhs.s2t.txt").read_text(encoding="utf-8")
    text, steps = repair_text(traditional)
    assert text == clean
    assert [step.code for step in steps] == ["traditional"]


@pytest.mark.parametrize(
    ("name", "number"),
    [("in-the-wild", 70), ("synthetic", 30), ("language-names", 20), ("known-failures", 10)],
)
def test_western_texts_are_not_made_worse(shared, name, number):
    """Texts that are no Chinese are left as they are: nothing shows that a repair is right."""
    path = shared / "suites" / "ftfy" / f"{name}.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert len(cases) == number
    changed = []
    for case in cases:
        text, steps = repair_text(case["original"])
        if any(s.code == "mojibake" for s in steps) and text != case["fixed"]:
            changed.append(case["label"])
    outcome(changed, f"ftfy_{name}")
