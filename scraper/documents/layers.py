"""What a page of a PDF is made of: text, or a picture of text."""

from __future__ import annotations

import re
from typing import Any

_CID = re.compile(r"\(cid:\d+\)")
_UNREADABLE = 0.05  # share of characters without a code, beyond which the text layer is none
_FEW = 10  # characters; a scanned page may carry a stamped number
_MANY_CURVES = 60  # text that was turned into outlines
_WIDE, _HIGH = 0.5, 0.06  # share of a page that a picture of a table covers


def is_unreadable(page: Any) -> bool:  # noqa: ANN401 -- of pdfplumber, which has no types
    """Say whether a page has no text that can be read, and something to look at instead."""
    text = "".join(str(char["text"]) for char in page.chars)
    lost = sum(len(found) for found in _CID.findall(text))
    private = sum("\ue000" <= letter <= "\uf8ff" for letter in text)
    if lost + private > _UNREADABLE * len(text):
        return True
    drawn = bool(page.images) or len(page.curves) > _MANY_CURVES
    return len(text.split()) < _FEW and len("".join(text.split())) < _FEW and drawn


def shows_picture(page: Any) -> bool:  # noqa: ANN401 -- of pdfplumber
    """Say whether a page shows a picture as large as a table."""
    return any(_is_large(image, page) for image in page.images)


def top_of(page: Any) -> float:  # noqa: ANN401 -- of pdfplumber
    """Give the upper edge of the first such picture, in points."""
    tops = [float(image["top"]) for image in page.images if _is_large(image, page)]
    return min(tops) if tops else 0.0


def _is_large(image: dict[str, Any], page: Any) -> bool:  # noqa: ANN401 -- of pdfplumber
    wide = float(image["x1"]) - float(image["x0"])
    high = float(image["bottom"]) - float(image["top"])
    return wide > _WIDE * float(page.width) and high > _HIGH * float(page.height)
