import numpy as np

# %% right: on copies, by start and stop
def ring_all_reduce(values, send):
    workers = len(values)
    bounds = [len(values[0]) * i // workers for i in range(workers + 1)]
    data = [v.copy() for v in values]
    for r in range(2 * (workers - 1)):
        for w in range(workers):
            c = (w - r) % workers if r < workers - 1 else (w - r) % workers
            a, b = bounds[c], bounds[c + 1]
            nxt = (w + 1) % workers
            got = send(w, nxt, data[w][a:b])
            if r < workers - 1:
                data[nxt][a:b] += got
            else:
                data[nxt][a:b] = got
    return data

# %% right: padded to a multiple
def ring_all_reduce(values, send):
    workers, n = len(values), len(values[0])
    size = -(-n // workers)
    parts = np.zeros((workers, workers, size))
    for w, v in enumerate(values):
        parts[w].reshape(-1)[:n] = v
    for r in range(workers - 1):
        for w in range(workers):
            parts[(w + 1) % workers, (w - r) % workers] += send(w, (w + 1) % workers, parts[w, (w - r) % workers])
    for r in range(workers - 1):
        for w in range(workers):
            parts[(w + 1) % workers, (w + 1 - r) % workers] = send(w, (w + 1) % workers, parts[w, (w + 1 - r) % workers])
    return [p.reshape(-1)[:n] for p in parts]

# %% right: seen from the one who gets it
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for me in range(workers):
            left = (me - 1) % workers
            c = (left - step) % workers
            chunks[me][c] = chunks[me][c] + send(left, me, chunks[left][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% right
def ring_all_reduce(values, send):
    workers = len(values)
    size = len(values[0]) // workers
    cuts = [i * size for i in range(1, workers)]
    chunks = [np.split(v, cuts) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% right
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% right
def ring_all_reduce(values, send):
    W = len(values)
    parts = [[p.copy() for p in np.array_split(v, W)] for v in values]
    for step in range(W - 1):
        inbox = {}
        for w in range(W):
            c = (w - step) % W
            inbox[(w + 1) % W] = (c, send(w, (w + 1) % W, parts[w][c]))
        for w, (c, chunk) in inbox.items():
            parts[w][c] += chunk
    for step in range(W - 1):
        inbox = {}
        for w in range(W):
            c = (w + 1 - step) % W
            inbox[(w + 1) % W] = (c, send(w, (w + 1) % W, parts[w][c]))
        for w, (c, chunk) in inbox.items():
            parts[w][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% right
def ring_all_reduce(values, send):
    W = len(values)
    index = np.array_split(np.arange(len(values[0])), W)
    out = [np.array(v, dtype=float) for v in values]
    for phase in ("add", "copy"):
        for step in range(W - 1):
            for w in range(W):
                c = (w - step + (phase == "copy")) % W
                arrived = send(w, (w + 1) % W, out[w][index[c]])
                if phase == "add":
                    out[(w + 1) % W][index[c]] += arrived
                else:
                    out[(w + 1) % W][index[c]] = arrived
    return out

# %% right
def ring_all_reduce(values, send):
    W = len(values)
    chunks = [np.array_split(v, W) for v in values]
    for c in range(W):
        for step in range(W - 1):
            w, nxt = (c + step) % W, (c + step + 1) % W
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for c in range(W):
        for step in range(W - 1):
            w, nxt = (c - 1 + step) % W, (c + step) % W
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.hstack(parts) for parts in chunks]

# %% right
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(source=w, target=nxt, chunk=chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: sums without sending
def ring_all_reduce(values, send):
    return [sum(values)] * len(values)

# %% wrong: sums without sending
def ring_all_reduce(values, send):
    return [np.sum(values, axis=0) for _ in values]

# %% wrong: (no diagnosis)
def ring_all_reduce(values, send):
    total = sum(values)
    for w in range(len(values)):
        send(w, (w + 1) % len(values), total)
    return [total.copy() for _ in values]

# %% wrong: sends for show
def ring_all_reduce(values, send):
    total = sum(values)
    W = len(values)
    for _ in range(2 * (W - 1)):
        for w in range(W):
            send(w, (w + 1) % W, np.array_split(total, W)[0])
    return [total.copy() for _ in values]

# %% wrong: sends for show
def ring_all_reduce(values, send):
    total = sum(values)
    W = len(values)
    for _ in range(2 * (W - 1)):
        for w in range(W):
            send(w, (w + 1) % W, values[w][:1])
    return [total.copy() for _ in values]

# %% wrong: hands whole arrays round
def ring_all_reduce(values, send):
    W = len(values)
    sums = [v.copy() for v in values]
    carry = [v.copy() for v in values]
    for _ in range(W - 1):
        new = [None] * W
        for w in range(W):
            new[(w + 1) % W] = send(w, (w + 1) % W, carry[w])
        carry = new
        for w in range(W):
            sums[w] += carry[w]
    return sums

# %% wrong: one worker collects and hands out
def ring_all_reduce(values, send):
    W = len(values)
    total = values[0].copy()
    for w in range(1, W):
        total += send(w, 0, values[w])
    return [total] + [send(0, w, total) for w in range(1, W)]

# %% wrong: everyone sends to everyone
def ring_all_reduce(values, send):
    W = len(values)
    out = []
    for t in range(W):
        total = values[t].copy()
        for s in range(W):
            if s != t:
                total += send(s, t, values[s])
        out.append(total)
    return out

# %% wrong: a running sum once round, then the result once round
def ring_all_reduce(values, send):
    W = len(values)
    total = values[0]
    for w in range(W - 1):
        total = send(w, w + 1, total) + values[w + 1]
    out = [None] * W
    out[W - 1] = total
    for w in range(W - 1):
        out[w] = send((w - 1) % W, w, out[(w - 1) % W])
    return out

# %% wrong: (no diagnosis)
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w - 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w - 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: sends to the worker before
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + step) % workers
            nxt = (w - 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - 1 + step) % workers
            nxt = (w - 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: IndexError
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = w + 1
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = w + 1
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: stops after the first phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: adds in the second phase too
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] += send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: changes the workers' arrays
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] += send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too many in each phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too many in the second phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too many in the first phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too few in each phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 2):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 2):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too few in the second phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 2):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: one round too few in the first phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 2):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: no sum goes round
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: sends the same chunk in every round of the first phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: the chunks in rising order in the first phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: the chunks in rising order in the second phase
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 + step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: the second phase begins with chunk w − 1
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: all workers send the chunk of the round
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = step
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: ValueError
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: cuts off the rest of the length
def ring_all_reduce(values, send):
    workers = len(values)
    size = len(values[0]) // workers
    chunks = [[v[i * size : (i + 1) * size] for i in range(workers)] for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% right
def ring_all_reduce(values, send):
    workers = len(values)
    size = len(values[0]) // workers + 1
    chunks = [[v[i * size : (i + 1) * size] for i in range(workers)] for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: averages
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) / workers for c in chunks]

