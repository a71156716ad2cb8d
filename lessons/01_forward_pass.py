# %% [markdown] id="title"
# # Lesson 01: Forward pass
#
# How does a network get from the pixels of a digit to "this is a 7, I am 98 % sure"? That way is the **forward pass**. It is made of three small pieces, a weighted sum, a bend and a division, and you write all of them here.
#
# After this lesson you can
#
# - read the shape of any array in a network, and say which axis is the batch;
# - write a dense layer, three activations and softmax in NumPy, safe against overflow;
# - put them together into a network that reads handwritten digits, and say what it has to keep for later, and why;
# - choose how large the weights must be at the start, so that a signal survives twenty layers;
# - tell which shapes NumPy and PyTorch combine, and recognise five mistakes by what they do.
#
# | section | minutes |
# |---|---|
# | 1 A dense layer · 2 Arrays | 15 |
# | 3 Activations | 20 |
# | 4 The whole forward pass · 5 Softmax | 20 |
# | *a good place to stop for today* |  |
# | 6 How large the weights | 20 |
# | 7 Broadcasting · 8 Digits | 10 |
# | 9 PyTorch · 10 Mistakes · 11 Questions | 10 |
#
# You need Python, some NumPy, and school mathematics, and no other lesson. Code that draws a picture is folded: look at the picture.
#
# **How the exercises work.** **Shift+Enter** runs a cell and goes on to the next; **Ctrl+Enter** runs it and stays. Run the first code cell first. Write the body of a function, run its cell, and a card below says how it went; “to 1 **ulp**” on it is the distance from one number that the computer can hold to the next. Until yours is right, a borrowed one stands in for it, so you may leave out what you like; to try *your own*, call it in its own cell. `hint()` helps one step at a time; `progress()` shows where you stand. *Run All Cells* stops at a cell that Python cannot read: mend it, or run those below one by one.

# %% id="start"
import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import explore, picture

begin("01_forward_pass")

# %% [markdown] id="dense"
# ## 1. A dense layer
#
# A **unit** takes a few numbers, its inputs. It multiplies each by a weight of its own, adds everything up, and adds one more number, its **bias**:
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_n x_n + b$$
#
# The weights say what the unit looks for; the bias says how much of it is needed.
#
# A **dense layer** is several units side by side, all with the same inputs. `weight` has one *row* for each unit, so the **shape** `(out, in)`. `bias` holds one number for each unit, `(out,)`. And a whole **batch** of samples comes at once, one below the other: `x` has the shape `(batch, in)`, and the result `(batch, out)`. Write the layer. *Every row of `x` has to meet every row of `weight`; the matrix product `A @ B` lets each row of A meet each column of B. What is missing?* The picture below the exercise shows it.

# %% exercise="forward/linear"

# %% question="forward/unit_by_hand"

# %% id="dense-use"
x = np.array([[0.5, 0.3, 0.8, 0.1]])  # a batch of one sample with four inputs
weight_1 = np.array([[1.0, -1.0, -0.5, 1.0], [1.0, 1.0, -0.5, 1.0], [-1.0, 0.0, -0.5, 1.0]])  # three units
bias_1 = np.array([0.0, 0.3, 0.3])

z = np.asarray(linear(x, weight_1, bias_1))
print("shapes:", x.shape, "and", weight_1.shape, "give", z.shape)
print("z =", z.round(3))
assert np.allclose(z, [[-0.1, 0.8, -0.5]])  # the middle one is your number from above

# %% id="product-picture" jupyter={"source_hidden": true}
batch_x = np.array([[0.5, 0.3, 0.8, 0.1], [1.0, 0.0, 0.5, 0.0], [0.2, 0.6, 0.4, 0.8]])  # two more samples
batch_z = np.asarray(linear(batch_x, weight_1, bias_1))
lit_row, lit_column = 0, 1
grids = [  # title, numbers, which of them are lit
    ("x (batch, in)\n(3, 4)", batch_x, lambda i, j: i == lit_row),
    ("weight.T (in, out)\n(4, 3)", weight_1.T, lambda i, j: j == lit_column),
    ("bias (out,)\n(3,)", bias_1[None], lambda i, j: j == lit_column),
    ("z (batch, out)\n(3, 3)", batch_z, lambda i, j: (i, j) == (lit_row, lit_column)),
]
fig, ax = plt.subplots(figsize=(8.8, 2.6))
left = 0.0
for (title, numbers, lit), sign in zip(grids, ("@", "+", "=", "")):
    height, across = numbers.shape
    for (i, j), number in np.ndenumerate(numbers):
        place = (left + j, height / 2 - 1 - i)
        ax.add_patch(plt.Rectangle(place, 1, 1, facecolor="0.75" if lit(i, j) else "white", edgecolor="0.4"))
        ax.text(place[0] + 0.5, place[1] + 0.5, f"{number:.3g}", ha="center", va="center", fontsize=10)
    ax.text(left + across / 2, 2.2, title, ha="center", va="bottom", fontsize=10)
    ax.text(left + across + 0.5, 0, sign, ha="center", va="center", fontsize=15)
    left += across + 1
ax.set(xlim=(-0.2, left - 0.8), ylim=(-2.1, 3.4), aspect="equal")
ax.axis("off")
terms = " + ".join(f"{a:g} · {b:g}" for a, b in zip(batch_x[lit_row], weight_1[lit_column]))
print(
    f"lit: {terms} + {bias_1[lit_column]:g} = {batch_z[lit_row, lit_column]:.3g}".replace("+ -", "− ").replace(
        "· -", "· −"
    )
)
picture(
    fig,
    alt="Four grids of numbers, x @ weight.T + bias = z: "
    + ", ".join(f"{numbers.shape[0]} by {numbers.shape[1]}" for _, numbers, _ in grids)
    + f". Lit are row {lit_row + 1} of x, column {lit_column + 1} of weight.T, bias {lit_column + 1}, and the one number of z "
    f"that they make, {batch_z[lit_row, lit_column]:.3g}.",
)

# %% [markdown] id="shapes"
# ## 2. Arrays and their shapes
#
# Everything in a network is an array of numbers, also called a **tensor**: a box with a certain number of axes, and a length along each. The lengths together are its shape.
#
# Our data are 1437 handwritten digits of 8 × 8 numbers from 0 to 16, each the ink in a square of 4 × 4 scanned dots. (Another 360, `x_test`, wait for part 8.) One digit, its pixels in a row, has the shape `(64,)`: one axis. All of them together have the shape `(1437, 64)`: two axes. *The batch comes first*: in this course and in PyTorch a row is a sample, and row 5 has nothing to do with row 6.
#
# Operations such as `mean` can run along one axis, and that axis then disappears. *`x.mean(axis=0)` and `x.mean(axis=1)` of an array of shape (1437, 64): which shapes do they have, and what do they mean?*

# %% id="shapes-use"
x_train, y_train = (tensor.numpy() for tensor in tg.data.digits(train=True))
x_test, y_test = (tensor.numpy() for tensor in tg.data.digits(train=False))
x_train, x_test = x_train / 16, x_test / 16  # pixels from 0 (paper) to 1 (ink)

