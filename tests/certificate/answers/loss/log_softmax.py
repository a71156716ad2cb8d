import numpy as np

# %% wrong: normalises over the whole array
def log_softmax(logits):
    return np.log(np.exp(logits) / np.sum(np.exp(logits)))

# %% wrong: exponentials overflow before they are divided
def log_softmax(logits):
    return np.log(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))

# %% wrong: no logarithm
def log_softmax(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)

# %% wrong: largest of the whole array
def log_softmax(logits):
    m = logits.max()
    e = np.exp(logits - m)
    return logits - m - np.log(e.sum(axis=1, keepdims=True))

# %% wrong: ValueError
def log_softmax(logits):
    m = np.max(logits, axis=1)
    x = logits - m
    return x - np.log(np.sum(np.exp(x), axis=1))

# %% wrong: normalises over the batch
def log_softmax(logits):
    m = np.max(logits, axis=0, keepdims=True)
    x = logits - m
    return x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))

# %% wrong: largest of each column
def log_softmax(logits):
    x = logits - np.max(logits, axis=0)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.sum(np.log(np.exp(x)), axis=1, keepdims=True)

# %% wrong: the shift is subtracted twice
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))

# %% wrong: the shift is missing in one place
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return logits - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: logarithm of a computed softmax
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
    return np.log(p)

# %% wrong: sign changed
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return -(x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x / np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: right only for batch 1 | sums over the whole array
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x)))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return np.log(np.exp(x)) / np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: no logarithm
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)

# %% wrong: changes its input
def log_softmax(logits):
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))

# %% wrong: changes its input
def log_softmax(logits):
    result = []
    for row in logits:
        row -= row.max()
        result.append(row - np.log(np.exp(row).sum()))
    return np.array(result)

# %% wrong: exponentials overflow in the sum
def log_softmax(logits):
    result = []
    for row in logits:
        result.append(row - np.log(np.sum(np.exp(row))))
    return np.array(result)

# %% wrong: returns inside the loop
def log_softmax(logits):
    for row in logits:
        m = max(row)
        return row - m - np.log(np.sum(np.exp(row - m)))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log10(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: wrong only where the logits of a row differ by 1000
def log_softmax(logits):
    x = logits - np.mean(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: mean instead of sum
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log(np.mean(np.exp(x), axis=1, keepdims=True))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x + np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log(1 + np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: wrong only where the logits of a row differ by 1000 | a small number before the logarithm
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
    return np.log(p + 1e-9)

# %% wrong: wrong only where the logits of a row differ by 1000 | held within limits
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
    return np.log(np.clip(p, 1e-7, 1 - 1e-7))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    p = 1 / (1 + np.exp(-logits))
    return np.log(p)

# %% wrong: exponentials overflow in the sum
def log_softmax(logits):
    x = logits - logits.argmax(axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: not finite
def log_softmax(logits):
    x = logits / np.max(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: wrong shape
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return np.mean(x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)))

# %% wrong: sign changed
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return -np.log(np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: wrong only with logits as large as 1000, where the logits …
def log_softmax(logits):
    x = np.clip(logits, -700, 700)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: ValueError
def log_softmax(logits):
    x = logits - logits.max(1)
    return x - np.log(np.exp(x).sum(1))

# %% wrong: ValueError
def log_softmax(logits):
    x = logits - logits.max(axis=1)[:, None]
    return x - np.log(np.exp(x).sum(axis=1))

# %% wrong: wrong shape
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True))

# %% wrong: sign changed
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(x).sum(axis=1, keepdims=True)) - x

# %% wrong: wrong shape
def log_softmax(logits):
    x = logits.T - logits.max(axis=1)
    return x - np.log(np.exp(x).sum(axis=0))

# %% wrong: normalises over the batch
def log_softmax(logits):
    return logits - np.log(sum(np.exp(logits)))

# %% wrong: AttributeError
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdims=True)
    return x - x.exp().sum(axis=1, keepdims=True).log()

# %% wrong: TypeError
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdim=True)
    return x - np.log(np.exp(x).sum(axis=1, keepdim=True))

# %% wrong: TypeError
def log_softmax(logits):
    x = logits - logits.max(dim=1, keepdims=True)
    return x - np.log(np.exp(x).sum(dim=1, keepdims=True))

