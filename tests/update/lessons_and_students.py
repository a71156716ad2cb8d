"""Random lessons, and what authors and students do to them. Every edit tells what of the student's must survive."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

NAMES = "abcdefgh"


@st.composite
def lessons(draw):
    """A lesson of text, code that gives names, and exercises; it runs from top to bottom."""
    cells = [cell(draw, f"c{number}") for number in range(draw(st.integers(1, 8)))]
    notebook = new_notebook(cells=cells)
    notebook.metadata["tinygrad_lite"] = {"lesson": "L", "given": "1"}
    return notebook


def cell(draw, key):
    """One cell: text, an exercise's stub, or code that gives a name."""
    kind = draw(st.sampled_from(["text", "code", "code", "exercise"]))
    number = draw(st.integers(0, 9))
    if kind == "text":
        return new_markdown_cell(f"# Title {number}\nSome words about {key}.", id=key)
    if kind == "exercise":
        source = f'@exercise("L/{key}")\ndef {key}(x):\n    """Times {number}."""\n    ...  # your code here'
        return new_code_cell(source, id=key)
    name = draw(st.sampled_from(NAMES))
    return new_code_cell(f"{name} = {number}\nprint({name})", id=key)


@st.composite
def next_versions(draw, lesson, stamp="2"):
    """A later version of a lesson: cells corrected, new, removed, moved, with other ids."""
    new = copy.deepcopy(lesson)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(new.cells) - 1)))
        what = draw(st.sampled_from(["correct", "insert", "remove", "move", "rename"]))
        taken = {each.id for each in new.cells}
        if what == "insert" or not new.cells:
            key = next(f"n{stamp}{k}" for k in range(99) if f"n{stamp}{k}" not in taken)
            new.cells.insert(at, cell(draw, key))
        elif what == "correct":
            corrected(draw, new.cells[at])
        elif what == "remove":
            del new.cells[at]
        elif what == "move":
            new.cells.insert(draw(st.integers(0, len(new.cells) - 1)), new.cells.pop(at))
        elif new.cells[at].id + "r" not in taken:
            was = new.cells[at].metadata.get("tinygrad_lite", {}).get("was", [])
            new.cells[at].metadata["tinygrad_lite"] = {"was": [*was, new.cells[at].id]}
            new.cells[at].id += "r"
    new.metadata["tinygrad_lite"]["given"] = stamp
    return new


def corrected(draw, one):
    """A cell with another text; sometimes it gives other names."""
    number = draw(st.integers(10, 99))
    if one.cell_type == "markdown":
        one.source = one.source.replace("words", f"better words ({number})")
    elif "@exercise" in one.source:
        one.source = one.source.replace('"""Times', f'"""Corrected {number}. Times')
    else:
        name = draw(st.sampled_from(NAMES))
        one.source = f"{name} = {number}\nprint({name}, {number})"


@dataclass
class Student:
    """A student's notebook, and what must be in it after any update.

    Attributes:
        notebook: hers.
        wrote: the texts of the cells that she changed or made, as they are now.
        deleted: ids of cells that she deleted.
    """

    notebook: object
    wrote: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


@st.composite
def students(draw, lesson, most=6):
    """A student who was given this lesson and has worked in it."""
    her = Student(copy.deepcopy(lesson))
    touched = set()
    for turn in range(draw(st.integers(0, most))):
        cells = her.notebook.cells
        at = draw(st.integers(0, max(0, len(cells) - 1)))
        what = draw(st.sampled_from(["answer", "edit", "own", "delete", "move", "split", "run", "lose id", "copy"]))
        if what == "own" or not cells:
            name = draw(st.sampled_from(NAMES))
            text = draw(
                st.sampled_from([f"mine{turn} = 1", f"# {turn}\nprint({name} if '{name}' in globals() else 0)"])
            )
            cells.insert(at, new_code_cell(text, id=f"own{turn}"))
            touched.add(id(cells[at]))
        elif what == "answer" and "your code here" in cells[at].source:
            cells[at].source = cells[at].source.replace("...  # your code here", f"return {turn} * x  ")
            touched.add(id(cells[at]))
        elif what == "edit":
            cells[at].source += f"\n# hers {turn}\t" if cells[at].cell_type == "code" else f"\nher words {turn}  "
            touched.add(id(cells[at]))
        elif what == "delete":
            her.deleted.append(cells.pop(at).id)
        elif what == "move":
            cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
        elif what == "split" and cells[at].cell_type == "markdown" and "\n" in cells[at].source:
            first, _, second = cells[at].source.partition("\n")  # as JupyterLab does: the second half keeps the id
            cells[at].source = second
            cells.insert(at, new_markdown_cell(first, id=f"split{turn}"))
            touched |= {id(cells[at]), id(cells[at + 1])}
        elif what == "run" and cells[at].cell_type == "code":
            cells[at].outputs = [new_output("stream", text="1\n")]
            cells[at].execution_count = turn
        elif what == "lose id":
            cells[at].id = f"lost{turn}"
        elif what == "copy":
            twin = copy.deepcopy(cells[at])
            twin.id = f"copy{turn}"
            twin.source += f"\n# a copy {turn}" if twin.cell_type == "code" else f"\na copy {turn}"
            cells.insert(at + 1, twin)
            touched.add(id(twin))
    her.wrote = [each.source for each in her.notebook.cells if id(each) in touched]
    return her
