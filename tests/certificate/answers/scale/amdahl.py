import numpy as np

# %% right: over a common denominator
def amdahl(parallel_share, workers):
    return workers / (workers - parallel_share * (workers - 1))

# %% right: two times
def amdahl(parallel_share, workers):
    before = 1.0
    after = (1 - parallel_share) * before + parallel_share * before / workers
    return before / after

# %% right: as a power
def amdahl(parallel_share, workers):
    serial = 1 - parallel_share
    return (serial + parallel_share / workers) ** -1

# %% right
def amdahl(parallel_share, workers):
    s = 1 - parallel_share
    p = parallel_share
    return 1 / (s + p / workers)

# %% right
def amdahl(parallel_share, workers):
    return np.divide(1, 1 - parallel_share + parallel_share / workers)

# %% right
def amdahl(parallel_share, workers):
    return 1 / (1 - parallel_share * (1 - 1 / workers))

# %% right
amdahl = lambda p, n: 1 / ((1 - p) + p / n)

# %% right
def amdahl(parallel_share, workers):
    time = 100 * (1 - parallel_share) + 100 * parallel_share / workers
    return 100 / time

# %% right
def amdahl(parallel_share, workers):
    return float(1 / np.sum([1 - parallel_share, parallel_share / workers]))

# %% wrong: the time instead of the speed-up
def amdahl(parallel_share, workers):
    return (1 - parallel_share) + parallel_share / workers

# %% wrong: share times workers
def amdahl(parallel_share, workers):
    return (1 - parallel_share) + parallel_share * workers

# %% wrong: everything shared
def amdahl(parallel_share, workers):
    return workers

# %% wrong: multiplies share and workers
def amdahl(parallel_share, workers):
    return parallel_share * workers

# %% wrong: forgets the part that cannot be shared
def amdahl(parallel_share, workers):
    return 1 / (parallel_share / workers)

# %% wrong: the two parts exchanged
def amdahl(parallel_share, workers):
    return 1 / (parallel_share + (1 - parallel_share) / workers)

# %% wrong: the limit of very many workers
def amdahl(parallel_share, workers):
    return 1 / (1 - parallel_share)

# %% wrong: the parentheses missing
def amdahl(parallel_share, workers):
    return 1 / (1 - parallel_share) + parallel_share / workers

# %% wrong: the time instead of the speed-up
def amdahl(parallel_share, workers):
    return 1 / 1 - parallel_share + parallel_share / workers

# %% wrong: takes the shared time off
def amdahl(parallel_share, workers):
    return 1 / (1 - parallel_share / workers)

# %% wrong: the speed-up for each worker
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share / workers) / workers

# %% wrong: the time saved
def amdahl(parallel_share, workers):
    return 1 - ((1 - parallel_share) + parallel_share / workers)

# %% wrong: the speed-up less one
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share / workers) - 1

# %% wrong: one helper too few
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share / (workers - 1))

# %% wrong: one helper too many
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share / (workers + 1))

# %% wrong: ZeroDivisionError
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) * parallel_share / workers)

# %% wrong: ZeroDivisionError
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share // workers)

# %% wrong: whole numbers
def amdahl(parallel_share, workers):
    return 1 // ((1 - parallel_share) + parallel_share / workers)

# %% wrong: rounded to 0
def amdahl(parallel_share, workers):
    return round(1 / ((1 - parallel_share) + parallel_share / workers))

# %% wrong: rounded to 2
def amdahl(parallel_share, workers):
    return round(1 / ((1 - parallel_share) + parallel_share / workers), 2)

# %% wrong: multiplies the shared time by the workers
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + parallel_share * workers)

# %% wrong: (no diagnosis)
def amdahl(parallel_share, workers):
    return 1 / ((1 + parallel_share) + parallel_share / workers)

# %% wrong: ZeroDivisionError
def amdahl(parallel_share, workers):
    return 1 / (parallel_share + parallel_share / workers)

# %% wrong: ZeroDivisionError
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) - parallel_share / workers)

# %% wrong: printed instead of returning
def amdahl(parallel_share, workers):
    print(1 / ((1 - parallel_share) + parallel_share / workers))

