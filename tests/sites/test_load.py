"""The user's list of sites, and what is said where it is wrong."""

import pytest

from scraper.errors import UsageError
from scraper.sites import Expectation, Site, read_sites

PLAIN = "id,name,home\na,甲县,http://www.a.gov.cn\nb,乙县,https://www.b.gov.cn/x\n"


def written(tmp_path, text, name="sites.csv", encoding="utf-8"):
    """A file with that text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_three_columns_are_enough(tmp_path, encoding):
    """In the encodings that spreadsheets write; a home without path gets one."""
    found = read_sites(written(tmp_path, PLAIN, encoding=encoding))
    assert found == [
        Site("a", "甲县", "http://www.a.gov.cn/"),
        Site("b", "乙县", "https://www.b.gov.cn/x"),
    ]


def test_other_columns_are_overrides(tmp_path):
    """Empty cells are none; several values stand with blanks between them."""
    text = (
        "id,name,home,lists,expect,family,first_page\n"
        "a,甲,http://a/,http://a/1 http://a/2,2021:1 2022:2-4 all:3,trs,1\nb,乙,http://b/,,,,\n"
    )
    first, second = read_sites(written(tmp_path, text))
    assert first.lists == ("http://a/1", "http://a/2")
    assert first.expect == (Expectation(2021, 1), Expectation(2022, 2, 4), Expectation(None, 3))
    assert (first.family, first.first_page, second.family) == ("trs", 1, None)


def test_toml_says_the_same(tmp_path):
    """One [[site]] table a site."""
    text = (
        '[[site]]\nid="a"\nname="甲"\nhome="http://a/"\nlists=["http://a/1"]\nexpect={"2021"="1"}\n'
    )
    (site,) = read_sites(written(tmp_path, text, "sites.toml"))
    assert site.lists == ("http://a/1",)
    assert site.expect == (Expectation(2021, 1),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\na,b\n", "no home"),
        ("id,name,home,color\na,b,http://a/,red\n", "no column color"),
        ("id,name,home\na,b,ftp://a/\n", "line 2: home is no web address"),
        ("id,name,home\na,b,http://a:99999/\n", "line 2: home is no web address"),
        ("id,name,home\na,,http://a/\n", "line 2: there is no name"),
        ("id,name,home\na,b,http://a/,x\n", "more cells"),
        ("id,name,home\na,b,http://a/\na,c,http://b/\n", "line 3: the id a stands there twice"),
        ("id,name,home\n\n", "names no site"),
        ('id,name,home\na,"b"c,http://a/\n', "line"),
        ("id,name,home,transport\na,b,http://a/,tor\n", "transport is one of"),
        ("id,name,home,expect\na,b,http://a/,2021:many\n", "expect is no number"),
        ("", "no id, name, home"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, said):
    """A list that cannot be used ends with one clear line."""
    with pytest.raises(UsageError, match=said):
        read_sites(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[site]", "sites.toml"), ("site = 3", "table a site"), ('[[site]]\nx="1"\n', "no field x")],
)
def test_toml_that_is_wrong_is_told(tmp_path, text, said):
    """The same for the other format."""
    with pytest.raises(UsageError, match=said):
        read_sites(written(tmp_path, text, "sites.toml"))


def test_a_file_that_is_not_there_is_told(tmp_path):
    """And one that is no text."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_sites(tmp_path / "none.csv")
    path = tmp_path / "bad.csv"
    path.write_bytes(b"\xff\xff\xff\x00\x81")
    with pytest.raises(UsageError, match="neither UTF-8 nor GB18030"):
        read_sites(path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("s.csv", '"id,name,home\na,b,http://a/', "line 1: unexpected end"),
        ("s.csv", "id,name,home,home\na,b,http://a/,http://b/\n", "home stands there twice"),
        ("s.csv", "id,name,home,expect\na,b,http://a/,2021:3-1\n", "line 2: expect has its bounds"),
        ("s.csv", "id,name,home,pages\na,b,http://a/,http://a/p.html\n", "line 2: pages has no"),
        ("s.csv", "id,name,home,item\na,b,http://a/,ul[[li\n", "line 2: item is no CSS selector"),
        ("s.csv", "id,name,home,encoding\na,b,http://a/,klingon\n", "line 2: encoding is none"),
        ("s.toml", "site = [1, 2]", "write one"),
    ],
)
def test_what_cannot_be_used_is_refused_at_once(tmp_path, name, text, said):
    """Before anything is asked for, with its place."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_sites(path)
