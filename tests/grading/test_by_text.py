"""Full marks without solving: ways that looked right to the judge, and what they come to."""

import pytest

from tests.grading.one_notebook import judged
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.grading.by_text import looks_up, tampers
from tinygrad_lite.grading.engine import cases_need_engine


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def tanh(x):\n    return 1 - 2 / (np.exp(2 * x) + 1)", "right"),
        ("def tanh(x):\n    return np.ma.tanh(x)", "not-by-hand"),
        ("class Kept:\n    f = np.tanh\n\ndef tanh(x):\n    return Kept.f(x)", "not-by-hand"),
        ("def turned(f):\n    return np.tanh\n\n@turned\ndef tanh(x):\n    return x", "not-by-hand"),
        ("kept = [np.tanh]\n\ndef tanh(x):\n    return kept[0](x)", "not-by-hand"),
        ("def tanh(x):\n    return getattr(np, 'ta' 'nh')(x)", "`getattr`"),
        ("np.negative = np.__dict__['tan' + 'h']\n\ndef tanh(x):\n    return np.negative(x)", "`np.negative`"),
        ("def tanh(x):\n    return eval('np.ta' 'nh(x)')", "`eval`"),
    ],
)
def test_a_function_of_numpy_that_is_ruled_out(tree, source, status):
    found = judged(tree, source, lesson="01_forward_pass")["tanh"]
    assert found.verdict.status == status if found.verdict else status in found.why


@pytest.mark.parametrize(
    ("lesson", "name", "by"),
    [
        ("03_backward_pass", "topological_order", "Value.__init__"),
        ("04_optimizers", "adam", "adamw"),
        ("05_schedules", "cosine", "warmup_cosine"),
        ("09_complete_loop", "validate", "train_model"),
    ],
)
def test_nobody_finds_his_own_solution_in_what_is_lent(tree, lesson, name, by):
    source = f"def {name}(*args, **kwargs):\n    return {by}.__globals__['{name}'](*args, **kwargs)\n"
    assert judged(tree, source, lesson=lesson)[name].verdict.status == "error"


def test_the_engine_is_only_where_it_may_be_used_or_makes_the_cases():
    """Of the exercises that rule it out, only these get tensors and models."""
    every = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
    both = [each.id for each in every if "tinygrad_lite" in each.forbids and cases_need_engine(type(each))]
    assert both == ["clipping/rnn_loop_with_clipping", "gpu/to_device", "gpu/find_mismatch"]


def test_what_hides_and_what_changes():
    assert looks_up(["import numpy as np", "y = [np][0].tanh(1)"]) == "np"
    assert looks_up(["import numpy as np\nx = np.exp(1)"]) == ""
    assert tampers(["import numpy as np", "def act():\n    np.random.seed = None"])
    assert tampers(["from tinygrad_lite.grading import child"])
    assert not tampers(["import numpy as np\nclass A:\n    b = 1\nA.b = np.ones(3)\n"])
