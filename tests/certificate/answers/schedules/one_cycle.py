import numpy as np

# %% wrong: unused parameter
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    if step <= peak:
        return cosine(start, step, peak, max_lr)
    return cosine(max_lr, step - peak, total_steps - 1 - peak)

# %% wrong: rounds the peak to the nearest step
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, round(pct_start * total_steps) - 1
    end = start / final_div_factor
    if step <= peak:
        return cosine(start, step, peak, max_lr)
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis) | peak one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, int(pct_start * total_steps)
    end = start / final_div_factor
    if step <= peak:
        return cosine(start, step, peak, max_lr)
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = start / final_div_factor
    if step <= peak:
        return cosine(start, step, peak, max_lr)
    return cosine(start, step - peak, total_steps - 1 - peak, end)

# %% wrong: end one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = start / final_div_factor
    if step <= peak:
        return cosine(start, step, peak, max_lr)
    return cosine(max_lr, step - peak, total_steps - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = start / final_div_factor
    if step <= peak:
        return warmup_cosine(max_lr, step, int(peak), total_steps, end)
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = start / final_div_factor
    if step <= pct_start:
        return cosine(start, step, peak, max_lr)
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = start / final_div_factor
    if step <= peak:
        return max_lr + (start - max_lr) * (1 + np.cos(np.pi * step / total_steps)) / 2
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start, peak = max_lr / div_factor, pct_start * total_steps - 1
    end = max_lr / final_div_factor
    if step <= peak:
        return start + (max_lr - start) * (1 + np.cos(np.pi * step / peak)) / 2
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step < peak:
        return cosine(max_lr, step, peak, start)
    return cosine(max_lr, step - peak, total_steps - 1 - peak, end)

# %% wrong: peak and end one step late
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (total_steps - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: straight lines
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        return initial + (max_lr - initial) * step / up
    return max_lr + (final - max_lr) * (step - up) / (down - up)

# %% wrong: ends at max_lr / final_div_factor
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = max_lr / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: rounds the peak down
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = int(pct_start * total_steps) - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: (no diagnosis)
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return initial + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: both phases the wrong way round
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return initial + (max_lr - initial) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return max_lr + (final - max_lr) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: comes back to the first rate
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
    else:
        t = 1 - (step - up) / (down - up)
    return initial + (max_lr - initial) * (1 - math.cos(math.pi * t)) / 2

# %% wrong: unused parameter
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        return max_lr * (1 - math.cos(math.pi * step / up)) / 2
    t = (step - up) / (down - up)
    return max_lr * (1 + math.cos(math.pi * t)) / 2

# %% wrong: end one step late
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (total_steps - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: peak at the share of the last step
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * (total_steps - 1)
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: the descent does not count anew
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = step / down
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: unused parameter
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / 25
    final = initial / 10000
    up = 0.3 * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: printed instead of returning
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        lr = max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    else:
        t = (step - up) / (down - up)
        lr = final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
    print(lr)

# %% wrong: three phases
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = 2 * pct_start * total_steps - 2
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    if step <= down:
        t = (step - up) / (down - up)
        return initial + (max_lr - initial) * (1 + math.cos(math.pi * t)) / 2
    t = (step - down) / (total_steps - 1 - down)
    return final + (initial - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: (no diagnosis)
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr * div_factor
    final = initial * final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    if step < up:
        return cosine(initial, step, up, max_lr)
    return cosine(max_lr, step, total_steps - 1, final)

# %% wrong: unused parameter
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    up = pct_start * total_steps - 1
    if step < up:
        return cosine(initial, step, up, max_lr)
    return cosine(max_lr, step - up, total_steps - 1 - up)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    warm = int(pct_start * total_steps)
    if step < warm:
        return np.linspace(initial, max_lr, warm)[step]
    return cosine(max_lr, step - warm, total_steps - warm, final)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    step = step + 1
    if step < up:
        return cosine(initial, step, up, max_lr)
    return cosine(max_lr, step - up, total_steps - 1 - up, final)

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start / 100 * total_steps - 1
    if step < up:
        return cosine(initial, step, up, max_lr)
    return cosine(max_lr, step - up, total_steps - 1 - up, final)

# %% wrong: unused parameter
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    if step < pct_start * total_steps:
        return warmup_cosine(max_lr, step, int(pct_start * total_steps), total_steps)
    return warmup_cosine(max_lr, step, int(pct_start * total_steps), total_steps, max_lr / final_div_factor)

# %% wrong: (no diagnosis) | did not finish
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    import torch
    w = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=max_lr, total_steps=total_steps, pct_start=pct_start, div_factor=div_factor,
        final_div_factor=final_div_factor, cycle_momentum=False,
    )
    for _ in range(step):
        optimizer.step()
        scheduler.step()
    return optimizer.param_groups[0]["lr"]

# %% wrong: takes the angle in degrees
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return max_lr + 0.5 * (start - max_lr) * (1 + np.cos(180 * step / peak))
    return end + 0.5 * (max_lr - end) * (1 + np.cos(180 * (step - peak) / (total_steps - 1 - peak)))

# %% right
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    initial = max_lr / div_factor
    final = initial / final_div_factor
    up = pct_start * total_steps - 1
    down = total_steps - 1
    if step <= up:
        t = step / up
        return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
    t = (step - up) / (down - up)
    return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2

# %% right
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(start, end, pct):
        cos_out = np.cos(np.pi * pct) + 1
        return end + (start - end) / 2.0 * cos_out

    initial_lr = max_lr / div_factor
    min_lr = initial_lr / final_div_factor
    phases = [
        (pct_start * total_steps - 1, initial_lr, max_lr),
        (total_steps - 1, max_lr, min_lr),
    ]
    start_step = 0
    for i, (end_step, start_lr, end_lr) in enumerate(phases):
        if step <= end_step or i == len(phases) - 1:
            return anneal(start_lr, end_lr, (step - start_step) / (end_step - start_step))
        start_step = end_step

# %% right
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    low = max_lr / div_factor
    lowest = low / final_div_factor
    peak_at = pct_start * total_steps - 1
    if step < peak_at:
        return low + (max_lr - low) * math.sin(math.pi / 2 * step / peak_at) ** 2
    if step == peak_at:
        return max_lr
    angle = math.pi / 2 * (step - peak_at) / (total_steps - 1 - peak_at)
    return lowest + (max_lr - lowest) * math.cos(angle) ** 2

# %% right
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    last = first / final_div_factor
    peak = total_steps * pct_start - 1
    if step > peak:
        return cosine(max_lr, step - peak, total_steps - 1 - peak, last)
    return cosine(first, step, peak, max_lr)

# %% right
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    peak = pct_start * total_steps - 1
    shape = lambda t: (1 - np.cos(np.pi * t)) / 2
    if step <= peak:
        a, b, t = 1 / div_factor, 1.0, step / peak
    else:
        a, b, t = 1.0, 1 / (div_factor * final_div_factor), (step - peak) / (total_steps - 1 - peak)
    return max_lr * (a + (b - a) * shape(t))

# %% right
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start_lr = max_lr / div_factor
    end_lr = start_lr / final_div_factor
    # shift everything by one: step 1 .. total_steps
    n = step + 1
    n_up = pct_start * total_steps
    n_down = total_steps - n_up
    if n <= n_up:
        return (start_lr + max_lr) / 2 - (max_lr - start_lr) / 2 * math.cos(math.pi * (n - 1) / (n_up - 1))
    return (end_lr + max_lr) / 2 + (max_lr - end_lr) / 2 * math.cos(math.pi * (n - n_up) / n_down)

# %% right
import math
def one_cycle(peak, now, total, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    # two half cosine waves
    top = pct_start * total - 1
    rising = now <= top
    begin = 0 if rising else top
    end = top if rising else total - 1
    other = peak / div_factor if rising else peak / div_factor / final_div_factor
    angle = math.pi * (now - begin) / (end - begin)
    weight_of_peak = (1 - math.cos(angle)) / 2 if rising else (1 + math.cos(angle)) / 2
    return weight_of_peak * peak + (1 - weight_of_peak) * other

# %% right
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    lr_start = max_lr / div_factor
    lr_end = max_lr / (div_factor * final_div_factor)
    peak = pct_start * total_steps - 1
    rates = []
    for s in range(total_steps):
        if s <= peak:
            rates.append(lr_start + 0.5 * (max_lr - lr_start) * (1 - np.cos(np.pi * s / peak)))
        else:
            fraction = (s - peak) / (total_steps - 1 - peak)
            rates.append(lr_end + 0.5 * (max_lr - lr_end) * (1 + np.cos(np.pi * fraction)))
    return float(rates[step])

# %% right: with a helper
import math


def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def wave(a, b, share):
        return b + (a - b) / 2 * (1 + math.cos(math.pi * share))

    first = max_lr / div_factor
    up = float(pct_start * total_steps) - 1
    if step > up:
        return wave(max_lr, first / final_div_factor, (step - up) / (total_steps - up - 1))
    return wave(first, max_lr, step / up)

# %% right: with one based steps
def one_cycle(top, step, n, pct=0.3, div=25.0, final=1e4):
    number, warm = step + 1, pct * n  # PyTorch's source counts like this
    if number <= warm:
        low, share = top / div, (number - 1) / (warm - 1)
        return low + (top - low) * np.sin(np.pi / 2 * share) ** 2
    low, share = top / (div * final), (number - warm) / (n - warm)
    return low + (top - low) * np.cos(np.pi / 2 * share) ** 2

# %% right: with np.where
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    peak = pct_start * total_steps - 1
    up = step < peak
    share = np.where(up, step / peak, (step - peak) / (total_steps - 1 - peak))
    a = np.where(up, max_lr / div_factor, max_lr)
    b = np.where(up, max_lr, max_lr / div_factor / final_div_factor)
    return b + (a - b) * (1 + np.cos(np.pi * share)) / 2

# %% wrong (held): end one step late
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    last = first / final_div_factor
    top = pct_start * total_steps - 1
    if step <= top:
        a, b, t = first, max_lr, step / top
    else:
        a, b, t = max_lr, last, (step - top) / (total_steps - top)
    return b + (a - b) / 2 * (1 + math.cos(math.pi * t))

# %% wrong (held): unused parameter
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = 0.0
    last = first / final_div_factor
    top = pct_start * total_steps - 1
    if step <= top:
        a, b, t = first, max_lr, step / top
    else:
        a, b, t = max_lr, last, (step - top) / (total_steps - 1 - top)
    return b + (a - b) / 2 * (1 + math.cos(math.pi * t))

# %% wrong (held): unused parameter
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = 0.0
    last = max_lr / final_div_factor
    top = pct_start * total_steps - 1
    if step <= top:
        a, b, t = first, max_lr, step / top
    else:
        a, b, t = max_lr, last, (step - top) / (total_steps - 1 - top)
    return b + (a - b) / 2 * (1 + math.cos(math.pi * t))

# %% wrong (held): unused parameter
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = 0.0
    last = first / final_div_factor
    top = pct_start * total_steps - 1
    if step <= top:
        a, b, t = first, max_lr, step / top
    else:
        a, b, t = max_lr, last, (step - top) / (total_steps - top)
    return b + (a - b) / 2 * (1 + math.cos(math.pi * t))

# %% equivalent: line 5: step <= peak → step < peak
# At the peak itself both phases give max_lr.

# %% right (developed)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (held): ends at max_lr / final_div_factor
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = max_lr / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (developed): peak one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (held): rounds the peak down
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = int(pct_start * total_steps) - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (developed): straight up, cosine down
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return start + (max_lr - start) * step / peak
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (developed): end one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - peak))

# %% wrong (developed): the descent does not count anew
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, step / (total_steps - 1))

# %% wrong (developed): comes back to the first rate
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, start, (step - peak) / (total_steps - 1 - peak))

