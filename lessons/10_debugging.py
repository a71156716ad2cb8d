# %% [markdown] id="title"
# # Lesson 10: Debugging training
#
# A broken training seldom says so. It prints a loss, and the loss is too high: a hundred faults look like that. This lesson is about finding the one you have, with experiments that each rule out a part of what is left.
#
# After this lesson you can
#
# - find out in a minute whether a network can learn at all,
# - tell a healthy network from a sick one by its gradients and activations,
# - hear a training doctor's finding, and run the experiment that would refute it,
# - run a checklist on your own set-up, before, during and after training,
# - mend ten broken training loops, five of which hide a second fault,
# - say which of the usual advice helps against what, and by how much.
#
# | section | minutes |
# |---|---|
# | 1 One batch | 20 |
# | 2 What the layers say · 3 Four ills | 25 |
# | 4 The checklist · 5 The doctor · 6 The usual advice | 15 |
# | *a good place to stop for today* | |
# | 7 Ten broken loops | 55 |
# | 8 PyTorch · 9 Mistakes · 10 Questions | 10 |
#
# You need Python, some NumPy, and a training loop (predict, loss, backward, step) that is not new to you. Nothing from the other lessons has to be done first.
#
# **How the exercises work.** Run a cell with Shift+Enter, the first code cell first. Each exercise cell holds a function to write (in section 7: to mend). Run it, and a card below says how it went. Until your version is right, a borrowed one stands in for it in the cells below; to try *your own*, call it in its own cell. `hint("debug/grad_stats")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import copy
import itertools
import math
import warnings

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn, training
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.nn import functional as F
from tinygrad_lite.plots import picture

begin("10_debugging")

# %% [markdown] id="one-batch-words"
# ## 1. One batch
#
# A loss that does not fall can have its cause in the data, the labels, the model, the loss, the gradients, the optimizer, the learning rate. One cheap experiment clears most of them at once: take **one batch**, say 32 digits, and train on it again and again. The loss here is **cross-entropy**: minus the natural logarithm of the probability that the right class gets. A network with 2,410 weights and biases has far more than it needs to learn 32 answers by heart. So its loss must go to nearly 0. If it does not, do not look at the validation set, and do not tune anything: something between the loss and the weights is broken.
#
# Write that experiment. *When exactly has it succeeded: at the target, or below it?*

# %% exercise="debug/overfit_one_batch"

# %% id="set-up"
x_train, y_train = tg.data.digits(train=True)
x_test, y_test = tg.data.digits(train=False)
x_train, x_test = x_train / 16, x_test / 16  # 8 × 8 pixels each, from 0 to 1
few = tg.data.TensorDataset(x_train[:320], y_train[:320])


def network(*sizes, activation=nn.ReLU, scale=1.0, seed=0):
    """Linear layers with an activation between them; weights as is usual for ReLU (Kaiming's way), times `scale`."""
    tg.manual_seed(seed)
    layers = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        layer = nn.Linear(fan_in, fan_out)
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
        with tg.no_grad():
            layer.weight *= scale
        layers += [layer, activation()]
    return nn.Sequential(*layers[:-1])


