"""Programs that once failed, made small: they give what they give in PyTorch, also in rounding's place."""

import re

import pytest

import tinygrad_lite as tg
from tests.fuzz.compare import BOTH, EQUAL, compared
from tests.fuzz.program import Line, Program

FOUND = {
    "a bool is not subtracted": """
        x1 = lib.tensor([1.0, 2.0], dtype=lib.float32)
        x2 = lib.tensor([True, False], dtype=lib.bool)
        x1.sub_(x2, alpha=-0.25)
        x1 -= x2
        x1.add_(x2, alpha=0.5)""",
    "uint8 has no negative powers": """
        x1 = lib.tensor([1, 2], dtype=lib.uint8)
        x2 = x1 ** -1""",
    "a clone lies in memory as what it is a copy of; what is contiguous does not share": """
        x1 = lib.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], dtype=lib.float32)
        x2 = x1.transpose(0, 1).clone()
        x3 = x2.contiguous()
        x4 = x1.T.contiguous()
        x5 = x2.T.contiguous()
        x3.mul_(2)
        x5.add_(1)""",
    "+= keeps retain_grad": """
        x1 = lib.tensor([1.0, 2.0], dtype=lib.float32, requires_grad=True)
        x2 = x1 * 3
        x2.retain_grad()
        x2 += 1.0
        (x2 * x2).sum().backward()""",
    "hooks of a leaf that is the root": """
        x1 = lib.tensor(1.0, dtype=lib.float32, requires_grad=True)
        x2 = lib.tensor(2.0, dtype=lib.float32, requires_grad=True)
        x1.register_hook(lambda g: seen.append(g.clone()))
        (x3,) = lib.autograd.grad(x1, x2, allow_unused=True)""",
    "a gradient that is an expanded tensor of the same shape": """
        x1 = lib.tensor([1.0, 2.0], dtype=lib.float32, requires_grad=True)
        x2 = x1.broadcast_to((2,))
        x1.grad = x2.detach()
        (x1 * 3).sum().backward()""",
    "the variance of equal numbers along a dimension": """
        x1 = lib.tensor([[0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [1, 2, 3, 4, 5, -inf]], dtype=lib.float32, requires_grad=True)
        x2 = x1.var(1)
        x3 = x1.var(1).ceil()
        x4 = x1.std(1)
        x4.sum().backward()""",
    "layer_norm of equal numbers": """
        x1 = lib.tensor([[0.7, 0.7, 0.7], [1.0, 2.0, 4.0]], dtype=lib.float32, requires_grad=True)
        x2 = lib.nn.functional.layer_norm(x1, (3,))
        x3 = x2 == 0""",
    "float16 gradients are added up wide": """
        x1 = lib.tensor(0.5, dtype=lib.float16, requires_grad=True)
        x2 = lib.ones(3000, dtype=lib.float16) * 0.333
        (x1 * x2).sum().backward()""",
    "a float16 sigmoid is rounded once": """
        x1 = lib.tensor([7.9, 7.3, -7.9, 8.0], dtype=lib.float16)
        x2 = x1.sigmoid()
        x3 = 1 - x2""",
    "the norm of single numbers": """
        x1 = lib.tensor([[-0.941], [1.063], [0.0]], dtype=lib.float32, requires_grad=True)
        x2 = x1.norm(3, dim=-1, keepdim=True)
        x3 = x2 == x1
        x4 = x1.norm(1, dim=1)
        (x4 / x4).sum().backward()""",
    "norms at zero": """
        x1 = lib.tensor([0.0, 0.0], dtype=lib.float32, requires_grad=True)
        x2 = 0 / x1.norm(3)
        x2.backward()""",
    "a product of all with two zeros and nan": """
        x1 = lib.tensor([0.0, 0.0, nan, 2.0], dtype=lib.float32, requires_grad=True)
        x2 = x1.prod()
        x2.backward()
        x3 = lib.tensor([0.0, 0.0, nan, 2.0], dtype=lib.float32, requires_grad=True)
        x4 = x3.prod(0)
        x4.backward()""",
    "the sign of a remainder of zero": """
        x1 = lib.tensor([3.0, -3.0, 0.0, -0.0, 2.5], dtype=lib.float32)
        x2 = 1 / (x1 % -1.0)
        x3 = 1 / (x1 % 1.0)""",
    "the slope of a root at -0.0 and -inf": """
        x1 = lib.tensor([-0.0, -inf, 4.0], dtype=lib.float64, requires_grad=True)
        x2 = x1 ** 0.5
        x2.sum().backward()""",
    "bounds that are equal": """
        x1 = lib.tensor([1.0, 2.0], dtype=lib.float32, requires_grad=True)
        x2 = lib.tensor([0.0, 3.0], dtype=lib.float32, requires_grad=True)
        x3 = x2.clamp(x1, x1)
        x3.sum().backward()""",
    "binary_cross_entropy: the gradient of certain targets": """
        x1 = lib.tensor([0.0, 1.0, 0.5], dtype=lib.float32, requires_grad=True)
        x2 = lib.tensor([0.0, 1.0, 1.0], dtype=lib.float32, requires_grad=True)
        x3 = lib.nn.functional.binary_cross_entropy(x1, x2, reduction='none')
        x3.backward(lib.tensor([0.0, 1.0, 1.0], dtype=lib.float32))""",
}


def program_of(text: str) -> Program:
    """Lines as data: what stands before ` = ` is what a line makes."""
    rows = [row.strip() for row in text.strip().splitlines()]
    makes = [re.match(r"\(?(x\d+),?\)? = ", row) for row in rows]
    return Program(tuple(Line(row, (made.group(1),) if made else ()) for row, made in zip(rows, makes)))


@pytest.mark.parametrize("what", FOUND)
def test_found(what):
    outcome = compared(program_of(FOUND[what]))
    assert outcome.kind in (EQUAL, BOTH), outcome.text


LARGE = 10**400


@pytest.mark.parametrize("dtype", ["float32", "int64", "int8"])
@pytest.mark.parametrize(
    "text",
    ["x + n", "n - x", "x * n", "x / n", "n / x", "x ** n", "x % n", "x // n", "x < n", "x == n", "x.add_(n)",
     "x.mul_(n)", "x.fill_(n)", "x.clamp(n)", "x.clamp_(max=n)", "x.masked_fill(x == x, n)", "tg.full_like(x, n)",
     "tg.full((2,), n)", "tg.tensor(n)", "tg.tensor([n], dtype=x.dtype)", "tg.where(x == x, x, n)", "tg.arange(n)",
     "x.__setitem__(0, n)", "x.add(x, alpha=n)", "x.add_(x, alpha=n)"],
)  # fmt: skip
def test_a_number_too_large_for_any_dtype(text, dtype):
    """The error is in our words, and does not show 400 digits."""
    with pytest.raises((RuntimeError, TypeError, ValueError), match=r"^[\w=.\[\] ]+: ") as caught:
        eval(text, {"x": tg.tensor([1, 2], dtype=getattr(tg, dtype)), "n": LARGE, "tg": tg})
    assert len(str(caught.value)) < 250
