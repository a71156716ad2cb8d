import numpy as np

# %% wrong: lowers only once until a better loss comes
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count == self.patience + 1:
            self.lr *= self.factor
        return self.lr

# %% wrong: the loss of the lowering becomes the best
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.best, self.count = loss, 0
        return self.lr

# %% wrong: does not count anew after lowering
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        elif self.count < self.patience:
            self.count += 1
        else:
            self.lr *= self.factor
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.count = 0
            return self.lr
        self.count += 1
        if self.count > self.patience:
            self.lr = self.lr * self.factor
            self.count = 1
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = None, 0
    def step(self, loss):
        if self.best is None:
            self.best = loss
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.count = 0
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * self.threshold:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.count = 0
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.losses = []
    def step(self, loss):
        self.losses.append(loss)
        recent = self.losses[-self.patience:]
        if min(recent) > min(self.losses) * (1 - self.threshold):
            self.lr *= self.factor
        return self.lr

# %% wrong: NameError
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = loss, 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.count = 0
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = 1.0, 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr *= self.factor
            self.count = 0
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.count = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.count = loss, 0
        else:
            self.count += 1
        if self.count > self.patience:
            self.lr = self.lr * self.factor ** self.count
            self.count = 0
        return self.lr

# %% wrong: lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: ignores the threshold
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: takes the threshold for a difference
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best - self.threshold:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: compares with the loss before
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.previous = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.previous * (1 - self.threshold):
            self.bad = 0
        else:
            self.bad += 1
        self.previous = loss
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: does not count anew after a better loss
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: does not count anew after lowering
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
        return self.lr

# %% wrong: no loss ever counts as better
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = 0
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: forgets the best loss after lowering
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
            self.best = float("inf")
        return self.lr

# %% wrong: takes small gains for the new best
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.bad = 0
        else:
            self.bad += 1
        self.best = min(self.best, loss)
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: method returns nothing
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
            print("reducing learning rate to", self.lr)

# %% wrong: shared by all objects
class ReduceOnPlateau:
    best = float("inf")

    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.bad = 0

    def step(self, loss):
        if loss < ReduceOnPlateau.best * (1 - self.threshold):
            ReduceOnPlateau.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: TypeError
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = None
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: divides by the factor
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr /= self.factor
            self.bad = 0
        return self.lr

# %% wrong: returns the lower rate without keeping it
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.bad = 0
            return self.lr * self.factor
        return self.lr

# %% wrong: no loss ever counts as better
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss > self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: ValueError
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        if len(self.losses) > self.patience:
            recent = self.losses[-self.patience:]
            if min(recent) >= min(self.losses[:-self.patience]) * (1 - self.threshold):
                self.lr *= self.factor
        return self.lr

# %% wrong: lowers one loss too late
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.wait = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.wait = 0
        elif self.wait > self.patience:
            self.lr *= self.factor
            self.wait = 0
        else:
            self.wait += 1
        return self.lr

# %% wrong: adds the threshold
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 + self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: unused parameter
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = 0.1
        self.patience = 10
        self.threshold = 1e-4
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: takes away the share factor
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr = self.lr - self.lr * self.factor
            self.bad = 0
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 1
        return self.lr

# %% wrong: (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        better = (self.best - loss) / loss > self.threshold if self.best < float("inf") else True
        if better:
            self.best = loss
            self.bad = 0
            return self.lr
        self.bad += 1
        if self.bad == self.patience:
            self.lr = self.lr * self.factor
            self.bad = 0
        return self.lr

# %% wrong: (no diagnosis) | did not finish
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        import torch
        self.optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
        self.scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
            self.optimizer, mode="min", factor=factor, patience=patience, threshold=threshold, eps=0.0
        )

    def step(self, loss):
        self.scheduler.step(loss)
        return self.optimizer.param_groups[0]["lr"]

# %% wrong: lowers when the count is patience
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.bad = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad == self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong: counts down to 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.wait = float("inf"), patience
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.wait = loss, self.patience
        else:
            self.wait -= 1
            if self.wait == 0:
                self.lr *= self.factor
                self.wait = self.patience
        return self.lr

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = None
        self.left = patience

    def step(self, loss):
        if self.best is None or loss < self.best * (1 - self.threshold):
            self.best = loss
            self.left = self.patience
        elif self.left == 0:
            self.lr = self.lr * self.factor
            self.left = self.patience
        else:
            self.left -= 1
        return self.lr

