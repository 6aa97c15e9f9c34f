"""Markup suites through our own lanes and grid; what is known to differ stands in known_markup.toml."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest

from parsers.grid import build_grid
from parsers.model import RawTable
from parsers.readers.doubt import in_doubt
from parsers.readers.html import read_html
from parsers.readers.markup import parse_markup
from parsers.readers.second import second_tree

pytestmark = pytest.mark.suite

KNOWN = tomllib.loads(Path(__file__).with_name("known_markup.toml").read_text("utf-8"))
KEPT = frozenset({"table", "tr", "td", "th", "caption"})


def known_of(suite):
    """Give the cases of a suite that are known to fail, whatever the reason."""
    return {case for entry in KNOWN[suite] for case in entry["cases"]}


def outcome(failing, suite):
    """Hold what fails against what is known to fail: new failures and new passes are both red."""
    assert sorted(set(failing) - known_of(suite)) == [], "new failures"
    assert sorted(known_of(suite) - set(failing)) == [], "known failures that pass now"


def documents(folder):
    """Give (id, source, tree) of every whole document with a table, read without scripting."""
    for path in sorted(folder.glob("*.dat")):
        blocks = path.read_bytes().decode("utf-8").split("#data\n")[1:]
        for number, block in enumerate(blocks):
            head, _, tree = block.partition("#document\n")
            whole = "#document-fragment" not in head and "#script-on" not in head
            if whole and re.search(r"^\|\s+<table>", tree, re.MULTILINE):
                yield f"{path.stem}:{number}", head.partition("\n#errors")[0], tree


def wanted_skeleton(tree):
    """Reduce a written tree to the nesting of tables, rows and cells, and its text."""
    found, stack = [], []

    def close(indent):
        """End what stands as deep or deeper."""
        while stack and stack[-1][0] >= indent:
            name = stack.pop()[1]
            found.extend(["/" + name] if name in KEPT else [])

    for line in re.split(r"\n(?=\| )", tree.rstrip("\n")):
        body = line.removeprefix("| ")
        indent = len(body) - len(body.lstrip(" "))
        body = body.strip(" ")
        close(indent)
        element = re.fullmatch(r"<(\w[^ >]*)>", body)
        if element:
            stack.append((indent, element[1]))
            found.extend([element[1]] if element[1] in KEPT else [])
        elif body.startswith('"'):
            found.append(("text", body[1:-1]))
    close(-1)
    return joined(found)


def skeleton(element):
    """Reduce a tree of ours in the same way."""
    return joined(_pieces(element))


def _pieces(element):
    """Give marks and texts of a tree in order."""
    if not isinstance(element.tag, str):
        return
    if element.tag in KEPT:
        yield element.tag
    yield "text", element.text or ""
    for child in element:
        yield from _pieces(child)
        yield "text", child.tail or ""
    if element.tag in KEPT:
        yield "/" + element.tag


def joined(pieces):
    """Join neighbouring texts, blanks and replacement characters left out."""
    found = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(piece)
            continue
        text = "".join(piece[1].split()).replace("\ufffd", "")
        if text and found and isinstance(found[-1], tuple):
            found[-1] = ("text", found[-1][1] + text)
        elif text:
            found.append(("text", text))
    return found


def test_html5lib_tables_in_the_second_lane(shared):
    """The second lane builds the tables of the standard: at least 214 of 222 documents."""
    cases = list(documents(shared / "suites/html5lib/tree-construction"))
    failing = [c for c, data, tree in cases if skeleton(second_tree(data)) != wanted_skeleton(tree)]
    assert len(cases) == 222
    assert len(cases) - len(failing) >= 214
    outcome(failing, "html5lib_second_lane")


def test_html5lib_tables_that_lxml_builds_otherwise_are_in_doubt(shared):
    """Where the fast lane departs from the standard, the sign for a second reading is there."""
    failing = []
    for case, data, tree in documents(shared / "suites/html5lib/tree-construction"):
        fast = parse_markup(data)
        wrong = skeleton(fast.root) != wanted_skeleton(tree)
        if wrong and not fast.losses and not in_doubt(fast.root):
            failing.append(case)
    outcome(failing, "html5lib_unseen_by_the_fast_lane")


def grids(html):
    """Give the expanded tables of a page as texts without blanks; None where no cell stands."""
    tables = [block for block in read_html(html).blocks if isinstance(block, RawTable)]
    return [
        [[p and "".join(p.cell.text.split()) for p in row] for row in build_grid(table).slots]
        for table in tables
    ]


def bare(grid):
    """Give a wanted grid without blanks inside its texts."""
    return [["".join((text or "").split()) for text in row] for row in grid]


def test_table_model(shared):
    """Spans expand into the wanted grid."""
    path = shared / "suites/table-model/html_table_extractor.json"
    cases = json.loads(path.read_text("utf-8"))
    failing = [c["test"] for c in cases if bare(c["grid"]) not in grids(c["html"])]
    assert len(cases) == 5
    outcome(failing, "table_model")


def test_docling_grids(shared):
    """Every grid of the pages is found among ours, blanks left out."""
    folder = shared / "suites/docling-html"
    failing, total = [], 0
    for name, tables in json.loads((folder / "expected_grids.json").read_text("utf-8")).items():
        text = (folder / "sources" / name).read_text("utf-8")
        ours = grids(text) if tables else []
        for number, grid in enumerate(tables):
            total += 1
            if bare(grid) not in ours:
                failing.append(f"{name}:{number}")
    assert total == 26
    outcome(failing, "docling_html")


def plain(value):
    """Give a cell of pandas and of ours in one writing: a number as a number, what is missing as ""."""
    text = "".join(str("" if value is None else value).split()).replace(",", "")
    if text.lower() in ("nan", "none", "<na>"):
        return ""
    try:
        return repr(float(text))
    except ValueError:
        return text


def stands_in(rows, grid):
    """Say whether rows follow one another in a grid; columns before them, such as an index, do not count."""
    return any(
        all(row[len(row) - len(want) :] == want for row, want in zip(grid[at:], rows, strict=False))
        for at in range(len(grid) - len(rows) + 1)
    )


def test_pandas_tables(shared):
    """The rows of each recorded frame stand in one of our grids."""
    cases = json.loads((shared / "suites/pandas-html/inline_cases.json").read_text("utf-8"))
    failing = []
    for number, case in enumerate(cases):
        ours = [[[plain(text) for text in row] for row in grid] for grid in grids(case["html"])]
        for frame in case["tables"]:
            rows = [[plain(value) for value in row] for row in frame["data"]]
            if not any(stands_in(rows, grid) for grid in ours):
                failing.append(f"{number}:{case['test'].rpartition('::')[2]}")
    assert len(cases) == 44
    outcome(failing, "pandas_html")


def test_tabletojson_tables(shared):
    """The page's 17 tables come out in order with the cells that a plain reading of its rows gives.

    The suite has no grids of its own. The wanted cells are cut from the source by the end tags, which
    this page never leaves out; spans are counted in both.
    """
    page = (shared / "suites/table-model/tabletojson_tables.html").read_text("utf-8")
    tables = [block for block in read_html(page).blocks if isinstance(block, RawTable)]
    ours = [[[bare_text(cell.text) for cell in row] for row in table.rows] for table in tables]
    cut = [cut_rows(source) for source in re.findall(r"<table.*?</table>", page, re.DOTALL)]
    failing = [
        str(number)
        for number, rows in enumerate(cut)
        if rows not in ([row for row in table if row] for table in ours)
    ]
    assert len(cut) == 17
    outcome(failing, "tabletojson")


def bare_text(text):
    """Give a text without blanks."""
    return "".join(text.split())


def cut_rows(source):
    """Cut the cells of a table out of its source by their tags; comments and hidden rows are none."""
    source = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    rows = re.findall(r"<tr(?![^>]*display\s*:\s*none)[^>]*>(.*?)</tr>", source, re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]
    return [
        [bare_text(unescape(re.sub("<[^>]*>", "", cell))) for cell in row] for row in cells if row
    ]
