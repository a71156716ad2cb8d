import numpy as np

# %% right: groups first
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start : start + group_size]
        n = sum(len(y) for _, y in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(y) / n)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% right: one backward for each group, on a sum of losses
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, waiting = [], []
    def step():
        optimizer.zero_grad()
        n = sum(size for _, size in waiting)
        loss = sum(loss * size for loss, size in waiting) / n
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        waiting.clear()
    for x, y in loader:
        waiting.append((criterion(model(x), y), len(y)))
        if len(waiting) == group_size:
            step()
    if waiting:
        step()
    return losses

# %% right: a last step behind the loop
def train_accumulated(model, loader, criterion, optimizer, group_size):
    model.train()
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    count = 0
    for x, y in loader:
        loss = criterion(model(x), y) * len(y)
        loss.backward()
        total += loss.item()
        n += y.shape[0]
        count += 1
        if count == group_size:
            for p in model.parameters():
                p.grad /= n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n, count = 0.0, 0, 0
    if count > 0:
        for p in model.parameters():
            p.grad /= n
        optimizer.step()
        losses.append(total / n)
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    for i, (x, y) in enumerate(loader):
        if i % group_size == 0:
            optimizer.zero_grad()
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad *= 1 / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    batches = list(loader)
    while batches:
        group, batches = batches[:group_size], batches[group_size:]
        sizes = [len(y) for x, y in group]
        model.zero_grad()
        values = []
        for (x, y), size in zip(group, sizes):
            loss = criterion(model(x), y)
            (loss * size / sum(sizes)).backward()
            values.append(loss.item())
        optimizer.step()
        losses.append(np.average(values, weights=sizes))
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for group in optimizer.param_groups:
                for p in group['params']:
                    p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return np.array(losses)

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    i = -1
    for x, y in loader:
        i += 1
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: divides by group_size throughout, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total = [], 0.0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) / group_size
        loss.backward()
        total += loss.item()
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total)
            total = 0.0
    return losses

# %% wrong: divides by group_size throughout, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total = [], 0.0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss / group_size).backward()
        total += loss.item()
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / group_size)
            total = 0.0
    return losses

# %% wrong: leaves out the last, incomplete group, and divides by group_size
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total = [], 0.0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) / group_size
        loss.backward()
        total += loss.item()
        if (i + 1) % group_size == 0:
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total)
            total = 0.0
    return losses

# %% wrong: does not divide, the losses neither
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total = [], 0.0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total)
            total = 0.0
    return losses

# %% wrong: leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0:
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: does not divide the sums over samples
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: divides the gradients of means by the number of samples
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: does not divide
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: divides by group_size throughout
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / group_size
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: divides the sums over samples by group_size
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / group_size
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: clears the gradients before every micro-batch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: never clears, and divides what is there
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: wrong only with old gradients
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: clears once for all
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: the first step after a single micro-batch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if i % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: the first step after a single micro-batch, and none for the rest
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if i % group_size == 0:
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: a single step for the whole epoch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: a step for every micro-batch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if True:
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if i == group_size or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
    return losses

# %% wrong: the sums of the losses
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total)
            total, n = 0.0, 0
    return losses

# %% wrong: the loss of the last micro-batch of each group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            total, n = 0.0, 0
    return losses

# %% wrong: divides the losses by group_size
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / group_size)
            total, n = 0.0, 0
    return losses

# %% wrong: the losses of the micro-batches
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        losses.append(loss.item())
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            total, n = 0.0, 0
    return losses

# %% wrong: the mean of all losses
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return sum(losses) / len(losses)

# %% wrong: wrong shape
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses[-1]

# %% wrong: returned nothing
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    

# %% wrong: clears before the step
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.zero_grad()
            optimizer.step()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: does not divide the sums over samples
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            optimizer.step()
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: divides the sum of mean losses by the number of samples
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item()
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / len(loader.dataset)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: wrong only where the last micro-batch is smaller, where the …
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / (group_size * len(y))
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% wrong: leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss.item() * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% right
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, total, n = [], 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        (loss * len(y)).backward()
        total += loss * len(y)
        n += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / n
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total / n)
            total, n = 0.0, 0
    return losses

