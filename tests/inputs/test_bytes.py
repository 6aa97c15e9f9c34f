"""Bytes to records: one test for each row of the robustness matrix, section 5.1 (B1 to B18)."""

from __future__ import annotations

import json
import re

import pytest
from opencc import OpenCC

from parsers.errors import UnsupportedFormatError
from scraper import read_report
from tests.conftest import ROOT

PAGE = re.sub(
    r'<meta charset="[^"]*">\n',
    "",
    (ROOT / "fixtures/reports/330381-water-2022/input.html").read_text("utf-8"),
)
WANTED = read_report(PAGE)
LAST = "<p>2022年度未收取信息处理费"
INCLUDE = "<div><p>补充</p><p>窗口设在办公室一楼，可以当面提交材料</p></div>"
GB, UTF8 = "gb18030", "utf-8"


def page(label=None, extra="", html=PAGE):
    """Give the page with a declaration and with something in its last section."""
    meta = "" if label is None else f'<head>\n<meta charset="{label}">'
    return html.replace("<head>", meta or "<head>", 1).replace(LAST, extra + LAST, 1)


def text_of(report):
    """Give all text of the sections."""
    return "\n".join(section.text for section in report.sections)


def outcome(report):
    """Give (declared, used, how), the codes of repairs, and the findings about the text."""
    encoding = report.source.encoding
    return (
        (encoding.declared, encoding.used, encoding.how),
        {repair.code: repair.count for repair in report.source.repairs},
        [finding.code for finding in report.findings if finding.code.startswith("R.")],
    )


def right(report, encoding, repairs=None, findings=()):
    """Hold a record against the one of the clean page, and what is told against what should be."""
    assert report.tables == WANTED.tables
    assert report.identity == WANTED.identity
    wanted = text_of(WANTED).splitlines()
    assert [line for line in text_of(report).splitlines() if line in wanted] == wanted
    assert outcome(report) == (encoding, repairs or {}, list(findings))


GUESSED = ({"charset": 1}, ["R.ENCODING_GUESSED"])


def test_b1_gb2312_with_characters_outside_it():
    """Names that GB2312 lacks are read: the label means GB18030."""
    report = read_report(page("gb2312", "<p>朱镕基、李喆、王堃</p>").encode(GB))
    right(report, ("gb2312", GB, "meta"))
    assert "朱镕基、李喆、王堃" in text_of(report)


def test_b2_gbk_with_four_byte_codes():
    """Codes of four bytes are read under the label GBK."""
    report = read_report(page("gbk", "<p>𠮷田、㛃</p>").encode(GB))
    right(report, ("gbk", GB, "meta"))
    assert "𠮷田、㛃" in text_of(report)


def test_b3_euro_byte():
    """The lone byte 0x80 is the euro sign and nothing is lost."""
    data = page("gbk", "<p>约@元</p>").encode(GB).replace(b"@", b"\x80")
    report = read_report(data)
    right(report, ("gbk", GB, "meta"))
    assert "约€元" in text_of(report)


def test_b4_codes_of_gb18030_2022():
    """Codes that were private before 2022 give their characters."""
    data = page("gb18030", "<p>甲@乙</p>").encode(GB).replace(b"@", b"\xfe\x59\xa6\xd9")
    report = read_report(data)
    right(report, ("gb18030", GB, "meta"))
    assert "甲\u9fb4\ufe10乙" in text_of(report).replace("，", "\ufe10")


def test_b5_ideographic_space():
    """A3A0 is U+3000; in front of a figure it leaves the figure as it is."""
    data = page("gbk").encode(GB).replace(b"<td>", b"<td>\xa3\xa0")
    assert data.count(b"\xa3\xa0") > 100
    right(read_report(data), ("gbk", GB, "meta"))


def test_b6_gbk_declared_utf8():
    """A page that says UTF-8 and is GBK is read as GBK, and that is told."""
    right(read_report(page("utf-8").encode(GB)), ("utf-8", GB, "overruled"), *GUESSED)


def test_b7_utf8_declared_gb2312():
    """A page that says gb2312 and is UTF-8 is read as UTF-8, and that is told."""
    right(read_report(page("gb2312").encode(UTF8)), ("gb2312", UTF8, "overruled"), *GUESSED)


