"""Records into a dataset folder: all at once or little by little, with the same bytes in the end."""

from __future__ import annotations

from scraper.dataset.store.write import write_store

__all__ = ["write_store"]
