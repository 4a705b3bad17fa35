"""Bracket nesting, as forms and queries have always spelled it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.web.nesting import DEEPEST, MOST, merged, nested, sound
from ringup.web.refusals import Malformed


def test_brackets_nest_objects():
    assert nested([("order[email]", "a@b.c"), ("order[note]", "hi"), ("x", "1")]) == {
        "order": {"email": "a@b.c", "note": "hi"},
        "x": "1",
    }


def test_empty_brackets_append_to_a_list():
    assert nested([("a[]", "1"), ("a[]", "2")]) == {"a": ["1", "2"]}


def test_a_key_that_comes_back_begins_the_next_element():
    pairs = [("a[][x]", "1"), ("a[][y]", "2"), ("a[][x]", "3")]
    assert nested(pairs) == {"a": [{"x": "1", "y": "2"}, {"x": "3"}]}


def test_a_nested_key_that_comes_back_begins_the_next_element_too():
    pairs = [("a[][s][n]", "1"), ("a[][s][m]", "2"), ("a[][s][n]", "3")]
    assert nested(pairs) == {"a": [{"s": {"n": "1", "m": "2"}}, {"s": {"n": "3"}}]}


def test_a_list_within_an_element_does_not_begin_the_next():
    pairs = [("a[][b][]", "1"), ("a[][b][]", "2"), ("a[][c]", "3")]
    assert nested(pairs) == {"a": [{"b": ["1", "2"], "c": "3"}]}


def test_an_index_makes_an_object_keyed_by_it():
    assert nested([("a[0][b]", "1"), ("a[1][b]", "2")]) == {"a": {"0": {"b": "1"}, "1": {"b": "2"}}}


@pytest.mark.parametrize("key", ["a[b", "a]b", "[b]", "a[b]c", "a[[b]]", ""])
def test_a_key_that_does_not_nest_is_taken_as_it_is(key):
    assert nested([(key, "1")]) == {key: "1"}


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "1"), ("a[b]", "2")],
        [("a[]", "1"), ("a[b]", "2")],
        [("a[b]", "1"), ("a[]", "2")],
        [("a[]", "1"), ("a[][b]", "2")],
        [("a[][]", "1")],
    ],
)
def test_two_forms_at_once_are_malformed(pairs):
    with pytest.raises(Malformed):
        nested(pairs)


def test_the_last_of_two_plain_values_stands():
    assert nested([("a", "1"), ("a", "2")]) == {"a": "2"}


def test_nesting_has_a_bottom():
    assert nested([("a" + "[b]" * (DEEPEST - 1), "1")])
    with pytest.raises(Malformed):
        nested([("a" + "[b]" * DEEPEST, "1")])


_names = st.text("abcxyz_", min_size=1, max_size=4)
_objects = st.dictionaries(
    _names,
    st.recursive(
        st.text(max_size=5),
        lambda inner: st.dictionaries(_names, inner, min_size=1, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def _flat(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}[{key}]" if name else key)
    else:
        yield name, value


@given(_objects)
def test_whatever_is_flattened_comes_back(parameters):
    assert nested(_flat(parameters)) == parameters


@given(_objects, _objects)
def test_what_lies_on_top_wins_and_nothing_else_is_lost(under, over):
    both = merged(under, over)
    assert set(both) == set(under) | set(over)
    for name, value in _flat(over):
        assert nested([(name, value)]) == nested([(name, _at(both, name))])


def _at(value, name):
    for step in name.replace("]", "").split("["):
        value = value[step]
    return value


@pytest.mark.parametrize("bad", ["\0", "a\0b"])
def test_nul_is_nowhere_sound(bad):
    for parameters in ({"a": bad}, {bad: "a"}, {"a": [{"b": bad}]}):
        with pytest.raises(Malformed):
            sound(parameters)


def test_too_many_values_are_not_sound():
    with pytest.raises(Malformed):
        sound({"a": [1] * (MOST + 1)})


def test_depth_costs_no_stack():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Malformed):
        sound({"a": deep})
    while deep:  # taken apart by hand, for the interpreter would do it recursively
        deep = deep.pop()  # type: ignore[assignment]
