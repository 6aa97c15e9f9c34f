"""Articles that a site cuts into several pages: which pages they are, and the pages as one document.

TRS writes ``createPageHTML(3, 0, "t20230110_83000001", "html")`` into every page of such an article; the
later ones are ``t20230110_83000001_1.html`` and so on. Tables of a report are cut by it, too.

Source: the public description of the system.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from parsers.findings import make_finding, make_note
from parsers.model import Block, Document, Link, Paragraph, RawTable
from parsers.record import Finding

MOST_PARTS = 20
_CALL = re.compile(
    r"^(?:(?!//|<!--).)*\bcreatePageHTML\(\s*(\d{1,3})\s*,\s*0\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']",
    re.MULTILINE,
)


def later_parts(text: str, url: str) -> tuple[str, ...]:
    """Give the addresses of an article's further pages, none for a page that is whole or not the first.

    Args:
        text: The first page.
        url: Its address; lists are counted in the same words, but under another name than their own.

    >>> later_parts('createPageHTML(2, 0, "t1", "html")', "http://a/zw/t1.html")
    ('http://a/zw/t1_1.html',)
    >>> later_parts('createPageHTML(2, 0, "index", "html")', "http://a/zw/")
    ()
    """
    if "createPageHTML" not in text:
        return ()
    name = urlsplit(url).path.rpartition("/")[2]
    for call in _CALL.finditer(text):
        count, stem, ending = int(call[1]), call[2], call[3]
        if name == f"{stem}.{ending}" and not stem.startswith("index"):
            numbers = range(1, min(count, MOST_PARTS))
            return tuple(urljoin(url, f"{stem}_{number}.{ending}") for number in numbers)
    return ()


def parts_missing(urls: Sequence[str]) -> list[Finding]:
    """Tell pages of an article that were not had."""
    if not urls:
        return []
    detail, detail_zh = make_note("article_parts", pages=", ".join(urls))
    return [make_finding("R.TEXT_LOST", count=len(urls), detail=detail, detail_zh=detail_zh)]


def join_parts(first: Document, later: Sequence[Document]) -> Document:
    """Put the pages of an article together.

    What stands at the beginning and at the end of all pages alike (head, menus, foot) is kept once.

    Args:
        first: The first page.
        later: The others, in order.

    Returns:
        One document; tables are numbered on over all pages, so that a place in ``evidence`` counts
        from the first page's first table.
    """
    joined = first
    for other in later:
        joined = _join(joined, first, other)
    return joined


def _join(joined: Document, first: Document, other: Document) -> Document:
    head, foot = _common(first.blocks, other.blocks)
    stop = len(other.blocks) - foot
    place = len(joined.blocks) - foot  # the foot of the first page stays the end
    moved = _moved(joined, other)
    inner = tuple(_block(block, len(joined.parents), moved) for block in other.blocks[head:stop])
    links = [_shifted(link, len(inner)) if link.block >= place else link for link in joined.links]
    known = {link.url for link in links}
    links += [
        replace(link, block=min(max(link.block, head), max(stop - 1, head)) - head + place)
        for link in other.links
        if link.url not in known
    ]
    return replace(
        joined,
        blocks=(*joined.blocks[:place], *inner, *joined.blocks[place:]),
        links=tuple(sorted(links, key=lambda link: link.block)),
        parents=(*joined.parents, 0, *(p + len(joined.parents) for p in other.parents[1:])),
        losses=tuple(dict.fromkeys((*joined.losses, *other.losses))),
    )


def _common(one: Sequence[Block], two: Sequence[Block]) -> tuple[int, int]:
    """Give how many blocks two pages share at their beginning, and at their end."""
    most = min(len(one), len(two))
    head = 0
    while head < most and _words(one[head]) == _words(two[head]):
        head += 1
    foot = 0
    while foot < most - head and _words(one[-1 - foot]) == _words(two[-1 - foot]):
        foot += 1
    return head, foot


def _words(block: Block) -> object:
    return block.text if isinstance(block, Paragraph) else [[c.text for c in r] for r in block.rows]


def _moved(joined: Document, other: Document) -> int:
    """Give by how much the numbers of the second page's tables move up."""
    last = max((b.index for b in joined.blocks if isinstance(b, RawTable)), default=-1)
    first = min((b.index for b in other.blocks if isinstance(b, RawTable)), default=0)
    return max(0, last + 1 - first)


def _block(block: Block, containers: int, tables: int) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, container=block.container + containers)
    return replace(block, container=block.container + containers, index=block.index + tables)


def _shifted(link: Link, count: int) -> Link:
    return replace(link, block=link.block + count)
