"""What students type into the exercises of lesson 02, losses of numbers: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "loss/mse": [
        (
            """
            def mse(predicted, target):
                return np.sum((predicted - target) ** 2)
            """,
            "sums instead of averaging",
        ),
        (
            """
            def mse(predicted, target):
                return (predicted - target) ** 2
            """,
            "does not average",
        ),
        (
            """
            def mse(predicted, target):
                return np.sqrt(np.mean((predicted - target) ** 2))
            """,
            "takes the square root",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.abs(predicted - target))
            """,
            "takes absolute errors",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(predicted - target) ** 2
            """,
            "averages before squaring",
        ),
        (
            """
            def mse(predicted, target):
                return np.sum((predicted - target) ** 2) / len(predicted)
            """,
            "divides by the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2, axis=0)
            """,
            "averages over the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                return 0.5 * np.mean((predicted - target) ** 2)
            """,
            "halves the mean",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) * 2)
            """,
            (None, "multiplies by 2 instead of squaring"),
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted + target) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(predicted ** 2 - target ** 2)
            """,
            "squares before subtracting",
        ),
        (
            """
            def mse(predicted, target):
                total = 0
                for p, t in zip(predicted, target):
                    total += (p - t) ** 2
                return total / len(predicted)
            """,
            "averages over the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                total = 0
                for i in range(len(predicted)):
                    total = (predicted[i] - target[i]) ** 2
                return total / len(predicted)
            """,
            "forgets in the loop",
        ),
        (
            """
            def mse(predicted, target):
                total = 0
                for p, t in zip(predicted.flatten(), target.flatten()):
                    total += (p - t) ** 2
                    return total / predicted.size
            """,
            "returns inside the loop",
        ),
        (
            """
            def mse(predicted, target):
                predicted -= target
                predicted **= 2
                return predicted.mean()
            """,
            "changes its input",
        ),
        (
            """
            def mse(predicted, target):
                np.mean((predicted - target) ** 2)
            """,
            "returned nothing",
        ),
        (
            """
            def mse(predicted, target):
                print("mse:", np.mean((predicted - target) ** 2))
            """,
            "printed instead of returning",
        ),
        (
            """
            def mse(predicted, target):
                error = predicted - target
                return error.mean() ** 2
            """,
            "averages before squaring",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ^ 2)
            """,
            "TypeError",
        ),
        (
            """
            def mse(predicted, target):
                return math.pow(predicted - target, 2) / len(predicted)
            """,
            "NameError",
        ),
        (
            """
            import math
            def mse(predicted, target):
                return math.pow(predicted - target, 2) / len(predicted)
            """,
            "TypeError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.sqrt(predicted - target))
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.square(predicted) - np.square(target))
            """,
            "squares before subtracting",
        ),
        (
            """
            def mse(predicted, target):
                n = len(predicted)
                return 1 / n * np.sum(predicted - target) ** 2
            """,
            (None, "squares the sum of the errors"),
        ),
        (
            """
            def mse(predicted, target):
                return np.square(predicted - target).mean(axis=-1)
            """,
            "averages over the last axis only",
        ),
        (
            """
            def mse(predicted, target):
                return round(np.mean((predicted - target) ** 2), 2)
            """,
            "rounded to 2",
        ),
        (
            """
            def mse(predicted, target):
                return sum((predicted - target) ** 2) / predicted.size
            """,
            "wrong shape",
        ),
        (
            """
            def mse(predicted, target):
                return int(np.mean((predicted - target) ** 2))
            """,
            "whole numbers",
        ),
        (
            """
            def mse(predicted, target):
                return np.median((predicted - target) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return -np.mean((predicted - target) ** 2)
            """,
            "wrong sign",
        ),
        (
            """
            def mse(predicted, target):
                return np.var(predicted - target)
            """,
            "takes the variance of the errors",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((prediction - target) ** 2)
            """,
            "NameError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2) / predicted.size
            """,
            "divided by n",
        ),
        (
            """
            def mse(predicted, target):
                return np.linalg.norm(predicted - target)
            """,
            "takes the root of the sum",
        ),
        (
            """
            def mse(predicted, target):
                return np.linalg.norm(predicted - target) ** 2
            """,
            "sums instead of averaging",
        ),
        (
            """
            def mse(predicted, target):
                diff = predicted - target
                return np.dot(diff, diff) / len(diff)
            """,
            "ValueError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2).item
            """,
            "returned a function",
        ),
        (
            """
            def mse(predicted, target):
                return np.sum((predicted - target) ** 2) / (predicted.size - 1)
            """,
            "divides by n − 1",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(predicted - target ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.sum((predicted - target) ** 2) / predicted.shape[0]
            """,
            "divides by the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                return np.sum((predicted - target) ** 2) // predicted.size
            """,
            "whole numbers",
        ),
        (
            """
            def mse(predicted, target):
                squared = [(p - t) ** 2 for p, t in zip(predicted, target)]
                return sum(squared) / len(squared)
            """,
            "averages over the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                squared = [(p - t) ** 2 for p in predicted for t in target]
                return sum(squared) / len(squared)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted.reshape(-1, 1) - target.reshape(1, -1)) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.power(predicted, target))
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(2 ** (predicted - target))
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                predicted = np.array([1.0, 2.0])
                target = np.array([0.0, 0.0])
                return np.mean((predicted - target) ** 2)
            """,
            "overwrites a parameter",
        ),
        (
            """
            def mse(predicted, target):
                n = predicted.size
                for i in range(n):
                    total += (predicted.flat[i] - target.flat[i]) ** 2
                return total / n
            """,
            "UnboundLocalError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(predicted ** 2) - np.mean(target ** 2)
            """,
            "squares before subtracting",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) @ (predicted - target))
            """,
            "ValueError",
        ),
        (
            """
            def mse(predicted, target):
                return np.max((predicted - target) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2) * 2
            """,
            "twice too large",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2, target)
            """,
            "TypeError",
        ),
        (
            """
            def mse(predicted, target):
                return [np.mean((predicted - target) ** 2)]
            """,
            "wrong shape",
        ),
        (
            """
            class mse:
                def __init__(self, predicted, target):
                    self.value = np.mean((predicted - target) ** 2)
            """,
            "wrong kind",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 3)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.average((predicted - target) ** 2, weights=target)
            """,
            "ZeroDivisionError",
        ),
        (
            """
            def mse(predicted, target):
                error = np.mean(predicted) - np.mean(target)
                return error * error
            """,
            "averages before squaring",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.abs((predicted - target)) ** 2) ** 0.5
            """,
            "takes the square root",
        ),
        (
            """
            def mse(predicted, target):
                return sum([(p - t) ** 2 for p, t in zip(predicted.flat, target.flat)]) / len(target)
            """,
            "divides by the first axis only",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted[0] - target[0]) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.mean((predicted - target) ** 2, axis=0), axis=0)
            """,
            "AxisError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.sum((predicted - target) ** 2, axis=-1))
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(np.sum((predicted - target) ** 2, axis=1))
            """,
            "AxisError",
        ),
        (
            """
            def mse(predicted, target):
                predicted = np.array(predicted, dtype=int)
                return np.mean((predicted - target) ** 2)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.sqrt(np.sum((predicted - target) ** 2) / len(predicted))
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                return np.std(predicted - target) ** 2
            """,
            "takes the variance of the errors",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean((predicted - target) ** 2).round(3)
            """,
            "rounded to 3",
        ),
        (
            """
            def mse(predicted, target):
                return (predicted - target).T @ (predicted - target) / predicted.size
            """,
            "ValueError",
        ),
        (
            """
            def mse(predicted, target):
                return np.mean(predicted * target)
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                mse = np.mean((predicted - target) ** 2)
                return "MSE: " + str(mse)
            """,
            "wrong type",
        ),
        (
            """
            def mse(predicted, target):
                n = len(predicted)
                s = 0
                for i in range(1, n):
                    s += (predicted[i] - target[i]) ** 2
                return s / n
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                s = 0
                for i in range(predicted.size):
                    s += (predicted.flat[i] - target.flat[i]) ** 2
                    s /= predicted.size
                return s
            """,
            None,
        ),
        (
            """
            def mse(predicted, target):
                s = 0
                for i in range(predicted.size):
                    s += (predicted.flat[i] - target.flat[i]) * 2
                return s / predicted.size
            """,
            (None, "multiplies by 2 instead of squaring"),
        ),
    ],
    "loss/mae": [
        (
            """
            def mae(predicted, target):
                return np.mean((predicted - target) ** 2)
            """,
            "squares the errors",
        ),
        (
            """
            def mae(predicted, target):
                return np.abs(np.mean(predicted - target))
            """,
            "averages before taking the absolute value",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(predicted - target)
            """,
            "keeps the sign",
        ),
        (
            """
            def mae(predicted, target):
                return np.sum(np.abs(predicted - target))
            """,
            "sums instead of averaging",
        ),
        (
            """
            def mae(predicted, target):
                return np.abs(predicted - target)
            """,
            "does not average",
        ),
        (
            """
            def mae(predicted, target):
                return np.median(np.abs(predicted - target))
            """,
            "takes the median",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.abs(predicted) - np.abs(target))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.abs(predicted - target).sum() / len(predicted)
            """,
            "divides by the first axis only",
        ),
        (
            """
            def mae(predicted, target):
                return abs(predicted.mean() - target.mean())
            """,
            "averages before taking the absolute value",
        ),
        (
            """
            def mae(predicted, target):
                return np.sqrt(np.mean((predicted - target) ** 2))
            """,
            "takes the root of the mean square",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(math.fabs(predicted - target))
            """,
            "NameError",
        ),
        (
            """
            def mae(predicted, target):
                diff = predicted - target
                if diff < 0:
                    diff = -diff
                return np.mean(diff)
            """,
            "ValueError",
        ),
        (
            """
            def mae(predicted, target):
                diff = predicted - target
                diff[diff < 0] = 0
                return np.mean(diff)
            """,
            (None, "drops negative errors"),
        ),
        (
            """
            def mae(predicted, target):
                diff = predicted - target
                diff = np.where(diff < 0, diff, -diff)
                return np.mean(diff)
            """,
            "wrong sign",
        ),
        (
            """
            def mae(predicted, target):
                total = 0
                for p, t in zip(predicted, target):
                    total += abs(p - t)
                return total / len(predicted)
            """,
            "averages over the first axis only",
        ),
        (
            """
            def mae(predicted, target):
                total = 0
                for p, t in zip(predicted.ravel(), target.ravel()):
                    total += p - t if p > t else 0
                return total / predicted.size
            """,
            (None, "drops negative errors"),
        ),
        (
            """
            def mae(predicted, target):
                return mse(predicted, target)
            """,
            "squares the errors",
        ),
        (
            """
            def mae(predicted, target):
                return np.sqrt(mse(predicted, target))
            """,
            "takes the root of the mean square",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.abs(predicted - target)) ** 2
            """,
            "square",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(abs(predicted + target))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.linalg.norm(predicted - target, 1) / predicted.size
            """,
            "ValueError",
        ),
        (
            """
            def mae(predicted, target):
                return np.absolute(predicted - target).mean(axis=1)
            """,
            "AxisError",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.abs(predicted - target) / np.abs(target))
            """,
            "not finite",
        ),
        (
            """
            def mae(predicted, target):
                return 0.5 * np.mean(np.abs(predicted - target))
            """,
            "half",
        ),
        (
            """
            def mae(predicted, target):
                predicted -= target
                return np.abs(predicted).mean()
            """,
            "changes its input",
        ),
        (
            """
            def mae(predicted, target):
                return np.abs(np.sum(predicted - target)) / predicted.size
            """,
            "averages before taking the absolute value",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.max(predicted - target, 0))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.maximum(predicted - target, 0))
            """,
            (None, "drops negative errors"),
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(-(predicted - target))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(predicted - abs(target))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.max(np.abs(predicted - target))
            """,
            "takes the largest error",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.sign(predicted - target))
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                errors = []
                for p, t in zip(predicted.flat, target.flat):
                    errors.append(abs(p - t))
                    return np.mean(errors)
            """,
            "returns inside the loop",
        ),
        (
            """
            def mae(predicted, target):
                return np.abs(predicted - target).mean
            """,
            "returned a function",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.abs(predicted, target))
            """,
            "changes its input, and is wrong",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean([abs(p - t) for p in predicted for t in target])
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.sqrt(np.mean(predicted - target) ** 2)
            """,
            "averages before taking the absolute value",
        ),
        (
            """
            def mae(predicted, target):
                return np.mean(np.sqrt(predicted ** 2 - target ** 2))
            """,
            "not finite",
        ),
        (
            """
            def mae(predicted, target):
                return np.sum(np.abs(predicted - target)) / 2
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return np.sum(np.abs(predicted - target)) / (predicted.size - 1)
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return max(abs(predicted - target))
            """,
            "ValueError",
        ),
        (
            """
            def mae(predicted, target):
                return sum(abs(predicted - target)) / len(predicted)
            """,
            "averages over the first axis only",
        ),
        (
            """
            def mae(predicted, target):
                d = predicted - target
                if d.any() < 0:
                    d = -d
                return d.mean()
            """,
            "keeps the sign",
        ),
        (
            """
            def mae(predicted, target):
                d = predicted - target
                if (d < 0).any():
                    d = -d
                return d.mean()
            """,
            None,
        ),
        (
            """
            def mae(predicted, target):
                return abs(np.mean(abs(predicted)) - np.mean(abs(target)))
            """,
            None,
        ),
    ],
    "loss/huber": [
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                out = np.zeros_like(d)
                out[d < delta] = d[d < delta] ** 2 / 2
                out[d > delta] = delta * (d[d > delta] - delta / 2)
                return out.mean()
            """,
            "wrong only where an error is exactly delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean((d <= delta) * d ** 2 / 2 + (d >= delta) * delta * (d - delta / 2))
            """,
            "wrong only where an error is exactly delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                if d.mean() < delta:
                    return (d ** 2 / 2).mean()
                return (delta * (d - delta / 2)).mean()
            """,
            "decides once, by the mean error",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2, delta * (d - delta / 2)))
            """,
            "no ½ in the squared part",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2))
            """,
            "does not average",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                if d <= delta:
                    return np.mean(d ** 2 / 2)
                else:
                    return np.mean(delta * (d - delta / 2))
            """,
            "ValueError",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = predicted - target
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "compares the error with its sign",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.sum(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "sums instead of averaging",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d > delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "parts exchanged",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= 1, d ** 2 / 2, d - 0.5))
            """,
            "ignores delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d - delta / 2))
            """,
            "subtracts 0.5 rather than delta/2",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, d - delta / 2))
            """,
            "straight part not multiplied by delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d))
            """,
            "no −delta/2 in the straight part",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta)))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.mean(np.abs(predicted - target))
                if d <= delta:
                    return d ** 2 / 2
                return delta * (d - delta / 2)
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                total = 0
                for p, t in zip(predicted, target):
                    d = abs(p - t)
                    if d <= delta:
                        total += d ** 2 / 2
                    else:
                        total += delta * (d - delta / 2)
                return total / len(predicted)
            """,
            "ValueError",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                total = 0
                for p, t in zip(predicted.flat, target.flat):
                    d = abs(p - t)
                    if d <= delta:
                        total += d ** 2 / 2
                    else:
                        total += delta * (d - delta / 2)
                return total
            """,
            "sums instead of averaging",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                small = d[d <= delta]
                large = d[d > delta]
                return np.mean(small ** 2 / 2) + np.mean(delta * (large - delta / 2))
            """,
            "averages the two parts separately",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                d[d <= delta] = d[d <= delta] ** 2 / 2
                d[d > delta] = delta * (d[d > delta] - delta / 2)
                return d.mean()
            """,
            "wrong only with a delta other than 1",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                d[d > delta] = delta * (d[d > delta] - delta / 2)
                d[d <= delta] = d[d <= delta] ** 2 / 2
                return d.mean()
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.minimum(d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "straight for every error",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.maximum(d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "squares every error",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - 1 / 2)))
            """,
            "subtracts 0.5 rather than delta/2",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, 1 // 2 * d ** 2, delta * (d - delta / 2)))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.clip(np.abs(predicted - target), 0, delta)
                return np.mean(d ** 2 / 2)
            """,
            "limits the error, then squares",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                small = d <= delta
                return np.mean(d ** 2 / 2 * small + delta * (d - delta / 2))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "wrong parameters",
        ),
        (
            """
            def huber(predicted, target, delta=0.5):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "another default",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < delta, d ** 2 / (2 * delta), d - delta / 2))
            """,
            "divides by delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                if abs(predicted - target).all() <= delta:
                    return 0.5 * mse(predicted, target)
                else:
                    return delta * (mae(predicted, target) - 0.5 * delta)
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                if np.max(np.abs(predicted - target)) <= delta:
                    return 0.5 * mse(predicted, target)
                return delta * (mae(predicted, target) - 0.5 * delta)
            """,
            "straight for all unless all are small",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                out = []
                for e in d:
                    if e <= delta:
                        out.append(0.5 * e ** 2)
                    else:
                        out.append(delta * (e - 0.5 * delta))
                return np.mean(out)
            """,
            "ValueError",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                for e in d.flat:
                    if e <= delta:
                        return 0.5 * e ** 2
                    else:
                        return delta * (e - 0.5 * delta)
            """,
            "returns inside the loop",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                if (d <= delta).all():
                    return np.mean(d ** 2 / 2)
                if (d > delta).all():
                    return np.mean(delta * (d - delta / 2))
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, np.mean(d ** 2) / 2, delta * (np.mean(d) - delta / 2)))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(d ** 2 / 2 if np.all(d <= delta) else delta * (d - delta / 2))
            """,
            "straight for all unless all are small",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = (predicted - target) ** 2
                return np.mean(np.where(d <= delta, d / 2, delta * (np.sqrt(d) - delta / 2)))
            """,
            "compares the square with delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d * 2 / 2, delta * (d - delta / 2)))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2, 2 * delta * d - delta))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2, d))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return delta ** 2 * (np.mean(np.sqrt(1 + (d / delta) ** 2)) - 1)
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                if np.mean(d) <= delta:
                    return np.mean(d ** 2) / 2
                else:
                    return delta * (np.mean(d) - delta / 2)
            """,
            "decides once, by the mean error",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d + delta / 2)))
            """,
            None,
        ),
        (
            """
            def huber(y_hat, y, *, delta_=None, delta=1.0):
                d = np.abs(y_hat - y)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            "wrong parameters",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                if (d <= delta).any():
                    return (d ** 2 / 2).mean()
                return (delta * (d - delta / 2)).mean()
            """,
            "squared for all if any is small",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d.any() <= delta, d ** 2 / 2, delta * (d - delta / 2)))
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                if delta == 1.0:
                    return mse(predicted, target) / 2
                return mae(predicted, target)
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, 1/2 * d ** 2, delta * d - 1/2 * delta))
            """,
            "subtracts 0.5 rather than delta/2",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                return np.mean(
                    [
                        0.5 * d**2 if d <= delta else delta * (d - 0.5 * delta)
                        for d in predicted.flat - target.flat
                    ]
                )
            """,
            "TypeError",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                return np.mean(
                    [0.5 * d**2 if d <= delta else delta * (d - 0.5 * delta) for d in (predicted - target).flat]
                )
            """,
            "compares the error with its sign",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                total = 0
                for e in d.flat:
                    if e <= delta:
                        total = total + 0.5 * e ** 2
                    if e > delta:
                        total = delta * (e - 0.5 * delta)
                return total / d.size
            """,
            None,
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.where(
                    d <= delta, 0.5 * mse(predicted, target), delta * (mae(predicted, target) - delta / 2)
                )
            """,
            "wrong shape",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2))) / delta
            """,
            "divides by delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                return smooth_l1(predicted, target, delta)
            """,
            "divides by delta",
        ),
        (
            """
            def huber(predicted, target, delta=1.0):
                return 0.5 * mse(predicted, target) + delta * mae(predicted, target)
            """,
            None,
        ),
    ],
    "loss/smooth_l1": [
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                small = mae(predicted, target) < beta
                return np.where(small, mse(predicted, target) / (2 * beta), mae(predicted, target) - beta / 2)
            """,
            "decides once, by the mean error",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                out = np.zeros_like(d)
                out[d < beta] = d[d < beta] ** 2 / (2 * beta)
                out[d > beta] = d[d > beta] - beta / 2
                return out.mean()
            """,
            "wrong only where an error is exactly beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean((d <= beta) * d ** 2 / (2 * beta) + (d >= beta) * (d - beta / 2))
            """,
            "wrong only where an error is exactly beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                if np.mean(d) < beta:
                    return np.mean(d ** 2 / (2 * beta))
                return np.mean(d - beta / 2)
            """,
            "decides once, by the mean error",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, beta)
            """,
            "does not divide by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target) / beta
            """,
            ("wrong only with a beta other than 1", "delta left at 1"),
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, beta) * beta
            """,
            ("wrong only with a beta other than 1", "multiplies by beta"),
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / 2 * beta, d - beta / 2))
            """,
            "squared part multiplied by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / beta, d - beta / 2))
            """,
            "no ½ in the squared part",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / 2, d - beta / 2))
            """,
            "squared part not divided by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - 0.5))
            """,
            "subtracts 0.5 rather than beta/2",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = predicted - target
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2))
            """,
            "compares the error with its sign",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.sum(np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2))
            """,
            "sums instead of averaging",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d > beta, d ** 2 / (2 * beta), d - beta / 2))
            """,
            "parts exchanged",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d))
            """,
            "no −beta/2 in the straight part",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), beta * (d - beta / 2)))
            """,
            "wrong only with a beta other than 1",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2).mean(axis=0)
            """,
            "wrong shape",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < 1, d ** 2 / 2, d - 0.5))
            """,
            "ignores beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                if np.any(d < beta):
                    return np.mean(d ** 2 / (2 * beta))
                else:
                    return np.mean(d - beta / 2)
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                total = 0
                for p, t in zip(predicted, target):
                    d = abs(p - t)
                    if d < beta:
                        total += d ** 2 / (2 * beta)
                    else:
                        total += d - beta / 2
                return total / len(predicted)
            """,
            "ValueError",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return mae(predicted, target) - beta / 2
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return mae(predicted, target)
            """,
            "does not round the corner",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted / beta, target / beta)
            """,
            "divided by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, delta=1 / beta)
            """,
            "wrong only with a beta other than 1",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, delta=beta) / beta ** 2
            """,
            "divided by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d + beta / 2))
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - beta))
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                return np.mean(np.where(d < beta, (d / beta) ** 2 / 2, d - beta / 2))
            """,
            "wrong only with a beta other than 1",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, beta) - beta
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                huber(predicted, target, beta) / beta
            """,
            "returned nothing",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                loss = np.empty(d.shape)
                loss[d < beta] = d ** 2 / (2 * beta)
                loss[d >= beta] = d - beta / 2
                return loss.mean()
            """,
            "ValueError",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return torch.nn.functional.smooth_l1_loss(predicted, target, beta=beta)
            """,
            "NameError",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return 0.5 * huber(predicted, target, beta)
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, delta=1.0):
                return huber(predicted, target, delta)
            """,
            "does not divide by beta",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, beta) // beta
            """,
            "whole numbers",
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                if np.median(d) < beta:
                    return np.mean(d ** 2 / (2 * beta))
                return np.mean(d - beta / 2)
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                if d.sum() < beta:
                    return np.mean(d ** 2 / (2 * beta))
                return np.mean(d - beta / 2)
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                d = np.abs(predicted - target)
                if d.flat[0] < beta:
                    return np.mean(d ** 2 / (2 * beta))
                return np.mean(d - beta / 2)
            """,
            None,
        ),
        (
            """
            def smooth_l1(predicted, target, beta=1.0):
                return huber(predicted, target, beta) / huber(predicted, target)
            """,
            None,
        ),
    ],
}

#: Right answers in styles of their own.
RIGHT = {
    "loss/mse": [
        """
        def mse(predicted, target):
            total = 0
            count = 0
            for p, t in zip(predicted.flatten(), target.flatten()):
                total += (p - t) ** 2
                count += 1
            return total / count
        """,
        """
        def mse(p, y):
            return np.square(np.subtract(p, y)).mean()
        """,
        """
        def mse(predicted, target):
            squares = [
                (a - b) * (a - b) for a, b in zip(predicted.flatten().tolist(), target.flatten().tolist())
            ]
            return sum(squares) / len(squares)
        """,
        """
        def mse(predicted, target):
            n = np.prod(predicted.shape)
            return np.sum((target - predicted) ** 2) / n
        """,
        """
        def mse(predicted, target):
            d = (predicted - target).reshape(-1)
            return np.dot(d, d) / d.size
        """,
        """
        def mse(predicted, target):
            d = predicted - target
            while d.ndim > 0:
                d = (d ** 2 if d.ndim == predicted.ndim else d).mean(axis=0)
            return np.asarray(d)
        """,
        """
        mse = lambda y_pred, y_true: float(((y_pred - y_true) ** 2).mean())
        """,
        """
        def mse(predicted, target):
            return np.average((predicted - target) ** 2)
        """,
        """
        def mse(predicted, target):
            return np.var(predicted - target) + np.mean(predicted - target) ** 2
        """,
        """
        def mse(predicted, target):
            error = predicted.copy()
            error -= target
            error *= error
            print(error)
            return error.sum() / error.size
        """,
        """
        def mse(predicted, target):
            return np.linalg.norm((predicted - target).flatten()) ** 2 / predicted.size
        """,
        """
        import math
        def mse(predicted, target):
            return math.fsum(math.pow(p - t, 2) for p, t in zip(predicted.flat, target.flat)) / predicted.size
        """,
        """
        def mse(predicted, target):
            return (
                np.einsum("i,i->", (predicted - target).ravel(), (predicted - target).ravel())
                / predicted.size
            )
        """,
        """
        import statistics
        def mse(predicted, target):
            return statistics.mean(((predicted - target) ** 2).ravel().tolist())
        """,
        """
        def mse(predicted, target):
            def walk(p, t):
                if np.ndim(p) == 0:
                    return (p - t) ** 2, 1
                parts = [walk(a, b) for a, b in zip(p, t)]
                return sum(s for s, _ in parts), sum(c for _, c in parts)
            total, n = walk(predicted, target)
            return total / n
        """,
    ],
    "loss/mae": [
        """
        def mae(predicted, target):
            total = 0.0
            for p, t in zip(predicted.flatten(), target.flatten()):
                if p > t:
                    total += p - t
                else:
                    total += t - p
            return total / predicted.size
        """,
        """
        def mae(predicted, target):
            return np.mean(np.sqrt((predicted - target) ** 2))
        """,
        """
        def mae(predicted, target):
            e = predicted - target
            return np.mean(e * np.sign(e))
        """,
        """
        def mae(predicted, target):
            e = predicted - target
            e[e < 0] *= -1
            return e.mean().item()
        """,
        """
        def mae(predicted, target):
            return sum(map(abs, (predicted - target).flatten().tolist())) / len(predicted.flatten())
        """,
        """
        def mae(predicted, target):
            return np.linalg.norm((predicted - target).ravel(), ord=1) / predicted.size
        """,
        """
        def mae(predicted, target):
            e = predicted - target
            return (e[e > 0].sum() - e[e < 0].sum()) / e.size
        """,
        """
        def mae(predicted, target):
            return np.mean(np.max([predicted - target, target - predicted], axis=0))
        """,
        """
        import math
        def mae(predicted, target):
            return math.fsum(math.fabs(x) for x in np.nditer(predicted - target)) / predicted.size
        """,
        """
        def mae(predicted, target):
            from functools import reduce
            return reduce(lambda a, b: a + abs(b), (predicted - target).ravel(), 0.0) / predicted.size
        """,
    ],
    "loss/huber": [
        """
        def huber(predicted, target, delta=1.0):
            losses = []
            for p, t in zip(predicted.ravel(), target.ravel()):
                d = abs(p - t)
                losses.append(0.5 * d * d if d < delta else delta * (d - 0.5 * delta))
            return sum(losses) / len(losses)
        """,
        """
        def huber(predicted, target, delta=1.0):
            d = np.abs(predicted - target)
            inner = np.minimum(d, delta)
            return np.mean(0.5 * inner ** 2 + delta * (d - inner))
        """,
        """
        def huber(predicted, target, delta=1.0):
            d = np.abs(predicted - target)
            small = d <= delta
            out = np.zeros_like(d)
            out[small] = d[small] ** 2 / 2
            out[~small] = delta * d[~small] - delta ** 2 / 2
            return out.mean()
        """,
        """
        def huber(predicted, target, delta=1.0):
            d = np.abs(predicted - target)
            small = (d <= delta).astype(float)
            return np.mean(small * d ** 2 / 2 + (1 - small) * delta * (d - delta / 2))
        """,
        """
        def huber(a, b, d=1.0):
            e = a - b
            return np.select([e < -d, e > d], [d * (-e - d / 2), d * (e - d / 2)], e * e / 2).mean()
        """,
        """
        def huber(predicted, target, delta=1.0):
            d = abs(predicted - target)
            return np.piecewise(
                d, [d <= delta, d > delta], [lambda x: x**2 / 2, lambda x: delta * (x - delta / 2)]
            ).mean()
        """,
        """
        def huber(predicted, target, delta=1.0):
            f = np.vectorize(lambda d: d * d / 2 if d <= delta else delta * (d - delta / 2))
            return float(np.average(f(np.abs(predicted - target))))
        """,
        """
        def huber(predicted, target, delta=1.0):
            d = np.abs(predicted - target)
            small = d[d <= delta]
            large = d[d > delta]
            return (np.sum(small ** 2 / 2) + np.sum(delta * (large - delta / 2))) / d.size
        """,
        """
        def huber(predicted, target, delta=1):
            d = np.clip(predicted - target, -delta, delta)
            return np.mean(d * (predicted - target) - d ** 2 / 2)
        """,
        """
        def huber(predicted, target, delta=1.0):
            if np.ndim(predicted) > 1:
                return np.mean([huber(p, t, delta) for p, t in zip(predicted, target)])
            d = np.abs(predicted - target)
            return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))
        """,
        """
        def huber(predicted, target, delta=1.0):
            return delta * smooth_l1(predicted, target, delta)
        """,
    ],
    "loss/smooth_l1": [
        """
        def smooth_l1(predicted, target, beta=1.0):
            d = np.abs(predicted - target)
            d[d < beta] = d[d < beta] ** 2 / (2 * beta)
            d[d >= beta] = d[d >= beta] - beta / 2
            return d.mean()
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            return huber(predicted, target, delta=beta) / beta
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            return beta * huber(predicted / beta, target / beta)
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            total = 0.0
            for d in np.abs(predicted - target).flat:
                if d < beta:
                    total += d * d / 2 / beta
                else:
                    total += d - 0.5 * beta
            return total / predicted.size
        """,
        """
        def smooth_l1(x, y, b=1.0):
            d = abs(x - y)
            return np.where(d <= b, d ** 2 / (2 * b), d - b / 2).mean().item()
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            d = np.abs(predicted - target)
            round_part = np.minimum(d, beta)
            return np.mean(d - round_part + round_part ** 2 / (2 * beta))
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            d = np.abs(predicted - target)
            mask = d < beta
            d[mask] **= 2
            d[mask] /= 2 * beta
            d[~mask] -= beta / 2
            return np.array(d.mean())
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            pieces = [
                d**2 / (2 * beta) if d < beta else d - beta / 2 for d in np.abs(predicted - target).ravel()
            ]
            return np.mean(pieces)
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            def one(d):
                if d < beta:
                    return d ** 2 / (2 * beta)
                return d - beta / 2
            return sum(one(d) for d in np.abs(predicted - target).flatten()) / np.size(target)
        """,
        """
        def smooth_l1(predicted, target, beta=1.0):
            return np.mean(mae(predicted, target)) - np.mean(
                np.maximum(
                    0,
                    np.minimum(np.abs(predicted - target), beta)
                    - np.minimum(np.abs(predicted - target), beta) ** 2 / (2 * beta),
                )
            )
        """,
    ],
}
