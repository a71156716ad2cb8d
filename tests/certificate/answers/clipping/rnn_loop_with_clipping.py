import numpy as np

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad = max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad.numpy() for p in model.parameters()]
        grads, norm = clip_by_norm(grads, max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: (no diagnosis)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = global_norm([p.grad.numpy() for p in model.parameters()])
        scale = min(1.0, norm / max_norm)
        for p in model.parameters():
            p.grad *= scale
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: the norm of the last parameter
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        for p in model.parameters():
            norm = (p.grad ** 2).sum().item() ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: (no diagnosis)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = model.rnn.weight_hh_l0.grad.norm().item()
        if norm > max_norm:
            model.rnn.weight_hh_l0.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: the norm of the weights
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: wrong shape
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
            continue
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: leaves out batches with a long gradient
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            optimizer.zero_grad()
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: wrong shape
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
            norms.append(norm)
        optimizer.step()
    return norms

# %% wrong: steps only where it clips
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
            optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: one step in the whole epoch
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        norms.append(norm)
    optimizer.step()
    return norms

# %% wrong: the weights never move
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step
        norms.append(norm)
        optimizer.zero_grad
    return norms

# %% wrong: wrong type
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = clip_by_norm([p.grad.numpy() for p in model.parameters()], max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            loss = loss * max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: lowers the learning rate for good
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for group in optimizer.param_groups:
                group["lr"] *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        norms.append(norm)
        optimizer.step()
    return norms

# %% wrong: always scales
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        for p in model.parameters():
            p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: clips each parameter on its own
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            n = float((p.grad ** 2).sum()) ** 0.5
            total += n ** 2
            if n > max_norm:
                p.grad.mul_(max_norm / n)
        norms.append(total ** 0.5)
        optimizer.step()
    return norms

# %% wrong: returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% wrong: returns the losses
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    losses = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% wrong: returns the last norm only
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
    return norm

# %% wrong: the weights never move
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        norms.append(norm)
        optimizer.zero_grad()
        optimizer.step()
    return norms

# %% wrong: clips before backward
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        norm = 0.0
        for p in model.parameters():
            if p.grad is not None:
                norm += float((p.grad ** 2).sum())
        norm = norm ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        norms.append(norm)
        loss.backward()
        optimizer.step()
    return norms

# %% wrong: the weights never move
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        norms.append(norm)
    return norms

# %% wrong: takes the sum of squares for the norm
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters())
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: returns inside the loop
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
        return norms

# %% wrong: shortens the weights
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.data.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: adds up the parameters' norms
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = 0.0
        for p in model.parameters():
            norm += float((p.grad ** 2).sum()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    optimizer.zero_grad()
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
        if norm > max_norm:
            for p in model.parameters():
                g = p.grad
                g = g * (max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: norm / max_norm for max_norm / norm
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad * (norm / max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: clips by value, and measures afterwards
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        for p in model.parameters():
            p.grad = p.grad.clamp(-max_norm, max_norm)
        norms.append(float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters()))))
        optimizer.step()
    return norms

# %% wrong: unused parameter
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm=1.0):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
        if norm > 1.0:
            for p in model.parameters():
                p.grad = p.grad * (1.0 / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: printed instead of returning
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    for step, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        print("step", step, "gradient norm", norm)

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        grads = [p.grad.numpy() for p in model.parameters()]
        clipped, norm = clip_by_norm(grads, max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: wrong shape
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            norm = float(np.sqrt(sum((p.grad.numpy() ** 2).sum() for p in model.parameters())))
            if norm > max_norm:
                for p in model.parameters():
                    p.grad = p.grad * (max_norm / norm)
            optimizer.step()
            norms.append(norm)
    return norms

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        for p in model.parameters():
            p.grad = p.grad * max_norm
        loss.backward()
        optimizer.step()
        norms.append(max_norm)
    return norms

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad.numpy() for p in model.parameters()]
        clipped, norm = clip_by_norm(grads, max_norm)
        for p, g in zip(model.parameters(), clipped):
            p.grad = g
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: (no diagnosis)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    model.eval()
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: AttributeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = sum(((p.grad ** 2).sum().item()) for p in model.parameters()) ** 0.5
        norms.append(norm)
        if norm > max_norm: optimizer.lr *= max_norm / norm
        optimizer.step()
    return norms

# %% wrong: takes the largest of the parameters' norms
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = max(((p.grad ** 2).sum().item()) ** 0.5 for p in model.parameters())
        norms.append(norm)
        if norm > max_norm:
            for p in model.parameters(): p.grad *= max_norm / norm
        optimizer.step()
    return norms

# %% wrong: leaves out batches with a long gradient
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = sum(((p.grad ** 2).sum().item()) for p in model.parameters()) ** 0.5
        norms.append(norm)
        if norm <= max_norm:
            optimizer.step()
    return norms

# %% wrong: clips by value
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        norm = sum(((p.grad ** 2).sum().item()) for p in model.parameters()) ** 0.5
        norms.append(norm)
        for p in model.parameters(): p.grad.clamp_(-max_norm, max_norm)
        optimizer.step()
    return norms

# %% wrong: shortens while it is still adding up
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        total = 0.0
        for p in model.parameters():
            total += (p.grad ** 2).sum().item()
            norm = total ** 0.5
            if norm > max_norm: p.grad *= max_norm / norm
        norms.append(norm)
        optimizer.step()
    return norms

# %% wrong: the norm without the biases
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(((p.grad ** 2).sum().item()) for p in model.parameters() if p.ndim > 1) ** 0.5
        norms.append(norm)
        if norm > max_norm:
            for p in model.parameters(): p.grad *= max_norm / norm
        optimizer.step()
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = np.sqrt(sum((p.grad ** 2).sum() for p in model.parameters()))
        for p in model.parameters():
            p.grad *= min(1, max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = global_norm([p.grad for p in model.parameters()])
        for p in model.parameters():
            p.grad *= min(1, max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        clipped, norm = clip_by_norm([p.grad for p in model.parameters()], max_norm)
        for p, g in zip(model.parameters(), clipped):
            p.grad = g
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: AttributeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = np.linalg.norm(np.concatenate([p.grad.ravel() for p in model.parameters()]))
        for p in model.parameters():
            p.grad *= min(1, max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: TypeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad for p in model.parameters]
        norm = sum((g ** 2).sum() for g in grads) ** 0.5
        for g in grads:
            g *= min(1, max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad for p in model.parameters()]
        norm = sum((g ** 2).sum() for g in grads) ** 0.5
        for g in grads:
            g = np.clip(g, -max_norm, max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: AttributeError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = model.grad
        norm = 0
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = model.parameters()
        norm = sum((p.grad ** 2).sum().item() for p in params) ** 0.5
        if norm > max_norm:
            for p in params:
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong: NameError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        norm = clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters() if p.grad is not None) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad.mul_(max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    history = []
    for batch in loader:
        inputs, targets = batch[0], batch[1]
        optimizer.zero_grad()
        predictions = model(inputs)
        loss = criterion(predictions, targets)
        loss.backward()
        parameters = [p for p in model.parameters() if p.grad is not None]
        total = 0.0
        for p in parameters:
            total = total + np.sum(p.grad.numpy().astype(np.float64) ** 2)
        total_norm = float(np.sqrt(total))
        scale = min(1.0, max_norm / (total_norm + 1e-6))
        for p in parameters:
            p.grad = p.grad * scale
        optimizer.step()
        history.append(total_norm)
    return history

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def train_step(x, y):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        have = [p for p in model.parameters() if p.grad is not None]
        norm = global_norm([p.grad.numpy() for p in have])
        for p in have:
            p.grad = p.grad / max(1.0, float(norm) / max_norm)
        optimizer.step()
        return norm

    return [train_step(x, y) for x, y in loader]

# %% right
import math
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    params = list(model.parameters())
    norms = []
    for i in range(len(loader)):
        x, y = loader[i]
        output = model(x)
        loss = criterion(output, y)
        optimizer.zero_grad()
        loss.backward()
        squares = 0.0
        for p in params:
            if p.grad is None:
                continue
            for g in np.array(p.grad.tolist()).ravel():
                squares += g * g
        norms.append(math.sqrt(squares))
        if norms[-1] > max_norm:
            factor = max_norm / norms[-1]
            for p in params:
                if p.grad is not None:
                    p.grad *= factor
        optimizer.step()
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        for p in model.parameters():
            p.grad = None
        criterion(model(x), y).backward()
        live = [p for p in model.parameters() if p.grad is not None]
        norm = float(np.linalg.norm(np.concatenate([p.grad.numpy().ravel() for p in live])))
        norms.append(norm)
        if norm > max_norm:
            for p in live:
                p.grad.div_(norm / max_norm)
        optimizer.step()
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    model.train()
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        params = [p for p in model.parameters() if p.grad is not None]
        norm = np.linalg.norm([p.grad.norm().item() for p in params])
        if norm > max_norm:
            for p in params:
                p.grad.copy_(p.grad * float(max_norm / norm))
        optimizer.step()
        norms += [float(norm)]
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        params = [p for p in model.parameters() if p.grad is not None]
        grads = [p.grad.numpy() for p in params]
        clipped, norm = clip_by_norm(grads, max_norm)
        for p, c in zip(params, clipped):
            p.grad.numpy()[...] = c
        optimizer.step()
        norms.append(norm)
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def epoch():
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            norm = sum(p.grad.pow(2).sum().item() for p in model.parameters() if p.grad is not None) ** 0.5
            clip = max_norm / norm if norm > max_norm else 1.0
            [p.grad.mul_(clip) for p in model.parameters() if p.grad is not None]
            optimizer.step()
            yield norm

    return list(epoch())

# %% right
class GradientClipper:
    def __init__(self, parameters, max_norm):
        self.parameters = list(parameters)
        self.max_norm = max_norm

    def norm(self):
        total = 0.0
        for p in self.parameters:
            if p.grad is not None:
                flat = p.grad.reshape(-1)
                total += (flat * flat).sum().item()
        return total ** 0.5

    def clip(self):
        norm = self.norm()
        if norm > self.max_norm:
            for p in self.parameters:
                if p.grad is not None:
                    p.grad = self.max_norm * p.grad / norm
        return norm


def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    clipper = GradientClipper(model.parameters(), max_norm)
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norms.append(clipper.clip())
        optimizer.step()
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad for p in model.parameters()]
        norm = sum((g ** 2).sum() for g in grads) ** 0.5
        for g in grads:
            g *= min(1, max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        grads = [p.grad for p in model.parameters()]
        norm = sum((g ** 2).sum() for g in grads).sqrt()
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad / norm * max_norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% right
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        arrays = [p.grad.numpy() for p in model.parameters()]
        clipped, norm = clip_by_norm(arrays, max_norm)
        for p, g in zip(model.parameters(), clipped):
            p.grad.numpy()[...] = g
        optimizer.step()
        norms.append(norm)
    return norms

# %% right: train mode
import math


def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    model.train()
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        parameters = list(model.parameters())
        total = 0.0
        for p in parameters:
            total += (p.grad * p.grad).sum().item()
        norm = math.sqrt(total)
        norms.append(norm)
        factor = min(1.0, max_norm / (norm + 1e-6))
        for p in parameters:
            p.grad = p.grad * factor
        optimizer.step()
    return norms

# %% right: zero at the end
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    history = []
    for batch in loader:
        criterion(model(batch[0]), batch[1]).backward()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        norm = sum(g.norm().item() ** 2 for g in gradients) ** 0.5
        if norm > max_norm:
            for g in gradients:
                g.mul_(max_norm / norm)
        optimizer.step()
        optimizer.zero_grad()
        history.append(norm)
    return history

# %% right: with NumPy
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        arrays = [np.asarray(p.grad.numpy()) for p in model.parameters()]
        norm = float(np.linalg.norm(np.concatenate([a.ravel() for a in arrays])))
        norms.append(norm)
        if norm > max_norm:
            for array in arrays:
                array *= max_norm / norm
        optimizer.step()
    return norms

# %% right: with a helper
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def shorten():
        square = sum(float((p.grad**2).sum()) for p in model.parameters())
        if square > max_norm**2:
            for p in model.parameters():
                p.grad /= square**0.5 / max_norm
        return square**0.5

    norms = np.zeros(len(loader))
    for number, (inputs, targets) in enumerate(loader):
        model.zero_grad()
        criterion(model(inputs), targets).backward()
        norms[number] = shorten()
        optimizer.step()
    return norms

# %% right (held)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def train(batch):
        x, y = batch
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        have = [p for p in model.parameters() if p.grad is not None]
        n = float(np.sqrt(sum(float((p.grad * p.grad).sum().item()) for p in have)))
        shrink = min(1.0, max_norm / n)
        for p in have:
            p.grad = p.grad * shrink
        optimizer.step()
        return n
    return [train(b) for b in loader]

# %% wrong (held): forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = [p for p in model.parameters() if p.grad is not None]
        norm = sum((p.grad ** 2).sum().item() for p in params) ** 0.5
        if norm > max_norm:
            for p in params:
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): takes the sum of squares for the norm
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = [p for p in model.parameters() if p.grad is not None]
        norm = sum((p.grad ** 2).sum().item() for p in params)
        if norm > max_norm:
            for p in params:
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = [p for p in model.parameters() if p.grad is not None]
        norm = sum((p.grad ** 2).sum().item() for p in params) ** 0.5
        if norm > max_norm:
            for p in params:
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% wrong (held): returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = [p for p in model.parameters() if p.grad is not None]
        norm = sum((p.grad ** 2).sum().item() for p in params)
        if norm > max_norm:
            for p in params:
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% equivalent: line 8: norm > max_norm → norm >= max_norm
# Where the norm is exactly max_norm, the factor is 1 either way.

# %% right (held)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        # forward
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): the weights never move
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.zero_grad()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        norms.append(norm)
    return norms

# %% wrong (held): takes the sum of squares for the norm
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): always scales
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        for p in model.parameters():
            if p.grad is not None:
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% wrong (developed): wrong shape
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
    norms.append(norm)
    return norms

# %% wrong (held): (no diagnosis)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms, total = [], 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        # squares
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): adds up the parameters' norms
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item() ** 0.5
        norm = total
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    optimizer.zero_grad()
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): clips each parameter on its own
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        for p in model.parameters():
            if p.grad is not None:
                own = (p.grad ** 2).sum().item() ** 0.5
                if own > max_norm:
                    p.grad *= max_norm / own
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): norm / max_norm for max_norm / norm
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= norm / max_norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): (no diagnosis)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        norms.append(norm)
    return norms

