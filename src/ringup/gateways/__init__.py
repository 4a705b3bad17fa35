"""Ways of taking money: one small file each, named in one table.

To add one, write a file with a class that fits ``services.ports.gateway.Gateway`` and a function
``made`` that makes it, and name that in ``GATEWAYS``. Another package names such a function in the
entry point group ``ringup.gateways`` instead (see docs/extending/gateway.md).
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from ringup.gateways import gift_card, manual, store_credit, test
from ringup.gateways.surroundings import Maker, Surroundings
from ringup.services.ports.gateway import Gateway

GATEWAYS: dict[str, Maker] = {
    "gift_card": gift_card.made,
    "manual": manual.made,
    "store_credit": store_credit.made,
    "test": test.made,
}
"""By the name in ``PaymentMethod.gateway``; ``plugins`` puts those of other packages here."""

_NONE: Mapping[str, Mapping[str, Any]] = {}


def opened(
    around: Surroundings, settings: Mapping[str, Mapping[str, Any]] = _NONE
) -> dict[str, Gateway]:
    """Make every gateway there is, each with its own settings."""
    return {
        name: made(replace(around, settings=settings.get(name, {})))
        for name, made in GATEWAYS.items()
    }


def close(gateways: Mapping[str, Gateway]) -> None:
    """Let go of whatever the gateways hold; one that holds nothing needs no ``close``."""
    for gateway in gateways.values():
        getattr(gateway, "close", _nothing)()


def _nothing() -> None:
    """Close what needs no closing."""
