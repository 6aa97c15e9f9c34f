"""The commands as a user runs them: exit status, what goes where, and nothing lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from parsers.record import Report
from tests.cli.server import serving
from tests.conftest import ROOT

REPORTS = ROOT / "fixtures" / "reports"
WATER = REPORTS / "330381-water-2022" / "input.html"
HEALTH = REPORTS / "320412-health-2024" / "input.html"
DUMP = REPORTS / "331023-audit-2023" / "input.txt"
LOGIN = REPORTS / "login-page" / "input.html"


def gongkai(*arguments, stdin=None, env=None, cwd=ROOT):
    """Run the command and give its result."""
    command = [sys.executable, "-m", "scraper.cli", *map(str, arguments)]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command, capture_output=True, input=stdin, env=environment, cwd=cwd, check=False
    )


def records(result):
    """Give the JSON lines of a result."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_jsonl_is_pure_and_in_input_order():
    """--jsonl - prints one record a line in the order of the inputs, and nothing else."""
    result = gongkai("parse", HEALTH, LOGIN, DUMP, WATER, "--jsonl", "-")
    assert [r["source"]["uri"] for r in records(result)] == [str(HEALTH), str(DUMP), str(WATER)]
    assert result.returncode == 1
    errors = result.stderr.decode("utf-8")
    assert "F.LOGIN" in errors
    assert str(LOGIN) in errors


@pytest.mark.slow
def test_same_bytes_in_every_process():
    """Two processes with other hash seeds give the same bytes."""
    one, two = (
        gongkai("parse", WATER, DUMP, "--jsonl", "-", env={"PYTHONHASHSEED": s}) for s in "17"
    )
    assert one.stdout == two.stdout
    assert one.returncode == 0


def test_out_writes_a_file_a_report_and_the_errors(tmp_path):
    """--out gives pretty records, errors.jsonl and the raw bytes of what failed; again the same."""
    for _ in range(2):
        result = gongkai("parse", WATER, LOGIN, "--out", tmp_path)
        assert result.returncode == 1
        (record,) = tmp_path.glob("*.json")
        assert record.name == "330381-瑞安市水利局-2022.json"
        assert Report.model_validate_json(record.read_bytes()).form == "C"
        (line,) = [
            json.loads(text) for text in (tmp_path / "errors.jsonl").read_text("utf-8").splitlines()
        ]
        assert line["code"] == "F.LOGIN"
        assert (tmp_path / "failed" / line["sha256"]).read_bytes() == LOGIN.read_bytes()


