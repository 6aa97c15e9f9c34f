"""A program of our own looks for garbage rarely; importing the package changes nothing."""

from __future__ import annotations

import gc
import subprocess
import sys

from scraper.collector import YOUNG, collect_rarely


def test_only_the_youngest_are_looked_at_less_often():
    """The thresholds of the older objects stay, so that a cycle is still found."""
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)
        collect_rarely()
        assert gc.get_threshold() == (YOUNG, 10, 10)
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)


def test_a_user_of_the_library_keeps_the_own_thresholds():
    """Reading a report through the package leaves the collector of the process alone."""
    code = (
        "import gc; before = gc.get_threshold(); import scraper; scraper.read_report;"
        " assert gc.get_threshold() == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
