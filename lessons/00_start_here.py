# %% [markdown] id="title"
# # Start here
#
# In this notebook you train two neural networks: a tiny one that learns XOR, and a larger one that reads handwritten
# digits, yours among them. You will be able to
#
# - say in four words what every training program does, and write one of those four yourself;
# - read a complete training program of thirty lines, and say what each line is for;
# - tell a run that learned from one that got stuck, and say why;
# - put the missing two lines into the same loop in PyTorch, and show that both libraries give the same numbers.
#
# | section | minutes |
# |---|---|
# | The loop, and your first lines | 15 |
# | XOR, the network, the program | 15 |
# | *a good place to stop for today* |  |
# | Why runs get stuck | 10 |
# | PyTorch, digits, your own digit | 10 |
# | Two mistakes, five questions | 5 |
#
# You need Python and the derivatives from school.

# %% [markdown] id="how-it-works"
# ## How this notebook works
#
# A notebook is made of cells. Click into one: **Shift+Enter** runs it and goes on to the next, **Ctrl+Enter** runs it
# and stays. Run the cells from top to bottom; a cell knows only what ran before it. After a break, run the first code
# cell first. Code that only draws a picture is folded; you need not read it.
#
# Some cells begin with `@exercise(…)`: there, you write a function. Run the cell, and a **card** under it says whether
# your function is right, and if it is not, tries to say which mistake it is. Whatever your function is given
# stays as it is, in every exercise, unless its text says otherwise.
#
# You cannot break anything. As long as a function of yours is not right, the cells below use a working version,
# *borrowed* from the course. So you may leave an exercise out, come back later, and be wrong as often as you like.

# %% id="begin"
import copy
import time

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import picture

begin("00_start_here")

# %% [markdown] id="the-loop"
# ## The loop in one picture
#
# How does a network learn? Take the smallest network there is: one weight. It multiplies its input by the weight, and
# that is its prediction. The weight is 0.5, the input is 1.0, and the answer we want, the **target**, is 0.4. So the
# prediction is a little too large.
#
# Training repeats four steps:
#
# 1. **predict**: what does the network say now?
# 2. **loss**: how wrong is that, as one number? Here, the squared difference between prediction and target.
# 3. **backward**: if the weight grew a tiny bit, how fast would the loss grow? This slope, the derivative of the loss
#    by the weight, is the **gradient**.
# 4. **update**: move the weight a little way against the gradient, so that the loss falls. How far is decided by a
#    number that we choose, the **learning rate**: here 0.01.
#
# With the derivative from school: the loss is (w · 1.0 − 0.4)², so the gradient is 2 · (w · 1.0 − 0.4) · 1.0, which is
# 0.2 for w = 0.5. So the new weight is 0.5 − 0.01 · 0.2 = 0.498, a little nearer to 0.4.
#
# **Write the fourth step**, for a whole array of weights at once. **Try it wrong first:** write a plus where a minus
# belongs, `return weight + learning_rate * gradient`, and run the cell. The card shows the smallest example on which
# your function differs, and in bold what you did. Then put it right.

# %% exercise="start/update"

# %% [markdown] id="update-text"
# For help, open a new cell (press **Esc**, then **B**) and type `hint("start/update")`: each call gives one more hint,
# up to three. `check("start/update")` shows the card again, and `solution("start/update")` tells you how to see ours.
#
# A typing mistake that Python cannot even read (a *syntax error*, such as a bracket left open) gets a card too, but
# JupyterLab's *Run All* stops there: mend it, or run the cells after it by hand.
#
# Now a number, by hand: write it in place of the dots.

# %% question="start/step_by_hand"

# %% [markdown] id="one-step-text"
# Here are all four steps in code. The third, `loss.backward()`, works out the derivative for us; the fourth is your
# `update`.

# %% id="one-step"
inputs, target, learning_rate = 1.0, 0.4, 0.01

weight = tg.tensor([0.5], dtype=tg.float64, requires_grad=True)  # "requires_grad": we want a gradient for this one
prediction = weight * inputs  # predict
loss = ((prediction - target) ** 2).sum()  # loss
loss.backward()  # backward: computes the gradient, weight.grad
new_weight = float(np.asarray(update(np.array([0.5]), weight.grad.numpy(), learning_rate))[0])  # update: yours

print(f"prediction {prediction.item():.3f}   loss {loss.item():.3f}   gradient {weight.grad.item():.3f}")
print(f"new weight {new_weight:.3f}")
assert abs(weight.grad.item() - 0.2) < 1e-12
assert abs(new_weight - 0.498) < 1e-12

# %% [markdown] id="loop-picture-text"
# The same numbers as by hand. In a network with a million weights, `backward` works out a million derivatives.

# %% id="loop-picture" jupyter={"source_hidden": true}
boxes = [  # where its middle is, its title, what happens there
    (0, 1, "1 · predict", f"weight · input\n{weight.item():.3g} · {inputs} = {prediction.item():.3g}"),
    (
        1,
        1,
        "2 · loss",
        f"(prediction − target)²\n({prediction.item():.3g} − {target})² = {(prediction.item() - target) ** 2:.3g}",
    ),
    (1, 0, "3 · backward", f"slope of the loss\ngradient = {weight.grad.item():.3g}"),
    (
        0,
        0,
        "4 · update",
        f"weight − rate · gradient\n"
        f"{weight.item():.3g} − {learning_rate} · {weight.grad.item():.3g} = {new_weight:.3f}",
    ),
]
figure, axes = plt.subplots(figsize=(8, 3.8))
for across, up, title, what in boxes:
    axes.add_patch(plt.Rectangle((across - 0.3, up - 0.28), 0.6, 0.56, facecolor="0.95", edgecolor="0.2"))
    axes.text(across, up + 0.15, title, ha="center", va="center", fontsize=12, fontweight="bold")
    axes.text(across, up - 0.09, what, ha="center", va="center", fontsize=11)
