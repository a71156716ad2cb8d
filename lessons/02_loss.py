# %% [markdown] id="title"
# # Lesson 02: Loss
#
# A network has made its predictions. How wrong are they? A **loss** answers with one number, and training does nothing else but make that number smaller. So it matters which number you choose.
#
# After this lesson you can
#
# - say what a loss is for, and why it must be a single number,
# - write the losses of regression (mean squared error, mean absolute error, Huber, smooth L1) and of classification (binary cross-entropy, cross-entropy) yourself, in NumPy,
# - explain why a confident wrong answer costs most,
# - compute losses of logits as large as 1000 without an overflow,
# - choose the loss for a task, with the right form of target and the right way to read off a prediction,
# - recognise five common mistakes by what they do.
#
# It takes 30 to 45 minutes. You need Python, some NumPy, and the derivative from school. Nothing from the other lessons has to be done first.
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell, and a card below it says how it went: what came out, what was expected and, where that is certain, which mistake it is. Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start. When you are stuck, `hint("loss/mse")` helps one step at a time, and `progress()` shows where you stand. One thing to know: JupyterLab's *Run All Cells* stops at a cell that Python cannot read, such as one with a bracket left open; mend it, or run the cells below one by one.

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
# **Regression** means that the network predicts a number: a price, a temperature, an age. Some predictions are too high, others too low. We want one number for how bad they are together.
#
# A first idea: the **error** of a prediction is `predicted - target`; average the errors. *What would you get for two predictions, one too high by 5 and one too low by 5? (Think before you read on.)*
#
# You would get 0, as if nothing were wrong. Errors of opposite sign cancel. Squares cannot cancel, because none is negative. The **mean squared error** (MSE) squares each error and averages:
#
# $$\text{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\text{predicted}_i - \text{target}_i)^2$$

# %% question="loss/mse_by_hand"

# %% [markdown] id="mse-think"
# Now in code. The arrays may have any shape: a batch of 32 predictions, or 32 rows of 5 numbers each. *By what do you divide in the second case?*

# %% exercise="loss/mse"

# %% id="mse-use"
predicted, target = np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5])

print("squared errors:", ((predicted - target) ** 2).round(3))
print("their mean:    ", round(float(mse(predicted, target)), 3))
assert round(float(mse(predicted, target)), 3) == 0.043  # your number from above, and PyTorch's

# %% [markdown] id="landscape"
# ### Why one number is enough to learn from
#
# Here are real data: 1437 handwritten digits, scanned as 8 × 8 pixels. For each we know how much ink is in its upper half. Can we predict from that how much ink the whole digit has? Our model is as small as a model can be: `whole = w * upper`, with one weight `w`.
#
# Every `w` gives predictions, and so a loss. *Before you run the cell: how many lowest points will the curve have, and near which `w`?*

# %% id="landscape-picture"
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
picture(fig, alt="The mean squared error over the weight w is a valley with a single lowest point near w = 1.9.")

# %% [markdown] id="landscape-words"
# One valley, and its bottom is near 1.9: a digit has nearly as much ink below as above. Training walks down this valley. At any `w` the slope of the curve, its derivative, tells which way is down. That is why a loss must be a **single number** (two numbers have no common "down") and why it must have a **slope** (a flat curve tells nothing). A network with a million weights has such a landscape too, with a million directions in place of one.
#
# The next lesson computes the slope. This one builds the landscape.

# %% [markdown] id="outliers"
# ### One wrong entry
#
# Squaring has a price. Suppose we predict the same number `c` for five houses that cost 1, 2, 3, 4 and 100 (someone typed 100 for 5). *Which `c` has the lowest MSE: about 3, or about 22?*
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
print(f"lowest MAE at c = {best_constant(mae):.1f}, their median is {np.median(prices):.1f}")

