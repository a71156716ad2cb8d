import numpy as np

# %% right: with a counter
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    while calls < max_steps:
        loss = train_step()
        calls += 1
        if loss < target_loss:
            return True, calls
    return False, calls

# %% right: with break
def overfit_one_batch(train_step, max_steps, target_loss):
    reached = False
    for step in range(max_steps):
        if train_step() < target_loss:
            reached = True
            break
    return reached, step + 1

# %% wrong: one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(max_steps):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: stops at a loss equal to the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss <= target_loss:
            return True, step
    return False, max_steps

# %% wrong: one call too few, and counted as all
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: one call too many, and not counted
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 2):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: stops above the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss > target_loss:
            return True, step
    return False, max_steps

# %% wrong: calls it twice a round
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if train_step() < target_loss:
            return True, step
    return False, max_steps

# %% wrong: wrong type
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return True
    return False

# %% wrong: the two answers exchanged
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return step, True
    return max_steps, False

# %% wrong: gives up after the first call
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return True, step
        else:
            return False, step
    return False, max_steps

# %% wrong: TypeError
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: TypeError
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step(step)
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: always says that it was reached
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return True, max_steps

# %% wrong: one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    reached = False
    while calls < max_steps and not reached:
        reached = bool(train_step() < target_loss)
        if not reached:
            calls += 1
    return reached, calls

# %% wrong: RuntimeError
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    reached = False
    while calls < max_steps or not reached:
        if calls > 1000:
            raise RuntimeError("no end")
        reached = bool(train_step() < target_loss)
        calls += 1
    return reached, calls

# %% wrong: looks at the last loss only
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        loss = train_step()
    return loss < target_loss, max_steps

# %% wrong: looks at the loss of the call before
def overfit_one_batch(train_step, max_steps, target_loss):
    below = 0
    for step in range(1, max_steps + 1):
        if train_step() < target_loss:
            below += 1
        if below == 2:
            return True, step
    return False, max_steps

# %% wrong: NameError
def overfit_one_batch(train_step, max_steps, target_loss):
    x, y = next(iter(loader))
    for step in range(max_steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        if loss.item() < target_loss:
            return True, step + 1
    return False, max_steps

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    reached = False
    while calls < max_steps and not reached:
        reached = bool(train_step() < target_loss)
        calls += 1
    return reached, calls

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    reached = False
    for i in range(max_steps):
        if train_step() < target_loss:
            reached = True
            break
    return (reached, i + 1)

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = [0]
    def below():
        calls[0] += 1
        return train_step() < target_loss
    reached = any(below() for _ in range(max_steps))
    return reached, calls[0]

# %% right
def overfit_one_batch(train_step, max_steps, target_loss, done=0):
    if done == max_steps:
        return False, done
    loss = train_step()
    if not loss >= target_loss:
        return True, done + 1
    return overfit_one_batch(train_step, max_steps, target_loss, done + 1)

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    loss = train_step()
    calls = 1
    while loss >= target_loss and calls < max_steps:
        loss = train_step()
        calls += 1
    return bool(loss < target_loss), calls

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    hit = next((k for k in range(1, max_steps + 1) if train_step() < target_loss), None)
    return hit is not None, max_steps if hit is None else hit

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    losses = np.full(max_steps, np.inf)
    for i in range(max_steps):
        losses[i] = train_step()
        if losses[i] < target_loss:
            break
    return bool(losses.min() < target_loss), int(np.isfinite(losses).sum())

# %% wrong: makes all calls, and reports the first that reached it
def overfit_one_batch(train_step, max_steps, target_loss):
    losses = [train_step() for _ in range(max_steps)]
    for i, loss in enumerate(losses):
        if loss < target_loss:
            return True, i + 1
    return False, max_steps

# %% wrong: the count is 0 where it is not reached
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        if train_step() < target_loss:
            return True, i + 1
    return False, 0

# %% wrong: a call before the loop that is neither looked at nor counted
def overfit_one_batch(train_step, max_steps, target_loss):
    loss = train_step()
    for step in range(1, max_steps + 1):
        loss = train_step()
        if loss < target_loss:
            return True, step
    return False, max_steps

# %% wrong: one call too many, and not looked at
def overfit_one_batch(train_step, max_steps, target_loss):
    loss = train_step()
    for step in range(1, max_steps + 1):
        if loss < target_loss:
            return True, step
        loss = train_step()
    return False, max_steps

# %% wrong: the count is always 1
def overfit_one_batch(train_step, max_steps, target_loss):
    reached = False
    for _ in range(max_steps):
        calls = 0
        loss = train_step()
        calls += 1
        if loss < target_loss:
            reached = True
            break
    return reached, calls

# %% right (held)
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() < target_loss:
            return True, i
    return False, max_steps

# %% wrong (developed): stops at a loss equal to the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() <= target_loss:
            return True, i
    return False, max_steps

# %% wrong (held): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        if train_step() < target_loss:
            return True, i
    return False, max_steps

# %% wrong (developed): one call too many, and not counted
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 2):
        if train_step() < target_loss:
            return True, i
    return False, max_steps

