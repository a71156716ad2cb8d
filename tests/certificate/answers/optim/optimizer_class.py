import numpy as np

# %% wrong: shared by all objects
class SGD:
    def __init__(self, params, lr, momentum=0.0, state={}):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.state = state
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.state[i] = self.momentum * self.state.get(i, 0) + p.grad
            p.data = p.data - self.lr * self.state[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: shared by all objects
state = {}

class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            state[i] = self.momentum * state.get(i, 0) + p.grad
            p.data = p.data - self.lr * state[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: shared by all objects
state = {}

class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.state = state
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.state[i] = self.momentum * self.state.get(i, 0) + p.grad
            p.data = p.data - self.lr * self.state[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: TypeError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p = p - self.lr * self.v[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: (no diagnosis)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
            break
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: does not clear the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
    def zero_grad(self):
        for p in self.params:
            p = None

# %% wrong: uses a generator up in __init__
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: shares one velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = 0

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            self.velocity = self.momentum * self.velocity + p.grad
            p.data = p.data - self.lr * self.velocity

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: TypeError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: takes None for a gradient of 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            g = p.grad if p.grad is not None else np.zeros_like(p.data)
            self.v[i] = self.momentum * self.v[i] + g
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: forgets the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.data = p.data - self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: forgets the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for p, v in zip(self.params, self.velocity):
            if p.grad is None:
                continue
            v = self.momentum * v + p.grad
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: clears the weights
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.data = np.zeros_like(p.data)

# %% wrong: does not clear the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        pass

# %% wrong: stops at the first parameter without a gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                return
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: averages the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + (1 - self.momentum) * p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: moves by the old velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            p.data = p.data - self.lr * self.velocity[i]
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: shared by all objects
class SGD:
    velocities = {}

    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            v = self.velocities.get(i, np.zeros_like(p.data))
            self.velocities[i] = self.momentum * v + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: leaves `.data` as it was
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: TypeError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        lr = lr
        momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = momentum * self.velocity[i] + p.grad
            p.data = p.data - lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: makes the gradient's own array the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.bufs = [None] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            if self.bufs[i] is None:
                self.bufs[i] = p.grad
            else:
                self.bufs[i] *= self.momentum
                self.bufs[i] += p.grad
            p.data = p.data - self.lr * self.bufs[i]

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad[...] = 0

# %% wrong: adds the step
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data + self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: counts parameters with a gradient only
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        i = 0
        for p in self.params:
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]
            i += 1

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: another default
class SGD:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: clears the velocities with the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None
        self.velocity = [np.zeros_like(p.data) for p in self.params]

# %% wrong: TypeError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocity = [0.0 for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] - self.lr * p.grad
            p.data = p.data - self.lr * self.velocity[i]

    def zero_grad(self):
        for p in self.params:
            p.grad[:] = 0

# %% wrong: shared by all objects
class SGD:
    def __init__(self, params, lr, momentum=0.0, state={}):
        self.params, self.lr, self.momentum, self.state = list(params), lr, momentum, state

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.state[i] = self.momentum * self.state.get(i, 0.0) + p.grad
                p.data = p.data - self.lr * self.state[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: shared by all objects
velocities = {}

class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                velocities[i] = self.momentum * velocities.get(i, 0.0) + p.grad
                p.data = p.data - self.lr * velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: one velocity for all parameters of a shape
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                key = p.data.shape
                self.v[key] = self.momentum * self.v.get(key, 0.0) + p.grad
                p.data = p.data - self.lr * self.v[key]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: ValueError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                key = id(p.data)
                self.v[key] = self.momentum * self.v.get(key, 0.0) + p.grad
                p.data = p.data - self.lr * self.v[key]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: loses the parameters of a generator
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
            p.data -= self.lr * self.v[p]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: (no diagnosis)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * (p.grad + self.momentum * self.v[i])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: ValueError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad:
                self.v[i] = self.momentum * self.v[i] + p.grad
                p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: wrong only where a parameter has no gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                self.v[i] = np.zeros_like(p.data)
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: uses the learning rate twice
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + self.lr * p.grad
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: clears the gradients in step
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
        self.zero_grad()

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: does not clear the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.v[i] = self.momentum * self.v[i] + p.grad
                p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            grad = p.grad
            grad = None

# %% right: zeros like what is there, None included
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [0.0] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.grad)

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            p.data, self.v[i] = momentum(p.data, p.grad, self.v[i], self.lr, self.momentum)
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = 0

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = [p for p in params]
        self.lr, self.mu = lr, momentum
        self.state = {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                v = p.grad
                if id(p) in self.state:
                    v = v + self.mu * self.state[id(p)]
                self.state[id(p)] = v * 1.0
                p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad = p.grad * 0

# %% right
class SGD(object):
    # one slot of state per parameter

    def __init__(self, params, lr, momentum=0.0):
        self._params = tuple(params)
        self._lr = lr
        self._momentum = momentum
        self._velocity = dict()
        for index in range(len(self._params)):
            self._velocity[index] = None

    def step(self):
        for index in range(len(self._params)):
            self._step_one(index, self._params[index])

    def _step_one(self, index, parameter):
        gradient = parameter.grad
        if gradient is None:
            return
        old = self._velocity[index]
        if old is None:
            new = 1.0 * gradient
        else:
            new = self._momentum * old + gradient
        self._velocity[index] = new
        parameter.data = parameter.data - self._lr * new

    def zero_grad(self):
        for parameter in self._params:
            parameter.grad = None

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.slots = [[p, np.zeros(np.shape(p.data))] for p in params]
        self.lr = lr
        self.momentum = momentum

    def step(self):
        for slot in self.slots:
            p, v = slot
            if p.grad is None:
                continue
            v *= self.momentum
            v += p.grad
            p.data -= self.lr * v

    def zero_grad(self):
        for p, _ in self.slots:
            p.grad = np.zeros_like(p.data)

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.buffers = [None for _ in self.params]

    def step(self):
        for i in range(len(self.params)):
            p = self.params[i]
            if p.grad is None:
                continue
            g = p.grad
            if self.momentum != 0:
                if self.buffers[i] is None:
                    self.buffers[i] = np.array(g)
                else:
                    self.buffers[i] = self.momentum * self.buffers[i] + g
                g = self.buffers[i]
            p.data = p.data - self.lr * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right
from collections import defaultdict
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = defaultdict(float)

    def step(self):
        live = [(i, p) for i, p in enumerate(self.params) if p.grad is not None]
        for i, p in live:
            self.v[i] = self.momentum * self.v[i] + p.grad
        for i, p in live:
            p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        [setattr(p, "grad", None) for p in self.params]

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.beta = momentum
        self.velocity = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                p.data, self.velocity[i] = momentum(p.data, p.grad, self.velocity[i], self.lr, self.beta)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad[...] = 0.0

# %% right
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        def one(p):
            v = np.zeros_like(p.data)
            while True:
                yield
                if p.grad is not None:
                    v = momentum * v + p.grad
                    p.data = p.data - lr * v

        self.params = list(params)
        self.steppers = [one(p) for p in self.params]
        for stepper in self.steppers:
            next(stepper)

    def step(self):
        for stepper in self.steppers:
            next(stepper)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right
class SGD:
    class Slot:
        def __init__(self, param):
            self.param = param
            self.velocity = 0.0

    def __init__(self, params, lr, momentum=0.0):
        self.slots = list(map(SGD.Slot, params))
        self.settings = {"lr": lr, "momentum": momentum}

    def step(self):
        lr = self.settings["lr"]
        mu = self.settings["momentum"]
        for slot in self.slots:
            grad = slot.param.grad
            if grad is None:
                continue
            slot.velocity = mu * slot.velocity + grad
            slot.param.data = slot.param.data - lr * slot.velocity

    def zero_grad(self):
        for slot in self.slots:
            slot.param.grad = None

# %% right: by a dictionary
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = [p for p in params]
        self.lr = lr
        self.mu = momentum
        self.state = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            v = self.state.get(id(p))
            v = p.grad.copy() if v is None else self.mu * v + p.grad
            self.state[id(p)] = v
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)

# %% right: in place
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.pairs = [(p, np.zeros(p.data.shape)) for p in params]
        self.lr, self.momentum = lr, momentum

    def step(self):
        for p, v in self.pairs:
            if p.grad is not None:
                v *= self.momentum
                v += p.grad
                p.data -= self.lr * v

    def zero_grad(self):
        for p, _ in self.pairs:
            if p.grad is not None:
                p.grad[...] = 0.0

# %% right: rate in the velocity
class SGD:
    """The learning rate never changes here, so it may stand in the velocity too."""

    def __init__(self, params, lr, momentum=0.0):
        self.params = tuple(params)
        self.velocity = [0.0 for _ in self.params]
        self.settings = {"lr": lr, "momentum": momentum}

    def step(self):
        for i in range(len(self.params)):
            p = self.params[i]
            if p.grad is None:
                continue
            self.velocity[i] = self.settings["momentum"] * self.velocity[i] - self.settings["lr"] * p.grad
            p.data = p.data + self.velocity[i]

    def zero_grad(self, set_to_none=True):
        for p in self.params:
            p.grad = None

# %% right: on the parameter
class SGD:
    def __init__(self, parameters, learning_rate=None, momentum=0.0, lr=None):
        self.parameters = list(parameters)
        self.rate = learning_rate if lr is None else lr
        self.momentum = momentum

    def step(self):
        with_gradient = filter(lambda p: p.grad is not None, self.parameters)
        for p in with_gradient:
            p.velocity = self.momentum * getattr(p, "velocity", 0) + p.grad
            p.data[:] = p.data - self.rate * p.velocity

    def zero_grad(self):
        for p in self.parameters:
            p.grad = 0 * p.data

# %% wrong (developed): uses a generator up in __init__
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): TypeError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            # every parameter has a gradient
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (developed): stops at the first parameter without a gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                break
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): forgets the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            v = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): shares one velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [0.0] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[0] = self.momentum * self.velocities[0] + p.grad
            p.data = p.data - self.lr * self.velocities[0]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): does not clear the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        self.velocities = [np.zeros_like(p.data) for p in self.params]

