import numpy as np

# %% wrong: ValueError
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(np.concatenate([x, h], axis=1) @ np.concatenate([w_ih, w_hh], axis=1) + b_ih + b_hh)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh.T + (b_ih + b_hh) / 2)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh.T + b_ih * b_hh)

# %% wrong: right only for batch 1
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    for t in range(x.shape[0]):
        h = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    return h

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tan(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) - np.exp(-z))

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih - h @ w_hh.T - b_hh)

# %% wrong: unused parameter
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh((x @ w_ih.T + b_ih) + (x @ w_ih.T + b_ih) @ w_hh.T + b_hh)

# %% wrong: wrong shape
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)[-1]

# %% wrong: tanh of the input's part, and of the sum
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    h_in = np.tanh(x @ w_ih.T + b_ih)
    return np.tanh(h_in + h @ w_hh.T + b_hh)

# %% wrong: ValueError
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih + h @ w_hh + b_ih + b_hh)

# %% wrong: w_hh not transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh + b_ih + b_hh)

# %% wrong: leaves out b_hh
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh.T + b_ih)

# %% wrong: leaves out b_ih
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh.T + b_hh)

# %% wrong: no tanh
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return x @ w_ih.T + b_ih + h @ w_hh.T + b_hh

# %% wrong: sigmoid for tanh
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return 1 / (1 + np.exp(-z))

# %% wrong: ReLU for tanh
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return np.maximum(z, 0)

# %% wrong: a tanh for each part
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih) + np.tanh(h @ w_hh.T + b_hh)

# %% wrong: leaves out the old state
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + b_hh)

# %% wrong: returns the state twice
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    h_new = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    return h_new, h_new

# %% wrong: ValueError
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(h @ w_ih.T + b_ih + x @ w_hh.T + b_hh)

# %% wrong: ValueError
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(w_ih @ x + b_ih + w_hh @ h + b_hh)

# %% wrong: ValueError
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h * w_hh + b_hh)

# %% wrong: printed instead of returning
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    h = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    print(h)

# %% wrong: changes its input
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    h[:] = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    return h

# %% wrong: adds the old state itself
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return h + np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

# %% wrong: tanh of the input's part only
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih) + h @ w_hh.T + b_hh

# %% wrong: tanh of the old state
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    a = x @ w_ih.T + b_ih
    b = np.tanh(h) @ w_hh.T + b_hh
    return np.tanh(a + b)

# %% wrong: TypeError
import math
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return math.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

# %% wrong: right only for batch 1
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    for t in range(x.shape[0]):
        h = np.tanh(x[t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    return h

# %% wrong: multiplies the two parts
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = (x @ w_ih.T + b_ih) * (h @ w_hh.T + b_hh)
    return np.tanh(z)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih - h @ w_hh.T + b_hh
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

# %% wrong: tanh of half the sum
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return (1 - np.exp(-z)) / (1 + np.exp(-z))

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    xh = np.concatenate([x, h], axis=1)
    w = np.concatenate([w_hh, w_ih], axis=1)
    return np.tanh(xh @ w.T + b_ih + b_hh)

# %% wrong: leaves out both biases
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + h @ w_hh.T)

# %% wrong: b_ih twice
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_ih)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    import torch
    cell = torch.nn.RNNCell(x.shape[1], h.shape[1], dtype=torch.float64)
    with torch.no_grad():
        for name, value in dict(weight_ih=w_ih, weight_hh=w_hh, bias_ih=b_ih, bias_hh=b_hh).items():
            getattr(cell, name).copy_(torch.tensor(value))
    return cell(torch.tensor(x), torch.tensor(h)).detach().numpy()

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = np.dot(x, np.transpose(w_ih)) + b_ih
    from_past = np.dot(h, np.transpose(w_hh)) + b_hh
    return np.tanh(from_input + from_past)

# %% right
import math
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    batch, hidden = h.shape
    new = np.zeros((batch, hidden))
    for n in range(batch):
        for j in range(hidden):
            z = b_ih[j] + b_hh[j]
            for i in range(x.shape[1]):
                z += w_ih[j][i] * x[n][i]
            for k in range(hidden):
                z += w_hh[j][k] * h[n][k]
            new[n][j] = math.tanh(z)
    return new

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    xh = np.concatenate([x, h], axis=1)
    w = np.concatenate([w_ih, w_hh], axis=1)
    return np.tanh(xh @ w.T + (b_ih + b_hh))

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = np.einsum("bi,oi->bo", x, w_ih) + np.einsum("bi,oi->bo", h, w_hh) + b_ih + b_hh
    return 1 - 2 / (np.exp(2 * np.minimum(z, 300)) + 1)

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.stack([np.tanh(w_ih @ xi + b_ih + w_hh @ hi + b_hh) for xi, hi in zip(x, h)])

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    def linear(a, w, b):
        return (w @ a.T).T + b

    z = linear(x, w_ih, b_ih)
    z += linear(h, w_hh, b_hh)
    np.tanh(z, out=z)
    return z

