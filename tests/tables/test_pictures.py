"""Tables that are pictures, wherever the picture stands in its section."""

from __future__ import annotations

import pytest

from parsers.readers.html import read_html
from parsers.sections import outline_document
from parsers.tables import read_tables
from tests.conftest import HEADINGS

PICTURE = '<img src="/W0202401.png">'


def told(third):
    """Give what is told of table 3 on a page whose third section is this markup."""
    parts = [f"<p>{h}</p><p>正文内容若干，本年无其他情况。</p>" for h in HEADINGS]
    parts[2] = third
    document = read_html("<h1>某局2023年政府信息公开工作年度报告</h1>" + "".join(parts))
    document, outline = outline_document(document)
    reading, _ = read_tables(document, outline)
    return [f.code for f in reading.findings if "able 3 " in f.message]


@pytest.mark.parametrize(
    "third",
    [
        f"<p>{HEADINGS[2]}</p><p>{PICTURE}</p>",
        f"<p>{HEADINGS[2]}{PICTURE}</p>",
        f"<p>{HEADINGS[2]}<br>{PICTURE}</p>",
    ],
)
def test_a_picture_below_or_beside_the_heading_is_told(third):
    """Behind the heading, and in the heading's own paragraph."""
    assert told(third) == ["S.TABLE_IMAGE"]


def test_a_picture_of_the_section_before_is_not_this_table():
    """A section without table and picture has lost its table."""
    assert told(f"<p>{HEADINGS[2]}</p><p>本年度未收到申请。</p>") == ["S.TABLE_MISSING"]
