"""One case for each thing that an author or a student may do, with the words that come of it."""

from __future__ import annotations

import copy

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.said import ours


def lesson(*cells, given="1"):
    """A lesson from (id, text) pairs; text that begins with "#" is Markdown."""
    made = [
        (new_markdown_cell if text.startswith("#") else new_code_cell)(text, id=key) for key, text in cells
    ]  # fmt: skip
    notebook = new_notebook(cells=made)
    notebook.metadata["tinygrad_lite"] = {"lesson": "L", "given": given}
    return notebook


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def ids(notebook):
    return [cell.id for cell in notebook.cells]


OLD = lesson(("title", "# Title"), ("data", "data = 1"), ("use", "print(data)"))


def student(**changes):
    """The old lesson with these cells changed."""
    notebook = copy.deepcopy(OLD)
    for cell in notebook.cells:
        cell.source = changes.get(cell.id, cell.source)
    return notebook


def test_a_text_that_both_have_changed_gets_a_note_with_the_new_one_quoted():
    new = lesson(("title", "# A better\n\ntitle"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    result, done = merge(OLD, new, student(title="# My title"))
    assert sources(result)[0] == "# My title"
    assert result.cells[1].cell_type == "markdown"
    assert "The lesson has a new version of the cell above" in sources(result)[1]
    assert "> # A better\n> \n> title" in sources(result)[1]
    assert done.kept == ["title"]
    assert done.exercises == []


def test_the_same_change_on_both_sides_needs_no_note():
    new = lesson(("title", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    assert sources(merge(OLD, new, student(title="# New"))[0]) == ["# New", "data = 1", "print(data)"]


def test_code_of_both_runs_where_the_lessons_gives_names_that_the_students_does_not():
    new = lesson(("title", "# Title"), ("data", "data = 1\nmore = 2"), ("use", "print(data, more)"), given="2")
    result, _ = merge(OLD, new, student(data="data = 5"))
    assert sources(result)[1].endswith("data = 1\nmore = 2")
    assert sources(result)[1].startswith("# The lesson's new version. The cell below is yours")
    assert sources(result)[2:] == ["data = 5", "print(data, more)"]
    chosen = copy.deepcopy(result)
    del chosen.cells[2]  # the student keeps the lesson's
    after, _ = merge(new, new, chosen)
    assert sources(after)[1] == "data = 1\nmore = 2"
    assert ids(after) == ["title", "data", "use"]


def test_a_chosen_version_that_was_written_in_is_the_students_own():
    new = lesson(("title", "# Title"), ("data", "data = 1\nmore = 2"), ("use", "print(data, more)"), given="2")
    result, _ = merge(OLD, new, student(data="data = 5"))
    result.cells[1].source += "\nmine = 3"
    written = result.cells[1].source
    after, _ = merge(new, new, result)
    assert written in sources(after)
    assert "data = 5" in sources(after)


def test_the_old_version_runs_on_where_the_students_cells_use_its_names():
    new = lesson(("title", "# Title"), ("data", "values = 1"), ("use", "print(values)"), given="2")
    hers = student()
    hers.cells.append(new_code_cell("mine = data + 1", id="own"))
    result, done = merge(OLD, new, hers)
    assert sources(result)[1].startswith("# The lesson's old version, kept because")
    assert sources(result)[1].endswith("data = 1")
    assert sources(result)[2:] == ["values = 1", "print(values)", "mine = data + 1"]
    assert done.updated == ["data", "use"]
    hers = copy.deepcopy(result)
    del hers.cells[-1]  # nobody needs it any more
    assert sources(merge(new, new, hers)[0]) == ["# Title", "values = 1", "print(values)"]


def test_a_note_goes_when_it_is_no_longer_true_and_stays_when_it_was_written_in():
    new = lesson(("title", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    noted, _ = merge(OLD, new, student(title="# Mine"))
    settled = copy.deepcopy(noted)
    settled.cells[0].source = "# New"
    assert sources(merge(new, new, settled)[0])[0:2] == ["# New", "data = 1"]
    noted.cells[1].source += "\nI see."
    assert noted.cells[1].source in sources(merge(new, new, noted)[0])


def test_an_answer_whose_exercise_changed_stays_and_the_new_text_stands_below():
    stub = '@exercise("L/f")\ndef f(x):\n    """{}"""\n    ...  # your code here'
    old, new = (lesson(("L-f", stub.format(text)), given=text) for text in ("Twice x.", "Three times x."))
    hers = copy.deepcopy(old)
    hers.cells[0].source = stub.format("Twice x.").replace("...  # your code here", "return 2 * x")
    result, done = merge(old, new, hers)
    assert sources(result)[0] == hers.cells[0].source
    assert "This exercise has changed in the lesson since you wrote your answer" in sources(result)[1]
    assert "Three times x." in sources(result)[1]
    assert done.exercises == ["L/f"]


def test_cells_are_found_by_their_old_ids():
    new = lesson(("title", "# Title"), ("numbers", "data = 2"), ("use", "print(data)"), given="2")
    new.cells[1].metadata["tinygrad_lite"] = {"was": ["figures", "data"]}
    assert sources(merge(OLD, new, OLD)[0]) == ["# Title", "data = 2", "print(data)"]
    result, done = merge(OLD, new, student(data="data = 7"))
    assert sources(result)[1] == "data = 7"
    assert ids(result)[1] == "numbers"
    assert done.kept == ["numbers"]


def test_gone_from_the_lesson_untouched_goes_changed_stays():
    new = lesson(("title", "# Title"), ("use", "print(1)"), given="2")
    assert sources(merge(OLD, new, OLD)[0]) == ["# Title", "print(1)"]
    result, done = merge(OLD, new, student(data="data = 7"))
    assert "no longer part of the lesson" in sources(result)[2]
    assert done.gone == ["data"]


def test_a_deleted_cell_stays_deleted_and_is_named_where_it_has_changed():
    hers = student()
    del hers.cells[1]
    new = lesson(("title", "# Title"), ("data", "data = 2"), ("use", "print(data)"), given="2")
    result, done = merge(OLD, new, hers)
    assert ids(result) == ["title", "use"]
    assert done.not_brought_back == ["data"]


def test_own_cells_stay_below_their_neighbour_and_go_with_it_unless_they_would_run_too_early():
    new = lesson(("use", "print(1)"), ("title", "# Title"), ("data", "data = 1"), given="2")
    hers = student()
    hers.cells.append(new_markdown_cell("my words", id="words"))
    hers.cells.append(new_code_cell("mine = data", id="own"))
    assert ids(merge(OLD, new, hers)[0]) == ["use", "words", "title", "data", "own"]


def test_both_halves_of_a_split_cell_stay_together_and_nothing_comes_between():
    old = lesson(("a", "# One\ntwo\nthree"), ("b", "# B"))
    hers = lesson(("first", "# One\ntwo"), ("a", "three"), ("b", "# B"))
    hers.cells[1].cell_type = "markdown"
    new = lesson(("new", "# New"), ("a", "# One\ntwo\nthree"), ("b", "# B"), given="2")
    assert ids(merge(old, new, hers)[0]) == ["new", "first", "a", "b"]


def test_the_upper_half_above_a_cell_that_is_gone_stays():
    old = lesson(("a", "# A"), ("b", "# One\ntwo\nthree"), ("c", "# C"))
    hers = lesson(("a", "# A"), ("half", "# One\ntwo"), ("b", "# One\ntwo\nthree"), ("c", "# C"))
    new = lesson(("a", "# A"), ("c", "# C"), given="2")
    assert ids(merge(old, new, hers)[0]) == ["a", "half", "c"]


def test_cells_without_ids_and_with_the_same_id_are_found_again():
    hers = student(use="print(data)\n# mine")
    for cell in hers.cells:
        del cell["id"]
    new = lesson(("title", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    assert sources(merge(OLD, new, hers)[0]) == ["# New", "data = 1", "print(data)\n# mine"]
    twice = student()
    twice.cells.append(new_code_cell("own = 1", id="data"))
    result, _ = merge(OLD, new, twice)
    assert len(set(ids(result))) == 4


def test_settings_of_a_cell_and_of_the_notebook_are_the_students_where_the_lesson_has_not_changed_them():
    hers = student()
    hers.metadata["kernelspec"] = {"name": "mine"}
    hers.cells[1].metadata["jupyter"] = {"source_hidden": True}
    new = lesson(("title", "# Title"), ("data", "data = 2"), ("use", "print(data)"), given="2")
    new.cells[2].metadata["jupyter"] = {"source_hidden": True}
    result, _ = merge(OLD, new, hers)
    assert result.metadata["kernelspec"] == {"name": "mine"}
    assert ours(result.metadata)["given"] == "2"
    assert [cell.metadata.get("jupyter") for cell in result.cells] == [
        None,
        {"source_hidden": True},
        {"source_hidden": True},
    ]


def test_outputs_stay_where_the_code_stayed_and_go_where_it_changed():
    hers = student()
    for cell in hers.cells[1:]:
        cell.outputs, cell.execution_count = [{"output_type": "stream", "name": "stdout", "text": "1"}], 3
    new = lesson(("title", "# Title"), ("data", "data = 1"), ("use", "print(data, 2)"), given="2")
    result, _ = merge(OLD, new, hers)
    assert result.cells[1].outputs
    assert not result.cells[2].outputs


def test_attachments_count_as_written():
    new = lesson(("title", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    hers = student()
    hers.cells[0].attachments = {"photo.png": {"image/png": "AAAA"}}
    result, done = merge(OLD, new, hers)
    assert result.cells[0].attachments == hers.cells[0].attachments
    assert done.kept == ["title"]
