"""What is given to the loop, the Trainer and their parts, looked at before training begins."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from tinygrad_lite.arguments import is_several
from tinygrad_lite.training.elsewhere import misnamed

Call = TypeVar("Call", bound=Callable[..., Any])


def explained(line: str = "") -> Callable[[Call], Call]:
    """A call with arguments that do not fit is answered with what is wrong and the `line` to write."""

    def around(function: Call) -> Call:
        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            try:
                signature.bind(*args, **kwargs)
            except TypeError:
                name = type(args[0]).__name__ if makes else own_name
                raise TypeError(f"{name}: {misfit(signature, args, kwargs)} {ending}") from None
            return function(*args, **kwargs)

        signature = inspect.signature(function)
        own_name, makes = function.__qualname__.removesuffix(".__init__"), function.__name__ == "__init__"
        ending = f"Write: {line}" if line else f"Its arguments: {arguments_of(signature)}."
        return called  # type: ignore[return-value]

    return around


def arguments_of(signature: inspect.Signature) -> str:
    """The arguments as they stand in a signature, without annotations."""
    plain = [p.replace(annotation=p.empty) for name, p in signature.parameters.items() if name != "self"]
    return str(inspect.Signature(plain)).strip("()")


def misfit(signature: inspect.Signature, args: tuple, kwargs: dict[str, Any]) -> str:
    """Why these arguments cannot be given to such a function, as a sentence or two."""
    parameters = {name: p for name, p in signature.parameters.items() if name != "self"}
    shift = len(signature.parameters) - len(parameters)
    given = len(args) - shift
    takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    places = [name for name, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    wrong = [misnamed(name, parameters) for name in kwargs if name not in parameters and not takes_all]
    if given > len(places):
        only = ", ".join(places) or "none"
        were = "argument was" if given == 1 else "arguments were"
        wrong.append(f"{given} {were} given without a name; without a name go only {only}.")
    twice = [name for name in places[:given] if name in kwargs]
    wrong += [f"{name!r} was given twice." for name in twice]
    missing = [name for name in places[given:] if parameters[name].default is inspect._empty and name not in kwargs]
    if missing and not wrong:
        wrong.append(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.")
    return " ".join(wrong[:1] + [text[0].upper() + text[1:] for text in wrong[1:]])


def several(given: Any, single: Callable[[Any], bool], what: str) -> list[Any]:
    """What was given as a list; a single object counts as a list of one, None as none."""
    if given is None:
        return []
    if isinstance(given, dict):
        raise TypeError(f"{what}: must be a list, got dict. Each has its own name: give list(...values()).")
    if isinstance(given, str) or single(given):
        return [given]
    if not is_several(given):
        raise TypeError(f"{what}: must be a list, got {type(given).__name__}.")
    return list(given)


USUAL = {"optimizer": "model.parameters(), lr=0.01", "scheduler": "optimizer, ...", "model": "..."}  # arguments


def check_objects(caller: str, **parts: Any) -> None:
    """Raise if a class is given where an object of it is wanted, or a loss that cannot be called."""
    for name, part in parts.items():
        if isinstance(part, type):
            made = f"{part.__name__}({USUAL.get(name, '')})"
            raise TypeError(f"{caller}: {name} is the class {part.__name__}. Give an object of it: {made}.")
    if "criterion" in parts and not callable(parts["criterion"]):
        kind = type(parts["criterion"]).__name__
        raise TypeError(
            f"{caller}: criterion must be a function or a module, got {kind}. Give tg.nn.CrossEntropyLoss() or the "
            "like; for several losses, a function that adds them up."
        )


def kind_and_name(given: Any) -> str:
    """An object, for errors: its class, or the name of a function."""
    return f"the function {given.__name__}" if inspect.isroutine(given) else f"a {type(given).__name__}"
