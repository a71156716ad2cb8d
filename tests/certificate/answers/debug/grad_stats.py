import numpy as np

# %% right: in a loop
def grad_stats(named_grads):
    out = {}
    for name, g in named_grads:
        out[name] = dict(min=np.min(g), max=np.max(g), mean=np.mean(g), norm=np.linalg.norm(g))
    return out

# %% right: as floats, in a comprehension
def grad_stats(named_grads):
    return {
        n: {"min": float(g.min()), "max": float(g.max()), "mean": float(g.mean()), "norm": float((g * g).sum() ** 0.5)}
        for n, g in named_grads
    }

# %% wrong: the norm without its root
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": (g ** 2).sum(),
        }
    return stats

# %% wrong: the sum of absolute values for the norm
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.abs(g).sum(),
        }
    return stats

# %% wrong: ValueError
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.linalg.norm(g, 2),
        }
    return stats

# %% wrong: a norm for each column
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.linalg.norm(g, axis=0),
        }
    return stats

# %% wrong: the mean of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": np.abs(g).mean(),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: statistics of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        g = np.abs(g)
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: min, max and mean of each column
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(axis=0),
            "max": g.max(axis=0),
            "mean": g.mean(axis=0),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: min and max exchanged
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.max(),
            "max": g.min(),
            "mean": g.mean(),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: the last name only
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats = {}
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: the first name only
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.sqrt((g ** 2).sum()),
        }
        return stats

# %% wrong: the last array's dict alone
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats["min"] = g.min()
        stats["max"] = g.max()
        stats["mean"] = g.mean()
        stats["norm"] = np.sqrt((g ** 2).sum())
    return stats

# %% wrong: the sum divided by the length of the first axis
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.sum() / len(g),
            "norm": np.sqrt((g ** 2).sum()),
        }
    return stats

# %% wrong: wrong type
def grad_stats(named_grads):
    stats = []
    for name, g in named_grads:
        stats.append({"name": name, "min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).sum())})
    return stats

# %% wrong: AttributeError
def grad_stats(named_grads):
    stats = {}
    for name, grad in named_grads:
        stats[name] = {"min": grad.min().item(), "max": grad.max().item(), "mean": grad.mean().item(), "norm": grad.norm().item()}
    return stats

# %% wrong: TypeError
import torch
def grad_stats(named_grads):
    return {name: {"min": torch.min(g), "max": torch.max(g), "mean": torch.mean(g), "norm": torch.norm(g)} for name, g in named_grads}

# %% wrong: ValueError
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": min(g), "max": max(g), "mean": sum(g) / len(g), "norm": sum(v * v for v in g) ** 0.5}
    return stats

# %% wrong: a default is kept between calls
def grad_stats(named_grads, stats={}):
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.sqrt(np.square(g).sum())}
    return stats

# %% wrong: the median for the mean
def grad_stats(named_grads):
    total = np.sqrt(sum((g ** 2).sum() for _, g in named_grads))
    return {name: {"min": g.min(), "max": g.max(), "mean": np.median(g), "norm": total} for name, g in named_grads}

# %% right
def grad_stats(named_grads):
    return {name: dict(min=np.min(g), max=np.max(g), mean=np.mean(g), norm=np.linalg.norm(g.ravel()))
            for name, g in named_grads}

# %% right
import math
def grad_stats(named_grads):
    out = {}
    for name, grad in named_grads:
        values = [float(v) for v in grad.flatten()]
        out[name] = {"min": min(values), "max": max(values), "mean": math.fsum(values) / len(values),
                     "norm": math.sqrt(math.fsum(v * v for v in values))}
    return out

# %% right
import torch
def grad_stats(named_grads):
    result = {}
    for name, g in named_grads:
        t = torch.from_numpy(g)
        result[name] = {"min": t.min().item(), "max": t.max().item(), "mean": t.mean().item(), "norm": t.norm().item()}
    return result

# %% right
def _stats(a):
    flat = np.reshape(a, -1)
    return {"min": np.sort(flat)[0], "max": np.sort(flat)[-1], "mean": flat.sum() / flat.size, "norm": np.sqrt(flat @ flat)}

def grad_stats(named_grads):
    return {n: _stats(a) for n, a in named_grads}

# %% right
def grad_stats(named_grads):
    keys = ["min", "max", "mean", "norm"]
    table = {}
    for name, g in dict(named_grads).items():
        row = [np.amin(g), np.amax(g), np.average(g), np.sqrt(np.vdot(g, g))]
        table[name] = dict(zip(keys, row))
    return table

# %% right
def grad_stats(named_grads):
    stats = {}
    for name, grad in named_grads:
        lo, hi, total, squares, n = float("inf"), float("-inf"), 0.0, 0.0, 0
        for v in np.nditer(grad):
            v = float(v)
            lo = v if v < lo else lo
            hi = v if v > hi else hi
            total += v
            squares += v ** 2
            n += 1
        stats[name] = {"min": lo, "max": hi, "mean": total / n, "norm": squares ** 0.5}
    return stats

# %% right
def grad_stats(named_grads):
    r = {}
    for name, g in named_grads:
        lo, hi = np.quantile(g, [0, 1])
        r[name] = {"min": lo, "max": hi, "mean": g.mean(), "norm": np.linalg.norm(g.reshape(-1), ord=2)}
    return r

# %% right
def grad_stats(named_grads):
    stats = {}
    for i in range(len(named_grads)):
        name, grad = named_grads[i][0], named_grads[i][1]
        rms = np.sqrt(np.mean(np.abs(grad) ** 2))
        stats[name] = {"min": -np.max(-grad), "max": -np.min(-grad), "mean": np.mean(grad), "norm": rms * np.sqrt(grad.size)}
    return stats

# %% wrong: the last array's numbers under every name
def grad_stats(named_grads):
    stats, row = {}, {}
    for name, g in named_grads:
        row["min"], row["max"] = g.min(), g.max()
        row["mean"], row["norm"] = g.mean(), np.linalg.norm(g)
        stats[name] = row
    return stats

# %% wrong: a function in the answer
def grad_stats(named_grads):
    return {n: {"min": g.min, "max": g.max, "mean": g.mean, "norm": np.linalg.norm(g)} for n, g in named_grads}

# %% wrong: texts for numbers
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        norm = np.sqrt((g ** 2).sum())
        stats[name] = {"min": f"{g.min():.4f}", "max": f"{g.max():.4f}", "mean": f"{g.mean():.4f}", "norm": f"{norm:.4f}"}
    return stats

# %% right (held)
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).sum())}
    return stats

