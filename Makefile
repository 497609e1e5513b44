# Two commands do all the set-up: `make report` and `make test`. They need Python 3.11 and make, nothing else.
# Windows users: see the README for the same commands.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
FOLDER ?= corpus
OUT ?= out
PORT ?= 8501
PIP_ARGS ?=
PIP = $(BIN)/python -m pip --disable-pip-version-check
# On Linux PyPI's torch brings several gigabytes of GPU libraries that are never used; this index has the build without
# them. Where it cannot be reached, pip takes PyPI's. TORCH_INDEX= asks only the index that pip is set to.
TORCH_INDEX ?= $(if $(filter Linux,$(shell uname -s 2>/dev/null)),https://download.pytorch.org/whl/cpu)
TORCH = --no-deps --retries 2 $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) "$$(grep '^torch==' requirements.txt)"

.PHONY: report app ocr test test-all fuzz lint docs samples bundle clean

# torch comes first and without its dependencies, so that the other index is asked for torch alone.
$(VENV)/.installed: $(VENV)/bin/python requirements.txt
	$(PIP) install $(PIP_ARGS) $(TORCH)
	$(PIP) install $(PIP_ARGS) -r requirements.txt
	@touch $@

# Character recognition for scanned pages: optional for use, on in the tests
$(VENV)/.installed-ocr: $(VENV)/.installed requirements-ocr.txt
	$(PIP) install $(PIP_ARGS) -r requirements-ocr.txt
	@touch $@

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "找不到 $(PYTHON)，请安装 Python 3.11 或更新的版本，或用 make PYTHON=路径 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本，当前是 " + sys.version.split()[0] + "。可用 make PYTHON=路径 指定另一个。" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "这个 Python 缺少 venv，请先安装，如 Debian、Ubuntu：sudo apt install python3-venv" >&2; exit 1; }
	@echo "正在准备运行环境 $(VENV)，第一次需要几分钟……"
	$(PYTHON) -m venv $(VENV)

report: $(VENV)/.installed
	$(BIN)/python cli.py report $(FOLDER) -o $(OUT)

app: $(VENV)/.installed
	test -d $(OUT)/workspace || $(BIN)/python cli.py build $(FOLDER) --workspace $(OUT)/workspace
	$(BIN)/python cli.py serve --workspace $(OUT)/workspace --port $(PORT)

ocr: $(VENV)/.installed-ocr

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint ocr
	$(BIN)/python -m pytest -m "not slow" -n auto

test-all: ocr
	$(BIN)/python -m pytest -m slow -n auto

# Property tests with examples drawn anew, to look for what the fixed ones of `make test` do not meet
fuzz: ocr
	$(BIN)/python -m pytest -m "not slow" -n auto --hypothesis-profile=fuzz $$(grep -rl hypothesis tests --include='test_*.py')

docs: $(VENV)/.installed
	$(BIN)/python cli.py rules --markdown > docs/rules.md.new
	mv docs/rules.md.new docs/rules.md

samples: $(VENV)/.installed
	$(BIN)/python corpus/build.py

# One zip for a machine without a network, SYSTEM=linux or windows: program, wheels, model, start script
SYSTEM ?= $(if $(filter Linux,$(shell uname -s 2>/dev/null)),linux,windows)
bundle: $(VENV)/.installed
	$(BIN)/python -m offline.bundle $(SYSTEM) -o dist $(if $(TORCH_INDEX),--torch-index $(TORCH_INDEX))

clean:
	rm -rf $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