# %% wrong (developed): ZeroDivisionError
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total
        if True:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): the weights never move
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.zero_grad()
        total = 0.0
        for p in model.parameters():
            if p.grad is not None:
                total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad *= max_norm / norm
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% right (developed)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    history = []
    parameters = list(model.parameters())
    for batch in loader:
        x, y = batch
        criterion(model(x), y).backward()
        grads = [p.grad for p in parameters if p.grad is not None]
        n = sum((g * g).sum().item() for g in grads) ** 0.5
        history.append(n)
        factor = max_norm / max(n, max_norm)
        for g in grads:
            g *= factor
        optimizer.step()
        optimizer.zero_grad()
    return history

# %% right (held)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def clip(params):
        norm = sum((p.grad ** 2).sum().item() for p in params) ** 0.5
        if (c := max_norm / (norm + 1e-6)) < 1:
            for p in params:
                p.grad *= c
        return norm
    norms = []
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        norms.append(clip(list(model.parameters())))
        optimizer.step()
    return norms

# %% right (developed)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def one(x, y):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        gs = [p.grad for p in model.parameters() if p.grad is not None]
        norm = sum(float((g ** 2).sum()) for g in gs) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                if p.grad is not None:
                    p.grad = p.grad * (max_norm / norm)
        optimizer.step()
        return norm
    return [one(x, y) for x, y in loader]

