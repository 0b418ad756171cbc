# Everything a checkout can do. Needs Python 3.11 or newer, git and make; the rest is installed into $(VENV).
# `make` alone lists the targets.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

# The install links to the files of these folders one by one, so it is renewed when a file comes or goes.
FOLDERS := $(shell find core grammars plugins rulesets -type d ! -name __pycache__)

.DEFAULT_GOAL := help
.PHONY: help demo test lint fuzz bench ready messages docs screenshots wheel dist-check clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

demo: $(VENV)/.installed ## check example reports: a clean one, a faulty one, that as a Word document; audit seven
	@echo '$$ gouji check examples/clean-report.txt'
	@$(BIN)/gouji check examples/clean-report.txt
	@echo
	@echo '$$ gouji check examples/faulty-report.txt'
	@status=0; $(BIN)/gouji check examples/faulty-report.txt || status=$$?; \
	echo; echo "(exit status $$status: 0 nothing found, 1 findings, 2 could not be checked)"; \
	test $$status -eq 1
	@echo
	@echo '$$ gouji check --select A examples/formats/faulty-report.docx'
	@status=0; $(BIN)/gouji check --select A examples/formats/faulty-report.docx || status=$$?; test $$status -eq 1
	@echo
	@echo '$$ gouji audit examples/audit --roster examples/audit/roster.csv'
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; status=0; \
	$(BIN)/gouji audit examples/audit --roster examples/audit/roster.csv --ledger "$$folder/ledger" || status=$$?; \
	test $$status -eq 1

test: $(VENV)/.installed-dev ## run the tests
	@$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev ## check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fuzz: $(VENV)/.installed-dev ## check 20,000 reports that are damaged at random, and 5,000 files of each format
	GOUJI_MUTATIONS=20000 $(BIN)/python -m pytest tests/test_mutations.py
	GOUJI_FORMAT_MUTATIONS=5000 $(BIN)/python -m pytest tests/test_format_mutations.py

bench: $(VENV)/.installed-dev ## measure speed and memory
	$(BIN)/python -m pytest tests/benchmarks

ready: $(VENV)/.installed-dev ## renew the ready-made results of grammars and rulesets in core/
	$(BIN)/python .ci/ready.py

messages: $(VENV)/.installed-dev ## renew the catalogues of messages in core/locale/
	$(BIN)/python .ci/messages

docs: $(VENV)/.installed-dev ## renew the pages about the rules in docs/rules/
	$(BIN)/python docs/generate.py

screenshots: $(VENV)/.installed-dev ## renew the pictures of pages in docs/images/; needs Chromium and Chinese fonts
	$(BIN)/python docs/screenshots.py

wheel: $(VENV)/.installed-dev ## build the source archive and the wheel into dist/
	$(BIN)/python -m build --outdir dist

dist-check: $(VENV)/.installed-dev ## build, install into an empty environment elsewhere, and run there
	$(BIN)/python .ci/dist_check.py

clean: ## remove everything that was installed, built or cached
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "gouji needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install 'setuptools>=77'
	@touch $@

$(VENV)/.installed: $(VENV)/.python pyproject.toml $(FOLDERS)
	@echo "Installing gouji into $(VENV)" >&2
	@$(PIP) install --no-build-isolation --editable '.[all]' --config-settings editable_mode=strict
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.python pyproject.toml $(FOLDERS)
	@echo "Installing gouji and what its tests need into $(VENV)" >&2
	@$(PIP) install --no-build-isolation --editable '.[dev]' --config-settings editable_mode=strict
	@touch $(VENV)/.installed $@