# %% [markdown] id="huber-words"
# MSE settles at the mean, 22, which is near none of the five. MAE settles at the **median**, the price in the middle, 3, and hardly notices the typing error.
#
# The reason is the slope. With MSE an error twice as large pulls twice as hard; from $c = 3$ the house at 100 pulls harder than the four others together, until $c$ reaches 22. With MAE every error pulls equally hard, large or tiny. That has a price too: however near the prediction is, the pull stays the same, so training jumps to and fro across the target instead of settling.
#
# The **Huber loss** takes the better half of each. Write $d = |\text{predicted} - \text{target}|$ and choose a number $\delta$ ("delta"): errors up to $\delta$ count as small.
#
# $$\text{Huber} = \begin{cases} \tfrac12 d^2 & \text{where } d \le \delta \\ \delta\,(d - \tfrac12\delta) & \text{where } d > \delta\end{cases}\qquad\text{then the mean over all elements.}$$
#
# *Put $d = \delta$ into both lines. What do you get, and what would go wrong if the two differed?*

# %% exercise="loss/huber"

# %% id="huber-picture"
errors = np.linspace(-3, 3, 121)
zero = np.zeros(1)
curves = {
    "squared error": ([float(mse(np.array([e]), zero)) for e in errors], "-", (2.25, 4.6)),
    "absolute error": ([float(mae(np.array([e]), zero)) for e in errors], "--", (3.1, 2.95)),
    "Huber, δ = 1": ([float(huber(np.array([e]), zero)) for e in errors], ":", (3.1, 2.4)),
}

fig, ax = plt.subplots(figsize=(6.4, 3.8))
for name, (values, style, place) in curves.items():
    ax.plot(errors, values, style, color="black", linewidth=2 if style == ":" else 1.5)
    ax.text(*place, name)
ax.set(xlabel="error: predicted − target", ylabel="loss of one element", ylim=(0, 5), xlim=(-3, 4.9))
ax.set_title("Three losses for one error")
picture(
    fig,
    alt="Loss against error. The squared error is a parabola, the absolute error a V with a corner at 0. The Huber loss is "
    "round like the parabola near 0 and straight like the V further out.",
)

# %% id="huber-use"
print("    error        MSE        MAE      Huber")
for e in (0.1, 1.0, 10.0, 100.0):
    row = [float(loss(np.array([e]), zero)) for loss in (mse, mae, huber)]
    print(f"{e:9.1f}" + "".join(f"{value:11.3f}" for value in row))

print("\nbest constant for the five prices, by Huber:", best_constant(huber).round(1))

# %% [markdown] id="smooth-l1-words"
# The slope of the Huber loss never exceeds $\delta$. A larger $\delta$ therefore makes the straight part steeper, and with it every step of the training. If you want only the corner of the absolute error rounded off, and the slope outside to stay 1, divide by the width of the rounded part. It is called $\beta$ ("beta") then, and the loss **smooth L1**:
#
# $$\text{smooth L1} = \begin{cases} d^2 / (2\beta) & \text{where } d < \beta \\ d - \tfrac12\beta & \text{elsewhere}\end{cases}$$
#
# *Compare it with the formula above, line by line. Which single operation turns one into the other?* You may call your `huber`.

# %% exercise="loss/smooth_l1"

# %% id="smooth-l1-use"
for beta in (0.5, 1.0, 4.0):
    ours, from_huber = (
        float(f) for f in (smooth_l1(predicted * 9, target, beta), huber(predicted * 9, target, beta) / beta)
    )
    print(f"β = {beta}: smooth L1 = {ours:.4f}, Huber / β = {from_huber:.4f}")
    assert np.isclose(ours, from_huber)

# %% [markdown] id="classification"
# ## 2. Predicting a yes or a no
#
# **Classification** means that the network chooses: cat or dog, which digit, spam or not. What number says how wrong a choice is?
#
# The first idea is the share of right answers, the **accuracy**. *Three networks answer the same question rightly. They gave the right answer a probability of 0.51, 0.75 and 0.99. What is the accuracy of each, and which one has least left to learn?*
#
# All three have an accuracy of 1. Accuracy is a staircase: a small change of a weight usually changes no answer, so its slope is 0, and training finds no way down. We need a number that falls as the right answer becomes more probable. Take the probability $p$ that the network gave to the right answer. The loss in use nearly everywhere is
#
# $$-\log p$$
#
# with the natural logarithm. It is 0 for $p = 1$ and grows without limit as $p$ goes to 0.

