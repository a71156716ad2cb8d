"""Which lesson a notebook is: by its `begin("02_loss")`, otherwise by its cells. The file's name never decides."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from functools import cache, lru_cache

from ..course.exercises import LESSONS, MORE_LESSONS, tasks_of
from ..course.folders import lessons_folder
from ..course.oracle import file_of_answers
from ..course.text_question import TextQuestion
from ..course.versions import kept_versions, version_of
from .near import did_you_mean

#: A lesson is known by its cells if at least this share of the ids that it alone has are there.
ENOUGH = 0.3
#: In words that an instructor knows who never saw what the function does.
NO_BEGIN = "no cell says begin(…)"

_BEGIN = re.compile(r"""^[^#\n]*\bbegin\(\s*(?:lesson\s*=\s*)?["']([^"'\n]{1,80})["']""", re.MULTILINE)


def recognised(ids: set[str], sources: list[str], notes: list[str]) -> tuple[str, str]:
    """The lesson, and by what it was recognised; "" and why not, where it is none of ours.

    Args:
        ids: of all cells.
        sources: texts of the code cells, in order.
        notes: what is odd about it is added here.
    """
    begun = [lesson for source in sources if "begin" in source for lesson in begun_in(source)]
    known = [lesson for lesson in begun if lesson in LESSONS]
    if known:
        others = sorted(set(begun) - {known[0]})
        if others:
            notes.append(f"It begins more than one lesson: {', '.join([known[0], *others])}. The first counts.")
        return known[0], f'begin("{known[0]}")'
    if begun:
        notes.append(f'It begins "{begun[0]}", and there is no such lesson. {did_you_mean(begun[0], LESSONS)}'.rstrip())
    lesson, how = _by_cells(ids)
    if begun and not lesson:
        how = f'it begins "{begun[0]}", which is not known here: exercises of your own need --exercises FILE'
    return lesson, how


def begun_in(source: str) -> list[str]:
    """The lessons that a cell begins; of a cell that Python cannot read, what its lines say."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return _BEGIN.findall(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "lesson")]
            if name == "begin" and values and isinstance(values[0], ast.Constant) and isinstance(values[0].value, str):
                found.append((node.lineno, values[0].value[:80]))
    return [lesson for _, lesson in sorted(found)]


def _by_cells(ids: set[str]) -> tuple[str, str]:
    """The lesson whose own cells are there."""
    shares = {lesson: (len(own & ids) / len(own), len(own & ids), len(own)) for lesson, own in _own_ids().items()}
    best = max(shares, key=lambda lesson: shares[lesson][0], default="")
    if not best:
        return "", NO_BEGIN
    share, found, there = shares[best]
    cells = (
        f"{found} of the {there} cells of {best} {'is' if found == 1 else 'are'}" if found else "no cell of a lesson is"
    )
    said = f"{NO_BEGIN}, and {cells} in it"
    return (best, said) if share >= ENOUGH else ("", said)


@cache
def cells_of(lesson: str) -> dict[str, tuple[str, str]]:
    """The cells of a lesson as it is handed out: id → (kind, text); of an instructor's own, those of its tasks."""
    if lesson in MORE_LESSONS:
        cells = [(task.id.replace("/", "-") + more, kind, text) for task in tasks_of(lesson)
                 for more, kind, text in task.cells(False)]  # fmt: skip
        return {cell_id: (kind, text) for cell_id, kind, text in cells}
    whole = json.loads((lessons_folder() / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: (cell["cell_type"], "".join(cell["source"])) for cell in whole["cells"]}


@cache
def _own_ids() -> dict[str, set[str]]:
    """For each lesson the ids of cells that no other lesson has."""
    everywhere = Counter(cell_id for lesson in LESSONS for cell_id in cells_of(lesson))
    return {lesson: {cell_id for cell_id in cells_of(lesson) if everywhere[cell_id] == 1} for lesson in LESSONS}


@lru_cache(maxsize=200)
def asked_in(lesson: str, version: str) -> list[str] | None:
    """The ids of the tasks that a version of a lesson had; None for a version that is not known.

    A notebook says itself of which version it is: enough for a sentence to the instructor, and for no mark.
    """
    tasks = tasks_of(lesson)
    return kept_versions(file_of_answers(tasks[0].id).parent).get(version)


@lru_cache(maxsize=200)
def said_of_version(lesson: str, version: str) -> str:
    """A sentence for a notebook that is not of today's version of its lesson; "" for one that is."""
    tasks = tasks_of(lesson)
    if version == version_of(tasks):
        return ""
    if not version:
        return "The notebook does not say of which version of the lesson it is."
    asked = asked_in(lesson, version)
    if asked is None:
        return f"The notebook says that it is of a version of the lesson that is not known here ({version})."
    new = [task.id for task in tasks if task.id not in asked and not isinstance(task, TextQuestion)]
    lacks = f" It had no {', '.join(new)}." if new else " It asked the same, in other words."
    return f"The notebook is of an older version of the lesson ({version}).{lacks}"
