"""What students type into the exercises of lesson 02, one of several: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "loss/log_softmax": [
        (
            """
            def log_softmax(logits):
                return np.log(np.exp(logits) / np.sum(np.exp(logits)))
            """,
            "normalises over the whole array",
        ),
        (
            """
            def log_softmax(logits):
                return np.log(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))
            """,
            "exponentials overflow before they are divided",
        ),
        (
            """
            def log_softmax(logits):
                return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
            """,
            "no logarithm",
        ),
        (
            """
            def log_softmax(logits):
                m = logits.max()
                e = np.exp(logits - m)
                return logits - m - np.log(e.sum(axis=1, keepdims=True))
            """,
            "largest of the whole array",
        ),
        (
            """
            def log_softmax(logits):
                m = np.max(logits, axis=1)
                x = logits - m
                return x - np.log(np.sum(np.exp(x), axis=1))
            """,
            "ValueError",
        ),
        (
            """
            def log_softmax(logits):
                m = np.max(logits, axis=0, keepdims=True)
                x = logits - m
                return x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))
            """,
            "normalises over the batch",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=0)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "largest of each column",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.sum(np.log(np.exp(x)), axis=1, keepdims=True)
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
            """,
            "the shift is subtracted twice",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return logits - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "the shift is missing in one place",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
                return np.log(p)
            """,
            "logarithm of a computed softmax",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return -(x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)))
            """,
            "sign changed",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x / np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x)))
            """,
            ("right only for batch 1", "sums over the whole array"),
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return np.log(np.exp(x)) / np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
            """,
            "no logarithm",
        ),
        (
            """
            def log_softmax(logits):
                logits -= logits.max(axis=1, keepdims=True)
                return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
            """,
            "changes its input",
        ),
        (
            """
            def log_softmax(logits):
                result = []
                for row in logits:
                    row -= row.max()
                    result.append(row - np.log(np.exp(row).sum()))
                return np.array(result)
            """,
            "changes its input",
        ),
        (
            """
            def log_softmax(logits):
                result = []
                for row in logits:
                    result.append(row - np.log(np.sum(np.exp(row))))
                return np.array(result)
            """,
            "exponentials overflow in the sum",
        ),
        (
            """
            def log_softmax(logits):
                for row in logits:
                    m = max(row)
                    return row - m - np.log(np.sum(np.exp(row - m)))
            """,
            "returns inside the loop",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log10(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.mean(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "wrong only where the logits of a row differ by 1000",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log(np.mean(np.exp(x), axis=1, keepdims=True))
            """,
            "mean instead of sum",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x + np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log(1 + np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
                return np.log(p + 1e-9)
            """,
            "wrong only where the logits of a row differ by 1000",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
                return np.log(np.clip(p, 1e-7, 1 - 1e-7))
            """,
            "wrong only where the logits of a row differ by 1000",
        ),
        (
            """
            def log_softmax(logits):
                p = 1 / (1 + np.exp(-logits))
                return np.log(p)
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.argmax(axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "exponentials overflow in the sum",
        ),
        (
            """
            def log_softmax(logits):
                x = logits / np.max(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "not finite",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return np.mean(x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)))
            """,
            "wrong shape",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return -np.log(np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "sign changed",
        ),
        (
            """
            def log_softmax(logits):
                x = np.clip(logits, -700, 700)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "wrong only with logits as large as 1000, where the logits …",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(1)
                return x - np.log(np.exp(x).sum(1))
            """,
            "ValueError",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1)[:, None]
                return x - np.log(np.exp(x).sum(axis=1))
            """,
            "ValueError",
        ),
        (
            """
            def log_softmax(logits):
                m = logits.max(axis=1, keepdims=True)
                return m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True))
            """,
            "wrong shape",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdims=True)
                return np.log(np.exp(x).sum(axis=1, keepdims=True)) - x
            """,
            "sign changed",
        ),
        (
            """
            def log_softmax(logits):
                x = logits.T - logits.max(axis=1)
                return x - np.log(np.exp(x).sum(axis=0))
            """,
            "wrong shape",
        ),
        (
            """
            def log_softmax(logits):
                return logits - np.log(sum(np.exp(logits)))
            """,
            "normalises over the batch",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdims=True)
                return x - x.exp().sum(axis=1, keepdims=True).log()
            """,
            "AttributeError",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdim=True)
                return x - np.log(np.exp(x).sum(axis=1, keepdim=True))
            """,
            "TypeError",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(dim=1, keepdims=True)
                return x - np.log(np.exp(x).sum(dim=1, keepdims=True))
            """,
            "TypeError",
        ),
        (
            """
            import math
            def log_softmax(logits):
                out = []
                for row in logits:
                    m = max(row)
                    s = sum(math.exp(v - m) for v in row)
                    out.extend([v - m - math.log(s) for v in row])
                return np.array(out)
            """,
            "wrong shape",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.max(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)).mean()
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                return logits - np.max(logits, axis=1, keepdims=True)
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - np.min(logits, axis=1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            """,
            "wrong only where the logits of a row differ by 1000",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdims=True)
                x = np.exp(x)
                return np.log(x) - np.log(x.sum(axis=1, keepdims=True))
            """,
            "logarithm of a computed softmax",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=-1, keepdims=True)
                return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True)) + logits.max(axis=-1, keepdims=True)
            """,
            "the shift is missing in one place",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1).reshape(-1, 1)
                s = np.exp(x).sum(axis=0)
                return x - np.log(s)
            """,
            (None, "sums over the batch"),
        ),
        (
            """
            def log_softmax(logits):
                out = np.zeros(logits.shape)
                for i in range(len(logits)):
                    x = logits[i] - max(logits[i])
                    out = x - np.log(sum(np.exp(x)))
                return out
            """,
            "forgets in the loop",
        ),
        (
            """
            def log_softmax(logits):
                out = []
                for row in logits:
                    m = row.max()
                    for v in row:
                        out.append(v - m - np.log(np.exp(row - m).sum()))
                return np.array(out).reshape(logits.shape[1], logits.shape[0])
            """,
            "wrong shape",
        ),
        (
            """
            def log_softmax(logits):
                m = np.max(logits)
                return logits - m - np.log(np.sum(np.exp(logits - m)))
            """,
            "normalises over the whole array",
        ),
        (
            """
            def log_softmax(logits):
                return np.log(np.exp(logits)) - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
            """,
            "exponentials overflow before they are divided",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - max(logits)
                return x - np.log(sum(np.exp(x)))
            """,
            "ValueError",
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdims=True)
                return np.log1p(np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))
            """,
            None,
        ),
        (
            """
            def log_softmax(logits):
                x = logits - logits.max(axis=1, keepdims=True)
                return np.log2(np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))
            """,
            "base 2",
        ),
        (
            """
            def log_softmax(logits):
                return logits
            """,
            "returns its input",
        ),
    ],
    "loss/nll": [
        (
            """
            def nll(log_probability, target):
                return np.mean(log_probability[np.arange(len(target)), target])
            """,
            "leaves out the minus",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[:, target])
            """,
            "picks whole columns",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[target])
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                return -log_probability[np.arange(len(target)), target]
            """,
            "does not average",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.sum(log_probability[np.arange(len(target)), target])
            """,
            "sums instead of averaging",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.log(log_probability[np.arange(len(target)), target]))
            """,
            "not finite",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability * target)
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.sum(log_probability * target) / len(target)
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                one_hot = np.eye(log_probability.shape[1])[target]
                return -np.mean(one_hot * log_probability)
            """,
            "averages over the classes too",
        ),
        (
            """
            def nll(log_probability, target):
                one_hot = np.eye(len(target))[target]
                return -np.sum(one_hot * log_probability) / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                one_hot = np.zeros_like(log_probability)
                one_hot[target] = 1
                return -np.sum(one_hot * log_probability) / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                one_hot = np.zeros_like(log_probability)
                one_hot[:, target] = 1
                return -np.sum(one_hot * log_probability) / len(target)
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for i in range(len(target)):
                    total -= log_probability[i][target[i]]
                return total
            """,
            "sums instead of averaging",
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for i in range(len(target)):
                    total += log_probability[target[i]][i]
                return -total / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for row, t in zip(log_probability, target):
                    total += row[t]
                    return -total / len(target)
            """,
            "returns inside the loop",
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for row, t in zip(log_probability, target):
                    total = total - row[t - 1]
                return total / len(target)
            """,
            "classes counted from 1",
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for row, t in zip(log_probability, target):
                    total = -row[t]
                return total / len(target)
            """,
            "forgets in the loop",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.max(log_probability, axis=1))
            """,
            "takes the most probable class",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability.argmax(axis=1) == target)
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                return np.mean(log_probability.argmax(axis=1) != target)
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.exp(log_probability)[np.arange(len(target)), target])
            """,
            "takes exp first",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_softmax(log_probability)[np.arange(len(target)), target]) / len(target)
            """,
            "divided by batch",
        ),
        (
            """
            def nll(log_probability, target):
                return -log_probability[np.arange(len(target)), target].sum() / log_probability.size
            """,
            "averages over the classes too",
        ),
        (
            """
            def nll(log_probability, target):
                return -log_probability[np.arange(len(target)), target].sum() / log_probability.shape[1]
            """,
            "divides by the number of classes",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[range(len(target))][target])
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.take(log_probability, target))
            """,
            "picks from the first row only",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.take(log_probability, target, axis=1))
            """,
            "picks whole columns",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.take_along_axis(log_probability, target, axis=1))
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[np.arange(target), target])
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[len(target), target])
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[0, target])
            """,
            "picks from the first row only",
        ),
        (
            """
            def nll(log_probability, target):
                return np.mean(-np.log(np.exp(log_probability)).sum(axis=1))
            """,
            "unused parameter",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability)
            """,
            "averages the whole array",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean((log_probability - target) ** 2)
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.sum(log_probability * target[:, None], axis=1))
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(target * log_probability + (1 - target) * np.log(1 - np.exp(log_probability)))
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean([row[target] for row in log_probability])
            """,
            "picks whole columns",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[np.arange(log_probability.shape[1]), target])
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                picked = [log_probability[i, t] for i, t in enumerate(target)]
                return -picked / len(picked)
            """,
            "TypeError",
        ),
        (
            """
            def nll(log_probability, target):
                picked = [log_probability[i, t] for t, i in enumerate(target)]
                return -sum(picked) / len(picked)
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                picked = [log_probability[i, t] for i, t in enumerate(target)]
                return -sum(picked) // len(picked)
            """,
            "whole numbers",
        ),
        (
            """
            def nll(log_probability, target):
                picked = log_probability[np.arange(len(target)), target]
                print(picked)
                -picked.mean()
            """,
            "printed instead of returning",
        ),
        (
            """
            def nll(log_probability, target):
                picked = log_probability[np.arange(len(target)), target]
                return np.mean(np.abs(-picked)) * -1
            """,
            "leaves out the minus",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.diag(log_probability[target]))
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                return -log_probability[0, target[0]]
            """,
            "right only for batch 1",
        ),
        (
            """
            def nll(log_probability, target):
                picked = log_probability[np.arange(len(target)), target]
                return -np.log(np.mean(np.exp(picked)))
            """,
            ("right only for batch 1", "logarithm of the mean"),
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[np.arange(len(target)), target - 1])
            """,
            "classes counted from 1",
        ),
        (
            """
            def nll(log_probability, target):
                p = np.exp(log_probability)
                picked = p[np.arange(len(target)), target]
                return np.mean(1 - picked)
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                mask = log_probability == target
                return -np.mean(log_probability[mask])
            """,
            "ValueError",
        ),
        (
            """
            def nll(log_probability, target):
                n = len(log_probability)
                loss = -log_probability[np.arange(n), target]
                return loss.mean(axis=1)
            """,
            "AxisError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[np.arange(len(target))][:, target])
            """,
            "picks whole columns",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[target, np.arange(len(target))])
            """,
            "IndexError",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(np.sum(log_probability, axis=1))
            """,
            "unused parameter",
        ),
        (
            """
            def nll(log_probability, target):
                return np.mean(log_probability.max(axis=1) - log_probability[np.arange(len(target)), target])
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for i in range(len(log_probability)):
                    total += -np.log(log_probability[i, target[i]])
                return total / len(log_probability)
            """,
            "not finite",
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for i in range(len(target) - 1):
                    total -= log_probability[i, target[i]]
                return total / len(target)
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                total = 0
                for i, t in enumerate(target):
                    total -= log_probability[i][t]
                return total / len(log_probability[0])
            """,
            "divides by the number of classes",
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability[:, target[0]])
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                return -np.median(log_probability[np.arange(len(target)), target])
            """,
            None,
        ),
        (
            """
            def nll(log_probability, target):
                return -np.mean(log_probability.flatten()[target])
            """,
            "picks from the first row only",
        ),
        (
            """
            def nll(log_probability, target):
                return -log_probability[np.arange(len(target)), target].mean() / np.log(2)
            """,
            "base 2",
        ),
    ],
    "loss/cross_entropy": [
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
                return -np.mean(np.log(p[np.arange(len(target)), target]))
            """,
            "exponentials overflow before they are divided",
        ),
        (
            """
            def cross_entropy(logits, target):
                return -np.mean(np.log(logits[np.arange(len(target)), target]))
            """,
            ("not finite", "logarithm of the logits"),
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(logits, target)
            """,
            "no softmax",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(np.log(logits), target)
            """,
            ("not finite", "logarithm of the logits"),
        ),
        (
            """
            def cross_entropy(logits, target):
                return -nll(log_softmax(logits), target)
            """,
            "leaves out the minus",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(np.exp(log_softmax(logits)), target)
            """,
            "no logarithm",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(log_softmax(logits)), target) * 2
            """,
            "twice too large",
        ),
        (
            """
            def cross_entropy(logits, target):
                return log_softmax(nll(logits, target))
            """,
            "AxisError",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(log_softmax(logits))
                return nll(log_softmax(p), target)
            """,
            "applies softmax twice",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.mean(lp[:, target])
            """,
            "picks whole columns",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.sum(lp[np.arange(len(target)), target])
            """,
            "sums instead of averaging",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -lp[np.arange(len(target)), target]
            """,
            "does not average",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                one_hot = np.eye(logits.shape[1])[target]
                return -np.mean(lp * one_hot)
            """,
            "averages over the classes too",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return np.mean(lp[np.arange(len(target)), target])
            """,
            "leaves out the minus",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.mean(target * lp)
            """,
            "ValueError",
        ),
        (
            """
            def cross_entropy(logits, target):
                return log_softmax(logits) * nll(logits, target)
            """,
            "wrong shape",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits, target))
            """,
            "TypeError",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(target, log_softmax(logits))
            """,
            "IndexError",
        ),
        (
            """
            def cross_entropy(logits, target):
                return log_softmax(logits) + nll(logits, target)
            """,
            "wrong shape",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = 1 / (1 + np.exp(-logits))
                return nll(np.log(p), target)
            """,
            (None, "sigmoid instead of softmax"),
        ),
        (
            """
            def cross_entropy(logits, target):
                return bce_with_logits(logits, np.eye(logits.shape[1])[target])
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(log_softmax(logits))
                one_hot = np.eye(logits.shape[1])[target]
                return bce(p, one_hot)
            """,
            "binary cross-entropy of each class",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum(axis=1, keepdims=True)
                return nll(np.log(p), target)
            """,
            "wrong only where the logits of a row differ by 1000 and …",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - logits.max(axis=1, keepdims=True)
                p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
                return nll(np.log(p), target)
            """,
            "logarithm of a computed softmax",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - logits.max(axis=1, keepdims=True)
                p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
                return nll(np.log(p + 1e-12), target)
            """,
            "clamps the probability at 1e-12",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - logits.max(axis=1, keepdims=True)
                p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
                return nll(np.log(np.clip(p, 1e-7, 1 - 1e-7)), target)
            """,
            "clamps the probability at 1e-7",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - logits.max(axis=1, keepdims=True)
                p = np.exp(x) / np.exp(x).sum()
                return nll(np.log(p), target)
            """,
            (None, "sums over the whole array"),
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(log_softmax(logits))
                return nll(p, target)
            """,
            "no logarithm",
        ),
        (
            """
            def cross_entropy(logits, target):
                total = 0
                for row, t in zip(logits, target):
                    total += -row[t] + np.log(np.sum(np.exp(row)))
                return total / len(target)
            """,
            "exponentials overflow in the sum",
        ),
        (
            """
            def cross_entropy(logits, target):
                total = 0
                for row, t in zip(logits, target):
                    total += -row[t] + np.log(np.sum(np.exp(row - row.max())))
                return total / len(target)
            """,
            (None, "the shift is missing in one place"),
        ),
        (
            """
            def cross_entropy(logits, target):
                total = 0
                for row, t in zip(logits, target):
                    m = row.max()
                    total += -row[t] + m + np.log(np.sum(np.exp(row - m)))
                return total
            """,
            "sums instead of averaging",
        ),
        (
            """
            def cross_entropy(logits, target):
                m = logits.max(axis=1)
                lse = m + np.log(np.exp(logits - m).sum(axis=1))
                return np.mean(lse - logits[np.arange(len(target)), target])
            """,
            "ValueError",
        ),
        (
            """
            def cross_entropy(logits, target):
                m = logits.max(axis=1)
                lse = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
                return np.mean(lse - logits[:, target])
            """,
            "picks whole columns",
        ),
        (
            """
            def cross_entropy(logits, target):
                pred = logits.argmax(axis=1)
                return np.mean(pred != target)
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -lp[np.arange(len(target)), target].sum() / lp.size
            """,
            "averages over the classes too",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits.T), target)
            """,
            "IndexError",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(log_softmax(logits))
                return -np.sum(p * log_softmax(logits)) / len(target)
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(log_softmax(logits))
                return -np.log(np.mean(p[np.arange(len(target)), target]))
            """,
            "logarithm of the mean",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.mean(lp[np.arange(len(target)), target - 1])
            """,
            (None, "classes counted from 1"),
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits), target.argmax(axis=1))
            """,
            "AxisError",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits), target) / logits.shape[1]
            """,
            "averages over the classes too",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits), target) / len(target)
            """,
            "divided by batch",
        ),
        (
            """
            def cross_entropy(logits, target):
                nll(log_softmax(logits), target)
            """,
            "returned nothing",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll, log_softmax(logits), target
            """,
            "wrong type",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax, target)
            """,
            "TypeError",
        ),
        (
            """
            def cross_entropy(logits, target):
                return cross_entropy(log_softmax(logits), target)
            """,
            "RecursionError",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - np.max(logits, axis=1, keepdims=True)
                lp = x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))
                return -np.mean(lp[np.arange(len(target)), target])
            """,
            (None, "sums over the batch"),
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - np.max(logits, axis=0, keepdims=True)
                lp = x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))
                return -np.mean(lp[np.arange(len(target)), target])
            """,
            "normalises over the batch",
        ),
        (
            """
            def cross_entropy(logits, target):
                return np.mean(-log_softmax(logits)[target])
            """,
            "IndexError",
        ),
        (
            """
            def cross_entropy(logits, target):
                x = logits - logits.max(axis=1, keepdims=True)
                return -np.mean(x[np.arange(len(target)), target])
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                logits -= logits.max(axis=1, keepdims=True)
                logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
                return -logits[np.arange(len(target)), target].mean()
            """,
            "changes its input",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(np.exp(logits)), target)
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
                return -np.sum(lp[np.arange(len(target)), target])
            """,
            "sums instead of averaging",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(logits) / np.sum(np.exp(logits))
                return -np.mean(np.log(p[np.arange(len(target)), target]))
            """,
            "normalises over the whole array",
        ),
        (
            """
            def cross_entropy(logits, target):
                p = np.exp(logits) / np.sum(np.exp(logits), axis=0)
                return -np.mean(np.log(p[np.arange(len(target)), target]))
            """,
            "normalises over the batch",
        ),
        (
            """
            def cross_entropy(logits, target):
                return np.mean(np.log(np.exp(logits).sum(axis=1))) - np.mean(logits)
            """,
            "unused parameter",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.mean(lp[range(len(lp)), np.argmax(lp, axis=1)])
            """,
            "takes the most probable class",
        ),
        (
            """
            def cross_entropy(logits, target):
                one_hot = np.eye(logits.shape[1])[target]
                return mse(np.exp(log_softmax(logits)), one_hot)
            """,
            None,
        ),
        (
            """
            def cross_entropy(logits, target):
                one_hot = np.eye(logits.shape[1])[target]
                p = np.exp(log_softmax(logits))
                return -np.mean(np.sum(one_hot * np.log(p), axis=1))
            """,
            "wrong only where the logits of a row differ by 1000",
        ),
        (
            """
            def cross_entropy(logits, target):
                one_hot = np.eye(logits.shape[1])[target]
                return np.mean(np.sum(-one_hot * logits, axis=1))
            """,
            "no softmax",
        ),
        (
            """
            def cross_entropy(logits, target):
                lp = log_softmax(logits)
                return -np.mean(lp)
            """,
            "unused parameter",
        ),
        (
            """
            def cross_entropy(logits, target):
                z = logits - logits.max()
                return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(target)), target])
            """,
            "largest of the whole array",
        ),
        (
            """
            def cross_entropy(logits, target):
                return nll(log_softmax(logits), target) * len(target)
            """,
            "sums instead of averaging",
        ),
    ],
    "loss/choose_loss": [
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                if task == "binary":
                    return "BCELoss"
                if task == "multi-class":
                    return "CrossEntropyLoss"
                if task == "multi-label":
                    return "BCEWithLogitsLoss"
            """,
            "BCELoss for binary",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                elif task == "binary":
                    return "BCEWithLogitsLoss"
                else:
                    return "CrossEntropyLoss"
            """,
            "CrossEntropyLoss for multi-label",
        ),
        (
            """
            def choose_loss(task):
                return {
                    "regression": "MSE",
                    "binary": "BCE",
                    "multi-class": "CrossEntropy",
                    "multi-label": "BCE",
                }[task]
            """,
            "unknown MSE",
        ),
        (
            """
            def choose_loss(task):
                return {
                    "regression": "mse_loss",
                    "binary": "binary_cross_entropy_with_logits",
                    "multi-class": "cross_entropy",
                    "multi-label": "binary_cross_entropy_with_logits",
                }[task]
            """,
            "names of functions",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                if task == "binary":
                    return "BCEWithLogitsLoss"
                if task == "multi-class":
                    return "NLLLoss"
                if task == "multi-label":
                    return "BCEWithLogitsLoss"
            """,
            "NLLLoss for multi-class",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                if task == "binary":
                    return "BCEWithLogitsLoss"
                if task == "multiclass":
                    return "CrossEntropyLoss"
                if task == "multilabel":
                    return "BCEWithLogitsLoss"
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return MSELoss
                if task == "binary":
                    return BCEWithLogitsLoss
                if task == "multi-class":
                    return CrossEntropyLoss
                return BCEWithLogitsLoss
            """,
            "NameError",
        ),
        (
            """
            def choose_loss(task):
                return "CrossEntropyLoss"
            """,
            "cross-entropy for everything",
        ),
        (
            """
            def choose_loss(task):
                match task:
                    case "regression":
                        return "MSELoss"
                    case "binary":
                        return "CrossEntropyLoss"
                    case "multi-class":
                        return "CrossEntropyLoss"
                    case "multi-label":
                        return "BCEWithLogitsLoss"
            """,
            "CrossEntropyLoss for binary",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression" or "binary":
                    return "MSELoss"
                elif task == "multi-class":
                    return "CrossEntropyLoss"
                else:
                    return "BCEWithLogitsLoss"
            """,
            "a condition that is always true",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "MSELoss",
                    "binary": "BCEWithLogitsLoss",
                    "multi-class": "CrossEntropyLoss",
                    "multi-label": "BCEWithLogitsLoss",
                }
                print(losses[task])
            """,
            "printed instead of returning",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "MSELoss",
                    "binary": "BCEWithLogitLoss",
                    "multi-class": "CrossEntropyLoss",
                    "multi-label": "BCEWithLogitLoss",
                }
                return losses[task]
            """,
            "unknown BCEWithLogitLoss",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "mseloss",
                    "binary": "bcewithlogitsloss",
                    "multi-class": "crossentropyloss",
                    "multi-label": "bcewithlogitsloss",
                }
                return losses[task]
            """,
            "unknown mseloss",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "MSELoss",
                    "binary": "BCEWithLogitsLoss",
                    "multi-class": "BCEWithLogitsLoss",
                    "multi-label": "CrossEntropyLoss",
                }
                return losses[task]
            """,
            "BCEWithLogitsLoss for multi-class",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "Regression": "MSELoss",
                    "Binary": "BCEWithLogitsLoss",
                    "Multi-class": "CrossEntropyLoss",
                    "Multi-label": "BCEWithLogitsLoss",
                }
                return losses[task]
            """,
            "KeyError",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "MSELoss",
                    "binary": "BCELoss",
                    "multi-class": "NLLLoss",
                    "multi-label": "BCELoss",
                }
                return losses[task]
            """,
            "losses that come after an activation",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "CrossEntropyLoss",
                    "binary": "BCEWithLogitsLoss",
                    "multi-class": "CrossEntropyLoss",
                    "multi-label": "BCEWithLogitsLoss",
                }
                return losses[task]
            """,
            "CrossEntropyLoss for regression",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    loss = "MSELoss"
                if task == "binary":
                    loss = "BCEWithLogitsLoss"
                if task == "multi-class":
                    loss = "CrossEntropyLoss"
                else:
                    loss = "BCEWithLogitsLoss"
                return loss
            """,
            "BCEWithLogitsLoss for regression",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "HuberLoss"
                if task == "binary":
                    return "BCELoss"
                if task == "multi-class":
                    return "CrossEntropyLoss"
                if task == "multi-label":
                    return "BCELoss"
            """,
            "BCELoss for binary",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                if task == "binary":
                    return "BCEWithLogitsLoss"
                if task == "multi-class":
                    return "CrossEntropyLoss"
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def choose_loss(task):
                if task == regression:
                    return "MSELoss"
                if task == binary:
                    return "BCEWithLogitsLoss"
                return "CrossEntropyLoss"
            """,
            "NameError",
        ),
        (
            """
            def choose_loss(task):
                return ["MSELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
            """,
            "unused parameter",
        ),
        (
            """
            def choose_loss(task):
                losses = {
                    "regression": "SoftmaxLoss",
                    "binary": "SigmoidLoss",
                    "multi-class": "SoftmaxLoss",
                    "multi-label": "SigmoidLoss",
                }
                return losses[task]
            """,
            "unknown SoftmaxLoss",
        ),
        (
            """
            LOSSES = ["MSELoss", "BCELoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
            TASKS = ["regression", "binary", "multi-class", "multi-label"]
            def choose_loss(task):
                return LOSSES[TASKS.index(task)]
            """,
            "BCELoss for binary",
        ),
        (
            """
            def choose_loss(task):
                if task == "regression":
                    return "MSELoss"
                if task == "binary" or task == "multi-label" or "multi-class":
                    return "BCEWithLogitsLoss"
                return "CrossEntropyLoss"
            """,
            "a condition that is always true",
        ),
        (
            """
            def choose_loss(task):
                return {
                    "regression": "torch.nn.functional.mse_loss",
                    "binary": "F.binary_cross_entropy_with_logits",
                    "multi-class": "F.cross_entropy",
                    "multi-label": "F.binary_cross_entropy_with_logits",
                }[task]
            """,
            "names of functions",
        ),
        (
            """
            def choose_loss(task):
                return {
                    "regression": "MSELoss",
                    "binary": "BCEWithLogitsLoss",
                    "multi-class": "CrossEntropyLoss",
                    "multi-label": "MultiLabelMarginLoss",
                }[task]
            """,
            "unknown MultiLabelMarginLoss",
        ),
        (
            """
            def choose_loss(task):
                return {
                    "regression": "MSELoss",
                    "binary": "BCEWithLogitsLoss",
                    "multi-class": "BCEWithLogitsLoss",
                    "multi-label": "BCEWithLogitsLoss",
                }[task]
            """,
            "BCEWithLogitsLoss for multi-class",
        ),
    ],
}

