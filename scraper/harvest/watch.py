"""What a running harvest tells those who look on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Listener = Callable[[str, dict[str, object]], None]


@dataclass(slots=True)
class Watch:
    """Counts of a run, and whoever wants to hear of each event.

    Attributes:
        fetched: Answers that were kept in this run.
        unchanged: Of them, bodies that were kept already.
        failed: Addresses that gave nothing, by code.
        records: Reports that were read.
        refused: Pages that were no report, by code.
        found: Report addresses that were planned.
        active: Sites that are being visited.
        queued: Addresses that were still to be asked when they were last counted.
        sites: All sites, and those that are done.
        notes: What was left out, for the user.
        listeners: Called with the name of an event and what is known of it.
    """

    sites: int = 0
    done: int = 0
    active: int = 0
    fetched: int = 0
    unchanged: int = 0
    records: int = 0
    found: int = 0
    queued: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def tell(self, event: str, **told: object) -> None:
        """Tell all listeners of an event."""
        for listener in self.listeners:
            listener(event, told)

    def rate(self) -> float:
        """Give the answers a second since the beginning."""
        passed = time.monotonic() - self.began
        return self.fetched / passed if passed > 0 else 0.0

    def left(self) -> float | None:
        """Give the seconds that what is queued will take at this rate; None where nothing is known."""
        rate = self.rate()
        return self.queued / rate if rate > 0 and self.queued else None
