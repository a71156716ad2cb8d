"""Every optimizer of PyTorch's catalogue that exists here takes PyTorch's path with PyTorch's own sample settings."""

import re

import numpy as np
import pytest
import torch
from torch.testing._internal.common_optimizers import OptimizerErrorEnum, optim_db

import tinygrad_lite as tg

OURS = {info.name: info for info in optim_db if hasattr(tg.optim, info.name)}

# Given to ours, each must be refused as well, whatever its words: PyTorch's patterns, and ours.
WORDS = {
    "params argument given to the optimizer should be an iterable": "Put it in a list",
    "a parameter group with duplicate parameters": "a parameter is given twice",  # a warning there
    "some parameters appear in more than one": "a parameter is given twice",
    "Tensor lr must be 1-element": "a tensor as lr must have one element",
    "Some param names are missing": "some parameters were given with a name, some without",
    "cannot add param group with names": "some groups have parameters with names, some without",
    "^lr as a Tensor is not supported": "a tensor as lr does not go with foreach=True",
    "betas must be either both floats or both Tensors": "must be at least 0 and less than 1, got tensor",
    "as a Tensor is not supported for capturable": "must be at least 0 and less than 1, got",
    r"Invalid (beta parameter at index (\d)|(\w+) value)": r"betas\[\d\] must be|must be a positive number",
}


def converted(value, known=None):
    """The same settings and parameters with our tensors; a tensor that comes twice stays one tensor."""
    known = {} if known is None else known
    if isinstance(value, torch.Tensor):
        ours = tg.tensor(value.detach().numpy(), requires_grad=value.requires_grad)
        return known.setdefault(value, ours)
    if isinstance(value, dict):
        return {key: converted(part, known) for key, part in value.items()}
    return type(value)(converted(part, known) for part in value) if isinstance(value, (list, tuple)) else value


def parameters():
    torch.manual_seed(0)
    return [
        torch.randn(5, 3, dtype=torch.float64, requires_grad=True),
        torch.ones(3, dtype=torch.float64, requires_grad=True),
    ]


def data():
    return torch.randn(7, 5, dtype=torch.float64)


def ten_steps(lib, optimizer, params, inputs):
    for _ in range(10):
        optimizer.zero_grad()
        ((inputs @ params[0]).tanh() * params[1]).sum().backward()
        optimizer.step()
    return [p.detach().numpy() for p in params]


@pytest.mark.parametrize("foreach", [None, False, True])
@pytest.mark.parametrize("name", OURS)
def test_sample_settings(name, foreach):
    """In three forms. Every sample must be taken."""
    samples = OURS[name].optim_inputs_func("cpu")
    assert len(samples) > 4
    for sample in samples:
        theirs, inputs = parameters(), data()
        mine = converted(theirs)
        ours = getattr(tg.optim, name)(mine, **converted(sample.kwargs), foreach=foreach)
        reference = OURS[name].optim_cls(theirs, **sample.kwargs, foreach=foreach)
        ends = ten_steps(tg, ours, mine, converted(inputs)), ten_steps(torch, reference, theirs, inputs)
        for p, q in zip(*ends, strict=True):
            np.testing.assert_allclose(p, q, rtol=1e-9, atol=1e-9, err_msg=sample.desc)


@pytest.mark.parametrize("name", OURS)
def test_error_inputs(name):
    for wrong in OURS[name].optim_error_inputs_func("cpu", torch.float32):
        assert wrong.error_on == OptimizerErrorEnum.CONSTRUCTION_ERROR
        sample = wrong.optimizer_error_input
        params = sample.params if sample.params is not None else parameters()
        words = next(ours for theirs, ours in WORDS.items() if re.search(theirs, wrong.error_regex))
        with pytest.raises((ValueError, TypeError), match=words):
            getattr(tg.optim, name)(converted(params), **converted(sample.kwargs))
