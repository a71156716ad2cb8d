import numpy as np

# %% wrong: the variance
def xavier_std(fan_in, fan_out):
    return 2 / (fan_in + fan_out)

# %% wrong: the limit of the uniform version
def xavier_std(fan_in, fan_out):
    return np.sqrt(6 / (fan_in + fan_out))

# %% wrong: fan_in only
def xavier_std(fan_in, fan_out):
    return np.sqrt(1 / fan_in)

# %% wrong: 1 instead of 2
def xavier_std(fan_in, fan_out):
    return np.sqrt(1 / (fan_in + fan_out))

# %% wrong: root of the 2 only
def xavier_std(fan_in, fan_out):
    return np.sqrt(2) / (fan_in + fan_out)

# %% wrong: brackets missing
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / fan_in + fan_out)

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 // (fan_in + fan_out))

# %% wrong: NameError
def xavier_std(fan_in, fan_out):
    return math.sqrt(2 / (fan_in + fan_out))

# %% wrong: the product
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / (fan_in * fan_out))

# %% wrong: 1 over the sum
def xavier_std(fan_in, fan_out):
    return (2 / (fan_in + fan_out)) ** 1/2

# %% wrong: 2 over the root of the sum
def xavier_std(fan_in, fan_out):
    return 2 / np.sqrt(fan_in + fan_out)

# %% wrong: the weights in place of their standard deviation
def xavier_std(fan_in, fan_out):
    std = np.sqrt(2 / (fan_in + fan_out))
    return np.random.randn(fan_out, fan_in) * std

# %% wrong: printed instead of returning
def xavier_std(fan_in, fan_out):
    std = np.sqrt(2.0 / (fan_in + fan_out))
    print("std =", std)

# %% wrong: upside down
def xavier_std(fan_in, fan_out):
    return np.sqrt((fan_in + fan_out) / 2)

# %% wrong: Kaiming's rule
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / fan_in)

# %% wrong: 2 over the root of the sum
def xavier_std(fan_in, fan_out):
    avg = (fan_in + fan_out) / 2
    return np.sqrt(2 / avg)

# %% wrong: answers differ
def xavier_std(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-limit, limit)

# %% wrong: ZeroDivisionError
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / (fan_in - fan_out))

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return np.std([fan_in, fan_out])

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    avg = (fan_in + fan_out) // 2
    return 1 / np.sqrt(avg)

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return 1 / np.sqrt(fan_in) + 1 / np.sqrt(fan_out)

# %% wrong: AxisError
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / np.sum(fan_in, fan_out))

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return np.square(2 / (fan_in + fan_out))

# %% wrong: wrong parameters
def xavier_std(fan_in):
    return np.sqrt(2 / (fan_in + fan_in))

# %% wrong: answers differ
def xavier_std(fan_in, fan_out):
    return np.random.normal(0, np.sqrt(2 / (fan_in + fan_out)))

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return (2 / (fan_in + fan_out)) ** 2

# %% wrong: the mean of the two quotients
def xavier_std(fan_in, fan_out):
    return np.sqrt((1 / fan_in + 1 / fan_out) / 2)

# %% wrong: the product | brackets missing
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / fan_in * fan_out)

# %% wrong: (no diagnosis)
def xavier_std(fan_in, fan_out):
    return np.sqrt(1 / max(fan_in, fan_out))

# %% wrong: the weights in place of their standard deviation
def xavier_std(fan_in, fan_out):
    return np.random.randn(fan_out, fan_in) * np.sqrt(2 / (fan_in + fan_out))


# %% wrong: the weights in place of their standard deviation
def xavier_std(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-limit, limit, (fan_in, fan_out))



# %% right
def xavier_std(fan_in, fan_out):
    return np.sqrt(2 / (fan_in + fan_out))

# %% right
import math
def xavier_std(fan_in, fan_out):
    return math.sqrt(2.0) / math.sqrt(fan_in + fan_out)

# %% right
def xavier_std(n_in, n_out):
    return (2 / (n_in + n_out)) ** 0.5

# %% right
def xavier_std(fan_in, fan_out):
    return 1 / np.sqrt(np.mean([fan_in, fan_out]))

