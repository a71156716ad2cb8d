"""A right call of every public function and layer, with ours and with PyTorch's tensors alike.

What is not listed is called with one tensor, x. Several tests change one argument of each call, and compare what
happens with PyTorch: so every argument that a function has must be given here, apart from those in `LEFT_OUT`.
"""

import inspect
from types import SimpleNamespace

import numpy as np
import torch

import tinygrad_lite as tg

ARRAYS = {
    "x": np.float32([[0.5, 2, 1], [0.25, 1, 3]]),
    "y": np.float32([[1, 0.5, 0.75], [2, 0.5, 1]]),
    "probabilities": np.float32([[0.5, 0.25, 0.125], [0, 1, 0.5]]),
    "square": np.float32([[1, 2, 0], [0, 1, 3], [2, 1, 1]]),
    "vector": np.float32([1, 2, 3]),
    "channels": np.float32([1, 2]),
    "stack": np.float32([[[1, 2], [3, 4]], [[5, 6], [7, 9]]]),
    "image": np.arange(32, dtype=np.float32).reshape(1, 2, 4, 4),
    "kernel": np.float32([[[[1, 0], [2, 1]], [[0, 1], [1, 3]]]]),
    "whole": np.int64([[1, 2, 3], [4, 5, 6]]),
    "classes": np.int64([2, 0]),
    "places": np.int64([[0, 1, 1]]),
    "mask": np.array([[True, False, True], [False, True, True]]),
}


def arguments(*args, **kwargs):
    return list(args), kwargs


