# %% [markdown] id="title"
# # Lesson 11: Scaling out
#
# A batch that does not fit into memory, a training that takes a week, a setting that has to be found among thousands: one loop on one processor is not enough for these. This lesson takes the loop apart and hands the parts out: in time (accumulation), to several processes (data parallel), by layers (a pipeline), and over many trainings (a search). Two real processes do the work on this machine, and one of them is killed.
#
# After this lesson you can
#
# - train with a large batch where only a small one fits, and show that it is the same,
# - write data parallel training by hand, with a message plan that large clusters use, and run it under `torchrun`,
# - let a training survive the death of a worker,
# - say what two rules of thumb for the learning rate promise, and where they break,
# - predict a speed-up and a pipeline's idle time, and hold both against the clock,
# - find where the time goes, and search for settings without fooling yourself,
# - recognise four common mistakes, three of them in section 12.
#
# | section | minutes |
# |---|---|
# | 1 Large batches from small ones | 15 |
# | 2 Two replicas · 3 The ring | 25 |
# | 4 Two processes | 10 |
# | *a good place to stop for today* | |
# | 5 Batch size and learning rate | 10 |
# | 6 How much faster? · 7 A model in two stages | 25 |
# | 8 Where the time goes · 9 Searching for settings | 5 |
# | 10 The killed worker · 11 PyTorch · 12 Mistakes · 13 Questions | 10 |
#
# So it is a lesson for two sittings; what you leave out is borrowed. You need Python, some NumPy and a training loop (predict, loss, backward, step). Nothing from the other lessons has to be done first. No second machine and no graphics card is needed.
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell (Shift+Enter, or Ctrl+Enter to stay in it), and a card below it says how it went. Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start. When you are stuck, `hint("scale/accumulate")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import gc
import inspect
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):  # one thread for each process, before NumPy is loaded: here processes share
    os.environ[f"{library}_NUM_THREADS"] = "1"

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn, training
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture
from tinygrad_lite.training import distributed

begin("11_scaling_out")

# %% [markdown] id="accumulate-words"
# ## 1. Large batches from small ones
#
# What fills the memory in training is mostly what the backward pass needs: the activations of every layer, for every sample of the batch. If 64 samples are too many, take 4 times 16, a **micro-batch** each, and make *one* step at the end. That is **gradient accumulation**.
#
# Each micro-batch gives the gradient of its own mean loss. *How do these make the gradient of the mean over all samples, if the last micro-batch is smaller?* Think, then write it.
#
# <details><summary>Then look here</summary>
#
# Not as their plain mean: 3 samples would count as much as 32. Each gradient counts by its number of samples.
# </details>

# %% exercise="scale/accumulate"

# %% [markdown] id="train-accumulated-words"
# In a loop `.grad` does the adding: `backward()` adds to what is there. So the step must be right about two things: what to divide by, and what to do with the micro-batches left over at the end of an epoch.

# %% exercise="scale/train_accumulated"

# %% [markdown] id="same-words"
# Now the claim: *the same as the large batch*. 1000 of the real 8 × 8 digits, two equal networks; one takes batches of 64, the other four micro-batches of 16 for each step. (1000 is no multiple of 64: the last batch has 40 samples, the last micro-batch 8.) In 32-bit numbers and in 64-bit ones. *Will the weights be equal to the bit?*

# %% id="same"
images, labels = (part.numpy() for part in tg.data.digits())
digits = ((images - 8) / 8).astype(np.float32)  # pixels from -1 to 1


def network(seed=0):
    tg.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def weights_of(model):
    return np.concatenate([parameter.detach().numpy().ravel() for parameter in model.parameters()])


def accumulated(size, group, dtype, batches_of=train_accumulated):
    """The weights and losses of 3 epochs with micro-batches of `size`, `group` of them for each step."""
    model = network().to(dtype)
    data = tg.data.TensorDataset(tg.tensor(digits[:1000]).to(dtype), tg.tensor(labels[:1000]))
    optimizer, losses = tg.optim.SGD(model.parameters(), lr=0.2, momentum=0.9), []
    for _ in range(3):
        loader = tg.data.DataLoader(data, batch_size=size)
        losses.extend(float(loss) for loss in batches_of(model, loader, nn.functional.cross_entropy, optimizer, group))
    return weights_of(model), losses


for dtype, allowed in ((tg.float32, 1e-5), (tg.float64, 1e-12)):
    large, small = accumulated(64, 1, dtype), accumulated(16, 4, dtype)
    apart = np.abs(large[0] - small[0]).max()
    print(f"{dtype!s:14} {len(small[1])} steps, last loss {small[1][-1]:.6f}; weights differ by at most {apart:.0e}")
    assert len(large[1]) == len(small[1]) == 48
    assert apart < allowed

# %% [markdown] id="same-after"
# Equal to rounding, not to the bit: a sum of 64 numbers taken in another order ends in other last digits, and 48 steps carry them on. In 64-bit numbers the difference is as much smaller as the numbers are finer: that is how to tell rounding from a mistake.
#
# <details><summary>Think: when is accumulation <i>not</i> the large batch?</summary>
#
# When a layer looks at the batch as a whole. Batch norm takes mean and deviation of 16 samples instead of 64. (The workers of section 2 do so too; PyTorch's `SyncBatchNorm` lets them share both.) And dropout draws other numbers.
# </details>
#
# What does it save, and what does it cost? We measure the memory at its highest and the time, for an epoch of steps of 512.

# %% id="memory"
import tracemalloc

wide = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))
data = tg.data.TensorDataset(tg.tensor(digits[:1024]), tg.tensor(labels[:1024]))
peaks, took = [], []
for group in (1, 4, 16, 64):
    arguments = wide, tg.data.DataLoader(data, batch_size=512 // group), nn.functional.cross_entropy
    optimizer = tg.optim.SGD(wide.parameters(), lr=0.0)
    train_accumulated(*arguments, optimizer, group)  # once, so that all arrays are there
    begun = time.perf_counter()
    train_accumulated(*arguments, optimizer, group)
    took.append(time.perf_counter() - begun)
    tracemalloc.start()
    train_accumulated(*arguments, optimizer, group)
    peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
    tracemalloc.stop()
    print(
        f"{group:2} micro-batches of {512 // group:3}: {peaks[-1]:5.2f} MiB on top, {1000 * took[-1]:4.0f} ms an epoch"
    )
gradients = sum(parameter.numel() * 4 for parameter in wide.parameters()) / 2**20  # 4 bytes a number
print(f"the gradients alone: {gradients:.2f} MiB")
if peaks[2] > peaks[0] / 2:
    print("Right sums, but no memory saved: yours keeps something of each micro-batch until the step. What could go?")

# %% [markdown] id="memory-after"
# Where `backward()` is called for each micro-batch, its graph is gone before the next one comes. (One `backward()` on the sum of all losses gives the same gradient, and saves nothing.) So the memory shrinks with the micro-batch until something else is the largest part: the gradients (the last line) and the arrays of the same size that the step works with. These do not depend on the batch. The time grows once the micro-batches are so small that the overhead of each call counts.

# %% [markdown] id="replicas-words"
# ## 2. Two replicas
#
# The micro-batches of a step do not need each other. So several workers can do them *at the same time*: each has a copy of the network (a **replica**) and takes a part of the batch (a **shard**). Then the gradients are averaged, and all make the same step. That is **data parallel** training. First what happens between backward and step:

# %% exercise="scale/average_gradients"

# %% [markdown] id="step-words"
# And a whole step, with replicas that live in one program for now:

# %% exercise="scale/data_parallel_step"


# %% id="replicas"
def replicated(workers, steps=20, batch=60, averaged=True):
    """Train replicas; after each step the largest difference between two of them, and the weights at the end."""
    replicas = [network().to(tg.float64) for _ in range(workers)]  # the same seed: equal weights
    optimizers = [tg.optim.SGD(model.parameters(), lr=0.2, momentum=0.9) for model in replicas]
    apart = []
    for step in range(steps):
        rows = np.arange(step * batch, (step + 1) * batch)
        shards = [(tg.tensor(digits[part]).double(), tg.tensor(labels[part])) for part in np.split(rows, workers)]
        if averaged:
            data_parallel_step(replicas, shards, nn.functional.cross_entropy, optimizers)
        else:
            for own in zip(replicas, shards, optimizers):
                data_parallel_step(*([thing] for thing in own[:2]), nn.functional.cross_entropy, [own[2]])
        vectors = [weights_of(model) for model in replicas]
        apart.append(max(np.abs(vectors[0] - vector).max() for vector in vectors))
    return apart, vectors


alone = replicated(1)[1][0]
for workers in (2, 3, 4):
    apart, vectors = replicated(workers)
    print(
        f"{workers} replicas: from each other {max(apart):.0e}, from one network on the whole batch {np.abs(vectors[0] - alone).max():.0e}"
    )
    assert max(apart) == 0
    assert np.abs(vectors[0] - alone).max() < 1e-5
drift = replicated(2, averaged=False)[0]
print(f"2 replicas without averaging: {drift[0]:.3f} apart after one step, {drift[-1]:.3f} after {len(drift)}")
assert drift[-1] > drift[0] > 1e-3

# %% [markdown] id="replicas-after"
# The replicas stay equal *to the bit*: equal weights, the same mean gradient, the same arithmetic. So once they have begun with equal weights, none have to be sent again; only gradients. Without the average they are two models after a single step.

# %% [markdown] id="ring-words"
# ## 3. The ring
#
# Averaging needs every worker's gradient at every worker: an **all-reduce**. The obvious way, all send to one and that one answers all, makes this one the bottleneck: with 100 workers it receives 99 gradients. Large clusters pass **chunks round a ring** instead: everyone sends only to the next, and every wire of the ring is busy all the time. (With very many workers the waiting for one message after another counts; there they send up and down a tree.) First the price, by hand:

# %% question="scale/ring_by_hand"

# %% exercise="scale/ring_all_reduce"

# %% [markdown] id="ring-see-words"
# Watch *your* ring. Four workers, four chunks; worker w begins with the digit of chunk i in the place of its own: worker 0 with 1, 2, 3, 4, worker 1 with 10, 20, 30, 40, and so on. So each number shows whose contributions are in it, and 1111 is the full sum of chunk 0. `send` keeps a record of every message. Move the slider, round by round. *After which round does any worker know a full sum?*

# %% id="ring-record"
starts = [10**worker * np.arange(1.0, 5.0) for worker in range(4)]
messages = []


def send(source, target, chunk):
    messages.append((source, target, np.array(chunk)))
    return np.array(chunk)


sums = ring_all_reduce([array.copy() for array in starts], send)
assert all((np.asarray(array) == [1111, 2222, 3333, 4444]).all() for array in sums)
depth, rounds = np.zeros((4, 4), int), {}
for source, target, chunk in messages:  # a message belongs to the round after the one that brought what it passes on
    numbers = [int(number) for number in np.ravel(chunk) if number]
    places = [max(int(digit) for digit in str(number)) - 1 for number in numbers]  # which chunk each is
    depth[target, places] = after = max((depth[source, place] for place in places), default=0) + 1
    rounds.setdefault(after, []).append((source, target, places, numbers))
states = [np.array(starts, int)]
for number_of_round in sorted(rounds):  # what each worker holds after each round
    before, state = states[-1], states[-1].copy()
    for _, target, places, numbers in rounds[number_of_round]:
        for place, number in zip(places, numbers):
            both = zip(f"{number:04d}", f"{before[target, place]:04d}")
            new = all("0" in pair for pair in both)  # nobody is in both: they are added; else the finished sum replaces
            state[target, place] = number + before[target, place] if new else number
    states.append(state)
if (states[-1] != [1111, 2222, 3333, 4444]).any():
    print("Your sums are right, but the messages go another way than this picture can follow.")
print(f"{len(messages)} messages; each worker sent", [sum(m[0] == worker for m in messages) for worker in range(4)])

# %% id="ring-picture" jupyter={"source_hidden": true}
CORNERS = np.array([(-1, 1), (1, 1), (1, -1), (-1, -1)]) * (1.5, 1.15)


def ring_after(after_round=1):
    fig, ax = plt.subplots(figsize=(7, 4.2))
    state = states[after_round]
    for worker, (x, y) in enumerate(CORNERS):
        ax.text(x, y + 0.42, f"worker {worker}", ha="center")
        for place, number in enumerate(state[worker]):
            full = number == 1111 * (place + 1)
            ax.add_patch(
                plt.Rectangle((x - 0.8 + 0.4 * place, y - 0.15), 0.4, 0.4, fc="0.75" if full else "white", ec="black")
            )
            text = f"{number:04d}"
            ax.text(x - 0.6 + 0.4 * place, y + 0.05, text, ha="center", va="center", fontsize=8)
    said = []
    for source, target, _, numbers in rounds.get(after_round, []):
        text = " ".join(f"{number:04d}" for number in numbers)
        start, end = CORNERS[source], CORNERS[target]
        towards = (end - start) / np.linalg.norm(end - start)
        gap = towards * np.where(np.abs(towards) > 0.5, (0.85, 0.55), 0)
        ax.annotate("", end - gap, start + gap, arrowprops={"arrowstyle": "->", "lw": 1.5})
        middle = (start + end) / 2
        ax.text(
            *(middle + (0, 0.14) if abs(towards[0]) > 0.5 else middle + (0.08, 0)),
            text,
            ha="center" if abs(towards[0]) > 0.5 else "left",
            fontsize=8,
            bbox={"fc": "white", "ec": "none", "pad": 1},
        )
        said.append(f"worker {source} to {target}: {text}")
    known = (state == 1111 * np.arange(1, 5)).sum(1)
    ax.set(xlim=(-2.5, 2.5), ylim=(-1.6, 1.8), title=f"after round {after_round} of {len(rounds)}; full sums in grey")
    ax.axis("off")
    return picture(
        fig,
        alt=f"The four workers after round {after_round} of {len(rounds)}. Messages of this round: {', '.join(said) or 'none yet'}. "
        f"Full sums known to workers 0 to 3: {', '.join(map(str, known))} of 4.",
    )


explore(ring_after, after_round=(0, len(rounds), 1))

# %% [markdown] id="ring-after"
# In the first three rounds a sum grows on its way round (**reduce-scatter**); after the third, every worker knows one full sum (grey). Three more rounds hand these on (**all-gather**). The cost for each worker, in lengths of the gradient:

# %% id="traffic"
for workers in (2, 4, 8, 64, 1000):
    print(
        f"{workers:4} workers: ring {2 * (workers - 1) / workers:.3f}   one collects: that one receives {workers - 1}"
    )
sent = np.zeros(4)
for source, _, chunk in messages:
    sent[source] += np.size(chunk) / 4
print("yours, counted:", sent)
assert np.isclose(sent.mean(), 1.5)  # the same in all, however yours shares it out

# %% [markdown] id="processes-words"
# ## 4. Two processes
#
# Until now the replicas shared one program. Now two real processes, each with its own memory; what one knows of the other comes by messages. PyTorch brings the two parts:
#
# - **`torchrun`** starts the script several times and tells each copy its number, the **rank**, and how many there are, the **world size**, in environment variables.
# - **`torch.distributed`** sends the messages; `all_reduce(x)` puts the sum over all processes into `x`, in each. On CPUs it uses a library called gloo, on NVIDIA's cards one called NCCL.
#
# Each process must know which samples are its own. *Why must all of them get equally many?*
#
# <details><summary>Then look here</summary>
#
# An all-reduce waits until everyone takes part. A process with one batch more would wait for a partner that has none left, or be paired with one that is already in the next epoch (section 12 shows it).
# </details>

# %% exercise="scale/shard_sampler"

# %% id="shards"
order = np.random.default_rng(0).permutation(1280)  # one epoch's order of the training digits
shares = [order[np.asarray(shard_sampler(1280, rank, 2), int)] for rank in range(2)]
print("shares:", [len(share) for share in shares], "  in both:", len(set(shares[0]) & set(shares[1])))
for first in range(0, 640, 32):  # 32 of each share are the 64 that one process would take
    assert {*shares[0][first : first + 32], *shares[1][first : first + 32]} == {*order[2 * first : 2 * first + 64]}

# %% [markdown] id="script-words"
# And the training. `train` is an ordinary loop with one line more, `average(model)`, between backward and step. In one process this does nothing; under torchrun it is an all-reduce. Read it: that line is all of data parallel training.


# %% id="script"
def train(steps, average):
    """Train on the digits, one step for each list of rows."""
    images, labels = tg.data.digits()
    images = (images - 8.0) / 8.0
    tg.manual_seed(0)  # so all replicas begin with equal weights
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = tg.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
    for rows in steps:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images[rows]), labels[rows]).backward()
        average(model)
        optimizer.step()
    return model


def average_over_processes(model):
    """Put the mean gradient of all processes into each parameter's .grad."""
    import torch
    from torch import distributed as dist

    for parameter in model.parameters():
        gradient = torch.from_numpy(parameter.grad.numpy())  # the same numbers in the same memory
        dist.all_reduce(gradient)
        gradient /= dist.get_world_size()


def data_parallel(folder):
    """What each of the processes does."""
    rank = distributed.get_rank()
    share = np.load(folder / "shares.npy")[rank]
    steps = [share[first : first + 32] for _ in range(3) for first in range(0, len(share), 32)]
    model = train(steps, average_over_processes)
    np.savez(folder / f"rank{rank}.npz", *[parameter.detach().numpy() for parameter in model.parameters()])
    print(f"process {os.getpid()} has rank {rank} of {distributed.get_world_size()}: {len(steps)} steps", flush=True)


# %% [markdown] id="kill-words"
# ### A worker will be killed
#
# The more machines, the more often one fails. What then? The others notice when they next wait for it; torchrun ends all and, with `--max-restarts=1`, starts them all once more. Whether anything is *saved* is the script's business: it must write **checkpoints**, files with all that is needed to go on, and begin by looking for one. Here the course's `Trainer` does so. The script is that of a single process with `distributed=True`: it divides every batch, averages, and lets one process write the files.
#
# In the second epoch the process of rank 1 kills itself, with the signal that no program can catch. (Only at the first start: torchrun says which start it is.)


# %% id="elastic"
def train_with_trainer(states, in_processes):
    """Train on the digits, going on from the newest checkpoint; at the first start, process 1 is killed."""

    class Killed(training.Callback):
        def on_batch_begin(self, batch):
            first_start = os.environ.get("TORCHELASTIC_RESTART_COUNT") == "0"
            if first_start and distributed.get_rank() == 1 and self.trainer.epoch == 1 and batch == 7:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # on Windows SIGTERM does the same

    tg.manual_seed(0)
    x, y = tg.data.digits()
    data = tg.data.TensorDataset((x[:1280] - 8.0) / 8.0, y[:1280])
    loader = tg.data.DataLoader(data, batch_size=64, shuffle=True)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    trainer = training.Trainer(
        model,
        tg.optim.Adam(model.parameters(), lr=0.005),
        nn.CrossEntropyLoss(),
        metrics=[training.metrics.Accuracy()],
        distributed=in_processes,
        callbacks=[training.ModelCheckpoint(states, monitor="loss", every_n_batches=5), Killed()],
    )
    found = trainer.resume(states, loader)  # the newest checkpoint, if there is one
    if found and trainer.is_main_process:
        print(f"found {Path(found).name}: go on in epoch {trainer.epoch}, batch {trainer.batch}", flush=True)
    trainer.fit(loader, epochs=3)
    return trainer


# %% [markdown] id="speed-script-words"
# Starting two processes takes seconds (each loads PyTorch), so one start shall do for all: the two trainings above, and between them two experiments that sections 6 and 7 talk about. These stand in the folded cell below. Then the script is written to a file and started as one would in a terminal. (`--standalone`: all on this machine, on a free port.)


# %% id="more-scripts" jupyter={"source_hidden": true}
def step_times(folder):
    """For section 6: seconds of one step, in parts: alone on the whole batch, and two processes with a half each."""
    import torch
    from torch import distributed as dist

    rank, world, found = distributed.get_rank(), distributed.get_world_size(), {}
    for width, batch in ((64, 64), (512, 1024)):
        for workers in (1, world):
            model = nn.Sequential(
                nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)
            )
            optimizer = tg.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
            x, y = tg.randn(batch // workers, 64), tg.zeros(batch // workers, dtype=tg.int64)
            times = []
            for _ in range(6):
                dist.barrier()
                if rank >= workers:
                    continue  # only the first process works
                moments = [time.perf_counter()]
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(x), y).backward()
                moments.append(time.perf_counter())
                if workers > 1:
                    average_over_processes(model)
                moments.append(time.perf_counter())
                optimizer.step()
                moments.append(time.perf_counter())
                times.append(np.diff(moments).tolist())
            dist.barrier()
            found[f"{width} {workers}"] = np.median(times[2:], axis=0).tolist() if times else None
    if rank == 0:
        (folder / "times.json").write_text(json.dumps(found), encoding="utf-8")


def pipeline_events(folder):
    """For section 7: when each of two stages worked on which micro-batch; the second process has stage 1."""
    found, width = {}, 640
    for micro_batches in (1, 2, 4, 8):
        tg.manual_seed(0)
        stages = [
            nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU()),
            nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)),
        ]
        pipeline = distributed.Pipeline(stages, nn.CrossEntropyLoss(), micro_batches=micro_batches)
        x, y = tg.randn(512, 64), tg.zeros(512, dtype=tg.int64)
        runs = []
        for _ in range(3):
            pipeline.train_batch(x, y)
            runs.append([tuple(event) for event in pipeline.gather_events()])
        runs = sorted(runs[1:], key=lambda events: max(event[4] for event in events))
        found[micro_batches] = runs[0]  # the shorter one; the first run only warms up
    if distributed.is_main_process():
        (folder / "pipeline.json").write_text(json.dumps(found), encoding="utf-8")


# %% id="launch"
if "two" in globals() and two.poll() is None:  # this cell is run a second time
    two.terminate()
    two.wait()
temporary = tempfile.TemporaryDirectory(prefix="lesson11-", ignore_cleanup_errors=True)  # gone when the kernel ends
folder = Path(temporary.name)
IMPORTS = """import json, os, signal, sys, time
from pathlib import Path
import numpy as np
import tinygrad_lite as tg
from tinygrad_lite import nn, training
from tinygrad_lite.training import distributed
"""
MAIN = """
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with distributed.process_group(timeout=60):  # meets the others; as torch's init_process_group
        if os.environ["TORCHELASTIC_RESTART_COUNT"] == "0":  # the first start
            data_parallel(folder)
            step_times(folder)
            pipeline_events(folder)
        trainer = train_with_trainer(folder / "states", in_processes=True)  # in this one a worker is killed
    if os.environ["RANK"] == "0":
        np.savez(folder / "elastic.npz", *[p.detach().numpy() for p in trainer.model.parameters()])
        (folder / "elastic.json").write_text(json.dumps(trainer.history), encoding="utf-8")
"""


def write_script(name, *functions, main):
    text = IMPORTS + "\n\n".join(inspect.getsource(function) for function in functions) + main
    (folder / name).write_text(text, encoding="utf-8")


def torchrun(script, *options):
    """Start a script in two processes; the command that one would type is `torchrun --standalone …`."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", *options]
    output = (folder / f"{script}.txt").open("w", encoding="utf-8")
    with output:
        return subprocess.Popen(
            [*command, str(folder / script), str(folder)],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # the notebook's interrupt button does not stop it
        )


np.save(folder / "shares.npy", shares)
write_script(
    "two.py", train, average_over_processes, data_parallel, step_times, pipeline_events, train_with_trainer, main=MAIN
)
two = torchrun("two.py", "--max-restarts=1")
print("started: torchrun --standalone --nproc-per-node=2 --max-restarts=1 two.py")

# %% [markdown] id="meanwhile"
# While they load, the same in this one process: batches of 64, and nothing to average. (And two libraries that later sections need, because loading takes its time here too.)

# %% id="one-process"
os.environ.setdefault("KINETO_LOG_LEVEL", "99")  # PyTorch's profiler need not report that it begins and ends
import optuna
import optuna.importance
import torch

torch.set_num_threads(1)
optuna.logging.set_verbosity(optuna.logging.ERROR)

batches = [order[first : first + 64] for _ in range(3) for first in range(0, 1280, 64)]
one = [parameter.detach().numpy() for parameter in train(batches, lambda model: None).parameters()]


# %% id="two-processes"
def said_so_far(until):
    """Wait until something holds, or torchrun is over; what the processes have printed."""
    end = time.monotonic() + 120
    while not (over := until()) and two.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    said = (folder / "two.py.txt").read_text(encoding="utf-8", errors="replace")
    assert over or until(), f"The two processes ended too early: run the cell that starts them again. {said[-3000:]}"
    return said


for line in said_so_far((folder / "pipeline.json").exists).splitlines():  # the last file before the killed training
    if line.startswith("process"):
        print(line)
results = [list(np.load(folder / f"rank{rank}.npz").values()) for rank in range(2)]
assert all((a == b).all() for a, b in zip(*results))
apart = max(np.abs(a - b).max() for a, b in zip(results[0], one))
print(f"the two processes: equal to the bit; from one process with the same batches: {apart:.0e}")
assert apart < 1e-5

# %% [markdown] id="two-after"
# Two processes, one training, equal to one process up to rounding. In the background the other training has begun, the one whose worker is killed; we read about it in section 10.

# %% [markdown] id="rules-words"
# ## 5. Batch size and learning rate
#
# Eight workers with 32 samples each make steps of 256. The gradient of a larger batch is less noisy, and an epoch has fewer steps. So the steps may be longer. How much? Two rules of thumb: as many times longer as the batch is larger (**linear**), or by the square root of that. Write both.

# %% exercise="scale/lr_for_batch"

# %% [markdown] id="rules-test-words"
# A rule is tested by what would refute it: measure the best rate for each batch size, *without* the rule, and compare. Every training sees the same samples: 10 epochs of 1280 digits; the loss on the 517 others counts. Here batches of 40 to 1280 with plain SGD, three rates each and two seeds. *Which rule will be nearer, and up to which batch?*


# %% id="rules"
def final_loss(kind, batch, rate, seed):
    """The loss on the digits held out, after 10 epochs; infinite where the training went astray."""
    split = np.random.default_rng(seed).permutation(len(digits))
    x, y = tg.tensor(digits[split[:1280]]), tg.tensor(labels[split[:1280]])
    x_held, y_held = tg.tensor(digits[split[1280:]]), tg.tensor(labels[split[1280:]])
    rng, model = np.random.default_rng(seed), network(seed)
    optimizer = getattr(tg.optim, kind)(model.parameters(), lr=rate)
    with np.errstate(all="ignore"):
        for _ in range(10):
            for rows in np.split(rng.permutation(1280), 1280 // batch):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
                optimizer.step()
        with tg.no_grad():
            return float(np.nan_to_num(nn.functional.cross_entropy(model(x_held), y_held).item(), nan=np.inf))


rates_of = {batch: (0.32, 0.64, 1.28) for batch in (40, 320, 1280)}
best = {}
print("batch   loss at each rate")
for batch, rates in rates_of.items():
    losses = [np.median([final_loss("SGD", batch, rate, seed) for seed in range(2)]) for rate in rates]
    best[batch] = rates[int(np.argmin(losses))]
    print(f"{batch:5}   " + "   ".join(f"{rate:g}: {loss:.3f}" for rate, loss in zip(rates, losses)))
print("best rates:   ", best)
for rule in ("linear", "sqrt"):
    by_rule = {batch: round(float(lr_for_batch(best[40], 40, batch, rule)), 2) for batch in best}
    print(f"{rule:6} from 40: {by_rule}")
    astray = [final_loss("SGD", 1280, by_rule[1280], seed) for seed in range(2)]
    print(f"    its rate at batch 1280 gives {np.median(astray):.2f}; guessing gives {np.log(10):.2f}")
    assert min(astray) > 1.5
assert all(rates_of[batch][0] < rate < rates_of[batch][-1] for batch, rate in best.items())  # no best rate at an edge

# %% id="rules-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6, 3))
sizes = list(best)
for rule, style, words in (("linear", "k--", "linear rule"), ("sqrt", "k:", "root rule")):
    ax.plot(sizes, [lr_for_batch(best[40], 40, batch, rule) for batch in sizes], style, label=words)
ax.plot(sizes, list(best.values()), "ko-", label="best rate, measured")
ax.set(xscale="log", yscale="log", xlabel="batch size", ylabel="learning rate")
ax.minorticks_off()
ax.set_xticks(sizes, sizes)
ax.set_yticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
ax.legend(frameon=False)
fig.tight_layout()
picture(
    fig,
    alt="Learning rate against batch size, both logarithmic: the two rules rise as straight lines; the best rates measured, "
    + ", ".join(f"{rate:g} at {batch}" for batch, rate in best.items())
    + ", stay far below them at the largest batch.",
)

# %% [markdown] id="rules-record-words"
# Two seeds and a coarse grid show the direction only. The record has ten seeds, all batch sizes from 10 to 1280 and rates in steps of √2, with no best rate at the edge of the grid (`python -m benchmarks.scaling_runs` makes it; docs/measurements/scaling.md). Both rules start from the best rate at batch 40. "Worse": in how many seeds the rule's rate gives a larger loss than the best one. Plain SGD:
#
# | batch | best rate | loss there | linear rule: loss (worse) | root rule: loss (worse) | rate kept: loss (worse) |
# |---|---|---|---|---|---|
# | 10 | 0.32 | 0.101 | 0.16: 0.118 (9 of 10) | 0.32: 0.101 (0 of 10) | 0.64: 0.132 (10 of 10) |
# | 20 | 0.32 | 0.104 | 0.32: 0.104 (0 of 10) | 0.453: 0.106 (2 of 10) | 0.64: 0.110 (3 of 10) |
# | 40 | 0.64 | 0.105 | 0.64: 0.105 (0 of 10) | 0.64: 0.105 (0 of 10) | 0.64: 0.105 (0 of 10) |
# | 80 | 0.905 | 0.112 | 1.28: 1.682 (10 of 10) | 0.905: 0.112 (0 of 10) | 0.64: 0.118 (8 of 10) |
# | 160 | 0.905 | 0.149 | 2.56: 2.309 (10 of 10) | 1.28: 1.194 (10 of 10) | 0.64: 0.160 (6 of 10) |
# | 320 | 0.905 | 0.216 | 5.12: 2.311 (10 of 10) | 1.81: 2.128 (10 of 10) | 0.64: 0.225 (7 of 10) |
# | 640 | 0.64 | 0.419 | 10.2: not measured | 2.56: 2.323 (10 of 10) | 0.64: 0.419 (0 of 10) |
# | 1280 | 0.64 | 0.695 | 20.5: not measured | 3.62: 2.884 (10 of 10) | 0.64: 0.695 (0 of 10) |
#
# - **The linear rule breaks at the first doubling**: from 40 to 80 its rate, 1.28, ruins the training. (Which doubling that is depends on where one starts: from batch 20 it would be the second.) From 40 down to 20 it hits the best rate; at 10 its loss is a sixth higher than at the best rate.
# - **The root rule is right from 10 to 80** (at 20 it is one place of the grid off) and breaks at 160.
# - The best rate has a **ceiling**: from batch 80 to 320 it stays at 0.905, and then it falls. This table does not tell why.
# - **Leaving the rate alone** is the rule to beat (last column): from batch 160 on it is better than both rules wherever they were measured, and from 40 on it costs at most a twelfth of the best loss.
# - And **no rate makes up for the missing steps**: at its own best rate, each batch from 40 on is worse than the one before. All see the same samples; that is 320 steps with batch 40 and 10 with batch 1280.
#
# With Adam:
#
# | batch | best rate | loss there | linear rule: loss (worse) | root rule: loss (worse) | rate kept: loss (worse) |
# |---|---|---|---|---|---|
# | 10 | 0.00283 | 0.099 | 0.002: 0.101 (8 of 10) | 0.004: 0.103 (4 of 10) | 0.008: 0.131 (7 of 10) |
# | 20 | 0.008 | 0.098 | 0.004: 0.105 (3 of 10) | 0.00566: 0.099 (2 of 10) | 0.008: 0.098 (0 of 10) |
# | 40 | 0.008 | 0.108 | 0.008: 0.108 (0 of 10) | 0.008: 0.108 (0 of 10) | 0.008: 0.108 (0 of 10) |
# | 80 | 0.016 | 0.114 | 0.016: 0.114 (0 of 10) | 0.0113: 0.121 (6 of 10) | 0.008: 0.120 (7 of 10) |
# | 160 | 0.032 | 0.112 | 0.032: 0.112 (0 of 10) | 0.016: 0.120 (6 of 10) | 0.008: 0.135 (7 of 10) |
# | 320 | 0.0453 | 0.139 | 0.064: 0.172 (6 of 10) | 0.0226: 0.146 (6 of 10) | 0.008: 0.169 (6 of 10) |
# | 640 | 0.0226 | 0.163 | 0.128: 0.736 (10 of 10) | 0.032: 0.175 (6 of 10) | 0.008: 0.286 (10 of 10) |
# | 1280 | 0.032 | 0.229 | 0.256: not measured | 0.0453: 0.260 (6 of 10) | 0.008: 0.783 (10 of 10) |
#
# Here it is the other way round: the linear rule hits the best rate from 40 to 160, is worse at 320 and ruins the training at 640. The root rule, often recommended for Adam, is nowhere the best of the grid above 40, but costs at most a seventh of the best loss; and at batch 1280 the old rate would have cost far more. **Remedy:** a rule gives a rate to *begin* with; then try half and twice of it. (In large trainings the raised rate is also reached slowly, by a warm-up; we did not measure that here.)
#
# <details><summary>Think: does such a table hold for your network?</summary>
#
# The numbers do not. What carries over is the way: each batch size at its own best rate, several seeds, and a look at where the rule's rate lies.
# </details>

# %% [markdown] id="amdahl-words"
# ## 6. How much faster?
#
# Two processes, half the time? Only if *everything* can be shared. First a number by hand, then the formula (G. Amdahl, 1967).

# %% question="scale/amdahl_by_hand"

# %% exercise="scale/amdahl"

# %% [markdown] id="speed-words"
# Now against the clock. The two processes of section 4 have also measured a training step: one process with the whole batch, and both with a half each. Forward and backward can be shared. The optimizer's step cannot: every replica does all of it. And there is a part that Amdahl's formula does not know, because one worker alone does not have it: the **communication**. Two networks: a small one on a batch of 64, and one of 512 units on a batch of 1024. *Which gains, and how much?*

# %% id="speed"
times = json.loads((folder / "times.json").read_text(encoding="utf-8"))
for width, batch in ((64, 64), (512, 1024)):
    alone, shared = np.array(times[f"{width} 1"]), np.array(times[f"{width} 2"])
    share = alone[0] / alone.sum()
    promised, measured = amdahl(share, 2), alone.sum() / shared.sum()
    print(
        f"{width} units, batch {batch}: one process {1000 * alone.sum():.2f} ms a step, of which {share:.0%} can be shared"
    )
    print(
        f"    two: {1000 * shared.sum():.2f} ms, of which {1000 * shared[1]:.2f} ms communication and waiting for the other"
    )
    print(f"    speed-up: Amdahl promises {promised:.2f}, measured {measured:.2f}")
    more = 1000 * (shared[0] - alone[0])
    print(f"    against one process: forward and backward {more:+.2f} ms, communication {1000 * shared[1]:+.2f} ms")
load = f"; {os.getloadavg()[0]:.1f} programs want one just now" if hasattr(os, "getloadavg") else ""
print(f"this machine has {os.cpu_count()} processor cores{load}")

# %% id="speed-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(1, 2, figsize=(8.4, 2.6))
for ax, (width, batch) in zip(axes, ((64, 64), (512, 1024))):
    left = np.zeros(2)
    parts = np.array([times[f"{width} {workers}"] for workers in (1, 2)]) * 1000
    for part, name, shade, hatch in zip(
        parts.T, ("forward and backward", "communication", "optimizer's step"), ("0.8", "white", "0.4"), ("", "///", "")
    ):
        ax.barh(["one process", "two"], part, left=left, color=shade, edgecolor="black", hatch=hatch, label=name)
        left += part
    ax.invert_yaxis()
    ax.set(title=f"{width} units, batch {batch}", xlabel="milliseconds for one step")
fig.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncols=3, frameon=False)
fig.tight_layout(rect=(0, 0.12, 1, 1))
picture(
    fig,
    alt="Bars: milliseconds of a step, in parts, for one process and two. "
    + " ".join(
        f"{width} units: one process {1000 * sum(times[f'{width} 1']):.2f}, two {1000 * sum(times[f'{width} 2']):.2f}, of "
        f"which communication {1000 * times[f'{width} 2'][1]:.2f}."
        for width in (64, 512)
    ),
)

# %% [markdown] id="speed-after"
# How to read it. On a step of well under a millisecond the messages take longer than the half of the computing that is saved: two processes can well be *slower* than one. (Compare the two numbers of the last line for each network; in the picture, communication is hatched.) What can bring a large step nearer to Amdahl's promise is a gradient that is small beside it. What is missing then is communication, and also that two processes share one memory, one cache and, on a laptop, one limit on heat; and whatever else runs on this machine takes its part. On a machine with one core, or where other programs want the cores (the last line says how many do), there is nothing to gain at all.
#
# Ours sends a message for each parameter. Real systems pack them into large ones, and hide the communication: while the backward pass is still at the early layers, the gradients of the late ones are already under way (PyTorch's `DistributedDataParallel` does so).

# %% [markdown] id="pipeline-words"
# ## 7. A model in two stages
#
# Data parallel needs the whole network in every process. If it is too large for one, each process can keep a share of all weights, gradients and optimizer's state, and fetch a layer's other weights only while it works on that layer (**sharding**; PyTorch's `FullyShardedDataParallel`). Or it is cut into **stages**: the first layers here, the last there. Then one stage waits while the other works, unless the batch is cut up too: while stage 1 works on the first micro-batch, stage 0 has the second. What is left of the waiting is called the **bubble**.

# %% question="scale/bubble_by_hand"

# %% exercise="scale/bubble"

# %% [markdown] id="pipeline-see-words"
# The third experiment of our two processes: a network of 64-640-640 in one, 640-640-10 in the other, a batch of 512 in 1, 2, 4 or 8 micro-batches. Only activations and their gradients pass between them. Each piece of work wrote down when it began and ended. *Will the measured bubble be that of the formula?*

# %% id="pipeline"
recorded = json.loads((folder / "pipeline.json").read_text(encoding="utf-8"))
runs = {int(count): [distributed.Event(*event) for event in events] for count, events in recorded.items()}
for count, events in runs.items():
    assert len(events) == 4 * count  # two stages, forward and backward
    whole = max(event.end for event in events)
    print(
        f"{count} micro-batch{'es' * (count > 1)}: idle {distributed.idle_share(events):.0%}, by the formula {bubble(2, count):.0%};",
        f"{1000 * whole:.1f} ms for the batch",
    )
whole = {count: max(event.end for event in events) for count, events in runs.items()}
fastest = min(whole, key=whole.get)
print("fastest here:", {1: "the batch in one piece"}.get(fastest, f"{fastest} micro-batches"))

# %% id="pipeline-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(3, 1, figsize=(8.4, 4.6), sharex=True)
for ax, count in zip(axes, (1, 4, 8)):
    for event in runs[count]:
        start, length = 1000 * event.start, 1000 * (event.end - event.start)
        shade = "white" if event.kind == "forward" else "0.7"
        ax.barh(event.stage, length, left=start, height=0.8, color=shade, edgecolor="black")
        ax.text(start + length / 2, event.stage, event.micro_batch, ha="center", va="center", fontsize=7)
    ax.set(yticks=(0, 1), yticklabels=("stage 0", "stage 1"), ylim=(1.5, -0.5))
    ax.set_title(f"{count} micro-batch{'es' * (count > 1)}: idle {distributed.idle_share(runs[count]):.0%}", loc="left")
axes[-1].set_xlabel("milliseconds; white: forward, grey: backward; the number is that of the micro-batch")
fig.tight_layout()
picture(
    fig,
    alt="When each of the two stages worked, as measured, for 1, 4 and 8 micro-batches: bars along the milliseconds, a row "
    "for each stage. Idle: "
    + ", ".join(f"{distributed.idle_share(runs[count]):.0%} with {count}" for count in (1, 4, 8))
    + ".",
)

# %% [markdown] id="pipeline-after"
# With one micro-batch the two stages take turns: at least half of the time is idle, and two devices are no faster than one. With more of them the stages can overlap. The formula is for *equal* pieces that are handed on at no cost. Here stage 1 has other layers than stage 0, each message takes time, and small pieces have more overhead; so the measured share is larger. And cutting further can cost more than it saves: the last line says which number was the fastest here. If the cores were busy with other programs meanwhile, the stages also waited for a core: then run the lesson again at a quiet time.

# %% [markdown] id="profile-words"
# ## 8. Where the time goes
#
# Before one buys a second machine, one looks where the time goes on the first. A **profiler** writes down when each operation began and ended. Here is an ordinary loop; somebody prepares each batch pixel by pixel. *What share of the time is the network's?*


# %% id="profile"
def slow_batch(rows):
    return tg.tensor([[(float(pixel) - 8.0) / 8.0 for pixel in image] for image in images[rows]])


def fast_batch(rows):
    return tg.tensor(digits[rows])


def profiled(prepare, steps=10):
    """Profile a few training steps: the profile, and the seconds for preparing and for all."""
    model = network()
    optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
    prepare(np.arange(64))
    begun = time.perf_counter()
    with tg.profiler.profile() as profile:
        for step in range(steps):
            rows = np.arange(64 * step, 64 * step + 64)
            with tg.profiler.record_function("prepare the batch"):
                x, y = prepare(rows), tg.tensor(labels[rows])
            with tg.profiler.record_function("forward and backward"):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(x), y).backward()
            with tg.profiler.record_function("optimizer's step"):
                optimizer.step()
    whole = time.perf_counter() - begun
    spent = {average.key: average.cpu_time_total / 1e6 for average in profile.key_averages()}
    return profile, spent["prepare the batch"], whole


def undisturbed(prepare):
    """The quickest of ten: least of other programs in it, and of Python's clearing up of memory nothing."""
    gc.disable()  # as the module timeit does
    try:
        return min((profiled(prepare) for _ in range(10)), key=lambda one: one[2])
    finally:
        gc.enable()


slow, slow_preparing, slow_whole = undisturbed(slow_batch)
print(slow.key_averages().table(sort_by="self_cpu_time_total", row_limit=6))
fast, fast_preparing, fast_whole = undisturbed(fast_batch)
for name, preparing, whole in (
    ("pixel by pixel", slow_preparing, slow_whole),
    ("as arrays", fast_preparing, fast_whole),
):
    print(f"{name:15} {1000 * whole:6.1f} ms for 10 steps, of which preparing {preparing / whole:.0%}")
assert slow_preparing > fast_preparing

# %% [markdown] id="trace-words"
# A table adds up; a **trace** shows the order. It is a JSON file that Chrome (`chrome://tracing`) and [ui.perfetto.dev](https://ui.perfetto.dev) show as a timeline to zoom into. We draw two steps of ours from the very file.

