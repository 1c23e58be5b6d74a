# Two commands for a newcomer: `make serve` and `make test`. Each does all of its own set-up.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install serve test lint bench docs lock clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: .venv/.installed  ## Set up the environment in .venv, nothing else

serve: .venv/.installed  ## Serve the directory on 127.0.0.1:$(PORT)
	@$(BIN)/packdex serve --prepare --port $(PORT)

test: .venv/.installed-dev  ## Run every check and test, on SQLite and on PostgreSQL
	@$(BIN)/python -m tests.run

lint: .venv/.installed-dev  ## Formatting, lint and types only
	@$(BIN)/python -m tests.run --lint

bench: .venv/.installed-dev  ## Measure the figures of docs/PERFORMANCE.md
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.sweep

docs: .venv/.installed-dev  ## Write the generated pages of docs/reference anew
	@$(BIN)/python -m tests.reference

lock:  ## Resolve the locked dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --constraint requirements/constraints.txt pyproject.toml requirements/build.in -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --constraint requirements/runtime.txt --group dev -o requirements/dev.txt

clean:  ## Remove the environment and every cache, but no data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Packdex needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	         echo "Name another one: make PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements/runtime.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked dependencies (the first time takes a minute)"
	@$(BIN)/python -m pip install -q --progress-bar on --require-hashes -r requirements/runtime.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/.installed-dev: requirements/dev.txt .venv/.installed
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install -q --progress-bar on --require-hashes -r requirements/dev.txt
	@touch $@
