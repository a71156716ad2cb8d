"""Correct versions of the exercises of lesson 03, written differently from the solutions, as students write them."""

import itertools
import math
from collections import defaultdict

import numpy as np


def gradient_in_place(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        right = f(x)
        x[i] = old - eps
        left = f(x)
        x[i] = old
        grad[i] = (right - left) / (2 * eps)
    return grad


def gradient_by_steps(f, x, eps=1e-6):
    steps = np.eye(x.size).reshape(-1, *x.shape) * eps
    return np.array([0.5 * (f(x + s) - f(x - s)) / eps for s in steps]).reshape(x.shape)


def gradient_flat(func, point, h=1e-6):
    flat = point.flatten()
    slopes = []
    for k in range(len(flat)):
        a, b = list(flat), list(flat)
        a[k], b[k] = a[k] + h, b[k] - h
        rise = func(np.reshape(a, point.shape)) - func(np.reshape(b, point.shape))
        slopes.append(rise / 2 / h)
    return np.array(slopes).reshape(point.shape).tolist()


def chain_in_words(x, w, b, target):
    prediction = w * x + b
    slope_of_square = 2 * (prediction - target)
    return [slope_of_square * x, slope_of_square * 1, slope_of_square * w]


def chain_turned_twice(x, w, b, t):
    e = t - w * x - b
    return (-2 * e * x, -2 * e, -2 * e * w)


def chain_expanded(x, w, b, target):
    dw = 2 * w * x * x + 2 * x * b - 2 * x * target
    return np.array([dw, 2 * (w * x + b) - 2 * target, 2 * x * w**2 + 2 * w * (b - target)])


def relu_with_where(grad_output, x):
    return np.where(x > 0, grad_output, 0.0)


def relu_with_a_mask(g, x):
    out = g.copy()
    out[x <= 0] = 0
    return out


def relu_with_heaviside(grad, x):
    return np.heaviside(x, 0.0) * grad


def relu_by_loop(grad_output, x):
    pairs = zip(grad_output.ravel(), x.ravel())
    return np.array([g if value > 0 else 0.0 for g, value in pairs]).reshape(x.shape)


def sigmoid_difference(grad_output, y):
    return grad_output * (y - y * y)


def sigmoid_by_the_input(grad_output, y):
    x = np.log(y / (1 - y))
    return grad_output * np.exp(-x) / (1 + np.exp(-x)) ** 2


def sigmoid_by_loop(g, s):
    out = np.zeros(s.shape)
    for i in np.ndindex(*s.shape):
        out[i] = g[i] * s[i] * (1.0 - s[i])
    return out


def tanh_factored(grad_output, y):
    return (1 - y) * (1 + y) * grad_output


def tanh_expanded(grad_output, y):
    return grad_output - grad_output * np.square(y)


def tanh_by_cosh(g, t):
    return g / np.cosh(np.arctanh(t)) ** 2


def layer_by_einsum(grad_output, x, weight):
    return (
        np.einsum("bo,oi->bi", grad_output, weight),
        np.einsum("bo,bi->oi", grad_output, x),
        np.einsum("bo->o", grad_output),
    )


def layer_by_loop(grad_output, x, weight):
    grad_x, grad_weight, grad_bias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for g, row, out in zip(grad_output, x, grad_x):
        grad_weight += np.outer(g, row)
        grad_bias += g
        out += g @ weight
    return grad_x, grad_weight, grad_bias


def layer_transposed(dout, inp, w):
    dw = np.dot(inp.T, dout).T
    return [np.dot(w.T, dout.T).T, dw, np.ones(len(dout)) @ dout]


def unbroadcast_axis_by_axis(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad


def unbroadcast_in_one(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (a, b) in enumerate(zip(padded, grad.shape)) if a != b)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)


def unbroadcast_by_places(grad, shape):
    places = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), grad.shape)
    return np.bincount(places.ravel(), weights=grad.ravel(), minlength=int(np.prod(shape))).reshape(shape)


def softmax_gradient_one_hot(logits, target):
    p = np.exp(logits) / np.exp(logits).sum(1)[:, None]
    return (p - np.eye(logits.shape[1])[target]) / logits.shape[0]


def softmax_gradient_by_rows(z, y):
    rows = []
    for row, right in zip(z, y):
        e = [math.exp(v - max(row)) for v in row]
        rows.append([v / sum(e) - (k == right) for k, v in enumerate(e)])
    return np.array(rows) / len(z)