FUNCTIONS = {
    **dict.fromkeys(
        ["add", "sub", "mul", "div", "pow", "floor_divide", "remainder", "maximum", "minimum", "eq", "ne", "lt", "le",
         "gt", "ge", "logical_and", "logical_or", "equal"],
        lambda e: arguments(e.x, e.y),
    ),
    **dict.fromkeys(["bitwise_and", "bitwise_or", "bitwise_xor"], lambda e: arguments(e.whole, e.whole)),
    "bitwise_not": lambda e: arguments(e.whole),
    **dict.fromkeys(["isclose", "allclose"], lambda e: arguments(e.x, e.y, 0.5, 0.5, True)),
    **dict.fromkeys(["sum", "mean", "prod", "max", "min", "amax", "amin", "all", "any", "argmax", "argmin",
                     "logsumexp"], lambda e: arguments(e.x, 1)),
    **dict.fromkeys(["var", "std"], lambda e: arguments(e.x, 1, correction=0)),
    **dict.fromkeys(["softmax", "log_softmax", "cumsum"], lambda e: arguments(e.x, 1)),
    "norm": lambda e: arguments(e.x, 2, 1),
    "round": lambda e: arguments(e.x, decimals=1),
    **dict.fromkeys(["clamp", "clip"], lambda e: arguments(e.x, e.y, e.y)),
    "where": lambda e: arguments(e.mask, e.x, e.y),
    "masked_fill": lambda e: arguments(e.x, e.mask, 2.0),
    **dict.fromkeys(["sort", "argsort"], lambda e: arguments(e.x, 1, True)),
    "topk": lambda e: arguments(e.x, 2, 1, False, True),
    **dict.fromkeys(["matmul", "mm"], lambda e: arguments(e.x, e.square)),
    "bmm": lambda e: arguments(e.stack, e.stack),
    "mv": lambda e: arguments(e.x, e.vector),
    **dict.fromkeys(["dot", "outer"], lambda e: arguments(e.vector, e.vector)),
    "einsum": lambda e: arguments("ij,jk->ik", e.x, e.square),
    "reshape": lambda e: arguments(e.x, (3, 2)),
    "broadcast_to": lambda e: arguments(e.x, (2, 2, 3)),
    "flatten": lambda e: arguments(e.x, 0, 1),
    "squeeze": lambda e: arguments(e.x, 0),
    "unsqueeze": lambda e: arguments(e.x, 1),
    "permute": lambda e: arguments(e.x, (1, 0)),
    **dict.fromkeys(["transpose", "swapaxes", "swapdims"], lambda e: arguments(e.x, 0, 1)),
    "flip": lambda e: arguments(e.x, (0, 1)),
    **dict.fromkeys(["tril", "triu"], lambda e: arguments(e.x, 1)),
    **dict.fromkeys(["cat", "stack"], lambda e: arguments([e.x, e.y], 1)),
    "gather": lambda e: arguments(e.x, 0, e.places),
    "select": lambda e: arguments(e.x, 1, 2),
    "narrow": lambda e: arguments(e.x, 1, 0, 2),
    "unbind": lambda e: arguments(e.x, 1),
    "split": lambda e: arguments(e.x, 2, 1),
    "chunk": lambda e: arguments(e.x, 2, 1),
    **dict.fromkeys(["zeros", "ones", "rand", "randn"], lambda e: arguments(2, 3)),
    "full": lambda e: arguments((2, 3), 1.0),
    "full_like": lambda e: arguments(e.x, 1.0),
    "randint": lambda e: arguments(1, 5, (2, 3)),
    "randint_like": lambda e: arguments(e.x, 1, 5),
    "randperm": lambda e: arguments(5),
    "linspace": lambda e: arguments(0.0, 1.0, 3),
    "arange": lambda e: arguments(0, 4, 2),
    "eye": lambda e: arguments(2, 3),
}  # fmt: skip
NOT_CALLED = {  # what takes no tensor and no size
    "as_tensor", "default_generator", "from_numpy", "get_default_device", "get_rng_state", "grad", "gradcheck",
    "initial_seed", "is_grad_enabled", "manual_seed", "set_default_device", "set_rng_state", "tensor",
}  # fmt: skip
METHODS = {
    "expand": lambda e: arguments(e.x, 2, 2, 3),
    "view": lambda e: arguments(e.x, 3, 2),
    "size": lambda e: arguments(e.x, 1),
}
FUNCTIONAL = {
    "linear": lambda e: arguments(e.x, e.square, e.vector),
    "embedding": lambda e: arguments(e.classes, e.square, 0),
    "conv2d": lambda e: arguments(e.image, e.kernel, None, 2, 1, 2, 1),
    "max_pool2d": lambda e: arguments(e.image, 2, 1, 1, 2, False, True),
    "avg_pool2d": lambda e: arguments(e.image, 2, 1, 1, False, False, 3),
    "adaptive_avg_pool2d": lambda e: arguments(e.image, (3, 2)),
    "batch_norm": lambda e: arguments(e.image, e.channels, e.channels, e.channels, e.channels),
    "layer_norm": lambda e: arguments(e.x, (3,), e.vector, e.vector),
    "dropout": lambda e: arguments(e.x, 0.5, False),
    "one_hot": lambda e: arguments(e.classes, 4),
    **dict.fromkeys(["softmax", "log_softmax"], lambda e: arguments(e.x, 1)),
    **dict.fromkeys(["cross_entropy", "nll_loss"], lambda e: arguments(e.x, e.classes, e.vector)),
    **dict.fromkeys(["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"], lambda e: arguments(e.x, e.y)),
    "kl_div": lambda e: arguments(e.x, e.y, reduction="sum"),
    **dict.fromkeys(
        ["binary_cross_entropy", "binary_cross_entropy_with_logits"],
        lambda e: arguments(e.probabilities, e.probabilities, e.y),
    ),
}
LEFT_OUT = {  # arguments that are neither tensors nor sizes, or are refused whatever they are
    "alpha", "approximate", "beta", "bias", "ceil_mode", "count_include_pad", "delta", "device", "dtype",
    "eps", "equal_nan", "generator", "ignore_index", "inplace", "keepdim", "label_smoothing", "log_target", "max_norm",
    "momentum", "negative_slope", "norm_type", "pos_weight", "reduce", "reduction", "requires_grad", "rounding_mode",
    "scale_grad_by_freq", "size_average", "sparse", "sparse_grad", "stable", "threshold", "training", "unbiased",
    "weight", "affine", "track_running_stats", "elementwise_affine", "batch_first", "dropout", "bidirectional",
    "nonlinearity", "padding_mode", "p", "proj_size", "return_indices", "args", "kwargs", "more",
    "other",    # of max and min: not beside a dim
}  # fmt: skip
# A layer: what it is made with, and what it is called with.
LAYERS = {
    "Linear": (lambda e: arguments(3, 2), lambda e: arguments(e.x)),
    "Embedding": (lambda e: arguments(4, 2, 1), lambda e: arguments(e.classes)),
    "Conv2d": (lambda e: arguments(2, 4, 2, 1, 1, 1, 2), lambda e: arguments(e.image)),
    "MaxPool2d": (lambda e: arguments(2, 1, 1, 2), lambda e: arguments(e.image)),
    "AvgPool2d": (lambda e: arguments(2, 1, 1, divisor_override=3), lambda e: arguments(e.image)),
    "AdaptiveAvgPool2d": (lambda e: arguments((3, 2)), lambda e: arguments(e.image)),
    "BatchNorm1d": (lambda e: arguments(3), lambda e: arguments(e.x)),
    "BatchNorm2d": (lambda e: arguments(2), lambda e: arguments(e.image)),
    "LayerNorm": (lambda e: arguments((3,)), lambda e: arguments(e.x)),
    "Flatten": (lambda e: arguments(0, 1), lambda e: arguments(e.x)),
    "Dropout": (lambda e: arguments(), lambda e: arguments(e.x)),
    **dict.fromkeys(["Softmax", "LogSoftmax"], (lambda e: arguments(1), lambda e: arguments(e.x))),
    **dict.fromkeys(["RNN", "GRU"], (lambda e: arguments(3, 2, 2), lambda e: arguments(e.x))),
    "LSTM": (lambda e: arguments(3, 3, 2, proj_size=2), lambda e: arguments(e.x)),
    **dict.fromkeys(["RNNCell", "GRUCell", "LSTMCell"], (lambda e: arguments(3, 2), lambda e: arguments(e.x))),
    **dict.fromkeys(
        ["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"], (lambda e: arguments(), lambda e: arguments(e.x, e.y))
    ),
    **dict.fromkeys(["NLLLoss", "CrossEntropyLoss"], (lambda e: arguments(), lambda e: arguments(e.x, e.classes))),
    **dict.fromkeys(
        ["BCELoss", "BCEWithLogitsLoss"],
        (lambda e: arguments(), lambda e: arguments(e.probabilities, e.probabilities)),
    ),
    "KLDivLoss": (lambda e: arguments(reduction="sum"), lambda e: arguments(e.x, e.y)),
}
NO_LAYERS = {"Identity", "Module", "ModuleDict", "ModuleList", "Parameter", "Sequential"}
PLAIN = (lambda e: arguments(), lambda e: arguments(e.x))  # a layer without sizes, such as an activation


