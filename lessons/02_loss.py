# %% [markdown] id="title"
# # Lesson 02: Loss
#
# How wrong are a network's predictions? A **loss** answers with one number, and training does nothing but make it smaller. So it matters which number you choose.
#
# After this lesson you can
#
# - say what a loss is for, and why it must be a single number,
# - write the losses of regression and of classification yourself, in NumPy,
# - say where −log p comes from, and why a confident wrong answer costs most,
# - compute losses of logits as large as 1000 without an overflow,
# - choose the loss for a task, with its form of target and its way to read off a prediction,
# - recognise five common mistakes by what they do.
#
# | section | minutes |
# |---|---|
# | 1 Predicting a number | 30 |
# | 2 Predicting a yes or a no | 10 |
# | 3 Logits | 10 |
# | *a good place to stop for today* |  |
# | 4 One class among several · 5 Which loss | 30 |
# | 6 A real network · 7 PyTorch | 5 |
# | 8 Mistakes · 9 Questions | 10 |
#
# You need Python, some NumPy, and the derivative from school, and no other lesson. Code that only draws is folded.
#
# **How the exercises work.** **Shift+Enter** runs a cell and goes on to the next; **Ctrl+Enter** runs it and stays. Run the first code cell first. Write the body of a function, run its cell, and a card below says how it went; “to 1 **ulp**” on it is the distance from one number that the computer can hold to the next. Until yours is right, a borrowed one stands in for it, so you may leave out what you like; to try *your own*, call it in its own cell. `hint()` helps one step at a time; `progress()` shows where you stand. *Run All Cells* stops at a cell that Python cannot read: mend it, or run those below one by one.

# %% id="start"
import numpy as np
import matplotlib.pyplot as plt

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import picture

begin("02_loss")

# %% [markdown] id="regression"
# ## 1. Predicting a number
#
# **Regression** means that the network predicts a number: a price, an age. How bad are many predictions together, as one number?
#
# A first idea: average the **errors**, `predicted - target`. *What would you get for one prediction too high by 5 and one too low by 5?*
#
# <details><summary>Answer</summary>0, as if nothing were wrong.</details>
#
# Squares cannot cancel. The **mean squared error** (MSE) squares each error and averages:
#
# $$\text{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\text{predicted}_i - \text{target}_i)^2$$
#
# Write it, for arrays of any shape. *By what do you divide for 32 rows of 5 numbers?*
#
# <details><summary>Answer</summary>By 160: n counts the elements, not the rows.</details>

# %% exercise="loss/mse"

# %% question="loss/mse_by_hand"

# %% id="mse-use"
predicted, target = np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5])

print("squared errors:", ((predicted - target) ** 2).round(3))
print("their mean:    ", round(float(mse(predicted, target)), 3))
assert round(float(mse(predicted, target)), 3) == 0.043  # your number from above, and PyTorch's

# %% [markdown] id="landscape"
# ### Why one number is enough to learn from
#
# Real data: 1437 handwritten digits of 8 × 8 numbers from 0 to 16, each the ink in 4 × 4 scanned dots. Can we predict from the ink in a digit's upper half how much the whole digit has? The smallest model: `whole = w * upper`, with one weight `w`.
#
# Every `w` gives predictions, and so a loss. *How many lowest points will the curve have, and near which `w`?*

# %% id="landscape-picture" jupyter={"source_hidden": true}
images, labels = (tensor.numpy() for tensor in tg.data.digits(train=True))
upper, whole = images[:, :32].sum(axis=1) / 100, images.sum(axis=1) / 100  # ink, in hundreds

weights = np.linspace(0, 4, 41)
losses = [float(mse(w * upper, whole)) for w in weights]
best = weights[np.argmin(losses)]

fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(weights, losses, "k-")
ax.plot(best, min(losses), "ko")
ax.annotate(f"lowest near w = {best:.1f}", (best, min(losses)), (best - 0.6, 3.5), arrowprops={"arrowstyle": "->"})
ax.annotate("here a larger w\nis better", (0.6, losses[6]), (1.0, 7), arrowprops={"arrowstyle": "->"})
ax.set(xlabel="weight w", ylabel="MSE of w · upper", title="The loss as a landscape over the weight")
assert 1.8 <= best <= 2.0
picture(
    fig,
    alt=f"The mean squared error over the weight w is a valley: {losses[0]:.1f} at w = {weights[0]:g}, lowest near "
    f"w = {best:.1f}, {losses[-1]:.1f} at w = {weights[-1]:g}.",
)

# %% [markdown] id="landscape-words"
# One valley: a digit has nearly as much ink below as above. At any `w` the slope of the curve, its derivative, tells which way is down. So a loss must be a **single number** (two have no common "down") and must have a **slope** (a flat curve tells nothing). With a million weights the landscape is not one bowl any more: downhill leads to *a* low place, in lesson 00, on some seeds, high above the lowest one.

# %% [markdown] id="outliers"
# ### One wrong entry
#
# Suppose we predict the same number `c` for five houses that cost 1, 2, 3, 4 and 100 (someone typed 100 for 5). *Which `c` has the lowest MSE: about 3, or about 22?*
#
# The rival is the **mean absolute error** (MAE): drop the sign of each error, and average.

# %% exercise="loss/mae"

# %% id="mae-use"
prices = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
candidates = np.linspace(0, 60, 601)


def best_constant(loss):
    """The candidate with the lowest loss, predicted for every house."""
    losses = [float(loss(np.full(5, c), prices)) for c in candidates]
    return candidates[np.argmin(losses)]


print(f"lowest MSE at c = {best_constant(mse):.1f}, the mean of the prices is {prices.mean():.1f}")
assert np.isclose(best_constant(mse), prices.mean())
assert np.isclose(best_constant(mae), np.median(prices))
print(f"lowest MAE at c = {best_constant(mae):.1f}, their median is {np.median(prices):.1f}")

