"""The ledger of a harvest: one SQLite file that knows every address and what became of it."""

from scraper.ledger.ledger import Ledger
from scraper.ledger.model import Fetched, Row, Settled, Version, Waiting

__all__ = ["Fetched", "Ledger", "Row", "Settled", "Version", "Waiting"]
