import numpy as np

# %% wrong: one epoch behind, but not in epoch 0
def exponential(lr, epoch, gamma):
    for i in range(1, epoch):
        lr *= gamma
    return lr

# %% wrong: multiplies by one power of gamma after the other
def exponential(lr, epoch, gamma):
    for i in range(epoch):
        lr = lr * gamma ** i
    return lr

# %% wrong: (no diagnosis)
def exponential(lr, epoch, gamma):
    for i in range(epoch + 1):
        lr = lr * gamma ** i
    return lr

# %% wrong: takes exp(gamma · epoch)
def exponential(lr, epoch, gamma):
    return lr * np.exp(gamma * epoch)

# %% wrong: (no diagnosis)
def exponential(lr, epoch, gamma):
    return lr ** epoch * gamma

# %% wrong: (no diagnosis)
def exponential(lr, epoch, gamma):
    return lr * (1 - gamma * epoch)

# %% wrong: TypeError
def exponential(lr, epoch, gamma):
    return lr * np.exp(gamma, epoch)

# %% wrong: unused parameter
def exponential(lr, epoch, gamma):
    return gamma ** epoch

# %% wrong: multiplies by the epoch
def exponential(lr, epoch, gamma):
    return lr * gamma * epoch

# %% wrong: unused parameter
def exponential(lr, epoch, gamma):
    return lr * gamma

# %% wrong: one epoch ahead
def exponential(lr, epoch, gamma):
    return lr * gamma ** (epoch + 1)

# %% wrong: takes exp(−gamma · epoch)
import math
def exponential(lr, epoch, gamma):
    return lr * math.exp(-gamma * epoch)

# %% wrong: one epoch behind
def exponential(lr, epoch, gamma):
    return lr * gamma ** (epoch - 1)

# %% wrong: raises the rate to the power too
def exponential(lr, epoch, gamma):
    return (lr * gamma) ** epoch

# %% wrong: divides by gamma
def exponential(lr, epoch, gamma):
    return lr / gamma ** epoch

# %% wrong: TypeError
def exponential(lr, epoch, gamma):
    return lr * gamma ^ epoch

# %% wrong: takes away the share gamma
def exponential(lr, epoch, gamma):
    return lr * (1 - gamma) ** epoch

# %% wrong: exchanges base and exponent
def exponential(lr, epoch, gamma):
    return lr * epoch ** gamma

# %% wrong: printed instead of returning
def exponential(lr, epoch, gamma):
    for e in range(epoch):
        lr = lr * gamma
    print(lr)

# %% wrong: one epoch ahead
def exponential(lr, epoch, gamma):
    for e in range(epoch + 1):
        lr *= gamma
    return lr

# %% wrong: one epoch behind, but not in epoch 0
def exponential(lr, epoch, gamma):
    for e in range(1, epoch):
        lr *= gamma
    return lr

# %% wrong: UnboundLocalError
def exponential(lr, epoch, gamma):
    for e in range(epoch):
        new_lr = lr * gamma
    return new_lr

# %% wrong: (no diagnosis)
def exponential(lr, epoch, gamma):
    return lr - lr * gamma ** epoch

# %% wrong: wrong shape
def exponential(lr, epoch, gamma):
    return [lr * gamma ** e for e in range(epoch + 1)]

# %% wrong: RecursionError
def exponential(lr, epoch, gamma):
    return gamma * exponential(lr, epoch - 1, gamma)

# %% wrong: unused parameter
def exponential(lr, epoch, gamma):
    return lr * 0.95 ** epoch

# %% wrong: takes exp(gamma · epoch)
import math
def exponential(lr, epoch, gamma):
    return lr * math.exp(gamma * epoch)

# %% wrong: parameters in another order
def exponential(lr, gamma, epoch):
    return lr * gamma ** epoch

# %% wrong: (no diagnosis)
def exponential(lr, epoch, gamma):
    if epoch == 0:
        return lr
    return lr * gamma ** epoch * gamma

# %% wrong: divides by 1 + gamma · epoch
def exponential(lr, epoch, gamma):
    return lr / (1 + gamma * epoch)

