"""Exercises of later lessons, written early to try the interface: a class with state, a random function, and a training
loop driven by our models and PyTorch's."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from tinygrad_lite.course.exercise import Exercise, Finding, mistake
from tinygrad_lite.course.recipes import Batches, Criterion, Network, Optimizer, Rng


class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.counter = math.inf if mode == "min" else -math.inf, 0

    def better(self, value):
        sign = 1 if self.mode == "min" else -1
        return sign * value < sign * self.best - self.min_delta

    def step(self, value):
        if self.better(value):
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience


class EarlyStoppingExercise(Exercise):
    id, name, agrees_with = "stopping/early_stopping", "EarlyStopping", ""
    solution = EarlyStopping

    def cases(self, rng):
        for case in range(18):
            mode = ("min", "max")[case % 2]
            delta = (0.0, 0.5, 0.0)[case % 3]
            script = self.script()
            stopper = script.new("stopper", patience=1 + case % 4, min_delta=delta, mode=mode)
            for value in rng.integers(0, 6, size=8) / 2:
                stopper.call("step", float(value))
                stopper.get("counter")
            stopper.get("best")
            yield script.case()

    class reference:
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            self.values, self.arguments = [], (patience, min_delta, mode)

        def _replay(self):
            _, delta, mode = self.arguments
            best, since = None, 0
            for value in self.values:
                gain = None if best is None else (best - value if mode == "min" else value - best)
                if gain is None or gain > delta:
                    best, since = value, 0
                else:
                    since += 1
            return best, since

        def step(self, value):
            self.values.append(value)
            return self._replay()[1] >= self.arguments[0]

        best = property(lambda self: self._replay()[0])
        counter = property(lambda self: self._replay()[1])

    @mistake(
        "counts a tie as better", "A value equal to the best counts as better here. Then a flat curve never stops."
    )
    class Tie(EarlyStopping):
        def better(self, value):
            sign = 1 if self.mode == "min" else -1
            return sign * value <= sign * self.best - self.min_delta

    @mistake(
        "never resets the counter", "The counter is not set back after a better value. It must count steps in a row."
    )
    class NoReset(EarlyStopping):
        def step(self, value):
            if self.better(value):
                self.best = value
            else:
                self.counter += 1
            return self.counter >= self.patience


class Dropout(Exercise):
    id, agrees_with = "stopping/dropout", ""

    def cases(self, rng):
        for p in (0.0, 0.2, 0.3, 0.5, 0.6, 0.8):
            seed = int(rng.integers(1 << 30))
            yield self.case(np.ones((100, 200)), p, Rng(seed), True)
            yield self.case(rng.normal(size=(50, 100)) + 3, p, Rng(seed), False, about="in evaluation")

    def judge(self, case, answer):
        x, p, training = case.args["x"], case.args["p"], case.args["training"]
        if not isinstance(answer, np.ndarray) or answer.shape != x.shape:
            return Finding("shape", "The answer does not have the shape of x.")
        if not training:
            return None if np.allclose(answer, x) else Finding("evaluation", "In evaluation, x comes back changed.")
        kept = answer != 0
        deviation = np.sqrt(p * (1 - p) / x.size)
        if abs((~kept).mean() - p) > 6 * deviation + 1e-12:
            return Finding("share", f"A share of {(~kept).mean():.3f} is dropped, and p is {p:g}.")
        if not np.allclose(answer[kept], x[kept] / (1 - p)):
            return Finding("scale", "What is kept is not divided by 1 − p.")
        rows = kept.mean(axis=1)
        if p > 0 and rows.std() > 6 * np.sqrt(p * (1 - p) / x.shape[1]):
            return Finding("rows", "Whole rows are dropped together.")
        return None

    @staticmethod
    def solution(x, p, rng, training):
        """Inverted dropout."""
        if not training:
            return x
        return x * (rng.random(x.shape) >= p) / (1 - p)

    @mistake(
        "does not scale", "What is kept is not divided by 1 − p. The next layer then sees smaller sums in training."
    )
    def unscaled(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) if training else x

    @mistake(
        "drops in evaluation too", "Values are dropped in evaluation too. Predictions then change from call to call."
    )
    def always(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) / (1 - p)

    @mistake("drops whole rows", "Whole rows are dropped together. Each element needs a draw of its own.")
    def rows(self, x, p, rng, training):
        return x * (rng.random((len(x), 1)) >= p) / (1 - p) if training else x


class TrainOneEpoch(Exercise):
    id, parts = "loop/train_one_epoch", ("mean loss", "accuracy")
    rtol = 1e-6

    def cases(self, rng):
        for n, batch in ((12, 4), (10, 4), (7, 3), (9, 5), (20, 8), (11, 11)):
            sizes = (3, 5, 4)
            weights = tuple(rng.normal(size=(o, i)) for i, o in pairwise(sizes))
            biases = tuple(rng.normal(size=o) for o in sizes[1:])
            network = Network(weights, biases, training=False)
            loader = Batches(rng.normal(size=(n, 3)), rng.integers(0, 4, size=n), batch)
            yield self.case(
                network,
                loader,
                Criterion("CrossEntropyLoss"),
                Optimizer("SGD", 0.1),
                changes=("model",),
                observe=("model",),
            )

    def reference(self, model, loader, criterion, optimizer):
        return self.solution(model, loader, criterion, optimizer)

    @staticmethod
    def solution(model, loader, criterion, optimizer):
        """One epoch of training."""
        model.train()
        total, right, count = 0.0, 0, 0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)
            right += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
        return total / count, right / count

    @mistake(
        "forgets zero_grad", "The gradients are never set back to zero. Every step then follows the sum of all before."
    )
    def no_zero(self, model, loader, criterion, optimizer):
        model.train()
        total, right, count = 0.0, 0, 0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)
            right += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
        return total / count, right / count

    @mistake(
        "weighs batches alike", "The batches' losses are averaged as if all were of one size. The last one is smaller."
    )
    def per_batch(self, model, loader, criterion, optimizer):
        model.train()
        losses, right, count = [], 0, 0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            right += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
        return float(np.mean(losses)), right / count

    @mistake(
        "stays in evaluation mode", "The model is not put into training mode. Dropout and batch norm would stay off."
    )
    def no_train_mode(self, model, loader, criterion, optimizer):
        result = self.solution(model, loader, criterion, optimizer)
        model.eval()
        return result