def step_with(model, optimizer, loss_of=F.cross_entropy):
    """A function that makes one step of training on a batch, and returns the loss."""

    def step(batch):
        inputs, targets = batch
        optimizer.zero_grad()
        loss = loss_of(model(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


# %% question="debug/first_loss_by_hand"

# %% [markdown] id="one-batch-try-words"
# Now five set-ups. The first is right. In the second, the loss is computed outside the graph, as in a text from which this course grew. In the third, softmax is applied before a loss that applies it itself. In the fourth the 32 labels are dealt out at random. In the fifth the learning rate is a thousand times too small. *Which of the five will learn their batch by heart? Guess before you run the cell.*

# %% id="one-batch-use"
inputs, targets = x_train[:32], y_train[:32]
dealt = tg.tensor(np.random.default_rng(0).permutation(targets.numpy()))


def one_batch(loss_of=F.cross_entropy, rate=0.01, labels=targets):
    """Train on one batch with your function: what it returns, and all losses."""
    model = network(64, 32, 10)
    step = step_with(model, tg.optim.Adam(model.parameters(), lr=rate), loss_of)
    losses = []

    def train_step():
        losses.append(step((inputs, labels)))
        return losses[-1]

    return overfit_one_batch(train_step, 200, 0.05), losses


tried = {
    "right": one_batch(),
    "loss outside the graph": one_batch(lambda out, t: tg.tensor(F.cross_entropy(out, t).item(), requires_grad=True)),
    "softmax twice": one_batch(lambda out, t: F.cross_entropy(out.softmax(dim=1), t)),
    "labels dealt at random": one_batch(labels=dealt),
    "rate 1000 times too small": one_batch(rate=0.00001),
}
for name, ((reached, calls), losses) in tried.items():
    print(f"{name:26} {'reached' if reached else 'not reached'} after {calls:3} steps, last loss {losses[-1]:.3f}")
assert [bool(reached) for (reached, _), _ in tried.values()] == [True, False, False, True, False]

# %% id="one-batch-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.5, 3.8))
for (name, (_, losses)), (line, grey) in zip(
    tried.items(), (("-", "0"), (":", "0"), ("--", "0"), ("-", "0.6"), ("-.", "0"))
):
    ax.plot(losses, line, color=grey)
    lift = {"loss outside the graph": 0.12, "rate 1000 times too small": -0.12, "right": 0.0}.get(name, 0.06)
    place = (14, 0.2) if name == "right" else (len(losses) + 3, losses[-1] + lift)
    ax.text(*place, name, va="center", ha="right" if name == "right" else "left")
ax.set(
    xlabel="step, always on the same 32 digits",
    ylabel="loss",
    xlim=(-20, 330),
    ylim=(0, 3.0),
    xticks=range(0, 201, 50),
    title="Five set-ups, one batch each",
)
picture(
    fig,
    alt="Loss over the steps on one batch. The right set-up falls to 0.05 within "
    f"{tried['right'][0][1]} steps, that with random labels within {tried['labels dealt at random'][0][1]}. With softmax "
    f"twice the loss levels out at {tried['softmax twice'][1][-1]:.2f}; with the loss outside the graph it stays where it "
    "began; with the small rate it hardly falls.",
)

# %% [markdown] id="one-batch-after"
# **What it proves.** If the batch is learnt, the loss reaches the weights, the optimizer holds them, the loss fits the outputs, and the rate is of a possible size. Two broken set-ups were caught, and each by its own shape: one level from the first step, one that sinks and stops.
#
# **What it does not.** The random labels were learnt as well: by heart, anything can be learnt. So it says nothing of labels, of validation, of what other digits will get. And the last set-up is *not* broken, only slow: before you blame the code, try the rate times 10 and times 100.
#
# *Think: with softmax twice the loss stops at 1.46 here (with other seeds it was stuck higher, at up to 1.58), and never lower. Where does that floor come from?*
#
# <details><summary>Answer</summary>
#
# Softmax gives numbers from 0 to 1, and the loss takes them for raw outputs. The best it can be given is 1 for the right class and 0 for the nine others. Then the loss is −ln(e¹ / (e¹ + 9 · e⁰)) = 1.461, and no training gets below that.
#
# </details>

# %% id="softmax-floor"
floor = -math.log(math.e / (math.e + 9))
print(f"the lowest loss that softmax twice allows: {floor:.3f}; reached: {tried['softmax twice'][1][-1]:.3f}")
assert floor < tried["softmax twice"][1][-1] < floor + 0.05

# %% question="debug/floor_by_hand"

# %% [markdown] id="inside-words"
# ## 2. What the layers say
#
# The loss is one number for the whole network. Each layer has more to tell: what comes out of it going forwards (its **activations**), and what arrives at it on the way back (its **gradients**). Four figures of a gradient are enough to begin with: the smallest and the largest number in it, the mean, and the **norm**, the root of the sum of all squares, which is its length.

# %% exercise="debug/grad_stats"

# %% id="inside-use"


def look_inside(model, inputs, targets, criterion=F.cross_entropy):
    """One way there and back: each parameter's gradient and each layer's output, as lists of (name, array)."""
    outputs, handles = [], []
    for name, layer in model.named_children():
        label = f"{name} ({type(layer).__name__})"
        handles.append(
            layer.register_forward_hook(lambda _, __, out, label=label: outputs.append((label, out.detach().numpy())))
        )
    model.zero_grad()
    criterion(model(inputs), targets).backward()
    for handle in handles:
        handle.remove()
    return [(name, parameter.grad.numpy()) for name, parameter in model.named_parameters()], outputs


healthy = network(64, 24, 24, 24, 24, 24, 10)
named_grads, healthy_outputs = look_inside(healthy, inputs, targets)
stats = grad_stats(named_grads)
print(f"{'':10}{'min':>9}{'max':>9}{'mean':>9}{'norm':>9}")
for name, figures in stats.items():
    if name.endswith("weight"):
        print(f"{name:10}" + "".join(f"{float(figures[key]):9.4f}" for key in ("min", "max", "mean", "norm")))
assert np.isclose(float(stats["0.weight"]["norm"]), np.linalg.norm(dict(named_grads)["0.weight"]))

# %% [markdown] id="hook-words"
# What is new here is the **hook**: a function that a layer calls each time it has computed something. Ours looks at the output and returns nothing, so it changes nothing. Both libraries have it, under the same name.
#
# And one figure of the activations. A ReLU gives 0 for a negative input. A unit that gives 0 for *every* digit says nothing, and since the slope of ReLU is 0 there, no gradient goes through it either. It is called a **dead** unit. Which share of a layer is dead?

# %% exercise="debug/dead_relu"

# %% id="dead-use"
for name, values in healthy_outputs:
    if "ReLU" in name:
        print(
            f"{name}: {float(dead_relu(values)):.0%} of the units dead on these 32 digits, {(values == 0).mean():.0%} zeros"
        )

# %% [markdown] id="sparse-words"
# About half of all *values* are 0, as one expects of a ReLU. Some *units* are 0 for all 32 digits; the fewer digits one looks at, the more such units there are. A dead unit here and there is nothing to worry about. A dead layer is.
#
# Now the same network beside three sick ones: with Sigmoid in place of ReLU; with weights three times too large; and after an accident, ten steps at a learning rate of 5. *Before you look: in which of them will the first layer get almost no gradient?*


# %% id="patients"
def after_accident(seed=0, activation=nn.ReLU, rate=5.0):
    """A network that was trained for one epoch, ten steps, at far too high a rate."""
    model = network(64, 32, 32, 10, activation=activation, seed=seed)
    step = step_with(model, tg.optim.SGD(model.parameters(), lr=rate))
    for batch in tg.data.DataLoader(few, batch_size=32, shuffle=True):
        step(batch)
    return model


deep = (64, 24, 24, 24, 24, 24, 10)
patients = {
    "healthy": network(*deep),
    "Sigmoid": network(*deep, activation=nn.Sigmoid, scale=0.7),  # about as Xavier draws them, for Sigmoid and Tanh
    "weights × 3": network(*deep, scale=3.0),
    "after the accident": after_accident(),
}
portraits = {}
for name, model in patients.items():
    grads, outputs = look_inside(model, inputs, targets)
    figures = grad_stats([(key, grad) for key, grad in grads if key.endswith("weight")])
    sizes = [float(figures[key]["norm"]) / grad.size**0.5 for key, grad in grads if key in figures]  # per weight
    bent = [values for label, values in outputs if "Linear" not in label]
    portraits[name] = sizes, bent[-1], [float(dead_relu(values)) for values in bent]
    print(
        f"{name:19} gradient per weight, first layer / last layer: {sizes[0]:.1e} / {sizes[-1]:.1e}; "
        f"largest activation {bent[-1].max():.3g}; dead units, layer by layer: "
        + " ".join(f"{share:.0%}" for share in portraits[name][2])
    )

# %% id="portraits" jupyter={"source_hidden": true}
fig, axes = plt.subplots(2, 4, figsize=(8.4, 5), height_ratios=(1, 1.1))
for column, (name, (sizes, values, dead)) in enumerate(portraits.items()):
    top, bottom = axes[:, column]
    top.bar(range(1, len(sizes) + 1), np.maximum(sizes, 1e-12), color="0.35")
    for place in [number for number, size in enumerate(sizes, start=1) if size == 0]:
        top.text(place, 2e-9, "0", ha="center")
    top.set(yscale="log", ylim=(1e-9, 1e5), title=name, xlabel="layer")
    top.yaxis.set_minor_locator(plt.NullLocator())
    top.set_xticks(range(1, len(sizes) + 1))
    shade = (values / max(values.max(), 1e-3)) ** 0.5  # so that small values are seen
    bottom.imshow(shade, cmap="Greys", vmin=0, vmax=1, aspect="auto", interpolation="nearest")
    bottom.set(xlabel=f"unit (black = {values.max():.3g})", xticks=[], yticks=[])
axes[0, 0].set_ylabel("gradient per weight")
axes[1, 0].set_ylabel("32 digits, one a row")
for ax in axes[0, 1:]:
    ax.set_yticklabels([])
fig.tight_layout()
picture(
    fig,
    alt="Four networks. Above, the gradient per weight of each layer on a logarithmic scale: about level for the healthy "
    "one; with Sigmoid rising from the first layer to the last by a factor of "
    f"{portraits['Sigmoid'][0][-1] / portraits['Sigmoid'][0][0]:.0f}; with weights three times as large high throughout; "
    "after the accident 0 in every layer. Below, the activations of the last hidden layer for 32 digits as grey "
    "squares: for the healthy one a pattern that differs from row to row; with Sigmoid vertical stripes, the same in every "
    "row; with large weights the healthy pattern, of values hundreds of times as large; after the accident a white field.",
)

# %% [markdown] id="portraits-after"
# - **Healthy**: gradients of about one size in all layers; below, every row (digit) has a pattern of its own.
# - **Vanishing**: the gradient gets smaller towards the first layer, step by step. Below are stripes: every digit gives the *same* row, so the last layer has nothing to tell them apart by.
# - **Exploding**: the healthy pattern, but look at the scale: both gradients and activations are hundreds of times as large.
# - **Dead**: no weight gets any gradient, and the field is white: no digit comes through. What is left is the bias of the last layer, one constant answer.
#
# Why *per weight* (norm / √number)? A layer with more weights has a longer gradient even where each single weight gets as much.

# %% [markdown] id="ills-words"
# ## 3. Four ills: made, seen, named, mended
#
# You have seen three sick networks. Now each is trained, shown to the **training doctor** (`training.diagnose`), treated, and trained again; and a fourth joins them. The doctor takes your step function, the model and the loader, trains a copy for some steps at several rates, from these weights and from new ones, looks at the layers and the data, and names what it can show. Afterwards everything is as it was.
#
# First, as with any instrument: what does it say of a healthy training?


# %% id="doctor"
def train(model, optimizer, epochs=6, loss_of=F.cross_entropy, data=few):
    """Train in batches of 32: the mean loss of each epoch, the step, the loader."""
    loader = tg.data.DataLoader(data, batch_size=32, shuffle=True)
    step = step_with(model, optimizer, loss_of)
    return [float(np.mean([step(batch) for batch in loader])) for _ in range(epochs)], step, loader


def said(report):
    """The names of the causes that the doctor gives."""
    return [cause.name for cause in report.causes]


model = network(*deep)
losses, step, loader = train(model, tg.optim.Adam(model.parameters(), lr=0.01))
print("loss, epoch by epoch:", " ".join(f"{loss:.2f}" for loss in losses))
report = training.diagnose(step, model, loader, steps=10)
assert report.healthy
report

# %% [markdown] id="vanishing-words"
# ### Vanishing
#
# The Sigmoid network. The slope of Sigmoid is 1/4 at most, and each layer multiplies the gradient by it (and by its weights). (The best *constant* answer, the same for every digit, has a loss of about ln 10 ≈ 2.30.)

# %% id="vanishing"
model = network(*deep, activation=nn.Sigmoid, scale=0.7)
losses, step, loader = train(model, tg.optim.SGD(model.parameters(), lr=0.1), epochs=8)
report = training.diagnose(step, model, loader, steps=10)
print(f"loss {losses[0]:.2f} → {losses[-1]:.2f} in 8 epochs; the doctor: {said(report)}")
assert losses[-1] > 2.25
assert said(report) == ["vanishing gradients"]

trials = (
    ("six layers, Sigmoid, rate × 10", deep, nn.Sigmoid, 1.0),
    ("two layers, Sigmoid, rate × 10", (64, 24, 10), nn.Sigmoid, 1.0),
    ("six layers, ReLU", deep, nn.ReLU, 0.1),
    ("six layers, Tanh", deep, nn.Tanh, 0.1),
)
ends = []
for name, sizes, activation, rate in trials:
    model = network(*sizes, activation=activation, scale=1.0 if activation is nn.ReLU else 0.7)
    ends.append(train(model, tg.optim.SGD(model.parameters(), lr=rate), epochs=15)[0][-1])
    print(f"{name:31} loss after 15 epochs: {ends[-1]:.2f}")
assert ends[0] > 2.25
assert max(ends[1:]) < 0.8

# %% [markdown] id="vanishing-after"
# No rate helps the six layers: with SGD at 0.1 to 10, the loss is nowhere below 2.29 in 60 epochs, in six seeds. (Adam, which makes steps of one size whatever the gradient's, is at 0.06 to 0.39 by then, at 0.01.) With two layers, Sigmoid learns at the larger rate; with ReLU or Tanh, six layers learn. So it is the *chain* of small slopes.

# %% [markdown] id="exploding-words"
# ### Exploding
#
# The weights are three times too large, in each of six layers, so the outputs are 3⁶ = 729 times as large. *What will the very first loss be, where 2.3 is usual?*
#
# Two remedies are often named: a smaller learning rate, and clipping the gradients to a norm of 1 (lesson 06). Both are tried beside the true one, at their best rate of seven, too.

# %% id="exploding"


def clipped(model, optimizer):
    """A step with the gradients clipped to a common norm of 1."""

    def step(batch):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(batch[0]), batch[1])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    return step


print(f"the first loss: {F.cross_entropy(network(*deep, scale=3.0)(inputs), targets).item():.0f}")
model = network(*deep, scale=3.0)
losses, step, loader = train(model, tg.optim.Adam(model.parameters(), lr=0.01))
report = training.diagnose(step, model, loader, steps=10)
print("loss " + " ".join(f"{loss:.4g}" for loss in losses), "→ the doctor:", said(report))
assert losses[0] > 20
assert said(report) == ["exploding gradients"]

remedies = {  # factor of the weights, rate, step
    "rate / 10": (3.0, 0.001, step_with),
    "rate × 3, its best of seven": (3.0, 0.03, step_with),
    "clipped to 1": (3.0, 0.01, clipped),
    "clipped, rate × 3, its best": (3.0, 0.03, clipped),
    "weights as Kaiming has them": (1.0, 0.01, step_with),
}
ends = {}
for name, (scale, rate, step_of) in remedies.items():
    ends[name] = []
    for seed in range(2):
        model = network(*deep, scale=scale, seed=seed)
        step = step_of(model, tg.optim.Adam(model.parameters(), lr=rate))
        loader = tg.data.DataLoader(few, batch_size=32, shuffle=True)
        ends[name].append([np.mean([step(batch) for batch in loader]) for _ in range(6)][-1])
    print(f"{name:28} loss at the end, two seeds:", " ".join(f"{loss:.2f}" for loss in ends[name]))
kaiming = ends.pop("weights as Kaiming has them")
assert max(kaiming) < 0.5 * min(min(losses) for losses in ends.values())
assert min(ends["rate / 10"]) > 10 * max(ends["rate × 3, its best of seven"])

# %% [markdown] id="exploding-after"
# The smaller rate is the worst of all: the weights have a long way to go. Even at their best rate, a *larger* one, rate and clipping stay far behind. They treat what is *seen*, large steps. The cause is in the weights, and there it is mended.
#
# ### Dead
#
# Somebody trained at a rate of 5, saw after ten steps that this was wrong, and went on at 0.1, a good rate. The loss hardly moves any more: what learns is the last layer's bias, and a few units that are left. The fault is not in what the program does now; it is in what it did before.

# %% id="dead"
model = after_accident()
losses, step, loader = train(model, tg.optim.SGD(model.parameters(), lr=0.1))
_, outputs = look_inside(model, *few[:])
shares = [float(dead_relu(values)) for label, values in outputs if "ReLU" in label]
report = training.diagnose(step, model, loader, steps=10)
print("loss", " ".join(f"{loss:.2f}" for loss in losses), "; dead", *(f"{share:.0%}" for share in shares), said(report))
print(report.causes[0].advice)
assert min(shares) > 0.85
assert losses[-1] > 2.2
assert said(report) == ["dead ReLUs"]

# %% [markdown] id="dead-mend-words"
# The doctor's advice has two parts: draw the weights anew, or use LeakyReLU, which lets a little through below 0, so that no unit can die. *Which of the two would you try? Would LeakyReLU have come through the accident?* A piece of advice is a hypothesis; test both.

# %% id="dead-mend"
anew, leaky, milder = [], [], {nn.ReLU: [], nn.LeakyReLU: []}
for seed in range(3):
    model = network(64, 32, 32, 10, seed=seed)
    anew.append(train(model, tg.optim.SGD(model.parameters(), lr=0.1))[0][-1])
    with np.errstate(all="ignore"):
        model = after_accident(seed, activation=nn.LeakyReLU)
        leaky.append(train(model, tg.optim.SGD(model.parameters(), lr=0.1))[0][-1])
        for activation, losses in milder.items():
            model = after_accident(seed, activation, rate=2.0)
            losses.append(train(model, tg.optim.SGD(model.parameters(), lr=0.1))[0][-1])
print("weights drawn anew:            ", " ".join(f"{loss:.2f}" for loss in anew))
print("LeakyReLU through the accident:", " ".join(f"{loss:.2f}" for loss in leaky))
for activation, losses in milder.items():
    print(f"a milder one, rate 2, {activation.__name__:9}", " ".join(f"{loss:.2f}" for loss in losses))
assert max(anew) < 1.3
assert not any(np.isfinite(leaky))
assert not min(milder[nn.LeakyReLU]) < min(milder[nn.ReLU])

# %% [markdown] id="dead-after"
# New weights mend it in all three. LeakyReLU is no protection against *this* accident: with it nothing dies, so the steps go on growing until they overflow. The dead ReLUs, bad as they were, had stopped the explosion. Nor does it do better in the milder accident.
#
# How sure is the doctor of these three? Over 20 seeds each it named the vanishing in 20, the exploding in 19, the dead in 20 (three times beside a second cause), and of 20 healthy trainings it found 20 healthy. After an accident at rate 3 it named the dead in 14 only: where fewer than nine units in ten are dead, it does not accuse them.

# %% [markdown] id="nan-words"
# ### NaN
#
# "Not a number" comes of 0/0, ∞ − ∞, 0 · ∞ or the logarithm of a negative number, and whatever it touches becomes NaN too. One step is enough to make a good part of a layer's weights NaN, and the next ones spread it. So the question is not *where is it*, it is nearly everywhere, but **where was it first**. Numbers are computed in an order; go through them in that order.

# %% exercise="debug/first_nan"

# %% [markdown] id="nan-use-words"
# A case: is it a 3 or an 8? One output, Sigmoid makes a probability *p* of it, and the loss is binary cross-entropy, written by hand as the formula has it, −(t · ln p + (1 − t) · ln(1 − p)). It trains very well. *Which number in this formula can become infinite? When?*

# %% id="nan-use"
labels = y_train.numpy()
wanted = np.flatnonzero((labels == 3) | (labels == 8))
pair = tg.data.TensorDataset(x_train[wanted], tg.tensor(np.float32(labels[wanted] == 3)[:, None]))


def numbers(logits, targets):
    """Binary cross-entropy by its formula: every number on the way, in the order of computation."""
    found = {"logits": logits, "p": logits.sigmoid()}
    found |= {"ln p": found["p"].log(), "ln(1 - p)": (1 - found["p"]).log()}
    found["loss"] = -(targets * found["ln p"] + (1 - targets) * found["ln(1 - p)"]).mean()
    return found


def by_hand(logits, targets):
    with np.errstate(divide="ignore", invalid="ignore"):
        return numbers(logits, targets)["loss"]


def until_nan(seed, loss_of=by_hand, rate=0.03, epochs=30):
    """Train until the loss is not finite: losses, norms of the gradient, model, step, loader, the batch it happened on."""
    model = network(64, 32, 1, seed=seed)
    optimizer = tg.optim.Adam(model.parameters(), lr=rate)
    loader = tg.data.DataLoader(pair, batch_size=32, shuffle=True)
    step, losses, norms = step_with(model, optimizer, loss_of), [], []
    for batch in itertools.chain.from_iterable(loader for _ in range(epochs)):
        loss = loss_of(model(batch[0]), batch[1]).item()
        if not math.isfinite(loss):
            return losses, norms, model, step, loader, batch  # before the step: the weights are still good
        losses.append(step(batch))
        norms.append(nn.utils.get_total_norm([parameter.grad for parameter in model.parameters()]).item())
    return losses, norms, model, step, loader, None


losses, norms, model, step, loader, batch = until_nan(0)
with np.errstate(divide="ignore", invalid="ignore"):
    parts = {"inputs": batch[0], **numbers(model(batch[0]), batch[1])}
place = first_nan([(name, value.detach().numpy()) for name, value in parts.items()])
report = training.diagnose(step, model, loader, steps=10)
print(f"not finite in step {len(losses) + 1}, first {place}; the loss before: {losses[-1]:.4f}")
print(
    f"largest logit {parts['logits'].max().item():.1f}, largest p {parts['p'].max().item()}; the doctor: {said(report)}"
)
print(report.causes[0].explanation)
print(report.causes[0].advice)
assert place == "ln(1 - p)"
assert parts["p"].max().item() == 1.0
assert said(report) == ["NaN"]

# %% [markdown] id="nan-meaning"
# The network had become *sure*. From a logit of about 17 on, a 32-bit number cannot tell p from 1. Then 1 − p is exactly 0 and its logarithm −∞; and where t is 1, the formula says 0 · (−∞), which is NaN. Nothing had grown too large. It was a success that the formula could not bear.
#
# The doctor finds it in the loss, too, and has the remedy: the stable form (lesson 02), or a p that is held a little away from 0 and 1.

# %% id="nan-mend"


def clamped(logits, targets):
    p = logits.sigmoid().clamp(1e-7, 1 - 1e-7)
    return -(targets * p.log() + (1 - targets) * (1 - p).log()).mean()


for name, loss_of in (("stable form", F.binary_cross_entropy_with_logits), ("clamped", clamped)):
    ends = []
    for seed in (0, 2):
        model = network(64, 32, 1, seed=seed)
        ends.append(train(model, tg.optim.Adam(model.parameters(), lr=0.03), 20, loss_of, pair)[0][-1])
    print(f"{name:12} loss at the end, two seeds:", " ".join(f"{loss:.5f}" for loss in ends))
    assert max(ends) < 0.02

# %% [markdown] id="checklist-words"
# ## 4. The checklist, as code
#
# A box is quickly ticked. So here each line is a measurement, made on *your* set-up, with your own functions from above. Three functions: before training, during, and after. They work for classifiers of either library, and leave model and optimizer as they were.


# %% id="checklist-before"
def array(tensor):
    return tensor.detach().cpu().numpy()


def loss_after(model, optimizer, criterion, batches):
    """The mean loss of the last batches, after a copy of the model was trained on all of them."""
    step = step_with(*copy.deepcopy((model, optimizer)), criterion)
    return float(np.mean([step(batch) for batch in batches][-5:]))


def before(model, loader, criterion, optimizer, classes):
    """What can be known before the first epoch: yields (what must hold, whether it does, a figure)."""
    inputs, targets = next(iter(loader))
    devices = {str(tensor.device) for tensor in (inputs, targets, *model.parameters())}
    yield "all on one device", len(devices) == 1, ", ".join(sorted(devices))
    if len(devices) > 1:
        return  # nothing can be computed
    x, t = (np.concatenate([array(batch[part]) for batch in loader]) for part in (0, 1))
    bad = first_nan([("inputs", x), ("targets", t)])
    yield "all data are finite", bad is None, bad or "none bad"
    yield "inputs are of ordinary size, |x| ≤ 10", np.abs(x).max() <= 10, f"largest {np.abs(x).max():.3g}"
    shares = np.bincount(t, minlength=classes) / len(t)
    yield "every class occurs, none is rare", shares.min() > 0.3 / classes, f"{shares.min():.1%} to {shares.max():.1%}"
    several = np.mean([len(np.unique(array(labels))) for _, labels in loader])
    yield "batches are mixed", several > 0.6 * min(classes, len(targets)), f"{several:.1f} classes a batch"
    yield "training mode", all(module.training for module in model.modules()), f"model.training {model.training}"
    copied = copy.deepcopy(model)
    copied.zero_grad()
    loss, expected = criterion(copied(inputs), targets), math.log(classes)
    yield "first loss ≈ ln(classes)", abs(loss.item() / expected - 1) < 0.5, f"{loss.item():.2f}, ln {expected:.2f}"
    loss.backward()
    idle = [name for name, p in copied.named_parameters() if p.grad is None or not np.abs(array(p.grad)).max() > 0]
    yield "gradient reaches every parameter", not idle, ", ".join(idle) or "all"
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    missing = [name for name, p in model.named_parameters() if id(p) not in held]
    yield "the optimizer holds every parameter", not missing, ", ".join(missing) or "all"
    step = step_with(*copy.deepcopy((model, optimizer)), criterion)
    reached, calls = overfit_one_batch(lambda: step((inputs, targets)), 300, 0.1 * expected)
    yield "one batch can be learnt by heart", bool(reached), f"{calls} steps"
    batches = [batch for _ in range(6) for batch in loader][:60]
    real = loss_after(model, optimizer, criterion, batches)
    blank = loss_after(model, optimizer, criterion, [(x * 0, t) for x, t in batches])
    yield "better than with blank inputs", real < 0.9 * blank, f"{real:.2f}, blank {blank:.2f}"
    order = np.random.default_rng(0).permutation
    dealt = loss_after(model, optimizer, criterion, [(x, t[order(len(t))]) for x, t in batches])
    yield "better than with labels dealt out anew", real < 0.9 * dealt, f"{real:.2f}, dealt {dealt:.2f}"


# %% [markdown] id="checklist-words-2"
# The first loss of a network that knows nothing is ln(classes), as every class gets a probability of 1/classes; ours is allowed 50% more or less. The last two lines are **controls**: the same training with the inputs blanked out, and with the labels of each batch dealt out anew. If the real one is no better, then the network is not learning from what you think it is.
#
# During training it is your step that is watched; afterwards your validation.


# %% id="checklist-during"
def norm(arrays):
    return sum((array**2).sum() for array in arrays) ** 0.5


def during(step, model, optimizer, loader):
    """Twenty steps of your own, watched; weights and optimizer are put back."""
    start = copy.deepcopy((model.state_dict(), optimizer.state_dict()))
    batches = [batch for _ in range(20) for batch in loader][:20]
    parameters = dict(model.named_parameters())
    old = {name: array(p).copy() for name, p in parameters.items() if p.ndim > 1}
    used = []  # the gradients as the optimizer finds them at each step

    def look(*_):
        used.append({name: array(p.grad).copy() for name, p in parameters.items() if p.grad is not None})

    hook = optimizer.register_step_pre_hook(look)
    losses = [step(batches[0])]
    moved = [norm([array(parameters[name]) - value]) / norm([value]) for name, value in old.items()]
    losses += [step(batch) for batch in batches[1:]]
    model.zero_grad()
    for _ in range(6):  # the same batch from the same weights: the gradient must not add up
        model.load_state_dict(start[0])
        step(batches[0])
    hook.remove()
    model.load_state_dict(start[0])
    optimizer.load_state_dict(start[1])
    yield "each call is one step of the optimizer", len(used) == 26, f"{len(used)} in 26 calls"
    if not used:
        return
    low, high = np.mean(losses[-5:]), np.mean(losses[:3])
    yield "the loss is finite", bool(np.isfinite(losses).all()), f"{losses[-1]:.3g}"
    yield "the loss falls", low < high, f"{high:.2f} → {low:.2f}"
    fit = 1e-4 < min(moved) <= max(moved) < 0.5
    yield "a step moves weights by 0.01% to 50%", fit, f"{min(moved):.1%} to {max(moved):.1%}"
    grads = [(name, grad) for name, grad in used[0].items() if name in old]
    figures = grad_stats(grads)
    sizes = [float(figures[name]["norm"]) / grad.size**0.5 for name, grad in grads]
    share = min(sizes, default=0.0) / max([1e-30, *sizes])
    yield "gradient of each layer ≥ 0.002 of the largest", share >= 0.002, f"{share:.2g}"
    first, last = norm(used[-6].values()), norm(used[-1].values())
    yield "gradients are cleared", last <= 2 * first, f"{first:.2g}, later {last:.2g}"


def after(validate, predict, model, train_data, val_data):
    """What can be asked at the end; `validate()` gives a loss, `predict(inputs)` outputs, data are (inputs, labels)."""
    weights, mode = copy.deepcopy(model.state_dict()), model.training
    first, second = validate(), validate()
    yield "validation twice gives the same", first == second, f"{first:.4f}, {second:.4f}"
    same = all(np.array_equal(array(weights[name]), array(value)) for name, value in model.state_dict().items())
    yield "validation changes nothing in the model", same and model.training == mode, f"same numbers: {same}"
    seen = {row.tobytes() for row in array(train_data[0])}
    again = sum(row.tobytes() in seen for row in array(val_data[0]))
    yield "no validation sample was trained on", again == 0, f"{again} of {len(val_data[0])}"
    known, unknown = ((array(predict(x)).argmax(axis=1) == array(t)).mean() for x, t in (train_data, val_data))
    constant = np.bincount(array(val_data[1])).max() / len(val_data[1])
    error = 2 * (unknown * (1 - unknown) / len(val_data[1])) ** 0.5
    figure = f"{unknown:.1%} ± {error:.1%}; {constant:.1%}"
    yield "better than the best constant", unknown > constant + error, figure
    yield "training is no more than 10 points better", known - unknown < 0.1, f"{known:.1%} against {unknown:.1%}"


def report_on(lines, quiet=False):
    """Print each line with its mark (quiet: only those that do not hold); returns those that do not hold."""
    failed = []
    for what, holds, figure in lines:
        if not (quiet and holds):
            print(f"{'✓' if holds else '✗'} {what:46} {figure}")
        failed += [] if holds else [what]
    return failed


# %% [markdown] id="checklist-run-words"
# First on a sound set-up: 1077 digits to train, 360 to validate, a network with dropout (lesson 07). Everything must hold.


# %% id="checklist-run"
def sound(seed=0):
    """Model, optimizer, loader, step and validation of a training without a fault."""
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 10))
    optimizer = tg.optim.Adam(model.parameters(), lr=0.01)
    loader = tg.data.DataLoader(tg.data.TensorDataset(x_train[:1077], y_train[:1077]), batch_size=32, shuffle=True)

    def validate():
        model.eval()
        with tg.no_grad():
            loss = F.cross_entropy(model(x_train[1077:]), y_train[1077:]).item()
        model.train()
        return loss

    return model, optimizer, loader, step_with(model, optimizer), validate


