import numpy as np

# %% wrong: forgets zero_grad
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: the accuracy in percent
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, 100. * correct / n

# %% wrong: does not set train mode
def train_one_epoch(model, loader, criterion, optimizer):
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: measures after the step
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        outputs = model(x)
        loss = criterion(outputs, y)
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        optimizer.step()
        loss.backward()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: softmax before the cross-entropy
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x).softmax(1)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: RuntimeError
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(y, outputs)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: forgets zero_grad
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer.zero_grad()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% wrong: RuntimeError
def train_one_epoch(model, train_loader, criterion, optimizer):
    """Train for one epoch"""
    model.train()
    running_loss = 0.0
    correct = 0
    total = 0

    for data, targets in train_loader:
        # Forward pass
        outputs = model(data)
        loss = criterion(outputs, targets)

        # Backward pass and optimize
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        # Statistics
        running_loss += loss.item() * data.size(0)
        predicted = outputs.argmax(0)
        total += targets.size(0)
        correct += predicted.eq(targets).sum().item()

    epoch_loss = running_loss / total
    epoch_acc = correct / total
    return epoch_loss, epoch_acc

# %% wrong: forgets in the loop
def train_one_epoch(model, train_loader, criterion, optimizer):
    """Train for one epoch"""
    model.train()
    running_loss = 0.0
    correct = 0
    total = 0

    for data, targets in train_loader:
        # Forward pass
        outputs = model(data)
        loss = criterion(outputs, targets)

        # Backward pass and optimize
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        # Statistics
        running_loss = loss.item() * data.size(0)
        _, predicted = outputs.max(1)
        total += targets.size(0)
        correct += predicted.eq(targets).sum().item()

    epoch_loss = running_loss / total
    epoch_acc = 100. * correct / total
    return epoch_loss, epoch_acc

# %% wrong: the accuracy in percent
def train_one_epoch(model, train_loader, criterion, optimizer):
    """Train for one epoch"""
    model.train()
    running_loss = 0.0
    correct = 0
    total = 0

    for data, targets in train_loader:
        # Forward pass
        outputs = model(data)
        loss = criterion(outputs, targets)

        # Backward pass and optimize
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        # Statistics
        running_loss += loss.item() * data.size(0)
        _, predicted = outputs.max(1)
        total += targets.size(0)
        correct += predicted.eq(targets).sum().item()

    epoch_loss = running_loss / total
    epoch_acc = 100. * correct / total
    return epoch_loss, epoch_acc

# %% wrong: AttributeError
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    correct = 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y).item()
        loss.backward()
        optimizer.step()
        total += loss * len(x)
        correct += (out.argmax(1) == y).sum().item()
    return total / len(loader.dataset), correct / len(loader.dataset)

# %% wrong: the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x).detach()
        loss = criterion(out, y)
        loss.requires_grad_()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
        n += len(x)
    return total / n, correct / n

# %% wrong: averages the batch accuracies with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    losses, accs, sizes = [], [], []
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item() * len(x))
        sizes.append(len(x))
        accs.append((out.argmax(1) == y).float().mean().item())
    return sum(losses) / sum(sizes), sum(accs) / len(accs)

# %% wrong: one step with the gradients of all batches
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, hits, n = 0.0, 0, 0
    optimizer.zero_grad()
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        total += loss.item() * len(x)
        hits += (out.argmax(1) == y).sum().item()
        n += len(x)
    optimizer.step()
    return total / n, hits / n

# %% right: plain
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    correct = 0
    n = 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        correct += (outputs.argmax(1) == y).sum().item()
        n += len(x)
    return total_loss / n, correct / n

# %% right
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum, right = 0, 0
    for xb, yb in loader:
        optimizer.zero_grad()
        pred = model(xb)
        loss = criterion(pred, yb)
        loss.backward()
        optimizer.step()
        loss_sum += float(loss.item()) * xb.shape[0]
        right += int((pred.argmax(dim=-1) == yb).sum().item())
    size = len(loader.dataset)
    return loss_sum / size, right / size

