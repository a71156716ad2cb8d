"""Linear layers, ReLU and the losses, forward and backward, in NumPy."""

import numpy as np


def loss_and_gradient(logits, targets):
    """Binary cross entropy for one output, cross entropy for several; both averaged over the batch."""
    count = len(logits)
    if logits.shape[1] == 1:
        loss = (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))).mean()
        return loss, (1 / (1 + np.exp(-logits)) - targets) / count
    shifted = logits - logits.max(1, keepdims=True)
    grad = np.exp(shifted)
    total = grad.sum(1, keepdims=True)
    right = np.arange(count), targets
    loss = (np.log(total[:, 0]) - shifted[right]).mean()
    grad /= total
    grad[right] -= 1
    grad /= count
    return loss, grad


def dense_gradients(parameters, inputs, targets):
    """The loss of a ReLU network, and its gradients in the order of the parameters (weight, bias, weight …)."""
    weights, biases = parameters[::2], parameters[1::2]
    hidden = [inputs]
    for weight, bias in zip(weights, biases, strict=True):
        out = hidden[-1] @ weight.T + bias
        hidden.append(np.maximum(out, 0))
    loss, grad = loss_and_gradient(out, targets)
    found = []
    for layer in reversed(range(len(weights))):
        found += [grad.sum(0), grad.T @ hidden[layer]]
        if layer:
            grad = (grad @ weights[layer]) * (hidden[layer] > 0)
    return loss, found[::-1]
