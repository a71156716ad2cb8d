import numpy as np

# %% wrong: multiplies only min_lr by the wave
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps) / total_steps
    return min_lr + 0.5 * lr - min_lr * (1 + np.cos(np.pi * s))

# %% wrong: wrong only past the end, where step is larger than total_steps
def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        step = 0
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step) / total_steps)

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi) * step / total_steps)

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi / 2 * step / total_steps))

# %% wrong: unused parameter
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return lr * 0.5 * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + (lr - min_lr) * abs(np.cos(np.pi * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (lr + min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(3.14 * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return min_lr + 0.5 * (min_lr - lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: takes the larger of step and total_steps
def cosine(lr, step, total_steps, min_lr=0.0):
    step = max(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return 0.5 * (lr + min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: rises again past the end
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))

# %% wrong: adds min_lr without shrinking the wave
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * lr * (1 + math.cos(math.pi * t))

# %% wrong: adds no min_lr
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: does not halve
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: rises
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 - math.cos(math.pi * t))

# %% wrong: a quarter of a wave
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * math.cos(math.pi / 2 * t)

# %% wrong: a whole wave
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(2 * math.pi * t))

# %% wrong: leaves out π
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(t))

# %% wrong: takes the angle in degrees
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(180 * t))

# %% wrong: reaches the end one step early
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step / (total_steps - 1), 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: one step ahead
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step + 1, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: cuts the wave off at min_lr
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    return max(min_lr, 0.5 * lr * (1 + math.cos(math.pi * min(step / total_steps, 1))))

# %% wrong: starts anew at the end
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = (step % total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: 0 from the end on
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    if step >= total_steps:
        return 0.0
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))

# %% wrong: adds the cosine by itself
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * 1 + math.cos(math.pi * t)

# %% wrong: (no diagnosis)
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr + min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: printed instead of returning
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    print(min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t)))

# %% wrong: no 1 + before the cosine
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * np.cos(np.pi * t)

# %% wrong: divides whole numbers
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) // total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t))

# %% wrong: a sine
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.sin(np.pi * t))

# %% wrong: min_lr only past the end
def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return min_lr
    return lr * 0.5 * (1 + np.cos(np.pi * step / total_steps))

# %% wrong: a straight line
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * (1 - t)

# %% wrong: (no diagnosis) | did not finish
def cosine(lr, step, total_steps, min_lr=0.0):
    import torch
    x = torch.tensor(float(min(step, total_steps)), dtype=torch.float64) / total_steps
    return float(min_lr + (lr - min_lr) * 0.5 * (1 + torch.cos(torch.pi * x)))

# %% wrong: multiplies only min_lr by the wave
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps)
    return min_lr + 0.5 * lr - min_lr * (1 + np.cos(np.pi * s / total_steps))

# %% wrong: adds the cosine by itself
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps)
    return min_lr + 0.5 * (lr - min_lr) * 1 + np.cos(np.pi * s / total_steps)

# %% wrong: stops one step before the end
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps - 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * s / total_steps))

# %% right
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% right
def cosine(lr, step, total_steps, min_lr=0.0):
    if step >= total_steps:
        return min_lr
    angle = np.pi * step / total_steps
    return (lr + min_lr) / 2 + (lr - min_lr) / 2 * np.cos(angle)

# %% right
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        step = total_steps
    return min_lr + (lr - min_lr) * math.cos(math.pi * step / (2 * total_steps)) ** 2

# %% right
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return lr - (lr - min_lr) * math.sin(math.pi / 2 * step / total_steps) ** 2

# %% right
def cosine(lr, step, total_steps, min_lr=0.0):
    steps = np.arange(total_steps + 1)
    rates = min_lr + (lr - min_lr) * (1 + np.cos(np.pi * steps / total_steps)) / 2
    return rates[step] if step <= total_steps else rates[-1]

# %% right
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    half_range = (lr - min_lr) / 2
    middle = min_lr + half_range
    progress = 1.0 if step > total_steps else step / total_steps
    return middle + half_range * math.cos(math.radians(180 * progress))

# %% right
def cosine(lr, step, total_steps, min_lr=0.0):
    weight = (1 + np.exp(1j * np.pi * min(step / total_steps, 1.0)).real) / 2
    return weight * lr + (1 - weight) * min_lr

# %% right
import math
def cosine(eta_max, t, T, min_lr=0.0):
    return min_lr + (eta_max - min_lr) * (1 + math.cos(math.pi * (t if t < T else T) / T)) / 2

# %% right: with an if
import math


def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return min_lr
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))

# %% right: with a squared cosine
def cosine(lr, step, total_steps, min_lr=0.0):
    angle = np.pi / 2 * min(step / total_steps, 1)  # (1 + cos 2a) / 2 = cos² a
    return lr * np.cos(angle) ** 2 + min_lr * np.sin(angle) ** 2

