"""What a newcomer does in a notebook, and what the course says to it."""

import builtins
import json
import textwrap

import numpy as np
import pytest

from tests.course.test_session import RIGHT, USE, WRONG
from tinygrad_lite.course.card import Card, precision
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.nobody_there import STAND_INS, nobody_there
from tinygrad_lite.course.question import ChoiceQuestion, NumberQuestion


def mse_that(*lines):
    body = "\n".join(lines)
    return '@exercise("loss/mse")\ndef mse(predicted, target):\n' + textwrap.indent(body, "    ")


# ------------------------------------------------------------------------------------------------ what was printed


def test_what_was_printed_is_on_the_card_of_a_wrong_answer(notebook):
    text = notebook.run(mse_that('print("shape", predicted.shape)', "return np.sum((predicted - target) ** 2)"))
    assert "you printed   shape (2,)" in text
    assert "you printed" in notebook.html


def test_and_on_the_card_of_a_right_one_with_the_case(notebook):
    text = notebook.run(mse_that("print(predicted.size)", "return np.mean((predicted - target) ** 2)"))
    assert text.startswith("✓")
    assert "you printed" in text
    assert "predicted" in text


def test_of_much_that_was_printed_the_beginning(notebook):
    text = notebook.run(mse_that("for i in range(30): print('line', i)", "return 0.0"))
    assert "line 9" in text
    assert "line 10" not in text
    assert "20 more lines" in text


def test_who_prints_nothing_reads_nothing_of_it(notebook):
    assert "you printed" not in notebook.run(WRONG)
    assert "you printed" not in notebook.run(RIGHT)


# -------------------------------------------------------------------------------------------- exit, input, time-outs


@pytest.mark.parametrize("name", ["exit", "quit"])
def test_exit_in_an_exercise_does_not_end_the_kernel(notebook, name):
    notebook.run(f"{name} = get_ipython().user_ns_hidden.get({name!r}) or {name}")
    before = notebook.value(name)
    text = notebook.run(mse_that(f"{name}()", "return 0.0"))
    assert "`exit` ends the whole program" in text
    assert "without" not in text  # nothing of the course's was used
    assert not notebook.shell.exit_now
    assert notebook.value(name) is before


def test_input_in_an_exercise_asks_nobody(notebook):
    text = notebook.run(mse_that('return float(input("number? "))'))
    assert "`input` waits for somebody to type" in text


def test_the_stand_ins_are_there_only_in_the_block_and_spare_what_a_student_named_so():
    mine = {"exit": 5, "input": len}
    before = {name: getattr(builtins, name, None) for name in STAND_INS}
    with nobody_there(), nobody_there(mine):
        assert builtins.input is STAND_INS["input"]
        with pytest.raises(EOFError):
            builtins.input("?")
    assert mine == {"exit": 5, "input": len}
    assert {name: getattr(builtins, name, None) for name in STAND_INS} == before


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["while True: pass"], "`while` loop whose condition never changes"),
        (["import time", "time.sleep(100)"], "`sleep` only waits"),
        (["total = 0", "for i in range(10 ** 12): total += i"], "how many rounds are there"),
        (["return next(x for x in iter(int, 1) if x)"], "a call that waits"),
    ],
)
def test_a_time_out_is_told_by_what_the_code_has(notebook, monkeypatch, lines, says):
    from tinygrad_lite.course.exercise import Exercise

    monkeypatch.setattr(Exercise, "budget", 0.3)
    text = " ".join(notebook.run(mse_that(*lines)).split())
    assert "did not come to an end" in text
    assert says in text
    assert ("`while`" in text) == ("while" in lines[0])


def test_an_exception_of_ones_own_that_is_no_ordinary_one_leaves_no_card_that_waits(notebook):
    text = notebook.run(mse_that('raise BaseException("x")'))
    assert "stopped by an error" in text
    assert "BaseException: x" in text


# ------------------------------------------------------------------------------------------------------- questions


@pytest.mark.parametrize("value", ["np.zeros((6, 4))", "[1, 2]", "len", "None", "3", "tg.zeros(2)"])
def test_an_answer_of_any_kind_gets_a_card(notebook, value):
    notebook.run("import tinygrad_lite as tg")
    text = notebook.run(f'answer("loss/recap_1", {value})')
    assert notebook.result.success
    assert ("cannot be read" in text) == (value != "None")
    assert "in quotes" in text


def test_a_letter_without_quotes_is_told(notebook):
    notebook.run('answer("loss/recap_1", c)')
    assert isinstance(notebook.result.error_in_exec, NameError)
    assert 'Write the letter in quotes: `"c"`.' in notebook.text


