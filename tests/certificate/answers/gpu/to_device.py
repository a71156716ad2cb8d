import numpy as np

# %% right: whatever has .to
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch

# %% right: asks for forgiveness
def to_device(batch, device):
    try:
        return batch.to(device)
    except AttributeError:
        pass
    if isinstance(batch, dict):
        return dict((k, to_device(v, device)) for k, v in batch.items())
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple):
        items = [to_device(v, device) for v in batch]
        try:
            return batch._make(items)
        except AttributeError:
            return tuple(items)
    return batch

# %% right: _make
def to_device(batch, device):
    move = lambda item: to_device(item, device)
    if isinstance(batch, dict):
        return {k: move(v) for k, v in batch.items()}
    if hasattr(batch, "_make"):
        return batch._make(map(move, batch))
    if isinstance(batch, list):
        return list(map(move, batch))
    if isinstance(batch, tuple):
        return tuple(map(move, batch))
    return batch.to(device) if hasattr(batch, "to") else batch

# %% right: match
def to_device(batch, device):
    match batch:
        case dict():
            return {k: to_device(v, device) for k, v in batch.items()}
        case list():
            return [to_device(v, device) for v in batch]
        case tuple() if hasattr(batch, "_fields"):
            return batch.__class__(*[to_device(v, device) for v in batch])
        case tuple():
            return tuple([to_device(v, device) for v in batch])
    return batch.to(device) if callable(getattr(batch, "to", None)) else batch

# %% right: _replace
def to_device(batch, device):
    if getattr(batch, "to", None) is not None:
        return batch.to(device)
    if isinstance(batch, tuple) and hasattr(batch, "_replace"):
        return batch._replace(**{f: to_device(getattr(batch, f), device) for f in batch._fields})
    if isinstance(batch, dict):
        new = {}
        for key in batch:
            new[key] = to_device(batch[key], device)
        return new
    if type(batch) in (list, tuple):
        new = []
        for item in batch:
            new.append(to_device(item, device))
        return new if isinstance(batch, list) else tuple(new)
    return batch

# %% right: a helper within
def to_device(batch, device):
    def go(x):
        if isinstance(x, dict):
            return {k: go(v) for k, v in x.items()}
        if isinstance(x, (list, tuple)):
            moved = [go(v) for v in x]
            return x.__class__(*moved) if hasattr(x, "_fields") else x.__class__(moved)
        return x.to(device) if hasattr(x, "to") else x
    return go(batch)

# %% right: a copy first
import copy

def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, (dict, list)):
        new = copy.copy(batch)
        for key in new if isinstance(new, dict) else range(len(new)):
            new[key] = to_device(new[key], device)
        return new
    if isinstance(batch, tuple):
        items = tuple(to_device(v, device) for v in batch)
        return type(batch)(*items) if hasattr(batch, "_fields") else items
    return batch

# %% right: names the argument
def to_device(b, d):
    if isinstance(b, (str, int, float, type(None), np.ndarray)):
        return b
    if isinstance(b, dict):
        return {k: to_device(v, d) for k, v in b.items()}
    if isinstance(b, list):
        return [to_device(v, d) for v in b]
    if isinstance(b, tuple):
        return type(b)(*[to_device(v, d) for v in b]) if hasattr(b, "_fields") else tuple(to_device(v, d) for v in b)
    return b.to(device=d)

# %% wrong: one level only
def to_device(batch, device):
    if isinstance(batch, dict):
        return {k: v.to(device) if hasattr(v, "to") else v for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[v.to(device) if hasattr(v, "to") else v for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)([v.to(device) if hasattr(v, "to") else v for v in batch])
    return batch.to(device)

# %% wrong: moved, and not kept
def to_device(batch, device):
    if hasattr(batch, "to"):
        batch.to(device)
        return batch
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong: moved, and not kept
def to_device(batch, device):
    if isinstance(batch, dict):
        for v in batch.values():
            to_device(v, device)
    elif isinstance(batch, (list, tuple)):
        for v in batch:
            to_device(v, device)
    elif hasattr(batch, "to"):
        batch.to(device)
    return batch

# %% wrong: dicts left out
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong: lists left out
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong: tuples left out
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong: named tuples left out
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if type(batch) is list:
        return [to_device(v, device) for v in batch]
    if type(batch) is tuple:
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong: tuple for a named tuple
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong: TypeError
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)([to_device(v, device) for v in batch])
    return batch

# %% wrong: batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong: what is no tensor is lost
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)

# %% wrong: changes the batch itself
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        for k in batch:
            batch[k] = to_device(batch[k], device)
    elif isinstance(batch, list):
        for i in range(len(batch)):
            batch[i] = to_device(batch[i], device)
    elif hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    elif isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong: always to the first GPU
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.cuda()
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong: tensors of tinygrad_lite only
def to_device(batch, device):
    if isinstance(batch, tg.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong: only what is on the CPU
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device) if str(batch.device) == "cpu" else batch
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong: returns inside the loop
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        for v in batch:
            return to_device(v, device)
    return batch