# %% wrong (held): the two answers exchanged
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() < target_loss:
            return i, True
    return max_steps, False

# %% wrong (developed): calls it twice a round
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        train_step()
        if train_step() < target_loss:
            return True, i
    return False, max_steps

# %% wrong (developed): looks at the last loss only
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        loss = train_step()
    return loss < target_loss, max_steps

# %% wrong (developed): returned nothing on some paths
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() < target_loss:
            return True, i
    # not reached

# %% wrong (developed): wrong type
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() < target_loss:
            return True
    return False

# %% wrong (held): gives up after the first call
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() < target_loss:
            return True, i
        return False, i

# %% wrong (developed): stops above the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 1):
        if train_step() > target_loss:
            return True, i
    return False, max_steps

# %% wrong (developed): TypeError
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    loss = train_step
    while calls < max_steps:
        calls += 1
        if loss < target_loss:
            return True, calls
    return False, calls

# %% wrong (developed): (no diagnosis) | gives up after the first call
def overfit_one_batch(train_step, max_steps, target_loss):
    loss = train_step()
    calls = 1
    while loss >= target_loss and calls < max_steps:
        calls += 1
    return loss < target_loss, calls

# %% wrong (held): stops at a loss equal to the target
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    loss = float("inf")
    while loss > target_loss and calls < max_steps:
        loss = train_step()
        calls += 1
    return loss <= target_loss, calls

# %% wrong (developed): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        if train_step() <= target_loss:
            return True, i
    return False, max_steps

# %% wrong (held): (no diagnosis)
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 2):
        if train_step() < target_loss:
            return i, True
    return max_steps, False

# %% right (developed)
def overfit_one_batch(train_step, max_steps, target_loss):
    calls, reached = 0, False
    while not reached and calls < max_steps:
        reached = bool(train_step() < target_loss)
        calls += 1
    return reached, calls

# %% right (held)
def overfit_one_batch(train_step, max_steps, target_loss):
    losses = []
    def step():
        losses.append(train_step())
        return losses[-1] < target_loss
    return any(step() for _ in range(max_steps)), len(losses)

# %% right (developed)
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    while calls < max_steps:
        calls += 1
        if train_step() < target_loss:
            return True, calls
    return False, calls

# %% wrong (developed): stops at a loss equal to the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        loss = train_step()
        if loss <= target_loss:
            return True, i + 1
    return False, max_steps

# %% wrong (held): (no diagnosis)
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        loss = train_step()
    return loss <= target_loss, max_steps

# %% right (held)
def overfit_one_batch(train_step, max_steps, target_loss):
    calls, loss = 0, target_loss
    while calls < max_steps and not loss < target_loss:
        loss = train_step()
        calls += 1
    return bool(loss < target_loss), calls

# %% wrong (held): stops at a loss equal to the target
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        if train_step() <= target_loss:
            return True, step
    return False, max_steps

# %% wrong (held): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        if train_step() < target_loss:
            return True, step - 1
    return False, max_steps

# %% wrong (held): one call too few, and counted as all
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps):
        if train_step() < target_loss:
            return True, step
    return False, max_steps

# %% wrong (held): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for step in range(1, max_steps + 1):
        if train_step() <= target_loss:
            return True, step - 1
    return False, max_steps

# %% wrong (held): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    calls = 0
    while calls < max_steps:
        loss = train_step()
        if loss < target_loss:
            return True, calls
        calls += 1
    return False, calls

# %% wrong (developed): wrong only where a loss equals target_loss
def overfit_one_batch(train_step, max_steps, target_loss):
    n = 0
    loss = float("inf")
    while loss > target_loss and n < max_steps:
        loss = train_step()
        n += 1
    return loss < target_loss, n

# %% wrong (developed): one call too few in the count
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(max_steps):
        if train_step() <= target_loss:
            return True, i
    return False, max_steps

# %% right (developed)
def overfit_one_batch(train_step, max_steps, target_loss):
    for n in range(1, max_steps + 1):
        if train_step() < target_loss:
            break
    else:
        return False, max_steps
    return True, n

# %% right
def overfit_one_batch(train_step, max_steps, target_loss):
    losses = []
    while len(losses) < max_steps and not (losses and losses[-1] < target_loss):
        losses.append(train_step())
    return losses[-1] < target_loss, len(losses)

# %% wrong (developed): wrong only where the loss falls below 0
def overfit_one_batch(train_step, max_steps, target_loss):
    """Run until |loss| is under the target."""
    n = 0
    reached = False
    while not reached and n < max_steps:
        n = n + 1
        reached = bool(abs(train_step()) < target_loss)
    return (reached, n)
