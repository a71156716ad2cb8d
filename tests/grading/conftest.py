"""What the tests of grading share."""

import pytest

from tinygrad_lite.grading.tree import make_tree


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """What a student's process finds on its import path."""
    folder = tmp_path_factory.mktemp("tree")
    folder.parent.chmod(0o755)
    return make_tree(folder)
