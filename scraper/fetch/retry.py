"""Whether and when a request is repeated.

A failure is worth another try where ``scraper.fetch.faults`` calls it transient: nothing came, the
answer broke off, or the server failed or was asked too often. What a server says on purpose (gone,
refused, redirected in a circle) or what would come again (a wrong certificate, a page too large) is
not asked twice. A connection that had gone stale while it was idle costs no try: the client asks again
at once over a new one.

Before another try lies the pause of the host, which each failure doubles, and besides a wait by chance, so
that hosts which failed together are not asked again together.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from scraper.errors import FetchError


class Retry(NamedTuple):
    """How often one request is tried in a run.

    Attributes:
        tries: The first one included.
        first: Seconds waited for at most before the second try; twice as many before each further one.
        longest: Seconds waited for at most before any.
    """

    tries: int = 3
    first: float = 1.0
    longest: float = 30.0

    def again(self, error: FetchError, tried: int) -> bool:
        """Say whether a request that has been tried so often is tried once more."""
        return error.transient and tried < self.tries

    def wait(self, tried: int, dice: random.Random) -> float:
        """Give the seconds to wait after so many tries, by chance between half and all of the time.

        >>> [round(Retry().wait(tried, random.Random(1)), 2) for tried in (1, 2, 3, 9)]
        [0.57, 1.13, 2.27, 17.02]
        """
        most: float = min(self.longest, self.first * 2.0 ** (tried - 1))
        return most * (0.5 + dice.random() / 2)
