import numpy as np

# %% right: only training steps
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right: two loops
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    x_train = loader.dataset.tensors[0]
    mean = x_train.mean(dim=0)
    std = x_train.std(dim=0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        model.eval()
        total = 0.0
        for inputs, targets in val_loader:
            loss = criterion(model((inputs - mean) / std), targets)
            total += loss.item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = np.concatenate([inputs.numpy() for inputs, _ in loader])
    mean = tg.tensor(seen.mean(axis=0))
    std = tg.tensor(seen.std(axis=0, ddof=1))

    def standardise(inputs):
        return (inputs - mean) / std

    def evaluate():
        total, n = 0.0, 0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(standardise(inputs)), targets).item() * len(inputs)
                n += len(inputs)
        return total / n

    history = {"train": [], "val": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(standardise(inputs)), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        history["val"].append(evaluate())
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    x = loader.dataset.tensors[0]
    mean, std = x.mean(0, keepdim=True), x.std(0, keepdim=True)
    train, val = [], []
    for epoch in range(epochs):
        for batches, losses, learn in ((loader, train, True), (val_loader, val, False)):
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if learn:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += float(loss) * len(targets)
            losses.append(total / len(batches.dataset))
    return {"train": train, "val": val}

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    inputs = loader.dataset.tensors[0]
    n = len(inputs)
    mean = inputs.sum(0) / n
    std = (((inputs - mean) ** 2).sum(0) / (n - 1)) ** 0.5
    history = {"val": [], "train": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for x, y in batches:
                loss = criterion(model((x - mean) / std), y)
                total += loss.item() * len(x)
                if batches is val_loader:
                    continue
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            history[name].append(total / len(batches.dataset))
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    x_train = tg.cat([inputs for inputs, _ in loader])
    mean, std = x_train.mean(0), x_train.std(0)
    x_val, y_val = val_loader.dataset.tensors
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        losses = []
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            losses += [loss.item()] * len(inputs)
        history["train"].append(sum(losses) / len(losses))
        with tg.no_grad():
            history["val"].append(criterion(model((x_val - mean) / std), y_val).item())
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    train = [((x - mean) / std, y) for x, y in loader]
    val = [((x - mean) / std, y) for x, y in val_loader]
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        total = 0.0
        for x, y in train:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history["train"].append(total / len(loader.dataset))
        history["val"].append(sum(criterion(model(x), y).item() * len(x) for x, y in val) / len(val_loader.dataset))
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in [*loader]])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            with tg.set_grad_enabled(name == "train"):
                for inputs, targets in batches:
                    loss = criterion(model((inputs - mean) / std), targets)
                    if name == "train":
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                    total += loss.item() * inputs.shape[0]
            history[name].append(total / len(batches.dataset))
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                if name == "train":
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong, in only training steps: trains on validation, with statistics of all data
# -     seen = tg.cat([inputs for inputs, _ in loader])
# +     seen = tg.cat([inputs for inputs, _ in [*loader, *val_loader]])
# -                 if name == "train":
# -                     loss.backward()
# -                     optimizer.step()
# +                 loss.backward()
# +                 optimizer.step()

# %% wrong, in only training steps: statistics of all data
# -     seen = tg.cat([inputs for inputs, _ in loader])
# +     seen = tg.cat([inputs for inputs, _ in [*loader, *val_loader]])

# %% wrong, in only training steps: trains on validation
# -                 if name == "train":
# -                     loss.backward()
# -                     optimizer.step()
# +                 loss.backward()
# +                 optimizer.step()

# %% wrong, in only training steps: statistics of the validation part
# -     seen = tg.cat([inputs for inputs, _ in loader])
# +     seen = tg.cat([inputs for inputs, _ in val_loader])

# %% wrong, in only training steps: trains on the validation part only
# -                 if name == "train":
# +                 if name == "val":

