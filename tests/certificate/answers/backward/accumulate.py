import numpy as np

# %% wrong: TypeError
def accumulate(edges):
    d = {}
    for name, g in edges:
        d[name] = d.get(name) + g
    return d

# %% wrong: (no diagnosis)
def accumulate(edges):
    d = {}
    for name, g in edges:
        d[name] = d.get(name, 1) + g
    return d

# %% wrong: wrong only where the gradients are arrays
def accumulate(edges):
    from collections import defaultdict
    d = defaultdict(list)
    for name, g in edges:
        d[name].append(g)
    return {k: np.sum(v) for k, v in d.items()}

# %% wrong: wrong type
def accumulate(edges):
    d = {}
    for name, g in edges:
        d.setdefault(name, 0)
        d[name] += g
    return list(d.items())

# %% wrong: overwrites the gradient
def accumulate(edges):
    return dict(edges)

# %% wrong: overwrites the gradient
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = g
    return grads

# %% wrong: KeyError
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] += g
    return grads

# %% wrong: the first gradient is lost
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name not in grads:
            grads[name] = 0
        else:
            grads[name] = grads[name] + g
    return grads

# %% wrong: overwrites the gradient
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = 0
        grads[name] = grads[name] + g
    return grads

# %% wrong: overwrites the gradient
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name in grads:
            grads[name] = grads[name] + g
        grads[name] = g
    return grads

# %% wrong: returns inside the loop
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
        return grads

# %% wrong: lists the gradients
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads.setdefault(name, []).append(g)
    return grads

# %% wrong: averages
def accumulate(edges):
    grads = {}
    counts = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
        counts[name] = counts.get(name, 0) + 1
    return {name: grads[name] / counts[name] for name in grads}

# %% wrong: wrong type
def accumulate(edges):
    total = 0
    for name, g in edges:
        total += g
    return total

# %% wrong: one running sum
def accumulate(edges):
    grads = {}
    total = 0
    for name, g in edges:
        total = total + g
        grads[name] = total
    return grads

# %% wrong: multiplies
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 1) * g
    return grads

# %% wrong: wrong type
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
    return list(grads.items())

# %% wrong: the first gradient counts twice
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, g) + g
    return grads

# %% wrong: counts the gradients
from collections import Counter
def accumulate(edges):
    return Counter(name for name, g in edges)

# %% wrong: leaves the last edge out
def accumulate(edges):
    grads = {}
    for i in range(len(edges) - 1):
        name, g = edges[i]
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: TypeError
def accumulate(edges):
    grads = {}
    for g, name in edges:
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: AttributeError
def accumulate(edges):
    grads = {}
    for name, g in edges.items():
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: TypeError
def accumulate(edges):
    grads = {}
    for edge in edges:
        grads[edge] = grads.get(edge, 0) + edge[1]
    return grads

# %% wrong: changes its input
def accumulate(edges):
    grads = {}
    while edges:
        name, g = edges.pop()
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: keeps the last run of a node
from itertools import groupby
def accumulate(edges):
    grads = {}
    for name, group in groupby(edges, key=lambda e: e[0]):
        grads[name] = sum(g for _, g in group)
    return grads

# %% wrong: (no diagnosis)
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + abs(g)
    return grads

# %% wrong: printed instead of returning
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
    print(grads)

# %% wrong: TypeError
def accumulate(edges):
    grads = {}
    for name, g in set(edges):
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: changes its input
def accumulate(edges):
    edges.sort(key=lambda e: e[0])
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
    return grads

# %% wrong: (no diagnosis)
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads["name"] = grads.get("name", 0) + g
    return grads

# %% right: with get
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 0) + g
    return grads

# %% right: with an if
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name in grads:
            grads[name] = grads[name] + g
        else:
            grads[name] = g
    return grads

# %% right
from collections import defaultdict
def accumulate(edges):
    grads = defaultdict(float)
    for name, g in edges:
        grads[name] = grads[name] + g
    return dict(grads)

