"""Paths on the command line: what is no file or folder, or cannot be written, is refused before anything else."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.house.test_commands_page import COMMANDS
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.cli.paths import NEW_FILE, ToRead, ToWrite
from tinygrad_lite.files import need_writable, write_whole

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")


def command_of(name):
    found = main
    for word in name.split():
        found = found.commands[word]
    return found


PATHS = [(name, param) for name in COMMANDS for param in command_of(name).params if isinstance(param.type, click.Path)]


def test_all_commands_with_paths_are_meant():
    assert {"check", "update", "grade", "grades", "bench", "release", "manual merge"} <= {name for name, _ in PATHS}


@pipes
@pytest.mark.parametrize(("name", "param"), PATHS, ids=[f"{name} {param.name}" for name, param in PATHS])
def test_a_pipe_is_refused_wherever_a_path_is_taken(name, param, tmp_path):
    """Who reads a pipe that nobody writes into waits forever."""
    os.mkfifo(tmp_path / "pipe")
    assert isinstance(param.type, ToRead | ToWrite)
    with pytest.raises(click.BadParameter, match="a pipe or a device"):
        param.type(str(tmp_path / "pipe"))
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(("name", "param"), PATHS, ids=[f"{name} {param.name}" for name, param in PATHS])
def test_an_empty_path_is_not_the_current_folder(name, param):
    """`lab "$COURSE"`, where COURSE is not set, would fill the folder where one happens to be."""
    with pytest.raises(click.BadParameter, match="It is empty"):
        param.type("")


@pipes
@pytest.mark.parametrize(
    "words",
    ["check pipe", "update pipe", "grade pipe --out r", "mistake add loss/mse pipe", "release pipe.ipynb --out o",
     "update here", "atlas --out pipe"],
)  # fmt: skip
def test_no_command_waits_at_a_pipe(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("pipe", "pipe.ipynb", "here/02_loss.ipynb"):
        Path(name).parent.mkdir(exist_ok=True)
        os.mkfifo(name)
    done = CliRunner().invoke(main, words.split())
    assert done.exit_code == 2, done.output
    assert Path("pipe").is_fifo()


@pipes
def test_no_file_takes_the_place_of_a_pipe_or_a_device(tmp_path):
    """Where an administrator writes to /dev/null, it stays."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="a pipe or a device; give the path of a file"):
        write_whole(tmp_path / "pipe", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    assert (tmp_path / "pipe").is_fifo()


def test_what_can_be_written_is_left_as_it_was(tmp_path):
    (tmp_path / "there.html").write_text("mine", "utf-8")
    for path in (tmp_path / "there.html", tmp_path / "new.html", tmp_path / "new" / "folder" / "new.html"):
        need_writable(path)
    assert [path.name for path in tmp_path.iterdir()] == ["there.html"]
    assert (tmp_path / "there.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (".", "this is a folder"),
        ("file/page.html", "a file is where a folder should be"),
        ("file/more/page.html", "a file is where a folder should be"),
        ("x" * 300, "cannot be written (File name too long)" if os.name == "posix" else "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(path, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(OSError):
        need_writable(Path(path))
    with pytest.raises(click.BadParameter) as refused:
        ToWrite(path_type=Path)(path)
    assert said in str(refused.value)
    assert [each.name for each in Path().iterdir()] == ["file"]


def test_a_receipt_that_cannot_be_written_is_said_before_the_notebook_is_judged(tmp_path):
    (tmp_path / "a.ipynb").write_text("no notebook", "utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "a.ipynb"), "--receipt", str(tmp_path / "a.ipynb" / "r")])
    assert done.exit_code == 2
    assert "cannot be written (a file is where a folder should be). Give another place." in done.output
    assert "no notebook" not in done.output


def test_a_folder_that_takes_no_files_is_no_place_for_one(tmp_path, monkeypatch):
    def refuses(path, *_, **__):
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(files.Path, "touch", refuses)
    with pytest.raises(click.BadParameter, match=r"page.html cannot be written \(Read-only file system\)"):
        NEW_FILE(str(tmp_path / "page.html"))


@pytest.mark.parametrize("which", [["jdoe", "loss/mse"], ["loss/mse", "--cluster", "1"]])
def test_a_report_that_is_not_there_is_wrong_use_for_a_mistake_too(which, tmp_path, monkeypatch):
    """As it is for `report`, `override`, `forget` and the others."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["mistake", "add", "missing", *which])
    assert done.exit_code == 2, done.output
    assert "Directory 'missing' does not exist" in done.output
