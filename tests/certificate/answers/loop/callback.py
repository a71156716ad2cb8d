import numpy as np

# %% wrong: the place in the list for the epoch
class History:
    def __init__(self):
        self.logs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)

    def best(self, key, mode="min"):
        values = self.logs[key]
        best = min(values) if mode == "min" else max(values)
        return values.index(best), best

# %% wrong: one list of epochs for all keys
class History:
    def __init__(self):
        self.epochs = []
        self.logs = {}

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)

    def best(self, key, mode="min"):
        i = np.argmin(self.logs[key]) if mode == "min" else np.argmax(self.logs[key])
        return self.epochs[i], self.logs[key][i]

# %% wrong: keeps the dict itself
class History:
    def __init__(self):
        self.epochs = []
        self.history = []

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        self.history.append(logs)

    @property
    def logs(self):
        return {k: [h[k] for h in self.history if k in h] for h in self.history for k in h}

    def best(self, key, mode="min"):
        pairs = [(e, h[key]) for e, h in zip(self.epochs, self.history) if key in h]
        pick = min if mode == "min" else max
        return pick(pairs, key=lambda p: p[1])

# %% wrong: shared by all objects
class History:
    def __init__(self, logs={}, epochs={}):
        self.logs = logs
        self.epochs = epochs

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            if key not in self.logs:
                self.logs[key], self.epochs[key] = [], []
            self.logs[key].append(value)
            self.epochs[key].append(epoch)

    def best(self, key, mode="min"):
        values = np.array(self.logs[key])
        i = values.argmin() if mode == "min" else values.argmax()
        return self.epochs[key][i], values[i]

# %% wrong: the smallest, whatever the mode
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values))
        return self.epochs[key][i], values[i]

# %% wrong: the mode is turned round
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmax(values)) if mode == "min" else int(np.argmin(values))
        return self.epochs[key][i], values[i]

# %% wrong: the value alone
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values)) if mode == "min" else int(np.argmax(values))
        return values[i]

# %% wrong: value and epoch exchanged
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values)) if mode == "min" else int(np.argmax(values))
        return values[i], self.epochs[key][i]

# %% wrong: the last value for the best
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = -1
        return self.epochs[key][i], values[i]

# %% wrong: keeps the last value only
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs[key] = [value]
            self.epochs[key] = [epoch]

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values)) if mode == "min" else int(np.argmax(values))
        return self.epochs[key][i], values[i]

# %% wrong: a best value of 0 is taken for none
class History:
    def __init__(self):
        self.logs = {}
        self.epoch_of = {}

    def on_epoch_end(self, epoch, logs):
        for key in logs:
            if key not in self.logs:
                self.logs[key] = []
                self.epoch_of[key] = []
            self.logs[key].append(logs[key])
            self.epoch_of[key].append(epoch)

    def best(self, key, mode="min"):
        best_epoch, best_value = None, None
        for epoch, value in zip(self.epoch_of[key], self.logs[key]):
            if not best_value or (mode == "min" and value < best_value) or (mode == "max" and value > best_value):
                best_epoch, best_value = epoch, value
        return best_epoch, best_value

# %% wrong: (no diagnosis) | starts at 0 for max
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs[key] = self.logs.get(key, []) + [value]
            self.epochs[key] = self.epochs.get(key, []) + [epoch]

    def best(self, key, mode="min"):
        best = 1 if mode == "min" else 0
        where = None
        for e, v in zip(self.epochs[key], self.logs[key]):
            better = v < best if mode == "min" else v > best
            if better:
                best = v
                where = e
        return where, best

# %% wrong: the value nearest to or farthest from 0
from collections import defaultdict
class History:
    def __init__(self):
        self.logs = defaultdict(list)
        self._epochs = defaultdict(list)

    def on_epoch_end(self, epoch, logs):
        for name, number in logs.items():
            self.logs[name].append(number)
            self._epochs[name].append(epoch)

    def best(self, key, mode="min"):
        pick = {"min": min, "max": max}[mode]
        value = pick(self.logs[key], key=abs)
        return self._epochs[key][self.logs[key].index(value)], value

