"""What is asked of a server and what it gave: the values that all parts of a harvest share.

Nothing here touches the network: drivers make :class:`Request`, the client answers with
:class:`Exchange`, the archive keeps it, and a replay from the archive gives the same value again.
"""

from __future__ import annotations

from typing import NamedTuple

Headers = tuple[tuple[str, str], ...]

# Flags of an answer that must not be read as the page that was asked for: it is cut, or another
# page. It is kept as evidence and gives no record (docs/faults.md: H2, H5, R5, R6, R8).
# "warc-truncated": an archive kept only the beginning.
SUSPECT = (
    *("trailing-bytes", "end-missing", "redirected-away", "off-site", "js-redirect"),
    "warc-truncated",
)


PART, PICTURE = "part", "picture"  # kinds of requests, see Planned
OF_REPORT = (PART, PICTURE)  # what is asked for before its report is settled


class Request(NamedTuple):
    """One request; two with equal fields are the same request."""

    url: str  # absolute, http or https, without fragment
    method: str = "GET"
    body: bytes = b""
    headers: Headers = ()  # only what a family's interface needs, such as Content-Type or Referer


class Hop(NamedTuple):
    """A redirect that was followed."""

    url: str
    status: int
    location: str


class Exchange(NamedTuple):
    """One request answered whole, after redirects."""

    request: Request
    url: str  # where the answer came from
    status: int
    headers: Headers  # as received, bytes as Latin-1; order and repeats kept
    data: bytes  # the body, transfer and content coding taken off
    retrieved_at: str  # ISO 8601, UTC, seconds
    hops: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()  # what was odd and survived, such as "length-unknown"
    tls: str | None = None  # profile of the connection: "standard", "legacy"; None over http

    @property
    def suspect(self) -> str | None:
        """The first flag that forbids to take the answer for the page, or None."""
        return next((flag for flag in SUSPECT if flag in self.flags), None)

    def header(self, name: str) -> str | None:
        """Give the first header of a name, in any letter case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Planned(NamedTuple):
    """A request that discovery wants made, and what it knows of the answer.

    Attributes:
        request: What to ask.
        kind: ``home``, ``column``, ``list``, ``probe`` (a guess at a further page of a list),
            ``report``, ``guess`` (the address of a report that may not be there) or ``attachment``.
            ``part`` is a further page of a report that its site cuts into several, ``picture`` a picture that
            it shows in the place of a table.
            An answer may also turn out to be a ``cover``: a page that only holds the file of a report.
        depth: Clicks from the home page.
        score: How promising it is; the higher is asked first.
        title: Words of the link.
        year: The reporting year that the list tells.
        publisher: The body that the list tells.
        published_on: YYYY-MM-DD, as the list tells.
    """

    request: Request
    kind: str
    depth: int = 0
    score: int = 0
    title: str | None = None
    year: int | None = None
    publisher: str | None = None
    published_on: str | None = None
