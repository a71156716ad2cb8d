import numpy as np

# %% right: pads the list and slices
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    while len(indices) % world_size:
        indices.append(len(indices) % n)
    return indices[rank::world_size]

# %% right: np.resize repeats
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return np.resize(np.arange(n), total)[rank::world_size]

# %% right: a remainder of each place
def shard_sampler(n, rank, world_size):
    share = (n + world_size - 1) // world_size
    return (rank + world_size * np.arange(share)) % n

# %% right
def shard_sampler(n, rank, world_size):
    import math
    total = math.ceil(n / world_size) * world_size
    return [i % n for i in range(total)][rank::world_size]

# %% right
def shard_sampler(n, rank, world_size):
    idx = np.arange(n)
    extra = (-n) % world_size
    idx = np.concatenate([idx, np.tile(idx, world_size)[:extra]])
    return idx[rank::world_size]

# %% right
def shard_sampler(n, rank, world_size):
    extra = -n % world_size
    return np.pad(np.arange(n), (0, extra), mode="wrap")[rank::world_size]

# %% right
def shard_sampler(n, rank, world_size):
    out = []
    place = rank
    total = int(np.ceil(n / world_size)) * world_size
    while place < total:
        out.append(place % n)
        place += world_size
    return out

# %% right
def shard_sampler(n, rank, world_size):
    from itertools import cycle, islice
    total = n + (-n % world_size)
    return list(islice(cycle(range(n)), rank, total, world_size))

