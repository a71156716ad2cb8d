"""A student's notebook on the disk: what an update writes, in which order, and what it leaves alone."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from ipykernel.ipkernel import IPythonKernel

from tinygrad_lite.cli import main
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.update import folder, notebook
from tinygrad_lite.course.update.given import CannotUpdate, read
from tinygrad_lite.course.update.said import of_lesson

LESSON = (lessons_folder() / "02_loss.ipynb").read_bytes()
posix = pytest.mark.skipif(os.name == "nt", reason="processes that are forked and killed")


@pytest.fixture(autouse=True)
def no_servers(tmp_path, monkeypatch):
    """Whoever runs the tests may have a JupyterLab open."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))


#: A cell that the lesson got later.
LATER = "loss-mse_by_hand-question"


@pytest.fixture
def mine(tmp_path):
    """A folder with lesson 02 as it was given some time ago: one text was other, one cell was not there."""
    old = read(LESSON)
    old.cells = [cell for cell in old.cells if cell.id != LATER]
    old.cells[1].source += "\nA mistake that was mended later."
    old.metadata["tinygrad_lite"]["given"] = of_lesson(old.cells)
    given = notebook.text_of(old)
    (tmp_path / "mine" / ".given").mkdir(parents=True)
    (tmp_path / "mine" / ".given" / f"02_loss-{of_lesson(old.cells)}.ipynb").write_bytes(given)
    (tmp_path / "mine" / "02_loss.ipynb").write_bytes(given)
    return tmp_path / "mine"


def answer(path):
    """The student answers an exercise, with Windows' line ends, and adds a cell; returns both texts."""
    hers = read(path.read_bytes())
    cell = next(cell for cell in hers.cells if cell.id == "loss-mse")
    cell.source = cell.source.replace("...  # your code here", "return np.mean((predicted - target) ** 2)\r\n    # ñ  ")
    hers.cells.append(nbformat.v4.new_code_cell("mine = 1  ", id="own"))
    path.write_bytes(notebook.text_of(hers))
    return [cell.source, "mine = 1  "]


def update(*words):
    return CliRunner().invoke(main, ["update", *map(str, words)])


def test_an_answer_stays_and_the_corrections_come(mine):
    path = mine / "02_loss.ipynb"
    texts = answer(path)
    before = path.read_bytes()
    result = update(mine)
    assert result.exit_code == 0, result.output
    assert "1 cell corrected, 1 new; everything you wrote is as it was." in result.output
    now, lesson = read(path.read_bytes()), read(LESSON)
    sources = [cell.source for cell in now.cells]
    assert all(text in sources for text in texts)
    assert "A mistake that was mended later." not in "".join(sources)
    assert next(cell.source for cell in lesson.cells if cell.id == LATER) in sources
    (kept,) = (mine / ".before_update").iterdir()
    assert kept.read_bytes() == before
    assert kept.name in result.output
    assert "up to date" in update(mine).output
    assert len(list((mine / ".before_update").iterdir())) == 1


def test_an_untouched_copy_becomes_the_lesson_byte_for_byte(mine):
    assert update(mine / "02_loss.ipynb").exit_code == 0
    assert (mine / "02_loss.ipynb").read_bytes() == LESSON


def test_dry_run_writes_nothing(mine):
    answer(mine / "02_loss.ipynb")
    before = {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()}
    result = update(mine, "--dry-run")
    assert "1 cell corrected, 1 new" in result.output
    assert {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()} == before


def test_undo_brings_back_what_was_and_keeps_what_came_after(mine):
    path = mine / "02_loss.ipynb"
    answer(path)
    before = path.read_bytes()
    update(mine)
    after = path.read_bytes() + b"\n"
    path.write_bytes(after)
    result = update(mine, "--undo")
    assert result.exit_code == 0, result.output
    assert path.read_bytes() == before
    (undone,) = (mine / ".before_update").glob("*-undone.ipynb")
    assert undone.read_bytes() == after
    assert "Nothing to do" in update(mine, "--undo").output
    assert update(mine).exit_code == 0  # and again
    assert read(path.read_bytes()).metadata["tinygrad_lite"]["given"] == folder.stamp_of(LESSON)


def test_many_updates_within_one_second_keep_every_version(mine):
    path = mine / "02_loss.ipynb"
    versions = []
    for number in range(3):
        hers = read((mine / ".given" / sorted(os.listdir(mine / ".given"))[0]).read_bytes())
        hers.cells.append(nbformat.v4.new_markdown_cell(f"version {number}", id="own"))
        hers.metadata["tinygrad_lite"]["given"] = "of before"
        path.write_bytes(notebook.text_of(hers))
        versions.append(path.read_bytes())
        notebook.update(path, LESSON)
    kept = [file.read_bytes() for file in (mine / ".before_update").iterdir()]
    assert all(version in kept for version in versions)


