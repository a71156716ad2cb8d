# %% [markdown] id="title"
# # Lesson 07: Early stopping
#
# Train a network longer, and the training loss goes on falling. Does the network get better? Often it does for a while, and then it gets *worse*: it learns its examples by heart. This lesson shows what that looks like, how to notice it without fooling yourself, when to stop, and how to keep the best weights, even when the power goes off. It ends with a switch that is easily forgotten: the one between training and evaluation.
#
# After this lesson you can
#
# - show overfitting as a picture of what was learned,
# - split data so that the score means something, and name four ways in which it does not,
# - write early stopping with patience and min_delta, and say what each choice costs,
# - save a training, kill it, and go on to the same curve, to the bit,
# - say what dropout and batch norm do in training and afterwards, and what a forgotten `eval()` costs,
# - recognise six common mistakes by what they do: three in section 7, the others where they belong.
#
# | section | minutes |
# |---|---|
# | 1 Learned by heart · 2 Leaks | 30 |
# | 3 When to stop | 30 |
# | *a good place to stop for today* | |
# | 4 Save, kill, go on | 15 |
# | 5 Two modes | 25 |
# | 6 PyTorch · 7 Mistakes · 8 Questions | 10 |
#
# So it is a lesson for two sittings; what you leave out is borrowed. You need Python, some NumPy and the mean from school; a training loop (predict, loss, backward, step) should not be new to you. Nothing from the other lessons has to be done first.
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell, and a card below it says how it went: what came out, what was expected and, where that is certain, which mistake it is. Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start. When you are stuck, `hint("stopping/train_val_split")` helps one step at a time, and `progress()` shows where you stand. One thing to know: JupyterLab's *Run All Cells* stops at a cell that Python cannot read, such as one with a bracket left open; mend it, or run the cells below one by one.

# %% id="start"
import copy
import inspect
import json
import linecache
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn, training
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture

begin("07_early_stopping")

# %% [markdown] id="by-heart"
# ## 1. Learned by heart
#
# Somebody who learns answers by heart does well on exactly the questions that were practised. To find out whether they *understood*, you ask other questions. So it is with a network: keep some samples aside, never train on them, and look at the loss on these. They are called **validation** data; the others are the **training** data.
#
# Shuffle first. Data often comes in some order (all sick patients first), and the last part of a list is seldom like the rest. (When a split by chance is wrong, section 2 tells.) Write the split. *What must stay together when you shuffle?*
#
# <details><summary>Then look here</summary>
#
# Each sample and its answer. Shuffle x and y by one and the same order; two shuffles of their own would give nearly every sample somebody else's answer.
# </details>

# %% exercise="stopping/train_val_split"

# %% id="split-use"
wines, grower = (part.numpy() for part in tg.data.wine())  # 178 wines of three growers, in the order of the file
for name, answers in (
    ("the last fifth of the file", grower[-35:]),
    ("your split", np.asarray(train_val_split(wines, grower, 0.2, np.random.default_rng(0))[3])),
):
    counts = [int((answers == number).sum()) for number in range(3)]
    print(f"{name:27} {len(answers)} wines for validation, of the three growers: {counts}")
assert len(set(grower[-35:])) == 1
assert all(counts)

# %% [markdown] id="sine-words"
# The last fifth of this file would test one grower only.
#
# Now watch a network learn by heart. Points lie around a sine curve, each pushed up or down by chance (**noise**). The network trains on 24 of them; 36 are kept aside. It has two hidden layers of 64 units: more than four thousand weights for 24 points. (`Adam` is the rule that makes the steps, 0.005 its **learning rate**, the size of a step.)
#
# *Before you look: what will its curve be like after 10 steps, and what after 3000?*

# %% id="sine-train"
x_train, y_train = tg.data.sine(24, noise=0.4, seed=3)
x_val, y_val = tg.data.sine(36, noise=0.4, seed=100)

tg.manual_seed(3)
curve = nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1))
optimizer = tg.optim.Adam(curve.parameters(), lr=0.005)
axis = tg.tensor(np.linspace(-np.pi, np.pi, 300, dtype=np.float32)[:, None])

steps, sine_losses, functions = [], [], []
for step in range(3001):
    loss = nn.functional.mse_loss(curve(x_train), y_train)
    if step % 10 == 0:
        with tg.no_grad():
            sine_losses.append((loss.item(), nn.functional.mse_loss(curve(x_val), y_val).item()))
            functions.append(curve(axis).numpy()[:, 0])
        steps.append(step)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
sine_losses = np.array(sine_losses)

sine_best = int(sine_losses[:, 1].argmin())
for i in (1, sine_best, 100, 300):
    print(f"after {steps[i]:4} steps: training loss {sine_losses[i, 0]:.3f}, validation loss {sine_losses[i, 1]:.3f}")
assert sine_losses[-1, 0] < sine_losses[sine_best, 0] / 2  # on its own points it became far better,
assert sine_losses[-1, 1] > sine_losses[sine_best, 1] * 1.3  # on others worse

# %% id="sine-picture" jupyter={"source_hidden": true}
fig, axes = plt.subplots(2, 2, figsize=(6.8, 4.8), sharex=True, sharey=True, layout="constrained")
for ax, i, words in zip(
    axes.flat, (1, sine_best, 100, 300), ("too early", "lowest validation loss", "too late", "far too late")
):
    ax.plot(axis.numpy(), np.sin(axis.numpy()), color="0.75", linewidth=4)
    ax.plot(axis.numpy()[:, 0], functions[i], "k-")
    ax.plot(x_train.numpy(), y_train.numpy(), "ko", markersize=4)
    ax.plot(x_val.numpy(), y_val.numpy(), "o", color="0.5", markersize=4, fillstyle="none")
    ax.set(title=f"{steps[i]} steps: {words}", ylim=(-2.2, 2.2))
fig.supxlabel("x")
fig.supylabel("y")
picture(
    fig,
    alt="Four panels with the same points and the sine curve they come from, in grey, and what the network has learned, "
    f"in black. After {steps[1]} steps it is a flat S; after {steps[sine_best]} steps it comes closest to the sine "
    "curve; after 1000 and 3000 steps it bends more and more to pass through the training points (filled) and misses the "
    "validation points (open circles) between them.",
)

# %% id="sine-curves" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7, 3.2))
ax.plot(steps[1:], sine_losses[1:, 0], "k--", label="training loss: it falls and falls")
ax.plot(steps[1:], sine_losses[1:, 1], "k-", label="validation loss: it comes back up")
ax.plot(steps[sine_best], sine_losses[sine_best, 1], "ko")
ax.axvline(steps[sine_best], color="0.6", linewidth=0.8)
ax.text(steps[sine_best] * 1.05, 0.4, f"best after {steps[sine_best]} steps")
ax.set(xscale="log", yscale="log", xlabel="steps", ylabel="mean squared error")
ax.minorticks_off()
ax.set_xticks([10, 100, 1000], ["10", "100", "1000"])
ax.set_yticks([0.02, 0.05, 0.1, 0.2, 0.5], ["0.02", "0.05", "0.1", "0.2", "0.5"])
ax.legend(frameon=False, loc="lower left")
picture(
    fig,
    alt="Training and validation loss against the steps, both logarithmic. The training loss falls from "
    f"{sine_losses[1, 0]:.2f} to {sine_losses[-1, 0]:.3f}; the validation loss goes up and down once, falls to {sine_losses[sine_best, 1]:.2f} after {steps[sine_best]} "
    f"steps and rises again to {sine_losses[-1, 1]:.2f}.",
)

# %% [markdown] id="sine-after"
# The filled points are those it trained on. First it finds the large shape, then the details, and in the end the noise. Noise does not repeat: at the open circles the last curve is further off than the second. This is **overfitting**, and the training loss alone cannot show it.
#
# So stop at the lowest validation loss? Yes, nearly. Two things come first: the validation loss must be honest (section 2), and on the way down it may rise by chance (section 3).

# %% [markdown] id="leaks"
# ## 2. Leaks
#
# A validation score answers one question: *how good will this be on data that it has never seen?* When something of the validation data gets into training, by whatever way, the answer is wrong, mostly too good. That is called **leakage**. Here are four leaks, each with its price.
#
# ### Leak 1: the same writer on both sides
#
# The digits of this course were written by 13 people, says their source, but not who wrote which. The order of the file might tell. For each digit we look for its **nearest neighbour**: the image among all others whose 64 pixels differ least. How many places away in the file is it?
#
# *If the order were by chance, where would the neighbours be?*
#
# <details><summary>Then look here</summary>
#
# Anywhere: near and far places would come about equally often. That is the dashed line in the picture below.
# </details>

# %% id="neighbours"
images, labels = (part.numpy() for part in tg.data.digits())  # all 1797, in the order of the source
images = images / 16


