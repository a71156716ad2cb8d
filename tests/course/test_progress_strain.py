"""progress.json under strain: killed at any instant, a full disk, two kernels at once, a clock that goes back."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killing import killed_at
from tinygrad_lite import files
from tinygrad_lite.course import progress_file
from tinygrad_lite.course.progress_file import Progress

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="processes that are forked and killed")


@pytest.fixture
def folder(tmp_path):
    """With blanks and letters that not every program expects."""
    path = tmp_path / "Übung 1 (ñ) 学生"
    path.mkdir()
    return path


def saved(folder):
    return json.loads((folder / "progress.json").read_text("utf-8"))["exercises"]


@posix
def test_killed_at_any_instant_it_is_the_old_or_the_new_one_whole(folder):
    Progress(folder).note_try("a/one", "right")
    before = saved(folder)
    for step in range(1, 100):
        killed = killed_at(step, lambda touch: Progress(folder).note_try("a/two", "wrong"))
        now = saved(folder)
        assert now["a/one"] == before["a/one"]
        assert set(now) in ({"a/one"}, {"a/one", "a/two"})
        Progress(folder).note_try("a/one", "right")  # no lock that a dead process holds
        assert saved(folder)["a/one"]["tries"] == before["a/one"]["tries"] + 1
        (folder / "progress.json").write_text(json.dumps({"version": 1, "exercises": before}), "utf-8")
        if not killed:
            break
    assert 3 < step < 99


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_what_cannot_be_saved_is_kept_and_told_and_saved_later(folder, monkeypatch, number):
    Progress(folder).note_try("a/one", "right")
    progress = Progress(folder)

    def full(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(files.Path, "write_bytes", full)
        progress.note_try("a/two", "wrong")
        assert "could not be saved" in progress.problem
        assert os.strerror(number) in progress.problem
        assert progress.of("a/two")["tries"] == 1
    assert set(saved(folder)) == {"a/one"}
    assert [file.name for file in folder.iterdir() if file.suffix == ".part"] == []
    progress.note_hint("a/one", 1)
    assert progress.problem == ""
    assert set(saved(folder)) == {"a/one", "a/two"}


TRIES = """
import sys
from pathlib import Path
from tinygrad_lite.course.progress_file import Progress
progress = Progress(Path(sys.argv[1]))
for _ in range(25):
    progress.note_try(sys.argv[2], "wrong")
    progress.note_try("both/same", "wrong")
    assert not progress.problem, progress.problem
"""


def test_two_kernels_lose_nothing_of_each_other(folder):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    line = [sys.executable, "-c", TRIES, str(folder)]
    both = [subprocess.Popen([*line, name], env=env, stderr=subprocess.PIPE) for name in ("a/one", "b/two")]
    for process in both:
        error = process.communicate()[1]
        assert process.returncode == 0, error.decode()
    counts = {name: entry["tries"] for name, entry in saved(folder).items()}
    assert counts == {"a/one": 25, "b/two": 25, "both/same": 50}


def test_a_clock_that_goes_back_takes_nothing_away(folder, monkeypatch):
    Progress(folder).note_try("a/one", "right")
    monkeypatch.setattr(progress_file.time, "strftime", lambda _: "1999-12-31T23:59:59+0000")
    Progress(folder).note_try("a/one", "wrong")
    Progress(folder).note_try("a/two", "right")
    entries = saved(folder)
    assert entries["a/one"]["status"] == "right"
    assert entries["a/one"]["tries"] == 2
    assert entries["a/two"]["status"] == "right"


def test_two_broken_files_within_one_second_are_both_kept(folder, monkeypatch):
    monkeypatch.setattr(progress_file.time, "strftime", lambda _: "20260101-120000")
    for content in ("{half", "{other half"):
        (folder / "progress.json").write_text(content, "utf-8")
        Progress(folder).note_try("a/one", "right")
    kept = sorted(file.read_text("utf-8") for file in folder.glob("progress.unreadable-*.json"))
    assert kept == ["{half", "{other half"]
