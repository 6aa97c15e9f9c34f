"""A server on loopback that misbehaves by path, for the tests of fetching."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.conftest import ROOT

PAGE = (ROOT / "fixtures" / "reports" / "330381-water-2022" / "input.html").read_bytes()


class Handler(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    def do_GET(self):
        """Answer, or fail on purpose."""
        path = self.path.strip("/")
        if path == "slow":
            time.sleep(5)
        if path == "moved":
            self.answer(302, b"", Location="/report.html")
        elif path == "loop":
            self.answer(302, b"", Location="/loop")
        elif path.isdigit():
            self.answer(int(path), b"<p>error</p>")
        elif path == "short":
            self.send_response(200)
            self.send_header("Content-Length", str(len(PAGE) + 500))
            self.end_headers()
            self.wfile.write(PAGE)
        elif path == "huge":
            self.answer(200, b"", **{"Content-Length": str(10**9)})
        else:
            self.answer(200, PAGE, **{"Content-Type": "text/html; charset=utf-8"})

    def answer(self, status, body, **headers):
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keep quiet."""


@contextmanager
def serving():
    """Give the base address of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
