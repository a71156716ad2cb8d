import numpy as np

# %% wrong: (no diagnosis)
def pick_lr(histories):
    return min(histories, key=lambda k: histories[k])

# %% wrong: returned None in some cases
def pick_lr(histories):
    best = None
    best_loss = float("inf")
    for lr, losses in histories.items():
        if np.isnan(losses).any() or np.isinf(losses).any():
            break
        if losses[-1] < losses[0] and losses[-1] < best_loss:
            best, best_loss = lr, losses[-1]
    return best

# %% wrong: returns the loss
def pick_lr(histories):
    good = []
    for lr, losses in histories.items():
        if np.isfinite(losses).all() and losses[-1] < losses[0]:
            good.append((losses[-1], lr))
    return min(good)[0]

# %% wrong: (no diagnosis)
def pick_lr(histories):
    best = None
    for lr, h in histories.items():
        if all(np.isfinite(h)) and h[-1] < h[0]:
            if best is None or h[-1] < best:
                best = lr
    return best

# %% wrong: takes the largest drop by share
def pick_lr(histories):
    ratio = {lr: h[-1] / h[0] for lr, h in histories.items() if np.isfinite(h).all()}
    return min(ratio, key=ratio.get)

# %% wrong: takes the lowest last loss of all
def pick_lr(histories):
    return min(histories, key=lambda lr: histories[lr][-1])

# %% wrong: looks at the last loss only to see if it is finite
def pick_lr(histories):
    inf = float("inf")
    best = min(histories.values(), key=lambda h: h[-1] if np.isfinite(h[-1]) and h[-1] < h[0] else inf)
    return best[-1]

# %% wrong: (no diagnosis)
def pick_lr(histories):
    return max(histories)

# %% wrong: looks at the last loss only to see if it is finite
def pick_lr(histories):
    best_lr = None
    best_loss = float("inf")
    for lr, losses in histories.items():
        if np.isfinite(losses[-1]) and losses[-1] < best_loss and losses[-1] < losses[0]:
            best_lr = lr
            best_loss = losses[-1]
    return best_lr

# %% wrong: does not compare the end with the start
def pick_lr(histories):
    best_lr, best = None, np.inf
    for lr, losses in histories.items():
        if all(np.isfinite(losses)) and losses[-1] < best:
            best_lr, best = lr, losses[-1]
    return best_lr

# %% wrong: takes the lowest loss on the way
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return min(ok, key=lambda lr: min(ok[lr]))

# %% wrong: takes the largest drop
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return max(ok, key=lambda lr: ok[lr][0] - ok[lr][-1])

# %% wrong: takes the largest that works
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return max(ok)

# %% wrong: takes the highest last loss
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if not np.any(np.isnan(h)) and h[-1] < h[0]}
    return max(ok, key=lambda lr: ok[lr][-1])

# %% wrong: returns the loss
def pick_lr(histories):
    ok = {lr: h[-1] for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return min(ok.values())

# %% wrong: wrong shape
def pick_lr(histories):
    ok = [(h[-1], lr) for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]]
    return min(ok)

# %% wrong: printed instead of returning
def pick_lr(histories):
    ok = [(h[-1], lr) for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]]
    print("best lr:", min(ok)[1])

# %% wrong: returned None in some cases
def pick_lr(histories):
    best_lr = None
    best_loss = 1.0
    for lr, losses in histories.items():
        if not np.all(np.isfinite(losses)):
            continue
        if losses[-1] < losses[0] and losses[-1] < best_loss:
            best_lr = lr
            best_loss = losses[-1]
    return best_lr

# %% wrong: takes the first that works
def pick_lr(histories):
    for lr, losses in histories.items():
        if np.all(np.isfinite(losses)) and losses[-1] < losses[0]:
            return lr

# %% wrong: does not compare the end with the start
def pick_lr(histories):
    ok = {}
    for lr, losses in histories.items():
        if np.isnan(losses).any() or np.isinf(losses).any():
            continue
        ok[lr] = np.mean(losses)
    return min(ok, key=ok.get)

# %% wrong: asks every loss to fall
def pick_lr(histories):
    best_lr = None
    best_loss = float("inf")
    for lr, losses in histories.items():
        for a, b in zip(losses, losses[1:]):
            if not np.isfinite(b) or b >= a:
                break
        else:
            if losses[-1] < best_loss:
                best_lr = lr
                best_loss = losses[-1]
    return best_lr

