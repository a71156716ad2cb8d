import numpy as np

# %% right: clones
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    best, best_loss = None, float("inf")
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.train()
        history.append(total / len(val_loader.dataset))
        if history[-1] < best_loss:
            best_loss = history[-1]
            best = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% right: mended in place
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    import copy
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        for inputs, targets in val_loader:
            total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model).state_dict()
    model.load_state_dict(best)
    return history

# %% equivalent: line 7: criterion(model(inputs), targets) → criterion(targets, model(inputs))
# The criterion squares the difference, so that its sign makes none.

# %% equivalent: line 13: criterion(model(inputs), targets) → criterion(targets, model(inputs))
# The criterion squares the difference, so that its sign makes none.
