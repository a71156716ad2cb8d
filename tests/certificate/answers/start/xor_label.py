import numpy as np

# %% wrong: ValueError
def xor_label(x1, x2):
    return x1 or x2

# %% wrong: TypeError
def xor_label(x1, x2):
    return x1 ^ x2

# %% wrong: OR
def xor_label(x1, x2):
    return np.logical_or(x1, x2).astype(float)

# %% wrong: inverted
def xor_label(x1, x2):
    return x1 == x2

# %% wrong: adds the inputs
def xor_label(x1, x2):
    return x1 + x2

# %% wrong: subtracts the inputs
def xor_label(x1, x2):
    return x1 - x2

# %% wrong: ValueError
def xor_label(x1, x2):
    if x1 != x2:
        return 1.0
    else:
        return 0.0

# %% wrong: AND
def xor_label(x1, x2):
    return np.logical_and(x1, x2)

# %% wrong: only x1 larger
def xor_label(x1, x2):
    labels = np.zeros(len(x1))
    for i in range(len(x1)):
        if x1[i] == 1 and x2[i] == 0:
            labels[i] = 1
    return labels

# %% wrong: OR
def xor_label(x1, x2):
    labels = []
    for a, b in zip(x1, x2):
        if a == 1 or b == 1:
            labels.append(1.0)
        else:
            labels.append(0.0)
    return np.array(labels)

# %% wrong: returns inside the loop
def xor_label(x1, x2):
    labels = []
    for a, b in zip(x1, x2):
        labels.append(a != b)
        return labels

# %% wrong: unused parameter
def xor_label(x1, x2):
    return np.array([0.0, 1.0, 1.0, 0.0])

# %% wrong: TypeError
def xor_label(x1, x2):
    return int(x1) ^ int(x2)

# %% wrong: printed instead of returning
def xor_label(x1, x2):
    x1 = x1.astype(int)
    x2 = x2.astype(int)
    print(x1 ^ x2)

# %% wrong: inverted
def xor_label(x1, x2):
    return np.where(x1 != x2, 0.0, 1.0)

# %% wrong: AND
def xor_label(x1, x2):
    return (x1 + x2) // 2

# %% wrong: wrong shape
def xor_label(x1, x2):
    return np.sum([x1, x2]) % 2

# %% wrong: wrong shape
def xor_label(x1, x2):
    labels = (x1 + x2) % 2
    labels = labels.reshape(-1, 1)
    return labels

# %% wrong: labels −1 and 1
def xor_label(x1, x2):
    # -1 / 1 labels
    return np.where(x1 != x2, 1.0, -1.0)

# %% wrong: ValueError
def xor_label(x1, x2):
    return np.where(x1 == 1 and x2 == 0 or x1 == 0 and x2 == 1, 1, 0)

# %% wrong: TypeError
def xor_label(x1, x2):
    return (x1 | x2) & ~(x1 & x2)

# %% wrong: OR
def xor_label(x1, x2):
    return x1 * (1 - x2) + x2

# %% wrong: wrong shape
def xor_label(x1, x2):
    return 1 if (x1 != x2).any() else 0

# %% wrong: a tuple of one value
def xor_label(x1, x2):
    return np.where(x1 != x2)

# %% wrong: changes its input
def xor_label(x1, x2):
    for i in range(len(x1)):
        x1[i] = (x1[i] + x2[i]) % 2
    return x1

# %% wrong: changes its input
def xor_label(x1, x2):
    x1 += x2
    x1[x1 == 2] = 0
    return x1

# %% wrong: wrong type
def xor_label(x1, x2):
    return [str(int(a != b)) for a, b in zip(x1, x2)]

# %% wrong: (no diagnosis)
def xor_label(x1, x2):
    labels = np.zeros(len(x1))
    for i in range(len(x1) - 1):
        labels[i] = x1[i] != x2[i]
    return labels

# %% wrong: TypeError
def xor_label(x1, x2):
    return np.bitwise_xor(x1, x2)

# %% wrong: inverted
def xor_label(x1, x2):
    return np.logical_not(x1 != x2)

# %% wrong: wrong sign
def xor_label(x1, x2):
    return 2 * x1 * x2 - x1 - x2

