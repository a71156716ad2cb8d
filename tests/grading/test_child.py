"""What a student's process is given, and what it does with the cells: by talking to it as the judge does."""

import ast
import importlib
import inspect
import itertools
import linecache
import subprocess
import sys
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

import tinygrad_lite
from tests.grading.one_notebook import HEAD, MSE
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.plain import Other, Raised
from tinygrad_lite.course.run import run
from tinygrad_lite.grading import tree as trees
from tinygrad_lite.grading import wire
from tinygrad_lite.grading.answers import answer_from
from tinygrad_lite.grading.packages import NOT_THERE
from tinygrad_lite.grading.process import Process
from tinygrad_lite.grading.remote import Remote
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly

# ----------------------------------------------------------------------------------------------- what is in its folder

EXERCISES = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
#: Whoever adds a file here has read it: nothing in it tells a student how an exercise is solved.
RECIPES = """
    backward/recipes.py clipping/reader.py debug/norm_net.py debug/other_device.py debug/pieces.py debug/train_step.py
    debug/watched.py gpu/clock.py gpu/tensors.py
    loop/nets.py loop/scheduler.py loop/scripted.py loop/watched_rng.py loop/writer.py
    optim/parameter.py scale/replicas.py scale/wires.py schedules/ramps.py schedules/training.py
    stopping/chance.py stopping/recipes.py
""".split()  # noqa: SIM905


def texts(tree):
    return {path.relative_to(tree).as_posix(): path.read_text("utf-8") for path in tree.rglob("*.py")}


def test_the_files_of_recipes_are_known():
    assert trees.recipe_files() == [f"course/exercises/{name}" for name in RECIPES]


def test_no_solution_no_mistake_and_no_judge_is_there(tree):
    found = texts(tree)
    assert not [
        name for name in found if name.rpartition("/")[2] in ("judge.py", "oracle.py", "exercise.py", "question.py")
    ]
    assert not list(tree.rglob("*.json"))
    for name, text in found.items():
        for node in ast.walk(ast.parse(text)):
            decorators = getattr(node, "decorator_list", [])
            assert not [each for each in decorators if ast.unparse(each).startswith("mistake(")], name
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert node.name != "solution", name


@pytest.mark.one_in(4)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_lines_of_a_solution_are_nowhere(exercise, tree):
    """Three lines of a solution that follow each other, its signature and documentation apart, are in no file."""
    body = ast.parse(exercise.solution_code()).body[0]
    functions = [node for node in ast.walk(body) if isinstance(node, ast.FunctionDef)]
    lines = [ast.unparse(statement) for function in functions for statement in function.body[1:]]
    whole = [line for line in lines if len(line) > 60]
    shipped = "\n".join(ast.unparse(ast.parse(text)) for name, text in texts(tree).items() if "/course/" in name)
    assert not [line for line in whole if line in shipped]


def classes_in(value):
    """The dataclasses in a case."""
    if is_dataclass(value) and not isinstance(value, type):
        yield type(value)
        yield from itertools.chain.from_iterable(classes_in(getattr(value, item.name)) for item in fields(value))
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(classes_in, value.values()))
    elif isinstance(value, list | tuple):
        yield from itertools.chain.from_iterable(map(classes_in, value))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_recipe_of_every_case_is_there(exercise, tree):
    for seed in (0, 1):
        found = {kind for case in cases_of(exercise, seed) for kind in classes_in(case)}
        assert not [kind for kind in found if not (tree / f"{kind.__module__.replace('.', '/')}.py").exists()]


def test_a_recipe_beside_a_solution_is_refused(monkeypatch, tmp_path):
    folder = tmp_path / "course" / "exercises" / "loss"
    folder.mkdir(parents=True)
    (folder / "new.py").write_text("from ...exercise import Exercise\nclass R:\n    def build(self, world): ...\n")
    monkeypatch.setattr(trees, "PACKAGE", tmp_path)
    with pytest.raises(RuntimeError, match=r"new\.py has a recipe and imports `exercise`"):
        trees.recipe_files()


