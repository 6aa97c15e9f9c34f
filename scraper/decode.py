"""Bytes to text, judged by the whole document.

Order: BOM, then strict UTF-8 (bytes of another encoding hardly ever pass it), then what header or
meta declare, then GB18030 and Big5 by which of them reads like Chinese. A declaration that the bytes
contradict is overruled, and that is told.

``Encoding.how`` is one of ``bom``, ``header``, ``meta`` (the declaration held), ``utf8_strict``,
``gb18030``, ``big5``, ``utf16`` (nothing was declared and the bytes decided), ``overruled`` (something
else was declared), ``str`` (the caller gave text).

Source: WHATWG Encoding Standard; measured lies of real pages (gb2312 with characters outside it,
UTF-8 bytes declared gb2312, single bad bytes, pages cut inside a character).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.findings import make_note
from parsers.model import RepairStep
from parsers.record import Encoding
from scraper.charsets import (
    ASCII,
    CHINESE,
    SAMPLE,
    Reading,
    codec_of,
    read_as,
    score,
    without_ascii,
)
from scraper.mixed import read_mixed

HEAD_BYTES = 65_536  # a meta may stand behind long scripts; it always stands in the head
FEW_BAD = 0.02  # share of U+FFFD among non-ASCII characters up to which UTF-8 stays UTF-8
SHORT = 12  # non-ASCII characters; under this a declaration outweighs a lucky UTF-8

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'>;/]+)""", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"""\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"'>]+)""")
_CHARSET = re.compile(r"""(?<![\w-])charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


class Decoded(NamedTuple):
    """Text, how it came about, and what had to be done."""

    text: str
    encoding: Encoding
    steps: tuple[RepairStep, ...]
    foreign: str | None = None  # the text's characters that are not ASCII, where they were at hand


def with_charset(content_type: str | None, label: str | None) -> str | None:
    """Give a Content-Type in which the label that the user names stands for the server's.

    >>> with_charset("text/html; charset=utf-8", "gbk"), with_charset("text/html", None)
    ('text/html; charset=gbk', 'text/html')
    """
    if not label:
        return content_type
    return f"{(content_type or 'text/html').partition(';')[0]}; charset={label}"


def decode_bytes(
    data: bytes,
    *,
    content_type: str | None = None,
    markup: bool = True,
    off: frozenset[str] = frozenset(),
) -> Decoded:
    """Decode a document.

    Args:
        data: The bytes as published.
        content_type: The Content-Type header, if there was one.
        markup: Whether ``<meta charset>`` counts.
        off: Codes of repairs that must not be made; of these ``mixed_charset`` counts here.

    Returns:
        Text without lone surrogates; never raises. Steps: ``charset`` where a declaration was
        overruled, ``mixed_charset`` with the number of segments of another encoding, ``bad_bytes``
        with the number of characters lost, ``cut_character`` where the document ends inside one.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            return _decoded(body, read_as(body, codec), None, "bom", off)
    declared, where = _declared(data, content_type, markup)
    reading = _utf8(data, codec_of(declared)) or _utf16(data) or _by_score(data, declared)
    return _decoded(data, reading, declared, _how(reading.codec, declared, where), off)


def _declared(data: bytes, content_type: str | None, markup: bool) -> tuple[str | None, str | None]:
    """Give the first declaration that names a known encoding, and where it stands."""
    labels: list[str] = _CHARSET.findall(content_type or "")
    for label in labels:
        if codec_of(label):
            return label, "header"
    for label in _in_page(data) if markup else ():
        if codec_of(label):
            return label, "meta"
    return (labels[0], "header") if labels else (None, None)


def _in_page(data: bytes) -> Iterator[str]:
    """Give the labels that a page names in its metas, then in its XML declaration."""
    head = _COMMENT.sub(b"", data[:HEAD_BYTES])
    for pattern in (_META, _XML):
        for match in pattern.finditer(head):
            yield match.group(1).decode("latin-1")


def _how(codec: str, declared: str | None, where: str | None) -> str:
    wanted = codec_of(declared)
    if wanted is not None and where is not None:
        return where if wanted == codec else "overruled"
    if codec.startswith("utf-16"):
        return "utf16"
    return {"utf-8": "utf8_strict", "gb18030": "gb18030", "big5hkscs": "big5"}.get(codec, codec)


def _utf8(data: bytes, wanted: str | None) -> Reading | None:
    """Read as UTF-8 if the bytes are UTF-8, whole or cut in their last character."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or error.start < len(data) - 3:
            return None
        text = data[: error.start].decode("utf-8") + "\ufffd"
    if "\x00" in text[:SAMPLE] and _utf16(data) is not None:
        return None
    if wanted in (None, "utf-8") or len(text) == len(data):
        return Reading(text, "utf-8")
    if len(without_ascii(text[:SAMPLE])) >= SHORT:
        return Reading(text, "utf-8")
    return None


def _utf16(data: bytes) -> Reading | None:
    """Read as UTF-16 without a BOM: every ASCII letter has a NUL beside it."""
    sample = data[:4096]
    nuls = sample.count(0)
    if nuls < len(sample) // 8 or nuls < 4:
        return None
    even = sum(1 for i in range(0, len(sample), 2) if not sample[i])
    return read_as(data, "utf-16-be" if even * 2 > nuls else "utf-16-le")


def _by_score(data: bytes, declared: str | None) -> Reading:
    """Choose the reading that looks most like Chinese official text; the declared one wins ties."""
    wanted = codec_of(declared)
    order = [c for c in dict.fromkeys((wanted, "gb18030", "big5hkscs", "utf-8")) if c]
    first = read_as(data, order[0])
    if order[0] in ("gb18030", "big5hkscs") and _is_clean(first):
        return first
    readings = [first, *(read_as(data, codec) for codec in order[1:])]
    utf8 = next(r for r in readings if r.codec == "utf-8")
    if _few_bad(utf8):
        return utf8
    return max(readings, key=lambda reading: score(reading.text))


def _is_clean(reading: Reading) -> bool:
    """Say whether a reading has next to no bad byte and plainly reads like Chinese."""
    return _few_bad(reading) and score(reading.text) > CHINESE


def _few_bad(reading: Reading) -> bool:
    foreign = without_ascii(reading.text) if reading.foreign is None else reading.foreign
    bad = foreign.count("\ufffd")
    others = len(foreign) - bad
    return bad <= max(3, FEW_BAD * others) and others > 4 * bad


def _decoded(
    data: bytes, reading: Reading, declared: str | None, how: str, off: frozenset[str]
) -> Decoded:
    text = reading.text
    steps = []
    used = "big5" if reading.codec == "big5hkscs" else reading.codec
    if how == "overruled":
        note = make_note("overruled", declared=declared, used=used)
        steps.append(RepairStep("charset", 1, *note))
    elif how in ("gb18030", "big5", "utf16"):
        steps.append(RepairStep("charset", 1, *make_note("declared_none", used=used)))
    mixed = None if "mixed_charset" in off else read_mixed(data, reading)
    if mixed is not None:
        text = mixed.text
        steps.append(RepairStep("mixed_charset", mixed.segments, *make_note("mixed", used=used)))
    text, lost = _lost(text, used)
    encoding = Encoding.model_construct(declared=declared, used=used, how=how)
    return Decoded(text, encoding, (*steps, *lost), _foreign(data, reading, text))


def _foreign(data: bytes, reading: Reading, text: str) -> str | None:
    """Give the characters that are not ASCII, where the reading or clean UTF-8 has them at hand."""
    if text is reading.text and reading.foreign is not None:
        return reading.foreign
    if reading.codec != "utf-8" or text is not reading.text or "\ufffd" in text:
        return None
    return data.translate(None, ASCII).decode("utf-8")


def _lost(text: str, used: str) -> tuple[str, list[RepairStep]]:
    """Take a cut character off the end, and count the others that are lost."""
    steps = []
    if text.endswith("\ufffd"):
        text = text.rstrip("\ufffd")
        steps.append(RepairStep("cut_character", 1, *make_note("cut_character")))
    bad = text.count("\ufffd") if "\ufffd" in text else 0  # the second is told at once
    if bad:
        steps.append(RepairStep("bad_bytes", bad, *make_note("bad_bytes", used=used)))
    return text, steps
