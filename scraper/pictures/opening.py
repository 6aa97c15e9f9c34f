"""Picture files to grey pixels: every format that stands in pages, its size checked before it is unpacked."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError

Grey = NDArray[np.uint8]  # rows x columns, 0 black to 255 white

MOST_PIXELS = 60_000_000  # of one picture; a photograph has 12 to 50 million
MOST_FRAMES = 40  # pages of a TIFF file; of an animation only the first counts
_PAGED = ("TIFF",)
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")


def open_picture(data: bytes) -> list[Grey]:
    """Give the pages of a picture file, upright as its EXIF says, what is transparent as white.

    Raises:
        UnsupportedFormatError: It is no picture of a known format, or damaged.
        DocumentTooLargeError: It has too many pixels or pages; none of them was unpacked.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, which is not read
            with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
                return [_grey(frame) for frame in _frames(file)]
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnsupportedFormatError("the picture is damaged", kind="picture") from error


def _frames(file: Image.Image) -> Iterator[Image.Image]:
    """Give the pages of a file one after the other; they share one object."""
    count = getattr(file, "n_frames", 1) if file.format in _PAGED else 1
    if count > MOST_FRAMES:
        raise DocumentTooLargeError(f"the picture has more than {MOST_FRAMES} pages")
    for number in range(count):
        file.seek(number)
        if file.width * file.height > MOST_PIXELS:
            raise _too_large()
        yield file


def _too_large() -> DocumentTooLargeError:
    return DocumentTooLargeError(f"the picture has more than {MOST_PIXELS // 10**6} million pixels")


def _grey(frame: Image.Image) -> Grey:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("I", "F") or upright.mode.startswith("I;"):
        upright = upright.point(lambda value: value / 256).convert("L")  # sixteen bits a pixel
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return np.asarray(upright.convert("L"), dtype=np.uint8).copy()
