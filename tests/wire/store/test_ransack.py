"""How ``q[…]`` is read: into plain conditions, or refused by name."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.problems import Invalid
from ringup.services.searching import Association, Condition, Path, Search, Searchable, Sort
from ringup.wire.spree.store.ransack import MOST_CONDITIONS, SPELLINGS, read_search

THINGS = Searchable(
    attributes={
        "id": "whole",
        "number": "text",
        "email": "text",
        "total": "money",
        "created_at": "moment",
        "risky": "flag",
    },
    associations={
        "user": Association(attributes={"email": "text"}),
        "lines": Association(attributes={"sku": "text", "quantity": "whole"}, many=True),
    },
)
NUMBER, EMAIL = Path("number"), Path("email")


def only(**q):
    [condition] = read_search(q, THINGS).conditions
    return condition


def refused(q):
    with pytest.raises(Invalid) as refusal:
        read_search(q, THINGS)
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_a_key_is_an_attribute_and_a_predicate():
    assert only(number_eq="R1") == Condition(paths=(NUMBER,), predicate="equal", value="R1")
    assert only(number_not_eq="R1").negated
    assert only(number_cont="R").predicate == only(number_i_cont="R").predicate == "contains"
    assert only(number_start="R").predicate == "starts"
    assert only(number_end="R").predicate == "ends"


@pytest.mark.parametrize(
    "suffix,predicate", [("gt", "over"), ("gteq", "at_least"), ("lt", "under"), ("lteq", "at_most")]
)
def test_comparisons(suffix, predicate):
    condition = only(**{f"total_{suffix}": "10.50"})
    assert (condition.predicate, condition.value) == (predicate, Decimal("10.50"))


def test_values_are_of_their_attributes_kind():
    assert only(id_eq="7").value == only(id_eq=7).value == 7
    assert only(risky_eq="true").value is True
    assert only(created_at_gt="2026-11-23").value == datetime(2026, 11, 23, tzinfo=UTC)
    eleven = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert only(created_at_gt="2026-11-23T12:00:00+01:00").value == eleven
    assert only(number_eq=12).value == "12"


def test_lists_come_as_lists_or_keyed_by_index():
    assert only(id_in=["1", 2]).value == only(id_in={"0": "1", "1": "2"}).value == (1, 2)
    assert only(id_in="3").value == (3,)
    assert only(id_not_in=["3", ""]).negated


@pytest.mark.parametrize("yes,negated", [("1", False), ("true", False), ("0", True), ("f", True)])
def test_a_no_turns_the_condition_around(yes, negated):
    assert only(email_null=yes) == Condition(
        paths=(EMAIL,), predicate="equal", value=None, negated=negated
    )
    assert only(email_not_null=yes).negated is not negated
    assert only(email_present=yes).negated is negated
    assert only(email_blank=yes).negated is not negated
    assert only(risky_true=yes).value is True
    assert only(risky_false=yes).value is False


def test_attributes_joined_by_or_and_by_and():
    either = only(number_or_email_cont="bob")
    assert (either.paths, either.join) == ((NUMBER, EMAIL), "any")
    both = only(number_and_user_email_cont="bob")
    assert (both.paths, both.join) == ((NUMBER, Path("email", "user")), "all")


def test_one_level_of_association():
    assert only(lines_sku_eq="A").paths == (Path("sku", "lines"),)


def test_the_order_of_rows():
    search = read_search({"s": "created_at desc, user_email,id ASC"}, THINGS)
    assert search.sorts == (
        Sort(Path("created_at"), descending=True),
        Sort(Path("email", "user")),
        Sort(Path("id")),
    )
    assert read_search({"s": ["id desc"]}, THINGS).sorts == (Sort(Path("id"), descending=True),)


@pytest.mark.parametrize("blank", ["", "  ", None, [], ["", None], {}])
def test_what_is_blank_is_no_condition(blank):
    assert read_search({"number_cont": blank, "id_in": blank, "s": blank}, THINGS) == Search()


@pytest.mark.parametrize("nothing", [None, "", {}])
def test_no_search_finds_everything(nothing):
    assert read_search(nothing, THINGS) == Search()


@pytest.mark.parametrize(
    "key",
    [
        *("nmae_cont", "number", "number_", "_eq", "eq", "number_like", "token_hash_eq"),
        *("user_password_eq", "lines_variant_sku_eq", "number_or_nmae_cont", "number_or_cont"),
        *("number_or_email_and_id_eq", "g", "m", "user_id_eq"),
    ],
)
def test_what_is_not_declared_is_refused_by_name(key):
    assert refused({key: "1"}) == [(f"q[{key}]", "search_attribute_unknown")]
    assert refused({key: ""}) == [(f"q[{key}]", "search_attribute_unknown")]


@pytest.mark.parametrize(
    "key", ["id_cont", "risky_gt", "total_start", "number_true", "created_at_end"]
)
def test_a_predicate_that_does_not_fit_the_attribute_is_refused(key):
    assert refused({key: "1"}) == [(f"q[{key}]", "search_attribute_unknown")]


@pytest.mark.parametrize(
    "sort", ["nmae", "id sideways", "lines_sku asc", "id;drop", "id desc desc"]
)
def test_what_cannot_be_sorted_by_is_refused(sort):
    assert refused({"s": sort}) == [("q[s]", "search_attribute_unknown")]


@pytest.mark.parametrize(
    "q",
    [
        *({"id_eq": value} for value in ("x", "1.5", "9" * 30, True, ["1"], {"a": "b"}, "٣", "²")),
        *({"total_gt": value} for value in ("x", "NaN", "Infinity", "1e99", "1e-99")),
        *(
            {"created_at_gt": value}
            for value in ("yesterday", "2026-13-01", "9999-12-31T23:00-23:00")
        ),
        *({"risky_eq": value} for value in ("maybe", 2)),
        *({"email_null": value} for value in ("maybe", ["1"])),
        *({"number_eq": value} for value in ("\0", "\ud800", "x" * 1001)),
        {"id_in": ["1", "x"]},
        {"id_in": ["1"] * 1001},
        {"id_or_number_eq": "1"},
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(q):
    [key] = q
    assert refused(q) == [(f"q[{key}]", "search_value_invalid")]


def test_everything_wrong_is_told_at_once():
    fields = [field for field, _ in refused({"a_eq": "1", "id_eq": "x", "number_eq": "R1"})]
    assert fields == ["q[a_eq]", "q[id_eq]"]


def test_too_many_conditions_are_refused():
    q = {f"number_{'or_number_' * n}eq": "1" for n in range(MOST_CONDITIONS + 1)}
    assert [code for _, code in refused(q)] == ["search_attribute_unknown"]


@pytest.mark.parametrize("q", ["x", ["x"], 7])
def test_what_is_no_mapping_is_refused(q):
    assert refused(q) == [("q", "search_attribute_unknown")]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_keys = st.text() | st.builds(
    "{}_{}".format,
    st.sampled_from(["id", "number", "email", "total", "created_at", "risky", "lines_sku"]),
    st.sampled_from(sorted(SPELLINGS)),
)


@given(st.dictionaries(_keys | st.just("s"), _values, max_size=4) | _values)
def test_whatever_is_given_it_is_read_or_refused(q):
    with contextlib.suppress(Invalid):
        assert isinstance(read_search(q, THINGS), Search)
