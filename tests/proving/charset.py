"""How a page becomes bytes, and what it and its server say of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.proving.dice import Dice

DECLARED = "\x03"  # stands in the page for the name of the charset it declares


class Sent(NamedTuple):
    """A page as sent: bytes and Content-Type."""

    data: bytes
    content_type: str


CHARSETS = {
    "UTF-8": 9.0,
    "GBK as gb2312": 2.0,
    "GBK, not declared": 1.0,
    "UTF-8, header says GBK": 0.5,
    "UTF-8, page says gb2312": 0.7,
    "GBK, page says utf-8": 0.7,
    "GBK, one bad byte": 0.7,
    "UTF-8, one bad byte": 0.7,
    "UTF-8 with BOM, page says GBK": 0.5,
    "UTF-16 with BOM": 0.3,
    "GBK, cut in a character": 0.4,
}
# Only where the text is in traditional script; a simplified page has no Big5 form.
BIG5 = "Big5"


def encode(dice: Dice, charset: str, page: str) -> Sent:
    """Send a page in a charset, with the declarations that go with the kind."""
    return _KINDS[charset](dice, page)


def _utf8(_: Dice, page: str) -> Sent:
    return Sent(page.replace(DECLARED, "utf-8").encode("utf-8"), "text/html; charset=utf-8")


def _gb(page: str, declared: str, header: str = "text/html") -> Sent:
    return Sent(page.replace(DECLARED, declared).encode("gb18030"), header)


def _header_lies(_: Dice, page: str) -> Sent:
    return Sent(page.replace(DECLARED, "utf-8").encode("utf-8"), "text/html; charset=GBK")


def _page_lies(_: Dice, page: str) -> Sent:
    return Sent(page.replace(DECLARED, "gb2312").encode("utf-8"), "text/html")


def _bad_byte(dice: Dice, sent: Sent, bad: bytes) -> Sent:
    """Put a byte that is no character into the prose, between two characters of it."""
    at = sent.data.lower().index(b"<p>", len(sent.data) // 20) + len(b"<p>")
    return Sent(sent.data[:at] + bad * dice.integer(1, 2) + sent.data[at:], sent.content_type)


def _bom(_: Dice, page: str) -> Sent:
    return Sent(page.replace(DECLARED, "gbk").encode("utf-8-sig"), "text/html")


def _utf16(_: Dice, page: str) -> Sent:
    return Sent(page.replace(DECLARED, "utf-16").encode("utf-16"), "text/html")


def _cut(_: Dice, page: str) -> Sent:
    tail = "浏览"
    sent = _gb(page + tail, "gbk")
    return Sent(sent.data[:-1], sent.content_type)


def _big5(_: Dice, page: str) -> Sent:
    """Characters that Big5 lacks are sent as numeric references, as editors do."""
    data = page.replace(DECLARED, "big5").encode("big5hkscs", "xmlcharrefreplace")
    return Sent(data, "text/html")


_KINDS: dict[str, Callable[[Dice, str], Sent]] = {
    "UTF-8": _utf8,
    "GBK as gb2312": lambda _, page: _gb(page, "gb2312"),
    "GBK, not declared": lambda _, page: _gb(page, "x-none"),
    "UTF-8, header says GBK": _header_lies,
    "UTF-8, page says gb2312": _page_lies,
    "GBK, page says utf-8": lambda _, page: _gb(page, "utf-8"),
    "GBK, one bad byte": lambda dice, page: _bad_byte(dice, _gb(page, "gbk"), b"\xff"),
    "UTF-8, one bad byte": lambda dice, page: _bad_byte(dice, _utf8(dice, page), b"\xe4"),
    "UTF-8 with BOM, page says GBK": _bom,
    "UTF-16 with BOM": _utf16,
    "GBK, cut in a character": _cut,
    BIG5: _big5,
}
