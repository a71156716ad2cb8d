import numpy as np

# %% right: a dictionary of states
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(f"unknown optimizer: {optimizer}")
    values = n_parameters * (2 + states[optimizer]) + n_activations
    return values * bytes_per_value

# %% right: part by part
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    parameters = n_parameters * bytes_per_value
    gradients = n_parameters * bytes_per_value
    if optimizer == "sgd":
        state = 0
    elif optimizer == "momentum":
        state = n_parameters * bytes_per_value
    elif optimizer == "adam":
        state = 2 * n_parameters * bytes_per_value
    else:
        raise ValueError("optimizer must be sgd, momentum or adam")
    activations = n_activations * bytes_per_value
    return parameters + gradients + state + activations

# %% right: match
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    match optimizer:
        case "sgd":
            copies = 2
        case "momentum":
            copies = 3
        case "adam":
            copies = 4
        case _:
            raise ValueError(optimizer)
    return (copies * n_parameters + n_activations) * bytes_per_value

# %% right
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    try:
        k = ["sgd", "momentum", "adam"].index(optimizer)
    except ValueError:
        raise ValueError("no such optimizer") from None
    return bytes_per_value * ((k + 2) * n_parameters + n_activations)

# %% right
def memory_estimate(p, a, opt, b=4):
    try:
        s = {"sgd": 0, "momentum": p, "adam": 2 * p}[opt]
    except KeyError:
        raise ValueError(opt)
    return sum([p, p, s, a]) * b

# %% right
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    total = 0
    total += n_parameters
    total += n_parameters
    if optimizer == "momentum":
        total += n_parameters
    elif optimizer == "adam":
        total += n_parameters
        total += n_parameters
    elif optimizer != "sgd":
        raise ValueError("Unknown optimizer " + optimizer)
    total += n_activations
    return int(total * bytes_per_value)

# %% right
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    valid = ("sgd", "momentum", "adam")
    if optimizer not in valid:
        raise ValueError(f"optimizer must be one of {valid}")
    weights = np.array([1, 1, valid.index(optimizer), 0], dtype=np.int64) * n_parameters
    weights[3] = n_activations
    return int(weights.sum()) * bytes_per_value

# %% right
class UnknownOptimizer(ValueError):
    pass

def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    def size(n):
        return n * bytes_per_value
    per_parameter = dict(sgd=0, momentum=1, adam=2).get(optimizer)
    if per_parameter is None:
        raise UnknownOptimizer(optimizer)
    return size(n_parameters) * 2 + size(n_parameters * per_parameter) + size(n_activations)

# %% right
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer not in {"sgd", "momentum", "adam"}: raise ValueError
    n_states = 2 * (optimizer == "adam") + (optimizer == "momentum")
    return bytes_per_value * (n_activations + n_parameters + n_parameters + n_states * n_parameters)

# %% wrong: the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        state = 0
    elif optimizer == "momentum":
        state = n_parameters
    elif optimizer == "adam":
        state = 2 * n_parameters
    else:
        raise ValueError("unknown optimizer")
    return (n_parameters + state + n_activations) * bytes_per_value

# %% wrong: one value a parameter for Adam
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        state = 0
    elif optimizer == "momentum" or optimizer == "adam":
        state = n_parameters
    else:
        raise ValueError("unknown optimizer")
    return (2 * n_parameters + state + n_activations) * bytes_per_value

# %% wrong: three values a parameter for Adam
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 3}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong: the activations twice
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    forward = n_parameters + n_activations
    backward = n_parameters + n_activations
    return (forward + backward + states[optimizer] * n_parameters) * bytes_per_value

# %% wrong: values instead of bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return n_parameters * (2 + states[optimizer]) + n_activations

# %% wrong: activations counted as bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return n_parameters * (2 + states[optimizer]) * bytes_per_value + n_activations

# %% wrong: one value a parameter for plain SGD
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        state = n_parameters
    elif optimizer == "momentum":
        state = n_parameters
    elif optimizer == "adam":
        state = n_parameters * 2
    else:
        raise ValueError("unknown optimizer")
    return (n_parameters * 2 + state + n_activations) * bytes_per_value

# %% wrong: the same factor for momentum and Adam
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        k = 2
    elif optimizer in ("momentum", "adam"):
        k = 4
    else:
        raise ValueError("unknown optimizer")
    return (n_parameters * k + n_activations) * bytes_per_value

