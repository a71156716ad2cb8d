"""Sums of products, written as an equation of letters."""

from __future__ import annotations

from string import ascii_letters
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import int64
from tinygrad_lite.ops.common import need_tensor, wide


def contract(terms: Any, arrays: Any, output: str) -> Any:
    return np.einsum(f"{','.join(terms)}->{output}", *arrays, optimize=len(arrays) > 1)


class Einsum(Function):
    """Products of the elements whose letters agree, added up over all letters that the result does not have"""

    @staticmethod
    def forward(ctx, terms, output, *arrays):
        dtype = dtype_of_sums(terms, output, arrays[0].dtype)
        ctx.terms, ctx.output, ctx.arrays = terms, output, arrays
        if type(arrays[0]) is not np.ndarray and len(arrays) > 1 and dtype.kind == "f":
            return contract(terms, arrays, output)  # a device adds up products of float16 in float32 by itself
        widened = [wide(array) if dtype.kind == "f" else array.astype(dtype, copy=False) for array in arrays]
        return contract(terms, widened, output).astype(dtype, copy=False)

    @staticmethod
    def explain(error, terms, output, *arrays):
        return RuntimeError(
            f"einsum: operands of shapes {' and '.join(str(array.shape) for array in arrays)} do not fit the terms "
            f"{' and '.join(terms)}: a letter stands for one size everywhere, or 1."
        )

    @staticmethod
    def backward(ctx, grad_output):
        wanted = ctx.needs_input_grad[2:]
        return None, None, *(slope_times(ctx, i, grad_output) if wants else None for i, wants in enumerate(wanted))


def dtype_of_sums(terms: Any, output: str, dtype: np.dtype) -> np.dtype:
    """int64 for integers or bools of one operand that are added up by themselves, as by `sum`."""
    added = [letter for letter in set("".join(terms)) - set(output)]
    if dtype.kind == "f" or not added:
        return dtype
    if any(sum(letter in term for term in terms) == 1 for letter in added):
        return int64
    if dtype.kind == "b":
        raise RuntimeError("einsum: products of bools cannot be added up. Convert them first: x.int().")
    return dtype


def slope_times(ctx: Any, place: int, grad_output: Any) -> Any:
    """The gradient of one operand: the same sum of products, with the gradient in place of that operand."""
    term, x = ctx.terms[place], ctx.arrays[place]
    terms = [ctx.output, *ctx.terms[:place], *ctx.terms[place + 1 :]]
    arrays = [grad_output, *ctx.arrays[:place], *ctx.arrays[place + 1 :]]
    sizes = dict(zip(term, x.shape))  # each letter once, in order
    letters = "".join(sizes)
    found = "".join(letter for letter in letters if sizes[letter] != 1 and any(letter in other for other in terms))
    grad = contract(terms, arrays, found)
    # What is only in this operand was only added up: along it, all elements get the same.
    grad = np.expand_dims(grad, [axis for axis, letter in enumerate(letters) if letter not in found])
    grad = np.broadcast_to(grad, list(sizes.values()))
    if letters == term:
        return grad
    diagonal = np.zeros_like(x)  # "ii": only elements with equal places take part
    np.einsum(f"{term}->{letters}", diagonal)[...] = grad
    return diagonal


def parsed(equation: str, shapes: list[tuple]) -> tuple[list[str], str]:
    """The letters of each operand and of the result; what "..." stands for gets letters of its own."""
    left, arrow, output = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(shapes):
        raise RuntimeError(f"einsum: {equation!r} has {len(terms)} term(s), but there are {len(shapes)} operand(s).")
    named = [term.replace("...", "", 1) for term in (*terms, output)]
    if not all(letter in ascii_letters for text in named for letter in text):
        raise RuntimeError(f"einsum: {equation!r} may hold letters, commas, one '->' and a '...' in each term.")
    unnamed = [len(shape) - len(text) for shape, text in zip(shapes, named)]  # the dimensions that "..." stands for
    for term, shape, rest in zip(terms, shapes, unnamed):
        if rest < 0 or (rest and "..." not in term):
            raise RuntimeError(f"einsum: the term {term!r} does not fit an operand of shape {shape}.")
        if "..." not in term and len(set(zip(term, shape))) != len(set(term)):
            raise RuntimeError(f"einsum: in {term!r} a letter stands for two sizes of an operand of shape {shape}.")
    spare = "".join(letter for letter in ascii_letters if letter not in equation)
    dots = spare[: max(unnamed)]
    terms = [term.replace("...", dots[len(dots) - max(rest, 0) :]) for term, rest in zip(terms, unnamed)]
    if not arrow:
        once = sorted(letter for letter in set(left) & set(ascii_letters) if left.count(letter) == 1)
        return terms, dots + "".join(once)
    output = output.replace("...", dots)
    if len(set(output)) != len(output) or not set(output) <= set("".join(terms)):
        raise RuntimeError(f"einsum: the result of {equation!r} must name letters of the operands, each once.")
    return terms, output


def einsum(equation: str, *operands: Any) -> Any:
    """Sums of products: one letter for each dimension, those that the result lacks are added up. `torch.einsum`.

    Args:
        equation: such as "ij,jk->ik". A letter twice in one term takes a diagonal, "..." stands for any further
            dimensions, which broadcast. Without "->": the letters that occur once, in alphabetical order.
        operands: a tensor for each term.
    Raises:
        RuntimeError: the equation does not fit the tensors; it says where.
        NotImplementedError: the equation is a list, as PyTorch takes one, too.

    >>> x = tg.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> tg.einsum("ii", x), tg.einsum("ij,j->i", x, tg.tensor([1.0, 1.0])), tg.einsum("ij->ji", x)[0]
    (tensor(5.), tensor([3., 7.]), tensor([1., 3.]))
    """
    if not isinstance(equation, str):
        raise NotImplementedError("einsum: write the equation as text, as in 'ij,jk->ik'; lists are not supported.")
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    shapes = [need_tensor("einsum", x, f"operands[{i}]").shape for i, x in enumerate(operands)]
    if len({x.dtype for x in operands}) > 1:
        raise RuntimeError(f"einsum: all operands must have one dtype, got {[str(x.dtype) for x in operands]}.")
    terms, output = parsed(equation, shapes)
    return Einsum.apply(terms, output, *operands)
