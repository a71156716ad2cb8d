# %% [markdown] id="title"
# # Lesson 04: Optimizers
#
# The gradient says which way is uphill. How far should the weights move? And is straight downhill the best way at all? An **optimizer** decides that. You build the ones in use, from plain gradient descent to AdamW, and train a network with them.
#
# After this lesson you can
#
# - write gradient descent, momentum, Nesterov's form of it, RMSprop, Adam and AdamW yourself, in NumPy,
# - see in a curve of losses whether the learning rate is too small or too large, and pick a good one,
# - say what momentum does in a narrow valley, and what the velocity approaches,
# - explain what Adam's bias correction is for, and what happens without it,
# - tell the two kinds of weight decay apart,
# - write an optimizer as a class, and show that it does the same as PyTorch's, step by step.
#
# | section | minutes |
# |---|---|
# | 1 One step · 2 A narrow valley | 15 |
# | 3 Momentum · 4 RMSprop | 30 |
# | 5 Adam · 6 Weight decay | 30 |
# | *a good place to stop for today* |  |
# | 7 A class · 8 Real data | 15 |
# | 9 Picking a learning rate | 5 |
# | 10 PyTorch · 11 Mistakes · 12 Questions | 10 |
#
# You need Python, some NumPy, and the derivative from school, and no other lesson.
#
# **How the exercises work.** **Shift+Enter** runs a cell and goes on to the next; **Ctrl+Enter** runs it and stays. Run the first code cell first. Write the body of a function, run its cell, and a card below says how it went; “to 1 **ulp**” on it is the distance from one number that the computer can hold to the next. Until yours is right, a borrowed one stands in for it, so you may leave out what you like. `hint()` helps one step at a time; `progress()` shows where you stand. *Run All Cells* stops at a cell that Python cannot read: mend it, or run those below one by one.

# %% id="start"
import numpy as np
import matplotlib.pyplot as plt

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture

begin("04_optimizers")

# %% [markdown] id="one-step"
# ## 1. One step downhill
#
# Training changes the **weights** of a network so that the **loss**, its error as one number, gets smaller. For each weight, the **gradient** tells how fast the loss grows if that weight grows: it is the derivative. A step against it leads downhill. How long it is depends on a number that we choose, the **learning rate**, `lr` for short.
#
# $$\text{new weight} = \text{weight} - \text{lr} \cdot \text{gradient}$$
#
# This is **gradient descent**.

# %% [markdown] id="sgd-think"
# A network has several arrays of weights, so the function takes a list of arrays and a list of their gradients. In practice the gradient is computed from a few samples drawn at random, a *batch*: hence the name **SGD**, stochastic (random) gradient descent.

# %% exercise="optim/sgd"

# %% question="optim/step_by_hand"

# %% id="sgd-use"
new = sgd([np.array([0.5])], [np.array([0.2])], 0.01)
print("after one step:", np.asarray(new[0]))
assert np.isclose(new[0][0], 0.498)  # the number that you worked out

# %% [markdown] id="valley"
# ## 2. A narrow valley
#
# Optimizers differ where there are several weights. Take two, $x$ and $y$, and this loss:
#
# $$\text{loss} = \tfrac12 x^2 + \tfrac12 \cdot 25\, y^2$$
#
# Its lowest point is at (0, 0). The gradient with respect to $x$ is $x$, with respect to $y$ it is $25y$: across, the valley is 25 times as steep as along it (its **condition number**). The losses of real networks are often like this, with far larger ones.
#
# `walk` starts at (−9, 2) and makes steps with whatever rule it is given. *With which of the three learning rates below will it not arrive, and with which will it be slow?*

# %% id="valley-code"
STEEP = np.array([1.0, 25.0])  # along x, along y
START = np.array([-9.0, 2.0])


def valley_loss(w):
    """The height of the valley at w = (x, y), or at every row of an array of such points."""
    return 0.5 * np.sum(STEEP * w**2, axis=-1)


def walk(rule, memory=0, steps=40):
    """All places on the way, one a row. `rule(w, gradient, step, …)` returns the new w, then what it has to remember.

    `memory` says how many arrays that is: none for plain descent, one for momentum, two for Adam.
    """
    w, kept, path = START, [np.zeros(2)] * memory, [START]
    for step in range(1, steps + 1):
        w, *kept = (np.asarray(part) for part in rule(w, STEEP * w, step, *kept))
        path.append(w)
    return np.array(path)


def descent(lr, steps=40):
    """Plain gradient descent in the valley, with your `sgd`."""
    return walk(lambda w, gradient, step: sgd([w], [gradient], lr), steps=steps)


def short(loss):
    """A loss with two or three digits, and never as 2.48e+03."""
    return f"{loss:.0f}" if 100 <= loss < 1e5 else f"{loss:.2g}"


def draw_valley(ax, path, title, style="ko-"):
    """The valley seen from above, as a map with lines of equal height, and a path in it."""
    x, y = np.meshgrid(np.linspace(-11, 4, 120), np.linspace(-3, 3, 80))
    heights = valley_loss(np.stack([x, y], axis=-1))
    ax.contour(x, y, heights, levels=[0.5, 3, 10, 25, 50, 90, 130], colors="0.75", linewidths=0.8)
    outside = (np.abs(path[:, 1]) > 3) | (path[:, 0] > 4)
    until = outside.argmax() + 1 if outside.any() else len(path)  # a path that leaves the map is not drawn further
    ax.plot(*path[:until].T, style, markersize=3, linewidth=1, clip_on=True)
    ax.plot(0, 0, marker="*", markersize=13, color="white", markeredgecolor="black")
    ax.set(xlim=(-11, 4), ylim=(-3, 3), title=title)
    if outside.any():
        ax.text(3.8, -2.8, "the path leaves the map", ha="right")


def told(path):
    """A path in words: how often it crosses the floor so that one sees it, how far it runs, where it ends."""
    before, after = path[:-1, 1], path[1:, 1]
    crossings = int(((before * after < 0) & (np.maximum(abs(before), abs(after)) > 0.05)).sum())
    x, y = path[-1].round(1) + 0.0
    end = f"ends at ({x}, {y})" if abs(y) <= 3 else "leaves the map"
    past = f", runs past the star to x = {path[:, 0].max():.1f}" if path[:, 0].max() > 0.2 else ""
    often = {0: "does not cross the floor", 1: "crosses the floor once"}.get(
        crossings, f"crosses the floor {crossings} times"
    )
    return f"{often}{past} and {end}"


# %% id="valley-code-drawn" jupyter={"source_hidden": true}
words = []
fig, axes = plt.subplots(3, 1, figsize=(6.4, 6.6), sharex=True)
for ax, lr, word in zip(axes, (0.004, 0.06, 0.082), ("too small", "about right", "too large")):
    path = descent(lr)
    words.append(f"With lr {lr} the path {told(path)}.")
    draw_valley(
        ax, path, f"lr = {lr}, {word}: loss {short(valley_loss(START))} → {short(valley_loss(path[-1]))} in 40 steps"
    )
    ax.set_ylabel("y")
axes[-1].set_xlabel("x")
fig.tight_layout()
picture(
    fig,
    alt=f"Three maps of the same long valley with a star at its lowest point, (0, 0). {' '.join(words)}",
)

# %% [markdown] id="valley-limit"
# Where is the limit? Follow $y$ alone. Each step makes of it $y - \text{lr} \cdot 25y = (1 - 25\,\text{lr}) \cdot y$. That shrinks only if the factor is between −1 and 1, so lr must be below 2/25 = 0.08. *And how much does a step at that limit take off $x$?*

# %% id="valley-numbers"
print("   lr   factor of y a step   factor of x a step   loss after 40 steps")
for lr in (0.004, 0.04, 0.06, 0.078, 0.08, 0.082):
    y_factor, x_factor = 1 - 25 * lr, 1 - lr
    print(f"{lr:5}{y_factor:18.3f}{x_factor:21.3f}{valley_loss(descent(lr)[-1]):20.3g}")
assert valley_loss(descent(0.078)[-1]) < valley_loss(START) < valley_loss(descent(0.082)[-1])

# %% [markdown] id="valley-words"
# The steep direction sets the limit for the learning rate, and the gentle direction has to live with it: $x$ loses at most 8 % a step. All that follows is about this problem.
#
# Move the slider and find the learning rate with the lowest loss after 40 steps. Is it the one with the smoothest path?


# %% id="valley-explore" jupyter={"source_hidden": true}
def show_walk(lr=0.04):
    path = descent(lr)
    figure, ax = plt.subplots(figsize=(6.4, 2.6))
    draw_valley(ax, path, f"lr = {lr:.3f}: loss after 40 steps {valley_loss(path[-1]):.3g}")
    ax.set(xlabel="x", ylabel="y")
    return picture(
        figure,
        alt=f"A path of 40 steps with learning rate {lr:.3f}: it {told(path)}. The last loss is {valley_loss(path[-1]):.3g}.",
    )


explore(show_walk, lr=(0.002, 0.09, 0.002))

# %% [markdown] id="momentum-words"
# ## 3. Momentum
#
# The lowest loss came with about 0.076, a little below the limit, on a path that zigzags all the way. Across the valley, one gradient points up and the next points down. Along the valley, all of them point the same way, but they are small. If we added up the last few gradients, those across would nearly cancel, and those along would grow together.
#
# So let the optimizer keep a running sum, the **velocity**, which fades a little at every step. The weights follow it instead of the gradient:
#
# $$\text{velocity} \leftarrow \text{momentum} \cdot \text{velocity} + \text{gradient} \qquad\quad \text{weight} \leftarrow \text{weight} - \text{lr} \cdot \text{velocity}$$
#
# **Momentum** is the share that is kept, often 0.9. How large does the velocity get?