def distances(a, b):
    """Squared distances of every image in a from every image in b."""
    return (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T


between = distances(images, images)
np.fill_diagonal(between, np.inf)
place = np.arange(len(images))
gaps = np.abs(between.argmin(axis=1) - place)

edges = np.arange(0, 601, 20)
gap_counts = np.histogram(gaps, edges)[0]
by_chance = np.zeros(len(edges) - 1)  # if each neighbour were any image of the same digit
for digit in range(10):
    same = place[labels == digit]
    pairs = np.abs(same[:, None] - same)[~np.eye(len(same), dtype=bool)]
    by_chance += np.histogram(pairs, edges)[0] / (len(same) - 1)

near = gaps < 120
first, second = np.minimum(place, between.argmin(axis=1))[near], np.maximum(place, between.argmin(axis=1))[near]
astride = [int(((first < cut) & (cut <= second)).sum()) for cut in range(1798)]  # pairs that a cut here would part
print(
    f"nearest neighbours less than 120 places away: {near.mean():.0%}; by chance {by_chance[:6].sum() / len(images):.0%}"
)
print(f"images that are there twice: {int((between < 1e-9).sum() / 2)}")

text, borders = "".join(map(str, labels)), []
at = text.find("1234567890123456")  # the labels count: the next one comes at least 100 places further on
while at >= 0:
    borders.append(at - (text[at - 1] == "0"))
    at = text.find("1234567890123456", at + 100)
for border in borders[:5]:
    print(f"labels from {border:3}: {text[border : border + 60]} …")
print(f"so the labels begin anew {len(borders)} times, at {borders}")
assert len(borders) == 14
assert np.mean([astride[border] for border in borders[1:]]) < np.mean(astride) / 3
assert near.mean() > 3 * by_chance[:6].sum() / len(images)

# %% id="neighbours-picture" jupyter={"source_hidden": true}
fig, (left, wide) = plt.subplots(1, 2, figsize=(8.4, 3), width_ratios=(2, 3))
left.bar(edges[:-1], gap_counts, width=18, align="edge", color="0.6", label="found")
left.step(edges, [*by_chance, by_chance[-1]], "k--", where="post", label="by chance, among images\nof the same digit")
left.set(xlabel="places between a digit and its neighbour", ylabel="digits", title="nearest neighbours")
left.legend(frameon=False)
wide.plot(astride, "k-", linewidth=1)
wide.set(xlabel="a cut at this place of the file", ylabel="pairs of neighbours parted", ylim=(0, None))
wide.set_xticks(range(0, 1501, 500))
for line in borders[1:]:
    wide.axvline(line, color="0.75", linewidth=0.8, zorder=0)
wide.set_title("grey lines: where the labels begin anew")
fig.tight_layout()
picture(
    fig,
    alt=f"Left, bars: how many digits have their nearest neighbour so many places away. {gap_counts[0]} within 20 places, where "
    f"chance gives {by_chance[0]:.0f}; the bars fall to the line of chance at about 120 places and stay below it. Right: how "
    "many pairs of neighbours a cut would part, at every place of the file: hills of 20 to 55 with deep valleys between "
    f"them, at or beside {len(borders) - 1} grey lines about 130 places apart.",
)

# %% [markdown] id="writers-words"
# No image is there twice, but most neighbours are close together in the file. And the **labels** give it away: they count from 0 to 9, three times, and go on with 0955650989. About 130 places later the same begins anew: the same form, copied by the next person. Such **blocks** there are 14. (13 people and 14 blocks: perhaps one of them wrote twice. The file does not say.) On the right, count how many pairs of neighbours a cut through the file would part: few at the borders of the blocks, many between them.
#
# A split by chance puts digits of every writer on both sides. Is that a leak? It depends on the question. Will the network read *these people's* next digits? Then it is fair. Will it read *anybody's*? Then hold back whole blocks. We compare with the simplest of all classifiers: it copies the label of the nearest training image.
#
# But perhaps it is not the hand? Digits that are near in the file could be alike for another reason, say the same day. The experiment that can refute it: hold back 14 parts just as long, but **shifted by half a block**, so that each holds halves of two blocks. *If it is the hand, what will happen?*


# %% id="writers"
def copy_nearest(x_train, y_train, x_val, y_val):
    """Share of validation images whose nearest training image has the right label."""
    x_train, y_train, x_val, y_val = map(np.asarray, (x_train, y_train, x_val, y_val))
    return (y_train[distances(x_val, x_train).argmin(axis=1)] == y_val).mean()


def held_back(parts):
    """Share of wrong answers, each part in turn being held back."""
    right = 0
    for part in parts:
        rest = np.setdiff1d(place, part)
        right += copy_nearest(images[rest], labels[rest], images[part], labels[part]) * len(part)
    return 1 - right / len(images)


wrong = {
    "by chance (your split, five times)": 1
    - np.mean([copy_nearest(*train_val_split(images, labels, 0.2, np.random.default_rng(seed))) for seed in range(5)]),
    "14 whole blocks, one after the other": held_back(np.split(place, borders[1:])),
    "the same 14, shifted by half a block": held_back(np.split(np.roll(place, -64), borders[1:])),
}
for name, share in wrong.items():
    print(f"{name:37} wrong: {share:.1%}")
by_split, by_block, by_shift = wrong.values()
assert by_block > 2 * by_split
assert by_block > 2 * by_shift

# %% [markdown] id="writers-after"
# Three times as many errors on hands it has not seen. Half a block of the same hand in training is enough to undo most of it, though the parts are as long and lie in the same places of the file. So it is the hand. For a network of 64 hidden units it is the same story. Here are five folds (five times another fifth is held back) at five learning rates, 20 seeds each: the **median**, which is the middle one, and smallest to largest. (The record is `docs/measurements/stopping.md` of the project.)
#
# | learning rate | whole blocks held back | by chance |
# |---|---|---|
# | 0.002 | 93.4% (92.8% to 94.2%) | 97.4% (96.8% to 97.9%) |
# | 0.005 | 93.6% (93.0% to 94.4%) | 97.6% (97.2% to 98.0%) |
# | 0.01 | 94.1% (93.1% to 94.8%) | 97.7% (97.3% to 98.0%) |
# | 0.02 | 94.3% (93.5% to 95.6%) | 97.9% (96.6% to 98.5%) |
# | 0.05 | 93.3% (91.2% to 94.3%) | 96.4% (95.9% to 97.4%) |
#
# Each at its own best rate: 5.7% errors on unknown hands, 2.1% on known ones. The fixed test set `tg.data.digits(train=False)`, which this course uses everywhere, was drawn by chance. So its "98% right" holds for people whose handwriting the network knows. **Remedy:** split by person, by patient, by day: by whatever will be new when the network is used.
#
# ### Leak 2: a column that knows the answer
#
# Wines of three growers, 178 of them, with 13 chemical measurements each. We use none of these. We take only the **number of the row** in the file, and copy the label of the nearest row. *How well can that do?*

# %% id="row-number"
row = np.arange(len(grower), dtype=float)[:, None]
scores = [copy_nearest(*train_val_split(row, grower, 0.2, np.random.default_rng(seed))) for seed in range(20)]
print(f"the grower, told from the row number: {np.mean(scores):.1%} right (lowest of 20 splits {min(scores):.1%})")
assert np.mean(scores) > 0.95

# %% [markdown] id="row-number-after"
# Nearly perfect, and worthless: the file is sorted by grower, and the next wine has no row. The split was by chance, no sample is on both sides, and yet the answer was among the inputs. It is called **target leakage**. In real tables it hides in patient numbers, dates, file names, or in a column that was filled in *after* the answer was known. **Remedy:** ask of each column whether you will have it, with this meaning, at the moment of prediction; be suspicious of anything that is too good.
#
# ### Leak 3: choosing the inputs before the split
#
# 50 people, half of them ill, and 5000 measurements of each, all of them **pure noise**. Nobody can tell the ill from the healthy: 50% right is all there is. We keep the 100 measurements that go best with the illness, and then test, five times with another fifth held back, with the nearest neighbour. *Does it matter whether we choose first and split then, or the other way round?*


# %% id="selection"
def top_100(x, y):
    """The 100 columns of x that go best with y (the highest correlation, either way)."""
    together = (x - x.mean(0)).T @ (y - y.mean())
    return np.argsort(-np.abs(together / x.std(0)))[:100]


def right_answers(rng, choose_first):
    """Share of right answers on noise, each person predicted from the other four fifths."""
    x, y = rng.normal(size=(50, 5000)), np.arange(50) % 2
    everything = top_100(x, y)  # chosen with the answers of all 50 people
    right = []
    for held in np.array_split(rng.permutation(50), 5):
        rest = np.setdiff1d(np.arange(50), held)
        columns = everything if choose_first else top_100(x[rest], y[rest])
        right.append(copy_nearest(x[rest][:, columns], y[rest], x[held][:, columns], y[held]))
    return np.mean(right)


for choose_first, words in ((True, "choose, then split"), (False, "split, then choose")):
    shares = [right_answers(np.random.default_rng(seed), choose_first) for seed in range(15)]
    print(f"{words}: {np.mean(shares):.0%} right on pure noise")
    assert (np.mean(shares) > 0.9) == choose_first

# %% [markdown] id="selection-after"
# Out of 5000 columns of noise, a hundred always go with any 50 answers better than the rest, by luck; who has looked at all answers has taken the luck along. (The experiment is T. Hastie, R. Tibshirani and J. Friedman's, in *The Elements of Statistical Learning*, section 7.10.2. They found an error of 3% where the truth is 50%, and such studies in print.) **Remedy:** split first. Whatever looks at the answers is part of training.
#
# ### Leak 4: standardising with everybody
#
# **Standardising** means: subtract each column's mean and divide by its standard deviation (how far the values typically lie from the mean), so that all columns are of one size. Mean and deviation are learned from data. *From which?*

# %% question="stopping/standard_by_hand"

# %% exercise="stopping/no_leakage"

# %% [markdown] id="standard-words"
# From the training part alone: the validation part stands for data that does not exist yet. What does it cost to do it wrong? Real data: the progress of diabetes, from ten measurements of 442 patients. The model is a straight one (linear), so that a formula gives the best weights at once; a **penalty** keeps them small. We try large parts (100 splits) and tiny ones (600 splits), and standardise in three ways. And each model is asked about all patients who are in neither part: what the score *should* have said. *Which will look best, and is it?*

# %% id="standard"
patients, progression = (part.numpy().astype(float) for part in tg.data.diabetes())


def errors(train, val, fresh, way, penalty):
    """Mean squared error on the validation part and on fresh patients; way is how all were standardised."""
    x_train, others, mean_y = patients[train], (patients[val], patients[fresh]), progression[train].mean()
    if way == "training part":
        a = np.asarray(no_leakage(x_train, others[0])[0])
        others = [np.asarray(no_leakage(x_train, part)[1]) for part in others]
    elif way == "both together":
        both = np.concatenate([x_train, others[0]])
        a, *others = ((part - both.mean(0)) / both.std(0) for part in (x_train, *others))
    else:
        a, *others = ((part - part.mean(0)) / (part.std(0) + 1e-9) for part in (x_train, *others))
    weights = np.linalg.solve(a.T @ a + penalty * np.eye(10), a.T @ (progression[train] - mean_y))
    return [np.mean((b @ weights + mean_y - progression[i]) ** 2) for b, i in zip(others, (val, fresh))]


ways = ("training part", "both together", "each by its own")
print("sizes: training, validation; errors: validation / fresh patients")
print("   sizes  penalty " + "".join(f"{way:>17}" for way in ways))
standardised = {}
for sizes, penalty in (((300, 100), 1), ((300, 5), 1), ((10, 10), 1), ((10, 10), 10)):
    orders = [np.random.default_rng(seed).permutation(442) for seed in range(600 if sizes[0] == 10 else 100)]
    splits = [np.split(order, np.cumsum(sizes)) for order in orders]
    splits = [split for split in splits if (patients[split[0]].std(0) > 0).all()]  # both sexes among ten patients
    table = [np.mean([errors(*split, way, penalty) for split in splits], axis=0) for way in ways]
    standardised[sizes, penalty] = np.array(table)  # (3 ways, validation and fresh)
    print(f"{sizes!s:>10} {penalty:6}  " + "".join(f"{val:9.0f} / {fresh:5.0f}" for val, fresh in table))
large, five, tiny, better_penalty = standardised.values()
assert abs(large[1, 0] / large[0, 0] - 1) < 0.01
assert five[2, 0] > 1.1 * five[0, 0]
too_good = {way: 1 - val / fresh for way, (val, fresh) in zip(ways, tiny)}
print("ten patients, penalty 1: too good by", {way: f"{share:.1%}" for way, share in too_good.items()})
assert abs(too_good["training part"]) < 0.02 < 0.03 < too_good["both together"]  # here the leak flatters,
assert (tiny[1] < tiny[0]).all()  # though its model is the better one, too
assert np.abs(better_penalty[:2, 0] / better_penalty[:2, 1] - 1).max() < 0.03  # and here it does not

# %% [markdown] id="standard-after"
# With 300 patients the leak makes **no difference worth speaking of**: a mean of 300 hardly changes with 100 more. With 10, at the small penalty, two things happen. The error on fresh patients falls, since 20 people make a better ruler than 10. And the number falls further than that: it is **too good** by the share in the last line, where the honest way is off by nothing to speak of. At the better penalty (10) no flattery is left. So how much this leak costs depends on things that you do not know beforehand; the rule costs nothing, and when the model is used there *is* no validation part to lean on.
#
# That is also why the third way is wrong, though it is best on the fresh patients of one row: a patient who comes alone has no mean and deviation of his own. Five patients who are all heavy become five average ones, and the second row shows the price. **Remedy:** the numbers of the training part, for all parts.

# %% [markdown] id="when"
# ## 3. When to stop
#
# Back to the validation loss. It should go down, and one would like to stop when it goes up. But a real one often goes up for an epoch, by chance, before its lowest point (below we count how often). So programs are **patient**: they stop only when the loss has not become better than its best for so many epochs in a row (an **epoch** is one pass over the training data). That number is called **patience**.
#
# Epochs count from 0 here. The counter of epochs without a new best begins anew with each new best. First by hand, then as a function, for a list of losses that has been recorded.

# %% question="stopping/stop_by_hand"

# %% exercise="stopping/best_epoch"

# %% id="best-epoch-use"
by_hand = np.array([0.8, 0.5, 0.6, 0.55, 0.45, 0.5, 0.48, 0.47, 0.4])
for patience in (1, 2, 3, 4):
    best, stop = (int(epoch) for epoch in best_epoch(by_hand, patience))
    print(f"patience {patience}: best epoch {best}, stops after epoch {stop}")
assert [int(best_epoch(by_hand, patience)[0]) for patience in (1, 2, 3, 4)] == [1, 1, 4, 8]

# %% [markdown] id="record-words"
# To see what patience costs, we need many such curves. So now recordings of real trainings. 400 digits to train, and **one label in ten is wrong**, by chance. (In real collections some are, too: at least 3% on average in the test parts of ten famous ones, as C. Northcutt, A. Athalye and J. Mueller found in 2021.) Six **seeds** (numbers that fix all chance); each has its own split, first weights and wrong labels, and each trains for 60 epochs *without* stopping. So afterwards we can ask of every rule what it would have done.
#
# 200 of the other digits are the validation part, with wrong labels too (nobody would know which). The last 1197 are the **test** part: it decides nothing, it is only counted at the end, against the true digits.

# %% id="record"
digits = (images * 2 - 1).astype(np.float32)  # pixels from -1 to 1


def record(seed, wrong=0.1, drop=0.0, forget_train=False, epochs=60):
    """Train; for each epoch and each sample held out: its loss, label predicted?, true digit predicted?"""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(digits))
    train, held = order[:400], order[400:]
    noisy = labels.copy()
    spoilt = rng.random(len(labels)) < wrong
    noisy[spoilt] = (labels[spoilt] + rng.integers(1, 10, spoilt.sum())) % 10
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(drop), nn.Linear(128, 10))
    optimizer = tg.optim.Adam(model.parameters(), lr=0.002)
    sample_losses, hits, true_hits = [], [], []
    for epoch in range(epochs):
        if epoch == 0 or not forget_train:
            model.train()  # section 5 says what this is
        for batch in np.array_split(rng.permutation(train), range(32, 400, 32)):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tg.tensor(digits[batch])), tg.tensor(noisy[batch])).backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            logits = model(tg.tensor(digits[held]))
            loss = nn.functional.cross_entropy(logits, tg.tensor(noisy[held]), reduction="none")
        predicted = logits.numpy().argmax(axis=1)
        sample_losses.append(loss.numpy())
        hits.append(predicted == noisy[held])
        true_hits.append(predicted == labels[held])
    return np.array(sample_losses), np.array(hits), np.array(true_hits)


