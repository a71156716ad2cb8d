import numpy as np

# %% right: micrograd
import math
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data ** n, (self,))
        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        out = Value(0.0 if self.data < 0 else self.data, (self,))
        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

# %% right: pairs
import numpy as np

class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def __pow__(self, power):
        return Value(self.data ** power, [(self, power * self.data ** (power - 1))])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, [(self, 1 - t * t)])

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return as_value(other) - self

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((p, False) for p, _ in node.parents)
        self.grad = 1.0
        for node in reversed(order):
            for parent, local in node.parents:
                parent.grad += local * node.grad


def as_value(v):
    return v if isinstance(v, Value) else Value(v)

# %% right: named operations
import math

class Value(object):

    def __init__(self, data, op="", left=None, right=None):
        self.data = data
        self.grad = 0
        self.op = op
        self.left = left
        self.right = right

    @staticmethod
    def wrap(thing):
        if isinstance(thing, Value):
            return thing
        return Value(thing)

    def __add__(self, other):
        other = Value.wrap(other)
        return Value(self.data + other.data, "add", self, other)

    def __radd__(self, other):
        return Value.wrap(other).__add__(self)

    def __mul__(self, other):
        other = Value.wrap(other)
        return Value(self.data * other.data, "mul", self, other)

    def __rmul__(self, other):
        return Value.wrap(other).__mul__(self)

    def __sub__(self, other):
        other = Value.wrap(other)
        return Value(self.data - other.data, "sub", self, other)

    def __rsub__(self, other):
        return Value.wrap(other).__sub__(self)

    def __neg__(self):
        return Value(-self.data, "neg", self)

    def __pow__(self, exponent):
        return Value(math.pow(self.data, exponent), "pow", self, exponent)

    def relu(self):
        if self.data > 0:
            return Value(self.data, "relu", self)
        else:
            return Value(0.0, "relu", self)

    def tanh(self):
        return Value(math.tanh(self.data), "tanh", self)

    def inputs(self):
        return [v for v in (self.left, self.right) if isinstance(v, Value)]

    def step(self):
        g = self.grad
        if self.op == "add":
            self.left.grad += g
            self.right.grad += g
        elif self.op == "sub":
            self.left.grad += g
            self.right.grad -= g
        elif self.op == "mul":
            self.left.grad += g * self.right.data
            self.right.grad += g * self.left.data
        elif self.op == "neg":
            self.left.grad -= g
        elif self.op == "pow":
            self.left.grad += g * self.right * math.pow(self.left.data, self.right - 1)
        elif self.op == "relu":
            if self.left.data > 0:
                self.left.grad += g
        elif self.op == "tanh":
            self.left.grad += g * (1 - self.data * self.data)

    def backward(self):
        uses = {self: 0}
        todo = [self]
        while len(todo) > 0:
            for v in todo.pop().inputs():
                if v not in uses:
                    uses[v] = 0
                    todo.append(v)
                uses[v] += 1
        self.grad = 1
        ready = [self]
        while len(ready) > 0:
            node = ready.pop()
            node.step()
            for v in node.inputs():
                uses[v] -= 1
                if uses[v] == 0:
                    ready.append(v)

# %% wrong, in micrograd: a sum sets the gradients
# -             self.grad += out.grad
# -             other.grad += out.grad
# +             self.grad = out.grad
# +             other.grad = out.grad

# %% wrong, in micrograd: tanh hands on its slope alone
# -             self.grad += (1 - t ** 2) * out.grad
# +             self.grad += 1 - t ** 2

# %% wrong, in micrograd: minus forgets what it was computed from
# -         return self * -1
# +         return Value(-self.data)

# %% wrong, in micrograd: (no diagnosis)
# -             self.grad += (out.data > 0) * out.grad
# +             self.grad += (out.grad > 0) * out.grad

# %% wrong, in micrograd: (no diagnosis)
# -             self.grad += n * self.data ** (n - 1) * out.grad
# +             self.grad += n * out.data ** (n - 1) * out.grad

# %% wrong, in micrograd: TypeError
# -             self.grad += n * self.data ** (n - 1) * out.grad
# -         out._backward = _backward
# +             self.grad += n * self.data ** (n - 1) * out.grad
# +         out._backward = _backward()

# %% wrong, in micrograd: (no diagnosis)
# -             other.grad += self.data * out.grad
# +             other.grad += self.grad * out.grad

# %% wrong, in micrograd: a sum and a product set the gradients
# -             self.grad += out.grad
# -             other.grad += out.grad
# +             self.grad = out.grad
# +             other.grad = out.grad
#
# -             self.grad += other.data * out.grad
# -             other.grad += self.data * out.grad
# +             self.grad = other.data * out.grad
# +             other.grad = self.data * out.grad

# %% wrong, in micrograd: a factor gets its own number, in a minus too
# -             self.grad += other.data * out.grad
# -             other.grad += self.data * out.grad
# +             self.grad += self.data * out.grad
# +             other.grad += other.data * out.grad

# %% wrong, in micrograd: every leaf gets 1
# -         topo = []
# -         visited = set()
# -         def build_topo(v):
# -             if v not in visited:
# -                 visited.add(v)
# -                 for child in v._prev:
# -                     build_topo(child)
# -                 topo.append(v)
# -         build_topo(self)
#
# -         for v in reversed(topo):
# -             v._backward()
# +         self._backward()
# +         for child in self._prev:
# +             child.backward()

