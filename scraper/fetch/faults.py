"""What can go wrong with a request: its name, its code, and whether asking again may help.

The names are those of docs/faults.md; the code goes to the user, the name tells what it was.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from scraper.errors import FetchError


class Fault(NamedTuple):
    """How a fault is told."""

    code: str
    transient: bool


FAULTS = {
    "bad-url": Fault("F.BAD_URL", transient=False),
    "address": Fault("F.PRIVATE_ADDRESS", transient=False),
    "dns": Fault("F.CONNECT", transient=True),
    "dns-timeout": Fault("F.TIMEOUT", transient=True),
    "connect": Fault("F.CONNECT", transient=True),
    "connect-timeout": Fault("F.TIMEOUT", transient=True),
    "proxy": Fault("F.CONNECT", transient=True),
    "timeout": Fault("F.TIMEOUT", transient=True),
    "closed": Fault("F.TRUNCATED", transient=True),
    "reset": Fault("F.TRUNCATED", transient=True),
    "tls-expired": Fault("F.TLS", transient=False),
    "tls-not-yet-valid": Fault("F.TLS", transient=False),
    "tls-untrusted": Fault("F.TLS", transient=False),
    "tls-name": Fault("F.TLS", transient=False),
    "tls-chain": Fault("F.TLS", transient=False),
    "tls-weak-key": Fault("F.TLS", transient=False),
    "tls-protocol": Fault("F.TLS", transient=False),
    "tls-closed": Fault("F.TLS", transient=True),
    "tls-timeout": Fault("F.TIMEOUT", transient=True),
    "framing": Fault("F.PROTOCOL", transient=False),
    "chunks": Fault("F.TRUNCATED", transient=True),
    "headers-too-big": Fault("F.PROTOCOL", transient=False),
    "short-body": Fault("F.TRUNCATED", transient=True),
    "empty": Fault("F.EMPTY", transient=True),
    "truncated-encoding": Fault("F.TRUNCATED", transient=True),
    "unsupported-encoding": Fault("F.ENCODING", transient=False),
    "too-large": Fault("F.TOO_LARGE", transient=False),
    "unwanted-type": Fault("F.UNSUPPORTED", transient=False),
    "redirects": Fault("F.REDIRECTS", transient=False),
    "redirect-target": Fault("F.BAD_URL", transient=False),
    "unexpected-status": Fault("F.STATUS", transient=False),
    "not-found": Fault("F.NOT_FOUND", transient=False),
    "refused": Fault("F.BLOCKED", transient=False),
    "rate-limited": Fault("F.BLOCKED", transient=True),
    "robots": Fault("F.ROBOTS", transient=False),
    "held": Fault("F.BLOCKED", transient=False),
    "wall": Fault("F.BLOCKED", transient=False),
    "login": Fault("F.LOGIN", transient=False),
    "soft-404": Fault("F.SOFT_404", transient=False),
    "server-error": Fault("F.SERVER", transient=True),
}


def failure(fault: str, reason: str, *, url: str, **told: Any) -> FetchError:  # noqa: ANN401
    """Make the error of a fault; ``told`` are further fields of FetchError."""
    kind = FAULTS[fault]
    return FetchError(kind.code, reason, url=url, fault=fault, transient=kind.transient, **told)
