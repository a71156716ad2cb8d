"""An answer that another one undid is judged again, with what it needs alone."""

from tests.grading.one_notebook import MAE, MSE, judging, statuses
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.definitions import program_of
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.notebook import Cell, Notebook
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly

SPOILS = """
def mse(predicted, target):
    {}
    return np.mean((predicted - target) ** 2)
"""
STRICT = "def mae(predicted, target):\n    np.float64(1e-300) * np.float64(1e-300)\n" + MAE.partition("\n")[2]
HOGS = """
hoard = []
def mse(predicted, target):
    try:
        while True:
            hoard.append(bytearray(1 << 26))
    except MemoryError:
        pass
    return float(((predicted - target) ** 2).mean())
"""


def test_settings_that_one_answer_leaves_behind_cost_no_other_its_mark(tree):
    spoilt = SPOILS.format('np.seterr(all="raise")')
    assert statuses(tree, spoilt, STRICT)["mae"] == "right"
    assert statuses(tree, spoilt, MAE.replace("abs", "sum"))["mae"] == "wrong"  # judged again, and still wrong


def test_a_builtin_that_one_answer_changes_by_the_back_door_costs_no_other_its_mark(tree):
    spoilt = SPOILS.format('type(np).__getattribute__(np, "__builtins__")["len"] = None')
    counting = MAE.replace("np.mean(", "np.sum(").replace(
        "target))", "target)) / np.prod([len([0])] * 2) / predicted.size"
    )
    assert statuses(tree, spoilt, counting)["mae"] == "right"


def test_memory_that_one_answer_takes_costs_no_other_its_mark(tree):
    large = MAE.replace("return", "room = bytearray(1 << 26)\n    return")
    found = statuses(tree, HOGS, large, limits=Limits(memory=1 << 29))
    assert found["mae"] == "right"


def test_an_answer_that_ends_the_process_is_asked_no_second_time(tree):
    ending = judging(tree, "import os\ndef mse(predicted, target):\n    os._exit(0)\n", MSE.replace("mse", "mae"))
    ending.all()
    assert ending.judged["loss/mse"].verdict.status == "error"
    assert ending.processes.spent.losses == 1
    assert not ending.may_be_anothers("loss/mse")
    assert ending.may_be_anothers("loss/mae")


def test_an_alarm_that_one_answer_sets_and_that_rings_at_another(tree):
    """By the processor's time, of which the first needs little."""
    trap = "import signal\nset = signal.setitimer(signal.ITIMER_PROF, 0.5)\n" + MSE.replace("return", "set\n    return")
    late = MAE.replace("return", "import time\n    while time.process_time() < 1.0: pass\n    return")
    cells = ["import numpy as np", trap, late]
    notebook = Notebook(tuple(Cell(f"c{i}", "code", text) for i, text in enumerate(cells)), "02_loss")
    exercises = exercises_of("02_loss")
    found = Judging(program_of(notebook, "02_loss"), exercises, 0, LimitsOnly(), tree, Limits()).all()
    assert {name: each.verdict.status for name, each in found.items()} == {"loss/mse": "right", "loss/mae": "right"}


def test_what_an_answer_needs_alone():
    cells = ["import numpy as np", "eps = 1e-7\nother = 2", f"@exercise('loss/mse')\n{MSE}", f"{MAE}    # {'x' * 9}"]
    cells[2] = cells[2].replace("return", "eps\n    return")
    cells[3] = cells[3].replace("return", "other\n    return")
    notebook = Notebook(tuple(Cell(f"c{i}", "code", text) for i, text in enumerate(cells)), "02_loss")
    program = program_of(notebook, "02_loss")
    alone = {block.name: block.kept_for("loss/mse") for block in program.cells}
    assert alone["c0"].strip() == "import numpy as np"
    assert alone["c1"].strip() == "eps = 1e-7"
    assert "def mse" in alone["c2"]
    assert alone["c3"] == ""
