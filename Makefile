# Everything a person or a machine does with this project. `make run` and `make test` do all of the set-up themselves.
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8050
SCALE ?= demo
SEED ?= 7
export QIANHUI_HOME ?= $(CURDIR)/var
export PYTHONUNBUFFERED = 1
# SQLMesh starts no worker processes of its own: an orphan of a killed build would hold the lake.
export MAX_FORK_WORKERS = 1
# Bytecode is kept: without it each of the many processes of a run compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-fast check bench demo etl docs-shots clean-demo help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

.venv/ready: requirements.txt constraints.txt
	@bash docs/setup/python.sh
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

run: .venv/ready  ## build the demo province if there is none, then web + scheduler + demo phones on PORT
	@QIANHUI_DEMO=1 PORT=$(PORT) $(PY) app.py --scale $(SCALE) --seed $(SEED)

demo: .venv/ready  ## (re)build the demo province: SCALE=tiny|demo|province SEED=n
	@QIANHUI_DEMO=1 $(PY) -m etl demo --scale $(SCALE) --seed $(SEED)

etl: .venv/ready  ## one ETL pass: load what was delivered, build, audit, publish
	@$(PY) -m etl

check: .venv/ready-dev  ## lint, types, import rules, marks of a merge
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@! git grep -nE '^(<<<<<<< |>>>>>>> )'  # marks of a merge

test-fast: .venv/ready-dev  ## under a minute: no browser, server or kill; a share of long tables of cases
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not browser" tests

test: .venv/ready-dev  ## all tests, browser tests included
	@bash docs/setup/machine.sh
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests

bench: .venv/ready-dev  ## measured claims, as ratios against a limit in the same run → var/bench/latest.json
	@bash docs/setup/machine.sh
	@QIANHUI_DEMO=1 $(PY) -m benchmarks

docs-shots: .venv/ready-dev  ## pictures for the README from a running demo
	@bash docs/setup/machine.sh
	@$(PY) -m docs.shots --base http://127.0.0.1:$(PORT)
