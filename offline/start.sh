#!/bin/sh
# Sets PlanCheck up from the wheels beside it, without a network, and opens the pages on this machine.
# PYTHON=path chooses the Python; arguments go to `cli.py serve`, such as --port 8600.
set -eu
cd "$(dirname "$0")"
version=$(cat wheels/python-version)
PYTHON=${PYTHON:-python$version}
command -v "$PYTHON" >/dev/null || { echo "找不到 $PYTHON：请先安装 Python $version，或用 PYTHON=路径 指定。" >&2; exit 1; }
if [ ! -f .venv/installed ]; then
    echo "第一次启动，正在从 wheels 目录安装，不需要网络……"
    "$PYTHON" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels -r wheels/requirements.txt
    touch .venv/installed
fi
[ -d workspace ] || .venv/bin/python cli.py build corpus --workspace workspace
exec .venv/bin/python cli.py serve --workspace workspace "$@"
