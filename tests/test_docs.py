"""The documents say what is so: commands that run, links that lead somewhere, lists that are complete."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parent.parent
README, CHINESE = "README.md", "README.zh-CN.md"
DOCUMENTS = sorted([ROOT / README, ROOT / CHINESE, *(ROOT / "docs").glob("*.md"), ROOT / "corpus" / "README.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")  # [text](target), ![picture](target)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
# What the READMEs call the user's own files
PLACEHOLDERS = {
    "FOLDER": "folder", "文件夹": "folder", "WS": "ws", "out/": "out",
    "PLAN.docx": "docx", "规划.docx": "docx", "PLAN.pdf": "pdf", "规划.pdf": "pdf",
    "PLAN.json": "json", "规划.json": "json", "COPY.docx": "copy.docx", "副本.docx": "copy.docx",
}  # fmt: skip
DATA_SUFFIXES = {".csv", ".yaml", ".txt", ".json", ".safetensors"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command_lines(name: str) -> list[str]:
    """The lines of the fenced blocks of a document, comments off."""
    lines = [line.split("  #")[0].strip() for _, body in FENCE.findall(text_of(name)) for line in body.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def cli_calls(name: str) -> list[list[str]]:
    """The arguments of every `python cli.py …` of a document, in either shell's way of writing paths."""
    calls = [line.split("cli.py ", 1)[1].replace("\\", "/") for line in command_lines(name) if "cli.py " in line]
    return [shlex.split(call) for call in calls]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The user's own files: one short plan in the folder, a Word and a PDF plan, places to write to."""
    place = tmp_path_factory.mktemp("readme")
    (place / "folder").mkdir()
    plan = next((ROOT / "corpus").glob("08-*.txt"))
    shutil.copy(plan, place / "folder")
    samples = {"docx": next((ROOT / "corpus").glob("07-*.docx")), "pdf": next((ROOT / "corpus").glob("05-*.pdf"))}
    return {name: str(samples.get(name, place / name)) for name in (*PLACEHOLDERS.values(),)}


@pytest.mark.parametrize("name", [README, CHINESE])
def test_commands_of_the_readme_run(
    name: str, places: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    calls = cli_calls(name)
    assert {call[0] for call in calls} == {
        "report",
        "check",
        "export",
        "build",
        "search",
        "status",
        "duplicates",
        "compare",
        "template",
        "rules",
        "serve",
    }
    for call in calls:
        arguments = [places[PLACEHOLDERS[word]] if word in PLACEHOLDERS else word for word in call]
        parsed = cli.parser().parse_args(arguments)
        if parsed.command == "serve" or "corpus" in arguments:  # a server; the samples, which take their time
            continue
        assert cli.main(arguments) == (1 if parsed.command == "check" else 0), call
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", [README, CHINESE])
def test_make_targets_of_the_readme_exist(name: str) -> None:
    calls = [line for line in [*command_lines(name), *CODE.findall(text_of(name))] if line.startswith("make ")]
    assert {shlex.split(call)[1] for call in calls} >= {"report", "test", "app"}
    for call in calls:
        done = subprocess.run([*shlex.split(call), "-n"], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, (call, done.stderr)


@pytest.mark.parametrize("name", [README, CHINESE])
def test_options_and_rules_named_in_the_readme_exist(name: str) -> None:
    from rules import RULES

    known = " ".join(help_of(command) for command in ("report", "check", "search", "rules"))
    for code in CODE.findall(text_of(name)):
        for option in re.findall(r"(?<!\S)--[a-z-]+", code):
            if not code.startswith(("make", "python -m pip")):
                assert option in known, option
    assert set(re.findall(r"\b[A-Z]{2}\d\d\b", text_of(name))) <= set(RULES)


def help_of(command: str) -> str:
    subparsers = next(a for a in cli.parser()._actions if a.choices and command in a.choices)
    assert isinstance(subparsers.choices, dict)
    return str(subparsers.choices[command].format_help())


def test_both_readmes_say_the_same() -> None:
    """The same commands, links, pictures and tables, in the same order."""
    english, chinese = text_of(README), text_of(CHINESE)
    strip = {**dict.fromkeys(PLACEHOLDERS, "X")}

    def calls(name: str) -> list[list[str]]:
        return [[strip.get(word, word) for word in call] for call in cli_calls(name)]

    assert calls(README) == calls(CHINESE)
    assert [line for line in command_lines(README) if "cli.py" not in line] == [
        line for line in command_lines(CHINESE) if "cli.py" not in line
    ]

    def links(text: str) -> list[str]:
        return [target for target in LINK.findall(text) if not target.startswith("README")]

    assert sorted(links(english)) == sorted(links(chinese))
    for mark in ("\n## ", "\n| ", "\n```"):
        assert english.count(mark) == chinese.count(mark), mark


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target.split("#")[0] for target in LINK.findall(path.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_paths_named_in_the_architecture_exist() -> None:
    named = [
        code for code in CODE.findall(text_of("docs/architecture.md")) if re.fullmatch(r"[\w./*-]+/[\w.*-]*", code)
    ]
    named = [code for code in named if "x_reader" not in code]
    assert len(named) > 10
    assert [code for code in named if not list(ROOT.glob(code.rstrip("/")))] == []


def test_every_data_file_names_its_source() -> None:
    """A line of docs/sources.md for each file that holds words or facts, or for the folder it stands in."""
    listed = {code for line in text_of("docs/sources.md").splitlines() if line.startswith("| `")
              for code in CODE.findall(line.split("|")[1])}  # fmt: skip
    files = [path for folder in ("ingest", "nlp", "index", "rules", "report")
             for path in sorted((ROOT / folder).rglob("*")) if path.suffix in DATA_SUFFIXES]  # fmt: skip
    names = [path.relative_to(ROOT).as_posix() for path in files]
    assert len(names) > 10
    assert [
        name for name in names if not any(name == one or name.startswith(one.rstrip("/") + "/") for one in listed)
    ] == []
    assert [one for one in listed if not (ROOT / one).exists()] == []


def test_the_changelog_names_the_version() -> None:
    heading = next(line for line in text_of("docs/changelog.md").splitlines() if line.startswith("## "))
    assert heading.removeprefix("## ").split()[0] == cli.VERSION


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert {path.name for path in pictures} >= {"report.png", "app.png"}
    assert [path.name for path in pictures if path.stat().st_size > 300 * 1024] == []
