"""Money whose unit stands somewhere else than the form prints it: 元 and 万元 are ten thousand times apart."""

import pytest

from tests.redteam.office import Page
from tests.redteam.reading import figure, read, told

FEES = "proactive/art20_8.administrative_fees/amount_collected"


def page(head: str, inner: str, label: str = "行政事业性收费") -> Page:
    """Returns a page whose last part of table 2 has this header, figure and label."""
    made = Page().put(FEES, inner)
    made.row("proactive", "本年收费金额")[1].inner = head
    made.row("proactive", "行政事业性收费")[0].inner = label
    return made


@pytest.mark.parametrize(
    "head",
    [
        "本年收费金额（单位：元）",
        "本年收费金额 单位：元",
        "本年收费金额（人民币元）",
        "本年收费金额/元",
        "本年收费金额(元",
        "本年收费金额（单位：元，保留两位小数）",
        "本年收费金额[单位：元]",
        "本年收费金额（单位；元）",
        "（单位：元）本年收费金额",
    ],
)
def test_the_unit_of_a_header_counts_however_it_is_written(head: str) -> None:
    """825000 元 are 82.5 万元, and the conversion is told."""
    report = read(page(head, "825000"))
    assert figure(report, FEES) == 82.5
    assert told(report, FEES)


def test_the_unit_of_the_row_counts_where_the_header_has_none() -> None:
    """Some offices print it behind the row's name."""
    report = read(page("本年收费金额", "825000", "行政事业性收费（元）"))
    assert figure(report, FEES) == 82.5
    assert told(report, FEES)


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("本年收费金额（单位：万元）", "行政事业性收费（元）"),
        ("本年收费金额（万元/元）", "行政事业性收费"),
        ("本年收费金额（单位：RMB）", "行政事业性收费"),
    ],
)
def test_two_units_or_an_unknown_one_leave_no_figure(head: str, label: str) -> None:
    """Nothing tells which unit the figure is in."""
    report = read(page(head, "825000", label))
    assert figure(report, FEES) is None
    assert told(report, FEES)


@pytest.mark.parametrize(
    "head", ["本年收费金额（单位：元）", "本年收费金额（单位：万元）", "本年收费金额"]
)
@pytest.mark.parametrize("inner", ["82.5万元", "825000元"])
def test_the_unit_of_a_cell_goes_before_that_of_its_header(head: str, inner: str) -> None:
    """What stands behind the figure itself is its unit: it is converted once, never twice."""
    assert figure(read(page(head, inner)), FEES) == 82.5


def test_the_unit_of_the_form_changes_nothing() -> None:
    """The form's own header and a row that repeats its unit leave the figure as it stands."""
    report = read(page("本年收费金额（单位：万元）", "82.5", "行政事业性收费（万元）"))
    assert figure(report, FEES) == 82.5
    assert not told(report, FEES)
