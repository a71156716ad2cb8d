"""The parts of a data parallel step, each as right and as wrong as it is asked for."""


def backward(replicas, shards, criterion, clear=True):
    """Gradients on every replica, each from its own shard; the losses as numbers."""
    losses = []
    for model, (x, y) in zip(replicas, shards, strict=True):
        if clear:
            model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    return losses


def average(replicas, divisor=None):
    """Put the mean of the gradients, or their sum over another number, into every replica."""
    for parameters in zip(*(model.parameters() for model in replicas), strict=True):
        total = sum(parameter.grad for parameter in parameters) / (divisor or len(replicas))
        for parameter in parameters:
            parameter.grad = total.clone()


def step(optimizers):
    """One step of each."""
    for optimizer in optimizers:
        optimizer.step()