# %% right: weights
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    stats = []
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        hit = np.mean(out.detach().numpy().argmax(-1) == y.numpy())
        stats.append((loss.item(), hit, len(y)))
    losses, accs, sizes = np.array(stats).T
    return np.average(losses, weights=sizes), np.average(accs, weights=sizes)

# %% right
def _step(model, criterion, optimizer, x, y):
    optimizer.zero_grad()
    logits = model(x)
    loss = criterion(logits, y)
    loss.backward()
    optimizer.step()
    return loss.item(), logits

def _correct(logits, y):
    return sum(int(max(range(len(row)), key=row.__getitem__) == t) for row, t in zip(logits.tolist(), y.tolist()))

def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total = [0.0, 0, 0]
    for x, y in loader:
        value, logits = _step(model, criterion, optimizer, x, y)
        total[0] += value * len(y)
        total[1] += _correct(logits, y)
        total[2] += len(y)
    return total[0] / total[2], total[1] / total[2]

# %% right
def train_one_epoch(model, loader, criterion, optimizer):
    if not model.training:
        model.train()
    for module in model.modules():
        module.train()
    batch_losses, batch_hits, batch_sizes = [], [], []
    for features, labels in loader:
        scores = model(features)
        loss = criterion(scores, labels)
        for p in model.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()
        batch_sizes.append(labels.shape[0])
        batch_losses.append(loss.detach().item())
        batch_hits.append((scores.detach().argmax(1) == labels).sum().item())
    n = sum(batch_sizes)
    return sum(l * s for l, s in zip(batch_losses, batch_sizes)) / n, sum(batch_hits) / n

# %% right
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    sums = {"loss": 0.0, "hits": 0, "samples": 0}
    for inputs, targets in loader:
        optimizer.zero_grad()
        predictions = model(inputs)
        loss = criterion(predictions, targets)
        loss.backward()
        optimizer.step()
        classes = predictions.max(1)[1]
        for guess, truth in zip(classes.tolist(), targets.tolist()):
            sums["hits"] += guess == truth
            sums["samples"] += 1
        sums["loss"] += loss.item() * len(targets)
    return sums["loss"] / sums["samples"], sums["hits"] / sums["samples"]

# %% right
import torch
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum = hits = 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        with torch.no_grad():
            loss_sum += loss.item() * len(x)
            hits += out.argmax(1).eq(y).sum().item()
        optimizer.step()
    return loss_sum / len(loader.dataset), hits / len(loader.dataset)

# %% right
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    right, everything, summed = 0, 0, 0.0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        order = np.argsort(logits.detach().numpy(), axis=1)[:, -1]
        right += int(np.sum(np.equal(order, y.numpy())))
        everything += order.size
        summed += order.size * loss.item()
    return summed / everything, right / everything

# %% right (held)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    size = len(loader.dataset)
    loss_sum = hits = 0.0
    for x, y in loader:
        scores = model(x)
        loss = criterion(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += float(loss.item()) * len(x)
        hits += float((scores.argmax(1) == y).sum().item())
    return loss_sum / size, hits / size

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        correct += (out.argmax(1) == y).sum().item()
        n += len(y)
    return total / len(loader), correct / n

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        correct += (out.argmax(1) == y).sum().item()
        n += len(y)
    return total / len(loader), correct / n

# %% equivalent: line 11: 1 → -1
# Logits have two axes, so the last one is axis 1.

# %% right (held)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (held): forgets zero_grad
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (held): the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): trains in evaluation mode
def train_one_epoch(model, loader, criterion, optimizer):
    model.eval()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (held): does not set train mode
def train_one_epoch(model, loader, criterion, optimizer):
    # train
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / len(loader), correct / n

# %% wrong (developed): divides the sum of batch means by the number of samples
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): the accuracy in percent
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, 100 * correct / n

