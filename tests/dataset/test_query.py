"""The doors to a dataset: lazy tables and SQL, over a dataset folder, JSON lines and folders of records."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice

import duckdb
import fsspec
import pyarrow as pa
import pytest

from scraper import open_dataset
from scraper.cli import main
from scraper.dataset.store import write_store
from scraper.dataset.tables import SCHEMAS
from scraper.errors import InputError, UsageError
from tests.dataset.test_store import record

SQL = "SELECT year, count(*) AS n, sum(value) AS s FROM Cells GROUP BY ALL ORDER BY year"


@pytest.fixture(scope="module")
def records():
    """Two years, two provinces, one report without a region, a blank cell."""
    found = [
        record(n, year=y, region=r)
        for n in (1, 2)
        for y in (2022, 2023)
        for r in ("220524", "330381")
    ]
    found.append(record(7, region=None))
    found[0].tables["requests"]["requests_received"]["org.other"] = None
    return found


@pytest.fixture(scope="module")
def places(tmp_path_factory, records):
    """The same records as a dataset folder, in memory, as JSON lines and as a folder of files."""
    tmp_path = tmp_path_factory.mktemp("query")
    write_store(records, tmp_path / "store")
    write_store(records, "memory://query-test")
    lines = "".join(report.to_json() + "\n" for report in records)
    (tmp_path / "all.jsonl").write_text(lines, encoding="utf-8")
    for report in records:
        path = tmp_path / "output" / "records" / f"{report.id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report.to_json(indent=2), encoding="utf-8")
    yield [tmp_path / "store", f"file://{tmp_path}/store", "memory://query-test",
           tmp_path / "all.jsonl", tmp_path / "output"]  # fmt: skip
    fsspec.filesystem("memory").rm("/query-test", recursive=True)


def test_every_door_gives_the_same(places):
    """All tables, with the same rows, columns and types, and the same answers."""
    datasets = [open_dataset(place) for place in places]
    first = datasets[0]
    for other in datasets[1:]:
        assert other.names == first.names
        for name in first.names:
            assert other.table(name).schema == first.table(name).schema
            assert other.table(name).to_arrow() == first.table(name).to_arrow()
        assert other.query(SQL) == first.query(SQL)
    assert set(first.names) == {
        *SCHEMAS,
        "wide",
        "codebook",
        "crosswalk",
        "foia",
        "gazetteer",
        "records",
    }


def test_a_table_in_every_library(places):
    """Arrow, pandas, polars and DuckDB: as many rows, null where there is no figure."""
    pl = pytest.importorskip("polars")
    for place in places[:3]:
        cells = open_dataset(place).cells
        rows = len(cells)
        assert (
            rows == cells.to_arrow().num_rows == pa.table(cells).num_rows == len(cells.to_pylist())
        )
        assert sum(batch.num_rows for batch in cells.batches(["value"])) == rows
        frame = cells.to_pandas()
        assert len(frame) == rows
        assert str(frame["year"].dtype) == "Int64"
        assert frame["value"].isna().sum() == 1
        lazy = cells.to_polars()
        assert isinstance(lazy, pl.LazyFrame)
        assert lazy.filter(pl.col("value").is_null()).collect().height == 1
        assert lazy.collect().columns == cells.column_names
        relation = cells.to_duckdb()
        assert isinstance(relation, duckdb.DuckDBPyRelation)
        assert relation.filter("value IS NULL").count("*").fetchall() == [(1,)]
        assert relation.columns == cells.column_names
    assert "cells: " in repr(cells)
    assert "cells" in dir(open_dataset(places[0]))


def test_a_table_without_polars(places, monkeypatch):
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match="pip install"):
        open_dataset(places[0]).cells.to_polars()


def test_nothing_is_read_until_something_asks(tmp_path, records):
    """Rows and columns are told by the manifest, also where the files are gone."""
    write_store(records, tmp_path)
    dataset = open_dataset(tmp_path)
    for path in tmp_path.glob("cells/*/*/*"):
        path.unlink()
    assert dataset.cells.num_rows == dataset.manifest.counts["cells"]
    with pytest.raises(FileNotFoundError):
        dataset.cells.to_arrow()
    assert dataset.reports.to_arrow().num_rows == 9


def test_tables_without_rows_are_there(places):
    """With their columns; a filter by year reads the parts of the path."""
    dataset = open_dataset(places[0])
    assert dataset.statements.to_arrow().schema == SCHEMAS["statements"]
    assert dataset.statements.to_polars().collect().height == 0
    assert dataset.query("SELECT count(*) AS n FROM statements").to_pylist() == [{"n": 0}]
    counted = dataset.query(
        "SELECT count(*) AS n FROM reports WHERE year = 2023 AND region_code IS NULL"
    )
    assert counted.to_pylist() == [{"n": 1}]


def test_the_wide_table_knows_null_from_zero(places):
    """One row a report; blank is null, a stated zero is zero."""
    for place in places:
        sql = "SELECT requests_requests_received_org_other AS x, count(*) AS n FROM wide GROUP BY x ORDER BY x"
        assert open_dataset(place).query(sql).to_pylist() == [
            {"x": 0.0, "n": 8},
            {"x": None, "n": 1},
        ]


@pytest.mark.parametrize(
    "sql",
    ["SELECT * FROM read_csv('/etc/passwd')", "COPY (SELECT 1) TO '{file}'", "DROP VIEW cells", "",
     "SELECT 1; COPY (SELECT 1) TO '{file}'", "SELECT nothing FROM cells", "SELEC", "ATTACH '{file}'",
     "SELECT * FROM read_parquet('{other}')"],
)  # fmt: skip
def test_a_question_reads_the_tables_and_nothing_else(places, sql):
    """Other files are not read, and nothing is written, not even over the files of the tables."""
    file = next(places[0].glob("cells/*/*/*"))
    before = file.read_bytes()
    text = sql.format(file=file, other=places[0] / "manifest.json")
    with pytest.raises(UsageError):
        open_dataset(places[0]).query(text)
    assert file.read_bytes() == before


def test_records_of_a_dataset_folder_go_into_every_command(places, capsys):
    """Check, compare, export and query take the folder as they take JSON lines."""
    store, lines = str(places[0]), str(places[3])
    told = []
    for place in (store, lines):
        main(["check", place, "--json"])
        told.append(json.loads(capsys.readouterr().out)["counts"])
        assert main(["compare", place, "--years", "2023"]) == 0
        told.append(capsys.readouterr().out)
        assert main(["query", place, SQL, "--format", "csv"]) == 0
        told.append(capsys.readouterr().out)
    assert told[:3] == told[3:]


def test_what_is_no_dataset_is_told(tmp_path):
    """Nothing there, or no record in it."""
    with pytest.raises(InputError, match="is not there"):
        open_dataset(tmp_path / "none")
    with pytest.raises(InputError, match="no record"):
        open_dataset(tmp_path)


def test_an_answer_that_is_too_wide_has_a_line_for_each_value(places, capsys, monkeypatch):
    """Twenty columns on eighty characters would have a letter a line."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["query", str(places[0]), "SELECT * FROM reports ORDER BY report_id LIMIT 2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["row", "1"]
    assert next(line for line in lines if line.startswith(" year ")).split() == ["year", "2023"]
    assert sum(line.startswith("row ") for line in lines) == 2
    monkeypatch.setenv("COLUMNS", "900")
    assert main(["query", str(places[0]), "SELECT * FROM reports ORDER BY report_id LIMIT 2"]) == 0
    assert "report_id" in capsys.readouterr().out.splitlines()[1]


