"""``errors.jsonl`` of a harvest: every address that gave nothing, in a fixed order."""

from __future__ import annotations

import contextlib

from scraper.harvest.archive import Folder
from scraper.ledger.views import rows
from scraper.store import ErrorLine, write_whole


def write_errors(folder: Folder) -> None:
    """Write the file anew from the ledger; none where there is nothing to tell."""
    lines = [
        ErrorLine(row.url, row.code, row.reason, row.sha256)
        for row in rows(folder.ledger)
        if row.code and row.outcome in ("failed", "refused")
    ]
    path = folder.path / "errors.jsonl"
    if lines:
        write_whole(path, "".join(line.to_json() + "\n" for line in lines).encode("utf-8"))
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
