"""A rule book as an Excel workbook and back, for people who write rules in a table: one row a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

from pydantic import ValidationError

from report.analysis import SEVERITY_NAMES
from report.spreadsheet import Sheet, write_workbook
from rules.patterns import Extent, Kind, Scope, WordingRule
from rules.rulebook import RuleBook, Typo, doubles
from rules.yaml_file import Strict, YamlError, reason

Model = TypeVar("Model", bound=Strict)
_WRITTEN = datetime(2000, 1, 1)  # the same book gives the same bytes
_KINDS = {Kind.EXISTENCE: "出现即报", Kind.CONDITIONAL: "出现而缺少除外的词", Kind.OCCURRENCE: "超过次数"}
_SCOPES = {
    Scope.ALL: "全文和表格", Scope.TEXT: "正文", Scope.PROMISES: "现状以外的正文", Scope.GOALS: "目标章节",
    Scope.TASKS: "任务",
}  # fmt: skip
_EXTENTS = {
    Extent.MATCH: "命中的词", Extent.SEGMENT: "逗号之间", Extent.SENTENCE: "整句", Extent.BEFORE: "句首到命中的词",
}  # fmt: skip
_YES = {True: "是", False: "否"}
# key of the entry: column title, width, the words for its values
_RULE_COLUMNS: Mapping[str, tuple[str, int, Mapping[Any, str] | None]] = {
    "id": ("编号", 8, None), "title": ("规则", 22, None), "severity": ("级别", 8, SEVERITY_NAMES),
    "kind": ("判断方式", 18, _KINDS), "scope": ("查找范围", 16, _SCOPES),
    "words": ("词语（用、隔开）", 30, None), "pattern": ("表达式（与词语二选一）", 40, None),
    "unless": ("除外（表达式）", 30, None), "maximum": ("次数上限", 9, None),
    "extent": ("判断除外的范围", 16, _EXTENTS), "quoted": ("引用的范围", 16, _EXTENTS),
    "raw": ("按原样的标点", 12, _YES), "plans": ("只查规划、方案", 14, _YES), "dated": ("段末有年份不报", 14, _YES),
    "cap": ("超过几处合并", 12, None), "message": ("提示", 36, None),
    "summary": ("合并后的提示", 30, None), "suggestion": ("建议", 30, None), "authority": ("依据", 30, None),
    "doc": ("说明", 30, None), "example": ("例句（必须命中）", 30, None), "name": ("英文短名", 20, None),
}  # fmt: skip
_TYPO_COLUMNS: Mapping[str, tuple[str, int, Mapping[Any, str] | None]] = {
    "wrong": ("错误写法", 20, None), "right": ("正确写法", 20, None), "unless": ("出现在这个词里不算", 24, None),
}  # fmt: skip
_BODY_COLUMNS: Mapping[str, tuple[str, int, Mapping[Any, str] | None]] = {"name": ("单位名称", 40, None)}
RULES_SHEET, TYPOS_SHEET, BODIES_SHEET = "措辞规则", "错别字", "单位名录"
_COLUMNS = {RULES_SHEET: _RULE_COLUMNS, TYPOS_SHEET: _TYPO_COLUMNS, BODIES_SHEET: _BODY_COLUMNS}
_PARTS = {"rules": RULES_SHEET, "typos": TYPOS_SHEET, "bodies": BODIES_SHEET}


# what a row may leave out
_OF_ITSELF = {
    "severity": "info", "kind": Kind.EXISTENCE, "scope": Scope.TEXT, "suggestion": "请核对。",
    "authority": "本单位的写作要求", "message": "出现“{match}”。",
}  # fmt: skip


class _Body(Strict):
    name: str


def rulebook_workbook(book: RuleBook) -> bytes:
    """The book as a workbook of three sheets."""
    entries: Mapping[str, list[dict[str, Any]]] = {
        RULES_SHEET: [one.model_dump() for one in book.rules],
        TYPOS_SHEET: [one.model_dump() for one in book.typos],
        BODIES_SHEET: [{"name": name} for name in book.bodies],
    }
    sheets = [
        Sheet(
            name, tuple((title, width) for title, width, _ in columns.values()),
            tuple(tuple(_cell(entry[key], words) for key, (_, _, words) in columns.items()) for entry in entries[name]),
        )
        for name, columns in _COLUMNS.items()
    ]  # fmt: skip
    return write_workbook(sheets, _WRITTEN)


def _cell(value: Any, words: Mapping[Any, str] | None) -> str | int | None:
    if words is not None:
        return words.get(value, "")
    if isinstance(value, tuple):
        return "、".join(value)
    return value if isinstance(value, str | int) else None


def read_rulebook_workbook(path: Path) -> RuleBook:
    """The book in a workbook. Raises YamlError naming the sheet and row of what cannot be a rule."""
    rows = {name: list(_rows(path, name, cells)) for name, cells in _sheets(path).items()}
    rules = [(row, _entry(path, RULES_SHEET, row, values, WordingRule)) for row, values in rows.get(RULES_SHEET, [])]
    typos = [(row, _entry(path, TYPOS_SHEET, row, values, Typo)) for row, values in rows.get(TYPOS_SHEET, [])]
    bodies = [(row, _entry(path, BODIES_SHEET, row, values, _Body)) for row, values in rows.get(BODIES_SHEET, [])]
    book = RuleBook(
        rules=tuple(one for _, one in rules), typos=tuple(one for _, one in typos),
        bodies=tuple(one.name for _, one in bodies),
    )  # fmt: skip
    lines = {
        "rules": [row for row, _ in rules], "typos": [row for row, _ in typos], "bodies": [row for row, _ in bodies],
    }  # fmt: skip
    for part, problem, at in doubles(book):
        raise YamlError(f"{path.name}：“{_PARTS[part]}”第{lines[part][at]}行：{problem}，请改正。")
    return book


def _sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise YamlError(f"{path.name}：打不开这个文件，请检查路径。") from error
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError) as error:
        raise YamlError(f"{path.name}：不是能读的 xlsx 文件，请用 rules export-xlsx 导出的文件修改。") from error
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}
    workbook.close()
    for name in sheets:
        if name not in _COLUMNS:
            raise YamlError(f"{path.name}：不认识的工作表“{name}”，可以有的是{'、'.join(_COLUMNS)}。")
    return sheets


def _rows(path: Path, sheet: str, cells: list[tuple[Any, ...]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that say something, each as its number in the sheet and its keys."""
    if not cells:
        return
    keys = {title: key for key, (title, _, _) in _COLUMNS[sheet].items()}
    titles = [str(cell or "").strip() for cell in cells[0]]
    for title in titles:
        if title and title not in keys:
            raise YamlError(f"{path.name}：“{sheet}”第1行：不认识的列“{title}”，请改正或删去。")
        if title and titles.count(title) > 1:
            raise YamlError(f"{path.name}：“{sheet}”第1行：列“{title}”重复，请删去其一。")
    for number, row in enumerate(cells[1:], start=2):
        said = zip(titles, row, strict=False)
        values = {keys[title]: cell for title, cell in said if title and cell not in (None, "")}
        if values:
            yield number, {key: _value(path, sheet, number, key, cell) for key, cell in values.items()}


def _value(path: Path, sheet: str, row: int, key: str, cell: Any) -> Any:
    title, _, words = _COLUMNS[sheet][key]
    if words is not None:
        meant = {said: value for value, said in words.items()}.get(str(cell).strip())
        if meant is None:
            choices = "、".join(words.values())
            raise YamlError(f"{path.name}：“{sheet}”第{row}行：{title}没有“{cell}”，可选{choices}。")
        return meant
    if key == "words":
        return tuple(word.strip() for word in str(cell).split("、") if word.strip())
    return cell if key in {"maximum", "cap"} else str(cell)


def _entry(path: Path, sheet: str, row: int, values: dict[str, Any], model: type[Model]) -> Model:
    if model is WordingRule:
        values = {**_OF_ITSELF, "name": f"own-{values.get('id', '')}".lower(), "doc": values.get("title", ""), **values}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        names = [_COLUMNS[sheet][str(part)][0] for part in first["loc"] if str(part) in _COLUMNS[sheet]]
        raise YamlError(f"{path.name}：“{sheet}”第{row}行：{''.join(names)}{reason(first)}，请改正。") from error
