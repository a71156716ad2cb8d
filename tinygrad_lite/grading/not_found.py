"""Answers that are there and that reading the notebook does not find: a person looks, and nobody gets a 0 for them."""

from __future__ import annotations

from .cell_text import Text
from .handed_in import Tasks, Words, named_in_broken
from .notebook import LONGEST_CELL, Notebook

#: Why an answer that is there could not be found.
TOO_LONG = (
    f"Its cell is too long to be read (more than {LONGEST_CELL:,} characters, or the whole notebook is too long)."
)
MADE_WHILE_RUNNING = "It is made while the notebook runs (by `exec` or a call, say); no cell has a definition of it."


def not_found(notebook: Notebook, texts: list[Text], tasks: Tasks, words: Words, defined: set[str]) -> dict[str, str]:
    """Tasks whose answers are in cells that were not read, or are made while the notebook runs.

    Where an exercise's stub is gone and no definition took its place (it is not among those `defined`), it may be made
    by whatever gives its name a value or makes names.
    """
    statements = [each for text in texts for each in text.statements]
    gone = {name for name, exercise in tasks.by_name.items() if exercise.id not in defined}
    made = {name for each in statements for name in each.may_be_functions & gone}
    if any(each.makes_names for each in statements):
        made |= tasks.by_name.keys() & {name for each in statements for name in each.defined_in_texts}
        made |= {name for name in gone if tasks.by_name[name].id.replace("/", "-") in {c.id for c in notebook.code}}
    found = {tasks.by_name[name].id: MADE_WHILE_RUNNING for name in made}
    for cell in notebook.code:
        found |= dict.fromkeys(named_in_broken(cell.left_out, cell.id, tasks, words) if cell.left_out else (), TOO_LONG)
    return found