print("all the digits:            ", x_train.shape)
print("the first one:             ", x_train[0].shape, "it is a", y_train[0])
print("as a square:               ", x_train[0].reshape(8, 8).shape)
print("mean along axis 0, samples:", x_train.mean(axis=0).shape)
print("mean along axis 1, pixels: ", x_train.mean(axis=1).shape)

threes = x_train[y_train == 3]
images = {"a 3": threes[0], "another 3": threes[1], "a third 3": threes[2], "mean of all 3s": threes.mean(axis=0)}

# %% id="shapes-use-drawn" jupyter={"source_hidden": true}
fig, panels = plt.subplots(1, 4, figsize=(7.2, 2.2))
for ax, (title, image) in zip(panels, images.items()):
    ax.imshow(image.reshape(8, 8), cmap="Greys")
    ax.set(title=title, xticks=[], yticks=[])
grey = [((image > 0.05) & (image < 0.95)).mean() for image in images.values()]  # neither paper nor ink
picture(
    fig,
    alt=f"Three handwritten threes, and beside them the mean of all {len(threes)} along axis 0, a blurred three: "
    f"{grey[-1]:.0%} of its pixels are grey, of the others' " + ", ".join(f"{share:.0%}" for share in grey[:-1]) + ".",
)

# %% [markdown] id="collapse"
# The mean along axis 0, over the samples, is an image: one number for each pixel. (The picture shows it for the threes alone.) The mean along axis 1 says how much ink a sample has. When you are unsure of an axis, ask which one disappears.
#
# ## 3. Activations: why a network needs a bend
#
# A second layer takes the first one's outputs. *What can two layers in a row compute that one cannot?*

# %% id="collapse-show"
rng = np.random.default_rng(0)
w1, b1 = rng.normal(size=(20, 4)), rng.normal(size=20)
w2, b2 = rng.normal(size=(3, 20)), rng.normal(size=3)
batch = rng.normal(size=(100, 4))

two_layers = linear(np.asarray(linear(batch, w1, b1)), w2, b2)
one_layer = linear(batch, w2 @ w1, w2 @ b1 + b2)  # its weight: the product of the two
print(f"largest difference between two layers and one: {np.abs(np.subtract(two_layers, one_layer)).max():.1e}")
assert np.allclose(two_layers, one_layer)
assert (w1.size + b1.size + w2.size + b2.size, (w2 @ w1).size + b2.size) == (163, 15)

# %% [markdown] id="collapse-words"
# Nothing. Two layers, 163 numbers, and the same result as one layer with 15. For one sample $x$, the first layer gives $W_1 x + b_1$, and the second one $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\,x + (W_2 b_1 + b_2)$, a dense layer again.
#
# So something that is *not* a weighted sum has to stand between the layers: an **activation**, a bent curve, applied to each number by itself. What goes into it is the **pre-activation** $z$; what comes out is the **activation** $a$. The simplest is **ReLU** (rectified linear unit): a negative number becomes 0, a positive one stays.

# %% exercise="forward/relu"

# %% id="relu-use"
a = np.asarray(relu(z))
print("pre-activation:", z.round(3))
print("activation:    ", a.round(3))
assert np.allclose(a, [[0.0, 0.8, 0.0]])

line = np.linspace(-2, 2, 401)[:, None]  # (401, 1): one input, from -2 to 2
hidden_w, hidden_b = np.ones((6, 1)), np.array([1.5, 0.9, 0.3, -0.3, -0.9, -1.5])  # six hidden units
out_w, out_b = np.array([[1.0, -2.0, 2.5, -3.0, 2.0, -0.2]]), np.zeros(1)
hidden = np.asarray(linear(line, hidden_w, hidden_b))
without = np.asarray(linear(hidden, out_w, out_b))
bent = np.asarray(linear(np.asarray(relu(hidden)), out_w, out_b))

# %% id="relu-use-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.4))
ax.plot(line, without, "--", color="0.45", linewidth=2)
ax.plot(line, bent, "k-", linewidth=2)
ax.text(-1.95, 1.5, "dashed: no activation\nsolid: the same weights, with ReLU between", va="top")
ax.set(xlabel="input", ylabel="output", ylim=(-1.6, 1.7))
ax.set_title("Two layers, six hidden units")
turns = np.abs(np.diff(bent[:, 0], 2)) > 1e-6  # where the slope changes
bends = len(np.unique(line[1:-1, 0][turns].round(1)))
picture(
    fig,
    alt=f"Output against input of a network with six hidden units. Without an activation it is a straight line from "
    f"{without[0].item():.1f} to {without[-1].item():.1f}; with ReLU, and the same weights, a line with {bends} bends.",
)

# %% [markdown] id="sigmoid-words"
# Each hidden unit bends the line at one place. On a bounded stretch, enough such pieces come as close as you like to any curve without jumps.
#
# Two other activations are curved. The **sigmoid** squeezes any number into the range from 0 to 1:
#
# $$\text{sigmoid}(x) = \frac{1}{1 + e^{-x}}$$
#
# It is used where the result is a probability. In a computer there is a trap. *`np.exp(1000)` is larger than any number that NumPy can hold: it "overflows". For which inputs does the formula meet it?*

# %% id="sigmoid-trap"
import warnings

print("             1 / (1 + exp(−x))   exp(x) / (1 + exp(x))")
for value in (-1000.0, -5.0, 0.0, 5.0, 1000.0):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        first, other = 1 / (1 + np.exp(-np.array([value]))), np.exp([value]) / (1 + np.exp([value]))
    warning = f"   NumPy warns: {caught[0].message}" if caught else ""
    print(f"x = {value:7}: {first[0]:17.6f}{other[0]:24.6f}{warning}")
    assert bool(caught) == (abs(value) == 1000)
assert np.isnan(other[0])

# %% [markdown] id="sigmoid-trap-words"
# At −1000 the first form is right by luck: 1 divided by infinity is 0. The other form of the same number is not so lucky: at 1000 it gives ∞ / ∞, which is `nan`, "not a number", and one `nan` is enough to spoil a whole network. An exponential whose exponent is never positive cannot overflow. Your version must not warn.

# %% exercise="forward/sigmoid"

# %% [markdown] id="tanh-words"
# **tanh** (the hyperbolic tangent) looks alike, but goes from −1 to 1, and through 0:
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}$$
#
# NumPy has it, but write it with `np.exp`, and again safely. *What is tanh(1000)? And what would the formula give?*
#
# <details><summary>Answer</summary>1, as far as a computer can tell; the formula gives ∞ / ∞, so `nan`.</details>

# %% exercise="forward/tanh"

# %% id="activations-picture" jupyter={"source_hidden": true}
axis = np.linspace(-6, 6, 241)
fig, ax = plt.subplots(figsize=(6.4, 3.6))
drawn = {}
for function, style, place, name in [
    (relu, "-", (0.75, 2.05), "ReLU"),
    (sigmoid, "--", (3.4, 0.72), "sigmoid"),
    (tanh, ":", (-3.3, -0.88), "tanh"),
]:
    drawn[name] = np.asarray(function(axis))
    ax.plot(axis, drawn[name], "k" + style, linewidth=2)
    ax.text(*place, name)
