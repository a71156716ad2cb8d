import numpy as np

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step <= warmup_steps:
        return lr * step / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step + 1 / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps - 1, min_lr)

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / total_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step, total_steps, min_lr) * lr

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (1 - np.cos(np.pi * (step + 1) / warmup_steps)) / 2
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: lr comes only once
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps + 1, total_steps - warmup_steps + 1, min_lr)

# %% wrong: warm-up from 0
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: does not count anew after the warm-up
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = step / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: the whole time for the decay
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / total_steps
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: warm-up one step too long
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step <= warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: warm-up that ends below lr
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / (warmup_steps + 1)
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: rises again past the end
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps + 1) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: warm-up from min_lr
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return min_lr + (lr - min_lr) * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: unused parameter
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return 0.5 * lr * (1 + math.cos(math.pi * t))

# %% wrong: adds min_lr without shrinking the wave
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * lr * (1 + math.cos(math.pi * t))

# %% wrong: (no diagnosis)
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps - 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% wrong: both at once
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    warmup = min((step + 1) / warmup_steps, 1.0)
    t = step / total_steps
    return warmup * (min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t)))

# %% wrong: the whole time for the decay
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps, min_lr)

# %% wrong: unused parameter
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps)

# %% wrong: does not count anew, over the decay's steps
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        lr = lr * (step + 1) / warmup_steps
    else:
        lr = cosine(lr, step, total_steps - warmup_steps, min_lr)
    return lr

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) // warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: printed instead of returning
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        print(lr * (step + 1) / warmup_steps)
    else:
        print(cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr))

# %% wrong: decay in a straight line
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return lr + (min_lr - lr) * t

# %% wrong: the decay rises
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 - np.cos(np.pi * t))

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return linear(lr, step, warmup_steps)
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong: lr comes only once
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps - 1:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps + 1) / (total_steps - warmup_steps + 1)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t))

# %% wrong: (no diagnosis)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t) / 2)

# %% right
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))

# %% right
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% right
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step >= total_steps:
        return min_lr
    if step >= warmup_steps:
        progress = (step - warmup_steps) / (total_steps - warmup_steps)
        return lr - (lr - min_lr) * np.sin(np.pi * progress / 2) ** 2
    else:
        return (step + 1) * (lr / warmup_steps)

# %% right
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    warmup = [lr * (i + 1) / warmup_steps for i in range(warmup_steps)]
    n = total_steps - warmup_steps
    decay = [min_lr + (lr - min_lr) / 2 * (1 + np.cos(np.pi * i / n)) for i in range(n + 1)]
    return (warmup + decay)[min(step, total_steps)]

# %% right
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    rising = min(step + 1, warmup_steps) / warmup_steps * lr
    t = min(max(step - warmup_steps, 0) / (total_steps - warmup_steps), 1)
    falling = min_lr + (lr - min_lr) * (math.cos(math.pi * t) + 1) / 2
    return rising if step < warmup_steps else falling

# %% right
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    parts = [
        lambda s: np.linspace(0, lr, warmup_steps + 1)[s + 1],
        lambda s: cosine(lr, s, total_steps - warmup_steps, min_lr),
    ]
    which = int(step >= warmup_steps)
    return parts[which](step - which * warmup_steps)

# %% right
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    rate = 0.0
    for s in range(min(step, total_steps) + 1):
        if s < warmup_steps:
            rate = rate + lr / warmup_steps
        else:
            angle = (s - warmup_steps) * math.pi / (total_steps - warmup_steps)
            rate = (lr + min_lr) / 2 + (lr - min_lr) / 2 * math.cos(angle)
    return rate

# %% right
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    def warm(s):
        return lr - lr * (warmup_steps - 1 - s) / warmup_steps

    def cool(s):
        s = min(s, total_steps - warmup_steps)
        c = np.cos(np.pi * s / (2 * (total_steps - warmup_steps)))
        return c * c * lr + (1 - c * c) * min_lr

    return warm(step) if step < warmup_steps else cool(step - warmup_steps)