# %% id="trace"
slow.export_chrome_trace(folder / "slow.json")
fast.export_chrome_trace(folder / "fast.json")
traces = {}
for name in ("slow", "fast"):
    events = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["traceEvents"]
    traces[name] = [event for event in events if event["ph"] == "X"]
    print(name, len(traces[name]), "events; an example:", {key: events[0][key] for key in ("name", "cat", "ts", "dur")})

# %% id="trace-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(2, 1, figsize=(8.4, 3.4), sharex=True)
SHADES = {"prepare the batch": "0.4", "forward and backward": "white", "optimizer's step": "0.75"}
for ax, name, words in zip(axes, traces, ("pixel by pixel", "as arrays")):
    blocks = sorted((event for event in traces[name] if event["name"] in SHADES), key=lambda event: event["ts"])
    pairs = [blocks[first : first + 6] for first in range(0, 27, 3)]  # the least disturbed two steps
    blocks = min(pairs, key=lambda pair: pair[-1]["ts"] + pair[-1]["dur"] - pair[0]["ts"])
    zero, last = blocks[0]["ts"], blocks[-1]["ts"] + blocks[-1]["dur"]
    for event in traces[name]:
        if zero <= event["ts"] <= last:
            block = event["name"] in SHADES
            ax.barh(
                0 if block else 1,
                event["dur"] / 1000,
                left=(event["ts"] - zero) / 1000,
                color=SHADES.get(event["name"], "white"),
                edgecolor="black",
                linewidth=0.6,
                label=event["name"] if event in blocks[:3] and name == "slow" else None,
            )
    ax.set(yticks=(0, 1), yticklabels=("parts", "operations"), ylim=(1.6, -0.6))
    ax.set_title(f"two steps, prepared {words}", loc="left")
