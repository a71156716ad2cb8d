"""Files are written whole: after a failure, or a kill, the old one is there; two writers at once do not mix."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from tinygrad_lite.files import put_in_place, replacing, write_whole


@pytest.mark.parametrize(("data", "written"), [("a\nπ\r\n", "a\nπ\r\n".encode()), (b"\x00\xff", b"\x00\xff")])
def test_what_was_written_is_there_and_nothing_else(tmp_path, data, written):
    path = tmp_path / "new" / "folder" / "file.txt"
    for _ in range(2):  # also in place of an old one
        assert write_whole(str(path), data) == path
        assert path.read_bytes() == written
    assert list(path.parent.iterdir()) == [path]


def broken_disk(*args):
    raise OSError(errno.ENOSPC, "no space left on device")


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.write_bytes", "pathlib.Path.replace"])
def test_a_failed_write_leaves_the_old_file_and_no_part(tmp_path, monkeypatch, call):
    path = write_whole(tmp_path / "file", "old")
    with monkeypatch.context() as patch:
        patch.setattr(call, broken_disk)
        with pytest.raises(OSError, match="no space") as told:
            write_whole(path, "new")
    assert told.value.filename == str(path)
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_that_was_asked_for(tmp_path):
    """Not what it is called while it is written: here this name is too long."""
    with pytest.raises(OSError) as told:
        write_whole(tmp_path / ("a" * 240), "new")
    assert ".part" not in str(told.value)
    assert told.value.filename == str(tmp_path / ("a" * 240))


def test_it_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    calls, fsync, replace = [], os.fsync, type(tmp_path).replace
    monkeypatch.setattr(os, "fsync", lambda number: (calls.append("fsync"), fsync(number)))
    monkeypatch.setattr(type(tmp_path), "replace", lambda *paths: (calls.append("replace"), replace(*paths)))
    write_whole(tmp_path / "file", "text")
    assert calls == ["fsync", "replace"]


def test_what_others_write_takes_its_place_at_the_end(tmp_path):
    path = write_whole(tmp_path / "file", "old")
    with replacing(path) as part:
        part.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new"
    with pytest.raises(UnicodeEncodeError), replacing(path) as part:
        part.write_text("half \ud800", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "new"
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / "missing", path)
    assert list(tmp_path.iterdir()) == [path]


WRITES = """
import sys
from tinygrad_lite.files import write_whole
count = 0
while True:
    write_whole(sys.argv[1], sys.argv[2] * 1_000_000)
    count += 1
    if count == 3:
        print("going", flush=True)
"""


def writer(path, letter):
    return subprocess.Popen([sys.executable, "-c", WRITES, str(path), letter], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="kills as on Unix")
def test_killed_writers_leave_a_whole_file(tmp_path):
    """Two processes write the same file, and both are killed at any moment: it is one's or the other's."""
    path = tmp_path / "file"
    for trial in range(4):
        writers = [writer(path, letter) for letter in "ab"]
        for process in writers:
            assert process.stdout.readline() == "going\n"
        time.sleep(0.003 * trial)
        for process in writers:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        assert path.read_text() in ("a" * 1_000_000, "b" * 1_000_000)


HOLDS = """
import sys
from tinygrad_lite.files import replacing
with replacing(sys.argv[1]) as part:
    part.write_text(sys.argv[2])
    print(part, flush=True)
    input()
"""


def holder(path, text):
    """A process that has begun to write, and where."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(path), text], **pipes)
    return process, type(path)(process.stdout.readline().strip())


@pytest.mark.skipif(os.name == "nt", reason="kills as on Unix")
def test_parts_of_killed_writers_do_not_pile_up_and_those_of_others_stay(tmp_path):
    path = tmp_path / "[file].txt"
    living, its_part = holder(path, "the one that lived")
    for _ in range(3):
        killed, part = holder(path, "half")
        assert set(tmp_path.iterdir()) == {its_part, part}
        killed.kill()
        killed.communicate()
    other_file = tmp_path / "file.txt"
    write_whole(other_file, "another file's")
    assert set(tmp_path.iterdir()) == {its_part, part, other_file}
    write_whole(path, "in between")
    assert set(tmp_path.iterdir()) == {its_part, path, other_file}
    living.communicate("go on")
    assert set(tmp_path.iterdir()) == {path, other_file}
    assert path.read_text() == "the one that lived"


def test_parts_whose_writer_cannot_be_asked_go_after_an_hour(tmp_path):
    """As on Windows, or those of another computer that writes to the same folder."""
    path, part = tmp_path / "file", tmp_path / "file.else-where-1-1.part"
    part.write_text("half")
    write_whole(path, "new")
    assert part.exists()
    os.utime(part, (time.time() - 3700,) * 2)
    write_whole(path, "new")
    assert list(tmp_path.iterdir()) == [path]
