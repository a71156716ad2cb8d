"""The table of a model: its lines, and what making it leaves as it was."""

import pytest

import tinygrad_lite as tg


class Model(tg.nn.Module):
    def __init__(self):
        super().__init__()
        self.table = tg.nn.Embedding(10, 4)
        self.blocks = tg.nn.ModuleList([tg.nn.Linear(4, 4, bias=False), tg.nn.BatchNorm1d(4)])
        self.unused = tg.nn.Linear(1, 1)

    def forward(self, indices, scale):
        x = self.table(indices) * scale
        for block in self.blocks:
            x = block(x)
        return {"sum": x.sum(), "pair": [x, 3]}


def test_summary():
    model = Model()
    model.unused.requires_grad_(False)
    model.blocks[1].eval()
    inputs = [tg.zeros(5, dtype=tg.int64), tg.ones(1)]
    table = tg.nn.summary(model, input_data=inputs)
    assert (
        repr(table)
        == """\
Layer                 Output shape         Parameters
-----------------------------------------------------
Model                 ((), ((5, 4), int))          66
  table: Embedding    (5, 4)                       40
  blocks: ModuleList  not called                   24
    0: Linear         (5, 4)                       16
    1: BatchNorm1d    (5, 4)                        8
  unused: Linear      not called                    2
-----------------------------------------------------
Parameters: 66 (64 trained, 2 frozen)"""
    )
    assert (table.total_params, table.trainable_params) == (66, 64)
    assert [module.training for module in model.blocks] == [True, False]
    assert model.blocks[1].num_batches_tracked.item() == 0
    model(*inputs)
    assert model.blocks[0]._hooks is None  # no hook is left


def test_sizes():
    sizes = tg.nn.summary(Model(), [(3,), (1,)], dtype=tg.int64).rows
    assert sizes[0].output == "((), ((3, 4), int))"
    with pytest.raises(ValueError, match="give either input_size"):
        tg.nn.summary(Model())
