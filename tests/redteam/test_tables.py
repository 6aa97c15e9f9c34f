"""Tables as offices change them: rows and columns moved, added, doubled, merged, cut and turned round."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.redteam.office import (
    COLUMNS,
    DISPUTES,
    HEADS,
    REQUESTS,
    Cell,
    Page,
    Row,
    requests,
    table,
)
from tests.redteam.reading import figure, read, told, wrong

DIRECT = "requests/outcome.unable_to_provide.not_held/org.commercial_enterprise"


def suits_first(page: Page) -> None:
    """Puts the suits of table 4 before the reviews, with their figures."""
    heads, figures = page.disputes[1], page.disputes[3]
    page.disputes[0] = [Cell("行政诉讼", 10), Cell("行政复议", 5)]
    page.disputes[1] = [*heads[5:], *heads[:5]]
    page.disputes[3] = [*figures[5:], *figures[:5]]


def suits_after_review_first(page: Page) -> None:
    """Changes the two blocks of suits."""
    page.disputes[1][5:] = reversed(page.disputes[1][5:])
    page.disputes[3] = [*page.disputes[3][:5], *page.disputes[3][10:], *page.disputes[3][5:10]]


def reviews_by_row(page: Page) -> None:
    """Gives table 4 a row for each way."""
    heads = [Cell(head) for head in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    ways, figures = ("行政复议", "未经复议直接起诉", "复议后起诉"), page.disputes[3]
    rows = [[Cell(way), *figures[5 * i : 5 * i + 5]] for i, way in enumerate(ways)]
    page.disputes = [[Cell("项目"), *heads], *rows]


def another_year_of_disputes(page: Page) -> None:
    """Puts last year's row below this year's."""
    page.disputes.append([Cell(str(number)) for number in range(15)])


def turned_requests(page: Page) -> None:
    """Turns table 3 round: applicants are rows, outcomes are columns."""
    rows: list[Row] = [[Cell("项目"), *(Cell(label) for _, label, _ in REQUESTS)]]
    for i, head in enumerate(("自然人", *HEADS, "总计")):
        rows.append([Cell(head), *(Cell(str(values[i])) for _, _, values in REQUESTS)])
    page.requests = rows


def total_first(page: Page) -> None:
    """Puts the total before the applicants."""
    page.requests[1] = [Cell("总计", 1, 2), Cell("自然人", 1, 2), Cell("法人或其他组织", 5)]
    for row in page.requests[3:]:
        row.insert(len(row) - 7, row.pop())


def other_order(page: Page) -> None:
    """Changes two columns, with their figures."""
    heads = page.requests[2]
    heads[0], heads[1] = heads[1], heads[0]
    for row in page.requests[3:]:
        row[-6], row[-5] = row[-5], row[-6]


def column(text: str, value: str, at: int) -> Callable[[Page], None]:
    """Returns a change that puts a local column into table 3."""

    def change(page: Page) -> None:
        page.requests[0][-1].colspan = 8
        page.requests[1].insert(0 if at else 3, Cell(text, 1, 2))
        for row in page.requests[3:]:
            row.insert(len(row) - at, Cell(value))

    return change


def two_years(first: str, second: str, mine: int) -> Callable[[Page], None]:
    """Returns a change that puts two years side by side in table 3."""

    def change(page: Page) -> None:
        page.requests[0][-1:] = [Cell(first, 7), Cell(second, 7)]
        for number, row in enumerate(page.requests[1:]):
            other = deepcopy(row) if number < 2 else [Cell(str(100 + number + i)) for i in range(7)]
            at = len(row) - (7 if number >= 2 else len(row)) if mine else len(row)
            row[at:at] = other

    return change


def added_row(label: str, before: str, span: int = 1) -> Callable[[Page], None]:
    """Returns a change that puts a local row into table 3."""

    def change(page: Page) -> None:
        at = page.requests.index(page.row("requests", before))
        page.requests.insert(at, [Cell(label, span), *(Cell(str(9 + i)) for i in range(7))])

    return change


def header_again(page: Page) -> None:
    """Repeats the header in the middle of table 3."""
    page.requests[10:10] = deepcopy(page.requests[:3])


def lost_cell(at: int) -> Callable[[Page], None]:
    """Returns a change that takes a cell out of a row."""

    def change(page: Page) -> None:
        row = page.row("requests", "1.本机关不掌握")
        del row[len(row) - 7 + at]

    return change


def lost_cells(page: Page) -> None:
    """Takes a cell out of each of three rows."""
    for label in ("1.本机关不掌握", "2.没有现成", "（一）予以公开"):
        row = page.row("requests", label)
        del row[len(row) - 6]


def lost_column(page: Page) -> None:
    """Takes the totals out, but leaves their label."""
    for row in page.requests[3:]:
        row.pop()


def spans(label: str, rows: int) -> Callable[[Page], None]:
    """Returns a change that gives a group a wrong rowspan."""

    def change(page: Page) -> None:
        page.row("requests", label)[0].rowspan = rows

    return change


def merged_values(page: Page) -> None:
    """Merges two figures of one column."""
    page.row("requests", "1.本机关不掌握")[-7].rowspan = 2
    del page.row("requests", "2.没有现成")[-7]


def without_header(page: Page) -> None:
    """Takes the header of table 3 away and puts the total first."""
    del page.requests[:3]
    for row in page.requests:
        row[-7:] = [row[-1], *row[-7:-1]]


def last_year_of_decisions(page: Page) -> None:
    """Puts last year's decisions beside this year's in table 2."""
    for row in page.proactive:
        if len(row) == 2:
            row[1].colspan = 1
            row.append(Cell("上一年处理决定数量" if row[0].inner == "信息内容" else "777", 2))


def towns_beside(page: Page) -> None:
    """Puts local columns behind those of table 2."""
    for row in page.proactive:
        if len(row) == 2:
            row[1].colspan = 1
            named = row[0].inner == "信息内容"
            row.extend([Cell("乡镇" if named else "7"), Cell("合计" if named else "8")])


def doubled_label(page: Page) -> None:
    """Writes the label of one row of table 2 over another's."""
    page.row("proactive", "行政处罚")[0].inner = "行政许可"