# %% right (developed)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (developed): all micro-batches of a group count the same
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) / len(group)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (developed): does not divide, the losses neither
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (developed): divides by group_size throughout, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) / group_size
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (held): (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    optimizer.zero_grad()
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (held): clears the gradients before every micro-batch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            optimizer.zero_grad()
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (held): (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            total += loss.item()
            optimizer.step()
        losses.append(total)
    return losses

# %% wrong (held): leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches) - group_size + 1, group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (developed): wrong shape
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            losses.append(loss.item())
        optimizer.step()
    return losses

# %% wrong (held): does not clear before the first group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) * (len(x) / n)
            loss.backward()
            total += loss.item()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(total)
    return losses

# %% wrong (developed): leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, group = [], []
    for batch in loader:
        group.append(batch)
        if len(group) == group_size:
            n = sum(len(x) for x, _ in group)
            optimizer.zero_grad()
            total = 0.0
            for x, y in group:
                loss = criterion(model(x), y) * len(x) / n
                loss.backward()
                total += loss.item()
            optimizer.step()
            losses.append(total)
            group = []
    return losses

# %% wrong (developed): all micro-batches of a group count the same in the loss
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * len(x) / n).backward()
            total += loss.item()
        optimizer.step()
        losses.append(total / len(group))
    return losses

# %% wrong (developed): leaves out the last, incomplete group, and divides by group_size
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches) - group_size + 1, group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) / len(group)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (developed): (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    optimizer.zero_grad()
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses

# %% wrong (held): (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(x) for x, _ in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y) / group_size
            loss.backward()
            total += loss.item()
            optimizer.step()
        losses.append(total)
    return losses

# %% right (held)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    history = []
    seen, summed, count = 0, 0.0, 0
    optimizer.zero_grad()
    def finish():
        for p in model.parameters():
            if p.grad is not None:
                p.grad /= seen
        optimizer.step()
        optimizer.zero_grad()
        history.append(summed / seen)
    for x, y in loader:
        loss = criterion(model(x), y) * len(x)
        loss.backward()
        seen += len(x)
        summed += loss.item()
        count += 1
        if count % group_size == 0:
            finish()
            seen, summed = 0, 0.0
    if seen:
        finish()
    return history

# %% wrong (developed): divides by group_size throughout, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    batches = list(loader)
    for i in range(0, len(batches), group_size):
        group = batches[i:i + group_size]
        optimizer.zero_grad()
        s = 0.0
        for x, y in group:
            loss = criterion(model(x), y) / group_size
            loss.backward()
            s += loss.item()
        optimizer.step()
        losses.append(s)
    return losses

# %% right (held)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for i in range(0, len(batches), group_size):
        group = batches[i:i + group_size]
        n = sum(len(y) for _, y in group)
        optimizer.zero_grad()
        s = 0.0
        for x, y in group:
            part = criterion(model(x), y) * (len(y) / n)
            part.backward()
            s += part.item()
        optimizer.step()
        losses.append(s)
    return losses

# %% wrong (held): leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses, batch = [], []
    for x, y in loader:
        batch.append((x, y))
        if len(batch) == group_size:
            n = sum(len(b) for _, b in batch)
            optimizer.zero_grad()
            s = 0.0
            for a, b in batch:
                loss = criterion(model(a), b) * len(b) / n
                loss.backward()
                s += loss.item()
            optimizer.step()
            losses.append(s)
            batch = []
    return losses

# %% wrong (held): clears the gradients before every micro-batch
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    batches = list(loader)
    for i in range(0, len(batches), group_size):
        group = batches[i:i + group_size]
        n = sum(len(y) for _, y in group)
        s = 0.0
        for x, y in group:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            (loss * len(y) / n).backward()
            s += loss.item()
        optimizer.step()
        losses.append(s)
    return losses

# %% wrong (held): all micro-batches of a group count the same in the loss
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(y) for _, y in group)
        optimizer.zero_grad()
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * (len(y) / n)).backward()
            total += loss.item()
        optimizer.step()
        losses.append(total / len(group))
    return losses

