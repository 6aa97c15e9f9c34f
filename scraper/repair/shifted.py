"""Lines whose first GBK byte was lost, so that every pair behind it was cut one byte late.

A line that began with an ideographic space lost the lead byte of it: its trail byte became the lead
of the next pair, and so on until an ASCII byte (the trail of a character such as 開, E9 5F, or the
``<`` of the tag behind) set the cut right again. Pairs that GB 2312 and GBK do not know vanished, so
the line cannot be decoded backwards. It can be recognised: the damage is repeated here on
everything that is known to stand in such a place, and a line is restored where exactly one known
text gives it.

Source: five pages of mirrors; 48 damaged headings, all of which :func:`damage` gives back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.vocab import load, tables
from scraper.repair.script import complicate, simplify
from scraper.repair.tables import load_tables

_SPACE_TRAIL = b"\xa1"  # the second byte of U+3000
_TAG = b"<"  # of the closing tag behind the line
_ASCII = 0x80
_FIRST_TRAIL = 0x40  # bytes below are no trail byte of GBK
_SHORTEST = 4  # characters of clean text; fewer prove nothing
_CLOSING = re.compile(r"(?<=\?)/[A-Za-z][A-Za-z0-9]{0,9}>\s*$")
_SIGNS = "\u2170-\u2179\u2460-\u249b\u3220-\u3229\u2160-\u216b"  # row 2 of GB 2312
_LINES = "\u2500-\u254b"  # row 9


def damage(text: str) -> str:
    """Give how a line looks after its first byte was lost.

    >>> damage("（一）主动公开情况")
    '?。ㄒ唬┲鞫榭?'
    """
    return "".join(seen for seen, _ in _pairs(_SPACE_TRAIL + text.encode("gbk") + _TAG))


def _pairs(raw: bytes) -> Iterator[tuple[str, int]]:
    """Give what each pair is read as, and the place behind it; the tag's own sign is left out."""
    yield "?", 0
    place = 0
    while place < len(raw):
        if raw[place] < _ASCII:
            if place < len(raw) - 1:
                yield chr(raw[place]), place + 1
            place += 1
            continue
        yield _read(raw[place : place + 2]), place + 2
        place += 2


def _read(pair: bytes) -> str:
    if pair[1] < _FIRST_TRAIL:
        return "?"
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:  # pairs that stand for nothing vanish
        return ""


def _damaged_part(text: str) -> tuple[str, str]:
    """Give the damaged and the clean form of a line up to where the cut is right again."""
    raw = _SPACE_TRAIL + text.encode("gbk") + _TAG
    seen = ""
    for piece, place in _pairs(raw):
        seen += piece
        if piece and piece.isascii() and piece != "?":
            return seen, raw[1:place].decode("gbk")
    return seen, text


@lru_cache
def known_lines() -> dict[str, str]:
    """Give every damaged form that exactly one known text leads to, with that text.

    Known are the headings of sections and items behind every ordinal, and the labels of the tables.
    Wordings of one section's heading count as one text: the official wording stands for them.
    """
    texts: dict[str, list[str]] = {}
    meanings: dict[str, set[str]] = {}
    for text, meaning in _known_texts():
        for written in dict.fromkeys((text, complicate(text))):
            try:
                seen, clean = _damaged_part(written)
            except UnicodeError:  # no character of GBK, or a half of one
                continue
            texts.setdefault(seen, []).append(clean)
            meanings.setdefault(seen, set()).add(meaning)
    return {
        seen: clean[0]
        for seen, clean in texts.items()
        if (len(meanings[seen]) == 1 or len(set(map(simplify, clean))) == 1)
        and len(clean[0]) >= _SHORTEST
        and not seen.startswith("??")
    }


def _known_texts() -> Iterator[tuple[str, str]]:
    """Give known texts, each with what it means: texts of one meaning may stand for each other."""
    entries = load_tables()["shifted"]
    for section in load("sections")["sections"]:
        for wording in (section["zh"], *section["variants"]):
            for number in _ordinals():
                yield f"{number}{entries['section_mark']}{wording}", f"{number} {section['code']}"
    for item in entries["items"]:
        for number in _ordinals():
            text = f"{entries['open']}{number}{entries['close']}{item}"
            yield text, text
    for table in tables():
        rows = (text for row in table.rows for text in (row.zh, *row.variants))
        columns = (text for column in table.columns for text in (column.zh, *column.variants))
        yield from ((text, text) for text in (*rows, *columns))


def _ordinals() -> str:
    return str(load_tables()["shifted"]["ordinals"])


@lru_cache
def gate() -> re.Pattern[str]:
    """Give a pattern for a line that begins like a known one, damaged; clean text never has it."""
    signs = "".join(sorted({seen[1] for seen in known_lines() if len(seen) > 1}))
    return re.compile(rf"^[ \t\u3000]*[?\ufffd](?=[{re.escape(signs)}])", re.MULTILINE)


@lru_cache
def _heads() -> re.Pattern[str]:
    """Give a pattern for the damaged ordinal that a heading begins with."""
    entries = load_tables()["shifted"]
    heads = []
    for number in _ordinals():
        bracketed = damage(f"{entries['open']}{number}{entries['close']}")[:-1]
        plain = damage(f"{number}{entries['section_mark']}")[:-1]
        heads.append(f"{re.escape(bracketed)}[{_LINES}]")
        heads.append(f"{re.escape(plain)}" + (f"[{_SIGNS}]" if len(plain) < len("?xx") else ""))
    return re.compile("|".join(heads))


def restore_shifted(text: str) -> tuple[str, int]:
    """Restore lines that exactly one known text gives; every other line stays as it is.

    Returns:
        The text and the number of lines restored.

    >>> restore_shifted("?。ㄒ唬┲鞫榭?/p>")
    ('（一）主动公开情况', 1)
    """
    if not gate().search(text):
        return text, 0
    count = 0
    lines = text.split("\n")
    for place, line in enumerate(lines):
        restored = _restored(line)
        if restored is not None:
            lines[place] = restored
            count += 1
    return "\n".join(lines), count


def count_shifted(text: str) -> int:
    """Give the number of lines that are damaged in this way and that no known text gives."""
    return sum(1 for line in text.split("\n") if _heads().match(_plain(line)))


def _plain(line: str) -> str:
    return _CLOSING.sub("", line.strip().replace("\ufffd", "?"))


def _restored(line: str) -> str | None:
    if not gate().match(line):
        return None
    damaged = _plain(line)
    for length in range(len(damaged), 2, -1):
        clean = known_lines().get(damaged[:length])
        # A form that ends in "?" was damaged to its end: nothing can stand behind it.
        if clean is not None and (length == len(damaged) or not damaged[:length].endswith("?")):
            return clean + damaged[length:]
    return None
