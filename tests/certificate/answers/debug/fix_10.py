import numpy as np

# %% right: scheduler last
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return history

# %% right: noted at the beginning
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    losses, rates = [], []
    for epoch in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        total = 0.0
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        losses.append(total / len(loader.dataset))
    return {"loss": losses, "lr": rates}

# %% right: before all epochs but the first
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        if epoch > 0:
            scheduler.step()
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        lr = optimizer.param_groups[0]["lr"]
        total = 0.0
        for i, (inputs, targets) in enumerate(loader):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            if i == len(loader) - 1:
                scheduler.step()
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(lr)
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    def run_epoch():
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        return total / len(loader.dataset)

    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        history["lr"] += [group["lr"] for group in optimizer.param_groups][:1]
        history["loss"] += [run_epoch()]
        scheduler.step()
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = dict(loss=[], lr=[])
    for epoch in range(epochs):
        seen, total = 0, 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            seen += len(targets)
            total += float(loss.detach()) * len(targets)
        lr = optimizer.param_groups[0]["lr"]
        scheduler.step()
        history["lr"].append(lr)
        history["loss"].append(total / seen)
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    epoch = 0
    while epoch < epochs:
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(scheduler.get_last_lr()[0])
        epoch += 1
        if epoch < epochs:
            scheduler.step()
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    model.train()
    history = {"loss": np.zeros(epochs), "lr": np.zeros(epochs)}
    for epoch in range(epochs):
        history["lr"][epoch] = optimizer.param_groups[0]["lr"]
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            history["loss"][epoch] += loss.item() * len(inputs) / len(loader.dataset)
        scheduler.step()
    return history

# %% wrong: asks the scheduler before every step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    losses, rates = [], []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            scheduler.step()
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        losses.append(total / len(loader.dataset))
        rates.append(optimizer.param_groups[0]["lr"])
    return {"loss": losses, "lr": rates}

# %% wrong: asks the scheduler before every step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            scheduler.step()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: asks the scheduler behind every step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            scheduler.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: asks the scheduler at the beginning of the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        scheduler.step()
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: notes the rate of the next epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong, in scheduler last: notes a list for each rate
# -         history["lr"].append(optimizer.param_groups[0]["lr"])
# +         history["lr"].append(scheduler.get_last_lr())

# %% wrong, in scheduler last: notes the last group's rate
# -         history["lr"].append(optimizer.param_groups[0]["lr"])
# +         history["lr"].append(scheduler.get_last_lr()[-1])

# %% wrong, in scheduler last: AttributeError
# -         history["lr"].append(optimizer.param_groups[0]["lr"])
# +         history["lr"].append(optimizer.lr)

# %% wrong, in scheduler last: (no diagnosis)
# -         history["lr"].append(optimizer.param_groups[0]["lr"])
# +         history["lr"].append(optimizer.param_groups[0])

# %% wrong, in scheduler last: notes the first rate for every epoch
# -         history["lr"].append(optimizer.param_groups[0]["lr"])
# +         history["lr"].append(optimizer.defaults["lr"])

# %% wrong, in scheduler last: one rate for all epochs
# -         scheduler.step()

# %% wrong, in scheduler last: one rate for all epochs
# -         scheduler.step()
# +     scheduler.step()

# %% wrong, in scheduler last: one epoch late
# -         scheduler.step()
# +         scheduler.step(epoch)

# %% wrong, in scheduler last: (no diagnosis)
# -         scheduler.step()
# +         scheduler.step(total)

# %% wrong, in scheduler last: forgets zero_grad
# -             optimizer.zero_grad()

# %% wrong, in scheduler last: one step an epoch
# -             optimizer.step()
# -             total += loss.item() * len(inputs)
# +             total += loss.item() * len(inputs)
# -         scheduler.step()
# +         optimizer.step()
# +         scheduler.step()

# %% wrong, in scheduler last: adds up batch means, divides by samples
# -             total += loss.item() * len(inputs)
# +             total += loss.item()

# %% wrong, in noted at the beginning: asks the scheduler behind every step, and notes the rate before the epoch
# -             total += loss.item() * len(inputs)
# -         scheduler.step()
# +             total += loss.item() * len(inputs)
# +             scheduler.step()

# %% wrong, in noted at the beginning: asks the scheduler at the beginning of the epoch, and notes the rate before that
# -         total = 0.0
# +         scheduler.step()
# +         total = 0.0
# -         scheduler.step()
# -         losses.append(total / len(loader.dataset))
# +         losses.append(total / len(loader.dataset))

# %% wrong, in noted at the beginning: asks the scheduler at both ends of the epoch
# -         rates.append(scheduler.get_last_lr()[0])
# -         total = 0.0
# +         scheduler.step()
# +         rates.append(scheduler.get_last_lr()[0])
# +         total = 0.0

# %% wrong, in before all epochs but the first: (no diagnosis)
# -         if epoch > 0:
# -             scheduler.step()
# -         total = 0.0
# -         for inputs, targets in loader:
# +         total = 0.0
# +         for inputs, targets in loader:
# +             if epoch > 0:
# +                 scheduler.step()

# %% wrong, in before all epochs but the first: one epoch late
# -         if epoch > 0:
# +         if epoch > 1:

# %% wrong: notes the rate for every batch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            history["lr"].append(optimizer.param_groups[0]["lr"])
        history["loss"].append(total / len(loader.dataset))
        scheduler.step()
    return history