# %% wrong: one array instead of one for each worker
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return np.concatenate(chunks[0])

# %% wrong: wrong shape
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return chunks

# %% wrong: ValueError
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return np.concatenate(chunks)

# %% wrong: changes the workers' arrays
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    for v, c in zip(values, chunks):
        v[:] = np.concatenate(c)
    return values

# %% wrong: returned nothing
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    for v, c in zip(values, chunks):
        v[:] = np.concatenate(c)

# %% wrong: (no diagnosis)
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            send(w, nxt, chunks[w][c])
            chunks[nxt][c] = chunks[nxt][c] + chunks[w][c]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[w][c]
    return [np.concatenate(c) for c in chunks]

# %% wrong: ValueError
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, chunks[w])[c]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: (no diagnosis)
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(w, nxt, values[w][:])[: len(chunks[w][c])]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: (no diagnosis)
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[w][c] = chunks[w][c] + send(w, nxt, chunks[nxt][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: no sum goes round
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(w, nxt, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% wrong: does not use what send returns
def ring_all_reduce(values, send):
    n = len(values)
    data = [np.array_split(v.copy(), n) for v in values]
    for r in range(n - 1):
        for w in range(n):
            _ = send(w, (w + 1) % n, data[w][(w - r) % n])
            data[(w + 1) % n][(w - r) % n] += data[w][(w - r) % n]
    for r in range(n - 1):
        for w in range(n):
            _ = send(w, (w + 1) % n, data[w][(w + 1 - r) % n])
            data[(w + 1) % n][(w + 1 - r) % n] = data[w][(w + 1 - r) % n].copy()
    return [np.concatenate(d) for d in data]

# %% wrong: does not use what send returns
def ring_all_reduce(values, send):
    n = len(values)
    data = [np.array_split(v, n) for v in values]
    for r in range(n - 1):
        for w in range(n):
            c = (w - r) % n
            send(w, (w + 1) % n, data[w][c])
            data[(w + 1) % n][c] = data[(w + 1) % n][c] + data[w][c]
    for r in range(n - 1):
        for w in range(n):
            c = (w + 1 - r) % n
            data[(w + 1) % n][c] = send(w, (w + 1) % n, data[w][c])
    return [np.concatenate(d) for d in data]

# %% wrong: does not use what send returns in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    data = [np.array_split(v, n) for v in values]
    for r in range(n - 1):
        for w in range(n):
            c = (w - r) % n
            data[(w + 1) % n][c] = data[(w + 1) % n][c] + send(w, (w + 1) % n, data[w][c])
    for r in range(n - 1):
        for w in range(n):
            c = (w + 1 - r) % n
            send(w, (w + 1) % n, data[w][c])
            data[(w + 1) % n][c] = data[w][c]
    return [np.concatenate(d) for d in data]

# %% wrong: sends to the worker after the next
def ring_all_reduce(values, send):
    n = len(values)
    chunks = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for step in range(n - 1):
        arrived = [send(i, (i + 2) % n, chunks[i][(i - step) % n]) for i in range(n)]
        for i in range(n):
            chunks[(i + 1) % n][(i - step) % n] = chunks[(i + 1) % n][(i - step) % n] + arrived[i]
    for step in range(n - 1):
        arrived = [send(i, (i + 2) % n, chunks[i][(i + 1 - step) % n]) for i in range(n)]
        for i in range(n):
            chunks[(i + 1) % n][(i + 1 - step) % n] = arrived[i]
    return [np.concatenate(c) for c in chunks]

# %% wrong: source and target exchanged
def ring_all_reduce(values, send):
    workers = len(values)
    chunks = [np.array_split(v, workers) for v in values]
    for step in range(workers - 1):
        for w in range(workers):
            c = (w - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = chunks[nxt][c] + send(nxt, w, chunks[w][c])
    for step in range(workers - 1):
        for w in range(workers):
            c = (w + 1 - step) % workers
            nxt = (w + 1) % workers
            chunks[nxt][c] = send(nxt, w, chunks[w][c])
    return [np.concatenate(c) for c in chunks]

# %% right (held)
def ring_all_reduce(values, send):
    n, size = len(values), len(values[0])
    cuts = [round(i * size / n) for i in range(n + 1)]
    own = [np.array(v, dtype=float) for v in values]
    for r in range(2 * (n - 1)):
        msgs = []
        for w in range(n):
            k = (w - r) % n
            msgs.append((k, (w + 1) % n, send(w, (w + 1) % n, own[w][cuts[k]:cuts[k + 1]].copy())))
        for k, t, got in msgs:
            piece = slice(cuts[k], cuts[k + 1])
            own[t][piece] = own[t][piece] + got if r < n - 1 else got
    return own

# %% wrong (held): averages
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w - r) % n]) for w in range(n)]
        for w in range(n):
            k = (w - r - 1) % n
            parts[w][k] = parts[w][k] + moved[(w - 1) % n]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w + 1 - r) % n]) for w in range(n)]
        for w in range(n):
            parts[w][(w - r) % n] = moved[(w - 1) % n]
    return [np.concatenate(p) / n for p in parts]