#: Right answers in styles of their own.
RIGHT = {
    "loss/log_softmax": [
        """
        def log_softmax(logits):
            rows = []
            for row in logits:
                m = max(row)
                total = sum(np.exp(v - m) for v in row)
                rows.append([v - m - np.log(total) for v in row])
            return rows
        """,
        """
        import math
        def log_softmax(logits):
            def one(row):
                biggest = max(row)
                log_sum = biggest + math.log(math.fsum(math.exp(v - biggest) for v in row))
                return [v - log_sum for v in row]
            return np.array([one(row) for row in logits.tolist()])
        """,
        """
        def log_softmax(x):
            return x - np.logaddexp.reduce(x, axis=1, keepdims=True)
        """,
        """
        def log_softmax(logits):
            shifted = (logits.T - logits.max(axis=1)).T
            return (shifted.T - np.log(np.exp(shifted).sum(axis=1))).T
        """,
        """
        def log_softmax(logits):
            z = logits - np.amax(logits, axis=-1)[:, np.newaxis]
            return z - np.log(np.einsum("ij->i", np.exp(z)))[:, None]
        """,
        """
        def log_softmax(logits):
            out = np.zeros_like(logits)
            for i in range(logits.shape[0]):
                m = -np.inf
                for j in range(logits.shape[1]):
                    if logits[i, j] > m:
                        m = logits[i, j]
                s = 0
                for j in range(logits.shape[1]):
                    s += np.exp(logits[i, j] - m)
                for j in range(logits.shape[1]):
                    out[i, j] = logits[i, j] - m - np.log(s)
            return out
        """,
        """
        def log_softmax(logits):
            m = logits.max(axis=1, keepdims=True)
            return logits - (m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True)))
        """,
        """
        def log_softmax(logits):
            return np.apply_along_axis(lambda r: r - r.max() - np.log(np.exp(r - r.max()).sum()), 1, logits)
        """,
        """
        def log_softmax(logits):
            x = logits.copy()
            x -= x.max(axis=1, keepdims=True)
            x -= np.log(np.sum(np.exp(x), axis=1, keepdims=True))
            return np.asfortranarray(x)
        """,
        """
        def log_softmax(logits):
            if len(logits) > 1:
                return np.vstack([log_softmax(row[None]) for row in logits])
            x = logits - logits.max()
            return x - np.log(np.exp(x).sum())
        """,
    ],
    "loss/nll": [
        """
        def nll(log_probability, target):
            total = 0.0
            for i, t in enumerate(target):
                total += log_probability[i][t]
            return -total / len(target)
        """,
        """
        def nll(log_probability, target):
            one_hot = np.eye(log_probability.shape[1])[target]
            return -(one_hot * log_probability).sum() / len(target)
        """,
        """
        def nll(log_probability, target):
            picked = np.take_along_axis(log_probability, target[:, None], axis=1)
            return np.mean(-picked)
        """,
        """
        def nll(lp, t):
            return sum(-row[k] for row, k in zip(lp.tolist(), t.tolist())) / len(t)
        """,
        """
        def nll(log_probability, target):
            return -np.mean(np.diag(log_probability[:, target]))
        """,
        """
        def nll(log_probability, target):
            mask = np.arange(log_probability.shape[1]) == target[:, None]
            return np.array(-log_probability[mask].sum() / mask.sum())
        """,
        """
        def nll(log_probability, target):
            return -np.mean(np.choose(target, log_probability.T))
        """,
        """
        def nll(log_probability, target):
            n, c = log_probability.shape
            flat = log_probability.reshape(-1)
            return -flat[target + c * np.arange(n)].mean()
        """,
        """
        def nll(log_probability, target):
            one_hot = np.zeros_like(log_probability)
            for i in range(len(target)):
                one_hot[i, target[i]] = -1
            return np.sum(one_hot * log_probability, axis=1).mean()
        """,
        """
        import statistics
        def nll(log_probability, target):
            return -statistics.fmean(float(log_probability[i, int(t)]) for i, t in enumerate(target))
        """,
        """
        def nll(log_probability, target):
            return np.trace(-np.take(log_probability, target, axis=1)) / target.size
        """,
        """
        def nll(log_probability, target):
            return (
                -np.einsum("ij,ij->", np.eye(log_probability.shape[1])[target], log_probability)
                / target.shape[0]
            )
        """,
    ],
    "loss/cross_entropy": [
        """
        def cross_entropy(logits, target):
            return nll(log_softmax(logits), target)
        """,
        """
        def cross_entropy(logits, target):
            total = 0.0
            for row, t in zip(logits, target):
                m = max(row)
                total += m + np.log(sum(np.exp(v - m) for v in row)) - row[t]
            return total / len(target)
        """,
        """
        def cross_entropy(logits, target):
            m = logits.max(axis=1)
            lse = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
            right = logits[np.arange(len(target)), target]
            return float(np.mean(lse - right))
        """,
        """
        import math
        def cross_entropy(logits, target):
            losses = []
            for i in range(len(target)):
                row = [float(v) for v in logits[i]]
                c = row[int(target[i])]
                losses.append(math.log(sum(math.exp(v - max(row)) for v in row)) + max(row) - c)
            return np.asarray(sum(losses) / len(losses))
        """,
        """
        def cross_entropy(x, y):
            return np.mean(np.logaddexp.reduce(x, axis=1) - np.take_along_axis(x, y[:, None], axis=1)[:, 0])
        """,
        """
        def cross_entropy(logits, target):
            one_hot = np.zeros(logits.shape)
            one_hot[range(len(target)), target] = 1
            return -(one_hot * log_softmax(logits)).sum() / len(target)
        """,
        """
        def cross_entropy(logits, target):
            correct = logits[np.arange(len(target)), target][:, None]
            d = logits - correct
            m = d.max(axis=1, keepdims=True)
            return (m[:, 0] + np.log(np.exp(d - m).sum(axis=1))).mean()
        """,
        """
        def cross_entropy(logits, target):
            return -sum(log_softmax(np.array([row]))[0][t] for row, t in zip(logits, target)) / len(logits)
        """,
        """
        cross_entropy = lambda logits, target: nll(log_probability=log_softmax(logits), target=target)
        """,
    ],
    "loss/choose_loss": [
        """
        def choose_loss(task):
            losses = {
                "regression": "nn.MSELoss",
                "binary": "nn.BCEWithLogitsLoss",
                "multi-class": "nn.CrossEntropyLoss",
                "multi-label": "nn.BCEWithLogitsLoss",
            }
            return losses[task]
        """,
        """
        def choose_loss(task):
            losses = {
                "regression": "MSELoss()",
                "binary": "BCEWithLogitsLoss()",
                "multi-class": "CrossEntropyLoss()",
                "multi-label": "BCEWithLogitsLoss()",
            }
            return losses[task]
        """,
        """
        def choose_loss(task):
            if task == "regression":
                return "MSELoss"
            if task == "binary":
                return "BCEWithLogitsLoss"
            if task == "multi-class":
                return "CrossEntropyLoss"
            if task == "multi-label":
                return "MultiLabelSoftMarginLoss"
        """,
        """
        def choose_loss(task):
            losses = {
                "regression": "MSELoss",
                "binary": "BCEWithLogitsLoss",
                "multi-class": "CrossEntropyLoss",
                "multi-label": "BCEWithLogitsLoss",
            }
            return losses[task]
        """,
        """
        def choose_loss(task):
            if task == "regression":
                return "HuberLoss"
            elif task == "multi-class":
                return "CrossEntropyLoss"
            return "BCEWithLogitsLoss"
        """,
        """
        def choose_loss(task):
            match task:
                case "regression":
                    name = "MSE"
                case "binary" | "multi-label":
                    name = "BCEWithLogits"
                case _:
                    name = "CrossEntropy"
            return name + "Loss"
        """,
        """
        def choose_loss(task):
            return (
                "MSELoss"
                if task.startswith("r")
                else "CrossEntropyLoss"
                if task.endswith("class")
                else "BCEWithLogitsLoss"
            )
        """,
        """
        def choose_loss(task):
            return dict(
                zip(
                    ("regression", "binary", "multi-class", "multi-label"),
                    ("L1Loss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"),
                )
            )[task]
        """,
        """
        def choose_loss(task):
            names = ["SmoothL1Loss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
            return names[["regression", "binary", "multi-class", "multi-label"].index(task)]
        """,
        """
        def choose_loss(task):
            lookup = {}
            lookup["regression"] = "MSELoss"
            lookup["binary"] = lookup["multi-label"] = "BCEWithLogitsLoss"
            lookup["multi-class"] = "CrossEntropyLoss"
            return lookup.get(task, None)
        """,
    ],
}