# %% wrong: wrong shape
import math
def log_softmax(logits):
    out = []
    for row in logits:
        m = max(row)
        s = sum(math.exp(v - m) for v in row)
        out.extend([v - m - math.log(s) for v in row])
    return np.array(out)

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - np.max(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)).mean()

# %% wrong: (no diagnosis)
def log_softmax(logits):
    return logits - np.max(logits, axis=1, keepdims=True)

# %% wrong: wrong only where the logits of a row differ by 1000
def log_softmax(logits):
    x = logits - np.min(logits, axis=1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

# %% wrong: logarithm of a computed softmax
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdims=True)
    x = np.exp(x)
    return np.log(x) - np.log(x.sum(axis=1, keepdims=True))

# %% wrong: the shift is missing in one place
def log_softmax(logits):
    x = logits - logits.max(axis=-1, keepdims=True)
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True)) + logits.max(axis=-1, keepdims=True)

# %% wrong: (no diagnosis) | sums over the batch | adds up each column
def log_softmax(logits):
    x = logits - logits.max(axis=1).reshape(-1, 1)
    s = np.exp(x).sum(axis=0)
    return x - np.log(s)

# %% wrong: forgets in the loop
def log_softmax(logits):
    out = np.zeros(logits.shape)
    for i in range(len(logits)):
        x = logits[i] - max(logits[i])
        out = x - np.log(sum(np.exp(x)))
    return out

# %% wrong: wrong shape
def log_softmax(logits):
    out = []
    for row in logits:
        m = row.max()
        for v in row:
            out.append(v - m - np.log(np.exp(row - m).sum()))
    return np.array(out).reshape(logits.shape[1], logits.shape[0])

# %% wrong: normalises over the whole array
def log_softmax(logits):
    m = np.max(logits)
    return logits - m - np.log(np.sum(np.exp(logits - m)))

# %% wrong: exponentials overflow before they are divided
def log_softmax(logits):
    return np.log(np.exp(logits)) - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))

# %% wrong: ValueError
def log_softmax(logits):
    x = logits - max(logits)
    return x - np.log(sum(np.exp(x)))

# %% wrong: (no diagnosis)
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdims=True)
    return np.log1p(np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))

# %% wrong: base 2
def log_softmax(logits):
    x = logits - logits.max(axis=1, keepdims=True)
    return np.log2(np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))

# %% wrong: returns its input
def log_softmax(logits):
    return logits

# %% right
def log_softmax(logits):
    rows = []
    for row in logits:
        m = max(row)
        total = sum(np.exp(v - m) for v in row)
        rows.append([v - m - np.log(total) for v in row])
    return rows

# %% right
import math
def log_softmax(logits):
    def one(row):
        biggest = max(row)
        log_sum = biggest + math.log(math.fsum(math.exp(v - biggest) for v in row))
        return [v - log_sum for v in row]
    return np.array([one(row) for row in logits.tolist()])

# %% right
def log_softmax(x):
    return x - np.logaddexp.reduce(x, axis=1, keepdims=True)

# %% right
def log_softmax(logits):
    shifted = (logits.T - logits.max(axis=1)).T
    return (shifted.T - np.log(np.exp(shifted).sum(axis=1))).T

# %% right
def log_softmax(logits):
    z = logits - np.amax(logits, axis=-1)[:, np.newaxis]
    return z - np.log(np.einsum("ij->i", np.exp(z)))[:, None]

# %% right
def log_softmax(logits):
    out = np.zeros_like(logits)
    for i in range(logits.shape[0]):
        m = -np.inf
        for j in range(logits.shape[1]):
            if logits[i, j] > m:
                m = logits[i, j]
        s = 0
        for j in range(logits.shape[1]):
            s += np.exp(logits[i, j] - m)
        for j in range(logits.shape[1]):
            out[i, j] = logits[i, j] - m - np.log(s)
    return out

# %% right
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return logits - (m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True)))

# %% right
def log_softmax(logits):
    return np.apply_along_axis(lambda r: r - r.max() - np.log(np.exp(r - r.max()).sum()), 1, logits)

# %% right
def log_softmax(logits):
    x = logits.copy()
    x -= x.max(axis=1, keepdims=True)
    x -= np.log(np.sum(np.exp(x), axis=1, keepdims=True))
    return np.asfortranarray(x)

