"""What students type into the exercises of lesson 06: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "clipping/global_norm": [
        (
            """
            def global_norm(grads):
                return np.sqrt(np.sum(np.array(grads) ** 2))
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                total = 0.0
                for g in grads:
                    total += np.sqrt(np.sum(g ** 2)) ** 2
                return total
            """,
            "does not take the root",
        ),
        (
            """
            def global_norm(grads):
                total = 0.0
                for g in grads:
                    total += np.sum(g ** 2)
                    total = np.sqrt(total)
                return total
            """,
            "a root after every array",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(np.sum([np.sum(g ^ 2) for g in grads]))
            """,
            "TypeError",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(np.sum(grads[0] ** 2) + np.sum(grads[1] ** 2))
            """,
            "IndexError",
        ),
        (
            """
            def global_norm(grads):
                total = 0.0
                for g in grads:
                    total += np.sqrt(np.sum(g ** 2))
                return np.sqrt(total) ** 2
            """,
            "adds up the norms of the arrays",
        ),
        (
            """
            def global_norm(grads):
                flat = np.concatenate(grads)
                return np.linalg.norm(flat)
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                total = 0.0
                for i in range(len(grads)):
                    total += grads[i] ** 2
                return total ** 0.5
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                return sum([np.sum(g ** 2) ** 0.5 ** 2 for g in grads]) ** 0.5
            """,
            None,
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(np.sum(g * 2) for g in grads))
            """,
            None,
        ),
        (
            """
            def global_norm(grads):
                norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
                return int(norm)
            """,
            "whole numbers",
        ),
        (
            """
            def global_norm(grads):
                return round(float(np.sqrt(sum(np.sum(g ** 2) for g in grads))), 1)
            """,
            "rounded to 1",
        ),
        (
            """
            def global_norm(grads):
                return np.std(np.concatenate([g.ravel() for g in grads]))
            """,
            None,
        ),
        (
            """
            def global_norm(grads):
                return sum(np.linalg.norm(g) for g in grads)
            """,
            "adds up the norms of the arrays",
        ),
        (
            """
            def global_norm(grads):
                return sum(np.sum(g ** 2) for g in grads)
            """,
            "does not take the root",
        ),
        (
            """
            def global_norm(grads):
                return max(np.linalg.norm(g) for g in grads)
            """,
            "the largest of the norms",
        ),
        (
            """
            def global_norm(grads):
                return np.mean([np.linalg.norm(g) for g in grads])
            """,
            "the mean of the norms",
        ),
        (
            """
            def global_norm(grads):
                return sum(np.sum(np.abs(g)) for g in grads)
            """,
            "absolute values instead of squares",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(np.mean(np.concatenate([g.ravel() ** 2 for g in grads])))
            """,
            "divides by the number of elements",
        ),
        (
            """
            def global_norm(grads):
                return [np.linalg.norm(g) for g in grads]
            """,
            "one norm for each array",
        ),
        (
            """
            def global_norm(grads):
                return np.linalg.norm(grads)
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                total = 0
                for g in grads:
                    total += np.sum(g) ** 2
                return np.sqrt(total)
            """,
            "adds up before squaring",
        ),
        (
            """
            def global_norm(grads):
                total = 0
                for g in grads:
                    total = np.sum(g ** 2)
                return np.sqrt(total)
            """,
            "the last array only",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(np.linalg.norm(g) for g in grads))
            """,
            "does not square the norms",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(g ** 2 for g in grads))
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                total = 0
                for g in grads:
                    total += np.sum(g ** 2)
                    return np.sqrt(total)
            """,
            "the first array only",
        ),
        (
            """
            def global_norm(grads):
                total = 0
                for g in grads:
                    total += np.sum(g ** 2)
                print(np.sqrt(total))
            """,
            "printed instead of returning",
        ),
        (
            """
            import math
            def global_norm(grads):
                total = 0
                for g in grads:
                    for row in g:
                        total += row ** 2
                return math.sqrt(total)
            """,
            "TypeError",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(np.mean(g ** 2) for g in grads))
            """,
            "averages each array's squares",
        ),
        (
            """
            def global_norm(grads):
                return np.max([np.max(np.abs(g)) for g in grads])
            """,
            "the largest absolute value",
        ),
        (
            """
            def global_norm(grads):
                total = 0.0
                for g in grads:
                    g **= 2
                    total += g.sum()
                return total ** 0.5
            """,
            "changes its input",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))
            """,
            "ValueError",
        ),
        (
            """
            def global_norm(grads):
                total = 0
                for p in grads:
                    total += p.grad.norm(2).item() ** 2
                return total ** 0.5
            """,
            "AttributeError",
        ),
        (
            """
            _total = 0.0
            def global_norm(grads):
                global _total
                for g in grads:
                    _total += float((g * g).sum())
                return _total ** 0.5
            """,
            "answers differ",
        ),
        (
            """
            def global_norm(grads):
                return sum(np.sum(g * g) for g in grads) ** 1 / 2
            """,
            "half the sum of squares",
        ),
        (
            """
            def global_norm(grads, max_norm=1.0):
                norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
                return min(norm, max_norm)
            """,
            None,
        ),
        (
            """
            def global_norm(grads):
                return np.linalg.norm(grads[0])
            """,
            "the first array only",
        ),
        (
            """
            def global_norm(grads):
                return np.sqrt(sum(np.sum(np.abs(g)) ** 2 for g in grads))
            """,
            None,
        ),
        (
            """
            def global_norm(grads):
                import torch
                params = []
                for g in grads:
                    p = torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64))
                    p.grad = torch.tensor(g)
                    params.append(p)
                return torch.nn.utils.clip_grad_norm_(params, float("inf")).item()
            """,
            None,
        ),
    ],
    "clipping/clip_by_norm": [
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    scale = max_norm / norm
                else:
                    scale = 1
                clipped = []
                for g in grads:
                    clipped.append(g * scale)
                    return clipped, norm
            """,
            "returns inside the loop",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = max_norm / norm
                return [g * scale if scale > 1 else g for g in grads], norm
            """,
            "scales where the norm is smaller",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = min(1.0, max_norm / norm)
                return grads * scale, norm
            """,
            "TypeError",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = min(1.0, max_norm / norm)
                return np.array(grads) * scale, norm
            """,
            "ValueError",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = np.clip(max_norm / norm, 0, 1)
                return [g * scale for g in grads], norm * scale
            """,
            "returns the norm after clipping",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    return [g * max_norm / norm for g in grads]
                return grads, norm
            """,
            "wrong type",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    norm = max_norm
                    grads = [g * max_norm / norm for g in grads]
                return grads, norm
            """,
            "sets the norm to max_norm and scales nothing",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norms = [np.linalg.norm(g) for g in grads]
                clipped = []
                for g, n in zip(grads, norms):
                    if n > max_norm:
                        clipped.append(g * max_norm / n)
                return clipped, global_norm(grads)
            """,
            "another number of entries",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = max_norm / norm ** 2 if norm > max_norm else 1
                return [g * scale for g in grads], norm
            """,
            None,
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = np.linalg.norm(grads[0])
                scale = min(1.0, max_norm / norm)
                return [g * scale for g in grads], norm
            """,
            None,
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                total = 0
                clipped = []
                for g in grads:
                    total += np.sum(g ** 2)
                    norm = np.sqrt(total)
                    clipped.append(g * max_norm / norm if norm > max_norm else g)
                return clipped, norm
            """,
            "the norm of the arrays so far",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = np.max([np.max(np.abs(g)) for g in grads])
                scale = min(1.0, max_norm / norm)
                return [g * scale for g in grads], norm
            """,
            None,
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [g / max_norm for g in grads]
                return grads, norm
            """,
            "divides by max_norm",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
                return [g * max_norm / norm for g in grads], norm
            """,
            "always scales",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                clipped = []
                for g in grads:
                    n = np.linalg.norm(g)
                    if n > max_norm:
                        g = g * max_norm / n
                    clipped.append(g)
                return clipped, global_norm(grads)
            """,
            "each array on its own",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm < max_norm:
                    return [g * max_norm / norm for g in grads], norm
                return grads, norm
            """,
            "scales where the norm is smaller",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = min(1.0, max_norm / norm)
                return norm, [g * scale for g in grads]
            """,
            "exchanges the two results",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = min(1.0, max_norm / norm)
                return [g * scale for g in grads]
            """,
            "returns only the arrays",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    for g in grads:
                        g *= max_norm / norm
                return grads, norm
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [g * norm / max_norm for g in grads]
                return grads, norm
            """,
            "norm / max_norm for max_norm / norm",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [g * max_norm / norm for g in grads]
                return grads, global_norm(grads)
            """,
            "returns the norm after clipping",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                return [np.clip(g, -max_norm, max_norm) for g in grads], norm
            """,
            "clips by value",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [g / norm for g in grads]
                return grads, norm
            """,
            "scales to norm 1",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = sum(np.sum(g ** 2) for g in grads)
                if norm > max_norm:
                    grads = [g * max_norm / norm for g in grads]
                return grads, norm
            """,
            "takes the sum of squares for the norm",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = sum(np.linalg.norm(g) for g in grads)
                if norm > max_norm:
                    grads = [g * max_norm / norm for g in grads]
                return grads, norm
            """,
            "adds up the norms of the arrays",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > 1.0:
                    grads = [g / norm for g in grads]
                return grads, norm
            """,
            "unused parameter",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = max(1.0, max_norm / norm)
                return [g * scale for g in grads], norm
            """,
            "scales where the norm is smaller",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                clipped = [g * min(1.0, max_norm / norm) for g in grads]
                print(clipped, norm)
            """,
            "printed instead of returning",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    for g in grads:
                        g = g * max_norm / norm
                return grads, norm
            """,
            "never scales",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    clipped = [g * max_norm / norm for g in grads]
                return clipped, norm
            """,
            "UnboundLocalError",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    return [g * max_norm / norm for g in grads], norm
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [g - (norm - max_norm) for g in grads]
                return grads, norm
            """,
            "subtracts what is too much",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    for i in range(len(grads)):
                        grads[i] = grads[i] * max_norm / norm
                return grads, norm
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                flat = np.concatenate([g.ravel() for g in grads])
                norm = np.linalg.norm(flat)
                if norm > max_norm:
                    flat = flat * max_norm / norm
                return flat, norm
            """,
            "returns one long array",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                if norm > max_norm:
                    grads = [np.zeros_like(g) for g in grads]
                return grads, norm
            """,
            None,
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norms = [np.linalg.norm(g) for g in grads]
                return [g * min(1, max_norm / n) for g, n in zip(grads, norms)], norms
            """,
            "wrong shape",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = max(np.linalg.norm(g) for g in grads)
                coef = max_norm / (norm + 1e-6)
                return [g * min(coef, 1.0) for g in grads], norm
            """,
            "the largest of the norms",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = max_norm / (norm + 1e-6)
                return [g * scale for g in grads], norm
            """,
            "wrong only where the norm is smaller than max_norm",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                norm = global_norm(grads)
                scale = min(1.0, max_norm / norm)
                return [g * scale for g in grads], scale
            """,
            "returns the factor instead of the norm",
        ),
        (
            """
            def clip_by_norm(grads, max_norm):
                import torch
                params = [torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64)) for g in grads]
                for p, g in zip(params, grads):
                    p.grad = torch.tensor(g)
                norm = torch.nn.utils.clip_grad_norm_(params, max_norm)
                return [p.grad.numpy() for p in params], norm
            """,
            None,
        ),
    ],
    "clipping/clip_by_value": [
        (
            """
            def clip_by_value(grads, clip_value):
                return [max(-clip_value, min(clip_value, g)) for g in grads]
            """,
            "ValueError",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, clip_value) for g in grads]
            """,
            "TypeError",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, -clip_value, clip_value) for g in grads][0]
            """,
            "wrong shape",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.where(g > clip_value, clip_value, np.where(g < clip_value, -clip_value, g)) for g in grads]
            """,
            None,
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                out = []
                for g in grads:
                    g = np.where(g > clip_value, clip_value, g)
                    g2 = np.where(g < -clip_value, -clip_value, g)
                    out.append(g)
                return out
            """,
            "cuts off at the upper end only",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [g if np.abs(g).max() < clip_value else np.sign(g) * clip_value for g in grads]
            """,
            None,
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                out = grads.copy()
                for g in out:
                    g[g > clip_value] = clip_value
                    g[g < -clip_value] = -clip_value
                return out
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [g[np.abs(g) <= clip_value] for g in grads]
            """,
            "wrong shape",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, -clip_value, clip_value) for g in grads], global_norm(grads)
            """,
            "wrong type",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                out = []
                for g in grads:
                    if np.max(g) > clip_value:
                        g = np.minimum(g, clip_value)
                    elif np.min(g) < -clip_value:
                        g = np.maximum(g, -clip_value)
                    out.append(g)
                return out
            """,
            None,
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, 0, clip_value) for g in grads]
            """,
            "lower limit 0",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.minimum(g, clip_value) for g in grads]
            """,
            "cuts off at the upper end only",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.maximum(g, -clip_value) for g in grads]
            """,
            "cuts off at the lower end only",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return np.clip(grads, -clip_value, clip_value)
            """,
            "ValueError",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                for g in grads:
                    np.clip(g, -clip_value, clip_value, out=g)
                return grads
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.where(np.abs(g) > clip_value, clip_value, g) for g in grads]
            """,
            "loses the sign beyond the limits",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.where(np.abs(g) > clip_value, 0, g) for g in grads]
            """,
            "sets what is too large to 0",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, -1, 1) for g in grads]
            """,
            "limits of ±1",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                largest = max(np.max(np.abs(g)) for g in grads)
                if largest > clip_value:
                    return [g * clip_value / largest for g in grads]
                return grads
            """,
            "scales all by the largest number",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                for g in grads:
                    g[g > clip_value] = clip_value
                    g[g < -clip_value] = -clip_value
                return grads
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                clipped = []
                for g in grads:
                    if g > clip_value:
                        g = clip_value
                    elif g < -clip_value:
                        g = -clip_value
                    clipped.append(g)
                return clipped
            """,
            "ValueError",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                for g in grads:
                    g = np.clip(g, -clip_value, clip_value)
                return grads
            """,
            "changes nothing",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                print([np.clip(g, -clip_value, clip_value) for g in grads])
            """,
            "printed instead of returning",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, -clip_value, clip_value) for g in grads], max(np.max(np.abs(g)) for g in grads)
            """,
            "wrong type",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return np.concatenate([np.clip(g, -clip_value, clip_value).ravel() for g in grads])
            """,
            "wrong shape",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.sign(g) * clip_value for g in grads]
            """,
            "every number at a limit",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(np.abs(g), 0, clip_value) for g in grads]
            """,
            "drops every sign",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.maximum(np.minimum(g, -clip_value), clip_value) for g in grads]
            """,
            "every number becomes clip_value",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                clipped = []
                for g in grads:
                    clipped.append(np.clip(g, -clip_value, clip_value))
                    return clipped
            """,
            "returns inside the loop",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                result = []
                for g in grads:
                    n = np.linalg.norm(g)
                    if n > clip_value:
                        g = g * clip_value / n
                    result.append(g)
                return result
            """,
            "clips each array by its norm",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, g - clip_value, g + clip_value) for g in grads]
            """,
            "changes nothing",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                for i in range(len(grads)):
                    grads[i] = np.clip(grads[i], -clip_value, clip_value)
                return grads
            """,
            "changes its input",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [g.clamp_(-clip_value, clip_value) for g in grads]
            """,
            "AttributeError",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [min(max(x, -clip_value), clip_value) for g in grads for x in g.ravel()]
            """,
            "wrong shape",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return [np.clip(g, clip_value, -clip_value) for g in grads]
            """,
            "every number becomes −clip_value",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                return clip_by_norm(grads, clip_value)[0]
            """,
            "clips by norm",
        ),
        (
            """
            def clip_by_value(grads, clip_value):
                import torch
                return [torch.clamp(torch.from_numpy(g), min=-clip_value, max=clip_value) for g in grads]
            """,
            None,
        ),
    ],
    "clipping/rnn_cell": [
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(np.concatenate([x, h], axis=1) @ np.concatenate([w_ih, w_hh], axis=1) + b_ih + b_hh)
            """,
            "ValueError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh.T + (b_ih + b_hh) / 2)
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh.T + b_ih * b_hh)
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                for t in range(x.shape[0]):
                    h = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
                return h
            """,
            "right only for batch 1",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tan(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
                return (np.exp(z) - np.exp(-z)) / (np.exp(z) - np.exp(-z))
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih - h @ w_hh.T - b_hh)
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh((x @ w_ih.T + b_ih) + (x @ w_ih.T + b_ih) @ w_hh.T + b_hh)
            """,
            "unused parameter",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)[-1]
            """,
            "wrong shape",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                h_in = np.tanh(x @ w_ih.T + b_ih)
                return np.tanh(h_in + h @ w_hh.T + b_hh)
            """,
            "tanh of the input's part, and of the sum",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih + h @ w_hh + b_ih + b_hh)
            """,
            "ValueError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh + b_ih + b_hh)
            """,
            "w_hh not transposed",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh.T + b_ih)
            """,
            "leaves out b_hh",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh.T + b_hh)
            """,
            "leaves out b_ih",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
            """,
            "no tanh",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
                return 1 / (1 + np.exp(-z))
            """,
            "sigmoid for tanh",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
                return np.maximum(z, 0)
            """,
            "ReLU for tanh",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih) + np.tanh(h @ w_hh.T + b_hh)
            """,
            "a tanh for each part",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih + b_hh)
            """,
            "leaves out the old state",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                h_new = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
                return h_new, h_new
            """,
            "returns the state twice",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(h @ w_ih.T + b_ih + x @ w_hh.T + b_hh)
            """,
            "ValueError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(w_ih @ x + b_ih + w_hh @ h + b_hh)
            """,
            "ValueError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih + h * w_hh + b_hh)
            """,
            "ValueError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                h = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
                print(h)
            """,
            "printed instead of returning",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                h[:] = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
                return h
            """,
            "changes its input",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return h + np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
            """,
            "adds the old state itself",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih) + h @ w_hh.T + b_hh
            """,
            "tanh of the input's part only",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                a = x @ w_ih.T + b_ih
                b = np.tanh(h) @ w_hh.T + b_hh
                return np.tanh(a + b)
            """,
            "tanh of the old state",
        ),
        (
            """
            import math
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return math.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
            """,
            "TypeError",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                for t in range(x.shape[0]):
                    h = np.tanh(x[t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
                return h
            """,
            "right only for batch 1",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = (x @ w_ih.T + b_ih) * (h @ w_hh.T + b_hh)
                return np.tanh(z)
            """,
            "multiplies the two parts",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = x @ w_ih.T + b_ih - h @ w_hh.T + b_hh
                return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
                return (1 - np.exp(-z)) / (1 + np.exp(-z))
            """,
            "tanh of half the sum",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                xh = np.concatenate([x, h], axis=1)
                w = np.concatenate([w_hh, w_ih], axis=1)
                return np.tanh(xh @ w.T + b_ih + b_hh)
            """,
            None,
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + h @ w_hh.T)
            """,
            "leaves out both biases",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_ih)
            """,
            "b_ih twice",
        ),
        (
            """
            def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
                import torch
                cell = torch.nn.RNNCell(x.shape[1], h.shape[1], dtype=torch.float64)
                with torch.no_grad():
                    for name, value in dict(weight_ih=w_ih, weight_hh=w_hh, bias_ih=b_ih, bias_hh=b_hh).items():
                        getattr(cell, name).copy_(torch.tensor(value))
                return cell(torch.tensor(x), torch.tensor(h)).detach().numpy()
            """,
            None,
        ),
    ],
}

