"""Pages of forms B and C for the tests of the tables, written from the codes of the vocabulary."""

from __future__ import annotations

from parsers.model import Outline
from parsers.readers.html import read_html
from parsers.tables import read_tables
from parsers.vocab import table

NOTHING = Outline("", -1, (0, 0), (), (0, 0), (0, 0))
COLUMNS = [c.code for c in table("requests").columns if c.kind != "group"]


def td(text: object, colspan: int = 1, rowspan: int = 1, tag: str = "td") -> str:
    """Give one cell."""
    spans = "".join(
        f" {name}={n}" for name, n in (("colspan", colspan), ("rowspan", rowspan)) if n != 1
    )
    return f"<{tag}{spans}>{text}</{tag}>"


def tr(*cells: str) -> str:
    """Give one row."""
    return "<tr>" + "".join(cells) + "</tr>"


def tbl(*rows: str) -> str:
    """Give one table."""
    return "<table>" + "".join(rows) + "</table>"


def read(html: str):
    """Read a page's tables without an outline."""
    return read_tables(read_html(html), NOTHING)


REQUEST_HEADER = (
    tr(
        td("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        td("申请人情况", 7),
    ),
    tr(td("自然人", 1, 2), td("法人或其他组织", 5), td("总计", 1, 2)),
    tr(*(td(t) for t in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))),
)
FLAT_HEADER = (
    tr(td("申请人情况")),
    tr(td("自然人"), td("法人或其他组织"), td("总计")),
    tr(*(td(t) for t in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))),
)


def request_rows(values: dict[str, list[object]], *, spans: bool = True) -> list[str]:
    """Give the 25 rows of table 3, form C; a row without values prints zeros."""
    rows, group_sizes = [], {}
    definition = table("requests")
    for row in definition.rows:
        if row.kind != "group" and row.parent and row.parent != "outcome":
            group_sizes[row.parent] = group_sizes.get(row.parent, 0) + 1
    first_of_outcome, opened = True, set()
    for row in definition.rows:
        if row.kind == "group":
            continue
        cells = []
        if row.parent is None:
            cells.append(td(row.zh, 3 if spans else 1))
        else:
            if first_of_outcome:
                cells.append(td(definition.row("outcome").zh, 1, 22 if spans else 1))
                first_of_outcome = False
            if row.parent == "outcome":
                cells.append(td(row.zh, 2 if spans else 1))
            else:
                if row.parent not in opened:
                    opened.add(row.parent)
                    size = group_sizes[row.parent] if spans else 1
                    cells.append(td(definition.row(row.parent).zh, 1, size))
                cells.append(td(row.zh))
        cells += [td(v) for v in values.get(row.code, [0] * 7)]
        rows.append(tr(*cells))
    return rows


DISPUTE_HEADER = (
    tr(td("行政复议", 5), td("行政诉讼", 10)),
    tr(
        *(td(t, 1, 2) for t in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")),
        td("未经复议直接起诉", 5),
        td("复议后起诉", 5),
    ),
    tr(*(td(t) for t in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2)),
)
