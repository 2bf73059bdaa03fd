# Everything a person or a machine runs. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# Debian's own Python is built for speed, which those of version managers seldom are.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3.1[1-9]) python3)
BIN := .venv/bin
DEBIAN := tesseract-ocr tesseract-ocr-ben tesseract-ocr-eng libreoffice-writer-nogui fonts-noto-core postgresql python3-venv

.PHONY: help setup system demo test check bench fuzz law lock clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

system:
	@if ! { command -v soffice && tesseract --list-langs 2>/dev/null | grep -qx ben && fc-list :lang=bn | grep -q Noto \
	    && ls /usr/lib/postgresql/*/bin/pg_ctl \
	    && $(PYTHON) -c 'import venv, ensurepip'; } >/dev/null 2>&1; then \
	  as=""; [ "$$(id -u)" = 0 ] || as="sudo -n"; \
	  if [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then \
	    $$as apt-get update -q && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(DEBIAN); \
	  else \
	    echo "Debian packages are missing. Run this once, then again what you ran:"; \
	    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $(DEBIAN)"; exit 5; \
	  fi; \
	fi

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

setup: system .venv/installed  ## install the Debian packages (as root or with sudo) and the locked Python packages

demo: setup  ## the whole loop on sample people and simulated scans; prints where to look
	$(BIN)/dabi demo

test: setup  ## the whole test suite
	$(BIN)/python -m pytest

check: setup  ## format, lint, types, layers, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

fuzz: setup  ## every parser against spoilt files for some minutes; what is found becomes a test
	DABI_FUZZ_EXAMPLES=$${DABI_FUZZ_EXAMPLES:-1500} timeout 1800 $(BIN)/python -m pytest tests/fuzz -p no:randomly

bench: setup  ## speed and accuracy into benchmarks/results.json
	$(BIN)/python -m benchmarks

law: setup  ## docs/law.md anew from the catalogue
	$(BIN)/python -m rules.catalogue.book > docs/law.md

lock: setup  ## compile requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra s3 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --universal --python-version 3.11 --quiet --output-file requirements.lock

clean:  ## remove what was built
	rm -rf .venv demo build *.egg-info