# %% right
def accumulate(edges):
    return {name: sum(g for other, g in edges if other == name) for name, _ in edges}

# %% right
def accumulate(edges):
    lists = {}
    for name, g in edges:
        lists.setdefault(name, []).append(g)
    return {name: sum(values) for name, values in lists.items()}

# %% right
from itertools import groupby
def accumulate(edges):
    ordered = sorted(edges, key=lambda e: e[0])
    return {name: sum(g for _, g in group) for name, group in groupby(ordered, key=lambda e: e[0])}

# %% right
from functools import reduce
def accumulate(edges):
    return reduce(lambda d, e: {**d, e[0]: d.get(e[0], 0.0) + e[1]}, edges, {})

# %% right
def accumulate(edges):
    if not edges:
        return {}
    *rest, (name, g) = edges
    grads = accumulate(rest)
    try:
        grads[name] = grads[name] + g
    except KeyError:
        grads[name] = g
    return grads

# %% right
from collections import defaultdict
def accumulate(edges):
    totals = defaultdict(lambda: 0.0)
    for i in range(len(edges)):
        node = edges[i][0]
        totals[node] = totals[node] + edges[i][1]
    return totals

# %% right
def accumulate(edges):
    names = list(dict.fromkeys(e[0] for e in edges))
    grads = dict.fromkeys(names, 0.0)
    for name in names:
        for edge in edges:
            if edge[0] == name:
                grads[name] = edge[1] + grads[name]
    return grads

# %% right: with defaultdict
from collections import defaultdict


def accumulate(edges):
    total = defaultdict(float)
    for node, g in edges:
        total[node] = total[node] + g
    return total

# %% right: sorted
import itertools


def accumulate(edges):
    ordered = sorted(edges, key=lambda edge: edge[0])
    return {name: sum(g for _, g in group) for name, group in itertools.groupby(ordered, key=lambda edge: edge[0])}

# %% wrong (held): adds into the first gradient's own array
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name in grads:
            grads[name] += g
        else:
            grads[name] = g
    return grads

# %% wrong (developed): averages
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads.setdefault(name, []).append(g)
    return {k: sum(v) / len(v) for k, v in grads.items()}

# %% wrong (held): returns inside the loop
def accumulate(edges):
    out = {}
    for name, g in edges:
        out[name] = out.get(name, 0) + g
        return out

# %% wrong (held): a variable of the notebook is kept between calls
totals = {}
def accumulate(edges):
    for name, g in edges:
        totals[name] = totals.get(name, 0) + g
    return totals

# %% wrong (developed): KeyError
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads[name] + g
    return grads

# %% wrong (developed): keeps the first gradient
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads.setdefault(name, g)
    return grads

# %% wrong (developed): (no diagnosis)
def accumulate(edges):
    grads = {}
    for name, g in edges:
        grads[name] = grads.get(name, 1) + np.sum(g)
    return grads

# %% wrong (developed): a default is kept between calls
def accumulate(edges, grads={}):
    for name, g in edges:
        grads[name] = g
    return grads

# %% right (developed)
from collections import defaultdict
def accumulate(edges):
    total = defaultdict(float)
    for node, gradient in edges:
        total[node] = total[node] + gradient
    return dict(total)

# %% right (held)
def accumulate(edges):
    return {name: sum(g for n, g in edges if n == name) for name, _ in edges}

# %% right (developed)
def accumulate(edges):
    acc = {}
    for n, g in edges:
        if n not in acc:
            acc[n] = np.array(g, dtype=float)
        else:
            acc[n] += g
    return acc

# %% wrong (developed): overwrites the gradient
def accumulate(edges):
    return {name: g for name, g in edges}

# %% wrong (developed): adds into the first gradient's own array
def accumulate(edges):
    out = {}
    for name, g in edges:
        if name in out:
            out[name] += g
        else:
            out[name] = g
    return out

# %% wrong (developed): averages
def accumulate(edges):
    out, n = {}, {}
    for name, g in edges:
        out[name] = out.get(name, g) + g
        n[name] = n.get(name, 0) + 1
    return {k: out[k] / n[k] for k in out}