# %% wrong: (no diagnosis) | the best of the epoch's number, not of the value
class History:
    def __init__(self):
        self.logs = {}
        self.lowest = {}
        self.highest = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            if key not in self.lowest or epoch < self.lowest[key][0]:
                self.lowest[key] = (epoch, value)
            if key not in self.highest or value > self.highest[key][1]:
                self.highest[key] = (epoch, value)

    def best(self, key, mode="min"):
        return self.lowest[key] if mode == "min" else self.highest[key]

# %% wrong: AttributeError
class History:
    def __init__(self):
        logs = {}
        epochs = []

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for k, v in logs.items():
            self.logs[k].append(v)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = np.argmin(values) if mode == "min" else np.argmax(values)
        return self.epochs[i], values[i]

# %% wrong: empties the caller's dict
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        while logs:
            key, value = logs.popitem()
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values)) if mode == "min" else int(np.argmax(values))
        return self.epochs[key][i], values[i]

# %% right: dict of lists
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values)) if mode == "min" else int(np.argmax(values))
        return self.epochs[key][i], values[i]

# %% right: loop for the best
class History:
    def __init__(self):
        self.logs = {}
        self.epoch_of = {}

    def on_epoch_end(self, epoch, logs):
        for key in logs:
            if key not in self.logs:
                self.logs[key] = []
                self.epoch_of[key] = []
            self.logs[key].append(logs[key])
            self.epoch_of[key].append(epoch)

    def best(self, key, mode="min"):
        best_epoch, best_value = None, None
        for epoch, value in zip(self.epoch_of[key], self.logs[key]):
            if best_value is None or (mode == "min" and value < best_value) or (mode == "max" and value > best_value):
                best_epoch, best_value = epoch, value
        return best_epoch, best_value

# %% right
from collections import defaultdict
class History:
    def __init__(self):
        self.logs = defaultdict(list)
        self._epochs = defaultdict(list)

    def on_epoch_end(self, epoch, logs):
        for name, number in logs.items():
            self.logs[name].append(number)
            self._epochs[name].append(epoch)

    def best(self, key, mode="min"):
        pick = {"min": min, "max": max}[mode]
        value = pick(self.logs[key])
        return self._epochs[key][self.logs[key].index(value)], value

# %% right
class History:
    def __init__(self):
        self.pairs = {}

    def on_epoch_end(self, epoch, logs=None):
        for k, v in (logs or {}).items():
            self.pairs.setdefault(k, []).append((epoch, v))

    def best(self, key, mode="min"):
        choose = min if mode == "min" else max
        return choose(self.pairs[key], key=lambda pair: pair[1])

    @property
    def logs(self):
        return {k: [v for _, v in pairs] for k, pairs in self.pairs.items()}

# %% right
import copy
class History:
    def __init__(self):
        self.epochs, self.raw = [], []

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        self.raw.append(copy.deepcopy(logs))

    def best(self, key, mode="min"):
        sign = 1 if mode == "min" else -1
        indices = [i for i in range(len(self.raw)) if key in self.raw[i]]
        i = min(indices, key=lambda i: sign * self.raw[i][key])
        return self.epochs[i], self.raw[i][key]

    @property
    def logs(self):
        keys = {key for r in self.raw for key in r}
        return {key: [r[key] for r in self.raw if key in r] for key in keys}

# %% right
class History(dict):
    def __init__(self):
        super().__init__()
        self.when = {}

    @property
    def logs(self):
        return self

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            if key in self:
                self[key] += [value]
                self.when[key] += [epoch]
            else:
                self[key] = [value]
                self.when[key] = [epoch]

    def best(self, key, mode="min"):
        array = np.array(self[key])
        at = array.argmax() if mode == "max" else array.argmin()
        return self.when[key][at], self[key][at]

