"""Whatever is wrong in a grading.toml, in any of its sections: the file and the line are said, and what to write."""

import re

import pytest
from click.testing import CliRunner

from tests.grading.downloads import download
from tests.grading.test_marks_back import EVERYBODY
from tinygrad_lite.cli import main
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.hand_marking.comments import read_comments
from tinygrad_lite.grading.settings import TABLES, VALUES

DUE = "due = 2026-11-22T23:59:00+01:00\n"
#: Section → texts of a grading.toml, the line in which each is wrong, and a part of what is said.
WRONG = {
    "regrade": [('regrade = "higher"\n', 1, '"never lower" or "as computed"'), ('regrad = "x"\n', 1, "Did you mean")],
    "points": [
        ('[points]\n"loss/mse" = 1\n"loss/msee" = 2\n', 3, 'no exercise "loss/msee". Did you mean "loss/mse"?'),
        ('[points]\n"loss/mse" = "two"\n', 2, '"loss/mse" has no number of points'),
        ('[points]\n"loss/mse" = -1\n', 2, "has no number of points"),
        ("[points]\nloss/mse = 1\n", 2, 'Write ids in quotes: "loss/mse" = 1'),
        ('\npoints = {"loss/msee" = 2}\n', 2, 'no exercise "loss/msee"'),
        ('\n\npoints."loss/msee" = 2\n', 3, 'no exercise "loss/msee"'),
        ("points = 3\n", 1, "write [points] on a line of its own"),
    ],
    "time": [
        (f"[time]\n{DUE}late = 3\n", 3, "late is one of"),
        ("[time]\ndue = 2026-11-22\n", 2, "due is no time. Write date, hour and time zone"),
        *(
            (
                f"[time]\ndue = {written}\n",
                2,
                "no time. Write date, hour and time zone, without quotes: due = 2026-11-22T",
            )
            for written in (
                "22.11.2026 23:59",
                "2026-11-22 23:59",
                "2026-11-22T23:59",
                "22/11/2026",
                "2026/11/22 23:59:00",
                "22. 11. 2026 # at night",
                "2026-11-31T23:59:00",
                "11-22-2026",
                "22 Nov 2026",
                "Sunday",
            )
        ),
        (f"[time]\n{DUE}opened = 1.11.2026\n", 3, "without quotes: opened = 2026-11-22T"),
        (f"[time]\n{DUE}[points]\n[time]\n", 4, "[time] stands in line 1 already. Put the lines of both below one"),
        (f'[time]\n{DUE}grace = "1 h"\n{DUE}', 4, "Line 2 says that already. Take one of the two out"),
        (f'[time]\n{DUE}grace = "soon"\n', 3, "no span of time"),
        (f'[time]\n{DUE}attempts = "all"\n', 3, "attempts is one of"),
        (f"[time]\n{DUE}dew = 3\n", 3, "Did you mean"),
    ],
    "extension": [
        (f"[time]\n{DUE}[extension]\njdoe = 25.11.2026 12:00\n", 4, "without quotes: 2026-11-22T23:59:00+01:00"),
        (f'[time]\n{DUE}[extension]\njdoe = "some"\n', 4, "no span of time"),
        (f'[time]\n{DUE}[extension]\naccommodation = "none.csv"\n', 4, 'no file "none.csv" beside it'),
    ],
    "groups": [
        ('[groups]\nfile = "none.csv"\n', 2, 'no file "none.csv" beside it'),
        ('[groups]\nfiles = "groups.csv"\n', 2, 'Did you mean "file"?'),
    ],
    "policy": [
        ('[policy]\nmissing = "none"\n', 2, 'missing is "none". Write "empty" or "zero"'),
        ('[policy]\nmising = "zero"\n', 2, 'Did you mean "missing"?'),
    ],
    "files": [
        ('[files]\nmistakes = "none.py"\n', 2, 'no file "none.py" beside it'),
        ('[files]\nexercises = ["a.py", 3]\n', 2, 'write exercises = "my_file.py"'),
        ('[files]\nmistake = "a.py"\n', 2, 'Did you mean "mistakes"?'),
    ],
}
CASES = [(section, *case) for section, cases in WRONG.items() for case in cases]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return download("moodle", EVERYBODY[2:4], tmp_path_factory.mktemp("class"))


@pytest.mark.parametrize(("section", "text", "line", "says"), CASES)
def test_the_file_and_the_line_are_said(section, text, line, says, place, tmp_path):
    file = tmp_path / "grading.toml"
    file.write_text(text, "utf-8")
    command = ["grade", place, "--out", tmp_path / "report", "--settings", file, "--unsafe"]
    done = CliRunner().invoke(main, list(map(str, command)), catch_exceptions=False)
    said = " ".join(done.output.split())
    assert done.exit_code == 2, done.output
    assert says in said
    assert re.search(rf"grading\.toml(, line {line}: | cannot be read: .*\(at line {line}, )", said), said
    assert not list(tmp_path.glob("report/grades.csv"))


def test_every_section_is_tried():
    assert {*WRONG} == {*TABLES, *VALUES}


@pytest.mark.parametrize(
    "text", [f"[points]\nx = {'[' * 50_000}\n", f'[points]\n"loss/mse" = {"9" * 10_000}\n'], ids=["deep", "long"]
)
def test_what_python_cannot_take_in_is_said_too(text, place, tmp_path):
    for name in ("grading.toml", "comments.toml"):
        (tmp_path / name).write_text(text, "utf-8")
    command = ["grade", place, "--out", tmp_path / "report", "--settings", tmp_path / "grading.toml"]
    done = CliRunner().invoke(main, list(map(str, command)), catch_exceptions=False)
    assert done.exit_code == 2
    assert "grading.toml cannot be read: " in " ".join(done.output.split())
    with pytest.raises(GradingError, match=r"comments\.toml cannot be read: "):
        read_comments(tmp_path)