# ----------------------------------------------------------------------------------------------- the engine, when asked


def in_the_tree(tree, code):
    """What a program says that has only the tree and NumPy."""
    place = str(inspect.getfile(np)).rpartition("numpy")[0]
    begin = f"import sys; sys.path[:0] = [{str(tree)!r}]; sys.path.append({place!r})\n"
    return subprocess.run(
        [sys.executable, "-S", "-P", "-c", begin + code], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(
    "code",
    [
        "import tinygrad_lite as tg; print(tg.tensor([1.0]).sum().item())",
        "from tinygrad_lite import nn, optim; print(optim.SGD(nn.Linear(1, 1).parameters(), lr=1.0).defaults['lr'])",
        "import tinygrad_lite.nn as nn; print(nn.Linear(1, 1).weight.sum().detach().item() * 0 + 1)",
        "from tinygrad_lite.nn import functional as F; import tinygrad_lite as tg; print(F.relu(tg.ones(1)).item())",
        "from tinygrad_lite import *; print(ones(1).item())",
        "from tinygrad_lite import no_grad, tensor\nwith no_grad(): print(tensor(1.0).item())",
        "import tinygrad_lite.optim; import tinygrad_lite as tg; print(tg.ones(1).item())",
    ],
)
def test_the_engine_is_whole(code, tree):
    assert in_the_tree(tree, code).strip() == "1.0"


def test_it_is_not_loaded_by_who_does_not_use_it(tree):
    code = "import tinygrad_lite as tg; from tinygrad_lite import nn, optim\nimport tinygrad_lite.grading.child\n"
    assert in_the_tree(tree, code + "print('tinygrad_lite.tensor' in sys.modules)") == "False\n"


@pytest.mark.parametrize(
    "code",
    [
        "import numpy.ma; print(numpy.ma.array([1.0, 2.0], mask=[0, 1]).sum())",
        "import numpy.typing as npt; import numpy as np; x: npt.NDArray[np.float64] | None = np.ones(1); print(x[0])",
        "import typing, numpy.typing as npt; print(float(typing.get_origin(npt.NDArray[int]).__name__ == 'ndarray'))",
        "import platform; print(float(platform.python_version() == '.'.join(map(str, sys.version_info[:3]))))",
        "import numpy as np; print(np.linalg.svd(np.eye(2)).S[0])",
        "import numpy as np; print(float(np.fft.fft([1.0]).real[0] + 0 * np.random.default_rng(0).normal()))",
    ],
)
def test_what_numpy_does_without_at_the_start_is_there_when_it_is_asked_for(code, tree):
    begin = (tree / "start.py").read_text("utf-8").removesuffix("main()\n")
    assert in_the_tree(tree, f"{begin}\n{code}").strip() == "1.0"


def test_it_offers_what_the_package_offers(tree):
    names = sorted(name for name in dir(tinygrad_lite) if not name.startswith("_"))
    code = f"""
from tinygrad_lite.grading import stand_ins
stand_ins.install({NOT_THERE})
import tinygrad_lite as tg; tg.ones(1); print([name for name in {names} if not hasattr(tg, name)])
"""
    assert set(ast.literal_eval(in_the_tree(tree, code))) <= {
        "atlas",
        "benchmark",
        "cli",
        "course",
        "doctor",
        "devices",
        "mending",
        "notebook_page",
    }  # the last needs PyTorch


# -------------------------------------------------------------------------------------------------- talking to it


@pytest.fixture(scope="module")
def process(tree):
    with Process(LimitsOnly(), tree, Limits(), {}) as found:
        yield found


def loaded(process, *cells, name="mse", absent=(), borrowed=None, names=()):
    """What it says when it has run these cells, of which the last has the answer."""
    blocks = [[f"cell-{place}", text] for place, text in enumerate(cells)]
    answers = [["loss/mse", "mse", len(cells) - 1, name, ""]]
    more = {"borrowed": borrowed or {}, "absent": list(absent), "skipped": [], "values": {}}
    process.take({"cells": blocks, "answers": answers, **more})
    return process.run_up_to(len(cells) - 1, "loss/mse", names)


def answer(process, case, *cells, **more):
    """Its answer to a case."""
    told = loaded(process, *cells, **more)
    with process.within(20.0):
        return Remote(process, "loss/mse", len(cells) - 1, told["answer"], "mse").answer(case)


CASE = Case({"x": np.array([1.0, 2.0])})


def test_what_is_told_of_an_answer(process):
    told = loaded(process, HEAD, "def mse(predicted, target=0.5, *, how=np.mean): ...")["answer"]
    assert told["callable"] is True
    assert told["is class"] is False
    assert told["signature"][:2] == [("predicted", 1, False, None, ""), ("target", 1, True, 0.5, "0.5")]
    assert told["signature"][2][3] == Other("_ArrayFunctionDispatcher")


def test_what_is_told_of_variables(process):
    cells = "import numpy as np\ntable = np.ones(2)\npairs = {}\ndef f(): ...", "def mse(x): ..."
    kinds = loaded(process, *cells, names=["np", "table", "pairs", "f", "nothing"])["kinds"]
    assert kinds == {"table": ["numpy", "ndarray"], "pairs": ["builtins", "dict"], "f": ["builtins", "function"]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("def mse(x): return x.sum()", 3.0),
        ("mse = lambda x: x.tolist()", [1.0, 2.0]),
        ("class Loss:\n    def __call__(self, x): return 1\nmse = Loss()", 1),
        ("import functools\nmse = functools.partial(max, key=abs)", 2.0),
        ("def mse(x): return x.sum", Other("builtin_function_or_method")),
    ],
)
def test_answers_of_every_kind(text, value, process):
    found = answer(process, CASE, text)
    assert found.failure is None
    assert np.all(found.value == value)


