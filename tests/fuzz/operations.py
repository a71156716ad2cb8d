"""What a program may do: lines with gaps. How a gap is filled is written in `gaps.py`, under its name.

The first tensor of a line is its subject; `{other}`, `{dim}`, `{index}` and the like are drawn to fit it (most of the
time: what does not fit must be refused by both libraries). A line of OPERATIONS is the right side of an assignment,
unless it says itself with `{new}` where its results go.
"""

OPERATIONS = {  # family: how often, and its lines
    "arithmetic": (10, """
        {any} + {other}
        {any} - {other}
        {any} * {other}
        {any} / {other}
        {float} + {other}
        {float} - {other}
        {float} * {other}
        {float} * {other}
        {float} / {other}
        {any} + {number}
        {any} * {number}
        {number} - {any}
        {number} / {any}
        {any} ** {power}
        {number} ** {any}
        {any} // {other}
        {any} // {number}
        {any} % {other} + 0
        {any} % {positive} + 0
        {float} ** {other_float}
        -{any}
        abs({any})
        {any}.add({other}, alpha={number})
        {any}.sub({other}, alpha={number})
        lib.maximum({any}, {other})
        lib.minimum({any}, {other})
        {float}.square()
        {float}.reciprocal()
        {any}.abs()
        {float} * {same}
        {float} + {same} * {same}
        {any}.div({other}, rounding_mode={rounding})
        {float}.div({number}, rounding_mode={rounding})
        lib.where({mask}, {number}, {float})
        {float}.mul({other}).neg()
        {any}.pow({power})
        """),
    "curves": (6, """
        {any}.exp()
        {float}.exp()
        {float}.log()
        {float}.abs().log1p()
        {any}.sqrt()
        {float}.abs().sqrt()
        {any}.sigmoid()
        {float}.tanh()
        {any}.relu()
        {float}.relu()
        {float}.sin()
        {any}.cos()
        {float}.tan()
        {float}.expm1()
        {float}.rsqrt()
        {any}.sign()
        {any}.floor()
        {float}.ceil()
        {float}.round()
        {any}.clamp({number}, {number})
        {float}.clamp(min={number})
        {any}.clamp(max={number})
        {float}.clamp({alike}, {alike})
        {float}.clamp(min={other_float})
        {float}.clip(max={alike})
        {float}.half()
        lib.nn.functional.gelu({finite}, approximate='tanh')
        lib.nn.functional.gelu({finite})
        lib.nn.functional.silu({float})
        lib.nn.functional.softplus({float})
        lib.nn.functional.elu({finite}) + 0
        lib.nn.functional.leaky_relu({float}, 0.25)
        """),
    "reductions": (8, """
        {any}.sum()
        {any}.sum({dims})
        {any}.sum({dims}, keepdim={flag})
        {float}.sum({dim})
        {any}.mean()
        {float}.mean({dims}, keepdim={flag})
        {float}.var({dim})
        {float}.var({dims}, correction=0, keepdim={flag})
        {float}.std({dim}, keepdim={flag})
        {any}.prod()
        {any}.prod({dim}, keepdim={flag})
        {any}.max()
        {any}.min()
        {new}, {new} = {any}.max({dim}, keepdim={flag})
        {new}, {new} = {float}.min({dim})
        {any}.amax({dims})
        {float}.amax()
        {float}.amin({dims}, keepdim={flag})
        {any}.argmax()
        {any}.argmax({dim}, keepdim={flag})
        {any}.argmin({dim})
        {any}.cumsum({dim})
        {any}.all()
        {any}.any({dim})
        {float}.norm()
        {float}.norm({p}, dim={dim}, keepdim={flag})
        {float}.logsumexp({dims})
        {any}.sum(axis={dims}, keepdims={flag})
        {float}.mean(axis={dim})
        {any}.amax(axis={dim}, keepdims={flag})
        {any}.sum({dim}, dtype=lib.float64)
        {varied}.var(unbiased={flag})
        {varied}.std()
        """),
    "shape": (8, """
        {any}.reshape({sizes})
        {any}.view({sizes})
        {any}.flatten()
        {any}.flatten({dim}, {dim})
        {any}.permute({order})
        {any}.transpose({dim}, {dim})
        {any}.T
        {any}.mT
        {any}.squeeze()
        {any}.squeeze({dim})
        {any}.unsqueeze({place})
        {any}.expand({expanded})
        {any}.broadcast_to(({expanded}))
        {any}.flip({dim})
        {any}.tril()
        {any}.triu({small})
        {any}.contiguous()
        {any}.clone()
        {any}.detach()
        {any}.data
        {any}.swapaxes({dim}, {dim})
        {any}.clone().t()
        {any}[None].clone()
        """),
    "indexing": (9, """
        {any}[{index}]
        {float}[{index}]
        {float}[{index}]
        {float}[{index}]
        {any}.select({dim}, {small})
        {any}.narrow({dim}, {small}, {small})
        {any}.gather({dim_and_indices})
        lib.where({mask}, {any}, {other})
        lib.where({mask}, {float}, {number})
        {float}.masked_fill({mask_like}, {number})
        {any}.masked_fill({mask_like}, {number})
        {float}.where({mask_like}, {other})
        {new} = lib.where({mask})[0]
        {new} = lib.where({any} > 0.1)[-1]
        """),
    "products": (4, """
        {float} @ {right}
        {any} @ {right}
        {float}.matmul({right})
        {float}.outer({other})
        {vector}.dot({other})
        lib.einsum("i,i->", {vector}, {same})
        lib.einsum("ij,ij->i", {matrix}, {same})
        lib.einsum("ij,ik->jk", {any}, {same}).contiguous()
        lib.einsum("...i->...", {any})
        lib.einsum("ii->i", {matrix}).clone()
        lib.einsum("...i,...j->...ij", {float}, {same})
        """),
    "joining": (4, """
        lib.cat([{float}, {same}], {dim})
        lib.cat([{any}, {other}], {dim})
        lib.stack([{float}, {same}, {alike}], {dim})
        lib.stack([{any}, {other}])
        {new}, {new} = {float}.split([1, 1], {dim})
        {new} = {any}.split(1, {dim})[0]
        {new} = {float}.unbind({dim})[-1]
        {new} = {any}.chunk(2, {dim})[-1]
        {new}, {new} = {any}.sort(dim={dim}, stable=True)
        {new}, {new} = {float}.sort(dim={dim}, descending=True, stable=True)
        {any}.argsort(dim={dim}, stable=True)
        {new} = {distinct}.topk(1, {dim}).values
        {new} = {distinct}.topk(2)[0]
        """),
    "comparison": (3, """
        {any} < {other}
        {any} >= {number}
        {any} == {other}
        {any} != {number}
        {mask} & {other}
        {mask} | {any}
        ~{any}
        {any} ^ {other}
        {any}.isnan()
        {float}.isfinite()
        {any}.logical_not()
        {any}.isclose({other})
        {any}.isinf()
        {any}.logical_and({other})
        {any}.logical_or({other})
        {any}.bitwise_xor({mask_like})
        {any}.gt({other})
        {any}.le({number})
        """),
    "dtypes": (3, """
        {any}.float()
        {any}.double()
        {any}.long()
        {any}.to({dtype})
        {any}.bool()
        {any}.int()
        {any}.type_as({other})
        lib.zeros_like({any})
        lib.ones_like({float}, requires_grad={flag})
        lib.full_like({any}, {number})
        """),
    "losses": (4, """
        {float}.softmax({dim})
        {float}.log_softmax({dim})
        lib.nn.functional.cross_entropy({matrix}, {classes})
        lib.nn.functional.cross_entropy({matrix}, {classes}, reduction={reduction}, label_smoothing=0.1)
        lib.nn.functional.cross_entropy({matrix}, {classes}, ignore_index=0)
        lib.nn.functional.nll_loss({matrix}.log_softmax(1), {classes}, reduction={reduction})
        lib.nn.functional.mse_loss({float}, {alike}, reduction={reduction})
        lib.nn.functional.l1_loss({float}, {alike}, reduction={reduction})
        lib.nn.functional.smooth_l1_loss({float}, {alike}, reduction={reduction})
        lib.nn.functional.huber_loss({float}, {alike}, reduction={reduction}, delta=0.5)
        lib.nn.functional.binary_cross_entropy({float}.sigmoid(), {alike}.sigmoid(), reduction={reduction})
        lib.nn.functional.binary_cross_entropy_with_logits({finite}, {alike}, reduction={reduction})
        lib.nn.functional.kl_div({float}.log_softmax(-1), {alike}.softmax(-1), reduction={reduction})
        """),
    "layers": (2, """
        lib.nn.functional.linear({float}, {weight})
        lib.nn.functional.conv2d({image}, {kernel}, padding={small})
        lib.nn.functional.conv2d({image}, {kernel}, stride=2)
        lib.nn.functional.max_pool2d({image}, 2)
        lib.nn.functional.avg_pool2d({image}, 2, stride=1)
        lib.nn.functional.adaptive_avg_pool2d({image}, 1)
        lib.nn.functional.layer_norm({float}, {last_size})
        lib.nn.functional.batch_norm({uneven}, None, None, training=True)
        lib.nn.functional.embedding({classes_any}, {table})
        lib.nn.functional.one_hot({classes_any}, 5)
        {new}, {new} = lib.nn.functional.max_pool2d({image}, 2, return_indices=True)
        lib.nn.functional.layer_norm({float}, {last_size}, eps=0.5)
        """),
}  # fmt: skip

