"""One amount for each shipment, whatever is in it."""

from collections.abc import Mapping

import msgspec

from ringup.domain.money import Minor
from ringup.domain.shipping.parcel import Charge, Parcel


class FlatRate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``amounts`` in minor units by currency; a currency without one is not served."""

    amounts: Mapping[str, Charge]

    def cost(self, parcel: Parcel, currency: str) -> Minor | None:
        """Give the amount."""
        del parcel
        return self.amounts.get(currency)
