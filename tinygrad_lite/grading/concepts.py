"""What was not understood, in words that several exercises share: what an instructor can say to a class.

A mistake may name its concept (`@mistake(…, concept="sum or mean", ask="…")`). All others, and the diagnoses that no
exercise names (an answer that is n times too large, a shape on its side), go by their name: the first rule that fits.
What fits no rule is a concept of its own, under its own name.
"""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass

import numpy as np

from ..course.exercise import Mistake
from ..course.run import HUNG

_ERRORS = {
    name
    for holder in (builtins, np.exceptions, np.linalg)
    for name, value in vars(holder).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


@dataclass(frozen=True)
class Concept:
    """Something to talk about in the next lecture.

    Attributes:
        key: in a few words, as `concept=` of a mistake says it.
        title: as a headline.
        sentence: what goes wrong, for where no exercise's own sentence is at hand.
        ask: what to ask the class.
    """

    key: str
    title: str
    sentence: str = ""
    ask: str = ""


_KNOWN = (
    Concept(
        "sum or mean",
        "Sum or mean?",
        "The values were added up where their mean is asked for, or divided by another number than how many there are.",
        "What happens to the loss if I show the network the same batch twice over?",
    ),
    Concept(
        "which axis",
        "Along which axis?",
        "It is summed, averaged or compared along another axis than the one meant, or comes back in another shape.",
        "The array has a row for each sample. What are we left with if we add up along axis 0? And along axis 1?",
    ),
    Concept(
        "sign",
        "Which sign?",
        "The sign is the wrong way round, or a minus is missing.",
        "Should this number grow or shrink when the prediction gets better?",
    ),
    Concept(
        "errors cancel",
        "Errors that cancel",
        "The errors were put together before their signs were taken away, so too high and too low cancel.",
        "One prediction is 1 too high, the other 1 too low. How large is the loss?",
    ),
    Concept(
        "another formula",
        "Another formula",
        "It computes a quantity that is near to the one asked for, but another one.",
        "For which errors do the two formulas give the same number, and where do they part?",
    ),
    Concept(
        "infinity",
        "Safe from infinity",
        "The formula is right on paper; with large or extreme numbers it gives inf or nan, or loses the digits.",
        "What is `np.log(0)`, and what is `np.exp(1000)`? What does one of them do to a mean?",
    ),
    Concept(
        "activation",
        "The activation: once, and in the right place",
        "The activation is applied twice, is left out, or is another one than the loss expects.",
        "Does this loss take logits or probabilities? How do you see it from a negative number?",
    ),
    Concept(
        "logarithm",
        "Where the logarithm goes",
        "The logarithm is missing, is taken of the wrong quantity, or has another base.",
        "The network is certain and right: what should the loss be? And if it is certain and wrong?",
    ),
    Concept(
        "order of two things",
        "Which one is which?",
        "Two arguments, two parts or two lines stand in each other's place.",
        "If I exchange the two, which line of the smallest example changes first?",
    ),
    Concept(
        "which loss",
        "Which loss for which task?",
        "The loss is one for another kind of target, or one that expects another kind of output.",
        "What may a target be here: any number, a yes or no, one class of several, several labels at once?",
    ),
    Concept(
        "which targets are allowed",
        "Which targets are allowed",
        "The target is taken for 0 or 1, or for −1 or 1, where any number from 0 to 1 is allowed.",
        "The target is 0.3. What does the formula ask of the prediction then?",
    ),
    Concept(
        "the right class or the likeliest",
        "The right class, or the likeliest one?",
        "The loss was taken of the class that the network prefers, not of the right one.",
        "The network is sure of the wrong class. Does the loss notice?",
    ),
    Concept(
        "pieces",
        "A formula in pieces",
        "The choice between the pieces is made wrongly, or once for all elements together.",
        "At the place where the two pieces meet: do they give the same number?",
    ),
    Concept(
        "left out",
        "A part of the formula is missing",
        "A term or a factor of the formula is left out.",
        "Which input makes the missing part the only part that counts?",
    ),
    Concept(
        "a factor of 2",
        "Where the 2 comes from",
        "The answer is twice or half the one asked for.",
        "Which convention does PyTorch follow here, and how would you find out with one number?",
    ),
    Concept(
        "counting",
        "Off by one",
        "Steps, epochs or places are counted from the wrong one, or it stops one too early or too late.",
        "Say the numbers of the first three steps aloud. What should have happened at each?",
    ),
    Concept(
        "clearing gradients",
        "When gradients are cleared",
        "Gradients are not set back, or are set back at the wrong moment.",
        "What is in `.grad` at the beginning of the second step?",
    ),
    Concept(
        "train or eval",
        "Train mode and evaluation mode",
        "The model is in the other mode, or is left in it.",
        "Which layers behave differently in the two modes, and who switches back?",
    ),
    Concept(
        "in place",
        "Changing what belongs to the caller",
        "What was given is changed, so the caller's array is another one afterwards.",
        "What is in the caller's array after this line?",
    ),
    Concept(
        "rounding",
        "Rounding inside",
        "The result is rounded or cut off; that is for printing only.",
        "If every step rounds to two decimals, what is left after a thousand steps?",
    ),
    Concept(
        "returning",
        "Return, not print",
        "The function gives nothing back on some or all paths, or gives back something that is no number.",
        "What is `x` after `x = f(3)`, if `f` only prints?",
    ),
    Concept(
        "loops",
        "What a loop remembers",
        "The loop returns too early, or forgets what earlier rounds found.",
        "After the second round: what is in `total`?",
    ),
    Concept(
        "using what is given",
        "Using what the function is given",
        "The function reads something else than its parameters, or overwrites or ignores one.",
        "Restart the kernel and run this cell alone. Does it still work?",
    ),
    Concept(
        "special cases",
        "It works for the usual case only",
        "The answer is right for ordinary inputs and wrong for a special one, or for one number of dimensions only.",
        "What is the smallest input that the text allows? And the strangest?",
    ),
    Concept(
        "by hand",
        "Writing it by hand",
        "Every value is right, but a library call does the work that the exercise is about.",
        "What does the library do inside that call, step by step?",
    ),
    Concept(
        "no end",
        "A loop that does not end",
        "The check was cut off: the code did not come to its end.",
        "Which variable must change for the loop to end, and in which line does it?",
    ),
)
CONCEPTS = {concept.key: concept for concept in _KNOWN}

#: A pattern in the name of a mistake or a diagnosis, and its concept; the first that fits counts.
_RULES = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (f"^{HUNG}$", "no end"),
        (r"changes its input|changes the (workers|caller)|in place$|empties the caller|own array", "in place"),
        (
            r"zero_grad|gradients? back|clears?\b.*(gradient|step|group|once)|never clears|old gradients",
            "clearing gradients",
        ),
        (r"\bmode\b|eval\(\)|modes exchanged", "train or eval"),
        (r"^rounded to|^rounds |whole[ -]number|cut off to whole|^whole numbers$", "rounding"),
        (
            r"printed instead|returned? nothing|returns nothing|returned (a|None)|wrong type|texts for numbers",
            "returning",
        ),
        (r"a function in the answer|a comma too many|a tuple of one value|another kind", "returning"),
        (r"inside the loop|in the loop$", "loops"),
        (
            r"variable of the notebook|(unused|overwrites a) parameter|returns its input|shared by all",
            "using what is given",
        ),
        (r"another default|wrong parameters|wrong kind|not callable", "using what is given"),
        (
            r"overflow|clamp|computed (sigmoid|softmax)|limits the logarithms|the shift |not finite|exp\(.*\) for exp",
            "infinity",
        ),
        (r"largest of (the whole array|each column)|limit.*log|adds 1e-7|max\(x, 0\)|0 divided by 0", "infinity"),
        (
            r"keeps the sign|before (squaring|taking the absolute|subtracting)|does not square|with its sign",
            "errors cancel",
        ),
        (r"variance of the errors|differences cancel|errors with their signs|no absolute value", "errors cancel"),
        (
            r"^wrong sign$|minus|\bsigns?\b|is turned|turned round|subtracts the (second|other)",
            "sign",
        ),
        (r"opposite|plus in place|adds the step|adds x·t|of −x|^absolute value$|−1 and 1$", "sign"),
        (r"softmax|sigmoid|ReLU|tanh|activation|takes exp first", "activation"),
        (
            r"^(first|last|which) axis|\baxis\b|\baxes\b|over the (batch|classes|whole)|whole (array|columns?|rows?)",
            "which axis",
        ),
        (
            r"transposed|rows and columns|wrong shape|on its side|number of classes|first (row|sample) only",
            "which axis",
        ),
        (r"in columns|one number for|another number of entries|reversed$", "which axis"),
        (
            r"^sums? |instead of averaging|not (average|divide)|^averages?\b|without dividing|by n − 1|mean instead",
            "sum or mean",
        ),
        (
            r"^(times|divided by) |divides? (by|the (sum|plain|weighted)|whole|twice)|of means|equal weights?",
            "sum or mean",
        ),
        (r"^adds up|sum of batch means|weights by|^the (sum|mean)\b|does not divide|count the same", "sum or mean"),
        (r"logarithm|\blog\b|^base (2|10)$|^exponential$", "logarithm"),
        (r"½|halves|^half$|^twice|factor 2|the 2 is missing|no factor", "a factor of 2"),
        (
            r"parts? (exchanged|squared|not)|decides once|for all (if|unless)|for every error|straight",
            "pieces",
        ),
        (r"limits the error|squared part|round the corner|compares the square", "pieces"),
        (
            r"exchange|other order|another order|other way round|upside down|^1 minus$|^reciprocal$|before backward",
            "order of two things",
        ),
        (
            r"one (step|epoch|call|round|place|tick|too)|from (0|1)$|past the end|too (early|late|many|few)|counts",
            "counting",
        ),
        (r"leaves? out|forgets|ignores|missing|without|^no |does not (use|subtract|shuffle|clear)", "left out"),
        (r"only (with|for|where|when|in)|one dimension only|edge", "special cases"),
        (r"squares?|absolute|root|median|largest|norm|variance|error", "another formula"),
    )
)


