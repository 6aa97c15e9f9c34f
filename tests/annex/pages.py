"""Makes reports of 2009 to 2018 with a statistical table, and knows every figure of it.

The figures keep all identities of their form; the same seed gives the same page.
"""

from __future__ import annotations

import html
import random
from dataclasses import dataclass

from parsers.vocab import load

SECTIONS = {
    "一、概述": "{year}年，本机关认真贯彻《政府信息公开条例》，加强组织领导。",
    "二、主动公开政府信息情况": "全年通过政府网站主动公开政府信息。",
    "三、依申请公开政府信息和不予公开政府信息情况": "申请均在规定期限内答复。",
    "四、政府信息公开的收费及减免情况": "收费情况见附表。",
    "五、因政府信息公开申请行政复议、提起行政诉讼情况": "详见附表。",
    "六、存在的主要问题及改进措施": "公开的深度有待加强。",
    "七、其他需要报告的事项": "无其他需要报告的事项。",
}
SUMS = {
    "A": {
        "requests.received": ("in_person", "fax", "online", "letter"),
        "requests.closed": ("on_time", "extended"),
        "requests.answered.denied": (
            "state_secret", "commercial_secret", "personal_privacy", "security_and_stability",
            "not_government_information", "other_statutory",
        ),
        "requests.answered": (
            "already_public", "granted", "partially_granted", "denied", "not_responsible_body",
            "no_such_information", "amendment_requested", "redirected_to_other_channel",
        ),
        "review.total": ("upheld", "corrected", "other_outcome"),
        "litigation.total": ("upheld", "corrected", "other_outcome"),
        "capacity.staff": ("full_time", "part_time"),
    },
    "A0": {
        "requests.received": ("in_person", "fax", "email", "online", "letter", "other"),
        "requests.answered.denied": (
            "state_secret", "commercial_secret", "personal_privacy", "deliberative_process",
            "security_and_stability", "other_statutory",
        ),
        "requests.answered": (
            "granted", "partially_granted", "not_government_information", "no_such_information",
            "not_responsible_body", "unclear", "repeat_request", "denied",
        ),
        "fees.proactive": ("postage", "copy_paper", "copy_cd", "copy_floppy"),
        "fees.on_request": ("search", "postage", "copy_paper", "copy_cd", "copy_floppy"),
        "capacity.staff": ("full_time", "part_time"),
    },
}  # fmt: skip
SKINS = ("plain", "numbered", "panels", "bare", "spans", "lines", "pieces", "pipes", "traditional")


@dataclass(frozen=True)
class Page:
    """A page with its truth: cell key to figure; a row without a figure is not in it."""

    source: str
    media_type: str
    truth: dict[str, int | float]
    form: str


def rows_of(form):
    """Give the rows of a form, in the order of the codebook."""
    return [row for row in load("annex")["rows"] if row["forms"] == [form]]


def figures(form, seed):
    """Give figures for every row that prints one; all identities of the form hold."""
    dice = random.Random(f"{form}-{seed}")
    values = {
        r["code"]: dice.choice((0, 0, 1, 2, 7, 31)) for r in rows_of(form) if r["kind"] == "leaf"
    }
    for total, parts in SUMS[form].items():
        base = total.removesuffix(".total")
        values[total] = sum(values[f"{base}.{part}"] for part in parts)
    if form == "A0":
        values["fees.total"] = values["fees.proactive"] + values["fees.on_request"]
        values["capacity.special_funds"] = 1.5
        return values
    channels = [c for c in values if c.startswith("proactive.by_channel.")]
    for channel in channels:
        values[channel] = dice.randrange(10, 4000)
    values["proactive.disclosed_total"] = max(values[c] for c in channels)
    values["proactive.normative_documents_issued"] = 9
    values["proactive.disclosed_total.normative_documents_disclosed"] = dice.randrange(9)
    for kind in ("press_conferences", "online_interviews"):
        values[f"response.by_channel.{kind}"] = 31
    values["requests.closed.on_time"] = values["requests.answered"]
    values["requests.closed.extended"] = 0
    values["requests.closed"] = values["requests.answered"]
    more = max(0, values["requests.closed"] - values["requests.received"])
    values["requests.received"] += more
    values["requests.received.letter"] += more
    values["fees.charged_for_requests"] = 0.25
    return values


def make_page(form, skin, seed, change=None, prose=None):
    """Give a page in a skin.

    ``change`` may alter the list of rows (label, unit, figure), ``prose`` the text below headings.
    """
    values = figures(form, seed)
    rows = [
        (row["zh"], row.get("unit", "——"), values.get(row["code"], "——"), row.get("number", ""))
        for row in rows_of(form)
    ]
    if change is not None:
        rows = change(rows)
    year = 2012 if form == "A0" else 2016
    truth = {f"annex/{code}/value": value for code, value in values.items()}
    sections = SECTIONS | (prose or {})
    if skin == "pipes":
        return Page(_dump(rows, year, sections), "text/plain", truth, form)
    source = _html(_body(rows, skin), year, sections)
    if skin == "traditional":
        import opencc

        source = opencc.OpenCC("s2t").convert(source)
    return Page(source, "text/html", truth, form)


def _html(body, year, sections):
    prose = "".join(f"<p>{h}</p><p>{t.format(year=year)}</p>" for h, t in sections.items())
    title = f"永嘉县交通局{year}年政府信息公开工作年度报告"
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{prose}"
        f"<p>附表：政府信息公开情况统计表（{year}年度）</p>{body}<p>永嘉县交通局</p>"
        f"<p>{year + 1}年3月1日</p></body></html>"
    )


def _dump(rows, year, sections):
    prose = "\n".join(f"{h}\n{t.format(year=year)}" for h, t in sections.items())
    table = "\n".join(f"| {label} | {unit} | {value} |" for label, unit, value, _ in rows)
    return (
        f"永嘉县交通局{year}年政府信息公开工作年度报告\n{prose}\n政府信息公开情况统计表\n"
        f"| 统计指标 | 单位 | 统计数 |\n|---|---|---|\n{table}\n"
    )


def _table(rows):
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in rows
    )
    return f"<table>{cells}</table>"


def _body(rows, skin):
    plain = [(label, unit, value) for label, unit, value, _ in rows]
    if skin == "bare":
        return _table(plain)
    if skin == "numbered":
        head = ("指标名称", "计量单位", "代码", "本期（月）", "累计（年）")
        return _table([head, *((label, unit, number, "", v) for label, unit, v, number in rows)])
    if skin == "panels":
        half = (len(plain) + 1) // 2
        right = [*plain[half:], ("", "", "")][:half]
        head = ("统计指标", "单位", "统计数") * 2
        return _table([head, *(a + b for a, b in zip(plain[:half], right, strict=True))])
    if skin == "lines":
        return "".join(f"<p>{label}　{unit}　{value}</p>" for label, unit, value in plain)
    if skin == "pieces":
        return "".join(f"<p>{a}</p><p>{b}</p><p>{c}</p>" for a, b, c in plain)
    rows = [("统计指标", "单位", "统计数"), *plain]
    if skin == "spans":
        caption = "<tr><td colspan=3>政府信息公开情况统计表</td></tr>"
        indented = [(f"　　{a}", b, f" {c} ") for a, b, c in rows]
        return _table(indented).replace("<table>", f"<table>{caption}")
    return _table(rows)
