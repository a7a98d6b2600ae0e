# Two commands do everything from nothing: `make run` and `make test`. Python 3.11 or newer is all they need.
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
ONLY ?=

.DEFAULT_GOAL := help
.PHONY: help run test lint types test-sqlite test-postgresql demo-reset bench clean

help: ## Show what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on PATH."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt $(VENV)/.python
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt
	@touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r tests/requirements.txt
	@touch $@

run: $(VENV)/.run ## Start everything with demonstration data (PORT=8123 make run chooses the port)
	@$(BIN)/python -m ocop.serve --port $(PORT)

demo-reset: $(VENV)/.run ## Throw the demonstration data away; the next `make run` loads it anew
	@$(BIN)/python -m ocop.serve --reset

test: lint types test-sqlite test-postgresql ## Run every check and every test, on SQLite and on PostgreSQL

lint: $(VENV)/.test ## Style, import directions, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@git ls-files -z -- 'templates/*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2

types: $(VENV)/.test ## Types
	$(BIN)/mypy ocop registry ratings

test-sqlite: $(VENV)/.test ## Tests on SQLite, browser journeys included, with coverage
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		printf '\n*** Chromium is missing: the browser journeys will NOT run (Debian: apt-get install chromium). ***\n\n'
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --cov --cov-report=term

test-postgresql: $(VENV)/.test ## Tests on PostgreSQL (a server from its wheel, or TEST_DATABASE_URL)
	TEST_DATABASE=postgresql $(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not browser"

bench: $(VENV)/.test ## Measure the budgets (ONLY=verify for one)
	@$(BIN)/python -m bench $(ONLY)

clean: ## Remove the environment and everything an embedded installation keeps
	rm -rf $(VENV) var
