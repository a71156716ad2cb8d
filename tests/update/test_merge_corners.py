"""Corners of a merge that random lessons do not come to: two cells that become one, notes with pictures, line ends."""

from __future__ import annotations

import copy

import pytest
from nbformat.v4 import new_code_cell

from tests.update.test_merge import ids, lesson, sources
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.say import updated

TWO = lesson(("a", "# A"), ("b", "# B"), ("z", "# Z"))
ONE = lesson(("ab", "# A and B"), ("z", "# Z"), given="2")
ONE.cells[0].metadata["tinygrad_lite"] = {"was": ["a", "b"]}


def changed(old, key, text):
    hers = copy.deepcopy(old)
    next(cell for cell in hers.cells if cell.id == key).source = text
    return hers


def test_two_untouched_cells_become_the_one_that_they_are_now():
    result, done = merge(TWO, ONE, TWO)
    assert (ids(result), sources(result)) == (["ab", "z"], ["# A and B", "# Z"])
    assert not done.kept


def test_of_two_cells_that_become_one_the_changed_one_stays():
    result, _ = merge(TWO, ONE, changed(TWO, "b", "# Mine"))
    assert sources(result)[:2] == ["# A and B", "# Mine"]
    assert "no longer part of the lesson" in sources(result)[2]
    result, _ = merge(TWO, ONE, changed(TWO, "a", "# Mine"))
    assert ids(result) == ["ab", "update-ab", "z"]
    assert sources(result)[0] == "# Mine"
    assert "> # A and B" in sources(result)[1]


def test_of_a_cell_that_becomes_two_the_first_is_it():
    new = lesson(("a1", "# A1"), ("a2", "# A2"), ("b", "# B"), ("z", "# Z"), given="2")
    for cell in new.cells[:2]:
        cell.metadata["tinygrad_lite"] = {"was": ["a"]}
    assert ids(merge(TWO, new, TWO)[0]) == ["a1", "a2", "b", "z"]
    assert sources(merge(TWO, new, changed(TWO, "a", "# Mine"))[0])[::2] == ["# Mine", "# A2", "# Z"]


def test_a_cell_that_stays_because_it_is_used_is_not_called_changed():
    old = lesson(("data", "data = 1"), ("z", "# Z"))
    hers = copy.deepcopy(old)
    hers.cells.append(new_code_cell("mine = data", id="own"))
    result, done = merge(old, lesson(("z", "# Z"), given="2"), hers)
    assert ids(result) == ["data", "update-data", "z", "own"]
    assert "x.ipynb: 1 kept because your cells use it; everything you wrote is as it was." in updated("x.ipynb", done)


def test_a_note_in_which_a_picture_was_put_is_the_students():
    hers = changed(TWO, "a", "# Mine")
    second = changed(TWO, "a", "# Second")
    noted, _ = merge(TWO, second, hers)
    noted.cells[1].attachments = {"a.png": {"image/png": "AAAA"}}
    result, _ = merge(second, changed(TWO, "a", "# Third"), noted)
    assert [cell.get("attachments") for cell in result.cells if cell.get("attachments")] == [noted.cells[1].attachments]
    assert "# Third" in sources(result)[1]


def test_the_version_that_was_chosen_is_the_lessons_again_whatever_its_line_ends():
    old, second = lesson(("data", "data = 1")), lesson(("data", "data = 2\nmore = 3"), given="2")
    both, _ = merge(old, second, changed(old, "data", "data = 7"))
    del both.cells[1]
    both.cells[0].source = both.cells[0].source.replace("\n", "\r\n")
    result, _ = merge(second, lesson(("data", "data = 4\nmore = 5"), given="3"), both)
    assert (ids(result), sources(result)) == (["data"], ["data = 4\nmore = 5"])


def test_a_copy_of_a_note_goes_with_the_note():
    second = changed(TWO, "a", "# Second")
    noted, _ = merge(TWO, second, changed(TWO, "a", "# Mine"))
    noted.cells.append(copy.deepcopy(noted.cells[1]))
    noted.cells[-1].id = "copy"
    result, _ = merge(second, third := changed(TWO, "a", "# Third"), noted)
    assert ids(result) == ["a", "update-a", "b", "z"]
    assert "# Third" in sources(result)[1]
    assert sources(merge(third, third, result)[0]) == sources(result)


def test_each_old_version_whose_names_are_used_runs_on_through_many_updates():
    base = lesson(("data", "one = 1"), ("z", "# Z"))
    hers = copy.deepcopy(base)
    hers.cells.append(new_code_cell("print(one, two, three)", id="own"))
    for number, name in enumerate(("two", "three", "four", "five"), 2):
        new = lesson(("data", f"{name} = {number}"), ("z", f"# Z{number}"), given=str(number))
        hers, base = merge(base, new, hers)[0], new
    code = [cell.source.split("\n")[-1] for cell in hers.cells if cell.cell_type == "code"]
    assert code == ["one = 1", "two = 2", "three = 3", "five = 5", "print(one, two, three)"]


