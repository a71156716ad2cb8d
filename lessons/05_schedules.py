# %% [markdown] id="title"
# # Lesson 05: Schedules
#
# The **learning rate** says how far an update moves the weights of a network. Its best value changes while a network trains: large at first, small at the end. A **schedule** is a rule that says which learning rate to use when.
#
# After this lesson you can
#
# - show why a constant learning rate is a compromise, and what a falling one gains,
# - write the common schedules yourself, and put them together,
# - find a learning rate to begin with, by a range test,
# - put the call into a training loop at the right place, once per batch or once per epoch,
# - compare schedules fairly, and say when they do *not* help,
# - recognise six common mistakes by the learning rates that come out (sections 6, 7 and 11).
#
# | section | minutes |
# |---|---|
# | 1 Why not one rate · 2 Stairs · 3 A line and a wave | 35 |
# | 4 Warm-up · 5 Putting together | 25 |
# | *a good place to stop for today* |  |
# | 6 The plateau · 7 Where the call belongs | 25 |
# | 8 The range test · 9 A fair comparison | 10 |
# | 10 PyTorch · 11 Mistakes · 12 Questions | 10 |
#
# You need Python, a little NumPy, and the cosine from school. A training loop should not be new to you (lesson 00 has one): predict, loss, `backward`, step. 1e-03 means 0.001. Many axes are logarithmic: each mark is ten times the one before.
#
# **How the exercises work.** **Shift+Enter** runs a cell and goes on to the next; **Ctrl+Enter** runs it and stays. Run the first code cell first. Write the body of a function, run its cell, and a card below says how it went; “to 1 **ulp**” on it is the distance from one number that the computer can hold to the next. Until yours is right, a borrowed one stands in for it, so you may leave out what you like. `hint()` helps one step at a time; `progress()` shows where you stand. *Run All Cells* stops at a cell that Python cannot read: mend it, or run those below one by one.

# %% id="start"
import warnings

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture, plot_range_test, plot_schedules

begin("05_schedules")

# %% [markdown] id="valley-words"
# ## 1. Why one learning rate is not enough
#
# The smallest training there is: one weight $w$, and the **loss** $\tfrac12 w^2$, a valley with its bottom at 0. Its slope, the **gradient**, is $w$. Each **update** goes a little way downhill: $w \leftarrow w - \text{lr} \cdot \text{gradient}$.
#
# Real training takes the gradient of a small **batch** of the data, which is off by chance. So here each gradient is $w$ plus a random number with mean 0 and a typical size of 1.
#
# Shall the rate be 0.3, or 0.03? Or large first, and then small, in stairs?

# %% [markdown] id="steps-think"
# Write the stairs: every `step_size` steps (or epochs, which are passes over all training data) the rate is multiplied by a factor `gamma`, such as 0.1. All counting begins at 0.
#
# $$\text{lr} \cdot \gamma^{k}, \qquad k = \text{number of drops so far}$$
#
# *With a `step_size` of 10: in which epochs is the number of drops 0, in which is it 1? Which operation of Python gives it?*

# %% exercise="schedules/step_decay"

# %% [markdown] id="valley-guess"
# Now 2000 runs, side by side, start at $w = 10$: with 0.3, with 0.03, and with your stairs, 0.3 for the first 75 steps and then a tenth of it. *Which one is nearest to 0 at step 50? Which one at step 150?*


# %% id="valley"
def noisy_descent(schedule, steps=150, runs=2000):
    """Go down the valley with noisy gradients: the typical distance from its bottom, before each step."""
    rng = np.random.default_rng(0)
    w, distances = np.full(runs, 10.0), []
    for step in range(steps):
        distances.append(np.sqrt(np.mean(w**2)))
        w -= schedule(step) * (w + rng.normal(size=runs))
    return distances


large = noisy_descent(lambda step: 0.3)
small = noisy_descent(lambda step: 0.03)
both = noisy_descent(lambda step: step_decay(0.3, step, 75, 0.1))

assert large[50] < small[50]
assert both[149] < small[149] < large[149]

# %% id="valley-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7, 3.8))
ax.semilogy(large, "--", color="black", label="0.3")
ax.semilogy(small, ":", color="black", linewidth=2, label="0.03")
ax.semilogy(both, "-", color="0.6", linewidth=4, zorder=0, label="stairs: 0.3, then 0.03")
for lr in (0.3, 0.03):  # the noise floors, by the formula of the next section
    ax.axhline(np.sqrt(lr / (2 - lr)), color="0.8", linewidth=1, zorder=-1)
    ax.text(-5, np.sqrt(lr / (2 - lr)) * 1.04, f"{np.sqrt(lr / (2 - lr)):.3f}", color="0.4", fontsize=8)
ax.set_yticks([0.1, 0.2, 0.5, 1, 2, 5, 10], ["0.1", "0.2", "0.5", "1", "2", "5", "10"])
ax.annotate("noise floor of 0.3", (110, large[110]), (95, 1.5), arrowprops={"arrowstyle": "->"})
ax.annotate("the drop", (75, both[75]), (48, 0.15), arrowprops={"arrowstyle": "->"})
ax.set(xlabel="step", ylabel="typical distance from the bottom", title="Down a valley with noisy gradients")
ax.legend(title="learning rate", loc="upper right")
picture(
    fig,
    alt=f"Distance from the bottom over 150 steps, logarithmic. With 0.3 it falls within 10 steps and then stays near "
    f"{large[149]:.2f}. With 0.03 it falls slowly all the time, to {small[149]:.2f}. With 0.3 first and 0.03 from step 75 on "
    f"it is the lowest at the end, {both[149]:.2f}.",
)

# %% [markdown] id="floor-words"
# The large rate is quick, and then stands still: each new gradient throws it off as far as the valley pulls it back. The small rate would get lower, but needs far longer.
#
# How high is that **noise floor**? One update makes of $w$: $(1 - \text{lr})\,w - \text{lr} \cdot \text{noise}$. Let $v$ be the mean of $w^2$ when it no longer changes; its root is the "typical distance". The noise has mean 0, its square has mean 1, and it knows nothing of $w$, so $v = (1 - \text{lr})^2 v + \text{lr}^2$, which gives
#
# $$v = \frac{\text{lr}}{2 - \text{lr}}$$
#
# *By how much does the floor of the distance, $\sqrt v$, fall when the rate becomes ten times smaller: 10 times, or about 3 times?*

# %% id="floor"
for lr, measured in ((0.3, large), (0.03, both)):
    floor = np.sqrt(lr / (2 - lr))
    print(f"learning rate {lr:4}: floor by the formula {floor:.3f}, measured at the end {measured[149]:.3f}")
    assert abs(measured[149] / floor - 1) < 0.15

# %% [markdown] id="floor-meaning"
# About 3 times: the floor falls like the square root of the rate. But a rate that falls too soon stops half way down the slope. So: **large while the way is long, small when the noise is what remains.**

# %% [markdown] id="steps-words"
# ## 2. In stairs, and by a factor
#
# The oldest schedule (Robbins and Monro, 1951) divides the rate by the number of the step. Networks were long trained with stairs such as yours, a drop every so many **epochs**.

# %% question="schedules/step_decay_by_hand"

# %% id="steps-use"
for epoch in (0, 9, 10, 19, 20, 25):
    print(f"epoch {epoch:2}: {step_decay(0.001, epoch, 10, 0.1):.6f}")
assert np.isclose(step_decay(0.001, 25, 10, 0.1), 0.001 * 0.1**2)  # your number from above

# %% [markdown] id="exponential-words"
# At each stair the loss falls suddenly: the noise floor comes down. **Exponential decay** makes one small drop in every epoch. *What is the rate in epoch 0?*

# %% exercise="schedules/exponential"


