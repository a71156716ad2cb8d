"""`tinygrad-lite lab`, `status` and `doctor`: what a student calls beside the notebooks."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.house.test_command_line import MAIN
from tests.house.toy_project import ctrl_c
from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import lessons_folder


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_every_command_shows_examples_and_exit_statuses():
    for name, command in main.commands.items():
        commands = getattr(command, "commands", {"": command})
        for more in ("", *commands):
            shown = call(name, *([more] if more else []), "--help").output
            assert "\n  tinygrad-lite " in shown, name
            assert "Exit status" in shown, name


def test_status_counts_every_lesson_and_says_what_is_next(tmp_path):
    first = tasks_of("00_start_here")
    done = {task.id: {"status": "right", "when": "2026-01-01T10:00:00"} for task in first}
    other = tasks_of("02_loss")[1].id
    done[other] = {"status": "wrong", "when": "2026-01-02T10:00:00"}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "exercises": done}), encoding="utf-8")
    (tmp_path / "01_forward_pass.ipynb").touch()
    shown = call("status", tmp_path)
    assert shown.exit_code == 0, shown.output
    assert f"{len(first)} of {sum(len(tasks_of(lesson)) for lesson in LESSONS)} done" in shown.output
    assert re.search(rf"✓ +Lesson 00: Start here +{len(first)} of {len(first)} done", shown.output)
    assert re.search(r"▸ +Lesson 01: Forward pass +0 of", shown.output)
    assert f"The last that you tried was {other}." in shown.output
    assert f"Next: {tasks_of('01_forward_pass')[0].id}, in 01_forward_pass.ipynb." in shown.output


def test_status_at_the_very_beginning_and_at_the_end(tmp_path):
    assert "00_start_here.ipynb, is not in this folder" in " ".join(call("status", tmp_path).output.split())
    (tmp_path / "00_start_here.ipynb").touch()
    assert "Next: start/update, in 00_start_here.ipynb." in call("status", tmp_path).output
    done = {task.id: {"status": "right"} for lesson in LESSONS for task in tasks_of(lesson)}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "exercises": done}), encoding="utf-8")
    assert "All of it is done." in call("status", tmp_path).output


def lab_with(toy, folder):
    """`tinygrad-lite lab` with a JupyterLab that does as the toy says: the line to run, and the variables."""
    (folder / "jupyterlab").mkdir()
    (folder / "jupyterlab" / "__init__.py").touch()
    (folder / "jupyterlab" / "__main__.py").write_text(toy, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), "PYTHONIOENCODING": "utf-8"}
    return [sys.executable, "-u", "-c", MAIN, "lab", "mine here", "--", "--no-browser"], env


def test_lab_gives_the_lessons_and_opens_the_first(tmp_path):
    toy = "import json, sys; json.dump(sys.argv[1:], open('called.json', 'w')); sys.exit(7)"
    line, env = lab_with(toy, tmp_path)
    ended = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert ended.returncode == 7, ended.stderr
    assert f"Opening 00_start_here.ipynb in JupyterLab; Ctrl-C here ends it. Your work is in {tmp_path}" in ended.stdout
    assert sorted(file.name for file in (tmp_path / "mine here").glob("*.ipynb")) == sorted(
        file.name for file in lessons_folder().glob("*.ipynb")
    )
    arguments = json.loads((tmp_path / "called.json").read_text("utf-8"))
    assert f"--ServerApp.root_dir={tmp_path / 'mine here'}" in arguments
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in arguments
    assert "--ServerApp.answer_yes=True" in arguments
    assert arguments[-1] == "--no-browser"


SERVER = """
import signal, sys, time
def ended(*_):
    print("server: stopped", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, ended)
signal.signal(signal.SIGINT, {on_ctrl_c})
print("listening", flush=True)
while True:
    time.sleep(0.1)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-C that the server does not heed", "SIGINT to it alone", "SIGTERM"])
