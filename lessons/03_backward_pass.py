# %% [markdown] id="title"
# # Lesson 03: Backward pass
#
# The loss says how wrong a network was. For each weight we now want to know one thing: *if it grew a little, would the loss rise or fall, and how fast?* The **backward pass** answers that, for all weights at once. It is school calculus, kept in good order.
#
# After this lesson you can
#
# - say what a gradient is, and measure one without any calculus,
# - multiply slopes along a chain of steps, with the chain rule,
# - write the gradients of activations, of a dense layer and of softmax with cross-entropy in NumPy, and train a network on real digits with nothing else,
# - build an **autograd** of about 60 lines: numbers that know how they were computed and find the gradients by themselves,
# - train a network with it, grow it from numbers to arrays, and show where the same parts sit in `tinygrad_lite` and PyTorch,
# - check any gradient, and recognise five common mistakes by what they do.
#
# | section | minutes |
# |---|---|
# | 1 One knob · 2 The chain rule | 30 |
# | 3 Activations · 4 A dense layer | 30 |
# | 5 Softmax · 6 A whole network | 15 |
# | *a good place to stop for today* |  |
# | 7 Autograd · 8 Training with it | 35 |
# | 9 The engine · 10 Gradcheck | 10 |
# | 11 PyTorch · 12 Mistakes · 13 Questions | 10 |
#
# Sections 1, 2, 7 and 8 are the core. You need Python, some NumPy, and the derivative from school, and no other lesson.
#
# **How the exercises work.** **Shift+Enter** runs a cell and goes on to the next; **Ctrl+Enter** runs it and stays. Run the first code cell first. Write the body of a function, run its cell, and a card below says how it went; “to 1 **ulp**” on it is the distance from one number that the computer can hold to the next. Until yours is right, a borrowed one stands in for it, so you may leave out what you like. `hint()` helps one step at a time; `progress()` shows where you stand. *Run All Cells* stops at a cell that Python cannot read: mend it, or run those below one by one.

# %% id="start"
import inspect
import random
import time

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import autograd, compare, nn
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import computation_graph, explore, picture

begin("03_backward_pass")

# %% [markdown] id="knob"
# ## 1. Turn one knob
#
# Picture the network as a machine. Every weight is a knob, and a pointer shows the loss. Which way should you turn a knob to make the pointer fall? Turn it a little and look.
#
# The smallest machine there is has one weight `w = 0.5`. It gets the input 1.0 and should say 0.4. Its prediction is `w · 1.0`, and its loss is the squared error, $(0.5 \cdot 1.0 - 0.4)^2 = 0.01$.
#
# *Turn `w` from 0.5 to 0.51. The loss becomes $0.11^2 = 0.0121$. By how much did it rise for each unit that you turned?*

# %% [markdown] id="numerical-words"
# Rise divided by turn, 0.0021 / 0.01: that is a **slope**. A **central difference** turns the knob both ways, from `w − eps` to `w + eps`, and divides by the whole distance.
#
# A network has many knobs. Turn them one after the other, each both ways, and put each back before the next. The slopes together are the **gradient**. It has the shape of the array of weights:
#
# $$\text{gradient}_i \approx \frac{f(x \text{ with } x_i + \epsilon) - f(x \text{ with } x_i - \epsilon)}{2\,\epsilon}$$
#
# *What would go wrong if a knob were not put back? And does a turn up by `eps`, down by `2 * eps` and up by `eps` again put it back exactly? (Try `0.3 + 1e-6 - 2e-6 + 1e-6 == 0.3`.)*
#
# <details><summary>Answer</summary>The later slopes would be those of another place. And no: that comparison is False, because each addition rounds. Keep the old value, or turn a copy.</details>

# %% exercise="backward/numerical_gradient"

# %% id="numerical-use"
weights = np.array([[1.0, -2.0, 3.0], [0.5, 0.0, 4.0]])
measured = np.asarray(numerical_gradient(lambda x: float((x**2).sum()), weights))

print("weights:\n", weights)
print("measured gradient of the sum of their squares:\n", measured.round(6))
assert np.allclose(measured, 2 * weights)  # the derivative of x² is 2x

# %% [markdown] id="one-knob-words"
# How far should a knob be turned? Back to the machine with one.


# %% id="one-knob"
def loss_at(w):
    """The loss of the one-weight machine."""
    return (w * 1.0 - 0.4) ** 2


print("turned by    to one side   to both sides")
for eps in (0.1, 0.01, 0.001, 0.0001):
    one_side = (loss_at(0.5 + eps) - loss_at(0.5)) / eps
    both_sides = (loss_at(0.5 + eps) - loss_at(0.5 - eps)) / (2 * eps)
    print(f"{eps:<12} {one_side:<13.6f} {both_sides:.6f}")

assert abs(both_sides - 0.2) < 1e-6  # what school gives: 2 · (0.5 · 1.0 − 0.4) · 1.0
assert abs(0.5 - 0.01 * both_sides - 0.498) < 1e-6

# %% [markdown] id="slope-words"
# The less you turn, the nearer the slope comes to 0.2, that of the curve in that very point, its **derivative**. Written $\dfrac{dL}{dw} = 0.2$ and read: *near here, the loss moves 0.2 times as far as `w` does*. The slope is positive, so the loss falls when `w` gets smaller. A small step against it, 0.01 times its length, takes `w` from 0.5 to 0.5 − 0.01 · 0.2 = 0.498.
#
# The central difference, in the right-hand column, is at 0.2 at once. A turn to one side alone measures the bend of the curve as well; with a turn to both sides, the bend largely cancels.
#
# In the picture, the dashed line joins the losses before and after a turn by `eps`. *Which of the two sliders brings it onto the grey line, the true slope? And for which `w` is that one level?*
#
# <details><summary>Answer</summary>A smaller `eps`. Level it is at w = 0.4, the lowest point: there no turn of the knob lowers the loss.</details>


# %% id="slope-picture" jupyter={"source_hidden": true}
def draw_knob(w=0.5, eps=0.2):
    """The loss over the weight, with the slope as measured by one turn of the knob, and the true one."""
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    along = np.linspace(-0.1, 1.0, 111)
    measured = (loss_at(w + eps) - loss_at(w)) / eps
    true = 2 * (w - 0.4)
    ax.plot(along, loss_at(along), "k-", linewidth=1.5)
    ax.plot(along, loss_at(w) + true * (along - w), color="0.65", linewidth=5, solid_capstyle="butt", zorder=0)
    ax.plot(along, loss_at(w) + measured * (along - w), "k--", linewidth=1.2)
    ax.plot([w, w + eps], [loss_at(w), loss_at(w + eps)], "ko")
    ax.text(0.02, 0.93, f"dashed: turned by {eps:.2f}, slope {measured:+.3f}", transform=ax.transAxes)
    ax.text(0.02, 0.85, f"grey: the slope in the point, {true:+.3f}", transform=ax.transAxes)
    ax.set(xlabel="weight w", ylabel="loss", xlim=(-0.1, 1.0), ylim=(-0.08, 0.36))
    ax.set_title("How fast does the loss move when w moves?")
    return picture(
        fig,
        alt=f"The loss over w is a parabola with its lowest point at 0.4. At w = {w:.2f} its slope is {true:+.3f}; a line "
        f"through the losses at w and at w + {eps:.2f} has the slope {measured:+.3f}.",
    )


explore(draw_knob, w=(0.0, 0.7, 0.05), eps=(0.01, 0.3, 0.01))

# %% [markdown] id="difference-words"
# Now one by hand. Write the number in place of the dots, as in `answer("backward/difference_by_hand", 1.5)`, and run the cell.

# %% question="backward/difference_by_hand"

# %% [markdown] id="v-words"
# How small should `eps` be? It was 1e-6. *Would 1e-12 be a million times better?* We measure the slope of the sine at eleven places, where it is known exactly (the cosine), and plot the error over `eps`, both on logarithmic scales.

# %% id="v-picture"
places = np.linspace(0.2, 1.4, 11)
eps_values = 10.0 ** np.arange(-13, 0, 0.5)


def sines(x):
    return float(np.sin(x).sum())


def sines32(x):
    return float(np.sin(x.astype(np.float32)).sum())  # 7 digits instead of 16


def one_sided(f, x, eps):
    return np.array([(f(x + eps * unit) - f(x)) / eps for unit in np.eye(len(x))])


def errors_of(measure, f):
    """The mean error of the measured slopes, for each eps."""
    return np.array([np.abs(np.asarray(measure(f, places, eps)) - np.cos(places)).mean() for eps in eps_values])


curves = {
    "both sides": (errors_of(numerical_gradient, sines), "ko-"),
    "one side": (errors_of(one_sided, sines), "ks--"),
    "both sides, float32": (errors_of(numerical_gradient, sines32), "k^:"),
}
best = {name: eps_values[errors.argmin()] for name, (errors, _) in curves.items()}
for name, (errors, _) in curves.items():
    print(f"{name:20} smallest error {errors.min():.0e}, at eps = {best[name]:.0e}")
at_1e_6 = np.isclose(eps_values, 1e-6, atol=0)
in_float32 = curves["both sides, float32"][0]
print(
    f"in float32 at eps = 1e-6 the error is {in_float32[at_1e_6][0]:.2f}, of slopes of {np.cos(places).mean():.2f} on average"
)
print(
    f"in float32 at eps = {eps_values[0]:.0e} every slope comes out as",
    np.asarray(numerical_gradient(sines32, places, eps_values[0])).max(),
)
both_sides = curves["both sides"][0]
assert both_sides[at_1e_6] < 1e-8 < both_sides[0]
assert in_float32[at_1e_6] > 0.02
assert 1e5 < in_float32.min() / both_sides.min() < 2e6  # "some hundred thousand times larger"
assert best["both sides"] < 1e-4

