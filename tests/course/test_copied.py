"""Code is copied without what error messages hang on it: in a notebook that has shown one, a check is as fast."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tinygrad_lite.course
from tinygrad_lite.course.edits.copied import copied

SOURCE = """
@decorated
def clip(grads, max_norm, eps=1e-6):
    total = sum((g**2).sum() for g in grads) ** 0.5
    while not (total > max_norm and -1 < total):
        break
    return [g * min(1.0, max_norm / (total + eps)) for g in grads], f"{total:.3f}"
"""


def test_a_copy_says_the_same_and_shares_nothing_that_can_change():
    tree = ast.parse(SOURCE)
    again = copied(tree)
    assert ast.dump(again, include_attributes=True) == ast.dump(tree, include_attributes=True)
    assert not {id(node) for node in ast.walk(tree)} & {id(node) for node in ast.walk(again)}
    assert [ast.dump(each) for each in copied(tree.body)] == [ast.dump(each) for each in tree.body]


def test_a_mark_of_ours_stays():
    tree = ast.parse("x + 1")
    tree.body[0].value.is_first = True
    assert copied(tree).body[0].value.is_first


def test_what_an_error_message_hangs_on_the_nodes_is_not_copied():
    from executing import Source  # what IPython shows an exception with

    shared = ast.parse("x").body[0].value.ctx
    Source.for_filename(__file__)
    assert hasattr(shared, "parent"), "it no longer hangs anything there"
    assert not hasattr(copied(ast.parse("x")).body[0].value.ctx, "parent")


@pytest.mark.parametrize("folder", ["edits", "localise", "certificate"])
def test_trees_are_copied_so_everywhere(folder):
    for file in sorted((Path(tinygrad_lite.course.__file__).parent / folder).rglob("*.py")):
        names = [node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)]
        assert "deepcopy" not in names, f"{file}: see course/edits/copied.py"
