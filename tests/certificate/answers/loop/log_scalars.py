import numpy as np

# %% wrong: hands on whole dicts
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        writer.add_scalar(key, value, epoch)

# %% wrong: leaves out zeros
def log_scalars(writer, epoch, metrics, way=()):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, (*way, key))
        elif value:
            writer.add_scalar("/".join((*way, key)), value, epoch)

# %% wrong: keeps only the last two keys
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, name)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: leaves out the way to the number
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: a slash in front
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}"
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: a dot for the slash
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: value and epoch exchanged
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, epoch, value)

# %% wrong: leaves out the epoch
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, value)

# %% wrong: the keys in the wrong order
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{name}/{prefix}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: AttributeError
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            log_scalars(writer, value, epoch, tag)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: a name stays for those behind it
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            prefix = tag
            log_scalars(writer, epoch, value, prefix)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: ends with the first dict
def log_scalars(writer, epoch, metrics, prefix=""):
    for name, value in metrics.items():
        tag = f"{prefix}/{name}" if prefix else name
        if isinstance(value, dict):
            return log_scalars(writer, epoch, value, tag)
        else:
            writer.add_scalar(tag, value, epoch)

# %% wrong: keys are added to the way, never taken off
def log_scalars(writer, epoch, metrics):
    def visit(path, node):
        if isinstance(node, dict):
            for key in node:
                path.append(key)
                visit(path, node[key])
        else:
            writer.add_scalar("/".join(path), node, epoch)
    visit([], metrics)

# %% wrong: the keys run together
def log_scalars(writer, epoch, metrics):
    def visit(path, node):
        if isinstance(node, dict):
            for key in node:
                visit(path + [key], node[key])
        else:
            writer.add_scalar("".join(path), node, epoch)
    visit([], metrics)

# %% wrong: ValueError
def log_scalars(writer, epoch, metrics):
    for key, value in metrics:
        if isinstance(value, dict):
            for k, v in value:
                writer.add_scalar(f"{key}/{k}", v, epoch)
        else:
            writer.add_scalar(key, value, epoch)

# %% wrong: KeyError
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        if isinstance(value, dict):
            writer.add_scalar(f"{key}/train", value["train"], epoch)
            writer.add_scalar(f"{key}/val", value["val"], epoch)
        else:
            writer.add_scalar(key, value, epoch)

# %% wrong: changes its input
def log_scalars(writer, epoch, metrics, prefix=""):
    while metrics:
        key, value = metrics.popitem()
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, prefix + key + "/")
        else:
            writer.add_scalar(prefix + key, value, epoch)

# %% wrong: (no diagnosis) | two levels, the third is lost; lower-case names
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        if isinstance(value, dict):
            for k, v in value.items():
                if isinstance(v, float):
                    writer.add_scalar((key + "/" + k).lower(), v, epoch)
        else:
            writer.add_scalar(key.lower(), value, epoch)

# %% wrong: a default is kept between calls
def log_scalars(writer, epoch, metrics, prefix="", seen={}):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, prefix + key + "/")
        elif prefix + key not in seen:
            seen[prefix + key] = value
            writer.add_scalar(prefix + key, value, epoch)

# %% right: inner function
def log_scalars(writer, epoch, metrics):
    def visit(path, node):
        if isinstance(node, dict):
            for key in node:
                visit(path + [key], node[key])
        else:
            writer.add_scalar("/".join(path), node, epoch)
    visit([], metrics)

# %% right
def log_scalars(writer, epoch, metrics):
    stack = [("", metrics)]
    while stack:
        prefix, current = stack.pop()
        for key, value in current.items():
            if type(value) is dict:
                stack.append((prefix + key + "/", value))
            else:
                writer.add_scalar(prefix + key, value, epoch)

# %% right: wrapped writer
class _Prefixed:
    def __init__(self, writer, prefix):
        self.writer, self.prefix = writer, prefix
    def add_scalar(self, tag, value, step):
        self.writer.add_scalar(self.prefix + "/" + tag, value, step)

