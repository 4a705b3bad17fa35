"""What an answer about an order holds; the OpenAPI document describes it from here.

Amounts are decimal texts, times are texts. The contract's section 2 names every field; those it
does not name are of the answers a real Spree 4.2 gave.
"""

from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

Amount: TypeAlias = str
Moment: TypeAlias = str


class CountryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A country."""

    id: int
    iso_name: str
    iso: str
    iso3: str
    name: str
    numcode: int


class StateRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A state of a country."""

    id: int
    name: str
    abbr: str
    country_id: int


class AddressRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An address; ``label`` is always null."""

    id: int
    firstname: str
    lastname: str
    full_name: str
    address1: str
    address2: str | None
    city: str
    zipcode: str
    phone: str | None
    company: str | None
    alternative_phone: str | None
    country_id: int
    state_id: int | None
    label: str | None = None
    state_name: str | None
    state_text: str | None
    country: CountryRecord | None
    state: StateRecord | None


class AdjustmentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A tax or a discount, and what it hangs on."""

    id: int
    source_type: str | None
    source_id: int | None
    originator_type: str | None
    originator_id: int | None
    adjustable_type: str
    adjustable_id: int
    amount: Amount
    display_amount: str
    label: str
    mandatory: bool | None
    locked: bool
    eligible: bool
    created_at: Moment
    updated_at: Moment


class OptionValueRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One value of an option of a variant."""

    id: int
    name: str
    presentation: str
    option_type_name: str
    option_type_id: int
    option_type_presentation: str


class ImageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a variant, at most 48, 100, 240 and 600 pixels wide and high.

    One kept elsewhere has one address for all sizes, and the shop knows no more of it.
    """

    id: int
    position: int
    attachment_content_type: str | None
    attachment_file_name: str | None
    type: str = "Spree::Image"
    attachment_updated_at: Moment | None
    attachment_width: int | None
    attachment_height: int | None
    alt: str | None
    viewable_type: str = "Spree::Variant"
    viewable_id: int
    url: str
    mini_url: str
    small_url: str
    product_url: str
    large_url: str


class VariantRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What can be bought. Counts are null where stock is not counted."""

    id: int
    product_id: int
    name: str
    sku: str
    price: Amount | None
    display_price: str | None
    cost_price: Amount | None = None
    weight: str
    height: str | None
    width: str | None
    depth: str | None
    is_master: bool
    slug: str
    permalink: str
    description: str | None
    track_inventory: bool
    options_text: str
    in_stock: bool
    is_backorderable: bool
    is_orderable: bool
    total_on_hand: int | None
    count_on_hand: int | None
    option_values: list[OptionValueRecord]
    images: list[ImageRecord]


class LineItemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant; ``total`` includes the line's own adjustments."""

    id: int
    quantity: int
    price: Amount
    variant_id: int
    total: Amount
    display_amount: str
    single_display_amount: str
    adjustments: list[AdjustmentRecord]
    variant: VariantRecord | None


class ShippingRateRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a method asks for one shipment."""

    id: int
    name: str
    cost: Amount
    display_cost: str
    selected: bool
    shipping_method_id: int
    shipping_method_code: str | None


class ZoneNameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A zone a method serves."""

    id: int
    name: str
    description: str


class CategoryNameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping category a method takes."""

    id: int
    name: str


class ShippingMethodRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping method offered for a shipment."""

    id: int
    code: str | None
    name: str
    zones: list[ZoneNameRecord]
    shipping_categories: list[CategoryNameRecord]
    store_ids: list[int] | UnsetType = UNSET


class ManifestRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a variant travel in a shipment, and in which states they are."""

    variant_id: int
    quantity: int
    states: dict[str, int]


class ShipmentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel; ``order_id`` is the order's number."""

    id: int
    number: str
    tracking: str | None
    state: str
    cost: Amount
    display_cost: str
    shipped_at: Moment | None
    order_id: str
    stock_location_name: str | None
    shipping_rates: list[ShippingRateRecord]
    selected_shipping_rate: ShippingRateRecord | None
    shipping_method: ShippingMethodRecord | None
    shipping_methods: list[ShippingMethodRecord]
    manifest: list[ManifestRecord]
    adjustments: list[AdjustmentRecord]


class CardRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What may be told of a card, and never more."""

    id: int
    month: int
    year: int
    cc_type: str | None
    last_digits: str
    name: str


class OrderCardRecord(CardRecord, frozen=True, kw_only=True):
    """A card in the order's own list; the gateway's names for it stay here, and are always null."""

    gateway_customer_profile_id: str | None = None
    gateway_payment_profile_id: str | None = None


class MethodNameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The method of a payment."""

    id: int
    name: str


class PaymentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A payment."""

    id: int
    number: str
    amount: Amount
    display_amount: str
    state: str
    payment_method_id: int
    payment_method: MethodNameRecord | None
    response_code: str | None
    avs_response: str | None
    source_type: str | None
    source_id: int | None
    source: CardRecord | None
    created_at: Moment
    updated_at: Moment


class PaymentMethodRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay that is open to the buyer."""

    id: int
    name: str
    description: str | None
    method_type: str
    store_ids: list[int] | UnsetType = UNSET


class OfferedMethodRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping method for the whole order; ``cost`` is that of all its shipments."""

    id: int
    name: str
    cost: Amount
    display_cost: str
    zone_id: int | None
    shipping_category_id: int | None


class PermissionsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller may do with the order."""

    can_update: bool


class OrderRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An order, whole.

    ``shipping_methods`` is there in ``delivery``, ``payment_methods`` in ``payment``, ``metadata``
    where the shop has notes of its own on it, ``errors`` where ``advance`` stopped early.
    """

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
    line_items: list[LineItemRecord]
    payments: list[PaymentRecord]
    shipments: list[ShipmentRecord]
    adjustments: list[AdjustmentRecord]
    credit_cards: list[OrderCardRecord]
    permissions: PermissionsRecord
    shipping_methods: list[OfferedMethodRecord] | UnsetType = UNSET
    payment_methods: list[PaymentMethodRecord] | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET
    errors: dict[str, list[str]] | UnsetType = UNSET


class CouponRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a coupon code."""

    success: str | None
    error: str | None
    successful: bool
    status_code: str
    code: str | UnsetType = UNSET


class NewPaymentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """By which methods an order can be paid, and what a payment is answered with."""

    payment_methods: list[PaymentMethodRecord]
    attributes: list[str]
