"""A saved page and the same report as a file beside it: each is read, and the record of the page tells of both."""

from __future__ import annotations

import json
import re

import pytest

from scraper.beside import forms_beside
from scraper.cli import main
from tests.documents.rewritten import as_word, page_of

NAME = "330381-water-2022"
CELL = "requests/requests_received/total"


def changed(markup: str) -> str:
    """Give the page with another total of the requests received."""
    row = markup[markup.index("一、本年新收") :]
    last = list(re.finditer(r">\s*(\d+)\s*</td>", row[: row.index("</tr>")]))[-1]
    at = markup.index(row) + last.start(1)
    return f"{markup[:at]}9{markup[at:]}"


@pytest.fixture
def folder(tmp_path):
    """A page, and the same as a Word file in which one figure is another."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "report.html").write_text(page_of(NAME), encoding="utf-8")
    (pages / "report.docx").write_bytes(as_word(changed(page_of(NAME))))
    return pages


def read(folder, out):
    """Parse a folder; give the findings about forms by the name of the input."""
    assert main(["parse", str(folder), "--out", str(out), "--quiet"]) == 0
    records = [json.loads(path.read_text("utf-8")) for path in out.glob("*.json")]
    return {
        record["source"]["uri"].rpartition("/")[2]: [
            f for f in record["findings"] if f["code"] in ("S.OTHER_FORM", "S.VERSIONS_DIFFER")
        ]
        for record in records
    }


def test_the_record_of_the_page_tells_where_the_file_says_something_else(folder, tmp_path):
    """Both are kept; places in both sources are named, and the file tells nothing of the page."""
    told = read(folder, tmp_path / "out")
    assert told.keys() == {"report.html", "report.docx"}
    assert told["report.docx"] == []
    form, differ = told["report.html"]
    assert (form["code"], differ["code"]) == ("S.OTHER_FORM", "S.VERSIONS_DIFFER")
    assert differ["cells"] == [CELL]
    assert str(differ["expected"]) == f"9{differ['actual']}"
    assert str(folder / "report.docx") in differ["message"]
    assert "199 figures agree, 1 differ" in form["message"]


def test_a_changed_file_is_read_again_with_its_page(folder, tmp_path):
    """The journal knows what lay beside the page."""
    out = tmp_path / "out"
    assert len(read(folder, out)["report.html"]) == 2
    (folder / "report.docx").write_bytes(as_word(page_of(NAME)))
    assert [f["code"] for f in read(folder, out)["report.html"]] == ["S.OTHER_FORM"]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04word/ broken", as_word(page_of("370881-statistics-2023"))]
)
def test_a_file_that_is_another_thing_tells_nothing(folder, tmp_path, data):
    """A damaged file and the report of another body are told as inputs of their own."""
    (folder / "report.docx").write_bytes(data)
    out = tmp_path / "out"
    assert main(["parse", str(folder / "report.html"), "--out", str(out), "--quiet"]) == 0
    (record,) = out.glob("*.json")
    codes = {f["code"] for f in json.loads(record.read_text("utf-8"))["findings"]}
    assert not codes & {"S.OTHER_FORM", "S.VERSIONS_DIFFER"}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_file_that_the_page_links_to_is_a_form_of_it(tmp_path, codec):
    """It lies beside the page under a name of its own; the same bytes are told once."""
    pages = tmp_path / "pages"
    pages.mkdir()
    links = '<a href="/zwgk/2023/附件1.docx?v=2">附件</a><a href="b.docx">附件</a></body>'
    markup = page_of(NAME).replace("</body>", links).replace("utf-8", codec).replace("UTF-8", codec)
    (pages / "t2023.html").write_bytes(markup.encode(codec))
    for name in ("附件1.docx", "b.docx"):
        (pages / name).write_bytes(as_word(page_of(NAME)))
    assert [f["code"] for f in read(pages, tmp_path / "out")["t2023.html"]] == ["S.OTHER_FORM"]


def test_forms_lie_in_the_folder_of_the_page(tmp_path):
    """Never the page itself, a folder, a name that is none, what lies elsewhere, or more than four; each once."""
    pages = tmp_path / "pages"
    (pages / "r.doc").mkdir(parents=True)
    for name in ("r.html", "r.pdf", "r.docx", "a.pdf", "b.pdf", "c.pdf"):
        (pages / name).touch()
    (tmp_path / "outside.pdf").touch()
    (pages / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    names = ["a.pdf", "../outside.pdf", "link.pdf", "x" * 300 + ".pdf", "%00.pdf", "http://[/d.pdf"]
    links = "".join(f'<a href="{name}">' for name in [*names, "a.pdf", "b.pdf", "c.pdf"])
    found = forms_beside(pages / "r.html", links.encode())
    assert [path.name for path in found] == ["r.pdf", "r.docx", "a.pdf", "b.pdf"]


def test_only_files_with_the_name_of_a_page_are_its_forms(tmp_path):
    """A PDF has none, and what has another name is another thing."""
    for name in ("a.html", "a.pdf", "a.xls", "b.docx", "c.shtml", "c.doc", "c.rtf"):
        (tmp_path / name).touch()
    assert [path.name for path in forms_beside(tmp_path / "a.html")] == ["a.pdf"]
    assert [path.name for path in forms_beside(tmp_path / "c.shtml")] == ["c.doc", "c.rtf"]
    assert forms_beside(tmp_path / "a.pdf") == []
