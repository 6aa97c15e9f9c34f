"""What is answered to what is asked: a function of the records and the address, which knows no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from scraper.comparison.compare import compare
from scraper.comparison.pages import compare_page, ranking_page
from scraper.comparison.ranking import rank
from scraper.errors import UsageError
from scraper.pages.environment import render
from scraper.serving.record import tables_of
from scraper.serving.shelf import Asked, Shelf

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
LANGUAGES = ("zh", "en")
_PAGE = 50  # reports of a list
_LONGEST = 200  # letters of what is asked for
_VERDICTS = ("INVALID", "VALID with warnings", "VALID")


class Answer(NamedTuple):
    """An answer."""

    status: int
    kind: str
    body: bytes


class Question(NamedTuple):
    """What is asked, with each parameter once."""

    path: str
    values: dict[str, str]
    lang: str

    def number(self, name: str) -> int | None:
        """Give a whole number; None where it is none."""
        text = self.values.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def link(self, path: str, **values: object) -> str:
        """Give an address of the site in the same language; what is empty is left out."""
        chosen = {name: str(value) for name, value in values.items() if value not in (None, "")}
        return f"{path}?{urlencode({**chosen, 'lang': self.lang})}"


class Site:
    """The pages of a shelf.

    Args:
        shelf: The records.
        lang: The language where an address names none.
    """

    def __init__(self, shelf: Shelf, lang: str = "zh") -> None:
        self._shelf = shelf
        self._lang = lang
        self._pages: dict[str, Callable[[Question], Answer]] = {
            "/": self._index,
            "/report": self._report,
            "/report.json": self._json,
            "/compare": self._compare,
            "/year": self._year,
        }

    def answer(self, target: str) -> Answer:
        """Answer a request by its target; never raises for what is asked."""
        question = self._question(target)
        page = self._pages.get(question.path)
        if page is None:
            return self._said(question, 404)
        try:
            return page(question)
        except UsageError as error:
            return self._said(question, 404, error.reason)

    def refuse(self, status: int) -> Answer:
        """Answer what is not asked as it should be."""
        return self._said(Question("", {}, self._lang), status)

    def _question(self, target: str) -> Question:
        try:
            parts = urlsplit(target)
            pairs = parse_qsl(parts.query, max_num_fields=20)
        except ValueError:
            return Question("", {}, self._lang)
        values = {name: text.replace("\0", "")[:_LONGEST] for name, text in pairs}
        lang = values.pop("lang", self._lang)
        return Question(parts.path, values, lang if lang in LANGUAGES else self._lang)

    def _index(self, question: Question) -> Answer:
        verdict = question.values.get("verdict", "")
        asked = Asked(
            question.values.get("q", ""),
            question.number("year"),
            verdict if verdict in _VERDICTS else "",
            question.values.get("rule", ""),
        )
        page = max(question.number("page") or 1, 1)
        count, entries = self._shelf.listed(asked, (page - 1) * _PAGE, _PAGE)
        kept = {"q": asked.words, "year": asked.year, "verdict": asked.verdict, "rule": asked.code}
        return self._page(
            question,
            "served_index.html",
            asked=asked,
            count=count,
            entries=entries,
            page=page,
            pages=max(-(-count // _PAGE), 1),
            turn=lambda number: question.link("/", **kept, page=number),
            years=self._shelf.years(),
            verdicts=_VERDICTS,
            rules=self._shelf.rules(),
            reports=self._shelf.reports,
        )

    def _report(self, question: Question) -> Answer:
        versions = self._shelf.versions(question.values.get("id", ""))
        wanted = question.number("version")
        entry = next((one for one in versions if wanted in (None, one.number)), None)
        report = self._shelf.report(entry.number) if entry else None
        if entry is None or report is None:
            return self._said(question, 404)
        publisher = report.identity.publisher
        shared = bool(publisher) and self._shelf.is_shared(publisher or "")
        region = (report.identity.region_code or "") if shared else ""
        return self._page(
            question,
            "served_report.html",
            r=report,
            entry=entry,
            versions=versions,
            tables=tables_of(report, question.lang),
            region=region,
            years=self._shelf.years(publisher, region) if publisher else [],
        )

    def _json(self, question: Question) -> Answer:
        versions = self._shelf.versions(question.values.get("id", ""))
        wanted = question.number("version")
        entry = next((one for one in versions if wanted in (None, one.number)), None)
        report = self._shelf.report(entry.number) if entry else None
        if report is None:
            return self._said(question, 404)
        return Answer(200, JSON, report.to_json().encode("utf-8"))

    def _compare(self, question: Question) -> Answer:
        publisher, region = (question.values.get(name, "") for name in ("publisher", "region"))
        there = self._shelf.years(publisher, region)
        first, last = question.number("from"), question.number("to")
        years = [y for y in there if (first is None or y >= first) and (last is None or y <= last)]
        if len(years) < 2:
            return self._said(question, 404)
        comparison = compare(self._shelf.of_body(publisher, region), publisher, years)
        return _html(compare_page(comparison, question.lang, home=question.link("/")))

    def _year(self, question: Question) -> Answer:
        year = question.number("year") or 0
        region = "".join(letter for letter in question.values.get("region", "") if letter.isdigit())
        ranking = rank(self._shelf.of_year(year).reports, year, region or None)
        return _html(ranking_page(ranking, question.lang, home=question.link("/")))

    def _page(self, question: Question, name: str, **values: object) -> Answer:
        other = next(lang for lang in LANGUAGES if lang != question.lang)
        switch = question._replace(lang=other).link(question.path, **question.values)
        more = {"link": question.link, "switch": switch, "other": other}
        return _html(render(name, question.lang, **more, **values))

    def _said(self, question: Question, status: int, reason: str = "") -> Answer:
        page = render(
            "served_error.html",
            question.lang,
            status=status,
            reason=reason,
            home=question.link("/"),
        )
        return _html(page)._replace(status=status)


def _html(page: str) -> Answer:
    return Answer(200, HTML, page.encode("utf-8", "replace"))
