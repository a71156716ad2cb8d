"""What students type into the exercises of lesson 01, one of several: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "forward/sigmoid": [
        (
            """
            def sigmoid(x):
                return 1 / (1 + np.exp(-x))
            """,
            "warned",
        ),
        (
            """
            def sigmoid(x):
                return 1 / (1 + np.exp(x))
            """,
            "falls instead of rising",
        ),
        (
            """
            def sigmoid(x):
                return np.exp(x) / (1 + np.exp(x))
            """,
            "overflows for large positive numbers",
        ),
        (
            """
            def sigmoid(x):
                return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
            """,
            "warned",
        ),
        (
            """
            def sigmoid(x):
                return np.where(x < 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
            """,
            "overflows for large positive numbers",
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -1, 1)
                return 1 / (1 + np.exp(-x))
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -5, 5)
                return 1.0 / (1.0 + np.exp(-x))
            """,
            None,
        ),
        (
            """
            import math
            def sigmoid(x):
                return 1 / (1 + math.exp(-x))
            """,
            "TypeError",
        ),
        (
            """
            def sigmoid(x):
                s = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
                return s * (1 - s)
            """,
            "the slope",
        ),
        (
            """
            def sigmoid(x):
                return 1 / 1 + np.exp(-x)
            """,
            "1 + exp(−x) itself",
        ),
        (
            """
            def sigmoid(x):
                return 1 / (1 - np.exp(-x))
            """,
            "not finite",
        ),
        (
            """
            def sigmoid(x):
                return 1 / (1 + np.e ^ -x)
            """,
            "TypeError",
        ),
        (
            """
            def sigmoid(x):
                return np.tanh(x)
            """,
            "tanh",
        ),
        (
            """
            def sigmoid(x):
                return (np.tanh(x) + 1) / 2
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                return 1 / (1 + np.exp(-np.abs(x)))
            """,
            "the same for x and −x",
        ),
        (
            """
            def sigmoid(x):
                return np.exp(-x) / (1 + np.exp(-x))
            """,
            "falls instead of rising",
        ),
        (
            """
            def sigmoid(x):
                e = np.exp(x - np.max(x))
                return e / (1 + e)
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                e = np.exp(x - x.max())
                return e / e.sum()
            """,
            "softmax",
        ),
        (
            """
            def sigmoid(x):
                x[x < -500] = -500
                x[x > 500] = 500
                return 1 / (1 + np.exp(-x))
            """,
            "changes its input",
        ),
        (
            """
            def sigmoid(x):
                if x >= 0:
                    return 1 / (1 + np.exp(-x))
                else:
                    z = np.exp(x)
                    return z / (1 + z)
            """,
            "ValueError",
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -1000, 1000)
                return 1 / (1 + np.exp(-x))
            """,
            "warned",
        ),
        (
            """
            def sigmoid(x):
                out = np.zeros_like(x)
                pos = x >= 0
                out[pos] = 1 / (1 + np.exp(-x[pos]))
                e = np.exp(x[~pos])
                out[~pos] = 1 / (1 + e)
                return out
            """,
            "the same for x and −x",
        ),
        (
            """
            def sigmoid(x):
                out = np.zeros(x.shape, dtype=int)
                pos = x >= 0
                out[pos] = 1 / (1 + np.exp(-x[pos]))
                e = np.exp(x[~pos])
                out[~pos] = e / (1 + e)
                return out
            """,
            "whole numbers",
        ),
        (
            """
            def sigmoid(x):
                out = np.zeros_like(x)
                for i in range(len(x)):
                    if x[i] >= 0:
                        out[i] = 1 / (1 + np.exp(-x[i]))
                    else:
                        out[i] = np.exp(x[i]) / (1 + np.exp(x[i]))
                return out
            """,
            "ValueError",
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -500, 500)
                y = 1 / (1 + np.exp(-x))
                print(y)
            """,
            "printed instead of returning",
        ),
        (
            """
            def sigmoid(x):
                return expit(x)
            """,
            "NameError",
        ),
        (
            """
            def sigmoid(x):
                if np.all(x >= 0):
                    return 1 / (1 + np.exp(-x))
                e = np.exp(x)
                return e / (1 + e)
            """,
            "overflows for large positive numbers",
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, 0, 500)
                return 1 / (1 + np.exp(-x))
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                return 1 / (1 + np.power(2, -np.clip(x, -500, 500)))
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                return np.array([1 / (1 + np.exp(-np.clip(v, -500, 500))) for v in x.ravel()])
            """,
            "wrong shape",
        ),
        (
            """
            def sigmoid(x):
                e = np.exp(-np.abs(x))
                return np.where(x >= 0, e / (1 + e), 1 / (1 + e))
            """,
            "falls instead of rising",
        ),
        (
            """
            def sigmoid(x):
                return np.log(1 + np.exp(np.minimum(x, 500)))
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -500, 500)
                return np.round(1 / (1 + np.exp(-x)))
            """,
            "rounded to 0",
        ),
        (
            """
            def sigmoid(x):
                x = np.clip(x, -10, 10)
                return 1 / (1 + np.exp(-x))
            """,
            "wrong only for inputs as large as 1000",
        ),
        (
            """
            def sigmoid(x):
                e = np.exp(-abs(x))
                return np.where(x > 0, 1 / (1 + e), e)
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                x = x - x.max()
                return 1 / (1 + np.exp(-x))
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                return (1 + tanh(x)) / 2
            """,
            None,
        ),
        (
            """
            def sigmoid(x):
                with np.errstate(over="ignore"):
                    return np.exp(x) / (1 + np.exp(x))
            """,
            "overflows for large positive numbers",
        ),
    ],
    "forward/tanh": [
        (
            """
            def tanh(x):
                return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
            """,
            "overflows at both ends",
        ),
        (
            """
            def tanh(x):
                return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))
            """,
            "upside down",
        ),
        (
            """
            def tanh(x):
                return np.sinh(x) / np.cosh(x)
            """,
            "overflows at both ends",
        ),
        (
            """
            def tanh(x):
                e = np.exp(2 * x)
                return (e - 1) / (e + 1)
            """,
            "overflows for large positive numbers",
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * x)
                return (1 - e) / (1 + e)
            """,
            "overflows for large negative numbers",
        ),
        (
            """
            def tanh(x):
                return 2 * sigmoid(x) - 1
            """,
            "tanh of half the number",
        ),
        (
            """
            def tanh(x):
                return 2 * sigmoid(2 * x)
            """,
            "one too large",
        ),
        (
            """
            def tanh(x):
                return sigmoid(2 * x) - 1
            """,
            None,
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * np.abs(x))
                return (1 - e) / (1 + e)
            """,
            "loses the sign",
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * np.abs(x))
                return np.sign(x) * 1 - e / (1 + e)
            """,
            None,
        ),
        (
            """
            def tanh(x):
                e = np.exp(-np.abs(x))
                return np.sign(x) * (1 - e) / (1 + e)
            """,
            "tanh of half the number",
        ),
        (
            """
            def tanh(x):
                x = np.clip(x, -1, 1)
                return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
            """,
            None,
        ),
        (
            """
            def tanh(x):
                return np.clip(x, -1, 1)
            """,
            "cut off at −1 and 1",
        ),
        (
            """
            def tanh(x):
                t = 2 * sigmoid(2 * x) - 1
                return 1 - t ** 2
            """,
            "the slope",
        ),
        (
            """
            import math
            def tanh(x):
                return (math.exp(x) - math.exp(-x)) / (math.exp(x) + math.exp(-x))
            """,
            "TypeError",
        ),
        (
            """
            def tanh(x):
                x = np.clip(x, -20, 20)
                return np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)
            """,
            None,
        ),
        (
            """
            def tanh(x):
                a = np.exp(x)
                b = np.exp(-x)
                print((a - b) / (a + b))
            """,
            "printed instead of returning",
        ),
        (
            """
            def tanh(x):
                np.clip(x, -20, 20, out=x)
                e = np.exp(2 * x)
                return (e - 1) / (e + 1)
            """,
            "changes its input",
        ),
        (
            """
            def tanh(x):
                x *= 2
                return 2 * sigmoid(x) - 1
            """,
            "changes its input",
        ),
        (
            """
            def tanh(x):
                if x >= 0:
                    e = np.exp(-2 * x)
                    return (1 - e) / (1 + e)
                else:
                    e = np.exp(2 * x)
                    return (e - 1) / (e + 1)
            """,
            "ValueError",
        ),
        (
            """
            def tanh(x):
                return np.where(x > 0,
                                (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1),
                                (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x)))
            """,
            "overflows at both ends",
        ),
        (
            """
            def tanh(x):
                m = np.max(x)
                a = np.exp(x - m)
                b = np.exp(-x - m)
                return (a - b) / (a + b)
            """,
            "wrong only for inputs as large as 1000",
        ),
        (
            """
            def tanh(x):
                out = []
                for v in x:
                    v = max(-20, min(20, v))
                    out.append((np.exp(v) - np.exp(-v)) / (np.exp(v) + np.exp(-v)))
                return np.array(out)
            """,
            "ValueError",
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * np.abs(x))
                return -np.sign(x) * (1 - e) / (1 + e)
            """,
            "the sign turned",
        ),
        (
            """
            def tanh(x):
                x = np.clip(x, -20, 20)
                return (np.exp(x) - np.exp(-x)) / 2
            """,
            None,
        ),
        (
            """
            def tanh(x):
                return x.tanh()
            """,
            "AttributeError",
        ),
        (
            """
            def tanh(x):
                return np.arctan(x)
            """,
            None,
        ),
        (
            """
            def tanh(x):
                e = np.exp(2 * np.minimum(x, 20))
                return (e + 1) / (e - 1)
            """,
            "upside down",
        ),
        (
            """
            def tanh(x):
                try:
                    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
                except OverflowError:
                    return np.sign(x)
            """,
            "overflows at both ends",
        ),
        (
            """
            def tanh(x):
                t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
                return np.nan_to_num(t)
            """,
            "wrong only for inputs as large as 1000",
        ),
        (
            """
            def tanh(x):
                r = np.ones(x.shape)
                small = x < 20
                e = np.exp(2 * x[small])
                r[small] = (e - 1) / e + 1
                return r
            """,
            None,
        ),
        (
            """
            def tanh(x):
                return np.tanh(x)
            """,
            None,
        ),
        (
            """
            import math
            def tanh(x):
                return np.array([math.tanh(v) for v in x.ravel()]).reshape(x.shape)
            """,
            None,
        ),
        (
            """
            def tanh(x):
                return tanh(x)
            """,
            "RecursionError",
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * np.abs(x))
                return np.where(x > 0, 1, -1) * (1 - e) / 1 + e
            """,
            None,
        ),
        (
            """
            def tanh(x):
                e = np.exp(-2 * np.abs(x))
                return (1 - e) / (1 + e) * x
            """,
            None,
        ),
        (
            """
            def tanh(x):
                m = np.max(np.abs(x))
                a, b = np.exp(x - m), np.exp(-x - m)
                return (a - b) / (a + b)
            """,
            "wrong only for inputs as large as 1000",
        ),
        (
            """
            def tanh(x):
                a = np.exp(x)
                b = np.exp(-x)
                return np.nan_to_num((a - b) / (a + b), nan=1.0)
            """,
            "wrong only for inputs as large as 1000",
        ),
    ],
}

