"""What is done with the `Value` of lesson 03 to see whether it is right: short programs, one operation a line."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

SHARED = "where a value on the way is used twice"
TWICE = "where a value is used twice"
LOSSES = "where two losses are computed from the same leaves"
WHOLE = "where a whole number stands beside it"
DEEP = "in a chain of hundreds of operations"
PATHS = "in a chain in which each value is used twice"


def scripts(rng):
    """Pairs (program, what is special about it)."""
    for text, about in (*_MIXED * 3, *_SIMPLE):
        yield text.format(**_numbers(rng)), about
    for draw in (_round_numbers, _numbers):
        for text, about in (*_OPERATIONS, *_GRAPHS):
            yield text.format(**draw(rng)), about
    for operation in _EACH:
        yield _two_losses(operation).format(**_round_numbers(rng)), LOSSES
    for text, about in _SELDOM:
        yield text.format(**_round_numbers(rng)), about
    yield _deep(**_numbers(rng)), DEEP
    yield _ladder(**_numbers(rng)), PATHS


def _numbers(rng):
    """Numbers for the letters in a program, of either sign; p is above 0."""
    values = np.round(rng.uniform(0.4, 1.9, size=5), 2) * rng.choice([-1.0, 1.0], size=5)
    return _named(values)


def _round_numbers(rng):
    """Numbers to calculate with in one's head, no two of them the same."""
    return _named(rng.permutation([0.5, 1.5, 2.0, 3.0, 4.0]) * rng.choice([-1.0, 1.0], size=5))


def _named(values):
    a, b, c, k, p = values.tolist()
    return {"a": a, "b": b, "c": c, "k": k, "p": abs(p)}


#: One or two operations each.
_OPERATIONS = (
    ("a = Value({a}); b = Value({b}); s = a - b; y = s * {c}; y.data; y.backward(); a.grad; b.grad", ""),
    ("a = Value({a}); y = a - {c}; z = y * {k}; z.data; z.backward(); a.grad", ""),
    ("a = Value({a}); n = -a; y = n * {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value({p}); s = a ** 3; y = s * {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value({p}); s = a ** -1.5; y = s + {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value({a}); t = a.tanh(); y = t * {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value(0.5); n = Value(-0.5); r = a.relu(); q = n.relu(); s = r + q; y = s * {k}; y.data; y.backward(); "
     "a.grad; n.grad", ""),
    ("a = Value({a}); s = {c} + a; y = s * {k}; y.data; y.backward(); a.grad", "where a float stands on the left"),
    ("a = Value({a}); y = {c} * a; y.data; y.backward(); a.grad", "where a float stands on the left"),
    ("a = Value({a}); s = {c} - a; y = s * {k}; y.data; y.backward(); a.grad", "where a float stands on the left"),
)  # fmt: skip

#: Values that are used twice, and several losses. Whatever may be used twice is, on both sides too: each operation by
#: itself can set a gradient where it should add to it. Both uses give the same, whichever of them is the last.
_GRAPHS = (
    ("x = Value({a}); y = x * x; z = y * {k}; z.backward(); x.grad", TWICE),
    ("x = Value({a}); y = x + x; z = y * {k}; z.backward(); x.grad", TWICE),
    ("x = Value({a}); w = Value({b}); p = w * x; s = p + x; y = s * {k}; y.backward(); x.grad; w.grad", TWICE),
    ("x = Value({a}); y = Value({b}); h = x * y; k = h * {c}; s = h + k; t = s.tanh(); t.data; t.backward(); "
     "x.grad; y.grad", SHARED),
    ("x = Value({a}); h = x * {c}; p = h * h; s = h + p; z = p * s; z.backward(); x.grad", SHARED),
    ("x = Value({a}); h = x * {c}; d = h * {k}; e = d ** 2; z = h * e; z.backward(); x.grad", SHARED),
    ("x = Value({a}); h = x * {c}; d = h * {k}; e = d.tanh(); z = e + h; z.backward(); x.grad", SHARED),
    ("a = Value({p}); s = a ** 3; t = a ** 3; y = s + t; y.backward(); a.grad", TWICE),
    ("a = Value({p}); s = a.relu(); t = a.relu(); y = s + t; z = y * {k}; z.backward(); a.grad", TWICE),
    ("a = Value({a}); s = a.tanh(); t = a.tanh(); y = s * t; y.backward(); a.grad", TWICE),
    ("a = Value({a}); s = -a; t = -a; y = s * t; y.backward(); a.grad", TWICE),
    ("a = Value({a}); b = Value({b}); s = b - a; t = b - a; y = s * t; y.backward(); a.grad; b.grad", TWICE),
    ("x = Value({a}); d = x - x; s = d * {k}; y = s + x; y.data; y.backward(); x.grad", TWICE),
    ("a = Value({a}); s = {c} - a; t = {c} - a; y = s * t; y.backward(); a.grad", TWICE),
    ("x = Value({a}); l = x * {c}; m = x + {k}; l.backward(); m.backward(); x.grad", LOSSES),
    ("x = Value({a}); w = Value({b}); l = w * x; m = w * {c}; l.backward(); m.backward(); x.grad; w.grad", LOSSES),
)  # fmt: skip