# %% wrong (developed): averages the batch accuracies with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).float().mean().item()
        n += len(y)
    return total_loss / n, correct / len(loader)

# %% wrong (held): the accuracy after the step
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (model(x).argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (held): the last batch only
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        total_loss, correct, n = 0.0, 0, 0
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): returns inside the loop
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
        return total_loss / n, correct / n

# %% wrong (held): loss and accuracy exchanged
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return correct / n, total_loss / n

# %% wrong (developed): the weights never move
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        # stepped
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% right (developed)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): RuntimeError
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=0) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): divides the sum of batch means by the number of samples
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): the accuracy in percent
def train_one_epoch(model, loader, criterion, optimizer):
    # no mode
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n * 100

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    model.eval()
    return total_loss / len(loader), correct / n

# %% right (developed)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    sums = np.zeros(2)
    for inputs, targets in loader:
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        hits = float((outputs.argmax(1) == targets).sum())
        sums += [float(loss.detach()) * len(inputs), hits]
    mean_loss, acc = (sums / len(loader.dataset)).tolist()
    return mean_loss, acc

# %% right (held)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train(True)
    losses, sizes, hits = [], [], []
    for batch in loader:
        x, y = batch
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        sizes.append(x.shape[0])
        hits += (out.argmax(dim=-1) == y).tolist()
    return float(np.average(losses, weights=sizes)), sum(hits) / len(hits)

# %% wrong (developed): the accuracy after the step
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, hits, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        hits += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    return total / n, hits / n

# %% wrong (developed): forgets zero_grad
def train_one_epoch(model, loader, criterion, optimizer):
    total, hits, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        hits += (out.argmax(1) == y).sum().item()
        n += len(y)
    return total / n, hits / n

# %% right (held)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    rows = []
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        hits = (out.argmax(1) == y).sum().item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rows.append((len(y), len(y) * loss.item(), hits))
    n, total, hits = map(sum, zip(*rows))
    return total / n, hits / n

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, hits, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        hits += (out.argmax(1) == y).sum().item()
        n += len(y)
    return total / len(loader), hits / n

# %% right (developed)
def train_one_epoch(model, loader, criterion, optimizer):
    kept, answers, weighted = [], [], []
    model.train(True)
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        kept.extend(logits.detach().numpy().argmax(axis=-1).tolist())
        answers.extend(y.numpy().tolist())
        weighted.extend([loss.item()] * len(y))
        optimizer.step()
    return float(np.mean(weighted)), sum(map(int.__eq__, kept, answers)) / len(answers)

# %% wrong (developed): weights every batch as a full one
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss, correct, n = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * loader.batch_size
        correct += (logits.argmax(dim=1) == y).sum().item()
        n += len(y)
    return total_loss / n, correct / n

# %% wrong (developed): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    tot, acc = 0.0, 0.0
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        tot += loss.item()
        acc += (out.argmax(dim=1) == y).sum().item()
    return tot / len(loader), acc / len(loader.dataset)

# %% wrong (held): averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    losses, correct, total = [], 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        correct += (out.argmax(1) == y).sum().item()
        total += len(y)
    return sum(losses) / len(losses), correct / total

# %% right (developed)
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    stats = []
    for x, y in loader:
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        stats.append((len(y), float(loss), float((logits.argmax(1) == y).sum())))
    n, l, h = zip(*stats)
    return float(np.average(l, weights=n)), sum(h) / sum(n)

# %% wrong (held): the accuracy after the step
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    loss_sum, hits = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(x)
        hits += (model(x).argmax(1) == y).sum().item()
    n = len(loader.dataset)
    return loss_sum / n, hits / n

# %% wrong: averages the batch losses with equal weight
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    losses, hits, n = [], 0, 0
    for x, y in loader:
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        hits += (out.argmax(1) == y).sum().item()
        n += len(y)
    return np.mean(losses), hits / n
