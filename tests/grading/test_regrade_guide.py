"""docs/REGRADE.md: its commands print what it shows, on the class that it speaks of, and what it says is complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.regrade_class import write_regrade_class
from tests.grading.test_classroom import lines, sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.grading import appeals, attempts, changes, classroom, due, never_lower
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.tables import read_table

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "REGRADE.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(toml|csv|console)\n((?:.*\n)*?)```", GUIDE)
FILES = {"toml": "grading.toml", "csv": "groups.csv"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The class; without canaries, and in this process: others take a second to begin."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    write_regrade_class(tmp_path)
    yield tmp_path
    Extras().load()


def told(text):
    """Lines without what depends on the machine, and without seeds that nobody gave."""
    return [re.sub(r"Seed \d{2,}", "Seed", line) for line in lines(text)]


@pytest.mark.slow
def test_the_guide_shows_what_is_printed(folder):
    for kind, text in BLOCKS:
        if kind != "console":  # files of the guide; later parts of a file are added to it
            name = "report/appeals.csv" if text.startswith("code,") else FILES[kind]
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text)
            continue
        command, _, shown = text.partition("\n")
        printed = CliRunner().invoke(main, shlex.split(command.removeprefix("$ tinygrad-lite ")))
        assert told(printed.output) == told(shown), command
        if command.endswith("lite report report"):
            said = "1 appeal, 1 check mended, 1 student gained."
            assert said in re.sub("<[^>]*>", "", (folder / "report" / "report.html").read_text("utf-8"))
            assert said in GUIDE
        if command.endswith("--seed 0"):
            rows = read_table(folder / "report" / "grades.csv")
            table = [
                f"| {row['student']} | {row['points']} | {row['auto']} | {row['late_by']} |".replace("|  |", "| |")
                for row in rows if row["exercise"] == "loss/bce"
            ]  # fmt: skip
            assert "\n".join(table) in GUIDE
    rows = {
        row["student"]: row for row in read_table(folder / "report" / "grades.csv") if row["exercise"] == "loss/bce"
    }
    assert (rows["ada"]["points"], rows["ada"]["auto"], rows["ada"]["held"]) == ("3", "0", "yes")
    assert len(read_table(folder / "report" / "changes.csv")) == 3


def test_the_guide_names_every_rule_and_reason():
    reasons = [row.split("`")[1] for row in GUIDE.rpartition("| reason |")[2].splitlines()[2:] if row.startswith("| `")]
    assert {one.replace("case 7 ", "") for one in reasons} == {*changes.TOLD, changes.OVERRIDE} - {
        changes.AGAIN, changes.NO_REASON,
    }  # fmt: skip
    assert all(f'"{rule}"' in GUIDE for rule in attempts.RULES)
    assert all(f'"{rule}"' in GUIDE for rule in never_lower.RULES)
    assert all(key in GUIDE for key in (*due.KEYS, *changes.COLUMNS, due.ACCOMMODATION))
    assert ",".join(appeals.COLUMNS) in GUIDE
    assert all(f"`{one}`" in GUIDE for one in appeals.DECISIONS)
