"""Every layer and loss of PyTorch's catalogue that exists here: the same arguments, the same state, the same results.

The inputs are those its developers test them on. Outputs, the gradients of inputs and parameters, and buffers (running
averages) must agree, in training and in evaluation. An argument that is not supported must be refused by name.
"""

import re
import warnings

import numpy as np
import pytest
import torch
from torch.testing._internal.common_modules import module_db

import tinygrad_lite as tg
from tests.conformance.operations import OURS, NotHere, both, same, tensors

LAYERS = {info.name.removeprefix("nn."): info for info in module_db if hasattr(tg.nn, info.name.removeprefix("nn."))}

# Arguments with which PyTorch's samples make a layer, and which are refused here.
REFUSED: dict[str, set[str]] = {}


def refused(error, name):
    """The argument a clear refusal names."""
    found = re.match(rf"{name}: (\w+)=", str(error), re.IGNORECASE)
    assert found, f"a refusal that does not name the argument: {error!r}"
    return found.group(1)


def check(name, sample, dtype, training, seen):
    """One sample on both sides; returns the argument that was refused, or None."""
    made_with = both((sample.constructor_input.args, sample.constructor_input.kwargs), {})
    given = both((sample.forward_input.args, sample.forward_input.kwargs), seen)
    theirs = getattr(torch.nn, name)(*made_with[0][0], **made_with[0][1]).to(dtype).train(training)
    try:
        ours = getattr(tg.nn, name)(*made_with[1][0], **made_with[1][1])
    except NotImplementedError as error:
        return refused(error, name)
    ours = ours.to(OURS[dtype]).train(training)
    ours.load_state_dict(theirs.state_dict())
    assert list(ours.state_dict()) == list(theirs.state_dict())
    assert repr(ours) == repr(theirs)
    wanted = tensors(theirs(*given[0][0], **given[0][1]), torch.Tensor)
    results = tensors(ours(*given[1][0], **given[1][1]), tg.Tensor)
    assert len(results) == len(wanted)
    random = np.random.default_rng(0)
    for mine, reference in zip(results, wanted):
        same(mine, reference, "output", name)
        assert mine.requires_grad == reference.requires_grad
        if reference.requires_grad:
            start = np.asarray(random.normal(size=tuple(reference.shape)), mine.dtype)
            reference.backward(torch.from_numpy(start), retain_graph=True)
            mine.backward(tg.tensor(start), retain_graph=True)
    compare_after(name, ours, theirs, seen)
    return None


def compare_after(name, ours, theirs, seen):
    """Gradients, and what the layer keeps."""
    pairs = [(f"input {place}", mine, reference) for place, (reference, mine) in enumerate(seen.values())]
    pairs += [(key, mine, theirs.get_parameter(key)) for key, mine in ours.named_parameters()]
    for what, mine, reference in pairs:
        assert (mine.grad is None) == (reference.grad is None), f"whether {what} has a gradient"
        if reference.grad is not None:
            same(mine.grad, reference.grad, f"gradient of {what}", name)
    for key, mine in ours.named_buffers():
        same(mine, theirs.get_buffer(key), key, name)


@pytest.mark.parametrize("training", [True, False], ids=["training", "evaluation"])
@pytest.mark.parametrize("name", LAYERS)
def test_layer(name, training):
    info, agreed, arguments = LAYERS[name], 0, set()
    for dtype in (torch.float32, torch.float64):
        torch.manual_seed(0)
        samples = info.module_inputs_func(info, device="cpu", dtype=dtype, requires_grad=True, training=training)
        for number, sample in enumerate(samples):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    argument = check(name, sample, dtype, training, {})
                except NotHere:
                    continue
                except Exception as error:
                    inputs = (sample.constructor_input.args, sample.constructor_input.kwargs)
                    raise AssertionError(f"sample {number} ({sample.desc}), {dtype}: {inputs}: {error}") from error
            arguments |= {argument} - {None}
            agreed += argument is None
    assert agreed, "every sample was refused"
    assert arguments == REFUSED.get(name, set()), "the table of refused arguments is not up to date"