# %% id="v-picture-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.8, 4.2))
for name, (errors, style) in curves.items():
    ax.loglog(eps_values, np.maximum(errors, 1e-13), style, markersize=4, label=name, markerfacecolor="white")
ax.axvline(1e-6, color="0.6", linewidth=1)
ax.text(1.3e-6, 2, "1e-6", color="0.3")
ax.set(xlabel="eps", ylabel="error of the slope", ylim=(1e-12, 10), title="Too small is as bad as too large")
ax.legend(loc="lower left")
picture(
    fig,
    alt="Error of the measured slope over eps, both logarithmic: three curves in the shape of a V; the one of float32 is level "
    "on the far left. "
    + " ".join(
        f"{name}: lowest at eps {best[name]:.0e} with an error of {errors.min():.0e}."
        for name, (errors, _) in curves.items()
    ),
)

# %% [markdown] id="v-after"
# Every curve is a V, for two reasons that pull against each other.
#
# - **Right arm:** with a large `eps` the curve bends between the two points. The error falls with `eps²` if you look to both sides, only with `eps` if you look to one.
# - **Left arm:** with a tiny `eps` the two losses are nearly equal. The computer keeps 16 digits of each; the leading ones cancel in the difference, and what is left is rounding, which is then divided by a tiny number.
#
# The valley of "both sides" is near 1e-5; 1e-6 is close to it and safe where a curve bends more. In float32, the numbers that networks are usually trained with, there are 7 digits: the best error is some hundred thousand times larger, and at 1e-6 hardly one digit of the slope is right. (On the far left `x + eps` is `x` again, and the slope comes out as 0.) So gradients are checked in float64, in PyTorch too.
#
# And why not measure all gradients so? Each knob costs two evaluations of the whole network, and a small network for digits has 2410 knobs.

# %% [markdown] id="chain"
# ## 2. The chain rule: sensitivities multiply
#
# A dial turns a gear, the gear turns a second one, and that one moves a pointer. Suppose the first gear turns 3 times as far as the dial, the second half as far as the first, and the pointer 4 times as far as the second gear. *How far does the pointer move for each unit of the dial?*


# %% id="gears"
def pointer(dial):
    first = 3 * dial
    second = 0.5 * first
    return 4 * second


measured = np.asarray(numerical_gradient(lambda dial: float(pointer(dial[0])), np.array([1.0])))
print(f"measured:   {measured[0]:.6f}")
print("multiplied:", 3 * 0.5 * 4)

# %% [markdown] id="chain-words"
# The sensitivities multiply. That is the **chain rule**, and it holds for curved steps as well: near a point, a curve is as good as a straight gear.
#
# Now the one-weight machine again, this time with a bias `b`, and taken apart into its steps. Each step is so small that its slope can be read off:
#
# | step | its slope |
# |---|---|
# | $m = w \cdot x$ | by $w$: $x$ (and by $x$: $w$) |
# | $p = m + b$ | by $m$: 1 (and by $b$: 1) |
# | $e = p - \text{target}$ | by $p$: 1 |
# | $L = e^2$ | by $e$: $2e$ |
#
# We go through it forwards to get the values, then **backwards**, from the loss to the weight: start with 1 (the loss moves as much as itself), and multiply by the slope of each step on the way. *Do it in your head with $w = 0.5$, $x = 1$, $b = 0$, target 0.4.*

# %% id="chain-table"
w, x, b, target = 0.5, 1.0, 0.0, 0.4

m = w * x  # forwards
p = m + b
e = p - target
L = e**2

dL_dL = 1.0  # backwards
dL_de = dL_dL * 2 * e
dL_dp = dL_de * 1
dL_dm = dL_dp * 1
dL_dw = dL_dm * x

print("          value   slope of the loss by it")
for name, value, slope in zip("Lepmw", (L, e, p, m, w), (dL_dL, dL_de, dL_dp, dL_dm, dL_dw)):
    print(f"{name:8} {value:6.3f}   {slope:.3f}")
assert abs(dL_dw - 0.2) < 1e-12

# %% [markdown] id="chain-after"
# 0.2, as measured. Each slope was taken at the values of the forward pass (`e` for the square, `x` for the product). That is why a network **keeps** its values until the backward pass is done.
#
# The ways to `b` and to `x` branch off at `p` and `m`, so their slopes cost one multiplication each. Backwards, everything is computed once and shared, for one loss and any number of knobs. (The slopes multiply in either order. **Forward mode** carries them from a knob to the end, and needs a pass for each knob: it is for few knobs and many outputs.)

# %% question="backward/chain_by_hand"

# %% exercise="backward/chain_rule"

# %% id="chain-use"
dL_dw, dL_db, dL_dx = (float(slope) for slope in chain_rule(1.0, 0.5, 0.0, 0.4))  # x, w, b, target
print(f"slopes by w, b and x: {dL_dw:.3f}, {dL_db:.3f}, {dL_dx:.3f}")
print(f"one step against the slope: w = {0.5 - 0.01 * dL_dw:.3f}")
assert np.allclose([dL_dw, dL_db, dL_dx], [0.2, 0.2, 0.1])


def machine_loss(knobs):
    """The loss for the knobs [w, b, x]."""
    return float((knobs[0] * knobs[2] + knobs[1] - 0.4) ** 2)


by_turning = np.asarray(numerical_gradient(machine_loss, np.array([0.5, 0.0, 1.0])))
print("the same, by turning:", by_turning.round(6))
assert np.allclose(by_turning, [dL_dw, dL_db, dL_dx])

# %% [markdown] id="activations"
# ## 3. The slopes of activations
#
# Between the layers of a network sit **activations**, functions that bend. Three of them:
#
# - **ReLU**, $\max(0, x)$: what is negative becomes 0;
# - **sigmoid**, $1 / (1 + e^{-x})$: from 0 to 1;
# - **tanh**: from −1 to 1.
#
# In a chain each is one step. From the side of the loss comes `grad_output`: how the loss moves when the *output* of the step moves, a number for each element. The step multiplies it by its own slope and hands it on, as the gradient of its *input*:
#
# $$\text{grad\_input} = \text{grad\_output} \times \text{slope}$$
#
# Whatever lies behind the step is already contained in `grad_output`.
#
# For ReLU the slope is 1 where the input was positive and 0 where it was negative. *And at exactly 0, in the corner?* There is no slope there; one has to be agreed upon. PyTorch takes 0, and so do we.

# %% exercise="backward/relu_grad"

# %% [markdown] id="sigmoid-words"
# The slopes of the other two have a pleasant form: they can be computed from the *output* $y$ of the forward pass, which we have already.
#
# $$\text{sigmoid: } y\,(1 - y) \qquad\qquad \text{tanh: } 1 - y^2$$
#
# *For which output is the sigmoid steepest, and how steep is it there?*

# %% exercise="backward/sigmoid_grad"

# %% exercise="backward/tanh_grad"


# %% id="slopes-picture" jupyter={"source_hidden": true}
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


x_axis = np.linspace(-6, 6, 241)
ones = np.ones_like(x_axis)
panels = {  # name: output, slope
    "ReLU": (np.maximum(x_axis, 0), np.asarray(relu_grad(ones, x_axis))),
    "sigmoid": (sigmoid(x_axis), np.asarray(sigmoid_grad(ones, sigmoid(x_axis)))),
    "tanh": (np.tanh(x_axis), np.asarray(tanh_grad(ones, np.tanh(x_axis)))),
}
fig, axes = plt.subplots(2, 3, figsize=(9, 4.6), sharex=True, layout="constrained")
for column, (name, (outputs, slopes)) in enumerate(panels.items()):
    above, below = axes[:, column]
    above.plot(x_axis, outputs, "k-")
    for place in (-3, 0.5, 3):  # a short piece of the tangent
        at = np.abs(x_axis - place).argmin()
        piece = np.array([-1.2, 1.2])
        above.plot(x_axis[at] + piece, outputs[at] + slopes[at] * piece, color="0.6", linewidth=5, zorder=0)
    above.set_title(name)
    above.set_ylim((-1, 6) if name == "ReLU" else (-1.2, 1.2))
    below.plot(x_axis, slopes, "k-")
    below.set(xlabel="input x", ylim=(-0.05, 1.1))
    below.text(-5.8, 0.92, f"largest {slopes.max():.2f}")
axes[0, 0].set_ylabel("output")
axes[1, 0].set_ylabel("slope")
print("slope of the sigmoid at −6, 0 and 6:", *(f"{panels['sigmoid'][1][i]:.4f}" for i in (0, 120, 240)))


def measured_slopes(function):
    return np.asarray(numerical_gradient(lambda x: float(function(x).sum()), x_axis))


away = x_axis != 0  # from the corner of ReLU
assert np.allclose(panels["ReLU"][1][away], measured_slopes(lambda x: np.maximum(x, 0))[away], atol=1e-6)
assert np.allclose(panels["sigmoid"][1], measured_slopes(sigmoid), atol=1e-6)
assert np.allclose(panels["tanh"][1], measured_slopes(np.tanh), atol=1e-6)
picture(
    fig,
    alt="Three activations above their slopes. ReLU has slope 0 left of 0 and 1 right of it. The slope of the sigmoid is a "
    f"flat hill, {panels['sigmoid'][1].max():.2f} at its highest, that of tanh a hill of height 1; both are nearly 0 "
    "beyond 4.",
)

# %% [markdown] id="vanish-words"
# The grey pieces are tangents. The sigmoid is steepest at the output 0.5: 0.25. Sensitivities multiply: behind ten sigmoids, with weights of 1 between them, no more than $0.25^{10}$ is left, a millionth. The first layers of such a network hardly learn: the **vanishing gradient**.

