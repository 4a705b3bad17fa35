"""Writes what was looked up for this caller: in a currency, a language; costs for admins only."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict, replace

from ringup.domain.facts import Shop, Store, TaxRate
from ringup.domain.geography import Country, State, Zone
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.money import WHOLE, Millionths
from ringup.domain.order import CHILD_BITS, Address, number_of
from ringup.domain.stock import StockLocation
from ringup.domain.variants import OptionValue
from ringup.services.accounts import ApiKey, SavedAddress, StoredCredit, StoredGiftCard
from ringup.services.ports.gateway import Gateway
from ringup.services.shelves import (
    SavedCard,
    ShippingCategory,
    StockItem,
    StockMovement,
    StoredPlugin,
    StoredPromotion,
    TaxCategory,
    User,
    UserAddress,
)
from ringup.wire.spree.store.records import (
    ApiKeyRecord,
    CalculatedMethodRecord,
    CalculatorRecord,
    CountryWithStatesRecord,
    GiftCardRecord,
    PluginRecord,
    PromotionRecord,
    SavedAddressRecord,
    ShippingCategoryRecord,
    StockItemRecord,
    StockLocationRecord,
    StockMovementRecord,
    StoreCreditRecord,
    StoreRecord,
    TaxCategoryRecord,
    TaxRateRecord,
    UserRecord,
    ZoneMemberRecord,
    ZoneRecord,
)
from ringup.wire.spree.write.addresses import address_record, country_record, state_record
from ringup.wire.spree.write.pen import Pen, moment, moment_or_none
from ringup.wire.spree.write.records import (
    AddressRecord,
    CardRecord,
    CategoryNameRecord,
    CountryRecord,
    OptionValueRecord,
    PaymentMethodRecord,
    StateRecord,
    VariantRecord,
    ZoneNameRecord,
)
from ringup.wire.spree.write.variants import option_value_record, variant_record

COUNTRY, STATE = "Spree::Country", "Spree::State"


class Ink(msgspec.Struct, frozen=True, kw_only=True):
    """What things are written with: a pen, and whether an admin will read it."""

    pen: Pen
    admin: bool
    gateways: Mapping[str, Gateway]

    @property
    def shop(self) -> Shop:
        """The shop's seldom-changing facts."""
        return self.pen.facts.shop


def country(found: Country, ink: Ink) -> CountryRecord:
    """Write a country."""
    return country_record(found, ink.pen.locale)


def country_with_states(found: Country, ink: Ink) -> CountryWithStatesRecord:
    """Write a country with its states, as the shop's addresses know them."""
    own = [each for each in ink.shop.states.values() if each.country_id == found.id]
    return CountryWithStatesRecord(
        **asdict(country_record(found, ink.pen.locale)),
        states_required=found.states_required,
        zipcode_required=found.zipcode_required,
        states=[state_record(each) for each in sorted(own, key=lambda each: each.name)],
    )


def state(found: State, ink: Ink) -> StateRecord:
    """Write a state."""
    del ink
    return state_record(found)


def option_value(found: OptionValue, ink: Ink) -> OptionValueRecord:
    """Write an option's value."""
    del ink
    return option_value_record(found)


def zone(found: Zone, ink: Ink) -> ZoneRecord:
    """Write a zone; each member is numbered by the zone's id above its own."""
    del ink
    members = (
        *((COUNTRY, each) for each in sorted(found.country_ids)),
        *((STATE, each) for each in sorted(found.state_ids)),
    )
    return ZoneRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        default_tax=found.default_tax,
        zone_members=[
            ZoneMemberRecord(
                id=(found.id << CHILD_BITS) | each, zoneable_type=kind, zoneable_id=each
            )
            for kind, each in members
        ],
    )


def shipping_method(found: ShippingMethod, ink: Ink) -> CalculatedMethodRecord:
    """Write a shipping method with its zones and categories."""
    zones = (ink.shop.zones.get(each) for each in sorted(found.zone_ids))
    return CalculatedMethodRecord(
        id=found.id,
        code=found.code,
        name=found.name,
        zones=[
            ZoneNameRecord(id=each.id, name=each.name, description=each.description)
            for each in zones
            if each is not None
        ],
        shipping_categories=[
            CategoryNameRecord(id=each, name=ink.shop.shipping_categories[each])
            for each in sorted(found.shipping_category_ids)
            if each in ink.shop.shipping_categories
        ],
        calculator=_calculator(found.calculator, ink),
        store_ids=_some(found.store_ids),
    )


