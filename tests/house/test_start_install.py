"""start.py: what it installs, what it leaves alone, how it recovers, what it says."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.toy_project import BASE_PYTHON, ROOT, Project, ctrl_c, wait_for

OTHER_PYTHONS = sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
TOO_OLD = [p for p in OTHER_PYTHONS if tuple(map(int, p.parts[-3].split(".")[:2])) < (3, 11)]
posix = pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")


@pytest.fixture(scope="module")
def installed_once(tmp_path_factory):
    """One that was started once, on a machine that had nothing; shared by these tests."""
    project = Project.new(tmp_path_factory)
    first = project.run()
    assert first.returncode == 0, first.stdout
    project.first_output, project.first_calls = first.stdout, project.calls()
    project.first_lesson = (project.mine / "00_start_here.ipynb").read_text("utf-8")
    return project


@pytest.mark.skipif(not TOO_OLD, reason="no Python older than 3.11 under ~/.pyenv/versions")
def test_every_old_python_gets_one_sentence():
    for python in TOO_OLD:
        result = subprocess.run([python, ROOT / "start.py"], capture_output=True, encoding="utf-8")
        assert result.returncode == 1, python
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1, result.stderr
        assert result.stderr.startswith("tinygrad_lite needs Python 3.11, 3.12 or 3.13, and this is Python ")


def test_a_python_that_is_too_new_gets_the_same_sentence():
    pretend = "import sys, runpy; sys.version_info = (3, 14, 0); runpy.run_path(sys.argv[1], run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", pretend, ROOT / "start.py"], capture_output=True, encoding="utf-8")
    assert result.returncode == 1
    assert "this is Python 3.14: install one of them" in result.stderr


def test_first_start_installs_copies_and_opens(installed):
    assert "Setting up tinygrad_lite" in installed.first_output
    assert "making .venv: done (" in installed.first_output
    assert "installing packages: done (" in installed.first_output
    assert "New lesson: my_lessons/00_start_here.ipynb" in installed.first_output
    assert json.loads(installed.first_lesson)["lesson"] == "zero, für alle"
    (call,) = installed.first_calls
    assert call["name"] == "jupyterlab"
    assert f"--ServerApp.root_dir={installed.folder}" in call["arguments"]
    assert "--LabApp.default_url=/lab/tree/my_lessons/00_start_here.ipynb" in call["arguments"]
    assert call["env"]["VIRTUAL_ENV"] == str(installed.venv)
    overrides = installed.venv / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert '"fetchNews": "false"' in overrides.read_text()
    assert call["env"]["JUPYTER_CONFIG_PATH"] == str(installed.folder / "tinygrad_lite" / "cli" / "jupyter")
    assert "Successfully installed" in (installed.venv / "install.log").read_text()


def test_second_start_installs_nothing_and_is_quick(installed):
    began = children_seconds()
    second = installed.run("--no-browser", "--port", "9123", PYTHONPATH="/somewhere/else")
    assert children_seconds() - began < 2
    assert "Setting up" not in second.stdout
    assert "New lesson" not in second.stdout
    (call,) = installed.calls()
    assert call["arguments"][-3:] == ["--no-browser", "--port", "9123"]
    assert "PYTHONPATH" not in call["env"]


def test_student_work_is_never_overwritten(installed):
    work = installed.mine / "00_start_here.ipynb"
    work.write_text("my own work", encoding="utf-8")
    installed.write("lessons/00_start_here.ipynb", "a corrected lesson")
    installed.write("lessons/01_forward_pass.ipynb", "a new lesson")
    (installed.mine / "01_forward_pass.ipynb").symlink_to(installed.folder / "a file that is not there")
    installed.write("lessons/02_loss.ipynb", '{"lesson": "two", "metadata": {}}')
    installed.write("lessons/02_loss.py", "its source")
    result = installed.run()
    assert work.read_text("utf-8") == "my own work"
    assert (installed.mine / "01_forward_pass.ipynb").is_symlink()
    assert sorted(file for file in os.listdir(installed.mine) if file != ".given") == [
        "00_start_here.ipynb",
        "01_forward_pass.ipynb",
        "02_loss.ipynb",
    ]
    assert result.stdout.count("New lesson") == 1


def test_changed_requirements_are_installed_into_the_same_environment(installed):
    kept = installed.venv / "kept"
    kept.touch()
    installed.write("constraints.txt", "# changed\n")
    assert "installing packages: done" in installed.run().stdout
    assert kept.exists()
    assert "Setting up" not in installed.run().stdout


@pytest.mark.slow
def test_broken_environment_is_made_again(installed):
    marker = installed.venv / "old"
    marker.touch()
    for broken in installed.venv.glob("bin/python*"):
        broken.unlink()
    result = installed.run()
    assert result.returncode == 0, result.stdout
    assert "making .venv: done" in result.stdout
    assert not marker.exists()


@pytest.mark.slow
def test_missing_package_is_noticed(installed):
    (toys,) = installed.venv.glob("**/toys.pth")
    toys.unlink()
    assert "installing packages: done" in installed.run().stdout
    assert "Setting up" not in installed.run().stdout


def children_seconds():
    """The processor's time that programs started here have taken: not the clock's, as the machine may be busy."""
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.slow
@posix
def test_killed_installation_is_repaired_and_two_at_once_are_refused(project_with_environment):
    project = project_with_environment
    project.write("mood", "slow")
    first = project.begin()
    wait_for(lambda: "editable" in project.log())
    second = project.run()
    assert second.returncode == 1
    assert "Another start.py is installing" in second.stdout
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    half_done = project.venv / "half-done"
    half_done.touch()
    project.write("mood", "")
    third = project.run()
    assert third.returncode == 0, third.stdout
    assert "making .venv: done" in third.stdout
    assert not half_done.exists()


@posix
def test_ctrl_c_while_installing_ends_without_a_traceback(project_with_environment):
    project = project_with_environment
    project.write("mood", "slow")
    process = project.begin()
    wait_for(lambda: "editable" in project.log())
    ctrl_c(process)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output.endswith("\nStopped. Start again at any time: what is unfinished will be repaired.\n")
    assert "Traceback" not in output


def test_base_python_is_not_an_environments():
    """Otherwise these tests would not do what happens on a fresh machine."""
    code = "import sys; sys.exit(sys.prefix != sys.base_prefix)"
    assert subprocess.call([BASE_PYTHON, "-c", code]) == 0
