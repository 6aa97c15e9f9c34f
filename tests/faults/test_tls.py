"""T1-T11: certificates and handshakes; the check of a certificate is never given up."""

from __future__ import annotations

import ssl

import pytest

from scraper.errors import UsageError
from scraper.fetch import Client
from scraper.fetch.network import known
from scraper.fetch.tls import Contexts
from tests.faults import certificates
from tests.faults.asking import ask, ask_all, quick, told
from tests.faults.certificates import HOST, Authority, context, secured
from tests.faults.server import PAGE, html, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """Give the authority that the tests trust."""
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def try_it(authority):
    """Give what a client says of a server with a certificate or context."""

    def go(made, *, ca_file=authority.file, transport="auto", host=HOST):
        made = made if isinstance(made, ssl.SSLContext) else context(made)
        with serving({"/": html()}, secured=secured(made)) as server:
            settings = quick(ca_file=ca_file)
            got = ask(server.url(host=host), settings=settings, transport=transport)
            return got, server.connections

    return go


def test_a_good_certificate(authority, try_it):
    """The profile of the connection is told; nothing else is odd."""
    got, connections = try_it(authority.leaf())
    assert (got.data, got.tls, told(got), connections) == (PAGE, "standard", "ok", 1)


def without_chain(authority, folder):
    """Give the context of a server that sends its own certificate alone, and what it leaves out."""
    intermediate = authority.ca.create_child_ca()
    alone = intermediate.issue_cert(HOST)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = folder / "leaf.pem"
    file.write_bytes(alone.private_key_pem.bytes() + alone.cert_chain_pems[0].bytes())
    made.load_cert_chain(file)
    return made, intermediate.cert_pem.bytes()


def refused(authority, folder):
    """Give each wrong certificate with its fault and what its reason must say."""
    return {
        "T1": (certificates.expired(authority), "tls-expired", "clock of this computer"),
        "T2": (certificates.self_made(folder)[0], "tls-untrusted", "made its certificate itself"),
        "T3": (authority.leaf("other.localhost"), "tls-name", "another host"),
        "T4": (
            certificates.from_the_future(authority),
            "tls-not-yet-valid",
            "clock of this computer",
        ),
        "T5": (
            without_chain(authority, folder)[0],
            "tls-chain",
            "does not send the certificates between",
        ),
    }


@pytest.mark.parametrize("fault", ["T1", "T2", "T3", "T4", "T5"])
@pytest.mark.parametrize("transport", ["auto", "legacy"])
def test_a_wrong_certificate_is_a_failure(fault, transport, authority, try_it, tmp_path):
    """Whatever the profile, no page comes over it, and nothing weaker is tried."""
    made, name, words = refused(authority, tmp_path)[fault]
    got, connections = try_it(made, transport=transport)
    assert (got.fault, got.code, got.transient, connections) == (name, "F.TLS", False, 1)
    assert words in got.reason


def test_an_authority_of_ones_own(try_it, tmp_path):
    """T2, T5: a certificate that the user has in a file is trusted, and only then."""
    made, trusted = certificates.self_made(tmp_path)
    assert try_it(made, ca_file=None)[0].fault == "tls-untrusted"
    assert try_it(made, ca_file=trusted)[0].data == PAGE


def test_an_intermediate_of_ones_own(authority, try_it, tmp_path):
    """T5: what the server leaves out may stand in the file."""
    made, missing = without_chain(authority, tmp_path)
    both = tmp_path / "both.pem"
    both.write_bytes(authority.ca.cert_pem.bytes() + missing)
    assert try_it(made)[0].fault == "tls-chain"
    assert try_it(made, ca_file=str(both))[0].data == PAGE


def test_a_file_of_authorities_that_is_none(tmp_path):
    """T2, T5: told at the start, not at the first address."""
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    for path in (empty, tmp_path / "missing.pem"):
        with pytest.raises(UsageError, match="certificates cannot be used"):
            Client(quick(ca_file=str(path)))


def test_a_name_that_ends_in_a_dot(authority, try_it):
    """T3: the certificate is held against the name without it."""
    assert try_it(authority.leaf(), host="secure.localhost")[0].data == PAGE
    assert known("secure.localhost.") == ["127.0.0.1"]
    assert try_it(authority.leaf(), host="secure.localhost.")[0].data == PAGE


def old(authority, folder):
    """Give each old server with the file that trusts it."""
    return {
        "T6": (context(authority.leaf(), newest="TLS 1.0"), authority.file),
        "T7": (
            context(
                authority.leaf(key_type=certificates.RSA),
                ciphers="AES128-SHA:@SECLEVEL=0",
                newest="TLS 1.2",
            ),
            authority.file,
        ),
        "T9": certificates.self_made(folder, bits=1024),
    }


