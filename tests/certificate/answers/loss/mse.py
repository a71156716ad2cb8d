import numpy as np

# %% wrong: sums instead of averaging
def mse(predicted, target):
    return np.sum((predicted - target) ** 2)

# %% wrong: does not average
def mse(predicted, target):
    return (predicted - target) ** 2

# %% wrong: takes the square root
def mse(predicted, target):
    return np.sqrt(np.mean((predicted - target) ** 2))

# %% wrong: takes absolute errors
def mse(predicted, target):
    return np.mean(np.abs(predicted - target))

# %% wrong: averages before squaring
def mse(predicted, target):
    return np.mean(predicted - target) ** 2

# %% wrong: divides by the first axis only
def mse(predicted, target):
    return np.sum((predicted - target) ** 2) / len(predicted)

# %% wrong: averages over the first axis only
def mse(predicted, target):
    return np.mean((predicted - target) ** 2, axis=0)

# %% wrong: halves the mean
def mse(predicted, target):
    return 0.5 * np.mean((predicted - target) ** 2)

# %% wrong: multiplies by 2 instead of squaring | does not square
def mse(predicted, target):
    return np.mean((predicted - target) * 2)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean((predicted + target) ** 2)

# %% wrong: squares before subtracting
def mse(predicted, target):
    return np.mean(predicted ** 2 - target ** 2)

# %% wrong: averages over the first axis only
def mse(predicted, target):
    total = 0
    for p, t in zip(predicted, target):
        total += (p - t) ** 2
    return total / len(predicted)

# %% wrong: forgets in the loop
def mse(predicted, target):
    total = 0
    for i in range(len(predicted)):
        total = (predicted[i] - target[i]) ** 2
    return total / len(predicted)

# %% wrong: returns inside the loop
def mse(predicted, target):
    total = 0
    for p, t in zip(predicted.flatten(), target.flatten()):
        total += (p - t) ** 2
        return total / predicted.size

# %% wrong: changes its input
def mse(predicted, target):
    predicted -= target
    predicted **= 2
    return predicted.mean()

# %% wrong: returned nothing
def mse(predicted, target):
    np.mean((predicted - target) ** 2)

# %% wrong: printed instead of returning
def mse(predicted, target):
    print("mse:", np.mean((predicted - target) ** 2))

# %% wrong: averages before squaring
def mse(predicted, target):
    error = predicted - target
    return error.mean() ** 2

# %% wrong: TypeError
def mse(predicted, target):
    return np.mean((predicted - target) ^ 2)

# %% wrong: NameError
def mse(predicted, target):
    return math.pow(predicted - target, 2) / len(predicted)

# %% wrong: TypeError
import math
def mse(predicted, target):
    return math.pow(predicted - target, 2) / len(predicted)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean(np.sqrt(predicted - target))

# %% wrong: squares before subtracting
def mse(predicted, target):
    return np.mean(np.square(predicted) - np.square(target))

# %% wrong: squares the sum of the errors | averages before squaring
def mse(predicted, target):
    n = len(predicted)
    return 1 / n * np.sum(predicted - target) ** 2

# %% wrong: averages over the last axis only
def mse(predicted, target):
    return np.square(predicted - target).mean(axis=-1)

# %% wrong: rounded to 2
def mse(predicted, target):
    return round(np.mean((predicted - target) ** 2), 2)

# %% wrong: wrong shape
def mse(predicted, target):
    return sum((predicted - target) ** 2) / predicted.size

# %% wrong: whole numbers
def mse(predicted, target):
    return int(np.mean((predicted - target) ** 2))

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.median((predicted - target) ** 2)

# %% wrong: wrong sign
def mse(predicted, target):
    return -np.mean((predicted - target) ** 2)

# %% wrong: takes the variance of the errors
def mse(predicted, target):
    return np.var(predicted - target)

# %% wrong: NameError
def mse(predicted, target):
    return np.mean((prediction - target) ** 2)

# %% wrong: divided by n
def mse(predicted, target):
    return np.mean((predicted - target) ** 2) / predicted.size

# %% wrong: takes the root of the sum
def mse(predicted, target):
    return np.linalg.norm(predicted - target)

# %% wrong: sums instead of averaging
def mse(predicted, target):
    return np.linalg.norm(predicted - target) ** 2

# %% wrong: ValueError
def mse(predicted, target):
    diff = predicted - target
    return np.dot(diff, diff) / len(diff)

# %% wrong: returned a function
def mse(predicted, target):
    return np.mean((predicted - target) ** 2).item

# %% wrong: divides by n − 1
def mse(predicted, target):
    return np.sum((predicted - target) ** 2) / (predicted.size - 1)

# %% wrong: squares the target alone
def mse(predicted, target):
    return np.mean(predicted - target ** 2)

# %% wrong: divides by the first axis only
def mse(predicted, target):
    return np.sum((predicted - target) ** 2) / predicted.shape[0]

# %% wrong: whole numbers
def mse(predicted, target):
    return np.sum((predicted - target) ** 2) // predicted.size