begun = time.perf_counter()
recordings = [record(seed) for seed in range(6)]
val_losses = np.array([losses[:, :200].mean(axis=1) for losses, _, _ in recordings])  # (6 seeds, 60 epochs)
val_accuracies = np.array([hits[:, :200].mean(axis=1) for _, hits, _ in recordings])
test = np.array([true_hits[:, 200:].mean(axis=1) for _, _, true_hits in recordings])
print(f"6 trainings of 60 epochs in {time.perf_counter() - begun:.1f} s")
print(f"lowest validation loss in epochs {sorted(int(epoch) for epoch in val_losses.argmin(axis=1))}")
rises = [int((np.diff(values[: values.argmin() + 1]) > 0).sum()) for values in val_losses]
print(f"rises before the lowest one: {rises}")
assert max(rises) >= 2

# %% [markdown] id="class-words"
# A training that is running needs the rule in another form: an object that is told each epoch's value and says whether to stop. It gets two more settings.
#
# - **min_delta**: better means better by more than this. A loss that creeps down by 0.0001 an epoch need not count.
# - **mode**: `"min"` for what should fall, as a loss; `"max"` for what should rise, as an accuracy.

# %% exercise="stopping/early_stopping"


# %% id="stopped"
def stopped(values, patience, min_delta=0.0, mode="min"):
    """Best epoch and last epoch, by your EarlyStopping."""
    rule, best = EarlyStopping(patience=patience, min_delta=min_delta, mode=mode), 0
    for epoch, value in enumerate(values):
        stop = rule.step(float(value))
        if rule.counter == 0:
            best = epoch
        if stop:
            break
    return best, epoch


print("seed 1, patience 3: best epoch and last epoch", stopped(val_losses[1], 3))


# %% id="sliders-picture" jupyter={"source_hidden": true}
def draw_stopping(seed=1, patience=3, min_delta=0.0):
    """One recorded curve with the choice, and what the choice does to all six."""
    ends = np.array([stopped(values, patience, min_delta) for values in val_losses])
    kept, last = test[range(6), ends[:, 0]], test[range(6), ends[:, 1]]
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.6), width_ratios=(3, 2))
    best, stop = ends[seed]
    left.plot(val_losses[seed], color="0.7")
    left.plot(range(stop + 1), val_losses[seed, : stop + 1], "k-")
    left.plot(best, val_losses[seed, best], "ko", label=f"best epoch {best}: {test[seed, best]:.1%} of the test right")
    left.plot(stop, val_losses[seed, stop], "kx", markersize=9, label=f"stops after epoch {stop}")
    left.set(
        xlabel="epoch", ylabel="validation loss", title=f"seed {seed}, patience {patience}, min_delta {min_delta:g}"
    )
    left.set_ylim(0.6, 2.0)
    left.legend(frameon=False)
    right.scatter(np.full(6, 0.0), kept, marker="o", color="black")
    right.scatter(np.full(6, 1.0), last, marker="x", color="black")
    right.scatter(np.full(6, 2.0), test[:, -1], marker="s", facecolors="none", edgecolors="black")
    for place, values in enumerate((kept, last, test[:, -1])):
        right.hlines(values.mean(), place - 0.2, place + 0.2, color="black")
        right.text(place + 0.24, values.mean(), f"{values.mean():.1%}", va="center", fontsize=8)
    right.set(ylim=(0.81, 0.96), xlim=(-0.5, 3.1), ylabel="test digits right")
    right.set_xticks([0, 1, 2], ["best\nweights", "weights at\nthe stop", "after 60\nepochs"])
    right.set_title(f"all six: {ends[:, 1].mean() + 1:.1f} epochs on average")
    fig.tight_layout()
    return picture(
        fig,
        alt=f"Left, the validation loss of seed {seed} over 60 epochs. It falls, and rises again. With patience "
        f"{patience} and min_delta {min_delta:g} it stops after epoch {stop}; the best was {best}. Right, test accuracies of "
        f"six seeds: best weights {kept.mean():.1%} on average, weights at the stop {last.mean():.1%}, after 60 epochs "
        f"{test[:, -1].mean():.1%}.",
    )


explore(draw_stopping, seed=(0, 5, 1), patience=(1, 30, 1), min_delta=[0.0, 0.001, 0.01, 0.03, 0.1, 0.3])

# %% [markdown] id="sliders-words"
# (In JupyterLab, move the sliders. The bars on the right are means.) The same as a table; "never" is 60 epochs without stopping. *Which rule would you take? What does a large patience cost, if the best weights come back?*

# %% id="patience-table"
print("patience  min_delta  epochs   test, best weights   test, weights at the stop")
costs = {}
for patience, min_delta in (
    (1, 0.0),
    (2, 0.0),
    (5, 0.0),
    (10, 0.0),
    (20, 0.0),
    (60, 0.0),
    (5, 0.001),
    (5, 0.01),
    (5, 0.1),
    (5, 0.3),
):
    ends = np.array([stopped(values, patience, min_delta) for values in val_losses])
    kept, last = test[range(6), ends[:, 0]], test[range(6), ends[:, 1]]
    costs[patience, min_delta] = ends[:, 1].mean() + 1, kept, last
    name = "never" if patience == 60 else patience
    print(f"{name:>8}  {min_delta:9}  {ends[:, 1].mean() + 1:6.1f}   {kept.mean():18.1%}   {last.mean():25.1%}")