# %% right
class History:
    def __init__(self):
        self.by_epoch = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.by_epoch.setdefault(key, {})[epoch] = value

    @property
    def logs(self):
        return {key: list(series.values()) for key, series in self.by_epoch.items()}

    def best(self, key, mode="min"):
        series = self.by_epoch[key]
        epoch = min(series, key=series.get) if mode == "min" else max(series, key=series.get)
        return epoch, series[epoch]

# %% right
class _Series:
    def __init__(self):
        self.epochs = []
        self.values = []

    def add(self, epoch, value):
        self.epochs.append(epoch)
        self.values.append(value)

class History:
    def __init__(self):
        self.series = {}

    @property
    def logs(self):
        return {k: s.values for k, s in self.series.items()}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            if key not in self.series:
                self.series[key] = _Series()
            self.series[key].add(epoch, value)

    def best(self, key, mode="min"):
        s = self.series[key]
        best_value = min(s.values) if mode == "min" else max(s.values)
        return s.epochs[s.values.index(best_value)], best_value

# %% right (held)
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values) if mode == "min" else max(values)
        return self.epochs[key][values.index(value)], value

# %% wrong (developed): the place in the list for the epoch
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values) if mode == "min" else max(values)
        return values.index(value), value

# %% wrong (developed): the smallest, whatever the mode
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values)
        return self.epochs[key][values.index(value)], value

# %% wrong (held): value and epoch exchanged
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values) if mode == "min" else max(values)
        return value, self.epochs[key][values.index(value)]

# %% wrong (held): the last epoch, not the best one's
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values) if mode == "min" else max(values)
        return self.epochs[key][-1], value

# %% wrong (developed): keeps the last value only, and every epoch
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs[key] = [value]
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values) if mode == "min" else max(values)
        return self.epochs[key][values.index(value)], value

# %% wrong (developed): attribute of another kind
class History:
    def __init__(self):
        self.logs = []
    def on_epoch_end(self, epoch, logs):
        self.logs.append((epoch, logs))
    def best(self, key, mode="min"):
        pick = min if mode == "min" else max
        return pick(((e, l[key]) for e, l in self.logs if key in l), key=lambda t: t[1])

# %% wrong (developed): one list of epochs for all keys
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = []
    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for k in logs:
            self.logs.setdefault(k, []).append(logs[k])
    def best(self, key, mode="min"):
        v = self.logs[key]
        i = int(np.argmin(v) if mode == "min" else np.argmax(v))
        return self.epochs[i], v[i]

# %% wrong (developed): shared by all objects
class History:
    logs = {}
    epochs = {}
    def __init__(self):
        pass
    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
            self.epochs.setdefault(k, []).append(epoch)
    def best(self, key, mode="min"):
        v = self.logs[key]
        i = v.index(min(v)) if mode == "min" else v.index(max(v))
        return self.epochs[key][i], v[i]

# %% wrong (held): wrong only where a key is missing in some epochs
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = []
    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for key in set(self.logs) | set(logs):
            self.logs.setdefault(key, [None] * (len(self.epochs) - 1)).append(logs.get(key))
    def best(self, key, mode="min"):
        pairs = [(v, e) for v, e in zip(self.logs[key], self.epochs) if v is not None]
        v, e = min(pairs) if mode == "min" else max(pairs)
        return e, v

# %% wrong (held): (no diagnosis)
class History:
    def __init__(self):
        self.logs = {"epoch": []}
        self.where = {}
    def on_epoch_end(self, epoch, logs):
        self.logs["epoch"].append(epoch)
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
            self.where.setdefault(k, []).append(epoch)
    def best(self, key, mode="min"):
        f = {"min": np.argmin, "max": np.argmax}[mode]
        i = int(f(self.logs[key]))
        return self.where[key][i], self.logs[key][i]

# %% wrong (developed): the place in the list for the epoch
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = min(values)
        return values.index(value), value

# %% wrong (developed): the mode is turned round
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        value = max(values) if mode == "min" else min(values)
        return value

