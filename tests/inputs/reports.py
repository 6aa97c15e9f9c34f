"""One whole report of form C whose cells a test fills as it likes."""

from __future__ import annotations

from scraper import read_report
from tests.tables.pages import REQUEST_HEADER, request_rows, tbl, td, tr

TITLE = "永嘉县水利局2023年政府信息公开工作年度报告"
SECTIONS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项")  # fmt: skip
CELL = "requests/outcome.granted/natural_person"
TOTAL = "requests/outcome.granted/total"


def page(granted=(5, 0, 0, 0, 0, 0, 5), *, prose="本年度工作有序开展。", head="", rows=None):
    """Give a report; ``granted`` are the seven cells of the row of granted requests."""
    values = {"outcome.granted": list(granted)}
    table = tbl(*REQUEST_HEADER, *(rows or request_rows(values)))
    body = "".join(
        f"<p>{mark}、{name}</p>{table if mark == '三' else f'<p>{prose}</p>'}"
        for mark, name in zip("一二三四五六", SECTIONS, strict=True)
    )
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"
    )


def cell(text, **more):
    """Read a report whose first cell of granted requests holds ``text``; give it with its state."""
    report = read_report(page((text, 0, 0, 0, 0, 0, 5), **more))
    evidence = report.evidence[CELL]
    return report.tables["requests"]["outcome.granted"]["natural_person"], evidence.state


def fee(text, label="本年收费金额（单位：万元）"):
    """Read a report whose only cell of fees holds ``text``."""
    fees = tbl(
        tr(td("第二十条第（八）项", 2)),
        tr(td("信息内容"), td(label)),
        tr(td("行政事业性收费"), td(text)),
    )
    return read_report(
        page().replace("<p>二、主动公开政府信息情况</p>", f"<p>二、主动公开政府信息情况</p>{fees}")
    )


def codes(report):
    """Give the codes of a report's findings."""
    return [finding.code for finding in report.findings]