for start, end in [((0.3, 1), (0.7, 1)), ((1, 0.72), (1, 0.28)), ((0.7, 0), (0.3, 0)), ((0, 0.28), (0, 0.72))]:
    axes.annotate("", xy=end, xytext=start, arrowprops=dict(arrowstyle="-|>", linewidth=2, color="0.2"))
axes.text(0.04, 0.5, "again, with the new weight", va="center", fontsize=11)
axes.set(xlim=(-0.35, 1.35), ylim=(-0.33, 1.33))
axes.axis("off")
picture(
    figure,
    alt="Four boxes in a circle, joined by arrows: "
    + "; ".join(f"{title}, {what.replace(chr(10), ', ')}" for _, _, title, what in boxes)
    + ". The last arrow leads back to the first box.",
)

# %% [markdown] id="ulp-text"
# When your version is right, the card says how near it comes to PyTorch: "to the last bit", or "to 1 ulp". An
# **ulp**, unit in the last place, is the distance from one number that the computer can hold to the next. Two programs
# that do the same in a different order may differ by a few ulps; that is rounding, not a mistake. The next cell prints
# one, and goes round the loop three hundred times.

# %% id="use-update"
print("1 ulp at 0.498:", np.spacing(0.498))

w = np.array([0.5])
for step in range(1, 301):
    knob = tg.tensor(w, requires_grad=True)
    loss = ((knob * inputs - target) ** 2).sum()
    loss.backward()
    w = np.asarray(update(w, knob.grad.numpy(), learning_rate))
    if step in (1, 100, 200, 300):
        print(f"after {step:3} steps: weight {w.item():.5f}, loss {((w.item() * inputs - target) ** 2):.2e}")

# %% [markdown] id="optimizer-text"
# The weight creeps towards 0.4, and the loss towards 0: each step went a little way downhill.
#
# In real programs the update is done by an **optimizer**. The plainest one is called SGD (stochastic gradient
# descent), and its `step()` is the line that you wrote. The next cell compares the two on two arrays of numbers, 24
# together.

# %% id="optimizer-step"
tg.manual_seed(0)
layer = nn.Linear(2, 8)
optimizer = tg.optim.SGD(layer.parameters(), lr=0.1)
(layer(tg.tensor([[1.0, 2.0], [3.0, -1.0]])) ** 2).mean().backward()

by_hand = [np.asarray(update(p.detach().numpy().copy(), p.grad.numpy(), 0.1)) for p in layer.parameters()]
optimizer.step()
for mine, (name, p) in zip(by_hand, layer.named_parameters()):
    print(f"{name}: {p.numel()} numbers, largest difference {np.abs(mine - p.detach().numpy()).max()}")
    assert np.allclose(mine, p.detach().numpy(), rtol=1e-6, atol=1e-7)

# %% [markdown] id="xor-text"
# ## A task: XOR
#
# Now a task that one weight cannot do: two inputs, each 0 or 1, so four possible samples, the corners of a square. The
# label is XOR, the *exclusive or*: 1 if exactly one of the two is 1. No straight line separates the corners with label
# 1 from those with label 0, so a network without a hidden layer cannot learn it (Minsky and Papert, *Perceptrons*,
# 1969).
#
# Write the function that makes the labels. Its inputs are two arrays, so that it labels all the samples at once.

# %% exercise="start/xor_label"

# %% [markdown] id="data-text"
# With it we label 1000 random samples: 800 for training, and 200 as the **validation set**: the network never learns
# from them, they only show how well it does. (XOR has only four different samples, so it holds nothing new here; the
# digits below are a better example.)

# %% id="data"
x, _ = tg.data.xor(1000, seed=0)  # (samples, 2)
labels = np.asarray(xor_label(x[:, 0].numpy(), x[:, 1].numpy()), dtype=np.float32)
y = tg.tensor(labels).reshape(-1, 1)  # (samples, 1)
train_set, val_set = (x[:800], y[:800]), (x[800:], y[800:])

for corner in [(0, 0), (0, 1), (1, 0), (1, 1)]:
    here = (x.numpy() == corner).all(axis=1)
    print(f"{corner}: {here[:800].sum()} for training, {here[800:].sum()} for validation, label {labels[here][0]:.0f}")

# %% [markdown] id="network-text"
# ## The network
#
# Ours has 2 inputs, a hidden layer of 8 **units**, and 1 output: 2-8-1 for short. Each unit adds up its inputs,
# each times a weight of its own, and adds one more number, its **bias**. The hidden units then apply **ReLU**: a
# negative sum becomes 0, a positive one stays. Without such a bend, two layers would be no more than one.
#
# How many numbers does such a network learn? Write the function that counts them, for any list of layer sizes.

# %% exercise="start/count_parameters"