def test_an_answer_comes_row_by_row(places):
    """A million million rows begin to come at once: nothing waits for the last, and nothing holds them."""
    with open_dataset(places[0]).rows("SELECT range AS n FROM range(1000000000000)") as answer:
        assert answer.names == ["n"]
        assert list(islice(answer.rows, 3)) == [(0,), (1,), (2,)]


def test_what_fails_on_the_way_is_told(places, capsys):
    """The engine's own words, as where the question is wrong from the start."""
    sql = "SELECT CASE WHEN range = 90000 THEN error('odd row') ELSE range END AS n FROM range(100000)"
    with pytest.raises(UsageError, match="odd row"), open_dataset(places[0]).rows(sql) as answer:
        assert sum(1 for _ in answer.rows) == 0
    with pytest.raises(SystemExit, match="2"):
        main(["query", str(places[0]), sql, "--format", "csv"])
    assert "odd row" in capsys.readouterr().err


def test_rows_and_tables_say_the_same(places, capsys):
    """The answer of the command is that of Python; sums of counts are numbers in JSON."""
    dataset = open_dataset(places[0])
    with dataset.rows(SQL) as answer:
        found = [dict(zip(answer.names, row, strict=True)) for row in answer.rows]
    assert found == dataset.query(SQL).to_pylist()
    sql = "SELECT sum(cells) AS n, NULL AS x, true AS t FROM reports"
    assert main(["query", str(places[0]), sql, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"n": dataset.query(sql).to_pylist()[0]["n"], "x": None, "t": True}
    assert isinstance(told["n"], int)


def test_a_question_loads_neither_pages_nor_frames(places):
    """Start is most of what a short question takes: what reads pages or holds frames is left alone."""
    script = (
        "import sys; from scraper.cli import main; main(sys.argv[1:]);"
        "print(sorted({'bs4', 'pandas', 'httpx', 'lxml', 'scraper.reading'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "query", str(places[0]), SQL, "--format", "csv"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stderr.strip() == "[]"
    assert told.stdout.count("\n") > 1
