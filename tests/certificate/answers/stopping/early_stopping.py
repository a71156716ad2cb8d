import numpy as np

# %% wrong: does not count anew after a better value
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            improved = True
        elif self.mode == "min":
            improved = value < self.best - self.min_delta
        else:
            improved = value > self.best + self.min_delta
        if improved:
            self.best = value
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: min_delta on the wrong side with mode "min"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.counter = 0
        self.best = float("inf") if mode == "min" else -float("inf")

    def step(self, value):
        if self.mode == "min" and value < self.best + self.min_delta:
            self.best = value
            self.counter = 0
            return False
        if self.mode == "max" and value > self.best + self.min_delta:
            self.best = value
            self.counter = 0
            return False
        self.counter += 1
        return self.counter >= self.patience

# %% wrong: ignores the mode
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.counter = 0
        self.best = None

    def step(self, val_loss):
        if self.best is None or val_loss < self.best - self.min_delta:
            self.best = val_loss
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: keeps the best value with the opposite sign with mode "min"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.counter = 0
        self.best = None

    def step(self, value):
        score = -value if self.mode == "min" else value
        if self.best is None or score > self.best + self.min_delta:
            self.best = score
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: counts by the value before, keeps the best
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.last = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            self.best = value
        elif self.mode == "min":
            if value < self.last - self.min_delta:
                self.counter = 0
            else:
                self.counter += 1
            self.best = min(self.best, value)
        else:
            if value > self.last + self.min_delta:
                self.counter = 0
            else:
                self.counter += 1
            self.best = max(self.best, value)
        self.last = value
        return self.counter >= self.patience

# %% wrong: takes small gains for the new best
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = np.inf if mode == "min" else -np.inf
        self.counter = 0

    def step(self, value):
        if self.mode == "min":
            if value < self.best - self.min_delta:
                self.counter = 0
            else:
                self.counter += 1
            if value < self.best:
                self.best = value
        else:
            if value > self.best + self.min_delta:
                self.counter = 0
            else:
                self.counter += 1
            if value > self.best:
                self.best = value
        return self.counter >= self.patience

# %% wrong: begins at 0 with mode "max"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = float("inf") if mode == "min" else 0.0
        self.counter = 0

    def step(self, value):
        better = value < self.best - self.min_delta if self.mode == "min" else value > self.best + self.min_delta
        if better:
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: takes a best value of 0 for none
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if not self.best:
            self.best = value
            self.counter = 0
            return False
        if self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: TypeError
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.mode == "min" and value < self.best - self.min_delta:
            self.best = value
            self.counter = 0
        elif self.mode == "max" and value > self.best + self.min_delta:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: min_delta on the wrong side with mode "min"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        if mode == "min":
            self.monitor_op = np.less
            self.best = np.inf
        else:
            self.monitor_op = np.greater
            self.best = -np.inf
        self.counter = 0
        self.wait = 0

    def step(self, value):
        if self.monitor_op(value, self.best + self.min_delta):
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return bool(self.counter >= self.patience)

# %% wrong: shared by all objects
class EarlyStopping:
    state = {"best": None, "counter": 0}

    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode

    @property
    def best(self):
        return self.state["best"]

    @property
    def counter(self):
        return self.state["counter"]

    def step(self, value):
        best = self.state["best"]
        if best is None or (value < best - self.min_delta if self.mode == "min" else value > best + self.min_delta):
            self.state["best"] = value
            self.state["counter"] = 0
        else:
            self.state["counter"] += 1
        return self.state["counter"] >= self.patience

# %% wrong: takes min_delta for a share
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best = float("inf") if mode == "min" else float("-inf")
        self.counter = 0

    def step(self, value):
        if self.mode == "min":
            better = value < self.best - self.min_delta * abs(self.best) if self.best != float("inf") else True
        else:
            better = value > self.best + self.min_delta * abs(self.best) if self.best != float("-inf") else True
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: sets the counter back when it stops
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None or (self.mode == "min" and value < self.best - self.min_delta) or (self.mode == "max" and value > self.best + self.min_delta):
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        if self.counter >= self.patience:
            self.counter = 0
            return True
        return False

