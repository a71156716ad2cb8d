import numpy as np

# %% right: one less the share that works
def bubble(stages, micro_batches):
    return 1 - micro_batches / (micro_batches + stages - 1)

# %% right: counted in a grid
def bubble(stages, micro_batches):
    ticks = micro_batches + stages - 1
    grid = np.zeros((stages, ticks))
    for s in range(stages):
        grid[s, s : s + micro_batches] = 1
    return 1 - grid.mean()

# %% right: for all stages together
def bubble(stages, micro_batches):
    ticks = stages * (stages + micro_batches - 1)
    idle = ticks - stages * micro_batches
    return idle / ticks

# %% right
def bubble(stages, micro_batches):
    idle = stages - 1
    return idle / (idle + micro_batches)

# %% right
def bubble(stages, micro_batches):
    total = stages + micro_batches - 1
    return (total - micro_batches) / total

# %% right
bubble = lambda s, m: (s - 1) / (m + s - 1)

# %% right
def bubble(stages, micro_batches):
    return np.float64(stages - 1) / (micro_batches - 1 + stages)

# %% right
def bubble(stages, micro_batches):
    if stages == 1:
        return 0
    return 1 / (1 + micro_batches / (stages - 1))

# %% right
def bubble(stages, micro_batches):
    busy = [(t, s) for s in range(stages) for t in range(s, s + micro_batches)]
    last = max(t for t, _ in busy) + 1
    return 1 - len(busy) / (last * stages)

# %% wrong: idle ticks over working ticks
def bubble(stages, micro_batches):
    return (stages - 1) / micro_batches

# %% wrong: one tick too many
def bubble(stages, micro_batches):
    return (stages - 1) / (micro_batches + stages)

# %% wrong: counts one idle tick too many
def bubble(stages, micro_batches):
    return stages / (micro_batches + stages - 1)

# %% wrong: idle and all one too many
def bubble(stages, micro_batches):
    return stages / (micro_batches + stages)

# %% wrong: the share that works
def bubble(stages, micro_batches):
    return micro_batches / (micro_batches + stages - 1)

# %% wrong: the number of idle ticks
def bubble(stages, micro_batches):
    return stages - 1

# %% wrong: stages and micro-batches exchanged
def bubble(stages, micro_batches):
    return (micro_batches - 1) / (micro_batches + stages - 1)

# %% wrong: one device at a time
def bubble(stages, micro_batches):
    return (stages - 1) / stages

# %% wrong: one device at a time
def bubble(stages, micro_batches):
    return 1 - 1 / stages

# %% wrong: ticks as if one after the other
def bubble(stages, micro_batches):
    return (stages - 1) / (stages * micro_batches)

# %% wrong: all stages' idle ticks over one stage's ticks
def bubble(stages, micro_batches):
    return stages * (stages - 1) / (micro_batches + stages - 1)

# %% wrong: one stage's idle ticks over all stages' ticks
def bubble(stages, micro_batches):
    return (stages - 1) / (stages * (micro_batches + stages - 1))

# %% wrong: waiting before and behind counted twice
def bubble(stages, micro_batches):
    return 2 * (stages - 1) / (micro_batches + stages - 1)

# %% wrong: waiting before and behind counted twice, in all ticks too
def bubble(stages, micro_batches):
    return 2 * (stages - 1) / (micro_batches + 2 * (stages - 1))

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return (stages - 1) // (micro_batches + stages - 1)

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return stages - 1 / (micro_batches + stages - 1)

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return (stages - 1) / micro_batches + stages - 1

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return (stages + 1) / (micro_batches + stages + 1)

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return (stages - 1) / (micro_batches + stages + 1)

# %% wrong: ZeroDivisionError
def bubble(stages, micro_batches):
    return (stages - 1) / (micro_batches - stages + 1)

# %% wrong: unused parameter
def bubble(stages, micro_batches):
    return 1 / micro_batches

# %% wrong: unused parameter
def bubble(stages, micro_batches):
    return 1 / stages

# %% wrong: ZeroDivisionError
def bubble(stages, micro_batches):
    return (micro_batches + stages - 1) / (stages - 1)

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    return 100 * (stages - 1) / (micro_batches + stages - 1)

# %% wrong: printed instead of returning
def bubble(stages, micro_batches):
    ticks = micro_batches + stages - 1
    idle = ticks - micro_batches
    print(idle / ticks)

# %% wrong: rounded to 2
def bubble(stages, micro_batches):
    return round((stages - 1) / (micro_batches + stages - 1), 2)

