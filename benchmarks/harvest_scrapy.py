"""The same addresses by Scrapy, in a process of its own; benchmarks/harvest.py starts it.

python benchmarks/harvest_scrapy.py FILE DELAY    print seconds, processor seconds, 0 and MB as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from memory import peak_memory
from scrapy.crawler import CrawlerProcess

SETTINGS = {
    "CONCURRENT_REQUESTS": 256,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "RANDOMIZE_DOWNLOAD_DELAY": False,
    "LOG_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    # All hosts stand in the queue at once, so that it is the pauses that hold them.
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1 << 30,
}


class Pages(scrapy.Spider):
    """Asks for every page once and reads none."""

    name = "pages"
    urls: tuple[str, ...] = ()
    got = 0

    async def start(self) -> AsyncIterator[Any]:
        """Give all requests."""
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Any, **_: Any) -> None:  # noqa: ANN401 -- types of Scrapy
        """Count."""
        Pages.got += bool(response.body)


def main() -> None:
    """Crawl, and tell what it cost without the imports."""
    Pages.urls = tuple(Path(sys.argv[1]).read_text(encoding="utf-8").split())
    process = CrawlerProcess({**SETTINGS, "DOWNLOAD_DELAY": float(sys.argv[2])})
    process.crawl(Pages)
    began, cpu = time.perf_counter(), time.process_time()
    process.start()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    assert Pages.got >= len(Pages.urls) * 0.95, f"{Pages.got} of {len(Pages.urls)}"
    print(json.dumps([took, used, 0, peak_memory()]))


if __name__ == "__main__":
    main()
