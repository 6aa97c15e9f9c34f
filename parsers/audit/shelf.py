"""Records in memory, as an audit asks for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from parsers.audit.model import Body, Mark, body_key, region_of
from parsers.audit.reuse import pairs_of
from parsers.audit.words import slots_of
from parsers.record import Report


class MemoryShelf:
    """A shelf for as many records as fit into memory.

    Args:
        reports: The newest version of each.
        earlier: Versions that were published before.
    """

    def __init__(self, reports: Iterable[Report], earlier: Iterable[Report]) -> None:
        self._reports = sorted(reports, key=lambda report: report.id)
        self._bodies: dict[tuple[str, str], Body] = {}
        for number, report in enumerate(self._reports):
            self._body(report).reports.append((number, report))
        for report in earlier:
            self._body(report).earlier.append(report)
        self._bands: dict[int, list[Mark]] = defaultdict(list)

    def _body(self, report: Report) -> Body:
        return self._bodies.setdefault((region_of(report), body_key(report)), Body([], []))

    def sentences(self) -> Iterator[list[int]]:
        """Give for each body the slots of all sentences of its reports."""
        for body in self._bodies.values():
            yield [slot for _, report in body.reports for slot in slots_of(report)]

    def bodies(self) -> Iterator[Body]:
        """Give the bodies, those of one region behind each other."""
        yield from (self._bodies[key] for key in sorted(self._bodies))

    def put_bands(self, mark: Mark, bands: list[int]) -> None:
        """Keep the bands of a text."""
        for band in bands:
            self._bands[band].append(mark)

    def candidates(self) -> Iterator[tuple[Mark, list[Mark]]]:
        """Give each text that shares a band with earlier ones, and those, the likeliest first."""
        found: dict[Mark, Counter[Mark]] = defaultdict(Counter)
        for band in self._bands.values():
            for mark, other in pairs_of(sorted(band)):
                found[mark][other] += 1
        for mark in sorted(found):
            ranked = sorted(found[mark].items(), key=lambda one: (-one[1], one[0]))
            yield mark, [other for other, _ in ranked]

    def get(self, number: int) -> Report:
        """Give a report by its number."""
        return self._reports[number]
