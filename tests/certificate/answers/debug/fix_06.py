import numpy as np

# %% right: rates in a list
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right: multiplied at milestones
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch > 0 and epoch % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right: at the end of the epoch
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(1, epochs + 1):
        total = 0.0
        n = 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += float(loss) * len(targets)
            n += len(targets)
        history.append(total / n)
        if epoch % step_size == 0:
            for g in optimizer.param_groups:
                g["lr"] = g["lr"] * gamma
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    start = {i: g["lr"] for i, g in enumerate(optimizer.param_groups)}
    history = []
    for epoch in range(epochs):
        decay = gamma ** (epoch // step_size)
        for i, g in enumerate(optimizer.param_groups):
            g["lr"] = start[i] * decay
        losses, sizes = [], []
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            sizes.append(len(inputs))
        history.append(np.average(losses, weights=sizes))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    import tinygrad_lite as tg
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=step_size, gamma=gamma)
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
        scheduler.step()
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    for group in optimizer.param_groups:
        group["initial_lr"] = group["lr"]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * inputs.shape[0]
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lrs = [g["lr"] for g in optimizer.param_groups]
    history = []
    model.train()
    for epoch in range(epochs):
        for i in range(len(lrs)):
            optimizer.param_groups[i]["lr"] = lrs[i] * gamma ** int(epoch / step_size)
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    def one_epoch():
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        return total / len(loader.dataset)

    until_decay = step_size
    history = []
    while len(history) < epochs:
        if until_decay == 0:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
            until_decay = step_size
        history.append(one_epoch())
        until_decay -= 1
    return history

# %% wrong: raises the rate, of the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    losses = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr / gamma ** (epoch // step_size)
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        losses.append(total / len(loader.dataset))
    return losses