def another_row(page: Page) -> None:
    """Puts last year's licences before this year's."""
    at = page.proactive.index(page.row("proactive", "行政许可"))
    page.proactive.insert(at, [Cell("2022年行政许可"), Cell("777", 3)])


def last_year_behind(page: Page) -> None:
    """Puts last year's table 3 behind this year's."""
    rows = requests()
    for number, row in enumerate(rows[3:]):
        for cell in row[-7:]:
            cell.inner = str(200 + number)
    page.after["requests"] = "<p>2022年：</p>" + table(rows)


@pytest.mark.parametrize(
    "change",
    [
        suits_first,
        suits_after_review_first,
        reviews_by_row,
        another_year_of_disputes,
        turned_requests,
        total_first,
        other_order,
        column("占比", "12%", 0),
        column("上年总计", "77", 0),
        column("上年数", "77", 7),
        two_years("2023年", "2022年", 0),
        two_years("2022年", "2023年", 1),
        two_years("本年", "上年", 0),
        added_row("小计", "1.信访举报"),
        added_row("小计", "（七）总计", 2),
        added_row("其中：主动公开", "（二）部分公开", 2),
        added_row("2.重复申请", "3.要求提供公开出版物"),
        header_again,
        lost_cell(0),
        lost_cell(1),
        lost_cell(6),
        lost_cells,
        lost_column,
        spans("1.属于国家秘密", 7),
        spans("1.属于国家秘密", 9),
        spans("（一）予以公开", 20),
        merged_values,
        without_header,
        last_year_of_decisions,
        towns_beside,
        doubled_label,
        another_row,
        last_year_behind,
    ],
)
def test_no_figure_of_a_changed_table_is_wrong_in_silence(change: Callable[[Page], None]) -> None:
    """Every figure is the one that the office meant, or null, or a finding names it."""
    page = Page()
    change(page)
    report = read(page)
    silent = [key for key in wrong(report) if figure(report, key) is not None]
    assert silent == []
    assert not wrong(report) or any(f.severity != "info" for f in report.findings)


@pytest.mark.parametrize(
    "change", [suits_first, suits_after_review_first, reviews_by_row, total_first, other_order]
)
def test_another_order_loses_nothing(change: Callable[[Page], None]) -> None:
    """Where the labels tell the order, every figure is read."""
    page = Page()
    change(page)
    assert wrong(read(page)) == []


def test_a_turned_table_gives_no_figures() -> None:
    """其他 and 总计 are a row and a column: what stands where they cross is told and null."""
    page = Page()
    turned_requests(page)
    report = read(page)
    key = f"requests/outcome.total/{COLUMNS[5]}"
    assert figure(report, key) is None
    assert told(report, key)


def test_the_figures_of_the_page_differ() -> None:
    """The page can tell the blocks of table 4 apart, and its columns of table 3."""
    assert len(set(DISPUTES)) == 3
    assert figure(read(Page()), DIRECT) == 3
