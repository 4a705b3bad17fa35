"""What it costs to send a parcel: the methods that take it there, the cheapest first."""

from collections.abc import Iterable

import msgspec

from ringup.domain.facts import Shop
from ringup.domain.methods import ShippingMethod
from ringup.domain.money import LARGEST, Minor
from ringup.domain.order import Address
from ringup.domain.shipping.calculators import CALCULATORS
from ringup.domain.shipping.parcel import Parcel
from ringup.domain.shipping.zones import ships_to, zones_of


class Offer(msgspec.Struct, frozen=True):
    """A method that takes the parcel, and what it asks in minor units."""

    method: ShippingMethod
    cost: Minor


def methods_to(address: Address, shop: Shop) -> tuple[ShippingMethod, ...]:
    """Give the store's methods that serve a zone the address lies in."""
    if not ships_to(address, shop):
        return ()
    zone_ids = frozenset(zone.id for zone in zones_of(address, shop))
    serving = (m for m in shop.shipping_methods.values() if not zone_ids.isdisjoint(m.zone_ids))
    return tuple(method for method in serving if shop.store.has(method))


def takes(method: ShippingMethod, category_ids: frozenset[int]) -> bool:
    """Tell whether the method sends things of all these shipping categories."""
    return category_ids <= method.shipping_category_ids


def offered(parcel: Parcel, methods: Iterable[ShippingMethod], currency: str) -> tuple[Offer, ...]:
    """Price the parcel by each method that takes it; the cheapest first, then by name."""
    categories = parcel.category_ids
    costs = ((m, cost_of(m, parcel, currency)) for m in methods if takes(m, categories))
    offers = (Offer(method, cost) for method, cost in costs if cost is not None)
    return tuple(sorted(offers, key=lambda offer: (offer.cost, offer.method.name, offer.method.id)))


def cost_of(method: ShippingMethod, parcel: Parcel, currency: str) -> Minor | None:
    """Ask what the method costs in minor units; ``None`` where it does not take the parcel.

    Likewise for a plug-in that is gone, and for what no amount can hold.
    """
    calculator = CALCULATORS.get(method.calculator.name)
    if calculator is None:
        return None
    cost = msgspec.convert(method.calculator.settings, calculator).cost(parcel, currency)
    return cost if cost is not None and cost < LARGEST else None
