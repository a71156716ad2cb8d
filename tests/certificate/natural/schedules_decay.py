"""What students type into the exercises of lesson 05, stairs, exponential decay and the straight line: plain data."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "schedules/step_decay": [
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                for i in range(epoch):
                    if i % step_size == 0:
                        lr *= gamma
                return lr
            """,
            "rounds the number of drops up",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                while epoch > step_size:
                    lr *= gamma
                    epoch -= step_size
                return lr
            """,
            "drops one epoch too late",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * (gamma ** epoch // step_size)
            """,
            None,
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                if epoch < step_size:
                    return lr
                return lr * gamma ** (epoch - step_size)
            """,
            None,
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** (epoch // step_size) * epoch
            """,
            "times epoch",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                drops = epoch // step_size
                for i in range(1, drops):
                    lr = lr * gamma
                return lr
            """,
            None,
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr ** (gamma * (epoch // step_size))
            """,
            None,
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return gamma ** (epoch // step_size)
            """,
            "unused parameter",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                drops = epoch // step_size
                for i in range(drops):
                    lr = lr * gamma ** i
                return lr
            """,
            None,
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** (epoch / step_size)
            """,
            "slides between the drops",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** ((epoch + 1) // step_size)
            """,
            "drops one epoch too early",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** (epoch % step_size)
            """,
            "takes the remainder for the number of drops",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma * (epoch // step_size)
            """,
            "multiplies by the number of drops",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                if epoch % step_size == 0:
                    lr = lr * gamma
                return lr
            """,
            "low only in epochs divisible by step_size",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                if epoch >= step_size:
                    return lr * gamma
                return lr
            """,
            "drops only once",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** (step_size // epoch)
            """,
            "ZeroDivisionError",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** ((epoch - 1) // step_size)
            """,
            "drops one epoch too late, and begins above lr",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** round(epoch / step_size)
            """,
            "rounds the number of drops to the nearest",
        ),
        (
            """
            import math
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** math.ceil(epoch / step_size)
            """,
            "rounds the number of drops up",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                for e in range(epoch):
                    if e % step_size == 0:
                        lr = lr * gamma
                return lr
            """,
            "rounds the number of drops up",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                for e in range(step_size, epoch, step_size):
                    lr *= gamma
                return lr
            """,
            "drops one epoch too late",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr / gamma ** (epoch // step_size)
            """,
            "divides by gamma",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return (lr * gamma) ** (epoch // step_size)
            """,
            "raises the rate to the power too",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * (1 - gamma) ** (epoch // step_size)
            """,
            "takes away the share gamma",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma=0.1):
                return lr * 0.1 ** (epoch // step_size)
            """,
            "unused parameter",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ** (epoch // 10)
            """,
            "unused parameter",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                new_lr = lr * gamma ** (epoch // step_size)
                print("lr at epoch", epoch, "is", new_lr)
            """,
            "printed instead of returning",
        ),
        (
            """
            current = {}
            def step_decay(lr, epoch, step_size, gamma):
                if "lr" not in current:
                    current["lr"] = lr
                if epoch > 0 and epoch % step_size == 0:
                    current["lr"] = current["lr"] * gamma
                return current["lr"]
            """,
            "answers differ",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr - gamma * (epoch // step_size)
            """,
            "subtracts gamma at each drop",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                n = epoch // step_size
                while n >= 0:
                    lr = lr * gamma
                    n = n - 1
                return lr
            """,
            "drops in epoch 0 too",
        ),
        (
            """
            def step_decay(lr, epoch, step_size, gamma):
                return lr * gamma ^ (epoch // step_size)
            """,
            "TypeError",
        ),
    ],
    "schedules/exponential": [
        (
            """
            def exponential(lr, epoch, gamma):
                for i in range(1, epoch):
                    lr *= gamma
                return lr
            """,
            "one epoch behind, but not in epoch 0",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for i in range(epoch):
                    lr = lr * gamma ** i
                return lr
            """,
            "multiplies by one power of gamma after the other",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for i in range(epoch + 1):
                    lr = lr * gamma ** i
                return lr
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * np.exp(gamma * epoch)
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr ** epoch * gamma
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * (1 - gamma * epoch)
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * np.exp(gamma, epoch)
            """,
            "TypeError",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return gamma ** epoch
            """,
            "unused parameter",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * gamma * epoch
            """,
            "multiplies by the epoch",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * gamma
            """,
            "unused parameter",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * gamma ** (epoch + 1)
            """,
            "one epoch ahead",
        ),
        (
            """
            import math
            def exponential(lr, epoch, gamma):
                return lr * math.exp(-gamma * epoch)
            """,
            "takes exp(−gamma · epoch)",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * gamma ** (epoch - 1)
            """,
            "one epoch behind",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return (lr * gamma) ** epoch
            """,
            "raises the rate to the power too",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr / gamma ** epoch
            """,
            "divides by gamma",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * gamma ^ epoch
            """,
            "TypeError",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * (1 - gamma) ** epoch
            """,
            "takes away the share gamma",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * epoch ** gamma
            """,
            "exchanges base and exponent",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for e in range(epoch):
                    lr = lr * gamma
                print(lr)
            """,
            "printed instead of returning",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for e in range(epoch + 1):
                    lr *= gamma
                return lr
            """,
            "one epoch ahead",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for e in range(1, epoch):
                    lr *= gamma
                return lr
            """,
            "one epoch behind, but not in epoch 0",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                for e in range(epoch):
                    new_lr = lr * gamma
                return new_lr
            """,
            "UnboundLocalError",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr - lr * gamma ** epoch
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return [lr * gamma ** e for e in range(epoch + 1)]
            """,
            "wrong shape",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return gamma * exponential(lr, epoch - 1, gamma)
            """,
            "RecursionError",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr * 0.95 ** epoch
            """,
            "unused parameter",
        ),
        (
            """
            import math
            def exponential(lr, epoch, gamma):
                return lr * math.exp(gamma * epoch)
            """,
            None,
        ),
        (
            """
            def exponential(lr, gamma, epoch):
                return lr * gamma ** epoch
            """,
            "parameters in another order",
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                if epoch == 0:
                    return lr
                return lr * gamma ** epoch * gamma
            """,
            None,
        ),
        (
            """
            def exponential(lr, epoch, gamma):
                return lr / (1 + gamma * epoch)
            """,
            "divides by 1 + gamma · epoch",
        ),
    ],
    "schedules/linear": [
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return lr * end_factor ** min(step / total_steps, 1)
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return np.linspace(1, end_factor, total_steps + 1)[min(step, total_steps)]
            """,
            "unused parameter",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                share = min(step / total_steps, 1)
                return lr * (1 - share) + end_factor * share
            """,
            "takes end_factor for a learning rate",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                share = min(step / total_steps, 1)
                return max(lr * (1 - share), end_factor)
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                if step > total_steps:
                    return lr
                return lr * (1 + step / total_steps * (end_factor - 1))
            """,
            "wrong only past the end, where step is larger than total_steps",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                if step >= total_steps:
                    return end_factor
                return lr * (1 + step / total_steps * (end_factor - 1))
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                share = step / total_steps
                if share > 1:
                    share = 1
                return lr * (1 - share * 1 - end_factor)
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                share = min(step, total_steps) / total_steps
                return lr - share * (lr * end_factor)
            """,
            "falls to end_factor of the way",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                step = step % total_steps
                return lr * (1 + step / total_steps * (end_factor - 1))
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                share = min(step, total_steps) / (total_steps + 1)
                return lr * (1 + share * (end_factor - 1))
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = step / total_steps
                return lr * (1 - t) + lr * end_factor * t
            """,
            "goes on past the end",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                return lr + (end_factor - lr) * t
            """,
            "takes end_factor for a learning rate",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step / (total_steps - 1), 1)
                return lr * (1 + (end_factor - 1) * t)
            """,
            "reaches the end one step early",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step + 1, total_steps) / total_steps
                return lr * (1 + (end_factor - 1) * t)
            """,
            "one step ahead",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) // total_steps
                return lr * (1 + (end_factor - 1) * t)
            """,
            "divides whole numbers",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                return lr * (end_factor + (1 - end_factor) * t)
            """,
            "rises",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                return lr * (1 - t)
            """,
            "unused parameter",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                if step > total_steps:
                    return end_factor
                return lr * (1 - (1 - end_factor) * step / total_steps)
            """,
            "wrong only past the end, where step is larger than total_steps",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                if step >= total_steps:
                    return 0.0
                return lr * (1 - (1 - end_factor) * step / total_steps)
            """,
            "0 from the end on",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = max(step, total_steps) / total_steps
                return lr * (1 + (end_factor - 1) * t)
            """,
            "takes the larger of step and total_steps",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                return lr * (1 - end_factor * t)
            """,
            "falls to end_factor of the way",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return max(lr * (1 - step / total_steps), lr * end_factor)
            """,
            "falls to 0 and is cut off",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                return 1 + (end_factor - 1) * t
            """,
            "unused parameter",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                t = min(step, total_steps) / total_steps
                print(lr * (1 + (end_factor - 1) * t))
            """,
            "printed instead of returning",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return np.linspace(lr, lr * end_factor, total_steps)[step]
            """,
            "IndexError",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return np.linspace(lr, lr * end_factor, total_steps)[min(step, total_steps - 1)]
            """,
            "reaches the end one step early",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return np.interp(step, [0, total_steps], [lr, end_factor])
            """,
            "takes end_factor for a learning rate",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                decrement = lr / total_steps
                for _ in range(step):
                    lr = lr - decrement
                return lr
            """,
            "unused parameter",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=1/3):
                step = min(step, total_steps)
                return lr * (1 + (end_factor - 1) * step / total_steps)
            """,
            "another default",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                if step > total_steps:
                    return
                return lr * (1 + (end_factor - 1) * step / total_steps)
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                step = np.clip(step, 0, 1)
                return lr * (1 + (end_factor - 1) * step / total_steps)
            """,
            None,
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                return lr * (1 + (end_factor - 1) * min(step / 100, 1))
            """,
            "unused parameter",
        ),
        (
            """
            def linear(lr, step, total_steps, end_factor=0.0):
                import torch
                t = torch.tensor(step / total_steps, dtype=torch.float64).clamp(0, 1)
                ends = torch.tensor([1.0, end_factor], dtype=torch.float64)
                return torch.lerp(ends[0], ends[1], t).item() * lr
            """,
            (None, "did not finish"),  # importing PyTorch takes long on a busy machine
        ),
    ],
}

RIGHT = {
    "schedules/step_decay": [
        """
        def step_decay(lr, epoch, step_size, gamma):
            return lr * gamma ** (epoch // step_size)
        """,
        """
        def step_decay(lr, epoch, step_size, gamma):
            for e in range(1, epoch + 1):
                if e % step_size == 0:
                    lr = lr * gamma
            return lr
        """,
        """
        def step_decay(lr, epoch, step_size, gamma):
            while epoch >= step_size:
                lr *= gamma
                epoch -= step_size
            return lr
        """,
        """
        import math
        def step_decay(lr, epoch, step_size, gamma):
            drops = math.floor(epoch / step_size)
            return lr * math.pow(gamma, drops)
        """,
        """
        def step_decay(lr, epoch, step_size, gamma):
            drops, _ = divmod(epoch, step_size)
            return float(np.prod([lr] + [gamma] * drops))
        """,
        """
        from functools import reduce
        def step_decay(lr, epoch, step_size, gamma):
            return reduce(lambda value, _: value * gamma, range(step_size, epoch + 1, step_size), lr)
        """,
        """
        def step_decay(lr, epoch, step_size, gamma):
            if epoch < step_size:
                return lr
            return gamma * step_decay(lr, epoch - step_size, step_size, gamma)
        """,
        """
        def step_decay(initial, epoch, every, factor):
            return initial * factor ** int((epoch - epoch % every) / every)
        """,
        """
        def step_decay(lr, epoch, step_size, gamma):
            rates = [lr]
            for e in range(epoch):
                last = rates[-1]
                rates.append(last * gamma if (e + 1) % step_size == 0 else last)
            return rates[epoch]
        """,
    ],
    "schedules/exponential": [
        """
        def exponential(lr, epoch, gamma):
            return lr * gamma ** epoch
        """,
        """
        def exponential(lr, epoch, gamma):
            for _ in range(epoch):
                lr = lr * gamma
            return lr
        """,
        """
        import math
        def exponential(lr, epoch, gamma):
            return lr * math.pow(gamma, epoch)
        """,
        """
        import math
        def exponential(lr, epoch, gamma):
            return lr * math.exp(epoch * math.log(gamma))
        """,
        """
        def exponential(lr, epoch, gamma):
            return step_decay(lr, epoch, 1, gamma)
        """,
        """
        def exponential(lr, epoch, gamma):
            return np.cumprod([lr] + [gamma] * epoch)[-1]
        """,
        """
        import itertools
        def exponential(lr, epoch, gamma):
            rates = itertools.accumulate(itertools.repeat(gamma, epoch), lambda a, b: a * b, initial=lr)
            return list(rates)[-1]
        """,
        """
        def exponential(lr, epoch, gamma):
            result, base, n = lr, gamma, epoch
            while n > 0:
                if n & 1:
                    result *= base
                base *= base
                n >>= 1
            return result
        """,
        """
        def exponential(start, epoch, gamma):
            def factor(e):
                return 1.0 if e == 0 else float(gamma) ** e

            return np.float64(start) * factor(epoch)
        """,
    ],
    "schedules/linear": [
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            t = min(step, total_steps) / total_steps
            return lr * (1 + (end_factor - 1) * t)
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            if step >= total_steps:
                return lr * end_factor
            return lr - (lr - lr * end_factor) * step / total_steps
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            return np.interp(step, [0, total_steps], [lr, lr * end_factor])
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            points = np.linspace(lr, lr * end_factor, total_steps + 1)
            return points[min(step, total_steps)]
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            decrement = lr * (1 - end_factor) / total_steps
            current = lr
            for i in range(step):
                if i < total_steps:
                    current = current - decrement
            return current
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            remaining = max(total_steps - step, 0)
            done = total_steps - remaining
            return (remaining * lr + done * lr * end_factor) / total_steps
        """,
        """
        def linear(lr, step, total_steps, end_factor=0.0):
            progress = np.clip(step / total_steps, 0.0, 1.0)
            start, end = lr, end_factor * lr
            return (1 - progress) * start + progress * end
        """,
        """
        def linear(base, step, total_steps, end_factor=0.0):
            line = lambda s: base * end_factor + base * (1.0 - end_factor) * (total_steps - s) / total_steps
            return line(step) if step < total_steps else line(total_steps)
        """,
    ],
}
