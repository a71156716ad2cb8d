import numpy as np

# %% wrong: counts epochs from 1
def best_epoch(val_losses, patience):
    best = np.inf
    counter = 0
    for epoch, loss in enumerate(val_losses, 1):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return best_at, epoch
    return best_at, epoch

# %% wrong: the best of all epochs, plus patience
def best_epoch(val_losses, patience):
    best = int(np.argmin(val_losses))
    return best, best + patience

# %% wrong: the best of all epochs, and patience from there
def best_epoch(val_losses, patience):
    best = int(np.argmin(val_losses))
    return best, min(best + patience, len(val_losses) - 1)

# %% wrong: stops one epoch too late
def best_epoch(val_losses, patience):
    best = float("inf")
    best_at = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter > patience:
                return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong: the number of epochs where it never stops
def best_epoch(val_losses, patience):
    best = float("inf")
    best_at = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return best_at, epoch
    return best_at, len(val_losses)

# %% wrong: returns the loss
def best_epoch(val_losses, patience):
    best = float("inf")
    best_at = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return best, epoch
    return best, len(val_losses) - 1

# %% wrong: IndexError
def best_epoch(val_losses, patience):
    best = 0
    counter = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch + 1] < val_losses[best]:
            best = epoch + 1
            counter = 0
        else:
            counter += 1
        if counter >= patience:
            return best, epoch + 1
    return best, len(val_losses) - 1

# %% wrong: goes on after the stop
def best_epoch(val_losses, patience):
    best_loss = np.inf
    best = 0
    stop = len(val_losses) - 1
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss = loss
            best = epoch
            counter = 0
        else:
            counter += 1
        if counter >= patience:
            stop = epoch
    return best, stop

# %% wrong: the best of all epochs
def best_epoch(val_losses, patience):
    for epoch in range(patience, len(val_losses)):
        window = val_losses[epoch - patience:epoch]
        if val_losses[epoch] > max(window):
            return val_losses.argmin(), epoch
    return val_losses.argmin(), len(val_losses) - 1

# %% wrong: compares with `patience` epochs before
def best_epoch(val_losses, patience):
    stop = len(val_losses) - 1
    for epoch in range(patience, len(val_losses)):
        if val_losses[epoch] >= val_losses[epoch - patience]:
            stop = epoch
            break
    best = int(np.argmin(val_losses[:stop + 1]))
    return best, stop

# %% wrong: the second epoch as number 0
def best_epoch(val_losses, patience):
    best = val_losses[0]
    best_i = 0
    c = 0
    for i, v in enumerate(val_losses[1:]):
        if v < best:
            best, best_i, c = v, i, 0
        else:
            c += 1
            if c >= patience:
                return best_i, i
    return best_i, len(val_losses) - 1

# %% wrong: TypeError
def best_epoch(val_losses, patience):
    es = EarlyStopping(patience=patience)
    for epoch, loss in enumerate(val_losses):
        es(loss)
        if es.early_stop:
            break
    return val_losses.index(es.best), epoch

# %% wrong: waits for a larger value
def best_epoch(val_losses, patience):
    best = -1
    best_at = 0
    counter = 0
    for epoch, value in enumerate(val_losses):
        if value > best:
            best = value
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong: no loss ever counts as better
def best_epoch(val_losses, patience):
    best = 0
    best_at = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
        if counter >= patience:
            return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong: counts the first loss as not better
def best_epoch(val_losses, patience):
    best = val_losses[0]
    best_at = 0
    bad = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < best:
            best = val_losses[epoch]
            best_at = epoch
            bad = 0
        else:
            bad += 1
        if bad >= patience:
            return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong: (no diagnosis)
def best_epoch(val_losses, patience):
    losses = list(val_losses)
    waited = 0
    best = losses[0]
    for loss in losses:
        if loss < best:
            best = loss
            waited = 0
        elif loss > best:
            waited += 1
        if waited == patience:
            return losses.index(best), losses.index(loss)
    return losses.index(best), len(losses) - 1

# %% wrong: UnboundLocalError
def best_epoch(val_losses, patience):
    best_loss = val_losses[0]
    counter = 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < best_loss:
            best_loss = val_losses[epoch]
            best_ep = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                break
    return best_ep, epoch

# %% right: loop
def best_epoch(val_losses, patience):
    best = float("inf")
    best_at = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best = loss
            best_at = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return best_at, epoch
    return best_at, len(val_losses) - 1

# %% right: by the distance
def best_epoch(val_losses, patience):
    best = 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        elif epoch - best == patience:
            return best, epoch
    return best, len(val_losses) - 1

