"""The page in a browser and the workbook in an office program, as far as these are installed."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from report.analysis import GapReport
from report.html_report import report_html
from report.workbook import report_workbook
from tests.report.documents import PLAN, analysis_of, report_of

pytestmark = pytest.mark.slow
PROBE = """
<script>
var seen = {
  window: document.documentElement.clientWidth,
  page: document.documentElement.scrollWidth,
  shown: function () { return Array.prototype.filter.call(document.querySelectorAll("section.plan"),
    function (one) { return !one.hidden; }).map(function (one) { return one.id; }); },
  findings: function () { return Array.prototype.filter.call(document.querySelectorAll(".rule"),
    function (one) { return !one.hidden && !one.parentElement.hidden; }).map(function (one) {
      return one.querySelector(".id").textContent; }); },
};
function set(node, property, value, event) { node[property] = value; node.dispatchEvent(new Event(event)); }
var told = {window: seen.window, page: seen.page, all: seen.findings(), plans: seen.shown()};
set(document.getElementById("find"), "value", "养老 云岭", "input");
told.found = seen.shown();
set(document.getElementById("find"), "value", "", "input");
set(document.querySelector("input[data-severity=info]"), "checked", false, "change");
told.serious = seen.findings();
set(document.getElementById("family"), "value", "RS", "change");
told.bureaus = seen.findings();
document.querySelector("button[data-fold=close]").click();
told.open = document.querySelectorAll("details.severity[open], details.table[open]").length;
window.dispatchEvent(new Event("beforeprint"));
told.folded = document.querySelectorAll("details:not([open]):not(.more)").length;
document.body.setAttribute("data-told", JSON.stringify(told));
</script>
</body>"""


def look(page: str, width: int, folder: Path) -> dict[str, Any]:
    """What the page shows in a window of that width, before and after some clicks."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium")
    path = folder / "page.html"
    path.write_text(page.replace("</body>", PROBE), encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
               f"--window-size={width},900", "--dump-dom", path.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    told: dict[str, Any] = json.loads(html.document_fromstring(done.stdout.decode("utf-8")).body.get("data-told"))
    return told


@pytest.mark.browser
@pytest.mark.parametrize("width", [800, 1366, 1920])
def test_nothing_overflows_and_filters_work(width: int, report: GapReport, tmp_path: Path) -> None:
    told = look(report_html(report), width, tmp_path)
    assert told["page"] <= told["window"] <= width
    assert told["plans"] == ["p1", "p2"] and told["found"] == ["p2"]
    rules = {finding.rule: finding.severity for finding in report.plans[0].findings}
    assert sorted(told["all"]) == sorted(rules)
    assert sorted(told["serious"]) == sorted(rule for rule, severity in rules.items() if severity != "info")
    assert told["bureaus"] and all(rule.startswith("RS") for rule in told["bureaus"])
    assert (told["open"], told["folded"]) == (0, 0)


@pytest.mark.browser
def test_a_word_without_an_end_does_not_widen_the_page(tmp_path: Path) -> None:
    made = analysis_of(*PLAN, title="w" * 300, region="W" * 90, issuer="i" * 300)
    told = look(report_html(report_of(made, failed=(("f" * 300, "m" * 300),))), 1366, tmp_path)
    assert told["page"] <= told["window"]


@pytest.mark.office
def test_an_office_program_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice")
    made = analysis_of(*PLAN, title="=1+1", source="+2+2", issuer="@now()", warnings=("-3",))
    path = tmp_path / "report.xlsx"
    path.write_bytes(report_workbook(report_of(replace(made, findings=()))))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
               "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as stream:
        head, row = csv.reader(stream)
    line = dict(zip(head, row, strict=True))
    assert [line[name] for name in ("规划", "文件", "发文机关", "读取情况")] == ["=1+1", "+2+2", "@now()", "-3"]