# %% wrong: returns the lists without their names
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return history["loss"], history["lr"]

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        lr = optimizer.param_groups[0]["lr"]
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(lr)
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        history["lr"].append(optimizer.param_groups[0]["lr"])
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        scheduler.step()
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    losses, rates = [], []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        batch_losses, sizes = [], []
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
            sizes.append(len(x))
        scheduler.step()
        losses.append(np.average(batch_losses, weights=sizes))
    return {"loss": losses, "lr": rates}

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    model.train()
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        rates = [group["lr"] for group in optimizer.param_groups]
        running_loss = 0.0
        seen = 0
        for data, targets in loader:
            outputs = model(data)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * data.size(0)
            seen += data.size(0)
        scheduler.step()
        print(f"Epoch [{epoch+1}/{epochs}], Loss: {running_loss / seen:.4f}, lr {rates[0]:.2e}")
        history["loss"].append(running_loss / seen)
        history["lr"].append(rates[0])
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion_value = criterion(model(inputs), targets)
            criterion_value.backward()
            optimizer.step()
            total += criterion_value.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        if epoch + 1 < epochs:
            scheduler.step()
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    epoch = 0
    while epoch < epochs:
        history["lr"] += [float(optimizer.param_groups[0]["lr"])]
        history["loss"] += [0.0]
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            for p in model.parameters():
                p.grad = None
            loss.backward()
            optimizer.step()
            history["loss"][-1] += loss.item() * len(inputs) / len(loader.dataset)
        scheduler.step()
        epoch += 1
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        lr = optimizer.param_groups[0]["lr"]
        for i, (inputs, targets) in enumerate(loader):
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            if i == len(loader) - 1:
                scheduler.step()
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(lr)
    return history

# %% right
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    table = np.zeros((epochs, 2))
    for row in table:
        row[1] = optimizer.param_groups[0]["lr"]
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            row[0] += loss.item() * len(inputs)
        row[0] /= len(loader.dataset)
        scheduler.step()
    return {"loss": table[:, 0].tolist(), "lr": table[:, 1].tolist()}

# %% wrong: asks the scheduler at the beginning of the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        scheduler.step()
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: notes the rate of the next epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: asks the scheduler before every step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            scheduler.step()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: one rate for all epochs
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    scheduler.step()
    return history

# %% wrong: asks the scheduler at the beginning of the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for i, (inputs, targets) in enumerate(loader):
            if i == 0:
                scheduler.step()
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: (no diagnosis)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step(history["loss"][-1])
    return history

# %% wrong: one epoch late
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step(epoch)
    return history

# %% wrong: asks the scheduler twice an epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
        scheduler.step()
    return history

# %% wrong: makes no step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            scheduler.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history

# %% wrong: notes the first rate for every epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    lr = optimizer.param_groups[0]["lr"]
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(lr)
        scheduler.step()
    return history

# %% wrong: notes the first rate for every epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.defaults["lr"])
        scheduler.step()
    return history

# %% wrong: (no diagnosis)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(scheduler.get_last_lr() * 2)
        scheduler.step()
    return history

# %% wrong: AttributeError
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(scheduler.get_current_lr())
        scheduler.step()
    return history

# %% wrong: batches count the same
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        history["loss"].append(total / len(loader))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return history

# %% wrong: (no diagnosis)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
        for group in optimizer.param_groups:
            group["lr"] *= 0.5
    return history

# %% wrong: one rate for all epochs
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step
    return history

# %% wrong: one step an epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return history

# %% wrong: overwrites a parameter
import tinygrad_lite as tg


def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=epochs // 3, gamma=0.1)
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return history

# %% wrong, in scheduler last: steps without gradients
# -             optimizer.zero_grad()
# -             loss = criterion(model(inputs), targets)
# -             loss.backward()
# +             loss = criterion(model(inputs), targets)
# +             loss.backward()
# +             optimizer.zero_grad()

# %% wrong, in scheduler last: asks the scheduler in every second epoch
# -         scheduler.step()
# +         if epoch % 2 == 1:
# +             scheduler.step()

# %% wrong: asks the scheduler at the beginning of the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    scheduler.step()
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return history

# %% right (developed)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (developed): notes the rate of the next epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): asks the scheduler at the beginning of the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): asks the scheduler behind every step, and notes the rate before the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            scheduler.step()
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (developed): one rate for all epochs
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        # next epoch
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (developed): one rate for all epochs
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
    scheduler.step()
    return history

# %% wrong (developed): asks the scheduler behind every step
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(loss.item())
    return history

# %% right (held)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    losses, rates = [], []
    for epoch in range(epochs):
        if epoch > 0:
            scheduler.step()
        rates.append(float(optimizer.param_groups[0]["lr"]))
        sums = 0.0
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            sums += loss.item() * len(y)
        losses.append(sums / len(loader.dataset))
    return {"loss": losses, "lr": rates}

# %% wrong (held): adds up batch means, divides by samples
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        scheduler.step()
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): asks the scheduler behind every step, and notes the rate before the epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            scheduler.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): adds up batch means, divides by samples
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        scheduler.step()
        history["lr"].append(optimizer.param_groups[0]["lr"])
        history["loss"].append(total / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        history["lr"].append(optimizer.param_groups[0]["lr"])
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            scheduler.step()
            total += loss.item()
        history["loss"].append(total / len(loader.dataset))
    return history

# %% right (held)
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for epoch in range(epochs):
        if epoch:
            scheduler.step()
        total = 0.0
        history["lr"].append(float(optimizer.param_groups[0]["lr"]))
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
    if epochs:
        scheduler.step()
    return history

# %% wrong (developed): notes the rate of the next epoch
def train_10(model, loader, criterion, optimizer, epochs, scheduler):
    history = {"loss": [], "lr": []}
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history["loss"].append(total / len(loader.dataset))
        history["lr"].append(optimizer.param_groups[0]["lr"])
    return history
