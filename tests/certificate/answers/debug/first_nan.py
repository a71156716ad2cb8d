import numpy as np

# %% right: NaN or infinity
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.any(np.isnan(a)) or np.any(np.isinf(a)):
            return name

# %% right: with next
def first_nan(named_arrays):
    return next((name for name, a in named_arrays if not np.all(np.isfinite(a))), None)

# %% wrong: finds NaN only
def first_nan(named_arrays):
    for name, array in named_arrays:
        if np.isnan(array).any():
            return name
    return None

# %% wrong: finds +∞ only
def first_nan(named_arrays):
    for name, array in named_arrays:
        if (array == np.nan).any() or (array == np.inf).any():
            return name
    return None

# %% wrong: misses −∞
def first_nan(named_arrays):
    for name, array in named_arrays:
        if np.isnan(array).any() or np.any(array == np.inf):
            return name
    return None

# %% wrong: wrong type
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array).all():
            return True
    return False

# %% wrong: all of them
def first_nan(named_arrays):
    return [name for name, array in named_arrays if not np.isfinite(array).all()]

# %% wrong: NaN before infinity
def first_nan(named_arrays):
    for name, array in named_arrays:
        if np.isnan(array).any():
            return name
    for name, array in named_arrays:
        if np.isinf(array).any():
            return name
    return None

# %% wrong: an empty text for none
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array).all():
            return name
    return ""

# %% wrong: wrong only where all arrays are finite
def first_nan(named_arrays):
    for name, array in named_arrays:
        if np.any(~np.isfinite(array)):
            return name
    return "None"

# %% wrong: looks at the first array only
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array).all():
            return name
        else:
            return None

# %% wrong: ValueError
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array):
            return name
    return None

# %% wrong: only where every element is bad
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array).any():
            return name
    return None

# %% wrong: AttributeError
def first_nan(named_arrays):
    for name, array in named_arrays:
        if array.isnan().any() or array.isinf().any():
            return name
    return None

# %% wrong: TypeError
import math
def first_nan(named_arrays):
    for name, array in named_arrays:
        if math.isnan(array) or math.isinf(array):
            return name
    return None

# %% wrong: misses −∞
def first_nan(named_arrays):
    for name, array in named_arrays:
        total = np.exp(array).sum()
        if np.isnan(total) or np.isinf(total):
            return name
    return None

# %% wrong: name and array
def first_nan(named_arrays):
    for pair in named_arrays:
        if not np.isfinite(pair[1]).all():
            return pair
    return None

# %% wrong: changes its input
def first_nan(named_arrays):
    first = None
    for name, array in named_arrays:
        bad = ~np.isfinite(array)
        if bad.any():
            array[bad] = 0
            if first is None:
                first = name
    return first

# %% wrong: finds nothing
def first_nan(named_arrays):
    for name, array in named_arrays:
        if array.mean() is np.nan:
            return name
    return None

# %% wrong: finds nothing
def first_nan(named_arrays):
    for name, array in named_arrays:
        if np.isnan(array).any() and np.isinf(array).any():
            return name
    return None

# %% wrong: leaves the last array out
def first_nan(named_arrays):
    for i in range(len(named_arrays) - 1):
        name, array = named_arrays[i]
        if not np.isfinite(array).all():
            return name
    return None

# %% right
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not np.isfinite(array).all():
            return name
    return None

# %% right
def first_nan(named_arrays):
    found = None
    for name, a in named_arrays:
        difference = a - a          # inf - inf is NaN, and so is NaN - NaN
        if found is None and (difference != difference).any():
            found = name
    return found

# %% right
import torch
def first_nan(named_arrays):
    for name, array in named_arrays:
        if not torch.isfinite(torch.tensor(array)).all():
            return name
    return None

# %% right
def first_nan(named_arrays):
    first = None
    for name, a in reversed(named_arrays):
        if np.isfinite(a).min() == False:
            first = name
    return first

# %% right
def first_nan(named_arrays):
    for pair in named_arrays:
        if np.isnan(pair[1] * 0).any():
            result = pair[0]
            break
    else:
        result = None
    return result

# %% right
def first_nan(named_arrays):
    if len(named_arrays) == 0:
        return None
    (name, a), *rest = named_arrays
    return name if not np.isfinite(a).all() else first_nan(rest)

# %% right (held)
def first_nan(named_arrays):
    return next((n for n, a in named_arrays if not np.isfinite(np.asarray(a)).all()), None)

# %% wrong (held): (no diagnosis)
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isnan(a).all() or np.isinf(a).any():
            return name
    return None

# %% wrong (held): the last one
def first_nan(named_arrays):
    for name, a in reversed(named_arrays):
        if np.isnan(a).any() or np.isinf(a).any():
            return name
    return None

# %% equivalent: line 5: return None → left out
# A function that comes to its end without a return gives None.