# %% right
import math
class ReduceOnPlateau:
    # as in Java

    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self._lr = lr
        self._factor = factor
        self._patience = patience
        self._threshold = threshold
        self._best = math.inf
        self._numBadEpochs = 0

    def _isBetter(self, loss):
        return loss < self._best * (1.0 - self._threshold)

    def _reduce(self):
        self._lr = self._lr * self._factor
        self._numBadEpochs = 0

    def getLr(self):
        return self._lr

    def step(self, loss):
        if self._isBetter(loss):
            self._best = loss
            self._numBadEpochs = 0
        else:
            self._numBadEpochs = self._numBadEpochs + 1
            if self._numBadEpochs > self._patience:
                self._reduce()
        return self.getLr()

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.args = lr, factor, patience, threshold
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        lr, factor, patience, threshold = self.args
        best, bad = self.losses[0], 0
        for value in self.losses[1:]:
            if value < best * (1 - threshold):
                best, bad = value, 0
                continue
            bad += 1
            if bad == patience + 1:
                lr, bad = lr * factor, 0
        return lr

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.run = self.schedule(lr, factor, patience, threshold)
        next(self.run)

    @staticmethod
    def schedule(lr, factor, patience, threshold):
        best = np.inf
        bad = 0
        loss = yield
        while True:
            if loss < best - best * threshold if best != np.inf else True:
                best = loss
                bad = 0
            else:
                bad += 1
                if bad > patience:
                    lr *= factor
                    bad = 0
            loss = yield lr

    def step(self, loss):
        return self.run.send(loss)

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.start_lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.cuts = 0
        self.t = 0
        self.since = 0

    def step(self, loss):
        self.t += 1
        if loss < (1 - self.threshold) * self.best:
            self.best = loss
            self.since = self.t
        if self.t - self.since > self.patience:
            self.cuts += 1
            self.since = self.t
        return self.start_lr * self.factor ** self.cuts

# %% right
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.state = {"lr": lr, "limit": float("inf"), "bad": []}
        self.factor = factor
        self.patience = patience
        self.keep = 1 - threshold

    def step(self, loss):
        s = self.state
        if loss < s["limit"]:
            s["limit"] = loss * self.keep
            s["bad"] = []
        else:
            s["bad"].append(loss)
            if len(s["bad"]) > self.patience:
                s["lr"] *= self.factor
                s["bad"] = []
        return s["lr"]

# %% right
from dataclasses import dataclass
@dataclass
class ReduceOnPlateau:
    lr: float
    factor: float = 0.1
    patience: int = 10
    threshold: float = 1e-4
    best: float = float("inf")
    bad: int = 0

    def step(self, loss):
        better = loss < self.best * (1 - self.threshold)
        self.best = loss if better else self.best
        self.bad = 0 if better else self.bad + 1
        lower = self.bad > self.patience
        self.lr = self.lr * (self.factor if lower else 1.0)
        self.bad = 0 if lower else self.bad
        return self.lr

# %% right: with None
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = None
        self.bad = 0

    def step(self, loss):
        if self.best is None or loss < self.best - self.best * self.threshold:
            self.best = loss
            self.bad = 0
            return self.lr
        self.bad += 1
        if self.bad == self.patience + 1:
            self.bad = 0
            self.lr *= self.factor
        return self.lr

# %% right: from history
import math


class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.arguments, self.losses = (lr, factor, patience, threshold), []

    def step(self, loss):
        self.losses.append(loss)
        lr, factor, patience, threshold = self.arguments
        best, row = math.inf, 0
        for value in self.losses:
            if value / best < 1 - threshold if best < math.inf else True:
                best, row = value, 0
            else:
                row += 1
            if row > patience:
                lr, row = lr * factor, 0
        return lr

# %% right: counting down
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.rate, self.f, self.p, self.t = lr, factor, patience, threshold
        self.limit, self.left = float("inf"), patience

    def step(self, value):
        if value < self.limit:
            self.limit = value * (1 - self.t)
            self.left = self.p
        elif self.left == 0:
            self.rate, self.left = self.rate * self.f, self.p
        else:
            self.left -= 1
        return np.float64(self.rate)

# %% right (held)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.now, self.rule = lr, (factor, patience, 1 - threshold)
        self.record, self.waited = np.inf, 0

    def step(self, loss):
        factor, patience, share = self.rule
        self.waited += 1
        if loss < share * self.record:
            self.record, self.waited = loss, 0
        elif self.waited == patience + 1:
            self.now *= factor
            self.waited = 0
        return self.now

# %% wrong (held): lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr = self.lr * self.factor
            self.bad = 0
        return self.lr

# %% wrong (held): takes the threshold for a difference
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best - self.threshold:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr = self.lr * self.factor
            self.bad = 0
        return self.lr

# %% wrong (held): lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr = self.lr * self.factor
        return self.lr

# %% equivalent: line 6: 0 → 1
# The first loss is always below infinity, so it is better, and sets the count to 0.