# %% wrong: lowers the rate of the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong, in rates in a list: raises the rates of all groups
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr / gamma ** (epoch // step_size)

# %% wrong: gives all groups the first group's rate
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: gives all groups the first group's rate, and raises it
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = lr / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong, in multiplied at milestones: one decay too many, at the start
# -         if epoch > 0 and epoch % step_size == 0:
# +         if epoch % step_size == 0:

# %% wrong, in multiplied at milestones: decays once
# -         if epoch > 0 and epoch % step_size == 0:
# +         if epoch == step_size:

# %% wrong, in multiplied at milestones: one epoch early
# -         if epoch > 0 and epoch % step_size == 0:
# +         if epoch > 0 and (epoch + 1) % step_size == 0:

# %% wrong, in multiplied at milestones: (no diagnosis)
# -                 group["lr"] *= gamma
# +                 group["lr"] *= gamma ** (epoch // step_size)

# %% wrong, in multiplied at milestones: (no diagnosis)
# -         if epoch > 0 and epoch % step_size == 0:
# +         if epoch > 0 and epoch % step_size == 0:
# +             optimizer.param_groups[0]["lr"] *= gamma
# -                 group["lr"] *= gamma
# +                 group["lr"] = optimizer.param_groups[0]["lr"]

# %% wrong, in multiplied at milestones: raises the rates of all groups
# -                 group["lr"] *= gamma
# +                 group["lr"] /= gamma

# %% wrong, in multiplied at milestones: decays in every epoch
# -         if epoch > 0 and epoch % step_size == 0:
# +         if epoch > 0:

# %% wrong, in rates in a list: decays what has been decayed already
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] *= gamma ** (epoch // step_size)

# %% wrong, in rates in a list: decays smoothly
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr * gamma ** (epoch / step_size)

# %% wrong, in rates in a list: decays in every epoch
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr * gamma ** epoch

# %% wrong, in rates in a list: gamma times the number of decays
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr * gamma * (epoch // step_size)

# %% wrong, in rates in a list: the rates never change
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             lr = lr * gamma ** (epoch // step_size)

# %% wrong, in rates in a list: one decay too many, at the start
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr * gamma ** (epoch // step_size + 1)

# %% wrong, in rates in a list: the remainder for the quotient
# -             group["lr"] = lr * gamma ** (epoch // step_size)
# +             group["lr"] = lr * gamma ** (epoch % step_size)

# %% wrong, in at the end of the epoch: (no diagnosis)
# -         if epoch % step_size == 0:
# +         if epoch % step_size:

# %% wrong: the rates never change
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
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

# %% wrong: a thousandth of the rate, still growing
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"] / 1000
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the rates never change
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = min(lr, lr / gamma ** (epoch // step_size))
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the rates never change
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        optimizer.lr = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: decays before each batch
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            if epoch > 0 and epoch % step_size == 0:
                for group in optimizer.param_groups:
                    group["lr"] *= gamma
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
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
        if (epoch + 1) % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] = group["lr"] * gamma
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lrs = []
    for i in range(len(optimizer.param_groups)):
        lrs.append(optimizer.param_groups[i]["lr"])
    history = []
    for epoch in range(epochs):
        for i in range(len(optimizer.param_groups)):
            optimizer.param_groups[i]["lr"] = lrs[i] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    start_rates = {i: g["lr"] for i, g in enumerate(optimizer.param_groups)}

    def set_rates(epoch):
        milestones_passed = epoch // step_size
        for i, g in enumerate(optimizer.param_groups):
            g["lr"] = start_rates[i] * gamma ** milestones_passed

    def run_epoch():
        losses, sizes = [], []
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            sizes.append(len(x))
        return np.average(losses, weights=sizes)

    history = []
    for epoch in range(epochs):
        set_rates(epoch)
        history.append(run_epoch())
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    since = 0
    for epoch in range(epochs):
        if since == step_size:
            since = 0
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        since += 1
        total = 0.0
        n = 0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            n += len(inputs)
        history.append(total / n)
        print(f"epoch {epoch + 1}: loss {history[-1]:.4f}, lr {optimizer.param_groups[0]['lr']:.2g}")
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lrs = np.array([group["lr"] for group in optimizer.param_groups])
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, lrs * gamma ** (epoch // step_size)):
            group["lr"] = float(lr)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    milestones = set(range(step_size, epochs, step_size))
    history = []
    for epoch in range(epochs):
        if epoch in milestones:
            for param_group in optimizer.param_groups:
                param_group["lr"] = gamma * param_group["lr"]
        running = 0.0
        for batch in loader:
            inputs, targets = batch
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            running += loss.item() * targets.shape[0]
        history.append(running / len(loader.dataset))
    return history

# %% right
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    first = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for rate, group in zip(first, optimizer.param_groups):
            group["lr"] = rate / gamma ** -(epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: lowers the rate of the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: gives all groups the first group's rate
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: raises the rates of all groups
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: leaves the first group out
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups[1:], rates[1:]):
            group["lr"] = rate * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: exchanges the rates of the groups
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, reversed(rates)):
            group["lr"] = rate * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: decays in every epoch
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * gamma ** epoch
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the remainder for the quotient
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * gamma ** (epoch % step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: one epoch early
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * gamma ** ((epoch + 1) // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: gamma times the number of decays
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * gamma * (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: the rates never change
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        optimizer.lr = rates[0] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = rates * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups["lr"] = rates[0] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: one decay too many, at the start
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: decays once
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch == step_size:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: lowers the rate of the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch > 0 and epoch % step_size == 0:
            optimizer.param_groups[0]["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: decays in every epoch from the first decay on
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch >= step_size:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
import tinygrad_lite as tg


def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=step_size, gamma=gamma)
    history = []
    for epoch in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            scheduler.step()
        history.append(total / len(loader.dataset))
        scheduler.step()
    return history

# %% wrong: decays in every epoch
import tinygrad_lite as tg


def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    scheduler = tg.optim.lr_scheduler.ExponentialLR(optimizer, gamma)
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
        scheduler.step()
    return history

# %% wrong: the rates never change
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
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

# %% right (held)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch and epoch % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): gives all groups the first group's rate
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    starts = [g["lr"] for g in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, starts):
            group["lr"] = starts[0] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): raises the rates of all groups
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    starts = [g["lr"] for g in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, starts):
            group["lr"] = lr / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): unused parameter
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    starts = [g["lr"] for g in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, starts):
            group["lr"] = lr / gamma ** epoch
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% equivalent: line 5: True → False
# There are as many groups as rates, so nothing is left over.

# %% wrong (developed): lowers the rate of the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = rates[0] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): gives all groups the first group's rate
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = rates[0] * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): raises the rates of all groups
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): decays what has been decayed already
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] *= gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): one epoch early
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr * gamma ** ((epoch + 1) // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): decays smoothly
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr * gamma ** (epoch / step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): one decay too many, at the start
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        if epoch % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] *= gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): gives all groups the first group's rate, and raises it
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [group["lr"] for group in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = rates[0] / gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (developed)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch and not epoch % step_size:
            for group in optimizer.param_groups:
                group["lr"] = group["lr"] * gamma
        losses = []
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses += [loss.item()] * len(x)
        history.append(sum(losses) / len(losses))
    return history

# %% wrong (developed): one decay too many, at the start
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch % step_size == 0:
            for group in optimizer.param_groups:
                group["lr"] = group["lr"] * gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (held)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch and epoch % step_size == 0:
            for g in optimizer.param_groups:
                g["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): decays in every epoch, the first group only
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr * gamma ** epoch
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (developed)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    scheduler = tg.optim.lr_scheduler.StepLR(optimizer, step_size=step_size, gamma=gamma)
    history = []
    for _ in range(epochs):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        scheduler.step()
        history.append(total / len(loader.dataset))
    return history

# %% wrong (developed): gives all groups the first group's rate
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    lr = optimizer.param_groups[0]["lr"]
    history = []
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = lr * gamma ** (epoch // step_size)
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history.append(total / len(loader.dataset))
    return history

# %% right (held)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    history = []
    for epoch in range(epochs):
        if epoch and epoch % step_size == 0:
            for g in optimizer.param_groups:
                g["lr"] *= gamma
        total = 0.0
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += len(inputs) * loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_06(model, loader, criterion, optimizer, epochs, gamma, step_size):
    rates = [g['lr'] for g in optimizer.param_groups]
    history = []
    for epoch in range(epochs):
        for g, r in zip(optimizer.param_groups, rates): g['lr'] = max(r * gamma ** (epoch // step_size), 1e-5)
        total, seen = 0.0, 0
        for inputs, targets in loader:
            optimizer.zero_grad()
            out = model(inputs)
            loss = criterion(out, targets)
            loss.backward()
            optimizer.step()
            pass
            total += loss.item() * len(inputs)
            seen += len(inputs)
        history.append(total / len(loader.dataset))
        pass
    return history
