"""Every fault that the training doctor knows, put into an ordinary training in a natural range of strength."""

from __future__ import annotations

import numpy as np

import tinygrad_lite as tg

from .doctor_cases import (
    DATA,
    OPTIMIZERS,
    SETS,
    choose,
    draw,
    dropout,
    log_uniform,
    mlp,
    own_random,
    own_step,
    set_targets,
    targets_of,
)


def rate_too_high(which, seed):
    case, _ = draw(which, seed, rate=log_uniform(own_random(which, seed), 30, 1000))
    return case


def rate_too_low(which, seed):
    case, _ = draw(which, seed, rate=log_uniform(own_random(which, seed), 0.001, 0.02))
    return case


def scaled(model, factor, biases=True):
    with tg.no_grad():
        for p in model.parameters():
            if biases or p.ndim > 1:
                p.mul_(factor)


def vanishing(which, seed):
    rng = own_random(which, seed)
    depth, activation = int(rng.integers(6, 11)), choose(rng, [tg.nn.Sigmoid, tg.nn.Sigmoid, tg.nn.Tanh, tg.nn.ReLU])
    case, rng = draw(which, seed, model=mlp([24] * depth, activation), any=False)
    if activation is not tg.nn.Sigmoid:
        scaled(case.model, rng.uniform(0.2, 0.5))
    case.architecture = f"{depth} layers, {activation.__name__}"
    return case


def exploding(which, seed):
    rng = own_random(which, seed)
    depth = int(rng.integers(4, 8))
    case, rng = draw(which, seed, model=mlp([32] * depth), any=False)
    factor = rng.uniform(5, 10)
    scaled(case.model, factor, biases=False)
    case.architecture, case.strength = f"{depth} layers", f"weights × {factor:.0f}"
    return case


def dead(which, seed):
    case, rng = draw(which, seed, model=mlp([32, 32]), any=False)
    layers = [m for m in case.model.modules() if isinstance(m, tg.nn.Linear)][:-1]
    with tg.no_grad():
        for layer in layers if rng.random() < 0.5 else layers[:1]:
            layer.bias.sub_(float(rng.uniform(4, 12)))
    case.architecture = "32-32"
    return case


def overfitting(which, seed):
    n = int(own_random(which, seed).integers(40, 80))
    model, optimizers = mlp([96, 96]), ["Adam", "AdamW", "momentum"]
    case, rng = draw(which, seed, n=n, batch=16, model=model, steps=400, optimizers=optimizers, any=False)
    labels = targets_of(case).copy()
    wrong = rng.random(n) < rng.uniform(0.15, 0.35)
    labels[wrong] = rng.permutation(labels)[wrong]
    set_targets(case, labels)
    case.architecture, case.strength = "96-96", f"{n} samples"
    return case


def underfitting(which, seed):
    rng = own_random(which, seed)
    kind = choose(rng, ["one unit", "weight decay", "dropout", "linear"])
    data = SETS[which]["curved" if kind == "linear" else "clear"]
    models = {"one unit": mlp([1, 8], tg.nn.Tanh), "dropout": mlp([16, 16], extra=lambda width: tg.nn.Dropout(0.93)),
              "linear": mlp([]), "weight decay": mlp([24])}  # fmt: skip
    case, rng = draw(which, seed, data=data, model=models[kind], steps=400)
    if kind == "weight decay":
        for group in case.optimizer.param_groups:
            decoupled = case.optimizer_name == "AdamW"
            group["weight_decay"] = float(rng.uniform(0.3, 1.0)) * (1 / group["lr"] / 10 if decoupled else 0.5)
    case.architecture = case.strength = kind
    case.names = {"dropout": ("dropout too high",), "weight decay": ("weight decay too high",)}.get(kind, ())
    return case


class Log(tg.nn.Module):
    def forward(self, x):
        return x.log()


class Divide(tg.nn.Module):
    """To mean 0 and variance 1 over the batch, where one feature may be constant."""

    def forward(self, x):
        return (x - x.mean(0)) / x.std(0)


class Root(tg.nn.Module):
    def forward(self, x):
        return tg.relu(x).sqrt()


