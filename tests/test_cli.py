"""The command line as a user meets it: what each command answers, on which stream, with which exit code."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import cli
from tests.command_line import CLEAN, DAY, FAULTY, ROOT, call, run, write_docx, write_text

COMMANDS = (
    "export", "build", "report", "check", "search", "duplicates", "compare", "template", "status", "verify", "vacuum",
    "rules", "serve",
)  # fmt: skip


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two plans."""
    folder = tmp_path_factory.mktemp("规划 与“方案”")
    write_text(folder / "公园 方案.txt", CLEAN)
    write_docx(folder / "小区'改造'.docx", *FAULTY.split("\n"))
    return folder


@pytest.fixture(scope="module")
def workspace(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "工作区"
    assert cli.main(["build", str(plans), "--workspace", str(folder)]) == 0
    return folder


# --- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, command, "--help")
    assert (code, err) == (0, "") and out.startswith(f"用法：cli.py {command}")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "--help")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line.startswith("    ") and line[4] != " "] == [*COMMANDS]


def test_help_loads_no_heavy_library() -> None:
    program = ("import sys, cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
               "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)")  # fmt: skip
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(found.stderr.split())
    assert "argparse" in loaded
    assert not loaded & {
        "spacy", "jieba", "torch", "sentence_transformers", "transformers", "faiss", "pandas", "numpy", "streamlit",
        "pdfplumber", "pypdfium2", "docx", "scipy", "xlsxwriter", "jinja2", "pydantic", "lxml", "yaml",
    }  # fmt: skip


# --- exit codes and streams -------------------------------------------------------------------------------------------


def test_only_check_exits_1(plans: Path, workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = plans / "小区'改造'.docx"
    assert call(capsys, "check", faulty, *DAY)[0] == 1
    for arguments in (("export", faulty, *DAY), ("build", plans, "--workspace", tmp_path / "ws"), ("duplicates", plans),
                      ("report", plans, "-o", tmp_path / "out", *DAY), ("rules",), ("rules", "RS01"),
                      ("search", "--workspace", workspace, "电梯")):  # fmt: skip
        assert call(capsys, *arguments)[0] == 0, arguments[0]


def test_check_exits_0_without_warnings(plans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "check", plans / "公园 方案.txt", *DAY)
    assert code == 0 and "错误 0，警告 0" in out


def test_check_takes_a_folder(plans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "check", plans, "--json", *DAY)
    assert code == 1 and [one["document"] for one in json.loads(out)] == ["公园 方案", "小区'改造'"]


def test_waived_findings_do_not_count(plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = plans / "小区'改造'.docx"
    found = json.loads(call(capsys, "check", faulty, "--json", *DAY)[1])[0]["findings"]
    lines = [f"- {{fingerprint: {f['fingerprint']}, reason: 已知, author: 王, expires: 2025-12-31}}" for f in found]
    waivers = write_text(tmp_path / "已知.yaml", "waivers:\n" + "\n".join(lines) + "\n")
    code, out, _ = call(capsys, "check", faulty, "--waivers", waivers, "--json", *DAY)
    assert (code, json.loads(out)[0]["findings"]) == (0, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "{plans}/小区'改造'.docx", *DAY),
        ("check", "{plans}/小区'改造'.docx", "--json", *DAY),
        ("search", "--workspace", "{ws}", "--json", "电梯"),
        ("search", "--workspace", "{ws}", "--json", ""),
        ("duplicates", "{plans}", "--json"),
        ("rules", "--json"),
        ("rules", "--json", "RS01"),
        ("report", "{plans}", "-o", "{out}", "--json", *DAY),
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_json_stands_alone_on_standard_output(
    arguments: tuple[str, ...], plans: Path, workspace: Path, tmp_path: Path
) -> None:
    done = run(*(a.format(plans=plans, ws=workspace, out=tmp_path / "out") for a in arguments))
    assert done.returncode == (1 if arguments[0] == "check" else 0), done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))
    assert done.stderr == b""


def test_batch_answers_line_by_line(workspace: Path) -> None:
    done = run("search", "--workspace", workspace, "--batch", "-k", "1", stdin="电梯\n\n口袋公园\n".encode())
    found = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert done.returncode == 0
    assert [one["query"] for one in found] == ["电梯", "口袋公园"]
    assert [one["hits"][0]["document"] for one in found] == ["小区'改造'", "公园 方案"]


