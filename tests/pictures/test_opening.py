"""Picture files to pixels: all formats, what is clear, and what was made to harm."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.pictures import opening
from scraper.pictures.opening import open_picture
from tests.pictures.drawn import packed


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_every_format_becomes_grey(kind, mode):
    """Two colours, grey, a palette, colours."""
    if (kind, mode) == ("JPEG", "P"):
        pytest.skip("JPEG has no palette")
    sheet = Image.new("L", (8, 4), 255)
    sheet.putpixel((1, 2), 0)
    found = open_picture(packed(sheet.convert(mode), kind))
    assert [one.shape for one in found] == [(4, 8)]
    assert found[0].dtype == np.uint8
    assert found[0][2, 1] < 128 < found[0][0, 7]


def test_what_is_clear_is_white():
    """Screenshots with a transparent ground have black letters on it."""
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    clear.putpixel((0, 0), (0, 0, 0, 255))
    grey = open_picture(packed(clear))[0]
    assert (grey[0, 0], grey[3, 3]) == (0, 255)


def test_sixteen_bits_are_scaled():
    """Scanners write them; cut to eight bits they would be white noise."""
    deep = Image.fromarray(np.array([[0, 65535], [32768, 65535]], np.uint16))
    assert open_picture(packed(deep))[0].tolist() == [[0, 255], [128, 255]]


def test_a_photograph_stands_as_its_exif_says():
    """The camera writes the turn beside the pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    file = io.BytesIO()
    Image.new("RGB", (6, 2)).save(file, "JPEG", exif=exif)
    assert open_picture(file.getvalue())[0].shape == (6, 2)


def test_a_tiff_has_pages_and_an_animation_one():
    """All pages of a fax, the first frame of an animation."""
    sheets = [Image.new("L", (5, 5), tone) for tone in (0, 128, 255)]
    more = {"save_all": True, "append_images": sheets[1:]}
    assert len(open_picture(packed(sheets[0], "TIFF", **more))) == 3
    assert len(open_picture(packed(sheets[0], "GIF", **more))) == 1


def bomb(wide, high):
    """A PNG of a few bytes that says it is huge."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


@pytest.mark.parametrize("side", [8_000, 15_000, 100_000])
def test_a_huge_picture_is_refused_before_it_is_unpacked(side):
    """By its head alone, also where Pillow would warn or refuse by itself."""
    with pytest.raises(DocumentTooLargeError):
        open_picture(bomb(side, side))


def test_too_many_pages_are_refused(monkeypatch):
    """A fax of a thousand pages is no report."""
    monkeypatch.setattr(opening, "MOST_FRAMES", 2)
    sheets = [Image.new("L", (5, 5)) for _ in range(3)]
    with pytest.raises(DocumentTooLargeError):
        open_picture(packed(sheets[0], "TIFF", save_all=True, append_images=sheets[1:]))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.4", bomb(9, 9)])
def test_damaged_pictures_are_told(data):
    """Cut, empty, or something else."""
    with pytest.raises(UnsupportedFormatError):
        open_picture(data)
