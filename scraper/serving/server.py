"""The server: on this machine only unless it is told otherwise, and it can only be read from."""

from __future__ import annotations

import ipaddress
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from scraper.pages.environment import POLICY
from scraper.serving.site import Answer, Site

_SECONDS = 30  # a connection that says nothing is let go
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """Serves a site; raises OSError where the port cannot be had.

    Args:
        site: What is answered.
        host: Address to listen on.
        port: 0 for one that is free.
    """

    daemon_threads = True

    def __init__(self, site: Site, host: str, port: int) -> None:
        self.site = site
        self.host = host
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a reader who has gone away; all else is an error of ours and is told."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """Where the pages are."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.server_port}/"

    def is_own(self, host: str | None) -> bool:
        """Say whether a Host header names this server.

        A page of the web whose name leads to this machine (DNS rebinding) has a host of its own, and is
        not answered. Where the server listens to other machines, their name for it is not known.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
            port = urlsplit(f"//{host}").port or 80
        except ValueError:
            return False
        if not _is_loopback(self.host):
            return True
        return port == self.server_port and (name == self.host or _is_loopback(name))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Answer with a page."""
        self._send(self._answer())

    do_HEAD = do_GET  # noqa: N815 -- the name is the library's

    def _answer(self) -> Answer:
        if not self.server.is_own(self.headers.get("Host")):
            return self.server.site.refuse(HTTPStatus.MISDIRECTED_REQUEST)
        return self.server.site.answer(self.path)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def version_string(self) -> str:
        """Name the program, not its version."""
        return "gongkai"

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 -- the library's
        explain: str | None = None,  # noqa: ARG002 -- the library's
    ) -> None:
        """Refuse in plain words: another method than to read, or what is no request."""
        self.close_connection = True
        status = HTTPStatus(code)
        self._send(Answer(code, "text/plain; charset=utf-8", f"{code} {status.phrase}\n".encode()))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Keep quiet: what a person reads is not written down."""