def test_folders_are_read_sorted_and_deep(tmp_path):
    """A folder gives its report files, sorted; other files are left alone and counted."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.html").write_bytes(WATER.read_bytes())
    (tmp_path / "a.txt").write_bytes(DUMP.read_bytes())
    (tmp_path / "style.css").write_text("p{}")
    result = gongkai("parse", tmp_path, "--jsonl", "-")
    assert [r["source"]["uri"] for r in records(result)] == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "b" / "2.html"),
    ]
    assert b"1 other files" in result.stderr


def test_standard_input_and_hints():
    """- reads standard input; --content-type and --url say what is known of it."""
    result = gongkai(
        "parse", "-", "--jsonl", "-", "--url", "https://game.example/a.html", "--content-type", "text/html",
        stdin=WATER.read_bytes(),
    )  # fmt: skip
    (record,) = records(result)
    assert record["source"]["mirror"] is True
    assert "I.MIRROR" in [f["code"] for f in record["findings"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "F.EMPTY"), (b"  \n ", "F.EMPTY"), (b"%PDF-1.7 x", "F.UNSUPPORTED"), (b"PK\x03\x04word/", "F.UNSUPPORTED"),
        (bytes(range(256)) * 20, "F.UNSUPPORTED"), (b"\x89PNG\r\n", "F.UNSUPPORTED"),
        ("<p>新闻：今天天气很好。</p>".encode(), "F.NOT_A_REPORT"),
        ("<title>404</title><p>您访问的页面不存在</p>".encode(), "F.SOFT_404"),
        (b"<html><body><script>location='/x'</script></body></html>", "F.SCRIPTED"),
    ],
)  # fmt: skip
def test_bad_inputs_have_their_codes(tmp_path, data, code):
    """Each kind of bad input is refused with its own code and leaves the rest alone."""
    bad = tmp_path / "bad.html"
    bad.write_bytes(data)
    result = gongkai("parse", bad, WATER, "--jsonl", "-")
    assert code in result.stderr.decode("utf-8")
    assert len(records(result)) == 1
    assert result.returncode == 1


def test_a_huge_file_is_refused_by_its_size(tmp_path):
    """A file of 100 MB is refused before it is read."""
    huge = tmp_path / "huge.html"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    result = gongkai("parse", huge, "--jsonl", "-")
    assert b"F.TOO_LARGE" in result.stderr
    assert result.returncode == 1


def test_unreadable_paths(tmp_path):
    """A path that is not there, and a folder without reports, are told."""
    result = gongkai("parse", tmp_path / "nope.html", tmp_path, "--jsonl", "-")
    assert result.stderr.count(b"F.UNREADABLE") == 2
    assert result.returncode == 1


def test_a_report_without_tables_is_a_record():
    """Missing tables are findings, not an error."""
    result = gongkai("parse", REPORTS / "210381-township-2024", "--jsonl", "-")
    (record,) = records(result)
    assert record["tables"] == {}
    assert result.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [[], ["parse"], ["parse", "x", "--nonsense"], ["nonsense"], ["parse", "a", "b", "--url", "http://x/"],
     ["parse", "a", "--no-repair", "nonsense"], ["codebook", "nonsense"], ["why", str(WATER), "nonsense"]],
)  # fmt: skip
def test_wrong_use(arguments):
    """Wrong use ends with status 2 and says what is wrong."""
    result = gongkai(*arguments)
    assert result.returncode == 2
    assert result.stderr


@pytest.mark.slow
def test_repairs_can_be_switched_off():
    """--no-repair leaves a repair out, and the record shows it."""
    mirror = REPORTS / "330324-transport-2021" / "input.html"
    with_it, without = (
        records(gongkai("parse", mirror, "--jsonl", "-", *more))[0]["source"]["repairs"]
        for more in ([], ["--no-repair", "lost_text"])
    )
    assert [r["code"] for r in with_it] == ["glued_pinyin", "traditional"]
    assert without == with_it
    result = gongkai("parse", mirror, "--jsonl", "-", "--no-repair", "glued_pinyin,traditional")
    assert all(r["source"]["repairs"] == [] for r in records(result))


@pytest.mark.slow
def test_summary_without_sinks():
    """Without --out and --jsonl a table says what was read."""
    result = gongkai("parse", WATER, LOGIN)
    text = result.stdout.decode("utf-8")
    assert "200/200" in text
    assert "VALID" in text
    assert "F.LOGIN" in text
    assert gongkai("parse", WATER, "--quiet").stdout == b""


@pytest.mark.slow
def test_summary_tells_blank_cells(tmp_path):
    """Cells that were published blank are told apart from cells that were not read."""
    page = WATER.read_text(encoding="utf-8")
    emptied = re.sub(r"(<td[^>]*>)\s*\d+\s*</td>", r"\1</td>", page, count=1)
    (tmp_path / "page.html").write_text(emptied, encoding="utf-8")
    text = gongkai("parse", tmp_path / "page.html").stdout.decode("utf-8")
    assert "199/200" in text
    assert "1 blank" in text
    assert "blank" not in gongkai("parse", WATER).stdout.decode("utf-8")


@pytest.mark.slow
def test_show_and_why(tmp_path):
    """A record is shown in two languages; one cell is explained with raw text, place and rules."""
    gongkai("parse", HEALTH, "--out", tmp_path)
    (record,) = tmp_path.glob("*.json")
    shown = gongkai("show", record).stdout.decode("utf-8")
    for text in (
        "INVALID",
        "（一）予以公开",
        "granted in full",
        "结果",
        "T3.ROWSUM",
        "third-party rights",
    ):
        assert text in shown
    key = "requests/outcome.denied.third_party_rights/natural_person"
    why = gongkai("why", record, key).stdout.decode("utf-8")
    for text in ("“2”", "table 1, row 10, column 3", "T3.COLSUM", "failed", "natural persons"):
        assert text in why
    direct = gongkai("show", HEALTH).stdout.decode("utf-8")
    assert "INVALID" in direct


def test_why_suggests(tmp_path):
    """A name that is no key is answered with those nearest."""
    result = gongkai("why", WATER, "outcome.grantd/total")
    assert b"requests/outcome.granted/total" in result.stderr


def test_records_of_others_are_refused(tmp_path):
    """JSON that is no record is told by the place of its first fault."""
    other = tmp_path / "x.json"
    other.write_text('{"schema": "gongkai.report/1"}')
    result = gongkai("show", other)
    assert result.returncode == 1
    assert b"F.NOT_A_RECORD" in result.stderr


@pytest.mark.slow
def test_one_of_several_records(tmp_path):
    """Among several records one is chosen by its id."""
    lines = tmp_path / "all.jsonl"
    gongkai("parse", WATER, HEALTH, "--jsonl", lines)
    assert gongkai("show", lines).returncode == 2
    shown = gongkai("show", lines, "--id", "330381-瑞安市水利局-2022")
    assert "瑞安市水利局" in shown.stdout.decode("utf-8")


def test_schema_and_codebook(tmp_path):
    """The schema is JSON with $schema and $id; the codebook has rows, columns and rules in words."""
    schema = json.loads(gongkai("schema").stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    gongkai("schema", "--out", tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == schema
    book = gongkai("codebook").stdout.decode("utf-8")
    assert "T3.BALANCE" in book
    assert "state secret" in book
    cell = gongkai("codebook", "requests/outcome.granted/total").stdout.decode("utf-8")
    assert "总计" in cell
    assert "state secret" not in cell


@pytest.mark.slow
def test_demo(tmp_path):
    """The demo harvests the project's own pages over HTTP and says where the files lie."""
    result = gongkai("demo", "--out", tmp_path / "out")
    text = result.stdout.decode("utf-8")
    assert result.returncode == 0
    assert "records/*.json" in text
    written = {p.name for p in (tmp_path / "out" / "records").glob("*.json")}
    assert "330381-瑞安市水利局-2022.json" in written
    record = json.loads(
        (tmp_path / "out" / "records" / "330381-瑞安市水利局-2022.json").read_text("utf-8")
    )
    assert record["source"]["status"] == 200
    assert record["source"]["retrieved_at"].endswith("Z")
    goldens = {json.loads(p.read_text("utf-8"))["id"] for p in REPORTS.glob("*/expected.json")}
    assert written == {f"{name}.json" for name in goldens}