def nan(which, seed):
    case, rng = draw(which, seed, any=False)
    kind = choose(rng, ["log of 0", "0 / 0", "root of 0", "inputs", "targets", "loss"])
    case.strength = kind
    _, inputs, outputs, task = DATA[case.data]
    if kind in ("log of 0", "0 / 0", "root of 0"):
        layer = {"log of 0": Log, "0 / 0": Divide, "root of 0": Root}[kind]()
        case.model = tg.nn.Sequential(tg.nn.Linear(inputs, 24), tg.nn.ReLU(), layer, tg.nn.Linear(24, outputs))
        make, (low, high) = OPTIMIZERS[case.optimizer_name]
        case.optimizer, case.step = make(case.model.parameters(), log_uniform(rng, low, high)), None
    elif kind == "inputs" or (kind == "targets" and task == "classes"):
        x = case.train.dataset.tensors[0].numpy()
        x[rng.integers(len(x)), rng.integers(x.shape[1])] = np.nan
    elif kind == "targets":
        targets_of(case)[rng.integers(len(targets_of(case)))] = np.nan
    else:  # a loss by hand: log of a number that may be 0 or less
        criterion, case.step = case.criterion, None
        case.criterion = lambda predictions, targets: criterion(predictions, targets) + (predictions - 0.5).log().mean()
    return case


def detached(which, seed):
    case, rng = draw(which, seed)
    model, optimizer, criterion = case.model, case.optimizer, case.criterion
    kind = choose(rng, ["rebuilt", "no_grad", "detached", "half"])

    def step(batch):
        inputs, targets = batch
        optimizer.zero_grad()
        if kind == "no_grad":
            with tg.no_grad():
                outputs = model(inputs)
        else:
            outputs = model(inputs)
        loss = criterion(outputs.detach() if kind == "detached" else outputs, targets)
        if kind == "rebuilt":
            loss = tg.tensor(loss.item())
        loss.requires_grad_(True)
        loss.backward()
        optimizer.step()
        return loss.item()

    case.step, case.strength = step, kind
    if kind == "half":
        features = case.model
        first = next(m for m in features.modules() if m is not features and any(True for _ in m.parameters()))
        first.register_forward_hook(cut)
    return case


def cut(module, inputs, output):
    return tuple(part.detach() for part in output) if isinstance(output, tuple) else output.detach()


def no_zero_grad(which, seed):
    case, _ = draw(which, seed)
    model, optimizer, criterion = case.model, case.optimizer, case.criterion

    def step(batch):
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        return loss.item()

    case.step = step
    return case


def broadcast(which, seed):
    case, rng = draw(which, seed, data=SETS[which]["one number"])
    criterion = choose(rng, [tg.nn.MSELoss(), tg.nn.L1Loss(), tg.nn.HuberLoss(), squared])
    case.criterion, case.step = criterion, None
    for loader in (case.train, case.val):
        x, y = loader.dataset.tensors
        loader.dataset.tensors = (x, y.squeeze(1))
    if rng.random() < 0.5:
        case.step = own_step(case, rng)
    return case


def squared(predictions, targets):
    return ((predictions - targets) ** 2).mean()


def shuffled(which, seed):
    case, rng = draw(which, seed)
    for loader in (case.train, case.val):  # paired wrongly before the split
        x, y = loader.dataset.tensors
        loader.dataset.tensors = (x, tg.tensor(rng.permutation(y.numpy())))
    return case


def training_mode(which, seed):
    extra = choose(own_random(which, seed), [dropout, tg.nn.BatchNorm1d])
    case, rng = draw(which, seed, model=mlp([40, 20], extra=extra), any=False)
    model, val, criterion = case.model, case.val, case.criterion

    def validation():
        losses = []
        with tg.no_grad():
            for inputs, targets in val:
                losses.append(criterion(model(inputs), targets).item() * len(targets))
        return sum(losses) / len(val.dataset)

    case.step, case.validation = own_step(case, rng), validation
    case.strength = choose(rng, ["shown", "from the history"])
    return case


FAULTS = {
    "learning rate too high": rate_too_high, "learning rate too low": rate_too_low, "vanishing gradients": vanishing,
    "exploding gradients": exploding, "dead ReLUs": dead, "overfitting": overfitting, "underfitting": underfitting,
    "NaN": nan, "detached loss": detached, "no zero_grad": no_zero_grad, "broadcast targets": broadcast,
    "shuffled labels": shuffled, "training mode in validation": training_mode,
}  # fmt: skip
