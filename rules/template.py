"""Templates: what a plan of one kind must hold, as data with a word on how sure each line is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import field_validator

from rules.yaml_file import Strict, YamlError, load_strict

TEMPLATES = Path(__file__).resolve().parent / "data" / "templates"


class Certainty(StrEnum):
    """Where a line of a template comes from."""

    STATED = "原文"  # read in the official text
    PRACTISED = "实践"  # as published plans of the kind have it
    REPORTED = "转述"  # from a summary by others


class TemplateSection(Strict):
    """A section that the plan must have, under its title or one of the aliases."""

    title: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    certainty: Certainty = Certainty.STATED
    parts: tuple[str, ...] = ()  # what the section must speak of


class TemplateList(Strict):
    """A list or annex that the plan must bring."""

    title: str
    aliases: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    required: bool = True
    certainty: Certainty = Certainty.STATED


class TemplateIndicator(Strict):
    """An indicator to be in the plan. minimum or maximum: the reference value of the template, in `unit`."""

    name: str
    aliases: tuple[str, ...] = ()
    unit: str
    minimum: float | None = None
    maximum: float | None = None
    year: int | None = None
    core: bool = False
    certainty: Certainty = Certainty.STATED


class Template(Strict):
    """What plans of one kind must hold. `authority` names the document, `note` what is not known of it."""

    id: str
    title: str
    authority: str
    note: str = ""
    sections: tuple[TemplateSection, ...]
    lists: tuple[TemplateList, ...] = ()
    indicators: tuple[TemplateIndicator, ...] = ()

    @field_validator("sections")
    @classmethod
    def _some_sections(cls, sections: tuple[TemplateSection, ...]) -> tuple[TemplateSection, ...]:
        if not sections:
            raise ValueError("模板没有章节")
        return sections


def template_ids() -> tuple[str, ...]:
    """The ids of the shipped templates."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.yaml")))


def load_template(name: str | Path) -> Template:
    """A shipped template by id, or one from a file of one's own. Raises YamlError."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        path = TEMPLATES / f"{name}.yaml"
        if not path.is_file():
            raise YamlError(f"没有名为“{name}”的模板，可用的有：{'、'.join(template_ids())}。")
    template = load_strict(path, Template)
    if path.parent == TEMPLATES and template.id != path.stem:
        raise YamlError(f"{path.name}:1：id 应与文件名相同。")
    return template
