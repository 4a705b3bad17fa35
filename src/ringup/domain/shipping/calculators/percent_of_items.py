"""A share of what the things in the shipment cost, before any discount."""

from typing import Annotated

import msgspec

from ringup.domain.money import Millionths, Minor, portion
from ringup.domain.shipping.parcel import Parcel


class PercentOfItems(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``rate`` in millionths: 12.5 % is 125_000. It holds in every currency."""

    rate: Annotated[Millionths, msgspec.Meta(ge=0)]

    def cost(self, parcel: Parcel, currency: str) -> Minor | None:
        """Take the share, rounded once."""
        del currency
        return portion(parcel.amount, self.rate)