# %% [markdown] id="dense"
# ## 4. The gradients of a dense layer
#
# A dense layer computes $y = x\,W^T + b$. As in PyTorch, a **batch** of samples comes at once, one in each row:
#
# | array | shape |
# |---|---|
# | `x`, the inputs | (batch, in) |
# | `weight` | (out, in) |
# | `bias` | (out,) |
# | `y`, and so `grad_output` | (batch, out) |
#
# For a single sample the chain rule gives them at once: $y_i = \sum_j W_{ij}\,x_j + b_i$, so
#
# - the weight $W_{ij}$ moves $y_i$ by $x_j$: its gradient is $g_i \cdot x_j$, with $g$ for `grad_output`;
# - the bias $b_i$ moves $y_i$ by 1: its gradient is $g_i$;
# - the input $x_j$ moves *every* $y_i$, each by $W_{ij}$. The loss feels all of these: $\sum_i g_i \cdot W_{ij}$.
#
# For $g = [-0.3, 0.2, 0.1]$ and an input of $[0, 0.8]$, *which weights get no gradient at all, and why?*

# %% id="dense-by-hand"
g = np.array([-0.3, 0.2, 0.1])
inputs = np.array([0.0, 0.8])  # after a ReLU: the first unit was silent
W = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]])  # (out, in) = (3, 2)

grad_W = np.zeros((3, 2))
grad_inputs = np.zeros(2)
for i in range(3):
    for j in range(2):
        grad_W[i, j] = g[i] * inputs[j]
        grad_inputs[j] += g[i] * W[i, j]

print("gradient of the weights:\n", grad_W.round(2) + 0.0)  # + 0.0 turns −0 into 0
print("gradient of the inputs: ", grad_inputs.round(2))
assert np.allclose(grad_W, [[0, -0.24], [0, 0.16], [0, 0.08]])

# %% [markdown] id="dense-think"
# The first column is 0: a weight that multiplies 0 can be turned without any effect.
#
# With a batch, every sample uses the same weights, so a weight moves the loss by way of all of them, and its gradients **add up** over the batch. Matrix products do that, and the shapes nearly tell you which: *from `grad_output` of shape (batch, out) and `x` of shape (batch, in), which product has the shape (out, in)? Which product of `grad_output` and `weight` has the shape (batch, in)? And how does (batch, out) become (out,)?*

# %% exercise="backward/linear_backward"

# %% id="dense-use"
grad_inputs, grad_W, grad_b = (np.asarray(grad) for grad in linear_backward(g[None], inputs[None], W))
print("for the one sample, as above:\n", grad_W.round(2), grad_b.round(2), grad_inputs.round(2))
assert np.allclose(grad_W, [[0, -0.24], [0, 0.16], [0, 0.08]])
assert np.allclose(grad_b, g)

rng = np.random.default_rng(0)
batch_x, batch_W, batch_g = rng.normal(size=(5, 4)), rng.normal(size=(3, 4)), rng.normal(size=(5, 3))
found = linear_backward(batch_g, batch_x, batch_W)
turned = [
    numerical_gradient(lambda x: float((x @ batch_W.T * batch_g).sum()), batch_x),
    numerical_gradient(lambda W: float((batch_x @ W.T * batch_g).sum()), batch_W),
    numerical_gradient(lambda b: float(((batch_x @ batch_W.T + b) * batch_g).sum()), np.zeros(3)),
]
for name, ours, by_turning in zip(("grad_x", "grad_weight", "grad_bias"), found, turned):
    print(f"{name:12} shape {np.shape(ours)!s:7} agrees with turning the knobs: {np.allclose(ours, by_turning)}")
    assert np.allclose(ours, by_turning)

# %% [markdown] id="depth-words"
# Here a gradient goes back through 20 layers of 64 units, down to ten scanned digits of 8 × 8 pixels; with ReLU, tanh and sigmoid. The weights are random, in the sizes customary for ReLU and for tanh (lesson 01); sigmoid gets those of tanh, and then eight times as large. *Which will have the smallest gradient at the bottom, and how small?*

# %% id="depth-picture"
images, digits = (tensor.numpy() for tensor in tg.data.digits(train=True))
images = images.astype(np.float64) / 8 - 1  # pixels from −1 (paper) to 1 (ink)

activations = {  # name: function, its gradient from (grad_output, input, output), size of the weights
    "ReLU": (lambda z: np.maximum(z, 0), lambda g, z, a: relu_grad(g, z), np.sqrt(2 / 64)),
    "tanh": (np.tanh, lambda g, z, a: tanh_grad(g, a), np.sqrt(1 / 64)),
    "sigmoid": (sigmoid, lambda g, z, a: sigmoid_grad(g, a), np.sqrt(1 / 64)),
    "sigmoid × 8": (sigmoid, lambda g, z, a: sigmoid_grad(g, a), 8 * np.sqrt(1 / 64)),  # eight times the weights
}


def gradient_sizes(name, layers=20):
    """The length of the gradient at each layer, the first layer first, and the share of slopes below 0.03."""
    function, backward, size = activations[name]
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(64, 64)) * size for _ in range(layers)]
    a, kept = images[:10], []
    for weight in weights:  # forwards: keep what will be needed
        z = a @ weight.T
        kept.append((a, z, function(z)))
        a = kept[-1][2]
    grad, sizes = rng.normal(size=a.shape), []
    for weight, (a, z, y) in zip(reversed(weights), reversed(kept)):  # backwards
        grad = np.asarray(backward(grad, z, y))
        sizes.append(np.linalg.norm(grad))
        grad = np.asarray(linear_backward(grad, a, weight)[0])
    slopes = [np.asarray(backward(np.ones_like(y), z, y)) for _, z, y in kept]
    return sizes[::-1], np.mean(np.array(slopes) < 0.03)


sizes, flat = {}, {}
for name in activations:
    sizes[name], flat[name] = gradient_sizes(name)
per_layer = (sizes["sigmoid"][-1] / sizes["sigmoid"][0]) ** (1 / 19)
print(f"sigmoid: each of the 19 layers in between divides it by about {per_layer:.1f}")
print(f"sigmoid × 8: {flat['sigmoid × 8']:.0%} of the slopes are below 0.03, sigmoid: {flat['sigmoid']:.0%}")
assert flat["sigmoid"] == 0 < 0.4 < flat["sigmoid × 8"] < 0.6
assert sizes["sigmoid × 8"][0] > 0.03 * sizes["sigmoid × 8"][-1]
assert 4 < per_layer < 4.6
assert sizes["sigmoid"][0] < 1e-8 * sizes["sigmoid"][-1]

# %% id="depth-picture-drawn" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.8, 3.8))
for (name, values), style in zip(sizes.items(), ("ko-", "ks--", "k^:", "kx-.")):
    ax.semilogy(range(1, 21), values, style, markersize=4, markerfacecolor="white", label=name)
    print(f"{name:12} arriving at layer 20: {values[-1]:6.1f}   at layer 1: {values[0]:.2g}")
ax.set(xlabel="layer (1 is next to the image)", ylabel="length of the gradient", xticks=range(1, 21, 2))
ax.set_title("What is left of the gradient on its way back")
ax.legend()
picture(
    fig,
    alt="Length of the gradient at each of 20 layers, logarithmic. "
    + " ".join(f"{name}: {values[-1]:.2g} at layer 20, {values[0]:.2g} at layer 1." for name, values in sizes.items()),
)

# %% [markdown] id="depth-after"
# Each sigmoid layer divides the gradient by a little more than 4, the 0.25 from above. After 20 layers a trillionth is left; with tanh and ReLU it arrives. Larger weights make up for the 0.25, but they drive half of the sigmoids to their flat ends, where they say little more than yes or no. This is a main reason why hidden layers are rarely built with sigmoids.

# %% [markdown] id="unbroadcast-words"
# ### Copied on the way there, added up on the way back
#
# The bias had the shape (out,), yet it was added to every row of the batch. NumPy **broadcasts**: where an array is too small, it is repeated. Each copy gets a gradient of its own, and the gradient of the one original is their **sum**.
#
# So a gradient may arrive in a larger shape than its array has, and must be summed back. NumPy's rule for repeating: compare shapes from the right; a missing axis is added in front, an axis of length 1 is stretched. *What becomes of a gradient of shape (4, 3) for an array of shape (3,)? Of (4, 1)? Of (1, 3)? Of (), a single number?*
#
# The cell after the exercise compares yours with `tinygrad_lite` (`tg` for short), which finds gradients by itself where `requires_grad=True` asks it to.

# %% exercise="backward/unbroadcast"

# %% id="unbroadcast-use"
large = np.arange(12.0).reshape(4, 3)  # meets a smaller array and is multiplied by it
for shape in [(3,), (1, 3), (4, 1), (), (4, 3)]:
    small = tg.ones(shape, dtype=tg.float64, requires_grad=True)
    (small * tg.tensor(large)).sum().backward()
    ours = np.asarray(unbroadcast(large, shape))
    print(f"shape {shape!s:7} gradient", ours.tolist())
    assert ours.shape == shape
    assert np.allclose(ours, small.grad.numpy())

# %% [markdown] id="softmax-ce"
# ## 5. Softmax with cross-entropy
#
# A classifier gives one number for each class, its **logits** $z$. **Softmax** turns them into probabilities, $p_k = e^{z_k} / \sum_j e^{z_j}$, and the **cross-entropy** is $-\log p_t$, where $t$ is the right class. With the logarithm of a quotient:
#
# $$L = -z_t + \log \sum_j e^{z_j}$$
#
# Take the derivative by $z_k$. The first term gives −1 if $k$ is the right class, otherwise 0. The second gives $e^{z_k} / \sum_j e^{z_j}$, and that is $p_k$ again. So
#
# $$\frac{\partial L}{\partial z_k} = p_k - [k = t]$$
#
# where $[k = t]$ is 1 for the right class and 0 for the others. Only a difference is left. *What do the elements of this gradient add up to? And what is it for a network that is right and sure, with probabilities [1, 0, 0]?*

