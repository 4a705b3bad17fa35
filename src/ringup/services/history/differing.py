"""How a difference is told: what it was, and what it is, of what changed alone."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Fact: TypeAlias = tuple[str, Mapping[str, Any]]
"""An event's type and data."""


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Give ``from`` and ``to`` with the values that differ; empty if none does."""
    names = [name for name, value in new.items() if old[name] != value]
    if not names:
        return {}
    return {
        "from": {name: old[name] for name in names},
        "to": {name: new[name] for name in names},
    }
