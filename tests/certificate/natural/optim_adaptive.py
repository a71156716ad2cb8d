"""What students type into RMSprop, Adam and AdamW, lesson 04: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "optim/rmsprop": [
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + 1 - alpha * grad**2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = (alpha * square_avg + (1 - alpha) * grad)**2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * np.mean(grad**2)
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad**2
                return param - lr * grad / np.maximum(np.sqrt(square_avg), eps), square_avg
            """,
            "takes the larger of root and eps",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad * 2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            "doubles the gradient instead of squaring it",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
                param = param - lr * grad / np.sqrt(square_avg + eps)
                return param, square_avg
            """,
            "puts eps inside the root",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = (1 - alpha) * square_avg + alpha * grad ** 2
                param = param - lr * grad / (np.sqrt(square_avg) + eps)
                return param, square_avg
            """,
            "exchanges alpha and 1 − alpha",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = square_avg + grad ** 2
                param = param - lr * grad / (np.sqrt(square_avg) + eps)
                return param, square_avg
            """,
            "adds up the squares",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad
                param = param - lr * grad / (np.sqrt(square_avg) + eps)
                return param, square_avg
            """,
            "averages the gradient, not its square",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
                param = param - lr * grad / (square_avg + eps)
                return param, square_avg
            """,
            "leaves out the root",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                param = param - lr * grad / (np.sqrt(square_avg) + eps)
                square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
                return param, square_avg
            """,
            "divides by the old average",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad * grad
                return s, param - lr * grad / (np.sqrt(s) + eps)
            """,
            "returns the two in the other order",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad * grad
                return param - lr * grad / (np.sqrt(s) + eps)
            """,
            "wrong type",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
                return param + lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            "adds the step",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg *= alpha
                square_avg += (1 - alpha) * grad ** 2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            "changes its input",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = alpha * square_avg + grad ** 2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            "leaves out 1 − alpha",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                square_avg = 0.9 * square_avg + 0.1 * grad ** 2
                return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg
            """,
            "unused parameter",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr * grad / np.sqrt(s) + eps, s
            """,
            "adds eps to the weights",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr / (np.sqrt(s) + eps), s
            """,
            "leaves out the gradient",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * np.mean(grad ** 2)
                return param - lr * grad / (np.sqrt(s) + eps), s
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                s_hat = s / (1 - alpha)
                return param - lr * grad / (np.sqrt(s_hat) + eps), s
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr * grad * np.sqrt(s) + eps, s
            """,
            None,
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.9, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr * grad / (np.sqrt(s) + eps), s
            """,
            "another default",
        ),
        (
            """
            import math
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr * grad / (math.sqrt(s) + eps), s
            """,
            "TypeError",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                return param - lr * grad / np.sqrt(s), s
            """,
            "leaves out eps",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                rms = np.sqrt(alpha * square_avg + (1 - alpha) * grad ** 2)
                return param - lr * grad / (rms + eps), rms
            """,
            "hands on the root",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                s = alpha * square_avg + (1 - alpha) * grad ** 2
                print(param - lr * grad / (np.sqrt(s) + eps), s)
            """,
            "printed instead of returning",
        ),
        (
            """
            def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
                import torch
                g = torch.tensor(grad)
                avg = torch.tensor(square_avg).mul_(alpha).addcmul_(g, g, value=1 - alpha)
                new = torch.tensor(param).addcdiv_(g, avg.sqrt().add(eps), value=-lr)
                return new.numpy(), avg.numpy()
            """,
            None,
        ),
    ],
    "optim/adam": [
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad**2
                m_hat = m / 1 - beta1**step
                v_hat = v / 1 - beta2**step
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "leaves the correction without parentheses",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad**2
                m_hat = m / (1 - beta1)**step
                v_hat = v / (1 - beta2)**step
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "raises 1 − β to the power",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * m**2
                m_hat = m / (1 - beta1**step)
                v_hat = v / (1 - beta2**step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            None,
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m_hat = m / (1 - beta1**step)
                v_hat = v / (1 - beta2**step)
                m = beta1 * m_hat + (1 - beta1) * grad
                v = beta2 * v_hat + (1 - beta2) * grad**2
                return param - lr * m / (np.sqrt(v) + eps), m, v
            """,
            None,
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad**2
                m_hat = m * (1 - beta1**step)
                v_hat = v * (1 - beta2**step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "multiplies by the correction",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * np.sum(grad**2)
                m_hat = m / (1 - beta1**step)
                v_hat = v / (1 - beta2**step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            None,
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad**2
                if step == 1:
                    m = m / (1 - beta1)
                    v = v / (1 - beta2)
                return param - lr * m / (np.sqrt(v) + eps), m, v
            """,
            None,
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                param = param - lr * m / (np.sqrt(v) + eps)
                return param, m, v
            """,
            "leaves out the bias correction",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m = m / (1 - beta1 ** step)
                v = v / (1 - beta2 ** step)
                param = param - lr * m / (np.sqrt(v) + eps)
                return param, m, v
            """,
            "hands on the corrected averages",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** (step + 1))
                v_hat = v / (1 - beta2 ** (step + 1))
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "counts the step one too far",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / np.sqrt(v_hat + eps), m, v
            """,
            "puts eps inside the root",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta2 * m + (1 - beta2) * grad
                v = beta1 * v + (1 - beta1) * grad ** 2
                m_hat = m / (1 - beta2 ** step)
                v_hat = v / (1 - beta1 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "exchanges the betas",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "averages the gradient in v, not its square",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (v_hat + eps), m, v
            """,
            "leaves out the root",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1)
                v_hat = v / (1 - beta2)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "corrects as in step 1 at every step",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 * step)
                v_hat = v / (1 - beta2 * step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "multiplies beta by the step",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                alpha = lr * np.sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
                return param - alpha * m / (np.sqrt(v) + eps), m, v
            """,
            "adds eps before the correction of v",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m *= beta1
                m += (1 - beta1) * grad
                v *= beta2
                v += (1 - beta2) * grad * grad
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "changes its input",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps)
            """,
            "wrong type",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m_t = beta1 * m + (1 - beta1) * grad
                v_t = beta2 * v + (1 - beta2) * m_t ** 2
                m_hat = m_t / (1 - beta1 ** step)
                v_hat = v_t / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_t, v_t
            """,
            None,
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m_t = beta1 * m + (1 - beta1) * grad
                v_t = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m_t / (1 - beta1 ** step)
                return param - lr * m_hat / (np.sqrt(v_t) + eps), m_t, v_t
            """,
            "corrects m only",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                return param, m, v
            """,
            "moves by the old averages",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m1 = beta1 * m + (1 - beta1) * grad
                v1 = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m1 / (1 - beta1 ** step)
                v_hat = v1 / (1 - beta2 ** step)
                return m1, v1, param - lr * m_hat / (np.sqrt(v_hat) + eps)
            """,
            "returns the weights last",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m1 = beta1 * m + (1 - beta1) * grad
                v1 = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m1 / (1 - beta1 ** step)
                v_hat = v1 / (1 - beta2 ** step)
                return param - lr * grad / (np.sqrt(v_hat) + eps), m1, v1
            """,
            "moves by the gradient, not its average",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m1 = beta1 * m + (1 - beta1) * grad
                v1 = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m1 / (1 - beta1 ^ step)
                v_hat = v1 / (1 - beta2 ^ step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m1, v1
            """,
            "TypeError",
        ),
        (
            """
            t = 0
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                global t
                t += 1
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** t)
                v_hat = v / (1 - beta2 ** t)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "unused parameter",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                m = beta1 * m + grad
                v = beta2 * v + grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "leaves out 1 − β",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.99, eps=1e-8):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "another default",
        ),
        (
            """
            def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
                import torch
                p, g = torch.tensor(param), torch.tensor(grad)
                m, v = torch.tensor(m), torch.tensor(v)
                m = m.lerp(g, 1 - beta1)
                v = v.mul(beta2).addcmul(g, g, value=1 - beta2)
                denom = v.sqrt() / (1 - beta2 ** step) ** 0.5 + eps
                return p.addcdiv(m, denom, value=-lr / (1 - beta1 ** step)).numpy(), m.numpy(), v.numpy()
            """,
            None,
        ),
    ],
    "optim/adamw": [
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                new, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
                param = param * (1 - lr * weight_decay)
                return param, m, v
            """,
            None,
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * 1 - lr * weight_decay
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "subtracts the same from every weight",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param - lr * weight_decay * grad
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            None,
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param - lr * (1 - weight_decay) * param
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            None,
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                return adam(param, grad, m, v, step + 1, lr, beta1, beta2, eps)
            """,
            None,
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                return adamw(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "RecursionError",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                grad = grad + weight_decay * param
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "couples the decay to the gradient",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
                param = param * (1 - lr * weight_decay)
                return param, m, v
            """,
            "shrinks after the step",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - weight_decay)
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "does not multiply the decay by the learning rate",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                return adam(param, grad, m, v, step, lr)
            """,
            "unused parameter",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param *= 1 - lr * weight_decay
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "changes its input",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param - lr * weight_decay
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "subtracts the same from every weight",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 + lr * weight_decay)
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "lets the weights grow",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                return param - lr * m / (np.sqrt(v) + eps), m, v
            """,
            "leaves out the bias correction",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                update = m_hat / (np.sqrt(v_hat) + eps) + weight_decay
                return param - lr * update, m, v
            """,
            "subtracts the same from every weight",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "leaves out the decay",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                new_param = param * (1 - lr * weight_decay)
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                new_param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
                return new_param, m, v
            """,
            "leaves out the decay",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                grad = grad + weight_decay * param
                param = param * (1 - lr * weight_decay)
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "decays twice",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * param, m, v
            """,
            "does not multiply the decay by the learning rate",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / np.sqrt(v_hat + eps), m, v
            """,
            "puts eps inside the root",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat
            """,
            "hands on the corrected averages",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = lr * weight_decay * param
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)
            """,
            "leaves only the decayed part",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps)[0]
            """,
            "wrong type",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param * (1 - lr * weight_decay)
                return adam(param, grad, m, v, step, lr, beta1, beta2, eps, weight_decay)
            """,
            "TypeError",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                param = param - lr * weight_decay * param ** 2
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** (step - 1))
                v_hat = v / (1 - beta2 ** (step - 1))
                return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
            """,
            "not finite",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                m = beta1 * m + (1 - beta1) * grad
                v = beta2 * v + (1 - beta2) * grad ** 2
                m_hat = m / (1 - beta1 ** step)
                v_hat = v / (1 - beta2 ** step)
                param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
                param = param - lr * weight_decay * param
                return param, m, v
            """,
            "shrinks after the step",
        ),
        (
            """
            def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
                import torch
                w = torch.nn.Parameter(torch.tensor(param))
                w.grad = torch.tensor(grad)
                optimizer = torch.optim.AdamW([w], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)
                state = optimizer.state[w]
                state["step"] = torch.tensor(float(step - 1), dtype=torch.float64)
                state["exp_avg"] = torch.tensor(m)
                state["exp_avg_sq"] = torch.tensor(v)
                optimizer.step()
                return w.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()
            """,
            None,
        ),
    ],
}

