"""A request and the redirects that it leads through; what is kept within one such chain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import httpx

from scraper.exchange import Exchange, Hop, Request
from scraper.fetch.answer import Answer
from scraper.fetch.faults import failure
from scraper.fetch.moves import away, move_of
from scraper.fetch.network import Policy, Target, allowed, known
from scraper.fetch.urls import joined, located, parse
from scraper.settings import Settings

MAX_SENT_ON = 3  # redirects that pages make themselves, by refresh or script
_KEEPS_METHOD = (307, 308)


@dataclass(slots=True)
class Chain:
    """One request on its way.

    Attributes:
        asked: The request as it was asked.
        url: Where it stands now.
        left: Seconds left of the deadline.
        hops: Redirects followed so far.
        flags: What is told of the whole chain.
        cookies: Kept for this chain alone, host by host.
    """

    asked: Request
    url: httpx.URL
    left: float
    max_redirects: int
    loopback: bool = False
    hops: list[Hop] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    cookies: httpx.Cookies | None = None
    method: str = "GET"
    body: bytes = b""
    conditional: bool = False
    sent: int = 0

    @classmethod
    def of(cls, request: Request, settings: Settings, *, loopback: bool) -> Self:
        """Begin; raises FetchError for an address that is none."""
        return cls(
            asked=request,
            url=parse(request.url),
            left=settings.deadline,
            max_redirects=settings.max_redirects,
            loopback=loopback,
            headers=list(request.headers),
            method=request.method,
            body=request.body,
        )

    def conditions(self, etag: str | None, last_modified: str | None) -> None:
        """Ask only for what has changed since a copy was taken (RFC 9110, 13)."""
        if etag is not None:
            self.headers.append(("If-None-Match", etag))
        if last_modified is not None:
            self.headers.append(("If-Modified-Since", last_modified))
        self.conditional = etag is not None or last_modified is not None

    def without_tls(self) -> None:
        """Ask over http although the address says https, and tell it."""
        if self.url.scheme == "https":
            self.url = self.url.copy_with(scheme="http", port=None)
            self.flags.append("downgrade")

    def through_proxy(self, policy: Policy) -> None:
        """Tell that a proxy is asked; raises FetchError for a private address that is written out."""
        allowed(known(self.url.host), policy, Target(self.url.host, 0, None, str(self.url)))
        self.flags.append("proxy")

    def http_request(self, common: dict[str, str]) -> httpx.Request:
        """Give the request to send now."""
        headers = [(_bytes(k), _bytes(v)) for k, v in (*common.items(), *self.headers)]
        request = httpx.Request(self.method, self.url, headers=headers, content=self.body or None)
        if self.cookies is not None:
            self.cookies.set_cookie_header(request)
        return request

    def keep_cookies(self, request: httpx.Request, response: httpx.Response) -> None:
        """Keep the cookies of an answer for the rest of the chain."""
        if "set-cookie" in response.headers:
            response.request = request
            self.cookies = self.cookies or httpx.Cookies()
            self.cookies.extract_cookies(response)

    def moved(self, answer: Answer) -> None:
        """Follow a redirect of the server.

        Raises:
            FetchError: ``redirects``, ``redirect-target``, ``address``.
        """
        places = {value for name, value in answer.headers if name.lower() == "location"}
        if len(places) > 1:
            reason = "the redirect names two addresses"
            raise failure("redirect-target", reason, url=str(self.url), status=answer.status)
        location = "".join(places).encode("latin-1")
        if answer.status not in _KEEPS_METHOD:
            self.method, self.body = "GET", b""
        self._go(answer, located(self.url, location))

    def sent_on(self, answer: Answer) -> bool:
        """Follow a page that only sends on; say whether it did."""
        move = move_of(answer.data, answer.header("content-type") or None)
        if move is None:
            return False
        if move.target is None:
            self.flags.append("js-redirect")
            return False
        target = joined(self.url, move.target)
        if target == self.url and self.cookies is None:
            return False  # a page that only loads itself again
        self.sent += 1
        if self.sent > MAX_SENT_ON:
            raise failure("redirects", "pages send on without an end", url=str(self.url))
        self.method, self.body = "GET", b""
        self._go(answer, target)
        return True

    def _go(self, answer: Answer, target: httpx.URL) -> None:
        self.hops.append(Hop(str(self.url), answer.status, str(target)))
        if len(self.hops) > self.max_redirects:
            reason = f"more than {self.max_redirects} redirects"
            raise failure("redirects", reason, url=str(self.url))
        if self.url.scheme == "https" and target.scheme == "http":
            self.flags.append("downgrade")
        if target.host != self.url.host:
            # What a family's interface needs is for its own host alone.
            self.headers = [(k, v) for k, v in self.headers if k.lower().startswith("if-")]
        self.url = target

    def exchange(self, answer: Answer) -> Exchange:
        """Give the answer with what the whole chain tells of it."""
        flags = [*self.flags, *answer.flags]
        if self.hops:
            flags += away(parse(self.asked.url), answer.url, answer.data)
        if answer.tls == "legacy":
            flags.append("tls-legacy")
        made = answer.exchange(self.asked)
        return made._replace(hops=tuple(self.hops), flags=tuple(dict.fromkeys(flags)))


def _bytes(text: str) -> bytes:
    """Give a header as it goes out; a validator goes back as the bytes that came."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
