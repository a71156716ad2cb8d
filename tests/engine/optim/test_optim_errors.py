"""What optimizers refuse: settings, parameters and states that make no sense, each with words that help."""

import pytest

import tinygrad_lite as tg

W = tg.ones(2, requires_grad=True)
WRONG = [
    (lambda: tg.optim.Adam([W], lr=-0.01), ValueError, r"^Adam: lr must be a positive number, got -0\.01\.$"),
    (lambda: tg.optim.SGD([W], lr="fast"), ValueError, "SGD: lr must be a positive number, got 'fast'"),
    (lambda: tg.optim.SGD([W], momentum=tg.tensor(0.1)), ValueError, r"got tensor\(0\.1000.*\)\. Write momentum\.item"),
    (lambda: tg.optim.SGD([W], lr=tg.tensor([0.1, 0.2])), ValueError, r"SGD: a tensor as lr must have one element"),
    (lambda: tg.optim.SGD([W], lr=tg.tensor(-1.0)), ValueError, r"SGD: lr must be a positive number, got -1\.0"),
    (lambda: tg.optim.AdamW([W], lr=tg.tensor(1.0), foreach=True), ValueError, "AdamW: .* does not go with foreach"),
    (lambda: tg.optim.SGD([{"params": [W], "lr": -1}]), ValueError, "lr must be a positive number, got -1"),
    (lambda: tg.optim.RMSprop([W], momentum=-1.0), ValueError, "RMSprop: momentum must be"),
    (lambda: tg.optim.Adagrad([W], lr_decay=-0.5), ValueError, "Adagrad: lr_decay must be"),
    (lambda: tg.optim.NAdam([W], momentum_decay=-0.2), ValueError, "NAdam: momentum_decay must be"),
    (lambda: tg.optim.RAdam([W], eps=-1), ValueError, "RAdam: eps must be"),
    (lambda: tg.optim.Adam([W], betas=(0.9, 1.0)), ValueError, r"betas\[1\] must be at least 0 and less than 1, got 1"),
    (lambda: tg.optim.SGD([W], nesterov=True), ValueError, "nesterov=True needs a momentum"),
    (lambda: tg.optim.SGD([]), ValueError, "SGD: got no parameters"),
    (lambda: tg.optim.SGD(tg.nn.Linear(1, 1)), TypeError, r"got Linear\. Write model\.parameters\(\)"),
    (lambda: tg.optim.SGD(W), TypeError, "Put it in a list"),
    (lambda: tg.optim.SGD({W}), TypeError, "got set. Put it in a list"),
    (lambda: tg.optim.SGD([1.0]), TypeError, "parameters must be tensors, got float"),
    (lambda: tg.optim.SGD([{"params": [W]}, W]), TypeError, 'a parameter group is a dict with "params", got tensor'),
    (lambda: tg.optim.SGD([W * 2]), ValueError, "cannot train a computed tensor"),
    (lambda: tg.optim.SGD([W, W]), ValueError, "given twice"),
    (lambda: tg.optim.SGD([{"params": [W]}, {"params": [W]}]), ValueError, "given twice"),
    (lambda: tg.optim.SGD([{"params": [W], "speed": 1}]), ValueError, r"unknown setting\(s\) \['speed'\]"),
    (lambda: tg.optim.Adam([W], capturable=True), NotImplementedError, "Adam: capturable=True is not supported"),
    (lambda: tg.optim.SGD([W], differentiable=True), NotImplementedError, "SGD: differentiable=True"),
    (lambda: tg.optim.AdamW([W], fused=True), NotImplementedError, "AdamW: fused=True"),
]


@pytest.mark.parametrize(("wrong", "kind", "message"), WRONG)
def test_errors(wrong, kind, message):
    with pytest.raises(kind, match=message):
        wrong()


def test_a_state_that_does_not_fit_changes_nothing():
    params = [tg.ones(2, requires_grad=True), tg.ones(3, requires_grad=True)]
    for p in params:
        p.grad = tg.ones_like(p)
    optimizer = tg.optim.Adam(params)
    optimizer.step()
    state = optimizer.state_dict()
    with pytest.raises(ValueError, match="belongs to other parameter groups"):
        tg.optim.Adam(params[:1]).load_state_dict(state)
    other = tg.optim.Adam(params[::-1], lr=0.5)
    with pytest.raises(ValueError, match=r"saved exp_avg has shape \(2,\), but its parameter \(3,\).*another order"):
        other.load_state_dict(state)
    state["param_groups"][0]["capturable"] = True
    with pytest.raises(NotImplementedError, match="capturable"):
        other.load_state_dict(state)
    assert not other.state
    assert other.param_groups[0]["lr"] == 0.5
    assert "lr: 0.5" in repr(other)
