"""Spree's words for what goes by other words here."""

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, str]] = {
    "zoneable_type": {"Spree::Country": "country", "Spree::State": "state"},
}
"""By the parameter's name: Spree's word, and ours."""


def translated(given: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Put our words for Spree's, wherever they stand."""
    if isinstance(given, list):
        return [translated(each) for each in given]
    if isinstance(given, dict):
        return {name: _of_member(name, value) for name, value in given.items()}
    return given


def _of_member(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    words = WORDS.get(name)
    if words and isinstance(value, str):
        return words.get(value, value)
    return translated(value)
