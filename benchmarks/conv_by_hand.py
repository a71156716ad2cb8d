"""The small convolutional network, forward and backward, in NumPy: 3 × 3 kernels, a border of one, halving pools."""

import numpy as np

from .layers_by_hand import loss_and_gradient

QUARTERS = [np.s_[:, :, i::2, j::2] for i in range(2) for j in range(2)]


def convolve(x, weight, bias):
    """The sums (N, outputs, height, width), and the windows as columns (N, channels · 9, height · width)."""
    n, channels, height, width = x.shape
    padded = np.zeros((n, channels, height + 2, width + 2), x.dtype)
    padded[:, :, 1:-1, 1:-1] = x
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))
    columns = windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, channels * 9, height * width)
    sums = weight.reshape(len(weight), -1) @ columns + bias[:, None]
    return sums.reshape(n, -1, height, width), columns


def gradient_of_weights(grad, columns, weight):
    flat = grad.reshape(*grad.shape[:2], -1)
    return [(flat @ columns.transpose(0, 2, 1)).sum(0).reshape(weight.shape), flat.sum((0, 2))]


def gradient_of_image(grad, weight):
    """Each place of the kernel gives its part to the pixels that it was multiplied with."""
    n, outputs, height, width = grad.shape
    flat = grad.reshape(n, outputs, -1)
    padded = np.zeros((n, weight.shape[1], height + 2, width + 2), grad.dtype)
    for i in range(3):
        for j in range(3):
            padded[:, :, i : i + height, j : j + width] += (weight[:, :, i, j].T @ flat).reshape(n, -1, height, width)
    return padded[:, :, 1:-1, 1:-1]


def halve(x):
    """The largest of every 2 × 2 pixels."""
    a, b, c, d = (x[quarter] for quarter in QUARTERS)
    return np.maximum(np.maximum(a, b), np.maximum(c, d))


def gradient_of_halves(grad, x, halves):
    """To the largest. After a ReLU only zeros are alike, and these get nothing anyway."""
    grad_x = np.empty_like(x)
    for quarter in QUARTERS:
        grad_x[quarter] = grad * ((x[quarter] == halves) & (halves > 0))
    return grad_x


def conv_net_gradients(parameters, inputs, targets):
    """Twice convolution, ReLU, halving; then a linear layer. The loss, and the parameters' gradients."""
    weight1, bias1, weight2, bias2, weight3, bias3 = parameters
    sums1, columns1 = convolve(inputs, weight1, bias1)
    hidden1 = np.maximum(sums1, 0)
    small1 = halve(hidden1)
    sums2, columns2 = convolve(small1, weight2, bias2)
    hidden2 = np.maximum(sums2, 0)
    small2 = halve(hidden2)
    flat = small2.reshape(len(inputs), -1)
    loss, grad = loss_and_gradient(flat @ weight3.T + bias3, targets)
    last = [grad.T @ flat, grad.sum(0)]
    grad = gradient_of_halves((grad @ weight3).reshape(small2.shape), hidden2, small2)
    middle = gradient_of_weights(grad, columns2, weight2)
    grad = gradient_of_halves(gradient_of_image(grad, weight2), hidden1, small1)
    return loss, [*gradient_of_weights(grad, columns1, weight1), *middle, *last]
