"""From a document to everything it commits to: the one call that the rest of the product makes."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Document
from nlp.commitment import Commitments, Task
from nlp.project import find_projects
from nlp.target import extract_targets
from nlp.task import find_tasks
from nlp.task_table import find_table_tasks


def extract_tasks(document: Document) -> tuple[Task, ...]:
    """The tasks of text and annexed tables in document order, with ids t001, t002, …"""
    tasks = sorted((*find_tasks(document), *find_table_tasks(document)), key=lambda task: (task.span, task.title))
    return tuple(replace(task, id=f"t{number:03d}") for number, task in enumerate(tasks, start=1))


def extract(document: Document) -> Commitments:
    """Targets, tasks and projects of one plan. Texts that are no plans (no 文种) commit nobody to anything."""
    if document.doc_type is None:
        return Commitments()
    tasks = extract_tasks(document)
    projects = tuple(
        replace(project, id=f"p{number:03d}") for number, project in enumerate(find_projects(document), start=1)
    )
    return Commitments(targets=extract_targets(document, tasks), tasks=tasks, projects=projects)