def test_an_id_without_quotes_is_told(notebook):
    notebook.run("answer(los/recap_1, 2)")
    assert 'Write the id in quotes: `answer("los/recap_1", …)`.' in notebook.text
    notebook.run("print(los/recap_1, 2)")
    assert "quotes" not in notebook.text


def test_commands_on_a_question_say_nothing_of_borrowing_or_of_a_cell_that_was_run(notebook):
    notebook.run('answer("loss/recap_1", "b")')
    assert "borrowed" not in notebook.run("solution()")
    assert "is checked whenever its cell is run" in notebook.run("check()")
    assert "come back to it" in notebook.run("hint()")


def test_a_name_error_elsewhere_is_pythons_alone(notebook):
    notebook.run("print(c)")
    assert "quotes" not in notebook.text


def test_a_decimal_comma_is_told(notebook):
    assert "`2.5`, not `2,5`" in notebook.run('answer("loss/recap_1", 2, 5)')


def test_every_question_of_the_course_takes_anything():
    from tinygrad_lite.course.exercises import LESSONS, questions_of

    for lesson in LESSONS:
        for question in questions_of(lesson):
            assert isinstance(question, ChoiceQuestion | NumberQuestion)
            for given in (np.zeros((6, 4)), [1], {}, len, object(), 1j, b"a", "   "):
                status, text = question.judge(given)
                assert status in ("error", "not-started", "wrong")
                assert len(text) < 1000


# ------------------------------------------------------------------------------------- commands without an exercise


def test_commands_without_an_id_mean_what_was_tried_last(notebook):
    assert "none was tried yet" in notebook.run("hint()")
    notebook.run(WRONG)
    assert "loss/mse · hint 1 of 3" in notebook.run("hint()")
    assert "loss/mse · solution" in notebook.run("solution()")
    assert "loss/mse · not yet right" in notebook.run("check()")
    notebook.run('answer("loss/recap_1", "a")')
    assert "loss/recap_1" in notebook.run("hint()")


def test_commands_take_the_function_itself(notebook):
    assert "loss/mse · hint 1" in notebook.run("hint(mse)")
    assert "There is no exercise" in notebook.run("hint(print)")


def test_earlier_hints_stay_in_sight(notebook):
    first = notebook.run('hint("loss/mse")').splitlines()[1].strip()
    notebook.run('hint("loss/mse")')
    text = notebook.run('hint("loss/mse")')
    assert "hint 3 of 3" in text
    assert f"Hint 1 was: {first}"[:60] in " ".join(text.split())
    assert "Hint 2 was:" in text


def test_ones_own_wrong_version_can_be_tried(notebook):
    text = notebook.run(WRONG)
    assert 'mine("mse")' in text
    notebook.run('own = mine("mse")(np.array([1.0, 2.0]), np.zeros(2)); ' + USE)
    assert (notebook.value("own"), notebook.value("result")) == (5.0, 2.5)
    assert "Run its cell first" in notebook.run('mine("huber")')


def test_of_a_cell_that_cannot_be_read_no_version_is_called_yours(notebook):
    unreadable = RIGHT.replace("target):", "target)")
    assert "the course's `mse` stands in" in notebook.run(unreadable)
    assert "mine(" not in notebook.text
    notebook.run(RIGHT)
    assert "`mse` is still the version of yours that was right" in notebook.run(unreadable)
    notebook.run(USE)
    assert notebook.value("mse").__module__ == "__main__"


def test_the_empty_exercise_again(notebook):
    notebook.run(WRONG)
    text = notebook.run("restart()")
    assert "def mse(predicted, target):" in text
    assert "np.sum" not in text
    new_cell = notebook.shell.rl_next_input  # a kernel sends it to JupyterLab
    assert '@exercise("loss/mse")' in new_cell
    assert "not started" in notebook.run(new_cell)


def test_the_solution_stands_beside_ones_own_once_that_is_right(notebook, tmp_path):
    notebook.run("# mine\n" + RIGHT)
    text = notebook.run("solution()")
    assert text.index("yours") < text.index("np.mean((predicted - target) ** 2)") < text.index("the course's")
    assert "# mine" not in text
    assert 'aria-label="yours"' in notebook.html
    saved = json.loads((tmp_path / "progress.json").read_text("utf-8"))["exercises"]["loss/mse"]
    assert "solution_shown" not in saved


# ------------------------------------------------------------------------------------------------- where one stands


def done(tmp_path, ids):
    entries = {task_id: {"status": "right", "tries": 1} for task_id in ids}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "exercises": entries}), "utf-8")


