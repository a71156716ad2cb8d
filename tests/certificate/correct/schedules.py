"""Correct versions of the exercises of lesson 05, written differently from the solutions, as students write them."""

import bisect
import math

import numpy as np


def step_decay_by_loop(lr, epoch, step_size, gamma):
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr = lr * gamma
    return lr


def step_decay_by_counting_down(rate, e, size, factor):
    while e >= size:
        rate *= factor
        e -= size
    return rate


def step_decay_with_floor(lr, epoch, step_size, gamma):
    return lr * np.power(gamma, np.floor(epoch / step_size))


def step_decay_by_recursion(lr, epoch, step_size, gamma):
    return lr if epoch < step_size else gamma * step_decay_by_recursion(lr, epoch - step_size, step_size, gamma)


def exponential_by_loop(lr, epoch, gamma):
    for _ in range(epoch):
        lr *= gamma
    return lr


def exponential_with_logarithms(start, t, g):
    return math.exp(math.log(start) + t * math.log(g))


def exponential_of_a_product(lr, epoch, gamma):
    return np.prod([lr] + [gamma] * epoch)


def linear_with_an_if(lr, step, total_steps, end_factor=0.0):
    if step >= total_steps:
        return lr * end_factor
    return lr - (lr - lr * end_factor) * step / total_steps


def linear_by_interpolation(lr, step, total_steps, end_factor=0.0):
    return np.interp(step, [0, total_steps], [lr, lr * end_factor])


def linear_as_a_weighted_mean(lr, step, total, end=0.0):
    t = np.clip(step / total, 0, 1)
    return lr * ((1 - t) + t * end)


def linear_by_loop(lr, step, total_steps, end_factor=0.0):
    rate, drop = lr, lr * (1 - end_factor) / total_steps
    for k in range(step):
        if k < total_steps:
            rate -= drop
    return rate


def cosine_with_an_if(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return min_lr
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))


def cosine_with_a_squared_cosine(lr, step, total_steps, min_lr=0.0):
    angle = np.pi / 2 * min(step / total_steps, 1)  # (1 + cos 2a) / 2 = cos² a
    return lr * np.cos(angle) ** 2 + min_lr * np.sin(angle) ** 2


def cosine_around_the_middle(high, step, steps, low=0.0):
    middle, height = (high + low) / 2, (high - low) / 2
    return np.array(middle + height * np.cos(np.clip(step / steps, 0.0, 1.0) * np.pi))


