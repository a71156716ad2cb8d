"""Folders for students' programs: what a killed process left is removed, and what anybody needs is not."""

import os
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from tinygrad_lite.grading.own_folder import PREFIX, own_folder, remove
from tinygrad_lite.grading.place_tree import _beside

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks of POSIX; on Windows folders are left")
MAKES = (
    "from tinygrad_lite.grading.own_folder import own_folder\n"
    "folder = own_folder()\nfolder.with_name(folder.name + '-places').mkdir()\nprint(folder, flush=True)\ninput()"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(temporary):
    """Another process, and its folder."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", MAKES], text=True, **pipes) as process:
        yield process, temporary / os.path.basename(process.stdout.readline().strip())
        process.kill()


def test_it_is_gone_with_its_lock_when_it_is_removed(temporary):
    folder = own_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    _beside(folder).mkdir()
    remove(folder)
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_has_is_not(temporary, other):
    process, left = other
    mine = own_folder()
    assert left.exists()
    assert _beside(left).exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    another = own_folder()
    assert {path.name for path in temporary.iterdir()} == {
        name for folder in (mine, another) for name in (folder.name, f"{folder.name}.lock")
    }
    for folder in (mine, another):
        remove(folder)


def test_a_forked_process_that_ends_takes_nothing_with_it(other):
    """It has the lock of the one that forked it, too."""
    folder = own_folder()
    child = os.fork()
    if child == 0:
        time.sleep(0.1)
        os._exit(0)
    os.waitpid(child, 0)
    subprocess.run([sys.executable, "-c", MAKES], input="\n", text=True, check=True, stdout=subprocess.DEVNULL)
    assert folder.exists()
    remove(folder)


def test_others_folders_and_links_are_left(temporary):
    (temporary / f"{PREFIX}old").mkdir()  # without a lock: of an earlier version
    kept = temporary / "kept"
    kept.write_text("", "utf-8")
    (temporary / f"{PREFIX}link.lock").symlink_to(kept)
    (temporary / f"{PREFIX}link").mkdir()
    remove(own_folder())
    names = {path.name for path in temporary.iterdir()}
    assert names == {"kept", f"{PREFIX}old", f"{PREFIX}link.lock", f"{PREFIX}link"}


def test_a_file_system_without_locks_grades_all_the_same(temporary, monkeypatch):
    import fcntl

    def refuses(*about):
        raise OSError("no locks here")

    monkeypatch.setattr(fcntl, "flock", refuses)
    folder = own_folder()
    assert [path.name for path in temporary.iterdir()] == [folder.name]
    remove(folder)
    assert list(temporary.iterdir()) == []
