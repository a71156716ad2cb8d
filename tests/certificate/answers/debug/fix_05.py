import numpy as np

# %% right: the targets get an axis
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            targets = targets.unsqueeze(1)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right: flattened
def train_05(model, loader, criterion, optimizer, epochs):
    losses, errors = [], []
    for epoch in range(epochs):
        total, error, n = 0.0, 0.0, 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs).flatten()
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += np.abs(outputs.detach().numpy() - targets.numpy()).sum()
            n += len(inputs)
        losses.append(total / n)
        errors.append(error / n)
    return {"loss": losses, "error": errors}

# %% equivalent: line 6: 1 → -1
# The outputs have two axes, so the last one is axis 1.

# %% equivalent: line 7: criterion(outputs, targets) → criterion(targets, outputs)
# The criterion squares the difference, so that its sign makes none.
