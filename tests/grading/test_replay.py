"""Why this mark: the code on a page, what it shows the instructor, and the commands that it names."""

import re
import shlex
from dataclasses import replace
from html import unescape

import pytest
from click.testing import CliRunner

from tests.grading.hand_in import Copy
from tests.grading.named import page_of
from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.run import Failure
from tinygrad_lite.grading import canaries as canary
from tinygrad_lite.grading import command
from tinygrad_lite.grading.codes import by_code, code_of, digits_needed
from tinygrad_lite.grading.definitions import program_of
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.evidence import distance
from tinygrad_lite.grading.exempt import Exemption, write_exempt
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.left_out import left_out
from tinygrad_lite.grading.marking import mark
from tinygrad_lite.grading.notebook import read_notebook
from tinygrad_lite.grading.record import NEEDS_A_PERSON, Mark, Record
from tinygrad_lite.grading.replay import mark_of, written
from tinygrad_lite.grading.replay import shown as shown_of
from tinygrad_lite.grading.sandbox import Limits, best_tier
from tinygrad_lite.grading.tables import need_rows
from tinygrad_lite.grading.ways_out import mistake_line, override_line

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    '
SUMS = MSE + "return np.sum((predicted - target) ** 2)"
CLASS = {
    "ada": ["scale = 1 / 0", "unused = 3\nprint(unused)", SUMS],
    "ben": [MSE + "return np.mean((predicted - target) ** 2)"],
}


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of three, graded with seed 3; ada's answer to one exercise is wrong, and cleo began nothing."""
    top = tmp_path_factory.mktemp("replay")
    for name, cells in CLASS.items():
        (top / "submitted" / name).mkdir(parents=True)
        (top / "submitted" / name / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", cells))
    (top / "submitted" / "cleo").mkdir()
    (top / "submitted" / "cleo" / "02_loss.ipynb").write_bytes(Copy().data())
    result = run("grade", top / "submitted", "--out", top / "report", "--seed", 3, "--jobs", 1)
    assert (top / "report" / "grades.csv").exists(), result.output
    return top


def page(top, student):
    return unescape(page_of(top / "report", student).read_text(encoding="utf-8"))


def codes_on(text):
    return re.findall(r"<code>(02_loss-[\w-]+-r\d+)</code>", text)


@pytest.fixture(scope="module")
def shown(graded):
    """What the code on ada's page shows."""
    (code,) = [code for code in codes_on(page(graded, "ada")) if "-mse-" in code]
    result = run("grade", graded / "submitted", "--out", graded / "report", "--replay", code)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_a_page_says_how_to_see_it_and_whom_to_ask_where_points_were_missed(graded):
    text = page(graded, "ada")
    (command,) = re.findall(r"<code>tinygrad-lite (check [^<]*loss/mse[^<]*)</code>", text)
    assert command == "check 02_loss.ipynb --only loss/mse --seed 3"
    words = shlex.split(command)
    words[1] = str(graded / "submitted" / "ada" / words[1])
    assert "added up the squared errors" in run(*words).output
    assert not [code for code in codes_on(page(graded, "ben")) if "-mse-" in code]


def test_a_code_shows_all_that_is_needed(shown):
    assert "ada, loss/mse: 0 of 2 points in run 1, seed 3" in shown
    assert "return np.sum((predicted - target) ** 2)" in shown
    assert re.search(r"line 1: unused = 3\n +No answer reads `unused`\.", shown)
    assert "line 2: print(unused)" in shown
    assert "You added up the squared errors" in shown
    assert re.search(r"Wrong in \d+ of \d+ cases, by their numbers: 1, ", shown)
    assert re.search(r"apart +\S+ units in the last place; up to [\d,]+ are allowed \(\S+ of", shown)
    assert "Mean squared error: the average of" in shown
    assert shown.count("wrong (sums instead of averaging)") >= 5
    assert "Versions: tinygrad-lite" in shown
    assert "the same now" in shown
    assert "mistake add" not in shown  # it has a name already


@pytest.mark.slow
def test_with_other_seeds_an_answer_has_the_name_that_it_has(tmp_path):
    """That one change is enough takes the name back which the cases alone would give; with other seeds, too."""
    answer = (
        '@exercise("loss/smooth_l1")\ndef smooth_l1(predicted, target, beta=1.0):\n    d = np.abs(predicted - target)\n'
        "    return np.sum(np.where(d <= beta, 0.5 * d ** 2, beta * (d - beta / 2)))"
    )
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "a.ipynb").write_bytes(canary.notebook("02_loss", [answer]))
    grade = ("grade", tmp_path / "class", "--out", tmp_path / "report", "--jobs", 1)
    run(*grade, "--seed", 3)
    said = run(*grade, "--replay", "ada", "loss/smooth_l1").output
    assert "With 5 other seeds: wrong; wrong; wrong; wrong; wrong." in said


