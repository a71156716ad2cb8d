import numpy as np

# %% wrong: ReLU after the last layer, and in the cache
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights, biases):
        z = h @ w.T + b
        h = np.maximum(z, 0)
        cache.append((z, h))
    return h, cache

# %% wrong: the last layer in the cache
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for i, (w, b) in enumerate(zip(weights, biases)):
        z = h @ w.T + b
        if i < len(weights) - 1:
            h = np.maximum(z, 0)
        else:
            h = z
        cache.append((z, h))
    return h, cache

# %% wrong: no activation between the layers
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights, biases):
        x = x @ w.T + b
        cache.append((x, x))
    return x, cache[:-1]

# %% wrong: pairs turned round
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = h @ w.T + b
        h = relu(z)
        cache.append((h, z))
    return h @ weights[-1].T + biases[-1], cache

# %% wrong: wrong type
def mlp_forward(x, weights, biases):
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        h = relu(linear(h, w, b))
    return linear(h, weights[-1], biases[-1])

# %% wrong: cache and output exchanged
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return cache, linear(h, weights[-1], biases[-1])

# %% wrong: pre-activations only
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append(z)
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: a flat cache
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append(z)
        cache.append(h)
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: the activation twice
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = h @ w.T + b
        h = z
        h[h < 0] = 0
        cache.append((z, h))
    return h @ weights[-1].T + biases[-1], cache

# %% wrong: weights not transposed
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = h @ w + b
        h = np.maximum(0, z)
        cache.append((z, h))
    out = h @ weights[-1] + biases[-1]
    return out, cache

# %% wrong: UnboundLocalError
def mlp_forward(x, weights, biases):
    cache = []
    for i in range(len(weights) - 1):
        z = linear(x, weights[i], biases[i])
        a = relu(z)
        cache.append((z, a))
    return linear(a, weights[-1], biases[-1]), cache

# %% wrong: IndexError
def mlp_forward(x, weights, biases):
    z1 = x @ weights[0].T + biases[0]
    a1 = np.maximum(z1, 0)
    z2 = a1 @ weights[1].T + biases[1]
    return z2, [(z1, a1)]

# %% wrong: changes its input
def mlp_forward(x, weights, biases):
    last_w = weights.pop()
    last_b = biases.pop()
    cache = []
    h = x
    for w, b in zip(weights, biases):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return linear(h, last_w, last_b), cache

# %% wrong: sigmoid between the layers
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = sigmoid(z)
        cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: UnboundLocalError
def mlp_forward(x, weights, biases):
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        cache = []
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: the last layer in the cache, with a ReLU
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights, biases):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return z, cache

# %% wrong: another number of entries
def mlp_forward(x, weights, biases):
    cache = [(x, x)]
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: ValueError
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    n = len(weights)
    for i in range(n - 2):
        z = linear(a, weights[i], biases[i])
        a = relu(z)
        cache.append((z, a))
    return linear(a, weights[n - 1], biases[n - 1]), cache

# %% wrong: returns inside the loop
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights, biases):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
        return h, cache

# %% wrong: the layer's input in the cache
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        cache.append((h, z))
        h = relu(z)
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: ValueError
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = np.max(z, 0)
        cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: leaves out the biases
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = h @ w.T
        h = relu(z)
        cache.append((z, h))
    return h @ weights[-1].T, cache

# %% wrong: (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return h @ weights[-1].T, cache

# %% wrong: softmax at the end
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return softmax(linear(h, weights[-1], biases[-1])), cache

# %% wrong: wrong shape
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return h, cache

# %% wrong: cache in reverse order
def mlp_forward(x, weights, biases):
    def step(h, ws, bs):
        z = linear(h, ws[0], bs[0])
        if len(ws) == 1:
            return z, []
        a = relu(z)
        out, cache = step(a, ws[1:], bs[1:])
        cache.append((z, a))
        return out, cache
    return step(x, weights, biases)

# %% wrong: ValueError
def mlp_forward(x, weights, biases):
    cache = []
    for i in range(len(weights)):
        z = x @ weights[i].T + biases[0]
        if i != len(weights) - 1:
            x = np.maximum(z, 0)
            cache.append((z, x))
    return z, cache

# %% wrong: returned nothing
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for i in range(len(weights)):
        z = h @ weights[i].T + biases[i]
        if i == len(weights):
            return z, cache
        h = np.maximum(z, 0)
        cache.append((z, h))

# %% wrong: a default is kept between calls
def mlp_forward(x, weights, biases, cache=[]):
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), cache

# %% wrong: NameError
def mlp_forward(x, weights, biases):
    self.cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(h, w, b)
        h = relu(z)
        self.cache.append((z, h))
    return linear(h, weights[-1], biases[-1]), self.cache

