"""DOC, WPS, RTF, ODT and flat Word files become Word files (.docx) by LibreOffice, where it is installed.

It runs in a process group of its own, in a folder that is taken away afterwards, with a profile that runs no
macros and loads nothing that a file points to; time and memory are those of the process that starts it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from parsers.errors import DocumentTooLargeError, UnsupportedFormatError
from scraper.documents.kinds import is_encrypted_package, is_encrypted_word

NAMES = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
ADVICE = "install LibreOffice Writer (Debian: apt-get install libreoffice-writer-nogui)"
WALL = 120.0  # seconds for one file; a first start writes its profile, which takes two
_ENDINGS = {"doc": "doc", "rtf": "rtf", "wordml": "xml", "odt": "odt"}
_WORDS = {"doc": "a Word 97 or WPS file", "rtf": "an RTF file", "wordml": "a Word XML file",
          "odt": "an OpenDocument file"}  # fmt: skip
# No macros, no active content, no link is updated, no picture or frame is loaded from elsewhere.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def find_soffice() -> str | None:
    """Give the path of LibreOffice's program, None where it is not installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def require_soffice(kind: str) -> str:
    """Give the path of LibreOffice's program.

    Raises:
        UnsupportedFormatError: It is not installed; the reason says what to install.
    """
    program = find_soffice()
    if program is None:
        reason = (
            f"this is {_WORDS[kind]}, which LibreOffice reads, and it is not installed: {ADVICE}"
        )
        raise UnsupportedFormatError(f"{reason}; gongkai doctor says more", kind=kind)
    return program


def to_word(data: bytes, kind: str) -> bytes:
    """Turn a file of one of the kinds ``OFFICE`` into a Word file.

    Raises:
        UnsupportedFormatError: It is encrypted or damaged, or LibreOffice is not installed.
        DocumentTooLargeError: The work takes too long.
    """
    if is_encrypted_package(data) or is_encrypted_word(data):
        raise UnsupportedFormatError("the Word file is encrypted", kind=kind)
    program = require_soffice(kind)
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"in.{_ENDINGS[kind]}"
        source.write_bytes(data)
        write_profile(folder / "profile")
        _run([*command(program, folder / "profile"), "--convert-to", "docx:MS Word 2007 XML",
              "--outdir", str(folder / "out"), str(source)], folder)  # fmt: skip
        made = folder / "out" / "in.docx"
        if not made.is_file():
            raise UnsupportedFormatError("LibreOffice cannot open the file", kind=kind)
        return made.read_bytes()


def write_profile(folder: Path) -> None:
    """Write a profile of LibreOffice that runs and loads nothing."""
    (folder / "user").mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
    path = folder / "user" / "registrymodifications.xcu"
    path.write_text(_PROFILE.format(items=items), encoding="utf-8")


def command(program: str, profile: Path) -> list[str]:
    """Give the beginning of a command line that uses a profile and shows nothing."""
    place = profile.absolute().as_uri()
    return [program, f"-env:UserInstallation={place}", "--headless", "--norestore", "--nolockcheck"]


def _run(arguments: list[str], home: Path) -> None:
    """Run LibreOffice and end all of its processes with it."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    with subprocess.Popen(  # noqa: S603 - the program was found by its name, the file is an argument
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment, "HOME": str(home)},
        start_new_session=True,
    ) as process:
        try:
            process.wait(WALL)
        except subprocess.TimeoutExpired as error:
            raise DocumentTooLargeError(f"LibreOffice takes over {WALL:.0f} s") from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a process group; its first process is waited for by the caller."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
