"""Text that was decoded with the wrong encoding is decoded again.

Three kinds, tried in this order because ftfy ruins the first: GBK read as Latin-1, UTF-8 read as GBK,
UTF-8 read as Latin-1 or cp1252 (ftfy). A result is taken only where the whole text goes back without
loss and reads like Chinese afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.charsets import score
from scraper.repair.tables import load_tables

CHINESE = 0.12  # score above which a text plainly is Chinese official text
_LATIN = "\u00c0-\u00ff"
_LATIN_RUN = re.compile(f"[{_LATIN}\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u20ac]{{4,}}")
_CJK = re.compile("[\u3400-\u9fff]")


@lru_cache
def gate() -> re.Pattern[str]:
    """Give a pattern that clean Chinese text never has."""
    signs = "".join(dict.fromkeys(load_tables()["utf8_as_gbk"]["signs"]))
    return re.compile(f"{_LATIN_RUN.pattern}|[{re.escape(signs)}]{{3,}}")


def fix_mojibake(text: str) -> tuple[str, int]:
    """Undo a wrong decoding of a whole text.

    Returns:
        The text and 1 if it was decoded again, else 0.

    >>> fix_mojibake("鏀垮簻淇℃伅")[0]
    '政府信息'
    """
    if not gate().search(text):
        return text, 0
    for attempt in (_gbk_as_latin, _utf8_as_gbk, _utf8_as_latin):
        fixed = attempt(text)
        if fixed is not None and fixed != text and _is_better(text, fixed):
            return fixed, 1
    return text, 0


def _is_better(text: str, fixed: str) -> bool:
    return score(fixed) > max(CHINESE, score(text) * 1.5) and "\ufffd" not in fixed


def _gbk_as_latin(text: str) -> str | None:
    for wrong in ("latin-1", "cp1252"):
        try:
            return text.encode(wrong).decode("gb18030")
        except UnicodeError:
            continue
    return None


def _utf8_as_gbk(text: str) -> str | None:
    try:
        return text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None


def _utf8_as_latin(text: str) -> str | None:
    if not _LATIN_RUN.search(text):
        return None
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return fix_text(text, config)
