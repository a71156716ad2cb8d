"""What students type into the plain steps and velocities of lesson 04: data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "optim/sgd": [
        (
            """
            def sgd(params, grads, lr):
                return [params[i] - lr * grads[0] for i in range(len(params))]
            """,
            "ValueError",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [lr * g - p for p, g in zip(params, grads)]
            """,
            None,
        ),
        (
            """
            def sgd(params, grads, lr):
                return {i: p - lr * g for i, (p, g) in enumerate(zip(params, grads))}
            """,
            "wrong type",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p - lr * abs(g) for p, g in zip(params, grads)]
            """,
            None,
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p + lr * g for p, g in zip(params, grads)]
            """,
            "adds the step",
        ),
        (
            """
            def sgd(params, grads, lr):
                for p, g in zip(params, grads):
                    p -= lr * g
                return params
            """,
            "changes its input",
        ),
        (
            """
            def sgd(params, grads, lr):
                new_params = []
                for i in range(len(params)):
                    new_params.append(params[i] - grads[i])
                return new_params
            """,
            "leaves out the learning rate",
        ),
        (
            """
            def sgd(params, grads, lr):
                for p, g in zip(params, grads):
                    p = p - lr * g
                return params
            """,
            "returns the old arrays",
        ),
        (
            """
            def sgd(params, grads, lr):
                return params - lr * grads
            """,
            "TypeError",
        ),
        (
            """
            def sgd(params, grads, lr):
                result = []
                for p, g in zip(params, grads):
                    result.append(p - lr * g)
                    return result
            """,
            "returns the first array only",
        ),
        (
            """
            def sgd(params, grads, lr):
                updated = [p - lr * g for p, g in zip(params, grads)]
                print(updated)
            """,
            "printed instead of returning",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [lr * g for p, g in zip(params, grads)]
            """,
            "returns only the steps",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [g - lr * p for p, g in zip(params, grads)]
            """,
            "exchanges weights and gradients",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p - g / lr for p, g in zip(params, grads)]
            """,
            "divides by the learning rate",
        ),
        (
            """
            def sgd(params, grads, lr):
                for i, g in enumerate(grads):
                    params[i] = params[i] - lr * g
                return params
            """,
            "changes its input",
        ),
        (
            """
            def sgd(params, grads, lr):
                new = []
                for i in range(len(params) - 1):
                    new.append(params[i] - lr * grads[i])
                return new
            """,
            "leaves out the last array",
        ),
        (
            """
            def sgd(params, grads, lr):
                lr = 0.01
                return [p - lr * g for p, g in zip(params, grads)]
            """,
            "overwrites a parameter",
        ),
        (
            """
            def sgd(params, grads, lr):
                out = []
                for p, g in zip(params, grads):
                    out.append(p - lr * np.mean(g))
                return out
            """,
            None,
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p - lr * g / len(params) for p, g in zip(params, grads)]
            """,
            None,
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p * (1 - lr * g) for p, g in zip(params, grads)]
            """,
            "multiplies the step by the weight",
        ),
        (
            """
            def sgd(params, grads, lr):
                with no_grad():
                    return [p - lr * g for p, g in zip(params, grads)]
            """,
            "NameError",
        ),
        (
            """
            def sgd(params, grads, lr):
                return [p - lr * g / np.linalg.norm(g) for p, g in zip(params, grads)]
            """,
            None,
        ),
        (
            """
            def sgd(params, grads, lr):
                for p, g in zip(params, grads):
                    np.subtract(p, lr * np.sign(g), out=p)
                return params
            """,
            "changes its input, and is wrong",
        ),
        (
            """
            def sgd(params, grads, lr):
                return (p - lr * p for p, g in zip(params, grads))
            """,
            "returned a generator",
        ),
        (
            """
            def sgd(params, grads, lr):
                import torch
                result = []
                for p, g in zip(params, grads):
                    result.append(torch.sub(torch.from_numpy(p), torch.from_numpy(g), alpha=lr).numpy())
                return result
            """,
            None,
        ),
    ],
    "optim/momentum": [
        (
            """
            v = 0
            def momentum(param, grad, velocity, lr, momentum):
                global v
                v = momentum * v + grad
                return param - lr * v, v
            """,
            "ValueError",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param = param - lr * momentum * velocity
                return param, velocity
            """,
            "uses the momentum twice",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = (1 - momentum) * velocity + momentum * grad
                return param - lr * velocity, velocity
            """,
            "exchanges the shares",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                param = param - lr * (momentum * velocity + grad)
                velocity = momentum * velocity + param
                return param, velocity
            """,
            None,
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * grad - momentum * velocity, velocity
            """,
            None,
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + (1 - momentum) * grad
                param = param - lr * velocity
                return param, velocity
            """,
            "averages the gradients",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity - lr * grad
                param = param + velocity
                return param, velocity
            """,
            "puts minus the learning rate into the velocity",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + lr * grad
                return param - velocity, velocity
            """,
            "puts the learning rate into the velocity",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                new_param = param - lr * velocity
                new_velocity = momentum * velocity + grad
                return new_param, new_velocity
            """,
            "moves by the old velocity",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity *= momentum
                velocity += grad
                return param - lr * velocity, velocity
            """,
            "changes its input",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param -= lr * velocity
                return param, velocity
            """,
            "changes its input",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                v = momentum * velocity + grad
                return v, param - lr * v
            """,
            "returns the two in the other order",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param = param - lr * velocity
                return param
            """,
            "wrong type",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = velocity + momentum * grad
                return param - lr * velocity, velocity
            """,
            "puts the momentum on the gradient",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param + lr * velocity, velocity
            """,
            "adds the step",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = 0.9 * velocity + grad
                return param - lr * velocity, velocity
            """,
            "unused parameter",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = np.zeros_like(param)
                velocity = momentum * velocity + grad
                return param - lr * velocity, velocity
            """,
            "overwrites a parameter",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                v = momentum * velocity + grad
                return param - lr * grad, v
            """,
            "moves by the gradient alone",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                v = momentum * velocity + grad
                return param - lr * v, velocity
            """,
            "returns the old velocity",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * (velocity + grad)
                param = param - lr * velocity
                return param, velocity
            """,
            "puts the momentum on both",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity - grad
                param = param - lr * velocity
                return param, velocity
            """,
            "puts the gradient into the velocity with a minus",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - velocity, velocity
            """,
            "leaves out the learning rate",
        ),
        (
            """
            def momentum(param, grad, lr, momentum, velocity):
                velocity = momentum * velocity + grad
                return param - lr * velocity, velocity
            """,
            "parameters in another order",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param = param - lr * velocity
                print("param:", param, "velocity:", velocity)
            """,
            "printed instead of returning",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                return param - lr * (grad + momentum * (momentum * velocity + grad)), momentum * velocity + grad
            """,
            "makes Nesterov's step",
        ),
        (
            """
            def momentum(param, grad, velocity, lr, momentum):
                import torch
                p = torch.nn.Parameter(torch.tensor(param))
                p.grad = torch.tensor(grad)
                opt = torch.optim.SGD([p], lr=lr, momentum=momentum)
                opt.state[p]["momentum_buffer"] = torch.tensor(velocity)
                opt.step()
                v = momentum * velocity + grad
                return p.detach().numpy(), v
            """,
            None,
        ),
    ],
    "optim/nesterov": [
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                prev = velocity
                velocity = momentum * velocity - lr * grad
                param = param - momentum * prev + (1 + momentum) * velocity
                return param, velocity
            """,
            "puts minus the learning rate into the velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                ahead = param - momentum * velocity
                velocity = momentum * velocity + grad
                return ahead - lr * velocity, velocity
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * (velocity + momentum * grad), velocity
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * momentum * (grad + velocity), velocity
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param = param - lr * velocity
                return param, velocity
            """,
            "moves by the velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                v_prev = velocity
                velocity = momentum * velocity - lr * grad
                param = param - momentum * v_prev + (1 + momentum) * velocity
                return param, velocity
            """,
            "puts minus the learning rate into the velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                new_velocity = momentum * velocity + grad
                param = param - lr * (grad + momentum * velocity)
                return param, new_velocity
            """,
            "moves by the velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                param = param - lr * (momentum * velocity)
                return param, velocity
            """,
            "leaves the gradient out of the step",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * (grad + velocity), velocity
            """,
            "looks ahead by the whole velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                look_ahead = param - lr * momentum * velocity
                velocity = momentum * velocity + grad
                return look_ahead - lr * velocity, velocity
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + (1 - momentum) * grad
                return param - lr * (grad + momentum * velocity), velocity
            """,
            "averages the gradients",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                d = grad + momentum * velocity
                return param + lr * d, velocity
            """,
            "adds the step",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                d = grad + momentum * velocity
                return param - lr * d, d
            """,
            "hands on the direction as velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity *= momentum
                velocity += grad
                return param - lr * (grad + momentum * velocity), velocity
            """,
            "changes its input",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                grad += momentum * velocity
                param = param - lr * grad
                return param, velocity
            """,
            "changes its input",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return velocity, param - lr * (grad + momentum * velocity)
            """,
            "returns the two in the other order",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * (grad + momentum * velocity)
            """,
            "wrong type",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                grad = grad + momentum * velocity
                velocity = momentum * velocity + grad
                return param - lr * velocity, velocity
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                return param - lr * grad + momentum * velocity, velocity
            """,
            "leaves the look ahead out of the parentheses",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + lr * grad
                return param - (lr * grad + momentum * velocity), velocity
            """,
            "puts the learning rate into the velocity",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                new = momentum * velocity + grad
                ahead = (1 + momentum) * new - velocity
                return param - lr * ahead, new
            """,
            None,
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum=0.9):
                momentum = 0.9
                velocity = momentum * velocity + grad
                return param - lr * (grad + momentum * velocity), velocity
            """,
            "overwrites a parameter",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                lookahead = param - momentum * velocity
                g = grad(lookahead)
                velocity = momentum * velocity + g
                return param - lr * velocity, velocity
            """,
            "TypeError",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                velocity = momentum * velocity + grad
                print(param - lr * (grad + momentum * velocity), velocity)
            """,
            "printed instead of returning",
        ),
        (
            """
            def nesterov(param, grad, velocity, lr, momentum):
                import torch
                buf = torch.from_numpy(velocity).mul(momentum).add(torch.from_numpy(grad))
                g = torch.from_numpy(grad).add(buf, alpha=momentum)
                return torch.from_numpy(param).add(g, alpha=-lr).numpy(), buf.numpy()
            """,
            None,
        ),
    ],
    "optim/weight_decay": [
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad * (1 - weight_decay)
            """,
            "unused parameter",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay * np.sum(param)
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return (grad + param) * weight_decay
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad - weight_decay * param
            """,
            "subtracts the decay",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + 2 * weight_decay * param
            """,
            "takes twice the weights",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay * param ** 2
            """,
            "adds the penalty instead of its slope",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + 0.5 * weight_decay * np.sum(param ** 2)
            """,
            "adds the whole penalty to every element",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return param * (1 - weight_decay)
            """,
            "shrinks the weights",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return param - weight_decay * grad
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad * (1 - weight_decay)
            """,
            "unused parameter",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay
            """,
            "adds the same to every weight",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                grad += weight_decay * param
                return grad
            """,
            "changes its input",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return param + weight_decay * grad
            """,
            "exchanges weights and gradient",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return weight_decay * param
            """,
            "returns only the decay",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay * np.sign(param)
            """,
            "takes only the sign of the weights",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay * np.abs(param)
            """,
            "drops the sign of the weights",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                new_grad = grad + weight_decay * param
                print(new_grad)
            """,
            "printed instead of returning",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay * np.linalg.norm(param)
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return (1 - weight_decay) * grad + weight_decay * param
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                lr = 0.01
                return grad + lr * weight_decay * param
            """,
            None,
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return param - lr * (grad + weight_decay * param)
            """,
            "NameError",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return grad + weight_decay / 2 * param
            """,
            "takes half the weights",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                return param, grad + weight_decay * param
            """,
            "wrong shape",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                for i in range(len(param)):
                    new_grad = grad[i] + weight_decay * param[i]
                return new_grad
            """,
            "wrong shape",
        ),
        (
            """
            def weight_decay(param, grad, weight_decay):
                import torch
                p = torch.tensor(param, requires_grad=True)
                loss = weight_decay / 2 * (p * p).sum() + (p * torch.tensor(grad)).sum()
                loss.backward()
                return p.grad.numpy()
            """,
            None,
        ),
    ],
}