def softmax_gradient_by_jacobian(logits, target):
    out = np.zeros_like(logits)
    for i, t in enumerate(target):
        p = np.exp(logits[i]) / np.exp(logits[i]).sum()
        jacobian = np.diag(p) - np.outer(p, p)
        to_p = np.zeros_like(p)
        to_p[t] = -1 / p[t]
        out[i] = jacobian @ to_p
    return out / len(target)


def accumulate_with_get(edges):
    totals = {}
    for name, gradient in edges:
        totals[name] = totals.get(name, 0) + gradient
    return totals


def accumulate_with_defaultdict(edges):
    total = defaultdict(float)
    for node, g in edges:
        total[node] = total[node] + g
    return total


def accumulate_sorted(edges):
    ordered = sorted(edges, key=lambda edge: edge[0])
    return {name: sum(g for _, g in group) for name, group in itertools.groupby(ordered, key=lambda edge: edge[0])}


def accumulate_with_if(pairs):
    grads = {}
    for n, g in pairs:
        if n in grads:
            grads[n] = grads[n] + g
        else:
            grads[n] = g
    return grads


def order_with_iterators(root):
    order, done, stack = [], {root}, [(root, iter(root.parents))]
    while stack:
        node, parents = stack[-1]
        for parent in parents:
            if parent not in done:
                done.add(parent)
                stack.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def order_by_counting_children(root):
    nodes, children = {id(root): root}, defaultdict(int)
    waiting = [root]
    while waiting:
        for parent in waiting.pop().parents:
            children[id(parent)] += 1
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                waiting.append(parent)
    order, ready = [], [root]
    while ready:
        node = ready.pop(0)
        order.insert(0, node)
        for parent in node.parents:
            children[id(parent)] -= 1
            if children[id(parent)] == 0:
                ready.append(parent)
    return tuple(order)


def order_put_back_until_ready(root):
    order, placed, stack = [], set(), [root]
    while stack:
        node = stack[-1]
        missing = [p for p in node.parents if id(p) not in placed]
        if missing:
            stack.extend(missing)
        else:
            stack.pop()
            if id(node) not in placed:
                placed.add(id(node))
                order.append(node)
    return order


class ValueOfClosures:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0
        self._children = children
        self._back = lambda grad: None

    def __add__(self, other):
        other = other if isinstance(other, ValueOfClosures) else ValueOfClosures(other)
        out = ValueOfClosures(self.data + other.data, (self, other))

        def back(grad):
            self.grad += grad
            other.grad += grad

        out._back = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, ValueOfClosures) else ValueOfClosures(other)
        out = ValueOfClosures(self.data * other.data, (self, other))

        def back(grad):
            self.grad += other.data * grad
            other.grad += self.data * grad

        out._back = back
        return out

    def __pow__(self, n):
        out = ValueOfClosures(self.data**n, (self,))

        def back(grad):
            self.grad += n * self.data ** (n - 1) * grad

        out._back = back
        return out

    def relu(self):
        out = ValueOfClosures(self.data if self.data > 0 else 0.0, (self,))

        def back(grad):
            self.grad += (out.data > 0) * grad

        out._back = back
        return out

    def tanh(self):
        out = ValueOfClosures(math.tanh(self.data), (self,))

        def back(grad):
            self.grad += (1 - out.data**2) * grad

        out._back = back
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for child in node._children:
                    visit(child)
                order.append(node)

        visit(self)
        for node in order:
            if node._children:
                node.grad = 0
        self.grad += 1
        for node in reversed(order):
            node._back(node.grad)