@pytest.mark.parametrize("query", ["", "   ", "？！", "zzzz"])
def test_nothing_found_is_no_error(workspace: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    filters = ("--region", "没有这个地方")
    assert call(capsys, "search", "--workspace", workspace, *filters, query)[:2] == (0, "没有找到符合条件的条款。\n")
    code, out, _ = call(capsys, "search", "--workspace", workspace, *filters, "--json", query)
    assert code == 0 and json.loads(out)["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "--workspace", "{none}", "电梯"), "先运行 build"),
        (("report", "{none}"), "找不到这个文件夹"),
        (("build", "{none}", "--workspace", "{none}"), "找不到这个文件夹"),
        (("duplicates", "{none}"), "找不到这个文件夹"),
        (("build", "{empty}", "--workspace", "{none}"), "没有能读的文件"),
        (("export", "{none}.docx"), "找不到这个文件"),
        (("check", "{plan}", "--profile", "{none}.yaml"), "打不开这个文件"),
        (("check", "{plan}", "--template", "没有"), "模板"),
        (("rules", "ZZ99"), "ZZ99"),
        (("build", "{plans}", "--workspace", "{none}", "--model", "./没有"), "没有这个模型"),
        (("export", "{plan}", "-o", "{plan}/里面.json"), "写不进去"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_error_is_one_chinese_line_and_code_2(
    arguments: tuple[str, ...], words: str, plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"none": tmp_path / "没有", "empty": tmp_path, "plans": plans, "plan": plans / "公园 方案.txt"}
    code, out, err = call(capsys, *(a.format(**places) for a in arguments))
    assert (code, out) == (2, "")
    assert words in err and err.count("\n") == 1 and err.endswith("。\n")
    assert not (tmp_path / "没有").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "缺少参数：命令。"),
        (("nix",), "没有 'nix'，可选"),
        (("search", "--workspace", "x"), "请给出检索词"),
        (("check",), "缺少参数：规划或文件夹。"),
        (("search", "--workspace", "x", "-k", "0", "y"), "条数要写成 1 以上的整数。"),
        (("search", "--workspace", "x", "--year", "去年", "y"), "不是整数。"),
        (("check", "x", "--as-of", "2025-13-01"), "不是日期"),
        (("check", "x", "--as-of"), "后面要给出值。"),
        (("rules", "--nix"), "不认识的参数：--nix。"),
    ],
)
def test_a_wrong_call_is_code_2(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("用法：cli.py") and words in err.splitlines()[-1]
    assert "argument" not in err and "invalid" not in err


# --- the terminal and the system --------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="no POSIX shell")
@pytest.mark.parametrize("arguments", ["rules", "rules --json", "rules --markdown", "check --all {plans}"])
def test_a_reader_may_leave_early(arguments: str, plans: Path) -> None:
    command = f"'{sys.executable}' cli.py {arguments.format(plans=chr(34) + str(plans) + chr(34))} | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1 and done.stderr == b""


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin1"}, {"PYTHONIOENCODING": "gbk"}],
    ids=lambda env: " ".join(env.values()),
)  # fmt: skip
def test_no_locale_stops_the_program(env: dict[str, str], plans: Path, tmp_path: Path) -> None:
    encoding = env.get("PYTHONIOENCODING", "utf-8").replace("latin1", "utf-8")
    ws = tmp_path / "ws"
    assert "规核" in run("--help", env=env).stdout.decode(encoding)
    assert "条款" in run("build", plans, "--workspace", ws, env=env).stderr.decode(encoding)
    done = run("search", "--workspace", ws, "口袋公园", env=env)
    assert done.returncode == 0 and done.stdout.decode(encoding).startswith("1. 梧桐市口袋公园建设工作方案")
    done = run("check", plans / "小区'改造'.docx", "--json", env=env)
    assert json.loads(done.stdout.decode("utf-8"))[0]["document"] == "小区'改造'"
    assert "没有.docx" in run("check", "没有.docx", env=env).stderr.decode(encoding)


def test_one_plan_has_a_report_of_its_own(plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "report", plans / "公园 方案.txt", "-o", tmp_path, *DAY)
    assert (code, err) == (0, "") and len([*tmp_path.iterdir()]) == 8
    made = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert made.startswith("# 《梧桐市口袋公园建设工作方案》核查报告\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are Unicode")
