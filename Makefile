# make demo    set everything up, serve the project's own pages on 127.0.0.1 and harvest them
# make test    set everything up, check and test everything
# make system  install the browser, LibreOffice Writer and the Chinese font that some tests use (Debian)
# make fast    the fast lane: lint and the tests that take no seconds
# make evaluate  read ten thousand generated pages, score them, hold them against the floors
# make accuracy  the same, and write docs/accuracy.md
# make planted   audit generated counties with planted faults, hold them against the floors, write docs/audit-accuracy.md
# make pictures  draw forty reports, wear their pictures out, read them, write that into docs/accuracy.md (an hour)
# make files     make twenty reports as PDF, DOCX, DOC and RTF, read them, write that into docs/accuracy.md
# make peers     read the pages with pandas as well, and write that into docs/accuracy.md
# make traps     read pages that are built to take long, the dearest first (TIMES=n)
# make fuzz      read twenty thousand mutated pages (INPUTS=n SEED=s LARGEST=bytes), keep each that fails

# The first Python that runs and is new enough; a shim of a version that is not there does not run.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach p,python3.11 python3 python3.12 python3.13 python3.14,$(shell $(p) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip --disable-pip-version-check --quiet install -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test system fast planted evaluate fuzz traps accuracy pictures files peers lint types coverage bench clean

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make lint types coverage bench clean'

# An environment that was only half made is taken away, so that the next run does not trust it.
$(BIN)/python:
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' || { echo "gongkai needs Python 3.11 or newer; found: $$($(or $(PYTHON),python3) --version 2>&1). Set PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# The stamps change when what is to be installed changes, so that nothing is installed twice.
# PIP_CONSTRAINT also holds the build backend, which pip installs apart.
$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	$(BIN)/gongkai demo

system:
	@scripts/system.sh

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/interrogate --quiet tests

types: $(VENV)/.dev
	$(BIN)/mypy

fast: lint
	$(BIN)/pytest -q -n 2 -m 'not slow and not suite'

# The floor of coverage is pytest's own, so that the output closes with pytest's summary.
test: lint types system
	$(BIN)/pytest -q -n 2 --cov=parsers --cov-branch --cov-report= --cov-fail-under=95

evaluate: $(VENV)/.dev
	$(BIN)/python -m tests.proving

INPUTS ?= 20000
SEED ?= 1
LARGEST ?= 1500000

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzzing --inputs $(INPUTS) --seed $(SEED) --largest $(LARGEST) --workers 2

TIMES ?= 20000

traps: $(VENV)/.dev
	$(BIN)/python -m tests.fuzzing.traps --times $(TIMES)

accuracy: $(VENV)/.dev
	$(BIN)/python -m tests.proving --write docs/accuracy.md

planted: $(VENV)/.dev
	$(BIN)/python -m tests.planting --write docs/audit-accuracy.md

pictures: $(VENV)/.dev
	$(BIN)/python -m tests.proving.pictured --pages 20 --seed 2 --peer 2 --write docs/accuracy.md

files: $(VENV)/.dev
	$(PIP) -e '.[bench]'
	$(BIN)/python -m tests.proving.filed --peers 5 --files 40 --seed 3 --write docs/accuracy.md

peers: $(VENV)/.dev
	$(PIP) -e '.[bench]'
	$(BIN)/python benchmarks/peers.py --write docs/accuracy.md

coverage: $(VENV)/.dev
	$(BIN)/pytest -q -n 2 --cov=parsers --cov=scraper --cov-branch --cov-report=term-missing

bench: $(VENV)/.dev
	$(PIP) -e '.[bench]'
	$(BIN)/python benchmarks/parse_speed.py
	$(BIN)/python benchmarks/fetch.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/manners.py
	$(BIN)/python benchmarks/harvest.py
	$(BIN)/python benchmarks/pictures.py
	$(BIN)/python benchmarks/documents.py
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/dataset.py
	$(BIN)/python benchmarks/batch.py --write docs/performance.md

clean:
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