#: Right answers in other styles.
RIGHT = {
    "optim/rmsprop": [
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
            param = param - lr * grad / (np.sqrt(square_avg) + eps)
            return param, square_avg
        """,
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            s = square_avg.copy()
            s *= alpha
            s += (1 - alpha) * np.square(grad)
            denominator = np.sqrt(s)
            denominator += eps
            return param - grad * (lr / denominator), s
        """,
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            new_avg = square_avg + (1 - alpha) * (grad * grad - square_avg)
            step = np.divide(grad, new_avg ** 0.5 + eps)
            return [param - lr * step, new_avg]
        """,
        """
        import math
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            p = param.ravel().tolist()
            g = grad.ravel().tolist()
            s = square_avg.ravel().tolist()
            for i in range(len(p)):
                s[i] = alpha * s[i] + (1.0 - alpha) * g[i] * g[i]
                p[i] = p[i] - lr * g[i] / (math.sqrt(s[i]) + eps)
            return np.reshape(p, param.shape), np.reshape(s, param.shape)
        """,
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            average = np.average([square_avg, grad ** 2], axis=0, weights=[alpha, 1 - alpha])
            return param + -lr * grad * (eps + np.sqrt(average)) ** -1, average
        """,
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            update = lambda s, g: alpha * s + (1 - alpha) * g ** 2
            return param - lr * grad / (np.sqrt(update(square_avg, grad)) + eps), update(square_avg, grad)
        """,
        """
        def rmsprop(w, dw, cache, lr, alpha=0.99, eps=1e-8):
            decay_rate = alpha
            cache = decay_rate * cache + (1 - decay_rate) * dw**2
            w = w - lr * dw / (np.sqrt(cache) + eps)
            return w, cache
        """,
        """
        def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
            s = alpha * square_avg + (1 - alpha) * np.abs(grad) ** 2
            scale = np.zeros_like(param)
            for index, value in np.ndenumerate(s):
                scale[index] = lr / (value ** 0.5 + eps)
            return param - scale * grad, s
        """,
    ],
    "optim/adam": [
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            m = beta1 * m + (1 - beta1) * grad
            v = beta2 * v + (1 - beta2) * grad ** 2
            m_hat = m / (1 - beta1 ** step)
            v_hat = v / (1 - beta2 ** step)
            param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
            return param, m, v
        """,
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            m_new = m.copy()
            v_new = v.copy()
            m_new *= beta1
            m_new += (1 - beta1) * grad
            v_new *= beta2
            v_new += (1 - beta2) * grad * grad
            bias_correction1 = 1 - beta1 ** step
            bias_correction2 = 1 - beta2 ** step
            denom = np.sqrt(v_new) / np.sqrt(bias_correction2) + eps
            return param - (lr / bias_correction1) * m_new / denom, m_new, v_new
        """,
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            m = m + (1 - beta1) * (grad - m)
            v = v + (1 - beta2) * (grad ** 2 - v)
            c2 = (1 - beta2 ** step) ** 0.5
            alpha = lr * c2 / (1 - beta1 ** step)
            return param - alpha * m / (np.sqrt(v) + eps * c2), m, v
        """,
        """
        import math
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            ps, ms, vs = [], [], []
            for p, g, mi, vi in zip(param.ravel(), grad.ravel(), m.ravel(), v.ravel()):
                mi = beta1 * mi + (1 - beta1) * g
                vi = beta2 * vi + (1 - beta2) * g * g
                mh = mi / (1 - math.pow(beta1, step))
                vh = vi / (1 - math.pow(beta2, step))
                ps.append(p - lr * mh / (math.sqrt(vh) + eps))
                ms.append(mi)
                vs.append(vi)
            return np.array(ps).reshape(param.shape), np.array(ms).reshape(m.shape), np.array(vs).reshape(v.shape)
        """,
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            decay1 = decay2 = 1.0
            for _ in range(step):
                decay1 = decay1 * beta1
                decay2 = decay2 * beta2
            m = np.add(beta1 * m, (1 - beta1) * grad)
            v = np.add(beta2 * v, (1 - beta2) * np.square(grad))
            numerator = np.divide(m, 1 - decay1)
            denominator = np.sqrt(np.divide(v, 1 - decay2)) + eps
            return np.subtract(param, lr * np.divide(numerator, denominator)), m, v
        """,
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            def ema(old, new, beta):
                average = beta * old + (1 - beta) * new
                return average, average / (1 - beta ** step)

            m, m_hat = ema(m, grad, beta1)
            v, v_hat = ema(v, grad * grad, beta2)
            return (param - lr * m_hat / (v_hat ** 0.5 + eps), m, v)
        """,
        """
        def adam(p, g, m, v, t, alpha, beta1=0.9, beta2=0.999, eps=1e-8):
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
            return [p - alpha * (m / (1 - beta1**t)) / (eps + np.sqrt(v / (1 - beta2**t))), m, v]
        """,
        """
        def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
            betas = np.array([beta1, beta2]).reshape([2] + [1] * param.ndim)
            state = np.stack([m, v])
            seen = np.stack([grad, grad ** 2])
            state = betas * state + (1 - betas) * seen
            corrected = state / (1 - betas ** step)
            return param - lr * corrected[0] / (np.sqrt(corrected[1]) + eps), state[0], state[1]
        """,
    ],
    "optim/adamw": [
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            param = param * (1 - lr * weight_decay)
            m = beta1 * m + (1 - beta1) * grad
            v = beta2 * v + (1 - beta2) * grad ** 2
            m_hat = m / (1 - beta1 ** step)
            v_hat = v / (1 - beta2 ** step)
            return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
        """,
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            return adam(param * (1 - lr * weight_decay), grad, m, v, step, lr, beta1, beta2, eps)
        """,
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            new_param, new_m, new_v = adam(param, grad, m, v, step, lr, beta1=beta1, beta2=beta2, eps=eps)
            return new_param - lr * weight_decay * param, new_m, new_v
        """,
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            m = beta1 * m + (1 - beta1) * grad
            v = beta2 * v + (1 - beta2) * grad * grad
            direction = (m / (1 - beta1 ** step)) / (np.sqrt(v / (1 - beta2 ** step)) + eps)
            return param - lr * (direction + weight_decay * param), m, v
        """,
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            param = param.copy()
            param -= lr * weight_decay * param
            m = m * beta1
            m += grad * (1 - beta1)
            v = v * beta2
            v += grad ** 2 * (1 - beta2)
            size = lr / (1 - beta1 ** step)
            param -= size * m / (np.sqrt(v) / np.sqrt(1 - beta2 ** step) + eps)
            return param, m, v
        """,
        """
        def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            out = np.empty((3,) + param.shape)
            for i in np.ndindex(*param.shape):
                out[1][i] = beta1 * m[i] + (1 - beta1) * grad[i]
                out[2][i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
                first = out[1][i] / (1 - beta1 ** step)
                second = out[2][i] / (1 - beta2 ** step)
                out[0][i] = param[i] - lr * weight_decay * param[i] - lr * first / (second ** 0.5 + eps)
            return out[0], out[1], out[2]
        """,
        """
        def adamw(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
            b1, b2 = beta1, beta2
            decayed = w - lr * weight_decay * w
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * np.square(g)
            mh, vh = m / (1 - b1 ** t), v / (1 - b2 ** t)
            return (decayed - np.divide(lr * mh, np.sqrt(vh) + eps), m, v)
        """,
        """
        def adamw(*args, weight_decay=0.01, **kwargs):
            args = list(args)
            if len(args) == 10:
                weight_decay = args.pop()
            lr = args[5] if len(args) > 5 else kwargs["lr"]
            if args:
                args[0] = args[0] * (1 - lr * weight_decay)
            else:
                kwargs["param"] = kwargs["param"] * (1 - lr * weight_decay)
            return adam(*args, **kwargs)
        """,
    ],
}