# Under no_grad their results are copied: of a view of a tensor that requires a gradient, made under no_grad, PyTorch
# 2.13 says that it requires one as well, and is a leaf.
VIEWS = ("shape", "indexing", "joining", "products")

# Around the computation of a line (its text stands for {}).
MODES = (
    "with lib.no_grad():\n    {}",
    "with lib.no_grad():\n    {}",
    "with lib.set_grad_enabled(False):\n    {}",
    "with lib.set_grad_enabled(True):\n    {}",
    "with lib.no_grad(), lib.enable_grad():\n    {}",
)
FUNCTIONS = (  # {name} = what the function gives for {expression}
    "@lib.no_grad()\ndef function(): return {expression}\n{name} = function()",
    "@lib.enable_grad()\ndef function(): return {expression}\nwith lib.no_grad():\n    {name} = function()",
    "@lib.set_grad_enabled(False)\ndef function(): return {expression}\n{name} = function()",
    "@lib.no_grad()\ndef function(): yield {expression}\n{name} = list(function())[0]",
)

# Lines that change something that is there. A remainder and an elu may be -0.0 in PyTorch and 0.0 here; the `+ 0` above
# makes them one, so that dividing by them gives one result.
CHANGES = """
    with lib.no_grad(): {any}.add_({fits})
    with lib.no_grad(): {float}.mul_({fits})
    with lib.no_grad(): {leaf}.sub_({fits})
    with lib.no_grad(): {leaf}.mul_({number})
    with lib.no_grad(): {float}.div_({number})
    with lib.no_grad(): {any}[{index}] = {number}
    with lib.no_grad(): {any}[{index}] = {fits}
    with lib.no_grad(): {float}.copy_({fits})
    with lib.no_grad(): {any}.zero_()
    with lib.no_grad(): {float}.fill_({number})
    with lib.no_grad(): {single} -= {fits}
    {plain}.add_({fits})
    {plain}.mul_({number})
    {plain}.sub_({fits}, alpha={number})
    {plain}.div_({fits})
    {plain}[{index}] = {number}
    {plain}[{index}] = {fits}
    {plain} += {fits}
    {plain} *= {number}
    {plain}.copy_({fits})
    {any}.data.add_({number})
    {any}.detach().mul_({number})
    {leaf}.data[{index}] = {number}
    {any}.add_({number})
    {single} += {fits}
    {single} *= {number}
    {any}[{index}] = {fits}
    with lib.no_grad(): {float}.clamp_({number}, {number})
    with lib.no_grad(): {float}.{change}()
    with lib.no_grad(): {float}[{index}].{change}()
    with lib.no_grad(): {float}[{index}].mul_({number})
    with lib.no_grad(): {float}.addcmul_({fits}, {fits}, value={number})
    with lib.no_grad(): {float}.addcdiv_({fits}, {fits})
    with lib.no_grad(): {float}.lerp_({fits}, 0.25)
    with lib.no_grad(): {any}.masked_fill_({mask_like}, {number})
    with lib.no_grad(): {any}.T.mul_({number})
    with lib.no_grad(), lib.no_grad(): {leaf}.add_({number})
    {plain}.{change}()
    {plain}.pow_({power})
    {plain}.remainder_({positive})
    {plain}.floor_divide_({fits})
    {plain}.tril_()
    {plain}.logical_not_()
    {plain} -= {other}
    {plain}.add_({other}, alpha={number})
    {plain}.mul_({other})
    {plain}.div_({other})
    {leaf}.data = {twin}
    {leaf}.data = {twin}.clone()
"""