# %% wrong (held): the sum of absolute values for the norm
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.abs(g).sum()}
    return stats

# %% wrong (held): ValueError
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.linalg.norm(g, 2)}
    return stats

# %% wrong (developed): the norm without its root
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": (g ** 2).sum()}
    return stats

# %% wrong (developed): min and max of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": abs(g).min(), "max": abs(g).max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).sum())}
    return stats

# %% wrong (held): the norm of the mean square
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).mean())}
    return stats

# %% wrong (developed): the mean of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": np.abs(g).mean(), "norm": np.sqrt((g ** 2).sum())}
    return stats

# %% wrong (developed): the standard deviation for the norm
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": g.std()}
    return stats

# %% wrong (held): four numbers a column
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(axis=0), "max": g.max(axis=0), "mean": g.mean(axis=0), "norm": np.linalg.norm(g, axis=0)}
    return stats

# %% wrong (held): the four numbers without their names
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = [g.min(), g.max(), g.mean(), np.sqrt((g ** 2).sum())]
    return stats

# %% wrong (held): (no diagnosis)
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": g.mean(), "l2": np.sqrt((g ** 2).sum())}
    return stats

# %% wrong (held): min and max exchanged
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.max(), "max": g.min(), "mean": g.mean(), "norm": np.sqrt((g ** 2).sum())}
    return stats

# %% wrong (developed): the last name only
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats = {name: {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).sum())}}
    return stats

# %% wrong (developed): the largest absolute value for max | the norm of the mean square
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": np.abs(g).max(), "mean": g.mean(), "norm": np.sqrt((g ** 2).mean())}
    return stats

# %% wrong (held): the mean of absolute values | the norm without its root
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {"min": g.min(), "max": g.max(), "mean": np.abs(g).mean(), "norm": np.sum(g ** 2)}
    return stats

# %% right (developed)
def grad_stats(named_grads):
    measures = {"min": np.min, "max": np.max, "mean": np.mean, "norm": np.linalg.norm}
    return {name: {what: float(f(g.ravel())) for what, f in measures.items()} for name, g in named_grads}

