"""Reports whose tables are pictures, from the page a browser draws to the record."""

from __future__ import annotations

import base64
import io
import json

import pypdfium2
import pytest

from parsers.record import PagePlace
from scraper import read_report
from scraper.cli import main
from scraper.documents import pictures
from scraper.reading import Page, pictured, read_page
from tests.proving.drawing import browser, pictures_of, print_sheets
from tests.proving.page_of_docs import write_section
from tests.proving.pictured import (
    CLEAN_FLOOR,
    WORN_FLOOR,
    broken_floors,
    evaluate,
    load_floors,
    shares,
    wear_out,
    write_pictured,
)
from tests.proving.wear import WEARS

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
pytest.importorskip("onnxruntime", reason="the extra ocr is not installed")

needs_browser = pytest.mark.skipif(browser() is None, reason="no browser draws the tables here")


@pytest.fixture(scope="module")
def worn():
    """One report, its pictures as on a screen."""
    if browser() is None:
        pytest.skip("no browser draws the tables here")
    return next(wear_out([write_pictured(1, 0)], ["clean"], 1))


@pytest.mark.slow
@needs_browser
def test_worn_pictures_are_read_within_the_floors():
    """Two wears of one report; `python -m tests.proving.pictured` reads all of them."""
    found = shares(evaluate(1, ["JPEG 40", "photographed"]))
    assert len(found) == 2
    assert broken_floors(found, load_floors(1)) == []


def test_the_floors_keep_what_is_promised():
    """99.5 % of clean cells, 98 % of worn ones."""
    floors = load_floors(0)
    assert floors.keys() == WEARS.keys()
    for wear, least in floors.items():
        assert least >= (CLEAN_FLOOR if wear.startswith("clean") else WORN_FLOOR)


@pytest.mark.slow
def test_pictures_beside_a_file_become_its_tables(worn, tmp_path, capsys):
    """From the command line: state, score, place on the picture, and a finding for each picture."""
    (tmp_path / "report.html").write_bytes(worn.report.page)
    for name, data in worn.pictures.items():
        (tmp_path / name).write_bytes(data)
    assert main(["parse", str(tmp_path / "report.html"), "--jsonl", "-"]) == 0
    record = json.loads(capsys.readouterr().out)
    codes = [finding["code"] for finding in record["findings"]]
    assert codes.count("S.TABLE_RECOGNISED") == 3
    assert "S.TABLE_IMAGE" not in codes
    evidence = record["evidence"]["requests/requests_received/total"]
    assert (evidence["state"], evidence["at"]["picture"]) == ("recognised", "1.png")
    assert evidence["score"] > 0.9
    assert all(edge > 0 for edge in evidence["at"]["bbox"])
    values = {
        f"{table}/{row}/{column}": value
        for table, rows in record["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    assert values == worn.report.truth


def test_without_the_extra_a_picture_is_told_and_nothing_is_zero(worn, monkeypatch):
    """No figure, no guess."""
    monkeypatch.setattr(pictured, "can_recognise", lambda: False)
    report = read_page(Page(worn.report.page, pictures=worn.pictures.get))
    assert report.tables == {}
    assert [f.code for f in report.findings].count("S.TABLE_IMAGE") == 3
    monkeypatch.setattr(pictures, "can_recognise", lambda: False)
    with pytest.raises(Exception, match="gongkai\\[ocr\\]"):
        read_report(worn.pictures["1.png"])


@pytest.mark.slow
def test_pictures_inside_a_page_and_its_archive_are_read(worn):
    """As ``data:`` addresses, and as parts of a page that was saved whole, by name."""
    page = worn.report.page.decode()
    data = base64.b64encode(worn.pictures["2.png"]).decode()
    inside = page.replace("2.png", f"data:image/png;base64,{data}")
    lines = ["MIME-Version: 1.0", "Content-Type: multipart/related; boundary=x", "", "--x",
             "Content-Type: text/html; charset=utf-8", "", page.replace("2.png", "cid:t4@saved"), "--x",
             "Content-Type: image/png", "Content-Transfer-Encoding: base64",
             "Content-ID: <t4@saved>", "", data, "--x--", ""]  # fmt: skip
    for source in (inside, "\r\n".join(lines)):
        report = read_report(source.encode())
        assert set(report.tables) == {"disputes"}
        assert [f.code for f in report.findings].count("S.TABLE_IMAGE") == 2


@pytest.mark.parametrize(
    "data", [None, b"", b"GIF89a", b"<html>", b"\x89PNG\r\n\x1a\n" + bytes(40)]
)
def test_pictures_that_cannot_be_read_stay_told(worn, data):
    """Not there, empty, cut, or a page in the place of the picture."""
    report = read_page(Page(worn.report.page, pictures=lambda _: data))
    assert report.tables == {}
    assert [f.code for f in report.findings].count("S.TABLE_IMAGE") == 3


def scanned(worn, scale):
    """The report as it is printed, each page a picture."""
    body = worn.report.page.decode().partition("<h1>")[2]
    for name, table in zip(worn.pictures, worn.report.sheets, strict=True):
        body = body.replace(f'<img src="{name}">', table)
    printed = print_sheets([f'<div class="sheet" style="width:660px"><h1>{body}</div>'])
    return printed, pictures_of(printed, scale)


@pytest.mark.slow
def test_a_scan_is_read_as_the_page_it_shows(worn):
    """As a PDF of pictures: title, sections, figures by page and box in points."""
    _, drawn = scanned(worn, 2.0)
    file = io.BytesIO()
    drawn[0].save(file, "PDF", resolution=192, save_all=True, append_images=drawn[1:])
    report = read_report(file.getvalue())
    assert report.identity.year == worn.report.year
    assert [section.code for section in report.sections] == [
        "overview", "proactive", "requests", "disputes", "problems", "other",
    ]  # fmt: skip
    evidence = report.evidence["requests/requests_received/total"]
    assert isinstance(evidence.at, PagePlace)
    assert (evidence.state, evidence.at.picture) == ("recognised", None)
    right = [
        key
        for key, value in worn.report.truth.items()
        if report.tables[key.split("/")[0]][key.split("/")[1]][key.split("/")[2]] == value
    ]
    assert len(right) >= 0.98 * len(worn.report.truth)


def test_a_pdf_with_text_is_not_looked_at(worn):
    """The text layer is exact; a picture never is."""
    printed, _ = scanned(worn, 0.2)
    report = read_report(printed)
    assert {e.state for e in report.evidence.values()} <= {"stated", "blank", "dash", "slash"}
    assert len(pypdfium2.PdfDocument(printed)) >= 1


def test_a_section_of_the_page_is_written_in_its_place(tmp_path):
    """The others stay as they are."""
    page = tmp_path / "accuracy.md"
    page.write_text("# A\n\n## B\n\nold\n\n## C\n\nkept\n", encoding="utf-8")
    write_section(page, "## B", ["new"])
    write_section(page, "## D", ["last"])
    assert page.read_text(encoding="utf-8") == (
        "# A\n\n## B\n\nnew\n\n## C\n\nkept\n\n## D\n\nlast\n"
    )


def test_a_sheet_carries_its_style():
    """What is drawn is told by the sheet alone."""
    written = write_pictured(1, 3)
    assert written.sheets == write_pictured(1, 3).sheets
    assert len(written.sheets) == 3