RIGHT = {
    "forward/sigmoid": [
        """
        def sigmoid(x):
            x = np.clip(x, -500, 500)
            return 1 / (1 + np.exp(-x))
        """,
        """
        def sigmoid(x):
            e = np.exp(-np.abs(x))
            return np.where(x >= 0, 1, e) / (1 + e)
        """,
        """
        def sigmoid(x):
            return 0.5 * (1 + np.tanh(x / 2))
        """,
        """
        def sigmoid(x):
            return np.exp(-np.logaddexp(0, -x))
        """,
        """
        def sigmoid(x):
            out = np.empty_like(x)
            pos = x >= 0
            out[pos] = 1 / (1 + np.exp(-x[pos]))
            e = np.exp(x[~pos])
            out[~pos] = e / (1 + e)
            return out
        """,
        """
        import math
        def sigmoid(x):
            def one(v):
                if v >= 0:
                    return 1 / (1 + math.exp(-v))
                t = math.exp(v)
                return t / (1 + t)
            return np.array([one(v) for v in x.flatten()]).reshape(x.shape)
        """,
        """
        def sigmoid(x):
            with np.errstate(over="ignore"):
                return 1 / (1 + np.exp(-x))
        """,
        """
        def sigmoid(x):
            m = np.maximum(x, 0)
            return np.exp(x - m) / (np.exp(-m) + np.exp(x - m))
        """,
        """
        def sigmoid(x):
            return (lambda s: np.where(x < 0, 1 - s, s))(1 / (1 + np.exp(-np.abs(x))))
        """,
        """
        import math
        def sigmoid(x):
            def walk(v):
                return [walk(e) for e in v] if isinstance(v, list) else (math.tanh(v * 0.5) + 1) * 0.5
            return walk(x.tolist())
        """,
        """
        def sigmoid(x):
            two = np.stack([x, np.zeros_like(x)])
            two = np.exp(two - two.max(axis=0))
            return two[0] / (two[0] + two[1])
        """,
        """
        def sigmoid(x):
            up, down = np.exp(-np.maximum(x, 0)), np.exp(np.minimum(x, 0))
            return np.where(x > 0, 1 / (1 + up), down / (1 + down))
        """,
    ],
    "forward/tanh": [
        """
        def tanh(x):
            e = np.exp(-2 * np.abs(x))
            return np.sign(x) * (1 - e) / (1 + e)
        """,
        """
        def tanh(x):
            return 2 * sigmoid(2 * x) - 1
        """,
        """
        def tanh(x):
            z = np.clip(x, -50, 50)
            return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
        """,
        """
        def tanh(x):
            out = np.zeros_like(x)
            p = x > 0
            e = np.exp(-2 * x[p])
            out[p] = (1 - e) / (1 + e)
            e = np.exp(2 * x[~p])
            out[~p] = (e - 1) / (e + 1)
            return out
        """,
        """
        import math
        def tanh(x):
            flat = []
            for v in x.ravel():
                if v > 20:
                    flat.append(1.0)
                elif v < -20:
                    flat.append(-1.0)
                else:
                    flat.append((math.exp(v) - math.exp(-v)) / (math.exp(v) + math.exp(-v)))
            return np.array(flat).reshape(x.shape)
        """,
        """
        def tanh(x):
            return np.expm1(2 * np.minimum(x, 300)) / (np.exp(2 * np.minimum(x, 300)) + 1)
        """,
        """
        def tanh(x):
            a = np.abs(x)
            t = 1 - 2 / (np.exp(2 * np.minimum(a, 100)) + 1)
            return np.where(x < 0, -t, t)
        """,
        """
        def tanh(x):
            e = np.exp(-abs(x))
            top = np.where(x >= 0, 1 - e * e, e * e - 1)
            return top / (1 + e ** 2)
        """,
        """
        def tanh(x):
            return 2 / (1 + np.exp(-2 * x)) - 1
        """,
        """
        def tanh(x):
            m = np.abs(x)
            a = np.exp(x - m)
            b = np.exp(-x - m)
            return (a - b) / (a + b)
        """,
        """
        import math
        def tanh(x):
            def f(v):
                if isinstance(v, list):
                    return list(map(f, v))
                if v < 0:
                    return -f(-v)
                q = math.exp(-2 * v)
                return (1 - q) / (1 + q)
            return f(x.tolist())
        """,
        """
        def tanh(x):
            with np.errstate(all="ignore"):
                t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
            return np.where(np.isnan(t), np.sign(x), t)
        """,
        """
        def tanh(x):
            return sigmoid(2 * x) - sigmoid(-2 * x)
        """,
    ],
}
