"""Whatever students are called and write, what a command prints steers no terminal."""

import pytest
from click.testing import CliRunner

from tests.grading.hand_in import Copy
from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main

#: Colours, the window's title, the clipboard, a cleared screen, a turned line, the whole screen by one sign (C1).
STEERING = "\x1b[31mred\x1b]0;title\x07\x1b]52;c;eA==\x07\x1b[2J\u202eback\x9b2J\x00"


def printed(*line):
    return CliRunner().invoke(main, list(map(str, line))).output


def listed(place):
    """What `--list` says of a folder with a class list."""
    known = ("--roster", place / "class.csv")
    return printed("grade", place / "submitted", "--out", place / "r", "--list", *known)


def seen(text):
    """Whether it has no sign that is not seen."""
    return all(sign.isprintable() or sign == "\n" for sign in text)


def test_names_from_a_class_list(tmp_path):
    (tmp_path / "submitted" / "ada").mkdir(parents=True)
    (tmp_path / "submitted" / "ada" / "02_loss.ipynb").write_bytes(Copy().solve().data())
    (tmp_path / "class.csv").write_text(f"login,name\nada,Ada\nbo,Bo {STEERING}\n", "utf-8", newline="\n")
    said = printed(
        "grade", tmp_path / "submitted", "--out", tmp_path / "r", "--list", "--roster", tmp_path / "class.csv"
    )
    assert "nothing handed in: Bo \ufffd[31mred" in said
    assert seen(said)
    assert seen(printed("report", tmp_path / "r", "--names"))


def test_a_problem_that_repeats_what_a_file_says(tmp_path):
    (tmp_path / "submitted").mkdir()
    (tmp_path / "class.csv").write_text(f"{STEERING},points\nada,1\n", "utf-8")
    said = printed(
        "grade", tmp_path / "submitted", "--out", tmp_path / "r", "--list", "--roster", tmp_path / "class.csv"
    )
    assert "no column that says who somebody is" in said
    assert seen(said)


def test_the_tasks_that_a_notebook_names_itself(tmp_path):
    book = Copy().write("start", f"from tinygrad_lite.course import begin\nbegin('exam', receives=[{STEERING!r}])")
    (tmp_path / "exam.ipynb").write_bytes(book.data())
    said = printed("check", tmp_path / "exam.ipynb")
    assert "0 of 1 answer found" in said
    assert seen(said)


@pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
def test_what_an_answer_says(tmp_path):
    wrong = f'@exercise("loss/mse")\ndef mse(predicted, target):\n    raise ValueError({STEERING!r})\n'
    (tmp_path / "02_loss.ipynb").write_bytes(Copy().solve().write("loss/mse", wrong).data())
    said = printed("check", tmp_path / "02_loss.ipynb", "--only", "mse")
    assert "ValueError" in said
    assert seen(said)