# %% right (developed)
from collections import defaultdict
class History:
    def __init__(self):
        self.logs = defaultdict(list)
        self._when = defaultdict(list)
    def on_epoch_end(self, epoch, logs):
        for k in logs:
            self.logs[k] += [logs[k]]
            self._when[k] += [epoch]
    def best(self, key, mode="min"):
        sign = {"min": 1, "max": -1}[mode]
        return min(zip(self._when[key], self.logs[key]), key=lambda pair: sign * pair[1])

# %% right (developed)
class History:
    def __init__(self):
        self.records = []
    def on_epoch_end(self, epoch, logs):
        self.records.append((epoch, dict(logs)))
    @property
    def logs(self):
        out = {}
        for _, d in self.records:
            for k, v in d.items():
                out.setdefault(k, []).append(v)
        return out
    def best(self, key, mode="min"):
        have = [(e, d[key]) for e, d in self.records if key in d]
        better = (lambda a, b: a < b) if mode == "min" else (lambda a, b: a > b)
        e0, v0 = have[0]
        for e, v in have[1:]:
            if better(v, v0):
                e0, v0 = e, v
        return e0, v0

# %% right (developed)
class History:
    def __init__(self):
        self.logs, self._epochs = {}, {}
    def on_epoch_end(self, epoch, logs):
        for k in logs:
            self.logs.setdefault(k, []).append(logs[k])
            self._epochs.setdefault(k, []).append(epoch)
    def best(self, key, mode="min"):
        pick = {"min": min, "max": max}[mode]
        v = pick(self.logs[key])
        return self._epochs[key][self.logs[key].index(v)], v

# %% wrong (developed): the place in the list for the epoch
class History:
    def __init__(self):
        self.logs = {}
    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values) if mode == "min" else np.argmax(values))
        return i, values[i]

# %% wrong (developed): one list of epochs for all keys
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = []
    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values) if mode == "min" else np.argmax(values))
        return self.epochs[i], values[i]

# %% wrong (held): the smallest, whatever the mode
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}
    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
            self.epochs.setdefault(k, []).append(epoch)
    def best(self, key, mode="min"):
        i = int(np.argmin(self.logs[key]))
        return self.logs[key][i], self.epochs[key][i]

# %% right (held)
from collections import defaultdict
class History:
    def __init__(self):
        self._seen = defaultdict(list)

    @property
    def logs(self):
        return {k: [v for _, v in pairs] for k, pairs in self._seen.items()}

    def on_epoch_end(self, epoch, logs):
        for k in logs:
            self._seen[k].append((epoch, logs[k]))

    def best(self, key, mode="min"):
        choose = {"min": min, "max": max}[mode]
        return choose(self._seen[key], key=lambda pair: pair[1])

# %% wrong (held): the mode is turned round
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        if mode == "max":
            i = values.index(min(values))
        else:
            i = values.index(max(values))
        return self.epochs[key][i], values[i]

# %% wrong (held): value and epoch exchanged
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        if mode == "min":
            i = values.index(min(values))
        else:
            i = values.index(max(values))
        return values[i], self.epochs[key][i]

# %% wrong (held): the mode is turned round
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = self.logs[key]
        if mode == "max":
            i = values.index(min(values))
        else:
            i = values.index(max(values))
        return values[i], self.epochs[key][i]

# %% right (held)
class History:
    def __init__(self):
        from collections import defaultdict

        self.logs = defaultdict(list)
        self._of = defaultdict(list)

    def on_epoch_end(self, epoch, logs):
        for key, value in {**logs}.items():
            self.logs[key] += (value,)
            self._of[key] += (epoch,)

    def best(self, key, mode="min"):
        sign = 1 if mode == "min" else -1
        place = int(np.argmin(sign * np.array(self.logs[key], dtype=float)))
        return self._of[key][place], self.logs[key][place]