# %% wrong: compares with the value before
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is not None:
            if self.mode == "min":
                improved = value < self.best - self.min_delta
            else:
                improved = value > self.best + self.min_delta
            if improved:
                self.counter = 0
            else:
                self.counter += 1
        self.best = value
        return self.counter >= self.patience

# %% wrong: TypeError
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.best = np.inf if mode == "min" else -np.inf
        self.mode = mode
        self.counter = 0

    def step(value):
        if value < self.best - self.min_delta:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: no value counts as better with mode "max" but the first
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def is_better(self, value):
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best - self.min_delta
        elif self.mode == "max":
            value > self.best + self.min_delta

    def step(self, value):
        if self.is_better(value):
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong: stops one value too early, for good
class EarlyStopping:
    """Stops the training if the validation loss doesn't improve."""

    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        assert mode in ("min", "max")
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.counter = 0
        self.best = None
        self.early_stop = False

    def __call__(self, value):
        if self.best is None:
            self.best = value
            return
        if self.mode == "min":
            worse = value >= self.best - self.min_delta
        else:
            worse = value <= self.best + self.min_delta
        if worse:
            self.counter += 1
            print(f"EarlyStopping counter: {self.counter} out of {self.patience}")
            if self.counter >= self.patience - 1:
                self.early_stop = True
        else:
            self.best = value
            self.counter = 0

    def step(self, value):
        self(value)
        return self.early_stop

# %% wrong: takes small gains for the new best
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.values = []
        self.best = None
        self.counter = 0

    def step(self, value):
        window = self.values[-self.patience:]
        self.values.append(value)
        pick = min if self.mode == "min" else max
        self.best = pick(self.values)
        if not window:
            return False
        if self.mode == "min":
            better = value < min(window) - self.min_delta
        else:
            better = value > max(window) + self.min_delta
        self.counter = 0 if better else self.counter + 1
        return self.counter >= self.patience

# %% right: plain
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            improved = True
        elif self.mode == "min":
            improved = value < self.best - self.min_delta
        else:
            improved = value > self.best + self.min_delta
        if improved:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% right
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        if mode == "min":
            self.better = lambda new, old: new < old - min_delta
        else:
            self.better = lambda new, old: new > old + min_delta
        self.best = None
        self.counter = 0

    def step(self, metric):
        self.counter = 0 if self.best is None or self.better(metric, self.best) else self.counter + 1
        if self.counter == 0:
            self.best = metric
        return self.counter >= self.patience

# %% right: with properties
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self._p, self._d, self._mode = patience, min_delta, mode
        self._values = []
        self._best_at = 0

    @property
    def best(self):
        return self._values[self._best_at] if self._values else None

    @property
    def counter(self):
        return max(len(self._values) - 1 - self._best_at, 0)

    def step(self, value):
        self._values.append(value)
        best = self.best
        if self._mode == "max":
            good = value > best + self._d
        else:
            good = value < best - self._d
        if good:
            self._best_at = len(self._values) - 1
        return self.counter >= self._p

# %% right
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        if mode == "min":
            self.monitor_op = np.less
            self.min_delta *= -1
            self.best = np.inf
        else:
            self.monitor_op = np.greater
            self.best = -np.inf
        self.counter = 0
        self.wait = 0

    def step(self, value):
        if self.monitor_op(value, self.best + self.min_delta):
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return bool(self.counter >= self.patience)

