"""Recorded calls of w3lib about charsets, through our own functions; known differences are data."""

from __future__ import annotations

import base64
import codecs
import json
import tomllib
from pathlib import Path

import pytest

from scraper.charsets import codec_of, read_as
from scraper.decode import decode_bytes

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_w3lib.toml").read_text("utf-8"))


def plain(value):
    """Give a recorded value with its packed bytes unpacked."""
    if isinstance(value, dict) and set(value) == {"b64"}:
        return base64.b64decode(value["b64"])
    return [plain(item) for item in value] if isinstance(value, list) else value


def codec_name(label):
    """Give one name for all spellings that Python has for a codec."""
    return None if label is None else codecs.lookup(label).name


def resolve_encoding(label):
    """Give the codec that a label leads to."""
    return codec_name(codec_of(label))


def http_content_type_encoding(header):
    """Give the codec that a header leads to: an ASCII page contradicts none."""
    encoding = decode_bytes(b"x", content_type=header).encoding
    return codec_name(codec_of(encoding.declared)) if encoding.declared else None


def html_body_declared_encoding(body):
    """Give the codec that the page itself declares."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    encoding = decode_bytes(data).encoding
    return codec_name(codec_of(encoding.declared)) if encoding.declared else None


def html_to_unicode(header, body):
    """Give codec and text of a page with its header."""
    decoded = decode_bytes(body, content_type=header)
    return [codec_name(codec_of(decoded.encoding.used) or decoded.encoding.used), decoded.text]


def to_unicode(data, label):
    """Give the text of bytes that are of one encoding for certain."""
    return read_as(data, codec_of(label) or label).text


def read_bom(data):
    """Give the codec of a BOM."""
    encoding = decode_bytes(data).encoding
    return codec_name(encoding.used) if encoding.how == "bom" else None


OURS = {
    "resolve_encoding": resolve_encoding,
    "http_content_type_encoding": http_content_type_encoding,
    "html_body_declared_encoding": html_body_declared_encoding,
    "html_to_unicode": html_to_unicode,
    "to_unicode": to_unicode,
    "read_bom": read_bom,
}


def wanted_of(function, result):
    """Give a recorded result in the form of our functions."""
    if function == "to_unicode":
        return result
    if function == "html_to_unicode":
        return [codec_name(result[0]), result[1]]
    return codec_name(result[0] if function == "read_bom" else result)


def calls(shared, function):
    """Give (number, arguments, result) of every recorded call of a function that uses what we have."""
    lines = (shared / "suites/w3lib/w3lib_calls.jsonl").read_text("utf-8").splitlines()
    recorded = [call for call in map(json.loads, lines) if call["fn"] == function]
    for number, call in enumerate(recorded):
        yield number, plain(call["args"]), call["kwargs"], plain(call["result"])


@pytest.mark.parametrize(("function", "at_least"), [(name, KNOWN[name]["calls"]) for name in OURS])
def test_calls(shared, function, at_least):
    """New failures and known failures that pass now are both red."""
    failing, ran = [], 0
    for number, args, kwargs, result in calls(shared, function):
        if kwargs or (function == "to_unicode" and not isinstance(args[0], bytes)):
            continue  # options and types that only w3lib has
        ran += 1
        try:
            same = OURS[function](*args) == wanted_of(function, result)
        except (TypeError, LookupError):
            same = False
        if not same:
            failing.append(number)
    assert ran == at_least
    known = KNOWN[function]["cases"]
    assert sorted(set(failing) - set(known)) == [], "new failures"
    assert sorted(set(known) - set(failing)) == [], "known failures that pass now"
