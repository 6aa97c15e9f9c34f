"""Names of encodings, the codecs that read them, and how much a text reads like Chinese.

Python's codecs differ from the WHATWG standard in a few codes; :func:`read_as` closes the gaps.
Source: WHATWG Encoding Standard, indexes gb18030 and Big5.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

SAMPLE = 60_000  # characters looked at when two readings are compared
CHINESE = 0.12  # score above which a text plainly is Chinese official text
SCORED = 4_000  # characters that are not ASCII among them
ASCII = bytes(range(128))
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
_PRIVATE_LEAD = b"\xee"  # of UTF-8: each of them lies between U+E000 and U+EFFF, where no text does


class Reading(NamedTuple):
    """A text, and the codec that gave it."""

    text: str
    codec: str
    foreign: str | None = None  # the characters that are not ASCII, where they were at hand


@lru_cache
def _tables() -> dict[str, Any]:
    text = files("scraper").joinpath("charsets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache
def _charsets() -> dict[str, str]:
    """Give the codec of every label; "" for labels that must not be decoded."""
    return {label: e["codec"] for e in _tables()["encodings"] for label in e["labels"]}


@lru_cache
def _frequent() -> re.Pattern[str]:
    characters = "".join(_tables()["frequent"]["characters"].split())
    return re.compile(f"[{''.join(dict.fromkeys(characters))}]")


def codec_of(label: str | None) -> str | None:
    """Give the Python codec for a label of the WHATWG table, or None.

    >>> codec_of(" GB2312 "), codec_of("cn-big5"), codec_of("hz-gb-2312")
    ('gb18030', 'big5hkscs', None)
    """
    if label is None:
        return None
    return _charsets().get(label.strip(" \t\n\f\r;\"'").lower()) or None


def without_ascii(text: str) -> str:
    """Give the characters of a text that are not ASCII.

    >>> without_ascii("<td>\u7533\u8bf7 2</td>") == "\u7533\u8bf7"
    True
    """
    # Bytes are deleted many times faster than a pattern finds the rest.
    packed = text.encode("utf-8", "surrogatepass").translate(None, ASCII)
    return packed.decode("utf-8", "surrogatepass")


def score(text: str) -> float:
    """Give how much a text reads like Chinese official text: about 0.3 to 0.6 if it is, else near 0.

    The share of frequent characters among all that are not ASCII, less three times the share of
    lost and private ones.
    """
    sample = without_ascii(text[:SAMPLE])[:SCORED]
    if not sample:
        return 0.0
    good = len(_frequent().findall(sample))
    bad = sample.count("\ufffd") + len(_PRIVATE_USE.findall(sample))
    return (good - 3 * bad) / len(sample)


def read_as(data: bytes, codec: str) -> Reading:
    """Decode with a codec as the WHATWG standard asks for; bytes that are no character are U+FFFD.

    >>> read_as(bytes.fromhex("a3a0 80 fe59"), "gb18030").text == "\u3000\u20ac\u9fb4"
    True
    """
    text = data.decode(codec, _ERRORS.get(codec, "replace"))
    if codec == "gb18030":
        packed = text.encode("utf-8", "surrogatepass").translate(None, ASCII)
        if _PRIVATE_LEAD in packed:
            return Reading(_GB_PRIVATE.sub(_gb_2022, text), codec)
        return Reading(text, codec, packed.decode("utf-8", "surrogatepass"))
    if codec == "big5hkscs":
        text = _big5_python().sub(lambda match: _big5_other()[match.group()], text)
    return Reading(text, codec)


def _gb_2022(match: re.Match[str]) -> str:
    return match.group().translate(_GB_2022)


def _gb_error(error: UnicodeError) -> tuple[str, int]:
    """Read a lone 0x80 as the euro sign and any other bad byte as one U+FFFD.

    Python takes a lead byte together with an ASCII byte behind it; the ASCII byte is given back.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "\u20ac", error.start + 1
    return "\ufffd", error.start + 1


@lru_cache
def _big5_codes() -> dict[bytes, str]:
    """Give the codes of the index that Python's Big5-HKSCS does not have."""
    pairs = (pair.split("=") for pair in _tables()["big5"]["missing"].split())
    return {bytes.fromhex(code): chr(int(character, 16)) for code, character in pairs}


@lru_cache
def _big5_other() -> dict[str, str]:
    """Give the characters that Python's Big5-HKSCS reads otherwise than the index."""
    pairs = (pair.split("=") for pair in _tables()["big5"]["other"].split())
    return {chr(int(python, 16)): chr(int(index, 16)) for python, index in pairs}


@lru_cache
def _big5_python() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_big5_other())}]")


def _big5_error(error: UnicodeError) -> tuple[str, int]:
    """Read the codes that Python lacks; any other pair is one U+FFFD, an ASCII trail is given back."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if pair in _big5_codes():
        return _big5_codes()[pair], error.start + 2
    whole = len(pair) == 2 and 0x81 <= pair[0] <= 0xFE and pair[1] >= 0x80
    return "\ufffd", error.start + (2 if whole else 1)


codecs.register_error("gongkai-gb", _gb_error)
codecs.register_error("gongkai-big5", _big5_error)
_ERRORS = {"gb18030": "gongkai-gb", "big5hkscs": "gongkai-big5"}
