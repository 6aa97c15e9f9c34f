"""The shelf on a disk gives what the one in memory gives, and findings are read back in order."""

import errno
from datetime import date

import pytest

from parsers.audit import audit, audit_book
from parsers.audit.model import Mark
from parsers.audit.shelf import MemoryShelf
from scraper.accepted import Accepted
from scraper.auditing import audit_records
from scraper.auditing.shelf import DiskShelf, open_database
from scraper.collection import read_records
from scraper.errors import InputError, RecordError, StoreError
from tests.audit.test_audit import PLANTED, TOPICS, _edit, make, years

TODAY = date(2026, 1, 1)


def _collection():
    """Bodies with a planted fault each, one copied from another, and an earlier version."""
    reports = []
    for topic, code in zip([*TOPICS, "审计", "财政"], list(PLANTED)[:12], strict=True):
        own = years(body=f"柳河县{topic}局")
        PLANTED[code](own)
        reports += own
    reports[3].sections[0].text = reports[28].sections[0].text
    first = reports[8].model_copy(deep=True)
    _edit([first], 0, "proactive/art20_1.normative_documents/issued", 9)
    first.source.retrieved_at = "2020-01-01T00:00:00Z"
    reports[8].source.retrieved_at = "2021-01-01T00:00:00Z"
    return reports, [first]


def test_disk_and_memory_say_the_same():
    """Whatever the order of the records, and with versions among them."""
    reports, earlier = _collection()
    told = [finding.model_dump() for finding in audit(reports, earlier=earlier)]
    mixed = [*reversed(reports), *earlier]
    audited = audit_records(mixed, audit_book(), [], TODAY)
    assert [finding.model_dump() for finding in audited.found.open] == told
    assert audited.reports == len(reports)
    assert {"X.RESTATED", "X.REUSE_OTHER"} <= {finding["code"] for finding in told}


def test_findings_are_counted_and_read_by_rule():
    """Groups tell their size without being read; the gravest stand first."""
    reports, earlier = _collection()
    audited = audit_records([*reports, *earlier], audit_book(), [], TODAY)
    assert sum(map(len, audited.groups)) == len(audited.found.open) == sum(audited.counts.values())
    ranks = ["error warning info".split().index(group[0].severity) for group in audited.groups]
    assert ranks == sorted(ranks)
    group = audited.groups[0]
    assert [one.code for one in group[:2]] == [group[0].code] * len(group[:2])
    with pytest.raises(IndexError):
        group[len(group)]


def test_accepted_findings_stand_apart():
    """With the entry that accepts them; an entry that speaks of nothing is left over."""
    reports = years()
    PLANTED["X.CARRY"](reports)
    entries = [Accepted("X.CARRY", "220524-*", "merged", "w"), Accepted("X.STOCK", "x", "r", "w")]
    audited = audit_records(reports, audit_book(), entries, TODAY)
    assert len(audited.found.open) == 0
    ((finding, entry),) = audited.found.accepted
    assert (finding.code, entry.reason) == ("X.CARRY", "merged")
    assert audited.found.unused == [entries[1]]


def test_candidates_are_the_same_on_both_shelves():
    """The pairs of texts that share a band, ranked alike."""
    reports, _ = _collection()
    ordered = sorted(reports, key=lambda report: report.id)
    disk, memory = DiskShelf(open_database(), ordered), MemoryShelf(ordered, [])
    marks = [Mark(2021 + n % 3, n % 5, n, n % 2) for n in range(40)]
    for shelf in (disk, memory):
        for mark in marks:
            shelf.put_bands(mark, [mark.number % 7, 100 + mark.number % 3, -5])
    assert list(disk.candidates()) == list(memory.candidates())


def test_bodies_that_are_not_known_are_not_one_body():
    """Two pages without a publisher share an id and nothing else."""
    reports = [make(2022), make(2023)]
    for report in reports:
        report.identity.publisher = None
        report.id = f"000000--{report.identity.year}"
    _edit(reports, 1, "requests/carried_over_from_previous_year/total", 900)
    assert "X.CARRY" not in [finding.code for finding in audit(reports)]


def test_a_full_disk_is_told_and_no_traceback(monkeypatch):
    """The reason names where the room is missing."""

    def small():
        database = open_database()
        database.execute("PRAGMA max_page_count = 30")
        return database

    monkeypatch.setattr("scraper.auditing.audited.open_database", small)
    with pytest.raises(StoreError, match="SQLITE_TMPDIR") as caught:
        audit_records(years() * 9, audit_book(), [], TODAY)
    assert caught.value.detail["errno"] == errno.ENOSPC


def test_json_lines_are_read_one_by_one(tmp_path, monkeypatch):
    """A file may be larger than what is read at once; a line may not."""
    monkeypatch.setattr("scraper.collection.MAX_BYTES", 40_000)
    lines = [report.to_json() for report in years(30)]
    path = tmp_path / "all.jsonl"
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    assert path.stat().st_size > 40_000
    assert [report.to_json() for report in read_records(path)] == lines
    path.write_text(lines[0] + "\n" + "x" * 50_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"all\.jsonl"):
        list(read_records(path))
    path.write_text(lines[0] + "\n{}\n", encoding="utf-8")
    with pytest.raises(RecordError, match="record 2 is not valid"):
        list(read_records(path))
