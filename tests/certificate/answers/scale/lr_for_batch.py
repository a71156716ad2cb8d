import numpy as np

# %% right: a power for each rule
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    powers = {"linear": 1, "sqrt": 0.5}
    if rule not in powers:
        raise ValueError(f"unknown rule {rule}")
    return base_lr * (batch / base_batch) ** powers[rule]

# %% right: match
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    match rule:
        case "linear":
            return base_lr * batch / base_batch
        case "sqrt":
            return base_lr * np.sqrt(batch / base_batch)
        case _:
            raise ValueError(rule)

# %% right: elif chain
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        factor = k
    elif rule == "sqrt":
        factor = k ** 0.5
    else:
        raise ValueError("rule must be linear or sqrt")
    return base_lr * factor

# %% right
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule not in ("linear", "sqrt"):
        raise ValueError("no such rule: " + rule)
    k = batch / base_batch
    return base_lr * (k if rule == "linear" else np.sqrt(k))

# %% right

def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    rules = {"linear": lambda k: k, "sqrt": np.sqrt}
    try:
        f = rules[rule]
    except KeyError:
        raise ValueError("unknown rule") from None
    return f(batch / base_batch) * base_lr

# %% right
def lr_for_batch(lr, b0, b1, rule="linear"):
    if rule == "linear":
        return lr / b0 * b1
    if rule == "sqrt":
        return lr * b1 ** 0.5 / b0 ** 0.5
    raise ValueError

# %% right
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return np.float64(base_lr * batch) / base_batch
    elif rule == "sqrt":
        return base_lr / np.sqrt(base_batch / batch)
    raise ValueError("rule")

# %% right
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    power = ["sqrt", "linear"].index(rule) / 2 + 0.5
    return base_lr * (batch / base_batch) ** power

# %% wrong: unused parameter
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    return base_lr * batch / base_batch

# %% wrong: an unknown rule counts as the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    else:
        return base_lr * np.sqrt(batch / base_batch)

# %% wrong: an unknown rule counts as linear
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "sqrt":
        return base_lr * np.sqrt(batch / base_batch)
    return base_lr * batch / base_batch

# %% wrong: an unknown rule gives None
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(batch / base_batch)

# %% wrong: does not raise
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(batch / base_batch)
    else:
        return ValueError("unknown rule")

# %% wrong: KeyError
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(batch / base_batch)
    raise KeyError("unknown rule")

# %% wrong: the factor upside down
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * base_batch / batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(base_batch / batch)
    raise ValueError("unknown rule")

# %% wrong: a whole-number factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch // base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 0.5
    raise ValueError("unknown rule")

# %% wrong: the factor alone
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return k
    elif rule == "sqrt":
        return k ** 0.5
    raise ValueError("unknown rule")

# %% wrong: the root of the learning rate too
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return (base_lr * k) ** 0.5
    raise ValueError("unknown rule")

# %% wrong: the root of the batch only
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(batch) / base_batch
    raise ValueError("unknown rule")

# %% wrong: half instead of the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 1 / 2
    raise ValueError("unknown rule")

# %% wrong: squares instead of the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 2
    raise ValueError("unknown rule")

# %% wrong: the base batch left out
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch
    elif rule == "sqrt":
        return base_lr * np.sqrt(batch)
    raise ValueError("unknown rule")

# %% wrong: never lowers the rate
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = max(1, batch / base_batch)
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: the two rules exchanged
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * np.sqrt(k)
    elif rule == "sqrt":
        return base_lr * k
    raise ValueError("unknown rule")

# %% wrong: a condition that is always true
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear" or "sqrt":
        return base_lr * k
    raise ValueError("unknown rule")

