"""What is built, and from what it installs: wheel, sdist, editable, constraints.txt, environment.yml."""

import ast
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tinygrad_lite.mending import place_of_pip

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


# ------------------------------------------------------------------------------------------------- wheel and sdist


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The project's own build files around a toy package and toy lessons."""
    folder = tmp_path_factory.mktemp("build") / "ein Projekt für Anfänger"
    files = {
        "tinygrad_lite/__init__.py": "",
        "tinygrad_lite/py.typed": "",
        "tinygrad_lite/course/__init__.py": "",
        "tinygrad_lite/course/card.html": "<p>",
        "lessons/00_start_here.ipynb": json.dumps({"lesson": 0}),
        "lessons/00_start_here.py": "# the source",
        "lessons/.ipynb_checkpoints/00_start_here.ipynb": "stray",
        "benchmarks/__main__.py": "",
        "benchmarks/__pycache__/stray.py": "",
        "solutions/00_start_here.ipynb": "solved",
        "my_lessons/00_start_here.ipynb": "a student's",
        ".venv/lib/stray.py": "",
        "tests/test_x.py": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    return folder


def build(folder, target):
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", "dist"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (built,) = (folder / "dist").glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


WHEEL = {
    "tinygrad_lite/__init__.py",
    "tinygrad_lite/py.typed",
    "tinygrad_lite/course/__init__.py",
    "tinygrad_lite/course/card.html",
    "tinygrad_lite/_benchmarks/__main__.py",
    "tinygrad_lite/_lessons/00_start_here.ipynb",
}


def contents(wheel):
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_wheel_carries_lessons_and_benchmarks_and_nothing_else_beside_the_package(source):
    wheel = build(source, "wheel")
    assert wheel.name == "tinygrad_lite-0.1.0-py3-none-any.whl"
    assert contents(wheel) == WHEEL
    assert json.loads(zipfile.ZipFile(wheel).read("tinygrad_lite/_lessons/00_start_here.ipynb")) == {"lesson": 0}


def test_sdist_builds_the_same_wheel(source, tmp_path):
    with tarfile.open(build(source, "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert (unpacked / "solutions" / "00_start_here.ipynb").exists()
    assert not (unpacked / "my_lessons").exists()
    assert not (unpacked / ".venv").exists()
    assert contents(build(unpacked, "wheel")) == WHEEL


def test_editable_installation_points_here(source, tmp_path):
    code = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    (pointer,) = contents(wheel)
    assert zipfile.ZipFile(wheel).read(pointer).decode("utf-8").strip() == str(source)


# ------------------------------------------------------------------------------------------------- what is installed


def pins():
    """constraints.txt as {name: requirement}."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def needed(*extras):
    """Names of everything that the package brings along on this machine, as the installed packages' metadata say."""
    begin = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    waiting, seen = [Requirement(line) for line in begin], set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), *sorted(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        for line in importlib.metadata.requires(requirement.name) or []:
            child = Requirement(line)
            wanted = [{"extra": extra} for extra in requirement.extras] or [{"extra": ""}]
            if child.marker is None or any(child.marker.evaluate(extra) for extra in wanted):
                waiting.append(child)
    return {name for name, *_ in seen}


def test_constraints_pin_everything_that_is_installed():
    assert needed("dev") - set(pins()) == set()


def imported(text):
    """The first names of all modules that a program imports, wherever in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


def test_a_student_needs_no_tools_of_developers():
    """The lessons, and all of the package but what goes with its extras, import what `-e .` brings."""
    programs = [path for folder in ("tinygrad_lite", "lessons") for path in sorted((ROOT / folder).rglob("*.py"))]
    names = {name: path for path in programs for name in imported(path.read_text("utf-8"))}
    others = names.keys() - sys.stdlib_module_names - {"tinygrad_lite"}
    brought, with_extras = needed(), {"distributed", "nbgrader"}
    assert {name: str(names[name]) for name in others - with_extras if canonicalize_name(name) not in brought} == {}


def test_nobody_who_only_learns_gets_the_menus_of_instructors():
    assert "nbgrader" not in needed()
    ways = [(ROOT / name).read_text("utf-8") for name in ("README.md", "docs/START.md", "environment.yml")]
    assert all("-e ." in text for text in ways)
    lines = [line for text in ways for line in text.splitlines() if "-c constraints.txt" in line]
    assert [line for line in lines if "[dev]" in line] == []


def test_constraints_are_exact_and_public():
    for name, requirement in pins().items():
        (clause,) = requirement.specifier
        assert clause.operator == "==", name
        assert "*" not in clause.version, name
        assert "+" not in clause.version, name
        assert requirement.url is None, name


def test_constraints_allow_what_pyproject_asks_for():
    for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]:
        requirement = Requirement(line)
        (clause,) = pins()[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(clause.version), line


def test_torch_is_pinned_where_it_has_a_build():
    marker = pins()["torch"].marker
    here = {"sys_platform": "linux", "platform_machine": "x86_64"}
    assert marker.evaluate(here)
    assert marker.evaluate({"sys_platform": "darwin", "platform_machine": "arm64"})
    assert not marker.evaluate({"sys_platform": "darwin", "platform_machine": "x86_64"})


def test_conda_file_installs_what_the_lessons_need(tmp_path):
    """conda and mamba write the lines under `pip:` into a requirements file beside environment.yml: so do we here."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["name"] == PROJECT["name"]
    assert environment["dependencies"][:2] == [f"python{PROJECT['requires-python']}", "pip"]
    lines = environment["dependencies"][2]["pip"]
    assert lines == ["-c constraints.txt", "-e ."]

    if place_of_pip() is None:
        pytest.skip("this environment has no pip (uv makes such ones)")
    for name in ("pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tinygrad_lite").mkdir()
    (tmp_path / "tinygrad_lite" / "__init__.py").touch()
    (tmp_path / "condaenv.requirements.txt").write_text("\n".join(lines))
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-build-isolation", "--no-index"]
    command = [*pip, "-r", "condaenv.requirements.txt"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert re.search(r"^Would install tinygrad.lite-0\.1\.0$", result.stdout, re.MULTILINE), result.stdout