def test_the_student_and_the_exercise_show_the_same_as_the_code(graded, shown):
    again = run("grade", graded / "submitted", "--out", graded / "report", "--replay", "ada", "mse")
    assert again.output == shown


def test_the_commands_that_it_names_do_what_they_say(graded, shown):
    (line,) = re.findall(r"tinygrad-lite (override .*)", shown)
    result = run(*shlex.split(line))
    assert result.exit_code == 0, result.output
    assert "ada, loss/mse: 2 of 2 points in place of 0." in result.output
    (graded / "report" / "overrides.csv").unlink()


def replayed(top, *which):
    """What `--replay` ends with."""
    return run("grade", top / "submitted", "--out", top / "report", "--replay", *which).output.rpartition("\n\n\n")[2]


def test_cases_that_would_not_help_are_not_offered(graded, shown):
    """Without the cases in which sums differ from averages, the check would be none."""
    assert "this mark alone:" in shown
    assert "exempt" not in shown
    assert "To leave cases out is no way here: without those in which it is wrong, the check would no longer" in shown


def test_of_a_mark_with_all_its_points_nothing_is_offered(graded):
    said = replayed(graded, "ben", "mse")
    assert "In run 1, the last one, it has all its points: nothing is to be done." in said
    assert "override" not in said


def test_cases_that_count_for_nobody_already_are_not_offered_again(graded, shown):
    numbers = re.search(r"by their numbers: ([\d, ]+)\.", shown)[1].split(", ")
    write_exempt(graded / "report", [Exemption("loss/mse", int(number), "why") for number in numbers])
    said = replayed(graded, "ada", "mse")
    (graded / "report" / "exempt.csv").unlink()
    assert "The cases in which it is wrong count for nobody already: grade the class again" in said
    assert "exempt report" not in said


@pytest.mark.slow
def test_as_long_as_hand_in_is_open_pages_show_neither_seed_nor_case(graded, tmp_path):
    run("grade", graded / "submitted", "--out", tmp_path / "report", "--seed", 77177, "--jobs", 1, "--still-open")
    text = page(tmp_path, "ada")
    assert [code for code in codes_on(text) if "-mse-" in code]
    assert "added up the squared errors" in text
    assert "Hand-in is still open" in text
    for secret in ("77177", "you returned", "--seed"):
        assert secret not in text
    run("grade", graded / "submitted", "--out", tmp_path / "report", "--jobs", 1)
    assert "you returned" in page(tmp_path, "ada")


def test_an_extra_word_without_replay_is_a_mistake(graded):
    result = run("grade", graded / "submitted", "mse", "--out", graded / "report")
    assert result.exit_code == 2
    assert "mse" in result.output


# ------------------------------------------------------------------------------------------------------------- codes


def kept(report, *records):
    runs = KeptRuns(report)
    with runs.alone():
        run = runs.begin({"lessons": ["02_loss"]})
        for record in records:
            run.keep(record)
        run.save(finished="now")
    return run


def record(student, sha256):
    return Record(student, f"{student}/a.ipynb", sha256, "02_loss", marks=(Mark("loss/mse", 2, 0.0),))


