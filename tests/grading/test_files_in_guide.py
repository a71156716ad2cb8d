"""docs/FILES_IN.md: its commands print what it shows, and what it says of the table is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.grading.downloads import Person, download, export, people
from tests.grading.sample_class import sample_class
from tests.grading.test_classroom import lines, run_in
from tests.grading.test_files_in import change
from tinygrad_lite.grading.archives import DEEPEST, LARGEST_ZIP, MOST_FILES_WITHIN
from tinygrad_lite.grading.systems import BY_NAME
from tinygrad_lite.grading.tables import WHO, read_table

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "FILES_IN.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```console\n\$ tinygrad-lite (.*)\n((?:.*\n)*?)```", GUIDE)
ABSENT = [Person("osei", 48301, "Rosa", "Osei"), Person("lindqvist", 48302, "Lin", "Lindqvist")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample class's download from Moodle, and its worksheet, on which are two more."""
    folder = tmp_path_factory.mktemp("guide")
    everybody = people(sample_class())
    download("moodle", everybody, folder)
    export("moodle", [*everybody, *ABSENT], folder)
    return folder


def test_the_guide_shows_what_is_printed(folder):
    (first, shown), (second, after) = COMMANDS
    assert lines(run_in(folder, first).output) == lines(shown)
    assert "Line 53 " in GUIDE
    row = read_table(folder / "report" / "who.csv")[53 - 2]
    assert row["note"].startswith("handed in twice")
    change(folder / "report", row["path"], "counts", "yes")
    assert lines(run_in(folder, second).output) == lines(after)


def test_the_guide_names_every_system_column_and_limit():
    said = " ".join(GUIDE.split())
    titles = {"moodle", "canvas", "blackboard", "brightspace", "gradescope", "ilias", "sakai", "nbgrader"}
    assert titles | {"plain"} == set(BY_NAME)
    assert all(f"| {title} |" in GUIDE.lower() for title in titles)
    assert all(f"`{column}`" in said.rpartition("## Columns")[2] for column in WHO)
    assert (DEEPEST, MOST_FILES_WITHIN, LARGEST_ZIP) == (2, 2_000, 20_000_000_000)
    assert "two deep and within limits (2,000 files each, 20 GB in all)" in said
