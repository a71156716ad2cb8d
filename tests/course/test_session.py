"""What a student meets in a notebook: cards, borrowing, hints, progress; and that nothing breaks the cells below."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

RIGHT = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return np.mean((predicted - target) ** 2)'
WRONG = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return np.sum((predicted - target) ** 2)'
USE = "result = mse(np.array([1.0, 2.0]), np.zeros(2))"


def uses_course_version(notebook) -> bool:
    notebook.run(USE)
    assert notebook.result.success
    return notebook.value("result") == 2.5


def test_begin_binds_a_working_version_of_every_name(notebook):
    assert uses_course_version(notebook)
    assert notebook.value("callable(cross_entropy)")


def test_right_answer_is_bound_and_said(notebook):
    text = notebook.run(RIGHT)
    assert text.startswith("✓ loss/mse · right")
    assert "agrees with PyTorch" in text
    assert notebook.value("mse").__module__ == "__main__"


def test_wrong_answer_is_diagnosed_and_the_next_cell_uses_the_course_version(notebook):
    text = notebook.run(WRONG)
    assert "You added up the squared errors but did not divide by their number." in text
    assert "you returned" in text
    assert "expected" in text
    assert 'hint("loss/mse")' in text
    assert "np.mean" not in text, "the card gives the solution away"
    assert uses_course_version(notebook)


def test_the_card_is_html_with_a_status_and_words_besides_colour(notebook):
    notebook.run(WRONG)
    assert 'data-status="wrong"' in notebook.html
    assert "not yet right" in notebook.html
    assert "✗" in notebook.html


def test_card_escapes_what_the_student_wrote(notebook):
    notebook.run(
        '@exercise("loss/mse")\ndef mse(predicted, target):\n    raise ValueError("<script>alert(1)</script>")'
    )
    assert "<script>" not in notebook.html
    assert "&lt;script&gt;" in notebook.html


def test_a_right_answer_made_wrong_again_is_replaced(notebook):
    notebook.run(RIGHT)
    notebook.run(WRONG)
    assert uses_course_version(notebook)


def test_untouched_stub_is_not_started(notebook):
    text = notebook.run('@exercise("loss/mse")\ndef mse(predicted, target):\n    """Doc."""\n    ...')
    assert text.startswith("○ loss/mse · not started")
    assert uses_course_version(notebook)


def test_exception_shows_the_students_own_line(notebook):
    text = notebook.run('@exercise("loss/mse")\ndef mse(predicted, target):\n    x = 1\n    return pred - target')
    assert "return pred - target" in text
    assert "line 4" in text
    assert "NameError" in text
    assert "your parameter `predicted`" in text
    assert uses_course_version(notebook)


def test_syntax_error_gets_a_card_and_the_name_still_works(notebook):
    text = notebook.run('@exercise("loss/mse")\ndef mse(predicted, target)\n    return 0')
    assert "Python cannot read this cell" in text
    assert "line 2" in text
    assert uses_course_version(notebook)


def test_deleted_exercise(notebook):
    notebook.run("del mse")
    assert uses_course_version(notebook)


def test_misspelt_id_with_the_right_name_is_understood(notebook):
    text = notebook.run(RIGHT.replace("loss/mse", "loss/msee"))
    assert text.startswith("✓ loss/mse")
    assert 'There is no exercise "loss/msee"' in text


def test_misspelt_id_and_name_is_said(notebook):
    text = notebook.run('@exercise("loss/mxx")\ndef meansquare(p, t):\n    return 0')
    assert "There is no exercise" in text
    assert notebook.result.success
    assert uses_course_version(notebook)


def test_other_function_name_is_bound_too(notebook):
    text = notebook.run('@exercise("loss/mse")\ndef my_mse(p, t):\n    return ((p - t) ** 2).mean()')
    assert text.startswith("✓ loss/mse")
    assert notebook.value("mse") is notebook.value("my_mse")


def test_definition_without_decorator_is_checked_all_the_same(notebook):
    text = notebook.run("def mse(predicted, target):\n    ...")
    assert "not started" in text
    assert uses_course_version(notebook)
    text = notebook.run(WRONG.partition("\n")[2])
    assert "did not divide" in text
    assert "is missing above it" in text


def test_decorator_without_parentheses(notebook):
    assert notebook.run(RIGHT.replace('("loss/mse")', "")).startswith("✓ loss/mse")


def test_name_given_to_a_number_is_put_back(notebook):
    text = notebook.run("mse = mse(np.ones(3), np.zeros(3))")
    assert "was put back" in text
    assert uses_course_version(notebook)


def test_recursion_and_helpers_lower_in_the_cell_work(notebook):
    cell = """
    @exercise("loss/mse")
    def mse(predicted, target):
        if predicted.ndim > 1:
            return mse(predicted.ravel(), target.ravel())
        return total(predicted, target) / len(predicted)

    def total(predicted, target):
        return sum((p - t) ** 2 for p, t in zip(predicted, target))
    """
    assert notebook.run(textwrap.dedent(cell)).startswith("✓ loss/mse")


def test_not_by_hand_names_the_call_even_in_a_helper(notebook):
    cell = """
    import torch.nn.functional as F
    def helper(a, b):
        return F.mse_loss(torch.tensor(a), torch.tensor(b))
    import torch
    @exercise("loss/mse")
    def mse(predicted, target):
        return helper(predicted, target).item()
    """
    text = notebook.run(textwrap.dedent(cell))
    assert "right, but not by hand" in text
    assert "F.mse_loss" in text
    assert uses_course_version(notebook)


def test_calling_a_borrowed_exercise_is_by_hand(notebook):
    cell = """
    @exercise("loss/cross_entropy")
    def cross_entropy(logits, target):
        return nll(log_softmax(logits), target)
    """
    text = notebook.run(textwrap.dedent(cell))
    assert text.startswith("✓ loss/cross_entropy"), text


@pytest.mark.parametrize("handler", ["except:", "except BaseException:"])
def test_endless_loop_that_swallows_interrupts_is_stopped(notebook, monkeypatch, handler):
    from tinygrad_lite.course.exercise import Exercise

    monkeypatch.setattr(Exercise, "budget", 0.5)
    cell = f"""
    @exercise("loss/mse")
    def mse(predicted, target):
        while True:
            try:
                while True:
                    pass
            {handler}
                pass
    """
    text = notebook.run(textwrap.dedent(cell))
    assert "did not come to an end" in text
    assert uses_course_version(notebook)


def test_hints_climb_one_rung_at_a_time(notebook):
    assert "hint 1 of 3" in notebook.run('hint("loss/mse")')
    assert "hint 2 of 3" in notebook.run('hint("mse")')
    assert "hint 3 of 3" in notebook.run('hint("loss/mse")')
    assert "hint 3 of 3" in notebook.run('hint("loss/mse")')
    assert "Did you mean loss/mse" in notebook.run('hint("loss/msee")')


RETURNS_IN_THE_LOOP = """
@exercise("loss/mse")
def mse(predicted, target):
    total = 0
    for p, t in zip(predicted.ravel(), target.ravel()):
        total += (p - t) ** 2
        return total / predicted.size
