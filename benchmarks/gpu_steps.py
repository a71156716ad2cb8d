"""Training steps on a GPU, on the CPU beside it, and the same with PyTorch: the sides, and how they are timed."""

import random
import statistics
import time

import numpy as np

from . import inputs
from .agreement import difference
from .side import training
from .torchlike import Torchlike
from .workloads import MLPS

TOLERANCE = 1e-2  # of the change that three steps make: a GPU adds up in another order, and Adam blows rounding up
ROUNDING = 3  # PyTorch on the same GPU does so too: where it is further away, ours may be so many times as far
WIDE = (512, 512, 512, 10)
NETS = {  # sizes, batches (None: those of the recording)
    "tiny": ((2, 16, 16, 2), [32]),
    "small": ((64, 128, 128, 10), [128]),
    "a": (MLPS["a: XOR"][0], [MLPS["a: XOR"][1]]),
    "b": (MLPS["b:"][0], [MLPS["b:"][1]]),
    "c": (MLPS["c:"][0], None),
    "wide": (WIDE, None),
}


class Disagreement(Exception):
    """Sides that do not come to the same result: then nothing is timed."""


class OnDevice(Torchlike):
    """The workloads of one of the two libraries, on a device."""

    def __init__(self, lib, device):
        super().__init__(lib)
        self.device = device

    def training_step(self, model, optimizer, weight_shapes, data):
        """As on the CPU; nothing is asked of the device in a step but what the library itself asks."""
        lib = self.lib
        first = [lib.from_numpy(array) for array in inputs.parameters(weight_shapes)]
        model.load_state_dict(dict(zip(model.state_dict(), first, strict=True)))
        model.to(self.device)
        parameters = list(model.parameters())
        descent = getattr(lib.optim, optimizer)(parameters, lr=1e-3)
        x, targets = (lib.from_numpy(array).to(self.device) for array in data)
        loss_of = lib.nn.BCEWithLogitsLoss() if targets.ndim == 2 else lib.nn.CrossEntropyLoss()

        def step():
            loss = loss_of(model(x), targets)
            descent.zero_grad()
            loss.backward()
            descent.step()
            return loss

        return training(step, lambda: [p.detach().cpu().numpy() for p in parameters], read=lambda loss: loss.item())


def libraries(device):
    """{side: (its library, its device there)}: ours and PyTorch, on the device and on the CPU."""
    import torch

    import tinygrad_lite as tg

    theirs = "cpu" if device == "torch" else device
    if torch.device(theirs).type == "cuda":  # float32 as everywhere else
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    return {
        "ours device": (tg, device),
        "ours cpu": (tg, "cpu"),
        "torch device": (torch, theirs),
        "torch cpu": (torch, "cpu"),
    }


def step_rows(batches):
    """(workload, title, batch, how a side makes it) of each row."""
    for name, (sizes, own) in NETS.items():
        for batch in own or batches:
            title = f"{name}: MLP {'-'.join(map(str, sizes))}, batch {batch}"
            yield name, title, batch, lambda side, s=sizes, n=batch: side.mlp(s, n, "Adam")
    batch = inputs.CONV_NET_BATCH
    yield "conv", f"small conv net, 8 x 8 pixels, batch {batch}", batch, lambda side: side.conv_net("Adam")


def measured_steps(device, size, synchronize):
    found = []
    for workload, title, batch, make in step_rows(size.batches):
        sides = {who: make(OnDevice(*where)) for who, where in libraries(device).items()}
        check(title, sides)
        rounds, times = interleaved({who: side.step for who, side in sides.items()}, size, synchronize)
        facts = {"workload": workload, "title": title, "batch": batch, "optimizer": "Adam", "rounds": rounds}
        found.append({**facts, "sides": times})
    return found


def check(title, sides):
    """Like is compared with like: all must come to the result of PyTorch on the CPU."""
    expected = sides["torch cpu"].outcome()
    distances = {who: difference(side.outcome(), expected) for who, side in sides.items() if who != "torch cpu"}
    allowed = max(TOLERANCE, ROUNDING * min(distances["torch device"], 5 * TOLERANCE))
    for who, distance in distances.items():
        if not distance <= allowed:
            theirs = f"PyTorch on the same device by {distances['torch device']:.1g}"
            raise Disagreement(
                f"Nothing is written: in {title!r}, {who!r} differs from PyTorch by {distance:.1g}, {theirs}."
            )


def interleaved(steps, size, synchronize):
    """Rounds, and {name: times in µs}. A round runs all, in an order shuffled anew, so that a disturbance meets all
    alike, until the time for a row is spent. A sample is the average of the steps that fit into some milliseconds; the
    clock is read when the device has come to its end."""
    counts = {name: steps_in(step, size.sample, synchronize) for name, step in steps.items()}
    samples, order = {name: [] for name in steps}, list(steps)
    end = time.perf_counter() + size.row
    while time.perf_counter() < end or len(samples[order[0]]) < size.least:
        random.shuffle(order)
        for name in order:
            samples[name].append(seconds(steps[name], counts[name], synchronize))
    return len(samples[order[0]]), {name: spread(values) for name, values in samples.items()}


def steps_in(step, share, synchronize):
    """How many steps fit into a share of time; at least one. The first steps make what is made once."""
    for _ in range(2):
        seconds(step, 1, synchronize)
    return max(1, int(share / seconds(step, 1, synchronize)))


def seconds(step, count, synchronize):
    synchronize()
    start = time.perf_counter()
    for _ in range(count):
        step()
    synchronize()
    return (time.perf_counter() - start) / count


def spread(samples):
    """Seconds to µs: median, quartiles and the shortest.

    >>> spread([1e-6, 2e-6, 3e-6])
    {'median': 2.0, 'low': 1.5, 'high': 2.5, 'least': 1.0}
    """
    low, high = np.percentile(samples, (25, 75))
    values = {"median": statistics.median(samples), "low": low, "high": high, "least": min(samples)}
    return {name: round(float(value) * 1e6, 3) for name, value in values.items()}
