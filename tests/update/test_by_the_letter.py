"""Smaller promises of docs/UPDATING.md, a test each: where cells stand, which notes come and go, odd names of files."""

from __future__ import annotations

import copy
import os

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.update.test_merge import OLD, ids, lesson, sources, student
from tests.update.test_update_files import LESSON, answer, mine, no_servers, posix, update  # noqa: F401 - fixtures
from tinygrad_lite import files
from tinygrad_lite.course import build
from tinygrad_lite.course.update import command, folder, notebook
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.say import updated

STUB = '@exercise("L/f")\ndef f(x):\n    """{}"""\n    ...  # your code here'


def answered(text, body="return 2 * x"):
    return STUB.format(text).replace("...  # your code here", body)


# ------------------------------------------------------------------------------------------------ cells and notes
def test_an_answer_that_already_says_all_of_the_new_text_needs_no_note():
    old, new = lesson(("L-f", STUB.format("Twice x."))), lesson(("L-f", STUB.format("Three times x.")), given="2")
    hers = lesson(("L-f", answered("Three times x.", "return 3 * x")))
    result, done = merge(old, new, hers)
    assert sources(result) == sources(hers)
    assert not done.exercises


def test_no_second_stub_runs_beside_an_answer():
    old = lesson(("L-f", STUB.format("Twice x.")))
    new = lesson(("L-f", STUB.format("Twice x.").replace("f(x)", "f(value)")), given="2")
    result, _ = merge(old, new, lesson(("L-f", answered("Twice x."))))
    assert [cell.source for cell in result.cells if cell.cell_type == "code"] == [answered("Twice x.")]
    assert "f(value)" in sources(result)[1]


def test_an_answered_exercise_that_is_gone_stays_with_a_note():
    old = lesson(("t", "# T"), ("L-f", STUB.format("Twice x.")))
    hers = lesson(("t", "# T"), ("L-f", answered("Twice x.")))
    result, done = merge(old, lesson(("t", "# T"), given="2"), hers)
    assert sources(result)[1] == answered("Twice x.")
    assert "no longer part of the lesson" in sources(result)[2]
    assert done.gone == ["L-f"]
    assert ids(merge(old, lesson(("t", "# T"), given="2"), old)[0]) == ["t"]


def test_an_answer_whose_exercise_has_another_id_stays_and_is_the_new_one():
    old, new = lesson(("L-f", STUB.format("Twice x."))), lesson(("L-g", STUB.format("Twice x.")), given="2")
    new.cells[0].metadata["tinygrad_lite"] = {"was": ["L-f"]}
    result, _ = merge(old, new, lesson(("L-f", answered("Twice x."))))
    assert sources(result) == [answered("Twice x.")]
    assert ids(result) == ["L-g"]


