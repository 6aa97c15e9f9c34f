"""Dates whose 年, 月 and 日 were dropped are read where the reporting period proves it."""

from __future__ import annotations

import pytest

from parsers.identity.dates import find_date
from parsers.identity.dropped import dropped_date, dropped_period
from scraper import read_report
from tests.inputs.reports import page


@pytest.mark.parametrize(
    ("text", "year", "end"),
    [
        ("202111日到1231日", 2021, "2021-12-31"),
        ("2021年11日到1231日", 2021, "2021-12-31"),
        ("20211月1日至202112月31日", None, "2021-12-31"),
        ("20241月1日至202412月31日", 2024, "2024-12-31"),
        ("20230101日至20231231日", None, "2023-12-31"),
        ("2025111231日", 2025, "2025-12-31"),
        ("2025111231日", None, None),  # one year, printed once
        ("202111日到1231日", None, None),
        ("202111日到1231日", 2022, None),
        ("20211月1日至202212月31日", None, None),
        ("2021年11日到15日", 2021, None),  # eleven days of something else
        ("2021111日到1231日", 2021, None),  # 1/11 or 11/1
        ("202111日起至20211230日", 2021, None),  # a year has no such end: told by nothing
        ("2021131日到1231日", 2021, None),
        ("20213月月1日到1231日", 2021, None),
    ],
)
def test_periods(text, year, end):
    """Only a whole year, of the title or printed twice, proves what was dropped."""
    found = dropped_period(text, year)
    assert (found and found.end.isoformat()) == end


@pytest.mark.parametrize(
    ("text", "day"),
    [("2022120日", "2022-01-20"), ("2022年0120日", "2022-01-20"), ("20221月5日", "2022-01-05"),
     ("2022124日", None), ("2022131日", "2022-01-31"), ("2022999日", None), ("无", None)],
)  # fmt: skip
def test_dates(text, day):
    """A date is read where its digits split in one way."""
    found = dropped_date(text)
    assert (found and found.isoformat()) == day
    assert find_date(text) is None


def signed(text):
    """Give a report with a signature of the date 2024120日 behind its last section."""
    return read_report(
        page(prose=text).replace("</body>", "<p>永嘉县水利局</p><p>2024120日</p></body>")
    )


def test_the_period_proves_other_dates():
    """The date of the signature is read, and that characters are lost is told with the period."""
    report = signed("统计期限为202311日到1231日。")
    assert (report.identity.period.start, report.identity.period.end) == (
        "2023-01-01",
        "2023-12-31",
    )
    assert report.identity.published_on == "2024-01-20"
    told = next(f for f in report.findings if f.code == "R.TEXT_LOST")
    assert "2023-01-01 to 2023-12-31" in told.message
    assert "2023-01-01 至 2023-12-31" in told.message_zh


@pytest.mark.parametrize("text", ["统计期限为2023年1月1日到12月31日。", "本年度有序开展。"])
def test_without_that_proof_no_date_is_read(text):
    """A page whose period is whole, or has none, gets no date from digits alone."""
    report = signed(text)
    assert report.identity.published_on is None
    assert "R.TEXT_LOST" not in {f.code for f in report.findings}


def test_digits_of_a_dropped_date_are_no_figures():
    """A year range is never read as a number of requests."""
    report = read_report(page(prose="202311日到1231日，收到政府信息公开申请5件。"))
    assert {statement.value for statement in report.statements} == {5}
