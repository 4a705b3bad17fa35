"""Writes what lies where, and what options are called."""

from msgspec.structs import replace

from ringup.domain.order import number_of
from ringup.domain.stock import StockLocation
from ringup.domain.variants import OptionValue
from ringup.services.shelves import StockItem, StockMovement
from ringup.wire.spree.store.records import (
    StockItemRecord,
    StockLocationRecord,
    StockMovementRecord,
)
from ringup.wire.spree.store.writing.ink import Ink
from ringup.wire.spree.store.writing.places import country, state
from ringup.wire.spree.write.pen import moment
from ringup.wire.spree.write.records import OptionValueRecord, VariantRecord
from ringup.wire.spree.write.variants import option_value_record, variant_record


def option_value(found: OptionValue, ink: Ink) -> OptionValueRecord:
    """Write an option's value."""
    del ink
    return option_value_record(found)


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
        actor=found.actor,
        user_id=found.user_id,
        created_at=moment(found.at),
        order_number=None if found.order_id is None else number_of(found.order_id),
        stock_item_id=found.item.id,
        stock_item=stock_item(found.item, ink),
    )