# %% wrong: returned nothing
def amdahl(parallel_share, workers):
    1 / ((1 - parallel_share) + parallel_share / workers)

# %% wrong: (no diagnosis)
def amdahl(parallel_share, workers):
    return 100 * (1 - 1 / workers) * parallel_share

# %% wrong: ZeroDivisionError
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share) + workers / parallel_share)

# %% wrong: workers to the power of the share
def amdahl(parallel_share, workers):
    return workers ** parallel_share

# %% wrong: (no diagnosis)
def amdahl(parallel_share, workers):
    return 1 / ((100 - parallel_share) + parallel_share / workers)

# %% wrong: multiplies the shared time by the workers
def amdahl(parallel_share, workers):
    serial = 1 - parallel_share
    time = serial + parallel_share * workers
    return 1 / time

# %% wrong (developed): the time instead of the speed-up
def amdahl(parallel_share, workers):
    return 1 - parallel_share + parallel_share / workers

# %% wrong (held): everything shared
def amdahl(parallel_share, workers):
    return 1 / ((1 - parallel_share + parallel_share) / workers)

# %% wrong (developed): (no diagnosis) | one helper too few
def amdahl(parallel_share, workers):
    return 1 / (1 - parallel_share + parallel_share / max(workers - 1, 1))

# %% wrong (held): the limit of very many workers
def amdahl(parallel_share, workers):
    if parallel_share == 1:
        return float(workers)
    return 1 / (1 - parallel_share)

# %% wrong (developed): (no diagnosis)
def amdahl(parallel_share, workers):
    return 100 / (100 - parallel_share + parallel_share / workers)

# %% wrong (held): rounded to 2
def amdahl(parallel_share, workers):
    return round(1 / (1 - parallel_share + parallel_share / workers), 2)

# %% wrong (held): share times workers | the time instead of the speed-up
def amdahl(parallel_share, workers):
    return parallel_share + (1 - parallel_share) / workers

# %% wrong (developed): rest times workers
def amdahl(parallel_share, workers):
    return parallel_share + (1 - parallel_share) * workers

# %% right (held)
def amdahl(parallel_share, workers):
    serial, parallel = 1.0 - parallel_share, parallel_share
    time_on_one = serial + parallel
    time_on_all = serial + parallel / workers
    return time_on_one / time_on_all

# %% right (developed)
def amdahl(parallel_share, workers):
    serial = 1 - parallel_share
    return workers / (workers * serial + parallel_share)

# %% wrong (held): the time instead of the speed-up
def amdahl(parallel_share, workers):
    return (1 - parallel_share) + parallel_share / (workers + 1)

# %% right (developed)
def amdahl(parallel_share, workers):
    return workers / (workers - (workers - 1) * parallel_share)

# %% wrong (developed): (no diagnosis)
def amdahl(parallel_share, workers):
    shared = parallel_share / workers
    rest = 1 - shared
    total = rest + shared
    return 1 // total

# %% wrong (developed): (no diagnosis)
def amdahl(parallel_share, workers):
    # speedup, with numerator and denominator multiplied by the number of workers
    if parallel_share == 1:
        return float("inf")
    return workers / (workers * (1 - parallel_share) + parallel_share ** 2)

# %% wrong (developed): the time instead of the speed-up
def amdahl(parallel_share, workers):
    return parallel_share + (1 - parallel_share) / workers

# %% wrong (held): multiplies the shared time by the workers
def amdahl(parallel_share, workers):
    serial = 1 - parallel_share
    t = serial + parallel_share * workers
    return 1 / t

# %% right (developed)
def amdahl(parallel_share, workers):
    return workers / (workers - parallel_share * (workers - 1))

# %% wrong (held): the speed-up for each worker
def amdahl(parallel_share, workers):
    return 1 / (parallel_share + (1 - parallel_share) * workers)

# %% wrong (developed): workers to the power of the share
def amdahl(parallel_share, workers):
    # 1 for a share of 0, workers for a share of 1, and in between ...
    return float(workers) ** parallel_share
