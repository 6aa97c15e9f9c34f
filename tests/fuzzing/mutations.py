"""Mutations of the project's own pages; the same seed and number give the same bytes.

Source: the byte, markup and table rows of the robustness matrix, and the limits of libxml2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random

PAGES = Path(__file__).parents[2] / "fixtures" / "reports"
LARGEST = 1_500_000  # bytes of one input; larger ones only test the limits of size
Mutation = Callable[[Random, bytes], bytes]

_TAG = re.compile(rb"<[^<>]{1,400}>")
_PLACES = re.compile(rb"<table|<h[1-6]")
_DIGITS = re.compile(rb"\d+")
_CHARSETS = ("gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-7", "latin-1")
_NAMES = (b"table", b"td", b"tr", b"div", b"p", b"svg", b"math", b"template", b"select", b"pre")
_TOKENS = (
    *(b"&#0;", b"&#xD800;", b"&#x110000;", b"&nbsp", b"&#128;", b"<![CDATA[", b"]]>", b"<!--"),
    *(b"-->", b"--!>", b"<plaintext>", b"<script>", b"</table>", b"</html>", b"<td", b"<tr", b"<"),
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81\x30\x81\x30", b"\r", b"\xed\xa0\x80"),
    *(b"1e9", b"3e2", b"1_000", b"NaN", b"-0", b"9" * 400, b"9" * 5000, b"0." + b"3" * 400),
    *(b"<table>", b"<td>", b"<base>", b"<frameset>", b"<title>", b"<style>", b"|", b"\t", b"\n\n"),
    *("十二".encode(), "亿亿亿".encode(), "²".encode(), "１２".encode(), "。".encode(), b"\x1b$B"),
    *("一、总体情况".encode(), "第三项".encode(), "\u2028".encode(), "\u202e".encode(), b"\x0c"),
    *(
        b" colspan=99999 ",
        b" rowspan=65534 ",
        b" colspan=0 ",
        b" rowspan=-1 ",
        b" style='display:none' ",
    ),
)

# Markup and text that readers find dear when it stands in a row; see tests.fuzzing.traps.
PIECES = (
    *("<font><p>", "<font><p>甲", "<b><p>", "<b><td>甲", "<i><div>", "<div>", "<span>", "<a href=x><p>甲"),
    *("<p>", "<br>", "<sup>2</sup>", "<td>1", "<tr><td>1", "<table>", "<table><tr><td>", "<ul><li>甲"),
    *("<form><p>甲", "<select>甲", "<option>甲", "<template>甲", "<svg><p>", "<nobr>甲", "<!--甲", "<"),
    *("&#20;", '<p a="', "<p style='display:none'>甲", "<h1>一、总体情况", "<p>三、主动公开工作的情况说明</p>"),
    *("第三项", "政府信息公开情况。", "|0", "收到申请5件，"),
)  # fmt: skip


@lru_cache
def sources() -> tuple[bytes, ...]:
    """Give the bytes of the project's own pages, in the order of their names."""
    return tuple(path.read_bytes() for path in sorted(PAGES.glob("*/input.*")))


def mutated(seed: int, number: int, largest: int = LARGEST) -> bytes:
    """Give input ``number`` of a run: one page, or a stretch of it, after one to six mutations.

    Args:
        seed: Of the run.
        number: Of the input.
        largest: Bytes of one input. A page that is larger gives a stretch of itself, so that a run of small
            inputs reads many of them in the time of one large page.
    """
    dice = Random(f"{seed}:{number}")
    data = dice.choice(sources())
    if len(data) > largest:
        data = _stretch(dice, data, largest)
    for _ in range(dice.choice((1, 1, 2, 3, 4, 6))):
        data = dice.choice(MUTATIONS)(dice, data)[:largest]
    return data


