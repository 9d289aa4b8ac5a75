# `make run` and `make test` set up what they need; both are quick when nothing has changed.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.PHONY: help run test deep lint format lock bench-labels clean-demo

help:
	@echo "make run         start everything with a demo operator, until Ctrl-C"
	@echo "make test        set up and run everything that must pass"
	@echo "make deep        the long proofs"
	@echo "make lint        ruff, types, import walls, migrations"
	@echo "make format      put the code into shape"
	@echo "make lock        pin requirements/*.in anew (needs uv)"
	@echo "make bench-labels  draw labelled mail and measure how well it is read (half an hour)"
	@echo "make clean-demo  forget the demo's data"

run: $(VENV)/.ready-to-run
	@exec $(BIN)/python -m boxholder demo

# The tests start hundreds of processes: none should compile what another has compiled, not even where the environment
# wants no __pycache__.
test deep: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.tiers lint types walls migrations sqlite postgresql journeys

deep: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.tiers deep-sqlite deep-postgresql

lint: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.tiers lint types walls migrations

format: $(VENV)/.ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	for name in base simulator dev bench; do \
		$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; done

bench-labels: $(VENV)/.ready-to-bench
	@$(BIN)/python -m bench.labels.make
	@$(BIN)/python -m bench.labels.measure --split all --json var/labels/figures.json

clean-demo:
	rm -rf var/demo

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Boxholder needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	@echo "… Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@printf '#!/bin/sh\ncd "%s" && exec %s -m boxholder "$$@"\n' "$(CURDIR)" "$(BIN)/python" > $(BIN)/boxholder
	@chmod +x $(BIN)/boxholder

$(VENV)/.ready-to-run: requirements/base.txt requirements/simulator.txt | $(BIN)/python
	@echo "… Installing what Boxholder needs"
	@$(PIP) -r requirements/base.txt -r requirements/simulator.txt
	@touch $@

$(VENV)/.ready-to-test: requirements/dev.txt | $(BIN)/python
	@echo "… Installing what the tests need"
	@$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.ready-to-run

$(VENV)/.ready-to-bench: requirements/bench.txt | $(BIN)/python
	@echo "… Installing what the benchmarks need"
	@$(PIP) -r requirements/bench.txt
	@touch $@
