"""How a promotion's rules and actions come to life from the way they are stored.

Decoding happens here, once, when the shop is read; asking a ready rule costs one call.
"""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ringup.domain.facts import Action, Rule
from ringup.domain.methods import Calculator
from ringup.domain.promotions.actions import ACTIONS
from ringup.domain.promotions.rules import RULES

_Plugin = TypeVar("_Plugin")


class NotAPlugin(ValueError):
    """No rule or action has this name, or the settings do not fit it; the text says which."""


def rule_from(stored: Calculator) -> Rule:
    """Make a rule of its name in ``RULES`` and its settings. Raises ``NotAPlugin``."""
    return _ready(stored, RULES)


def action_from(stored: Calculator) -> Action:
    """Make an action of its name in ``ACTIONS`` and its settings. Raises ``NotAPlugin``."""
    return _ready(stored, ACTIONS)


def _ready(stored: Calculator, table: Mapping[str, type[_Plugin]]) -> _Plugin:
    kind = table.get(stored.name)
    if kind is None:
        raise NotAPlugin(f"{stored.name!r} is none of: {', '.join(sorted(table))}")
    try:
        return msgspec.convert(stored.settings, kind)
    except msgspec.ValidationError as error:
        raise NotAPlugin(f"settings of {stored.name!r}: {error}") from error
