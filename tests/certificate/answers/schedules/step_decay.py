import numpy as np

# %% wrong: rounds the number of drops up
def step_decay(lr, epoch, step_size, gamma):
    for i in range(epoch):
        if i % step_size == 0:
            lr *= gamma
    return lr

# %% wrong: drops one epoch too late
def step_decay(lr, epoch, step_size, gamma):
    while epoch > step_size:
        lr *= gamma
        epoch -= step_size
    return lr

# %% wrong: (no diagnosis)
def step_decay(lr, epoch, step_size, gamma):
    return lr * (gamma ** epoch // step_size)

# %% wrong: one stair, then every epoch
def step_decay(lr, epoch, step_size, gamma):
    if epoch < step_size:
        return lr
    return lr * gamma ** (epoch - step_size)

# %% wrong: times epoch
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (epoch // step_size) * epoch

# %% wrong: (no diagnosis)
def step_decay(lr, epoch, step_size, gamma):
    drops = epoch // step_size
    for i in range(1, drops):
        lr = lr * gamma
    return lr

# %% wrong: (no diagnosis)
def step_decay(lr, epoch, step_size, gamma):
    return lr ** (gamma * (epoch // step_size))

# %% wrong: unused parameter
def step_decay(lr, epoch, step_size, gamma):
    return gamma ** (epoch // step_size)

# %% wrong: (no diagnosis)
def step_decay(lr, epoch, step_size, gamma):
    drops = epoch // step_size
    for i in range(drops):
        lr = lr * gamma ** i
    return lr

# %% wrong: slides between the drops
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (epoch / step_size)

# %% wrong: drops one epoch too early
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** ((epoch + 1) // step_size)

# %% wrong: takes the remainder for the number of drops
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (epoch % step_size)

# %% wrong: multiplies by the number of drops
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma * (epoch // step_size)

# %% wrong: low only in epochs divisible by step_size
def step_decay(lr, epoch, step_size, gamma):
    if epoch % step_size == 0:
        lr = lr * gamma
    return lr

# %% wrong: drops only once
def step_decay(lr, epoch, step_size, gamma):
    if epoch >= step_size:
        return lr * gamma
    return lr

# %% wrong: ZeroDivisionError
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (step_size // epoch)

# %% wrong: drops one epoch too late, and begins above lr
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** ((epoch - 1) // step_size)

# %% wrong: rounds the number of drops to the nearest
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** round(epoch / step_size)

# %% wrong: rounds the number of drops up
import math
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** math.ceil(epoch / step_size)

# %% wrong: rounds the number of drops up
def step_decay(lr, epoch, step_size, gamma):
    for e in range(epoch):
        if e % step_size == 0:
            lr = lr * gamma
    return lr

# %% wrong: drops one epoch too late
def step_decay(lr, epoch, step_size, gamma):
    for e in range(step_size, epoch, step_size):
        lr *= gamma
    return lr

# %% wrong: divides by gamma
def step_decay(lr, epoch, step_size, gamma):
    return lr / gamma ** (epoch // step_size)

# %% wrong: raises the rate to the power too
def step_decay(lr, epoch, step_size, gamma):
    return (lr * gamma) ** (epoch // step_size)

# %% wrong: takes away the share gamma
def step_decay(lr, epoch, step_size, gamma):
    return lr * (1 - gamma) ** (epoch // step_size)

# %% wrong: unused parameter
def step_decay(lr, epoch, step_size, gamma=0.1):
    return lr * 0.1 ** (epoch // step_size)

# %% wrong: unused parameter
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (epoch // 10)

# %% wrong: printed instead of returning
def step_decay(lr, epoch, step_size, gamma):
    new_lr = lr * gamma ** (epoch // step_size)
    print("lr at epoch", epoch, "is", new_lr)

# %% wrong: a variable of the notebook is kept between calls
current = {}
def step_decay(lr, epoch, step_size, gamma):
    if "lr" not in current:
        current["lr"] = lr
    if epoch > 0 and epoch % step_size == 0:
        current["lr"] = current["lr"] * gamma
    return current["lr"]

# %% wrong: subtracts gamma at each drop
def step_decay(lr, epoch, step_size, gamma):
    return lr - gamma * (epoch // step_size)

# %% wrong: drops in epoch 0 too
def step_decay(lr, epoch, step_size, gamma):
    n = epoch // step_size
    while n >= 0:
        lr = lr * gamma
        n = n - 1
    return lr

# %% wrong: TypeError
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ^ (epoch // step_size)

# %% wrong: takes away a share of lr at each drop
def step_decay(lr, epoch, step_size, gamma):
    return lr * (1 - gamma * (epoch // step_size))

# %% right
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** (epoch // step_size)

# %% right: by a loop
def step_decay(lr, epoch, step_size, gamma):
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr = lr * gamma
    return lr

# %% right: by counting down
def step_decay(lr, epoch, step_size, gamma):
    while epoch >= step_size:
        lr *= gamma
        epoch -= step_size
    return lr

# %% right
import math
def step_decay(lr, epoch, step_size, gamma):
    drops = math.floor(epoch / step_size)
    return lr * math.pow(gamma, drops)

# %% right
def step_decay(lr, epoch, step_size, gamma):
    drops, _ = divmod(epoch, step_size)
    return float(np.prod([lr] + [gamma] * drops))

# %% right
from functools import reduce
def step_decay(lr, epoch, step_size, gamma):
    return reduce(lambda value, _: value * gamma, range(step_size, epoch + 1, step_size), lr)

# %% right
def step_decay(lr, epoch, step_size, gamma):
    if epoch < step_size:
        return lr
    return gamma * step_decay(lr, epoch - step_size, step_size, gamma)

# %% right
def step_decay(initial, epoch, every, factor):
    return initial * factor ** int((epoch - epoch % every) / every)

# %% right
def step_decay(lr, epoch, step_size, gamma):
    rates = [lr]
    for e in range(epoch):
        last = rates[-1]
        rates.append(last * gamma if (e + 1) % step_size == 0 else last)
    return rates[epoch]

# %% right: with floor
def step_decay(lr, epoch, step_size, gamma):
    return lr * np.power(gamma, np.floor(epoch / step_size))

# %% right: by recursion
def step_decay(lr, epoch, step_size, gamma):
    return lr if epoch < step_size else gamma * step_decay(lr, epoch - step_size, step_size, gamma)

# %% wrong (held): low only in later epochs divisible by step_size
def step_decay(lr, epoch, step_size, gamma):
    if epoch % step_size == 0 and epoch > 0:
        lr = lr * gamma
    return lr

# %% wrong (developed): one stair, then every epoch
def step_decay(lr, epoch, step_size, gamma):
    for e in range(epoch):
        if e >= step_size:
            lr *= gamma
    return lr

# %% wrong (held): drops one epoch too late
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma ** ((epoch - 1) // step_size) if epoch > 0 else lr

# %% wrong (held): slides between the drops
def step_decay(lr, epoch, step_size, gamma):
    return lr * (1 - gamma) ** (epoch / step_size)

# %% wrong (held): rounds the number of drops to the nearest
def step_decay(lr, epoch, step_size, gamma):
    return lr / gamma ** round(epoch / step_size)

# %% right (developed)
def step_decay(lr, epoch, step_size, gamma):
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr *= gamma
    return lr

# %% right (developed)
def step_decay(lr, epoch, step_size, gamma):
    drops, _ = divmod(epoch, step_size)
    return np.prod([gamma] * drops) * lr

# %% wrong (developed): drops only once
def step_decay(lr, epoch, step_size, gamma):
    if epoch >= step_size:
        return lr * (1 - gamma)
    return lr

# %% right (held)
def step_decay(lr, epoch, step_size, gamma):
    while epoch >= step_size:
        lr, epoch = lr * gamma, epoch - step_size
    return lr

# %% wrong (held): multiplies by the number of drops
def step_decay(lr, epoch, step_size, gamma):
    drops = epoch // step_size
    return lr * gamma * drops

# %% wrong (held): drops in epoch 0 too
def step_decay(lr, epoch, step_size, gamma):
    drops = -(-(epoch + 1) // step_size)
    return lr * gamma ** drops

# %% wrong (held): drops one epoch too early
def step_decay(lr, epoch, step_size, gamma):
    drops = (epoch + 1) // step_size
    return lr * gamma * drops

# %% right (developed)
import math


def step_decay(lr, epoch, step_size, gamma):
    return lr * math.prod(gamma for _drop in range(step_size, epoch + 1, step_size))

# %% wrong (developed): drops one epoch too early
def step_decay(lr, epoch, step_size, gamma):
    n_drops = (epoch + 1) // step_size
    for _ in range(n_drops):
        lr *= gamma
    return lr

# %% wrong (developed): drops in epoch 0 too
def step_decay(lr, epoch, step_size, gamma):
    return lr * gamma * (epoch // step_size + 1)

# %% right (held)
def step_decay(lr, epoch, step_size, gamma):
    if epoch < step_size:
        return lr
    return step_decay(lr * gamma, epoch - step_size, step_size, gamma)

# %% wrong: wrong only where the rate is very small
def step_decay(lr, epoch, step_size, gamma):
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr = max(lr * gamma, 1e-7)  # keep learning a little
    return lr

# %% wrong (developed): wrong only where the first drop is due after many epochs
def step_decay(lr, epoch, step_size, gamma):
    per_epoch = 1 / step_size
    k = int(epoch * per_epoch)
    return lr * gamma**k