ax.axhline(0, color="0.8", linewidth=0.8, zorder=0)
ax.axvline(0, color="0.8", linewidth=0.8, zorder=0)
ax.set(xlabel="pre-activation", ylabel="activation", ylim=(-1.3, 2.4), title="Three activations")
picture(
    fig,
    alt="Three curves. "
    + "; ".join(
        name + " is " + ", ".join(f"{curve[axis == at].item():.2g} at {at}" for at in (-6, 0, 2))
        for name, curve in drawn.items()
    )
    + ". ReLU has a corner at 0, the other two are flat at both ends.",
)

# %% id="activations-table"
some = np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0])
print("x       ", *(f"{value:9.0f}" for value in some))
for name, function in (("relu", relu), ("sigmoid", sigmoid), ("tanh", tanh)):
    print(f"{name:8}", *(f"{value:9.4f}" for value in np.asarray(function(some))))
assert np.allclose(np.asarray(tanh(axis)), 2 * np.asarray(sigmoid(2 * axis)) - 1)  # the same curve, stretched

# %% [markdown] id="activations-words"
# Sigmoid and tanh are flat at both ends: from there, a small change of a weight changes hardly anything, and training cannot tell which way to go (lesson 03). ReLU never flattens on its positive side, one reason why most hidden layers use it or something like it.
#
# ## 4. The whole forward pass
#
# A network is layer, activation, layer, activation, …, layer. All layers but the last are called **hidden**. After the **last** one comes no activation: its raw results are the network's **scores**, also called **logits**, and they may be any numbers.
#
# While it computes, the network keeps two things of every hidden layer: the pre-activation $z$ and the activation $a$. This list is called the **cache**. Why keep it? Training has to know how much the result would change with each weight: the **gradient**, a derivative (lesson 03). It is made of the activation that the weight was multiplied by, and of the slope of the bend at $z$. *How many entries has the cache of a network with a single layer?*
#
# <details><summary>Answer</summary>None: it has no hidden layer.</details>

# %% exercise="forward/mlp_forward"

# %% id="mlp-use"
weight_2 = np.array([[0.3, 0.25, -0.2], [0.1, 0.5, 0.4], [-0.7, 0.5, 0.2], [0.6, 0.0, 0.1], [0.2, 0.25, -0.5]])
bias_2 = np.array([-0.1, 0.2, -0.2, 0.05, -0.15])

scores, cache = mlp_forward(x, [weight_1, weight_2], [bias_1, bias_2])
scores = np.asarray(scores)
for number, (pre_activation, activation) in enumerate(cache):
    print(f"layer {number}: pre-activation {np.asarray(pre_activation).round(3)}")
    print(f"         activation     {np.asarray(activation).round(3)}")
print("scores:                ", scores.round(3))
assert np.allclose(scores, [[0.1, 0.6, 0.2, 0.05, 0.05]])

# %% id="mlp-picture" jupyter={"source_hidden": true}
columns = [
    ("inputs", [f"{value:.1f}" for value in x[0]]),
    ("hidden: z → a", [f"{before:.1f} → {after:.1f}" for before, after in zip(z[0], a[0])]),
    ("scores", [f"{value:.2f}" for value in scores[0]]),
]
places = [[(2.6 * i, (len(texts) - 1) / 2 - j) for j in range(len(texts))] for i, (_, texts) in enumerate(columns)]

fig, ax = plt.subplots(figsize=(7.2, 3.8))
for left, right, weight, values in [(places[0], places[1], weight_1, x[0]), (places[1], places[2], weight_2, a[0])]:
    for i, start in enumerate(left):
        for j, end in enumerate(right):
            carries = weight[j, i] * values[i]  # what this connection brings
            style = "-" if carries >= 0 else "--"
            ax.plot(
                *zip(start, end), style, color="0.3" if carries else "0.85", linewidth=0.6 + 5 * abs(carries), zorder=1
            )
for (title, texts), spots in zip(columns, places):
    ax.text(spots[0][0], 2.75, title, ha="center", fontsize=11)
    for text, spot in zip(texts, spots):
        ax.text(*spot, text, ha="center", va="center", zorder=2, bbox={"boxstyle": "round,pad=0.4", "fc": "white"})
ax.set(xlim=(-0.6, 5.8), ylim=(-2.5, 3.1))
ax.axis("off")
picture(
    fig,
    alt=f"A network with {x.shape[1]} inputs, {a.shape[1]} hidden units and {scores.shape[1]} scores. The thickness of each "
    "connection is what it carries. Above 0 among the hidden units: "
    + ", ".join(f"number {unit + 1} with {a[0, unit]:.1f}" for unit in np.flatnonzero(a[0]))
    + ". All lines from the others are faint, for they carry 0.",
)

# %% [markdown] id="mlp-words"
# The thicker a line, the more it carries (dashed: a negative number). To what the lines bring, each unit adds its bias, here 0.3 to the 0.5 that the middle one gets. For this input only the middle one speaks; for another it will be others. That is how one network can treat different inputs differently.
#
# ## 5. Softmax: from scores to probabilities
#
# The numbers so far are a published tutorial's. (It shows no weights; ours are chosen so that its numbers come out.) The scores are `[0.1, 0.6, 0.2, 0.05, 0.05]`. By chance, they are all positive and add up to 1; scores in general do neither, and probabilities always do both. **Softmax** makes every score positive with the exponential, and divides by the sum:
#
# $$p_k = \frac{e^{x_k}}{\sum_j e^{x_j}}$$
#
# The tutorial prints `[0.08, 0.45, 0.18, 0.15, 0.14]` as their softmax. *Look at the last two scores and at the last two probabilities. What gives it away?*

# %% question="forward/softmax_by_hand"

# %% [markdown] id="softmax-words"
# Equal scores must have equal probabilities, and 0.15 is not 0.14: these numbers cannot come from softmax.
#
# Now for any array. Two things to take care of:
#
# - **The axis.** For scores of shape (batch, classes), the classes of one sample share 1, so the sum runs along the last axis. It has to stay as an axis of length 1, for dividing: `keepdims=True`.
# - **Overflow**, again. *What happens to the quotient if you subtract the same number from all scores of a row? Which number would help?*
#
# Subtracting $m$ divides every exponential by $e^m$, above and below the line, so nothing changes. With the largest score as $m$, the largest exponential is $e^0 = 1$. (In single precision, in which networks mostly calculate, exp overflows from 89 on.)

# %% exercise="forward/softmax"

# %% id="softmax-use"
probabilities = np.asarray(softmax(scores))
print("scores:       ", scores[0].round(3))
print("probabilities:", probabilities[0].round(3), " sum:", probabilities.sum().round(6))
assert np.allclose(probabilities.round(3), [[0.177, 0.291, 0.195, 0.168, 0.168]])

with np.errstate(over="ignore"):
    assert np.isfinite(np.exp(np.float32(88)))
    assert np.isinf(np.exp(np.float32(89)))

rows = np.array([[2.0, 1.0, 0.0], [102.0, 101.0, 100.0], [1002.0, 1001.0, 1000.0], [20.0, 10.0, 0.0]])
for row, shares in zip(rows, np.asarray(softmax(rows))):
    print(f"{row!s:22} →", *(f"{share:10.2g}" for share in shares))
