"""Every format holds the same tables, null is not zero, and text is never a formula."""

import csv
import io
import json
import sqlite3
from contextlib import closing

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from scraper import open_dataset
from scraper.cli import main
from scraper.dataset.export import FORMATS, export, export_tables
from scraper.dataset.tables import SCHEMAS, batches
from scraper.dataset.wide import LONGEST, columns
from scraper.errors import StoreError, UsageError
from scraper.spreadsheet import inert
from tests.audit.test_audit import _carry, _edit, years

CELLS = ["report_id", "publisher", "region_code", "region_name", "year", "form", "table", "row",
         "column", "value", "raw", "state", "unit", "url", "sha256"]  # fmt: skip
BLANK = "requests/requests_received/org.other"


@pytest.fixture
def reports():
    """Three years: a blank, a decimal, a formula in a title, a finding."""
    found = years(3)
    _carry(found)
    _edit(found, 0, BLANK, None)
    found[1].identity.title = '=HYPERLINK("http://x/")'
    return found


@pytest.fixture
def lines(tmp_path, reports):
    """The same as a file of JSON lines."""
    path = tmp_path / "all.jsonl"
    path.write_text("".join(r.to_json() + "\n" for r in reports), encoding="utf-8")
    return path


def rows(path):
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_long_table_is_that_of_the_contract(tmp_path, reports):
    """Names and order of the columns; sorted by report; blank is empty and zero is 0."""
    export(reports, "csv", tmp_path)
    found = rows(tmp_path / "cells.csv")
    assert list(found[0]) == CELLS
    assert [row["report_id"] for row in found] == sorted(row["report_id"] for row in found)
    by_cell = {(r["year"], f"{r['table']}/{r['row']}/{r['column']}"): r["value"] for r in found}
    assert by_cell["2021", BLANK] == ""
    assert by_cell["2022", BLANK] == "0"
    assert "." in by_cell["2021", "proactive/art20_8.administrative_fees/amount_collected"]


