"""What a card says of an exception is true of the line that raised it; cards that a reader found misleading."""

import linecache

import numpy as np
import pytest

from tests.course.test_localise import EXERCISES
from tests.course.test_localise import checked as checked_

OTHERS = np.log(np.full((3, 3), 1 / 3))


def checked(exercise_id, source, **variables):
    """The verdict, and all that the card says in one line."""
    linecache.cache["<test>"] = (len(source), None, source.splitlines(keepends=True), "<test>")
    verdict, card = checked_(exercise_id, source, **variables)
    return verdict, " ".join(repr(card).split())


@pytest.mark.parametrize(
    ("exercise_id", "source", "parameter"),
    [
        ("loss/nll", "def nll(log_probability, target):\n    return -np.mean(others[np.arange(len(target)), target])\n",
         "log_probability"),
        ("loss/cross_entropy", "def cross_entropy(logits, target):\n    return nll(others, target)\n", "logits"),
    ],
)  # fmt: skip
def test_a_variable_of_the_notebook_in_a_parameters_place_is_told_though_it_raises(exercise_id, source, parameter):
    """The card spoke of a position that is there in the input that it showed."""
    verdict, card = checked(exercise_id, source, others=OTHERS, nll=EXERCISES["loss/nll"].solution)
    assert verdict.diagnosis.kind == "error"
    assert f"uses `others`, a variable of the notebook, and never its own parameter `{parameter}`" in card


def test_an_unknown_name_stays_an_unknown_name():
    """Not a variable of the notebook, though there is one."""
    source = "def nll(log_probability, target):\n    return -np.mean(others[np.arange(len(targets)), targets])\n"
    _, card = checked("loss/nll", source, others=OTHERS)
    assert "There is nothing called `targets` here. Did you mean your parameter `target`?" in card


@pytest.mark.parametrize("index", ["log_probability[target]", "np.take(log_probability, target, axis=0)"])
def test_whole_rows_are_spoken_of_where_there_is_an_index(index):
    _, card = checked("loss/nll", f"def nll(log_probability, target):\n    return -np.mean({index})\n")
    assert "picks whole rows" in card


def test_and_not_where_another_function_was_given_something_else():
    source = "def cross_entropy(logits, target):\n    return nll(log_softmax(logits), logits.argmax(axis=0) + 7)\n"
    solutions = {name: EXERCISES[f"loss/{name}"].solution for name in ("nll", "log_softmax")}
    verdict, card = checked("loss/cross_entropy", source, **solutions)
    assert verdict.diagnosis.name == "IndexError"
    assert "whole rows" not in card


def test_a_misspelt_parameter_is_no_missing_statement():
    """A statement more would make the name known: "With one statement more after line 2, which is underlined" …"""
    source = (
        "def rmsprop(param, grad, square_avg, lr=0.01, alpha=0.99, eps=1e-8):\n"
        "    square_avg = alpha * square_avg + (1 - alpha) * grad**2\n"
        "    return param - lr * gradient / (np.sqrt(square_avg) + eps), square_avg\n"
    )
    verdict, card = checked("optim/rmsprop", source)
    assert "Did you mean your parameter `grad`?" in card
    assert verdict.place is None or not verdict.place.missing
    assert "one statement more" not in card


def test_a_statement_that_is_missing_still_is():
    source = "def clip_by_norm(grads, max_norm):\n    return [g * min(1.0, max_norm / (total + 1e-6)) for g in grads]\n"
    _, card = checked("clipping/clip_by_norm", source)
    assert "There is nothing called `total` here." in card