# %% [markdown] id="huber-words"
# MSE settles at the mean, 22, near none of the five; MAE at the **median**, the price in the middle, 3.
#
# The reason is the slope. With MSE an error twice as large pulls twice as hard: the house at 100 outpulls the four others until $c$ reaches 22. With MAE every error pulls equally hard, however near the prediction is; so with a fixed step length training jumps to and fro across the target.
#
# The **Huber loss** takes the better half of each. Write $d = |\text{predicted} - \text{target}|$ and choose a number $\delta$ ("delta"): errors up to $\delta$ count as small.
#
# $$\text{Huber} = \begin{cases} \tfrac12 d^2 & \text{where } d \le \delta \\ \delta\,(d - \tfrac12\delta) & \text{where } d > \delta\end{cases}\qquad\text{then the mean over all elements.}$$
#
# *Put $d = \delta$ into both lines. What do you get, and what would go wrong if the two differed?*
#
# <details><summary>Answer</summary>½ δ² from both. If they differed, the loss would jump there.</details>

# %% exercise="loss/huber"

# %% id="huber-picture" jupyter={"source_hidden": true}
errors = np.linspace(-3, 3, 120)  # none is exactly 0, where the absolute error has a corner
zero, tiny = np.zeros(1), 1e-6
styles = {"squared": (mse, "-"), "absolute": (mae, "--"), "Huber, δ = 1": (huber, ":")}

told = []
fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.6))
for name, (loss, style) in styles.items():
    at, after = ([float(loss(np.array([e + more]), zero)) for e in [*errors, 0.5]] for more in (0, tiny))
    *slope, at_a_half = np.subtract(after, at) / tiny
    *at, _ = at
    told.append(f"{name}: {at[-1]:.2g}, with slopes {at_a_half:.2g} and {slope[-1]:.2g}")
    left.plot(errors, at, style, color="black", linewidth=2, label=name)
    right.plot(errors, slope, style, color="black", linewidth=2, label=name)
left.set(xlabel="error: predicted − target", title="loss of one element", ylim=(0, 5))
right.set(xlabel="error: predicted − target", title="its slope: how hard it pulls", ylim=(-4, 4))
right.axhline(0, color="0.8", linewidth=0.8, zorder=0)
left.legend(loc="upper center")
fig.tight_layout()
picture(
    fig,
    alt="Left, the losses over the error, all lowest at 0; right, their slopes. At an error of 3, with the slopes at "
    f"0.5 and 3: {'; '.join(told)}. The slope of the absolute error jumps at 0, that of the Huber loss goes "
    "through 0 and is level further out.",
)

# %% id="huber-use"
print("    error        MSE        MAE      Huber")
for e in (0.1, 1.0, 10.0, 100.0):
    row = [float(loss(np.array([e]), zero)) for loss in (mse, mae, huber)]
    print(f"{e:9.1f}" + "".join(f"{value:11.3f}" for value in row))

print("\nbest constant for the five prices, by Huber:", best_constant(huber).round(1))

# %% [markdown] id="smooth-l1-words"
# A larger $\delta$ makes the straight part of the Huber loss steeper. To round off only the corner of the absolute error, and keep the slope outside at 1, divide by the width of the rounded part. It is called $\beta$ ("beta") then, and the loss **smooth L1**:
#
# $$\text{smooth L1} = \begin{cases} d^2 / (2\beta) & \text{where } d < \beta \\ d - \tfrac12\beta & \text{elsewhere}\end{cases}$$
#
# *Which single operation turns one formula into the other?* You may call your `huber`.

# %% exercise="loss/smooth_l1"

# %% id="smooth-l1-use"
far = 9 * predicted  # errors of 6.2, 2.7 and 4: some on each side of β = 4
for beta in (0.5, 1.0, 4.0):
    ours, from_huber = (float(f) for f in (smooth_l1(far, target, beta), huber(far, target, beta) / beta))
    print(f"β = {beta}: smooth L1 = {ours:.4f}, Huber / β = {from_huber:.4f}")
    assert np.isclose(ours, from_huber)

# %% [markdown] id="classification"
# ## 2. Predicting a yes or a no
#
# **Classification** means that the network chooses: which digit, spam or not. How wrong is a choice?
#
# The first idea is the share of right answers, the **accuracy**. *Three networks gave the right answer a probability of 0.51, 0.75 and 0.99. What is the accuracy of each, and which one has least left to learn?*
#
# <details><summary>Answer</summary>1 for all three; the third. Accuracy cannot tell them apart.</details>
#
# There is worse. The next cell turns one weight of the smallest network, one unit that tells threes from eights. It notes the accuracy on forty digits; and the mean of −log p, which comes next.

# %% id="staircase"
pair = (labels == 3) | (labels == 8)
pixels, is_8 = images[pair][:40] / 16, (labels[pair][:40] == 8).astype(float)
unit = np.zeros(64)
for _step in range(30):  # a little training; how it is done is the subject of lesson 03
    unit -= 0.5 * (1 / (1 + np.exp(-pixels @ unit)) - is_8) @ pixels / 40

turns = np.linspace(-5, 10, 601)
knob = pixels.var(axis=0).argmax()  # the pixel that differs most from digit to digit
accuracy, log_loss = [], []
for turn in turns:
    turned = unit.copy()
    turned[knob] += turn
    p_8 = 1 / (1 + np.exp(-pixels @ turned))  # the probability that it gives to "an 8"
    p_right = np.where(is_8 == 1, p_8, 1 - p_8)
    accuracy.append((p_right > 0.5).mean())
    log_loss.append(-np.log(p_right).mean())

flat = (np.diff(accuracy) == 0).mean()
print(f"of {len(turns) - 1} small turns, {flat:.0%} leave the accuracy exactly as it was;", end=" ")
print(f"{(np.diff(log_loss) == 0).mean():.0%} leave the other number as it was")
assert flat > 0.8
assert (np.diff(log_loss) != 0).all()

# %% id="staircase-picture" jupyter={"source_hidden": true}
fig, (above, below) = plt.subplots(2, 1, figsize=(6.4, 4.4), sharex=True)
above.step(turns, accuracy, "k-", where="mid")
above.set(ylabel="accuracy", title="One weight of one unit, turned")
below.plot(turns, log_loss, "k-")
below.plot(turns[np.argmin(log_loss)], min(log_loss), "ko")
below.set(xlabel="added to the weight", ylabel="mean of −log p")
fig.tight_layout()
picture(
    fig,
    alt=f"Above, the accuracy over one weight is a staircase between {min(accuracy):.2f} and {max(accuracy):.2f}: {flat:.0%} of "
    "the small turns leave it as it was. Below, the mean of minus log p is a smooth valley, lowest where "
    f"{turns[np.argmin(log_loss)]:.1f} is added to the weight.",
)

