"""Pictures in Word files: which they are, where they stand, and the tables that they show."""

from __future__ import annotations

import html
import re

import pytest

from parsers.record import PagePlace
from scraper import read_report
from scraper.documents import read_document
from scraper.documents import reader as documents
from scraper.documents.blocks import FilePicture, FileTable, FileText
from scraper.documents.packed import Package
from scraper.documents.pictures import pictures_inside
from scraper.documents.word import read_word
from scraper.documents.word_pictures import take_pictures
from scraper.reading import pictured
from tests.documents.office_files import needs_soffice, p, tc, tr, word
from tests.documents.word_with_pictures import drawing, old_picture, pictured_word
from tests.proving.drawing import browser
from tests.proving.pictured import wear_out, write_pictured

PICTURES = {"media/image1.png": b"first", "media/image2.png": b"second"}


def names(data):
    """The pictures of a Word file, by name."""
    return [block.name for block in read_word(data) if isinstance(block, FilePicture)]


def test_pictures_stand_where_the_text_has_them():
    """Drawn by new and by old programs; twice if they are shown twice."""
    body = p("a") + drawing("r1") + p("b") + old_picture("r2") + drawing("r1")
    told = [
        block.text if isinstance(block, FileText) else block.name
        for block in read_word(pictured_word(body, PICTURES))
    ]
    assert told == [
        "a", "word/media/image1.png", "b", "word/media/image2.png", "word/media/image1.png",
    ]  # fmt: skip


def test_a_picture_for_old_programs_is_the_same_picture():
    """The copy in mc:Fallback is left out."""
    choice, fallback = drawing("r1"), old_picture("r2")
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = [re.sub(r"</?w:p>|</?w:r>", "", one) for one in (choice, fallback)]
    both = (
        f"<w:p><w:r><mc:AlternateContent {space}><mc:Choice>{inner[0]}</mc:Choice>"
        f"<mc:Fallback>{inner[1]}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert names(pictured_word(both, PICTURES)) == ["word/media/image1.png"]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p><w:del>{drawing('r1')[5:-6]}</w:del></w:p>",
        drawing("r1").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"),
        drawing("r9"),
        drawing("r1").replace("embed", "link"),
    ],
    ids=["struck out", "hidden", "without a part", "loaded from elsewhere"],
)
def test_what_shows_no_picture_gives_none(body):
    """Nothing is asked of a part that nobody sees, or that is not in the file."""
    assert names(pictured_word(p("a") + body, PICTURES)) == []


def test_pictures_in_cells_and_text_boxes_are_found_once():
    """A table holds its own behind it; a text box stands behind its paragraph."""
    cell = f"<w:tc>{drawing('r1')}</w:tc>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{drawing('r2')}</w:txbxContent></w:pict></w:r></w:p>"
    blocks = read_word(pictured_word(f"<w:tbl>{tr(cell, tc('x'))}</w:tbl>{box}", PICTURES))
    assert [type(block) for block in blocks] == [FileTable, FilePicture, FilePicture]
    assert [b.name for b in blocks[1:]] == ["word/media/image1.png", "word/media/image2.png"]


def test_only_pictures_that_are_shown_are_taken_out(monkeypatch):
    """By name; up to a size of all together; a broken list of relationships gives none."""
    data = pictured_word(drawing("r2"), PICTURES)
    blocks = read_word(data)
    assert take_pictures(data, blocks) == [["word/media/image2.png", "c2Vjb25k"]]
    assert pictures_inside(data, "docx") == {"word/media/image2.png": b"second"}
    assert pictures_inside(b"PK\x03\x04 word/ cut", "docx") == {}
    monkeypatch.setattr("scraper.documents.word_pictures.MOST_BYTES", 3)
    assert take_pictures(data, blocks) == []
    broken = word(
        drawing("r1"), **{"word/_rels/document.xml.rels": "<", "word/media/image1.png": b"x"}
    )
    assert names(broken) == []


