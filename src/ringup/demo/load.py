"""Writes the demo store into an empty database, once."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
import sqlalchemy

from ringup.demo import shop
from ringup.demo.promotions import Offer, offers
from ringup.demo.write_catalogue import write_catalogue
from ringup.founding.pen import Pen
from ringup.founding.people import write_users
from ringup.founding.shop import NotEmpty, shop_in, write_shop
from ringup.founding.world import write_world

Ids = dict[str, int]


def load(
    connection: sqlalchemy.Connection,
    tables: Mapping[str, sqlalchemy.Table],
    now: datetime,
) -> bool:
    """Write the whole store in the connection's transaction; ``False`` if it is there already.

    ``tables`` are those of the shop's schema, by name. Raises ``NotEmpty``.
    """
    there = shop_in(connection, tables)
    if there == shop.SHOP.code:
        return False
    if there:
        raise NotEmpty(f"the database holds the store {there!r} already")
    _write(Pen(connection, tables), now)
    return True


def _write(pen: Pen, now: datetime) -> None:
    """Write table after table, what is pointed at before what points."""
    zones = _zones(pen, write_world(pen))
    tax_category = _taxes(pen, zones)
    shipping_category = _deliveries(pen, zones)
    _payment_methods(pen)
    _store_credit(pen, write_users(pen, shop.USERS, now), now)
    variants = write_catalogue(pen, tax_category, shipping_category, now)
    for offer in offers(variants):
        _offer(pen, offer)
    write_shop(pen, shop.SHOP)


def _zones(pen: Pen, country_ids: Ids) -> Ids:
    rows = [
        {"name": zone.name, "description": zone.description, "default_tax": False}
        for zone in shop.ZONES
    ]
    ids = pen.named("zones", rows)
    members = (
        {"zone_id": ids[zone.name], "country_id": country_ids[iso]}
        for zone in shop.ZONES
        for iso in zone.countries
    )
    pen.write("zone_countries", members)
    return ids


def _taxes(pen: Pen, zone_ids: Ids) -> int:
    [category] = pen.numbered("tax_categories", [{"name": shop.TAX_CATEGORY, "is_default": True}])
    rates = (
        {
            "name": tax.name,
            "zone_id": zone_ids[tax.zone],
            "tax_category_id": category,
            "rate": tax.rate,
            "included_in_price": tax.contained,
            "show_rate_in_label": True,
        }
        for tax in shop.TAXES
    )
    pen.write("tax_rates", rates)
    return category


def _deliveries(pen: Pen, zone_ids: Ids) -> int:
    [category] = pen.numbered("shipping_categories", [{"name": shop.SHIPPING_CATEGORY}])
    rows = [
        {
            "name": delivery.name,
            "code": delivery.code,
            "calculator": "flat_rate",
            "settings": {"amounts": dict.fromkeys(shop.SHOP.currencies, delivery.price)},
            "position": position,
        }
        for position, delivery in enumerate(shop.DELIVERIES, 1)
    ]
    ids = pen.numbered("shipping_methods", rows)
    pen.write(
        "shipping_method_zones",
        (
            {"shipping_method_id": id_, "zone_id": zone_ids[delivery.zone]}
            for id_, delivery in zip(ids, shop.DELIVERIES, strict=True)
        ),
    )
    pen.write(
        "shipping_method_categories",
        ({"shipping_method_id": id_, "shipping_category_id": category} for id_ in ids),
    )
    return category


def _payment_methods(pen: Pen) -> None:
    methods = (
        {
            **msgspec.structs.asdict(paying),
            "auto_capture": False,
            "settings": {},
            "position": position,
            "active": True,
        }
        for position, paying in enumerate(shop.PAYINGS, 1)
    )
    pen.write("payment_methods", methods)


def _store_credit(pen: Pen, user_ids: Ids, now: datetime) -> None:
    rows = (
        {
            "user_id": user_ids[email],
            "currency": shop.SHOP.currencies[0],
            "amount": amount,
            "used": 0,
            "memo": "Welcome",
            "created_at": now,
        }
        for email, amount in shop.STORE_CREDITS.items()
    )
    pen.write("store_credits", rows)


def _offer(pen: Pen, offer: Offer) -> None:
    [promotion] = pen.numbered("promotions", [_promotion(offer)])
    for table, plugins in (
        ("promotion_rules", offer.rules),
        ("promotion_actions", offer.actions),
    ):
        for name, plugin in plugins.items():
            settings = msgspec.to_builtins(plugin)
            pen.write(table, [{"promotion_id": promotion, "name": name, "settings": settings}])


def _promotion(offer: Offer) -> dict[str, object]:
    return {
        "name": offer.name,
        "code": offer.code,
        "code_folded": offer.code and offer.code.casefold(),
        "expires_at": offer.expires_at,
        "usage_limit": offer.usage_limit,
        "used": 0,
        "match": "all",
        "advertise": False,
    }
