"""What a message means is found out once, and what was found belongs to all: nothing of it can be changed."""

import gc

import numpy as np
import pytest

from tests.grading.one_notebook import MAE, MSE, judging
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.run import Answer
from tinygrad_lite.grading import remote
from tinygrad_lite.grading.heard import MOST_OF_ONE, Heard


def test_a_message_is_known_by_case_number_and_every_byte():
    heard, case, other, answer = Heard(), Case({}), Case({}), Answer(1.0)
    heard.keep(case, 3, b"abc", answer)
    assert heard.get(case, 3, b"abc") is answer
    assert heard.get(case, 4, b"abc") is None
    assert heard.get(case, 3, b"abd") is None
    assert heard.get(other, 3, b"abc") is None  # equal, and not the same


def test_arrays_in_it_cannot_be_written_to():
    answer = Answer([np.zeros(2), (np.zeros(1),)], {"x": {"y": np.zeros(3)}})
    Heard().keep(Case({}), 0, b"", answer)
    for array in (answer.value[0], answer.value[1][0], answer.after["x"]["y"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_it_never_holds_more_than_it_may():
    heard, case = Heard(most=100), Case({})
    for number in range(50):
        heard.keep(case, number, bytes(30), Answer(number))
        held = [n for n in range(50) if heard.get(case, n, bytes(30))]
        assert number in held
        assert 30 * len(held) <= heard.size <= 100
    heard = Heard()
    heard.keep(case, 0, bytes(MOST_OF_ONE + 1), Answer())
    assert heard.get(case, 0, bytes(MOST_OF_ONE + 1)) is None


def test_it_does_not_outlive_its_case():
    heard, case = Heard(), Case({})
    heard.keep(case, 0, b"", Answer())
    del case
    gc.collect()
    assert not heard._answers


def test_the_next_notebook_is_judged_without_reading_equal_answers_again(tree, monkeypatch):
    read = []
    plain = remote.answer_from
    monkeypatch.setattr(remote, "_heard", Heard())
    monkeypatch.setattr(remote, "answer_from", lambda said, case: (read.append(case), plain(said, case))[1])
    first = judging(tree, MSE, MAE).all()
    assert read
    read.clear()
    again = judging(tree, MSE + "# another student's\n", MAE).all()
    assert not read
    assert {key: found.verdict.status for key, found in again.items()} == dict.fromkeys(first, "right")
    wrong = judging(tree, MSE.replace("mean", "sum"), MAE).all()
    assert read
    assert wrong["loss/mse"].verdict.diagnosis.name == "sums instead of averaging"
