import numpy as np

# %% wrong: always ends in train mode
import torch
def validate(model, loader, criterion):
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    model.train()
    return total / n, correct / n

# %% wrong: gives all parts the mode of the whole
import torch
def validate(model, loader, criterion):
    was_training = model.training
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    model.train(was_training)
    return total / n, correct / n

# %% wrong: does not set evaluation mode
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / n, correct / n

# %% wrong: averages the batch losses with equal weight
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item()
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / len(loader), correct / n

# %% wrong: the accuracy in percent
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / n, 100 * correct / n

# %% wrong: counts the right predictions
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / n, correct

# %% wrong: RuntimeError
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(0) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / n, correct / n

# %% wrong: gives all parts the mode of the whole
import tinygrad_lite as tg
def validate(model, loader, criterion):
    flags = [module.training for module in model.modules()]
    model.eval()
    running_loss = 0.0
    correct = 0
    with tg.no_grad():
        for data, targets in loader:
            outputs = model(data)
            loss = criterion(outputs, targets)
            running_loss += loss.item() * data.size(0)
            _, predicted = outputs.max(1)
            correct += predicted.eq(targets).sum().item()
    if any(flags):
        model.train()
    return running_loss / len(loader.dataset), correct / len(loader.dataset)

# %% wrong: runs backward
import tinygrad_lite as tg
def validate(model, loader, criterion):
    flags = [module.training for module in model.modules()]
    model.eval()
    running_loss = 0.0
    correct = 0
    with tg.enable_grad():
        for data, targets in loader:
            outputs = model(data)
            loss = criterion(outputs, targets)
            loss.backward()
            running_loss += loss.item() * data.size(0)
            _, predicted = outputs.max(1)
            correct += predicted.eq(targets).sum().item()
    for module, flag in zip(model.modules(), flags):
        module.training = flag
    return running_loss / len(loader.dataset), correct / len(loader.dataset)

# %% wrong: (no diagnosis) | backward and zero_grad, copied from the training loop without the step
def validate(model, loader, criterion):
    was = model.training
    model.eval()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        model.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        total += loss.item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
        n += len(x)
    model.train(was)
    return total / n, correct / n

# %% wrong: clears the gradients
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    for p in model.parameters():
        p.grad = None
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        total += criterion(out, y).item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
        n += len(x)
    for m, t in modes:
        m.training = t
    return total / n, correct / n

# %% wrong: RuntimeError
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x).numpy()
            total += criterion(out, y).item() * len(x)
            _, predicted = torch.max(out, 1)
            correct += (predicted == y).sum().item()
            n += len(x)
    for m, t in modes:
        m.training = t
    return total / n, correct / n

# %% wrong: NameError
def validate(model, loader, criterion):
    model.eval()
    total, correct = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        total += criterion(out, y).item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
    model.train()
    return total / len(loader.dataset), correct / len(loader.dataset)

# %% wrong: loss and accuracy exchanged
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        total += criterion(out, y).item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
        n += len(x)
    for m, t in modes:
        m.training = t
    return correct / n, total / n

# %% wrong: gives all parts the mode of the whole
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    for x, y in loader:
        out = model(x)
        total += criterion(out, y).item() * len(x)
        correct += (out.argmax(1) == y).sum().item()
        n += len(x)
    for m, t in reversed(modes):
        m.train(t)
    return total / n, correct / n

# %% wrong: ValueError
def validate(model, loader, criterion):
    model.eval
    total, correct = 0.0, 0
    for i in range(len(loader.dataset)):
        x, y = loader.dataset[i]
        out = model(x)
        total += criterion(out, y).item()
        correct += (out.argmax() == y).item()
    model.train()
    return total / len(loader.dataset), correct / len(loader.dataset)

# %% wrong: parts of parts stay in evaluation mode
def validate(model, loader, criterion):
    modes = [m.training for m in model.children()]
    top = model.training
    model.eval()
    losses, hits, n = 0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            z = model(x)
            losses += criterion(z, y).item() * len(x)
            hits += int((z.argmax(1) == y).sum())
            n += len(x)
    for m, mode in zip(model.children(), modes):
        m.training = mode
    model.training = top
    return losses / n, hits / n

