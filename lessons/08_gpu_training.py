# %% [markdown] id="title"
# # Lesson 08: GPU training
#
# A graphics processor (GPU) does thousands of small sums at once, and most of deep learning is small sums. Moving a training there takes two lines. Knowing what those lines cost, whether it got faster at all, and why the memory is full takes this lesson.
#
# After this lesson you can
#
# - run the same loop on another device, and say what has to move and what does not,
# - find the tensor that was left behind,
# - time work on a device that runs on while Python goes ahead,
# - explain why small gradients become 0 in 16-bit numbers, and write what prevents it,
# - say where the memory goes, and train with batches that do not fit,
# - recognise five common mistakes by what they do.
#
# | section | minutes |
# |---|---|
# | 1 What moves · 2 A clock that lies | 20 |
# | 3 When does a device help? | 5 |
# | 4 Sixteen bits | 20 |
# | 5 Where the memory goes · 6 The next batch | 5 |
# | 7 PyTorch · 8 Mistakes · 9 Questions | 10 |
#
# You need Python, some NumPy, and a training loop (predict, loss, backward, step) that is not new to you, but no other lesson, and **no GPU**: the next cell says what this notebook found. (It loads PyTorch, which takes a few seconds.)
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell, and a card below it says how it went: what came out, what was expected and, where that is certain, which mistake it is. Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start. When you are stuck, `hint("gpu/to_device")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import queue
import threading
import time
import tracemalloc

import matplotlib.pyplot as plt
import numpy as np
import torch

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.benchmark import recorded_gpu_run
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture

begin("08_gpu_training")
torch.set_num_threads(1)  # as NumPy here: on a busy machine, threads that wait for each other spoil every time

gpu = tg.accelerator.current_accelerator()  # None without a GPU
device = gpu or tg.device("torch")
recording = recorded_gpu_run() if gpu is None else None  # a GPU's run that somebody else measured, if one comes along
if gpu is not None:
    print(f"A GPU is here, {device}. What this notebook measures, it measures on that GPU.")
else:
    print('No GPU here. The second device is "torch": numbers kept in PyTorch\'s arrays, on this same processor.')
    print("Moves, mistakes and errors are those of a GPU. Its speed is not.")
    if recording is None:
        print("No recording of a GPU comes with this version of the course either, so no speed of one is shown.")
    else:
        print("Where a GPU's speed is meant, a recorded run is shown. " + recording.label)

# %% [markdown] id="move-words"
# ## 1. What moves
#
# Most GPUs have a memory of their own. (Apple's share the processor's, and the rules are the same.) A tensor lies either in the processor's memory (`"cpu"`) or in a device's, and `x.device` says where. An operation works where its operands lie, so all of them have to lie in the same place. **No array moves by itself**; only a single number (a tensor without dimensions) and an index, as in `x[rows]`, may come from the CPU.
#
# For a training that means: the parameters move **once**, before the loop; each batch moves **every time**. Gradients, **activations** (what the layers give out) and what the optimizer keeps come into being where the parameters are.
#
# A batch is seldom a single tensor. Often it is a tuple, or a dictionary with lists in it. *How would you reach every tensor, however deep it lies?*

# %% exercise="gpu/to_device"

# %% id="move-use"
x_train, y_train = tg.data.digits(train=True)
x_train = x_train / 16  # 1437 scanned digits, 64 pixels each, from 0 to 1

batch = {"pixels": x_train[:4], "more": [y_train[:4], "names stay"]}
moved = to_device(batch, str(device))
print("before:", batch["pixels"].device, " after:", moved["pixels"].device, moved["more"][0].device, moved["more"][1])
assert moved["pixels"].device == device
assert batch["pixels"].device == tg.device("cpu")
assert moved["pixels"][tg.tensor([0, 2])].device == device  # an index may come from the CPU

# %% [markdown] id="loop-words"
# Now a whole training, twice: once on the CPU, once on the device. The loop is one function, and only its argument changes. Count the lines that speak of a device.

# %% id="loop"


def train(where, epochs=3):
    """A network for digits, trained on a device; the mean loss of each epoch."""
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)).to(where)
    optimizer = tg.optim.Adam(model.parameters(), lr=0.003)
    loader = tg.data.DataLoader(tg.data.TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    losses = []
    for _epoch in range(epochs):
        total = 0.0
        for batch in loader:
            x, y = to_device(batch, where)
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(loader))
    return losses


on_cpu, on_device = train("cpu"), train(str(device))
print("cpu:     ", [f"{loss:.6f}" for loss in on_cpu])
print(f"{device!s:9}", [f"{loss:.6f}" for loss in on_device])
assert np.allclose(on_cpu, on_device, rtol=1e-2)

# %% [markdown] id="mismatch-words"
# Two lines: the model once, each batch again. The losses agree up to rounding, because a device may add up a sum in another order.
#
# ### What was left behind
#
# Sooner or later something is left behind: a parameter made anew after the move, a mask made inside `forward`. The error names the devices, but not which of your tensors it was. Write what finds it among tensors that have names.

# %% exercise="gpu/find_mismatch"

# %% id="mismatch-use"
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
model[2].bias = nn.Parameter(tg.zeros(10))  # made anew, on the CPU
try:
    model(x_train[:2].to(device))
    raise AssertionError("it should have failed")
except RuntimeError as error:
    print(error)
named = [*model.named_parameters(), *model.named_buffers()]
print("left behind:", find_mismatch(named, str(device)))
assert list(find_mismatch(named, str(device))) == ["2.bias"]

# %% [markdown] id="clock-words"
# A model's named tensors are its parameters and its buffers (constants made with `register_buffer`). Both move with `model.to(device)`. A tensor that is a plain attribute, `self.table = ...`, does **not** move and is in neither list: make it a buffer. What `forward` makes itself, it has to make on `x.device`.
#
# ## 2. A clock that lies
#
# Python does not compute on a GPU. It writes an order into a queue, "multiply these two", and goes on at once; the GPU carries the orders out one after the other. Python waits when it needs the numbers themselves: `loss.item()`, `print(x)`, `x.cpu()`. (The loop above asked for one in every step.)
#
# Without a GPU that cannot be seen on the device `"torch"`, which computes at once. So here is a **model of a GPU**: a real queue, and a thread that works on it. It is no faster than your processor, but it runs on by itself as a GPU does.


# %% id="worker"
class Worker:
    """A model of a GPU: carries out orders, one after the other, while Python runs on."""

    def __init__(self):
        self.orders = queue.Queue()
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            order = self.orders.get()
            try:
                order()
            finally:
                self.orders.task_done()

    def launch(self, order):
        self.orders.put(order)

    def synchronize(self):
        self.orders.join()  # waits until all orders are done


if gpu is None:
    worker, a = Worker(), np.random.default_rng(0).random((500, 500))
    launch, synchronize = worker.launch, worker.synchronize
else:
    a = tg.rand(8192, 8192, device=device)
    launch, synchronize = (lambda order: order()), tg.accelerator.synchronize  # a GPU's operations are orders already
part = a[: len(a) // 10, : len(a) // 10]


def multiply():
    launch(lambda: a @ a)


def multiply_part():
    launch(lambda: part @ part)


print("on", "the model of a GPU" if gpu is None else device)
for order in (multiply_part, multiply):
    order()  # the first call is often slower
    synchronize()
    begun = time.perf_counter()
    order()
    ordered = time.perf_counter() - begun
    synchronize()
    done = time.perf_counter() - begun
    print(f"{order.__name__:13} ordered after {ordered * 1e3:7.3f} ms, done after {done * 1e3:7.3f} ms")
    assert ordered < done

# %% [markdown] id="clock-after"
# The first figure of each line is the time to write the order. The second product has a thousand times as many multiplications, and its order is far from a thousand times as long: an order does not hold the work. **Wait, start the clock, work, wait, stop the clock.** *Why wait before starting, too?*
#
# <details><summary>Answer</summary>Orders given earlier may still be running. Their time would be counted as yours.</details>
#
# First calls are often slower for other reasons (memory is fetched, programs are loaded), so a few are not counted: the warm-up. (PyTorch's `torch.utils.benchmark` waits and warms up by itself.)

# %% exercise="gpu/time_it"

# %% id="clock-use"
honest = min(time_it(multiply, synchronize, 5))  # the quickest: what else runs here can only make one slower
synchronize()
lying = min(time_it(multiply, lambda: None, 5))
synchronize()
print(f"with waiting {honest * 1e3:.3f} ms, without {lying * 1e3:.3f} ms")
assert lying < honest / 2

# %% [markdown] id="help-words"
# ## 3. When does a device help?
#
# Each operation has a fixed cost, which does not depend on the batch: Python's own work and, on a GPU, the order. And it has a cost for each sample. A GPU makes the second one small; the first one is usually larger there. Here is one training step, measured for growing batches. *What will the time per sample do?*

# %% id="help-measure"
sizes = (1, 4, 16, 64, 256, 1024)


def step_seconds(where, size):
    """Seconds of one step of training with this batch size, the quickest of seven; the batch is already there."""
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10)).to(where)
    optimizer = tg.optim.SGD(model.parameters(), lr=0.01)
    x, y = to_device((x_train[:size], y_train[:size]), where)

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()

    wait = (lambda: None) if gpu is None or where == "cpu" else tg.accelerator.synchronize
    return float(min(time_it(step, wait, 7)))


places = ["cpu", str(device)]
curves = {where: np.array([step_seconds(where, size) for size in sizes]) for where in places}
for where, seconds in curves.items():
    per_sample = seconds / np.array(sizes)
    print(f"{where:8} microseconds per sample: " + ", ".join(f"{each * 1e6:.1f}" for each in per_sample))
    print(f"{'':8} alone, one costs as much as {per_sample[0] / per_sample[-1]:.0f} in a batch of {sizes[-1]}")

# %% id="help-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
for (where, seconds), style in zip(curves.items(), ("ko-", "ks--")):
    name = '"torch": a stand-in, on the same processor' if where == "torch" else where
    ax.plot(sizes, seconds / np.array(sizes) * 1e6, style, label=name)
ax.set(xscale="log", yscale="log", xlabel="batch size", ylabel="microseconds per sample", title="One step of training")
ax.minorticks_off()
ax.set_xticks(sizes, sizes)
fig.legend(loc="outside lower center", ncols=2, frameon=False)  # times may lie anywhere
picture(
    fig,
    alt="Microseconds per sample against the batch size, both logarithmic. "
    + " ".join(
        f"On {where} from {s[0] * 1e6:.0f} with one sample to {s[-1] / sizes[-1] * 1e6:.1f} with {sizes[-1]}."
        for where, s in curves.items()
    ),
)

# %% [markdown] id="help-after"
# With one sample nearly all of the time is fixed cost, and a device that computes faster does not take that away. So **a small network with small batches need not be faster on a GPU**. Whether yours is, only its own two curves can say. (The curve of `"torch"`, if you see one, is a stand-in's: that it lies higher says nothing of a GPU.) *Where would you look for the place from which on a GPU is worth it?*
#
# <details><summary>Answer</summary>Where the two curves cross, if they do. Left of it the GPU's larger fixed cost weighs more, right of it its smaller cost for each sample.</details>

# %% id="help-recorded" jupyter={"source_hidden": true}
shown = None
if recording is not None:
    rows = [row for row in recording["steps"] if row["workload"] == "wide"]
    batches = [row["batch"] for row in rows]
    fig, ax = plt.subplots(figsize=(7, 3.6))
    for side, style, name in (
        ("ours cpu", "ko-", "tinygrad_lite on its CPU"),
        ("ours device", "ks--", "tinygrad_lite on the GPU"),
        ("torch device", "k^:", "PyTorch on the GPU"),
    ):
        ax.plot(batches, [row["sides"][side]["median"] / row["batch"] for row in rows], style, label=name)
    ax.set(xscale="log", yscale="log", xlabel="batch size", ylabel="microseconds per sample")
    ax.minorticks_off()
    ax.set_xticks(batches, batches)
    ax.set_title(rows[0]["title"].partition(": ")[2].partition(", batch")[0])
    ax.legend(frameon=False)
    told = [
        f"{row['batch']}: {row['sides']['ours cpu']['median'] / row['sides']['ours device']['median']:.1f}"
        for row in rows
    ]
    shown = picture(
        fig, alt="How many times faster than its CPU the recorded GPU is, by batch size: " + ", ".join(told) + "."
    )
    print(recording.label)
    there, here = (rows[-1]["sides"][s]["median"] / rows[0]["sides"][s]["median"] for s in ("ours device", "ours cpu"))
    print(f"From a batch of {batches[0]} to one of {batches[-1]}, a step takes", end=" ")
    print(f"{there:.1f} times as long on the GPU, {here:.1f} times on its CPU.")
elif gpu is None:
    print("No recording of a GPU comes with this version of the course: there is no curve of one to show.")
shown

# %% [markdown] id="move-cost-words"
# There is a third cost: the batch has to get there. *Is copying the batch dear beside working on it?*

# %% id="move-cost"
wait = (lambda: None) if gpu is None else tg.accelerator.synchronize
for size in (64, 1024):
    batch = (x_train[:size], y_train[:size])
    copying = min(time_it(lambda batch=batch: to_device(batch, str(device)), wait, 7))  # the quickest, as of the steps
    working = step_seconds(str(device), size)
    megabytes = sum(part.numpy().nbytes for part in batch) / 1e6
    print(
        f"{size:5} digits, {megabytes:.2f} MB: to {device} {copying * 1e6:6.0f} µs, a step there {working * 1e6:6.0f} µs"
    )
for row in recording["moves"] if recording is not None else []:
    if not row["pinned"]:
        took = row["to_device"]["median"]
        print(f"recorded: {row['bytes']:11,} bytes, to the GPU {took:6,.0f} µs, {row['bytes'] / took / 1e3:4.1f} GB/s")

# %% [markdown] id="half-words"
# On `"torch"` a move is a copy within the same memory, so these figures are small. To most GPUs it crosses the connection between two memories, which is usually slower than either of them: keep on the device what is used again and again.
#
# ## 4. Sixteen bits
#
# A 16-bit number takes half of the memory of a 32-bit one, so twice as many are read in the same time, and many GPUs have units made for products of them. **Mixed precision** computes matrix products in 16 bits, and keeps the weights and the loss in 32: a small step would leave a 16-bit weight where it is. What a float16 can hold:

# %% id="half"
half = np.finfo(np.float16)
print(f"largest: {half.max:.0f}   smallest above 0: {half.smallest_subnormal:.1e}")
print("1e-8 in float16:", np.float16(1e-8), "  1e-8 · 65536 in float16:", np.float16(1e-8 * 65536))
print("1 + 0.0004 in float16:", np.float16(1 + 0.0004))
assert np.float16(1e-8) == 0
assert np.float16(1 + 0.0004) == 1

# %% [markdown] id="underflow-words"
# (Half of the smallest is the border, 2 to the −25: what lies below is rounded to 0.) Gradients are often that small. Here are those of a network of six sigmoid layers on real digits, in float32. *Which of them survive in float16? And what would multiplying all of them by one number do to the picture?*

# %% id="deep"


def deep_network():
    """Six layers of 64 sigmoid units, and one that names the digit."""
    tg.manual_seed(0)
    layers = [layer for _ in range(6) for layer in (nn.Linear(64, 64), nn.Sigmoid())]
    return nn.Sequential(*layers, nn.Linear(64, 10))


network = deep_network()
nn.functional.cross_entropy(network(x_train[:240]), y_train[:240]).backward()
first = network[0].weight.grad.numpy().ravel()  # of the first layer: the farthest from the loss
first = first[first != 0]  # some pixels are white in all digits: their gradient is truly 0

# %% id="underflow-picture" jupyter={"source_hidden": true}


def draw_underflow(log2_scale=0):
    """Where the first layer's gradients lie, times 2 to a power, beside what float16 can hold."""
    scaled = np.abs(first) * 2.0**log2_scale
    with np.errstate(over="ignore"):
        rounded = scaled.astype(np.float16)
    lost, over = float((rounded == 0).mean()), float(np.isinf(rounded).mean())
    fig, ax = plt.subplots(figsize=(7.5, 3.4))
    ax.hist(np.log2(scaled), bins=np.arange(-50, 30), color="0.5")
    for edge in (-25, 16):
        ax.axvline(edge, color="black", linestyle="--")
    ax.text(-25.5, ax.get_ylim()[1] * 0.9, f"{lost:.0%} become 0", ha="right")
    ax.text(16.5, ax.get_ylim()[1] * 0.9, f"{over:.0%} infinite")
    ax.set(xlim=(-50, 30), xlabel="power of 2", ylabel="gradients", title=f"Gradients times 2 to the {log2_scale}")
    return picture(
        fig,
        alt=f"Histogram of the gradients' sizes times 2 to the {log2_scale}, with the limits of float16 as dashed "
        f"lines at 2 to the -25 and 2 to the 16: {lost:.0%} lie below and become 0, {over:.0%} above.",
    )


explore(draw_underflow, log2_scale=(0, 44, 2))

# %% id="underflow-numbers"
for scale in (1.0, 65536.0):
    print(f"times {scale:7.0f}: {(np.float16(first * scale) == 0).mean():.0%} of the first layer's gradients become 0")
assert (np.float16(first) == 0).mean() > 0.25 > 0.01 > (np.float16(first * 65536) == 0).mean()

# %% [markdown] id="scale-words"
# That is **loss scaling**: multiply the *loss* by a scale, and by the chain rule every gradient is multiplied. Divide again, in float32, before gradients are clipped and the step is made. If the scale was too large, something overflows to inf (infinity) or NaN ("not a number", as ∞ − ∞): such a step must be left out.

# %% exercise="gpu/loss_scale"

# %% id="scale-use"
halves = [np.float16(first * 65536)]
back, found_inf = loss_scale(halves, 65536.0)
print(f"overflow: {bool(found_inf)}; the largest gradient is {np.abs(first).max():.1e}", end=", ")
print(f"the largest error after dividing {np.abs(back[0] - first).max():.1e}")
assert not found_inf
assert np.allclose(back[0], first, rtol=1e-2, atol=1e-11)

# %% [markdown] id="scaler-words"
# Which scale? Nobody has to know. Begin large; halve it after an overflow; double it after many good steps in a row. So it stays close to the largest that works, and moves with the gradients.

# %% exercise="gpu/grad_scaler"

# %% id="scaler-use"
mine = GradScaler(init_scale=65536.0, growth_interval=3)
print([mine.update(found) for found in (True, True, False, False, False, False)])
assert mine.scale == 32768.0

# %% [markdown] id="whole-words"
# ### A whole training, with and without
#
# Three runs of the deep network, with the same start and the same batches: in float32, in mixed precision, and in mixed precision with your scaler. Inside `with autocast(...)` products are computed in 16 bits; the weights stay in 32. (All three run on the CPU, where float16 is emulated: every product is rounded to what 16 bits hold. The rounding is real, the speed is not.) *Guessing blindly gives a loss of log 10 ≈ 2.30. Where will each of them end?*


# %% id="whole"
def train_deep(half, scaled, epochs=20):
    """Losses of each epoch; what `half` and `scaled` say is all that differs."""
    network = deep_network()
    optimizer = tg.optim.Adam(network.parameters(), lr=0.01)
    loader = tg.data.DataLoader(tg.data.TensorDataset(x_train, y_train), batch_size=240, shuffle=True)
    scaler, losses = GradScaler(init_scale=65536.0 if scaled else 1.0), []
    for _epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            with tg.amp.autocast("cpu", dtype=tg.float16, enabled=half):
                loss = nn.functional.cross_entropy(network(x), y)
            scale = scaler.scale if scaled else 1.0
            (loss * scale).backward()
            found_inf = not all(np.isfinite(p.grad.numpy()).all() for p in network.parameters())
            if not found_inf:
                for p in network.parameters():
                    p.grad /= scale
                optimizer.step()
            if scaled:
                scaler.update(found_inf)
            total += loss.item()
        losses.append(total / len(loader))
    return losses


runs = {
    "float32": train_deep(half=False, scaled=False),
    "float16, no scale": train_deep(half=True, scaled=False),
    "float16, scaled": train_deep(half=True, scaled=True),
}
for name, losses in runs.items():
    print(f"{name:18} loss {losses[0]:.2f} → {losses[-1]:.2f}")
assert runs["float16, no scale"][-1] > 2.25  # it has learned nothing
assert runs["float16, scaled"][-1] < 1.9
assert runs["float32"][-1] < 1.9

# %% id="whole-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7, 3.4))
for (name, losses), style in zip(runs.items(), ("k-", "k:", "k--")):
    ax.plot(losses, style, label=name)
ax.set(xlabel="epoch", ylabel="loss", title="The same network, the same batches", xticks=range(0, 20, 5))
ax.legend(frameon=False)
picture(
    fig,
    alt="The loss over the epochs. "
    + " ".join(f"{name}: from {losses[0]:.2f} to {losses[-1]:.2f}." for name, losses in runs.items()),
)

# %% [markdown] id="memory-words"
# This network was **chosen because it fails**, with seven other seeds, too: the slope of a sigmoid is at most ¼, and six of them are multiplied on the way back. Many networks train in float16 without a scale, as this one does with ReLU in place of Sigmoid; with one, you need not know in advance whether yours does. (bfloat16, the other 16-bit format, has the range of float32, so it needs no scale; for that it has fewer digits than float16.)
#
# ## 5. Where the memory goes
#
# Four parts: the **parameters**; a **gradient** for each; what the **optimizer** keeps (Adam: two numbers for each parameter); and the **activations**, which the way back needs. Only the last part grows with the batch. A linear layer needs its input for the way back, a ReLU needs its result, and that result is the next layer's input: so one array is kept for each pair of them. (`foreach=False` below has Adam take the parameters one by one. The default is faster and keeps working space besides, on the CPU at most twice 262,144 numbers.)

# %% exercise="gpu/memory_estimate"

# %% id="memory-use"
tracemalloc.start()  # NumPy reports its arrays to it, so it knows what lies in the processor's memory


def held():
    """Bytes held now: the GPU's own figure, or Python's for the processor's memory."""
    return tracemalloc.get_traced_memory()[0] if gpu is None else tg.accelerator.memory_allocated(device)


where = "cpu" if gpu is None else str(device)
x, y = to_device((x_train[:1024], y_train[:1024]), where)
marks = [held()]
big = nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)).to(where)
marks.append(held())
loss = nn.functional.cross_entropy(big(x), y)
marks.append(held())
loss.backward()
del loss
marks.append(held())
optimizer = tg.optim.Adam(big.parameters(), foreach=False)
optimizer.step()
marks.append(held())
tracemalloc.stop()

n_parameters = sum(p.numel() for p in big.parameters())
n_activations = 1024 * (512 + 512 + 10)  # for each digit: both ReLUs' results, and what the loss keeps of ten logits
parts = {
    "parameters": marks[1] - marks[0],
    "activations": marks[2] - marks[1],
    "gradients": marks[3] - marks[1],
    "optimizer": marks[4] - marks[3],
}
by_hand = {
    "parameters": memory_estimate(n_parameters, 0, "sgd") // 2,
    "activations": memory_estimate(0, n_activations, "sgd"),
    "gradients": memory_estimate(n_parameters, 0, "sgd") // 2,
    "optimizer": memory_estimate(n_parameters, 0, "adam") - memory_estimate(n_parameters, 0, "sgd"),
}
for name, measured in parts.items():
    print(f"{name:12} measured {measured / 1e6:6.2f} MB, by hand {by_hand[name] / 1e6:6.2f} MB")
for name, expected in by_hand.items():
    assert abs(parts[name] - expected) < 0.15 * expected, name

# %% [markdown] id="accumulate-words"
# When the activations do not fit, cut the batch into pieces. `backward()` **adds** to the gradients, so several small passes, each with its mean loss divided by the number of pieces, leave the gradient of the large batch, up to rounding. *(That holds for pieces of equal size, and for networks without batch norm and dropout. Why?)*
#
# <details><summary>Answer</summary>The mean of means is the mean of all only if each stands for as many samples. Batch norm computes its averages over the piece, not over the batch, and dropout draws other numbers.</details>


# %% id="accumulate"
def gradient_and_peak(pieces):
    """The gradient of 1024 digits, passed through in pieces, and the most memory that it took (processor)."""
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    tracemalloc.start()
    size = 1024 // pieces
    for i in range(0, 1024, size):
        loss = nn.functional.cross_entropy(model(x_train[i : i + size]), y_train[i : i + size])
        (loss / pieces).backward()
        del loss
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return np.concatenate([p.grad.numpy().ravel() for p in model.parameters()]), peak


whole, in_eight = gradient_and_peak(1), gradient_and_peak(8)
print(f"peak in one piece {whole[1] / 1e6:.1f} MB, in eight {in_eight[1] / 1e6:.1f} MB")
print(f"largest difference of the gradients: {np.abs(whole[0] - in_eight[0]).max():.1e}")
assert np.allclose(whole[0], in_eight[0], atol=1e-6)
assert in_eight[1] < 0.7 * whole[1]

# %% [markdown] id="ahead-words"
# ## 6. The next batch, ahead of time
#
# While the device works on one batch, the next could be on its way. `DeviceLoader` asks for one batch ahead. (For a GPU of NVIDIA's the copy runs beside the work only from **pinned** memory, which the GPU can read by itself, `DataLoader(..., pin_memory=True)`, and if Python does not wait for it, `x.to(device, non_blocking=True)`.) Below, a batch takes 4 ms to read (a pause, in place of a disk) and 4 ms of work on the model of a GPU (a pause too: only the order of things is real here).

# %% id="ahead"
slow_device = Worker()


def epoch_seconds(wait_each_time, batches=10):
    """Read a batch, order the work on it; and wait for each, or read on."""
    begun = time.perf_counter()
    for _ in range(batches):
        time.sleep(0.004)
        slow_device.launch(lambda: time.sleep(0.004))
        if wait_each_time:
            slow_device.synchronize()
    slow_device.synchronize()
    return time.perf_counter() - begun


one_by_one, ahead = epoch_seconds(True), epoch_seconds(False)
print(f"one after the other {one_by_one * 1e3:.0f} ms, reading ahead {ahead * 1e3:.0f} ms")

asked = []


def reader():
    """Three batches, and a note of when each was asked for."""
    for number in range(3):
        asked.append(number)
        yield x_train[number : number + 1]


for number, pixels in enumerate(tg.data.DeviceLoader(reader(), device)):
    print(f"working on batch {number} on {pixels.device}; asked for so far: {asked}")
    assert asked == list(range(min(number + 2, 3)))

# %% [markdown] id="torch-words"
# ## 7. The same in PyTorch, side by side
#
# The words are PyTorch's: `.to(device)`, `autocast`, `GradScaler`. Your `to_device` and your scaler do not know which library they serve. And the deep network, the same weights in both libraries, loses its small gradients in both.

# %% id="torch"
from tinygrad_lite.compare import to_torch

theirs = to_device({"x": torch.zeros(2), "list": [torch.ones(1)]}, "meta")  # a device of PyTorch's without numbers
print(theirs["x"].device, theirs["list"][0].device)

mine, their_scaler = GradScaler(growth_interval=3), torch.amp.GradScaler("cpu", growth_interval=3)
weight = torch.zeros(1, requires_grad=True)
sgd = torch.optim.SGD([weight], lr=0.1)
for found_inf in (True, False, False, False, True, False):
    weight.grad = torch.tensor([float("inf") if found_inf else 1.0])
    their_scaler.scale(torch.zeros(1))
    their_scaler.step(sgd)
    their_scaler.update()
    print(f"overflow {found_inf!s:5}  yours {mine.update(found_inf):8.0f}  PyTorch's {their_scaler.get_scale():8.0f}")
    assert mine.scale == their_scaler.get_scale()

network = deep_network()
their_network = to_torch(network)
with tg.amp.autocast("cpu", dtype=tg.float16):
    our_loss = nn.functional.cross_entropy(network(x_train[:240]), y_train[:240])
our_loss.backward()
with torch.autocast("cpu", dtype=torch.float16):
    their_logits = their_network(torch.from_numpy(x_train[:240].numpy()))
    their_loss = torch.nn.functional.cross_entropy(their_logits.float(), torch.from_numpy(y_train[:240].numpy()))
their_loss.backward()
ours, theirs = network[0].weight.grad.numpy(), their_network[0].weight.grad.numpy()
print(f"float16, no scale: loss {our_loss.item():.4f}, PyTorch {their_loss.item():.4f}")
print(f"first layer's gradients that are 0: {(ours == 0).mean():.0%}, PyTorch {(theirs == 0).mean():.0%}")
assert abs(our_loss.item() - their_loss.item()) < 5e-3
assert (ours == 0).mean() > (np.float16(first) == 0).mean()  # more than where the end alone was rounded

# %% [markdown] id="torch-after"
# More zeros than in the histogram, which rounded at the end only. Here each layer rounds on the way back, and what is 0 once stays 0.

# %% [markdown] id="mistakes"
# ## 8. Common mistakes, seen failing
#
# ### Moved, and not kept
# `x.to(device)` gives a new tensor, unless `x` lies there already. *What does this line do to `x`?* (A model is different: `model.to(device)` moves the model itself.)

# %% id="mistake-kept"
x = x_train[:2]
x.to(device)
print("x lies on", x.device)
assert x.device == tg.device("cpu")

# %% [markdown] id="mistake-batch-words"
# **Remedy:** `x = x.to(device)`.
#
# ### The model there, the batch here

# %% id="mistake-batch"
model = nn.Linear(64, 10).to(device)
try:
    model(x)
    raise AssertionError("it should have failed")
except RuntimeError as error:
    print(error)

# %% [markdown] id="mistake-numpy-words"
# **Remedy:** move each batch inside the loop. If the batch did move, ask `find_mismatch` about the model's parameters and buffers.
#
# ### To NumPy straight from the device

# %% id="mistake-numpy"
output = model(x.to(device)).detach()
try:
    output.numpy()
    raise AssertionError("it should have failed")
except TypeError as error:
    print(error)
print("by way of the CPU:", output.cpu().numpy().shape)

# %% [markdown] id="mistake-graph-words"
# **Remedy:** `.cpu()` first.
#
# ### Losses collected as tensors
# *A list of losses, to be drawn later. What hangs on each of them?*


# %% id="mistake-graph"
def bytes_after(collect):
    """What is held after twenty batches whose losses were collected."""
    tracemalloc.start()
    kept = []
    for i in range(20):
        kept.append(collect(nn.functional.cross_entropy(big_on_cpu(x_train[i : i + 64]), y_train[i : i + 64])))
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held


big_on_cpu = nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 10))
as_tensors, as_numbers = bytes_after(lambda loss: loss), bytes_after(lambda loss: loss.item())
print(f"as tensors {as_tensors / 1e6:.2f} MB, as numbers {as_numbers / 1e6:.2f} MB")
assert as_tensors > 10 * as_numbers

# %% [markdown] id="mistake-overflow-words"
# The whole graph, with all activations, of every batch. **Remedy:** `loss.item()`, or `loss.detach()` where waiting for the number would cost time.
#
# ### A step with an overflow in it
# *One gradient is inf, and the step is taken all the same. What of the weights?*

# %% id="mistake-overflow"
w = tg.tensor([1.0, 2.0], requires_grad=True)
w.grad = tg.tensor([0.5, float("inf")])
sgd = tg.optim.SGD([w], lr=0.1)
sgd.step()
print(w.detach())
assert not np.isfinite(w.detach().numpy()).all()

# %% [markdown] id="recap"
# It never recovers. **Remedy:** look at `found_inf`, and leave that step out.
#
# ## 9. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("gpu/recap_1", "a")`.

# %% question="gpu/recap_1"

# %% question="gpu/recap_2"

# %% question="gpu/recap_3"

# %% question="gpu/recap_4"

# %% question="gpu/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# You have seen that a device changes two lines of a loop and many habits: wait before you read a clock, scale the loss before 16 bits, and know which part of the memory grows with the batch.
#
# - [**Lesson 09, The complete loop**](09_complete_loop.ipynb): all of it together, from a data set to a report.
#
# To read on:
#
# - P. Micikevicius and others, "Mixed Precision Training", 2018 ([arXiv:1710.03740](https://arxiv.org/abs/1710.03740)): where loss scaling comes from.
