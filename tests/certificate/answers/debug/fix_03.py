import numpy as np

# %% right: logits and probabilities
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            probabilities = logits.detach().softmax(dim=1)
            confidence += probabilities.max(dim=1)[0].sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right: the logarithm of the probabilities
def train_03(model, loader, criterion, optimizer, epochs):
    losses, confidences = [], []
    for epoch in range(epochs):
        total, confidence, n = 0.0, 0.0, 0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=1)
            loss = criterion(outputs.log(), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += float(outputs.detach().numpy().max(axis=1).sum())
            n += len(inputs)
        losses.append(total / n)
        confidences.append(confidence / n)
    return {"loss": losses, "confidence": confidences}

# %% wrong: the logarithm for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).log_softmax(dim=1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: softmax over the batch in front of the criterion
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=0)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: a sigmoid in place of the softmax
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).sigmoid()
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: unused parameter
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=1)
            loss = tg.nn.NLLLoss()(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: unused parameter
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = tg.nn.NLLLoss()(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: ValueError
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=1)
            loss = tg.nn.BCELoss()(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: (no diagnosis)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for group in optimizer.param_groups:
        group["lr"] *= 5
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).softmax(dim=1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: no softmax for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += logits.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: softmax in front of the criterion, none for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += logits.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: the confidence behind the step
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += model(inputs).softmax(dim=1).max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: the probability of the right class
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += sum(outputs[i, int(t)].item() for i, t in enumerate(targets))
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: averages batches for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.mean().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader))
    return history

# %% wrong: the number of the class
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1)[1].sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs).detach()
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: RuntimeError
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits.argmax(dim=1), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: TypeError
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            import torch
            outputs = torch.softmax(logits, dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong: KeyError
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidences"].append(confidence / len(loader.dataset))
    return history

# %% wrong: the weights never move
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            outputs = logits.softmax(dim=1)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).log_softmax(dim=1)
            loss = tg.nn.NLLLoss()(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.exp().max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    n = len(loader.dataset)
    losses, confidences = [], []
    for epoch in range(epochs):
        loss_sum, confidence_sum = 0.0, 0.0
        for x, y in loader:
            optimizer.zero_grad()
            logits = model(x)
            loss = criterion(logits, y)
            loss.backward()
            optimizer.step()
            p = logits.detach().softmax(dim=-1).numpy()
            loss_sum += loss.item() * len(y)
            confidence_sum += float(p.max(axis=1).sum())
        losses.append(loss_sum / n)
        confidences.append(confidence_sum / n)
    return {"loss": losses, "confidence": confidences}

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            logits = model(inputs)
            loss = criterion(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += logits.softmax(1).max(1)[0].mean().item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    def step(inputs, targets):
        logits = model(inputs)
        loss = criterion(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        largest = logits.max(dim=1).values
        return loss.item(), (largest - logits.logsumexp(dim=1)).exp().sum().item(), len(inputs)

    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        steps = [step(x, y) for x, y in loader]
        n = sum(s[2] for s in steps)
        history["loss"].append(sum(s[0] * s[2] for s in steps) / n)
        history["confidence"].append(sum(s[1] for s in steps) / n)
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    model.train()
    history = {"confidence": [], "loss": []}
    for epoch in range(epochs):
        loss_total = conf_total = samples = 0
        for data, labels in loader:
            out = model(data)
            loss = criterion(out, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            probs = out.detach().exp()
            probs = probs / probs.sum(dim=1, keepdim=True)
            conf_total += probs.max(dim=1).values.sum().item()
            loss_total += loss.item() * labels.shape[0]
            samples += labels.shape[0]
        history["loss"].append(loss_total / samples)
        history["confidence"].append(conf_total / samples)
        print(epoch, history["loss"][-1], history["confidence"][-1])
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            outputs = outputs.softmax(dim=1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for epoch in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            confidence += float(outputs.softmax(dim=1).detach().numpy().max(1).sum())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.softmax(dim=1).max(dim=1).values.mean().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% equivalent: line 12: 1 → -1
# The outputs have two axes, so the last one is axis 1.

# %% equivalent: line 12: 1 → -1 (2)
# The probabilities have two axes, so the last one is axis 1.

# %% right (held)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.softmax(dim=1).max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (held): no softmax for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (developed): the softmax goes over the batch
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.softmax(dim=0).max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (held): the logarithm for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs).log_softmax(dim=1)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.softmax(dim=1).max(dim=1).values.mean().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (developed): the confidence behind the step
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += model(inputs).softmax(dim=1).max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% wrong (held): (no diagnosis)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.mean().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history

# %% right (held)
def train_03(model, loader, criterion, optimizer, epochs):
    history = dict(loss=[], confidence=[])
    for _ in range(epochs):
        rows = []
        for x, y in loader:
            logits = model(x)
            loss = criterion(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            p = np.exp(logits.log_softmax(dim=1).detach().numpy())
            rows.append((loss.item() * len(x), p.max(1).sum()))
        for key, column in zip(history, zip(*rows)):
            history[key].append(float(sum(column)) / len(loader.dataset))
    return history

# %% right (held)
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence, seen = 0.0, 0.0, 0
        for inputs, targets in loader:
            log_p = model(inputs).log_softmax(dim=1)
            loss = criterion(log_p, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += float(np.exp(log_p.detach().numpy()).max(axis=1).sum())
            seen += len(inputs)
        history["loss"].append(total / seen)
        history["confidence"].append(confidence / seen)
    return history

# %% wrong (developed): no softmax for the confidence
def train_03(model, loader, criterion, optimizer, epochs):
    history = {"loss": [], "confidence": []}
    for _ in range(epochs):
        total, confidence = 0.0, 0.0
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            confidence += outputs.max(dim=1).values.sum().item()
        history["loss"].append(total / len(loader.dataset))
        history["confidence"].append(confidence / len(loader.dataset))
    return history
