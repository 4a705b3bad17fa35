"""A price list by weight, with an upper end past which a parcel is not taken."""

from collections.abc import Mapping

import msgspec

from ringup.domain.money import Minor
from ringup.domain.shipping.parcel import Charge, Parcel


class WeightTier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to ``up_to`` (thousandths of the shop's unit) a shipment costs one of ``amounts``."""

    up_to: int
    amounts: Mapping[str, Charge]


class WeightTiers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``tiers`` in any order; what is heavier than the last is not taken."""

    tiers: tuple[WeightTier, ...]

    def cost(self, parcel: Parcel, currency: str) -> Minor | None:
        """Find the lightest tier that takes the parcel."""
        weight = parcel.weight
        taking = [tier for tier in self.tiers if weight <= tier.up_to]
        lightest = min(taking, key=lambda tier: tier.up_to, default=None)
        return lightest.amounts.get(currency) if lightest else None
