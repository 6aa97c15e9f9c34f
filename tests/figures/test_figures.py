"""Every way of writing a figure that real pages show has a decided value and state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.figures import COUNT, Expected, chinese_number, parse_figure

YUAN = Expected("元")
WANYUAN = Expected("万元")
CHANGE = Expected("项", signed=True)


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("0", 0, "stated"),
        ("", None, "blank"),
        ("  \u00a0\u3000", None, "blank"),
        ("/", None, "slash"),
        ("／", None, "slash"),
        ("/ /", None, "slash"),
        ("-", None, "dash"),
        ("--", None, "dash"),
        ("—", None, "dash"),
        ("——", None, "dash"),
        ("－", None, "dash"),
        ("无", None, "word"),
        ("空", None, "word"),
        ("不涉及", None, "word"),
        ("0件", 0, "stated"),
        ("0 件", 0, "stated"),
        ("0件次", 0, "stated"),
        ("26件(次)", 26, "stated"),
        ("31批次", 31, "stated"),
        ("2起", 2, "stated"),
        ("１２", 12, "stated"),
        ("1,234", 1234, "stated"),
        ("1，234", 1234, "stated"),
        ("1 234", 1234, "stated"),
        ("1 234 567", 1234567, "stated"),
        ("11398889", 11398889, "stated"),
        ("12.0", 12, "stated"),
        ("0。", 0, "stated"),
        ("22（其中修订16件）", 22, "stated"),
        ("22 （其中修订 16 件）", 22, "stated"),
        ("〇", 0, "stated"),
        ("零", 0, "stated"),
        ("十二", 12, "stated"),
        ("两", 2, "stated"),
        ("一份", 1, "stated"),
        ("三十", 30, "stated"),
        ("-1942", -1942, "stated"),
        ("+43", 43, "stated"),
        ("1.5万", 15000, "stated"),
        ("3e2", None, "unreadable"),
        ("1_000", None, "unreadable"),
        ("²", None, "unreadable"),
        ("1²", None, "unreadable"),
        ("②", None, "unreadable"),
        ("Ⅲ", None, "unreadable"),
        ("٣", None, "unreadable"),
        ("NaN", None, "unreadable"),
        ("inf", None, "unreadable"),
        ("0x1F", None, "unreadable"),
        ("1 2", None, "unreadable"),
        ("12 34", None, "unreadable"),
        ("1,23", None, "unreadable"),
        ("12%", None, "unreadable"),
        ("约12", None, "unreadable"),
        ("12-13", None, "unreadable"),
        ("增加5", None, "unreadable"),
        ("规章", None, "unreadable"),
        ("百", None, "unreadable"),
        ("5元", None, "unreadable"),
    ],
)
def test_counts(text, value, state):
    """A count cell gives exactly this value and state."""
    figure = parse_figure(text, COUNT)
    assert (figure.value, figure.state) == (value, state)
    assert not isinstance(figure.value, float)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+43", 43),
        ("-1942", -1942),
        ("－5", -5),
        ("−5", -5),
        ("增加5", 5),
        ("增5项", 5),
        ("减3", -3),
        ("减少３", -3),
        ("未增未减", 0),
        ("0/0", 0),
    ],
)
def test_changes(text, value):
    """The column of changes reads signs and the words of change."""
    assert parse_figure(text, CHANGE) == (value, "stated", "")


@pytest.mark.parametrize("text", ["增减", "增加-5", "5/3", "增加约5"])
def test_changes_refused(text):
    """Words of change without one clear figure stay unreadable."""
    assert parse_figure(text, CHANGE).state == "unreadable"


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("251000元", YUAN, 251000),
        ("3405820元", YUAN, 3405820),
        ("709455.9元", YUAN, 709455.9),
        ("113.96万元", YUAN, 1139600),
        ("113.96万元", WANYUAN, 113.96),
        ("251000元", WANYUAN, 25.1),
        ("149.673874", WANYUAN, 149.673874),
        ("59237.2449", WANYUAN, 59237.2449),
        ("1,234.50", WANYUAN, 1234.5),
        ("0.37万元", WANYUAN, 0.37),
        ("0件", WANYUAN, 0),
        ("1.2亿元", YUAN, 120000000),
    ],
)
def test_money(text, expected, value):
    """Money is given in the column's unit, by exact decimal scaling."""
    assert parse_figure(text, expected) == (value, "stated", "")


@pytest.mark.parametrize("text", ["5件", "12万美元", "1.2.3"])
def test_money_refused(text):
    """A figure with a unit that is no money is no figure of money."""
    assert parse_figure(text, YUAN).state == "unreadable"


@pytest.mark.parametrize(("text", "value"), [("1\n2", 12), ("11398\n889", 11398889), ("0\n", 0)])
def test_digits_over_lines(text, value):
    """Digits that a narrow cell broke over lines are joined; a trailing break changes nothing."""
    figure = parse_figure(text)
    assert figure.value == value
    assert figure.state == ("recovered" if text.strip().count("\n") else "stated")


def test_words_over_lines_are_not_joined():
    """Only digits are joined: a figure with words on the next line is no figure."""
    assert parse_figure("1\n件2").state == "unreadable"


@given(st.text(max_size=40))
def test_total(text):
    """Any text gives a state, and a value exactly when it is stated or recovered."""
    for expected in (COUNT, YUAN, WANYUAN, CHANGE):
        figure = parse_figure(text, expected)
        assert (figure.value is not None) == (figure.state in ("stated", "recovered"))


@given(st.integers(min_value=0, max_value=10**9))
def test_integers_are_read_back(number):
    """Every plain, grouped, full-width or unit-bearing integer is read back exactly."""
    grouped = f"{number:,}"
    wide = str(number).translate({0x30 + i: 0xFF10 + i for i in range(10)})
    for text in (str(number), grouped, wide, f"{number}件", f" {number} "):
        assert parse_figure(text).value == number


@pytest.mark.parametrize(("text", "value"), [("廿三", 23), ("一千二百", 1200), ("百", None)])
def test_chinese_numbers(text, value):
    """Well-formed Chinese numerals have a value, others none."""
    assert chinese_number(text) == value
