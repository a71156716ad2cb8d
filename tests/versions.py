"""The tests with every Python from 3.11 to 3.13 that this computer has, each with its oldest and its newest NumPy.

    python tests/versions.py                                the engine, its comparison with PyTorch, and the exercises
    python tests/versions.py tests/engine/data -x           what follows goes to pytest
    python tests/versions.py --numpy 2.1 --python 3.12      one of them

Each pair gets an environment of its own in `.versions`, which stays for the next time: a few minutes, and 2 GB each
(5 GB where PyTorch comes with the libraries for NVIDIA cards). All else is in the versions of constraints.txt. Needs
nothing but Python; where `uv` is installed it is used, as it is faster. Exit status: 0 if all passed, 1 if tests
failed, 2 if an environment could not be made or no Python was found.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
FOLDER = HERE / ".versions"
PYTHONS = ("3.11", "3.12", "3.13")
OLDEST = {"3.11": "2.0", "3.12": "2.0", "3.13": "2.1"}  # NumPy 2.0 was never built for Python 3.13
NEWEST = "newest"
USUAL = ["tests/engine", "tests/conformance", "tests/course", "tests/training"]
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def found(version: str) -> str | None:
    """The program of a Python; None where there is none."""
    names = [sys.executable, f"python{version}", *of_pyenv(version), "python3", "python"]
    launcher = shutil.which("py")
    lines = [[path] for name in names if (path := shutil.which(name))] + (
        [[launcher, f"-{version}"]] if launcher else []
    )
    for line in lines:
        said = subprocess.run([*line, "-c", VERSION], capture_output=True, encoding="utf-8")
        if said.returncode == 0 and said.stdout.strip() == version:
            program = "import sys; print(sys.executable)"
            return subprocess.run([*line, "-c", program], capture_output=True, encoding="utf-8").stdout.strip()
    return None


def of_pyenv(version: str) -> list[str]:
    """Those that pyenv has installed. Its `python3.12` on the PATH runs only where that version is switched on."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return [str(path) for path in sorted(root.glob(f"versions/{version}.*/bin/python"))]


def constraints(text: str, numpy: str) -> str:
    """The exact versions of constraints.txt, with another NumPy."""
    others = [line for line in text.splitlines() if not re.match(r"numpy\b", line)]
    return "\n".join(others + ([] if numpy == NEWEST else [f"numpy=={numpy}.*"])) + "\n"


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make(python: str, version: str, numpy: str) -> Path:
    """The environment of a pair; it is completed if it is there already."""
    environment = FOLDER / f"python{version}-numpy{numpy}"
    FOLDER.mkdir(exist_ok=True)
    limits = FOLDER / f"{environment.name}.txt"
    limits.write_text(constraints((HERE / "constraints.txt").read_text(encoding="utf-8"), numpy), encoding="utf-8")
    if not python_of(environment).exists():
        subprocess.run([python, "-m", "venv", str(environment)], check=True)
    own, wanted = str(python_of(environment)), ["install", "-e", ".[dev]", "-c", str(limits), "--only-binary", "numpy"]
    newest = ["--upgrade-package", "numpy"] if numpy == NEWEST else []
    if uv := shutil.which("uv"):
        subprocess.run([uv, "pip", *wanted, *newest, "--quiet", "--python", own], cwd=HERE, check=True)
    else:
        subprocess.run([own, "-m", "pip", *wanted, "--quiet"], cwd=HERE, check=True)
        if numpy == NEWEST:
            subprocess.run([own, "-m", "pip", "install", "--quiet", "--upgrade", "numpy"], cwd=HERE, check=True)
    return Path(own)


def run(python: str, version: str, numpy: str, arguments: list[str]) -> tuple[int, str]:
    """One pair: (exit status, a line that says how it went)."""
    began = time.monotonic()
    try:
        own = make(python, version, numpy)
    except (OSError, subprocess.CalledProcessError) as problem:
        return 2, f"FAILED            Python {version}, NumPy {numpy}: the environment could not be made ({problem})"
    said = subprocess.run(
        [own, "-c", "import numpy; print(numpy.__version__)"], capture_output=True, encoding="utf-8"
    ).stdout.strip()
    print(f"\n######## Python {version}, NumPy {said}", flush=True)
    failed = subprocess.run([own, "-m", "pytest", "-q", *arguments], cwd=HERE).returncode != 0
    return int(
        failed
    ), f"{'FAILED' if failed else 'ok':6} {time.monotonic() - began:8.0f} s  Python {version}, NumPy {said}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The tests with several versions of Python and NumPy.")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="only this one; may be given twice")
    parser.add_argument("--numpy", action="append", help="such as 2.1 or newest; else the oldest and the newest")
    asked, rest = parser.parse_known_args(arguments)
    lines, worst, ran = [], 0, False
    for version in asked.python or PYTHONS:
        python = found(version)
        if python is None:
            lines.append(f"left out          Python {version} is not installed here")
            continue
        ran = True
        for numpy in asked.numpy or (OLDEST[version], NEWEST):
            status, line = run(python, version, numpy, rest or USUAL)
            worst = max(worst, status)
            lines.append(line)
    print("\n" + "\n".join(lines))
    return worst if ran else 2


if __name__ == "__main__":
    sys.exit(main())
