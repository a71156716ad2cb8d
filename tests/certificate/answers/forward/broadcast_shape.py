import numpy as np

# %% wrong: the larger of each pair, from the left
def broadcast_shape(a, b):
    return tuple(max(x, y) for x, y in zip(a, b))

# %% wrong: never raises
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    return tuple(max(x, y) for x, y in zip(a, b))

# %% wrong: 1 wins against 0
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    for x, y in zip(a, b):
        if x != y and x != 1 and y != 1:
            raise ValueError("shapes do not match")
    return tuple(max(x, y) for x, y in zip(a, b))

# %% wrong: lines up the left ends
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = a + (1,) * (n - len(a))
    b = b + (1,) * (n - len(b))
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError
    return tuple(out)

# %% wrong: leaves out the leading axes
def broadcast_shape(a, b):
    out = []
    for x, y in zip(a[::-1], b[::-1]):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError("cannot broadcast")
    return tuple(out[::-1])

# %% wrong: in reverse order
from itertools import zip_longest
def broadcast_shape(a, b):
    out = []
    for x, y in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError("cannot broadcast")
    return tuple(out)

# %% wrong: returns None where they do not fit
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = ()
    for x, y in zip(a, b):
        if x == y or y == 1:
            out += (x,)
        elif x == 1:
            out += (y,)
        else:
            return None
    return out

# %% wrong: does not raise
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = ()
    for x, y in zip(a, b):
        if x == y or y == 1:
            out += (x,)
        elif x == 1:
            out += (y,)
        else:
            return ValueError("not broadcastable")
    return out

# %% wrong: AssertionError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        assert x == y or x == 1 or y == 1
        out.append(y if x == 1 else x)
    return tuple(out)

# %% wrong: needs equally many axes
def broadcast_shape(a, b):
    if len(a) != len(b):
        raise ValueError("different number of dimensions")
    result = []
    for i in range(len(a)):
        if a[i] == b[i]:
            result.append(a[i])
        elif a[i] == 1:
            result.append(b[i])
        elif b[i] == 1:
            result.append(a[i])
        else:
            raise ValueError("no broadcast")
    return tuple(result)

# %% wrong: raises too often
def broadcast_shape(a, b):
    while len(a) < len(b):
        a = (1,) + a
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError("no broadcast")
    return tuple(out)

# %% wrong: only the first may stretch
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x == y:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError("no broadcast")
    return tuple(out)

# %% wrong: raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x != y and x != 1 or y != 1:
            raise ValueError("no broadcast")
        out.append(max(x, y))
    return tuple(out)

# %% wrong: wrong type
def broadcast_shape(a, b):
    if not a or not b:
        return ()
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x != y and 1 not in (x, y):
            raise ValueError("no broadcast")
        out.append(y if x == 1 else x)
    return tuple(out)

# %% wrong: raises too often
def broadcast_shape(a, b):
    if len(a) == 0 or len(b) == 0:
        raise ValueError("empty shape")
    return np.broadcast_shapes(a, b)