# %% wrong: the last layer in the cache, with a ReLU
def mlp_forward(x, weights, biases):
    cache = []
    for i in range(len(weights)):
        z = linear(x, weights[i], biases[i])
        if i < len(weights):
            a = relu(z)
            cache.append((z, a))
        x = a
    return z, cache

# %% wrong: UnboundLocalError
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(x, w, b)
        x = relu(z)
        cache.append((z, x))
    return z, cache

# %% wrong: another number of entries
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights, biases):
        z = linear(a, w, b)
        cache.append((z, a))
        a = relu(z)
    return z, cache

# %% wrong: another number of entries
def mlp_forward(x, weights, biases):
    cache = [(x, x)]
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(x, w, b)
        x = relu(z)
        cache.append((z, x))
    return linear(x, weights[-1], biases[-1]), cache

# %% wrong: the activation twice
def mlp_forward(x, weights, biases):
    cache = []
    for i in range(len(weights)):
        x = linear(x, weights[i], biases[i])
        if i != len(weights) - 1:
            x = relu(x)
            cache.append((x, relu(x)))
    return x, cache

# %% wrong: ValueError
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = w @ x + b
        x = relu(z)
        cache.append((z, x))
    return weights[-1] @ x + biases[-1], cache

# %% wrong: TypeError
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = linear(x, w, b)
        x = relu(z)
        cache.append(z, x)
    return linear(x, weights[-1], biases[-1]), cache

# %% wrong: ReLU after the last layer too
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights, biases):
        z = linear(x, w, b)
        x = relu(z)
        cache.append((z, x))
    output, _ = cache.pop()
    return x, cache

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = h @ w.T + b
        h = np.maximum(z, 0)
        cache.append((z, h))
    return h @ weights[-1].T + biases[-1], cache

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    last = len(weights) - 1
    for i in range(len(weights)):
        z = linear(a, weights[i], biases[i])
        if i == last:
            return z, cache
        a = relu(z)
        cache.append((z, a))

# %% right
def mlp_forward(x, weights, biases):
    z = x @ weights[0].T + biases[0]
    if len(weights) == 1:
        return z, []
    a = np.where(z > 0, z, 0)
    out, rest = mlp_forward(a, weights[1:], biases[1:])
    return out, [(z, a)] + rest

# %% right
def mlp_forward(x, weights, biases):
    *hidden, (w_out, b_out) = zip(weights, biases)
    pairs = []
    for w, b in hidden:
        z = np.einsum("bi,oi->bo", x, w) + b
        x = z * (z > 0)
        pairs.append((z, x))
    return np.einsum("bi,oi->bo", x, w_out) + b_out, pairs

# %% right
from functools import reduce
def mlp_forward(x, weights, biases):
    def layer(state, wb):
        h, cache = state
        z = h @ wb[0].T + wb[1]
        a = np.maximum(0, z)
        return a, cache + [(z, a)]
    h, cache = reduce(layer, list(zip(weights, biases))[:-1], (x, []))
    return h @ weights[-1].T + biases[-1], cache

# %% right
def mlp_forward(x, weights, biases):
    zs = []
    acts = [x]
    for w, b in zip(weights, biases):
        zs.append(acts[-1] @ w.T + b)
        acts.append(np.maximum(zs[-1], 0))
    return zs[-1], list(zip(zs[:-1], acts[1:-1]))

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    i = 0
    while i < len(weights) - 1:
        pre = np.dot(x, weights[i].T) + biases[i]
        post = pre.copy()
        post[post < 0] = 0.0
        cache.append((pre, post))
        x = post
        i += 1
    return np.dot(x, weights[i].T) + biases[i], cache

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    out = None
    for n, (w, b) in enumerate(zip(weights, biases), start=1):
        out = (w @ x.T).T + b
        if n < len(weights):
            x = out.clip(min=0)
            cache += [(out, x)]
    return out, cache

# %% right
def mlp_forward(x, weights, biases):
    return _run(x, list(zip(weights, biases)), [])

def _run(h, layers, cache):
    (w, b), rest = layers[0], layers[1:]
    z = linear(h, w, b)
    if not rest:
        return z, cache
    a = relu(z)
    cache.append((z, a))
    return _run(a, rest, cache)

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    z = x @ weights[0].T + biases[0]
    for w, b in zip(weights[1:], biases[1:]):
        a = relu(z)
        cache.append((z, a))
        z = a @ w.T + b
    return z, cache

# %% right
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights, biases):
        z = linear(x, w, b)
        x = relu(z)
        cache.append((z, x))
    output, _ = cache.pop()
    return output, cache

# %% right
def mlp_forward(x, weights, biases):
    remaining_w, remaining_b = list(weights), list(biases)
    cache = []
    while len(remaining_w) > 1:
        z = linear(x, remaining_w.pop(0), remaining_b.pop(0))
        x = np.abs(z) / 2 + z / 2
        cache.append((z.tolist(), x.tolist()))
    return linear(x, remaining_w[0], remaining_b[0]).tolist(), cache

