import numpy as np

# %% right: mended in place
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * inputs.shape[0]
        history.append(total / len(loader.dataset))
    return history

# %% right: clears behind the step and counts the samples
def train_01(model, loader, criterion, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        losses, counts = [], []
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            counts.append(len(targets))
        history.append(np.average(losses, weights=counts))
    return history
