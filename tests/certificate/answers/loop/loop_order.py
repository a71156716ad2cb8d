import numpy as np

# %% right: a list in order
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
             "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
             "save if best"]
    return [name for name in order if name in calls]

# %% right: ranks
def loop_order(calls):
    rank = {"model.to(device)": 0, "make optimizer": 1, "model.train()": 2, "zero_grad": 3, "batch.to(device)": 4,
            "forward": 5, "loss": 6, "backward": 7, "optimizer.step": 8, "no_grad": 9, "model.eval()": 10,
            "validation forward": 11, "validation loss": 12, "save if best": 13}
    return sorted(calls, key=lambda name: rank[name])

# %% right: by needs
def loop_order(calls):
    needs = {"make optimizer": ["model.to(device)"], "zero_grad": ["make optimizer"],
             "forward": ["model.train()", "batch.to(device)", "model.to(device)", "zero_grad"],
             "loss": ["forward"], "backward": ["loss", "forward", "zero_grad"],
             "optimizer.step": ["backward", "loss", "forward", "zero_grad", "make optimizer", "model.train()",
                                "batch.to(device)", "model.to(device)"]}
    train = list(needs) + ["model.to(device)", "model.train()", "batch.to(device)"]
    needs["model.eval()"] = needs["no_grad"] = train
    needs["validation forward"] = train + ["model.eval()", "no_grad"]
    needs["validation loss"] = needs["validation forward"] + ["validation forward"]
    needs["save if best"] = needs["validation loss"] + ["validation loss"]
    left, order = list(calls), []
    while left:
        for call in left:
            if not any(other in left for other in needs.get(call, []) if other != call):
                order.append(call)
                left.remove(call)
                break
    return order

# %% right, in a list in order
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# +     order = ["model.to(device)", "make optimizer", "batch.to(device)", "model.train()", "forward", "loss", "zero_grad",

# %% right, in a list in order
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# +     order = ["batch.to(device)", "model.train()", "model.to(device)", "make optimizer", "zero_grad", "forward", "loss",

# %% right, in a list in order
# -     return [name for name in order if name in calls]
# +     return tuple(name for name in order if name in calls)

# %% right, in a list in order
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +              "backward", "optimizer.step", "no_grad", "model.eval()", "validation forward", "validation loss",

# %% right, in a list in order
# -     return [name for name in order if name in calls]
# +     calls = list(calls)
# +     calls.sort(key=order.index)
# +     return calls

# %% wrong, in a list in order: zero_grad behind the step
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "forward", "loss",
# +              "backward", "optimizer.step", "zero_grad", "model.eval()", "no_grad", "validation forward", "validation loss",

# %% wrong, in a list in order: zero_grad behind backward
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "forward", "loss",
# +              "backward", "zero_grad", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",

# %% wrong, in a list in order: the optimizer before the move
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# +     order = ["make optimizer", "model.to(device)", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",

# %% wrong, in a list in order: the step before backward
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +              "optimizer.step", "backward", "model.eval()", "no_grad", "validation forward", "validation loss",

# %% wrong, in a list in order: train mode behind the forward pass
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# +     order = ["model.to(device)", "make optimizer", "batch.to(device)", "zero_grad", "forward", "loss", "model.train()",

# %% wrong, in a list in order: eval mode behind the validation
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +              "backward", "optimizer.step", "no_grad", "validation forward", "validation loss", "model.eval()",

# %% wrong, in a list in order: no_grad behind the validation
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# +              "backward", "optimizer.step", "model.eval()", "validation forward", "validation loss", "no_grad",

# %% wrong, in a list in order: saves before it validates
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# -              "save if best"]
# +              "backward", "optimizer.step", "save if best", "model.eval()", "no_grad", "validation forward",
# +              "validation loss"]

# %% wrong, in a list in order: moves the batch after the forward pass
# -     order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss",
# +     order = ["model.to(device)", "make optimizer", "model.train()", "zero_grad", "forward", "loss", "batch.to(device)",