axes[-1].set_xlabel("milliseconds")
fig.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncols=3, frameon=False)
fig.tight_layout(rect=(0, 0.1, 1, 1))
picture(
    fig,
    alt="Timelines of two training steps each, from the traces. Prepared pixel by pixel, the dark blocks of preparing take "
    f"{slow_preparing / slow_whole:.0%} of the time; prepared as arrays, {fast_preparing / fast_whole:.0%}.",
)

# %% [markdown] id="trace-after"
# The remedy is not a faster network, and not a second process, but one line that prepares the batch. PyTorch's profiler is used in the same way; its trace opens in the same viewers. (The kit's `training.Profiler` does both as a callback of the Trainer.)


# %% id="torch-profile"
def torch_network():
    """PyTorch's network with the weights of ours."""
    model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10))
    model.load_state_dict({name: torch.tensor(value.numpy()) for name, value in network().state_dict().items()})
    return model


theirs = torch_network()
torch.nn.functional.cross_entropy(theirs(torch.tensor(digits[:64])), torch.tensor(labels[:64])).backward()  # warms up
with torch.autograd.profiler.profile() as profile:  # the part of torch.profiler that loads fast
    for step in range(5):
        x, y = torch.tensor(digits[:64]), torch.tensor(labels[:64])
        torch.nn.functional.cross_entropy(theirs(x), y).backward()
