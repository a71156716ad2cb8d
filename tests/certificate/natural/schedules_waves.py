"""What students type into the exercises of lesson 05, cosine, warm-up and one cycle: plain data."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "schedules/cosine": [
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                s = min(step, total_steps) / total_steps
                return min_lr + 0.5 * lr - min_lr * (1 + np.cos(np.pi * s))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                if step > total_steps:
                    step = 0
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))
            """,
            "wrong only past the end, where step is larger than total_steps",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step) / total_steps)
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi) * step / total_steps)
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi / 2 * step / total_steps))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return lr * 0.5 * (1 + np.cos(np.pi * step / total_steps))
            """,
            "unused parameter",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + (lr - min_lr) * abs(np.cos(np.pi * step / total_steps))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (lr + min_lr) * (1 + np.cos(np.pi * step / total_steps))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(3.14 * step / total_steps))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return min_lr + 0.5 * (min_lr - lr) * (1 + np.cos(np.pi * step / total_steps))
            """,
            None,
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = max(step, total_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * step / total_steps))
            """,
            "takes the larger of step and total_steps",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                step = min(step, total_steps)
                return 0.5 * (lr + min_lr) * (1 + np.cos(np.pi * step / total_steps))
            """,
            None,
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))
            """,
            "rises again past the end",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * lr * (1 + math.cos(math.pi * t))
            """,
            "adds min_lr without shrinking the wave",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "adds no min_lr",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "does not halve",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 - math.cos(math.pi * t))
            """,
            "rises",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + (lr - min_lr) * math.cos(math.pi / 2 * t)
            """,
            "a quarter of a wave",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(2 * math.pi * t))
            """,
            "a whole wave",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(t))
            """,
            "leaves out π",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(180 * t))
            """,
            "takes the angle in degrees",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step / (total_steps - 1), 1)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "reaches the end one step early",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step + 1, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "one step ahead",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                return max(min_lr, 0.5 * lr * (1 + math.cos(math.pi * min(step / total_steps, 1))))
            """,
            "cuts the wave off at min_lr",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = (step % total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "starts anew at the end",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                if step >= total_steps:
                    return 0.0
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * step / total_steps))
            """,
            "0 from the end on",
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * 1 + math.cos(math.pi * t)
            """,
            None,
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr + min_lr) * (1 + math.cos(math.pi * t))
            """,
            None,
        ),
        (
            """
            import math
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                print(min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t)))
            """,
            "printed instead of returning",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + (lr - min_lr) * np.cos(np.pi * t)
            """,
            "no 1 + before the cosine",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) // total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t))
            """,
            "divides whole numbers",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.sin(np.pi * t))
            """,
            "a sine",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                if step > total_steps:
                    return min_lr
                return lr * 0.5 * (1 + np.cos(np.pi * step / total_steps))
            """,
            "min_lr only past the end",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                t = min(step, total_steps) / total_steps
                return min_lr + (lr - min_lr) * (1 - t)
            """,
            "a straight line",
        ),
        (
            """
            def cosine(lr, step, total_steps, min_lr=0.0):
                import torch
                x = torch.tensor(float(min(step, total_steps)), dtype=torch.float64) / total_steps
                return float(min_lr + (lr - min_lr) * 0.5 * (1 + torch.cos(torch.pi * x)))
            """,
            (None, "did not finish"),  # importing PyTorch takes long on a busy machine
        ),
    ],
    "schedules/warmup_cosine": [
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return (step + 1) / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step <= warmup_steps:
                    return lr * step / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            "warm-up from 0",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * step + 1 / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps - 1, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / total_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                return cosine(lr, step, total_steps, min_lr) * lr
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (1 - np.cos(np.pi * (step + 1) / warmup_steps)) / 2
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                return cosine(lr, step - warmup_steps + 1, total_steps - warmup_steps + 1, min_lr)
            """,
            "lr comes only once",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * step / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "warm-up from 0",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = step / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "does not count anew after the warm-up",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / total_steps
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "the whole time for the decay",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step <= warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "warm-up one step too long",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / (warmup_steps + 1)
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "warm-up that ends below lr",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps + 1) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            None,
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return min_lr + (lr - min_lr) * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            "warm-up from min_lr",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return 0.5 * lr * (1 + math.cos(math.pi * t))
            """,
            "unused parameter",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * lr * (1 + math.cos(math.pi * t))
            """,
            "adds min_lr without shrinking the wave",
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps - 1)
                return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
            """,
            None,
        ),
        (
            """
            import math
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                warmup = min((step + 1) / warmup_steps, 1.0)
                t = step / total_steps
                return warmup * (min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t)))
            """,
            "both at once",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps, min_lr)
            """,
            "the whole time for the decay",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps)
            """,
            "unused parameter",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    lr = lr * (step + 1) / warmup_steps
                else:
                    lr = cosine(lr, step, total_steps - warmup_steps, min_lr)
                return lr
            """,
            "does not count anew, over the decay's steps",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr / warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) // warmup_steps
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    print(lr * (step + 1) / warmup_steps)
                else:
                    print(cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr))
            """,
            "printed instead of returning",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return lr + (min_lr - lr) * t
            """,
            "decay in a straight line",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 - np.cos(np.pi * t))
            """,
            "the decay rises",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return linear(lr, step, warmup_steps)
                return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
            """,
            None,
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps - 1:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps + 1) / (total_steps - warmup_steps + 1)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t))
            """,
            "lr comes only once",
        ),
        (
            """
            def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
                if step < warmup_steps:
                    return lr * (step + 1) / warmup_steps
                t = (step - warmup_steps) / (total_steps - warmup_steps)
                return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * t) / 2)
            """,
            None,
        ),
    ],
    "schedules/one_cycle": [
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                if step <= peak:
                    return cosine(start, step, peak, max_lr)
                return cosine(max_lr, step - peak, total_steps - 1 - peak)
            """,
            "unused parameter",
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, round(pct_start * total_steps) - 1
                end = start / final_div_factor
                if step <= peak:
                    return cosine(start, step, peak, max_lr)
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            "rounds the peak to the nearest step",
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, int(pct_start * total_steps)
                end = start / final_div_factor
                if step <= peak:
                    return cosine(start, step, peak, max_lr)
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = start / final_div_factor
                if step <= peak:
                    return cosine(start, step, peak, max_lr)
                return cosine(start, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = start / final_div_factor
                if step <= peak:
                    return cosine(start, step, peak, max_lr)
                return cosine(max_lr, step - peak, total_steps - peak, end)
            """,
            "end one step late",
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = start / final_div_factor
                if step <= peak:
                    return warmup_cosine(max_lr, step, int(peak), total_steps, end)
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = start / final_div_factor
                if step <= pct_start:
                    return cosine(start, step, peak, max_lr)
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = start / final_div_factor
                if step <= peak:
                    return max_lr + (start - max_lr) * (1 + np.cos(np.pi * step / total_steps)) / 2
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start, peak = max_lr / div_factor, pct_start * total_steps - 1
                end = max_lr / final_div_factor
                if step <= peak:
                    return start + (max_lr - start) * (1 + np.cos(np.pi * step / peak)) / 2
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                start = max_lr / div_factor
                end = start / final_div_factor
                peak = pct_start * total_steps - 1
                if step < peak:
                    return cosine(max_lr, step, peak, start)
                return cosine(max_lr, step - peak, total_steps - 1 - peak, end)
            """,
            None,
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (total_steps - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "peak and end one step late",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    return initial + (max_lr - initial) * step / up
                return max_lr + (final - max_lr) * (step - up) / (down - up)
            """,
            "straight lines",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = max_lr / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "ends at max_lr / final_div_factor",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = int(pct_start * total_steps) - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "rounds the peak down",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return initial + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            None,
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return initial + (max_lr - initial) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return max_lr + (final - max_lr) * (1 + math.cos(math.pi * t)) / 2
            """,
            "both phases the wrong way round",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                else:
                    t = 1 - (step - up) / (down - up)
                return initial + (max_lr - initial) * (1 - math.cos(math.pi * t)) / 2
            """,
            "comes back to the first rate",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    return max_lr * (1 - math.cos(math.pi * step / up)) / 2
                t = (step - up) / (down - up)
                return max_lr * (1 + math.cos(math.pi * t)) / 2
            """,
            "unused parameter",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (total_steps - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "end one step late",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * (total_steps - 1)
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "peak at the share of the last step",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = step / down
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "the descent does not count anew",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / 25
                final = initial / 10000
                up = 0.3 * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            "unused parameter",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    lr = max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                else:
                    t = (step - up) / (down - up)
                    lr = final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
                print(lr)
            """,
            "printed instead of returning",
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                down = 2 * pct_start * total_steps - 2
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                if step <= down:
                    t = (step - up) / (down - up)
                    return initial + (max_lr - initial) * (1 + math.cos(math.pi * t)) / 2
                t = (step - down) / (total_steps - 1 - down)
                return final + (initial - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            None,
        ),
        (
            """
            import math
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr * div_factor
                final = initial * final_div_factor
                up = pct_start * total_steps - 1
                down = total_steps - 1
                if step <= up:
                    t = step / up
                    return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
                t = (step - up) / (down - up)
                return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                if step < up:
                    return cosine(initial, step, up, max_lr)
                return cosine(max_lr, step, total_steps - 1, final)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                up = pct_start * total_steps - 1
                if step < up:
                    return cosine(initial, step, up, max_lr)
                return cosine(max_lr, step - up, total_steps - 1 - up)
            """,
            "unused parameter",
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                warm = int(pct_start * total_steps)
                if step < warm:
                    return np.linspace(initial, max_lr, warm)[step]
                return cosine(max_lr, step - warm, total_steps - warm, final)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start * total_steps - 1
                step = step + 1
                if step < up:
                    return cosine(initial, step, up, max_lr)
                return cosine(max_lr, step - up, total_steps - 1 - up, final)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                initial = max_lr / div_factor
                final = initial / final_div_factor
                up = pct_start / 100 * total_steps - 1
                if step < up:
                    return cosine(initial, step, up, max_lr)
                return cosine(max_lr, step - up, total_steps - 1 - up, final)
            """,
            None,
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                if step < pct_start * total_steps:
                    return warmup_cosine(max_lr, step, int(pct_start * total_steps), total_steps)
                return warmup_cosine(max_lr, step, int(pct_start * total_steps), total_steps, max_lr / final_div_factor)
            """,
            "unused parameter",
        ),
        (
            """
            def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
                import torch
                w = torch.nn.Parameter(torch.zeros(1))
                optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
                scheduler = torch.optim.lr_scheduler.OneCycleLR(
                    optimizer, max_lr=max_lr, total_steps=total_steps, pct_start=pct_start, div_factor=div_factor,
                    final_div_factor=final_div_factor, cycle_momentum=False,
                )
                for _ in range(step):
                    optimizer.step()
                    scheduler.step()
                return optimizer.param_groups[0]["lr"]
            """,
            (None, "did not finish"),  # importing PyTorch takes long on a busy machine
        ),
    ],
}

