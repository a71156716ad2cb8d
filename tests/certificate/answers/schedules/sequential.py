import numpy as np

# %% wrong: local step in the last schedule only
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step)
    return schedules[-1](step - milestones[-1])

# %% wrong: takes milestones for durations
def sequential(schedules, milestones, step):
    for s, m in zip(schedules, milestones):
        if step < m:
            return s(step)
        step -= m
    return schedules[-1](step)

# %% wrong: takes over one step late
def sequential(schedules, milestones, step):
    import bisect
    i = bisect.bisect_left(milestones, step)
    return schedules[i](step - ([0] + milestones)[i])

# %% wrong: stops at the second schedule
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step >= m:
            return schedules[i + 1](step - m)
    return schedules[0](step)

# %% wrong: returned a function
def sequential(schedules, milestones, step):
    i = 0
    while i < len(milestones) and step >= milestones[i]:
        i += 1
    return schedules[i]

# %% wrong: IndexError
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](m - step)
    return schedules[-1](step - milestones[-1])

# %% wrong: (no diagnosis)
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step == m:
            return schedules[i + 1](0)
    return schedules[0](step)

# %% wrong: unused parameter
def sequential(schedules, milestones, step):
    total = 0
    for s in schedules:
        total += s(step)
    return total

# %% wrong: hands over the step of the whole training
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step)
    return schedules[-1](step)

# %% wrong: takes over one step late
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step <= m:
            return schedules[i](step - start)
        start = m
    return schedules[-1](step - start)

# %% wrong: local step counted from −1
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step - start)
        start = m + 1
    return schedules[-1](step - start)

# %% wrong: local step counted from 1
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step - start)
        start = m - 1
    return schedules[-1](step - start)

# %% wrong: takes milestones for durations
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step < start + m:
            return schedules[i](step - start)
        start += m
    return schedules[-1](step - start)

# %% wrong: returned nothing on some paths
def sequential(schedules, milestones, step):
    start = 0
    for schedule, m in zip(schedules, milestones):
        if step < m:
            return schedule(step - start)
        start = m

# %% wrong: IndexError
def sequential(schedules, milestones, step):
    i = 0
    while step >= milestones[i]:
        i += 1
    start = milestones[i - 1] if i > 0 else 0
    return schedules[i](step - start)

# %% wrong: subtracts the last milestone in the first schedule
def sequential(schedules, milestones, step):
    i = 0
    for m in milestones:
        if step >= m:
            i += 1
    return schedules[i](step - milestones[i - 1])

# %% wrong: changes its input
def sequential(schedules, milestones, step):
    start = 0
    i = 0
    while milestones and step >= milestones[0]:
        start = milestones.pop(0)
        i += 1
    return schedules[i](step - start)

# %% wrong: returned a function
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i]
        start = m
    return schedules[-1]

# %% wrong: subtracts the milestone at which a schedule ends
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step - m)
    return schedules[-1](step - milestones[-1])

# %% wrong: stops at the second schedule
def sequential(schedules, milestones, step):
    if step < milestones[0]:
        return schedules[0](step)
    return schedules[1](step - milestones[0])

# %% wrong: (no diagnosis)
def sequential(schedules, milestones, step):
    value = 1
    start = 0
    for schedule, m in zip(schedules, [0] + milestones):
        if step >= m:
            value *= schedule(step - m)
    return value

# %% wrong: printed instead of returning
def sequential(schedules, milestones, step):
    starts = [0] + milestones
    for i in range(len(starts) - 1, -1, -1):
        if step >= starts[i]:
            print(schedules[i](step - starts[i]))
            break

# %% wrong: the first schedule stays in charge
def sequential(schedules, milestones, step):
    starts = [0] + milestones
    for i in range(len(starts)):
        if step >= starts[i]:
            return schedules[i](step - starts[i])

# %% wrong: takes over one step late
def sequential(schedules, milestones, step):
    import bisect
    i = bisect.bisect_left(milestones, step)
    start = milestones[i - 1] if i else 0
    return schedules[i](step - start)

# %% wrong: subtracts the milestone at which a schedule ends
def sequential(schedules, milestones, step):
    import bisect
    i = bisect.bisect_right(milestones, step)
    start = milestones[i] if i < len(milestones) else milestones[-1]
    return schedules[i](step - start)

# %% wrong: takes over one step late
def sequential(schedules, milestones, step):
    i = np.searchsorted(milestones, step)
    return schedules[i](step - ([0] + milestones)[i])

# %% wrong: a variable of the notebook is kept between calls
_start = 0
_index = 0
def sequential(schedules, milestones, step):
    global _start, _index
    if _index < len(milestones) and step == milestones[_index]:
        _start = step
        _index += 1
    return schedules[_index](step - _start)

