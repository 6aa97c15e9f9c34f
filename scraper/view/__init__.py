"""What the terminal shows; every function gives things that rich can print."""

from scraper.view.cell import cell_view
from scraper.view.codebook import codebook_view
from scraper.view.outcomes import outcome_table, verdict
from scraper.view.record import record_view

__all__ = ["cell_view", "codebook_view", "outcome_table", "record_view", "verdict"]
