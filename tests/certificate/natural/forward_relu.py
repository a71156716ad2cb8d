"""What students type into the exercises of lesson 01, one of several: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "forward/relu": [
        (
            """
            def relu(x):
                return np.max(x, 0)
            """,
            "the largest number of each column",
        ),
        (
            """
            def relu(x):
                return np.max(0, x)
            """,
            "TypeError",
        ),
        (
            """
            def relu(x):
                return max(0, x)
            """,
            "ValueError",
        ),
        (
            """
            def relu(x):
                if x > 0:
                    return x
                else:
                    return 0
            """,
            "ValueError",
        ),
        (
            """
            def relu(x):
                x[x < 0] = 0
                return x
            """,
            "changes its input",
        ),
        (
            """
            def relu(x):
                y = x
                y[y < 0] = 0
                return y
            """,
            "changes its input",
        ),
        (
            """
            def relu(x):
                out = x[:]
                out[out < 0] = 0.0
                return out
            """,
            "changes its input",
        ),
        (
            """
            def relu(x):
                return np.maximum(0, x, x)
            """,
            "changes its input",
        ),
        (
            """
            def relu(x):
                return x > 0
            """,
            "1 for every positive number",
        ),
        (
            """
            def relu(x):
                return np.minimum(0, x)
            """,
            "keeps the negative numbers",
        ),
        (
            """
            def relu(x):
                return np.abs(x)
            """,
            "takes the absolute value",
        ),
        (
            """
            def relu(x):
                return np.where(x > 0, x, 0.01 * x)
            """,
            "leaks below 0",
        ),
        (
            """
            def relu(x):
                np.maximum(0, x)
            """,
            "returned nothing",
        ),
        (
            """
            def relu(x):
                print(np.maximum(x, 0))
            """,
            "printed instead of returning",
        ),
        (
            """
            def relu(x):
                return np.clip(x, 0, 1)
            """,
            "cuts off above 1",
        ),
        (
            """
            def relu(x):
                return np.minimum(np.maximum(x, 0), 6)
            """,
            "cuts off above 6",
        ),
        (
            """
            def relu(x):
                return np.where(x > 0, 1, 0)
            """,
            "1 for every positive number",
        ),
        (
            """
            def relu(x):
                return np.where(x > 0, 0, x)
            """,
            "keeps the negative numbers",
        ),
        (
            """
            def relu(x):
                return np.where(x < 0, x, 0)
            """,
            "keeps the negative numbers",
        ),
        (
            """
            def relu(x):
                return x[x > 0]
            """,
            "drops the negative numbers",
        ),
        (
            """
            def relu(x):
                return x.clamp(min=0)
            """,
            "AttributeError",
        ),
        (
            """
            def relu(x):
                return torch.relu(x)
            """,
            "NameError",
        ),
        (
            """
            def relu(x):
                return np.array([max(0, v) for v in x.flatten()])
            """,
            "wrong shape",
        ),
        (
            """
            def relu(x):
                return np.array([max(0, v) for v in x])
            """,
            "ValueError",
        ),
        (
            """
            def relu(x):
                return np.array([[max(0, v) for v in row] for row in x])
            """,
            "TypeError",
        ),
        (
            """
            def relu(x):
                return np.log(1 + np.exp(x))
            """,
            "rounded off at 0",
        ),
        (
            """
            def relu(x):
                if x.any() > 0:
                    return x
                return np.zeros_like(x)
            """,
            "returns its input",
        ),
        (
            """
            def relu(x):
                if np.all(x > 0):
                    return x
                return 0 * x
            """,
            "0 for all unless all are positive",
        ),
        (
            """
            def relu(x):
                return np.maximum(x, 0).astype(int)
            """,
            "whole numbers",
        ),
        (
            """
            def relu(x):
                return np.maximum(1, x)
            """,
            None,
        ),
        (
            """
            def relu(x):
                out = np.zeros(x.shape)
                for i in range(len(x)):
                    if x[i] > 0:
                        out[i] = x[i]
                    return out
            """,
            "ValueError",
        ),
        (
            """
            def relu(x):
                return x * np.sign(x)
            """,
            "takes the absolute value",
        ),
        (
            """
            def relu(x):
                return np.sign(x) * (x > 0)
            """,
            "1 for every positive number",
        ),
        (
            """
            def relu(x):
                return np.max(np.zeros_like(x), x)
            """,
            "TypeError",
        ),
        (
            """
            def relu(x):
                return (x + np.abs(x))
            """,
            "twice too large",
        ),
        (
            """
            def relu(x):
                return np.maximum(x, 1)
            """,
            None,
        ),
        (
            """
            def relu(x):
                return np.where(x < 0, 0)
            """,
            "ValueError",
        ),
        (
            """
            def relu(x):
                return np.where(x > 0, x, 1)
            """,
            None,
        ),
        (
            """
            def relu(x):
                return x - x.min()
            """,
            None,
        ),
        (
            """
            def relu(x):
                for v in x:
                    if (v < 0).any():
                        v = 0
                return x
            """,
            "returns its input",
        ),
    ],
}

RIGHT = {
    "forward/relu": [
        """
        def relu(x):
            return np.maximum(x, 0)
        """,
        """
        def relu(x):
            return np.where(x > 0, x, 0.0)
        """,
        """
        def relu(x):
            return x * (x > 0)
        """,
        """
        def relu(x):
            y = x.copy()
            y[y < 0] = 0
            return y
        """,
        """
        def relu(z):
            return (z + abs(z)) / 2
        """,
        """
        def relu(x):
            return np.clip(x, 0, None)
        """,
        """
        def relu(x):
            out = np.zeros_like(x)
            for idx in np.ndindex(x.shape):
                if x[idx] > 0:
                    out[idx] = x[idx]
            return out
        """,
        """
        def relu(x):
            return np.array([max(0.0, v) for v in x.ravel()]).reshape(x.shape)
        """,
        """
        def relu(x):
            def go(v):
                if isinstance(v, list):
                    return [go(e) for e in v]
                return v if v > 0 else 0
            return go(x.tolist())
        """,
        """
        def relu(x):
            return x - np.minimum(x, 0)
        """,
        """
        relu = np.vectorize(lambda v: v if v >= 0 else 0.0, otypes=[float])
        """,
        """
        def relu(x):
            mask = (x > 0).astype(float)
            return np.multiply(mask, x)
        """,
        """
        def relu(x):
            return -np.fmin(-x, np.zeros(x.shape))
        """,
        """
        def relu(x):
            if x.ndim > 1:
                return np.array([relu(part) for part in x])
            result = []
            for v in x:
                if v < 0:
                    result.append(0)
                else:
                    result.append(v)
            return np.array(result)
        """,
    ],
}
