"""The place of a figure in a loaded record: each kind is told by its keys alone."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from parsers.record import Evidence


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("TablePlace", {"table": 0, "row": 2, "column": 3}),
        ("LinePlace", {"line": 7}),
        ("PagePlace", {"page": 1, "bbox": [0.0, 1.0, 2.0, 3.0]}),
    ],
)
def test_a_place_is_told_by_its_keys(kind, place):
    """Each kind of place comes back as itself and is written as it was."""
    text = json.dumps({"raw": "1", "state": "stated", "at": place})
    evidence = Evidence.model_validate_json(text)
    assert type(evidence.at).__name__ == kind
    assert json.loads(evidence.model_dump_json())["at"] == place


@pytest.mark.parametrize(
    "place",
    [{}, {"table": 0, "row": 2}, {"line": 7, "page": 1}, {"line": "first"}, {"page": 1}],
)
def test_a_place_with_other_keys_is_refused(place):
    """Missing, mixed and wrong keys make no place."""
    with pytest.raises(ValidationError):
        Evidence.model_validate({"raw": "1", "state": "stated", "at": place})