#: Right answers in other styles.
RIGHT = {
    "optim/sgd": [
        """
        def sgd(params, grads, lr):
            return [p - lr * g for p, g in zip(params, grads)]
        """,
        """
        def sgd(params, grads, lr):
            new_params = []
            for i in range(len(params)):
                step = lr * grads[i]
                new_params.append(params[i] - step)
            return new_params
        """,
        """
        def sgd(params, grads, lr):
            out = [p.copy() for p in params]
            for p, g in zip(out, grads):
                p -= lr * g
            return out
        """,
        """
        def sgd(params, grads, lr):
            return list(map(lambda p, g: p + (-lr) * g, params, grads))
        """,
        """
        def sgd(params, grads, lr):
            import copy
            params = copy.deepcopy(params)
            for i, g in enumerate(grads):
                params[i] -= lr * g
            return params
        """,
        """
        def sgd(params, grads, lr):
            new = []
            for p, g in zip(params, grads):
                flat = []
                for a, b in zip(p.ravel(), g.ravel()):
                    flat.append(a - lr * b)
                new.append(np.array(flat).reshape(p.shape))
            return new
        """,
        """
        def sgd(parameters, gradients, learning_rate):
            def update(parameter, gradient):
                return np.subtract(parameter, np.multiply(learning_rate, gradient))

            result = []
            for pair in zip(parameters, gradients):
                result.append(update(*pair))
            return result
        """,
        """
        def sgd(params, grads, lr):
            sizes = [p.size for p in params]
            slopes = np.concatenate([g.flatten() for g in grads])
            everything = np.concatenate([p.flatten() for p in params]) - lr * slopes
            parts = np.split(everything, np.cumsum(sizes)[:-1])
            return [part.reshape(p.shape) for part, p in zip(parts, params)]
        """,
        """
        def sgd(params, grads, lr):
            if len(params) == 0:
                return []
            return [params[0] - lr * grads[0]] + sgd(params[1:], grads[1:], lr)
        """,
    ],
    "optim/momentum": [
        """
        def momentum(param, grad, velocity, lr, momentum):
            velocity = momentum * velocity + grad
            param = param - lr * velocity
            return param, velocity
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            v = velocity.copy()
            v *= momentum
            v += grad
            p = param.copy()
            p -= lr * v
            return p, v
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            return param - lr * momentum * velocity - lr * grad, grad + velocity * momentum
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            return param - lr * (new := np.add(np.multiply(velocity, momentum), grad)), new
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            beta = momentum
            new_velocity = np.zeros(param.shape)
            new_param = np.zeros(param.shape)
            for index in np.ndindex(param.shape):
                new_velocity[index] = beta * velocity[index] + grad[index]
                new_param[index] = param[index] - lr * new_velocity[index]
            return new_param, new_velocity
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            new_velocity = grad + momentum * velocity
            [new_param] = sgd([param], [new_velocity], lr)
            return (new_param, new_velocity)
        """,
        """
        def momentum(w, dw, v, alpha, mu):
            v, w = mu * v + dw, w - alpha * (mu * v + dw)
            return w, v
        """,
        """
        def momentum(param, grad, velocity, lr, momentum):
            # lr inside: u = lr * v, as in other books, and back again at the end
            delta = -lr * (velocity * momentum) - lr * grad
            velocity = velocity + grad - (1 - momentum) * velocity
            return [param + delta, velocity]
        """,
    ],
    "optim/nesterov": [
        """
        def nesterov(param, grad, velocity, lr, momentum):
            velocity = momentum * velocity + grad
            param = param - lr * (grad + momentum * velocity)
            return param, velocity
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            mu = momentum
            return param - lr * ((1 + mu) * grad + mu ** 2 * velocity), mu * velocity + grad
        """,
        """
        def nesterov(p, g, v, lr, mu):
            v_new = v * mu + g
            return p - lr * g - lr * mu * v_new, v_new
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            buf = velocity.copy()
            buf *= momentum
            buf += grad
            direction = grad.copy()
            direction += momentum * buf
            result = param.copy()
            result -= lr * direction
            return result, buf
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            def average(state):
                return momentum * state + grad
            v = average(velocity)
            return param - lr * average(v), v
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            shape = param.shape
            new_p = []
            new_v = []
            for p, g, v in zip(param.flatten(), grad.flatten(), velocity.flatten()):
                v = momentum * v + g
                p = p - lr * (g + momentum * v)
                new_p.append(p)
                new_v.append(v)
            return np.array(new_p).reshape(shape), np.array(new_v).reshape(shape)
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            v = np.einsum("i,i...->...", np.array([momentum, 1.0]), np.stack([velocity, grad]))
            return param - lr * v + lr * momentum * (velocity - v), v
        """,
        """
        def nesterov(param, grad, velocity, lr, mu):
            # a plain momentum step of size lr*mu after a plain gradient step of size lr
            velocity = mu * velocity + grad
            after_gradient = param - lr * grad
            after_both = after_gradient - (lr * mu) * velocity
            return after_both, velocity
        """,
        """
        def nesterov(param, grad, velocity, lr, momentum):
            new = momentum * velocity + grad
            ahead = (1 + momentum) * new - momentum * velocity
            return param - lr * ahead, new
        """,
    ],
    "optim/weight_decay": [
        """
        def weight_decay(param, grad, weight_decay):
            return grad + weight_decay * param
        """,
        """
        def weight_decay(param, grad, weight_decay):
            g = grad.copy()
            g += weight_decay * param
            return g
        """,
        """
        def weight_decay(param, grad, weight_decay):
            return np.add(grad, np.multiply(param, weight_decay))
        """,
        """
        def weight_decay(param, grad, weight_decay):
            result = np.empty_like(grad)
            for i, (p, g) in enumerate(zip(param.flat, grad.flat)):
                result.flat[i] = g + weight_decay * p
            return result
        """,
        """
        def weight_decay(param, grad, weight_decay):
            penalty_gradient = 2 * (weight_decay / 2) * param
            return penalty_gradient + grad
        """,
        """
        def weight_decay(w, dw, lam):
            return (lambda a, b: a - (-lam) * b)(dw, w)
        """,
        """
        def weight_decay(param, grad, weight_decay):
            if weight_decay == 0:
                return grad
            return grad + param * weight_decay
        """,
        """
        def weight_decay(param, grad, weight_decay):
            return np.sum([grad, weight_decay * param], axis=0)
        """,
    ],
}
