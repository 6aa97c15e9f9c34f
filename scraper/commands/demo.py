"""``gongkai demo``: the project's own pages, served on this machine and harvested over HTTP."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from scraper.batch import Opener, Outcome, read_all
from scraper.demo_site import serve_fixtures
from scraper.errors import EXIT_OK, InputError
from scraper.exchange import Request
from scraper.families.links import links, report_entries
from scraper.families.model import WebPage
from scraper.fetch import Fetcher
from scraper.reading import Page
from scraper.store import ErrorLog, keep_bytes, put_record
from scraper.view import outcome_table

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "reports"


def run(arguments: argparse.Namespace) -> int:
    """Serve, discover, fetch, parse, validate, store; pages that are no reports are shown as such."""
    if not FIXTURES.is_dir():
        raise InputError("the demo needs the project's own pages (fixtures/) beside the program")
    started = time.monotonic()
    out = Path(arguments.out)
    with serve_fixtures(FIXTURES) as index, Fetcher() as fetcher:
        text = fetcher.fetch(index).data.decode("utf-8")
        found = report_entries(links(WebPage(index, text, asked=Request(index))))
        if not arguments.quiet:
            print(f"{len(found)} links to reports on {index}", file=sys.stderr)
        outcomes = list(_store(out, read_all(_openers(fetcher, [entry.url for entry in found]))))
    if not arguments.quiet:
        _tell(outcomes, out, time.monotonic() - started)
    _harvest(out / "harvest", quiet=arguments.quiet)
    return EXIT_OK


def _openers(fetcher: Fetcher, urls: list[str]) -> Iterator[tuple[str, Opener]]:
    for url in urls:
        yield urlsplit(url).path, lambda url=url: _fetched(fetcher, url)  # type: ignore[misc]


def _fetched(fetcher: Fetcher, url: str) -> Page:
    got = fetcher.fetch(url)
    path = urlsplit(got.url).path  # the port is another one in every run
    return Page(got.data, got.content_type, got.url, f"demo:{path}", got.retrieved_at, got.status)


def _store(out: Path, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Keep raw bytes, records and errors as each outcome comes."""
    errors = ErrorLog(out / "errors.jsonl")
    for outcome in outcomes:
        if outcome.page is not None:
            keep_bytes(out / "raw", outcome.page.data)
        if outcome.report is not None:
            put_record(out / "records", outcome.report)
        errors.put(outcome.uri, outcome.error)
        yield outcome._replace(page=None)
    errors.close()


def _tell(outcomes: list[Outcome], out: Path, seconds: float) -> None:
    console = Console(highlight=False)
    console.print(outcome_table(outcomes))
    read = [outcome.report for outcome in outcomes if outcome.report is not None]
    cells = sum(len(report.evidence) for report in read)
    console.print(
        f"{len(outcomes)} pages fetched, {len(read)} records, {len(outcomes) - len(read)} refused;"
        f" {cells} cells with evidence; {seconds:.1f} s\n"
    )
    print(f"records    {out}/records/*.json")
    print(f"refused    {out}/errors.jsonl")
    print(f"raw bytes  {out}/raw/")
    if read:
        name = next((out / "records").glob(f"{read[0].id}*.json"), out)
        print(f"\nGo on with:  gongkai show {name}")


def _harvest(out: Path, *, quiet: bool) -> None:
    """Harvest a dozen invented county sites that another process serves on this machine."""
    from scraper.harvest.options import Options
    from scraper.harvest.run import harvest
    from scraper.harvest.status import read_status
    from scraper.settings import Settings
    from scraper.sites import read_sites
    from scraper.view.harvest import status_view

    with tempfile.TemporaryDirectory() as folder, _world(Path(folder)) as served:
        if served is None:
            return
        started = time.monotonic()
        settings = Settings(delay=0.02, allow_private=True)
        options = Options(out, years=range(2021, 2024), fresh=True, settings=settings)
        harvest(read_sites(served), options)
        if not quiet:
            print(
                f"\na dozen county sites of as many kinds, harvested in {time.monotonic() - started:.1f} s\n"
            )
            Console(highlight=False).print(status_view(read_status(out)))
            print(f"Go on with:  gongkai status {out}\n             gongkai check {out}")


@contextmanager
def _world(folder: Path) -> Iterator[Path | None]:
    """Serve the invented sites; gives the list of them, None where the project's tests are not here."""
    if not (ROOT / "tests" / "world").is_dir():
        yield None
        return
    command = ["-m", "tests.world", "--hosts", "12", "--reports", "5", "--years", "2021-2023"]
    serving = subprocess.Popen(  # noqa: S603 -- the project's own module
        [sys.executable, *command, "--write", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        told = serving.stdout.readline() if serving.stdout else ""
        yield folder / "sites.csv" if told else None
    finally:
        serving.terminate()
        serving.communicate()
