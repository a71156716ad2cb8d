"""What students type into the exercises of lesson 06: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "clipping/rnn_loop_with_clipping": [
        (
            """
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
            """,
            "AttributeError",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "the norm of the last parameter",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "the norm of the weights",
        ),
        (
            """
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
            """,
            "wrong shape",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "wrong shape",
        ),
        (
            """
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
            """,
            "steps only where it clips",
        ),
        (
            """
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
            """,
            "one step in the whole epoch",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "wrong type",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "forgets zero_grad",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "always scales",
        ),
        (
            """
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
            """,
            "clips each parameter on its own",
        ),
        (
            """
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
            """,
            "returns the norms after clipping",
        ),
        (
            """
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
            """,
            "returns the losses",
        ),
        (
            """
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
            """,
            "returns the last norm only",
        ),
        (
            """
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
            """,
            "the weights never move",
        ),
        (
            """
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
            """,
            "clips before backward",
        ),
        (
            """
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
            """,
            "the weights never move",
        ),
        (
            """
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
            """,
            "takes the sum of squares for the norm",
        ),
        (
            """
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
            """,
            "returns inside the loop",
        ),
        (
            """
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
            """,
            "shortens the weights",
        ),
        (
            """
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
            """,
            "adds up the parameters' norms",
        ),
        (
            """
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
            """,
            "forgets zero_grad",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "norm / max_norm for max_norm / norm",
        ),
        (
            """
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
            """,
            "clips by value, and measures afterwards",
        ),
        (
            """
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
            """,
            "unused parameter",
        ),
        (
            """
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
            """,
            "printed instead of returning",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "wrong shape",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "AttributeError",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "AttributeError",
        ),
        (
            """
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
            """,
            "TypeError",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "AttributeError",
        ),
        (
            """
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
            """,
            "steps with unclipped gradients",
        ),
        (
            """
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
            """,
            "NameError",
        ),
    ],
    "clipping/clip_position": [
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "step", "scheduler"]
                return sorted(calls, key=order.index)
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return set(calls) & set(order)
            """,
            "no list of names",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return " ".join(c for c in order if c in calls)
            """,
            "no list of names",
        ),
        (
            """
            def clip_position(calls):
                calls.remove("clip")
                calls.insert(calls.index("optimizer.step"), "clip")
                return calls
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
                return [c for c in order if c in calls]
            """,
            "zero_grad after optimizer.step",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return [order.index(c) for c in calls]
            """,
            "no list of names",
        ),
        (
            """
            def clip_position(calls):
                order = ["clip", "zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clip before backward",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step", "clip"]
                return [c for c in order if c in calls]
            """,
            "optimizer.step before clip",
        ),
        (
            """
            def clip_position(calls):
                return ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
            """,
            "all seven calls, whatever is given",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "clip", "unscale", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clips before unscale",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "unscale", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "unscale before backward",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "optimizer.step", "clip", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clips after the step",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "leaves a call out",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "scheduler.step", "optimizer.step"]
                return [c for c in order if c in calls]
            """,
            "scheduler first",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "unscale", "scheduler.step"]
                return sorted(calls, key=order.index)
            """,
            "unscales after the step",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                calls.sort(key=lambda call: order.index(call))
                return calls
            """,
            "changes its input",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return order.index("clip")
            """,
            "unused parameter",
        ),
        (
            """
            def clip_position(calls):
                return calls.index("clip")
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["forward", "backward", "zero_grad", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "zero_grad behind backward",
        ),
        (
            """
            def clip_position(calls):
                order = ["clip", "zero_grad", "forward", "backward", "unscale", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "clip before backward",
        ),
        (
            """
            def clip_position(calls):
                order = ["unscale", "zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                return [c for c in order if c in calls]
            """,
            "unscale before forward",
        ),
        (
            """
            def clip_position(calls):
                for c in ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]:
                    if c in calls:
                        print(c)
            """,
            "printed instead of returning",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
                return sorted(calls, key=order.index, reverse=True)
            """,
            "the right order backwards",
        ),
        (
            """
            def clip_position(calls):
                result = [c for c in calls if c != "clip"]
                i = result.index("optimizer.step")
                result.insert(i, "clip")
                return result
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "unscale_", "clip", "step", "update"]
                return sorted(calls, key=order.index)
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
                result = [c for c in order if c in calls]
                result.insert(result.index("clip"), "unscale")
                return result
            """,
            "ValueError",
        ),
        (
            """
            def clip_position(calls):
                order = ["forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step", "zero_grad"]
                return sorted(calls, key=order.index)
            """,
            "zero_grad after optimizer.step",
        ),
        (
            """
            def clip_position(calls):
                order = {"zero_grad": 1, "forward": 2, "backward": 3, "clip": 4, "unscale": 4}
                order.update({"optimizer.step": 5, "scheduler.step": 6})
                return sorted(calls, key=lambda c: order[c])
            """,
            "clip before unscale",
        ),
        (
            """
            def clip_position(calls):
                return sorted(calls, key=len)
            """,
            "clip before backward",
        ),
        (
            """
            def clip_position(calls):
                must = {"backward": "forward", "unscale": "backward", "clip": "unscale", "optimizer.step": "clip",
                        "scheduler.step": "optimizer.step"}
                result = []
                for c in calls:
                    if c in must and must[c] in result:
                        result.insert(result.index(must[c]) + 1, c)
                    else:
                        result.append(c)
                return result
            """,
            "optimizer.step before clip",
        ),
    ],
}

RIGHT = {
    "clipping/rnn_loop_with_clipping": [
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
    ],
    "clipping/clip_position": [
        """
        def clip_position(calls):
            order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
            return [c for c in order if c in calls]
        """,
        """
        def clip_position(calls):
            order = ["forward", "zero_grad", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
            return sorted(calls, key=order.index)
        """,
        """
        def clip_position(calls):
            rank = {
                "zero_grad": 10,
                "forward": 20,
                "backward": 30,
                "unscale": 40,
                "clip": 50,
                "optimizer.step": 60,
                "scheduler.step": 70,
            }
            ordered = []
            remaining = set(calls)
            while remaining:
                first = min(remaining, key=lambda c: rank[c])
                ordered.append(first)
                remaining.remove(first)
            return ordered
        """,
        """
        def clip_position(calls):
            first = [c for c in calls if c in ("zero_grad", "forward")]
            last = []
            for c in ("backward", "unscale", "clip", "optimizer.step", "scheduler.step"):
                if c in calls:
                    last.append(c)
            return first + last
        """,
        """
        def clip_position(calls):
            steps = "zero_grad,forward,backward,unscale,clip,optimizer.step,scheduler.step".split(",")
            wanted = set(calls)
            while len(steps) > len(wanted):
                steps = [s for s in steps if s in wanted]
            return tuple(steps)
        """,
        """
        from functools import cmp_to_key
        def clip_position(calls):
            line = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]

            def compare(a, b):
                return line.index(a) - line.index(b)

            return sorted(calls, key=cmp_to_key(compare))
        """,
        """
        def clip_position(calls):
            result = []
            if "forward" in calls: result += ["forward"]
            if "zero_grad" in calls: result += ["zero_grad"]
            if "backward" in calls: result += ["backward"]
            if "unscale" in calls: result += ["unscale"]
            if "clip" in calls: result += ["clip"]
            if "optimizer.step" in calls: result += ["optimizer.step"]
            if "scheduler.step" in calls: result += ["scheduler.step"]
            return result
        """,
        """
        def clip_position(calls):
            if not calls:
                return []
            order = ("zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
            head = next(c for c in order if c in calls)
            return [head] + clip_position([c for c in calls if c != head])
        """,
        """
        def clip_position(calls):
            import heapq
            order = {"zero_grad": 0, "forward": 1, "backward": 2, "unscale": 3, "clip": 4}
            order.update({"optimizer.step": 5, "scheduler.step": 6})
            heap = [(order[c], c) for c in calls]
            heapq.heapify(heap)
            return [heapq.heappop(heap)[1] for _ in range(len(heap))]
        """,
    ],
}
