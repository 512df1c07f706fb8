# From a bare machine: `make run` and `make test` need nothing but Python 3.12 or newer, and make.
# They make .venv, put uv into it, and let uv install exactly what uv.lock names.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := 0.13.9

SCENARIO ?= regulatory-squeeze
BOOK ?= taiwan
ARGS ?=
OUT ?=
QUICK := -m "not browser and not cluster and not slow"
SPREAD := --numprocesses logical --maxprocesses 4 --dist worksteal
MUTANTS ?= 300
FOLDER := $(or $(OUT),results/$(SCENARIO)-$(shell date +%Y%m%d-%H%M%S))

# uv shall use this environment, the system's certificates and the addresses in the lock (which it holds to be out
# of date where another index is configured), and never fetch an interpreter.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS ?= 1
# What many short processes import shall be compiled once, not by each.
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS

# The stamp is empty while the environment is being made and then names its folder, so that one left half-made,
# copied from elsewhere or whose Python is gone is made anew.
USABLE = $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
	&& { [ ! -e $(READY) ] || [ "$$(cat $(READY))" = "$(CURDIR)" ]; }

.PHONY: help run test test-quick test-plain test-pythons test-newest lint docs golden mutants verdicts artefacts calibrate ensemble bench setup clean remake
.PRECIOUS: $(READY)
.DEFAULT_GOAL := help

help:  ## show this list
	@echo "usage: make TARGET [NAME=value ...]"; echo
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target text; do \
		printf '  %-12s %s\n' "$$target" "$$text"; done
	@echo
	@echo "names: SCENARIO=$(SCENARIO)  BOOK=$(BOOK)  ARGS=more options of tightrope run, or of the benchmark  OUT=result folder"
	@echo "       MUTANTS=$(MUTANTS)  PYTHON=the Python to make $(VENV) with"

run: $(READY)  ## run SCENARIO on BOOK beside the baseline and leave a report in a fresh folder
	@$(BIN)/tightrope run $(SCENARIO) --book $(BOOK) --against baseline $(ARGS) --out "$(FOLDER)"

test: lint  ## check style and types, then run all tests
	@$(BIN)/pytest $(SPREAD)

test-quick: $(READY)  ## run the tests that need no browser, cluster or patience: minutes
	@$(BIN)/pytest $(SPREAD) $(QUICK)

test-plain: $(READY)  ## run the golden markets, the mathematics and the draws as plain Python
	@TIGHTROPE_PLAIN=1 $(BIN)/pytest $(SPREAD) tests/scenarios/test_mathematics.py tests/scenarios/test_streams.py tests/model/test_golden.py

test-pythons: $(READY)  ## run the quick tests on the other Pythons of this machine
	@.ci/other-pythons $(SPREAD) $(QUICK)

test-newest: $(READY)  ## run the quick tests and a page on the newest versions of what tightrope stands on
	@.ci/newest $(SPREAD) $(QUICK)

lint: $(READY)  ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

docs: $(READY)  ## build the documentation as a site in build/docs
	@$(BIN)/python docs/make_site.py

golden: $(READY)  ## renew the numbers kept of small markets and list what moved; CHANGELOG.md must say so
	@$(BIN)/python -m tests.helpers.golden

mutants: $(READY)  ## write MUTANTS slips into the rules, one at a time, and count how many the tests notice
	@$(BIN)/python -m tests.helpers.mutants --number $(MUTANTS)

verdicts: $(READY)  ## judge the baseline by the facts on both books and keep the verdicts, under RELEASE: minutes
	@$(BIN)/python docs/make_verdicts.py $(if $(RELEASE),--release $(RELEASE)) $(ARGS)
	@$(BIN)/python docs/make_reference.py

artefacts: $(READY)  ## see whether numbers hang on how a market is numbered, cut and counted: docs/artefacts.md, minutes
	@$(BIN)/python benchmarks/artefacts.py --out docs/artefacts.md $(ARGS)

calibrate: $(READY)  ## fit ten parameters to six published numbers of a prime lender: some ten minutes
	@$(BIN)/tightrope calibrate prime $(if $(OUT),--out $(OUT)) $(ARGS)

ensemble: $(READY)  ## make the built-in ensemble anew, from the built-in calibration: some ten minutes
	@$(BIN)/tightrope calibrate prime --out build/ensemble
	@cp build/ensemble/accepted.parquet sweeps/ensembles/prime.parquet

bench: $(READY)  ## measure time and memory beside other ways to do the same: a table, and build/bench.json
	@$(BIN)/uv sync --quiet --locked --inexact --group bench --python $(BIN)/python \
		|| echo "what cannot be installed is left out"
	@$(BIN)/python benchmarks/bench.py --json build/bench.json $(ARGS)

setup: $(READY)  ## make the environment (the others do it by themselves)

clean:  ## remove the environment and what the tools left; results stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml uv.lock $(shell $(USABLE) || echo remake)
	@if ! { $(USABLE); }; then \
		python=$$(.ci/find-python $(PYTHON)) && echo "making $(VENV) with $$python" && \
		rm -rf $(VENV) && mkdir $(VENV) && : > $(READY) && "$$python" -m venv $(VENV); \
	fi
	@: > $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --locked --inexact --compile-bytecode --python $(BIN)/python
	@echo "$(CURDIR)" > $(READY)
