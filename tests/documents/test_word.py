"""Word files: what counts as text, what is told, and packages that are made to harm."""

import io
import zipfile

import pytest

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents import packed, read_document
from scraper.documents.blocks import FileNote, FileTable, FileText
from scraper.documents.packed import Package, parse_xml
from scraper.documents.word import read_word
from tests.documents.office_files import p, tc, tr, word

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def texts(blocks):
    """The texts of paragraphs and tables."""
    return [
        block.text if isinstance(block, FileText) else [[c.text for c in r] for r in block.rows]
        for block in blocks
        if not isinstance(block, FileNote)
    ]


def notes(blocks):
    """The codes of what is told, with the details."""
    return [(block.code, block.detail) for block in blocks if isinstance(block, FileNote)]


def relations(*targets):
    """The part that names what a program loads from elsewhere."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{RELATION}{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(targets)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def test_a_table_that_holds_tables_is_a_frame():
    """The inner table is read as a table, what stands beside it as text."""
    inner = f"<w:tbl>{tr(tc('a'), tc('b'))}{tr(tc('1'), tc('2'))}</w:tbl>"
    holder = f"<w:tc>{p('before')}{inner}</w:tc>"
    frame = f"<w:tbl>{tr(tc('beside'), holder)}</w:tbl>"
    assert texts(read_word(word(frame))) == ["beside", "before", [["a", "b"], ["1", "2"]]]


def test_a_small_table_in_a_cell_is_the_text_of_the_cell():
    """A form field drawn as a table does not make its table a frame."""
    small = f"<w:tc><w:tbl>{tr(tc('7'))}</w:tbl><w:p/></w:tc>"
    assert texts(read_word(word(f"<w:tbl>{tr(tc('x'), small)}</w:tbl>"))) == [[["x", "7"]]]


def test_a_text_box_in_a_cell_is_read_once():
    """It stands twice in the file, for new and for old programs."""
    choice = f"<mc:Choice><w:txbxContent>{p('5')}</w:txbxContent></mc:Choice>"
    fallback = f"<mc:Fallback><w:txbxContent>{p('5')}</w:txbxContent></mc:Fallback>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:p><w:r><mc:AlternateContent {space}>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    cell = f"<w:tc>{box}</w:tc>"
    assert texts(read_word(word(f"<w:tbl>{tr(tc('x'), cell)}</w:tbl>"))) == [[["x", "5"]]]


def test_rows_and_cells_that_were_struck_out_are_gone():
    """A deleted row and a deleted cell leave no place behind."""
    struck = tr(tc("old"), tc("1"), props="<w:trPr><w:del/></w:trPr>")
    body = f"<w:tbl>{tr(tc('a'), tc('x', '<w:cellDel/>'), tc('2'))}{struck}</w:tbl>"
    assert texts(read_word(word(body))) == [[["a", "2"]]]


def test_cells_that_are_merged_by_old_marks_stand_once():
    """HMerge, as programs write it that came from other formats."""
    first, rest = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    body = f"<w:tbl>{tr(tc('a', first), tc('', rest), tc('b'))}</w:tbl>"
    (table,) = read_word(word(body))
    assert [(c.text, c.colspan) for c in table.rows[0]] == [("a", 2), ("b", 1)]


def test_a_mark_that_is_switched_off_hides_nothing():
    """And a hyphen that does not break is the sign of a negative number."""
    shown = '<w:rPr><w:vanish w:val="false"/></w:rPr>'
    minus = "<w:p><w:r><w:noBreakHyphen/><w:t>3</w:t></w:r></w:p>"
    blocks = read_word(word(p("seen", shown) + minus))
    assert texts(blocks) == ["seen", "-3"]
    assert notes(blocks) == []


def test_the_strict_dialect_is_read():
    """The same format under another name space."""
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        body = f'<w:document xmlns:w="{strict}"><w:body>{p("x")}</w:body></w:document>'
        package.writestr("word/document.xml", body)
    assert texts(read_word(out.getvalue())) == ["x"]


def test_changes_and_hidden_text_are_told():
    """With their number."""
    change = "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    hidden = p("secret", "<w:rPr><w:vanish/></w:rPr>")
    found = notes(read_word(word(change + hidden)))
    assert found == [
        ("S.TRACKED_CHANGES", "2 tracked changes"),
        ("S.HIDDEN_TEXT", "1 pieces of hidden text"),
    ]


def test_what_would_run_or_load_is_told():
    """Macros, embedded files, templates and pictures from elsewhere; a link to click is none of them."""
    outside = relations(("attachedTemplate", "http://x.invalid/t.dotm"), ("hyperlink", "http://y/"))
    parts = {
        "word/_rels/document.xml.rels": outside,
        "word/vbaProject.bin": "x",
        "word/embeddings/oleObject1.bin": "x",
    }
    found = notes(read_word(word(p("x"), **parts)))
    assert [code for code, _ in found] == ["S.ACTIVE_CONTENT"] * 3
    assert "http://x.invalid/t.dotm" in found[2][1]
    assert "http://y/" not in found[2][1]
    broken = word(p("x"), **{"word/_rels/document.xml.rels": "<not closed"})
    assert notes(read_word(broken)) == []


def test_notes_become_findings():
    """In both languages, and the text is read nevertheless."""
    file = read_document(word(p("x"), **{"word/vbaProject.bin": "x"}), "docx")
    assert [finding.code for finding in file.findings] == ["S.ACTIVE_CONTENT"]
    assert "macros" in file.findings[0].message
    assert "宏" in file.findings[0].message_zh


def test_entities_are_refused():
    """The thousand million laughs, and a file of the machine."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
    for bomb in (laughs, outside):
        with pytest.raises(UnsupportedFormatError, match="entities"):
            parse_xml(bomb.encode())
    assert parse_xml(b"<!DOCTYPE x><x/>").tag == "x"