_, kept, last = costs[60, 0.0]
print(
    f"\nbest weights better than the last of 60 epochs: in {(kept > last).sum()} of 6 seeds, by {np.mean(kept - last):.1%}"
)
assert (kept > last).sum() >= 5
assert costs[5, 0.3][1].mean() < costs[5, 0.0][1].mean() - 0.01

# %% [markdown] id="patience-after"
# - **Up to a patience of about 5 it hardly matters which weights you keep.** From then on the last ones lose. With 20 seeds: last weights 92.4% at patience 3, 91.7% at 10, 90.9% at 20, 88.7% without stopping; best weights 92.3% to 92.4% throughout. So bring the best back, and patience costs epochs only.
# - **Patience 1 is a little too small** on these curves: with 20 seeds 92.0%. It would be worse on curves that rest on a plateau for a while.
# - **A large min_delta is expensive.** It is in the units of the loss. With 0.3 nothing counts after the first epochs, and "the best" is so early that the weights at the stop are better. 0 is a good value; 0.001 saves next to nothing here.
#
# ### Does it always pay?
#
# That was with one wrong label in ten, at one learning rate. The same with 20 seeds, other rates and other shares of wrong labels (test digits right; patience 10; "better / worse": in how many of the 20 seeds stopping was better, and worse):
#
# | wrong labels | learning rate | best weights back | all 60 epochs | better / worse | mean best epoch |
# |---|---|---|---|---|---|
# | 0% | 0.001 | 95.2% (94.1% to 96.3%) | 95.0% (94.0% to 96.4%) | 9 / 6 | 54 |
# | 0% | 0.002 | 95.2% (93.7% to 96.2%) | 95.3% (94.0% to 96.7%) | 2 / 13 | 35 |
# | 0% | 0.005 | 95.0% (94.2% to 96.2%) | 95.3% (94.2% to 96.4%) | 4 / 15 | 17 |
# | 0% | 0.01 | 94.9% (90.8% to 96.3%) | 95.5% (94.5% to 96.7%) | 2 / 17 | 10 |
# | 10% | 0.00025 | 92.4% (90.6% to 93.6%) | 92.5% (90.4% to 93.6%) | 3 / 6 | 58 |
# | 10% | 0.0005 | 92.7% (90.6% to 93.7%) | 92.5% (90.8% to 94.2%) | 9 / 9 | 37 |
# | 10% | 0.001 | 92.4% (90.0% to 94.0%) | 91.1% (88.2% to 93.3%) | 18 / 1 | 19 |
# | 10% | 0.002 | 92.5% (89.8% to 94.2%) | 88.9% (84.1% to 92.1%) | 20 / 0 | 10 |
#
# Two honest answers. Where all labels are right (0%), stopping early **costs** a little: at rates from 0.002 on the last weights were better in 13 to 17 of 20 seeds, by 0.2 to 0.7 points on average. The validation loss rises there while the accuracy still creeps up. What it saves there is time. And where they are not: compare each side **at its own best rate**. With a rate of 0.0005, 60 epochs are only just enough, little is learned by heart, and stopping wins little (92.7% against 92.5%); half that rate gives neither of them more. So early stopping does not reach what could not be reached otherwise. It spares you from knowing the right number of epochs beforehand: at 0.002, four times the rate, it gets 92.5%, where 60 epochs get 88.9%.
#
# ### Ties, and a rule that never stops
#
# Is a value that *equals* the best an improvement? Programs differ. Two of the tutorials that this course grew from write `val_loss < best` (a tie is not better, as in your class); a third one asks the opposite, with a min_delta: `val_loss > best - min_delta` is worse.


# %% id="tie"
def first_rule(values, patience):
    """The epoch after which the first two tutorials' rule stops."""
    best, counter = float("inf"), 0
    for epoch, value in enumerate(values):
        if value < best:
            best, counter = value, 0
        else:
            counter += 1
            if counter >= patience:
                return epoch
    return "never"


def third_rule(values, patience, min_delta=0.0):
    """The epoch after which the third tutorial's rule stops: it asks for "worse" where others ask for "better"."""
    best, counter = None, 0
    for epoch, value in enumerate(values):
        if best is None:
            best = value
        elif value > best - min_delta:
            counter += 1
            if counter >= patience:
                return epoch
        else:  # equal, too, is an improvement here
            best, counter = value, 0
    return "never"


at_a_standstill = [0.6932] * 30  # a dead network: log 2, again and again
broken = [0.9, 0.7, float("nan")] + [float("nan")] * 27
for name, values in (("30 times the same", at_a_standstill), ("nan from epoch 2", broken)):
    rules = first_rule(values, 5), stopped(values, 5)[1], third_rule(values, 5), third_rule(values, 5, min_delta=0.001)
    print(f"{name:17} stops after epoch: first rule {rules[0]}, yours {rules[1]}, third", end=" ")
    print(f"{rules[2]}, with min_delta 0.001 {rules[3]}")
assert third_rule(at_a_standstill, 5) == third_rule(broken, 5) == "never"
assert stopped(at_a_standstill, 5)[1] == third_rule(at_a_standstill, 5, min_delta=0.001) == 5
assert third_rule(broken, 5, min_delta=0.001) == "never"
assert first_rule(broken, 5) == 6

ours = np.mean([stopped(values, 5, mode="max")[1] + 1 for values in val_accuracies])
third = np.mean([60 if (end := third_rule(-values, 5)) == "never" else end + 1 for values in val_accuracies])
print(f"watching the validation accuracy, patience 5: {ours:.1f} epochs if a tie is not better, {third:.1f} if it is")
assert ours < third

# %% [markdown] id="tie-after"
# A loss hardly ever ties, an accuracy often: with 200 samples it moves in steps of half a percent. Its author uses the third rule with 0.001, and then a standstill ends it. But every `<` and `>` with `nan` ("not a number") is false: who asks "is it worse?" hears no, takes `nan` for the new best, and trains on for ever, whatever min_delta is. Ask **"is it better?"**, strictly.
#
# ### The chosen score flatters
#
# The validation loss at the best epoch is the lowest of many numbers that go up and down by chance. *Is it a fair estimate of the loss on new data?* The recordings can tell. From the digits held out we draw validation parts of several sizes, choose the best epoch with each, and look at the same epoch's loss on all others (with the same share of wrong labels, so that only the choice makes a difference).

# %% id="flattering"
rng = np.random.default_rng(0)
shuffled = [rng.random((100, losses.shape[1])).argsort(axis=1) for losses, _, _ in recordings]  # 100 draws of each
rows = np.arange(100)
print("validation   loss is      accuracy is   loss at epoch 10\n   samples   too low by   too high by   is too low by")
too_low = {}
for size in (20, 50, 100, 200, 400):
    differences = []
    for (sample_losses, hits, _), ranks in zip(recordings, shuffled):
        drawn = (ranks < size).astype(float)  # (100 draws, samples): 1 for validation
        (val, new), (val_right, new_right) = (
            (drawn @ values.T / size, (1 - drawn) @ values.T / (values.shape[1] - size))
            for values in (sample_losses, hits)
        )  # each of shape (100 draws, 60 epochs)
        low, high = val.argmin(axis=1), val_right.argmax(axis=1)
        loss_off = new[rows, low] - val[rows, low]
        right_off = val_right[rows, high] - new_right[rows, high]
        differences.append((loss_off.mean(), right_off.mean(), (new - val)[:, 10].mean()))
    too_low[size], too_high, fixed = np.mean(differences, axis=0)
    print(f"{size:10}   {too_low[size]:10.3f}   {100 * too_high:4.1f} points   {fixed:13.3f}")
assert too_low[20] > too_low[50] > too_low[100] > too_low[400] > 0

# %% [markdown] id="flattering-after"
# The fewer samples, the luckier the luckiest epoch. With a hundred, the accuracy is flattered by more than two points. At an epoch that was fixed beforehand, only chance is left. So the validation score serves to **choose**, and the test score, on data that chose nothing, to **report**. Choosing the epoch by the *test* data would make these validation data, and the report would be flattered in the same way. Three parts: training learns, validation chooses, the test is opened once.
#
# ### In a running loop
#
# Your class in a real loop. Besides stopping, a loop must *keep* the best weights, as a copy (mistake 1 in section 7 shows why), and bring them back.