def test_b8_bom_against_meta():
    """A BOM outweighs the meta."""
    right(read_report(page("gb2312").encode("utf-8-sig")), (None, UTF8, "bom"))


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (b"\xff\xfe" + page("utf-16").encode("utf-16-le"), (None, "utf-16-le", "bom"), ()),
        (b"\xfe\xff" + page("gb2312").encode("utf-16-be"), (None, "utf-16-be", "bom"), ()),
        (page().encode("utf-16-le"), (None, "utf-16-le", "utf16"), GUESSED),
        (page("utf-16").encode("utf-16-be"), (None, "utf-16-be", "utf16"), GUESSED),
        (page("utf-16").encode(UTF8), ("utf-16", UTF8, "overruled"), GUESSED),
        (page("utf-16").encode(GB), ("utf-16", GB, "overruled"), GUESSED),
    ],
)
def test_b9_utf16(data, encoding, told):
    """UTF-16 is read with and without a BOM; a page that only says UTF-16 is read as what it is."""
    right(read_report(data), encoding, *told)


def test_b10_gbk_without_declaration():
    """GBK that nothing declares is found, and that is told."""
    right(read_report(page().encode(GB)), (None, GB, "gb18030"), *GUESSED)


@pytest.mark.parametrize("before", ["<!--{}-->", "<script>//{}</script>", "<style>/*{}*/</style>"])
def test_b11_meta_behind_much_else(before):
    """A meta counts wherever it stands in the head."""
    html = page("gbk").replace("<head>", "<head>" + before.format("x" * 9000), 1)
    right(read_report(html.encode(GB)), ("gbk", GB, "meta"))


@pytest.mark.parametrize(("label", "codec"), [("gbk", GB), ("utf-8", UTF8)])
def test_b12_one_bad_byte(label, codec):
    """One bad byte is one U+FFFD, counted and told; all else is right."""
    data = page(label, "<p>收到@申请，答复及时</p>").encode(codec).replace(b"@", b"\xff")
    report = read_report(data)
    right(report, (label, codec, "meta"), {"bad_bytes": 1, "lost_text": 1}, ["R.TEXT_LOST"])
    assert "收到\ufffd申请，答复及时" in text_of(report)


@pytest.mark.parametrize(("label", "codec"), [("gbk", GB), ("utf-8", UTF8)])
def test_b13_cut_in_mid_character(label, codec):
    """A page cut inside a character loses that one, and it is told that the page is cut."""
    html = page(label).partition("</div>\n</body>")[0]
    report = read_report(html.encode(codec) + "报".encode(codec)[:-1])
    right(report, (label, codec, "meta"), {"cut_character": 1}, ["R.TEXT_LOST"])
    assert "\ufffd" not in text_of(report)


@pytest.mark.parametrize(
    ("header", "label", "codec", "encoding", "told"),
    [
        ("utf-8", "gbk", UTF8, ("utf-8", UTF8, "header"), ()),
        ("gbk", "utf-8", GB, ("gbk", GB, "header"), ()),
        ("utf-8", "gbk", GB, ("utf-8", GB, "overruled"), GUESSED),
        ("gbk", "utf-8", UTF8, ("gbk", UTF8, "overruled"), GUESSED),
        ("nonsense", "gbk", GB, ("gbk", GB, "meta"), ()),
    ],
)
def test_b14_header_against_meta(header, label, codec, encoding, told):
    """The header outweighs the meta unless the bytes contradict it, which is told."""
    report = read_report(page(label).encode(codec), content_type=f"text/html; charset={header}")
    right(report, encoding, *told)


@pytest.mark.parametrize(
    ("label", "declared"),
    [("gb_2312-80", "gb_2312-80"), ("x-gbk", "x-gbk"), ("csgb2312", "csgb2312"), ("gb2312;", "gb2312"), (" GB2312 ", "GB2312")],
)  # fmt: skip
def test_b15_labels(label, declared):
    """Labels that Python does not know, and labels in bad writing, hold."""
    right(read_report(page(label).encode(GB)), (declared, GB, "meta"))