# %% [markdown] id="model-text"
# The next cell builds the network. Its **parameters**, the numbers that it learns, start at random: if all units began
# alike, all would get the same gradients and stay alike. **Xavier** initialisation draws them from a normal
# distribution with standard deviation √(2 / (inputs + outputs)), so that signals neither fade nor grow much from layer
# to layer. (That holds for bends like tanh; with ReLU they fade a little in each layer, as lesson 01 shows. We keep to
# a published program here.) The biases start at 0.


# %% id="model"
def xor_model(width=8, activation=nn.ReLU):
    model = nn.Sequential(nn.Linear(2, width), activation(), nn.Linear(width, 1))
    for layer in (model[0], model[2]):
        nn.init.xavier_normal_(layer.weight)
        nn.init.zeros_(layer.bias)
    return model


model = xor_model()
for name, parameter in model.named_parameters():
    print(f"{name:9} {parameter.shape!s:8} {parameter.numel():3} numbers")
print("counted by the model:     ", sum(parameter.numel() for parameter in model.parameters()))
print("counted by your function: ", count_parameters([2, 8, 1]))
assert count_parameters([2, 8, 1]) == sum(parameter.numel() for parameter in model.parameters()) == 33

# %% [markdown] id="program-text"
# ## The whole program
#
# A complete training program. Look for the four steps in the middle.
#
# - The samples are taken in **batches** of 32, in a new random order each time. One pass over all batches is an
#   **epoch**. So there are 25 updates in an epoch.
# - The network's raw output is called a **logit**. It can be any number; the *sigmoid* function 1 / (1 + exp(−logit))
#   turns it into a probability that the label is 1.
# - The loss is the **binary cross-entropy**: minus the natural logarithm of the probability that the network gave to
#   the right label. `BCEWithLogitsLoss` does sigmoid and logarithm. A network that always says ½ has a loss of −ln ½ =
#   0.693; a loss near 0 means: sure, and right.
# - **Adam** is an optimizer that chooses the length of the step for each weight by itself, on the scale of the
#   learning rate (lesson 04).
# - `zero_grad()` clears the old gradients, since `backward()` adds to what is there.
# - `no_grad()`: when we only look at the validation loss, no gradient is needed.
# - **Early stopping**: when the validation loss has not improved for 10 epochs, we stop. This 10 is called the
#   *patience*. (The weights are then ten epochs past the best. Lesson 07 brings the best ones back.)


# %% id="program"
def fit(model, loss_fn, optimizer, train_set, val_set, epochs=100, patience=10):
    """Train until the validation loss has not improved for `patience` epochs. The losses of every epoch."""
    batches = tg.data.DataLoader(tg.data.TensorDataset(*train_set), batch_size=32, shuffle=True)
    history, best, waited = [], float("inf"), 0
    for epoch in range(epochs):
        train_loss = 0.0
        for inputs, targets in batches:
            predictions = model(inputs)  # predict
            loss = loss_fn(predictions, targets)  # loss
            optimizer.zero_grad()
            loss.backward()  # backward
            optimizer.step()  # update
            train_loss += loss.item() * len(inputs) / len(train_set[0])
        with tg.no_grad():
            val_loss = loss_fn(model(val_set[0]), val_set[1]).item()
        history.append((train_loss, val_loss))
        best, waited = (val_loss, 0) if val_loss < best else (best, waited + 1)
        if waited == patience:
            break
    return history


tg.manual_seed(0)
model = xor_model()
optimizer = tg.optim.Adam(model.parameters(), lr=0.01)
history = fit(model, nn.BCEWithLogitsLoss(), optimizer, train_set, val_set)

best = min(val_loss for _, val_loss in history)
print(f"{len(history)} epochs, best validation loss {best:.4f}")

# %% [markdown] id="curves-text"
# Is that good? These settings come from a published tutorial, which prints 0.0498 as its best validation loss: a line
# to reach.
#
# The loss is drawn on a logarithmic scale: each step down is ten times less. *Why does the training curve lie above the
# validation curve? The network has seen the training set, after all.*

# %% id="curves" jupyter={"source_hidden": true}
train_curve, val_curve = np.array(history).T
figure, axes = plt.subplots(figsize=(7, 3.4))
axes.semilogy(train_curve, color="0.55", linewidth=3, label="training")
axes.semilogy(val_curve, color="black", linewidth=1.2, label="validation")
for height, words in ((0.0498, "0.0498, the tutorial"), (np.log(2), "0.693, always saying ½")):
    axes.axhline(height, color="black", linestyle=":")
    axes.text(len(history), height * 1.1, words, ha="right", va="bottom")
axes.set(xlabel="epoch", ylabel="loss", title="One run on XOR", ylim=(None, 1.3))
axes.legend(loc="lower left")
picture(
    figure,
    alt=f"Training and validation loss over {len(history)} epochs, logarithmic: both fall together from about "
    f"0.7 to {val_curve[-1]:.4f}, far below a dotted line at 0.0498.",
)

# %% id="during-and-after"
tg.manual_seed(0)
early = xor_model()
during = fit(early, nn.BCEWithLogitsLoss(), tg.optim.Adam(early.parameters(), lr=0.01), train_set, val_set, epochs=3)
with tg.no_grad():
    after = nn.BCEWithLogitsLoss()(early(train_set[0]), train_set[1]).item()
