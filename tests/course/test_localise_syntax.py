"""Whatever of Python a student writes, a search for the place of her mistake ends with a place or without, and in no
error: `match` with a class once ended in one."""

import ast
import sys

import numpy as np
import pytest

from tinygrad_lite.course import judge
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}

#: Statements that leave 1 in `k`, each with something that is rare.
STATEMENTS = {
    "match, classes": """
match predicted:
    case np.ndarray(ndim=0, size=1) | np.generic():
        k = 1.0
    case np.ndarray() as it if it.ndim > 3:
        k = 1.0
    case _:
        k = 1.0
""",
    "match, values": """
match predicted.ndim, "a":
    case [0 | -1 | 2.5 | 1 + 2j, "b"]:
        k = 1.0
    case [np.pi, _] | [None, True]:
        k = 1.0
    case [_, *rest] if rest:
        k = 1.0
""",
    "match, mappings": """
match {"ndim": predicted.ndim, "more": 1}:
    case {"ndim": 0, **more}:
        k = more["more"]
    case {"ndim": int(n), "more": k}:
        k = k * 1.0
""",
    "walrus": "k = (a := 1.0) * (b if (b := a) else 2.0)",
    "try": """
try:
    k = {}["a"]
except (KeyError, ZeroDivisionError) as error:
    k = float(len(error.args))
else:
    k = 2.0
finally:
    k = k + 0.0
""",
    "a group of exceptions": """
try:
    k = {}["a"]
except* KeyError as group:
    k = float(len(group.exceptions))
""",
    "with": """
with np.errstate(all="ignore") as a, np.printoptions(precision=3):
    k = 1.0
with (np.errstate(divide="ignore"), np.printoptions(precision=2) as b,):
    k = k * 1.0
""",
    "functions": """
def inner(a, /, b=1.0, *more, c, d=1.0, **others):
    nonlocal k
    k = a * b * c * d * (1 + len(more) + len(others))
    return k
k = 0.0
k = inner(*[1.0], **{"c": 1.0})
""",
    "lambdas": "k = (lambda a, b=1.0, *c, d=1.0, **e: a * b * d)(1.0)",
    "generators": """
def one():
    a = yield 1.0
    yield from (b for b in [1.0] if b for _ in range(1))
k = sum(one()) / 2
""",
    "what is never awaited": """
async def never():
    async with a as b:
        pass
    async for c in b:
        await c
    return [d async for d in e]
k = 1.0
""",
    "a class": """
class Box:
    side: float = 1.0
    @property
    def area(self) -> float:
        return self.side ** 2
    @staticmethod
    def one(): return 1.0
k = Box().area * Box.one()
""",
    "comprehensions": """
k = {a: b for a, b in [("a", 1.0)]}["a"] * len({c for c in (1, 1)})
k = k * [d for d in [[1.0]] for d in d][0]
""",
    "texts": 'k = float(f"{1.0:.{3}f}") * len(f"{\'a\'!r:>3}") / 3 * len(b"a") * len(rf"\\{1}") / 2',
    "slices": """
z = np.ones((3, 4))
z[..., ::2] += 0.0
z[1:, None, :2].shape
k = z[..., 1, -1][()]
""",
    "unpacking": """
(a, *b), [c, (d, e)] = (1.0, 2.0), [1.0, (1.0, 1.0)]
k, *_ = a * c * d * e, *b
""",
    "annotations": """
k: float
a: "int" = 1
k = float(a)
""",
    "loops with else": """
for a in range(1):
    if a > 3: break
else:
    k = 1.0
while k < 1.0:
    continue
else:
    k *= 1.0
""",
    "del, assert, pass": """
a = [1.0, 2.0]; del a[1]
assert len(a) == 1, f"{a}"
pass; ...
k = a.pop()
""",
    "attributes": """
import types
a = types.SimpleNamespace(b=types.SimpleNamespace(c=[1.0]))
a.b.c[0] *= 1.0
a.d, a.b.e = 1.0, 1.0
k = a.b.c[0] * a.d * a.b.e
""",
    "comparisons": "k = 1.0 * (0 < 1 <= 2 != 3 is not None) * (not (1 in [2] or 3 not in [3])) * (1 if ~0 else 0)",
    "operators": """
k = 1.0
if +k >= 1 and k is k and {1}:
    k = ((5 & 3 | 1 ^ 0) << 0 >> 0) * 7 // 4 % 2 / 1.0 * (np.ones(1) @ np.ones(1))
else:
    raise ValueError(f"{k}")
""",
    "imports": """
import math as m
from functools import reduce, partial as p
k = reduce(lambda a, b: a * b, [1.0, m.cos(0)], p(float, 1)())
""",
    "decorated": """
import functools
@functools.lru_cache(maxsize=None)
@functools.wraps(abs)
def one(*a): return 1.0
k = one()
""",
    "a name for a type": """
type Number[T] = list[T] | float
def same[T: float](a: T) -> T: return a
class Boxed[T]: side = 1.0
k = same(1.0) * Boxed.side
""",
}
SINCE = {"a name for a type": (3, 12)}


