"""Whole trainings on the device "torch" are those on the CPU: losses, gradients, parameters, optimizers' state.

The same numbers in another order of summation: what differs is rounding, which a training makes larger step by step.
"""

import copy

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.devices.nets import NETS, OPTIMIZERS, batch, step

STEPS = 4


def trained(net, optimizer, device):
    """A net after some steps, its optimizer, and all losses. Dropout is off: each device draws numbers of its own."""
    tg.manual_seed(1)
    model = NETS[net]().double()
    for layer in model.modules():
        if isinstance(layer, tg.nn.Dropout):
            layer.p = 0.0
    model.to(device)
    chosen, (x, y) = OPTIMIZERS[optimizer](list(model.parameters())), batch(net, device)
    x = x.double() if x.is_floating_point() else x
    losses = [step(model, chosen, x, y).item() for _ in range(STEPS)]
    return model, chosen, losses


def near(mine, wanted, what):
    mine, wanted = (x.detach().cpu().numpy() for x in (mine, wanted))
    largest = np.abs(wanted).max(initial=1e-3)
    np.testing.assert_allclose(mine, wanted, rtol=0, atol=1e-7 * largest, err_msg=what)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("net", NETS)
def test_a_training_is_the_cpus(net, optimizer):
    (mine, my_optimizer, losses), (wanted, optimizer_there, wanted_losses) = (
        trained(net, optimizer, device) for device in ("torch", "cpu")
    )
    np.testing.assert_allclose(losses, wanted_losses, rtol=1e-7)
    assert wanted_losses[-1] != wanted_losses[0]
    for (name, p), q in zip(mine.named_parameters(), wanted.parameters(), strict=True):
        assert (p.device, p.grad.device) == (tg.device("torch"), tg.device("torch"))
        near(p.grad, q.grad, f"gradient of {name}")
        near(p, q, name)
        for kept, value in optimizer_there.state.get(q, {}).items():
            near(my_optimizer.state[p][kept], value, f"{kept} of {name}")
    for (name, p), q in zip(mine.named_buffers(), wanted.buffers(), strict=True):
        near(p, q, name)


@pytest.mark.parametrize("net", NETS)
def test_a_training_goes_on_elsewhere(net):
    """State that was saved on one device is continued on the other, in both directions."""
    model, optimizer, _ = trained(net, "AdamW", "cpu")
    wanted = {}
    for there in ("cpu", "torch"):
        other = copy.deepcopy(model).to(there)
        continued = OPTIMIZERS["AdamW"](list(other.parameters()))
        continued.load_state_dict(optimizer.state_dict())
        x, y = batch(net, there)
        loss = step(other, continued, x.double() if x.is_floating_point() else x, y)
        back = NETS[net]().double()
        back.load_state_dict(other.state_dict())
        wanted[there] = [loss, *(value.to("cpu") for value in back.state_dict().values())]
    for one, other in zip(*wanted.values(), strict=True):
        near(one, other, net)


def test_dropout_draws_on_the_device():
    """Numbers of its own, the same for one seed; as many zeros as asked for, and the rest made larger."""
    x, drawn = tg.ones(10_000, device="torch"), []
    for _ in range(2):
        tg.manual_seed(3)
        drawn.append(tg.nn.functional.dropout(x, 0.25).cpu().numpy())
    assert (drawn[0] == drawn[1]).all()
    assert abs((drawn[0] == 0).mean() - 0.25) < 0.02
    assert set(np.unique(drawn[0])) == {0, np.float32(4 / 3)}