# %% right
def log_softmax(logits):
    if len(logits) > 1:
        return np.vstack([log_softmax(row[None]) for row in logits])
    x = logits - logits.max()
    return x - np.log(np.exp(x).sum())

# %% right: by a loop
import math


def log_softmax(logits):
    rows = []
    for row in logits:
        m = max(row)
        total = sum(math.exp(x - m) for x in row)
        rows.append([x - m - math.log(total) for x in row])
    return rows

# %% right: logaddexp
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1)[:, None]

# %% right: transposed
def log_softmax(z):
    columns = z.T - z.max(1)
    return (columns - np.log(np.exp(columns).sum(0))).T

# %% right (held)
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1)[:, None]

# %% wrong (held): mean instead of sum
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.exp(shifted).mean(axis=1, keepdims=True)
    return shifted - np.log(total)

# %% wrong (held): (no diagnosis)
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.exp(shifted).sum(axis=1, keepdims=True)
    return shifted + np.log(total)

# %% wrong (held): adds up each column
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.exp(shifted).sum(axis=0, keepdims=True)
    return shifted - np.log(total)

# %% wrong (held): mean instead of sum
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.exp(shifted).mean(axis=1, keepdims=True)
    return shifted + np.log(total)

# %% wrong (held): adds up each column
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.exp(shifted).sum(axis=0, keepdims=True)
    return shifted + np.log(total)

# %% equivalent: line 2: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% equivalent: line 3: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% wrong (held): exponentials overflow before they are divided
def log_softmax(logits):
    e = np.exp(logits)
    return np.log(e / e.sum(axis=1, keepdims=True))

# %% wrong (developed): logarithm of a computed softmax
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.log(e / e.sum(axis=1, keepdims=True))

# %% wrong (developed): ValueError
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1))

# %% wrong (developed): normalises over the batch
def log_softmax(logits):
    z = logits - logits.max(axis=0, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=0, keepdims=True))

# %% wrong (developed): largest of the whole array
def log_softmax(logits):
    z = logits - logits.max()
    return z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))

# %% wrong (held): a small number before the logarithm
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.log(e / e.sum(axis=1, keepdims=True) + 1e-12)

# %% wrong (developed): the shift is missing in one place
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits - m).sum(axis=1, keepdims=True))

# %% wrong (developed): right only for batch 1
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum())

# %% wrong (held): normalises over the batch
def log_softmax(logits):
    return logits - np.log(np.exp(logits).sum(axis=0))

# %% wrong (developed): the shift is missing in one place
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return logits - np.log(np.mean(np.exp(logits - m), axis=1, keepdims=True))

# %% right (held)
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)

# %% right (held)
def log_softmax(logits):
    out = []
    for row in logits:
        m = max(row)
        out.append(row - m - np.log(sum(np.exp(r - m) for r in row)))
    return np.stack(out)

# %% right (held)
def log_softmax(logits):
    z = logits.T - logits.max(1)
    return (z - np.log(np.exp(z).sum(0))).T

# %% right (developed)
def log_softmax(logits):
    rows = []
    for row in logits:
        shifted = row - max(row)
        rows.append(shifted - np.log(sum(np.exp(v) for v in shifted)))
    return np.vstack(rows)

# %% wrong (developed): adds up each column
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=0))

# %% wrong (held): a small number before the logarithm
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return np.log(p + 1e-12)

# %% wrong (held): sign changed
def log_softmax(logits):
    return np.log(np.exp(logits).sum(axis=1, keepdims=True)) - logits

# %% right (held)
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1)[:, np.newaxis]

# %% wrong (developed): the shift is subtracted twice
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    shifted = logits - m
    logsumexp = m + np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return shifted - logsumexp

# %% wrong (developed): the shift is missing in one place
def log_softmax(logits):
    row_max = np.max(logits, axis=1)[:, None]
    lse = np.log(np.sum(np.exp(logits - row_max), axis=1, keepdims=True))
    return logits - lse

# %% wrong (held): normalises over the batch
def log_softmax(logits):
    m = logits.max()
    return np.log(np.exp(logits - m).sum(axis=0)) - (logits - m)

# %% right (held)
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)

# %% wrong (held): a small number before the logarithm
def log_softmax(logits):
    s = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(s)
    return np.log(e / e.sum(axis=1, keepdims=True) + 1e-12)