model, optimizer, loader, step, validate = sound()
failed = report_on(before(model, loader, F.cross_entropy, optimizer, classes=10))
failed += report_on(during(step, model, optimizer, loader))
for _ in range(8):
    for batch in loader:
        step(batch)
predict = copy.deepcopy(model).eval()
data = (x_train[:1077], y_train[:1077]), (x_train[1077:], y_train[1077:])
failed += report_on(after(validate, predict, model, *data))
assert not failed

# %% [markdown] id="checklist-broken-words"
# And now on six that are not. Only the lines that fail are printed. *Which line will catch which?*

# %% id="checklist-broken"
model, optimizer, loader, step, validate = sound()
caught = {}


def show(name, lines):
    print(f"— {name}")
    caught[name] = report_on(lines, quiet=True)


raw = tg.data.DataLoader(tg.data.TensorDataset(x_train[:1077] * 100, y_train[:1077]), batch_size=32, shuffle=True)
show("pixels from 0 to 100", before(model, raw, F.cross_entropy, optimizer, 10))
last_only = tg.optim.Adam(model[3].parameters(), lr=0.01)
show("the optimizer got the last layer only", before(model, loader, F.cross_entropy, last_only, 10))
order = np.argsort(y_train.numpy()[:1077], kind="stable")
by_class = tg.data.DataLoader(tg.data.TensorDataset(x_train[order], y_train[order]), batch_size=32)
show("data sorted by class", before(model, by_class, F.cross_entropy, optimizer, 10))