# %% id="live"
def data_of(seed, wrong=0.1):
    """The very samples of a recording: training and validation part."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(digits))
    noisy = labels.copy()
    spoilt = rng.random(len(labels)) < wrong
    noisy[spoilt] = (labels[spoilt] + rng.integers(1, 10, spoilt.sum())) % 10
    x, y = tg.tensor(digits), tg.tensor(noisy)
    return (x[order[:400]], y[order[:400]]), (x[order[400:600]], y[order[400:600]])


train_part, val_part = data_of(0)


def new_network():
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
    return model, tg.optim.Adam(model.parameters(), lr=0.002)


def validation_loss(model):
    with tg.no_grad():
        return nn.functional.cross_entropy(model(val_part[0]), val_part[1]).item()


model, optimizer = new_network()
loader = tg.data.DataLoader(tg.data.TensorDataset(*train_part), batch_size=32, shuffle=True)
stopping, watched, best_weights = EarlyStopping(patience=5), [], None
for epoch in range(60):
    for inputs, targets in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs), targets).backward()
        optimizer.step()
    watched.append(validation_loss(model))
    stop = stopping.step(watched[-1])
    if stopping.counter == 0:  # the best so far
        best_weights = copy.deepcopy(model.state_dict())
    if stop:
        break
print(f"stopped after epoch {epoch}, validation loss {watched[-1]:.4f}")
model.load_state_dict(best_weights)
print(f"best weights back, of epoch {int(np.argmin(watched))}: validation loss {validation_loss(model):.4f}")
assert validation_loss(model) == min(watched) < watched[-1]

# %% [markdown] id="live-kit-words"
# In the training kit the same is one line: `training.EarlyStopping(patience=5, restore_best=True)`, given to a `Trainer`, which is the whole loop as an object (lesson 09). *Same weights, same batches: does it choose the same epoch?*

# %% id="live-kit"
kit_model, kit_optimizer = new_network()
loader = tg.data.DataLoader(tg.data.TensorDataset(*train_part), batch_size=32, shuffle=True)
val_loader = tg.data.DataLoader(tg.data.TensorDataset(*val_part), batch_size=200)
kit = training.EarlyStopping("val_loss", patience=5, restore_best=True)
trainer = training.Trainer(kit_model, kit_optimizer, nn.CrossEntropyLoss(), callbacks=[kit])
history = trainer.fit(loader, val_loader, epochs=60)
print(trainer.stop_reason)
assert kit.best_epoch == int(np.argmin(watched))
assert np.allclose(history["val_loss"], watched)
assert np.isclose(validation_loss(kit_model), min(watched))

# %% [markdown] id="pause"
# **A good place to stop for today.** You can split, choose and stop. When you come back, select the next cell and choose *Run All Above Selected Cell* in the menu *Run*; it takes ten to twenty seconds.

# %% [markdown] id="save"
# ## 4. Save, kill, go on
#
# Trainings take hours or weeks, and machines stop. A **checkpoint** is a file with all that is needed to go on as if nothing had happened. What is "all"? Think of what a step of training reads:
#
# - the model's **parameters** (what the optimizer changes) and its **buffers** (what it keeps besides, such as batch norm's averages, section 5);
# - the optimizer's **state**: Adam keeps two averages for each weight, and counts its steps; its learning rate, too;
# - how far it has come: the epoch, and where a learning rate schedule stands, if there is one.
#
# Models and optimizers give the first two with `state_dict()` and take them with `load_state_dict(…)`. The rest is writing a file and reading it. For data of your own, `pickle` will do. (Never unpickle a file from somebody else: it can run any code.)

# %% exercise="stopping/checkpoint_roundtrip"

# %% [markdown] id="training-words"
# Now a training that is worth interrupting: batch norm, dropout, Adam. One thing more decides how it goes on: **chance**. The order of the batches and what dropout drops come from a random generator, whose state was not among the things to be saved. So we begin each epoch with a seed made from its number. Then epoch 7 draws the same numbers, whether 0 to 6 ran just before, or last week.


# %% id="training"
def new_training():
    """A network and its optimizer, at the very beginning."""
    tg.manual_seed(0)
    layers = nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 10)
    model = nn.Sequential(*layers)
    return model, tg.optim.Adam(model.parameters(), lr=0.003)


def one_epoch(model, optimizer, epoch, pause=0.0):
    """Train for one epoch on 400 digits; return the loss on 360 test digits."""
    x, y = tg.data.digits(train=True)
    x_test, y_test = tg.data.digits(train=False)
    tg.manual_seed(1000 + epoch)  # all chance of this epoch
    model.train()
    for batch in tg.randperm(400).reshape(10, 40):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[batch] / 8 - 1), y[batch]).backward()
        optimizer.step()
        time.sleep(pause)  # as if it were a large network
    model.eval()
    with tg.no_grad():
        return nn.functional.cross_entropy(model(x_test / 8 - 1), y_test).item()


model, optimizer = new_training()
undisturbed = [one_epoch(model, optimizer, epoch) for epoch in range(12)]
print("undisturbed:", " ".join(f"{loss:.4f}" for loss in undisturbed))

# %% [markdown] id="script-words"
# To kill a training, it needs a process of its own. The next cell writes a program into a temporary folder: it consists of the two functions above, *your* `Checkpoint` with its cell, and the lines that you see here. (The folded cell puts them together.) After each epoch it saves. (It saves into a folder called `part` and then renames that: a rename happens at one stroke, so what is called `epoch-002` is whole, whenever the kill comes.)

# %% id="main"
MAIN = """
folder, pause = Path(sys.argv[1]), float(sys.argv[2])
model, optimizer = new_training()
start, losses = 0, []
saved = sorted(folder.glob("epoch-*"))
if saved:  # go on from the newest
    start = int(Checkpoint().load(str(saved[-1] / "state"), model, optimizer)) + 1
    losses = json.loads((saved[-1] / "losses.json").read_text())
    print("goes on with epoch", start, flush=True)
for epoch in range(start, 12):
    losses.append(one_epoch(model, optimizer, epoch, pause))
    part = folder / "part"
    shutil.rmtree(part, ignore_errors=True)  # what a kill has left half done
    part.mkdir()
    Checkpoint().save(str(part / "state"), model, optimizer, epoch)
    (part / "losses.json").write_text(json.dumps(losses))
    part.rename(folder / f"epoch-{epoch:03}")
    print("epoch", epoch, losses[-1], flush=True)