# %% right
def warmup_cosine(peak, now, warmup_steps, total_steps, min_lr=0.0):
    t = np.clip((now - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    return np.where(now < warmup_steps, peak * (now + 1) / warmup_steps,
                    min_lr + (peak - min_lr) * 0.5 * (1 + np.cos(t * np.pi)))

# %% right: with another function
import math


def cosine_with_an_if(lr, step, total_steps, min_lr=0.0):
    if step > total_steps:
        return min_lr
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))


def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step + 1 <= warmup_steps:
        return (step + 1) / warmup_steps * lr
    return cosine_with_an_if(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% right: with three parts
import math


def warmup_cosine(lr, step, w, total, low=0.0):
    if step < w:
        rate = lr / w + step * lr / w
    elif step < total:
        rate = low + (lr - low) / 2 * (1 + math.cos(math.pi * (step - w) / (total - w)))
    else:
        rate = low
    return rate

# %% right: from lists
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    up = [lr * k / warmup_steps for k in range(1, warmup_steps + 1)]
    down = min_lr + (lr - min_lr) * (np.cos(np.linspace(0, np.pi, total_steps - warmup_steps + 1)) + 1) / 2
    rates = up + down.tolist()
    return rates[min(step, len(rates) - 1)]

# %% right: in one line
import math


def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    t = max(0, min(1, (step - warmup_steps) / (total_steps - warmup_steps)))
    return min(lr * (step + 1) / warmup_steps, min_lr + (lr - min_lr) * math.cos(math.pi * t / 2) ** 2)

# %% wrong (developed): warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong (held): warm-up one step too long
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step <= warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong (developed): warm-up from min_lr
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return min_lr + (lr - min_lr) * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong (held): rises again past the end
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * progress))

# %% wrong (developed): both at once
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    warm = min(1.0, (step + 1) / warmup_steps)
    return warm * cosine(lr, step, total_steps, min_lr)

# %% wrong (held): warm-up that ends below lr
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / (warmup_steps + 1)
    return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong (developed): warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * progress))

# %% wrong (developed): warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step / warmup_steps)
    return cosine(lr, step, total_steps, min_lr)

# %% wrong (developed): unused parameter
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return cosine(lr, step - warmup_steps, total_steps)

# %% right (held)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr / warmup_steps * (1 + step)
    s = min(1, (step - warmup_steps) / (total_steps - warmup_steps))
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * s)) / 2

# %% right (developed)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    up = lambda k: lr * (k + 1) / warmup_steps
    down = lambda k: cosine(lr, k, total_steps - warmup_steps, min_lr)
    return up(step) if warmup_steps > step else down(step - warmup_steps)

# %% right (developed)
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return (step + 1) / warmup_steps * lr
    if step >= total_steps:
        return min_lr
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return lr - (lr - min_lr) * math.sin(math.pi * t / 2) ** 2

# %% wrong (held): warm-up from 0
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    t = min((step - warmup_steps) / (total_steps - warmup_steps), 1)
    return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * t)) / 2

# %% wrong (held): does not count anew after the warm-up
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = min(step / total_steps, 1)
    return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * t)) / 2

# %% wrong (held): warm-up from min_lr
import math
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return min_lr + (lr - min_lr) * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * t)) / 2

# %% right (held)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    up = lr * (step + 1) / warmup_steps
    share = np.clip((step - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    return up if step < warmup_steps else lr - (lr - min_lr) * np.sin(np.pi * share / 2) ** 2

# %% right (held)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    rise = min(step + 1, warmup_steps) / warmup_steps if warmup_steps else 1.0
    length = max(total_steps - warmup_steps, 1)
    fall = cosine(lr, max(step - warmup_steps, 0), length, min_lr)
    return rise * fall

# %% wrong (developed): warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    if step > total_steps:
        return min_lr
    frac = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * frac))

# %% wrong (developed): warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    step = min(step, total_steps)
    p = step / total_steps
    return min_lr + (lr - min_lr) * 0.5 * (1 + np.cos(np.pi * p))

# %% right (held)
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    return lr * (step + 1) / warmup_steps if step < warmup_steps else cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

# %% wrong (held): warm-up one step too long
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step <= warmup_steps:
        return lr * (step + 1) / warmup_steps
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    t = min(t, 1)
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * t)) / 2

# %% wrong: warm-up from 0
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * step / warmup_steps
    t = min(1.0, step / total_steps)
    return min_lr + (lr - min_lr) * 0.5 * (1 + np.cos(np.pi * t))
