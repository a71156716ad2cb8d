"""All that is measured, and what must be reached."""

from dataclasses import dataclass

import numpy as np

MLPS = {"a: XOR": ((2, 8, 1), 32), "b:": ((64, 128, 10), 64), "c:": ((784, 256, 128, 10), 128)}
TENSORS = {
    "10 tensors of 10 to 1,000,000": np.logspace(1, 6, 10).astype(int).tolist(),
    "200 tensors of 10 to 100,000": np.logspace(1, 5, 200).astype(int).tolist(),
    "200 tensors of 64": [64] * 200,
}
CHAIN = "forward and backward through {} operations"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        title: what is measured, in words.
        workload: the name of the function that every side has for it.
        arguments: what this function is given.
        target: the largest ratio to PyTorch that is good enough (for a `growth`, the largest factor); None for none.
        stretch: the ratio that would be better still.
        how: `steps`, `cold` or `warm` (see timing.py), `import`, `beyond` or `memory` (see processes.py), or `growth`.
    """

    title: str
    workload: str = ""
    arguments: tuple = ()
    target: float | None = None
    stretch: float | None = None
    how: str = "steps"


def training_rows(name, workload, arguments, sgd, adam):
    """A network trained with SGD and with Adam, and (target, stretch) for each."""
    for optimizer, goals in (("SGD", sgd), ("Adam", adam)):
        yield Row(f"{name}, {optimizer} step", workload, (*arguments, optimizer), *goals)


def mlp_rows(letter, sgd, adam):
    sizes, batch = MLPS[letter]
    return training_rows(f"{letter} MLP {'-'.join(map(str, sizes))}, batch {batch}", "mlp", (sizes, batch), sgd, adam)


def optimizer_rows(name, targets, stretches):
    """An optimizer alone on each set of tensors, twice: with caches full of something else, and right again."""
    for how, addition in (("cold", ""), ("warm", ", warm caches")):
        for (title, sizes), target, stretch in zip(TENSORS.items(), targets, stretches, strict=True):
            yield Row(f"{name}, {title}{addition}", "optimizer", (name, sizes), target, stretch, how)


ROWS = [
    *mlp_rows("a: XOR", (0.40, 0.30), (0.28, 0.20)),
    *mlp_rows("b:", (0.50, 0.40), (0.42, 0.30)),
    *mlp_rows("c:", (0.95, 0.85), (0.88, 0.76)),
    *training_rows("small conv net, 8 x 8 pixels, batch 64", "conv_net", (), (1.00, 0.90), (0.90, 0.83)),
    *optimizer_rows("Adam", (0.78, 0.65, 0.10), (0.72, 0.50, 0.04)),  # twelve passes over bare arrays: 0.72
    *optimizer_rows("SGD", (1.70, 1.30, 0.60), (1.36, 1.10, 0.39)),  # NumPy needs two passes: 1.36 over bare arrays
    *optimizer_rows("RMSprop", (0.90, 0.80, 0.12), (0.75, 0.70, 0.05)),
    Row("add of 4", "add", (4,), 0.65),
    Row("mul of 64 x 64", "multiply", (64,), 0.90),
    Row("matmul of 8 x 8", "matmul", (8,), 0.70),
    Row("mul + relu + sum + backward, 64 x 64", "multiply_relu_sum", (64,), 0.85),
    Row("Conv2d of 16 x 14 x 14 to 32 channels and back, batch 32", "convolution", (32, 16, 32, 14), 2.00, 1.50),
    Row("depthwise Conv2d of 32 x 16 x 16 and back, batch 32", "convolution", (32, 32, 32, 16, 32), 1.50),
    Row(CHAIN.format("10,000"), "chain", (10_000,), 0.90),
    Row(CHAIN.format("20,000"), "chain", (20_000,)),
    Row("growth of that for twice as many operations", target=2.50, how="growth"),
    Row("import", target=0.20, how="import"),
    Row("import without NumPy's share", how="beyond"),
    Row("peak memory of a step, MLP 784-1024-1024-10, batch 1024", target=1.00, how="memory"),
]


def chosen(text):
    """The rows whose title contains a text; with the growth those that it is computed from."""
    found = [row for row in ROWS if text in row.title]
    if any(row.how == "growth" for row in found):
        found += [row for row in ROWS if row.workload == "chain" and row not in found]
    return found
