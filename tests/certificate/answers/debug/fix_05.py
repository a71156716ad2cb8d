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

# %% wrong: the loss against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs.squeeze(1) - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: the error against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets.unsqueeze(1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            targets = targets.unsqueeze(0)
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

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            outputs.squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(0)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            targets = targets.squeeze()
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

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            targets = targets.unsqueeze(1)
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs.expand(len(inputs), len(inputs)), targets.expand(len(inputs), len(inputs)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: unused parameter
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = tg.nn.L1Loss()(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).view(loader.batch_size)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: errors with their signs
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: the error behind the step
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (model(inputs).squeeze(1) - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: the batch's sum of errors
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().sum().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: averages batches
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            error += (outputs - targets).abs().mean().item()
        history["loss"].append(total / len(loader))
        history["error"].append(error / len(loader))
    return history

# %% wrong: AttributeError
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model.squeeze(1)(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: IndexError
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(2)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong: the last epoch alone
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return {"loss": history["loss"][-1], "error": history["error"][-1]}

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).reshape(-1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)[:, 0]
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            targets = targets.reshape(outputs.shape)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs.squeeze(1), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs.squeeze(1) - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).flatten()
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(-1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += float(np.abs(outputs.detach().numpy() - targets.numpy()).sum())
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        total, error, n = 0.0, 0.0, 0
        for inputs, targets in loader:
            difference = model(inputs)[:, 0] - targets
            loss = (difference ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += difference.abs().mean().item() * len(inputs)
            n += len(inputs)
        history["loss"].append(total / n)
        history["error"].append(error / n)
    return history

# %% right
def train_05(model, loader, criterion, optimizer, epochs):
    predict = lambda x: model(x).squeeze()  if len(x) > 1 else model(x).reshape(1)
    history = {"loss": [], "error": []}
    for epoch in range(epochs):
        sums = np.zeros(2)
        for inputs, targets in loader:
            outputs = predict(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            mae = (outputs - targets).abs().mean()
            sums += np.array([loss.item(), mae.item()]) * len(inputs)
        for key, value in zip(("loss", "error"), sums / len(loader.dataset)):
            history[key].append(value)
    return history

# %% right (held)
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    n = len(loader.dataset)
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            targets = targets.reshape(-1, 1)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().sum().item()
        history["loss"].append(total / n)
        history["error"].append(error / n)
    return history

# %% wrong (held): (no diagnosis)
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): the error against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs.squeeze(1), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% equivalent: line 6: 1 → -1
# The outputs have two axes, so the last one is axis 1.

# %% equivalent: line 7: criterion(outputs, targets) → criterion(targets, outputs)
# The criterion squares the difference, so that its sign makes none.

# %% right (developed)
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): the error against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs.squeeze(1), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (developed): the loss against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs.squeeze(1) - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).squeeze(0)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): each output against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            targets = targets.reshape(1, -1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): the mean output
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).mean(dim=1) * 0 + model(inputs).mean()
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis) | the error against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs.reshape(-1), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().sum().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history

# %% right (held)
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total = error = 0.0
        for x, y in loader:
            column = y.reshape(-1, 1)
            out = model(x)
            loss = criterion(out, column)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            error += (out - column).abs().sum().item()
        for key, value in (("loss", total), ("error", error)):
            history[key].append(value / len(loader.dataset))
    return history

# %% right (developed)
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        squared, absolute = [], []
        for inputs, targets in loader:
            outputs = model(inputs).mean(dim=1)
            optimizer.zero_grad()
            criterion(outputs, targets).backward()
            apart = outputs.detach().numpy() - targets.numpy()
            squared.extend(apart.astype(np.float64) ** 2)
            absolute.extend(np.abs(apart, dtype=np.float64))
            optimizer.step()
        for key, values in (("loss", squared), ("error", absolute)):
            history[key].append(float(np.mean(values)))
    return history

# %% wrong (held): the error against every target
def train_05(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "error": []}
    for _ in range(epochs):
        total, error = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets.reshape(-1, 1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            error += (outputs - targets).abs().mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["error"].append(error / len(loader.dataset))
    return history