# %% [markdown] id="staircase-words"
# On a step of this staircase the slope is 0, and training finds no way down. We need a number that falls smoothly as the right answer becomes more probable. Take the probability $p$ that the right answer was given. The loss in use nearly everywhere is
#
# $$-\log p$$
#
# with the natural logarithm.

# %% id="log-picture" jupyter={"source_hidden": true}
p = np.linspace(0.005, 1, 400)

fig, ax = plt.subplots(figsize=(6.4, 3.8))
ax.plot(p, -np.log(p), "k-")
marked = [(0.95, "sure and right", 0.6), (0.7, "right", 1.3), (0.1, "wrong", 2.8)]
for probability, text, height in marked:
    point = (probability, -np.log(probability))
    ax.plot(*point, "ko")
    place = (probability - 0.2 if probability > 0.5 else 0.17, height)
    label = f"p = {probability}: {-np.log(probability):.3f}\n({text})"
    ax.annotate(label, point, place, arrowprops={"arrowstyle": "-", "color": "0.6"})
ax.set(xlabel="probability p given to the right answer", ylabel="loss: −log p", xlim=(0, 1.05), ylim=(0, 5.3))
ax.set_title("Being sure and wrong costs most")
picture(
    fig,
    alt=f"The curve of minus log p falls from {-np.log(p[0]):.1f} at p = {p[0]:g} to {abs(np.log(p[-1])):.0f} at p = {p[-1]:g}. Marked: "
    + ", ".join(f"{-np.log(probability):.3f} at p = {probability}" for probability, _, _ in marked)
    + ".",
)

# %% id="log-numbers"
for probability, expected in [(0.95, 0.051), (0.7, 0.357), (0.1, 2.303)]:
    print(f"right answer got p = {probability:4}: loss {-np.log(probability):.3f}")
    assert round(-np.log(probability), 3) == expected

ratio = np.log(0.1) / np.log(0.95)
print(f"\nOne answer at p = 0.1 costs as much as {ratio:.0f} at p = 0.95.")

# %% [markdown] id="why-log"
# ### Why the logarithm?
#
# $1 - p$ falls as $p$ rises, too. But there are many answers, and we want the network under which *all* of them together are most probable:
#
# 1. The probability of several independent answers is their **product**, $p_1 \cdot p_2 \cdots p_n$, the **likelihood**.
# 2. A product of a thousand numbers below 1 can be too small for a computer. Its **logarithm** is the sum of all $\log p_i$.
# 3. The logarithm rises where the number rises. So the largest likelihood is the largest sum of $\log p$.
# 4. A loss should be small where the network is good, and should not depend on the number of samples: minus in front, divide by $n$.
#
# *Two networks answer two questions. One gives the right answers 0.5 and 0.5, the other 0.99 and 0.01. Which is better, by $1 - p$ and by −log p?*

# %% id="why-log-numbers"
for answers in ([0.5, 0.5], [0.99, 0.01]):
    p_right = np.array(answers)
    print(f"{answers!s:13} mean of 1 − p {np.mean(1 - p_right):.3f}   product {np.prod(p_right):.4f}   ", end="")
    print(f"mean of −log p {np.mean(-np.log(p_right)):.3f}")

half = np.full(1437, 0.5)  # a probability of ½ for each of our digits
print(f"\nproduct of 1437 halves: {np.prod(half)}   mean of their −log p: {np.mean(-np.log(half)):.3f}")
assert np.prod(half) == 0  # the true product is about 10 to the power of -433

# %% [markdown] id="bce-words"
# By $1 - p$ they are equal. By the product, the second is 25 times less likely to be right in both, and −log p says so. (MSE and MAE come from −log p, too. If errors $d$ follow a bell curve, $p$ is proportional to $e^{-d^2/2}$, and −log p is $\tfrac12 d^2$ plus a constant. If $p$ is proportional to $e^{-|d|}$, it is $|d|$ plus a constant.)
#
# For a yes or no, the network gives one number $p$, the probability of "yes"; the target $t$ is 1 for yes and 0 for no. So one of these two terms is always multiplied by 0:
#
# $$\text{BCE} = -\frac{1}{n} \sum_i \big[\, t_i \log p_i + (1 - t_i) \log(1 - p_i) \,\big]$$
#
# This is the **binary cross-entropy**. Targets between 0 and 1 are allowed too: $t = 0.9$ can mean that nine of ten people said yes. (Then even the best answer, $p = 0.9$, has a loss above 0, the **entropy** of $t$.)
#
# *What is the loss of a network that says $p = 0$ where the truth is yes? And the mean of its batch?*
#
# <details><summary>Answer</summary>Infinite, and so is the mean.</details>
#
# To prevent that, probabilities are first **clamped** to the range from 1e-7 to 1 − 1e-7.

# %% exercise="loss/bce"

# %% id="bce-use"
yes = np.array([1.0])
print("truth: yes")
for probability in (0.99, 0.5, 0.1, 0.001, 0.0):
    print(f"  network says p = {probability:<5}  loss {float(bce(np.array([probability]), yes)):7.3f}")

nine_of_ten = np.array([0.9])
tried = np.linspace(0.01, 0.99, 99)
losses = [float(bce(np.array([each]), nine_of_ten)) for each in tried]
print(f"t = 0.9: the lowest loss is {min(losses):.3f}, at p = {tried[np.argmin(losses)]:.2f}")
assert np.isclose(tried[np.argmin(losses)], 0.9)

# %% [markdown] id="logits-words"
# ## 3. Logits, and how to stay away from infinity
#
# A network's last layer gives any numbers: −3, 0, 12. Such a raw output is called a **logit**. For yes or no, the **sigmoid** turns a logit $x$ into a probability: $p = 1 / (1 + e^{-x})$. A logit of 0 means 0.5.
#
# So one could compute the sigmoid first and the loss afterwards. *What does `np.exp(1000)` give? What is `1 - p` if `p` is so near to 1 that it is rounded to exactly 1?* Both happen to a network that is far too sure:


# %% id="overflow"
def naive_bce_of_logits(x, t):
    """Sigmoid first, logarithm afterwards, no clamp: right on paper."""
    p = 1 / (1 + np.exp(-x))
    return np.mean(-(t * np.log(p) + (1 - t) * np.log(1 - p)))


no = np.array([0.0])
with np.errstate(all="ignore"):  # NumPy would warn of each overflow
    for x in (10.0, 30.0, 36.0, 37.0, 1000.0, -1000.0):
        print(f"logit {x:7}, truth no: sigmoid first gives {naive_bce_of_logits(np.array([x]), no):.6f}")
    assert naive_bce_of_logits(np.array([37.0]), no) == np.inf
    assert np.isnan(naive_bce_of_logits(np.array([-1000.0]), no))

# %% [markdown] id="overflow-words"
# From 37 on the result is infinite, though the true loss is a harmless 37. At −1000 comes `nan`: 0 · ∞ was computed on the way, and after one step every weight is `nan`. A clamp only hides this: the loss then stays at 16.1 and has no slope, exactly where the network has most to learn.
#
# The way out is to never compute $p$. Put the sigmoid into the formula and simplify:
#
# - $-\log p = \log(1 + e^{-x})$
# - $-\log(1 - p) = \log(1 + e^{-x}) + x$
#
# With $t$ times the first and $1 - t$ times the second, the loss of one element is $x - x t + \log(1 + e^{-x})$. For $x = -1000$ the exponential still overflows; but there $\log(1 + e^{-x}) = -x + \log(1 + e^{x})$, whose exponential is tiny. Both cases in one line:
#
# $$\max(x, 0) - x t + \log\big(1 + e^{-|x|}\big)$$
#
# *Why can this exponential never overflow?* (`np.log1p(y)` is $\log(1 + y)$, exact even for tiny $y$.)
#
# <details><summary>Answer</summary>Its exponent is never positive, so it is at most e⁰ = 1.</details>

# %% exercise="loss/bce_with_logits"

# %% id="overflow-picture" jupyter={"source_hidden": true}
x_axis = np.linspace(-20, 60, 321)
with np.errstate(all="ignore"):
    naive = np.array([naive_bce_of_logits(np.array([x]), no) for x in x_axis])
stable = np.array([float(bce_with_logits(np.array([x]), no)) for x in x_axis])
clamped = np.array([float(bce(1 / (1 + np.exp(-np.array([x]))), no)) for x in x_axis])
assert round(clamped[-1], 1) == 16.1
last = x_axis[np.isfinite(naive)].max()

fig, ax = plt.subplots(figsize=(6.4, 3.8))
ax.plot(x_axis, stable, "-", color="0.65", linewidth=5)
ax.plot(x_axis, naive, "k--")
ax.plot(x_axis, clamped, "k:", linewidth=2)
ax.plot(last, naive[x_axis == last], "kx", markersize=10, markeredgewidth=2)
ax.text(46, 53, "from the logit: goes on", ha="right")
ax.annotate(
    "sigmoid first:\nends here, then ∞", (last, naive[x_axis == last][0]), (-8, 32), arrowprops={"arrowstyle": "->"}
)
ax.text(60, 13.5, "sigmoid, then clamp:\nflat, no slope", ha="right", va="top")
ax.set(xlabel="logit x (the truth is no)", ylabel="loss", title="Three ways to compute the same loss")
picture(
    fig,
    alt="Loss against the logit where the truth is no. The stable formula, a thick grey line, rises straight on to "
    f"{stable[-1]:.0f} at {x_axis[-1]:.0f}. The naive one, dashed, follows it and ends with a cross at {last:.0f}. The "
    f"clamped one, dotted, stays at {clamped[-1]:.1f}.",
)

# %% id="bce-with-logits-use"
for x in (36.0, 37.0, 1000.0, -1000.0):
    print(f"logit {x:7}, truth no: from the logit {float(bce_with_logits(np.array([x]), no)):.6f}")

ordinary, truth = np.array([-2.0, 0.5, 3.0]), np.array([0.0, 1.0, 1.0])
# for ordinary logits they agree
assert np.isclose(bce_with_logits(ordinary, truth), naive_bce_of_logits(ordinary, truth))

# %% [markdown] id="sure-and-wrong-words"
# ### Why not the squared error?
#
# The squared error of the probability, $(p - t)^2$, is smooth as well. Look at the slopes over the logit $x$, which is what training can move. The sigmoid's own slope is $p\,(1 - p)$, so by the chain rule
#
# - squared error: $2\,(p - t) \cdot p\,(1 - p)$,
# - cross-entropy: $p - t$, for the factor $p\,(1 - p)$ cancels.
#
# *A network says $p = 0.001$, and the truth is yes. How large are the two slopes?*
#
# One unit tells apart two digits. It begins **sure and wrong**, trained on the labels exchanged; then it gets the right ones, for 200 steps, with either loss, each at six learning rates.


# %% id="sure-and-wrong"
def descend_unit(slope, rate, start, x, t, steps=200):
    """Train one unit with sigmoid; `slope(p, t)` is that of the loss over the logit. Its share of wrong answers."""
    w, wrong = start, []
    for _step in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -500, 500)))
        wrong.append(((p > 0.5) != (t == 1)).mean())
        w = w - rate * (slope(p, t) @ x) / len(x)
    return np.array(wrong), w


slopes = {"squared error": lambda p, t: 2 * (p - t) * p * (1 - p), "cross-entropy": lambda p, t: p - t}
for name, slope in slopes.items():
    print(f"slope at p = 0.001, truth yes: {name} {slope(0.001, 1):.6f}")