# %% wrong (held): no sum goes round
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w - r) % n]) for w in range(n)]
        for w in range(n):
            k = (w - r - 1) % n
            parts[w][k] = moved[(w - 1) % n]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w + 1 - r) % n]) for w in range(n)]
        for w in range(n):
            parts[w][(w - r) % n] = moved[(w - 1) % n]
    return [np.concatenate(p) for p in parts]

# %% wrong (held): one round too few in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w - r) % n]) for w in range(n)]
        for w in range(n):
            k = (w - r - 1) % n
            parts[w][k] = parts[w][k] + moved[(w - 1) % n]
    for r in range(n - 2):
        moved = [send(w, (w + 1) % n, parts[w][(w + 1 - r) % n]) for w in range(n)]
        for w in range(n):
            parts[w][(w - r) % n] = moved[(w - 1) % n]
    return [np.concatenate(p) / n for p in parts]

# %% wrong (held): (no diagnosis)
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        moved = [send(w, (w + 1) % n, parts[w][(w - r) % n]) for w in range(n)]
        for w in range(n):
            k = (w - r - 1) % n
            parts[w][k] = moved[(w - 1) % n]
    for r in range(n - 2):
        moved = [send(w, (w + 1) % n, parts[w][(w + 1 - r) % n]) for w in range(n)]
        for w in range(n):
            parts[w][(w - r) % n] = moved[(w - 1) % n]
    return [np.concatenate(p) for p in parts]