# %% wrong: changes its input
def pick_lr(histories):
    for lr in list(histories):
        losses = histories[lr]
        if not np.all(np.isfinite(losses)) or losses[-1] >= losses[0]:
            del histories[lr]
    return min(histories, key=lambda lr: histories[lr][-1])

# %% wrong: RuntimeError
def pick_lr(histories):
    for lr, losses in histories.items():
        if float("nan") in losses or float("inf") in losses:
            del histories[lr]
    return min(histories, key=lambda lr: histories[lr][-1])

# %% wrong: wrong only where a loss is not finite and where a training did not end below…
def pick_lr(histories):
    ok = [h for h in histories.values() if np.all(np.isfinite(h)) and h[-1] < h[0]]
    finals = [h[-1] for h in ok]
    return list(histories)[int(np.argmin(finals))]

# %% wrong: wrong only where a loss is not finite and where a training did not end below…
def pick_lr(histories):
    lrs = sorted(histories, key=lambda lr: histories[lr][-1])
    for lr in lrs:
        if np.isfinite(histories[lr][-1]):
            return lr

# %% wrong: changes its input, and is wrong
def pick_lr(histories):
    best = None
    for lr, losses in histories.items():
        losses.sort()
        if best is None or losses[0] < histories[best][0]:
            best = lr
    return best

# %% wrong: wrong only where a loss is not finite and where a training did not end below…
import math
def pick_lr(histories):
    best_lr, best_loss = None, math.inf
    for lr, losses in histories.items():
        if any(l == math.nan or l == math.inf for l in losses):
            continue
        if losses[-1] > losses[0]:
            continue
        if not losses[-1] > best_loss:
            best_lr, best_loss = lr, losses[-1]
    return best_lr

# %% wrong: (no diagnosis)
def pick_lr(histories):
    import torch
    scores = {}
    for lr, losses in histories.items():
        t = torch.tensor(losses, dtype=torch.float64)
        if torch.isfinite(t).all() and t[-1] < t[0]:
            scores[lr] = t[-1].item()
    return min(scores.items(), key=lambda kv: kv[1])[0]

