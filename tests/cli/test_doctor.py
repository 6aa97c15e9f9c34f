"""What ``gongkai doctor`` finds, and what it says of what is not there."""

import json
from pathlib import Path

import pytest

from scraper import doctor
from scraper.cli import main
from scraper.doctor import Check, examine, is_healthy


def by_name(checks):
    """The checks by what they look for."""
    return {check.name: check for check in checks}


def test_a_machine_without_optional_programs_is_healthy(monkeypatch, tmp_path):
    """Each is missing, and says what to install."""
    monkeypatch.setattr(doctor, "find_soffice", lambda: None)
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    checks = examine(tmp_path)
    found = by_name(checks)
    assert is_healthy(checks)
    for name in ("LibreOffice", "browser", "Chinese font"):
        assert found[name].state == "missing"
        assert "install" in found[name].advice
    assert found["lxml"].state == found["Python"].state == "ok"


def test_a_library_that_is_missing_or_old_is_broken(monkeypatch):
    """Also where the version is higher by letters only."""
    wanted = ["lxml>=99", "h11>=0.1", "nothing-of-that-name>=1", 'rapidocr>=1; extra == "ocr"']
    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda _: wanted)
    found = by_name(doctor._libraries())
    states = {name: check.state for name, check in found.items()}
    assert states == {"lxml": "broken", "h11": "ok", "nothing-of-that-name": "broken"}
    assert found["lxml"].advice == 'pip install "lxml>=99"'


def test_a_folder_that_cannot_be_written_is_broken(tmp_path):
    """A file stands where the folder should be made."""
    (tmp_path / "file").write_text("x")
    assert doctor._writable("output folder", tmp_path / "file").state == "broken"
    assert doctor._writable("output folder", tmp_path / "new" / "deep").state == "ok"
    assert not (tmp_path / "new").exists()


def test_programs_are_asked_for_their_version(monkeypatch, tmp_path):
    """One that says nothing, or is none, is told as it is."""
    path = tmp_path / "soffice"
    path.write_text("#!/bin/sh\necho LibreOffice 7.4.7.2 40\n")
    path.chmod(0o755)
    monkeypatch.setattr(doctor, "find_soffice", lambda: str(path))
    assert doctor._soffice().found.startswith("7.4.7.2 (")
    path.write_text("#!/bin/sh\n")
    assert "does not tell" in doctor._soffice().found
    assert doctor._asked(str(tmp_path / "none")) == "does not answer"


@pytest.mark.parametrize(("state", "status"), [("ok", 0), ("missing", 0), ("broken", 1)])
def test_the_exit_status_tells_what_is_required(monkeypatch, capsys, state, status):
    """As JSON and as text."""
    checks = [Check("thing", state, "", "use", "" if state == "ok" else "install it")]
    monkeypatch.setattr("scraper.commands.doctor.examine", lambda _: checks)
    assert main(["doctor", "--json"]) == status
    told = json.loads(capsys.readouterr().out)
    assert told["healthy"] is (status == 0)
    assert told["checks"][0]["state"] == state
    assert main(["doctor"]) == status
    out = capsys.readouterr().out
    assert ("install it" in out) is (state != "ok")
    assert ("cannot work" in out) is (status == 1)
    assert main(["doctor", "--quiet"]) == status
    assert ("install it" in capsys.readouterr().out) is (state != "ok")


@pytest.mark.slow
def test_this_machine_can_work(tmp_path):
    """All that is required is here, or no test would run."""
    assert is_healthy(examine(Path(tmp_path)))