print(f"third epoch: training loss during it {during[-1][0]:.3f}, right after it {after:.3f};", end=" ")
print(f"validation loss after it {during[-1][1]:.3f}")
assert abs(after - during[-1][1]) < 0.3 * (during[-1][0] - after)

# %% [markdown] id="regions-text"
# Because it is averaged *during* the epoch, while the weights still improve. Measured at the same time, both are
# alike.
#
# What did it learn? We ask it about every point around the four corners: the darker, the surer it is of label 1. The
# black border, where it says ½, comes in two pieces, where a network without a hidden layer has one straight line.


# %% id="regions"
def probability(model, points):
    with tg.no_grad():
        logits = model(tg.tensor(points.astype(np.float32))).numpy()
    return 1 / (1 + np.exp(-logits[:, 0]))


corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
corner_labels = np.array([0, 1, 1, 0])
answers = probability(model, corners)
print("answers at the corners:", *(f"{tuple(c.tolist())}: {p:.3f} " for c, p in zip(corners, answers)))


# %% id="regions-picture" jupyter={"source_hidden": true}
def draw_regions(axes, model, title, points=181):
    side = np.linspace(-0.4, 1.4, points)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    image = probability(model, grid).reshape(points, points)
    shades = axes.contourf(side, side, image, levels=np.linspace(0, 1, 11), cmap="Greys", alpha=0.8)
    axes.contour(side, side, image, levels=[0.5], colors="black", linewidths=2)
    for corner, label in zip(corners, corner_labels):
        axes.text(
            *corner,
            str(label),
            ha="center",
            va="center",
            fontsize=12,
            bbox=dict(boxstyle="circle", facecolor="white", edgecolor="black"),
        )
    axes.set(xlabel="x1", ylabel="x2", title=title, aspect="equal")
    return shades


figure, axes = plt.subplots(figsize=(5.4, 4.2))
shades = draw_regions(axes, model, "What the network says")
figure.colorbar(shades, label="probability of label 1")
middle = probability(model, np.array([[0.5, 0.5]])).item()
(band, inside), (sides, outside) = (("light", 0), ("dark", 1)) if middle < 0.5 else (("dark", 1), ("light", 0))
picture(
    figure,
    alt=f"The square with the labels 0, 1, 1, 0 at its corners. A {band} band holds the corners with label {inside}; "
    f"{sides} areas on both sides of it hold the corners with label {outside}.",
)

# %% [markdown] id="seeds-text"
# ## One run is not a result
#
# The first weights and the order of the batches are drawn at random; the **seed** decides how. Would another seed
# have done as well? *(Guess: of six, how many reach the line?)*

# %% id="seeds"
runs = {}
for seed in range(6):
    tg.manual_seed(seed)
    run_model = xor_model()
    run_history = fit(
        run_model, nn.BCEWithLogitsLoss(), tg.optim.Adam(run_model.parameters(), lr=0.01), train_set, val_set
    )
    runs[seed] = (run_model, np.array(run_history)[:, 1])
    reached = runs[seed][1].min() <= 0.0498
    print(
        f"seed {seed}: {len(run_history):3} epochs, best {runs[seed][1].min():.4f}  {'reached' if reached else 'STUCK'}"
    )

# %% id="seeds-picture" jupyter={"source_hidden": true}
figure, axes = plt.subplots(figsize=(7, 3.4))
for seed, (_, curve) in runs.items():
    stuck = curve.min() > 0.0498
    axes.semilogy(curve, color="black" if stuck else "0.6", linewidth=2.2 if stuck else 1.2)
    if stuck:
        axes.text(len(curve), curve[-1], f" seed {seed}", va="center")
axes.axhline(0.0498, color="black", linestyle=":", label="0.0498")
axes.set(xlabel="epoch", ylabel="validation loss", title="The same program, six seeds; thick: stuck", xlim=(0, 112))
axes.legend(loc="lower left")
picture(
    figure,
    alt="Validation loss of six seeds, logarithmic. "
    + "; ".join(f"seed {seed} ends at {curve[-1]:.4f} after {len(curve)} epochs" for seed, (_, curve) in runs.items())
    + ".",
)

# %% [markdown] id="stuck-text"
# Most runs arrive far below the line, some stay high above it, and there is nothing in between.
#
# ### Why does a run get stuck?
#
# A ReLU unit is 0 on one side of a straight line and rises on the other: along this line, its **crease**, the network
# can bend its logit, and nowhere else. Here are the best run and a stuck one at five moments, with the creases drawn
# in. *Both begin with eight creases through (0, 0), for all biases are 0. Which corner does the stuck run lose, and
# when?*


# %% id="creases"
def hidden_values(model):
    with tg.no_grad():
        return model[1](model[0](tg.tensor(corners.astype(np.float32)))).numpy()  # (corners, units)


def snapshots(seed, moments=(0, 2, 5, 10, 40)):
    """The same run as above, with a copy of the network at each of these epochs."""
    tg.manual_seed(seed)
    network = xor_model()
    optimizer = tg.optim.Adam(network.parameters(), lr=0.01)
    copies = {0: copy.deepcopy(network)}
    for before, epoch in zip(moments[:-1], moments[1:]):
        fit(network, nn.BCEWithLogitsLoss(), optimizer, train_set, val_set, epochs=epoch - before)
        copies[epoch] = copy.deepcopy(network)
    return copies


