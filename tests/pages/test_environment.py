"""Words of both languages, and the filters of the templates."""

import re

import pytest

from scraper.pages.environment import environment, is_web, moment, render
from scraper.pages.words import words
from tests.conftest import ROOT

TEMPLATES = ROOT / "scraper" / "pages" / "templates"


def test_both_languages_have_the_same_words():
    """No label falls back into the other language."""
    assert set(words("zh")) == set(words("en"))
    chinese = [name for name, text in words("en").items() if re.search("[\u4e00-\u9fff]", text)]
    assert chinese == ["other_language"]  # a language is named in its own words


def test_every_word_of_a_template_exists():
    """``w.name`` in a template is a word of the file."""
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    assert set(re.findall(r"\bw\.(\w+)", text)) <= set(words("zh"))
    assert set(re.findall(r"both\('(\w+)'\)", text)) <= set(words("zh"))


def test_templates_hold_no_words_of_their_own():
    """All labels come from the file of words, so that --lang reaches each."""
    for path in TEMPLATES.glob("*.html"):
        assert not re.search("[\u4e00-\u9fff]", path.read_text(encoding="utf-8")), path.name


def test_every_template_compiles_and_asks_for_what_it_needs():
    """A value that is missing is an error, never an empty place."""
    assert environment().undefined.__name__ == "StrictUndefined"
    for path in TEMPLATES.glob("*.html"):
        environment().get_template(path.name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_policy_of_a_page_forbids_scripts_and_the_network(lang):
    """Only its own styles are allowed."""
    page = render("audit.html", lang, reports=0, verdict="VALID", groups=[], accepted=[],
                  all_accepted=0, counts={"error": 0, "warning": 0, "info": 0})  # fmt: skip
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page


@pytest.mark.parametrize(
    ("url", "web"),
    [("https://a.b/c", True), ("HTTP://a/", True), ("//a/", False), ("data:text/html,x", False),
     ("java\tscript:alert(1)", False), ("http:", False), (None, False), ("", False)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(url, web):
    """Whatever a browser might run stays text."""
    assert is_web(url) is web


def test_times_without_a_zone_are_not_told_as_utc():
    """Only what says Z is UTC."""
    assert moment("2025-05-01T07:08:09+08:00") == "2025-05-01T07:08:09+08:00"
