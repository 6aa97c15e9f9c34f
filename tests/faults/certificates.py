"""Certificates and TLS servers as they should not be, made when the tests run."""

from __future__ import annotations

import ssl
import struct
import warnings
from datetime import UTC, datetime, timedelta

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

RSA = trustme.KeyType.RSA
NOW = datetime.now(UTC)
HOST = "secure.localhost"


class Authority:
    """An authority that the client is told to trust, and what it signs."""

    def __init__(self, folder):
        self.ca = trustme.CA()
        self.file = str(folder / "ca.pem")
        self.ca.cert_pem.write_to_path(self.file)

    def leaf(self, name=HOST, **more):
        """Give a certificate for a name."""
        return self.ca.issue_cert(name, **more)


def expired(authority):
    """Give a certificate whose time is over."""
    return authority.leaf(not_before=NOW - timedelta(days=30), not_after=NOW - timedelta(days=1))


def from_the_future(authority):
    """Give a certificate whose time has not come."""
    return authority.leaf(not_before=NOW + timedelta(days=1), not_after=NOW + timedelta(days=30))


def context(cert=None, *, ciphers=None, newest=None):
    """Give a server's context; ``ciphers`` and ``newest`` make it an old one."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if ciphers or newest:
        made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        made.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
    if newest == "TLS 1.0":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it is old on purpose
            made.maximum_version = ssl.TLSVersion.TLSv1
    elif newest == "TLS 1.2":
        made.maximum_version = ssl.TLSVersion.TLSv1_2
    if cert is not None:
        cert.configure_cert(made)
    return made


def secured(made):
    """Give how a server puts a connection under a context."""

    def wrap(sock):
        sock.settimeout(10)
        try:
            return made.wrap_socket(sock, server_side=True)
        except (OSError, ssl.SSLError):
            return None  # the client did not like it

    return wrap


def self_made(folder, *, bits=2048, name=HOST):
    """Give the context of a certificate that signs itself, and the file that trusts it."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    cert = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / f"self-{bits}.pem"
    trusted = folder / f"trust-{bits}.pem"
    trusted.write_bytes(cert.public_bytes(pem))
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + cert.public_bytes(pem)
    )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.load_cert_chain(file)
    return made, str(trusted)


def hello_without_renegotiation(waited):
    """Give a server that opens TLS 1.2 as before RFC 5746 and notes whether the client goes on.

    Its hello is made by hand, since no server of today can be told to leave that extension out.
    After it the client either closes or waits for the certificate; ``waited`` gets which.
    """
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"  # no extensions at all
    hello = b"\x02" + struct.pack(">I", len(body))[1:] + body
    record = b"\x16\x03\x03" + struct.pack(">H", len(hello)) + hello

    def answer(sock):
        sock.settimeout(0.5)
        sock.recv(65_536)
        sock.sendall(record)
        try:
            sock.recv(65_536)
            waited.append(False)
        except TimeoutError:
            waited.append(True)

    return answer
