"""What is told of an order that was placed elsewhere; amounts are decimal texts in its currency.

What is as usual is left out where such an order is written.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import Meta

from ringup.domain.changes import GivenAddress

Id: TypeAlias = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Quantity: TypeAlias = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Text: TypeAlias = Annotated[str, Meta(max_length=255)]
Prose: TypeAlias = Annotated[str, Meta(max_length=10_000)]
Amount: TypeAlias = Annotated[str, Meta(max_length=40)]
Spellings: TypeAlias = Mapping[str, tuple[str, ...]]


class PastAdjustment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was added or taken off. A tax may have been ``included`` in the price.

    ``return`` is what was credited for what came back.
    """

    label: Text
    amount: Amount
    kind: Literal["manual", "tax", "promotion", "return"] = "manual"
    included: bool = False


class PastGoods(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many of a variant, by id or SKU."""

    variant_id: Id | None = None
    sku: Text | None = None
    quantity: Quantity = 1


class PastLine(PastGoods, frozen=True, kw_only=True):
    """So many of a variant at the price of then."""

    price: Amount
    adjustments: tuple[PastAdjustment, ...] = ()


class PastShipment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was sent, or is to be; without ``items`` an only shipment holds all that travels.

    Location and method go by their names; without one, the shop's default and none.
    """

    cost: Amount = "0"
    state: Literal["shipped", "ready", "pending", "canceled"] = "shipped"
    tracking: Text | None = None
    shipped_at: datetime | None = None
    stock_location: Text | None = None
    shipping_method: Text | None = None
    items: tuple[PastGoods, ...] = ()
    adjustments: tuple[PastAdjustment, ...] = ()


class PastPayment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was paid, or is to be; the method goes by its name or id.

    Of a completed one all of the amount was taken, unless ``captured`` says how much of it.
    """

    spelled: ClassVar[Spellings] = {"response_code": ("reference",)}

    payment_method: Text | None = None
    payment_method_id: Id | None = None
    amount: Amount
    captured: Amount | None = None
    refunded: Amount = "0"
    state: Literal["completed", "pending", "checkout", "failed", "void", "invalid"] = "completed"
    response_code: Text | None = None
    created_at: datetime | None = None


class PastOrder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An order as it was. Of the sums, those that are told must be right.

    Its owner goes by id or mail address, its store by code; without one it is the one asked.
    """

    spelled: ClassVar[Spellings] = {
        "bill_address": ("billing_address",),
        "ship_address": ("shipping_address",),
    }

    number: Text
    completed_at: datetime
    created_at: datetime | None = None
    canceled_at: datetime | None = None
    approved_at: datetime | None = None
    store: Text | None = None
    email: Text | None = None
    user_id: Id | None = None
    user_email: Text | None = None
    currency: Text | None = None
    channel: Text | None = None
    special_instructions: Prose | None = None
    metadata: dict[str, Prose] = {}
    bill_address: GivenAddress | None = None
    ship_address: GivenAddress | None = None
    line_items: tuple[PastLine, ...] = ()
    adjustments: tuple[PastAdjustment, ...] = ()
    shipments: tuple[PastShipment, ...] = ()
    payments: tuple[PastPayment, ...] = ()
    item_total: Amount | None = None
    ship_total: Amount | None = None
    adjustment_total: Amount | None = None
    promo_total: Amount | None = None
    included_tax_total: Amount | None = None
    additional_tax_total: Amount | None = None
    total: Amount | None = None
    payment_total: Amount | None = None
