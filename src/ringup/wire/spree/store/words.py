"""Spree's words for what goes by other words here."""

from collections.abc import Mapping
from typing import Any

from ringup.web.nesting import Parameters
from ringup.wire.spree.store.preferences import PLUGINS, in_our_words

WORDS: Mapping[str, Mapping[str, str]] = {
    "zoneable_type": {"Spree::Country": "country", "Spree::State": "state"},
    "type": {
        "Spree::Gateway::Bogus": "test",
        "Spree::PaymentMethod::Check": "manual",
        "Spree::PaymentMethod::StoreCredit": "store_credit",
    },
}
"""By the parameter's name: Spree's word, and ours."""


def translated(given: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Put our words for Spree's, wherever they stand."""
    if isinstance(given, list):
        return [translated(each) for each in given]
    if isinstance(given, dict):
        given = _with_calculator(given)
        if isinstance(given.get("type"), str) and given["type"] in PLUGINS:
            return in_our_words(given)
        return {name: _of_member(name, value) for name, value in given.items()}
    return given


def _with_calculator(given: Parameters) -> Parameters:
    """Put a calculator's type and its attributes together, which Spree's forms send apart."""
    kind = given.get("calculator_type")
    attributes = given.get("calculator_attributes", {})
    if not isinstance(kind, str) or not isinstance(attributes, dict):
        return given
    others = {name: value for name, value in given.items() if not name.startswith("calculator_")}
    return {**others, "calculator": {**attributes, "type": kind}}


def _of_member(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    words = WORDS.get(name)
    if words and isinstance(value, str):
        return words.get(value, value)
    return translated(value)
