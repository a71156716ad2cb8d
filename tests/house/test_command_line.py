"""The command `tinygrad-lite`, in a checkout and from a wheel."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN = "import sys; from tinygrad_lite.cli import main; sys.argv[0] = 'tinygrad-lite'; main()"


def run(*arguments, folder, where=ROOT):
    env = {**os.environ, "PYTHONPATH": str(where), "PYTHONIOENCODING": "utf-8"}
    line = [sys.executable, "-c", MAIN, *arguments]
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, encoding="utf-8")


def test_it_is_the_command_that_is_installed():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"tinygrad-lite": "tinygrad_lite.cli:main"}


def test_help_has_examples(tmp_path):
    every = run("--help", folder=tmp_path).stdout
    assert "bench" in every
    assert "..." not in every.partition("ARGS]...")[2]  # no sentence is cut off
    assert (
        every.index("For students")
        < every.index("  status ")
        < every.index("For instructors")
        < every.index("  grade ")
    )
    shown = run("bench", "--help", folder=tmp_path)
    assert shown.returncode == 0
    assert '\n  tinygrad-lite bench --quick --only "Adam step" ' in shown.stdout


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory):
    """What an installed wheel looks like."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site-packages")
    return folder / "site-packages"


@pytest.mark.parametrize("installed", [False, True], ids=["checkout", "wheel"])
def test_bench_finds_the_benchmarks_and_hands_on_how_they_ended(installed, tmp_path, request):
    where = request.getfixturevalue("unpacked_wheel") if installed else ROOT
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "__main__.py").write_text("raise SystemExit('not these')")
    ended = run("bench", "--only", "subtraction", folder=tmp_path, where=where)
    assert ended.returncode == 2
    assert "--only 'subtraction': no row has this in its name" in ended.stderr


def test_bench_measures_and_writes_where_the_user_stands(unpacked_wheel, tmp_path):
    ended = run("bench", "--quick", "--only", "add of", "--json", "new.json", folder=tmp_path, where=unpacked_wheel)
    assert ended.returncode == 0, ended.stderr
    assert "add of 4" in ended.stdout
    assert json.loads((tmp_path / "new.json").read_text("utf-8"))["threads"] in (1, None)


def test_wrong_use_ends_with_2(tmp_path):
    ended = run("bench", "--fast", folder=tmp_path)
    assert ended.returncode == 2
    assert "No such option" in ended.stderr
