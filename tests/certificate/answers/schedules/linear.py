import numpy as np

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * end_factor ** min(step / total_steps, 1)

# %% wrong: unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    return np.linspace(1, end_factor, total_steps + 1)[min(step, total_steps)]

# %% wrong: takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    share = min(step / total_steps, 1)
    return lr * (1 - share) + end_factor * share

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    share = min(step / total_steps, 1)
    return max(lr * (1 - share), end_factor)

# %% wrong: wrong only past the end, where step is larger than total_steps
def linear(lr, step, total_steps, end_factor=0.0):
    if step > total_steps:
        return lr
    return lr * (1 + step / total_steps * (end_factor - 1))

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    if step >= total_steps:
        return end_factor
    return lr * (1 + step / total_steps * (end_factor - 1))

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    share = step / total_steps
    if share > 1:
        share = 1
    return lr * (1 - share * 1 - end_factor)

# %% wrong: falls to end_factor of the way
def linear(lr, step, total_steps, end_factor=0.0):
    share = min(step, total_steps) / total_steps
    return lr - share * (lr * end_factor)

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    step = step % total_steps
    return lr * (1 + step / total_steps * (end_factor - 1))

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    share = min(step, total_steps) / (total_steps + 1)
    return lr * (1 + share * (end_factor - 1))

# %% wrong: goes on past the end
def linear(lr, step, total_steps, end_factor=0.0):
    t = step / total_steps
    return lr * (1 - t) + lr * end_factor * t

# %% wrong: takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return lr + (end_factor - lr) * t

# %% wrong: reaches the end one step early
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step / (total_steps - 1), 1)
    return lr * (1 + (end_factor - 1) * t)

# %% wrong: one step ahead
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step + 1, total_steps) / total_steps
    return lr * (1 + (end_factor - 1) * t)

# %% wrong: divides whole numbers
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) // total_steps
    return lr * (1 + (end_factor - 1) * t)

# %% wrong: rises
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return lr * (end_factor + (1 - end_factor) * t)

# %% wrong: unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return lr * (1 - t)

# %% wrong: wrong only past the end, where step is larger than total_steps
def linear(lr, step, total_steps, end_factor=0.0):
    if step > total_steps:
        return end_factor
    return lr * (1 - (1 - end_factor) * step / total_steps)

# %% wrong: 0 from the end on
def linear(lr, step, total_steps, end_factor=0.0):
    if step >= total_steps:
        return 0.0
    return lr * (1 - (1 - end_factor) * step / total_steps)

# %% wrong: takes the larger of step and total_steps
def linear(lr, step, total_steps, end_factor=0.0):
    t = max(step, total_steps) / total_steps
    return lr * (1 + (end_factor - 1) * t)

# %% wrong: falls to end_factor of the way
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return lr * (1 - end_factor * t)

# %% wrong: falls to 0 and is cut off
def linear(lr, step, total_steps, end_factor=0.0):
    return max(lr * (1 - step / total_steps), lr * end_factor)

# %% wrong: unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return 1 + (end_factor - 1) * t

# %% wrong: printed instead of returning
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    print(lr * (1 + (end_factor - 1) * t))

# %% wrong: IndexError
def linear(lr, step, total_steps, end_factor=0.0):
    return np.linspace(lr, lr * end_factor, total_steps)[step]

# %% wrong: reaches the end one step early
def linear(lr, step, total_steps, end_factor=0.0):
    return np.linspace(lr, lr * end_factor, total_steps)[min(step, total_steps - 1)]

# %% wrong: takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    return np.interp(step, [0, total_steps], [lr, end_factor])

# %% wrong: unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    decrement = lr / total_steps
    for _ in range(step):
        lr = lr - decrement
    return lr

# %% wrong: another default
def linear(lr, step, total_steps, end_factor=1/3):
    step = min(step, total_steps)
    return lr * (1 + (end_factor - 1) * step / total_steps)

# %% wrong: returned nothing on some paths
def linear(lr, step, total_steps, end_factor=0.0):
    if step > total_steps:
        return
    return lr * (1 + (end_factor - 1) * step / total_steps)

# %% wrong: (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    step = np.clip(step, 0, 1)
    return lr * (1 + (end_factor - 1) * step / total_steps)

# %% wrong: unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * (1 + (end_factor - 1) * min(step / 100, 1))

# %% wrong: (no diagnosis) | did not finish
def linear(lr, step, total_steps, end_factor=0.0):
    import torch
    t = torch.tensor(step / total_steps, dtype=torch.float64).clamp(0, 1)
    ends = torch.tensor([1.0, end_factor], dtype=torch.float64)
    return torch.lerp(ends[0], ends[1], t).item() * lr

# %% wrong: falls by end_factor
def linear(lr, step, total_steps, end_factor=0.0):
    share = min(step / total_steps, 1)
    return lr - end_factor * share

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return lr * (1 + (end_factor - 1) * t)

# %% right: with an if
def linear(lr, step, total_steps, end_factor=0.0):
    if step >= total_steps:
        return lr * end_factor
    return lr - (lr - lr * end_factor) * step / total_steps

