"""What the grader says is for people who never saw its code: no word of the code's own is in it."""

import ast
import re
from pathlib import Path

import pytest

from tinygrad_lite import cli, grading

FOLDERS = [Path(package.__file__).parent for package in (grading, cli)]
#: These files hold programs for other processes, or lists of words.
PROGRAMS = {"ready", "child", "everyday", "place_child"}
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py")) if path.stem not in PROGRAMS]
#: Words of the code: what they mean there, an instructor cannot know.
OURS = r"\b(plain|stubs?|specs?|enum|AST|wire|payload|dataclass|kwargs|NoneType|Mark|repr|stdout)\b"


def sentences(path):
    """Texts with three blanks or more that are no docstrings: what may be printed."""
    tree = ast.parse(path.read_text("utf-8"))
    kinds = ast.Module | ast.FunctionDef | ast.ClassDef
    first = [node.body[0] for node in ast.walk(tree) if isinstance(node, kinds) and node.body]
    quiet = {id(one.value) for one in first if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet
        if is_text and node.value.count(" ") >= 3 and "\n" not in node.value.strip():
            yield node.lineno, node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_of_the_code_is_said(path):
    said = [(line, text) for line, text in sentences(path) if re.search(OURS, text)]
    assert said == []