def test_a_file_name_that_is_not_unicode(tmp_path: Path) -> None:
    """Names in GB 18030, as archives made on Windows leave them."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode("方案.txt".encode("gb18030"))).write_bytes(CLEAN.encode())
    (folder / os.fsdecode("空的.txt".encode("gb18030"))).write_bytes(b"")
    done = run("report", tmp_path / "in", "-o", tmp_path / "out", *DAY)
    assert done.returncode == 2 and done.stderr.decode().startswith("空的.txt：")
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    found = json.loads(run("search", "--workspace", tmp_path / "out" / "workspace", "--json", "公园").stdout)
    assert {hit["document"] for hit in found["hits"]} == {"方案"}


@pytest.mark.parametrize(
    "name", ["a b.txt", "“引号”和'撇号'.txt", "100%{x}$HOME;&.txt", "很" * 80 + ".txt", "=1+1.txt", "<b>.txt"]
)
def test_any_file_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_text(tmp_path / name, CLEAN)
    code, out, _ = call(capsys, "export", path, *DAY)
    assert code == 0 and json.loads(out)["document"]["source"] == name


def test_the_program_runs_from_any_folder(plans: Path, tmp_path: Path) -> None:
    done = run("report", plans, *DAY, cwd=tmp_path)
    assert done.returncode == 0 and (tmp_path / "out" / "report.html").is_file()


# --- the contract of the export ---------------------------------------------------------------------------------------

KEYS: dict[str, set[str]] = {
    "document": {"id", "title", "region", "issuer", "doc_number", "issued", "period", "doc_type", "source", "pages",
                 "warnings"},
    "sections": {"id", "parent", "level", "label", "title", "page"},
    "clauses": {"id", "section", "path", "kind", "text", "page"},
    "tasks": {"id", "clause", "path", "title", "bureaus", "deadlines", "source"},
    "targets": {"id", "clause", "path", "indicator", "comparator", "value", "value_max", "unit", "year", "baseline",
                "change", "direction", "binding", "bureaus", "source"},
    "projects": {"no", "name", "owner", "start", "end", "investment", "unit", "group"},
    "findings": {"rule", "severity", "clause", "message", "evidence", "suggestion"},
}  # fmt: skip


def check_keys(values: Any, keys: set[str]) -> None:
    for one in values if isinstance(values, list) else [values]:
        assert keys <= set(one)


def test_the_export_keeps_its_contract(tmp_path: Path) -> None:
    plan = next((ROOT / "corpus").glob("04-*.docx"))
    output = tmp_path / "新文件夹" / "规划.json"
    assert cli.main(["export", str(plan), "-o", str(output), *DAY]) == 0
    exported = json.loads(output.read_text(encoding="utf-8"))
    assert exported["schema"] == 1 and set(exported) == {"schema", "stages", "links", *KEYS}
    for name, keys in KEYS.items():
        assert exported[name], name
        check_keys(exported[name], keys)
    clauses = {clause["id"] for clause in exported["clauses"]}
    sections = {section["id"] for section in exported["sections"]}
    assert {section["parent"] for section in exported["sections"]} <= sections | {None}
    assert {clause["section"] for clause in exported["clauses"]} <= sections | {None}
    for name in ("tasks", "targets"):
        assert {one["clause"] for one in exported[name]} <= clauses
    for finding in exported["findings"]:
        check_keys(finding["evidence"], {"clause", "quote"})
    assert list(output.parent.iterdir()) == [output]


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = next((ROOT / "corpus").glob("05-*.pdf"))
    first, second = (run("export", plan, *DAY, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2"))
    assert first == second and first


@pytest.mark.slow
def test_the_pages_open_for_this_machine_only(workspace: Path) -> None:
    """`serve` answers on 127.0.0.1 alone, and a chosen port is the one it takes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--workspace", str(workspace), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert answers(f"http://127.0.0.1:{port}/_stcore/health", within=60)
        outside = {address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for address in outside - {"127.0.0.1", "127.0.1.1"}:
            assert not answers(f"http://{address}:{port}/_stcore/health", within=0)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def answers(url: str, within: float) -> bool:
    """Whether the address answers, asked until so many seconds are over."""
    end = time.monotonic() + within
    while True:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