# %% right: all modes kept
import torch
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(x)
            correct += (out.argmax(1) == y).sum().item()
            n += len(x)
    for module, mode in modes:
        module.training = mode
    return total / n, correct / n

# %% right: a list of flags
import tinygrad_lite as tg
def validate(model, loader, criterion):
    flags = [module.training for module in model.modules()]
    model.eval()
    running_loss = 0.0
    correct = 0
    with tg.no_grad():
        for data, targets in loader:
            outputs = model(data)
            loss = criterion(outputs, targets)
            running_loss += loss.item() * data.size(0)
            _, predicted = outputs.max(1)
            correct += predicted.eq(targets).sum().item()
    for module, flag in zip(model.modules(), flags):
        module.training = flag
    return running_loss / len(loader.dataset), correct / len(loader.dataset)

# %% right
def validate(model, loader, criterion):
    training = [m for m in model.modules() if m.training]
    model.eval()
    loss_sum, hits, n = 0.0, 0, 0
    for inputs, labels in loader:
        scores = model(inputs)
        loss_sum += len(labels) * criterion(scores, labels).item()
        hits += np.sum(scores.detach().numpy().argmax(1) == labels.numpy())
        n += len(labels)
    for m in training:
        m.training = True
    return loss_sum / n, hits / n

# %% right
from contextlib import contextmanager

@contextmanager
def evaluating(model):
    saved = [(m, m.training) for m in model.modules()]
    model.eval()
    yield
    for m, mode in saved:
        m.training = mode

def validate(model, loader, criterion):
    with evaluating(model):
        results = []
        for x, y in loader:
            out = model(x)
            results.append([criterion(out, y).item() * len(y), (out.argmax(1) == y).sum().item(), len(y)])
    loss, hits, n = np.sum(results, axis=0)
    return loss / n, hits / n

# %% right
import tinygrad_lite as tg
def validate(model, loader, criterion):
    parts = list(model.modules())
    modes = [p.training for p in parts]
    for p in parts:
        p.training = False
    with tg.no_grad():
        pairs = [(model(x), y) for x, y in loader]
        loss = sum(criterion(o, y).item() * len(y) for o, y in pairs)
        predictions = np.concatenate([o.detach().numpy().argmax(1) for o, _ in pairs])
        truth = np.concatenate([y.numpy() for _, y in pairs])
    for p, mode in zip(parts, modes):
        p.training = mode
    return loss / len(truth), (predictions == truth).mean()

# %% right: decorated
import torch
@torch.no_grad()
def validate(model, loader, criterion):
    modes = {}
    for m in model.modules():
        modes[m] = m.training
        m.training = False
    loss_sum = 0.0
    correct = 0
    total = 0
    for x, y in loader:
        out = model(x)
        loss_sum += criterion(out, y).item() * y.size(0)
        correct += (out.argmax(dim=1) == y).sum().item()
        total += y.size(0)
    for m in modes:
        m.training = modes[m]
    return loss_sum / total, correct / total

# %% right
def validate(model, loader, criterion):
    remembered = [(m, m.training) for m in model.modules()]
    model.train(False)
    losses, accuracies, weights = [], [], []
    for x, y in loader:
        out = model(x)
        losses.append(criterion(out, y).item())
        accuracies.append((out.argmax(1) == y).float().mean().item())
        weights.append(len(y))
    for m, mode in remembered:
        object.__setattr__(m, "training", mode)
    return np.average(losses, weights=weights), np.average(accuracies, weights=weights)

# %% right
def validate(model, loader, criterion):
    modes = [m.training for m in model.modules()]
    model.eval()
    s, c, n = 0.0, 0.0, 0
    for batch in loader:
        out, y = model(batch[0]), batch[1]
        s += criterion(out, y).item() * len(y)
        c += sum(1 for row, t in zip(out.tolist(), y.tolist()) if row.index(max(row)) == t)
        n += len(y)
    # modules() gives a parent before its children, so the children have the last word
    for m, mode in zip(model.modules(), modes):
        m.train(mode)
    return s / n, c / n

