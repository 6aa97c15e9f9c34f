"""Writes the page of an office by hand: form C, every cell known, every row and cell open to be changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

COLUMNS = (
    "natural_person",
    "org.commercial_enterprise",
    "org.research_institution",
    "org.public_interest_organization",
    "org.legal_service_institution",
    "org.other",
    "total",
)
HEADS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

REQUESTS = (
    ("requests_received", "一、本年新收政府信息公开申请数量", (47, 12, 0, 1, 3, 0, 63)),
    ("carried_over_from_previous_year", "二、上年结转政府信息公开申请数量", (4, 1, 0, 0, 0, 0, 5)),
    ("outcome.granted", "（一）予以公开", (18, 5, 0, 1, 1, 0, 25)),
    (
        "outcome.partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        (6, 2, 0, 0, 0, 0, 8),
    ),
    ("outcome.denied.state_secret", "1.属于国家秘密", (1, 0, 0, 0, 0, 0, 1)),
    ("outcome.denied.prohibited_by_law", "2.其他法律行政法规禁止公开", (0, 0, 0, 0, 0, 0, 0)),
    ("outcome.denied.security_and_stability", "3.危及“三安全一稳定”", (0, 0, 0, 0, 0, 0, 0)),
    ("outcome.denied.third_party_rights", "4.保护第三方合法权益", (2, 0, 0, 0, 0, 0, 2)),
    ("outcome.denied.internal_affairs", "5.属于三类内部事务信息", (3, 1, 0, 0, 0, 0, 4)),
    ("outcome.denied.deliberative_process", "6.属于四类过程性信息", (1, 0, 0, 0, 0, 0, 1)),
    ("outcome.denied.enforcement_case_file", "7.属于行政执法案卷", (0, 0, 0, 0, 0, 0, 0)),
    ("outcome.denied.other_access_regime", "8.属于行政查询事项", (0, 1, 0, 0, 0, 0, 1)),
    ("outcome.unable_to_provide.not_held", "1.本机关不掌握相关政府信息", (9, 3, 0, 0, 1, 0, 13)),
    (
        "outcome.unable_to_provide.creation_required",
        "2.没有现成信息需要另行制作",
        (1, 0, 0, 0, 0, 0, 1),
    ),
    (
        "outcome.unable_to_provide.unclear_after_clarification",
        "3.补正后申请内容仍不明确",
        (0, 0, 0, 0, 0, 0, 0),
    ),
    ("outcome.not_processed.petition_or_complaint", "1.信访举报投诉类申请", (2, 0, 0, 0, 0, 0, 2)),
    ("outcome.not_processed.repeat_request", "2.重复申请", (1, 0, 0, 0, 0, 0, 1)),
    ("outcome.not_processed.published_material", "3.要求提供公开出版物", (0, 0, 0, 0, 0, 0, 0)),
    ("outcome.not_processed.excessive_requests", "4.无正当理由大量反复申请", (0, 0, 0, 0, 0, 0, 0)),
    (
        "outcome.not_processed.confirmation_or_reissue",
        "5.要求行政机关确认或重新出具已获取信息",
        (0, 0, 0, 0, 0, 0, 0),
    ),
    (
        "outcome.other_handling.clarification_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        (2, 0, 0, 0, 0, 0, 2),
    ),
    (
        "outcome.other_handling.fee_overdue",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        (0, 0, 0, 0, 0, 0, 0),
    ),
    ("outcome.other_handling.other", "3.其他", (1, 0, 0, 0, 1, 0, 2)),
    ("outcome.total", "（七）总计", (47, 12, 0, 1, 3, 0, 63)),
    ("carried_over_to_next_year", "四、结转下年度继续办理", (4, 1, 0, 0, 0, 0, 5)),
)
GROUPS = {
    "outcome.denied": "（三）不予公开",
    "outcome.unable_to_provide": "（四）无法提供",
    "outcome.not_processed": "（五）不予处理",
    "outcome.other_handling": "（六）其他处理",
}
RULINGS = ("upheld", "corrected", "other_outcome", "pending", "total")
WAYS = ("review", "litigation.direct", "litigation.after_review")
DISPUTES = ((3, 1, 0, 2, 6), (1, 0, 2, 0, 3), (0, 4, 0, 1, 5))
PROACTIVE = (
    (
        "第二十条第（一）项",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        ("issued", "repealed", "in_force"),
    ),
    ("第二十条第（五）项", ("本年处理决定数量",), ("decisions",)),
    ("第二十条第（六）项", ("本年处理决定数量",), ("decisions",)),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), ("amount_collected",)),
)
CONTENTS = (
    (0, "art20_1.government_rules", "规章", (0, 0, 0)),
    (0, "art20_1.normative_documents", "行政规范性文件", (7, 2, 31)),
    (1, "art20_5.administrative_licensing", "行政许可", (1284,)),
    (2, "art20_6.administrative_penalty", "行政处罚", (356,)),
    (2, "art20_6.administrative_coercion", "行政强制", (19,)),
    (3, "art20_8.administrative_fees", "行政事业性收费", (82.5,)),
)


@dataclass
class Cell:
    """A cell of a table: its inner markup, its spans, and the figure that it is in truth."""

    inner: str
    colspan: int = 1
    rowspan: int = 1
    key: str = ""
    attributes: str = ""

    def markup(self) -> str:
        """Returns the cell as the editor of an office writes it."""
        spans = f' colspan="{self.colspan}"' * (self.colspan > 1) + f' rowspan="{self.rowspan}"' * (
            self.rowspan > 1
        )
        return (
            f'<td{spans}{self.attributes}><p class="MsoNormal"><span>{self.inner}</span></p></td>'
        )


Row = list[Cell]


def table(rows: list[Row]) -> str:
    """Returns rows as a table."""
    body = "\n".join("<tr>" + "".join(cell.markup() for cell in row) + "</tr>" for row in rows)
    return f'<table border="1" cellspacing="0"><tbody>\n{body}\n</tbody></table>'


def proactive() -> list[Row]:
    """Returns the table of section two."""
    rows: list[Row] = []
    for number, (part, heads, columns) in enumerate(PROACTIVE):
        wide = 3 // len(heads)
        rows += [[Cell(part, 4)], [Cell("信息内容"), *(Cell(head, wide) for head in heads)]]
        for at, row, label, values in CONTENTS:
            if at == number:
                keys = [f"proactive/{row}/{column}" for column in columns]
                rows.append(
                    [
                        Cell(label),
                        *(Cell(str(v), wide, key=k) for v, k in zip(values, keys, strict=True)),
                    ]
                )
    return rows


def requests() -> list[Row]:
    """Returns the table of section three."""
    rows: list[Row] = [
        [Cell(NOTE, 3, 3), Cell("申请人情况", 7)],
        [Cell("自然人", 1, 2), Cell("法人或其他组织", 5), Cell("总计", 1, 2)],
        [Cell(head) for head in HEADS],
    ]
    before = ""
    for row, label, values in REQUESTS:
        group = row.rpartition(".")[0]
        head: Row = [Cell("三、本年度办理结果", 1, 22)] if row == "outcome.granted" else []
        if group in GROUPS:
            size = sum(other.startswith(group + ".") for other, _, _ in REQUESTS)
            head += [Cell(GROUPS[group], 1, size)] if group != before else []
            head.append(Cell(label))
        else:
            head.append(Cell(label, 2 if row.startswith("outcome") else 3))
        before = group
        cells = [
            Cell(str(v), key=f"requests/{row}/{c}") for v, c in zip(values, COLUMNS, strict=True)
        ]
        rows.append([*head, *cells])
    return rows


def disputes() -> list[Row]:
    """Returns the table of section four."""
    heads = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return [
        [Cell("行政复议", 5), Cell("行政诉讼", 10)],
        [
            *(Cell(head, 1, 2) for head in heads),
            Cell("未经复议直接起诉", 5),
            Cell("复议后起诉", 5),
        ],
        [Cell(head) for head in heads * 2],
        [
            Cell(str(v), key=f"disputes/{way}/{c}")
            for way, values in zip(WAYS, DISPUTES, strict=True)
            for c, v in zip(RULINGS, values, strict=True)
        ],
    ]


@dataclass
class Page:
    """The page of an office: all that a test may want to be otherwise."""

    publisher: str = "青田县水利局"
    year: int = 2023
    lead: str = (
        "本报告根据《中华人民共和国政府信息公开条例》要求编制。"
        "本报告所列数据的统计期限自2023年1月1日至2023年12月31日止。"
    )
    overview: str = "2023年，我局扎实推进政府信息公开工作，机制更加健全，平台运行平稳。"
    problems: str = "存在的主要问题：公开内容还不够丰富。改进措施：加强培训，拓展公开范围。"
    other: str = "2023年度未收取信息处理费。"
    proactive: list[Row] = field(default_factory=proactive)
    requests: list[Row] = field(default_factory=requests)
    disputes: list[Row] = field(default_factory=disputes)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    head: str = ""
    title: str = ""

    def name(self) -> str:
        """Returns the title of the report."""
        return self.title or f"{self.publisher}{self.year}年政府信息公开工作年度报告"

    def _section(self, code: str, heading: str, body: str) -> str:
        return f"<p>{heading}</p>\n{self.before.get(code, '')}{body}{self.after.get(code, '')}\n"

    def article(self) -> str:
        """Returns the report itself, from its title to its last section."""
        parts = [
            f"<h1>{self.name()}</h1><p>{self.lead}</p>",
            self._section("overview", "一、总体情况", f"<p>{self.overview}</p>"),
            self._section("proactive", "二、主动公开政府信息情况", table(self.proactive)),
            self._section("requests", "三、收到和处理政府信息公开申请情况", table(self.requests)),
            self._section(
                "disputes", "四、政府信息公开行政复议、行政诉讼情况", table(self.disputes)
            ),
            self._section("problems", "五、存在的主要问题及改进情况", f"<p>{self.problems}</p>"),
            self._section("other", "六、其他需要报告的事项", f"<p>{self.other}</p>"),
        ]
        return "\n".join(parts)

    def html(self) -> str:
        """Returns the whole page."""
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{self.name()}</title>{self.head}</head>'
            f"<body><div class='article'>{self.article()}</div></body></html>"
        )

    def rows(self, of: str) -> list[Row]:
        """Returns the rows of a table by its code."""
        return {"proactive": self.proactive, "requests": self.requests, "disputes": self.disputes}[
            of
        ]

    def cells(self) -> Iterator[Cell]:
        """Gives every cell that holds a figure."""
        for code in ("proactive", "requests", "disputes"):
            for row in self.rows(code):
                yield from (cell for cell in row if cell.key)

    def cell(self, key: str) -> Cell:
        """Returns the cell of a figure."""
        return next(cell for cell in self.cells() if cell.key == key)

    def row(self, of: str, label: str) -> Row:
        """Returns the first row of a table that has a cell with this text in it."""
        return next(row for row in self.rows(of) if any(label in cell.inner for cell in row))

    def put(self, key: str, inner: str) -> "Page":
        """Writes other markup into the cell of a figure; what is true stays what it was."""
        self.cell(key).inner = inner
        return self


def truth() -> dict[str, float]:
    """Returns every figure of an unchanged page by its key."""
    return {cell.key: float(cell.inner) for cell in Page().cells()}
