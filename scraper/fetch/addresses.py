"""Which network addresses may be asked.

A page of a public site must not lead the program into the user's own network, neither by a name
that resolves there nor by a redirect. Source: RFC 6890 and the later IANA special-purpose
registries; addresses that carry an IPv4 address inside are judged by that one.
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What is_global lets through and is no host of the public web.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in ("192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4", "fec0::/10", "ff00::/8")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def unwrapped(address: Address) -> Address:
    """Give the IPv4 address inside a mapped, 6to4, Teredo or NAT64 address, else the address.

    >>> unwrapped(ipaddress.ip_address("::ffff:10.0.0.1"))
    IPv4Address('10.0.0.1')
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def is_public(text: str) -> bool:
    """Say whether an address belongs to a host of the public web.

    >>> is_public("144.1.1.1"), is_public("127.0.0.1"), is_public("64:ff9b::192.168.2.1")
    (True, False, False)
    """
    address = unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    return address.is_global and not any(
        address in network for network in _SPECIAL if network.version == address.version
    )


def is_loopback(text: str) -> bool:
    """Say whether an address is this machine."""
    return unwrapped(ipaddress.ip_address(text.partition("%")[0])).is_loopback
