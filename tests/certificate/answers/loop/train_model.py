import numpy as np

# %% right: plain
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss = float("inf")
    best_epoch = 0
    best_state = None
    waited = 0
    for epoch in range(epochs):
        train_loss, train_accuracy = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_accuracy = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_accuracy,
                "val_loss": val_loss, "val_accuracy": val_accuracy}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss = val_loss
            best_epoch = epoch
            best_state = copy.deepcopy(model.state_dict())
            waited = 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% right: with a list of losses
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    losses, states = [], []
    names = "train_loss", "train_accuracy", "val_loss", "val_accuracy"
    for epoch in range(epochs):
        values = train_one_epoch(model, train_loader, criterion, optimizer) + validate(model, val_loader, criterion)
        for c in callbacks:
            c.on_epoch_end(epoch, dict(zip(names, values)))
        losses.append(values[2])
        states.append({k: v.clone() for k, v in model.state_dict().items()})
        best = int(np.argmin(losses))
        if len(losses) - 1 - best == patience:
            break
    model.load_state_dict(states[best])
    return best, losses[best]

# %% right, in plain
# -             best_state = copy.deepcopy(model.state_dict())
# +             best_state = {name: value.detach().clone() for name, value in model.state_dict().items()}

# %% right, in plain
# -             waited += 1
# -             if waited >= patience:
# +             if epoch - best_epoch >= patience:

# %% right, in plain
# -     best_loss = float("inf")
# +     best_loss = None
# -         if val_loss < best_loss:
# +         if best_loss is None or val_loss < best_loss:

# %% right, in plain
# -     best_epoch = 0
# +     best_epoch = -1
# -     return best_epoch, best_loss
# +     return [best_epoch, best_loss]

# %% right, in plain
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)
# +         print(f"{epoch}: {val_loss:.3f}")
# -         else:
# +         else:
# -             waited += 1
# -             if waited >= patience:
# -                 break
# +             waited = waited + 1
# +         for callback in list(callbacks):
# +             callback.on_epoch_end(epoch, dict(logs))
# +         if waited == patience:
# +             break

# %% right, in with a list of losses
# -         if len(losses) - 1 - best == patience:
# +         if epoch >= best + patience:

# %% right, in with a list of losses
# -         best = int(np.argmin(losses))
# +         best = losses.index(min(losses))

# %% wrong, in plain: ends with the last epoch's weights
# -     model.load_state_dict(best_state)

# %% wrong, in plain: ends with the last epoch's weights
# -             best_state = copy.deepcopy(model.state_dict())
# +             best_state = model.state_dict()

# %% wrong, in plain: ends with the last epoch's weights
# -             best_state = copy.deepcopy(model.state_dict())
# +             best_state = dict(model.state_dict())

# %% wrong, in plain: ends with the last epoch's weights
# -             best_state = copy.deepcopy(model.state_dict())
# +             best_model = copy.deepcopy(model)
# -     model.load_state_dict(best_state)
# +     model = best_model

# %% wrong, in plain: puts back the parameters, not the buffers
# -             best_state = copy.deepcopy(model.state_dict())
# +             best_state = [p.detach().clone() for p in model.parameters()]
# -     model.load_state_dict(best_state)
# +     for p, value in zip(model.parameters(), best_state):
# +         p.data = value

# %% wrong, in plain: stops one epoch late
# -             if waited >= patience:
# +             if waited > patience:

# %% wrong, in plain: stops one epoch early
# -             if waited >= patience:
# +             if waited >= patience - 1:

# %% wrong, in plain: unused parameter
# -             if waited >= patience:
# -                 break

# %% wrong, in plain: counts epochs that are not in a row
# -             waited = 0

# %% wrong, in plain: compares with the epoch before
# -     waited = 0
# +     waited, last_loss = 0, float("inf")
# -         if val_loss < best_loss:
# +         better, last_loss = val_loss < last_loss, val_loss
# +         if better:

# %% wrong, in plain: (no diagnosis)
# -             if waited >= patience:
# -                 break
# +             if waited >= patience:
# +                 break
# +         best_loss = val_loss

# %% wrong, in plain: a tie counts as better
# -         if val_loss < best_loss:
# +         if val_loss <= best_loss:

