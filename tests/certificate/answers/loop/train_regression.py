import numpy as np

# %% wrong: averages the batches with equal weight
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item()
            n += 1
        history.append(total / n)
    return history

# %% wrong: the weights never move
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).sum()
            loss.backward()
            optimizer.step()
            total += loss.item()
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: half of the squared errors
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = 0.5 * ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: does not set train mode
def train_regression(model, loader, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: leaves the model in evaluation mode
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    model.eval()
    return history

# %% wrong: square root
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append((total / n) ** 0.5)
    return history

# %% wrong: returns the last epoch only
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history[-1]

# %% wrong: does not begin anew for each epoch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    total, n = 0.0, 0
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: one number for each batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            history.append(loss.item())
    return history

# %% wrong: does not divide by the number of samples
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total)
    return history

# %% wrong: the weights never move
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            optimizer.step()
            loss.backward()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong: NameError
def train_regression(model, loader, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        model.train()
        running_loss = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * x.size(0)
        history.append(running_loss / len(loader.dataset))
    return history

# %% wrong: one step in each epoch, by all its samples
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        total = 0
        for x, y in loader:
            total = total + ((model(x) - y) ** 2).sum()
        loss = total / len(loader.dataset)
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history

# %% wrong: RuntimeError
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total = 0
        for x, y in loader:
            optimizer.zero_grad()
            total = total + ((model(x) - y) ** 2).mean() * len(x)
            total.backward()
            optimizer.step()
        history.append(total.item() / len(loader.dataset))
    return history

# %% wrong: leaves the model in evaluation mode | the error of the whole set after each epoch
def train_regression(model, loader, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            ((model(x) - y) ** 2).mean().backward()
            optimizer.step()
        model.eval()
        s = 0.0
        for x, y in loader:
            s += ((model(x) - y) ** 2).sum().item()
        history.append(s / len(loader.dataset))
    return history

# %% wrong: (no diagnosis) | square of the mean instead of mean of the squares
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        s = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = (model(x) - y).mean() ** 2
            loss.backward()
            optimizer.step()
            s += loss.item()
        history.append(s / len(loader))
    return history

# %% right: plain
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            prediction = model(x)
            loss = ((prediction - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% right: sum of squares
def train_regression(model, loader, optimizer, epochs):
    losses = []
    for epoch in range(epochs):
        model.train()
        squared_error = 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            squares = (outputs - targets) ** 2
            optimizer.zero_grad()
            squares.mean().backward()
            optimizer.step()
            squared_error += squares.sum().item()
        losses.append(squared_error / len(loader.dataset))
        print(f"epoch {epoch}: {losses[-1]:.4f}")
    return losses

# %% right
def train_regression(model, loader, optimizer, epochs):
    model = model.train()
    history = []
    while len(history) < epochs:
        sums = [0.0, 0]
        for batch in loader:
            features, labels = batch[0], batch[1]
            optimizer.zero_grad()
            out = model(features)
            loss = (out - labels).pow(2).mean()
            loss.backward()
            optimizer.step()
            sums[0] += loss.item() * len(features)
            sums[1] += len(features)
        history.append(sums[0] / sums[1])
    return history

# %% right
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        residuals = []
        for x, y in loader:
            optimizer.zero_grad()
            out = model(x)
            ((out - y) ** 2).mean().backward()
            optimizer.step()
            residuals.append((out.detach().numpy() - y.numpy()).ravel())
        history.append(float(np.mean(np.concatenate(residuals) ** 2)))
    return history

# %% right
import torch
import tinygrad_lite as tg
def train_regression(model, loader, optimizer, epochs):
    library = torch if isinstance(model, torch.nn.Module) else tg
    criterion = library.nn.MSELoss()
    model.train()
    history = []
    for epoch in range(epochs):
        running = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            running += loss.item() * len(x)
        history.append(running / len(loader.dataset))
    return history

# %% right
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = {"mse": []}
    n_samples = sum(len(y) for _, y in loader)
    for epoch in range(1, epochs + 1):
        epoch_loss = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            y_pred = model(x)
            diff = y_pred - y
            loss = (diff ** 2).mean()
            loss.backward()
            optimizer.step()
            epoch_loss += loss.detach().item() * len(y)
        history["mse"].append(epoch_loss / n_samples)
    return history["mse"]

# %% right
def _epochs(model, loader, optimizer):
    while True:
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        yield total / len(loader.dataset)

def train_regression(model, loader, optimizer, epochs):
    model.train()
    gen = _epochs(model, loader, optimizer)
    return [next(gen) for _ in range(epochs)]

# %% right
def train_regression(model, loader, optimizer, epochs):
    model.train()
    mse = []
    for _ in range(epochs):
        squares = []
        for x, y in loader:
            loss = ((model(x).squeeze(1) - y.squeeze(1)) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            squares.extend([loss.item()] * len(x))
        mse.append(sum(squares) / len(squares))
    return mse

# %% right (held)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): forgets zero_grad
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            # forward
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): does not set train mode
def train_regression(model, loader, optimizer, epochs):
    # train
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): averages the batches with equal weight
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item()
            n += 1
        history.append(total / n)
    return history

# %% wrong (held): sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).sum()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): does not begin anew for each epoch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    total, n = 0.0, 0
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (held): trains for one epoch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
        return history

# %% wrong (developed): the weights never move
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            optimizer.step()
            loss.backward()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (held): the weights never move
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            # next
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): keeps the last batch's loss only
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(loss.item())
    return history

# %% wrong (developed): measures after the step
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): absolute errors instead of squares
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = (model(x) - y).abs().mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (held): (no diagnosis)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y.reshape(-1)) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (held): one step in each epoch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            total += loss.item() * len(x)
            n += len(x)
        optimizer.step()
        history.append(total / n)
    return history