def uncleared(batch):
    loss = F.cross_entropy(model(batch[0]), batch[1])
    loss.backward()
    optimizer.step()
    return loss.item()


def dropping():
    with tg.no_grad():
        return F.cross_entropy(model(x_train[1077:]), y_train[1077:]).item()


show("no zero_grad", during(uncleared, model, optimizer, loader))
show("validation without eval()", after(dropping, predict, model, *data))
overlap = x_train[900:1300], y_train[900:1300]
show("validation data among the training data", after(validate, predict, model, data[0], overlap))
assert all(caught.values())
assert "gradients are cleared" in caught["no zero_grad"]
assert caught["validation without eval()"] == ["validation twice gives the same"]

# %% [markdown] id="colleague-words"
# ## 5. The doctor as a colleague
#
# A colleague who says "the gradients explode" has not proved it. Ask: what did you **see**? What else would look **the same**? Which **experiment** would come out otherwise if you were wrong? Then run it.
#
# ### A finding with two causes
# The training with the loss by hand ran over night. In the morning most weights are NaN. What does the doctor make of that?

# %% id="colleague-night"
night_losses, night_norms, model, step, loader, batch = until_nan(0)
with np.errstate(invalid="ignore"):
    for later in itertools.chain([batch], loader):  # the steps that nobody stopped
        step(later)
print(f"weights that are NaN now: {np.isnan(array(model[0].weight)).mean():.0%} of the first layer's")
report = training.diagnose(step, model, loader, steps=5)
print(said(report))
print(report.test)
assert said(report) == ["exploding gradients", "NaN"]

# %% [markdown] id="colleague-night-words"
# Two causes that look alike, and the experiment that tells them apart. **If the gradients exploded**, two things must be so: from new weights the doctor sees it before training; and in the record of the night, loss and gradient grow towards the end. Either one, if it is not so, refutes it.

# %% id="colleague-test"
anew = network(64, 32, 1, seed=0)
fresh = training.diagnose(step_with(anew, tg.optim.Adam(anew.parameters(), lr=0.03), by_hand), anew, loader, steps=5)
print("before training:", said(fresh) or "nothing found")
print(
    f"norm of the gradient: first step {night_norms[0]:.3f}, largest {max(night_norms):.3f}, the last before NaN {night_norms[-1]:.3f}"
)
assert "exploding gradients" not in said(fresh)
assert night_norms[-1] < night_norms[0]

# %% id="colleague-picture" jupyter={"source_hidden": true}
fig, (top, bottom) = plt.subplots(2, 1, figsize=(7.5, 4.2), sharex=True)
steps = np.arange(1, len(night_losses) + 1)
for ax, values, name in ((top, night_losses, "loss"), (bottom, night_norms, "norm of the gradient")):
    ax.plot(steps, values, "k-", linewidth=1)
    ax.axvline(len(night_losses) + 1, color="0.4", linestyle="--")
    ax.set(yscale="log", ylabel=name)
    ax.yaxis.set_minor_locator(plt.NullLocator())
top.text(len(night_losses), max(night_losses), "NaN", ha="right", va="top")
bottom.set(xlabel="step")
fig.tight_layout()
picture(
    fig,
    alt=f"Loss and norm of the gradient over {len(night_losses)} steps, logarithmic. Both fall, with some noise: the loss from "
    f"{night_losses[0]:.2f} to {night_losses[-1]:.4f}, the norm from {night_norms[0]:.2f} to {night_norms[-1]:.4f}. A dashed line marks the step "
    "after the last, where the loss is NaN. Nothing grows before it.",
)

# %% [markdown] id="colleague-silent-words"
# Refuted twice: nothing grew. What is left is NaN, born in the loss, as section 3 found.
#
# ### Where the doctor is silent, and where it is wrong
# On trainings whose fault has a name, which its authors had not seen before, this doctor named 89%, was wrong in 2%, and had nothing to say of most of the others (`docs/measurements/doctor.md` is the whole record). Here is one of each.
#
# Somebody wrote Tanh as an operation of his own, with its slope by hand (lesson 03). The right slope is 1 − y², where y is the output. What was written is Sigmoid's slope, y · (1 − y). Somebody else forgot the square: 1 − y.


