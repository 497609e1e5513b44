"""Strict YAML for what people write by hand: an error names the file, the line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)
DATA = Path(__file__).resolve().parent / "data"  # words and facts of all rules


class YamlError(ValueError):
    """A YAML file that does not say what it must. The message is one Chinese sentence with `file:line`."""


class Strict(BaseModel):
    """What every shape inherits: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def load_strict(path: Path, model: type[Model]) -> Model:
    """The file as the model. Raises YamlError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise YamlError(f"{path.name}：打不开这个文件，请检查路径。") from error
    except UnicodeDecodeError as error:
        raise YamlError(f"{path.name}：不是 UTF-8 文本，请另存为 UTF-8。") from error
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        _refuse_doubles(path, node)
        return model.model_validate(yaml.safe_load(text) or {})
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(f"{path.name}:{line}：YAML 写法有误（{error.problem}），请改正。") from error
    except ValidationError as error:
        first = error.errors()[0]
        line = _line(node, first["loc"])
        where = ".".join(str(part) for part in first["loc"])
        raise YamlError(f"{path.name}:{line}：{where} {reason(first)}，请改正。") from error


def line_of(path: Path, location: tuple[Any, ...]) -> int:
    """The line of the file at which what the location names begins."""
    return _line(yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader), location)


def reason(error: Any) -> str:
    """What is wrong, in Chinese, as pydantic reports it."""
    limits = error.get("ctx", {})
    reasons = {
        "extra_forbidden": "是不认识的键", "missing": "缺少", "int_parsing": "应为整数", "int_type": "应为整数",
        "string_type": "应为文字", "tuple_type": "应为列表", "bool_parsing": "应为 true 或 false",
        "string_too_short": f"至少要有 {limits.get('min_length')} 个字",
        "enum": f"只能是 {limits.get('expected')}",
    }  # fmt: skip
    return reasons.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")


def _line(node: yaml.Node | None, location: tuple[Any, ...]) -> int:
    """The line of the innermost node that the location names."""
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _refuse_doubles(path: Path, node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise YamlError(f"{path.name}:{key.start_mark.line + 1}：键“{key.value}”重复，请删去其一。")
            seen.add(key.value)
            _refuse_doubles(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_doubles(path, value)