# %% id="exponential-use" jupyter={"source_hidden": true}
def draw_rates(curves, steps, title, log=False, xlabel="step"):
    """Draw schedules, each a function of the step, and return the figure."""
    looks = [("-", "black", 1.5), ("--", "black", 1.5), (":", "black", 2.2)]
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for (name, schedule), (style, color, width) in zip(curves.items(), looks):
        rates = [float(schedule(step)) for step in range(steps)]
        stairs = "steps-post" if steps <= 100 else "default"  # so that a jump is drawn as one
        ax.plot(rates, style, color=color, linewidth=width, label=name, drawstyle=stairs)
    ax.set(xlabel=xlabel, ylabel="learning rate", title=title)
    if log:
        ax.set_yscale("log")
    fig.legend(loc="outside lower center", ncols=3 if sum(map(len, curves)) < 60 else 2)
    return fig


def in_words(curves, steps):
    """The rates of each schedule at these steps, for those who cannot see the picture."""
    rates = {name: ", ".join(f"{float(schedule(step)):.2g}" for step in steps) for name, schedule in curves.items()}
    return f"at {', '.join(map(str, steps))}: " + "; ".join(f"{name}: {each}" for name, each in rates.items()) + "."


curves = {
    "steps: a tenth every 10 epochs": lambda epoch: step_decay(0.001, epoch, 10, 0.1),
    "exponential: × 0.794 every epoch": lambda epoch: exponential(0.001, epoch, 0.1 ** (1 / 10)),
}
fig = draw_rates(
    curves,
    steps=30,
    title="The same fall, in stairs and smoothly",
    log=True,
    xlabel="epoch",
)
assert np.isclose(exponential(0.001, 20, 0.1 ** (1 / 10)), step_decay(0.001, 20, 10, 0.1))
picture(
    fig,
    alt=f"Learning rates over 30 epochs, logarithmic, {in_words(curves, (0, 9, 10, 19, 20, 29))}",
)

# %% [markdown] id="smooth-words"
# ## 3. A straight line, and half a wave
#
# Stairs and exponential decay never end. The newer schedules are told the number of steps, `total_steps`, and arrive at their end value there.
#
# The **straight line** goes from `lr` at step 0 to `lr * end_factor` at step `total_steps`. *What should it give after that, if somebody trains a little longer?* Here the end value stays.

# %% exercise="schedules/linear"

# %% [markdown] id="cosine-words"
# **Cosine decay** follows half a wave. The cosine goes from 1 to −1 as its angle goes from 0 to π; so $\tfrac12 (1 + \cos)$ goes from 1 to 0, and
#
# $$\mathrm{min\_lr} + \tfrac12\,(\text{lr} - \mathrm{min\_lr})\,\big(1 + \cos(\pi \cdot \mathrm{step} / \mathrm{total\_steps})\big)$$
#
# goes from `lr` to `min_lr`.

# %% question="schedules/cosine_by_hand"

# %% exercise="schedules/cosine"

# %% id="cosine-use"
print("half way from 0.01 to 0.0001:  ", round(float(cosine(0.01, 500, 1000, 0.0001)), 7))
print("half way from 0.001 to 0.000001:", round(float(cosine(0.001, 50, 100, 1e-6)), 7))
for top, end in ((0.01, 0.0001), (0.001, 1e-6)):  # half way lies in the middle
    assert np.isclose(cosine(top, 50, 100, end), (top + end) / 2)

curves = {
    "straight line": lambda step: linear(0.1, step, 80),
    "cosine": lambda step: cosine(0.1, step, 80),
    "warm restarts: cosine, again and again": lambda step: cosine(0.1, step % 40, 40),
}
fig = draw_rates(
    curves,
    steps=100,
    title="Schedules that know when to end",
)
picture(
    fig,
    alt=f"Learning rates over 100 steps, {in_words(curves, (0, 20, 39, 40, 60, 80, 99))}",
)

# %% [markdown] id="restarts-words"
# The dotted curve is your `cosine` with `step % 40` in place of `step`: **warm restarts**. The hope is that the weights, thrown out of their place, find a better one; section 9 tries it. Stop only at the *end* of a wave.

# %% [markdown] id="warmup-words"
# ## 4. Warm-up: the first steps
#
# "Large at the beginning" has an exception: the very beginning. An optimizer such as **Adam** divides each weight's step by the size of the gradients that it has seen. The first gradient is divided by its own size: *every* weight moves by the whole learning rate, however small its gradient was. If the rate is as large as the weights are, one step rewrites the network. So the rate climbs to its highest value in `warmup_steps` steps, and falls only then.

# %% question="schedules/warmup_by_hand"

# %% [markdown] id="warmup-think"
# Now the whole schedule: a straight line up, then the cosine down. *Decide on paper first: which step is the last of the warm-up, and what is the rate there? Which is the first of the decay? How many steps does the decay have?*
#
# The rule of this lesson: step 0 has lr / warmup_steps, step warmup_steps − 1 has lr. Step warmup_steps is the first of the decay, which begins with lr as well and reaches min_lr at total_steps. Your own `cosine` may be called.

# %% exercise="schedules/warmup_cosine"

# %% [markdown] id="one-cycle-words"
# **One cycle** is the same idea with a longer warm-up: about a third of the training leads up, along half a wave, to a rate that would be too large to keep; the rest leads down to almost nothing. Its rates are those of PyTorch's `OneCycleLR` (which also lowers the momentum while the rate is high; section 9 tries whether that helps):
#
# - it begins with `max_lr / div_factor`, and its last step has that first rate divided by `final_div_factor`;
# - there are `total_steps` steps, so the last one is number total_steps − 1;
# - the peak is at step `pct_start * total_steps - 1`, which need not be a whole number.
#
# From a to b along half a wave, when a share s of the way is done: $b + \tfrac12 (a - b)(1 + \cos \pi s)$. *What does this give for s = 0, and for s = 1?*

# %% exercise="schedules/one_cycle"

# %% id="peaks-use"
curves = {
    "warm-up of 10 steps, then cosine": lambda step: warmup_cosine(0.1, step, 10, 100),
    "one cycle": lambda step: one_cycle(0.1, step, 100),
}
fig = draw_rates(
    curves,
    steps=100,
    title="Up, and down again",
)
assert np.isclose(warmup_cosine(0.001, 0, 100, 1000), 0.001 / 100)  # your number from above
assert np.isclose(warmup_cosine(0.1, 9, 10, 100), warmup_cosine(0.1, 10, 10, 100))
picture(
    fig,
    alt=f"Learning rates over 100 steps, {in_words(curves, (0, 9, 29, 50, 75, 99))}",
)

# %% [markdown] id="digits-words"
# ### Does it matter? Real data
#
# The data are 1437 handwritten digits of 8 × 8 pixels; 360 more are kept for testing. The network has 64 inputs, 32 **hidden units**, weighted sums of the inputs whose negative values a **ReLU** makes 0, and an output for each digit. (Lessons 01 and 02 build this, and its loss, cross-entropy.) The updates are made by SGD, the plain step downhill, with **momentum**, which adds nine tenths of the movement before (lesson 04).
#
# `train` makes 4 epochs in batches of 64, which are 92 updates; `seed` fixes the first weights and the order of the digits. Look for the line that sets the learning rate: an optimizer keeps its settings in `param_groups`, and a schedule is nothing but a number written there before each update.