best_seed = min(runs, key=lambda seed: runs[seed][1].min())
stuck_seed = min((seed for seed in runs if runs[seed][1].min() > 0.0498), key=lambda seed: runs[seed][1].min())
courses = {seed: snapshots(seed) for seed in (best_seed, stuck_seed)}
for seed, course in courses.items():
    print(f"seed {seed}: how many of the 8 units are above 0 at")
    print("  epoch ", *(f"{tuple(corner.tolist())!s:>8}" for corner in corners))
    for epoch, network in course.items():
        print(f"  {epoch:5} ", *(f"{count:8}" for count in (hidden_values(network) > 0).sum(axis=1)))

# %% id="creases-picture" jupyter={"source_hidden": true}
figure, rows = plt.subplots(2, 5, figsize=(12, 5.4), sharex=True, sharey=True)
ends = np.array([-0.4, 1.4])
for panels, (seed, course) in zip(rows, courses.items()):
    for axes, (epoch, network) in zip(panels, course.items()):
        draw_regions(axes, network, f"seed {seed}, epoch {epoch}", points=61)
        dead = (hidden_values(network) == 0).all(axis=0)
        across_and_up, shifts = network[0].weight.detach().numpy(), network[0].bias.detach().numpy()
        for (across, up), shift, off in zip(across_and_up, shifts, dead):
            style = dict(color="black", linestyle=":" if off else "--")
            if abs(up) > abs(across):  # the points where across · x1 + up · x2 + shift is 0
                axes.plot(ends, -(across * ends + shift) / up, linewidth=1, **style)
            else:
                axes.plot(-(up * ends + shift) / across, ends, linewidth=1, **style)
        axes.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
        axes.label_outer()
figure.suptitle("Dashed: creases.  Dotted: creases of units that are 0 at all four corners.  Thick: the border, ½")
figure.tight_layout(h_pad=3)
at_end = {seed: (hidden_values(course[40]) > 0).sum(axis=1) for seed, course in courses.items()}
picture(
    figure,
    alt="Two rows of five maps of the square, at epochs 0, 2, 5, 10 and 40, with the crease of each hidden unit as a line. "
    + " ".join(
        f"Seed {seed}: the number of units above 0 at the corners (0, 0), (0, 1), (1, 0) and (1, 1) is "
        f"{(hidden_values(course[0]) > 0).sum(axis=1).tolist()} at epoch 0 and {at_end[seed].tolist()} at epoch 40."
        for seed, course in courses.items()
    ),
)

# %% [markdown] id="dead-text"
# At the start some units are above 0 at each corner but (0, 0). In the stuck run, all of them soon go silent at one of
# the two corners with label 1: the last crease has slid past it. There the hidden layer says eight times 0, just as at
# (0, 0). So both corners get the same answer, and one of them must be wrong.
#
# Why do the units not come back? Where a unit is 0, change its weights a tiny bit, and it is still 0 there. So this
# corner's samples give it a gradient of 0, and nothing at this corner calls any of the eight back. A unit that is 0 for
# *every* sample is called **dead**: its whole gradient is 0. The next cell shows it, and how far each unit's weights
# moved.

# %% id="dead"
stuck = runs[stuck_seed][0]
stuck.zero_grad()
nn.BCEWithLogitsLoss()(stuck(x), y).backward()
gradients = np.abs(stuck[0].weight.grad.numpy()).max(axis=1)
course = [*courses[stuck_seed].values(), stuck]
places = [network[0].weight.detach().numpy() for network in course]
moved = [np.abs(after - before).max(axis=1) for before, after in zip(places[:-1], places[1:])]
dead_at = [(hidden_values(network) == 0).all(axis=0) for network in course]

print(f"seed {stuck_seed}         largest    how far the weights moved in epochs")
print("               gradient     0-2      2-5     5-10    10-40   40-end")
for unit in range(8):
    state = "dead " if dead_at[-1][unit] else "alive"
    print(f"unit {unit + 1}, {state}  {gradients[unit]:9.6f}", *(f"{each[unit]:8.4f}" for each in moved))
assert (gradients[dead_at[-1]] == 0).all()
assert (moved[-1][dead_at[3]] < 1e-3).all()  # dead in epoch 10, and still 30 epochs later

# %% id="floor"
val_x, val_y = val_set[0].numpy(), val_set[1].numpy()[:, 0]
for seed in (seed for seed in runs if runs[seed][1].min() > 0.0498):
    network, best_possible = runs[seed][0], 0.0
    _, group_of = np.unique(hidden_values(network).round(2), axis=0, return_inverse=True)  # equal rows, equal number
    answers = probability(network, corners)
    for group in range(group_of.max() + 1):
        members = np.flatnonzero(group_of.ravel() == group)
        names = " and ".join(f"{tuple(corners[m].tolist())} (label {corner_labels[m]})" for m in members)
        print(f"seed {seed}, {names}: the network says {answers[members[0]]:.3f}")
        here = np.isin(2 * val_x[:, 0] + val_x[:, 1], members)  # the corners are numbered 0 to 3 so
        share = val_y[here].mean()  # of label 1 in this group
        if 0 < share < 1:
            best_possible -= here.mean() * (share * np.log(share) + (1 - share) * np.log(1 - share))
    print(f"the best loss possible so: {best_possible:.4f}; this run reached {runs[seed][1].min():.4f}")
    assert runs[seed][1].min() > 0.9 * best_possible > 0.0498