# %% question="backward/softmax_by_hand"

# %% [markdown] id="softmax-think"
# For a batch the loss is the **mean** over its samples. *What does that do to the gradient of each one?* (Softmax is safe from overflow if the largest logit of each row is subtracted first; that changes no probability.)

# %% exercise="backward/softmax_cross_entropy_grad"

# %% id="softmax-use"
logits = np.log([[0.7, 0.2, 0.1]])  # the logarithms of the probabilities are one choice of logits
for right in (0, 1, 2):
    gradient = np.asarray(softmax_cross_entropy_grad(logits, np.array([right])))
    print(f"class {right} is right: loss {-logits[0, right]:.3f}, gradient {gradient[0].round(3)},", end=" ")
    print(f"sum {abs(gradient.sum()):.0f}")

gradient = np.asarray(softmax_cross_entropy_grad(logits, np.array([0])))
assert np.allclose(gradient, [[-0.3, 0.2, 0.1]])
assert round(-logits[0, 0], 3) == 0.357

# %% [markdown] id="softmax-after"
# Training goes against the gradient. Where class 0 is right, its logit is pulled up with force 0.3, as far as its probability is short of 1; the others are pushed down, each by the probability that it should not have. What one class gains, the others lose. And a network that is right and sure feels no force at all.

# %% [markdown] id="network"
# ## 6. A whole network, by hand, on real digits
#
# Now everything together. Handwritten digits, 64 pixels each; a hidden layer of 32 units with ReLU; ten logits. That makes $64 \cdot 32 + 32 + 32 \cdot 10 + 10 = 2410$ knobs.
#
# `backward_by_hand` is the forward pass in reverse order. Each line takes the gradient that the one before has left, and what the forward pass kept.


# %% id="by-hand"
def new_network(seed=0):
    rng = np.random.default_rng(seed)
    return {
        "W1": rng.normal(size=(32, 64)) * np.sqrt(2 / 64),
        "b1": np.zeros(32),
        "W2": rng.normal(size=(10, 32)) * np.sqrt(2 / 32),
        "b2": np.zeros(10),
    }


def forward(net, x):
    z1 = x @ net["W1"].T + net["b1"]  # (batch, 32)
    a1 = np.maximum(z1, 0)
    logits = a1 @ net["W2"].T + net["b2"]  # (batch, 10)
    return logits, (x, z1, a1)


def loss_by_hand(net, x, target):
    logits, _ = forward(net, x)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(target)), target].mean())


def backward_by_hand(net, x, target):
    logits, (x, z1, a1) = forward(net, x)
    grad_logits = np.asarray(softmax_cross_entropy_grad(logits, target))
    grad_a1, grad_W2, grad_b2 = linear_backward(grad_logits, a1, net["W2"])
    grad_z1 = relu_grad(np.asarray(grad_a1), z1)
    _, grad_W1, grad_b1 = linear_backward(np.asarray(grad_z1), x, net["W1"])  # nobody trains the input
    found = {"W1": grad_W1, "b1": grad_b1, "W2": grad_W2, "b2": grad_b2}
    return {name: np.asarray(grad) for name, grad in found.items()}


net = new_network()
few_x, few_y = images[:50], digits[:50]
grads = backward_by_hand(net, few_x, few_y)
for name in net:
    print(f"{name}: {net[name].size:4} knobs, shape {net[name].shape!s:8} and its gradient {grads[name].shape}")
print("together:", sum(array.size for array in net.values()))

# %% [markdown] id="check-words"
# Two independent checks: turning knobs, and PyTorch, which is given the same weights and finds its gradients by itself. (Importing PyTorch takes a few seconds, once.)

# %% id="by-hand-check"
import torch

torch.set_num_threads(1)


def turn_some_knobs(name, count):
    """The largest difference between measured slopes and those of backward_by_hand, for some of the knobs."""
    chosen = np.random.default_rng(1).permutation(net[name].size)[:count]

    def loss_of_chosen(values):
        turned = net[name].copy()
        turned.flat[chosen] = values
        return loss_by_hand({**net, name: turned}, few_x, few_y)

    measured = np.asarray(numerical_gradient(loss_of_chosen, net[name].ravel()[chosen]))
    return np.abs(measured - grads[name].ravel()[chosen]).max()


for name, count in [("W1", 40), ("b1", 32), ("W2", 40), ("b2", 10)]:
    difference = turn_some_knobs(name, count)
    print(f"{name}: {count} of {net[name].size:4} knobs turned, largest difference {difference:.1e}")
    assert difference < 1e-7

theirs = {name: torch.tensor(array, requires_grad=True) for name, array in net.items()}
hidden = torch.relu(torch.tensor(few_x) @ theirs["W1"].T + theirs["b1"])
torch.nn.functional.cross_entropy(hidden @ theirs["W2"].T + theirs["b2"], torch.tensor(few_y)).backward()
largest = max(np.abs(theirs[name].grad.numpy() - grads[name]).max() for name in net)
print(f"PyTorch, all 2410 knobs: largest difference {largest:.1e}")
assert largest < 1e-10

# %% [markdown] id="train-words"
# Now train with it, with nothing but NumPy: draw 30 digits, find the gradient, make one step against it, again. The network is tested on 360 digits that it has never seen. *Guess what share it reads right after 120 steps.*

# %% id="by-hand-train"
test_images, test_digits = (tensor.numpy() for tensor in tg.data.digits(train=False))
test_images = test_images.astype(np.float64) / 8 - 1


def accuracy(net):
    return float((forward(net, test_images)[0].argmax(axis=1) == test_digits).mean())


trained = new_network()
rng = np.random.default_rng(0)
for step in range(121):
    if step % 40 == 0:
        print(
            f"step {step:3}: loss {loss_by_hand(trained, images, digits):.3f}, {accuracy(trained):.1%} of the test digits"
        )
    rows = rng.integers(0, len(images), size=30)
    step_grads = backward_by_hand(trained, images[rows], digits[rows])
    trained = {name: trained[name] - 0.2 * step_grads[name] for name in trained}
assert accuracy(trained) > 0.9

# %% [markdown] id="cost-words"
# What did the backward pass save? Turning every knob, both ways, would have cost 2 · 2410 forward passes for each step. Here is the cost for four networks, up to a million knobs. *Both scales are logarithmic. Which of the three lines will be the steepest, and why?*


# %% id="cost"
def seconds(function, budget=0.03):
    """The shortest time of one call, of as many calls as fit into so many seconds, at least five."""
    function()  # the first call is often slower
    times = []
    while len(times) < 5 or sum(times) < budget:
        begun = time.perf_counter()
        function()
        times.append(time.perf_counter() - begun)
    return min(times)  # what else the machine does can only add to it


knobs, one_loss, one_backward = [], [], []
for inputs_, units in ((64, 16), (64, 128), (300, 300), (1000, 1000)):
    rng = np.random.default_rng(0)
    large = {
        "W1": rng.normal(size=(units, inputs_)) * np.sqrt(2 / inputs_),
        "b1": np.zeros(units),
        "W2": rng.normal(size=(10, units)) * np.sqrt(2 / units),
        "b2": np.zeros(10),
    }
    x = rng.normal(size=(50, inputs_))
    knobs.append(sum(array.size for array in large.values()))
    one_loss.append(seconds(lambda: loss_by_hand(large, x, few_y)))  # noqa: B023 (used at once)
    one_backward.append(seconds(lambda: backward_by_hand(large, x, few_y)))  # noqa: B023
turning = np.multiply(one_loss, 2 * np.array(knobs))  # reckoned

print("      knobs      one loss   all gradients   as many losses   turning every knob")
for row in zip(knobs, one_loss, one_backward, turning):
    print(f"{row[0]:11} {row[1] * 1e3:10.2f} ms {row[2] * 1e3:12.2f} ms {row[2] / row[1]:16.1f} {row[3]:18.1f} s")

# %% id="cost-picture" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.8, 3.8))
for times, style, name in (
    (turning, "ks:", "turning every knob (reckoned)"),
    (one_backward, "ko-", "forward and backward: all gradients"),
    (one_loss, "k^--", "one loss"),
):
    ax.loglog(knobs, times, style, markerfacecolor="white", label=name)
ax.set(xlabel="knobs", ylabel="seconds", title="What a gradient costs")
ax.legend()
picture(
    fig,
    alt=f"Time over the number of knobs, both logarithmic, from {knobs[0]} to {knobs[-1]} knobs. One loss and all gradients "
    "are two lines close to each other, rising slowly at first and faster later; turning every knob is far above them and rises "
    f"much more steeply, to {turning[-1] / 60:.0f} minutes.",
)

# %% [markdown] id="cost-after"
# In large networks the cost of turning every knob grows with the square of their number; in small ones more slowly, because there eight times as many knobs make one loss only about twice as slow. Forward and backward stay close to one loss: about two of them where most of the time goes into making calls, nearer to three in a large network. Each layer takes one matrix product forwards, and two backwards, one for its weights and one for its input. (Loops over single numbers, or a machine that is busy with something else, make some times far larger.)

# %% [markdown] id="books"
# ## 7. Let the numbers keep the books: autograd
#
# `backward_by_hand` fits one network; for another it has to be written anew. But each step needed little: what arrived from the side of the loss, and its own slopes. Let every number remember **which numbers it was computed from**, and **the slope by each of them**. Then the way back is in the notes, for any formula. Such a set of notes is called a **computation graph**, and following it backwards by program **autograd**, automatic differentiation.
#
# Here is the graph of one unit of a network, $\tanh(w \cdot x + b)$, as `tinygrad_lite` recorded it. Square boxes were given, round ones computed; a broken outline means that nobody asked for its gradient. In JupyterLab, move the slider: first the values, from left to right; then the gradients, from right to left. At the arrows stand the slopes. *Before you step back: which gradient will `w` get?*