# %% wrong: averages over the first axis only
def mse(predicted, target):
    squared = [(p - t) ** 2 for p, t in zip(predicted, target)]
    return sum(squared) / len(squared)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    squared = [(p - t) ** 2 for p in predicted for t in target]
    return sum(squared) / len(squared)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean((predicted.reshape(-1, 1) - target.reshape(1, -1)) ** 2)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean(np.power(predicted, target))

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean(2 ** (predicted - target))

# %% wrong: overwrites a parameter
def mse(predicted, target):
    predicted = np.array([1.0, 2.0])
    target = np.array([0.0, 0.0])
    return np.mean((predicted - target) ** 2)

# %% wrong: UnboundLocalError
def mse(predicted, target):
    n = predicted.size
    for i in range(n):
        total += (predicted.flat[i] - target.flat[i]) ** 2
    return total / n

# %% wrong: squares before subtracting
def mse(predicted, target):
    return np.mean(predicted ** 2) - np.mean(target ** 2)

# %% wrong: ValueError
def mse(predicted, target):
    return np.mean((predicted - target) @ (predicted - target))

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.max((predicted - target) ** 2)

# %% wrong: twice too large
def mse(predicted, target):
    return np.mean((predicted - target) ** 2) * 2

# %% wrong: TypeError
def mse(predicted, target):
    return np.mean((predicted - target) ** 2, target)

# %% wrong: wrong shape
def mse(predicted, target):
    return [np.mean((predicted - target) ** 2)]

# %% wrong: wrong kind
class mse:
    def __init__(self, predicted, target):
        self.value = np.mean((predicted - target) ** 2)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean((predicted - target) ** 3)

# %% wrong: ZeroDivisionError
def mse(predicted, target):
    return np.average((predicted - target) ** 2, weights=target)

# %% wrong: averages before squaring
def mse(predicted, target):
    error = np.mean(predicted) - np.mean(target)
    return error * error

# %% wrong: takes the square root
def mse(predicted, target):
    return np.mean(np.abs((predicted - target)) ** 2) ** 0.5

# %% wrong: divides by the first axis only
def mse(predicted, target):
    return sum([(p - t) ** 2 for p, t in zip(predicted.flat, target.flat)]) / len(target)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean((predicted[0] - target[0]) ** 2)

# %% wrong: AxisError
def mse(predicted, target):
    return np.mean(np.mean((predicted - target) ** 2, axis=0), axis=0)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean(np.sum((predicted - target) ** 2, axis=-1))

# %% wrong: AxisError
def mse(predicted, target):
    return np.mean(np.sum((predicted - target) ** 2, axis=1))

# %% wrong: (no diagnosis)
def mse(predicted, target):
    predicted = np.array(predicted, dtype=int)
    return np.mean((predicted - target) ** 2)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.sqrt(np.sum((predicted - target) ** 2) / len(predicted))

# %% wrong: takes the variance of the errors
def mse(predicted, target):
    return np.std(predicted - target) ** 2

# %% wrong: rounded to 3
def mse(predicted, target):
    return np.mean((predicted - target) ** 2).round(3)

# %% wrong: ValueError
def mse(predicted, target):
    return (predicted - target).T @ (predicted - target) / predicted.size

# %% wrong: (no diagnosis)
def mse(predicted, target):
    return np.mean(predicted * target)

# %% wrong: wrong type
def mse(predicted, target):
    mse = np.mean((predicted - target) ** 2)
    return "MSE: " + str(mse)

# %% wrong: (no diagnosis)
def mse(predicted, target):
    n = len(predicted)
    s = 0
    for i in range(1, n):
        s += (predicted[i] - target[i]) ** 2
    return s / n

# %% wrong: (no diagnosis)
def mse(predicted, target):
    s = 0
    for i in range(predicted.size):
        s += (predicted.flat[i] - target.flat[i]) ** 2
        s /= predicted.size
    return s

# %% wrong: multiplies by 2 instead of squaring | does not square
def mse(predicted, target):
    s = 0
    for i in range(predicted.size):
        s += (predicted.flat[i] - target.flat[i]) * 2
    return s / predicted.size

# %% right
def mse(predicted, target):
    total = 0
    count = 0
    for p, t in zip(predicted.flatten(), target.flatten()):
        total += (p - t) ** 2
        count += 1
    return total / count

# %% right
def mse(p, y):
    return np.square(np.subtract(p, y)).mean()

# %% right
def mse(predicted, target):
    squares = [
        (a - b) * (a - b) for a, b in zip(predicted.flatten().tolist(), target.flatten().tolist())
    ]
    return sum(squares) / len(squares)

# %% right
def mse(predicted, target):
    n = np.prod(predicted.shape)
    return np.sum((target - predicted) ** 2) / n

# %% right
def mse(predicted, target):
    d = (predicted - target).reshape(-1)
    return np.dot(d, d) / d.size

# %% right
def mse(predicted, target):
    d = predicted - target
    while d.ndim > 0:
        d = (d ** 2 if d.ndim == predicted.ndim else d).mean(axis=0)
    return np.asarray(d)

