"""Exceptions and what usually causes them, in words for a beginner: the table."""

from __future__ import annotations

from ..exercise import Cause
from ..run import HUNG

#: What has to be called to be a number: `x.std` without its parentheses, say.
_CALLED = "(?:function|method|type|builtin_function_or_method)"
#: Said of what took too long; `causes.py` adds what in the code may be the reason.
STOPPED = "It did not come to an end and was stopped."
#: (exception, pattern in its message, what to say). The groups of the pattern fill the braces {0}, {1} …
CAUSES: tuple[Cause, ...] = (
    (
        HUNG,  # of a process of its own, in grading
        r"^(It ended the whole program|It was ended by the system.*?)\.",
        "{0}, so nothing more could be asked of it.",
    ),
    (
        HUNG,
        "",
        STOPPED,
    ),
    (
        "ValueError",
        r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\))",
        "Arrays of shapes {0} and {1} cannot be combined element by element. "
        "From the right, each pair of lengths must be equal, or one of them 1.",
    ),
    (
        "ValueError",
        r"matmul: .*size (\d+) is different from (\d+)",
        "The inner sizes of a matrix product differ: {1} and {0}. "
        "In `a @ b` the last axis of `a` must be as long as the first of `b`.",
    ),
    (
        "ValueError",
        r"shapes (\(\d+,(?: \d+)?\)) and (\(\d+(?:, \d+){2,}\)) not aligned",
        "`np.dot` of arrays of shapes {0} and {1} adds up over the last axis of the first and the last axis but one of "
        "the second, whose lengths differ. `np.tensordot(a, b, 1)` adds up over the first axis of the second.",
    ),
    (
        "ValueError",
        "shapes .* not aligned",
        "The inner sizes of the product differ. The last axis of the first must be as long as the first of the second.",
    ),
    (
        "ValueError",
        "truth value of an array",
        "`if`, `and`, `or`, `not`, `max` and `min` want one True or False, and here get a whole array. Element by "
        "element there are `np.where` for `if`, `&` and `|` between comparisons in parentheses, `np.maximum` and "
        "`np.minimum`.",
    ),
    (
        "ValueError",
        "Improper number of dimensions to norm",
        "With a second argument such as 1 or 2, `np.linalg.norm` takes one or two dimensions only, and of a matrix it "
        "gives neither the sum of all absolute values nor the root of the sum of all squares. Give it the array made "
        "flat, with `ravel()`.",
    ),
    (
        "ValueError",
        r"^(.+) is not in list",
        "`index` looked for {0} in a list that does not hold it. Names have to agree to the letter, and a list that is "
        "handed over may hold only some of them.",
    ),
    (
        "ValueError",
        "math domain error",
        "A function of `math` was given a number outside its domain, such as the logarithm of 0.",
    ),
    (
        "TypeError",
        "only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "`float`, `int` and the functions of `math` take one number, and here get an array. "
        "NumPy has the functions of `math` for whole arrays: `np.exp`, `np.log`, `np.sqrt` and so on.",
    ),
    (
        "ValueError",
        "can only convert an array of size 1",
        "`item()` gives the number of an array that holds a single one. This array holds several.",
    ),
    (
        "ValueError",
        r"cannot assign (\d+) input values to the (\d+) output values where the mask is true",
        "On the left a mask chooses {1} elements, on the right stand {0}. Both sides need the same choice.",
    ),
    (
        "ValueError",
        "inhomogeneous shape",
        "Arrays of different shapes cannot become one array. Take them one by one, in a loop.",
    ),
    (
        "ValueError",
        "setting an array element with a sequence",
        "A place in an array holds one number, and here several are put into it. Compare the two shapes.",
    ),
    (
        "TypeError",
        "only integer scalar arrays can be converted to a scalar index",
        "A length, a position or an axis is one whole number, and here comes an array.",
    ),
    (
        "TypeError",
        r"bad operand type for unary -: '(\w+)'",
        "`-` cannot turn the sign of a {0}. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"'(?:\w*function\w*|method|numpy\.\w+)' object is not subscriptable",
        "A function is used as if it were an array. Its result is meant, perhaps: that takes parentheses with the "
        "arguments in them.",
    ),
    (
        "TypeError",
        r"'(?:method|function|builtin_function_or_method)' object is not iterable",
        "A function itself is gone through here, not what it returns. To call it, put parentheses behind its name.",
    ),
    (
        "TypeError",
        r"takes (?:from )?(\d+(?: to \d+)?) positional arguments? but (\d+)",
        "A function was called with {1} arguments; it takes {0}.",
    ),
    (
        "TypeError",
        r"'(\w[\w.]*)' object is not callable",
        "Parentheses behind something that is no function ({0}). Check for `x(…)` where `x[…]` or `x * (…)` is meant.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): 'NoneType'|and 'NoneType'",
        "One side of the operation is None: a value that began as None and has not got another yet, or what a function "
        "without `return` gave back.",
    ),
    (
        "TypeError",
        r"for \+: '(?:int|float)' and 'tuple'|can only concatenate tuple",
        "`+` puts two tuples together, and one side here is none. A tuple of a single number needs a comma: `(1,)`.",
    ),
    (
        "TypeError",
        r"'[<>]' not supported between instances of (?:'NoneType'|'\w+' and 'NoneType')",
        "Something is compared or sorted, and one side is None. `dict.get`, also as a key for `sorted`, gives None for "
        "what the dict does not hold.",
    ),
    (
        "TypeError",
        r"list\.append\(\) takes exactly one argument \((\d+) given\)",
        "`append` takes one thing, and here got {0}. To note several together, give it a pair: `append((a, b))`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for \^=?: ",
        "`^` is the exclusive or of whole numbers. It is no power: that is written `**`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for @=?: '(?:int|float)' and '(?:int|float)'",
        "`@` is the matrix product, which single numbers do not have. `*` multiplies them.",
    ),
    (
        "TypeError",
        rf"unsupported operand type\(s\) for (\S+): (?:'{_CALLED}'|.*and '{_CALLED}')",
        "One side of `{0}` is a function or a class, not a number. To call a function, write its arguments in "
        "parentheses behind its name; in a method, what `__init__` kept is called `self.…`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): (?=.*'(?:list|tuple)')'([\w.]+)' and '([\w.]+)'",
        "`{0}` cannot combine: {1} and {2}. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'",
        "`{0}` cannot combine these two: on the left stands an object of type {1}, on the right one of type {2}.",
    ),
    (
        "ValueError",
        "all the input array",
        "These arrays cannot be joined as they are: apart from the axis along which they are joined, their shapes must "
        "agree. `ravel()` makes an array flat.",
    ),
    (
        "ValueError",
        r"cannot reshape array of size (\d+) into shape (\(.*\))",
        "`reshape` keeps every element, and {0} of them do not fit into the shape {1}.",
    ),
    (
        "ValueError",
        r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))",
        "With `a += b` the result is written into `a`, and a result of shape {1} does not fit into {0}.",
    ),
    (
        "ValueError",
        r"(min|max)\(\) (?:arg is an empty sequence|iterable argument is empty)",
        "`{0}` was given nothing to choose from: the list is empty.",
    ),
    (
        "RuntimeError",
        "dictionary changed size during iteration",
        "The dict lost or got an entry while a `for` loop went through it. Build a new dict of what you keep.",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int",
        "A list was multiplied by something that is no whole number. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"ufunc 'bitwise_xor' not supported for the input types",
        "`^` is the exclusive or of whole numbers, or of True and False, and here gets floats. It is no power: that is "
        "written `**`.",
    ),
    (
        "TypeError",
        r"ufunc '(?:bitwise_\w+|invert)' not supported for the input types",
        "`&`, `|` and `~` combine whole numbers, or True and False, and here get floats. A comparison such as "
        "`x > 0.5`, in parentheses, gives True and False.",
    ),
    (
        "TypeError",
        r"numpy.ndarray doesn't define __round__",
        "`round` takes one number, and here gets an array. For arrays there is `np.round`.",
    ),
    (
        "TypeError",
        r"object of type '((?:numpy\.)?(?:int|float)\w*)' has no len",
        "`len` counts items, and a single number ({0}) has none.",
    ),
    (
        "TypeError",
        r"'(?:numpy\.)?(?:float|int)\w*' object is not iterable",
        "Something runs through the items of a single number, which has none. (In an array of one dimension, each "
        "“row” is a number.)",
    ),
    (
        "TypeError",
        "exceptions must derive from BaseException",
        "`raise` takes an exception, such as `ValueError(…)` with a text in the parentheses.",
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable (\w+) object",
        "There are several names on the left and a single {0} for them. In a loop, `zip(…, …)` gives pairs.",
    ),
    (
        "ValueError",
        r"(?:not enough|too many) values to unpack \(expected (\d+)",
        "There are {0} names on the left, and not as many values for them. "
        "The number of values can differ from case to case.",
    ),
    (
        "ValueError",
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` is the matrix product, which single numbers do not have. `*` multiplies element by element.",
    ),
    (
        "TypeError",
        r"missing (\d+) required positional argument",
        "A function was called with too few arguments.",
    ),
    (
        "TypeError",
        "unexpected keyword argument 'dim'",
        "NumPy's functions call it `axis`; `dim` is PyTorch's word.",
    ),
    (
        "TypeError",
        "unexpected keyword argument 'keepdim'",
        "NumPy's functions call it `keepdims`, with an s; `keepdim` is PyTorch's word.",
    ),
    (
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "A function was called with an argument that it does not know: `{0}`.",
    ),
    (
        "AxisError",
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "There is no axis {0} in an array with {1} dimension(s). Axes are counted from 0; −1 is always the last.",
    ),
    (
        "IndexError",
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "There is no position {0} along axis {1}, whose length is {2}. Positions are counted from 0, so the last one "
        "is the length minus 1.",
    ),
    (
        "IndexError",
        "tuple index out of range",
        "A tuple has fewer items than the position asked for. The shape of an array of one dimension has one item.",
    ),
    (
        "IndexError",
        "list index out of range",
        "A list has fewer items than the position asked for. Positions are counted from 0, so the last one is the "
        "length minus 1.",
    ),
    (
        "IndexError",
        "invalid index to scalar variable",
        "Square brackets stand behind a single number, which has no places to choose from.",
    ),
    (
        "IndexError",
        "too many indices",
        "There are more numbers in the square brackets than the array has dimensions.",
    ),
    (
        "IndexError",
        "arrays used as indices must be of integer",
        "Only whole numbers or True/False can stand in the square brackets.",
    ),
    ("ZeroDivisionError", "by zero", "A plain number was divided by 0."),
    (
        "OverflowError",
        r"Python integer (-?\d+) out of bounds for (\w+)",
        "{0} lies outside of what NumPy's {1} can hold. Python's own `int` has no such bounds.",
    ),
    ("OverflowError", "cannot convert float infinity to integer", "An infinity was to become a whole number."),
    ("OverflowError", "int too large to convert to float", "A whole number became larger than a float can hold."),
    ("OverflowError", "(?i)int too (large|big) to convert", "A whole number is larger than what NumPy or C can hold."),
    (
        "OverflowError",
        "math range error|Result too large|Numerical result out of range",
        "A number became larger than a float can hold. `math.exp` does so from about 710 on.",
    ),
    ("OverflowError", "", "A number became larger than what was to hold it."),
    (
        "RecursionError",
        "",
        "Functions called themselves, or each other, more than about 1000 deep, where Python stops.",
    ),
    (
        "AttributeError",
        r"'list' object has no attribute '(\w+)'",
        "A list has no `{0}`. `np.asarray(…)` makes an array of it.",
    ),
    (
        "AttributeError",
        r"'(\w+)' object has no attribute '(\w+)'",
        "An object of type {0} has no `{1}`. Check the spelling, and that it is what its name says.",
    ),
    (
        "AttributeError",
        r"module '([\w.]+)' has no attribute '(\w+)'",
        "There is no `{1}` in {0}. Check the spelling.",
    ),
    (
        "TypeError",
        "unhashable type: '(?:numpy.ndarray|list)'",
        "An array or a list cannot be the key of a dict, the item of a set, or what `functools.cache` looks up.",
    ),
    ("EOFError", "", "`input` waits for somebody to type. What the function needs comes in as its arguments."),
    ("NotImplementedError", "", "A part of the stub is still in place."),
    ("KeyError", "", "The dict has no entry under exactly this name; capital letters and signs count."),
    ("UnboundLocalError", r"variable '(\w+)'", "`{0}` is used before it is given a value in the function."),
    ("SystemExit", "", "`exit` ends the whole program. End a function with `return`."),
)
