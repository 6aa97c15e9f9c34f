"""What ``compare`` shows in the terminal: all that its page says, in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from parsers.checks.model import Value
from scraper.comparison import figures
from scraper.comparison.compare import Comparison, counts
from scraper.comparison.distribution import Distribution
from scraper.comparison.evidence import Told, told
from scraper.comparison.figures import KeyNumber
from scraper.comparison.ranking import Ranking
from scraper.pages.environment import SIGNS, moment, number, percent
from scraper.pages.words import words
from scraper.view.outcomes import STYLES

_FINDINGS = 40  # findings with evidence
_CHANGES = 60
_SENTENCES = 12  # changed sentences of a section
_BODIES = 30
_BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
_BAR = 40  # columns of the longest bar
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def comparison_view(comparison: Comparison, lang: str) -> Iterator[RenderableType]:
    """Give the parts in the order of the page."""
    w = words(lang)
    tally = counts(comparison.findings)
    yield Text(f"{comparison.publisher} {', '.join(map(str, comparison.years))}", style="bold")
    yield Text(
        f"{SIGNS[comparison.verdict]} {w['verdict']}{w['colon']}{_verdict(comparison.verdict, w)} · "
        f"{w['errors']} {tally['error']} · {w['warnings']} {tally['warning']} · {w['infos']} {tally['info']}",
        style=STYLES[comparison.verdict],
    )
    yield _numbers(comparison, w)
    yield from _series(comparison, w)
    yield from _findings(comparison, w, lang)
    yield from _changes(comparison, w, lang)
    yield from _restated(comparison, w)
    yield from _texts(comparison, w)
    yield _heading(w["provenance"])
    yield _sources(comparison, w)


def _verdict(verdict: str, w: dict[str, str]) -> str:
    """Give a verdict and what it means, where that is another word."""
    return verdict if w[verdict].lower() == verdict.lower() else f"{verdict} · {w[verdict]}"


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _table(*names: str) -> Table:
    """Give a table whose first column is words and whose others are figures."""
    made = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    made.add_column(names[0], overflow="fold")
    for name in names[1:]:
        made.add_column(name, justify="right", overflow="fold")
    return made


def _numbers(comparison: Comparison, w: dict[str, str]) -> Table:
    table = _table("", *map(str, comparison.years), w["change"])
    for one in comparison.numbers:
        values = [percent(v) if one.is_rate else number(v) for v in one.values]
        table.add_row(w[one.code], *values, _change(one, w))
    return table


def _change(one: KeyNumber, w: dict[str, str]) -> str:
    if one.change is None:
        return "–"
    return f"{one.change:+.1f} {w['points']}" if one.is_rate else f"{one.change:+.1%}"


def spark(values: Sequence[Value | None]) -> str:
    """Draw a series in blocks; a gap is a space.

    >>> spark([0, None, 7])
    '▁ █'
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1
    steps = len(_BLOCKS) - 1
    return "".join(
        " " if value is None else _BLOCKS[round((value - low) / span * steps)] for value in values
    )


def _series(comparison: Comparison, w: dict[str, str]) -> Iterator[RenderableType]:
    """Give the figures of the charts, and the chain of what is carried over."""
    yield _heading(w["charts"])
    table = _table("", *map(str, comparison.years), w["series"])
    for name, values in figures.series(comparison.held).items():
        shown = [percent(v) if name == "grant_rate" else number(v) for v in values]
        table.add_row(w[name], *shown, spark(values))
    yield table
    chain = figures.carry_chain(comparison.held)
    if chain:
        links = (
            f"{one.name} {number(one.first)} {'≠' if one.broken else '='} {number(one.second)}"
            for one in chain
        )
        yield Text(f"{w['carry_chart']}{w['colon']}{'; '.join(links)}")


def _findings(comparison: Comparison, w: dict[str, str], lang: str) -> Iterator[RenderableType]:
    yield _heading(f"{w['findings']} ({len(comparison.findings)})")
    if not comparison.findings:
        yield Text(w["no_findings"])
    for finding in comparison.findings[:_FINDINGS]:
        yield from _finding(told(finding, comparison, lang), w)
    for one, entry in comparison.accepted[:_FINDINGS]:
        yield Text(
            f"{w['accepted']}{w['colon']}{one.code} {one.report_ids[0]} {entry.reason} ({entry.who})",
            style="dim",
        )
    if len(comparison.findings) > _FINDINGS:
        yield Text(f"+ {len(comparison.findings) - _FINDINGS} · {w['left_off']}")


def _finding(one: Told, w: dict[str, str]) -> Iterator[RenderableType]:
    head = Text(f"{w[one.finding.severity]} ", style=_COLOURS[one.finding.severity])
    yield head.append(f"{one.finding.code} {one.finding.report_ids[0]}", style="default")
    yield Text(f"  {one.message}")
    for row in one.rows:
        yield Text(f"    {row.name}", style="dim")
        for name, quote in zip(one.columns, row.quotes, strict=True):
            mark = "▸" if quote.used else " "
            yield Text(f"     {mark}{name}{w['colon']}{quote.raw}  {quote.place}")
    for name, quote in zip(one.columns, one.rows[0].quotes if one.rows else (), strict=True):
        yield Text(f"      {name}{w['colon']}{quote.url or '–'}", style="dim")
    for quote_text in one.said:
        yield Text(f"    “{quote_text}”")


