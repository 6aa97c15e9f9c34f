"""Golden pages of every family: what the driver of a page must list, and what it must ask next.

``fixtures/families/<family>/<page>/`` holds ``input.*`` (the page as it is answered), ``meta.json`` (address, request,
why it is kept, what a person reads from it) and ``expected.json``. A missing golden is red. ``--update-golden``
writes it, and the run that writes stays red.
"""

from __future__ import annotations

import json
import os

import pytest

from scraper.exchange import Request
from scraper.families import WebPage
from scraper.families.registry import best_driver, known_drivers
from scraper.sites import Site
from tests.conftest import ROOT

FAMILIES = ROOT / "fixtures" / "families"
FOLDERS = sorted(path.parent for path in FAMILIES.glob("*/*/meta.json"))
YEARS = range(2021, 2024)


def load(folder, name):
    """Give a JSON file of a fixture, or None."""
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def read(folder):
    """Give what the surest driver makes of a page, as plain data."""
    meta = load(folder, "meta.json")
    (source,) = folder.glob("input.*")
    site = Site("s", meta["site"], meta["home"], **meta.get("options", {}))
    asked = Request(meta["url"], meta.get("method", "GET"), meta.get("body", "").encode())
    page = WebPage(meta["url"], source.read_text(encoding="utf-8"), asked=asked)
    driver = best_driver(page, site, known_drivers())
    listing = driver.listing(page, site)
    return {
        "driver": driver.name,
        "entries": [entry._asdict() for entry in listing.entries],
        "more": [told(request) for request in listing.more],
        "trials": [told(request) for request in listing.trials],
        "hollow": listing.hollow,
        "entrances": [
            {**told(item.request), "kind": item.kind, "year": item.year}
            for item in driver.entrances(page, site, YEARS)
        ],
    }


def told(request):
    """Give a request as plain data."""
    return {"method": request.method, "url": request.url, "body": request.body.decode()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_gives_what_its_golden_says(folder, request):
    """Driver, reports, further pages and short cuts, value for value."""
    found = json.loads(json.dumps(read(folder)))
    if request.config.getoption("--update-golden"):
        if os.environ.get("CI"):
            pytest.fail("goldens are written by people, not by CI")
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (folder / "expected.json").write_text(text, encoding="utf-8")
        pytest.fail("expected.json was written; look at it and run again")
    expected = load(folder, "expected.json")
    assert expected is not None, "the golden is missing: run with --update-golden and review it"
    assert found == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_a_person_read_is_found(folder):
    """The reports that stand on the page, counted by hand, and the title of the first of them."""
    meta = load(folder, "meta.json")
    found = read(folder)
    assert found["driver"] == meta["family"]
    assert len(found["entries"]) == meta["reports"]
    if meta["reports"]:
        assert found["entries"][0]["title"] == meta["first"]


def test_every_family_has_a_page():
    """A driver without a golden page is red; a folder without a driver is, too."""
    assert {driver.name for driver in known_drivers()} == {p.name for p in FAMILIES.iterdir()}
    assert {folder.parent.name for folder in FOLDERS} == {p.name for p in FAMILIES.iterdir()}