# %% right
def pick_lr(histories):
    ok = {lr: h[-1] for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return min(ok, key=ok.get)

# %% right
import math
def pick_lr(histories):
    best_lr = None
    best_loss = math.inf
    for lr, losses in histories.items():
        usable = True
        for loss in losses:
            if math.isnan(loss) or math.isinf(loss):
                usable = False
        if losses[-1] >= losses[0]:
            usable = False
        if usable and losses[-1] < best_loss:
            best_lr = lr
            best_loss = losses[-1]
    return best_lr

# %% right
def pick_lr(histories):
    candidates = []
    for lr in histories:
        losses = np.array(histories[lr])
        if not np.isfinite(losses).all():
            continue
        if not losses[-1] < losses[0]:
            continue
        candidates.append((losses[-1], lr))
    candidates.sort()
    return candidates[0][1]

# %% right
def pick_lr(histories):
    return min((h[-1], lr) for lr, h in histories.items() if np.isfinite(h).all() and h[0] > h[-1])[1]

# %% right
import math
def pick_lr(histories):
    def last(lr):
        losses = histories[lr]
        if all(map(math.isfinite, losses)) and losses[-1] < losses[0]:
            return losses[-1]
        return math.inf
    return sorted(histories, key=last)[0]

# %% right
def pick_lr(histories):
    lrs = list(histories.keys())
    finals = np.full(len(lrs), np.inf)
    for i, lr in enumerate(lrs):
        h = np.asarray(histories[lr], dtype=float)
        if np.count_nonzero(np.isfinite(h)) == len(h) and h[-1] - h[0] < 0:
            finals[i] = h[-1]
    return lrs[int(finals.argmin())]

# %% right
from functools import reduce
def pick_lr(histories):
    good = filter(lambda item: all(abs(x) < float("inf") for x in item[1]) and item[1][-1] < item[1][0],
                  histories.items())
    return reduce(lambda a, b: a if a[1][-1] <= b[1][-1] else b, good)[0]

# %% right
def pick_lr(histories):
    remaining = dict(histories)
    for lr, losses in histories.items():
        diverged = any(x != x or x in (float("inf"), float("-inf")) for x in losses)
        if diverged or not (losses[-1] < losses[0]):
            remaining.pop(lr)
    winner, *_ = sorted(remaining.items(), key=lambda pair: pair[1][-1])
    return winner[0]

# %% right: by a loop
import math


def pick_lr(histories):
    best_lr = None
    best_loss = float("inf")
    for lr in histories:
        losses = histories[lr]
        if not all(math.isfinite(loss) for loss in losses):
            continue
        if losses[-1] >= losses[0]:
            continue
        if losses[-1] < best_loss:
            best_lr, best_loss = lr, losses[-1]
    return best_lr

# %% right: sorted
def pick_lr(histories):
    def counts(losses):
        return np.all(np.isfinite(np.array(losses))) and losses[0] > losses[-1]

    return sorted((losses[-1], lr) for lr, losses in histories.items() if counts(losses))[0][1]

# %% right: with infinity
def pick_lr(runs):
    def score(lr):
        run = np.asarray(runs[lr], dtype=float)
        ok = not np.isnan(run).any() and not np.isinf(run).any() and run[-1] < run[0]
        return run[-1] if ok else np.inf

    return min(runs, key=score)

# %% right: with arrays
import math


def pick_lr(histories):
    rates = np.array(list(histories))
    ends = np.array([h[-1] if np.isfinite(sum(map(abs, h))) and h[-1] < h[0] else math.inf for h in histories.values()])
    return rates[ends.argmin()]

# %% wrong (developed): takes the lowest loss on the way, of all trainings
def pick_lr(histories):
    return min(histories, key=lambda lr: min(histories[lr]))

# %% wrong (developed): looks at the last loss only to see if it is finite
def pick_lr(histories):
    ok = {lr: h[-1] for lr, h in histories.items() if np.isfinite(h[-1]) and h[-1] < h[0]}
    return min(ok, key=ok.get)

# %% wrong (developed): lets infinite losses pass
def pick_lr(histories):
    good = {lr: h for lr, h in histories.items() if not np.isnan(h).any() and h[-1] < h[0]}
    return min(good, key=lambda k: good[k][-1])

# %% wrong (held): does not compare the end with the start
def pick_lr(histories):
    best, best_loss = None, float("inf")
    for lr, h in histories.items():
        if not np.all(np.isfinite(h)):
            continue
        if h[-1] < best_loss:
            best, best_loss = lr, h[-1]
    return best

# %% wrong (held): takes the largest that works
def pick_lr(histories):
    good = [lr for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]]
    return max(good)

# %% wrong (developed): returns the loss
def pick_lr(histories):
    return min(h[-1] for h in histories.values() if np.isfinite(h).all() and h[-1] < h[0])

# %% wrong (held): (no diagnosis)
def pick_lr(histories):
    best = None
    best_loss = np.inf
    for lr, h in histories.items():
        if np.isfinite(h).all() and h[-1] < h[0]:
            if h[-1] < best_loss:
                best = lr
    return best

# %% wrong (held): takes the largest drop
def pick_lr(histories):
    ok = [(h[0] - h[-1], lr) for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]]
    return max(ok)[1]

# %% wrong (held): takes the lowest loss on the way
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if h[-1] < h[0]}
    return min(ok, key=lambda lr: min(ok[lr]))

# %% wrong (held): does not compare the end with the start
def pick_lr(histories):
    ok = {lr: np.mean(h) for lr, h in histories.items() if np.isfinite(h).all()}
    return min(ok, key=ok.get)

# %% right (developed)
def pick_lr(histories):
    for lr, h in sorted(histories.items(), key=lambda item: (not np.isfinite(item[1][-1]), item[1][-1] if np.isfinite(item[1][-1]) else 0)):
        if all(map(np.isfinite, h)) and h[0] > h[-1]:
            return lr

# %% right (held)
import math
def pick_lr(histories):
    usable = ((h[-1], lr) for lr, h in histories.items() if all(math.isfinite(v) for v in h) and h[-1] < h[0])
    _, lr = min(usable)
    return lr

# %% wrong (developed): takes the lowest loss on the way
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
    return min(ok, key=lambda lr: min(ok[lr]))

# %% right (held)
def pick_lr(histories):
    best = None
    for lr, h in histories.items():
        if any(v != v or abs(v) == float("inf") for v in h) or not h[-1] < h[0]:
            continue
        if best is None or h[-1] < histories[best][-1]:
            best = lr
    return best