# %% id="log-picture"
p = np.linspace(0.005, 1, 400)

fig, ax = plt.subplots(figsize=(6.4, 3.8))
ax.plot(p, -np.log(p), "k-")
for probability, text, height in [(0.95, "sure and right", 0.6), (0.7, "right", 1.3), (0.1, "sure and wrong", 2.8)]:
    point = (probability, -np.log(probability))
    ax.plot(*point, "ko")
    place = (probability - 0.2 if probability > 0.5 else 0.17, height)
    label = f"p = {probability}: {-np.log(probability):.3f}\n({text})"
    ax.annotate(label, point, place, arrowprops={"arrowstyle": "-", "color": "0.6"})
ax.set(xlabel="probability p given to the right answer", ylabel="loss: −log p", xlim=(0, 1.05), ylim=(0, 5.3))
ax.set_title("Being sure and wrong costs most")
picture(
    fig,
    alt="The curve of minus log p falls from above 5 near p = 0 to 0 at p = 1. Marked points: 2.303 at p = 0.1, 0.357 at "
    "p = 0.7 and 0.051 at p = 0.95.",
)

# %% id="log-numbers"
for probability, expected in [(0.95, 0.051), (0.7, 0.357), (0.1, 2.303)]:
    print(f"right answer got p = {probability:4}: loss {-np.log(probability):.3f}")
    assert round(-np.log(probability), 3) == expected

ratio = np.log(0.1) / np.log(0.95)
print(f"\nOne sure, wrong answer costs as much as {ratio:.0f} sure, right ones.")

# %% [markdown] id="bce-words"
# Now the case of yes or no. The network gives one number $p$, the probability of "yes"; the target $t$ is 1 for yes and 0 for no. The right answer has the probability $p$ where $t = 1$, and $1 - p$ where $t = 0$. One formula says both, because in each case one of its two terms is multiplied by 0:
#
# $$\text{BCE} = -\frac{1}{n} \sum_i \big[\, t_i \log p_i + (1 - t_i) \log(1 - p_i) \,\big]$$
#
# This is the **binary cross-entropy**. Targets between 0 and 1 are allowed too: $t = 0.9$ can mean that nine of ten people said yes.
#
# *What is the loss of a network that says $p = 0$ where the truth is yes? What becomes of the mean over a whole batch, if one element is infinite?* To prevent that, probabilities are first **clamped**: whatever is below 1e-7 becomes 1e-7, whatever is above 1 − 1e-7 becomes 1 − 1e-7.

# %% exercise="loss/bce"

# %% id="bce-use"
yes = np.array([1.0])
print("truth: yes")
for probability in (0.99, 0.5, 0.1, 0.001, 0.0):
    print(f"  network says p = {probability:<5}  loss {float(bce(np.array([probability]), yes)):7.3f}")

# %% [markdown] id="logits-words"
# ## 3. Logits, and how to stay away from infinity
#
# A network's last layer does not give probabilities. It gives any numbers: −3, 0, 12. Such a raw output is called a **logit**. For yes or no, the **sigmoid** turns a logit $x$ into a probability: $p = 1 / (1 + e^{-x})$. A logit of 0 means 0.5; a large one is near 1; a very negative one near 0.
#
# So one could compute the sigmoid first and the loss afterwards. *What does `np.exp(1000)` give? What is `1 - p` if `p` is so near to 1 that it is rounded to exactly 1? Try both for a network that is far too sure:*


# %% id="overflow"
def naive_bce_of_logits(x, t):
    """Sigmoid first, logarithm afterwards, no clamp: right on paper."""
    p = 1 / (1 + np.exp(-x))
    return np.mean(-(t * np.log(p) + (1 - t) * np.log(1 - p)))