# %% wrong (held): half of the squared errors
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = 0.5 * ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): averages the batches with equal weight
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            # forward
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item()
            n += 1
        history.append(total / n)
    return history

# %% wrong (held): does not set train mode
def train_regression(model, loader, optimizer, epochs):
    history = []
    total, n = 0.0, 0
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(total / n)
    return history

# %% wrong (developed): sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total, n = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).sum()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            n += len(x)
        history.append(loss.item())
    return history

# %% right (held)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    def one():
        squared = 0.0
        for x, y in loader:
            error = model(x) - y
            loss = (error * error).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            squared += (error ** 2).sum().item()
        return squared / len(loader.dataset)
    return [one() for _ in range(epochs)]

# %% right (developed)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    def epoch():
        n, total = 0, 0.0
        for x, y in loader:
            e = model(x) - y
            loss = (e * e).mean()
            optimizer.zero_grad(); loss.backward(); optimizer.step()
            total += float(loss.item()) * len(x); n += len(x)
        return total / n
    return [epoch() for _ in range(epochs)]

# %% wrong (held): sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total = 0.0
        for x, y in loader:
            loss = ((model(x) - y) ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): only the count begins anew
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    total = 0.0
    for _ in range(epochs):
        for x, y in loader:
            loss = ((model(x) - y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(loader.dataset))
    return history

# %% wrong (held): keeps the last batch's loss only
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        for x, y in loader:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
        history.append(loss.item())
    return history

# %% wrong (held): sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).sum()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        history.append(total / count)
    return history

# %% wrong (held): forgets zero_grad
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        history.append(total / count)
    return history

# %% wrong (held): averages the batches with equal weight
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item()
            count += 1
        history.append(total / count)
    return history

# %% wrong (held): (no diagnosis)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            loss = ((model(x) - y) ** 2).sum()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        history.append(total / count)
    return history

# %% right (developed)
def train_regression(model, loader, optimizer, epochs):
    def steps():
        for x, y in loader:
            residual = model.train()(x) - y
            optimizer.zero_grad()
            (residual**2).mean().backward()
            optimizer.step()
            yield float((residual.detach() ** 2).sum().item()), len(y)

    def mean_of(pairs):
        sums, sizes = zip(*pairs)
        return sum(sums) / sum(sizes)

    model.train()
    return [mean_of(steps()) for _ in range(epochs)]

# %% wrong (developed): weights every batch as a full one
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        running, seen = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            running += loss.item() * loader.batch_size
            seen += y.shape[0]
        history.append(running / seen)
    return history

# %% wrong (held): clears the gradients once an epoch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    losses = []
    for e in range(epochs):
        running, seen = 0.0, 0
        for x, y in loader:
            pred = model(x)
            loss = ((pred - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            running += loss.item() * len(y)
            seen += len(y)
        optimizer.zero_grad()
        losses.append(running / seen)
    return losses

# %% wrong (developed): sums the squared errors of a batch
def train_regression(model, loader, optimizer, epochs):
    model.train()
    out = []
    for _ in range(epochs):
        sq = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            d = model(x) - y
            loss = (d * d).sum()
            loss.backward()
            optimizer.step()
            sq += loss.item()
        out.append(sq / len(loader.dataset))
    return out

# %% right (developed)
def train_regression(model, loader, optimizer, epochs):
    model.train()
    def epoch():
        for x, y in loader:
            optimizer.zero_grad()
            err = (model(x) - y) ** 2
            err.mean().backward()
            optimizer.step()
            yield from err.detach().numpy().ravel()
    return [float(np.mean(list(epoch()))) for _ in range(epochs)]
