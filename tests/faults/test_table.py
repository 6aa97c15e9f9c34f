"""The table of faults: complete, shown as it is, and every test it names is there."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT
from tests.faults.table import PAGE, ids, render, rows


def test_every_fault_has_its_row():
    """All 96, in order, each once."""
    assert [row.id for row in rows()] == ids()
    assert len(ids()) == 96


def test_the_page_shows_the_table():
    """docs/faults.md is what ``python -m tests.faults`` writes."""
    assert PAGE.read_text(encoding="utf-8") == render()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_decided_fault_has_a_test(row):
    """What the program does is said if and only if a test holds it; the test exists."""
    assert bool(row.does) == bool(row.test)
    if row.test:
        path, _, name = row.test.partition("::")
        function, _, case = name.partition("[")
        text = (ROOT / path).read_text(encoding="utf-8")
        tree = ast.parse(text)
        functions = {
            n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert function in functions
        assert f'"{case.rstrip("]")}"' in text or not case