def one_tensor(e):
    return arguments(e.x)


def tensors_of(lib):
    return SimpleNamespace(**{name: lib.tensor(array) for name, array in ARRAYS.items()})


OURS, THEIRS = tensors_of(tg), tensors_of(torch)


def all_functions():
    """(name, ours, PyTorch's, the arguments) of every public function, and of methods that are no function."""
    public = {n: f for n, f in vars(tg).items() if inspect.isfunction(f) and n[0] != "_" and n not in NOT_CALLED}
    found = [(n, f, torch_function(n), FUNCTIONS.get(n, one_tensor)) for n, f in public.items()]
    functional = {n: getattr(tg.nn.functional, n) for n in tg.nn.functional.__all__}
    found += [(n, f, getattr(torch.nn.functional, n), FUNCTIONAL.get(n, one_tensor)) for n, f in functional.items()]
    return found + [(n, getattr(tg.Tensor, n), getattr(torch.Tensor, n), call) for n, call in METHODS.items()]


def torch_function(name):
    return getattr(torch, name, None) or getattr(torch.Tensor, name)


def all_layers():
    """(name, ours, PyTorch's, what it is made with, what it is called with)."""
    kinds = {n: getattr(tg.nn, n) for n in tg.nn.__all__ if inspect.isclass(getattr(tg.nn, n)) and n not in NO_LAYERS}
    return [(n, kind, getattr(torch.nn, n), *LAYERS.get(n, PLAIN)) for n, kind in kinds.items()]