for row in sorted(profile.key_averages(), key=lambda row: row.self_cpu_time_total, reverse=True)[:4]:
    print(f"{row.key:28} {row.self_cpu_time_total / 1000:7.2f} ms in {row.count} calls")
profile.export_chrome_trace(str(folder / "torch.json"))
found = json.loads((folder / "torch.json").read_text(encoding="utf-8"))["traceEvents"]
names = {event.get("name") for event in found}
print(len(found), "events; among them", sorted(name for name in names if name in ("aten::addmm", "aten::relu")))
assert "aten::addmm" in names

# %% [markdown] id="search-words"
# ## 9. Searching for settings
#
# Learning rate, hidden units, dropout, weight decay, batch size: each training has such **hyperparameters**, and no formula gives them. One tries. **Random search** draws settings by chance. **Optuna** does two things more: it proposes settings near those that went well (its TPE sampler), and it **prunes**. That is, it breaks off a trial whose best loss so far is worse than the median that the finished trials had at that epoch. (Here it does so once five trials are finished, and from the third epoch on.)
#
# A trial here is a training of up to 12 epochs on 400 digits, judged by the loss on 400 others. The rest, 997 digits, are for the end. What counts as cost is *epochs*, not trials: a pruned trial is cheap, and random search shall get the same number of epochs. First look at one study.

