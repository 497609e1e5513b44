"""The house rules, as far as a parser sees them: who imports whom, what must not be called, how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "ingest": set(),
    "nlp": {"ingest"},
    "index": {"ingest", "nlp"},
    "rules": {"ingest", "nlp"},
    "report": {"ingest", "nlp", "index", "rules"},
    "commands": {"ingest", "nlp", "index", "rules", "report"},
    "views": {"ingest", "nlp", "index", "rules", "report"},
}
PACKAGES = tuple(MAY_IMPORT)
HEAVY = {
    "spacy", "jieba", "torch", "sentence_transformers", "transformers", "faiss", "pandas", "streamlit", "pdfplumber",
    "pypdfium2", "docx", "cv2", "onnxruntime", "rapidocr", "scipy", "xlsxwriter", "rapidfuzz",
    "numpy", "jinja2",
}  # fmt: skip
BANNED_MODULES = {"utils", "helpers", "common", "misc", "models", "manager"}
LONGEST_FILE = 400


def sources(*folders: str) -> list[Path]:
    files = [ROOT / name for name in ("cli.py", "app.py") if (ROOT / name).exists() and not folders]
    for folder in folders or PACKAGES:
        files += sorted((ROOT / folder).rglob("*.py"))
    return files


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(tree: ast.AST) -> set[str]:
    """First parts of all imported module names, wherever they stand."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=name_of)
def test_imports_point_the_right_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    others = imports(ast.parse(path.read_text(encoding="utf-8"))) & (set(PACKAGES) | {"cli", "app", "tests", "bench"})
    assert others <= MAY_IMPORT[package] | {package}


def modules_used(path: Path, package: str) -> set[str]:
    """Modules of the package that a file imports, wherever it does; for a reader of types alone is no use."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == package:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("package", ["index"])
def test_no_module_needs_one_that_needs_it(package: str) -> None:
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sources(package)}
    uses = {name: modules_used(path, package) & modules.keys() for name, path in modules.items()}
    while free := {name for name, used in uses.items() if not used}:
        uses = {name: used - free for name, used in uses.items() if name not in free}
    assert uses == {}


@pytest.mark.parametrize("path", [p for p in sources() if p.name != "app.py" and "views" not in p.parts], ids=name_of)
def test_heavy_libraries_load_only_when_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert not imports(top) & HEAVY


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_streamlit_stays_in_the_app(path: Path) -> None:
    if path.name == "app.py" or "views" in path.parts:
        return
    assert "streamlit" not in imports(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=name_of)
def test_nothing_asks_the_clock_or_prints(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"today", "utcnow"}, f"line {node.lineno}"
                assert not (node.func.attr == "now" and "date" in ast.dump(node.func.value)), f"line {node.lineno}"
            if isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"line {node.lineno}"


@pytest.mark.parametrize("path", sources(*PACKAGES, "tests", "bench", "corpus") + sources(), ids=name_of)
def test_files_are_short_and_well_named(path: Path) -> None:
    assert path.stem not in BANNED_MODULES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sources(*PACKAGES, "tests") + sources(), ids=name_of)
def test_every_open_names_its_encoding(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in {"read_text", "write_text"}:
            assert any(k.arg == "encoding" for k in node.keywords) or len(node.args) > 1, f"line {node.lineno}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_folder_has_its_init(package: str) -> None:
    for folder in (ROOT / package, ROOT / "tests" / package):
        for path in folder.rglob("*.py"):
            assert (path.parent / "__init__.py").exists(), path.parent


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_modules_and_public_names_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name == "__init__.py" and not tree.body:
        return
    assert ast.get_docstring(tree), "module docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef) and any("StrEnum" in ast.dump(base) for base in node.bases):
                continue
            assert ast.get_docstring(node), f"{node.name}, line {node.lineno}"
