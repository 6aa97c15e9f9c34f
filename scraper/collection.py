"""Records as the commands for many of them take them: a record, JSON lines, a folder of either or of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from parsers.errors import DocumentTooLargeError
from parsers.record import Report
from scraper.errors import InputError, RecordError
from scraper.inputs import read_file, readable
from scraper.partitions import is_store, stored_records
from scraper.reading.sniff import too_large
from scraper.settings import MAX_BYTES

RECORDS = "records"


class Collection(NamedTuple):
    """Records, and earlier versions of them.

    Attributes:
        reports: One a report: of several versions the newest.
        earlier: The versions before, oldest first.
    """

    reports: list[Report]
    earlier: list[Report]


def load_collection(
    path: Path | str, wanted: Callable[[Report], bool] = lambda _: True
) -> Collection:
    """Read the records of a file or folder.

    Args:
        path: A record (``.json``), a file of JSON lines, a folder of either, a harvest's folder, or a
            dataset folder, which may lie on any address that fsspec knows.
        wanted: Says which of them are kept; the others take no memory.

    Raises:
        InputError: The path is not there, cannot be read, or holds no record at all.
        RecordError: A file holds something else; the reason names the line.
    """
    newest: dict[tuple[str, str], Report] = {}
    earlier: list[Report] = []
    empty = True
    for report in read_records(path):
        empty = False
        if not wanted(report):
            continue
        key = (report.id, report.source.url or report.source.uri or report.source.sha256)
        other = newest.get(key)
        if other is None:
            newest[key] = report
        elif (other.source.retrieved_at or "") <= (report.source.retrieved_at or ""):
            newest[key] = report
            earlier.append(other)
        else:
            earlier.append(report)
    if empty:
        raise InputError(f"{readable(path)} holds no record")
    earlier.sort(key=lambda report: (report.id, report.source.retrieved_at or ""))
    return Collection([newest[key] for key in sorted(newest)], earlier)


def read_records(path: Path | str) -> Iterator[Report]:
    """Give the records one after the other; raises as :func:`load_collection` does."""
    if is_store(path):
        for one in stored_records(path):
            yield from _of_lines([one.json.encode("utf-8")], f"{readable(path)}: {one.report_id}")
        return
    path = Path(path)
    if not path.exists():
        raise InputError(f"{readable(path)} is not there")
    if path.is_dir():
        for file in record_files(path):
            yield from _of_file(file)
    else:
        yield from _of_file(path)


def record_files(folder: Path) -> list[Path]:
    """Give the files of a folder that hold records, sorted."""
    root = folder / RECORDS if (folder / RECORDS).is_dir() else folder
    found = (path for path in root.rglob("*") if path.suffix in (".json", ".jsonl"))
    return sorted(path for path in found if path.name != "errors.jsonl" and path.name[0] != ".")


def _of_file(path: Path) -> Iterator[Report]:
    """Give the records of a file; one of JSON lines may be larger than memory."""
    try:
        if path.suffix == ".jsonl":
            yield from _of_lines(_lines(path), readable(path))
        else:
            yield from records_in(read_file(path), readable(path))
    except DocumentTooLargeError as error:
        raise InputError(f"{readable(path)}: {error.reason}") from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_BYTES + 1):
                if len(line) > MAX_BYTES:
                    raise too_large(len(line))
                if line.strip():
                    yield line
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{readable(path)} cannot be read ({reason})") from error


def records_in(data: bytes, name: str) -> Iterator[Report]:
    """Give the records of a file's bytes: one over several lines, or one a line.

    Raises:
        RecordError: Something in it is no record; the reason names the file and the record.
    """
    lines = [data] if _is_one(data) else [line for line in data.split(b"\n") if line.strip()]
    yield from _of_lines(lines, name)


def _of_lines(lines: Iterable[bytes], name: str) -> Iterator[Report]:
    for number, line in enumerate(lines, start=1):
        try:
            yield Report.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the whole"
            reason = f"{name}: record {number} is not valid: {place}: {first['msg']}"
            raise RecordError(reason) from error


def _is_one(data: bytes) -> bool:
    """Say whether JSON text is one object over several lines."""
    return not data.strip().split(b"\n", 1)[0].rstrip().endswith(b"}")