"""

# %% id="script" jupyter={"source_hidden": true}
BORROWED = """
from tinygrad_lite.course.exercises.stopping import CheckpointRoundtrip
Checkpoint = CheckpointRoundtrip.solution
"""


def cell_of(cls):
    """The text of the cell in which you wrote a class; for a borrowed one, the lines that borrow it."""
    for name in ("save", "load"):
        code = getattr(inspect.unwrap(getattr(cls, name)), "__code__", None)
        text = "".join(linecache.getlines(code.co_filename)) if code else ""
        if '@exercise("stopping/checkpoint_roundtrip")' in text:
            return "".join(line for line in text.splitlines(True) if not line.startswith("get_ipython()"))  # no magics
    return BORROWED


def write_program(checkpoint):
    imports = "import copy, json, os, pickle, shutil, sys, time\nfrom pathlib import Path\nimport numpy as np\n"
    imports += "import tinygrad_lite as tg\nfrom tinygrad_lite import nn, training\n"
    imports += "from tinygrad_lite.course.one_thread import use_one_thread\n"
    imports += "use_one_thread()  # as in the notebook: several threads add up in another order\n"
    imports += "exercise = lambda name: lambda thing: thing  # no check in there\n"
    imports += "hint = solution = progress = check = lambda *arguments, **more: None\n"
    functions = inspect.getsource(new_training) + inspect.getsource(one_epoch)
    program.write_text(imports + functions + checkpoint + MAIN, encoding="utf-8")
    whose = "the course's" if checkpoint == BORROWED else "your"
    print(program.name, "has", len(program.read_text(encoding="utf-8").splitlines()), f"lines, with {whose} Checkpoint")


def start_program(pause):
    command = [sys.executable, str(program), str(states), str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


temporary = tempfile.TemporaryDirectory(prefix="lesson07-", ignore_cleanup_errors=True)  # gone when the kernel ends
folder = Path(temporary.name)
program, states = folder / "train.py", folder / "states"
write_program(cell_of(Checkpoint))

# %% [markdown] id="kill-words"
# Start it, read its first lines, and kill it in the middle of an epoch: on Linux and macOS with the signal that no program can catch (`kill -9`), on Windows with its equal. The moment is left to chance: it must not matter.


# %% id="kill"
def run_and_kill():
    """Start the program and kill it in the epoch after number 2; what it said, whether it lived until then, its end."""
    shutil.rmtree(states, ignore_errors=True)
    states.mkdir()
    process, said = start_program(pause=0.01), []
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("epoch 2 "):
            break
    time.sleep(0.05)  # now it is in the middle of epoch 3
    alive = process.poll() is None
    process.kill()  # SIGKILL: no chance to clean up
    process.wait()
    process.stdout.close()
    return said, alive, process.returncode


said, alive, status = run_and_kill()
if not alive and status != 0:  # your cell needs something from another cell
    print("Your Checkpoint does not run on its own:", *said[-1:], "\nThe course's stands in for it here.")
    write_program(BORROWED)
    said, alive, status = run_and_kill()
print(*said, sep="\n")
print(f"killed; exit status {status} (on Linux and macOS: minus the number of the signal)")
print("left behind:", sorted(path.name for path in states.iterdir()))
assert alive
assert (states / "epoch-002").is_dir()
assert not (states / "epoch-011").exists()

# %% [markdown] id="resume-words"
# Everything that it had in memory is gone. Start it once more. *Will the curve be the same? Nearly, or to the last bit?*

# %% id="resume"
process = start_program(pause=0.0)
print(process.communicate()[0])
resumed = json.loads((states / "epoch-011" / "losses.json").read_text())
for epoch in (2, 3, 11):
    print(f"epoch {epoch:2}: undisturbed {undisturbed[epoch]!r}, killed and resumed {resumed[epoch]!r}")
assert resumed == undisturbed  # to the bit
print("12 losses, equal to the bit")

# %% [markdown] id="bit-after"
# To the bit, though the killed process took half an epoch with it: that epoch was simply done again, with the same seed.
#
# ### Four checkpoints that lack something
#
# Train for 8 epochs, save, go on for 4, and leave something out:
#
# 1. **The weights as JSON**, as one of our source tutorials does it: a text that people can read, with the epoch, each parameter as a list, and the best validation loss.
# 2. **The model's `state_dict`** alone, which is what most people call "saving the model". The optimizer begins anew.
# 3. **A full checkpoint, but `start = epoch`**, as another tutorial has it: it saves the epoch that has just been finished, and goes on *with it*.
# 4. **A full checkpoint without the seed line**: chance goes on from anywhere.
#
# *Which of them still gives the same curve? What does the first one lack that the second has?*

# %% id="forms"
model, optimizer = new_training()
for epoch in range(8):
    one_epoch(model, optimizer, epoch)
checkpoint = str(folder / "after-epoch-7")
Checkpoint().save(checkpoint, model, optimizer, 7)
in_json = json.dumps(
    {
        "epoch": 7,
        "weights": {name: parameter.detach().numpy().tolist() for name, parameter in model.named_parameters()},
        "best_val_loss": min(undisturbed[:8]),
    }
)
state_dict = copy.deepcopy(model.state_dict())


def accuracy(model):
    """Share of the 360 test digits, in evaluation mode."""
    x_test, y_test = tg.data.digits(train=False)
    model.eval()
    with tg.no_grad():
        return float((model(x_test / 8 - 1).numpy().argmax(axis=1) == y_test.numpy()).mean())


def go_on(form):
    """A new process would have: a new model and optimizer. Fill them, say how good the model is, train 4 epochs."""
    model, optimizer = new_training()
    start = 8
    if form == "1 weights in JSON":
        for name, parameter in model.named_parameters():
            parameter.data = tg.tensor(json.loads(in_json)["weights"][name])
    elif form == "2 state_dict alone":
        model.load_state_dict(state_dict)
    else:
        start = int(Checkpoint().load(checkpoint, model, optimizer)) + 1
    if form == "3 start = epoch":
        start -= 1
    at_once, shift = accuracy(model), 500 if form == "4 other chance" else 0
    return at_once, [one_epoch(model, optimizer, epoch + shift) for epoch in range(start, start + 4)]


print(f"{'':20}right at once   the four losses after it")
forms = {}
for form in ("0 everything", "1 weights in JSON", "2 state_dict alone", "3 start = epoch", "4 other chance"):
    forms[form] = go_on(form)
    print(f"{form:20}{forms[form][0]:13.1%}   " + " ".join(f"{loss:.4f}" for loss in forms[form][1]))
assert forms["0 everything"][1] == undisturbed[8:]
assert all(curve != undisturbed[8:] for form, (_, curve) in forms.items() if form != "0 everything")
assert forms["1 weights in JSON"][0] < 0.8 < 0.9 < forms["2 state_dict alone"][0]
assert max(forms[form][1][-1] for form in ("1 weights in JSON", "2 state_dict alone")) < undisturbed[-1]

reread = json.loads(in_json)["weights"]["0.weight"]
assert np.array_equal(np.array(reread, dtype=np.float32), state_dict["0.weight"].numpy())
print(
    f"\nJSON keeps every bit of the weights, in {len(in_json):,} characters; as numbers they are",
    f"{4 * sum(parameter.numel() for parameter in model.parameters()):,} bytes",
)

# %% [markdown] id="forms-after"
# - **The JSON** has every parameter; but batch norm's running averages are *buffers*. Without them a third of the digits is lost at once here (with other seeds a tenth to four tenths). (The tutorial's own network has no buffers, so there the predictions come back. `state_dict()` holds both.)
# - **The `state_dict`** predicts as before, and goes on differently: Adam's averages are gone. That can look harmless, even good: here this one and the JSON end *lower* than the undisturbed. Near the end of a training it hurts: a fresh Adam's first step moves every weight that has a gradient at all by nearly the whole learning rate, if only that gradient is large beside Adam's eps, 1e-8. In the next cell, the loss of a network that has nearly arrived jumps to many times its value.
# - **`start = epoch`** trains one epoch twice (its four losses are those of epochs 7 to 10). No error, no warning.
# - **Other chance** is a training just as good, and another one. For the same curve, the generator belongs into the checkpoint, or the seed into the epoch.


# %% id="fresh-adam"
def plain_epochs(model, optimizer, epochs):
    """Train a network without dropout and batch norm; the training loss after each epoch."""
    x, y = (part[:400] for part in tg.data.digits(train=True))
    x, losses = x / 8 - 1, []
    for epoch in epochs:
        tg.manual_seed(1000 + epoch)
        for batch in tg.randperm(400).reshape(10, 40):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
        with tg.no_grad():
            losses.append(nn.functional.cross_entropy(model(x), y).item())
    return losses


def plain_network(seed):
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    return model, tg.optim.Adam(model.parameters(), lr=0.01)


print("training loss after epoch        39        40        41        42")
for seed in range(3):
    model, optimizer = plain_network(seed)
    loss_39 = plain_epochs(model, optimizer, range(40))[-1]
    weights, adam = copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict())
    went_on = {}
    for name in ("with Adam's state", "without it"):
        model, optimizer = plain_network(seed)
        model.load_state_dict(weights)
        if name == "with Adam's state":
            optimizer.load_state_dict(adam)
        went_on[name] = plain_epochs(model, optimizer, range(40, 43))
        print(f"seed {seed}, {name:19}" + "".join(f"{loss:10.5f}" for loss in [loss_39, *went_on[name]]))
    assert went_on["without it"][0] > 5 * went_on["with Adam's state"][0]

# %% [markdown] id="kit-words"
# The training kit saves all of it: the state of the generators, the order of the batches, callbacks and schedule too, with a checksum, in a file that cannot run code. `ModelCheckpoint` writes, `resume` reads. Below, a training ends after 3 epochs, a new one goes on in its folder, and a third is never disturbed. No seed line is needed now.


# %% id="kit"
def new_trainer(*callbacks):
    model, optimizer = new_training()
    return training.Trainer(model, optimizer, nn.CrossEntropyLoss(), callbacks=callbacks)


def loaders():
    return (
        tg.data.DataLoader(tg.data.TensorDataset(*part), batch_size=40, shuffle=shuffle)
        for part, shuffle in ((train_part, True), (val_part, False))
    )


first = new_trainer(training.ModelCheckpoint(folder / "kit"))
first.fit(*loaders(), epochs=3)
second = new_trainer(training.ModelCheckpoint(folder / "kit"))
print("goes on from", Path(second.resume(folder / "kit")).name, "with epoch", second.epoch)
second.fit(*loaders(), epochs=6)
third = new_trainer()
third.fit(*loaders(), epochs=6)
assert second.history["val_loss"] == third.history["val_loss"]
print("validation losses, equal to the bit:", [round(loss, 4) for loss in second.history["val_loss"]])

training.save_checkpoint(folder / "mine.safetensors", {"weights": weights, "epoch": 40})  # the same file, by hand
assert training.load_checkpoint(folder / "mine.safetensors")["epoch"] == 40

# %% [markdown] id="modes"
# ## 5. Two modes
#
# Some layers behave in one way while the network learns and in another when it is used. `model.train()` and `model.eval()` switch all of them. Both only set a flag; neither trains or evaluates anything.
#
# ### Dropout
#
# **Dropout** sets each number of a layer to 0 with probability p, by chance, anew for every sample and step. No unit can rely on a certain other one being there. What is kept is divided by 1 − p. *Why? With p = 0.5 and the input 1, what is the mean of the output?*
#
# <details><summary>Then look here</summary>
#
# Half of the outputs are 0, the others 1 / 0.5 = 2: the mean is 1, as without dropout. So nothing needs to change afterwards: in evaluation dropout does nothing at all. (This form is called "inverted": the first one divided nothing in training and multiplied by 1 − p afterwards.)
# </details>

# %% question="stopping/kept_by_hand"

# %% exercise="stopping/dropout"

# %% [markdown] id="average-words"
# Each choice of dropped units is a network of its own, so training with dropout trains a huge number of networks that share their weights. And evaluation mode? It is said to be their *average*. Is that so? We train a network with p = 0.5 and then let 1000 of these networks answer, with your `dropout`. *One of them, the average of ten, the average of 1000: how far are they from evaluation mode?*


# %% id="average"
def fit(model, epochs, samples=1437, seed=0):
    """Train on the course's digits with Adam."""
    x, y = tg.data.digits(train=True)
    optimizer, rng = tg.optim.Adam(model.parameters(), lr=0.003), np.random.default_rng(seed)
    model.train()
    for _ in range(epochs):
        order = rng.permutation(samples)
        for batch in np.split(order[: samples // 64 * 64], samples // 64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[batch] / 8 - 1), y[batch]).backward()
            optimizer.step()
    return model.eval()


x_test, y_test = tg.data.digits(train=False)
x_test, y_test = x_test / 8 - 1, y_test.numpy()

tg.manual_seed(0)
shallow = fit(nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10)), 10)
deep = fit(
    nn.Sequential(
        nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10)
    ),
    10,
)

rng = np.random.default_rng(0)
hidden = np.maximum(shallow[0](x_test).detach().numpy(), 0)
w, b = (parameter.detach().numpy() for parameter in shallow[3].parameters())
answers_shallow = np.array([np.asarray(dropout(hidden, 0.5, rng, True)) @ w.T + b for _ in range(1000)])
with tg.no_grad():
    eval_shallow, eval_deep = shallow(x_test).numpy(), deep(x_test).numpy()
    deep.train()
    answers_deep = np.array([deep(x_test).numpy() for _ in range(1000)])
    deep.eval()

counts = (1, 3, 10, 30, 100, 300, 1000)
off = {
    name: [float(np.abs(answers[:n].mean(axis=0) - by_eval).mean()) for n in counts]
    for name, answers, by_eval in (
        ("one dropout layer", answers_shallow, eval_shallow),
        ("two dropout layers", answers_deep, eval_deep),
    )
}
right = (answers_deep.argmax(axis=2) == y_test).mean(axis=1)
averaged = (answers_deep.mean(axis=0).argmax(axis=1) == y_test).mean()
print(
    f"two layers: single networks have {right.min():.1%} to {right.max():.1%} of the test digits right,",
    f"on average {right.mean():.1%};",
)
print(
    f"            the average of all 1000 has {averaged:.1%}, evaluation mode {(eval_deep.argmax(1) == y_test).mean():.1%}"
)
sure = np.array([np.bincount(column, minlength=10).max() for column in answers_deep.argmax(axis=2).T]) / 1000
wrong_ones = eval_deep.argmax(axis=1) != y_test
same = (answers_deep.mean(axis=0).argmax(axis=1) == eval_deep.argmax(axis=1)).mean()
print(f"            average and evaluation mode name the same digit in {same:.1%} of the images")
assert off["one dropout layer"][-1] < off["one dropout layer"][0] / 20
assert off["two dropout layers"][-1] > off["two dropout layers"][0] / 20
assert averaged > right.mean()
print(
    f"share of the 1000 that agree: {sure[~wrong_ones].mean():.0%} where evaluation mode is right,",
    f"{sure[wrong_ones].mean():.0%} where it is wrong",
)
assert sure[wrong_ones].mean() < sure[~wrong_ones].mean()

# %% id="average-picture" jupyter={"source_hidden": true}
fig, (left, other) = plt.subplots(1, 2, figsize=(8.4, 3.2))
for (name, distance), style in zip(off.items(), ("ko-", "ks--")):
    left.plot(counts, distance, style, markersize=4, fillstyle="none", label=name)
