import numpy as np

# %% right: one order
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right: places of each batch
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    n = len(inputs)
    history = []
    for epoch in range(epochs):
        order = np.arange(n)
        rng.shuffle(order)
        total = 0.0
        for start in range(0, n, loader.batch_size):
            batch = order[start : start + loader.batch_size]
            x, y = inputs[batch], targets[batch]
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / n)
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        perm = rng.permutation(len(inputs))
        total = 0.0
        for idx in np.split(perm, range(loader.batch_size, len(perm), loader.batch_size)):
            optimizer.zero_grad()
            loss = criterion(model(inputs[idx]), targets[idx])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(idx)
        history.append(total / len(inputs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    order = rng.permutation(len(inputs))
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(order), loader.batch_size):
            rows = order[start : start + loader.batch_size].tolist()
            optimizer.zero_grad()
            loss = criterion(model(inputs[rows]), targets[rows])
            loss.backward()
            optimizer.step()
            total += float(loss) * len(rows)
        history.append(total / len(order))
        order = rng.permutation(order)
    return history

# %% right
import tinygrad_lite as tg

def train_07(model, loader, criterion, optimizer, epochs, rng):
    tg.manual_seed(int(rng.integers(2**31)))
    shuffled = tg.data.DataLoader(loader.dataset, batch_size=loader.batch_size, shuffle=True)
    history = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in shuffled:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        state = rng.bit_generator.state
        inputs = inputs[rng.permutation(len(inputs))]
        rng.bit_generator.state = state
        targets = targets[rng.permutation(len(targets))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    x_all, y_all = loader.dataset.tensors
    pairs = list(zip(x_all.numpy(), y_all.numpy()))
    history = []
    model.train()
    for epoch in range(epochs):
        rng.shuffle(pairs)
        total = 0.0
        for start in range(0, len(pairs), loader.batch_size):
            batch = pairs[start : start + loader.batch_size]
            import tinygrad_lite as tg
            x = tg.tensor(np.stack([p[0] for p in batch]))
            y = tg.tensor(np.stack([p[1] for p in batch]))
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / len(pairs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors

    def batches():
        order = rng.permutation(len(inputs))
        for start in range(0, len(order), loader.batch_size):
            chosen = order[start : start + loader.batch_size]
            yield inputs[chosen], targets[chosen]

    history = []
    for epoch in range(epochs):
        losses = []
        for x, y in batches():
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            losses.extend([loss.item()] * len(x))
        history.append(float(np.mean(losses)))
    return history

# %% wrong, in one order: two orders
# -         order = rng.permutation(len(inputs))
# -         inputs = inputs[order]
# -         targets = targets[order]
# +         inputs = inputs[rng.permutation(len(inputs))]
# +         targets = targets[rng.permutation(len(inputs))]

# %% wrong, in one order: two orders
# -         targets = targets[order]
# +         targets = targets[np.argsort(order)]

# %% wrong, in one order: shuffles the inputs only
# -         targets = targets[order]

# %% wrong, in one order: shuffles the targets only
# -         inputs = inputs[order]

# %% wrong, in one order: does not shuffle
# -         order = rng.permutation(len(inputs))
# -         inputs = inputs[order]
# -         targets = targets[order]

# %% wrong: does not shuffle
def train_07(model, loader, criterion, optimizer, epochs, rng):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: one order for all epochs
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    order = rng.permutation(len(inputs))
    inputs, targets = inputs[order], targets[order]
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: unused parameter
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        x_all = inputs[np.random.default_rng(0).permutation(len(inputs))]
        y_all = targets[np.random.default_rng(0).permutation(len(targets))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = x_all[start : start + loader.batch_size]
            y = y_all[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: shuffles inside the batches
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            order = rng.permutation(len(x))
            x, y = x[order], y[order]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: mixes within the batch
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            x = x[rng.permutation(len(x))]
            y = y[rng.permutation(len(y))]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: shuffles the batches, not the samples
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        total = 0.0
        batches = list(loader)
        rng.shuffle(batches)
        for x, y in batches:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong, in one order: draws with replacement
# -         order = rng.permutation(len(inputs))
# +         order = rng.integers(0, len(inputs), len(inputs))

# %% wrong, in one order: left out
# -         order = rng.permutation(len(inputs))
# +         order = rng.choice(len(inputs), loader.batch_size)

# %% wrong, in one order: left out
# -         for start in range(0, len(inputs), loader.batch_size):
# +         for start in range(0, len(inputs) - loader.batch_size, loader.batch_size):

# %% wrong, in one order: gradients
# -             optimizer.zero_grad()

# %% wrong, in one order: no steps
# -             optimizer.step()

# %% wrong, in one order: losses
# -         history.append(total / len(inputs))
# +         history.append(total / len(loader))

# %% wrong, in one order: losses
# -             total += loss.item() * len(x)
# +             total += loss.item()

# %% wrong, in one order: two orders
# -         order = rng.permutation(len(inputs))
# -         inputs = inputs[order]
# -         targets = targets[order]
# +         order = rng.permutation(len(inputs))
# +         inputs = inputs[order]
# +         order = rng.permutation(len(inputs))
# +         targets = targets[order]

# %% wrong: mixed, and not each once
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        rng.shuffle(inputs)
        rng.shuffle(targets)
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: left out
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[order[start]]
            y = targets[order[start]]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(inputs))
    return history

# %% wrong: AttributeError
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        inputs = rng.permutation(inputs)
        targets = rng.permutation(targets)
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: unused parameter
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    seed = 7
    history = []
    for epoch in range(epochs):
        order = np.random.default_rng(seed).permutation(len(inputs))
        x_all, y_all = inputs[order], targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = x_all[start : start + loader.batch_size]
            y = y_all[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong, in one order: batches count the same
# -             total += loss.item() * len(x)
# -         history.append(total / len(inputs))
# +             total += loss.item()
# +         history.append(total / len(loader))

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    order = np.arange(len(inputs))
    history = []
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[order[start : start + loader.batch_size]]
            y = targets[order[start : start + loader.batch_size]]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        perm = np.argsort(rng.random(len(inputs)))
        inputs, targets = inputs[perm], targets[perm]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    n, size = len(inputs), loader.batch_size
    history = []
    for epoch in range(epochs):
        order = rng.permutation(n)
        losses, weights = [], []
        for batch in np.split(order, np.arange(size, n, size)):
            optimizer.zero_grad()
            loss = criterion(model(inputs[batch]), targets[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            weights.append(len(batch))
        history.append(np.average(losses, weights=weights))
    return history

# %% right
import tinygrad_lite as tg


def train_07(model, loader, criterion, optimizer, epochs, rng):
    dataset = loader.dataset
    inputs, targets = dataset.tensors
    history = []
    for epoch in range(1, epochs + 1):
        left = rng.permutation(len(dataset)).tolist()
        total, seen = 0.0, 0
        while left:
            batch, left = left[: loader.batch_size], left[loader.batch_size :]
            x = tg.stack([inputs[i] for i in batch])
            y = tg.stack([targets[i] for i in batch])
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
            seen += len(batch)
        history.append(total / seen)
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    all_inputs, all_targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(all_inputs))
        inputs = all_inputs[order]
        targets = all_targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            stop = min(start + loader.batch_size, len(inputs))
            optimizer.zero_grad()
            loss = criterion(model(inputs[start:stop]), targets[start:stop])
            loss.backward()
            optimizer.step()
            total += loss.item() * (stop - start)
        history.append(total / len(inputs))
        print(f"epoch {epoch}: {history[-1]:.4f}")
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        chosen = rng.choice(len(inputs), size=len(inputs), replace=False)
        inputs = inputs[chosen]
        targets = targets[chosen]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    def shuffled(*arrays):
        order = rng.permutation(len(arrays[0]))
        return [a[order] for a in arrays]

    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        inputs, targets = shuffled(inputs, targets)
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: shuffles the inputs only
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        inputs = inputs[rng.permutation(len(inputs))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: shuffles the targets only
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        targets = targets[rng.permutation(len(targets))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    inputs = inputs[rng.permutation(len(inputs))]
    targets = targets[rng.permutation(len(targets))]
    history = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: unused parameter
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        inputs = inputs[np.random.permutation(len(inputs))]
        targets = targets[np.random.permutation(len(targets))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order][order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order[::-1].copy()]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    original = inputs
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = original[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[np.argsort(targets.numpy().ravel())]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: RuntimeError
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start + 1 : start + 1 + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: draws with replacement
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.integers(0, len(inputs), len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: batch sizes
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(len(inputs)):
            x = inputs[start : start + 1]
            y = targets[start : start + 1]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: too many
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs
            y = targets
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: losses
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(inputs))
    return history

# %% wrong: more dimensions
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.shuffle(np.arange(len(inputs)))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: two orders
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        rng.shuffle(inputs.numpy())
        rng.shuffle(targets.numpy())
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: shuffles the inputs only
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs[...] = inputs[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: AttributeError
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        rng.seed(epoch)
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: no steps
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: does not shuffle
def train_07(model, loader, criterion, optimizer, epochs, rng):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: unused parameter | leaves rng alone
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        seed = 5
        inputs = inputs[np.random.RandomState(seed).permutation(len(inputs))]
        targets = targets[np.random.RandomState(seed).permutation(len(targets))]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong: unused parameter | leaves rng alone
import tinygrad_lite as tg


def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = tg.randperm(len(inputs))
        total = 0.0
        for idx in order.split(loader.batch_size):
            optimizer.zero_grad()
            loss = criterion(model(inputs[idx]), targets[idx])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(idx)
        history.append(total / len(inputs))
    return history

# %% right
import tinygrad_lite as tg


def train_07(model, loader, criterion, optimizer, epochs, rng):
    dataset = loader.dataset
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(dataset)).tolist()
        total = 0.0
        while order:
            batch, order = order[: loader.batch_size], order[loader.batch_size :]
            pairs = [dataset[i] for i in batch]
            x = tg.stack([p[0] for p in pairs])
            y = tg.stack([p[1] for p in pairs])
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            total += criterion(model(x), y).item() * len(x)
            optimizer.step()
        history.append(total / len(dataset))
    return history

# %% right
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        inputs, targets = inputs[order], targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size].squeeze(1)
            optimizer.zero_grad()
            loss = criterion(model(x).squeeze(1), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right (developed)
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (developed): shuffles the inputs only
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (held): does not shuffle
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        # in order
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (developed): one order for all epochs
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    order = rng.permutation(len(inputs))
    inputs = inputs[order]
    targets = targets[order]
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (developed): left out
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs) - loader.batch_size + 1, loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (held): leaves rng alone
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = np.random.permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (held): leaves rng alone
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = np.random.default_rng(0).permutation(len(inputs))
        inputs = inputs[order]
        targets = targets[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% wrong (held): shuffles the inputs only
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(inputs))
        inputs = inputs[order]
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(inputs))
    return history

# %% wrong (held): left out
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    order = rng.permutation(len(inputs))
    inputs = inputs[order]
    targets = targets[order]
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(inputs) - loader.batch_size + 1, loader.batch_size):
            x = inputs[start : start + loader.batch_size]
            y = targets[start : start + loader.batch_size]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history

# %% right (developed)
def train_07(model, loader, criterion, optimizer, epochs, rng):
    all_x, all_y = loader.dataset.tensors
    n, size = len(all_x), loader.batch_size
    def epoch():
        order = rng.permutation(n)
        total = 0.0
        for rows in np.split(order, range(size, n, size)):
            loss = criterion(model(all_x[rows]), all_y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        return total / n
    return [epoch() for _ in range(epochs)]

# %% right (held)
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    rows = np.arange(len(inputs))
    history = []
    for _ in range(epochs):
        rng.shuffle(rows)
        losses = np.zeros(len(rows))
        for part in np.split(np.arange(len(rows)), np.arange(loader.batch_size, len(rows), loader.batch_size)):
            optimizer.zero_grad()
            loss = criterion(model(inputs[rows[part]]), targets[rows[part]])
            loss.backward()
            optimizer.step()
            losses[part] = loss.item()
        history.append(float(losses.mean()))
    return history