def concept_of(kind: str, name: str, mistake: Mistake | None = None, status: str = "") -> Concept | None:
    """The concept behind a diagnosis; None where there is none.

    Args:
        kind, name: of the diagnosis.
        mistake: the named mistake, where it is one.
        status: of the verdict; "not-by-hand" is a concept without a diagnosis.
    """
    if status == "not-by-hand":
        return CONCEPTS["by hand"]
    if not name:
        return None
    if mistake is not None and mistake.concept:
        return CONCEPTS.get(mistake.concept) or Concept(mistake.concept, _headline(mistake.concept))
    if kind.startswith("error") and name != HUNG:
        name = name if name in _ERRORS else "error of one's own"  # whose name may say who wrote it
        sentence = f"Python stopped with: {name}."
        return Concept(f"error {name}", f"Python says {name}", sentence, "What do the last two lines of the error say?")
    for pattern, key in _RULES:
        if pattern.search(name):
            return special(name) if key == "special cases" else CONCEPTS[key]
    return Concept(name, _headline(name))


def special(name: str) -> Concept:
    """Of a diagnosis that says where an answer is wrong: each place is a matter of its own."""
    known = CONCEPTS["special cases"]
    return Concept(name, _headline(name), known.sentence, known.ask)


def _headline(text: str) -> str:
    return text[:1].upper() + text[1:]