# %% id="colleague-silent"
def tanh_with(slope):
    """Tanh as a layer, with this slope on the way back."""

    class OwnTanh(tg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.y = np.tanh(x)
            return ctx.y

        @staticmethod
        def backward(ctx, grad_output):
            return grad_output * slope(ctx.y)

    class Layer(nn.Module):
        def forward(self, x):
            return OwnTanh.apply(x)

    return Layer


slopes = {"1 - y²": lambda y: 1 - y**2, "y · (1 - y)": lambda y: y * (1 - y), "1 - y": lambda y: 1 - y}
trained = {}
for name, slope in slopes.items():
    ends = []
    for seed in range(2):
        model = network(64, 32, 32, 32, 10, activation=tanh_with(slope), seed=seed)
        losses, step, loader = train(model, tg.optim.SGD(model.parameters(), lr=0.1), epochs=10)
        ends.append(losses[-1])
    trained[name] = ends, said(training.diagnose(step, model, loader, steps=5)) if name != "1 - y²" else "(right)"
    print(
        f"slope {name:12} loss at the end, two seeds:",
        " ".join(f"{loss:.2f}" for loss in ends),
        "→",
        trained[name][1],
    )
assert max(trained["1 - y²"][0]) < 0.6
assert min(trained["y · (1 - y)"][0] + trained["1 - y"][0]) > 1.2
assert np.mean(trained["y · (1 - y)"][0]) > 5 * np.mean(trained["1 - y²"][0])
assert trained["y · (1 - y)"][1] == []
assert trained["1 - y"][1] == ["exploding gradients"]

# %% [markdown] id="colleague-wrong-words"
# With Sigmoid's slope the loss is more than five times as high, and the doctor has found nothing. With the forgotten square it names something that may or may not be the cause. It advises to look at how the weights are drawn, and to clip. Each by itself:

# %% id="colleague-wrong"
advised = {"neither": (1.0, step_with), "smaller weights": (0.7, step_with), "clipping": (1.0, clipped)}
for name, (scale, step_of) in advised.items():
    ends = []
    for seed in range(2):
        model = network(64, 32, 32, 32, 10, activation=tanh_with(slopes["1 - y"]), seed=seed, scale=scale)
        step = step_of(model, tg.optim.SGD(model.parameters(), lr=0.1))
        loader = tg.data.DataLoader(few, batch_size=32, shuffle=True)
        ends.append([np.mean([step(batch) for batch in loader]) for _ in range(10)][-1])
    print(f"slope 1 - y, {name:16}", " ".join(f"{loss:.2f}" for loss in ends))
    assert min(ends) > 2 * max(trained["1 - y²"][0])

# %% [markdown] id="bisect-words"
# Neither helps. That refutes the *advice*, not yet the finding: gradients may be large *because* something else is wrong. What does one do when no symptom leads any further? **Compare with something that is right**, number by number. The same network in PyTorch, the same weights, the same batch: `compare.lockstep` computes both side by side and says which number is the *first* to differ. All that was computed before it is cleared; so is all that only follows from it. (Importing PyTorch takes a few seconds, once.)

# %% id="bisect"
import torch

from tinygrad_lite import compare

torch.set_num_threads(1)
for name, slope in slopes.items():
    ours = network(64, 32, 32, 32, 10, activation=tanh_with(slope))
    theirs = torch.nn.Sequential(
        *[m for a, b in itertools.pairwise((64, 32, 32, 32, 10)) for m in (torch.nn.Linear(a, b), torch.nn.Tanh())][:-1]
    )
    result = compare.lockstep(
        ours,
        theirs,
        [(x_train[:32], y_train[:32])],
        criterion=nn.CrossEntropyLoss(),
        optimizer=tg.optim.SGD(ours.parameters(), lr=0.1),
    )
    print(f"slope {name:12} agrees" if result.agrees else f"slope {name:12} first difference: {result.first}")
    assert result.agrees == (name == "1 - y²")

# %% [markdown] id="bisect-after"
# Layer 5 is the *last* Tanh. The way back begins at the end, so its slope is the first to be wrong, in both networks. The forward pass and the loss are cleared. The bracket says how far apart the two numbers are, in steps of the last binary digit (ulp).

# %% [markdown] id="advice-words"
# ## 6. The usual advice, measured
#
# A text from which this course grew has a page "Troubleshooting", as most have: for NaN, for slow training, for a validation loss that rises. Its advice was tried over many seeds, and where there is something to choose, at its own best (`python -m benchmarks.troubleshooting_runs` in the project repeats it; `docs/measurements/troubleshooting.md` is the record). Here are the results, and a part of each repeated before your eyes.
#
# ### "Loss is NaN: reduce the learning rate, clip the gradients, clamp the predictions"
#
# Four trainings that end in NaN, for four reasons. In how many of 20 seeds is the loss finite to the end, and how many test samples are then right? (The median; in the last column, the share of the variance that is explained.)
#
# | remedy | log(0) in a hand-written loss | 0/0 in the data | weights drawn too large | rate far too high |
# |---|---|---|---|---|
# | nothing | 1 of 20 | 0 of 20 | 4 of 20; 0.08 | 0 of 20 |
# | rate / 10 | 19 of 20; 1.00 | 0 of 20 | 19 of 20; 0.18 | 0 of 20 |
# | rate / 10, ten times as long | 0 of 20 | 0 of 20 | 19 of 20; 0.50 | 0 of 20 |
# | rate / 100 | 20 of 20; 0.97 | 0 of 20 | 20 of 20; 0.36 | 20 of 20; 0.54 |
# | max_norm 1 | 1 of 20 | 0 of 20 | 20 of 20; 0.55 | 20 of 20; 0.00 |
# | clamp | 20 of 20; 1.00 | – | – | – |
# | the cause mended | 20 of 20; 1.00 | 20 of 20; 0.98 | 20 of 20; 0.96 | 20 of 20; 0.59 |
#
# *Read it column by column. Where does a remedy make the NaN go away and leave the fault?*

# %% id="advice-nan"
steps_to_nan = {}
for rate, epochs in ((0.03, 30), (0.003, 30), (0.003, 300)):
    losses, *_, batch = until_nan(0, rate=rate, epochs=epochs)
    steps_to_nan[rate, epochs] = len(losses) + 1 if batch else None
    print(
        f"log(0), rate {rate}: "
        + (f"NaN in step {len(losses) + 1}" if batch else f"finite for all {len(losses)} steps")
    )
assert steps_to_nan[0.003, 30] is None
assert steps_to_nan[0.003, 300] > steps_to_nan[0.03, 30]

# %% [markdown] id="advice-nan-after"
# - **A smaller rate puts log(0) off.** Ten times as many steps, and it is back. Clipping does nothing at all: no gradient is large. The clamp is right here, and as good as the stable form.
# - **No advice on the page helps against 0/0 in the data.** Some pixels never have ink, so their spread is 0, and (pixel − mean) / spread is NaN before training begins. The checklist sees it: its line "all data are finite" does not hold.
# - **With weights too large, rate and clipping remove the NaN and keep the fault:** 36% and 55% right where, in the same 15 epochs, 96% are possible. That is worse than NaN, for it looks like a network that needs tuning.
# - **Where the rate is the cause, the rate is the remedy**, but a hundredth, not a tenth; and clipping alone makes it finite and useless (0.00).
#
# So: NaN is a symptom. Find where it is first (`first_nan`, the doctor, `NaNGuard`); then choose.
#
# ### "Training is slow: larger batches (32, 64, 128)"
#
# Until 95% of the validation digits are right, with plain SGD, each batch size at its best of seven learning rates; the median of ten seeds:
#
# | batch size | best rate | epochs | steps | µs a step | seconds |
# |---|---|---|---|---|---|
# | 1 | 0.1 | 2.1 | 2350 | 91 | 0.224 |
# | 4 | 0.3 | 2.0 | 550 | 89 | 0.049 |
# | 16 | 0.3 | 2.8 | 198 | 124 | 0.025 |
# | 32 | 1 | 3.0 | 104 | 136 | 0.015 |
# | 64 | 1 | 4.1 | 72 | 175 | 0.013 |
# | 128 | 1 | 6.8 | 60 | 185 | 0.011 |
# | 256 | 1 | 12.9 | 56 | 245 | 0.014 |
#
# *In epochs the small batches win, in seconds the large ones. What would you pay for? And what happens if one makes the batch larger and leaves the rate as it was?*


# %% id="advice-slow"
def steps_to_goal(batch, rate, seed, most=400):
    """Steps until 95% of 320 validation digits are right."""
    model = network(64, 64, 10, seed=seed)
    step = step_with(model, tg.optim.SGD(model.parameters(), lr=rate))
    loader = tg.data.DataLoader(tg.data.TensorDataset(x_train[:1117], y_train[:1117]), batch_size=batch, shuffle=True)
    for number, one in enumerate(itertools.chain.from_iterable(itertools.repeat(loader)), start=1):
        step(one)
        if number % 10 == 0:
            with tg.no_grad():
                right = (model(x_train[1117:]).numpy().argmax(axis=1) == y_train[1117:].numpy()).mean()
            if right >= 0.95 or number >= most:
                return number


speed = {}
for batch, rate in ((16, 0.3), (128, 0.3), (128, 1.0)):
    runs = [steps_to_goal(batch, rate, seed) for seed in range(3)]
    speed[batch, rate] = np.median(runs)
    print(
        f"batch {batch:3}, rate {rate}: {speed[batch, rate]:.0f} steps, {speed[batch, rate] * batch / 1117:.1f} epochs"
    )
assert speed[128, 0.3] > 1.5 * speed[128, 1.0]

# %% [markdown] id="advice-slow-after"
# The advice is right up to a point: from 1 to 128 samples, twenty times as fast: 60 steps in place of 2350, and each costs only twice as much. Beyond it the number of steps hardly falls. And the best rate grows with the batch: at the old rate, 128 digits a step need 120 steps where 16 need 170 (the medians of 12 seeds), and each is dearer.
#
# ### "Validation loss increases: early stopping, a smaller model, weight decay, more data"
#
# 200 digits, of which every fifth has a wrong label, as happens with labels; 64 hidden units. Each remedy at its best setting, ten seeds, the median. The test labels are right.
#
# | remedy | its best setting | validation loss | test loss | test accuracy |
# |---|---|---|---|---|
# | nothing | – | 2.69 | 0.86 | 77.8% |
# | early stopping | patience 5 | 1.36 | 0.61 | 88.2% |
# | fewer units | 8 in place of 64 | 1.84 | 0.79 | 75.4% |
# | weight decay (AdamW) | 1 | 1.34 | 0.69 | 86.7% |
# | more data | 800 in place of 200 | 2.42 | 0.64 | 80.8% |
# | more data and early stopping | 800, patience 10 | 1.17 | 0.43 | 94.2% |
# | weight decay and early stopping | 1, patience 10 | 1.31 | 0.71 | 89.0% |


# %% id="advice-rising"
def rising(hidden=64, decay=0.0, samples=200, epochs=30, seed=0):
    """Of every epoch: validation loss, share right, and how sure the wrong answers are. A fifth of the labels is wrong."""
    rng = np.random.default_rng(seed)
    true = y_train.numpy()
    given = tg.tensor(np.where(rng.random(len(true)) < 0.2, (true + rng.integers(1, 10, len(true))) % 10, true))
    model = network(64, hidden, 10, seed=seed)
    step = step_with(model, tg.optim.AdamW(model.parameters(), lr=0.01, weight_decay=decay))
    loader = tg.data.DataLoader(tg.data.TensorDataset(x_train[:samples], given[:samples]), batch_size=20, shuffle=True)
    found = []
    for _ in range(epochs):
        for batch in loader:
            step(batch)
        with tg.no_grad():
            logits = model(x_train[1037:])
            sure, answers = (array.numpy() for array in logits.softmax(dim=1).max(dim=1))
            loss, right = F.cross_entropy(logits, given[1037:]).item(), answers == given[1037:].numpy()
        found.append((loss, right.mean(), sure[~right].mean()))
    return np.array(found)


records = {
    "nothing": rising(),
    "8 units in place of 64": rising(hidden=8),
    "800 digits in place of 200": rising(samples=800),
    "weight decay 1": rising(decay=1.0),
}
curves = {name: record[:, 0] for name, record in records.items()}
for name, losses in curves.items():
    print(f"{name:27} lowest {losses.min():.2f} in epoch {losses.argmin():2}, at the end {losses[-1]:.2f}")
for epoch in (curves["nothing"].argmin(), -1):
    loss, right, sure = records["nothing"][epoch]
    print(
        f"nothing, epoch {epoch % 30:2}: loss {loss:.2f}, {right:.1%} right, probability given to wrong answers {sure:.2f}"
    )
assert curves["nothing"][-1] > 1.5 * curves["nothing"].min()
assert curves["weight decay 1"][-1] < curves["nothing"][-1] - 0.5

# %% id="advice-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.5, 3.8))
for (name, losses), (line, grey) in zip(curves.items(), (("-", "0"), ("--", "0"), ("-", "0.6"), (":", "0"))):
    ax.plot(losses, line, color=grey)
    ax.text(len(losses) + 0.5, losses[-1], name, va="center")
ax.plot(curves["nothing"].argmin(), curves["nothing"].min(), "ko")
ax.annotate(
    "early stopping keeps this",
    (curves["nothing"].argmin(), curves["nothing"].min()),
    (8, 0.75),
    arrowprops={"arrowstyle": "-"},
    va="center",
)
ax.set(xlabel="epoch", ylabel="validation loss", xlim=(0, 47), ylim=(0.5, None), xticks=range(0, 31, 10))
picture(
    fig,
    alt="Validation loss over 30 epochs. With nothing done it falls to "
    f"{curves['nothing'].min():.1f} within {curves['nothing'].argmin()} epochs and then rises to {curves['nothing'][-1]:.1f}; "
    "with 8 units, and with 800 digits, it rises too, later or less; with weight decay 1 it stays level near "
    f"{curves['weight decay 1'][-1]:.1f}. A dot marks the lowest point of the first curve.",
)

# %% [markdown] id="advice-rising-after"
# Early stopping and weight decay each bring about ten points. Four times the data alone bring three, for the network learns the wrong labels of those by heart, too; with early stopping they bring six more than early stopping alone, the best of all. The smaller model alone brings nothing.
#
# Look at "nothing" in the cell: its loss rises by more than half, while the share of right answers falls by a few points (here nine). Over eight seeds it was 37% to 66%, and 2 to 9 points. What changes besides is how *sure* the wrong answers are: the probability they give themselves rises, and cross-entropy charges −ln of what is left for the right class. So look at accuracy beside the loss before you call a network ruined.
#
# **Here is a good place to stop for today.**

# %% [markdown] id="loops-words"
# ## 7. Ten broken loops
#
# For each of these loops you get a **symptom** first, a number or two from running it. Ask what it could be, and what would look the same. Then comes the code: mend it in place. What is judged is what it does: whether it trains as the right one does, and returns what its docstring promises. The card says what is still wrong. Until it says right, the cell below the loop shows the course's version; look at it last.
#
# **Five of the ten have a second, quieter fault**, which the loud one hides. You are not told which five. The docstring is exact: read it as a contract, and hold what comes back against it.
#
# Most run on 330 digits in batches of 32, so that the last batch has 10. `broken` holds the loops as you get them.

# %% id="loops-set-up"
from tinygrad_lite.course.exercises.debug import EXERCISES

broken = {task.name: task.broken for task in EXERCISES if getattr(task, "broken", None)}
digits = tg.data.DataLoader(tg.data.TensorDataset(x_train[:330], y_train[:330]), batch_size=32)
ce = nn.CrossEntropyLoss()


def shown(values, form=".3f"):
    return " ".join(f"{float(value):{form}}" for value in values)


# %% id="loops-draw" jupyter={"source_hidden": true}
def draw(number, sick, well, ylabel="loss", level=None):
    """The symptom beside the right curve."""
    sick, well = ([float(value) for value in values] for values in (sick, well))
    fig, ax = plt.subplots(figsize=(6.0, 2.4))
    top = 3 * max(well)
    ax.plot(range(1, len(sick) + 1), np.clip(sick, None, top), "k--", label="broken")
    ax.plot(range(1, len(well) + 1), well, "k-", linewidth=2, label="right")
    if level is not None:
        ax.plot([1, len(well)], [level[0]] * 2, color="0.6", linewidth=0.8)
        ax.text(len(well) + 0.2, level[0], level[1], va="center", color="0.4")
        ax.set(xlim=(0.5, 1.35 * len(well)), xticks=range(2, len(well) + 1, 2))
    ax.set(xlabel="epoch", ylabel=ylabel, title=f"loop {number}")
    ax.legend(frameon=False)
    end = f"{sick[-1]:.3g}" if np.isfinite(sick[-1]) else "no number"
    return picture(
        fig,
        alt=f"{ylabel} over the epochs. Broken (dashed): from {sick[0]:.3g} to {end}; highest {max(sick):.3g}. Right (solid): from {well[0]:.3g} to {well[-1]:.3g}; lowest {min(well):.3g}.",
    )


# %% [markdown] id="loop-01-words"
# ### Loop 01
#
# The simplest there is. The learning rate is 0.3, which is right for this network. *Is the rate too high after all? What speaks for it, what against?*


# %% id="loop-01-symptom"
def loop_01(train, rate=0.3, epochs=12, seed=0):
    model = network(64, 32, 10, seed=seed)
    return train(model, digits, ce, tg.optim.SGD(model.parameters(), lr=rate), epochs), model


sick_01, _ = loop_01(broken["train_01"])
print("losses:", shown(sick_01))
print("at a tenth of the rate:", shown(loop_01(broken["train_01"], rate=0.03)[0]))
assert sick_01[-1] > 1.0

# %% exercise="debug/fix_01"

# %% id="loop-01-mended"
well_01, _ = loop_01(train_01)
still, model = loop_01(train_01, rate=0.0, epochs=1)  # nothing moves: the loss reported must be the loss
print("losses:", shown(well_01))
print(
    f"reported at rate 0: {float(still[0]):.6f}; the loss over all digits at once: {ce(model(x_train[:330]), y_train[:330]).item():.6f}"
)
assert well_01[-1] < sick_01[-1] / 4
assert np.isclose(still[0], ce(model(x_train[:330]), y_train[:330]).item(), rtol=1e-5)
draw("01", sick_01, well_01)

# %% [markdown] id="loop-02-words"
# ### Loop 02
#
# From a text from which this course grew, put into Python. Look at the losses. *Not falling is one thing. What is strange here beyond that?*


# %% id="loop-02-symptom"
def loop_02(train, epochs=12):
    model = network(64, 32, 10)
    return train(model, digits, ce, tg.optim.Adam(model.parameters(), lr=0.01), epochs)


sick_02 = loop_02(broken["train_02"])
print("losses:", shown(sick_02, ".6f"))
assert len(set(sick_02)) == 1  # the same number, to the last digit

# %% exercise="debug/fix_02"

# %% id="loop-02-mended"
well_02 = loop_02(train_02)
print("losses:", shown(well_02))
assert well_02[-1] < 0.1

# %% [markdown] id="loop-03-words"
# ### Loop 03
#
# It also reports how sure the network is. The last number was computed outside the loop: how many of the 330 digits are right in the end. *Most are right, the network is almost sure, and still the loss is high. How can that be?*


# %% id="loop-03-symptom"
def loop_03(train, epochs=12):
    model = network(64, 32, 10)
    history = train(model, digits, ce, tg.optim.Adam(model.parameters(), lr=0.01), epochs)
    return history, (model(x_train[:330]).detach().numpy().argmax(axis=1) == y_train[:330].numpy()).mean()


sick_03, right = loop_03(broken["train_03"])
print("losses:    ", shown(sick_03["loss"]))
print("confidence:", shown(sick_03["confidence"]), f"  right in the end: {right:.0%}")
assert sick_03["loss"][-1] > 1.46
assert right > 0.8

# %% exercise="debug/fix_03"

# %% id="loop-03-mended"
well_03, right = loop_03(train_03)
print("losses:    ", shown(well_03["loss"]))
print("confidence:", shown(well_03["confidence"]), f"  right in the end: {right:.0%}")
assert well_03["loss"][-1] < 0.1
assert min(well_03["confidence"]) > 0
assert max(well_03["confidence"]) <= 1
draw("03", sick_03["loss"], well_03["loss"], level=(1.461, "the floor"))

# %% [markdown] id="loop-04-words"
# ### Loop 04
#
# It validates after each epoch, and promises to hand back the weights of the best one. The network has batch norm, which computes otherwise in training than in `eval` mode (lesson 07). A fifth of the labels is drawn at random, so it will overfit. Batches for validation have 5 digits. Afterwards the model is validated once more, by hand, in eval mode. *What should that number be equal to?*


# %% id="loop-04-symptom"
rng = np.random.default_rng(0)
noisy = np.where(rng.random(1437) < 0.2, rng.integers(0, 10, 1437), y_train.numpy())
noisy_digits = tg.data.DataLoader(tg.data.TensorDataset(x_train[:330], tg.tensor(noisy[:330])), batch_size=32)
val_digits = tg.data.DataLoader(tg.data.TensorDataset(x_train[1137:], tg.tensor(noisy[1137:])), batch_size=5)


def loop_04(train, epochs=10):
    tg.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10))
    history = train(model, noisy_digits, ce, tg.optim.Adam(model.parameters(), lr=0.01), epochs, val_digits)
    model.eval()
    return history, ce(model(x_train[1137:]), tg.tensor(noisy[1137:])).item()


