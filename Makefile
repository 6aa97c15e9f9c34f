# make demo    set everything up, serve the project's own pages on 127.0.0.1 and harvest them
# make test    set everything up, check and test everything
# make fast    the fast lane: lint and the tests that take no seconds

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test fast lint types coverage bench clean

help:
	@sed -n 's/^# //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + " (set PYTHON=/path/to/python3.11)")'
	$(PYTHON) -m venv $(VENV)

# The stamps change when what is to be installed changes, so that nothing is installed twice.
$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	PIP_CONSTRAINT=constraints.txt $(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	PIP_CONSTRAINT=constraints.txt $(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	$(BIN)/gongkai demo

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/interrogate --quiet tests

types: $(VENV)/.dev
	$(BIN)/mypy

fast: lint
	$(BIN)/pytest -q -n 2 -m 'not slow and not suite'

test: lint types
	$(BIN)/pytest -q -n 2 --cov=parsers --cov=scraper --cov-branch --cov-report=
	$(BIN)/coverage report --include='parsers/*' --fail-under=95 --format=total

coverage: $(VENV)/.dev
	$(BIN)/pytest -q -n 2 --cov=parsers --cov=scraper --cov-branch --cov-report=term-missing

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/parse_speed.py

clean:
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
