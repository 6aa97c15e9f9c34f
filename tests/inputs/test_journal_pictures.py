"""The journal of a folder knows the pictures beside a page that its outcome follows from."""

from __future__ import annotations

from scraper.batch import read_one
from scraper.beside import Beside
from scraper.cli import main
from scraper.journal import Asked, is_known, key_of
from scraper.reading import Page

TITLE = "某县教育局2023年政府信息公开工作年度报告"
PAGE = f"<meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1><p><img src=1.png></p>".encode()


def test_a_page_is_read_again_only_where_a_picture_has_changed(tmp_path):
    """A picture that was not there counts as well: it may come."""
    (tmp_path / "a.html").write_bytes(PAGE)
    page = Page(PAGE, pictures=Beside(tmp_path / "a.html").picture)
    first = read_one("a", lambda: page)
    assert first.error.code == "F.UNSUPPORTED"
    assert read_one("a", lambda: page, known=first.key).unchanged
    (tmp_path / "1.png").write_bytes(b"a picture")
    second = read_one("a", lambda: page, known=first.key)
    assert not second.unchanged
    again = read_one("a", lambda: page, known=second.key)
    assert (again.unchanged, again.key) == (True, second.key)
    (tmp_path / "1.png").write_bytes(b"another picture")
    assert not read_one("a", lambda: page, known=second.key).unchanged


def test_a_page_without_pictures_keeps_the_key_of_its_bytes():
    """What a page holds itself is in its bytes; without anybody to ask nothing is asked."""
    base = key_of(Page(PAGE), frozenset())
    inside = Asked(lambda _: b"x")
    assert inside.picture("data:image/png;base64,eA==") == b"x"
    assert inside.key(base) == base
    assert Asked(None).picture is None
    assert is_known(base, base, Page(PAGE))
    assert not is_known(None, base, Page(PAGE))
    assert not is_known(f'{base} {{"1.png": "00"}}', base, Page(PAGE))


def test_the_extra_for_pictures_is_part_of_the_key(monkeypatch):
    """Once it is installed, what was refused or told as a picture is read."""
    keys = set()
    for there in (True, False):
        monkeypatch.setattr("scraper.journal.can_recognise", lambda there=there: there)
        keys.add(key_of(Page(PAGE), frozenset()))
    assert len(keys) == 2


def test_the_command_goes_by_the_pictures_too(tmp_path, capfd):
    """`parse --out` again: spared where nothing changed, read where a picture came."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(PAGE)
    told = []
    for data in (None, b"", b"x"):
        if data is not None:
            (pages / "1.png").write_bytes(data)
        main(["parse", str(pages), "--out", str(tmp_path / "out")])
        told.append(capfd.readouterr().err)
    assert "none of them is at hand" in told[0]
    assert "none of them is at hand" in told[1]
    assert "none of them is at hand" not in told[2]