sick_04, back = loop_04(broken["train_04"])
print("validation losses:", shown(sick_04, ".2f"))
print(f"the lowest of them: {min(sick_04):.4f}; the model that is handed back: {back:.4f}")
assert abs(back - min(sick_04)) > 0.1

# %% exercise="debug/fix_04"

# %% id="loop-04-mended"
well_04, back = loop_04(train_04)
print("validation losses:", shown(well_04, ".2f"))
print(f"the lowest of them: {float(min(well_04)):.4f}; the model that is handed back: {back:.4f}")
assert np.isclose(back, min(well_04), rtol=1e-4)
assert min(well_04) < min(sick_04)
draw("04", sick_04, well_04, ylabel="validation loss")

# %% [markdown] id="loop-05-words"
# ### Loop 05
#
# A regression: how far has the diabetes of 353 patients progressed? Inputs and targets are standardised, so whoever always answers the mean has a loss of 1. *What has this network learnt?*

# %% id="loop-05-symptom"
patients_x, patients_y = (tensor.numpy() for tensor in tg.data.diabetes(train=True))
patients_x = (patients_x - patients_x.mean(0)) / patients_x.std(0)
patients_y = ((patients_y - patients_y.mean()) / patients_y.std())[:, 0]  # of shape (353,)
diabetes = tg.data.DataLoader(tg.data.TensorDataset(tg.tensor(patients_x), tg.tensor(patients_y)), batch_size=32)


