"""What an answer about one shipment by itself holds: all of the order's own, and its order."""

import msgspec

from ringup.wire.spree.write.records import (
    AddressRecord,
    AdjustmentRecord,
    Amount,
    ManifestRecord,
    Moment,
    PaymentRecord,
    ShippingMethodRecord,
    ShippingRateRecord,
    VariantRecord,
)


class SentManifestRecord(ManifestRecord, frozen=True, kw_only=True):
    """How many of a variant travel in a shipment, and the variant itself."""

    variant: VariantRecord | None


class TrackedMethodRecord(ShippingMethodRecord, frozen=True, kw_only=True):
    """A shipping method, with where to follow what travels by it."""

    tracking_url: str | None


class SentLineRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The line that something in a shipment was bought by."""

    id: int
    quantity: int
    price: Amount
    variant_id: int
    single_display_amount: str
    display_amount: str
    total: Amount


class InventoryUnitRecord(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a line in a shipment that are in one state."""

    id: int
    state: str
    quantity: int
    variant_id: int
    shipment_id: int
    variant: VariantRecord | None
    line_item: SentLineRecord | None


class SentOrderRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The order of a shipment, without its lines and shipments."""

    id: int
    number: str
    state: str
    email: str | None
    user_id: int | None
    currency: str
    channel: str
    special_instructions: str | None
    item_total: Amount
    ship_total: Amount
    adjustment_total: Amount
    tax_total: Amount
    included_tax_total: Amount
    additional_tax_total: Amount
    promo_total: Amount
    total: Amount
    payment_total: Amount
    outstanding_balance: Amount
    total_quantity: int
    display_item_total: str
    display_ship_total: str
    display_adjustment_total: str
    display_tax_total: str
    display_included_tax_total: str
    display_additional_tax_total: str
    display_total: str
    shipment_state: str | None
    payment_state: str | None
    created_at: Moment
    updated_at: Moment
    completed_at: Moment | None
    canceled_at: Moment | None
    approved_at: Moment | None
    considered_risky: bool
    token: str | None
    checkout_steps: list[str]
    bill_address: AddressRecord | None
    ship_address: AddressRecord | None
    payments: list[PaymentRecord]
    adjustments: list[AdjustmentRecord]


class SentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A shipment by itself; ``order_id`` is the order's number."""

    id: int
    number: str
    tracking: str | None
    tracking_url: str | None
    state: str
    cost: Amount
    display_cost: str
    shipped_at: Moment | None
    order_id: str
    stock_location_name: str | None
    shipping_rates: list[ShippingRateRecord]
    selected_shipping_rate: ShippingRateRecord | None
    shipping_method: TrackedMethodRecord | None
    shipping_methods: list[TrackedMethodRecord]
    manifest: list[SentManifestRecord]
    adjustments: list[AdjustmentRecord]
    inventory_units: list[InventoryUnitRecord]
    order: SentOrderRecord


class TransferRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Goods moved from one shipment to another: ``shipment`` is where they are now."""

    success: bool
    message: str
    shipment: SentRecord
