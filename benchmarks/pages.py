"""Pages to measure with: one of the project's own fixtures, grown to the size of a real page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORD_PAGE = ROOT / "fixtures" / "reports" / "321322-education-2023" / "input.html"
CLEAN_PAGE = ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html"
SHARED_PAGE = ROOT.parent / "shared" / "cases" / "shuyang-2023" / "input.html"
REAL = "real Word-style page"
FILLING = ROOT / "benchmarks" / "filling.toml"
VARIANTS = 12  # of each page; more than any cache of whole texts holds
_FIGURE = re.compile(r">\s*(\d{1,6})\s*<")
_LONG_TEXT = re.compile(r"(?<=>)[^<>]{40,}")
_COMMA = "\uff0c"
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


def differing(page: str, count: int) -> list[str]:
    """Give a page in variants that have no figure and no paragraph in common, so that no cache lives on one.

    The figures of the cells are multiplied, so what adds up still does; the labels stay, as they do from
    report to report. Each longer text gets a character of its own at its first comma.
    """
    return [variant(page, number) for number in range(1, count + 1)]


def variant(page: str, number: int) -> str:
    mark = chr(0x4E00 + number)
    text = _FIGURE.sub(lambda found: f">{int(found[1]) * number}<", page)
    return _LONG_TEXT.sub(lambda found: found[0].replace(_COMMA, _COMMA + mark, 1), text)


def mojibake(page: bytes) -> bytes:
    """Give a page as a system leaves it that took its UTF-8 for Latin-1, which has to be mended piece by piece."""
    return page.decode("latin-1").encode("utf-8")


def pages() -> dict[str, list[bytes]]:
    """Give the pages to measure in their variants, by name; the shared real page only where it is there."""
    word = differing(word_page().decode("utf-8"), VARIANTS)
    found = {
        "Word-style, UTF-8": [text.encode("utf-8") for text in word],
        "Word-style, GB18030": [
            text.replace("utf-8", "gb2312", 1).encode("gb18030") for text in word
        ],
        "Word-style, damaged (UTF-8 read as Latin-1)": [
            mojibake(text.encode("utf-8")) for text in word
        ],
        "clean": _variants(CLEAN_PAGE),
    }
    if SHARED_PAGE.exists():
        found[REAL] = _variants(SHARED_PAGE)
    return found


def _variants(path: Path) -> list[bytes]:
    text = path.read_text(encoding="utf-8")
    return [variant.encode("utf-8") for variant in differing(text, VARIANTS)]
