"""Old office files: told from their bytes, read through LibreOffice, and nothing of them run or loaded."""

import http.server
import threading
import time
from pathlib import Path

import pytest

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents import office, read_document
from scraper.documents.kinds import OFFICE, file_kind, is_encrypted_word, is_web_archive
from scraper.documents.office import to_word, write_profile
from scraper.documents.word import read_word
from scraper.reading.sniff import binary_kind
from tests.documents.office_files import compound, flat_word, needs_soffice, p, rtf, word


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (rtf("x"), "rtf"),
        (b"\xef\xbb\xbf" + rtf("x"), "rtf"),
        (flat_word("x"), "wordml"),
        (compound("WordDocument"), "doc"),
        (compound("EncryptedPackage"), "doc"),
        (compound("Workbook"), None),
        (word(p("x")), "docx"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        (b"PK\x03\x04xl/workbook.xml", None),
        (b"<html xmlns:w='urn:schemas-microsoft-com:office:word'><p>x", None),
        (b"<html>%PDF-</html>", None),
        (b"\n%PDF-1.4", "pdf"),
    ],
)
def test_kinds_are_told_from_the_bytes(data, kind):
    """Never from a name; what is a web page under the name of a Word file is a web page."""
    assert file_kind(data) == kind


def test_a_web_archive_is_none_of_them():
    """It is a page with its parts."""
    data = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x"
    assert is_web_archive(data)
    assert binary_kind(data) == "a web archive (MHT)"
    assert not is_web_archive(b"<html>multipart/related")


def test_encrypted_files_are_told():
    """By the flag of the Word header, and by the cover of an encrypted package."""
    header = bytearray(b"\xec\xa5" + bytes(510))
    header[11] = 1
    data = compound("WordDocument") + bytes(header)
    assert is_encrypted_word(data)
    assert not is_encrypted_word(compound("WordDocument") + b"\xec\xa5" + bytes(510))
    for one in (data, compound("EncryptedPackage")):
        with pytest.raises(UnsupportedFormatError, match="encrypted"):
            to_word(one, "doc")


@pytest.mark.parametrize("kind", OFFICE)
def test_without_libreoffice_the_error_says_what_to_install(monkeypatch, kind):
    """And where to learn more."""
    monkeypatch.setattr(office, "NAMES", ())
    monkeypatch.setattr(office, "PLACES", ())
    with pytest.raises(UnsupportedFormatError, match=r"install LibreOffice.*gongkai doctor"):
        to_word(b"x", kind)


def test_the_profile_forbids_macros_and_links(tmp_path):
    """Read as XML, setting by setting."""
    write_profile(tmp_path)
    text = (tmp_path / "user" / "registrymodifications.xcu").read_text("utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'oor:name="{name}" oor:op="fuse"><value>true<' in text


def program(tmp_path, script):
    """A program in the place of LibreOffice."""
    path = tmp_path / "soffice"
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return str(path)


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path, monkeypatch):
    """The clock ends it."""
    pid = tmp_path / "pid"
    stuck = program(tmp_path, f"sleep 600 & echo $! > {pid}; wait\n")
    monkeypatch.setattr(office, "find_soffice", lambda: stuck)
    monkeypatch.setattr(office, "WALL", 2.0)
    with pytest.raises(DocumentTooLargeError, match="LibreOffice takes over"):
        to_word(rtf("x"), "rtf")
    end = time.monotonic() + 10  # a busy machine takes its time to end a process
    while not is_gone(int(pid.read_text())) and time.monotonic() < end:
        time.sleep(0.05)
    assert is_gone(int(pid.read_text()))


def is_gone(pid):
    """Whether a process has ended; one that is not yet collected counts as ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
        return told.rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def test_a_program_that_makes_nothing_is_told(tmp_path, monkeypatch):
    """As a file that cannot be opened."""
    monkeypatch.setattr(office, "find_soffice", lambda: program(tmp_path, "exit 0\n"))
    with pytest.raises(UnsupportedFormatError, match="cannot open"):
        to_word(rtf("x"), "rtf")


class Counter(http.server.BaseHTTPRequestHandler):
    """Counts what asks it."""

    asked: list[str] = []  # noqa: RUF012 -- emptied by each test

    def do_GET(self):
        """Remember the path."""
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 -- names of the protocol

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    """A server of this machine that nothing should ask."""
    Counter.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter) as one:
        thread = threading.Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield one.server_address[1]
        one.shutdown()
        thread.join()


@needs_soffice
@pytest.mark.slow
def test_rtf_is_read_and_loads_nothing(server):
    """The picture that it points to is not asked for."""
    picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:{server}/p.png" \\d}}}}'
    file = read_document(rtf("政府信息公开工作年度报告\\par " + picture), "rtf")
    assert file.document.blocks[0].text == "政府信息公开工作年度报告"
    assert file.document.media_type == "application/rtf"
    assert Counter.asked == []


@needs_soffice
@pytest.mark.slow
def test_flat_word_files_are_read():
    """And what LibreOffice makes of them is read as any Word file."""
    assert [block.text for block in read_word(to_word(flat_word("总体情况"), "wordml"))] == [
        "总体情况"
    ]


@needs_soffice
@pytest.mark.slow
def test_a_compound_file_that_is_none_is_told():
    """LibreOffice finds no document in it."""
    with pytest.raises(UnsupportedFormatError):
        read_document(compound("WordDocument"), "doc")