# %% right (developed)
def grad_stats(named_grads):
    def describe(g):
        v = sorted(g.flatten().tolist())
        return dict(min=v[0], max=v[-1], mean=sum(v) / len(v), norm=sum(x * x for x in v) ** 0.5)
    return dict((name, describe(g)) for name, g in named_grads)

# %% right (developed)
def grad_stats(named_grads):
    return {n: dict(zip(("min", "max", "mean", "norm"),
                        (g.min(), g.max(), g.mean(), np.sqrt(np.sum(g * g))))) for n, g in named_grads}

# %% wrong (developed): ValueError
def grad_stats(named_grads):
    return {n: {"min": g.min(), "max": g.max(), "mean": g.mean(), "norm": np.linalg.norm(g, 1)} for n, g in named_grads}

# %% wrong (held): the mean of absolute values
def grad_stats(named_grads):
    return {n: {"min": g.min(), "max": g.max(), "mean": np.abs(g).mean(), "norm": np.sqrt((g ** 2).sum())} for n, g in named_grads}

# %% wrong (held): the norm without its root | the largest absolute value for max
def grad_stats(named_grads):
    return {n: {"min": g.min(), "max": np.abs(g).max(), "mean": g.mean(), "norm": (g ** 2).sum()} for n, g in named_grads}

# %% right (held)
def grad_stats(named_grads):
    def one(g):
        flat = sorted(np.ravel(g).tolist())
        return dict(min=flat[0], max=flat[-1], mean=sum(flat) / len(flat), norm=sum(v * v for v in flat) ** 0.5)
    return {name: one(g) for name, g in named_grads}

# %% wrong (held): the norm of the mean square
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": g.mean(),
            "norm": np.sqrt((g ** 2).mean()),
        }
    return stats

# %% wrong (held): the mean of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = {
            "min": g.min(),
            "max": g.max(),
            "mean": np.abs(g).mean(),
            "norm": np.sqrt((g ** 2).mean()),
        }
    return stats

# %% right (developed)
def grad_stats(named_grads):
    tools = {"min": np.amin, "max": np.amax, "mean": np.average, "norm": lambda a: np.vdot(a, a) ** 0.5}
    return {name: {what: float(tool(np.asarray(array, dtype=np.float64))) for what, tool in tools.items()} for name, array in named_grads}

# %% wrong (developed): the mean of absolute values
def grad_stats(named_grads):
    stats = {}
    for name, g in named_grads:
        stats[name] = dict(min=g.min(), max=g.max(), mean=np.abs(g).mean(), norm=np.sqrt((g**2).sum()))
    return stats

# %% right (developed)
def grad_stats(named_grads):
    fns = {"min": np.min, "max": np.max, "mean": np.mean, "norm": lambda a: np.linalg.norm(a.reshape(-1))}
    return {name: {k: fn(arr) for k, fn in fns.items()} for name, arr in named_grads}

# %% wrong: min and max exchanged
def grad_stats(named_grads):
    out = {}
    for name, g in named_grads:
        out[name] = {"min": g.max(), "max": g.min(), "mean": g.mean(), "norm": np.sqrt((g ** 2).mean())}
    return out

# %% wrong: (no diagnosis)
def grad_stats(named_grads):
    for name, g in named_grads:
        stats = {name: {"min": g.min(), "max": g.max(), "mean": g.std(), "norm": np.linalg.norm(g)}}
    return stats

# %% wrong: min and max begin at 0
def grad_stats(named_grads):
    table = {}
    for name, grad in named_grads:
        low = high = total = squares = 0.0
        for g in grad.flatten():
            low = g if g < low else low
            high = g if g > high else high
            total += g
            squares += g * g
        table[name] = {"min": low, "max": high, "mean": total / grad.size, "norm": np.sqrt(squares)}
    return table

# %% wrong (held): wrong only where gradients explode
def grad_stats(named_grads):
    stats = {}
    for name, a in named_grads:
        pass
        stats[name] = dict(min=a.min(initial=1000), max=a.max(), mean=a.mean(), norm=np.sqrt((a**2).sum()))
    return stats

# %% wrong (held): wrong only where gradients explode
def grad_stats(named_grads):
    stats = {}
    for name, a in named_grads:
        pass
        stats[name] = dict(min=a.min(), max=a.max(initial=-10), mean=a.mean(), norm=np.sqrt((a**2).sum()))
    return stats
