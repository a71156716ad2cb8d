import numpy as np

# %% wrong: weight not transposed
def linear(x, weight, bias):
    return x @ weight + bias

# %% wrong: ValueError
def linear(x, weight, bias):
    return weight @ x + bias

# %% wrong: unused parameter
def linear(x, weight, bias):
    return x @ weight.T

# %% wrong: ValueError
def linear(x, weight, bias):
    return x * weight + bias

# %% wrong: subtracts the bias
def linear(x, weight, bias):
    return x @ weight.T - bias

# %% wrong: returns inside the loop
def linear(x, weight, bias):
    result = []
    for row in x:
        result.append(np.dot(weight, row) + bias)
        return np.array(result)

# %% wrong: the first sample only
def linear(x, weight, bias):
    y = []
    for o in range(len(weight)):
        y.append(sum(weight[o] * x[0]) + bias[o])
    return np.array(y)

# %% wrong: ValueError
def linear(x, weight, bias):
    # W x + b
    return np.dot(weight, x.T) + bias

# %% wrong: samples in columns
def linear(x, weight, bias):
    return weight @ x.T + bias[:, None]

# %% wrong: leaves out the bias
def linear(x, weight, bias):
    out = x @ weight.T
    out + bias
    return out

# %% wrong: AttributeError
def linear(x, weight, bias):
    return x.matmul(weight.t()) + bias

# %% wrong: weight not transposed
def linear(x, weight, bias):
    return x @ weight.transpose(0, 1) + bias

# %% wrong: ValueError
def linear(x, weight, bias):
    return np.sum(x * weight, axis=1) + bias

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    batch = x.shape[0]
    n_in = x.shape[1]
    n_out = weight.shape[0]
    out = np.zeros((batch, n_out))
    s = 0
    for b in range(batch):
        for o in range(n_out):
            for i in range(n_in):
                s += x[b, i] * weight[o, i]
            out[b, o] = s + bias[o]
    return out

# %% wrong: bias added once for each input
def linear(x, weight, bias):
    batch = x.shape[0]
    n_in = x.shape[1]
    n_out = weight.shape[0]
    out = np.zeros((batch, n_out))
    for b in range(batch):
        for o in range(n_out):
            for i in range(n_in):
                out[b, o] += x[b, i] * weight[o, i] + bias[o]
    return out

# %% wrong: changes its input, and is wrong
def linear(x, weight, bias):
    out = []
    for row in x:
        y = bias
        for j in range(len(y)):
            y[j] += np.dot(row, weight[j])
        out.append(y)
    return np.array(out)

# %% wrong: bias as a column
def linear(x, weight, bias):
    return x @ weight.T + bias[:, np.newaxis]

# %% wrong: applies ReLU too
def linear(x, weight, bias):
    return np.maximum(0, x @ weight.T + bias)

# %% wrong: ValueError
def linear(x, weight, bias):
    return np.einsum("bi,io->bo", x, weight) + bias

# %% wrong: wrong shape
def linear(x, weight, bias):
    return np.einsum("bi,oi->o", x, weight) + bias

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    w = weight.reshape(weight.shape[1], weight.shape[0])
    return x @ w + bias

# %% wrong: NameError
def linear(x, weight, bias):
    return F.linear(x, weight, bias)

# %% wrong: printed instead of returning
def linear(x, weight, bias):
    y = np.dot(x, weight.T) + bias
    print(y)

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    out = np.zeros((len(x), len(bias)))
    for i in range(len(x)):
        for j in range(len(bias) - 1):
            out[i][j] = np.dot(x[i], weight[j]) + bias[j]
    return out

# %% wrong: wrong shape
def linear(x, weight, bias):
    out = []
    for sample in x:
        for w, b in zip(weight, bias):
            out.append((sample * w).sum() + b)
    return np.array(out)

# %% wrong: divided by in
def linear(x, weight, bias):
    return (x @ weight.T + bias) / x.shape[1]

# %% wrong: IndexError
def linear(x, weight, bias):
    out = np.zeros((x.shape[0], 3))
    for i in range(x.shape[0]):
        for j in range(3):
            out[i, j] = x[i, 0] * weight[j, 0] + x[i, 1] * weight[j, 1] + bias[j]
    return out

