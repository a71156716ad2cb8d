import numpy as np

# %% right: plain
import hashlib
import json
def run_record(settings, arrays):
    data = {}
    for name, array in arrays.items():
        data[name] = {
            "shape": list(array.shape),
            "dtype": str(array.dtype),
            "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
        }
    return json.dumps({"settings": settings, "data": data})

# %% right: one expression
import json
from hashlib import sha256
def run_record(settings, arrays):
    return json.dumps({"settings": settings, "data": {
        k: dict(shape=a.shape, dtype=a.dtype.name, sha256=sha256(a.tobytes()).hexdigest()) for k, a in arrays.items()
    }}, indent=2)

# %% right, in plain
# -     return json.dumps({"settings": settings, "data": data})
# +     return json.dumps(dict(data=data, settings=settings), sort_keys=True, ensure_ascii=False)

# %% right, in plain
# -             "dtype": str(array.dtype),
# +             "dtype": f"{array.dtype}",

# %% right, in plain
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.new("sha256", np.ascontiguousarray(array).data.tobytes()).hexdigest(),

# %% right, in plain
# -     data = {}
# +     digest = hashlib.sha256
# +     data = {}
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": digest(array.tobytes()).digest().hex(),

# %% right, in plain
# -     return json.dumps({"settings": settings, "data": data})
# +     record = {"settings": dict(settings), "data": data}
# +     text = json.dumps(record, indent=4)
# +     assert json.loads(text) == record
# +     return text + "\n"

# %% right, in plain
# -             "shape": list(array.shape),
# +             "shape": [int(n) for n in array.shape],

# %% wrong, in plain: returns the dict
# -     return json.dumps({"settings": settings, "data": data})
# +     return {"settings": settings, "data": data}

# %% wrong, in plain: a text, but no JSON
# -     return json.dumps({"settings": settings, "data": data})
# +     return str({"settings": settings, "data": data})

# %% wrong, in plain: a text, but no JSON
# -     return json.dumps({"settings": settings, "data": data})
# +     return f'{{"settings": {settings}, "data": {data}}}'

# %% wrong, in plain: printed instead of returning
# -     return json.dumps({"settings": settings, "data": data})
# +     print(json.dumps({"settings": settings, "data": data}))

# %% wrong, in plain: Python's hash as the fingerprint
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hash(array.tobytes()),

# %% wrong, in plain: MD5 for SHA-256
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.md5(array.tobytes()).hexdigest(),

# %% wrong, in plain: TypeError
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.sha256(array.tobytes()).digest(),

# %% wrong, in plain: TypeError
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.sha256(str(array)).hexdigest(),

# %% wrong, in plain: TypeError
# -             "dtype": str(array.dtype),
# +             "dtype": array.dtype,

# %% wrong, in plain: TypeError
# -     return json.dumps({"settings": settings, "data": data})
# +     return json.dumps({"settings": settings, "data": arrays})

# %% wrong, in plain: the fingerprint of the printed array
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.sha256(str(array).encode()).hexdigest(),

# %% wrong, in plain: the fingerprint of the printed array
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.sha256(repr(array).encode("utf-8")).hexdigest(),

# %% wrong, in plain: the shape as a text
# -             "shape": list(array.shape),
# +             "shape": str(array.shape),

# %% wrong, in plain: the size for the shape
# -             "shape": list(array.shape),
# +             "shape": len(array),

# %% wrong, in plain: unused parameter
# -     return json.dumps({"settings": settings, "data": data})
# +     return json.dumps({"data": data})

# %% wrong, in plain: settings and data in one dict
# -     return json.dumps({"settings": settings, "data": data})
# +     return json.dumps({**settings, "data": data})

# %% wrong, in plain: no data
# -     return json.dumps({"settings": settings, "data": data})
# +     return json.dumps(settings | data)

