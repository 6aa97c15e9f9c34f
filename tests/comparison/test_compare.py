"""One body over years: the page, the table, the JSON, and nothing that a page says can get out."""

import csv
import io
import json

import html5lib
import pytest

from parsers.audit.model import hold
from scraper.accepted import read_accepted
from scraper.cli import main
from scraper.collection import Collection, load_collection
from scraper.comparison.compare import compare
from scraper.comparison.evidence import told
from scraper.comparison.figures import grant_rate
from scraper.errors import InputError, RecordError, UsageError
from tests.audit.test_audit import _carry, _edit, _row, make, years
from tests.conftest import ROOT

BODY = "柳河县教育局"


@pytest.fixture
def folder(tmp_path):
    """Five years with a broken carry, and an earlier version of one year."""
    reports = years()
    _carry(reports)
    reports[4].tables["disputes"]["review"]["total"] = 4
    first = reports[3].model_copy(deep=True)
    _edit([first], 0, "proactive/art20_1.normative_documents/issued", 7)
    for report, when in ((first, "2025-02-01"), (reports[3], "2025-05-01")):
        report.source.retrieved_at = f"{when}T00:00:00Z"
    lines = [report.to_json() for report in (*reports, first)]
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def run(folder, *more):
    """Compare with the command."""
    return main(["compare", str(folder / "all.jsonl"), *more])


def tree_of(page):
    """Parse a page as a browser does."""
    return html5lib.parse(page, namespaceHTMLElements=False)


def test_the_page_stands_alone_and_says_what_matters(folder):
    """No address but links, no script, under a megabyte; verdict, numbers, evidence, restatement."""
    assert (
        run(
            folder,
            "--publisher",
            "教育局",
            "--years",
            "2021-2025",
            "--html",
            str(folder / "c.html"),
        )
        == 0
    )
    page = (folder / "c.html").read_text(encoding="utf-8")
    tree = tree_of(page)
    assert len(page) < 1_000_000
    assert not list(tree.iter("script"))
    assert not [e for e in tree.iter() if set(e.attrib) & {"src", "onload", "onerror"}]
    text = "".join(tree.itertext())
    for words in (BODY, "INVALID", "新收申请 2025", "上年结转为9", "公布后的修改", "2025-05-01"):
        assert words in text
    assert sum(str(element.tag).endswith("svg") for element in tree.iter()) >= 4


def test_csv_and_json_say_the_same(folder, capsys):
    """The cells that changed between the last two years."""
    arguments = (
        "--publisher",
        BODY,
        "--years",
        "2024,2025",
        "--csv",
        str(folder / "c.csv"),
        "--json",
    )
    assert run(folder, *arguments) == 0
    told = json.loads(capsys.readouterr().out)
    every = list(csv.DictReader(io.StringIO((folder / "c.csv").read_text(encoding="utf-8"))))
    rows = [row for row in every if row["part"] == "change"]
    assert [row["cell"] for row in rows] == [change["cell"] for change in told["changes"]]
    received = next(row for row in rows if row["cell"] == "requests/requests_received/total")
    assert (received["before"], received["now"]) == ("43", "44")
    assert [number["code"] for number in told["key_numbers"]] == [
        "received", "closed", "grant_rate", "carried_out", "disputes",
    ]  # fmt: skip
    assert told["restated"][0]["cell"] == "proactive/art20_1.normative_documents/issued"