# %% wrong: local step in the last schedule only
def sequential(schedules, milestones, step):
    for i in range(len(schedules)):
        if i == len(schedules) - 1:
            return schedules[i](step - milestones[i - 1])
        if step < milestones[i]:
            return schedules[i](step)

# %% wrong: changes its input
def sequential(schedules, milestones, step):
    milestones.insert(0, 0)
    i = max(k for k, m in enumerate(milestones) if step >= m)
    return schedules[i](step - milestones[i])

# %% wrong: takes over one step late | subtracts all milestones so far
def sequential(schedules, milestones, step):
    total = 0
    for m in milestones:
        if step > m:
            total += m
    i = sum(step > m for m in milestones)
    return schedules[i](step - total)

# %% right
def sequential(schedules, milestones, step):
    start = 0
    for i, m in enumerate(milestones):
        if step < m:
            return schedules[i](step - start)
        start = m
    return schedules[-1](step - start)

# %% right
import bisect
def sequential(schedules, milestones, step):
    i = bisect.bisect_right(milestones, step)
    start = milestones[i - 1] if i > 0 else 0
    return schedules[i](step - start)

# %% right
def sequential(schedules, milestones, step):
    starts = [0] + list(milestones)
    for schedule, start in zip(reversed(schedules), reversed(starts)):
        if step >= start:
            return schedule(step - start)

# %% right
def sequential(schedules, milestones, step):
    i = sum(step >= m for m in milestones)
    local = step - milestones[i - 1] if i else step
    return schedules[i](local)

# %% right
def sequential(schedules, milestones, step):
    if len(milestones) == 0 or step < milestones[0]:
        return schedules[0](step)
    first = milestones[0]
    return sequential(schedules[1:], [m - first for m in milestones[1:]], step - first)

# %% right
def sequential(schedules, milestones, step):
    i = int(np.searchsorted(milestones, step, side="right"))
    return schedules[i](step - int(np.concatenate([[0], milestones])[i]))

# %% right
def sequential(schedules, milestones, step):
    index = 0
    local = 0
    for s in range(step + 1):
        while index < len(milestones) and s >= milestones[index]:
            index += 1
            local = 0
        if s == step:
            return schedules[index](local)
        local += 1

# %% right
def sequential(schedules, milestones, step):
    bounds = [0, *milestones, float("inf")]
    chosen = [(f, a) for f, a, b in zip(schedules, bounds, bounds[1:]) if a <= step < b]
    f, a = chosen[0]
    return f(step - a)

# %% right
def sequential(schedules, milestones, step):
    passed = [m for m in milestones if m <= step]
    current = schedules[len(passed)]
    return current(step - max(passed, default=0))

# %% right
def sequential(schedules, milestones, step):
    class Part:
        def __init__(self, begin, schedule):
            self.begin = begin
            self.schedule = schedule

    parts = [Part(0, schedules[0])]
    for k in range(len(milestones)):
        parts.append(Part(milestones[k], schedules[k + 1]))
    active = parts[0]
    for part in parts:
        if part.begin <= step:
            active = part
    return active.schedule(step - active.begin)

# %% right: with bisect
import bisect


def sequential(schedules, milestones, step):
    number = bisect.bisect_right(milestones, step)
    return schedules[number](step - [0, *milestones][number])

# %% right: from the end
def sequential(schedules, milestones, step):
    for schedule, start in zip(reversed(schedules[1:]), reversed(milestones), strict=True):
        if step >= start:
            return schedule(step - start)
    return schedules[0](step)

# %% right: by subtracting
def sequential(schedules, milestones, step):
    gone = 0
    for schedule, milestone in zip(schedules, milestones, strict=False):
        if step < milestone:
            return schedule(step - gone)
        gone = milestone
    return schedules[-1](step - gone)

# %% right: with searchsorted
def sequential(parts, ends, t):
    n = int(np.searchsorted(ends, t, side="right"))
    return parts[n](t - (ends[n - 1] if n > 0 else 0))

# %% wrong (developed): hands over the step of the whole training
def sequential(schedules, milestones, step):
    i = sum(step >= m for m in milestones)
    return schedules[i](step)

# %% wrong (developed): IndexError
def sequential(schedules, milestones, step):
    for i, m in enumerate(milestones):
        if step <= m:
            return schedules[i](step - (milestones[i - 1] if i else 0))
    return schedules[-1](step - milestones[-1])

# %% wrong (developed): (no diagnosis)
def sequential(schedules, milestones, step):
    start = 0
    for s, m in zip(schedules, milestones):
        if step < m:
            return s(step - start)
        start = m
    return schedules[-1](step - start + 1)

