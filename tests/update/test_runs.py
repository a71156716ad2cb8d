"""Lessons whose cells read each other, corrected and moved; students who move, delete, copy and change cells.

A notebook that ran from top to bottom runs after the update, or the report names what its first error is about; and
twice is once.
"""

from __future__ import annotations

import copy
import random

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.update.test_merge import ids, lesson, sources
from tests.update.test_merge_properties import texts
from tinygrad_lite.course.update.lost import lost
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.names import given_by

NAMES = "abcdef"


def call(value):
    """What a function's body reads is wanted only here."""
    return value() if callable(value) else value


def first_missing(notebook):
    """Run it from top to bottom: the name at which it stops, or ""."""
    space = {"exercise": lambda task: lambda function: lambda *_: 0, "print": lambda *_: None, "call": call}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                exec(cell.source, space)
            except NameError as error:
                return error.name
    return ""


def code(chance, names):
    """A text that reads some of these names and gives up to two."""
    reads = ", ".join(chance.sample(names, min(len(names), chance.choice([0, 1, 1, 2]))))
    forms = [
        "{} = [{}, {}]",
        "{} = [{}, {}]",
        "def {}(x={}):\n    return [x, {}]",
        *(["{} = [{}, call(" + chance.choice(names) + "), {}]"] if names else []),
    ]
    lines = [
        chance.choice(forms).format(chance.choice(NAMES), chance.randrange(1000), reads)
        for _ in range(chance.choice([0, 1, 1, 2]))
    ]
    return "\n".join(lines) or f"print({chance.randrange(1000)}, {reads})"


def given(cells):
    return sorted(set().union(*map(given_by, cells)))


def a_cell(chance, key, names):
    kind = chance.random()
    if kind < 0.15:
        return new_markdown_cell(f"# Title {key}\nSome words.", id=key)
    if kind < 0.25:
        return new_code_cell(f'@exercise("L/{key}")\ndef f{key}(x):\n    ...  # your code here', id=key)
    return new_code_cell(code(chance, names), id=key)


def edited(chance, notebook, key, edits):
    """One more edit, if the notebook then runs."""
    new = copy.deepcopy(notebook)
    cells, what = new.cells, chance.choice(edits)
    at = chance.randrange(len(cells))
    above = given(cells[:at])
    plain = cells[at].cell_type == "code" and "@exercise" not in cells[at].source
    if what == "insert":
        cells.insert(at, a_cell(chance, key, above))
    elif what == "rewrite":
        cells[at].source = code(chance, above) if plain else cells[at].source.replace("your code", f"all {key} code")
    elif what == "append":
        cells[at].source += "\n" + (code(chance, above) if plain else f"# {key}")
    elif what == "delete" and len(cells) > 1:
        del cells[at]
    elif what == "move":
        cells.insert(chance.randrange(len(cells)), cells.pop(at))
    elif what == "copy":
        cells.insert(at + 1, copy.deepcopy(cells[at]))
        cells[at + 1].id = key
        cells[at + 1].source += chance.choice(["", f"\n# {key}"])
    elif what == "lose id":
        cells[at].id = key
    elif what == "rename":
        was = cells[at].metadata.get("tinygrad_lite", {}).get("was", [])
        cells[at].metadata["tinygrad_lite"] = {"was": [*was, cells[at].id]}
        cells[at].id = key
    return notebook if first_missing(new) else new


AUTHORS = ("insert", "rewrite", "rewrite", "delete", "move", "move", "rename")
STUDENTS = ("insert", "rewrite", "append", "append", "delete", "move", "move", "copy", "lose id")


@pytest.mark.parametrize(
    "seeds", [range(100), *(pytest.param(range(n, n + 500), marks=pytest.mark.full) for n in range(100, 6100, 500))]
)
def test_what_ran_runs_or_it_is_told_and_twice_is_once(seeds):
    for seed in seeds:
        chance = random.Random(seed)
        old = lesson()
        for number in range(chance.randint(2, 8)):
            old.cells.append(a_cell(chance, f"c{number}", given(old.cells)))
        hers, new = old, old
        for turn in range(chance.randint(0, 7)):
            hers = edited(chance, hers, f"own{turn}", STUDENTS)
        for version in "123"[: chance.choice([1, 1, 2, 3])]:
            for turn in range(chance.randint(1, 5)):
                new = edited(chance, new, f"new{version}{turn}", AUTHORS)
            new.metadata["tinygrad_lite"]["given"] = version
            result, done = merge(old, new, hers)
            stop = first_missing(result)
            told = [told.split()[0] for told in done.missing] + [name for name, *_ in done.stops]
            assert not stop or stop in told, (seed, version)
            assert lost(hers, result, old, new) == [], (seed, version)
            again, more = merge(new, new, result)
            assert (ids(again), texts(again)) == (ids(result), texts(result)), (seed, version)
            assert not any(vars(more).values()), (seed, version)
            old, hers = new, result
            if stop:
                break


def test_what_a_cell_now_reads_above_which_the_student_has_moved_it_is_told():
    """Before, only a function that it defines read it: it ran."""
    old = lesson(("data", "data = 1"), ("use", "def use():\n    return data"))
    hers = lesson(("use", "def use():\n    return data"), ("data", "data = 1"))
    result, done = merge(old, lesson(("data", "data = 1"), ("use", "use = data"), given="2"), hers)
    assert ids(result) == ["use", "data"]
    assert done.missing == ["data (cell data)"]
    moved, done = merge(old, lesson(("data", "data = 1"), ("use", "def use():\n    return [data]"), given="2"), hers)
    assert not first_missing(moved)
    assert done.missing == []


def test_a_cell_that_stays_for_its_name_finds_what_it_reads_itself():
    old = lesson(("n", "n = 1"), ("data", "data = n"), ("use", "print(data)"), ("end", "# End"))
    hers = copy.deepcopy(old)
    hers.cells[2].source = "print(data, 'mine')"
    result, done = merge(old, lesson(("use", "print(0)"), ("end", "# End"), ("n", "n = 1"), given="2"), hers)
    assert not first_missing(result)
    assert done.missing == []


def test_what_student_and_lesson_have_moved_past_each_other_runs_on():
    stub = '@exercise("L/f")\ndef f(x):\n    ...  # your code here'
    old = lesson(("a", "a = 1"), ("f", stub), ("b", "b = 2"), ("use", "use = f"))
    hers = lesson(("a", "a = 1"), ("f", stub), ("use", "use = f"), ("b", "b = 2"))
    result, done = merge(old, lesson(("a", "a = 1"), ("b", "b = 2"), ("f", stub), ("use", "use = f"), given="2"), hers)
    assert not first_missing(result)
    assert sources(result).count(stub) == 1
    assert done.missing == []


def test_a_cell_that_stays_is_not_taken_for_another_of_the_same_text():
    """The student has deleted `twin`; `data` is gone from the lesson and stays for its name."""
    old = lesson(("n", "n = 1"), ("data", "data = n"), ("twin", "data = n"))
    hers = lesson(("n", "n = 1"), ("data", "data = n"))
    hers.cells.append(new_code_cell("print(data)", id="own"))
    new = lesson(("n", "n = 1"), ("twin", "data = n"), given="2")
    result, _ = merge(old, new, hers)
    assert ids(result) == ids(merge(new, new, result)[0])
