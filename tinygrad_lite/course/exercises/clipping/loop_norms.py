"""More mistakes in the training loop with clipping: of the norm that is measured, and of what is done with it."""

from __future__ import annotations

from ...exercise import mistake, variant_of


def _epoch(model, loader, criterion, optimizer, between):
    """One epoch; `between` backward and step, it returns the norm and whether the step is made."""
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norm, goes_on = between(list(model.parameters()))
        norms.append(norm)
        if goes_on:
            optimizer.step()
    return norms


def _length(parameters):
    return sum((parameter.grad**2).sum().item() for parameter in parameters) ** 0.5


def _shorten(parameters, norm, max_norm):
    if norm > max_norm:
        for parameter in parameters:
            parameter.grad *= max_norm / norm


class NormFaults:
    """A mixin of the exercise."""

    @mistake(
        "always scales",
        "Your gradients get the norm max_norm even where theirs was smaller. Then every step is equally long, and "
        "training cannot settle: small gradients have to stay small.",
    )
    def always(self, model, loader, criterion, optimizer, max_norm):
        def between(parameters):
            norm = _length(parameters)
            for parameter in parameters:
                parameter.grad *= max_norm / norm
            return norm, True

        return _epoch(model, loader, criterion, optimizer, between)

    @variant_of("always")
    def always_as_pytorch(self, model, loader, criterion, optimizer, max_norm):
        """PyTorch's factor without its limit of 1: it differs where a norm is tiny, and nowhere else."""

        def between(parameters):
            norm = _length(parameters)
            for parameter in parameters:
                parameter.grad *= max_norm / (norm + 1e-6)
            return norm, True

        return _epoch(model, loader, criterion, optimizer, between)

    @mistake(
        "takes the largest of the parameters' norms",
        "Your norm is the largest of the parameters' own norms. The norm of all gradients together is longer than "
        "that: add up the squares of all numbers, and take one root.",
    )
    def largest(self, model, loader, criterion, optimizer, max_norm):
        def between(parameters):
            norm = max(_length([parameter]) for parameter in parameters)
            _shorten(parameters, norm, max_norm)
            return norm, True

        return _epoch(model, loader, criterion, optimizer, between)

    @mistake(
        "leaves out batches with a long gradient",
        "A batch whose norm is larger than max_norm makes no step at all in your version. Its gradient is to be "
        "shortened and used: its direction is right, only its length is not to be trusted.",
    )
    def leaves_out(self, model, loader, criterion, optimizer, max_norm):
        def between(parameters):
            norm = _length(parameters)
            return norm, norm <= max_norm

        return _epoch(model, loader, criterion, optimizer, between)

    @mistake(
        "shortens while it is still adding up",
        "The norms in your list are right, but the gradients are shortened by the sum as far as it had got: the first "
        "ones too little, the last ones by the whole norm. Add up in one loop, and shorten in a second one.",
    )
    def while_adding(self, model, loader, criterion, optimizer, max_norm):
        def between(parameters):
            total = 0.0
            for parameter in parameters:
                total += (parameter.grad**2).sum().item()
                _shorten([parameter], total**0.5, max_norm)
            return total**0.5, True

        return _epoch(model, loader, criterion, optimizer, between)

    @mistake(
        "the norm without the biases",
        "Your norm is that of the matrices alone. The biases have gradients too, and their squares belong to the sum.",
    )
    def without_biases(self, model, loader, criterion, optimizer, max_norm):
        def between(parameters):
            norm = _length([parameter for parameter in parameters if parameter.ndim > 1])
            _shorten(parameters, norm, max_norm)
            return norm, True

        return _epoch(model, loader, criterion, optimizer, between)
