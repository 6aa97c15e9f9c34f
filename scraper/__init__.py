"""All that touches the world: files, addresses, bytes, repairs, the command line.

``from scraper import read_report`` turns the bytes of a report into a record;
``from scraper import open_dataset`` gives the records of a folder as tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.dataset.query import open_dataset
    from scraper.reading import read_report

__all__ = ["open_dataset", "read_report"]


def __getattr__(name: str) -> object:
    """Load what is public only when it is asked for, so that ``gongkai --help`` stays fast."""
    if name == "read_report":
        from scraper.reading import read_report

        return read_report
    if name == "open_dataset":
        from scraper.dataset.query import open_dataset

        return open_dataset
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
