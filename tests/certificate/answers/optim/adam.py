import numpy as np

# %% wrong: leaves the correction without parentheses
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / 1 - beta1**step
    v_hat = v / 1 - beta2**step
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: raises 1 − β to the power
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1)**step
    v_hat = v / (1 - beta2)**step
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**step)
    v_hat = v / (1 - beta2**step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = m / (1 - beta1**step)
    v_hat = v / (1 - beta2**step)
    m = beta1 * m_hat + (1 - beta1) * grad
    v = beta2 * v_hat + (1 - beta2) * grad**2
    return param - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: multiplies by the correction
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m * (1 - beta1**step)
    v_hat = v * (1 - beta2**step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.sum(grad**2)
    m_hat = m / (1 - beta1**step)
    v_hat = v / (1 - beta2**step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    if step == 1:
        m = m / (1 - beta1)
        v = v / (1 - beta2)
    return param - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: leaves out the bias correction
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    param = param - lr * m / (np.sqrt(v) + eps)
    return param, m, v

# %% wrong: hands on the corrected averages
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m = m / (1 - beta1 ** step)
    v = v / (1 - beta2 ** step)
    param = param - lr * m / (np.sqrt(v) + eps)
    return param, m, v

# %% wrong: counts the step one too far
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** (step + 1))
    v_hat = v / (1 - beta2 ** (step + 1))
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: puts eps inside the root
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / np.sqrt(v_hat + eps), m, v

# %% wrong: exchanges the betas
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad ** 2
    m_hat = m / (1 - beta2 ** step)
    v_hat = v / (1 - beta1 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: averages the gradient in v, not its square
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: leaves out the root
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (v_hat + eps), m, v

# %% wrong: corrects as in step 1 at every step
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: multiplies beta by the step
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 * step)
    v_hat = v / (1 - beta2 * step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: adds eps before the correction of v
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    alpha = lr * np.sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
    return param - alpha * m / (np.sqrt(v) + eps), m, v

# %% wrong: changes its input
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad * grad
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: wrong type
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps)

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_t = beta1 * m + (1 - beta1) * grad
    v_t = beta2 * v + (1 - beta2) * m_t ** 2
    m_hat = m_t / (1 - beta1 ** step)
    v_hat = v_t / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_t, v_t

# %% wrong: corrects m only
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_t = beta1 * m + (1 - beta1) * grad
    v_t = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m_t / (1 - beta1 ** step)
    return param - lr * m_hat / (np.sqrt(v_t) + eps), m_t, v_t

# %% wrong: moves by the old averages
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param, m, v

# %% wrong: returns the weights last
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m1 = beta1 * m + (1 - beta1) * grad
    v1 = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m1 / (1 - beta1 ** step)
    v_hat = v1 / (1 - beta2 ** step)
    return m1, v1, param - lr * m_hat / (np.sqrt(v_hat) + eps)

# %% wrong: moves by the gradient, not its average
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m1 = beta1 * m + (1 - beta1) * grad
    v1 = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m1 / (1 - beta1 ** step)
    v_hat = v1 / (1 - beta2 ** step)
    return param - lr * grad / (np.sqrt(v_hat) + eps), m1, v1

# %% wrong: TypeError
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m1 = beta1 * m + (1 - beta1) * grad
    v1 = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m1 / (1 - beta1 ^ step)
    v_hat = v1 / (1 - beta2 ^ step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m1, v1

# %% wrong: a variable of the notebook is kept between calls
t = 0
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    global t
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: leaves out 1 − β
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + grad
    v = beta2 * v + grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: another default
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.99, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    import torch
    p, g = torch.tensor(param), torch.tensor(grad)
    m, v = torch.tensor(m), torch.tensor(v)
    m = m.lerp(g, 1 - beta1)
    v = v.mul(beta2).addcmul(g, g, value=1 - beta2)
    denom = v.sqrt() / (1 - beta2 ** step) ** 0.5 + eps
    return p.addcdiv(m, denom, value=-lr / (1 - beta1 ** step)).numpy(), m.numpy(), v.numpy()

# %% wrong: hands on the corrected average of the squares
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    v /= 1 - beta2**step
    return param - lr * (m / (1 - beta1**step)) / (v**0.5 + eps), m, v

# %% wrong: takes the root before the correction
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**step)
    root = np.sqrt(v) / (1 - beta2**step)
    return param - lr * m_hat / (root + eps), m, v

# %% wrong: exchanges the betas in the correction
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    m_hat, v_hat = m / (1 - beta2**step), v / (1 - beta1**step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param, m, v

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = m.copy()
    v_new = v.copy()
    m_new *= beta1
    m_new += (1 - beta1) * grad
    v_new *= beta2
    v_new += (1 - beta2) * grad * grad
    bias_correction1 = 1 - beta1 ** step
    bias_correction2 = 1 - beta2 ** step
    denom = np.sqrt(v_new) / np.sqrt(bias_correction2) + eps
    return param - (lr / bias_correction1) * m_new / denom, m_new, v_new

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad ** 2 - v)
    c2 = (1 - beta2 ** step) ** 0.5
    alpha = lr * c2 / (1 - beta1 ** step)
    return param - alpha * m / (np.sqrt(v) + eps * c2), m, v

# %% right
import math
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    ps, ms, vs = [], [], []
    for p, g, mi, vi in zip(param.ravel(), grad.ravel(), m.ravel(), v.ravel()):
        mi = beta1 * mi + (1 - beta1) * g
        vi = beta2 * vi + (1 - beta2) * g * g
        mh = mi / (1 - math.pow(beta1, step))
        vh = vi / (1 - math.pow(beta2, step))
        ps.append(p - lr * mh / (math.sqrt(vh) + eps))
        ms.append(mi)
        vs.append(vi)
    return np.array(ps).reshape(param.shape), np.array(ms).reshape(m.shape), np.array(vs).reshape(v.shape)

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    decay1 = decay2 = 1.0
    for _ in range(step):
        decay1 = decay1 * beta1
        decay2 = decay2 * beta2
    m = np.add(beta1 * m, (1 - beta1) * grad)
    v = np.add(beta2 * v, (1 - beta2) * np.square(grad))
    numerator = np.divide(m, 1 - decay1)
    denominator = np.sqrt(np.divide(v, 1 - decay2)) + eps
    return np.subtract(param, lr * np.divide(numerator, denominator)), m, v

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def ema(old, new, beta):
        average = beta * old + (1 - beta) * new
        return average, average / (1 - beta ** step)

    m, m_hat = ema(m, grad, beta1)
    v, v_hat = ema(v, grad * grad, beta2)
    return (param - lr * m_hat / (v_hat ** 0.5 + eps), m, v)

# %% right
def adam(p, g, m, v, t, alpha, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return [p - alpha * (m / (1 - beta1**t)) / (eps + np.sqrt(v / (1 - beta2**t))), m, v]

# %% right
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    betas = np.array([beta1, beta2]).reshape([2] + [1] * param.ndim)
    state = np.stack([m, v])
    seen = np.stack([grad, grad ** 2])
    state = betas * state + (1 - betas) * seen
    corrected = state / (1 - betas ** step)
    return param - lr * corrected[0] / (np.sqrt(corrected[1]) + eps), state[0], state[1]

# %% right: with one rate
import math


def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    root = math.sqrt(1 - beta2**step)
    rate = lr / (1 - beta1**step)
    return param - rate * m / (np.sqrt(v) / root + eps), m, v

# %% right: by a loop
import math


def adam(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = b1 * m[i] + (1 - b1) * g[i]
        new_v[i] = b2 * v[i] + (1 - b2) * g[i] ** 2
        new_w[i] = w[i] - lr * (new_m[i] / (1 - b1**t)) / (math.sqrt(new_v[i] / (1 - b2**t)) + eps)
    return new_w, new_m, new_v

# %% right: moving towards
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (np.square(grad) - v)
    corrections = [1 - np.power(beta, step) for beta in (beta1, beta2)]
    update = m / corrections[0] / (np.sqrt(v / corrections[1]) + eps)
    return [param - lr * update, m, v]

# %% right: with scaled eps
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    c1, c2 = 1 - beta1**step, (1 - beta2**step) ** 0.5
    return param - lr * c2 / c1 * m / (np.sqrt(v) + eps * c2), m, v

# %% wrong (held): leaves out the bias correction
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong (developed): hands on the corrected averages
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m = m / (1 - beta1 ** step)
    v = v / (1 - beta2 ** step)
    return param - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong (held): puts eps inside the root
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh, vh = m / (1 - beta1 ** step), v / (1 - beta2 ** step)
    return param - lr * mh / np.sqrt(vh + eps), m, v

# %% wrong (developed): counts the step one too far
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t = step + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh, vh = m / (1 - beta1 ** t), v / (1 - beta2 ** t)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (developed): not finite
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh, vh = m / (1 - beta1 * step), v / (1 - beta2 * step)
    return param - lr * mh / (np.sqrt(np.abs(vh)) + eps), m, v

# %% wrong (held): unused parameter
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta1 * v + (1 - beta1) * grad ** 2
    mh, vh = m / (1 - beta1 ** step), v / (1 - beta1 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (developed): (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.abs(grad)
    mh, vh = m / (1 - beta1 ** step), v / (1 - beta2 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (held): moves by the gradient, not its average
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    vh = v / (1 - beta2 ** step)
    return param - lr * grad / (np.sqrt(vh) + eps), m, v

# %% wrong (developed): corrects v only
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / (np.sqrt(v / (1 - beta2 ** step)) + eps), m, v

# %% wrong (held): unused parameter
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / (v + eps), m, v

# %% wrong (developed): hands on the corrected averages
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * grad) / (1 - beta1 ** step)
    v = (beta2 * v + (1 - beta2) * grad ** 2) / (1 - beta2 ** step)
    return param - lr * m / np.sqrt(v + eps), m, v

# %% wrong (held): (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m1 = beta1 * m + (1 - beta1) * grad
    v1 = (1 - beta2) * v + beta2 * grad ** 2
    mh, vh = m1 / (1 - beta1 ** step), v1 / (1 - beta2 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v1

# %% right (developed)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (grad - m) * (1 - beta1)
    v = v * beta2 + grad * grad * (1 - beta2)
    c1, c2 = 1 - beta1 ** step, 1 - beta2 ** step
    denom = np.sqrt(v) / np.sqrt(c2) + eps
    return param - (lr / c1) * (m / denom), m, v

# %% right (developed)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def average(old, new, beta):
        return beta * old + (1 - beta) * new
    def corrected(a, beta):
        return a / (1 - beta ** step)
    m, v = average(m, grad, beta1), average(v, grad ** 2, beta2)
    return param - lr * corrected(m, beta1) / (corrected(v, beta2) ** 0.5 + eps), m, v

# %% right (held)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    lerp = lambda a, b, t: a + (b - a) * t
    m, v = lerp(m, grad, 1 - beta1), lerp(v, grad * grad, 1 - beta2)
    c1, c2 = (1 - np.power([beta1, beta2], step))
    return param - lr * (m / c1) / (np.sqrt(v / c2) + eps), m, v

# %% wrong (held): counts the step one too far
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** (step + 1))
    vh = v / (1 - beta2 ** (step + 1))
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (held): (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.abs(grad)
    vh = v / (1 - beta2 ** step)
    return param - lr * m / (np.sqrt(vh) + eps), m, v

# %% wrong (held): not finite
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 * step)
    v_hat = v / (1 - beta2 ** step)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param, m, v

# %% right (held)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    betas = np.array([beta1, beta2]).reshape((2,) + (1,) * np.ndim(param))
    kept = betas * np.stack([m, v]) + (1 - betas) * np.stack([grad, np.square(grad)])
    filled = (1 - betas) * sum(betas**k for k in range(int(step)))
    m_hat, v_hat = kept / filled
    return param - lr * m_hat / (v_hat**0.5 + eps), kept[0], kept[1]

# %% wrong (developed): (no diagnosis)
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def average(old, new, beta):
        return beta * old + (1 - beta) * new

    m_new = average(m, grad, beta1)
    v_new = average(v, grad ** 2, beta1)
    m_hat = m_new / (1 - beta1 ** step)
    v_hat = v_new / (1 - beta2 ** step)
    return param - lr * m_hat / np.maximum(np.sqrt(v_hat), eps), m_new, v_new

# %% wrong: corrects m only | counts the step one too far
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t = step + 1
    new_m = beta1 * m + (1 - beta1) * grad
    new_v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = new_m / (1 - beta1 ** t)
    return param - lr * m_hat / (np.sqrt(new_v) + eps), new_m, new_v

# %% wrong (developed): unused parameter
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / np.sqrt(v + eps), m, v

# %% wrong (held): corrects v by beta1
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m_new / (1 - beta1 ** step)
    v_hat = v_new / (1 - beta1 ** step)
    param_new = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param_new, m_new, v_new

# %% wrong (held): counts the step one too far
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t = step + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return param - lr * m_hat / (v_hat**0.5 + eps), m, v

# %% wrong (held): hands on the corrected averages
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m = m / (1 - beta1**step)
    v = v / (1 - beta2**step)
    return param - lr * m / (v**0.5 + eps), m, v

# %% wrong: adds eps before the correction of v
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * grad
    v = (1 - beta2) * v + beta2 * grad * grad
    alpha = lr * np.sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
    return param - alpha * m / (np.sqrt(v) + eps), m, v

# %% wrong: exchanges β and 1 − β
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * grad
    v = (1 - beta2) * v + beta2 * grad * grad
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