PLAIN_CODE = {
    "a warning": "def mse(x): return 1 / (x - 1)",
    "an input that is changed": "def mse(x):\n    x *= 2\n    return x",
    "something printed": "def mse(x):\n    print('hello')\n    return 1",
    "an exception": "def helper(x):\n    return x[7]\n\ndef mse(x):\n    return helper(x)",
    "NumPy's own exception": "def mse(x):\n    # a comment\n    return x @ np.ones(3)",
    "one that was raised": "def mse(x):\n    raise ValueError('no')",
    "a tensor": "def mse(x): return tg.tensor(x)",
    "a text": "def mse(x): return 'a\\ud800'",
    "a dict": "def mse(x): return {1.5: x, 'a': (None, True)}",
    "an exit": "import sys\ndef mse(x): sys.exit(3)",
}


@pytest.mark.parametrize("text", PLAIN_CODE.values(), ids=list(PLAIN_CODE))
def test_everything_about_an_answer_is_as_in_the_lesson(text, process):
    for case in (CASE, Case(CASE.args, raises=("ValueError",))):
        found = answer(process, case, HEAD, text)
        namespace = {}
        linecache.cache["<here>"] = (len(text), None, text.splitlines(keepends=True), "<here>")
        exec(HEAD, namespace)
        exec(compile(text, "<here>", "exec", 0, True), namespace)
        here = run(namespace["mse"], case)
        for name in ("printed", "warned", "changed"):
            assert getattr(found, name) == getattr(here, name)
        for mine, other in ((found.failure, here.failure), (found.raised, here.raised)):
            assert (mine is None) == (other is None)
            if mine is not None and other is not None:
                known = ("kind", "message", "line", "line_number", "step")
                assert [getattr(mine, each) for each in known] == [getattr(other, each) for each in known]
        assert wire.encode(found.value) == wire.encode(here.value)


def test_an_exception_that_is_asked_for_is_an_answer(process):
    found = answer(process, Case(CASE.args, raises=("ValueError",)), "def mse(x): raise ValueError('no')")
    assert found.value == Raised("ValueError")


