"""What a dataset is worth: coverage by region and year, rules, blanks, readers, limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape

from parsers.record import Report
from scraper.settings import gongkai_version

_STYLE = """
body{font:16px/1.5 "Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;margin:0 auto;max-width:1000px;padding:24px 16px;color:#1c2430}
table{border-collapse:collapse;font-size:.92rem;margin:8px 0 24px}th,td{padding:4px 10px;border:1px solid #d7dce3;text-align:right}
th:first-child,td:first-child{text-align:left}th{background:#f5f7fa}.wide{overflow-x:auto}h2{font-size:1.1rem;margin-top:28px}
"""
_LIMITS = (
    "Figures are those that the bodies published; contradictions are told, never mended.",
    "A cell without a figure is null; blank, dash and words that stand for none are kept apart in cells.state.",
    "Reports that exist only as a picture or a file are in the archive and not in these tables.",
    "Coverage counts the reports that were found, not the bodies that there are.",
)


def quality_page(reports: list[Report]) -> str:
    """Give a page that stands alone: heat map, pass rate of rules, blanks by table, readers, limits."""
    parts = [
        f"<h1>Quality of the dataset</h1><p>{len(reports)} reports · gongkai {escape(gongkai_version())}</p>",
        "<h2>Reports by province and year</h2>",
        _coverage(reports),
        "<h2>Findings</h2>",
        _findings(reports),
        "<h2>Cells without a figure</h2>",
        _blanks(reports),
        "<h2>How the reports were read</h2>",
        _readers(reports),
        "<h2>Known limits</h2><ul>"
        + "".join(f"<li>{escape(one)}</li>" for one in _LIMITS)
        + "</ul>",
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Quality</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'
    )


def _coverage(reports: list[Report]) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        code = (report.identity.region_code or "")[:2] or "unknown"
        counts[code, str(report.identity.year or "unknown")] += 1
    years = sorted({year for _, year in counts})
    regions = sorted({region for region, _ in counts})
    most = max(counts.values(), default=1)
    body = "".join(
        f"<tr><td>{escape(region)}</td>"
        + "".join(_shaded(counts[region, year], most) for year in years)
        + "</tr>"
        for region in regions
    )
    head = "".join(f"<th>{escape(year)}</th>" for year in years)
    return f'<div class="wide"><table><tr><th>province</th>{head}</tr>{body}</table></div>'


def _shaded(count: int, most: int) -> str:
    """The number stands in the cell: the shade only helps the eye."""
    light = 97 - 45 * count / most
    return f'<td style="background:hsl(205 60% {light:.0f}%)">{count or ""}</td>'


def _findings(reports: list[Report]) -> str:
    with_code: dict[str, set[int]] = defaultdict(set)
    severities = {}
    for at, report in enumerate(reports):
        for finding in report.findings:
            with_code[finding.code].add(at)
            severities[finding.code] = finding.severity
    rows = sorted(with_code.items(), key=lambda item: (-len(item[1]), item[0]))
    total = max(len(reports), 1)
    body = "".join(
        f"<tr><td>{escape(code)}</td><td>{severities[code]}</td><td>{len(found)}</td>"
        f"<td>{1 - len(found) / total:.1%}</td></tr>"
        for code, found in rows
    )
    return f"<table><tr><th>code</th><th>severity</th><th>reports</th><th>without it</th></tr>{body}</table>"


def _blanks(reports: list[Report]) -> str:
    cells: Counter[str] = Counter()
    blank: Counter[str] = Counter()
    for report in reports:
        for table, rows in report.tables.items():
            values = [value for row in rows.values() for value in row.values()]
            cells[table] += len(values)
            blank[table] += values.count(None)
    body = "".join(
        f"<tr><td>{table}</td><td>{count}</td><td>{blank[table]}</td><td>{blank[table] / count:.1%}</td></tr>"
        for table, count in sorted(cells.items())
        if count
    )
    return f"<table><tr><th>table</th><th>cells</th><th>without figure</th><th>share</th></tr>{body}</table>"


def _readers(reports: list[Report]) -> str:
    counts = Counter((report.source.reader, report.source.encoding.used) for report in reports)
    body = "".join(
        f"<tr><td>{escape(reader)}</td><td>{escape(encoding)}</td><td>{count}</td></tr>"
        for (reader, encoding), count in counts.most_common()
    )
    return f"<table><tr><th>reader</th><th>encoding</th><th>reports</th></tr>{body}</table>"