class ValueOnATape:
    """Each value has its number on one tape for all; `backward` reads the tape from its end."""

    tape = ()

    def __init__(self, data, *edges):
        self.data, self.edges, self.grad = data, edges, 0.0
        self.place = next(ValueOnATape.counter)

    counter = itertools.count()

    @staticmethod
    def wrap(x):
        return x if isinstance(x, ValueOnATape) else ValueOnATape(x)

    def __add__(self, o):
        o = self.wrap(o)
        return ValueOnATape(self.data + o.data, (self, 1.0), (o, 1.0))

    def __sub__(self, o):
        o = self.wrap(o)
        return ValueOnATape(self.data - o.data, (self, 1.0), (o, -1.0))

    def __mul__(self, o):
        o = self.wrap(o)
        return ValueOnATape(self.data * o.data, (self, o.data), (o, self.data))

    def __radd__(self, o):
        return self.wrap(o) + self

    def __rsub__(self, o):
        return self.wrap(o) - self

    def __rmul__(self, o):
        return self.wrap(o) * self

    def __neg__(self):
        return ValueOnATape(-self.data, (self, -1.0))

    def __pow__(self, n):
        return ValueOnATape(self.data**n, (self, n * self.data**n / self.data))

    def relu(self):
        return self * float(self.data > 0)

    def tanh(self):
        t = np.tanh(self.data)
        return ValueOnATape(t, (self, (1 - t) * (1 + t)))

    def backward(self):
        gradients, nodes = {self.place: 1.0}, {self.place: self}
        while nodes:
            place = max(nodes)
            node, gradient = nodes.pop(place), gradients.pop(place)
            if not node.edges:
                node.grad += gradient
            for parent, slope in node.edges:
                nodes[parent.place] = parent
                gradients[parent.place] = gradients.get(parent.place, 0.0) + gradient * slope


class ValueForwards:
    """Every value carries its slopes with respect to all leaves along: no walk back at all."""

    def __init__(self, data, slopes=None):
        self.data, self.grad = np.float64(data), np.float64(0)
        self.slopes = {self: 1.0} if slopes is None else slopes

    @classmethod
    def _of(cls, data, *parts):
        slopes = {}
        for value, local in parts:
            for leaf, slope in value.slopes.items():
                slopes[leaf] = slopes.get(leaf, 0.0) + local * slope
        return cls(data, slopes)

    def __add__(self, other):
        if not isinstance(other, ValueForwards):
            return self._of(self.data + other, (self, 1))
        return self._of(self.data + other.data, (self, 1), (other, 1))

    __radd__ = __add__

    def __mul__(self, other):
        if not isinstance(other, ValueForwards):
            return self._of(self.data * other, (self, other))
        return self._of(self.data * other.data, (self, other.data), (other, self.data))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __pow__(self, n):
        return self._of(self.data**n, (self, n * self.data ** (n - 1)))

    def relu(self):
        return self._of(np.maximum(0, self.data), (self, np.heaviside(self.data, 0)))

    def tanh(self):
        return self._of(np.tanh(self.data), (self, 1 / np.cosh(self.data) ** 2))

    def backward(self):
        for leaf, slope in self.slopes.items():
            leaf.grad = leaf.grad + slope


def check_with_the_largest(f, grad_f, x, atol=1e-5):
    h, worst = 1e-6, 0.0
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        worst = max(worst, abs((f(a) - f(b)) / (2 * h) - claimed[i]))
    return worst <= atol


def check_with_allclose(f, grad_f, x, atol=1e-5):
    return np.allclose(grad_f(x), gradient_by_steps(f, x), rtol=0, atol=atol)


def check_until_one_differs(f, g, x, tolerance=1e-5):
    for claimed, measured in zip(g(x).flat, gradient_in_place(f, x).flat):
        if not -tolerance < claimed - measured < tolerance:
            return False
    return True


CORRECT = {
    "backward/numerical_gradient": [gradient_in_place, gradient_by_steps, gradient_flat],
    "backward/chain_rule": [chain_in_words, chain_turned_twice, chain_expanded],
    "backward/relu_grad": [relu_with_where, relu_with_a_mask, relu_with_heaviside, relu_by_loop],
    "backward/sigmoid_grad": [sigmoid_difference, sigmoid_by_the_input, sigmoid_by_loop],
    "backward/tanh_grad": [tanh_factored, tanh_expanded, tanh_by_cosh],
    "backward/linear_backward": [layer_by_einsum, layer_by_loop, layer_transposed],
    "backward/unbroadcast": [unbroadcast_axis_by_axis, unbroadcast_in_one, unbroadcast_by_places],
    "backward/softmax_cross_entropy_grad": [
        softmax_gradient_one_hot,
        softmax_gradient_by_rows,
        softmax_gradient_by_jacobian,
    ],
    "backward/accumulate": [
        accumulate_with_get,
        accumulate_with_defaultdict,
        accumulate_sorted,
        accumulate_with_if,
    ],
    "backward/topological_order": [order_with_iterators, order_by_counting_children, order_put_back_until_ready],
    "backward/value": [ValueOfClosures, ValueOnATape, ValueForwards],
    "backward/gradcheck": [check_with_the_largest, check_with_allclose, check_until_one_differs],
}
