"""Pictures of a report that stand where its tables should stand."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.errors import ParserError
from parsers.model import Document
from parsers.pipeline import MIN_SECTIONS
from parsers.readers.html import read_html
from parsers.sections import outline_document
from parsers.tables import read_tables
from parsers.tables.pictures import pictures_for
from parsers.vocab import tables
from scraper.discovery.scope import in_reach, is_official
from scraper.exchange import PICTURE, Planned, Request
from scraper.families.model import WebPage
from scraper.reading.article_parts import join_parts
from scraper.reading.child import in_child
from scraper.reading.picture_urls import absolute, is_data
from scraper.reading.scanned import names_report, pages_of
from scraper.sites import Site

_SCORE = 290  # before the next report, behind the further pages of this one
_MOST = 12  # the three tables of the form, each cut in four


def table_pictures(page: WebPage, site: Site, later: Sequence[WebPage] = ()) -> tuple[Planned, ...]:
    """Give the pictures that a report shows in the place of tables; none where it has all of them.

    Args:
        page: A report.
        site: Whose it is; pictures on hosts of strangers are left alone.
        later: Its further pages, where the site cuts it into several; they lie beside the first.
    """
    if not any("<img" in one.text.lower() for one in (page, *later)):
        return ()
    try:
        documents = [read_html(one.text, in_child) for one in (page, *later)]
        document = join_parts(documents[0], documents[1:])
        shown = _shown(document)
    except ParserError:
        return ()  # why it cannot be read is told when it is read
    urls = [absolute(page.url, url) for url in shown if not is_data(url)]
    near = [url for url in dict.fromkeys(urls) if _is_near(url, page, site)]
    return tuple(Planned(Request(url), PICTURE, 0, _SCORE) for url in near)


def _shown(document: Document) -> list[str]:
    """Give the pictures that a report needs: those in the place of tables, or all where it is nothing else."""
    found, outline = outline_document(document)
    reading, _ = read_tables(found, outline)
    missing = [one.code for one in tables() if not reading.tables.get(one.code)]
    if not reading.tables and len(outline.sections) < MIN_SECTIONS and names_report(document):
        return [link.url for link in pages_of(document)]
    _, wanted = pictures_for(document, missing)
    return [one.url for one in wanted[:_MOST]]


def _is_near(url: str, page: WebPage, site: Site) -> bool:
    if not url.lower().startswith(("http://", "https://")):
        return False
    return in_reach(url, page.url, site.home) or is_official(url)