rates, courses, lowest = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0), {}, {}
print("\nshare of wrong answers after 200 steps")
print(f"{'':43}" + "".join(f"rate {rate:<6g}" for rate in rates))
for low, high in ((3, 8), (4, 9), (1, 7)):
    here = (labels == low) | (labels == high)
    x = np.column_stack([images[here] / 16, np.ones(here.sum())])  # the last column is for the bias
    t = (labels[here] == high).astype(float)
    _, exchanged = descend_unit(slopes["cross-entropy"], 0.5, np.zeros(65), x, 1 - t, steps=300)
    for name, slope in slopes.items():
        for start_name, start in (("0", np.zeros(65)), ("sure and wrong", exchanged)):
            runs = [descend_unit(slope, rate, start, x, t)[0] for rate in rates]
            courses[low, name, start_name] = runs
            lowest[low, name, start_name] = min(run[-1] for run in runs)
            if low == 3 or start_name != "0":
                row = f"{low} or {high}, {name}, from {start_name}"
                print(f"{row:43}" + "".join(f"{run[-1]:<11.1%}" for run in runs))
assert all(share < 0.01 for (_, name, _), share in lowest.items() if name == "cross-entropy")
assert all(share < 0.03 for (_, _, start), share in lowest.items() if start == "0")
for low in (3, 4, 1):  # the squared error does not get out at any rate up to 10
    assert all(run[-1] > 0.4 for run in courses[low, "squared error", "sure and wrong"][:4])
    assert all(run[-1] < 0.55 for run in courses[low, "squared error", "sure and wrong"][2:4])  # one answer for all
    assert lowest[low, "squared error", "0"] <= lowest[low, "cross-entropy", "0"] + 0.01

# %% id="sure-and-wrong-picture" jupyter={"source_hidden": true}
logit = np.linspace(-10, 10, 201)
fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.6))
for (name, slope), style in zip(slopes.items(), ("--", "-")):
    left.plot(logit, slope(1 / (1 + np.exp(-logit)), 1.0), style, color="black", linewidth=2, label=name)
    right.plot(courses[3, name, "sure and wrong"][2], style, color="black", linewidth=2, label=name)
left.set(xlabel="logit (the truth is yes)", title="slope of the loss")
right.set(xlabel="step (rate 1)", title="share of wrong answers, 3 or 8", ylim=(0, 1.05))
left.legend(loc="lower right")
fig.tight_layout()
picture(
    fig,
    alt=f"Left, the slopes where the truth is yes: at a logit of {logit[0]:.0f} "
    + " and ".join(
        f"that of the {name} is {slope(1 / (1 + np.exp(-logit[0])), 1.0):.2g}" for name, slope in slopes.items()
    )
    + ". Right: from a sure and wrong start the share of wrong answers ends at "
    + " and ".join(f"{courses[3, name, 'sure and wrong'][2][-1]:.0%} with the {name}" for name in slopes)
    + ".",
)

# %% [markdown] id="sure-and-wrong-meaning"
# The squared error is flat where the network is sure, even where it is sure and wrong. At the smallest rate neither gets anywhere. At 1 and at 10, the squared error leads to one and the same answer for nearly all digits: half of them are wrong. Larger rates throw it about, and now and then out of there. From a start at 0 it does as well as the cross-entropy. The two slopes differ by the factor $2\,p\,(1 - p)$ alone, so that is the cause.

# %% [markdown] id="softmax-words"
# ## 4. One class among several
#
# For ten digits the network gives ten logits. Their probabilities must share 1 between them, so a sigmoid for each will not do. **Softmax** makes every logit positive with `exp` and divides by the sum: $p_k = e^{x_k} / \sum_j e^{x_j}$. We need $-\log p$ of the right class, so again only the logarithm. With $\log(a/b) = \log a - \log b$:
#
# $$\log p_k = x_k - \log \sum_j e^{x_j}$$
#
# *Does anything change if you add 5 to all ten logits of a row? And how does that help against overflow?*
#
# Nothing changes, up to rounding: every $e^{x}$ becomes $e^5$ times larger, and so does their sum. So subtract from each row its largest logit: then the largest exponential is $e^0 = 1$.

# %% exercise="loss/log_softmax"

# %% id="log-softmax-use"
logits = np.array([[1.0, 2.0, 3.0], [1001.0, 1002.0, 1003.0], [0.0, 0.0, -1000.0]])
log_probabilities = np.asarray(log_softmax(logits))
with np.printoptions(suppress=True, precision=3):
    print("log-probabilities:\n", log_probabilities)
    print("probabilities:\n", np.exp(log_probabilities))
    print("sums of the rows:", np.exp(log_probabilities).sum(axis=1))

# %% [markdown] id="nll-words"
# What is left is to pick, in each row, the log-probability of the right class, and to average with a minus: the **negative log-likelihood** (NLL). The target is an array of **class indices**: `[2, 0]` says that class 2 is right in the first row and class 0 in the second. First once by hand:

# %% question="loss/cross_entropy_by_hand"

# %% [markdown] id="nll-think"
# *`a[[0, 1, 2], [2, 0, 1]]` picks three elements from an array. Which three? What would `a[:, [2, 0, 1]]` be?*
#
# <details><summary>Answer</summary>Element 2 of row 0, element 0 of row 1 and element 1 of row 2: the two lists are gone through together. The second keeps all rows, with their columns in that order.</details>

# %% exercise="loss/nll"

# %% id="nll-use"
probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.7, 0.2]])
print("class 0 is right in both rows:", round(float(nll(np.log(probabilities), np.array([0, 0]))), 3))
print("class 1 is right in the second:", round(float(nll(np.log(probabilities), np.array([0, 1]))), 3))

halves = np.log([[1 / 2, 1 / 2], [1 / 4, 3 / 4], [1 / 8, 7 / 8]])  # the three of your number by hand: class 0 is right
by_hand = float(nll(halves, np.array([0, 0, 0])))
print(f"by hand: {by_hand:.3f} nats, or divided by log 2: {by_hand / np.log(2):.3f} bits")
assert round(by_hand / np.log(2), 3) == 2

# %% [markdown] id="cross-entropy-words"
# To the base 2 a logarithm counts halvings, **bits**: 1, 2 and 3 for your three. The natural one counts **nats**, 0.693 to the bit.
#
# Log-softmax and NLL together are the loss of nearly every classifier, the **cross-entropy**. It takes raw logits and class indices. *You have both halves. How long is the code?*

# %% exercise="loss/cross_entropy"

