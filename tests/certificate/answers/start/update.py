import numpy as np

# %% wrong: adds the step
def update(weight, gradient, learning_rate):
    return weight + learning_rate * gradient

# %% wrong: changes its input
def update(weight, gradient, learning_rate):
    weight -= learning_rate * gradient
    return weight

# %% wrong: returned nothing
def update(weight, gradient, learning_rate):
    weight = weight - learning_rate * gradient

# %% wrong: returned nothing
def update(weight, gradient, learning_rate):
    weight -= learning_rate * gradient

# %% wrong: subtracts the other way round
def update(weight, gradient, learning_rate):
    return learning_rate * gradient - weight

# %% wrong: leaves out the learning rate
def update(weight, gradient, learning_rate):
    return weight - gradient

# %% wrong: unused parameter
def update(weight, gradient, learning_rate):
    return weight - learning_rate

# %% wrong: divides by the learning rate
def update(weight, gradient, learning_rate):
    return weight - gradient / learning_rate

# %% wrong: returns only the step
def update(weight, gradient, learning_rate):
    return learning_rate * gradient

# %% wrong: returns only the change
def update(weight, gradient, learning_rate):
    return -learning_rate * gradient

# %% wrong: multiplies the step by the weight
def update(weight, gradient, learning_rate):
    return weight * (1 - learning_rate * gradient)

# %% wrong: multiplies the weight by the learning rate too
def update(weight, gradient, learning_rate):
    return (weight - gradient) * learning_rate

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate - gradient

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    new_weight = []
    for i in range(len(weight)):
        new_weight.append(weight[i] - learning_rate * gradient[0])
    return new_weight

# %% wrong: returns its input
def update(weight, gradient, learning_rate):
    for w, g in zip(weight, gradient):
        w = w - learning_rate * g
    return weight

# %% wrong: returns inside the loop
def update(weight, gradient, learning_rate):
    for w, g in zip(weight, gradient):
        return w - learning_rate * g

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * np.sum(gradient)

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * np.mean(gradient)

# %% wrong: steps of equal size
def update(weight, gradient, learning_rate):
    return weight - learning_rate * np.sign(gradient)

# %% wrong: unused parameter
def update(weight, gradient, learning_rate):
    return weight - 0.01 * gradient

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    return weight - learning_rate * np.dot(weight, gradient)

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    return weight - learning_rate @ gradient

# %% wrong: NameError
def update(weight, gradient, learning_rate):
    return weight - learning_rate * (weight * inputs - target)

# %% wrong: overwrites a parameter
def update(weight, gradient, learning_rate):
    gradient = 2 * (weight * 1.0 - 0.4) * 1.0
    return weight - learning_rate * gradient

# %% wrong: rounded to 3
def update(weight, gradient, learning_rate):
    return np.round(weight - learning_rate * gradient, 3)

# %% wrong: printed instead of returning
def update(weight, gradient, learning_rate):
    print(weight - learning_rate * gradient)

# %% wrong: multiplies the step by the weight
def update(weight, gradient, learning_rate):
    return weight - learning_rate * gradient * weight

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * np.abs(gradient)

# %% wrong: changes its input
def update(weight, gradient, learning_rate):
    new = weight
    new -= gradient * learning_rate
    return new

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * gradient / len(gradient)

# %% wrong: exchanges weight and gradient
def update(weight, gradient, learning_rate):
    return gradient - learning_rate * weight

# %% wrong: AttributeError
def update(weight, gradient, learning_rate):
    weight.data -= learning_rate * weight.grad
    return weight

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    if gradient > 0:
        return weight - learning_rate * gradient
    else:
        return weight + learning_rate * gradient

# %% wrong: unused parameter
def update(weight, gradient, learning_rate):
    return 0.498

# %% wrong: parameters in another order
def update(gradient, weight, learning_rate):
    return weight - learning_rate * gradient

# %% wrong: TypeError
def update(weight, gradient, learning_rate):
    return weight - learning_rate(gradient)

# %% wrong: wrong parameters
def update(weight, gradient):
    return weight - 0.01 * gradient

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * 2 * gradient

