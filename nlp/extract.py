"""From a document to everything it commits to: the one call that the rest of the product makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from ingest.document import Document
from nlp.commitment import Commitment, Commitments, Task
from nlp.doubt import doubts_of
from nlp.link import find_links
from nlp.project import find_projects
from nlp.targets.extract import extract_targets
from nlp.tasks.stage import find_stages
from nlp.tasks.table import find_table_tasks
from nlp.tasks.text import find_tasks

Made = TypeVar("Made", bound=Commitment)


def extract_tasks(document: Document) -> tuple[Task, ...]:
    """The tasks of text and annexed tables in document order, with ids t001, t002, …"""
    tasks = sorted((*find_tasks(document), *find_table_tasks(document)), key=lambda task: (task.span, task.title))
    return tuple(replace(task, id=f"t{number:03d}") for number, task in enumerate(tasks, start=1))


def extract(document: Document) -> Commitments:
    """Targets, tasks, projects and stages of one plan, and what of them belongs together.

    Texts that are no plans (no 文种) commit nobody to anything.
    """
    if document.doc_type is None:
        return Commitments()
    tasks = extract_tasks(document)
    projects = tuple(
        replace(project, id=f"p{number:03d}") for number, project in enumerate(find_projects(document), start=1)
    )
    found = Commitments(
        targets=tuple(_doubted(document, target) for target in extract_targets(document, tasks)),
        tasks=tuple(_doubted(document, task) for task in tasks),
        projects=tuple(_doubted(document, project) for project in projects),
        stages=find_stages(document),
    )
    return replace(found, links=find_links(document, found))


def _doubted(document: Document, commitment: Made) -> Made:
    doubts = doubts_of(document, commitment)
    return replace(commitment, doubts=doubts) if doubts else commitment
