"""From a site's home page to its annual reports: pure steps, one page at a time."""

from scraper.discovery.step import Step, step

__all__ = ["Step", "step"]