# %% wrong: wrong only where a length is 0 and where there is …
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (0,) * (n - len(a)) + a
    b = (0,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x != y and x > 1 and y > 1:
            raise ValueError("no broadcast")
        out.append(max(x, y))
    return tuple(out)

# %% wrong: wrong type
def broadcast_shape(a, b):
    out = []
    for i in range(1, max(len(a), len(b))):
        x = a[-i] if i <= len(a) else 1
        y = b[-i] if i <= len(b) else 1
        if x != y and x != 1 and y != 1:
            raise ValueError("no broadcast")
        out.insert(0, y if x == 1 else x)
    return tuple(out)

# %% wrong: wrong type
def broadcast_shape(a, b):
    return (np.ones(a) + np.ones(b)).size

# %% wrong: (no diagnosis)
def broadcast_shape(a, b):
    return np.broadcast(a, b).shape

# %% wrong: wrong type
def broadcast_shape(a, b):
    return np.broadcast_arrays(a, b)

# %% wrong: returns None where they do not fit
def broadcast_shape(a, b):
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        print("ValueError")

# %% wrong: AttributeError
def broadcast_shape(a, b):
    if a.shape == b.shape:
        return a.shape
    out = []
    for x, y in zip(a.shape, b.shape):
        out.append(max(x, y))
    return tuple(out)

# %% wrong: raises too often
def broadcast_shape(a, b):
    if len(a) < len(b):
        a, b = b, a
    b = (1,) * (len(a) - len(b)) + b
    for i in range(len(a)):
        if a[i] != b[i] and b[i] != 1:
            raise ValueError("no broadcast")
    return a

# %% wrong: (no diagnosis)
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    return tuple(x * y for x, y in zip(a, b))

# %% wrong: TypeError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise TypeError("no broadcast")
    return tuple(out)

# %% wrong: TypeError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise "no broadcast"
    return tuple(out)

# %% wrong: ZeroDivisionError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        big, small = max(x, y), min(x, y)
        if big % small != 0:
            raise ValueError("no broadcast")
        out.append(big)
    return tuple(out)

# %% wrong: AttributeError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a.insert(0, 1)
    out = []
    for x, y in zip(a, b):
        out.append(y if x == 1 else x)
    return tuple(out)

# %% wrong: UnboundLocalError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    for x, y in zip(a, b):
        out = []
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError
    return tuple(out)

# %% wrong: (no diagnosis)
def broadcast_shape(a, b):
    return np.broadcast_shapes(a, b)

# %% wrong: (no diagnosis)
def broadcast_shape(a, b):
    return np.broadcast(np.broadcast_to(0, a), np.broadcast_to(0, b)).shape

# %% wrong: leaves out the leading axes, and 1 wins against 0
def broadcast_shape(a, b):
    out = []
    for m, n in zip(a[::-1], b[::-1]):
        if m == n or m == 1 or n == 1:
            out.append(max(m, n))
        else:
            raise ValueError("no")
    return tuple(out[::-1])

# %% wrong: (no diagnosis)
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = ()
    for p, q in zip(a, b):
        if p != q and p != 1 and q != 1:
            raise ValueError
        out += (p * q,)
    return out

# %% wrong: AssertionError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    for p, q in zip(a, b):
        assert p == q or p == 1 or q == 1
    return tuple(q if p == 1 else p for p, q in zip(a, b))

# %% wrong: raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for p, q in zip(a, b):
        if p == q or q == 1:
            out.append(p)
        elif p == 1:
            out.append(q)
        raise ValueError
    return tuple(out)

# %% wrong: raises too often
def broadcast_shape(a, b):
    out = []
    for i in range(max(len(a), len(b))):
        p = a[-i] if i < len(a) else 1
        q = b[-i] if i < len(b) else 1
        if p == 1:
            out.append(q)
        elif q == 1 or p == q:
            out.append(p)
        else:
            raise ValueError
    return tuple(out[::-1])

# %% wrong: lines up the left ends
def broadcast_shape(a, b):
    a, b = list(a), list(b)
    while len(a) < len(b):
        a.append(1)
    while len(b) < len(a):
        b.append(1)
    out = []
    for p, q in zip(a, b):
        if p == 1:
            out.append(q)
        elif q == 1 or p == q:
            out.append(p)
        else:
            raise ValueError
    return tuple(out)

# %% wrong: does not raise
def broadcast_shape(a, b):
    a, b = list(a), list(b)
    while len(a) < len(b):
        a.insert(0, 1)
    while len(b) < len(a):
        b.insert(0, 1)
    out = []
    for p, q in zip(a, b):
        if p == q:
            out.append(p)
        if p == 1:
            out.append(q)
        if q == 1:
            out.append(p)
    return tuple(out)

# %% wrong: does not raise
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for p, q in zip(a, b):
        if p == 1:
            out.append(q)
        elif q == 1 or p == q:
            out.append(p)
        else:
            print("ValueError")
    return tuple(out)

# %% wrong: TypeError
def broadcast_shape(a, b):
    while len(a) < len(b):
        a = (1) + a
    while len(b) < len(a):
        b = (1) + b
    return tuple(max(p, q) for p, q in zip(a, b))

# %% right
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError(f"cannot broadcast {a} with {b}")
    return tuple(out)

# %% right
from itertools import zip_longest
def broadcast_shape(a, b):
    out = []
    for x, y in zip_longest(a[::-1], b[::-1], fillvalue=1):
        if 1 not in (x, y) and x != y:
            raise ValueError
        out.append(y if x == 1 else x)
    return tuple(reversed(out))

# %% right
def broadcast_shape(a, b):
    if len(a) < len(b):
        return broadcast_shape(b, a)
    if not b:
        return a
    if a[-1] == b[-1] or b[-1] == 1:
        d = a[-1]
    elif a[-1] == 1:
        d = b[-1]
    else:
        raise ValueError("shapes do not fit")
    return broadcast_shape(a[:-1], b[:-1]) + (d,)

# %% right
def broadcast_shape(a, b):
    result = []
    i, j = len(a) - 1, len(b) - 1
    while i >= 0 or j >= 0:
        p = a[i] if i >= 0 else 1
        q = b[j] if j >= 0 else 1
        if p == 1:
            result.insert(0, q)
        elif q == 1 or p == q:
            result.insert(0, p)
        else:
            raise ValueError("%d and %d" % (p, q))
        i -= 1
        j -= 1
    return result

# %% right
def broadcast_shape(left, right):
    size = max(len(left), len(right))
    rows = [(1,) * (size - len(s)) + tuple(s) for s in (left, right)]
    answer = ()
    for lengths in zip(*rows):
        others = set(lengths) - {1}
        if len(others) > 1:
            raise ValueError("no common shape")
        answer += (others.pop() if others else 1,)
    return answer

# %% right
def broadcast_shape(a, b):
    def pick(x, y):
        if x == 1:
            return y
        if y in (1, x):
            return x
        raise ValueError("incompatible")
    k = abs(len(a) - len(b))
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return longer[:k] + tuple(map(pick, longer[k:], shorter))

# %% right
def broadcast_shape(a, b):
    class Mismatch(ValueError):
        pass
    out = np.ones(max(len(a), len(b)), dtype=int)
    for shape in (a, b):
        for k in range(1, len(shape) + 1):
            if shape[-k] == 1:
                continue
            if out[-k] not in (1, shape[-k]):
                raise Mismatch("axis -%d" % k)
            out[-k] = shape[-k]
    return tuple(int(n) for n in out)

# %% right
def broadcast_shape(a, b):
    return (np.zeros(a) + np.zeros(b)).shape

# %% right
def broadcast_shape(a, b):
    a, b = list(a), list(b)
    while len(a) < len(b):
        a.insert(0, 1)
    while len(b) < len(a):
        b.insert(0, 1)
    for i in range(len(a)):
        if a[i] == 1:
            a[i] = b[i]
        elif b[i] not in (1, a[i]):
            raise ValueError(f"axis {i}: {a[i]} and {b[i]}")
    return a

# %% right: from the right
def broadcast_shape(a, b):
    result = []
    for i in range(1, max(len(a), len(b)) + 1):
        x = a[-i] if i <= len(a) else 1
        y = b[-i] if i <= len(b) else 1
        if x == y or y == 1:
            result.insert(0, x)
        elif x == 1:
            result.insert(0, y)
        else:
            raise ValueError(f"shapes {a} and {b} do not fit")
    return tuple(result)

# %% right: zip longest
import itertools


def broadcast_shape(a, b):
    pairs = list(itertools.zip_longest(a[::-1], b[::-1], fillvalue=1))
    for pair in pairs:
        if len(set(pair) - {1}) > 1:
            raise ValueError(pair)
    return tuple(y if x == 1 else x for x, y in reversed(pairs))

# %% right: recursively
def broadcast_shape(a, b):
    if not a or not b:
        return a or b
    if a[-1] != b[-1] and 1 not in (a[-1], b[-1]):
        raise ValueError
    last = b[-1] if a[-1] == 1 else a[-1]
    return (*broadcast_shape(a[:-1], b[:-1]), last)

# %% right: with sets
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    out = []
    for lengths in zip([1] * (n - len(a)) + list(a), [1] * (n - len(b)) + list(b), strict=True):
        wanted = {length for length in lengths if length != 1} or {1}
        (only,) = wanted  # a ValueError by itself, if there are two
        out.append(only)
    return out

# %% wrong (held): lines up the left ends
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = tuple(a) + (1,) * (n - len(a))
    b = tuple(b) + (1,) * (n - len(b))
    shape = []
    for p, q in zip(a, b):
        if p != q and p != 1 and q != 1:
            raise ValueError("no common shape")
        shape.append(q if p == 1 else p)
    return tuple(shape)

# %% wrong (held): raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = tuple(a) + (1,) * (n - len(a))
    b = tuple(b) + (1,) * (n - len(b))
    shape = []
    for p, q in zip(a, b):
        if p != q and p != 1 and q != 1:
            raise ValueError("no common shape")
        shape.append(max(p, q))
    return tuple(shape)

# %% wrong (held): raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + tuple(a)
    b = (1,) * (n - len(b)) + tuple(b)
    shape = []
    for p, q in zip(a, b):
        if p != q and q != 1:
            raise ValueError("no common shape")
        shape.append(max(p, q))
    return tuple(shape)

# %% wrong (held): raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = tuple(a) + (1,) * (n - len(a))
    b = tuple(b) + (1,) * (n - len(b))
    shape = []
    for p, q in zip(a, b):
        if p != q and q != 1:
            raise ValueError("no common shape")
        shape.append(q if p == 1 else p)
    return tuple(shape)

# %% equivalent: line 5: zip(a, b) → zip(b, a)
# Neither of the two shapes comes first: x + y and y + x have the same shape.

# %% equivalent: line 9: return tuple(shape) → return shape
# A list of the right lengths is as good as a tuple.

# %% wrong (held): lines up the left ends
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = tuple(a) + (1,) * (n - len(a))
    b = tuple(b) + (1,) * (n - len(b))
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            raise ValueError("no common shape")
    return tuple(out)

# %% wrong (held): 1 wins against 0
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x != y and x != 1 and y != 1:
            raise ValueError((a, b))
        out.append(max(x, y))
    return tuple(out)

# %% wrong (held): leaves out the leading axes
def broadcast_shape(a, b):
    out = []
    for x, y in zip(reversed(a), reversed(b)):
        if x == 1:
            out.append(y)
        elif y == 1 or x == y:
            out.append(x)
        else:
            raise ValueError("shapes do not fit")
    return tuple(reversed(out))

# %% wrong (held): in reverse order
def broadcast_shape(a, b):
    a, b = list(a)[::-1], list(b)[::-1]
    out = []
    for i in range(max(len(a), len(b))):
        x = a[i] if i < len(a) else 1
        y = b[i] if i < len(b) else 1
        if x == 1:
            out.append(y)
        elif y == 1 or x == y:
            out.append(x)
        else:
            raise ValueError("no")
    return tuple(out)

# %% wrong (developed): returns None where they do not fit
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        if x == y or y == 1:
            out.append(x)
        elif x == 1:
            out.append(y)
        else:
            return None
    return tuple(out)

# %% wrong (held): does not raise
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    for x, y in zip(a, b):
        if x != y and min(x, y) > 1 and max(x, y) % min(x, y) != 0:
            raise ValueError("no common shape")
    return tuple(y if x == 1 else x if y == 1 else max(x, y) for x, y in zip(a, b))

# %% wrong (held): AssertionError
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for x, y in zip(a, b):
        assert x == y or x == 1 or y == 1, "not broadcastable"
        out.append(y if x == 1 else x)
    return tuple(out)

# %% wrong (held): raises too often
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = a + (1,) * (n - len(a))
    b = b + (1,) * (n - len(b))
    out = ()
    for x, y in zip(a, b):
        if x != y and x != 1 and y != 1:
            raise ValueError
        out += (max(x, y),)
    return out

# %% wrong (developed): wrong type
def broadcast_shape(a, b):
    out = []
    for x, y in zip(a[::-1], b[::-1]):
        out.append(y if x == 1 else x)
    return tuple(out[::-1])

# %% right (held)
from itertools import zip_longest
def broadcast_shape(a, b):
    dims = []
    for p, q in zip_longest(a[::-1], b[::-1], fillvalue=1):
        if 1 not in (p, q) and p != q:
            raise ValueError(f"{a} and {b} do not fit")
        dims.insert(0, q if p == 1 else p)
    return tuple(dims)

# %% right (developed)
def broadcast_shape(a, b):
    size = max(len(a), len(b))
    pad = lambda s: [1] * (size - len(s)) + list(s)
    result = []
    for pair in zip(pad(a), pad(b)):
        lengths = set(pair) - {1}
        if len(lengths) > 1:
            raise ValueError("no common shape")
        result.append(lengths.pop() if lengths else 1)
    return tuple(result)

# %% right (developed)
def broadcast_shape(a, b):
    if not a or not b:
        return tuple(a or b)
    *ra, x = a
    *rb, y = b
    if x != y and x != 1 and y != 1:
        raise ValueError("lengths %s and %s" % (x, y))
    return broadcast_shape(tuple(ra), tuple(rb)) + ((y if x == 1 else x),)

# %% right (developed)
from itertools import zip_longest
def broadcast_shape(a, b):
    out = ()
    for m, n in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if m == n or n == 1:
            out = (m,) + out
        elif m == 1:
            out = (n,) + out
        else:
            raise ValueError(f"{a} and {b}")
    return out

# %% wrong (developed): lines up the left ends
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = a + (1,) * (n - len(a))
    b = b + (1,) * (n - len(b))
    out = []
    for p, q in zip(a, b):
        if p != q and 1 not in (p, q):
            raise ValueError("no common shape")
        out.append(q if p == 1 else p)
    return tuple(out)

# %% wrong (held): 1 wins against 0
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    for p, q in zip(a, b):
        if p != q and p != 1 and q != 1:
            raise ValueError("no common shape")
    return tuple(max(p, q) for p, q in zip(a, b))

# %% wrong (held): wrong type
def broadcast_shape(a, b):
    return tuple(max(p, q) for p, q in zip(a[::-1], b[::-1]))[::-1]

# %% right (held)
from itertools import zip_longest


def broadcast_shape(a, b):
    places = [{x, y} - {1} or {1} for x, y in zip_longest(a[::-1], b[::-1], fillvalue=1)]
    if max(map(len, places), default=1) > 1:
        raise ValueError(f"{a} and {b} have no common shape")
    return tuple(place.pop() for place in reversed(places))

# %% wrong (held): returned None in some cases
def broadcast_shape(a, b):
    a = (1,) * (len(b) - len(a)) + a
    shape = []
    for la, lb in zip(a, b):
        if la == lb:
            shape.append(la)
        elif 1 in (la, lb):
            shape.append(la + lb - 1)
        else:
            return None
    return tuple(shape)

# %% wrong (developed): lines up the left ends
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = list(a) + [1] * (n - len(a))
    b = list(b) + [1] * (n - len(b))
    result = []
    for p, q in zip(a, b):
        if p == q or q == 1:
            result.append(p)
        elif p == 1:
            result.append(q)
        else:
            raise ValueError("shapes do not match")
    return tuple(result)

# %% right (held)
from itertools import zip_longest
def broadcast_shape(a, b):
    out = []
    for p, q in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if 1 in (p, q):
            out.insert(0, p if q == 1 else q)
        elif p != q:
            raise ValueError
        else:
            out.insert(0, p)
    return tuple(out)

# %% wrong (developed): 1 wins against 0
def broadcast_shape(a, b):
    if len(a) < len(b):
        a, b = b, a
    b = (1,) * (len(a) - len(b)) + tuple(b)
    for m, n in zip(a, b):
        if m != n and 1 not in (m, n):
            raise ValueError(f"{a} and {b}")
    return tuple(max(m, n) for m, n in zip(a, b))
