# The commands of the house. `make demo` and `make test` need nothing but Python >= 3.11 and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
DEMO_AS_OF := 2025-11-03T02:00:00
export PMA_HOME ?= $(CURDIR)/data
export PYTHONUNBUFFERED := 1

# A set-up is done once and redone when its lock changes: the stamp carries the lock's hash.
stamp = .venv/.$(1)-$(shell cat locks/$(1).lock pyproject.toml | cksum | cut -d' ' -f1)
RUN := $(call stamp,run)
DEV := $(call stamp,dev)

define install
	@echo "setting up .venv from locks/$(1).lock (once; about a minute)"
	@if command -v uv >/dev/null; then \
		{ test -x $(PY) || uv venv --quiet --python $(PYTHON) .venv; } \
		&& uv pip install --quiet --python $(PY) --require-hashes --requirement locks/$(1).lock; \
	else \
		{ test -x $(PY) || $(PYTHON) -m venv .venv; } \
		&& $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement locks/$(1).lock; \
	fi
	@rm -f .venv/.$(1)-*; touch $@
endef

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 22

$(RUN):
	$(call install,run)

$(DEV):
	$(call install,dev)
	@touch $(RUN)

setup: $(RUN) ## virtual environment with what a night needs
setup-dev: $(DEV) ## the same and what the tests need

demo: $(RUN) ## sample company, one night, where the marts are, a scorecard
	@$(PY) -m dagster_project.sample --if-empty --as-of $(DEMO_AS_OF)
	@PMA_AS_OF=$(DEMO_AS_OF) $(PY) -m dagster_project.nightly
	@$(PY) -m dagster_project.scorecard

nightly: $(RUN) ## land, build, audit, publish what is in $$PMA_HOME/raw
	@$(PY) -m dagster_project.nightly

rebuild: $(RUN) ## everything again from the drop zone, through the same gates
	@$(PY) -m dagster_project.nightly --job rebuild

rollback: $(RUN) ## readers go back to the snapshot before
	@$(PY) -m dagster_project.nightly --job rollback

scorecard: $(RUN) ## ten lines from the published marts
	@$(PY) -m dagster_project.scorecard

docs: $(DEV) ## models, columns and their lineage as pages beside the published one
	@$(PY) -m dagster_project.docs

pictures: $(DEV) ## README's pictures from the published page and docs (needs Chromium)
	@$(PY) -m tests.pages.pictures

ui: $(RUN) ## Dagster UI and schedule on 127.0.0.1:3000
	@$(PY) -m dagster_project.nightly --prepare
	@DAGSTER_HOME="$(PMA_HOME)/dagster" DAGSTER_DISABLE_TELEMETRY=1 PATH="$(CURDIR)/.venv/bin:$$PATH" \
		.venv/bin/dagster dev --host 127.0.0.1 --port 3000 -m dagster_project.definitions

lint: $(DEV) ## style of Python and of SQL that two engines read alike
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) -m tests.lint

test: $(DEV) ## all tests
	@$(PY) -m pytest --numprocesses 2 --dist loadgroup --no-loadscope-reorder

test-cluster: $(DEV) ## Spark master and two workers, one killed during the build
	@$(PY) -m pytest -m cluster tests/spark

N ?= 100
test-kills: $(DEV) ## make test-kills N=1000: more nights killed at random moments, and rerun
	@PMA_KILLS=$(N) $(PY) -m pytest tests/publish/test_kill.py

soak: $(DEV) ## make soak N=1000: more random orders of arrival
	@PMA_SOAK=$(N) $(PY) -m pytest --numprocesses 2 --dist loadgroup tests/property

EVENTS ?= 1m 10m
bench: $(DEV) ## how fast a night is; EVENTS="1m 10m 100m"
	@$(PY) -m tests.bench --events $(EVENTS)

RIVAL := .venv-bench/bin/python
$(RIVAL): locks/bench.lock
	@$(PYTHON) -m venv .venv-bench
	@$(RIVAL) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

bench-attribution: $(DEV) $(RIVAL) ## our attribution against the package ChannelAttribution, same paths
	@$(PY) -m tests.bench.attribution --paths 1m 10m --touches 1m 10m --rival-python $(RIVAL)

.PHONY: help setup setup-dev demo nightly rebuild rollback scorecard docs pictures ui lint test test-cluster test-kills soak bench bench-attribution