# %% wrong: an unknown optimizer keeps nothing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    k = 2
    if optimizer == "momentum":
        k = 3
    if optimizer == "adam":
        k = 4
    return (n_parameters * k + n_activations) * bytes_per_value

# %% wrong: KeyError
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong: an unknown optimizer counts as Adam
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        state = 0
    elif optimizer == "momentum":
        state = 1
    else:
        state = 2
    return (n_parameters * (2 + state) + n_activations) * bytes_per_value

# %% wrong: capital letters do not matter
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    optimizer = optimizer.lower()
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong: always 4 bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * 4

# %% wrong: bits instead of bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value * 8

# %% wrong: other units than bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value / 1024**2

# %% wrong: the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    gradients = n_parameters
    return (gradients + states[optimizer] * n_parameters + n_activations) * bytes_per_value

# %% wrong: the activations are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError("unknown optimizer")
    return n_parameters * (2 + states[optimizer]) * bytes_per_value

# %% wrong: the optimizer's state is missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer not in ("sgd", "momentum", "adam"):
        raise ValueError("unknown optimizer")
    return (2 * n_parameters + n_activations) * bytes_per_value

# %% wrong: the activations twice
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    values = n_parameters + n_activations
    gradients = values
    return (values + gradients + per[optimizer] * n_parameters) * bytes_per_value

# %% wrong: every factor applied to the activations too
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return (n_parameters + n_activations) * (2 + per[optimizer]) * bytes_per_value

# %% wrong: the size of a value only once
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return n_parameters + n_parameters + per[optimizer] * n_parameters + n_activations * bytes_per_value

# %% wrong: numbers of 32 bits
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    values = np.array([n_parameters * (2 + per[optimizer]) + n_activations]).astype(np.int32)
    return int((values * np.int32(bytes_per_value))[0])

# %% wrong: an unknown optimizer gives None
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        return (2 * n_parameters + n_activations) * bytes_per_value
    elif optimizer == "momentum":
        return (3 * n_parameters + n_activations) * bytes_per_value
    elif optimizer == "adam":
        return (4 * n_parameters + n_activations) * bytes_per_value

# %% wrong: the optimizer's state alone
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return per[optimizer] * n_parameters * bytes_per_value

# %% wrong: wrong parameters
def memory_estimate(n_parameters, n_activations, optimizer):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + per[optimizer]) + n_activations) * 4

# %% wrong: the optimizer's state counted on the activations
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    state = per[optimizer] * n_activations
    return (2 * n_parameters + state + n_activations) * bytes_per_value

# %% wrong: megabytes instead of bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return (n_parameters * (2 + per[optimizer]) + n_activations) * bytes_per_value * 1e-6

# %% wrong: rounded to float32
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    values = np.array([n_parameters, n_parameters, per[optimizer] * n_parameters, n_activations], dtype=np.float32)
    return int(values.sum()) * bytes_per_value

# %% wrong: one value too many for each parameter
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 1, "momentum": 2, "adam": 3}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return (2 * n_parameters + per[optimizer] * n_parameters + n_activations) * bytes_per_value

# %% wrong: gradients of the activations instead of the parameters
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    gradients = n_activations
    return (n_parameters + gradients + per[optimizer] * n_parameters + n_activations) * bytes_per_value

# %% wrong: the optimizer's state always at 4 bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 0, "momentum": 4, "adam": 8}
    if optimizer not in per:
        raise ValueError("unknown optimizer")
    return (2 * n_parameters + n_activations) * bytes_per_value + per[optimizer] * n_parameters

# %% wrong: AssertionError
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    per = {"sgd": 2, "momentum": 3, "adam": 4}
    assert optimizer in per, "unknown optimizer"
    return (per[optimizer] * n_parameters + n_activations) * bytes_per_value

# %% wrong (developed): the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    return (n_parameters * (1 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong (developed): an unknown optimizer keeps nothing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}.get(optimizer, 0)
    return (n_parameters * (2 + states) + n_activations) * bytes_per_value

# %% wrong (developed): always 4 bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(f"unknown optimizer {optimizer}")
    return 4 * (n_parameters * (2 + states[optimizer]) + n_activations)