# %% [markdown] id="floor-text"
# A unit that dies may drift for a few more steps, because Adam remembers older gradients; then it lies still.
#
# Where corners with different labels share one answer, the best that the network can say is the share of label 1 among
# them. For two corners that is about ½, at a cost of 0.693 for each of these samples. They are about half of all, so the
# loss stays near 0.693 / 2 = 0.35. Where three corners share one answer, it stays higher.
#
# Is the number of dead units to blame? Only partly. Of 200 seeds of this very program 19 stuck, one of them with a
# single dead unit, while 12 of the 15 runs with five dead units arrived. What decides is the corner: in all 19, one
# neighbour of (0, 0) had no unit above 0 left, and neither had (0, 0) itself. That was so in none of the other 181.
# (The record is `docs/measurements/xor.md` in the project.)
#
# ### A test of this explanation
#
# If it is right, a small change should help. At (0, 0) every unit begins at *exactly* 0, on its crease, where a bias a
# tiny bit larger would wake it, but nothing pulls: the slope at 0 is taken to be 0. So begin with biases of 0.1: then
# all eight units are above 0 at (0, 0). *The same six seeds: what do you expect?*


# %% id="bias-test"
def best_of_six(make, epochs):
    """The best validation loss of each of six seeds, from networks that `make` makes."""
    best = []
    for seed in range(6):
        tg.manual_seed(seed)
        network = make()
        optimizer = tg.optim.Adam(network.parameters(), lr=0.01)
        losses = fit(network, nn.BCEWithLogitsLoss(), optimizer, train_set, val_set, epochs=epochs)
        best.append(min(val_loss for _, val_loss in losses))
    return best


def woken_model():
    network = xor_model()
    nn.init.constant_(network[0].bias, 0.1)
    return network


woken = best_of_six(woken_model, epochs=20)
print("biases 0, up to 100 epochs:", *(f"{runs[seed][1].min():.4f}" for seed in range(6)))
print("biases 0.1, 20 epochs:     ", *(f"{loss:.4f}" for loss in woken))
assert max(woken) < 0.0498

# %% [markdown] id="measured"
# ### How often, and what helps
#
# Six runs are too few to speak of a share. So 200 seeds were run for each figure below (on 2026-11-21;
# `benchmarks/xor_seeds.py` in the project repeats it in twenty minutes. There, each seed has data of its own, and the
# batches come in a fixed order. It counts 175 of 200, where it was 181 above: so much may differ by chance.)
#
# | hidden layer | tinygrad_lite: of 200 | 95 % interval | PyTorch: of 200 | 95 % interval |
# |---|---|---|---|---|
# | 8 ReLU units, as above | 175 | 82.2 to 91.4 % | 182 | 86.2 to 94.2 % |
# | 8 ReLU units, larger weights (He) | 189 | 90.4 to 96.9 % | 188 | 89.8 to 96.5 % |
# | 16 ReLU units | 200 | 98.1 to 100 % | 198 | 96.4 to 99.7 % |
# | 8 ReLU units, hidden biases 0.1 | 198 | 96.4 to 99.7 % | 200 | 98.1 to 100 % |
# | **8 Tanh units** | 200 | 98.1 to 100 % | 200 | 98.1 to 100 % |
#
# The interval says how far the true share may be from the one that was counted: 175 and 182 do not contradict each
# other. Given the same weights and data, the same 175 seeds reach the line in PyTorch.
#
# With larger weights (He) all units are still 0 at (0, 0): fewer runs stick, but some do. Biases of 0.1 do what the explanation
# says. With twice as many units some may die, and enough are left. For XOR we take **tanh** in place of ReLU from here
# on: its slope gets small far out, but is never cut off to 0. In large networks ReLU is a common choice all the same,
# and the digits below are read with it: among hundreds of units, a few dead ones are not missed.


# %% id="recipe"
def recipe_model():
    return xor_model(activation=nn.Tanh)


with_tanh = best_of_six(recipe_model, epochs=20)
print("tanh, 20 epochs:", *(f"{loss:.4f}" for loss in with_tanh))
assert max(with_tanh) < 0.0498

# %% [markdown] id="torch-text"
# ## The same in PyTorch
#
# **PyTorch** is one of the most used libraries for training networks. The names in `tinygrad_lite` are PyTorch's: what
# you learn here, you can use there. Here is the loop in plain PyTorch; **two of its lines are missing**. Write them
# where the comments are, and run the cell. (Importing PyTorch and making its first optimizer takes several seconds,
# once.)
#
# <details><summary>The two lines</summary><code>loss.backward()</code> and <code>optimizer.step()</code>, in this order.</details>

# %% id="torch-loop"
import torch

torch.set_num_threads(1)  # these arrays are too small for NumPy to use a second one
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
loss_fn = torch.nn.BCEWithLogitsLoss()
torch_x, torch_y = torch.tensor(x.numpy()), torch.tensor(y.numpy())
at_first = loss_fn(net(torch_x), torch_y).item()
for _step in range(600):
    batch = torch.randint(len(torch_x), (32,))
    loss = loss_fn(net(torch_x[batch]), torch_y[batch])  # predict, loss
    optimizer.zero_grad()
    # backward: your first line
    # update: your second line

at_last = loss_fn(net(torch_x), torch_y).item()
print(f"loss {at_first:.4f} → {at_last:.4f}", "(nothing has moved yet)" if at_last == at_first else "")