def loop_05(train, epochs=15):
    model = network(10, 16, 1)
    return train(model, diabetes, nn.MSELoss(), tg.optim.Adam(model.parameters(), lr=0.01), epochs)


with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    sick_05 = loop_05(broken["train_05"])
print("losses:", shown(sick_05["loss"], ".2f"))
print("errors:", shown(sick_05["error"], ".2f"))
print("and the library warns:", heard[0].message)
assert sick_05["loss"][-1] > 0.95

# %% exercise="debug/fix_05"

# %% id="loop-05-mended"
well_05 = loop_05(train_05)
print("losses:", shown(well_05["loss"], ".2f"))
print("errors:", shown(well_05["error"], ".2f"))
assert well_05["loss"][-1] < 0.6
assert well_05["error"][-1] < 0.7

# %% [markdown] id="loop-06-words"
# ### Loop 06
#
# Step decay: every 4 epochs the learning rate is to become a tenth. Weights and biases are two parameter groups of the optimizer, with rates of 0.05 and 0.1. *The loss is fine for four epochs. And then?*


# %% id="loop-06-symptom"
def loop_06(train, epochs=12):
    model = network(64, 32, 10)
    weights, biases = ([p for p in model.parameters() if p.ndim == dims] for dims in (2, 1))
    optimizer = tg.optim.SGD([{"params": weights, "lr": 0.05}, {"params": biases, "lr": 0.1}], lr=0.05, momentum=0.9)
    rates = []  # of both groups, at the steps
    optimizer.register_step_pre_hook(lambda *_: rates.append([group["lr"] for group in optimizer.param_groups]))
    return train(model, digits, ce, optimizer, epochs, 0.1, 4), rates


sick_06, _ = loop_06(broken["train_06"])
print("losses:", shown(sick_06, ".2f"))
assert max(sick_06[4:]) > 3 * sick_06[3]

# %% exercise="debug/fix_06"

# %% id="loop-06-mended"
well_06, rates = loop_06(train_06)
print("losses:", shown(well_06, ".3f"))
print(
    "rates of weights and biases in epochs 1, 5 and 9:",
    [[float(f"{rate:.3g}") for rate in rates[step]] for step in (0, 44, 88)],
)
assert well_06[-1] < well_06[3]
assert np.allclose(rates[88], [0.0005, 0.001])
draw("06", sick_06, well_06)

# %% [markdown] id="loop-07-words"
# ### Loop 07
#
# It shuffles the digits before each epoch. One batch alone, given to its steps again and again, is learnt by heart (section 1). The whole is not. *What is the last thing before the steps?*


# %% id="loop-07-symptom"
def loop_07(train, epochs=12):
    model = network(64, 32, 10)
    return train(model, digits, ce, tg.optim.Adam(model.parameters(), lr=0.01), epochs, np.random.default_rng(0))


sick_07 = loop_07(broken["train_07"])
print("losses:", shown(sick_07))
assert min(sick_07) > 2.0

# %% exercise="debug/fix_07"

# %% id="loop-07-mended"
well_07 = loop_07(train_07)
print("losses:", shown(well_07))
assert well_07[-1] < 0.1

# %% [markdown] id="loop-08-words"
# ### Loop 08
#
# The patients again, 50 for training and 50 for validation, raw numbers this time: the loop standardises them. Targets are standardised already. The validation loss falls further and further, far below what loop 05 reached on the very data that it was trained on. At the end the model meets 89 *other* patients. *Too good to be true: what do you suspect?*

# %% id="loop-08-symptom"
raw_x, raw_y = (tensor.numpy() for tensor in tg.data.diabetes(train=True))
middle, width = raw_y.mean(), raw_y.std()
new_x, new_y = tg.data.diabetes(train=False)
sets = [
    tg.data.DataLoader(
        tg.data.TensorDataset(tg.tensor(raw_x[part]), tg.tensor((raw_y[part] - middle) / width)), batch_size=16
    )
    for part in (slice(0, 50), slice(50, 100))
]


def loop_08(train, epochs=40):
    model = network(10, 32, 1)
    history = train(model, sets[0], nn.MSELoss(), tg.optim.Adam(model.parameters(), lr=0.01), epochs, sets[1])
    known = raw_x[:50]
    inputs = (new_x - tg.tensor(known.mean(0))) / tg.tensor(known.std(0, ddof=1))
    return history, nn.MSELoss()(model(inputs), (new_y - float(middle)) / float(width)).item()


sick_08, other = loop_08(broken["train_08"])
print("validation loss, every tenth epoch:", shown(sick_08["val"][9::10], ".2f"), f"  on other patients: {other:.2f}")
assert sick_08["val"][-1] < 0.3 < other

# %% exercise="debug/fix_08"

# %% id="loop-08-mended"
well_08, other = loop_08(train_08)
print("validation loss, every tenth epoch:", shown(well_08["val"][9::10], ".2f"), f"  on other patients: {other:.2f}")
assert well_08["val"][-1] > 2 * sick_08["val"][-1]
draw("08", sick_08["val"], well_08["val"], ylabel="validation loss")

# %% [markdown] id="loop-08-after"
# The right curve is the higher one, as it should be: it is honest. On the 89 others the broken loop, which has met twice as many patients, is a little better here, and over ten seeds in just five; but it *says* what is not so. And the honest curve shows what the other hid: from about epoch 20 on the network overfits.
#
# ### Loop 09
#
# On a graphics card, model and data must lie on the same device. Not every computer has a second device, so a stand-in plays one here, and the loop is the same for everybody: its tensors carry a label, "other:0", and refuse to meet those on the CPU, in the words of PyTorch. *The loop does call `.to(device)`. Where do the tensors lie afterwards?*

# %% id="loop-09-symptom"
from tinygrad_lite.course.exercises.debug import other_device

here = [other_device.put(tensor, other_device.CPU) for tensor in (x_train[:330] + 0, y_train[:330] + 0)]
placed = tg.data.DataLoader(tg.data.TensorDataset(*here), batch_size=32)


def loop_09(train, epochs=8):
    model = other_device.PlacedNet(*network(64, 32, 10))
    criterion = other_device.PlacedCriterion(nn.CrossEntropyLoss())
    return train(model, placed, criterion, tg.optim.Adam(model.parameters(), lr=0.01), epochs), model


try:
    loop_09(broken["train_09"])
    raise AssertionError("it ran")
except RuntimeError as error:
    print("RuntimeError:", error)

# %% exercise="debug/fix_09"

# %% id="loop-09-mended"
well_09, model = loop_09(train_09)
print("losses:", shown(well_09), "  computed on:", set(model.ran_on))
assert well_09[-1] < 0.3
assert set(model.ran_on) == {"other:0"}

# %% [markdown] id="loop-10-words"
# ### Loop 10
#
# Training with a scheduler (lesson 05) that counts epochs: each epoch's learning rate is to be 0.8 times the last one's. The rates that the loop reports are shown below the losses. *By which factor does the rate fall from one epoch to the next? Which power of 0.8 is that?*


# %% id="loop-10-symptom"
def loop_10(train, epochs=12):
    model = network(64, 32, 10)
    optimizer = tg.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = tg.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.8)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        history = train(model, digits, ce, optimizer, epochs, scheduler)
    return history, [str(warning.message) for warning in heard]


sick_10, heard = loop_10(broken["train_10"])
print("losses:", shown(sick_10["loss"]))
print("rates: ", shown(sick_10["lr"], ".2g"))
print("and the library warns:", *heard)
assert sick_10["lr"][-1] < 1e-10
assert heard

# %% exercise="debug/fix_10"

# %% id="loop-10-mended"
well_10, heard = loop_10(train_10)
print("losses:", shown(well_10["loss"]))
print("rates: ", shown(well_10["lr"], ".2g"))
assert np.allclose(well_10["lr"], [0.1 * 0.8**epoch for epoch in range(12)])
assert not heard
assert well_10["loss"][-1] < 0.3 < sick_10["loss"][-1]

# %% [markdown] id="loops-doctor-words"
# ### And the doctor?
#
# It can be asked about whole loops: a step for it is your function, run on a loader with one batch. What does it say of loops 01, 03 and 10, as you got them?


# %% id="loops-doctor"
def ask(name, model, optimizer, *more):
    def step(batch):
        one = tg.data.DataLoader(tg.data.TensorDataset(*batch), batch_size=len(batch[0]))
        broken[name](model, one, ce, optimizer, 1, *more)

    return said(training.diagnose(step, model, digits, optimizer=optimizer, steps=5))


named = {}
for name in ("train_01", "train_03"):
    model = network(64, 32, 10)
    named[name] = ask(name, model, tg.optim.Adam(model.parameters(), lr=0.01))
    print(name, "→", named[name])
model = network(64, 32, 10)
optimizer = tg.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's own, which you have read
    named["train_10"] = ask("train_10", model, optimizer, tg.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.8))
print("train_10 →", named["train_10"] or "nothing found")
assert named["train_10"] == []
assert named["train_01"] == ["no zero_grad"]
assert named["train_03"] == ["activation before the loss"]

# %% [markdown] id="loops-doctor-after"
# It names the loud faults, each in a fraction of a second. Of second faults it says nothing here; and in loop 10 it finds nothing, where the library's own warning names the fault. What a loop *reports*, *keeps* or *passes over* cannot be seen in its steps. Against that there is only the contract, and a case of which you know the right answer beforehand (a rate of 0; a model validated once more).
#
# <details><summary>The ten questions above, answered</summary>
#
# 1. For the rate speaks that a tenth of it helps. Against it, that the loss falls well at first and then climbs: something grows with time. Section 9 settles it.
# 2. The same number to the last digit, twelve times. Not even a bad step is made.
# 3. What the loss is given is not what it expects: the floor of section 1.
# 4. To the lowest of the losses that were reported; it is the same model on the same data.
# 5. The mean, for everybody: its loss is 1, and its error that of always saying the mean.
# 6. Each time that the rate should fall, the loss soars: it rises.
# 7. The shuffling. One batch alone never meets it.
# 8. That the model knows the patients it is validated on. On others its loss is many times as high.
# 9. Where they were: `.to` gives back another tensor.
# 10. 0.086, which is 0.8 to the power 11; and there are 11 batches.
#
# </details>

# %% [markdown] id="torch-words"
# ## 8. The same in PyTorch, side by side
#
# All of it works on a network of PyTorch: the hooks, your four functions, the doctor, the checklist, the callbacks. First the sick Sigmoid network, in both libraries, with the same weights. Do they show the same?

