# Everything a person or a CI machine does with this repository. `make help` lists it.

VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := requirements.lock
PIP    := $(BIN)/python -m pip --disable-pip-version-check
INPUTS := pyproject.toml $(LOCK)
PYTEST_ARGS ?= -n 2 --dist worksteal
# Typed code: each folder that holds any.
TYPED  := $(patsubst %/,%,$(sort src $(dir $(wildcard tests/*.py tools/*.py bench/*.py examples/*.py))))

export PYTHON
.DEFAULT_GOAL := help
.PHONY: help demo test check format bench docs lock messages clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## Start the demo store (PORT=8080 to choose the port)
	@exec $(BIN)/ringup demo $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev ## Run every test, on SQLite, a real PostgreSQL and a real Chromium (PYTEST_ARGS=… to choose)
	@$(BIN)/python -m tools.system_parts
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev ## Lint, formatting, types and the layers of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure, in six minutes (ARGS="--quick", ARGS="--growth --peer", ARGS=--import, ARGS=--help)
	@$(BIN)/python -m tools.system_parts
	$(BIN)/python -m bench $(ARGS)

docs: $(VENV)/.dev ## Build the documentation into site/, strictly
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir site

lock: $(BIN)/uv ## Write requirements.lock anew from pyproject.toml, with the newest versions
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--output-file $(LOCK) pyproject.toml

messages: $(VENV)/.dev ## Bring the files of translations up to date with the texts of the program
	$(BIN)/python -m tools.messages

clean: ## Remove the environment and all that was built
	rm -rf $(VENV) build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(PIP) install --quiet uv

$(VENV)/.runtime: $(INPUTS) | $(BIN)/python
	@echo "Installing Ringup into $(VENV) (once; about a minute)"
	@$(PIP) install --quiet --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.dev: $(INPUTS) | $(BIN)/python
	@echo "Installing Ringup and its development tools into $(VENV) (once; a minute or two)"
	@$(PIP) install --quiet --constraint $(LOCK) --editable '.[dev]'
	@touch $@ $(VENV)/.runtime
