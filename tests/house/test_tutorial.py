"""docs/tutorial.md runs as it is written."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMANDS = re.findall(
    r"^(?:gongkai|python) .*$", (ROOT / "docs" / "tutorial.md").read_text("utf-8"), re.MULTILINE
)


@pytest.mark.slow
def test_the_tutorial_runs_as_it_is_written(tmp_path):
    """Every command, in order, in an empty folder; the first serves the sites until the end."""
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    serve, *others = COMMANDS
    assert serve.endswith("&")
    serving = subprocess.Popen(serve.rstrip("& ").split(), cwd=tmp_path, env=environment)
    try:
        while not (tmp_path / "practice" / "sites.csv").exists():
            assert serving.poll() is None
            time.sleep(0.05)
        for command in others:
            done = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, (command, done.stderr)
    finally:
        serving.terminate()
        serving.wait()
    assert len((tmp_path / "province.jsonl").read_text("utf-8").splitlines()) == 29
    assert (tmp_path / "tables" / "cells.csv").exists()