# %% id="unit-graph"
w = tg.tensor(0.5, requires_grad=True)
b = tg.tensor(-1.0, requires_grad=True)
x = tg.tensor(3.0)
computation_graph(lambda: (w * x + b).tanh(), w=w, x=x, b=b)

# %% [markdown] id="twice-words"
# `w` gets the slope of tanh, 0.7864, times the slope of the sum, 1, times the slope of the product, 3: the chain rule along the way.
#
# ### First question: what if a number is used more than once?

# %% question="backward/twice_by_hand"

# %% id="twice-graph"
x = tg.tensor(3.0, requires_grad=True)
computation_graph(lambda: x * x + x, x=x)

# %% [markdown] id="accumulate-words"
# Three ways lead from the result back to `x`. Turn the knob `x`, and the result feels all three, so their slopes **add up**: 3 + 3 + 1 = 7. Along a way, multiply; where ways meet, add. Write the adding down as code. The list says, for each gradient that was handed over, who got it.

# %% exercise="backward/accumulate"

# %% id="accumulate-use"
handed_over = [("x", 3.0), ("x", 3.0), ("x", 1.0)]
print("added up:   ", {name: float(total) for name, total in accumulate(handed_over).items()})
print("overwritten:", dict(handed_over), "  ← what comes of `grads[name] = gradient`: only the last one is left")
assert float(accumulate(handed_over)["x"]) == 7.0

# %% [markdown] id="patterns"
# Four patterns of the way back, worth knowing by heart:
#
# | operation | what it does with the gradient |
# |---|---|
# | sum, $a + b$ | hands it on to both, unchanged |
# | product, $a \cdot b$ | *swaps*: to $a$ goes the gradient times $b$, to $b$ the gradient times $a$ |
# | ReLU (and a maximum) | a switch: lets it pass on the side that won, stops it on the other |
# | a value used several times | adds up what comes back from each use |
#
# *With these alone, no formula: what is the gradient of `w` in `(w * x + b).relu() * c`, at w = 2, x = 3, b = −1, c = 4? And at b = −7?*

# %% id="patterns-use"
for number in (-1.0, -7.0):
    w, b = (tg.tensor(value, requires_grad=True) for value in (2.0, number))
    ((w * 3.0 + b).relu() * 4.0).backward()
    print(f"b = {number}: gradient of w {w.grad.item()}, of b {b.grad.item()}")
    assert w.grad.item() == (12.0 if number == -1.0 else 0.0)  # 4 swaps in, the switch is open, 3 swaps in

# %% [markdown] id="order-words"
# ### Second question: in which order?
#
# A number may hand on its gradient only when it is complete, so after *all* numbers that were computed from it have handed over theirs. Take
#
# $$b = a \cdot a, \qquad c = 2\,b, \qquad d = b + c$$
#
# at $a = 3$. So $d = 3\,a^2$, with the slope $6a = 18$. Now go back from $d$, level by level: first $d$, then what it was computed from, $b$ and $c$, then $a$. *What goes wrong?*


# %% id="order-wrong"
class Node:
    """A number in a graph: what it is called, what it was computed from, and its slope by each of those."""

    def __init__(self, name, parents=(), slopes=()):
        self.name, self.parents, self.slopes = name, parents, slopes


a_node = Node("a")
b_node = Node("b", (a_node, a_node), (3.0, 3.0))
c_node = Node("c", (b_node,), (2.0,))
d_node = Node("d", (b_node, c_node), (1.0, 1.0))


def pass_back(nodes):
    """Visit the nodes in this order; each hands on the gradient that it has at that moment."""
    grads = {node.name: 0.0 for node in nodes}
    grads[nodes[0].name] = 1.0
    for node in nodes:
        for parent, slope in zip(node.parents, node.slopes):
            share = grads[node.name] * slope
            grads[parent.name] += share
            print(f"  {node.name} has {grads[node.name]:g} and hands {share:g} to {parent.name}")
    return grads


print("level by level:")
too_early = pass_back([d_node, b_node, c_node, a_node])["a"]
print("  gradient of a:", too_early, "instead of 18")
assert too_early != 18.0

# %% [markdown] id="order-think"
# `b` was visited too early. It handed on while it had only 1; the 2 that `c` gave it afterwards stayed with it.
#
# We need an order in which every number comes after all those that it was computed from: parents before children. That is a **topological order**. The forward pass runs through it; read from its end, it is the order for the way back.
#
# One way to find it: before you write down a node, write down all its parents, and before each of those, theirs; skip what is on the list already. *The natural way to say this in Python is a function that calls itself. What will Python say to a graph that is 5000 steps deep?*

# %% exercise="backward/topological_order"

# %% id="order-use"
order = list(topological_order(d_node))
assert [node.name for node in order] == ["a", "b", "c", "d"]  # this graph has only one such order
print("order:", " ".join(node.name for node in order))
print("backwards through it:")
arrived = pass_back(order[::-1])
print("  gradient of a:", arrived["a"])
assert arrived["a"] == 18.0


# %% [markdown] id="value-words"
# 18, as it should be. (A function that calls itself is stopped by Python at a depth of about 1000, with a `RecursionError`. A list of nodes still to be visited has no such limit.)
#
# ### The whole of it: `Value`
#
# Now the class that keeps the books. A `Value` holds a number, `data`, and a gradient, `grad`, that starts at 0. An operation makes a new `Value` and notes in it what it was made from, with the slope by each. You need
#
# - `+`, `*`, `-` and `**` with a fixed exponent, the minus sign, and `relu()` and `tanh()`. All of them also with a plain number on either side: Python turns `v + 1` into `v.__add__(1)`, and `1 + v` into `v.__radd__(1)`;
# - `backward()`: the gradient of the value itself is 1; then, in reverse topological order, each node hands on its gradient times its slopes, and **adds** it to what is there. Leaves, the values that you made yourself, keep adding from one `backward` to the next: several losses may be computed from them. Every loss here is a new graph, with nothing but leaves in common with another, and `backward` is called on it once. So what the values in between hold afterwards is up to you.
#
# Only a few of the operations need calculus. *Which can you make out of others? What is $a - b$, in terms of `+`, `*` and −1?*
#
# Write `__init__` and one operation, run the cell, look at the card, go on to the next. As long as methods are empty, the card names one that is asked for, and says which of the others are right so far.

# %% exercise="backward/value"

# %% id="value-use"
w, x, b = Value(0.5), Value(3.0), Value(-1.0)
y = (w * x + b).tanh()  # the unit from the graph above
y.backward()
print(f"y = {y.data:.4f}   slopes by w, x, b: {w.grad:.4f}, {x.grad:.4f}, {b.grad:.4f}")
assert np.allclose([y.data, w.grad, x.grad, b.grad], [0.46212, 2.35934, 0.39322, 0.78645], atol=1e-5)

x = Value(3.0)
(x * x + x).backward()
print("x·x + x at 3:", x.grad)
assert np.isclose(x.grad, 7.0)

w, x, b = Value(0.5), 1.0, Value(0.0)  # the one-weight machine of section 1
loss = (w * x + b - 0.4) ** 2
loss.backward()
print(f"the one-weight machine: slope {w.grad:.3f}, after one step w = {w.data - 0.01 * w.grad:.3f}")
assert np.allclose([w.grad, w.data - 0.01 * w.grad], [0.2, 0.498])

# %% [markdown] id="own-graph-words"
# ### Your own graph, stepped through
#
# Below, every number comes from *your* `Value`, and the order from *your* `topological_order`. (The slope of a step is what your `backward` gives for that step alone.) With the controls, choose a formula, a way to go back, and how many steps of it to see. *At which step does "level by level" go wrong in `d = b + c`, and which value does "overwritten" lose in `x·x + x`?*
#
# <details><summary>Answer</summary>At the second: b hands on 1 of its 3. And x keeps one of the three gradients that it is handed, the last.</details>


# %% id="own-graph" jupyter={"source_hidden": true}
class Step(Node):
    """A node of the graph with its number, as your `Value` computes it; its slopes are your gradients of the one step."""

    def __init__(self, name, at, *parents, made=None, data=0.0):
        leaves = [Value(parent.data) for parent in parents]
        if made:
            result = made(*leaves)
            data = result.data
            result.backward()
        super().__init__(name, parents, tuple(float(leaf.grad) for leaf in leaves))
        self.data, self.at = float(data), at  # at: its place in the picture


def graphs():
    """Three formulas as graphs, each given by its last node."""
    w, x, b = Step("w", (0, 2), data=0.5), Step("x", (0, 0.8), data=3.0), Step("b", (1, 0), data=-1.0)
    product = Step("w·x", (1, 1.4), w, x, made=lambda w, x: w * x)
    total = Step("w·x + b", (2, 0.7), product, b, made=lambda p, b: p + b)
    once = Step("x", (0, 0), data=3.0)
    square = Step("x·x", (1, 1.4), once, once, made=lambda one, other: one * other)
    a = Step("a", (0, 0), data=3.0)
    b_square = Step("b = a·a", (1, 0), a, a, made=lambda one, other: one * other)
    c = Step("c = 2b", (2, 1.4), b_square, made=lambda b: 2.0 * b)
    return {
        "d = b + c": Step("d", (3, 0), b_square, c, made=lambda b, c: b + c),
        "x·x + x": Step("x·x + x", (2, 0), square, once, made=lambda s, x: s + x),
        "tanh(w·x + b)": Step("tanh", (3, 0.7), total, made=lambda t: t.tanh()),
    }


GRAPHS, WAYS = graphs(), ("adding, in order", "level by level", "overwritten")


