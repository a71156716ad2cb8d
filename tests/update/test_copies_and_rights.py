"""Copies from before updates: their order whatever the clock says, their rights, and that undoing takes no new work."""

from __future__ import annotations

import errno
import os
import stat

import nbformat
import pytest

from tests.update.test_update_files import LESSON, answer, mine, no_servers, posix, update  # noqa: F401 - fixtures
from tinygrad_lite import files
from tinygrad_lite.course.update import command, notebook
from tinygrad_lite.course.update.given import read


def write_a_cell(path, text, stamp=None):
    """The student writes a cell; with a stamp, in a notebook of another version. Returns the file's bytes."""
    hers = read(path.read_bytes())
    hers.cells.append(nbformat.v4.new_markdown_cell(text, id=f"own-{text.split()[0]}"))
    if stamp:
        hers.metadata["tinygrad_lite"]["given"] = stamp
    path.write_bytes(notebook.text_of(hers))
    return path.read_bytes()


def broken_disk(*_):
    raise OSError(errno.EIO, "Broken", "disk")


# ------------------------------------------------------------------------------------------------ undoing
def test_undo_brings_back_the_last_one_where_the_clock_was_set_back(mine, monkeypatch):  # noqa: F811
    """Or in the hour of autumn that comes twice, or in another time zone."""
    path = mine / "02_loss.ipynb"
    answer(path)
    update(mine)
    monkeypatch.setattr(notebook.time, "strftime", lambda form: "20010101" if "%Y" in form else "030000")
    second = write_a_cell(path, "second", "of before")
    update(mine)
    update(mine, "--undo")
    assert path.read_bytes() == second
    update(mine)
    third = write_a_cell(path, "third", "of before")
    update(mine)
    update(mine, "--undo")
    assert path.read_bytes() == third


def test_what_was_written_after_an_undo_is_not_undone(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    update(mine)
    update(mine, "--undo")
    since = write_a_cell(path, "a week of work")
    result = update(mine, "--undo")
    assert "Nothing to do: no update is left to undo." in result.output
    assert path.read_bytes() == since
    update(mine)
    update(mine, "--undo")  # of the new update
    assert path.read_bytes() == since


def test_an_undo_that_was_stopped_before_the_notebook_was_written_can_be_done(mine, monkeypatch):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    before = path.read_bytes()
    update(mine)
    with monkeypatch.context() as patch:
        patch.setattr(notebook, "write_as", broken_disk)
        assert update(mine, "--undo").exit_code == 1
    assert update(mine, "--undo").exit_code == 0
    assert path.read_bytes() == before
    assert len(list((mine / ".before_update").glob("*-undone.ipynb"))) == 1


def test_undo_says_where_what_came_after_the_update_is(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    update(mine)
    since = write_a_cell(path, "since")
    result = update(mine, "--undo")
    (kept,) = (mine / ".before_update").glob("*-undone.ipynb")
    assert kept.read_bytes() == since
    assert f"What it held until now, with all that you wrote since: {kept}" in result.output


def test_an_update_that_fails_again_and_again_keeps_one_copy(mine, monkeypatch):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    monkeypatch.setattr(notebook, "write_as", broken_disk)
    for year in ("2026", "2027", "2025"):
        monkeypatch.setattr(notebook.time, "strftime", lambda form, y=year: f"{y}0101" if "%Y" in form else "000000")
        assert update(mine).exit_code == 1
    assert len(list((mine / ".before_update").iterdir())) == 1


# ------------------------------------------------------------------------------------------------ rights
@posix
@pytest.mark.parametrize("rights", [0o600, 0o640, 0o755])
def test_nobody_may_read_a_copy_who_may_not_read_the_notebook(mine, rights):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    path.chmod(rights)
    update(mine)
    update(mine, "--undo")
    copies = list((mine / ".before_update").iterdir())
    assert len(copies) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in [path, *copies]} == {rights}


@posix
def test_a_notebook_that_was_made_read_only_stays_as_it_is(mine):  # noqa: F811
    """The rights of its folder would allow it to be replaced."""
    path = mine / "02_loss.ipynb"
    answer(path)
    path.chmod(0o444)
    before = path.read_bytes()
    result = update(mine)
    assert result.exit_code == 1
    assert "left alone: it is read-only. Allow writing to it, then do this again." in result.output
    assert path.read_bytes() == before
    assert not (mine / ".before_update").exists()
    path.chmod(0o644)
    assert update(mine).exit_code == 0
    after = path.read_bytes()
    path.chmod(0o444)
    assert update(mine).exit_code == 0  # nothing to do
    assert "it is read-only" in update(mine, "--undo").output
    assert path.read_bytes() == after


@posix
def test_a_notebook_stays_its_owners_whoever_updates_it(mine, monkeypatch):  # noqa: F811
    """As where the course runs as the administrator of a container."""
    path = mine / "02_loss.ipynb"
    answer(path)
    given = []
    monkeypatch.setattr(files.os, "chown", lambda part, *who: given.append((os.path.basename(part), who)))
    real, where = files.Path.stat, path.resolve()

    def of_another(file, **how):
        found = real(file, **how)
        return os.stat_result((*found[:4], 4321, 8765, *found[6:])) if file == where else found

    monkeypatch.setattr(files.Path, "stat", of_another)
    assert update(mine).exit_code == 0
    assert [name.split(".ipynb.")[0][:7] for name, _ in given] == ["02_loss", "02_loss"]  # the copy, and it
    assert {who for _, who in given} == {(4321, 8765)}


# ------------------------------------------------------------------------------------------------ the machine
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "left alone: the disk is full. Make room, then give the same command again."),
        (errno.EROFS, "cannot be used (Read-only). See to it that you may read and write there, then do this again."),
    ],
)
@pytest.mark.parametrize("step", range(3))
def test_whichever_write_fails_the_notebook_is_whole_and_it_is_said_why(mine, monkeypatch, number, said, step):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    before, real, left = path.read_bytes(), files.Path.write_bytes, [step]

    def fails(file, data):
        if file.name.endswith(".part"):
            left[0] -= 1
            if left[0] < 0:
                real(file, data[: len(data) // 2])
                raise OSError(number, "Read-only")
        return real(file, data)

    with monkeypatch.context() as patch:
        patch.setattr(files.Path, "write_bytes", fails)
        result = update(mine)
    assert result.exit_code == 1
    assert said in result.output
    assert "Errno" not in result.output
    assert path.read_bytes() == before
    assert not list(mine.rglob("*.part"))
    assert update(mine).exit_code == 0
    assert read(path.read_bytes()).metadata == read(LESSON).metadata


def test_a_notebook_on_another_drive(mine, monkeypatch):  # noqa: F811
    """On Windows, there is no way from one drive to another."""
    answer(mine / "02_loss.ipynb")

    def no_way(_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(command.os.path, "relpath", no_way)
    result = update(mine)
    assert result.exit_code == 0, result.output
    assert f"{mine / '02_loss.ipynb'}: 1 cell corrected, 1 new" in result.output


def test_a_folder_that_is_called_like_a_notebook(mine):  # noqa: F811
    answer(mine / "02_loss.ipynb")
    (mine / "plots.ipynb").mkdir()
    for words in ((mine,), (mine, "--undo")):
        result = update(*words)
        assert result.exit_code == 0, result.output
        assert "plots" not in result.output
