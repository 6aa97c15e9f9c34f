"""The one search in front of all text repairs finds every text that any of them needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.repair import repair_text
from scraper.repair.plan import _all_fixers
from scraper.repair.suspects import suspects

CLEAN = "（一）主动公开情况：“双公开”……共2件（含1件），占50%；联系电话（010）1234——5·6。"
DAMAGED = {
    "mojibake": "å…¬å¼€",
    "mojibake of GBK": "鏀垮簻淇℃伅",
    "shifted": "?。ㄒ唬┲鞫榭?/p>",
    "invisible": "公\u200b开",
    "radicals": "⼀⾃然⼈",
    "glued_pinyin": "現(xiàn)在",
    "lost": "锟斤拷",
    "lost character": "公\ufffd\ufffd开",
    "lost address": "[email protected]",
}
# Characters of all classes, and clean ones between which they stand.
ALPHABET = st.sampled_from(sorted({*CLEAN, *"".join(DAMAGED.values()), *"aà(（ \n?"}))


def test_clean_text_is_searched_once() -> None:
    """Quotes, dashes, dots and brackets of clean text raise no suspicion."""
    assert suspects().search(CLEAN) is None


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_suspected(text: str) -> None:
    """Each kind of damage is suspected where it stands in clean text."""
    assert any(fixer.needed(text) for fixer in _all_fixers())
    assert suspects().search(f"{CLEAN}\n{text}\n{CLEAN}")


@given(st.text(ALPHABET, max_size=40))
def test_no_repair_is_missed(text: str) -> None:
    """What any repair asks for is suspected, and what is not suspected stays as it is."""
    needed = {fixer.code for fixer in _all_fixers() if fixer.needed(text)}
    if needed - {"traditional"}:
        assert suspects().search(text)


def test_traditional_script_is_converted_without_a_suspicion() -> None:
    """Traditional script is told by its share alone, so its repair is always asked."""
    text = "政府信息公開工作年度報告"
    assert suspects().search(text) is None
    assert repair_text(text)[0] == "政府信息公开工作年度报告"
