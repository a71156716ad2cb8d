import numpy as np

# %% wrong: ValueError
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "step", "scheduler"]
    return sorted(calls, key=order.index)

# %% wrong: no list of names
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return set(calls) & set(order)

# %% wrong: no list of names
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return " ".join(c for c in order if c in calls)

# %% wrong: ValueError
def clip_position(calls):
    calls.remove("clip")
    calls.insert(calls.index("optimizer.step"), "clip")
    return calls

# %% wrong: zero_grad after optimizer.step
def clip_position(calls):
    order = ["forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
    return [c for c in order if c in calls]

# %% wrong: no list of names
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return [order.index(c) for c in calls]

# %% wrong: clip before backward
def clip_position(calls):
    order = ["clip", "zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: optimizer.step before clip
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step", "clip"]
    return [c for c in order if c in calls]

# %% wrong: all seven calls, whatever is given
def clip_position(calls):
    return ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]

# %% wrong: clips before unscale
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "unscale", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: unscale before backward
def clip_position(calls):
    order = ["zero_grad", "forward", "unscale", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: clips after the step
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "optimizer.step", "clip", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: leaves a call out
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: scheduler first
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong: unscales after the step
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "unscale", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong: changes its input
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    calls.sort(key=lambda call: order.index(call))
    return calls

# %% wrong: unused parameter
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return order.index("clip")

# %% wrong: ValueError
def clip_position(calls):
    return calls.index("clip")

# %% wrong: zero_grad behind backward
def clip_position(calls):
    order = ["forward", "backward", "zero_grad", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: clip before backward
def clip_position(calls):
    order = ["clip", "zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: unscale before forward
def clip_position(calls):
    order = ["unscale", "zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: printed instead of returning
def clip_position(calls):
    for c in ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]:
        if c in calls:
            print(c)

# %% wrong: the right order backwards
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index, reverse=True)

# %% wrong: ValueError
def clip_position(calls):
    result = [c for c in calls if c != "clip"]
    i = result.index("optimizer.step")
    result.insert(i, "clip")
    return result

# %% wrong: ValueError
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale_", "clip", "step", "update"]
    return sorted(calls, key=order.index)

# %% wrong: ValueError
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    result = [c for c in order if c in calls]
    result.insert(result.index("clip"), "unscale")
    return result

# %% wrong: zero_grad after optimizer.step
def clip_position(calls):
    order = ["forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
    return sorted(calls, key=order.index)

# %% wrong: clip before unscale
def clip_position(calls):
    order = {"zero_grad": 1, "forward": 2, "backward": 3, "clip": 4, "unscale": 4}
    order.update({"optimizer.step": 5, "scheduler.step": 6})
    return sorted(calls, key=lambda c: order[c])

# %% wrong: clip before backward
def clip_position(calls):
    return sorted(calls, key=len)

# %% wrong: optimizer.step before clip
def clip_position(calls):
    must = {"backward": "forward", "unscale": "backward", "clip": "unscale", "optimizer.step": "clip",
            "scheduler.step": "optimizer.step"}
    result = []
    for c in calls:
        if c in must and must[c] in result:
            result.insert(result.index(must[c]) + 1, c)
        else:
            result.append(c)
    return result

# %% right: filtered
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% right
def clip_position(calls):
    order = ["forward", "zero_grad", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% right
def clip_position(calls):
    rank = {
        "zero_grad": 10,
        "forward": 20,
        "backward": 30,
        "unscale": 40,
        "clip": 50,
        "optimizer.step": 60,
        "scheduler.step": 70,
    }
    ordered = []
    remaining = set(calls)
    while remaining:
        first = min(remaining, key=lambda c: rank[c])
        ordered.append(first)
        remaining.remove(first)
    return ordered

# %% right
def clip_position(calls):
    first = [c for c in calls if c in ("zero_grad", "forward")]
    last = []
    for c in ("backward", "unscale", "clip", "optimizer.step", "scheduler.step"):
        if c in calls:
            last.append(c)
    return first + last

# %% right
def clip_position(calls):
    steps = "zero_grad,forward,backward,unscale,clip,optimizer.step,scheduler.step".split(",")
    wanted = set(calls)
    while len(steps) > len(wanted):
        steps = [s for s in steps if s in wanted]
    return tuple(steps)

# %% right
from functools import cmp_to_key
def clip_position(calls):
    line = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]

    def compare(a, b):
        return line.index(a) - line.index(b)

    return sorted(calls, key=cmp_to_key(compare))

# %% right
def clip_position(calls):
    result = []
    if "forward" in calls: result += ["forward"]
    if "zero_grad" in calls: result += ["zero_grad"]
    if "backward" in calls: result += ["backward"]
    if "unscale" in calls: result += ["unscale"]
    if "clip" in calls: result += ["clip"]
    if "optimizer.step" in calls: result += ["optimizer.step"]
    if "scheduler.step" in calls: result += ["scheduler.step"]
    return result

# %% right
def clip_position(calls):
    if not calls:
        return []
    order = ("zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
    head = next(c for c in order if c in calls)
    return [head] + clip_position([c for c in calls if c != head])

# %% right
def clip_position(calls):
    import heapq
    order = {"zero_grad": 0, "forward": 1, "backward": 2, "unscale": 3, "clip": 4}
    order.update({"optimizer.step": 5, "scheduler.step": 6})
    heap = [(order[c], c) for c in calls]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[1] for _ in range(len(heap))]

# %% right: zero grad later
def clip_position(calls):
    order = ("forward", "zero_grad", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
    return tuple(name for name in order if name in set(calls))

# %% right: by ranks
def clip_position(calls):
    rank = {
        "zero_grad": 0,
        "forward": 1,
        "backward": 2,
        "unscale": 3,
        "clip": 4,
        "optimizer.step": 5,
        "scheduler.step": 6,
    }
    return sorted(calls, key=lambda name: rank[name])

# %% right: appends
def clip_position(calls):
    ordered = []
    if "forward" in calls:
        ordered.append("forward")
    if "zero_grad" in calls:
        ordered.append("zero_grad")
    if "backward" in calls:
        ordered.append("backward")
    for late in ("unscale", "clip", "optimizer.step", "scheduler.step"):
        if late in calls:
            ordered.append(late)
    return ordered

# %% wrong (developed): clips before unscale
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "unscale", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong (held): unscale before backward
def clip_position(calls):
    order = ["zero_grad", "forward", "unscale", "backward", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong (developed): scheduler.step before clip
def clip_position(calls):
    order = ["scheduler.step", "zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong (held): leaves a call out
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong (held): unscales after the step
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "unscale", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong (held): optimizer.step before clip
def clip_position(calls):
    order = ["zero_grad", "forward", "backward", "optimizer.step", "clip", "unscale", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong (developed): scheduler.step before optimizer.step
def clip_position(calls):
    order = ["forward", "backward", "zero_grad", "unscale", "clip", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% right (developed)
def clip_position(calls):
    words = "forward zero_grad backward unscale clip optimizer.step scheduler.step".split()
    return [w for w in words if w in set(calls)]

# %% right (held)
def clip_position(calls):
    full = "forward zero_grad backward unscale clip optimizer.step scheduler.step".split()
    return [name for name in full if name in set(calls)]

# %% wrong (held): backward before forward
def clip_position(calls):
    order = ["zero_grad", "backward", "forward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong (held): backward before forward
def clip_position(calls):
    order = ["zero_grad", "backward", "forward", "unscale", "clip", "scheduler.step", "optimizer.step"]
    return sorted(calls, key=order.index)

# %% right (held)
def clip_position(calls):
    needs = {
        "zero_grad": set(),
        "forward": {"zero_grad"},
        "backward": {"forward", "zero_grad"},
        "unscale": {"backward", "forward", "zero_grad"},
        "clip": {"unscale", "backward", "forward", "zero_grad"},
    }
    needs["optimizer.step"] = {"clip"} | needs["clip"]
    needs["scheduler.step"] = {"optimizer.step"} | needs["optimizer.step"]
    waiting, done = list(calls), []
    while waiting:
        now = next(call for call in waiting if not needs[call] & set(waiting))
        waiting.remove(now)
        done.append(now)
    return done

# %% wrong (held): returned nothing
def clip_position(calls):
    places = ("zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
    return calls.sort(key=places.index)

# %% wrong (developed): clips before unscale
def clip_position(calls):
    prio = dict(zip(["zero_grad", "forward", "backward", "clip", "unscale", "optimizer.step", "scheduler.step"], range(7)))
    return sorted(calls, key=lambda c: prio[c])

# %% right (developed)
def clip_position(calls):
    out = []
    for c in ("forward", "zero_grad", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"):
        out += [c] * calls.count(c)
    return out