# %% wrong (developed): cosine up, straight down
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return max_lr + (end - max_lr) * (step - peak) / (total_steps - 1 - peak)

# %% wrong (developed): both phases the wrong way round
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return a + 0.5 * (b - a) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (developed): ends at max_lr / final_div_factor
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = max_lr / final_div_factor
    peak = int(pct_start * total_steps) - 1
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (held): straight lines
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps - 1
    if step <= peak:
        return start + (max_lr - start) * step / peak
    return max_lr + (end - max_lr) * (step - peak) / (total_steps - 1 - peak)

# %% wrong (held): peak and end one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def anneal(a, b, s):
        return b + 0.5 * (a - b) * (1 + np.cos(np.pi * s))
    start = max_lr / div_factor
    end = start / final_div_factor
    peak = pct_start * total_steps
    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - peak))

# %% right (held)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    low = max_lr / div_factor
    top = pct_start * total_steps - 1
    if step < top:
        return low + max_lr - cosine(max_lr, step, top, low)
    return cosine(max_lr, step - top, total_steps - 1 - top, low / final_div_factor)

# %% right (held)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    phases = [(0, pct_start * total_steps - 1, first, max_lr), (pct_start * total_steps - 1, total_steps - 1, max_lr, first / final_div_factor)]
    for begin, end, a, b in phases:
        if begin <= step <= end:
            s = (step - begin) / (end - begin)
            return b + (a - b) * (1 + np.cos(np.pi * s)) / 2

