"""Errors of the scraper: an input that cannot be had, a page that is none, a folder that fails.

The tree::

    ScraperError                    code, reason, detail
    ├── FetchError                  F.*              url, status, fault …: the address gave no page
    ├── DriverError                 F.DRIVER         a driver failed on a page; the page counts as unread
    ├── InputError                  F.UNREADABLE     a file or folder cannot be read
    ├── RecordError                 F.NOT_A_RECORD   a file that should hold records does not
    ├── ArchiveError                F.ARCHIVE        a WARC file is cut or damaged
    ├── StoreError                  F.STORE          a result cannot be written; ends the run
    └── UsageError                  (exit status 2)  the command was called the wrong way

    parsers.errors.NotAReportError  F.NOT_A_REPORT
    ├── SoftErrorPageError          F.SOFT_404       says "not found" and answers as if it were found
    ├── BlockedPageError            F.BLOCKED        a challenge or a ban, never data
    ├── LoginPageError              F.LOGIN          asks for an account
    └── EmptyShellError             F.SCRIPTED       its text is loaded by a script or a frame

Nothing here prints or logs; the command line says ``reason`` and then what to do next.
"""

from __future__ import annotations

from parsers.errors import NotAReportError
from scraper.exchange import Exchange, Hop

# Exit status of the commands.
EXIT_OK = 0  # every input gave a record; findings do not count
EXIT_SOME_FAILED = 1  # some input gave none
EXIT_USAGE = 2  # wrong use
EXIT_BLOCKED = 3  # a harvest: what is missing is held back by the sites' servers
EXIT_FAILED = 4  # a harvest: nothing came where reports were expected
EXIT_NO_SPACE = 5  # the disk is full; the work so far is kept
EXIT_INTERRUPTED = 130  # interrupted, with the work so far kept


class ScraperError(Exception):
    """Something of the world outside failed; ``code`` and ``reason`` go to the user."""

    code = "F.SCRAPER"

    def __init__(self, reason: str, **detail: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class FetchError(ScraperError):
    """An address gave no page.

    Attributes:
        code: One of the ``F.*`` codes.
        url: The address that failed, after redirects.
        status: The HTTP status, or None where there was no answer.
        fault: What failed, finer than the code: a name of ``scraper.fetch.faults``, as in
            docs/faults.md (``short-body``, ``tls-expired``); "" where nobody told.
        retry_after: Seconds that the server asks to wait (RFC 9110, 10.2.3), or None.
        transient: Whether the same request may succeed a little later.
        answer: What the server said instead of the page, cut to a size for evidence, or None.
        hops: The redirects that led to ``url``.
    """

    def __init__(  # noqa: PLR0913 -- what is known of a failure, all of it by name
        self,
        code: str,
        reason: str,
        *,
        url: str,
        status: int | None = None,
        fault: str = "",
        retry_after: float | None = None,
        transient: bool = False,
        answer: Exchange | None = None,
        hops: tuple[Hop, ...] = (),
    ) -> None:
        super().__init__(reason, url=url, status=status)
        self.code = code
        self.url = url
        self.status = status
        self.fault = fault
        self.retry_after = retry_after
        self.transient = transient
        self.answer = answer
        self.hops = hops


class DriverError(ScraperError):
    """A driver failed on a page, which a user's own driver may do at any time."""

    code = "F.DRIVER"


class InputError(ScraperError):
    """A file or folder cannot be read."""

    code = "F.UNREADABLE"


class RecordError(ScraperError):
    """A file that should hold records does not."""

    code = "F.NOT_A_RECORD"


class ArchiveError(ScraperError):
    """A WARC file, or a record in it, is cut or damaged."""

    code = "F.ARCHIVE"


class StoreError(ScraperError):
    """A result cannot be written."""

    code = "F.STORE"


class UsageError(ScraperError):
    """The command was called the wrong way."""

    code = "USAGE"


class SoftErrorPageError(NotAReportError):
    """A page that tells of an error, whatever status it came with."""

    code = "F.SOFT_404"


class BlockedPageError(NotAReportError):
    """A challenge or ban in the place of the page."""

    code = "F.BLOCKED"


class LoginPageError(NotAReportError):
    """A page that asks for an account."""

    code = "F.LOGIN"


class EmptyShellError(NotAReportError):
    """A page without text of its own: a script or a frame loads it."""

    code = "F.SCRIPTED"
