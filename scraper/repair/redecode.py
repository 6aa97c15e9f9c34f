"""A page that was decoded wrongly before it was stored is decoded again, run by run, before it is read.

Once the markup is read, blanks and control characters that were bytes of a character are gone; so
this is done on the whole text. Digits, tags and all else that is ASCII stay as they are.

Three kinds, told apart by what the runs come to: UTF-8 read as Latin-1 or windows-1252 (once or twice),
GBK read as Latin-1 or windows-1252, UTF-8 read as GBK. A kind is taken only where its different runs come out
as Chinese official text; font names alone, a hundred times on a page, decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from scraper.charsets import CHINESE, score, without_ascii
from scraper.repair.latin import as_bytes
from scraper.repair.mojibake import UTF8_LEADS, UTF8_TRAILS, read_as_gbk

TIMES = 2  # how often a text was read as Latin-1 one after the other, at most
_LATIN = "\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
_LATIN_RUN = re.compile(f"[{_LATIN}]+")
# The second byte of a GBK character may be ASCII from @ on.
# An invisible character, such as a soft hyphen, is four bytes of GB18030 there, the second and fourth a
# digit; clean GBK never has one byte alone between two digits.
_LATIN_TEXT = re.compile(
    f"(?:[@-~{_LATIN}]|(?<=[\u0081-\u0084\u201a\u0192\u201e])[0-9][{_LATIN}][0-9])+"
)
_BEYOND_ASCII = re.compile("[\u0080-\ufffc]+\ufffd?")
# What a piece of wrongly read text is left with; a soft hyphen stands in clean text as well.
_LETTERS = re.compile("[\u0080-\u00ac\u00ae-\u024f]")
_FOREIGN = re.compile("[\u00c0-\u07ff]")  # letters of two bytes of UTF-8, Latin to Arabic
_WIDE = re.compile("[\u0800-\ufffc]")

_LATIN_LINE = re.compile(f"^[{_LATIN}]+$", re.MULTILINE)  # such a run is read a second time
_ASCII_BLANKED = bytes(0x20 if byte < 0x80 else byte for byte in range(256))
_SHORT = 1_000  # characters; a shorter text is not worth another cut

Undo = Callable[[str], str | None]  # a run -> what was meant, None where it is no such run


def redecode(text: str, foreign: str | None = None) -> tuple[str, int]:
    """Decode a text again where it was decoded wrongly.

    Args:
        text: A page or a text dump.
        foreign: Its characters that are not ASCII, where they are known already.

    Returns:
        The text and the number of runs that were decoded again; a clean text is the same object.

    >>> redecode("<td>鏀垮簻淇℃伅</td><td>12</td>")
    ('<td>政府信息</td><td>12</td>', 1)
    """
    if text.isascii():
        return text, 0
    if not gate().search(without_ascii(text) if foreign is None else foreign):
        return text, 0
    for attempt in (
        _latin_runs,
        lambda text: _each_run(text, _LATIN_TEXT, _gbk_as_latin),
        lambda text: _each_run(text, _BEYOND_ASCII, _utf8_as_gbk),
    ):
        fixed, runs = attempt(text)
        if runs and score("".join(dict.fromkeys(runs))) > CHINESE:
            return fixed, len(runs)
    return text, 0


@lru_cache
def gate() -> re.Pattern[str]:
    """Give a pattern that clean Chinese text hardly ever has.

    UTF-8 read as GBK shows pairs of characters: the first made of two bytes of which one begins a
    character of UTF-8 (E4 to E9) and one continues it, the second of a byte that continues it and
    one that begins the next. The characters of the first kind are rare by themselves.
    """
    first, second = read_as_gbk(UTF8_LEADS, UTF8_TRAILS), read_as_gbk(UTF8_TRAILS, UTF8_LEADS)
    # One class in front of both lets the search pass over clean characters five times as fast.
    accented = "\u00c0-\u00ff"
    return re.compile(
        f"[{accented}{first}](?:(?<=[{accented}])[{_LATIN}]{{3,}}|(?<=[{first}])[{second}])"
    )


def _each_run(text: str, pattern: re.Pattern[str], undo: Undo) -> tuple[str, list[str]]:
    """Undo a wrong reading in every run that has one; gives the text and what the runs came to."""
    runs: list[str] = []

    def meant(match: re.Match[str]) -> str:
        fixed = None if match[0].isascii() else undo(match[0])
        if fixed is None:
            return match[0]
        runs.append(fixed)
        return fixed

    return pattern.sub(meant, text), runs


def _latin_runs(text: str) -> tuple[str, list[str]]:
    """Undo UTF-8 read as Latin-1 in every run that has it.

    Where all runs of a text have it, one decoding gives what two thousand would; a text in which some
    have not is halved between two tags until the odd ones stand alone.
    """
    found = _whole(text)
    if found is not None:
        return found
    middle = text.find("<", len(text) // 2) if len(text) > _SHORT else -1
    if middle < 0:
        return _each_run(text, _LATIN_RUN, _utf8_as_latin)
    (left, runs), (right, more) = _latin_runs(text[:middle]), _latin_runs(text[middle:])
    return left + right, runs + more


def _whole(text: str) -> tuple[str, list[str]] | None:
    """Decode a text as a whole, or give None where a run would be decoded otherwise by itself."""
    try:
        fixed = as_bytes(text).decode("utf-8")
    except UnicodeError:
        return None
    # Bytes are cut at blanks many times faster than a pattern finds what is between them.
    lines = b"\n".join(fixed.encode("utf-8").translate(_ASCII_BLANKED).split()).decode("utf-8")
    if _LETTERS.search(lines) or _LATIN_LINE.search(lines):
        return None
    return fixed, lines.split("\n") if lines else []


def _utf8_as_latin(run: str) -> str | None:
    """Read a run as UTF-8 as often as it was read as Latin-1."""
    fixed = None
    for _ in range(TIMES):
        if not _LATIN_RUN.fullmatch(run):
            break
        try:
            fixed = run = as_bytes(run).decode("utf-8")
        except UnicodeDecodeError:  # a dash that came out is a character of windows-1252 itself
            break
    return None if fixed is None or _LETTERS.search(fixed) else fixed


def _gbk_as_latin(text: str) -> str | None:
    """Read a text as GB18030; bytes of it that are ASCII belong to a character or stand alone.

    A text whose only such characters are quotes and dashes was not misread: it has no letters.
    """
    if not _LETTERS.search(text):
        return None
    try:
        fixed = as_bytes(text).decode("gb18030")
    except UnicodeDecodeError:
        fixed = _LATIN_RUN.sub(lambda match: _one_gbk_run(match[0]), text)
    return None if fixed == text else fixed


def _one_gbk_run(run: str) -> str:
    try:
        return as_bytes(run).decode("gb18030")
    except UnicodeDecodeError:
        return run


def _utf8_as_gbk(run: str) -> str | None:
    """Read a run as UTF-8; the last character may have lost a byte, which is U+FFFD then.

    A clean character between tags may be two bytes of UTF-8 as well, always a letter or sign of another
    script: that alone is no Chinese text.
    """
    fixed = _from_gbk(run)
    return None if fixed is None or _FOREIGN.search(fixed) or not _WIDE.search(fixed) else fixed


def _from_gbk(run: str) -> str | None:
    whole = run.rstrip("\ufffd")
    try:
        data = whole.encode("gb18030")
    except UnicodeEncodeError:
        return None
    try:
        return data.decode("utf-8") + run[len(whole) :]
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(whole) == len(run):
            return None
        return data[: error.start].decode("utf-8") + "\ufffd"
