"""What Adam and AdamW share, in lesson 04: the state they go on from, and PyTorch's step."""

from __future__ import annotations

from .shared import OneParameter


class _FromAverages(OneParameter):
    parts = ("param", "m", "v")
    axes = {"param": ..., "grad": ..., "m": ..., "v": ...}
    words = {
        **OneParameter.words,
        "beta1": "`beta1`",
        "beta2": "`beta2`",
        "eps": "`eps`",
        "weight_decay": "the weight decay",
    }
    torch_name = "Adam"

    def reference(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=None):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(param))
        parameter.grad = torch.tensor(grad)
        options = {} if weight_decay is None else {"weight_decay": weight_decay}
        optimizer = getattr(torch.optim, self.torch_name)([parameter], lr=lr, betas=(beta1, beta2), eps=eps, **options)
        optimizer.state[parameter].update(
            step=torch.tensor(step - 1.0), exp_avg=torch.tensor(m), exp_avg_sq=torch.tensor(v)
        )
        optimizer.step()
        state = optimizer.state[parameter]
        return parameter, state["exp_avg"], state["exp_avg_sq"]