# %% wrong (held): looks at the last loss only to see if it is finite
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.isfinite(h[-1]) and h[-1] < h[0]}
    return min(ok, key=lambda lr: ok[lr][-1])

# %% wrong (held): returns the loss
def pick_lr(histories):
    ok = [h[-1] for lr, h in histories.items() if h[-1] < h[0]]
    return min(ok)

# %% wrong (held): takes the lowest loss on the way
def pick_lr(histories):
    best, best_loss = None, float("inf")
    for lr, losses in histories.items():
        if not np.all(np.isfinite(losses)):
            continue
        if losses[-1] >= losses[0]:
            continue
        if min(losses) < best_loss:
            best, best_loss = lr, min(losses)
    return best

# %% wrong (held): does not compare the end with the start
def pick_lr(histories):
    best, best_loss = None, float("inf")
    for lr, losses in histories.items():
        if not np.all(np.isfinite(losses)):
            continue
        if losses[-1] < best_loss:
            best, best_loss = lr, losses[-1]
    return best

# %% wrong (held): looks at the last loss only to see if it is finite
def pick_lr(histories):
    best, best_loss = None, float("inf")
    for lr, losses in histories.items():
        if not np.all(np.isfinite(losses[-1])):
            continue
        if losses[-1] >= losses[0]:
            continue
        if min(losses) < best_loss:
            best, best_loss = lr, min(losses)
    return best

# %% right (held)
def pick_lr(histories):
    rates = np.array(list(histories), dtype=float)
    firsts = np.array([h[0] for h in histories.values()], dtype=float)
    lasts = np.array([h[-1] for h in histories.values()], dtype=float)
    sound = np.array([np.isfinite(h).all() for h in histories.values()])
    return float(rates[np.where(sound & (lasts < firsts), lasts, np.inf).argmin()])

# %% wrong (developed): wrong only where a loss is not finite and where a training did not end below its start
def pick_lr(histories):
    bad = np.isnan
    usable = [
        (lr, losses)
        for lr, losses in histories.items()
        if not bad(np.array(losses)).any()
    ]
    lr, _ = min(usable, key=lambda item: item[1][-1])
    return float(lr)

# %% wrong (held): wrong only where a loss is not finite and where a training did not end below its start
def pick_lr(histories):
    import math

    last = {}
    for lr, losses in histories.items():
        finite = any(math.isfinite(loss) for loss in losses)
        better = losses[-1] < losses[max(len(losses) - 2, 0)]
        if finite and better:
            last[losses[-1]] = lr
    return last[min(last)]

# %% wrong (developed): takes the lowest loss on the way
def pick_lr(histories):
    best_lr, best_loss = None, float("inf")
    for lr, losses in histories.items():
        if not np.all(np.isfinite(losses)):
            continue
        if losses[-1] >= losses[0]:
            continue
        if min(losses) < best_loss:
            best_loss = min(losses)
            best_lr = lr
    return best_lr

# %% right (held)
def pick_lr(histories):
    ok = {lr: h[-1] for lr, h in histories.items() if all(map(np.isfinite, h)) and h[-1] < h[0]}
    return min(ok, key=ok.get)

# %% wrong (developed): lets infinite losses pass
def pick_lr(histories):
    cands = []
    for lr, h in histories.items():
        if np.isnan(h).any() or h[-1] >= h[0]:
            continue
        cands.append((h[-1], lr))
    return min(cands)[1]

# %% wrong: returned None in some cases
def pick_lr(histories):
    best, win = 100, None
    for lr, h in histories.items():
        if all(np.isfinite(v) for v in h) and h[-1] < h[0] and h[-1] < best:
            best, win = h[-1], lr
    return win

# %% wrong: takes the largest drop by share
def pick_lr(histories):
    best, best_ratio = None, float("inf")
    for lr, losses in histories.items():
        if not all(np.isfinite(losses)):
            continue
        if losses[-1] >= losses[0]:
            continue
        ratio = losses[-1] / losses[0]
        if ratio < best_ratio:
            best, best_ratio = lr, ratio
    return best

# %% wrong: takes the largest drop by share
def pick_lr(histories):
    ok = {lr: h for lr, h in histories.items() if np.all(np.isfinite(h)) and h[-1] < h[0]}
    return max(ok, key=lambda lr: (ok[lr][0] - ok[lr][-1]) / ok[lr][0])
