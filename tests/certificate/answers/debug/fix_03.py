import numpy as np

# %% right: logits and probabilities
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            probabilities = logits.detach().softmax(dim=1)
            confidence += probabilities.max(dim=1)[0].sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right: the logarithm of the probabilities
def train_03(model, loader, criterion, optimizer, epochs):
    losses, confidences = [], []
    for epoch in range(epochs):
        total, confidence, n = 0.0, 0.0, 0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=1)
            loss = criterion(outputs.log(), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += float(outputs.detach().numpy().max(axis=1).sum())
            n += len(inputs)
        losses.append(total / n)
        confidences.append(confidence / n)
    return {"loss": losses, "confidence": confidences}

# %% equivalent: line 12: 1 → -1
# The outputs have two axes, so the last one is axis 1.

# %% equivalent: line 12: 1 → -1 (2)
# The probabilities have two axes, so the last one is axis 1.
