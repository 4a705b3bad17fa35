"""What two requests with one key must share to be the same, without a word of a card's secrets."""

from decimal import Decimal

import pytest

from ringup.wire.spree.repeats import fingerprint

KEY = "3e0f8a52-5b0e-4a5c-9c57-1d9b7f1f6a11"


def same(one: object, another: object) -> bool:
    return fingerprint(KEY, {"order": one}) == fingerprint(KEY, {"order": another})


@pytest.mark.parametrize(
    "one, another",
    [
        ({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}),
        ({"price": Decimal("1.50")}, {"price": Decimal("1.5")}),
        ({"items": [{"a": 1, "b": 2}]}, {"items": [{"b": 2, "a": 1}]}),
    ],
)
def test_how_json_is_written_makes_no_difference(one, another):
    assert same(one, another)


@pytest.mark.parametrize(
    "one, another",
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": "1"}),
        ({"a": None}, {}),
        ({"items": [1, 2]}, {"items": [2, 1]}),
        ({"items": {"0": 1}}, {"items": [1]}),
        ({"number": "4111111111111111"}, {"number": "5555555555554444"}),
    ],
)
def test_what_json_says_does(one, another):
    assert not same(one, another)


def test_who_asks_is_not_what_is_asked_for():
    assert fingerprint(KEY, {"token": "a", "x": 1}) == fingerprint(
        KEY, {"order_token": "b", "x": 1}
    )


def test_under_another_key_nothing_can_be_compared():
    assert fingerprint(KEY, {"a": 1}) != fingerprint("another", {"a": 1})


@pytest.mark.parametrize("name", ["number", "verification_value", "cvv", "cvc"])
def test_no_secret_of_a_card_is_hashed(name):
    one, another = "4111111111111111", "4000000000001111"
    assert same({"source": {name: one}}, {"source": {name: another}})
