"""An archive of the web on loopback that speaks the protocols of Common Crawl and of the Wayback Machine.

Both show the same captures.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from scraper.captures import known_archives

ROWS = 2  # captures of one page or answer, so that a few captures need several
CRAWLS = (
    ("CC-MAIN-2021-49", "2021-12"),
    ("CC-MAIN-2022-05", "2022-01"),
    ("CC-MAIN-2023-06", "2023-01"),
)


class Kept(NamedTuple):
    """One capture."""

    url: str
    timestamp: str
    body: bytes
    status: int = 200
    cut: bool = False  # only its beginning was kept

    @property
    def digest(self):
        """SHA-1 in base 32."""
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()


class Shelf:
    """What the archive has, what it was asked, and how it behaves."""

    def __init__(self, kept):
        self.kept = sorted(kept, key=lambda k: (k.url, k.timestamp))
        self.asked = []
        self.failing = []  # statuses with which the next requests are answered
        self.files = {}
        self.places = {}
        for name, month in CRAWLS:
            self._file(name, month.replace("-", ""))

    def _file(self, name, month):
        path = f"crawl-data/{name}/segments/1/warc/{name}.warc.gz"
        data = b""
        for kept in self.of_month(month):
            member = gzip.compress(record(kept))
            self.places[kept] = (path, len(data), len(member))
            data += member
        self.files[path] = data

    def of_month(self, month):
        """The captures that a crawl has made."""
        return [kept for kept in self.kept if kept.timestamp.startswith(month)]

    def answer(self, target, headers, base):
        """Give status, headers and body for a request."""
        path, _, query = target.partition("?")
        told = parse_qs(query)
        self.asked.append(target)
        if self.failing:
            return self.failing.pop(0), {}, b"slow down"
        if path == "/collinfo.json":
            return (
                200,
                {},
                json.dumps([crawl(name, month, base) for name, month in CRAWLS]).encode(),
            )
        if path.endswith("-index"):
            return self._index(path[1:].removesuffix("-index"), told)
        if path.startswith("/crawl-data/"):
            return self._part(path[1:], headers.get("Range", ""))
        if path == "/cdx/search/cdx":
            return self._rows(told)
        return self._store(target)

    def _index(self, name, told):
        host = told["url"][0].removesuffix("/*")
        assert told["filter"] == ["=status:200"]
        month = dict(CRAWLS)[name].replace("-", "")
        found = [k for k in self.of_month(month) if urlsplit(k.url).netloc == host]
        found = [kept for kept in found if kept.status == 200]
        pages = -(-len(found) // ROWS)
        if "showNumPages" in told:
            return 200, {}, json.dumps({"pages": pages, "pageSize": ROWS, "blocks": pages}).encode()
        page = int(told["page"][0])
        if page >= pages:
            text = f"Page {page} invalid: First Page is 0, Last Page is {pages - 1}"
            return 400, {}, json.dumps({"message": text}).encode()
        lines = [json.dumps(self._line(k)) for k in found[page * ROWS : (page + 1) * ROWS]]
        return 200, {}, "\n".join(lines).encode() + b"\n"

    def _line(self, kept):
        filename, offset, length = self.places[kept]
        told = {"urlkey": "x", "url": kept.url, "timestamp": kept.timestamp, "mime": "text/html"}
        told |= {"status": str(kept.status), "digest": kept.digest, "filename": filename}
        return told | {"offset": str(offset), "length": str(length)}

    def _part(self, path, asked):
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
        data = self.files[path]
        if found is None:
            return 200, {"Content-Type": "application/octet-stream"}, data
        first, last = int(found[1]), int(found[2])
        told = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
        return 206, told, data[first : last + 1]

    def _rows(self, told):
        host, begin = told["url"][0], told["from"][0]
        found = [k for k in self.kept if urlsplit(k.url).netloc == host and k.timestamp >= begin]
        found = [kept for kept in found if kept.status == 200]
        at = int(told.get("resumeKey", ["0"])[0])
        if not found:
            return 200, {}, b"[]"
        columns = told["fl"][0].split(",")
        rows = [columns]
        for kept in found[at : at + ROWS]:
            values = {"timestamp": kept.timestamp, "original": kept.url, "mimetype": "text/html"}
            values |= {"statuscode": str(kept.status), "digest": kept.digest}
            rows.append([values[name] for name in columns])
        if at + ROWS < len(found):
            rows += [[], [str(at + ROWS)]]
        return 200, {}, json.dumps(rows).encode()

    def _store(self, target):
        found = re.fullmatch(r"/web/(\d{14})id_/(.+)", target)
        kept = next(
            (k for k in self.kept if found and (k.timestamp, k.url) == (found[1], found[2])), None
        )
        if kept is None:
            return 404, {}, b"<html>The Wayback Machine has not archived that URL.</html>"
        told = {"x-archive-orig-last-modified": "Fri, 28 Jan 2022 01:02:03 GMT"}
        told |= {"x-archive-orig-content-encoding": "gzip", "Content-Type": "text/html"}
        return kept.status, told, kept.body


def record(kept):
    """A record as Common Crawl writes it, by other code than the program's own."""
    day = kept.timestamp
    http = (
        f"HTTP/1.1 {kept.status} OK\r\nContent-Type: text/html\r\n"
        f"X-Crawl-Content-Encoding: gzip\r\nContent-Length: {len(kept.body)}\r\n\r\n"
    ).encode() + kept.body
    cut = "WARC-Truncated: length\r\n" if kept.cut else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Date: {day[:4]}-{day[4:6]}-{day[6:8]}T{day[8:10]}:{day[10:12]}:{day[12:]}Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nWARC-Target-URI: {kept.url}\r\n"
        f"WARC-Payload-Digest: sha1:{kept.digest}\r\n{cut}Content-Length: {len(http)}\r\n\r\n"
    ).encode()
    return head + http + b"\r\n\r\n"


def crawl(name, month, base):
    """A line of the list of crawls; the oldest have no dates."""
    told = {"id": name, "name": name, "cdx-api": f"{base}/{name}-index"}
    return told if month.startswith("2021") else told | {"from": f"{month}-15T00:00:00"}


@contextmanager
def archive_of(kept):
    """Serve captures; gives the shelf and the archives as the program knows them, without pauses."""
    shelf = Shelf(kept)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, told, body = shelf.answer(self.path, self.headers, base)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **told}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    known = known_archives()
    quick = {"index_pause": 0.0, "data_pause": 0.0, "first": 0.0}
    common = replace(known["common-crawl"], index=base, data=base, **quick)
    wayback = replace(known["wayback"], index=f"{base}/cdx/search/cdx", data=f"{base}/web", **quick)
    try:
        yield shelf, {"common-crawl": common, "wayback": wayback}
    finally:
        server.shutdown()
        server.server_close()
