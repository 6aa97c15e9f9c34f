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
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from parsers.findings import make_note
from parsers.model import RepairStep
from parsers.record import Encoding

HEAD_BYTES = 65_536  # a meta may stand behind long scripts; it always stands in the head
SAMPLE = 60_000  # characters looked at when two readings are compared
SCORED = 4_000  # characters that are not ASCII among them
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
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_NOT_ASCII = re.compile("[^\\x00-\\x7f]+")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_PRIVATE = "\ue5e5\ue78d-\ue796\ue7c7\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
_GB_PRIVATE = re.compile(f"[{_PRIVATE}]")
# Twenty codes of GB18030-2022 that Python still maps to the private use area.
_GB_2022 = str.maketrans(
    "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
    "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f"
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
)


class Decoded(NamedTuple):
    """Text, how it came about, and what had to be done."""

    text: str
    encoding: Encoding
    steps: tuple[RepairStep, ...]


class _Reading(NamedTuple):
    text: str
    codec: str


def decode_bytes(data: bytes, *, content_type: str | None = None, markup: bool = True) -> Decoded:
    """Decode a document.

    Args:
        data: The bytes as published.
        content_type: The Content-Type header, if there was one.
        markup: Whether ``<meta charset>`` counts.

    Returns:
        Text without lone surrogates; never raises. Steps: ``charset`` where a declaration was
        overruled, ``bad_bytes`` with the number of characters lost, ``cut_character`` where the
        document ends inside a character.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            reading = _read(data[len(bom) :], codec)
            return _decoded(reading, None, "bom")
    declared, where = _declared(data, content_type, markup)
    reading = _utf8(data, codec_of(declared)) or _utf16(data) or _by_score(data, declared)
    return _decoded(reading, declared, _how(reading.codec, declared, where))


@lru_cache
def _charsets() -> dict[str, str]:
    """Give the codec of every label; "" for labels that must not be decoded."""
    text = files("scraper").joinpath("charsets.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["encodings"]
    return {label: e["codec"] for e in entries for label in e["labels"]}


@lru_cache
def _frequent() -> re.Pattern[str]:
    text = files("scraper").joinpath("charsets.toml").read_text(encoding="utf-8")
    characters = "".join(tomllib.loads(text)["frequent"]["characters"].split())
    return re.compile(f"[{''.join(dict.fromkeys(characters))}]")


def codec_of(label: str | None) -> str | None:
    """Give the Python codec for a label of the WHATWG table, or None.

    >>> codec_of(" GB2312 "), codec_of("cn-big5"), codec_of("hz-gb-2312")
    ('gb18030', 'big5hkscs', None)
    """
    if label is None:
        return None
    return _charsets().get(label.strip(" \t\n\f\r;\"'").lower()) or None


def _declared(data: bytes, content_type: str | None, markup: bool) -> tuple[str | None, str | None]:
    """Give the first declaration that names a known encoding, and where it stands."""
    header = _CHARSET.search(content_type or "")
    if header and codec_of(header.group(1)):
        return header.group(1), "header"
    if markup:
        head = _COMMENT.sub(b"", data[:HEAD_BYTES])
        for match in _META.finditer(head):
            label = match.group(1).decode("latin-1")
            if codec_of(label):
                return label, "meta"
    return (header.group(1), "header") if header else (None, None)


def _how(codec: str, declared: str | None, where: str | None) -> str:
    wanted = codec_of(declared)
    if wanted is not None and where is not None:
        return where if wanted == codec else "overruled"
    if codec.startswith("utf-16"):
        return "utf16"
    return {"utf-8": "utf8_strict", "gb18030": "gb18030", "big5hkscs": "big5"}.get(codec, codec)


def _utf8(data: bytes, wanted: str | None) -> _Reading | None:
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
        return _Reading(text, "utf-8")
    if len("".join(_NOT_ASCII.findall(text[:SAMPLE]))) >= SHORT:
        return _Reading(text, "utf-8")
    return None


def _utf16(data: bytes) -> _Reading | None:
    """Read as UTF-16 without a BOM: every ASCII letter has a NUL beside it."""
    sample = data[:4096]
    nuls = sample.count(0)
    if nuls < len(sample) // 8 or nuls < 4:
        return None
    even = sum(1 for i in range(0, len(sample), 2) if not sample[i])
    return _read(data, "utf-16-be" if even * 2 > nuls else "utf-16-le")


def _by_score(data: bytes, declared: str | None) -> _Reading:
    """Choose the reading that looks most like Chinese official text; the declared one wins ties."""
    wanted = codec_of(declared)
    order = [c for c in dict.fromkeys((wanted, "gb18030", "big5hkscs", "utf-8")) if c]
    first = _read(data, order[0])
    if order[0] in ("gb18030", "big5hkscs") and _is_clean(first.text):
        return first
    readings = [first, *(_read(data, codec) for codec in order[1:])]
    utf8 = next(r for r in readings if r.codec == "utf-8")
    if _few_bad(utf8.text):
        return utf8
    return max(readings, key=lambda reading: score(reading.text))


def _is_clean(text: str) -> bool:
    """Say whether a reading has no bad byte and plainly reads like Chinese."""
    if "\ufffd" in text:
        return False
    return score(text) > 0.12


def _few_bad(text: str) -> bool:
    bad = text.count("\ufffd")
    others = sum(map(len, _NOT_ASCII.findall(text))) - bad
    return bad <= max(3, FEW_BAD * others) and others > 4 * bad


def score(text: str) -> float:
    """Give how much a text reads like Chinese official text: about 0.3 to 0.6 if it is, else near 0.

    The share of frequent characters among all that are not ASCII, less three times the share of
    lost and private ones.
    """
    sample = "".join(_NOT_ASCII.findall(text[:SAMPLE]))[:SCORED]
    if not sample:
        return 0.0
    good = len(_frequent().findall(sample))
    bad = sample.count("\ufffd") + len(_PRIVATE_USE.findall(sample))
    return (good - 3 * bad) / len(sample)


def _read(data: bytes, codec: str) -> _Reading:
    errors = "gongkai-gb" if codec == "gb18030" else "replace"
    text = data.decode(codec, errors)
    if codec == "gb18030" and _GB_PRIVATE.search(text):
        text = text.translate(_GB_2022)
    return _Reading(text, codec)


def _gb_error(error: UnicodeError) -> tuple[str, int]:
    """Read a lone 0x80 as the euro sign and any other bad byte as one U+FFFD.

    Python takes a lead byte together with an ASCII byte behind it; the ASCII byte is given back.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "\u20ac", error.start + 1
    return "\ufffd", error.start + 1


codecs.register_error("gongkai-gb", _gb_error)


def _decoded(reading: _Reading, declared: str | None, how: str) -> Decoded:
    text = reading.text
    steps = []
    used = "big5" if reading.codec == "big5hkscs" else reading.codec
    if how == "overruled":
        steps.append(
            RepairStep("charset", 1, *make_note("overruled", declared=declared, used=used))
        )
    elif how in ("gb18030", "big5", "utf16"):
        steps.append(RepairStep("charset", 1, *make_note("declared_none", used=used)))
    if text.endswith("\ufffd"):
        text = text.rstrip("\ufffd")
        steps.append(RepairStep("cut_character", 1, *make_note("cut_character")))
    bad = text.count("\ufffd")
    if bad:
        steps.append(RepairStep("bad_bytes", bad, *make_note("bad_bytes", used=used)))
    return Decoded(text, Encoding(declared=declared, used=used, how=how), tuple(steps))
