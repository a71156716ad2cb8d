"""Versions of a lesson: what its cells ask, under a short name that every notebook carries.

A version changes when a task comes or goes, or when what a student begins with changes; words around the exercises do
not count, nor do questions that a person reads, which an instructor may add. `versions.json` beside a lesson's
exercises keeps all versions that there were, oldest first, so that a notebook of last year can be told from one of
today, and what it asked is known.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .task import Task
from .text_question import TextQuestion

FILE = "versions.json"


def version_of(tasks: list[Task]) -> str:
    """The name of the version of a lesson with these tasks: ten signs, the same on every machine."""
    judged = [task for task in tasks if not isinstance(task, TextQuestion)]
    cells = [[task.id, *cell] for task in judged for cell in task.cells(False)]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()[:10]


def kept_versions(folder: Path) -> dict[str, list[str]]:
    """Version → ids of its tasks, oldest first.

    Args:
        folder: of the lesson's exercises.
    """
    file = folder / FILE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def versions_as_json(folder: Path, tasks: list[Task]) -> str:
    """What `versions.json` should hold: what it holds, and the version of today as the last."""
    today = version_of(tasks)
    kept = {version: ids for version, ids in kept_versions(folder).items() if version != today}
    kept[today] = [task.id for task in tasks]
    rows = ",\n".join(f" {json.dumps(version)}: {json.dumps(ids)}" for version, ids in kept.items())
    return f"{{\n{rows}\n}}\n"
