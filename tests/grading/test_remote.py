"""Answers in a process apart: what they do there concerns them alone, and nothing that they say is trusted."""

import io
import os
import pickle
import textwrap
from dataclasses import fields, replace

import pytest

from tests.grading.one_notebook import MAE, MSE, judged, judging, statuses
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.grading import wire
from tinygrad_lite.grading.definitions import Block
from tinygrad_lite.grading.packs import There
from tinygrad_lite.grading.remote import as_bytes
from tinygrad_lite.grading.sandbox.limits import Limits


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """What never ends is given up soon."""
    for exercise in exercises_of("02_loss"):
        monkeypatch.setattr(type(exercise), "budget", 0.5)


NLL = "def nll(log_probs, labels):\n    return -log_probs[np.arange(len(labels)), labels].mean()\n"


def body(name, text):
    """A function of an exercise with this body."""
    return f"def {name}(predicted, target):\n{textwrap.indent(textwrap.dedent(text).strip(), '    ')}\n"


def test_right_and_wrong_answers(tree):
    found = judged(tree, MSE.replace("mean", "sum"), MAE)
    assert found["mse"].verdict.status == "wrong"
    assert found["mse"].verdict.diagnosis.name == "sums instead of averaging"
    assert found["mae"].verdict.status == "right"