def test_what_the_student_moved_stays_there_with_its_new_text():
    hers = student()
    hers.cells.append(hers.cells.pop(0))
    new = lesson(("title", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    assert sources(merge(OLD, new, hers)[0]) == ["data = 1", "print(data)", "# New"]


def test_what_both_moved_stands_where_the_student_put_it():
    old = lesson(*[(key, f"# {key}") for key in "abcd"])
    hers = lesson(*[(key, f"# {key}") for key in "bcda"])
    new = lesson(*[(key, f"# {key}") for key in "bacd"], given="2")
    assert ids(merge(old, new, hers)[0]) == ["b", "c", "d", "a"]


def test_a_new_cell_comes_below_the_students_own_cells_of_its_predecessor():
    hers = student()
    hers.cells.insert(1, new_markdown_cell("mine", id="own"))
    new = lesson(("title", "# Title"), ("new", "# New"), ("data", "data = 1"), ("use", "print(data)"), given="2")
    assert ids(merge(OLD, new, hers)[0]) == ["title", "own", "new", "data", "use"]


def test_a_new_cell_never_comes_between_the_halves_of_a_split_one():
    old = lesson(("a", "# One\ntwo\nthree"), ("b", "# B"))
    hers = lesson(("first", "# One\ntwo"), ("a", "three"), ("b", "# B"))
    hers.cells[1].cell_type = "markdown"
    new = lesson(("a", "# One\ntwo\nthree"), ("new", "# New"), ("b", "# B"), given="2")
    assert ids(merge(old, new, hers)[0]) == ["first", "a", "new", "b"]


def test_a_note_that_nobody_wrote_in_is_replaced_by_the_next_and_is_text():
    hers, base = student(title="# Mine"), OLD
    for number in (2, 3):
        rest = (("data", "data = 1"), ("use", "print(data)"))
        new = lesson(("title", f"# Version {number}"), *rest, given=str(number))
        hers, base = merge(base, new, hers)[0], new
    note = hers.cells[1]
    assert "Version 3" in note.source
    assert "Version 2" not in "".join(sources(hers))
    assert (note.id, note.cell_type) == ("update-title", "markdown")
    assert note.metadata["tinygrad_lite"]["update"]["of"] == "title"
    assert len(hers.cells) == 4


def test_the_student_is_told_which_deleted_cells_have_a_new_version():
    hers = student()
    del hers.cells[1]
    new = lesson(("title", "# Title"), ("data", "data = 2"), ("use", "print(data)"), given="2")
    told = "\n".join(updated("x.ipynb", merge(OLD, new, hers)[1]))
    assert "1 cell that you deleted has a new version and was not brought back: data." in told


def test_an_own_cell_below_one_that_is_gone_stands_below_the_one_before():
    hers = student()
    hers.cells.insert(2, new_markdown_cell("mine", id="own"))
    new = lesson(("title", "# Title"), ("use", "print(1)"), given="2")
    assert ids(merge(OLD, new, hers)[0]) == ["title", "own", "use"]


def test_a_cell_that_the_lesson_moves_takes_its_note_and_the_students_own_cells_along():
    hers = student(title="# Mine")
    hers.cells.insert(1, new_markdown_cell("mine", id="own"))
    rest = (("data", "data = 1"), ("use", "print(data)"))
    noted, _ = merge(OLD, second := lesson(("title", "# New"), *rest, given="2"), hers)
    assert ids(noted) == ["title", "update-title", "own", "data", "use"]
    moved, _ = merge(second, lesson(*rest, ("title", "# New"), given="3"), noted)
    assert ids(moved) == ["data", "use", "title", "update-title", "own"]


# ------------------------------------------------------------------------------------------------ files
def test_a_notebook_that_is_up_to_date_is_not_touched(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    update(mine)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = sorted(file for file in mine.rglob("*"))
    update(mine)
    assert path.stat().st_mtime == 1_000_000_000
    assert sorted(file for file in mine.rglob("*")) == before


def test_without_the_stamp_the_version_that_shares_most_cells_is_the_base(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    hers = read(path.read_bytes())
    del hers.metadata["tinygrad_lite"]
    gone = hers.cells.pop(5)
    path.write_bytes(notebook.text_of(hers))
    texts = answer(path)
    assert update(mine).exit_code == 0
    after = [cell.source for cell in read(path.read_bytes()).cells]
    assert all(text in after for text in texts)
    assert gone.source not in after  # deleted by the student, which only the stored version can tell


@pytest.mark.parametrize("name", ["my answers [2] ñ.ipynb", "02_loss-1.ipynb", "Übung*.ipynb"])
def test_a_notebook_under_another_name_is_updated_and_brought_back(mine, name):  # noqa: F811
    if os.name == "nt" and "*" in name:
        pytest.skip("no name of a file on Windows")
    path = (mine / "02_loss.ipynb").rename(mine / name)
    answer(path)
    before = path.read_bytes()
    assert update(mine).exit_code == 0
    assert path.read_bytes() != before
    assert update(mine, "--undo").exit_code == 0
    assert path.read_bytes() == before


def test_undo_takes_no_copy_of_another_notebook(mine):  # noqa: F811
    """What a copy "02_loss-1" held begins with the name of "02_loss"."""
    answer(mine / "02_loss.ipynb")
    (mine / "02_loss-1.ipynb").write_bytes((mine / "02_loss.ipynb").read_bytes() + b"\n")
    before = (mine / "02_loss.ipynb").read_bytes()
    assert update(mine / "02_loss-1.ipynb").exit_code == 0
    result = update(mine / "02_loss.ipynb", "--undo")
    assert "no update of it is known" in result.output
    assert (mine / "02_loss.ipynb").read_bytes() == before


def test_a_broken_file_in_the_store_keeps_nobody_from_updating(mine):  # noqa: F811
    texts = answer(mine / "02_loss.ipynb")
    (mine / ".given" / "02_loss-half.ipynb").write_text("{half", encoding="utf-8")
    assert update(mine).exit_code == 0
    after = [cell.source for cell in read((mine / "02_loss.ipynb").read_bytes()).cells]
    assert all(text in after for text in texts)


def test_a_file_that_another_program_holds_open_is_left_as_it_is(mine, monkeypatch):  # noqa: F811
    """As on Windows, where an open file cannot be replaced."""
    path = mine / "02_loss.ipynb"
    answer(path)
    before, real = path.read_bytes(), files.Path.replace

    def held(part, target):
        if target == path.resolve():
            raise PermissionError(13, "The process cannot access the file", str(part))
        return real(part, target)

    with monkeypatch.context() as patch:
        patch.setattr(files.Path, "replace", held)
        result = update(mine)
    assert result.exit_code == 1
    assert "left alone: it cannot be written" in result.output
    assert "If another program has it open, close it there." in result.output
    assert path.read_bytes() == before
    assert not list(mine.rglob("*.part"))
    assert update(mine).exit_code == 0


def test_two_updates_at_once_wait_for_each_other(mine, monkeypatch):  # noqa: F811
    answer(mine / "02_loss.ipynb")
    before = (mine / "02_loss.ipynb").read_bytes()
    lock = mine / ".given" / ".lock"
    monkeypatch.setattr(command, "one_at_a_time", lambda _: FileLock(lock, timeout=0))
    with FileLock(lock):
        result = update(mine)
    assert "left alone: another update is at work in this folder: wait until it has finished." in result.output
    assert (mine / "02_loss.ipynb").read_bytes() == before


@posix
def test_an_untouched_copy_that_is_renewed_keeps_its_rights_and_stays_a_link(mine, tmp_path):  # noqa: F811
    path = mine / "02_loss.ipynb"
    real = path.rename(tmp_path / "elsewhere.ipynb")
    os.chmod(real, 0o640)
    path.symlink_to(real)
    folder.begin(mine, print, "start update")
    assert path.is_symlink()
    assert real.read_bytes() == folder.as_opened(LESSON)
    assert real.stat().st_mode & 0o777 == 0o640


def test_undo_has_no_dry_run(mine):  # noqa: F811
    answer(mine / "02_loss.ipynb")
    update(mine)
    before = (mine / "02_loss.ipynb").read_bytes()
    assert update(mine, "--undo", "--dry-run").exit_code == 2
    assert (mine / "02_loss.ipynb").read_bytes() == before


def test_duplicate_ids_are_not_mended_in_silence():
    """nbformat's `validate` renames them in place; the last look asks before it."""
    twice = nbformat.v4.new_notebook(cells=[new_code_cell("1", id="a"), new_code_cell("2", id="b")])
    twice.cells[1].id = "a"
    with pytest.raises(notebook.CannotUpdate, match="would have one id"):
        notebook.check(copy.deepcopy(twice), twice)


# ------------------------------------------------------------------------------------------------ the build
def test_the_build_refuses_a_lesson_that_an_exercise_has_vanished_from(monkeypatch, capsys):
    monkeypatch.setattr(build, "vanished", lambda folder, *_: ["start/old"] if folder.name == "start" else [])
    assert build.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "start/old is gone" in said
    assert 'was = ("start/old",)' in said


def test_the_list_of_cells_only_grows(monkeypatch):
    """What a student may still have from a version long ago counts as given."""
    monkeypatch.setattr(build, "known_cells", lambda: frozenset({"of long ago"}))
    assert "of long ago\n" in build._known_with(read(LESSON).cells)
