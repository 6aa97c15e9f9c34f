"""WHATWG's vectors for addresses, through our joining and our keys; known differences are data."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scraper.families.links import absolute
from scraper.urls import normal_url
from tests.conftest import SHARED

pytestmark = pytest.mark.suite

FOLDER = SHARED / "suites" / "wpt-url"
KNOWN = tomllib.loads(Path(__file__).with_name("known_urls.toml").read_text("utf-8"))
ELSEWHERE = "http://example.org/"


def cases(name):
    """Give (number, input, base, expected address or None) of one file; comments do not count."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    read = [case for case in json.loads(path.read_text("utf-8")) if isinstance(case, dict)]
    return [(n, c["input"], c.get("base") or ELSEWHERE, c.get("href")) for n, c in enumerate(read)]


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_address_breaks_a_key(name):
    """Whatever a page links to is left out or has a key, and the key of a key is itself."""
    for _, text, base, _ in cases(name):
        url = absolute(base, text)
        if url is not None:
            assert normal_url(normal_url(url)) == normal_url(url)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_link_and_its_address_are_one_request(name):
    """A link as a page has it, and as a browser would ask for it, have the same key."""
    web = [case for case in cases(name) if (case[3] or "").startswith("http")]
    taken = [(n, absolute(base, text), href) for n, text, base, href in web]
    wrong = [n for n, url, href in taken if url and normal_url(url) != normal_url(href)]
    known = KNOWN[name]
    assert len([url for _, url, _ in taken if url]) == known["calls"]
    assert wrong == known["cases"]
