import numpy as np

# %% right: with perf_counter
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        end = time.perf_counter()
        seconds.append(end - start)
    return seconds

# %% right: waits on both sides of every call
from time import monotonic

def time_it(fn, synchronize, repeats=10, warmup=2):
    times = []
    for i in range(warmup + repeats):
        synchronize()
        t0 = monotonic()
        fn()
        synchronize()
        if i >= warmup:
            times.append(monotonic() - t0)
    return times

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    import time
    def once():
        synchronize()
        t = time.time()
        fn()
        synchronize()
        return time.time() - t
    return [once() for _ in range(warmup + repeats)][warmup:]

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    import timeit
    for _ in range(warmup):
        fn()

    def work():
        fn()
        synchronize()

    return timeit.repeat(work, setup=synchronize, number=1, repeat=repeats)

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    import time
    for _ in range(warmup):
        fn()
        synchronize()
    synchronize()
    out = np.zeros(repeats)
    for i in range(repeats):
        before = time.perf_counter_ns()
        fn()
        synchronize()
        out[i] = (time.perf_counter_ns() - before) / 1e9
    return list(out)

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    from timeit import default_timer as clock
    calls = 0
    while calls < warmup:
        fn()
        calls += 1
    times = []
    while len(times) < repeats:
        synchronize()
        times.append(-clock())
        fn()
        synchronize()
        times[-1] += clock()
    return times

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    import time
    for _ in range(warmup):
        fn()
    synchronize()
    marks = [time.perf_counter()]
    for _ in range(repeats):
        fn()
        synchronize()
        marks.append(time.perf_counter())
    return [b - a for a, b in zip(marks, marks[1:])]

# %% right
def time_it(fn, synchronize, repeats=10, warmup=2):
    from datetime import datetime
    [fn() for _ in range(warmup)]
    synchronize()
    result = []
    for _ in range(repeats):
        begin_ = datetime.now()
        fn()
        synchronize()
        result.append((datetime.now() - begin_).total_seconds())
    return result

# %% wrong: no wait at all
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: no wait at all
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize
        times.append(time.perf_counter() - start)
    return times

# %% wrong: no wait behind fn
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: stops the clock before the work is done
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        end = time.perf_counter()
        synchronize()
        times.append(end - start)
    return times

# %% wrong: stops the clock before the work is done
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        fn()
        synchronize()
        times.append(time.process_time() - start)
    return times

# %% wrong: no wait before the first timing
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: busy before the first | waits within the warm-up alone
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
        synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: starts the clock before the first wait
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        synchronize()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: no warm-up
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: the warm-up is timed too
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    synchronize()
    times = []
    for _ in range(warmup + repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: the warm-up taken out of the repeats
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    synchronize()
    times = []
    for i in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        if i >= warmup:
            times.append(time.perf_counter() - start)
    return times

# %% wrong: milliseconds
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(1000 * (time.perf_counter() - start))
    return times

# %% wrong: nanoseconds
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter_ns()
        fn()
        synchronize()
        times.append(time.perf_counter_ns() - start)
    return times

# %% wrong: the mean alone
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return sum(times) / len(times)

# %% wrong: the clock is started once
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    start = time.perf_counter()
    for _ in range(repeats):
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong: start minus end
import time

def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(start - time.perf_counter())
    return times

# %% right (held)
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (held): no wait behind fn
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (held): no wait before the first timing
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (developed): starts the clock before the first wait
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        synchronize()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (held): no warm-up
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    # go
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (developed): the warm-up is timed too
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    times = []
    for _ in range(warmup + repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (held): milliseconds
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append((time.perf_counter() - start) * 1000)
    return times

# %% wrong (held): the clock is started once
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    synchronize()
    start = time.perf_counter()
    for _ in range(repeats):
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (developed): the mean alone
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return sum(times) / len(times)

# %% wrong (developed): stops the clock before the work is done
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        end = time.perf_counter()
        synchronize()
        times.append(end - start)
    return times

# %% wrong (developed): start minus end
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(start - time.perf_counter())
    return times

# %% wrong (held): too long: the first
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter())
    return times

# %% wrong (held): -1 calls
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn
        synchronize()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (developed): no wait at all
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        times.append(time.perf_counter() - start)
    return times

# %% wrong (developed): the mean alone
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        times.append(time.perf_counter() - start)
    return np.mean(times)

# %% right (held)
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    stamps = []
    for i in range(-warmup, repeats):
        synchronize()
        t0 = time.monotonic_ns()
        fn()
        synchronize()
        if i >= 0:
            stamps.append((time.monotonic_ns() - t0) / 1e9)
    return stamps

# %% right (developed)
from time import perf_counter
def time_it(fn, synchronize, repeats=10, warmup=2):
    def now():
        synchronize()
        return perf_counter()
    [fn() for _ in range(warmup)]
    def once():
        t = now()
        fn()
        return now() - t
    return [once() for _ in range(repeats)]

# %% wrong (developed): no wait behind fn
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    out = []
    for _ in range(repeats):
        synchronize()
        t = time.perf_counter()
        fn()
        out.append(time.perf_counter() - t)
    return out

# %% wrong (developed): unused parameter
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    out = []
    for _ in range(repeats):
        synchronize()
        t = time.perf_counter()
        fn()
        synchronize()
        out.append(1000 * (time.perf_counter() - t))
    return out

# %% right (held)
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    def once():
        synchronize()
        t0 = time.perf_counter_ns()
        fn()
        synchronize()
        return (time.perf_counter_ns() - t0) / 1e9
    return [once() for _ in range(repeats)]

# %% wrong (held): the mean alone
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    out = []
    for _ in range(repeats):
        t = time.perf_counter()
        fn()
        synchronize()
        out.append(time.perf_counter() - t)
    return sum(out) / len(out)

# %% wrong (held): no wait before the first timing
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        t0 = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - t0)
    return times

# %% right (developed)
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    def once():
        synchronize()
        a = time.perf_counter_ns()
        fn()
        synchronize()
        return (time.perf_counter_ns() - a) * 1e-9
    return [once() for _ in range(warmup + repeats)][warmup:]

# %% wrong (held): no wait behind fn, busy before several
import time
def time_it(fn, synchronize, repeats=10, warmup=2):
    for _ in range(warmup):
        fn()
    synchronize()
    start = time.time()
    for _ in range(repeats):
        fn()
    synchronize()
    return [(time.time() - start) / repeats] * repeats