# %% wrong: wrong shape
def xor_label(x1, x2):
    label = 0
    for a, b in zip(x1, x2):
        if a != b:
            label = 1
    return label

# %% wrong: wrong shape
def xor_label(x1, x2):
    return x1 is not x2

# %% wrong: ValueError
def xor_label(x1, x2):
    return not x1 == x2

# %% wrong: OR
def xor_label(x1, x2):
    return x1 + x2 - x1 * x2

# %% wrong: OR
def xor_label(x1, x2):
    return np.maximum(x1, x2)

# %% wrong: inverted
def xor_label(x1, x2):
    return np.where(x1 == 1, x2, 1 - x2)

# %% wrong: ValueError
def xor_label(x1, x2):
    return (x1 != x2) == True == False

# %% wrong: wrong shape
def xor_label(x1, x2):
    return np.array([1 if a != b else 0 for a in x1 for b in x2])

# %% wrong: OR
def xor_label(x1, x2):
    labels = np.zeros_like(x1)
    for i, (a, b) in enumerate(zip(x1, x2)):
        if a == 1 or b == 1 and not (a == 1 and b == 1):
            labels[i] = 1
    return labels

# %% wrong: inverted
def xor_label(x1, x2):
    return 1 - (x1 != x2)

# %% wrong: wrong sign
def xor_label(x1, x2):
    return -np.abs(x1 - x2)

# %% wrong: half
def xor_label(x1, x2):
    return np.abs(x1 - x2) * 0.5

# %% wrong: OR
def xor_label(x1, x2):
    return (x1 > 0.5) + (x2 > 0.5)

# %% wrong: wrong shape
def xor_label(x1, x2):
    labels = []
    for i in x1:
        for j in x2:
            if i == j:
                labels.append(0)
            else:
                labels.append(1)
    return labels

# %% right: by booleans
def xor_label(x1, x2):
    return x1 != x2

# %% right
def xor_label(x1, x2):
    return [float(a != b) for a, b in zip(x1, x2)]

# %% right: or minus and
def xor_label(a, b):
    return a + b - 2 * a * b

# %% right
def xor_label(x1, x2):
    return np.abs(x1 - x2)

# %% right
def xor_label(x1, x2):
    out = []
    for i in range(len(x1)):
        if x1[i] == 1 and x2[i] == 1:
            out.append(0)
        elif x1[i] == 0 and x2[i] == 0:
            out.append(0)
        else:
            out.append(1)
    return out

# %% right: logical
def xor_label(x1, x2):
    return np.logical_xor(x1, x2)

# %% right: with integers
def xor_label(x1, x2):
    return x1.astype(int) ^ x2.astype(int)

# %% right
def xor_label(x1, x2):
    return ((x1 + x2) == 1).astype(np.float32)

# %% right
def xor_label(x1, x2):
    table = {(0.0, 0.0): 0.0, (0.0, 1.0): 1.0, (1.0, 0.0): 1.0, (1.0, 1.0): 0.0}
    return tuple(table[pair] for pair in zip(x1.tolist(), x2.tolist()))

# %% right
xor_label = np.vectorize(lambda a, b: int(a) ^ int(b))

# %% right
def xor_label(x1, x2):
    result = np.maximum(x1, x2)
    result[(x1 == 1) & (x2 == 1)] = 0
    return result

# %% right: by the square
def xor_label(x1, x2):
    return (x1 - x2) ** 2

# %% right
def xor_label(x1, x2):
    return (x1.astype(bool) | x2.astype(bool)) & ~(x1.astype(bool) & x2.astype(bool))

# %% right
def xor_label(x1, x2):
    return np.cos(np.pi * (x1 + x2)) * -0.5 + 0.5

# %% right: by a loop
def xor_label(x1, x2):
    labels = []
    for a, b in zip(x1, x2):
        if a != b:
            labels.append(1.0)
        else:
            labels.append(0.0)
    return labels

# %% right: with np.where
def xor_label(x1, x2):
    return np.where(x1 != x2, 1.0, 0.0)

# %% right: by the remainder
def xor_label(x1, x2):
    return (x1 + x2) % 2

# %% right: by the distance
def xor_label(x1, x2):
    return abs(x1 - x2)