def _calculator(found: Calculator, ink: Ink) -> CalculatorRecord | UnsetType:
    """Write by what something is worked out as forms name it; for admins alone."""
    if not ink.admin:
        return UNSET
    return CalculatorRecord(type=found.name, settings=dict(found.settings))


def shipping_category(found: ShippingCategory, ink: Ink) -> ShippingCategoryRecord:
    """Write a shipping category."""
    del ink
    return ShippingCategoryRecord(id=found.id, name=found.name)


def payment_method(found: PaymentMethod, ink: Ink) -> PaymentMethodRecord:
    """Write a way to pay; one whose gateway is not installed goes by the gateway's name."""
    gateway = ink.gateways.get(found.gateway)
    return PaymentMethodRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        method_type=gateway.method_type if gateway else found.gateway,
        store_ids=_some(found.store_ids),
    )


def tax_category(found: TaxCategory, ink: Ink) -> TaxCategoryRecord:
    """Write a tax category."""
    del ink
    return TaxCategoryRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        tax_code=found.tax_code,
        is_default=found.default,
    )


def tax_rate(found: TaxRate, ink: Ink) -> TaxRateRecord:
    """Write a tax rate."""
    return TaxRateRecord(
        id=found.id,
        name=found.name,
        amount=rate_text(found.rate),
        zone_id=found.zone_id,
        tax_category_id=found.tax_category_id,
        included_in_price=found.included_in_price,
        show_rate_in_label=found.show_rate_in_label,
        calculator=_calculator(Calculator(name=found.calculator, settings=found.settings), ink),
    )


def rate_text(rate: Millionths) -> str:
    """Write a rate as a share of one: ``0.05`` is 5 %."""
    whole, fraction = divmod(rate, WHOLE)
    return f"{whole}.{f'{fraction:06d}'.rstrip('0') or '0'}"


def store(found: Store, ink: Ink) -> StoreRecord:
    """Write the shop itself."""
    del ink
    return StoreRecord(
        id=found.id,
        name=found.name,
        url=found.url,
        code=found.code,
        mail_from_address=found.mail_from_address,
        default_currency=found.default_currency,
        supported_currencies=",".join(found.supported_currencies),
        default_locale=found.default_locale,
        supported_locales=found.default_locale,
        default=found.is_default,
        zone_ids=_some(found.zone_ids),
    )


def _some(ids: Iterable[int]) -> list[int] | UnsetType:
    """Write ids, unless there are none."""
    return sorted(ids) or UNSET


def stock_location(found: StockLocation, ink: Ink) -> StockLocationRecord:
    """Write a stock location."""
    shop = ink.pen.facts.shop
    country_ = shop.countries.get(found.country_id or 0)
    state_ = shop.states.get(found.state_id or 0)
    return StockLocationRecord(
        id=found.id,
        name=found.name,
        default=found.default,
        active=found.active,
        backorderable_default=found.backorderable_default,
        propagate_all_variants=found.propagate_all_variants,
        address1=found.address1,
        address2=found.address2,
        city=found.city,
        state_id=found.state_id,
        state_name=found.state_name,
        country_id=found.country_id,
        zipcode=found.zipcode,
        phone=found.phone,
        country=country(country_, ink) if country_ else None,
        state=state(state_, ink) if state_ else None,
    )


def stock_item(found: StockItem, ink: Ink) -> StockItemRecord:
    """Write what a location has of a variant."""
    return StockItemRecord(
        id=found.id,
        count_on_hand=found.level.count_on_hand,
        held=found.level.held,
        backorderable=found.level.backorderable,
        stock_location_id=found.level.stock_location_id,
        variant_id=found.stored.variant.id,
        variant=_costed(found, ink),
    )


def _costed(found: StockItem, ink: Ink) -> VariantRecord:
    record = variant_record(found.stored.variant, ink.pen)
    cost = found.stored.cost_price
    return record if cost is None else replace(record, cost_price=cost_text(cost, ink))


