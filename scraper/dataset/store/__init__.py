"""Records into a dataset folder: all at once or little by little, with the same bytes in the end."""

from __future__ import annotations

from scraper.dataset.store.spool import Spool
from scraper.dataset.store.write import write_spool, write_store

__all__ = ["Spool", "write_spool", "write_store"]
