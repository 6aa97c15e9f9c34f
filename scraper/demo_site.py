"""A small site on this machine that shows the project's own pages, for the demo and for tests."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from parsers.vocab import load

HOST = "127.0.0.1"
INDEX_PATH = "/zwgk/xxgknb/index.html"


class Served(NamedTuple):
    """A page of the site."""

    body: bytes
    content_type: str


@contextmanager
def serve_fixtures(folder: Path) -> Iterator[str]:
    """Serve the pages of a fixture folder on a free port and give the address of their list.

    Every page comes with the Content-Type that its ``meta.json`` names, wrong ones included.
    """
    pages = {
        f"/zwgk/xxgknb/{path.name}.html": path for path in sorted(folder.iterdir()) if path.is_dir()
    }
    site = {url: _served(path) for url, path in pages.items()}
    site[INDEX_PATH] = _index(pages)
    server = ThreadingHTTPServer((HOST, 0), _handler(site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}{INDEX_PATH}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _served(folder: Path) -> Served:
    source = next(folder.glob("input.*"))
    declared = json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("content_type")
    kind = "text/plain" if source.suffix == ".txt" else "text/html"
    return Served(source.read_bytes(), declared or kind)


def _index(pages: dict[str, Path]) -> Served:
    """Give the list page: the title of each report as its record has it, or the folder's name."""
    words = load("links")["demo"]
    items = "".join(
        f'<li><a href="{url}">{html.escape(_title(path, words["untitled"]))}</a></li>\n'
        for url, path in pages.items()
    )
    body = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{words['title']}</title></head>"
        f"<body><h1>{words['title']}</h1><ul>\n{items}</ul></body></html>"
    )
    return Served(body.encode("utf-8"), "text/html; charset=utf-8")


def _title(folder: Path, untitled: str) -> str:
    golden = folder / "expected.json"
    if golden.exists():
        return str(json.loads(golden.read_text(encoding="utf-8"))["identity"]["title"])
    return f"{untitled} ({folder.name})"


def _handler(site: dict[str, Served]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET from the pages in memory, and says nothing on standard error."""

        def do_GET(self) -> None:
            page = site.get(self.path)
            self.send_response(200 if page else 404)
            body = page.body if page else b"not found"
            self.send_header("Content-Type", page.content_type if page else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Keep quiet."""

    return Handler
