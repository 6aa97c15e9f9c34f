"""What lies beside a saved page: the pictures that it shows, and the same report as a file.

Pictures lie beside the page, in the folder that a browser makes, or inside it; a file has the name of the page, or
the page links to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scraper.errors import InputError
from scraper.linked import linked_names
from scraper.reading.picture_urls import MOST_BYTES, data_url, is_data

_FORMS = ("pdf", "docx", "doc", "wps", "rtf", "odt")  # endings of a report as a file
_MOST_FORMS = 4  # of one page
_PAGES = frozenset({"html", "htm", "shtml", "xhtml", "mht", "mhtml"})


def forms_beside(page: Path, data: bytes = b"") -> list[Path]:
    """Give the files that may be the same report in other forms: the page's name with another ending, or linked.

    Args:
        page: The file of a saved page; any other has none.
        data: The page, for the files that it links to; they count where they lie in its folder.

    >>> forms_beside(Path("nowhere/report.html")), forms_beside(Path("report.pdf"))
    ([], [])
    """
    if page.suffix[1:].lower() not in _PAGES:
        return []
    files = [page.with_suffix(f".{ending}") for ending in _FORMS]
    files += [page.parent / name for name in linked_names(data, _FORMS)]
    # isfile, since the name in a link may be none that a file can have
    found = dict.fromkeys(file for file in files if os.path.isfile(file))  # noqa: PTH113
    return [file for file in found if _lies_in(file, page.parent)][:_MOST_FORMS]


def _lies_in(file: Path, folder: Path) -> bool:
    """Say whether a file lies in a folder itself: a link of the file system may lead elsewhere."""
    return file.resolve().is_relative_to(folder.resolve())


class Beside:
    """Finds the pictures of a saved page.

    Args:
        page: The file of the page.
    """

    def __init__(self, page: Path) -> None:
        self._page = page

    def picture(self, url: str) -> bytes | None:
        """Give a picture's bytes by its address as published, None where it is not there.

        A relative address is looked for from the page's folder, never outside of it; of an absolute
        one the last part is looked for there, and in the folders that browsers save pictures to.
        """
        if is_data(url):
            return data_url(url)
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = unquote(parts.path)
        name = path.rpartition("/")[2]
        places = [name, f"{self._page.stem}_files/{name}", f"{self._page.stem}.files/{name}"]
        if not parts.scheme and not parts.netloc:
            places.insert(0, path.lstrip("/"))
        for place in places if name else ():
            found = self._inside(place)
            if found is not None:
                return found
        return None

    def _inside(self, place: str) -> bytes | None:
        folder = self._page.parent.resolve()
        try:
            path = (folder / place).resolve()
            if not path.is_relative_to(folder) or not path.is_file():
                return None
            return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
        except (OSError, ValueError) as error:
            if isinstance(error, PermissionError):
                raise InputError(f"a picture cannot be read ({error.strerror})") from error
            return None