def test_accepted_findings_and_own_rules_reach_the_page(folder, capsys):
    """What a person has accepted is listed with the reason and no longer counts; own rules are asked."""
    accept, rules, page = (folder / name for name in ("a.toml", "r.toml", "c.html"))
    accept.write_text(
        '[[accepted]]\nrule = "X.CARRY"\nreport = "220524-*"\nreason = "merged"\nwho = "Li"\n',
        "utf-8",
    )
    example = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
    rules.write_text(example.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    arguments = ("--publisher", BODY, "--years", "2021-2025", "--accept", str(accept))
    more = ("--rules", str(rules), "--html", str(page), "--csv", str(folder / "c.csv"), "--json")
    assert run(folder, *arguments, *more) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "VALID with warnings"
    assert [one["reason"] for one in told["accepted"]] == ["merged"]
    text = "".join(tree_of(page.read_text(encoding="utf-8")).itertext())
    assert "已接受的问题 (1)" in text
    assert "接受人：Li" in text
    assert "accepted,X.CARRY,error" in (folder / "c.csv").read_text(encoding="utf-8")
    assert run(folder, *arguments) == 0
    assert "merged (Li)" in capsys.readouterr().out


def test_evidence_is_marked_in_the_year_that_a_rule_weighs(folder):
    """Carried out of 2022 against carried in of 2023; the other two cells stand beside them unmarked."""
    comparison = compare(load_collection(folder), BODY, range(2021, 2026))
    (carry,) = [one for one in comparison.findings if one.code == "X.CARRY"]
    shown = told(carry, comparison, "zh")
    marks = {row.cell: [(q.raw, q.used) for q in row.quotes] for row in shown.rows}
    assert shown.columns == ["2022", "2023"]
    assert marks["requests/carried_over_from_previous_year/total"] == [("4", False), ("9", True)]
    assert marks["requests/carried_over_to_next_year/total"] == [("5", True), ("6", False)]
    (restated,) = [one for one in comparison.findings if one.code == "X.RESTATED"]
    shown = told(restated, comparison, "en")
    assert shown.columns == ["2024 (2025-02-01 00:00 UTC)", "2024 (2025-05-01 00:00 UTC)"]
    assert [(q.raw, q.used) for q in shown.rows[0].quotes] == [("7", True), ("2", True)]


def test_a_ranking_has_a_page_and_a_table(folder, capsys):
    """With the distribution in each; ties share a rank, who states nothing has none."""
    silent = make(2023, body="柳河县林业局")
    del silent.tables["requests"]["requests_received"]
    more = [make(2023, body="柳河县水利局", received=42), silent]
    with (folder / "all.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(report.to_json() + "\n" for report in more)
    files = ("--html", str(folder / "r.html"), "--csv", str(folder / "r.csv"))
    assert run(folder, "--years", "2023", "--region", "2205", *files, "--lang", "en") == 0
    out = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO((folder / "r.csv").read_text(encoding="utf-8"))))
    assert [row["rank"] for row in rows] == ["1", "1", ""]
    text = "".join(tree_of((folder / "r.html").read_text("utf-8")).itertext())
    for words in ("Bodies that state it: 2 / 3", "median 42", "2023 通化市"):
        assert words in text
    assert "21–50" in text
    assert "21–50" in out


