"""Stata files (format 118, UTF-8) written in two passes, so that memory stays flat however many rows there are.

A row has a fixed width there, so the longest text of each column must be known before the first row is
written: rows go to a Parquet file beside it first. Texts of more than 2,045 bytes go to the long type.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scraper.dataset.formats import CONTROL, ParquetWriter, Row, TableWriter

_LONG, _DOUBLE, _BYTE = 32768, 65526, 65530
_MOST = 2045  # bytes of a text of fixed width
_NO_DOUBLE = struct.unpack("<d", bytes.fromhex("000000000000e07f"))[0]
_NO_BYTE = 101
_LOT = 4096  # rows that are turned at once
_PARTS = ("map", "variable_types", "varnames", "sortlist", "formats", "value_label_names",
          "variable_labels", "characteristics", "data", "strls", "value_labels")  # fmt: skip


class StataWriter(TableWriter):
    """A Stata file; null is missing in a number and empty in a text.

    Args:
        path: The file.
        schema: Columns; names of at most 32 characters.
        labels: Labels of columns, cut at 80 characters.
        values: The words that a column may hold, which become numbers with value labels; a word
            that is none of them makes the column one of text.
    """

    def __init__(
        self,
        path: Path,
        schema: pa.Schema,
        labels: Mapping[str, str],
        values: Mapping[str, Sequence[str]],
    ) -> None:
        super().__init__(schema)
        self._path, self._labels = path, labels
        self._values = {name: list(words) for name, words in values.items()}
        self._lengths = dict.fromkeys(schema.names, 1)
        self._waiting = ParquetWriter(path.with_suffix(".waiting"), schema)

    def put(self, rows: Sequence[Row]) -> None:
        """Keep some rows, and how long their texts are."""
        self._waiting.write(rows)
        for field in self.schema:
            if pa.types.is_string(field.type):
                texts = {row.get(field.name) or "" for row in rows}
                longest = max(len(_clean(text)) for text in texts)
                self._lengths[field.name] = max(longest, self._lengths[field.name])
                if not texts - {""} <= set(self._values.get(field.name, ())):
                    self._values.pop(field.name, None)

    def close(self, *, whole: bool) -> None:
        """Write the file."""
        self._waiting.close(whole=whole)
        waiting = self._path.with_suffix(".waiting")
        try:
            if whole:
                with self._path.open("wb") as file, pq.ParquetFile(waiting) as rows:
                    _File(file, self).write(rows.iter_batches(_LOT))
        finally:
            waiting.unlink()

    def kind(self, field: pa.Field) -> int:
        """Give Stata's number of a column's type."""
        if field.name in self._values:
            return _BYTE
        if not pa.types.is_string(field.type):
            return _DOUBLE
        return self._lengths[field.name] if self._lengths[field.name] <= _MOST else _LONG

    def words(self, name: str) -> list[str]:
        """Give the words of a column with value labels; none for others."""
        return self._values.get(name, [])

    def label(self, name: str) -> str:
        """Give the label of a column."""
        return self._labels.get(name, name)[:80]


class _File:
    """The parts of the file, with the places where they begin."""

    def __init__(self, file: BinaryIO, writer: StataWriter) -> None:
        self._file, self._of = file, writer
        self._fields = list(writer.schema)
        self._kinds = [writer.kind(field) for field in self._fields]
        self._places = {"start": 0}

    def write(self, batches: Iterator[pa.RecordBatch]) -> None:
        """Write everything; the map is filled in at the end, when all places are known."""
        self._file.write(b"<stata_dta>" + self._header())
        self._part("map", bytes(14 * 8))
        self._describe()
        texts = self._path_of_texts()
        try:
            self._rows(batches, texts)
        finally:
            texts.unlink(missing_ok=True)
        self._part("value_labels", b"".join(self._value_labels()))
        self._places["end"] = self._file.tell()
        self._file.write(b"</stata_dta>")
        places = [self._places[name] for name in ("start", *_PARTS, "end")]
        size = self._file.tell()
        self._file.seek(self._places["map"] + len("<map>"))
        self._file.write(struct.pack("<14Q", *places, size))

    def _header(self) -> bytes:
        # A day of its own would make the bytes depend on the clock.
        told = struct.pack("<H", len(self._fields)), struct.pack("<Q", self._of.rows)
        return (
            b"<header><release>118</release><byteorder>LSF</byteorder><K>%b</K><N>%b</N>"
            b"<label>\0\0</label><timestamp>\x1101 Jan 1970 00:00</timestamp></header>" % told
        )

    def _part(self, name: str, data: bytes) -> None:
        self._places[name] = self._file.tell()
        self._file.write(f"<{name}>".encode() + data + f"</{name}>".encode())

    def _describe(self) -> None:
        count = len(self._fields)
        self._part("variable_types", struct.pack(f"<{count}H", *self._kinds))
        self._part("varnames", b"".join(_fixed(field.name, 129) for field in self._fields))
        self._part("sortlist", bytes(2 * (count + 1)))
        self._part("formats", b"".join(_fixed(_format(kind), 57) for kind in self._kinds))
        words = [field.name if self._of.words(field.name) else "" for field in self._fields]
        self._part("value_label_names", b"".join(_fixed(name, 129) for name in words))
        labels = (_fixed(self._of.label(field.name), 321) for field in self._fields)
        self._part("variable_labels", b"".join(labels))
        self._part("characteristics", b"")

    def _path_of_texts(self) -> Path:
        return Path(str(self._file.name)).with_suffix(".texts")

    def _rows(self, batches: Iterator[pa.RecordBatch], texts: Path) -> None:
        """Write the rows; long texts are kept apart and come behind them."""
        self._places["data"] = self._file.tell()
        self._file.write(b"<data>")
        row = 0
        with texts.open("wb") as long:
            for batch in batches:
                self._file.write(self._lot(batch, row, long).tobytes())
                row += batch.num_rows
        self._file.write(b"</data>")
        self._places["strls"] = self._file.tell()
        self._file.write(b"<strls>")
        with texts.open("rb") as long:
            while piece := long.read(1 << 20):
                self._file.write(piece)
        self._file.write(b"</strls>")

    def _lot(self, batch: pa.RecordBatch, row: int, long: BinaryIO) -> np.ndarray[Any, Any]:
        """Give rows as one array, numbered on from ``row``."""
        shape = [(f"c{at}", _dtype(kind)) for at, kind in enumerate(self._kinds)]
        lot = np.zeros(batch.num_rows, dtype=shape)
        for at, (field, kind) in enumerate(zip(self._fields, self._kinds, strict=True)):
            values = batch.column(at).to_pylist()
            if kind == _BYTE:
                numbers = {word: n for n, word in enumerate(self._of.words(field.name), 1)}
                lot[f"c{at}"] = [numbers.get(value, _NO_BYTE) for value in values]
            elif kind == _DOUBLE:
                lot[f"c{at}"] = [_NO_DOUBLE if value is None else float(value) for value in values]
            elif kind == _LONG:
                lot[f"c{at}"] = [_long(long, at + 1, row + n, v) for n, v in enumerate(values, 1)]
            else:
                lot[f"c{at}"] = [_clean(value or "") for value in values]
        return lot

    def _value_labels(self) -> Iterator[bytes]:
        for field in self._fields:
            words = [_clean(word) + b"\0" for word in self._of.words(field.name)]
            if words:
                starts = [sum(map(len, words[:at])) for at in range(len(words))]
                numbers = [*starts, *range(1, len(words) + 1)]
                text = b"".join(words)
                head = struct.pack(f"<{len(numbers) + 2}i", len(words), len(text), *numbers)
                size = struct.pack("<i", len(head) + len(text))
                yield b"<lbl>" + size + _fixed(field.name, 129) + bytes(3) + head + text + b"</lbl>"


def _clean(text: str) -> bytes:
    return CONTROL.sub("\ufffd", text).encode("utf-8")


def _fixed(text: str, size: int) -> bytes:
    """Give text in a field of so many bytes, the last of which is zero."""
    data = text.encode("utf-8")[: size - 1].decode("utf-8", "ignore").encode("utf-8")
    return data.ljust(size, b"\0")


def _format(kind: int) -> str:
    return {_LONG: "%9s", _DOUBLE: "%10.0g", _BYTE: "%8.0g"}.get(kind, f"%{kind}s")


def _dtype(kind: int) -> str:
    return {_LONG: "V8", _DOUBLE: "<f8", _BYTE: "i1"}.get(kind, f"S{kind}")


def _long(file: BinaryIO, column: int, row: int, text: str | None) -> bytes:
    """Put a long text behind the others and give what stands for it in the row."""
    if not text:
        return bytes(8)
    data = _clean(text) + b"\0"
    file.write(b"GSO" + struct.pack("<IQBI", column, row, 130, len(data)) + data)
    return struct.pack("<H", column) + struct.pack("<Q", row)[:6]