# %% wrong, in micrograd: hands on a gradient before it is complete | wrong only where a value on the way is used twice | answers differ
# -         topo = []
# -         visited = set()
# -         def build_topo(v):
# -             if v not in visited:
# -                 visited.add(v)
# -                 for child in v._prev:
# -                     build_topo(child)
# -                 topo.append(v)
# -         build_topo(self)
#
# -         for v in reversed(topo):
# -             v._backward()
# +         queue = [self]
# +         while queue:
# +             v = queue.pop(0)
# +             v._backward()
# +             queue.extend(c for c in v._prev if c not in queue)

# %% wrong, in micrograd: hands on a gradient before it is complete | wrong only where a value on the way is used twice | answers differ
# -         topo = []
# -         visited = set()
# -         def build_topo(v):
# -             if v not in visited:
# -                 visited.add(v)
# -                 for child in v._prev:
# -                     build_topo(child)
# -                 topo.append(v)
# -         build_topo(self)
#
# -         for v in reversed(topo):
# -             v._backward()
# +         seen = set()
# +         queue = [self]
# +         for v in queue:
# +             v._backward()
# +             for c in v._prev:
# +                 if c not in seen:
# +                     seen.add(c)
# +                     queue.append(c)

# %% wrong, in micrograd: TypeError
# -
# -     def __radd__(self, other):
# -         return self + other
# -
# -     def __rmul__(self, other):
# -         return self * other
# -
# -     def __rsub__(self, other):
# -         return -self + other

# %% wrong, in micrograd: a float minus a Value is turned round
# -         return -self + other
# +         return self - other

# %% wrong, in micrograd: AttributeError
# -     def __add__(self, other):
# -         other = other if isinstance(other, Value) else Value(other)
# +     def __add__(self, other):
#
# -     def __mul__(self, other):
# -         other = other if isinstance(other, Value) else Value(other)
# +     def __mul__(self, other):

# %% wrong, in micrograd: the exponent is not a factor
# -             self.grad += n * self.data ** (n - 1) * out.grad
# +             self.grad += self.data ** (n - 1) * out.grad

# %% wrong, in micrograd: (no diagnosis)
# -             self.grad += n * self.data ** (n - 1) * out.grad
# +             self.grad += n * self.data ** n - 1 * out.grad

# %% wrong, in micrograd: the slope of tanh from its input
# -             self.grad += (1 - t ** 2) * out.grad
# +             self.grad += (1 - self.data ** 2) * out.grad

# %% wrong, in micrograd: the gradient comes no further than one step
# -         for v in reversed(topo):
# +         for v in topo:

# %% wrong, in micrograd: all gradients stay at 0
# -         self.grad = 1.0

# %% wrong, in micrograd: sets the leaves back to 0
# -         build_topo(self)
# +         build_topo(self)
# +         for v in topo:
# +             v.grad = 0.0

# %% wrong, in micrograd: (no diagnosis)
# -             self.grad += (out.data > 0) * out.grad
# +             self.grad += out.data > 0
#
# -             self.grad += (1 - t ** 2) * out.grad
# +             self.grad += 1 - t ** 2

# %% wrong, in micrograd: TypeError
# -         self.grad = 0.0
# +         self.grad = None

# %% wrong, in micrograd: TypeError
# -             other.grad += out.grad
# -         out._backward = _backward
# +             other.grad += out.grad
# +         out._backward = _backward()

# %% wrong, in micrograd: TypeError
# -     def backward(self):
# +     def backward(self, grad):
#
# -         self.grad = 1.0
# +         self.grad = grad

# %% wrong, in micrograd: AttributeError
# -         self.data = data
# +         self.value = data
#
# -         out = Value(self.data + other.data, (self, other))
# +         out = Value(self.value + other.value, (self, other))
#
# -         out = Value(self.data * other.data, (self, other))
# +         out = Value(self.value * other.value, (self, other))
#
# -             self.grad += other.data * out.grad
# -             other.grad += self.data * out.grad
# +             self.grad += other.value * out.grad
# +             other.grad += self.value * out.grad
#
# -         out = Value(self.data ** n, (self,))
# +         out = Value(self.value ** n, (self,))
#
# -             self.grad += n * self.data ** (n - 1) * out.grad
# +             self.grad += n * self.value ** (n - 1) * out.grad
#
# -         out = Value(0.0 if self.data < 0 else self.data, (self,))
# +         out = Value(0.0 if self.value < 0 else self.value, (self,))
#
# -             self.grad += (out.data > 0) * out.grad
# +             self.grad += (out.value > 0) * out.grad
#
# -         t = math.tanh(self.data)
# +         t = math.tanh(self.value)

# %% wrong, in micrograd: TypeError
# -     def __neg__(self):
# +     def neg(self):

# %% wrong, in micrograd: (no diagnosis)
# -         t = math.tanh(self.data)
# +         a, b = math.exp(self.data), math.exp(-self.data)
# +         t = (a - b) / (a + b)
#
# -             self.grad += (1 - t ** 2) * out.grad
# +             self.grad += (1 - t) ** 2 * out.grad

# %% wrong, in micrograd: NameError
# - import math

# %% wrong, in pairs: the second gradient of a difference has the wrong sign
# -         return Value(self.data - other.data, [(self, 1.0), (other, -1.0)])
# +         return Value(self.data - other.data, [(self, 1.0), (other, 1.0)])

