"""How to reach a body: addresses that are hidden from machines."""

from __future__ import annotations

import pytest

from parsers.identity.contact import read_contact


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("邮箱：gk[at]yj.gov.cn", "gk@yj.gov.cn"), ("邮箱：gk＠yj.gov.cn。", "gk@yj.gov.cn"),
        ("邮箱：gk (at) yj (dot) gov (dot) cn", "gk@yj.gov.cn"), ("邮箱：gk（@）163.com", "gk@163.com"),
        ("邮箱：gk at 163.com", "gk@163.com"), ("邮箱：gk【AT】163.com，电话", "gk@163.com"),
        ("邮箱：gk#163.com（请将#换成@）", "gk@163.com"), ("邮箱：gk#163.com", None),
        ("see a at 3 p.m. or b (dot) c", None), ("look [at] this", None),
    ],
)  # fmt: skip
def test_addresses_that_are_written_out(text, email):
    """An address hidden from machines is read; a hash is a mark only where the page says so."""
    assert read_contact([text]).email == email
