"""Nothing that a report says gets out of its place: no element, attribute, script or formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import html5lib
import openpyxl
import pytest

from parsers.audit import audit
from parsers.record import Evidence, Finding, Repair, Report, Statement
from scraper.accepted import Accepted, sort_out
from scraper.collection import Collection
from scraper.comparison.compare import compare
from scraper.comparison.pages import audit_page, compare_page, ranking_page
from scraper.comparison.ranking import rank
from scraper.comparison.tables import as_csv, ranking_csv
from scraper.dataset.export import export
from scraper.dataset.quality import quality_page
from scraper.view.audit import by_rule
from tests.audit.test_audit import make
from tests.conftest import SHARED

PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>1</script>",
    "javascript:alert(1)", "{{ 7*7 }}", "<svg onload=alert(1)>", "' onmouseover='alert(1)",
    "</title><script>1</script>", "&lt;b&gt;", "=1+1", "\u202e<b>", 'http://x/" onclick="alert(1)',
    "data:text/html,<script>1</script>", "-2+3+cmd|' /C calc'!D2", "＝1", "<!--", "]]>", "\u2028\"'`",
]  # fmt: skip
CLEAN = [
    "甲乙丙丁。戊己庚辛。",
    "http://x/",
    "新收3件",
    "甲",
    "全年公开信息268条。",
    "甲乙。丙",
    "x",
    "乙乙乙乙",
    "1",
    "二",
]
CELL = "requests/requests_received/total"
YEARS = 10  # payloads on one page


def planted(payloads):
    """Reports of one body, a year each, every text of which is a payload."""
    made = []
    for number in range(YEARS):
        payload = payloads[number % len(payloads)]
        report = make(2012 + number, seed=number)
        report.id = f"220524-{payload}-{report.identity.year}"
        report.form = "B"
        for name in ("title", "region_name", "index_number"):
            setattr(report.identity, name, payload)
        report.identity.publisher = payloads[0]
        for name in ("url", "uri", "reader", "retrieved_at"):
            setattr(report.source, name, payload)
        report.source.encoding.used = payload
        report.source.repairs = [Repair(code=payload, count=1)]
        for section in report.sections:
            section.heading = section.text = payload
        at = {"table": 0, "row": 0, "column": 0}
        report.evidence[CELL] = Evidence.model_validate({"raw": payload, "state": "word", "at": at})
        report.statements = [Statement(cell=CELL, value=1, unit=payload, approximate=False,
                                       quote=payload, section="overview", span=(0, 1))]  # fmt: skip
        report.findings = [Finding(code=payload, severity=severity, message=payload, message_zh=payload,
                                   cells=[CELL, payload], expected=payload, actual=payload)
                           for severity in ("error", "warning", "info")]  # fmt: skip
        made.append(report)
    return made


def comparison_of(payloads):
    """The years side by side; of the last one an earlier version was kept."""
    made = planted(payloads)
    first = made[-1].model_copy(deep=True)
    first.tables["requests"]["requests_received"]["total"] = 7
    first.sections[0].text = "甲。" + payloads[0]
    return compare(Collection(made, [first]), payloads[0], range(2012, 2012 + YEARS))


def county(payloads):
    """Bodies of one year, each with a payload as its name."""
    made = []
    for number, payload in enumerate(payloads):
        (report, *_) = planted([payload])
        report.identity.year = 2023
        report.id = f"220524-{payload}{number}-2023"
        made.append(report)
    return made


def pages_of_many(payloads):
    """The pages that speak of many bodies."""
    made = county(payloads)
    accepted = [Accepted("P.RULES_POWER", "*", payloads[0], payloads[-1])]
    accepted += [Accepted(payloads[0], made[0].id, payloads[0], payloads[-1])]
    found = sort_out(audit(made), accepted, date(2026, 1, 1))
    yield "ranking", ranking_page(rank(made, 2023, None), "zh")
    yield "audit", audit_page(len(made), found, by_rule(found.open), "zh")
    yield "quality", quality_page(made)


def kinds(page):
    """The kinds of elements of a page: each tag with the names of its attributes."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in elements:
        assert not {n for n in element.attrib if n.startswith("on") or n in ("src", "srcdoc")}
        assert element.get("href", "#").startswith(("#", "http://", "https://", "HTTP"))
    assert sum(element.tag == "style" for element in elements) == 1
    return {(element.tag, *sorted(map(str, element.attrib))) for element in elements}


