"""Reports whose figures were changed after they had been published."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.audit.model import AuditFinding, Held
from parsers.audit.rules import Book, make
from parsers.checks.names import cell_name
from parsers.vocab import key_order


def restated(held: list[Held], earlier: list[Held], book: Book) -> Iterator[AuditFinding]:
    """Give the reports that have a version of the same address with other figures.

    Args:
        held: The newest versions.
        earlier: The versions before.
        book: The rules.
    """
    newest = {(one.report.id, one.report.source.url): one for one in held}
    for old in earlier:
        now = newest.get((old.report.id, old.report.source.url))
        cells = changed_cells(old, now) if now is not None else []
        if now is not None and cells:
            yield from _told(old, now, cells, book)


def changed_cells(old: Held, now: Held) -> list[str]:
    """Give the cells whose figure is another one, in the codebook's order."""
    order, last = key_order(), len(key_order())
    found = {*old.stated, *now.stated}
    changed = [cell for cell in found if old.stated.get(cell) != now.stated.get(cell)]
    return sorted(changed, key=lambda cell: (order.get(cell, last), cell))


def _told(old: Held, now: Held, cells: list[str], book: Book) -> Iterator[AuditFinding]:
    for rule in book.of_kind("restated"):
        name = cell_name(cells[0])
        figures = (old.stated.get(cells[0]), now.stated.get(cells[0]))
        yield make(
            rule,
            [now],
            cells,
            figures,
            None,
            count=len(cells),
            name=name.zh,
            name_en=name.en,
            before=old.report.source.retrieved_at or "?",
            now=now.report.source.retrieved_at or "?",
        )
