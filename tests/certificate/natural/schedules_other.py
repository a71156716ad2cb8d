"""What students type into the exercises of lesson 05, plateau, one after the other, order of calls: plain data."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "schedules/plateau": [
        (
            """
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
            """,
            "lowers only once until a better loss comes",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "does not count anew after lowering",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "NameError",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "lowers one loss too early, and at every loss with patience 0",
        ),
        (
            """
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
            """,
            "ignores the threshold",
        ),
        (
            """
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
            """,
            "takes the threshold for a difference",
        ),
        (
            """
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
            """,
            "compares with the loss before",
        ),
        (
            """
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
            """,
            "does not count anew after a better loss",
        ),
        (
            """
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
            """,
            "does not count anew after lowering",
        ),
        (
            """
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
            """,
            "no loss ever counts as better",
        ),
        (
            """
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
            """,
            "forgets the best loss after lowering",
        ),
        (
            """
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
            """,
            "takes small gains for the new best",
        ),
        (
            """
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
            """,
            "method returns nothing",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "divides by the factor",
        ),
        (
            """
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
            """,
            "returns the lower rate without keeping it",
        ),
        (
            """
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
            """,
            "no loss ever counts as better",
        ),
        (
            """
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
            """,
            "ValueError",
        ),
        (
            """
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
            """,
            "lowers one loss too late",
        ),
        (
            """
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
            """,
            "adds the threshold",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "takes away the share factor",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            (None, "did not finish"),  # importing PyTorch takes long on a busy machine
        ),
    ],
    "schedules/sequential": [
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](step)
                return schedules[-1](step - milestones[-1])
            """,
            "local step in the last schedule only",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for s, m in zip(schedules, milestones):
                    if step < m:
                        return s(step)
                    step -= m
                return schedules[-1](step)
            """,
            "takes milestones for durations",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                import bisect
                i = bisect.bisect_left(milestones, step)
                return schedules[i](step - ([0] + milestones)[i])
            """,
            "takes over one step late",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step >= m:
                        return schedules[i + 1](step - m)
                return schedules[0](step)
            """,
            "stops at the second schedule",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                i = 0
                while i < len(milestones) and step >= milestones[i]:
                    i += 1
                return schedules[i]
            """,
            "returned a function",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](m - step)
                return schedules[-1](step - milestones[-1])
            """,
            None,
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step == m:
                        return schedules[i + 1](0)
                return schedules[0](step)
            """,
            None,
        ),
        (
            """
            def sequential(schedules, milestones, step):
                total = 0
                for s in schedules:
                    total += s(step)
                return total
            """,
            "unused parameter",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](step)
                return schedules[-1](step)
            """,
            "hands over the step of the whole training",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for i, m in enumerate(milestones):
                    if step <= m:
                        return schedules[i](step - start)
                    start = m
                return schedules[-1](step - start)
            """,
            "takes over one step late",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](step - start)
                    start = m + 1
                return schedules[-1](step - start)
            """,
            "local step counted from −1",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](step - start)
                    start = m - 1
                return schedules[-1](step - start)
            """,
            "local step counted from 1",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for i, m in enumerate(milestones):
                    if step < start + m:
                        return schedules[i](step - start)
                    start += m
                return schedules[-1](step - start)
            """,
            "takes milestones for durations",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for schedule, m in zip(schedules, milestones):
                    if step < m:
                        return schedule(step - start)
                    start = m
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                i = 0
                while step >= milestones[i]:
                    i += 1
                start = milestones[i - 1] if i > 0 else 0
                return schedules[i](step - start)
            """,
            "IndexError",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                i = 0
                for m in milestones:
                    if step >= m:
                        i += 1
                return schedules[i](step - milestones[i - 1])
            """,
            "subtracts the last milestone in the first schedule",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                i = 0
                while milestones and step >= milestones[0]:
                    start = milestones.pop(0)
                    i += 1
                return schedules[i](step - start)
            """,
            "changes its input",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                start = 0
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i]
                    start = m
                return schedules[-1]
            """,
            "returned a function",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i, m in enumerate(milestones):
                    if step < m:
                        return schedules[i](step - m)
                return schedules[-1](step - milestones[-1])
            """,
            "subtracts the milestone at which a schedule ends",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                if step < milestones[0]:
                    return schedules[0](step)
                return schedules[1](step - milestones[0])
            """,
            "stops at the second schedule",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                value = 1
                start = 0
                for schedule, m in zip(schedules, [0] + milestones):
                    if step >= m:
                        value *= schedule(step - m)
                return value
            """,
            None,
        ),
        (
            """
            def sequential(schedules, milestones, step):
                starts = [0] + milestones
                for i in range(len(starts) - 1, -1, -1):
                    if step >= starts[i]:
                        print(schedules[i](step - starts[i]))
                        break
            """,
            "printed instead of returning",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                starts = [0] + milestones
                for i in range(len(starts)):
                    if step >= starts[i]:
                        return schedules[i](step - starts[i])
            """,
            "the first schedule stays in charge",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                import bisect
                i = bisect.bisect_left(milestones, step)
                start = milestones[i - 1] if i else 0
                return schedules[i](step - start)
            """,
            "takes over one step late",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                import bisect
                i = bisect.bisect_right(milestones, step)
                start = milestones[i] if i < len(milestones) else milestones[-1]
                return schedules[i](step - start)
            """,
            "subtracts the milestone at which a schedule ends",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                i = np.searchsorted(milestones, step)
                return schedules[i](step - ([0] + milestones)[i])
            """,
            "takes over one step late",
        ),
        (
            """
            _start = 0
            _index = 0
            def sequential(schedules, milestones, step):
                global _start, _index
                if _index < len(milestones) and step == milestones[_index]:
                    _start = step
                    _index += 1
                return schedules[_index](step - _start)
            """,
            "IndexError",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                for i in range(len(schedules)):
                    if i == len(schedules) - 1:
                        return schedules[i](step - milestones[i - 1])
                    if step < milestones[i]:
                        return schedules[i](step)
            """,
            "local step in the last schedule only",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                milestones.insert(0, 0)
                i = max(k for k, m in enumerate(milestones) if step >= m)
                return schedules[i](step - milestones[i])
            """,
            "changes its input",
        ),
        (
            """
            def sequential(schedules, milestones, step):
                total = 0
                for m in milestones:
                    if step > m:
                        total += m
                i = sum(step > m for m in milestones)
                return schedules[i](step - total)
            """,
            None,
        ),
    ],
    "schedules/order_of_calls": [
        (
            """
            def order_of_calls(calls):
                order = ["forward", "zero_grad", "backward", "optimizer.step", "clip", "scheduler.step"]
                return sorted(calls, key=order.index)
            """,
            "clips after the optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return calls.sort(key=order.index)
            """,
            "returned nothing",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in calls if c in order]
            """,
            "the list as it came",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "leaves a call out",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "loss.backward", "optimizer.step", "scheduler.step"]
                return sorted(calls, key=order.index)
            """,
            "ValueError",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "backward", "clip", "zero_grad", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "zero_grad between backward and the optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                return ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
            """,
            "all six calls every time",
        ),
        (
            """
            def order_of_calls(calls):
                return sorted(calls)
            """,
            "alphabetical order",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "scheduler.step", "optimizer.step"]
                return [c for c in order if c in calls]
            """,
            "scheduler before optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "backward", "zero_grad", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "zero_grad between backward and the optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "clip", "backward", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clips before backward",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "optimizer.step", "clip", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clips after the optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return calls.sort(key=order.index)
            """,
            "returned nothing",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                calls.sort(key=order.index)
                return calls
            """,
            "changes its input",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "backward", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
                return [c for c in order if c in calls]
            """,
            "zero_grad after the optimizer",
        ),
        (
            """
            def order_of_calls(calls):
                order = {"zero_grad": 0, "backward": 1, "forward": 2, "clip": 3}
                order.update({"optimizer.step": 4, "scheduler.step": 5})
                return sorted(calls, key=lambda c: order[c])
            """,
            "backward before forward",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return sorted(calls, key=order.index, reverse=True)
            """,
            "the right order, backwards",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "loss", "backward", "clip", "optimizer.step"]
                return [c for c in order if c in calls]
            """,
            "leaves a call out",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                print([c for c in order if c in calls])
            """,
            "printed instead of returning",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "step", "scheduler.step"]
                return sorted(calls, key=order.index)
            """,
            "ValueError",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [order.index(c) for c in calls]
            """,
            "no list of names",
        ),
        (
            """
            def order_of_calls(calls):
                return calls
            """,
            "the list as it came",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["scheduler.step", "zero_grad", "forward", "backward", "clip", "optimizer.step"]
                return [c for c in order if c in calls]
            """,
            "scheduler.step before optimizer.step",
        ),
        (
            """
            def order_of_calls(calls):
                before = [("zero_grad", "backward"), ("forward", "backward"), ("backward", "clip"),
                          ("clip", "optimizer.step"), ("optimizer.step", "scheduler.step")]
                result = list(calls)
                for a, b in before:
                    if a in result and b in result and result.index(a) > result.index(b):
                        i, j = result.index(a), result.index(b)
                        result[i], result[j] = result[j], result[i]
                return result
            """,
            "scheduler.step before forward",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [order[i] for i in range(len(calls))]
            """,
            "adds a call",
        ),
        (
            """
            def order_of_calls(calls):
                result = []
                if "zero_grad" in calls:
                    result.append("zero_grad")
                if "forward" in calls:
                    result.append("forward")
                if "backward" in calls:
                    result.append("backward")
                elif "clip" in calls:
                    result.append("clip")
                if "optimizer.step" in calls:
                    result.append("optimizer.step")
                if "scheduler.step" in calls:
                    result.append("scheduler.step")
                return result
            """,
            "leaves a call out",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["forward", "zero_grad", "backward", "optimizer.step", "scheduler.step", "clip"]
                return sorted(calls, key=order.index)
            """,
            "optimizer.step before clip",
        ),
        (
            """
            def order_of_calls(calls):
                order = ["optimizer.step", "scheduler.step", "zero_grad", "forward", "backward", "clip"]
                return [c for c in order if c in calls]
            """,
            "optimizer.step before clip",
        ),
    ],
}

