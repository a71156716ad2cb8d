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