def test_bodies_of_one_name_in_two_regions_are_never_mixed(folder, capsys):
    """Which of them is meant must be said; a code that changed between years is no second body."""
    other = years()
    for report in other:
        report.identity.region_code = "330381"
        report.id = report.id.replace("220524", "330381")
    with (folder / "all.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(report.to_json() + "\n" for report in other)
    asked = ("--publisher", BODY, "--years", "2022,2023", "--json")
    with pytest.raises(SystemExit):
        run(folder, *asked)
    assert "in 220524, 330381: choose one with --region" in capsys.readouterr().err
    assert run(folder, *asked, "--region", "3303") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "VALID"
    other[1].identity.region_code = "330302"
    assert compare(Collection(other, []), BODY, [2022, 2023]).years == (2022, 2023)


def test_a_large_collection_is_read_for_one_body(folder):
    """Records that nobody asks for are not kept; none at all is an error, none of them is not."""
    found = load_collection(folder, lambda report: report.identity.year == 2024)
    assert [report.identity.year for part in found for report in part] == [2024, 2024]
    assert load_collection(folder, lambda _: False) == Collection([], [])


def test_the_terminal_shows_it_too(folder, capsys):
    """Key numbers and findings."""
    assert run(folder, "--publisher", BODY, "--years", "2022,2023", "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "Requests received" in out
    assert "X.CARRY" in out


def test_a_year_across_bodies_is_a_ranking(folder, capsys):
    """Most requests first."""
    more = [
        make(2023, body=f"柳河县{name}局", received=n) for name, n in (("水利", 90), ("审计", 5))
    ]
    with (folder / "all.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(report.to_json() + "\n" for report in more)
    assert run(folder, "--years", "2023", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["publisher"] for row in rows] == ["柳河县水利局", BODY, "柳河县审计局"]
    with pytest.raises(SystemExit):
        run(folder, "--years", "2023", "--region", "11")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--publisher", "水务", "--years", "2022,2023"), "no report of"),
        (("--publisher", BODY, "--years", "2022,2031"), "no report of 2031"),
        (("--publisher", BODY, "--years", "2022"), "two years or more"),
        (("--years", "2022,2023"), "without --publisher"),
        (("--publisher", BODY, "--years", "last"), "write 2022,2023"),
        (("--years", "2022", "--accept", "a.toml"), "need --publisher"),
    ],
)
def test_wrong_use_is_told(folder, capsys, arguments, said):
    """With exit status 2."""
    with pytest.raises(SystemExit) as caught:
        run(folder, *arguments)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_the_grant_rate_needs_its_parts():
    """None where nothing was closed, nothing is stated, or a part of it is blank."""
    report = make(2022)
    assert grant_rate(hold(report)) == 1.0
    report.tables["requests"]["outcome.partially_granted"] = _row(None)
    assert grant_rate(hold(report)) is None
    report.tables["requests"]["outcome.partially_granted"] = _row(0)
    report.tables["requests"]["outcome.total"] = _row(0)
    assert grant_rate(hold(report)) is None


def test_a_folder_gives_its_newest_versions(folder):
    """One file a record below records/; the older version is kept apart."""
    records = folder / "out" / "records" / "s1"
    records.mkdir(parents=True)
    for number, line in enumerate((folder / "all.jsonl").read_text("utf-8").splitlines()):
        (records / f"{number}.json").write_text(line, encoding="utf-8")
    found = load_collection(folder / "out")
    assert (len(found.reports), len(found.earlier)) == (5, 1)
    (records / "bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RecordError, match="not valid"):
        load_collection(folder / "out")
    with pytest.raises(InputError, match="is not there"):
        load_collection(folder / "none")
    (folder / "bare").mkdir()
    with pytest.raises(InputError, match="holds no record"):
        load_collection(folder / "bare")


def test_accepted_findings_are_obeyed_and_listed(folder, capsys):
    """They no longer fail the check; one that has run out does; one that speaks of nothing is told."""
    path = folder / "accepted.toml"
    entry = '[[accepted]]\nrule = "X.CARRY"\nreport = "220524-*"\nreason = "merged"\nwho = "w"\n'
    path.write_text(entry, encoding="utf-8")
    assert main(["check", str(folder / "all.jsonl"), "--accept", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["accepted"][0]["reason"] == "merged"
    path.write_text(entry + "until = 2020-01-01\n", encoding="utf-8")
    assert main(["check", str(folder / "all.jsonl"), "--accept", str(path)]) == 1
    assert "until 2020-01-01, which is over" in capsys.readouterr().err
    path.write_text(entry.replace("X.CARRY", "X.STOCK"), encoding="utf-8")
    assert main(["check", str(folder / "all.jsonl"), "--accept", str(path)]) == 1
    assert "not found any more" in capsys.readouterr().err


def test_a_wrong_file_of_accepted_findings_is_told(tmp_path):
    """With its place."""
    path = tmp_path / "a.toml"
    for text, said in (
        ('[[accepted]]\nrule="x"\n', "entry 1: there is no report"),
        ('[[accepted]]\nrule="x"\nreport="y"\nreason="r"\nwho="w"\nwhy="z"\n', "no field why"),
        ('[[accepted]]\nrule="x"\nreport="y"\nreason="r"\nwho="w"\nuntil="soon"\n', "no day"),
        ("[[", "a.toml"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=said):
            read_accepted(path)


def test_check_tells_by_exit_status_and_in_each_form(folder, capsys):
    """Text, JSON, lines like SARIF, and a page."""
    path = str(folder / "all.jsonl")
    assert main(["check", path]) == 1
    assert "INVALID" in capsys.readouterr().out
    assert main(["check", path, "--fail-on", "never", "--jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["level"] for line in lines} <= {"error", "warning", "note"}
    assert main(["check", path, "--quiet", "--html", str(folder / "a.html"), "--lang", "zh"]) == 1
    text = "".join(tree_of((folder / "a.html").read_text("utf-8")).itertext())
    assert "X.CARRY" in text
    assert "上年结转为9" in text