def _changes(comparison: Comparison, w: dict[str, str], lang: str) -> Iterator[RenderableType]:
    yield _heading(f"{w['cells']} ({len(comparison.changes)})")
    if not comparison.changes:
        yield Text(w["no_changes"])
        return
    table = _table("", *map(str, comparison.years[-2:]), w["series"])
    for one in comparison.changes[:_CHANGES]:
        name = one.name_zh if lang == "zh" else one.name_en
        table.add_row(escape(name), number(one.before), number(one.now), spark(one.series))
    yield table
    if len(comparison.changes) > _CHANGES:
        yield Text(f"+ {len(comparison.changes) - _CHANGES} · {w['left_off']}")


def _restated(comparison: Comparison, w: dict[str, str]) -> Iterator[RenderableType]:
    yield _heading(f"{w['restated']} ({len(comparison.restated)})")
    if not comparison.steps:
        yield Text(f"{w['no_restated']} {w['one_version']}")
    for step in comparison.steps:
        seen = " → ".join(moment(one.report.source.retrieved_at) for one in (step.before, step.now))
        some = f"{w['cells_changed']}{w['colon']}{len(step.cells)} · {w['texts_changed']}{w['colon']}{len(step.texts)}"
        yield Text(
            f"{step.year}{w['colon']}{seen} · {some if step.cells or step.texts else w['nothing_changed']}"
        )
        for cell in step.cells[:_CHANGES]:
            yield Text(f"  {cell.cell}{w['colon']}{number(cell.before)} → {number(cell.now)}")


def _texts(comparison: Comparison, w: dict[str, str]) -> Iterator[RenderableType]:
    yield _heading(w["texts"])
    for section in comparison.texts:
        alike = f"{w['alike']} {section.similarity:.0%}"
        told_only = {"before": w["only_before"], "now": w["only_now"]}.get(section.only, alike)
        yield Text(f"{section.heading or section.code} · {told_only}")
        changed = [piece for piece in section.pieces if piece.kind != "same"]
        for piece in changed[:_SENTENCES]:
            sign, style = ("−", "red") if piece.kind == "gone" else ("+", "green")
            yield Text(f"  {sign} {piece.text}", style=style)
        if len(changed) > _SENTENCES:
            yield Text(f"  ⋯ {len(changed) - _SENTENCES} {w['cut_pieces']}")


def _sources(comparison: Comparison, w: dict[str, str]) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("year", "published", "retrieved", "address"):
        table.add_column(w[name], overflow="fold")
    for one in comparison.held:
        source = one.report.source
        day = one.report.identity.published_on or "–"
        address = f"{source.url or source.uri or '–'}\nSHA-256 {source.sha256}"
        table.add_row(str(one.year), escape(day), moment(source.retrieved_at), escape(address))
    return table


def ranking_view(ranking: Ranking, lang: str) -> Iterator[RenderableType]:
    """Give a year across bodies: how figures are distributed, then the bodies."""
    w = words(lang)
    where = f" · {ranking.region}" if ranking.region else ""
    yield Text(
        f"{ranking.year}{where} · {w['bodies']}{w['colon']}{len(ranking.rows)}", style="bold"
    )
    for name, spread in ranking.spreads().items():
        yield _heading(w[name])
        yield from _spread(spread, w)
    yield _heading(w["ranking"])
    table = _table(w["body"], *(w[name] for name in ("rank", "received", "closed", "grant_rate",
                                                     "carried_out", "disputes", "errors")))  # fmt: skip
    for one in ranking.rows[:_BODIES]:
        shown = (one.rank, one.received, one.closed)
        rest = (one.carried_out, one.disputes, one.errors)
        cells = (*map(number, shown), percent(one.rate), *map(number, rest))
        table.add_row(escape(one.publisher), *cells)
    yield table
    if len(ranking.rows) > _BODIES:
        yield Text(f"+ {len(ranking.rows) - _BODIES} {w['more_bodies']}")


def _spread(spread: Distribution, w: dict[str, str]) -> Iterator[RenderableType]:
    write = percent if spread.percent else number
    first, middle, third = spread.quartiles
    yield Text(
        f"{w['stated_by']}{w['colon']}{spread.stated} / {spread.bodies} · {w['least']} {write(spread.least)} · "
        f"{w['quartiles']} {write(first)} / {write(third)} · {w['median']} {write(middle)} · "
        f"{w['most']} {write(spread.most)}"
    )
    most = max((one.bodies for one in spread.bins), default=0)
    for one in spread.bins if most else ():
        bar = "█" * round(_BAR * one.bodies / most)
        yield Text(f"{one.name:>10} {bar}{' ' if bar else ''}{one.bodies}")