# %% wrong: AttributeError
def to_device(batch, device):
    return batch.to(device)

# %% wrong: AttributeError
def to_device(batch, device):
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)([to_device(v, device) for v in batch])
    return batch.to(device)

# %% wrong: DeviceError
def to_device(batch, device):
    if isinstance(batch, dict):
        return {k: v.to(device) for k, v in batch.items()}
    return [b.to(device) for b in batch]

# %% right (developed)
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): tuple for a named tuple
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    # tuples
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong (developed): what is no tensor is lost
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    # nothing else

# %% wrong (developed): AttributeError
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: v.to(device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): batch['x']: 'x'
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(k, device) for k in batch}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): moved, and not kept
def to_device(batch, device):
    if hasattr(batch, "to"):
        batch.to(device)
        return batch
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): changes its input
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        for i, v in enumerate(batch):
            batch[i] = to_device(v, device)
        return batch
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): batch: a Other
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return (to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): TypeError
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(to_device(v, device) for v in batch)
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): changes its input
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        for k in batch:
            batch[k] = to_device(batch[k], device)
        return batch
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): always to the first GPU
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.cuda()
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): AttributeError
def to_device(batch, device):
    if isinstance(batch, (list, tuple)):
        return type(batch)(b.to(device) for b in batch)
    return batch.to(device)

# %% wrong (developed): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, tuple):
        return [to_device(v, device) for v in batch]

# %% wrong (developed): tuple for a named tuple
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        for k, v in batch.items():
            batch[k] = to_device(v, device)
        return batch
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    # tuples
    if isinstance(batch, tuple):
        return tuple(to_device(v, device) for v in batch)
    return batch

# %% right (developed)
def to_device(batch, device):
    match batch:
        case dict():
            return {k: to_device(v, device) for k, v in batch.items()}
        case list():
            return [to_device(v, device) for v in batch]
        case tuple():
            items = [to_device(v, device) for v in batch]
            return batch._make(items) if hasattr(batch, "_make") else tuple(items)
    return batch.to(device) if hasattr(batch, "to") else batch

# %% right (held)
def to_device(batch, device):
    def move(x):
        if isinstance(x, dict):
            return dict(zip(x, map(move, x.values())))
        if isinstance(x, tuple) and type(x) is not tuple:
            return type(x)._make(map(move, x))
        if isinstance(x, (list, tuple)):
            return type(x)(map(move, x))
        try:
            to = x.to
        except AttributeError:
            return x
        return to(device)
    return move(batch)

# %% right (developed)
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong (developed): dicts left out
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong (developed): TypeError
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: v.to(device) if hasattr(v, "to") else v for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)([v.to(device) if hasattr(v, "to") else v for v in batch])
    return batch

# %% right (held)
def to_device(batch, device):
    again = lambda item: to_device(item, device)
    match batch:
        case dict():
            return dict(zip(batch, map(again, batch.values())))
        case list():
            return [*map(again, batch)]
        case tuple():
            return batch._make(map(again, batch)) if hasattr(batch, "_make") else (*map(again, batch),)
    return batch.to(device) if hasattr(batch, "to") else batch

# %% wrong (held): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong (held): tuple for a named tuple
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return tuple(to_device(v, device) for v in batch)
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(v, device) for v in batch)
    return batch

# %% wrong (held): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return batch
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*[to_device(v, device) for v in batch])
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% wrong (held): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return tuple(to_device(v, device) for v in batch)
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% right (developed)
def to_device(batch, device):
    def inside(things):
        yield from (to_device(thing, device) for thing in things)

    match batch:
        case dict():
            return dict(zip(batch.keys(), inside(batch.values())))
        case list():
            return [*inside(batch)]
        case tuple():
            build = getattr(type(batch), "_make", tuple)
            return build(inside(batch))
        case object(to=move):
            return move(device)
        case other:
            return other

# %% wrong (developed): batch['x'][0]: x on cpu
def to_device(batch, device):
    if isinstance(batch, dict):
        out = {}
        for name, value in batch.items():
            out[name] = value.to(device) if hasattr(value, "to") else value
        return out
    if isinstance(batch, tuple):
        inner = (to_device(v, device) for v in batch)
        return type(batch)(*inner) if type(batch) is not tuple else tuple(inner)
    if isinstance(batch, list):
        return [to_device(v, device) for v in batch]
    return batch.to(device) if hasattr(batch, "to") else batch

# %% wrong (developed): batch: a list
def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(v, device) for v in batch]
    return batch

# %% right (developed)
def to_device(batch, device):
    move = lambda b: to_device(b, device)
    if hasattr(batch, "to"):
        return batch.to(device)
    if hasattr(batch, "_fields"):
        return type(batch)._make(map(move, batch))
    if isinstance(batch, dict):
        return type(batch)((k, move(v)) for k, v in batch.items())
    if isinstance(batch, (list, tuple)):
        return type(batch)(map(move, batch))
    return batch