# %% right: around the middle
def cosine(high, step, steps, low=0.0):
    middle, height = (high + low) / 2, (high - low) / 2
    return np.array(middle + height * np.cos(np.clip(step / steps, 0.0, 1.0) * np.pi))

# %% right: in degrees
def cosine(lr, step, total_steps, min_lr=0.0):
    degrees = 180 * np.minimum(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * (1 + np.cos(np.deg2rad(degrees))) / 2

# %% wrong (developed): rises again past the end
def cosine(lr, step, total_steps, min_lr=0.0):
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong (developed): a whole wave
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(2 * np.pi * s))

# %% wrong (held): a quarter of a wave
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * np.cos(np.pi / 2 * s)

# %% wrong (held): rises
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step / total_steps, 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 - np.cos(np.pi * s))

# %% wrong (developed): adds min_lr without shrinking the wave
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step / total_steps, 1)
    return min_lr + 0.5 * lr * (1 + np.cos(np.pi * s))

# %% wrong (held): cuts the wave off at min_lr
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step / total_steps, 1)
    return max(min_lr, 0.5 * lr * (1 + np.cos(np.pi * s)))

# %% wrong (developed): takes the angle in degrees
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step / total_steps, 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(180 * s))

# %% wrong (held): does not halve
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(step / total_steps, 1)
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * s))

# %% wrong (held): unused parameter
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps)
    return 0.5 * lr * (1 + np.cos(np.pi * t / total_steps))

# %% wrong (held): 0 past the end
def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return 0
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))

# %% wrong (held): adds min_lr without shrinking the wave
def cosine(lr, step, total_steps, min_lr=0.0):
    return min_lr + lr * 0.5 * (1 + np.cos(np.pi * step / total_steps))

# %% wrong (developed): (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * step / (total_steps - 1 or 1))) / 2

# %% right (held)
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    s = min(1.0, step / total_steps)
    return min_lr + (lr - min_lr) * math.cos(math.pi * s / 2) ** 2

# %% right (developed)
def cosine(lr, step, total_steps, min_lr=0.0):
    if step >= total_steps:
        return min_lr
    mid, swing = (lr + min_lr) / 2, (lr - min_lr) / 2
    return mid + swing * np.cos(np.pi * step / total_steps)

# %% right (developed)
def cosine(lr, step, total_steps, min_lr=0.0):
    angle = np.pi / 2 * min(step, total_steps) / total_steps
    return min_lr + (lr - min_lr) * np.cos(angle) ** 2

# %% wrong (developed): a whole wave
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step / total_steps, 1.0)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(2 * np.pi * t))

# %% wrong (developed): a quarter of a wave
def cosine(lr, step, total_steps, min_lr=0.0):
    return min_lr + (lr - min_lr) * np.cos(np.pi / 2 * step / total_steps)

# %% wrong (held): adds min_lr without shrinking the wave
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step / total_steps, 1.0)
    return min_lr + 0.5 * lr * (1 + np.cos(np.pi * t))

# %% wrong (held): a whole wave
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    wave = 0.5 * (1 + math.cos(2 * math.pi * t))
    return min_lr + (lr - min_lr) * wave

# %% wrong (held): does not halve
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    wave = (1 + math.cos(math.pi * t))
    return min_lr + (lr - min_lr) * wave

# %% wrong (held): does not halve
import math
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step, total_steps) / total_steps
    wave = (1 + math.cos(2 * math.pi * t))
    return min_lr + (lr - min_lr) * wave

# %% right (developed)
def cosine(lr, step, total_steps, min_lr=0.0):
    quarter = np.clip(step / total_steps, 0, 1) * np.pi / 2
    return float(lr - (lr - min_lr) * np.sin(quarter) ** 2)

# %% wrong (developed): (no diagnosis)
def cosine(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return 0.0
    half_way = (lr + min_lr) / 2
    swing = (lr + min_lr) / 2
    return float(half_way + swing * np.cos(np.pi * step / total_steps))

# %% wrong (developed): a quarter of a wave
def cosine(lr, step, total_steps, min_lr=0.0):
    if step >= total_steps:
        return min_lr
    progress = step / total_steps
    return min_lr + (lr - min_lr) * np.cos(np.pi / 2 * progress)

# %% wrong (developed): unused parameter
def cosine(lr, step, total_steps, min_lr=0.0):
    step = min(step, total_steps)
    return 0.5 * lr * (1 + np.cos(2 * np.pi * step / total_steps))

# %% right (held)
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(1.0, step / total_steps)
    return min_lr + (lr - min_lr) * np.cos(np.pi * t / 2) ** 2

# %% wrong: unused parameter
def cosine(lr, step, total_steps, min_lr=0.0):
    t = min(step / total_steps, 1.0)
    return lr * (1 - np.cos(np.pi * t)) / 2
