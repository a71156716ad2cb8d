"""What is said in place of a picture comes from what was drawn: a student's own run may draw something else."""

import ast

import nbformat
import pytest

from tinygrad_lite import plots
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import lessons_folder


def is_fixed(expression, fixed_names=frozenset()):
    """Whether this text is the same in every run: it asks for no value but such as are fixed themselves."""
    names = [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
    return all(name in fixed_names for name in names)


def fixed_names(tree):
    """The names to which a cell gives nothing but numbers and texts written out. (A list may grow.)"""
    given = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            written_out = isinstance(node.value, (ast.Constant, ast.JoinedStr, ast.BinOp)) and is_fixed(node.value)
            given.setdefault(node.targets[0].id, []).append(written_out)
    return {name for name, all_fixed in given.items() if all(all_fixed)}


def fixed_words(source):
    """The lines of a cell in which a picture gets words that say nothing of what was drawn."""
    tree = ast.parse(source)
    fixed = fixed_names(tree)
    return [
        keyword.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "alt" and is_fixed(keyword.value, fixed)
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('picture(fig, alt="A valley with one lowest point.")', [1]),
        ('picture(\n    fig,\n    alt="A valley, "\n    "its lowest point at 1.9.",\n)', [3]),
        ('where = "at 1.9"\npicture(fig, alt=f"A valley, lowest {where}.")', [2]),
        ('picture(fig, alt=f"A valley, lowest near w = {best:.1f}.")', []),
        ('words = []\nwords.append(f"{best:.1f}")\npicture(fig, alt="; ".join(words))', []),
        ('words = "; ".join(said)\npicture(fig, alt=words)', []),
        ("plot_loss(model)", []),
    ],
)
def test_what_is_found(source, lines):
    assert fixed_words(source) == lines


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_words_of_each_picture_are_made_of_what_was_drawn(lesson):
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = {cell.id: fixed_words(cell.source) for cell in code if "alt=" in cell.source}
    assert found  # no lesson is without pictures
    assert not {cell: lines for cell, lines in found.items() if lines}


def widths(source):
    """How many inches wide each picture of a cell is, where that is written out."""
    return [
        keyword.value.elts[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "figsize" and isinstance(keyword.value.elts[0], ast.Constant)
    ]


@pytest.mark.parametrize("lesson", list(LESSONS)[7:])
def test_no_picture_is_so_wide_that_a_narrow_page_shows_half_of_it(lesson):
    """A narrow page shrinks a picture to little more than half of its size and no further: the rest is scrolled."""
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    found = {cell.id: widths(cell.source) for cell in notebook.cells if cell.cell_type == "code"}
    assert sum(map(len, found.values())) > 2
    assert not {cell: wide for cell, wide in found.items() if wide and max(wide) > 8.5}


def asserts(source):
    """Whether a cell ends with an error where something is not as it says."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_shown_failing_is_asserted_to_fail(lesson):
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.id.startswith("mistake")]
    assert not [cell.id for cell in cells if not asserts(cell.source) and "raise AssertionError" not in cell.source]


def makers(cells):
    """The names of functions that return a picture: `picture`, those of the plots, and the lesson's own."""
    found = {"picture", *plots.__all__} - {"explore"}  # which shows itself
    for source in cells:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
                if any(isinstance(value, ast.Call) and name_of(value) == "picture" for value in returned):
                    found.add(node.name)
    return found


def name_of(call):
    return call.func.id if isinstance(call.func, ast.Name) else None


def not_shown(source, names):
    """The lines in which a picture is made that nobody sees: JupyterLab shows what a cell's last line gives."""
    tree = ast.parse(source)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and name_of(node.value) in names
        if node is not tree.body[-1]
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("if recording:\n    picture(fig, alt=words)", [2]),
        ("picture(fig, alt=words)\nprint(label)", [1]),
        ("fig = draw()\npicture(fig, alt=words)", []),
        ("def drawn():\n    return picture(fig, alt=words)\ndrawn()", []),
        ("shown = picture(fig, alt=words)\nshown", []),
    ],
)
def test_a_picture_that_nobody_sees_is_found(source, lines):
    assert not_shown(source, makers([source])) == lines


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_picture_that_is_made_is_shown(lesson):
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    cells = {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}
    names = makers(cells.values())
    assert {name: lines for name, source in cells.items() if (lines := not_shown(source, names))} == {}