# %% wrong: ValueError
def linear(x, weight, bias):
    return (x + bias) @ weight.T

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    return x @ weight.T + np.sum(bias)

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    if x.shape[1] == weight.shape[0]:
        return x @ weight + bias
    return x @ weight.T + bias

# %% wrong: weight not transposed
def linear(x, weight, bias):
    return np.tensordot(x, weight, axes=([1], [0])) + bias

# %% wrong: right only for in 1
def linear(x, weight, bias):
    out = np.zeros((x.shape[0], weight.shape[0]))
    for i in range(x.shape[0]):
        for j in range(weight.shape[0]):
            for k in range(x.shape[1]):
                out[i, j] = x[i, k] * weight[j, k]
            out[i, j] += bias[j]
    return out

# %% wrong: the bias of the sample's number
def linear(x, weight, bias):
    out = np.zeros((x.shape[0], weight.shape[0]))
    for i in range(x.shape[0]):
        for j in range(weight.shape[0]):
            out[i, j] = x[i] @ weight[j] + bias[i]
    return out

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    return x @ (weight + bias[:, None]).T

# %% wrong: averages over the inputs
def linear(x, weight, bias):
    return np.mean(x[:, None, :] * weight[None], axis=-1) + bias

# %% wrong: divided by batch
def linear(x, weight, bias):
    return (x @ weight.T + bias) / len(x)

# %% wrong: (no diagnosis)
def linear(x, weight, bias):
    return [[sum(a * b for a, b in zip(s, w)) for w in weight] for s in x] + bias[0]

# %% wrong: ValueError
def linear(x, weight, bias):
    return x * weight + bias


# %% wrong: ValueError
def linear(x, weight, bias):
    return np.sum(x * weight, axis=1) + bias



# %% right
def linear(x, weight, bias):
    return x @ weight.T + bias

# %% right
def linear(x, weight, bias):
    batch, n_in = x.shape
    n_out = weight.shape[0]
    out = np.zeros((batch, n_out))
    for b in range(batch):
        for o in range(n_out):
            total = bias[o]
            for i in range(n_in):
                total += x[b, i] * weight[o, i]
            out[b, o] = total
    return out

# %% right: by einsum
def linear(x, weight, bias):
    return np.einsum("bi,oi->bo", x, weight) + bias

# %% right
def linear(x, w, b):
    return [[sum(xi * wi for xi, wi in zip(row, unit)) + c for unit, c in zip(w, b)] for row in x]

# %% right
def linear(x, weight, bias):
    return (weight @ x.T + bias[:, None]).T

# %% right
def linear(x, weight, bias):
    return np.inner(x, weight) + bias

# %% right
def linear(x, weight, bias):
    ones = np.ones((len(x), 1))
    x1 = np.hstack([x, ones])
    w1 = np.hstack([weight, bias.reshape(-1, 1)])
    return np.dot(x1, w1.transpose())

# %% right
def linear(x, weight, bias):
    return (x[:, None, :] * weight[None, :, :]).sum(axis=-1) + bias

# %% right
def linear(inputs, weights, biases):
    x = np.matmul(inputs, np.swapaxes(weights, 0, 1))
    x += biases
    return x

# %% right
def linear(x, weight, bias):
    def one(sample):
        return weight.dot(sample) + bias
    return np.stack([one(s) for s in x])

# %% right
def linear(x, weight, bias):
    return np.tensordot(x, weight, axes=(1, 1)) + np.tile(bias, (x.shape[0], 1))

# %% right
def linear(x, weight, bias):
    out = np.repeat(bias[np.newaxis], len(x), axis=0)
    for i in range(weight.shape[1]):
        out += np.outer(x[:, i], weight[:, i])
    return out

# %% right
def linear(x, weight, bias):
    if len(x) == 1:
        return (weight @ x[0] + bias)[None]
    half = len(x) // 2
    return np.vstack((linear(x[:half], weight, bias), linear(x[half:], weight, bias)))

