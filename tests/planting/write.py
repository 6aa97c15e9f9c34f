"""A draft as a page, and the page read as a user would read it."""

from __future__ import annotations

from parsers.record import Report
from scraper import read_report
from tests.planting.draft import (
    CARRIED_IN,
    CARRIED_OUT,
    CLOSED,
    GROUPS,
    PERSON,
    RECEIVED,
    Draft,
    words,
)
from tests.proving.figures import Key, Value
from tests.proving.layout import disputes_grid, proactive_grid, requests_grid
from tests.proving.skins import render

_HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


def read(draft: Draft, number: int, *, version: str | None = None) -> Report:
    """Write a draft and read the page back; with ``version`` as it stood before it was changed."""
    changed = draft.rewritten if version else {}
    page = write(draft, {**draft.figures, **changed})
    report = read_report(
        page.encode(),
        content_type="text/html; charset=utf-8",
        url=f"http://www.example.gov.cn/zwgk/xxgknb/{draft.year + 1}01/t{draft.region}_{number}.html",
    )
    report.source.retrieved_at = version or "2026-01-01T00:00:00Z"
    return report


def write(draft: Draft, figures: dict[Key, Value | None]) -> str:
    """Give the page of a draft."""
    prose = words()["prose"]
    title = prose["title"].format(body=draft.body, year=draft.year)
    period = {"first": f"{draft.period}年1月1日", "last": f"{draft.period}年12月31日"}
    scope = prose["scope"] if draft.kind == "government" else ""
    parts = [
        [f"<p>{draft.texts['overview']}</p>", *(f"<p>{line}</p>" for line in _overview(draft))],
        [render(proactive_grid(draft.form, lambda key: _shown(figures, key), _plain), "clean")],
        [render(requests_grid(draft.form, lambda key: _shown(figures, key), _plain), "clean")],
        [render(disputes_grid(lambda key: _shown(figures, key), _plain), "clean")],
        [f"<p>{draft.texts['problems']}</p>"],
        [f"<p>{_other(draft)}</p>"],
    ]
    body = "".join(
        f"<p>{heading}</p>" + "".join(lines)
        for heading, lines in zip(_HEADINGS, parts, strict=True)
    )
    return (
        f'<html><head><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{draft.published} 09:30"></head><body><h1>{title}</h1>'
        f'<div id="Zoom" class="view TRS_UEDITOR"><p>{prose["lead"].format(scope=scope, **period)}</p>{body}'
        f"<p>{draft.body}</p></div></body></html>"
    )


def _plain(_: str, label: str) -> str:
    return label


def _shown(figures: dict[Key, Value | None], key: Key) -> str:
    value = figures.get(key)
    return "" if value is None else str(value)


def _overview(draft: Draft) -> list[str]:
    """Say in prose what the tables hold; ``told`` overrules it."""
    prose, told = words()["prose"], {**numbers(draft), **draft.told}
    lines = []
    if draft.says_none or not (told["received"] or told["carry_in"]):
        lines.append(prose["no_requests"])
    else:
        growth = told["growth"]
        grown = "" if growth is None else prose["growth"][growth < 0].format(growth=abs(growth))
        lines.append(prose["received"].format(**{**told, "growth": grown}))
        lines.append(prose["answered"].format(**told))
        if told["answered"]:
            lines.append(prose["outcomes"].format(**told))
    disputes = "disputes" if told["review"] or told["suits"] else "no_disputes"
    lines.append(prose[disputes].format(**told))
    if draft.form == "C":
        lines.append(prose["rules"].format(**told))
    if draft.kind == "government" and draft.assessed:
        lines.append(prose["assessed"])
    return lines


def numbers(draft: Draft) -> dict[str, Value | None]:
    """Give what the prose of a draft says, where it says what the tables hold."""
    closed = draft.value(CLOSED)
    suits = [
        draft.value(f"litigation.{kind}", table="disputes") for kind in ("direct", "after_review")
    ]
    received, person = draft.value(RECEIVED), draft.value(RECEIVED, PERSON)
    return {
        "received": received,
        "growth": draft.growth,
        "person": person,
        "org": received - person,
        "carry_in": draft.value(CARRIED_IN),
        "carry_out": draft.value(CARRIED_OUT),
        "answered": closed,
        **{name: draft.group(name) for name in GROUPS},
        "share": round(100 * draft.group("granted") / closed, 2) if closed else 0,
        "review": draft.value("review", table="disputes"),
        "suits": sum(suits),
        "rules": draft.value("art20_1.normative_documents", "issued", "proactive"),
    }


def _other(draft: Draft) -> str:
    prose = words()["prose"]
    if draft.other is not None:
        return draft.other
    if draft.fee:
        return str(prose["fee"].format(fee=draft.fee))
    return str(prose["no_fee"][draft.year % 2])