# %% equivalent: line 6: (worker - step) % workers → worker - step
# A list counts negative positions from its end, and the difference is never below minus the number of workers.

# %% right (developed)
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (held): one round too few in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 2):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): no sum goes round
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (held): adds in the second phase too
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): drops what arrives in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            pass
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): no sum goes round
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): averages
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) / n for p in parts]

# %% wrong (held): one array instead of one for each worker
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return np.concatenate(parts[0])

# %% wrong (held): ValueError
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, w + 1, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): (no diagnosis)
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + r) % n
            arrived.append(((w - 1) % n, c, send(w, (w - 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): ValueError
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): hands whole arrays round
def ring_all_reduce(values, send):
    n = len(values)
    total = [v.copy() for v in values]
    moving = [v.copy() for v in values]
    for _ in range(n - 1):
        moving = [send((w - 1) % n, w, moving[(w - 1) % n]) for w in range(n)]
        total = [t + m for t, m in zip(total, moving)]
    return total

# %% wrong (developed): sums without sending
def ring_all_reduce(values, send):
    total = sum(values)
    return [total.copy() for _ in values]

# %% wrong (held): changes the workers' arrays
def ring_all_reduce(values, send):
    n = len(values)
    parts = [np.array_split(v, n) for v in values]
    for r in range(n - 1):
        for w in range(n):
            c = (w - r) % n
            t = (w + 1) % n
            parts[t][c] += send(w, t, parts[w][c])
    for r in range(n - 1):
        for w in range(n):
            c = (w + 1 - r) % n
            t = (w + 1) % n
            parts[t][c][:] = send(w, t, parts[w][c])
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): averages | adds in the second phase too
def ring_all_reduce(values, send):
    n = len(values)
    parts = [list(np.array_split(v.copy(), n)) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    return [np.concatenate(p) / n for p in parts]

# %% wrong (held): ValueError
def ring_all_reduce(values, send):
    n = len(values)
    parts = [np.split(v, n) for v in values]
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = parts[target][c] + chunk
    for r in range(n - 1):
        arrived = []
        for w in range(n):
            c = (w + 1 - r) % n
            arrived.append(((w + 1) % n, c, send(w, (w + 1) % n, parts[w][c])))
        for target, c, chunk in arrived:
            parts[target][c] = chunk
    return np.concatenate(parts[0])

# %% right (developed)
def ring_all_reduce(values, send):
    n = len(values)
    if n == 1:
        return [values[0].copy()]
    bounds = [len(values[0]) * k // n for k in range(n + 1)]
    out = [np.array(v) for v in values]
    cut = lambda k: slice(bounds[k % n], bounds[k % n + 1])
    for phase, first in (("add", 0), ("copy", 1)):
        for r in range(n - 1):
            for w in range(n):
                s, t = cut(w + first - r), (w + 1) % n
                chunk = send(w, t, out[w][s].copy())
                if phase == "add":
                    out[t][s] += chunk
                else:
                    out[t][s] = chunk
    return out

# %% wrong (developed): no sum goes round
def ring_all_reduce(values, send):
    k = len(values)
    parts = [[p.copy() for p in np.array_split(v, k)] for v in values]
    for r in range(k - 1):
        moved = [((w - r) % k, (w + 1) % k, send(w, (w + 1) % k, parts[w][(w - r) % k])) for w in range(k)]
        for c, t, chunk in moved:
            parts[t][c] = parts[t][c] + chunk
    for r in range(k - 1):
        moved = [((w - r) % k, (w + 1) % k, send(w, (w + 1) % k, parts[w][(w - r) % k])) for w in range(k)]
        for c, t, chunk in moved:
            parts[t][c] = chunk
    return [np.concatenate(p) for p in parts]

# %% wrong (developed): cuts off the rest of the length
def ring_all_reduce(values, send):
    k = len(values)
    size = len(values[0]) // k
    parts = [[v[i * size:(i + 1) * size].copy() for i in range(k)] for v in values]
    for r in range(k - 1):
        moved = [((w - r) % k, (w + 1) % k, send(w, (w + 1) % k, parts[w][(w - r) % k])) for w in range(k)]
        for c, t, chunk in moved:
            parts[t][c] = parts[t][c] + chunk
    for r in range(k - 1):
        moved = [((w + 1 - r) % k, (w + 1) % k, send(w, (w + 1) % k, parts[w][(w + 1 - r) % k])) for w in range(k)]
        for c, t, chunk in moved:
            parts[t][c] = chunk
    return [np.concatenate(p) / k for p in parts]

# %% right (held)
def ring_all_reduce(values, send):
    k = len(values)
    parts = [[p.copy() for p in np.array_split(v, k)] for v in values]
    for phase in (0, 1):
        for r in range(k - 1):
            moved = []
            for w in range(k):
                c = (w + phase - r) % k
                moved.append((c, (w + 1) % k, send(w, (w + 1) % k, parts[w][c])))
            for c, t, chunk in moved:
                parts[t][c] = chunk if phase else parts[t][c] + chunk
    return [np.concatenate(p) for p in parts]

# %% right (developed)
def ring_all_reduce(values, send):
    n = len(values)
    book = [[np.array(c) for c in np.array_split(v, n)] for v in values]
    for r in range(2 * (n - 1)):
        arrived = [(w, (w - 1 - r) % n, send((w - 1) % n, w, book[w - 1][(w - 1 - r) % n].copy())) for w in range(n)]
        for w, k, chunk in arrived:
            book[w][k] = chunk + book[w][k] if r < n - 1 else np.array(chunk)
    return [np.hstack(own) for own in book]


# %% wrong: the chunks in rising order in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[p.copy() for p in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] += send(w, (w + 1) % n, parts[w][k])
    for r in range(n - 1):
        for w in range(n):
            k = (w + 1 + r) % n
            parts[(w + 1) % n][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]


# %% wrong: sends the same chunk in every round of the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[p.copy() for p in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] += send(w, (w + 1) % n, parts[w][k])
    for r in range(n - 1):
        for w in range(n):
            k = (w + 1) % n
            parts[(w + 1) % n][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]


# %% wrong: the second phase begins with chunk w + 2
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[p.copy() for p in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] += send(w, (w + 1) % n, parts[w][k])
    for r in range(n - 1):
        for w in range(n):
            k = (w + 2 - r) % n
            parts[(w + 1) % n][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]


# %% wrong: drops what arrives in the second phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[p.copy() for p in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] += send(w, (w + 1) % n, parts[w][k])
    for r in range(n - 1):
        for w in range(n):
            k = (w + 1 - r) % n
            parts[w][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]


# %% wrong: no sum goes round
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[p.copy() for p in np.array_split(v, n)] for v in values]
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] += send(w, (w + 1) % n, parts[w][k])
    for r in range(n - 1):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]

