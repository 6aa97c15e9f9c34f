"""Drivers of the user's own: loaded, tried on their example, and clear where they are wrong."""

import shutil

import pytest

from scraper.errors import UsageError
from scraper.exchange import Request
from scraper.families import WebPage
from scraper.families.registry import best_driver, known_drivers, load_drivers, load_module
from scraper.families.selectors import DRIVER as SELECTORS
from scraper.families.trial import main, try_driver
from scraper.sites import Site
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "drivers"
SITE = Site("x", "某县", "http://www.x.gov.cn/")


def test_the_template_fails_until_it_is_filled_and_the_example_agrees(tmp_path, capsys):
    """As docs/families.md says."""
    assert "not filled in" in try_driver(load_module(EXAMPLES / "template.py"))[0]
    assert try_driver(load_module(EXAMPLES / "example.py")) == []
    shutil.copy(EXAMPLES / "example.py", tmp_path)
    assert main(str(tmp_path)) == 0
    text = (tmp_path / "example.py").read_text("utf-8").replace('/r/1.html"]', '/r/9.html"]')
    (tmp_path / "example.py").write_text(text, encoding="utf-8")
    assert main(str(tmp_path)) == 1
    assert "reports: " in capsys.readouterr().out
    assert main(str(tmp_path / "none")) == 1


def test_the_users_drivers_go_before_ours(tmp_path):
    """A page of the user's system is read by the user's driver."""
    shutil.copy(EXAMPLES / "example.py", tmp_path)
    drivers = load_drivers(tmp_path)
    page = WebPage("http://a/", '<div class="letters-list">', asked=Request("http://a/"))
    assert best_driver(page, SITE, drivers).name == "letters"
    assert len(drivers) == len(known_drivers()) + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1", "DRIVER"),
        ("1/0", "ZeroDivisionError"),
        ("class D: name='d'\nDRIVER = D()", "score"),
    ],
)
def test_a_wrong_driver_is_told(tmp_path, text, said):
    """With its file and what is missing."""
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_drivers(tmp_path)
    assert main(str(tmp_path)) == 1


def test_a_folder_without_drivers_is_told(tmp_path):
    """And one that is not there."""
    with pytest.raises(UsageError, match="no driver in it"):
        load_drivers(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        load_drivers(tmp_path / "none")


def test_a_site_names_its_family():
    """The user's word goes before every score; a family that there is not is told."""
    page = WebPage("http://a/", "<html>", asked=Request("http://a/"))
    site = Site("x", "x", "http://a/", family="vsb")
    assert best_driver(page, site, known_drivers()).name == "vsb"
    with pytest.raises(UsageError, match="no family vsbb"):
        best_driver(page, Site("x", "x", "http://a/", family="vsbb"), known_drivers())


def test_a_site_described_by_data_alone():
    """Only rows that the selector names; one page leads to the next while it has reports."""
    site = Site("x", "x", "http://a/", item="ul.n li", pages="http://a/p{page}.html")
    title = "某县教育局2023年政府信息公开年报"
    body = f'<ul class=n><li><a href="1.html">{title}</a></li></ul><a href="9.html">{title}</a>'
    first = WebPage("http://a/", body, asked=Request("http://a/"))
    assert best_driver(first, site, known_drivers()) is SELECTORS
    found = SELECTORS.listing(first, site)
    assert [entry.url for entry in found.entries] == ["http://a/1.html"]
    assert found.more == (Request("http://a/p2.html"),)
    second = WebPage("http://a/p2.html", body, asked=Request("http://a/p2.html"))
    assert SELECTORS.listing(second, site).more == (Request("http://a/p3.html"),)
    empty = WebPage("http://a/p3.html", "<p>", asked=Request("http://a/p3.html"))
    assert SELECTORS.listing(empty, site).more == ()


def test_the_page_of_the_families_names_every_driver():
    """docs/families.md keeps up with the code."""
    text = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
    assert all(f"| `{driver.name}` |" in text for driver in known_drivers())
