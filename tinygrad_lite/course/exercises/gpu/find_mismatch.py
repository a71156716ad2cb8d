"""Which tensors do not lie where they should, in lesson 08."""

from __future__ import annotations

from ...exercise import Exercise, mistake, variant_of
from .tensors import Lying


def _named(*pairs, own=True):
    return [(name, Lying(name, device, own)) for name, device in pairs]


class FindMismatch(Exercise):
    id, points, agrees_with = "gpu/find_mismatch", 1, ""
    causes = (
        ("ValueError", "too many values to unpack|not enough values", "Each item is a pair: a name and a tensor."),
        (
            "AttributeError",
            "'tuple' object has no attribute 'device'",
            "An item of the list is a pair. Take it apart first: `for name, tensor in named_tensors:`.",
        ),
        (
            "AttributeError",
            "'list' object has no attribute '(items|keys|values)'",
            "`named_tensors` is a list of pairs, not a dict: `for name, tensor in named_tensors:`.",
        ),
        (
            "AttributeError",
            "has no attribute '(is_cuda|get_device|data|is_cpu)'",
            "Not every tensor has `.{0}`. Each has `.device`; as text it is `str(tensor.device)`.",
        ),
    )
    hints = (
        "Every tensor says where it lies: `tensor.device`. What do you have to do with it before you can compare it "
        "with a text?",
        "The names of all tensors with str(tensor.device) ≠ device, in the order of the list.",
        "A list comprehension: `[name for name, tensor in … if str(…) != …]`.",
    )
    notice = "`list(model.named_parameters())` is such a list of pairs, in this library and in PyTorch."

    def cases(self, rng):
        yield self.case(_named(("weight", "cuda:0"), ("bias", "cpu")), "cuda:0")
        yield self.case(_named(("weight", "cuda:0"), ("bias", "cuda:0")), "cuda:0", about="where all lie on it")
        yield self.case([], "cuda:0", about="where there is nothing")
        yield self.case(_named(("a", "cpu"), ("b", "cpu"), ("c", "mps:0")), "cpu")
        yield self.case(_named(("a", "mps:0"), ("b", "cpu"), ("c", "cuda:0")), "cpu")
        yield self.case(_named(("a", "cuda:1"), ("b", "cuda:0")), "cpu")
        yield self.case(_named(("z", "cpu"), ("a", "cpu"), ("m", "cuda:0"), ("b", "cpu")), "cuda:0")
        yield self.case(_named(("0.weight", "cuda:1"), ("0.bias", "cuda:0")), "cuda:1")
        yield self.case(_named(("a", "cuda:0"), ("b", "cuda:1"), ("c", "cpu")), "cuda:0")
        for far in ("cuda:10", "cuda:12", "cuda:13"):  # whose names begin as another one's does
            tensors = _named(("0.weight", far), ("0.bias", "cuda:1"), ("2.bias", "cpu"))
            for place in ("cuda:1", far):
                yield self.case(tensors, place)
        yield self.case(
            _named(("w", "cpu"), ("v", "mps:0"), own=False), "mps:0", about="with tensors of another library"
        )
        for place in ("cuda:0", "cpu", "mps:0"):  # names that come twice
            tensors = _named(("x", "cuda:1"), ("y", "cpu")) + _named(("x", "cuda:0"), ("x", "cuda:1"), own=False)
            yield self.case(tensors, place)
        for _ in range(3):
            names = [f"{n}.{part}" for n in range(int(rng.integers(3, 6))) for part in ("weight", "bias")]
            rng.shuffle(names)
            places = rng.choice(["cpu", "cuda:0", "cuda:1"], len(names))
            yield self.case(_named(*zip(names, map(str, places))), str(rng.choice(["cpu", "cuda:0", "cuda:1"])))

    def reference(self, named_tensors, device):
        places: dict[str, list[int]] = {}
        for position, (_, tensor) in enumerate(named_tensors):
            places.setdefault(f"{tensor.device}", []).append(position)
        elsewhere = sorted(position for place, those in places.items() if place != device for position in those)
        return [named_tensors[position][0] for position in elsewhere]

    @staticmethod
    def solution(named_tensors, device):
        """The names of the tensors that do not lie on a device.

        Args:
            named_tensors: list of pairs (name, tensor).
            device: a device as text, such as "cuda:0"; `str(tensor.device)` is that of a tensor.
        Returns:
            list of str: a name for each of these tensors, in the order of the pairs.
        """
        return [name for name, tensor in named_tensors if str(tensor.device) != device]

    @mistake(
        "those that lie on it",
        "You list the tensors that do lie on the device. Wanted are the others: those left behind.",
    )
    def on_it(self, named_tensors, device):
        return [name for name, tensor in named_tensors if str(tensor.device) == device]

    @mistake(
        "a device compared with a text",
        "Every tensor counts as left behind in your answer: `tensor.device` is no text, so it differs from every "
        "text. Compare `str(tensor.device)`.",
    )
    def not_text(self, named_tensors, device):
        return [name for name, tensor in named_tensors if tensor.device != device]

    @mistake(
        "only the kind of device",
        'You compare the kind only, "cuda", and not the number behind the colon. "cuda:0" and "cuda:1" are two GPUs, '
        "with a memory each.",
    )
    def kind_only(self, named_tensors, device):
        return [name for name, tensor in named_tensors if tensor.device.type != device.partition(":")[0]]

    @mistake(
        "the device's name as a beginning or a part",
        'You ask whether one text is contained in the other. "cuda:1" is in "cuda:10" too, and that is another GPU. '
        "Compare with `==` or `!=`.",
    )
    def contained(self, named_tensors, device):
        return [name for name, tensor in named_tensors if device not in str(tensor.device)]

    @variant_of("contained")
    def contained_in_it(self, named_tensors, device):
        return [name for name, tensor in named_tensors if str(tensor.device) not in device]

    @mistake(
        "only the first one", "You stop at the first tensor that lies elsewhere. There may be more: list them all."
    )
    def first_only(self, named_tensors, device):
        return self.solution(named_tensors, device)[:1]

    @mistake("only the last one", "Only the last tensor that lies elsewhere is left in your answer. Collect them all.")
    def last_only(self, named_tensors, device):
        return self.solution(named_tensors, device)[-1:]

    @mistake(
        "sorted", "You sorted the names. The order of the pairs says where in the model something was left: keep it."
    )
    def in_alphabet(self, named_tensors, device):
        return sorted(self.solution(named_tensors, device))

    @mistake("backwards", "Your names come in the opposite order. Keep the order of the pairs.")
    def backwards(self, named_tensors, device):
        return self.solution(named_tensors, device)[::-1]

    @mistake(
        "the tensors, not their names",
        "You return the tensors. What helps somebody who searches are their names, the first of each pair.",
    )
    def tensors(self, named_tensors, device):
        return [tensor for _, tensor in named_tensors if str(tensor.device) != device]

    @mistake(
        "the pairs, not the names",
        "You return whole pairs. Wanted is the name alone, the first of each pair.",
    )
    def pairs(self, named_tensors, device):
        return [(name, tensor) for name, tensor in named_tensors if str(tensor.device) != device]

    @mistake(
        "places in the list, not names",
        "You return at which place in the list each one stands. Wanted are the names.",
    )
    def places(self, named_tensors, device):
        return [place for place, (_, tensor) in enumerate(named_tensors) if str(tensor.device) != device]

    @mistake(
        "with their devices",
        "You return the name together with the device. Wanted is the name alone.",
    )
    def with_devices(self, named_tensors, device):
        return [(name, str(tensor.device)) for name, tensor in named_tensors if str(tensor.device) != device]

    @mistake("how many there are", "You return how many tensors lie elsewhere. Wanted is the list of their names.")
    def counted(self, named_tensors, device):
        return len(self.solution(named_tensors, device))

    @mistake(
        "only whether there are any",
        "You return whether some tensor lies elsewhere. Wanted is the list of their names.",
    )
    def any_at_all(self, named_tensors, device):
        return bool(self.solution(named_tensors, device))

    @mistake(
        "only those on the CPU",
        'You list what lies on "cpu". What was left behind may as well lie on another GPU, and the wanted device may '
        'be "cpu" itself: compare with `device`.',
    )
    def on_the_cpu(self, named_tensors, device):
        return [name for name, tensor in named_tensors if str(tensor.device) == "cpu"]

    @mistake(
        "only what differs from the first tensor",
        "You compare with the first tensor in place of `device`. That one may be what was left behind.",
    )
    def like_the_first(self, named_tensors, device):
        return [name for name, tensor in named_tensors if str(tensor.device) != str(named_tensors[0][1].device)]

    @mistake(
        "the last one is not looked at",
        "The last pair is never looked at. Go through all of them: `for name, tensor in named_tensors:`.",
    )
    def without_last(self, named_tensors, device):
        return self.solution(named_tensors[:-1], device)

    @mistake(
        "the first one is not looked at",
        "The first pair is never looked at. Positions are counted from 0; or go without them: `for name, tensor in "
        "named_tensors:`.",
    )
    def without_first(self, named_tensors, device):
        return self.solution(named_tensors[1:], device)

    @mistake("every name once", "A name that comes twice is only once in your answer. Each pair counts for itself.")
    def once(self, named_tensors, device):
        return list(dict.fromkeys(self.solution(named_tensors, device)))

    @mistake(
        "device by device",
        "Your names are right, but stand device by device. Asked for are they in the order of the pairs.",
    )
    def by_device(self, named_tensors, device):
        devices = dict.fromkeys(str(tensor.device) for _, tensor in named_tensors)
        return [name for each in devices for name, tensor in named_tensors if str(tensor.device) == each != device]
