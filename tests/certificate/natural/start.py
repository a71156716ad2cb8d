"""What students type into the exercises of lesson 00: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "start/xor_label": [
        (
            """
            def xor_label(x1, x2):
                return x1 or x2
            """,
            "ValueError",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 ^ x2
            """,
            "TypeError",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.logical_or(x1, x2).astype(float)
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 == x2
            """,
            "inverted",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 + x2
            """,
            "adds the inputs",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 - x2
            """,
            "subtracts the inputs",
        ),
        (
            """
            def xor_label(x1, x2):
                if x1 != x2:
                    return 1.0
                else:
                    return 0.0
            """,
            "ValueError",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.logical_and(x1, x2)
            """,
            "AND",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = np.zeros(len(x1))
                for i in range(len(x1)):
                    if x1[i] == 1 and x2[i] == 0:
                        labels[i] = 1
                return labels
            """,
            "only x1 larger",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = []
                for a, b in zip(x1, x2):
                    if a == 1 or b == 1:
                        labels.append(1.0)
                    else:
                        labels.append(0.0)
                return np.array(labels)
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = []
                for a, b in zip(x1, x2):
                    labels.append(a != b)
                    return labels
            """,
            "returns inside the loop",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.array([0.0, 1.0, 1.0, 0.0])
            """,
            "unused parameter",
        ),
        (
            """
            def xor_label(x1, x2):
                return int(x1) ^ int(x2)
            """,
            "TypeError",
        ),
        (
            """
            def xor_label(x1, x2):
                x1 = x1.astype(int)
                x2 = x2.astype(int)
                print(x1 ^ x2)
            """,
            "printed instead of returning",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.where(x1 != x2, 0.0, 1.0)
            """,
            "inverted",
        ),
        (
            """
            def xor_label(x1, x2):
                return (x1 + x2) // 2
            """,
            "AND",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.sum([x1, x2]) % 2
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = (x1 + x2) % 2
                labels = labels.reshape(-1, 1)
                return labels
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                # -1 / 1 labels
                return np.where(x1 != x2, 1.0, -1.0)
            """,
            "labels −1 and 1",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.where(x1 == 1 and x2 == 0 or x1 == 0 and x2 == 1, 1, 0)
            """,
            "ValueError",
        ),
        (
            """
            def xor_label(x1, x2):
                return (x1 | x2) & ~(x1 & x2)
            """,
            "TypeError",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 * (1 - x2) + x2
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                return 1 if (x1 != x2).any() else 0
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.where(x1 != x2)
            """,
            "a tuple of one value",
        ),
        (
            """
            def xor_label(x1, x2):
                for i in range(len(x1)):
                    x1[i] = (x1[i] + x2[i]) % 2
                return x1
            """,
            "changes its input",
        ),
        (
            """
            def xor_label(x1, x2):
                x1 += x2
                x1[x1 == 2] = 0
                return x1
            """,
            "changes its input",
        ),
        (
            """
            def xor_label(x1, x2):
                return [str(int(a != b)) for a, b in zip(x1, x2)]
            """,
            "wrong type",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = np.zeros(len(x1))
                for i in range(len(x1) - 1):
                    labels[i] = x1[i] != x2[i]
                return labels
            """,
            None,
        ),
        (
            """
            def xor_label(x1, x2):
                return np.bitwise_xor(x1, x2)
            """,
            "TypeError",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.logical_not(x1 != x2)
            """,
            "inverted",
        ),
        (
            """
            def xor_label(x1, x2):
                return 2 * x1 * x2 - x1 - x2
            """,
            "wrong sign",
        ),
        (
            """
            def xor_label(x1, x2):
                label = 0
                for a, b in zip(x1, x2):
                    if a != b:
                        label = 1
                return label
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 is not x2
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                return not x1 == x2
            """,
            "ValueError",
        ),
        (
            """
            def xor_label(x1, x2):
                return x1 + x2 - x1 * x2
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.maximum(x1, x2)
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.where(x1 == 1, x2, 1 - x2)
            """,
            "inverted",
        ),
        (
            """
            def xor_label(x1, x2):
                return (x1 != x2) == True == False
            """,
            "ValueError",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.array([1 if a != b else 0 for a in x1 for b in x2])
            """,
            "wrong shape",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = np.zeros_like(x1)
                for i, (a, b) in enumerate(zip(x1, x2)):
                    if a == 1 or b == 1 and not (a == 1 and b == 1):
                        labels[i] = 1
                return labels
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                return 1 - (x1 != x2)
            """,
            "inverted",
        ),
        (
            """
            def xor_label(x1, x2):
                return -np.abs(x1 - x2)
            """,
            "wrong sign",
        ),
        (
            """
            def xor_label(x1, x2):
                return np.abs(x1 - x2) * 0.5
            """,
            "half",
        ),
        (
            """
            def xor_label(x1, x2):
                return (x1 > 0.5) + (x2 > 0.5)
            """,
            "OR",
        ),
        (
            """
            def xor_label(x1, x2):
                labels = []
                for i in x1:
                    for j in x2:
                        if i == j:
                            labels.append(0)
                        else:
                            labels.append(1)
                return labels
            """,
            "wrong shape",
        ),
    ],
    "start/update": [
        (
            """
            def update(weight, gradient, learning_rate):
                return weight + learning_rate * gradient
            """,
            "adds the step",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight -= learning_rate * gradient
                return weight
            """,
            "changes its input",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight = weight - learning_rate * gradient
            """,
            "returned nothing",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight -= learning_rate * gradient
            """,
            "returned nothing",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return learning_rate * gradient - weight
            """,
            "subtracts the other way round",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - gradient
            """,
            "leaves out the learning rate",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate
            """,
            "unused parameter",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - gradient / learning_rate
            """,
            "divides by the learning rate",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return learning_rate * gradient
            """,
            "returns only the step",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return -learning_rate * gradient
            """,
            "returns only the change",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight * (1 - learning_rate * gradient)
            """,
            "multiplies the step by the weight",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return (weight - gradient) * learning_rate
            """,
            "multiplies the weight by the learning rate too",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate - gradient
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                new_weight = []
                for i in range(len(weight)):
                    new_weight.append(weight[i] - learning_rate * gradient[0])
                return new_weight
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                for w, g in zip(weight, gradient):
                    w = w - learning_rate * g
                return weight
            """,
            "returns its input",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                for w, g in zip(weight, gradient):
                    return w - learning_rate * g
            """,
            "returns inside the loop",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * np.sum(gradient)
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * np.mean(gradient)
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * np.sign(gradient)
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - 0.01 * gradient
            """,
            "unused parameter",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * np.dot(weight, gradient)
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate @ gradient
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * (weight * inputs - target)
            """,
            "NameError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                gradient = 2 * (weight * 1.0 - 0.4) * 1.0
                return weight - learning_rate * gradient
            """,
            "overwrites a parameter",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return np.round(weight - learning_rate * gradient, 3)
            """,
            "rounded to 3",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                print(weight - learning_rate * gradient)
            """,
            "printed instead of returning",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * gradient * weight
            """,
            "multiplies the step by the weight",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * np.abs(gradient)
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                new = weight
                new -= gradient * learning_rate
                return new
            """,
            "changes its input",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * gradient / len(gradient)
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return gradient - learning_rate * weight
            """,
            "exchanges weight and gradient",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight.data -= learning_rate * weight.grad
                return weight
            """,
            "AttributeError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                if gradient > 0:
                    return weight - learning_rate * gradient
                else:
                    return weight + learning_rate * gradient
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return 0.498
            """,
            "unused parameter",
        ),
        (
            """
            def update(gradient, weight, learning_rate):
                return weight - learning_rate * gradient
            """,
            "parameters in another order",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate(gradient)
            """,
            "TypeError",
        ),
        (
            """
            def update(weight, gradient):
                return weight - 0.01 * gradient
            """,
            "wrong parameters",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * 2 * gradient
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return float(weight - learning_rate * gradient)
            """,
            "TypeError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight.item() - learning_rate * gradient.item()
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight * learning_rate - gradient
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight = weight + learning_rate * -gradient,
                return weight
            """,
            "a comma too many",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return [weight - learning_rate * gradient]
            """,
            "wrong shape",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight, weight - learning_rate * gradient
            """,
            "wrong shape",
        ),
        (
            """
            LR = 0.01
            def update(weight, gradient, learning_rate):
                return weight - LR * gradient
            """,
            "unused parameter",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                new_weight = np.zeros(len(weight))
                for i in range(len(weight)):
                    new_weight[i] = weight[i] - learning_rate * gradient[i]
                return new_weight
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                new_weight = []
                for w, g in zip(weight.flat, gradient.flat):
                    new_weight.append(w - learning_rate * g)
                return np.array(new_weight)
            """,
            "wrong shape",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                new_weight = np.zeros_like(weight)
                for i in range(len(weight) - 1):
                    new_weight[i] = weight[i] - learning_rate * gradient[i]
                return new_weight
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight.astype(int) - learning_rate * gradient
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight - learning_rate * gradient.T
            """,
            "ValueError",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight[:] = weight - learning_rate * gradient
            """,
            "returned nothing",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                weight[:] = weight - learning_rate * gradient
                return weight.copy()
            """,
            "changes its input",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return np.array([weight - learning_rate * gradient])
            """,
            "wrong shape",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                step = learning_rate * gradient
                return weight - step - step
            """,
            None,
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return weight
            """,
            "unused parameter",
        ),
        (
            """
            def update(weight, gradient, learning_rate):
                return gradient
            """,
            "unused parameter",
        ),
    ],
    "start/count_parameters": [
        (
            """
            def count_parameters(layer_sizes):
                return sum(layer_sizes)
            """,
            "counts units",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1]
                return total
            """,
            "no biases",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1]
                return total + sum(layer_sizes)
            """,
            "biases for the network's inputs too",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes)):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "IndexError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i]
                return total
            """,
            "biases counted with the inputs of a layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1] + 1
                return total
            """,
            "one bias for each layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                return np.prod(layer_sizes)
            """,
            "multiplies all sizes",
        ),
        (
            """
            def count_parameters(layer_sizes):
                n_in, n_hidden, n_out = layer_sizes
                return n_in * n_hidden + n_hidden + n_hidden * n_out + n_out
            """,
            "ValueError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                    return total
            """,
            "first layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total = layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "last layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 2):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "last layer missing",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(1, len(layer_sizes) - 1):
                    total += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
                return total
            """,
            "last layer missing",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(1, len(layer_sizes)):
                    total += layer_sizes[i] * layer_sizes[i] + layer_sizes[i]
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                return 33
            """,
            "unused parameter",
        ),
        (
            """
            def count_parameters(layer_sizes):
                return sum(p.numel() for p in model.parameters())
            """,
            "NameError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
                biases = sum(layer_sizes[1:-1])
                return weights + biases
            """,
            "no biases for the output layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
                biases = len(layer_sizes) - 1
                return weights + biases
            """,
            "one bias for each layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
                biases = sum(layer_sizes[:-1])
                return weights + biases
            """,
            "biases counted with the inputs of a layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                weights = [a * b for a, b in zip(layer_sizes, layer_sizes[1:])]
                biases = layer_sizes[1:]
                return sum(weights), sum(biases)
            """,
            "wrong shape",
        ),
        (
            """
            def count_parameters(layer_sizes):
                prev = layer_sizes.pop(0)
                total = 0
                for size in layer_sizes:
                    total += (prev + 1) * size
                    prev = size
                return total
            """,
            "changes its input",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                prev = layer_sizes[0]
                for size in layer_sizes[1:]:
                    total += (prev + 1) * size
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                prev = 0
                for size in layer_sizes:
                    total += prev * size + size
                    prev = size
                return total
            """,
            "biases for the network's inputs too",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in layer_sizes:
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "IndexError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for n_in, n_out in layer_sizes:
                    total += n_in * n_out + n_out
                return total
            """,
            "TypeError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
                    total += n_in * n_out + n_out
                print(total)
            """,
            "printed instead of returning",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 1
                for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
                    total *= n_in * n_out + n_out
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] * layer_sizes[2] + sum(layer_sizes[1:])
            """,
            "IndexError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                if len(layer_sizes) == 1:
                    return 0
                return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] + count_parameters(layer_sizes)
            """,
            "RecursionError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                return layer_sizes[:-1] * layer_sizes[1:] + sum(layer_sizes[1:])
            """,
            "TypeError",
        ),
        (
            """
            def count_parameters(layer_sizes):
                a = np.array(layer_sizes)
                return np.dot(a[:-1], a[1:])
            """,
            "no biases",
        ),
        (
            """
            def count_parameters(layer_sizes):
                a = np.array(layer_sizes)
                return a[:-1] * a[1:] + a[1:]
            """,
            "wrong shape",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += (layer_sizes[i] + 1) * (layer_sizes[i + 1] + 1)
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    weights = layer_sizes[i] * layer_sizes[i + 1]
                    biases = layer_sizes[i + 1]
                return weights + biases
            """,
            "last layer alone",
        ),
        (
            """
            total = 0
            def count_parameters(layer_sizes):
                global total
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "answers differ",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * (layer_sizes[i + 1] + 1)
                return total
            """,
            "biases counted with the inputs of a layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] + layer_sizes[i + 1]
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                return str(sum(a * b + b for a, b in zip(layer_sizes, layer_sizes[1:])))
            """,
            "wrong type",
        ),
        (
            """
            def count_parameters(layer_sizes):
                weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
                biases = sum(layer_sizes[1:])
                return weights - biases
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    for j in range(layer_sizes[i]):
                        for k in range(layer_sizes[i + 1]):
                            total += 1
                return total
            """,
            "no biases",
        ),
        (
            """
            def count_parameters(layer_sizes):
                biases = sum(layer_sizes[1:])
                return biases
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                return 2 * 8 + 8 + 8 * 1 + 1
            """,
            "unused parameter",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = layer_sizes[0]
                for i in range(1, len(layer_sizes)):
                    total += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
                return total
            """,
            "biases for the network's inputs too",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1]
                    total += 1
                return total
            """,
            "one bias for each layer",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for i, n in enumerate(layer_sizes):
                    if i == 0:
                        continue
                    total += layer_sizes[i - 1] * n
                    return total + n
            """,
            "first layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                return layer_sizes[0] * layer_sizes[1] + layer_sizes[1]
            """,
            "first layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                n = layer_sizes
                return n[-2] * n[-1] + n[-1]
            """,
            "last layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for a, b in zip(layer_sizes, layer_sizes[1:]):
                    total = + a * b + b
                return total
            """,
            "last layer alone",
        ),
        (
            """
            def count_parameters(layer_sizes):
                return len(layer_sizes)
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for a, b in zip(layer_sizes, layer_sizes[1:]):
                    total += a * b + b
                return -total
            """,
            "wrong sign",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for a, b in zip(layer_sizes, layer_sizes[2:]):
                    total += a * b + b
                return total
            """,
            None,
        ),
        (
            """
            def count_parameters(layer_sizes):
                layer_sizes.append(0)
                total = 0
                for i in range(len(layer_sizes) - 1):
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                return total
            """,
            "changes its input",
        ),
        (
            """
            def count_parameters(layer_sizes):
                total = 0
                for a in layer_sizes[:-1]:
                    for b in layer_sizes[1:]:
                        total += a * b + b
                return total
            """,
            None,
        ),
    ],
}

#: Right answers in styles of their own.
RIGHT = {
    "start/xor_label": [
        """
        def xor_label(x1, x2):
            return x1 != x2
        """,
        """
        def xor_label(x1, x2):
            return [float(a != b) for a, b in zip(x1, x2)]
        """,
        """
        def xor_label(a, b):
            return a + b - 2 * a * b
        """,
        """
        def xor_label(x1, x2):
            return np.abs(x1 - x2)
        """,
        """
        def xor_label(x1, x2):
            out = []
            for i in range(len(x1)):
                if x1[i] == 1 and x2[i] == 1:
                    out.append(0)
                elif x1[i] == 0 and x2[i] == 0:
                    out.append(0)
                else:
                    out.append(1)
            return out
        """,
        """
        def xor_label(x1, x2):
            return np.logical_xor(x1, x2)
        """,
        """
        def xor_label(x1, x2):
            return x1.astype(int) ^ x2.astype(int)
        """,
        """
        def xor_label(x1, x2):
            return ((x1 + x2) == 1).astype(np.float32)
        """,
        """
        def xor_label(x1, x2):
            table = {(0.0, 0.0): 0.0, (0.0, 1.0): 1.0, (1.0, 0.0): 1.0, (1.0, 1.0): 0.0}
            return tuple(table[pair] for pair in zip(x1.tolist(), x2.tolist()))
        """,
        """
        xor_label = np.vectorize(lambda a, b: int(a) ^ int(b))
        """,
        """
        def xor_label(x1, x2):
            result = np.maximum(x1, x2)
            result[(x1 == 1) & (x2 == 1)] = 0
            return result
        """,
        """
        def xor_label(x1, x2):
            return (x1 - x2) ** 2
        """,
        """
        def xor_label(x1, x2):
            return (x1.astype(bool) | x2.astype(bool)) & ~(x1.astype(bool) & x2.astype(bool))
        """,
        """
        def xor_label(x1, x2):
            return np.cos(np.pi * (x1 + x2)) * -0.5 + 0.5
        """,
    ],
    "start/update": [
        """
        def update(weight, gradient, learning_rate):
            new_weight = weight.copy()
            for i in range(new_weight.size):
                new_weight.flat[i] = weight.flat[i] - learning_rate * gradient.flat[i]
            return new_weight
        """,
        """
        def update(w, g, lr):
            return -(lr * g - w)
        """,
        """
        update = lambda weight, gradient, learning_rate: weight - gradient * learning_rate
        """,
        """
        def update(weight, gradient, learning_rate):
            return np.array((weight.ravel() - learning_rate * gradient.ravel()).tolist()).reshape(weight.shape)
        """,
        """
        def update(weight, gradient, learning_rate):
            return (weight - learning_rate * gradient).tolist()
        """,
        """
        def update(weight, gradient, learning_rate):
            step = gradient.copy()
            step *= -learning_rate
            return np.add(weight, step)
        """,
        """
        def update(weight, gradient, learning_rate=0.01):
            print("updating", weight.shape)
            return weight - learning_rate * gradient
        """,
        """
        def update(weight, gradient, learning_rate):
            weight = weight + 0
            weight -= gradient * learning_rate
            return weight
        """,
        """
        def update(*args):
            w, g, lr = args
            return w - lr * g
        """,
        """
        def update(weight, gradient, learning_rate):
            def one(w, g):
                return w - learning_rate * g
            return np.vectorize(one)(weight, gradient)
        """,
        """
        import copy
        def update(weight, gradient, learning_rate):
            result = copy.deepcopy(weight)
            result = result - gradient * learning_rate
            return result
        """,
        """
        def update(weight, gradient, learning_rate):
            if isinstance(weight, np.ndarray) and weight.ndim > 1:
                return np.array([update(w, g, learning_rate) for w, g in zip(weight, gradient)])
            return weight - learning_rate * gradient
        """,
    ],
    "start/count_parameters": [
        """
        def count_parameters(layer_sizes):
            return float(sum((a + 1) * b for a, b in zip(layer_sizes[:-1], layer_sizes[1:])))
        """,
        """
        def count_parameters(layer_sizes):
            if len(layer_sizes) < 2:
                return 0
            return (layer_sizes[0] + 1) * layer_sizes[1] + count_parameters(layer_sizes[1:])
        """,
        """
        def count_parameters(sizes):
            a = np.array(sizes)
            return (a[:-1] + 1) @ a[1:]
        """,
        """
        def count_parameters(layer_sizes):
            total = 0
            prev = None
            for size in layer_sizes:
                if prev is not None:
                    total = total + prev * size
                    total = total + size
                prev = size
            return total
        """,
        """
        def count_parameters(layer_sizes):
            total = 0
            for i in range(len(layer_sizes) - 1, 0, -1):
                total += layer_sizes[i] * (layer_sizes[i - 1] + 1)
            return np.array(total)
        """,
        """
        import itertools
        def count_parameters(layer_sizes):
            return sum(a * b + b for a, b in itertools.pairwise(layer_sizes))
        """,
        """
        def count_parameters(layer_sizes):
            total = 0
            for layer in range(len(layer_sizes) - 1):
                for unit in range(layer_sizes[layer + 1]):
                    for before in range(layer_sizes[layer]):
                        total += 1
                    total += 1
            return total
        """,
        """
        def count_parameters(layer_sizes):
            weights = 0
            for i in range(len(layer_sizes) - 1):
                W = np.zeros((layer_sizes[i + 1], layer_sizes[i]))
                b = np.zeros(layer_sizes[i + 1])
                weights += W.size + b.size
            return weights
        """,
        """
        def count_parameters(layer_sizes):
            i = 0
            total = 0
            while True:
                try:
                    total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
                except IndexError:
                    break
                i += 1
            return total
        """,
        """
        def count_parameters(layer_sizes):
            sizes = list(layer_sizes)
            total = 0
            while len(sizes) > 1:
                n = sizes.pop()
                total += n * sizes[-1] + n
            return total
        """,
        """
        from functools import reduce


        def count_parameters(layer_sizes):
            return reduce(
                lambda acc, n: (acc[0] + (acc[1] + 1) * n, n), layer_sizes[1:], (0, layer_sizes[0])
            )[0]
        """,
    ],
}
