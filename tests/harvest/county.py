"""A few county sites on loopback, each an address of its own, for the tests of the engine.

Every site has a home page, a column of annual reports in two pages, and one page a report, made
from a fixture with the site's own name; what is wanted of a path can be changed while it runs.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.conftest import ROOT

FIXTURE = ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html"
YEARS = (2021, 2022, 2023)


class County:
    """What the sites serve, and what they were asked."""

    def __init__(self, names, years=YEARS):
        self.asked = []
        self.pages = {}
        self.delay = 0.0
        source = FIXTURE.read_text(encoding="utf-8")
        for number, name in enumerate(names, 1):
            self.add(f"127.0.50.{number}", name, years, source)

    def add(self, host, name, years, source):
        """Put up one site."""
        rows = []
        for year in years:
            page = (
                source.replace("2023", "@@").replace("2022", str(year)).replace("@@", str(year + 1))
            )
            page = page.replace("瑞安市水利局", f"{name}水利局").replace("市水利局", "水利局")
            self.pages[host, f"/nb/{year}.html"] = page.encode()
            title = f"{name}水利局{year}年政府信息公开工作年度报告"
            rows.append(
                f'<li><a href="/nb/{year}.html">{title}</a><span>{year + 1}-01-19</span></li>'
            )
        rest = '<a href="/nb/index_2.html">下一页</a>'
        self.put(host, "/", '<a href="/nb/index.html">政府信息公开年报</a>')
        self.put(host, "/nb/index.html", "".join(rows[:2]) + rest)
        self.put(host, "/nb/index_2.html", "".join(rows[2:]))

    def put(self, host, path, body):
        """Put a page up, or change it."""
        self.pages[host, path] = f"<html><meta charset=utf-8><body>{body}</body></html>".encode()

    def count(self, path):
        """How often a path was asked for, over all hosts."""
        return sum(asked == path for _, asked, _ in self.asked)


def handler(county):
    """A handler that serves a county."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            """Answer from the pages."""
            host = self.headers["Host"].partition(":")[0]
            county.asked.append((host, self.path, dict(self.headers)))
            time.sleep(county.delay)
            page = county.pages.get((host, self.path))
            etag = f'"{hash(page)}"'
            if page is not None and self.headers.get("If-None-Match") == etag:
                self.answer(304, b"", etag)
            elif page is None:
                self.answer(404, b"gone", etag)
            else:
                self.answer(200, page, etag)

        def answer(self, status, body, etag):
            """Send a whole answer."""
            self.send_response(status)
            self.send_header("ETag", etag)
            kind = "image/png" if body[:4] == b"\x89PNG" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Keep quiet."""

    return Handler


@contextmanager
def serving(county, folder):
    """Serve a county and give the list of its sites."""
    hosts = sorted({host for host, _ in county.pages})
    first = ThreadingHTTPServer((hosts[0], 0), handler(county))
    port = first.server_port
    servers = [first, *(ThreadingHTTPServer((host, port), handler(county)) for host in hosts[1:])]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    path = folder / "sites.csv"
    lines = [f"s{number},县{number},http://{host}:{port}/" for number, host in enumerate(hosts, 1)]
    path.write_text("id,name,home\n" + "\n".join(lines) + "\n", encoding="utf-8")
    try:
        yield path
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
