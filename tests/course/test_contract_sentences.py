"""Every sentence of an exercise's contract is asked about: a program that breaks it alone is wrong.

`right` is the exercise's solution. What each program does besides is right.
"""

from __future__ import annotations

import copy
import functools
import inspect
import math
import re
import time
from pathlib import Path

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.course.attempt import fault_of
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.run import run

EXERCISES = {
    exercise.id: exercise
    for lesson in LESSONS
    for exercise in exercises_of(lesson)
    if isinstance(exercise, Exercise) and hasattr(exercise, "solution")
}


@functools.cache
def asked(exercise_id):
    exercise = EXERCISES[exercise_id]
    cases = cases_of(exercise)
    return cases, expected_answers(exercise, cases)


def faults(exercise_id, candidate):
    """How many cases find something wrong; the cases of a generator are made anew for each answer."""
    exercise = EXERCISES[exercise_id]
    found = (fault_of(exercise, case, run(candidate, case), wanted) for case, wanted in zip(*asked(exercise_id)))
    return sum(fault is not None for fault in found)


#: (exercise, what its contract says, a program `f` that does all but that; a class may inherit from `right`).
BREAKS = re.findall(
    r"^## (\S+): (.+)\n((?:(?!## ).*\n?)+)",
    (Path(__file__).parent / "contract_sentences.txt").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


def filled(a, b):
    """Two shapes of one length: the shorter one with 1 in front."""
    longer = max(len(a), len(b))
    return (1,) * (longer - len(a)) + a, (1,) * (longer - len(b)) + b


def program(exercise, source):
    room = {"np": np, "math": math, "tg": tg, "copy": copy, "time": time, "filled": filled, "right": exercise.solution}
    exec(source, room)
    return room["f"]


@pytest.mark.parametrize(
    ("exercise_id", "sentence", "source"),
    BREAKS,
    ids=[f"{exercise_id}-{sentence}" for exercise_id, sentence, _ in BREAKS],
)
def test_a_program_that_breaks_one_sentence_of_the_contract_is_wrong(exercise_id, sentence, source):
    assert faults(exercise_id, program(EXERCISES[exercise_id], source)), sentence


#: (exercise, what its docstring leaves open, a program that does it otherwise than the solution).
LEFT_OPEN = [
    (
        "clipping/clip_by_norm",
        "may be the very arrays that came in",
        "f = lambda g, m: right(g, m) if right(g, m)[1] > m else (g, right(g, m)[1])",
    ),
    (
        "clipping/clip_by_value",
        "may be the one that came in",
        "f = lambda g, c: [a if (abs(a) <= c).all() else np.clip(a, -c, c) for a in g]",
    ),
    (
        "clipping/clip_position",
        "without backward among the calls, it may stand anywhere",
        "f = lambda c: right(c) if 'backward' in c else sorted(right(c), key=lambda name: name == 'zero_grad')",
    ),
    ("forward/relu", "an array of the same shape", "f = lambda x: right(x) if (x < 0).any() else x"),
    (
        "backward/value",
        "They share no other values, and `backward` is called once on each",
        """
import inspect
from tinygrad_lite.course.exercises.backward.graph import topological_order

text = inspect.getsource(right)
assert text.count("if node.parents:") == 1
room = {"np": np, "topological_order": topological_order}
exec(text.replace("if node.parents:", "if False:"), room)  # nothing is set back
f = room["Value"]
""",
    ),
]


@pytest.mark.parametrize(("exercise_id", "sentence", "source"), LEFT_OPEN, ids=[each[0] for each in LEFT_OPEN])
def test_what_a_docstring_leaves_open_is_right_either_way(exercise_id, sentence, source):
    solution = EXERCISES[exercise_id].solution
    said = " ".join(
        inspect.getdoc(part) or "" for part in [solution, *vars(solution).values()] if inspect.isroutine(part)
    )
    assert sentence in " ".join(said.split())
    assert not faults(exercise_id, program(EXERCISES[exercise_id], source))


def test_no_docstring_promises_new_arrays_where_the_old_ones_pass():
    promised = [
        exercise_id for exercise_id, exercise in EXERCISES.items() if "new arrays" in (exercise.solution.__doc__ or "")
    ]
    assert set(promised) <= {"clipping/clip_by_norm"}  # there: where something is to be clipped


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_solution_breaks_none(exercise_id):
    assert not faults(exercise_id, EXERCISES[exercise_id].solution)


def settings():
    """Every setting with a default: (exercise, method or "", its name, the default)."""
    for exercise_id, exercise in EXERCISES.items():
        kind = exercise.solution
        methods = vars(kind).items() if isinstance(kind, type) else [("", kind)]
        for method, function in methods:
            if inspect.isfunction(function) and exercise_id != "backward/value":  # its own way to make a Value
                for each in inspect.signature(function).parameters.values():
                    if each.default is not each.empty:
                        yield pytest.param(exercise_id, method, each.name, each.default)


def another(default):
    if isinstance(default, bool):
        return not default
    if isinstance(default, int | float):
        return 1000 * default if 0 < default < 1e-3 else default + 1
    return {"min": "max", "linear": "sqrt"}.get(default, [None])


@pytest.mark.parametrize(("exercise_id", "method", "name", "default"), list(settings()))
def test_another_default_is_wrong(exercise_id, method, name, default):
    kind = EXERCISES[exercise_id].solution
    function = vars(kind)[method] if method else kind

    @functools.wraps(function)
    def candidate(*args, **kwargs):
        given = inspect.signature(function).bind(*args, **kwargs).arguments
        return function(*args, **kwargs) if name in given else function(*args, **kwargs, **{name: another(default)})

    assert faults(exercise_id, type(kind.__name__, (kind,), {method: candidate}) if method else candidate)


def arrays(value):
    """The arrays in an argument, or in a list of them."""
    return [each for each in (value if isinstance(value, list | tuple) else [value]) if isinstance(each, np.ndarray)]


def takes_arrays(exercise_id):
    function = EXERCISES[exercise_id].solution
    return inspect.isfunction(function) and any(map(arrays, asked(exercise_id)[0][0].args.values()))


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_an_input_that_is_changed_is_noticed(exercise_id):
    """Whatever else is right."""
    if not takes_arrays(exercise_id):
        pytest.skip("it takes no arrays")
    function = EXERCISES[exercise_id].solution

    @functools.wraps(function)
    def candidate(*args, **kwargs):
        answer = copy.deepcopy(function(*args, **kwargs))
        for value in (*args, *kwargs.values()):
            for array in arrays(value):
                array += 1
        return answer

    assert faults(exercise_id, candidate)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_an_axis_too_many_is_noticed(exercise_id):
    if not takes_arrays(exercise_id):
        pytest.skip("it takes no arrays")
    function = EXERCISES[exercise_id].solution
    answer = run(function, asked(exercise_id)[0][0]).value
    if not any(array.ndim for array in arrays(answer)):
        pytest.skip("it promises no array")

    @functools.wraps(function)
    def candidate(*args, **kwargs):
        answer = function(*args, **kwargs)
        if isinstance(answer, list | tuple):
            return type(answer)(each[None] if isinstance(each, np.ndarray) else each for each in answer)
        return answer[None]

    assert faults(exercise_id, candidate)