@pytest.mark.parametrize("label", ["big5", "cn-big5", "big5-hkscs", None, "gb2312"])
def test_b16_big5(label):
    """A traditional page in Big5 gives the same figures, whatever it says of itself."""
    html = page(label, html=OpenCC("s2t").convert(PAGE))
    report = read_report(html.encode("big5hkscs", "xmlcharrefreplace"))
    how = {None: "big5", "gb2312": "overruled"}.get(label, "meta")
    guessed = how != "meta"
    encoding, repairs, findings = outcome(report)
    assert report.tables == WANTED.tables
    assert report.identity.publisher == WANTED.identity.publisher
    assert encoding == (label, "big5", how)
    assert set(repairs) == {"traditional"} | ({"charset"} if guessed else set())
    assert findings == (["R.ENCODING_GUESSED"] if guessed else []) + ["R.TRADITIONAL"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (page("hz-gb-2312").encode("hz", "ignore"), "HZ"),
        (page().encode("hz", "ignore"), "HZ"),
        (b"<html><meta charset=iso-2022-cn><p>\x1b$)A\x0e1(8f\x0f</p>", "ISO-2022-CN"),
    ],
)
def test_b17_seven_bit_encodings(data, kind):
    """Encodings that the standard has no decoder for are refused by name, never read as ASCII."""
    with pytest.raises(UnsupportedFormatError, match=kind):
        read_report(data)


@pytest.mark.parametrize("label", ["hz-gb-2312", "iso-2022-cn"])
def test_b17_a_page_that_only_says_so(label):
    """A page that only says HZ or ISO-2022-CN is read as what its bytes are."""
    right(read_report(page(label).encode(GB)), (None, GB, "gb18030"), *GUESSED)


MIXED = ["R.MOJIBAKE"]


@pytest.mark.parametrize(
    ("label", "whole", "part"), [("gbk", GB, UTF8), ("gb2312", GB, UTF8), ("utf-8", UTF8, GB)]
)
def test_b18_include_in_another_encoding(label, whole, part):
    """An include of another encoding is read in its own; segments are counted and told."""
    data = page(label, "@").encode(whole).replace(b"@", INCLUDE.encode(part))
    report = read_report(data)
    right(report, (label, whole, "meta"), {"mixed_charset": 2}, MIXED)
    assert "补充" in text_of(report)
    assert "窗口设在办公室一楼，可以当面提交材料" in text_of(report)


@pytest.mark.parametrize(("frame", "body"), [(GB, UTF8), (UTF8, GB)])
@pytest.mark.parametrize("label", ["gbk", "utf-8"])
def test_b18_body_in_another_encoding_than_the_template(frame, body, label):
    """The whole report may be the include: title and metadata are right beside it."""
    head, mark, rest = page(label).partition('<div class="article">')
    data = head.encode(frame) + (mark + rest).encode(body)
    report = read_report(data)
    assert (report.tables, report.identity) == (WANTED.tables, WANTED.identity)
    assert text_of(report) == text_of(WANTED)
    assert outcome(report)[1]["mixed_charset"] > 5
    assert "R.MOJIBAKE" in outcome(report)[2]


@pytest.mark.parametrize(("label", "whole", "part"), [("gbk", GB, UTF8), ("utf-8", UTF8, GB)])
def test_b18_can_be_switched_off(label, whole, part):
    """Without it and the repair of text behind it the part stays false; the figures are the same."""
    data = page(label, "@").encode(whole).replace(b"@", INCLUDE.encode(part))
    report = read_report(data, off=frozenset({"mixed_charset", "mojibake"}))
    assert report.tables == WANTED.tables
    assert "mixed_charset" not in outcome(report)[1]
    assert "办公室一楼" not in text_of(report)


def clean_pages():
    """The fixtures whose text was never read wrongly: in GBK wrong text is bytes of UTF-8."""
    for path in sorted((ROOT / "fixtures/reports").glob("*/input.html")):
        golden = path.with_name("expected.json")
        told = json.loads(golden.read_text("utf-8"))["source"]["repairs"] if golden.exists() else []
        if "mojibake" not in {repair["code"] for repair in told}:
            yield path


@pytest.mark.parametrize("path", list(clean_pages()))
@pytest.mark.parametrize("codec", [GB, UTF8])
def test_b18_never_on_a_page_of_one_encoding(path, codec):
    """No clean page is taken for a mixed one."""
    from scraper.decode import decode_bytes

    html = decode_bytes(path.read_bytes()).text
    again = decode_bytes(html.encode(codec))
    assert again.text == html
    assert "mixed_charset" not in {step.code for step in again.steps}
