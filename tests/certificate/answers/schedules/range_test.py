import numpy as np

# %% wrong: compares with the first loss
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * losses[0]:
            break
        lr *= factor
    return rates, losses

# %% wrong: compares with the loss before
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if len(losses) > 1 and loss > 4 * losses[-2]:
            break
        lr *= factor
    return rates, losses

# %% wrong: ends at the first rise
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    best = float('inf')
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > best:
            break
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong: never ends early
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        lr *= factor
    return rates, losses

# %% wrong: leaves out the loss that ended the test
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    best = float('inf')
    for step in range(max_steps):
        loss = train_step(lr)
        best = min(best, loss)
        if loss > 4 * best:
            break
        rates.append(lr)
        losses.append(loss)
        lr *= factor
    return rates, losses

# %% wrong: the rate never grows
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        start_lr *= factor
    return rates, losses

# %% wrong: adds the factor
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr += factor
    return rates, losses

# %% wrong: grows before the first step
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        lr *= factor
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
    return rates, losses

# %% wrong: notes the rate of the next step
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        lr *= factor
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
    return rates, losses

# %% wrong: losses before rates
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return losses, rates

# %% wrong: wrong type
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return list(zip(rates, losses))

# %% wrong: wrong type
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return losses

# %% wrong: printed instead of returning
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    print(rates, losses)

# %% wrong: another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps - 1):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return rates, losses

# %% wrong: (no diagnosis)
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr = start_lr * factor * (step + 1)
    return rates, losses

# %% wrong: another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 + min(losses):
            break
        lr *= factor
    return rates, losses

# %% wrong: makes every step with the first rate
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for step in range(max_steps):
        rates.append(start_lr * factor**step)
        losses.append(train_step(start_lr))
        if losses[-1] > 4 * min(losses):
            break
    return rates, losses

# %% right: with a while loop
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    while len(losses) < max_steps:
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return rates, losses

# %% right: by powers
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        lr = start_lr * factor**step
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
    return rates, losses

# %% right: with a best
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    best = float('inf')
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        best = min(best, loss)
        if loss > 4 * best:
            return rates, losses
        lr *= factor
    return rates, losses

# %% right
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if losses[-1] / min(losses) > 4:
            break
        lr *= factor
    return rates, losses

# %% right
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for lr in [start_lr * factor**k for k in range(max_steps)]:
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
    return rates, losses

# %% right
def range_test(train_step, start_lr, factor, max_steps):
    lr, rates, losses = start_lr, [], []
    for step in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr *= factor
    return np.array(rates), np.array(losses)

# %% right
def range_test(train_step, start_lr, factor, max_steps):
    pairs = []
    lr = start_lr
    for _ in range(max_steps):
        pairs.append((lr, train_step(lr)))
        if pairs[-1][1] > 4 * min(loss for _, loss in pairs):
            break
        lr = factor * lr
    return [lr for lr, _ in pairs], [loss for _, loss in pairs]

# %% right
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for lr in start_lr * np.power(float(factor), np.arange(max_steps)):
        loss = train_step(lr)
        rates = [*rates, float(lr)]
        losses = [*losses, loss]
        if loss > 4 * min(losses):
            break
    return rates, losses

# %% right (held)
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (developed): leaves out the loss that ended the test
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        if loss > 4 * best:
            break
        rates.append(lr)
        losses.append(loss)
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (developed): compares with the first loss
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = losses[0]
        lr *= factor
    return rates, losses

# %% wrong (developed): compares with the loss before
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = loss
        lr *= factor
    return rates, losses

# %% wrong (developed): adds the factor
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
        lr += factor
    return rates, losses

# %% wrong (held): grows before the first step
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        lr *= factor
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
    return rates, losses

# %% wrong (developed): never ends early
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        # go on to the end
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (held): makes every step with the first rate
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(start_lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (developed): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss < 4 * best:
            break
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (held): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps + 1):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
        lr *= factor
    return rates, losses

# %% wrong (developed): wrong type
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * best:
            break
        best = min(best, loss)
        lr *= factor
    return list(zip(rates, losses))

# %% wrong (held): (no diagnosis)
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        if losses and loss > 4 * losses[0]:
            break
        rates.append(lr)
        losses.append(loss)
        lr *= factor
    return rates, losses

# %% wrong (held): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    best = float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        lr += factor
    return rates, losses

# %% right (developed)
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    while len(losses) < max_steps and not (len(losses) > 1 and losses[-1] > 4 * min(losses)):
        rates.append(start_lr * factor ** len(rates))
        losses.append(train_step(rates[-1]))
    return rates, losses

# %% right (held)
def range_test(train_step, start_lr, factor, max_steps):
    def run(lr, lowest=float("inf")):
        for _ in range(max_steps):
            loss = train_step(lr)
            yield lr, loss
            if loss > 4 * lowest:
                return
            lowest, lr = min(lowest, loss), lr * factor
    pairs = list(run(start_lr))
    return [p[0] for p in pairs], [p[1] for p in pairs]

# %% wrong (developed): compares with the first loss
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr = start_lr
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * losses[0]:
            break
        lr *= factor
    return rates, losses

# %% wrong (developed): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for i in range(max_steps):
        lr = start_lr + factor * i
        rates.append(lr)
        losses.append(train_step(lr))
    return rates, losses