#: What is seldom tried: whole numbers, even powers below 0, a result that is 0 or 1 throughout, one that is as large as
#: the value itself, from which a way back begins after another.
_SELDOM = (
    ("a = Value({a}); s = a + 1; y = s * 3; z = y - 2; z.data; z.backward(); a.grad", WHOLE),
    ("a = Value({a}); s = 1 + a; y = 3 * s; z = 2 - y; z.data; z.backward(); a.grad", WHOLE),
    ("a = Value(-{p}); s = a ** 4; y = s * {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value({a}); s = a ** 0; y = s * {k}; y.data; y.backward(); a.grad", ""),
    ("a = Value({a}); s = a * 0.0; y = s + {k}; y.data; y.backward(); a.grad", ""),
    ("x = Value({p}); l = x * {c}; m = x.relu(); l.backward(); m.backward(); x.grad", LOSSES),
)  # fmt: skip

#: Every operation, of a value a: two losses are computed by each.
_EACH = ("a + b", "b + a", "a + {c}", "{c} + a", "a * b", "b * a", "a * {c}", "{c} * a", "a - b", "b - a", "a - {c}",
         "{c} - a", "-a", "a ** 3", "a ** -1.5", "a.relu()", "a.tanh()")  # fmt: skip


def _two_losses(operation):
    """Two losses from the same leaves, with one more operation each."""
    others = "b = Value({b}); " if "b" in operation else ""
    asked = "; a.grad; b.grad" if others else "; a.grad"
    losses = f"s = {operation}; t = {operation}; l = s * {{k}}; m = t + {{k}}; l.backward(); m.backward()"
    return f"a = Value({{p}}); {others}{losses}{asked}"


#: Every operation at once, each leaf used once; and everything used twice, with two losses. They come first: nearly
#: every mistake shows in them, which makes looking for it quick. What is shown is the shortest script that goes wrong.
_MIXED = (
    ("a = Value({a}); b = Value({b}); p = Value({p}); q = Value(-{p}); r = Value({k}); m = {c} - a; n = m * b; "
     "t = n.tanh(); u = p ** 2.5; s = t - u; v = -s; w = {k} + v; l = q.relu(); o = Value({p}); e = o.relu(); "
     "g = r - {c}; h = w + l; i = h + e; f = i * g; y = {c} * f; y.data; y.backward(); a.grad; b.grad; p.grad; "
     "q.grad; r.grad; o.grad", ""),
    ("x = Value({a}); w = Value({b}); s = x * x; d = x + x; h = s * w; k = h * {c}; t = h + k; e = t * d; l = e * w; "
     "m = w + x; l.backward(); m.backward(); x.grad; w.grad", SHARED),
)  # fmt: skip

#: To be worked out in one's head.
_SIMPLE = (
    ("a = Value(2.0); b = Value(3.0); y = a * b; y.data; y.backward(); a.grad; b.grad", ""),
    ("a = Value(2.0); b = Value(3.0); y = a + b; y.data; y.backward(); a.grad; b.grad", ""),
)  # fmt: skip


def _deep(a, b, **others):
    """100 times the same two operations: 400 values in a chain, with those of the floats between them."""
    lines = [f"x = Value({a})", f"b = Value({b})", "h = x * 1.0"]
    for _ in range(100):
        lines += ["g = h * 0.99", "h = g + 0.01"]
    return "; ".join([*lines, "y = h * b", "y.data", "y.backward()", "x.grad", "b.grad"])


def _ladder(a, **others):
    """Forty times h/2 + h/2."""
    lines = [f"x = Value({a})", "h = x * 0.5", "h = h + h"]
    for _ in range(39):
        lines += ["h = h * 0.5", "h = h + h"]
    return "; ".join([*lines, "h.data", "h.backward()", "x.grad"])


def case_of(script, text, about):
    """A case from a program of one operation a line: `y = a * b; y.backward(); a.grad`."""
    handles: dict[str, Any] = {}

    def operand(node):
        return handles[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)

    for statement in ast.parse(text.replace("; ", "\n")).body:
        assert isinstance(statement, ast.Assign | ast.Expr)
        node: Any = statement.value
        save = ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
        if isinstance(node, ast.BinOp):
            handle = script.operate(_NAMES[type(node.op)], operand(node.left), operand(node.right), save=save)
        elif isinstance(node, ast.UnaryOp):
            handle = script.operate("neg", operand(node.operand), save=save)
        elif isinstance(node, ast.Attribute):
            handle = handles[ast.unparse(node.value)].get(node.attr)
        elif isinstance(node.func, ast.Name):
            handle = script.new(save, *map(operand, node.args))
        else:
            handle = handles[ast.unparse(node.func.value)].call(node.func.attr, save=save, report=False)
        handles[save] = handle
    return script.case(about)


_NAMES = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Pow: "pow"}
