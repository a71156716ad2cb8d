"""docs/PRIVACY.md: its table is what a run writes, and its commands print what it shows."""

import re
from pathlib import Path

import pytest

from tests.grading.test_privacy import folder, graded, pytestmark, run  # noqa: F401  (the class)
from tinygrad_lite.grading import report_files
from tinygrad_lite.grading.tables import read_table

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "PRIVACY.md").read_text(encoding="utf-8")


def test_the_table_of_files_is_the_programs():
    """What a run writes is held to the same table by test_privacy.py."""
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \| (.*) \|$", GUIDE.partition("## Pseudonyms")[0], re.MULTILINE)
    assert rows == [(kind.pattern, kind.what, kind.whom) for kind in report_files.KINDS]


@pytest.mark.slow
def test_the_guide_shows_what_is_printed(folder):  # noqa: F811
    for command, shown in re.findall(r"```console\n\$ tinygrad-lite (.*)\n((?:.*\n)*?)```", GUIDE):
        assert run(*command.split()).output == shown, command


@pytest.mark.slow
def test_extra_time_is_in_no_file(folder):  # noqa: F811
    (folder / "grading.toml").write_text(
        '[time]\ndue = 2026-11-22T23:59:00+01:00\nlate = "10 % a day"\n[extension]\nzquist7 = "+17 days"\n'
    )
    run("grade", "moodle", "--out", "report", "--settings", "grading.toml", "--list")
    run("grade", "moodle", "--out", "report", "--settings", "grading.toml", "--student", "boyela2")
    assert not [path for path in (folder / "report").rglob("*") if path.is_file() and b"17 days" in path.read_bytes()]
    assert read_table(folder / "report" / "grades.csv")
