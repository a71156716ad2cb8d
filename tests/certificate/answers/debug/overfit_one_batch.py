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