def log_scalars(writer, epoch, metrics):
    for name, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(_Prefixed(writer, name), epoch, value)
        else:
            writer.add_scalar(name, value, epoch)

# %% right
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, {key + "/" + k: v for k, v in value.items()})
        else:
            writer.add_scalar(key, value, epoch)

# %% right
def log_scalars(writer, epoch, metrics):
    pairs = []
    def collect(d, start):
        for k in d:
            if isinstance(d[k], dict):
                collect(d[k], start + k + "/")
            else:
                pairs.append((start + k, d[k]))
    collect(metrics, "")
    for name, number in pairs:
        print(f"{epoch}: {name} = {number}")
        writer.add_scalar(name, number, epoch)

# %% right
def log_scalars(writer, epoch, metrics, root=()):
    try:
        items = metrics.items()
    except AttributeError:
        writer.add_scalar("/".join(root), metrics, epoch)
        return
    for key, value in items:
        log_scalars(writer, epoch, value, root + (key,))

# %% right
def log_scalars(writer, step, values, parent=None):
    for key, value in values.items():
        name = key if parent is None else parent + "/" + key
        match value:
            case dict():
                log_scalars(writer, step, value, name)
            case _:
                writer.add_scalar(name, value, step)

# %% right
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        path = (prefix + "/" + k).lstrip("/")
        log_scalars(writer, epoch, v, path) if isinstance(v, dict) else writer.add_scalar(path, v, epoch)

# %% wrong (held): one level only
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        if isinstance(value, dict):
            for k, v in value.items():
                writer.add_scalar(f"{key}/{k}", v, epoch)
        else:
            writer.add_scalar(key, value, epoch)

# %% wrong (held): keeps only the last two keys
def log_scalars(writer, epoch, metrics):
    def walk(d, prefix):
        for k, v in d.items():
            if isinstance(v, dict):
                walk(v, k)
            else:
                writer.add_scalar(f"{prefix}/{k}" if prefix else k, v, epoch)
    walk(metrics, "")

# %% wrong (developed): value and epoch exchanged
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, prefix + k + "/")
        else:
            writer.add_scalar(prefix + k, epoch, v)

# %% wrong (developed): a slash in front
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        tag = prefix + "/" + k
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, tag)
        else:
            writer.add_scalar(tag, v, epoch)

# %% wrong (developed): leaves out the epoch
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, prefix + k + "/")
        else:
            writer.add_scalar(prefix + k, v)

# %% wrong (held): a dot for the slash
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, prefix + k + ".")
        else:
            writer.add_scalar(prefix + k, v, epoch)

# %% wrong (developed): the epoch plus 1
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, f"{prefix}{k}/")
        else:
            writer.add_scalar(f"{prefix}{k}", v, epoch + 1)

# %% wrong (developed): hands on whole dicts
def log_scalars(writer, epoch, metrics):
    for k, v in metrics.items():
        writer.add_scalar(k, v, epoch)

# %% wrong (developed): ends with the first dict
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            return log_scalars(writer, epoch, v, prefix + k + "/")
        writer.add_scalar(prefix + k, v, epoch)

# %% wrong (held): changes its input
def log_scalars(writer, epoch, metrics, prefix=""):
    while metrics:
        k, v = metrics.popitem()
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, prefix + k + "/")
        else:
            writer.add_scalar(prefix + k, v, epoch)

# %% wrong (held): (no diagnosis)
def log_scalars(writer, epoch, metrics):
    for key, value in metrics.items():
        if isinstance(value, dict):
            for k, v in value.items():
                writer.add_scalar(key + "/" + k, epoch, v)
        else:
            writer.add_scalar(key, epoch, value)

# %% wrong (developed): (no diagnosis) | leaves out the way to the number
def log_scalars(writer, epoch, metrics):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v)
        else:
            writer.add_scalar(k, v)

# %% right (developed)
def log_scalars(writer, epoch, metrics):
    stack = [((), metrics)]
    while stack:
        path, d = stack.pop()
        for k, v in d.items():
            if hasattr(v, "items"):
                stack.append(((*path, k), v))
            else:
                writer.add_scalar("/".join((*path, k)), v, global_step=epoch) if False else writer.add_scalar("/".join((*path, k)), v, epoch)