no = np.array([0.0])
with np.errstate(all="ignore"):  # NumPy would warn of each overflow
    for x in (10.0, 30.0, 36.0, 37.0, 1000.0, -1000.0):
        print(f"logit {x:7}, truth no: sigmoid first gives {naive_bce_of_logits(np.array([x]), no):.6f}")

# %% [markdown] id="overflow-words"
# With a logit of 30 the result is already a little off. From 37 on it is infinite, though the true loss is a harmless 37: the network is wrong by that much, and should be told so. At −1000 comes `nan`, "not a number": the answer is right there, its loss is 0, but 0 · ∞ was computed on the way. One `nan` is enough to make the mean, the gradient and after one step every weight `nan`.
#
# A clamp only hides this: the loss then stays at 16.1 and has no slope, exactly where the network has most to learn.
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

# %% exercise="loss/bce_with_logits"

# %% id="overflow-picture"
x_axis = np.linspace(-20, 60, 321)
with np.errstate(all="ignore"):
    naive = np.array([naive_bce_of_logits(np.array([x]), no) for x in x_axis])
stable = np.array([float(bce_with_logits(np.array([x]), no)) for x in x_axis])
clamped = np.array([float(bce(1 / (1 + np.exp(-np.array([x]))), no)) for x in x_axis])
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
    alt="Loss against the logit where the truth is no. The stable formula, a thick grey line, rises straight on. The naive "
    "one, dashed, follows it and ends with a cross near 36. The clamped one, dotted, stays at 16 from logit 16 on.",
)

# %% id="bce-with-logits-use"
for x in (36.0, 37.0, 1000.0, -1000.0):
    print(f"logit {x:7}, truth no: from the logit {float(bce_with_logits(np.array([x]), no)):.6f}")

ordinary, truth = np.array([-2.0, 0.5, 3.0]), np.array([0.0, 1.0, 1.0])
# for ordinary logits they agree
assert np.isclose(bce_with_logits(ordinary, truth), naive_bce_of_logits(ordinary, truth))

# %% [markdown] id="softmax-words"
# ## 4. One class among several
#
# For ten digits the network gives ten logits. Their probabilities must share 1 between them, so a sigmoid for each will not do. **Softmax** makes every logit positive with `exp` and divides by the sum: $p_k = e^{x_k} / \sum_j e^{x_j}$.
#
# We need $-\log p$ of the right class, so again only the logarithm. With $\log(a/b) = \log a - \log b$:
#
# $$\log p_k = x_k - \log \sum_j e^{x_j}$$
#
# *Does anything change if you add 5 to all ten logits of a row? And how does that help against overflow?*
#
# Nothing changes: every $e^{x}$ becomes $e^5$ times larger, and so does their sum. The same holds if you subtract. So subtract the largest logit $m$ of the row from the whole row: then the largest exponential is $e^0 = 1$, and nothing overflows. Logits come as an array of shape (batch, classes): one row for each sample, each row with a largest of its own.

# %% exercise="loss/log_softmax"

# %% id="log-softmax-use"
logits = np.array([[1.0, 2.0, 3.0], [1001.0, 1002.0, 1003.0], [0.0, 0.0, -1000.0]])
log_probabilities = np.asarray(log_softmax(logits))
with np.printoptions(suppress=True, precision=3):
    print("log-probabilities:\n", log_probabilities)
    print("probabilities:\n", np.exp(log_probabilities))
    print("sums of the rows:", np.exp(log_probabilities).sum(axis=1))

# %% [markdown] id="nll-words"
# The first two rows are the same: only differences between logits count.
#
# What is left is to pick, in each row, the log-probability of the right class, and to average with a minus. It is called **negative log-likelihood** (NLL). The target is an array of **class indices**: `[2, 0]` says that class 2 is right in the first row and class 0 in the second. First once by hand:

# %% question="loss/cross_entropy_by_hand"

# %% [markdown] id="nll-think"
# *`a[[0, 1, 2], [2, 0, 1]]` picks three elements from an array. Which three? What would `a[:, [2, 0, 1]]` be?*

# %% exercise="loss/nll"

