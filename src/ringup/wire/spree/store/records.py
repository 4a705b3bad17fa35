"""What answers about the store hold, field by field as Spree's clients know them.

What an order's answer holds too (variants, countries, option values …) is in ``write.records``.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ringup.wire.spree.write.records import (
    AddressRecord,
    Amount,
    CountryRecord,
    ImageRecord,
    Moment,
    OptionValueRecord,
    ShippingMethodRecord,
    StateRecord,
    VariantRecord,
)


class StockEntryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one location has of a variant; ``available``: whether it would sell one now."""

    id: int
    count_on_hand: int
    stock_location_id: int
    backorderable: bool
    available: bool
    stock_location_name: str


class StockedVariantRecord(VariantRecord, frozen=True, kw_only=True):
    """A variant with its stock. ``cost_price`` is told to admins only."""

    stock_items: list[StockEntryRecord]


class OptionTypeNameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """In what a product's variants differ."""

    id: int
    name: str
    presentation: str
    position: int


class OptionTypeRecord(OptionTypeNameRecord, frozen=True, kw_only=True):
    """An option type with its values."""

    option_values: list[OptionValueRecord]


class PropertyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of products."""

    id: int
    name: str
    presentation: str


class ProductPropertyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Something said of a product."""

    id: int
    product_id: int
    property_id: int
    value: str
    property_name: str


class TaxonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A branch of a taxonomy; ``pretty_name`` is the way to it, ``taxons`` what grows from it."""

    id: int
    name: str
    pretty_name: str
    permalink: str
    parent_id: int | None
    taxonomy_id: int
    meta_title: str | None
    meta_description: str | None
    taxons: list["TaxonRecord"]


class TaxonomyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A tree of taxons."""

    id: int
    name: str
    root: TaxonRecord | None


class NodeNamesRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a tree on a page has to know of a taxon."""

    id: int
    name: str


class NodeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A taxon for a tree on a page (jsTree), not yet unfolded."""

    data: str
    attr: NodeNamesRecord
    state: str = "closed"


class ClassificationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where among a taxon's products this one stands."""

    taxon_id: int
    position: int
    taxon: TaxonRecord


class ProductRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A product; what is the same for all its variants is its ``master``'s."""

    id: int
    name: str
    description: str | None
    price: Amount | None
    display_price: str | None
    available_on: Moment | None
    slug: str
    meta_description: str | None
    meta_keywords: str | None
    shipping_category_id: int | None
    taxon_ids: list[int]
    total_on_hand: int | None
    master: VariantRecord | None
    variants: list[VariantRecord]
    images: list[ImageRecord]
    option_types: list[OptionTypeNameRecord]
    product_properties: list[ProductPropertyRecord]
    classifications: list[ClassificationRecord]
    has_variants: bool
    display_current_currency_price: str | None


class CountryWithStatesRecord(CountryRecord, frozen=True, kw_only=True):
    """A country with its states."""

    states_required: bool
    zipcode_required: bool
    states: list[StateRecord]


class ZoneMemberRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A country or a state of a zone."""

    id: int
    zoneable_type: str
    zoneable_id: int


class ZoneRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A set of countries or states."""

    id: int
    name: str
    description: str
    default_tax: bool
    zone_members: list[ZoneMemberRecord]


class ShippingCategoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent alike."""

    id: int
    name: str


class ReturnReasonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for which things come back; of their worth the shop keeps ``restocking_fee_rate``.

    A rate of ``0.15`` is 15 %.
    """

    id: int
    name: str
    restocking_fee_rate: Amount


class TaxCategoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is taxed alike."""

    id: int
    name: str
    description: str | None
    tax_code: str | None
    is_default: bool


class CalculatorRecord(msgspec.Struct, frozen=True, kw_only=True):
    """By what something is worked out, and its settings."""

    type: str
    settings: dict[str, Any]


class CalculatedMethodRecord(ShippingMethodRecord, frozen=True, kw_only=True):
    """A shipping method. Its ``calculator`` is told to admins only."""

    calculator: CalculatorRecord | UnsetType = UNSET


class TaxRateRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A tax on one category in one zone; an ``amount`` of ``0.05`` is 5 %.

    Its ``calculator`` is told to admins only.
    """

    id: int
    name: str
    amount: str
    zone_id: int
    tax_category_id: int
    included_in_price: bool
    show_rate_in_label: bool
    calculator: CalculatorRecord | UnsetType = UNSET


class StoreRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's own name and defaults."""

    id: int
    name: str
    url: str
    code: str
    mail_from_address: str
    default_currency: str
    supported_currencies: str
    default_locale: str
    supported_locales: str
    default: bool = True
    zone_ids: list[int] | UnsetType = UNSET
    meta_description: str | None = None
    meta_keywords: str | None = None
    seo_title: str | None = None
    customer_support_email: str | None = None
    facebook: str | None = None
    twitter: str | None = None
    instagram: str | None = None


class StockLocationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A place that sends parcels."""

    id: int
    name: str
    default: bool
    active: bool
    backorderable_default: bool
    propagate_all_variants: bool
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    state_id: int | None = None
    state_name: str | None = None
    country_id: int | None = None
    zipcode: str | None = None
    phone: str | None = None
    country: CountryRecord | None = None
    state: StateRecord | None = None


class StockItemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one location has of one variant; ``held`` counts what open checkouts hold of it."""

    id: int
    count_on_hand: int
    held: int
    backorderable: bool
    stock_location_id: int
    variant_id: int
    variant: VariantRecord


class StockMovementRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What changed a count on hand, and who: ``actor`` as events name them, or ``system``."""

    id: int
    quantity: int
    reason: str
    actor: str
    user_id: int | None
    created_at: Moment
    order_number: str | None
    stock_item_id: int
    stock_item: StockItemRecord


class PluginRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A rule or an action: its name, and its settings as its file describes them."""

    id: int
    type: str
    settings: dict[str, Any]


class PromotionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion."""

    id: int
    name: str
    description: str | None
    expires_at: Moment | None
    starts_at: Moment | None
    type: str | None = None
    usage_limit: int | None
    match_policy: str
    code: str | None
    advertise: bool
    path: str | None = None
    promotion_rules: list[PluginRecord]
    promotion_actions: list[PluginRecord]


class UserRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account."""

    id: int
    email: str
    roles: list[str]
    created_at: Moment
    updated_at: Moment
    bill_address: AddressRecord | None
    ship_address: AddressRecord | None


class ApiKeyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an API key; from ``revoked_at`` on it is nobody's."""

    id: int
    user_id: int
    name: str
    last_digits: str
    created_at: Moment
    revoked_at: Moment | None


class NewApiKeyRecord(ApiKeyRecord, frozen=True, kw_only=True):
    """An API key with itself in the clear: it is told this once and kept nowhere."""

    key: str


class GiftCardRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card, in its own currency; of its code only the last characters."""

    id: int
    last_digits: str
    currency: str
    amount: Amount
    display_amount: str
    balance: Amount
    display_balance: str
    expires_at: Moment | None
    note: str | None
    created_at: Moment
    updated_at: Moment


class NewGiftCardRecord(GiftCardRecord, frozen=True, kw_only=True):
    """A gift card with its code in the clear: it is told this once and kept nowhere."""

    code: str


class SavedAddressRecord(AddressRecord, frozen=True, kw_only=True):
    """An address that a user keeps, and whether orders are billed and sent there by default."""

    user_id: int
    default_bill: bool
    default_ship: bool


class StoreCreditRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Store credit of a user, in its own currency."""

    id: int
    user_id: int
    currency: str
    amount: Amount
    display_amount: str
    balance: Amount
    display_balance: str
    memo: str | None
    created_at: Moment