# %% wrong (held): activations counted as bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        k = 2
    elif optimizer == "momentum":
        k = 3
    elif optimizer == "adam":
        k = 4
    else:
        raise ValueError("optimizer?")
    return n_parameters * k * bytes_per_value + n_activations

# %% wrong (developed): the activations twice
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    return (n_parameters * (2 + states[optimizer]) + 2 * n_activations) * bytes_per_value

# %% wrong (developed): one value a parameter for Adam
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 1}
    if optimizer not in states:
        raise ValueError(optimizer)
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong (held): numbers of 32 bits
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    values = np.array([n_parameters] * (2 + states[optimizer]) + [n_activations]).astype(np.int32)
    return int(values.sum(dtype=np.int32) * np.int32(bytes_per_value))

# %% wrong (held): other units than bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value / 2 ** 20

# %% wrong (held): does not raise
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        return ValueError("unknown optimizer")
    return (n_parameters * (2 + states[optimizer]) + n_activations) * bytes_per_value

# %% wrong (developed): KeyError
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    extra = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    return bytes_per_value * (n_parameters + extra * n_parameters + n_activations)

# %% wrong (held): unused parameter
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    return n_parameters * (2 + states[optimizer]) * bytes_per_value * 8

# %% right (developed)
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    match optimizer:
        case "sgd": copies = 2
        case "momentum": copies = 3
        case "adam": copies = 4
        case _: raise ValueError(f"{optimizer!r} is none of sgd, momentum, adam")
    return bytes_per_value * sum([*[n_parameters] * copies, n_activations])

# %% right (held)
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    copies = 2 + ("sgd", "momentum", "adam").index(optimizer)
    return int(copies * n_parameters + n_activations) * int(bytes_per_value)

# %% wrong (developed): the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    extra = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in extra:
        raise ValueError(optimizer)
    return (n_parameters * (1 + extra[optimizer]) + n_activations) * bytes_per_value

# %% wrong (developed): KeyError
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    extra = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    return (n_parameters * (2 + extra) + n_activations) * bytes_per_value

# %% wrong (developed): activations counted as bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    extra = {"sgd": 0, "momentum": 1, "adam": 1}
    if optimizer not in extra:
        raise ValueError(optimizer)
    return n_parameters * (2 + extra[optimizer]) * bytes_per_value + n_activations

# %% right (held)
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    kinds = ("sgd", "momentum", "adam")
    return bytes_per_value * (n_activations + n_parameters * (2 + kinds.index(optimizer)))

# %% wrong (held): the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    values = n_parameters * (1 + states[optimizer]) + n_activations
    return values * bytes_per_value

# %% wrong (held): activations counted as bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    values = n_parameters * (1 + states[optimizer])
    return values * bytes_per_value + n_activations

# %% right (held)
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    kept = ("sgd", "momentum", "adam").index(optimizer)
    sizes = [n_parameters] * (kept + 2)
    sizes.append(n_activations)
    return sum(int(size) * int(bytes_per_value) for size in sizes)

# %% wrong (developed): the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    if optimizer not in states:
        raise ValueError(optimizer)
    values = n_parameters * (1 + states[optimizer]) + n_activations
    return values * bytes_per_value

# %% wrong (held): KeyError
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    if optimizer == "sgd":
        k = 2
    elif optimizer == "momentum":
        k = 3
    elif optimizer == "adam":
        k = 4
    else:
        raise KeyError(optimizer)
    return bytes_per_value * (k * n_parameters + n_activations)

# %% wrong (held): the parameters or the gradients are missing
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    k = {"sgd": 1, "momentum": 2, "adam": 2}
    if optimizer not in k:
        raise ValueError("optimizer")
    return (k[optimizer] * n_parameters + n_activations) * bytes_per_value

# %% right (held)
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    try:
        k = ["sgd", "momentum", "adam"].index(optimizer)
    except ValueError:
        raise ValueError(f"no optimizer {optimizer!r}") from None
    return ((2 + k) * n_parameters + n_activations) * bytes_per_value

# %% wrong: activations counted as bytes
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    state = {"sgd": 0, "momentum": 1, "adam": 2}.get(optimizer)
    if state is None:
        raise ValueError(optimizer)
    return (n_parameters * 2 + n_parameters * state) * bytes_per_value + n_activations
