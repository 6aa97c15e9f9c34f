"""What a running harvest shows."""

import io
from collections import Counter

from rich.console import Console

from scraper.harvest.watch import Watch
from scraper.view.harvest import live_table, plain_line


def test_a_running_harvest_tells_what_is_done_and_left():
    """As a table in a terminal and as a line in a log."""
    watch = Watch(sites=3, done=1, fetched=50, queued=100, records=7, failed=Counter({"F.TLS": 2}))
    watch.began -= 10
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(live_table(watch))
    text = console.export_text()
    assert "1 of 3 done" in text
    assert "100, about 20 s" in text
    line = plain_line(watch)
    assert "100 queued" in line
    assert "F.TLS 2" in line
    assert Watch().left() is None