# %% id="cross-entropy-use"
cases = [
    ("right:           [0.7, 0.2, 0.1]", [0.7, 0.2, 0.1], 0.357),
    ("surer:           [0.95, 0.025, 0.025]", [0.95, 0.025, 0.025], 0.051),
    ("wrong:           [0.1, 0.7, 0.2]", [0.1, 0.7, 0.2], 2.303),
]
for text, probability, expected in cases:
    # the logarithms of the probabilities are one choice of logits
    loss = float(cross_entropy(np.log([probability]), np.array([0])))
    print(f"{text:40} cross-entropy {loss:.3f}")
    assert round(loss, 3) == expected

# %% [markdown] id="choose-words"
# ## 5. Which loss for which task?
#
# PyTorch's losses differ in what they take. `MSELoss`, `L1Loss`, `HuberLoss` and `SmoothL1Loss` take any numbers; `BCELoss` probabilities, so the sigmoid of the raw outputs; `NLLLoss` log-probabilities, so their log-softmax. `BCEWithLogitsLoss` and `CrossEntropyLoss` take the raw outputs, logits, and do the sigmoid or softmax themselves, which is safer.
#
# Four kinds of task: **regression** (a number), **binary** (yes or no), **multi-class** (exactly one of several classes), **multi-label** (any of several labels: a film may be both funny and sad). *Why would softmax be wrong for multi-label?*
#
# <details><summary>Answer</summary>Softmax makes the labels share 1 between them: a film could then not be surely funny and surely sad.</details>

# %% exercise="loss/choose_loss"

# %% id="choose-use"
for task in ("regression", "binary", "multi-class", "multi-label"):
    print(f"{task:12} → {choose_loss(task)}")

# %% [markdown] id="choose-table"
# The whole answer. (**dtype** is the kind of the numbers: float, with a fraction, or int64, whole.)
#
# | task | raw outputs | target: shape and dtype | loss | prediction |
# |---|---|---|---|---|
# | regression | (batch, 1) | (batch, 1), float | `MSELoss`, or `HuberLoss` where some targets may be far off | the output |
# | binary | (batch, 1) | (batch, 1), float, 0.0 or 1.0 | `BCEWithLogitsLoss` | yes where the logit is above 0 |
# | multi-class | (batch, classes) | (batch,), int64, 0 to classes − 1 | `CrossEntropyLoss` | `logits.argmax(1)` |
# | multi-label | (batch, labels) | (batch, labels), float, 0.0 or 1.0 | `BCEWithLogitsLoss` | every label whose logit is above 0 |
#
# A logit above 0 is a probability above 0.5, and the largest logit has the largest probability.

# %% [markdown] id="digits-words"
# ## 6. Your loss on a real network
#
# All ten digits, and a network with 64 inputs (the pixels), 10 outputs, and 32 *hidden units* in between: each is a weighted sum of the pixels, and a negative sum becomes 0. Untrained, its logits are small random numbers. *What is its cross-entropy, roughly? What probability does the right class get?*

# %% id="digits-untrained"
x_train, y_train = tg.data.digits(train=True)
x_test, y_test = tg.data.digits(train=False)
x_train, x_test = x_train / 16, x_test / 16  # pixels from 0 to 1

tg.manual_seed(0)
model = tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10))

first_logits = model(x_train).detach().numpy()  # (1437, 10)
first_loss = float(cross_entropy(first_logits, y_train.numpy()))
print(f"untrained network: {first_loss:.3f}")
print(f"−log(1/10):        {np.log(10):.3f}")
assert abs(first_loss - np.log(10)) < 0.15

# %% [markdown] id="digits-train-words"
# A tenth for each class, and −log(1/10) = log 10 = 2.303. This is worth a look before every training: a first loss far from the logarithm of the number of classes is a reason to look for a mistake.
#
# Now we train. The engine differentiates a loss of its own; **your** function watches from outside, on the same logits.

# %% id="digits-train"
optimizer = tg.optim.Adam(model.parameters(), lr=0.03)
engine_losses, your_losses = [], []
for _step in range(60):
    batch_logits = model(x_train)
    loss = tg.nn.functional.cross_entropy(batch_logits, y_train)
    engine_losses.append(loss.item())
    your_losses.append(float(cross_entropy(batch_logits.detach().numpy(), y_train.numpy())))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

largest = np.abs(np.subtract(engine_losses, your_losses)).max()
test_accuracy = (model(x_test).detach().numpy().argmax(axis=1) == y_test.numpy()).mean()
print(f"loss {your_losses[0]:.3f} → {your_losses[-1]:.3f}; {test_accuracy:.1%} of the test digits right")
print(f"largest difference between the engine's loss and yours: {largest:.1e}")
assert largest < 1e-4

# %% id="digits-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(engine_losses, "-", color="0.65", linewidth=6)
ax.plot(your_losses, "k--")
ax.axhline(np.log(10), color="black", linewidth=0.8, linestyle=":")
ax.text(59, np.log(10) - 0.05, "log 10: guessing", ha="right", va="top")
ax.text(12, 1.0, "thick grey: the engine's loss\ndashed: yours, on the same logits")
ax.set(xlabel="step", ylabel="cross-entropy", ylim=(0, 2.6), title="Training on the digits")
picture(
    fig,
    alt=f"The cross-entropy starts at {engine_losses[0]:.2f}, near log 10, and falls to {engine_losses[-1]:.2f} in "
    f"{len(engine_losses)} steps. The engine's curve and that of the reader's function differ by {largest:.1g} at most.",
)

# %% [markdown] id="torch-words"
# ## 7. The same in PyTorch, side by side
#
# PyTorch has the names on the left. Its `BCELoss` limits the logarithms instead of clamping the probabilities; away from 0 and 1 that is the same. (Importing PyTorch takes a few seconds, once.)

# %% id="torch-values"
import torch

torch.set_num_threads(1)
rng = np.random.default_rng(0)
a, b = rng.normal(size=(2, 6, 4))  # predictions and targets of a regression
p, yes_no = rng.uniform(0.05, 0.95, size=(6, 4)), rng.integers(0, 2, size=(6, 4)).astype(float)
scores, classes = rng.normal(size=(6, 4)) * 3, rng.integers(0, 4, size=6)
log_p = np.asarray(log_softmax(scores))