def test_a_copy_from_before_stamps_loses_nothing_and_gets_no_needless_note(mine):
    path = mine / "02_loss.ipynb"
    shutil.rmtree(mine / ".given")
    old = read(LESSON)
    del old.metadata["tinygrad_lite"]
    gone = old.cells.pop(2)
    path.write_bytes(notebook.text_of(old))
    texts = answer(path)
    assert update(mine).exit_code == 0
    sources = [cell.source for cell in read(path.read_bytes()).cells]
    assert all(text in sources for text in texts)
    assert not [text for text in sources if "Delete this note" in text]
    assert gone.source in sources  # what was deleted cannot be known any more, so it comes back


def test_overwrite_in_jupyterlab_is_no_loss(mine):
    """It puts the old notebook back, with its old stamp: the next update begins from the right base."""
    path = mine / "02_loss.ipynb"
    answer(path)
    old = path.read_bytes()
    update(mine)
    new = path.read_bytes()
    path.write_bytes(old)
    assert update(mine).exit_code == 0
    assert path.read_bytes() == new


@posix
def test_rights_and_links_stay(mine, tmp_path):
    path = mine / "02_loss.ipynb"
    answer(path)
    real = shutil.move(path, tmp_path / "elsewhere.ipynb")
    shutil.copytree(mine / ".given", tmp_path / ".given")
    os.chmod(real, 0o640)
    path.symlink_to(real)
    assert update(path).exit_code == 0
    assert path.is_symlink()
    assert os.stat(real).st_mode & 0o777 == 0o640
    assert folder.stamp_of(Path(real).read_bytes()) == folder.stamp_of(LESSON)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{half a noteb", "cannot be read as a notebook (a part of it is missing)"),
        (b"", "cannot be read as a notebook (it is empty)"),
        (b"hello", "cannot be read as a notebook (it is another kind of file)"),
        (b"{}", "cannot be read as a notebook (it has no cells, or they are not as Jupyter writes them)"),
        (b'{"nbformat": 3, "cells": []}', "old notebook format 3"),
        (b'{"nbformat": 4, "metadata": {"tinygrad_lite": {"released": "x"}}, "cells": []}', "by your instructor"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', "none of this course's lessons"),
    ],
)
def test_what_cannot_be_updated_is_left_alone_and_named(tmp_path, content, said):
    path = tmp_path / "02_loss.ipynb"
    path.write_bytes(content)
    result = update(path)
    assert result.exit_code == 1
    assert "left alone" in result.output
    assert said in result.output
    assert path.read_bytes() == content


def test_a_folder_without_lessons_is_named(tmp_path):
    result = update(tmp_path)
    assert result.exit_code == 2
    assert str(tmp_path) in result.output


def test_halves_of_characters_and_a_byte_order_mark_stay_readable(mine):
    path = mine / "02_loss.ipynb"
    hers = json.loads(path.read_bytes())
    hers["cells"][0]["source"] = ["half \ud83d of a face"]
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(hers).encode())
    assert update(mine).exit_code == 0
    assert json.loads(path.read_bytes())["cells"][0]["source"] == ["half \ud83d of a face"]


def test_a_notebook_that_is_saved_meanwhile_is_read_again(mine, monkeypatch):
    path = mine / "02_loss.ipynb"
    answer(path)
    real, saves = notebook.backup, []

    def save_once(*arguments):
        if not saves:
            hers = read(path.read_bytes())
            hers.cells.append(nbformat.v4.new_markdown_cell("just saved", id="late"))
            path.write_bytes(notebook.text_of(hers))
        saves.append(1)
        return real(*arguments)

    monkeypatch.setattr(notebook, "backup", save_once)
    notebook.update(path, LESSON)
    assert "just saved" in [cell.source for cell in read(path.read_bytes()).cells]
    assert len(saves) == 2

    monkeypatch.setattr(notebook, "backup", lambda *a: path.write_bytes(path.read_bytes() + b"\n") and real(*a))
    shutil.copy(next((mine / ".before_update").iterdir()), path)
    with pytest.raises(CannotUpdate, match="keeps saving it"):
        notebook.update(path, LESSON)


def test_what_would_lose_something_is_not_written(mine, monkeypatch):
    path = mine / "02_loss.ipynb"
    answer(path)
    before, real = path.read_bytes(), notebook.merge

    def forgetful(*arguments):
        result, done = real(*arguments)
        result = copy.deepcopy(result)
        result.cells = [cell for cell in result.cells if cell.id != "own"]
        return result, done

    monkeypatch.setattr(notebook, "merge", forgetful)
    result = update(mine)
    assert result.exit_code == 1
    assert "would have lost something that you wrote (“mine = 1”)" in result.output
    assert path.read_bytes() == before
    assert not (mine / ".before_update").exists()


