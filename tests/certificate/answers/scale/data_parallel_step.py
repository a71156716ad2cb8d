import numpy as np

# %% right: with numpy arrays of the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    total = 0.0
    for model, (x, y) in zip(replicas, shards):
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
    params = [list(m.parameters()) for m in replicas]
    for i in range(len(params[0])):
        mean = params[0][i].grad
        for other in params[1:]:
            mean = mean + other[i].grad
        mean = mean / len(replicas)
        for ps in params:
            ps[i].grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return total / len(replicas)

# %% right: each loss divided first
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        (loss / len(replicas)).backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% right: the first one steps, the others get its weights
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    lists = [list(m.parameters()) for m in replicas]
    for ps in zip(*lists):
        ps[0].grad = sum(p.grad for p in ps) / len(ps)
    optimizers[0].step()
    state = replicas[0].state_dict()
    for m in replicas[1:]:
        m.load_state_dict(state)
    return sum(losses) / len(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for opt in optimizers:
        opt.zero_grad()
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
        opt.zero_grad()
    return sum(losses) / len(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return np.mean(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    params = [list(m.parameters()) for m in replicas]
    grads = average_gradients([[p.grad.numpy() for p in ps] for ps in params])
    for ps in params:
        for p, g in zip(ps, grads):
            p.grad = p.grad * 0 + tg.tensor(g)
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% right
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(float(loss))
    for params in zip(*(model.parameters() for model in replicas)):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: adds up without dividing
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for opt in optimizers:
        opt.step()
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    return sum(losses) / len(losses)

# %% wrong: the first replica only
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        params[0].grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: only the first replica makes its step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    optimizers[0].step()
    return sum(losses) / len(losses)

# %% wrong: no step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    return sum(losses) / len(losses)

# %% wrong: does not clear the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: TypeError
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        opt.zero_grad()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: no step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.zero_grad()
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: the sum of the losses
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses)

# %% wrong: the loss of the last replica
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return loss.item()

# %% wrong: a list of losses
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return losses

# %% wrong: the loss of the first replica
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return losses[0]

# %% wrong: returned nothing
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    

# %% wrong: divides by 2 whatever the number of replicas
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / 2
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: every replica on the first shard
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, opt in zip(replicas, optimizers):
        opt.zero_grad()
        x, y = shards[0]
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
        opt.step()
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    return sum(losses) / len(losses)

# %% wrong: averages the weights instead of the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
        opt.step()
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.detach() for p in params) / len(params)
        for p in params:
            p.data = mean.clone()
    return sum(losses) / len(losses)

# %% wrong: each by a part of its own gradient
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        losses.append(loss)
    (sum(losses) / len(losses)).backward()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: divides by the size of a shard
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(shards[0][1])
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: divides by the number of parameters
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(list(replicas[0].parameters()))
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: (no diagnosis)
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: (no diagnosis)
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad.mean() for p in params) / len(params)
        for p in params:
            p.grad = p.grad * 0 + mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: two steps
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: RuntimeError
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(y, model(x))
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: RuntimeError
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x).argmax(1), y)
        loss.backward()
        losses.append(loss.item())
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: AttributeError
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        losses.append(loss.item())
        losses[-1].backward()
    for params in zip(*[m.parameters() for m in replicas]):
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong: TypeError
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    for params in [m.parameters() for m in replicas]:
        mean = sum(p.grad for p in params) / len(params)
        for p in params:
            p.grad = mean.clone()
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% right (held)
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (held): adds up without dividing
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params)
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (developed): does not clear the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        # forward
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (held): does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        # averaged
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (developed): only the first replica makes its step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    optimizers[0].step()
    return sum(losses) / n

# %% wrong (developed): the sum of the losses
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses)

# %% wrong (held): the loss of the last replica
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return loss.item()

# %% wrong (developed): does not average the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
        opt.step()
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    # all done
    return sum(losses) / n

# %% wrong (developed): the first replica only
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        params[0].grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (developed): every replica on the first shard
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(shards[0][0]), shards[0][1])
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (developed): the losses after the step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(criterion(m(x), y).item() for m, (x, y) in zip(replicas, shards)) / n

# %% wrong (developed): averages what is averaged already
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        for p in params:
            p.grad = sum(q.grad for q in params) / n
    for opt in optimizers:
        opt.step()
    return sum(losses) / n

# %% wrong (held): adds up without dividing | the sum of the losses
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params)
        for p in params:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses)

