"""Nothing is written under a name that others can guess in a folder that all users share."""

import re

import pytest

from tinygrad_lite.course.folders import project_folder

SOURCES = sorted((project_folder() / "tinygrad_lite").rglob("*.py"))


@pytest.mark.parametrize(
    "made", [r"gettempdir\(\)\)?\s*[/,]", r"\bmktemp\("], ids=["a name in gettempdir()", "mktemp()"]
)
def test_temporary_files_are_made_by_what_picks_an_unused_name(made):
    """Who knows the name can put a link there, and the instructor's own file is overwritten in its place."""
    found = [path.name for path in SOURCES if re.search(made, path.read_text(encoding="utf-8"))]
    assert found == [], f"{', '.join(found)}: use tempfile.mkdtemp or TemporaryDirectory."
