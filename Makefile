# The commands of this project. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST = $(BIN)/pytest -n auto --dist worksteal
SCRIPTS := tests/script/node_modules/
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate --upgrade

.PHONY: help site serve lint quick test check-scripts format fuzz bench golden lock audit clean

help:
	@echo "make site    build the playbook into site/"
	@echo "make serve   show it at http://127.0.0.1:8000/ and follow every edit"
	@echo "make quick   run every check that needs no browser and no other program, for every save"
	@echo "make test    run every check: lint, types, tests, a strict build"
	@echo "make fuzz    draw N=5000 wrong cases, playbooks and command lines; SEED=… draws the same again"
	@echo "make format  write Python and JavaScript the one way in which they are written"
	@echo "make bench   compare speeds and print the ratios"
	@echo "make golden  rewrite the golden files of the tests"
	@echo "make lock    move the locked versions to the newest that pyproject.toml allows"
	@echo "make audit   list the known faults of the locked versions"
	@echo "make clean   remove everything that these commands make"

site: $(VENV)/site.done
	@$(BIN)/playbook build

serve: $(VENV)/site.done
	@$(BIN)/playbook serve

lint: $(VENV)/test.done
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .import_linter_cache >/dev/null || $(BIN)/lint-imports
	@$(BIN)/playbook check

# TESTS=… names the folders of tests to run, all of them where it is empty
quick: lint
	@$(PYTEST) -q -m "not browser and not program" --hypothesis-profile quick $(TESTS)

test: lint check-scripts
	@$(PYTEST)

# Whatever is in a case, a playbook or a command line: N examples of each kind, and the seed to draw them again
N ?= 1000
SEED ?= $(shell date +%s)
fuzz: $(VENV)/test.done
	@echo "seed $(SEED)"
	@FUZZ=$(N) $(PYTEST) tests/whole/test_fuzz.py \
		tests/whole/test_agreement.py::test_python_and_the_page_agree_on_every_case_of_the_table --hypothesis-seed=$(SEED)

# The scripts of the page that plans a case: linted, type-checked, and tested without a browser
check-scripts:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(SCRIPTS).done && npm --prefix tests/script run --silent check; \
	elif [ -n "$$CI" ]; then echo "npm is not installed; in CI the scripts of the page have to be checked" >&2; exit 1; \
	else echo "npm is not installed, so the scripts of the page were not checked, only looked at in the browser"; fi

format: $(VENV)/test.done $(SCRIPTS).done
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@npm --prefix tests/script run --silent format

bench: $(VENV)/test.done
	@$(BIN)/python -m tests.bench

golden: $(VENV)/test.done
	@$(PYTEST) -q --update-golden

lock: $(VENV)/tools.done
	@$(LOCK) --extra install -o generator/requirements.txt
	@$(LOCK) --extra install --extra test -c generator/requirements.txt -o tests/requirements.txt
	@$(LOCK) --extra tools -c tests/requirements.txt -o tests/tools.txt

audit: $(VENV)/tools.done
	@$(BIN)/python -m tests.audit

clean:
	rm -rf .venv .venv-* $(SCRIPTS) site .site-*

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=… to one." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/site.done: $(VENV)/created generator/requirements.txt pyproject.toml
	@echo "Installing the locked packages into $(VENV) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r generator/requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.done: $(VENV)/site.done tests/requirements.txt
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

$(VENV)/tools.done: $(VENV)/test.done tests/tools.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/tools.txt
	@touch $@

$(SCRIPTS).done: tests/script/package-lock.json
	@echo "Installing what checks the scripts of the page …"
	@npm --prefix tests/script ci --silent --no-audit --no-fund
	@touch $@