# %% wrong (held): does not set evaluation mode
import tinygrad_lite as tg
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            correct += (out.argmax(1) == y).sum().item()
            n += len(y)
    for m, was in modes:
        m.training = was
    return total / n, correct / n

# %% wrong (held): always ends in train mode
import tinygrad_lite as tg
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            correct += (out.argmax(1) == y).sum().item()
            n += len(y)
    for m, was in modes:
        m.train()
    return total / n, correct / n

# %% wrong (held): does not set evaluation mode
import tinygrad_lite as tg
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item()
            correct += (out.argmax(1) == y).sum().item()
            n += len(y)
    for m, was in modes:
        m.training = was
    return total / len(loader), correct / n

# %% wrong (held): averages the batch losses with equal weight
import tinygrad_lite as tg
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item()
            correct += (out.argmax(1) == y).sum().item()
            n += len(y)
    for m, was in modes:
        m.train()
    return total / len(loader), correct / n

# %% equivalent: line 8: 1 → -1
# Logits have two axes, so the last one is axis 1.

# %% equivalent: line 10: True → False
# The parts are gone through twice in the same order; there is nothing for strict to find.

# %% right (developed)
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / n

# %% wrong (held): does not set evaluation mode
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    # measure
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / n

# %% wrong (held): leaves the model in evaluation mode
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    # done
    return total / n, correct / n

# %% wrong (held): always ends in train mode
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    model.train()
    return total / n, correct / n

# %% wrong (held): gives all parts the mode of the whole
def validate(model, loader, criterion):
    mode = model.training
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    model.train(mode)
    return total / n, correct / n

# %% wrong (held): averages the batch losses with equal weight
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / len(loader), correct / n

# %% wrong (held): the accuracy in percent
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, 100.0 * correct / n

# %% wrong (developed): runs backward
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.enable_grad() if hasattr(tg, "enable_grad") else tg.no_grad():
        for x, y in loader:
            logits = model(x)
            loss = criterion(logits, y)
            loss.backward()
            total += loss.item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / n

# %% wrong (developed): the last batch only
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total = criterion(logits, y).item() * len(y)
            correct = (logits.argmax(dim=1) == y).sum().item()
            n = len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / n

# %% right (held)
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
        for m, mode in modes:
            m.training = mode
        return total / len(loader.dataset), correct / n
        # end

# %% wrong (developed): clears the gradients
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    for p in model.parameters():
        p.grad = None
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / n

# %% wrong (held): averages the batch accuracies with equal weight
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item() / len(y)
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, correct / len(loader)

# %% wrong (developed): does not set evaluation mode
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    # measure
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    for m, mode in modes:
        m.training = mode
    return total / n, 100 * correct / n

# %% wrong (held): leaves the model in evaluation mode | averages the batch losses with equal weight
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    return total / len(loader), correct / n

# %% wrong (developed): always ends in train mode | divides the sum of batch means by the number of samples
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    total, correct, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            n += len(y)
    model.train()
    return total / n, correct / n

# %% right (developed)
def validate(model, loader, criterion):
    before = {m: m.training for m in model.modules()}
    try:
        model.eval()
        rows = []
        with tg.no_grad():
            for x, y in loader:
                out = model(x)
                rows.append((criterion(out, y).item() * len(x), float((out.argmax(1) == y).sum()), len(x)))
        loss, hits, n = np.sum(rows, axis=0)
        return float(loss / n), float(hits / n)
    finally:
        for m, flag in before.items():
            m.training = flag

# %% right (developed)
def validate(model, loader, criterion):
    modes = {m: m.training for m in model.modules()}
    model.eval()
    try:
        total = hits = n = 0
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            hits += int((out.argmax(1) == y).sum().item())
            n += len(y)
    finally:
        for m, t in modes.items():
            m.training = t
    return total / n, hits / n

# %% wrong (held): always ends in train mode
def validate(model, loader, criterion):
    model.eval()
    total, hits, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            n += len(y)
    model.train()
    return total / n, hits / n

