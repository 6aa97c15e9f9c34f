"""Real reports with figures read by eye, scored by the tool that stands beside them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

READ_NOW = ("ruian-2021", "shanghai-2019", "shuyang-2023")


@pytest.mark.slow
def test_the_real_cases_are_read_value_for_value(shared):
    """The three cases in HTML and text are exact, every value."""
    inputs = [str(next((shared / "cases" / name).glob("input.*"))) for name in READ_NOW]
    command = [sys.executable, "-m", "scraper.cli", "parse", *inputs, "--jsonl", "-"]
    records = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    tool = [sys.executable, str(shared / "tools" / "score.py")]
    score = subprocess.run(tool, input=records.stdout, capture_output=True, check=False)
    lines = score.stdout.decode("utf-8").splitlines()
    for name in READ_NOW:
        assert any(line.startswith(name) and " ok " in line for line in lines), (
            score.stdout.decode()
        )