# %% right: by a loop
def linear(x, weight, bias):
    batch, out = len(x), len(weight)
    output = np.zeros((batch, out))
    for i in range(batch):
        for j in range(out):
            total = bias[j]
            for k in range(len(x[i])):
                total += x[i, k] * weight[j, k]
            output[i, j] = total
    return output

# %% right: turned
def linear(inputs, w, b):
    return (w @ inputs.T + b.reshape(-1, 1)).T

# %% right: with a column of ones
def linear(x, weight, bias):
    extended = np.hstack([x, np.ones((len(x), 1))])
    return np.dot(extended, np.vstack([weight.T, bias]))

# %% right: as lists
def linear(x, weight, bias):
    return [[float(np.dot(row, unit)) + b for unit, b in zip(weight, bias, strict=True)] for row in x]

# %% right: broadcast
def linear(x, weight, bias):
    return (x[:, None, :] * weight[None, :, :]).sum(axis=-1) + bias[None, :]

# %% wrong (developed): unused parameter
def linear(x, weight, bias):
    return np.dot(x, weight.T)

# %% wrong (developed): the first sample only
def linear(x, weight, bias):
    return weight @ x[0] + bias

# %% wrong (developed): bias added once for each input
def linear(x, weight, bias):
    out = np.zeros((x.shape[0], weight.shape[0]))
    for b in range(x.shape[0]):
        for o in range(weight.shape[0]):
            for i in range(x.shape[1]):
                out[b, o] += x[b, i] * weight[o, i] + bias[o]
    return out

# %% wrong (held): (no diagnosis)
def linear(x, weight, bias):
    out = x @ weight.T
    for j in range(out.shape[1]):
        out[:, j] += bias[j - 1]
    return out

# %% wrong (developed): unused parameter
def linear(x, weight, bias):
    return np.maximum(x @ weight.T, 0)

# %% wrong (held): (no diagnosis) | subtracts the bias
def linear(x, weight, bias):
    return x @ weight.T / x.shape[1] - bias

# %% right (developed)
def linear(x, weight, bias):
    return (x[:, np.newaxis, :] * weight[np.newaxis]).sum(axis=2) + bias

# %% right (developed)
def linear(x, weight, bias):
    rows = []
    for sample in x:
        rows.append([float(unit @ sample + b) for unit, b in zip(weight, bias)])
    return rows

# %% right (held)
def linear(x, weight, bias):
    ones = np.ones((len(x), 1))
    return np.hstack([x, ones]) @ np.column_stack([weight, bias]).T

# %% wrong (developed): (no diagnosis)
def linear(x, weight, bias):
    return x @ weight.reshape(x.shape[1], -1) - bias

# %% right (held)
def linear(x, weight, bias):
    xb = np.c_[x, np.ones(len(x))]
    wb = np.c_[weight, bias]
    return np.einsum("bi,oi->bo", xb, wb)

# %% wrong (held): (no diagnosis)
def linear(x, weight, bias):
    out = x @ weight.T
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] += bias[0]
    return out

# %% right (held)
def linear(x, weight, bias):
    return np.einsum("bi,oi->bo", x, weight) + np.broadcast_to(bias, (len(x), len(bias)))

# %% right (held)
def linear(x, weight, bias):
    ones = np.ones((x.shape[0], 1))
    return np.hstack([x, ones]) @ np.hstack([weight, bias[:, None]]).T

# %% wrong (developed): (no diagnosis)
def linear(x, weight, bias):
    columns = []
    for w, b in zip(weight, bias[::-1]):
        columns.append((x * w + b).sum(axis=1))
    return np.stack(columns, axis=1)

# %% wrong (held): bias added once for each input
def linear(x, weight, bias):
    batch = x.shape[0]
    out = np.zeros((batch, weight.shape[0]))
    for i in range(batch):
        for j in range(weight.shape[0]):
            s = 0.0
            for k in range(x.shape[1]):
                s += x[i, k] * weight[j, k] + bias[j]
            out[i, j] = s
    return out

# %% right (held)
def linear(x, weight, bias):
    xb = np.hstack([x, np.ones((len(x), 1))])
    wb = np.column_stack([weight, bias])
    return np.einsum("bi,oi->bo", xb, wb)
