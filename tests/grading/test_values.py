"""Data that a notebook makes with the engine, in answers that are to do without it."""

import sys

import numpy as np
import pytest

from tests.grading.one_notebook import judged
from tests.grading.test_marking import graded
from tinygrad_lite.grading import process, ready
from tinygrad_lite.grading.stand_ins import Absent
from tinygrad_lite.grading.values import data_of, put_in_place

HEAD = "import functools\nimport numpy as np\nimport tinygrad_lite as tg\n"
MSE = "\n\ndef mse(predicted, target):\n    "
ENGINES = "tg.tensor(predicted), tg.tensor(target)"
CONFIG = "class Config:\n    def __init__(self, power): self.power = power\n\nC = Config(int(tg.tensor(2).item()))"


@pytest.mark.parametrize(
    ("before", "returned", "comes"),
    [
        ("POWER = int(tg.tensor(2).item())", "np.mean((predicted - target) ** POWER)", "right"),
        ("P = [1, {'two': tg.tensor(2).numpy()}]", "np.mean((predicted - target) ** P[1]['two'])", "right"),
        ("POWER = int(tg.tensor(3).item())", "np.mean((predicted - target) ** POWER)", "wrong"),
        ("T = tg.tensor(2)", "np.mean((predicted - target) ** T.item())", "not-by-hand"),
        ("T = tg.tensor(2)", "(print(T) if not T else 0) or np.mean((predicted - target) ** 2)", "not-by-hand"),
        ("F = tg.nn.functional", f"F.mse_loss({ENGINES}).item()", "not-by-hand"),
        ("f = functools.partial(tg.nn.functional.mse_loss)", f"f({ENGINES}).item()", "not-by-hand"),
        ("f = functools.partial(tg.nn.functional.mse_loss)", "f(predicted, target)", "not-by-hand"),
        ("fs = [tg.nn.functional.mse_loss]", "fs[0](predicted, target)", "not-by-hand"),
        (CONFIG, "np.mean((predicted - target) ** C.power)", "It uses what is not there"),
        (
            "D = tg.tensor([1.0]).numpy().dtype",
            "np.mean((predicted.astype(D) - target) ** 2)",
            "It uses `D`, which the notebook makes",
        ),
    ],
)
def test_what_an_answer_uses_of_the_engines(tree, before, returned, comes):
    found = judged(tree, f"{before}{MSE}return {returned}", before=HEAD)["mse"]
    assert found.verdict.status == comes if found.verdict else comes in found.why


HUGE = 10**14  # more than any machine has
POWER = "np.mean((predicted - target) ** P[0])"


@pytest.mark.parametrize(
    "before",
    [
        f"P = tg.zeros({HUGE}).numpy() + 2",
        f"P = np.ones({HUGE}) * tg.tensor(2.0).numpy()",
        f"P = np.broadcast_to(tg.tensor(2.0).numpy(), ({HUGE},))",
        f"P = np.full({HUGE}, 2)",
        "P = [tg.tensor(2.0).item()] * 40_000_000",
        "P = np.loadtxt('powers.csv')",
        "with open('powers.txt', encoding='utf-8') as file:\n    P = [int(file.read())]",
        "P = [int(input('Which power? '))]",
        "import urllib.request\nP = urllib.request.urlopen('http://localhost:1/power').read()",
    ],
)
def test_what_cannot_be_made_here_costs_nobody_a_mark(tree, before):
    """There is less memory than where the notebook was written, there are other files, and nobody types."""
    found = judged(tree, f"{before}{MSE}return {POWER}", before=HEAD)["mse"]
    assert found.verdict is None
    assert "It uses what is not there when notebooks are graded" in found.why


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not held")
def test_memory_that_another_answer_takes_costs_nobody_a_mark(tree):
    hog = "HOG = np.ones(90_000_000)\n\ndef mae(p, t):\n    return np.mean(np.abs(p - t)) * HOG[0]\n"
    answers = {"loss/mae": hog, "loss/mse": f"P = np.full(60_000_000, 2){MSE}return {POWER}\n"}
    marks = graded(tree, "02_loss", answers)[1]
    assert [marks[each].status or marks[each].why for each in answers] == ["right", "right"]


def test_what_fails_everywhere_is_an_error_as_in_the_lesson(tree):
    found = judged(tree, f"P = [1 / 0]{MSE}return {POWER}", before=HEAD)["mse"]
    assert found.verdict.diagnosis.name == "NameError"


def test_a_notebook_that_hangs_where_the_engine_is_keeps_its_verdict(tree):
    loop = "T = tg.tensor(2)\nwhile not isinstance(T, tg.Tensor) or True: T = T + 0"
    found = judged(tree, f"{loop}{MSE}return T.item()", before=HEAD)["mse"]
    assert found.verdict.status == "not-by-hand"


SIX = {
    "mse": "(predicted, target):\n    return np.mean((predicted - target) ** TWO)",
    "mae": "(predicted, target):\n    return np.mean(np.abs(predicted - target) ** (TWO - 1))",
    "bce": "(probability, target):\n    p = np.clip(probability, EPS, 1 - EPS)\n"
    "    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)) * (TWO - 1)",
}


def test_answers_that_are_lent_the_same_share_their_processes(tree, monkeypatch):
    """One where the engine is, in which nothing is put to them, and one for all that are told the same from there."""
    begun = []
    monkeypatch.setattr(process, "begin", lambda *about: begun.append(about[1].name) or ready.begin(*about))
    answers = [f"def {name}{rest}\n" for name, rest in SIX.items()]
    head = HEAD + "TWO = tg.tensor(2).item()\nEPS = 1e-7 * TWO / 2\n"
    found = judged(tree, *answers, before=head)
    assert {name: each.verdict and each.verdict.status for name, each in found.items()} == dict.fromkeys(SIX, "right")
    assert len(begun) == 4  # without the engine; where it is; with TWO; with TWO and EPS
    assert all(each.seconds > 0 for each in found.values())


def test_an_answer_that_is_lent_values_gets_nothing_from_another_one(tree):
    """The other one is put to its cases before, in the same process."""
    leaves = (
        "def softmax(x, axis=-1):\n    np.linalg.it = np.tanh\n    e = ONE * np.exp(x - x.max(axis, keepdims=True))\n"
    )
    takes = "def tanh(x):\n    return np.linalg.it(x) * ONE\n"
    answers = leaves + "\n    return e / e.sum(axis, keepdims=True)\n", takes
    found = judged(tree, *answers, before=HEAD + "ONE = tg.tensor(1).item()\n", lesson="01_forward_pass")
    assert found["tanh"].verdict is None or found["tanh"].verdict.status != "right"


def test_only_data_is_lent():
    class Mine(np.ndarray): ...

    class Text(str): ...

    data = {"n": 3, "a": np.ones(2), "s": np.float32(0.5), "t": (1, ["x", None, True]), "d": {"k": 1.5}}
    others = {
        "f": len, "lst": [1, len], "m": np.ones(2).view(Mine), "text": Text("x"), "o": np.array([len], object),
        "keys": {(1, 2): 3}, "module": np, "type": int, "range": range(3), "d2": {"k": {1: len}},
    }  # fmt: skip
    assert data_of([*data, *others, "nothing"], data | others).keys() == data.keys()


def test_what_is_lent_takes_the_place_of_what_is_not_here_and_of_nothing_else():
    variables = {"n": Absent("tinygrad_lite.n"), "m": 5}
    put_in_place({"n": np.array(3), "m": 7, "other": 1}, variables)
    assert variables == {"n": 3, "m": 5}
    assert {variables["n"]: 1} == {3: 1}  # a number again, which an array of no axes is not
