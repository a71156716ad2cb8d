import numpy as np

# %% right: a comprehension
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors if str(tensor.device) != device]

# %% right: a loop
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) != str(device):
            names.append(name)
    return names

# %% right
def find_mismatch(named_tensors, device):
    found = []
    for i in range(len(named_tensors)):
        pair = named_tensors[i]
        if f"{pair[1].device}" == device:
            continue
        found += [pair[0]]
    return found

# %% right
def find_mismatch(named_tensors, device):
    return list(map(lambda pair: pair[0], filter(lambda pair: str(pair[1].device) != device, named_tensors)))

# %% right
def find_mismatch(named_tensors, device):
    wrong = lambda tensor: not (str(tensor.device) == device)
    return [n for (n, t) in named_tensors if wrong(t)]

# %% right: a tuple of names
def find_mismatch(named_tensors, device):
    return tuple(name for name, tensor in named_tensors if repr(str(tensor.device)) != repr(device))

# %% right
def find_mismatch(named_tensors, device):
    if not named_tensors:
        return []
    (name, tensor), *rest = named_tensors
    first = [] if str(tensor.device) == device else [name]
    return first + find_mismatch(rest, device)

# %% right: positions first
def find_mismatch(named_tensors, device):
    places = [str(t.device) for _, t in named_tensors]
    bad = [i for i, place in enumerate(places) if place != device]
    return [named_tensors[i][0] for i in bad]

# %% wrong: those that lie on it
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors if str(tensor.device) == device]

# %% wrong: a device compared with a text
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors if tensor.device != device]

# %% wrong: a device compared with a text
def find_mismatch(named_tensors, device):
    result = []
    for name, tensor in named_tensors:
        if not tensor.device == device:
            result.append(name)
    return result

# %% wrong: only the kind of device
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if t.device.type != device.split(":")[0]]

# %% wrong: the device's name as a beginning or a part
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if not str(t.device).startswith(device)]

# %% wrong: the device's name as a beginning or a part
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if device not in str(t.device)]

# %% wrong: only the first one
def find_mismatch(named_tensors, device):
    for name, tensor in named_tensors:
        if str(tensor.device) != device:
            return [name]
    return []

# %% wrong: only the last one
def find_mismatch(named_tensors, device):
    for name, tensor in named_tensors:
        if str(tensor.device) != device:
            names = [name]
    try:
        return names
    except UnboundLocalError:
        return []

# %% wrong: sorted
def find_mismatch(named_tensors, device):
    return sorted(name for name, tensor in named_tensors if str(tensor.device) != device)

# %% wrong: the tensors, not their names
def find_mismatch(named_tensors, device):
    return [tensor for name, tensor in named_tensors if str(tensor.device) != device]

# %% wrong: the pairs, not the names
def find_mismatch(named_tensors, device):
    return [pair for pair in named_tensors if str(pair[1].device) != device]

# %% wrong: places in the list, not names
def find_mismatch(named_tensors, device):
    return [i for i in range(len(named_tensors)) if str(named_tensors[i][1].device) != device]

# %% wrong: how many there are
def find_mismatch(named_tensors, device):
    count = 0
    for name, tensor in named_tensors:
        if str(tensor.device) != device:
            count += 1
    return count

# %% wrong: only those on the CPU
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors if str(tensor.device) == "cpu"]

# %% wrong: every name once
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) != device and name not in names:
            names.append(name)
    return names

# %% wrong: the last one is not looked at
def find_mismatch(named_tensors, device):
    return [named_tensors[i][0] for i in range(len(named_tensors) - 1) if str(named_tensors[i][1].device) != device]

# %% wrong: the first one is not looked at
def find_mismatch(named_tensors, device):
    return [named_tensors[i][0] for i in range(1, len(named_tensors)) if str(named_tensors[i][1].device) != device]

# %% wrong: AttributeError
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors.items() if str(tensor.device) != device]

# %% wrong: AttributeError
def find_mismatch(named_tensors, device):
    return [tensor for tensor in named_tensors if str(tensor.device) != device]

# %% wrong (developed): a device compared with a text
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if t.device != device]