# %% wrong (held): adds the step
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data + self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): wrong only where a parameter has no gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                self.velocities[i] = self.momentum * self.velocities[i]
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (developed): does not clear the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            g = p.grad
            g = None

# %% wrong (developed): another default
class SGD:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): leaves `.data` as it was
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): averages the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + (1 - self.momentum) * p.grad
            p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        pass

# %% wrong (developed): keeps an argument and never uses it
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            p.data = p.data + self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): keeps an argument and never uses it
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right (held)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.mu = [*params], lr, momentum
        self.state = {}
    def step(self):
        for p in self.params:
            if (g := p.grad) is not None:
                v = self.state.get(id(p), 0) * self.mu + g
                self.state[id(p)] = v
                p.data -= self.lr * v
    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad = np.zeros_like(p.grad)

# %% right (held)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.pairs = [[p, np.zeros(p.data.shape)] for p in params]
        self.settings = dict(lr=lr, momentum=momentum)
    def step(self):
        lr, momentum = self.settings.values()
        for pair in self.pairs:
            p, v = pair
            if p.grad is None: continue
            pair[1] = v = momentum * v + p.grad
            p.data = p.data - lr * v
    def zero_grad(self):
        for p, _ in self.pairs: p.grad = None

# %% wrong (developed): (no diagnosis)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = 0.0
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            self.v = self.momentum * self.v + p.grad.mean()
            p.data = p.data - self.lr * (self.v + p.grad)
    def zero_grad(self):
        for p in self.params:
            g = np.zeros_like(p.data)

