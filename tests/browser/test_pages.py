"""Every page in a real browser: it asks for nothing, says nothing, fits a phone, and reads well."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pdfplumber
import pytest

from scraper.serving.shelf import Shelf
from scraper.serving.site import Site
from tests.browser.showing import (
    DESK,
    PHONE,
    complaints,
    county,
    opened,
    pages,
    reports,
    shown,
)
from tests.serving.test_serve import FAULT, served

pytestmark = pytest.mark.slow
NAMES = [f"{kind}-{lang}" for kind in ("compare", "ranking", "audit") for lang in ("zh", "en")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in pages().items():
        (made / f"{name}.html").write_text(page, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def browser():
    """One browser for all pages."""
    with opened() as found:
        yield found


def follow(page, link):
    """Click, and wait until the page that it leads to is whole."""
    with page.expect_navigation():
        link.click()


def unfold(page):
    """Open all that is folded."""
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"
    )


@pytest.mark.parametrize("name", [*NAMES, "quality"])
def test_a_page_is_silent_and_reads_well(folder, browser, name):
    """No request, no message; contrast, sizes, structure and room, on a phone and on a desk, folded or not."""
    for width in (PHONE, DESK):
        with shown(browser, (folder / f"{name}.html").as_uri(), width) as page:
            assert complaints(page) == []
            unfold(page)
            assert complaints(page) == []
            assert page.heard == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_served_pages_are_silent_and_read_well(browser, lang):
    """A person finds a report, opens it and compares its years, on a phone and on a desk."""
    made, earlier = reports()
    made[4].findings = [FAULT]
    site = Site(Shelf([*made, *earlier, *county()[5:]]), lang)
    with served(site) as server:
        for width in (PHONE, DESK):
            with shown(browser, server.address, width) as page:
                assert complaints(page) == []
                page.get_by_role("searchbox").fill("教育 2025")
                follow(page, page.get_by_role("button"))
                assert complaints(page) == []
                follow(page, page.locator("tbody a").first)
                assert "T3.ROWSUM" in page.inner_text("main")
                unfold(page)
                assert complaints(page) == []
                follow(page, page.locator("nav a").first)
                assert page.locator("h1").inner_text() == "柳河县教育局"
                assert complaints(page) == []
                follow(page, page.locator("main a").first)
                assert page.locator("input[type=search]").count() == 1
                asked = [
                    one for one in page.heard if not one.startswith(f"request: {server.address}")
                ]
                assert asked == []
                assert len(page.heard) == 4


@pytest.mark.parametrize("name", ["compare-zh", "audit-en", "ranking-zh", "quality"])
def test_a_page_needs_no_scripts(folder, browser, name):
    """With scripts switched off it looks the same, to the pixel."""
    address, pictures = (folder / f"{name}.html").as_uri(), []
    for scripts in (True, False):
        with shown(browser, address, java_script_enabled=scripts) as page:
            pictures.append(page.screenshot(full_page=True))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("name", ["compare-zh", "compare-en"])
def test_a_page_prints_whole(folder, browser, name):
    """What is folded on the screen is open on paper; Chinese is set in a simplified face; a line to sign."""
    if not any(Path("/usr/share/fonts").glob("*/noto/NotoSans*CJK*")):
        pytest.skip("the font for Chinese is not installed: scripts/system.sh installs it")
    with shown(browser, (folder / f"{name}.html").as_uri()) as page:
        data = page.pdf(format="A4", prefer_css_page_size=True)
        hidden = page.evaluate("() => document.querySelector('.diff .new').textContent.trim()")
    with pdfplumber.open(io.BytesIO(data)) as paper:
        letters = [letter for sheet in paper.pages for letter in sheet.chars]
        assert all(letter["x1"] <= sheet.width for sheet in paper.pages for letter in sheet.chars)
    # A printed page knows only the shapes of letters, and names some by those that look like them.
    text = unicodedata.normalize("NFKC", "".join(letter["text"] for letter in letters))
    assert "".join(hidden.split()) in "".join(text.split())
    assert ("审核人" if name.endswith("zh") else "Checked by") in text
    faces = {letter["fontname"] for letter in letters if "\u4e00" <= letter["text"] <= "\u9fff"}
    assert faces
    assert all("CJK" in face and "sc" in face.lower() for face in faces), faces


def test_the_checks_see_what_is_wrong(browser, tmp_path):
    """A page with one fault of each kind is complained of."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!DOCTYPE html><meta charset=utf-8><title></title><body><h1>a</h1><h3 id=x>b</h3><p id=x style='color:#999'>pale</p>"
        "<p style='font-size:8px'>small</p><table><tr><th>c</th></tr></table><svg></svg><a href='#no'></a>"
        "<div style='width:3000px'>wide</div><nav><a href='#x' style='font-size:12px'>t</a></nav><input name=q>"
        "<svg class=chart width=100 height=50 role=img aria-label=x><text x=5 y=20>one</text><text x=9 y=20>two</text></svg>"
        "<div class=wide style='overflow:auto;width:50px'><b style='display:block;width:99px'>x</b></div>"
        "<img src='http://192.0.2.1/x.png'>",
        encoding="utf-8",
    )
    with shown(browser, bad.as_uri(), PHONE) as page:
        said = "\n".join(complaints(page))
        assert page.heard[0] == "request: http://192.0.2.1/x.png"
    for one in ("contrast", "8.0 px", "h1 is followed by h3", "without heads", "without a name", "without words",
                "is nowhere", "stands twice", "no language", "px wide", "sticks out", "too small", "lies on",
                "no focus", "without a label"):  # fmt: skip
        assert one in said, one