RIGHT = {
    "schedules/cosine": [
        """
        import math
        def cosine(lr, step, total_steps, min_lr=0.0):
            t = min(step, total_steps) / total_steps
            return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
        """,
        """
        def cosine(lr, step, total_steps, min_lr=0.0):
            if step >= total_steps:
                return min_lr
            angle = np.pi * step / total_steps
            return (lr + min_lr) / 2 + (lr - min_lr) / 2 * np.cos(angle)
        """,
        """
        import math
        def cosine(lr, step, total_steps, min_lr=0.0):
            if step > total_steps:
                step = total_steps
            return min_lr + (lr - min_lr) * math.cos(math.pi * step / (2 * total_steps)) ** 2
        """,
        """
        import math
        def cosine(lr, step, total_steps, min_lr=0.0):
            step = min(step, total_steps)
            return lr - (lr - min_lr) * math.sin(math.pi / 2 * step / total_steps) ** 2
        """,
        """
        def cosine(lr, step, total_steps, min_lr=0.0):
            steps = np.arange(total_steps + 1)
            rates = min_lr + (lr - min_lr) * (1 + np.cos(np.pi * steps / total_steps)) / 2
            return rates[step] if step <= total_steps else rates[-1]
        """,
        """
        import math
        def cosine(lr, step, total_steps, min_lr=0.0):
            half_range = (lr - min_lr) / 2
            middle = min_lr + half_range
            progress = 1.0 if step > total_steps else step / total_steps
            return middle + half_range * math.cos(math.radians(180 * progress))
        """,
        """
        def cosine(lr, step, total_steps, min_lr=0.0):
            weight = (1 + np.exp(1j * np.pi * min(step / total_steps, 1.0)).real) / 2
            return weight * lr + (1 - weight) * min_lr
        """,
        """
        import math
        def cosine(eta_max, t, T, min_lr=0.0):
            return min_lr + (eta_max - min_lr) * (1 + math.cos(math.pi * (t if t < T else T) / T)) / 2
        """,
    ],
    "schedules/warmup_cosine": [
        """
        import math
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            if step < warmup_steps:
                return lr * (step + 1) / warmup_steps
            t = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
            return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * t))
        """,
        """
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            if step < warmup_steps:
                return lr * (step + 1) / warmup_steps
            return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
        """,
        """
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            if step >= total_steps:
                return min_lr
            if step >= warmup_steps:
                progress = (step - warmup_steps) / (total_steps - warmup_steps)
                return lr - (lr - min_lr) * np.sin(np.pi * progress / 2) ** 2
            else:
                return (step + 1) * (lr / warmup_steps)
        """,
        """
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            warmup = [lr * (i + 1) / warmup_steps for i in range(warmup_steps)]
            n = total_steps - warmup_steps
            decay = [min_lr + (lr - min_lr) / 2 * (1 + np.cos(np.pi * i / n)) for i in range(n + 1)]
            return (warmup + decay)[min(step, total_steps)]
        """,
        """
        import math
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            rising = min(step + 1, warmup_steps) / warmup_steps * lr
            t = min(max(step - warmup_steps, 0) / (total_steps - warmup_steps), 1)
            falling = min_lr + (lr - min_lr) * (math.cos(math.pi * t) + 1) / 2
            return rising if step < warmup_steps else falling
        """,
        """
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            parts = [
                lambda s: np.linspace(0, lr, warmup_steps + 1)[s + 1],
                lambda s: cosine(lr, s, total_steps - warmup_steps, min_lr),
            ]
            which = int(step >= warmup_steps)
            return parts[which](step - which * warmup_steps)
        """,
        """
        import math
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            rate = 0.0
            for s in range(min(step, total_steps) + 1):
                if s < warmup_steps:
                    rate = rate + lr / warmup_steps
                else:
                    angle = (s - warmup_steps) * math.pi / (total_steps - warmup_steps)
                    rate = (lr + min_lr) / 2 + (lr - min_lr) / 2 * math.cos(angle)
            return rate
        """,
        """
        def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
            def warm(s):
                return lr - lr * (warmup_steps - 1 - s) / warmup_steps

            def cool(s):
                s = min(s, total_steps - warmup_steps)
                c = np.cos(np.pi * s / (2 * (total_steps - warmup_steps)))
                return c * c * lr + (1 - c * c) * min_lr

            return warm(step) if step < warmup_steps else cool(step - warmup_steps)
        """,
        """
        def warmup_cosine(peak, now, warmup_steps, total_steps, min_lr=0.0):
            t = np.clip((now - warmup_steps) / (total_steps - warmup_steps), 0, 1)
            return np.where(now < warmup_steps, peak * (now + 1) / warmup_steps,
                            min_lr + (peak - min_lr) * 0.5 * (1 + np.cos(t * np.pi)))
        """,
    ],
    "schedules/one_cycle": [
        """
        import math
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            initial = max_lr / div_factor
            final = initial / final_div_factor
            up = pct_start * total_steps - 1
            down = total_steps - 1
            if step <= up:
                t = step / up
                return max_lr + (initial - max_lr) * (1 + math.cos(math.pi * t)) / 2
            t = (step - up) / (down - up)
            return final + (max_lr - final) * (1 + math.cos(math.pi * t)) / 2
        """,
        """
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            def anneal(start, end, pct):
                cos_out = np.cos(np.pi * pct) + 1
                return end + (start - end) / 2.0 * cos_out

            initial_lr = max_lr / div_factor
            min_lr = initial_lr / final_div_factor
            phases = [
                (pct_start * total_steps - 1, initial_lr, max_lr),
                (total_steps - 1, max_lr, min_lr),
            ]
            start_step = 0
            for i, (end_step, start_lr, end_lr) in enumerate(phases):
                if step <= end_step or i == len(phases) - 1:
                    return anneal(start_lr, end_lr, (step - start_step) / (end_step - start_step))
                start_step = end_step
        """,
        """
        import math
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            low = max_lr / div_factor
            lowest = low / final_div_factor
            peak_at = pct_start * total_steps - 1
            if step < peak_at:
                return low + (max_lr - low) * math.sin(math.pi / 2 * step / peak_at) ** 2
            if step == peak_at:
                return max_lr
            angle = math.pi / 2 * (step - peak_at) / (total_steps - 1 - peak_at)
            return lowest + (max_lr - lowest) * math.cos(angle) ** 2
        """,
        """
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            first = max_lr / div_factor
            last = first / final_div_factor
            peak = total_steps * pct_start - 1
            if step > peak:
                return cosine(max_lr, step - peak, total_steps - 1 - peak, last)
            return cosine(first, step, peak, max_lr)
        """,
        """
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            peak = pct_start * total_steps - 1
            shape = lambda t: (1 - np.cos(np.pi * t)) / 2
            if step <= peak:
                a, b, t = 1 / div_factor, 1.0, step / peak
            else:
                a, b, t = 1.0, 1 / (div_factor * final_div_factor), (step - peak) / (total_steps - 1 - peak)
            return max_lr * (a + (b - a) * shape(t))
        """,
        """
        import math
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            start_lr = max_lr / div_factor
            end_lr = start_lr / final_div_factor
            # shift everything by one: step 1 .. total_steps
            n = step + 1
            n_up = pct_start * total_steps
            n_down = total_steps - n_up
            if n <= n_up:
                return (start_lr + max_lr) / 2 - (max_lr - start_lr) / 2 * math.cos(math.pi * (n - 1) / (n_up - 1))
            return (end_lr + max_lr) / 2 + (max_lr - end_lr) / 2 * math.cos(math.pi * (n - n_up) / n_down)
        """,
        """
        import math
        def one_cycle(peak, now, total, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            # two half cosine waves
            top = pct_start * total - 1
            rising = now <= top
            begin = 0 if rising else top
            end = top if rising else total - 1
            other = peak / div_factor if rising else peak / div_factor / final_div_factor
            angle = math.pi * (now - begin) / (end - begin)
            weight_of_peak = (1 - math.cos(angle)) / 2 if rising else (1 + math.cos(angle)) / 2
            return weight_of_peak * peak + (1 - weight_of_peak) * other
        """,
        """
        def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
            lr_start = max_lr / div_factor
            lr_end = max_lr / (div_factor * final_div_factor)
            peak = pct_start * total_steps - 1
            rates = []
            for s in range(total_steps):
                if s <= peak:
                    rates.append(lr_start + 0.5 * (max_lr - lr_start) * (1 - np.cos(np.pi * s / peak)))
                else:
                    fraction = (s - peak) / (total_steps - 1 - peak)
                    rates.append(lr_end + 0.5 * (max_lr - lr_end) * (1 + np.cos(np.pi * fraction)))
            return float(rates[step])
        """,
    ],
}
