"""The pages in the browser: `streamlit run app.py -- --workspace FOLDER`, or `python cli.py serve`."""

from __future__ import annotations

import argparse
import logging
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from index.snapshot import current_snapshot
from views import (
    checking,
    comparing,
    copies,
    duties,
    importing,
    indicators,
    overview,
    plan,
    problems,
    report,
    rulebook,
    search,
)
from views.markup import ICON, LOGO, STYLE, notice
from views.warming import warm

WORKSPACE = Path("out/workspace")


def workspace_folder() -> Path:
    """The folder named on the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description="规核：条款检索与规划核查报告。")
    parser.add_argument("--workspace", type=Path, default=WORKSPACE, metavar="文件夹")
    folder: Path = parser.parse_args().workspace
    return folder


def main() -> None:
    """Show the page that the address asks for."""
    folder = workspace_folder()
    # A picture of our own: Streamlit would fetch its named icons for the browser's tab from the network.
    st.set_page_config(page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large")
    st.html(STYLE)
    handing_in = st.Page(partial(importing.show, folder), title="导入", url_path="import")
    pages = [
        st.Page(partial(overview.show, folder), title="总览", url_path="overview"),
        st.Page(partial(search.show, folder), title="条款检索", url_path="search", default=True),
        st.Page(partial(plan.show, folder), title="规划原文", url_path="plan"),
        st.Page(partial(report.show, folder), title="规划核查报告", url_path="report"),
        st.Page(partial(problems.show, folder), title="问题", url_path="findings"),
        st.Page(partial(checking.show, folder), title="核对", url_path="check"),
        st.Page(partial(indicators.show, folder), title="指标", url_path="indicators"),
        st.Page(partial(duties.show, folder), title="责任", url_path="duties"),
        st.Page(partial(comparing.show, folder), title="比对", url_path="compare"),
        st.Page(partial(copies.show, folder), title="查重", url_path="copies"),
        st.Page(partial(rulebook.show, folder), title="规则", url_path="rules"),
        handing_in,
    ]
    page = st.navigation(pages, position="top")
    if page.url_path == "" and current_snapshot(folder) is None:  # nothing to search yet: files can be handed in
        st.switch_page(handing_in)
    try:
        page.run()
    except Exception:  # whatever it is, the reader gets a sentence and the terminal the reason
        logging.getLogger(__name__).exception("page %s", page.title)
        st.html(notice("这一页没能显示出来", ("请刷新重试；仍然不行，请把命令行窗口里的出错信息交给维护人员。",)))
    warm(folder, date.today())


if __name__ == "__main__":
    main()
