"""No test reaches beyond this machine; the guard is tried itself."""

from __future__ import annotations

import socket

import pytest

FAR = "192.0.2.1"  # TEST-NET-1 of RFC 5737: nobody's address


@pytest.mark.parametrize(
    "reach",
    [
        lambda s: s.connect((FAR, 80)),
        lambda s: s.connect_ex((FAR, 80)),
        lambda s: s.connect(("www.example.org", 80)),
        lambda _: socket.create_connection(("www.example.org", 80), timeout=1),
        lambda _: socket.getaddrinfo("www.example.org", 80),
    ],
    ids=["connect", "connect_ex", "connect by name", "create_connection", "look-up"],
)
def test_far_hosts_are_refused(reach):
    """Whatever way a test takes to another machine, it is red."""
    with socket.socket() as own:
        own.settimeout(1)
        with pytest.raises(pytest.fail.Exception, match="tried to reach"):
            reach(own)


def test_datagrams_are_refused():
    """A datagram needs no connection and is refused, too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        with pytest.raises(pytest.fail.Exception, match="tried to reach"):
            own.sendto(b"x", (FAR, 53))
        with pytest.raises(pytest.fail.Exception, match="tried to reach"):
            own.sendto(b"x", 0, (FAR, 53))


def test_loopback_is_free():
    """This machine answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port