# %% wrong, in only training steps: one mean for all features
# -     mean, std = seen.mean(0), seen.std(0)
# +     mean, std = seen.mean(), seen.std()

# %% wrong, in only training steps: RuntimeError
# -     mean, std = seen.mean(0), seen.std(0)
# +     mean, std = seen.mean(1), seen.std(1)

# %% wrong, in only training steps: divides by the variance
# -     seen = tg.cat([inputs for inputs, _ in loader])
# -     mean, std = seen.mean(0), seen.std(0)
# +     seen = tg.cat([inputs for inputs, _ in loader])
# +     mean, std = seen.mean(0), seen.var(0)

# %% wrong, in only training steps: divides by n in the deviation
# -     mean, std = seen.mean(0), seen.std(0)
# +     mean, std = seen.mean(0), seen.std(0, unbiased=False)

# %% wrong, in only training steps: the deviation still of all data
# -     seen = tg.cat([inputs for inputs, _ in loader])
# -     mean, std = seen.mean(0), seen.std(0)
# +     seen = tg.cat([inputs for inputs, _ in loader])
# +     both = tg.cat([inputs for inputs, _ in [*loader, *val_loader]])
# +     mean, std = seen.mean(0), both.std(0)

# %% wrong, in only training steps: validation by its own statistics
# -     seen = tg.cat([inputs for inputs, _ in loader])
# -     mean, std = seen.mean(0), seen.std(0)
# +     train_inputs = tg.cat([inputs for inputs, _ in loader])
# +     val_inputs = tg.cat([inputs for inputs, _ in val_loader])
# +     stats = {"train": (train_inputs.mean(0), train_inputs.std(0)), "val": (val_inputs.mean(0), val_inputs.std(0))}
# -         for name, batches in [("train", loader), ("val", val_loader)]:
# +         for name, batches in [("train", loader), ("val", val_loader)]:
# +             mean, std = stats[name]

# %% wrong, in only training steps: does not standardise
# -                 loss = criterion(model((inputs - mean) / std), targets)
# +                 loss = criterion(model(inputs), targets)

# %% wrong, in only training steps: each batch by its own statistics
# -                 loss = criterion(model((inputs - mean) / std), targets)
# +                 loss = criterion(model((inputs - inputs.mean(0)) / inputs.std(0)), targets)

# %% wrong, in only training steps: statistics of the first batch
# -     seen = tg.cat([inputs for inputs, _ in loader])
# +     seen, _ = next(iter(loader))