def cosine_in_degrees(lr, step, total_steps, min_lr=0.0):
    degrees = 180 * np.minimum(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * (1 + np.cos(np.deg2rad(degrees))) / 2


def warmup_cosine_with_another_function(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step + 1 <= warmup_steps:
        return (step + 1) / warmup_steps * lr
    return cosine_with_an_if(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)


def warmup_cosine_with_three_parts(lr, step, w, total, low=0.0):
    if step < w:
        rate = lr / w + step * lr / w
    elif step < total:
        rate = low + (lr - low) / 2 * (1 + math.cos(math.pi * (step - w) / (total - w)))
    else:
        rate = low
    return rate


def warmup_cosine_from_lists(lr, step, warmup_steps, total_steps, min_lr=0.0):
    up = [lr * k / warmup_steps for k in range(1, warmup_steps + 1)]
    down = min_lr + (lr - min_lr) * (np.cos(np.linspace(0, np.pi, total_steps - warmup_steps + 1)) + 1) / 2
    rates = up + down.tolist()
    return rates[min(step, len(rates) - 1)]


def warmup_cosine_in_one_line(lr, step, warmup_steps, total_steps, min_lr=0.0):
    t = max(0, min(1, (step - warmup_steps) / (total_steps - warmup_steps)))
    return min(lr * (step + 1) / warmup_steps, min_lr + (lr - min_lr) * math.cos(math.pi * t / 2) ** 2)


def one_cycle_with_a_helper(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def wave(a, b, share):
        return b + (a - b) / 2 * (1 + math.cos(math.pi * share))

    first = max_lr / div_factor
    up = float(pct_start * total_steps) - 1
    if step > up:
        return wave(max_lr, first / final_div_factor, (step - up) / (total_steps - up - 1))
    return wave(first, max_lr, step / up)


def one_cycle_with_one_based_steps(top, step, n, pct=0.3, div=25.0, final=1e4):
    number, warm = step + 1, pct * n  # PyTorch's source counts like this
    if number <= warm:
        low, share = top / div, (number - 1) / (warm - 1)
        return low + (top - low) * np.sin(np.pi / 2 * share) ** 2
    low, share = top / (div * final), (number - warm) / (n - warm)
    return low + (top - low) * np.cos(np.pi / 2 * share) ** 2


def one_cycle_with_where(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    peak = pct_start * total_steps - 1
    up = step < peak
    share = np.where(up, step / peak, (step - peak) / (total_steps - 1 - peak))
    a = np.where(up, max_lr / div_factor, max_lr)
    b = np.where(up, max_lr, max_lr / div_factor / final_div_factor)
    return b + (a - b) * (1 + np.cos(np.pi * share)) / 2


def sequential_with_bisect(schedules, milestones, step):
    number = bisect.bisect_right(milestones, step)
    return schedules[number](step - [0, *milestones][number])


def sequential_from_the_end(schedules, milestones, step):
    for schedule, start in zip(reversed(schedules[1:]), reversed(milestones), strict=True):
        if step >= start:
            return schedule(step - start)
    return schedules[0](step)


def sequential_by_subtracting(schedules, milestones, step):
    gone = 0
    for schedule, milestone in zip(schedules, milestones, strict=False):
        if step < milestone:
            return schedule(step - gone)
        gone = milestone
    return schedules[-1](step - gone)


def sequential_with_searchsorted(parts, ends, t):
    n = int(np.searchsorted(ends, t, side="right"))
    return parts[n](t - (ends[n - 1] if n > 0 else 0))


class PlateauWithNone:
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


class PlateauFromHistory:
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


class PlateauCountingDown:
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


def order_sorted_by_a_key(calls):
    return sorted(calls, key=["forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step"].index)


def order_by_ranks(calls):
    rank = {"zero_grad": 0, "forward": 1, "backward": 2, "clip": 3, "optimizer.step": 4, "scheduler.step": 5}
    result = list(calls)
    result.sort(key=lambda call: rank[call])
    return tuple(result)


def order_by_ifs(calls):
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


def order_by_putting_each_behind_its_need(calls):
    needs = {
        "backward": {"zero_grad", "forward"},
        "clip": {"backward", "forward"},
        "optimizer.step": {"clip", "backward", "forward"},
        "scheduler.step": {"optimizer.step", "clip", "backward", "forward"},
    }
    waiting, result = list(calls), []
    while waiting:
        for call in waiting:
            if not needs.get(call, set()) & (set(waiting) - {call}):
                result.append(call)
                waiting.remove(call)
                break
    return result


CORRECT = {
    "schedules/step_decay": [
        step_decay_by_loop,
        step_decay_by_counting_down,
        step_decay_with_floor,
        step_decay_by_recursion,
    ],
    "schedules/exponential": [exponential_by_loop, exponential_with_logarithms, exponential_of_a_product],
    "schedules/linear": [
        linear_with_an_if,
        linear_by_interpolation,
        linear_as_a_weighted_mean,
        linear_by_loop,
    ],
    "schedules/cosine": [
        cosine_with_an_if,
        cosine_with_a_squared_cosine,
        cosine_around_the_middle,
        cosine_in_degrees,
    ],
    "schedules/warmup_cosine": [
        warmup_cosine_with_another_function,
        warmup_cosine_with_three_parts,
        warmup_cosine_from_lists,
        warmup_cosine_in_one_line,
    ],
    "schedules/one_cycle": [one_cycle_with_a_helper, one_cycle_with_one_based_steps, one_cycle_with_where],
    "schedules/sequential": [
        sequential_with_bisect,
        sequential_from_the_end,
        sequential_by_subtracting,
        sequential_with_searchsorted,
    ],
    "schedules/plateau": [PlateauWithNone, PlateauFromHistory, PlateauCountingDown],
    "schedules/order_of_calls": [
        order_sorted_by_a_key,
        order_by_ranks,
        order_by_ifs,
        order_by_putting_each_behind_its_need,
    ],
}
