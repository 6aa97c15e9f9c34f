"""Each benchmark writes its own section of the page of measurements and leaves the others alone."""

from __future__ import annotations

import importlib.util

import pytest

from tests.conftest import ROOT


@pytest.fixture
def write_section():
    """Give the function; benchmarks are no package."""
    spec = importlib.util.spec_from_file_location("sections", ROOT / "benchmarks" / "sections.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.write_section


def test_a_section_is_written_in_its_place(write_section, tmp_path):
    """The first goes to the end, the second time in its place, and nothing else moves."""
    page = tmp_path / "page.md"
    write_section(page, "one", "# One\n")
    write_section(page, "two", "## Two")
    first = page.read_text(encoding="utf-8")
    assert first.count("<!--") == 4
    write_section(page, "one", "# One")
    assert page.read_text(encoding="utf-8") == first
    write_section(page, "one", "# Another")
    assert page.read_text(encoding="utf-8") == first.replace("# One", "# Another")


def test_the_page_has_all_sections():
    """What ``make bench`` writes stands there between its marks."""
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    for name in ("parsing", "fetching"):
        assert text.count(f"<!-- {name} -->") == text.count(f"<!-- /{name} -->") == 1
