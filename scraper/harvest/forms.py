"""Further forms of a report: the same as PDF or Word beside its page, kept and held against it.

The record of the page stays the record of the report, so that a dataset has each report once; it tells
where another form says something else. A file whose page is no report (a cover) is the report itself.
"""

from __future__ import annotations

from pathlib import Path

from parsers.record import Report
from parsers.versions import address, compare_forms
from scraper.store import safe_name, write_whole

FORMS = "forms"  # the folder of their records in a harvest's folder
_CODES = ("S.OTHER_FORM", "S.VERSIONS_DIFFER")


def record_of_page(folder: Path, report_id: str) -> Path | None:
    """Give the file that holds the newest record of a report in a site's folder, None for none.

    Args:
        folder: Where the records of the site lie.
        report_id: The report's id; further versions of the page have the same.
    """
    stem = safe_name(report_id, 180)
    held = [path for path in folder.glob("*.json") if path.name.rpartition("~")[0] == stem]
    return max(held, key=lambda path: (_read(path).source.retrieved_at or "", path.name), default=None)  # fmt: skip


def _read(path: Path) -> Report:
    return Report.model_validate_json(path.read_bytes())


def tell_forms(page: Path, folder: Path) -> None:
    """Let the record of a page tell of all further forms of its report; of each address the newest counts.

    The same files give the same record in whatever order they came: what it told before is told anew.

    Args:
        page: The file of the page's record.
        folder: Where the records of the site's further forms lie.

    Raises:
        StoreError: It cannot be written.
    """
    stem = page.name.rpartition("~")[0]
    forms = [_read(path) for path in folder.glob("*.json") if path.name.rpartition("~")[0] == stem]
    if not forms:
        return
    forms.sort(key=lambda one: (address(one), one.source.retrieved_at or "", one.source.sha256))
    newest = {address(one): one for one in forms}
    own = _read(page)
    own.findings = [one for one in own.findings if one.code not in _CODES]
    for other in newest.values():
        own.findings += compare_forms(own, other)
    write_whole(page, own.to_json().encode("utf-8") + b"\n")
