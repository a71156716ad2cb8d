"""What a student's cell reads is there when it runs: in cells of the lesson that the student has changed, too."""

from __future__ import annotations

import copy

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell

from tests.update.lessons_and_students import lessons, next_versions
from tests.update.test_merge import lesson, sources
from tests.update.test_merge_properties import often, run, texts, very_often
from tinygrad_lite.course.update.lost import lost
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.names import given_by
from tinygrad_lite.course.update.say import updated

BASE = lesson(("data", "data = 1"), ("use", "print(1)"), ("end", "end = 3"))
OLD_DATA = "# The lesson's old version, kept because cells of yours use names from it.\ndata = 1"


def changed(old, **sources_by_id):
    hers = copy.deepcopy(old)
    for cell in hers.cells:
        cell.source = sources_by_id.get(cell.id, cell.source)
    return hers


HERS = changed(BASE, use="print(1, data)")


@pytest.mark.parametrize(
    ("cells", "after"),
    [
        ([("use", "print(1)"), ("end", "end = 3"), ("data", "data = 1")], [OLD_DATA, HERS.cells[1].source, "end = 3"]),
        ([("data", "new = 1"), ("use", "print(1)"), ("end", "data = 3")], ["new = 1", OLD_DATA, HERS.cells[1].source]),
        ([("use", "print(1)"), ("data", "data = 2")], [OLD_DATA, HERS.cells[1].source]),
        ([("use", "print(1)"), ("end", "data = 3")], ["data = 1", "**The cell above is no"]),
    ],
    ids=["moved below", "renamed, and the name given later", "moved and corrected", "gone, and the name given later"],
)
def test_what_a_changed_cell_reads_runs_above_it(cells, after):
    new = lesson(*cells, given="2")
    result, _ = merge(BASE, new, HERS)
    for source, said in zip(sources(result), after, strict=False):
        assert source.startswith(said)
    run(result)
    assert texts(merge(new, new, result)[0]) == texts(result)


def test_what_the_student_has_changed_moves_up_to_the_cell_that_reads_it():
    hers = changed(HERS, data="data = 7")
    new = lesson(("use", "print(1)"), ("end", "end = 3"), ("data", "data = 1"), given="2")
    result, _ = merge(BASE, new, hers)
    assert sources(result) == ["data = 7", "print(1, data)", "end = 3"]
    assert texts(merge(new, new, result)[0]) == texts(result)


def test_an_own_cell_moves_up_to_the_changed_cell_that_reads_it():
    hers = changed(BASE, use="print(1, mine)")
    hers.cells.insert(1, new_code_cell("mine = 7", id="own"))
    new = lesson(("use", "print(1)"), ("data", "data = 1"), given="2")
    result, _ = merge(BASE, new, hers)
    assert sources(result)[:3] == ["mine = 7", "print(1, mine)", "data = 1"]


def test_what_an_old_version_reads_itself_runs_on_too():
    old = lesson(("n", "n = 1"), ("data", "data = n + 1"), ("use", "print(data)"))
    new = lesson(("n", "count = 1"), ("data", "values = count + 1"), ("use", "print(values)"), given="2")
    hers = copy.deepcopy(old)
    hers.cells.append(new_code_cell("mine = data", id="own"))
    result, _ = merge(old, new, hers)
    assert [source.split("\n")[-1] for source in sources(result)] == [
        "n = 1",
        "count = 1",
        "data = n + 1",
        "values = count + 1",
        "print(values)",
        "mine = data",
    ]
    assert texts(merge(new, new, result)[0]) == texts(result)
    moved = lesson(("use", "print(1)"), ("data", "data = n + 1"), ("n", "n = 1"), given="2")
    result, _ = merge(old, moved, changed(old, use="print(data)  # mine"))
    run(result)


def test_a_cell_that_is_gone_and_needed_is_told_as_kept():
    new = lesson(("use", "print(1)"), ("end", "data = 3"), given="2")
    _, done = merge(BASE, new, HERS)
    assert (done.used, done.removed) == (["data"], [])


def test_what_the_lesson_now_reads_of_a_deleted_cell_is_told():
    hers = copy.deepcopy(BASE)
    del hers.cells[0]
    new = lesson(("data", "data = 1"), ("use", "print(data)"), ("end", "end = 3"), given="2")
    result, done = merge(BASE, new, hers)
    assert sources(result) == ["print(data)", "end = 3"]
    said = "  The lesson now uses what cells give that you have deleted, moved or changed: data (cell data)."
    assert updated("x.ipynb", done)[1:] == [said]
    _, done = merge(new, changed(new, end="end = 4"), result)  # it was told
    assert not done.missing
    assert not merge(BASE, new, BASE)[1].missing


@st.composite
def authors_of_everything(draw):
    """A lesson, its next version, a student whose own and changed cells read what is above them and give new names."""
    old = draw(lessons())
    new, her = draw(next_versions(old)), copy.deepcopy(old)
    for turn in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(her.cells)))
        names = sorted({name for cell in her.cells[:at] for name in given_by(cell) if len(name) == 1 or "mine" in name})
        read = draw(st.sampled_from(names)) if names else "1"
        line = draw(st.sampled_from(["mine{} = {}", "mine{} = [{} for _ in 'x']", "def mine{}():\n    return {}"]))
        line = line.format(turn, read)
        what = draw(st.sampled_from(["own", "own", "change", "change", "delete"]))
        if what == "own" or at == len(her.cells):
            her.cells.insert(at, new_code_cell(line, id=f"own{turn}"))
        elif what == "change" and her.cells[at].cell_type == "code" and "@exercise" not in her.cells[at].source:
            her.cells[at].source += "\n" + line
        elif what == "delete":
            rest = nbformat.v4.new_notebook(cells=her.cells[:at] + her.cells[at + 1 :])
            if runs(rest):
                del her.cells[at]
    return old, new, her


def runs(notebook):
    try:
        run(notebook)
    except NameError:
        return False
    return True


@often
@given(authors_of_everything())
def test_whatever_a_student_has_written_into_the_lesson_runs_after_the_update(case):
    old, new, her = case
    assert runs(her)
    result, done = merge(old, new, her)
    assert runs(result) or done.missing or done.stops
    assert lost(her, result, old, new) == []
    again, _ = merge(new, new, result)
    assert texts(again) == texts(result)


@pytest.mark.full
def test_the_same_in_three_thousand_cases():
    test = test_whatever_a_student_has_written_into_the_lesson_runs_after_the_update
    very_often(given(authors_of_everything())(test.hypothesis.inner_test))()