RIGHT = {
    "clipping/global_norm": [
        """
        def global_norm(grads):
            return np.sqrt(sum(np.sum(g ** 2) for g in grads))
        """,
        """
        import math
        def global_norm(grads):
            total = 0.0
            for g in grads:
                for value in g.flatten():
                    total += value * value
            return math.sqrt(total)
        """,
        """
        def global_norm(grads):
            return np.linalg.norm(np.concatenate([g.reshape(-1) for g in grads]))
        """,
        """
        def global_norm(grads):
            return np.linalg.norm([np.linalg.norm(g) for g in grads])
        """,
        """
        import math
        def global_norm(grads):
            return math.hypot(*(x for g in grads for x in g.ravel().tolist()))
        """,
        """
        from functools import reduce
        def global_norm(grads):
            return reduce(np.hypot, [np.linalg.norm(g.ravel()) for g in grads])
        """,
        """
        def global_norm(grads):
            squares = [np.vdot(g, g) for g in grads]
            return float(np.sum(squares)) ** 0.5
        """,
        """
        def global_norm(grads):
            if len(grads) == 1:
                return np.sqrt(np.einsum("i,i->", grads[0].ravel(), grads[0].ravel()))
            return np.sqrt(global_norm(grads[:1]) ** 2 + global_norm(grads[1:]) ** 2)
        """,
        """
        def global_norm(gradients):
            def add_up(array):
                if np.ndim(array) == 0:
                    return float(array) * float(array)
                return sum(add_up(part) for part in array)

            return sum(map(add_up, gradients)) ** 0.5
        """,
        """
        def global_norm(grads):
            norm = 0.0
            for g in grads:
                norm = np.sqrt(norm ** 2 + np.sum(g ** 2))
            return norm
        """,
    ],
    "clipping/clip_by_norm": [
        """
        def clip_by_norm(grads, max_norm):
            norm = global_norm(grads)
            if norm > max_norm:
                return [g * max_norm / norm for g in grads], norm
            return grads, norm
        """,
        """
        def clip_by_norm(grads, max_norm):
            total = np.sqrt(sum(np.sum(g ** 2) for g in grads))
            coef = min(1.0, max_norm / (total + 1e-6))
            return [g * coef for g in grads], total
        """,
        """
        def clip_by_norm(grads, max_norm):
            total = 0.0
            for g in grads:
                total += np.sum(np.square(g))
            norm = total ** 0.5
            scale = 1.0
            if norm > max_norm:
                scale = max_norm / norm
            clipped = []
            for g in grads:
                copy = g.copy()
                copy *= scale
                clipped.append(copy)
            return clipped, norm
        """,
        """
        def clip_by_norm(grads, max_norm):
            flat = np.concatenate([g.ravel() for g in grads])
            norm = np.sqrt(flat @ flat)
            flat = flat / max(norm / max_norm, 1.0)
            result = []
            at = 0
            for g in grads:
                result.append(flat[at:at + g.size].reshape(g.shape))
                at += g.size
            return result, norm
        """,
        """
        def clip_by_norm(grads, max_norm):
            return [g / max(1.0, global_norm(grads) / max_norm) for g in grads], global_norm(grads)
        """,
        """
        def clip_by_norm(grads, max_norm):
            before = np.linalg.norm([np.linalg.norm(g) for g in grads])
            after = min(before, max_norm)
            if before == 0:
                return [g.copy() for g in grads], before
            return [g * (after / before) for g in grads], before
        """,
        """
        def clip_by_norm(g, max_norm):
            n = global_norm(g)
            return (g, n) if n <= max_norm else (list(map(lambda x: np.multiply(x, max_norm / n), g)), n)
        """,
        """
        def clip_by_norm(grads, max_norm):
            norm = float(global_norm(grads))
            if not norm > max_norm:
                return tuple(grads), norm
            ratio = np.divide(max_norm, norm)
            shrunk = []
            for g in grads:
                new = np.empty_like(g)
                for index in np.ndindex(g.shape):
                    new[index] = ratio * g[index]
                shrunk.append(new)
            return tuple(shrunk), norm
        """,
        """
        def clip_by_norm(grads, max_norm):
            norm = global_norm(grads)
            ratio = 1.0
            while norm * ratio > max_norm * (1 + 1e-12):
                ratio = max_norm / norm
            return [g * ratio for g in grads], norm
        """,
    ],
    "clipping/clip_by_value": [
        """
        def clip_by_value(grads, clip_value):
            return [np.clip(g, -clip_value, clip_value) for g in grads]
        """,
        """
        def clip_by_value(grads, clip_value):
            return [np.minimum(np.maximum(g, -clip_value), clip_value) for g in grads]
        """,
        """
        def clip_by_value(grads, clip_value):
            clipped = []
            for g in grads:
                c = g.copy()
                c[c > clip_value] = clip_value
                c[c < -clip_value] = -clip_value
                clipped.append(c)
            return clipped
        """,
        """
        def clip_by_value(grads, clip_value):
            result = []
            for g in grads:
                values = []
                for x in g.flatten():
                    if x > clip_value:
                        values.append(clip_value)
                    elif x < -clip_value:
                        values.append(-clip_value)
                    else:
                        values.append(x)
                result.append(np.array(values).reshape(g.shape))
            return result
        """,
        """
        def clip_by_value(grads, clip_value):
            return [np.where(np.abs(g) > clip_value, np.sign(g) * clip_value, g) for g in grads]
        """,
        """
        def clip_by_value(grads, clip_value):
            return list(map(lambda g: g.clip(min=-clip_value, max=clip_value), grads))
        """,
        """
        def clip_by_value(grads, clip_value):
            bound = np.vectorize(lambda x: max(-clip_value, min(clip_value, float(x))), otypes=[float])
            return tuple(bound(g) for g in grads)
        """,
        """
        def clip_by_value(grads, clip_value):
            sizes = [g.size for g in grads]
            together = np.clip(np.hstack([g.ravel() for g in grads]), -clip_value, +clip_value)
            pieces = np.split(together, np.cumsum(sizes)[:-1])
            return [piece.reshape(g.shape) for piece, g in zip(pieces, grads)]
        """,
        """
        def clip_by_value(grads, clip_value):
            excess_above = [np.maximum(g - clip_value, 0) for g in grads]
            excess_below = [np.maximum(-g - clip_value, 0) for g in grads]
            return [g - a + b for g, a, b in zip(grads, excess_above, excess_below)]
        """,
        """
        def clip_by_value(grads, clip_value):
            result = []
            for g in grads:
                flat = [max(-clip_value, min(clip_value, v)) for v in g.flat]
                result.append(np.array(flat).reshape(g.shape))
            return result
        """,
    ],
    "clipping/rnn_cell": [
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            from_input = np.dot(x, np.transpose(w_ih)) + b_ih
            from_past = np.dot(h, np.transpose(w_hh)) + b_hh
            return np.tanh(from_input + from_past)
        """,
        """
        import math
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            batch, hidden = h.shape
            new = np.zeros((batch, hidden))
            for n in range(batch):
                for j in range(hidden):
                    z = b_ih[j] + b_hh[j]
                    for i in range(x.shape[1]):
                        z += w_ih[j][i] * x[n][i]
                    for k in range(hidden):
                        z += w_hh[j][k] * h[n][k]
                    new[n][j] = math.tanh(z)
            return new
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            xh = np.concatenate([x, h], axis=1)
            w = np.concatenate([w_ih, w_hh], axis=1)
            return np.tanh(xh @ w.T + (b_ih + b_hh))
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            z = np.einsum("bi,oi->bo", x, w_ih) + np.einsum("bi,oi->bo", h, w_hh) + b_ih + b_hh
            return 1 - 2 / (np.exp(2 * np.minimum(z, 300)) + 1)
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            return np.stack([np.tanh(w_ih @ xi + b_ih + w_hh @ hi + b_hh) for xi, hi in zip(x, h)])
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            def linear(a, w, b):
                return (w @ a.T).T + b

            z = linear(x, w_ih, b_ih)
            z += linear(h, w_hh, b_hh)
            np.tanh(z, out=z)
            return z
        """,
        """
        def rnn_cell(x_t, h_prev, W_x, W_h, b_x, b_h):
            ones = np.ones((len(x_t), 1))
            features = np.hstack([x_t, ones, h_prev, ones])
            weights = np.hstack([W_x, b_x[:, None], W_h, b_h[:, None]])
            return np.tanh(features.dot(weights.T))
        """,
        """
        def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
            rows = []
            for xi, hi in zip(x, h):
                rows.append(np.tanh(w_ih @ xi + b_ih + w_hh @ hi + b_hh))
            return np.stack(rows)
        """,
    ],
}