# %% wrong: (no diagnosis)
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    mean = tg.stack([inputs.mean(0) for inputs, _ in loader]).mean(0)
    std = tg.stack([inputs.std(0) for inputs, _ in loader]).mean(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong, in two loops: standardises the training part only
# -             loss = criterion(model((inputs - mean) / std), targets)
# -             total += loss.item() * len(inputs)
# -         history["val"].append(total / len(val_loader.dataset))
# +             loss = criterion(model(inputs), targets)
# +             total += loss.item() * len(inputs)
# +         history["val"].append(total / len(val_loader.dataset))

# %% wrong, in two loops: divides by the number of training samples
# -         history["val"].append(total / len(val_loader.dataset))
# +         history["val"].append(total / len(loader.dataset))

# %% wrong, in two loops: (no diagnosis)
# -         total = 0.0
# -         for inputs, targets in val_loader:
# +         for inputs, targets in val_loader:

# %% wrong: validates once, at the end
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
    total = 0.0
    for inputs, targets in val_loader:
        loss = criterion(model((inputs - mean) / std), targets)
        total += loss.item() * len(inputs)
    history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong: validates before training
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("val", val_loader), ("train", loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: RuntimeError
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            with tg.no_grad():
                for inputs, targets in batches:
                    optimizer.zero_grad()
                    loss = criterion(model((inputs - mean) / std), targets)
                    loss.backward()
                    optimizer.step()
                    total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: no validation loss
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                if name == "train":
                    optimizer.zero_grad()
                    loss = criterion(model((inputs - mean) / std), targets)
                    loss.backward()
                    optimizer.step()
                    total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: validation gradients reach the next step
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    import tinygrad_lite as tg
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                if name == "train":
                    optimizer.step()
                    optimizer.zero_grad()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                loss = criterion(model((inputs - mean) / std), targets)
                total += loss.item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    x_train = tg.cat([x for x, y in loader])
    mu = x_train.mean(0)
    sigma = x_train.std(0)

    def standardise(x):
        return (x - mu) / sigma

    def run(batches, training):
        loss_sum, n = 0.0, 0
        for x, y in batches:
            loss = criterion(model(standardise(x)), y)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * len(y)
            n += len(y)
        return loss_sum / n

    history = {"train": [], "val": []}
    for epoch in range(epochs):
        history["train"].append(run(loader, True))
        history["val"].append(run(val_loader, False))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            model.train(name == "train")
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                if model.training:
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([batch[0] for batch in loader])
    mean, std = seen.mean(0), seen.std(0)
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        running = 0.0
        for x, y in loader:
            out = model((x - mean) / std)
            loss = criterion(out, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            running += loss.item() * x.size(0)
        train_losses.append(running / len(loader.dataset))
        model.eval()
        with tg.no_grad():
            running = 0.0
            for x, y in val_loader:
                running += criterion(model((x - mean) / std), y).item() * x.size(0)
            val_losses.append(running / len(val_loader.dataset))
        print(f"Epoch {epoch + 1}: train {train_losses[-1]:.4f} val {val_losses[-1]:.4f}")
    return {"train": train_losses, "val": val_losses}

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches, learning in [("train", loader, True), ("val", val_loader, False)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                if learning:
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    n = len(loader.dataset)
    mean = sum(inputs.sum(0) for inputs, _ in loader) / n
    var = sum(((inputs - mean) ** 2).sum(0) for inputs, _ in loader) / (n - 1)
    std = var.sqrt()
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                total += loss.item() * len(inputs)
                if name == "train":
                    model.zero_grad()
                    loss.backward()
                    optimizer.step()
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.stack([loader.dataset[i][0] for i in range(len(loader.dataset))])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                total += loss.item() * len(inputs)
                if batches is not val_loader:
                    loss.backward()
                    optimizer.step()
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


class _Standardised:
    def __init__(self, model, samples):
        self.model = model
        self.mean, self.std = samples.mean(0), samples.std(0)
    def __call__(self, x):
        return self.model((x - self.mean) / self.std)

def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    net = _Standardised(model, tg.cat([inputs for inputs, _ in loader]))
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(net(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"] += [total / len(loader.dataset)]
        history["val"] += [sum(criterion(net(x), y).item() * len(x) for x, y in val_loader) / len(val_loader.dataset)]
    return history

# %% wrong: trains on validation
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: validation by its own statistics
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            seen = tg.cat([inputs for inputs, _ in batches])
            mean, std = seen.mean(0), seen.std(0)
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: statistics of the validation part
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in val_loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: statistics of the first batch
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = next(iter(loader))[0]
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: steps in validation with old gradients
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: nothing is trained
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name is loader:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: unused parameter
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: does not standardise
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model(inputs), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: standardises the training part only
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                if name == "train":
                    inputs = (inputs - mean) / std
                loss = criterion(model(inputs), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: one mean for all features
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(), seen.std()
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: RuntimeError
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(1), seen.std(1)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: divides by the variance
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.var(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: subtracts mean / std
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model(inputs - mean / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: RuntimeError
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                with tg.set_grad_enabled(name == "train"):
                    loss = criterion(model((inputs - mean) / std), targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: TypeError
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([batch for batch in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: divides by the number of training samples
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(loader.dataset))
    return history

# %% wrong: NameError
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    scaler = StandardScaler().fit(seen)
    mean, std = scaler.mean_, scaler.scale_
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader], dim=0)
    mean = seen.mean(dim=0)
    std = seen.var(dim=0).sqrt()
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            if name == "train":
                model.train()
            else:
                model.eval()
            total = 0.0
            for inputs, targets in batches:
                inputs = (inputs - mean) / std
                if name == "train":
                    optimizer.zero_grad()
                    loss = criterion(model(inputs), targets)
                    loss.backward()
                    optimizer.step()
                else:
                    with tg.no_grad():
                        loss = criterion(model(inputs), targets)
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    n, total, squares = 0, 0.0, 0.0
    for x, _ in loader:
        n += len(x)
        total = total + x.sum(0)
    mean = total / n
    for x, _ in loader:
        squares = squares + ((x - mean) ** 2).sum(0)
    std = (squares / (n - 1)).sqrt()
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / (std + 1e-12)), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% right
import tinygrad_lite as tg


def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0) + 1e-8
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% equivalent: line 9: criterion(model((inputs - mean) / std), targets) → criterion(targets, model((inputs - mean) / std))
# The squared error is the same whichever of the two is subtracted from the other.

# %% right (held)
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - mean) / std), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (developed): statistics of all data
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in [*loader, *val_loader]])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - mean) / std), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (held): standardises the training part only
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (held): validation by its own statistics
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        seen = tg.cat([inputs for inputs, _ in val_loader])
        m, s = seen.mean(0), seen.std(0)
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - m) / s), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (developed): statistics of the validation part
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in val_loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - mean) / std), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (developed): statistics of the first batch
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = next(iter(loader))[0]
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - mean) / std), targets).item() * len(inputs)
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% wrong (held): validation gradients reach the next step
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                if name == "train":
                    optimizer.step()
                    optimizer.zero_grad()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong (developed): trains on validation
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in val_loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model((inputs - mean) / std), targets).item()
        history["val"].append(total / len(val_loader.dataset))
    return history

