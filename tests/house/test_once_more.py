"""What fails beside other tests gets a second try alone, and what fails twice fails."""

import os
import subprocess
import sys

import pytest

from tests.house.toy_project import ROOT

UNSTEADY = """
import pathlib

def test_unsteady():
    seen = pathlib.Path("seen")
    before = seen.exists()
    seen.touch()
    assert before

def test_steady():
    count = pathlib.Path("count")
    count.write_text((count.read_text() if count.exists() else "") + "x")
"""
WRONG = "def test_wrong():\n    assert False\n"


def pytest_says(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.once_more", "-c", "pytest.ini", *arguments]
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def test_what_passes_alone_is_told_and_passes(tmp_path):
    (tmp_path / "test_it.py").write_text(UNSTEADY, "utf-8")
    result = pytest_says(tmp_path, "-n", "2")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 failed" in result.stdout
    assert "passes when it runs alone" in result.stdout
    assert (tmp_path / "count").read_text("utf-8") == "x"  # what had passed was not run again


def test_what_fails_twice_fails(tmp_path):
    (tmp_path / "test_it.py").write_text(UNSTEADY + WRONG, "utf-8")
    assert pytest_says(tmp_path, "-n", "2").returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["-n", "0"], ["-n", "2", "-x"], ["-n", "2", "-p", "no:cacheprovider"]])
def test_there_is_no_second_try_for_one_process_after_an_end_at_once_or_where_nothing_is_remembered(
    tmp_path, arguments
):
    (tmp_path / "test_it.py").write_text(UNSTEADY, "utf-8")
    result = pytest_says(tmp_path, *arguments)
    assert result.returncode != 0
    assert "once more" not in result.stdout


def test_a_run_that_could_not_collect_is_no_success(tmp_path):
    (tmp_path / "test_it.py").write_text("import nowhere\n", "utf-8")
    assert pytest_says(tmp_path, "-n", "2").returncode != 0


def test_where_processes_found_different_tests_nothing_is_run_again(tmp_path):
    named_by_address = (
        "import pytest\n\n@pytest.mark.parametrize('f', [lambda: 0], ids=str)\ndef test_it(f):\n    f()\n"
    )
    (tmp_path / "test_it.py").write_text(named_by_address, "utf-8")
    result = pytest_says(tmp_path, "-n", "2")
    assert result.returncode != 0
    assert "Different tests were collected" in result.stdout
    assert "once more" not in result.stdout
