"""Pages that were saved with their parts."""

import base64
import quopri

import pytest

from parsers.errors import UnsupportedFormatError
from scraper import read_report
from scraper.reading.web_archive import main_part
from tests.conftest import HEADINGS

PAGE = (
    "<html><head><meta charset='gbk'><title>x</title></head><body><h1>瑞安市水利局2023年政府信息公开工作年度报告</h1>"
    + "".join(f"<p>{heading}</p><p>无。</p>" for heading in HEADINGS)
    + "</body></html>"
)


def archive(body, encoding, kind="text/html; charset=gbk", outer="multipart/related"):
    """A file with a picture behind the page."""
    head = f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: {outer};\r\n\tboundary="--=_x"\r\n\r\nwords\r\n'
    part = f"----=_x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    rest = "\r\n----=_x\r\nContent-Type: image/png\r\n\r\nPNG\r\n----=_x--\r\n"
    return head.encode() + part.encode() + body + rest.encode()


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("quoted-printable", quopri.encodestring),
        ("base64", base64.encodebytes),
        ("8bit", lambda data: data),
    ],
)
def test_the_page_is_read_and_the_digest_is_the_files(encoding, encode):
    """In every encoding of transfer; the charset stands in the part."""
    data = archive(encode(PAGE.encode("gbk")), encoding)
    report = read_report(data)
    assert report.identity.publisher == "瑞安市水利局"
    assert report.sections[0].code == "overview"
    assert (report.source.media_type, report.source.bytes) == ("multipart/related", len(data))
    assert report.source.sha256 != read_report(PAGE.encode("gbk")).source.sha256


def test_a_page_among_alternatives_is_found():
    """One level below the first."""
    inner = (
        b'Content-Type: multipart/alternative; boundary="yy"\r\n\r\n--yy\r\nContent-Type: text/plain\r\n\r\nx'
        b"\r\n--yy\r\nContent-Type: text/html\r\n\r\n<p>page\r\n--yy--\r\n"
    )
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n" + inner + b"\r\n--xx--"  # fmt: skip
    assert main_part(data).data == b"<p>page"


@pytest.mark.parametrize(
    "data",
    [
        archive(b"x", "8bit", kind="image/png"),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nno boundary",
        archive(b"A", "base64"),
    ],
)
def test_files_without_a_page_are_told(data):
    """As a format that cannot be read."""
    with pytest.raises(UnsupportedFormatError, match="MHT"):
        read_report(data)


def test_a_file_of_boundaries_alone_ends():
    """Two hundred thousand of them."""
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        + b"--x\r\n" * 200_000
    )
    with pytest.raises(UnsupportedFormatError, match="no page"):
        main_part(data)