# %% right: sum is one
def xor_label(x1, x2):
    return (x1 + x2 == 1).astype(int)

# %% right: by a formula
def xor_label(x1, x2):
    return x1 * (1 - x2) + (1 - x1) * x2

# %% right: by masks
def xor_label(x1, x2):
    labels = np.zeros(len(x1))
    labels[(x1 == 1) & (x2 == 0)] = 1
    labels[(x1 == 0) & (x2 == 1)] = 1
    return labels

# %% right: by a comprehension
def xor_label(x1, x2):
    return [int(x1[i]) ^ int(x2[i]) for i in range(len(x1))]

# %% right: not equal
def xor_label(x1, x2):
    return ~(x1 == x2)

# %% right: by the source
def xor_label(x1, x2):
    return np.where((x1 > 0.5) != (x2 > 0.5), 1.0, 0.0)

# %% right: maximum minus minimum
def xor_label(x1, x2):
    return np.maximum(x1, x2) - np.minimum(x1, x2)

# %% wrong (held): AND
def xor_label(x1, x2):
    return x1 * x2

# %% wrong (held): inverted
def xor_label(x1, x2):
    return np.where(x1 == x2, 1.0, 0.0)

# %% wrong (held): wrong shape
def xor_label(x1, x2):
    return float((x1 != x2).all())

# %% wrong (developed): wrong shape
def xor_label(x1, x2):
    out = []
    for i in range(len(x1) - 1):
        out.append(x1[i] + x2[i])
    return np.array(out)

# %% wrong (developed): wrong shape
def xor_label(x1, x2):
    return np.mean(x1 == x2)

# %% right (held)
def xor_label(x1, x2):
    return x1 + x2 - 2 * x1 * x2

# %% right (developed)
def xor_label(x1, x2):
    return [float(bool(a) ^ bool(b)) for a, b in zip(x1, x2)]

# %% right (held)
def xor_label(x1, x2):
    labels = np.zeros(len(x1))
    for i, pair in enumerate(zip(x1.tolist(), x2.tolist())):
        match pair:
            case (0.0, 1.0) | (1.0, 0.0):
                labels[i] = 1
    return labels

# %% right (developed)
from functools import reduce
def xor_label(x1, x2):
    return np.array([reduce(lambda a, b: abs(a - b), pair) for pair in zip(x1, x2)])

# %% wrong (developed): OR
def xor_label(x1, x2):
    return np.where(x1 + x2 > 0, 1.0, 0.0)

# %% wrong (developed): wrong shape
def xor_label(x1, x2):
    out = []
    for i in range(len(x1) - 1):
        out.append(1.0 if x1[i] == x2[i] else 0.0)
    return np.array(out)

# %% wrong (held): AND
def xor_label(x1, x2):
    either = np.minimum(x1, x2)
    both = x1 * x2
    return either + both

# %% wrong (held): OR
def xor_label(x1, x2):
    either = np.minimum(x1, x2)
    both = x1 + x2
    return either - both

# %% right (held)
def xor_label(x1, x2):
    return x1 * (1 - x2) + x2 * (1 - x1)

# %% wrong (developed): (no diagnosis)
def xor_label(x1, x2):
    labels = np.zeros(len(x1))
    for i in range(1, len(x1)):
        if x1[i] == 1 and x2[i] == 0:
            labels[i] = 1
    return labels

# %% wrong (held): OR
def xor_label(x1, x2):
    labels = []
    for a, b in zip(x1, x2):
        if a + b >= 1:
            labels.append(1.0)
        else:
            labels.append(0.0)
    return np.array(labels)

# %% wrong (developed): inverted
def xor_label(x1, x2):
    return np.where(x1 == x2, 1.0, 0.0)

# %% wrong (developed): adds the inputs
def xor_label(x1, x2):
    out = np.zeros(len(x1))
    for i in range(len(x1)):
        if x1[i] == 1 or x2[i] == 1:
            out[i] = x1[i] + x2[i]
    return out

# %% wrong (developed): wrong shape
def xor_label(x1, x2):
    out = []
    for i in range(len(x1) - 1):
        out.append(float(x1[i] or x2[i]))
    return np.array(out)

# %% right (developed)
def xor_label(x1, x2):
    return (x1 + x2) % 2
