import numpy as np

# %% right: mended in place
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right: two names
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total, seen = 0.0, 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss_tensor = criterion(model(inputs), targets)
            loss = loss_tensor.item()
            total += loss * len(inputs)
            seen += len(inputs)
            loss_tensor.backward()
            optimizer.step()
        history.append(total / seen)
    return history
