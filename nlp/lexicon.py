"""Word lists from YAML, compiled to matchers: Chinese has no word boundaries, so the longest word at a place wins.

A list names its negative terms too: 非 before a word, or a longer word that only contains it, must not count as a hit.
Every YAML file of `nlp/data/` is read strictly: an unknown key, a key given twice or an empty word is an error at load.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError, field_validator

from ingest.document import Span

DATA = Path(__file__).resolve().parent / "data"


class LexiconError(ValueError):
    """A data file that does not say what it must. The message is one Chinese sentence that names the file."""


class StrictModel(BaseModel):
    """What every shape of a data file inherits: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it takes a tenth of the time


class _UniqueKeyLoader(_Loader):  # type: ignore[misc]
    """YAML without its silent vice: of a key given twice the last one wins unseen."""


def _mapping_of_unique_keys(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise LexiconError(f"键“{key}”重复")
    made: dict[Hashable, Any] = loader.construct_mapping(node, deep=True)
    return made


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_of_unique_keys)

Model = TypeVar("Model", bound=BaseModel)


def load_yaml(path: Path, model: type[Model]) -> Model:
    """The file as the pydantic model given. Raises LexiconError naming the file and the place."""
    try:
        with path.open(encoding="utf-8") as stream:
            content = yaml.load(stream, _UniqueKeyLoader)
        return model.model_validate(content)
    except LexiconError as error:
        raise LexiconError(f"{path.name}：{error}，请删去其一。") from error
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LexiconError(f"{path.name}：数据文件不合格式，请改正：{error}") from error


@cache
def load_data(name: str, model: type[Model]) -> Model:
    """`nlp/data/<name>.yaml` as the pydantic model given, read once. Raises LexiconError."""
    return load_yaml(DATA / f"{name}.yaml", model)


class Matcher:
    """Finds the words of one list in a text: leftmost, longest first, never inside a negative term."""

    __slots__ = ("_longest", "_pattern", "words")

    def __init__(self, words: tuple[str, ...], exceptions: tuple[str, ...] = ()) -> None:
        if not words or not all(words) or not all(exceptions):
            raise LexiconError("词表或其中的词为空")
        self.words = tuple(sorted(set(words), key=lambda word: (-len(word), word)))
        ranked = sorted({*words, *exceptions}, key=lambda word: (-len(word), word))
        refused = set(exceptions)
        self._longest = len(ranked[0])
        alternatives = (re.escape(word) if word in refused else f"({re.escape(word)})" for word in ranked)
        self._pattern = re.compile("|".join(alternatives))

    def find(self, text: str, start: int = 0, stop: int | None = None) -> Iterator[Span]:
        """Spans of the words in text[start:stop], in order, never overlapping."""
        for match in self._pattern.finditer(text, start, len(text) if stop is None else stop):
            if match.lastindex:
                yield Span(match.start(), match.end())

    def search(self, text: str, start: int = 0, stop: int | None = None) -> Span | None:
        """The first word in text[start:stop], None where there is none."""
        return next(self.find(text, start, stop), None)

    def begins(self, text: str, start: int = 0) -> Span | None:
        """The longest word that begins exactly at `start`."""
        match = self._pattern.match(text, start)
        return Span(match.start(), match.end()) if match and match.lastindex else None

    def ends(self, text: str) -> str | None:
        """The longest word that the text ends in. Negative terms count: 总量 refused hides 量."""
        for length in range(min(len(text), self._longest), 0, -1):
            match = self._pattern.fullmatch(text, len(text) - length)
            if match:
                return match.group() if match.lastindex else None
        return None

    def is_word(self, text: str) -> bool:
        """True when the whole text is one word of the list."""
        match = self._pattern.fullmatch(text)
        return bool(match and match.lastindex)

    def __contains__(self, text: str) -> bool:
        """`text in matcher`: some word of the list occurs in the text."""
        return self.search(text) is not None


class WordList(StrictModel):
    """`words` to find and terms that look like them but are none of them (`exceptions`)."""

    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()


class _WordGroups(RootModel[dict[str, WordList | tuple[str, ...]]]):
    """A file of named word lists; a plain list is one without exceptions."""

    @field_validator("root")
    @classmethod
    def _no_word_twice(cls, groups: dict[str, Any]) -> dict[str, Any]:
        for name, group in groups.items():
            words = group.words if isinstance(group, WordList) else group
            doubles = {word for word in words if words.count(word) > 1}
            if doubles:
                raise ValueError(f"{name}: {'、'.join(sorted(doubles))} 重复")
        return groups


@cache
def load_words(name: str) -> Mapping[str, Matcher]:
    """The named word lists of `nlp/data/<name>.yaml`, each compiled: load_words("sections")["tasks"].

    The file maps a name to a list of words, or to {words: […], exceptions: […]}. Raises LexiconError.
    """
    groups = load_data(name, _WordGroups).root
    return MappingProxyType(
        {
            label: Matcher(group.words, group.exceptions) if isinstance(group, WordList) else Matcher(tuple(group))
            for label, group in groups.items()
        }
    )
