"""docs/APPEALS.md: its commands print what it shows, and what it says of pages, tables and the report is so."""

from __future__ import annotations

import re
import shlex
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.appeal_class import write_appeal_class
from tests.grading.named import page_of
from tests.grading.test_classroom import lines, sandboxed
from tests.grading.test_regrade_guide import told
from tinygrad_lite.cli import main
from tinygrad_lite.grading import appeals, classroom
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.tables import read_table

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "APPEALS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(csv|console|text)\n((?:.*\n)*?)```", GUIDE)
#: Its codes, of Ada, Ben and Carla. A file's digits are others with every version of the lesson.
CODES = list(dict.fromkeys(re.findall(r"02_loss-bce-([0-9a-f]{4})-r1", GUIDE)))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The class; without canaries, and in this process: others take a second to begin."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    write_appeal_class(tmp_path)
    yield tmp_path
    Extras().load()


def words(page):
    return " ".join(unescape(re.sub("<[^>]*>", "", page)).split())


@pytest.mark.slow
def test_the_guide_shows_what_is_printed(folder):
    report, real = folder / "report", dict.fromkeys(CODES, "")

    def now(text):
        for code, digits in real.items():
            text = text.replace(f"-{code}-r1", f"-{digits}-r1").replace(f"sha256 {code}-", f"sha256 {digits}-")
        return re.sub(r"(sha256 \w{4})-\w{4}-\w{4}", r"\1", text)

    for kind, text in BLOCKS:
        if kind == "console":
            command, _, shown = now(text).partition("\n")
            printed = CliRunner().invoke(main, shlex.split(command.removeprefix("$ tinygrad-lite ")))
            assert told(now(printed.output)) == told(shown), command
        elif kind == "csv":
            (report / "appeals.csv").write_text(now(text), encoding="utf-8")
        if not all(real.values()):
            for code, student in zip(CODES, ("ada", "ben", "carla"), strict=True):
                (real[code],) = set(re.findall(r"02_loss-bce-(\w{4})-r1", page_of(report, student).read_text("utf-8")))
        if kind == "text":
            for line in lines(now(text)):
                assert line in words(page_of(report, "ada").read_text("utf-8"))
        if kind == "csv" and ",stays," not in text:
            CliRunner().invoke(main, ["grade", "submitted", "--out", "report", "--student", "dora"])
            assert len(read_table(report / "needs.csv")) == 3
            assert "Appeals: 3" in words((report / "report.html").read_text("utf-8"))
            for file in ("needs.csv", "changes.csv"):
                (report / file).unlink(missing_ok=True)
            forget_run_2(report)
    assert "3 appeals, 1 check mended, 2 students gained." in words((report / "report.html").read_text("utf-8"))
    assert read_table(report / "needs.csv") == []
    points = {
        row["student"]: row["points"] for row in read_table(report / "grades.csv") if row["exercise"] == "loss/bce"
    }
    assert {student: points[student] for student in ("ada", "ben", "carla", "dora")} == {
        "ada": "3", "ben": "0", "carla": "3", "dora": "3",
    }  # fmt: skip
    assert "It was 0: a part of the check was not fair" in words(page_of(report, "ada").read_text("utf-8"))
    assert "Three decimals were asked for in the lecture." in words(page_of(report, "carla").read_text("utf-8"))


def forget_run_2(report):
    """The guide has no such run: it was made to see that open appeals are listed."""
    import shutil

    shutil.rmtree(report / "runs" / "0002")


def test_the_guide_names_every_decision():
    assert all(f"`{one}`" in GUIDE for one in appeals.DECISIONS)
    assert ",".join(appeals.COLUMNS) in GUIDE
