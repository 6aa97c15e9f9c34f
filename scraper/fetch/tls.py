"""Two profiles of TLS, and what a failed handshake means.

``standard`` is what the libraries hold safe. ``legacy`` talks to servers that were never renewed
(TLS 1.0, RSA key exchange, no secure renegotiation, short keys); it lowers the protocol, never the
check of the certificate. Both share their context over all hosts: to build one takes 40 ms.
Source of the options: OpenSSL 3, SSL_CTX_set_security_level and SSL_OP_LEGACY_SERVER_CONNECT.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import httpx

from scraper.errors import UsageError

STANDARD = "standard"
LEGACY = "legacy"
OP_LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT from Python 3.12 on

# Faults that the other profile may mend; a certificate that is wrong is wrong in both.
MENDED_BY_LEGACY = ("tls-protocol", "tls-weak-key")

# OpenSSL's X509_V_ERR_* as Python hands them on.
_CERTIFICATE = {
    9: ("tls-not-yet-valid", "the server's certificate is not valid yet"),
    10: ("tls-expired", "the server's certificate has expired"),
    18: ("tls-untrusted", "the server made its certificate itself"),
    19: ("tls-untrusted", "the server's certificate comes from an authority that nobody trusts"),
    20: ("tls-chain", "the server does not send the certificates between its own and a known one"),
    21: ("tls-chain", "the server does not send the certificates between its own and a known one"),
    62: ("tls-name", "the server's certificate is for another host"),
    64: ("tls-name", "the server's certificate is for another address"),
    66: ("tls-weak-key", "the key of the server's certificate is too short"),
    67: ("tls-weak-key", "the key of the server's authority is too short"),
    68: ("tls-weak-key", "the signature of the server's certificate is too weak"),
}
_CLOCK = ("tls-not-yet-valid", "tls-expired")
# How OpenSSL tells that the other side does not speak TLS at all.
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
)
_CLOSED = ("UNEXPECTED_EOF_WHILE_READING",)


class Contexts:
    """The contexts of a client, each made when it is first needed.

    Args:
        ca_file: Further certificates that are trusted (PEM), or None.

    Raises:
        UsageError: That file cannot be read.
    """

    def __init__(self, ca_file: str | None = None) -> None:
        self._ca_file = ca_file
        self._made: dict[str, ssl.SSLContext] = {}
        if ca_file is not None:
            try:
                self.get(STANDARD)
            except OSError as error:
                reason = f"the file of certificates cannot be used: {ca_file} ({error})"
                raise UsageError(reason) from error

    def get(self, profile: str) -> ssl.SSLContext:
        """Give the context of a profile."""
        if profile not in self._made:
            context = httpx.create_ssl_context(trust_env=False)
            if self._ca_file is not None:
                context.load_verify_locations(self._ca_file)
            if profile == LEGACY:
                _lower(context)
            self._made[profile] = context
        return self._made[profile]


def _lower(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
    context.options |= OP_LEGACY_SERVER_CONNECT


def explain(error: Exception) -> tuple[str, str]:
    """Give the fault and the reason of a failed handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        found = _CERTIFICATE.get(error.verify_code)
        fault, reason = found or ("tls-untrusted", f"the certificate fails: {error.verify_message}")
        if fault in _CLOCK:
            today = datetime.now(UTC).date().isoformat()
            reason += f", or the clock of this computer is wrong (it says {today})"
        return fault, reason
    name = getattr(error, "reason", None) or ""
    if not isinstance(error, ssl.SSLError) or name in _CLOSED or isinstance(error, ssl.SSLEOFError):
        return "tls-closed", "the server closed the connection instead of securing it"
    if name in _NOT_TLS:
        return "tls-closed", f"the server does not speak TLS on this port ({name})"
    return "tls-protocol", f"no secure connection could be agreed on ({name or error})"