# %% right
def shard_sampler(n, rank, world_size):
    total = n if n % world_size == 0 else (n // world_size + 1) * world_size
    return np.arange(total).reshape(-1, world_size)[:, rank] % n

# %% wrong: is not padded
def shard_sampler(n, rank, world_size):
    return list(range(n))[rank::world_size]

# %% wrong: one block for each worker, the rest dropped
def shard_sampler(n, rank, world_size):
    size = n // world_size
    return list(range(rank * size, (rank + 1) * size))

# %% wrong: blocks as even as possible
def shard_sampler(n, rank, world_size):
    return np.array_split(np.arange(n), world_size)[rank]

# %% wrong: drops the rest
def shard_sampler(n, rank, world_size):
    total = n // world_size * world_size
    return np.arange(total)[rank::world_size]

# %% wrong: pads where nothing is missing, once
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    indices += indices[: world_size - n % world_size]
    return indices[rank::world_size]

# %% wrong: pads with sample 0 only
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    while len(indices) % world_size != 0:
        indices.append(0)
    return indices[rank::world_size]

# %% wrong: pads with the last sample
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    while len(indices) % world_size != 0:
        indices.append(indices[-1])
    return indices[rank::world_size]

# %% wrong: pads from the end, and doubles where nothing is missing
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    extra = -n % world_size
    indices += indices[-extra:]
    return indices[rank::world_size]

# %% wrong: the line is padded once only
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    extra = -n % world_size
    indices += indices[:extra]
    return indices[rank::world_size]

# %% wrong: goes past the last sample
def shard_sampler(n, rank, world_size):
    import math
    return [rank + i * world_size for i in range(math.ceil(n / world_size))]

# %% wrong: pads where nothing is missing
def shard_sampler(n, rank, world_size):
    return [(rank + i * world_size) % n for i in range(n // world_size + 1)]

# %% wrong: drops the rest
def shard_sampler(n, rank, world_size):
    return [(rank + i * world_size) % n for i in range(n // world_size)]

# %% wrong: ZeroDivisionError
def shard_sampler(n, rank, world_size):
    return [i for i in range(n) if i % rank == 0]

# %% wrong: is not padded
def shard_sampler(n, rank, world_size):
    return [i for i in range(n) if i % world_size == rank]

# %% wrong: everything for everyone
def shard_sampler(n, rank, world_size):
    return list(range(n))

# %% wrong: one block for each worker
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = [i % n for i in range(share * world_size)]
    return indices[rank * share : (rank + 1) * share]

# %% wrong: one block for each worker, the last one shorter
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = list(range(n))
    return indices[rank * share : (rank + 1) * share]

# %% wrong: (no diagnosis)
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = [i % n for i in range(share * world_size)]
    return indices[rank + 1 :: world_size]

# %% wrong: wrong shape
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = [i % n for i in range(share * world_size)]
    return indices[rank - 1 :: world_size]

# %% wrong: wrong shape
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = [i % n for i in range(share * world_size)]
    return indices[rank::share]

# %% wrong: the whole padded line
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    indices = [i % n for i in range(share * world_size)]
    return indices

# %% wrong: wrong shape
def shard_sampler(n, rank, world_size):
    import math
    share = round(n / world_size)
    return [(rank + i * world_size) % n for i in range(share)]

# %% wrong: wrong type
def shard_sampler(n, rank, world_size):
    import math
    share = math.ceil(n / world_size)
    return set((rank + i * world_size) % n for i in range(share))

# %% wrong: (no diagnosis)
def shard_sampler(n, rank, world_size):
    rng = np.random.default_rng(0)
    total = -(-n // world_size) * world_size
    return rng.permutation(np.resize(np.arange(n), total))[rank::world_size]

# %% wrong: wrong only where n is not a multiple of world_size
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return sorted(np.resize(np.arange(n), total)[rank::world_size].tolist())

# %% wrong: all workers take the first worker's share
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return np.resize(np.arange(n), total)[0::world_size]

# %% wrong: one too large
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return np.resize(np.arange(1, n + 1), total)[rank::world_size]

# %% wrong (developed): one block for each worker
def shard_sampler(n, rank, world_size):
    per = -(-n // world_size)
    idx = list(range(n)) + list(range(per * world_size - n))
    return idx[rank * per:(rank + 1) * per]

# %% wrong (held): is not padded
def shard_sampler(n, rank, world_size):
    return list(range(rank, n, world_size))

# %% wrong (developed): drops the rest
def shard_sampler(n, rank, world_size):
    per = n // world_size
    return list(range(n))[:per * world_size][rank::world_size]

# %% wrong (developed): the line is padded once only
def shard_sampler(n, rank, world_size):
    idx = list(range(n))
    pad = -n % world_size
    idx += idx[:pad]
    return idx[rank::world_size]

# %% wrong (developed): pads with sample 0 only
def shard_sampler(n, rank, world_size):
    idx = list(range(n)) + [0] * (-n % world_size)
    return idx[rank::world_size]

# %% wrong (developed): pads with the last sample
def shard_sampler(n, rank, world_size):
    idx = list(range(n)) + [n - 1] * (-n % world_size)
    return idx[rank::world_size]

# %% wrong (developed): wrong shape
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return [i % n for i in range(rank - 1, total, world_size)]

# %% wrong (developed): pads where nothing is missing
def shard_sampler(n, rank, world_size):
    total = (n // world_size + 1) * world_size
    return [i % n for i in range(rank, total, world_size)]

# %% wrong (developed): (no diagnosis)
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    idx = np.random.default_rng(0).permutation(n)
    return [idx[i % n] for i in range(rank, total, world_size)]

# %% wrong (held): unused parameter
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return [[i % n for i in range(r, total, world_size)] for r in range(world_size)]

# %% wrong (developed): one block for each worker, the last one shorter
def shard_sampler(n, rank, world_size):
    per = -(-n // world_size)
    return list(range(rank * per, min((rank + 1) * per, n)))

# %% wrong (held): wrong shape
def shard_sampler(n, rank, world_size):
    return [i for i in range(n // world_size * world_size) if i % world_size == rank - 1]

# %% right (developed)
import math
def shard_sampler(n, rank, world_size):
    line = np.resize(np.arange(n), math.ceil(n / world_size) * world_size)
    return line.reshape(-1, world_size)[:, rank]

# %% right (held)
from itertools import cycle, islice
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return list(islice(islice(cycle(range(n)), total), rank, None, world_size))

# %% right (developed)
from itertools import cycle, islice
def shard_sampler(n, rank, world_size):
    each = -(-n // world_size)
    return list(islice(cycle(range(n)), each * world_size))[rank::world_size]

# %% wrong (held): one block for each worker
def shard_sampler(n, rank, world_size):
    each = (n + world_size - 1) // world_size
    line = [i % n for i in range(each * world_size)]
    return line[rank * each:(rank + 1) * each]

# %% wrong (held): wrong shape
def shard_sampler(n, rank, world_size):
    line = list(range(n))
    while len(line) % world_size:
        line.append(0)
    return line[rank - 1::world_size]

# %% right (developed)
def shard_sampler(n, rank, world_size):
    hands = [[] for _ in range(world_size)]
    deck, dealt = iter(()), 0
    while dealt < n or dealt % world_size:
        card = next(deck, None)
        if card is None:
            deck = iter(range(n))
            continue
        hands[dealt % world_size].append(card)
        dealt += 1
    return hands[rank]

# %% wrong (held): the line is padded once only
def shard_sampler(n, rank, world_size):
    line = list(range(n))
    missing = -n % world_size
    line = line + line[:missing]
    return line[rank::world_size]


# %% wrong: one block for each worker, of a line that is padded once only
def shard_sampler(n, rank, world_size):
    indices = list(range(n))
    per_worker = -(-n // world_size)
    missing = per_worker * world_size - n
    indices = indices + indices[:missing]
    start = rank * per_worker
    return indices[start:start + per_worker]

# %% wrong (held): one block for each worker, the rest dropped
def shard_sampler(n, rank, world_size):
    size = n // world_size
    return list(range(n))[rank * size:(rank + 1) * size]

# %% right (held)
def shard_sampler(n, rank, world_size):
    length = (n + world_size - 1) // world_size
    return (rank + world_size * np.arange(length)) % n

# %% wrong (developed): drops the rest
def shard_sampler(n, rank, world_size):
    return np.arange(n - n % world_size)[rank::world_size]

# %% wrong (held): the line is padded once only
def shard_sampler(n, rank, world_size):
    ids = list(range(n))
    pad = (-n) % world_size
    ids = ids + ids[:pad]
    return ids[rank::world_size]

# %% wrong: counts past the last sample where the line begins again
def shard_sampler(n, rank, world_size):
    per = -(-n // world_size)
    order = list(range(n)) + list(range(per * world_size - n))
    return order[rank::world_size]

# %% wrong: begins one too late
def shard_sampler(n, rank, world_size):
    total = -(-n // world_size) * world_size
    return [i % n for i in range(rank + 1, total + 1, world_size)]

# %% wrong: one block for each worker
def shard_sampler(n, rank, world_size):
    share = -(-n // world_size)
    idx = list(range(n))
    idx += [n - 1] * (share * world_size - n)
    return idx[rank * share:(rank + 1) * share]
