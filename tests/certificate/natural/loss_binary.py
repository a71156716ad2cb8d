"""What students type into the exercises of lesson 02, yes or no: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "loss/bce": [
        (
            """
            def bce(probability, target):
                return np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))
            """,
            "leaves out the minus",
        ),
        (
            """
            def bce(probability, target):
                return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))
            """,
            "does not clamp",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p))
            """,
            "leaves out the second term",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "sums instead of averaging",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "does not average",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "clamps at the low end only",
        ),
        (
            """
            def bce(probability, target):
                eps = 1e-7
                return -np.mean(target * np.log(probability + eps) + (1 - target) * np.log(1 - probability + eps))
            """,
            "adds 1e-7 instead of clamping",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 0, 1)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "does not clamp",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(1e-7, 1 - 1e-7, probability)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            ("wrong only with a probability of exactly 0 or 1 and with a …", "clamps at the high end only"),
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) - (1 - target) * np.log(1 - p))
            """,
            "subtracts the second term",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean(-target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "subtracts the second term",
        ),
        (
            """
            def bce(probability, target):
                t = np.clip(target, 1e-7, 1 - 1e-7)
                return -np.mean(probability * np.log(t) + (1 - probability) * np.log(1 - t))
            """,
            "arguments exchanged",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log2(p) + (1 - target) * np.log2(1 - p))
            """,
            "base 2",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log10(p) + (1 - target) * np.log10(1 - p))
            """,
            "base 10",
        ),
        (
            """
            def bce(probability, target):
                p = 1 / (1 + np.exp(-probability))
                p = np.clip(p, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "sigmoid applied first",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(np.log(target * p) + np.log((1 - target) * (1 - p)))
            """,
            "not finite",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + 1 - target * np.log(1 - p))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * (1 - np.log(p)))
            """,
            "1 − log p for log(1 − p)",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                if target == 1:
                    return -np.log(p)
                else:
                    return -np.log(1 - p)
            """,
            "ValueError",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean(np.where(target == 1, -np.log(p), -np.log(1 - p)))
            """,
            "every target but 1 counts as 0",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean(np.where(target > 0.5, -np.log(p), -np.log(1 - p)))
            """,
            "rounds the targets",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p)) / len(p)
            """,
            "divides by the first axis only",
        ),
        (
            """
            def bce(probability, target):
                probability[probability < 1e-7] = 1e-7
                probability[probability > 1 - 1e-7] = 1 - 1e-7
                return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))
            """,
            "changes its input",
        ),
        (
            """
            def bce(probability, target):
                np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))
            """,
            "does not clamp",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -1 / len(p) * np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "divides by the first axis only",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-15, 1 - 1e-15)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "clamps at 1e-15",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1e7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "clamps at the low end only",
        ),
        (
            """
            def bce(probability, target):
                p = np.maximum(probability, 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "clamps at the low end only",
        ),
        (
            """
            def bce(probability, target):
                p = np.maximum(probability, 1e-7)
                q = np.maximum(1 - probability, 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(q))
            """,
            ("wrong only with a probability of exactly 0 or 1 and with a …", "clamps p and 1 − p separately"),
        ),
        (
            """
            def bce(probability, target):
                p = probability
                if p < 1e-7:
                    p = 1e-7
                if p > 1 - 1e-7:
                    p = 1 - 1e-7
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "ValueError",
        ),
        (
            """
            import math
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * math.log(p) + (1 - target) * math.log(1 - p))
            """,
            "TypeError",
        ),
        (
            """
            def bce(probability, target):
                p = min(max(probability, 1e-7), 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "ValueError",
        ),
        (
            """
            def bce(probability, target):
                total = 0
                for p, t in zip(probability, target):
                    p = np.clip(p, 1e-7, 1 - 1e-7)
                    total -= t * np.log(p) + (1 - t) * np.log(1 - p)
                return total / len(probability)
            """,
            "wrong shape",
        ),
        (
            """
            def bce(probability, target):
                total = 0
                for p, t in zip(probability.flat, target.flat):
                    p = max(1e-7, min(p, 1 - 1e-7))
                    if t == 1:
                        total -= np.log(p)
                    elif t == 0:
                        total -= np.log(1 - p)
                return total / probability.size
            """,
            "wrong only with targets between 0 and 1",
        ),
        (
            """
            def bce(probability, target):
                total = 0
                for p, t in zip(probability.flat, target.flat):
                    p = max(1e-7, min(p, 1 - 1e-7))
                    if t:
                        total -= np.log(p)
                    else:
                        total -= np.log(1 - p)
                return total / probability.size
            """,
            "wrong only with targets between 0 and 1",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                loss = -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
                print(loss)
            """,
            "printed instead of returning",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.log(-np.mean(target * p + (1 - target) * (1 - p)))
            """,
            "not finite",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.log(np.mean(target * p + (1 - target) * (1 - p)))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean((probability - target) ** 2)
            """,
            "squared error",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                p = np.round(p)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "not finite",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -0.5 * np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "half",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -(np.mean(target * np.log(p)) * np.mean((1 - target) * np.log(1 - p)))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                loss = -(target * np.log(probability) + (1 - target) * np.log(1 - probability))
                return np.mean(np.clip(loss, 1e-7, 1 - 1e-7))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                loss = -(target * np.log(probability) + (1 - target) * np.log(1 - probability))
                return np.mean(np.nan_to_num(loss))
            """,
            "wrong only with a probability of exactly 0 or 1 and with a …",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(p))
            """,
            "log p in both terms",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean((1 - target) * np.log(p) + target * np.log(1 - p))
            """,
            "the two logarithms exchanged",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                yes = -np.log(p[target == 1])
                no = -np.log(1 - p[target == 0])
                return np.mean(yes) + np.mean(no)
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                yes = -np.log(p[target == 1])
                no = -np.log(1 - p[target == 0])
                return (np.sum(yes) + np.sum(no)) / p.size
            """,
            "wrong only with targets between 0 and 1",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e7, 1 - 1e7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "not finite",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 10e-7, 1 - 10e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "wrong only with a probability of exactly 0 or 1 and with a …",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p), axis=0)
            """,
            "wrong shape",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.dot(target, np.log(p)) - np.dot(1 - target, np.log(1 - p)) / len(p)
            """,
            "ValueError",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log1p(p) + (1 - target) * np.log1p(-p))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean(np.abs(target * np.log(p) + (1 - target) * np.log(1 - p))) * -1
            """,
            "leaves out the minus",
        ),
        (
            """
            def bce(target, probability):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "parameters in another order",
        ),
        (
            """
            def bce(probability, target):
                p = probability.clip(1e-7, 1 - 1e-7)
                return -np.mean(target * log(p) + (1 - target) * log(1 - p))
            """,
            "NameError",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(np.where(target, np.log(p), np.log(1 - p)))
            """,
            ("wrong only with targets between 0 and 1", "every target but 0 counts as 1"),
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-8, 1 - 1e-8)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "wrong only with a probability of exactly 0 or 1 and with a …",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                p = p / p.sum()
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p), (1 - target) * np.log(1 - p))
            """,
            "TypeError",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, min=1e-7, max=1 - 1e-7)
                t = np.clip(target, 1e-7, 1 - 1e-7)
                return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return np.mean(np.log(p) * target + np.log(1 - p) * (1 - target)) ** 2
            """,
            "square",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)) * 2
            """,
            "twice too large",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(target * np.log(p)) + np.mean((1 - target) * np.log(1 - p))
            """,
            "subtracts the second term",
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(np.log(p))
            """,
            ("log p in both terms", "unused parameter"),
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(np.log(np.abs(target - p)))
            """,
            None,
        ),
        (
            """
            def bce(probability, target):
                p = np.clip(probability, 1e-7, 1 - 1e-7)
                return -np.mean(np.log(1 - np.abs(target - p)))
            """,
            "wrong only with targets between 0 and 1",
        ),
        (
            """
            def bce(probability, target):
                probability = np.where(probability == 0, 1e-7, probability)
                probability = np.where(probability == 1, 1 - 1e-7, probability)
                return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))
            """,
            "wrong only with a probability nearer to 0 or 1 than 1e-7",
        ),
        (
            """
            def bce(probability, target):
                return -np.mean(
                    target * np.maximum(np.log(probability), -100)
                    + (1 - target) * np.maximum(np.log(1 - probability), -100)
                )
            """,
            "limits the logarithms to −100",
        ),
    ],
    "loss/bce_with_logits": [
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(target * np.log1p(np.exp(-logits)) + (1 - target) * np.log1p(np.exp(logits)))
            """,
            "wrong only with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "logarithm of a computed sigmoid",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return bce(p, target)
            """,
            "clamps the sigmoid",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return bce(logits, target)
            """,
            "no sigmoid",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(logits - logits * target + np.log(1 + np.exp(-logits)))
            """,
            "overflows for very negative logits",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.log(1 + np.exp(logits)) - logits * target)
            """,
            "overflows for very large logits",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(-logits)))
            """,
            "exp(−x) for exp(−|x|)",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(np.abs(logits))))
            """,
            "exp(|x|) for exp(−|x|)",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.max(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            (None, "np.max for np.maximum"),
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(max(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            "ValueError",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
            """,
            "does not average",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.sum(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            "sums instead of averaging",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) + logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            "adds x·t",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target - np.log1p(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - target + np.log1p(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.minimum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(1 + np.exp(-np.abs(logits))))
            """,
            (None, "log1p of 1 + …"),
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target) + np.log1p(np.exp(-np.abs(logits)))
            """,
            "wrong shape",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-logits)))
            """,
            "exp(−x) for exp(−|x|)",
        ),
        (
            """
            def bce_with_logits(logits, target):
                logits = np.clip(logits, -500, 500)
                p = 1 / (1 + np.exp(-logits))
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "wrong only with logits as large as 50 and with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                logits = np.clip(logits, -500, 500)
                return np.mean(np.log(1 + np.exp(-logits)) + (1 - target) * logits)
            """,
            "wrong only with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = np.where(logits > 0, 1 / (1 + np.exp(-logits)), np.exp(logits) / (1 + np.exp(logits)))
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "logarithm of a computed sigmoid",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                p = np.clip(p, 1e-15, 1 - 1e-15)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "wrong only with logits as large as 50 and with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(logits))
                return bce(p, target)
            """,
            (None, "sigmoid with the wrong sign"),
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = np.exp(logits) / np.sum(np.exp(logits))
                return bce(p, target)
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = np.tanh(logits)
                return bce(p, target)
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return -np.mean(target * np.log(p + 1e-7) + (1 - target) * np.log(1 - p + 1e-7))
            """,
            (None, "adds 1e-7 instead of clamping"),
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(-np.log(1 / (1 + np.exp(-logits))) * target)
            """,
            "leaves out the second term",
        ),
        (
            """
            def bce_with_logits(logits, target):
                total = 0
                for x, t in zip(logits.flat, target.flat):
                    total += max(x, 0) - x * t + np.log(1 + np.exp(-abs(x)))
                return total / len(logits)
            """,
            "divides by the first axis only",
        ),
        (
            """
            def bce_with_logits(logits, target):
                total = 0
                for x, t in zip(logits, target):
                    total += max(x, 0) - x * t + np.log(1 + np.exp(-abs(x)))
                return total / len(logits)
            """,
            "ValueError",
        ),
        (
            """
            def bce_with_logits(logits, target):
                if logits > 0:
                    return np.mean(logits - logits * target + np.log1p(np.exp(-logits)))
                else:
                    return np.mean(-logits * target + np.log1p(np.exp(logits)))
            """,
            "ValueError",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(
                    np.where(
                        logits > 0,
                        logits - logits * target + np.log1p(np.exp(-logits)),
                        logits * target + np.log1p(np.exp(logits)),
                    )
                )
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return np.mean((p - target) ** 2)
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log2(1 + np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(np.abs(-logits))))
            """,
            "exp(|x|) for exp(−|x|)",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))), axis=-1)
            """,
            "wrong shape",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return np.mean(np.nan_to_num(-target * np.log(p) - (1 - target) * np.log(1 - p)))
            """,
            "wrong only with logits as large as 50 and with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                loss = -(target * np.log(p) + (1 - target) * np.log(1 - p))
                loss[np.isnan(loss)] = 0
                return loss.mean()
            """,
            "wrong only with logits as large as 50 and with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                logits[logits < -700] = -700
                return np.mean(np.log1p(np.exp(-logits)) + (1 - target) * logits)
            """,
            "wrong only with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                x = logits - np.max(logits)
                return np.mean(np.log1p(np.exp(-x)) + (1 - target) * x)
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.logaddexp(0, logits)) - np.mean(logits) * np.mean(target)
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return -np.mean(target * logits + (1 - target) * (1 - logits))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits @ target + np.log1p(np.exp(-np.abs(logits))))
            """,
            "ValueError",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(0, 1 - target * logits))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                yes = np.log1p(np.exp(-np.abs(logits)))
                no = yes + logits
                return np.mean(target * yes + (1 - target) * no)
            """,
            "x for max(x, 0)",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(-np.minimum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.exp(-np.abs(logits)))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(-np.abs(target))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(max(logits.max(), 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))
            """,
            None,
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "wrong only with logits as large as 50 and with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / 1 + np.exp(-logits)
                return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
            """,
            "not finite",
        ),
        (
            """
            def bce_with_logits(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return np.mean(np.maximum(p, 0) - p * target + np.log1p(np.exp(-np.abs(p))))
            """,
            "applies the sigmoid twice",
        ),
        (
            """
            def bce_with_logits(logits, target):
                return np.mean(
                    target * np.log1p(np.exp(-logits)) + (1 - target) * (np.log1p(np.exp(-logits)) + logits)
                )
            """,
            "wrong only with logits as large as 1000",
        ),
        (
            """
            def bce_with_logits(logits, target):
                loss = np.zeros_like(logits)
                loss[logits > 0] = (logits - logits * target + np.log1p(np.exp(-logits)))[logits > 0]
                loss[logits < 0] = (-logits * target + np.log1p(np.exp(logits)))[logits < 0]
                return loss.mean()
            """,
            None,
        ),
    ],
}

