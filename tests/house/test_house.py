"""Rules of the house that no tool checks: where labels live, how long things grow, what is pinned."""

from __future__ import annotations

import ast
import json
import re
import tomllib

import pytest

from parsers.labels import lookup
from parsers.normal import label_core
from parsers.record import Report, json_schema
from parsers.vocab import tables
from tests.conftest import ROOT

SOURCES = sorted(p for d in ("parsers", "scraper") for p in (ROOT / d).rglob("*.py"))
VOCABULARY = sorted((ROOT / "parsers" / "vocab").glob("*.toml"))
CHINESE = re.compile("[\u4e00-\u9fff]")
TEXTS = ("*.md", "*.toml", "*.txt", "*.py", "*.cff", "*.yaml", "Makefile")


def docstrings(tree):
    """Give the constants of a module that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_chinese_words_in_code(path):
    """Labels and phrases live in the data files; code holds none outside of docstrings."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    known = docstrings(tree)
    source = text.splitlines()
    found = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in known
        and CHINESE.search("".join(source[node.lineno - 1 : node.end_lineno]).split("  #")[0])
        and CHINESE.search(node.value)
    ]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path):
    """No module over 400 lines, no function over 40."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno - body[0].lineno + 1) if body else 0
            assert lines <= 40, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", VOCABULARY, ids=lambda p: p.name)
def test_vocabulary_files_have_a_version(path):
    """Every data file says its version and where its entries come from."""
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", tomllib.loads(text)["version"])
    assert text.startswith("#")


def test_every_label_and_variant_leads_to_its_code():
    """Whatever is written in the vocabulary is found again under its own code."""
    for table in tables():
        for axis, definitions in (("row", table.rows), ("column", table.columns)):
            for definition in definitions:
                for text in (definition.zh, *definition.variants):
                    codes = [
                        h.code for h in lookup(text) if h.table == table.code and h.axis == axis
                    ]
                    assert definition.code in codes, text


def test_no_variant_is_ambiguous():
    """On one axis of one table a wording belongs to one code."""
    for table in tables():
        for axis, definitions in (("row", table.rows), ("column", table.columns)):
            seen: dict[str, str] = {}
            for definition in definitions:
                key = label_core(definition.zh)
                assert seen.setdefault(key, definition.code) == definition.code or axis == "column"


def test_the_vocabulary_is_the_codebook(shared):
    """Rows, columns and forms are those of the codebook of the official forms B and C."""
    book = json.loads((shared / "codebook" / "codebook.json").read_text(encoding="utf-8"))
    wanted = {
        (entry["table"], entry["axis"], entry["code"].split(":")[-1])
        for entry in book["label_index"]
        if entry["table"] in ("proactive", "requests", "disputes")
    }
    have = {(t.code, "row", r.code) for t in tables() for r in t.rows}
    have |= {(t.code, "column", c.code) for t in tables() for c in t.columns}
    wanted = {(t, "row" if axis == "block" else axis, code) for t, axis, code in wanted}
    assert wanted - have == set()
    extra = {("requests", "column", "org"), ("disputes", "row", "litigation"),
             ("proactive", "row", "art20_1.other_proactive_documents")}  # fmt: skip
    assert have - wanted == extra


def test_the_schema_validates_every_golden():
    """The published JSON Schema accepts the records that the program gives."""
    from jsonschema import Draft202012Validator

    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in sorted((ROOT / "fixtures" / "reports").glob("*/expected.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        record["source"]["gongkai_version"] = "0"
        assert list(validator.iter_errors(record)) == []
        again = Report.model_validate_json(json.dumps(record))
        assert json.loads(again.model_dump_json()) == record


def test_versions_agree():
    """The version of the package stands in the changelog and in the citation."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_no_committed_file_names_a_registry_or_a_machine():
    """Pins are names and versions only; no path of a machine stands in a committed file."""
    words = re.compile(
        r"pypi\.org|files\.pythonhosted|index-url|npmjs\.org|(?<![\w.])/(?:work|root|home)/"
    )
    for pattern in TEXTS:
        for path in ROOT.rglob(pattern):
            if any(
                part.startswith(".") or part in ("output", "build")
                for part in path.relative_to(ROOT).parts
            ):
                continue
            if path.name != "test_house.py":
                assert not words.search(path.read_text(encoding="utf-8")), path


def test_pins_are_exact():
    """Every line of the constraints is a name and an exact version."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.+-]+", line) for line in lines)