# %% id="nll-use"
probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.7, 0.2]])
print("class 0 is right in both rows:", round(float(nll(np.log(probabilities), np.array([0, 0]))), 3))
print("class 1 is right in the second:", round(float(nll(np.log(probabilities), np.array([0, 1]))), 3))

# %% [markdown] id="cross-entropy-words"
# Log-softmax and NLL together are the loss of nearly every classifier, the **cross-entropy**. It takes raw logits and class indices. *You have both halves. How long is the code?*

# %% exercise="loss/cross_entropy"

# %% id="cross-entropy-use"
cases = [
    ("right:           [0.7, 0.2, 0.1]", [0.7, 0.2, 0.1], 0.357),
    ("surer:           [0.95, 0.025, 0.025]", [0.95, 0.025, 0.025], 0.051),
    ("sure and wrong:  [0.1, 0.7, 0.2]", [0.1, 0.7, 0.2], 2.303),
]
for text, probability, expected in cases:
    # the logarithms of the probabilities are one choice of logits
    loss = float(cross_entropy(np.log([probability]), np.array([0])))
    print(f"{text:40} cross-entropy {loss:.3f}")
    assert round(loss, 3) == expected

# %% [markdown] id="choose-words"
# ## 5. Which loss for which task?
#
# PyTorch's losses have the names below. They differ in what they expect the network to give.
#
# | loss | what it takes | so give it |
# |---|---|---|
# | `MSELoss`, `L1Loss`, `HuberLoss`, `SmoothL1Loss` | predictions, any numbers | raw outputs |
# | `BCELoss` | for each yes-or-no question a probability | sigmoid of the raw outputs |
# | `BCEWithLogitsLoss` | for each yes-or-no question a logit | raw outputs |
# | `NLLLoss` | for each class a log-probability; one class is right | log-softmax of the raw outputs |
# | `CrossEntropyLoss` | for each class a logit; one class is right | raw outputs |
#
# As you have seen, it is safer to hand over raw outputs and to let the loss do the sigmoid or softmax.
#
# Four kinds of task: **regression** (a number), **binary** (yes or no), **multi-class** (exactly one of several classes), **multi-label** (any of several labels: a film may be both funny and sad). *Multi-label looks like multi-class. Why would softmax be wrong for it?*

# %% exercise="loss/choose_loss"

# %% id="choose-use"
for task in ("regression", "binary", "multi-class", "multi-label"):
    print(f"{task:12} → {choose_loss(task)}")

# %% [markdown] id="choose-table"
# With the loss comes the form of the target, and the rule that turns outputs into predictions:
#
# | task | raw outputs | target: shape and dtype | loss | prediction |
# |---|---|---|---|---|
# | regression | (batch, 1) | (batch, 1), float | `MSELoss`, or `HuberLoss` where some targets may be far off | the output |
# | binary | (batch, 1) | (batch, 1), float, 0.0 or 1.0 | `BCEWithLogitsLoss` | yes where the logit is above 0 |
# | multi-class | (batch, classes) | (batch,), int64, 0 to classes − 1 | `CrossEntropyLoss` | `logits.argmax(1)` |
# | multi-label | (batch, labels) | (batch, labels), float, 0.0 or 1.0 | `BCEWithLogitsLoss` | every label whose logit is above 0 |
#
# "Above 0" is "probability above 0.5", because the sigmoid of 0 is 0.5. For `argmax` no softmax is needed either: the largest logit has the largest probability.

# %% [markdown] id="digits-words"
# ## 6. Your loss on a real network
#
# Back to the digits, and now to all ten classes. A network with 64 inputs (the pixels), 32 hidden units and 10 outputs has not been trained yet; its logits are small random numbers. *What is its cross-entropy, roughly? You can work it out without running anything: if all ten classes look alike to it, what probability does the right one get?*

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
# A tenth for each class, and −log(1/10) = log 10 = 2.303. This is a check worth making before every training: if the first loss is far from the logarithm of the number of classes, something is wrong already.
#
# Now we train. The engine computes its own loss, because it needs one that it can differentiate; **your** function watches from outside, on the same logits. They should say the same at every step.

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