# %% wrong (held): UnboundLocalError
def sequential(schedules, milestones, step):
    start = 0
    for schedule, m in zip(schedules, milestones):
        if step < m:
            return schedule(step - start)
        start = m
    return schedule(step - start)

# %% wrong (developed): returned a function
def sequential(schedules, milestones, step):
    i = sum(step >= m for m in milestones)
    return schedules[i]

# %% wrong (developed): unused parameter
def sequential(schedules, milestones, step):
    total = 1.0
    for s in schedules:
        total *= s(step)
    return total

# %% wrong (developed): subtracts the first milestone always
def sequential(schedules, milestones, step):
    i = 0
    for m in milestones:
        if step >= m:
            i += 1
    return schedules[i](step - milestones[0] if i > 0 else step)

# %% wrong (held): takes over one step late
def sequential(schedules, milestones, step):
    i = sum(step > m for m in milestones)
    return schedules[i](step)

# %% wrong (held): UnboundLocalError
def sequential(schedules, milestones, step):
    for schedule, m in zip(schedules, milestones):
        if step < m:
            break
    return schedule(step)

# %% right (developed)
from bisect import bisect_right
def sequential(schedules, milestones, step):
    k = bisect_right(milestones, step)
    return schedules[k](step - [0, *milestones][k])

# %% right (held)
def sequential(schedules, milestones, step):
    for schedule, begin in zip(schedules[::-1], [*milestones[::-1], 0]):
        if step >= begin:
            return schedule(step - begin)

# %% right (held)
def sequential(schedules, milestones, step):
    edges = [0] + list(milestones)
    i = int(np.searchsorted(edges, step, side="right")) - 1
    return schedules[i](step - edges[i])

# %% wrong (developed): hands over the step of the whole training
def sequential(schedules, milestones, step):
    k = sum(step >= m for m in milestones)
    return schedules[k](step)

# %% wrong (developed): takes over one step late
def sequential(schedules, milestones, step):
    k = sum(step > m for m in milestones)
    start = milestones[k - 1] if k else 0
    return schedules[k](step - start)

# %% right (held)
import bisect
def sequential(schedules, milestones, step):
    k = bisect.bisect_right(milestones, step)
    return schedules[k](step - ([0] + list(milestones))[k])

# %% wrong (held): (no diagnosis)
def sequential(schedules, milestones, step):
    k = 0
    start = 0
    for m in milestones:
        if step > m:
            k += 1
            start = m + 1
    return schedules[k](step - start + 1)

# %% right (held)
def sequential(schedules, milestones, step):
    from bisect import bisect_right
    k = bisect_right(milestones, step)
    return schedules[k](step - ([0] + list(milestones))[k])

# %% wrong (held): takes over one step late
def sequential(schedules, milestones, step):
    i = 0
    start = 0
    for m in milestones:
        if step > m:
            i += 1
            start = m
    return schedules[i](step - start)

# %% right (developed)
def sequential(schedules, milestones, step):
    pieces = list(zip([0, *milestones], schedules))
    return next(f(step - begin) for begin, f in pieces[::-1] if step >= begin)

# %% wrong (developed): (no diagnosis)
def sequential(schedules, milestones, step):
    begin = 0
    for piece, end in zip(schedules, milestones):
        if step < end:
            return piece(step - begin + 1)
        begin = end
    return schedules[-1](step - (milestones[0] if milestones else 0))

# %% wrong (developed): (no diagnosis)
def sequential(schedules, milestones, step):
    which = np.searchsorted(milestones, step, side="left")
    begin = milestones[which - 1] if which > 1 else 0
    return schedules[which](step - begin)

# %% wrong: subtracts all milestones so far
def sequential(schedules, milestones, step):
    k = sum(step >= m for m in milestones)
    local = step - sum(milestones[:k])
    return schedules[k](local)

# %% wrong: subtracts all milestones so far
def sequential(schedules, milestones, step):
    local, number = step, 0
    for m in milestones:
        if step >= m:
            local -= m
            number += 1
    return schedules[number](local)

# %% wrong (held): takes over one step late
def sequential(schedules, milestones, step):
    i = 0
    while i < len(milestones) and step > milestones[i]:
        i += 1
    offset = milestones[i - 1] if i > 0 else 0
    return schedules[i](step - offset)

# %% wrong (developed): stops at the second schedule
def sequential(schedules, milestones, step):
    if step < milestones[0]:
        return schedules[0](step)
    return schedules[1](step - milestones[0])

# %% right (developed)
import bisect
def sequential(schedules, milestones, step):
    k = bisect.bisect_right(milestones, step)
    return schedules[k](step - ([0] + milestones)[k])
