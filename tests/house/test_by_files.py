"""A test that kills its process costs that test alone: it is told, and all others run, once each."""

import os
import subprocess
import sys

import pytest

from tests.house.toy_project import ROOT

FATAL = """
import os, time
import pytest

@pytest.mark.parametrize("number", range(6))
def test_it(number):
    with open("seen", "a") as file:
        file.write(f"{os.path.basename(__file__)}-{number}\\n")
    time.sleep(0.02)
    if __file__.endswith(FATAL) and number == 3:
        os._exit(11)
"""
LATE = """
import os, time

def pytest_collection():
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw2":  # the first process that takes the place of one that died
        time.sleep(2)
"""
FILES = 8


def run(folder, fatal):
    """A run of two processes in which a test of some files ends its process."""
    for number in range(FILES):
        (folder / f"test_{number}.py").write_text(FATAL.replace("FATAL", repr(fatal)), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (folder / "conftest.py").write_text(LATE, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.by_files", "-c", "pytest.ini"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    line = [*command, "-n", "2", "--dist", "loadfile"]
    ended = subprocess.run(line, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=180, check=False)
    return ended.returncode, ended.stdout, sorted((folder / "seen").read_text("utf-8").split())


@pytest.mark.slow
def test_all_others_run_once(tmp_path):
    """In the last case two die at once, and the one that replaces the second is ready before the other."""
    cases = [("_0.py",), ("_4.py",), ("_7.py",), ("_1.py", "_6.py", "_7.py"), ("_0.py", "_1.py")]
    for place, fatal in enumerate(cases):
        folder = tmp_path / str(place)
        folder.mkdir()
        status, printed, seen = run(folder, fatal)
        assert status == 1
        assert seen == sorted(f"test_{file}.py-{number}" for file in range(FILES) for number in range(6))
        for name in fatal:
            assert f"crashed while running 'test{name}::test_it[3]'" in printed
        assert f"{len(fatal)} failed, {FILES * 6 - len(fatal)} passed" in printed
