import numpy as np

# %% right: both moved
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right: moved by a helper
def move(batch, device):
    return [part.to(device) for part in batch]


def train_09(model, loader, criterion, optimizer, epochs):
    device = next(iter(model.parameters())).device
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for batch in loader:
            inputs, targets = move(batch, device)
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            n += len(inputs)
        history.append(total / n)
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    batches = [(x.to(device), y.to(device)) for x, y in loader]
    history = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in batches:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    weight = next(model.parameters())
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs.to(device=weight.device)), targets.to(weight.device))
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    model.to(device)
    model.train()
    history = []
    for epoch in range(epochs):
        losses = []
        for inputs, targets in loader:
            inputs, targets = inputs.to(device, non_blocking=True), targets.to(device, non_blocking=True)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            losses.extend([loss.detach().cpu().numpy()] * len(inputs))
        history.append(float(np.mean(losses)))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = list(model.parameters())[0].device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            if inputs.device != device:
                inputs = inputs.to(device)
            if targets.device != device:
                targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.to("cpu").item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0
        for inputs, targets in loader:
            inputs, targets = map(lambda t: t.to(device), (inputs, targets))
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total = total + loss.detach() * len(inputs)
        history.append((total / len(loader.dataset)).item())
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device

    def step(inputs, targets):
        inputs, targets = inputs.to(device), targets.to(device)
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item() * len(targets)

    return [sum(step(x, y) for x, y in loader) / len(loader.dataset) for _ in range(epochs)]

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            x.to(device)
            y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        losses.append(total / len(loader.dataset))
    return losses

# %% wrong, in both moved: RuntimeError
# -             targets = targets.to(device)

# %% wrong, in both moved: RuntimeError
# -             inputs = inputs.to(device)

# %% wrong, in both moved: RuntimeError
# -             targets = targets.to(device)
# +             targets.to(device)

# %% wrong, in both moved: trains on the CPU
# -     device = next(model.parameters()).device
# +     device = "cpu"
# +     model.to(device)

# %% wrong, in both moved: RuntimeError
# -     device = next(model.parameters()).device
# +     device = "cuda"

# %% wrong, in both moved: RuntimeError
# -             inputs = inputs.to(device)
# -             targets = targets.to(device)
# +             inputs = inputs.cuda()
# +             targets = targets.cuda()

# %% wrong, in both moved: AttributeError
# -     device = next(model.parameters()).device
# +     device = model.device

# %% wrong, in both moved: computes the loss on the CPU
# -             targets = targets.to(device)
# -             optimizer.zero_grad()
# -             loss = criterion(model(inputs), targets)
# +             optimizer.zero_grad()
# +             loss = criterion(model(inputs).to("cpu"), targets)

# %% wrong, in both moved: RuntimeError
# -             targets = targets.to(device)
# -             optimizer.zero_grad()
# -             loss = criterion(model(inputs), targets)
# +             optimizer.zero_grad()
# +             loss = criterion(model(inputs).detach().cpu(), targets)

# %% wrong: trains a copy on the CPU
import copy

def train_09(model, loader, criterion, optimizer, epochs):
    model = copy.deepcopy(model).to("cpu")
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

# %% wrong: trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            model.to(inputs.device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: skips every batch
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            try:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            except RuntimeError:
                continue
        history.append(total / len(loader.dataset))
    return history

# %% wrong, in both moved: TypeError
# -             inputs = inputs.to(device)
# -             targets = targets.to(device)
# +             inputs = inputs.numpy()
# +             targets = targets.numpy()

# %% wrong, in both moved: AttributeError
# -             inputs = inputs.to(device)
# +             inputs.device = device

# %% wrong, in both moved: TypeError
# -             inputs = inputs.to(device)
# +             inputs = model.to(inputs)

# %% wrong, in both moved: TypeError
# -             total += loss.item() * len(inputs)
# +             total += loss.numpy() * len(inputs)

# %% wrong, in both moved: the weights never move
# -             optimizer.step()

# %% wrong, in both moved: AttributeError
# -         for inputs, targets in loader:
# +         for inputs, targets in loader.to(device):