def test_a_note_about_a_cell_that_comes_back_goes():
    gone = lesson(("z", "# Z"), given="2")
    noted, _ = merge(TWO, gone, changed(TWO, "a", "# Mine"))
    assert ids(noted) == ["a", "update-a", "z"]
    del noted.cells[0]  # the student deletes what is no longer asked for, and leaves the note
    back = lesson(("a", "# A"), ("z", "# Z"), given="3")
    result, _ = merge(gone, back, noted)
    assert ids(result) == ["a", "z"]
    assert ids(merge(back, back, result)[0]) == ["a", "z"]


def test_of_two_cells_with_one_id_the_lessons_is_the_one_that_has_its_text():
    """One cut out of another lesson, and put above it, keeps its id."""
    hers = copy.deepcopy(TWO)
    hers.cells.insert(0, new_code_cell("of_another = 1", id="b"))
    result, done = merge(TWO, changed(TWO, "b", "# B, corrected"), hers)
    assert sources(result) == ["of_another = 1", "# A", "# B, corrected", "# Z"]
    assert done.updated == ["b"]


@pytest.mark.parametrize(("old", "new"), [("(x, delta)", "(x, beta)"), ("(x)", "(x, beta)"), ("(x, beta)", "(x)")])
def test_an_answer_whose_first_line_is_another_now_stays_and_is_told_of(old, new):
    def asking(parameters):
        return lesson(("f", f'@exercise("loss/f")\ndef f{parameters}:\n    """Twice x."""\n    ...  # your code here'))

    answer = asking(old).cells[0].source.replace("...  # your code here", "return 2 * x")
    result, done = merge(asking(old), asking(new), changed(asking(old), "f", answer))
    assert sources(result)[0] == answer
    assert f"def f{new}:" in sources(result)[1]
    assert "run its cell to have it checked against the new text" in sources(result)[1]
    assert any("1 exercise has changed since you answered: loss/f" in line for line in updated("x.ipynb", done))


def test_a_new_version_that_reads_what_the_student_has_deleted_does_not_run():
    """It would stop a run that came to its end before."""
    old = lesson(("a", "a = 1"), ("b", "b = a"), ("z", "# Z"))
    hers = changed(old, "b", "mine = 2")
    del hers.cells[0]
    new = lesson(("a", "a = 1"), ("b", "c = a + 1"), ("z", "# Z"), given="2")
    result, _ = merge(old, new, hers)
    assert (ids(result), sources(result)[0]) == (["b", "update-b", "z"], "mine = 2")
    assert result.cells[1].cell_type == "markdown"
    assert "c = a + 1" in sources(result)[1]
    again, _ = merge(new, new, result)
    assert sources(again) == sources(result)
    with_all, _ = merge(old, new, changed(old, "b", "mine = 2"))
    assert sources(with_all)[1].endswith("\nc = a + 1")  # nothing is lacking there: it runs, as the cells below need


def test_a_cell_is_renamed_by_one_update_not_by_each():
    """Two cells have become one; the student has deleted the first, and changed the second."""
    old = lesson(("a", "a = 1"), ("b", "b = 2"), ("z", "# Z"))
    new = lesson(("ab", "a, b = 1, 2"), ("z", "# Z"), given="2")
    new.cells[0].metadata["tinygrad_lite"] = {"was": ["a", "b"]}
    result, _ = merge(old, new, lesson(("b", "b = 3"), ("z", "# Z")))
    assert ids(merge(new, new, result)[0]) == ids(result)


def test_an_old_version_of_a_cell_with_a_magic_runs():
    old = lesson(("data", "%%capture shown\ndata = 1"), ("z", "# Z"))
    new = lesson(("data", "%%capture seen\nmore = 1"), ("z", "# Z"), given="2")
    hers = copy.deepcopy(old)
    hers.cells.append(new_code_cell("print(data, shown)", id="own"))
    result, _ = merge(old, new, hers)
    said = "# The lesson's old version, kept because cells of yours use names from it."
    assert sources(result)[0] == f"%%capture shown\n{said}\ndata = 1"
    assert sources(merge(new, new, result)[0]) == sources(result)
    both, _ = merge(old, new, lesson(("data", "%%capture shown\ndata = 3"), ("z", "# Z")))
    said = "# The lesson's new version. The cell below is yours, as you left it; keep the one you want."
    assert sources(both)[0] == f"%%capture seen\n{said}\nmore = 1"
    del both.cells[1]
    assert sources(merge(new, new, both)[0])[0] == "%%capture seen\nmore = 1"