assert np.allclose(softmax(rows)[0], softmax(rows)[2])

# %% [markdown] id="init-words"
# The first three rows agree: only differences count. In the last one the differences are ten times larger, and softmax nearly picks the winner. That is also how a network becomes "surer": its scores move apart.
#
# ## 6. How large must the weights be at the start?
#
# Training starts from random weights. How large? A unit's pre-activation is a sum of $n$ products. The **variance** of random numbers is the mean of their squared distances from their mean. If the weights are random and independent, with mean 0, the variances of the products add up:
#
# $$\text{variance of } z = n \cdot \text{variance of the weights} \cdot \text{mean square of the inputs}$$
#
# The **standard deviation** is the root of the variance: how far the numbers typically are from their mean. *Twenty layers of 100 units, weights with standard deviation 0.05, no activation: what is left of the signal?*

# %% id="init-sum"
layers, width = 20, 100
for std in (0.05, 0.1, 0.2):
    factor = np.sqrt(width) * std
    print(f"standard deviation {std:4}: times {factor:.1f} per layer, times {factor**layers:.1e} after {layers} layers")

# %% [markdown] id="xavier-words"
# Only near one value does the signal survive: $n$ times the variance has to be 1, so the standard deviation $\sqrt{1/n}$. Here $n$ is the number of inputs of a unit, called **fan_in**.
#
# On the way back, the gradient is a sum over the *outputs* of the layer, **fan_out**, and wants a variance of 1 / fan_out in the same way. **Xavier** initialisation (Glorot and Bengio, 2010) is the compromise: the variance is 1 divided by the mean of fan_in and fan_out.

# %% exercise="forward/xavier_std"

# %% id="xavier-use"
for network in ([2, 8, 1], [784, 128, 10]):  # the one that learns XOR in notebook 00; one for larger images of digits
    stds = [float(xavier_std(fan_in, fan_out)) for fan_in, fan_out in zip(network[:-1], network[1:])]
    print(f"{'-'.join(map(str, network)):10} standard deviations {', '.join(f'{std:.3f}' for std in stds)}")
assert round(float(xavier_std(2, 8)), 3) == 0.447  # the root of 2 / 10
assert round(float(xavier_std(8, 1)), 3) == 0.471  # the root of 2 / 9

# %% [markdown] id="fading-words"
# This is meant for activations like tanh, which is nearly a straight line through 0 for small numbers. ReLU is different: it throws away the negative half of every signal. *The pre-activations lie symmetrically around 0. What does ReLU do to the mean of their squares?*

# %% id="fading-show"
spread = np.random.default_rng(0).normal(size=100_000)
print("mean square before ReLU:", np.mean(spread**2).round(3))
print("mean square after ReLU: ", np.mean(np.asarray(relu(spread)) ** 2).round(3))

# %% question="forward/fading_by_hand"

# %% [markdown] id="kaiming-words"
# So for ReLU the variance of the weights has to be twice as large, 2 / fan_in, and the standard deviation grows by the **root of 2**. That is **Kaiming** initialisation (He and others, 2015).

# %% exercise="forward/kaiming_std"


# %% [markdown] id="signal-words"
# A random signal goes through 20 layers of 100 units, with weights of four different sizes, once with tanh and once with ReLU. *Which of the four stay level with tanh, and which with ReLU?*


# %% id="signal"
def signal(activation, std, seed=0):
    """Standard deviation of the pre-activations in each of 20 layers of 100 units, with weights of this size."""
    generator = np.random.default_rng(seed)
    h, found = generator.normal(size=(64, width)), []  # 64 samples
    for _layer in range(layers):
        pre = h @ (std * generator.normal(size=(width, width))).T  # a dense layer whose biases are 0
        found.append(float(pre.std()))
        h = np.asarray(activation(pre))
    return np.array(found)


sizes = {
    "too large": 0.3,
    "Kaiming": float(kaiming_std(width)),
    "Xavier": float(xavier_std(width, width)),
    "too small": 0.05,
}
styles = {"too large": (0, (1, 1)), "Kaiming": "-", "Xavier": "--", "too small": "-."}
signals = {name: {key: signal(f, std) for key, std in sizes.items()} for name, f in (("tanh", tanh), ("ReLU", relu))}

# %% id="signal-drawn" jupyter={"source_hidden": true}
fig, panels = plt.subplots(1, 2, figsize=(8.4, 3.9), sharey=True)
for ax, (title, lines) in zip(panels, signals.items()):
    for name, values in lines.items():
        ax.semilogy(
            range(1, layers + 1), values, color="black", linestyle=styles[name], label=f"{name}: {sizes[name]:.3g}"
        )
    ax.set(xlabel="layer", title=title, xticks=[1, 5, 10, 15, 20])
    ax.grid(alpha=0.3)
panels[0].set_ylabel("standard deviation of the\npre-activations (log scale)")
panels[0].legend(title="weights", loc="upper left", fontsize=9)
fig.tight_layout()
picture(
    fig,
    alt="The standard deviation of the signal over 20 layers, on a logarithmic scale. In layer 20: "
    + "; ".join(
        f"{title}: " + ", ".join(f"{name} {values[-1]:.2g}" for name, values in lines.items())
        for title, lines in signals.items()
    )
    + ". With ReLU only Kaiming stays level.",
)

# %% id="signal-table"
print("standard deviation in layer 20, divided by that in layer 1")
for name in sizes:
    print(
        f"{name:10}", *(f"{title}: {values[name][-1] / values[name][0]:9.2g}   " for title, values in signals.items())
    )
zero = max(signal(function, 0.0).max() for function in (tanh, relu))
print(f"weights that are all 0: standard deviation {zero:.0f} in every layer, with both")
ratio = signals["ReLU"]["Kaiming"][-1] / signals["ReLU"]["Xavier"][-1]
print(f"with ReLU, layer 20: Kaiming's signal is {ratio:.1f} times Xavier's")
assert round(ratio) == 1024

# %% [markdown] id="signal-meaning"
# With tanh, weights that are too large do not explode: tanh keeps every number between −1 and 1. Kaiming's stay level too, and Xavier's lose a little in every layer, because tanh stays a little below the straight line. Is "too large" then the best of the four? The next picture looks inside.
#
# With ReLU, Xavier's weights lose a factor √2 in every layer, up to chance. Kaiming's root of 2 mends that. The last line above is your number: both signals have the same random numbers, Kaiming's √2 times larger in each of 20 layers.


# %% id="inside"
def inside(std, seed=0):
    """The tanh network from inside: the activations of each layer, and the size of the gradient on its way back."""
    generator = np.random.default_rng(seed)
    h, weights, found = generator.normal(size=(64, width)), [], []
    for _layer in range(layers):
        weights.append(std * generator.normal(size=(width, width)))
        h = np.asarray(tanh(h @ weights[-1].T))
        found.append(h)
    gradient, back = generator.normal(size=(64, width)), []  # what comes from the loss, at random
    for matrix, a in zip(reversed(weights), reversed(found)):
        gradient = gradient * (1 - a**2)  # times the slope of tanh: lesson 03 derives this way back
        back.append(float(gradient.std()))
        gradient = gradient @ matrix
    return found, back[::-1]


