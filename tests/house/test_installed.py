"""The project itself, built and installed in an environment outside this folder, and used there as students do.

The environment has a Python of its own and this package alone; all others are those of whoever runs the tests, so that
nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import site
import subprocess
import sys
import tarfile
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tinygrad_lite.course.exercises import LESSONS

ROOT = Path(__file__).resolve().parents[2]
BIN = "Scripts" if os.name == "nt" else "bin"
TRIES = 600  # tenths of a second for a server to come up on a busy machine


def build(folder, target, out):
    """Build a wheel or an sdist of a folder; gives its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (made,) = out.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The project's sdist, and the wheel that is built of it."""
    folder = tmp_path_factory.mktemp("built")
    sdist = build(ROOT, "sdist", folder)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (project,) = (folder / "unpacked").iterdir()
    return sdist, build(project, "wheel", folder), project


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
def test_built_twice_it_is_the_same_to_the_byte(built, tmp_path):
    """Whatever the order, the times and the rights of the files that it is built of."""
    sdist, wheel, project = built
    other = tmp_path / "an other folder"
    for path in sorted((path for path in project.rglob("*") if path.is_file()), reverse=True):
        copy = other / path.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        copy.chmod(0o700 if os.access(path, os.X_OK) else 0o600)  # whether it is a program, is kept
        os.utime(copy, (0, 1_000_000_000))
    assert digest(build(other, "wheel", tmp_path)) == digest(wheel)
    assert digest(build(other, "sdist", tmp_path)) == digest(sdist)
    assert digest(build(ROOT, "wheel", tmp_path / "here")) == digest(wheel)


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="asks git which files there are")
def test_nothing_is_missing(built):
    sdist, wheel, _ = built
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    tracked = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    with tarfile.open(sdist) as archive:
        names = {"/".join(member.name.split("/")[1:]) for member in archive.getmembers()}
    assert tracked - names == set()
    wanted = {name for name in tracked if name.startswith("tinygrad_lite/")}
    wanted |= {f"tinygrad_lite/_{name}" for name in tracked if re.fullmatch(r"lessons/[^/]+\.ipynb", name)}
    wanted |= {f"tinygrad_lite/_{name}" for name in tracked if re.fullmatch(r"benchmarks/[^/]+\.py", name)}
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == wanted
    assert "tinygrad_lite/py.typed" in carried


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """A fresh environment with the wheel in it; gives its folder of programs."""
    env = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(env, with_pip=False)
    python = env / BIN / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", "--quiet"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("this environment has no pip (uv makes such ones)")
    subprocess.run([*pip, str(built[1])], check=True, capture_output=True)
    (packages,) = [Path(line) for line in sys.path if line in site.getsitepackages()][:1]
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run(asked, check=True, capture_output=True, encoding="utf-8").stdout.strip())
    (own / "borrowed.pth").write_text(f"{packages}\n", encoding="utf-8")  # behind what is installed here
    return env / BIN