def levels(last):
    """The nodes from the last one on, level by level, each once."""
    found, level = [], [last]
    while level:
        found += [node for node in level if node not in found]
        level = [parent for node in found[-len(level) :] for parent in node.parents if parent not in found]
        level = list(dict.fromkeys(level))
    return found


def walk_back(last, way):
    """The gradients of all nodes after 0, 1, 2, … nodes have handed on theirs, and who that was."""
    nodes = levels(last) if way == "level by level" else list(topological_order(last))[::-1]
    grads, handed = dict.fromkeys(nodes, 0.0) | {last: 1.0}, []
    states = [(dict(grads), ())]
    for node in (node for node in nodes if node.parents):
        for parent, slope in zip(node.parents, node.slopes):
            kept = 0.0 if way == "overwritten" else grads[parent]
            grads[parent] = kept + grads[node] * slope
        handed.append(node)
        states.append((dict(grads), tuple(handed)))
    return states


print("gradients of the given values, by your Value and in the picture's steps")
for formula, last in GRAPHS.items():
    leaves = [node for node in topological_order(last) if not node.parents]
    given = {node.name: Value(node.data) for node in leaves}
    whole = {
        "d = b + c": lambda a: a * a + 2.0 * (a * a),
        "x·x + x": lambda x: x * x + x,
        "tanh(w·x + b)": lambda w, x, b: (w * x + b).tanh(),
    }[formula]
    whole(**given).backward()
    for node in leaves:
        ends = {way: walk_back(last, way)[-1][0][node] for way in WAYS}
        yours = float(given[node.name].grad)
        print(
            f"  {formula:14} {node.name}: {yours:8.4f}   " + "  ".join(f"{way} {end:.4g}" for way, end in ends.items())
        )
        assert np.isclose(ends["adding, in order"], yours, rtol=1e-4)
assert walk_back(GRAPHS["d = b + c"], "level by level")[-1][0][GRAPHS["d = b + c"].parents[0].parents[0]] == 6.0
assert walk_back(GRAPHS["x·x + x"], "overwritten")[-1][0][GRAPHS["x·x + x"].parents[1]] < 7.0


# %% id="own-graph-picture" jupyter={"source_hidden": true}
def draw_own(formula="d = b + c", way="level by level", steps=3):
    """The graph with values, slopes, and the gradients after so many nodes have handed on theirs."""
    last = GRAPHS[formula]
    states, right = walk_back(last, way), walk_back(last, "adding, in order")[-1][0]
    steps = min(steps, len(states) - 1)
    grads, handed = states[steps]
    fig, ax = plt.subplots(figsize=(8.4, 3.2))
    said, boxes = [], {}
    for node in grads:
        wrong = not np.isclose(grads[node], right[node])
        box = {"boxstyle": "round", "ec": "black", "ls": "--" if wrong else "-", "lw": 2.5 if wrong else 1}
        text = f"{node.name}\nvalue {node.data:.3g}\ngradient {grads[node]:.3g}"
        box["fc"] = "0.85" if node in handed else "white"
        boxes[node] = ax.text(*node.at, text, ha="center", va="center", fontsize=10, bbox=box).get_bbox_patch()
        said.append(f"{node.name} {grads[node]:.3g}" + (f" instead of {right[node]:.3g}" if wrong else ""))
    for node in grads:
        for parent in dict.fromkeys(node.parents):  # an arrow, from the edge of one box to the edge of the other
            look = {"color": "black", "linewidth": 2} if node in handed else {"color": "0.5", "linewidth": 1}
            ends = {"patchA": boxes[parent], "patchB": boxes[node], "shrinkA": 0, "shrinkB": 0}
            look |= {"arrowstyle": "-|>", "mutation_scale": 16} | ends
            ax.annotate("", node.at, parent.at, arrowprops=look, zorder=4)
            slopes = ", ".join(f"×{s:.3g}" for other, s in zip(node.parents, node.slopes) if other is parent)
            middle = np.mean([node.at, parent.at], axis=0)
            look = {"fc": "white", "ec": "none", "pad": 1}
            ax.text(*middle, slopes, ha="center", va="center", fontsize=9, bbox=look, zorder=5)
    ax.set(xlim=(-0.4, 3.4), ylim=(-0.6, 2.5))
    ax.axis("off")
    ax.set_title(
        f"{formula}, {way}, {steps} of {len(states) - 1} steps back (grey: handed on; dashed: not right, or not yet)",
        fontsize=9,
    )
    return picture(
        fig,
        alt=f"The graph of {formula}, gone back {way}, after {steps} of {len(states) - 1} steps; "
        f"the gradients: {', '.join(said)}.",
    )


explore(draw_own, formula=list(GRAPHS), way=list(WAYS), steps=(0, 3, 1))

# %% [markdown] id="xor-words"
# ## 8. Train a network with your `Value`
#
# `Value` knows no matrices and no layers, only numbers that keep books. Is that enough? The task is XOR: two inputs, each 0 or 1; the answer is 1 if exactly one of them is 1. No straight line separates the two kinds, so a hidden layer is needed: four units with tanh, and one number as output. The loss is the mean squared error over the four corners. *How many operations does one loss take?*

# %% id="xor-train"
corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
labels = [0.0, 1.0, 1.0, 0.0]


def new_xor_network(seed, width=4):
    rng = random.Random(seed)
    hidden = [[Value(rng.uniform(-1, 1)) for _ in range(3)] for _ in range(width)]  # two weights and a bias each
    output = [Value(rng.uniform(-1, 1)) for _ in range(width + 1)]
    return hidden, output


def predict(network, x1, x2):
    hidden, output = network
    total = output[-1]
    for (w1, w2, bias), v in zip(hidden, output):
        total = total + v * (w1 * x1 + w2 * x2 + bias).tanh()
    return total


def xor_loss(network):
    total = 0.0
    for (x1, x2), label in zip(corners, labels):
        error = predict(network, x1, x2) - label
        total = total + error * error
    return total * 0.25


def train_xor(network, steps=300, learning_rate=0.15):
    knobs = [knob for unit in network[0] for knob in unit] + network[1]
    losses = []
    for _step in range(steps):
        loss = xor_loss(network)  # predict, loss
        for knob in knobs:
            knob.grad = 0.0
        loss.backward()  # backward
        for knob in knobs:
            knob.data = knob.data - learning_rate * knob.grad  # update
        losses.append(loss.data)
    return losses


network = new_xor_network(seed=0)
begun = time.perf_counter()
xor_losses = train_xor(network)
print(
    f"{len(xor_losses)} steps in {time.perf_counter() - begun:.2f} s, loss {xor_losses[0]:.3f} → {xor_losses[-1]:.1e}"
)
for (x1, x2), label in zip(corners, labels):
    print(f"{x1:.0f} xor {x2:.0f} = {label:.0f}   the network says {predict(network, x1, x2).data:+.4f}")
assert xor_losses[-1] < 1e-3

# %% id="xor-picture" jupyter={"source_hidden": true}
side = np.linspace(-0.4, 1.4, 25)
answers = [[predict(network, float(x1), float(x2)).data for x1 in side] for x2 in side]

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", width_ratios=[1.3, 1])
left.semilogy(xor_losses, "k-")
left.set(xlabel="step", ylabel="loss", title="Trained with Value alone")
shades = right.contourf(side, side, answers, levels=np.linspace(-1, 2, 13), cmap="Greys", alpha=0.7, extend="both")
right.contour(side, side, answers, levels=[0.5], colors="black", linewidths=2)
for (x1, x2), label in zip(corners, labels):
    right.text(x1, x2, f"{label:.0f}", ha="center", va="center", bbox=dict(boxstyle="circle", facecolor="white"))
right.set(xlabel="x1", ylabel="x2", title="What it says (black line: ½)", aspect="equal")
fig.colorbar(shades, ax=right)
picture(
    fig,
    alt=f"Left, the loss over {len(xor_losses)} steps, logarithmic, from {xor_losses[0]:.2g} to {xor_losses[-1]:.1g}. Right, what the network "
    "says over the square: near 1 at the corners labelled 1, near 0 at those labelled 0, with a border at one half between "
    "them.",
)

# %% [markdown] id="xor-after"
# One loss is about 125 operations: 31 for each corner, and one to average. Each of the 300 steps built such a graph, walked it once backwards, and threw it away. (Of 200 seeds, 196 came below a loss of 0.01 within the 300 steps; the other four stood between 0.015 and 0.21.)

# %% [markdown] id="engine"
# ## 9. From `Value` to the engine
#
# `Value` handles single numbers, and a network is made of arrays. Three things change:
#
# - `data` and `grad` are arrays;
# - a slope is no longer a number but a *function*, from the gradient that arrives to the gradients that go on. These functions you have written, in sections 3 to 5;
# - what goes on may have been repeated on the way there, so it is summed back to the shape of its array, by your `unbroadcast`.
#
# Here is `Arrays`, made of your own functions, and with it the network of section 6. *Will it train exactly as `backward_by_hand` does?*


# %% id="grow"
class Arrays:
    """An array that remembers how it was computed; `back` turns its gradient into one for each of its parents."""

    def __init__(self, data, parents=(), back=None):
        self.data, self.parents, self.back = np.asarray(data, dtype=float), tuple(parents), back
        self.grad = np.zeros_like(self.data)

    def __add__(self, other):
        return Arrays(self.data + other.data, (self, other), lambda grad: (grad, grad))

    def times(self, weight):
        """A dense layer without its bias."""
        return Arrays(
            self.data @ weight.data.T,
            (self, weight),
            lambda grad: linear_backward(grad, self.data, weight.data)[:2],
        )

    def relu(self):
        return Arrays(np.maximum(self.data, 0), (self,), lambda grad: (relu_grad(grad, self.data),))

    def cross_entropy(self, target):
        shifted = self.data - self.data.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return Arrays(
            -log_p[np.arange(len(target)), target].mean(),
            (self,),
            lambda grad: (grad * np.asarray(softmax_cross_entropy_grad(self.data, target)),),
        )

    def backward(self):
        self.grad = np.ones_like(self.data)
        for node in list(topological_order(self))[::-1]:
            for parent, share in zip(node.parents, node.back(node.grad) if node.parents else ()):
                parent.grad = parent.grad + np.asarray(unbroadcast(np.asarray(share), parent.data.shape))