@posix
def test_killed_at_any_instant_the_notebook_is_the_old_or_the_new_one_whole(mine, tmp_path):
    path = mine / "02_loss.ipynb"
    answer(path)
    before = path.read_bytes()
    notebook.update(path, LESSON)
    after = path.read_bytes()
    fresh = tmp_path / "fresh"
    shutil.copytree(
        mine, fresh, ignore=shutil.ignore_patterns(".before_update", "02_loss-" + folder.stamp_of(LESSON) + "*")
    )
    (fresh / "02_loss.ipynb").write_bytes(before)
    for step in range(1, 200):
        shutil.rmtree(mine)
        shutil.copytree(fresh, mine)
        killed = killed_at(step, path)
        now = path.read_bytes()
        assert now in (before, after)
        if now == after:
            assert any(kept.read_bytes() == before for kept in (mine / ".before_update").glob("*.ipynb"))
        notebook.update(path, LESSON)  # and the next try ends well
        assert path.read_bytes() == after
        if not killed:
            break
    assert 5 < step < 199


def killed_at(step, path):
    """Update in a process of its own, which is killed at its nth touch of the disk; whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]

        def touch(event, _):
            if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.chmod"):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(touch)
        try:
            notebook.update(path, LESSON)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


class Answering(BaseHTTPRequestHandler):
    """A Jupyter server that says what is open in it, to whoever has its token."""

    def do_GET(self):
        allowed = self.headers.get("Authorization") == "token secret"
        self.send_response(200 if allowed and self.path == "/api/sessions" else 403)
        self.end_headers()
        self.wfile.write(json.dumps([{"path": "mine/02_loss.ipynb", "type": "notebook"}]).encode())

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("token", "said"), [("secret", "it is open in JupyterLab. Save it"), ("other", "does not say what is open in it")]
)
def test_a_notebook_that_is_open_is_left_alone(mine, tmp_path, token, said):
    answer(mine / "02_loss.ipynb")
    before = (mine / "02_loss.ipynb").read_bytes()
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        runtime = tmp_path / "runtime"
        runtime.mkdir()
        url = f"http://127.0.0.1:{server.server_port}/"
        about = {"url": url, "token": token, "root_dir": str(tmp_path), "pid": os.getpid()}
        (runtime / f"jpserver-{os.getpid()}.json").write_text(json.dumps(about), encoding="utf-8")
        result = update(mine)
    finally:
        server.shutdown()
        server.server_close()
    assert result.exit_code == 1
    assert said in result.output
    assert (mine / "02_loss.ipynb").read_bytes() == before


def test_the_folder_before_it_is_opened(mine, tmp_path, capsys):
    fresh = tmp_path / "fresh"
    folder.begin(fresh, print, "start update")
    names = sorted(file.name for file in lessons_folder().glob("*.ipynb"))
    assert sorted(file.name for file in fresh.glob("*.ipynb")) == names
    assert len(list((fresh / ".given").iterdir())) == len(names)
    assert capsys.readouterr().out.count("New lesson: fresh/") == len(names)
    folder.begin(fresh, print, "start update")
    assert capsys.readouterr().out == ""

    folder.begin(mine, print, "start update")  # nobody has worked in the old copy
    out = capsys.readouterr().out
    assert re.search(r"Lesson 02 has been corrected. There was no work in your copy", out)
    assert (mine / "02_loss.ipynb").read_bytes() == folder.as_opened(LESSON)


def test_a_lesson_is_given_as_jupyterlab_opens_it():
    """So that it is not marked as unsaved before anybody has typed; that it is not, the browser test sees."""
    given = json.loads(folder.as_opened(LESSON))
    assert given["metadata"].pop("language_info") == IPythonKernel.language_info
    lesson = json.loads(LESSON)
    lesson["metadata"].pop("language_info")
    assert given == lesson


def test_a_copy_that_was_only_opened_counts_as_untouched(mine, capsys):
    path = mine / "02_loss.ipynb"
    opened = json.loads(path.read_bytes())
    opened["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
    path.write_text(json.dumps(opened, ensure_ascii=False), encoding="utf-8")
    folder.begin(mine, print, "start update")
    assert "There was no work in your copy" in capsys.readouterr().out
    assert path.read_bytes() == folder.as_opened(LESSON)


def test_a_copy_with_work_in_it_is_only_announced(mine, capsys):
    texts = answer(mine / "02_loss.ipynb")
    before = (mine / "02_loss.ipynb").read_bytes()
    folder.begin(mine, print, "start update")
    assert "`start update` brings the corrections and keeps all you wrote." in capsys.readouterr().out
    assert (mine / "02_loss.ipynb").read_bytes() == before
    assert all(json.dumps(text.split("\n")[0])[1:-1] in before.decode() for text in texts if "\r" not in text)