# %% wrong, in plain: a tie counts as better
# -             best_loss = val_loss
# -             best_epoch = epoch
# -             best_state = copy.deepcopy(model.state_dict())
# -             waited = 0
# -         else:
# -             waited += 1
# -             if waited >= patience:
# -                 break
# +             pass
# +         elif val_loss > best_loss:
# +             waited += 1
# +             if waited >= patience:
# +                 break
# +             continue
# +         best_loss, best_epoch, waited = val_loss, epoch, 0
# +         best_state = copy.deepcopy(model.state_dict())

# %% wrong, in plain: the best by the training loss
# -         if val_loss < best_loss:
# -             best_loss = val_loss
# +         if train_loss < best_loss:
# +             best_loss = train_loss

# %% wrong, in plain: TypeError
# -     best_loss = float("inf")
# +     best_accuracy = 0.0
# -         if val_loss < best_loss:
# +         if val_accuracy > best_accuracy:
# +             best_accuracy = val_accuracy

# %% wrong, in plain: the best by the accuracy
# -     best_loss = float("inf")
# +     best_accuracy = -1.0
# -         if val_loss < best_loss:
# +         if val_accuracy > best_accuracy:
# +             best_accuracy = val_accuracy

# %% wrong, in plain: the epochs from 1
# -     for epoch in range(epochs):
# +     for epoch in range(1, epochs + 1):

# %% wrong, in plain: returns the last epoch
# -     return best_epoch, best_loss
# +     return epoch, val_loss

# %% wrong, in plain: loss and epoch exchanged
# -     return best_epoch, best_loss
# +     return best_loss, best_epoch

# %% wrong, in plain: the callbacks do not hear of the last epoch
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)
# +         pass
# -             if waited >= patience:
# -                 break
# +             if waited >= patience:
# +                 break
# +         for callback in callbacks:
# +             callback.on_epoch_end(epoch, logs)

# %% wrong, in plain: the callbacks hear of better epochs only
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)
# +         pass
# -             waited = 0
# +             waited = 0
# +             for callback in callbacks:
# +                 callback.on_epoch_end(epoch, logs)

# %% wrong, in plain: unused parameter
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)

# %% wrong, in plain: IndexError
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)
# +         callbacks[0].on_epoch_end(epoch, logs)

# %% wrong, in plain: TypeError
# -         for callback in callbacks:
# -             callback.on_epoch_end(epoch, logs)
# +         for callback in callbacks:
# +             callback(epoch, logs)

# %% wrong, in plain: validates with the training data
# -         val_loss, val_accuracy = validate(model, val_loader, criterion)
# +         val_loss, val_accuracy = validate(model, train_loader, criterion)

# %% wrong, in plain: (no diagnosis)
# -         logs = {"train_loss": train_loss, "train_accuracy": train_accuracy,
# -                 "val_loss": val_loss, "val_accuracy": val_accuracy}
# +         logs = {"loss": train_loss, "accuracy": train_accuracy,
# +                 "val_loss": val_loss, "val_accuracy": val_accuracy}

# %% wrong, in plain: returned nothing
# -     return best_epoch, best_loss

# %% wrong, in plain: TypeError
# -     model.load_state_dict(best_state)
# +     model.load_state_dict(None)

# %% wrong, in plain: validates before it trains
# -         train_loss, train_accuracy = train_one_epoch(model, train_loader, criterion, optimizer)
# -         val_loss, val_accuracy = validate(model, val_loader, criterion)
# +         val_loss, val_accuracy = validate(model, val_loader, criterion)
# +         train_loss, train_accuracy = train_one_epoch(model, train_loader, criterion, optimizer)

# %% wrong, in plain: leaves the model in evaluation mode
# -     model.load_state_dict(best_state)
# +     model.load_state_dict(best_state)
# +     model.eval()

# %% wrong, in plain: the best weights only where it does not stop early
# -             if waited >= patience:
# -                 break
# +             if waited >= patience:
# +                 return best_epoch, best_loss

# %% wrong, in plain: the best weights only where it stops early
# -             if waited >= patience:
# -                 break
# -     model.load_state_dict(best_state)
# +             if waited >= patience:
# +                 model.load_state_dict(best_state)
# +                 break

# %% wrong, in plain: TypeError
# -             callback.on_epoch_end(epoch, logs)
# +             callback.on_epoch_end(logs)

# %% wrong, in plain: (no diagnosis)
# -         val_loss, val_accuracy = validate(model, val_loader, criterion)
# +         val_loss, val_accuracy = train_one_epoch(model, val_loader, criterion, optimizer)