# %% wrong, in pairs: wrong only where a value on the way is used twice and where…
# -         return Value(self.data * other.data, [(self, other.data), (other, self.data)])
# +         return Value(self.data * other.data, {self: other.data, other: self.data}.items())

# %% wrong, in pairs: a float minus a Value forgets what it was computed from
# -         return as_value(other) - self
# +         return Value(other - self.data)

# %% wrong, in pairs: takes 1 from the slope, not from the exponent
# -         return Value(self.data ** power, [(self, power * self.data ** (power - 1))])
# +         return Value(self.data ** power, [(self, power * self.data ** power - 1)])

# %% wrong, in pairs: tanh taken twice
# -         return Value(t, [(self, 1 - t * t)])
# +         return Value(t, [(self, 1 - np.tanh(t) ** 2)])

# %% wrong, in pairs: ReLU has the slope −1 below 0
# -         return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
# +         return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else -1.0)])

# %% wrong, in pairs: TypeError
# -         return Value(self.data ** power, [(self, power * self.data ** (power - 1))])
# +         result = self
# +         for _ in range(power - 1):
# +             result = result * self
# +         return result

# %% wrong, in pairs: ReLU lets every gradient pass
# -         return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
# +         return Value(max(self.data, 0.0), [(self, 1.0)])

# %% wrong, in pairs: (no diagnosis)
# -         return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
# +         return Value(max(self.data, 0.0), [(self, max(self.data, 0.0))])

# %% wrong, in pairs: slopes without the gradient that arrives
# -                 parent.grad += local * node.grad
# +                 parent.grad += local

# %% wrong, in pairs: overwrites gradients
# -                 parent.grad += local * node.grad
# +                 parent.grad = local * node.grad

# %% wrong, in pairs: (no diagnosis)
# -                 parent.grad += local * node.grad
# +                 parent.grad += local + node.grad

# %% wrong, in pairs: all gradients stay at 0
# -         for node in reversed(order):
# +         for node in order[:-1]:

# %% wrong, in pairs: a float minus a Value is turned round
# -     def __rsub__(self, other):
# -         return as_value(other) - self
# +     __rsub__ = __sub__

# %% wrong, in pairs: ReLU lets every gradient pass
# -         return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
# +         self.data = max(self.data, 0.0)
# +         return self

# %% wrong, in pairs: (no diagnosis)
# -         t = np.tanh(self.data)
# -         return Value(t, [(self, 1 - t * t)])
# +         t = 1 / (1 + np.exp(-self.data))
# +         return Value(t, [(self, t * (1 - t))])

# %% wrong, in pairs: (no diagnosis)
# -         return Value(self.data - other.data, [(self, 1.0), (other, -1.0)])
# +         return Value(other.data - self.data, [(self, 1.0), (other, -1.0)])

# %% wrong, in named operations: the second gradient of a difference has the wrong sign
# -             self.right.grad -= g
# +             self.right.grad += g

# %% wrong, in named operations: (no diagnosis)
# -         elif self.op == "neg":
# -             self.left.grad -= g

# %% wrong, in named operations: (no diagnosis)
# -             if self.left.data > 0:
# +             if g > 0:

# %% wrong, in named operations: (no diagnosis)
# -             self.left.grad += g * self.right * math.pow(self.left.data, self.right - 1)
# +             self.left.grad += g * 2 * self.left.data

# %% wrong, in named operations: TypeError
# -         return Value(math.pow(self.data, exponent), "pow", self, exponent)
# +         return Value(self.data ^ exponent, "pow", self, exponent)

# %% wrong, in named operations: AttributeError
# -         return Value(self.data + other.data, "add", self, other)
# +         return Value(self.data + other.data, "add", self)

# %% wrong, in named operations: wrong only where a value on the way is used twice
# -                 uses[v] += 1
# +                 uses[v] = 1

# %% wrong: TypeError
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0
    def __add__(self, other):
        return self.data + other.data
    def __mul__(self, other):
        return self.data * other.data
    def __sub__(self, other):
        return self.data - other.data
    def __neg__(self):
        return -self.data
    def __pow__(self, n):
        return self.data ** n
    def relu(self):
        return max(0, self.data)
    def tanh(self):
        return np.tanh(self.data)
    def backward(self):
        self.grad = 1

# %% wrong: NameError
class Value:
    def __init__(self, data):
        self.t = torch.tensor(data, requires_grad=True)
        self.data = self.t.item()
        self.grad = self.t.grad
    def __add__(self, other):
        return Value(self.t + other.t)
    def __mul__(self, other):
        return Value(self.t * other.t)
    def backward(self):
        self.t.backward()

# %% wrong: TypeError
class Value:
    def __init__(self, data, parents=(), grads=()):
        self.data, self.parents, self.grads, self.grad = data, parents, grads, 0.0
    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data + o.data, (self, o), (1, 1))
    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data * o.data, (self, o), (o.data, self.data))
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))
    def relu(self):
        return Value(max(0, self.data), (self,), (int(self.data > 0),))
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t ** 2,))
    def backward(self):
        order = []
        def go(v):
            if v not in order:
                for p in v.parents:
                    go(p)
                order.append(v)
        go(self)
        self.grad = 1
        for v in order[::-1]:
            for p, g in zip(v.parents, v.grads):
                p.grad += g * v.grad

# %% right
from itertools import count
import math

