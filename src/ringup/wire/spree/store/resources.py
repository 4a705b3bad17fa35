"""What can be looked up: one row for each kind of thing, from which its endpoints are made."""

from collections.abc import Callable
from typing import Any

import msgspec

from ringup.domain.facts import Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.domain.stock import StockLocation
from ringup.domain.variants import OptionValue
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.shelves import (
    OptionType,
    Product,
    ProductProperty,
    Property,
    SavedCard,
    ShippingCategory,
    StockItem,
    StockMovement,
    StoredPromotion,
    StoredVariant,
    TaxCategory,
    Taxon,
    Taxonomy,
    User,
)
from ringup.wire.spree.store import catalogue, records
from ringup.wire.spree.store.writing import goods, people, places, settings
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.write import records as shared

CATALOGUE, PLACES, SELLING = "Catalogue", "Places", "Selling"
STOCK, PEOPLE, SHOP, RETURNS = "Stock", "Users", "The shop", "Returns"


class Within(msgspec.Struct, frozen=True, kw_only=True):
    """A list below another thing: ``/countries/{country_id}/states``.

    ``owner`` is looked up by the path's ``{name}``, and its id keeps the list to its own.
    """

    path: str
    owner: type
    name: str


class Resource(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One kind of thing: under which names it is served, and how it is written.

    ``show`` writes one by itself where that says more; ``by`` is what a path may name it by.
    ``bare``: its lists are whole and have nothing around them, unless a page is asked for.
    """

    kind: type
    plural: str
    singular: str
    tag: str
    write: Callable[[Any, Ink], Any]
    record: type
    show: Callable[[Any, Ink], Any] | None = None
    shown_record: type | None = None
    within: tuple[Within, ...] = ()
    by: str = "id"
    priced: bool = False
    bare: bool = False

    @property
    def words(self) -> str:
        """The plural, as people write it."""
        return self.plural.replace("_", " ")


def _within(path: str, owner: type, name: str) -> tuple[Within, ...]:
    return (Within(path=path, owner=owner, name=name),)


PRODUCTS = Resource(
    kind=Product,
    plural="products",
    singular="product",
    tag=CATALOGUE,
    write=catalogue.product,
    record=records.ProductRecord,
    by="id or slug",
    priced=True,
)
VARIANTS = Resource(
    kind=StoredVariant,
    plural="variants",
    singular="variant",
    tag=CATALOGUE,
    write=catalogue.stocked_variant,
    record=records.StockedVariantRecord,
    within=_within("/products/{product_id}/variants", Product, "product_id"),
    by="id or SKU",
    priced=True,
)
OPTION_TYPES = Resource(
    kind=OptionType,
    plural="option_types",
    singular="option_type",
    tag=CATALOGUE,
    write=catalogue.option_type,
    record=records.OptionTypeRecord,
    bare=True,
)
OPTION_VALUES = Resource(
    kind=OptionValue,
    plural="option_values",
    singular="option_value",
    tag=CATALOGUE,
    write=goods.option_value,
    record=shared.OptionValueRecord,
    bare=True,
    within=_within("/option_types/{option_type_id}/option_values", OptionType, "option_type_id"),
)
PROPERTIES = Resource(
    kind=Property,
    plural="properties",
    singular="property",
    tag=CATALOGUE,
    write=catalogue.property_,
    record=records.PropertyRecord,
)
PRODUCT_PROPERTIES = Resource(
    kind=ProductProperty,
    plural="product_properties",
    singular="product_property",
    tag=CATALOGUE,
    write=catalogue.product_property,
    record=records.ProductPropertyRecord,
    within=_within("/products/{product_id}/product_properties", Product, "product_id"),
)
TAXONOMIES = Resource(
    kind=Taxonomy,
    plural="taxonomies",
    singular="taxonomy",
    tag=CATALOGUE,
    write=catalogue.taxonomy,
    record=records.TaxonomyRecord,
)
TAXONS = Resource(
    kind=Taxon,
    plural="taxons",
    singular="taxon",
    tag=CATALOGUE,
    write=catalogue.taxon,
    record=records.TaxonRecord,
    within=_within("/taxonomies/{taxonomy_id}/taxons", Taxonomy, "taxonomy_id"),
)
COUNTRIES = Resource(
    kind=Country,
    plural="countries",
    singular="country",
    tag=PLACES,
    write=places.country,
    record=shared.CountryRecord,
    show=places.country_with_states,
    shown_record=records.CountryWithStatesRecord,
    by="id or its two letters",
)
STATES = Resource(
    kind=State,
    plural="states",
    singular="state",
    tag=PLACES,
    write=places.state,
    record=shared.StateRecord,
)
ZONES = Resource(
    kind=Zone,
    plural="zones",
    singular="zone",
    tag=PLACES,
    write=places.zone,
    record=records.ZoneRecord,
)
SHIPPING_METHODS = Resource(
    kind=ShippingMethod,
    plural="shipping_methods",
    singular="shipping_method",
    tag=SELLING,
    write=settings.shipping_method,
    record=records.CalculatedMethodRecord,
)
SHIPPING_CATEGORIES = Resource(
    kind=ShippingCategory,
    plural="shipping_categories",
    singular="shipping_category",
    tag=SELLING,
    write=settings.shipping_category,
    record=records.ShippingCategoryRecord,
)
RETURN_REASONS = Resource(
    kind=ReturnReason,
    plural="return_authorization_reasons",
    singular="return_authorization_reason",
    tag=RETURNS,
    write=settings.return_reason,
    record=records.ReturnReasonRecord,
)
PAYMENT_METHODS = Resource(
    kind=PaymentMethod,
    plural="payment_methods",
    singular="payment_method",
    tag=SELLING,
    write=settings.payment_method,
    record=shared.PaymentMethodRecord,
)
TAX_CATEGORIES = Resource(
    kind=TaxCategory,
    plural="tax_categories",
    singular="tax_category",
    tag=SELLING,
    write=settings.tax_category,
    record=records.TaxCategoryRecord,
)
TAX_RATES = Resource(
    kind=TaxRate,
    plural="tax_rates",
    singular="tax_rate",
    tag=SELLING,
    write=settings.tax_rate,
    record=records.TaxRateRecord,
)
PROMOTIONS = Resource(
    kind=StoredPromotion,
    plural="promotions",
    singular="promotion",
    tag=SELLING,
    write=settings.promotion,
    record=records.PromotionRecord,
    by="id or code",
)
STORES = Resource(
    kind=Store,
    plural="stores",
    singular="store",
    tag=SHOP,
    write=settings.store,
    record=records.StoreRecord,
    by="id or code",
)
STOCK_LOCATIONS = Resource(
    kind=StockLocation,
    plural="stock_locations",
    singular="stock_location",
    tag=STOCK,
    write=goods.stock_location,
    record=records.StockLocationRecord,
)
STOCK_ITEMS = Resource(
    kind=StockItem,
    plural="stock_items",
    singular="stock_item",
    tag=STOCK,
    write=goods.stock_item,
    record=records.StockItemRecord,
    within=_within(
        "/stock_locations/{stock_location_id}/stock_items", StockLocation, "stock_location_id"
    ),
    priced=True,
)
STOCK_MOVEMENTS = Resource(
    kind=StockMovement,
    plural="stock_movements",
    singular="stock_movement",
    tag=STOCK,
    write=goods.stock_movement,
    record=records.StockMovementRecord,
    within=_within(
        "/stock_locations/{stock_location_id}/stock_movements", StockLocation, "stock_location_id"
    ),
    priced=True,
)
USERS = Resource(
    kind=User,
    plural="users",
    singular="user",
    tag=PEOPLE,
    write=people.user,
    record=records.UserRecord,
)
CREDIT_CARDS = Resource(
    kind=SavedCard,
    plural="credit_cards",
    singular="credit_card",
    tag=PEOPLE,
    write=people.saved_card,
    record=shared.CardRecord,
    within=_within("/users/{user_id}/credit_cards", User, "user_id"),
)
API_KEYS = Resource(
    kind=ApiKey,
    plural="api_keys",
    singular="api_key",
    tag=PEOPLE,
    write=people.api_key,
    record=records.ApiKeyRecord,
    within=_within("/users/{user_id}/api_keys", User, "user_id"),
)
GIFT_CARDS = Resource(
    kind=StoredGiftCard,
    plural="gift_cards",
    singular="gift_card",
    tag=SELLING,
    write=people.gift_card,
    record=records.GiftCardRecord,
)
SAVED_ADDRESSES = Resource(
    kind=SavedAddress,
    plural="addresses",
    singular="address",
    tag=PEOPLE,
    write=people.saved_address,
    record=records.SavedAddressRecord,
    within=_within("/users/{user_id}/addresses", User, "user_id"),
)
STORE_CREDITS = Resource(
    kind=StoredCredit,
    plural="store_credits",
    singular="store_credit",
    tag=PEOPLE,
    write=people.store_credit,
    record=records.StoreCreditRecord,
    within=_within("/users/{user_id}/store_credits", User, "user_id"),
)

RESOURCES = (
    PRODUCTS,
    VARIANTS,
    OPTION_TYPES,
    OPTION_VALUES,
    PROPERTIES,
    PRODUCT_PROPERTIES,
    COUNTRIES,
    STATES,
    ZONES,
    SHIPPING_METHODS,
    SHIPPING_CATEGORIES,
    PAYMENT_METHODS,
    TAX_CATEGORIES,
    TAX_RATES,
    PROMOTIONS,
    STORES,
    STOCK_LOCATIONS,
    STOCK_ITEMS,
    STOCK_MOVEMENTS,
    USERS,
    GIFT_CARDS,
    STORE_CREDITS,
    RETURN_REASONS,
)
"""Those with a list and a path of their own; taxonomies and taxons have ways of their own, too."""
