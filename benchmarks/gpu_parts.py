"""What else is measured on a GPU: moves, timing, mixed precision, memory, loading, and a whole training."""

import time
from itertools import pairwise

import numpy as np

import tinygrad_lite as tg

from . import inputs
from .gpu_steps import WIDE, interleaved, spread

nn = tg.nn
FIRST = 10  # steps, after which the precisions' losses are compared


def keeps_memory(device):
    """Whether the device counts what is allocated on it, and its largest amount: CUDA's GPUs do."""
    return tg.device(device).type == "cuda"


def moves(device, size, synchronize):
    """Copies to the device, from plain or pinned memory (CUDA only), and back, which always ends in plain memory."""
    found = []
    for count in size.moved:
        for pinned in (False, True) if keeps_memory(device) else (False,):
            host = tg.ones(count // 4)
            host = host.pin_memory() if pinned else host
            there = host.to(device)
            steps = {"to_device": lambda h=host: h.to(device), "to_host": lambda t=there: t.cpu()}
            _, times = interleaved(steps, size, synchronize)
            found.append({"bytes": count, "pinned": pinned, **times})
    return found


def timing(device, size, synchronize):
    """A matmul, timed with and without waiting for its end; and what it costs to start an operation on one number."""
    a, one = tg.ones(size.matmul, size.matmul, device=device), tg.ones(1, device=device)
    samples = {"unsynchronised": [], "synchronised": []}
    for _ in range(size.least + 7):
        synchronize()
        start = time.perf_counter()
        a @ a
        samples["unsynchronised"].append(time.perf_counter() - start)
        synchronize()
        samples["synchronised"].append(time.perf_counter() - start)
    _, launch = interleaved({"launch": lambda: one + one}, size, synchronize)
    kept = {name: spread(values[2:]) for name, values in samples.items()}  # the first two warm up
    return {"size": size.matmul, **kept, **launch}


def wide_net(device):
    tg.manual_seed(0)
    layers = [part for i, o in pairwise(WIDE) for part in (nn.Linear(i, o), nn.ReLU())]
    return nn.Sequential(*layers[:-1]).to(device)


def wide_data(device, batch):
    return [tg.from_numpy(array).to(device) for array in inputs.batch((batch, WIDE[0]), WIDE[-1])]


def precision(device, size, synchronize):
    """A step of the wide network in float32, and with autocast: float16 with a GradScaler, bfloat16 without."""
    found = []
    for name in ("float32", "float16", "bfloat16"):
        step = mixed_step(device, size.precise, name)
        losses = [step().item() for _ in range(FIRST)]
        if keeps_memory(device):
            tg.accelerator.reset_peak_memory_stats(device)
        _, times = interleaved({"step": step}, size, synchronize)
        peak = tg.accelerator.max_memory_allocated(device) if keeps_memory(device) else None
        facts = {"precision": name, "batch": size.precise, "peak": peak}
        found.append({**facts, **times, "first_loss": losses[0], "last_loss": losses[-1]})
    return found


def mixed_step(device, batch, name):
    model, (x, y) = wide_net(device), wide_data(device, batch)
    optimizer, loss_of = tg.optim.Adam(model.parameters(), lr=1e-3), nn.CrossEntropyLoss()
    kind, mixed = tg.device(device).type, name != "float32"
    scaler = tg.amp.GradScaler(kind, enabled=name == "float16")

    def step():
        with tg.amp.autocast(kind, dtype=name if mixed else "bfloat16", enabled=mixed):
            loss = loss_of(model(x), y)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss

    return step


def memory(device, size):
    """What each part of a step adds to the device's memory, beside what one would count."""

    def allocated():
        return tg.accelerator.memory_allocated(device) if keeps_memory(device) else None

    def grown(before, after):
        return None if before is None else after - before

    batch, empty = size.precise, allocated()
    x, y = wide_data(device, batch)
    data = allocated()
    model = wide_net(device)
    weights = sum(p.numel() for p in model.parameters()) * 4
    stages = [allocated()]
    optimizer = tg.optim.Adam(model.parameters(), lr=1e-3)
    loss = nn.CrossEntropyLoss()(model(x), y)
    stages.append(allocated())
    loss.backward()
    del loss
    stages.append(allocated())
    optimizer.step()
    stages.append(allocated())
    # In float32, each ReLU's result (that of its Linear is let go) and the loss's probabilities. Adam has two means,
    # parameters and gradients gathered, and two of that size to compute in.
    values = 4 * batch * sum(WIDE[1:])
    names = ("parameters", "activations", "gradients come, activations go", "optimizer state, and room for its passes")
    measured = [grown(a, b) for a, b in zip([data, *stages], stages)]
    estimates = (weights, values, weights - values, 6 * weights)
    rows = zip(names, estimates, measured)
    parts = [{"part": "data", "estimate": batch * (WIDE[0] * 4 + 8), "measured": grown(empty, data)}]
    return {"batch": batch, "parts": parts + [{"part": n, "estimate": e, "measured": m} for n, e, m in rows]}


def loading(device, size, synchronize):
    """An epoch over images that lie on the CPU, each batch worked on by the wide network."""
    images, labels = inputs.batch((size.images, WIDE[0]), WIDE[-1])
    dataset = tg.data.TensorDataset(tg.from_numpy(images), tg.from_numpy(labels))
    model = wide_net(device)
    loss_of, pin = nn.CrossEntropyLoss(), keeps_memory(device)

    def epoch(batches):
        for x, y in batches:
            loss_of(model(x.to(device, non_blocking=True)), y.to(device, non_blocking=True)).backward()

    def loader(pinned):
        return tg.data.DataLoader(dataset, batch_size=256, pin_memory=pinned)

    steps = {"plain": lambda: epoch(loader(False))}
    steps |= {"pinned": lambda: epoch(loader(True))} if pin else {}
    steps["DeviceLoader"] = lambda: epoch(tg.data.DeviceLoader(loader(pin), device))
    _, times = interleaved(steps, size, synchronize)
    return [
        {"how": how, "images": size.images, "pinned": pin and how != "plain", "epoch": t} for how, t in times.items()
    ]


def digits(device, size, synchronize):
    """A training on the digits: the loss and the test accuracy after each epoch, and the time up to there."""
    (x, y), (tx, ty) = ([part.to(device) for part in tg.data.digits(train=train)] for train in (True, False))
    x, tx = x / 16, tx / 16
    tg.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10)).to(device)
    optimizer, loss_of = tg.optim.Adam(model.parameters(), lr=1e-3), nn.CrossEntropyLoss()
    order, found = np.random.default_rng(0), {"seconds": [], "loss": [], "accuracy": []}
    spent = 0.0
    for _ in range(size.epochs):
        synchronize()
        start = time.perf_counter()
        losses = []
        for part in np.split(order.permutation(len(x))[: len(x) // 64 * 64], len(x) // 64):
            chosen = tg.from_numpy(part).to(device)
            loss = loss_of(model(x[chosen]), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        synchronize()
        spent += time.perf_counter() - start
        with tg.no_grad():
            right = (model(tx).argmax(1) == ty).sum().item() / len(ty)
        found["seconds"].append(round(spent, 4))
        found["loss"].append(round(float(np.mean([loss.item() for loss in losses])), 5))
        found["accuracy"].append(round(right, 5))
    return found
