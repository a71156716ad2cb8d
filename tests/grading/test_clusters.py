"""Unexplained answers are put together by how they are wrong, and shown without anything of who wrote them."""

import ast

import pytest

from tests.grading.simulated import judged
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.grading.cleaned import cleaned
from tinygrad_lite.grading.clusters import clusters
from tinygrad_lite.grading.record import Mark, Record

LOSS = exercises_of("02_loss")
MSE = next(exercise for exercise in LOSS if exercise.id == "loss/mse")
STOPPER = next(e for e in exercises_of("07_early_stopping") if e.name == "EarlyStopping")

SIGNED = '''
@exercise("loss/mse")  # Jane Doe
def mse(jane_doe_predicted: "Jane", y):
    """By Jane Doe, jdoe@example.org, 4821377."""
    import jane_doe_tools as jt  # mine
    jane = 4821377 + 12
    doe_total = jt.jane_help(jane_doe_predicted - y, doe=1)  # Jane
    print(f"Jane {doe_total}", "written by Jane Doe", b"Jane")
    try:
        jane_doe_global.jane = 1
    except Exception as jane_error:
        pass
    def jane_inner(doe): return doe
    with open("jane.txt") as jane_file: pass
    match y:
        case [jane_first, *jane_rest]: pass
    lambda jane_l: jane_l
    return np.max((jane_doe_predicted - y) ** 2)  # tel. 555 123 4567
'''


def test_nothing_of_the_author_is_left():
    text = cleaned(SIGNED, MSE)
    for word in ("jane", "doe", "4821377", "example", "555"):
        assert word not in text.lower(), text
    assert "np.max((predicted - target) ** 2)" in text


def test_classes_lose_the_names_of_their_attributes_but_not_those_asked_for():
    text = cleaned(
        "class EarlyStopping:\n    def __init__(self, jane=3):\n"
        "        self.jane_best = None\n        self.best = jane\n"
        "    def step(self, janes_loss):\n        self.jane_best = janes_loss\n        return self.janes_helper()\n",
        STOPPER,
    )
    assert "jane" not in text
    assert "def step(self, " in text


@pytest.mark.parametrize(
    "source", ["", "def mse(", "x" * 50_000, "(" * 400 + ")" * 400, "\x00", "def mse(p, t):\n return '\ud800'", "\\"]
)
def test_what_cannot_be_read_is_not_shown(source):
    assert cleaned(source, MSE) == "" or ast.parse(cleaned(source, MSE))


@pytest.mark.slow
def test_every_typed_answer_can_be_cleaned_and_is_python_again():
    for lesson in LESSONS:
        for exercise in exercises_of(lesson):
            for answer in [*answers_to(exercise).wrong, *answers_to(exercise).right][::4]:
                text = cleaned(answer.source, exercise)
                assert text, answer.source
                assert ast.dump(ast.parse(cleaned(text, exercise))) == ast.dump(ast.parse(text)), text


def test_the_same_code_under_other_names_is_one_version():
    one = cleaned("def mse(predicted, target):\n    d = predicted - target  # d\n    return d.max()\n", MSE)
    other = cleaned("def mse(a, b):\n    '''Mine.'''\n    diff = (a\n            - b)\n    return diff.max()\n", MSE)
    assert one == other == "def mse(predicted, target):\n    v1 = predicted - target\n    return v1.max()"


def test_exchanged_parameters_are_not_made_right():
    assert cleaned("def mse(target, predicted):\n    return predicted", MSE) != cleaned(
        "def mse(predicted, target):\n    return predicted", MSE
    )


def class_of(*sources):
    return [Record(f"s{place}", marks=(judged("loss/mse", source),)) for place, source in enumerate(sources)]


PRODUCT = "def mse(predicted, target):\n    return np.mean(predicted * target)"
SAME = "def mse(p, t):\n    products = p * t\n    return products.sum() / products.size  # the mean"
LARGEST = "def mse(predicted, target):\n    return np.max((predicted - target) ** 2)"
SUMS = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)"


def test_answers_that_are_wrong_in_the_same_way_come_together():
    found = clusters(class_of(PRODUCT, SAME, LARGEST, SUMS, SUMS, SAME), LOSS)
    assert [(cluster.id, cluster.size, cluster.unexplained, cluster.number) for cluster in found] == [
        ("loss/mse", 3, 4, 1)
    ]
    assert found[0].code == PRODUCT
    assert found[0].further == (
        "def mse(predicted, target):\n    v1 = predicted * target\n    return v1.sum() / v1.size",
    )


def test_named_mistakes_and_single_answers_are_no_cluster():
    assert clusters(class_of(SUMS, SUMS, SUMS, PRODUCT, LARGEST), LOSS) == []
    nothing = Mark("loss/mse", 2, 0, status="wrong", behaviour="")
    assert clusters([Record("a", marks=(nothing,)), Record("b", marks=(nothing,))], LOSS) == []


def test_the_largest_comes_first():
    found = clusters(class_of(LARGEST, LARGEST, PRODUCT, PRODUCT, SAME), LOSS)
    assert [(cluster.size, cluster.number) for cluster in found] == [(3, 1), (2, 2)]
