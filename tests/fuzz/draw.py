"""Draws a random program from a seed. PyTorch runs along, so that the shapes of what was computed are known."""

from __future__ import annotations

import random
import re
from typing import Any

from tests.fuzz.gaps import DTYPES, FLOATS, Gaps, NothingFits, number_text
from tests.fuzz.operations import EFFECTS, FAMILIES, FUNCTIONS, MODES, VIEWS, WALKS
from tests.fuzz.program import Line, Program
from tests.fuzz.run import quiet, surroundings, torch

GAP = re.compile(r"\{(\w+)\}")
TWICE = re.compile(r"autograd.*\[(x\d+), \1\]")  # PyTorch returns one tensor twice
PRODUCT = re.compile(r" @ |\b(matmul|mm|mv|bmm|dot|outer|einsum|linear|conv\w+)\(")
SPECIAL = (float("nan"), float("inf"), float("-inf"))


class Drawing(Gaps):
    """A program that grows line by line."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.lines: list[Line] = []
        self.values = surroundings(torch)
        self.count = 0
        self.shape = tuple(self.size() for _ in range(self.random.choice((0, 1, 1, 2, 2, 2, 3, 3))))

    def name(self, letter: str = "x") -> str:
        self.count += 1
        return f"{letter}{self.count}"

    # ------------------------------------------------------------------------------------------ new tensors
    def new_tensor(self, shape: tuple, dtype: str, requires_grad: bool = False) -> str:
        """A line that makes a tensor of its own."""
        name = self.name()
        values = self.numbers(shape, dtype)
        wanted = ", requires_grad=True" if requires_grad and "float" in dtype else ""
        dtype = "int64" if dtype.startswith("indices") else dtype
        if 0 in shape:
            text = f"{name} = lib.zeros({shape}, dtype=lib.{dtype}{wanted})"
        else:
            text = f"{name} = lib.tensor({number_text(values)}, dtype=lib.{dtype}{wanted})"
        self.add(Line(text, (name,)))
        return name

    def numbers(self, shape: tuple, dtype: str) -> Any:
        """Nested lists."""
        if not shape:
            if dtype.startswith("indices"):
                return self.random.randrange(int(dtype.split()[1]))
            if dtype == "bool":
                return self.likely(0.5)
            if dtype == "uint8":
                return self.random.randrange(6)
            if dtype.startswith("int"):
                return self.random.randrange(-3, 6)
            return self.random.choice(SPECIAL) if self.special and self.likely(0.3) else self.float_value()
        self.special = self.likely(0.02)
        return [self.numbers(shape[1:], dtype) for _ in range(shape[0])]

    special = False

    def float_value(self) -> float:
        """A quarter, more often than not: equal ones and zeros show what others do not."""
        if self.likely(0.25):
            return float(self.random.choice((0, 1, -1)))
        return self.random.randrange(-12, 13) / 4 if self.likely(0.5) else round(self.random.uniform(-2, 2), 3)

    # ------------------------------------------------------------------------------------------ lines
    def add(self, line: Line) -> bool:
        """Run a line on PyTorch and keep it; of those that PyTorch refuses, some."""
        try:
            exec(line.code, self.values)
        except Exception:
            if not self.likely(0.3):
                return False
        if PRODUCT.search(line.text) and any(map(self.has_nan, line.makes)):
            for name in line.makes:  # NumPy's BLAS passes over zeros in a vector: 0 · nan is 0 there
                self.values.pop(name, None)
            return False
        self.lines.append(line)
        if not line.makes:
            self.forget_broken()
        if "autograd" in line.text:
            self.forget_shared(line.makes)
        self.made = line.makes[-1] if line.makes else self.made
        return True

    def has_nan(self, name: str) -> bool:
        """Whether there is a tensor of that name, with a nan in it."""
        value = self.values.get(name)
        return isinstance(value, torch.Tensor) and bool(value.isnan().any())

    def forget_broken(self) -> None:
        """A part of `split` or `unbind` whose base was changed in place: PyTorch does not even say if it is a leaf."""
        for name in self.tensors():
            try:
                self.values[name].is_leaf
            except RuntimeError:
                del self.values[name]

    def forget_shared(self, made: tuple[str, ...]) -> None:
        """Gradients of which PyTorch uses the memory twice: for another, or for all their elements."""
        places = {name: self.values[name].untyped_storage().data_ptr() for name in self.tensors()}
        for name in made:
            if name in places and (list(places.values()).count(places[name]) > 1 or 0 in self.values[name].stride()):
                del self.values[name]

    def fill(self, template: str) -> Line:
        """A line of the table with its gaps filled."""
        makes: list[str] = []

        def filled(gap: re.Match) -> str:
            word = gap.group(1)
            if word.startswith("new"):
                makes.append(self.name({"new": "x", "new_hook": "h", "new_optimizer": "o"}[word]))
                return makes[-1]
            if word in ("hook", "optimizer"):
                return self.one_of([name for name in self.values if name[0] == word[0] and name[1:].isdigit()])
            return self.made if word == "made" else getattr(self, word)()

        self.subject = None
        text = GAP.sub(filled, template)
        if "autograd" in text and self.is_unclear(text):
            raise NothingFits
        return Line(text, tuple(makes))

    def is_unclear(self, text: str) -> bool:
        """What PyTorch gives is an accident: one tensor twice; a gradient that a hook of another changed in place;
        hooks on a result from which no way leads to an input, and which are called for one result, but not for two."""
        hooked = self.tensors(lambda x: x._backward_hooks or x.retains_grad)
        changing = any("g.mul_" in line.text for line in self.lines)
        return bool(TWICE.search(text) or changing or (hooked and "grad([" in text))

    def draw(self, template: str) -> bool:
        """Whether a line of that form could be added."""
        try:
            return self.add(self.fill(template))
        except NothingFits:
            return False

    def operation(self) -> bool:
        family = self.random.choices(list(FAMILIES), [weight for weight, _ in FAMILIES.values()])[0]
        template = self.random.choice(FAMILIES[family][1])
        if "{new}" in template:
            return self.draw(template)
        if self.likely(0.93):
            return self.draw("{new} = " + template)
        if family in VIEWS:
            template = f"({template}).clone()"
        if self.likely(0.3):
            return self.function(template)
        return self.draw(self.random.choice(MODES).replace("{}", "{new} = " + template))

    def function(self, template: str) -> bool:
        """The computation inside a function with a decorator."""
        name = self.name()
        try:
            expression = self.fill(template).text
        except NothingFits:
            return False
        return self.add(Line(self.random.choice(FUNCTIONS).format(name=name, expression=expression), (name,)))

    def walk(self) -> bool:
        return all([self.draw(template) for template in self.random.choice(WALKS)])


def drawn(seed: int) -> Program:
    """The program of a seed: tensors, 3 to 12 operations with changes and switches between them, and a walk back."""
    drawing = Drawing(seed)
    with quiet():
        for i in range(drawing.random.choice((1, 2, 2, 3))):
            dtype = drawing.random.choice(FLOATS if i == 0 or drawing.likely(0.6) else DTYPES)
            drawing.new_tensor(drawing.some_shape(), dtype, requires_grad=drawing.likely(0.75))
        wanted, drawing.effects = drawing.random.randint(3, 12), drawing.random.choice((0, 0.1, 0.3))
        for _ in range(4 * wanted):
            if drawing.likely(drawing.effects):
                wanted -= drawing.draw(drawing.random.choice(drawing.random.choice(EFFECTS)))
            elif drawing.likely(0.03):
                drawing.walk()
            else:
                wanted -= drawing.operation()
            if wanted <= 0:
                break
        drawing.walk()
    return Program(tuple(drawing.lines), seed)