SWITCHES = """
    {alone}.requires_grad_()
    {alone}.requires_grad_({flag})
    {alone}.requires_grad = {flag}
    {float}.detach().requires_grad_()
    {new} = {float}.detach().requires_grad_()
    {new} = {float}.clone()
    {keepable}.retain_grad()
    {leaf}.grad = None
    {leaf}.grad = {alike}.detach()
    {leaf}.grad = {plain}
    {leaf}.grad = lib.ones_like({same})
    {new} = {with_grad}.grad
    {new} = {with_grad}.grad * {float}
    {with_grad}.grad.zero_()
    {with_grad}.grad.mul_({number})
    {with_grad}.grad += {number}
    {hookable}.register_hook(lambda g: g * 2)
    {hookable}.register_hook(lambda g: seen.append(g.clone()))
    {hookable}.register_hook(lambda g: (g.mul_(2), None)[1])
    {hookable}.register_hook(lambda g: lib.zeros_like(g))
    {hookable}.register_hook(lambda g: g.sum())
    {new_hook} = {hookable}.register_hook(lambda g: -g)
    {hook}.remove()
    {new_optimizer} = lib.optim.SGD([{leaf}, {leaf}], lr=0.5, momentum=0.5)
    {new_optimizer} = lib.optim.Adam([{leaf}], lr=0.5)
    {optimizer}.step()
    {optimizer}.zero_grad()
    {optimizer}.zero_grad(set_to_none=False)
    lib.optim.SGD([{leaf}], lr=0.5).step()
    lib.nn.utils.clip_grad_norm_([{leaf}], 1.0)
"""