# %% wrong (developed): steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        norms.append(norm)
    return norms

# %% wrong (developed): returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters())
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms

# %% wrong (held): forgets zero_grad
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        norm = sum(float((p.grad ** 2).sum()) for p in model.parameters()) ** 0.5
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% right (developed)
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    def rounds():
        optimizer.zero_grad()
        for inputs, targets in loader:
            criterion(model(inputs), targets).backward()
            long_list = np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])
            norm = float(np.linalg.norm(long_list.astype(float)))
            for p in model.parameters():
                p.grad *= max_norm / max(norm, max_norm)
            optimizer.step()
            optimizer.zero_grad()
            yield norm

    return list(rounds())

# %% wrong (developed): is used up
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    parameters = model.parameters()
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norm = sum((p.grad**2).sum().item() for p in parameters) ** 0.5
        if norm > max_norm:
            for p in parameters:
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (developed): steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        params = list(model.parameters())
        before = sum((p.grad**2).sum().item() for p in params) ** 0.5
        optimizer.step()
        scale = min(1.0, max_norm / (before or 1.0))
        for p in params:
            p.grad *= scale
        after = sum((p.grad**2).sum().item() for p in params) ** 0.5
        norms.append(after)
    return norms


# %% wrong: always scales
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        total = 0.0
        for p in model.parameters():
            total += (p.grad ** 2).sum().item()
        norm = total ** 0.5
        coef = max_norm / (norm + 1e-6)
        for p in model.parameters():
            p.grad *= coef
        optimizer.step()
        norms.append(norm)
    return norms

