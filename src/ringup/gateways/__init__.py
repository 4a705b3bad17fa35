"""Ways of taking money: one small file each, named in one table.

To add one, write a file with a class that fits ``services.ports.Gateway`` and a function ``made``
that makes it, and name that in ``GATEWAYS``. Another package names such a function in the entry
point group ``ringup.gateways`` instead.
"""

from collections.abc import Mapping
from importlib.metadata import entry_points

from ringup.gateways import manual, store_credit, test
from ringup.gateways.surroundings import Maker, Surroundings
from ringup.services.ports import Gateway

GATEWAYS: Mapping[str, Maker] = {
    "manual": manual.made,
    "store_credit": store_credit.made,
    "test": test.made,
}
"""By the name in ``PaymentMethod.gateway``."""


def opened(around: Surroundings) -> dict[str, Gateway]:
    """Make every gateway there is, those of other packages too."""
    return {name: made(around) for name, made in {**_of_others(), **GATEWAYS}.items()}


def close(gateways: Mapping[str, Gateway]) -> None:
    """Let go of whatever the gateways hold; one that holds nothing needs no ``close``."""
    for gateway in gateways.values():
        getattr(gateway, "close", _nothing)()


def _of_others() -> dict[str, Maker]:
    return {entry.name: entry.load() for entry in entry_points(group="ringup.gateways")}


def _nothing() -> None:
    """Close what needs no closing."""
