"""A picture with sliders is drawn again when the whole lesson has run: what it reads must still be what it was."""

import ast
import json
from pathlib import Path

import pytest

from tinygrad_lite.course.exercises import LESSONS

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def cells_of(lesson):
    notebook = json.loads((SOLUTIONS / f"{lesson}.ipynb").read_text("utf-8"))
    code = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return [(cell["id"], ast.parse("".join(cell["source"]))) for cell in code]


def given(tree):
    """The names that a cell gives a value, outside of its functions."""
    waiting, found = list(tree.body), set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            waiting += ast.iter_child_nodes(node)
    return found


def read_by(function, functions):
    """The names that a function reads from outside, and those that the notebook's functions read which it calls."""
    found, waiting, seen = set(), [function], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        names = [node for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
        own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        own |= {node.arg for node in ast.walk(functions[name]) if isinstance(node, ast.arg)}
        read = {node.id for node in names} - own
        found |= read
        waiting += read
    return found


def overwritten(cells):
    """(cell with sliders, name that its function reads, later cell that gives it another value)."""
    functions = {node.name: node for _, tree in cells for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = []
    for place, (here, tree) in enumerate(cells):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") != "explore" or not isinstance(call.args[0], ast.Name):
                continue
            read = read_by(call.args[0].id, functions)
            for later, other in cells[place + 1 :]:
                found += [(here, name, later) for name in sorted(read & given(other) - set(functions))]
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_later_cell_changes_what_a_picture_with_sliders_reads(lesson):
    assert not overwritten(cells_of(lesson))


def test_it_would_be_found():
    cells = ["sizes = [1, 2]", "def draw(x):\n    return sizes[x]\nexplore(draw, x=1)", "for sizes in ():\n    pass"]
    named = [(str(place), ast.parse(text)) for place, text in enumerate(cells)]
    assert overwritten(named) == [("1", "sizes", "2")]
