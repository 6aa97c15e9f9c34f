"""Visiting the past: a harvest asks this in the place of the sites.

It answers as :class:`scraper.fetch.Visitor` does, from the newest capture of an address. The index of
a host is read once, with the first address of it that is asked for.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from scraper.captures.model import Capture, address_key, newest
from scraper.captures.source import Source
from scraper.errors import ArchiveError, FetchError
from scraper.exchange import Exchange, Request
from scraper.fetch.faults import failure
from scraper.urls import authority

# Pages that servers give for a folder.
_INDEXES = (
    *("index.html", "index.htm", "index.shtml", "index.jsp", "index.aspx", "index.php"),
    *("default.htm", "default.html", "default.aspx", "main.htm"),
)


class _Held(NamedTuple):
    """The newest captures of a host, by address."""

    captures: dict[str, Capture]


class ArchiveVisitor:
    """Answers requests from an archive.

    Args:
        source: The archive.
        years: Reporting years that are wanted.
    """

    def __init__(self, source: Source, years: range) -> None:
        self.source = source
        self._years = years
        self._hosts: dict[str, asyncio.Task[_Held]] = {}

    async def visit(
        self,
        request: Request,
        *,
        etag: str | None = None,  # noqa: ARG002 -- an archive's copy does not change
        last_modified: str | None = None,  # noqa: ARG002
        transport: str = "auto",  # noqa: ARG002
    ) -> Exchange:
        """Give the newest capture of an address.

        Raises:
            FetchError: F.NOT_FOUND where the archive has none; what the archive's server raises.
        """
        if request.method != "GET" or request.body:
            reason = "archives hold no answers to forms"
            raise failure("not-found", reason, url=request.url)
        capture = await self.find(request.url)
        if capture is None:
            reason = f"{self.source.archive.title} has no capture of it"
            raise failure("not-found", reason, url=request.url)
        try:
            return (await self.source.load(capture))._replace(request=request)
        except ArchiveError as error:
            raise FetchError(error.code, error.reason, url=request.url) from error
        except FetchError as error:
            raise _of_archive(error, request.url) from error

    async def find(self, url: str) -> Capture | None:
        """Give the newest capture of an address, None where there is none."""
        held = await self._held(url)
        names = _other_names(address_key(url))
        return next((held.captures[name] for name in names if name in held.captures), None)

    async def captures(self, url: str) -> list[Capture]:
        """Give the newest captures of the host of an address, by address; raises FetchError."""
        return [capture for _, capture in sorted((await self._held(url)).captures.items())]

    async def _held(self, url: str) -> _Held:
        host = authority(url).removeprefix("www.")
        if host not in self._hosts:
            self._hosts[host] = asyncio.ensure_future(self._of_host(url))
        task = self._hosts[host]
        try:
            return await asyncio.shield(task)
        except BaseException:
            if task.done():
                self._hosts.pop(host, None)  # another address may have better luck later
            raise

    async def _of_host(self, url: str) -> _Held:
        try:
            found = [capture async for capture in self.source.captures(url, self._years)]
        except ArchiveError as error:
            raise FetchError(error.code, error.reason, url=url) from error
        except FetchError as error:
            raise _of_archive(error, url) from error
        return _Held(newest(found))

    async def soft_404(self, exchange: Exchange) -> None:  # noqa: ARG002
        """An archive is not asked for pages that cannot be."""
        return


def _other_names(key: str) -> list[str]:
    """Give the names under which an archive may have a page: a folder's page has several."""
    folder, slash, name = key.rpartition("/")
    if name and name not in _INDEXES:
        return [key]
    return [key, *(f"{folder}{slash}{other}" for other in ("", *_INDEXES))]


def _of_archive(error: FetchError, url: str) -> FetchError:
    """Tell a failure of the archive as one of the address; what the archive said is no page of it."""
    reason = f"the archive: {error.reason}"
    return FetchError(error.code, reason, url=url, fault=error.fault, transient=error.transient)
