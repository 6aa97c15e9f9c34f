"""Statements of the forms before 2019: totals that the annex has as well, and what only looks like one."""

from __future__ import annotations

import pytest

from parsers.narrative import read_statements
from parsers.record import Section

SHORT = {
    "annex/proactive.disclosed_total/value": "disclosed",
    "annex/fees.charged_for_requests/value": "fees",
    "requests/requests_received/total": "received",
    "requests/outcome.total/total": "answered",
    "disputes/review/total": "reviews",
    "disputes/review/upheld": "upheld",
    "disputes/review/corrected": "corrected",
    "disputes/litigation/total": "suits",
    "disputes/litigation/upheld": "suits upheld",
}
FEES = "四、政府信息公开的收费及减免情况\n"


def stated(text, code, *, older=True):
    """Give short names and values of what a text states; each quote is where its span says."""
    found = read_statements([Section(code=code, heading="", text=text)], older=older)
    assert all(text[slice(*one.span)] == one.quote for one in found)
    return [(SHORT.get(one.cell, one.cell), one.value) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015年，全区共主动公开政府信息24567条，比上年增加12%。", [24567]),
        ("2014年主动公开政府信息数为380条，其中政府网站285条。", [380]),
        ("本年度新增主动公开政府信息365条，全文电子化率100％。", [365]),
        ("（一）主动公开政府信息总数：113条", [113]),
        ("全年主动公开各类政府信息1.2万条。", [12000]),
        ("其中，区政府主动公开政府信息1200条，部门主动公开20000条。", []),
        ("自2008年以来主动公开政府信息9000条。", []),
        ("截至2016年底，累计主动公开政府信息3456条。", []),
        ("通过政府网站主动公开政府信息71条。", []),
        ("主动公开规范性文件12条。", []),
        ("主动公开政府信息更加及时，12件建议全部办结。", []),
    ],
)
def test_what_was_disclosed(text, expected):
    """The total of the year; parts of it, channels and figures of all years are none."""
    assert [v for name, v in stated(text, "proactive") if name == "disclosed"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016年，我局共收到依申请公开政府信息12件，其中当面申请3件，网络申请9件，全部按时办结。", [("received", 12)]),
        ("受理公开申请5件，按时办结5件，答复5件，其中属于已主动公开范围的2件，同意公开答复2件，申请信息不存在1件。",
         [("received", 5), ("answered", 5)]),
        ("2017年度我镇没有收到要求公开政府信息的申请。", [("received", 0)]),
        (FEES + "2015年我委没有收取检索、复制、邮寄等费用。", [("fees", 0)]),
        (FEES + "未收取费用。", [("fees", 0)]),
        (FEES + "本年度免收费用共计200元，收取费用30元。", [("fees", 30)]),
        ("全年依申请公开政府信息收取检索费、复制费共计0.12万元。", [("fees", 1200)]),
        ("我县行政事业性收费收取120万元，已公开收费标准。", []),
        ("本年度免费发放资料，收取押金20元。", []),
    ],
)  # fmt: skip
def test_requests_and_fees(text, expected):
    """Ways of asking and kinds of answers are no totals; only fees for requests are fees."""
    assert stated(text, "requests") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016年发生有关政府信息公开事务的行政复议案1件，行政诉讼案0件，有关的申诉案0件。", [("reviews", 1), ("suits", 0)]),
        ("本年度未发生政府信息公开行政复议、行政诉讼和申诉情况。", [("reviews", 0), ("suits", 0)]),
        ("被申请行政复议3件，其中维持具体行政行为2件，被依法纠错1件；被提起行政诉讼2件，驳回原告诉讼请求2件。",
         [("reviews", 3), ("upheld", 2), ("corrected", 1), ("suits", 2), ("suits upheld", 2)]),
    ],
)  # fmt: skip
def test_reviews_and_suits(text, expected):
    """Numbers and results as the annex has them."""
    assert stated(text, "disputes") == expected


def test_later_forms_do_not_state_them():
    """What the later forms have no cell for is not stated, so their records stay as they are."""
    text = FEES + "全年主动公开政府信息380条。未收取费用。"
    assert stated(text, "requests", older=False) == []
    assert [name for name, _ in stated(text, "requests")] == ["disclosed"]


def test_problems_state_nothing():
    """A section that looks ahead has no figures of the year."""
    assert stated("主动公开政府信息380条。", "problems") == []
