"""What is known to be otherwise than in PyTorch: where an operation is found, what is refused, what is not compared."""

import torch

import tinygrad_lite as tg

# Operations of the catalogue that are no function or method of the same name.
BY_OTHER_MEANS = {
    "T": lambda x: x.T,
    "einsum": lambda operands, equation: tg.einsum(equation, operands),
    "nn.functional.embedding": lambda weight, *args, **kwargs: tg.nn.functional.embedding(*args, weight, **kwargs),
    "where": lambda x, condition, y: tg.where(condition, x, y),
    "mT": lambda x: x.mT,
    "__rdiv__": lambda x, y: y / x,
}

# Names whose result is not defined, or that are refused as a whole.
NOT_COMPARED = {
    "nn_functional_batch_norm_without_cudnn": "the same samples as nn.functional.batch_norm",
    "nn.functional.elu": "PyTorch's gradient at nan depends on the length (tests/engine/nn/test_activations.py)",
    "norm_nuc": "p='nuc' is refused",
    "to": "all samples name a memory format",
    "zero_": "in place: it would change the memory that both sides share (tests/engine/test_tensor.py)",
}

# Only shapes and dtypes can agree: the random numbers differ.
RANDOM = {"rand_like", "randint", "randint_like", "randn", "randn_like", "uniform", "normal", "bernoulli",
          "nn.functional.dropout"}  # fmt: skip

# The catalogue's own code for reference inputs fails.
NO_REFERENCE_INPUTS = {"where"}

# Beyond float32, float64, int64 and bool.
DTYPES_OF = dict.fromkeys(("add", "mul", "div", "exp", "sum", "mean", "softmax", "matmul", "nn.functional.linear"),
                          (torch.float16,))  # fmt: skip

# Compared for floats only.
FLOATS_ONLY = {
    "nn.functional.conv2d": "images of whole numbers are refused",
    "nn.functional.max_pool2d": "images of whole numbers are refused",
    "nn.functional.avg_pool2d": "images of whole numbers are refused",
    "sort": "equal elements come in no certain order",
    "argsort": "equal elements come in no certain order",
    "topk": "equal elements come in no certain order",
    "arange": "with an integer dtype, floats for bounds are rounded at another point",
    "linspace": "with an integer dtype, floats are rounded at another point",
}

# Where the usual tolerance is too tight, with the reason.
TOLERANCE_OF: dict[tuple[str, str], float] = {}

# Sample inputs that PyTorch takes and we refuse other than by NotImplementedError: a pattern of the message, and why.
REFUSED: dict[str, dict[str, str]] = {
    "nn.functional.batch_norm": {"must have shape": "an empty tensor of one dimension is taken there"},
    "gather": {"index must hold int64 or int32, got uint8": "taken there as long as it is empty"},
}

# Inputs that PyTorch refuses and we take: a pattern of PyTorch's message, and why.
TAKEN: dict[str, dict[str, str]] = {}
NUMBERS_TAKEN = "^$"  # what the catalogue says of a number in place of a tensor: here it may stand on either side
