"""What is given away: versions that agree, pins that are exact, no address of a machine or a registry."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib

import pytest
from jsonschema import Draft202012Validator

from parsers.record import Report, json_schema
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GOLDENS = sorted((ROOT / "fixtures" / "reports").glob("*/expected.json"))

# Written in pieces, so that this file does not name what it looks for.
FOREIGN = re.compile(
    "|".join(
        (
            r"pypi\." + "org",
            "files\\." + "pythonhosted",
            "index" + "-url",
            "npmjs\\." + "org",
            r"(?<![\w.])/(?:work|root|home)" + "/",
        )
    )
)


def committed():
    """Give the files that are or would be committed; skip where git does not tell."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout: which files are committed is not known")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in names.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("see /work" + "/x", True),
        ('"/home' + '/me/a.html"', True),
        ("https://pypi." + "org/simple", True),
        ("a framework/x and ../work/x", False),
        ("http://www.x.gov.cn/home/1.html", False),
    ],
)
def test_foreign_addresses_are_seen(text, foreign):
    """The pattern finds paths of machines and addresses of registries, not other slashes."""
    assert bool(FOREIGN.search(text)) is foreign


def test_no_committed_file_names_a_registry_or_a_machine():
    """No path of a machine and no address of a registry stands in a committed file."""
    found = [
        path.relative_to(ROOT)
        for path in committed()
        if FOREIGN.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []


def test_the_inputs_of_fixtures_are_committed_byte_for_byte():
    """Git must not touch the line ends of pages whose sha256 is golden."""
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8").split("\n")
    assert "fixtures/**/input.* -text" in attributes


def test_versions_agree():
    """The version of the package stands in the changelog and in the citation."""
    version = PROJECT["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version)} — \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^version: {re.escape(version)}$", citation, re.MULTILINE)


def canonical(name):
    """Give a name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_pins_are_exact_and_complete():
    """Each line is a name and an exact version, each name once; all that is asked for is pinned."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [re.fullmatch(r"([\w.-]+)==[\w.+-]+", line) for line in lines]
    assert all(pins)
    names = [canonical(pin[1]) for pin in pins]
    assert len(names) == len(set(names))
    wanted = [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["dev"],
    ]
    assert {canonical(re.match(r"[\w.-]+", text)[0]) for text in wanted} <= set(names)
    assert PROJECT["project"]["name"] not in names


def test_the_schema_validates_every_golden():
    """The published JSON Schema accepts the records that the program gives."""
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert GOLDENS
    for path in GOLDENS:
        record = json.loads(path.read_text(encoding="utf-8"))
        record["source"]["gongkai_version"] = "0"
        assert list(validator.iter_errors(record)) == []
        again = Report.model_validate_json(json.dumps(record))
        assert json.loads(again.model_dump_json()) == record


def test_every_field_of_the_record_is_explained():
    """docs/record.md names each key of the schema; a new field is not given away unexplained."""
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    schema = json_schema()
    models = [schema, *schema["$defs"].values()]
    fields = {field for model in models for field in model.get("properties", {})}
    assert fields - named == set()


def test_the_targets_of_make_are_those_that_are_told():
    """Every target is phony, and help names it."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    assert targets == set(phony.split())
    told = " ".join(re.findall(r"make [\w ]+", text)).split()
    assert targets - {"help"} <= set(told)
