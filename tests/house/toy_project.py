"""A toy project around the real start.py: real environments, real pip, toy packages, no network.

Its build backend (30 lines, no dependencies) makes an editable wheel that puts `toys/` on the path. There lie a
`jupyterlab`, a `pytest` and so on that only write down how they were called.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tinygrad-lite"
version = "0.1.0"
"""

# What it does is set by the file `mood` beside it: "slow", "unhurried", "full disk", or nothing.
BACKEND = """
import errno, pathlib, sys, time, zipfile

HERE = pathlib.Path(__file__).parent
METADATA = "Metadata-Version: 2.1\\nName: tinygrad-lite\\nVersion: 0.1.0\\nProvides-Extra: dev\\n"
NEEDS = HERE / "needs"

def prepare_metadata_for_build_editable(folder, config_settings=None):
    info = pathlib.Path(folder, "tinygrad_lite-0.1.0.dist-info")
    info.mkdir()
    needs = NEEDS.read_text() if NEEDS.exists() else ""
    (info / "METADATA").write_text(METADATA + needs)
    (info / "WHEEL").write_text("Wheel-Version: 1.0\\nGenerator: toy\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    (info / "entry_points.txt").write_text(
        "[console_scripts]\\nlint-imports = toybox:lint_imports\\ntinygrad-lite = toybox:command\\n"
    )
    return info.name

def build_editable(folder, config_settings=None, metadata_directory=None):
    mood = (HERE / "mood").read_text() if (HERE / "mood").exists() else ""
    time.sleep({"slow": 100, "unhurried": 1}.get(mood, 0))
    if mood == "full disk":
        raise OSError(errno.ENOSPC, "No space left on device")
    name = "tinygrad_lite-0.1.0-py3-none-any.whl"
    info = prepare_metadata_for_build_editable(folder)
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("toys.pth", str(HERE / "toys") + "\\n")
        for file in sorted(pathlib.Path(folder, info).iterdir()):
            wheel.write(file, info + "/" + file.name)
        wheel.writestr(info + "/RECORD", "")
    return name
"""

TOYBOX = """
import json, os, pathlib, signal, sys, time

def note(name):
    keep = ("TINYGRAD_LITE_STRICT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VIRTUAL_ENV", "PYTHONPATH",
            "TG_TEST_DEVICE", "JUPYTER_CONFIG_PATH")
    call = {"name": name, "arguments": sys.argv[1:], "cwd": os.getcwd()}
    call.update(env={key: os.environ[key] for key in keep if key in os.environ})
    home = pathlib.Path(os.environ["VIRTUAL_ENV"]).parent
    with open(home / "calls.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(call) + "\\n")
    broken = (home / "broken").read_text().split() if (home / "broken").exists() else []
    return int(name in broken)

def lint_imports():
    sys.exit(note("lint-imports"))

def command():
    sys.exit(note("tinygrad-lite"))

def serve():
    note("jupyterlab")
    if not pathlib.Path("stay").exists():
        return
    def stop(*_):
        print("server: stopped", flush=True)
        os._exit(0)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    print("listening", flush=True)
    while True:
        time.sleep(0.05)
"""


class Project:
    """A copy of start.py in a folder of its own, and what one may do with it."""

    @classmethod
    def new(cls, tmp_path_factory):
        """One in a folder whose name has letters and spaces as people use them."""
        return cls(tmp_path_factory.mktemp("course") / "Kurs für Anfänger ñ 1")

    def __init__(self, folder):
        self.folder = folder
        self.venv = folder / ".venv"
        self.mine = folder / "my_lessons"
        for name in ("lessons", "tests", "toys/tinygrad_lite/course"):
            (folder / name).mkdir(parents=True)
        shutil.copy(ROOT / "start.py", folder)
        self.write("pyproject.toml", PYPROJECT)
        self.write("constraints.txt", "")
        self.write("backend.py", BACKEND)
        self.write("toys/toybox.py", TOYBOX)
        self.write("toys/tinygrad_lite/__init__.py", "")
        self.write("toys/tinygrad_lite/course/__init__.py", "")
        shutil.copy(ROOT / "tinygrad_lite" / "files.py", folder / "toys" / "tinygrad_lite")
        shutil.copytree(ROOT / "tinygrad_lite/course/update", folder / "toys/tinygrad_lite/course/update")
        lessons = f"from pathlib import Path\ndef lessons_folder(): return Path({str(folder / 'lessons')!r})"
        self.write("toys/tinygrad_lite/course/folders.py", lessons)
        self.write("toys/tinygrad_lite/course/build.py", "import sys, toybox; sys.exit(toybox.note('build'))")
        self.write("toys/jupyterlab/__init__.py", "")
        self.write("toys/jupyterlab/__main__.py", "import toybox; toybox.serve()")
        for tool in ("pytest", "ruff", "mypy"):
            self.write(f"toys/{tool}/__main__.py", f"import sys, toybox; sys.exit(toybox.note('{tool}'))")
        self.write("lessons/00_start_here.ipynb", '{"lesson": "zero, für alle", "metadata": {}}')

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def files(self):
        """All files but those of the environment."""
        return [file for file in self.folder.rglob("*") if file.is_file() and self.venv not in file.parents]

    def env(self, **more):
        """No network, no settings of the person who runs the tests, nor of the tests that run these."""
        settings = ("PIP_", "VIRTUAL_ENV", "PYTEST", "TG_", "TINYGRAD_LITE_")
        env = {k: v for k, v in os.environ.items() if not k.startswith(settings)}
        return {**env, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **more}

    def command(self, *arguments):
        return [BASE_PYTHON, str(self.folder / "start.py"), *arguments]

    def run(self, *arguments, **more):
        """Run start.py to its end; returns the completed process, its output as one text."""
        return subprocess.run(
            self.command(*arguments),
            env=self.env(**more),
            cwd=self.folder.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
        )

    def begin(self, *arguments, **more):
        """Start start.py in a session of its own, so that a Ctrl-C can be sent to it."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.env(PYTHONUNBUFFERED="1", **more),
            cwd=self.folder.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )

    def log(self):
        """What has been written into .venv/install.log so far."""
        file = self.venv / "install.log"
        return file.read_text("utf-8") if file.exists() else ""

    def calls(self):
        """How the toys were called since the last time of asking."""
        file = self.folder / "calls.jsonl"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return [json.loads(line) for line in text.splitlines()]


# start.py run with an environment's Python makes environments from it all the same, but a fresh machine has none.
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)


def ctrl_c(process):
    """What a terminal does: the signal goes to the whole foreground group."""
    os.killpg(process.pid, signal.SIGINT)


def wait_for(condition, seconds=60):
    """Wait until `condition()` is true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s for {textwrap.shorten(str(condition), 80)}")
        time.sleep(0.02)
