"""A small slice of the mutated pages, and the judge itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.fuzzing.mutations import MUTATIONS, PIECES, mutated, sources
from tests.fuzzing.oracle import faults, holds
from tests.fuzzing.traps import costs


@pytest.mark.parametrize("slice_", range(12))
def test_a_slice_of_mutated_pages_breaks_no_promise(slice_):
    """Each input gives a record that holds its promises, or a documented error."""
    for number in range(slice_ * 25, slice_ * 25 + 25):
        data = mutated(7, number)
        if len(data) < 150_000:
            assert faults(data) == [], number


def test_the_same_seed_gives_the_same_inputs():
    """An input can be had again by its seed and number, and another seed gives others."""
    assert [mutated(3, n) for n in range(20)] == [mutated(3, n) for n in range(20)]
    assert [mutated(3, n) for n in range(20)] != [mutated(4, n) for n in range(20)]


def test_a_run_of_small_inputs():
    """Every input is under the limit, parts of all pages come up, and each breaks no promise."""
    inputs = [mutated(11, number, 1_500) for number in range(150)]
    assert max(map(len, inputs)) <= 1_500
    assert len(set(inputs)) > 140
    assert [found for data in inputs if (found := faults(data))] == []


def test_inputs_differ_from_their_sources():
    """Nearly every input is damaged; the mutations are all in use."""
    damaged = [number for number in range(200) if mutated(1, number) not in sources()]
    assert len(damaged) > 180
    assert len(set(MUTATIONS)) == 14


@pytest.mark.parametrize(
    ("raw", "value", "held"),
    [("12", 12, True), ("1２", 12, True), ("12", 13, False), ("113.96万元", 1139600, True),
     ("0", 0, True), ("", 0, False), ("十二", 12, True), ("7", 70.5, False)],
)  # fmt: skip
def test_the_judge_sees_a_digit_that_was_not_published(raw, value, held):
    """A figure whose digits are not in the text is a fault."""
    assert holds(raw, value) is held


def test_every_trap_ends_in_a_record_or_a_documented_error():
    """Each piece is read at each place; a few repeats show that the pages are whole otherwise."""
    found = list(costs(3))
    assert len(found) == 5 * len(PIECES)
    assert {cost.result for cost in found} <= {"record", "F.NOT_A_REPORT", "F.EMPTY"}
    assert {cost.result for cost in found if cost.place == "body"} == {"record"}
    assert all(cost.characters >= 3 for cost in found)


_DIGEST = """
import hashlib
from tests.fuzzing.mutations import mutated
from tests.fuzzing.oracle import outcome
whole = hashlib.sha256()
for number in range(60):
    result = outcome(mutated(99, number, 20_000))
    whole.update((result if isinstance(result, str) else result.model_dump_json()).encode())
print(whole.hexdigest())
"""


@pytest.mark.slow
def test_every_process_gives_the_same_records():
    """Nothing hangs on the order of sets, which differs from one process to the next."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(digests) == 1
