# %% [markdown] id="title"
# # Lesson 09: The complete loop
#
# Somebody gives you a pile of data and asks: *can a network learn this, and how well?* An honest answer needs more than a network. It needs batches, a loop, a look from outside after each epoch, a rule for when to stop, one last exam, and a report that another person can check and repeat. In this lesson you build all of that yourself, for real handwritten digits. Then you let a `Trainer` do the same, then PyTorch, and lay the three curves on one another.
#
# After this lesson you can
#
# - go from a data set to a report: split, batches, loop, validation, early stopping, best weights, test,
# - write `train_one_epoch`, `validate`, `train_model` and a callback so that they drive a model of either library,
# - look at a training in TensorBoard,
# - say how sure an accuracy is, which classes get mixed up, and which errors the network is surest of,
# - write down what an experiment needs to be repeated, and prove that it is enough,
# - recognise six common mistakes by the number that they spoil.
#
# | section | minutes |
# |---|---|
# | 1 Data · 2 The smallest loop | 15 |
# | 3 What comes before what | 5 |
# | 4 One epoch, and a look from outside | 30 |
# | 5 The whole training | 20 |
# | *a good place to stop for today* | |
# | 6 Watching · 7 A Trainer, and PyTorch | 10 |
# | 8 The report | 30 |
# | 9 So that others can repeat it | 5 |
# | 10 Mistakes · 11 Questions | 10 |
#
# You need Python, some NumPy, and the idea of a training step (predict, loss, backward, step). Nothing from the other lessons has to be done first.
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell, and a card below it says how it went: what came out, what was expected and, where that is certain, which mistake it is. Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start. When you are stuck, `hint("loop/batches")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import json
import math
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture, plot_confusion_matrix

begin("09_complete_loop")

# %% [markdown] id="data"
# ## 1. Data in three parts, and in batches
#
# The data: 1437 handwritten digits, scanned and reduced to 8 × 8 pixels, each with its right answer from 0 to 9. (Another 360 lie in a drawer. They are the exam, and stay there until section 8.)
#
# One pass over all training samples is an **epoch**. It goes in **batches**, small groups of samples; each batch makes one step of the weights. In each epoch the samples come in another random order, and each exactly once.
#
# *1150 samples in batches of 32: how many batches is that, and how large is the last one?*

# %% exercise="loop/batches"

# %% id="batches-use"
pieces = [np.asarray(piece) for piece in batches(1150, 32, np.random.default_rng(0))]
print("batches:", len(pieces), " samples in the first:", len(pieces[0]), " in the last:", len(pieces[-1]))
assert sorted(np.concatenate(pieces)) == list(range(1150))  # every sample exactly once
assert (len(pieces), len(pieces[-1])) == (36, 30)

# %% [markdown] id="split-words"
# <details><summary>How many batches, and how large is the last one?</summary>
#
# 1150 = 35 · 32 + 30: 36 batches, and the last one has 30.
#
# </details>
#
# Now the parts. The network learns from the **training** part. While it learns, we make choices: how many epochs, which learning rate, which network. For those we ask the **validation** part, from which it does not learn. A part that choices were made with is not neutral any more. So there is a third one, the **test** part, which is asked once, at the very end.
#
# We draw 287 digits for validation, with a seed, so that the same digits are drawn the next time.


# %% id="split"
def digits_split(seed):
    """Pixels from 0 to 1 and labels, as arrays: (x_train, y_train, x_val, y_val). The test part is not touched."""
    images, labels = tg.data.digits(train=True)
    x, y = images.numpy().astype(np.float64) / 16, labels.numpy()
    order = np.random.default_rng(seed).permutation(len(y))
    val, train = order[:287], order[287:]
    return x[train], y[train], x[val], y[val]


x_train, y_train, x_val, y_val = digits_split(seed=0)
print("to train:", len(y_train), " to validate:", len(y_val))
print("how often each digit occurs in training:  ", np.bincount(y_train))
print("how often each digit occurs in validation:", np.bincount(y_val))
assert (len(y_train), len(y_val)) == (1150, 287)

# %% id="data-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(1, 8, figsize=(8.5, 1.5))
for ax, place in zip(axes.flat, pieces[0]):
    ax.imshow(x_train[place].reshape(8, 8), cmap="Greys")
    ax.set(xticks=[], yticks=[])
    ax.set_title(str(y_train[place]), fontsize=9)
fig.tight_layout()
picture(
    fig,
    alt="Eight scanned digits from the first batch, 8 by 8 grey pixels each, with the right answer above: "
    + ", ".join(str(y_train[place]) for place in pieces[0][:8])
    + ".",
)

# %% [markdown] id="loader-words"
# A `DataLoader` turns places into batches of samples, in tinygrad_lite and in PyTorch alike. Usually it shuffles by itself. Here it gets its order from *your* `batches`, so that every loop of this lesson, in whichever library, sees the same samples in the same order.
#
# The numbers are kept with 64 bits, not with the usual 32: then two libraries can be compared to many digits.


# %% id="loader"
class EpochOrder:
    """The places of the samples, batch by batch, from your `batches`: another order in each epoch."""

    def __init__(self, n, batch_size, seed):
        self.n, self.batch_size, self.rng = n, batch_size, np.random.default_rng(seed)

    def __iter__(self):
        for piece in batches(self.n, self.batch_size, self.rng):
            yield [int(place) for place in piece]

    def __len__(self):
        return math.ceil(self.n / self.batch_size)


def loader_of(x, y, batch_size, seed=None, library=tg):
    """A DataLoader of either library: shuffled by your `batches` if there is a seed, otherwise in the given order."""
    data = tg.data if library is tg else library.utils.data
    samples = data.TensorDataset(library.tensor(x), library.tensor(y))
    if seed is None:
        return data.DataLoader(samples, batch_size=batch_size)
    return data.DataLoader(samples, batch_sampler=EpochOrder(len(y), batch_size, seed))


inputs, targets = next(iter(loader_of(x_train, y_train, 32, seed=0)))
print("a batch:", tuple(inputs.shape), "pixels,", tuple(targets.shape), "labels")
assert tuple(inputs.shape) == (32, 64)

# %% [markdown] id="regression-words"
# ## 2. The smallest complete loop: a number
#
# Before the digits, something smaller. Ten measurements of a patient (age, blood pressure, …) are given; how far will the diabetes have progressed a year later? The answer is a number, from 25 to 346: that is **regression**. The loss is the mean squared error.
#
# Write the whole training: `epochs` times over all batches, with a step for each batch. Return the mean loss of each epoch. *The last batch is smaller. If each batch's mean counted the same, what would be wrong?*

# %% exercise="loop/train_regression"

# %% [markdown] id="regression-run-words"
# Two things before it can run. The measurements are of very different sizes, so each is **standardised**: minus its mean, divided by its standard deviation, so that all are near 0 and about 1 large. Mean and standard deviation are taken **from the training patients only**; what training may not know, preparing the data may not know either.
#
# And a number alone says nothing. It needs **baselines**, simple answers to be better than:
#
# - always say the mean of the training patients;
# - a straight line through all ten measurements, by least squares (`np.linalg.lstsq`), which needs no training at all.
#
# We measure the **mean absolute error** (by how much a prediction is off) and **R²**: 1 minus the squared errors, divided by those of somebody who always says the mean. R² is 1 for a perfect answer, 0 for one no better than the mean.
#
# *Guess: how much better than the straight line is a network?*


# %% id="regression-run"
def r2_and_mae(predicted, target):
    """R², and by how much a prediction is off on average."""
    r2 = 1 - ((predicted - target) ** 2).mean() / ((target - target.mean()) ** 2).mean()
    return float(r2), float(np.abs(predicted - target).mean())


raw, progress_train = (part.numpy().astype(np.float64) for part in tg.data.diabetes(train=True))  # 353 patients
raw_test, progress_test = (part.numpy().astype(np.float64) for part in tg.data.diabetes(train=False))  # 89 patients
mean, std = raw.mean(axis=0), raw.std(axis=0)  # of the training patients
patients, patients_test = (raw - mean) / std, (raw_test - mean) / std
y_mean, y_std = progress_train.mean(), progress_train.std()

with_ones = np.column_stack([patients, np.ones(len(patients))])
line = np.linalg.lstsq(with_ones, progress_train, rcond=None)[0]
results = {
    "always the mean": r2_and_mae(np.full_like(progress_test, y_mean), progress_test),
    "straight line": r2_and_mae(np.column_stack([patients_test, np.ones(89)]) @ line, progress_test),
}

regression_curves = []
for seed in range(3):
    tg.manual_seed(seed)
    network = nn.Sequential(nn.Linear(10, 8), nn.ReLU(), nn.Linear(8, 1)).double()
    optimizer = tg.optim.Adam(network.parameters(), lr=0.03)
    loader = loader_of(patients, (progress_train - y_mean) / y_std, 32, seed=seed)
    regression_curves.append([float(loss) for loss in train_regression(network, loader, optimizer, 4)])
    with tg.no_grad():
        predicted = network(tg.tensor(patients_test)).numpy() * y_std + y_mean
    results[f"network, seed {seed}"] = r2_and_mae(predicted, progress_test)

for name, (r2, mae) in results.items():
    print(f"{name:16} R² {r2:6.3f}   off by {mae:4.1f} on average")
assert all(curve[-1] < curve[0] for curve in regression_curves)  # it learned
assert results["straight line"][0] > 0.5 > 0.01 > abs(results["always the mean"][0])

# %% [markdown] id="regression-after"
# Hardly at all. And this network was given its best chance: 4 sizes with 5 learning rates each were compared by **cross-validation** (the 353 training patients in five parts, each left out once and asked). The setting above won, with R² 0.467 against 0.456 for the straight line. Even that is too good: it is the best of 20 settings with up to 60 epochs each, on the same five parts, and the line had no choice. (Section 10 shows what choosing does to a figure.) On the 89 test patients, over ten seeds, it reached 0.599 (0.535 to 0.619); the line has 0.595, and needs no seed. (`python -m benchmarks.loop_runs` repeats it; `docs/measurements/complete_loop.md` is the record.)
#
# With 353 patients and ten measurements there is little for a network to find that a line does not. Whoever had left the line out would have called R² 0.6 a success of deep learning. **A baseline first.**
#
# <details><summary>If each batch's mean counted the same, what would be wrong?</summary>
#
# The last batch has 353 − 11 · 32 = 1 patient. That one would count as much as 32 others.
#
# </details>

# %% [markdown] id="order-words"
# ## 3. What comes before what
#
# Every training has the same moments: set up, train on batches, validate, keep the best. Some may change places, others may not, and a wrong order is seldom an error: it runs, and learns badly. Put any of the calls below into a right order.

# %% exercise="loop/loop_order"

# %% id="order-use"
calls = ["optimizer.step", "model.eval()", "zero_grad", "save if best", "make optimizer", "backward", "model.train()"]
calls += ["validation forward", "forward", "no_grad", "loss", "validation loss", "model.to(device)", "batch.to(device)"]
ordered = list(loop_order(calls))
print(" → ".join(ordered))
assert sorted(ordered) == sorted(calls)

# %% [markdown] id="network-words"
# Here is the network for the digits: 64 pixels, 128 units, 10 outputs. The outputs are called **logits**: one number for each class, and the largest one is the prediction. Between the layers stands **batch normalisation**, which brings each unit's numbers to mean 0 and size 1 over the batch. It has two lives: while training, it takes mean and size from the batch; in evaluation, from running averages that it collected during training. These averages are not weights, but they are a part of the network all the same; they are called **buffers**. The optimizer is **Adam**, gradient descent with a step size of its own for every weight.


# %% id="network"
def new_network(seed):
    """64 pixels in, 10 logits out; the same seed gives the same first weights."""
    tg.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10)).double()


criterion = nn.CrossEntropyLoss()
network = new_network(0)
print("parameters:", sum(parameter.numel() for parameter in network.parameters()))
print("buffers:   ", ", ".join(name for name, _ in network.named_buffers()))
assert sum(parameter.numel() for parameter in network.parameters()) == 64 * 128 + 128 + 2 * 128 + 128 * 10 + 10

# %% [markdown] id="accuracy-words"
# ## 4. One epoch, and a look from outside
#
# The loss is what the network makes smaller; a person wants to know how many digits it reads rightly. *Is a softmax needed to find that out?*

# %% exercise="loop/accuracy"

# %% [markdown] id="mean-words"
# <details><summary>Is a softmax needed?</summary>
#
# No. It turns logits into probabilities, but the largest stays the largest.
#
# </details>
#
# An epoch gives a loss for each batch. What was the loss of the epoch?

# %% question="loop/mean_by_hand"

# %% exercise="loop/train_one_epoch"

# %% id="epoch-use"
optimizer = tg.optim.Adam(network.parameters(), lr=0.01)
train_loader = loader_of(x_train, y_train, 32, seed=0)
for epoch in range(2):
    begun = time.perf_counter()
    loss, share = train_one_epoch(network, train_loader, criterion, optimizer)
    print(f"epoch {epoch}: loss {float(loss):.4f}, {float(share):.1%} right ({time.perf_counter() - begun:.2f} s)")

# %% [markdown] id="validate-words"
# These figures are from *before* each step, on digits it is learning from. Now the look from outside: **evaluation mode** (`model.eval()`, so that batch normalisation uses its running averages), no gradients, no step. Afterwards, everything is as it was.
#
# *Is it dangerous to leave the network in evaluation mode? What would the next epoch do?*

# %% exercise="loop/validate"

# %% id="validate-use"
before = {name: value.numpy().copy() for name, value in network.state_dict().items()}
loss, share = (float(figure) for figure in validate(network, loader_of(x_val, y_val, 64), criterion))
print(f"validation: loss {loss:.4f}, {share:.1%} right")
assert all(np.array_equal(value.numpy(), before[name]) for name, value in network.state_dict().items())
with tg.no_grad():
    logits = network.eval()(tg.tensor(x_val)).numpy()  # all at once, by another way
network.train()
assert np.isclose(share, float(accuracy(logits, y_val)))

# %% [markdown] id="weight-words"
# Many training loops, also in published texts, add up the batches' mean losses and divide by the number of batches. Each batch then counts the same, also a small last one. *The same network, the same 287 digits: can its loss depend on the batch size?*


# %% id="weight"
def equal_weight(model, loader):
    """The mean of the batches' mean losses."""
    model.eval()
    with tg.no_grad():
        losses = [criterion(model(x), y).item() for x, y in loader]
    model.train()
    return sum(losses) / len(losses)


rows = []
for size in (287, 256, 128, 64, 32):
    loader = loader_of(x_val, y_val, size)
    rows.append((float(validate(network, loader, criterion)[0]), equal_weight(network, loader)))
    print(f"batches of {size:3} (last one {287 % size or size:3}):", end=" ")
    print(f"weighted {rows[-1][0]:.6f}, each batch the same {rows[-1][1]:.6f}")
weighted, unweighted = np.array(rows).T
print(f"largest difference: weighted {np.ptp(weighted):.1e}, each batch the same {np.ptp(unweighted):.1e}")
assert np.ptp(weighted) < 1e-9 < 1e-3 < np.ptp(unweighted)

# %% [markdown] id="weight-after"
# Weighted by its number of samples, the loss is a property of the network. With equal weights it is a property of the network *and* of the batch size, and two people who compare their numbers compare nothing.
#
# <details><summary>Could the network stay in evaluation mode?</summary>
#
# Not for training. Batch normalisation would go on using its running averages and would never renew them, while the weights before it change. That is why `train_one_epoch` sets train mode itself and does not trust whoever came before.
#
# </details>

# %% [markdown] id="scheduled-words"
# A learning rate that falls from epoch to epoch is one line more. *Before or after the epoch's steps? And which rate was the first epoch trained with?*

# %% exercise="loop/train_scheduled"

# %% id="scheduled-use"
network = new_network(0)
optimizer = tg.optim.Adam(network.parameters(), lr=0.01)
scheduler = tg.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=6)
rates = train_scheduled(network, loader_of(x_train, y_train, 32, seed=0), criterion, optimizer, scheduler, 6)
print("rates:", [round(float(rate), 5) for rate in rates])
share = float(validate(network, loader_of(x_val, y_val, 64), criterion)[1])
print(f"after it: {share:.1%} of the validation digits right")
assert np.allclose([float(rate) for rate in rates], [0.005 * (1 + math.cos(math.pi * t / 6)) for t in range(6)])

# %% [markdown] id="scheduled-after"
# The first epoch gets the full rate, and the last one is not yet 0. Whether a schedule is *better* is another question, with its own lesson (05, Schedules); in what follows the rate is constant, and the best weights are kept instead.

# %% [markdown] id="callback-words"
# ## 5. The whole training
#
# A **callback** is an object that the loop calls at agreed moments. So one can write down, draw or save without touching the loop: the loop says "epoch 3 is over, here are its figures", and does not want to know who listens. The first one keeps a history.

# %% exercise="loop/callback"

# %% id="callback-use"
notes = History()
for epoch, loss in enumerate([0.9, 0.5, 0.6]):
    notes.on_epoch_end(epoch, {"val_loss": loss})
print("best:", notes.best("val_loss"))
assert tuple(notes.best("val_loss")) == (1, 0.5)

# %% [markdown] id="model-words"
# And now everything together. After each epoch the validation loss is looked at. A lower one than ever: remember the weights *and the buffers*. No lower one for `patience` epochs in a row: stop, this is **early stopping**. At the end the model gets back what it had in its best epoch.
#
# *If you write `best = model.state_dict()`, whose numbers are in `best` five epochs later?* (Section 10 shows it.)

# %% exercise="loop/train_model"

# %% [markdown] id="choose-words"
# Three learning rates, each with at most 12 epochs and patience 8. *Which figure may choose among them: training loss, validation loss, test accuracy?*

# %% id="choose"
val_loader = loader_of(x_val, y_val, 287)
tried = {}
for rate in (0.003, 0.01, 0.03):
    begun = time.perf_counter()
    network, history = new_network(0), History()
    optimizer = tg.optim.Adam(network.parameters(), lr=rate)
    loader = loader_of(x_train, y_train, 32, seed=0)
    best_epoch, best_loss = train_model(network, loader, val_loader, criterion, optimizer, 12, 8, [history])
    tried[rate] = float(best_loss)
    epochs, right = len(history.logs["val_loss"]), float(validate(network, val_loader, criterion)[1])
    print(
        f"rate {rate:5}: best epoch {int(best_epoch):2} of {epochs}, validation loss {float(best_loss):.4f}, "
        f"{right:.1%} right ({time.perf_counter() - begun:.1f} s)"
    )
    assert np.isclose(float(validate(network, val_loader, criterion)[0]), float(best_loss))  # the best weights are back
print("lowest validation loss with rate", min(tried, key=tried.get))

# %% [markdown] id="choose-after"
# The validation loss may choose, and nothing else here: the training loss nearly always likes the longest training best, and the test digits must not know of our choices.
#
# By these three figures the rate in the last line wins. That is one draw of the validation digits, the first weights and the batches. Repeated with ten seeds, six rates and other networks (`docs/measurements/complete_loop.md`; in each cell the median, and from the smallest to the largest), each network at its best rate *by validation loss*:
#
# | network | learning rate | validation loss | validation accuracy |
# |---|---|---|---|
# | 64-64-10 | 0.03 | 0.106 (0.035 to 0.147) | 96.7% (94.4% to 98.6%) |
# | 64-128-10, batch norm | 0.01 | 0.070 (0.037 to 0.113) | 98.1% (96.2% to 99.3%) |
# | 64-128-64-10, batch norm | 0.001 | 0.060 (0.020 to 0.074) | 98.6% (97.9% to 99.7%) |
# | convolution | 0.01 | 0.030 (0.009 to 0.092) | 99.1% (97.6% to 100.0%) |
#
# So over ten seeds it is 0.01 for our network, and we take it. A **convolutional** network, which looks at neighbouring pixels together, is clearly better, and takes several times as long to train. The deeper one is better, too; with rate 0.003 its loss is also 0.060, and it is hardly slower than ours. We stay with the smaller one, which is simple to look into and quick: this notebook trains it more than a dozen times. With one training to make, one would take the convolutional one.
#
# **A good place to stop.** You have a loop that trains, watches and stops. What comes next: seeing it, comparing it, and the report.

# %% [markdown] id="tensorboard-words"
# ## 6. Watching
#
# **TensorBoard** is a program that draws curves while a training runs, in a browser. Its files are written by a `SummaryWriter`: `writer.add_scalar("Loss/val", 0.31, 7)` puts the number 0.31 at epoch 7 of the curve "Loss/val". The part before the slash becomes a heading. Write a function that hands it a whole dict of figures, also one with dicts inside.

# %% exercise="loop/log_scalars"

# %% [markdown] id="tensorboard-callback"
# As a callback, it hangs on your own loop. This is the run that the rest of the lesson is about: learning rate 0.01, seed 0.


# %% id="by-hand"
from torch.utils.tensorboard import SummaryWriter


class ToTensorBoard:
    """A callback: the epoch's figures, by your `log_scalars`."""

    def __init__(self, folder):
        self.writer = SummaryWriter(str(folder))

    def on_epoch_end(self, epoch, logs):
        for figure in ("loss", "accuracy"):
            both = {"train": float(logs[f"train_{figure}"]), "val": float(logs[f"val_{figure}"])}
            log_scalars(self.writer, epoch, {figure.capitalize(): both})


RATE, EPOCHS, PATIENCE = 0.01, 30, 8
folder = Path(tempfile.mkdtemp(prefix="lesson_09_"))  # everything this lesson writes is in here

by_hand, history, to_tensorboard = new_network(0), History(), ToTensorBoard(folder / "by_hand")
optimizer = tg.optim.Adam(by_hand.parameters(), lr=RATE)
begun = time.perf_counter()
best_epoch, best_loss = train_model(
    by_hand, loader_of(x_train, y_train, 32, seed=0), val_loader, criterion, optimizer, EPOCHS, PATIENCE,
    [history, to_tensorboard],
)  # fmt: skip
seconds_by_hand = time.perf_counter() - begun
to_tensorboard.writer.close()
print(
    f"{len(history.logs['val_loss'])} epochs in {seconds_by_hand:.1f} s; best: {int(best_epoch)}, {float(best_loss):.4f}"
)

# %% [markdown] id="tensorboard-open"
# To look at it in TensorBoard, set `OPEN_IT = True` in the next cell and run it again: TensorBoard then opens in the notebook, where the notebook runs on your own machine. (In a terminal, the command that the cell prints does the same.) It is off at first, because it starts a program that goes on running. Below, the same file is read back and drawn.

# %% id="tensorboard-cell"
import os
import shutil
import sys

OPEN_IT = False


def open_tensorboard(folder):
    """TensorBoard inside the notebook; where that does not go, the command for a terminal."""
    beside_python = shutil.which("tensorboard", path=str(Path(sys.executable).parent))
    if beside_python:
        os.environ.setdefault("TENSORBOARD_BINARY", beside_python)
    try:
        shell = get_ipython()
        shell.run_line_magic("load_ext", "tensorboard")
        shell.run_line_magic("tensorboard", f"--logdir {folder}")
    except Exception as error:  # no notebook, no TensorBoard, no free port: the lesson goes on
        print(f"not here ({error}); in a terminal: tensorboard --logdir {folder}")


if OPEN_IT:
    open_tensorboard(folder)
else:
    print("tensorboard --logdir", folder)

# %% id="tensorboard-read"
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def curves_in(folder):
    """What an event file holds: the name of each curve and its (epoch, value) pairs."""
    events = EventAccumulator(str(folder)).Reload()
    return {tag: [(point.step, point.value) for point in events.Scalars(tag)] for tag in events.Tags()["scalars"]}


written = curves_in(folder / "by_hand")
print("curves in the file:", ", ".join(sorted(written)))
assert set(written) == {"Loss/train", "Loss/val", "Accuracy/train", "Accuracy/val"}
assert np.allclose([value for _, value in written["Loss/val"]], np.array(history.logs["val_loss"], dtype=float))

# %% id="tensorboard-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(1, 2, figsize=(8.5, 3.1))
for ax, figure in zip(axes, ("Loss", "Accuracy")):
    for part, style in (("train", "k--"), ("val", "k-")):
        epochs, values = zip(*written[f"{figure}/{part}"])
        ax.plot(epochs, values, style, label=part)
    ax.axvline(int(best_epoch), color="0.6", linewidth=1, linestyle=":")
    ax.set(xlabel="epoch", title=figure, ylabel={"Loss": "mean loss", "Accuracy": "share right"}[figure])
    ax.xaxis.get_major_locator().set_params(integer=True)
axes[0].text(int(best_epoch) - 0.3, axes[0].get_ylim()[1] * 0.8, "best epoch", ha="right", color="0.4")
axes[0].set_ylim(bottom=0)
axes[0].legend(frameon=False)
fig.tight_layout()
picture(
    fig,
    alt=f"Loss and accuracy over {len(history.logs['val_loss'])} epochs, from the event file. The training loss falls towards 0; "
    f"the validation loss falls to {float(best_loss):.3f} in epoch {int(best_epoch)}, marked by a dotted line, and then no further.",
)

# %% [markdown] id="tensorboard-after"
# The dashed loss goes towards 0: the network gets ever better at the digits it has seen. The solid one is soon down, and from then on it only goes up and down. Early stopping waits for a lower point, for 8 epochs, and then goes back to the lowest. Which of these epochs that is, is partly luck: a validation part of 287 digits is a coarse ruler.

# %% [markdown] id="trainer-words"
# ## 7. The same with a Trainer, and in PyTorch
#
# What you wrote is about what a `Trainer` does. It has the loop, and takes everything else as callbacks: `EarlyStopping` and `ModelCheckpoint` (which writes the best states to files), a learning rate that is noted down, logs for TensorBoard and for a spreadsheet, a bar to watch. Same first weights, same batches. *Will its curve be like yours, or the same?*

# %% id="trainer"
from tinygrad_lite import training

with_trainer = new_network(0)
trainer = training.Trainer(
    with_trainer,
    tg.optim.Adam(with_trainer.parameters(), lr=RATE),
    criterion,
    metrics=[training.metrics.Accuracy()],
    callbacks=[
        training.EarlyStopping("val_loss", patience=PATIENCE, restore_best=True),
        training.ModelCheckpoint(folder / "checkpoints"),
        training.LearningRateMonitor(),
        training.CSVLogger(folder / "log.csv"),
        training.TensorBoardLogger(folder / "trainer"),
        training.ProgressBar(),
    ],
)
begun = time.perf_counter()
trainer_history = trainer.fit(loader_of(x_train, y_train, 32, seed=0), val_loader, epochs=EPOCHS)
seconds_trainer = time.perf_counter() - begun

# %% id="trainer-use"
print("ended because", trainer.stop_reason)
print("checkpoints:", ", ".join(sorted(path.name for path in (folder / "checkpoints").iterdir())), "and log.csv:")
print("  " + "\n  ".join((folder / "log.csv").read_text().splitlines()[:3]))

ours = np.array(history.logs["val_loss"], dtype=float)
largest = np.abs(ours - np.array(trainer_history["val_loss"])).max()
weights = {name: value.numpy() for name, value in by_hand.state_dict().items()}
same_bits = all(np.array_equal(value.numpy(), weights[name]) for name, value in with_trainer.state_dict().items())
print(f"largest difference of the validation losses: {largest:.1e}; final weights the same to the bit: {same_bits}")
assert len(ours) == trainer_history.epochs
assert largest < 1e-6  # far less, unless your `validate` counts in 32 bits
assert np.allclose(np.array(history.logs["val_accuracy"], dtype=float), trainer_history["val_accuracy"])
assert np.allclose(curves_in(folder / "trainer")["Loss/val"], written["Loss/val"])

# %% [markdown] id="trainer-after"
# The same, not alike: there is no magic in a Trainer. What it has beyond yours is care: it goes on after a crash to the bit, clips, accumulates, works in mixed precision, and complains when loader, model and optimizer do not belong together. Its callbacks also work in a loop of your own, where a `CallbackList` speaks for all of them:

# %% id="callback-list"
small, table = new_network(0), folder / "own_loop.csv"
with training.CallbackList([training.CSVLogger(table)], model=small) as kit:
    train_model(
        small, loader_of(x_train, y_train, 32, seed=0), val_loader, criterion,
        tg.optim.Adam(small.parameters(), lr=RATE), 3, PATIENCE, [kit],
    )  # fmt: skip
print(table.read_text())
assert len(table.read_text().splitlines()) == 1 + 3

# %% [markdown] id="torch-words"
# Now PyTorch. The functions of sections 4 and 5 only call what both libraries have (`model(x)`, `backward()`, `step()`, `train()`, `eval()`, `state_dict()`), so they drive a PyTorch network without a change. It gets the first weights of ours and its batches from your `batches`. (Importing PyTorch takes a few seconds, once.)

# %% id="torch"
import torch

torch.set_num_threads(1)
in_torch = torch.nn.Sequential(
    torch.nn.Linear(64, 128), torch.nn.BatchNorm1d(128), torch.nn.ReLU(), torch.nn.Linear(128, 10)
).double()
first = new_network(0).state_dict()
in_torch.load_state_dict({name: torch.tensor(value.numpy()) for name, value in first.items()})

warm_up = torch.nn.Linear(1, 1)  # the first optimizer and its first step load parts of PyTorch: that is not training
warm_up(torch.ones(1, 1)).sum().backward()
torch.optim.Adam(warm_up.parameters()).step()

torch_history = History()
begun = time.perf_counter()
torch_best = train_model(
    in_torch, loader_of(x_train, y_train, 32, seed=0, library=torch), loader_of(x_val, y_val, 287, library=torch),
    torch.nn.CrossEntropyLoss(), torch.optim.Adam(in_torch.parameters(), lr=RATE), EPOCHS, PATIENCE, [torch_history],
)  # fmt: skip
seconds_torch = time.perf_counter() - begun

theirs = np.array(torch_history.logs["val_loss"], dtype=float)
largest = max(np.abs(value.numpy() - weights[name]).max() for name, value in in_torch.state_dict().items())
print(f"best epoch: by hand {int(best_epoch)}, PyTorch {int(torch_best[0])}")
print(f"largest difference of validation losses {np.abs(ours - theirs).max():.1e}, of final weights {largest:.1e}")
assert len(ours) == len(theirs)
assert np.allclose(ours, theirs, rtol=0, atol=1e-6)

# %% id="three-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.5, 3.6))
ax.plot(ours, color="0.75", linewidth=9, label="by hand, tinygrad_lite")
ax.plot(trainer_history["val_loss"], color="0.4", linewidth=3.5, label="Trainer, tinygrad_lite")
ax.plot(theirs, "w--", linewidth=1.4)
ax.plot([], [], "k--", linewidth=1.4, label="by hand, PyTorch (drawn in white)")
ax.set(xlabel="epoch", ylabel="validation loss", title="One training, three ways")
ax.xaxis.get_major_locator().set_params(integer=True)
ax.legend(frameon=False)
picture(
    fig,
    alt="Three curves of the validation loss, exactly on one another: a thick light grey one by hand, a thinner dark one "
    f"from the Trainer, and a white dashed one from PyTorch. They fall from {ours[0]:.2f} to {ours.min():.3f}.",
)

# %% [markdown] id="timing-words"
# How long does it take? The whole trainings above include loaders, and the Trainer's also logs, files and a progress bar. A fair comparison of the libraries takes one training step alone, on one thread each, in turns.

# %% id="timing"
from tinygrad_lite import compare

print(
    f"whole training: by hand {seconds_by_hand:.2f} s, Trainer {seconds_trainer:.2f} s, PyTorch {seconds_torch:.2f} s"
)


def step_of(library, model):
    """One training step on one batch, as it is written in either library."""
    x, y = library.tensor(x_train[:32]), library.tensor(y_train[:32])
    optimizer, loss_of = library.optim.Adam(model.parameters(), lr=0.0), library.nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()

    return step


torch_copy = compare.to_torch(new_network(0))
timed = compare.timing(step_of(tg, new_network(0)), step_of(torch, torch_copy), rounds=8, memory=False)

# %% [markdown] id="timing-meaning"
# How to read it. "Middle half" is where half of the rounds lie; if the two ranges overlap, do not call one of them faster. It holds for a network of this size: the larger the layers, the more of the time goes into multiplying matrices, which both do alike; on a graphics card it comes out differently again.

# %% [markdown] id="report-words"
# ## 8. The report
#
# The network is chosen, nothing will be changed any more. Now, **once**, the drawer with the 360 test digits. *What is the least that you would want to read in the report?*

# %% id="test"
images, labels = tg.data.digits(train=False)
x_test, y_test = images.numpy().astype(np.float64) / 16, labels.numpy()

by_hand.eval()
with tg.no_grad():
    logits = by_hand(tg.tensor(x_test)).numpy()
predicted = logits.argmax(axis=1)
right = int((predicted == y_test).sum())
print(f"{right} of {len(y_test)} test digits right: {float(accuracy(logits, y_test)):.1%}")
assert float(accuracy(logits, y_test)) >= 0.95  # another order of the batches gives another figure: 97 to 99%

# %% [markdown] id="interval-words"
# <details><summary>The least that belongs into a report</summary>
#
# How many of how many, with an interval; which data, and that they were not used for choosing; what a simple baseline gets; which classes are weak. And what it needs to be repeated (section 9).
#
# </details>
#
# Which 360 digits lie in the drawer is chance. Another 360, by the same people, would give another figure. How far could it be off? If the network reads a share $p$ rightly in the long run, the figure from $n$ digits varies with a standard deviation of $\sqrt{p(1-p)/n}$, and about 95% of all such figures lie within 1.96 of these.

# %% question="loop/interval_by_hand"

# %% [markdown] id="wilson-words"
# So: accuracy ± that? For most figures this is good enough. Near 100% it is not. *What does the formula say of a network that gets 360 of 360 right? Would you believe it?*
#
# **Wilson's interval** (1927) asks the other way round: for which true shares $p$ would our figure be within 1.96 standard deviations *of that p*? It never leaves 0 to 1, and has a width even when nothing went wrong. How often does each interval hold the truth? That can be computed exactly, without drawing any luck.


# %% id="wilson"
def plain_interval(right, n):
    """Share ± 1.96 standard deviations."""
    p = right / n
    half = 1.96 * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def wilson_interval(right, n):
    """The shares for which the figure is no more than 1.96 standard deviations off."""
    z, p = 1.96, right / n
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def how_often_true(interval, p, n=360):
    """The chance that the interval holds the true share p, summed over all results 0 … n of n digits."""
    k = np.arange(n + 1)
    factorial = np.cumsum(np.log(np.maximum(k, 1)))  # the logarithms of 0!, 1!, … n!
    chance = np.exp(factorial[n] - factorial - factorial[::-1] + k * np.log(p) + (n - k) * np.log(1 - p))
    low, high = interval(k, n)
    return float(chance[(low <= p) & (p <= high)].sum())


for name, interval in (("plain", plain_interval), ("Wilson", wilson_interval)):
    low, high = interval(right, 360)
    perfect = "{:.2%} to {:.2%}".format(*interval(360, 360))
    holds = ", ".join(f"{how_often_true(interval, p):.0%}" for p in (0.9, 0.98, 0.99, 0.995))
    print(f"{name:6} ours: {low:.2%} to {high:.2%};  360 of 360: {perfect};  holds a true 90, 98, 99, 99.5% in {holds}")
low, high = wilson_interval(right, 360)
assert how_often_true(plain_interval, 0.99) < 0.9 < how_often_true(wilson_interval, 0.99)
assert plain_interval(360, 360)[0] == 1.0 > wilson_interval(360, 360)[0]


# %% id="wilson-picture" jupyter={"source_hidden": true}
def draw_coverage(n=360):
    """How often either interval holds the truth, over the true share."""
    truths = np.linspace(0.8, 0.999, 200)
    plain, wilson = ([how_often_true(interval, p, n) for p in truths] for interval in (plain_interval, wilson_interval))
    fig, ax = plt.subplots(figsize=(7.5, 3.4))
    ax.plot(truths, plain, "-", color="0.6", label="plain")
    ax.plot(truths, wilson, "k-", label="Wilson")
    ax.axhline(0.95, color="k", linewidth=0.8, linestyle=":")
    ax.set(xlabel="true share", ylabel="holds the truth in", ylim=(0, 1.02), title=f"95% intervals from {n} digits")
    ax.legend(frameon=False, loc="lower left")
    return picture(
        fig,
        alt=f"How often a 95% interval from {n} digits holds the true share, for true shares from 0.8 to 0.999. Wilson's "
        f"stays between {min(wilson):.0%} and {max(wilson):.0%}. The plain one goes up and down, mostly below it, and falls "
        f"at the right end, to {plain[-1]:.0%}.",
    )


explore(draw_coverage, n=[20, 50, 100, 360, 1000])

# %% [markdown] id="wilson-after"
# Both are meant to hold the truth 95 times in 100. Where networks are good, the plain one does not: of a network that reads 99% in the long run, it misses the truth 13 times in 100, and of a perfect score it says "100%, for sure". So the report has Wilson's. (With 20 digits it is not exact either: it goes down to 85 in 100, the plain one to 2.)
#
# It speaks of other digits **by the same people**: training, validation and test digits were drawn from one pile, 13 writers together. What happens with a fourteenth writer, this test cannot say.
#
# Next: which digit is taken for which? In the **confusion matrix**, row $t$ and column $p$ count how often a $t$ was read as a $p$.

# %% exercise="loop/confusion_matrix"

# %% id="confusion-picture"
confusion = np.asarray(confusion_matrix(predicted, y_test, 10)).astype(int)
library_confusion = training.metrics.ConfusionMatrix(10)
library_confusion.update(tg.tensor(logits), tg.tensor(y_test))
assert np.array_equal(confusion, np.asarray(library_confusion.compute()))  # yours and the library's
assert confusion.trace() == right
figure = plot_confusion_matrix(confusion)
picture(figure, alt=figure.alt)

# %% [markdown] id="precision-words"
# A class can fail in two ways. **Precision** asks down a column: of all that were read as a 9, how many are one? **Recall** asks along a row: of all true 9s, how many were found?

# %% question="loop/precision_by_hand"

# %% question="loop/recall_by_hand"

# %% [markdown] id="f1-words"
# **F1** is their harmonic mean, $2 \cdot \text{precision} \cdot \text{recall} / (\text{precision} + \text{recall})$: it is low when either of them is.

# %% exercise="loop/precision_recall_f1"

# %% id="f1-use"
precision, recall, f1 = (np.asarray(figures, dtype=float) for figures in precision_recall_f1(confusion))
print("digit precision recall  F1      of")
for digit in range(10):
    print(f"{digit:5} {precision[digit]:9.3f} {recall[digit]:6.3f} {f1[digit]:6.3f} {confusion[digit].sum():4}")
print(f"mean  {precision.mean():9.3f} {recall.mean():6.3f} {f1.mean():6.3f}  360")

for metric, yours in (
    (training.metrics.Precision, precision),
    (training.metrics.Recall, recall),
    (training.metrics.F1, f1),
):
    of_library = metric(average=None, zero_division=0)
    of_library.update(tg.tensor(logits), tg.tensor(y_test))
    assert np.allclose(of_library.compute(), yours)
print("the library's metrics give the same")

# %% [markdown] id="errors-words"
# Figures do not tell *why*. So look at every error. Softmax turns logits into probabilities; the largest is how sure the network says it is. *Would you have read them rightly?*

# %% id="errors-picture" jupyter={"source_hidden": true}
shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
sure = (shifted / shifted.sum(axis=1, keepdims=True)).max(axis=1)
wrong = np.flatnonzero(predicted != y_test)
wrong = wrong[np.argsort(-sure[wrong])]  # the surest first


def with_article(digit):
    """The digit with its article: a 7, an 8."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


fig, axes = plt.subplots(1, len(wrong), figsize=(1.45 * len(wrong), 2.3), squeeze=False)
for ax, place in zip(axes[0], wrong):
    ax.imshow(x_test[place].reshape(8, 8), cmap="Greys")
    ax.set(xticks=[], yticks=[])
    ax.set_title(f"{with_article(y_test[place])}, read as {predicted[place]}\n{sure[place]:.0%} sure", fontsize=9)
fig.tight_layout()
picture(
    fig,
    alt=f"All {len(wrong)} errors, the surest first: "
    + "; ".join(f"{with_article(y_test[p])} read as {predicted[p]}, {sure[p]:.0%} sure" for p in wrong),
)

# %% [markdown] id="calibration-words"
# Is the network as sure as it may be? It is **calibrated** if, of all the digits it is 80% sure of, 80% are right. With so few errors there is not much to see, but two lines can be had. *Suppose that a person looks at every digit of which the network is less than 99% sure. How many errors would slip through, and how many digits are that?*

# %% id="calibration"
print(f"on average it is {sure.mean():.1%} sure, and {right / 360:.1%} are right")
very = sure >= 0.99
print(f"99% sure or more: {very.sum()} digits, {(predicted[very] != y_test[very]).sum()} of them wrong;", end=" ")
print(f"less sure: {(~very).sum()} digits, {(predicted[~very] != y_test[~very]).sum()} of them wrong")
assert (predicted[~very] != y_test[~very]).mean() > (predicted[very] != y_test[very]).mean()  # it errs where it doubts

# %% [markdown] id="report-sentence"
# <details><summary>An answer</summary>
#
# The errors among the digits it is 99% sure of, in the second line; and the number behind "less sure". A digit that it is less sure of is wrong far more often: it knows fairly well when not to be trusted.
#
# </details>
#
# And the report in one line, made from the numbers and not typed:

# %% id="report"
worst = int(f1.argmin())
report = (
    f"{right} of 360 test digits read rightly: {right / 360:.1%} (95% interval {low:.1%} to {high:.1%}, Wilson). "
    f"Weakest digit: {worst}, F1 {f1[worst]:.2f}. Network 64-128-10 with batch normalisation, a small and quick one of four "
    f"compared; rate and epoch chosen by validation loss, nothing by test digits; same writers in all parts."
)
print(report)

# %% [markdown] id="seeds-words"
# *Were these 360 digits really asked once?* For this notebook, here, yes. But the record that section 5 quotes asked the same 360 for every network, rate and seed in it, and the next cell and section 10 will ask them again. What counts is that **nothing was chosen by the answers**. A drawer that a whole course opens cannot be new every time; where money or health depends on a figure, somebody else keeps the key.
#
# One training is one draw, too: of the validation digits, the first weights, the order of the batches. So the report gets a second line: four more trainings with other seeds. Nothing is chosen among them. And with five networks there are enough errors to ask which pairs of digits get mixed up.


# %% id="seeds"
def trained(seed):
    """The same experiment with another seed: what it says of the test digits."""
    x, y, x_val, y_val = digits_split(seed)
    network = new_network(seed)
    optimizer = tg.optim.Adam(network.parameters(), lr=RATE)
    loader, looked_at = loader_of(x, y, 32, seed=seed), loader_of(x_val, y_val, 287)
    train_model(network, loader, looked_at, criterion, optimizer, EPOCHS, PATIENCE)
    with tg.no_grad():
        return network.eval()(tg.tensor(x_test)).numpy().argmax(axis=1)


said = [predicted, *(trained(seed) for seed in range(1, 5))]
shares = [float((answers == y_test).mean()) for answers in said]
print("test accuracy, seeds 0 to 4:", ", ".join(f"{share:.1%}" for share in shares))
wrong_by = np.sum([answers != y_test for answers in said], axis=0)
print(f"read wrongly by at least one of the five: {(wrong_by > 0).sum()} digits; by all five: {(wrong_by == 5).sum()}")
assert np.mean(shares) >= 0.97

# %% id="pairs-picture" jupyter={"source_hidden": true}
counts = sum(np.asarray(confusion_matrix(answers, y_test, 10)).astype(int) for answers in said)
mixed = counts + counts.T
np.fill_diagonal(mixed, 0)
pairs = sorted(((int(mixed[a, b]), a, b) for a in range(10) for b in range(a)), reverse=True)[:3]
fig, axes = plt.subplots(3, 7, figsize=(8.5, 4.6))
for row, (count, a, b) in zip(axes, pairs):
    of_pair = {
        place: [answers[place] for answers in said if {int(y_test[place]), int(answers[place])} == {a, b}]
        for place in range(360)
    }
    hard = sorted((place for place in of_pair if of_pair[place]), key=lambda place: -len(of_pair[place]))[:5]
    easy = [np.flatnonzero((y_test == digit) & (wrong_by == 0))[0] for digit in (a, b)]
    for ax in row:
        ax.set_axis_off()
    for ax, place in zip(row, hard):
        ax.imshow(x_test[place].reshape(8, 8), cmap="Greys")
        ax.set_title(
            f"{with_article(y_test[place])}, read as {of_pair[place][0]}\nby {len(of_pair[place])} of 5", fontsize=9
        )
    for ax, place in zip(row[5:], easy):
        ax.imshow(x_test[place].reshape(8, 8), cmap="Greys")
        ax.set_title(f"{with_article(y_test[place])},\nno error", fontsize=9, color="0.45")
fig.tight_layout()
picture(
    fig,
    alt="The three pairs that five networks mixed up most often: "
    + "; ".join(f"{a} and {b}, {count} times" for count, a, b in pairs)
    + ". In each row up to five of these digits, and at the right one of either kind that all five read rightly.",
)

# %% [markdown] id="seeds-table-words"
# The same with ten seeds (again in `docs/measurements/complete_loop.md`): the median is 98.2% of the test digits, from 97.2% to 98.9%. In that record seed 0 was a lucky one, the best of the ten together with seed 8. That is why a report names the spread over seeds as well. (The convolutional network in that record: 99.4%, 98.9% to 100.0%.)
#
# *Two different "how sure are we"; which is which? Wilson's interval and the range over seeds.*
#
# <details><summary>An answer</summary>
#
# Wilson's interval speaks of **other digits**, for this one trained network: 360 are few. The range over seeds speaks of **other trainings**, on the same 360 digits. A report needs both.
#
# </details>

# %% [markdown] id="record-words"
# ## 9. So that others can repeat it
#
# A result that only its maker can get is an anecdote. To repeat a training one needs everything that was *chosen* (which digits validate, first weights, order of the batches, network, optimizer, rate, when to stop), the **versions** of the programs, and a way to see that the *data* are the same ones. For that, a **checksum**: `sha256` makes a text of 64 letters and digits out of any array; one changed number gives quite another one.
#
# Text typed by hand goes out of date. So let the program write it, as JSON, which people and programs can read.

# %% exercise="loop/run_record"

# %% id="record-use"
import platform

settings = {
    "split_seed": 0, "weights_seed": 0, "order_seed": 0, "layers": [64, 128, 10], "batch_norm": True,
    "optimizer": "Adam", "lr": RATE, "batch_size": 32, "epochs": EPOCHS, "patience": PATIENCE, "dtype": "float64",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "tinygrad_lite": tg.__version__},
}  # fmt: skip


def experiment(settings):
    """The whole experiment from nothing but its settings: every array that went in, and the weights that came out."""
    x, y, x_val, y_val = digits_split(settings["split_seed"])
    network = new_network(settings["weights_seed"])
    optimizer = tg.optim.Adam(network.parameters(), lr=settings["lr"])
    loader = loader_of(x, y, settings["batch_size"], seed=settings["order_seed"])
    train_model(
        network, loader, loader_of(x_val, y_val, 287), criterion, optimizer, settings["epochs"], settings["patience"]
    )
    arrays = {"x_train": x, "y_train": y, "x_val": x_val, "y_val": y_val}
    return arrays | {f"weights {name}": value.numpy() for name, value in network.state_dict().items()}


arrays = {"x_train": x_train, "y_train": y_train, "x_val": x_val, "y_val": y_val}
arrays |= {f"weights {name}": value.numpy() for name, value in by_hand.state_dict().items()}
(folder / "record.json").write_text(run_record(settings, arrays), encoding="utf-8")

# A stranger has the file and the program, and nothing else.
text = (folder / "record.json").read_text(encoding="utf-8")
record = json.loads(text)
again = json.loads(run_record(record["settings"], experiment(record["settings"])))
print(len(text), "letters; one of its checksums:", record["data"]["weights 0.weight"]["sha256"][:16], "…")
print("repeated from the record, all checksums the same:", again == record)
assert again == record

short = {**settings, "epochs": 1}  # and a test of the test: one setting changed, after one epoch
one, other = (json.loads(run_record(short, experiment({**short, "order_seed": seed})))["data"] for seed in (0, 1))
print(
    "with another order of the batches, other checksums:", ", ".join(name for name in one if one[name] != other[name])
)
assert one["weights 0.weight"] != other["weights 0.weight"]
assert one["x_train"] == other["x_train"]

# %% [markdown] id="record-after"
# The same to the bit, weights and running averages: the record was enough. Without the seed of the order, the data would agree, but no weight and no running average would, as the last line shows.
#
# To the bit holds on one machine with the same versions. Another processor or another NumPy may add numbers up in another order, and the last digits differ; that is why the versions are in the record. (On a graphics card, `Trainer(deterministic=True)` asks PyTorch for the algorithms that give the same bits each time.)
#
# <details><summary>What would you still miss in our record?</summary>
#
# The program itself: which version of *your* code ran. People write down the commit of their version control (`git rev-parse HEAD`), and the machine. And how many other settings were tried before this one: three learning rates here, and twenty-four pairs of network and rate in the record that section 5 quotes.
#
# </details>

# %% [markdown] id="mistakes"
# ## 10. Common mistakes, seen failing
#
# One you have met already: each batch's loss counted the same (section 4). Here are five more.
#
# ### Validation in train mode
# Somebody forgets `model.eval()` and looks at the validation digits four at a time. *No step is made. Is the network the same afterwards?*

# %% id="mistake-mode"
saved = {name: value.detach().clone() for name, value in by_hand.state_dict().items()}
true_loss, true_share = (float(figure) for figure in validate(by_hand, val_loader, criterion))

by_hand.train()  # the mistake
wrong_outputs = [by_hand(x) for x, _ in loader_of(x_val, y_val, 4)]
in_train_mode = float(accuracy(np.concatenate([outputs.detach().numpy() for outputs in wrong_outputs]), y_val))
after_loss, after_share = (float(figure) for figure in validate(by_hand, val_loader, criterion))
print(f"right way:                {true_share:.1%} right, loss {true_loss:.4f}")
print(f"in train mode, by fours:  {in_train_mode:.1%} right")
print(f"right way again, after it: {after_share:.1%} right, loss {after_loss:.4f}")
assert in_train_mode < true_share - 0.02
assert after_loss != true_loss  # looking has changed the network: its running averages
matched = by_hand.load_state_dict(saved)

# %% [markdown] id="mistake-mode-words"
# Wrong twice. Each digit is normalised together with the three others that happen to be in its batch, so the figure is too low. And batch normalisation has collected the validation digits' averages: the network was changed by being looked at. **Remedy:** `eval()` in `validate`, and the old mode back afterwards.
#
# ### Losses that drag their graph along
# `total += loss` instead of `total += loss.item()`, and no `no_grad`. A tensor knows how it was computed, and holds on to all of it. *How much memory does one validation keep?*

# %% id="mistake-memory"
import tracemalloc


def memory_of(item, grad):
    """KiB in use after each batch of a validation in which the losses are added up."""
    by_hand.eval()
    tracemalloc.start()
    total, sizes = 0.0, []
    for x, y in loader_of(x_val, y_val, 32):
        with tg.set_grad_enabled(grad):
            loss = criterion(by_hand(x), y)
        total = total + (loss.item() if item else loss)
        sizes.append(tracemalloc.get_traced_memory()[0] / 1024)
    tracemalloc.stop()
    return sizes


memory_of(item=True, grad=False)  # once to warm up
in_use = {
    "total += loss": memory_of(item=False, grad=True),
    "total += loss.item()": memory_of(item=True, grad=True),
    "total += loss.item(), no_grad": memory_of(item=True, grad=False),
}
for name, sizes in in_use.items():
    print(f"{name:30} after batch 1: {sizes[0]:4.0f} KiB, 3: {sizes[2]:4.0f} KiB, 9: {sizes[8]:4.0f} KiB")
assert in_use["total += loss"][8] > 2 * in_use["total += loss"][2]  # it grows
assert in_use["total += loss.item()"][8] < 1.5 * in_use["total += loss.item()"][2]

# %% [markdown] id="mistake-memory-words"
# The first one grows with every batch; on a large data set the machine stops with "out of memory" in the middle of a validation. **Remedy:** `.item()` makes a plain number, which remembers nothing; and with `no_grad` there is not even the graph of the batch at hand.
#
# ### The best weights, by reference
# `best = model.state_dict()` costs nothing, because it copies nothing: the arrays in it are the model's own.

# %% id="mistake-reference"
network = new_network(0)
optimizer = tg.optim.Adam(network.parameters(), lr=RATE)
loader = loader_of(x_train, y_train, 32, seed=0)
train_one_epoch(network, loader, criterion, optimizer)
by_reference = network.state_dict()
by_copy = {name: value.detach().clone() for name, value in network.state_dict().items()}
for _ in range(3):
    train_one_epoch(network, loader, criterion, optimizer)
for name, kept in (("by reference", by_reference), ("as a copy", by_copy)):
    is_newest = np.array_equal(kept["0.weight"].numpy(), network.state_dict()["0.weight"].numpy())
    print(f"kept {name:13} equal to the newest weights: {is_newest}")
    assert is_newest == (name == "by reference")

# %% [markdown] id="mistake-reference-words"
# "The best weights are back" was then never true, and nothing says so. It is the same in PyTorch. **Remedy:** copy (`clone()`, `copy.deepcopy`), or save to a file.
#
# ### Data in order
# The digits sorted by class, no shuffling: each batch holds one kind of digit, or two. *Validation in another order: would that matter as well?*

# %% id="mistake-order"
order = np.argsort(y_train, kind="stable")
shares = {}
for name, loader in (
    ("shuffled", loader_of(x_train, y_train, 32, seed=0)),
    ("sorted by class", loader_of(x_train[order], y_train[order], 32)),
):
    network = new_network(0)
    optimizer = tg.optim.Adam(network.parameters(), lr=RATE)
    for _ in range(3):
        train_one_epoch(network, loader, criterion, optimizer)
    shares[name] = float(validate(network, val_loader, criterion)[1])
    print(f"trained {name:16} {shares[name]:.1%} of the validation digits right")
with tg.no_grad():
    answers = network.eval()(tg.tensor(x_val)).numpy().argmax(axis=1)
counts = np.bincount(answers, minlength=10)
print("how often the last one says 0, 1, … 9:", counts, "of 287")
assert counts.max() > 0.3 * 287  # far too often for one digit in ten
turned = np.argsort(y_val, kind="stable")
one, other = (validate(by_hand, loader_of(x_val[o], y_val[o], 32), criterion) for o in (np.arange(287), turned))
print(f"validated in two orders: losses differ by {abs(float(one[0]) - float(other[0])):.0e}")
assert shares["sorted by class"] < shares["shuffled"] - 0.2
assert np.allclose([float(v) for v in one], [float(v) for v in other])

# %% [markdown] id="mistake-order-words"
# Training needs the shuffle. In order, each batch pulls all weights towards one kind of digit, and the next kind takes that back. Batch normalisation makes it worse: it subtracts the batch's mean, and so what digits of one kind share. (Ten epochs in order, four seeds, each at its best of six rates, median: 65% right, 89% without batch normalisation. Shuffled: 97% and 95%.) Validation needs no shuffle: in evaluation mode each digit is judged alone. Shuffling there is harmless, and useless. **Remedy:** `shuffle=True` for training, none for the rest.
#
# ### The exam as a rehearsal
# Try many networks, take the one that is best on the test digits, report that figure. How much too good is it? The report is written, so we may now misuse the drawer. Twelve small networks that differ **only in their seed** are asked about all 647 digits they were not trained on. Then, many times: draw 180 of these digits by chance, choose the network that is best on them, and ask it about 180 others.


# %% id="mistake-test"
x_fresh, y_fresh = np.concatenate([x_val, x_test]), np.concatenate([y_val, y_test])


def small_network(seed):
    """A small network after three epochs: which of the 647 digits does it read rightly?"""
    tg.manual_seed(seed)
    network = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)).double()
    optimizer = tg.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(3):
        train_one_epoch(network, loader_of(x_train, y_train, 64, seed=seed), criterion, optimizer)
    with tg.no_grad():
        return network(tg.tensor(x_fresh)).numpy().argmax(axis=1) == y_fresh


read_rightly = np.array([small_network(seed) for seed in range(12)])  # (networks, digits)


def optimism(candidates, rounds=500):
    """The chosen network's accuracy on the digits that chose it, and on others; means over the rounds."""
    rng, found = np.random.default_rng(0), []
    for _ in range(rounds):
        digits, networks = rng.permutation(647), rng.permutation(12)[:candidates]
        on_these, on_others = (read_rightly[networks][:, part].mean(axis=1) for part in (digits[:180], digits[180:360]))
        found.append((on_these.max(), on_others[on_these.argmax()]))
    return np.mean(found, axis=0)


gaps = {}
for candidates in (1, 2, 4, 8, 12):
    reported, fresh = optimism(candidates)
    gaps[candidates] = reported - fresh
    print(
        f"best of {candidates:2}: reported {reported:.2%}, on others {fresh:.2%}: {100 * gaps[candidates]:+.2f} points"
    )
assert abs(gaps[1]) < 0.002 < 0.005 < gaps[12]

# %% [markdown] id="mistake-test-words"
# One network, not chosen: no gap. (What is left of it is chance.) The more there are to choose from, the higher the reported figure; what the chosen network does on other digits rises far less, or not at all. What wins is mostly luck with these 180 digits. Nobody trained on the test digits. Choosing is learning, too.
#
# **Remedy:** choose on validation data, ask the test data once.

# %% [markdown] id="recap"
# ## 11. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("loop/recap_1", "a")`.

# %% question="loop/recap_1"

# %% question="loop/recap_2"

# %% question="loop/recap_3"

# %% question="loop/recap_4"

# %% question="loop/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# **What you have learned, in a line:** split, batch, train, look from outside, keep the best, ask the test once, report with an interval, write down how to repeat it.
#
# - [Lesson 10, Debugging training](10_debugging.ipynb): what to do when the curve does not fall.
# - [Lesson 06, Clipping](06_clipping.ipynb): the same loop for a recurrent network, whose gradients have to be shortened now and then.
# - All callbacks, metrics and options of the Trainer are in `docs/TRAINING.md`.
#
# To read on: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927, and L. Brown, T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", 2001, on the interval; C. Guo and others, "On calibration of modern neural networks", 2017 ([arXiv:1706.04599](https://arxiv.org/abs/1706.04599)); C. Dwork and others, "The reusable holdout", 2015, on asking test data too often; J. Pineau and others, "Improving reproducibility in machine learning research", 2020 ([arXiv:2003.12206](https://arxiv.org/abs/2003.12206)), on what to write down; and PyTorch's pages on [torch.utils.tensorboard](https://pytorch.org/docs/stable/tensorboard.html) and on [reproducibility](https://pytorch.org/docs/stable/notes/randomness.html).
