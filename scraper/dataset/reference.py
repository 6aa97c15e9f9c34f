"""Tables that go with every dataset and do not depend on its records."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from scraper.dataset.codebook import codebook_table
from scraper.dataset.crosswalk import crosswalk_table
from scraper.dataset.foia import foia_table
from scraper.dataset.gazetteer import gazetteer_table

REFERENCE: dict[str, Callable[[], pa.Table]] = {
    "codebook": codebook_table,
    "crosswalk": crosswalk_table,
    "foia": foia_table,
    "gazetteer": gazetteer_table,
}