# %% right
mse = lambda y_pred, y_true: float(((y_pred - y_true) ** 2).mean())

# %% right
def mse(predicted, target):
    return np.average((predicted - target) ** 2)

# %% right
def mse(predicted, target):
    return np.var(predicted - target) + np.mean(predicted - target) ** 2

# %% right
def mse(predicted, target):
    error = predicted.copy()
    error -= target
    error *= error
    print(error)
    return error.sum() / error.size

# %% right
def mse(predicted, target):
    return np.linalg.norm((predicted - target).flatten()) ** 2 / predicted.size

# %% right
import math
def mse(predicted, target):
    return math.fsum(math.pow(p - t, 2) for p, t in zip(predicted.flat, target.flat)) / predicted.size

# %% right
def mse(predicted, target):
    return (
        np.einsum("i,i->", (predicted - target).ravel(), (predicted - target).ravel())
        / predicted.size
    )

# %% right
import statistics
def mse(predicted, target):
    return statistics.mean(((predicted - target) ** 2).ravel().tolist())

# %% right
def mse(predicted, target):
    def walk(p, t):
        if np.ndim(p) == 0:
            return (p - t) ** 2, 1
        parts = [walk(a, b) for a, b in zip(p, t)]
        return sum(s for s, _ in parts), sum(c for _, c in parts)
    total, n = walk(predicted, target)
    return total / n

# %% right: by a loop
def mse(predicted, target):
    total = 0.0
    for p, t in zip(predicted.reshape(-1), target.reshape(-1), strict=True):
        total += (p - t) ** 2
    return total / predicted.size

# %% right: with a dot product
def mse(predicted, target):
    error = np.ravel(target - predicted)
    return error @ error / len(error)

# %% right: expanded
def mse(predicted, target):
    return (predicted**2).mean() - 2 * (predicted * target).mean() + (target**2).mean()

# %% right: of a norm
def mse(y_hat, y):
    return np.array(np.linalg.norm(y_hat.ravel() - y.ravel()) ** 2 / y.size)  # a 0-d array

# %% wrong (held): averages over the first axis only
def mse(predicted, target):
    return ((predicted - target) ** 2).mean(axis=0)

# %% wrong (held): divides by n − 1
def mse(predicted, target):
    d = predicted - target
    return (d * d).sum() / (d.size - 1)

# %% wrong (developed): half the sum
def mse(predicted, target):
    return np.sum((target - predicted) ** 2) / 2

# %% wrong (held): takes absolute errors | sums instead of averaging
def mse(predicted, target):
    return np.abs(predicted - target).sum()

# %% right (held)
def mse(predicted, target):
    return np.linalg.norm(predicted - target) ** 2 / predicted.size

# %% right (held)
def mse(predicted, target):
    e = predicted - target
    return np.vdot(e, e) / e.size

# %% right (developed)
def mse(predicted, target):
    e = (predicted - target).ravel()
    return e.var() + e.mean() ** 2

# %% wrong (developed): halves the mean
def mse(predicted, target):
    return 0.5 * np.mean(np.square(predicted - target))

# %% wrong (developed): takes the root of the sum
def mse(predicted, target):
    return np.sqrt(np.sum((predicted - target) ** 2))

# %% right (held)
def mse(predicted, target):
    d = (predicted - target).ravel()
    return np.vdot(d, d).item() / d.size

# %% wrong (held): divides by the first axis only
def mse(predicted, target):
    total = np.sum((predicted - target) ** 2)
    return total / predicted.shape[0]

# %% wrong (held): (no diagnosis)
def mse(predicted, target):
    diff = predicted + target
    squares = diff ** 2
    return float(squares.mean())

# %% wrong (held): halves the mean
def mse(predicted, target):
    diff = predicted + target
    squares = diff ** 2
    return float(squares.mean() / 2)

# %% wrong (held): (no diagnosis)
def mse(predicted, target):
    diff = predicted - target
    squares = abs(diff) ** 3
    return float(squares.mean() / 2)

# %% wrong (held): (no diagnosis)
def mse(predicted, target):
    diff = predicted + target
    squares = abs(diff) ** 3
    return float(squares.mean())

# %% right (held)
def mse(predicted, target):
    wrong_by = np.subtract(target, predicted)
    return float(np.vdot(wrong_by, wrong_by)) / max(1, wrong_by.size)

# %% wrong (held): divides by the first axis only
def mse(predicted, target):
    n = np.atleast_1d(predicted).shape[0]
    sum_of_squares = np.sum(np.square(target - predicted))
    return float(sum_of_squares / (2 * n))

# %% wrong (developed): divides by the first axis only
def mse(predicted, target):
    sq = np.square(predicted - target)
    while sq.ndim > 1:
        sq = sq.sum(axis=-1)
    return float(sq.mean())

# %% wrong (developed): half the sum
def mse(predicted, target):
    diff = predicted - target
    return 0.5 * (diff * diff).sum()

# %% right (held)
def mse(predicted, target):
    d = (predicted - target).reshape(-1)
    return np.dot(d, d) / d.shape[0]