def test_help_needs_no_heavy_module():
    """Gongkai --help loads none of the libraries that take time."""
    code = (
        "import sys; sys.argv=['gongkai','--help']\n"
        "from scraper.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy={'lxml','bs4','pydantic','httpx','rich','opencc','rapidfuzz','pypinyin'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert result.stderr.decode().strip() == "[]"


@pytest.mark.slow
def test_interrupted_work_is_kept(tmp_path):
    """Ctrl-C ends with status 130 and the records written so far are whole."""
    for number in range(400):
        (tmp_path / f"{number:03}.html").write_bytes(WATER.read_bytes())
    out = tmp_path / "all.jsonl"
    command = [sys.executable, "-m", "scraper.cli", "parse", str(tmp_path), "--jsonl", str(out)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        # A test run in the background inherits that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not out.exists() or out.stat().st_size < 50_000):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in errors
    assert all(json.loads(line)["form"] == "C" for line in out.read_text("utf-8").splitlines())


@pytest.mark.slow
def test_addresses(tmp_path):
    """Addresses are fetched over HTTP; failures have codes and leave the rest alone."""
    with serving() as base:
        names = [
            f"{base}/{p}"
            for p in ("report.html", "moved", "404", "503", "403", "loop", "short", "huge")
        ]
        result = gongkai("parse", *names, "ftp://x/y", "--jsonl", "-")
    found = records(result)
    assert [r["source"]["url"] for r in found] == [f"{base}/report.html"] * 2
    assert found[0]["source"]["status"] == 200
    errors = result.stderr.decode("utf-8")
    for code in (
        "F.NOT_FOUND",
        "F.SERVER",
        "F.BLOCKED",
        "F.REDIRECTS",
        "F.TRUNCATED",
        "F.TOO_LARGE",
        "F.BAD_URL",
    ):
        assert code in errors