# %% wrong: TypeError
def update(weight, gradient, learning_rate):
    return float(weight - learning_rate * gradient)

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    return weight.item() - learning_rate * gradient.item()

# %% wrong: exchanges weight and gradient
def update(weight, gradient, learning_rate):
    return weight * learning_rate - gradient

# %% wrong: a comma too many
def update(weight, gradient, learning_rate):
    weight = weight + learning_rate * -gradient,
    return weight

# %% wrong: wrong shape
def update(weight, gradient, learning_rate):
    return [weight - learning_rate * gradient]

# %% wrong: wrong shape
def update(weight, gradient, learning_rate):
    return weight, weight - learning_rate * gradient

# %% wrong: unused parameter
LR = 0.01
def update(weight, gradient, learning_rate):
    return weight - LR * gradient

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    new_weight = np.zeros(len(weight))
    for i in range(len(weight)):
        new_weight[i] = weight[i] - learning_rate * gradient[i]
    return new_weight

# %% wrong: wrong shape
def update(weight, gradient, learning_rate):
    new_weight = []
    for w, g in zip(weight.flat, gradient.flat):
        new_weight.append(w - learning_rate * g)
    return np.array(new_weight)

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    new_weight = np.zeros_like(weight)
    for i in range(len(weight) - 1):
        new_weight[i] = weight[i] - learning_rate * gradient[i]
    return new_weight

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight.astype(int) - learning_rate * gradient

# %% wrong: ValueError
def update(weight, gradient, learning_rate):
    return weight - learning_rate * gradient.T

# %% wrong: returned nothing
def update(weight, gradient, learning_rate):
    weight[:] = weight - learning_rate * gradient

# %% wrong: changes its input
def update(weight, gradient, learning_rate):
    weight[:] = weight - learning_rate * gradient
    return weight.copy()

# %% wrong: wrong shape
def update(weight, gradient, learning_rate):
    return np.array([weight - learning_rate * gradient])

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    step = learning_rate * gradient
    return weight - step - step

# %% wrong: unused parameter
def update(weight, gradient, learning_rate):
    return weight

# %% wrong: unused parameter
def update(weight, gradient, learning_rate):
    return gradient

# %% right
def update(weight, gradient, learning_rate):
    new_weight = weight.copy()
    for i in range(new_weight.size):
        new_weight.flat[i] = weight.flat[i] - learning_rate * gradient.flat[i]
    return new_weight

# %% right
def update(w, g, lr):
    return -(lr * g - w)

# %% right
update = lambda weight, gradient, learning_rate: weight - gradient * learning_rate

# %% right
def update(weight, gradient, learning_rate):
    return np.array((weight.ravel() - learning_rate * gradient.ravel()).tolist()).reshape(weight.shape)

# %% right
def update(weight, gradient, learning_rate):
    return (weight - learning_rate * gradient).tolist()

# %% right
def update(weight, gradient, learning_rate):
    step = gradient.copy()
    step *= -learning_rate
    return np.add(weight, step)

# %% right
def update(weight, gradient, learning_rate=0.01):
    print("updating", weight.shape)
    return weight - learning_rate * gradient

# %% right
def update(weight, gradient, learning_rate):
    weight = weight + 0
    weight -= gradient * learning_rate
    return weight

# %% right
def update(*args):
    w, g, lr = args
    return w - lr * g

# %% right
def update(weight, gradient, learning_rate):
    def one(w, g):
        return w - learning_rate * g
    return np.vectorize(one)(weight, gradient)

# %% right
import copy
def update(weight, gradient, learning_rate):
    result = copy.deepcopy(weight)
    result = result - gradient * learning_rate
    return result

# %% right
def update(weight, gradient, learning_rate):
    if isinstance(weight, np.ndarray) and weight.ndim > 1:
        return np.array([update(w, g, learning_rate) for w, g in zip(weight, gradient)])
    return weight - learning_rate * gradient

# %% right: by a loop
def update(weight, gradient, learning_rate):
    new = []
    for w, g in zip(weight, gradient):
        new.append(w - learning_rate * g)
    return new