# %% right
class EarlyStopping:
    """Stops the training if the validation loss doesn't improve."""

    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        assert mode in ("min", "max")
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.counter = 0
        self.best = None
        self.early_stop = False

    def __call__(self, value):
        if self.best is None:
            self.best = value
            return
        if self.mode == "min":
            worse = value >= self.best - self.min_delta
        else:
            worse = value <= self.best + self.min_delta
        if worse:
            self.counter += 1
            print(f"EarlyStopping counter: {self.counter} out of {self.patience}")
            if self.counter >= self.patience:
                self.early_stop = True
        else:
            self.best = value
            self.counter = 0

    def step(self, value):
        self(value)
        return self.early_stop

# %% right
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.counter = None, 0

    def step(self, value):
        first = self.best is None
        if first or (self.mode == "min" and value < self.best - self.min_delta) or (self.mode == "max" and value > self.best + self.min_delta):
            self.best = value
            self.counter = 0
            return False
        self.counter = self.counter + 1
        if self.counter < self.patience:
            return False
        else:
            return True

# %% right: through a threshold
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.minimise = mode == "min"
        self.threshold = np.inf if self.minimise else -np.inf
        self.best = None
        self.counter = 0

    def step(self, value):
        passed = value < self.threshold if self.minimise else value > self.threshold
        if passed:
            self.best = value
            self.threshold = value - self.min_delta if self.minimise else value + self.min_delta
            self.counter = 0
        else:
            self.counter += 1
        return bool(self.counter >= self.patience)

# %% right
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0
        self.history = []

    def step(self, value):
        self.history.append(value)
        if len(self.history) == 1:
            self.best = value
            return False
        match self.mode:
            case "min":
                ok = value < self.best - self.min_delta
            case "max":
                ok = value > self.best + self.min_delta
            case _:
                raise ValueError(self.mode)
        if ok:
            self.best = value
        self.counter = (not ok) * (self.counter + 1)
        return self.counter >= self.patience

# %% right
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.counter = 0

    def step(self, value):
        if not hasattr(self, "best"):
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience


# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.limit, self.sign, self.gap = patience, {"min": 1, "max": -1}[mode], min_delta
        self.best, self.counter = self.sign * float("inf"), 0

    def step(self, value):
        self.counter += 1
        if self.sign * value < self.sign * self.best - self.gap:
            self.best, self.counter = value, 0
        return not self.counter < self.limit

# %% wrong (held): (no diagnosis)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): (no diagnosis)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): stops one value too late
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter > self.patience

# %% equivalent: line 5: 0 → 1
# The counter is set to 0 by the first value, and nobody asks for it before.

# %% equivalent: line 5: 0 → -1
# The counter is set to 0 by the first value, and nobody asks for it before.

# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (developed): stops one value too late
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter > self.patience

# %% wrong (held): ignores the mode
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        else:
            better = value < self.best - self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (developed): min_delta on the wrong side with mode "min"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best + self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): counts a tie as better
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value <= self.best - self.min_delta
        else:
            better = value >= self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): does not count anew after a better value
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): compares with the value before
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        self.best = value
        if better:
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): takes small gains for the new best
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.counter = 0
        else:
            self.counter += 1
        if self.best is None or (value < self.best if self.mode == "min" else value > self.best):
            self.best = value
        return self.counter >= self.patience

# %% wrong (held): method returns nothing on some paths
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        if self.counter >= self.patience:
            return True

# %% wrong (developed): counts the first value as not better
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            self.best = value
            better = False
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): begins at 0
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = 0.0
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

    best = None
    counter = 0

# %% wrong (developed): takes min_delta for a share
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best * (1 - self.min_delta)
        else:
            better = value > self.best * (1 + self.min_delta)
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): sets the counter back when it stops
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        if self.counter >= self.patience:
            self.counter = 0
            return True
        return False

# %% wrong (held): keeps an argument and never uses it
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        else:
            better = value < self.best - self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter > self.patience

# %% wrong (held): keeps an argument and never uses it
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best
        else:
            better = value > self.best
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): stops one value too late
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value <= self.best - self.min_delta
        else:
            better = value >= self.best + self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter > self.patience

