"""State that outlives a call, planted into right answers: the kinds that people write, by changing the syntax tree.

Each planter takes the text of a right answer and gives (what is kept, as the answer calls it, and the text of the
spoilt answer), once for every place where it is possible.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

Planted = Iterator[tuple[str, str]]

MADE_EMPTY = ("[]", "{}", "set()", "dict()", "list()", "deque()")


def parsed(source: str, name: str) -> tuple[ast.Module, ast.FunctionDef | ast.ClassDef]:
    tree = ast.parse(source)
    (definition,) = [
        each for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name == name
    ]
    return tree, definition


def text(tree: ast.Module) -> str:
    return ast.unparse(ast.fix_missing_locations(tree))


def begun(body: list[ast.stmt], wanted: tuple[str, ...]) -> Iterator[tuple[ast.Assign, str, ast.expr, int]]:
    """What the function itself begins with one of these: (statement, name, value, place in a tuple or -1)."""
    for statement in body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target, value = statement.targets[0], statement.value
        if isinstance(target, ast.Name) and ast.unparse(value) in wanted:
            yield statement, target.id, value, -1
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for place, (to, given) in enumerate(zip(target.elts, value.elts, strict=True)):
                if isinstance(to, ast.Name) and ast.unparse(given) in wanted:
                    yield statement, to.id, given, place


def without(body: list[ast.stmt], statement: ast.Assign, place: int) -> None:
    """Take out one of the values that a statement gives."""
    if place < 0:
        body.remove(statement)
        return
    target, value = statement.targets[0], statement.value
    assert isinstance(target, ast.Tuple)
    assert isinstance(value, ast.Tuple)
    del target.elts[place], value.elts[place]
    if len(target.elts) == 1:
        statement.targets, statement.value = [target.elts[0]], value.elts[0]


def is_inner(definition: ast.FunctionDef, name: str) -> bool:
    """Whether an inner function gives the name another value, which would need `nonlocal`."""
    return any(isinstance(node, ast.Nonlocal) and name in node.names for node in ast.walk(definition))


def places(source: str, name: str, wanted: tuple[str, ...]) -> Iterator[tuple[ast.Module, ast.FunctionDef, str, str]]:
    """The tree without one such statement: (tree, function, name, text of the value)."""
    tree, definition = parsed(source, name)
    if not isinstance(definition, ast.FunctionDef):
        return
    count = len(list(begun(definition.body, wanted)))
    for number in range(count):
        fresh = copy.deepcopy(tree)
        function = next(each for each in fresh.body if isinstance(each, ast.FunctionDef) and each.name == name)
        statement, variable, value, place = list(begun(function.body, wanted))[number]
        if is_inner(function, variable):
            continue
        without(function.body, statement, place)
        yield fresh, function, variable, ast.unparse(value)


def a_default(source: str, name: str) -> Planted:
    """`def f(x, seen=[])`."""
    for tree, function, variable, value in places(source, name, MADE_EMPTY):
        function.args.args.append(ast.arg(variable))
        function.args.defaults.append(ast.parse(value).body[0].value)
        yield variable, text(tree)


def a_variable(source: str, name: str) -> Planted:
    """`seen = []` in the cell, above the function."""
    for tree, function, variable, value in places(source, name, MADE_EMPTY):
        tree.body.insert(tree.body.index(function), ast.parse(f"{variable} = {value}").body[0])
        yield variable, text(tree)


def a_number(source: str, name: str) -> Planted:
    """`total = 0` in the cell, and `global total` in the function."""
    for tree, function, variable, value in places(source, name, ("0", "0.0", "1", "1.0")):
        tree.body.insert(tree.body.index(function), ast.parse(f"{variable} = {value}").body[0])
        function.body.insert(0, ast.Global([variable]))
        yield variable, text(tree)


def an_attribute(source: str, name: str) -> Planted:
    """`f.seen = []` below the function, and `f.seen` for `seen`; numbers too."""
    for tree, function, variable, value in places(source, name, (*MADE_EMPTY, "0", "0.0")):
        Renamed(variable, f"{name}.{variable}").visit(function)
        tree.body.append(ast.parse(f"{name}.{variable} = {value}").body[0])
        yield f"{name}.{variable}", text(tree)


class Renamed(ast.NodeTransformer):
    """Another name, or an attribute, for a variable."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id != self.before:
            return node
        new = ast.parse(self.after).body[0].value
        new.ctx = node.ctx
        return new


def used_up(source: str, name: str) -> Planted:
    """`numbers = iter(range(10**6))` in the cell; the function goes on through it where it should begin at 0."""
    tree, definition = parsed(source, name)
    loops = [node for node in ast.walk(definition) if isinstance(node, ast.For | ast.comprehension)]
    for number, loop in enumerate(loops):
        called = loop.iter
        if ast.unparse(loop.target) == "_":
            continue  # how often is all that counts
        if isinstance(called, ast.Call) and ast.unparse(called.func) == "range" and len(called.args) == 1:
            fresh = copy.deepcopy(tree)
            found = next(each for each in fresh.body if getattr(each, "name", "") == name)
            again = [node for node in ast.walk(found) if isinstance(node, ast.For | ast.comprehension)][number]
            again.iter = ast.parse(f"itertools.islice(numbers, {ast.unparse(called.args[0])})").body[0].value
            yield "numbers", f"import itertools\nnumbers = iter(range(10**6))\n{text(fresh)}"


def behind_a_memo(source: str, name: str, head: str, key: str, memo: str) -> str:
    """The function, with what it answered before looked up by a key."""
    tree, definition = parsed(source, name)
    assert isinstance(definition, ast.FunctionDef)
    given = [arg.arg for arg in definition.args.args]
    signature = ast.unparse(definition.args)
    definition.name = "worked_out"
    for node in ast.walk(definition):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = "worked_out"
    call = f"worked_out({', '.join(given)})"
    return f"""{text(tree)}

{head.format(name=name) if memo == "known" else ""}
def {name}({signature}):
    key = {key.format(first=given[0], all=", ".join(given))}
    if key not in {memo}:
        {memo}[key] = {call}
    return {memo}[key]
{head.format(name=name) if memo != "known" else ""}
"""


def wrong_memo(source: str, name: str) -> Planted:
    """What was answered before is looked up by the shape of the first argument alone."""
    definition = parsed(source, name)[1]
    if isinstance(definition, ast.FunctionDef) and name not in {arg.arg for arg in definition.args.args}:
        shape = "np.shape({first}) if isinstance({first}, np.ndarray) else type({first}).__name__"
        yield "known", behind_a_memo(source, name, "known = {{}}", shape, "known")
        yield f"{name}.known", behind_a_memo(source, name, "{name}.known = {{}}", shape, f"{name}.known")


def right_memo(source: str, name: str) -> str:
    """Looked up by all that counts."""
    key = "pickle.dumps(({all},))"
    return behind_a_memo(source, name, "known = {{}}", key, "known")


def counted(source: str, name: str) -> str:
    """How often it was called, which nobody asks."""
    tree, definition = parsed(source, name)
    function = definition
    if isinstance(definition, ast.ClassDef):
        function = next(each for each in definition.body if isinstance(each, ast.FunctionDef))
    function.body[:0] = ast.parse("times_asked.append(1)").body
    return f"times_asked = []\n{text(tree)}"


# --------------------------------------------------------------------------------------------------- of classes


def attributes(source: str, name: str, wanted: tuple[str, ...]) -> Iterator[tuple[ast.Module, ast.ClassDef, str, str]]:
    """The tree without one `self.x = []` of `__init__`: (tree, class, attribute, text of the value)."""
    tree, definition = parsed(source, name)
    if not isinstance(definition, ast.ClassDef):
        return
    number = 0
    while True:
        fresh = copy.deepcopy(tree)
        made = next(each for each in fresh.body if getattr(each, "name", "") == name)
        init = next((each for each in made.body if getattr(each, "name", "") == "__init__"), None)
        found = list(kept(init, wanted)) if init else []
        if number >= len(found):
            return
        statement, attribute, value, place = found[number]
        without(init.body, statement, place)
        init.body = init.body or [ast.Pass()]
        yield fresh, made, attribute, ast.unparse(value)
        number += 1


def kept(init: ast.FunctionDef, wanted: tuple[str, ...]) -> Iterator[tuple[ast.Assign, str, ast.expr, int]]:
    for statement in init.body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target, value = statement.targets[0], statement.value
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = list(zip(target.elts, value.elts, strict=True)) if several else [(target, value)]
        for place, (to, given) in enumerate(pairs):
            if isinstance(to, ast.Attribute) and ast.unparse(given) in wanted:
                yield statement, to.attr, given, place if several else -1


def in_the_class(source: str, name: str) -> Planted:
    """`seen = []` in the body of the class."""
    for tree, made, attribute, value in attributes(source, name, MADE_EMPTY):
        made.body.insert(0, ast.parse(f"{attribute} = {value}").body[0])
        yield attribute, text(tree)


def numbers_of_the_class(source: str, name: str) -> Planted:
    """`EarlyStopping.counter` for `self.counter`."""
    for tree, made, attribute, value in attributes(source, name, ("0", "0.0", "None", "math.inf", "float('inf')")):
        made.body.insert(0, ast.parse(f"{attribute} = {value}").body[0])
        for node in ast.walk(made):
            if isinstance(node, ast.Attribute) and node.attr == attribute and ast.unparse(node.value) == "self":
                node.value = ast.Name(name, ast.Load())
        yield f"{name}.{attribute}", text(tree)


def defaults_of_init(source: str, name: str) -> Planted:
    """`def __init__(self, …, seen=[])`."""
    for tree, made, attribute, value in attributes(source, name, MADE_EMPTY):
        init = next(each for each in made.body if getattr(each, "name", "") == "__init__")
        init.args.args.append(ast.arg(attribute))
        init.args.defaults.append(ast.parse(value).body[0].value)
        init.body.append(ast.parse(f"self.{attribute} = {attribute}").body[0])
        yield attribute, text(tree)


def variables_of_init(source: str, name: str) -> Planted:
    """`seen = []` in the cell, and `self.seen = seen`."""
    for tree, made, attribute, value in attributes(source, name, MADE_EMPTY):
        init = next(each for each in made.body if getattr(each, "name", "") == "__init__")
        init.body.append(ast.parse(f"self.{attribute} = {attribute}").body[0])
        tree.body.insert(tree.body.index(made), ast.parse(f"{attribute} = {value}").body[0])
        yield attribute, text(tree)


PLANTERS = (a_default, a_variable, a_number, an_attribute, used_up, wrong_memo, in_the_class, numbers_of_the_class)
PLANTERS += (defaults_of_init, variables_of_init)
