"""What is put in the place of an argument: what people pass by mistake, and what nobody would think of."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

import tinygrad_lite as tg


class AClass(dict):
    """A class where an object is wanted; when it is called with something, it says that it was."""

    def __init__(self, *given: object):
        if given:
            raise TypeError("AClass was called, and takes nothing.")


#: Name → makes it afresh: what one call changes must not reach the next.
VALUES: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "text": lambda: "three",
    "a number as text": lambda: "2",
    "empty text": lambda: "",
    "bytes": lambda: b"1",
    "-1": lambda: -1,
    "0": lambda: 0,
    "1": lambda: 1,
    "7": lambda: 7,
    "-0.5": lambda: -0.5,
    "1.5": lambda: 1.5,
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "True": lambda: True,
    "complex": lambda: 1j,
    "Decimal": lambda: decimal.Decimal("0.5"),
    "beyond int64": lambda: 10**30,
    "beyond memory": lambda: 2**62,
    "[]": lambda: [],
    "()": lambda: (),
    "{}": lambda: {},
    "a set": lambda: {1, 2},
    "a list": lambda: [1, 2],
    "a list of text": lambda: ["a"],
    "nested": lambda: [[1], [2, 3]],
    "a pair": lambda: (0.5, "b"),
    "a generator": lambda: (number for number in (1, 2)),
    "a dict": lambda: {"a": 1},
    "object": lambda: object(),
    "a class": lambda: AClass,
    "a function": lambda: lambda: None,
    "0-d array": lambda: np.array(3.0),
    "empty array": lambda: np.zeros((0,), "float32"),
    "array of objects": lambda: np.array([1, "a", None], dtype=object),
    "array of text": lambda: np.array(["a", "b"]),
    "array": lambda: np.ones((2, 3), "float32"),
    "complex array": lambda: np.ones(2, "complex64"),
    "PyTorch's tensor": lambda: torch.ones(2, 3),
    "0-d tensor": lambda: tg.tensor(2.0),
    "empty tensor": lambda: tg.zeros(0, 3),
    "whole tensor": lambda: tg.tensor([[1, 2], [3, 4]]),
    "tensor of bools": lambda: tg.tensor([True, False]),
    "tensor of nan": lambda: tg.tensor([[float("nan")] * 3] * 2),
    "5-d tensor": lambda: tg.zeros(1, 2, 1, 3, 1),
    "tensor with gradient": lambda: tg.ones(2, 3, requires_grad=True) * 2,
}