# %% wrong (held): finds NaN only
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isnan(a).any():
            return name
    return None

# %% wrong (developed): only where every element is bad
def first_nan(named_arrays):
    for name, a in named_arrays:
        if not np.isfinite(a).any():
            return name

# %% wrong (developed): the last one
def first_nan(named_arrays):
    found = None
    for name, a in named_arrays:
        if not np.isfinite(a).all():
            found = name
    return found

# %% wrong (held): all of them
def first_nan(named_arrays):
    return [name for name, a in named_arrays if not np.isfinite(a).all()]

# %% wrong (held): its place instead of its name
def first_nan(named_arrays):
    for i, (name, a) in enumerate(named_arrays):
        if not np.isfinite(a).all():
            return i
    return None

# %% wrong (developed): finds infinities only
def first_nan(named_arrays):
    for name, a in named_arrays:
        if (a == np.nan).any() or (np.abs(a) == np.inf).any():
            return name
    return None

# %% wrong (held): finds infinities only
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isinf(a).any():
            return name
    return None

# %% wrong (held): wrong only where all arrays are finite
def first_nan(named_arrays):
    for name, a in named_arrays:
        if not np.all(np.isfinite(a)):
            return name
    return "None"

# %% wrong (developed): looks at the first array only
def first_nan(named_arrays):
    for name, a in named_arrays:
        if not np.isfinite(a).all():
            return name
        else:
            return None

# %% wrong (held): misses −∞
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isnan(a).any() or (a == np.inf).any():
            return name

# %% wrong (held): the first one without
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isfinite(a).all():
            return name

# %% wrong (developed): IndexError
def first_nan(named_arrays):
    return [name for name, a in named_arrays if not np.isfinite(a).all()][0]

# %% wrong (developed): finds NaN only | the last one
def first_nan(named_arrays):
    result = None
    for name, a in named_arrays:
        if np.isnan(a).any():
            result = name
    return result

# %% wrong (developed): wrong type
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isnan(a).all():
            return a

# %% right (held)
def first_nan(named_arrays):
    return next((name for name, a in named_arrays if not np.isfinite(a).all()), None)

# %% right (developed)
def first_nan(named_arrays):
    for name, array in named_arrays:
        with np.errstate(invalid="ignore"):
            if np.isnan(array - array).any():
                return name

# %% right (developed)
def first_nan(named_arrays):
    return next((n for n, a in named_arrays if not np.all(np.isfinite(a))), None)

# %% wrong (developed): the last one
def first_nan(named_arrays):
    found = None
    for n, a in named_arrays:
        if not np.isfinite(a).all():
            found = n
    return found

# %% wrong (held): finds NaN only
def first_nan(named_arrays):
    for n, a in named_arrays:
        if np.isnan(a).any():
            return n
    return None

# %% wrong (held): wrong type
def first_nan(named_arrays):
    for i, (n, a) in enumerate(named_arrays):
        if np.isnan(a).all():
            return i
    return None

# %% right (developed)
def first_nan(named_arrays):
    if not named_arrays:
        return None
    (name, array), *rest = named_arrays
    with np.errstate(all="ignore"):
        spoilt = np.isnan(array * 0.0).any()
    return name if spoilt else first_nan(rest)

# %% wrong (held): looks at the sum
def first_nan(named_arrays):
    for name, array in named_arrays:
        with np.errstate(all="ignore"):
            bad = not np.isfinite(np.sum(array))
        if bad:
            return name

# %% wrong (developed): (no diagnosis)
def first_nan(named_arrays):
    found = None
    for name, array in named_arrays:
        bad = np.isnan(array) | (array == np.inf)
        if np.any(bad):
            found = name
    return found

# %% wrong: (no diagnosis)
def first_nan(named_arrays):
    found = None
    for name, a in named_arrays:
        if not np.isfinite(a).any():
            found = name
    return found

# %% wrong (developed): finds NaN only
def first_nan(named_arrays):
    for name, arr in named_arrays:
        if np.isnan(arr).any():
            return name
    return None

# %% right (held)
def first_nan(named_arrays):
    return next((n for n, a in named_arrays if not np.isfinite(np.sum(a * 0.0))), None)

# %% wrong: finds NaN only
def first_nan(named_arrays):
    for name, a in named_arrays:
        if np.isnan(a.max()):
            return name
    return None

# %% wrong (held): wrong only where arrays have thousands of numbers
def first_nan(named_arrays):
    pass
    for name, a in named_arrays:
        if 'nan' in repr(a) or 'inf' in repr(a):
            return name
    return None

# %% wrong (held): wrong only where a name comes twice
def first_nan(named_arrays):
    pass
    for name, a in dict(named_arrays).items():
        if not np.isfinite(a).all():
            return name
    return None
