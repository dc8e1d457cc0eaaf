# Needs Python 3.11 or newer and make; everything else comes from the locked requirements.

# The two thresholds of coverage, in per cent of lines and branches: of everything, and of the parts that make dates.
COVERAGE_OVERALL := 95
COVERAGE_PURE    := 100
PURE := escalator/model/*,escalator/procedure/*,escalator/calendars/*,escalator/ladders/*

# Tests run in this many processes.
WORKERS := 2

PYTHON ?= $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
UV   := build/lock/bin/uv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help bench demo test lint types imports dependencies coverage mutate soak statements format lock wheel clean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/installed  ## Play the main job on the real contracts, with a clock of its own
	@$(BIN)/python cli.py demo

test: lint types imports dependencies coverage  ## Everything CI runs

lint: $(VENV)/ready  ## Style: every rule of ruff, and its formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/ready  ## Types: mypy, strict
	$(BIN)/mypy

imports: $(VENV)/ready  ## Architecture: which part may import which
	$(BIN)/lint-imports --no-cache

dependencies: $(VENV)/ready  ## What is imported is declared, and the other way round
	$(BIN)/deptry .

coverage: $(VENV)/ready  ## All tests, with branch coverage and its two thresholds
	@rm -f .coverage .coverage.*
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report= --hypothesis-profile=ci
	$(BIN)/coverage report --fail-under=$(COVERAGE_OVERALL)
	$(BIN)/coverage report --fail-under=$(COVERAGE_PURE) --include='$(PURE)'

mutate: $(VENV)/ready  ## Break what makes dates on purpose, list what no test noticed (hours); ONLY="escalator.model.terms*" takes a part
	$(BIN)/mutmut run $(foreach part,$(ONLY),"$(part)")
	$(BIN)/mutmut results

bench: $(VENV)/bench  ## Measure beside a raw floor and its peers, and write docs/performance.md; ONLY="terms disk" takes some
	$(BIN)/python -m benchmarks $(ONLY)

soak: $(VENV)/ready  ## Kill daemons 200 times and more while servers fail, and count what was lost (takes some minutes)
	$(BIN)/python -m tests.faults.soak

statements: $(VENV)/ready  ## Compile the database's statements anew, after a change in escalator/storage
	$(BIN)/python -m escalator.storage.statements

format: $(VENV)/ready  ## Put the code in its standard form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(UV)  ## Renew requirements/*.txt after a change in pyproject.toml; UPGRADE=1 takes the newest versions
	$(call compile,pyproject.toml --group build,run)
	$(call compile,pyproject.toml --extra postgresql --group dev --constraint requirements/run.txt,dev)
	$(call compile,pyproject.toml --extra postgresql --group bench --constraint requirements/dev.txt,bench)
	$(call compile,requirements/lock.in,lock)

wheel: $(VENV)/ready  ## Build the source archive, and the wheel from it, in dist/
	$(BIN)/python -m build --no-isolation

clean:  ## Remove everything that was made here
	rm -rf $(VENV) build dist mutants htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find escalator tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three steps, each redone only when what it is made from changes: what the program needs, the
# program itself (found in this checkout), what its development needs.

$(VENV)/run: requirements/run.txt
	$(if $(PYTHON),,$(error escalator needs Python 3.11 or newer, and found none: install python3.11, or name one with `make PYTHON=…`))
	@echo "Setting up $(VENV) with $(PYTHON) …"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) could not make an environment; on Debian and Ubuntu, install python3.11-venv." >&2; exit 1; }
	@$(PIP) install --require-hashes --no-deps --only-binary=:all: -r $<
	@touch $@

$(VENV)/installed: $(VENV)/run pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready: $(VENV)/installed requirements/dev.txt
	@echo "Adding what development needs …"
	@$(PIP) install --require-hashes --no-deps --only-binary=:all: -r requirements/dev.txt
	@touch $@

$(VENV)/bench: $(VENV)/installed requirements/bench.txt
	@echo "Adding what is measured beside …"
	@$(PIP) install --require-hashes --no-deps --only-binary=:all: -r requirements/bench.txt
	@touch $@

# uv only makes the lock files; it is pinned in one of them, and stands apart.
$(UV): requirements/lock.txt
	@$(PYTHON) -m venv --clear build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

compile = $(UV) pip compile --quiet --no-config --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-emit-package escalation-ladder --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) \
	$(1) --output-file requirements/$(2).txt
