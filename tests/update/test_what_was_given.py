"""The base of a merge: what is kept in `.given`, what else lies there, and what to do where it is not known."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.update.test_update_files import LATER, LESSON, answer, mine, no_servers, posix, update  # noqa: F401 - fixtures
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.update import folder, notebook
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.said import of_lesson


def sources(path):
    return [cell.source for cell in read(path.read_bytes()).cells]


def renamed_text(path):
    """The student writes over a text that the lesson has corrected, too."""
    hers = read(path.read_bytes())
    hers.cells[1].source = "my own words"
    path.write_bytes(notebook.text_of(hers))


@pytest.mark.parametrize("name", ["02_loss-mine.ipynb", "the file that was given"])
def test_a_students_work_that_lies_in_the_store_is_not_what_was_given(mine, name):  # noqa: F811
    path = mine / "02_loss.ipynb"
    texts = answer(path)
    renamed_text(path)
    (given,) = (mine / ".given").iterdir()
    shutil.copy(path, mine / ".given" / name if name.endswith("b") else given)
    folder.begin(mine, print, "start update")
    assert "my own words" in sources(path)
    assert update(mine).exit_code == 0
    assert {*texts, "my own words"} <= set(sources(path))


def test_a_file_without_ids_in_the_store_keeps_nobody_from_updating(mine):  # noqa: F811
    texts = answer(mine / "02_loss.ipynb")
    (given,) = (mine / ".given").iterdir()
    raw = json.loads(given.read_bytes())
    for cell in raw["cells"]:
        del cell["id"]
    given.write_text(json.dumps(raw), "utf-8")
    assert update(mine).exit_code == 0
    assert set(texts) <= set(sources(mine / "02_loss.ipynb"))


@pytest.mark.parametrize("stamp", ["with its stamp", "without"])
def test_undone_and_done_again_the_new_cells_come_where_it_is_not_known_what_was_given(mine, stamp):  # noqa: F811
    """The first update keeps the new lesson in the store: it is not what this notebook was made from."""
    path = mine / "02_loss.ipynb"
    answer(path)
    shutil.rmtree(mine / ".given")
    old = read(path.read_bytes())
    texts = [cell for cell in old.cells if cell.cell_type == "markdown"]
    texts[3].source = texts[2].source  # a text that a lesson once had, and this one has not in this place
    if stamp == "without":
        del old.metadata["tinygrad_lite"]
    path.write_bytes(notebook.text_of(old))
    update(mine)
    once = path.read_bytes()
    assert next(cell.source for cell in read(LESSON).cells if cell.id == LATER) in sources(path)
    update(mine, "--undo")
    update(mine)
    assert path.read_bytes() == once


@posix
def test_what_was_given_lies_beside_a_link(mine, tmp_path):  # noqa: F811
    """Or each cell that the student has deleted would come back."""
    path = mine / "02_loss.ipynb"
    answer(path)
    hers = read(path.read_bytes())
    gone = hers.cells.pop(8)
    real = tmp_path / "elsewhere" / "real.ipynb"
    real.parent.mkdir()
    real.write_bytes(notebook.text_of(hers))
    path.unlink()
    path.symlink_to(real)
    before = real.read_bytes()
    assert "1 cell corrected, 1 new; everything you wrote is as it was." in update(mine).output
    assert gone.source not in sources(real)
    result = update(mine, "--undo")
    assert result.exit_code == 0, result.output
    assert real.read_bytes() == before
    assert path.is_symlink()


def test_what_is_saved_while_a_copy_is_renewed_stays(mine, monkeypatch):  # noqa: F811
    path = mine / "02_loss.ipynb"
    monkeypatch.setattr(folder, "_is_open", lambda _: bool(answer(path)) and False)
    folder.begin(mine, print, "start update")
    assert "mine = 1  " in sources(path)


def without_ids(notebook):
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]


def with_other_ids(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"{number:08x}"


def of_before_stamps(notebook):
    del notebook["metadata"]["tinygrad_lite"]


def next_lesson():
    """The lesson with texts and code corrected, and one cell gone."""
    new = read(LESSON)
    new.cells[1].source = "Other words altogether."
    for number in (5, 12):
        new.cells[number].source += "\n# corrected"
    del new.cells[15]
    new.metadata["tinygrad_lite"]["given"] = of_lesson(new.cells)
    return new


@pytest.mark.parametrize("spoil", [without_ids, with_other_ids])
@pytest.mark.parametrize("stamp", [lambda _: None, of_before_stamps], ids=["with its stamp", "without"])
def test_a_copy_of_which_neither_the_ids_nor_what_was_given_are_known(tmp_path, spoil, stamp):
    """The list of cells tells that the student has changed nothing, and below which cell the student's own stands."""
    raw, new, path = json.loads(LESSON), next_lesson(), tmp_path / "02_loss.ipynb"
    spoil(raw)
    stamp(raw)
    path.write_text(json.dumps(raw), "utf-8")
    done, _ = notebook.update(path, notebook.text_of(new))
    assert not done.kept
    assert sources(path) == [cell.source for cell in new.cells]

    raw["cells"].insert(40, {**raw["cells"][1], "source": "my own words", "id": "own"})
    path.write_text(json.dumps(raw), "utf-8")
    notebook.update(path, notebook.text_of(new))
    texts = [cell.source for cell in new.cells]
    assert sources(path) == [*texts[:39], "my own words", *texts[39:]]


def test_cells_of_another_lesson_stay_where_it_is_not_known_what_was_given(mine):  # noqa: F811
    """They are as a lesson once had them, but not this one: the student has put them here."""
    path = mine / "02_loss.ipynb"
    shutil.rmtree(mine / ".given")
    hers, other = read(path.read_bytes()), read((lessons_folder() / "03_backward_pass.ipynb").read_bytes())
    pasted = [cell for cell in other.cells if "your code here" in cell.source][:3]
    hers.cells[10:10] = pasted
    path.write_bytes(notebook.text_of(hers))
    assert update(mine).exit_code == 0
    assert {cell.source for cell in pasted} <= set(sources(path))