# %% equivalent: line 2: 0 → 1
# The first epoch is lower than infinity, so this number is overwritten before it is used.

# %% equivalent: line 2: 0 → -1
# The first epoch is lower than infinity, so this number is overwritten before it is used.

# %% right (held)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): ends with the last epoch's weights
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = model.state_dict()
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): ends with the last epoch's weights
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = dict(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): ends with the last epoch's weights
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    # trained
    return best_epoch, best_loss

# %% wrong (developed): stops one epoch late
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad > patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): counts epochs that are not in a row
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch = val_loss, epoch
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): the callbacks do not hear of the last epoch
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): the best by the training loss
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if train_loss < best_loss:
            best_loss, best_epoch, bad = train_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): (no diagnosis)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return epoch, best_loss

# %% wrong (held): (no diagnosis)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_acc > -best_loss:
            best_loss, best_epoch, bad = -val_acc, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): the epochs from 1
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(1, epochs + 1):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): calls the accuracies train_acc and val_acc
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_acc": train_acc, "val_loss": val_loss, "val_acc": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (held): a tie counts as better
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss <= best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): the best weights only where it does not stop early
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                return best_epoch, best_loss
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): validates with the training data
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, train_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): ends with the last epoch's weights
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = model.state_dict()
        else:
            bad += 1
            if bad > patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss

# %% wrong (developed): (no diagnosis)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    return best_epoch, val_loss

# %% wrong (developed): (no diagnosis)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        if val_loss < best_loss:
            best_loss, best_epoch = val_loss, epoch
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return epoch, best_loss

# %% right (developed)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best = None
    names = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
    for epoch in range(epochs):
        numbers = *train_one_epoch(model, train_loader, criterion, optimizer), *validate(model, val_loader, criterion)
        for c in callbacks:
            c.on_epoch_end(epoch, dict(zip(names, numbers)))
        if best is None or numbers[2] < best[1]:
            best = epoch, numbers[2], copy.deepcopy(model.state_dict())
        if epoch - best[0] >= patience:
            break
    model.load_state_dict(best[2])
    return best[:2]

# %% right (held)
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best = (float("inf"), None, None)
    for epoch in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        for c in callbacks:
            c.on_epoch_end(epoch, dict(train_loss=tl, train_accuracy=ta, val_loss=vl, val_accuracy=va))
        if vl < best[0]:
            best = vl, epoch, copy.deepcopy(model.state_dict())
        elif epoch - best[1] >= patience:
            break
    model.load_state_dict(best[2])
    return best[1], best[0]

# %% wrong (held): ends with the last epoch's weights
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best, best_e, state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        logs = {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va}
        for c in callbacks:
            c.on_epoch_end(epoch, logs)
        if vl < best:
            best, best_e, bad = vl, epoch, 0
            state = model.state_dict()
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(state)
    return best_e, best

# %% wrong (held): the callbacks do not hear of the last epoch
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best, best_e, state, bad = float("inf"), 0, None, 0
    for epoch in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        if vl < best:
            best, best_e, bad = vl, epoch, 0
            state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
        logs = {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va}
        for c in callbacks:
            c.on_epoch_end(epoch, logs)
    model.load_state_dict(state)
    return best_e, best

# %% wrong (held): (no diagnosis)
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best, best_e, bad = -1.0, 0, 0
    for epoch in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        logs = {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va}
        for c in callbacks:
            c.on_epoch_end(epoch, logs)
        if va > best:
            best, best_e, bad = va, epoch, 0
        else:
            bad += 1
            if bad >= patience:
                break
    return best_e, best

# %% right (developed)
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    import copy

    def run():
        for number in range(epochs):
            trained = train_one_epoch(model, train_loader, criterion, optimizer)
            seen = validate(model, val_loader, criterion)
            figures = {}
            for part, pair in {"train": trained, "val": seen}.items():
                figures[f"{part}_loss"], figures[f"{part}_accuracy"] = pair
            [callback.on_epoch_end(number, {**figures}) for callback in callbacks]
            yield number, figures["val_loss"]

    champion = (None, float("inf"))
    for number, loss in run():
        if loss < champion[1] or champion[0] is None:
            champion, state = (number, loss), copy.deepcopy(model.state_dict())
        if number - champion[0] == patience:
            break
    model.load_state_dict(state)
    return champion