# %% question="optim/velocity_limit"

# %% [markdown] id="alternating-think"
# That was the direction along the valley, where the gradients agree. Now across.

# %% question="optim/velocity_alternating"

# %% exercise="optim/momentum"


# %% id="velocity-numbers"
def velocities(gradients):
    """The velocity after each of these gradients, by your `momentum`."""
    velocity, seen = np.zeros(1), []
    for gradient in gradients:
        _, velocity = (np.asarray(part) for part in momentum(np.zeros(1), np.array([gradient]), velocity, 0.1, 0.9))
        seen.append(velocity.item())
    return np.array(seen)


same, alternating = velocities([1.0] * 100), velocities([1.0, -1.0] * 50)
print("gradients 1,  1, 1,  1 …:", same[:4].round(3), "… approaches", same[-1].round(3))
print("gradients 1, −1, 1, −1 …:", alternating[:4].round(3), "… ends at", alternating[-2:].round(3))
assert np.allclose(same[:4], [1, 1.9, 2.71, 3.439])
assert np.allclose(alternating[:3], [1, -0.1, 0.91])
assert abs(same[-1] - 10) < 0.001
assert np.allclose(np.abs(alternating[-2:]), 0.526, atol=0.001)

# %% [markdown] id="velocity-words"
# Gradients that agree add up to a velocity of ten times their size: 1 / (1 − 0.9) = 10. Where they alternate, it settles at about half their size, with changing sign. (A tutorial with these numbers has 0.9 − 1 = 0.1 for the second step. The sign is lost.)
#
# Now the valley. The first two paths have the same learning rate, a little below the limit. *What will half of the momentum do to the zigzag? And what will a heavier ball do?*


# %% id="momentum-picture"
def heavy(lr, share, steps=40):
    """The path with your `momentum`; with a share of 0 it is plain descent."""
    return walk(lambda w, gradient, step, velocity: momentum(w, gradient, velocity, lr, share), memory=1, steps=steps)


rolled = {(0.078, 0.0): "plain", (0.078, 0.5): "momentum 0.5", (0.04, 0.8): "momentum 0.8"}
for (lr, share), name in rolled.items():
    print(f"{name:13} lr {lr:<6} y on the way:", *(f"{y:6.2f}" for y in heavy(lr, share)[:8, 1]))
assert valley_loss(heavy(0.078, 0.5)[-1]) < valley_loss(heavy(0.078, 0.0)[-1]) / 1000

# %% id="momentum-picture-drawn" jupyter={"source_hidden": true}
words = []
fig, axes = plt.subplots(3, 1, figsize=(6.4, 6.6), sharex=True)
for ax, ((lr, share), name) in zip(axes, rolled.items()):
    path = heavy(lr, share)
    words.append(f"{name}, lr {lr}: the path {told(path)}.")
    draw_valley(ax, path, f"{name}, lr {lr}: loss after 40 steps {short(valley_loss(path[-1]))}")
    ax.set_ylabel("y")
axes[-1].set_xlabel("x")
fig.tight_layout()
picture(
    fig,
    alt=f"Three maps of the valley, with the star at (0, 0). {' '.join(words)}",
)

# %% [markdown] id="momentum-after"
# Across, the steps cancel; along, they grow together. With 0.8 the ball is so heavy that it overshoots before it settles. *Which learning rates does momentum stand? The limit of plain descent was 0.08.*

# %% id="momentum-limit"
print("loss after 40 steps" + "".join(f"{f'momentum {share}':>15}" for share in (0.0, 0.5, 0.8, 0.9)))
for lr in (0.06, 0.078, 0.082, 0.11, 0.14, 0.16):
    print(f"  lr {lr:<13}" + "".join(f"{valley_loss(heavy(lr, share)[-1]):15.2g}" for share in (0.0, 0.5, 0.8, 0.9)))
print("2 (1 + momentum) / 25: " + "".join(f"{2 * (1 + share) / 25:11.3f}    " for share in (0.0, 0.5, 0.8, 0.9)))
for share in (0.0, 0.5, 0.8, 0.9):  # just below the limit it calms down, just above it explodes
    limit = 2 * (1 + share) / 25
    below, above = (heavy(factor * limit, share, steps=2000)[-1] for factor in (0.99, 1.01))
    assert valley_loss(below) < 0.01 < valley_loss(START) < valley_loss(above)

print("\nin the long run, what a step leaves of the distance to the lowest point:")
for name, lr, share, rate in (("plain, lr 2/26", 2 / 26, 0.0, 12 / 13), ("momentum 4/9, lr 1/9", 1 / 9, 4 / 9, 2 / 3)):
    distances = np.linalg.norm(heavy(lr, share, steps=200), axis=1)
    left = (distances[200] / distances[100]) ** (1 / 100)
    print(f"  {name:22} {left:.3f}")
    assert abs(left - rate) < 0.01

# %% [markdown] id="momentum-map-words"
# Each small square of this map is a training of 40 steps with your `momentum`. The darker, the lower it ended; white squares ended higher than they began. The two sliders move the cross; the path of that training is drawn beside it. *Where does the border run? Where is the darkest place, and what does the path look like there?*

# %% id="momentum-map" jupyter={"source_hidden": true}
map_rates, map_shares = np.linspace(0.01, 0.19, 37), np.linspace(0, 0.95, 20)
map_ends = np.array([[valley_loss(heavy(lr, share)[-1]) for lr in map_rates] for share in map_shares])
row, column = np.unravel_index(map_ends.argmin(), map_ends.shape)
best_share, best_rate = map_shares[row], map_rates[column]
print(f"lowest: {map_ends.min():.1g} with momentum {best_share:.2f} and lr {best_rate:.3f}")
print(f"without momentum: {map_ends[0].min():.2g} at its best, lr {map_rates[map_ends[0].argmin()]:.3f}")
assert 0 < row < len(map_shares) - 1  # the best is not at the edge of what was tried
assert 0 < column < len(map_rates) - 1
assert 0 < map_ends[0].argmin() < len(map_rates) - 1
assert map_ends.min() < map_ends[0].min() / 1e6
assert abs(best_share - ((5 - 1) / (5 + 1)) ** 2) < 0.03  # Polyak's formula, 5 = √25
assert abs(best_rate - (2 / (5 + 1)) ** 2) < 0.003


def draw_map(lr=0.1, momentum=0.5):
    """The loss after 40 steps over learning rate and momentum, and the path at one place of this map."""
    path = heavy(lr, momentum)
    fig, (ax, beside) = plt.subplots(1, 2, figsize=(9.4, 3.6), layout="constrained", width_ratios=(1.25, 1))
    powers = np.where(map_ends < valley_loss(START), np.log10(np.maximum(map_ends, 1e-12)), np.nan)
    shown = ax.pcolormesh(map_rates, map_shares, powers, cmap="Greys_r", shading="nearest")
    ax.plot(2 * (1 + map_shares) / 25, map_shares, "k--", label="2 (1 + momentum) / 25")
    ax.plot(best_rate, best_share, marker="*", markersize=15, color="white", markeredgecolor="black", linestyle="none")
    for marker, colour, width in (("x", "white", 5), ("x", "black", 2)):
        ax.plot(lr, momentum, marker, color=colour, markersize=10, markeredgewidth=width)
    ax.set(xlabel="learning rate", ylabel="momentum", xlim=(0.0075, 0.1925), title="Loss after 40 steps (star: lowest)")
    fig.colorbar(shown, label="power of ten")
    ax.legend(loc="lower right", frameon=False, fontsize=8)
    draw_valley(beside, path, f"lr {lr:.3f}, momentum {momentum:.2f}: {short(valley_loss(path[-1]))}")
    beside.set(xlabel="x", ylabel="y")
    return picture(
        fig,
        alt="A map of the loss after 40 steps over learning rate and momentum. A dashed line rises from a learning rate of "
        "0.08 without momentum to 0.156 with 0.95; right of it the map is white, the training explodes. Left of it the map "
        f"is darkest, the loss lowest, at momentum {best_share:.2f} and a learning rate of {best_rate:.3f}. Towards momentum "
        f"0.95 and towards 0 it is light again. Beside it the path at learning rate {lr:.3f} and momentum {momentum:.2f}: it {told(path)}. "
        f"The loss is then {short(valley_loss(path[-1]))}.",
    )


explore(draw_map, lr=(0.01, 0.19, 0.005), momentum=(0.0, 0.95, 0.05))

# %% [markdown] id="momentum-limit-after"
# Without momentum nothing on the map is dark. The star lies where Polyak's formula (1964) puts it: momentum ((√25 − 1) / (√25 + 1))² = 0.444, lr (2 / (√25 + 1))² = 0.111. There a step leaves in the long run (√25 − 1) / (√25 + 1), two thirds, of the distance; plain descent, at its best rate for many steps, 2 / (1 + 25), leaves (25 − 1) / (25 + 1). Momentum takes the root of the condition number. It moves the limits, too, in two ways. Across, where gradients alternate, it allows nearly twice the learning rate: up to 2 (1 + momentum) / 25. Along, where they agree, it makes the steps up to 1 / (1 − momentum) times as long. On networks the second usually decides; section 9 measures it. And the velocity is one more array for every array of weights: the optimizer now has a memory, called its **state**.