# %% id="digits"
x_train, y_train = tg.data.digits(train=True)
x_test, y_test = tg.data.digits(train=False)
x_train, x_test = x_train / 16, x_test / 16  # pixels from 0 to 1
BATCH, EPOCHS = 64, 4
BATCHES = -(-len(x_train) // BATCH)  # in an epoch, the last and smaller one too
STEPS = EPOCHS * BATCHES


def network(sizes):
    """Linear layers with ReLU between them: network([64, 32, 10])."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [tg.nn.Linear(inputs, outputs), tg.nn.ReLU()]
    return tg.nn.Sequential(*layers[:-1])


def momentum_sgd(parameters):
    return tg.optim.SGD(parameters, lr=0.1, momentum=0.9)


def train(schedule, seed, sizes=(64, 32, 10), make_optimizer=momentum_sgd, look=None):
    """A network trained on the digits; `schedule` is a function of the step. `look` sees the network at each step."""
    tg.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    model = network(sizes)
    optimizer = make_optimizer(model.parameters())
    step = 0
    for _epoch in range(EPOCHS):
        order = shuffle.permutation(len(x_train))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            optimizer.param_groups[0]["lr"] = float(schedule(step))  # the schedule at work
            if look:
                look(step, model)
            loss = tg.nn.functional.cross_entropy(model(x_train[batch]), y_train[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return model


def evaluate(model):
    """The loss on all training digits, and the share of the test digits that are recognised."""
    with tg.no_grad():
        loss = tg.nn.functional.cross_entropy(model(x_train), y_train).item()
        accuracy = (model(x_test).numpy().argmax(axis=1) == y_test.numpy()).mean()
    return loss, float(accuracy)


assert STEPS == 92
print(f"{BATCHES} batches an epoch, {STEPS} updates")
loss, accuracy = evaluate(train(lambda step: cosine(0.3, step, STEPS), seed=0))
print(f"one run, cosine from 0.3: loss {loss:.3f}, test accuracy {accuracy:.1%}")

# %% [markdown] id="together-words"
# To compare schedules, hundreds of such networks are trained below. One after the other, that takes its time. `train_together` trains all of them at once: every array gets one more axis, which counts the networks, and the losses are added up. Each loss depends on its own weights alone, so each gradient is what it would have been. Its code is folded; open it if you like.


# %% id="together" jupyter={"source_hidden": true}
def momentum_update(weight, gradient, kept, step, rate, momentum):
    """One step of SGD with momentum; `kept` holds the velocity."""
    kept[0] = momentum * kept[0] + gradient
    return weight - rate * kept[0]


def adam_update(weight, gradient, kept, step, rate, momentum):
    """One step of Adam, the first being step 0; `kept` holds the means of the gradient and of its square."""
    kept[0] = momentum * kept[0] + (1 - momentum) * gradient
    kept[1] = 0.999 * kept[1] + 0.001 * gradient**2
    mean, square = kept[0] / (1 - momentum ** (step + 1)), kept[1] / (1 - 0.999 ** (step + 1))
    return weight - rate * mean / (np.sqrt(square) + 1e-8)


def train_together(schedules, seeds, sizes=(64, 32, 10), update=momentum_update, momenta=None):
    """What `train` does, for each schedule with the seed beside it: the trained networks, in this order."""
    models, orders = [], []
    for seed in seeds:
        tg.manual_seed(seed)
        shuffle = np.random.default_rng(seed)
        models.append(network(sizes))
        orders.append([shuffle.permutation(len(x_train)) for _epoch in range(EPOCHS)])
    orders = np.array(orders)  # (networks, epochs, digits)
    rates = np.array([[float(schedule(step)) for step in range(STEPS)] for schedule in schedules], dtype=np.float32)
    momenta = np.full_like(rates, 0.9) if momenta is None else np.array(momenta, dtype=np.float32)
    weights = [
        np.stack([p.detach().numpy() for p in alike]) for alike in zip(*(model.parameters() for model in models))
    ]
    kept = [[np.zeros_like(weight), np.zeros_like(weight)] for weight in weights]
    for step in range(STEPS):
        epoch, place = divmod(step, BATCHES)
        batch = orders[:, epoch, place * BATCH : (place + 1) * BATCH]  # (networks, digits)
        tensors = [tg.tensor(weight, requires_grad=True) for weight in weights]
        values = x_train[batch]  # (networks, digits, pixels)
        for layer in range(0, len(tensors), 2):
            values = tg.relu(values) if layer else values
            values = values @ tensors[layer].transpose(1, 2) + tensors[layer + 1].unsqueeze(1)
        losses = tg.nn.functional.cross_entropy(values.reshape(-1, 10), y_train[batch.reshape(-1)], reduction="sum")
        (losses / batch.shape[1]).backward()
        for index, tensor in enumerate(tensors):
            each = (len(models),) + (1,) * (tensor.dim() - 1)  # a rate for each network, beside arrays of weights
            rate, momentum = rates[:, step].reshape(each), momenta[:, step].reshape(each)
            weights[index] = update(weights[index], tensor.grad.numpy(), kept[index], step, rate, momentum)
    for index, model in enumerate(models):
        for parameter, weight in zip(model.parameters(), weights):
            parameter.data = tg.tensor(weight[index])
    return models


# %% id="together-use"
first, second = train_together([lambda step: cosine(0.3, step, STEPS)] * 2, seeds=[0, 1])
print(f"the same run, one of two together: loss {evaluate(first)[0]:.3f}; with seed 1: {evaluate(second)[0]:.3f}")
assert np.isclose(evaluate(first)[0], loss, rtol=0.01)

# %% [markdown] id="warmup-digits-words"
# First the warm-up. A deeper network, with three hidden layers, is trained with Adam at 0.1. We stop after 0, 1, 2, 3 and 20 updates and look: how large are the weights, and how many **dead units** are there, hidden units that give 0 for every digit? Such a unit has no gradient any more, and hardly ever comes back. *How far does the first update move a weight?*


# %% id="warmup-digits"
def adam(parameters):
    return tg.optim.Adam(parameters, lr=0.1)


def dead_share(model):
    """The share of the hidden units that are 0 for all training digits."""
    values, dead = x_train, []
    with tg.no_grad():
        for layer in model:
            values = layer(values)
            if isinstance(layer, tg.nn.ReLU):
                dead += list(values.numpy().max(axis=0) <= 0)
    return float(np.mean(dead))


def hidden_weights(model):
    """The weights between the hidden layers, as one array."""
    return np.concatenate([model[layer].weight.detach().numpy().ravel() for layer in (2, 4)])


deep = [64, 64, 64, 64, 10]
for updates in (0, 1, 2, 3, 20):
    model = train(lambda step: 0.1 if step < updates else 0.0, 0, deep, adam)  # noqa: B023 (used at once)
    if updates == 0:
        first = hidden_weights(model)
        assert np.abs(first).max() <= 0.125
    moved = np.median(np.abs(hidden_weights(model) - first))
    print(
        f"after {updates:2} updates: loss {evaluate(model)[0]:5.2f}, dead units {dead_share(model):4.0%}; "
        f"largest weight {np.abs(hidden_weights(model)).max():.3f}, half of them have moved by {moved:.3f} or more"
    )
    if updates == 1:
        assert abs(moved - 0.1) < 0.001
        assert evaluate(model)[0] > 2.3 > 2 * np.abs(first).max()

# %% [markdown] id="warmup-sweep-words"
# One update, and the loss is worse than guessing (2.30): no weight between the hidden layers was larger than 0.125, and all that had a gradient have moved by 0.1. A few updates later most units are dead.
#
# That rate was chosen to break things. *Each at its best rate, does a warm-up help at all? And is the first step the whole trouble?* Four highest rates, five seeds, three ways, cosine decay in all: no warm-up, only the first step cut to a twentieth, a warm-up of 20 steps.

# %% id="warmup-sweep"
HIGHEST = (0.01, 0.03, 0.06, 0.1)
WAYS = {
    "no warm-up": lambda peak: lambda step: cosine(peak, step, STEPS),
    "first step / 20": lambda peak: lambda step: cosine(peak, step, STEPS) / (20 if step == 0 else 1),
    "20 steps of warm-up": lambda peak: lambda step: warmup_cosine(peak, step, 20, STEPS),
}
found = {}
for way, make in WAYS.items():
    for peak in HIGHEST:
        models = train_together([make(peak)] * 5, range(5), deep, adam_update)
        found[way, peak] = [evaluate(model)[0] for model in models]
middle = {key: float(np.median(losses)) for key, losses in found.items()}
print(f"{'highest rate':24}" + "".join(f"{peak:>8}" for peak in HIGHEST))
for way in WAYS:
    print(f"{way:24}" + "".join(f"{middle[way, peak]:8.3f}" for peak in HIGHEST))
without, first_cut, warmed = (middle[way, 0.06] for way in WAYS)
share = (without - first_cut) / (without - warmed)
print(f"the first step alone brings {share:.0%} of the warm-up's gain at 0.06")

for way in WAYS:  # no best one at the edge of what was tried
    assert HIGHEST[0] < min(HIGHEST, key=lambda peak: middle[way, peak]) < HIGHEST[-1]  # noqa: B023
lowest = [min(middle[way, peak] for peak in HIGHEST) for way in WAYS]
assert lowest[2] < lowest[0]
assert middle["20 steps of warm-up", 0.1] < 0.5 * middle["no warm-up", 0.1]
assert 0.2 < share < 0.8

# %% id="warmup-sweep-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
for way, style in zip(WAYS, ("ks--", "k^:", "ko-")):
    losses = np.array([found[way, peak] for peak in HIGHEST])
    ax.plot(HIGHEST, np.median(losses, axis=1), style, label=way)
    ax.plot(HIGHEST, losses, style[1], markersize=2.5, linestyle="none", color="0.5")
ax.set(xscale="log", yscale="log", xlabel="highest learning rate", ylabel="loss after 92 updates")
ax.set_xticks(HIGHEST, [str(peak) for peak in HIGHEST])
ax.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
ax.minorticks_off()
ax.set_title("A deep network with Adam: median of 5 seeds, and each of them")
ax.legend()
picture(
    fig,
    alt="Loss over the highest learning rate, both logarithmic; medians of five seeds. "
    + "; ".join(f"{way}: " + ", ".join(f"{middle[way, p]:.2f} at {p}" for p in HIGHEST) for way in WAYS)
    + ".",
)

# %% [markdown] id="warmup-digits-meaning"
# Each at its best rate, the warm-up takes a quarter off the loss, or more; the larger the rate, the more. Adam's first step, long however small the gradient is, is about half of the trouble at 0.06. (That is so over 60 other seeds; of five of them it was anything from a quarter to nearly all.) The steps after it do the rest: so the rate climbs, and does not jump. With SGD a warm-up gains little, as section 9 shows.

# %% [markdown] id="compose-words"
# ## 5. Putting schedules together
#
# A warm-up, a while at the top, a decay: most schedules you will meet are pieces set one after the other. Each piece is a function of its own **local step**, which begins at 0 when its turn comes. The **milestones** say when: with `[10, 40]`, the first piece has steps 0 to 9, the second 10 to 39, and the third begins at step 40, its local step 0.
#
# *Step 25 of the training: which piece, and which local step?*

# %% exercise="schedules/sequential"

# %% [markdown] id="composer-words"
# (The second piece; its local step 15.) *Build warm restarts after a warm-up. Then a short warm-up, a long top and a straight line down: "warm-up, stable, decay" is how many large language models are trained, since it can be decided late when to end.*

# %% id="composer" jupyter={"source_hidden": true}
DECAYS = {
    "cosine": lambda lr, length: lambda step: cosine(lr, step, length),
    "straight line": lambda lr, length: lambda step: linear(lr, step, length),
    "steps": lambda lr, length: lambda step: step_decay(lr, step, max(length // 3, 1), 0.3),
    "exponential": lambda lr, length: lambda step: exponential(lr, step, 0.01 ** (1 / length)),
    "warm restarts": lambda lr, length: lambda step: cosine(lr, step % 20, 20),
    "constant": lambda lr, length: lambda step: lr,
}


def compose(warmup, top, decay, lr=0.1, total=100):
    """A schedule of three pieces, as a function of the step."""
    pieces = [lambda step: lr * (step + 1) / warmup, lambda step: lr, DECAYS[decay](lr, total - warmup - top)]
    return lambda step: sequential(pieces, [warmup, warmup + top], step)


def draw_composed(warmup=10, top=30, decay="cosine"):
    fig = draw_rates(
        {f"warm-up {warmup}, top {top}, then {decay}": compose(warmup, top, decay)}, 100, "Three pieces, two milestones"
    )
    for milestone in (warmup, warmup + top):
        fig.axes[0].axvline(milestone, color="0.7", linewidth=1)
    fig.axes[0].set_ylim(0, 0.125)
    return picture(
        fig,
        alt=f"The learning rate climbs to 0.1 in {warmup} steps, stays there for {top}, and then follows: {decay}. Grey lines "
        f"mark the milestones {warmup} and {warmup + top}.",
    )


explore(draw_composed, warmup=(1, 30, 1), top=(5, 60, 5), decay=list(DECAYS))

# %% [markdown] id="plateau-words"
# ## 6. A schedule that listens: the plateau
#
# This one watches: after each epoch it is told the **validation loss**, the loss on data that the network does not learn from. When that has not become better for more than `patience` epochs in a row, the rate is multiplied by `factor`. Better means below the best loss so far times (1 − `threshold`); otherwise a loss that falls by a millionth would count.

# %% question="schedules/plateau_by_hand"

# %% [markdown] id="plateau-think"
# This exercise asks for a class, for something must be remembered between two calls. *What?*

# %% exercise="schedules/plateau"

# %% id="plateau-use"
schedule = ReduceOnPlateau(0.001, factor=0.1, patience=3)
for epoch, loss in enumerate([0.50, 0.40, 0.41, 0.42, 0.40, 0.43, 0.39]):
    rate = schedule.step(loss)
    print(f"epoch {epoch}: validation loss {loss:.2f}, learning rate of the next epoch {rate:.4f}")
    assert np.isclose(rate, 0.001 if epoch < 5 else 0.0001)  # your number from above

# %% [markdown] id="plateau-digits-words"
# On the digits, with patience 3 and factor 0.2; a fifth of the training digits is set aside for the validation loss. *What do you expect to see at the first drop?*

# %% id="plateau-digits"
tg.manual_seed(1)  # of the first five seeds, 3 and 4 have no drop within these 20 epochs
model = network([64, 32, 10])
optimizer = tg.optim.SGD(model.parameters(), lr=0.25, momentum=0.9)
schedule = ReduceOnPlateau(0.25, factor=0.2, patience=3)
shuffle = np.random.default_rng(1)
learn, validate = np.split(shuffle.permutation(len(x_train)), [1150])
losses, rates = [], []
for _epoch in range(20):
    order = shuffle.permutation(learn)
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        optimizer.zero_grad()
        tg.nn.functional.cross_entropy(model(x_train[batch]), y_train[batch]).backward()
        optimizer.step()
    with tg.no_grad():
        losses.append(tg.nn.functional.cross_entropy(model(x_train[validate]), y_train[validate]).item())
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.param_groups[0]["lr"] = float(schedule.step(losses[-1]))  # once an epoch, with the validation loss

# %% id="plateau-digits-drawn" jupyter={"source_hidden": true}
fig, (above, below) = plt.subplots(2, 1, figsize=(7, 4.4), sharex=True, height_ratios=[3, 2])
above.plot(losses, "ko-", markersize=4)
above.set(ylabel="validation loss", ylim=(0, None), title="The plateau schedule on the digits")
below.step(range(20), rates, "k-", where="mid")
below.set(yscale="log", xlabel="epoch", ylabel="learning rate", xticks=range(0, 20, 2))
below.set_yticks(sorted(set(rates)), [f"{rate:.2g}" for rate in sorted(set(rates))], minor=False)
below.tick_params(axis="y", which="minor", left=False, labelleft=False)
drops = [epoch for epoch in range(1, 20) if rates[epoch] < rates[epoch - 1]]
for axes in (above, below):
    for epoch in drops:
        axes.axvline(epoch - 0.5, color="0.75", linewidth=1)
assert drops
picture(
    fig,
    alt=f"Above, the validation loss of 20 epochs: {losses[0]:.2f} after the first, then restless between "
    f"{max(losses[1 : drops[0]]):.2f} and {min(losses[1 : drops[0]]):.2f} up to the first drop of the rate, and {losses[-1]:.2f} at the end. Below, the learning "
    f"rate falls in stairs, first at epoch {drops[0]}.",
)

# %% [markdown] id="plateau-meaning"
# While the rate is large, the validation loss goes up and down: the noise floor of section 1, in a real network. At the first drop (grey line) it sinks and becomes calm.
#
# The plateau schedule needs no plan, and it cannot be told when to end. What it reacts to is noisy, so a run with another seed drops elsewhere, or not at all: a loss that keeps setting tiny records never triggers it.
#
# ### One scheduler, one kind of call
#
# Each scheduler has either `scheduler.step()` or `scheduler.step(val_loss)`. *What do they do with the wrong one?*

# %% id="wrong-call"
weight = tg.zeros(1, requires_grad=True)
optimizer = tg.optim.SGD([weight], lr=0.1)
try:
    tg.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=5).step()
except TypeError as error:
    print("plateau, called without a loss:\n  TypeError:", error)
else:
    raise AssertionError("a plateau without a loss should not have gone through")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.1)
    for _epoch in range(25):
        optimizer.step()
        scheduler.step(0.4)  # the validation loss, taken for the number of the epoch
print("\nstep decay, told a loss of 0.4 after each of 25 epochs:\n  learning rate", optimizer.param_groups[0]["lr"])
print("  warning:", caught[0].message)
assert optimizer.param_groups[0]["lr"] == 0.1

# %% [markdown] id="wrong-call-meaning"
# The first is an error, and so harmless. The second is worse: `StepLR` takes the loss for the number of the epoch, "epoch 0.4", and never drops. PyTorch does the same in both cases, with a warning in the second.
#
# ## 7. Where the call belongs
#
# In section 4 we wrote the rate into the optimizer *before* each update. A scheduler object sets the first rate when it is made, and each `scheduler.step()` sets the rate of the **next** update. So it has to come after the update. The other calls have their order too. `zero_grad` clears the old gradients, which `backward` would otherwise add to; `clip` cuts gradients that are too large (lesson 06). *What does each of them need before it can do its work?*

# %% exercise="schedules/order_of_calls"

# %% id="order-use"
shuffled = ["clip", "scheduler.step", "backward", "optimizer.step", "zero_grad", "forward"]
print("a right order:", " → ".join(order_of_calls(shuffled)))


def rates_used(scheduler_first, library=tg, updates=7):
    """The learning rates with which seven updates are made, and the warnings."""
    weight = library.zeros(1, requires_grad=True)
    optimizer = library.optim.SGD([weight], lr=0.1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scheduler = library.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.1)
        used = []
        for _update in range(updates):
            if scheduler_first:
                scheduler.step()
            used.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if not scheduler_first:
                scheduler.step()
    return used, [str(warning.message) for warning in caught]


used, _ = rates_used(scheduler_first=False)
print("\noptimizer first:", " ".join(f"{rate:.4f}" for rate in used))
used_early, messages = rates_used(scheduler_first=True)
print("scheduler first:", " ".join(f"{rate:.4f}" for rate in used_early))
print("warning:", messages[0])
assert used_early[:-1] == used[1:]  # everything one update early

# %% [markdown] id="per-step-words"
# The drop comes one update early: of the three updates at 0.1, one is lost.
#
# **Per batch or per epoch?** A scheduler counts its calls, and nothing else. If it is called for each batch, `total_steps` is the number of batches of the whole training; if for each epoch, the number of epochs. Stairs and plateau are usually called once an epoch; warm-up, cosine and one cycle once a batch, since a warm-up is often over in less than an epoch.

# %% [markdown] id="range-words"
# ## 8. Which rate to begin with: the range test
#
# Every schedule needs its highest rate. The **range test** finds it in one short run: begin with a tiny rate, multiply it by a little more than 1 after each batch, and watch the loss. At first nothing happens; then the loss falls; then the steps become too large, and it rises or explodes. The useful rates lie where it falls.
#
# `lr_range_test` does this and puts everything back as it was. *Section 4 used 0.3 on this network. Will the suggestion be larger or smaller?*

# %% id="range-test"
from tinygrad_lite.training import lr_range_test

tg.manual_seed(0)
model = network([64, 32, 10])
loader = tg.data.DataLoader(tg.data.TensorDataset(x_train, y_train), batch_size=BATCH, shuffle=True)
before = [parameter.detach().numpy().copy() for parameter in model.parameters()]
sweep = lr_range_test(
    model, momentum_sgd(model.parameters()), tg.nn.CrossEntropyLoss(), loader, start_lr=1e-4, end_lr=10, num_iter=120
)
assert all(np.array_equal(a, b.detach().numpy()) for a, b in zip(before, model.parameters()))  # nothing was trained
print(f"suggestion: {sweep.suggestion:.3f}")
figure = plot_range_test(sweep)
picture(figure, alt=figure.alt)

# %% [markdown] id="range-meaning"
# The loss stays near ln 10 = 2.3, as guessing has, until about 0.01, falls, and breaks out upwards near 1 or above. The suggestion, half of the rate at which half of the fall was done, is careful: it is meant for a rate that is kept. A schedule that comes down again can afford a higher peak; the picture of section 9 shows how much. One run of 120 batches is noisy; read off the order of magnitude.

# %% [markdown] id="range-own-words"
# An extra, if you have ten minutes more: write the range test yourself. `train_step(lr)` makes one step with the rate it is given, and returns the loss. *Which loss should a new one be compared with, to see that training has broken out: the first, the one before, or the lowest?*

# %% exercise="schedules/range_test"

# %% id="range-own-use"
tg.manual_seed(0)
model = network([64, 32, 10])  # the same weights as above, and the same batches
optimizer = momentum_sgd(model.parameters())
waiting = []


def train_step(lr):
    """One step on the next batch with this rate; the loss before it."""
    if not waiting:
        waiting.extend(loader)
    inputs, targets = waiting.pop(0)
    optimizer.param_groups[0]["lr"] = float(lr)
    loss = tg.nn.functional.cross_entropy(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


rates, losses = range_test(train_step, 1e-4, 1e5 ** (1 / 119), 120)
rates, losses = np.asarray(rates, dtype=float), np.asarray(losses, dtype=float)
shared = min(len(losses), len(sweep.losses))
print(
    f"yours: {len(losses)} steps, lowest loss {losses.min():.2f}, the last {losses[-1]:.2f} at a rate of {rates[-1]:.2f}"
)
print(f"the library's: {len(sweep.losses)} steps; the first {shared} losses agree")
assert np.allclose(losses[:shared], sweep.losses[:shared], rtol=1e-3)

# %% [markdown] id="range-own-after"
# The same numbers. The library compares a running mean instead of single losses, so that one bad batch does not end the test. Yours has really trained the network, up to the break-out: make a new one before you train.

# %% [markdown] id="compare-words"
# ## 9. A fair comparison
#
# Which schedule is best? The same network, data, 92 updates and three seeds for each; and not one rate but eight, because a schedule and its highest rate belong together. Stairs and exponential decay come in two depths. *Guess: will the constant rate lose everywhere? Which of your curves will win?*

# %% id="compare"
SCHEDULES = {
    "constant": lambda lr: lambda step: lr,
    "steps of 0.1": lambda lr: lambda step: step_decay(lr, step, 31, 0.1),
    "steps of 0.5": lambda lr: lambda step: step_decay(lr, step, BATCHES, 0.5),
    "exponential, 1%": lambda lr: lambda step: exponential(lr, step, 0.01 ** (1 / STEPS)),
    "exponential, 10%": lambda lr: lambda step: exponential(lr, step, 0.1 ** (1 / STEPS)),
    "straight line": lambda lr: lambda step: linear(lr, step, STEPS),
    "cosine": lambda lr: lambda step: cosine(lr, step, STEPS),
    "warm restarts": lambda lr: lambda step: cosine(lr, step % 46, 46),
    "warm-up, cosine": lambda lr: lambda step: warmup_cosine(lr, step, 9, STEPS),
    "one cycle": lambda lr: lambda step: one_cycle(lr, step, STEPS),
}
PEAKS, SEEDS = (0.03, 0.1, 0.25, 0.35, 0.5, 0.7, 1.0, 1.5), range(3)

results = {}
for name, make in SCHEDULES.items():
    models = train_together([make(peak) for peak in PEAKS for _ in SEEDS], [*SEEDS] * len(PEAKS))
    ends = np.reshape([evaluate(model) for model in models], (len(PEAKS), len(SEEDS), 2))  # 2: loss, accuracy
    results |= {(name, peak): of_peak for peak, of_peak in zip(PEAKS, ends)}
mean = {key: value[:, 0].mean() for key, value in results.items()}
best = {name: min(PEAKS, key=lambda peak: mean[name, peak]) for name in SCHEDULES}

print("training loss, mean of 3 seeds; * marks the best rate of each schedule\n")
print(f"{'highest rate':16}" + "".join(f"{peak:>8} " for peak in PEAKS))
for name in SCHEDULES:
    cells = (f"{mean[name, peak]:8.3f}{'*' if peak == best[name] else ' '}" for peak in PEAKS)
    print(f"{name:16}" + "".join(cells))
print("\neach at its best rate: loss (lowest to highest of 3 seeds), test accuracy\n")
for name in sorted(SCHEDULES, key=lambda name: mean[name, best[name]]):
    losses, accuracies = results[name, best[name]].T
    print(
        f"{name:16} at {best[name]:<5} {losses.mean():.3f} ({losses.min():.3f} to {losses.max():.3f})"
        f"   {accuracies.mean():.1%} ({accuracies.min():.1%} to {accuracies.max():.1%})"
    )
assert all(PEAKS[0] < peak < PEAKS[-1] for peak in best.values())  # no best rate at the edge of what was tried
lowest = {name: mean[name, best[name]] for name in SCHEDULES}
others = [name for name in SCHEDULES if name != "constant"]
assert mean["constant", 0.03] < 0.5 * min(mean[name, 0.03] for name in others)
assert lowest["straight line"] < 1.2 * min(lowest.values())
assert max(lowest, key=lowest.get) == "steps of 0.1"
level = ("one cycle", "exponential, 1%", "warm restarts")
assert all(0.75 < lowest[name] / lowest["constant"] < 1.3 for name in level)
assert all(lowest[name] < 0.9 * lowest["constant"] for name in others if name not in (*level, "steps of 0.1"))
assert min(best[name] for name in others) > best["constant"]
assert lowest["steps of 0.5"] < 0.75 * lowest["steps of 0.1"]
assert lowest["exponential, 10%"] < 0.85 * lowest["exponential, 1%"]
assert min(lowest["warm restarts"], lowest["warm-up, cosine"]) > 0.9 * lowest["cosine"]
assert mean["warm-up, cosine", 1.0] > 1.5 * mean["cosine", 1.0]
assert best["exponential, 1%"] == max(best.values())
assert sweep.suggestion < min(best.values())

# %% id="compare-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.6, 4.6), layout="constrained")
looks = {
    "constant": ("-", "black", 1.5),
    "steps of 0.1": (":", "0.5", 2.5),
    "exponential, 1%": ("--", "black", 1.5),
    "exponential, 10%": ("-.", "0.3", 1.5),
    "straight line": ("-", "black", 3),
    "cosine": ("-", "0.6", 3),
}
for name, (style, color, width) in looks.items():
    ax.plot(PEAKS, [mean[name, peak] for peak in PEAKS], style, color=color, linewidth=width, label=name)
    ax.plot(best[name], lowest[name], "o", color="black", markerfacecolor="white", markersize=7, zorder=3)
ax.axvline(sweep.suggestion, color="0.75", linewidth=1)
ax.text(sweep.suggestion * 0.97, 2, "suggested by\nthe range test", ha="right", color="0.3", fontsize=8)
ax.set(xscale="log", yscale="log", xlabel="highest learning rate", ylabel="training loss after 92 updates")
ax.set_xticks(PEAKS, [str(peak) for peak in PEAKS])
ax.minorticks_off()
ax.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
ax.set_title("A schedule and its rate belong together (circles: the best rate of each)", fontsize=10)
fig.legend(loc="outside lower center", ncols=3, fontsize=8)
picture(
    fig,
    alt="Training loss over the highest learning rate for six schedules, both logarithmic: each is a valley. The constant "
    f"rate is lowest of all on the left and has its best at {best['constant']} with {lowest['constant']:.2f}. The others lie "
    f"further right: straight line best at {best['straight line']} with {lowest['straight line']:.2f}, cosine at "
    f"{best['cosine']} with {lowest['cosine']:.2f}, exponential down to 1% at {best['exponential, 1%']} with "
    f"{lowest['exponential, 1%']:.2f}, down to 10% at {best['exponential, 10%']} with {lowest['exponential, 10%']:.2f}.",
)

# %% [markdown] id="compare-meaning"
# - **With a small rate, the constant schedule wins**, by far: 92 updates are too few to arrive, and every decay makes the way longer.
# - **Each at its best rate, five of nine that fall beat the constant one**, the plainest, the straight line, among the first. One cycle, warm restarts and exponential down to 1% are level with it; stairs of a tenth lose. All that fall stand a higher rate, because it is not kept.
# - **How deep and how soon counts at least as much as the shape.** Stairs of a tenth come last; stairs that halve are among the best. Down to 1%, the exponential decay wants the highest rate of all, because it leaves it soonest; down to 10%, it is with the best.
# - Warm restarts gain nothing over one cosine, nor does the warm-up, with this optimizer. (At a rate of 1 it comes out worse. With other seeds it does so by less; a decay that begins as much later, without a climb, does the same.)
# - In test accuracy the best differ by a percentage point or so, 4 test digits: that proves nothing. The losses say more: for each seed, all schedules had the same weights and batches.
#
# Three rules for comparing. **Try every candidate at several rates**: at a single rate, this table could make several of them look best. **And with several depths**: by those of a tenth alone, stairs are a bad idea. **A best rate at the edge of the grid is not yet the best one**: widen the grid until the losses rise again on both sides.
#
# ### And one cycle's momentum?
# PyTorch's one cycle lowers the momentum while the rate is high, from 0.95 to 0.85, and raises it again. *Is that better than a constant one?* The rates of one cycle in all runs; three constant momenta against four cycles.


# %% id="cycle-momentum"
def cycle(high, low):
    """The momentum of every step of one cycle."""
    optimizer, found = momentum_sgd([tg.zeros(1, requires_grad=True)]), []
    scheduler = tg.optim.lr_scheduler.OneCycleLR(
        optimizer, 0.1, total_steps=STEPS, max_momentum=high, base_momentum=low
    )
    for _step in range(STEPS):
        found.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step()
    return found


cycle_peaks = (0.45, 0.6, 0.8, 1.0)
ways = {f"constant {share}": [share] * STEPS for share in (0.8, 0.85, 0.9)}
ways |= {
    f"cycle {high} to {low}": cycle(high, low) for high, low in zip((0.95, 0.9, 0.85, 0.8), (0.85, 0.8, 0.75, 0.7))
}
ends = {}
for peak in cycle_peaks:
    momenta = [each for each in ways.values() for _ in SEEDS]
    rates = [lambda step: one_cycle(peak, step, STEPS)] * len(momenta)  # noqa: B023 (used at once)
    losses = [evaluate(model)[0] for model in train_together(rates, [*SEEDS] * len(ways), momenta=momenta)]
    ends |= {(way, peak): mean for way, mean in zip(ways, np.reshape(losses, (len(ways), len(SEEDS))).mean(axis=1))}
print(f"{'momentum, highest rate':24}" + "".join(f"{peak:>8}" for peak in cycle_peaks))
for way in ways:
    print(f"{way:24}" + "".join(f"{ends[way, peak]:8.3f}" for peak in cycle_peaks))
kinds = [[key for key in ends if key[0].startswith(kind)] for kind in ("constant", "cycle")]
of_constant, of_cycle = (min(keys, key=ends.get) for keys in kinds)
print(f"\nbest: {of_cycle[0]} {ends[of_cycle]:.3f}, {of_constant[0]} {ends[of_constant]:.3f}")
for (way, peak), keys in zip((of_constant, of_cycle), kinds):  # no best one at the edge
    assert way not in (keys[0][0], keys[-1][0])
    assert peak not in (cycle_peaks[0], cycle_peaks[-1])
assert ends[of_constant] < 1.1 * ends[of_cycle]

# %% [markdown] id="cycle-momentum-after"
# Not here: the best constant momentum, a little lower than the usual 0.9, does as well as the best cycle. Beside 0.9 alone the cycle might have seemed a gain.

# %% [markdown] id="fork-words"
# ### The same weights, three fates
# How can a rate that is too high to keep be good to begin with? Train at 0.3, and fork at step 60: go on at 0.3, drop to 0.03 at once, or go down in a straight line to 0. *Which one is ahead ten updates after the fork, and which at the end?*

# %% id="fork" jupyter={"source_hidden": true}
FORK = 60
FATES = {
    "goes on at 0.3": lambda step: 0.3,
    "drops to 0.03": lambda step: 0.3 if step < FORK else 0.03,
    "straight line to 0": lambda step: 0.3 if step < FORK else linear(0.3, step - FORK, STEPS - FORK),
}


def losses_along(fate, seed=0):
    """The loss on all training digits before every second update, and after the last."""
    losses = []
    model = train(fate, seed, look=lambda step, model: None if step % 2 else losses.append(evaluate(model)[0]))
    return np.array([*losses, evaluate(model)[0]])


updates = np.arange(0, STEPS + 1, 2)
until, since = (updates >= 20) & (updates <= FORK), updates >= FORK
courses = {name: losses_along(fate) for name, fate in FATES.items()}
fig, ax = plt.subplots(figsize=(6.8, 3.6), layout="constrained")
ax.plot(updates[until], courses["goes on at 0.3"][until], "k-", linewidth=1)
for (name, course), look in zip(courses.items(), ("k:", "k--", "k-")):
    ax.plot(updates[since], course[since], look, linewidth=2, label=name)
    assert np.array_equal(course[~since], courses["goes on at 0.3"][~since])  # up to the fork all are one
ax.axvline(FORK, color="0.8", linewidth=4, zorder=0)
ax.set(xlabel="update", ylabel="training loss", yscale="log", title="One training that forks at step 60 (seed 0)")
ax.set_yticks([0.1, 0.2, 0.5, 1], ["0.1", "0.2", "0.5", "1"])
ax.minorticks_off()
ax.legend(frameon=False)
fates = {name: [evaluate(model)[0] for model in train_together([fate] * 5, range(5))] for name, fate in FATES.items()}
print(f"loss after {STEPS} updates: median of 5 seeds, and each of them")
for name, losses in fates.items():
    print(f"{name:20}{np.median(losses):7.3f}   " + "  ".join(f"{loss:.3f}" for loss in losses))
soon = (updates > FORK + 4) & (updates < FORK + 18)
assert courses["drops to 0.03"][soon].mean() < courses["straight line to 0"][soon].mean()
assert np.median(fates["drops to 0.03"]) < np.median(fates["goes on at 0.3"])
assert np.median(fates["straight line to 0"]) < np.median(fates["drops to 0.03"])
picture(
    fig,
    alt=f"Training loss over the updates: one restless curve up to {FORK}, where it is "
    f"{courses['drops to 0.03'][updates == FORK].item():.2f}. There it forks; soon after and at the end: "
    + "; ".join(f"{name}: {course[soon].mean():.2f} and {course[-1]:.3f}" for name, course in courses.items())
    + ".",
)

# %% [markdown] id="fork-after"
# The drop soon pays off: only the length of the steps kept the weights from settling, the noise floor of section 1. The straight line is behind for a while, because it still takes long steps; at the end it has got further. A high rate does the travelling, the end of the schedule the arriving. What comes before the fork is the same for all three, which is why large models are often trained at one rate that comes down only at the end.

# %% [markdown] id="torch-words"
# ## 10. The same in PyTorch, side by side
#
# PyTorch's schedulers are in `torch.optim.lr_scheduler`, and ours, under the same names, in `tg.optim.lr_scheduler`. Here your functions and our schedulers are compared with PyTorch's at every step. (`lib` is the library's `lr_scheduler`, `opt` an optimizer. Importing PyTorch and making its first optimizer takes several seconds, once.)

# %% id="torch-rates"
import torch

torch.set_num_threads(1)  # these arrays are too small for a second one


def scheduler_rates(make, library, steps, lr=0.1):
    """The rate of every step, as a scheduler object sets it."""
    optimizer = library.optim.SGD([library.zeros(1, requires_grad=True)], lr=lr, momentum=0.9)
    scheduler = make(library.optim.lr_scheduler, optimizer)
    rates = []
    for _step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def warmup_by_parts(lr_scheduler, optimizer):
    """PyTorch has no warm-up with cosine of its own; it is put together."""
    rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / 8, end_factor=1.0, total_iters=7)
    fall = lr_scheduler.CosineAnnealingLR(optimizer, T_max=32)
    return lr_scheduler.SequentialLR(optimizer, [rise, fall], milestones=[8])


compared = {  # name in PyTorch: (yours, the scheduler)
    "StepLR": (lambda s: step_decay(0.1, s, 10, 0.5), lambda lib, opt: lib.StepLR(opt, 10, 0.5)),
    "ExponentialLR": (lambda s: exponential(0.1, s, 0.9), lambda lib, opt: lib.ExponentialLR(opt, 0.9)),
    "LinearLR": (lambda s: linear(0.1, s, 30, 0.2), lambda lib, opt: lib.LinearLR(opt, 1.0, 0.2, total_iters=30)),
    "CosineAnnealingLR": (lambda s: cosine(0.1, s, 40, 0.01), lambda lib, opt: lib.CosineAnnealingLR(opt, 40, 0.01)),
    "CosineAnnealingWarmRestarts": (
        lambda s: cosine(0.1, s % 10, 10),
        lambda lib, opt: lib.CosineAnnealingWarmRestarts(opt, 10),
    ),
    "LinearLR, then CosineAnnealingLR": (lambda s: warmup_cosine(0.1, s, 8, 40), warmup_by_parts),
    "OneCycleLR": (lambda s: one_cycle(0.1, s, 40), lambda lib, opt: lib.OneCycleLR(opt, 0.1, total_steps=40)),
}
print(f"{'name in PyTorch':34}{'steps':>6}   largest difference to PyTorch: yours, tinygrad_lite's")
for name, (yours, make) in compared.items():
    steps = 40
    theirs = np.array(scheduler_rates(make, torch, steps))
    mine = np.array([float(yours(step)) for step in range(steps)])
    ours = np.array(scheduler_rates(make, tg, steps))
    assert np.allclose(mine, theirs, rtol=1e-9, atol=1e-12), name
    assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-12), name
    print(f"{name:34}{steps:6}   {np.abs(mine - theirs).max():.0e}, {np.abs(ours - theirs).max():.0e}")

losses = np.random.default_rng(0).uniform(0.9, 1.0, size=60) * np.linspace(2, 1, 60)
optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
theirs, mine = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3), ReduceOnPlateau(0.1, patience=3)
for loss in losses:
    theirs.step(loss)
    assert np.isclose(mine.step(loss), optimizer.param_groups[0]["lr"])
print(f"{'ReduceLROnPlateau':34}{len(losses):6}   equal after every loss")

# %% [markdown] id="torch-train-words"
# Agreeing rates should give agreeing training. `compare.lockstep` trains one network in both libraries on the same batches and compares outputs, losses, gradients and weights at every step. The rate of each step travels with its batch, from your `one_cycle`.

# %% id="torch-lockstep"
from tinygrad_lite import compare


def scheduled_step(model, criterion, optimizer, inputs, targets, rate):
    """One update, with the learning rate that came with the batch."""
    optimizer.param_groups[0]["lr"] = float(rate)
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss


tg.manual_seed(0)
model = network([64, 32, 10])
batches = []
for step in range(20):
    chosen = slice(step * 64, (step + 1) * 64)
    batches.append((x_train[chosen].numpy(), y_train[chosen].numpy(), np.array(float(one_cycle(0.3, step, 20)))))
result = compare.lockstep(
    model,
    None,
    batches,
    criterion=tg.nn.CrossEntropyLoss(),
    optimizer=momentum_sgd(model.parameters()),
    step=scheduled_step,
)
print("both trainings agree:", result.agrees)
assert result.agrees

# %% [markdown] id="torch-timing-words"
# ### What a schedule costs
#
# One call of a scheduler, timed beside one update of the network above.

# %% id="torch-timing"
from time import perf_counter


def microseconds(function, calls=300, rounds=5):
    """The time of one call: the best of a few rounds, each of many calls."""
    times = []
    for _round in range(rounds):
        start = perf_counter()
        for _call in range(calls):
            function()
        times.append((perf_counter() - start) / calls)
    return 1e6 * min(times)


def counting_up(function):
    """A function without arguments that goes through the steps 0, 1, 2, …"""
    steps = iter(range(10**9))
    return lambda: function(next(steps))


def scheduler_step(library):
    optimizer = library.optim.SGD([library.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = library.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10**6)
    optimizer.step()
    return scheduler.step


update = momentum_sgd(model.parameters())
one_batch = (x_train[:64], y_train[:64], 0.001)
print(f"{'one call of your cosine':38}{microseconds(counting_up(lambda s: cosine(0.1, s, 10**6))):8.1f} µs")
for library in (tg, torch):
    print(f"{'CosineAnnealingLR, ' + library.__name__:38}{microseconds(scheduler_step(library)):8.1f} µs")
whole = microseconds(lambda: scheduled_step(model, tg.nn.CrossEntropyLoss(), update, *one_batch), calls=30)
print(f"{'one update of the network':38}{whole:8.1f} µs")

# %% [markdown] id="torch-timing-meaning"
# Some microseconds: the choice of a schedule is never a question of time.

# %% [markdown] id="mistakes"
# ## 11. Common mistakes, seen failing
#
# ### A schedule for epochs, called for every batch
# `StepLR` with `step_size=10` should drop every 10 epochs. The call has slipped into the loop over batches. *23 batches an epoch: what is left of the rate after one epoch?*

# %% id="mistake-per-batch"
rates = scheduler_rates(lambda lib, opt: lib.StepLR(opt, step_size=10, gamma=0.1), tg, steps=5 * BATCHES + 1)
for epoch in range(1, 6):
    print(f"after epoch {epoch}: {rates[epoch * BATCHES]:.0e}")


def slipped(step):  # called for each batch
    return step_decay(0.3, step, 10, 0.1)


def meant(step):  # called for each epoch
    return step_decay(0.3, step // BATCHES, 10, 0.1)


of_slipped, of_meant = (evaluate(train(schedule, seed=0)) for schedule in (slipped, meant))
print("\n                  loss, test accuracy")
print("called per batch: {:.3f}, {:.1%}".format(*of_slipped))
print("called per epoch: {:.3f}, {:.1%}".format(*of_meant))
assert of_slipped[0] > 3 * of_meant[0]
assert of_slipped[1] > 0.5  # most digits all the same
assert np.isclose([rates[BATCHES], rates[5 * BATCHES]], [0.1 * 0.1**2, 0.1 * 0.1**11]).all()  # two drops, eleven

# %% [markdown] id="mistake-per-batch-words"
# Two drops in the first epoch, eleven after five: the weights stand still. The loss has come down in the first twenty batches, enough to recognise most digits, and then it stops. (In 4 epochs the right one has not dropped at all yet.) **Remedy:** print the learning rate with every epoch's loss.
#
# ### A cosine past its end
# `T_max=50`, and then somebody trains for 100 epochs. Your `cosine` stays at its end value; PyTorch's scheduler goes on along the wave.

# %% id="mistake-past-end"
optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
figure = plot_schedules({"PyTorch's": torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=50)}, 101)
ax = figure.axes[0]
ax.plot([float(cosine(0.1, step, 50)) for step in range(101)], "--", color="0.5", linewidth=3, label="your cosine")
ax.axvline(50, color="0.8", linewidth=1)
ax.legend(loc="upper center")
ax.set_title("A cosine past its end")
theirs = scheduler_rates(lambda lib, opt: lib.CosineAnnealingLR(opt, T_max=50), torch, 101)
assert np.isclose(theirs[50], 0)
assert np.isclose(theirs[100], 0.1)
picture(
    figure,
    alt=f"Over 100 steps, PyTorch's cosine falls from {theirs[0]:.2g} to {abs(theirs[50]):.2f} at step 50 and is "
    f"{theirs[100]:.2g} at step 100. The reader's, dashed, is {float(cosine(0.1, 50, 50)):.2f} at step 50 and "
    f"{float(cosine(0.1, 100, 50)):.2f} at step 100.",
)

# %% [markdown] id="mistake-past-end-words"
# The training ends with the largest steps, and what the small ones had gained is lost. (`OneCycleLR` raises an error instead.) **Remedy:** compute `T_max` from the number of epochs and batches, do not type it.
#
# ### A plateau that is fed the wrong number
# It should get the *validation loss*. (The numbers below are invented, in the shapes that such curves have.) The training loss goes on falling while the network learns its training data by heart. And an **accuracy** is better when it is larger.

# %% id="mistake-plateau"
epochs = np.arange(16)
training_loss = 0.6 * 0.8**epochs
validation_loss = np.maximum(0.62 * 0.8**epochs, 0.25) + 0.02 * np.maximum(epochs - 6, 0)
accuracy = 1 - 0.5 * 0.8**epochs


def plateau_rates(numbers, **options):
    """The rate after each epoch."""
    optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = tg.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3, **options)
    rates = []
    for number in numbers:
        scheduler.step(float(number))
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


print(f"{'rate after epoch':36}", " ".join(f"{epoch:5}" for epoch in epochs[3::2]))
for what, numbers, options in [
    ("validation loss", validation_loss, {}),
    ("training loss", training_loss, {}),
    ('accuracy, mode="min" (the default)', accuracy, {}),
    ('accuracy, mode="max"', accuracy, {"mode": "max"}),
]:
    found_rates = plateau_rates(numbers, **options)
    print(f"{what:36}", " ".join(f"{rate:.0e}" for rate in found_rates[3::2]))
    assert (found_rates[-1] < 0.1) == (what in ("validation loss", 'accuracy, mode="min" (the default)'))

# %% [markdown] id="mistake-plateau-words"
# From the accuracy in mode "min" the rate falls every four epochs, while all goes well. **Remedy:** the validation loss with the default, or an accuracy with `mode="max"`.
#
# ### A new scheduler in every epoch
# The scheduler is made inside the loop over epochs. *What does it know about the epochs before?*

# %% id="mistake-new"
optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.1)
rates = []
for _epoch in range(8):
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1)  # belongs before the loop
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    scheduler.step()
print("made anew in every epoch:", rates)
print(
    "made once:               ", [f"{r:.0e}" for r in scheduler_rates(lambda lib, opt: lib.StepLR(opt, 2, 0.1), tg, 8)]
)
assert set(rates) == {0.1}

# %% [markdown] id="mistake-new-words"
# Its count begins at 0 each time, so the second call, which would drop, never comes. The same happens to a run that is resumed without the scheduler's state. **Remedy:** make it once, before the loop; save `scheduler.state_dict()` with the model and the optimizer (lesson 07).

# %% [markdown] id="recap"
# ## 12. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("schedules/recap_1", "a")`.

# %% question="schedules/recap_1"

# %% question="schedules/recap_2"

# %% question="schedules/recap_3"

# %% question="schedules/recap_4"

# %% question="schedules/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - [Lesson 06, Clipping](06_clipping.ipynb): the other call between backward and the optimizer.
# - [Lesson 07, Early stopping](07_early_stopping.ipynb): what else the validation loss is good for, and how to save a scheduler's state.
#
# To read on:
#
# - H. Robbins and S. Monro, "A Stochastic Approximation Method", 1951: the first proof that noisy steps arrive if they shrink, and how fast they may shrink.
# - L. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017 ([arXiv:1506.01186](https://arxiv.org/abs/1506.01186)): the range test; L. Smith and N. Topin, "Super-Convergence", 2019 ([arXiv:1708.07120](https://arxiv.org/abs/1708.07120)): one cycle.
# - I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017 ([arXiv:1608.03983](https://arxiv.org/abs/1608.03983)): the cosine.
# - P. Goyal and others, "Accurate, Large Minibatch SGD", 2017 ([arXiv:1706.02677](https://arxiv.org/abs/1706.02677)): the warm-up.
# - PyTorch: [How to adjust learning rate](https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate).