# %% wrong: calls the accuracies train_acc and val_acc
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    import copy
    best_loss, best_epoch, bad = float("inf"), 0, 0
    for epoch in range(epochs):
        a = train_one_epoch(model, train_loader, criterion, optimizer)
        b = validate(model, val_loader, criterion)
        logs = {"train_loss": a[0], "train_acc": a[1], "val_loss": b[0], "val_acc": b[1]}
        [c.on_epoch_end(epoch, logs) for c in callbacks]
        if b[0] < best_loss:
            best_loss, best_epoch, bad, best = b[0], epoch, 0, copy.deepcopy(model.state_dict())
        else:
            bad += 1
        if bad >= patience:
            break
    model.load_state_dict(best)
    return best_epoch, best_loss

# %% wrong: tells the callbacks the epochs from 1
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    import copy
    best_loss, best_epoch, bad = float("inf"), 0, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for cb in callbacks:
            cb.on_epoch_end(epoch + 1, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
            best = copy.deepcopy(model.state_dict())
        else:
            bad += 1
        if bad == patience:
            break
    model.load_state_dict(best)
    return best_epoch, best_loss

# %% wrong: ends with the last epoch's weights | tells the callbacks the epochs from 1
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, bad = float("inf"), 0, 0
    for epoch in range(epochs):
        train_loss, train_acc = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = validate(model, val_loader, criterion)
        logs = {"train_loss": train_loss, "train_accuracy": train_acc, "val_loss": val_loss, "val_accuracy": val_acc}
        for cb in callbacks:
            cb.on_epoch_end(epoch + 1, logs)
        if val_loss < best_loss:
            best_loss, best_epoch, bad = val_loss, epoch, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best_epoch, best_loss

# %% wrong (developed): ends with the last epoch's weights
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_ep, wait = float("inf"), 0, 0
    best_state = None
    for ep in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        for cb in callbacks:
            cb.on_epoch_end(ep, {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va})
        if vl < best_loss:
            best_loss, best_ep, wait = vl, ep, 0
            best_state = model.state_dict()
        else:
            wait += 1
            if wait >= patience:
                break
    model.load_state_dict(best_state)
    return best_ep, best_loss

# %% wrong: TypeError
import copy
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_ep, wait = 100.0, 0, 0
    best_state = None
    for ep in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        for cb in callbacks:
            cb.on_epoch_end(ep, {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va})
        if vl < best_loss:
            best_loss, best_ep, wait = vl, ep, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            wait += 1
            if wait >= patience:
                break
    model.load_state_dict(best_state)
    return best_ep, best_loss

# %% wrong: the callbacks do not hear of the last epoch
def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    import copy
    best, best_at, state, bad = float("inf"), 0, None, 0
    for e in range(epochs):
        tl, ta = train_one_epoch(model, train_loader, criterion, optimizer)
        vl, va = validate(model, val_loader, criterion)
        if vl < best:
            best, best_at, bad = vl, e, 0
            state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
        for c in callbacks:
            c.on_epoch_end(e, {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va})
    model.load_state_dict(state)
    return best_at, best

# %% wrong (developed): wrong only where the validation loss falls by very little
import copy

def _epoch(model, loader, criterion, optimizer):
    model.train()
    total, hits, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total, n = total + loss.item() * len(y), n + len(y)
        hits += int((out.detach().numpy().argmax(axis=1) == y.numpy()).sum())
    return total / n, hits / n

def _look(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, hits, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        total, n = total + criterion(out, y).item() * len(y), n + len(y)
        hits += int((out.detach().numpy().argmax(axis=1) == y.numpy()).sum())
    for m, mode in modes:
        m.training = mode
    return total / n, hits / n


def train_model(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
    best_loss, best_epoch, best_state, bad = float("inf"), -1, None, 0
    min_delta = 1e-3
    for epoch in range(epochs):
        tl, ta = _epoch(model, train_loader, criterion, optimizer)
        vl, va = _look(model, val_loader, criterion)
        for cb in callbacks:
            cb.on_epoch_end(epoch, {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va})
        if vl < best_loss - min_delta:
            best_loss, best_epoch, bad = vl, epoch, 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            bad += 1
            if bad >= patience:
                break
    model.load_state_dict(best_state)
    return best_epoch, best_loss