# %% id="search"
BUDGET = 160  # epochs
split = np.random.default_rng(0).permutation(len(digits))
parts = [(tg.tensor(digits[rows]), tg.tensor(labels[rows])) for rows in (split[:400], split[400:800], split[800:])]


def judged(model, x, y):
    """Loss and share of right answers."""
    model.eval()
    with tg.no_grad():
        logits = model(x)
        loss = float(np.nan_to_num(nn.functional.cross_entropy(logits, y).item(), nan=1e9))
    return loss, float((logits.numpy().argmax(1) == y.numpy()).mean())


def objective(trial):
    """Train with the settings that the trial proposes; the validation loss."""
    rate = trial.suggest_float("learning rate", 1e-4, 0.3, log=True)
    hidden = trial.suggest_int("hidden units", 8, 128, log=True)
    drop = trial.suggest_float("dropout", 0.0, 0.7)
    decay = trial.suggest_float("weight decay", 1e-5, 1.0, log=True)
    batch = trial.suggest_categorical("batch size", [16, 32, 64, 128])
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Dropout(drop), nn.Linear(hidden, 10))
    optimizer = tg.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)
    (x, y), rng = parts[0], np.random.default_rng(0)
    for epoch in range(12):
        model.train()
        rows = rng.permutation(400)
        for first in range(0, 400, batch):
            optimizer.zero_grad()
            some = rows[first : first + batch]
            nn.functional.cross_entropy(model(x[some]), y[some]).backward()
            optimizer.step()
        loss, _ = judged(model, *parts[1])
        trial.report(loss, epoch)
        if epoch < 11 and trial.should_prune():
            raise optuna.TrialPruned()
    trial.set_user_attr("test accuracy", judged(model, *parts[2])[1])
    return loss


