"""What the tests of grading share."""

import pytest

from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.tree import make_tree


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """What a student's process finds on its import path."""
    folder = tmp_path_factory.mktemp("tree")
    folder.parent.chmod(0o755)
    return make_tree(folder)


@pytest.fixture(autouse=True)
def one_tree_for_all(tree, monkeypatch):
    """A run makes it anew, which takes most of a second. Nothing writes into it."""
    monkeypatch.setattr(classroom, "make_tree", lambda folder: tree)
