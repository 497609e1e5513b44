"""Frozen dataclasses to JSON and back by their type hints: no pickle, so that a foreign workspace cannot run code.

A dataclass becomes the list of its fields in order: another shape is another stored output (see `index.analysis`).
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> str:
    """The dataclass as JSON text: the same value gives the same text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The value of class `kind` that `dump` wrote. Raises ValueError or TypeError when the text is none such."""
    shape: Any = kind
    made: T = _maker(shape)(json.loads(text))
    return made


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, name)) for name in _names(type(value))]
    raise TypeError(f"no way to store {type(value).__name__}")


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """A function from plain JSON to a value of the type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _maker(next(part for part in parts if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_maker(parts)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_maker(kind)
    if kind is date:
        return date.fromisoformat
    if kind is float:
        return float
    if isinstance(kind, type) and (issubclass(kind, Enum) or kind is Decimal):
        return kind
    return _checked(kind)


def _checked(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return check


def _tuple_maker(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        each = _maker(parts[0])
        return lambda values: tuple(each(value) for value in values)
    makers = [_maker(part) for part in parts]
    return lambda values: tuple(make(value) for make, value in zip(makers, values, strict=True))


def _dataclass_maker(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    names = _names(kind)
    makers = [_maker(hints[name]) for name in names]

    def make(values: Any) -> Any:
        return kind(**{name: m(value) for name, m, value in zip(names, makers, values, strict=True)})

    return make