class Value:
    _numbers = count()

    def __init__(self, data, *links):
        self.data = data
        self.grad = 0.0
        self.links = links
        self.number = next(Value._numbers)

    def __add__(self, o):
        o = self._lift(o)
        return Value(self.data + o.data, (self, 1), (o, 1))

    def __mul__(self, o):
        o = self._lift(o)
        return Value(self.data * o.data, (self, o.data), (o, self.data))

    def __pow__(self, k):
        return Value(self.data ** k, (self, k * self.data ** (k - 1)))

    def relu(self):
        return Value(self.data * (self.data > 0), (self, int(self.data > 0)))

    def tanh(self):
        e = math.exp(-2 * abs(self.data))
        t = math.copysign((1 - e) / (1 + e), self.data)
        return Value(t, (self, (1 - t) * (1 + t)))

    def __neg__(self):
        return -1 * self

    def __sub__(self, o):
        return self + -1 * self._lift(o)

    def __radd__(self, o):
        return self._lift(o) + self

    def __rmul__(self, o):
        return self._lift(o) * self

    def __rsub__(self, o):
        return self._lift(o) - self

    def _lift(self, o):
        return o if isinstance(o, Value) else Value(o)

    def backward(self):
        nodes, todo = {}, [self]
        while todo:
            v = todo.pop()
            if v.number not in nodes:
                nodes[v.number] = v
                todo.extend(p for p, _ in v.links)
        flow = dict.fromkeys(nodes, 0.0)
        flow[self.number] = 1.0
        for k in sorted(nodes, reverse=True):
            nodes[k].grad += flow[k]
            for p, slope in nodes[k].links:
                flow[p.number] += slope * flow[k]

# %% right
import numpy as np

def _val(z):
    return z if isinstance(z, Value) else Value(z)

class Value:
    def __init__(self, data, parents=(), pull=None):
        self.data, self.grad, self.parents, self.pull = data, 0.0, parents, pull

    def __add__(self, z):
        z = _val(z)
        return Value(self.data + z.data, (self, z), lambda g: (g, g))

    def __mul__(self, z):
        z = _val(z)
        return Value(self.data * z.data, (self, z), lambda g: (g * z.data, g * self.data))

    def __sub__(self, z):
        z = _val(z)
        return Value(self.data - z.data, (self, z), lambda g: (g, -g))

    def __neg__(self):
        return Value(-self.data, (self,), lambda g: (-g,))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), lambda g: (g * n * self.data ** (n - 1),))

    def relu(self):
        return Value(np.maximum(self.data, 0), (self,), lambda g: (np.where(self.data > 0, g, 0.0),))

    def tanh(self):
        y = np.tanh(self.data)
        return Value(y, (self,), lambda g: (g * (1 - y ** 2),))

    def __radd__(self, z):
        return self + z

    def __rmul__(self, z):
        return self * z

    def __rsub__(self, z):
        return _val(z) - self

    def backward(self):
        grads = {id(self): 1.0}
        for node in topological_order(self)[::-1]:
            g = grads[id(node)]
            node.grad = node.grad + g
            if node.parents:
                for p, part in zip(node.parents, node.pull(g)):
                    grads[id(p)] = grads.get(id(p), 0.0) + part

# %% right
import math

class Value:
    grad = 0.0

    def __init__(self, data):
        self.data = data

    def inputs(self):
        return ()

    def __add__(self, other):
        return Add(self, other)

    def __radd__(self, other):
        return Add(other, self)

    def __mul__(self, other):
        return Mul(self, other)

    def __rmul__(self, other):
        return Mul(other, self)

    def __neg__(self):
        return Mul(self, -1.0)

    def __sub__(self, other):
        return Add(self, -other)

    def __rsub__(self, other):
        return Add(other, -self)

    def __pow__(self, number):
        return Pow(self, number)

    def relu(self):
        return Relu(self)

    def tanh(self):
        return Tanh(self)

    def backward(self):
        order, seen = [], {id(self)}
        path = [(self, list(self.inputs()))]
        while path:
            node, left = path[-1]
            if not left:
                order.append(node)
                path.pop()
                continue
            nxt = left.pop()
            if id(nxt) not in seen:
                seen.add(id(nxt))
                path.append((nxt, list(nxt.inputs())))
        for node in order:
            if node.inputs():
                node.grad = 0.0
        self.grad = 1.0
        while order:
            node = order.pop()
            if node.inputs():
                node.send(node.grad)


class Binary(Value):
    def __init__(self, a, b):
        self.a = a if isinstance(a, Value) else Value(a)
        self.b = b if isinstance(b, Value) else Value(b)
        self.data = self.compute(self.a.data, self.b.data)

    def inputs(self):
        return (self.a, self.b)


class Add(Binary):
    def compute(self, a, b):
        return a + b

    def send(self, g):
        self.a.grad += g
        self.b.grad += g


class Mul(Binary):
    def compute(self, a, b):
        return a * b

    def send(self, g):
        self.a.grad += g * self.b.data
        self.b.grad += g * self.a.data


class Pow(Value):
    def __init__(self, a, n):
        self.a, self.n, self.data = a, n, a.data ** n

    def inputs(self):
        return (self.a,)

    def send(self, g):
        self.a.grad += g * self.n * self.data / self.a.data


class Relu(Value):
    def __init__(self, a):
        self.a, self.data = a, a.data if a.data > 0 else 0.0

    def inputs(self):
        return (self.a,)

    def send(self, g):
        self.a.grad += g if self.a.data > 0 else 0.0


