import numpy as np

# %% wrong: the variance
def kaiming_std(fan_in):
    return 2 / fan_in

# %% wrong: no factor 2
def kaiming_std(fan_in):
    return np.sqrt(1 / fan_in)

# %% wrong: the limit of the uniform version
def kaiming_std(fan_in):
    return np.sqrt(6 / fan_in)

# %% wrong: root of the 2 only
def kaiming_std(fan_in):
    return np.sqrt(2) / fan_in

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    return 2 / np.sqrt(fan_in)

# %% wrong: multiplied instead of divided
def kaiming_std(fan_in):
    return np.sqrt(2 * fan_in)

# %% wrong: (no diagnosis)
def kaiming_std(fan_in):
    return np.sqrt(2 // fan_in)

# %% wrong: 1 / fan_in
def kaiming_std(fan_in):
    return (2 / fan_in) ** 1 / 2

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    return 2 / fan_in ** 0.5

# %% wrong: upside down
def kaiming_std(fan_in):
    return np.sqrt(fan_in / 2)

# %% wrong: answers differ
def kaiming_std(fan_in):
    return np.random.normal(0, np.sqrt(2 / fan_in))

# %% wrong: printed instead of returning
def kaiming_std(fan_in):
    print(np.sqrt(2 / fan_in))

# %% wrong: NameError
def kaiming_std(fan_in):
    return sqrt(2 / fan_in)

# %% wrong: wrong parameters
def kaiming_std(fan_in, fan_out):
    return np.sqrt(2 / (fan_in + fan_out))

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    gain = np.sqrt(2)
    return gain * np.sqrt(2 / fan_in)

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    gain = 2
    return gain * np.sqrt(1 / fan_in)

# %% wrong: the limit of the uniform version
def kaiming_std(fan_in):
    bound = np.sqrt(2) * np.sqrt(3 / fan_in)
    return bound

# %% wrong: the variance
def kaiming_std(fan_in):
    std = np.sqrt(2.0 / fan_in)
    return std ** 2

# %% wrong: TypeError
def kaiming_std(fan_in):
    return np.sqrt(2 / len(fan_in))

# %% wrong: TypeError
def kaiming_std(fan_in):
    return np.sqrt(2 / fan_in[0])

# %% wrong: (no diagnosis)
def kaiming_std(fan_in):
    return int(np.sqrt(2 / fan_in))

# %% wrong: with √5 for the negative slope
def kaiming_std(fan_in):
    a = 5 ** 0.5
    return np.sqrt(2 / ((1 + a ** 2) * fan_in))

# %% wrong: (no diagnosis)
import math
def kaiming_std(fan_in):
    return math.sqrt(2 / (fan_in + 1))

# %% wrong: returned nothing
def kaiming_std(fan_in):
    std = np.sqrt(2 / fan_in)

# %% wrong: root of the 2 only
def kaiming_std(fan_in):
    return np.sqrt(2) / fan_in ** 2

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    return 2 * xavier_std(fan_in, fan_in)

# %% wrong: AttributeError
def kaiming_std(fan_in):
    return np.sqrt(2 / fan_in.shape[1])

# %% wrong: 2 over the root of fan_in
def kaiming_std(fan_in):
    return 1 / np.sqrt(fan_in / 4)

# %% wrong: square root
def kaiming_std(fan_in):
    return np.sqrt(2 / fan_in) ** 0.5

# %% wrong: the weights in place of their standard deviation
def kaiming_std(fan_in):
    return np.random.randn(fan_in) * np.sqrt(2 / fan_in)


# %% wrong: the weights in place of their standard deviation
def kaiming_std(fan_in):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_in))



# %% right
def kaiming_std(fan_in):
    return np.sqrt(2 / fan_in)

# %% right
import math
def kaiming_std(fan_in):
    gain = math.sqrt(2)
    return gain / math.sqrt(fan_in)

# %% right
def kaiming_std(n):
    return (2 / n) ** 0.5

# %% right: by power
def kaiming_std(fan_in):
    return (fan_in / 2) ** -0.5

# %% right
def kaiming_std(fan_in):
    return xavier_std(fan_in, fan_in) * np.sqrt(2)

# %% right
def kaiming_std(fan_in):
    bound = np.sqrt(6.0 / fan_in)
    return np.array(bound / 3 ** 0.5)

# %% right
import math
def kaiming_std(fan_in):
    return 2 ** (0.5 - 0.5 * math.log2(fan_in))

# %% right
def kaiming_std(fan_in):
    lo, hi = 0.0, 2.0
    for _ in range(200):
        mid = (lo + hi) / 2
        if mid * mid * fan_in < 2:
            lo = mid
        else:
            hi = mid
    return lo

# %% right
from math import hypot
kaiming_std = lambda fan_in: hypot(1, 1) * fan_in ** (-1 / 2)

# %% right: of roots
import math


def kaiming_std(n):
    return math.sqrt(2) / math.sqrt(n)

# %% right: with a gain
def kaiming_std(fan_in):
    gain = 2**0.5
    return gain * np.sqrt(1 / fan_in)

# %% right: from the uniform limit
def kaiming_std(fan_in):
    return np.sqrt(6 / fan_in) / 3**0.5

# %% wrong (held): the variance
def kaiming_std(fan_in):
    return 2.0 / fan_in

# %% wrong (held): the limit of the uniform version
def kaiming_std(fan_in):
    return np.sqrt(6.0 / fan_in)

# %% wrong (held): for a leaky ReLU of slope 0.01
def kaiming_std(fan_in):
    a = 0.01
    gain = np.sqrt(2 / (1 + a ** 2))
    return gain / np.sqrt(fan_in)

# %% wrong (held): 1 / fan_in
def kaiming_std(fan_in):
    return 1 / fan_in

# %% wrong (held): (no diagnosis)
def kaiming_std(fan_in):
    return 2 / (fan_in + 1)

# %% right (held)
def kaiming_std(fan_in):
    return float(np.sqrt(2) * xavier_std(fan_in, fan_in))

# %% right (developed)
def kaiming_std(fan_in):
    return np.exp(0.5 * (np.log(2) - np.log(fan_in)))

# %% wrong (developed): the limit of the uniform version
def kaiming_std(fan_in):
    return math.sqrt(6 / fan_in)
import math

# %% wrong (developed): (no diagnosis)
def kaiming_std(fan_in):
    gain = 2 ** 0.5
    return gain / fan_in + 1e-8

# %% wrong (held): no factor 2
def kaiming_std(fan_in):
    return fan_in ** -0.5

# %% wrong (held): (no diagnosis)
def kaiming_std(fan_in):
    gain = 2 ** 0.5
    return gain / (fan_in + 1) ** 0.5

# %% right (held)
def kaiming_std(fan_in):
    half = 0.5 * fan_in
    return float(np.reciprocal(np.sqrt(half)))

# %% wrong (developed): (no diagnosis)
def kaiming_std(fan_in):
    inputs = fan_in + 1
    base = inputs ** -0.5  # LeCun
    return 2 * base

# %% wrong (held): the variance
import math
def kaiming_std(fan_in):
    variance = 2.0 / fan_in
    return variance

# %% right (developed)
def kaiming_std(fan_in):
    return (fan_in / 2) ** -0.5
