"""The vocabulary: versions, no label with two meanings, and the same codes as the codebook."""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict

import pytest

from parsers.labels import lookup
from parsers.normal import label_core
from parsers.vocab import tables
from tests.conftest import ROOT

REPORTS = ROOT / "fixtures" / "reports"
DATA_FILES = sorted(p for d in ("parsers", "scraper") for p in (ROOT / d).rglob("*.toml"))

# Labels that one table has twice; the group or the printed number tells which is meant.
NEED_A_PARENT = {
    ("requests", "row", "其他"): {"outcome.other_handling", "outcome.other_handling.other"},
    ("requests", "row", "其它"): {"outcome.other_handling", "outcome.other_handling.other"},
}

# What the vocabulary has beyond the forms: two groups that some sources print with figures, and a local row.
BEYOND_THE_FORMS = {
    ("requests", "column", "org"),
    ("disputes", "row", "litigation"),
    ("proactive", "row", "art20_1.other_proactive_documents"),
}


def labels():
    """Give (table, axis, definition, text) for every wording of the vocabulary."""
    for table in tables():
        for axis, definitions in (("row", table.rows), ("column", table.columns)):
            for definition in definitions:
                for text in (definition.zh, *definition.variants):
                    yield table.code, axis, definition, text


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_data_files_have_a_version_and_a_source(path):
    """Every data file says its version, and in its head where its entries come from."""
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", tomllib.loads(text)["version"])
    assert text.startswith("#")


def test_every_wording_leads_to_its_code():
    """Whatever is written in the vocabulary is found again, word for word, under its own code."""
    lost = [
        (table, axis, definition.code, text)
        for table, axis, definition, text in labels()
        if definition.code
        not in {h.code for h in lookup(text) if (h.table, h.axis) == (table, axis) and h.exact}
    ]
    assert lost == []


def test_a_wording_has_one_meaning_on_an_axis():
    """On one axis of a table a wording belongs to one code, but for those that need their group."""
    meanings = defaultdict(set)
    for table, axis, definition, text in labels():
        meanings[table, axis, label_core(text)].add(definition.code)
    double = {key: codes for key, codes in meanings.items() if len(codes) > 1}
    assert double == NEED_A_PARENT


def test_wordings_with_two_meanings_are_marked():
    """Where a label alone says nothing, the row under the group is marked as needing it."""
    marked = {r.code for t in tables() for r in t.rows if r.needs_parent}
    assert marked == {"outcome.other_handling.other"}


def test_no_wording_is_written_twice():
    """A variant that adds nothing to the label or to another variant is not kept."""
    for table in tables():
        for definition in (*table.rows, *table.columns):
            texts = (definition.zh, *definition.variants)
            assert len(set(texts)) == len(texts), (table.code, definition.code)


def keys_of_form(form):
    """Give the keys of all cells that a form prints, after the vocabulary."""
    return {
        f"{table.code}/{row.code}/{column.code}"
        for table in tables()
        for row in table.rows
        for column in table.columns
        if row.part == column.part
        and form in row.forms
        and form in column.forms
        and "group" not in (row.kind, column.kind)
    }


def data_cells(node):
    """Give the keys of the cells for figures in a form of the codebook."""
    if isinstance(node, dict):
        if node.get("role") == "data":
            yield node["key"]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from data_cells(part)


@pytest.fixture
def book(shared):
    """Give the codebook that stands beside the project."""
    return json.loads((shared / "codebook" / "codebook.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["B", "C"])
def test_the_forms_have_the_cells_of_the_codebook(book, form):
    """The vocabulary and the official form agree on every cell of the three tables.

    Form B prints figures in （六）其他处理, which is a group since form C; the local row of form B is no
    part of the official one.
    """
    (printed,) = (g["tables"] for g in book["generations"] if g["id"] == form)
    wanted = set(data_cells(printed))
    have = keys_of_form(form)
    group = {f"requests/outcome.other_handling/{k.rsplit('/')[-1]}" for k in have if "granted" in k}
    local = {k for k in have if "/art20_1.other_proactive_documents/" in k}
    assert len(wanted) == {"B": 198, "C": 200}[form]
    assert wanted - have == (group if form == "B" else set())
    assert have - wanted == (local if form == "B" else set())


def test_the_vocabulary_has_the_codes_and_labels_of_the_codebook(book):
    """Every row and column of the codebook stands here under the same code, form and official label."""
    have = defaultdict(lambda: (set(), set()))
    for table, axis, definition, text in labels():
        forms, cores = have[table, axis, definition.code]
        forms |= set(definition.forms)
        cores.add(label_core(text))
    wanted = defaultdict(set)
    for entry in book["label_index"]:
        if entry["table"] in {t.code for t in tables()}:
            axis = "row" if entry["axis"] == "block" else entry["axis"]
            key = (entry["table"], axis, entry["code"].split(":")[-1])
            wanted[key] |= set(entry["generations"])
            assert label_core(entry["official"]) in have[key][1], entry
    assert {key: have[key][0] for key in wanted} == wanted
    assert set(have) - set(wanted) == BEYOND_THE_FORMS


# Messages name codes, addresses and encodings; other Latin words in a Chinese message are left over.
LATIN_IN_CHINESE = re.compile(r"[a-z]{3,} [a-z]{2,}")


@pytest.mark.parametrize(
    "path", sorted(REPORTS.glob("*/expected.json")), ids=lambda p: p.parent.name
)
def test_chinese_messages_hold_no_english(path):
    """No finding of a golden record has a run of English words in its Chinese message."""
    findings = json.loads(path.read_text(encoding="utf-8"))["findings"]
    assert findings, path
    assert not [f for f in findings if LATIN_IN_CHINESE.search(f["message_zh"])]