# %% [markdown] id="nesterov-words"
# ### Nesterov: look ahead
#
# Momentum · velocity will still be there in the next step. **Nesterov's** idea is to count it in now. In PyTorch's form, the weights follow the gradient plus the part of the *new* velocity that will be left:
#
# $$\text{velocity} \leftarrow \text{momentum} \cdot \text{velocity} + \text{gradient} \qquad\quad \text{weight} \leftarrow \text{weight} - \text{lr} \cdot (\text{gradient} + \text{momentum} \cdot \text{velocity})$$
#
# *What would come out with the old velocity in the second formula? (Put the first formula into the second.)*

# %% exercise="optim/nesterov"

# %% id="nesterov-use"
moments = (10, 20, 40, 60)


def looking_ahead(lr, share, steps=60):
    """The path with your `nesterov`."""
    return walk(lambda w, gradient, step, velocity: nesterov(w, gradient, velocity, lr, share), memory=1, steps=steps)


for lr in (0.04, 0.06):
    print(f"momentum 0.9, lr {lr}: loss after" + "".join(f"{n:9}" for n in moments), "steps")
    for name, rule in (("momentum", heavy), ("nesterov", looking_ahead)):
        path = rule(lr, 0.9, steps=60)
        print(f"  {name:32}" + "".join(f"{valley_loss(path[n]):9.2g}" for n in moments))

ahead_ends = [valley_loss(looking_ahead(lr, share, steps=40)[-1]) for share in map_shares for lr in map_rates[:12]]
print(
    f"each at the best place of its map, after 40 steps: momentum {map_ends.min():.0e}, nesterov {min(ahead_ends):.0e}"
)
limit = 2 * (1 + 0.9) / (25 * (1 + 2 * 0.9))
print(f"the limit of nesterov with momentum 0.9: {limit:.3f}")
assert map_ends.min() < min(ahead_ends) < 1e-3 * map_ends[0].min()
assert valley_loss(looking_ahead(0.06, 0.9)[-1]) > valley_loss(START) > valley_loss(heavy(0.06, 0.9)[-1])
assert valley_loss(looking_ahead(0.04, 0.9)[-1]) < valley_loss(heavy(0.04, 0.9, steps=60)[-1])
assert valley_loss(looking_ahead(0.99 * limit, 0.9, steps=2000)[-1]) < valley_loss(START)
assert valley_loss(looking_ahead(1.01 * limit, 0.9, steps=2000)[-1]) > valley_loss(START)

# %% [markdown] id="nesterov-after"
# With momentum 0.9 and lr 0.04 the look ahead lets the swings die out sooner. Each at its own best it gains nothing in this valley. It has a price: its limit, 2 (1 + momentum) / (25 (1 + 2 · momentum)), is only 0.054 here, lower than that of plain descent, and with lr 0.06 it explodes. (With the *old* velocity in the second formula, gradient + momentum · velocity would be the new velocity, and so plain momentum.)

# %% [markdown] id="rmsprop-words"
# ## 4. A step length for every weight: RMSprop
#
# Why should both weights use the same learning rate? If we knew that the gradients of $y$ are usually 25 times as large as those of $x$, we could divide each by its usual size.
#
# **RMSprop** measures that size. It keeps an average of the *squared* gradient for every weight, in which old squares fade, and divides by its square root. (RMS stands for root mean square.)
#
# $$s \leftarrow \alpha\, s + (1 - \alpha)\, \text{gradient}^2 \qquad\quad \text{weight} \leftarrow \text{weight} - \text{lr} \cdot \frac{\text{gradient}}{\sqrt{s} + \epsilon}$$
#
# $\alpha$ ("alpha") is the share of the old average that is kept; $\epsilon$ ("epsilon", `eps`) is a tiny number, so that nothing is divided by 0. In code, $s$ is called `square_avg`.
#
# *Why the squares? What would go wrong with an average of the gradients themselves? And what happens to the step if all gradients, now and before, are 1000 times as large?*

# %% exercise="optim/rmsprop"

# %% id="rmsprop-use"
path = walk(lambda w, gradient, step, squares: rmsprop(w, gradient, squares, 0.2, 0.9), memory=1, steps=400)
both = {"plain, lr 0.06": descent(0.06), "RMSprop, lr 0.2": path[:41]}

print("the first steps (x, y):")
for name, places in both.items():
    print(f"  {name:16}", *(f"({x:5.2f},{y:6.2f})" for x, y in np.diff(places[:4], axis=0)))
print("RMSprop's loss after 40, 60 and 400 steps:", *(f"{valley_loss(path[n]):.2g}" for n in (40, 60, 400)))
assert np.allclose(np.abs(path[1] - path[0]), 0.2 / np.sqrt(1 - 0.9), rtol=1e-4)
assert np.allclose(np.diff(path[:4, 0]), [0.63, 0.44, 0.36], atol=0.01)
assert valley_loss(path[60]) < 0.01 < valley_loss(path[400])  # close, and then away again

# %% id="rmsprop-use-drawn" jupyter={"source_hidden": true}
fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.6), sharex=True)
for ax, (name, places) in zip(axes, both.items()):
    draw_valley(ax, places, f"{name}: loss after 40 steps {valley_loss(places[-1]):.2g}")
    ax.set_ylabel("y")
axes[1].set_xlabel("x")
fig.tight_layout()
picture(
    fig,
    alt="Two maps of the valley. "
    + " ".join(
        f"{name}: the first step is {abs(places[1] - places[0])[0]:.2f} along and {abs(places[1] - places[0])[1]:.2f} "
        f"across; the path {told(places)}."
        for name, places in both.items()
    ),
)

# %% [markdown] id="rmsprop-after"
# RMSprop's first step is equally long in both directions, though one slope is more than five times the other there. How far a weight moves no longer depends on the size of its gradients: multiply them by 1000, and the steps stay as they are. (Without the squares, gradients of opposite sign would cancel, and the average would be near 0 exactly where the valley is crossed to and fro.) The price: a small gradient, divided by the size of gradients just as small, does not make a small step. Later the weights jump to and fro across the lowest point by about 0.2, the learning rate. The end of section 6 shows what is gained.
#
# *One thing is odd. The learning rate is 0.2, so why are the first steps 0.63, 0.44 and 0.36 long? (Look at the formula of $s$: what is it after the first step?)*

# %% [markdown] id="adam-words"
# ## 5. Adam
#
# First the odd thing: RMSprop's $s$ starts at 0. After one step with α = 0.9 it is only a tenth of the squared gradient, so the gradient is divided by √0.1 of its own size: $0.2 / \sqrt{0.1} = 0.63$. The average has not filled up yet.
#
# **Adam** (Kingma and Ba, 2015) mends that, and takes both ideas: an average of the gradients, as a kind of momentum, and an average of their squares, as in RMSprop. Call them $m$ and $v$, and the gradient $g$:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g \qquad\quad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2$$
#
# with $\beta_1 = 0.9$ and $\beta_2 = 0.999$ ("beta") as a rule. Both start at 0, and there lies the trap again. After the first step, $m$ is a tenth of the gradient, and $v$ is a thousandth of its square. Mostly they still consist of the zeros that they started from. After $t$ steps the share of those zeros is $\beta_1^t$ in $m$, and $\beta_2^t$ in $v$. Dividing by the rest makes true averages of them. This is the **bias correction**:
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat v = \frac{v}{1 - \beta_2^t} \qquad\quad \text{weight} \leftarrow \text{weight} - \text{lr} \cdot \frac{\hat m}{\sqrt{\hat v} + \epsilon}$$
#
# $\hat m$ ("m hat") and $\hat v$ serve for this step only; kept are $m$ and $v$. The number of the step, $t$, counts from 1.

# %% question="optim/adam_first_step"

# %% exercise="optim/adam"

# %% [markdown] id="bias-think"
# Is the correction worth the trouble? Some programs leave it out. Take a weight whose gradient is always 0.5, and lr 0.1. The true averages are then 0.5 and 0.25, so every step should be 0.1 long. *Without the correction: will the first step be too long or too short? (m is too small, but so is the root of v.)*


