"""What is ruled out, and handed on to an answer in ways that its text alone does not show: a person looks."""

import pytest

from tests.grading.one_notebook import judged
from tests.grading.test_marking import graded

HEAD = "import numpy as np\nimport tinygrad_lite as tg\n"
TANH = "\n\ndef tanh(x):\n    return {call}(x)\n"
CLIP = """

def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norms.append(float({call}(model.parameters(), max_norm)))
        optimizer.step()
    return norms
"""
WAYS = [
    ("f, other = {it}, 0", "f"),
    ("[f] = [{it}]", "f"),
    ("for f in [{it}]: pass", "f"),
    ("kept = []\nkept.append({it})", "kept[0]"),
    ("kept = {{}}\nkept['f'] = {it}", "kept['f']"),
    ("kept = []\nkept += [{it}]", "kept[0]"),
    ("kept = []\ndef keep(f): kept.append(f)\nkeep({it})", "kept[0]"),
    ("def h(): pass\nh.f = {it}", "h.f"),
    ("f = {it}\nif False:\n    f = 3", "f"),
    ("print(f := {it})", "f"),
]
IMPORTED = [
    ("from {home} import {name} as f\nif False:\n    f = 3", "f"),
    ("from {home} import {name} as f\nif False:\n    def f(*args): return 0", "f"),
    ("from {home} import {name} as f\ntry:\n    raise ValueError\n    f = 0\nexcept ValueError: pass", "f"),
]


def mark_of(tree, lesson, answers, exercise):
    return graded(tree, lesson, answers)[1][exercise]


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("before", "call"), WAYS + IMPORTED)
def test_a_function_that_is_handed_on(tree, before, call):
    before = before.format(it="np.tanh", home="numpy", name="tanh")
    answers = {"forward/tanh": before + TANH.format(call=call)}
    mark = mark_of(tree, "01_forward_pass", answers, "forward/tanh")
    assert mark.status == "not-by-hand" or "tanh` the text does not show" in mark.why or "tanh as f`" in mark.why


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("before", "call"),
    [
        *WAYS,
        *IMPORTED,
        ("f = lambda *args: {it}(*args)", "f"),
        ("class Kept:\n    def f(self, *args): return {it}(*args)", "Kept().f"),
        (
            "class Kept:\n    def f(self, *args):\n        import {home} as m\n        return m.{name}(*args)",
            "Kept().f",
        ),
        ("def made(f):\n    def g(*args): return f(*args)\n    return g\nf = made({it})", "f"),
    ],
)
def test_the_engine_that_is_handed_on(tree, before, call):
    before = before.format(it="tg.nn.utils.clip_grad_norm_", home="tinygrad_lite.nn.utils", name="clip_grad_norm_")
    answers = {"clipping/rnn_loop_with_clipping": before + CLIP.format(call=call)}
    mark = mark_of(tree, "06_clipping", answers, "clipping/rnn_loop_with_clipping")
    assert mark.status == "not-by-hand" or "the text does not show what computes it" in mark.why


OWN = """def norm_of(tensors: list[tg.Tensor]) -> tg.Tensor:
    return sum((one**2).sum() for one in tensors) ** 0.5

def clip(parameters, most):
    parameters = list(parameters)
    norm = norm_of([p.grad for p in parameters])
    if norm.item() > most:
        for p in parameters:
            p.grad *= most / norm.item()
    return norm.item()"""


CLASS = """class Clipper:
    def __init__(self, most: float) -> None:
        self.most, self.seen = most, []

    def __call__(self, parameters: "list[tg.Tensor]", most: float) -> float:
        norm = sum((p.grad**2).sum().item() for p in parameters) ** 0.5
        self.seen.append(norm)
        if norm > most:
            for p in parameters:
                p.grad *= most / norm
        return norm

def clip(parameters, most):
    return Clipper(most)(list(parameters), most)"""


@pytest.mark.parametrize("own", [OWN, CLASS])
def test_types_and_the_lessons_own_code_use_nothing(tree, own):
    answers = {"clipping/rnn_loop_with_clipping": own + CLIP.format(call="clip")}
    assert mark_of(tree, "06_clipping", answers, "clipping/rnn_loop_with_clipping").status == "right"


@pytest.mark.parametrize(
    ("returned", "comes"),
    [("kept[0](x)", "not without what other answers do (`np.tanh`)"), ("2 * sigmoid(2 * x) - 1", "right")],
)
def test_what_other_answers_leave_where_one_finds_it(tree, returned, comes):
    answers = {
        "forward/relu": "kept = []\n\ndef relu(x):\n    kept.append(np.tanh)\n    return np.maximum(x, 0)\n",
        "forward/sigmoid": "def sigmoid(x):\n    e = np.exp(-np.abs(x))\n    return np.where(x < 0, e, 1) / (1 + e)\n",
        "forward/tanh": f"def tanh(x):\n    return {returned}\n",
    }
    mark = mark_of(tree, "01_forward_pass", answers, "forward/tanh")
    assert comes in (mark.status or mark.why)


def test_a_program_that_is_lent_as_a_text(tree):
    source = "TEXT = [tg.tensor(1.0).item(), 'def f(a, b): return ((a - b) ** 2).mean()' + ' # more' * 200][1]\n\n"
    source += (
        "def mse(predicted, target):\n    made = {}\n    exec(TEXT, made)\n    return made['f'](predicted, target)\n"
    )
    assert "`exec`" in judged(tree, source, before=HEAD)["mse"].why


def test_a_setting_that_is_lent_is_no_program(tree):
    source = "N = int(tg.tensor(2).item())\n\ndef mse(predicted, target):\n    assert type(N) is int\n"
    source += "    return np.mean((predicted - target) ** N)\n"
    assert judged(tree, source, before=HEAD)["mse"].verdict.status == "right"


@pytest.mark.parametrize("counts", [(33_000, 33_000, 33_960), (60_000, 60_000, 2)])
def test_more_values_than_can_be_told_cost_nobody_the_notebook(tree, counts):
    made = "\n".join(f"V{i} = [0] * int(tg.tensor({count}).item())" for i, count in enumerate(counts))
    power = "2 + V0[0] + V1[0] + V2[0]"
    source = f"{made}\n\ndef mse(predicted, target):\n    return np.mean((predicted - target) ** ({power}))\n"
    assert "It uses what is not there" in judged(tree, source, before=HEAD)["mse"].why