"""


def test_a_hint_after_a_wrong_try_begins_with_the_place_that_the_card_did_not_say(notebook):
    assert "~~~" not in notebook.run(RETURNS_IN_THE_LOOP)
    first = notebook.run('hint("loss/mse")')
    assert "hint: where to look" in first
    assert "~~~" in first
    assert "hint 1 of 3" in notebook.run('hint("loss/mse")')
    assert "hint 2 of 3" in notebook.run('hint("loss/mse")')


def test_a_hint_does_not_repeat_the_place_that_is_on_the_card(notebook):
    cell = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return ((predicted + target) ** 2).mean()\n'
    assert "~~~" in notebook.run(cell)
    assert "hint 1 of 3" in notebook.run('hint("loss/mse")')


def test_solution_first_says_what_it_would_do(notebook):
    assert "np.mean" not in notebook.run('solution("loss/mse")')
    assert "def mse(predicted, target):" in notebook.run('solution("loss/mse", show=True)')
    assert "solution shown" in notebook.run("progress()")


def test_progress_is_kept_beside_the_notebook(notebook, tmp_path):
    notebook.run(WRONG)
    notebook.run(RIGHT)
    notebook.run(WRONG)
    entry = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))["exercises"]["loss/mse"]
    assert entry["status"] == "right", "what was right once stays right"
    assert entry["tries"] == 3
    assert "✓  loss/mse" in notebook.run("progress()")


def test_progress_file_that_cannot_be_read_is_set_aside(notebook, tmp_path):
    (tmp_path / "progress.json").write_text("{ broken", encoding="utf-8")
    assert notebook.run(RIGHT).startswith("✓")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob("progress.unreadable-*")] == ["{ broken"]


def test_folder_that_cannot_be_written_is_said_and_stops_nobody(notebook, monkeypatch):
    from tinygrad_lite.course import progress_file

    def fail(path, text):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(progress_file, "write_whole", fail)
    text = notebook.run(RIGHT)
    assert text.startswith("✓")
    assert "could not be saved" in text


def test_running_the_first_cell_again_forgets_nothing(notebook):
    notebook.run(RIGHT)
    notebook.run("begin('02_loss')")
    assert notebook.value("mse").__module__ == "__main__"
    notebook.run(WRONG)
    assert len([o for o in notebook.outputs if "not yet right" in o["text/plain"]]) == 1, "checked twice"


def test_the_students_object_is_not_wrapped(notebook):
    notebook.run(RIGHT)
    assert notebook.value("__import__('inspect').signature(mse)").__str__() == "(predicted, target)"
    assert notebook.value("mse").__code__.co_varnames == ("predicted", "target")


@pytest.mark.parametrize("asked", ["'02_los'", "'02'", "'2'", "2", "'lesson 2'", "'Loss'"])
def test_unknown_lesson_names_the_nearest(notebook, asked):
    notebook.run(f"begin({asked})")
    assert 'Did you mean "02_loss"' in str(notebook.result.error_in_exec)


@pytest.mark.parametrize("asked", ["'99'", "'zzz'"])
def test_where_no_lesson_is_near_all_are_named_and_none_is_guessed(notebook, asked):
    notebook.run(f"begin({asked})")
    said = str(notebook.result.error_in_exec)
    assert "Did you mean" not in said
    assert "02_loss" in said


def test_a_line_that_raised_and_is_underlined_is_shown_once(notebook):
    notebook.run('begin("00_start_here")')
    text = notebook.run('@exercise("start/xor_label")\ndef xor_label(x1, x2):\n    x1 = x1 > 0.5\n    return x1 ^ x2')
    assert text.count("return x1 ^ x2") == 1
    assert "~~~~~~~" in text
    assert "raised" in text


def test_strict_mode_fails_the_cell(notebook, monkeypatch):
    monkeypatch.setenv("TINYGRAD_LITE_STRICT", "1")
    notebook.run(RIGHT)
    assert notebook.result.success
    notebook.run(WRONG)
    assert type(notebook.result.error_in_exec).__name__ == "NotRight"


def test_strict_mode_fails_a_stub_and_a_wrong_choice(notebook, monkeypatch):
    monkeypatch.setenv("TINYGRAD_LITE_STRICT", "1")
    notebook.run('@exercise("loss/mse")\ndef mse(predicted, target):\n    ...')
    assert not notebook.result.success
    notebook.run('answer("loss/recap_1", ...)')
    assert not notebook.result.success


def test_without_ipython_the_check_runs_at_once(tmp_path):
    program = f"""
import numpy as np
from tinygrad_lite.course import begin, exercise
begin("02_loss")
{RIGHT}
print("OWN", mse.__module__)
{WRONG}
print("BORROWED", mse.__module__, mse(np.ones(2), np.zeros(2)))
"""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert "✓ loss/mse" in done.stdout, done.stderr
    assert "OWN __main__" in done.stdout
    assert "BORROWED tinygrad_lite.course.exercises" in done.stdout