def test_every_format_has_every_row(tmp_path, reports):
    """The same counts by table."""
    expected = export(reports, "csv", tmp_path / "csv")
    assert expected["reports"] == expected["wide"] == 3
    for kind in FORMATS:
        out = tmp_path / kind
        assert export(reports, kind, out) == expected
        assert {"datapackage.json", "codebook.md", "quality.html", "SHA256SUMS"} <= {
            path.name for path in out.iterdir()
        }
    count = expected["cells"]
    assert pq.read_table(tmp_path / "parquet" / "cells.parquet").num_rows == count
    assert len((tmp_path / "jsonl" / "cells.jsonl").read_text("utf-8").splitlines()) == count
    with closing(sqlite3.connect(tmp_path / "sqlite" / "gongkai.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM cells").fetchone() == (count,)
        assert database.execute("SELECT count(*) FROM cells WHERE value IS NULL").fetchone() == (1,)
    with duckdb.connect(str(tmp_path / "duckdb" / "gongkai.duckdb"), read_only=True) as database:
        assert database.sql("SELECT count(*) FROM cells").fetchall() == [(count,)]


def test_stata_has_labels_and_missing_values(tmp_path, reports):
    """Names of at most 32 characters, labels in both languages, a blank is missing."""
    export(reports, "dta", tmp_path)
    with pd.read_stata(tmp_path / "wide.dta", iterator=True) as file:
        labels = file.variable_labels()
        frame = file.read()
    name = next(column.name for column in columns() if column.key == BLANK)
    assert "requests received" in labels[name]
    assert pd.isna(frame[name][0])
    assert frame[name][1] == 0


def test_excel_takes_text_for_text(tmp_path, reports):
    """A title that looks like a formula is a text in the sheet, and has a quote in CSV."""
    export(reports, "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "reports.xlsx").active
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=HYP"))
    assert cell.data_type == "s"
    export(reports, "csv", tmp_path, bom=True)
    assert (tmp_path / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [r["title"] for r in rows(tmp_path / "reports.csv")][1].startswith("'=HYP")


@pytest.mark.parametrize(
    ("text", "told"),
    [("=1", "'=1"), ("+1", "'+1"), ("@x", "'@x"), ("-1+2", "'-1+2"), ("-cmd", "'-cmd"), ("-3.5", "-3.5"), ("-3%", "-3%"),
         ("-2+3+cmd|' /C calc'!D2", "'-2+3+cmd|' /C calc'!D2"), ("\uff1d1", "'\uff1d1"), ("—", "—"),
     ("--", "--"), ("\t=1", "'\t=1"), ("", "")],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_quoted(text, told):
    """Dashes and negative numbers are figures of reports and stay."""
    assert inert(text) == told


def test_the_same_records_give_the_same_bytes(tmp_path, reports):
    """In any order, on any day."""
    for kind in ("csv", "parquet", "jsonl", "dta"):
        export(reports, kind, tmp_path / "a")
        export(list(reversed(reports)), kind, tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_descriptor_names_what_is_there(tmp_path, reports):
    """Each resource has its file and the fields of the file's header."""
    export(reports, "datapackage", tmp_path)
    told = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    fixed = {"wide", "codebook", "crosswalk", "gazetteer"}
    assert {r["name"] for r in told["resources"]} == {*SCHEMAS, *fixed}
    for resource in told["resources"]:
        header = (tmp_path / resource["path"]).read_text("utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
    sums = dict(
        reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines()
    )
    assert set(sums) == {path.name for path in tmp_path.iterdir()} - {"SHA256SUMS"}


def test_wide_names_are_short_and_unique():
    """Stata takes 32 characters; the number of an article stays whole."""
    names = [column.name for column in columns()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= LONGEST
    assert all("art20_" in name for name in names if name.startswith("p_"))


def test_tables_come_in_pieces(reports):
    """However many reports there are, a piece is about as large as is asked for."""
    sizes = [batch.num_rows for batch in batches("cells", reports * 20, size=100)]
    assert len(sizes) > 10
    assert max(sizes) < 300


def test_sql_over_records(lines, capsys):
    """As a table, CSV and JSON; files cannot be reached."""
    sql = "SELECT year, count(*) AS n FROM cells GROUP BY year ORDER BY year"
    assert main(["query", str(lines), sql, "--format", "json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["year"] for row in found] == [2021, 2022, 2023]
    assert main(["query", str(lines), sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("year,n\n2021,")
    assert main(["query", str(lines), sql]) == 0
    assert "2022" in capsys.readouterr().out
    for bad in ("SELECT nothing FROM cells", "SELECT * FROM read_csv('/etc/passwd')", "SELEC"):
        with pytest.raises(SystemExit):
            main(["query", str(lines), bad])


def test_the_dataset_in_python(lines):
    """Tables by name, lazily; a name that there is not is told with those that there are."""
    dataset = open_dataset(lines)
    assert dataset.cells.num_rows == sum(1 for _ in dataset.cells.to_pylist())
    assert dataset.cells is dataset.cells
    assert set(dataset.names) >= set(SCHEMAS)
    assert list(dataset.pandas("reports")["year"]) == [2021, 2022, 2023]
    with pytest.raises(AttributeError, match="there are reports"):
        _ = dataset.nothing


def test_wrong_formats_and_folders_are_told(tmp_path, reports, lines):
    """And leave nothing behind."""
    with pytest.raises(UsageError, match="there are csv"):
        export(reports, "pdf", tmp_path / "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        export(reports, "csv", tmp_path / "file")
    assert main(["export", str(lines), "--to", "csv", "--out", str(tmp_path / "o"), "--quiet"]) == 0
    assert not [path for path in (tmp_path / "o").iterdir() if path.name.startswith(".")]


def test_all_tables_are_described(reports):
    """Each table has the columns that its schema says."""
    for table in export_tables(reports):
        assert [b.schema.names for b in table.batches()] in (
            [],
            [table.schema.names] * len(list(table.batches())),
        )
