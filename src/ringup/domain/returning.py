"""What comes back of an order, as plain frozen records: authorized, then received, or canceled."""

from datetime import datetime
from typing import Literal

import msgspec

from ringup.domain.money import Millionths, Minor


class ReturnReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why things come back, and what share of their worth the shop then keeps."""

    id: int
    name: str
    restocking_fee_rate: Millionths = 0


ReturnState = Literal["authorized", "received", "canceled"]


class ReturnItem(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a line that may come back, or have come (``received_at``).

    ``restock``: they can be sold again, at ``stock_location_id``, or where the authorization says.
    ``exchange_variant_id`` is what the buyer gets instead. ``amount`` is what the buyer was
    credited for them when they came, ``tax`` how much of that was tax; in minor units.
    """

    id: int
    line_item_id: int
    variant_id: int
    quantity: int
    restock: bool = True
    stock_location_id: int | None = None
    exchange_variant_id: int | None = None
    amount: Minor = 0
    tax: Minor = 0
    received_at: datetime | None = None


class ReturnAuthorization(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's word that things may come back, to a stock location; ``reason`` as it was then.

    Of what they are worth the shop keeps ``restocking_fee_rate``; ``restocking_fee`` is what it has
    kept, and ``shipping_refund`` what it gave back of the costs of sending, in minor units.
    """

    id: int
    state: ReturnState = "authorized"
    stock_location_id: int
    reason_id: int | None = None
    reason: str | None = None
    memo: str | None = None
    restocking_fee_rate: Millionths = 0
    restocking_fee: Minor = 0
    shipping_refund: Minor = 0
    items: tuple[ReturnItem, ...] = ()
    created_at: datetime
    updated_at: datetime

    @property
    def number(self) -> str:
        """``RA`` and digits: the authorization's name among people, which encodes its id."""
        return f"RA{self.id}"

    @property
    def awaited(self) -> tuple[ReturnItem, ...]:
        """What may still come; of one that was canceled, nothing."""
        if self.state == "canceled":
            return ()
        return tuple(item for item in self.items if item.received_at is None)

    @property
    def came(self) -> tuple[ReturnItem, ...]:
        """What has come."""
        return tuple(item for item in self.items if item.received_at is not None)

    @property
    def worth(self) -> Minor:
        """What the things that came are worth to the buyer."""
        return sum(item.amount for item in self.came)

    @property
    def credited(self) -> Minor:
        """What the buyer was credited in all."""
        return self.worth - self.restocking_fee + self.shipping_refund