# %% right: with an index
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for i in range(len(weights)):
        z = a @ weights[i].T + biases[i]
        if i < len(weights) - 1:
            a = z * (z > 0)
            cache.append((z, a))
        else:
            a = z
    return a, cache

# %% right: recursively
def mlp_forward(x, weights, biases):
    z = np.einsum("bi,oi->bo", x, weights[0]) + biases[0]
    if len(weights) == 1:
        return z, []
    a = np.where(z > 0, z, 0)
    output, rest = mlp_forward(a, weights[1:], biases[1:])
    return output, [(z, a), *rest]

# %% right: pops the last
def mlp_forward(inputs, ws, bs):
    pairs, h = [], inputs
    for w, b in zip(ws, bs, strict=True):
        z = np.dot(h, np.transpose(w)) + b
        h = np.maximum(z, 0)
        pairs.append([z, h])
    return pairs.pop()[0], tuple(pairs)

# %% wrong (developed): ReLU after the last layer too
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights, biases):
        z = linear(a, w, b)
        a = relu(z)
        cache.append((z, a))
    return a, cache[:-1]

# %% wrong (developed): ReLU noted, but not passed on
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = a @ w.T + b
        cache.append((z, np.maximum(z, 0)))
        a = z
    return a @ weights[-1].T + biases[-1], cache

# %% wrong (developed): the last layer in the cache
def mlp_forward(x, weights, biases):
    cache = []
    n = len(weights)
    h = x
    for i in range(n):
        z = h @ weights[i].T + biases[i]
        h = np.maximum(0, z) if i < n - 1 else z
        cache.append((z, h))
    return h, cache

# %% wrong (held): pairs turned round
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = x @ w.T + b
        x = np.maximum(z, 0)
        cache.append((x, z))
    return x @ weights[-1].T + biases[-1], cache

# %% wrong (held): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for i in range(len(weights) - 1):
        z = linear(a, weights[i], biases[i])
        cache.append((z, a))
        a = relu(z)
    return linear(a, weights[-1], biases[-1]), cache

# %% wrong (held): the activation twice
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = a @ w.T + b
        a = z
        a[a < 0] = 0
        cache.append((z, a))
    return a @ weights[-1].T + biases[-1], cache

# %% wrong (developed): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights[:-1], biases[:-1]):
        z = a @ w.T
        a = np.maximum(z, 0)
        cache.append((z, a))
    out = a @ weights[-1].T + biases[-1]
    return out, cache

# %% wrong (developed): ReLU after the last layer, and in the cache
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for w, b in zip(weights, biases):
        z = linear(a, w, b)
        a = relu(z)
        cache.append((z, a))
    return a, cache

# %% wrong (held): wrong type
def mlp_forward(x, weights, biases):
    for w, b in zip(weights, biases):
        x = np.maximum(0, x @ w.T + b)
    return x

# %% wrong (developed): pairs turned round
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases):
        z = x @ w.T + b
        x = relu(z)
        cache.append((x, z))
    return x @ weights[-1].T, cache

# %% right (held)
def mlp_forward(x, weights, biases):
    z = linear(x, weights[0], biases[0])
    if len(weights) == 1:
        return z, []
    a = relu(z)
    out, rest = mlp_forward(a, weights[1:], biases[1:])
    return out, [(z, a)] + rest

# %% right (held)
def mlp_forward(x, weights, biases):
    *hidden, (w_last, b_last) = zip(weights, biases)
    cache = []
    for w, b in hidden:
        z = np.einsum('bi,oi->bo', x, w) + b
        cache.append((z, x := z.clip(min=0)))
    return x @ w_last.T + b_last, cache

# %% right (developed)
def mlp_forward(x, weights, biases):
    last = len(weights) - 1
    cache, a = [], x
    for i, (w, b) in enumerate(zip(weights, biases)):
        z = a.dot(w.transpose()) + b
        if i == last:
            return (z, cache)
        a = np.where(z > 0, z, 0.)
        cache += [(z, a)]

# %% right (developed)
def mlp_forward(x, weights, biases):
    cache = []
    def go(a, layers):
        (w, b), *rest = layers
        z = np.tensordot(a, w, axes=(1, 1)) + b
        if not rest:
            return z
        cache.append((z, h := z.clip(0)))
        return go(h, rest)
    return go(x, list(zip(weights, biases))), cache

# %% wrong (held): ReLU after the last layer too
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights, biases):
        z = x @ w.T + b
        x = np.maximum(z, 0)
        cache.append((z, x))
    return x, cache[:-1]

