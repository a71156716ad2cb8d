import numpy as np

# %% wrong: BCELoss for binary
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary":
        return "BCELoss"
    if task == "multi-class":
        return "CrossEntropyLoss"
    if task == "multi-label":
        return "BCEWithLogitsLoss"

# %% wrong: CrossEntropyLoss for multi-label
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    elif task == "binary":
        return "BCEWithLogitsLoss"
    else:
        return "CrossEntropyLoss"

# %% wrong: unknown MSE
def choose_loss(task):
    return {
        "regression": "MSE",
        "binary": "BCE",
        "multi-class": "CrossEntropy",
        "multi-label": "BCE",
    }[task]

# %% wrong: names of functions
def choose_loss(task):
    return {
        "regression": "mse_loss",
        "binary": "binary_cross_entropy_with_logits",
        "multi-class": "cross_entropy",
        "multi-label": "binary_cross_entropy_with_logits",
    }[task]

# %% wrong: NLLLoss for multi-class
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary":
        return "BCEWithLogitsLoss"
    if task == "multi-class":
        return "NLLLoss"
    if task == "multi-label":
        return "BCEWithLogitsLoss"

# %% wrong: returned nothing on some paths
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary":
        return "BCEWithLogitsLoss"
    if task == "multiclass":
        return "CrossEntropyLoss"
    if task == "multilabel":
        return "BCEWithLogitsLoss"

# %% wrong: NameError
def choose_loss(task):
    if task == "regression":
        return MSELoss
    if task == "binary":
        return BCEWithLogitsLoss
    if task == "multi-class":
        return CrossEntropyLoss
    return BCEWithLogitsLoss

# %% wrong: cross-entropy for everything
def choose_loss(task):
    return "CrossEntropyLoss"

# %% wrong: CrossEntropyLoss for binary
def choose_loss(task):
    match task:
        case "regression":
            return "MSELoss"
        case "binary":
            return "CrossEntropyLoss"
        case "multi-class":
            return "CrossEntropyLoss"
        case "multi-label":
            return "BCEWithLogitsLoss"

# %% wrong: a condition that is always true
def choose_loss(task):
    if task == "regression" or "binary":
        return "MSELoss"
    elif task == "multi-class":
        return "CrossEntropyLoss"
    else:
        return "BCEWithLogitsLoss"

# %% wrong: printed instead of returning
def choose_loss(task):
    losses = {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "BCEWithLogitsLoss",
    }
    print(losses[task])

# %% wrong: unknown BCEWithLogitLoss
def choose_loss(task):
    losses = {
        "regression": "MSELoss",
        "binary": "BCEWithLogitLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "BCEWithLogitLoss",
    }
    return losses[task]

# %% wrong: unknown mseloss
def choose_loss(task):
    losses = {
        "regression": "mseloss",
        "binary": "bcewithlogitsloss",
        "multi-class": "crossentropyloss",
        "multi-label": "bcewithlogitsloss",
    }
    return losses[task]

# %% wrong: BCEWithLogitsLoss for multi-class
def choose_loss(task):
    losses = {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "BCEWithLogitsLoss",
        "multi-label": "CrossEntropyLoss",
    }
    return losses[task]

# %% wrong: KeyError
def choose_loss(task):
    losses = {
        "Regression": "MSELoss",
        "Binary": "BCEWithLogitsLoss",
        "Multi-class": "CrossEntropyLoss",
        "Multi-label": "BCEWithLogitsLoss",
    }
    return losses[task]

# %% wrong: losses that come after an activation
def choose_loss(task):
    losses = {
        "regression": "MSELoss",
        "binary": "BCELoss",
        "multi-class": "NLLLoss",
        "multi-label": "BCELoss",
    }
    return losses[task]

# %% wrong: CrossEntropyLoss for regression
def choose_loss(task):
    losses = {
        "regression": "CrossEntropyLoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "BCEWithLogitsLoss",
    }
    return losses[task]

