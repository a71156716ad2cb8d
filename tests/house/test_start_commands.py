"""start.py: its commands, and how it ends."""

import importlib.util
import os
import signal
import subprocess

import pytest

from tests.house.toy_project import ROOT, ctrl_c

posix = pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")


def test_start_py_is_short_enough_to_read():
    assert len((ROOT / "start.py").read_text("utf-8").splitlines()) <= 310


def test_help_names_every_command_and_installs_nothing(project):
    result = project.run("--help")
    assert result.returncode == 0
    for word in ("python start.py test", "python start.py check", "--no-browser", "--port", "my_lessons"):
        assert word in result.stdout
    assert not project.venv.exists()


@pytest.mark.slow
def test_update_means_the_copies_of_the_lessons_unless_it_is_said_otherwise(installed):
    installed.calls()
    assert installed.run("update", "--dry-run").returncode == 0
    installed.write("broken", "tinygrad-lite")
    assert installed.run("update", "02_loss.ipynb", "--undo").returncode == 1
    first, second = installed.calls()
    assert first["arguments"] == ["update", "--dry-run", str(installed.mine)]
    assert second["arguments"] == ["update", "02_loss.ipynb", "--undo"]
    assert second["cwd"] == str(installed.folder.parent)  # where it was called, so that the name means what it says


def test_unknown_command_is_refused_before_anything_is_installed(project):
    result = project.run("tset")
    assert result.returncode == 1
    assert "There is no `tset` here; `python start.py --help` tells what there is." in result.stdout
    assert not project.venv.exists()


def test_test_without_notebooks_runs_pytest_once(installed):
    installed.calls()
    result = installed.run("test", "-k", "something", "-x")
    assert result.returncode == 0, result.stdout
    (call,) = installed.calls()
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parallel = ["-n", str(1 + there), "--dist", "loadfile", "--nbval-lax"]
    assert call["name"] == "pytest"
    assert call["arguments"] == [*parallel, "tests", "lessons", "-k", "something", "-x"]
    assert call["env"]["OMP_NUM_THREADS"] == call["env"]["OPENBLAS_NUM_THREADS"] == "1"
    assert call["cwd"] == str(installed.folder)
    assert "TINYGRAD_LITE_STRICT" not in call["env"]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not hand out single processors")
def test_no_more_processes_than_processors_that_may_be_used(installed):
    installed.calls()
    there = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(there)})
    try:
        installed.run("test")
    finally:
        os.sched_setaffinity(0, there)
    assert installed.calls()[0]["arguments"][:2] == ["-n", "2"]


def test_test_runs_solutions_strictly_even_after_a_failure_and_reports_both(installed):
    solution = installed.write("solutions/00_start_here.ipynb", "{}")
    broken = installed.write("broken", "pytest")
    result = installed.run("test", "--full")
    broken.unlink()
    solution.unlink()
    assert result.returncode == 1
    first, second = installed.calls()
    assert first["arguments"][-3:] == ["tests", "lessons", "--full"]
    assert second["arguments"][-2:] == ["--nbval-lax", "solutions"]
    assert second["env"]["TINYGRAD_LITE_STRICT"] == "1"
    summary = result.stdout.splitlines()[-2:]
    assert [line.split()[0] for line in summary] == ["FAILED", "FAILED"]
    assert summary[1].endswith("solutions")


def test_the_engine_is_tested_on_another_device_where_one_is_named(installed):
    installed.run("test")
    assert not any("tests/engine" in call["arguments"] for call in installed.calls())
    installed.run("test", TG_TEST_DEVICE="cuda")
    everything, *_, engine = installed.calls()
    assert everything["env"]["TG_TEST_DEVICE"] == "cpu"
    assert engine["env"]["TG_TEST_DEVICE"] == "cuda"
    assert engine["arguments"][-3:] == ["tests/conformance", "tests/devices", "tests/engine"]


def test_test_with_a_path_runs_only_that(installed):
    installed.write("solutions/00_start_here.ipynb", "{}")
    installed.write("tests/test_a.py", "")
    installed.run("test", "tests/test_a.py::test_b")
    (call,) = installed.calls()
    assert call["arguments"][-1] == "tests/test_a.py::test_b"
    assert "lessons" not in call["arguments"]


def test_check_runs_everything_and_sums_up(installed):
    broken = installed.write("broken", "mypy lint-imports")
    result = installed.run("check")
    broken.unlink()
    assert result.returncode == 1
    assert [call["name"] for call in installed.calls()] == ["ruff", "ruff", "mypy", "lint-imports", "build"]
    summary = result.stdout.splitlines()[-5:]
    assert [line.split()[0] for line in summary] == ["ok", "ok", "FAILED", "FAILED", "ok"]
    assert installed.run("check").returncode == 0


@pytest.mark.slow
@posix
@pytest.mark.parametrize("how", ["Ctrl-C", "SIGINT to start.py alone", "SIGTERM"])
def test_server_ends_in_an_orderly_way(installed, how):
    stay = installed.write("stay", "")
    process = installed.begin("--no-browser")
    output = ""
    while "listening" not in output:
        output += process.stdout.readline()
    if how == "Ctrl-C":
        ctrl_c(process)
    else:
        os.kill(process.pid, signal.SIGTERM if how == "SIGTERM" else signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    stay.unlink()
    assert process.returncode == 0
    assert "server: stopped" in rest
    assert "Traceback" not in rest
    if how != "SIGTERM":
        assert rest.endswith(f"Stopped. Your work is in {installed.mine}\n")


@posix
def test_progress_moves_on_a_terminal(project_with_environment):
    """On a terminal, one line is painted over and over; the words come from pip's own."""
    import pty  # not on Windows

    project = project_with_environment
    project.write("mood", "unhurried")
    primary, secondary = pty.openpty()
    process = subprocess.Popen(project.command(), env=project.env(COLUMNS="90"), stdout=secondary, stderr=secondary)
    os.close(secondary)
    painted = b""
    while True:
        try:
            chunk = os.read(primary, 4096)
        except OSError:
            break
        if not chunk:
            break
        painted += chunk
    process.wait()
    os.close(primary)
    text = painted.decode()
    assert process.returncode == 0, text
    assert text.count("\r  installing packages: working (") >= 3
    assert all(len(line) <= 90 for line in text.replace("\n", "\r").split("\r") if line.startswith("  "))


def test_words_for_pips_lines():
    start = load_start()
    assert start.doing("Collecting numpy>=2 (from x)") == "Collecting numpy>=2"
    assert start.doing("  Downloading torch-2.13.0-cp311-x.whl (190 MB)\n") == "Downloading torch"
    assert start.doing("Installing collected packages: a, b") == "copying files"
    assert start.doing("Requirement already satisfied: x") == start.doing("") == "working"


def load_start():
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