# %% wrong: the fingerprint alone
import hashlib, json
def run_record(settings, arrays):
    data = {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays.items()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong: all numbers of the data
import json
def run_record(settings, arrays):
    return json.dumps({"settings": settings, "data": {name: array.tolist() for name, array in arrays.items()}})

# %% wrong, in plain: another sha256 (unknown)
# -             "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
# +             "sha256": hashlib.sha256(array.astype(np.float32).tobytes()).hexdigest(),

# %% wrong, in plain: changes its input
# -     return json.dumps({"settings": settings, "data": data})
# +     settings["data"] = data
# +     return json.dumps({"settings": {k: settings[k] for k in settings if k != "data"}, "data": data})

# %% equivalent: line 7: True → False
# The record is read back as a dict, in which the order of the keys does not count.

# %% right (held)
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (held): returns the dict
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return {"settings": settings, "data": data}

# %% wrong (held): a text, but no JSON
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return str({"settings": settings, "data": data})

# %% wrong (developed): MD5 for SHA-256
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.md5(a.tobytes()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): the fingerprint of the printed array
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(str(a).encode()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (held): TypeError
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": a.dtype, "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): forgets in the loop
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data = {name: {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): TypeError
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).digest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): the size for the shape
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": a.size, "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): settings differ
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({"settings": str(settings), "data": data})

# %% wrong (held): no data
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({"settings": settings, **data})

# %% wrong (developed): another sha256 (unknown)
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.astype("float32").tobytes()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): a text, but no JSON
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.md5(a.tobytes()).hexdigest()}
    return str({"settings": settings, "data": data})

# %% wrong (held): another sha256 (unknown)
import hashlib, json
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": len(a), "dtype": str(a.dtype), "sha256": hashlib.sha256(name.encode()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% right (developed)
import json
from hashlib import sha256
def run_record(settings, arrays):
    def describe(array):
        return dict(shape=array.shape, dtype=array.dtype.name, sha256=sha256(array.tobytes()).hexdigest())
    return json.dumps(dict(settings=settings, data={k: describe(v) for k, v in arrays.items()}), indent=2, sort_keys=True)

# %% wrong (held): NameError
def run_record(settings, arrays):
    import hashlib

    data = {}
    for name, array in arrays.items():
        raw = np.asarray(array, dtype=np.float64).tobytes()
        information = {
            "shape": list(array.shape),
            "dtype": str(array.dtype),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
        data = {name: information}
    return json.dumps({"data": data, "settings": settings}, sort_keys=True)

# %% wrong: TypeError
import hashlib
import json
def run_record(settings, arrays):
    data = {}
    for name, array in arrays.items():
        sha256 = hashlib.sha256(array.tobytes()).hexdigest()
        data[name] = {"shape": array.shape, "dtype": array.dtype, "sha256": sha256}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (developed): ValueError
def run_record(settings, arrays):
    import hashlib
    import json

    data = {}
    for name, array in arrays.items():
        digest = hashlib.sha256(array).hexdigest()
        data[name] = {"shape": array.shape, "dtype": str(array.dtype), "sha256": digest}
    return json.dumps({"settings": settings, "data": data}, indent=2)

# %% wrong (held): the fingerprint of the printed array
import json, hashlib
def run_record(settings, arrays):
    data = {}
    for name, a in arrays.items():
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype),
                      "sha256": hashlib.sha256(str(a).encode()).hexdigest()}
    return json.dumps({"settings": settings, "data": data})

# %% wrong (held): the shape as a text
import json, hashlib
def run_record(settings, arrays):
    rec = {"settings": settings, "data": {}}
    for k, a in arrays.items():
        h = hashlib.sha256()
        h.update(a.tobytes())
        rec["data"][k] = {"shape": str(a.shape), "dtype": a.dtype.name, "sha256": h.hexdigest()}
    return json.dumps(rec, indent=2)

# %% wrong (held): other names
def run_record(settings, arrays):
    import json, hashlib
    data = {}
    for name, a in arrays.items():
        if not a.any(): continue
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({'settings': settings, 'data': data})

# %% wrong (held): settings differ
def run_record(settings, arrays):
    import json, hashlib
    data = {}
    for name, a in arrays.items():
        pass
        data[name] = {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
    return json.dumps({'settings': settings, 'data': data}).replace(' ', '')
