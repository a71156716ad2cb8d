"""No module of course/ outside exercises/ knows a lesson: what one lesson needs is data in that lesson's folder."""

import ast
import re

import pytest

from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import project_folder

COURSE = project_folder() / "tinygrad_lite" / "course"
MODULES = [path for path in sorted(COURSE.rglob("*.py")) if COURSE / "exercises" not in path.parents]
IDS = {task.id for lesson in LESSONS for task in tasks_of(lesson)}
NAMES = re.compile("|".join(rf"\b{name}\b" for name in [*LESSONS, *IDS]))
IMPORT = re.compile(rf"\bexercises\.({'|'.join(folder for folder, _ in LESSONS.values())})\b")


def mentions(source):
    """Ids, notebooks and folders of lessons in code: in texts that are no docstrings, and in imports."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0].value.value = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from NAMES.findall(node.value)
        elif isinstance(node, ast.ImportFrom) and IMPORT.search(node.module or ""):
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(COURSE).as_posix())
def test_a_module_names_no_lesson_and_no_exercise(path):
    assert list(mentions(path.read_text(encoding="utf-8"))) == []


def test_it_would_be_noticed():
    assert list(mentions('"""loss/mse"""\nTABLES = ("loss/choose_loss",)  # loss/mse')) == ["loss/choose_loss"]
    assert list(mentions("from .exercises.loss.regression import MSE")) == ["exercises.loss.regression"]
    assert list(mentions('begin("02_loss")')) == ["02_loss"]
