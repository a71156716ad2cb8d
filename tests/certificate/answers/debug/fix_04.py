import numpy as np

# %% right: clones
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    best, best_loss = None, float("inf")
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.train()
        history.append(total / len(val_loader.dataset))
        if history[-1] < best_loss:
            best_loss = history[-1]
            best = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% right: mended in place
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    import copy
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        for inputs, targets in val_loader:
            total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model).state_dict()
    model.load_state_dict(best)
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(best)
    return history

# %% wrong: validates in train mode
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% wrong: stays in eval mode
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% wrong: stays in eval mode, and keeps no copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(best)
    return history

# %% wrong: eval() comes too late
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.eval()
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = dict(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {k: v.detach() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model
    model = best
    return history

# %% wrong: keeps the parameters only
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = [p.detach().clone() for p in model.parameters()]
    for p, b in zip(model.parameters(), best):
        p.data = b
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(copy.deepcopy(best))
    return history

# %% wrong: keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    return history

# %% wrong: validates in train mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: averages batches
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item()
        history.append(total / len(val_loader))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: unused parameter
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: AttributeError
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict().clone()
    model.load_state_dict(best)
    return history

# %% wrong: TypeError
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model)
    model.load_state_dict(best)
    return history

# %% wrong: trains in eval mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for layer in model:
            if isinstance(layer, tg.nn.BatchNorm1d):
                layer.eval()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: (no diagnosis)
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        for m in model.modules():
            if hasattr(m, "running_mean"):
                m.running_mean[...] = 0.0
                m.running_var[...] = 1.0
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% right
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% right
import pickle
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = pickle.dumps(model.state_dict())
    model.load_state_dict(pickle.loads(best))
    return history

# %% right
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model)
    model.load_state_dict(best.state_dict())
    return history

# %% right
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.train(False)
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.train(True)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {k: v.detach().clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% right
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    states = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        model.eval()
        losses = [(criterion(model(x), y).item(), len(x)) for x, y in val_loader]
        history.append(sum(l * n for l, n in losses) / sum(n for _, n in losses))
        states.append(copy.deepcopy(model.state_dict()))
    model.load_state_dict(states[int(np.argmin(history))])
    return history

# %% right
import copy
def _train(model, loader, criterion, optimizer):
    model.train()
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()

def _validate(model, loader, criterion):
    model.eval()
    total = 0.0
    with tg.no_grad():
        for inputs, targets in loader:
            total += criterion(model(inputs), targets).item() * len(inputs)
    return total / len(loader.dataset)

def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    best_loss, best_state = None, None
    for epoch in range(epochs):
        _train(model, loader, criterion, optimizer)
        loss = _validate(model, val_loader, criterion)
        history.append(loss)
        if best_loss is None or loss < best_loss:
            best_loss = loss
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return history

# %% right
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        was_training = model.training
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.train(was_training)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% right
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for epoch in range(epochs):
        for inputs, targets in loader:
            model.train()
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                model.eval()
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = {key: value * 1 for key, value in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% equivalent: line 7: criterion(model(inputs), targets) → criterion(targets, model(inputs))
# The criterion squares the difference, so that its sign makes none.

# %% equivalent: line 13: criterion(model(inputs), targets) → criterion(targets, model(inputs))
# The criterion squares the difference, so that its sign makes none.

# %% right (developed)
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): stays in eval mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for _ in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(best)
    return history

# %% wrong (developed): validates in train mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        # validation
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (held): keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.copy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (held): validates in train mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        model.eval()
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): keeps the worst
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == max(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (held): validates in train mode, and keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        # validation
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = dict(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): stays in eval mode, and keeps no copy
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for _ in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(best)
    return history

# %% right (developed)
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history, best = [], (float("inf"), None)
    for epoch in range(epochs):
        model.train()
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            v = sum(criterion(model(x), y).item() * len(x) for x, y in val_loader) / len(val_loader.dataset)
        history.append(v)
        if v < best[0]:
            best = v, {k: t.detach().clone() if hasattr(t, "clone") else t for k, t in model.state_dict().items()}
    model.load_state_dict(best[1])
    return history

# %% wrong (developed): stays in eval mode
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    import copy
    history = []
    model.train()
    for _ in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): keeps no copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = model.state_dict()
    model.load_state_dict(best)
    return history

# %% right (held)
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history, best, lowest = [], None, float("inf")
    for _ in range(epochs):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            total = sum(criterion(model(x), y).item() * len(x) for x, y in val_loader)
        history.append(total / len(val_loader.dataset))
        if history[-1] < lowest:
            lowest = history[-1]
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% wrong (held): averages batches
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item()
        history.append(total / len(val_loader))
        if history[-1] == max(history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return history

# %% right (held)
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    snapshots, history = [], []
    for _ in range(epochs):
        model.train(True)
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.train(False)
        with tg.no_grad():
            history.append(sum(criterion(model(x), y).item() * len(y) for x, y in val_loader) / len(val_loader.dataset))
        snapshots.append({key: np.array(value.numpy()) for key, value in model.state_dict().items()})
    chosen = snapshots[int(np.argmin(history))]
    model.load_state_dict({key: tg.tensor(value) for key, value in chosen.items()})
    model.train()
    return history

# %% wrong (developed): NameError
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    best_loss, best_state = float("inf"), None
    for epoch in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        model.eval()
        val_loss = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                val_loss += criterion(model(inputs), targets).item() * len(inputs)
        val_loss /= len(val_loader.dataset)
        history.append(val_loss)
        if val_loss < best_loss:
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return history

# %% wrong (developed): NameError
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        losses = []
        with tg.no_grad():
            for inputs, targets in val_loader:
                losses.append(criterion(model(inputs), targets).item())
        history.append(sum(losses) / len(losses))
        if len(history) == 1 or history[-1] < history[-2]:
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: keeps the worst
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    import copy
    history = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == max(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong: keeps the worst
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history, kept, highest = [], None, -float("inf")
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            losses = [criterion(model(x), y).item() * len(x) for x, y in val_loader]
        history.append(sum(losses) / len(val_loader.dataset))
        if history[-1] > highest:
            highest = history[-1]
            kept = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(kept)
    return history

# %% wrong (held): stays in eval mode
import copy
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    history = []
    model.train()
    for _ in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        total = 0.0
        model.eval()
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        history.append(total / len(val_loader.dataset))
        if history[-1] == min(history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return history

# %% wrong (developed): wrong only where the validation loss falls by very little
def train_04(model, loader, criterion, optimizer, epochs, val_loader):
    import copy
    history, best_loss, best = [], float("inf"), None
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        total = 0.0
        with tg.no_grad():
            for inputs, targets in val_loader:
                total += criterion(model(inputs), targets).item() * len(inputs)
        loss = total / len(val_loader.dataset)
        history.append(loss)
        if loss < best_loss - 1e-4:
            best_loss = loss
            best = copy.deepcopy(model.state_dict())
    if best is not None:
        model.load_state_dict(best)
    return history
