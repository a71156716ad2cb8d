import numpy as np

# %% wrong: a step of the schedule for every batch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    model.train()
    for epoch in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            scheduler.step()
    return rates

# %% wrong: the schedule first
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
    return rates

# %% wrong: the schedule first, the rate from before
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        lr = optimizer.param_groups[0]["lr"]
        scheduler.step()
        train_one_epoch(model, loader, criterion, optimizer)
        rates.append(lr)
    return rates

# %% wrong: writes down the next epoch's rate
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates += scheduler.get_last_lr()
    return rates

# %% wrong: the schedule is never told
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %% wrong: the schedule is never told
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step
    return rates

# %% wrong: the schedule is told once, behind all epochs
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
    scheduler.step()
    return rates

# %% wrong: returns losses and accuracies
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    history = []
    for epoch in range(epochs):
        history.append(train_one_epoch(model, loader, criterion, optimizer))
        scheduler.step()
    return history

# %% wrong: returns the losses
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    history = []
    for epoch in range(epochs):
        loss, accuracy = train_one_epoch(model, loader, criterion, optimizer)
        history.append(loss)
        scheduler.step()
    return history

# %% wrong: returns the last rate only
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    for epoch in range(epochs):
        rate = optimizer.param_groups[0]["lr"]
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rate

# %% wrong: one rate too many
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = [optimizer.param_groups[0]["lr"]]
    for epoch in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %% wrong: a rate for every batch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    model.train()
    for epoch in range(epochs):
        for x, y in loader:
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step()
    return rates

# %% wrong: TypeError
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in epochs:
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong: AttributeError
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.lr)
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong: TypeError
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong: (no diagnosis) | the loss goes to a schedule that counts epochs
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        loss, _ = train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step(loss)
    return rates

# %% wrong: does not train
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return rates

# %% wrong: forgets zero_grad | (no diagnosis)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    model.train()
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        for x, y in loader:
            criterion(model(x), y).backward()
            optimizer.step()
        scheduler.step()
    return rates

# %% wrong: (no diagnosis)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups)
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return [groups[0]["lr"] for groups in rates]

# %% right: a loop of one's own
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    model.train()
    rates = []
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        rates.append(scheduler.get_last_lr()[0])
        scheduler.step()
    return rates

# %% right: while
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    while len(rates) < epochs:
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% right
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        rates.append(float(optimizer.param_groups[0]["lr"]))
        scheduler.step()
    return rates

# %% right
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = np.zeros(epochs)
    for epoch in range(epochs):
        rates[epoch] = scheduler.get_last_lr()[0]
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% right
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    def one():
        rate = optimizer.param_groups[0]["lr"]
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        return rate
    return [one() for _ in range(epochs)]

# %% right
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = [optimizer.param_groups[0]["lr"]]
    for epoch in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates[:-1]

# %% right
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        (group,) = optimizer.param_groups
        rates.append(group["lr"])
        loss, accuracy = train_one_epoch(model, loader, criterion, optimizer)
        print(f"epoch {epoch}: lr {rates[-1]:.4f}, loss {loss:.3f}, accuracy {accuracy:.1%}")
        scheduler.step()
    return rates

# %% wrong: the schedule is not told of the last epoch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(1, epochs + 1):
        if epoch > 1:
            scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
    return tuple(rates)

# %% right (held)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    def one(_):
        now = optimizer.param_groups[0]["lr"]
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        return now
    return list(map(one, range(epochs)))

# %% wrong (held): wrong shape
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs - 1):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong (held): two steps of the schedule in an epoch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        scheduler.step()
    return rates

# %% equivalent: line 4: 0 → -1
# The optimizers that are handed in have one group of parameters, so the first is the last.

# %% right (held)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong (developed): writes down the next epoch's rate
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %% wrong (held): the schedule first
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
    return rates

# %% wrong (developed): unused parameter
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        optimizer.step()
    return rates

# %% wrong (developed): a step of the schedule for every batch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
            scheduler.step()
    return rates

# %% wrong (developed): returns the losses
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        loss, _ = train_one_epoch(model, loader, criterion, optimizer)
        rates.append(loss)
        scheduler.step()
    return rates

# %% wrong (held): wrong shape
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return optimizer.param_groups[0]["lr"]

# %% wrong (developed): the schedule is told once, behind all epochs
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
    scheduler.step()
    return rates

# %% wrong (held): wrong shape
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong (developed): wrong type
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong (held): (no diagnosis)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
    return rates

# %% wrong (developed): (no diagnosis)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
            scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %% wrong (held): writes down the next epoch's rate
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
        model.train()
        for x, y in loader:
            criterion(model(x), y).backward()
            optimizer.step()
    return rates

# %% right (developed)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    model.train()
    used = []
    for epoch in range(epochs):
        used += [float(optimizer.param_groups[0]["lr"])]
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
    return used

# %% right (developed)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    if epochs <= 0:
        return []
    (rate, *_others) = [float(group["lr"]) for group in optimizer.param_groups]
    train_one_epoch(model, loader, criterion, optimizer)
    scheduler.step()
    return [rate] + train_scheduled(model, loader, criterion, optimizer, scheduler, epochs - 1)

# %% wrong (held): writes down the next epoch's rate
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %% wrong (developed): the schedule is not told of the last epoch
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    def run_epoch():
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()

    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        run_epoch()
        if epoch < epochs - 1:
            scheduler.step()
    return rates

# %% wrong (held): (no diagnosis)
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = [optimizer.param_groups[0]["initial_lr"]]
    for _ in range(epochs):
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates[:epochs]

# %% wrong (held): wrong only where the training goes on
def train_scheduled(model, loader, criterion, optimizer, scheduler, epochs):
    rates = []
    for epoch in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        train_one_epoch(model, loader, criterion, optimizer)
        scheduler.step(epoch + 1)
    return rates
