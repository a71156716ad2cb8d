"""Lessons where there is little memory, no home folder, a folder that cannot be written, a path with odd letters.

Each runs in a kernel of its own, begun under the strain; no cell may fail, and what is solved is counted as right.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import lessons_folder, project_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts of Linux")

GIGABYTE = 1 << 30
#: Begins a kernel with at most so much memory of its own; shared libraries, which are only mapped, do not count.
LITTLE_MEMORY = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({GIGABYTE}, {GIGABYTE}))"
#: Begins a kernel of a user who has no home.
NO_HOME = "import os; os.environ.pop('HOME', None); os.environ.update(USERPROFILE='', XDG_CACHE_HOME='')"
KERNEL = "import runpy; runpy.run_module('ipykernel_launcher', run_name='__main__', alter_sys=True)"
BOTH = [
    pytest.param(lesson, kind, marks=() if (lesson, kind) == ("00_start_here", "solutions") else pytest.mark.full)
    for lesson in LESSONS
    for kind in ("lessons", "solutions")
]


def can_mount():
    line = ["bwrap", "--dev-bind", "/", "/", "true"]
    return shutil.which("bwrap") is not None and subprocess.run(line, capture_output=True).returncode == 0


def kernel(tmp_path, monkeypatch, before, around=(), **env):
    """The name of a kernel that begins with these lines, inside another program if need be."""
    folder = tmp_path / "jupyter" / "kernels" / "strained"
    folder.mkdir(parents=True)
    argv = [*around, sys.executable, "-c", f"{before}\n{KERNEL}", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "strained", "language": "python", "env": env}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return "strained"


def run(notebook, folder, name):
    NotebookClient(notebook, timeout=300, kernel_name=name, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def errors(notebook):
    found = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    return [f"{output.ename}: {output.evalue}" for output in found]


def read(lesson, kind):
    folder = lessons_folder() if kind == "lessons" else project_folder() / "solutions"
    return nbformat.read(folder / f"{lesson}.ipynb", as_version=4)


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "kind"), BOTH)
def test_one_gigabyte_no_home_and_a_path_with_blanks_and_letters(lesson, kind, tmp_path, monkeypatch):
    folder = tmp_path / "Übung 1 (ñ) 学生"
    folder.mkdir()
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    env = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    name = kernel(tmp_path, monkeypatch, f"{LITTLE_MEMORY}\n{NO_HOME}", **env)
    assert errors(run(read(lesson, kind), folder, name)) == []
    entries = json.loads((folder / "progress.json").read_text("utf-8"))["exercises"] if kind == "solutions" else {}
    assert [task.id for task in tasks_of(lesson) if kind == "solutions" and entries[task.id]["status"] != "right"] == []


def test_the_limit_of_memory_is_one(tmp_path, monkeypatch):
    """What makes the test above able to fail."""
    name = kernel(tmp_path, monkeypatch, LITTLE_MEMORY)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = bytearray(1 << 30)")])
    NotebookClient(notebook, kernel_name=name, allow_errors=True).execute()
    assert errors(notebook) == ["MemoryError: "]


@pytest.mark.slow
@pytest.mark.skipif(not can_mount(), reason="needs bubblewrap: for an administrator, rights of files do not hold")
@pytest.mark.parametrize(
    "lesson", [pytest.param(each, marks=() if each == "00_start_here" else pytest.mark.full) for each in LESSONS]
)
def test_a_folder_that_cannot_be_written(lesson, tmp_path, monkeypatch):
    folder = tmp_path / "lent"
    folder.mkdir()
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    around = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", str(folder), str(folder), "--die-with-parent"]
    notebook = read(lesson, "solutions")
    asked = nbformat.v4.new_code_cell(
        "from tinygrad_lite.course import commands\n"
        "print({task: entry['status'] for task, entry in commands._session.progress.read().items()})"
    )
    notebook.cells.append(asked)
    run(notebook, folder, kernel(tmp_path, monkeypatch, "", around))
    assert errors(notebook) == []
    said = [cell for cell in notebook.cells if "could not be saved" in json.dumps(cell.get("outputs", []))]
    unasked = [cell.id for cell in said if not cell.source.startswith("progress(")]
    assert len(unasked) == 1, "it is said, and said once"
    known = dict(eval(asked.outputs[0].text))
    assert {known.get(task.id) for task in tasks_of(lesson)} == {"right"}, "nothing is lost while the kernel lives"
    assert list(folder.iterdir()) == []


@pytest.mark.full
def test_two_kernels_on_one_progress_file(tmp_path):
    import threading

    lessons = ("00_start_here", "02_loss")
    notebooks = [read(lesson, "solutions") for lesson in lessons]
    threads = [threading.Thread(target=run, args=(notebook, tmp_path, "python3")) for notebook in notebooks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [errors(notebook) for notebook in notebooks] == [[], []]
    entries = json.loads((tmp_path / "progress.json").read_text("utf-8"))["exercises"]
    assert {entries[task.id]["status"] for lesson in lessons for task in tasks_of(lesson)} == {"right"}