class Tanh(Value):
    def __init__(self, a):
        self.a, self.data = a, math.tanh(a.data)

    def inputs(self):
        return (self.a,)

    def send(self, g):
        self.a.grad += g / math.cosh(self.a.data) ** 2 if abs(self.a.data) < 300 else 0.0

# %% right
import numpy as np

TAPE = []

def record(data, *pairs):
    v = Value(data)
    v.pairs = pairs
    return v

def num(v):
    return v.data if isinstance(v, Value) else v

class Value:
    pairs = ()

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.place = len(TAPE)
        TAPE.append(self)

    def __add__(self, other):
        return record(self.data + num(other), (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        return record(self.data - num(other), (self, 1.0), (other, -1.0))

    def __rsub__(self, other):
        return record(other - self.data, (self, -1.0))

    def __mul__(self, other):
        return record(self.data * num(other), (self, num(other)), (other, self.data))

    def __neg__(self):
        return record(-self.data, (self, -1.0))

    def __pow__(self, n):
        return record(self.data ** n, (self, n * self.data ** (n - 1)))

    def __radd__(self, other):
        return self.__add__(other)

    def __rmul__(self, other):
        return self.__mul__(other)

    def relu(self):
        if self.data <= 0:
            return record(0.0)
        return record(self.data, (self, 1.0))

    def tanh(self):
        t = float(np.tanh(self.data))
        return record(t, (self, 1.0 - t ** 2))

    def backward(self):
        g = [0.0] * len(TAPE)
        g[self.place] = 1.0
        for i in range(self.place, -1, -1):
            TAPE[i].grad += g[i]
            for v, slope in TAPE[i].pairs:
                if isinstance(v, Value):
                    g[v.place] += slope * g[i]

# %% right
import math

class Value:
    def __init__(self, data, sources=()):
        self.data = data
        self.grad = 0.0
        self.sources = [(s, k) for s, k in sources if isinstance(s, Value)]

    def __add__(self, other):
        return Value(self.data + getattr(other, "data", other), [(self, 1), (other, 1)])

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value(self.data * other.data, [(self, other.data), (other, self.data)])
        return Value(self.data * other, [(self, other)])

    def __pow__(self, exponent):
        return Value(self.data ** exponent, [(self, exponent * self.data ** (exponent - 1))])

    def __neg__(self):
        return Value(0 - self.data, [(self, -1)])

    def __sub__(self, other):
        return self + (other * -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return (self * -1) + other

    def relu(self):
        on = 1 if self.data > 0 else 0
        return Value(on * self.data, [(self, on)])

    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, [(self, 1 - y * y)])

    def backward(self):
        expected = {}

        def count(v):
            for s, _ in v.sources:
                expected[s] = expected.get(s, 0) + 1
                if expected[s] == 1:
                    count(s)

        arrived = {self: 1.0}

        def send(v):
            v.grad += arrived[v]
            for s, k in v.sources:
                arrived[s] = arrived.get(s, 0.0) + k * arrived[v]
                expected[s] -= 1
                if expected[s] == 0:
                    send(s)

        count(self)
        send(self)

# %% right
import math

class Value:
    def __init__(self, data, prev=(), back=None):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.back = back

    def _apply(self, y, slope):
        out = Value(y, (self,))
        def back():
            self.grad += slope * out.grad
        out.back = back
        return out

    def __add__(self, other):
        if not isinstance(other, Value):
            return self._apply(self.data + other, 1.0)
        out = Value(self.data + other.data, (self, other))
        def back():
            for v in (self, other):
                v.grad += out.grad
        out.back = back
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            return self._apply(self.data * other, other)
        out = Value(self.data * other.data, (self, other))
        def back():
            for v, w in ((self, other), (other, self)):
                v.grad += w.data * out.grad
        out.back = back
        return out

    __radd__ = lambda self, other: self + other
    __rmul__ = lambda self, other: self * other
    __neg__ = lambda self: self._apply(-self.data, -1.0)
    __sub__ = lambda self, other: self + (-other)
    __rsub__ = lambda self, other: (-self) + other
    __pow__ = lambda self, n: self._apply(self.data ** n, n * self.data ** (n - 1))
    relu = lambda self: self._apply(max(self.data, 0.0), float(self.data > 0))
    tanh = lambda self: self._apply(math.tanh(self.data), 1 - math.tanh(self.data) ** 2)

    def backward(self):
        # how many arrows still have to arrive at each node
        waiting, stack = {}, [self]
        while stack:
            for p in stack.pop().prev:
                if p not in waiting:
                    waiting[p] = 0
                    stack.append(p)
                waiting[p] += 1
        self.grad = 1.0
        stack.append(self)
        while stack:
            v = stack.pop()
            if v.back is not None:
                v.back()
            for p in v.prev:
                waiting[p] -= 1
                if waiting[p] == 0:
                    stack.append(p)

# %% right: of closures
import math


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0
        self._children = children
        self._back = lambda grad: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def back(grad):
            self.grad += grad
            other.grad += grad

        out._back = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def back(grad):
            self.grad += other.data * grad
            other.grad += self.data * grad

        out._back = back
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,))

        def back(grad):
            self.grad += n * self.data ** (n - 1) * grad

        out._back = back
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,))

        def back(grad):
            self.grad += (out.data > 0) * grad

        out._back = back
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

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

# %% right: on a tape
import itertools