# %% wrong (held): the last layer in the cache
def mlp_forward(x, weights, biases):
    cache = []
    for i, (w, b) in enumerate(zip(weights, biases)):
        z = x @ w.T + b
        x = np.maximum(z, 0) if i < len(weights) - 1 else z
        cache.append((z, x))
    return x, cache

# %% wrong (held): pairs turned round
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = x @ w.T + b
        x = np.maximum(z, 0)
        cache.append((x, z))
    return x @ weights[-1].T, cache

# %% right (held)
def mlp_forward(x, weights, biases):
    *hidden, (last_w, last_b) = list(zip(weights, biases))
    cache = []
    for w, b in hidden:
        pre = np.dot(x, w.T) + b
        x = pre * (pre > 0)
        cache += [(pre, x)]
    return np.dot(x, last_w.T) + last_b, cache

# %% wrong (held): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = a @ W.T + b
        a = np.maximum(z, 0)
        cache.append((z, a))
    return a @ weights[-1].T , cache

# %% wrong (held): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = a @ W.T + b
        a = np.abs(z)
        cache.append((a, z))
    return a @ weights[-1].T + biases[-1], cache

# %% wrong (held): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = a @ W.T + b
        a = np.abs(z)
        cache.append((z, a))
    return a @ weights[-1].T , cache

# %% right (developed)
def mlp_forward(x, weights, biases):
    (w, *other_weights), (b, *other_biases) = weights, biases
    z = np.einsum("bi,oi->bo", x, w) + b
    if not other_weights:
        return z, []
    a = np.where(z < 0, 0.0, z)
    output, rest = mlp_forward(a, other_weights, other_biases)
    return output, [(z, a), *rest]

# %% wrong (developed): (no diagnosis)
def mlp_forward(x, weights, biases):
    cache, signal = [], x
    last = len(weights) - 1
    for number, (weight, bias) in enumerate(zip(weights, biases)):
        pre = signal @ weight.T
        if number < last:
            pre = pre + bias
            after = pre * (pre > 0)
            cache.append((pre, signal))
            signal = after
        else:
            signal = pre
    return signal, cache

# %% wrong (developed): (no diagnosis)
def mlp_forward(x, weights, biases):
    def relu(v):
        return np.where(v > 0, v, 0.01 * v)

    cache = []
    hidden = list(zip(weights, biases))
    last_w, last_b = hidden.pop()
    for w, b in hidden:
        z = x @ w.T + b
        x = relu(z)
        cache.insert(0, (z, x))
    return x @ last_w.T + last_b, cache

# %% wrong (developed): the activation twice
def mlp_forward(x, weights, biases):
    cache = []
    a = x
    n_layers = len(weights)
    for idx in range(n_layers):
        z = a @ weights[idx].T + biases[idx]
        if idx < n_layers - 1:
            a = np.maximum(z, 0)
            cache.append((a, a))
        else:
            a = z
    return a, cache

# %% wrong (held): ReLU after the last layer, and in the cache
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for W, b in zip(weights, biases):
        z = h @ W.T + b
        h = np.maximum(0, z)
        cache.append((z, h))
    return h, cache

# %% right (held)
def mlp_forward(x, weights, biases):
    *hidden, last = zip(weights, biases)
    cache = []
    for w, b in hidden:
        cache.append(((z := linear(x, w, b)), (x := relu(z))))
    w, b = last
    return linear(x, w, b), cache

# %% wrong (developed): the activation twice
def mlp_forward(x, weights, biases):
    cache = []
    out = x
    last = len(weights) - 1
    for i, (w, b) in enumerate(zip(weights, biases)):
        z = out @ w.T + b
        if i == last:
            return z, cache
        out = z
        out[out < 0] = 0
        cache.append((z, out))

# %% wrong: (no diagnosis)
def mlp_forward(x, weights, biases):
    cache = []
    h = x
    for i in range(len(weights)):
        z = h @ weights[i].T + biases[i]
        if i < len(weights) - 1:
            cache.append((z, h))
            h = np.maximum(z, 0)
        else:
            h = z
    return h, cache

# %% right
def mlp_forward(x, weights, biases):
    *hidden, (w_last, b_last) = zip(weights, biases)
    cache = []
    for w, b in hidden:
        pre = np.einsum("bi,oi->bo", x, w) + b
        x = np.where(pre > 0, pre, 0.0)
        cache.append((pre, x))
    return x @ w_last.T + b_last, cache

# %% wrong (developed): ReLU on the network's input too
import numpy as np

def mlp_forward(x, weights, biases):
    def relu(v):
        return np.maximum(v, 0)

    cache = []
    h = x
    for k, (W, b) in enumerate(zip(weights, biases)):
        h = relu(h) @ W.T + b
        if k < len(weights) - 1:
            cache.append((h, relu(h)))
    return h, cache