# %% wrong (developed): (no diagnosis) | only the first replica makes its step
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        # forward
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    n = len(replicas)
    for params in zip(*(m.parameters() for m in replicas)):
        mean = sum(p.grad for p in params) / n
        for p in params:
            p.grad = mean
    optimizers[0].step()
    return sum(losses) / n

# %% right (developed)
def data_parallel_step(replicas, shards, criterion, optimizers):
    def backward(model, shard, optimizer):
        optimizer.zero_grad()
        loss = criterion(model(shard[0]), shard[1])
        loss.backward()
        return loss.item()
    losses = [backward(*job) for job in zip(replicas, shards, optimizers)]
    for group in zip(*[list(m.parameters()) for m in replicas]):
        total = group[0].grad * 0
        for p in group:
            total = total + p.grad
        for p in group:
            p.grad = total * (1 / len(group))
    [o.step() for o in optimizers]
    return float(np.mean(losses))

# %% wrong (held): adds up without dividing
def data_parallel_step(replicas, shards, criterion, optimizers):
    total = 0.0
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
    n = len(replicas)
    for same in zip(*[list(m.parameters()) for m in replicas]):
        mean = same[0].grad
        for p in same[1:]:
            mean = mean + p.grad
        for p in same:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return total / n

# %% wrong (held): does not clear the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    total = 0.0
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
    n = len(replicas)
    for same in zip(*[list(m.parameters()) for m in replicas]):
        mean = same[0].grad
        for p in same[1:]:
            mean = mean + p.grad
        mean = mean / n
        for p in same:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return total / n

# %% wrong (held): adds up without dividing
def data_parallel_step(replicas, shards, criterion, optimizers):
    total = 0.0
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
    n = len(replicas)
    for same in zip(*[list(m.parameters()) for m in replicas]):
        mean = same[0].grad
        for p in same[1:]:
            mean = mean + p.grad
        for p in same:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return total / n

# %% right (developed)
def data_parallel_step(replicas, shards, criterion, optimizers):
    n = len(replicas)
    mean_loss = 0.0
    for replica, shard, opt in zip(replicas, shards, optimizers):
        for p in replica.parameters():
            p.grad = None
        part = criterion(replica(shard[0]), shard[1]) / n
        part.backward()
        mean_loss += part.item()
    columns = list(zip(*[r.parameters() for r in replicas]))
    sums = [sum(p.grad.detach() for p in column) for column in columns]
    for column, s in zip(columns, sums):
        for p in column:
            p.grad = s.clone()
    for opt in reversed(optimizers):
        opt.step()
    return mean_loss

# %% wrong (held): does not clear the gradients
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y) in zip(replicas, shards):
        loss = criterion(model(x), y)
        loss.backward()
        losses.append(loss.item())
    params = [list(m.parameters()) for m in replicas]
    for group in zip(*params):
        mean = sum(p.grad for p in group) / len(group)
        for p in group:
            p.grad = mean
    for opt in optimizers:
        opt.step()
    return sum(losses) / len(losses)

# %% wrong (developed): the first replica only
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for r, o, (x, y) in zip(replicas, optimizers, shards):
        o.zero_grad()
        loss = criterion(r(x), y)
        loss.backward()
        losses.append(loss.item())
    first = list(replicas[0].parameters())
    for other in replicas[1:]:
        for p, q in zip(first, other.parameters()):
            p.grad = p.grad + q.grad
    for p in first:
        p.grad = p.grad / len(replicas)
    for o in optimizers:
        o.step()
    return np.mean(losses)

# %% right (held)
def data_parallel_step(replicas, shards, criterion, optimizers):
    losses = []
    for model, (x, y) in zip(replicas, shards):
        model.zero_grad()
        losses.append(criterion(model(x), y))
        losses[-1].backward()
    with tg.no_grad():
        for ps in zip(*(m.parameters() for m in replicas)):
            g = ps[0].grad
            for p in ps[1:]:
                g = g + p.grad
            g = g / len(ps)
            for p in ps:
                p.grad = g.clone() if hasattr(g, "clone") else g
    for o in optimizers:
        o.step()
    return sum(l.item() for l in losses) / len(losses)

# %% wrong (developed): a running mean of two at a time
def data_parallel_step(replicas, shards, criterion, optimizers):
    loss_sum = 0.0
    for model, (x, y), opt in zip(replicas, shards, optimizers):
        opt.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        loss_sum += loss.item()
    for params in zip(*(m.parameters() for m in replicas)):
        avg = params[0].grad
        for p in params[1:]:
            avg = (avg + p.grad) / 2
        for p in params:
            p.grad = avg.clone()
    for opt in optimizers:
        opt.step()
    return loss_sum / len(replicas)