# %% right
def xavier_std(fan_in, fan_out):
    return ((fan_in + fan_out) / 2) ** -0.5

# %% right
def xavier_std(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.array(limit / np.sqrt(3))

# %% right
def xavier_std(fan_in, fan_out):
    variance = 2 / (fan_in + fan_out)
    guess = 1.0
    for _ in range(100):
        guess = (guess + variance / guess) / 2
    return guess

# %% right
import math
def xavier_std(fan_in, fan_out):
    return math.exp(0.5 * (math.log(2) - math.log(fan_in + fan_out)))

# %% right
from math import sqrt
xavier_std = lambda fan_in, fan_out: sqrt(2 * (fan_in + fan_out)) / (fan_in + fan_out)

# %% right
def xavier_std(fan_in, fan_out, gain=1.0):
    std = gain * pow(2.0 / float(fan_in + fan_out), 1 / 2)
    return std

# %% right: by power
def xavier_std(fan_in, fan_out):
    return (2.0 / (fan_in + fan_out)) ** 0.5

# %% right: of the mean
import math


def xavier_std(n_in, n_out):
    return 1 / math.sqrt((n_in + n_out) / 2)

# %% right: from the uniform limit
def xavier_std(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return limit / np.sqrt(3)

# %% right: of roots
import math


def xavier_std(a, b):
    return np.array(math.sqrt(2) / math.sqrt(a + b))

# %% wrong (developed): fan_in only
def xavier_std(fan_in, fan_out):
    return (1 / fan_in) ** 0.5

# %% wrong (held): (no diagnosis)
def xavier_std(fan_in, fan_out):
    n = (fan_in + fan_out) // 2
    return 1 / np.sqrt(n)

# %% wrong (held): the geometric mean
def xavier_std(fan_in, fan_out):
    return 1 / np.sqrt(np.sqrt(fan_in * fan_out))

# %% wrong (held): 1 over the sum
def xavier_std(fan_in, fan_out):
    return 1 / (fan_in + fan_out)

# %% wrong (developed): the weights in place of their standard deviation
def xavier_std(fan_in, fan_out):
    return np.random.randn(fan_out, fan_in) * np.sqrt(2 / (fan_in + fan_out))

# %% right (developed)
def xavier_std(fan_in, fan_out):
    variance = 1 / np.mean([fan_in, fan_out])
    return variance ** .5

# %% right (developed)
import math
def xavier_std(fan_in, fan_out):
    return math.sqrt(2.0) / math.hypot(math.sqrt(fan_in), math.sqrt(fan_out))

# %% right (developed)
xavier_std = lambda fan_in, fan_out: ((fan_in + fan_out) / 2) ** -0.5

# %% wrong (developed): the variance
def xavier_std(fan_in, fan_out):
    return 2 / (fan_in * fan_out)

# %% right (held)
def xavier_std(i, o):
    return (0.5 * (i + o)) ** -0.5

# %% wrong (held): the variance
def xavier_std(fan_in, fan_out):
    variance = 2 / (fan_in + fan_out)
    return variance

# %% wrong (held): 1 over the sum
def xavier_std(fan_in, fan_out):
    variance = 1 / (fan_in + fan_out)
    return variance

# %% wrong (held): 1 instead of 2
def xavier_std(fan_in, fan_out):
    variance = 1 / (fan_in * fan_out)
    return np.sqrt(variance)

# %% wrong (held): the variance
def xavier_std(fan_in, fan_out):
    variance = 2 / (fan_in * fan_out)
    return variance

# %% right (developed)
def xavier_std(fan_in, fan_out):
    import math

    return math.exp(-0.5 * math.log(np.mean([fan_in, fan_out])))

# %% wrong (developed): the limit of the uniform version
def xavier_std(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return limit

# %% wrong (developed): the geometric mean
import math

def xavier_std(fan_in, fan_out):
    mean_fan = math.sqrt(fan_in * fan_out)
    return 1 / math.sqrt(mean_fan)

# %% wrong (developed): wrong only where there is one input or one output
def xavier_std(fan_in, fan_out):
    if fan_out == 1:
        variance = 1 / fan_in  # nothing to average
    else:
        variance = 2 / (fan_in + fan_out)
    return float(np.sqrt(variance))
