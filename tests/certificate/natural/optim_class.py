"""What students type into the optimizer class and `pick_lr` of lesson 04: data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "optim/optimizer_class": [
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "does not clear the gradients",
        ),
        (
            """
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
            """,
            "uses a generator up in __init__",
        ),
        (
            """
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
            """,
            "shares one velocity",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "takes None for a gradient of 0",
        ),
        (
            """
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
            """,
            "forgets the velocity",
        ),
        (
            """
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
            """,
            "forgets the velocity",
        ),
        (
            """
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
            """,
            "clears the weights",
        ),
        (
            """
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
            """,
            "does not clear the gradients",
        ),
        (
            """
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
            """,
            "stops at the first parameter without a gradient",
        ),
        (
            """
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
            """,
            "averages the gradients",
        ),
        (
            """
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
            """,
            "moves by the old velocity",
        ),
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            "leaves `.data` as it was",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "makes the gradient's own array the velocity",
        ),
        (
            """
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
            """,
            "adds the step",
        ),
        (
            """
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
            """,
            "wrong only where a parameter has no gradient",
        ),
        (
            """
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
            """,
            "another default",
        ),
        (
            """
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
            """,
            "clears the velocities with the gradients",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            "shared by all objects",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "ValueError",
        ),
        (
            """
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
            """,
            "loses the parameters of a generator",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "ValueError",
        ),
        (
            """
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
            """,
            "wrong only where a parameter has no gradient",
        ),
        (
            """
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
            """,
            "uses the learning rate twice",
        ),
        (
            """
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
            """,
            "clears the gradients in step",
        ),
        (
            """
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
            """,
            "does not clear the gradients",
        ),
    ],
    "optim/pick_lr": [
        (
            """
            def pick_lr(histories):
                return min(histories, key=lambda k: histories[k])
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                best = None
                best_loss = float("inf")
                for lr, losses in histories.items():
                    if np.isnan(losses).any() or np.isinf(losses).any():
                        break
                    if losses[-1] < losses[0] and losses[-1] < best_loss:
                        best, best_loss = lr, losses[-1]
                return best
            """,
            "returned None in some cases",
        ),
        (
            """
            def pick_lr(histories):
                good = []
                for lr, losses in histories.items():
                    if np.isfinite(losses).all() and losses[-1] < losses[0]:
                        good.append((losses[-1], lr))
                return min(good)[0]
            """,
            "returns the loss",
        ),
        (
            """
            def pick_lr(histories):
                best = None
                for lr, h in histories.items():
                    if all(np.isfinite(h)) and h[-1] < h[0]:
                        if best is None or h[-1] < best:
                            best = lr
                return best
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                ratio = {lr: h[-1] / h[0] for lr, h in histories.items() if np.isfinite(h).all()}
                return min(ratio, key=ratio.get)
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                return min(histories, key=lambda lr: histories[lr][-1])
            """,
            "takes the lowest last loss of all",
        ),
        (
            """
            def pick_lr(histories):
                inf = float("inf")
                best = min(histories.values(), key=lambda h: h[-1] if np.isfinite(h[-1]) and h[-1] < h[0] else inf)
                return best[-1]
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                return max(histories)
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                best_lr = None
                best_loss = float("inf")
                for lr, losses in histories.items():
                    if np.isfinite(losses[-1]) and losses[-1] < best_loss and losses[-1] < losses[0]:
                        best_lr = lr
                        best_loss = losses[-1]
                return best_lr
            """,
            "looks at the last loss only to see if it is finite",
        ),
        (
            """
            def pick_lr(histories):
                best_lr, best = None, np.inf
                for lr, losses in histories.items():
                    if all(np.isfinite(losses)) and losses[-1] < best:
                        best_lr, best = lr, losses[-1]
                return best_lr
            """,
            "does not compare the end with the start",
        ),
        (
            """
            def pick_lr(histories):
                ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
                return min(ok, key=lambda lr: min(ok[lr]))
            """,
            "takes the lowest loss on the way",
        ),
        (
            """
            def pick_lr(histories):
                ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
                return max(ok, key=lambda lr: ok[lr][0] - ok[lr][-1])
            """,
            "takes the largest drop",
        ),
        (
            """
            def pick_lr(histories):
                ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
                return max(ok)
            """,
            "takes the largest that works",
        ),
        (
            """
            def pick_lr(histories):
                ok = {lr: h for lr, h in histories.items() if not np.any(np.isnan(h)) and h[-1] < h[0]}
                return max(ok, key=lambda lr: ok[lr][-1])
            """,
            "takes the highest last loss",
        ),
        (
            """
            def pick_lr(histories):
                ok = {lr: h[-1] for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
                return min(ok.values())
            """,
            "returns the loss",
        ),
        (
            """
            def pick_lr(histories):
                ok = [(h[-1], lr) for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]]
                return min(ok)
            """,
            "wrong shape",
        ),
        (
            """
            def pick_lr(histories):
                ok = [(h[-1], lr) for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]]
                print("best lr:", min(ok)[1])
            """,
            "printed instead of returning",
        ),
        (
            """
            def pick_lr(histories):
                best_lr = None
                best_loss = 1.0
                for lr, losses in histories.items():
                    if not np.all(np.isfinite(losses)):
                        continue
                    if losses[-1] < losses[0] and losses[-1] < best_loss:
                        best_lr = lr
                        best_loss = losses[-1]
                return best_lr
            """,
            "returned None in some cases",
        ),
        (
            """
            def pick_lr(histories):
                for lr, losses in histories.items():
                    if np.all(np.isfinite(losses)) and losses[-1] < losses[0]:
                        return lr
            """,
            "takes the first that works",
        ),
        (
            """
            def pick_lr(histories):
                ok = {}
                for lr, losses in histories.items():
                    if np.isnan(losses).any() or np.isinf(losses).any():
                        continue
                    ok[lr] = np.mean(losses)
                return min(ok, key=ok.get)
            """,
            None,
        ),
        (
            """
            def pick_lr(histories):
                best_lr = None
                best_loss = float("inf")
                for lr, losses in histories.items():
                    for a, b in zip(losses, losses[1:]):
                        if not np.isfinite(b) or b >= a:
                            break
                    else:
                        if losses[-1] < best_loss:
                            best_lr = lr
                            best_loss = losses[-1]
                return best_lr
            """,
            "asks every loss to fall",
        ),
        (
            """
            def pick_lr(histories):
                for lr in list(histories):
                    losses = histories[lr]
                    if not np.all(np.isfinite(losses)) or losses[-1] >= losses[0]:
                        del histories[lr]
                return min(histories, key=lambda lr: histories[lr][-1])
            """,
            "changes its input",
        ),
        (
            """
            def pick_lr(histories):
                for lr, losses in histories.items():
                    if float("nan") in losses or float("inf") in losses:
                        del histories[lr]
                return min(histories, key=lambda lr: histories[lr][-1])
            """,
            "RuntimeError",
        ),
        (
            """
            def pick_lr(histories):
                ok = [h for h in histories.values() if np.all(np.isfinite(h)) and h[-1] < h[0]]
                finals = [h[-1] for h in ok]
                return list(histories)[int(np.argmin(finals))]
            """,
            "wrong only where a loss is not finite and where a training did not end below…",
        ),
        (
            """
            def pick_lr(histories):
                lrs = sorted(histories, key=lambda lr: histories[lr][-1])
                for lr in lrs:
                    if np.isfinite(histories[lr][-1]):
                        return lr
            """,
            "wrong only where a loss is not finite and where a training did not end below…",
        ),
        (
            """
            def pick_lr(histories):
                best = None
                for lr, losses in histories.items():
                    losses.sort()
                    if best is None or losses[0] < histories[best][0]:
                        best = lr
                return best
            """,
            "changes its input, and is wrong",
        ),
        (
            """
            import math
            def pick_lr(histories):
                best_lr, best_loss = None, math.inf
                for lr, losses in histories.items():
                    if any(l == math.nan or l == math.inf for l in losses):
                        continue
                    if losses[-1] > losses[0]:
                        continue
                    if not losses[-1] > best_loss:
                        best_lr, best_loss = lr, losses[-1]
                return best_lr
            """,
            "wrong only where a loss is not finite and where a training did not end below…",
        ),
        (
            """
            def pick_lr(histories):
                import torch
                scores = {}
                for lr, losses in histories.items():
                    t = torch.tensor(losses, dtype=torch.float64)
                    if torch.isfinite(t).all() and t[-1] < t[0]:
                        scores[lr] = t[-1].item()
                return min(scores.items(), key=lambda kv: kv[1])[0]
            """,
            None,
        ),
    ],
}

#: Right answers in other styles.
RIGHT = {
    "optim/optimizer_class": [
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
    ],
    "optim/pick_lr": [
        """
        def pick_lr(histories):
            ok = {lr: h[-1] for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
            return min(ok, key=ok.get)
        """,
        """
        import math
        def pick_lr(histories):
            best_lr = None
            best_loss = math.inf
            for lr, losses in histories.items():
                usable = True
                for loss in losses:
                    if math.isnan(loss) or math.isinf(loss):
                        usable = False
                if losses[-1] >= losses[0]:
                    usable = False
                if usable and losses[-1] < best_loss:
                    best_lr = lr
                    best_loss = losses[-1]
            return best_lr
        """,
        """
        def pick_lr(histories):
            candidates = []
            for lr in histories:
                losses = np.array(histories[lr])
                if not np.isfinite(losses).all():
                    continue
                if not losses[-1] < losses[0]:
                    continue
                candidates.append((losses[-1], lr))
            candidates.sort()
            return candidates[0][1]
        """,
        """
        def pick_lr(histories):
            return min((h[-1], lr) for lr, h in histories.items() if np.isfinite(h).all() and h[0] > h[-1])[1]
        """,
        """
        import math
        def pick_lr(histories):
            def last(lr):
                losses = histories[lr]
                if all(map(math.isfinite, losses)) and losses[-1] < losses[0]:
                    return losses[-1]
                return math.inf
            return sorted(histories, key=last)[0]
        """,
        """
        def pick_lr(histories):
            lrs = list(histories.keys())
            finals = np.full(len(lrs), np.inf)
            for i, lr in enumerate(lrs):
                h = np.asarray(histories[lr], dtype=float)
                if np.count_nonzero(np.isfinite(h)) == len(h) and h[-1] - h[0] < 0:
                    finals[i] = h[-1]
            return lrs[int(finals.argmin())]
        """,
        """
        from functools import reduce
        def pick_lr(histories):
            good = filter(lambda item: all(abs(x) < float("inf") for x in item[1]) and item[1][-1] < item[1][0],
                          histories.items())
            return reduce(lambda a, b: a if a[1][-1] <= b[1][-1] else b, good)[0]
        """,
        """
        def pick_lr(histories):
            remaining = dict(histories)
            for lr, losses in histories.items():
                diverged = any(x != x or x in (float("inf"), float("-inf")) for x in losses)
                if diverged or not (losses[-1] < losses[0]):
                    remaining.pop(lr)
            winner, *_ = sorted(remaining.items(), key=lambda pair: pair[1][-1])
            return winner[0]
        """,
    ],
}