# %% wrong (held): hands whole arrays round
def ring_all_reduce(values, send):
    n = len(values)
    totals = [v.copy() for v in values]
    moving = [v.copy() for v in values]
    for _ in range(n - 1):
        arrived = [None] * n
        for w in range(n):
            nxt = (w + 1) % n
            arrived[nxt] = send(w, nxt, moving[w])
        for w in range(n):
            totals[w] = totals[w] + arrived[w]
        moving = arrived
    return totals

# %% wrong (developed): stops after the first phase
def ring_all_reduce(values, send):
    n = len(values)
    chunks = [np.array_split(v.copy(), n) for v in values]
    for r in range(n - 1):
        moved = []
        for w in range(n):
            c = (w - r) % n
            moved.append(send(w, (w + 1) % n, chunks[w][c]))
        for w in range(n):
            dst = (w + 1) % n
            chunks[dst][(w - r) % n] = chunks[dst][(w - r) % n] + moved[w]
    return [np.concatenate(c) for c in chunks]

# %% right (developed)
def ring_all_reduce(values, send):
    n = len(values)
    parts = [[c.copy() for c in np.array_split(v, n)] for v in values]
    for phase in (0, 1):
        for r in range(n - 1):
            got = []
            for w in range(n):
                k = (w - r + phase) % n
                got.append(((w + 1) % n, k, send(w, (w + 1) % n, parts[w][k])))
            for t, k, c in got:
                parts[t][k] = c if phase else parts[t][k] + c
    return [np.concatenate(p) for p in parts]

# %% wrong: half as many rounds as workers in each phase
def ring_all_reduce(values, send):
    n = len(values)
    parts = [np.array_split(v.copy(), n) for v in values]
    for r in range(n // 2):
        for w in range(n):
            k = (w - r) % n
            parts[(w + 1) % n][k] = parts[(w + 1) % n][k] + send(w, (w + 1) % n, parts[w][k])
    for r in range(n // 2):
        for w in range(n):
            k = (w + 1 - r) % n
            parts[(w + 1) % n][k] = send(w, (w + 1) % n, parts[w][k])
    return [np.concatenate(p) for p in parts]