# %% wrong: another default
def lr_for_batch(base_lr, base_batch, batch, rule="sqrt"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: wrong parameters
def lr_for_batch(base_lr, base_batch, batch, rule):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: adds the factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr + k
    elif rule == "sqrt":
        return base_lr + np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: raises too often
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if batch < base_batch:
        raise ValueError("batch too small")
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: does not raise
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule.lower() == "linear":
        return base_lr * k
    elif rule.lower() == "sqrt":
        return base_lr * np.sqrt(k)
    raise ValueError("unknown rule")

# %% wrong: the root of the learning rate, not of the factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return np.sqrt(base_lr) * k
    raise ValueError("unknown rule")

# %% wrong: returned nothing on some paths
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        print(base_lr * k)
    elif rule == "sqrt":
        print(base_lr * np.sqrt(k))
    else:
        raise ValueError("unknown rule")

# %% wrong: UnboundLocalError
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        lr = base_lr * k
    if rule == "sqrt":
        lr = base_lr * np.sqrt(k)
    return lr

# %% wrong: never raises the rate
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "sqrt":
        k = np.sqrt(k)
    elif rule != "linear":
        raise ValueError(rule)
    return base_lr * min(k, 1)

# %% wrong: never above 1
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule not in ("linear", "sqrt"):
        raise ValueError("unknown rule")
    k = batch / base_batch
    lr = base_lr * (k if rule == "linear" else k**0.5)
    return 1.0 if lr > 1 else lr

# %% wrong (developed): the factor upside down
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * base_batch / batch
    if rule == "sqrt":
        return base_lr * (base_batch / batch) ** 0.5
    raise ValueError(rule)

# %% wrong (developed): a whole-number factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch // base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 0.5
    raise ValueError("rule")

# %% wrong (developed): an unknown rule counts as the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    return base_lr * np.sqrt(k)

# %% wrong (developed): the root of the learning rate too
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    lr = base_lr * batch / base_batch
    if rule == "linear":
        return lr
    if rule == "sqrt":
        return lr ** 0.5
    raise ValueError

# %% wrong (held): the base batch left out
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch
    if rule == "sqrt":
        return base_lr * batch ** 0.5
    raise ValueError(rule)

# %% wrong (held): never lowers the rate
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = max(1, batch / base_batch)
    if rule == "linear":
        return base_lr * k
    if rule == "sqrt":
        return base_lr * k ** 0.5
    raise ValueError(rule)

# %% wrong (developed): linear whatever the rule
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule not in ("linear", "sqrt"):
        raise ValueError(rule)
    return base_lr * batch / base_batch

# %% wrong (held): KeyError
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    return base_lr * (batch / base_batch) ** {"linear": 1, "sqrt": 0.5}[rule]

# %% wrong (held): an unknown rule gives None
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 0.5
    else:
        print("unknown rule", rule)

# %% wrong (held): the two rules exchanged
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "sqrt":
        return base_lr * k
    if rule == "linear":
        return base_lr * k ** 0.5
    raise ValueError(rule)

# %% wrong (held): the factor upside down
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = base_batch / batch
    return base_lr * k if rule == "linear" else base_lr * k ** 0.5

# %% wrong (held): a whole-number factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch // base_batch
    if rule == "linear":
        return base_lr * k
    if rule == "sqrt":
        return base_lr * np.sqrt(k)

# %% right (held)
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    match rule:
        case "linear":
            power = 1.0
        case "sqrt":
            power = 0.5
        case _:
            raise ValueError(f"unknown rule {rule!r}")
    return base_lr * (batch / base_batch) ** power

# %% right (held)
import math
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    rules = {"linear": float, "sqrt": math.sqrt}
    if not (f := rules.get(rule)):
        raise ValueError("rule must be one of " + ", ".join(rules))
    return f(batch / base_batch) * base_lr

# %% right (developed)
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    try:
        power = {"linear": 1, "sqrt": 0.5}[rule]
    except KeyError:
        raise ValueError(rule) from None
    return base_lr * (batch / base_batch) ** power

# %% wrong (held): the factor upside down
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    ratio = base_batch / batch
    if rule == "linear":
        return base_lr * ratio
    if rule == "sqrt":
        return base_lr * ratio ** 0.5
    raise ValueError(rule)

# %% wrong (held): a whole-number factor
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    ratio = batch // base_batch
    if rule == "linear":
        return base_lr * ratio
    if rule == "sqrt":
        return base_lr * ratio ** 0.5
    raise ValueError(rule)

# %% wrong (held): an unknown rule counts as the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule == "linear":
        return base_lr * batch / base_batch
    return (base_lr * batch / base_batch) ** 0.5

# %% wrong (held): squares instead of the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    ratio = batch / base_batch
    if rule == "linear":
        return base_lr * ratio
    if rule == "sqrt":
        return base_lr * ratio ** 2
    raise ValueError(rule)

# %% wrong (held): (no diagnosis)
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    ratio = base_batch / batch
    if rule == "linear":
        return base_lr / ratio
    if rule == "sqrt":
        return base_lr * ratio ** 0.5
    raise ValueError(rule)

# %% wrong (held): squares instead of the root
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = batch / base_batch
    if rule == "linear":
        return base_lr * k
    elif rule == "sqrt":
        return base_lr * k ** 2
    raise ValueError("unknown rule " + rule)

# %% wrong (developed): the factor upside down
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    k = base_batch / batch
    return base_lr * (k if rule == "linear" else np.sqrt(k))

# %% wrong (held): never lowers the rate
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    ratio = max(1, batch / base_batch)
    if rule not in ("linear", "sqrt"):
        raise ValueError(rule)
    return base_lr * (ratio if rule == "linear" else ratio ** 0.5)

# %% wrong: never lowers the rate
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if rule not in ("linear", "sqrt"):
        raise ValueError(rule)
    factor = max(batch / base_batch, 1)
    return base_lr * (factor if rule == "linear" else factor ** 0.5)

# %% wrong (developed): does not raise
def lr_for_batch(base_lr, base_batch, batch, rule="linear"):
    if batch == base_batch:
        return float(base_lr)
    factor = batch / base_batch
    if rule == "sqrt":
        factor **= 0.5
    elif rule != "linear":
        raise ValueError(rule)
    return base_lr * factor