# %% right
def best_epoch(losses, patience):
    e = 0
    best_e = 0
    best_loss = losses[0]
    while e - best_e < patience and e < len(losses) - 1:
        e += 1
        if losses[e] < best_loss:
            best_loss = losses[e]
            best_e = e
    return best_e, e

# %% right: with running minima
def best_epoch(val_losses, patience):
    losses = np.asarray(val_losses, dtype=float)
    for stop in range(len(losses)):
        best = int(np.argmin(losses[: stop + 1]))
        if stop - best >= patience:
            break
    return best, stop

# %% right
def best_epoch(val_losses, patience):
    class Stopper:
        def __init__(self):
            self.best = None
            self.counter = 0
            self.best_epoch = None
        def step(self, value, epoch):
            if self.best is None or value < self.best:
                self.best = value
                self.best_epoch = epoch
                self.counter = 0
            else:
                self.counter += 1
            return self.counter >= patience
    stopper = Stopper()
    for epoch, value in enumerate(val_losses):
        if stopper.step(value, epoch):
            break
    return stopper.best_epoch, epoch

# %% right
def best_epoch(val_losses, patience, best=0, epoch=0):
    if val_losses[epoch] < val_losses[best]:
        best = epoch
    if epoch - best >= patience or epoch == len(val_losses) - 1:
        return best, epoch
    return best_epoch(val_losses, patience, best, epoch + 1)

# %% right
def best_epoch(val_losses, patience):
    result = np.zeros(2, dtype=int)
    for epoch, loss in enumerate(val_losses):
        result[1] = epoch
        if loss < val_losses[result[0]]:
            result[0] = epoch
        if epoch - result[0] >= patience:
            break
    return result

# %% right
def best_epoch(history, patience=5):
    best_at = [int(np.argmin(history[:i + 1])) for i in range(len(history))]
    stop = next((i for i, b in enumerate(best_at) if i - b >= patience), len(history) - 1)
    return best_at[stop], stop

# %% right (held)
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (developed): the best of all epochs
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return int(np.argmin(val_losses)), e
    return best_e, len(val_losses) - 1

# %% wrong (developed): stops one epoch too late
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad > patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (held): counts a tie as better
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v <= best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (developed): compares with the epoch before
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            best = v
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (developed): counts epochs from 1
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses, 1):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (held): the number of epochs where it never stops
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses)

# %% wrong (developed): does not count in a row
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e = v, e
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (developed): returns the loss
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best, e
    return best, len(val_losses) - 1

# %% wrong (held): the two epochs exchanged
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return e, best_e
    return len(val_losses) - 1, best_e

# %% wrong (developed): the number of epochs trained
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e + 1
    return best_e, len(val_losses) - 1

# %% wrong (developed): waits for a larger value
def best_epoch(val_losses, patience):
    best, best_e, bad = -float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v > best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (developed): (no diagnosis)
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad > patience:
                return best_e, e
    return best_e, len(val_losses)

# %% wrong (developed): does not count in a row
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v <= best:
            best, best_e = v, e
        else:
            bad += 1
            if bad >= patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% wrong (held): (no diagnosis)
def best_epoch(val_losses, patience):
    best, best_e, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses, start=1):
        if v < best:
            best, best_e, bad = v, e, 0
        else:
            bad += 1
            if bad > patience:
                return best_e, e
    return best_e, len(val_losses) - 1

# %% right (held)
def best_epoch(val_losses, patience):
    best = 0
    for e in range(len(val_losses)):
        if val_losses[e] < val_losses[best]:
            best = e
        elif e - best == patience:
            break
    return best, e

# %% right (developed)
def best_epoch(val_losses, patience):
    lowest = np.minimum.accumulate(val_losses)
    best = 0
    for e in range(1, len(val_losses)):
        if lowest[e] < lowest[e - 1]:
            best = e
        if e - best >= patience:
            return best, e
    return best, len(val_losses) - 1

# %% wrong (developed): counts a tie as better
def best_epoch(val_losses, patience):
    best, where, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses):
        if v <= best:
            best, where, bad = v, e, 0
        else:
            bad += 1
            if bad == patience:
                return where, e
    return where, len(val_losses) - 1

# %% wrong (developed): stops one epoch too late
def best_epoch(val_losses, patience):
    best, where, bad = float("inf"), 0, 0
    for e, v in enumerate(val_losses, 1):
        if v < best:
            best, where, bad = v, e, 0
        else:
            bad += 1
            if bad > patience:
                return where, e
    return where, len(val_losses)

# %% right (held)
def best_epoch(val_losses, patience):
    for e in range(len(val_losses)):
        b = int(np.argmin(val_losses[: e + 1]))
        if e - b >= patience:
            return b, e
    return b, len(val_losses) - 1

