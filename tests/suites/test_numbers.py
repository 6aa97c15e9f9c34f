"""Numbers, dates and telephone numbers of the recognizers' suite: what we read is right; the rest we refuse to read.

The suite also asks for fractions, dozens, ordinals and relative dates, which no cell and no date line of
a report holds. A refusal is no mistake; another number than the suite's is one. How many are read
is pinned exactly, so that a loss as well as a gain is seen.
"""

from __future__ import annotations

import json

import pytest

from parsers.figures import parse_figure
from parsers.identity.contact import read_contact
from parsers.identity.dates import find_date

pytestmark = pytest.mark.suite

READ_NUMBERS = 151  # of 392 that have a number for a value
READ_DATES = 7
READ_PHONES = 29  # of 391; the suite's are of twenty countries, a body's are Chinese


def _cases(shared, name):
    path = shared / "suites" / "recognizers-zh" / name
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _value(text):
    """Give the suite's value as a number, None where it is written otherwise."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def test_no_number_is_read_as_another(shared):
    """Every text that our reader of cells takes for a number is the suite's number."""
    found = [
        (result["Text"], value, parse_figure(result["Text"]).value)
        for case in _cases(shared, "Number_NumberModel.json")
        for result in case["Results"]
        if (value := _value(result["Resolution"]["value"])) is not None
    ]
    read = [(text, want, got) for text, want, got in found if got is not None]
    assert [item for item in read if item[1] != item[2]] == []
    assert (len(found), len(read)) == (392, READ_NUMBERS)


def test_no_date_is_read_as_another(shared):
    """Every absolute date of this century that we read is the suite's date."""
    read = []
    for case in _cases(shared, "DateTime_DateParser.json"):
        for result in case["Results"]:
            want = result.get("Value", {}).get("Timex", "")
            got = find_date(result["Text"])
            if got is not None:
                read.append((result["Text"], want, got.isoformat()))
    assert [item for item in read if item[1] != item[2]] == []
    assert len(read) == READ_DATES


def test_no_telephone_number_is_read_as_another(shared):
    """Every number that we read holds the digits of the suite's, whole; what follows it is no matter."""
    cases = _cases(shared, "Sequence_PhoneNumberModel.json")
    read = [
        (case["Input"], _digits(phone), {_digits(result["Text"]) for result in case["Results"]})
        for case in cases
        if (phone := read_contact([case["Input"]]).phone) is not None
    ]
    assert [item for item in read if item[1] not in item[2]] == []
    assert (len(cases), len(read)) == (391, READ_PHONES)


def _digits(text):
    return "".join(letter for letter in text if letter.isdigit())