@pytest.fixture
def home(tmp_path):
    """Variables for programs of the fresh environment: a home of their own, and nothing of this project."""
    strange = ("PYTHONPATH", "VIRTUAL_ENV", "TINYGRAD_LITE_STRICT", "PYTEST_CURRENT_TEST")
    env = {name: value for name, value in os.environ.items() if name not in strange}
    borrowed = {"JUPYTERLAB_DIR": str(Path(sys.prefix) / "share" / "jupyter" / "lab")}
    for name in ("HOME", "USERPROFILE", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        borrowed[name] = str(tmp_path / name.lower())
        Path(borrowed[name]).mkdir()
    return {**env, **borrowed, "PYTHONIOENCODING": "utf-8"}


def run(program, *words, folder, env, status=0):
    ended = subprocess.run([program, *words], cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=300)
    assert ended.returncode == status, ended.stdout + ended.stderr
    return ended.stdout


EXECUTE = """
import sys, nbformat, tinygrad_lite
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
cells = notebook.cells
last = next((n for n, cell in enumerate(cells) if cell.id == sys.argv[2]), len(cells) - 1)
for cell in cells:
    cell.source = cell.source.replace("...  # your code here", "return np.mean((predicted - target) ** 2)")
notebook.cells = [*cells[: last + 1], nbformat.v4.new_code_cell("import tinygrad_lite; print(tinygrad_lite.__file__)")]
NotebookClient(notebook, timeout=300).execute()
print(notebook.cells[last].get("outputs"))
print(notebook.cells[-1].outputs[0].text)
"""


@pytest.mark.slow
def test_the_course_from_a_wheel(installed, home, tmp_path):
    """The commands of a student who has the package only: open, run, check, and see where one stands."""
    tool, folder = installed / "tinygrad-lite", tmp_path / "mein Kurs ñ"
    server = Server([str(tool), "lab", folder.name, "--", "--no-browser"], tmp_path, home)
    try:
        assert "/lab/tree/00_start_here.ipynb" in server.default_page()
        assert server.ask("lab/tree/00_start_here.ipynb")
        assert json.loads(server.ask("api/contents/02_loss.ipynb?content=0"))["name"] == "02_loss.ipynb"
        notebook = folder / "02_loss.ipynb"
        notebook.write_text(notebook.read_text("utf-8").replace('"given": "', '"given": "of before '), "utf-8")
        server.ask("api/sessions", {"path": "02_loss.ipynb", "type": "notebook", "kernel": {"name": "python3"}})
        assert "it is open in JupyterLab" in run(tool, "update", str(notebook), folder=tmp_path, env=home, status=1)
    finally:
        server.end()
    assert "02_loss.ipynb" in run(tool, "update", str(folder), folder=tmp_path, env=home)
    card, used = run(installed / "python", "-c", EXECUTE, "02_loss.ipynb", "loss-mse", folder=folder, env=home).split(
        "\n"
    )[:2]
    assert "loss/mse · right" in card
    assert Path(used).is_relative_to(installed.parent), used
    assert re.search(r"Lesson 02: .* 1 of \d+ done", run(tool, "status", folder=folder, env=home))
    said = run(tool, "check", "02_loss.ipynb", "--only", "mse", folder=folder, env=home, status=1)
    assert "not started" in said


@pytest.mark.full
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_runs_from_a_wheel(installed, home, tmp_path, lesson):
    shutil.copy(ROOT / "lessons" / f"{lesson}.ipynb", tmp_path)
    said = run(installed / "python", "-c", EXECUTE, f"{lesson}.ipynb", "", folder=tmp_path, env=home)
    assert Path(said.strip().split("\n")[-1]).is_relative_to(installed.parent)


class Server:
    """A JupyterLab that a command has started, asked as a browser asks it."""

    def __init__(self, command, folder, env):
        self.runtime = Path(env["JUPYTER_RUNTIME_DIR"])
        self.log = (folder / "server.log").open("w+", encoding="utf-8")
        more = {"start_new_session": True} if os.name != "nt" else {}
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdout=self.log, stderr=self.log, **more)
        for _ in range(TRIES):
            found = list(self.runtime.glob("jpserver-*.json"))
            if found and self._answers(found[0]):
                return
            assert self.process.poll() is None, self._said()
            time.sleep(0.1)
        raise AssertionError(self._said())

    def _answers(self, file):
        try:
            self.about = json.loads(file.read_text("utf-8"))
            return bool(self.ask("api/status"))
        except (OSError, ValueError):
            return False

    def _said(self):
        self.log.seek(0)
        return self.log.read()

    def ask(self, path, data=None):
        request = urllib.request.Request(self.about["url"] + path)
        request.add_header("Authorization", f"token {self.about['token']}")
        body = json.dumps(data).encode() if data else None
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, body, 60) as reply:
            return reply.read().decode("utf-8")

    def default_page(self):
        """What the address of the server alone leads to."""
        request = urllib.request.Request(self.about["url"])
        request.add_header("Authorization", f"token {self.about['token']}")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as reply:
            return reply.geturl()

    def end(self):
        """The server and its kernels."""
        try:
            if os.name == "nt":
                self.process.terminate()
            else:
                os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(30)
        finally:
            self.log.close()