left.plot(counts, off["one dropout layer"][0] / np.sqrt(counts), color="0.8", linewidth=6, label="1/√number", zorder=0)
left.set(xscale="log", yscale="log", xlabel="networks that are averaged", ylabel="distance from evaluation mode")
left.legend(frameon=False)
other.hist(sure[~wrong_ones], np.linspace(0, 1, 21), color="0.75", label="digit right in evaluation mode")
other.hist(sure[wrong_ones], np.linspace(0, 1, 21), color="black", label="wrong")
other.set(
    yscale="log", xlabel="share of the 1000 networks that agree", ylabel="test digits", title="two dropout layers"
)
other.legend(frameon=False, loc="upper left")
fig.tight_layout()
picture(
    fig,
    alt="Left: the distance of the average answer from evaluation mode against the number of networks, both logarithmic. "
    "With one dropout layer it falls in a straight line, by 1/√number; with two it falls more slowly and levels out at "
    f"{off['two dropout layers'][-1]:.2f}. Right: for how many test digits what share of the networks agree: nearly all agree "
    "on about half of the digits; the wrong ones are mostly among those on which they disagree.",
)

# %% [markdown] id="average-after"
# - With **one** dropout layer before the last layer, everything after it is straight (linear), and evaluation mode *is* the average of the ten numbers before softmax: the distance falls as chance always does, by 1/√number.
# - With **two**, there is a bend (ReLU) between them. The mean of a bent function is not the function of the mean, so a small distance stays. Evaluation mode is an **approximation** of the average, a good one: it names nearly always the same digit, and it costs one network's time in place of 1000.
# - The right picture is a free extra: where the networks disagree, the answer is more often wrong. Leaving dropout on, on purpose, to see this is called Monte Carlo dropout (Y. Gal and Z. Ghahramani, 2016).
#
# ### Batch norm
#
# **Batch norm** standardises every unit of a layer: minus a mean, divided by a standard deviation, then times a learned weight, plus a learned bias. It has two lives. In **training** mean and variance are those of the *batch*; in passing it keeps **running averages** of both. In **evaluation** it uses these. *Why not the batch's, there too?*

# %% question="stopping/norm_by_hand"

# %% exercise="stopping/batchnorm_eval"

# %% [markdown] id="two-lives-words"
# Because the company would decide: in evaluation an answer must depend on the sample alone, and there may be only one sample.
#
# See it happen. Here is one and the same digit in 300 different companies: in batches with 1, 7 or 63 other digits, drawn by chance. What does one unit of a trained network say about it?


