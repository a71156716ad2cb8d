"""What people look for who come from elsewhere (Keras, Lightning, fastai, transformers), and what it is called here."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.shown import did_you_mean

# Arguments elsewhere → here
ARGUMENTS = {
    "num_epochs": "epochs", "max_epochs": "epochs", "n_epochs": "epochs", "nb_epoch": "epochs", "epoch": "epochs",
    "loss_fn": "criterion", "loss": "criterion", "loss_func": "criterion", "opt": "optimizer",
    "optimizers": "optimizer", "lr_scheduler": "scheduler", "schedulers": "scheduler", "cbs": "callbacks",
    "callback": "callbacks", "metric": "metrics", "gradient_clip_val": "max_norm", "clipnorm": "max_norm",
    "max_grad_norm": "max_norm", "clip_norm": "max_norm", "clipvalue": "clip_value",
    "accumulate_grad_batches": "accumulate", "gradient_accumulation_steps": "accumulate",
    "train_dataloader": "train_loader", "train_dataloaders": "train_loader", "train_dl": "train_loader",
    "train_data": "train_loader", "val_dataloaders": "val_loader", "val_dataloader": "val_loader",
    "val_data": "val_loader", "valid_dl": "val_loader", "validation_data": "val_loader", "valid_loader": "val_loader",
    "dataloader": "loader", "dataloaders": "loader", "data_loader": "loader", "filepath": "folder",
    "dirpath": "folder", "log_dir": "folder", "logdir": "folder", "save_dir": "folder", "filename": "path",
    "restore_best_weights": "restore_best", "save_best_only": "save_top_k", "every_n_train_steps": "every_n_batches",
    "log_every_n_steps": "every_n_steps", "update_freq": "every_n_steps", "histogram_freq": "histograms_every",
    "min_lr": "start_lr", "max_lr": "end_lr", "num_it": "num_iter", "num_training": "num_iter", "k": "k",
    "top_k": "k", "beta": "decay", "strategy": "distributed", "accelerator": "device", "gpus": "device",
    "use_cuda": "device",
}  # fmt: skip

# Arguments that belong somewhere else → where
BELONGS = {
    "batch_size": "The loader has it: DataLoader(dataset, batch_size=64).",
    "shuffle": "The loader does it: DataLoader(dataset, shuffle=True).",
    "pin_memory": "The loader does it: DataLoader(dataset, pin_memory=True).",
    "verbose": "For a line an epoch: Trainer(..., callbacks=[ProgressBar()]).",
    "enable_progress_bar": "For a line an epoch: Trainer(..., callbacks=[ProgressBar()]).",
    "callbacks": "Give them to the Trainer: Trainer(..., callbacks=[...]), or trainer.add_callback(...).",
    "epochs": "Give it to fit: trainer.fit(train_loader, val_loader, epochs=10).",
    "train_loader": "Give it to fit: trainer.fit(train_loader, val_loader, epochs=10).",
    "val_loader": "Give it to fit: trainer.fit(train_loader, val_loader, epochs=10).",
    "profiler": "It is a callback: callbacks=[Profiler()].",
    "logger": "Loggers are callbacks: callbacks=[CSVLogger('log.csv'), TensorBoardLogger('runs')].",
    "class_weight": "It belongs to the loss: tg.nn.CrossEntropyLoss(weight=...).",
    "sample_weight": "Draw samples in proportion to it: DataLoader(..., sampler=tg.data.WeightedRandomSampler(...)).",
    "devices": "torchrun starts the processes: Trainer(..., distributed=True), see docs/DISTRIBUTED.md.",
    "num_nodes": "torchrun starts the processes: Trainer(..., distributed=True), see docs/DISTRIBUTED.md.",
    "lr": "The optimizer has it: tg.optim.Adam(model.parameters(), lr=0.001).",
    "learning_rate": "The optimizer has it: tg.optim.Adam(model.parameters(), lr=0.001).",
    "task": "The shapes tell it; see the docstring.",
}

# What a Trainer has elsewhere → what to write
OF_A_TRAINER = {
    "to": "Trainer(..., device='cuda')",
    "cuda": "Trainer(..., device='cuda')",
    "train": "trainer.fit(train_loader, val_loader, epochs=10)",
    "fit_one_cycle": "a scheduler, OneCycleLR(optimizer, max_lr, total_steps=...), with schedule_every='step'",
    "evaluate": "trainer.validate(loader), or in the end trainer.test(loader)",
    "lr_find": "tg.training.lr_range_test(model, optimizer, criterion, loader)",
    "save_checkpoint": "trainer.save(path)",
    "save_model": "tg.training.save_weights(path, trainer.model)",
    "load": "trainer.resume(path), or for weights alone tg.training.load_weights(path, trainer.model)",
    "load_checkpoint": "trainer.resume(path)",
    "callback_metrics": "trainer.history.last()",
    "logged_metrics": "trainer.history.last()",
    "logs": "trainer.history.last()",
    "current_epoch": "trainer.epoch",
    "global_step": "trainer.step",
    "max_epochs": "trainer.epochs",
    "lr": "trainer.optimizer.param_groups[0]['lr']",
    "summary": "print(tg.nn.summary(model, shape_of_inputs))",
    "train_dataloader": "trainer.loader",
}


def misnamed(argument: str, parameters: Any) -> str:
    """A sentence on an argument that does not exist."""
    here = ARGUMENTS.get(argument, argument)
    belongs = BELONGS.get(argument, BELONGS.get(here))
    if here not in parameters:
        here = "" if belongs else did_you_mean(argument, parameters) or ""
    hint = f" It is called {here!r} here." if here else f" {belongs}" if belongs else ""
    return f"there is no argument {argument!r}.{hint}"


class Elsewhere:
    """A name that an object has elsewhere, but not here: to ask for it raises AttributeError; to set it is free."""

    def __init__(self, name: str, line: str):
        self.name, self.line = name, line

    def __get__(self, thing: Any, kind: type) -> Any:
        raise AttributeError(f"{kind.__name__} has no {self.name!r}. Write {self.line}.", name=self.name, obj=thing)


class Explains:
    """An object that answers names it does not have with what to write instead: `elsewhere`, name → what to write.

    By a descriptor for each name, since a `__getattr__` would make every other attribute slower.
    """

    elsewhere: dict[str, str] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, line in cls.__dict__.get("elsewhere", {}).items():
            setattr(cls, name, Elsewhere(name, line))