# %% wrong (held): the best of all epochs
def best_epoch(val_losses, patience):
    best, bad = float("inf"), 0
    for e, v in enumerate(val_losses):
        if v < best:
            best, bad = v, 0
        else:
            bad += 1
            if bad >= patience:
                return int(np.argmin(val_losses)), e
    return int(np.argmin(val_losses)), len(val_losses) - 1

# %% wrong (held): stops one epoch too late
def best_epoch(val_losses, patience):
    best, best_at, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, best_at, bad = loss, epoch, 0
        else:
            bad += 1
            if bad > patience:
                return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong (held): does not count in a row
def best_epoch(val_losses, patience):
    best, best_at, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, best_at, bad = loss, epoch, bad
        else:
            bad += 1
            if bad >= patience:
                return best_at, epoch
    return best_at, len(val_losses) - 1

# %% wrong (held): (no diagnosis)
def best_epoch(val_losses, patience):
    best, best_at, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, best_at, bad = loss, epoch, 0
        else:
            bad += 1
            if bad > patience:
                return best_at, epoch
    return best_at, len(val_losses)

# %% wrong (held): does not count in a row
def best_epoch(val_losses, patience):
    best, best_at, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, best_at, bad = loss, epoch, bad
        else:
            bad += 1
            if bad >= patience:
                return best_at, epoch
    return best_at, len(val_losses)

# %% right (developed)
def best_epoch(val_losses, patience):
    losses = np.asarray(val_losses, dtype=float)
    before = np.concatenate([[np.inf], np.minimum.accumulate(losses)[:-1]])
    news = np.flatnonzero(losses < before)
    gaps = np.diff(np.append(news, len(losses) + patience + 1)) - 1
    best = news[np.argmax(gaps >= patience)]
    return int(best), int(min(best + patience, len(losses) - 1))

# %% wrong (developed): does not count in a row
def best_epoch(val_losses, patience):
    best, best_i, wait = np.inf, 0, 0
    for i, v in enumerate(val_losses):
        if v < best:
            best, best_i = v, i
        else:
            wait += 1
            if wait >= patience:
                return best_i, i
    return best_i, len(val_losses) - 1

# %% wrong (developed): does not count in a row
def best_epoch(val_losses, patience):
    best = 0
    bad = 0
    for i in range(1, len(val_losses)):
        if val_losses[i] < val_losses[best]:
            best = i
        else:
            bad += 1
        if bad > patience:
            return best, i
    return best, len(val_losses) - 1

# %% right (held)
def best_epoch(val_losses, patience):
    stopper = EarlyStopping(patience=patience)
    for i, v in enumerate(val_losses):
        if stopper.step(v):
            break
    return int(np.argmin(val_losses[:i + 1])), i

# %% wrong: wrong only where all losses are very large
def best_epoch(val_losses, patience):
    best, at, bad = 10.0, 0, 0
    for i, v in enumerate(val_losses):
        if v < best:
            best, at, bad = v, i, 0
        else:
            bad += 1
        if bad == patience:
            return at, i
    return at, len(val_losses) - 1

# %% wrong (developed): wrong only where the best loss is 0
def best_epoch(val_losses, patience):
    best_loss = None
    best_at = bad = 0
    for i, v in enumerate(val_losses):
        if not best_loss or v < best_loss:
            best_loss, best_at, bad = v, i, 0
            continue
        bad += 1
        if bad >= patience:
            return best_at, i
    return best_at, i

# %% wrong (held): wrong only where losses are negative
def best_epoch(val_losses, patience):
    best, best_loss, bad = 0, val_losses[0], 0
    for epoch, loss in enumerate(val_losses[1:], 1):
        if loss / best_loss < 1:
            best, best_loss, bad = epoch, loss, 0
        else:
            bad += 1
        if bad >= patience:
            return best, epoch
    return best, len(val_losses) - 1

# %% wrong (held): wrong only where losses are negative
import math
def best_epoch(val_losses, patience):
    best, best_loss, bad = 0, math.inf, 0
    for epoch, loss in enumerate(val_losses):
        if abs(loss) < abs(best_loss):
            best, best_loss, bad = epoch, loss, 0
        else:
            bad += 1
        if bad >= patience:
            break
    return best, epoch

# %% wrong (held): wrong only where training never stops early
import math
def best_epoch(val_losses, patience):
    best, best_loss, bad = 0, math.inf, 0
    patience = min(patience, 10)
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss:
            best, best_loss, bad = epoch, loss, 0
        else:
            bad += 1
        if bad >= patience:
            break
    return best, epoch

# %% wrong (held): wrong only where losses are negative
import math
def best_epoch(val_losses, patience):
    best, best_loss, bad = 0, math.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss * (1 - 1e-9):
            best, best_loss, bad = epoch, loss, 0
        else:
            bad += 1
        if bad >= patience:
            break
    return best, epoch
