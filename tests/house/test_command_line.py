"""The command `tinygrad-lite`, in a checkout and from a wheel."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinygrad_lite.cli import main

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


def test_an_option_of_jupyterlabs_is_told_its_place(tmp_path):
    ended = run("lab", "my_lessons", "--no-browser", folder=tmp_path)
    assert ended.returncode == 2
    assert "put -- before it: tinygrad-lite lab my_lessons -- --no-browser" in ended.stderr
    assert not (tmp_path / "my_lessons").exists()


@pytest.mark.parametrize("arguments", [("status",), ("atlas", "loss/mse"), ("update", "--help"), ("--help",)])
def test_a_file_of_another_encoding_takes_what_is_printed(tmp_path, arguments):
    """On Windows before Python 3.15 what goes into a file or a pipe is written in the system's own encoding."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"}
    line = [sys.executable, "-c", MAIN, *arguments]
    ended = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, encoding="cp1252")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(ended.stdout) > 100


def test_bench_ends_quietly_where_nobody_reads_what_it_prints(tmp_path):
    """As with `| head`: the table is the last thing that is done."""
    script = (
        "import sys; from benchmarks import command; from benchmarks.command import ended; "
        "ended(lambda: print('x' * 100_000))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait() == 1
    process.stderr.close()


@pytest.mark.parametrize(
    ("words", "kept"), [("check a.ipynb", False), ("release --out new", False), ("grade a.ipynb --out new", True)]
)
def test_what_is_stopped_says_what_is_kept_only_where_something_is(words, kept, tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    Path("a.ipynb").write_text("{}", "utf-8")
    for place in ("own_check.check_notebook", "release.release", "command.best_tier"):
        monkeypatch.setattr(f"tinygrad_lite.grading.{place}", stopped)
    done = CliRunner().invoke(main, words.split())
    said = "What was graded is kept. The same command goes on." if kept else ""
    assert (done.exit_code, done.output.split("\n")[-2]) == (1, f"Stopped. {said}".rstrip())


def test_bench_speaks_of_the_command_that_was_typed(tmp_path):
    ended = run("bench", "--only", "subtraction", folder=tmp_path)
    assert "tinygrad-lite bench: error: --only 'subtraction'" in ended.stderr
    assert "python -m" not in ended.stderr


@pytest.mark.one_in(3)
@pytest.mark.skipif(os.name == "nt", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", [">&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize(("words", "status"), [("atlas loss/mse", 0), ("check a.ipynb", 2), ("grade a --out b", 2)])
def test_a_stream_that_is_closed_changes_nothing(tmp_path, closed, words, status):
    (tmp_path / "a.ipynb").write_text("{}", "utf-8")
    line = f'"{sys.executable}" -c "{MAIN}" {words} {closed}'
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert (ended.returncode, "Traceback" in ended.stderr) == (status, False), ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_under_what_is_printed_is_said(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with open("/dev/full", "w", encoding="utf-8") as full:
        line = [sys.executable, "-c", MAIN, "atlas", "loss/mse"]
        ended = subprocess.run(line, cwd=tmp_path, env=env, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert ended.returncode != 0
    assert "The disk is full: what is printed cannot be written there." in ended.stderr
    assert "Traceback" not in ended.stderr
