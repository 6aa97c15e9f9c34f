"""The statistical tables of the older reports (forms A and A0): one long list of labels and figures.

They stand in ``tables.annex``. Their rows are one label each, so they are read by label, unit and
figure, not by the grids of the later forms.
"""

from __future__ import annotations

from parsers.annex.absences import absences_of_year, annex_absences
from parsers.annex.reader import read_annex
from parsers.annex.text import gather_annex

__all__ = ["absences_of_year", "annex_absences", "gather_annex", "read_annex"]
