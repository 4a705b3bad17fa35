"""Founds a shop in an empty database: enough for its admin to go on by the API."""

import secrets
from collections.abc import Mapping
from datetime import datetime

import msgspec
import sqlalchemy

from ringup.founding.pen import Pen
from ringup.founding.people import User, write_users
from ringup.founding.world import write_world

_KEY_BYTES = 24
_SECRET_BYTES = 32

RETURN_REASONS = (
    *("Does not fit", "Damaged or faulty", "Not as described", "Not what was ordered"),
    *("Came too late", "No longer wanted", "Another reason"),
)
"""The usual ones, to begin with."""


class NotEmpty(Exception):
    """The database holds a shop already; there is one to a database."""


class NewShop(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop must be told about itself. The first currency is its default."""

    name: str
    code: str
    url: str
    mail: str
    currencies: tuple[str, ...]


def shop_in(connection: sqlalchemy.Connection, tables: Mapping[str, sqlalchemy.Table]) -> str:
    """Tell the code of the shop that a database holds; empty for none."""
    found = connection.scalar(sqlalchemy.select(tables["stores"].c.code).limit(1))
    return found or ""


def found_shop(
    connection: sqlalchemy.Connection,
    tables: Mapping[str, sqlalchemy.Table],
    shop: NewShop,
    now: datetime,
) -> str:
    """Write a shop and its admin, and give the admin's API key, which is kept nowhere.

    Raises ``NotEmpty`` where there is a shop already.
    """
    if there := shop_in(connection, tables):
        raise NotEmpty(f"the database holds the store {there!r} already")
    pen = Pen(connection, tables)
    key = secrets.token_urlsafe(_KEY_BYTES)
    write_world(pen)
    write_shop(pen, shop)
    write_users(pen, [User(email=shop.mail, api_key=key, admin=True)], now)
    _write_first_places(pen)
    return key


def write_shop(pen: Pen, shop: NewShop) -> None:
    """Write the shop itself, and tell processes that run already."""
    row = {
        "name": shop.name,
        "code": shop.code,
        "url": shop.url,
        "mail_from_address": shop.mail,
        "default_currency": shop.currencies[0],
        "supported_currencies": shop.currencies,
        "default_locale": "en",
        "is_default": True,
    }
    pen.write("stores", [row])
    pen.write("shop_secrets", [{"name": "signing", "value": secrets.token_bytes(_SECRET_BYTES)}])
    pen.write(
        "return_reasons", [{"name": name, "restocking_fee_rate": 0} for name in RETURN_REASONS]
    )
    version = pen.tables["shop_version"]
    counted_up = {"version": version.c.version + 1, "catalogue": version.c.catalogue + 1}
    pen.connection.execute(sqlalchemy.update(version).values(counted_up))


def _write_first_places(pen: Pen) -> None:
    """Write one of each thing that products and payments cannot do without."""
    pen.write("tax_categories", [{"name": "Standard", "is_default": True}])
    pen.write("shipping_categories", [{"name": "Default"}])
    location = {"name": "Main", "is_default": True, "active": True, "position": 1}
    pen.write("stock_locations", [location])
    check = {"name": "Check", "gateway": "manual", "auto_capture": False}
    pen.write("payment_methods", [{**check, "settings": {}, "position": 1, "active": True}])
