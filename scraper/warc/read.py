"""Reading archives, stricter than the usual libraries.

A common reader takes 1,972 of 3,815 cut files for whole ones. Here a record counts only if its gzip
member is complete, its length is the one it tells and its end stands where it should; anything else
is an error that says at which byte. A record larger than any page is given without its block.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from scraper.errors import ArchiveError, InputError
from scraper.exchange import Headers
from scraper.remote import open_remote
from scraper.settings import MAX_BYTES
from scraper.warc.model import Record

Where = Path | str  # a path, or an address that fsspec knows
_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_TAIL = b"\r\n\r\n"
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_MAX_RECORD = MAX_BYTES + (1 << 20)  # the largest body and its headers
_MAX_MEMBER = 64 * _MAX_RECORD  # beyond this, a member is taken for one that was made to harm


def read_records(path: Where) -> Iterator[Record]:
    """Give the records of a ``.warc`` or ``.warc.gz`` file, in order.

    Raises:
        ArchiveError: F.ARCHIVE: the file cannot be read, is cut or damaged; the records before the
            damage were given.
    """
    with _opened(path) as file:
        packed = file.read(2) == _GZIP
        size = file.seek(0, os.SEEK_END)
        offset = 0
        while offset < size:
            record = _record(file, path, offset, packed=packed)
            yield record
            offset += record.length


def read_at(path: Where, offset: int) -> Record:
    """Give the record at an offset; raises ArchiveError as :func:`read_records` does."""
    with _opened(path) as file:
        packed = file.read(2) == _GZIP
        return _record(file, path, offset, packed=packed)


def read_member(data: bytes, name: str) -> Record:
    """Give the one record that a part of a file is, as an archive on the web gives it.

    Args:
        data: All bytes of the record, packed or not.
        name: What it is called in an error.

    Raises:
        ArchiveError: It is cut, damaged, or more than one record.
    """
    record = _record(io.BytesIO(data), Path(name), 0, packed=data.startswith(_GZIP))
    if record.length != len(data):
        raise _damaged(Path(name), record.length, "there is more than one record")
    return record


def whole_until(path: Where) -> int:
    """Give the offset behind the last whole record of a file."""
    end = 0
    try:
        for record in read_records(path):
            end = record.offset + record.length
    except ArchiveError:
        return end
    return end


def _opened(path: Where) -> BinaryIO:
    try:
        return path.open("rb") if isinstance(path, Path) else open_remote(path)
    except (OSError, InputError) as error:
        reason = f"{path} cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ArchiveError(reason, path=str(path)) from error


def _record(file: BinaryIO, path: Where, offset: int, *, packed: bool) -> Record:
    file.seek(offset)
    if not packed:
        return _plain(file, path, offset)
    data, length, size = _member(file, path, offset)
    if size > _MAX_RECORD:
        return _without_block(data, path, offset, length)
    record, used = _parsed(data, path, offset, length)
    if used != len(data):
        raise _damaged(path, offset, "there is more than one record in a gzip member")
    return record


def _member(file: BinaryIO, path: Where, offset: int) -> tuple[bytes, int, int]:
    """Inflate one gzip member, whole or not at all.

    Returns:
        Its text (of one that is too large only the beginning), its bytes on disk, its true size.
    """
    unpacker = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = read = 0
    while not unpacker.eof:
        piece = file.read(_PIECE)
        if not piece:
            raise _damaged(path, offset, "the file ends inside a record")
        read += len(piece)
        while piece and not unpacker.eof:
            text = _inflate(unpacker, piece, path, offset)
            size += len(text)
            if size > _MAX_MEMBER:
                raise _damaged(path, offset, "a record is too large")
            if size <= _MAX_RECORD or not parts:
                parts.append(text)
            else:
                del parts[1:]  # its head is enough to pass it by
            piece = unpacker.unconsumed_tail
    return b"".join(parts), read - len(unpacker.unused_data), size


def _inflate(unpacker: zlib._Decompress, piece: bytes, path: Where, offset: int) -> bytes:
    try:
        return unpacker.decompress(piece, 1 << 20)
    except zlib.error as error:
        raise _damaged(path, offset, f"compressed data are damaged ({error})") from error


def _plain(file: BinaryIO, path: Where, offset: int) -> Record:
    """Read a record of an uncompressed file: its head tells how long it is."""
    head = file.read(_PIECE)
    fields, begin = _head(head, path, offset)
    length = begin + _length(fields, path, offset) + len(_TAIL)
    if length > _MAX_RECORD:
        file.seek(offset + length - len(_TAIL))
        if file.read(len(_TAIL)) != _TAIL:
            raise _damaged(path, offset, "a record is not as long as it says")
        return _without_block(head, path, offset, length)
    file.seek(offset)
    data = file.read(length)
    if len(data) < length:
        raise _damaged(path, offset, "the file ends inside a record")
    return _parsed(data, path, offset, length)[0]


def _parsed(data: bytes, path: Where, offset: int, length: int) -> tuple[Record, int]:
    fields, begin = _head(data, path, offset)
    size = _length(fields, path, offset)
    block = data[begin : begin + size]
    tail = data[begin + size : begin + size + len(_TAIL)]
    if len(block) != size or tail != _TAIL:
        raise _damaged(path, offset, "a record is not as long as it says")
    return Record(fields, block, offset, length), begin + size + len(_TAIL)


def _head(data: bytes, path: Where, offset: int) -> tuple[Headers, int]:
    """Give the fields of a record and where its block begins."""
    version = _VERSION.match(data)
    end = _HEAD_END.search(data)
    if version is None or end is None:
        old = data.startswith(b"filedesc:")
        told = "it is an ARC file, which is not read" if old else "there is no WARC record"
        raise _damaged(path, offset, told)
    return _fields(data[version.end() : end.start()]), end.end()


def _without_block(data: bytes, path: Where, offset: int, length: int) -> Record:
    """Give a record that no page can be in by its head alone, so that those behind it are read."""
    return Record(_head(data, path, offset)[0], b"", offset, length)


def _fields(head: bytes) -> Headers:
    # A field may go on in the next line, after a blank (WARC/1.1, section 4).
    lines = _FOLDED.sub(" ", head.decode("utf-8", "replace")).splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def _length(fields: Headers, path: Where, offset: int) -> int:
    told = next((value for name, value in fields if name.lower() == "content-length"), "")
    if not told.isdecimal():
        raise _damaged(path, offset, "a record does not tell its length")
    return int(told)


def _damaged(path: Where, offset: int, reason: str) -> ArchiveError:
    name = str(path).rpartition("/")[2]
    return ArchiveError(f"{name}, byte {offset}: {reason}", path=str(path), offset=offset)
