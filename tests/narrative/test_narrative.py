"""Statements: what the prose counts, and everything that only looks like a count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.narrative import read_statements
from parsers.narrative.clauses import MOST_NUMBERS, sentences
from parsers.narrative.numbers import find_numbers
from parsers.record import Section

SHORT = {
    "received": "requests/requests_received/total",
    "person": "requests/requests_received/natural_person",
    "org": "requests/requests_received/org",
    "hand": "requests/requests_on_hand/total",
    "in": "requests/carried_over_from_previous_year/total",
    "out": "requests/carried_over_to_next_year/total",
    "closed": "requests/outcome.total/total",
    "granted": "requests/outcome.granted/total",
    "partial": "requests/outcome.partially_granted/total",
    "denied": "requests/outcome.denied/total",
    "unable": "requests/outcome.unable_to_provide/total",
    "refused": "requests/outcome.not_processed/total",
    "other": "requests/outcome.other_handling/total",
    "review": "disputes/review/total",
    "suits": "disputes/litigation/total",
    "fee": "section6/information_processing_fee_yuan",
}
LONG = {cell: name for name, cell in SHORT.items()}


def stated(text, code="overview"):
    """Give (cell, value) of the statements of a text, with short names; approximate ones as '~'."""
    section = Section(code=code, heading="", text=text)
    statements = read_statements([section])
    for statement in statements:
        assert text[slice(*statement.span)] == statement.quote
    return [
        (LONG.get(s.cell, s.cell), s.value, "~")
        if s.approximate
        else (LONG.get(s.cell, s.cell), s.value)
        for s in statements
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年,我局共收到依申请公开政府信息5起,答复5起。", [("received", 5), ("closed", 5)]),
        (("共受理政府信息公开申请859件，申请数量较去年回落12.3%；答复政府信息公开申请805件（含上年度结转申请18件，"
         "另有72件顺延到下年度答复）。"), [("received", 859), ("closed", 805), ("in", 18), ("out", 72)]),
        ("2023年度我局共收到依申请信息公开26件，及时回复申请人。", [("received", 26)]),
        ("全年共收到政府信息公开申请3件，均在法定时限内完成答复，答复率100%。", [("received", 3)]),
        ("依申请公开系统共收到4宗信息。", [("received", 4)]),
        ("办结的申请中，予以公开176件，不予公开648件。", [("granted", 176), ("denied", 648)]),
        ("微信推文96篇。", [("channels/wechat/posts", 96)]),
        ("规范登记、办理、答复和归档各环节，全年共收到政府信息公开申请7件。", [("received", 7)]),
        ("受理政府信息公开申请7件，答复7件。", [("received", 7), ("closed", 7)]),
        ("共受理政府信息公开申请7件，已办结6件。", [("received", 7), ("closed", 6)]),
        ("共收到依申请公开件2件。", [("received", 2)]),
        ("受理依申请公开6件，均按时答复。", [("received", 6)]),
        ("收到申请公开政府信息的申请１２件。", [("received", 12)]),
        ("全年收到政府信息公开申请 1,295 件。", [("received", 1295)]),
        ("共收到政府信息公开申请三十余条。", [("received", 30, "~")]),
        ("收到政府信息公开申请一份。", [("received", 1)]),
        ("收到政府信息公开申请约20件。", [("received", 20, "~")]),
        ("共受理政府信息公开申请749件，其中新收713件，上年结转36件。", [("hand", 749), ("received", 713), ("in", 36)]),
        ("全年收办政府信息公开申请3607件。", [("hand", 3607)]),
        ("新收到政府信息公开申请9件，上年结转政府信息公开申请数量1件，共计办结8件，结转下年办理2件。",
         [("received", 9), ("in", 1), ("closed", 8), ("out", 2)]),
        ("共收到政府信息公开申请12件，其中自然人申请10件，法人或其他组织申请2件。",
         [("received", 12), ("person", 10), ("org", 2)]),
        ("收到政府信息公开申请6件，其中予以公开3件，部分公开1件，不予公开1件，无法提供1件，不予处理0件，其他处理0件。",
         [("received", 6), ("granted", 3), ("partial", 1), ("denied", 1), ("unable", 1), ("refused", 0), ("other", 0)]),
        ("收到政府信息公开申请9件。予以公开及部分公开5件；不予公开3件；无法提供1件。",
         [("received", 9), ("denied", 3), ("unable", 1)]),
        ("全年共收到政府信息公开申请8件，处理结果3件为不予公开，2件为不予处理。",
         [("received", 8), ("denied", 3), ("refused", 2)]),
        ("收到政府信息公开申请5件，其中当面申请2件，网络申请2件，邮寄申请1件。", [("received", 5)]),
        ("收到并答复政府信息公开申请5件。", [("received", 5), ("closed", 5)]),
        ("收到0件信息公开申请受理。", [("received", 0)]),
        ("共收到政府信息公开申请20件，较2020年增加5件，同比增长33.3%。", [("received", 20)]),
    ],
)  # fmt: skip
def test_requests(text, expected):
    """Figures on requests are read into their cells."""
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2021年我局未收到政府信息公开申请。",
        "全年未接到公民、法人和其他组织提出的政府信息公开申请。",
        "2022年度我镇没有收到政府信息公开申请。",
        "2021年我局无依申请公开政府信息。",
        "未收到任何形式的政府信息公开申请",
        "2020年未收到依申请公开事项",
        "本年度未收到个人、法人或者其他组织向本机关申请公开政府信息",
        "本单位2021年没有收到政府信息公开申请",
        "年内，我镇未收到公民、法人或其他组织提出的政府信息公开申请",
        "本年度，民意乡未收到和处理政府信息公开申请，零报告",
        "历年累计受理依申请公开信息申请30条，2020年未受理依申请公开信息申请",
        "共受理政府信息公开申请0件",
    ],
)
def test_zero_statements(text):
    """Denials state zero requests, each once."""
    assert stated(text) == [("received", 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理因政府信息公开提起行政诉讼案件2起,维持2起;", [("suits", 2), ("disputes/litigation/upheld", 2)]),
        ("办理因政府信息公开提出行政复议案件2起,其中1起维持,1起未审结。",
         [("review", 2), ("disputes/review/upheld", 1), ("disputes/review/pending", 1)]),
        ("政府信息公开行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件。",
         [("review", 351), ("disputes/review/upheld", 72), ("disputes/review/corrected", 64),
          ("disputes/review/other_outcome", 178), ("disputes/review/pending", 37)]),
        ("信息公开类行政复议7件，诉讼9件，均获维持。", [("review", 7), ("suits", 9)]),
        ("办理信息公开行政复议0件，行政诉讼0件。", [("review", 0), ("suits", 0)]),
        ("全年未发生政府信息公开行政复议、行政诉讼案件。", [("review", 0), ("suits", 0)]),
        ("2022年未收到政府信息公开申请、政府信息公开行政复议及提起行政诉讼等情况。",
         [("received", 0), ("review", 0), ("suits", 0)]),
        ("政府信息公开行政诉讼中未经复议直接起诉3件，复议后起诉1件。",
         [("disputes/litigation.direct/total", 3), ("disputes/litigation.after_review/total", 1)]),
        ("政府信息公开行政复议、行政诉讼共3件。", []),
        ("全年办理行政复议案件120件。", []),
    ],
)  # fmt: skip
def test_disputes(text, expected):
    """Reviews and suits with results; reviews of other matters are not ours."""
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新媒体账号7个,其中包括局本部的新媒体账号4个。", [("channels/new_media/accounts", 7)]),
        ("微信公众号名称:瑞安公安(raga110),粉丝人数12.2万,日均更新1条公众号文章,2021年度发布各类信息700余条",
         [("channels/wechat/followers", 122000), ("channels/wechat/posts", 700, "~")]),
        ("抖音账号:平安瑞安(抖音号:1323500080),粉丝人数3.2万,平均每周更新1条以上", [("channels/douyin/followers", 32000)]),
        ("通过政府网站公开政府信息1295条，微信公众号推送信息300条，召开新闻发布会3场。",
         [("channels/website/posts", 1295), ("channels/wechat/posts", 300), ("channels/press/posts", 3)]),
        ("制定规章1件，行政规范性文件8件。", [("proactive/art20_1.government_rules/issued", 1),
                                      ("proactive/art20_1.normative_documents/issued", 8)]),
    ],
)  # fmt: skip
def test_channels_and_documents(text, expected):
    """Channels and documents are read with the channel or label nearest before them."""
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年受理网络问政182件。",
        "全年主动公开政府信息249条，其中政策解读9条。",
        "落实国办公开办函〔2021〕30号要求，答复率100%。",
        "2022年，继续做好依申请公开工作。",
        "办理人大建议12件、政协提案8件，依申请公开工作有序。",
        "12345热线受理群众来电300件，政府信息公开咨询电话畅通。",
        "比上年政府信息公开申请增加5件。",
    ],
)
def test_no_statements(text):
    """What only looks like a count of requests states nothing."""
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年度未收取信息处理费。", [("fee", 0)]),
        ("2022年度收取信息处理费290元。", [("fee", 290)]),
        ("无。", []),
    ],
)
def test_fees(text, expected):
    """The sixth section states the fee in yuan."""
    assert stated(text, "other") == expected


def test_problems_state_nothing():
    """Figures of plans and problems are no figures of the year."""
    assert stated("收到政府信息公开申请5件的答复不够及时。", "problems") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [("2021年度", []), ("12.3%", []), ("第5次", []), ("1,234件", [1234]), ("12.2万", [122000]), ("1 件", [1]),
     ("raga110", []), ("3月5日", []), ("百余条", [100]), ("两份", [2])],
)  # fmt: skip
def test_numbers(text, values):
    """Counts are numbers that are no years, dates, shares or codes."""
    assert [n.value for n in find_numbers(text)] == values


@given(
    st.lists(
        st.sampled_from(["共收到", "政府信息公开申请", "5件", "，", "。", "答复", "行政复议", "维持", "未收到", "2021年", "12.2万",
                         "微信", "粉丝", "其中", "予以公开", "３", "万", "\n", "余条", "("]),
        max_size=20,
    )
)  # fmt: skip
def test_statements_are_total_and_quoted_exactly(pieces):
    """Any text gives statements whose quotes are exactly their spans, twice the same."""
    text = "".join(pieces)
    assert stated(text) == stated(text)


def test_a_sentence_of_thousands_of_numbers_is_cut():
    """Each number is kept with what stands before it: 20,000 in one sentence took gigabytes."""
    (sentence,) = sentences("收到申请5件，" * (MOST_NUMBERS + 50))
    assert len(sentence.counted) == MOST_NUMBERS