# %% wrong (held): never clears the gradients
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(y) for _, y in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * (len(y) / n)).backward()
            total += loss.item() * len(y)
        optimizer.step()
        losses.append(total / n)
    return losses

# %% wrong (held): (no diagnosis)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(y) for _, y in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * (1 / group_size)).backward()
            total += loss.item() * len(y)
        optimizer.step()
        losses.append(total / n)
    return losses

# %% wrong (held): all micro-batches of a group count the same in the loss
def train_accumulated(model, loader, criterion, optimizer, group_size):
    batches = list(loader)
    losses = []
    for start in range(0, len(batches), group_size):
        group = batches[start:start + group_size]
        n = sum(len(y) for _, y in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * (len(y) / n)).backward()
            total += loss.item()
        optimizer.step()
        losses.append(total / len(group))
    return losses

# %% right (developed)
def train_accumulated(model, loader, criterion, optimizer, group_size):
    source = iter(loader)
    losses = []
    optimizer.zero_grad()
    while True:
        group = [pair for _, pair in zip(range(group_size), source)]
        if not group:
            return losses
        samples, total = 0, 0.0
        for x, y in group:
            summed = criterion(model(x), y) * len(x)
            summed.backward()
            total += summed.item()
            samples += len(x)
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad /= samples
        optimizer.step()
        optimizer.zero_grad()
        losses.append(total / samples)


# %% wrong: divides the sums over samples by group_size, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    optimizer.zero_grad()
    summed, seen = 0.0, 0
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) * len(y)
        loss.backward()
        summed += loss.item()
        seen += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / group_size
            optimizer.step()
            optimizer.zero_grad()
            losses.append(summed / group_size)
            summed, seen = 0.0, 0
    return losses


# %% wrong: divides the losses by group_size
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    optimizer.zero_grad()
    summed, seen = 0.0, 0
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y) * len(y)
        loss.backward()
        summed += loss.item()
        seen += len(y)
        if (i + 1) % group_size == 0 or i + 1 == len(loader):
            for p in model.parameters():
                p.grad = p.grad / seen
            optimizer.step()
            optimizer.zero_grad()
            losses.append(summed / group_size)
            summed, seen = 0.0, 0
    return losses

# %% wrong (held): leaves out the last, incomplete group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    group = []
    optimizer.zero_grad()
    for batch in loader:
        group.append(batch)
        if len(group) == group_size:
            n = sum(len(y) for _, y in group)
            total = 0.0
            for x, y in group:
                loss = criterion(model(x), y) * (len(y) / n)
                loss.backward()
                total += loss.item()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(total)
            group = []
    return losses

# %% wrong (developed): divides by group_size throughout, the losses too
def train_accumulated(model, loader, criterion, optimizer, group_size):
    optimizer.zero_grad()
    out, running, k = [], 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y) / group_size
        loss.backward()
        running += loss.item()
        k += 1
        if k == group_size:
            optimizer.step()
            optimizer.zero_grad()
            out.append(running)
            running, k = 0.0, 0
    if k:
        optimizer.step()
        out.append(running)
    return out

# %% wrong: does not clear before the first group
def train_accumulated(model, loader, criterion, optimizer, group_size):
    out, group = [], []
    data = list(loader)
    for i in range(0, len(data), group_size):
        group = data[i:i + group_size]
        n = sum(len(x) for x, _ in group)
        total = 0.0
        for x, y in group:
            loss = criterion(model(x), y)
            (loss * (len(x) / n)).backward()
            total += loss.item() * len(x)
        optimizer.step()
        optimizer.zero_grad()
        out.append(total / n)
    return out