# %% wrong: BCEWithLogitsLoss for regression
def choose_loss(task):
    if task == "regression":
        loss = "MSELoss"
    if task == "binary":
        loss = "BCEWithLogitsLoss"
    if task == "multi-class":
        loss = "CrossEntropyLoss"
    else:
        loss = "BCEWithLogitsLoss"
    return loss

# %% wrong: BCELoss for binary
def choose_loss(task):
    if task == "regression":
        return "HuberLoss"
    if task == "binary":
        return "BCELoss"
    if task == "multi-class":
        return "CrossEntropyLoss"
    if task == "multi-label":
        return "BCELoss"

# %% wrong: returned nothing on some paths
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary":
        return "BCEWithLogitsLoss"
    if task == "multi-class":
        return "CrossEntropyLoss"

# %% wrong: NameError
def choose_loss(task):
    if task == regression:
        return "MSELoss"
    if task == binary:
        return "BCEWithLogitsLoss"
    return "CrossEntropyLoss"

# %% wrong: unused parameter
def choose_loss(task):
    return ["MSELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]

# %% wrong: unknown SoftmaxLoss
def choose_loss(task):
    losses = {
        "regression": "SoftmaxLoss",
        "binary": "SigmoidLoss",
        "multi-class": "SoftmaxLoss",
        "multi-label": "SigmoidLoss",
    }
    return losses[task]

# %% wrong: BCELoss for binary
LOSSES = ["MSELoss", "BCELoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
TASKS = ["regression", "binary", "multi-class", "multi-label"]
def choose_loss(task):
    return LOSSES[TASKS.index(task)]

# %% wrong: a condition that is always true
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary" or task == "multi-label" or "multi-class":
        return "BCEWithLogitsLoss"
    return "CrossEntropyLoss"

# %% wrong: names of functions
def choose_loss(task):
    return {
        "regression": "torch.nn.functional.mse_loss",
        "binary": "F.binary_cross_entropy_with_logits",
        "multi-class": "F.cross_entropy",
        "multi-label": "F.binary_cross_entropy_with_logits",
    }[task]

# %% wrong: unknown MultiLabelMarginLoss
def choose_loss(task):
    return {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "MultiLabelMarginLoss",
    }[task]

# %% wrong: BCEWithLogitsLoss for multi-class
def choose_loss(task):
    return {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "BCEWithLogitsLoss",
        "multi-label": "BCEWithLogitsLoss",
    }[task]

# %% right
def choose_loss(task):
    losses = {
        "regression": "nn.MSELoss",
        "binary": "nn.BCEWithLogitsLoss",
        "multi-class": "nn.CrossEntropyLoss",
        "multi-label": "nn.BCEWithLogitsLoss",
    }
    return losses[task]

# %% right
def choose_loss(task):
    losses = {
        "regression": "MSELoss()",
        "binary": "BCEWithLogitsLoss()",
        "multi-class": "CrossEntropyLoss()",
        "multi-label": "BCEWithLogitsLoss()",
    }
    return losses[task]

# %% right
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "binary":
        return "BCEWithLogitsLoss"
    if task == "multi-class":
        return "CrossEntropyLoss"
    if task == "multi-label":
        return "MultiLabelSoftMarginLoss"

# %% right
def choose_loss(task):
    losses = {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "BCEWithLogitsLoss",
    }
    return losses[task]

# %% right
def choose_loss(task):
    if task == "regression":
        return "HuberLoss"
    elif task == "multi-class":
        return "CrossEntropyLoss"
    return "BCEWithLogitsLoss"

# %% right
def choose_loss(task):
    match task:
        case "regression":
            name = "MSE"
        case "binary" | "multi-label":
            name = "BCEWithLogits"
        case _:
            name = "CrossEntropy"
    return name + "Loss"

# %% right
def choose_loss(task):
    return (
        "MSELoss"
        if task.startswith("r")
        else "CrossEntropyLoss"
        if task.endswith("class")
        else "BCEWithLogitsLoss"
    )

# %% right
def choose_loss(task):
    return dict(
        zip(
            ("regression", "binary", "multi-class", "multi-label"),
            ("L1Loss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"),
        )
    )[task]

# %% right
def choose_loss(task):
    names = ["SmoothL1Loss", "BCEWithLogitsLoss", "CrossEntropyLoss", "BCEWithLogitsLoss"]
    return names[["regression", "binary", "multi-class", "multi-label"].index(task)]

# %% right
def choose_loss(task):
    lookup = {}
    lookup["regression"] = "MSELoss"
    lookup["binary"] = lookup["multi-label"] = "BCEWithLogitsLoss"
    lookup["multi-class"] = "CrossEntropyLoss"
    return lookup.get(task, None)

# %% right: with an if
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "multi-class":
        return "CrossEntropyLoss"
    return "BCEWithLogitsLoss"

# %% right: with other right names
def choose_loss(kind):
    names = {
        "regression": "nn.SmoothL1Loss",
        "binary": "torch.nn.BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss()",
        "multi-label": "MultiLabelSoftMarginLoss",
    }
    return names[kind]

# %% wrong (held): BCELoss for binary
def choose_loss(task):
    return {"regression": "MSELoss", "binary": "BCELoss", "multi-class": "CrossEntropyLoss", "multi-label": "BCEWithLogitsLoss"}[task]

# %% wrong (held): NLLLoss for multi-class
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task == "multi-class":
        return "NLLLoss"
    return "BCEWithLogitsLoss"

# %% wrong (held): a condition that is always true
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    elif task == "binary":
        return "BCEWithLogitsLoss"
    elif task == "multi-class" or "multi-label":
        return "CrossEntropyLoss"

# %% wrong (developed): unknown MultiLabelMarginLoss
def choose_loss(task):
    losses = dict(regression="MSELoss", binary="BCEWithLogitsLoss")
    losses["multi-class"] = "CrossEntropyLoss"
    losses["multi-label"] = "MultiLabelMarginLoss"
    return losses[task]

# %% wrong (held): unknown CrossEntropy
def choose_loss(task):
    return {"regression": "MSELoss", "binary": "BCEWithLogitsLoss", "multi-class": "CrossEntropy", "multi-label": "BCEWithLogitsLoss"}[task]

# %% wrong (held): losses that come after an activation
def choose_loss(task):
    return {"regression": "MSELoss", "binary": "BCELoss", "multi-class": "NLLLoss", "multi-label": "BCELoss"}[task]

# %% wrong (held): KeyError
def choose_loss(task):
    return {"regression": "mse_loss", "binary": "BCEWithLogitsLoss", "multi_class": "CrossEntropyLoss", "multi_label": "BCEWithLogitsLoss"}[task]

# %% right (developed)
def choose_loss(task):
    match task:
        case "regression":
            return "MSELoss"
        case "multi-class":
            return "CrossEntropyLoss"
        case "binary" | "multi-label":
            return "BCEWithLogitsLoss"

# %% right (developed)
def choose_loss(task):
    if task.startswith("reg"):
        return "L1Loss"
    return "CrossEntropyLoss" if task == "multi-class" else "BCEWithLogitsLoss"

# %% right (held)
def choose_loss(task):
    kind = "MSE" if task[0] == "r" else "CrossEntropy" if task.endswith("class") else "BCEWithLogits"
    return kind + "Loss"

# %% wrong (developed): CrossEntropyLoss for multi-label
def choose_loss(task):
    table = {
        "regression": "MSELoss",
        "binary": "BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss",
        "multi-label": "CrossEntropyLoss",
    }
    return table[task]

# %% right (developed)
def choose_loss(task):
    match task:
        case "regression":
            return "SmoothL1Loss"
        case "multi-class":
            return "CrossEntropyLoss"
    return "BCEWithLogitsLoss"

# %% wrong: BCELoss for binary
def choose_loss(task):
    if task == "regression":
        return "MSELoss"
    if task in ("binary", "multi-label"):
        return "BCELoss"
    return "CrossEntropyLoss"
