"""Bytes become text by what they are, whatever header and meta say of them."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.charsets import codec_of, read_as
from scraper.decode import decode_bytes

TEXT = "瑞安市公安局2021年政府信息公开工作年度报告，主动公开情况统计，朱镕基、喆、堃。"
TRADITIONAL = "瑞安市公安局2021年政府信息公開工作年度報告，主動公開情況統計，機關。"


def page(label, text=TEXT):
    """Give a page that declares an encoding."""
    return f"<html><head><meta charset={label}></head><p>{text}</p>"


@pytest.mark.parametrize(
    ("actual", "label", "header", "used", "how"),
    [
        ("utf-8", "utf-8", None, "utf-8", "meta"),
        ("utf-8", "utf-8", "text/html; charset=utf-8", "utf-8", "header"),
        ("gb18030", "gb2312", None, "gb18030", "meta"),
        ("gb18030", "gbk", None, "gb18030", "meta"),
        ("gb18030", "gb_2312-80", None, "gb18030", "meta"),
        ("utf-8", "gb2312", None, "utf-8", "overruled"),
        ("gb18030", "utf-8", None, "gb18030", "overruled"),
        ("gb18030", "utf-8", "text/html; charset=UTF-8", "gb18030", "overruled"),
        ("utf-8", "utf-8", "text/html; charset=GBK", "utf-8", "overruled"),
        ("gb18030", "iso-8859-1", None, "gb18030", "overruled"),
        ("gb18030", "nonsense", None, "gb18030", "gb18030"),
        ("utf-8", "nonsense", None, "utf-8", "utf8_strict"),
        ("utf-16-le", "nonsense", None, "utf-16-le", "utf16"),
        ("utf-16-be", "nonsense", None, "utf-16-be", "utf16"),
    ],
)
def test_lies_in_every_direction(actual, label, header, used, how):
    """The right text comes out, and how it was found is told."""
    decoded = decode_bytes(page(label).encode(actual), content_type=header)
    assert decoded.text == page(label)
    assert (decoded.encoding.used, decoded.encoding.how) == (used, how)
    told = [step.code for step in decoded.steps]
    assert told == (["charset"] if how in ("overruled", "gb18030", "utf16") else [])


@pytest.mark.parametrize("bom", ["utf-8-sig", "utf-16"])
def test_bom_wins(bom):
    """A BOM outweighs every declaration."""
    decoded = decode_bytes(page("gb2312").encode(bom))
    assert (decoded.text, decoded.encoding.how) == (page("gb2312"), "bom")


def test_big5():
    """An undeclared Big5 page is told from GB by how it reads."""
    decoded = decode_bytes(f"<p>{TRADITIONAL}</p>".encode("big5"))
    assert (decoded.text, decoded.encoding.used) == (f"<p>{TRADITIONAL}</p>", "big5")


def test_meta_behind_long_scripts_and_inside_comments():
    """The whole head is looked at; a meta in a comment does not count."""
    html = f"<!-- <meta charset=big5> --><script>{'x' * 5000}</script>{page('gbk')}"
    decoded = decode_bytes(html.encode("gb18030"))
    assert (decoded.encoding.declared, decoded.text) == ("gbk", html)


@pytest.mark.parametrize(
    ("header", "before", "declared", "how"),
    [
        ('text/html; x="y; charset=utf-7;"; charset=gbk', "", "gbk", "header"),
        ("text/html; xcharset=big5; charset=gbk", "", "gbk", "header"),
        (None, '<?xml version="1.0" encoding="GB2312"?>', "GB2312", "meta"),
        (None, '<?xml version="1.0" encoding="UTF-8"?><meta charset=gbk>', "gbk", "meta"),
    ],
)
def test_where_a_declaration_stands(header, before, declared, how):
    """The first known charset of the header counts, then a meta, then the XML declaration."""
    decoded = decode_bytes(f"{before}<p>{TEXT}</p>".encode("gb18030"), content_type=header)
    assert decoded.text == f"{before}<p>{TEXT}</p>"
    assert (decoded.encoding.declared, decoded.encoding.how) == (declared, how)


def test_a_lost_character_in_the_source_costs_no_second_reading(monkeypatch):
    """A GB18030 page with one bad byte that plainly is Chinese is not read in other encodings."""
    read = []
    monkeypatch.setattr(
        "scraper.decode.read_as", lambda data, codec: read.append(codec) or read_as(data, codec)
    )
    data = page("gbk", TEXT * 9).encode("gb18030").replace(b"<p>", b"<p>\xff")
    assert decode_bytes(data).encoding.used == "gb18030"
    assert read == ["gb18030"]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_bad_byte_loses_one_character(codec):
    """A bad byte between characters is one U+FFFD; all others are right."""
    good = page(codec).encode(codec)
    cut = good.index("，".encode(codec))
    decoded = decode_bytes(good[:cut] + b"\xff" + good[cut:])
    assert decoded.text == page(codec).replace("，", "\ufffd，", 1)
    assert [(s.code, s.count) for s in decoded.steps] == [("bad_bytes", 1)]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_cut_inside_a_character(codec):
    """A document cut inside its last character loses that character, and it is told."""
    decoded = decode_bytes(
        page(codec).removesuffix("。</p>").encode(codec) + "统".encode(codec)[:1]
    )
    assert decoded.text == page(codec).removesuffix("。</p>")
    assert [s.code for s in decoded.steps] == ["cut_character"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x80", "\u20ac"), (b"\xa3\xa0", "\u3000"), (b"\xfe\x59", "\u9fb4"), (b"\xa6\xd9", "\ufe10"),
        (b"\x90\x30\x81\x30", "\U00010000"),
    ],
)  # fmt: skip
def test_gaps_of_the_codec(data, text):
    """The euro byte and the codes of GB18030-2022 are read."""
    label = b"<meta charset=gbk>" + TEXT.encode("gb18030")
    assert decode_bytes(label + data + b"<").text.endswith(text + "<")


@pytest.mark.parametrize(
    ("label", "codec"),
    [("gb2312;", "gb18030"), (" GB2312 ", "gb18030"), ("x-gbk", "gb18030"), ("csgb2312", "gb18030"), ("cn-big5", "big5hkscs"),
     ("UTF8", "utf-8"), ("unicode-1-1-utf-8", "utf-8"), ("latin1", "cp1252"), ("hz-gb-2312", None), ("iso-2022-cn", None),
     ("nonsense", None), (None, None)],
)  # fmt: skip
def test_labels(label, codec):
    """Labels are those of the WHATWG table; replacement encodings are never decoded."""
    assert codec_of(label) == codec


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=gbk", "charset=utf-16", "x"]),
)
def test_total(data, header):
    """Any bytes give text without lone surrogates, twice the same."""
    decoded = decode_bytes(data, content_type=header)
    decoded.text.encode("utf-8")
    assert decoded == decode_bytes(data, content_type=header)


@given(st.text(alphabet=TEXT, min_size=20, max_size=200))
def test_clean_pages_are_never_altered(text):
    """Text of real characters comes back exactly from UTF-8 and from GB18030."""
    for codec in ("utf-8", "gb18030"):
        html = page(codec, text)
        assert decode_bytes(html.encode(codec)).text == html


@pytest.mark.suite
def test_every_two_byte_code_of_gb18030(shared):
    """All 23,940 codes of the WHATWG index are read as it says."""
    wrong = []
    path = shared / "suites" / "whatwg-encoding" / "index-gb18030.txt.gz"
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        parts = line.split()
        if not parts or parts[0] == "#" or not parts[0].isdigit():
            continue
        pointer, code = int(parts[0]), int(parts[1], 16)
        lead, rest = divmod(pointer, 190)
        data = bytes([lead + 0x81, rest + (0x40 if rest < 0x3F else 0x41)])
        label = b"<meta charset=gbk>" + TEXT.encode("gb18030")
        if not decode_bytes(label + data + b"<").text.endswith(chr(code) + "<"):
            wrong.append(data.hex())
    assert wrong == []


@pytest.mark.suite
def test_every_label_of_the_standard(shared):
    """All labels of the standard lead to the codec of their encoding, or to none on purpose."""
    groups = json.loads(
        (shared / "suites" / "whatwg-encoding" / "encodings.json").read_text("utf-8")
    )
    unknown = [
        label
        for group in groups
        for encoding in group["encodings"]
        for label in encoding["labels"]
        if codec_of(label) is None and encoding["name"] not in ("replacement", "x-user-defined")
    ]
    assert unknown == []
