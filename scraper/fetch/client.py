"""One page for one address: redirects followed, limits kept, every failure with its code."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import NamedTuple, Self

import httpcore
import httpx

from scraper.errors import FetchError
from scraper.fetch.addresses import is_loopback
from scraper.fetch.body import read_body
from scraper.fetch.network import Deadline, GuardedBackend, GuardedTransport, Policy
from scraper.settings import Settings, user_agent

_REDIRECTS = (301, 302, 303, 307, 308)
_BLOCKED = (401, 403, 405, 412, 418, 429, 451, 521)
_GONE = (404, 410)
_MAX_PORT = 65_535


class Fetched(NamedTuple):
    """What an address gave."""

    data: bytes
    content_type: str | None
    url: str  # after redirects
    status: int
    retrieved_at: str  # ISO 8601, UTC, seconds


class Fetcher:
    """Fetches pages one after the other; to be used as a context manager.

    No proxies of the environment, no cookies kept from page to page, certificates checked.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._policy = Policy(private=self.settings.allow_private)
        self._backend = GuardedBackend(self._policy)
        headers = {
            "User-Agent": user_agent(),
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN, zh;q=0.9",
        }
        self._client = httpx.Client(
            transport=GuardedTransport(self._backend),
            headers=headers,
            timeout=httpx.Timeout(self.settings.deadline, connect=self.settings.connect),
            trust_env=False,
        )
        self._last: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def fetch(self, url: str) -> Fetched:
        """Fetch the page at an address.

        Args:
            url: An ``http`` or ``https`` address. This machine is asked only if this very address
                names it, never because a page of the web leads there.

        Raises:
            FetchError: With one of the codes F.BAD_URL, F.NOT_FOUND, F.BLOCKED, F.SERVER,
                F.STATUS, F.REDIRECTS, F.TIMEOUT, F.TLS, F.CONNECT, F.PRIVATE_ADDRESS,
                F.TOO_LARGE, F.TRUNCATED, F.ENCODING.
        """
        self._backend.deadline = Deadline(self.settings.deadline)
        current = _parse(url)
        self._policy.loopback = _names_loopback(current)
        for _ in range(self.settings.max_redirects + 1):
            self._be_polite(current.host)
            with _told(str(current)):
                answer = self._once(current)
            if isinstance(answer, Fetched):
                return answer
            current = answer
        reason = f"more than {self.settings.max_redirects} redirects"
        raise FetchError("F.REDIRECTS", reason, url=str(current))

    def _once(self, url: httpx.URL) -> Fetched | httpx.URL:
        """Send one request; give the page, or where it has moved."""
        self._client.cookies.clear()
        with self._client.stream("GET", url) as response:
            target = response.headers.get("Location")
            if response.status_code in _REDIRECTS and target:
                return _parse(str(url.join(target)))
            _require_found(response.status_code, str(url))
            self._require_small(response, str(url))
            coding = response.headers.get("Content-Encoding", "")
            limit = self.settings.max_bytes
            data = read_body(response.iter_raw(), coding, limit=limit, url=str(url))
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            kind = response.headers.get("Content-Type")
            return Fetched(data, kind, str(url), response.status_code, now)

    def _require_small(self, response: httpx.Response, url: str) -> None:
        """Refuse a page by its announced size before any of it is read."""
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > self.settings.max_bytes:
            reason = (
                f"the page has {int(announced):,} bytes, the limit is {self.settings.max_bytes:,}"
            )
            raise FetchError("F.TOO_LARGE", reason, url=url)

    def _be_polite(self, host: str) -> None:
        """Wait between two requests to the same host of the web."""
        last = self._last.get(host)
        self._last[host] = time.monotonic()
        if last is not None and not self._policy.loopback:
            wait = last + self.settings.pause - time.monotonic()
            time.sleep(max(0.0, wait))
            self._last[host] = time.monotonic()


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("F.BAD_URL", f"not a web address ({error})", url=url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError("F.BAD_URL", "not an address of the web (http or https)", url=url)
    if parsed.port is not None and not 0 < parsed.port <= _MAX_PORT:
        raise FetchError("F.BAD_URL", f"there is no port {parsed.port}", url=url)
    return parsed.copy_with(fragment=None, username=None, password=None)


def _names_loopback(url: httpx.URL) -> bool:
    """Say whether the user's own address names this machine."""
    if url.host == "localhost":
        return True
    try:
        return is_loopback(url.host)
    except ValueError:
        return False  # a name; names of the web never lead to this machine


def _require_found(status: int, url: str) -> None:
    if status == httpx.codes.OK:
        return
    code, reason = "F.STATUS", "the server gave no page"
    if status in _GONE:
        code, reason = "F.NOT_FOUND", "there is no such page on the server"
    elif status in _BLOCKED:
        code, reason = "F.BLOCKED", "the server refuses this program"
    elif status >= httpx.codes.INTERNAL_SERVER_ERROR:
        code, reason = "F.SERVER", "the server failed"
    raise FetchError(code, f"{reason} (HTTP {status})", url=url, status=status)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what the libraries raise into the project's error."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError("F.TIMEOUT", "the server did not answer in time", url=url) from error
    except ssl.SSLError as error:
        raise FetchError("F.TLS", _tls(error), url=url) from error
    except httpcore.ConnectError as error:
        if "SSL" in str(error) or "CERTIFICATE" in str(error):
            raise FetchError("F.TLS", _tls(error), url=url) from error
        raise FetchError("F.CONNECT", f"the server cannot be reached ({error})", url=url) from error
    except (httpcore.ProtocolError, httpcore.NetworkError, httpx.HTTPError) as error:
        raise FetchError("F.TRUNCATED", f"the answer broke off ({error})", url=url) from error
    except httpx.InvalidURL as error:
        raise FetchError("F.BAD_URL", f"not a web address ({error})", url=url) from error


def _tls(error: Exception) -> str:
    return f"no secure connection could be made ({error})"
