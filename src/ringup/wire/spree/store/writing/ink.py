"""What is written with: a currency, a language; costs and settings are for admins only."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import UNSET, UnsetType

from ringup.domain.facts import Shop
from ringup.domain.methods import Calculator
from ringup.services.ports.gateway import Gateway
from ringup.wire.spree.store.records import CalculatorRecord
from ringup.wire.spree.write.pen import Pen


class Ink(msgspec.Struct, frozen=True, kw_only=True):
    """What things are written with: a pen, and whether an admin will read it."""

    pen: Pen
    admin: bool
    gateways: Mapping[str, Gateway]

    @property
    def shop(self) -> Shop:
        """The shop's seldom-changing facts."""
        return self.pen.facts.shop


def calculator(found: Calculator, ink: Ink) -> CalculatorRecord | UnsetType:
    """Write by what something is worked out as forms name it; for admins alone."""
    if not ink.admin:
        return UNSET
    return CalculatorRecord(type=found.name, settings=dict(found.settings))


def some(ids: Iterable[int]) -> list[int] | UnsetType:
    """Write ids, unless there are none."""
    return sorted(ids) or UNSET
