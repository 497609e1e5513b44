# Two commands do all the set-up: `make report` and `make test`. Windows users: see the README for the same commands.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
FOLDER ?= corpus
OUT ?= out
PORT ?= 8501
PIP_ARGS ?=
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS)

.PHONY: report app test test-all lint docs samples clean

# torch comes first and alone: where pip offers a CPU build of this version, nothing else asks for another one later.
# On Linux set TORCH_INDEX to the CPU index named in the README to keep several gigabytes of GPU libraries away.
$(VENV)/.installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本，当前是 " + sys.version.split()[0] + "。" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "$$(grep '^torch==' requirements.txt)"
	$(PIP) -r requirements.txt
	touch $@

report: $(VENV)/.installed
	$(BIN)/python cli.py report $(FOLDER) -o $(OUT)

app: $(VENV)/.installed
	test -d $(OUT)/workspace || $(BIN)/python cli.py build $(FOLDER) --workspace $(OUT)/workspace
	$(BIN)/python cli.py serve --workspace $(OUT)/workspace --port $(PORT)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -m "not slow" -n auto

test-all: $(VENV)/.installed
	$(BIN)/python -m pytest -m slow -n auto

docs: $(VENV)/.installed
	$(BIN)/python cli.py rules --markdown > docs/rules.md

samples: $(VENV)/.installed
	$(BIN)/python corpus/build.py

clean:
	rm -rf $(OUT) .pytest_cache .mypy_cache .ruff_cache