# %% id="two-lives"
def two_mode_network(seed):
    tg.manual_seed(seed)
    layers = []
    for inputs in (64, 128):
        layers += [nn.Linear(inputs, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(0.5)]
    return fit(nn.Sequential(*layers, nn.Linear(128, 10)), 10, seed=seed)


network = two_mode_network(0)
before = network[0](x_test).detach().numpy()  # what comes into the first batch norm
norm = network[1]
learned = [value.detach().numpy() for value in (norm.weight, norm.bias, norm.running_mean, norm.running_var)]

rng = np.random.default_rng(0)
said = {}
for size in (2, 8, 64):
    outputs = []
    for _ in range(300):
        batch = before[[0, *rng.choice(np.arange(1, 360), size - 1, replace=False)]]
        outputs.append(np.asarray(batchnorm_eval(batch, batch.mean(0), batch.var(0), *learned, True))[0, 0])
    said[size] = np.array(outputs)
    print(
        f"batches of {size:2}: unit 0 says {said[size].mean():6.2f} on average,",
        f"from {said[size].min():5.2f} to {said[size].max():5.2f}",
    )
in_evaluation = np.asarray(batchnorm_eval(before[:1], before[:1].mean(0), before[:1].var(0), *learned, False))[0, 0]
print(f"evaluation mode: {in_evaluation:6.2f}, in any company")
assert np.isclose(in_evaluation, norm(network[0](x_test)).detach().numpy()[0, 0], atol=1e-4)
assert said[2].std() > said[64].std() * 2

# %% id="two-lives-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7, 2.8))
for height, (size, outputs) in enumerate(said.items()):
    ax.plot(outputs, height + np.random.default_rng(0).uniform(-0.25, 0.25, 300), "k.", markersize=3, alpha=0.5)
ax.axvline(in_evaluation, color="black", linestyle="--")
ax.text(in_evaluation, 2.62, "evaluation mode", ha="center")
ax.set_yticks(range(3), [f"batches of {size}" for size in said])
ax.set(xlabel="what the unit says about the same digit", ylim=(-0.5, 2.55))
picture(
    fig,
    alt="The output of one unit for one and the same digit, 300 dots for each batch size. In batches of 2 nearly all dots "
    f"lie at two values, {said[2].min():.1f} and {said[2].max():.1f}; in batches of 8 they spread widely; in batches of 64 they "
    f"lie close together, mostly left of the dashed line of evaluation mode, {in_evaluation:.1f}.",
)

# %% [markdown] id="forgotten-words"
# In batches of two, a unit can hardly say more than "I am the larger of us" or "I am the smaller". All else is lost. So now the question of this section: *what does a forgotten `eval()` cost, if the network is used on batches of 60, of 8, of 2, and on one digit alone?* Guess before you run.


# %% id="forgotten"
def used(model, size, training, dropout_too=True):
    """Accuracy on the test digits in batches of this size, in this mode."""
    model.train(training)
    for layer in model:
        if isinstance(layer, nn.Dropout) and not dropout_too:
            layer.eval()
    with tg.no_grad():
        parts = np.split(np.arange(360), range(size, 360, size))
        right = sum((model(x_test[part]).numpy().argmax(axis=1) == y_test[part]).sum() for part in parts)
    model.eval()
    return right / 360


tg.manual_seed(1)
state = copy.deepcopy(network.state_dict())
forgotten = {"eval()": used(network, 60, False)}
print(f"eval():                           {forgotten['eval()']:.1%}   (only batch norm's)")
for size in (60, 8, 2):
    network.load_state_dict(state)
    forgotten[size] = used(network, size, True)
    network.load_state_dict(state)
    norm_only = used(network, size, True, dropout_too=False)
    print(f"eval() forgotten, batches of {size:2}:   {forgotten[size]:.1%}   ({norm_only:.1%})")
try:
    used(network, 1, True)
    raise AssertionError("it should have refused")
except ValueError as error:
    print("eval() forgotten, one digit alone: ValueError:", str(error).partition(". ")[0])
network.load_state_dict(state)
network.eval()
assert forgotten[2] < 0.6 < forgotten[8] < forgotten["eval()"]

# %% [markdown] id="forgotten-after"
# Twenty networks (median, and smallest to largest):
#
# | mode | batch size | test accuracy | with eval() afterwards |
# |---|---|---|---|
# | eval() | any | 98.6% (97.2% to 99.4%) | the same |
# | forgotten | 64 | 94.4% (93.6% to 96.1%) | 98.6% (96.9% to 99.2%) |
# | forgotten | 8 | 86.5% (83.6% to 87.8%) | 98.3% (97.5% to 99.2%) |
# | forgotten | 2 | 46.8% (39.4% to 53.9%) | 98.2% (96.9% to 98.9%) |
#
# In large batches a forgotten `eval()` costs four points, nearly all of them dropout's, and one may take the network for a mediocre one. In batches of two it costs half of the answers, and most of that is batch norm's. And the same image gets another answer in other company.
#
# The last column: even the *looking* does harm. In training mode every batch moves the running averages, so a validation without `eval()` changes the model that it measures (section 7). Here it was little.
#
# ### The other way round: `train()` forgotten
#
# `eval()` before validation; and then nobody switches back. From the second epoch on, training goes on in evaluation mode: without dropout, and batch norm's averages stay what they are. No error, no warning. We take the first recording of section 3 (one wrong label in ten) once more, now with dropout 0.7. *What will it cost?*

# %% id="train-forgotten"
ends = {}
for name, forget in (("right", False), ("train() forgotten", True)):
    ends[name] = record(0, drop=0.7, forget_train=forget)[2][-1].mean()
    print(f"{name:18} after 60 epochs: {ends[name]:.1%}")
assert ends["right"] > ends["train() forgotten"] + 0.02

# %% [markdown] id="train-forgotten-after"
# Whoever forgets `train()` has no dropout and gets what a network without dropout gets. With 20 seeds (median, learning rate 0.002, 60 epochs): 93.4% with dropout 0.7, 88.9% with `train()` forgotten, 88.9% without any dropout. (Each at its own best of six rates, dropout alone gets 93.4%, stopping early alone 92.7%, neither of them 92.5%: here dropout does the work of early stopping. Its p has to be chosen with validation data, too.) And with batch norm it costs something even without any dropout. With 20 seeds, all labels right, each side at its own best of five rates: 95.2% became 90.7% after 3 epochs, and 96.5% became 95.6% after 20. Where there is neither dropout that helps nor batch norm, it costs nothing. **Remedy:** `model.train()` as the first line of each training epoch, `model.eval()` as the first line of each validation.

# %% [markdown] id="torch"
# ## 6. The same in PyTorch, side by side
#
# All names are PyTorch's: `state_dict`, `load_state_dict`, `train`, `eval`, `nn.Dropout`, `nn.BatchNorm1d`. Only early stopping is not in PyTorch itself; there one writes it, as you did, or takes it from another library. We train a network with batch norm in both, from the same weights, with the same batches, in 64-bit numbers, and ask *your* class each epoch. (Without dropout here: the two libraries draw other random numbers. Importing PyTorch takes a few seconds, once.)

# %% id="torch-run"
import torch

torch.set_num_threads(1)


def network_of(library):
    return library.nn.Sequential(
        library.nn.Linear(64, 128, bias=False),  # batch norm would subtract a bias again
        library.nn.BatchNorm1d(128),
        library.nn.ReLU(),
        library.nn.Linear(128, 10),
    )


def stop_early(library, model):
    """Train with early stopping: the validation losses, and the best epoch; the best weights are in the model."""
    (x, y), (x_val, y_val) = (
        (library.tensor(x.numpy().astype(np.float64)), library.tensor(y.numpy())) for x, y in (train_part, val_part)
    )
    optimizer = library.optim.Adam(model.parameters(), lr=0.005)
    rule, losses, best, rng = EarlyStopping(patience=3), [], None, np.random.default_rng(0)
    for epoch in range(60):
        model.train()
        for batch in np.split(rng.permutation(400), 5):
            optimizer.zero_grad()
            library.nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
        model.eval()
        with library.no_grad():
            losses.append(library.nn.functional.cross_entropy(model(x_val), y_val).item())
        stop = rule.step(losses[-1])
        if rule.counter == 0:
            best = epoch, copy.deepcopy(model.state_dict())
        if stop:
            break
    model.load_state_dict(best[1])
    return losses, best[0]


tg.manual_seed(0)
ours, theirs = network_of(tg), network_of(torch)
ours, theirs = ours.double(), theirs.double()
theirs.load_state_dict({name: torch.tensor(value.numpy()) for name, value in ours.state_dict().items()})
both = {library.__name__: stop_early(library, model) for library, model in ((tg, ours), (torch, theirs))}
for name, (losses, best) in both.items():
    print(f"{name:14} best epoch {best}, validation loss {losses[best]:.6f}; stopped after epoch {len(losses) - 1}")
(our_losses, our_best), (their_losses, their_best) = both.values()
assert our_best == their_best
assert len(our_losses) == len(their_losses)
assert np.allclose(our_losses, their_losses, rtol=1e-6)
for name, value in ours.state_dict().items():
    assert np.allclose(value.numpy(), theirs.state_dict()[name].numpy(), atol=1e-6), name

# %% [markdown] id="torch-file-words"
# The full checkpoint as PyTorch programs write it, `torch.save` of a dict; and then `epoch + 1`. (`torch.load` reads only plain data nowadays, unless one asks for more with `weights_only=False`; then it runs code like pickle, so never with a file from elsewhere. `torch.save(model)` stores the whole object, needs the same code to read it, and is best avoided.) Dropout: the same two numbers, 0 and 1 / (1 − p), in both.


# %% id="torch-file"
def torch_epochs(model, optimizer, epochs):
    """Train PyTorch's network; the loss of each step."""
    x, y = (torch.tensor(part.numpy()) for part in train_part)
    losses = []
    for epoch in epochs:
        for batch in np.split(np.random.default_rng(epoch).permutation(400), 5):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def torch_training():
    torch.manual_seed(0)
    model = network_of(torch)
    return model, torch.optim.Adam(model.parameters(), lr=0.002)


model, optimizer = torch_training()
torch_epochs(model, optimizer, range(3))
with tempfile.TemporaryDirectory() as place_for_file:
    file = Path(place_for_file) / "checkpoint.pth"
    to_save = {"epoch": 2, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict()}
    torch.save(to_save, file)
    found = torch.load(file)
went_on = torch_epochs(model, optimizer, range(3, 5))

model, optimizer = torch_training()  # as in a new process
model.load_state_dict(found["model_state_dict"])
optimizer.load_state_dict(found["optimizer_state_dict"])
resumed = torch_epochs(model, optimizer, range(found["epoch"] + 1, 5))
print(f"PyTorch: {len(resumed)} steps after resuming, equal to the bit: {resumed == went_on}")
assert resumed == went_on

again = network_of(tg)  # and its weights in our network
again.load_state_dict({name: tg.tensor(value.numpy()) for name, value in model.state_dict().items()})
again.eval()
model.eval()
with tg.no_grad(), torch.no_grad():
    in_ours, in_theirs = again(val_part[0]).numpy(), model(torch.tensor(val_part[0].numpy())).numpy()
print(f"PyTorch's weights in our network: largest difference of any answer {np.abs(in_ours - in_theirs).max():.1e}")
assert np.allclose(in_ours, in_theirs, atol=1e-4)

for library in (tg, torch):
    dropped = library.nn.Dropout(0.5)(library.ones(10000)).numpy()
    print(
        f"{library.__name__:14} dropout of 1: values {np.unique(dropped)}, share of zeros {(dropped == 0).mean():.2f}"
    )
    assert set(np.unique(dropped)) == {0.0, 2.0}
    assert abs((dropped == 0).mean() - 0.5) < 0.03

# %% [markdown] id="lockstep-words"
# `compare.lockstep` trains both side by side and compares every activation, gradient and weight of every step, running averages too, in units of the last binary digit (ulp).

# %% id="lockstep"
from tinygrad_lite import compare

tg.manual_seed(0)
ours = network_of(tg)
batches = [(train_part[0][i : i + 40], train_part[1][i : i + 40]) for i in range(0, 200, 40)]
result = compare.lockstep(
    ours,
    None,
    batches,
    criterion=nn.CrossEntropyLoss(),
    optimizer=tg.optim.SGD(ours.parameters(), lr=0.1, momentum=0.9),
)
assert result.agrees
result

# %% id="timing"
sides = []
for library in (tg, torch):
    model = network_of(library)
    optimizer = library.optim.Adam(model.parameters(), lr=0.002)
    inputs, targets = (library.tensor(part.numpy()) for part in batches[0])

    def step(library=library, model=model, optimizer=optimizer, inputs=inputs, targets=targets):
        optimizer.zero_grad()
        library.nn.functional.cross_entropy(model(inputs), targets).backward()
        optimizer.step()

    sides.append(step)
timed = compare.timing(*sides, rounds=5, memory=False)

# %% [markdown] id="timing-meaning"
# That is one training step on 40 digits, each library on one thread. "Middle half" is where half of the rounds lie; if the two ranges overlap, do not call one of them faster. A network this small is mostly overhead: what a library does besides computing. With large layers the figures will be others.

# %% [markdown] id="mistakes"
# ## 7. Common mistakes, seen failing
#
# Three you have met: a rule that never stops (section 3), an epoch trained twice (4), a forgotten `train()` (5). Here are three more.
#
# ### 1. The best weights kept without a copy
# `best = model.state_dict()` looks like keeping. *What is in it ten epochs later?*

# %% id="mistake-copy"
for library in (tg, torch):
    model = network_of(library)
    optimizer = library.optim.SGD(model.parameters(), lr=0.1)
    inputs, targets = (library.tensor(part.numpy()) for part in batches[0])
    kept, copied = model.state_dict(), copy.deepcopy(model.state_dict())
    library.nn.functional.cross_entropy(model(inputs), targets).backward()
    optimizer.step()
    moved = [np.abs(state["0.weight"].numpy() - copied["0.weight"].numpy()).max() for state in (kept, copied)]
    print(
        f"{library.__name__:14} after one more step: kept weights moved by {moved[0]:.4f}, copied ones by {moved[1]:.4f}"
    )
    assert moved[0] > 0
    assert moved[1] == 0

# %% [markdown] id="mistake-copy-words"
# A `state_dict` does not hold copies but the very arrays that the optimizer goes on changing. Whoever loads it "back" changes nothing. **Remedy:** `copy.deepcopy(model.state_dict())`, or write it to a file.
#
# ### 2. Validating without eval()
# Besides the wrong score: *what does it do to the model?*

# %% id="mistake-eval"
network.load_state_dict(state)
before = network[1].running_mean.numpy().copy()
right_before = used(network, 60, False)
for _ in range(3):
    used(network, 2, True)  # three validations, in training mode
moved = np.abs(network[1].running_mean.numpy() - before).max() / np.abs(before).max()
print(
    f"the running means moved by up to {moved:.0%} of the largest;",
    f"in evaluation mode {right_before:.1%} → {used(network, 60, False):.1%}",
)
assert moved > 0.01
network.load_state_dict(state)
for _ in range(3):
    used(network, 2, False)
assert np.array_equal(network[1].running_mean.numpy(), before)

# %% [markdown] id="mistake-eval-words"
# The validation data has got into the model: a leak, through a back door. `no_grad()` does not prevent it; that only spares the gradients. **Remedy:** `model.eval()` first, then `with no_grad()`: two switches for two things.
#
# ### 3. The wrong direction
# An accuracy is watched, and mode is left at `"min"`. *Which epoch will be "the best"?*

# %% id="mistake-mode"
for mode in ("min", "max"):
    best, stop = stopped(val_accuracies[0], 5, mode=mode)
    print(
        f'mode="{mode}": best epoch {best} with {val_accuracies[0, best]:.1%},',
        f"stops after epoch {stop}; test {test[0, best]:.1%}",
    )
best, stop = stopped(val_accuracies[0], 5, mode="min")
assert best == val_accuracies[0, : stop + 1].argmin()
assert test[0, best] < test[0].max() - 0.05

model, optimizer = new_network()
kit = training.EarlyStopping("val_accuracy", mode="min")
trainer = training.Trainer(
    model, optimizer, nn.CrossEntropyLoss(), metrics=[training.metrics.Accuracy()], callbacks=[kit]
)
try:
    trainer.fit(loader, val_loader, epochs=1)
    raise AssertionError("it should have refused")
except ValueError as error:
    print("the kit:", error)

# %% [markdown] id="mistake-mode-words"
# It stops as soon as its patience allows, and keeps the *worst* epoch. **Remedy:** watch a loss with `"min"` and a score with `"max"`. The kit's `EarlyStopping` refuses what cannot be meant.

# %% [markdown] id="recap"
# ## 8. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("stopping/recap_1", "a")`.

# %% question="stopping/recap_1"

# %% question="stopping/recap_2"

# %% question="stopping/recap_3"

# %% question="stopping/recap_4"

# %% question="stopping/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# You have seen that a score is only as honest as its split, that whoever brings back the best weights pays for patience with epochs only, and that two switches, `train()` and `eval()`, change what a network says.
#
# - [**Lesson 08, GPU training**](08_gpu_training.ipynb): the same loop on another device, what moves, and what it costs.
# - [**Lesson 09, The complete loop**](09_complete_loop.ipynb): all of it together, from a data set to a report.
#
# To read on:
#
# - L. Prechelt, "Early Stopping, But When?", 1998: rules for stopping, compared.
# - N. Srivastava and others, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014; Y. Gal and Z. Ghahramani, "Dropout as a Bayesian Approximation", 2016 ([arXiv:1506.02142](https://arxiv.org/abs/1506.02142)).
# - S. Ioffe and C. Szegedy, "Batch Normalization", 2015 ([arXiv:1502.03167](https://arxiv.org/abs/1502.03167)).
# - S. Kaufman and others, "Leakage in Data Mining", 2012: how often it happens, also to experts; T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, section 7.10.2.
# - C. Northcutt, A. Athalye and J. Mueller, "Pervasive Label Errors in Test Sets", 2021 ([arXiv:2103.14749](https://arxiv.org/abs/2103.14749)).
# - PyTorch: [saving and loading models](https://pytorch.org/tutorials/beginner/saving_loading_models.html).
