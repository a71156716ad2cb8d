"""What who.csv asks stands in needs.csv, too, until it is answered: nobody's mark rests on a guess that nobody saw."""

import re

import pytest
from click.testing import CliRunner

from tests.grading.test_files_in import LOSS, change, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.systems import BY_NAME
from tinygrad_lite.grading.tables import WHO, read_table, write_table
from tinygrad_lite.grading.to_confirm import MOST, answered, asks, to_confirm
from tinygrad_lite.grading.who_table import Edit

TWICE = {"ada/02_loss (1).ipynb": LOSS, "ada/final.ipynb": LOSS + b"\n", "ben/02_loss.ipynb": LOSS}


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Without canaries, and in this process: what they find has tests of its own."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))


def questions(report):
    return [row for row in read_table(report / "needs.csv") if "who.csv" in row["what to do"]]


def test_whose_a_file_is_does_not_say_which_is_the_later(tmp_path, monkeypatch):
    """Nothing needed anybody, and another file counted."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "class", {"ada/02_loss.ipynb": LOSS, "ben/cleos.ipynb": LOSS, "ben/02_loss.ipynb": LOSS + b"\n"})
    run("grade", "class", "--out", "report", "--list")
    change(tmp_path / "report", "ben/cleos.ipynb", "student", "cleo")
    change(tmp_path / "report", "ben/cleos.ipynb", "counts", "yes")
    assert run("grade", "class", "--out", "report", "--unsafe").exit_code == 0
    put(tmp_path / "class", {"cleo/02_loss.ipynb": LOSS + b"\n\n"})
    change(tmp_path / "report", "ben/cleos.ipynb", "counts", "")
    for _ in range(2):
        assert run("grade", "class", "--out", "report", "--unsafe").exit_code == 2
        (row,) = questions(tmp_path / "report")
        assert (row["student"], row["why"]) == (
            "cleo",
            "ben/cleos.ipynb: handed in twice: cleo/02_loss.ipynb counts; which is the later, nothing says: please "
            "confirm",
        )
    change(tmp_path / "report", "ben/cleos.ipynb", "counts", "ok")
    assert run("grade", "class", "--out", "report", "--unsafe").exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(("beside", "cell"), [("other", "yes"), ("other", "ok"), ("counting", "ok")])
def test_two_of_which_nothing_says_the_later_are_on_the_work_list(beside, cell, tmp_path):
    place, report = put(tmp_path / "class", TWICE), tmp_path / "report"
    first = run("grade", place, "--out", report, "--unsafe", "--seed", 0)
    assert first.exit_code == 2
    (row,) = questions(report)
    rows = {one["path"]: (line, one) for line, one in enumerate(read_table(report / "who.csv"), start=2)}
    ((other, line),) = [(path, at) for path, (at, one) in rows.items() if one["student"] == "ada" and one["note"]]
    (counting,) = {path for path in rows if path.startswith("ada/")} - {other}
    assert (row["student"], row["exercise"]) == ("ada", "")
    assert row["why"].startswith(f"{other}: handed in twice: {counting} counts")
    assert (
        f"in who.csv, line {line}, write yes into counts if this is the later one, ok if it is not" in row["what to do"]
    )
    assert f"who.csv, line {line}: write ok into counts there if it is right" in first.output

    change(report, other if beside == "other" else counting, "counts", cell)
    again = run("grade", place, "--out", report, "--unsafe")
    assert questions(report) == []
    assert "Please look at" not in again.output
    now = {one["path"]: one["counts"] for one in read_table(report / "who.csv")}
    assert now[other] == ("yes" if cell == "yes" else "no")
    assert now[counting] == ("no" if cell == "yes" else "yes")
    run("grade", place, "--out", report, "--unsafe")
    assert questions(report) == []  # it is kept


def test_a_login_that_was_guessed_is_asked_until_it_is_confirmed(tmp_path):
    name = "Homework 2_{}_attempt_2026-11-22-14-58-07_02_loss.ipynb"
    place = put(tmp_path / "class", {name.format(login): LOSS for login in ("j_doe", "alee", "bli")})
    report = tmp_path / "report"
    run("grade", place, "--out", report, "--unsafe", "--seed", 0)
    (row,) = questions(report)
    assert 'the login was taken to be "j_doe"; please confirm' in row["why"]
    assert "write ok into counts if that is right; if it is not, mend student" in row["what to do"]
    change(report, name.format("j_doe"), "counts", "ok")
    run("grade", place, "--out", report, "--unsafe")
    assert questions(report) == []
    (row,) = [one for one in read_table(report / "who.csv") if "j_doe" in one["path"]]
    assert (row["counts"], row["note"]) == ("yes", 'the login was taken to be "j_doe", as you confirmed')


def test_a_word_that_is_none_is_told(tmp_path):
    place, report = put(tmp_path / "class", TWICE), tmp_path / "report"
    run("grade", place, "--out", report, "--unsafe", "--list")
    change(report, "ben/02_loss.ipynb", "counts", "maybe")
    done = run("grade", place, "--out", report, "--unsafe", "--list")
    assert 'counts is "maybe". Write yes or no; or ok, if it is right as it was found.' in " ".join(done.output.split())


def test_many_with_the_same_question_are_one_line(tmp_path):
    rows = [
        {"path": f"{n}.ipynb", "student": f"s{n}", "note": f'the login was taken to be "a_{n}"; please confirm'}
        for n in range(MOST + 3)
    ]
    write_table(tmp_path / "who.csv", WHO, rows)
    (line,) = to_confirm(tmp_path, "tinygrad-lite grade x --out report")
    assert f"{MOST + 3} files (who.csv, lines 2, 3, 4, 5, 6 and 3 more)" in line["why"]


def test_whatever_a_system_asks_can_be_answered():
    """Each note of the sources that asks for something is understood as a question, and its answer as one."""
    notes = []
    for system in BY_NAME.values():
        with open(str(system.__file__), encoding="utf-8") as source:
            notes += re.findall(
                r"""["']([^"'\n]*please (?:confirm|say whose it is))["']""", source.read(), re.IGNORECASE
            )
    assert len(notes) >= 4
    for note in notes:
        one = Listed("a.ipynb", "ada", counts=True, note=note, edit=Edit(counts="ok"))
        assert asks(note)
        assert not asks(answered(one).note)
        assert "as you confirmed" in answered(one).note
        assert asks(answered(Listed("a.ipynb", "", note=note, edit=Edit(counts="ok"))).note)  # it is nobody's still


def test_the_class_report_counts_the_questions_too(tmp_path):
    place, report = put(tmp_path / "class", TWICE), tmp_path / "report"
    done = run("grade", place, "--out", report, "--unsafe", "--seed", 0)
    page = re.sub("<[^>]*>", "", (report / "report.html").read_text("utf-8"))
    assert "Questions about files: 1" in page
    assert "02_loss: 2 of 2 hand-ins graded. Files: 3 = 2 graded + 1 listed" in done.output


def test_who_is_on_no_list_is_asked_about_while_somebody_on_it_handed_in_nothing(tmp_path, monkeypatch):
    """It may be the same person; and it was no line of the work list."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "class", {f"{student}/02_loss.ipynb": LOSS for student in ("ada", "bob")})
    (tmp_path / "list.csv").write_text("login,name\nada,Ada Low\nben,Ben Tan\n", encoding="utf-8")
    command = ("grade", "class", "--out", "report", "--unsafe", "--roster", "list.csv")
    assert run(*command).exit_code == 2
    (row,) = questions(tmp_path / "report")
    assert row["why"] == (
        'bob/02_loss.ipynb: "bob" is not on the roster; 1 of the roster handed in nothing: please say whose it is'
    )
    assert (
        "write into student whose it is, as the class list has it; ok into counts if none is meant" in row["what to do"]
    )
    change(tmp_path / "report", "bob/02_loss.ipynb", "counts", "ok")
    assert run(*command).exit_code == 0
    change(tmp_path / "report", "bob/02_loss.ipynb", "student", "ben")
    assert run(*command).exit_code == 0
    assert {row["student"] for row in read_table(tmp_path / "report/grades.csv")} == {"ada", "ben"}
    (tmp_path / "list.csv").write_text("login,name\nada,Ada Low\n", encoding="utf-8")
    assert run(*command).exit_code == 0  # nobody is missing