# %% [markdown] id="torch-run-text"
# Now both libraries: one function trains with either. Both networks start from the same weights, see the same batches,
# and calculate with 64-bit numbers, so the losses of all 500 steps should agree, up to rounding. Each library runs
# twice, and its quicker run counts.


# %% id="torch-run"
def train(library, model, batches):
    optimizer = library.optim.Adam(model.parameters(), lr=0.01)
    loss_fn = library.nn.BCEWithLogitsLoss()
    losses, start = [], time.perf_counter()
    for inputs, targets in batches:
        loss = loss_fn(model(inputs), targets)  # predict, loss
        optimizer.zero_grad()
        loss.backward()  # backward
        optimizer.step()  # update
        losses.append(loss.item())
    return np.array(losses), time.perf_counter() - start


def both():
    """The same start in both libraries."""
    tg.manual_seed(0)
    ours = recipe_model().double()
    theirs = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)).double()
    theirs.load_state_dict({name: torch.tensor(value.numpy()) for name, value in ours.state_dict().items()})
    return ours, theirs


order = np.random.default_rng(0)
rows = [batch for _ in range(20) for batch in np.split(order.permutation(800), 25)]  # 20 epochs of 25 batches
x64, y64 = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
our_batches = [(tg.tensor(x64[batch]), tg.tensor(y64[batch])) for batch in rows]
their_batches = [(torch.tensor(x64[batch]), torch.tensor(y64[batch])) for batch in rows]
our_times, their_times = [], []
for _round in range(2):
    ours, theirs = both()
    our_losses, seconds = train(tg, ours, our_batches)
    our_times.append(seconds)
    their_losses, seconds = train(torch, theirs, their_batches)
    their_times.append(seconds)

print(f"last loss:      tinygrad_lite {our_losses[-1]:.12f}   PyTorch {their_losses[-1]:.12f}")
print(f"largest difference over {len(rows)} steps: {np.abs(our_losses - their_losses).max():.1e}")
print(f"time:           tinygrad_lite {min(our_times):.2f} s   PyTorch {min(their_times):.2f} s")
assert np.allclose(our_losses, their_losses, rtol=0, atol=1e-9)

# %% [markdown] id="torch-after"
# As for the time: on a network as small as this one, most of it is book-keeping, not arithmetic, and a small engine
# has less to keep. It says nothing about large networks or graphics cards, which PyTorch is made for.

# %% [markdown] id="digits-text"
# ## Real data: handwritten digits
#
# Here are 1797 digits, written by hand by 13 people (*Optical Recognition of Handwritten Digits*, E. Alpaydin and C.
# Kaynak, UCI Machine Learning Repository, licence CC BY 4.0). Each was scanned at 32 × 32 dots, and then every square
# of 4 × 4 dots became one number, the count of its dots with ink: 8 × 8 numbers from 0 to 16. The network has ten
# outputs now, one logit for each digit, and the loss is `CrossEntropyLoss`: again minus the logarithm of the
# probability given to the right answer.
#
# Not a line of `fit` changes. Of the images, 1200 are for training and 237 for validation. The other 360, the **test
# set**, are not used until the very end, not even to decide when to stop. So they tell how the network does on digits
# that it has never met. (It has met their writers; on new hands it does worse, as lesson 07 measures.) *What share
# will it read right?*

# %% id="digits"
images, digits = tg.data.digits(train=True)
test_images, test_digits = tg.data.digits(train=False)
images, test_images = images / 8 - 1, test_images / 8 - 1  # from 0..16 to -1 (paper) .. 1 (ink)

tg.manual_seed(0)
reader = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
start = time.perf_counter()
digits_history = fit(
    reader,
    nn.CrossEntropyLoss(),
    tg.optim.Adam(reader.parameters(), lr=0.01),
    (images[:1200], digits[:1200]),
    (images[1200:], digits[1200:]),
    epochs=60,
)
seconds = time.perf_counter() - start

with tg.no_grad():
    predicted = reader(test_images).numpy().argmax(axis=1)
right = predicted == test_digits.numpy()
print(f"{count_parameters([64, 128, 10])} parameters, {len(digits_history)} epochs in {seconds:.1f} s")
print(f"test accuracy: {right.mean():.1%} ({right.sum()} of {len(right)})")
assert right.mean() >= 0.97

# %% id="digits-picture" jupyter={"source_hidden": true}
shown = np.concatenate([np.flatnonzero(~right)[:8], np.flatnonzero(right)])[:16]  # the ones it misread come first
figure, panels = plt.subplots(2, 8, figsize=(9, 3.6))
for axes, index in zip(panels.flat, shown):
    axes.imshow(test_images.numpy()[index].reshape(8, 8), cmap="Greys")
    is_ = test_digits.numpy()[index]
    axes.set_title(
        f"{predicted[index]}" if right[index] else f"{predicted[index]}, is {is_}",
        fontsize=11,
        fontweight="normal" if right[index] else "bold",
    )
    axes.set_xticks([])
    axes.set_yticks([])
figure.suptitle("Above each digit: what the network read; bold: misread")
figure.tight_layout(h_pad=2.5)
misread = ", ".join(f"{test_digits.numpy()[index]} as {predicted[index]}" for index in np.flatnonzero(~right)[:8])
picture(
    figure,
    alt=f"Sixteen test digits with what the network read. The misread ones come first: {misread}. The rest are right.",
)