@pytest.mark.parametrize("fault", ["T6", "T7", "T9"])
def test_an_old_server_needs_the_legacy_profile(fault, authority, try_it, tmp_path):
    """Refused by ``standard``; taken by ``auto`` and ``legacy``, and told in the answer."""
    made, trusted = old(authority, tmp_path)[fault]
    strict, _ = try_it(made, ca_file=trusted, transport="standard")
    assert strict.fault == ("tls-weak-key" if fault == "T9" else "tls-protocol")
    for transport in ("auto", "legacy"):
        got, _ = try_it(made, ca_file=trusted, transport=transport)
        assert (got.data, got.tls, got.flags) == (PAGE, "legacy", ("tls-legacy",))


def test_the_fault_is_that_of_the_profile_that_came_further(authority, try_it, tmp_path):
    """T6, T1: a certificate is judged by the profile that sees it, a protocol by the first."""
    made = context(certificates.expired(authority), newest="TLS 1.0")
    assert try_it(made)[0].fault == "tls-expired"
    waited = []
    with serving({}, secured=certificates.hello_without_renegotiation(waited)) as server:
        got = ask(server.url(host=HOST))
    assert (got.fault, waited) == ("tls-protocol", [False, True])


def test_a_host_that_needs_old_tls_is_remembered(authority):
    """T6: the profile that cannot work is tried once a run; other hosts keep theirs."""
    made = context(authority.leaf(), newest="TLS 1.0")
    with serving({"/": html()}, secured=secured(made)) as server:
        got = ask_all([server.url(host=HOST)] * 3, settings=quick(ca_file=authority.file))
        assert server.connections == 4
    assert [answer.tls for answer in got] == ["legacy"] * 3


def test_no_secure_renegotiation_needs_the_legacy_profile(try_it):
    """T8: ``standard`` ends the handshake at the server's hello, ``legacy`` goes on behind it."""
    waited = []
    server = certificates.hello_without_renegotiation(waited)
    with serving({}, secured=server) as running:
        got = ask(running.url(host=HOST), transport="standard")
        legacy = ask(running.url(host=HOST), transport="legacy", settings=quick(deadline=5.0))
    assert got.fault == "tls-protocol"
    assert "LEGACY_RENEGOTIATION" in got.reason
    assert legacy.fault == "tls-closed"
    assert waited == [False, True]


def test_no_profile_gives_the_certificate_up():
    """T1-T9: the legacy context checks names and chains as the standard one does."""
    for profile in ("standard", "legacy"):
        made = Contexts().get(profile)
        assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_plain_http_and_a_handshake_that_stalls():
    """T10: both end; the address is asked over http only where the list of sites says so."""

    def plain(sock):
        sock.recv(1)
        sock.sendall(html())

    with serving({}, secured=plain) as server:
        assert told(ask(server.url(host=HOST))) == "tls-closed"
    with serving(
        {},
        secured=lambda sock: (
            sock.settimeout(30) or (sock.recv(1) and server.stopping.wait(30) and None)
        ),
    ) as server:
        got = ask(server.url(host=HOST), settings=quick(deadline=0.4))
    assert (got.fault, got.code, got.transient) == ("tls-timeout", "F.TIMEOUT", True)
    with serving({"/": html()}) as server:
        got = ask(server.url(host=HOST).replace("http:", "https:"), transport="http")
        assert server.connections == 0  # without TLS the port is that of http
    assert told(got) == "connect"
    assert got.url == f"http://{HOST}/"


def test_a_handshake_that_the_server_closes():
    """T11: it may pass; the weaker profile is not tried for it."""
    with serving({}, secured=lambda sock: sock.recv(65_536) and None) as server:
        got = ask(server.url(host=HOST))
        assert server.connections == 1
    assert (got.fault, got.code, got.transient) == ("tls-closed", "F.TLS", True)


@pytest.mark.parametrize(
    ("page", "flags"),
    [
        (html(length=""), "ok length-unknown"),
        (html(length="")[:-20], "ok end-missing length-unknown"),
        (html(length=len(PAGE) + 5), "short-body"),
    ],
)
def test_a_connection_that_ends_without_saying_so(authority, page, flags):
    """H1, H5 over TLS: the end of the connection is no proof of the end of the page."""
    with serving({"/": page}, secured=secured(context(authority.leaf()))) as server:
        assert told(ask(server.url(host=HOST), settings=quick(ca_file=authority.file))) == flags
