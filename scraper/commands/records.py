"""Records as the reading commands take them: from a file of ours, or from a report parsed now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from parsers.errors import ParserError
from parsers.record import Report
from scraper.collection import records_in
from scraper.errors import RecordError, UsageError
from scraper.inputs import read_file, readable
from scraper.reading import Page, read_page

STDIN = "-"


def load_record(arguments: argparse.Namespace) -> Report:
    """Give the record that the command names.

    Raises:
        InputError: The file cannot be read.
        RecordError: It holds no record and is no report.
        UsageError: It holds several records and none was chosen.
    """
    records = list(_records(arguments.record))
    if arguments.id:
        records = [record for record in records if record.id == arguments.id]
        if not records:
            raise UsageError(f"no record with the id {arguments.id}")
    if len(records) > 1:
        names = ", ".join(record.id for record in records[:5])
        raise UsageError(f"{len(records)} records there; choose one with --id ({names}, …)")
    return records[0]


def _records(name: str) -> Iterator[Report]:
    data = sys.stdin.buffer.read() if name == STDIN else read_file(Path(name))
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        yield _parsed(data, name)
        return
    yield from records_in(data, readable(name))


def _parsed(data: bytes, name: str) -> Report:
    try:
        return read_page(Page(data, uri=readable(name)))
    except ParserError as error:
        reason = f"{readable(name)}: {error.reason} [{error.code}]"
        raise RecordError(reason) from error