# %% right (held)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.slots = [[p, 0.0] for p in params]
        self.lr, self.momentum = lr, momentum
    def step(self):
        for slot in self.slots:
            p, v = slot
            if p.grad is None:
                continue
            slot[1] = v = self.momentum * v + p.grad
            p.data = p.data - self.lr * v
    def zero_grad(self):
        for p, _ in self.slots:
            p.grad = None

# %% wrong (held): loses the parameters of a generator
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.v = {}
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[id(p)] = self.momentum * self.v.get(id(p), 0) + p.grad
                p.data = p.data - self.lr * self.v[id(p)]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right (held)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.pairs = [[p, 0.0] for p in params]
        self.lr, self.mu = lr, momentum

    def step(self):
        for pair in self.pairs:
            p, v = pair
            if p.grad is not None:
                pair[1] = self.mu * v + np.asarray(p.grad)
                p.data = p.data - self.lr * pair[1]

    def zero_grad(self):
        for p, _ in self.pairs:
            if p.grad is not None:
                p.grad = np.zeros_like(p.grad)

# %% wrong (held): forgets the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            v = self.momentum * self.velocities[i] + p.grad
            p.data = p.data + self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (held): (no diagnosis)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            v = self.momentum * self.velocities[i] + p.grad
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None
            break

# %% right (held)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = [*params]
        self.lr = lr
        self.momentum = momentum
        self.movers = [self._mover(p) for p in self.params]

    def _mover(self, p):
        velocity = 0.0 * p.data
        while True:
            if p.grad is not None:
                velocity = self.momentum * velocity + p.grad
                p.data = p.data - self.lr * velocity
            yield

    def step(self):
        for mover in self.movers:
            next(mover)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


# %% wrong: one velocity for all parameters of a shape
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            key = p.data.shape
            if key not in self.v:
                self.v[key] = np.zeros(key)
            self.v[key] = self.momentum * self.v[key] + p.grad
            p.data = p.data - self.lr * self.v[key]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: counts parameters with a gradient only
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [0.0] * len(self.params)
    def step(self):
        i = 0
        for p in self.params:
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
            i += 1
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong: counts parameters with a gradient only
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = {}

    def step(self):
        live = [p for p in self.params if p.grad is not None]
        for k, p in enumerate(live):
            self.velocities[k] = self.momentum * self.velocities.get(k, 0) + p.grad
            p.data = p.data - self.lr * self.velocities[k]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (developed): loses the parameters of a generator
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            v = self.velocities.get(id(p))
            if v is None:
                v = np.zeros_like(p.data)
            v = self.momentum * v + p.grad
            self.velocities[id(p)] = v
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% wrong (developed): takes None for a gradient of 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.v = [0 for _ in self.params]
    def step(self):
        for i, p in enumerate(self.params):
            g = p.grad
            if g is None:
                g = 0
            self.v[i] = self.momentum * self.v[i] + g
            p.data = p.data - self.lr * self.v[i]
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% right (developed)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.pairs = [[p, 0.0] for p in params]
        self.lr, self.mu = lr, momentum
    def step(self):
        for pair in self.pairs:
            p, v = pair
            if p.grad is not None:
                pair[1] = self.mu * v + p.grad
                p.data -= self.lr * pair[1]
    def zero_grad(self):
        for p, _ in self.pairs:
            if p.grad is not None:
                p.grad = p.grad * 0

# %% wrong: (no diagnosis)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.v = [0.0 for _ in self.params]
    def zero_grad(self):
        for p in self.params:
            p.grad = None
            break
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data = p.data - self.lr * self.v[i]