# How a program ends (and what may stand in its middle): each entry is one or several lines, drawn one after the other.
WALKS = (
    ("{loss}.backward()",),
    ("{loss}.backward()",),
    ("{loss}.backward()", "{loss}.backward()"),
    ("{tracked}.backward({start})",),
    ("{tracked}.backward(gradient={start}, retain_graph={flag})",),
    ("{tracked}.backward()",),
    ("{new} = {loss}", "{made}.backward(retain_graph=True)", "{made}.backward()"),
    ("{new} = {loss}", "{made}.backward()", "{made}.backward()"),
    ("{new} = {loss}", "{made}.backward()", "({made} * 2).backward()"),
    ("{new} = {loss}", "{made}.backward(inputs=[{leaf}])", "{made}.backward(inputs=[{leaf}])"),
    ("{new} = {loss}", "{made}.backward(retain_graph=True)", "lib.optim.SGD([{leaf}], lr=0.5).step()",
     "{made}.backward()"),
    ("{new} = {loss}", "lib.optim.SGD([{leaf}], lr=0.5).step()", "{made}.backward()"),
    ("{new} = {loss}", "with lib.no_grad(): {leaf}.mul_({number})", "{made}.backward()"),
    ("{new} = {loss}", "with lib.no_grad(): {float}[{index}] = {number}", "{made}.backward()"),
    ("{loss}.backward(inputs=[{leaf}])",),
    ("{loss}.backward(inputs=[{leaf}, {leaf}], retain_graph={flag})", "{loss}.backward()"),
    ("{loss}.backward(inputs={tracked})",),
    ("({new},) = lib.autograd.grad({loss}, {goal})",),
    ("{new}, {new} = lib.autograd.grad({loss}, [{leaf}, {goal}], allow_unused=True)",),
    ("{new}, {new} = lib.autograd.grad({loss}, [{leaf}, {goal}], materialize_grads=True)",),
    ("{new}, {new} = lib.autograd.grad([{loss}, {loss}], [{goal}, {leaf}], allow_unused={flag})",),
    ("({new},) = lib.autograd.grad({computed}, {leaf}, {start}, retain_graph=True, allow_unused=True)",
     "{loss}.backward()"),
    ("{new}, {new} = lib.autograd.grad([{computed}, {loss}], [{leaf}, {goal}], [{start}, None], allow_unused=True)",),
    ("{new} = {loss}", "({new},) = lib.autograd.grad({made}, {leaf}, allow_unused=True)",
     "({new},) = lib.autograd.grad({loss}, {leaf}, allow_unused=True)"),
    ("{loss}.backward()", "lib.autograd.grad({loss}, [{leaf}], materialize_grads=True, allow_unused={flag})"),
    ("with lib.no_grad(): {loss}.backward()",),
    ("({new},) = lib.autograd.grad([{loss}], [{goal}], grad_outputs=[None], retain_graph=True)", "{loss}.backward()"),
    ("{new} = {loss}", "{made}.backward(retain_graph={flag})", "{made}.backward(retain_graph={flag})",
     "{made}.backward()"),
    ("{new_hook} = {hookable}.register_hook(lambda g: g * 3)", "{loss}.backward(retain_graph=True)", "{hook}.remove()",
     "{loss}.backward()"),
)  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    return tuple(row.strip() for row in text.strip().splitlines())


FAMILIES = {name: (weight, lines(text)) for name, (weight, text) in OPERATIONS.items()}
EFFECTS = (lines(CHANGES), lines(SWITCHES))