# %% wrong (developed): (no diagnosis)
class History:
    def __init__(self):
        self.logs = {}
        self._when = {}

    def on_epoch_end(self, epoch, logs):
        if not self.logs:
            self.logs = dict.fromkeys(logs, [])
        for name in logs:
            if name not in self.logs:
                self.logs[name] = []
            self.logs[name].append(logs[name])
            self._when.setdefault(name, {})[epoch] = logs[name]

    def best(self, key, mode="min"):
        choose = {"min": min, "max": max}[mode]
        epoch = choose(self._when[key], key=self._when[key].get)
        return epoch, self._when[key][epoch]

# %% wrong: KeyError
class History:
    def __init__(self):
        self.logs = []

    def on_epoch_end(self, epoch, logs):
        self.logs.append((epoch, dict(logs)))

    def best(self, key, mode="min"):
        values = [logs[key] for _, logs in self.logs]
        place = int(np.argmin(values) if mode == "min" else np.argmax(values))
        return self.logs[place][0], values[place]

# %% wrong: KeyError
class History:
    def __init__(self):
        self.logs, self.epochs = {}, {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs[key].append(value)
            self.epochs[key].append(epoch)

    def best(self, key, mode="min"):
        place = int(np.argmin(self.logs[key]) if mode == "min" else np.argmax(self.logs[key]))
        return self.epochs[key][place], self.logs[key][place]

# %% wrong: the sign of the largest is turned
class History:
    def __init__(self):
        self.logs = {}
        self._epochs = {}
    def on_epoch_end(self, epoch, logs):
        for key in logs:
            self.logs.setdefault(key, []).append(logs[key])
            self._epochs.setdefault(key, []).append(epoch)
    def best(self, key, mode="min"):
        values = np.array(self.logs[key])
        if mode == "max":
            values = -values
        i = int(values.argmin())
        return self._epochs[key][i], values[i]

# %% wrong: the sign of the largest is turned
class History:
    def __init__(self):
        self.logs = {}
        self.when = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.when.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        sign = -1 if mode == "max" else 1
        value, epoch = min((sign * v, e) for v, e in zip(self.logs[key], self.when[key]))
        return epoch, value

# %% wrong (held): the place in the list for the epoch
class History:
    def __init__(self):
        self.logs = {}

    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)

    def best(self, key, mode="min"):
        vals = self.logs[key]
        i = int(np.argmin(vals)) if mode == "min" else int(np.argmax(vals))
        return i, vals[i]

# %% right (held)
class History:
    def __init__(self):
        self.logs = {}
        self._epochs = {}
    def on_epoch_end(self, epoch, logs):
        for k in logs:
            self.logs[k] = self.logs.get(k, []) + [logs[k]]
            self._epochs[k] = self._epochs.get(k, []) + [epoch]
    def best(self, key, mode="min"):
        pick = {"min": min, "max": max}[mode]
        return pick(zip(self._epochs[key], self.logs[key]), key=lambda ev: ev[1])

# %% wrong (held): one list of epochs for all keys
class History:
    def __init__(self):
        self.logs = {}
        self.epochs = []
    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for k in logs:
            self.logs.setdefault(k, []).append(logs[k])
    def best(self, key, mode="min"):
        series = self.logs[key]
        pick = min if mode == "min" else max
        v = pick(series)
        return self.epochs[series.index(v)], v

# %% wrong: wrong only where all values are very large
class History:
    def __init__(self):
        self.logs = {}
        self.seen = {}
    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
            self.seen.setdefault(k, []).append(epoch)
    def best(self, key, mode="min"):
        best, at = (1e9, None) if mode == "min" else (-1e9, None)
        for e, v in zip(self.seen[key], self.logs[key]):
            if (v < best) if mode == "min" else (v > best):
                best, at = v, e
        return at, best

# %% wrong (developed): compares with the value before
class History:
    def __init__(self):
        self.logs = {}
        self._epochs = {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self._epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values, epochs = self.logs[key], self._epochs[key]
        best = 0
        for i in range(1, len(values)):
            better = values[i] > values[i - 1] if mode == "max" else values[i] < values[i - 1]
            if better:
                best = i
        return epochs[best], values[best]
