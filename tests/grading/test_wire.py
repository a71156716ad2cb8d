"""The channel's plain data: what is sent comes back as it was, and no bytes whatever do harm."""

import contextlib
import math
import struct

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tinygrad_lite.course.case import Case, Ref
from tinygrad_lite.course.compare import identical
from tinygrad_lite.course.plain import Other, Raised
from tinygrad_lite.grading import frames, wire
from tinygrad_lite.grading.wire import BadMessage, TooMuch, decode, encode

NUMBERS = st.sampled_from(wire.DTYPES[:-1]).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
)
SINGLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=8),
    NUMBERS,
    st.builds(Ref, st.text(max_size=4)),
    st.builds(Raised, st.text(max_size=4)),
    st.builds(Other, st.text(max_size=4), st.text(max_size=4)),
)
KEYS = st.one_of(st.text(max_size=4), st.integers(-5, 5), st.floats(0.25, 0.75))
PLAIN = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_sent_comes_back(value):
    assert identical(decode(encode(value)), value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.0, True, 1, 1.0, np.float64(2), np.True_, np.longdouble(3)])
def test_the_kind_of_number_stays(value):
    back = decode(encode(value))
    assert type(back) is (np.ndarray if isinstance(value, np.generic) else type(value))
    assert repr(back) == repr(value) or back.dtype == value.dtype


def test_arrays_come_back_to_the_last_bit_and_can_be_changed():
    values = np.array([np.nan, -np.nan, -0.0, 5e-324]).astype(">f8")
    back = decode(encode(values[::-1]))
    assert back.tobytes() == values[::-1].astype("=f8").tobytes()
    assert back.dtype.isnative
    back[0] = 1.0


def test_children_of_pythons_classes_come_as_these():
    class Text(str):
        pass

    class Pairs(dict):
        pass

    back = decode(encode([Text("a"), Pairs(x=1)]))
    assert [type(item) for item in back] == [str, dict]


def test_lone_surrogates_are_texts_too():
    assert decode(encode("\ud800")) == "\ud800"


def test_what_a_named_thing_is_called_comes_along():
    assert decode(encode(Other("function", "mean(…)"))).called == "mean(…)"


# ---------------------------------------------------------------------------------------------- what may not be sent


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {None: 2},
        {(1,): 2},
        1j,
        np.array([1j]),
        np.array([None]),
        np.array(["a"]),
        nested(wire.MOST_DEPTH + 1),
        "a" * (wire.MOST_TEXT + 1),
        1 << (8 * wire.MOST_DIGITS),
        np.zeros(wire.MOST_BYTES + 1, np.int8),
        [np.zeros(wire.MOST_BYTES // 2, np.int8)] * 3,
        Case,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_sent_is_said(value):
    with pytest.raises(TooMuch):
        encode(value)


def test_an_endless_list_is_refused():
    value = []
    value.append(value)
    with pytest.raises(TooMuch):
        encode(value)


# ------------------------------------------------------------------------------------------------- hostile messages


@given(st.binary(max_size=200))
@example(b"")
@example(b"l" + struct.pack("<I", 2**32 - 1))
@example(b"d" + struct.pack("<I", 1) + b"lN")
@example(b"o" + b"N")
def test_no_bytes_do_harm(data):
    try:
        decode(data)
    except BadMessage:
        return
    assert len(encode(decode(data))) <= 10 * len(data) + 100


@given(PLAIN, st.data())
def test_a_spoilt_message_does_no_harm(value, data):
    message = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    del message[data.draw(st.integers(0, len(message))) :]
    with contextlib.suppress(BadMessage):
        decode(bytes(message))


def array(code, *shape, raw=b""):
    return b"a" + bytes((code, len(shape))) + b"".join(struct.pack("<Q", length) for length in shape) + raw


FLOAT64 = wire.DTYPES.index(np.dtype("float64"))


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (array(FLOAT64, 10**12), "larger than its message"),
        (array(FLOAT64, 2**63, 2**63), "larger than its message"),
        (array(FLOAT64, 0, 2**62), "larger than its message"),  # no elements, and an axis that NumPy cannot count
        (array(FLOAT64, 1, raw=b"1234567"), "larger than its message"),
        (array(FLOAT64, 1, raw=b"123456789"), "follows behind"),
        (array(len(wire.DTYPES), 1, raw=b"12345678"), "no known kind"),
        (b"a" + bytes((FLOAT64, 200)), "no known kind"),
        (array(0, 2, raw=b"\1\2"), "neither True nor False"),
        (b"l" + struct.pack("<I", 10**9), "cut off"),
        (b"l\1\0\0\0" * 100 + b"N", "too deep"),
        (b"I" + struct.pack("<I", 10**6) + b"1" * 10**6, "whole number that is too long"),
        (b"s" + struct.pack("<I", 2) + b"\xff\xff", "no UTF-8"),
        (b"s" + struct.pack("<I", 10**6) + b"1" * 10**6, "text that is too long"),
        (b"d\1\0\0\0" + b"N" + b"N", "neither a text nor a number"),
        (b"NN", "follows behind"),
        (b"q", "no kind of value"),
        (b"l" + struct.pack("<I", wire.MOST_VALUES + 1) + b"N" * (wire.MOST_VALUES + 1), "too many values"),
    ],
)
def test_why_a_message_is_refused(message, why):
    with pytest.raises(BadMessage, match=why):
        decode(message)


def test_a_long_message_is_refused_before_it_is_read():
    with pytest.raises(BadMessage, match="too long"):
        frames.length_of(struct.pack("<I", wire.MOST_BYTES + frames.ID + 1))


def test_an_object_of_a_class_is_nothing_to_be_sent():
    with pytest.raises(wire.TooMuch, match="Case"):
        encode(Case({}))


def test_keys_of_equal_hash_are_none():
    """A dict of 100,000 whole numbers with one hash takes minutes to make."""
    key = (8 * ((1 << 61) - 1)).to_bytes(9, "little", signed=True)
    message = b"d" + (1).to_bytes(4, "little") + b"I" + (9).to_bytes(4, "little") + key + b"N"
    with pytest.raises(wire.BadMessage, match="key"):
        wire.decode(message)
    with pytest.raises(wire.TooMuch):
        wire.encode({1 << 64: None})


@pytest.mark.parametrize("shape", [(3000, 3000, 0), (8_000_000, 0)])
def test_a_large_array_of_nothing_is_too_much(shape):
    with pytest.raises(wire.TooMuch):
        wire.encode(np.zeros(shape))
    lengths = b"".join(length.to_bytes(8, "little") for length in shape)
    with pytest.raises(wire.BadMessage):
        wire.decode(b"a" + bytes([wire.DTYPES.index(np.dtype("float64")), len(shape)]) + lengths)
