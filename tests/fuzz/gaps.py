"""What fills the gaps of a line: one method for each word in braces. PyTorch's tensors say which shapes would fit."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import torch

FLOATS = ("float32", "float64", "float32", "float64", "float32", "float64", "float32", "float16")
DTYPES = (*FLOATS, "int64", "int32", "uint8", "bool")
SIZES = (1, 2, 2, 2, 3, 3, 3, 4, 0)


class NothingFits(Exception):
    """There is no variable for a gap; another line is drawn."""


def broadcasts(shape: tuple, other: tuple) -> bool:
    return all(m in (n, 1) or n == 1 for n, m in zip(reversed(shape), reversed(other)))


def number_text(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(number_text, value)) + "]"
    return repr(value)


class Gaps:
    """A subclass says which variables there are (`values`), and makes tensors (`new_tensor`)."""

    random: random.Random
    values: dict[str, Any]  # by name, what PyTorch has for it
    shape: tuple  # of the program: most tensors are made to broadcast with it
    subject: Any = None  # the first tensor of the line
    effects: float = 0  # how often something is changed
    made: str = ""  # the variable made last

    def new_tensor(self, shape: tuple, dtype: str, requires_grad: bool = False) -> str:
        raise NotImplementedError

    def likely(self, probability: float) -> bool:
        return self.random.random() < probability

    def tensors(self, wanted: Any = lambda value: True) -> list[str]:
        return [name for name, value in self.values.items() if isinstance(value, torch.Tensor) and wanted(value)]

    def one_of(self, found: list[str]) -> str:
        """One of the variables, more often a late one; it becomes the subject if there is none yet."""
        if not found:
            raise NothingFits
        name = self.random.choice(found[-3:] if self.likely(0.6) else found)
        if self.subject is None:
            self.subject = name
        return name

    # ------------------------------------------------------------------------------------------ tensors
    def any(self) -> str:
        return self.one_of(self.tensors())

    def float(self) -> str:
        return self.one_of(self.tensors(lambda x: x.is_floating_point()))

    def mask(self) -> str:
        found = self.tensors(lambda x: x.dtype is torch.bool)
        return self.one_of(found or [self.new_tensor(self.some_shape(), "bool")])

    def leaf(self) -> str:
        return self.one_of(self.tensors(lambda x: x.is_leaf and x.requires_grad))

    def tracked(self) -> str:
        return self.one_of(self.tensors(lambda x: x.requires_grad))

    def computed(self) -> str:
        return self.one_of(self.tensors(lambda x: not x.is_leaf))

    def goal(self) -> str:
        """A tensor to ask a gradient for. Not one with hooks: of a computed tensor, PyTorch then gives the gradient
        before they were called if the walk goes on from there, and else after. Not a view that may come to be changed:
        it is a tensor of another graph afterwards."""
        return self.one_of(self.tensors(lambda x: x.requires_grad and not x._backward_hooks and self.stays(x)))

    def stays(self, x: torch.Tensor) -> bool:
        return not (self.effects and x._is_view())

    def hookable(self) -> str:
        """Not a view that may come to be changed: PyTorch's hooks on it are then lost."""
        return self.one_of(self.tensors(lambda x: x.requires_grad and self.stays(x)))

    def keepable(self) -> str:
        """A computed tensor; as for hooks, not a view that may come to be changed."""
        return self.one_of(self.tensors(lambda x: not x.is_leaf and self.stays(x)))

    def alone(self) -> str:
        """Shares its memory with no other: what requires_grad_ says of x, PyTorch's views of x say as well."""

        def places(kind):
            return [x.untyped_storage().data_ptr() for x in map(self.values.get, self.tensors(kind))]

        shared = Counter(places(lambda x: True))
        return self.one_of(self.tensors(lambda x: x.numel() and shared[x.untyped_storage().data_ptr()] == 1
                                        and not x._backward_hooks))  # fmt: skip

    def plain(self) -> str:
        return self.one_of(self.tensors(lambda x: not x.requires_grad))

    def single(self) -> str:
        """The only name of its tensor. `x += y` may make a new tensor here; other names keep the old one."""
        return self.one_of(self.tensors(lambda x: [y is x for y in self.values.values()].count(True) == 1))

    def with_grad(self) -> str:
        return self.one_of(self.tensors(lambda x: (x.is_leaf or x.retains_grad) and x.grad is not None))

    def same(self) -> str:
        return self.subject

    def x(self) -> torch.Tensor:
        """PyTorch's tensor of the subject."""
        return self.values[self.subject]

    def dtype_of(self) -> str:
        """The dtype of the subject."""
        return str(self.x().dtype).removeprefix("torch.")

    def other(self) -> str:
        """Broadcasts with the subject."""
        if self.likely(0.04):
            return self.any()
        shape = self.x().shape
        if self.likely(0.8):
            return self.one_of(self.tensors(lambda y: broadcasts(shape, y.shape)))
        return self.new_tensor(self.narrower(shape), self.dtype_name())

    def other_float(self) -> str:
        """Of a power with a bool on the right, PyTorch has no gradient."""
        return self.one_of(self.tensors(lambda y: y.is_floating_point() and broadcasts(self.x().shape, y.shape)))

    def alike(self) -> str:
        """Has the shape of the subject, and is of floats."""
        found = self.tensors(lambda y: y.shape == self.x().shape and y.is_floating_point() and y is not self.x())
        if found and self.likely(0.7):
            return self.one_of(found)
        return self.new_tensor(tuple(self.x().shape), self.dtype_of() if self.likely(0.9) else "float64")

    def twin(self) -> str:
        """New numbers for the subject. Not of another shape or dtype: graphs made before then remember the old one."""
        return self.new_tensor(tuple(self.x().shape), self.dtype_of())

    def fits(self) -> str:
        """Can be written into the subject."""
        x = self.x()
        if self.likely(0.06):
            return self.other()
        found = self.tensors(lambda y: not y.requires_grad and y.dtype == x.dtype and y.ndim <= x.ndim
                             and broadcasts(x.shape, y.shape) and torch.broadcast_shapes(x.shape, y.shape) == x.shape
                             and y.untyped_storage().data_ptr() != x.untyped_storage().data_ptr())  # fmt: skip
        if found and self.likely(0.5):
            return self.one_of(found)
        return self.new_tensor(self.narrower(x.shape), self.dtype_of())

    def mask_like(self) -> str:
        found = self.tensors(lambda y: y.dtype is torch.bool and broadcasts(self.x().shape, y.shape))
        if found and self.likely(0.6):
            return self.one_of(found)
        return self.new_tensor(self.narrower(self.x().shape), "bool")

    def right(self) -> str:
        """The right side of a product with the subject."""
        shape = tuple(self.x().shape)
        found = self.tensors(lambda y: y.ndim and shape and y.shape[-2 if y.ndim > 1 else 0] == shape[-1])
        if found and self.likely(0.4):
            return self.one_of(found)
        inner = shape[-1] if shape else 2
        wide = [(inner,), (inner, self.size()), (*shape[:-2], inner, self.size()), (1, inner, 2)]
        return self.new_tensor(self.random.choice(wide), self.dtype_of(), self.likely(0.5))

    def start(self) -> str:
        """A gradient to start from, for the subject: a copy, as hooks may change it in place."""
        return self.new_tensor(tuple(self.x().shape), self.dtype_of() if self.likely(0.95) else "float64") + ".clone()"

    def finite(self) -> str:
        """Of infinite numbers PyTorch's gelu makes nan, and what its conv2d makes of them depends on the sizes."""
        return self.one_of(self.tensors(lambda x: x.is_floating_point() and x.isfinite().all()))

    def distinct(self) -> str:
        """Of equal numbers, topk may give either."""
        found = self.tensors(lambda x: x.is_floating_point())
        return self.one_of([name for name in found if self.values[name].unique().numel() == self.values[name].numel()])

    def loss(self) -> str:
        """A single number, most often."""
        name = self.tracked()
        x = self.values[name]
        if self.likely(0.3):
            fitting = self.tensors(lambda y: y.is_floating_point() and broadcasts(x.shape, y.shape))
            return f"({name} * {self.random.choice(fitting)}).sum()"
        if x.numel() == 1 and self.likely(0.5):
            return name
        return f"{name}.mean()" if self.likely(0.15) else f"{name}.sum()"

    # ------------------------------------------------------------------------------------------ for layers
    def matrix(self) -> str:
        found = self.tensors(lambda x: x.is_floating_point() and x.ndim == 2 and x.shape[1])
        return self.one_of(found or [self.new_tensor((2, 3), "float64", True)])

    def uneven(self) -> str:
        """A matrix without columns of equal numbers: what a normalisation makes of those is rounding only."""
        found = self.tensors(lambda x: x.is_floating_point() and x.ndim == 2 and x.std(0).ge(0.1).all())
        return self.one_of(found or [self.new_tensor((4, 2), "float64", True)])

    def varied(self) -> str:
        """Not of equal numbers: of all elements together, PyTorch's variance is then what is left of rounding."""
        return self.one_of(self.tensors(lambda x: x.is_floating_point() and x.numel() > 1 and x.std() > 0.1))

    def vector(self) -> str:
        found = self.tensors(lambda x: x.is_floating_point() and x.ndim == 1)
        return self.one_of(found or [self.new_tensor((3,), "float64", True)])

    def image(self) -> str:
        found = self.tensors(lambda x: x.is_floating_point() and x.ndim == 4 and x.numel() and x.isfinite().all())
        return self.one_of(found or [self.new_tensor((2, 2, 3, 4), "float64", True)])

    def kernel(self) -> str:
        shape = self.x().shape
        size = self.random.choice((1, 2, 3))
        name = self.new_tensor((2, shape[1] if len(shape) > 1 else 1, size, size), self.dtype_of(), self.likely(0.7))
        if not self.values[name].isfinite().all():  # see `finite`
            raise NothingFits
        return name

    def weight(self) -> str:
        shape = self.x().shape
        return self.new_tensor((self.size(), shape[-1] if shape else 2), self.dtype_of(), self.likely(0.7))

    def table(self) -> str:
        return self.new_tensor((5, 2), "float64", self.likely(0.8))

    def classes(self) -> str:
        rows, columns = self.x().shape[:2]
        return self.indices((rows,), columns) + ".clone()"  # if changed later, PyTorch writes beyond its memory

    def classes_any(self) -> str:
        return self.one_of([self.indices(self.some_shape(), 5)])

    def last_size(self) -> str:
        shape = tuple(self.x().shape)
        return str(shape[-self.random.choice((1, 1, 2)) :])

    def indices(self, shape: tuple, below: int) -> str:
        return self.new_tensor(shape, f"indices {max(below, 1)}")

    # ------------------------------------------------------------------------------------------ numbers and words
    def number(self) -> str:
        return self.random.choice(("2", "0.5", "-1", "3.0", "0", "1", "-0.25", "2.5", "True"))

    def positive(self) -> str:
        return self.random.choice(("2", "0.5", "1", "3"))

    def power(self) -> str:
        return self.random.choice(("2", "2.0", "3", "0.5", "-1", "0", "1", "1.5", "-2.0"))

    def p(self) -> str:
        return self.random.choice(("1", "2", "inf", "3", "0.5"))

    def small(self) -> str:
        return self.random.choice(("0", "1", "0", "1", "2", "-1"))

    def flag(self) -> str:
        return self.random.choice(("True", "False"))

    def rounding(self) -> str:
        return self.random.choice(("'floor'", "'trunc'", "None"))

    def change(self) -> str:
        """An operation in place without arguments."""
        return self.random.choice(("exp_", "log_", "sqrt_", "abs_", "neg_", "sin_", "cos_", "tanh_", "sigmoid_",
                                   "relu_", "floor_", "ceil_", "round_", "square_", "rsqrt_", "reciprocal_", "sign_",
                                   "expm1_", "log1p_", "tan_", "zero_"))  # fmt: skip

    def reduction(self) -> str:
        return self.random.choice(("'mean'", "'sum'", "'none'"))

    def dtype_name(self) -> str:
        return self.random.choice(DTYPES if self.likely(0.4) else FLOATS[:2])

    def dtype(self) -> str:
        return f"lib.{self.dtype_name()}"

    def dim(self) -> str:
        beyond = self.likely(0.03)
        last = max(self.x().ndim, 1) + beyond
        return str(self.random.randrange(-last, last))

    def dims(self) -> str:
        if self.likely(0.5) or self.x().ndim < 2:
            return self.dim()
        count = self.random.randint(1, self.x().ndim)
        return str(tuple(self.random.sample(range(self.x().ndim), count)))

    def place(self) -> str:
        return str(self.random.randrange(-self.x().ndim - 1, self.x().ndim + 1))

    def order(self) -> str:
        return ", ".join(map(str, self.random.sample(range(self.x().ndim), self.x().ndim))) or "()"

    def sizes(self) -> str:
        """Another shape of as many elements."""
        count = self.x().numel()
        if self.likely(0.05):
            count += 1
        first = self.random.choice([n for n in (1, 2, 3, 4, 6, count) if n and count % n == 0] or [1])
        return self.random.choice((f"{first}, {count // first}", f"{first}, -1", "-1", f"{count // first}, 1, {first}"))

    def expanded(self) -> str:
        sizes = [self.size() if n == 1 and self.likely(0.7) else n for n in self.x().shape]
        if self.likely(0.3):
            sizes.insert(0, self.random.choice((1, 2, 2)))
        if self.likely(0.05):
            sizes.append(2)
        return "".join(f"{n}, " for n in sizes) or "1,"

    def dim_and_indices(self) -> str:
        x = self.x()
        dim = self.random.randrange(max(x.ndim, 1))
        shape = list(x.shape)
        if shape and self.likely(0.5):
            shape[dim] = self.size()
        return f"{dim}, {self.indices(tuple(shape), x.shape[dim] if x.ndim else 1)}"

    def index(self) -> str:
        """Something to stand in the brackets after the subject."""
        shape, parts, axis = self.x().shape, [], 0
        if self.likely(0.12):
            return self.mask_for(tuple(shape[: self.random.randint(1, 2)]) if self.likely(0.7) else tuple(shape))
        while axis < len(shape) and (not parts or self.likely(0.6)):
            parts.append(self.index_part(shape[axis]))
            axis += parts[-1] not in ("None", "...")
            if parts.count("...") > 1:
                parts.remove("...")
        return ", ".join(parts) or self.random.choice(("...", "None", "..., None", "()"))

    def index_part(self, size: int) -> str:
        kind = self.random.choice(("int", "slice", "slice", "slice", "None", "...", "list", "list", "tensor", "mask"))
        if kind == "int":
            return str(self.number_below(size))
        if kind == "slice":
            ends = [self.random.choice(("", "", str(self.random.randrange(-size - 1, size + 2)))) for _ in range(2)]
            return ":".join(ends) + self.random.choice(("", "", "", ":2"))
        if kind == "list":
            return str([self.number_below(size) for _ in range(self.size())])
        if kind == "tensor":
            return self.indices(self.random.choice(((), (2,), (3,), (2, 1))), size)
        return self.mask_for((size,)) if kind == "mask" else kind

    def number_below(self, size: int) -> int:
        """An index for a dimension; now and then one that does not exist."""
        return self.random.randrange(-size, size) if size and not self.likely(0.02) else size

    def mask_for(self, shape: tuple) -> str:
        found = self.tensors(lambda y: y.dtype is torch.bool and tuple(y.shape) == shape)
        return self.random.choice(found) if found else self.new_tensor(shape, "bool")

    # ------------------------------------------------------------------------------------------ shapes
    def size(self) -> int:
        return self.random.choice(SIZES)

    def some_shape(self) -> tuple:
        """Most often one that broadcasts with the shape of the program."""
        if self.likely(0.2):
            return tuple(self.size() for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 4))))
        return self.narrower(self.shape)

    def narrower(self, shape: tuple) -> tuple:
        """One that broadcasts to `shape`."""
        if self.likely(0.4):
            return tuple(shape)
        kept = tuple(shape)[self.random.randint(0, len(shape)) :] if self.likely(0.5) else tuple(shape)
        return tuple(1 if self.likely(0.25) else n for n in kept)