def searched(sampler, pruner):
    """A study (in memory) that ends when the epochs are spent."""
    study = optuna.create_study(sampler=sampler, pruner=pruner)
    while sum(len(trial.intermediate_values) for trial in study.trials) < BUDGET:
        study.optimize(objective, n_trials=1)
    return study


studies = {
    "TPE, pruning": searched(optuna.samplers.TPESampler(seed=0), optuna.pruners.MedianPruner(5, 2)),
    "random": searched(optuna.samplers.RandomSampler(seed=0), optuna.pruners.NopPruner()),
}
for name, study in studies.items():
    ends = [trial.state.name for trial in study.trials]
    print(
        f"{name:13} {len(ends)} trials ({ends.count('PRUNED')} pruned), best loss {study.best_value:.3f},",
        f"test accuracy {study.best_trial.user_attrs['test accuracy']:.1%}",
    )
print("best settings:", {name: round(value, 5) for name, value in studies["TPE, pruning"].best_params.items()})
importance = optuna.importance.get_param_importances(
    studies["TPE, pruning"], evaluator=optuna.importance.PedAnovaImportanceEvaluator()
)

# %% id="search-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(1, 3, figsize=(8.4, 3.3))
for trial in studies["TPE, pruning"].trials:
    values = list(trial.intermediate_values.values())
    axes[0].plot(
        range(1, len(values) + 1),
        np.minimum(values, 4),
        color="0.6" if trial.state.name == "PRUNED" else "black",
        lw=0.9,
    )
    if trial.state.name == "PRUNED":
        axes[0].plot(len(values), min(values[-1], 4), "x", color="0.4")
