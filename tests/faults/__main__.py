"""Write docs/faults.md from the table."""

from tests.faults.table import PAGE, render

PAGE.write_text(render(), encoding="utf-8")