def test_lab_ends_with_its_server(tmp_path, how):
    """Nothing is asked, and no server is left behind that would hold its port."""
    line, env = lab_with(SERVER.format(on_ctrl_c="signal.SIG_IGN" if "heed" in how else "ended"), tmp_path)
    process = subprocess.Popen(
        line, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    said = ""
    while "listening" not in said:
        said += (row := process.stdout.readline())
        assert row, said
    if how.startswith("Ctrl-C"):
        ctrl_c(process)
    else:
        os.kill(process.pid, signal.SIGTERM if how == "SIGTERM" else signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert "server: stopped" in rest
    assert not re.search("Aborted|Traceback", rest)
    assert rest.endswith(f"Stopped. Your work is in {tmp_path / 'mine here'}\n") == (how != "SIGTERM")


@pytest.mark.parametrize(
    ("package", "said"),
    [("numpy", "needs NumPy, which this Python lacks. Install it: "), ("click", "click is missing. Install it: ")],
)
def test_without_what_the_command_itself_needs_it_names_the_line_that_mends_it(tmp_path, package, said):
    ended = command_where(f"sys.modules[{package!r}] = None", "doctor", tmp_path)
    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()  # and no traceback
    assert said in line
    assert f"{sys.executable} -m pip install" in line


def command_where(lines, words, folder):
    """The command, in a Python where these lines ran before."""
    begin = f"import sys; sys.argv[0] = '/usr/bin/tinygrad-lite'\n{lines}\n"
    line = [sys.executable, "-c", begin + MAIN, *words.split()]
    return subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8")


#: A package that is there, and fails when it is imported.
BROKEN = "import pathlib; pathlib.Path({0!r}).mkdir(); pathlib.Path({0!r}, '__init__.py').write_text({1!r})"


def test_a_numpy_that_cannot_be_loaded_is_named_with_the_line_that_mends_it(tmp_path):
    fails = "raise ImportError('a library is missing\\nand much more')"
    site = tmp_path / "site-packages"  # what lies elsewhere is somebody's own numpy.py, and another sentence
    site.mkdir()
    begin = BROKEN.format(str(site / "numpy"), fails) + f"; sys.path.insert(0, {str(site)!r})"
    ended = command_where(begin, "doctor", tmp_path)
    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()
    assert "needs NumPy, which cannot be loaded (a library is missing). Install it: " in line
    assert line.endswith('-m pip install --force-reinstall "numpy>=2"')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "words"),
    [("packaging", "doctor"), ("filelock", "status"), ("nbformat", "update"), ("jupyter_client", "doctor")],
)
def test_whatever_package_is_missing_is_named_with_the_line_that_mends_it(package, words, tmp_path):
    ended = command_where(f"sys.modules[{package!r}] = None", words, tmp_path)
    assert ended.returncode == 1
    said = ended.stdout + ended.stderr
    assert f"{sys.executable} -m pip install --ignore-installed --no-deps {package}=={version(package)}" in said
    assert "Traceback" not in said


def test_in_a_program_of_ones_own_it_stays_an_exception(tmp_path):
    line = [sys.executable, "-c", "import sys; sys.modules['numpy'] = None; import tinygrad_lite"]
    ended = subprocess.run(line, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert "ImportError: tinygrad_lite needs NumPy, which this Python lacks. Install it: " in ended.stderr


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (errno.ENOSPC, 1, "The disk is full ({}). Make room, then give the same command again."),
        (errno.EROFS, 2, "{} cannot be used (Read-only). Give a folder of your own, or close what has it open."),
        (errno.ENOENT, 2, "{} cannot be used (Read-only)."),
    ],
)
def test_what_cannot_be_written_is_said_and_shows_no_traceback(number, status, said, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise OSError(number, "Read-only", str(tmp_path / "there"))

    monkeypatch.setattr("tinygrad_lite.course.update.folder.write_whole", fails)
    shown = call("lab", tmp_path / "mine")
    assert shown.exit_code == status
    assert shown.output == f"Error: {said.format(tmp_path / 'there')}\n"


def test_a_lesson_is_opened_and_not_a_copy_of_one(tmp_path, monkeypatch):
    """JupyterLab's own copies stand before the lesson in the order of names, and notes may have any name."""
    started = []
    monkeypatch.setattr("tinygrad_lite.cli.students.run_until_stopped", lambda command, env: started.append(command))
    for name in ("00_start_here-Copy1.ipynb", "# my notes?.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert "Opening 00_start_here.ipynb" in call("lab", tmp_path).output
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in started[0]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody can make anything")
@pytest.mark.parametrize(
    "words",
    ["lab /proc/mine", "release 02_loss --out /proc/mine", "grade . --out /proc/mine"],
)
def test_no_command_shows_a_traceback_where_its_folder_cannot_be_made(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = call(*words.split())
    assert shown.exit_code == 2
    assert "Error: /proc/mine cannot be used" in shown.output


def test_the_package_can_be_run_where_scripts_are_not_on_the_path():
    ended = subprocess.run([sys.executable, "-m", "tinygrad_lite", "--version"], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.split()[0]) == (0, "tinygrad-lite,")
