import numpy as np

# %% wrong: ValueError
def global_norm(grads):
    return np.sqrt(np.sum(np.array(grads) ** 2))

# %% wrong: does not take the root
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.sqrt(np.sum(g ** 2)) ** 2
    return total

# %% wrong: a root after every array
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.sum(g ** 2)
        total = np.sqrt(total)
    return total

# %% wrong: TypeError
def global_norm(grads):
    return np.sqrt(np.sum([np.sum(g ^ 2) for g in grads]))

# %% wrong: IndexError
def global_norm(grads):
    return np.sqrt(np.sum(grads[0] ** 2) + np.sum(grads[1] ** 2))

# %% wrong: adds up the norms of the arrays
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.sqrt(np.sum(g ** 2))
    return np.sqrt(total) ** 2

# %% wrong: ValueError
def global_norm(grads):
    flat = np.concatenate(grads)
    return np.linalg.norm(flat)

# %% wrong: ValueError
def global_norm(grads):
    total = 0.0
    for i in range(len(grads)):
        total += grads[i] ** 2
    return total ** 0.5

# %% wrong: (no diagnosis)
def global_norm(grads):
    return sum([np.sum(g ** 2) ** 0.5 ** 2 for g in grads]) ** 0.5

# %% wrong: (no diagnosis)
def global_norm(grads):
    return np.sqrt(sum(np.sum(g * 2) for g in grads))

# %% wrong: whole numbers
def global_norm(grads):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    return int(norm)

# %% wrong: rounded to 1
def global_norm(grads):
    return round(float(np.sqrt(sum(np.sum(g ** 2) for g in grads))), 1)

# %% wrong: (no diagnosis)
def global_norm(grads):
    return np.std(np.concatenate([g.ravel() for g in grads]))

# %% wrong: adds up the norms of the arrays
def global_norm(grads):
    return sum(np.linalg.norm(g) for g in grads)

# %% wrong: does not take the root
def global_norm(grads):
    return sum(np.sum(g ** 2) for g in grads)

# %% wrong: the largest of the norms
def global_norm(grads):
    return max(np.linalg.norm(g) for g in grads)

# %% wrong: the mean of the norms
def global_norm(grads):
    return np.mean([np.linalg.norm(g) for g in grads])

# %% wrong: absolute values instead of squares
def global_norm(grads):
    return sum(np.sum(np.abs(g)) for g in grads)

# %% wrong: divides by the number of elements
def global_norm(grads):
    return np.sqrt(np.mean(np.concatenate([g.ravel() ** 2 for g in grads])))

# %% wrong: one norm for each array
def global_norm(grads):
    return [np.linalg.norm(g) for g in grads]

# %% wrong: ValueError
def global_norm(grads):
    return np.linalg.norm(grads)

# %% wrong: adds up before squaring
def global_norm(grads):
    total = 0
    for g in grads:
        total += np.sum(g) ** 2
    return np.sqrt(total)

# %% wrong: the last array only
def global_norm(grads):
    total = 0
    for g in grads:
        total = np.sum(g ** 2)
    return np.sqrt(total)

# %% wrong: does not square the norms
def global_norm(grads):
    return np.sqrt(sum(np.linalg.norm(g) for g in grads))

# %% wrong: ValueError
def global_norm(grads):
    return np.sqrt(sum(g ** 2 for g in grads))

# %% wrong: the first array only
def global_norm(grads):
    total = 0
    for g in grads:
        total += np.sum(g ** 2)
        return np.sqrt(total)

# %% wrong: printed instead of returning
def global_norm(grads):
    total = 0
    for g in grads:
        total += np.sum(g ** 2)
    print(np.sqrt(total))

# %% wrong: TypeError
import math
def global_norm(grads):
    total = 0
    for g in grads:
        for row in g:
            total += row ** 2
    return math.sqrt(total)

# %% wrong: averages each array's squares
def global_norm(grads):
    return np.sqrt(sum(np.mean(g ** 2) for g in grads))

# %% wrong: the largest absolute value
def global_norm(grads):
    return np.max([np.max(np.abs(g)) for g in grads])

# %% wrong: changes its input
def global_norm(grads):
    total = 0.0
    for g in grads:
        g **= 2
        total += g.sum()
    return total ** 0.5

# %% wrong: ValueError
def global_norm(grads):
    return np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))

# %% wrong: AttributeError
def global_norm(grads):
    total = 0
    for p in grads:
        total += p.grad.norm(2).item() ** 2
    return total ** 0.5

# %% wrong: a variable of the notebook is kept between calls
_total = 0.0
def global_norm(grads):
    global _total
    for g in grads:
        _total += float((g * g).sum())
    return _total ** 0.5

# %% wrong: half the sum of squares
def global_norm(grads):
    return sum(np.sum(g * g) for g in grads) ** 1 / 2

# %% wrong: (no diagnosis)
def global_norm(grads, max_norm=1.0):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    return min(norm, max_norm)

# %% wrong: the first array only
def global_norm(grads):
    return np.linalg.norm(grads[0])

# %% wrong: (no diagnosis)
def global_norm(grads):
    return np.sqrt(sum(np.sum(np.abs(g)) ** 2 for g in grads))

# %% wrong: (no diagnosis)
def global_norm(grads):
    import torch
    params = []
    for g in grads:
        p = torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64))
        p.grad = torch.tensor(g)
        params.append(p)
    return torch.nn.utils.clip_grad_norm_(params, float("inf")).item()

# %% right
def global_norm(grads):
    return np.sqrt(sum(np.sum(g ** 2) for g in grads))

