"""The pages in the browser: `streamlit run app.py -- --workspace FOLDER`, or `python cli.py serve`."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import streamlit as st

from views import report, search
from views.markup import STYLE

WORKSPACE = Path("out/workspace")


def workspace_folder() -> Path:
    """The folder named on the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description="规核：条款检索与规划体检报告。")
    parser.add_argument("--workspace", type=Path, default=WORKSPACE, metavar="文件夹")
    folder: Path = parser.parse_args().workspace
    return folder


def main() -> None:
    """Show the page that the address asks for."""
    folder = workspace_folder()
    st.set_page_config(page_title="规核 PlanCheck", page_icon=":material/fact_check:", layout="wide")
    st.html(STYLE)
    pages = [
        st.Page(
            partial(search.show, folder), title="条款检索", icon=":material/search:", url_path="search", default=True
        ),
        st.Page(
            partial(report.show, folder), title="规划体检报告", icon=":material/fact_check:", url_path="report"
        ),
    ]
    st.navigation(pages).run()


if __name__ == "__main__":
    main()
