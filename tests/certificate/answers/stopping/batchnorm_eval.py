import numpy as np

# %% wrong: the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    x_hat = (x - m) / np.sqrt(v + eps)
    return weight * x_hat + bias

# %% wrong: the batch's statistics in evaluation too
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = mean, var
    else:
        m, v = mean, var
    x_hat = (x - m) / np.sqrt(v + eps)
    return weight * x_hat + bias

# %% wrong: adds eps outside of the root
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    x_hat = (x - m) / (np.sqrt(v) + eps)
    return weight * x_hat + bias

# %% wrong: leaves weight and bias out
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    x_hat = (x - m) / np.sqrt(v + eps)
    return x_hat

# %% wrong: computes the batch's statistics itself, as a sample's
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0, ddof=1)
        x_norm = (x - mean) / np.sqrt(var + eps)
    else:
        x_norm = (x - running_mean) / np.sqrt(running_var + eps)
    return weight * x_norm + bias

# %% wrong: a mean and a variance for each sample
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean = np.mean(x, axis=1, keepdims=True)
        var = np.var(x, axis=1, keepdims=True)
    else:
        mean, var = running_mean, running_var
    return weight * (x - mean) / np.sqrt(var + eps) + bias

# %% wrong: changes its input
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5, momentum=0.1):
    if training:
        running_mean *= 1 - momentum
        running_mean += momentum * mean
        running_var *= 1 - momentum
        running_var += momentum * var
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    return weight * (x - m) / np.sqrt(v + eps) + bias

# %% wrong: the mean changes with the mode, the variance does not
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    mu = mean if training else running_mean
    x_hat = (x - mu) / np.sqrt(var + eps)
    return x_hat * weight + bias

# %% wrong: the renewed running statistics in training
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        running_mean = 0.9 * running_mean + 0.1 * mean
        running_var = 0.9 * running_var + 0.1 * var
    x_hat = (x - running_mean) / np.sqrt(running_var + eps)
    return weight * x_hat + bias

# %% wrong: changes its input
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean = running_mean
        var = running_var
    x -= mean
    x /= np.sqrt(var + eps)
    return x * weight + bias

# %% wrong: (no diagnosis)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return weight * (x - mean) / (var + eps) + bias
    return weight * (x - running_mean) / np.sqrt(running_var + eps) + bias

# %% wrong: gives x back in evaluation
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        return x
    return weight * (x - mean) / np.sqrt(var + eps) + bias

# %% wrong: subtracts the bias
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    gamma, beta = weight, bias
    mu, sigma = (mean, np.sqrt(var + eps)) if training else (running_mean, np.sqrt(running_var + eps))
    return gamma * (x - mu) / sigma - beta

# %% wrong: only the mean is divided
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return weight * (x - mean / np.sqrt(var + eps)) + bias
    else:
        return weight * (x - running_mean / np.sqrt(running_var + eps)) + bias

# %% wrong: unused parameter
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    training = False
    if training == True:
        x = (x - mean) / np.sqrt(var + eps)
    else:
        x = (x - running_mean) / np.sqrt(running_mean ** 2 + eps)
    return x * weight + bias

# %% wrong: wrong type
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = mean, var
        running_mean = 0.9 * running_mean + 0.1 * m
        running_var = 0.9 * running_var + 0.1 * v
    else:
        m, v = running_mean, running_var
    return (x - m) / np.sqrt(v + eps) * weight + bias, running_mean, running_var

# %% wrong: ValueError
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m = (mean if training else running_mean).reshape(-1, 1)
    v = (var if training else running_var).reshape(-1, 1)
    return weight * (x - m) / np.sqrt(v + eps) + bias

# %% right: plain
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    x_hat = (x - m) / np.sqrt(v + eps)
    return weight * x_hat + bias

# %% right: one expression
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    return ((x - (mean if training else running_mean))
            * weight / ((var if training else running_var) + eps) ** 0.5 + bias)

# %% wrong: (no diagnosis)
import torch
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    stats = (mean, var) if training else (running_mean, running_var)
    t = torch.tensor
    out = torch.nn.functional.batch_norm(t(x), t(stats[0]), t(stats[1]), t(weight), t(bias), training=False, eps=eps)
    return out.numpy()

# %% right
import math
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    rows = []
    for row in x:
        rows.append([w * (value - m) / math.sqrt(v + eps) + b
                     for value, m, v, w, b in zip(row, mean, var, weight, bias)])
    return rows

# %% right
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training is True:
        std = np.sqrt(np.add(var, eps))
        normalised = np.divide(np.subtract(x, mean), std)
    else:
        std = np.sqrt(np.add(running_var, eps))
        normalised = np.divide(np.subtract(x, running_mean), std)
    return np.add(np.multiply(normalised, weight), bias)

# %% right: recursion
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        return batchnorm_eval(x, running_mean, running_var, weight, bias, None, None, True, eps)
    return weight * (x - mean) / np.sqrt(var + eps) + bias

# %% right
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    columns = []
    for j in range(x.shape[1]):
        mu, s2 = (mean[j], var[j]) if training else (running_mean[j], running_var[j])
        columns.append(weight[j] * (x[:, j] - mu) / np.sqrt(s2 + eps) + bias[j])
    return np.stack(columns, axis=1)

# %% right
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    y = x.copy()
    y -= mean if training else running_mean
    y /= np.sqrt((var if training else running_var) + eps)
    y *= weight
    y += bias
    return y

# %% right: by a loop over the features
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    out = np.empty_like(x)
    for feature in range(x.shape[1]):
        center = (mean if training else running_mean)[feature]
        spread = (var if training else running_var)[feature]
        out[:, feature] = (x[:, feature] - center) * weight[feature] * (spread + eps) ** -0.5 + bias[feature]
    return out