def test_packages_with_too_many_or_too_large_parts_are_refused(monkeypatch):
    """From the list at the end of the package, before anything is unpacked."""
    many = word("", **{f"p{n}": "" for n in range(packed.MOST_ENTRIES)})
    with pytest.raises(DocumentTooLargeError, match="parts"):
        Package(many)
    monkeypatch.setattr(packed, "LARGEST_ALL", 1000)
    with pytest.raises(DocumentTooLargeError, match="unpacks to too much"):
        Package(word(p("x" * 2000)))


def test_a_package_that_is_packed_beyond_reason_is_refused():
    """Five megabytes of blanks."""
    with pytest.raises(DocumentTooLargeError, match="beyond reason"):
        Package(word(" " * 5_000_000))


def test_a_list_that_lies_about_a_size_is_found_out(monkeypatch):
    """What is unpacked is counted as well."""
    data = bytearray(word(p("x" * 3000)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises((UnsupportedFormatError, DocumentTooLargeError)):
        Package(bytes(data)).part("word/document.xml")
    package = Package(word(p("x" * 3000)))
    monkeypatch.setattr(packed, "LARGEST_PART", 1000)
    with pytest.raises(DocumentTooLargeError, match="more than it says"):
        package.part("word/document.xml")


def test_an_encrypted_part_is_told():
    """By the flag in the list."""
    data = bytearray(word(p("x")))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    with pytest.raises(UnsupportedFormatError, match="encrypted"):
        Package(bytes(data))


def test_a_part_whose_bytes_are_damaged_is_told():
    """The packed bytes are overwritten."""
    data = bytearray(word(p("x" * 3000)))
    at = data.index(b"word/document.xml") + len("word/document.xml")
    data[at : at + 12] = b"\xff" * 12
    with pytest.raises(UnsupportedFormatError, match="damaged"):
        Package(bytes(data)).part("word/document.xml")
    assert Package(word("")).part("no/such/part") is None


def test_a_table_stays_a_table():
    """The frame is the exception."""
    (table,) = read_word(word(f"<w:tbl>{tr(tc('a'), tc('b'))}</w:tbl>"))
    assert isinstance(table, FileTable)
