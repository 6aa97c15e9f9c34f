"""What all tests share: no network but loopback, and the switch that rewrites goldens."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# The headings of the six sections as the official formats print them.
HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]

# No test is timed: how fast the machine draws examples says nothing of the program.
settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gongkai")


def pytest_addoption(parser):
    """Add the switch that writes goldens; the run that writes stays red."""
    parser.addoption("--update-golden", action="store_true", help="write expected.json anew")


def as_address(host):
    """Give a host that is written as a number as an address; a name gives None."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_here(host):
    """Say whether a host is this machine; names are not looked up for it."""
    address = as_address(host)
    return host in ("", "localhost") or (address is not None and address.is_loopback)


def host_of(address):
    """Give the host of a socket address; a path of a local socket is this machine."""
    return address[0] if isinstance(address, tuple) else "localhost"


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch):
    """Refuse every connection, datagram and look-up of a name that does not stay on this machine.

    ``pytest.fail`` raises what no ``except Exception`` of the program can swallow.
    """
    connect, connect_ex, sendto = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
    )
    getaddrinfo = socket.getaddrinfo

    def refuse(host):
        if not is_here(host):
            pytest.fail(f"a test tried to reach {host!r}")

    def guarded_connect(self, address):
        refuse(host_of(address))
        return connect(self, address)

    def guarded_connect_ex(self, address):
        refuse(host_of(address))
        return connect_ex(self, address)

    def guarded_sendto(self, data, *rest):
        refuse(host_of(rest[-1]))
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host, *args, **kwargs):
        if host is not None and as_address(host) is None:
            refuse(host)  # a number is only put into another form, a name is asked for
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


@pytest.fixture
def shared():
    """Give the folder of shared material, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with cases and suites is not beside the project")
    return SHARED