def parts(case):
    """What was said of a case, without what it has found out of itself."""
    return {item.name: getattr(case, item.name) for item in fields(case)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_case_arrives_as_it_was_sent(lesson):
    for exercise in exercises_of(lesson):
        for case in cases_of(exercise):
            assert case.again.times == 2  # which a case remembers of itself
            sent = as_bytes(case)
            assert There(io.BytesIO(sent)).load().code() == case.code()
            assert "again" not in vars(pickle.loads(sent))
            assert pickle.dumps(parts(pickle.loads(sent))) == pickle.dumps(parts(pickle.loads(pickle.dumps(case))))


ENDS = {
    "a loop": "while True: pass",
    "a loop that swallows exceptions": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "exit without a word": "import os; os._exit(0)",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "a segmentation fault": "import ctypes; ctypes.string_at(0)",
    "a closed channel": "import os; os.closerange(0, 64); return 0.0",
    "what is no message": "import os; [os.write(fd, b'x' * 1000) for fd in range(3, 12) if not os.path.isdir(str(fd))]",
    "rubbish without end": """
        import os
        while True:
            for fd in range(3, 12):
                try: os.write(fd, b'\\0\\0\\0\\0' * 10000)
                except OSError: pass
    """,
}


@pytest.mark.skipif(os.name == "nt", reason="ends as POSIX ends processes")
@pytest.mark.parametrize("text", ENDS.values(), ids=list(ENDS))
def test_what_ends_a_process_costs_only_itself(text, tree):
    found = judged(
        tree,
        MAE,
        body("mse", text),
        NLL,
    )
    assert found["mse"].verdict.status in ("error", "wrong")
    assert [found[name].verdict.status for name in ("mae", "nll")] == ["right", "right"]


def test_a_loop_did_not_finish(tree):
    found = judged(tree, body("mse", "while True: pass"))["mse"].verdict
    assert (found.status, found.diagnosis.name) == ("error", HUNG)
    assert "did not finish within 0.5 seconds" in found.answer.failure.message


def test_sleeping_is_given_up_by_the_clock(tree):
    found = judged(tree, body("mse", "import time; time.sleep(1000)"), MAE)
    assert found["mse"].verdict.diagnosis.name == HUNG
    assert found["mae"].verdict.status == "right"


def test_what_was_right_before_it_hung_is_counted(tree):
    text = "if predicted.size > 6:\n    while True: pass\nreturn np.mean((predicted - target) ** 2)"
    found = judged(tree, body("mse", text))["mse"].verdict
    assert 0 < found.passed < found.total


@pytest.mark.parametrize(
    "raises", ["raise BaseException('no')", "raise KeyboardInterrupt", "raise SystemExit(0)", "quit()"]
)
def test_exceptions_of_every_kind_are_answers(raises, tree):
    found = judged(tree, body("mse", raises), MAE)
    assert found["mse"].verdict.status == "error"
    assert found["mae"].verdict.status == "right"


def test_a_cell_that_never_ends_costs_what_is_in_it(tree, monkeypatch):
    monkeypatch.setattr("tinygrad_lite.grading.process.STARTING", 1.5)
    found = judged(tree, MAE, MSE + "while True: pass\n")
    assert found["mse"].verdict.diagnosis.name == HUNG
    assert found["mae"].verdict.status == "right"


@pytest.mark.slow
def test_another_cell_that_never_ends_costs_nobody(tree, monkeypatch):
    monkeypatch.setattr("tinygrad_lite.grading.process.STARTING", 1.5)
    assert (
        statuses(tree, MAE, MSE, before="import numpy as np\nwhile True: pass\n")["mse"] == "error"
    )  # no numpy either
    found = statuses(
        tree, "import os\nimport numpy as np\ndef mae(p, t):\n    return np.abs(p - t).mean()\n", before="while 1: 0"
    )
    assert found == {"mae": "right"}


def test_a_statement_that_fails_costs_only_itself(tree):
    found = judged(tree, MAE, "nonsense(3)\n" + MSE, before="import numpy as np\n1 / 0\n")
    assert {each.verdict.status for each in found.values()} == {"right"}


def test_a_definition_that_fails_is_said(tree):
    found = judged(tree, "def mse(predicted, target=undefined):\n    return 0\n", MAE)
    assert found["mse"].verdict.diagnosis.name == "NameError"
    assert "name 'undefined' is not defined" in found["mse"].verdict.diagnosis.text
    assert found["mae"].verdict.status == "right"


# ------------------------------------------------------------------------------------------------- lies on the channel

FORGER = """
import os, sys, gc
import numpy as np
from tinygrad_lite.grading import wire
from tinygrad_lite.grading.definitions import Block
from tinygrad_lite.grading.packs import There
from tinygrad_lite.grading.remote import as_bytes

FIELDS = ["number", "value", "after", "failure", "raised", "printed", "warned", "changed"]

def changed(message, changes):
    if isinstance(message, dict):
        return message
    if "length" in changes:
        return message[: changes["length"]]
    return [changes.get(name, value) for name, value in zip(FIELDS, message)]

def forge(**changes):
    for found in gc.get_objects():
        if type(found).__name__ == "Notebook" and hasattr(found, "channel"):
            send = type(found.channel).send
            def lying(channel, request, message, send=send):
                send(channel, changes.get("id", request), changed(message, changes))
            type(found.channel).send = lying

"""


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "changes",
    [
        "value=10**300",
        "value=None, failure=['X', 1, 2, 3, 4]",
        "value=wire.Raised('ValueError')",
        "failure=['X', 'x', 'x', 10**400, 0]",
        "failure=['X', 'x', 'x', 0, -1]",
        "after={'model': 1}",
        "changed=['__class__']",
        "changed=3",
        "printed=None",
        "number=10**9",
        pytest.param("number='0'", marks=pytest.mark.full),  # two seconds of waiting, as above
        "id='0'",
        pytest.param("id=np.zeros(3)", marks=pytest.mark.full),  # two seconds of waiting, as above
        pytest.param("number=np.zeros(3)", marks=pytest.mark.full),  # two seconds of waiting, as above
        "length=2",
        "length=0",
        "value=10**30",
        "value=np.array(['a'])",
        "value={1: {2: [[[]]]}}",
        "value='x' * 200000",
        "value=float('nan')",
        "warned='\\x1b[31m' * 1000",
    ],
)
def test_forged_answers_are_answers_or_nothing(changes, tree, monkeypatch):
    if changes.startswith("id"):  # an answer to nothing: the judge waits until the cells should long have run
        monkeypatch.setattr("tinygrad_lite.grading.process.STARTING", 1.0)
    forged = f"{FORGER}forge({changes})\n" + MSE
    found = judged(tree, MAE, forged)
    assert found["mae"].verdict.status == "right"
    assert found["mse"].verdict is None or found["mse"].verdict.status in ("wrong", "error", "right")
    if changes.startswith(("value", "failure")):
        assert found["mse"].verdict.status != "right"


def test_a_message_answers_the_request_that_is_waited_for(tree):
    """What is sent ahead of the question, for a question that nobody has asked, is no answer to the next one."""
    early = FORGER + textwrap.dedent("""
        for found in gc.get_objects():
            if type(found).__name__ == "Notebook" and hasattr(found, "channel"):
                for number in range(100):
                    found.channel.send("0" * 16, {"answer": None, "kinds": 3})
                    found.channel.send("0" * 16, [number, 0.0, None, None, None, "", "", []])
    """)
    found = judged(tree, early + MSE.replace("** 2", "** 3"), MAE)
    assert [found[name].verdict.status for name in ("mse", "mae")] == ["wrong", "right"]


def test_an_object_cannot_lie_about_being_equal(tree):
    liar = "class Liar(float):\n    def __eq__(self, other): return True\n    __ne__ = __lt__ = lambda *_: False\n"
    found = judged(tree, liar + body("mse", "return Liar(-7.0)"))
    assert found["mse"].verdict.status == "wrong"


def test_numpy_changed_in_the_process_changes_no_judge(tree):
    found = judged(
        tree,
        "np.testing.assert_allclose = np.allclose = np.array_equal = lambda *a, **k: True\n"
        + MSE.replace("mean", "sum"),
    )
    assert found["mse"].verdict.status == "wrong"