class Value:
    """Each value has its number on one tape for all; `backward` reads the tape from its end."""

    tape = ()

    def __init__(self, data, *edges):
        self.data, self.edges, self.grad = data, edges, 0.0
        self.place = next(Value.counter)

    counter = itertools.count()

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, o):
        o = self.wrap(o)
        return Value(self.data + o.data, (self, 1.0), (o, 1.0))

    def __sub__(self, o):
        o = self.wrap(o)
        return Value(self.data - o.data, (self, 1.0), (o, -1.0))

    def __mul__(self, o):
        o = self.wrap(o)
        return Value(self.data * o.data, (self, o.data), (o, self.data))

    def __radd__(self, o):
        return self.wrap(o) + self

    def __rsub__(self, o):
        return self.wrap(o) - self

    def __rmul__(self, o):
        return self.wrap(o) * self

    def __neg__(self):
        return Value(-self.data, (self, -1.0))

    def __pow__(self, n):
        return Value(self.data**n, (self, n * self.data**n / self.data))

    def relu(self):
        return self * float(self.data > 0)

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self, (1 - t) * (1 + t)))

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

# %% right: forwards
class Value:
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
        if not isinstance(other, Value):
            return self._of(self.data + other, (self, 1))
        return self._of(self.data + other.data, (self, 1), (other, 1))

    __radd__ = __add__

    def __mul__(self, other):
        if not isinstance(other, Value):
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

# %% equivalent: line 44: for node in order: → left out
# Two losses that share a value on the way are not asked about; PyTorch refuses them unless told otherwise.

# %% equivalent: line 45: if node.parents: → left out
# Two losses that share a value on the way are not asked about; PyTorch refuses them unless told otherwise.

# %% equivalent: line 45: if node.parents → if False
# Two losses that share a value on the way are not asked about; PyTorch refuses them unless told otherwise.

# %% equivalent: line 46: node.grad = 0.0 → left out
# Two losses that share a value on the way are not asked about; PyTorch refuses them unless told otherwise.

# %% equivalent: line 36: self.data > 0 → self.data >= 0
# The slope of `relu` at exactly 0 is not asked about.

# %% equivalent: line 47: self.grad += 1.0 → self.grad = 1.0
# A leaf that is itself the loss is not asked about.

# %% wrong, in micrograd: a power sets the gradient
# -             self.grad += n * self.data ** (n - 1) * out.grad
# +             self.grad = n * self.data ** (n - 1) * out.grad

# %% wrong, in micrograd: ReLU sets the gradient
# -             self.grad += (out.data > 0) * out.grad
# +             self.grad = (out.data > 0) * out.grad

# %% wrong, in micrograd: tanh sets the gradient
# -             self.grad += (1 - t ** 2) * out.grad
# +             self.grad = (1 - t ** 2) * out.grad

# %% right (held)
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): a factor gets its own number, in a minus too
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * self.data, g * other.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): the power is not lowered
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** k]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): the exponent is not a factor
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): ReLU lets every gradient pass
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): tanh without the square
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): wrong only where a value on the way is used twice, where a value is used twice and in a chain in which each value is used twice
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = pg

# %% wrong (developed): sets the leaves back to 0
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad = g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): a float minus a Value is turned round
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return self - other

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): TypeError
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    # (only + with a Value on the left)
    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): all gradients stay at 0
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in order:
            g = grads.get(id(n), 0.0)
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): starts from the result's number
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): self.data}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (held): tanh hands on its slope alone
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [1 - t * t]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): (no diagnosis)
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad += g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = grads.get(id(p), 0.0) + pg

# %% wrong (developed): overwrites gradients
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda g: []

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda g: [g, g]
        return out

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._wrap(other)
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda g: [g * other.data, g * self.data]
        return out

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __pow__(self, k):
        out = Value(self.data ** k, (self,))
        out._backward = lambda g: [g * k * self.data ** (k - 1)]
        return out

    def relu(self):
        out = Value(max(self.data, 0.0), (self,))
        out._backward = lambda g: [g if self.data > 0 else 0.0]
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        out._backward = lambda g: [g * (1 - t * t)]
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif id(n) not in seen:
                seen.add(id(n))
                stack.append((n, True))
                for p in n._parents:
                    stack.append((p, False))
        grads = {id(self): 1.0}
        for n in reversed(order):
            g = grads[id(n)]
            n.grad = g
            for p, pg in zip(n._parents, n._backward(g)):
                grads[id(p)] = pg

