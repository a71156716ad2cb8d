"""Four exercises of later lessons, written early to try the interface: a class for scalar autograd, a class with
state, a random function, a training loop driven by our models and PyTorch's, and a graph."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from tinygrad_lite.course.exercise import Exercise, Finding, mistake
from tinygrad_lite.course.recipes import Batches, Criterion, Graph, Network, Optimizer, Rng


class Value:
    """A number that remembers how it was computed."""

    def __init__(self, data, parents=(), local=()):
        self.data, self.grad, self.parents, self.local = data, 0.0, parents, local

    def __add__(self, other):
        other = other if isinstance(other, Value) else type(self)(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else type(self)(other)
        return type(self)(self.data * other.data, (self, other), (other.data, self.data))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __pow__(self, exponent):
        return type(self)(self.data**exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def relu(self):
        return type(self)(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def tanh(self):
        y = math.tanh(self.data)
        return type(self)(y, (self,), (1 - y * y,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(parent, False) for parent in node.parents]
        gradients = {id(self): 1.0}
        for node in reversed(order):
            gradient = gradients.pop(id(node))
            node.grad += gradient
            for parent, local in zip(node.parents, node.local, strict=True):
                gradients[id(parent)] = gradients.get(id(parent), 0.0) + gradient * local


class ValueExercise(Exercise):
    id, name = "backward/value", "Value"
    solution = Value

    def cases(self, rng):
        for about in ("", "", *["where a value is used twice"] * 4, "in a chain of 500"):
            script = self.script()
            a, b = script.new("a", float(rng.normal())), script.new("b", float(rng.uniform(0.5, 2)))
            c = script.operate("mul", a, b, save="c")
            if about.startswith("where"):
                c = script.operate("mul", c, a, save="d")
            for step in range(500 if about.startswith("in") else 1):
                c = script.operate("add", c, 0.001, save=f"e{step}")
            c = script.operate("pow", b, 3, save="p") if not about else c
            loss = script.operate("sub", c, a, save="loss").call("tanh", save="y")
            loss.call("backward", report=False)
            loss.get("data")
            a.get("grad")
            b.get("grad")
            yield script.case(about)

    class reference:
        """The same words, on PyTorch."""

        def __init__(self, data):
            import torch

            self.tensor = data if isinstance(data, torch.Tensor) else torch.tensor(float(data), dtype=torch.float64)
            if self.tensor.is_leaf:
                self.tensor.requires_grad_()

        def _wrap(self, tensor):
            return type(self)(tensor)

        def __add__(self, other):
            return self._wrap(self.tensor + getattr(other, "tensor", other))

        def __sub__(self, other):
            return self._wrap(self.tensor - getattr(other, "tensor", other))

        def __mul__(self, other):
            return self._wrap(self.tensor * getattr(other, "tensor", other))

        def __pow__(self, exponent):
            return self._wrap(self.tensor**exponent)

        def tanh(self):
            return self._wrap(self.tensor.tanh())

        def backward(self):
            self.tensor.backward()

        data = property(lambda self: self.tensor.item())
        grad = property(lambda self: 0.0 if self.tensor.grad is None else self.tensor.grad.item())

    @mistake(
        "overwrites the gradient", "A gradient is overwritten where it should be added. A value used twice gets two."
    )
    class Overwrites(Value):
        def backward(self):
            stack = [(self, 1.0)]
            while stack:
                node, gradient = stack.pop()
                node.grad = gradient
                stack += [(p, gradient * local) for p, local in zip(node.parents, node.local, strict=True)]


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


class TopologicalOrder(Exercise):
    id, agrees_with = "backward/topological_order", ""

    def cases(self, rng):
        yield self.case(Graph({"a": ()}))
        for size in (3, 5, 8, 13):
            parents = {"n0": ()}
            for number in range(1, size):
                chosen = rng.permutation(number)[: int(rng.integers(1, 3))]
                parents[f"n{number}"] = tuple(f"n{index}" for index in chosen)
            yield self.case(Graph(parents))
        yield self.case(Graph({f"n{i}": (f"n{i - 1}",) if i else () for i in range(3000)}), about="in deep graphs")

    def judge(self, case, answer):
        parents = case.args["root"].parents
        names = [getattr(item, "name", None) for item in answer] if isinstance(answer, list) else None
        if names is None or not set(names) <= set(parents):
            return Finding("type", "The answer is not a list of nodes.")
        if len(set(names)) < len(names):
            return Finding("twice", "A node stands in the list twice.")
        place = {name: index for index, name in enumerate(names)}
        if any(place.get(parent, len(names)) > place[name] for name in names for parent in parents[name]):
            return Finding("order", "A node stands before one that it was computed from.")
        return None if names and names[-1] == list(parents)[-1] else Finding("root", "The root is not last.")

    @staticmethod
    def solution(root):
        """All nodes, parents before children."""
        order, seen, stack = [], set(), [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(parent, False) for parent in node.parents]
        return order
