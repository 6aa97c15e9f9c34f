"""A server on loopback that misbehaves by path, byte for byte, and counts what it was asked."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections import Counter
from contextlib import contextmanager

WORDS = "政府信息公开工作年度报告。" * 300
PAGE = (
    f"<!DOCTYPE html><html><head><meta charset=utf-8><title>年度报告</title></head>"
    f"<body><p>{WORDS}</p></body></html>"
).encode()


def reply(body=PAGE, status="200 OK", *, length=None, **headers):
    """Give the bytes of an answer; ``length=""`` leaves the Content-Length out."""
    lines = [f"HTTP/1.1 {status}"]
    size = len(body) if length is None else length
    lines += [f"Content-Length: {size}"] if size != "" else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def html(body=PAGE, **more):
    """Give an answer that says it is HTML in UTF-8."""
    return reply(body, **{"Content_Type": "text/html; charset=utf-8", **more})


def chunked(*chunks, end=b"0\r\n\r\n"):
    """Give an answer in chunks, as they are given."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks) + end


def moved(location, status="302 Found", **headers):
    """Give a redirect; the location may be bytes."""
    raw = location if isinstance(location, bytes) else location.encode()
    return reply(b"", status, Location="@@", **headers).replace(b"@@", raw)


class Visit:
    """One request as the server sees it, and what it can do to it."""

    def __init__(self, server, sock, head):
        self.server = server
        self.sock = sock
        self.head = head
        self.target = head.split(b" ", 2)[1].decode("latin-1")
        self.path = self.target.partition("?")[0]

    def header(self, name):
        """Give a header of the request, or None."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return None

    def send(self, data):
        """Send bytes; a client that has gone is no matter."""
        with contextlib.suppress(OSError):
            self.sock.sendall(data)

    def done(self):
        """Count as answered from here on; whoever has the answer may ask again at once."""
        self.server.under_way.discard(self)

    def wait(self, seconds=30.0):
        """Do nothing, until the server stops at the latest; say whether it goes on."""
        return not self.server.stopping.wait(seconds)

    def drip(self, data, seconds=0.05):
        """Send one byte at a time, over and over."""
        while self.wait(seconds):
            for byte in data:
                try:
                    self.sock.sendall(bytes([byte]))
                except OSError:
                    return
                if not self.wait(seconds):
                    return

    def reset(self):
        """Break the connection off."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


class FaultServer:
    """Answers each path in its own way.

    A behaviour is bytes (sent as they are; the connection is then closed unless they say
    ``keep-alive``) or a function of a :class:`Visit`, which keeps the connection by giving True.

    Attributes:
        hits: Requests by path.
        visits: All of them, in order.
        connections: How many were taken.
        most: The largest number of requests that were under way at once.
    """

    def __init__(self, behaviours, *, secured=None):
        self.behaviours = behaviours
        self.secured = secured
        self.hits = Counter()
        self.visits = []
        self.connections = 0
        self.most = 0
        self.under_way = set()
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._socks = set()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path="/", host="127.0.0.1"):
        """Give the address of a path."""
        scheme = "https" if self.secured else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self):
        """Stop, and leave no thread behind."""
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in list(self._socks):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def _accept(self):
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock):
        self._socks.add(sock)
        try:
            talk = self.secured(sock) if self.secured else sock
            if talk is None:
                return
            self._socks.add(talk)
            while self._one(talk):
                pass
            with contextlib.suppress(OSError):
                talk.shutdown(socket.SHUT_WR)  # so that what is unread does not make it a reset
            talk.close()
            self._socks.discard(talk)
        except OSError:
            pass
        finally:
            sock.close()
            self._socks.discard(sock)

    def _one(self, sock):
        """Answer one request; say whether the connection stays."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = sock.recv(65_536)
            if not piece:
                return False
            data += piece
        visit = Visit(self, sock, data)
        with self._lock:
            self.hits[visit.path] += 1
            self.visits.append(visit)
            self.under_way.add(visit)
            self.most = max(self.most, len(self.under_way))
        try:
            return self._answer(visit)
        finally:
            self.under_way.discard(visit)

    def _answer(self, visit):
        behaviour = self.behaviours.get(visit.path, reply(b"none", "404 Not Found"))
        if callable(behaviour):
            return bool(behaviour(visit))
        visit.send(behaviour)
        return b"keep-alive" in behaviour[:2000]


@contextmanager
def serving(behaviours, **more):
    """Give a running server."""
    server = FaultServer(behaviours, **more)
    try:
        yield server
    finally:
        server.close()
