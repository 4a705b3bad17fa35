"""An amount for each thing in the shipment."""

from collections.abc import Mapping

import msgspec

from ringup.domain.money import Minor
from ringup.domain.shipping.parcel import Charge, Parcel


class PerItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``amounts`` per thing, in minor units by currency; one without is not served."""

    amounts: Mapping[str, Charge]

    def cost(self, parcel: Parcel, currency: str) -> Minor | None:
        """Multiply."""
        amount = self.amounts.get(currency)
        return None if amount is None else amount * parcel.quantity
