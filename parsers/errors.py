"""Errors of the parsers: a page that cannot become a record.

The tree::

    ParserError                     code, reason, detail
    ├── NotAReportError             F.NOT_A_REPORT   readable, but no annual report
    ├── EmptyDocumentError          F.EMPTY          nothing to read
    ├── UnsupportedFormatError      F.UNSUPPORTED    a format no reader is there for
    ├── DocumentTooLargeError       F.TOO_LARGE      past the limits of a reader
    └── VocabError                  (a fault of the data files, never of a page)

Odd but readable data is never an error: it becomes a finding of the record.
"""

from __future__ import annotations


class ParserError(Exception):
    """A document that gives no record; ``code`` and ``reason`` go to the user."""

    code = "F.PARSER"

    def __init__(self, reason: str, **detail: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class NotAReportError(ParserError):
    """The document can be read and is no annual report."""

    code = "F.NOT_A_REPORT"


class EmptyDocumentError(ParserError):
    """The document holds no text at all."""

    code = "F.EMPTY"


class UnsupportedFormatError(ParserError):
    """No reader is there for this format."""

    code = "F.UNSUPPORTED"


class DocumentTooLargeError(ParserError):
    """The document is past a limit of its reader."""

    code = "F.TOO_LARGE"


class VocabError(ParserError, ValueError):
    """A data file of the vocabulary contradicts itself."""

    code = "F.VOCAB"