insides = {name: [inside(std, seed) for seed in range(5)] for name, std in sizes.items()}
print("tanh, mean of five networks       beyond ±0.97 in layer 20   gradient: layer 1 / layer 20")
at_ends, way_back = {}, {}
for name, runs in insides.items():
    at_ends[name] = np.mean([(np.abs(found[-1]) > 0.97).mean() for found, _ in runs])
    way_back[name] = np.mean([back[0] / back[-1] for _, back in runs])
    print(f"{name:10} standard deviation {sizes[name]:.3f} {at_ends[name]:24.1%} {way_back[name]:30.2g}")
assert np.isclose(at_ends["too large"], 0.4, atol=0.03)
assert 200 < way_back["too large"] < 400
assert at_ends["too large"] > 0.3 > 0.05 > at_ends["Kaiming"]
assert way_back["too large"] > 100 > 3 > way_back["Kaiming"] > way_back["Xavier"] > 0.1 > way_back["too small"]

# %% id="inside-picture" jupyter={"source_hidden": true}
shown = (1, 5, 10, 20)
fig, panels = plt.subplots(4, 4, figsize=(8.8, 5.6), sharex=True)
for row, (name, runs) in enumerate(insides.items()):
    for ax, layer in zip(panels[row], shown):
        ax.hist(runs[0][0][layer - 1].ravel(), bins=np.linspace(-1, 1, 41), color="0.3")
        ax.set(yticks=[], xticks=[-1, 0, 1])
        if row == 0:
            ax.set_title(f"layer {layer}", fontsize=10)
    panels[row, 0].set_ylabel(f"{name}\n{sizes[name]:.3g}", fontsize=10)
fig.suptitle("Activations of a tanh network with four sizes of weights")
fig.tight_layout()
picture(
    fig,
    alt="Histograms of the activations from -1 to 1, a row for each size of the weights. Their standard deviation in "
    f"layers {', '.join(map(str, shown))}: "
    + "; ".join(
        f"{name} " + ", ".join(f"{runs[0][0][layer - 1].std():.2g}" for layer in shown)
        for name, runs in insides.items()
    )
    + ". Near 1 they pile up at both ends, near 0 they are a needle in the middle.",
)

# %% [markdown] id="inside-words"
# Too large: 40 % of the numbers sit where tanh is flat and can say no more than yes or no; and the gradient, on its way back, grows 300-fold. Too small: a needle at 0, and next to no gradient. Xavier keeps tanh nearly straight, at the price of a slow fading, of the signal and of the gradient alike; Kaiming's √2 more makes up for that at the price of some bending. (PyTorch advises 5/3 times Xavier's for tanh.)
#
# Move the slider. With ReLU, where is the narrow place between fading and exploding? And with tanh, from where on does the signal survive?
#
# <details><summary>Answer</summary>With ReLU only near √2 = 1.41; 1.2 and 1.7 already lose or gain a factor of ten and more. With tanh from about 1 on.</details>


# %% id="signal-explore" jupyter={"source_hidden": true}
def draw_signal(scale=1.0, activation="ReLU"):
    """The signal through 20 layers, with weights of standard deviation scale · √(1 / fan_in)."""
    values = signal({"ReLU": relu, "tanh": tanh}[activation], scale / np.sqrt(width))
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.semilogy(range(1, layers + 1), values, "k.-")
    ax.axhline(1, color="0.7", linewidth=0.8)
    ax.set(xlabel="layer", ylabel="standard deviation", ylim=(1e-12, 1e8), xticks=[1, 5, 10, 15, 20])
    ax.set_title(f"{activation}, weights {scale:.2f} · √(1 / fan_in): layer 20 has {values[-1]:.2g}")
    return picture(
        fig, alt=f"{activation} with scale {scale:.2f}: the standard deviation in layer 20 is {values[-1]:.2g}."
    )


explore(draw_signal, scale=(0.4, 3.0, 0.05), activation=["ReLU", "tanh"])

# %% [markdown] id="zero-words"
# ### Why not the same number everywhere?
#
# Weights of 0 let nothing through. Why not 0.1 everywhere? *All units of a layer then compute the same. What will training do about it?* (The **loss** in the output says how wrong the network is, lesson 02.)


