"""A price list by what the things in the shipment cost: from 0.00 on 5.00, from 50.00 on free."""

from collections.abc import Mapping

import msgspec

from ringup.domain.money import Minor
from ringup.domain.shipping.parcel import Charge, Parcel


class TotalTier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From things worth ``at_least`` on, a shipment costs ``amount``; both in minor units."""

    at_least: Minor
    amount: Charge


class ItemTotalTiers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``tiers`` by currency, in any order; below the lowest the method is not offered."""

    tiers: Mapping[str, tuple[TotalTier, ...]]

    def cost(self, parcel: Parcel, currency: str) -> Minor | None:
        """Find the highest tier that is reached."""
        worth = parcel.amount
        reached = [tier for tier in self.tiers.get(currency, ()) if tier.at_least <= worth]
        return max(reached, key=lambda tier: tier.at_least).amount if reached else None