# %% id="digits-picture"
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(engine_losses, "-", color="0.65", linewidth=6)
ax.plot(your_losses, "k--")
ax.axhline(np.log(10), color="black", linewidth=0.8, linestyle=":")
ax.text(59, np.log(10) - 0.05, "log 10: guessing", ha="right", va="top")
ax.text(12, 1.0, "thick grey: the engine's loss\ndashed: yours, on the same logits")
ax.set(xlabel="step", ylabel="cross-entropy", ylim=(0, 2.6), title="Training on the digits")
picture(
    fig,
    alt="The cross-entropy starts near log 10, about 2.3, and falls below 0.1 within 60 steps. The engine's curve and the "
    "one computed by the reader's function lie on each other.",
)

# %% [markdown] id="torch-words"
# ## 7. The same in PyTorch, side by side
#
# Everything you built exists in PyTorch under the names on the left. The values should agree, yours, tinygrad_lite's and PyTorch's. PyTorch's `BCELoss` limits the logarithms instead of clamping the probabilities; away from 0 and 1 that is the same.

# %% id="torch-values"
import torch

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
# A loss is there for its slope. Here is the slope of the cross-entropy with respect to each logit, the **gradient**, from both libraries, for the worked example: logits whose softmax is `[0.7, 0.2, 0.1]`, and class 0 is right. *Compare it with those three probabilities. Do you see the rule? (Lesson 03 derives it.)*

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
# The time of one cross-entropy, for a small batch and for a large one, in single precision (float32), each library on one thread. The numbers depend on your machine and on what else it is doing.

# %% id="torch-timing"
from time import perf_counter

torch.set_num_threads(1)


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
    repeats = 30 if batch < 100 else 5
    times = [microseconds(cross_entropy, z, k, repeats=repeats)]
    for library in (tg, torch):
        tensors = library.from_numpy(z), library.from_numpy(k)
        times.append(microseconds(library.nn.functional.cross_entropy, *tensors, repeats=repeats))
    print(f"{f'{batch} × {class_count}':18}{times[0]:16.0f}{times[1]:16.0f}{times[2]:12.0f}")

# %% [markdown] id="torch-timing-meaning"
# How to read it. The large batch has 800 times as many numbers as the small one, but does not take 800 times as long in the libraries: for a small batch most of the time goes into making the calls, not into arithmetic. For the large batch the exponentials count most, and how fast a library computes them. If your version is a Python loop, it pays for every row, or every number, with a call of its own, and falls further behind as the batch grows. None of this says which library trains faster: the loss is usually a small part of a training step.

# %% [markdown] id="mistakes"
# ## 8. Common mistakes, seen failing
#
# ### Softmax twice
# `CrossEntropyLoss` contains the softmax. If the network ends with one too, softmax is applied twice. No error tells you. *What is the smallest loss that even a perfect answer can reach?*

# %% id="mistake-double"
perfect = np.eye(10)  # ten rows; each gives its right class probability 1
print(f"loss of perfect probabilities, taken for logits: {float(cross_entropy(perfect, np.arange(10))):.4f}")
print(f"log(1 + 9/e):                                    {np.log(1 + 9 / np.e):.4f}")
assert np.isclose(cross_entropy(perfect, np.arange(10)), np.log(1 + 9 / np.e))