# %% right (held)
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (float(self.data > 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                count[id(p)] -= 1
                if not count[id(p)]:
                    ready.append(p)

# %% wrong (held): the second gradient of a difference has the wrong sign
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, 1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (float(self.data > 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                count[id(p)] -= 1
                if not count[id(p)]:
                    ready.append(p)

# %% wrong (held): (no diagnosis)
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (float(self.data > 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                count[id(p)] -= 1
                if not count[id(p)]:
                    ready.append(p)

# %% wrong (developed): the slope of tanh from its input
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (float(self.data > 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - self.data ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                count[id(p)] -= 1
                if not count[id(p)]:
                    ready.append(p)

# %% wrong (held): did not finish
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (float(self.data > 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                ready.append(p)

# %% wrong (held): (no diagnosis)
import math
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
    @staticmethod
    def of(thing):
        return thing if isinstance(thing, Value) else Value(thing)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 0.0))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        other = Value.of(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, e):
        return Value(self.data ** e, (self,), (e * self.data ** (e - 1),))
    def relu(self):
        return Value(self.data * (self.data > 0), (self,), (max(self.data, 0),))
    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    __radd__, __rmul__ = __add__, __mul__
    def backward(self):
        todo, count = [self], {}
        seen = {id(self)}
        while todo:
            for p in todo.pop().parents:
                count[id(p)] = count.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        flow = {id(self): 1.0}
        ready = [self]
        while ready:
            n = ready.pop()
            g = flow[id(n)]
            n.grad += g
            for p, s in zip(n.parents, n.slopes):
                flow[id(p)] = flow.get(id(p), 0.0) + g * s
                count[id(p)] -= 1
                if not count[id(p)]:
                    ready.append(p)

# %% wrong (developed): ReLU sets the gradient
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def __pow__(self, other):
        out = Value(self.data ** other, (self,))
        def _backward():
            self.grad += (other * self.data ** (other - 1)) * out.grad
        out._backward = _backward
        return out
    def relu(self):
        out = Value(0 if self.data < 0 else self.data, (self,))
        def _backward():
            self.grad = (out.data > 0) * out.grad
        out._backward = _backward
        return out
    def tanh(self):
        t = np.tanh(self.data)
        out = Value(t, (self,))
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1
        for v in reversed(topo):
            v._backward()
    def __neg__(self): return self * -1
    def __radd__(self, other): return self + other
    def __sub__(self, other): return self + (-other)
    def __rsub__(self, other): return other + (-self)
    def __rmul__(self, other): return self * other

# %% right (developed)
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = float(data), 0.0, parents, slopes
    @staticmethod
    def lift(v):
        return v if isinstance(v, Value) else Value(v)
    def __add__(self, other):
        other = Value.lift(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    __radd__ = __add__
    def __mul__(self, other):
        other = Value.lift(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-Value.lift(other))
    def __rsub__(self, other):
        return Value.lift(other) - self
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))
    def relu(self):
        return self if self.data > 0 else self * 0.0
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                [visit(p) for p in v.parents]
                order.append(v)
        visit(self)
        flow = {v: 0.0 for v in order}
        flow[self] = 1.0
        for v in reversed(order):
            v.grad += flow[v]
            for p, s in zip(v.parents, v.slopes):
                flow[p] += s * flow[v]

# %% wrong (held): a float minus a Value is turned round
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __radd__(self, other):
        return self + other
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __rmul__(self, other):
        return self * other
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return self - other
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))
    def relu(self):
        return Value(max(self.data, 0), (self,), (1.0 if self.data > 0 else 0.0,))
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents:
                    visit(p)
                order.append(v)
        visit(self)
        for v in order:
            if v.parents:
                v.grad = 0.0
        self.grad += 1.0
        for v in reversed(order):
            for p, s in zip(v.parents, v.slopes):
                p.grad += s * v.grad

# %% wrong (held): the exponent is not a factor
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __radd__(self, other):
        return self + other
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __rmul__(self, other):
        return self * other
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return -self + other
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (self.data ** (n - 1),))
    def relu(self):
        return Value(max(self.data, 0), (self,), (1.0 if self.data > 0 else 0.0,))
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents:
                    visit(p)
                order.append(v)
        visit(self)
        for v in order:
            if v.parents:
                v.grad = 0.0
        self.grad += 1.0
        for v in reversed(order):
            for p, s in zip(v.parents, v.slopes):
                p.grad += s * v.grad

# %% wrong (held): tanh without the square
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __radd__(self, other):
        return self + other
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __rmul__(self, other):
        return self * other
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return -self + other
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))
    def relu(self):
        return Value(max(self.data, 0), (self,), (1.0,))
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t,))
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents:
                    visit(p)
                order.append(v)
        visit(self)
        for v in order:
            if v.parents:
                v.grad = 0.0
        self.grad += 1.0
        for v in reversed(order):
            for p, s in zip(v.parents, v.slopes):
                p.grad += s * v.grad

# %% right (held)
class Value:
    _made = 0

    def __init__(self, data, parents=(), slopes=()):
        Value._made += 1
        self.number = Value._made
        self.data = data
        self.grad = 0.0
        self.share = lambda grad: [(parent, grad * slope) for parent, slope in zip(parents, slopes)]
        self.leaf = not parents

    def __add__(self, other):
        number = getattr(other, "data", other)
        return Value(self.data + number, *zip(*[(v, 1.0) for v in (self, other) if isinstance(v, Value)]))

    def __mul__(self, other):
        number = getattr(other, "data", other)
        pairs = [(self, number)] + ([(other, self.data)] if isinstance(other, Value) else [])
        return Value(self.data * number, *zip(*pairs))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -1 * other

    def __rsub__(self, other):
        return -1 * (self - other)

    def __pow__(self, exponent):
        return Value(self.data**exponent, (self,), (exponent * self.data**exponent / self.data,))

    def relu(self):
        return self * (self.data > 0)

    def tanh(self):
        y = np.tanh(self.data)
        return Value(y, (self,), ((1 - y) * (1 + y),))

    def backward(self):
        import heapq

        waiting, grads = [(-self.number, self)], {self: 1.0}
        while waiting:
            _, node = heapq.heappop(waiting)
            grad = grads.pop(node)
            node.grad = node.grad + grad if node.leaf else grad
            for parent, part in node.share(grad):
                if parent not in grads:
                    heapq.heappush(waiting, (-parent.number, parent))
                grads[parent] = grads.get(parent, 0.0) + part

