"""Templates: what a plan of one kind must hold, as data with a word on how sure each line is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import Field, field_validator, model_validator

from rules.yaml_file import DATA, Strict, YamlError, load_strict

TEMPLATES = DATA / "templates"


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
    elsewhere: tuple[str, ...] = ()  # words that show its matter where no chapter bears its name


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


class TemplateTask(Strict):
    """A task that the plan must take up. Each point is words that must stand in one sentence, parted by blanks; of
    words parted by / any one does."""

    title: str
    group: str = ""
    points: tuple[str, ...] = Field(min_length=1)
    certainty: Certainty = Certainty.STATED

    @field_validator("points")
    @classmethod
    def _said(cls, points: tuple[str, ...]) -> tuple[str, ...]:
        for point in points:
            if not all(word for group in point.split() for word in group.split("/")) or not point.split():
                raise ValueError(f"要点“{point}”里有空的词")
        return points


class Template(Strict):
    """What plans of one kind must hold. `authority` names the document, `note` what is not known of it."""

    id: str
    title: str
    authority: str
    note: str = ""
    sections: tuple[TemplateSection, ...] = ()
    lists: tuple[TemplateList, ...] = ()
    indicators: tuple[TemplateIndicator, ...] = ()
    tasks: tuple[TemplateTask, ...] = ()

    @model_validator(mode="after")
    def _asks_for_something(self) -> Template:
        if not self.sections and not self.tasks:
            raise ValueError("模板没有章节，也没有任务")
        return self


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


def dump_template(template: Template) -> str:
    """The template as YAML for a person to edit; what is not said is left out."""
    values = template.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=118)