def test_a_code_is_long_enough_to_be_the_only_one(tmp_path):
    both = [record("ada", "9f3c11" + "0" * 58), record("ben", "9f3c12" + "0" * 58)]
    digits = digits_needed(both)["02_loss"]
    assert (digits_needed(both[:1])["02_loss"], digits) == (4, 6)
    kept(tmp_path, *both)
    for one in both:
        assert by_code(tmp_path, code_of(one, "loss/mse", 1, digits))[1] == [one]
    with pytest.raises(GradingError, match="fits several files, of ada, ben"):
        by_code(tmp_path, "02_loss-mse-9f3c-r1")


def test_a_file_that_two_handed_in_has_one_code(tmp_path):
    ada = record("ada", "9f3c" + "0" * 60)
    kept(tmp_path, ada, replace(ada, student="ben", path="ben/a.ipynb"))
    assert [one.student for one in by_code(tmp_path, "02_loss-mse-9f3c-r1")[1]] == ["ada", "ben"]


@pytest.mark.parametrize(
    "code", ["02_Loss-mse-9F3C-R1", " 02_loss-mse-9f3c-r1.\n", "„02_loss‑mse–9f3c-r1“", "<02_loss-mse-9f3c-r1>"]
)
def test_a_code_is_read_as_a_mail_brings_it(code, tmp_path):
    kept(tmp_path, record("ada", "9f3c" + "0" * 60))
    assert [one.student for one in by_code(tmp_path, code)[1]] == ["ada"]


def test_a_student_who_is_called_as_an_option_is_named_in_commands_that_work(tmp_path):
    """Names of folders come from students."""
    mark = Mark("loss/mse", 2, 0.0, status="wrong")
    assert re.search(r"override \S+ -- --by loss/mse 2 ", override_line(tmp_path, "--by", mark))
    assert re.search(r"mistake add \S+ -- --by loss/mse$", mistake_line(tmp_path, "--by", mark))
    unread = [Record("--by", "--by/a.ipynb", state=NEEDS_A_PERSON, why="The file is empty.")]
    (row,) = need_rows(unread, "tinygrad-lite grade submitted", tmp_path, {"02_loss": {"loss/mse": 2}})
    assert " -- --by EXERCISE POINTS" in row["what to do"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("jdoe", "is no code. It looks like 02_loss-mse-9f3c-r2"),
        ("02_loss-mse-9f3c-r7", "There is no run 7"),
        ("02_loss-mse-aaaa-r1", "Was it copied whole"),
        ("02_loss-mae-9f3c-r1", "Was it copied whole"),
    ],
)
def test_a_code_that_names_nothing_is_said(code, says, tmp_path):
    kept(tmp_path, record("ada", "9f3c" + "0" * 60))
    with pytest.raises(GradingError, match=re.escape(says)):
        by_code(tmp_path, code)


# ----------------------------------------------------------------------------------------------------- what was left


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("eps = 3", "No answer reads `eps`."),
        ("print('hello')", "It gives no name a value"),
        (MSE + "return 0", "Another definition of `mse` counts"),
        ("def broken(:\n    pass", "Python cannot read it: SyntaxError"),
        ("%%bash\nls", "It is not Python for the notebook."),
        ("k = 1\nk = 2", "`k` gets its value elsewhere"),
    ],
)
def test_each_reason_is_said(cell, why):
    answer = MSE + "return k * np.mean((predicted - target) ** 2)" if cell.startswith("k =") else SUMS
    program = program_of(read_notebook(canary.notebook("02_loss", [cell, answer])), "02_loss")
    (found,) = left_out(program, "02_loss")
    assert why in found.why


@pytest.mark.parametrize("stub", ["pass", "...", '"""As an older lesson said."""\n    ...  # your code here'])
def test_a_stub_in_which_nothing_was_written_is_nothing_that_was_not_run(stub):
    """It stands where it was handed out, in an older version say, and the answer in a cell of the student's own."""
    program = program_of(read_notebook(canary.notebook("02_loss", [MSE + stub, SUMS])), "02_loss")
    assert not list(left_out(program, "02_loss"))
    assert not program.answers["loss/mse"].empty


