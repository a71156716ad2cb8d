"""What students type into the exercises of lesson 03, layers: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "backward/relu_grad": [
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * np.where(x > 0, x, 0)
            """,
            "multiplied by the output",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.where(x > 0, grad_output, x)
            """,
            None,
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.maximum(0, grad_output * x)
            """,
            None,
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (0.5 * (np.sign(x) + 1))
            """,
            "wrong only where an input is exactly 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (x >= 0)
            """,
            "slope 1 at 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return (x > 0).astype(float)
            """,
            "unused parameter",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return x * (grad_output > 0)
            """,
            "the two arguments exchanged",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * np.maximum(x, 0)
            """,
            "multiplied by the output",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.maximum(grad_output, 0)
            """,
            "unused parameter",
        ),
        (
            """
            def relu_grad(grad_output, x):
                grad_output[x <= 0] = 0
                return grad_output
            """,
            "changes its input",
        ),
        (
            """
            def relu_grad(grad_output, x):
                grad_output *= (x > 0)
                return grad_output
            """,
            "changes its input",
        ),
        (
            """
            def relu_grad(grad_output, x):
                x[x <= 0] = 0
                x[x > 0] = 1
                return grad_output * x
            """,
            "changes its input",
        ),
        (
            """
            def relu_grad(grad_output, x):
                if x > 0:
                    return grad_output
                return 0
            """,
            "ValueError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (x < 0)
            """,
            "the slope is turned round",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.where(x > 0, grad_output, 0.01 * grad_output)
            """,
            "a leak below 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.where(x > 0, 1, grad_output)
            """,
            None,
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output[x > 0]
            """,
            "wrong shape",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * np.sign(x)
            """,
            "−1 below 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output @ (x > 0)
            """,
            "ValueError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                grad_output * (x > 0)
            """,
            "returned nothing",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return [g if v > 0 else 0 for g, v in zip(grad_output, x)]
            """,
            "ValueError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                out = np.zeros_like(x)
                for i in range(len(x)):
                    for j in range(len(x[0])):
                        if x[i][j] > 0:
                            out[i][j] = grad_output[i][j]
                return out
            """,
            "TypeError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                mask = x > 0
                return np.array([g for g, m in zip(grad_output.flat, mask.flat) if m])
            """,
            "wrong shape",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output and x > 0
            """,
            "ValueError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * np.heaviside(x, 1)
            """,
            "slope 1 at 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * np.heaviside(x, 0.5)
            """,
            "wrong only where an input is exactly 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (x > 0).float()
            """,
            "AttributeError",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.sum(grad_output * (x > 0))
            """,
            "wrong shape",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.where(x < 0, 0, grad_output)
            """,
            "slope 1 at 0",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (x > 1)
            """,
            None,
        ),
        (
            """
            def relu_grad(grad_output, x):
                return grad_output * (x > 0) * x
            """,
            "multiplied by the output",
        ),
        (
            """
            def relu_grad(grad_output, x):
                return np.where((x > 0) & (grad_output > 0), grad_output, 0)
            """,
            "ReLU of the gradient, and of the input",
        ),
    ],
    "backward/sigmoid_grad": [
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * (1 - y) ** 2
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                s = 1 / (1 + np.exp(-y))
                return grad_output * s * (1 - y)
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return (grad_output * y) * (1 - grad_output * y)
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                s = 1 / (1 + np.exp(-y))
                return grad_output * s * (1 - s)
            """,
            "y taken for the input",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return y * (1 - y)
            """,
            "unused parameter",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * (1 - y)
            """,
            "only 1 − y",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y
            """,
            "only y",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * 1 - y
            """,
            "1 is subtracted at the end",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * (1 + y)
            """,
            "plus in place of minus",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * (1 - y ** 2)
            """,
            "the slope of tanh",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * (y - 1)
            """,
            "the sign is turned",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return y * grad_output * (1 - grad_output)
            """,
            "the two arguments exchanged",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * np.exp(-y) / (1 + np.exp(-y)) ** 2
            """,
            "y taken for the input",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                grad_output *= y * (1 - y)
                return grad_output
            """,
            "changes its input",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                y *= 1 - y
                return grad_output * y
            """,
            "changes its input",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output + y * (1 - y)
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return np.dot(grad_output, y * (1 - y))
            """,
            "ValueError",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return sigmoid(y) * (1 - sigmoid(y)) * grad_output
            """,
            "NameError",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                print(grad_output * y * (1 - y))
            """,
            "printed instead of returning",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * (y - y ^ 2)
            """,
            "TypeError",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                result = []
                for i in range(len(y)):
                    result.append(float(grad_output[i]) * float(y[i]) * (1 - float(y[i])))
                return np.array(result)
            """,
            "TypeError",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                out = np.zeros_like(y)
                for i in range(y.shape[0]):
                    out[i] = grad_output[i] * y[i] * (1 - y[i])
                    return out
            """,
            "returns inside the loop",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return (grad_output * y * (1 - y)).sum(axis=0)
            """,
            "wrong shape",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y - y ** 2
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * 2 * (1 - y)
            """,
            "twice too large",
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output / (y * (1 - y))
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return (1 - grad_output) * y * (1 - y)
            """,
            None,
        ),
        (
            """
            def sigmoid_grad(grad_output, y):
                return grad_output * y * (1 - y.T).T.sum()
            """,
            None,
        ),
    ],
    "backward/tanh_grad": [
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - np.tanh(y))
            """,
            None,
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output / np.cosh(y) ** 2
            """,
            "y taken for the input",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return 1 - (grad_output * y) ** 2
            """,
            None,
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - np.tanh(y) ** 2)
            """,
            "y taken for the input",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return 1 - y ** 2
            """,
            "unused parameter",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 + y ** 2)
            """,
            "plus in place of minus",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - y)
            """,
            "does not square",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * 1 - y ** 2
            """,
            "the square is subtracted at the end",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * y * (1 - y)
            """,
            "the slope of the sigmoid",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - y) ** 2
            """,
            "squares the whole bracket",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (y ** 2 - 1)
            """,
            "the sign is turned",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return y * (1 - grad_output ** 2)
            """,
            "the two arguments exchanged",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - y ^ 2)
            """,
            "TypeError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                y **= 2
                return grad_output * (1 - y)
            """,
            "changes its input",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return np.multiply(grad_output, 1 - y * y, out=grad_output)
            """,
            "changes its input",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - 2 * y)
            """,
            None,
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * 4 / (np.exp(y) + np.exp(-y)) ** 2
            """,
            "y taken for the input",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                g = grad_output * (1 - y ** 2)
            """,
            "returned nothing",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output @ (1 - y ** 2)
            """,
            "ValueError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return np.mean(grad_output * (1 - y ** 2))
            """,
            "wrong shape",
        ),
        (
            """
            import math
            def tanh_grad(grad_output, y):
                return grad_output * (1 - math.pow(y, 2))
            """,
            "TypeError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - y @ y)
            """,
            "ValueError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output / (1 - y ** 2)
            """,
            None,
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * (1 - y ** 0.5)
            """,
            None,
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * y.pow(2).neg().add(1)
            """,
            "AttributeError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                out = []
                for g_row, y_row in zip(grad_output, y):
                    out.append([g * (1 - v ** 2) for g, v in zip(g_row, y_row)])
                return np.array(out)
            """,
            "TypeError",
        ),
        (
            """
            def tanh_grad(grad_output, y):
                return grad_output * np.sqrt(1 - y ** 2)
            """,
            "the root of the slope",
        ),
    ],
    "backward/linear_backward": [
        (
            """
            def linear_backward(grad_output, x, weight):
                n = len(x)
                return grad_output @ weight / n, grad_output.T @ x / n, grad_output.mean(axis=0)
            """,
            "divides all three by the batch size",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_x = np.dot(weight.T, grad_output)
                grad_weight = np.dot(grad_output.T, x)
                return grad_x, grad_weight, grad_output.sum(0)
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_weight = np.zeros_like(weight)
                for g, row in zip(grad_output, x):
                    grad_weight = np.outer(g, row)
                return grad_output @ weight, grad_weight, grad_output.sum(axis=0)
            """,
            "forgets in the loop",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                y = x @ weight.T
                g = grad_output * y
                return g @ weight, g.T @ x, g.sum(axis=0)
            """,
            None,
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight.T, grad_output.T @ x, grad_output.sum(axis=0)
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, x.T @ grad_output, grad_output.sum(axis=0)
            """,
            "grad_weight lies on its side",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, grad_output
            """,
            "the bias gradient keeps the batch",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, grad_output.sum()
            """,
            "one number for all biases",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, grad_output.mean(axis=0)
            """,
            "averages the bias gradient",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=1)
            """,
            "sums the bias gradient over the outputs",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0, keepdims=True)
            """,
            "the bias gradient keeps an axis",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                n = x.shape[0]
                return grad_output @ weight, grad_output.T @ x / n, grad_output.sum(axis=0) / n
            """,
            "divides by the batch size",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_weight = grad_output.T @ x
                grad_bias = grad_output.sum(axis=0)
                grad_x = grad_output @ weight
                return grad_weight, grad_bias, grad_x
            """,
            "another order",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x
            """,
            "wrong type",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return weight @ grad_output, x @ grad_output.T, np.sum(grad_output, axis=0)
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output * weight, grad_output * x, grad_output
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, grad_output.T @ x, np.ones(weight.shape[0])
            """,
            "ones for the bias",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return weight, x, 1
            """,
            "unused parameter",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_x = np.zeros_like(x)
                grad_weight = np.zeros_like(weight)
                grad_bias = np.zeros(weight.shape[0])
                for b in range(x.shape[0]):
                    for o in range(weight.shape[0]):
                        for i in range(weight.shape[1]):
                            grad_x[b, i] = grad_output[b, o] * weight[o, i]
                            grad_weight[o, i] = grad_output[b, o] * x[b, i]
                        grad_bias[o] = grad_output[b, o]
                return grad_x, grad_weight, grad_bias
            """,
            None,
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_x = np.zeros_like(x)
                grad_weight = np.zeros_like(weight)
                grad_bias = np.zeros(weight.shape[0])
                for b in range(x.shape[0]):
                    for o in range(weight.shape[0]):
                        for i in range(weight.shape[1]):
                            grad_x[b, i] += grad_output[b, o] * weight[o, i]
                            grad_weight[o, i] += grad_output[b, o] * x[b, i]
                            grad_bias[o] += grad_output[b, o]
                return grad_x, grad_weight, grad_bias
            """,
            "times in",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_weight = np.zeros_like(weight)
                for g, row in zip(grad_output, x):
                    grad_weight = np.outer(g, row)
                return grad_output @ weight, grad_weight, grad_output.sum(0)
            """,
            "forgets in the loop",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_weight = np.zeros_like(weight)
                for g, row in zip(grad_output, x):
                    grad_weight += np.outer(row, g)
                return grad_output @ weight, grad_weight, grad_output.sum(0)
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_x = grad_output @ weight
                grad_weight = grad_output.T @ x
                grad_bias = grad_output.sum(axis=0)
                weight -= 0.1 * grad_weight
                return grad_x, grad_weight, grad_bias
            """,
            "changes its input",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                grad_output = grad_output * (x @ weight.T > 0)
                return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)
            """,
            None,
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output.matmul(weight), grad_output.t().matmul(x), grad_output.sum(dim=0)
            """,
            "AttributeError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return -grad_output @ weight, -grad_output.T @ x, -grad_output.sum(axis=0)
            """,
            None,
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                print(grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0))
            """,
            "printed instead of returning",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                gx = np.einsum("bo,oi->bi", grad_output, weight)
                gw = np.einsum("bo,bi->io", grad_output, x)
                gb = np.einsum("bo->o", grad_output)
                return gx, gw, gb
            """,
            "grad_weight lies on its side",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                gx = grad_output @ weight
                gw = grad_output.transpose(0, 1) @ x
                gb = grad_output.sum(0)
                return gx, gw, gb
            """,
            "ValueError",
        ),
        (
            """
            def linear_backward(grad_output, x, weight):
                return grad_output @ weight, gx.T @ x, grad_output.sum(0)
            """,
            "NameError",
        ),
    ],
    "backward/unbroadcast": [
        (
            """
            def unbroadcast(grad, shape):
                for axis, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=axis, keepdims=True)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for axis, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=axis)
                return grad
            """,
            "AxisError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                axes = tuple(i for i, (a, b) in enumerate(zip(grad.shape, shape)) if a != b)
                return grad.sum(axis=axes).reshape(shape)
            """,
            "ValueError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                extra = grad.ndim - len(shape)
                grad = grad.sum(axis=range(extra))
                return grad.reshape(shape)
            """,
            "TypeError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                return grad.sum(axis=0)
            """,
            "unused parameter",
        ),
        (
            """
            def unbroadcast(grad, shape):
                return grad.reshape(shape)
            """,
            "ValueError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                return np.sum(grad)
            """,
            "unused parameter",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                return grad
            """,
            "stretched axes stay",
        ),
        (
            """
            def unbroadcast(grad, shape):
                for i in range(len(shape)):
                    if shape[i] == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=i)
                return grad
            """,
            "AxisError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=-1)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "takes the new axes from the back",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.mean(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.mean(axis=i, keepdims=True)
                return grad
            """,
            "averages the copies",
        ),
        (
            """
            def unbroadcast(grad, shape):
                return np.broadcast_to(grad, shape)
            """,
            "ValueError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                if grad.shape == shape:
                    return grad
                return grad.sum(axis=0)
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                if grad.shape == shape:
                    return grad
                return grad.sum(axis=0, keepdims=True)
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                return np.resize(grad, shape)
            """,
            None,
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad[0]
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = np.take(grad, [0], axis=i)
                return grad
            """,
            "keeps one of the copies",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i in range(len(shape) - 1):
                    if shape[i] == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i in range(len(shape)):
                    if shape[i] == 1:
                        return grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                if grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i in range(len(shape)):
                    if shape[i] == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "only one new axis",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i in range(len(shape)):
                    if grad.shape[i] == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "stretched axes stay",
        ),
        (
            """
            def unbroadcast(grad, shape):
                axes = tuple(i for i, (a, b) in enumerate(zip(grad.shape, shape)) if a != b)
                return grad.sum(axis=axes, keepdims=True)
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                extra = grad.ndim - len(shape)
                axes = tuple(range(extra)) + tuple(i for i, n in enumerate(shape) if n == 1)
                return grad.sum(axis=axes).reshape(shape)
            """,
            "ValueError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                extra = grad.ndim - len(shape)
                axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1)
                return grad.sum(axis=axes, keepdims=True)
            """,
            "wrong shape",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(dim=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(dim=i, keepdim=True)
                return grad
            """,
            "TypeError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while len(grad.shape) > len(shape):
                    grad.sum(axis=0)
                    break
                for i, n in enumerate(shape):
                    if n == 1:
                        grad.sum(axis=i, keepdims=True)
                return grad
            """,
            "returns its input",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.max(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.max(axis=i, keepdims=True)
                return grad
            """,
            None,
        ),
        (
            """
            def unbroadcast(grad, shape):
                if len(shape) == 1:
                    return grad.sum(axis=0)
                if shape[0] == 1:
                    grad = grad.sum(axis=0, keepdims=True)
                if shape[1] == 1:
                    grad = grad.sum(axis=1, keepdims=True)
                return grad
            """,
            "IndexError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                out = np.zeros(shape)
                out += grad
                return out
            """,
            "ValueError",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=i, keepdims=True)
                return np.squeeze(grad)
            """,
            "drops the axes of length 1",
        ),
        (
            """
            def unbroadcast(grad, shape):
                while grad.ndim > len(shape):
                    grad = grad.sum(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        grad = grad.sum(axis=0, keepdims=True)
                return grad
            """,
            "wrong shape",
        ),
    ],
    "backward/softmax_cross_entropy_grad": [
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                logp = np.log(p)
                logp[np.arange(len(target)), target] -= 1
                return logp / len(target)
            """,
            None,
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return p[np.arange(len(target)), target] - 1
            """,
            "wrong shape",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True) / len(target)
                p[np.arange(len(target)), target] -= 1
                return p
            """,
            "the 1 is not divided",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits)
                p = e / e.sum(axis=1, keepdims=True)
                onehot = np.zeros(logits.shape)
                onehot[target, np.arange(len(target))] = 1
                return (p - onehot) / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target] -= 1
                return p
            """,
            "does not divide by the batch size",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return p / len(target)
            """,
            "nothing is taken off for the right class",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(logits.shape[1])[target]
                return (one_hot - p) / len(target)
            """,
            "the sign is turned",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return (p - target) / len(target)
            """,
            "ValueError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return (p - target[:, None]) / len(target)
            """,
            "subtracts the class's number",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[:, target] -= 1
                return p / len(target)
            """,
            "takes 1 off in every row",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(logits.shape[1])[target]
                return (p - one_hot) / logits.shape[1]
            """,
            "divides by the number of classes",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(logits.shape[1])[target]
                return (p - one_hot) / logits.size
            """,
            "divides by the number of elements",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=0, keepdims=True))
                p = e / e.sum(axis=0, keepdims=True)
                p[range(len(target)), target] -= 1
                return p / len(target)
            """,
            "softmax over the batch",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max())
                p = e / e.sum()
                p[range(len(target)), target] -= 1
                return p / len(target)
            """,
            "softmax over the whole array",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                grad = logits.copy()
                grad[np.arange(len(target)), target] -= 1
                return grad / len(target)
            """,
            "without the softmax",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                logits -= logits.max(axis=1, keepdims=True)
                p = np.exp(logits)
                p /= p.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target] -= 1
                return p / len(target)
            """,
            "changes its input",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                p = logits
                for i in range(len(p)):
                    p[i] = np.exp(p[i] - max(p[i]))
                    p[i] = p[i] / sum(p[i])
                    p[i][target[i]] -= 1
                return p / len(p)
            """,
            "changes its input",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.zeros_like(p)
                one_hot[target] = 1
                return (p - one_hot) / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return -np.mean(np.log(p[np.arange(len(target)), target]))
            """,
            "wrong shape",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                return (p[np.arange(len(target)), target] - 1) / len(target)
            """,
            "wrong shape",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target] -= 1 / len(target)
                return p
            """,
            "right only for batch 1",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target] - 1
                return p / len(target)
            """,
            "nothing is taken off for the right class",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1))
                p = e / e.sum(axis=1)
                p[np.arange(len(target)), target] -= 1
                return p / len(target)
            """,
            "ValueError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target] -= 1
                return p.mean(axis=0)
            """,
            "averages the rows into one",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(logits.shape[1])[target]
                grad = -one_hot / p
                return grad / len(target)
            """,
            "the gradient with respect to the probabilities",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(logits.shape[1])[target]
                return (p - one_hot) * p * (1 - p) / len(target)
            """,
            "multiplied by the softmax's slope again",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                one_hot = np.eye(len(target))[target]
                return (p - one_hot) / len(target)
            """,
            "IndexError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                for i in range(len(target)):
                    p[i, target[i]] -= 1
                    return p / len(target)
            """,
            "returns inside the loop",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                p[np.arange(len(target)), target - 1] -= 1
                return p / len(target)
            """,
            "classes counted from 1",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                p = np.exp(logits - logits.max(axis=1, keepdims=True))
                p[np.arange(len(target)), target] -= 1
                return p / len(target)
            """,
            "exponentials without their sum",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                p = torch.softmax(logits, dim=1)
                p[range(len(target)), target] -= 1
                return p / len(target)
            """,
            "NameError",
        ),
        (
            """
            def softmax_cross_entropy_grad(logits, target):
                e = np.exp(logits - logits.max(axis=1, keepdims=True))
                p = e / e.sum(axis=1, keepdims=True)
                y = np.argmax(target, axis=1)
                p[np.arange(len(y)), y] -= 1
                return p / len(y)
            """,
            "AxisError",
        ),
    ],
}

RIGHT = {
    "backward/relu_grad": [
        """
        def relu_grad(grad_output, x):
            return grad_output * (x > 0)
        """,
        """
        def relu_grad(grad_output, x):
            return np.where(x > 0, grad_output, 0.0)
        """,
        """
        def relu_grad(grad_output, x):
            g = grad_output.copy()
            g[x <= 0] = 0
            return g
        """,
        """
        def relu_grad(g, x):
            return g * np.heaviside(x, 0)
        """,
        """
        def relu_grad(grad_output, x):
            return grad_output * (np.sign(x) + np.abs(np.sign(x))) / 2
        """,
        """
        def relu_grad(grad_output, x):
            out = np.zeros(x.shape)
            for i in np.ndindex(x.shape):
                if x[i] > 0:
                    out[i] = grad_output[i]
            return out
        """,
        """
        def relu_grad(grad_output, x):
            flat = [g if v > 0 else 0.0 for g, v in zip(grad_output.ravel(), x.ravel())]
            return np.array(flat).reshape(x.shape)
        """,
        """
        def relu_grad(grad_output, x):
            def go(g, v):
                if isinstance(v, list):
                    return [go(a, b) for a, b in zip(g, v)]
                return g * (1 if v > 0 else 0)
            return go(grad_output.tolist(), x.tolist())
        """,
        """
        def relu_grad(grad_output, x):
            y = np.maximum(x, 0)
            return np.where(y == 0, 0, grad_output)
        """,
        """
        def relu_grad(grad_output, x):
            out = np.zeros_like(grad_output)
            np.copyto(out, grad_output, where=x > 0)
            return out
        """,
        """
        def relu_grad(grad_output, x):
            return grad_output - grad_output * ~(x > 0)
        """,
    ],
    "backward/sigmoid_grad": [
        """
        def sigmoid_grad(grad_output, y):
            return grad_output * y * (1 - y)
        """,
        """
        def sigmoid_grad(grad_output, y):
            return grad_output * (y - y ** 2)
        """,
        """
        def sigmoid_grad(grad_output, y):
            return grad_output * (0.25 - (y - 0.5) ** 2)
        """,
        """
        def sigmoid_grad(g, s):
            local = np.multiply(s, np.subtract(1.0, s))
            return np.multiply(g, local)
        """,
        """
        def sigmoid_grad(grad_output, y):
            out = np.zeros_like(y)
            for i in np.ndindex(y.shape):
                out[i] = grad_output[i] * y[i] * (1.0 - y[i])
            return out
        """,
        """
        def sigmoid_grad(grad_output, y):
            return np.array([g * s * (1 - s) for g, s in zip(grad_output.flat, y.flat)]).reshape(y.shape)
        """,
        """
        def sigmoid_grad(grad_output, y):
            if y.ndim == 0:
                return float(grad_output * y * (1 - y))
            return [sigmoid_grad(np.asarray(g), np.asarray(v)) for g, v in zip(grad_output, y)]
        """,
        """
        def sigmoid_grad(grad_output, y):
            return np.einsum("...,...,...->...", grad_output, y, 1 - y)
        """,
        """
        def sigmoid_grad(grad_output, y):
            d = y.copy()
            d *= 1 - y
            d *= grad_output
            return d
        """,
        """
        def sigmoid_grad(grad_output, y):
            return -(grad_output * y) * (y - 1)
        """,
    ],
    "backward/tanh_grad": [
        """
        def tanh_grad(grad_output, y):
            return grad_output * (1 - y ** 2)
        """,
        """
        def tanh_grad(grad_output, y):
            return grad_output - grad_output * y * y
        """,
        """
        def tanh_grad(grad_output, y):
            return grad_output * (1 - y) * (1 + y)
        """,
        """
        def tanh_grad(g, t):
            return np.multiply(g, 1.0 - np.square(t))
        """,
        """
        def tanh_grad(grad_output, y):
            out = np.empty(y.shape)
            for i, v in np.ndenumerate(y):
                out[i] = (1 - v * v) * grad_output[i]
            return out
        """,
        """
        def tanh_grad(grad_output, y):
            s = (y + 1) / 2
            return 4 * grad_output * s * (1 - s)
        """,
        """
        def tanh_grad(grad_output, y):
            pairs = zip(grad_output.ravel().tolist(), y.ravel().tolist())
            return np.reshape([g * (1 - t ** 2) for g, t in pairs], y.shape)
        """,
        """
        def tanh_grad(grad_output, y):
            def rec(g, t):
                return list(map(rec, g, t)) if isinstance(g, list) else g * (1 - pow(t, 2))
            return rec(grad_output.tolist(), y.tolist())
        """,
        """
        def tanh_grad(grad_output, y):
            slope = np.ones_like(y)
            slope -= np.power(y, 2)
            return slope * grad_output
        """,
        """
        tanh_grad = np.vectorize(lambda g, y: g * (1.0 - y * y))
        """,
    ],
    "backward/linear_backward": [
        """
        def linear_backward(grad_output, x, weight):
            return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)
        """,
        """
        def linear_backward(grad_output, x, weight):
            grad_x = np.einsum("bo,oi->bi", grad_output, weight)
            grad_weight = np.einsum("bo,bi->oi", grad_output, x)
            grad_bias = np.einsum("bo->o", grad_output)
            return grad_x, grad_weight, grad_bias
        """,
        """
        def linear_backward(grad_output, x, weight):
            grad_x = np.zeros_like(x)
            grad_weight = np.zeros_like(weight)
            grad_bias = np.zeros(weight.shape[0])
            for b in range(x.shape[0]):
                for o in range(weight.shape[0]):
                    grad_bias[o] += grad_output[b, o]
                    for i in range(weight.shape[1]):
                        grad_x[b, i] += grad_output[b, o] * weight[o, i]
                        grad_weight[o, i] += grad_output[b, o] * x[b, i]
            return grad_x, grad_weight, grad_bias
        """,
        """
        def linear_backward(g, x, w):
            dx = (w.T @ g.T).T
            dw = (x.T @ g).T
            db = g.T @ np.ones(len(g))
            return dx, dw, db
        """,
        """
        def linear_backward(grad_output, x, weight):
            gw = sum(np.outer(g, row) for g, row in zip(grad_output, x))
            gb = sum(grad_output)
            gx = np.array([weight.T.dot(g) for g in grad_output])
            return gx, gw, gb
        """,
        """
        def linear_backward(grad_output, x, weight):
            gx = np.tensordot(grad_output, weight, axes=1)
            gw = np.tensordot(grad_output, x, axes=(0, 0))
            gb = np.add.reduce(grad_output)
            return gx, gw, gb
        """,
        """
        def linear_backward(grad_output, x, weight):
            x1 = np.hstack([x, np.ones((x.shape[0], 1))])
            both = np.dot(grad_output.T, x1)
            return np.dot(grad_output, weight), both[:, :-1], both[:, -1]
        """,
        """
        def linear_backward(grad_output, x, weight):
            gx = (grad_output[:, :, None] * weight[None]).sum(1)
            gw = (grad_output[:, :, None] * x[:, None, :]).sum(0)
            gb = np.array([column.sum() for column in grad_output.T])
            return gx, gw, gb
        """,
        """
        def linear_backward(grad_output, x, weight):
            def mul(a, b):
                return [[sum(p * q for p, q in zip(row, col)) for col in zip(*b)] for row in a]
            g, x, w = grad_output.tolist(), x.tolist(), weight.tolist()
            gt = list(zip(*g))
            return mul(g, w), mul(gt, x), [sum(col) for col in gt]
        """,
        """
        def linear_backward(grad_output, x, weight):
            n = len(x)
            gb = grad_output.mean(axis=0) * n
            gw = np.mean(grad_output[..., None] * x[:, None], axis=0) * n
            gx = np.inner(grad_output, np.transpose(weight))
            return (gx, gw, gb)
        """,
    ],
    "backward/unbroadcast": [
        """
        def unbroadcast(grad, shape):
            while grad.ndim > len(shape):
                grad = grad.sum(axis=0)
            for i, n in enumerate(shape):
                if n == 1:
                    grad = grad.sum(axis=i, keepdims=True)
            return grad
        """,
        """
        def unbroadcast(grad, shape):
            extra = grad.ndim - len(shape)
            axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1)
            return grad.sum(axis=axes).reshape(shape)
        """,
        """
        def unbroadcast(grad, shape):
            padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
            axes = tuple(i for i in range(grad.ndim) if padded[i] != grad.shape[i])
            return np.reshape(np.sum(grad, axis=axes, keepdims=True), shape)
        """,
        """
        def unbroadcast(grad, shape):
            if grad.shape == tuple(shape):
                return grad
            if grad.ndim > len(shape):
                return unbroadcast(np.add.reduce(grad, axis=0), shape)
            for axis in range(grad.ndim):
                if shape[axis] != grad.shape[axis]:
                    return unbroadcast(grad.sum(axis=axis, keepdims=True), shape)
        """,
        """
        def unbroadcast(grad, shape):
            out = np.zeros(shape)
            skip = grad.ndim - len(shape)
            for index in np.ndindex(grad.shape):
                place = tuple(0 if n == 1 else i for i, n in zip(index[skip:], shape))
                out[place] += grad[index]
            return out
        """,
        """
        def unbroadcast(grad, shape):
            n = int(np.prod(shape))
            owner = np.broadcast_to(np.arange(n).reshape(shape), grad.shape)
            return np.bincount(owner.ravel(), weights=grad.ravel(), minlength=n).reshape(shape)
        """,
        """
        def unbroadcast(grad, shape):
            letters = "abcdefghijklmnop"[: grad.ndim]
            tail = letters[grad.ndim - len(shape):]
            kept = "".join(c for c, n in zip(tail, shape) if n != 1)
            return np.einsum(letters + "->" + kept, grad).reshape(shape)
        """,
        """
        def unbroadcast(grad, shape):
            g = grad.reshape((-1,) + grad.shape[grad.ndim - len(shape):]).sum(0)
            for axis in reversed(range(len(shape))):
                if shape[axis] < g.shape[axis]:
                    g = np.expand_dims(g.sum(axis), axis)
            return g
        """,
        """
        def unbroadcast(grad, shape):
            out = np.zeros(shape)
            view = np.lib.stride_tricks.as_strided(
                out,
                grad.shape,
                (0,) * (grad.ndim - len(shape)) + tuple(0 if n == 1 else s for n, s in zip(shape, out.strides)),
            )
            for i in np.ndindex(grad.shape):
                view[i] += grad[i]
            return out
        """,
        """
        def unbroadcast(grad, shape):
            total = grad * 1.0
            total = total.sum(axis=tuple(range(total.ndim - len(shape))))
            ones = [k for k in range(len(shape)) if shape[k] == 1]
            for k in ones:
                total = np.swapaxes(np.swapaxes(total, 0, k).sum(axis=0)[None], 0, k)
            return total
        """,
    ],
    "backward/softmax_cross_entropy_grad": [
        """
        def softmax_cross_entropy_grad(logits, target):
            e = np.exp(logits - logits.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            p[np.arange(len(target)), target] -= 1
            return p / len(target)
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            z = logits - np.max(logits, axis=-1)[:, None]
            log_p = z - np.log(np.sum(np.exp(z), axis=-1))[:, None]
            one_hot = np.eye(logits.shape[1])[target]
            return (np.exp(log_p) - one_hot) / logits.shape[0]
        """,
        """
        import math
        def softmax_cross_entropy_grad(logits, target):
            n = len(logits)
            rows = []
            for i in range(n):
                top = max(logits[i])
                e = [math.exp(v - top) for v in logits[i]]
                s = sum(e)
                rows.append([(e[j] / s - (1 if j == target[i] else 0)) / n for j in range(len(e))])
            return rows
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            batch, classes = logits.shape
            p = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
            hit = np.arange(classes)[None, :] == target[:, None]
            return np.where(hit, p - 1, p) / batch
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            def softmax(z):
                e = np.exp(z - z.max())
                return e / e.sum()
            grad = np.zeros_like(logits)
            for i, (row, t) in enumerate(zip(logits, target)):
                grad[i] = softmax(row)
                grad[i, t] -= 1
            return grad / len(logits)
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            e = np.exp(logits - logits.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            one_hot = np.zeros_like(p)
            np.put_along_axis(one_hot, target.reshape(-1, 1), 1.0, axis=1)
            # the whole Jacobian of softmax's logarithm
            jac = np.eye(p.shape[1])[None] - p[:, None, :]
            return -np.einsum("bi,bij->bj", one_hot, jac) / len(p)
        """,
        """
        def softmax_cross_entropy_grad(z, y):
            n = z.shape[0]
            ez = np.exp((z.T - z.max(1)).T)
            probs = (ez.T / ez.sum(1)).T / n
            np.add.at(probs, (range(n), y), -1 / n)
            return probs
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            shifted = logits - logits[np.arange(len(target)), target][:, None]
            top = shifted.max(axis=1, keepdims=True)
            e = np.exp(shifted - top)
            g = e / e.sum(axis=1, keepdims=True)
            for i, t in enumerate(target):
                g[i, t] = g[i, t] - 1.0
            return np.mean([g], axis=0) * (1 / len(target))
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            if len(logits) == 1:
                e = np.exp(logits[0] - logits[0].max())
                return (e / e.sum() - np.eye(len(e))[target[0]])[None, :]
            n = len(logits)
            first = softmax_cross_entropy_grad(logits[:1], target[:1])
            rest = softmax_cross_entropy_grad(logits[1:], target[1:])
            return np.concatenate([first / n, rest * (n - 1) / n])
        """,
        """
        def softmax_cross_entropy_grad(logits, target):
            diff = logits[:, None, :] - logits[:, :, None]
            with np.errstate(over="ignore"):
                p = 1 / np.exp(diff).sum(axis=2)
            return (p - np.array([np.bincount([t], minlength=logits.shape[1]) for t in target])) / len(target)
        """,
    ],
}
