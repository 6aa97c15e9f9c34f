"""Labels that look like one of the form and mean something else."""

import pytest

from parsers.labels import lookup
from parsers.likeness import is_of_something_else, turns_the_meaning
from tests.redteam.office import COLUMNS, REQUESTS, Page
from tests.redteam.reading import figure, read, told, wrong

NEW = "一、本年新收政府信息公开申请数量"
ISSUED = "proactive/art20_1.normative_documents/issued"
LICENSING = "proactive/art20_5.administrative_licensing/decisions"
PENALTY = "proactive/art20_6.administrative_penalty/decisions"
FEES = "proactive/art20_8.administrative_fees/amount_collected"
RECEIVED = "requests/requests_received/total"


def test_the_page_itself_is_read_whole() -> None:
    """The page as the office means it has every figure and no warning."""
    report = read(Page())
    assert wrong(report) == []
    assert [finding.code for finding in report.findings if finding.severity != "info"] == []


@pytest.mark.parametrize(
    ("of", "label", "other", "key"),
    [
        ("requests", NEW, "一、上年新收政府信息公开申请数量", RECEIVED),
        ("requests", NEW, "一、累计新收政府信息公开申请数量", RECEIVED),
        ("requests", NEW, "一、历年新收政府信息公开申请数量", RECEIVED),
        ("requests", NEW, "一、去年新收政府信息公开申请数量", RECEIVED),
        ("requests", NEW, "一、本月新收政府信息公开申请数量", RECEIVED),
        ("requests", NEW, "一、本年新收政府信息公开申请数量增幅（%）", RECEIVED),
        ("requests", "二、上年结转政府信息公开申请数量", "二、结转下年政府信息公开申请数量",
         "requests/carried_over_from_previous_year/total"),
        ("requests", "四、结转下年度继续办理", "四、结转上年度继续办理", "requests/carried_over_to_next_year/total"),
        ("requests", "1.属于国家秘密", "1.不属于国家秘密", "requests/outcome.denied.state_secret/total"),
        ("requests", "1.本机关不掌握相关政府信息", "1.本机关掌握相关政府信息",
         "requests/outcome.unable_to_provide.not_held/total"),
        ("requests", "2.重复申请", "2.非重复申请", "requests/outcome.not_processed.repeat_request/total"),
        ("requests", "自然人", "非自然人", "requests/requests_received/natural_person"),
        ("requests", "自然人", "自然人（上年）", "requests/requests_received/natural_person"),
        ("requests", "总计", "总计（历年）", RECEIVED),
        ("requests", "商业企业", "商业企业（占比）", f"requests/requests_received/{COLUMNS[1]}"),
        ("proactive", "行政许可", "非行政许可", LICENSING),
        ("proactive", "行政许可", "行政许可（万件）", LICENSING),
        ("proactive", "行政许可", "行政许可申请", LICENSING),
        ("proactive", "行政处罚", "行政处罚金额（万元）", PENALTY),
        ("proactive", "行政处罚", "不予行政处罚", PENALTY),
        ("proactive", "行政事业性收费", "行政事业性收费减免", FEES),
        ("proactive", "本年收费金额（单位：万元）", "上年收费金额（单位：万元）", FEES),
        ("proactive", "本年收费金额（单位：万元）", "本年应收费金额（单位：万元）", FEES),
        ("proactive", "本年收费金额（单位：万元）", "本年收费金额（单位：千元）", FEES),
        ("proactive", "本年处理决定数量", "上年处理决定数量", LICENSING),
        ("proactive", "本年处理决定数量", "累计处理决定数量", LICENSING),
        ("proactive", "本年处理决定数量", "本年处理决定数量（万件）", LICENSING),
        ("proactive", "本年制发件数", "历年制发件数", ISSUED),
        ("proactive", "现行有效件数", "现行失效件数", "proactive/art20_1.normative_documents/in_force"),
        ("proactive", "行政规范性文件", "非规范性文件", ISSUED),
        ("disputes", "结果维持", "结果未维持", "disputes/review/upheld"),
        ("disputes", "行政复议", "行政复议（累计）", "disputes/review/total"),
    ],
)  # fmt: skip
def test_another_label_is_not_read_as_the_one_it_looks_like(
    of: str, label: str, other: str, key: str
) -> None:
    """A word that turns the meaning makes another label: no figure, and the label is told."""
    page = Page()
    cell = next(cell for cell in page.row(of, label) if cell.inner == label)
    cell.inner = other
    report = read(page)
    assert figure(report, key) is None
    assert told(report, key, other) or "S.TABLE_MISSING" in {f.code for f in report.findings}


@pytest.mark.parametrize("hint", ["（2022年）", "（2022年度）"])
def test_a_label_that_names_a_year_is_told(hint: str) -> None:
    """Which year it is no label can prove, so the reading stands and a person is asked to look."""
    page = Page()
    next(cell for cell in page.row("requests", "自然人") if cell.inner == "自然人").inner += hint
    report = read(page)
    assert ("S.LABEL_ALIKE", "warning") in {(f.code, f.severity) for f in report.findings}


@pytest.mark.parametrize(
    ("written", "severity"),
    [("3.补正后申请内仍不明确", "info"), ("3.补正后申请内客仍不明确", "warning")],
)
def test_a_label_that_is_only_alike_is_told(written: str, severity: str) -> None:
    """Lost letters are damage (info); other letters ask for a look."""
    page = Page()
    row = page.row("requests", "3.补正后申请内容仍不明确")
    next(cell for cell in row if "补正后" in cell.inner).inner = written
    found = [f for f in read(page).findings if f.code == "S.LABEL_ALIKE"]
    assert [(f.severity, written in f.message_zh) for f in found] == [(severity, True)]


def test_no_label_of_the_forms_turns_into_another() -> None:
    """The words that turn a meaning never stand between a label and itself."""
    for row, label, _ in REQUESTS:
        assert row in [hit.code for hit in lookup(label)], label


def test_a_hint_of_the_form_is_no_other_figure() -> None:
    """Hints that the form itself prints say nothing of another year."""
    assert not is_of_something_else("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    assert is_of_something_else("本年处理决定数量（单位：万件）")
    assert turns_the_meaning("未处理决定数量", "处理决定数量")