# %% right (held)
from collections import defaultdict
def accumulate(edges):
    groups = defaultdict(list)
    for name, g in edges:
        groups[name].append(g)
    return {name: sum(gs[1:], gs[0]) for name, gs in groups.items()}

# %% right (held)
def accumulate(edges):
    names = {n for n, _ in edges}
    return {n: sum(g for m, g in edges if m == n) for n in names}

# %% wrong (held): (no diagnosis)
def accumulate(edges):
    sums = {}
    for name, g in edges:
        if name in sums:
            sums[name] = sums[name] + g
        else:
            sums[name] = -g
    return sums

# %% wrong (held): overwrites the gradient
def accumulate(edges):
    sums = {}
    for name, g in edges:
        if name in sums:
            sums[name] = g
        else:
            sums[name] = g
    return sums

# %% right (held)
def accumulate(edges):
    from functools import reduce

    def join(so_far, edge):
        name, gradient = edge
        return so_far | {name: np.add(so_far.get(name, np.zeros(np.shape(gradient))), gradient)}

    return reduce(join, edges, {})

# %% wrong (developed): leaves the last edge out
def accumulate(edges):
    collected = {}
    for i in range(len(edges) - 1):
        name, gradient = edges[i]
        collected.setdefault(name, []).append(gradient)
    return {name: float(np.sum(grads)) for name, grads in collected.items()}

# %% wrong: keeps the last run of a node
def accumulate(edges):
    from itertools import groupby
    return {k: sum(g for _, g in grp) for k, grp in groupby(edges, key=lambda e: e[0])}

# %% wrong: keeps the last run of a node
def accumulate(edges):
    totals, last = {}, None
    for name, g in edges:
        if name != last:
            totals[name] = g
        else:
            totals[name] = totals[name] + g
        last = name
    return totals

# %% wrong (held): adds into the first gradient's own array
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name not in grads:
            grads[name] = g
        else:
            grads[name] += g
    return grads

# %% wrong (held): multiplies
def accumulate(edges):
    out = {}
    for k, g in edges:
        out[k] = out.get(k, 1) * g
    return out

# %% right (held)
from collections import defaultdict
def accumulate(edges):
    bag = defaultdict(list)
    for name, g in edges:
        bag[name].append(g)
    return {k: sum(v[1:], start=v[0]) for k, v in bag.items()}

# %% wrong (developed): wrong only where the gradients are arrays
def accumulate(edges):
    sums = {}
    for node, g in edges:
        prev = sums.get(node, 0)
        sums[node] = prev + np.sum(g)
    return sums

# %% right (developed)
def accumulate(edges):
    return {n: sum((g for m, g in edges if m == n), 0 * dict(edges)[n]) for n in dict.fromkeys(n for n, _ in edges)}

# %% wrong (held): the first gradient is lost
def accumulate(edges):
    out = {}
    for node, g in edges:
        if node in out:
            out[node] = out[node] + g
        else:
            out[node] = 0
    return out

# %% wrong: subtracts the gradients
def accumulate(edges):
    out = {}
    for i in range(len(edges) - 1):
        name, g = edges[i]
        out[name] = out.get(name, 0) - g
    return out

# %% wrong: leaves the first edge out
def accumulate(edges):
    sums = {}
    for i in range(1, len(edges)):
        name, g = edges[i]
        sums[name] = sums.get(name, 0.0) + g
    return sums

# %% wrong: subtracts the gradients
def accumulate(edges):
    out = {}
    for key, grad in edges:
        out[key] = out.get(key, 0) - grad
    return out

# %% wrong (developed): counts equal pairs once
import numpy as np

def accumulate(edges):
    seen, totals = [], {}
    for name, g in edges:
        if any(name == n and np.array_equal(g, h) for n, h in seen):
            continue                   # this edge is done already
        seen.append((name, g))
        totals[name] = totals.get(name, 0.0) + g
    return totals