def _stretch(dice: Random, data: bytes, largest: int) -> bytes:
    """Give a part of a page: its head, one of its tables or headings, or any other."""
    places = [found.start() for found in _PLACES.finditer(data)]
    start = dice.choice((0, dice.choice(places or [0]), dice.randint(0, len(data) - largest)))
    return data[start : start + dice.randint(largest // 4, largest)]


def _cut(dice: Random, data: bytes, longest: int) -> tuple[int, int]:
    """Give the ends of a random part."""
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.randint(0, longest))


def _flip(dice: Random, data: bytes) -> bytes:
    """Turn bits."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 10, 100)) if data else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _insert(dice: Random, data: bytes) -> bytes:
    """Put random bytes in."""
    at = dice.randint(0, len(data))
    return data[:at] + dice.randbytes(dice.choice((1, 2, 8, 200))) + data[at:]


def _delete(dice: Random, data: bytes) -> bytes:
    """Take a part out."""
    start, end = _cut(dice, data, dice.choice((1, 20, 3000)))
    return data[:start] + data[end:]


def _truncate(dice: Random, data: bytes) -> bytes:
    """Keep the head or the tail alone."""
    at = dice.randint(0, len(data))
    return dice.choice((data[:at], data[at:]))


def _splice(dice: Random, data: bytes) -> bytes:
    """Go on with the tail of another page."""
    other = dice.choice(sources())
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def _repeat(dice: Random, data: bytes) -> bytes:
    """Repeat a part many times."""
    start, end = _cut(dice, data, dice.choice((10, 300, 4000)))
    chunk = data[start:end]
    times = min(dice.choice((2, 5, 50, 1000)), 400_000 // max(1, len(chunk)))
    return data[:start] + chunk * times + data[end:]


def _token(dice: Random, data: bytes) -> bytes:
    """Put odd tokens in."""
    for _ in range(dice.choice((1, 1, 5, 30))):
        at = dice.randint(0, len(data))
        data = data[:at] + dice.choice(_TOKENS) + data[at:]
    return data


def _number(dice: Random, data: bytes) -> bytes:
    """Put an odd token where a figure stood."""
    found = list(_DIGITS.finditer(data))
    if not found:
        return data
    match = dice.choice(found)
    return data[: match.start()] + dice.choice(_TOKENS) + data[match.end() :]


def _tag(dice: Random, data: bytes) -> bytes:
    """Lose, double, rename or move a tag."""
    found = list(_TAG.finditer(data))
    if not found:
        return data
    match, other = dice.choice(found), dice.choice(found)
    name = dice.choice(_NAMES)
    new = dice.choice(
        (b"", match[0] * 2, other[0], b"<" + name + b">", b"</" + name + b">", match[0][:-1])
    )
    return data[: match.start()] + new + data[match.end() :]


def _attributes(dice: Random, data: bytes) -> bytes:
    """Blow up the attributes of a tag."""
    found = list(_TAG.finditer(data))
    if not found:
        return data
    match = dice.choice(found)
    count = dice.choice((1, 50, 1500, 2500))
    many = b"".join(b" a%d=%d" % (i, i) for i in range(count))
    span = b" %s=%d" % (dice.choice((b"colspan", b"rowspan")), dice.choice((0, 2, 7, 999, 65534)))
    return (
        data[: match.end() - 1] + dice.choice((many, span, span + many)) + data[match.end() - 1 :]
    )


def _nest(dice: Random, data: bytes) -> bytes:
    """Open a tag many times."""
    at = dice.randint(0, len(data))
    name = dice.choice(_NAMES)
    deep = (b"<" + name + b">") * dice.choice((3, 60, 300, 4000))
    return data[:at] + deep + data[at:]


def _pieces(dice: Random, data: bytes) -> bytes:
    """Put one piece in many times, or a few pieces by turns."""
    at = dice.randint(0, len(data))
    chosen = [dice.choice(PIECES).encode() for _ in range(dice.choice((1, 1, 2, 3)))]
    return data[:at] + b"".join(chosen) * dice.choice((3, 40, 1000)) + data[at:]


def _charset(dice: Random, data: bytes) -> bytes:
    """Write a part of the page, or all of it, in another charset."""
    start, end = dice.choice((_cut(dice, data, 3000), (0, len(data))))
    part = data[start:end].decode("utf-8", "replace")
    return data[:start] + part.encode(dice.choice(_CHARSETS), "replace") + data[end:]


def _declared(dice: Random, data: bytes) -> bytes:
    """Declare another charset."""
    name = dice.choice((b"gb2312", b"big5", b"utf-16", b"utf-7", b"hz-gb-2312", b"x", b"latin1"))
    return re.sub(rb"(?i)charset=[\"']?[\w-]+", b"charset=" + name, data)


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _insert, _delete, _truncate, _splice, _repeat, _token, _number, _tag),
    *(_attributes, _nest, _pieces, _charset, _declared),
)
