"""docs/dataset.ipynb runs from its first cell to its last."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "dataset.ipynb"
# In a process of its own: the kernel's libraries warn, and warnings are errors here.
RUN = """
import sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": sys.argv[3]}}).execute()
nbformat.write(notebook, sys.argv[2])
"""


@pytest.mark.slow
def test_the_notebook_runs(tmp_path):
    """Every cell, by the client that others run notebooks with."""
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    out = tmp_path / "run.ipynb"
    command = [sys.executable, "-c", RUN, NOTEBOOK, out, NOTEBOOK.parent]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    run = json.loads(out.read_text(encoding="utf-8"))
    codes = [cell for cell in run["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] for cell in codes)


def test_the_notebook_names_no_machine():
    """No path of the machine that it was run on, and no warning, stands in what is kept."""
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "/tmp" not in text
    assert "Warning" not in text