# %% right
def exponential(lr, epoch, gamma):
    return lr * gamma ** epoch

# %% right
def exponential(lr, epoch, gamma):
    for _ in range(epoch):
        lr = lr * gamma
    return lr

# %% right
import math
def exponential(lr, epoch, gamma):
    return lr * math.pow(gamma, epoch)

# %% right
import math
def exponential(lr, epoch, gamma):
    return lr * math.exp(epoch * math.log(gamma))

# %% right
def exponential(lr, epoch, gamma):
    return step_decay(lr, epoch, 1, gamma)

# %% right
def exponential(lr, epoch, gamma):
    return np.cumprod([lr] + [gamma] * epoch)[-1]

# %% right
import itertools
def exponential(lr, epoch, gamma):
    rates = itertools.accumulate(itertools.repeat(gamma, epoch), lambda a, b: a * b, initial=lr)
    return list(rates)[-1]

# %% right
def exponential(lr, epoch, gamma):
    result, base, n = lr, gamma, epoch
    while n > 0:
        if n & 1:
            result *= base
        base *= base
        n >>= 1
    return result

# %% right
def exponential(start, epoch, gamma):
    def factor(e):
        return 1.0 if e == 0 else float(gamma) ** e

    return np.float64(start) * factor(epoch)

# %% right: by a loop
def exponential(lr, epoch, gamma):
    for _ in range(epoch):
        lr *= gamma
    return lr

# %% right: with logarithms
import math


def exponential(start, t, g):
    return math.exp(math.log(start) + t * math.log(g))

# %% right: of a product
def exponential(lr, epoch, gamma):
    return np.prod([lr] + [gamma] * epoch)

# %% wrong (developed): takes exp(−gamma · epoch)
def exponential(lr, epoch, gamma):
    return lr * np.exp(-gamma * epoch)

# %% wrong (held): one epoch ahead
def exponential(lr, epoch, gamma):
    return lr / gamma ** (epoch + 1)

# %% right (developed)
def exponential(lr, epoch, gamma):
    rate = lr
    while epoch:
        rate, epoch = rate * gamma, epoch - 1
    return rate

# %% right (developed)
def exponential(lr, epoch, gamma):
    return lr * np.exp(epoch * np.log(gamma))

# %% right (developed)
from functools import reduce
def exponential(lr, epoch, gamma):
    return reduce(lambda rate, _: rate * gamma, range(epoch), lr)

# %% wrong (developed): one epoch ahead
def exponential(lr, epoch, gamma):
    return lr * (1 - gamma) ** (epoch + 1)

# %% right (held)
def exponential(lr, epoch, gamma):
    return lr if epoch == 0 else gamma * exponential(lr, epoch - 1, gamma)

# %% wrong (held): one epoch ahead
def exponential(lr, epoch, gamma):
    factor = gamma ** (epoch + 1)
    return lr * factor

# %% wrong (held): takes away the share gamma
def exponential(lr, epoch, gamma):
    factor = (1 - gamma) ** epoch
    return lr * factor

# %% wrong (held): one epoch ahead
def exponential(lr, epoch, gamma):
    factor = gamma ** (epoch + 1)
    return lr / factor

# %% wrong (held): takes away the share gamma
def exponential(lr, epoch, gamma):
    factor = (1 - gamma) ** epoch
    return lr / factor

# %% right (held)
def exponential(lr, epoch, gamma):
    return float(np.cumprod([lr, *[gamma] * epoch])[-1])

# %% wrong (developed): one epoch ahead
def exponential(lr, epoch, gamma):
    n = epoch + 1
    return float(np.power(lr * gamma, n))

# %% wrong: wrong only where the rate is very small
def exponential(lr: float, epoch: int, gamma: float) -> float:
    new_lr = lr * gamma ** epoch
    return max(new_lr, 1e-6)  # never let the learning rate die

# %% wrong (developed): e to the power of −(1 − gamma) · epoch
import math

def exponential(lr: float, epoch: int, gamma: float) -> float:
    k = 1 - gamma            # decay rate
    return lr * math.exp(-k * epoch)