POSSIBLE = [name for name in STATEMENTS if sys.version_info >= SINCE.get(name, (3, 11))]


def program(name, k="k", mean="sum"):
    body = STATEMENTS[name].strip("\n").replace("\n", "\n    ")
    return f"def mse(predicted, target):\n    {body}\n    return np.{mean}((predicted - target) ** 2) * {k}\n"


def checked(source):
    namespace = {"np": np}
    exec(compile(source, "<test>", "exec"), namespace)
    return verdict_on(EXERCISES["loss/mse"], Submission(namespace["mse"], source, namespace), locating=True)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", POSSIBLE)
@pytest.mark.parametrize(("k", "mean"), [("k", "sum"), ("(k + 1)", "mean"), ("k + np.sqrt(k) * 0.5", "median")])
def test_a_mistake_beside_anything_is_looked_for(name, k, mean):
    assert checked(program(name, mean="mean")).status == "right"
    verdict = checked(program(name, k, mean))
    assert verdict.status == "wrong"
    assert verdict.place or verdict.diagnosis or mean == "median"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", POSSIBLE)
def test_a_mistake_within_anything_is_looked_for(name):
    """Each number in such a statement is another one, one after the other; right, wrong or an exception."""
    tree = ast.parse(program(name, mean="mean"))
    numbers = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    ]
    for number in numbers:
        was, number.value = number.value, number.value + 1
        checked(ast.unparse(tree))
        number.value = was


def test_every_kind_of_syntax_is_in_one_of_them():
    programs = [ast.parse(program(name)) for name in POSSIBLE]
    there = {type(node) for tree in programs for node in ast.walk(tree)}
    kinds = {ast.stmt, ast.expr, ast.pattern, ast.operator, ast.unaryop, ast.cmpop, ast.boolop}
    missing = {
        kind.__name__
        for base in kinds
        for kind in base.__subclasses__()
        if kind.__module__ in ("ast", "_ast") and kind not in there
    }
    assert missing <= {"Global", "TypeAlias"}, (
        missing
    )  # what is global is never run with a change; types have names since 3.12


def test_an_error_of_ours_costs_the_place_alone_and_is_said(monkeypatch):
    """The card stayed at "checking …", and the cell ended in our traceback."""

    def broken(attempt, two):
        raise ValueError("no such node")

    monkeypatch.setattr(judge, "locate", broken)
    with pytest.warns(UserWarning, match=r"could not be looked for \(ValueError: no such node\).* holds all the same"):
        verdict = checked(program("walrus"))
    assert (verdict.status, verdict.place) == ("wrong", None)
    assert verdict.diagnosis


def test_and_no_test_is_deaf_to_it(monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, two: 1 / 0)
    with pytest.raises(UserWarning, match="division by zero"):
        checked(program("walrus"))