def test_of_an_exercise_that_was_never_begun_it_is_said_and_no_stub_is_shown():
    for copy, says_more in ((Copy(), False), (Copy().write("loss/mse", MSE + "pass  # later"), True)):
        record = mark(read_notebook(copy.data()), 0, best_tier(), Limits())
        first, *more = shown_of(record, mark_of(record, "loss/mse"), copy.data())
        assert first == "(not begun: nothing was written in the place of the answer)"
        assert [one.endswith("pass  # later") for one in more] == [True] * says_more


@pytest.mark.parametrize(
    ("student", "says"),
    [("ada", "(nothing was written)"), ("cleo", "(not begun: nothing was written in the place of the answer)")],
)
def test_of_what_was_never_begun_no_other_seeds_are_tried(student, says, graded):
    """Ada's notebook has no cell for it; in Cleo's it is as it was handed out."""
    said = run("grade", graded / "submitted", "--out", graded / "report", "--replay", student, "bce").output
    assert says in said
    assert "your code here" not in said
    assert "other seeds" not in said
    assert "Binary cross-entropy of probabilities, averaged over all elements." in said


def test_what_hung_or_failed_is_said_and_what_the_lesson_brings_is_not():
    cells = [
        "k = 1 / 0",
        "import os",
        'answer("loss/recap_1", "a")',
        MSE + "return k * np.mean((predicted - target) ** 2)",
    ]
    program = program_of(read_notebook(canary.notebook("02_loss", cells)), "02_loss")
    assert not list(left_out(program, "02_loss"))
    of_lesson = Failure("NameError", "name 'x' is not defined", "import numpy as np", 1)
    own = Failure("ZeroDivisionError", "division by zero", "k = 1 / 0", 1)
    names = [block.name for block in program.cells[:2]]
    (failed,) = left_out(program, "02_loss", failures=dict(zip(names, [of_lesson, own], strict=True)))
    assert failed.why == "It was run and failed: ZeroDivisionError: division by zero"
    (hung,) = left_out(program, "02_loss", [program.cells[1].name])
    assert (hung.text, hung.why) == ("k = 1 / 0", "It did not come to its end, and was left out.")


def test_what_is_no_number_is_no_distance_of_nothing():
    exercise = next(each for each in exercises_of("02_loss") if each.id == "loss/mse")
    (line,) = distance(exercise, float("nan"), 5.98815)
    assert line == "apart     no number: nan or an infinity on one side, and not on the other"
    (line,) = distance(exercise, 6.0, 5.98815)
    assert "units in the last place" in line


def test_nothing_that_a_program_says_moves_the_terminal(monkeypatch):
    """It may clear the screen, give it another title, turn a line, or put a command on the clipboard."""
    said = "print('\x1b[2J\x1b]52;c;cm0=\x07')\r\tpass  # \u202e\x9b\n→ 2 ½ é"
    monkeypatch.setattr(command, "replay", lambda wish, student, exercise: [said])
    output = run("grade", ".", "--out", ".", "--replay", "ada", "mse").output
    assert output.startswith("print('�[2J�]52;c;cm0=�')\n\tpass  # ��\n→ 2 ½ é\n")


WHOLE = "def mse(predicted, target):\n    return np.mean((predicted - target) ** 2)"


@pytest.mark.parametrize(
    "cell",
    [
        '@exercise("loss/mse")\n' + WHOLE.replace(":\n", "\n"),
        "%%writefile mine.py\n" + WHOLE,
        '# @exercise("loss/mse")\n' + "\n".join(f"# {line}" for line in WHOLE.splitlines()),
        "mse = partial(loss,\n              power=2)",
        '@exercise("loss/mse")\n' + WHOLE.replace("** 2", "** 3"),
    ],
)
def test_all_of_an_answer_is_shown_also_where_it_was_not_read(cell):
    copy = Copy().write("loss/mse", cell)
    record = mark(read_notebook(copy.data()), 0, best_tier(), Limits())
    assert written(record, mark_of(record, "loss/mse"), copy.data()) == cell


def test_an_answer_in_another_cell_is_the_one_that_is_shown():
    copy = Copy().insert("loss-mse", WHOLE)
    record = mark(read_notebook(copy.data()), 0, best_tier(), Limits())
    assert written(record, mark_of(record, "loss/mse"), copy.data()) == WHOLE
