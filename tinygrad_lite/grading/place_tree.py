"""The folder that the process finds in which the place of a mistake is looked for: the course as it is installed.

The search (`course/localise/`) runs the solution, named mistakes and right answers of the lesson beside the student's
code. So the process in which it happens has what `tree.py` leaves out. It begins when the marks are settled, and what
it says changes none of them. All of it is in the package that every student has installed; an instructor's own
exercises, mistakes and cases are not in it.

The folder is made when it is first needed, beside the other tree and never in it: whoever reads that must not read
this.
"""

from __future__ import annotations

import compileall
import os
import shutil
import tempfile
from pathlib import Path

from .ready import FILE, write_beginnings
from .tree import OWN, PACKAGE, stand_in_commands

#: Parts of the package that no exercise uses: they work for the judge, for people, or need what is not there.
_LEFT_OUT = ("atlas", "benchmark.py", "cli", "doctor", "grading", "_benchmarks", "_lessons")
_LEFT_OUT_OF_COURSE = ("certificate", "update")
_PROGRAM = "place_child"
#: A module of the course is called as one of its commands is. Loaded later, it would take the command's place.
_MODULE_FIRST = "import tinygrad_lite.course.exercise\n"


def place_tree(tree: Path) -> Path:
    """The folder that belongs to a tree; two processes may ask for it at once."""
    folder = _beside(tree)
    if not folder.exists():
        new = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
        _fill(new, tree)
        try:
            os.rename(new, folder)
        except OSError:  # the other one was quicker
            shutil.rmtree(new, ignore_errors=True)
    return folder


def remove_trees(tree: Path) -> None:
    """Remove a tree and what belongs to it."""
    for folder in (tree, *tree.parent.glob(f"{_beside(tree).name}*")):
        shutil.rmtree(folder, ignore_errors=True)


def _beside(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}-places")


def _fill(folder: Path, tree: Path) -> None:
    """Copy the package, with code that is compiled already, and what the process begins with."""
    package = folder / "tinygrad_lite"
    shutil.copytree(PACKAGE, package, ignore=_left_out)
    for name in (*OWN, f"{_PROGRAM}.py"):
        _copy(f"grading/{name}", package)
    (package / "course" / "__init__.py").write_text(_MODULE_FIRST + stand_in_commands(), "utf-8")
    write_beginnings(folder, _PROGRAM)
    if (tree / FILE).exists():
        shutil.copyfile(tree / FILE, folder / FILE)
    compileall.compile_dir(folder, quiet=2)
    for path in [folder, *folder.rglob("*")]:  # another user reads it
        os.chmod(path, 0o755 if path.is_dir() else 0o644)


def _copy(path: str, package: Path) -> None:
    (package / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PACKAGE / path, package / path)


def _left_out(folder: str, names: list[str]) -> list[str]:
    here = Path(folder)
    out = _LEFT_OUT if here == PACKAGE else _LEFT_OUT_OF_COURSE if here == PACKAGE / "course" else ()
    return [name for name in names if name in out]
