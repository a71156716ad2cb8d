"""What a model consists of: a line for each module, with the shape of its output and the number of its parameters."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from tinygrad_lite.arguments import said
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.creation import zeros
from tinygrad_lite.nn.module import Module
from tinygrad_lite.tensor import Tensor


class Row(NamedTuple):
    """A module in the table."""

    name: str
    depth: int
    module: Module
    output: str  # the shape, or shapes, of what it gives; "" if it was not called
    parameters: int  # its own, and those of all inside


class Summary:
    """The table; printed by `print(...)` or at the end of a cell."""

    def __init__(self, model: Module, rows: list[Row]):
        self.rows = rows
        counts = [(parameter.numel(), parameter.requires_grad) for parameter in model.parameters()]
        self.total_params = sum(count for count, _ in counts)
        self.trainable_params = sum(count for count, trained in counts if trained)

    def __repr__(self) -> str:
        table = [("Layer", "Output shape", "Parameters")]
        for row in self.rows:
            label = "  " * row.depth + (f"{row.name}: " if row.name else "") + type(row.module).__name__
            table.append((label, row.output or "not called", f"{row.parameters:,}"))
        widths = [max(len(line[column]) for line in table) for column in range(3)]
        lines = [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}" for a, b, c in table]
        rule = "-" * len(lines[0])
        frozen = self.total_params - self.trainable_params
        total = f"Parameters: {self.total_params:,} ({self.trainable_params:,} trained, {frozen:,} frozen)"
        return "\n".join([lines[0], rule, *lines[1:], rule, total])


def shapes(output: Any) -> str:
    """The shape of a tensor, or the shapes of those in a tuple, list or dict."""
    if isinstance(output, Tensor):
        return str(output.shape)
    if isinstance(output, dict):
        output = tuple(output.values())
    return f"({', '.join(map(shapes, output))})" if isinstance(output, (tuple, list)) else type(output).__name__


def summary(model: Module, input_size: Any = None, *, input_data: Any = None, dtype: Any = None) -> Summary:
    """A table of the modules of a model, found by running it once, in evaluation mode and without recording.

    Args:
        input_size: the shape of the input, batch included, or a list of shapes where the model takes several; it is
            run on zeros.
        input_data: in place of `input_size`, a tensor, or a tuple or list of what the model takes.
        dtype: of the zeros; tg.int64 for a model that begins with an Embedding.

    >>> tg.nn.summary(tg.nn.Sequential(tg.nn.Linear(2, 8), tg.nn.ReLU(), tg.nn.Linear(8, 1)), (32, 2))
    Layer        Output shape  Parameters
    -------------------------------------
    Sequential   (32, 1)               33
      0: Linear  (32, 8)               24
      1: ReLU    (32, 8)                0
      2: Linear  (32, 1)                9
    -------------------------------------
    Parameters: 33 (33 trained, 0 frozen)
    """
    if not isinstance(model, Module):
        raise TypeError(f"summary: model must be a module of this package, got {said(model)}.")
    if (input_size is None) == (input_data is None):
        raise ValueError("summary: give either input_size, as in summary(model, (32, 2)), or input_data.")
    if input_data is None:
        if not isinstance(input_size, (tuple, list)):
            raise TypeError(f"summary: input_size must be a tuple, as in (32, 2), got {said(input_size)}.")
        several = len(input_size) > 0 and not isinstance(input_size[0], int)
        first = next(model.parameters(), None)  # where the model lies
        device = None if first is None else first.device
        input_data = [zeros(size, dtype=dtype, device=device) for size in (input_size if several else [input_size])]
    inputs = [input_data] if isinstance(input_data, Tensor) else list(input_data)
    outputs = outputs_of(model, inputs)
    rows = []
    for path, module in model.named_modules():
        depth = path.count(".") + 1 if path else 0
        count = sum(parameter.numel() for parameter in module.parameters())
        rows.append(Row(path.rpartition(".")[2], depth, module, outputs.get(module, ""), count))
    return Summary(model, rows)


def called_with(model: Module, inputs: list) -> None:
    """Run the model; if it takes another number of inputs, say so."""
    try:
        inspect.signature(model.forward).bind(*inputs)
    except TypeError as error:
        takes = f"{type(model).__name__}.forward{inspect.signature(model.forward)}"
        raise TypeError(f"summary: {error}: {len(inputs)} inputs were given, and the model has {takes}.") from None
    model(*inputs)


def outputs_of(model: Module, inputs: list) -> dict[Module, str]:
    """The shapes of what each module gave when the model was run; its state is as it was before."""
    outputs: dict[Module, str] = {}

    def note(module: Module, args: tuple, output: Any) -> None:
        outputs[module] = shapes(output)

    modes = {module: module.training for module in model.modules()}
    handles = [module.register_forward_hook(note) for module in modes]
    model.eval()
    try:
        with no_grad():
            called_with(model, inputs)
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes.items():
            module.training = mode
    return outputs