# %% wrong, in a list in order: validation forward before optimizer.step
# -              "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss",
# -              "save if best"]
# +              "backward", "model.eval()", "no_grad", "validation forward", "validation loss",
# +              "save if best", "optimizer.step"]

# %% wrong: alphabetical order
def loop_order(calls):
    return sorted(calls)

# %% wrong: in the order given
def loop_order(calls):
    return calls

# %% wrong: in the order given
def loop_order(calls):
    return list(calls)

# %% wrong, in a list in order: all calls, whatever is given
# -     return [name for name in order if name in calls]
# +     return order

# %% wrong, in a list in order: no list of names
# -     return [name for name in order if name in calls]
# +     return [order.index(name) for name in calls]

# %% wrong, in a list in order: no list of names
# -     return [name for name in order if name in calls]
# +     return " ".join(name for name in order if name in calls)

# %% wrong, in a list in order: the right order backwards
# -     return [name for name in order if name in calls]
# +     return sorted(calls, key=order.index, reverse=True)

# %% wrong, in a list in order: ValueError
# -              "save if best"]
# -     return [name for name in order if name in calls]
# +              ]
# +     return sorted(calls, key=order.index)

# %% wrong, in a list in order: leaves a call out
# -              "save if best"]
# +              ]

# %% wrong: returned nothing
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "zero_grad", "batch.to(device)", "forward", "loss"]
    order += ["backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss"]
    calls.sort(key=(order + ["save if best"]).index)

# %% wrong (held): the optimizer before the move
def loop_order(calls):
    order = ["make optimizer", "model.to(device)", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss", "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss", "save if best"]
    return [c for c in order if c in calls]

# %% wrong (held): eval mode behind the validation
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss", "backward", "optimizer.step", "no_grad", "validation forward", "model.eval()", "validation loss", "save if best"]
    return [c for c in order if c in calls]

# %% wrong (developed): save if best before validation loss
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss", "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "save if best", "validation loss"]
    return sorted(calls, key=order.index)

# %% wrong (developed): validation forward before optimizer.step
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss", "backward", "model.eval()", "no_grad", "validation forward", "validation loss", "optimizer.step", "save if best"]
    return sorted(calls, key=order.index)

# %% wrong (held): zero_grad behind backward
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "forward", "loss", "backward", "zero_grad", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss", "save if best"]
    return sorted(calls, key=order.index)

# %% wrong (developed): make optimizer before model.to(device)
def loop_order(calls):
    order = ["make optimizer", "model.to(device)", "model.train()", "batch.to(device)", "zero_grad", "forward", "loss", "backward", "optimizer.step", "model.eval()", "no_grad", "save if best", "validation forward", "validation loss"]
    return sorted(calls, key=order.index)

# %% wrong (held): forward before model.train()
def loop_order(calls):
    order = ["model.to(device)", "make optimizer", "zero_grad", "forward", "model.train()", "batch.to(device)", "loss", "backward", "optimizer.step", "model.eval()", "no_grad", "validation forward", "validation loss", "save if best"]
    return sorted(calls, key=order.index)

# %% right (held)
def loop_order(calls):
    rank = {}
    for i, c in enumerate("model.to(device)|make optimizer|zero_grad|model.train()|batch.to(device)|forward|loss|backward|optimizer.step|model.eval()|no_grad|validation forward|validation loss|save if best".split("|")):
        rank[c] = i
    return sorted(calls, key=rank.__getitem__)

# %% right (held)
def loop_order(calls):
    import heapq

    legal = "model.to(device);make optimizer;zero_grad;batch.to(device);model.train();forward;loss;backward;optimizer.step"
    legal += ";no_grad;model.eval();validation forward;validation loss;save if best"
    place = legal.split(";").index
    heap = [(place(call), call) for call in calls]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[1] for _ in calls]

# %% wrong (held): the optimizer before the move
def loop_order(calls):
    order = """make optimizer
model.to(device)
model.train()
batch.to(device)
zero_grad
forward
loss
backward
optimizer.step
model.eval()
no_grad
validation forward
validation loss
save if best""".split("\n")
    return [c for c in order if c in calls]