def train_both(steps=120):
    """The digits, trained with `backward_by_hand` and with `Arrays`: the losses of both."""
    by_hand, rng, losses = new_network(), np.random.default_rng(0), []
    knobs = {name: Arrays(array) for name, array in by_hand.items()}
    for _step in range(steps):
        rows = rng.integers(0, len(images), size=30)
        hidden = (Arrays(images[rows]).times(knobs["W1"]) + knobs["b1"]).relu()
        loss = (hidden.times(knobs["W2"]) + knobs["b2"]).cross_entropy(digits[rows])
        loss.backward()
        losses.append((loss_by_hand(by_hand, images[rows], digits[rows]), float(loss.data)))
        grads = backward_by_hand(by_hand, images[rows], digits[rows])
        by_hand = {name: by_hand[name] - 0.2 * grads[name] for name in by_hand}
        knobs = {name: Arrays(knob.data - 0.2 * knob.grad) for name, knob in knobs.items()}
    return np.array(losses)


losses = train_both()
for step in (0, 40, 119):
    print(f"step {step:3}: loss by hand {losses[step, 0]:.12f}, with Arrays {losses[step, 1]:.12f}")
print(f"largest difference in {len(losses)} steps: {np.abs(losses[:, 0] - losses[:, 1]).max():.0e}")
assert np.allclose(losses[:, 0], losses[:, 1], rtol=0, atol=1e-9)

# %% [markdown] id="grow-own-words"
# The same training, and nobody had to write its backward pass: that is an engine, in forty lines. *Your turn: give it `tanh`, with your `tanh_grad`.* The cell compares your gradient with turned knobs.
#
# <details><summary>Answer</summary><code>y = np.tanh(self.data)</code> and <code>return Arrays(y, (self,), lambda grad: (tanh_grad(grad, y),))</code></details>


# %% id="grow-own"
class MoreArrays(Arrays):
    """`Arrays` with an operation of yours."""

    def tanh(self):
        # two lines: the result as an array, and the Arrays that remembers where it comes from
        ...


a = MoreArrays([-2.0, -0.5, 0.0, 1.0])
result = a.tanh()
if result is None:
    print("nothing is written yet")
else:
    result.backward()
    print("yours:     ", a.grad.round(4))
    turned = numerical_gradient(lambda x: float(np.tanh(x).sum()), a.data)
    print("by turning:", np.asarray(turned).round(4))

# %% [markdown] id="engine-table"
# `tinygrad_lite` is built in the same way: the books and the way back are in one file, `autograd.py`, and each operation brings its own `backward`.
#
# | here | in the engine | what is different |
# |---|---|---|
# | `Value.data` | `Variable.array` | an array; a tensor is a `Variable` with operators |
# | `parents`, the values it was computed from | `Function._sources` | noted by the operation, not by the number |
# | the slope of each operation | `Function.backward` | a function: `grad_output` in, one gradient for each input out, as you wrote it for ReLU |
# | `topological_order` | `walk` | operations are numbered as they run; the newest one that is waiting goes first, which is such an order too |
# | `accumulate` | `grads[source] + grad` in `walk`, and `accumulate` for the leaves | the same rule, twice |
# | `unbroadcast` | `unbroadcast` | in one place, for all operations |
#
# The next cell shows some of these lines in the source.

# %% id="engine-source"
parts = {  # your part: where to look in the engine, and for what
    "keep the inputs": (autograd.Function, "ctx._sources = "),
    "number them": (autograd.Function, "ctx._order = "),
    "newest first": (autograd.walk, "heappop(pending)"),
    "hand on": (autograd.walk, "grad_inputs = compute(operation, grad_output)"),
    "add up": (autograd.walk, "grads[source] + grad"),
    "add to leaves": (autograd.accumulate, "leaf.grad.array +="),
    "unbroadcast": (autograd.unbroadcast, "grad.sum("),
    "drop the graph": (autograd.walk, "operation.__dict__.clear()"),
}


def statement_with(what, source):
    """The statement of a source that contains this text, up to its last bracket, on one line."""
    lines = [line.partition("  #")[0].strip() for line in source.splitlines()]
    begin = next((number for number, line in enumerate(lines) if what in line), None)
    if begin is None:
        return "(written in another way in this version)"
    text = lines[begin]
    for line in lines[begin + 1 :]:
        if sum(map(text.count, "([{")) <= sum(map(text.count, ")]}")):
            break
        text += " " + line
    return text


for part, (where, what) in parts.items():
    print(f"{part:15}  {where.__name__:10}  {statement_with(what, inspect.getsource(where))}")

# %% [markdown] id="engine-same-words"
# And both on one formula, beside PyTorch.


# %% id="engine-same"
def two_numbers(u, v):
    h = (2.0 * u - v).tanh() * u + (1.0 - v * u).relu()
    return (h - 0.5) ** 2 + u * v


def gradients_of(make):
    """The slopes of the two_numbers by its two numbers; `make` turns a number into what the library computes with."""
    u, v = make(0.8), make(-0.3)
    two_numbers(u, v).backward()
    return [float(u.grad), float(v.grad)]


results = {
    "your Value": gradients_of(Value),
    "tinygrad_lite": gradients_of(lambda number: tg.tensor(number, dtype=tg.float64, requires_grad=True)),
    "PyTorch": gradients_of(lambda number: torch.tensor(number, dtype=torch.float64, requires_grad=True)),
}
for name, (by_u, by_v) in results.items():
    print(f"{name:14} {by_u:.15f}  {by_v:.15f}")
assert np.allclose(results["your Value"], results["PyTorch"], rtol=1e-4)  # a Value may keep its numbers in float32
assert np.allclose(results["tinygrad_lite"], results["PyTorch"], rtol=1e-12)

# %% [markdown] id="arrays-words"
# ### Why arrays?
#
# A dense layer with $n$ inputs, $n$ outputs and tanh takes $n^2$ products. `Value` makes an object for each of them, and for each sum. The engine records three operations, whatever $n$ is, and NumPy does the rest in compiled code. *Where will `Value` be ahead, and from which $n$ on will it fall behind?*


# %% id="arrays-timing"
def layer_of_values(n, rng):
    """Forward and backward through one layer of n units, number by number."""
    inputs, weights = rng.normal(size=n).tolist(), rng.normal(size=(n, n)).tolist()

    def run():
        total = 0.0
        for row in weights:
            unit = 0.0
            for weight, number in zip(row, inputs):
                unit = unit + Value(weight) * number
            total = total + unit.tanh()
        total.backward()

    return run


def layer_of_arrays(library, n, rng):
    """The same on arrays, in a library."""
    inputs, weights = (library.from_numpy(rng.normal(size=shape)) for shape in (n, (n, n)))
    weights.requires_grad_()

    def run():
        weights.grad = None
        (weights @ inputs).tanh().sum().backward()

    return run


widths = (1, 3, 10, 30)
times = {"your Value": [], "tinygrad_lite": [], "PyTorch": []}
for n in widths:
    times["your Value"].append(seconds(layer_of_values(n, np.random.default_rng(0))))
    for name, library in (("tinygrad_lite", tg), ("PyTorch", torch)):
        times[name].append(seconds(layer_of_arrays(library, n, np.random.default_rng(0))))

print(f"{'n':>4}" + "".join(f"{name:>16}" for name in times) + "   (µs)")
for row, n in enumerate(widths):
    print(f"{n:4}" + "".join(f"{1e6 * column[row]:16.0f}" for column in times.values()))

# %% [markdown] id="arrays-after"
# With one number, `Value` can keep up: making one small object costs less than calling NumPy. From then on its time grows about as the number of weights, $n^2$, or faster, while the arrays hardly notice. That is why an engine works on arrays.

# %% [markdown] id="gradcheck-words"
# ## 10. Is a gradient right?
#
# Gradients are easily wrong: a sign, a factor, a transposition. And training often works *a little* with a wrong one, so that nobody notices. The remedy is a test that knows nothing of your formula: turn the knobs, and compare. It is called **gradcheck**, in PyTorch too.

# %% exercise="backward/gradcheck"

# %% id="gradcheck-use"
point = np.random.default_rng(3).normal(size=(2, 3))


def sum_of_sigmoids(x):
    return float(sigmoid(x).sum())


claims = {
    "sigmoid_grad of this lesson": lambda x: np.asarray(sigmoid_grad(np.ones_like(x), sigmoid(x))),
    "y · (1 + y)": lambda x: sigmoid(x) * (1 + sigmoid(x)),
    "y · (1 − y), with x put in for y": lambda x: x * (1 - x),
    "1e-6 too large": lambda x: sigmoid(x) * (1 - sigmoid(x)) + 1e-6,
}
for claim, gradient in claims.items():
    print(f"{claim:34}", bool(gradcheck(sum_of_sigmoids, gradient, point)))
assert gradcheck(sum_of_sigmoids, claims["sigmoid_grad of this lesson"], point)
assert not gradcheck(sum_of_sigmoids, claims["y · (1 + y)"], point)

# at the corner of ReLU, the check disagrees with a gradient that is right everywhere else
corner = np.array([1.0, 0.0, -1.0])
print(
    "\nReLU, measured at 1, 0 and −1:",
    np.asarray(numerical_gradient(lambda x: float(np.maximum(x, 0).sum()), corner)).round(3),
)
print("ReLU, by relu_grad:           ", np.asarray(relu_grad(np.ones(3), corner)))