RIGHT = {
    "schedules/plateau": [
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
    ],
    "schedules/sequential": [
        """
        def sequential(schedules, milestones, step):
            start = 0
            for i, m in enumerate(milestones):
                if step < m:
                    return schedules[i](step - start)
                start = m
            return schedules[-1](step - start)
        """,
        """
        import bisect
        def sequential(schedules, milestones, step):
            i = bisect.bisect_right(milestones, step)
            start = milestones[i - 1] if i > 0 else 0
            return schedules[i](step - start)
        """,
        """
        def sequential(schedules, milestones, step):
            starts = [0] + list(milestones)
            for schedule, start in zip(reversed(schedules), reversed(starts)):
                if step >= start:
                    return schedule(step - start)
        """,
        """
        def sequential(schedules, milestones, step):
            i = sum(step >= m for m in milestones)
            local = step - milestones[i - 1] if i else step
            return schedules[i](local)
        """,
        """
        def sequential(schedules, milestones, step):
            if len(milestones) == 0 or step < milestones[0]:
                return schedules[0](step)
            first = milestones[0]
            return sequential(schedules[1:], [m - first for m in milestones[1:]], step - first)
        """,
        """
        def sequential(schedules, milestones, step):
            i = int(np.searchsorted(milestones, step, side="right"))
            return schedules[i](step - int(np.concatenate([[0], milestones])[i]))
        """,
        """
        def sequential(schedules, milestones, step):
            index = 0
            local = 0
            for s in range(step + 1):
                while index < len(milestones) and s >= milestones[index]:
                    index += 1
                    local = 0
                if s == step:
                    return schedules[index](local)
                local += 1
        """,
        """
        def sequential(schedules, milestones, step):
            bounds = [0, *milestones, float("inf")]
            chosen = [(f, a) for f, a, b in zip(schedules, bounds, bounds[1:]) if a <= step < b]
            f, a = chosen[0]
            return f(step - a)
        """,
        """
        def sequential(schedules, milestones, step):
            passed = [m for m in milestones if m <= step]
            current = schedules[len(passed)]
            return current(step - max(passed, default=0))
        """,
        """
        def sequential(schedules, milestones, step):
            class Part:
                def __init__(self, begin, schedule):
                    self.begin = begin
                    self.schedule = schedule

            parts = [Part(0, schedules[0])]
            for k in range(len(milestones)):
                parts.append(Part(milestones[k], schedules[k + 1]))
            active = parts[0]
            for part in parts:
                if part.begin <= step:
                    active = part
            return active.schedule(step - active.begin)
        """,
    ],
    "schedules/order_of_calls": [
        """
        def order_of_calls(calls):
            order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
            return [c for c in order if c in calls]
        """,
        """
        def order_of_calls(calls):
            order = ["forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step"]
            return sorted(calls, key=order.index)
        """,
        """
        def order_of_calls(calls):
            rank = {"zero_grad": 0, "forward": 0, "backward": 1, "clip": 2, "optimizer.step": 3, "scheduler.step": 4}
            return tuple(sorted(calls, key=rank.get))
        """,
        """
        def order_of_calls(calls):
            result = []
            if "zero_grad" in calls:
                result.append("zero_grad")
            if "forward" in calls:
                result.append("forward")
            if "backward" in calls:
                result.append("backward")
            if "clip" in calls:
                result.append("clip")
            if "optimizer.step" in calls:
                result.append("optimizer.step")
            if "scheduler.step" in calls:
                result.append("scheduler.step")
            return result
        """,
        """
        def order_of_calls(calls):
            after = {
                "forward": set(),
                "zero_grad": set(),
                "backward": {"zero_grad", "forward"},
                "clip": {"zero_grad", "forward", "backward"},
                "optimizer.step": {"zero_grad", "forward", "backward", "clip"},
                "scheduler.step": {"zero_grad", "forward", "backward", "clip", "optimizer.step"},
            }
            left = list(calls)
            order = []
            while left:
                for call in left:
                    if not after[call] & set(left):
                        order.append(call)
                        left.remove(call)
                        break
            return order
        """,
        """
        def order_of_calls(calls):
            ordered = list(calls)
            position = "zero_grad forward backward clip optimizer.step scheduler.step".split().index
            for i in range(len(ordered)):
                for j in range(len(ordered) - 1 - i):
                    if position(ordered[j]) > position(ordered[j + 1]):
                        ordered[j], ordered[j + 1] = ordered[j + 1], ordered[j]
            return ordered
        """,
        """
        from graphlib import TopologicalSorter
        def order_of_calls(calls):
            graph = {
                "backward": ["forward", "zero_grad"],
                "clip": ["backward"],
                "optimizer.step": ["clip"],
                "scheduler.step": ["optimizer.step"],
            }
            return [call for call in TopologicalSorter(graph).static_order() if call in calls]
        """,
        """
        def order_of_calls(calls):
            names = ("forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step")
            return list(filter(calls.__contains__, names))
        """,
        """
        def order_of_calls(calls):
            slots = [None] * 6
            for call in calls:
                match call:
                    case "zero_grad":
                        slots[0] = call
                    case "forward":
                        slots[1] = call
                    case "backward":
                        slots[2] = call
                    case "clip":
                        slots[3] = call
                    case "optimizer.step":
                        slots[4] = call
                    case "scheduler.step":
                        slots[5] = call
            return [slot for slot in slots if slot is not None]
        """,
        """
        def order_of_calls(calls):
            from itertools import permutations
            pairs = [(a, b) for i, a in enumerate(chain) for b in chain[i + 1:]]
            pairs += [("zero_grad", c) for c in chain[1:]]
            for order in permutations(calls):
                if all(order.index(a) < order.index(b) for a, b in pairs if a in order and b in order):
                    return list(order)

        chain = ["forward", "backward", "clip", "optimizer.step", "scheduler.step"]
        """,
    ],
}