@pytest.mark.parametrize("name", ["exit", "quit"])
def test_the_commands_of_the_prompt_are_there(name, process):
    failure = answer(process, CASE, f"def mse(x):\n    {name}()").failure
    assert (failure.kind, failure.line) == ("SystemExit", f"{name}()")


def test_annotations_are_read_as_the_cell_says(process):
    assert loaded(process, "def mse(x: undefined): ...")["answer"] is None
    later = "from __future__ import annotations\ndef mse(x: undefined): ..."
    assert loaded(process, later)["answer"]["callable"] is True


def test_what_is_loaded_is_forgotten(process):
    loaded(process, "secret = 5", MSE)
    assert answer(process, CASE, "def mse(x): return secret").failure.kind == "NameError"


# --------------------------------------------------------------------------------------------------- what is not there


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ndef mse(x): return torch.ones(3)",
        "from torch import nn\nclass Net(nn.Module): ...\ndef mse(x): return Net()",
        "import torch.nn.functional as F\ndef mse(x): return F.mse_loss(x, x)",
        "import torch\ndef mse(x): return x * torch.pi",
        "import torch\ndef mse(x): return [part for part in torch.anything]",
    ],
)
def test_what_is_not_there_raises_when_it_is_used(text, process):
    told = loaded(process, text, absent=["torch"])
    if told["answer"] is not None and "nn.Module" not in text:
        assert answer(process, CASE, text, absent=["torch"]).failure.kind == "NotHere"
    else:
        assert told["failures"]["cell-0"][0] == "NotHere"


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ndef mse(x): return isinstance(x, torch.Tensor)",
        "import torch\n@torch.no_grad()\ndef mse(x):\n    with torch.no_grad(): return 0",
        "from tqdm import tqdm\ndef mse(x): return [part for part in tqdm(x, desc='x')] and 0",
        "import tqdm\ndef mse(x):\n    with tqdm.tqdm(total=3) as bar: bar.update(3)\n    return bar.n - len(bar)",
        "from tqdm import trange, tqdm\ndef mse(x):\n    tqdm.write('x', end='')\n    return len(trange(3)) - 3",
        "from tqdm.contrib import tenumerate, tmap, tzip\nimport numpy as np\ndef mse(x):\n"
        "    return [*tenumerate(x)][0][0][0] + [*tenumerate('a', 0)][0][0] + len([*tmap(abs, tzip())])",
        "from IPython.display import display, HTML\ndef mse(x): return display(HTML('x')) is None",
        "import asyncio\nasync def f(): await asyncio.sleep(0)\nno = await f()\ndef mse(x): return no is x",
        "from tinygrad_lite.course import begin, exercise\nbegin('02')\n@exercise('loss/mse')\ndef mse(x): return 0",
        "def mse(x):\n    get_ipython().run_line_magic('time', '')\n    display(x)\n    return 0",
    ],
)
def test_what_does_no_harm_does_nothing(text, process):
    assert answer(process, CASE, text, absent=["torch", "tqdm", "IPython"]).value in (0, False)


def test_a_package_that_nobody_knows_is_not_there(process):
    assert loaded(process, "import nonsense\n", "def mse(x): ...")["failures"]["cell-0"][0] == "ModuleNotFoundError"


def test_a_borrowed_version_is_bound_to_its_name(process):
    lent = {"mae": ["def mae(x):\n    return -1.0\n", "solution"]}
    found = answer(process, CASE, "def mae(x): return 7.0", "def mse(x): return mae(x), mae.__name__", borrowed=lent)
    assert found.value == (-1.0, "solution")


def test_nothing_that_is_sent_is_more_than_an_answer():
    """The fields that `child.py` sends are those that `answers.py` takes."""
    message = [0, 1.0, None, None, None, "", "", []]
    assert answer_from(message, CASE).value == 1.0
    child = importlib.import_module("tinygrad_lite.grading.child")
    assert "[number, *state, *rest]" in inspect.getsource(child.Notebook.reply)