def test_a_picture_that_is_packed_beyond_reason_is_not_unpacked():
    """The limits of packages hold for their pictures."""
    with pytest.raises(Exception, match="packed beyond reason"):
        Package(pictured_word(drawing("r1"), {"media/image1.png": bytes(8_000_000)}))


def report_as_word(report, pictures):
    """A report with pictures for tables as a Word file."""
    text = re.search(r"</title>(.*)", report.page.decode(), re.DOTALL)[1]
    body, parts = "", {}
    for piece in re.split(r"(<img[^>]*>)|<[^>]+>", text):
        shown = re.search(r'src="([^"]+)"', piece or "")
        if shown and shown[1] in pictures:
            parts[f"media/{shown[1]}"] = pictures[shown[1]]
            body += drawing(f"r{len(parts)}")
        elif piece and piece.strip():
            body += p(html.escape(html.unescape(piece.strip())))
    return pictured_word(body, parts)


@pytest.fixture(scope="module")
def worn():
    """One report, its pictures as on a screen."""
    if browser() is None:
        pytest.skip("no browser draws the tables here")
    return next(wear_out([write_pictured(1, 0)], ["clean"], 1))


def values_of(report):
    """The figures of a record by place."""
    return {
        f"{table}/{row}/{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def disputes_of(worn):
    """What the last table says."""
    return {key: value for key, value in worn.report.truth.items() if key.startswith("disputes")}


@pytest.mark.slow
def test_tables_that_are_pictures_in_a_word_file_are_read(worn):
    """Every figure, as recognised, with the part of the file and the box on it."""
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    report = read_report(report_as_word(worn.report, {"2.png": worn.pictures["2.png"]}))
    assert values_of(report) == disputes_of(worn)
    for key in disputes_of(worn):
        evidence = report.evidence[key]
        assert isinstance(evidence.at, PagePlace)
        assert (evidence.at.picture, evidence.at.page) == ("word/media/2.png", 1)
        assert all(edge > 0 for edge in evidence.at.bbox)
        assert evidence.state == "recognised"
    codes = [finding.code for finding in report.findings]
    assert codes.count("S.TABLE_RECOGNISED") == 1
    assert "S.TABLE_IMAGE" not in codes


@pytest.mark.slow
@needs_soffice
def test_pictures_in_a_file_of_an_old_program_are_read(worn):
    """They are taken out of what LibreOffice makes of it."""
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    picture = worn.pictures["2.png"].hex()
    title, *rest = re.findall(r">([^<>]+)<", worn.report.page.decode().partition("</title>")[2])
    text = "".join(f"\\u{ord(c)}?" if not c.isascii() else c for c in "\\par ".join([title, *rest]))
    mark = "".join(f"\\u{ord(c)}?" for c in "五、")
    shown = f"{{\\pict\\pngblip\\picwgoal9000\\pichgoal4000 {picture}}}\\par "
    at = text.index(mark)
    file = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + text[:at] + shown + text[at:] + "}"
    report = read_report(file.encode("ascii"))
    disputes = disputes_of(worn)
    assert values_of(report) == disputes
    places = [evidence.at.picture for key, evidence in report.evidence.items() if key in disputes]
    assert len(places) == len(disputes)
    assert {place.rpartition("/")[0] for place in places} == {"word/media"}


def test_without_the_extra_a_picture_in_a_word_file_is_told(worn, monkeypatch):
    """No figure, no zero; the part is named."""
    for place in (pictured, documents):
        monkeypatch.setattr(place, "can_recognise", lambda: False)
    report = read_report(report_as_word(worn.report, worn.pictures))
    assert report.tables == {}
    told = [finding.message for finding in report.findings if finding.code == "S.TABLE_IMAGE"]
    assert len(told) == 3
    assert "word/media/0.png" in told[0]


def test_the_namespace_of_strict_files_is_read_as_well():
    """ISO/IEC 29500 strict names its relationships by purl.oclc.org."""
    strict = drawing("r1").replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert names(pictured_word(strict, PICTURES)) == ["word/media/image1.png"]
    assert (
        read_document(pictured_word(p("a") + strict, PICTURES), "docx").document.links[0].kind
        == "img"
    )