rows = [
    ("mse_loss", mse, a, b, {}),
    ("l1_loss", mae, a, b, {}),
    ("huber_loss", huber, a, b, {"delta": 0.5}),
    ("smooth_l1_loss", smooth_l1, a, b, {"beta": 0.5}),
    ("binary_cross_entropy", bce, p, yes_no, {}),
    ("binary_cross_entropy_with_logits", bce_with_logits, scores, yes_no, {}),
    ("log_softmax", log_softmax, scores, None, {"dim": 1}),
    ("nll_loss", nll, log_p, classes, {}),
    ("cross_entropy", cross_entropy, scores, classes, {}),
]


def from_library(library, name, arrays, options):
    """The value of one function of `library.nn.functional`, as a NumPy array."""
    tensors = [library.from_numpy(array) for array in arrays]
    return getattr(library.nn.functional, name)(*tensors, **options).numpy()


print(f"{'name in PyTorch':34}{'yours':>10}{'tinygrad_lite':>15}{'PyTorch':>10}")
for name, yours, first, second, options in rows:
    arrays = [first] if second is None else [first, second]
    mine = np.asarray(yours(*arrays, *(value for key, value in options.items() if key != "dim")))
    ours, theirs = (from_library(library, name, arrays, options) for library in (tg, torch))
    assert np.allclose(mine, theirs), name
    assert np.allclose(ours, theirs), name
    show = [f"{value:.6f}" if value.ndim == 0 else "an array" for value in (mine, ours, theirs)]
    print(f"{name:34}{show[0]:>10}{show[1]:>15}{show[2]:>10}")
print("\nAll nine agree.")

# %% [markdown] id="torch-gradient-words"
# Here is the slope of the cross-entropy over each logit, the **gradient**, from both libraries, for logits whose softmax is `[0.7, 0.2, 0.1]`, where class 0 is right. *Do you see the rule?*
#
# <details><summary>Answer</summary>Probability minus target, where the target is 1 for the right class and 0 for the others: the same p − t as for one unit. Lesson 03 derives it.</details>

# %% id="torch-gradient"
worked = np.log([[0.7, 0.2, 0.1]])
gradients = []
for library in (tg, torch):
    leaf = library.tensor(worked, requires_grad=True)
    library.nn.functional.cross_entropy(leaf, library.tensor([0])).backward()
    gradients.append(leaf.grad.numpy())
    print(f"{library.__name__:14} {gradients[-1].round(6)}")
assert np.allclose(*gradients)
assert np.allclose(gradients[0], [[-0.3, 0.2, 0.1]])

# %% [markdown] id="torch-timing-words"
# ### What it costs
#
# The time of one cross-entropy, for a small batch and for a large one, in float32, each library on one thread.

# %% id="torch-timing"
from time import perf_counter


