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

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets).detach()
            total += loss.item() * len(inputs)
            loss.requires_grad_()
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = model(inputs).detach().requires_grad_()
            loss = criterion(outputs, targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            outputs = tg.tensor(model(inputs).detach().numpy(), requires_grad=True)
            loss = criterion(outputs, targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            with tg.no_grad():
                loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets).item()
            total += loss * len(inputs)
            inputs.requires_grad_()
            loss = tg.tensor(loss, requires_grad=True)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets).item()
            total += loss * len(inputs)
            loss = tg.tensor(loss, requires_grad=True).clone()
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    for group in optimizer.param_groups:
        group["lr"] *= 10
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets).item()
            total += loss * len(inputs)
            loss = tg.tensor(loss, requires_grad=True)  # a float has no backward()
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: never sets gradients back
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: adds up batch means, divides by samples
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item()
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total = total + loss * len(inputs)
            total.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            loss.backward()
            for p in model.parameters():
                p.data = p.data - 0.1 * p.grad
        history.append(total / len(loader.dataset))
    return history

# %% wrong: reports the loss behind the step
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: wrong type
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(f"{total / len(loader.dataset):.4f}")
    return ", ".join(history)

# %% wrong: AttributeError
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = np.mean(criterion(model(inputs), targets).detach().numpy())
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        model.load_state_dict({k: v * 0 for k, v in model.state_dict().items()})
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            total += loss.item() * len(inputs)
            loss.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss_tensor = criterion(model(inputs), targets)
            loss = loss_tensor.item()
            total += loss * len(inputs)
            loss_tensor.backward()
            optimizer.step()
        history.append(total / len(loader.dataset))
    return history

# %% right
def _one_batch(model, criterion, optimizer, inputs, targets):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item() * len(inputs)

def train_02(model, loader, criterion, optimizer, epochs):
    n = len(loader.dataset)
    history = []
    for _ in range(epochs):
        history.append(sum(_one_batch(model, criterion, optimizer, *batch) for batch in loader) / n)
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        losses = []
        weights = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            weights.append(len(targets))
        history.append(np.average(losses, weights=weights))
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.tolist() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = tg.tensor(0.0)
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            with tg.no_grad():
                total = total + loss * len(inputs)
            optimizer.step()
        history.append((total / len(loader.dataset)).item())
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = np.zeros(epochs)
    for epoch in range(epochs):
        seen = 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            seen += len(inputs)
            history[epoch] += (loss.item() - history[epoch]) * len(inputs) / seen
    return list(history)

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    while len(history) < epochs:
        total, seen = 0.0, 0
        for batch in loader:
            inputs, targets = batch
            for p in model.parameters():
                p.grad = None
            loss = criterion(model(inputs), targets)
            value = loss.item()
            loss.backward()
            optimizer.step()
            total, seen = total + value * len(inputs), seen + len(inputs)
        history.append(total / seen)
    return history

# %% right
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            loss = loss.item()
            total += loss * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (held)
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs).detach(), targets)
            loss.requires_grad = True
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): the weights never move
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            # a float has no backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (held)
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): adds up batch means, divides by samples
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): reports the loss behind the step
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): never sets gradients back
def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% right (held)
def train_02(model, loader, criterion, optimizer, epochs):
    def epoch():
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield loss.item() * len(x)
    return [sum(epoch()) / len(loader.dataset) for _ in range(epochs)]

# %% right (held)
def one_step(model, criterion, optimizer, inputs, targets):
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item() * len(targets), len(targets)


def train_02(model, loader, criterion, optimizer, epochs):
    history = []
    for _ in range(epochs):
        sums = np.array([one_step(model, criterion, optimizer, *batch) for batch in loader])
        total, n = sums.sum(axis=0)
        history.append(float(total / n))
    return history
