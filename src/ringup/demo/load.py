"""Writes the demo store into an empty database, once."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec
import sqlalchemy

from ringup.demo import shop
from ringup.demo.pen import Pen
from ringup.demo.places import countries
from ringup.demo.promotions import Offer, offers
from ringup.demo.write_catalogue import write_catalogue

Ids = dict[str, int]


class NotEmpty(Exception):
    """The database holds another shop, which the demo store must not mix with."""


def load(
    connection: sqlalchemy.Connection,
    tables: Mapping[str, sqlalchemy.Table],
    now: datetime,
) -> bool:
    """Write the whole store in the connection's transaction; ``False`` if it is there already.

    ``tables`` are those of the shop's schema, by name. Raises ``NotEmpty``.
    """
    found = connection.scalars(sqlalchemy.select(tables["stores"].c.code)).all()
    if shop.CODE in found:
        return False
    if found:
        raise NotEmpty(f"the database holds the store {found[0]!r} already")
    _write(Pen(connection, tables), now)
    return True


def _write(pen: Pen, now: datetime) -> None:
    """Write table after table, what is pointed at before what points."""
    zones = _zones(pen, _countries(pen))
    tax_category = _taxes(pen, zones)
    shipping_category = _deliveries(pen, zones)
    _store(pen)
    _people(pen, now)
    variants = write_catalogue(pen, tax_category, shipping_category, now)
    for offer in offers(variants):
        _offer(pen, offer)
    _tell_processes(pen)


def _countries(pen: Pen) -> Ids:
    named = tuple(countries())
    columns = ("iso", "iso3", "numcode", "name", "iso_name", "states_required", "zipcode_required")
    rows = [{column: getattr(country, column) for column in columns} for country in named]
    ids = pen.named("countries", rows, by="iso")
    states = (
        {"country_id": ids[country.iso], "name": state.name, "abbr": state.abbr}
        for country in named
        for state in country.states
    )
    pen.write("states", states)
    return ids


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
            "settings": {"amounts": dict.fromkeys(shop.CURRENCIES, delivery.price)},
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


def _store(pen: Pen) -> None:
    store = {
        "name": shop.NAME,
        "code": shop.CODE,
        "url": shop.URL,
        "mail_from_address": shop.MAIL,
        "default_currency": shop.CURRENCIES[0],
        "supported_currencies": shop.CURRENCIES,
        "default_locale": "en",
    }
    pen.write("stores", [store])
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


def _people(pen: Pen, now: datetime) -> None:
    rows = [
        {
            "email": caller.email,
            "email_folded": caller.email,
            "admin": caller.admin,
            "created_at": now,
            "updated_at": now,
        }
        for caller in shop.CALLERS
    ]
    ids = pen.named("users", rows, by="email")
    keys = (
        {
            "user_id": ids[caller.email],
            "key_hash": hashlib.sha256(caller.api_key.encode()).digest(),
            "name": "demo",
            "created_at": now,
        }
        for caller in shop.CALLERS
    )
    pen.write("api_keys", keys)
    _store_credit(pen, ids, now)


def _store_credit(pen: Pen, user_ids: Ids, now: datetime) -> None:
    rows = (
        {
            "user_id": user_ids[caller.email],
            "currency": shop.CURRENCIES[0],
            "amount": caller.store_credit,
            "used": 0,
            "memo": "Welcome",
            "created_at": now,
        }
        for caller in shop.CALLERS
        if caller.store_credit
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


def _tell_processes(pen: Pen) -> None:
    """Raise the shop's version, so that a process that runs already reads the shop again."""
    version = pen.tables["shop_version"]
    pen.connection.execute(sqlalchemy.update(version).values(version=version.c.version + 1))
