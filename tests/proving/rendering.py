"""Reports as files: printed by a browser, converted by LibreOffice, or laid out here.

One call of each program makes all files of its kind. The same reports give the same text on every machine; where lines
and pages break depends on the program and its fonts.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import lxml.html
import pypdfium2

from scraper.documents.office import command, find_soffice, write_profile
from tests.proving.dice import Dice
from tests.proving.gbk_pdf import Sheet, paragraph, write_pdf
from tests.proving.gbk_pdf import table as draw_table
from tests.proving.layout import Cell

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_WAIT = 600
_FILTERS = {"pdf": "pdf:writer_pdf_Export", "docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97",
            "rtf": "rtf:Rich Text Format"}  # fmt: skip
RULES = {  # CSS of the cells
    "ruled": "td{border:1px solid #000}",
    "rows ruled": "td{border-top:1px solid #000;border-bottom:1px solid #000}",
    "unruled": "td{border:none}",
}


def browser() -> str | None:
    """Give the path of a browser, None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def print_all(reports: Sequence[str], rules: str, dice: Dice) -> list[bytes]:
    """Print reports by a browser; each is a PDF of its own, with numbered pages.

    Args:
        reports: Markup, title first.
        rules: A name of ``RULES``.
        dice: Draws fonts, sizes and margins for each.
    """
    styles, bodies = [], []
    for number, markup in enumerate(reports):
        size, pad = dice.pick([11, 12, 13, 14]), dice.pick([1, 2, 4])
        font = dice.pick(["Noto Serif CJK SC", "Noto Sans CJK SC"])
        styles.append(f"#r{number}{{font:{size}px/1.5 '{font}'}} #r{number} td{{padding:{pad}px}}")
        bare = markup.replace('<table border="1">', "<table>")
        bodies.append(f'<div class="report" id="r{number}">{bare}</div>')
    page = (
        "<!DOCTYPE html><meta charset=utf-8><style>@page{size:A4;margin:22mm 20mm;"
        '@bottom-center{content:"- " counter(page) " -"}}.report{break-before:page}'
        "h1{font-size:1.5em;text-align:center}p{text-indent:2em;margin:.3em 0}"
        "table{border-collapse:collapse;width:100%}td{text-align:center}"
        f"{RULES[rules]}{' '.join(styles)}</style>{''.join(bodies)}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "all.html").write_text(page, encoding="utf-8")
        arguments = [browser() or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                     f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
                     f"--print-to-pdf={folder / 'all.pdf'}", (folder / "all.html").as_uri()]  # fmt: skip
        subprocess.run(arguments, check=True, capture_output=True, timeout=_WAIT)
        return _split((folder / "all.pdf").read_bytes(), [_title(one) for one in reports])


def _title(markup: str) -> str:
    heading = lxml.html.fromstring(f"<div>{markup}</div>").find("h1")
    assert heading is not None
    return _plain(heading.text_content())


def _plain(text: str) -> str:
    """Give a text without blanks; fonts name some letters by their radicals."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _split(data: bytes, titles: Sequence[str]) -> list[bytes]:
    """Part the pages of many reports; each begins with its title."""
    whole = pypdfium2.PdfDocument(data)
    texts = [_plain(page.get_textpage().get_text_range()) for page in whole]
    starts: list[int] = []
    for number, text in enumerate(texts):
        if len(starts) < len(titles) and titles[len(starts)] in text[:200]:
            starts.append(number)
    assert len(starts) == len(titles)
    found = []
    for start, stop in zip(starts, [*starts[1:], len(texts)], strict=True):
        part, out = pypdfium2.PdfDocument.new(), io.BytesIO()
        part.import_pages(whole, list(range(start, stop)))
        part.save(out)
        found.append(out.getvalue())
    return found


def convert_all(reports: Sequence[str], kind: str) -> list[bytes]:
    """Convert reports by LibreOffice to files of a kind: ``pdf``, ``docx``, ``doc`` or ``rtf``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_profile(folder / "profile")
        sources = [folder / f"{number}.html" for number in range(len(reports))]
        for path, markup in zip(sources, reports, strict=True):
            page = f"<html><head><meta charset=utf-8></head><body>{markup}</body></html>"
            path.write_text(page, encoding="utf-8")
        arguments = [*command(find_soffice() or "soffice", folder / "profile"), "--infilter=HTML (StarWriter)",
                     "--convert-to", _FILTERS[kind], "--outdir", str(folder / "out")]  # fmt: skip
        subprocess.run(
            [*arguments, *map(str, sources)], check=True, capture_output=True, timeout=_WAIT
        )
        return [(folder / "out" / f"{path.stem}.{kind}").read_bytes() for path in sources]


def draw_all(reports: Sequence[str]) -> list[bytes]:
    """Lay reports out in a GBK font without ToUnicode."""
    return [draw(markup) for markup in reports]


def draw(markup: str) -> bytes:
    """Lay one report out."""
    sheet = Sheet()
    for one in lxml.html.fromstring(f"<div>{markup}</div>"):
        if one.tag != "table":
            paragraph(sheet, one.text_content().strip(), centred=one.tag == "h1")
            continue
        rows = [
            [
                Cell(cell.text_content().strip(), int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)))
                for cell in row.iter("td")
            ]
            for row in one.iter("tr")
        ]  # fmt: skip
        draw_table(sheet, rows)
    return write_pdf(sheet)