# %% right (held)
import itertools
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for k in itertools.count():
        if k == max_steps or (losses and losses[-1] > 4 * min(losses)):
            return rates, losses
        rates.append(start_lr * factor ** k)
        losses.append(train_step(rates[-1]))

# %% wrong (held): leaves out the loss that ended the test
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lr, best = start_lr, float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        best = min(best, loss)
        if loss > 4 * best:
            break
        rates.append(lr)
        losses.append(loss)
        lr *= factor
    return rates, losses

# %% right (held)
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses, lowest = [start_lr], [train_step(start_lr)], float("inf")
    lowest = losses[0]
    while len(rates) < max_steps and losses[-1] <= 4 * lowest:
        rates += [rates[-1] * factor]
        losses += [train_step(rates[-1])]
        lowest = min(lowest, losses[-1])
    return rates, losses

# %% wrong (held): compares with the first loss
def range_test(train_step, start_lr, factor, max_steps):
    lr = start_lr
    rates, losses = [], []
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * losses[0]:
            break
        lr = lr * factor
    return rates, losses

# %% wrong (held): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    lr = start_lr
    rates, losses = [], []
    for _ in range(max_steps - 1):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss > 4 * min(losses):
            break
        lr = lr * factor
    return rates, losses

# %% right (held)
def range_test(train_step, start_lr, factor, max_steps):
    def steps():
        lr, lowest = start_lr, float("inf")
        for _ in range(max_steps):
            loss = train_step(lr)
            yield lr, loss
            lowest = min(loss, lowest)
            if lowest * 4 < loss:
                return
            lr *= factor

    made = list(steps())
    return [rate for rate, _ in made], [loss for _, loss in made]

# %% wrong (developed): compares with the loss before
def range_test(train_step, start_lr, factor, max_steps):
    lrs, losses = [], []
    lr = start_lr
    for i in range(max_steps):
        loss = train_step(lr)
        lrs.append(lr)
        losses.append(loss)
        if i > 0 and loss > 4 * losses[i - 1]:
            break
        lr = lr * factor
    return lrs, losses

# %% wrong (held): leaves out the loss that ended the test
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    best = float("inf")
    lr = start_lr
    while len(losses) < max_steps:
        loss = train_step(lr)
        if loss > 4 * best:
            break
        best = min(best, loss)
        rates.append(lr)
        losses.append(loss)
        lr *= factor
    return rates, losses

# %% right (developed)
def range_test(train_step, start_lr, factor, max_steps):
    rates = [start_lr * factor ** k for k in range(max_steps)]
    losses = []
    lowest = float("inf")
    for lr in rates:
        losses.append(train_step(lr))
        if losses[-1] > 4 * lowest:
            break
        lowest = min(lowest, losses[-1])
    return rates[:len(losses)], losses

# %% wrong: another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    low, lr, rates, losses = 100.0, start_lr, [], []
    for _ in range(max_steps):
        l = train_step(lr)
        rates.append(lr)
        losses.append(l)
        if l > 4 * low:
            break
        low = min(low, l)
        lr *= factor
    return rates, losses

# %% wrong: adds the factor
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses, lr, best = [], [], start_lr, float("inf")
    for _ in range(max_steps):
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        best = min(best, loss)
        if loss > 4 * best:
            break
        lr += factor
    return rates, losses

# %% wrong: does not look at the second loss
def range_test(train_step, start_lr, factor, max_steps):
    best = float("inf")
    lrs, losses = [], []
    lr = start_lr
    for batch_num in range(max_steps):
        loss = train_step(lr)
        lrs.append(lr)
        losses.append(loss)
        # stop if the loss is exploding
        if batch_num > 1 and loss > 4 * best:
            break
        if loss < best:
            best = loss
        lr *= factor
    return lrs, losses

# %% wrong: trains once more to compare
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lowest = np.inf
    for i in range(max_steps):
        rate = start_lr * factor ** i
        rates.append(rate)
        losses.append(train_step(rate))
        if train_step(rate) > 4 * lowest:
            break
        lowest = min(lowest, losses[-1])
    return rates, losses

# %% wrong (developed): the factor over the whole test
import numpy as np


def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    lowest = float("inf")
    for rate in np.geomspace(start_lr, start_lr * factor, max_steps):
        loss = train_step(float(rate))
        rates.append(float(rate))
        losses.append(loss)
        if loss > 4 * lowest:
            break
        lowest = min(lowest, loss)
    return rates, losses

# %% wrong (developed): another number of entries
def range_test(train_step, start_lr, factor, max_steps):
    rates, losses = [], []
    for i in range(max_steps):
        rate = start_lr * factor**i
        loss = train_step(rate)
        blown_up = bool(losses) and loss > 4 * min(losses[-10:])
        rates.append(rate)
        losses.append(loss)
        if blown_up:
            break
    return rates, losses

# %% wrong (developed): sorts the losses
def range_test(train_step, start_lr, factor, max_steps):
    rates = []
    losses = []
    lr = start_lr
    while len(rates) < max_steps:
        loss = train_step(lr)
        rates.append(lr)
        losses.append(loss)
        losses.sort()
        if loss > 4 * losses[0]:
            break
        lr = lr * factor
    return rates, losses
