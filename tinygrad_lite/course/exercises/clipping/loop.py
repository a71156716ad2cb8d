"""The training loop with clipping, in lesson 06: what happens between backward and step."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...recipes import Batches, Criterion, Optimizer
from ...run import run
from ..gradient_causes import gradient_cause
from .epoch import clip, epoch, norm_of, scale
from .loop_norms import NormFaults
from .reader import Reader, grouped

#: (samples, batch size, time steps, inputs, hidden, classes, max_norm, learning rate, momentum)
_SIZES = [
    (2, 2, 3, 1, 2, 3, 0.5, 0.5, 0.0),
    (6, 3, 4, 2, 3, 4, 0.5, 0.4, 0.0),
    (7, 3, 5, 2, 4, 3, 0.7, 0.3, 0.0),
    (10, 4, 6, 3, 5, 4, 0.6, 0.5, 0.0),
    (9, 2, 4, 1, 6, 3, 0.8, 0.2, 0.9),
    (11, 4, 7, 2, 3, 5, 0.4, 0.3, 0.9),
    (8, 3, 5, 3, 4, 2, 0.3, 0.6, 0.0),
]
_NEVER = "where no norm is larger than max_norm"
_SOMETIMES = "where some steps are clipped and later ones are not"
_MODEL = ("model",)


class RNNLoopWithClipping(Exercise, NormFaults):
    id, points, rtol, agrees_with = "clipping/rnn_loop_with_clipping", 4, 2e-5, ""
    hints = (
        "Five things happen for each batch: gradients to zero, forward pass and loss, backward, clip, step. When are "
        "the gradients complete, and when are they used up? Between these two, measure and shorten.",
        "norm = √(sum of g² over all parameters). If norm > max_norm, every `parameter.grad` is multiplied by "
        "max_norm / norm. What is kept in the list is the norm, as it was before.",
        "`for inputs, targets in loader:` … `loss.backward()`; then `norm = (sum((p.grad ** 2).sum().item() for p in …)"
        ") ** 0.5`; then an `if` with a loop that says `p.grad *= …`; then `optimizer.step()` and `norms.append(…)`.",
    )
    notice = (
        "In PyTorch the middle of your loop is one line, `norm = torch.nn.utils.clip_grad_norm_(model.parameters(), "
        "max_norm)`; in tinygrad_lite it has the same name, in `tg.nn.utils`."
    )

    def cause(self, failure, case, submission):
        return gradient_cause(failure, submission)

    def cases(self, rng):
        for sizes in _SIZES:
            yield self._case(rng, *sizes)
        for sizes in _SIZES[1:4]:
            yield self._case(rng, *sizes[:6], 100.0, *sizes[7:], about=_NEVER)
        for sizes in _SIZES[3:6]:
            yield self._sometimes(rng, sizes)
        for sizes in _SIZES[3:5]:
            yield grouped(self._case(rng, *sizes, about="where the optimizer has two groups"))
        yield self._case(rng, *_SIZES[1][:6], 0.002, *_SIZES[1][7:])

    def _sometimes(self, rng, sizes):
        """A training of which an early step is clipped, and a later one is not."""
        n, batch, steps, inputs, hidden, classes, _, lr, momentum = sizes
        while True:
            for max_norm in (1.0, 1.5, 2.0, 3.0, 4.0):
                some = n, batch, steps, inputs, hidden, classes, max_norm, lr, momentum
                case = self._case(rng, *some, about=_SOMETIMES)
                norms = np.array(run(self.solution, case).value)
                cut, left = norms > 1.1 * max_norm, norms < 0.9 * max_norm
                if cut.any() and left[cut.argmax() :].any():
                    return case

    def _case(self, rng, n, batch, steps, inputs, hidden, classes, max_norm, lr, momentum, about=""):
        shapes = (hidden, inputs), (hidden, hidden), (hidden,), (hidden,), (classes, hidden), (classes,)
        model = Reader(*(rng.normal(size=shape) for shape in shapes))
        loader = Batches(2 * rng.normal(size=(n, steps, inputs)), rng.integers(0, classes, size=n), batch)
        optimizer = Optimizer("SGD", lr, options={"momentum": momentum})
        criterion = Criterion("CrossEntropyLoss")
        return self.case(model, loader, criterion, optimizer, max_norm, about=about, changes=_MODEL, observe=_MODEL)

    def reference(self, model, loader, criterion, optimizer, max_norm):
        import torch

        norms = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm).item())
            optimizer.step()
        return norms

    @staticmethod
    def solution(model, loader, criterion, optimizer, max_norm):
        """Train for one epoch; before every step, clip all gradients together by their norm.

        Works for a model of tinygrad_lite and one of PyTorch alike: `parameter.grad` is a tensor in both.

        Args:
            model: the network; `model(inputs)` gives its outputs, `model.parameters()` its parameters. After
                backward, each of them has a gradient.
            loader: gives the batches, `(inputs, targets)`.
            criterion: the loss, `criterion(outputs, targets)`.
            optimizer: has `zero_grad()` and `step()`.
            max_norm: a number > 0, the largest common norm that the gradients may have when a step is made.
        Returns:
            list of floats: for each batch the common norm of all gradients before they were clipped.
        """
        norms = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            norm = sum((parameter.grad**2).sum().item() for parameter in model.parameters()) ** 0.5
            if norm > max_norm:
                for parameter in model.parameters():
                    parameter.grad *= max_norm / norm
            optimizer.step()
            norms.append(norm)
        return norms

    def again(self, model, loader, criterion, optimizer, max_norm):
        return epoch(model, loader, criterion, optimizer, lambda p: clip(p, max_norm))

    @mistake(
        "steps with unclipped gradients",
        "Every step was made with the gradients as they came from backward: nothing was shortened before "
        "`optimizer.step()`. The norms in your list are right. Three usual ways to that: clipping after the step; "
        "clipping a copy that is not put back into `.grad`; going twice through one `model.parameters()`, which is "
        "used up after the first time.",
    )
    def unclipped(self, model, loader, criterion, optimizer, max_norm):
        return epoch(model, loader, criterion, optimizer, norm_of)

    @mistake(
        "clips before backward",
        "You measured and clipped before `backward()`. There the gradients are still empty, so every norm is 0; those "
        "that backward then adds go into the step at full length.",
    )
    def before_backward(self, model, loader, criterion, optimizer, max_norm):
        return [0.0 for _ in epoch(model, loader, criterion, optimizer, norm_of)]

    @mistake(
        "forgets zero_grad",
        "Between one batch and the next, the gradients are not set back to zero. `backward()` adds to what is there, "
        "so each norm and each step includes what was left of all batches before.",
    )
    def no_zero_grad(self, model, loader, criterion, optimizer, max_norm):
        return epoch(model, loader, criterion, optimizer, lambda p: clip(p, max_norm), clear=False)

    @mistake(
        "returns the norms after clipping",
        "You returned the norms after clipping, which are never more than max_norm. The norms before are the ones that "
        "tell how the training goes: measure first, then shorten.",
    )
    def norms_after(self, model, loader, criterion, optimizer, max_norm):
        return [min(norm, max_norm) for norm in self.solution(model, loader, criterion, optimizer, max_norm)]

    @mistake(
        "clips by value",
        "You cut off every number of the gradients at ±max_norm by itself. Asked for is clipping by norm: one factor, "
        "max_norm / norm, for all, so that the direction stays.",
    )
    def by_value(self, model, loader, criterion, optimizer, max_norm):
        def cut(parameters):
            norm = norm_of(parameters)
            for parameter in parameters:
                parameter.grad = parameter.grad.clamp(-max_norm, max_norm)
            return norm

        return epoch(model, loader, criterion, optimizer, cut)

    @mistake(
        "clips by value, and measures afterwards",
        "You cut off every number of the gradients at ±max_norm by itself, and measured the norm after that. Asked for "
        "is the norm before, and clipping by norm: one factor, max_norm / norm, for all.",
    )
    def by_value_first(self, model, loader, criterion, optimizer, max_norm):
        def cut(parameters):
            for parameter in parameters:
                parameter.grad = parameter.grad.clamp(-max_norm, max_norm)
            return norm_of(parameters)

        return epoch(model, loader, criterion, optimizer, cut)

    @mistake(
        "norm / max_norm for max_norm / norm",
        "Where their norm is too large, your gradients become norm / max_norm times as large. That makes them larger "
        "still; the factor has to be below 1.",
    )
    def inverse(self, model, loader, criterion, optimizer, max_norm):
        def lengthen(parameters):
            norm = norm_of(parameters)
            if norm > max_norm:
                scale(parameters, norm / max_norm)
            return norm

        return epoch(model, loader, criterion, optimizer, lengthen)

    @mistake(
        "shortens the weights",
        "It is your weights that become max_norm / norm times as large, not their gradients. What the network has "
        "learned shrinks at every step, and the step is as long as before.",
    )
    def weights(self, model, loader, criterion, optimizer, max_norm):
        def shrink(parameters):
            norm = norm_of(parameters)
            if norm > max_norm:
                for parameter in parameters:
                    parameter.data *= max_norm / norm
            return norm

        return epoch(model, loader, criterion, optimizer, shrink)

    @mistake(
        "clips each parameter on its own",
        "You clipped each parameter's gradient by a norm of its own. Large ones become shorter, small ones do not, and "
        "the step points somewhere else. Compute one norm of all parameters first, and then one factor for all.",
    )
    def each_alone(self, model, loader, criterion, optimizer, max_norm):
        def alone(parameters):
            norm = norm_of(parameters)
            for parameter in parameters:
                clip([parameter], max_norm)
            return norm

        return epoch(model, loader, criterion, optimizer, alone)

    @mistake(
        "scales to norm 1",
        "Your gradients come out divided by their norm, so that every clipped step has the norm 1. It is to be "
        "max_norm, {max_norm} here: the factor is max_norm / norm.",
    )
    def to_one(self, model, loader, criterion, optimizer, max_norm):
        def shorten(parameters):
            norm = norm_of(parameters)
            if norm > max_norm:
                scale(parameters, 1 / norm)
            return norm

        return epoch(model, loader, criterion, optimizer, shorten)

    @mistake(
        "takes the sum of squares for the norm",
        "Your norm is the sum of the squares, without the root. Where it is above 1 it is too large, and gradients are "
        "shortened too much.",
    )
    def no_root(self, model, loader, criterion, optimizer, max_norm):
        def shorten(parameters):
            squares = norm_of(parameters) ** 2
            if squares > max_norm:
                scale(parameters, max_norm / squares)
            return squares

        return epoch(model, loader, criterion, optimizer, shorten)

    @mistake(
        "adds up the parameters' norms",
        "Your norm is the sum of the parameters' own norms. The squares of all numbers have to be added up first, and "
        "then one root taken.",
    )
    def sum_of_norms(self, model, loader, criterion, optimizer, max_norm):
        def shorten(parameters):
            norm = sum(norm_of([parameter]) for parameter in parameters)
            if norm > max_norm:
                scale(parameters, max_norm / norm)
            return norm

        return epoch(model, loader, criterion, optimizer, shorten)

    @mistake(
        "the weights never move",
        "After your epoch the weights are what they were before it. Either `optimizer.step()` is not reached, or the "
        "gradients were set to zero between backward and step.",
    )
    def no_step(self, model, loader, criterion, optimizer, max_norm):
        norms = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            norms.append(norm_of(list(model.parameters())))
        return norms

    @mistake(
        "one step in the whole epoch",
        "Only one step was made, with the gradients of the last batch, as when `optimizer.step()` stands behind the "
        "loop. Every batch is to move the weights, so the step belongs inside.",
    )
    def one_step(self, model, loader, criterion, optimizer, max_norm):
        norms = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            norms.append(clip(list(model.parameters()), max_norm))
        optimizer.step()
        return norms

    @mistake(
        "steps only where it clips",
        "A step was made only for batches whose norm is larger than max_norm. Shorter gradients need no clipping, but "
        "a step they do need.",
    )
    def steps_if_long(self, model, loader, criterion, optimizer, max_norm):
        norms = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            norms.append(clip(list(model.parameters()), max_norm))
            if norms[-1] > max_norm:
                optimizer.step()
        return norms

    @mistake(
        "the norm of the last parameter",
        "Your norm is that of the last parameter's gradient alone. In a loop, `norm = …` forgets the parameters "
        "before: add up the squares of all of them, and take one root.",
    )
    def last_parameter(self, model, loader, criterion, optimizer, max_norm):
        def shorten(parameters):
            norm = norm_of(parameters[-1:])
            if norm > max_norm:
                scale(parameters, max_norm / norm)
            return norm

        return epoch(model, loader, criterion, optimizer, shorten)

    @mistake(
        "the norm of the weights",
        "Your norm is that of the weights. Asked for is the norm of their gradients, which stand in `.grad`.",
    )
    def norm_of_weights(self, model, loader, criterion, optimizer, max_norm):
        def shorten(parameters):
            norm = float(sum((parameter.detach() ** 2).sum().item() for parameter in parameters)) ** 0.5
            if norm > max_norm:
                scale(parameters, max_norm / norm)
            return norm

        return epoch(model, loader, criterion, optimizer, shorten)

    @mistake(
        "returns the losses",
        "You returned the losses of the batches. The training is right; asked for are the norms of the gradients "
        "before clipping.",
    )
    def losses(self, model, loader, criterion, optimizer, max_norm):
        found = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            clip(list(model.parameters()), max_norm)
            optimizer.step()
            found.append(loss.item())
        return found

    @mistake(
        "returns the last norm only",
        "You returned one norm, that of the last batch. Asked for is a list with the norm of every batch: start with "
        "an empty list and append to it.",
    )
    def last_norm(self, model, loader, criterion, optimizer, max_norm):
        return self.solution(model, loader, criterion, optimizer, max_norm)[-1]

    @mistake(
        "returns the sum of the norms",
        "You returned the sum of the norms. Asked for is a list with the norm of every batch; a single large one, "
        "which is what one looks for, would be lost in a sum.",
    )
    def sums(self, model, loader, criterion, optimizer, max_norm):
        return float(np.sum(self.solution(model, loader, criterion, optimizer, max_norm)))

    @mistake(
        "returns the mean of the norms",
        "You returned the mean of the norms. Asked for is a list with the norm of every batch; a single large one, "
        "which is what one looks for, would be lost in a mean.",
    )
    def means(self, model, loader, criterion, optimizer, max_norm):
        return float(np.mean(self.solution(model, loader, criterion, optimizer, max_norm)))

    @mistake(
        "lowers the learning rate for good",
        "Where the norm is too large, you made the learning rate smaller by max_norm / norm, and it stays so for all "
        "steps that follow. Clipping shortens this one gradient; the next step has the whole rate again.",
    )
    def lowers_rate(self, model, loader, criterion, optimizer, max_norm):
        def lower(parameters):
            norm = norm_of(parameters)
            if norm > max_norm:
                for group in optimizer.param_groups:
                    group["lr"] *= max_norm / norm
            return norm

        return epoch(model, loader, criterion, optimizer, lower)

    @mistake(
        "leaves the biases out",
        "Your norm is that of the weights without the biases, and only the weights are shortened. One norm of all "
        "gradients is asked for, biases among them, and one factor for all.",
    )
    def weights_alone(self, model, loader, criterion, optimizer, max_norm):
        return epoch(
            model, loader, criterion, optimizer, lambda every: clip([each for each in every if each.ndim > 1], max_norm)
        )