# %% wrong (developed): the slope of tanh from its input | sets the leaves back to 0
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self._prev = parents
        self._backward = lambda: None

    @staticmethod
    def lift(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value.lift(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = Value.lift(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, exponent):
        out = Value(self.data ** exponent, (self,))
        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,))
        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        x = self.data
        t = np.tanh(x)
        out = Value(t, (self,))
        def _backward():
            self.grad += (1 - x ** 2) * out.grad
        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

# %% wrong: one gradient for a value on both sides
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.edges = dict(zip(parents, slopes))
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1, 1))
    def __radd__(self, other):
        return self.__add__(other)
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __rmul__(self, other):
        return self.__mul__(other)
    def __neg__(self):
        return -1 * self
    def __sub__(self, other):
        return self + (-1) * other
    def __rsub__(self, other):
        return other + (-1) * self
    def __pow__(self, exponent):
        return Value(self.data ** exponent, (self,), (exponent * self.data ** (exponent - 1),))
    def relu(self):
        return Value(self.data if self.data > 0 else 0, (self,), (1 if self.data > 0 else 0,))
    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))
    def backward(self):
        order, seen, stack = [], set(), [(self, 0)]
        while stack:
            n, done = stack.pop()
            if done:
                order.append(n)
            elif n not in seen:
                seen.add(n)
                stack.append((n, 1))
                stack += [(p, 0) for p in n.edges]
        self.grad = 1.0
        for n in order[::-1]:
            for p, s in n.edges.items():
                p.grad += s * n.grad

# %% wrong (developed): did not finish
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = float(data), 0.0
        self.parents, self.slopes = parents, slopes
    def __add__(self, other):
        o = other if isinstance(other, Value) else Value(other)
        return Value(self.data + o.data, (self, o), (1, 1))
    def __radd__(self, other):
        return self + other
    def __mul__(self, other):
        o = other if isinstance(other, Value) else Value(other)
        return Value(self.data * o.data, (self, o), (o.data, self.data))
    def __rmul__(self, other):
        return self * other
    def __neg__(self):
        return Value(-self.data, (self,), (-1,))
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return other + (-self)
    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))
    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (float(self.data > 0),))
    def tanh(self):
        t = (np.exp(2 * self.data) - 1) / (np.exp(2 * self.data) + 1)
        return Value(t, (self,), (1 - t ** 2,))
    def backward(self):
        self.grad = 1.0
        todo = [self]
        while todo:
            v = todo.pop(0)
            for p, s in zip(v.parents, v.slopes):
                p.grad += s * v.grad
                todo.append(p)

# %% wrong (developed): a factor gets its own number, in a minus too
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self._parents = parents
        self._slopes = slopes

    def _wrap(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._wrap(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    __radd__ = __add__

    def __mul__(self, other):
        other = self._wrap(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-self._wrap(other))

    def __rsub__(self, other):
        return self._wrap(other) + (-self)

    def __pow__(self, exponent):
        return Value(self.data ** exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else 0.0,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def backward(self):
        order, seen = [], set()
        stack = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
                continue
            if id(node) in seen:
                continue
            seen.add(id(node))
            stack.append((node, True))
            for p in node._parents:
                stack.append((p, False))
        self.grad = 1.0
        for node in reversed(order):
            for p, s in zip(node._parents, node._slopes):
                p.grad += s * node.grad

# %% wrong (held): a float minus a Value is turned round
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes
    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __radd__(self, other):
        return self.__add__(other)
    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    def __rmul__(self, other):
        return self.__mul__(other)
    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))
    def __sub__(self, other):
        return self.__add__(-other)
    def __rsub__(self, other):
        return self.__sub__(other)
    def __pow__(self, exponent):
        return Value(self.data ** exponent, (self,), (exponent * self.data ** (exponent - 1),))
    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))
    def tanh(self):
        import math
        y = math.tanh(self.data)
        return Value(y, (self,), (1 - y ** 2,))
    def backward(self):
        topo = topological_order(self)
        self.grad += 1.0
        for v in topo[::-1]:
            for p, s in zip(v.parents, v.slopes):
                p.grad = p.grad + s * v.grad

# %% right (developed)
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.edges = list(zip(parents, slopes))
    @staticmethod
    def of(v):
        return v if isinstance(v, Value) else Value(v)
    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1, 1))
    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    __radd__, __rmul__ = __add__, __mul__
    def __neg__(self):
        return -1.0 * self
    def __sub__(self, other):
        return self + -1 * Value.of(other)
    def __rsub__(self, other):
        return Value.of(other) - self
    def __pow__(self, k):
        return Value(self.data ** k, [self], [k * self.data ** (k - 1)])
    def relu(self):
        return self * float(self.data > 0)
    def tanh(self):
        y = float(np.tanh(self.data))
        return Value(y, [self], [1 - y * y])
    def backward(self):
        waiting = {}
        todo = [self]
        seen = {id(self)}
        while todo:
            v = todo.pop()
            for p, _ in v.edges:
                waiting[id(p)] = waiting.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        self.grad += 1.0
        ready = [self]
        while ready:
            v = ready.pop()
            for p, s in v.edges:
                p.grad += v.grad * s
                waiting[id(p)] -= 1
                if not waiting[id(p)]:
                    ready.append(p)