def test_what_is_printed_is_kept_apart_from_the_channel(tree):
    found = judged(tree, MSE.replace("return", "print('x' * 1000); import os; os.write(1, b'y' * 100000); return"))
    assert found["mse"].verdict.status == "right"


def test_there_is_nothing_to_read(tree):
    found = judged(tree, body("mse", "return float(input())"))
    assert found["mse"].verdict.diagnosis.name == "EOFError"


# ------------------------------------------------------------------------------------------------------ borrowed ones

USES = "def cross_entropy(logits, labels):\n    return nll(log_softmax(logits), labels)\n"
WRONG = "def nll(log_probs, labels):\n    return 0.0\n"
LOG_SOFTMAX = (
    "def log_softmax(logits):\n    z = logits - logits.max(axis=1, keepdims=True)\n"
    "    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
)


def test_who_uses_a_wrong_answer_of_his_own_is_lent_a_right_one(tree):
    assert statuses(tree, USES, WRONG, LOG_SOFTMAX) == {
        "cross_entropy": "right",
        "nll": "wrong",
        "log_softmax": "right",
    }


def test_what_is_missing_is_lent(tree):
    assert statuses(tree, USES) == {"cross_entropy": "right"}


def test_nobody_is_lent_the_answer_to_his_own_exercise(tree):
    """Neither by its name nor by a name that another exercise could be given."""
    own = "def nll(log_probs, labels):\n    return globals()['nll'](log_probs, labels)\n"
    assert statuses(tree, own, USES)["nll"] == "error"
    work = judging(tree, own, USES, WRONG.replace("nll", "log_softmax").replace("0.0", "nll"))
    for waiting in (["loss/nll", "loss/cross_entropy"], ["loss/cross_entropy", "loss/log_softmax"]):
        chosen = work.together(waiting)
        lent = work.uses.closure(set().union(*map(work.lent_to, chosen)))
        assert not lent & {exercise_id.partition("/")[2] for exercise_id in chosen}


# -------------------------------------------------------------------------------------------------- what is not there


def test_a_package_that_is_not_there_costs_only_who_uses_it(tree):
    found = judged(
        tree,
        MAE,
        body("mse", "return torch.mean((predicted - target) ** 2)"),
        before="import numpy as np\nimport torch\n",
    )
    assert found["mae"].verdict.status == "right"
    assert (found["mse"].verdict.status, found["mse"].verdict.forbidden.module) == ("not-by-hand", "torch")


def test_what_is_not_ruled_out_and_not_there_is_for_a_person(tree):
    found = judged(
        tree,
        body("mse", "plt.plot(predicted)\nreturn 0"),
        MAE,
        before="import numpy as np\nimport matplotlib.pyplot as plt\n",
    )
    assert found["mae"].verdict.status == "right"
    assert found["mse"].verdict is None
    assert "`matplotlib` is not here" in found["mse"].why


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("import ipywidgets as w\nhalf = w.FloatSlider(value=0.5)\n", "return half.value"),
        ("import ipywidgets as w\nhalf = w.FloatSlider(value=0.5)\nof_it = half.value * 2\n", "return of_it"),
        ("import matplotlib as m\nwith m.rc_context() as c:\n    half = 0.5\n", "return half"),
        ("import matplotlib as m\n@m.style\ndef helper(d):\n    return d\n", "return helper(predicted)"),
        ("import a_library_of_hers as lib\n", "return lib.mse(predicted, target)"),
        ("", "import pandas_of_next_year as pd\nreturn pd.Series(predicted).mean()"),
        ("from helpers_in_a_file import square\n", "return square(predicted - target).mean()"),
    ],
)
def test_what_rests_on_what_is_not_there_is_for_a_person(before, text, tree):
    found = judged(tree, body("mse", text), MAE, before=f"import numpy as np\n{before}")
    assert found["mae"].verdict.status == "right"
    assert found["mse"].verdict is None
    assert "not here" in found["mse"].why


HUBER = """
def huber(predicted, target, delta=half.value):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d**2 / 2, delta * (d - delta / 2)))
"""


@pytest.mark.parametrize(
    ("line", "status", "module"),
    [
        ("import ipywidgets as w\nhalf = w.FloatSlider(value=1.0)", "", ""),
        ("from a_library_of_hers import slider\nhalf = slider(1.0)", "", ""),
        ("import torch\nhalf = torch.tensor(1.0)", "not-by-hand", "torch"),
    ],
)
def test_a_default_that_is_not_there_is_said_to_be_of_its_own_package(line, status, module, tree):
    found = judged(tree, HUBER, MAE, before=f"import numpy as np\n{line}\n")
    assert found["mae"].verdict.status == "right"
    verdict = found["huber"].verdict
    assert (verdict.status if verdict else "") == status
    assert verdict is None or verdict.forbidden.module == module