# %% [markdown] id="gradcheck-after"
# An error smaller than `atol` is not seen, as in the last line of the first block. And in a corner there is no slope to agree with: turned both ways, ReLU at 0 gives the mean of its two sides, ½. If a single element disagrees, and by half, look whether it sits in a corner.
#
# ### A new operation with a planted mistake
#
# In `tinygrad_lite`, as in PyTorch, you can add an operation of your own: a class with `forward` and `backward`. This one is *swish*, $y = x \cdot \sigma(x)$ with the sigmoid $\sigma$. Its `backward` is wrong. *Find the mistake before gradcheck does: which rule of school was forgotten?*


# %% id="planted"
class Swish(autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x, ctx.s = x, sigmoid(x)
        return x * ctx.s

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.s


at = tg.tensor([-2.0, 0.5, 3.0], dtype=tg.float64, requires_grad=True)
try:
    autograd.gradcheck(Swish.apply, at)
    raise AssertionError("the planted mistake should have been found")
except RuntimeError as error:
    print("RuntimeError:", error)


class MendedSwish(Swish):
    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (ctx.s + ctx.x * ctx.s * (1 - ctx.s))  # both factors depend on x: the product rule


print("\nmended:", autograd.gradcheck(MendedSwish.apply, at))
MendedSwish.apply(at).sum().backward()
their_at = torch.tensor([-2.0, 0.5, 3.0], dtype=torch.float64, requires_grad=True)
torch.nn.functional.silu(their_at).sum().backward()
print("ours:    ", at.grad.numpy())
print("PyTorch: ", their_at.grad.numpy())
assert np.allclose(at.grad.numpy(), their_at.grad.numpy())

# %% [markdown] id="torch-words"
# ## 11. The same in PyTorch, step by step
#
# The network for digits once more, now as a model of `tinygrad_lite` and, converted, of PyTorch. `compare.lockstep` gives both the same weights and batches, and compares everything that they compute: the output of each layer (0 and 2 are the dense layers, 1 the ReLU), the loss, and each gradient on its way back. The unit is the **ulp**, unit in the last place: the distance from one float to the next. "Allowed" is what rounding alone can do.

# %% id="torch-lockstep"
tg.manual_seed(0)
model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
images32 = images.astype(np.float32)
batches = [(images32[start : start + 100], digits[start : start + 100]) for start in range(0, 500, 100)]
result = compare.lockstep(model, None, batches, criterion=nn.CrossEntropyLoss())
assert result.agrees
result

# %% [markdown] id="mistakes"
# ## 12. Common mistakes, seen failing
#
# ### Forgetting `zero_grad()`
# `backward` adds to the gradients that are there; it must, since a value may be used in several places, or by several losses. *The same loss three times, no clearing in between: what do you read?*

# %% id="mistake-zero"
w = Value(0.5)
for turn in (1, 2, 3):
    ((w * 1.0 - 0.4) ** 2).backward()
    print(f"after backward number {turn}: gradient {w.grad:.1f}")
assert np.isclose(w.grad, 0.6)


def descend(clear, steps=60):
    """The one-weight machine, trained with or without clearing: the losses."""
    w, losses = Value(0.5), []
    for _step in range(steps):
        loss = (w * 1.0 - 0.4) ** 2
        if clear:
            w.grad = 0.0
        loss.backward()
        w.data = w.data - 0.1 * w.grad
        losses.append(loss.data)
    return losses


cleared, not_cleared = descend(clear=True), descend(clear=False)
print("\nloss after 10, 20 … 60 steps")
print("cleared:    ", *(f"{loss:9.1e}" for loss in cleared[9::10]))
print("not cleared:", *(f"{loss:9.1e}" for loss in not_cleared[9::10]))
assert max(not_cleared[-20:]) > 1000 * max(cleared[-20:])

# %% [markdown] id="mistake-zero-words"
# Without clearing, each step follows the sum of all gradients so far. The weight rushes past its goal and swings about it. **Remedy:** clear the gradients before each `backward()`.
#
# ### A loss that is not in the graph
# A tutorial that this course started from computes its loss from the plain numbers of the prediction, and wraps the result in a new tensor. The value is right. *What does `backward()` reach?*


# %% id="mistake-detached"
def train_digits(loss_of, steps=40):
    """Train a small network on the digits; the first and the last loss, and how far the weights have moved."""
    tg.manual_seed(0)
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    before = net[0].weight.detach().numpy().copy()
    optimizer = tg.optim.SGD(net.parameters(), lr=0.2)  # its step() goes against the gradients
    losses = []
    for _step in range(steps):
        loss = loss_of(net(tg.tensor(images32)), tg.tensor(digits))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[0], losses[-1], np.abs(net[0].weight.detach().numpy() - before).max()


def outside_the_graph(logits, targets):
    value = nn.functional.cross_entropy(logits, targets).item()  # a plain number: the notes are gone
    return tg.tensor(value, requires_grad=True)


for name, loss_of in [("in the graph", nn.functional.cross_entropy), ("outside of it", outside_the_graph)]:
    first, last, moved = train_digits(loss_of)
    print(f"loss {name:14} {first:.4f} → {last:.4f}   largest change of a weight {moved:.4f}")
assert moved == 0.0
assert first == last

try:
    tg.tensor(1.5).backward()
except RuntimeError as error:
    print("\nwithout requires_grad=True:", error)
else:
    raise AssertionError("a leaf that asks for no gradient should have been refused")

# %% [markdown] id="mistake-detached-words"
# Nothing: the new tensor is a leaf, so `backward()` starts there and is done. No weight gets a gradient, none moves. (Without `requires_grad=True` there is an error, the one at the bottom.) **Remedy:** compute the loss from tensors, to the end; call `.item()` only to print it. If a loss does not move at all, ask whether `parameter.grad` is `None`.
#
# ### A transposed weight gradient
# `x.T @ grad_output` in place of `grad_output.T @ x`: for a layer with 4 inputs and 3 outputs the shape gives it away. *And for a layer with as many outputs as inputs?*


# %% id="mistake-transposed"
def try_transposed(in_features, out_features):
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=(5, in_features)), rng.normal(size=(5, out_features))
    weight = rng.normal(size=(out_features, in_features))
    wrong, right = x.T @ g, g.T @ x
    print(f"weight {weight.shape}, transposed gradient {wrong.shape}:", end=" ")
    if wrong.shape != weight.shape:
        print("the shape gives it away")
        return
    f = lambda W: float((x @ W.T * g).sum())
    print("the shape fits")
    print("    gradcheck of x.T @ grad_output:", bool(gradcheck(f, lambda W: wrong, weight)))
    print("    gradcheck of grad_output.T @ x:", bool(gradcheck(f, lambda W: right, weight)))
    assert not gradcheck(f, lambda W: wrong, weight)


try_transposed(4, 3)
try_transposed(4, 4)

# %% [markdown] id="mistake-transposed-words"
# **Remedy:** test with lengths that all differ, and with gradcheck.
#
# ### Changing a value that is still needed
# The slope of tanh is computed from its output. *What if somebody changes that output, in place, before the backward pass?* By hand, nobody notices:

# %% id="mistake-in-place"
x = np.array([0.5, -1.0, 2.0])
y = np.tanh(x)
right = np.asarray(tanh_grad(np.ones(3), y)).copy()
y *= 2  # "we only wanted to scale it"
print("right:          ", right.round(4))
wrong = np.asarray(tanh_grad(np.ones(3), y))
print("after y *= 2:   ", wrong.round(4))
assert not np.allclose(wrong, right)

for name, library in (("tinygrad_lite", tg), ("PyTorch", torch)):
    leaf = library.tensor([0.5, -1.0, 2.0], requires_grad=True)
    y = leaf.tanh()
    loss = y.sum()
    with library.no_grad():  # without noting it in the graph
        y.mul_(2)
    try:
        loss.backward()
        raise AssertionError(f"{name} should have refused")
    except RuntimeError as error:
        print(f"\n{name}:", str(error).split(" Hint:")[0])

# %% [markdown] id="mistake-in-place-words"
# Both libraries keep track of the changes to each array, and refuse. **Remedy:** write `y = y * 2`, which makes a new array.
#
# The fifth mistake you have met in section 7: **overwriting** a gradient where it should be added. It shows only when a value is used twice.

# %% [markdown] id="recap"
# ## 13. Five questions
#
# Write a letter in quotes in place of the dots, as in `answer("backward/recap_1", "a")`.

# %% question="backward/recap_1"

# %% question="backward/recap_2"

# %% question="backward/recap_3"

# %% question="backward/recap_4"

# %% question="backward/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - [Lesson 04, Optimizers](04_optimizers.ipynb): what to do with a gradient once you have it.
# - [Lesson 06, Clipping](06_clipping.ipynb): gradients that grow on their way back, instead of vanishing.
# - [Lesson 10, Debugging training](10_debugging.ipynb): these mistakes in loops that somebody else wrote.
#
# To read on:
#
# - D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by back-propagating errors", *Nature*, 1986: the paper that made the backward pass known.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, "Automatic differentiation in machine learning: a survey", 2018, [arXiv:1502.05767](https://arxiv.org/abs/1502.05767): where it comes from (S. Linnainmaa described it in 1970), and its relatives.
# - A. Karpathy, [micrograd](https://github.com/karpathy/micrograd): another autograd of single numbers, about as long as yours.
# - PyTorch: [Autograd mechanics](https://pytorch.org/docs/stable/notes/autograd.html) and [`torch.autograd.gradcheck`](https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html).
# - `tinygrad_lite/autograd.py`: the whole engine but for its operations, with comments.