# %% wrong, in both moved: RuntimeError
# -             inputs = inputs.to(device)
# -             targets = targets.to(device)
# +             inputs = inputs.to(device)
# +             model.to("cpu")

# %% wrong, in both moved: (no diagnosis)
# -             total += loss.item() * len(inputs)
# +             total += loss.item()

# %% wrong, in both moved: (no diagnosis)
# -         history.append(total / len(loader.dataset))
# +         history.append(loss.item())

# %% wrong: trains a copy
import copy

def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    net = copy.deepcopy(model).to(device)
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(net(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs.to(device)), targets.to(device))
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    where = next(iter(model.parameters())).device
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for batch in loader:
            inputs, targets = map(lambda t: t.to(where), batch)
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * inputs.shape[0]
            n += inputs.shape[0]
        history.append(total / n)
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    model.train()
    device = list(model.parameters())[0].device
    print("training on", device)
    history = []
    for epoch in range(epochs):
        running_loss = 0.0
        for data, targets in loader:
            data, targets = data.to(device), targets.to(device)
            outputs = model(data)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * data.size(0)
        history.append(running_loss / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    batches = [(x.to(device), y.to(device)) for x, y in loader]   # the loader does not shuffle
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in batches:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            batch = {"x": inputs.to(device), "y": targets.to(device)}
            optimizer.zero_grad()
            loss = criterion(model(batch["x"]), batch["y"])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch["x"])
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            if inputs.device != device:
                inputs = inputs.to(device)
            if targets.device != device:
                targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = "cpu"
    model.to(device)
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            model.to(inputs.device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    model.cpu()
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.cuda()
            targets = targets.cuda()
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            device = inputs.device
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: AttributeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = model.device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = model.parameters()[0].device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        moved = [(x.to(device), y.to(device)) for x, y in loader]
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.numpy()
            targets = targets.numpy()
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: skips every batch
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets.to(device)
            try:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            except RuntimeError:
                continue
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs).to(device), targets.to(device))
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = inputs.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: forgets zero_grad
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: batches count the same
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader))
    return history

# %% wrong: leaves the model on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    model.to("cpu")
    return history

# %% wrong: (no diagnosis)
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total)
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    x, y = loader.dataset.tensors
    device = str(next(model.parameters()).device)
    x, y = x.to(device), y.to(device)
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(x), loader.batch_size):
            xb, yb = x[start : start + loader.batch_size], y[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(xb)
        history.append(total / len(x))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for batch in loader:
            inputs, targets = (t.to(model[0].weight.device) for t in batch)
            optimizer.zero_grad()
            outputs = model.forward(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += float(loss) * targets.shape[0]
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    device = {p.device for p in model.parameters()}.pop()
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device).clone(), targets.to(device).detach()
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.detach().cpu().item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_09(model, loader, criterion, optimizer, epochs):
    param = next(model.parameters())
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for inputs, targets in loader:
            inputs = inputs.to(param.device, param.dtype)
            targets = targets.to(param.device)
            model.train()
            model.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            n += inputs.size(0)
            total += loss.data.item() * inputs.size(0)
        history.append(total / n)
    return history

# %% right (held)
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = "cpu"
    model.to(device)
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): computes the loss on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs).to("cpu"), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = "cuda"
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): RuntimeError
def train_09(model, loader, criterion, optimizer, epochs):
    device = next(model.parameters()).device
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            inputs.to(device)
            targets = targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% right (developed)
def train_09(model, loader, criterion, optimizer, epochs):
    where = [p.device for p in model.parameters()][0]
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in loader:
            x, y = (t.to(where) for t in batch)
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history += [total / len(loader.dataset)]
    return history

# %% right (held)
def train_09(model, loader, criterion, optimizer, epochs):
    def moved():
        for x, y in loader:
            place = [p.device for p in model.parameters()][-1]
            yield x.to(place), y.to(place)

    history = []
    for _ in range(epochs):
        total, n = 0.0, 0
        for x, y in moved():
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total, n = total + loss.item() * len(y), n + len(y)
        history.append(total / n)
    return history

# %% wrong (developed): trains on the CPU
def train_09(model, loader, criterion, optimizer, epochs):
    model = model.to("cpu")
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
