"""Every format holds the same tables, null is not zero, and text is never a formula."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
import weakref
from contextlib import closing

import duckdb
import jsonschema
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from scraper.cli import main
from scraper.dataset.export import FORMATS, export, export_tables
from scraper.dataset.stata import StataWriter
from scraper.dataset.store import write_store
from scraper.dataset.tables import SCHEMAS
from scraper.dataset.wide import LONGEST, columns
from scraper.errors import StoreError, UsageError
from scraper.settings import gongkai_version
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
    name = next(column.stata for column in columns() if column.key == BLANK)
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
    fixed = {"wide", "codebook", "crosswalk", "foia", "gazetteer"}
    assert {r["name"] for r in told["resources"]} == {*SCHEMAS, *fixed}
    for resource in told["resources"]:
        header = (tmp_path / resource["path"]).read_text("utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
    sums = dict(
        reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines()
    )
    assert set(sums) == {path.name for path in tmp_path.iterdir()} - {"SHA256SUMS"}


def test_wide_names_say_their_cell():
    """A name is the key of its cell, with letters, digits and _ only."""
    names = {column.name: column.key for column in columns()}
    assert len(names) == len(columns())
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)
    assert names["requests_outcome_granted_total"] == "requests/outcome.granted/total"


def test_names_of_stata_are_short_and_unique():
    """Stata takes 32 characters; the number of an article stays whole."""
    names = [column.stata for column in columns()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= LONGEST
    assert all("art20_" in name for name in names if name.startswith("p_"))


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
    """No row has a column that the schema of its table does not name."""
    for table in export_tables():
        for report in reports if table.rows else ():
            assert all(set(row) <= set(table.schema.names) for row in table.rows(report))


def test_a_stream_is_written_as_it_comes(tmp_path, reports, monkeypatch):
    """Never more than a lot is held; the bytes are those of a list."""
    monkeypatch.setattr("scraper.dataset.export._LOT", 2)
    alive = weakref.WeakValueDictionary()

    def stream():
        for number in range(20):
            report = reports[number % 3].model_copy(deep=True)
            alive[id(report)] = report
            assert len(alive) <= 5
            yield report

    assert export(stream(), "csv", tmp_path)["reports"] == 20


def test_a_stream_of_every_kind_gives_the_same_export(tmp_path, reports, lines):
    """JSON lines in any order, and a dataset folder."""
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text("".join(r.to_json() + "\n" for r in reversed(reports)), encoding="utf-8")
    write_store(reports, tmp_path / "store")
    for name, path in (("a", lines), ("b", mixed), ("c", tmp_path / "store")):
        arguments = ["--to", "csv", "--out", str(tmp_path / name), "--quiet"]
        assert main(["export", str(path), *arguments]) == 0
    sums = [(tmp_path / name / "SHA256SUMS").read_text() for name in "abc"]
    assert sums[0] == sums[1] == sums[2]
    (tmp_path / "empty").mkdir()
    arguments = ["--to", "csv", "--out", str(tmp_path / "d")]
    assert main(["export", str(tmp_path / "empty"), *arguments]) == 1
    assert list((tmp_path / "d").iterdir()) == []


def test_null_is_no_zero_in_any_format(tmp_path, reports):
    """The same cell, blank in the first year and 0 in the second, in cells and in the wide table."""
    name, stata = next((c.name, c.stata) for c in columns() if c.key == BLANK)
    for kind in FORMATS:
        export(reports, kind, tmp_path / kind)
    out = tmp_path / "csv"
    assert [r[name] for r in rows(out / "wide.csv")] == ["", "0", "0"]
    assert [r[name] for r in rows(tmp_path / "datapackage" / "wide.csv")] == ["", "0", "0"]
    told = (tmp_path / "jsonl" / "wide.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)[name] for line in told] == [None, 0, 0]
    assert pq.read_table(tmp_path / "parquet" / "wide.parquet")[name].to_pylist() == [None, 0, 0]
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "wide.xlsx", read_only=True).active
    heads, *found = sheet.iter_rows(values_only=True)
    assert [row[heads.index(name)] for row in found] == [None, 0, 0]
    sheet.parent.close()
    frame = pd.read_stata(tmp_path / "dta" / "wide.dta")
    assert frame[stata].isna().tolist() == [True, False, False]
    asked = f"SELECT {name} FROM wide ORDER BY year"
    with closing(sqlite3.connect(tmp_path / "sqlite" / "gongkai.sqlite")) as database:
        assert database.execute(asked).fetchall() == [(None,), (0,), (0,)]
    with duckdb.connect(str(tmp_path / "duckdb" / "gongkai.duckdb"), read_only=True) as database:
        assert database.sql(asked).fetchall() == [(None,), (0,), (0,)]
        comment = f"SELECT comment FROM duckdb_columns() WHERE column_name = '{name}'"
        assert "requests received" in database.sql(comment).fetchall()[0][0]
    labels = pq.read_schema(tmp_path / "parquet" / "wide.parquet").field(name).metadata
    assert labels[b"cell"] == BLANK.encode()
    assert labels[b"zh"]


def test_stata_has_value_labels_long_texts_and_odd_words(tmp_path, reports):
    """Closed vocabularies are numbers with labels; all else reads back as it was written."""
    long = "长" * 1500 + "\x00."
    reports[0].sections[0].text = long
    reports[1].sections[0].text = ""
    reports[2].identity.body = None
    export(reports, "dta", tmp_path)
    with pd.read_stata(tmp_path / "reports.dta", iterator=True) as file:
        assert file.value_labels()["form"] == {1: "A0", 2: "A", 3: "B", 4: "C", 5: "B+C"}
        frame = file.read()
    assert frame["form"].astype(str).tolist() == ["C"] * 3
    assert frame["body"].isna().tolist() == [False, False, True]
    assert frame["year"].tolist() == [2021, 2022, 2023]
    texts = pd.read_stata(tmp_path / "sections.dta")
    assert texts["text"][0] == long.replace("\x00", "\ufffd")
    assert texts["text"][3] == ""
    assert texts["code"].astype(str).tolist()[:2] == ["overview", "problems"]
    assert len(pd.read_stata(tmp_path / "statements.dta")) == 0
    wanted = export(reports, "csv", tmp_path / "csv")
    for name, count in wanted.items():
        assert len(pd.read_stata(tmp_path / f"{name}.dta")) == count
    assert not list(tmp_path.glob("*.waiting")) + list(tmp_path.glob("*.texts"))


def test_a_word_that_no_vocabulary_has_stays_text(tmp_path):
    """The column is then one of text, and nothing is lost."""
    schema = pa.schema([("form", pa.string()), ("n", pa.int64()), ("b", pa.bool_())])
    with StataWriter(tmp_path / "x.dta", schema, {}, {"form": ("A", "B")}) as writer:
        writer.write([{"form": "A", "n": 1, "b": True}, {"form": None, "n": None}])
        writer.write([{"form": "other", "n": 3, "b": False}])
    frame = pd.read_stata(tmp_path / "x.dta")
    assert frame["form"].tolist() == ["A", "", "other"]
    assert frame["b"].tolist()[::2] == [1, 0]
    assert frame.isna().sum().tolist() == [0, 1, 1]


def test_papers_go_with_an_export(tmp_path, reports):
    """JSON Schema, citation and licence; RO-Crate on wish, with the same bytes on any day."""
    export(reports, "csv", tmp_path / "plain")
    assert not (tmp_path / "plain" / "ro-crate-metadata.json").exists()
    schema = json.loads((tmp_path / "plain" / "report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(reports[0].to_json()))
    cited = yaml.safe_load((tmp_path / "plain" / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert {"title", "message", "authors"} <= set(cited)
    assert cited["version"] == gongkai_version()
    assert gongkai_version() in (tmp_path / "plain" / "LICENSE.md").read_text("utf-8")


def test_a_crate_names_every_file(tmp_path, reports):
    """By the library of RO-Crate, which reads it back."""
    rocrate = pytest.importorskip("rocrate.rocrate")
    for name in "ab":
        export(reports, "csv", tmp_path / name, crate=True)
    told = (tmp_path / "a" / "ro-crate-metadata.json").read_bytes()
    assert told == (tmp_path / "b" / "ro-crate-metadata.json").read_bytes()
    crate = rocrate.ROCrate(tmp_path / "a")
    files = {path.name for path in (tmp_path / "a").iterdir()}
    assert {entity.id for entity in crate.get_by_type("File")} == files - {
        "SHA256SUMS", "ro-crate-metadata.json",
    }  # fmt: skip


def test_a_crate_needs_its_library(tmp_path, reports, monkeypatch):
    """One line says what to install, and nothing is left behind."""
    monkeypatch.setitem(sys.modules, "rocrate.rocrate", None)
    with pytest.raises(UsageError, match="pip install"):
        export(reports, "csv", tmp_path, crate=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_frictionless_finds_the_package_valid(tmp_path, reports):
    """The tool that others check packages with, on packages with and without the mark for Excel."""
    pytest.importorskip("frictionless")
    for bom in (False, True):
        export(reports, "datapackage", tmp_path, bom=bom)
        command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        told = json.loads(done.stdout)
        assert told["valid"], told["errors"] or [t["errors"][:2] for t in told["tasks"]]
        assert told["stats"]["tasks"] == len(export_tables())
        text = (tmp_path / "cells.csv").read_text("utf-8").replace("stated", "states")
        (tmp_path / "reports.csv").write_text(text, encoding="utf-8")
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert not json.loads(done.stdout)["valid"]