axes[0].set(yscale="log", xlabel="epochs", title="the trials; × pruned", ylabel="validation loss (up to 4)")
for (name, study), style in zip(studies.items(), ("k-", "k--")):
    spent = np.cumsum([len(trial.intermediate_values) for trial in study.trials])
    values = [trial.value if trial.state.name == "COMPLETE" else np.inf for trial in study.trials]
    axes[1].step(spent, np.minimum.accumulate(values), style, where="post", label=name)
axes[1].set(yscale="log", xlabel="epochs spent", title="best loss so far", ylabel="validation loss")
axes[1].legend(frameon=False)
axes[2].barh(list(importance)[::-1], list(importance.values())[::-1], color="0.7", edgecolor="black")
axes[2].set(title="importance", xlabel="share")
for ax, ticks in ((axes[0], (0.2, 0.5, 1, 2)), (axes[1], (0.2, 0.3, 0.5))):
    ax.minorticks_off()
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
axes[0].set_xticks((1, 6, 12))
fig.tight_layout()
picture(
    fig,
    alt="Left: the validation loss of each trial over its epochs; pruned ones end early. Middle: the best loss against the "
    "epochs spent, for Optuna and for random search. Right: Optuna's estimate of how much each setting matters: "
    + ", ".join(f"{name} {value:.2f}" for name, value in importance.items())
    + ".",
)

# %% [markdown] id="search-after"
# Each line on the left is a trial; the grey ones with a cross were pruned. In a single study either side may win: look at what yours printed. Which search is *better* is a question for many seeds. The record: 40 seeds, each with its own split; lowest validation loss found when so many epochs were spent, median and middle half; "better / worse" counts seeds against plain random search.
#
# | epochs | search | lowest validation loss | test accuracy | better / worse than random |
# |---|---|---|---|---|
# | 120 | random | 0.204 (0.167 to 0.249) | 93.9% |  |
# | 120 | random, pruning | 0.185 (0.159 to 0.211) | 94.2% | 9 / 0 |
# | 120 | TPE | 0.204 (0.167 to 0.249) | 93.9% | 0 / 0 |
# | 120 | TPE, pruning | 0.182 (0.150 to 0.221) | 94.2% | 18 / 0 |
# | 240 | random | 0.178 (0.145 to 0.204) | 94.7% |  |
# | 240 | random, pruning | 0.164 (0.144 to 0.183) | 94.7% | 13 / 0 |
# | 240 | TPE | 0.157 (0.131 to 0.184) | 94.9% | 24 / 9 |
# | 240 | TPE, pruning | 0.153 (0.124 to 0.184) | 94.9% | 35 / 5 |
# | 360 | random | 0.173 (0.144 to 0.202) | 94.6% |  |
# | 360 | random, pruning | 0.151 (0.139 to 0.181) | 94.9% | 18 / 0 |
# | 360 | TPE | 0.151 (0.125 to 0.175) | 94.9% | 34 / 6 |
# | 360 | TPE, pruning | 0.142 (0.114 to 0.165) | 95.1% | 36 / 4 |
#
# - After 120 epochs, ten whole trials, TPE *is* random search, to the digit: its first ten proposals are drawn by chance.
# - After 360 epochs TPE with pruning has found a lower loss in 36 of 40 seeds, and both parts contribute. Pruning made random search worse in none of the 40: it makes the same draws, and more of them.
# - In **test accuracy** all this is 95.1% against 94.6%: half a point. The test digits took no part in any choice; the validation loss did, so the best of many flatters itself.
#
# <details><summary>Think: why is the importance plot no proof?</summary>
#
# It is an estimate from the best few of the finished trials: try another `seed` or `BUDGET = 240`, and see whether the order stays. And it is only about the range that was searched: with learning rates from 0.001 to 0.003 alone, the learning rate would hardly matter.
# </details>

# %% [markdown] id="elastic-words"
# ## 10. What became of the killed worker
#
# By now the second training of section 4 is over, or nearly: killed, started again, finished. *It lost the steps since the last checkpoint. Will its result be another one?* We compare with the same training in this process, which nobody disturbed.

# %% id="elastic-read"
said = said_so_far(lambda: two.poll() == 0)
for line in said.splitlines():
    if "exitcode" in line and "pid" in line or line.startswith("found"):
        print(line[line.find("failed") :] if "failed" in line else line)
shutil.rmtree(folder / "alone", ignore_errors=True)  # from an earlier run of this cell
never_killed = train_with_trainer(folder / "alone", in_processes=False)
survived = list(np.load(folder / "elastic.npz").values())
apart = max(np.abs(a - p.detach().numpy()).max() for a, p in zip(survived, never_killed.model.parameters()))
history = json.loads((folder / "elastic.json").read_text(encoding="utf-8"))
print("accuracy after each epoch:", [round(value, 4) for value in history["accuracy"]])
print(f"weights: {apart:.0e} from a training in one process that nobody killed")
assert "found" in said
assert "exitcode: -9" in said or os.name == "nt"
assert apart < 1e-4
assert np.allclose(history["accuracy"], never_killed.history["accuracy"], atol=0.002)

# %% [markdown] id="elastic-after"
# torchrun reports which process died and of what (`-9` is the signal), starts both again, and they go on from the newest checkpoint. The steps after it are done a second time, with the same samples, because the checkpoint also holds the order of the samples and the state of the optimizer. The result is that of the undisturbed training, up to rounding.
#
# <details><summary>Think: what would be lost without <code>trainer.resume</code>?</summary>
#
# torchrun would start both again all the same, and they would begin at epoch 0. A restart is not a rescue; the checkpoint is.
# </details>

# %% [markdown] id="torch-words"
# ## 11. The same in PyTorch
#
# Your `train_accumulated` and `data_parallel_step` use nothing that PyTorch's tensors do not have. So they train PyTorch's networks as they are; below, the first does. (Both get one and the same small optimizer, written here, because the first use of `torch.optim` loads PyTorch's compiler, which takes seconds. So what is compared is your function, the network and the gradients, not `torch.optim.SGD`.) Your sharding is that of PyTorch's `DistributedSampler`. In larger programs the average is made by `torch.nn.parallel.DistributedDataParallel(model)`; ours is `training.distributed.DistributedDataParallel`.

# %% id="torch-same"
from torch.utils.data import DistributedSampler


class PlainSGD:
    """SGD with momentum for the tensors of either library."""

    def __init__(self, parameters, lr, momentum=0.9):
        self.param_groups = [{"params": list(parameters), "lr": lr}]
        self.momentum, self.moving = momentum, {}

    def zero_grad(self, set_to_none=True):
        for parameter in self.param_groups[0]["params"]:
            parameter.grad = None

    def step(self):
        for place, parameter in enumerate(self.param_groups[0]["params"]):
            self.moving[place] = self.momentum * self.moving.get(place, 0) + parameter.grad
            parameter.data -= self.param_groups[0]["lr"] * self.moving[place]


sides = {}
for library, model in ((tg, network()), (torch, torch_network())):
    data = library.utils.data if library is torch else tg.data
    pairs = data.TensorDataset(library.tensor(digits[:1000]), library.tensor(labels[:1000]))
    optimizer = PlainSGD(model.parameters(), lr=0.2)
    loader = data.DataLoader(pairs, batch_size=16)
    losses = train_accumulated(model, loader, library.nn.functional.cross_entropy, optimizer, 4)
    losses = [float(loss) for loss in losses]
    sides[library.__name__] = losses, weights_of(model)
    print(f"{library.__name__:14} last loss of the epoch {losses[-1]:.6f}")