# %% equivalent: line 6: 0 → -1
# The first loss is always below infinity, so it is better, and sets the count to 0.

# %% wrong (held): compares with the loss before
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.bad = 0
        else:
            self.bad += 1
        self.best = loss
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong (held): (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr -= self.factor
            self.bad = 0
        return self.lr

# %% wrong (developed): method returns nothing
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        self.lr

# %% wrong (developed): the loss of the lowering becomes the best
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
            self.best = loss
        return self.lr

# %% wrong (developed): lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best - self.threshold:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong (developed): keeps an argument and never uses it
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
        return self.lr

# %% wrong (developed): method returns nothing on some paths
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr *= self.factor
            self.bad = 0
            return self.lr

# %% right (held)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.__dict__.update(lr=lr, factor=factor, patience=patience, threshold=threshold, best=None, n=0)
    def step(self, loss):
        better = self.best is None or loss < (1 - self.threshold) * self.best
        if better:
            self.best, self.n = loss, 0
            return self.lr
        self.n += 1
        if self.n <= self.patience:
            return self.lr
        self.n = 0
        self.lr = self.lr * self.factor
        return self.lr

# %% right (developed)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.threshold = lr, factor, threshold
        self.patience, self.left = patience, patience
        self.best = np.inf
    def step(self, loss):
        if loss < self.best - self.threshold * self.best if np.isfinite(self.best) else True:
            self.best, self.left = loss, self.patience
        elif self.left == 0:
            self.lr, self.left = self.lr * self.factor, self.patience
        else:
            self.left -= 1
        return self.lr

# %% wrong (developed): lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best = float("inf")
        self.bad = 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad >= self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong (developed): compares with the loss before
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.last = float("inf")
        self.bad = 0
    def step(self, loss):
        if loss < self.last * (1 - self.threshold):
            self.bad = 0
        else:
            self.bad += 1
        self.last = loss
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr

# %% wrong (developed): does not count anew after lowering
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best = float("inf")
        self.bad = 0
    def step(self, loss):
        if loss < self.best - self.threshold:
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
        return self.lr

# %% right (held)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.history = []
    def step(self, loss):
        if not self.history or loss < min(self.history[:1]) * (1 - self.threshold):
            self.history = [loss]
        else:
            self.history.append(loss)
        if len(self.history) - 1 > self.patience:
            self.lr *= self.factor
            self.history = self.history[:1]
        return self.lr

# %% right (held)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.first, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        rate, best, bad = self.first, self.losses[0], 0
        for each in self.losses[1:]:
            bad += 1
            if each < best * (1 - self.threshold):
                best, bad = each, 0
            elif bad > self.patience:
                rate, bad = rate * self.factor, 0
        return rate

# %% wrong (developed): (no diagnosis)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.settings = (factor, patience, threshold)
        self.lr = lr
        self.best = 1.0
        self.count = 0

    def step(self, loss):
        factor, patience, threshold = self.settings
        if loss < (1 - threshold) * self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
            if self.count > patience:
                self.lr *= factor
                self.count = 1
        return self.lr

# %% wrong (held): does not count anew after lowering
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.best = np.inf
        self.bad = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
            if self.bad > self.patience:
                self.lr = self.lr * self.factor
        return self.lr

# %% wrong (held): the loss of the lowering becomes the best
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best = None
        self.wait = 0
    def step(self, loss):
        if self.best is None or loss < self.best * (1 - self.threshold):
            self.best, self.wait = loss, 0
            return self.lr
        self.wait += 1
        if self.wait > self.patience:
            self.lr *= self.factor
            self.wait = 0
            self.best = loss
        return self.lr

# %% wrong (held): lowers one loss too early, and at every loss with patience 0
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best = float("inf")
        self.num_bad = 0
    def step(self, loss):
        if loss < self.best - self.threshold:
            self.best = loss
            self.num_bad = 0
        else:
            self.num_bad += 1
        if self.num_bad >= self.patience:
            self.lr *= self.factor
            self.num_bad = 0
        return self.lr

# %% right (developed)
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.__dict__.update(locals())
        self.history, self.best = [], None
    def step(self, loss):
        if self.best is None or loss < self.best * (1 - self.threshold):
            self.best = loss
            self.history.clear()
        else:
            self.history.append(loss)
        if len(self.history) > self.patience:
            self.lr *= self.factor
            self.history = []
        return self.lr

# %% wrong: wrong only where all losses are very large
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.bad = 1000, 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr, self.bad = self.lr * self.factor, 0
        return self.lr

# %% wrong: the loss of the lowering becomes the best
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.bad = float("inf"), 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad, self.best = 0, loss
        return self.lr