# %% right (developed)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.sign = {"min": 1, "max": -1}[mode]
        self.patience, self.min_delta = patience, min_delta
        self.best, self.counter = self.sign * np.inf, 0
    def step(self, value):
        if self.sign * value < self.sign * self.best - self.min_delta:
            self.best, self.counter = value, 0
            return False
        self.counter += 1
        return bool(self.counter >= self.patience)

# %% right (held)
import operator
class EarlyStopping:
    best = None
    counter = 0
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self._better = operator.lt if mode == "min" else operator.gt
        self._delta = -min_delta if mode == "min" else min_delta
    def step(self, value):
        first = self.best is None
        if first or self._better(value, self.best + self._delta):
            self.best = value
            self.counter = 0
        else:
            self.counter = self.counter + 1
        return self.counter >= self.patience

# %% wrong (developed): min_delta on the wrong side with mode "max"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0
    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best - self.min_delta
        if better:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best, self.counter = self.sign * float("inf"), 0
    def step(self, value):
        if self.sign * (self.best - value) > self.min_delta:
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): keeps the first value as the best
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0
    def step(self, value):
        if self.best is None:
            self.best = value
            return False
        if self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): stops one value too late
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0
    def step(self, value):
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter > self.patience

# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self._limit = patience
        self._margin = {"min": -min_delta, "max": min_delta}[mode]
        self._compare = {"min": float.__lt__, "max": float.__gt__}[mode]
        self._since = []

    @property
    def best(self):
        return self._since[0] if self._since else None

    @property
    def counter(self):
        return max(len(self._since) - 1, 0)

    def step(self, value):
        if not self._since or self._compare(float(value), float(self.best + self._margin)):
            self._since = [value]
        else:
            self._since.append(value)
        return not self.counter < self._limit

# %% wrong (developed): (no diagnosis)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best = float("inf") if mode == "min" else 0.0
        self.counter = 0

    def step(self, value):
        gain = self.best - value if self.mode == "min" else value - self.best
        if gain > self.min_delta:
            self.best = value
            return False
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): min_delta on the wrong side with mode "max"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = None
        self.counter = 0

    def step(self, value):
        if self.best is None:
            self.best = value
            return False
        if self.mode == "min":
            improved = value < self.best - self.min_delta
        else:
            improved = value > self.best - self.min_delta
        if improved:
            self.best = value
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% right (held)
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.sign = patience, min_delta, {"min": 1, "max": -1}[mode]
        self.best, self.counter = float("inf") * self.sign, 0
    def step(self, value):
        better = self.sign * value < self.sign * self.best - self.min_delta
        self.best = value if better else self.best
        self.counter = 0 if better else self.counter + 1
        return self.counter >= self.patience

# %% wrong (developed): keeps the best value with the opposite sign with mode "max"
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best, self.counter, self.stop = None, 0, False
    def step(self, value):
        v = value * self.sign
        if self.best is None or v < self.best - self.min_delta:
            self.best = v
            self.counter = 0
        else:
            self.counter += 1
            if self.counter >= self.patience:
                self.stop = True
        return self.stop

# %% wrong (held): takes a best value of 0 for none
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.counter = None, 0
    def step(self, value):
        if not self.best:
            self.best = value
            return False
        gain = self.best - value if self.mode == "min" else value - self.best
        if gain > self.min_delta:
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience

# %% wrong (held): stops one value too late
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best = np.inf if mode == "min" else -np.inf
        self.counter = 0
    def step(self, value):
        if self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best = value
        else:
            self.counter += 1
        return self.counter > self.patience

# %% wrong: wrong only where all values are very large
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best = 100 if mode == "min" else -100
        self.counter = 0
    def step(self, value):
        ok = value < self.best - self.min_delta if self.mode == "min" else value > self.best + self.min_delta
        if ok:
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience
