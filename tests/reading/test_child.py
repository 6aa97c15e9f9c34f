"""The second lane of suspicious pages works in a process with limits."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parsers.errors import DocumentTooLargeError
from parsers.readers import second
from parsers.readers.html import TOO_DEAR, read_html
from parsers.readers.second import LONG, MANY_REFERENCES, MAX_MISPLACED, SOUP_LONG, perform
from scraper import limits, read_report
from scraper.reading import child
from scraper.reading.child import in_child
from tests.inputs.test_structure import IN_TABLE, PAGE, WANTED

OPEN_COMMENT = "<!-- 尾部文字"


def never(task, source):
    """Fail where the second lane is entered."""
    raise AssertionError(task)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["standard", "closed"])
def test_a_child_gives_what_the_work_gives_here(task):
    """Where the work is done changes nothing."""
    source = PAGE.replace("<tr>", "<div>前</div><tr>").replace("规章", "<b>规章")
    assert in_child(task, source) == perform(task, source)


@pytest.mark.slow
def test_what_no_parser_takes():
    """The child says so, and that is no error."""
    assert in_child("closed", "<![<p>") is None


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_refused_by_name():
    """Open quotes are quadratic for html.parser; the child is ended and the page is refused."""
    with pytest.raises(DocumentTooLargeError, match="5 s or 512 MB"):
        read_report(PAGE + '<p a="' * 30_000)


@pytest.mark.slow
def test_a_page_that_takes_too_much_memory_is_refused_by_name(monkeypatch):
    """The limit of memory is another reason with the same name."""
    code = "import resource as r; r.setrlimit(r.RLIMIT_AS, (1 << 25,) * 2); b = bytearray(1 << 27)"
    script = f"import sys\ntry:\n exec({code!r})\nexcept MemoryError:\n sys.exit(4)"
    real = subprocess.run
    monkeypatch.setattr(
        limits.subprocess, "run", lambda _, **more: real([sys.executable, "-c", script], **more)
    )
    with pytest.raises(DocumentTooLargeError):
        in_child("closed", "<p>")


def test_a_child_that_waits_is_ended(monkeypatch):
    """The wall clock ends what takes no processor time."""
    monkeypatch.setattr(child, "LIMITS", child.LIMITS._replace(wall=0.05))
    real = subprocess.run
    waiting = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(limits.subprocess, "run", lambda _, **more: real(waiting, **more))
    with pytest.raises(DocumentTooLargeError):
        in_child("standard", "<p>")


def test_where_no_process_can_be_started_the_page_is_refused(monkeypatch):
    """A machine without memory or processes gives a documented error, not one of its own."""
    monkeypatch.setattr(limits.sys, "executable", "/nowhere/python")
    with pytest.raises(DocumentTooLargeError, match="none can be started"):
        in_child("standard", "<p>")


def test_a_fault_of_the_child_is_no_fault_of_the_page(monkeypatch):
    """What should not happen is not told as a page's size."""
    real = subprocess.run
    broken = [sys.executable, "-S", "-c", "raise ValueError('of our own')"]
    monkeypatch.setattr(limits.subprocess, "run", lambda _, **more: real(broken, **more))
    with pytest.raises(RuntimeError, match="of our own"):
        in_child("standard", "<p>")


def test_the_task_in_the_child_itself(monkeypatch, capsysbinary):
    """The module's main reads its standard input and writes the markup."""
    import io

    monkeypatch.setattr(child, "limit_this_process", lambda _: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("<p>甲".encode())))
    assert child.main("closed") == 0
    assert capsysbinary.readouterr().out.decode() == "<p>甲</p>"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<table><div>前</div><tr><td>1</table>{'x' * LONG}", id="long"),
        pytest.param("<table><div>前</div><tr><td>1</table>" + "&#20;" * (MANY_REFERENCES + 1), id="references"),
        pytest.param("<table><div>前</div><tr><td>1</table>" + "<" * (MANY_REFERENCES + 9), id="less-than"),
    ],
)  # fmt: skip
def test_suspicious_pages_go_to_the_guard(markup):
    """Long pages and pages of thousands of references are not worked on in the program itself."""
    with pytest.raises(AssertionError, match="standard"):
        second.second_tree(markup, never)
    assert second.second_tree("<table><div>前</div><tr><td>1</table>", never) is not None


def test_long_soup_goes_to_the_guard():
    """html.parser closes only short sources here."""
    with pytest.raises(AssertionError, match="closed"):
        second.closed_markup("x" * (SOUP_LONG + 1), never)
    assert second.closed_markup("<p>", never) == "<p></p>"


@pytest.mark.parametrize("unit", ["<p>", "<br>", "<sup>2</sup>", "<b><p>"])
def test_thousands_of_tags_between_cells_get_no_second_reading(unit, monkeypatch):
    """Each would be moved by a search through all others (20,000 take over 38 s); that it was left out is told."""
    monkeypatch.setattr(second, "_standard", never)
    page = PAGE[:IN_TABLE] + unit * (MAX_MISPLACED + 1) + PAGE[IN_TABLE:]
    if unit != "<b><p>":  # these nest, and are one node between the cells
        assert TOO_DEAR in read_html(page).losses
        report = read_report(page)
        assert report.tables == WANTED.tables
        assert "R.MARKUP" in {finding.code for finding in report.findings}
    else:
        assert read_report(page).tables == WANTED.tables


def test_nor_where_text_was_lost(monkeypatch):
    """The same limit holds where the first lane lost the end of the page."""
    monkeypatch.setattr(second, "_standard", never)
    page = PAGE[:IN_TABLE] + "<br>" * (MAX_MISPLACED + 1) + PAGE[IN_TABLE:] + OPEN_COMMENT
    assert read_report(page).tables == WANTED.tables
