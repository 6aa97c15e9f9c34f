"""Prose that tells of other years, plans and other bodies beside the report's own figures."""

import pytest

from tests.redteam.office import Page
from tests.redteam.reading import read

RECEIVED = "requests/requests_received/total"
FEE = "section6/information_processing_fee_yuan"


def stated(page: Page, cell: str) -> list[float]:
    """Returns what the prose of a page states for a cell."""
    return [statement.value for statement in read(page).statements if statement.cell == cell]


@pytest.mark.parametrize(
    "text",
    [
        "2022年收到政府信息公开申请51件。",
        "去年收到政府信息公开申请51件。",
        "上年度共收到政府信息公开申请51件。",
        "自2019年以来累计收到政府信息公开申请410件。",
        "截至2023年底，累计收到政府信息公开申请410件。",
        "2024年力争收到政府信息公开申请不超过50件。",
        "下属单位水文站收到政府信息公开申请9件。",
        "第一季度收到政府信息公开申请12件。",
        "1-6月收到政府信息公开申请30件。",
        "收到政府信息公开申请由51件增加到63件。",
        "收到政府信息公开申请较2022年（51件）有所增长。",
        "2022年未收到政府信息公开申请。",
    ],
)
def test_a_number_of_something_else_states_nothing(text: str) -> None:
    """It is no figure of this body and year, so it neither agrees nor contradicts."""
    page = Page(overview=text)
    assert stated(page, RECEIVED) == []
    assert [f.code for f in read(page).findings if f.code.startswith("N.")] == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年共收到政府信息公开申请63件，较上年增加12件，2022年收到51件。",
        "与2022年的51件相比，2023年收到政府信息公开申请63件。",
        "较2022年有所增长，共收到政府信息公开申请63件。",
        "根据2019年修订的《条例》，全年收到政府信息公开申请63件。",
        "1-12月，收到政府信息公开申请63件。",
        "2023年1月1日至12月31日，收到政府信息公开申请63件。",
    ],
)
def test_the_figure_of_the_year_is_stated(text: str) -> None:
    """Years that are only compared with, or that date a law, do not take the figure away."""
    assert stated(Page(overview=text), RECEIVED) == [63]


def test_a_contradiction_of_the_year_is_still_told() -> None:
    """The prose of the year that says otherwise than the table stays a finding."""
    codes = {f.code for f in read(Page(overview="2023年收到政府信息公开申请36件。")).findings}
    assert "N.RECEIVED" in codes


def test_carried_over_figures_name_the_other_year() -> None:
    """上年结转 is a figure of this report."""
    page = Page(overview="新收到政府信息公开申请63件，2022年结转5件，上年结转5件。")
    assert stated(page, "requests/carried_over_from_previous_year/total") == [5]


@pytest.mark.parametrize(
    "text",
    [
        "2022年收取信息处理费100元。",
        "累计收取信息处理费900元。",
        "免收信息处理费500元。",
        "信息处理费收费标准为每件100元。",
        "按规定应收取信息处理费300元。",
    ],
)
def test_a_fee_that_nobody_collected_this_year_states_nothing(text: str) -> None:
    """Rates, waivers, totals of years and what was due are no fee collected."""
    assert stated(Page(other=text), FEE) == []


def test_the_fee_of_the_year_is_stated() -> None:
    """The clause that tells what was collected counts, whatever stands before it."""
    text = "2023年发出收费通知2件，应收400元，实际收取信息处理费200元。"
    assert stated(Page(other=text), FEE) == [200]