# %% [markdown] id="own-digit-text"
# ### A digit of your own
#
# Draw one: `#` is ink, `+` half as much, `.` is paper. The digits that it learned from fill the eight rows. Change the
# drawing, run the cell again, and try to fool it. Can it say "that is no digit at all"?

# %% id="own-digit"
drawing = """
..####..
.##..##.
.....##.
...###..
.....##.
.....##.
.##..##.
..####..
"""
ink = {"#": 16, "+": 8, ".": 0}
mine = np.array([[ink[mark] for mark in line] for line in drawing.split()], dtype=np.float32)  # (8, 8)
with tg.no_grad():
    shares = tg.softmax(reader(tg.tensor(mine.reshape(1, 64)) / 8 - 1), dim=1).numpy()[0]
for digit in np.argsort(-shares)[:3]:
    print(f"{digit}: {shares[digit]:6.1%} {'█' * round(30 * shares[digit])}")

black_and_white = tg.tensor(np.where(test_images.numpy() > 0, 1.0, -1.0).astype(np.float32))
with tg.no_grad():
    still_right = (reader(black_and_white).numpy().argmax(axis=1) == test_digits.numpy()).mean()
print(f"\n(the test digits, each pixel made either ink or paper like yours: {still_right:.1%} right)")

# %% [markdown] id="own-digit-after"
# It cannot: its ten probabilities always add up to 1, whatever you draw. Being sure is not the same as being right.

# %% [markdown] id="mistakes-text"
# ## Two mistakes to have seen
#
# **Forgetting `zero_grad()`.** `backward()` *adds* to the gradients that are there. Without clearing them, each
# step uses the sum over all batches so far. No error, no warning. Below, the same network after ten epochs, with and
# without, at seven learning rates.


# %% id="no-zero-grad"
def loss_after(network, loss_fn, data, batch_size, rate, clear, epochs=10):
    """Train with or without clearing the gradients: the loss over all the data afterwards."""
    optimizer = tg.optim.Adam(network.parameters(), lr=rate)
    for _epoch in range(epochs):
        for inputs, targets in tg.data.DataLoader(tg.data.TensorDataset(*data), batch_size, shuffle=True):
            loss = loss_fn(network(inputs), targets)
            if clear:
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with tg.no_grad():
        return loss_fn(network(data[0]), data[1]).item()


def digits_model():
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


tasks = {  # the network, its loss, the data, the size of a batch, the learning rates
    "digits": (
        digits_model,
        nn.CrossEntropyLoss(),
        (images, digits),
        64,
        (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
    ),
    "XOR": (recipe_model, nn.BCEWithLogitsLoss(), (x, y), 32, (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)),
}
lowest = {}
for task, (make, loss_fn, data, batch_size, rates) in tasks.items():
    print(f"{task + ', learning rate':26}", *(f"{rate:8}" for rate in rates))
    for clear in (True, False):
        losses = []
        for rate in rates:
            tg.manual_seed(0)
            losses.append(loss_after(make(), loss_fn, data, batch_size, rate, clear))
        lowest[task, clear] = min(losses)
        assert min(losses) < min(losses[0], losses[-1])  # no best rate at the edge of what was tried
        print(f"{'   with' if clear else '   without'} zero_grad".ljust(26), *(f"{loss:8.4f}" for loss in losses))
assert lowest["digits", False] > 3 * lowest["digits", True]
assert lowest["XOR", False] < 0.0498

# %% [markdown] id="no-zero-grad-after"
# On the digits the difference is plain, even at each row's best rate. On XOR you might never notice: at some rates the
# loss comes down all the same.
#
# **Computing the loss outside the graph.** While a network predicts, every operation is noted, and `backward()` walks
# back over these notes, the *graph*. Take the loss out as a plain number and put it into a new tensor, and the notes
# are lost: no way leads back to the weights. The tutorial with the 0.0498 does this. Its weights can never have
# changed, so the curve that it prints cannot come from its program.

# %% id="detached"
logits = model(x)
loss = nn.BCEWithLogitsLoss()(logits, y)
rebuilt = tg.tensor(loss.item())  # the same value, but no graph behind it
try:
    rebuilt.backward()
except RuntimeError as error:
    print("RuntimeError:", error)
else:
    raise AssertionError("a plain number should have no way back")

model.zero_grad()
quiet = tg.tensor(loss.item(), requires_grad=True)  # an attempt to silence the error …
quiet.backward()
print("gradients afterwards:", [parameter.grad for parameter in model.parameters()])
assert all(parameter.grad is None for parameter in model.parameters())

# %% [markdown] id="detached-after"
# The second half is the dangerous one: no error, and no gradients. The optimizer leaves a weight without a gradient as
# it is, and the loss stays where it was.

# %% [markdown] id="recap"
# ## Five questions to take with you
#
# Write the letter in place of the dots: `answer("start/recap_1", "a")`.

# %% question="start/recap_1"

# %% question="start/recap_2"

# %% question="start/recap_3"

# %% question="start/recap_4"

# %% question="start/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# You have seen the whole loop. The next lessons take its steps one at a time; you may do them in any order, because
# what another lesson builds is borrowed. [Lesson 01, Forward pass](01_forward_pass.ipynb) is about the first step: how
# a network gets from the pixels of a digit to a probability.
#
# Your answers and your progress are files in the folder of this notebook. Nothing was sent anywhere.