# %% wrong (developed): ends at max_lr / final_div_factor
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first, last = max_lr / div_factor, max_lr / final_div_factor
    up = pct_start * total_steps - 1
    if step <= up:
        return first + (max_lr - first) * (1 - math.cos(math.pi * step / up)) / 2
    t = (step - up) / (total_steps - 1 - up)
    return last + (max_lr - last) * (1 + math.cos(math.pi * t)) / 2

# %% right (held)
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    marks = [0, pct_start * total_steps - 1, total_steps - 1]
    rates = [first, max_lr, first / final_div_factor]
    k = 0 if step <= marks[1] else 1
    t = (step - marks[k]) / (marks[k + 1] - marks[k])
    return rates[k] + (rates[k + 1] - rates[k]) * (1 - math.cos(math.pi * t)) / 2

# %% wrong (held): peak one step late
import math
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    last = first / final_div_factor
    up = pct_start * total_steps
    if step <= up:
        return first + (max_lr - first) * (1 - math.cos(math.pi * step / up)) / 2
    t = (step - up) / (total_steps - 1 - up)
    return last + (max_lr - last) * (1 + math.cos(math.pi * t)) / 2

# %% wrong (held): unused parameter
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    up = pct_start * total_steps - 1
    if step <= up:
        return first + (max_lr - first) * step / up
    t = (step - up) / (total_steps - 1 - up)
    return max_lr * (1 - t)

