"""How a shop sends what it sells and how it is paid: its methods, by the plug-ins that do it."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Calculator(msgspec.Struct, frozen=True, kw_only=True):
    """A plug-in's name in its table, with its settings as they are stored."""

    name: str
    settings: Mapping[str, Any] = {}


class ShippingMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to send parcels of some shipping categories into some zones.

    With ``store_ids`` it is those stores' alone; without, every store's.
    """

    id: int
    name: str
    code: str | None = None
    zone_ids: frozenset[int] = frozenset()
    shipping_category_ids: frozenset[int] = frozenset()
    calculator: Calculator
    tracking_url: str | None = None
    position: int = 0
    store_ids: frozenset[int] = frozenset()


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay. ``gateway`` names a plug-in; with ``auto_capture`` money is taken at once.

    ``needs_card``: without a card there is nothing to charge (as the gateway says of itself).
    ``spends_credit``: the money is the buyer's store credit, so there is no more of it than that;
    ``spends_gift_card``: it is what is left on a gift card.
    Nothing new is paid by one that is not ``active``.
    With ``store_ids`` it is those stores' alone; without, every store's.
    """

    id: int
    name: str
    description: str | None = None
    gateway: str
    auto_capture: bool = False
    needs_card: bool = False
    spends_credit: bool = False
    spends_gift_card: bool = False
    active: bool = True
    settings: Mapping[str, Any] = {}
    position: int = 0
    store_ids: frozenset[int] = frozenset()
