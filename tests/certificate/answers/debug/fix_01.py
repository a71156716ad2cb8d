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

# %% wrong: averages batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history

# %% wrong: never sets gradients back
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: sets gradients back once an epoch
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        optimizer.zero_grad()
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: never sets gradients back
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    optimizer.zero_grad()
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: weights by samples, divides by batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader))
    return history

# %% wrong: adds up batch means, divides by samples
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: multiplies by the number of batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(loader)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: AttributeError
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: AttributeError
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.data))
    return history

# %% wrong: wrong shape
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history[-1]

# %% wrong: AttributeError
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_gradients()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the total goes on from epoch to epoch
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    total = 0.0
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: reports every batch
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            history.append(loss.item())
    return history

# %% wrong: (no diagnosis)
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            tg.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            for p in model.parameters():
                p.data = p.data * 0
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] / 10
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * inputs.shape[0]
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            model.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * targets.size(0)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            for p in model.parameters():
                p.grad = None
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    def step(inputs, targets):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    n = len(loader.dataset)
    return [sum(step(x, y) * len(x) for x, y in loader) / n for _ in range(epochs)]

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        per_sample = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            per_sample += [loss.item()] * len(targets)
        history.append(sum(per_sample) / len(per_sample))
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs) / len(loader.dataset)
        history.append(total)
    return history

# %% right
def train_01(model, loader, criterion, optimizer, epochs):
    history = [0.0] * epochs
    for epoch in range(epochs):
        seen = 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            seen += len(inputs)
            history[epoch] += (loss.item() - history[epoch]) * len(inputs) / seen
    return history

# %% wrong: measures the loss behind the step
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
            total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: a function in the answer
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        history.append(loss.item)
    return history

# %% right (held)
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): never sets gradients back
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            # backward
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): averages batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history

# %% wrong (developed): sets gradients back once an epoch
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        optimizer.zero_grad()
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): the weights never move
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): adds up batch means, divides by samples
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): counts every batch as full
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * loader.batch_size
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): never sets gradients back, and divides by batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    optimizer.zero_grad()
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader))
    return history

# %% right (developed)
def train_01(model, loader, criterion, optimizer, epochs):
    means = []
    for _ in range(epochs):
        sums, n = 0.0, 0
        for x, t in loader:
            loss = criterion(model(x), t)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            sums, n = sums + float(loss.detach()) * len(t), n + len(t)
        means.append(sums / n)
    return means

# %% wrong (held): averages batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history

# %% wrong (held): sets gradients back once an epoch
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        optimizer.zero_grad()
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): sets gradients back once an epoch, and averages batches
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        optimizer.zero_grad()
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history

# %% right (held)
def train_01(model, loader, criterion, optimizer, epochs):
    optimizer.zero_grad()
    history = []
    while len(history) < epochs:
        losses, sizes = [], []
        for x, y in loader:
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            sizes.append(len(y))
        history.append(float(np.average(losses, weights=sizes)))
    return history

# %% wrong (held): the weights never move
def train_01(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history