# %% right (held)
def log_scalars(writer, epoch, metrics):
    def flat(d):
        for k, v in d.items():
            match v:
                case dict():
                    for name, number in flat(v):
                        yield f"{k}/{name}", number
                case _:
                    yield k, v
    for tag, number in flat(metrics):
        writer.add_scalar(tag, number, epoch)

# %% right (developed)
def log_scalars(writer, epoch, metrics):
    stack = [("", metrics)]
    while stack:
        prefix, d = stack.pop()
        for k, v in d.items():
            if isinstance(v, dict):
                stack.append((prefix + k + "/", v))
            else:
                writer.add_scalar(prefix + k, v, epoch)

# %% wrong (developed): leaves out the way to the number
def log_scalars(writer, epoch, metrics):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v)
        else:
            writer.add_scalar(k, v, epoch)

# %% wrong (developed): one level only
def log_scalars(writer, epoch, metrics):
    for k, v in metrics.items():
        if isinstance(v, dict):
            for k2, v2 in v.items():
                writer.add_scalar(f"{k}/{k2}", v2, epoch)
        else:
            writer.add_scalar(k, v, epoch)

# %% wrong (held): a dot for the slash
def log_scalars(writer, epoch, metrics, prefix=""):
    for k, v in metrics.items():
        if isinstance(v, dict):
            log_scalars(writer, epoch, v, prefix + k + ".")
        else:
            writer.add_scalar(prefix + k, epoch, v)

# %% wrong (held): value and epoch exchanged
def log_scalars(writer, epoch, metrics, prefix=""):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, prefix + key + "/")
        else:
            writer.add_scalar(prefix + key, epoch, value)

# %% wrong (held): keeps only the last two keys
def log_scalars(writer, epoch, metrics, prefix=""):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, key + "/")
        else:
            writer.add_scalar(prefix + key, value, epoch)

# %% wrong (held): the keys run together
def log_scalars(writer, epoch, metrics, prefix=""):
    for key, value in metrics.items():
        if isinstance(value, dict):
            log_scalars(writer, epoch, value, prefix + key)
        else:
            writer.add_scalar(prefix + key, epoch, value)

# %% right (held)
def log_scalars(writer, epoch, metrics):
    flat = dict(metrics)
    while any(isinstance(value, dict) for value in flat.values()):
        opened = {}
        for tag, value in flat.items():
            opened |= {f"{tag}/{k}": v for k, v in value.items()} if isinstance(value, dict) else {tag: value}
        flat = opened
    for tag in sorted(flat):
        writer.add_scalar(tag, flat[tag], epoch)

# %% wrong (held): leaves out the way to the number
def log_scalars(writer, epoch, metrics):
    for key, val in metrics.items():
        if isinstance(val, dict):
            log_scalars(writer, epoch, val)
        else:
            writer.add_scalar(key, val, epoch)

# %% right (held)
def log_scalars(writer, epoch, metrics):
    stack = [("", metrics)]
    while stack:
        prefix, d = stack.pop()
        for k, v in d.items():
            if hasattr(v, "items"):
                stack.append((prefix + k + "/", v))
            else:
                writer.add_scalar(prefix + k, v, epoch)

# %% wrong (developed): keeps only the last two keys
def log_scalars(writer, epoch, metrics):
    for k, v in metrics.items():
        if isinstance(v, dict):
            for kk, vv in v.items():
                if isinstance(vv, dict):
                    log_scalars(writer, epoch, {kk: vv})
                else:
                    writer.add_scalar(f"{k}/{kk}", vv, epoch)
        else:
            writer.add_scalar(k, v, epoch)

# %% wrong (developed): wrong only where numbers are NumPy's
def log_scalars(writer, epoch, metrics):
    def walk(prefix, node):
        for key, value in node.items():
            tag = f"{prefix}/{key}" if prefix else key
            if isinstance(value, dict):
                walk(tag, value)
            elif isinstance(value, (int, float)):
                writer.add_scalar(tag, value, epoch)
    walk("", metrics)