@pytest.fixture(scope="module")
def harmless():
    """All kinds of elements that pages of harmless texts have, by page."""
    found = {"compare": set()}
    for texts in (CLEAN, CLEAN[:1], CLEAN[1:2], CLEAN[::-1]):
        found["compare"] |= kinds(compare_page(comparison_of(texts)))
        for name, page in pages_of_many(texts * 2):
            found[name] = found.get(name, set()) | kinds(page)
    return found


def text_of(page):
    """The text of a page without blanks."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return "".join("".join(tree.itertext()).split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload, harmless):
    """It makes no element and no attribute, and it is still there to read."""
    page = compare_page(comparison_of([payload]))
    assert kinds(page) <= harmless["compare"]
    assert "".join(payload.split()) in text_of(page)


def test_hostile_names_of_many_bodies_stay_text(harmless):
    """On the pages that list bodies, rules and readers."""
    for name, page in pages_of_many(PAYLOADS):
        assert kinds(page) <= harmless[name], name
    for payload in PAYLOADS:
        assert "".join(payload.split()) in text_of(page)


def is_formula(field):
    """Whether a spreadsheet would take a field for a formula; written apart from the program."""
    if not field or field[0] not in "=+-@\t\r\n＝＋－＠":
        return False
    return not (
        set(field) <= {"-"}
        or field.replace(",", "").lstrip("-").rstrip("%").replace(".", "", 1).isdigit()
    )


def formulas(text):
    """The fields of CSV that a spreadsheet would run."""
    return [field for row in csv.reader(io.StringIO(text)) for field in row if is_formula(field)]


def test_no_field_of_csv_is_a_formula():
    """Of a comparison and of a ranking; the payload is there, behind a quote."""
    for payload in ("=1+1", "@x", "-2+3+cmd|' /C calc'!D2", "＝1", "\t=1", "+x"):
        table = as_csv(comparison_of([payload]))
        assert formulas(table) == []
        assert "'" + payload.strip() in table or "'" + payload in table
    assert formulas(ranking_csv(rank(county(PAYLOADS), 2023, None))) == []
    assert formulas("=1,-3,-,-3.5%\n") == ["=1"]


@pytest.fixture(scope="module")
def payloads():
    """Every payload of the shared suites."""
    folder = SHARED / "suites"
    if not folder.is_dir():
        pytest.skip("the shared suites are not here")
    found = [path for name in ("dompurify", "blns") for path in (folder / name).glob("*.json")]
    texts = [text for path in found for text in strings(json.loads(path.read_text("utf-8")))]
    assert len(texts) > 700
    return texts


def strings(told):
    """Every string of a file that can stand in a record: no half of a character, no NUL."""
    if isinstance(told, str):
        text = told.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
        return [text] if text.strip() else []
    values = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [text for one in values for text in strings(one)]


@pytest.mark.slow
@pytest.mark.suite
def test_payloads_of_others_stay_text_over_years(payloads, harmless):
    """In names, titles, headings, texts, cells, findings, addresses and quotes of a comparison, and its CSV."""
    for start in range(0, len(payloads), YEARS):
        some = payloads[start : start + YEARS]
        comparison = comparison_of(some)
        assert kinds(compare_page(comparison)) <= harmless["compare"], some
        assert formulas(as_csv(comparison)) == []


@pytest.mark.slow
@pytest.mark.suite
def test_payloads_of_others_stay_text_over_bodies(payloads, harmless):
    """As names of bodies, rules, readers: in a ranking, an audit and the page on quality."""
    for start in range(0, len(payloads), 150):
        for name, page in pages_of_many(payloads[start : start + 150]):
            assert kinds(page) <= harmless[name], name


@pytest.mark.slow
@pytest.mark.suite
def test_payloads_of_others_are_no_formulas(payloads, tmp_path):
    """In the CSV and XLSX of an export; those that begin like a formula come first."""
    likely = sorted(payloads, key=lambda text: text[0] not in "=+-@\t\r\n＝＋－＠")[:120]
    made = [Report.model_validate_json(one.to_json()) for one in county(likely)]
    export(made, "csv", tmp_path)
    assert [p.name for p in tmp_path.glob("*.csv") if formulas(p.read_text(encoding="utf-8"))] == []
    export(made, "xlsx", tmp_path)
    for path in tmp_path.glob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}, path.name
        book.close()
