"""Encoding suites through our own decoder; what is known to differ stands in known_encoding.toml."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest

from scraper.charsets import read_as
from scraper.decode import decode_bytes

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_encoding.toml").read_text("utf-8"))
# Enough Chinese before a vector that the whole page is plainly of the encoding under test.
CONTEXT = "政府信息公开工作年度报告主动公开情况收到和处理申请行政复议行政诉讼存在的主要问题"


def decoded(data, label, context):
    """Give how a line reads inside a page of the encoding."""
    before = f"<meta charset={label}><p>{context}\n".encode(label)
    text = decode_bytes(before + data + b"</p>").text
    return text.partition(context + "\n")[2].removesuffix("</p>")


def gunzipped_lines(path):
    """Give the lines of a packed file, without their ends."""
    return gzip.decompress(path.read_bytes()).split(b"\n")


def outcome(failing, suite):
    """Hold what fails against what is known to fail: new failures and new passes are both red."""
    known = set(KNOWN[suite].get("cases", []))
    assert sorted(set(failing) - known) == [], "new failures"
    assert sorted(known - set(failing)) == [], "known failures that pass now"


def test_encoding_rs_gb18030(shared):
    """Every line of the GB18030 vectors reads as its reference, inside a page."""
    folder = shared / "suites" / "encoding_rs"
    given = gunzipped_lines(folder / "gb18030_in.txt.gz")
    wanted = gunzipped_lines(folder / "gb18030_in_ref.txt.gz")
    texts = decoded(b"\n".join(given), "gb18030", CONTEXT).split("\n")
    assert len(texts) == len(wanted) > 23_000
    outcome(
        [i for i, (t, w) in enumerate(zip(texts, wanted, strict=True)) if t != w.decode("utf-8")],
        "encoding_rs_gb18030",
    )


def test_encoding_rs_big5(shared):
    """Every line of the Big5 vectors, with the Hong Kong characters and the broken codes, as its reference."""
    folder = shared / "suites" / "encoding_rs"
    given = gunzipped_lines(folder / "big5_in.txt.gz")
    wanted = gunzipped_lines(folder / "big5_in_ref.txt.gz")
    assert len(given) == len(wanted) > 19_000
    outcome(
        [
            data.hex()
            for data, want in zip(given, wanted, strict=True)
            if read_as(data, "big5hkscs").text != want.decode("utf-8")
        ],
        "encoding_rs_big5",
    )


def test_gb18030_decode_errors(shared):
    """Broken four-byte codes give one U+FFFD and the bytes behind it back, as the standard asks."""
    path = shared / "suites" / "wpt-encoding" / "gb18030_errors.json"
    failing = []
    for case in json.loads(path.read_text("utf-8"))["cases"]:
        text = decoded(bytes.fromhex(case["hex"]), "gb18030", CONTEXT)
        if text != case["text"]:
            failing.append(case["hex"])
    outcome(failing, "wpt_gb18030_errors")


def names_of_labels(shared):
    """Give the name of the encoding of every label of the standard."""
    groups = json.loads((shared / "suites/whatwg-encoding/encodings.json").read_text("utf-8"))
    return {
        label: encoding["name"]
        for group in groups
        for encoding in group["encodings"]
        for label in encoding["labels"]
    }


def blocks_of(path):
    """Give (id, bytes, label) of every case of a .dat file."""
    for number, block in enumerate(path.read_bytes().split(b"#data\n")[1:]):
        data, _, label = block.partition(b"\n#encoding\n")
        yield f"{path.stem}:{number}", data, label.strip().decode("ascii").lower()


def test_html5lib_encoding(shared):
    """The declaration that our decoder sees is the one that the standard's prescan finds."""
    names = names_of_labels(shared)
    failing = []
    for path in sorted((shared / "suites" / "html5lib" / "encoding").glob("*.dat")):
        for case, data, label in blocks_of(path):
            encoding = decode_bytes(data).encoding
            declared = "utf-8" if encoding.how == "bom" else encoding.declared
            seen = names.get((declared or "windows-1252").lower())
            seen = "UTF-8" if seen and seen.startswith("UTF-16") else seen
            if seen != names[label]:
                failing.append(case)
    outcome(failing, "html5lib_encoding")
