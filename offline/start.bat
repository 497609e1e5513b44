@echo off
rem Sets PlanCheck up from the wheels beside it, without a network, and opens the pages on this machine.
rem Arguments go to "cli.py serve", such as --port 8600.
chcp 65001 >nul
cd /d "%~dp0"
set /p VERSION=<wheels\python-version
if exist .venv\installed goto serve
echo 第一次启动，正在从 wheels 目录安装，不需要网络……
py -%VERSION% -m venv .venv
if errorlevel 1 goto nopython
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels -r wheels\requirements.txt
if errorlevel 1 goto failed
type nul > .venv\installed
:serve
if not exist workspace .venv\Scripts\python cli.py build corpus --workspace workspace
.venv\Scripts\python cli.py serve --workspace workspace %*
pause
exit /b
:nopython
echo 找不到 Python %VERSION%：请先安装 64 位的 Python %VERSION%，再运行本文件。
pause
exit /b 1
:failed
echo 安装没有完成，请把上面的提示发给维护人员。
pause
exit /b 1
