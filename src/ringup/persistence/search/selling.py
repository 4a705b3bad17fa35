"""How a shop sells: ways to send and to pay, taxes, promotions, and the shop's own name."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Table, exists, or_, select

from ringup.domain.facts import Store, TaxRate
from ringup.domain.methods import Calculator, PaymentMethod, ShippingMethod
from ringup.domain.returning import ReturnReason
from ringup.persistence.schema import (
    payment_method_stores,
    payment_methods,
    promotion_actions,
    promotion_rules,
    promotions,
    return_reasons,
    shipping_categories,
    shipping_method_categories,
    shipping_method_stores,
    shipping_method_zones,
    shipping_methods,
    store_zones,
    stores,
    tax_categories,
    tax_rates,
    zones,
)
from ringup.persistence.search.grouping import grouped, plain, without
from ringup.persistence.search.shelf import Link, Reader, Row, Shelf, by_id, by_id_or, columns_of
from ringup.services.searching import Listing
from ringup.services.shelves import ShippingCategory, StoredPlugin, StoredPromotion, TaxCategory


async def _shipping_methods(
    reader: Reader, rows: Sequence[Row], listing: Listing
) -> Sequence[ShippingMethod]:
    _ = listing
    ids = [row["id"] for row in rows]
    into, of = shipping_method_zones, shipping_method_categories
    zone_rows = await reader.select(select(into).where(into.c.shipping_method_id.in_(ids)))
    category_rows = await reader.select(select(of).where(of.c.shipping_method_id.in_(ids)))
    zone_ids = grouped(zone_rows, "shipping_method_id", "zone_id")
    category_ids = grouped(category_rows, "shipping_method_id", "shipping_category_id")
    store_ids = await _store_ids(reader, shipping_method_stores, "shipping_method_id", ids)
    return [
        ShippingMethod(
            **without(row, "calculator", "settings", "deleted_at"),
            calculator=Calculator(name=row["calculator"], settings=row["settings"]),
            zone_ids=frozenset(zone_ids[row["id"]]),
            shipping_category_ids=frozenset(category_ids[row["id"]]),
            store_ids=frozenset(store_ids[row["id"]]),
        )
        for row in rows
    ]


async def _payment_methods(
    reader: Reader, rows: Sequence[Row], listing: Listing
) -> Sequence[PaymentMethod]:
    _ = listing
    ids = [row["id"] for row in rows]
    store_ids = await _store_ids(reader, payment_method_stores, "payment_method_id", ids)
    return [PaymentMethod(**row, store_ids=frozenset(store_ids[row["id"]])) for row in rows]


async def _store_ids(
    reader: Reader, pairs: Table, of: str, ids: Sequence[int]
) -> Mapping[int, Sequence[int]]:
    rows = await reader.select(select(pairs).where(pairs.c[of].in_(ids)))
    return grouped(rows, of, "store_id")


async def _stores(reader: Reader, rows: Sequence[Row], listing: Listing) -> Sequence[Store]:
    _ = listing
    into, ids = store_zones, [row["id"] for row in rows]
    zone_rows = await reader.select(select(into).where(into.c.store_id.in_(ids)))
    zone_ids = grouped(zone_rows, "store_id", "zone_id")
    return [
        Store(
            **without(row, "supported_currencies"),
            supported_currencies=tuple(row["supported_currencies"]),
            zone_ids=frozenset(zone_ids[row["id"]]),
        )
        for row in rows
    ]


async def _promotions(
    reader: Reader, rows: Sequence[Row], listing: Listing
) -> Sequence[StoredPromotion]:
    _ = listing
    ids = [row["id"] for row in rows]
    rules, actions = [
        await reader.select(select(of).where(of.c.promotion_id.in_(ids)).order_by(of.c.id))
        for of in (promotion_rules, promotion_actions)
    ]
    return [
        StoredPromotion(
            **row,
            rules=_plugins_of(row["id"], rules),
            actions=_plugins_of(row["id"], actions),
        )
        for row in rows
    ]


def _plugins_of(promotion_id: int, rows: Sequence[Row]) -> tuple[StoredPlugin, ...]:
    return tuple(
        StoredPlugin(**without(row, "promotion_id"))
        for row in rows
        if row["promotion_id"] == promotion_id
    )


def _open_to_buyers(at: datetime) -> Sequence[ColumnElement[bool]]:
    del at
    return (payment_methods.c.active.is_(True),)


def _at_store(
    pairs: Table, of: ColumnElement[int], method: ColumnElement[int]
) -> Callable[[int], Sequence[ColumnElement[bool]]]:
    """Keep to the methods that are every store's, or this one's."""
    somebodys = exists().where(of == method)

    def at_store(store_id: int) -> Sequence[ColumnElement[bool]]:
        return (or_(~somebodys, somebodys.where(pairs.c.store_id == store_id)),)

    return at_store


SHIPPING_METHODS = Shelf[ShippingMethod](
    table=shipping_methods,
    shown=tuple(shipping_methods.c),
    id=shipping_methods.c.id,
    columns=columns_of(shipping_methods, "id", "name", "code"),
    among=(shipping_methods.c.deleted_at.is_(None),),
    order=(shipping_methods.c.position,),
    at_store=_at_store(
        shipping_method_stores, shipping_method_stores.c.shipping_method_id, shipping_methods.c.id
    ),
    keys=by_id(shipping_methods.c.id),
    load=_shipping_methods,
)

RETURN_REASONS = Shelf[ReturnReason](
    table=return_reasons,
    shown=tuple(return_reasons.c),
    id=return_reasons.c.id,
    columns=columns_of(return_reasons, "id", "name"),
    keys=by_id(return_reasons.c.id),
    load=plain(ReturnReason),
)

SHIPPING_CATEGORIES = Shelf[ShippingCategory](
    table=shipping_categories,
    shown=(shipping_categories.c.id, shipping_categories.c.name),
    id=shipping_categories.c.id,
    columns=columns_of(shipping_categories, "id", "name"),
    among=(shipping_categories.c.deleted_at.is_(None),),
    keys=by_id(shipping_categories.c.id),
    load=plain(ShippingCategory),
)

PAYMENT_METHODS = Shelf[PaymentMethod](
    table=payment_methods,
    shown=tuple(column for column in payment_methods.c if column.name != "deleted_at"),
    id=payment_methods.c.id,
    columns=columns_of(payment_methods, "id", "name", "description", "auto_capture", "position"),
    among=(payment_methods.c.deleted_at.is_(None),),
    public=_open_to_buyers,
    at_store=_at_store(
        payment_method_stores, payment_method_stores.c.payment_method_id, payment_methods.c.id
    ),
    order=(payment_methods.c.position,),
    keys=by_id(payment_methods.c.id),
    load=_payment_methods,
)

TAX_CATEGORIES = Shelf[TaxCategory](
    table=tax_categories,
    shown=(
        *(tax_categories.c[name] for name in ("id", "name", "description", "tax_code")),
        tax_categories.c.is_default.label("default"),
    ),
    id=tax_categories.c.id,
    columns={
        **columns_of(tax_categories, "id", "name", "tax_code"),
        "default": tax_categories.c.is_default,
    },
    among=(tax_categories.c.deleted_at.is_(None),),
    keys=by_id(tax_categories.c.id),
    load=plain(TaxCategory),
)

TAX_RATES = Shelf[TaxRate](
    table=tax_rates,
    shown=tuple(column for column in tax_rates.c if column.name != "deleted_at"),
    id=tax_rates.c.id,
    columns=columns_of(tax_rates, "id", "name", "zone_id", "tax_category_id", "included_in_price"),
    links={
        "zone": Link(
            source=zones,
            on=zones.c.id == tax_rates.c.zone_id,
            columns=columns_of(zones, "id", "name"),
        )
    },
    among=(tax_rates.c.deleted_at.is_(None),),
    keys=by_id(tax_rates.c.id),
    load=plain(TaxRate),
)

PROMOTIONS = Shelf[StoredPromotion](
    table=promotions,
    shown=tuple(
        promotions.c[name]
        for name in (
            *("id", "name", "code", "description", "starts_at", "expires_at"),
            *("usage_limit", "match", "advertise"),
        )
    ),
    id=promotions.c.id,
    columns=columns_of(
        promotions, "id", "name", "code", "description", "starts_at", "expires_at", "advertise"
    ),
    among=(promotions.c.deleted_at.is_(None),),
    keys=by_id_or(promotions.c.id, promotions.c.code),
    load=_promotions,
)

STORES = Shelf[Store](
    table=stores,
    shown=tuple(stores.c),
    id=stores.c.id,
    columns=columns_of(stores, "id", "name", "code", "url"),
    keys=by_id_or(stores.c.id, stores.c.code),
    load=_stores,
)