# %% wrong (developed): computes the batch's statistics itself
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        m, v = x.mean(axis=0), x.var(axis=0)
    else:
        m, v = running_mean, running_var
    return weight * (x - m) / np.sqrt(v + eps) + bias

# %% wrong (developed): the batch's statistics in evaluation too
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    return weight * (x - mean) / np.sqrt(var + eps) + bias

# %% wrong (developed): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m = running_mean if training else mean
    v = running_var if training else var
    return weight * (x - m) / np.sqrt(v + eps) + bias

# %% wrong (held): no root
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    return (x - mean) / (var + eps) * weight + bias

# %% wrong (developed): adds eps outside of the root
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    return (x - mean) / (np.sqrt(var) + eps) * weight + bias

# %% wrong (held): leaves weight and bias out
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return (x - mean) / np.sqrt(var + eps)
    return (x - running_mean) / np.sqrt(running_var + eps)

# %% wrong (developed): leaves eps out
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    return (x - mean) / np.sqrt(var) * weight + bias

# %% wrong (developed): the mean changes with the mode, the variance does not
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m = mean if training else running_mean
    return weight * (x - m) / np.sqrt(var + eps) + bias

# %% wrong (developed): leaves weight and bias out in evaluation
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return weight * (x - mean) / np.sqrt(var + eps) + bias
    else:
        return (x - running_mean) / np.sqrt(running_var + eps)

# %% wrong (held): multiplies the bias too
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    return weight * ((x - mean) / np.sqrt(var + eps) + bias)

# %% wrong (developed): unused parameter
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    return weight * (x - mean) / (np.sqrt(var) + eps) + bias

# %% wrong (held): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean, var = running_mean, running_var
    return weight * (x - mean) / (var + eps) + bias

# %% wrong (developed): unused parameter
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        running_mean, running_var = x.mean(0), x.var(0)
    return weight * (x - running_mean) / np.sqrt(running_var + eps)

# %% right (held)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m, v = (mean, var) if training else (running_mean, running_var)
    scale = weight / (v + eps) ** 0.5
    return x * scale + (bias - m * scale)

# %% right (developed)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    stats = {True: (mean, var), False: (running_mean, running_var)}
    mu, sigma2 = stats[bool(training)]
    return np.array([bias + weight * (row - mu) / np.sqrt(sigma2 + eps) for row in x])

# %% wrong (developed): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m, v = (running_mean, running_var) if training else (mean, var)
    return weight * (x - m) / (v + eps) + bias

# %% right (held)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m, v = ((running_mean, running_var), (mean, var))[bool(training)]
    scale = weight * (v + eps) ** -0.5
    return x * scale + (bias - m * scale)

# %% wrong (held): adds eps outside of the root
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m, v = (mean, var) if training else (running_mean, running_var)
    return weight * (x - m) / (np.sqrt(v) + eps) + bias

# %% wrong (held): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / np.sqrt(var + eps)
    return weight * x_hat + bias

# %% wrong (held): multiplies the bias too
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / np.sqrt(var + eps)
    return weight * (x_hat + bias)

# %% wrong (held): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / np.sqrt(var + eps)
    return weight * (x_hat + bias)

# %% right (developed)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    centre, square = ((running_mean, running_var), (mean, var))[int(bool(training))]
    slope = weight * np.power(square + eps, -0.5)
    return x * slope + (bias - centre * slope)

# %% wrong (developed): another default
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-3):
    if training:
        n = len(x)
        mu = mean
        sigma2 = var * n / max(n - 1, 1)
    else:
        mu = running_mean
        sigma2 = running_var
    inv_std = 1 / np.sqrt(sigma2 + eps)
    return (x - mu) * inv_std * weight + bias

# %% wrong (developed): the two modes exchanged
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mean, var = running_mean, running_var
    return weight * (x - mean) / (var + eps) + bias

# %% wrong (held): adds eps outside of the root
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        mu, sigma2 = mean, var
    else:
        mu, sigma2 = running_mean, running_var
    std = np.sqrt(sigma2) + eps
    return weight * (x - mu) / std + bias

# %% wrong (developed): unused parameter
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m = mean if training else running_mean
    s = np.sqrt((var if training else running_var) + 1e-5)
    return weight * ((x - m) / s) + bias

# %% right (held)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    m, v = [(running_mean, running_var), (mean, var)][bool(training)]
    scale = weight / np.sqrt(v + eps)
    return x * scale + (bias - m * scale)

# %% wrong: (no diagnosis)
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    mu, v = (mean, var) if training else (running_mean, running_var)
    return weight * ((x - mu) / np.sqrt(v) + eps) + bias

# %% wrong (developed): wrong only for a single sample
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training and len(x) > 1:     # a single sample has no variance
        m, v = mean, var
    else:
        m, v = running_mean, running_var
    return weight * (x - m) / np.sqrt(v + eps) + bias

# %% wrong (held): wrong only where a variance is 0
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    std = np.where(var == 0, 1.0, np.sqrt(var + eps))
    return weight * (x - mean) / std + bias

# %% wrong (held): wrong only where a variance is 0
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        mean, var = running_mean, running_var
    std = np.where(var < eps, 1.0, np.sqrt(var + eps))
    return weight * (x - mean) / std + bias

# %% wrong (held): wrong only where a variance is 0
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return weight * (x - mean) / np.sqrt(np.maximum(var, eps) + eps) + bias
    return weight * (x - running_mean) / np.sqrt(running_var + eps) + bias

# %% wrong (held): wrong only where a variance is 0
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if training:
        return weight * (x - mean) / np.sqrt(var + eps) + bias
    return weight * (x - running_mean) / np.sqrt(np.maximum(running_var, 1e-3) + eps) + bias