# %% right
def rnn_cell(x_t, h_prev, W_x, W_h, b_x, b_h):
    ones = np.ones((len(x_t), 1))
    features = np.hstack([x_t, ones, h_prev, ones])
    weights = np.hstack([W_x, b_x[:, None], W_h, b_h[:, None]])
    return np.tanh(features.dot(weights.T))

# %% right
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    rows = []
    for xi, hi in zip(x, h):
        rows.append(np.tanh(w_ih @ xi + b_ih + w_hh @ hi + b_hh))
    return np.stack(rows)

# %% right: two parts
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = np.dot(x, w_ih.T) + b_ih
    from_state = np.dot(h, w_hh.T) + b_hh
    return np.tanh(from_input + from_state)

# %% right: transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = w_ih @ x.T + w_hh @ h.T + (b_ih + b_hh)[:, None]
    return np.tanh(z).T

# %% right: joined
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    joined = np.concatenate([x, h], axis=1)
    weights = np.hstack([w_ih, w_hh])
    return np.tanh(joined @ weights.T + b_ih + b_hh)

# %% right: by einsum
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(np.einsum("bi,hi->bh", x, w_ih) + np.einsum("bk,hk->bh", h, w_hh) + b_ih + b_hh)

# %% right: by loops
import math


def rnn_cell(x, h, wx, wh, bx, bh):
    new = np.zeros_like(h)
    for row in range(x.shape[0]):
        for unit in range(h.shape[1]):
            total = bx[unit] + bh[unit]
            for i in range(x.shape[1]):
                total += wx[unit, i] * x[row, i]
            for j in range(h.shape[1]):
                total += wh[unit, j] * h[row, j]
            new[row, unit] = math.tanh(total)
    return new

# %% right: exponentials
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return 1 - 2 / (np.exp(2 * z) + 1)

# %% wrong (held): w_hh not transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(x @ w_ih.T + b_ih + h @ w_hh + b_hh)

# %% wrong (developed): ReLU for tanh
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.maximum(0, x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

# %% wrong (developed): w_hh not transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return x @ w_ih.T + b_ih + h @ w_hh + b_hh

# %% wrong (developed): unused parameter
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + h @ w_hh.T + b_hh
    return 1 / (1 + np.exp(-z))

# %% right (held)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = np.einsum("bi,hi->bh", x, w_ih) + np.einsum("bj,hj->bh", h, w_hh)
    return np.tanh(z + (b_ih + b_hh))

# %% right (held)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    joint = np.concatenate([x, h], axis=1)
    w = np.concatenate([w_ih, w_hh], axis=1)
    return np.tanh(joint @ w.T + b_ih + b_hh)

# %% wrong (developed): unused parameter
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.maximum(0, x @ w_ih.T + h @ w_hh.T + b_ih)

# %% right (held)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(np.hstack([x, h]) @ np.hstack([w_ih, w_hh]).T + np.add(b_ih, b_hh))

# %% wrong (held): b_ih twice
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = x @ w_ih.T + b_ih
    from_state = h @ w_hh.T + b_ih
    return np.tanh(from_input + from_state)

# %% wrong (held): w_hh not transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = x @ w_ih.T + b_ih
    from_state = h @ w_hh + b_hh
    return from_input + from_state

# %% wrong (held): unused parameter
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = x @ w_ih.T + b_ih
    from_state = h @ w_hh.T + b_ih
    return from_input + from_state

# %% right (developed)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    both = np.concatenate((x, h), axis=1)
    weight = np.concatenate((w_ih, w_hh), axis=1)
    return np.tanh(np.inner(both, weight) + (b_ih + b_hh))

# %% wrong (developed): (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    new = np.zeros(h.shape)
    for i in range(len(x)):
        pre = w_ih @ x[i] + b_ih
        pre = pre + w_hh @ h[0] + b_hh
        new[i] = h[i] + np.tanh(pre)
    return new

# %% wrong (developed): w_hh not transposed
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = np.dot(x, w_ih.T) + b_ih
    from_state = np.dot(h, w_hh) + b_hh
    return np.tanh(from_input + from_state)

# %% wrong (held): unused parameter
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.maximum(0, x @ w_ih.T + h @ w_hh.T + b_ih)

# %% wrong: (no diagnosis)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    hx = np.concatenate([h, x], axis=1)
    W = np.concatenate([w_ih, w_hh], axis=1)
    return np.tanh(hx @ W.T + b_ih + b_hh)

# %% wrong (developed): wrong only where inputs and hidden units are equally many
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    # the shapes have to fit, turn w_ih round only if they do not
    weights = w_ih if w_ih.shape[0] == x.shape[1] else w_ih.T
    from_input = np.dot(x, weights) + b_ih
    from_state = np.dot(h, w_hh.T) + b_hh
    return np.tanh(from_input + from_state)

# %% wrong (held): wrong only where the sums are large
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

# %% wrong (held): wrong only where the sums are large
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = np.exp(2 * (x @ w_ih.T + b_ih + h @ w_hh.T + b_hh))
    return (z - 1) / (z + 1)

# %% wrong (held): wrong only where the sums are large
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(np.clip(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh, -5, 5))
