"""Answers that are there and that reading the notebook does not find: a person looks, and nobody gets a 0 for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cell_text import Text
from .handed_in import Tasks, Words, named_in_broken, registers_while_running
from .notebook import LONGEST_CELL, Cell, Notebook
from .statements import DEFINITIONS

#: Why an answer that is there could not be found.
TOO_LONG = (
    f"Its cell is too long to be read (more than {LONGEST_CELL:,} characters, or the whole notebook is too long)."
)
MADE_WHILE_RUNNING = "It is made while the notebook runs (by `exec` or a call, say); no cell has a definition of it."
CALLED_OTHERWISE = 'Something is defined in its cell, but nothing called `{name}`, and none under `@exercise("{id}")`.'
NO_CODE = "Its cell is no code cell any more, but Markdown or Raw (the keys m and r do that): nothing in it was run."
NO_TEXT = "Its cell holds no text that could be read."
NOT_PYTHON = "What may be its answer stands in a cell that begins with %%{magic}: nothing in it was run."
SET_ASIDE = "What may be its answer stands behind # or in quotes: nothing of it was run."
ANSWERED_OTHERWISE = 'Something stands in its cell, but no `answer("{id}", …)` that could be read.'


def not_found(
    notebook: Notebook, texts: list[Text], tasks: Tasks, words: Words, defined: set[str], written: set[str]
) -> dict[str, str]:
    """Tasks whose answers are in cells that were not read, or are made while the notebook runs.

    Where an exercise's stub is gone and no definition took its place (it is not among those `defined`), it may be made
    by whatever gives its name a value or makes names; what is registered while the notebook runs may be for any of
    which nothing is `written`.
    """
    statements = [each for text in texts for each in text.statements]
    gone = {name for name, exercise in tasks.by_name.items() if exercise.id not in defined}
    made = {name for each in statements for name in each.may_be_functions & gone}
    if any(each.makes_names for each in statements):
        made |= tasks.by_name.keys() & {name for each in statements for name in each.defined_in_texts}
        made |= {name for name in gone if tasks.by_name[name].id.replace("/", "-") in {c.id for c in notebook.code}}
    found = _in_their_cells(notebook, texts, tasks, {tasks.by_name[name].id for name in gone})
    aside = {tasks.by_name[name].id for each in statements for name in each.defined_in_texts & gone}
    for cell in notebook.code:
        aside |= named_in_broken(_uncommented(cell.source), "", tasks, words)
    found |= dict.fromkeys((aside & tasks.exercises.keys()) - defined, SET_ASIDE)
    found |= {tasks.by_name[name].id: MADE_WHILE_RUNNING for name in made}
    if any(registers_while_running(each, tasks, words) for each in statements):
        found |= dict.fromkeys(tasks.exercises.keys() - written, MADE_WHILE_RUNNING)
    return found | dict(_not_read(notebook, texts, tasks, words))


def _uncommented(source: str) -> str:
    """The text with what stands behind # only."""
    return "\n".join(re.findall(r"^[ \t]*#+ ?(.*)", source, re.MULTILINE))


def _not_read(notebook: Notebook, texts: list[Text], tasks: Tasks, words: Words) -> Iterator[tuple[str, str]]:
    """Tasks that are spoken of in cells that were not read: they are too long, another program's, or odd."""
    for cell, text in _cells_and_texts(notebook, texts):
        if cell.left_out or cell.odd or text.foreign:
            why = TOO_LONG if cell.left_out else NO_TEXT if cell.odd else NOT_PYTHON.format(magic=text.foreign)
            for task in named_in_broken(cell.left_out or cell.source, cell.id, tasks, words):
                yield task, why


def _cells_and_texts(notebook: Notebook, texts: list[Text]) -> Iterator[tuple[Cell, Text]]:
    """The code cells and what was read of them; before these there may be texts of deleted cells of the lesson."""
    yield from zip(notebook.code, texts[len(texts) - len(notebook.code) :], strict=True)


def _in_their_cells(notebook: Notebook, texts: list[Text], tasks: Tasks, gone: set[str]) -> dict[str, str]:
    """Tasks whose own cell is there, and has something in it that may be the answer.

    Of questions all, answered or not: what was read of an answer comes first.
    """
    by_cell = {cell.id: text for cell, text in _cells_and_texts(notebook, texts)}
    found = {}
    for task in tasks.all:
        text = by_cell.get(task.id.replace("/", "-"))
        if text is None or text.failure or not text.statements:
            continue
        if task.id not in tasks.exercises:
            found[task.id] = ANSWERED_OTHERWISE.format(id=task.id)
        elif task.id in gone and any(isinstance(one, DEFINITIONS) for each in text.statements for one in each.pieces):
            found[task.id] = CALLED_OTHERWISE.format(id=task.id, name=tasks.exercises[task.id].name)
    not_run = {cell.id for cell in notebook.cells if cell.kind != "code" and "def " in cell.source}
    return found | {task: NO_CODE for task in gone if task.replace("/", "-") in not_run}
