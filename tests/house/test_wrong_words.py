"""One rule for all commands: what cannot be meant ends with 2, and it is asked what was meant, where that is near.

A name, an id, a number, a file: for whoever typed it, they are all a slip of the pen.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import export
from tests.grading.test_marks_back import EVERYBODY, report_of
from tests.house.test_commands_page import COMMANDS, PAGE
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries
from tinygrad_lite.grading.kept_runs import KeptRuns

STUDENT = EVERYBODY[0].login
#: What was typed → what is said; "" where nothing is near.
WRONG = {
    "gradee": "Did you mean grade?",
    "manual splitt report": "Did you mean split?",
    "mistake ad": "Did you mean add?",
    "lab file.txt": "is a file",
    "status nowhere": "does not exist",
    "doctor nowhere": "does not exist",
    "update nowhere": "does not exist",
    "update . --dry-run --undo": "no --dry-run",
    "atlas --folder nowhere": "does not exist",
    "check nowhere.ipynb": "does not exist",
    "check a.ipynb --only loss/msee": 'Did you mean "loss/mse"?',
    "check a.ipynb --seed -1": "-1 is not in the range",
    "bench --recordd gpu": "Did you mean",
    "bench --record gpuu": "'gpu'",
    "bench --device cuda": "is for --record gpu",
    "release 02_los --out new": 'Did you mean "02_loss"?',
    "release loss.ipynb --out new": 'neither a lesson nor a file "loss.ipynb"',
    "grade submitted --out new --unsafe --only loss/msee": 'Did you mean "loss/mse"?',
    "grade submitted --out new --unsafe --only msee": 'Did you mean "loss/mse"?',
    "grade submitted --out new --unsafe --student jdo": "Did you mean jdoe?",
    "grade submitted --out new --unsafe --lesson 02_los": 'Did you mean "02_loss"?',
    "grade submitted --out new --unsafe --seed -1": "-1 is not in the range",
    "grade submitted --out new --unsafe --roster file.txt": "no column that says who somebody is",
    "grade submitted --out new --settings wrong.toml": "Did you mean [points]?",
    "grade submitted --out new --unsafe --settings ids.toml": 'ids.toml, line 2: there is no exercise "loss/msee". Did',
    "grade submitted --out report --replay 02_loss-msee": "is no code",
    f"grade submitted --out report --replay {STUDENT} msee": 'Did you mean "loss/mse"?',
    f"grade submitted --out report --replay {STUDENT}x mse": f"Did you mean {STUDENT}",
    "grade file.txt --out new": "neither a folder nor a zip nor a notebook",
    "report nowhere": "does not exist",
    "mistake add loss/msee answer.py": 'Did you mean "loss/mse"?',
    "mistake add loss/mae answer.py --yes": "has no function or class `mae`",
    f"mistake add report {STUDENT}x loss/mse": f"Did you mean {STUDENT}",
    f"mistake add report {STUDENT} loss/msee": 'Did you mean "loss/mse"?',
    "mistake add report loss/mse --cluster 99": "there is no cluster 99",
    "mistake add report loss/mse --cluster 0": "0 is not in the range",
    "grades report --into canvas.csv --out new.csv --column Los:": "There are: ",
    "grades report --into canvas.csv --out new.csv --lesson 02_los": 'Did you mean "02_loss"?',
    "grades report --into file.txt --out new.csv": "no column that says who somebody is",
    "grades report --into canvas.csv --out new.csv --hold hold.txt": "Did you mean ",
    "feedback report --for moodle --out new.zip --lesson 02_los": 'Did you mean "02_loss"?',
    "feedback report --for moodle --out new.zip --hold hold.txt": "Did you mean ",
    "feedback report --for moodle --out new.zip --only hold.txt": "Did you mean ",
    "feedback report --for moodel --out new.zip": "moodle",
    f"override report {STUDENT}x loss/mse 1 why": f"Did you mean {STUDENT}",
    f"override report {STUDENT} loss/msee 1 why": 'Did you mean "loss/mse"?',
    f"override report {STUDENT} loss/mse -1 why": "-1 is no number of points: a mark is 0 or more",
    f"override report {STUDENT} loss/mse -0,5 why": "-0,5 is no number of points: a mark is 0 or more",
    f"override report {STUDENT} loss/mse two why": '"two" is no number of points',
    "exempt report loss/msee 1 why": 'Did you mean "loss/mse"?',
    "exempt report loss/mse 0 why": "loss/mse has no case 0",
    "exempt report loss/mse -1 why": "-1 is no case",
    "exempt report loss/mse some why": "names no cases",
    "forget report nobody_at_all": "--names",
    f"forget report {STUDENT}x": f"Did you mean {STUDENT}",
    "export-code report --for jplagg --out new": "jplag",
    "manual split report --graders anna": "Name two markers",
    "manual merge report nowhere.csv": "does not exist",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with a report, a table, a notebook, and files that are not what they should be."""
    folder = tmp_path_factory.mktemp("desk")
    report = report_of(folder, "canvas")
    KeptRuns(report).last().save(lessons=["02_loss"], seed=0, points={})
    export("canvas", EVERYBODY, folder)
    (folder / "submitted" / "jdoe").mkdir(parents=True)
    notebook = json.dumps(json.loads(canaries.notebook("02_loss", [])))
    for place in (folder / "a.ipynb", folder / "submitted" / "jdoe" / "02_loss.ipynb"):
        place.write_text(notebook, "utf-8")
    texts = {
        "file.txt": "nothing\n", "hold.txt": f"{EVERYBODY[2].name.split()[-1]}\n",
        "answer.py": "def mse(a, b):\n    return 0\n",
        "wrong.toml": '[pointts]\n"loss/mse" = 1\n', "ids.toml": '[points]\n"loss/msee" = 1\n',
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("line", WRONG)
def test_a_slip_of_the_pen_ends_with_2_and_says_what_may_be_meant(line, desk, monkeypatch):
    monkeypatch.chdir(desk)
    before = sorted(desk.rglob("*.csv"))
    done = CliRunner().invoke(main, line.split(), catch_exceptions=False)
    said = " ".join(done.output.replace("│", " ").split())
    assert (done.exit_code, WRONG[line] in said) == (2, True), done.output
    assert not (desk / "new.csv").exists()
    assert not (desk / "new.zip").exists()
    assert sorted(desk.rglob("overrides.csv")) == [path for path in before if path.name == "overrides.csv"]


MORE_TIME = '[time]\ndue = 2026-11-22T23:59:00+01:00\nlate = "10 % a day"\n[extension]\naccommodation = "more.csv"\n'
GRADE, LIST = "grade submitted --out new --unsafe", "grade submitted --out new --unsafe --list"
NO_NUMBER = f"student,exercise,points,reason\n{STUDENT},loss/mse,many,why\n"
#: What was typed into a file, the command that reads it → what is said.
IN_FILES = {
    ("new/who.csv", ("yes", "maybe"), LIST): 'line 2: counts is "maybe". Write yes or no',
    ("new/who.csv", ("yes", "maybe"), GRADE): 'line 2: counts is "maybe". Write yes or no',
    ("new/who.csv", (",counts,", ",countss,"), GRADE): 'has no column "counts"',
    ("new/exempt.csv", "exercise,case,reason\nloss/mse,many,why\n", GRADE): 'line 2: case is "many"',
    ("new/exempt.csv", "exercise,case,reason\nloss/msee,1,why\n", GRADE): 'there is no exercise "loss/msee"',
    ("new/comments.toml", "a = 1\n", GRADE): "comments.toml, line 1: write a = {text",
    ("report/overrides.csv", NO_NUMBER, f"override report {STUDENT} loss/mse 1 why"): 'line 2: points is "many"',
    ("report/exempt.csv", "exercise,case\n", "exempt report loss/mse 1 why"): 'has no column "reason"',
    ("groups.csv", "group,student\nA,\n", f"{LIST} --settings groups.toml"): "line 2: a line has a group and a student",
    ("groups.csv", "team,who\nA,jdoe\n", f"{LIST} --settings groups.toml"): "first line should be group,student",
    ("groups.csv", "group,student\nA,jdoe\nB,jdoe\n", f"{LIST} --settings groups.toml"): "jdoe is in A already",
    ("more.csv", "student,days\njdoe,many\n", f"{LIST} --settings more.toml"): 'line 2: days is "many"',
    ("pack.py", "def", f"{GRADE} --exercises pack.py"): "pack.py",
    ("pack.py", "def", "release --exercises pack.py --out new"): "pack.py",
    ("mine.py", "def", f"{GRADE} --mistakes mine.py"): "mine.py",
    ("picture.csv", "\x89PNG", f"{LIST} --roster picture.csv"): "no column that says who somebody is",
}


@pytest.mark.parametrize(("file", "text", "line"), IN_FILES)
def test_a_slip_of_the_pen_in_a_file_ends_with_2_too(file, text, line, desk, tmp_path, monkeypatch):
    wanted, place = IN_FILES[file, text, line], tmp_path / "desk"
    shutil.copytree(desk, place)
    monkeypatch.chdir(place)
    (place / "groups.toml").write_text('[groups]\nfile = "groups.csv"\n', "utf-8")
    (place / "more.toml").write_text(MORE_TIME, "utf-8")
    assert CliRunner().invoke(main, LIST.split(), catch_exceptions=False).exit_code == 0
    if isinstance(text, tuple):
        before = (place / file).read_text("utf-8-sig")
        assert text[0] in before
        text = before.replace(*text)
    (place / file).write_text(text, "utf-8")
    done = CliRunner().invoke(main, line.split(), catch_exceptions=False)
    said = " ".join(done.output.replace("│", " ").split())
    assert (done.exit_code, wanted in said) == (2, True), done.output


def test_every_command_is_tried():
    tried = {name for name in COMMANDS for line in WRONG if f"{line} ".startswith(f"{name} ")}
    assert tried == set(COMMANDS)


def test_the_rule_is_on_the_page():
    said = " ".join(PAGE.split())
    assert "a command, an option, a lesson, an exercise, a student, a number or a file" in said


def test_what_was_understood_and_could_not_be_done_is_another_thing(desk, monkeypatch):
    monkeypatch.chdir(desk)
    (desk / "there.zip").write_text("mine", "utf-8")
    for line in ("feedback report --for canvas --out there.zip", "exempt report loss/mse 1 --undo", "atlas xyzzyx"):
        assert CliRunner().invoke(main, line.split()).exit_code == 1, line
    assert Path("there.zip").read_text("utf-8") == "mine"