# %% id="zero-show"
def different_units(start, steps=30):
    """Train a small network on the digits: how many of its 16 hidden units have weights of their own afterwards?"""
    tg.manual_seed(0)
    net = tg.nn.Sequential(
        tg.nn.Linear(64, 16), tg.nn.ReLU(), tg.nn.Linear(16, 10)
    ).double()  # 64 bits: no chance for rounding
    if start is not None:
        for parameter in net.parameters():
            tg.nn.init.constant_(parameter, start)
    before = [parameter.detach().numpy().copy() for parameter in net.parameters()]
    inputs, targets = tg.tensor(x_train.astype(np.float64)), tg.tensor(y_train)
    optimizer = tg.optim.Adam(net.parameters(), lr=0.01)
    for _step in range(steps):
        loss = tg.nn.functional.cross_entropy(net(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    moved = [not np.array_equal(old, new.detach().numpy()) for old, new in zip(before, net.parameters())]
    distinct = len(np.unique(net[0].weight.detach().numpy().round(5), axis=0))
    return distinct, moved, loss.item()


for name, start in (("random", None), ("all 0.1", 0.1), ("all 0", 0.0)):
    distinct, moved, last = different_units(start)
    changed = [part for part, has_moved in zip(("weight 1", "bias 1", "weight 2", "bias 2"), moved) if has_moved]
    print(f"{name:8} {distinct:2} different units of 16;  loss {last:.3f};  moved: {', '.join(changed)}")
    assert distinct == (16 if name == "random" else 1)
    assert len(changed) == {"random": 4, "all 0.1": 4, "all 0": 1}[name]

# %% [markdown] id="zero-meaning"
# Units that start alike get the same gradient, make the same step, and stay alike: sixteen units, and the network has one. With zeros, even that one cannot move; only the last bias does. Random numbers **break the symmetry**. Biases may start at 0, for the weights already differ.
#
# ## 7. Broadcasting: which shapes go together?
#
# In `x @ weight.T + bias` an array of shape `(out,)` is added to one of shape `(batch, out)`: NumPy repeats the bias for every row. The rule behind this is called **broadcasting**, and PyTorch has the same one:
#
# 1. Write the shapes below one another, their **right** ends in line.
# 2. Where one has no axis left, put a 1.
# 3. In each place the lengths must be equal, or one of them 1; the 1 gives way to the other, even to 0. Anything else is an error.
#
# ```
#   (32, 10)      (4, 1)      (2, 3)
#       (10,)        (4,)        (2,)
#   --------      ------      ------
#   (32, 10)      (4, 4)      error
# ```
#
# Cover the last line. *Would you have foreseen the middle one?* Write the rule as a function of two shapes; without a common shape, it raises a `ValueError`.

# %% exercise="forward/broadcast_shape"

# %% id="broadcast-use"
for first, second in [
    ((32, 10), (10,)),
    ((4, 1), (4,)),
    ((2, 3), (2,)),
    ((8, 1, 6), (7, 1)),
    ((), (5,)),
    ((3, 1), (0,)),
]:
    try:
        ours = broadcast_shape(first, second)
    except ValueError:
        ours = "no common shape"
    try:
        numpys = (np.zeros(first) + np.zeros(second)).shape
    except ValueError:
        numpys = "no common shape"
    print(f"{first!s:10} + {second!s:7} → {ours!s:16} NumPy: {numpys}")
    assert ours == numpys or tuple(ours) == numpys

# %% [markdown] id="digits-words"
# ## 8. Your network reads digits
#
# The library trains a network with 64 inputs, hidden layers of 64 and 32 units, and 10 outputs. **Your** forward pass then runs on the 360 test digits, which the network never sees in training: once with the random weights of the start, once with the trained ones. *What share will the untrained network get right?*


# %% id="digits-train"
def weights_and_biases(model):
    """The arrays of all dense layers, from first to last."""
    dense = [layer for layer in model if isinstance(layer, tg.nn.Linear)]
    return [d.weight.detach().numpy().copy() for d in dense], [d.bias.detach().numpy().copy() for d in dense]


def train(model, steps=80, rate=0.01):
    """Adam on all training digits at once; the later lessons build each of these lines."""
    optimizer = tg.optim.Adam(model.parameters(), lr=rate)
    for _step in range(steps):
        loss = tg.nn.functional.cross_entropy(model(tg.tensor(x_train)), tg.tensor(y_train))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


tg.manual_seed(0)
nn = tg.nn
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
stages = {"untrained": weights_and_biases(model)}
train(model)
stages["trained"] = weights_and_biases(model)

results = {}
for name, (weights, biases) in stages.items():
    logits, cache = mlp_forward(x_test, weights, biases)
    shares = np.asarray(softmax(np.asarray(logits)))
    results[name] = shares, [np.asarray(activation) for _, activation in cache]
    right = shares.argmax(axis=1) == y_test
    print(f"{name:10} {right.mean():6.1%} right; the chosen class gets {shares.max(axis=1).mean():.2f} on average")
assert (results["trained"][0].argmax(axis=1) == y_test).mean() > 0.93

# %% id="digits-picture" jupyter={"source_hidden": true}
sure = results["trained"][0].max(axis=1)
chosen = [*np.argsort(sure)[-2:], sure.argmin()]  # two of which the trained network is surest, and the least sure one
fig, panels = plt.subplots(2, 3, figsize=(8.0, 4.2), height_ratios=[1, 1.3])
for column, index in enumerate(chosen):
    panels[0, column].imshow(x_test[index].reshape(8, 8), cmap="Greys")
    read, sure_of_it = results["trained"][0][index].argmax(), sure[index]
    panels[0, column].set(xticks=[], yticks=[], title=f"a {y_test[index]}, read as {read} ({sure_of_it:.2f})")
    for name, colour, shift in (("untrained", "0.7", -0.2), ("trained", "black", 0.2)):
        panels[1, column].bar(np.arange(10) + shift, results[name][0][index], width=0.4, color=colour, label=name)
    panels[1, column].set(xticks=range(10), ylim=(0, 1.05), xlabel="class")
panels[1, 0].set_ylabel("probability")
panels[1, 0].legend(fontsize=9)
fig.tight_layout()
guesses = ", ".join(
    f"{results['trained'][0][index].argmax()} at {sure[index]:.2f} for a {y_test[index]}" for index in chosen
)
picture(
    fig,
    alt="Three test digits with the ten probabilities for each. Untrained, all are near a tenth. Trained, the highest are "
    f"{guesses}.",
)

# %% [markdown] id="hidden-words"
# On the right is the digit of which the trained network is least sure.
#
# "The weights say what the unit looks for." Here are those of eighteen units of the first layer: one has 64 weights, one for each pixel, so they make an image. (Each weight is multiplied by how much its pixel varies, because a weight for a pixel that is always empty says nothing.) *How do the two pictures differ?*

# %% id="first-weights"
typical = x_train.std(axis=0)
living = np.flatnonzero((results["trained"][1][0] > 0).any(axis=0))  # units above 0 for some digit
looks_for = {name: (weights[0] * typical)[living] for name, (weights, _) in stages.items()}
alike = {}
for name, rows in looks_for.items():
    squares = rows.reshape(-1, 8, 8)
    alike[name] = np.corrcoef(squares[:, :, :-1].ravel(), squares[:, :, 1:].ravel())[0, 1]
    print(f"{name:10} how alike neighbours in a row are, from -1 to 1 (correlation): {alike[name]:.2f}")
assert alike["trained"] > 0.2 > abs(alike["untrained"])

# %% id="first-weights-picture" jupyter={"source_hidden": true}
fig, panels = plt.subplots(1, 2, figsize=(8.8, 2.9))
for ax, (name, rows) in zip(panels, looks_for.items()):
    tiles = rows[:18] / np.abs(rows[:18]).max(axis=1, keepdims=True)  # each image in its own scale
    framed = np.pad(tiles.reshape(3, 6, 8, 8), ((0, 0), (0, 0), (0, 1), (0, 1)), constant_values=np.nan)
    ax.imshow(framed.transpose(0, 2, 1, 3).reshape(27, 54), cmap="gray_r", vmin=-1, vmax=1)
    ax.set_title(name)
    ax.axis("off")
fig.suptitle("Black: positive weights. White: negative. Grey: near 0", fontsize=10)
fig.tight_layout()
picture(
    fig,
    alt="The weights of 18 units as images of 8 by 8 in black, grey and white. From -1 to 1, neighbours in a row are alike by "
    f"{alike['untrained']:.2f} in the untrained ones, which look like noise, and by {alike['trained']:.2f} in the trained "
    "ones, where black and white come in patches.",
)

# %% [markdown] id="hidden-intro"
# A unit that adds up ink in one place and takes it away beside it looks for a stroke, or for its edge.
#
# What have the hidden units learned? We average the activations of the second hidden layer, 32 units, over all test digits of each class. *If units have learned to tell digits apart, what should change in this picture?*

# %% id="hidden-picture" jupyter={"source_hidden": true}
fig, panels = plt.subplots(1, 2, figsize=(8.4, 3.4), sharey=True)
told = []
for ax, (name, (_, activations)) in zip(panels, results.items()):
    means = np.array([activations[1][y_test == digit].mean(axis=0) for digit in range(10)])  # (class, unit)
    image = ax.imshow(means / means.max(), cmap="Greys", aspect="auto", vmin=0, vmax=1)
    darkest, spread = means.max(axis=0) / means.max(), np.ptp(means, axis=0) / means.max()
    dark = darkest > 0.3
    dead = np.flatnonzero((activations[1] == 0).all(axis=0))
    told.append(
        f"{name}, {dark.sum()} columns are dark somewhere and vary from digit to digit by "
        f"{np.median(spread[dark] / darkest[dark]):.0%} of their darkest place (median), and {len(dead)} are crossed, "
        "which are 0 for every digit"
    )
    ax.plot(dead, np.full(len(dead), -0.9), "kx", markersize=5, clip_on=False)
    ax.set(
        title=f"{name}\n× {len(dead)} of 32 are 0 for every digit\n",
        xlabel="unit of the second hidden layer",
        yticks=range(10),
    )
panels[0].set_ylabel("class")
fig.colorbar(image, ax=panels, label="mean activation\n(largest = 1)")
picture(
    fig,
    alt="Mean activation of 32 hidden units for each of the ten digits, as columns of grey. " + "; ".join(told) + ".",
)


# %% id="hidden-between"
def between_classes(values):
    """For each unit that is not always 0: the share of its variance that lies between the ten classes."""
    values = values[:, values.std(axis=0) > 0]
    means = np.array([values[y_test == digit].mean(axis=0) for digit in range(10)])
    return ((means[y_test] - values.mean(axis=0)) ** 2).mean(axis=0) / values.var(axis=0)


shares = {name: np.median(between_classes(activations[1])) for name, (_, activations) in results.items()}
for name, share in shares.items():
    print(f"{name:10} of what a unit varies, {share:.0%} is from class to class, the rest within a class (median unit)")
assert shares["trained"] > 1.5 * shares["untrained"]
living = results["trained"][1][1][:, results["trained"][1][1].std(axis=0) > 0]
means = np.array([living[y_test == digit].mean(axis=0) for digit in range(10)])  # (class, unit)
loud = (means > means.max(axis=0) / 2).sum(axis=0)
print(
    f"trained: in {loud.mean():.1f} of ten classes a unit's mean is above half of its largest; in {loud.min()} or more"
)
assert loud.mean() > 3

# %% [markdown] id="hidden-meaning"
# Before training, dark columns run through all classes, and what a unit varies is mostly within a class. Afterwards, most of it is from class to class; but a unit speaks for several digits, not for one. A digit is told by many of them together. The crosses are units that are 0 for all test digits; most of them are **dead** (lesson 00). Some are so from the start, and fast training, as here, kills more. But a cross may also go: when the layer below has changed, other numbers reach the unit.
#
# ## 9. The same in PyTorch, side by side
#
# Your forward pass, tinygrad_lite's and PyTorch's, with the same weights on the same digits. `compare.to_torch` makes the PyTorch network from ours. (Importing PyTorch takes a few seconds, once.)

# %% id="torch-logits"
import torch

from tinygrad_lite import compare

torch.set_num_threads(1)

theirs = compare.to_torch(model)
print(theirs)
weights, biases = stages["trained"]
yours = np.asarray(mlp_forward(x_test, weights, biases)[0])
ours = model(tg.tensor(x_test)).detach().numpy()
torchs = theirs(torch.tensor(x_test)).detach().numpy()
print("\nlogits of the first digit, yours:  ", yours[0, :5].round(3), "…")
print("                           PyTorch:", torchs[0, :5].round(3), "…")
print(
    f"largest difference: yours and tinygrad_lite {np.abs(yours - ours).max():.1e}, PyTorch {np.abs(yours - torchs).max():.1e}"
)
assert np.allclose(yours, ours, rtol=1e-4, atol=1e-4)
assert np.allclose(yours, torchs, rtol=1e-4, atol=1e-4)
assert np.allclose(softmax(yours), torch.softmax(torch.tensor(torchs), dim=1).numpy(), atol=1e-5)

# %% [markdown] id="torch-lockstep-words"
# `compare.lockstep` looks closer: it runs both libraries side by side and compares what *every layer* gives, forward and backward, in ulp. "allowed" is how far rounding alone may lead. It is 16 ulp, plus 32 times what changing PyTorch's weights and inputs in their last binary digit did to that row. No optimizer is passed (`None`), so no weight changes.

# %% id="torch-lockstep"
report = compare.lockstep(model, None, [(x_test, y_test)], criterion=tg.nn.CrossEntropyLoss())
print(report.table())
assert report.agrees

# %% [markdown] id="torch-names"
# Your `linear` is `torch.nn.functional.linear` and, with its weights inside, `torch.nn.Linear`; `relu`, `sigmoid`, `tanh` and `softmax` have the same names there, with `dim` for `axis`; your two formulas are `torch.nn.init.xavier_normal_` and `kaiming_normal_`. Do PyTorch's weights have the standard deviation that you computed?

# %% id="torch-init"
torch.manual_seed(0)
layer = torch.nn.Linear(400, 600)
assert np.isclose(torch.nn.init.calculate_gain("tanh"), 5 / 3)
torch.nn.init.xavier_normal_(layer.weight)
print(f"Xavier:  drawn {layer.weight.std().item():.5f}, yours {float(xavier_std(400, 600)):.5f}")
assert np.isclose(layer.weight.std().item(), float(xavier_std(400, 600)), rtol=0.02)
torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
print(f"Kaiming: drawn {layer.weight.std().item():.5f}, yours {float(kaiming_std(400)):.5f}")
assert np.isclose(layer.weight.std().item(), float(kaiming_std(400)), rtol=0.02)
print(f"\nWithout asking, torch.nn.Linear draws {torch.nn.Linear(400, 600).weight.std().item():.5f}:", end=" ")
print(f"evenly between ±√(1 / fan_in), so √(1 / (3 · fan_in)) = {np.sqrt(1 / 1200):.5f}")

# %% [markdown] id="torch-default"
# The default of `torch.nn.Linear` (and of tinygrad_lite's, which copies it) has a variance six times smaller than Kaiming's. With two or three layers that rarely matters. With twenty, choose.
#
# ### What it costs
#
# One forward pass of 360 digits, as a **ladder** from loops over single numbers up to the libraries; every rung gives the same logits. These are $360 \cdot (64 \cdot 64 + 64 \cdot 32 + 32 \cdot 10)$, so 2.3 million multiplications. *By what factor is one product of matrices faster than the loops?*

# %% id="torch-timing"
from time import perf_counter

ours_x, theirs_x = tg.tensor(x_test), torch.tensor(x_test)


def number_by_number():
    """Only lists and loops: each multiplication is a line of Python that runs once."""
    rows = x_test.tolist()
    for number, (weight, bias) in enumerate(zip(weights, biases)):
        units = list(zip(weight.tolist(), bias.tolist()))
        rows = [[sum(w * value for w, value in zip(unit, row)) + b for unit, b in units] for row in rows]
        if number < len(weights) - 1:
            rows = [[max(value, 0.0) for value in row] for row in rows]
    return np.array(rows)


def row_by_row():
    """One sample at a time, with NumPy."""
    return np.array([np.asarray(mlp_forward(x_test[i : i + 1], weights, biases)[0])[0] for i in range(len(x_test))])


rungs = {
    "number by number, Python": (number_by_number, 1),
    "a row at a time, your mlp_forward": (row_by_row, 3),
    "the whole batch, your mlp_forward": (lambda: np.asarray(mlp_forward(x_test, weights, biases)[0]), 20),
    "tinygrad_lite": (lambda: model(ours_x).detach().numpy(), 20),
    "PyTorch": (lambda: theirs(theirs_x).detach().numpy(), 20),
}
for name, (forward, rounds) in rungs.items():
    times = []
    for _round in range(rounds + (rounds > 1)):  # where there are several, the first does not count
        began = perf_counter()
        result = forward()
        times.append(perf_counter() - began)
    print(f"{name:34} {1e6 * np.median(times[-rounds:]):10.0f} µs")
    assert np.allclose(result, yours, rtol=1e-3, atol=1e-3)

# %% [markdown] id="torch-timing-meaning"
# (The numbers depend on your machine.) A processor does two million multiplications in a fraction of a millisecond, if they come as three matrix products, as in the last three rungs. Python pays for each single number, or each single row, with a call of its own; so does your `mlp_forward` if it loops. With larger layers, or on a graphics card, the order may be another (lesson 08).
#
# ## 10. Common mistakes, seen failing
#
# ### The weight not transposed
# Weights are stored as (out, in). *What happens in `x @ weight` if in and out differ, and what if they are equal?*

# %% id="mistake-transposed"
sample = x_test[:2]
try:
    tg.tensor(sample) @ tg.tensor(weights[1])  # (2, 64) @ (32, 64)
except RuntimeError as error:
    print("RuntimeError:", error)
else:
    raise AssertionError("(2, 64) @ (32, 64) should not have gone through")

wrong = [weights[0].T, *weights[1:]]  # the first layer is square, 64 to 64: no error, nothing to see
silently = np.asarray(mlp_forward(x_test, wrong, biases)[0])
print(f"\nsquare layer transposed: no error, and {(silently.argmax(axis=1) == y_test).mean():.1%} right")
print(f"mended:                                {(yours.argmax(axis=1) == y_test).mean():.1%} right")
assert (silently.argmax(axis=1) == y_test).mean() < 0.5

# %% [markdown] id="mistake-axis-words"
# An error is the lucky case. **Remedy:** test layers with lengths that all differ; the checks of this lesson do.
#
# ### Softmax along the wrong axis
# *If the ten scores of a sample no longer share 1, who does?*

# %% id="mistake-axis"
columns_share = np.asarray(softmax(yours, 0))
rows_share = np.asarray(softmax(yours))
print("axis 0: sums of the first rows:", columns_share.sum(axis=1)[:4].round(4), " shape still", columns_share.shape)
print("axis 1: sums of the first rows:", rows_share.sum(axis=1)[:4].round(4))
print(f"share of right answers: axis 0 {(columns_share.argmax(axis=1) == y_test).mean():.1%}, ", end="")
print(f"axis 1 {(rows_share.argmax(axis=1) == y_test).mean():.1%}")
assert (columns_share.argmax(axis=1) == y_test).mean() < (rows_share.argmax(axis=1) == y_test).mean()
for count in (360, 1):
    few = np.asarray(softmax(yours[:count], 0))
    print(f"axis 0, batch of {count:3}: the first digit's probabilities add up to {few[0].sum():.4f}")
    assert abs(few[0].sum() - 1) > 0.1

# %% [markdown] id="mistake-axis-meaning"
# Nothing complains, yet the 360 samples share 1 between them: what the network says of one digit depends on which others are in the batch. **Remedy:** check once that the rows add up to 1.
#
# ### An activation after the last layer
# A ReLU too many, after the scores. *Which scores can the network then no longer give?* Five learning rates each, for fairness, and three seeds.

# %% id="mistake-last"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
accuracies = {}
for last, text in ((None, "no activation at the end"), (nn.ReLU, "ReLU at the end")):
    for rate in RATES:
        right, silent = [], []
        for seed in range(3):
            tg.manual_seed(seed)
            parts = [nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)]
            net = nn.Sequential(*parts, *([last()] if last else []))
            train(net, 40, rate)
            out = net(tg.tensor(x_test)).detach().numpy()
            right.append((out.argmax(axis=1) == y_test).mean())
            silent.append(int((out <= 0).all(axis=0).sum()))
        accuracies[text, rate] = np.mean(right)
        print(f"{text:24} rate {rate:<5}: {np.mean(right):.1%} right;", end=" ")
        print(f"classes whose score is never above 0: {silent} of 10, by seed")
best = {text: max(RATES, key=lambda rate: accuracies[text, rate]) for text, _ in accuracies}
assert all(RATES[0] < rate < RATES[-1] for rate in best.values())  # no best one at the edge of what was tried
with_relu, without_it = (accuracies[text, best[text]] for text in ("ReLU at the end", "no activation at the end"))
assert with_relu < without_it - 0.05

# %% [markdown] id="mistake-last-words"
# A class whose score is below 0 for every digit, before that last ReLU, gets no gradient of its own any more. Unless the layers before it happen to lift it again, those digits are lost. **Remedy:** the last layer ends the network; softmax or sigmoid belong to the loss (lesson 02).
#
# ### A bias that is a column
# Some books write the bias as a column, (out, 1), because they put samples into columns too. *Batch of 3, 3 units: what does `(3, 3) + (3, 1)` do?*

# %% id="mistake-column"
small = np.zeros((3, 2))  # three samples, two inputs, all 0: the layer should give the bias in every row
w, b = np.ones((3, 2)), np.array([1.0, 2.0, 3.0])
print("bias (3,):\n", small @ w.T + b)
print("bias (3, 1):\n", small @ w.T + b[:, None])
try:
    np.zeros((4, 2)) @ w.T + b[:, None]
except ValueError as error:
    print("with a batch of 4:", error)
else:
    raise AssertionError("(4, 3) + (3, 1) should not have gone through")

# %% [markdown] id="mistake-column-words"
# While the batch is as large as the layer, the biases go to the samples in place of the units, silently. A batch of one grows to as many rows as there are units, just as silently. **Remedy:** give the bias one axis.
#
# ### (N, 1) and (N,)
# A network with one output gives predictions of shape (N, 1). The targets come as (N,). *You have the function for it: what shape has the difference?*

# %% id="mistake-n1"
predictions, targets = np.arange(4.0).reshape(4, 1), np.arange(4.0)  # every prediction is right
print("shape of the difference:", broadcast_shape((4, 1), (4,)))
print("mean square of it:      ", np.mean((predictions - targets) ** 2), "where 0 is right")
print("mended:                 ", np.mean((predictions[:, 0] - targets) ** 2))
assert tuple(broadcast_shape((4, 1), (4,))) == (predictions - targets).shape == (4, 4)
assert np.mean((predictions - targets) ** 2) > 0

# %% [markdown] id="mistake-n1-words"
# Every prediction is compared with every target, without an error. **Remedy:** print both shapes once before you subtract.

# %% [markdown] id="recap"
# ## 11. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("forward/recap_1", "a")`.

# %% question="forward/recap_1"

# %% question="forward/recap_2"

# %% question="forward/recap_3"

# %% question="forward/recap_4"

# %% question="forward/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - [Lesson 02, Loss](02_loss.ipynb): how wrong are these probabilities, as one number?
# - [Lesson 03, Backward pass](03_backward_pass.ipynb): your cache, walked through from back to front.
# - [Lesson 10, Debugging training](10_debugging.ipynb): dead units, vanishing and exploding signals in other people's networks.
#
# To read on: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010; K. He, X. Zhang, S. Ren and J. Sun, "Delving Deep into Rectifiers", 2015; NumPy's page on [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html); PyTorch's on [Linear](https://pytorch.org/docs/stable/generated/torch.nn.Linear.html) and on [initialisation](https://pytorch.org/docs/stable/nn.init.html).
#
# The digits: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository, licence CC BY 4.0.