def cost_text(cost: int, ink: Ink) -> str | None:
    """Write what a variant costs the shop, in the default store's currency; for admins alone."""
    own = replace(ink.pen, currency=ink.shop.default_store.default_currency)
    return own.amount(cost) if ink.admin else None


def stock_movement(found: StockMovement, ink: Ink) -> StockMovementRecord:
    """Write what changed a count on hand."""
    return StockMovementRecord(
        id=found.id,
        quantity=found.quantity,
        reason=found.reason,
        created_at=moment(found.at),
        order_number=None if found.order_id is None else number_of(found.order_id),
        stock_item_id=found.item.id,
        stock_item=stock_item(found.item, ink),
    )


def promotion(found: StoredPromotion, ink: Ink) -> PromotionRecord:
    """Write a promotion."""
    del ink
    return PromotionRecord(
        id=found.id,
        name=found.name,
        description=found.description,
        expires_at=moment_or_none(found.expires_at),
        starts_at=moment_or_none(found.starts_at),
        usage_limit=found.usage_limit,
        match_policy=found.match,
        code=found.code,
        advertise=found.advertise,
        promotion_rules=[_plugin(each) for each in found.rules],
        promotion_actions=[_plugin(each) for each in found.actions],
    )


def _plugin(found: StoredPlugin) -> PluginRecord:
    return PluginRecord(id=found.id, type=found.name, settings=dict(found.settings))


def user(found: User, ink: Ink) -> UserRecord:
    """Write a user with the addresses used by default."""
    return UserRecord(
        id=found.id,
        email=found.email,
        roles=list(found.roles),
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        bill_address=_kept(found.bill_address, ink),
        ship_address=_kept(found.ship_address, ink),
    )


def _kept(address: UserAddress | None, ink: Ink) -> AddressRecord | None:
    if address is None:
        return None
    return address_record(Address(**asdict(address)), ink.shop, ink.pen.locale)


def saved_card(found: SavedCard, ink: Ink) -> CardRecord:
    """Write what may be told of a card."""
    del ink
    return CardRecord(
        id=found.id,
        month=found.month,
        year=found.year,
        cc_type=found.brand,
        last_digits=found.last_digits,
        name=found.name,
    )


def api_key(found: ApiKey, ink: Ink) -> ApiKeyRecord:
    """Write what is kept of an API key."""
    del ink
    return ApiKeyRecord(**api_key_fields(found))


def api_key_fields(found: ApiKey) -> dict[str, Any]:
    """Give the fields of an API key as they are written."""
    return {
        **asdict(found),
        "created_at": moment(found.created_at),
        "revoked_at": moment_or_none(found.revoked_at),
    }


def gift_card(found: StoredGiftCard, ink: Ink) -> GiftCardRecord:
    """Write a gift card."""
    return GiftCardRecord(**gift_card_fields(found, ink.pen))


def gift_card_fields(found: StoredGiftCard, pen: Pen) -> dict[str, Any]:
    """Give the fields of a gift card as they are written."""
    own = replace(pen, currency=found.currency)
    return {
        "id": found.id,
        "last_digits": found.last_digits,
        "currency": found.currency,
        "amount": own.amount(found.amount),
        "display_amount": own.display(found.amount),
        "balance": own.amount(found.balance),
        "display_balance": own.display(found.balance),
        "expires_at": moment_or_none(found.expires_at),
        "note": found.note,
        "created_at": moment(found.created_at),
        "updated_at": moment(found.updated_at),
    }


def saved_address(found: SavedAddress, ink: Ink) -> SavedAddressRecord:
    """Write an address that a user keeps."""
    return SavedAddressRecord(
        **asdict(address_record(found.address, ink.shop, ink.pen.locale)),
        user_id=found.user_id,
        default_bill=found.default_bill,
        default_ship=found.default_ship,
    )


def store_credit(found: StoredCredit, ink: Ink) -> StoreCreditRecord:
    """Write store credit."""
    own = replace(ink.pen, currency=found.currency)
    return StoreCreditRecord(
        id=found.id,
        user_id=found.user_id,
        currency=found.currency,
        amount=own.amount(found.amount),
        display_amount=own.display(found.amount),
        balance=own.amount(found.balance),
        display_balance=own.display(found.balance),
        memo=found.memo,
        created_at=moment(found.created_at),
    )