# %% id="torch-look"
ours = network(*deep, activation=nn.Sigmoid, scale=0.7)
theirs = compare.to_torch(ours)
both = {}
for library, model in ((tg, ours), (torch, theirs)):
    x, y = (library.tensor(array(tensor)) for tensor in few[:])
    grads, outputs = look_inside(model, x, y, library.nn.functional.cross_entropy)
    figures = grad_stats(grads)
    both[library] = [float(figures[name][key]) for name, _ in grads for key in ("min", "max", "mean", "norm")]
    print(f"{library.__name__:14} norm in the first layer {float(figures['0.weight']['norm']):.3e}")
loader = [(x[i : i + 32], y[i : i + 32]) for i in range(0, 320, 32)]
step = step_with(theirs, torch.optim.SGD(theirs.parameters(), lr=0.1), torch.nn.functional.cross_entropy)
for batch in itertools.chain(loader, loader, loader):
    step(batch)
report = training.diagnose(step, theirs, loader, steps=5)
print("the doctor, of PyTorch's network:", said(report))
assert said(report) == ["vanishing gradients"]
print(f"largest difference of all {len(both[tg])} figures: {np.abs(np.subtract(both[tg], both[torch])).max():.1e}")
assert np.allclose(both[tg], both[torch], rtol=1e-3, atol=1e-7)

# %% id="torch-checklist"
theirs = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
compare.copy_weights(nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)), theirs)
optimizer, criterion = torch.optim.Adam(theirs.parameters(), lr=0.01), torch.nn.functional.cross_entropy
x, y = torch.tensor(array(x_train[:1077])), torch.tensor(array(y_train[:1077]))
loader = [(x[i : i + 32], y[i : i + 32]) for i in range(0, 1077, 32)]
failed = report_on(before(theirs, loader, criterion, optimizer, 10), quiet=True)
failed += report_on(during(step_with(theirs, optimizer, criterion), theirs, optimizer, loader), quiet=True)
print("the checklist on a network of PyTorch:", failed or "all holds")
assert not failed

# %% [markdown] id="torch-nan-words"
# PyTorch has a means of its own against NaN: `torch.autograd.set_detect_anomaly(True)`. It looks at every gradient on the way back and names the operation whose gradient is the first to be NaN. Ours is the callback `NaNGuard`, which looks at every layer's output, the loss and the gradients, in either library. The loss by hand, from weights just before the accident: *do the three agree with what `first_nan` said, "ln(1 − p)"?*

# %% id="torch-nan"
_, _, ours, *_, batch = until_nan(0)
theirs = compare.to_torch(ours)
x, t = (torch.tensor(array(tensor)) for tensor in batch)


def torch_by_hand(logits, targets):
    p = logits.sigmoid()
    return -(targets * p.log() + (1 - targets) * (1 - p).log()).mean()


def anomaly(inputs):
    """What PyTorch says on the way back from these inputs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with torch.autograd.detect_anomaly():
            try:
                torch_by_hand(theirs(inputs), t).backward()
            except RuntimeError as error:
                return str(error)
    return "nothing"


sound_batch = x / 4  # less ink: nothing is sure
spoilt = sound_batch.clone()
spoilt[0, 0] = float("nan")
print("detect_anomaly:            ", anomaly(x))
print("a sound batch:             ", anomaly(sound_batch))
print("... with one NaN among it: ", anomaly(spoilt))
assert "LogBackward0" in anomaly(x)
assert anomaly(sound_batch) == "nothing"
assert anomaly(spoilt) == anomaly(x)

told = {}
for library, model, loss_of, loader in ((tg, ours, by_hand, [batch]), (torch, theirs, torch_by_hand, [(x, t)])):
    optimizer = library.optim.Adam(model.parameters(), lr=0.03)
    guarded = training.Trainer(model, optimizer, loss_of, callbacks=[training.NaNGuard("stop")])
    with np.errstate(invalid="ignore"):
        guarded.fit(loader, epochs=1)
    told[library] = guarded.stop_reason
    print(f"{library.__name__:14} {guarded.stop_reason}")
assert told[tg] == told[torch]
assert "all layers' outputs" in told[tg]

# %% [markdown] id="torch-nan-after"
# They agree: the layers are sound, and a logarithm in the loss is not. Each sees its part. `detect_anomaly` names the first operation *on the way back*, which need not be where NaN was born: with one NaN among the inputs of a sound batch it says the very same. `NaNGuard` names the layer or the loss; `first_nan` whatever you hand it, inputs first.

# %% [markdown] id="mistakes"
# ## 9. Common mistakes in debugging itself
#
# ### Two changes at once
# The loss is too high. Somebody raises the rate and adds weight decay (a pull of the weights towards 0), sees no gain, and puts *both* back. *What could have happened?*


# %% id="mistake-two"
def ends_with(rate=0.03, decay=0.0, seeds=2):
    """The loss after 6 epochs, averaged over seeds."""
    found = []
    for seed in range(seeds):
        model = network(64, 32, 10, seed=seed)
        found.append(train(model, tg.optim.SGD(model.parameters(), lr=rate, weight_decay=decay))[0][-1])
    return float(np.mean(found))


as_it_was, rate_only, decay_only, both_changed = (
    ends_with(),
    ends_with(rate=0.3),
    ends_with(decay=0.15),
    ends_with(0.3, 0.15),
)
print(
    f"as it was {as_it_was:.2f}; rate × 10 alone {rate_only:.2f}; weight decay alone {decay_only:.2f}; both {both_changed:.2f}"
)
assert rate_only < 0.5 * as_it_was < 0.6 * both_changed

# %% [markdown] id="mistake-two-words"
# One change was right and one was wrong, and together they look like nothing. **Remedy:** one change at a time, from the same seed, written down with its figure.
#
# ### One seed
# "33 units are better than 32: 2 points more on the test set." *How sure are you?*


# %% id="mistake-seed"
def right_with(width, seed):
    model = network(64, width, 10, seed=seed)
    train(model, tg.optim.Adam(model.parameters(), lr=0.01))
    with tg.no_grad():
        return float((model(x_test).numpy().argmax(axis=1) == y_test.numpy()).mean())


gains = np.array([right_with(33, seed) - right_with(32, seed) for seed in range(8)])
error = gains.std(ddof=1) / len(gains) ** 0.5
print("points gained, seed by seed:", shown(100 * gains, "+.1f"))
print(f"mean {100 * gains.mean():+.1f} ± {100 * 2 * error:.1f} (two standard errors)")
assert gains.max() > 0.01
assert gains.min() < -0.01
assert abs(gains.mean()) < 3 * error

# %% [markdown] id="mistake-seed-words"
# Seed 0 says yes, seed 1 says no. The chance of the first weights and the order of batches is worth two points here, so a difference of two points in one run says nothing. **Remedy:** the same comparison over several seeds, pair by pair, and the mean with its error (the true gain lies within two standard errors 19 times in 20).
#
# ### A smaller learning rate "mends" it
# In loop 01 a tenth of the rate made the losses fall. So was it the rate? *Give the broken loop its best rate of six, and the right one its own, with four seeds each.*

# %% id="mistake-rate"
rates = (0.003, 0.01, 0.03, 0.3, 1.0, 3.0)
swept = {
    name: np.array([[float(loop_01(loop, rate, seed=seed)[0][-1]) for rate in rates] for seed in range(4)])
    for name, loop in (("broken", broken["train_01"]), ("right", train_01))
}
for name, losses in swept.items():
    middle = np.median(losses, axis=0)
    print(f"{name:6} medians: " + "  ".join(f"{rate:g}: {loss:.2f}" for rate, loss in zip(rates, middle)))
    print(f"       best rate's loss, seed by seed: {shown(losses.min(axis=1))}")
    assert min(middle) < min(middle[0], middle[-1])  # no best rate at the edge of what was tried
assert (swept["right"].min(axis=1) < swept["broken"].min(axis=1)).all()

# %% [markdown] id="mistake-rate-words"
# Gradients that add up are a momentum (lesson 04) of 1, one that never fades: at small rates the broken loop even wins. At its own best rate it ends higher than the right one at its own, with each seed. **Remedy:** if only a smaller rate helps, ask *why* the larger one does not, before you keep it.
#
# ### NaN batches are left out
# `if not math.isnan(loss): …step…` In these data somebody divided by 0 in one pixel of every seven. *Who pays?*

# %% id="mistake-skip"
spoilt = array(x_train).copy()
sevens = np.flatnonzero(y_train.numpy() == 7)
spoilt[sevens, 20] = np.nan
model = network(64, 32, 10)
optimizer, left_out, losses = tg.optim.Adam(model.parameters(), lr=0.01), 0, []
loader = tg.data.DataLoader(tg.data.TensorDataset(tg.tensor(spoilt), y_train), batch_size=8, shuffle=True)
for xs, ys in itertools.chain.from_iterable(loader for _ in range(6)):
    loss = F.cross_entropy(model(xs), ys)
    if math.isnan(loss.item()):
        left_out += 1
        continue
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
right = model(x_test).detach().numpy().argmax(axis=1) == y_test.numpy()
is_seven = y_test.numpy() == 7
print(f"batches left out: {left_out} of {6 * len(loader)}; loss of those used: {np.mean(losses[-20:]):.2f}")
print(f"right: {right[is_seven].mean():.0%} of the sevens, {right[~is_seven].mean():.0%} of all others")
print("what the checklist says of finite data:", first_nan([("inputs", spoilt)]) or "none bad")
assert right[is_seven].mean() < 0.1 < 0.8 < right[~is_seven].mean()

# %% [markdown] id="mistake-skip-words"
# The sevens pay, all of them: no step was ever made with one. **Remedy:** a NaN is never to be stepped over before it is known where it comes from.

# %% [markdown] id="recap"
# ## 10. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("debug/recap_1", "a")`.

# %% question="debug/recap_1"

# %% question="debug/recap_2"

# %% question="debug/recap_3"

# %% question="debug/recap_4"

# %% question="debug/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## What you have now, and where to go next
#
# You can say of a training what it is *not*, step by step, until one thing is left; and you ask of every finding which experiment would refute it.
#
# - Your own next project: copy `before`, `during` and `after` into it, with your four functions.
# - **[Lesson 11, Scaling out](11_scaling_out.ipynb)**: larger batches than the memory holds, two processes for one training, and a search for settings.
# - Or begin again at **[Lesson 00, Start here](00_start_here.ipynb)**: with what you know now, break its loop in ten ways of your own.
#
# To read on: A. Karpathy, ["A recipe for training neural networks"](https://karpathy.github.io/2019/04/25/recipe/), 2019; X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010; K. He and others, "Delving deep into rectifiers", 2015 ([arXiv:1502.01852](https://arxiv.org/abs/1502.01852)); A. Zeller, "Why programs fail", 2009; and PyTorch's page on [anomaly detection](https://pytorch.org/docs/stable/autograd.html#anomaly-detection).
