"""A harvest from an archive: the sites themselves are not asked at all."""

import json
from contextlib import closing

import pytest

from scraper.cli import main
from scraper.ledger import Ledger
from scraper.ledger.views import rows
from tests.captures.server import Kept, archive_of
from tests.harvest.county import FIXTURE

HOME = "http://www.liuhe.gov.cn/"
LIST = '<html><meta charset=utf-8><body><a href="/nb/">政府信息公开年报</a></body></html>'
TITLE = "柳河县水利局2022年政府信息公开工作年度报告"


def kept():
    """A home page, a column and a report, as an archive has them."""
    column = f'<html><meta charset=utf-8><body><ul><li><a href="/nb/2022.html">{TITLE}</a></li></ul></body></html>'
    report = FIXTURE.read_text("utf-8").replace("瑞安市水利局", "柳河县水利局")
    return (
        Kept(HOME, "20230115120000", LIST.encode()),
        Kept(f"{HOME}nb/", "20230116120000", column.encode()),
        Kept(f"{HOME}nb/2022.html", "20230120080910", report.encode()),
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["common-crawl", "wayback"])
def test_a_report_is_harvested_from_an_archive(tmp_path, name):
    """With the address and the time of its capture; nobody else is asked."""
    sites, archives = tmp_path / "sites.csv", tmp_path / "archives.toml"
    sites.write_text(f"id,name,home\ns,柳河县,{HOME}\n", encoding="utf-8")
    with archive_of(kept()) as (_, known):
        told = {field: getattr(known[name], field) for field in known[name].__slots__}
        told.pop("name")
        lines = [
            f"{field} = {json.dumps(list(v) if isinstance(v, tuple) else v)}"
            for field, v in told.items()
        ]
        archives.write_text(f"[{name}]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        arguments = [
            "--from",
            name,
            "--archives",
            str(archives),
            "--years",
            "2022",
            "--allow-private",
        ]
        out = tmp_path / "out"
        assert main(["harvest", str(sites), "--out", str(out), *arguments, "--quiet"]) == 0
    (path,) = (out / "records").rglob("*.json")
    record = json.loads(path.read_bytes())
    assert record["source"]["url"] == f"{HOME}nb/2022.html"
    assert record["source"]["retrieved_at"] == "2023-01-20T08:09:10Z"
    with closing(Ledger(out, readonly=True)) as ledger:
        assert {row.outcome for row in rows(ledger)} == {"page", "record"}


def test_an_archive_that_there_is_not_is_told(tmp_path):
    """With those that there are."""
    sites = tmp_path / "sites.csv"
    sites.write_text(f"id,name,home\ns,柳河县,{HOME}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["harvest", str(sites), "--out", str(tmp_path / "out"), "--from", "attic"])
    assert caught.value.code == 2