def train(softmax_inside, steps=30):
    """Train on the digits, with or without a softmax at the end of the network: last loss, test accuracy."""
    tg.manual_seed(0)
    net = tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10))
    optimizer = tg.optim.Adam(net.parameters(), lr=0.03)
    for _step in range(steps):
        output = tg.softmax(net(x_train), dim=1) if softmax_inside else net(x_train)
        loss = tg.nn.functional.cross_entropy(output, y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item(), float((net(x_test).detach().numpy().argmax(axis=1) == y_test.numpy()).mean())


for inside in (False, True):
    last_loss, accuracy = train(inside)
    print(
        f"softmax in the network too: {inside!s:5}  loss after 30 steps {last_loss:.3f}, test accuracy {accuracy:.1%}"
    )

# %% [markdown] id="mistake-double-words"
# It trains, and that is the trouble: the accuracy is worse, but not so bad that anyone would suspect the loss. The sign to watch for is a loss that sticks far above 0 while the answers get better. **Remedy:** end the network with its last `Linear`, and hand over logits.
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


print("mean, learning rate 0.1:   ", " ".join(f"{loss:9.3g}" for loss in descend(np.mean, 0.1)))
print("sum,  learning rate 0.1:   ", " ".join(f"{loss:9.3g}" for loss in descend(np.sum, 0.1)))
print("sum,  0.1 / 1437 (samples):", " ".join(f"{loss:9.3g}" for loss in descend(np.sum, 0.1 / len(upper))))

# %% [markdown] id="mistake-sum-words"
# Divided by the 1437 samples, the learning rate is right again, until the batch size changes. **Remedy:** average, then the learning rate does not depend on the batch size.
#
# ### (N, 1) against (N,)
# A network gives predictions of shape (N, 1), the targets come as (N,). NumPy and PyTorch do not complain: they *broadcast*, which pairs every prediction with every target. *What shape does the difference have?*

# %% id="mistake-broadcast"
import warnings

column, flat = whole[:4].reshape(4, 1), whole[:4]  # the predictions are perfect
print("shape of the difference:", (column - flat).shape)
print("loss of perfect predictions:", np.mean((column - flat) ** 2).round(3), "instead of 0")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    tg.nn.functional.mse_loss(tg.tensor(column), tg.tensor(flat))
print("\ntinygrad_lite warns:", caught[0].message)
print("\nmended:", tg.nn.functional.mse_loss(tg.tensor(column), tg.tensor(flat).reshape(4, 1)).item())

# %% [markdown] id="mistake-broadcast-words"
# Trained like that, every prediction is drawn towards *all* targets, so towards their mean, and the network learns to give the same answer to everything. PyTorch gives such a warning as well. **Remedy:** read warnings, and print both shapes once before you train.
#
# ### One-hot rows as targets
# Some courses write the right class as a row of zeros with a single 1, called **one-hot**. Here `CrossEntropyLoss` expects the index instead.

# %% id="mistake-one-hot"
one_hot = np.eye(3)[[2, 0]]
try:
    tg.nn.functional.cross_entropy(tg.tensor([[0.1, 0.2, 0.9], [0.8, 0.3, 0.1]]), tg.tensor(one_hot))
except Exception as error:
    print(type(error).__name__ + ":", error)

print(
    "\nmended:",
    tg.nn.functional.cross_entropy(tg.tensor([[0.1, 0.2, 0.9], [0.8, 0.3, 0.1]]), tg.tensor(one_hot).argmax(1)),
)

# %% [markdown] id="mistake-one-hot-words"
# (PyTorch's own `CrossEntropyLoss` takes rows of probabilities as well, if they are floats of the right shape. Class indices need less memory.)
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

safe = tg.tensor([[1000.0, 0.0]], requires_grad=True)
loss = tg.nn.functional.cross_entropy(safe, tg.tensor([1]))
loss.backward()
print("cross_entropy:    loss", loss.item(), "gradient", safe.grad.numpy())

# %% [markdown] id="mistake-huge-words"
# The next step would write `nan` into every weight. **Remedy:** never take the logarithm of a softmax or sigmoid that you computed; use the losses that take logits.

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
# - **Lesson 03, Backward pass**: where the slopes come from, and why the gradient above was `[-0.3, 0.2, 0.1]`.
# - **Lesson 04, Optimizers**: how to walk down the valley.
# - **Lesson 10, Debugging training**: finding these mistakes, and others, in training loops that somebody else wrote.
#
# To read on: the [loss functions of PyTorch](https://pytorch.org/docs/stable/nn.html#loss-functions), and P. J. Huber, "Robust Estimation of a Location Parameter", 1964, where the Huber loss was first used.