# %% right (held)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    peak, end = pct_start * total_steps - 1, total_steps - 1
    phases = [(0, peak, first, max_lr), (peak, end, max_lr, first / final_div_factor)]
    begin, stop, a, b = next(phase for phase in phases if step <= phase[1] or phase is phases[-1])
    angle = np.pi * (step - begin) / (stop - begin)
    return float((a + b) / 2 + (a - b) / 2 * np.cos(angle))

# %% wrong (developed): (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    last = first / final_div_factor
    up = int(pct_start * total_steps) - 1
    down = total_steps - 1 - up
    if step <= up:
        s = step / up
        return first + (max_lr - first) * s
    s = (step - up) / down
    return last + 0.5 * (max_lr - last) * (1 + np.cos(np.pi * s))

# %% wrong (developed): ends at max_lr / final_div_factor
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start = max_lr / div_factor
    end = max_lr / final_div_factor
    peak = pct_start * total_steps - 1

    def anneal(a, b, frac):
        return b + (a - b) / 2 * (1 + np.cos(np.pi * frac))

    if step <= peak:
        return anneal(start, max_lr, step / peak)
    return anneal(max_lr, end, (step - peak) / (total_steps - 1 - peak))

# %% wrong (held): rounds the peak down
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    up = int(pct_start * total_steps) - 1
    lo = max_lr / div_factor
    fin = lo / final_div_factor
    if step <= up:
        t = step / up if up else 1.0
        return lo + (max_lr - lo) * (1 - np.cos(np.pi * t)) / 2
    t = (step - up) / (total_steps - 1 - up)
    return fin + (max_lr - fin) * (1 + np.cos(np.pi * t)) / 2

# %% right (held)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    a = max_lr / div_factor
    knots = [0, pct_start * total_steps - 1, total_steps - 1]
    vals = [a, max_lr, a / final_div_factor]
    k = 0 if step <= knots[1] else 1
    t = (step - knots[k]) / (knots[k + 1] - knots[k])
    w = np.sin(np.pi * t / 2) ** 2
    return vals[k] * (1 - w) + vals[k + 1] * w

# %% right
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first = max_lr / div_factor
    knots = [(0.0, first), (pct_start * total_steps - 1, max_lr), (total_steps - 1, first / final_div_factor)]
    (a, low), (b, high) = knots[:2] if step <= knots[1][0] else knots[1:]
    t = (step - a) / (b - a)
    return high + (low - high) / 2 * (1 + np.cos(np.pi * t))

# %% wrong: peak one step late
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def cos(a, b, t):
        return b + (a - b) / 2 * (1 + np.cos(np.pi * t))
    low = max_lr / div_factor
    up = pct_start * total_steps
    if step <= up:
        return cos(low, max_lr, step / up)
    return cos(max_lr, low / final_div_factor, (step - up) / (total_steps - up - 1))

# %% wrong: (no diagnosis)
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start = max_lr / div_factor
    end = max_lr / final_div_factor
    up = pct_start * total_steps - 1
    if step <= up:
        return start + (max_lr - start) * step / up
    t = (step - up) / (total_steps - 1 - up)
    return end + (max_lr - end) * 0.5 * (1 + np.cos(np.pi * t))

# %% wrong: wrong only where the rate is very small
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    def wave(a, b, share):
        return b + (a - b) * (1 + np.cos(np.pi * share)) / 2

    start = max_lr / div_factor
    end = max(start / final_div_factor, 1e-8)
    up = pct_start * total_steps - 1
    if step <= up:
        return wave(start, max_lr, step / up)
    return wave(max_lr, end, (step - up) / (total_steps - 1 - up))