# %% right: by interpolation
def linear(lr, step, total_steps, end_factor=0.0):
    return np.interp(step, [0, total_steps], [lr, lr * end_factor])

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    points = np.linspace(lr, lr * end_factor, total_steps + 1)
    return points[min(step, total_steps)]

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    decrement = lr * (1 - end_factor) / total_steps
    current = lr
    for i in range(step):
        if i < total_steps:
            current = current - decrement
    return current

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    remaining = max(total_steps - step, 0)
    done = total_steps - remaining
    return (remaining * lr + done * lr * end_factor) / total_steps

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    progress = np.clip(step / total_steps, 0.0, 1.0)
    start, end = lr, end_factor * lr
    return (1 - progress) * start + progress * end

# %% right
def linear(base, step, total_steps, end_factor=0.0):
    line = lambda s: base * end_factor + base * (1.0 - end_factor) * (total_steps - s) / total_steps
    return line(step) if step < total_steps else line(total_steps)

# %% right: as a weighted mean
def linear(lr, step, total, end=0.0):
    t = np.clip(step / total, 0, 1)
    return lr * ((1 - t) + t * end)

# %% right: by a loop
def linear(lr, step, total_steps, end_factor=0.0):
    rate, drop = lr, lr * (1 - end_factor) / total_steps
    for k in range(step):
        if k < total_steps:
            rate -= drop
    return rate

# %% wrong (held): goes on past the end
def linear(lr, step, total_steps, end_factor=0.0):
    return lr + (lr * end_factor - lr) * step / total_steps

# %% wrong (held): takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    s = min(step / total_steps, 1)
    return lr + (end_factor - lr) * s

# %% wrong (held): takes the larger of step and total_steps
def linear(lr, step, total_steps, end_factor=0.0):
    s = max(step / total_steps, 1)
    return lr * (1 - s) + lr * end_factor * s

# %% wrong (developed): reaches the end one step early
def linear(lr, step, total_steps, end_factor=0.0):
    s = min(step / (total_steps - 1), 1.0) if total_steps > 1 else 1.0
    return lr * (1 - s * (1 - end_factor))

# %% wrong (developed): divides whole numbers
def linear(lr, step, total_steps, end_factor=0.0):
    s = min(step, total_steps) // total_steps
    return lr * (1 - (1 - end_factor) * s)

# %% wrong (held): unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * max(0.0, 1 - step / total_steps)

# %% wrong (held): rises
def linear(lr, step, total_steps, end_factor=0.0):
    s = min(step, total_steps) / total_steps
    return lr * (end_factor + (1 - end_factor) * s)

# %% wrong (held): falls to 0 and is cut off
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * max(end_factor, 1 - step / total_steps)

# %% wrong (developed): 0 past the end
def linear(lr, step, total_steps, end_factor=0.0):
    if step > total_steps:
        return 0.0
    return lr * (1 - (1 - end_factor) * step / total_steps)

# %% wrong (held): (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    if step >= total_steps:
        return end_factor
    return lr * (1 + (end_factor - 1) * step / total_steps)

# %% wrong (held): takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    return lr - (lr - end_factor) * step / total_steps

# %% wrong (held): (no diagnosis)
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * (1 - (1 - end_factor) * (step + 1) / total_steps)

# %% right (held)
def linear(lr, step, total_steps, end_factor=0.0):
    end = lr * end_factor
    if step >= total_steps:
        return end
    left = total_steps - step
    return (lr * left + end * step) / total_steps

# %% right (developed)
def linear(lr, step, total_steps, end_factor=0.0):
    return float(np.interp(step, [0, total_steps], [lr, lr * end_factor]))

# %% wrong (developed): takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step / total_steps, 1)
    return lr + (end_factor - lr) * t

# %% wrong (held): goes on past the end
def linear(lr, step, total_steps, end_factor=0.0):
    return lr * (1 - (1 - end_factor) * step / total_steps)

# %% wrong (held): falls to 0 and is cut off
def linear(lr, step, total_steps, end_factor=0.0):
    return max(lr * (1 - step / (total_steps - 1)), lr * end_factor)

# %% wrong (held): goes on past the end
def linear(lr, step, total_steps, end_factor=0.0):
    t = step / total_steps
    factor = 1 + (end_factor - 1) * t
    return lr * factor

# %% wrong (held): unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step / total_steps, 1.0)
    factor = 1 + -t
    return lr * factor

# %% wrong (held): reaches the end one step early
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step / (total_steps - 1), 1.0)
    factor = 1 + (end_factor - 1) * t
    return lr * factor

# %% wrong (held): unused parameter
def linear(lr, step, total_steps, end_factor=0.0):
    t = step / total_steps
    factor = 1 + -t
    return lr * factor

# %% right (developed)
def linear(lr, step, total_steps, end_factor=0.0):
    return float(np.interp(step, (0, total_steps), (lr, end_factor * lr)))

# %% wrong (developed): goes on past the end
def linear(lr, step, total_steps, end_factor=1.0):
    slope = (lr * end_factor - lr) / total_steps
    return lr + slope * step

# %% wrong (held): takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    t = min(step, total_steps) / total_steps
    return (1 - t) * lr + t * end_factor

# %% wrong (held): takes end_factor for a learning rate
def linear(lr, step, total_steps, end_factor=0.0):
    end = end_factor
    return lr + (end - lr) * step / total_steps

# %% right (held)
def linear(lr, step, total_steps, end_factor=0.0):
    return float(np.interp(step, [0, total_steps], [lr, lr * end_factor]))

# %% right
def linear(lr, step, total_steps, end_factor=0.0):
    return float(np.interp(step, [0, total_steps], [lr, lr * end_factor]))
