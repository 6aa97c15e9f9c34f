"""S7, S8: pages without a report in them, and pictures of reports."""

from __future__ import annotations

import struct
import zlib

import pytest

from parsers.errors import NotAReportError, ParserError
from scraper import read_report


@pytest.mark.parametrize(
    ("markup", "word"),
    [
        ("<title>年度报告</title><div id=app></div><script src=/app.js></script>", "script"),
        ("<title>年度报告</title><script>load('/content.json')</script>", "script"),
        ("<title>年度报告</title><iframe src='/c/2023.html'></iframe>", "/c/2023.html"),
    ],
)
def test_a_page_that_its_script_fills(markup, word):
    """S7: refused as F.SCRIPTED, with the address of the frame where there is one."""
    with pytest.raises(NotAReportError) as caught:
        read_report(markup.encode(), content_type="text/html; charset=utf-8")
    assert caught.value.code == "F.SCRIPTED"
    assert word in caught.value.reason


def png():
    """Make a small picture."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (png(), "image/png", "F.UNSUPPORTED"),
        (png(), "text/html", "F.UNSUPPORTED"),
        (
            "<h1>某局2023年政府信息公开工作年度报告</h1><p><img src=a.png></p>".encode(),
            "text/html; charset=utf-8",
            "F.UNSUPPORTED",
        ),
    ],
    ids=["a picture", "a picture that says it is a page", "a page with nothing but a picture"],
)
def test_a_report_that_is_a_picture_gives_no_empty_record(data, kind, code):
    """S8: refused by its content; a record without any figure would look like one of a lazy body."""
    with pytest.raises(ParserError) as caught:
        read_report(data, content_type=kind)
    assert caught.value.code == code