# %% wrong (held): those that lie on it
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if str(t.device) == device]

# %% wrong (held): only the first one
def find_mismatch(named_tensors, device):
    for n, t in named_tensors:
        if str(t.device) != device:
            return [n]
    return []

# %% wrong (held): the pairs, not the names
def find_mismatch(named_tensors, device):
    return [(n, t) for n, t in named_tensors if str(t.device) != device]

# %% wrong (developed): sorted
def find_mismatch(named_tensors, device):
    return sorted(n for n, t in named_tensors if str(t.device) != device)

# %% wrong (held): wrong type
def find_mismatch(named_tensors, device):
    return {n for n, t in named_tensors if str(t.device) != device}

# %% wrong (developed): only the kind of device
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if str(t.device).split(":")[0] != device.split(":")[0]]

# %% wrong (held): every name once
def find_mismatch(named_tensors, device):
    return list(dict((n, t) for n, t in named_tensors if str(t.device) != device))

# %% wrong (held): returned None in some cases
def find_mismatch(named_tensors, device):
    bad = [n for n, t in named_tensors if str(t.device) != device]
    return bad if bad else None

# %% wrong (developed): those that lie on it
def find_mismatch(named_tensors, device):
    for n, t in named_tensors:
        if str(t.device) == device:
            return [n]
    return []

# %% wrong (held): (no diagnosis)
def find_mismatch(named_tensors, device):
    return sorted([n for n, t in named_tensors if str(t.device).startswith(device[:4]) is False], reverse=True)

# %% right (developed)
def find_mismatch(named_tensors, device):
    wrong = filter(lambda pair: str(pair[1].device) != device, named_tensors)
    return [name for name, _ in wrong]

# %% right (held)
def find_mismatch(named_tensors, device):
    out = []
    for pair in named_tensors:
        match f"{pair[1].device}":
            case d if d == device:
                pass
            case _:
                out += [pair[0]]
    return out

# %% wrong (developed): every name once
def find_mismatch(named_tensors, device):
    return list(dict(filter(lambda nt: str(nt[1].device) != device, named_tensors)))

# %% wrong (held): a device compared with a text
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if t.device is not device]

# %% wrong (held): only the first one
def find_mismatch(named_tensors, device):
    for n, t in named_tensors:
        if str(t.device) != device:
            return [t]
    return []

# %% right (held)
def find_mismatch(named_tensors, device):
    return [n for n, t in named_tensors if not str(t.device) == str(device)]

# %% wrong (held): those that lie on it
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) == device:
            names.append(name)
    return names

# %% wrong (held): sorted
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) != device:
            names.append(name)
    return sorted(names)

# %% wrong (held): (no diagnosis)
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) == device:
            names.append(str(tensor.device))
    return names

# %% wrong (held): those that lie on it
def find_mismatch(named_tensors, device):
    names = []
    for name, tensor in named_tensors:
        if str(tensor.device) == device:
            names.append(name)
    return sorted(names)

# %% right (held)
def find_mismatch(named_tensors, device):
    from itertools import compress

    pairs = list(named_tensors)
    names = (pair[0] for pair in pairs)
    elsewhere = (not str(pair[1].device) == device for pair in pairs)
    return list(compress(names, elsewhere))

# %% wrong (developed): a device compared with a text
def find_mismatch(named_tensors, device):
    wrong = []
    for name, t in named_tensors:
        if t.device != device:
            wrong.append(name)
    return wrong

# %% wrong (developed): every name once
def find_mismatch(named_tensors, device):
    return list(dict(filter(lambda nt: str(nt[1].device) != device, named_tensors)))

# %% wrong (developed): the device's name as a beginning or a part
def find_mismatch(named_tensors, device):
    left_behind = []
    for name, t in named_tensors:
        if str(t.device) not in device:
            left_behind.append(name)
    return left_behind

# %% wrong (developed): device by device
def find_mismatch(named_tensors, device):
    """collect the names per device, then throw away the good group"""
    by_device = {}
    for name, tensor in named_tensors:
        by_device.setdefault(str(tensor.device), []).append(name)
    by_device.pop(device, None)
    result = []
    for names in by_device.values():
        result.extend(names)
    return result
