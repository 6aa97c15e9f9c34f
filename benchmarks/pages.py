"""Pages to measure with: one of the project's own fixtures, grown to the size of a real page."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORD_PAGE = ROOT / "fixtures" / "reports" / "321322-education-2023" / "input.html"
CLEAN_PAGE = ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html"
SHARED_PAGE = ROOT.parent / "shared" / "cases" / "shuyang-2023" / "input.html"
FILLING = ROOT / "benchmarks" / "filling.toml"
SIZE = 100_000  # bytes of a Word-style page as sites publish them


def word_page(size: int = SIZE) -> bytes:
    """Give the Word-style fixture with more navigation and prose, about ``size`` bytes long.

    What is added is what real pages have more of: links around the report and paragraphs of
    runs in font tags inside it. Tables and figures stay as they are.
    """
    page = WORD_PAGE.read_bytes().decode("utf-8")
    start = page.index("<p>", page.index("</h1>"))
    filling = tomllib.loads(FILLING.read_text(encoding="utf-8"))
    run, link = filling["run"], filling["link"]
    while len(page.encode("utf-8")) < size:
        page = page[:start] + run * 8 + page[start:]
        page = page.replace("<body>", "<body>" + link.format(len(page) % 997) * 10, 1)
    return page.encode("utf-8")


def mojibake(page: bytes) -> bytes:
    """Give a page as a system leaves it that took its UTF-8 for Latin-1, which has to be mended piece by piece."""
    return page.decode("latin-1").encode("utf-8")


def pages() -> dict[str, bytes]:
    """Give the pages to measure, by name; the shared real page only where it is there."""
    word = word_page()
    found = {
        "Word-style, UTF-8": word,
        "Word-style, GB18030": word.decode("utf-8").replace("utf-8", "gb2312", 1).encode("gb18030"),
        "Word-style, damaged (UTF-8 read as Latin-1)": mojibake(word),
        "clean": CLEAN_PAGE.read_bytes(),
    }
    if SHARED_PAGE.exists():
        found["real Word-style page"] = SHARED_PAGE.read_bytes()
    return found
