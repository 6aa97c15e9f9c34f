"""The same pages by Scrapy, in a process of its own; benchmarks/fetch.py starts it.

python benchmarks/fetch_scrapy.py PORT HOSTS PAGES    print the CPU time of a page in milliseconds
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

AT_ONCE = 2
SETTINGS = {
    "CONCURRENT_REQUESTS": 100,
    "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
}


class Pages(scrapy.Spider):
    """Asks for every page once and reads none."""

    name = "pages"
    port = hosts = pages = got = 0

    async def start(self) -> AsyncIterator[Any]:
        """Give all requests, host by host in turn."""
        for page in range(self.pages):
            for host in range(1, self.hosts + 1):
                yield scrapy.Request(f"http://127.0.0.{host}:{self.port}/{page}.html")

    def parse(self, response: Any, **_: Any) -> None:  # noqa: ANN401 -- types of Scrapy
        """Count."""
        Pages.got += bool(response.body)


def main() -> None:
    """Crawl, and tell what it cost without the imports."""
    Pages.port, Pages.hosts, Pages.pages = (int(word) for word in sys.argv[1:4])
    process = CrawlerProcess(SETTINGS)
    process.crawl(Pages)
    start = time.process_time()
    process.start()
    assert Pages.got == Pages.hosts * Pages.pages
    print((time.process_time() - start) / Pages.got * 1000)


if __name__ == "__main__":
    main()
