"""What this machine has of what the program uses, and what to install for the rest.

Required: Python, the libraries of the program, a folder for what is written. Optional: LibreOffice (old
Office files), a browser and a Chinese font (tests draw pages with them), the extra for pictures.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scraper.documents.office import ADVICE, find_soffice

OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PICTURES = ("rapidocr", "onnxruntime", "opencv-python-headless", "pypdfium2")
_WAIT = 60.0  # seconds for a program to tell its version
_REQUIREMENT = re.compile(r"\A([\w.-]+)(?:\[[^]]*\])?\s*>=\s*([\w.]+)")


class Check(NamedTuple):
    """One thing that was looked for.

    Attributes:
        name: What it is.
        state: ``ok``, ``missing`` (optional) or ``broken`` (required).
        found: Version or place; "" where there is none.
        use: What it is for.
        advice: What to do where it is not there; "" where nothing is to be done.
    """

    name: str
    state: str
    found: str
    use: str
    advice: str = ""


def examine(folder: Path) -> list[Check]:
    """Look for everything.

    Args:
        folder: Where a harvest would write.
    """
    return [
        _python(),
        *_libraries(),
        _writable("output folder", folder),
        _writable("temporary folder", Path(tempfile.gettempdir())),
        _soffice(),
        _browser(),
        _fonts(),
        *_pictures(),
    ]


def is_healthy(checks: list[Check]) -> bool:
    """Say whether all that is required is there."""
    return all(check.state != "broken" for check in checks)


def _python() -> Check:
    enough = sys.version_info[:2] >= OLDEST
    least = ".".join(map(str, OLDEST))
    return _required(
        "Python", platform.python_version(), enough, "the program", f"install {least} or newer"
    )


def _required(name: str, found: str, is_there: bool, use: str, advice: str) -> Check:
    return Check(name, "ok", found, use) if is_there else Check(name, "broken", found, use, advice)


def _libraries() -> Iterator[Check]:
    """Check the libraries that the installed program asks for, extras left out."""
    try:
        wanted = importlib.metadata.requires("gongkai") or []
    except importlib.metadata.PackageNotFoundError:
        advice = "install the program: pip install -e ."
        yield Check("gongkai", "broken", "", "the program itself", advice)
        return
    for line in wanted:
        found = _REQUIREMENT.match(line)
        if found is not None and "extra ==" not in line:
            yield _library(found[1], found[2])


def _library(name: str, least: str) -> Check:
    version = _version(name)
    enough = version is not None and _numbers(version) >= _numbers(least)
    return _required(name, version or "", enough, "library", f'pip install "{name}>={least}"')


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> list[int]:
    """Give a version as numbers; what follows letters does not count.

    >>> _numbers("3.10.0") > _numbers("3.9"), _numbers("2.1rc1")
    (True, [2, 1])
    """
    return [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+]", version)[0])]


def _writable(name: str, folder: Path) -> Check:
    """Check that files can be made in a folder, or in the one above it that is there."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    can_write = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    free = shutil.disk_usage(there).free // 10**6 if can_write else 0
    found = f"{folder} ({free} MB free)" if can_write else str(folder)
    return _required(name, found, can_write, "what is written", f"make {there} writable")


def _soffice() -> Check:
    use = "reads .doc, .wps, .rtf, .odt"
    program = find_soffice()
    if program is None:
        return Check("LibreOffice", "missing", "", use, ADVICE)
    return Check("LibreOffice", "ok", f"{_asked(program)} ({program})", use)


def _asked(program: str) -> str:
    """Give what a program says of its version; a profile in a folder of its own keeps the user's."""
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        place = Path(folder).absolute().as_uri()
        try:
            done = subprocess.run(  # noqa: S603 - a program found by its name, asked for its version
                [program, f"-env:UserInstallation={place}", "--version"]
                if "office" in Path(program).name
                else [program, "--version"],
                capture_output=True,
                timeout=_WAIT,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            return "does not answer"
    found = re.search(rb"\d+(?:\.\d+)+", done.stdout)
    return found[0].decode() if found else "does not tell its version"


def _browser() -> Check:
    use = "draws pages in tests"
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if program is None:
        return Check("browser", "missing", "", use, "install Chromium (Debian: make system)")
    return Check("browser", "ok", f"{_asked(program)} ({program})", use)


def _fonts() -> Check:
    """Look for a font with Chinese letters, by fontconfig where that is there."""
    use = "Chinese letters in LibreOffice and the browser"
    advice = "install a font with Chinese letters (Debian: fonts-noto-cjk)"
    program = shutil.which("fc-list")
    if program is None:
        return Check("Chinese font", "missing", "", use, f"fontconfig is not there; {advice}")
    try:
        done = subprocess.run(  # noqa: S603 - a program found by its name
            [program, ":lang=zh-cn", "family"], capture_output=True, timeout=_WAIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Check("Chinese font", "missing", "", use, advice)
    families = sorted(set(done.stdout.decode("utf-8", "replace").split("\n")) - {""})
    if not families:
        return Check("Chinese font", "missing", "", use, advice)
    return Check("Chinese font", "ok", families[0].split(",")[0], use)


def _pictures() -> Iterator[Check]:
    """Check what the extra for pictures asks for."""
    extra = any(
        "ocr" in line for line in importlib.metadata.metadata("gongkai").get_all("Provides-Extra") or ()
    ) if _version("gongkai") else False  # fmt: skip
    if not extra:
        return
    for name in PICTURES:
        version = _version(name)
        advice = "" if version else 'pip install "gongkai[ocr]"'
        state = "ok" if version else "missing"
        yield Check(name, state, version or "", "reads tables that are pictures", advice)
