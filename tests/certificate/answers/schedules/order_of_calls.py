import numpy as np

# %% wrong: clips after the optimizer
def order_of_calls(calls):
    order = ["forward", "zero_grad", "backward", "optimizer.step", "clip", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong: returned nothing
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return calls.sort(key=order.index)

# %% wrong: the list as it came
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in calls if c in order]

# %% wrong: leaves a call out
def order_of_calls(calls):
    order = ["forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: ValueError
def order_of_calls(calls):
    order = ["forward", "loss.backward", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong: zero_grad between backward and the optimizer
def order_of_calls(calls):
    order = ["forward", "backward", "clip", "zero_grad", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: all six calls every time
def order_of_calls(calls):
    return ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]

# %% wrong: alphabetical order
def order_of_calls(calls):
    return sorted(calls)

# %% wrong: scheduler before optimizer
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong: zero_grad between backward and the optimizer
def order_of_calls(calls):
    order = ["forward", "backward", "zero_grad", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: clips before backward
def order_of_calls(calls):
    order = ["zero_grad", "forward", "clip", "backward", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: clips after the optimizer
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "optimizer.step", "clip", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong: returned nothing
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return calls.sort(key=order.index)

# %% wrong: changes its input
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    calls.sort(key=order.index)
    return calls

# %% wrong: zero_grad after the optimizer
def order_of_calls(calls):
    order = ["forward", "backward", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
    return [c for c in order if c in calls]

# %% wrong: backward before forward
def order_of_calls(calls):
    order = {"zero_grad": 0, "backward": 1, "forward": 2, "clip": 3}
    order.update({"optimizer.step": 4, "scheduler.step": 5})
    return sorted(calls, key=lambda c: order[c])

# %% wrong: the right order, backwards
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index, reverse=True)

# %% wrong: leaves a call out
def order_of_calls(calls):
    order = ["zero_grad", "forward", "loss", "backward", "clip", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong: printed instead of returning
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    print([c for c in order if c in calls])

# %% wrong: ValueError
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong: no list of names
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [order.index(c) for c in calls]

# %% wrong: the list as it came
def order_of_calls(calls):
    return calls

# %% wrong: scheduler.step before optimizer.step
def order_of_calls(calls):
    order = ["scheduler.step", "zero_grad", "forward", "backward", "clip", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong: scheduler.step before forward
def order_of_calls(calls):
    before = [("zero_grad", "backward"), ("forward", "backward"), ("backward", "clip"),
              ("clip", "optimizer.step"), ("optimizer.step", "scheduler.step")]
    result = list(calls)
    for a, b in before:
        if a in result and b in result and result.index(a) > result.index(b):
            i, j = result.index(a), result.index(b)
            result[i], result[j] = result[j], result[i]
    return result

# %% wrong: adds a call
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [order[i] for i in range(len(calls))]

# %% wrong: leaves a call out
def order_of_calls(calls):
    result = []
    if "zero_grad" in calls:
        result.append("zero_grad")
    if "forward" in calls:
        result.append("forward")
    if "backward" in calls:
        result.append("backward")
    elif "clip" in calls:
        result.append("clip")
    if "optimizer.step" in calls:
        result.append("optimizer.step")
    if "scheduler.step" in calls:
        result.append("scheduler.step")
    return result

# %% wrong: optimizer.step before clip
def order_of_calls(calls):
    order = ["forward", "zero_grad", "backward", "optimizer.step", "scheduler.step", "clip"]
    return sorted(calls, key=order.index)

# %% wrong: optimizer.step before clip
def order_of_calls(calls):
    order = ["optimizer.step", "scheduler.step", "zero_grad", "forward", "backward", "clip"]
    return [c for c in order if c in calls]

# %% wrong: TypeError
def order_of_calls(calls):
    rank = {"zero_grad": 0, "forward": 1, "backward": 2, "optimizer.step": 4, "scheduler.step": 5}
    return sorted(calls, key=rank.get)

# %% right
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% right
def order_of_calls(calls):
    order = ["forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% right
def order_of_calls(calls):
    rank = {"zero_grad": 0, "forward": 0, "backward": 1, "clip": 2, "optimizer.step": 3, "scheduler.step": 4}
    return tuple(sorted(calls, key=rank.get))

# %% right: by ifs
def order_of_calls(calls):
    result = []
    if "zero_grad" in calls:
        result.append("zero_grad")
    if "forward" in calls:
        result.append("forward")
    if "backward" in calls:
        result.append("backward")
    if "clip" in calls:
        result.append("clip")
    if "optimizer.step" in calls:
        result.append("optimizer.step")
    if "scheduler.step" in calls:
        result.append("scheduler.step")
    return result

# %% right
def order_of_calls(calls):
    after = {
        "forward": set(),
        "zero_grad": set(),
        "backward": {"zero_grad", "forward"},
        "clip": {"zero_grad", "forward", "backward"},
        "optimizer.step": {"zero_grad", "forward", "backward", "clip"},
        "scheduler.step": {"zero_grad", "forward", "backward", "clip", "optimizer.step"},
    }
    left = list(calls)
    order = []
    while left:
        for call in left:
            if not after[call] & set(left):
                order.append(call)
                left.remove(call)
                break
    return order

# %% right
def order_of_calls(calls):
    ordered = list(calls)
    position = "zero_grad forward backward clip optimizer.step scheduler.step".split().index
    for i in range(len(ordered)):
        for j in range(len(ordered) - 1 - i):
            if position(ordered[j]) > position(ordered[j + 1]):
                ordered[j], ordered[j + 1] = ordered[j + 1], ordered[j]
    return ordered

# %% right
from graphlib import TopologicalSorter
def order_of_calls(calls):
    graph = {
        "backward": ["forward", "zero_grad"],
        "clip": ["backward"],
        "optimizer.step": ["clip"],
        "scheduler.step": ["optimizer.step"],
    }
    return [call for call in TopologicalSorter(graph).static_order() if call in calls]

# %% right
def order_of_calls(calls):
    names = ("forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step")
    return list(filter(calls.__contains__, names))

# %% right
def order_of_calls(calls):
    slots = [None] * 6
    for call in calls:
        match call:
            case "zero_grad":
                slots[0] = call
            case "forward":
                slots[1] = call
            case "backward":
                slots[2] = call
            case "clip":
                slots[3] = call
            case "optimizer.step":
                slots[4] = call
            case "scheduler.step":
                slots[5] = call
    return [slot for slot in slots if slot is not None]

# %% right
def order_of_calls(calls):
    from itertools import permutations
    pairs = [(a, b) for i, a in enumerate(chain) for b in chain[i + 1:]]
    pairs += [("zero_grad", c) for c in chain[1:]]
    for order in permutations(calls):
        if all(order.index(a) < order.index(b) for a, b in pairs if a in order and b in order):
            return list(order)

chain = ["forward", "backward", "clip", "optimizer.step", "scheduler.step"]

# %% right: sorted by a key
def order_of_calls(calls):
    return sorted(calls, key=["forward", "zero_grad", "backward", "clip", "optimizer.step", "scheduler.step"].index)

# %% right: by ranks
def order_of_calls(calls):
    rank = {"zero_grad": 0, "forward": 1, "backward": 2, "clip": 3, "optimizer.step": 4, "scheduler.step": 5}
    result = list(calls)
    result.sort(key=lambda call: rank[call])
    return tuple(result)

# %% right: by putting each behind its need
def order_of_calls(calls):
    needs = {
        "backward": {"zero_grad", "forward"},
        "clip": {"backward", "forward"},
        "optimizer.step": {"clip", "backward", "forward"},
        "scheduler.step": {"optimizer.step", "clip", "backward", "forward"},
    }
    waiting, result = list(calls), []
    while waiting:
        for call in waiting:
            if not needs.get(call, set()) & (set(waiting) - {call}):
                result.append(call)
                waiting.remove(call)
                break
    return result

# %% wrong (developed): zero_grad between backward and the optimizer
def order_of_calls(calls):
    order = ["forward", "backward", "zero_grad", "clip", "optimizer.step", "scheduler.step"]
    return sorted(calls, key=order.index)

# %% wrong (held): clips after the optimizer
def order_of_calls(calls):
    order = ["zero_grad", "forward", "backward", "optimizer.step", "clip", "scheduler.step"]
    return sorted(calls, key=lambda c: order.index(c))

# %% wrong (developed): backward before zero_grad
def order_of_calls(calls):
    order = ["forward", "backward", "zero_grad", "optimizer.step", "clip", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong (held): scheduler.step before optimizer.step
def order_of_calls(calls):
    order = ["zero_grad", "backward", "forward", "clip", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% right (held)
def order_of_calls(calls):
    rank = {"forward": 0, "zero_grad": 1, "backward": 2, "clip": 3, "optimizer.step": 4, "scheduler.step": 5}
    return sorted(calls, key=rank.get)

# %% right (developed)
def order_of_calls(calls):
    return list(filter(calls.__contains__, ("zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step")))

# %% right (held)
def order_of_calls(calls):
    place = {"forward": 0, "zero_grad": 1, "backward": 2, "clip": 3, "optimizer.step": 4, "scheduler.step": 5}
    return sorted(calls, key=place.get)

# %% wrong (held): zero_grad between backward and the optimizer
def order_of_calls(calls):
    order = ["forward",  "backward", "zero_grad", "clip", "optimizer.step", "scheduler.step"]
    return [c for c in order if c in calls]

# %% wrong (held): scheduler.step before optimizer.step
def order_of_calls(calls):
    order = ["zero_grad", "forward", "clip", "backward", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% wrong (held): scheduler.step before optimizer.step
def order_of_calls(calls):
    order = ["forward",  "backward", "zero_grad", "clip", "scheduler.step", "optimizer.step"]
    return [c for c in order if c in calls]

# %% right (held)
def order_of_calls(calls):
    before = {
        "forward": (),
        "zero_grad": ("forward",),
        "backward": ("forward", "zero_grad"),
        "clip": ("forward", "zero_grad", "backward"),
        "optimizer.step": ("forward", "zero_grad", "backward", "clip"),
        "scheduler.step": ("forward", "zero_grad", "backward", "clip", "optimizer.step"),
    }
    return sorted(calls, key=lambda call: len(before[call]))

# %% wrong (held): returned nothing
def order_of_calls(calls):
    order = {"zero_grad": 0, "forward": 1, "backward": 2, "clip": 3, "optimizer.step": 4, "scheduler.step": 5}
    return calls.sort(key=order.get)

# %% wrong (held): scheduler before optimizer
def order_of_calls(calls):
    right = ["zero_grad", "forward", "backward", "clip", "scheduler.step", "optimizer.step"]
    return sorted(calls, key=right.index)