# %% right: on a copy
def update(weight, gradient, learning_rate):
    new_weight = weight.copy()
    new_weight -= learning_rate * gradient
    return new_weight

# %% right: by a flat loop
def update(weight, gradient, learning_rate):
    new = np.zeros_like(weight)
    for index in np.ndindex(weight.shape):
        new[index] = weight[index] - gradient[index] * learning_rate
    return new

# %% right: named step
def update(weight, gradient, learning_rate):
    step = -learning_rate * gradient
    return weight + step

# %% right: functions
def update(weight, gradient, learning_rate):
    return np.subtract(weight, np.multiply(gradient, learning_rate))

# %% right: other names
def update(w, g, lr=0.1):
    return w + lr * (-g)

# %% wrong: divides by the gradient
def update(weight, gradient, learning_rate):
    step = learning_rate / gradient
    return weight - step

# %% wrong (held): adds the step
def update(weight, gradient, learning_rate):
    new = weight + gradient * learning_rate
    return new

# %% wrong (held): returns only the change
def update(weight, gradient, learning_rate):
    step = learning_rate * gradient
    return -step

# %% wrong (developed): printed instead of returning
def update(weight, gradient, learning_rate):
    weight_new = weight - learning_rate * gradient
    print(weight_new)

# %% wrong (developed): (no diagnosis)
def update(weight, gradient, learning_rate):
    return weight - learning_rate * gradient.mean()

# %% wrong (held): adds the whole gradient
def update(weight, gradient, learning_rate):
    return weight + gradient

# %% wrong (developed): exchanges weight and gradient
def update(weight, gradient, learning_rate):
    w = gradient - learning_rate * weight
    return w

# %% wrong (developed): (no diagnosis)
def update(weight, gradient, learning_rate):
    g = np.mean(gradient)
    return weight + learning_rate * g

# %% right (developed)
def update(weight, gradient, learning_rate):
    w = weight.copy()
    w -= learning_rate * gradient
    return w

# %% right (held)
def update(weight, gradient, learning_rate):
    result = np.empty_like(weight)
    np.multiply(gradient, -learning_rate, out=result)
    result += weight
    return result

# %% right (held)
def update(weight, gradient, learning_rate):
    flat = [w - learning_rate * g for w, g in zip(weight.flatten(), gradient.flatten())]
    return np.array(flat).reshape(weight.shape)

# %% right (developed)
def update(weight, gradient, learning_rate):
    new = np.empty_like(weight)
    it = np.nditer(weight, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        new[i] = weight[i] - learning_rate * gradient[i]
        it.iternext()
    return new

# %% wrong (developed): steps of the learning rate's length
def update(weight, gradient, learning_rate):
    direction = gradient / np.linalg.norm(gradient)
    return weight - learning_rate * direction

# %% wrong (held): adds the step
def update(weight, gradient, learning_rate):
    step = gradient / learning_rate
    return weight + step

# %% wrong (held): adds the step
def update(weight, gradient, learning_rate):
    change = learning_rate * gradient
    return weight + change

# %% wrong (held): adds the step
def update(weight, gradient, learning_rate):
    change = gradient / learning_rate
    return weight + change

# %% right (held)
def update(weight, gradient, learning_rate):
    result = np.empty(np.shape(weight))
    np.multiply(gradient, -learning_rate, out=result)
    np.add(weight, result, out=result)
    return result

# %% wrong (held): adds the whole gradient
def update(weight, gradient, learning_rate):
    w = np.array(weight)
    w += gradient
    return w

# %% right (developed)
def update(weight, gradient, learning_rate):
    return np.add(weight, np.multiply(-learning_rate, gradient))

# %% wrong: (no diagnosis)
def update(weight, gradient, learning_rate):
    step = learning_rate * np.maximum(gradient, 0)
    return weight - step

# %% wrong (developed): wrong only where the gradient is very small
TOLERANCE = 1e-3


def update(weight, gradient, learning_rate):
    # already at the minimum? then there is nothing to do
    if np.abs(gradient).max() < TOLERANCE:
        return weight.copy()
    return weight - gradient * learning_rate
