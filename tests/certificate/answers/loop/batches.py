import numpy as np

# %% wrong: is not shuffled
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    result = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(result[-1]) < batch_size:
        result.pop()
    return result

# %% wrong: always keeps the last batch
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    result = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    return result

# %% wrong: drops the last batch even where it is full
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    result = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last:
        result.pop()
    return result

# %% wrong: always drops the last batch
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    result = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if len(result[-1]) < batch_size:
        result.pop()
    return result

# %% wrong: batches shuffled
def batches(n, batch_size, rng, drop_last=False):
    result = [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]
    rng.shuffle(result)
    if drop_last and len(result[-1]) < batch_size:
        result.pop()
    return result

# %% wrong: always drops the last batch
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    return [idx[i * batch_size:(i + 1) * batch_size] for i in range(n // batch_size)]

# %% wrong: empty
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    n_batches = n // batch_size
    out = [idx[i * batch_size:(i + 1) * batch_size] for i in range(n_batches)]
    if not drop_last:
        out.append(idx[n_batches * batch_size:])
    return out

# %% wrong: draws samples again and again
def batches(n, batch_size, rng, drop_last=False):
    out = []
    for start in range(0, n, batch_size):
        size = min(batch_size, n - start)
        if size < batch_size and drop_last:
            break
        out.append(rng.integers(0, n, size))
    return out

# %% wrong: twice
def batches(n, batch_size, rng, drop_last=False):
    out = []
    for start in range(0, n, batch_size):
        size = min(batch_size, n - start)
        if drop_last and size != batch_size:
            continue
        out.append(rng.choice(n, size=size, replace=False))
    return out

# %% wrong: TypeError
def batches(n, batch_size, rng, drop_last=False):
    idx = range(n)
    rng.shuffle(idx)
    return [idx[i:i + batch_size] for i in range(0, n, batch_size)]

# %% wrong: sizes
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = []
    for i in range(0, n, batch_size):
        out.append(order[i:i + batch_size + 1])
    if drop_last and n % batch_size:
        out.pop()
    return out

# %% wrong: twice
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    missing = -n % batch_size
    if missing and not drop_last:
        order = np.concatenate([order, order[:missing]])
    return [order[i:i + batch_size] for i in range(0, len(order) - batch_size + 1, batch_size)]

# %% wrong: unused parameter
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    k = max(n // batch_size, 1)
    return [order[i::k] for i in range(k)]

# %% wrong: does not draw from rng
def batches(n, batch_size, rng, drop_last=False):
    order = np.random.default_rng(0).permutation(n)
    end = n - n % batch_size if drop_last else n
    return [order[i:i + batch_size] for i in range(0, end, batch_size)]

# %% wrong: ValueError
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    if drop_last:
        order = order[:n // batch_size * batch_size]
    return np.concatenate([order[i:i + batch_size] for i in range(0, len(order), batch_size)])

# %% wrong: a default is kept between calls
def batches(n, batch_size, rng, drop_last=False, out=[]):
    order = rng.permutation(n)
    for i in range(0, n, batch_size):
        if drop_last and i + batch_size > n:
            break
        out.append(order[i:i + batch_size])
    return out

# %% wrong: kept
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n - 1, batch_size)]
    if drop_last and len(out[0]) < batch_size:
        out = out[1:]
    return out

# %% right: list comprehension
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    result = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(result[-1]) < batch_size:
        result.pop()
    return result

# %% right
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    end = n // batch_size * batch_size if drop_last else n
    return [idx[s:min(s + batch_size, end)] for s in range(0, end, batch_size)]

# %% right: array_split
def batches(n, batch_size, rng, drop_last=False):
    parts = np.split(rng.permutation(n), range(batch_size, n, batch_size))
    return [p for p in parts if not drop_last or p.size == batch_size]

# %% right
def batches(n, batch_size, rng, drop_last=False):
    order = rng.choice(n, size=n, replace=False)
    full = n // batch_size
    out = list(order[:full * batch_size].reshape(full, batch_size))
    if full * batch_size < n and not drop_last:
        out.append(order[full * batch_size:])
    return out

# %% right
def batches(n, batch_size, rng, drop_last=False):
    def make():
        order = np.argsort(rng.random(n))
        for k in range(0, n, batch_size):
            chunk = order[k:k + batch_size]
            if drop_last and len(chunk) != batch_size:
                return
            yield chunk
    return list(make())

# %% right
def batches(n, batch_size, rng, drop_last=False):
    left = list(rng.permutation(n))
    out = []
    while len(left) >= batch_size:
        out.append([left.pop() for _ in range(batch_size)])
    if left and not drop_last:
        out.append(left)
    return out

# %% right
from itertools import islice
def batches(n, batch_size, rng, drop_last=False):
    it = iter(rng.permutation(np.arange(n)))
    found = []
    while batch := list(islice(it, batch_size)):
        if drop_last and len(batch) < batch_size:
            break
        found.append(batch)
    return found

# %% right
def batches(n, batch_size, rng, drop_last=False):
    def cut(rest):
        if len(rest) == 0 or (drop_last and len(rest) < batch_size):
            return []
        return [rest[:batch_size]] + cut(rest[batch_size:])
    return cut(rng.permutation(n))

# %% right (held)
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (held): drops the last batch even where it is full
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last:
        out = out[:-1]
    return out

# %% wrong (developed): always keeps the last batch
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    # done
    return out

# %% wrong (developed): is not shuffled
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (developed): counts the samples from 1
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n) + 1
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (held): draws samples again and again
def batches(n, batch_size, rng, drop_last=False):
    order = rng.integers(0, n, n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (held): sizes
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size + 1] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (developed): keeps what it should drop
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if not drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (developed): does not draw from rng
def batches(n, batch_size, rng, drop_last=False):
    order = np.random.default_rng(42).permutation(n)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out = out[:-1]
    return out

# %% wrong (developed): shuffles within the batches only
def batches(n, batch_size, rng, drop_last=False):
    out = []
    for i in range(0, n, batch_size):
        out.append(rng.permutation(np.arange(i, min(i + batch_size, n))))
    if drop_last and len(out[-1]) < batch_size:
        out.pop()
    return out

# %% wrong (held): ValueError
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    k = n // batch_size if drop_last else -(-n // batch_size)
    return np.array_split(idx, k)

# %% wrong (developed): always drops the last batch
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    return [idx[k * batch_size:(k + 1) * batch_size] for k in range(n // batch_size)]

# %% wrong (developed): unused parameter
def batches(n, batch_size, rng, drop_last=False):
    return [list(range(i, min(i + batch_size, n))) for i in range(0, n, batch_size)]

# %% wrong (held): unused parameter
def batches(n, batch_size, rng, drop_last=False):
    idx = np.random.permutation(n)
    return [idx[k * batch_size:(k + 1) * batch_size] for k in range(n // batch_size)]

# %% right (developed)
def batches(n, batch_size, rng, drop_last=False):
    idx = np.arange(n)
    rng.shuffle(idx)
    parts = np.split(idx, range(batch_size, n, batch_size))
    return [p for p in parts if len(p) == batch_size or not drop_last]

# %% right (developed)
def batches(n, batch_size, rng, drop_last=False):
    left = rng.permutation(n).tolist()
    out = []
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        if drop_last and len(batch) < batch_size:
            break
        out.append(batch)
    return out

# %% right (developed)
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n).tolist()
    out = []
    while order:
        head, order = order[:batch_size], order[batch_size:]
        if len(head) == batch_size or not drop_last:
            out.append(head)
    return out

# %% wrong (developed): always drops the last batch
def batches(n, batch_size, rng, drop_last=False):
    order = rng.permutation(n)
    return [order[i * batch_size:(i + 1) * batch_size] for i in range(n // batch_size)]

# %% wrong (held): unused parameter
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(1, n + 1)
    out = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(out[-1]) < batch_size:
        out.pop()
    return out

# %% right (held)
def batches(n, batch_size, rng, drop_last=False):
    idx = np.arange(n)
    rng.shuffle(idx)
    parts = np.split(idx, range(batch_size, n, batch_size))
    return parts[:-1] if drop_last and n % batch_size else parts

# %% wrong (held): is not shuffled
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    out = []
    for start in range(0, n, batch_size):
        batch = order[start:start + batch_size]
        if drop_last and len(batch) < batch_size:
            continue
        out.append(batch)
    return out

# %% wrong (held): unused parameter
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    out = []
    for start in range(0, n, batch_size):
        batch = order[start:start + batch_size + 1]
        if drop_last and len(batch) < batch_size:
            continue
        out.append(batch)
    return out

# %% right (held)
def batches(n, batch_size, rng, drop_last=False):
    from itertools import islice

    stream = iter(rng.permutation(n).tolist())
    chunks = iter(lambda: tuple(islice(stream, batch_size)), ())
    least = batch_size if drop_last else 1
    return [np.fromiter(chunk, dtype=int) for chunk in chunks if len(chunk) >= least]

# %% wrong (held): empty
def batches(n, batch_size, rng, drop_last=False):
    idx = np.arange(n)
    rng.shuffle(idx)
    n_full = n // batch_size
    out = [idx[i * batch_size:(i + 1) * batch_size] for i in range(n_full)]
    if not drop_last:
        out.append(idx[n_full * batch_size:])
    return out

# %% wrong (developed): sizes
def batches(n, batch_size, rng, drop_last=False):
    perm = rng.permutation(n)
    if drop_last:
        perm = perm[: n - n % batch_size]
    k = -(-len(perm) // batch_size)
    return list(np.array_split(perm, k)) if k else []

# %% wrong (developed): unused parameter
def batches(n, batch_size, rng, drop_last=False):
    idx = np.arange(n)
    return [idx[i:i + batch_size] for i in range(0, n, batch_size)]

# %% right (developed)
def batches(n, batch_size, rng, drop_last=False):
    perm = rng.permutation(n)
    stop = n - n % batch_size if drop_last else n
    return np.split(perm[:stop], range(batch_size, stop, batch_size)) if stop else []

# %% wrong (developed): drops the last batch even where it is full
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    result = [idx[i:i + batch_size] for i in range(0, n, batch_size)]
    if drop_last:
        result = result[:-1]
    return result

# %% wrong (held): an order never comes
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = rng.integers(i)
        order[i], order[j] = order[j], order[i]
    order = order
    cut = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(cut[-1]) < batch_size:
        cut.pop()
    return cut

# %% wrong (held): an order never comes
def batches(n, batch_size, rng, drop_last=False):
    order = np.arange(n)
    for i in range(n - 1):
        j = rng.integers(i, n - 1)
        order[i], order[j] = order[j], order[i]
    order = order
    cut = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(cut[-1]) < batch_size:
        cut.pop()
    return cut

# %% wrong (held): an order never comes
def batches(n, batch_size, rng, drop_last=False):
    if not hasattr(batches, 'seen'): batches.seen = {}
    order = batches.seen.setdefault((n, id(rng)), rng.permutation(n))
    cut = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and len(cut[-1]) < batch_size:
        cut.pop()
    return cut