def microseconds(function, *arguments, repeats=30):
    """The median time of one call."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        function(*arguments)
        times.append(perf_counter() - start)
    return 1e6 * float(np.median(times))


print(f"{'batch × classes':18}{'your function':>16}{'tinygrad_lite':>16}{'PyTorch':>12}   (µs)")
for batch, class_count in ((64, 10), (1024, 500)):
    z = rng.normal(size=(batch, class_count)).astype(np.float32)
    k = rng.integers(0, class_count, size=batch)
    repeats = 30 if batch < 100 else 15
    times = [microseconds(cross_entropy, z, k, repeats=repeats)]
    for library in (tg, torch):
        tensors = library.from_numpy(z), library.from_numpy(k)
        times.append(microseconds(library.nn.functional.cross_entropy, *tensors, repeats=repeats))
    print(f"{f'{batch} × {class_count}':18}{times[0]:16.0f}{times[1]:16.0f}{times[2]:12.0f}")

# %% [markdown] id="torch-timing-meaning"
# 800 times as many numbers do not take the libraries 800 times as long: with a small batch, most of the time goes into making the calls.

# %% [markdown] id="mistakes"
# ## 8. Common mistakes, seen failing
#
# ### Softmax twice
# `CrossEntropyLoss` contains the softmax. If the network ends with one too, no error tells you. *Is the smallest loss that a perfect answer can reach still 0?*

# %% id="mistake-double"
perfect = np.eye(10)  # ten rows; each gives its right class probability 1
print(f"loss of perfect probabilities, taken for logits: {float(cross_entropy(perfect, np.arange(10))):.4f}")
print(f"log(1 + 9/e):                                    {np.log(1 + 9 / np.e):.4f}")
assert np.isclose(cross_entropy(perfect, np.arange(10)), np.log(1 + 9 / np.e))


def train(softmax_inside, rate, seed, steps=30):
    """Train on the digits, with or without a softmax at the end of the network: last loss, test accuracy."""
    tg.manual_seed(seed)
    net = tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10))
    optimizer = tg.optim.Adam(net.parameters(), lr=rate)
    for _step in range(steps):
        output = tg.softmax(net(x_train), dim=1) if softmax_inside else net(x_train)
        loss = tg.nn.functional.cross_entropy(output, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item(), float((net(x_test).detach().numpy().argmax(axis=1) == y_test.numpy()).mean())


print("\nloss and test accuracy after 30 steps, mean of three seeds")
best = {}
for inside in (False, True):
    means = {rate: np.mean([train(inside, rate, seed) for seed in range(3)], axis=0) for rate in (0.01, 0.03, 0.1, 0.3)}
    best[inside] = max(means.values(), key=lambda pair: pair[1])
    assert best[inside][1] > max(means[0.01][1], means[0.3][1])  # no best rate at the edge of what was tried
    shown = "   ".join(f"rate {rate}: {last_loss:.2f}, {right:.1%}" for rate, (last_loss, right) in means.items())
    print(f"softmax in the network too: {inside!s:5}   {shown}")
later = {inside: train(inside, 0.003, seed=0, steps=600) for inside in (False, True)}
print(
    "after 600 steps, rate 0.003:", *(f"{inside!s}: {last:.2f}, {right:.1%}" for inside, (last, right) in later.items())
)
assert min(best[True][0], later[True][0]) > np.log(1 + 9 / np.e)  # it cannot get below
assert later[True][1] > later[False][1] - 0.03
assert best[True][1] < best[False][1]

# %% [markdown] id="mistake-double-words"
# It trains, and that is the trouble: after 30 steps the accuracy is worse, after 600 hardly worse at all. **The sign:** a loss that sticks far above 0 while the answers get better. **Remedy:** end the network with its last `Linear`, and hand over logits.
#
# ### Sum instead of mean
# With a sum in place of the mean, loss and gradient are as many times larger as there are samples. *What does that do to a learning rate that was right before?*


# %% id="mistake-sum"
def descend(reduce, learning_rate, steps=6):
    """Fit whole = w * upper by following the slope; the mean squared error before each step."""
    w, losses = 0.0, []
    for _step in range(steps):
        losses.append(float(np.mean((w * upper - whole) ** 2)))
        slope = reduce(2 * (w * upper - whole) * upper)  # derivative of the squared errors by w
        w -= learning_rate * slope
    return losses


for text, reduce, rate in [
    ("mean, learning rate 0.1:   ", np.mean, 0.1),
    ("sum,  learning rate 0.1:   ", np.sum, 0.1),
    ("sum,  0.1 / 1437 (samples):", np.sum, 0.1 / len(upper)),
]:
    print(text, " ".join(f"{loss:9.3g}" for loss in descend(reduce, rate)))
assert descend(np.sum, 0.1)[-1] > 1e6 > descend(np.mean, 0.1)[0]

# %% [markdown] id="mistake-sum-words"
# **Remedy:** average; that does not depend on the batch size.
#
# ### (N, 1) against (N,)
# A network gives predictions of shape (N, 1), the targets come as (N,). NumPy and PyTorch *broadcast*: they pair every prediction with every target. *What shape does the difference have?*

# %% id="mistake-broadcast"
import warnings

column, in_a_row = whole[:4].reshape(4, 1), whole[:4]  # the predictions are perfect
print("shape of the difference:", (column - in_a_row).shape)
print("loss of perfect predictions:", np.mean((column - in_a_row) ** 2).round(3), "instead of 0")
assert np.mean((column - in_a_row) ** 2) > 0

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    tg.nn.functional.mse_loss(tg.tensor(column), tg.tensor(in_a_row))
assert len(caught) == 1
print("\ntinygrad_lite warns:", caught[0].message)
print("\nmended:", tg.nn.functional.mse_loss(tg.tensor(column), tg.tensor(in_a_row).reshape(4, 1)).item())

# %% [markdown] id="mistake-broadcast-words"
# Trained like that, the network learns to answer everything with the mean of *all* targets. **Remedy:** read warnings, and print both shapes once before you train.
#
# ### One-hot rows of whole numbers as targets
# Some courses write the right class as a row of zeros with a single 1, **one-hot**. *What will `CrossEntropyLoss` say, which reads whole numbers as class indices?*

# %% id="mistake-one-hot"
two_rows = tg.tensor([[0.1, 0.2, 0.9], [0.8, 0.3, 0.1]])
one_hot = np.array([[0, 0, 1], [1, 0, 0]])
try:
    tg.nn.functional.cross_entropy(two_rows, tg.tensor(one_hot))
except ValueError as error:
    print("ValueError:", error)
else:
    raise AssertionError("whole rows should not have gone through as class indices")

print("\nmended, by index:      ", tg.nn.functional.cross_entropy(two_rows, tg.tensor(one_hot.argmax(1))))
as_floats = tg.nn.functional.cross_entropy(two_rows, tg.tensor(one_hot.astype(np.float32)))
print("the same rows as floats:", as_floats)

smooth = (0.9 * one_hot + 0.1 / 3).astype(np.float32)  # a tenth of the trust shared among all classes
by_rows = tg.nn.functional.cross_entropy(two_rows, tg.tensor(smooth))
by_option = tg.nn.functional.cross_entropy(two_rows, tg.tensor(one_hot.argmax(1)), label_smoothing=0.1)
print(f"\nsoft rows such as {smooth[0].round(3)}: {by_rows.item():.4f};  label_smoothing=0.1: {by_option.item():.4f}")
assert np.isclose(by_rows.item(), by_option.item())

# %% [markdown] id="mistake-one-hot-words"
# Rows of *floats* mean something else: a probability for each class, a **soft target**, as when three of ten readers took a 4 for a 9. A one-hot row of floats gives the same loss as its index. Moving a little of the trust to all the other classes is called **label smoothing**. **Remedy:** class indices, unless you really have probabilities.
#
# ### Softmax by hand, and huge logits
# *The loss below is right on paper. What comes back from `backward()`?*

# %% id="mistake-huge"
with np.errstate(all="ignore"):
    by_hand = tg.tensor([[1000.0, 0.0]], requires_grad=True)
    softmax_by_hand = by_hand.exp() / by_hand.exp().sum(1, keepdim=True)
    loss = -softmax_by_hand.log()[0, 1]
    loss.backward()
print("softmax by hand:  loss", loss.item(), " gradient", by_hand.grad.numpy())
assert np.isnan(by_hand.grad.numpy()).any()

safe = tg.tensor([[1000.0, 0.0]], requires_grad=True)
loss = tg.nn.functional.cross_entropy(safe, tg.tensor([1]))
loss.backward()
print("cross_entropy:    loss", loss.item(), "gradient", safe.grad.numpy())

# %% [markdown] id="mistake-huge-words"
# The next step would write `nan` into every weight. **Remedy:** never compute the softmax; use the losses that take logits.

# %% [markdown] id="recap"
# ## 9. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("loss/recap_1", "a")`.

# %% question="loss/recap_1"

# %% question="loss/recap_2"

# %% question="loss/recap_3"

# %% question="loss/recap_4"

# %% question="loss/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - [Lesson 03, Backward pass](03_backward_pass.ipynb): where the slopes come from, and why the gradient above was `[-0.3, 0.2, 0.1]`.
# - [Lesson 04, Optimizers](04_optimizers.ipynb): how to walk down the valley.
# - [Lesson 10, Debugging training](10_debugging.ipynb): finding these mistakes in loops that somebody else wrote.
#
# To read on: the [loss functions of PyTorch](https://pytorch.org/docs/stable/nn.html#loss-functions), and P. J. Huber, "Robust Estimation of a Location Parameter", 1964.
