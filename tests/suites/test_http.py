"""Answers of curl's and llhttp's tests, byte for byte, through our client; known differences are data.

An answer is taken if the client reads it whole, whatever its status says of the page.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import re
import socket
import tomllib
from pathlib import Path

import pytest

from tests.faults.asking import ask, quick
from tests.faults.server import serving

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_http.toml").read_text("utf-8"))
# What the client says of answers that it read whole and that are no page.
OF_STATUS = ("refused", "not-found", "rate-limited", "server-error", "unexpected-status", "empty")


class Always:
    """Answers every path by one function."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, *_):
        """Give the behaviour of a path."""
        return self.answer


def sending(data):
    """Give a behaviour that sends bytes and closes."""
    return lambda visit: visit.send(data)


@pytest.fixture(autouse=True)
def _no_names(monkeypatch):
    """Let every name be one that nobody has: some answers lead to sites of the web."""

    def unknown(host, *_, **__):
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not looked up")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def taken(got):
    """Say whether an answer was read whole."""
    if isinstance(got, Exception):
        return got.fault in OF_STATUS
    return got.suspect is None


def curl_cases(shared):
    """Give the cases of curl."""
    path = shared / "suites" / "curl" / "http_get_cases.jsonl.gz"
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def part_of(target):
    """Give which part of its case curl's server sends: the last four digits of a long number."""
    numbers = [int(digits) for digits in re.findall(r"\d+", target)]
    return numbers[-1] % 10_000 if numbers and numbers[-1] >= 100_000 else 0


def curl_says(case):
    """Serve a case and give what the client makes of it."""
    parts = {name: base64.b64decode(data) for name, data in case["responses_b64"].items()}
    bounced = []

    def answer(visit):
        part = part_of(visit.target) or len(bounced)
        data = parts.get(f"data{part or ''}", b"")
        if b"swsbounce" in data:  # the server's word for: another answer the next time
            bounced.append(part)
        visit.send(data.replace(b"{{PORT}}", str(visit.server.port).encode()))

    with serving(Always(answer)) as server:
        url = case["url"].replace("{{PORT}}", str(server.port))
        url = url if "://" in url else "http://" + url
        return ask(url, settings=quick(deadline=3.0, **limits(case["options"])))


def limits(options):
    """Give the limits that the options of curl set."""
    given = dict(itertools.pairwise(options))
    names = {"--max-filesize": "max_bytes", "--max-redirs": "max_redirects"}
    return {ours: int(given[theirs]) for theirs, ours in names.items() if theirs in given}


def is_body(data, case):
    """Say whether what was read is what curl shows, or stands at the end of what was served."""
    shown = base64.b64decode(case["datacheck_b64"] or "")
    served = [base64.b64decode(part) for part in case["responses_b64"].values()]
    return data in shown or any(part.endswith(data) for part in served)


def agrees(got, options):
    """Say whether curl with its options would be content with what our client found."""
    if any(option.startswith("--fail") or option == "-f" for option in options):
        return not isinstance(got, Exception)  # it takes a status for a failure
    follows = {"-L", "--location"} & set(options)
    if not follows and isinstance(got, Exception) and (got.hops or got.fault == "redirect-target"):
        return True  # it reads the redirect and stays
    return taken(got)


def test_curl(shared):
    """Taken where curl takes it, refused where curl refuses it, but for what is known."""
    cases = curl_cases(shared)
    assert len(cases) == 172
    differing = {}
    for case in cases:
        got = curl_says(case)
        if agrees(got, case["options"]) != (case["curl_exit"] == 0):
            differing[str(case["test"])] = f"{case['curl_exit']} {getattr(got, 'fault', 'ok')}"
        elif not isinstance(got, Exception):
            assert is_body(got.data, case), case["test"]
    hold(differing, "curl")


def hold(differing, suite):
    """New differences and known ones that are gone are both red."""
    known = {str(n) for entry in KNOWN[suite].values() for n in entry["cases"]}
    assert {key: what for key, what in differing.items() if key not in known} == {}, (
        "new differences"
    )
    assert sorted(known - set(differing)) == [], "known differences that are gone"


def llhttp_cases(shared):
    """Give the strict cases of llhttp under their names."""
    path = shared / "suites" / "llhttp" / "response_cases.jsonl"
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {f"{c['file']}: {c['title']}": c for c in cases if "lenient" not in c["meta"]["type"]}


def as_bytes(text):
    """Give the bytes of a case: line ends are CRLF, a backslash joins lines and writes the odd ones."""
    text = text.replace("\\\n", "").replace("\n", "\r\n")
    return re.sub(
        r"\\(r|n|t|f|x[0-9a-fA-F]{2}|\\)", lambda m: ODD.get(m[1]) or chr(int(m[1][1:], 16)), text
    ).encode("latin-1")


ODD = {"r": "\r", "n": "\n", "t": "\t", "f": "\f", "\\": "\\"}


def test_llhttp(shared):
    """An answer that is an error there is never taken; one that is whole there is, but for what is known."""
    cases = llhttp_cases(shared)
    assert len(cases) == 76
    differing = {}
    for name, case in cases.items():
        whole = "message complete" in case["log"]
        if case["error"] is None and not whole:
            continue  # a part of an answer: it depends on what comes next
        with serving(Always(sending(as_bytes(case["http"])))) as server:
            got = ask(server.url(), settings=quick(deadline=3.0))
        if agrees(got, []) != (case["error"] is None):
            differing[name] = f"{case['reason']} {getattr(got, 'fault', 'ok')}"
    hold(differing, "llhttp")