def test_progress_over_all_lessons_and_where_to_go_on(notebook, tmp_path):
    done(tmp_path, [task.id for task in tasks_of("01_forward_pass")] + ["loss/mse_by_hand"])
    text = notebook.run("progress()")
    assert "Lesson 02: Loss · 1 of 17 done" in text
    assert "Lesson 01: Forward pass" in text
    assert "17 of 17 done" in text
    undone = next(task.id for task in tasks_of("02_loss") if task.id != "loss/mse_by_hand")
    assert f"Go on here: {undone}" in text
    assert f'href="#cell-id={undone.replace("/", "-")}"' in notebook.html


def test_a_lesson_that_is_done_leads_to_the_next(notebook, tmp_path):
    (tmp_path / "03_backward_pass.ipynb").write_text("{}", "utf-8")
    ids = [task.id for task in tasks_of("02_loss")]
    done(tmp_path, [task_id for task_id in ids if task_id != "loss/mse"])
    assert "the lesson is done" in notebook.run(RIGHT)
    assert "the lesson is done" not in notebook.run(RIGHT)  # said of the last one, not of each that is run again
    assert 'href="03_backward_pass.ipynb"' in (notebook.run("progress()") and notebook.html)
    text = notebook.run('begin("02_loss")')
    assert "Go on here: Lesson 03" in text
    assert "Write your own" not in text


def test_a_lesson_that_is_done_leads_past_those_that_are_done_too(notebook, tmp_path):
    for lesson in ("01_forward_pass", "03_backward_pass", "04_optimizers"):
        (tmp_path / f"{lesson}.ipynb").write_text("{}", "utf-8")
    ids = [task.id for lesson in ("02_loss", "03_backward_pass") for task in tasks_of(lesson)]
    done(tmp_path, ids)
    assert "Go on here: Lesson 04" in notebook.run("progress()")
    done(tmp_path, ids + [task.id for task in tasks_of("04_optimizers")])
    assert "Go on here: Lesson 01" in notebook.run("progress()")  # begun in the middle: the first is still to do
    done(tmp_path, [task.id for lesson in LESSONS for task in tasks_of(lesson)])
    assert "Go on here" not in notebook.run("progress()")


def test_begin_says_how_ones_own_versions_come_back(notebook, tmp_path):
    done(tmp_path, ["loss/mse"])
    assert "Run All Above" in notebook.run('begin("02_loss")')


def test_where_nothing_can_be_saved_the_session_remembers(notebook, monkeypatch, tmp_path):
    from tinygrad_lite.course import progress_file

    def fail(path, text):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(progress_file, "write_whole", fail)
        assert "could not be saved" in notebook.run(RIGHT)
        for rung in (1, 2, 3):
            text = notebook.run('hint("loss/mse")')
            assert f"hint {rung} of 3" in text
            assert "could not be saved" not in text  # said once is enough
        assert "could not be saved" not in notebook.run('answer("loss/recap_1", "a")')
        overview = notebook.run("progress()")
        assert "✓  loss/mse " in overview
        assert "could not be saved" in overview  # to whoever asks, always
        notebook.run('begin("02_loss")')
        assert "✓  loss/mse " in notebook.run("progress()")
    notebook.run('hint("loss/mae")')  # now it can be written: with all that was not
    saved = json.loads((tmp_path / "progress.json").read_text("utf-8"))["exercises"]
    assert saved["loss/mse"]["status"] == "right"
    assert saved["loss/mse"]["hints"] == 3


def test_a_progress_file_that_is_set_aside_is_told(notebook, tmp_path):
    (tmp_path / "progress.json").write_text("{ broken", encoding="utf-8")
    text = " ".join(notebook.run(RIGHT).split())
    assert "could not be read, so a new one was begun" in text
    assert next(tmp_path.glob("progress.unreadable-*")).name in text
    assert "could not be read" not in notebook.run(RIGHT)


# ---------------------------------------------------------------------------------------------------------- cards


@pytest.mark.parametrize(
    ("ulps", "words"), [(0, "to the last bit"), (0.5, "to 1 ulp"), (1, "to 1 ulp"), (3.2, "to 4 ulp")]
)
def test_agreement_is_never_said_to_be_nearer_than_it_is(ulps, words):
    assert precision(ulps) == words


def test_two_pieces_of_code_beside_each_other_as_text():
    card = Card("info", "t", code="b = 2", beside=("yours", "the course's", "a = 1"))
    assert repr(card).splitlines()[1:] == ["  yours", "    a = 1", "  the course's", "    b = 2"]