# %% wrong: times micro_batches
def bubble(stages, micro_batches):
    return (stages - 1) * micro_batches / (micro_batches + stages - 1)

# %% wrong: the number of all ticks
def bubble(stages, micro_batches):
    return micro_batches + stages - 1

# %% wrong: idle ticks over working ticks
def bubble(stages, micro_batches):
    return stages / micro_batches

# %% wrong: one device at a time
def bubble(stages, micro_batches):
    ticks = micro_batches * stages
    return (ticks - micro_batches) / ticks

# %% wrong: half
def bubble(stages, micro_batches):
    ticks = micro_batches + stages - 1
    idle = 0
    for s in range(stages):
        idle += s
    return idle / (ticks * stages)

# %% wrong (developed): one tick too many
def bubble(stages, micro_batches):
    return (stages - 1) / (stages + micro_batches)

# %% wrong (developed): counts one idle tick too many
def bubble(stages, micro_batches):
    return stages / (stages + micro_batches - 1)

# %% wrong (held): stages and micro-batches exchanged
def bubble(stages, micro_batches):
    return (micro_batches - 1) / (stages + micro_batches - 1)

# %% wrong (held): (no diagnosis)
def bubble(stages, micro_batches):
    return 100 * (stages - 1) / (stages + micro_batches - 1)

# %% wrong (developed): (no diagnosis)
def bubble(stages, micro_batches):
    return (stages - 1) // (stages + micro_batches - 1)

# %% wrong (developed): one stage's idle ticks over all stages' ticks
def bubble(stages, micro_batches):
    return (stages - 1) / (stages * (stages + micro_batches - 1))

# %% wrong (held): idle and all one too many
def bubble(stages, micro_batches):
    return stages / (stages + micro_batches)

# %% wrong (held): one tick too many
def bubble(stages, micro_batches):
    return (micro_batches - 1) / (stages + micro_batches)

# %% right (held)
def bubble(stages, micro_batches):
    ticks = stages + micro_batches - 1
    idle = 0
    for stage in range(stages):
        for tick in range(ticks):
            idle += not 0 <= tick - stage < micro_batches
    return idle / (stages * ticks)

# %% right (held)
def bubble(stages, micro_batches):
    ticks = [[int(0 <= t - s < micro_batches) for t in range(stages + micro_batches - 1)] for s in range(stages)]
    return 1 - np.mean(ticks)

# %% wrong (held): one tick too many
def bubble(stages, micro_batches):
    return micro_batches / (stages + micro_batches)

# %% right (held)
def bubble(stages, micro_batches):
    table = np.zeros((stages, stages + micro_batches - 1))
    for s in range(stages):
        table[s, s:s + micro_batches] = 1
    return float(1 - table.mean())

# %% wrong (held): counts one idle tick too many
def bubble(stages, micro_batches):
    ticks = micro_batches + stages - 1
    idle = stages
    return idle / ticks

# %% wrong (held): idle ticks over working ticks
def bubble(stages, micro_batches):
    ticks = micro_batches + stages - 1
    idle = stages - 1
    return idle / micro_batches

# %% right (developed)
def bubble(stages, micro_batches):
    queues = [list(range(micro_batches))] + [[] for _ in range(stages)]
    idle = ticks = 0
    while len(queues[-1]) < micro_batches:
        ready = [bool(q) for q in queues[:-1]]
        for s in range(stages):
            if ready[s]:
                queues[s + 1].append(queues[s].pop(0))
        idle += ready.count(False)
        ticks += 1
    return idle / (ticks * stages)

# %% wrong (developed): (no diagnosis)
def bubble(stages, micro_batches):
    whole = stages + micro_batches - 1
    idle = micro_batches - 1
    return float(idle // whole)

# %% wrong (developed): (no diagnosis)
def bubble(stages, micro_batches):
    last_tick = max(stages + micro_batches - 2, 1)
    return micro_batches / last_tick

# %% wrong (held): idle ticks over working ticks
def bubble(stages, micro_batches):
    return (stages - 1) / micro_batches

# %% wrong (developed): one tick too many
def bubble(stages, micro_batches):
    total = stages + micro_batches
    return (stages - 1) / total

# %% right (developed)
def bubble(stages, micro_batches):
    ticks = stages + micro_batches - 1
    return 1 - micro_batches / ticks

# %% right
def bubble(stages, micro_batches):
    ticks = stages + micro_batches - 1
    busy = stages * micro_batches
    return 1 - busy / (ticks * stages)

# %% wrong: (no diagnosis)
def bubble(stages, micro_batches):
    total = stages * (stages + micro_batches - 1)
    busy = micro_batches
    return 1 - busy / total
