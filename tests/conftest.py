"""What all tests share: no network but loopback, and the switch that rewrites goldens."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    """Add the switch that writes goldens; the run that writes stays red."""
    parser.addoption("--update-golden", action="store_true", help="write expected.json anew")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch):
    """Refuse every connection that does not go to this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("127.0.0.1", "::1", "localhost", "unix"):
            message = f"a test tried to reach {host}"
            raise AssertionError(message)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def shared():
    """Give the folder of shared material, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with cases and suites is not beside the project")
    return SHARED