(our_losses, our_weights), (their_losses, their_weights) = sides.values()
assert np.allclose(our_losses, their_losses, rtol=1e-4)
assert np.allclose(our_weights, their_weights, atol=1e-4)
for n in (10, 1280, 1283):
    for rank in range(4):
        assert list(shard_sampler(n, rank, 4)) == list(DistributedSampler(range(n), 4, rank, shuffle=False))
print("shards: equal to PyTorch's DistributedSampler for 10, 1280 and 1283 samples")

# %% id="timing"
from tinygrad_lite import compare

runs_of = []
for library, model in ((tg, network()), (torch, torch_network())):
    pairs = [(library.tensor(digits[i : i + 16]), library.tensor(labels[i : i + 16])) for i in range(0, 256, 16)]
    optimizer = PlainSGD(model.parameters(), lr=0.1)

    def run(library=library, model=model, pairs=pairs, optimizer=optimizer):
        train_accumulated(model, pairs, library.nn.functional.cross_entropy, optimizer, 4)

    runs_of.append(run)
timed = compare.timing(*runs_of, rounds=5, memory=False)

# %% [markdown] id="timing-after"
# Four steps of four micro-batches each, on one thread, with that small optimizer on both sides. "Middle half" is where half of the rounds lie; where two ranges overlap, do not call one faster. So small a network is mostly overhead.

# %% [markdown] id="mistakes"
# ## 12. Common mistakes, seen failing
#
# One you have met: no averaging (section 2). Here are three more.
#
# ### 1. Accumulated, not divided
# `backward()` adds. *What does a step with the plain sum of 16 micro-batches' gradients do?*


# %% id="mistake-sum"
def micro_trained(divide, kind, rate):
    """Four epochs with 16 micro-batches for each step; the loss on other digits, and the share of right answers."""
    model = network()
    optimizer = getattr(tg.optim, kind)(model.parameters(), lr=rate)
    for _ in range(4):
        for first in range(0, 1024, 256):
            optimizer.zero_grad()
            for start in range(first, first + 256, 16):
                x, y = tg.tensor(digits[start : start + 16]), tg.tensor(labels[start : start + 16])
                loss = nn.functional.cross_entropy(model(x), y)
                (loss / 16 if divide else loss).backward()
            optimizer.step()
    return judged(model, *parts[2])


ends = {}
for kind, rate in (("SGD", 0.3), ("SGD", 0.03), ("Adam", 0.01)):
    for name, divide in (("divided", True), ("not divided", False)):
        ends[kind, rate, divide] = loss, share = micro_trained(divide, kind, rate)
        print(f"{kind:4} with {rate:<4g} {name:11}: loss {loss:.2f}, {share:.0%} right")
assert ends["SGD", 0.3, True][1] > 0.7 > 0.5 > ends["SGD", 0.3, False][1]
assert ends["SGD", 0.03, False][0] < ends["SGD", 0.03, True][0]
assert abs(ends["Adam", 0.01, False][0] - ends["Adam", 0.01, True][0]) < 0.01

# %% [markdown] id="mistake-sum-words"
# The learning rate is 16 times as large as it says. With 0.3 that ruins the training. With 0.03, which was too small, it even helps, until somebody changes the number of micro-batches. And with Adam, which divides by the gradient's size, there is nothing to see. **Remedy:** divide each micro-batch's loss, by samples where they are not equally large.
#
# ### 2. Each replica begins with weights of its own
# Another seed in each process is what one wants for the *data*. *Does averaging bring different networks together?*

# %% id="mistake-seed"
lost = {}
for seeds in ((0, 0), (0, 1)):
    replicas = [network(seed).to(tg.float64) for seed in seeds]
    optimizers = [tg.optim.SGD(model.parameters(), lr=0.2) for model in replicas]
    apart = []
    for step in range(40):
        rows = split[:800].reshape(40, 20)[step]
        shards = [(tg.tensor(digits[part]).double(), tg.tensor(labels[part])) for part in np.split(rows, 2)]
        data_parallel_step(replicas, shards, nn.functional.cross_entropy, optimizers)
        apart.append(np.abs(weights_of(replicas[0]) - weights_of(replicas[1])).max())
    lost[seeds] = judged(replicas[0], parts[2][0].double(), parts[2][1])[0]
    print(f"seeds {seeds}: loss {lost[seeds]:.2f} after {len(apart)} steps;", end=" ")
    print(f"largest difference of a weight {apart[0]:.4f} after one step, {apart[-1]:.4f} at the end")
assert np.isclose(apart[0], apart[-1], rtol=1e-3)
assert lost[(0, 1)] > lost[(0, 0)]

# %% [markdown] id="mistake-seed-words"
# Never: both add the same numbers to different weights, so the difference stays as it was; and each gets gradients of which half belong to the other. It learns all the same, only more slowly: no error, no warning. **Remedy:** at the start send the weights of rank 0 to all (`distributed.broadcast_weights(model)`; DistributedDataParallel does it by itself), and compare them once.
#
# ### 3. One process has a batch less
# 5 batches for two workers, dealt out without filling up. Two threads stand for the processes, and a meeting point for the all-reduce.

# %% id="mistake-hang"
import threading

meeting, met = threading.Barrier(2), [[], []]


def worker(rank, batches):
    for epoch in range(2):
        for batch in range(batches):
            try:
                meeting.wait(timeout=0.3)  # an all-reduce: nobody goes on before all are there
            except threading.BrokenBarrierError:
                return
            met[rank].append(f"epoch {epoch}, batch {batch}")


threads = [threading.Thread(target=worker, args=(rank, len(range(rank, 5, 2)))) for rank in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for number, (first, second) in enumerate(zip(*met), 1):
    print(f"all-reduce {number}: worker 0 in {first}; worker 1 in {second}")
print("then worker 0 waited for worker 1, which had finished: broken off:", meeting.broken)
assert met[0][2] == "epoch 0, batch 2"
assert met[1][2] == "epoch 1, batch 0"  # two epochs, averaged with each other
assert meeting.broken

# %% [markdown] id="mistake-hang-words"
# Nothing stands still at the end of the epoch, and nothing warns. The worker with a batch less goes on into the next epoch, and its first gradient there is averaged with the other's last one of this. Only when one has finished everything does the other break off (real processes then say "Connection closed by peer"), or wait until the time limit: PyTorch's own for gloo is 30 minutes. **Remedy:** equally many batches for all, as your `shard_sampler` gives; and a `timeout` of a minute while testing.

# %% [markdown] id="recap"
# ## 13. Six questions
#
# Write a letter in quotes in place of the dots, as in `answer("scale/recap_1", "a")`.

# %% question="scale/recap_1"

# %% question="scale/recap_2"

# %% question="scale/recap_3"

# %% question="scale/recap_4"

# %% question="scale/recap_5"

# %% question="scale/recap_6"

# %% id="clean-up"
if two.poll() is None:  # it is over, unless a cell above has failed; torchrun ends its workers
    two.terminate()
    two.wait()
print("nothing runs on; the temporary files are deleted when the kernel ends, so you may run any cell above again")

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## What you have now, and where to go next
#
# You have cut a training in four ways, and each time held the claim against one process, a clock or forty seeds. What was equal was equal to rounding; what was faster was less so than promised; and the most useful speed-up of the lesson was one line that prepares a batch.
#
# - [**Lesson 09, The complete loop**](09_complete_loop.ipynb): add `distributed=True` to its Trainer, put it into a file, and start that with torchrun.
# - [**Lesson 10, Debugging training**](10_debugging.ipynb): every fault that is there can happen in one replica only. How would you notice?
# - [**Lesson 00, Start here**](00_start_here.ipynb): this was the last lesson; with what you know now the first reads differently.
#
# To read on:
#
# - P. Goyal and others, "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017 ([arXiv:1706.02677](https://arxiv.org/abs/1706.02677)): the linear rule, with a warm-up.
# - C. Shallue and others, "Measuring the Effects of Data Parallelism on Neural Network Training", 2019 ([arXiv:1811.03600](https://arxiv.org/abs/1811.03600)): no rule holds everywhere.
# - Y. Huang and others, "GPipe", 2019 ([arXiv:1811.06965](https://arxiv.org/abs/1811.06965)).
# - J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", 2012; T. Akiba and others, "Optuna", 2019 ([arXiv:1907.10902](https://arxiv.org/abs/1907.10902)).
# - PyTorch: [torchrun](https://pytorch.org/docs/stable/elastic/run.html), [DistributedDataParallel](https://pytorch.org/docs/stable/notes/ddp.html).
