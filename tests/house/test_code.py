"""Rules of the house for code that no tool checks: where words live, how long things grow."""

from __future__ import annotations

import ast
import io
import re
import tokenize

import pytest

from tests.conftest import ROOT

SOURCES = sorted(p for d in ("parsers", "scraper", "benchmarks") for p in (ROOT / d).rglob("*.py"))
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
TEXT_TOKENS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40


def docstring_places(tree):
    """Give where the docstrings of a module begin, as (line, column)."""
    return {
        (node.body[0].lineno, node.body[0].col_offset)
        for node in ast.walk(tree)
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None
    }


def chinese_strings(text):
    r"""Give (line, token) of every string that spells Chinese; escapes such as \u4e00 do not count."""
    documented = docstring_places(ast.parse(text))
    return [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type in TEXT_TOKENS
        and IDEOGRAPH.search(token.string)
        and token.start not in documented
    ]


def function_lines(node):
    """Give how many lines a function has without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    head = node.body[0].lineno - node.lineno
    return head + (body[-1].end_lineno - body[0].lineno + 1 if body else 0)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('"""总计."""\n', []),
        ("x = 1  # 总计\n", []),
        ('def f():\n    """总计."""\n', []),
        ('async def f():\n    r"""总计."""\n', []),
        ('x = "\\u603b\\u8ba1"\n', []),
        ('x = "、，（）"\n', []),
        ('x = "总计"\n', [1]),
        ('x = "#  总计"\n', [1]),
        ('x = f"{1}总计"\n', [1]),
        ('def f():\n    """Ok."""\n    return "总计"\n', [3]),
        ('x = 1\n"""总计"""\n', [2]),
        ("x = '''a\n总计'''\n", [1]),
    ],
)
def test_chinese_strings_are_seen(text, lines):
    """The check sees words in strings of every kind and leaves docstrings and comments alone."""
    assert [line for line, _ in chinese_strings(text)] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("def f(): pass", 1),
        ("def f():\n    return 1", 2),
        ('def f():\n    """Long.\n\n    Longer.\n    """\n    return 1', 2),
        ('def f():\n    """Only words."""', 1),
        ("def f(\n    a,\n    b,\n):\n    x = (\n        1\n    )\n    return x", 8),
    ],
)
def test_lines_are_counted(text, lines):
    """The head and the body count, the docstring does not."""
    assert function_lines(ast.parse(text).body[0]) == lines


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_chinese_words_in_code(path):
    """Labels and phrases live in the data files; code holds none outside of docstrings."""
    assert chinese_strings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path):
    """No module over 400 lines, no function over 40."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    long = {
        node.name: function_lines(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and function_lines(node) > LONGEST_FUNCTION
    }
    assert long == {}