def test_a_default_that_is_never_used_costs_nothing(tree):
    before = "import numpy as np\nimport ipywidgets as w\nhalf = w.FloatSlider(value=1.0)\n"
    unused = "def mse(predicted, target, scale=half.value):\n    return np.mean((predicted - target) ** 2)\n"
    assert statuses(tree, unused, before=before) == {"mse": "right"}


@pytest.mark.parametrize(
    "before",
    [
        "import nunpy as lib\n",
        "import statistic as lib\n",
        "try:\n    import a_library_of_hers as lib\nexcept ImportError:\n    import nothing_else as other\n",
    ],
)
def test_a_misspelt_import_is_the_answers_own_error(before, tree):
    found = judged(tree, body("mse", "return lib.mean(predicted)"), before="import numpy as np\n" + before)
    assert (found["mse"].verdict.status, found["mse"].verdict.diagnosis.name) == ("error", "NameError")


def test_who_can_do_without_a_package_does(tree):
    before = "import numpy as np\ntry:\n    import cupy_of_hers as xp\nexcept ImportError:\n    xp = np\n"
    assert statuses(tree, body("mse", "return xp.mean((predicted - target) ** 2)"), before=before) == {"mse": "right"}


@pytest.mark.parametrize(
    ("makes", "reads"),
    [
        ("np.save('of_hers.npy', np.ones(3))", "return np.load('of_hers.npy').mean()"),
        ("with open('of_hers.txt', 'w') as f: f.write('2')", "return float(open('of_hers.txt').read())"),
        ("%%writefile of_hers.txt\n2", "import pathlib\nreturn float(pathlib.Path('of_hers.txt').read_text())"),
    ],
)
def test_a_file_that_another_cell_makes_is_for_a_person(makes, reads, tree):
    made = judging(tree, body("mse", reads), body("mae", "return float(open('of_nobody.txt').read())"))
    made.program = replace(made.program, cells=(*made.program.cells, Block("own", makes)))
    found = made.all()
    assert found["loss/mse"].verdict is None
    assert "the file of_hers" in found["loss/mse"].why
    assert found["loss/mae"].verdict.diagnosis.name == "FileNotFoundError"


def test_a_value_from_a_file_that_another_cell_makes_is_for_a_person(tree):
    before = "import numpy as np\nscale = np.load('of_hers.npy')\n"
    made = judging(tree, body("mse", "return scale"), body("mae", "return other"), before=before)
    made.program = replace(made.program, cells=(*made.program.cells, Block("own", "np.save('of_hers.npy', 1)")))
    assert made.all()["loss/mse"].verdict is None


def test_who_prints_far_too_much_is_judged_all_the_same(tree):
    text = "for _ in range(400): print('x' * 1_000_000)\nreturn np.mean((predicted - target) ** 2)"
    limits = Limits(memory=512 << 20)
    assert statuses(tree, body("mse", text), limits=limits) == {"mse": "right"}


def test_what_is_ruled_out_and_there_is_not_by_hand(tree):
    text = "return tg.nn.functional.mse_loss(tg.tensor(predicted), tg.tensor(target)).item()"
    assert statuses(tree, body("mse", text)) == {"mse": "not-by-hand"}


@pytest.mark.parametrize(
    "name", ["tg.nn.functional", "from tinygrad_lite.nn import functional", "F = tg.nn.functional"]
)
def test_by_whatever_name(name, tree):
    head = {"tg.nn.functional": ""}.get(name, name)
    called = {"F = tg.nn.functional": "F", "from tinygrad_lite.nn import functional": "functional"}.get(name, name)
    helper = f"{head}\ndef helper(p, t):\n    return {called}.mse_loss(tg.tensor(p), tg.tensor(t)).item()\n"
    assert statuses(tree, helper + body("mse", "return helper(predicted, target)")) == {"mse": "not-by-hand"}


# ------------------------------------------------------------------------------------------------------------- limits


def test_the_notebooks_time_is_for_all_of_it(tree):
    slow = body("mse", "import time; time.sleep(30)")
    found = judged(tree, slow, slow.replace("mse", "mae"), limits=Limits(wall_seconds=1.0))
    assert found["mse"].verdict.status == "error"
    assert found["mae"].verdict is None
    assert "time" in found["mae"].why


def test_large_answers_are_refused_and_told(tree):
    found = judged(tree, body("mse", f"return np.zeros({wire.MOST_BYTES // 8 + 1})"), MAE)
    assert found["mse"].verdict.status == "wrong"
    assert found["mae"].verdict.status == "right"