# %% wrong (held): does not set evaluation mode
def validate(model, loader, criterion):
    total, hits, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            n += len(y)
    return total / n, hits / n

# %% wrong (held): averages the batch losses with equal weight | gives all parts the mode of the whole
def validate(model, loader, criterion):
    was = model.training
    model.eval()
    total, hits = 0.0, 0.0
    for x, y in loader:
        out = model(x)
        total += criterion(out, y).item()
        hits += (out.argmax(1) == y).sum().item() / len(y)
    model.train(was)
    return total / len(loader), hits / len(loader)

# %% right (developed)
def validate(model, loader, criterion):
    from contextlib import contextmanager

    @contextmanager
    def looking_on():
        modes = {part: part.training for part in model.modules()}
        try:
            yield model.eval()
        finally:
            for part, mode in modes.items():
                part.training = mode

    def look(quiet, x, y):
        logits = quiet(x).detach()
        return len(y) * criterion(logits, y).item(), (logits.numpy().argmax(1) == y.numpy()).sum(), len(y)

    with looking_on() as quiet:
        losses, hits, sizes = zip(*(look(quiet, x, y) for x, y in loader))
    return sum(losses) / sum(sizes), float(sum(hits) / sum(sizes))

# %% wrong (held): gives all parts the mode of the whole
def validate(model, loader, criterion):
    was_training = model.training
    model.eval()
    loss_sum, right, n = 0.0, 0, 0
    with tg.no_grad():
        for x, y in loader:
            out = model(x)
            loss_sum += criterion(out, y).item() * len(x)
            right += int((out.argmax(dim=1) == y).sum())
            n += len(x)
    model.train(was_training)
    return loss_sum / n, right / n

# %% wrong (developed): divides the sum of batch means by the number of samples
def validate(model, loader, criterion):
    modes = {m: m.training for m in model.modules()}
    model.eval()
    total = correct = count = 0
    for x, y in loader:
        with tg.no_grad():
            out = model(x)
        total += criterion(out, y).item()
        correct += (out.argmax(1) == y).sum().item()
        count += len(y)
    for m, t in modes.items():
        m.training = t
    return total / count, correct / count

# %% right (developed)
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    n = len(loader.dataset)
    with tg.no_grad():
        outs = [(model(x), y) for x, y in loader]
        loss = sum(criterion(o, y).item() * len(y) for o, y in outs)
        hits = sum((o.argmax(1) == y).sum().item() for o, y in outs)
    for m, mode in modes:
        m.training = mode
    return loss / n, hits / n

# %% wrong (held): (no diagnosis)
import torch

def validate(model, loader, criterion):
    was = model.training
    parts = [m for m in model.modules() if not m.training]
    model.eval()
    total, right, seen = 0.0, 0, 0
    with tg.no_grad(), torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            right += (out.argmax(dim=1) == y).sum().item()
            seen += len(y)
    model.train(was)
    for m in parts: m.eval()
    return total / seen, right / seen

# %% wrong (held): wrong only where the model comes in evaluation mode, and a part of it in training mode
import torch

def validate(model, loader, criterion):
    was = model.training
    parts = [m for m in model.modules() if not m.training]
    model.eval()
    total, right, seen = 0.0, 0, 0
    with tg.no_grad(), torch.no_grad():
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            right += (out.argmax(dim=1) == y).sum().item()
            seen += len(y)
    if was:
        model.train()
        for m in parts: m.training = False
    return total / seen, right / seen

# %% wrong (held): wrong only where a parameter has requires_grad=False
def validate(model, loader, criterion):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    for p in model.parameters(): p.requires_grad = False
    total, right, seen = 0.0, 0, 0
    if True:
        for x, y in loader:
            out = model(x)
            total += criterion(out, y).item() * len(y)
            right += (out.argmax(dim=1) == y).sum().item()
            seen += len(y)
    for m, mode in modes: m.training = mode
    for p in model.parameters(): p.requires_grad = True
    return total / seen, right / seen