# %% right (developed)
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([x for x, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    scaled = lambda x: (x - mean) / std
    def run(batches, train):
        total = 0.0
        for x, y in batches:
            loss = criterion(model(scaled(x)), y)
            if train:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total += loss.item() * len(x)
        return total / len(batches.dataset)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        history["train"].append(run(loader, True))
        history["val"].append(run(val_loader, False))
    return history

# %% right (developed)
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    n = len(loader.dataset)
    mean = sum(x.sum(0) for x, _ in loader) / n
    std = (sum(((x - mean) ** 2).sum(0) for x, _ in loader) / (n - 1)) ** 0.5
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in zip(history, (loader, val_loader)):
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                if name == "train":
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong (developed): validates before training | one deviation for all features
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std()
    history = {"train": [], "val": []}

    def validate():
        with tg.no_grad():
            losses = [criterion(model((x - mean) / std), y).item() * len(x) for x, y in val_loader]
        history["val"].append(sum(losses) / len(val_loader.dataset))

    for _ in range(epochs):
        validate()
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model((inputs - mean) / std), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["train"].append(total / len(loader.dataset))
    return history

# %% wrong: one deviation for all features
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std()
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history

# %% wrong: (no diagnosis) | each part by its own statistics, and the mean of the batches' means
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            seen = tg.cat([inputs for inputs, _ in batches])
            mean, std = seen.mean(0), seen.std(0)
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item()
            history[name].append(total / len(batches))
    return history

# %% wrong (developed): trains on validation
def train_08(model, loader, criterion, optimizer, epochs, val_loader):
    seen = tg.cat([inputs for inputs, _ in loader])
    mean, std = seen.mean(0), seen.std(0)
    history = {"train": [], "val": []}
    for _ in range(epochs):
        for name, batches in [("train", loader), ("val", val_loader)]:
            total = 0.0
            for inputs, targets in batches:
                optimizer.zero_grad()
                loss = criterion(model((inputs - mean) / std), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history