# %% id="bias-picture"
def adam_uncorrected(w, gradient, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam without bias correction, as some programs have it; `step` is not used."""
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


def step_lengths(rule, count=300):
    """How far each step goes while the gradient is always 0.5."""
    w, m, v, lengths = np.zeros(1), np.zeros(1), np.zeros(1), []
    for step in range(1, count + 1):
        new, m, v = (np.asarray(part) for part in rule(w, np.array([0.5]), m, v, step, 0.1))
        lengths.append(abs((new - w).item()))
        w = new
    return np.array(lengths)


right, uncorrected = step_lengths(adam), step_lengths(adam_uncorrected)
print(f"step 1: {right[0]:.3f} with the correction, {uncorrected[0]:.3f} without")
print(f"longest without: {uncorrected.max():.3f}, at step {uncorrected.argmax() + 1}")
assert np.allclose(right, 0.1)
assert round(uncorrected[0], 3) == 0.316
assert uncorrected.max() > 6 * right.max()

# %% id="bias-picture-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.4))
ax.plot(range(1, 301), uncorrected, "k--")
ax.plot(range(1, 301), right, "k-")
ax.text(60, uncorrected[59] + 0.03, "without bias correction")
ax.text(200, 0.12, "with bias correction")
ax.set(xlabel="step", ylabel="length of the step", ylim=(0, 0.75), title="The gradient is 0.5 at every step, lr = 0.1")
picture(
    fig,
    alt=f"Length of the step against its number. With bias correction it is {right.min():.2f} to {right.max():.2f}. Without, it "
    f"starts at {uncorrected[0]:.3f}, rises to {uncorrected.max():.2f} at step {uncorrected.argmax() + 1} and comes down "
    f"slowly, to {uncorrected[-1]:.2f} at step {len(uncorrected)}.",
)

# %% [markdown] id="bias-words"
# Too long: 3.16 times at first, and more than 6 times a few steps later. $m$ fills up within ten steps or so, because it forgets quickly; $v$ needs about a thousand. In between, a large $m$ is divided by the root of a small $v$. Section 8 shows what that does to a network.

# %% [markdown] id="decay-words"
# ## 6. Weight decay
#
# Large weights let a network bend its predictions sharply around single samples. To keep them small, add a price for size to the loss:
#
# $$\text{loss} + \tfrac12 \lambda \sum w^2$$
#
# where $\lambda$ ("lambda") is called the **weight decay**. *What does that add to the gradient of a weight $w$?* A price of this kind is called L2 regularisation. It is *coupled*: what it adds is part of the gradient, and goes with it through whatever the optimizer does.

# %% exercise="optim/weight_decay"

# %% id="decay-use"
w, nothing = np.array([2.0, -1.0, 0.5]), np.zeros(3)
one_step = np.asarray(sgd([w], [weight_decay(w, nothing, 0.1)], 0.5)[0])
print("without any gradient of the loss, one SGD step with lr 0.5 and weight decay 0.1:")
print(w, "→", one_step, "  each", (one_step / w).round(3), "times what it was")
assert np.allclose(one_step, w * (1 - 0.5 * 0.1))

# %% [markdown] id="decoupled-words"
# With plain SGD, every weight *decays*: it loses the share lr · λ of itself at each step. Hence the name.
#
# Now let the coupled gradient go through Adam, which divides by √v̂. *What becomes of the decay of a weight whose gradients are large?*
#
# It is divided by their size too. So weights with large gradients hardly decay, and weights with small gradients decay far too much. **AdamW** (Loshchilov and Hutter, 2019) *decouples* the decay. In PyTorch's form every weight first loses the share lr · λ of itself, and then Adam makes its step, which knows nothing of the decay. (In the paper the share is λ times the factor of the schedule, without the learning rate. So a λ from the paper is far smaller than one for PyTorch.)
#
# $$\text{weight} \leftarrow \text{weight} \cdot (1 - \text{lr} \cdot \lambda) \qquad\text{then Adam's step.}$$

# %% exercise="optim/adamw"

# %% [markdown] id="three-decays"
# Three programs to compare: the decay coupled with Adam; AdamW; and "AdamW" as one meets it in some tutorials, without bias correction and with `weight = weight - weight_decay * weight`, without the learning rate.
#
# To see the decay alone, we take weights that have nothing to learn: their gradients are pure noise. All start at 1. In group A the gradients are of size 10, in group B of size 0.1. With lr 0.01 and λ = 0.1, a weight should lose a thousandth of itself in a step. *After 700 steps, how much should be left, in A and in B? (0.999 to the power of 700.)*


# %% id="decay-picture"
def coupled(w, gradient, m, v, step):
    return adam(w, weight_decay(w, gradient, 0.1), m, v, step, 0.01)


def decoupled(w, gradient, m, v, step):
    return adamw(w, gradient, m, v, step, 0.01, 0.9, 0.999, 1e-8, 0.1)


def without_rate(w, gradient, m, v, step):
    w, m, v = adam_uncorrected(w, gradient, m, v, step, 0.01)
    return w - 0.1 * w, m, v


noise = np.random.default_rng(0).normal(size=(700, 2, 200)) * [[10.0], [0.1]]  # (step, group A or B, weight)
rules = {
    "decay in the gradient,\nthrough Adam": coupled,
    "AdamW": decoupled,
    "in some tutorials:\ndecay without lr": without_rate,
}
decayed = {}  # title → mean of the weights in groups A and B, before the first step and after each
for title, rule in rules.items():
    w, m, v = np.ones((2, 200)), np.zeros((2, 200)), np.zeros((2, 200))
    means = [w.mean(axis=1)]
    for step, gradient in enumerate(noise, start=1):
        w, m, v = (np.asarray(part) for part in rule(w, gradient, m, v, step))
        means.append(w.mean(axis=1))
    decayed[title] = np.array(means)

print(f"should be left: {0.999**700:.2f}")
left = [means[-1] for means in decayed.values()]
for title, (a, b) in zip(decayed, left):
    print(f"{' '.join(title.split()):40} A {abs(a):5.2f}   B {abs(b):5.2f}")
(coupled_a, coupled_b), adamw_left, without_left = left
assert max(abs(adamw_left - 0.999**700)) < 0.1
assert coupled_a > 0.8 > 0.2 > coupled_b  # A hardly decays, B far too much
assert max(abs(without_left)) < 0.1

# %% id="decay-picture-drawn" jupyter={"source_hidden": true}
fig, axes = plt.subplots(1, 3, figsize=(8.4, 3.2), sharey=True)
for ax, (title, means) in zip(axes, decayed.items()):
    ax.plot(0.999 ** np.arange(701), "-", color="0.75", linewidth=5, label="should be")
    ax.plot(means[:, 1], "--", color="0.4", linewidth=3, label="B, small gradients")
    ax.plot(means[:, 0], "k-", linewidth=1, label="A, large gradients")
    ax.set(title=title, xlabel="step")
axes[0].set_ylabel("mean of 200 weights")
axes[1].legend(loc="lower left", fontsize=8)
fig.tight_layout()
picture(
    fig,
    alt="Three panels, each with a grey curve of what should be left, falling from 1 to "
    f"{0.999**700:.2f} in 700 steps. Left at the end in groups A and B: "
    + "; ".join(f"{' '.join(title.split())}: {abs(a):.2f} and {abs(b):.2f}" for title, (a, b) in zip(decayed, left))
    + ".",
)

# %% [markdown] id="decay-after"
# On the left, how fast a weight decays depends on its gradients; in the middle, it does not. On the right, the weights are gone after 50 steps: a tenth is lost at *every* step. If you make the learning rate ten times smaller, the middle panel decays ten times more slowly, and the right one as fast as before.

# %% [markdown] id="all-words"
# ### All of them in the valley
#
# Six optimizers, 40 steps each, from the same place. *Find for each path the trait that you would know it by: the zigzag, the swing past the goal, the equal steps in both directions.*

# %% id="all-picture" jupyter={"source_hidden": true}
rules = {
    "plain, lr 0.06": (lambda w, g, step: sgd([w], [g], 0.06), 0),
    "momentum 0.8, lr 0.04": (lambda w, g, step, u: momentum(w, g, u, 0.04, 0.8), 1),
    "Nesterov 0.8, lr 0.04": (lambda w, g, step, u: nesterov(w, g, u, 0.04, 0.8), 1),
    "RMSprop, lr 0.2": (lambda w, g, step, squares: rmsprop(w, g, squares, 0.2, 0.9), 1),
    "Adam, lr 0.5": (lambda w, g, step, m, v: adam(w, g, m, v, step, 0.5), 2),
    "AdamW, lr 0.5, decay 0.1": (lambda w, g, step, m, v: adamw(w, g, m, v, step, 0.5, 0.9, 0.999, 1e-8, 0.1), 2),
}
words = []
fig, axes = plt.subplots(3, 2, figsize=(8.6, 5.6), sharex=True, sharey=True)
for ax, (name, (rule, memory)) in zip(axes.flat, rules.items()):
    path = walk(rule, memory)
    draw_valley(ax, path, f"{name}: {valley_loss(path[-1]):.2g}")
    words.append(f"{name}: {told(path)}.")
    assert valley_loss(path[-1]) < valley_loss(START) / 20
fig.suptitle("Paths of 40 steps; after the colon the last loss")
fig.tight_layout()
picture(
    fig,
    alt=f"Six maps of the valley, with the star at (0, 0). {' '.join(words)}",
)

# %% [markdown] id="all-after"
# One path in one valley is no contest: what stays is how they move. (That AdamW does well here is partly luck: its decay draws both weights to 0, which happens to be the goal.)
#
# Plain descent looks good here. *Then why Adam? Make the valley 100 times as narrow, and let each have its best learning rate of 25, momentum its best share of four, Adam its best pair of $\beta_1$ and $\beta_2$, of four.*


# %% id="narrow"
def turned_valley(across, turn):
    """The matrix of a valley so steep across, turned by an angle, and the start, turned with it."""
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return turned @ np.diag([1.0, across]) @ turned.T, turned @ START


def way(rule, memory, slopes, w, steps=200):
    """All places on the way, one a row."""
    kept, path = [np.zeros(2)] * memory, [w]
    for step in range(1, steps + 1):
        w, *kept = (np.asarray(part) for part in rule(w, slopes @ w, step, *kept))
        path.append(w)
    return np.array(path)


RULES = {  # name: a rule by learning rate and a second setting, those to try, its memory
    "plain": (lambda lr, _: lambda w, g, step: sgd([w], [g], lr), [None], 0),
    "momentum": (lambda lr, share: lambda w, g, step, u: momentum(w, g, u, lr, share), [0.3, 0.45, 0.92, 0.98], 1),
    "Adam": (
        lambda lr, betas: lambda w, g, step, m, v: adam(w, g, m, v, step, lr, *betas),
        [(0.3, 0.999), (0.45, 0.999), (0.6, 0.6), (0.9, 0.9)],
        2,
    ),
}
VALLEYS = {
    "25 times as steep across": (25, 0.0),
    "2500 times": (2500, 0.0),
    "2500 times, turned by 45°": (2500, np.pi / 4),
}
best_way, ended = {}, {}
print(f"{'lowest loss after 200 steps':28}" + "".join(f"{name:>10}" for name in RULES))
for valley, (across, turn) in VALLEYS.items():
    slopes, start = turned_valley(across, turn)
    for name, (rule_of, settings, memory) in RULES.items():
        rates = np.geomspace(0.01, 30, 25) if name == "Adam" else np.geomspace(0.2, 6, 25) / across
        with np.errstate(over="ignore", invalid="ignore"):  # some explode
            ways = {(lr, each): way(rule_of(lr, each), memory, slopes, start) for lr in rates for each in settings}
            ends = {key: np.nan_to_num(0.5 * path[-1] @ slopes @ path[-1], nan=np.inf) for key, path in ways.items()}
        best = min(ends, key=ends.get)
        best_way[valley, name], ended[valley, name] = ways[best], ends[best]
        assert rates[0] < best[0] < rates[-1]  # no best rate at the edge of what was tried
    print(f"{valley:28}" + "".join(f"{ended[valley, name]:10.2g}" for name in RULES))
_, narrow, turned = VALLEYS
assert ended[narrow, "Adam"] < 1e-3 * ended[narrow, "momentum"] < 1e-3 * ended[narrow, "plain"]
assert 0.5 * 7**2 < ended[narrow, "plain"] < 0.5 * 9**2  # along the floor, x is still beyond 7
assert ended[turned, "Adam"] > 1e3 * ended[narrow, "Adam"]
assert np.isclose(ended[turned, "momentum"], ended[narrow, "momentum"], rtol=1e-3)
assert ended[turned, "momentum"] < 0.3 * ended[turned, "Adam"] < ended[turned, "plain"]

# %% id="narrow-picture" jupyter={"source_hidden": true}
slopes, _ = turned_valley(*VALLEYS[turned])
x, y = np.meshgrid(np.linspace(-13, 6, 300), np.linspace(-11, 6, 300))
places = np.stack([x, y], axis=-1)
heights = 0.5 * np.einsum("...i,ij,...j", places, slopes, places)
fig, axes = plt.subplots(1, 3, figsize=(9.6, 3.6), sharex=True, sharey=True, layout="constrained")
for ax, name in zip(axes, RULES):
    ax.contour(x, y, heights, levels=[20, 300, 3000, 15000], colors="0.75", linewidths=0.8)
    ax.plot(*best_way[turned, name].T, "k.-", markersize=3, linewidth=0.6)
    ax.plot(0, 0, marker="*", markersize=13, color="white", markeredgecolor="black")
    ax.set(xlim=(-13, 6), ylim=(-11, 6), aspect="equal", xlabel="x", title=f"{name}: {short(ended[turned, name])}")
axes[0].set_ylabel("y")
fig.suptitle("2500 times as steep across, turned by 45°: 200 steps, each at its best")
picture(
    fig,
    alt="Three maps of a valley so narrow that its lines of height are parallel, from lower left to upper right, with the star "
    "at (0, 0). All start at the lower left; the first two jump across at first, Adam slides. "
    + " ".join(
        f"{name} ends {np.linalg.norm(best_way[turned, name][-1]):.2f} from the star, with a loss of {short(ended[turned, name])}."
        for name in RULES
    ),
)

# %% [markdown] id="narrow-after"
# Plain descent finds the narrow valley's floor and then creeps: of the nine that $x$ was away, more than seven are left. Adam does not notice the narrowness: it divides each weight's gradient by its own size, so a factor of 100 drops out. But its step lengths belong to *weights*. Turned by 45°, each gradient is a mixture of the steep and the gentle direction, and most of the gain is gone. Momentum feels the narrowness, but no turn, and gets further there. (Turned by 3°, Adam keeps its lead, though far less of it; by 20°, to either side, momentum is ahead.)

# %% [markdown] id="class-words"
# ## 7. An optimizer as a class
#
# Your functions take the state in and give it back. Libraries make an optimizer an object instead, which holds
#
# - the parameters, objects with `.data` (the weights) and `.grad` (the gradient, or None where there is none),
# - the settings, and the state: here one velocity for each parameter,
#
# and does two things: `step()` moves all the weights, and `zero_grad()` forgets the gradients, because `backward()` *adds* to those that are there.
#
# Write `SGD`, with momentum. Two points to think about. `params` may be a *generator*, which can be gone through only once, as `model.parameters()` in PyTorch. And a parameter whose `.grad` is None is left alone, with its velocity as it is.

# %% exercise="optim/optimizer_class"

# %% [markdown] id="digits-words"
# ## 8. Your optimizers on real data
#
# 1797 handwritten digits of 8 × 8 pixels (*Optical Recognition of Handwritten Digits*, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, licence CC BY 4.0). The network has 64 inputs, 10 outputs, and 32 **hidden units** in between; their ReLU keeps positive numbers and makes 0 of all others. The loss is the cross-entropy: minus the logarithm of the probability that the network gives to the right digit, so log 10 = 2.3 for a network that only guesses.
#
# The network is one of `tinygrad_lite`'s, the course's engine. Its parameters hold tensors, arrays that know how they were computed, and your class expects NumPy's; `AsArrays` translates. `train` is the loop: predict, loss, clear, backward, step, for 60 batches: five passes, *epochs*, through the 1437 training images; the other 360 are kept aside for a test.

# %% id="digits-setup"
images, digits = (tensor.numpy() for tensor in tg.data.digits(train=True))
x_train, y_train = tg.tensor(images / 16.0).double(), tg.tensor(digits)  # (1437, 64): pixels from 0 to 1, and labels


class AsArrays:
    """A parameter of a network whose `.data` and `.grad` are NumPy arrays, as in the exercises."""

    def __init__(self, tensor):
        self.tensor = tensor

    @property
    def data(self):
        return self.tensor.detach().numpy()

    @data.setter
    def data(self, new):
        self.tensor.data = tg.tensor(np.asarray(new, dtype=float))

    @property
    def grad(self):
        return None if self.tensor.grad is None else self.tensor.grad.numpy()

    @grad.setter
    def grad(self, new):  # a single 0 stands for zeros of the right shape
        self.tensor.grad = (
            None if new is None else tg.tensor(np.zeros(self.tensor.shape) + np.asarray(new, dtype=float))
        )


def make_network(seed=0):
    """64 pixels, 32 hidden units, 10 digits; the same random weights for the same seed, with 64-bit numbers."""
    tg.manual_seed(seed)
    return tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10)).double()


order = np.random.default_rng(0)
rows = [batch for _ in range(5) for batch in np.array_split(order.permutation(1437), 12)]  # 5 epochs of 12 batches
BATCHES = [(x_train[batch], y_train[batch]) for batch in rows]  # cut out once, as nearly all trainings below use them


def train(network, optimizer, clear=True, batches=BATCHES):
    """Train on these batches of about 120 images; the loss on each before its step."""
    losses = []
    for x, y in batches:
        loss = tg.nn.functional.cross_entropy(network(x), y)
        losses.append(loss.item())
        if clear:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


# %% [markdown] id="digits-sgd-words"
# The engine computes the gradients, and **your** class moves the weights. Beside it runs the engine's own optimizer. *What should the difference between the two be?*

# %% id="digits-sgd"
mine, theirs = make_network(), make_network()
my_losses = train(mine, SGD((AsArrays(tensor) for tensor in mine.parameters()), lr=0.1, momentum=0.9))
their_losses = train(theirs, tg.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.9))


def largest_difference(one, other):
    """The largest difference between the weights of two networks."""
    pairs = zip(one.parameters(), other.parameters())
    return max(np.abs(a.detach().numpy() - b.detach().numpy()).max() for a, b in pairs)


print(f"your SGD:     loss {my_losses[0]:.4f} → {my_losses[-1]:.4f}")
print(f"tg.optim.SGD: loss {their_losses[0]:.4f} → {their_losses[-1]:.4f}")
print(f"largest difference in the weights after 60 steps: {largest_difference(mine, theirs):.1e}")
assert largest_difference(mine, theirs) < 1e-9

# %% [markdown] id="adam-digits-words"
# No difference, or nothing but rounding. Now Adam: `FromFunction` makes a class of your `adam`. The question from section 5: what do the longer first steps do, if the bias correction is left out? *Are longer first steps always bad?*


# %% id="bias-digits"
class FromFunction:
    """An optimizer made of a function such as `adam`: it keeps two arrays for each parameter, and counts the steps."""

    def __init__(self, params, rule, *settings):
        self.params, self.rule, self.settings, self.steps = list(params), rule, settings, 0
        self.kept = [(np.zeros_like(param.data), np.zeros_like(param.data)) for param in self.params]

    def step(self):
        self.steps += 1
        for index, param in enumerate(self.params):
            param.data, *self.kept[index] = (
                np.asarray(part)
                for part in self.rule(param.data, param.grad, *self.kept[index], self.steps, *self.settings)
            )

    def zero_grad(self):
        for param in self.params:
            param.grad = None


def living(network):
    """How many of the 32 hidden units are above 0 for at least one image."""
    hidden = network[0](x_train).detach().numpy()
    return int((hidden > 0).any(axis=0).sum())


rules = {"with bias correction": adam, "without": adam_uncorrected}
curves, alive, ends = {}, {}, {name: {} for name in rules}
print(f"at the start, {living(make_network())} of the 32 hidden units are above 0 for some image\n")
print(f"{'three networks each':29}{'highest loss':>13}{'last epoch':>12}   living units")
for lr in (0.003, 0.01, 0.03, 0.1, 0.3):
    for name, rule in rules.items():
        runs = []
        for seed in range(3):
            network = make_network(seed)
            losses = train(network, FromFunction(map(AsArrays, network.parameters()), rule, lr))
            runs.append((np.mean(losses[-12:]), living(network), losses))
        curves[lr, name], alive[lr, name] = runs[0][2], [count for _, count, _ in runs]
        ends[name][lr] = np.median([end for end, _, _ in runs])
        highest = max(max(losses) for _, _, losses in runs)
        print(f"{lr:5}  {name:22}{highest:13.2f}{ends[name][lr]:12.3f}   {alive[lr, name]}")
best = {name: min(each, key=each.get) for name, each in ends.items()}
assert (best["without"], best["with bias correction"]) == (0.01, 0.1)  # neither at the edge of what was tried
assert 0.6 < ends["without"][0.01] / ends["with bias correction"][0.1] < 1.3
assert max(alive[0.1, "without"]) < 5 < min(alive[0.1, "with bias correction"])
assert max(curves[0.1, "without"]) > 4 > 2.5 > max(curves[0.1, "with bias correction"])

# %% id="bias-digits-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.4))
for name, style in (("without", "k--"), ("with bias correction", "k-")):
    ax.plot(curves[0.1, name], style, label=name)
ax.set(xlabel="step", ylabel="loss", title="Adam with lr = 0.1, the first of the three networks", ylim=(0, 6))
ax.legend()
picture(
    fig,
    alt=f"Two loss curves over {len(losses)} steps with lr 0.1, of the first of the three networks. "
    + "; ".join(
        f"{name} it is at most {max(curves[0.1, name]):.1f}, and {np.mean(curves[0.1, name][-12:]):.2f} in the last epoch"
        for name in rules
    )
    + ".",
)

# %% [markdown] id="bias-digits-words"
# With lr 0.1, the longer steps ruin the training: they throw the weights so far off that nearly all hidden units give 0 for every image (the last column). Such units get no gradient any more. With 0.01 they help: that rate was too small for so short a training. Each at its own best rate, the two end alike. So the correction does not make Adam better; it makes the learning rate mean the same from the first step on, and here that allows a larger one. (Ten times as large among these rates; they are far apart, and with more of them it is less. 0.1 is large with it too: it costs a third of the units or more.)

# %% [markdown] id="digits-race-words"
# Now a race of four of your optimizers from the same weights over the same batches, with the test images, which no training has seen, as the last judge. The learning rates are good ones for each: the best of those that section 9 tries, or the next. *Which would you bet on?*

# %% id="digits-race"
test_images, test_digits = (tensor.numpy() for tensor in tg.data.digits(train=False))
x_test = tg.tensor(test_images / 16.0).double()


def race(name, make_optimizer):
    network = make_network()
    first_layer, *_ = arrays = [AsArrays(tensor) for tensor in network.parameters()]
    optimizer, ratios = make_optimizer(arrays), []
    losses = train(network, optimizer, batches=BATCHES[:-12])
    for batch in BATCHES[-12:]:  # the last epoch: how long is a step, beside the weights themselves?
        before = first_layer.data.copy()
        losses += train(network, optimizer, batches=[batch])
        ratios.append(np.std(first_layer.data - before) / np.std(before))
    accuracy = (network(x_test).detach().numpy().argmax(axis=1) == test_digits).mean()
    size = np.sqrt(sum((tensor.detach().numpy() ** 2).sum() for tensor in network.parameters()))
    print(f"{name:28}{np.mean(losses[-12:]):12.3f}{accuracy:12.1%}{size:12.2f}{np.median(ratios):12.1%}")
    return losses, np.median(ratios)


print(f"{'':28}{'last epoch':>12}{'test digits':>12}{'size of':>12}{'step, share':>12}")
print(f"{'optimizer':28}{'mean loss':>12}{'right':>12}{'weights':>12}{'of weights':>12}")
entries = {
    "SGD, lr 1": lambda params: SGD(params, lr=1.0),
    "momentum 0.9, lr 0.3": lambda params: SGD(params, lr=0.3, momentum=0.9),
    "Adam, lr 0.03": lambda params: FromFunction(params, adam, 0.03),
    "AdamW, lr 0.03, decay 0.3": lambda params: FromFunction(params, adamw, 0.03, 0.9, 0.999, 1e-8, 0.3),
}
raced, ratio = {}, {}
for name, make_optimizer in entries.items():
    raced[name], ratio[name] = race(name, make_optimizer)
_, ratio_slow = race("SGD, lr 0.01", lambda params: SGD(params, lr=0.01))
assert all(0.005 < each < 0.1 for each in ratio.values())
assert 0.0005 < ratio_slow < 0.0015

# %% id="digits-race-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.8))
looks = ({"color": "black", "ls": ":"}, {"color": "black", "ls": "--"}, {"color": "black"}, {"color": "0.65", "lw": 3})
for (name, losses), look in zip(raced.items(), looks):
    ax.plot(np.convolve(losses, np.ones(4) / 4, mode="valid"), label=name, **look)
ax.set(xlabel="step", ylabel="loss, mean of 4 batches", yscale="log", title="Four of your optimizers on the digits")
ax.legend()
picture(
    fig,
    alt="Loss on a logarithmic scale over the steps for four optimizers, in the first and the last epoch: "
    + "; ".join(f"{name}: {np.mean(each[:12]):.2f} and {np.mean(each[-12:]):.3f}" for name, each in raced.items())
    + ".",
)

# %% [markdown] id="digits-race-after"
# Do not read a ranking into one race: one network, one data set, 60 steps. Adam and AdamW cost two arrays of state for each array of weights, SGD with momentum one, and well tuned it is often as good. Section 9 measures how well it has to be tuned. "Size of weights", the root of the sum of all squared weights, shows what the decay does. The last column is the length of a step beside that of the weights (first layer, standard deviations): with rates from 0.03 to 1 a few per cent, whichever the optimizer. For trainings of many thousand steps a thousandth is a rule of thumb; for 60 that is too little (last line).

# %% [markdown] id="pixel-words"
# "A step length for every weight", seen on the digits. Each pixel has 32 weights, one to each hidden unit. How far have they moved, as a root mean square? *The pixels at the left and right rim are nearly always white, so their gradients are tiny. What will SGD make of them, and what Adam?*


# %% id="pixel-maps" jupyter={"source_hidden": true}
def moved_by_pixel(make_optimizer):
    """How far the 32 weights of each pixel moved in the training, as a map of 8 by 8."""
    network = make_network()
    before = network[0].weight.detach().numpy().copy()
    train(network, make_optimizer([AsArrays(tensor) for tensor in network.parameters()]))
    return np.sqrt(((network[0].weight.detach().numpy() - before) ** 2).mean(axis=0)).reshape(8, 8)


maps = {
    "how much ink there is": (images / 16.0).mean(axis=0).reshape(8, 8),
    "moved by SGD, lr 1": moved_by_pixel(entries["SGD, lr 1"]),
    "moved by Adam, lr 0.03": moved_by_pixel(entries["Adam, lr 0.03"]),
}
ink, by_sgd, by_adam = maps.values()
rare, common, never = (ink > 0) & (ink < 0.01), ink > 0.5, ink == 0
fig, axes = plt.subplots(1, 3, figsize=(8.4, 3.1), layout="constrained")
for ax, (name, values) in zip(axes, maps.items()):
    shown = ax.imshow(values, cmap="Greys", vmin=0)
    ax.set(xticks=[], yticks=[], title=name)
    fig.colorbar(shown, ax=ax, orientation="horizontal")
print(f"{'pixels':34}{'SGD':>8}{'Adam':>8}")
kinds = {"inked in most digits": common, "hardly ever inked": rare, "never inked": never}
for name, chosen in kinds.items():
    print(f"{f'{chosen.sum()} {name}':34}{by_sgd[chosen].mean():8.3f}{by_adam[chosen].mean():8.3f}")
assert by_sgd[rare].mean() < 0.1 * by_sgd[common].mean()
assert by_adam[rare].mean() > 0.5 * by_adam[common].mean()
assert by_sgd[never].max() == by_adam[never].max() == 0
picture(
    fig,
    alt="Three maps of 8 by 8 pixels: the ink, and how far their weights moved by SGD and by Adam. On average "
    + "; ".join(
        f"{name}: ink {ink[chosen].mean():.2f}, SGD {by_sgd[chosen].mean():.3f}, Adam {by_adam[chosen].mean():.3f}"
        for name, chosen in kinds.items()
    )
    + ".",
)

# %% [markdown] id="pixel-after"
# SGD hardly touches the pixels with little ink. Adam moves their weights about as far as all others: that is its strength where something rare matters (a rare word in a text), and its danger, because what a pixel shows in a handful of digits may be chance. And a pixel without any ink has gradient 0: then 0 / (0 + ε) moves nothing, which is what ε is for.

# %% [markdown] id="pick-words"
# ## 9. Picking a learning rate
#
# Below, the same network is trained with your `SGD` and seven learning rates, each ten times the one before. So there are seven **histories**, lists of losses. *What will the loss do with the smallest, and with the largest?*
#
# The rule for picking: only trainings whose losses all stayed finite, and that ended below their start, may be chosen. Of these, take the one with the lowest last loss.

# %% exercise="optim/pick_lr"


# %% id="pick-use"
def loss_on_all(network):
    """The loss on all the training images."""
    with tg.no_grad():
        return tg.nn.functional.cross_entropy(network(x_train), y_train).item()


histories = {}
print("loss on all training images:  at the start, after epoch 1, 2, 3, 4")
with np.errstate(all="ignore"):  # some of these trainings are meant to go wrong
    for lr in (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0):
        network = make_network()
        optimizer = SGD(map(AsArrays, network.parameters()), lr=lr)
        histories[lr] = [loss_on_all(network)]
        for epoch in range(4):
            train(network, optimizer, batches=BATCHES[12 * epoch : 12 * epoch + 12])
            histories[lr].append(loss_on_all(network))
        print(f"  lr {lr:<8}" + "".join(f"{loss:10.4g}" for loss in histories[lr]))

best = float(pick_lr(histories))
print("picked:", best)
assert histories[best][-1] == min(history[-1] for history in histories.values())  # here all of them stayed finite

# %% id="pick-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.4))
ends = [history[-1] for history in histories.values()]
ax.plot(list(histories), ends, "ko-")
ax.plot(best, histories[best][-1], "o", markersize=14, markerfacecolor="none", markeredgecolor="black")
ax.axhline(histories[best][0], color="black", linewidth=0.8, linestyle=":")
ax.text(0.0001, histories[best][0] * 1.2, "loss at the start")
ax.text(0.0001, histories[best][0] * 0.6, "too small:\nhardly moves", va="top")
ax.text(best * 0.6, histories[best][-1], "picked", ha="right", va="center")
ax.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="loss after 4 epochs", ylim=(0.2, None))
ax.set_title("The same network, seven learning rates")
picture(
    fig,
    alt="Loss after four epochs against the learning rate, both on logarithmic scales: "
    + ", ".join(f"{end:.2g} at {lr:g}" for lr, end in zip(histories, ends))
    + f". A ring marks the one that was picked, {best:g}; a dotted line the start, {histories[best][0]:.2g}.",
)

# %% [markdown] id="pick-after"
# The curve is typical: flat on the left, where nothing has been learned yet; then better and better; then, within one step of the scale, ruin. The best learning rate is often close to the cliff, so in practice one takes a little less. The table below says what the next smaller rate costs: much with plain SGD, little with Adam.
#
# *Do the other three have such a curve too? Which one has its lowest point furthest to the left, and which one forgives a bad choice the most?* Now all four, nine learning rates in factors of about 3, two networks each.

# %% id="sweep"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
makers = {
    "SGD": lambda params, lr: SGD(params, lr=lr),
    "momentum 0.9": lambda params, lr: SGD(params, lr=lr, momentum=0.9),
    "Adam": lambda params, lr: FromFunction(params, adam, lr),
    "AdamW, decay 0.3": lambda params, lr: FromFunction(params, adamw, lr, 0.9, 0.999, 1e-8, 0.3),
}


def last_epoch(maker, lr):
    """The mean loss of the last of five epochs, and of two networks."""
    ends = []
    for seed in (0, 1):
        network = make_network(seed)
        losses = train(network, maker([AsArrays(tensor) for tensor in network.parameters()], lr))
        ends.append(np.mean(losses[-12:]))
    return float(np.nan_to_num(np.mean(ends), nan=np.inf))


with np.errstate(all="ignore"):
    swept = {name: np.array([last_epoch(maker, lr) for lr in RATES]) for name, maker in makers.items()}

print(f"{'lr':18}" + "".join(f"{lr:>8}" for lr in RATES) + "   within twice its best")
for name, ends in swept.items():
    good = [lr for lr, end in zip(RATES, ends) if end < 2 * ends.min()]
    print(
        f"{name:18}"
        + "".join(f"{end:8.2f}" if end < 99 else "    > 99" for end in ends)
        + f"   {min(good)} to {max(good)}"
    )
    assert 0 < ends.argmin() < len(RATES) - 1  # no best one at the edge of what was tried
    assert len(good) == 1 if name == "SGD" else 2 <= len(good) <= 3
lowest = {name: RATES[ends.argmin()] for name, ends in swept.items()}
assert lowest["Adam"] < lowest["momentum 0.9"] < lowest["SGD"]

# %% id="sweep-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.8))
looks = ({"color": "black", "ls": ":"}, {"color": "black", "ls": "--"}, {"color": "black"}, {"color": "0.65", "lw": 3})
for (name, ends), look in zip(swept.items(), looks):
    ax.plot(RATES, np.minimum(ends, 100), label=name, **look)  # an infinite loss has no place
    ax.plot(RATES[ends.argmin()], ends.min(), "ko", markerfacecolor="white", zorder=3)
ax.set(xscale="log", yscale="log", ylim=(0.08, 12), xlabel="learning rate", ylabel="mean loss of the last epoch")
ax.set_title("Four optimizers, nine learning rates")
ax.legend(loc="upper left", fontsize=8, ncols=2)
picture(
    fig,
    alt="Loss of the last epoch against the learning rate, both logarithmic: four curves in the shape of a U. Lowest are "
    + ", ".join(f"{name} at {RATES[ends.argmin()]} with {ends.min():.2f}" for name, ends in swept.items())
    + ".",
)

# %% [markdown] id="sweep-after"
# Every curve is a U. With momentum 0.9 it moves to the left: the steps are longer, so the best learning rate is smaller, by a factor of 3 here. Adam's lies further left again, because its learning rate is a length, whatever the size of the gradients, and these are small here. From one of these three to another, a learning rate does not carry over; from Adam to AdamW it nearly does. The last column says which rates end within twice the best loss of each: for plain SGD a single one of the nine, for the others two or three. No optimizer spares you the search.

# %% [markdown] id="torch-words"
# ## 10. The same in PyTorch, side by side
#
# What your functions do exists in `torch.optim`, as an optimizer or an option of one, and under the same name in `tg.optim`. The next cell drives all three with the same 100 random gradients and compares the weights at the end. (Importing PyTorch and making its first optimizer takes several seconds, once.) *Why is it not enough to compare one step?*

# %% id="torch-values"
import torch

torch.set_num_threads(1)
rng = np.random.default_rng(0)
first, random_gradients = rng.normal(size=(4, 3)), rng.normal(size=(100, 4, 3))


def yours(rule, memory):
    """The weights after 100 steps with a function of yours."""
    w, kept = first, [np.zeros((4, 3))] * memory
    for step, gradient in enumerate(random_gradients, start=1):
        w, *kept = (np.asarray(part) for part in rule(w, gradient, step, *kept))
    return w


def of_library(library, name, **settings):
    """The weights after the same 100 steps with an optimizer of a library."""
    weight = library.tensor(first.copy(), requires_grad=True)
    optimizer = getattr(library.optim, name)([weight], **settings)
    for gradient in random_gradients:
        weight.grad = library.tensor(gradient)
        optimizer.step()
    return weight.detach().numpy()


cases = [
    ("SGD", {}, lambda w, g, t: sgd([w], [g], 0.1), 0),
    ("SGD", {"momentum": 0.9}, lambda w, g, t, s: momentum(w, g, s, 0.1, 0.9), 1),
    ("SGD", {"momentum": 0.9, "nesterov": True}, lambda w, g, t, s: nesterov(w, g, s, 0.1, 0.9), 1),
    ("SGD", {"weight_decay": 0.1}, lambda w, g, t: sgd([w], [weight_decay(w, g, 0.1)], 0.1), 0),
    ("RMSprop", {}, lambda w, g, t, s: rmsprop(w, g, s, 0.1), 1),
    ("Adam", {}, lambda w, g, t, m, v: adam(w, g, m, v, t, 0.1), 2),
    ("AdamW", {"weight_decay": 0.2}, lambda w, g, t, m, v: adamw(w, g, m, v, t, 0.1, 0.9, 0.999, 1e-8, 0.2), 2),
]
print(f"{'largest difference after 100 steps':44}{'to tg.optim':>14}{'to torch.optim':>16}")
for name, settings, rule, memory in cases:
    mine = yours(rule, memory)
    differences = [np.abs(mine - of_library(library, name, lr=0.1, **settings)).max() for library in (tg, torch)]
    described = f"{name}({', '.join(f'{key}={value}' for key, value in settings.items())})"
    print(f"{described:44}{differences[0]:14.1e}{differences[1]:16.1e}")
    assert max(differences) < 1e-10, name

# %% [markdown] id="lockstep-words"
# (Why more than one step: in the first, everything that is kept is still 0. A mistake in what is kept shows only later.)
#
# And the class, in a real training: `compare.lockstep` trains two networks side by side, one with your `SGD`, the other PyTorch's own from its first line to its last. At every step it compares all that they compute, outputs, loss, gradients and weights.

# %% id="lockstep"
from tinygrad_lite import compare


class OnlySteps:
    """An optimizer of which lockstep sees nothing but its steps: each keeps its velocities in its own way."""

    def __init__(self, optimizer):
        self.optimizer, self.state = optimizer, {}

    def step(self):
        self.optimizer.step()


network = make_network()
in_torch = compare.to_torch(network)
result = compare.lockstep(
    network,
    in_torch,
    BATCHES[:20],
    criterion=tg.nn.CrossEntropyLoss(),
    optimizer=(
        OnlySteps(SGD(map(AsArrays, network.parameters()), lr=0.1, momentum=0.9)),
        OnlySteps(torch.optim.SGD(in_torch.parameters(), lr=0.1, momentum=0.9)),
    ),
)
print(result.verdict())
assert result.agrees

# %% [markdown] id="timing-words"
# ### What a step costs
#
# One step of Adam over the four arrays of this network, 2410 weights: your function beside PyTorch's optimizer, on one thread each. "ours" is yours; a ratio below 1 means that it is faster.

# %% id="timing"
their_adam = torch.optim.Adam(in_torch.parameters(), lr=0.001)
my_adam = FromFunction(map(AsArrays, network.parameters()), adam, 0.001)
print("Adam, 4 arrays, 2410 weights")
small = compare.timing(my_adam.step, their_adam.step, rounds=4, memory=False)

big = torch.nn.Parameter(torch.zeros(250, 400, dtype=torch.float64))
big.grad = torch.ones_like(big)
big_arrays = [np.zeros((250, 400)), np.ones((250, 400)), np.zeros((250, 400)), np.zeros((250, 400))]
big_adam = torch.optim.Adam([big], lr=0.001)
print("\nAdam, 1 array, 100 000 weights")
large = compare.timing(lambda: adam(*big_arrays, 5, 0.001), big_adam.step, rounds=4, memory=False)

# %% [markdown] id="timing-meaning"
# For small arrays, most of the time goes into making calls; the larger the array, the more arithmetic and memory count.

# %% [markdown] id="mistakes"
# ## 11. Common mistakes, seen failing
#
# ### A learning rate far too large
# You have seen it in section 9: with lr 1 this network learns best, with 100 the loss explodes. **The sign:** the loss jumps up, becomes `nan`, or stays at that of guessing. **Remedy:** divide the learning rate by 10 until it falls well below where it began.
#
# ### No `zero_grad`
# `backward()` adds to the gradients that are there. *What does an optimizer follow, if nobody clears them?*

# %% id="mistake-zero-grad"
lowest, shown = {}, (0, 1, 2, 4, 6, 9)
print(f"mean loss of epochs {', '.join(str(epoch + 1) for epoch in shown)}; two networks each")
for clear in (True, False):
    for lr in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0):
        losses = []
        for seed in range(2):
            network = make_network(seed)
            losses.append(train(network, SGD(map(AsArrays, network.parameters()), lr=lr), clear, batches=BATCHES * 2))
        epochs = np.mean(np.reshape(losses, (2, 10, 12)), axis=(0, 2))
        lowest[clear, lr] = epochs[-1]
        print(f"{'with' if clear else 'without':7} zero_grad, lr {lr:<5}", "".join(f"{epochs[e]:8.3f}" for e in shown))
with_it, without = ({lr: end for (clear, lr), end in lowest.items() if clear == chosen} for chosen in (True, False))
for each in (with_it, without):
    assert 0.003 < min(each, key=each.get) < 3.0  # no best rate at the edge of what was tried
assert min(without.values()) > 2 * min(with_it.values())

# %% [markdown] id="mistake-zero-grad-words"
# It follows the sum of all gradients since the beginning. That is momentum 1: nothing ever fades. **The sign:** the loss falls at first, even faster, because the steps get longer and longer; then, unless the rate is tiny, it swings, and gets no better. In these ten epochs no learning rate brings it near the best with `zero_grad`. **Remedy:** `optimizer.zero_grad()` before every `backward()`.
#
# ### Adding the gradient
# A plus in place of the minus. *What does the curve of the losses look like?*


# %% id="mistake-uphill"
def sgd_uphill(params, grads, lr):
    return [param + lr * grad for param, grad in zip(params, grads)]


path = walk(lambda w, gradient, step: sgd_uphill([w], [gradient], 0.004), steps=20)
print("loss:", *(f"{loss:.3g}" for loss in valley_loss(path[::4])))
smaller = walk(lambda w, gradient, step: sgd_uphill([w], [gradient], 0.0004), steps=20)
print("with a learning rate ten times smaller:", *(f"{loss:.3g}" for loss in valley_loss(smaller[::4])))
assert valley_loss(path[-1]) > valley_loss(smaller[-1]) > valley_loss(START)

# %% [markdown] id="mistake-uphill-words"
# **The sign:** it looks like a learning rate that is too large, but no learning rate helps: a smaller one only makes it rise more slowly. **Remedy:** check the sign on one weight, by hand, as you did at the beginning.
#
# ### `eps` inside the root
# `np.sqrt(v + eps)` and `np.sqrt(v) + eps` look alike. *For a gradient of 0.000001, which is larger, and by how much?*


# %% id="mistake-eps"
def adam_eps_inside(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    return param - lr * m / (1 - beta1**step) / np.sqrt(v / (1 - beta2**step) + eps), m, v


zero = np.zeros(1)
print("first step with lr 0.1; it should be close to 0.1")
for size in (1.0, 1e-3, 1e-5, 1e-6):
    gradient = np.array([size])
    outside, inside = (
        abs(np.asarray(f(zero, gradient, zero, zero, 1, 0.1)[0]).item()) for f in (adam, adam_eps_inside)
    )
    print(f"  gradient {size:7.0e}:   eps after the root {outside:.5f}   inside {inside:.5f}")
assert inside < 0.05 * outside

# %% [markdown] id="mistake-eps-words"
# Inside, `eps` counts as its root, 0.0001. Every weight whose gradients are smaller than that is slowed down. **Remedy:** the parentheses of `np.sqrt(…)` end before `+ eps`.
#
# ### The step counted from 0
# In `for step in range(100)` the first step is number 0. *What is 1 − 0.9⁰?*

# %% id="mistake-step"
import warnings

assert 1 - 0.9**0 == 0  # what the correction of step 0 divides by
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        new, m, v = adam(np.array([1.0]), np.array([0.5]), zero, zero, 0, 0.1)
        print("the weight after one step:", np.asarray(new), "  NumPy warns:", caught[0].message if caught else "no")
        assert not np.isfinite(np.asarray(new)).any()
    except (ArithmeticError, ValueError) as error:
        print(type(error).__name__ + ":", error)
new, m, v = adam(np.array([1.0]), np.array([0.5]), zero, zero, 1, 0.1)
print("counted from 1:           ", np.asarray(new))

# %% [markdown] id="mistake-step-words"
# The correction divides by 0. After that the weight is `nan`, and stays so. **Remedy:** `enumerate(…, start=1)`, or add 1 to the count before it is used.
#
# ### One velocity for all parameters
# `self.velocity = 0` in `__init__`, and `self.velocity = self.momentum * self.velocity + param.grad` in the loop over the parameters. *With two arrays of the same shape there is no error. What happens to the second one?*


# %% id="mistake-shared"
class SharedVelocity:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum, self.velocity = list(params), lr, momentum, 0.0

    def step(self):
        for param in self.params:
            self.velocity = self.momentum * self.velocity + param.grad
            param.data = param.data - self.lr * self.velocity

    def zero_grad(self):
        for param in self.params:
            param.grad = None


one, other = (AsArrays(tg.tensor(np.zeros(1))) for _ in range(2))
shared = SharedVelocity([one, other], lr=0.1, momentum=0.9)
one.grad, other.grad = np.array([100.0]), np.array([0.0])
shared.step()
print("gradients 100 and 0; the second weight moved by", other.data.item())
assert other.data.item() != 0

network = make_network()
try:
    train(network, SharedVelocity(map(AsArrays, network.parameters()), lr=0.1, momentum=0.9), batches=BATCHES[:1])
    raise AssertionError("arrays of different shapes should not have gone through")
except ValueError as error:
    print("on the digits:", type(error).__name__ + ":", error)

# %% [markdown] id="mistake-shared-words"
# The second weight has a gradient of 0, and moves by the velocity of the first. Arrays of different shapes mostly give an error; where they can be broadcast, as (3, 3) and (3,), not even that: a bias gets the shape of a matrix. **Remedy:** a list of velocities, or a dict, with one entry for each parameter.
#
# ### Weight decay in Adam's gradient
# `torch.optim.Adam(…, weight_decay=0.1)` is the left panel of the picture in section 6: the decay goes through Adam, and hits the weights with small gradients hardest. That is rarely what was meant. **Remedy:** `torch.optim.AdamW`.

# %% [markdown] id="recap"
# ## 12. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("optim/recap_1", "a")`.

# %% question="optim/recap_1"

# %% question="optim/recap_2"

# %% question="optim/recap_3"

# %% question="optim/recap_4"

# %% question="optim/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - [Lesson 05, Schedules](05_schedules.ipynb): a learning rate that changes in the course of the training.
# - [Lesson 06, Clipping](06_clipping.ipynb): what to do about single gradients that are far too large.
# - [Lesson 03, Backward pass](03_backward_pass.ipynb): where the gradients come from.
#
# To read on: the [optimizers of PyTorch](https://pytorch.org/docs/stable/optim.html), each with its formula; B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, on momentum; I. Sutskever and others, "On the importance of initialization and momentum in deep learning", 2013, on Nesterov's form; G. Hinton, "Neural Networks for Machine Learning", lecture 6, 2012, where RMSprop comes from; D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015 (arXiv:1412.6980); I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", 2019 (arXiv:1711.05101).
