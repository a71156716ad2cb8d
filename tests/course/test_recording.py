"""Whether gradients are recorded is put back behind every run of an answer, wherever it was stopped."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import glance, run

VALIDATE = next(exercise for exercise in exercises_of("09_complete_loop") if exercise.id == "loop/validate")


def switches_off(*_):
    """What is left behind when `no_grad` is stopped before it can put the old mode back."""
    tg.set_grad_enabled(False)
    torch.set_grad_enabled(False)
    raise RuntimeError("stopped in the middle")


@pytest.mark.parametrize("way", [run, glance])
def test_an_answer_that_leaves_it_off_harms_nobody_else(way):
    answer = way(switches_off, cases_of(VALIDATE)[0])
    assert answer.failure.kind == "RuntimeError"
    assert tg.is_grad_enabled()
    assert torch.is_grad_enabled()


def test_what_was_off_before_stays_off():
    with tg.no_grad():
        run(lambda *_: np.zeros(1), cases_of(VALIDATE)[0])
        assert not tg.is_grad_enabled()
    assert tg.is_grad_enabled()
