"""What students type into the exercises of lesson 01, one of several: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "forward/xavier_std": [
        (
            """
            def xavier_std(fan_in, fan_out):
                return 2 / (fan_in + fan_out)
            """,
            "the variance",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(6 / (fan_in + fan_out))
            """,
            "the limit of the uniform version",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(1 / fan_in)
            """,
            "fan_in only",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(1 / (fan_in + fan_out))
            """,
            "1 instead of 2",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2) / (fan_in + fan_out)
            """,
            "root of the 2 only",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / fan_in + fan_out)
            """,
            "brackets missing",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 // (fan_in + fan_out))
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return math.sqrt(2 / (fan_in + fan_out))
            """,
            "NameError",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / (fan_in * fan_out))
            """,
            "the product",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return (2 / (fan_in + fan_out)) ** 1/2
            """,
            "1 over the sum",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return 2 / np.sqrt(fan_in + fan_out)
            """,
            "2 over the root of the sum",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                std = np.sqrt(2 / (fan_in + fan_out))
                return np.random.randn(fan_out, fan_in) * std
            """,
            "wrong shape",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                std = np.sqrt(2.0 / (fan_in + fan_out))
                print("std =", std)
            """,
            "printed instead of returning",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt((fan_in + fan_out) / 2)
            """,
            "upside down",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / fan_in)
            """,
            "Kaiming's rule",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                avg = (fan_in + fan_out) / 2
                return np.sqrt(2 / avg)
            """,
            "2 over the root of the sum",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                limit = np.sqrt(6 / (fan_in + fan_out))
                return np.random.uniform(-limit, limit)
            """,
            "answers differ",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / (fan_in - fan_out))
            """,
            "ZeroDivisionError",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.std([fan_in, fan_out])
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                avg = (fan_in + fan_out) // 2
                return 1 / np.sqrt(avg)
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return 1 / np.sqrt(fan_in) + 1 / np.sqrt(fan_out)
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / np.sum(fan_in, fan_out))
            """,
            "AxisError",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.square(2 / (fan_in + fan_out))
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in):
                return np.sqrt(2 / (fan_in + fan_in))
            """,
            "wrong parameters",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.random.normal(0, np.sqrt(2 / (fan_in + fan_out)))
            """,
            "answers differ",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return (2 / (fan_in + fan_out)) ** 2
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt((1 / fan_in + 1 / fan_out) / 2)
            """,
            "the mean of the two quotients",
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(2 / fan_in * fan_out)
            """,
            None,
        ),
        (
            """
            def xavier_std(fan_in, fan_out):
                return np.sqrt(1 / max(fan_in, fan_out))
            """,
            None,
        ),
    ],
    "forward/kaiming_std": [
        (
            """
            def kaiming_std(fan_in):
                return 2 / fan_in
            """,
            "the variance",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(1 / fan_in)
            """,
            "no factor 2",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(6 / fan_in)
            """,
            "the limit of the uniform version",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2) / fan_in
            """,
            "root of the 2 only",
        ),
        (
            """
            def kaiming_std(fan_in):
                return 2 / np.sqrt(fan_in)
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 * fan_in)
            """,
            "multiplied instead of divided",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 // fan_in)
            """,
            None,
        ),
        (
            """
            def kaiming_std(fan_in):
                return (2 / fan_in) ** 1 / 2
            """,
            "1 / fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                return 2 / fan_in ** 0.5
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(fan_in / 2)
            """,
            "upside down",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.random.normal(0, np.sqrt(2 / fan_in))
            """,
            "answers differ",
        ),
        (
            """
            def kaiming_std(fan_in):
                print(np.sqrt(2 / fan_in))
            """,
            "printed instead of returning",
        ),
        (
            """
            def kaiming_std(fan_in):
                return sqrt(2 / fan_in)
            """,
            "NameError",
        ),
        (
            """
            def kaiming_std(fan_in, fan_out):
                return np.sqrt(2 / (fan_in + fan_out))
            """,
            "wrong parameters",
        ),
        (
            """
            def kaiming_std(fan_in):
                gain = np.sqrt(2)
                return gain * np.sqrt(2 / fan_in)
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                gain = 2
                return gain * np.sqrt(1 / fan_in)
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                bound = np.sqrt(2) * np.sqrt(3 / fan_in)
                return bound
            """,
            "the limit of the uniform version",
        ),
        (
            """
            def kaiming_std(fan_in):
                std = np.sqrt(2.0 / fan_in)
                return std ** 2
            """,
            "the variance",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 / len(fan_in))
            """,
            "TypeError",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 / fan_in[0])
            """,
            "TypeError",
        ),
        (
            """
            def kaiming_std(fan_in):
                return int(np.sqrt(2 / fan_in))
            """,
            None,
        ),
        (
            """
            def kaiming_std(fan_in):
                a = 5 ** 0.5
                return np.sqrt(2 / ((1 + a ** 2) * fan_in))
            """,
            None,
        ),
        (
            """
            import math
            def kaiming_std(fan_in):
                return math.sqrt(2 / (fan_in + 1))
            """,
            None,
        ),
        (
            """
            def kaiming_std(fan_in):
                std = np.sqrt(2 / fan_in)
            """,
            "returned nothing",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2) / fan_in ** 2
            """,
            None,
        ),
        (
            """
            def kaiming_std(fan_in):
                return 2 * xavier_std(fan_in, fan_in)
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 / fan_in.shape[1])
            """,
            "AttributeError",
        ),
        (
            """
            def kaiming_std(fan_in):
                return 1 / np.sqrt(fan_in / 4)
            """,
            "2 over the root of fan_in",
        ),
        (
            """
            def kaiming_std(fan_in):
                return np.sqrt(2 / fan_in) ** 0.5
            """,
            "square root",
        ),
    ],
}

RIGHT = {
    "forward/xavier_std": [
        """
        def xavier_std(fan_in, fan_out):
            return np.sqrt(2 / (fan_in + fan_out))
        """,
        """
        import math
        def xavier_std(fan_in, fan_out):
            return math.sqrt(2.0) / math.sqrt(fan_in + fan_out)
        """,
        """
        def xavier_std(n_in, n_out):
            return (2 / (n_in + n_out)) ** 0.5
        """,
        """
        def xavier_std(fan_in, fan_out):
            return 1 / np.sqrt(np.mean([fan_in, fan_out]))
        """,
        """
        def xavier_std(fan_in, fan_out):
            return ((fan_in + fan_out) / 2) ** -0.5
        """,
        """
        def xavier_std(fan_in, fan_out):
            limit = np.sqrt(6 / (fan_in + fan_out))
            return np.array(limit / np.sqrt(3))
        """,
        """
        def xavier_std(fan_in, fan_out):
            variance = 2 / (fan_in + fan_out)
            guess = 1.0
            for _ in range(100):
                guess = (guess + variance / guess) / 2
            return guess
        """,
        """
        import math
        def xavier_std(fan_in, fan_out):
            return math.exp(0.5 * (math.log(2) - math.log(fan_in + fan_out)))
        """,
        """
        from math import sqrt
        xavier_std = lambda fan_in, fan_out: sqrt(2 * (fan_in + fan_out)) / (fan_in + fan_out)
        """,
        """
        def xavier_std(fan_in, fan_out, gain=1.0):
            std = gain * pow(2.0 / float(fan_in + fan_out), 1 / 2)
            return std
        """,
    ],
    "forward/kaiming_std": [
        """
        def kaiming_std(fan_in):
            return np.sqrt(2 / fan_in)
        """,
        """
        import math
        def kaiming_std(fan_in):
            gain = math.sqrt(2)
            return gain / math.sqrt(fan_in)
        """,
        """
        def kaiming_std(n):
            return (2 / n) ** 0.5
        """,
        """
        def kaiming_std(fan_in):
            return (fan_in / 2) ** -0.5
        """,
        """
        def kaiming_std(fan_in):
            return xavier_std(fan_in, fan_in) * np.sqrt(2)
        """,
        """
        def kaiming_std(fan_in):
            bound = np.sqrt(6.0 / fan_in)
            return np.array(bound / 3 ** 0.5)
        """,
        """
        import math
        def kaiming_std(fan_in):
            return 2 ** (0.5 - 0.5 * math.log2(fan_in))
        """,
        """
        def kaiming_std(fan_in):
            lo, hi = 0.0, 2.0
            for _ in range(200):
                mid = (lo + hi) / 2
                if mid * mid * fan_in < 2:
                    lo = mid
                else:
                    hi = mid
            return lo
        """,
        """
        from math import hypot
        kaiming_std = lambda fan_in: hypot(1, 1) * fan_in ** (-1 / 2)
        """,
    ],
}
