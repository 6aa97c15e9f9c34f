"""Whole-page OCR as the peer: rapidocr finds and reads the words, our grid holds them."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import numpy as np

from scraper.documents.blocks import FileBlock, FileCell, FileTable
from scraper.documents.pictures import Picture
from scraper.pictures.light import flatten
from scraper.pictures.opening import open_picture
from scraper.pictures.tables import FoundTable, find_tables
from tests.proving.pictured import Worn, read_worn
from tests.proving.score import Score


@lru_cache(maxsize=1)
def engine() -> Any:
    """Give rapidocr as it comes."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def read_whole_page(one: Worn) -> Score:
    """Read a report whose pictures are read by whole-page OCR; everything else is ours."""
    with patch("scraper.reading.pictured.read_pictures", _read):
        return read_worn(one)


def _read(pictures: list[bytes]) -> list[Picture]:
    return [Picture(_blocks(data)) for data in pictures]


def _blocks(data: bytes) -> list[FileBlock]:
    even = flatten(open_picture(data)[0])
    found = max(
        (table for turn in range(4) for table in find_tables(np.ascontiguousarray(np.rot90(even, turn)))
         if turn == 0 or not find_tables(even)),
        key=lambda table: len(table.fields), default=None,
    )  # fmt: skip
    return [] if found is None else [_table(found)]


def _table(found: FoundTable) -> FileTable:
    """Put the words into the fields that hold their centres, line by line."""
    result = engine()(np.repeat(found.straight.even[..., None], 3, axis=2))
    words = [] if result.boxes is None else list(zip(result.boxes, result.txts, strict=True))
    centres = [(box[:, 0].mean(), box[:, 1].mean(), text) for box, text in words]
    rows: list[list[FileCell]] = [[] for _ in range(1 + max(f.row for f in found.fields))]
    for field in found.fields:
        own = sorted(
            (y, x, text)
            for x, y, text in centres
            if field.left <= x <= field.right and field.top <= y <= field.bottom
        )
        text = "".join(text for _, _, text in own)
        rows[field.row].append(FileCell(text, field.colspan, field.rowspan, score=1.0))
    return FileTable(rows)