# %% wrong (held): steps with unclipped gradients
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        sq = 0.0
        for p in model.parameters():
            sq += float((p.grad ** 2).sum())
        norm = sq ** 0.5
        norms.append(norm)
        optimizer.step()
        if norm > max_norm:
            for p in model.parameters():
                p.grad *= max_norm / norm
    return norms

# %% wrong (held): returns the norms after clipping
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    result = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        grads = [p.grad for p in model.parameters()]
        norm = sum((g * g).sum().item() for g in grads) ** 0.5
        result.append(min(norm, max_norm))
        if norm > max_norm:
            for p in model.parameters():
                p.grad = p.grad * (max_norm / norm)
        optimizer.step()
    return result

# %% wrong (developed): wrong only where some steps are clipped and later ones are not
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    factor = 1.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()

        total = 0.0
        for parameter in model.parameters():
            total += (parameter.grad ** 2).sum().item()
        norm = total ** 0.5
        norms.append(norm)

        if norm > max_norm:
            factor = max_norm / norm
        for parameter in model.parameters():
            parameter.grad *= factor
        optimizer.step()
    return norms

# %% wrong (held): wrong only where the optimizer has two groups
import math
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        params = [p for p in optimizer.param_groups[0]['params'] if p.grad is not None]
        norm = math.sqrt(sum(float((p.grad ** 2).sum()) for p in params))
        if norm > max_norm:
            for p in params:
                p.grad *= max_norm / norm
        norms.append(norm)
        optimizer.step()
    return norms
