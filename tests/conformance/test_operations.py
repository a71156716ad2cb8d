"""Every operation of PyTorch's catalogue that exists here gives PyTorch's results, on PyTorch's own sample inputs."""

import re

import pytest
import torch
from torch.testing._internal.common_methods_invocations import op_db

import tinygrad_lite as tg
from tests.conformance.known import (
    BY_OTHER_MEANS,
    FLOATS_ONLY,
    NO_REFERENCE_INPUTS,
    NOT_COMPARED,
    NUMBERS_TAKEN,
    REFUSED,
    TAKEN,
)
from tests.conformance.operations import OPERATIONS, check_error, dtypes_of, run
from tests.on_device import no_products_there


def reason_for(text, known):
    """The pattern in the table that covers a message, or None."""
    return next((pattern for pattern in known if re.search(pattern, text)), None)


def compare(op, samples_of):
    """All samples of all dtypes; returns how many of them are for us, how many agreed, what of REFUSED was needed."""
    tried, agreed, used = 0, 0, set()
    for dtype in dtypes_of(op):
        torch.manual_seed(0)
        wants_grad = op.supports_autograd and dtype.is_floating_point
        for number, sample in enumerate(samples_of(op, dtype, wants_grad)):
            try:
                outcome = run(op, sample)
            except AssertionError as error:
                raise AssertionError(f"sample {number} of {dtype}: {error}\n{sample.summary()}") from error
            if no_products_there(outcome.error):
                continue
            tried += not outcome.not_here
            agreed += not (outcome.not_here or outcome.error)
            if outcome.error and not isinstance(outcome.error, NotImplementedError):
                pattern = reason_for(str(outcome.error), REFUSED.get(op.name, {}))
                if pattern is None and "unexpected keyword" not in str(outcome.error):
                    raise AssertionError(f"PyTorch takes this {dtype} sample:\n{sample.summary()}") from outcome.error
                used.add(pattern)
    return tried, agreed, used


@pytest.mark.parametrize("name", OPERATIONS)
def test_sample_inputs(name):
    tried, agreed, _ = compare(
        OPERATIONS[name], lambda op, dtype, grad: op.sample_inputs("cpu", dtype, requires_grad=grad)
    )
    assert agreed or not tried, "every sample was refused"


@pytest.mark.full
@pytest.mark.parametrize("name", OPERATIONS)
def test_reference_inputs(name):
    """More and stranger ones, the sample inputs among them: all numbers large, small, infinite and nan, all dtypes."""
    op = OPERATIONS[name]
    inputs = op.sample_inputs if op.name in NO_REFERENCE_INPUTS else op.reference_inputs
    _, _, used = compare(op, lambda op, dtype, grad: inputs("cpu", dtype, requires_grad=grad))
    stale = set(REFUSED.get(op.name, {})) - used
    assert not stale, f"listed as refused, but not refused: {stale}"


@pytest.mark.parametrize("name", [name for name, op in OPERATIONS.items() if op.error_inputs_func])
def test_error_inputs(name):
    op, used = OPERATIONS[name], set()
    torch.manual_seed(0)
    for wrong in op.error_inputs("cpu"):
        complaint = check_error(op, wrong.sample_input)
        pattern = reason_for(wrong.error_regex, [NUMBERS_TAKEN, *TAKEN.get(op.name, {})])
        assert not complaint or pattern, f"{complaint}; PyTorch: {wrong.error_regex}\n{wrong.sample_input.summary()}"
        used |= {pattern} if complaint else set()
    stale = set(TAKEN.get(op.name, {})) - used
    assert not stale, f"listed as taken, but refused: {stale}"


def test_the_tables_name_operations_that_exist():
    names = {op.name for op in OPERATIONS.values()}
    assert set(REFUSED) <= names
    assert set(TAKEN) <= names
    assert set(FLOATS_ONLY) | NO_REFERENCE_INPUTS <= names
    assert set(NOT_COMPARED) <= {name for op in op_db for name in (op.name, op.formatted_name)}


WRONG = {
    "value": lambda x: tg.exp(x) * 1.001,
    "gradient": lambda x: tg.where(x > 0, tg.exp(x), tg.exp(x).detach()),
    "no gradient": lambda x: tg.exp(x).detach(),
    "dtype": lambda x: tg.exp(x).double(),
    "shape": lambda x: tg.exp(x).unsqueeze(0),
    "kind": lambda x: tg.exp(x).detach().numpy(),
    "error that explains nothing": lambda x: x.nothing,
    "refusal": lambda x: tg.gather(x, 0, x.long(), sparse_grad=True),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_operation_is_found(wrong, monkeypatch):
    monkeypatch.setitem(BY_OTHER_MEANS, "exp", WRONG[wrong])
    with pytest.raises(AssertionError):
        test_sample_inputs("exp")