#: Right answers in styles of their own.
RIGHT = {
    "loss/bce": [
        """
        def bce(probability, target):
            total = 0.0
            for p, t in zip(probability.ravel(), target.ravel()):
                p = min(max(p, 1e-7), 1 - 1e-7)
                total -= t * np.log(p) + (1 - t) * np.log(1 - p)
            return total / probability.size
        """,
        """
        import math
        def bce(probability, target):
            def one(p, t):
                if p < 1e-7:
                    p = 1e-7
                elif p > 1 - 1e-7:
                    p = 1 - 1e-7
                return -(t * math.log(p) + (1 - t) * math.log(1 - p))
            values = [one(p, t) for p, t in zip(probability.flatten().tolist(), target.flatten().tolist())]
            return sum(values) / len(values)
        """,
        """
        def bce(probability, target):
            p = probability.copy()
            p[p < 1e-7] = 1e-7
            p[p > 1 - 1e-7] = 1 - 1e-7
            q = 1 - p
            return np.mean(-target * np.log(p) - (1 - target) * np.log(q))
        """,
        """
        def bce(p, y):
            eps = 1e-7
            p = np.minimum(np.maximum(p, eps), 1 - eps)
            return (np.sum(-y * np.log(p)) + np.sum(-(1 - y) * np.log(1 - p))) / np.prod(p.shape)
        """,
        """
        def bce(probability, target):
            p = np.where(probability < 1e-7, 1e-7, np.where(probability > 1 - 1e-7, 1 - 1e-7, probability))
            return np.array(-(target * np.log(p) + (1 - target) * np.log1p(-p)).mean())
        """,
        """
        def bce(probability, target):
            p = np.clip(probability, 1e-7, 1 - 1e-7)
            return -np.mean(np.log(p ** target * (1 - p) ** (1 - target)))
        """,
        """
        def bce(probability, target):
            p = np.clip(probability, 1e-7, 1 - 1e-7)
            logit = np.log(p / (1 - p))
            return np.mean(-target * logit - np.log(1 - p))
        """,
        """
        def bce(probability, target):
            p = np.clip(probability, 0.0000001, 0.9999999)
            return -np.average(target * np.log(p) + (1 - target) * np.log(1 - p)).item()
        """,
        """
        def bce(probability, target):
            both = np.stack([1 - probability, probability])
            both = np.clip(both, 1e-7, 1 - 1e-7)
            weights = np.stack([1 - target, target])
            return -(weights * np.log(both)).sum() / target.size
        """,
        """
        def bce(probability, target):
            p, t = np.clip(probability, 1e-7, 1 - 1e-7).ravel(), target.ravel()
            return -(t @ np.log(p) + (1 - t) @ np.log(1 - p)) / t.size
        """,
    ],
    "loss/bce_with_logits": [
        """
        def bce_with_logits(logits, target):
            return np.mean(np.logaddexp(0, logits) - logits * target)
        """,
        """
        def bce_with_logits(logits, target):
            total = 0.0
            for x, t in zip(logits.ravel(), target.ravel()):
                if x >= 0:
                    total += x - x * t + np.log1p(np.exp(-x))
                else:
                    total += -x * t + np.log1p(np.exp(x))
            return total / logits.size
        """,
        """
        import math


        def bce_with_logits(logits, target):
            return (
                math.fsum(
                    max(x, 0) - x * t + math.log1p(math.exp(-abs(x)))
                    for x, t in zip(logits.flat, target.flat)
                )
                / logits.size
            )
        """,
        """
        def bce_with_logits(logits, target):
            def softplus(z):
                return np.where(z > 0, z, 0) + np.log(1 + np.exp(-abs(z)))
            return (target * softplus(-logits) + (1 - target) * softplus(logits)).mean()
        """,
        """
        def bce_with_logits(x, t):
            m = np.maximum(-x, 0)
            return np.mean(x - x * t + m + np.log(np.exp(-m) + np.exp(-x - m)))
        """,
        """
        def bce_with_logits(logits, target):
            pairs = np.stack([np.zeros(logits.size), logits.ravel()], axis=1)
            logp = log_softmax(pairs)
            t = target.ravel()
            return -np.mean(t * logp[:, 1] + (1 - t) * logp[:, 0])
        """,
        """
        def bce_with_logits(logits, target):
            relu = logits * (logits > 0)
            return np.asarray(np.average(relu - logits * target + np.log1p(np.exp(-np.abs(logits)))))
        """,
        """
        def bce_with_logits(logits, target):
            out = np.empty_like(logits)
            big = logits > 0
            out[big] = logits[big] * (1 - target[big]) + np.log1p(np.exp(-logits[big]))
            out[~big] = -logits[~big] * target[~big] + np.log1p(np.exp(logits[~big]))
            return out.mean()
        """,
        """
        def bce_with_logits(logits, target):
            with np.errstate(over="ignore"):
                naive = np.log1p(np.exp(logits))
            return np.mean(np.where(logits > 30, logits, naive) - logits * target)
        """,
    ],
}
