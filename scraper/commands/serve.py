"""``gongkai serve``: the records of a folder as pages on this machine."""

from __future__ import annotations

import argparse
import sys

from scraper.collection import read_records
from scraper.errors import EXIT_OK, InputError, UsageError
from scraper.serving.server import Server
from scraper.serving.shelf import Shelf
from scraper.serving.site import Site


def run(arguments: argparse.Namespace) -> int:
    """Read the records, tell the address, serve until the user stops."""
    if not 0 <= arguments.port < 65_536:
        raise UsageError(f"--port {arguments.port}: a number up to 65535")
    shelf = Shelf(read_records(arguments.path))
    try:
        if not shelf.reports:
            raise InputError(f"{arguments.path} holds no record")
        server = _server(Site(shelf, arguments.lang), arguments.host, arguments.port)
        with server:
            if not arguments.quiet:
                print(
                    f"{shelf.reports} reports on {server.address}  (Ctrl+C stops)", file=sys.stderr
                )
            _serve(server)
    finally:
        shelf.close()
    return EXIT_OK


def _server(site: Site, host: str, port: int) -> Server:
    try:
        return Server(site, host, port)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port} ({reason})") from error


def _serve(server: Server) -> None:
    """Serve; a user who stops has seen enough, and nothing is left half done."""
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(file=sys.stderr)
