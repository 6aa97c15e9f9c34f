"""Archived reports to records, in processes of their own, while the crawl goes on."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from scraper.archived import ARCHIVE, Archived, with_pieces
from scraper.batch import LIMITS
from scraper.errors import ScraperError
from scraper.harvest.archive import RECORDS, Folder
from scraper.harvest.forms import FORMS, record_of_page, tell_forms
from scraper.harvest.options import Options
from scraper.harvest.originals import original_of
from scraper.harvest.reading import Read, Task, read_task
from scraper.harvest.watch import Watch
from scraper.ledger import Version
from scraper.ledger.views import Outcome, put_read
from scraper.settings import gongkai_version
from scraper.sites import Site
from scraper.store import safe_name, write_whole
from scraper.workers import DIED, LOOK, Watchman, new_pool, take_down

FILE = "attachment"  # the kind of a request for a file, and what became of it
_AHEAD = 4  # tasks that wait for each process
_NAP = 0.05  # seconds between two looks for new work


class Feed:
    """Reads what the crawl has archived; to be used as a context manager.

    Args:
        folder: Where answers lie and records go.
        options: How many processes, which years.
        sites: Whose reports they are.
        watch: Told of everything.
    """

    def __init__(self, folder: Folder, options: Options, sites: list[Site], watch: Watch) -> None:
        self._folder = folder
        self._options = options
        self._sites = {site.id: site for site in sites}
        self._watch = watch
        self._pool: ProcessPoolExecutor | None = None
        self._last = 0
        self._stopping = False

    def stop(self) -> None:
        """Begin no more pages; those under way come to their end."""
        self._stopping = True

    def close(self) -> None:
        """Let the processes go; what they had begun is begun anew in the next run."""
        if self._pool is not None:
            take_down(self._pool)
            self._pool = None

    async def run(self, over: asyncio.Event) -> None:
        """Read until the crawl is over and nothing is left.

        Args:
            over: Set when nothing new will come.
        """
        running: deque[tuple[Version, asyncio.Future[Read]]] = deque()
        while True:
            done = over.is_set()
            self._fill(running)
            if running:
                version, future = running.popleft()
                self._store(version, await self._result(version, future))
            elif done:
                return
            else:
                await asyncio.sleep(_NAP)

    def _fill(self, running: deque[tuple[Version, asyncio.Future[Read]]]) -> None:
        room = 0 if self._stopping else self._options.readers * _AHEAD - len(running)
        for version in self._folder.ledger.unread(room, self._last) if room > 0 else ():
            running.append((version, self._submit(version)))
            self._last = version.key

    def _submit(self, version: Version) -> asyncio.Future[Read]:
        loop = asyncio.get_running_loop()
        try:
            return loop.run_in_executor(self._processes(), read_task, self._task(version))
        except OSError as error:
            reason = f"no process can be started that reads reports ({error.strerror or error})"
            raise ScraperError(reason) from error

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = new_pool(self._options.readers, LIMITS)
        return self._pool

    async def _result(self, version: Version, future: asyncio.Future[Read]) -> Read:
        """Wait for a page; one that ends its process is tried alone, and then given up."""
        for left in (2, 1, 0):
            try:
                await self._watched(future)
                return await future
            except DIED:
                pass
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise  # the user's word, not that of a pool that was taken down
            self.close()
            if left:
                future = self._submit(version)
        reason = "the page ended the process that read it"
        return Read(version.key, version.sha256, None, None, None, None, "F.INTERNAL", reason)

    async def _watched(self, future: asyncio.Future[Read]) -> None:
        """Look after the processes until a page is read."""
        watchman = Watchman(self._processes())
        while not future.done():
            await asyncio.wait({future}, timeout=LOOK)
            if not future.done():
                watchman.look()

    def _task(self, version: Version) -> Task:
        site = self._sites.get(version.site)
        place = version.place
        archived = Archived(
            self._folder.path / ARCHIVE / place.file,
            place.offset,
            site.body if site else None,
            site.encoding if site else None,
        )
        return Task(
            version.key,
            with_pieces(archived, self._folder.ledger, version, self._folder.path),
            f"{ARCHIVE}/{place.file}#{place.offset}",
        )

    def _store(self, version: Version, read: Read) -> None:
        """Write the record, then what became of the page."""
        outcome = self._outcome(version, read)
        if outcome.word == "record" and read.record is not None:
            path = self._path(version, read)
            write_whole(path, read.record.encode("utf-8") + b"\n")
            tell_forms(path, self._path(version, read, FORMS).parent)
            self._watch.records += 1
        elif outcome.word == FILE and outcome.record is not None and read.record is not None:
            self._keep_form(self._path(version, read, FORMS), read.id or "", read.record)
        elif outcome.code:
            self._watch.refused[outcome.code] += 1
        put_read(self._folder.ledger, version.key, outcome)
        self._watch.tell("read", url=version.url, outcome=outcome.word, code=outcome.code)

    def _keep_form(self, path: Path, report: str, record: str) -> None:
        """Keep the record of a further form, and let that of the page tell of it."""
        write_whole(path, record.encode("utf-8") + b"\n")
        page = record_of_page(self._folder.path / RECORDS / path.parent.name, report)
        if page is not None:
            tell_forms(page, path.parent)

    def _path(self, version: Version, read: Read, folder: str = RECORDS) -> Path:
        """Give the file of a record: its name does not depend on what else was read before."""
        name = f"{safe_name(read.id or '', 180)}~{(read.sha256 or '')[:8]}.json"
        return self._folder.path / folder / safe_name(version.site, 80) / name

    def _outcome(self, version: Version, read: Read) -> Outcome:
        outcome = self._outcome_of_page(version, read)
        return outcome if version.kind != FILE else self._outcome_of_file(version, read, outcome)

    def _outcome_of_file(self, version: Version, read: Read, outcome: Outcome) -> Outcome:
        """Give what became of a file beside a page: it is the report where the page is none.

        Whatever else it is, it takes nothing from the report that it stands beside.
        """
        if outcome.word == "record":
            folder = self._path(version, read).parent
            if record_of_page(folder, read.id or "") is None:
                return outcome
            reason = "another form of a report, held against its page"
            return outcome._replace(word=FILE, reason=reason)
        told = outcome.reason if outcome.word != "same" else "it was read from another address"
        return Outcome(FILE, None, told, None, outcome.year, outcome.publisher, outcome.read_by)

    def _outcome_of_page(self, version: Version, read: Read) -> Outcome:
        by = gongkai_version()
        if read.record is None:
            return Outcome("refused", read.code, read.reason, None, None, None, by)
        told = (read.id, read.year, read.publisher, by)
        if read.mirror is not None:
            original = read.mirror or original_of(self._folder.ledger, version.url) or "unknown"
            reason = f"a copy on a host that is no government's; original: {original}"
            return Outcome("refused", "F.MIRROR", reason, *told)
        if read.year is not None and version.year is not None and read.year != version.year:
            reason = f"the list says {version.year}, the page is of {read.year}"
            return Outcome("refused", "F.WRONG_YEAR", reason, *told)
        if read.year is not None and read.year not in self._options.years:
            return Outcome("skipped", None, f"it is the report of {read.year}", *told)
        if self._folder.ledger.has_record(version):
            return Outcome("same", None, "another address of the site gave the same page", *told)
        return Outcome("record", None, "", *told)