# %% right: number by number
import math
def global_norm(grads):
    total = 0.0
    for g in grads:
        for value in g.flatten():
            total += value * value
    return math.sqrt(total)

# %% right
def global_norm(grads):
    return np.linalg.norm(np.concatenate([g.reshape(-1) for g in grads]))

# %% right: of norms
def global_norm(grads):
    return np.linalg.norm([np.linalg.norm(g) for g in grads])

# %% right
import math
def global_norm(grads):
    return math.hypot(*(x for g in grads for x in g.ravel().tolist()))

# %% right
from functools import reduce
def global_norm(grads):
    return reduce(np.hypot, [np.linalg.norm(g.ravel()) for g in grads])

# %% right
def global_norm(grads):
    squares = [np.vdot(g, g) for g in grads]
    return float(np.sum(squares)) ** 0.5

# %% right
def global_norm(grads):
    if len(grads) == 1:
        return np.sqrt(np.einsum("i,i->", grads[0].ravel(), grads[0].ravel()))
    return np.sqrt(global_norm(grads[:1]) ** 2 + global_norm(grads[1:]) ** 2)

# %% right
def global_norm(gradients):
    def add_up(array):
        if np.ndim(array) == 0:
            return float(array) * float(array)
        return sum(add_up(part) for part in array)

    return sum(map(add_up, gradients)) ** 0.5

# %% right
def global_norm(grads):
    norm = 0.0
    for g in grads:
        norm = np.sqrt(norm ** 2 + np.sum(g ** 2))
    return norm

# %% right: of one list
def global_norm(grads):
    everything = np.concatenate([g.ravel() for g in grads])
    return np.linalg.norm(everything)

# %% right: by dot products
def global_norm(grads):
    return sum(float(np.vdot(g, g)) for g in grads) ** 0.5

# %% right: by einsum
def global_norm(gradients):
    squares = [np.einsum("i,i->", g.reshape(-1), g.reshape(-1)) for g in gradients]
    return np.sqrt(np.sum(squares))

# %% right: by hypot
import math


def global_norm(grads):
    return math.hypot(*(float(number) for g in grads for number in g.flat))

# %% right: by reduce
import functools


def global_norm(grads):
    return np.sqrt(functools.reduce(lambda total, g: total + (np.abs(g) ** 2).sum(), grads, 0))

# %% wrong (developed): does not take the root
def global_norm(grads):
    return sum((g ** 2).sum() for g in grads)

# %% wrong (developed): averages over the arrays
def global_norm(grads):
    return np.sqrt(np.mean([np.sum(g ** 2) for g in grads]))

# %% wrong (held): absolute values instead of squares
def global_norm(grads):
    return sum(np.abs(g).sum() for g in grads)

# %% wrong (developed): the first array only
def global_norm(grads):
    total = 0
    for g in grads:
        total += (g ** 2).sum()
        return np.sqrt(total)

# %% wrong (developed): does not take the root
def global_norm(grads):
    return np.mean([np.sum(g ** 2) for g in grads])

# %% wrong (developed): (no diagnosis)
def global_norm(grads):
    return sum(np.sqrt(np.max(g ** 2)) for g in grads)

# %% right (held)
def global_norm(grads):
    return np.linalg.norm(np.concatenate([g.ravel() for g in grads]))

# %% right (developed)
from functools import reduce
def global_norm(grads):
    return reduce(np.hypot, (v for g in grads for v in g.flat), 0.0)

# %% wrong (developed): (no diagnosis)
def global_norm(grads):
    return np.sqrt(np.mean([np.abs(g).sum() for g in grads]))

# %% right (held)
from math import hypot
from functools import reduce
def global_norm(grads):
    return reduce(hypot, (float(v) for g in grads for v in g.flat), 0.0)

# %% right (held)
def global_norm(grads):
    return float(np.linalg.norm(np.concatenate([np.ravel(g) for g in grads])))

# %% wrong (held): does not take the root
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.sum(g ** 2)
    return total

# %% wrong (held): (no diagnosis)
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.sum(np.abs(g))
    return np.sqrt(total)

# %% wrong (held): does not take the root
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.mean(g ** 2)
    return total

# %% wrong (held): (no diagnosis)
def global_norm(grads):
    total = 0.0
    for g in grads:
        total += np.mean(np.abs(g))
    return np.sqrt(total)

# %% right (held)
def global_norm(grads):
    import math

    return math.hypot(*(float(value) for grad in grads for value in np.asarray(grad).flat))

# %% wrong (developed): does not take the root
def global_norm(grads):
    return np.sum([np.mean(g ** 2) for g in grads])

# %% wrong (held): adds up the norms of the arrays
def global_norm(grads):
    total = 0
    for g in grads:
        total += np.sqrt(np.sum(g * g))
    return total

# %% wrong (held): the largest of the norms
def global_norm(grads):
    return max(np.sqrt((g ** 2).sum()) for g in grads)

# %% right (developed)
def global_norm(grads):
    return np.linalg.norm(np.concatenate([g.ravel() for g in grads]))

# %% wrong: absolute values instead of squares
def global_norm(grads):
    flat = np.concatenate([g.ravel() for g in grads])
    return np.linalg.norm(flat, 1)

# %% wrong (held): wrong only where arrays have the same norm
def global_norm(grads):
    seen = {g.tobytes(): g for g in grads}
    return np.sqrt(sum((g**2).sum() for g in seen.values()))

# %% wrong (held): wrong only where arrays have the same norm
def global_norm(grads):
    return np.sqrt(sum({float((g**2).sum()) for g in grads}))

# %% wrong (held): TypeError
def global_norm(grads):
    total = 0
    for g in grads:
        for row in g:
            total += np.sum(row**2)
    return total**0.5
