"""An answer that holds functions, methods or texts where numbers should be."""

from __future__ import annotations

import numpy as np
import pytest

from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.plain import Other, to_plain

from .test_diagnosis import submit


class Ends(Exercise):
    """A dict of two numbers."""

    id, agrees_with = "sample/ends", ""

    def cases(self, rng):
        for n in (2, 3, 5, 7):
            yield self.case(rng.normal(size=n))

    def reference(self, x):
        return {"low": min(x), "high": max(x)}

    @staticmethod
    def solution(x):
        """The smallest and the largest."""
        return {"low": np.min(x), "high": np.max(x)}


class Mixin:
    @mistake("doubles", "You doubled both.")
    def doubles(self, x):
        return {"low": 2 * np.min(x), "high": 2 * np.max(x)}


class Mixed(Mixin, Ends):
    """Mistakes that stand in a mixin are its own, those of an exercise above it are not."""

    @mistake("exchanges", "You exchanged the two.")
    def exchanges(self, x):
        return {"low": np.max(x), "high": np.min(x)}


class Below(Mixed):
    pass


def test_mistakes_of_a_mixin_come_behind_its_own():
    assert [mistake.name for mistake in Mixed().mistakes()] == ["exchanges", "doubles"]
    assert [mistake.name for mistake in Below().mistakes()] == ["doubles"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ('{"low": x.min, "high": x.max}', "the method `.min` itself"),
        ('{"low": x.min(), "high": x.max}', "the method `.max` itself"),
        ('{"low": np.min, "high": x.max()}', "the function `min` itself"),
        ('{"low": abs, "high": x.max()}', "the function `abs` itself"),
        ('{"low": np.sqrt, "high": x.max()}', "the function `sqrt` itself"),
        ('{"low": lambda: 1, "high": x.max()}', "a function itself, not its result"),
        ("[x.min, x.max]", "the method `.min` itself"),
        ("(x.min(), [x.max])", "the method `.max` itself"),
        ("np.array([x.min, x.max])", "the method `.min` itself"),
    ],
)
def test_a_function_in_the_answer_is_named(answer, says):
    diagnosis = verdict_on(Ends(), submit(f"def ends(x):\n    return {answer}")).diagnosis
    assert diagnosis.name == "a function in the answer"
    assert says in diagnosis.text


def test_a_function_is_called_by_a_name_that_the_student_wrote():
    source = 'def ends(x):\n    return {"low": lowest, "high": x.max()}'
    diagnosis = verdict_on(Ends(), submit(source.replace("lowest", "__builtins__['min']"))).diagnosis
    assert diagnosis.text.startswith("In your answer stands a function itself, not its result.")


def test_texts_for_numbers():
    source = 'def ends(x):\n    return {"low": f"{x.min():.2f}", "high": f"{x.max():.2f}"}'
    assert verdict_on(Ends(), submit(source)).diagnosis.name == "texts for numbers"


def test_what_is_no_function_is_not_called_one():
    assert to_plain(iter([])) == Other("list_iterator")
    assert to_plain(iter([])).called == ""
    assert to_plain(int).called == ""
    assert to_plain([1.0].count).called == ".count()"
    diagnosis = verdict_on(Ends(), submit('def ends(x):\n    return {"low": {1}, "high": 2.0}')).diagnosis
    assert diagnosis is None or diagnosis.name != "a function in the answer"
