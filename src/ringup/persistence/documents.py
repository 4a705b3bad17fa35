"""The statements that read an order whole, with the facts its rules need, as one JSON document.

The document has the shape of the domain's own records, so it is decoded straight into them. The
statement that reads it takes the lock as well. One that has to wait for the lock goes on to read
the children as they were before it waited; it says so, and they are read again.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Boolean, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from ringup.domain.order import (
    Address,
    Adjustment,
    Card,
    Coupon,
    LineItem,
    Order,
    Payment,
    PaymentAttempt,
    Shipment,
    ShipmentItem,
    ShippingRate,
    Totals,
)
from ringup.domain.returning import ReturnAuthorization, ReturnItem
from ringup.domain.stock import StockLevel
from ringup.domain.variants import Image
from ringup.persistence import schema
from ringup.persistence.schema.columns import Json
from ringup.persistence.spelling import Kind, Part, Spelling


class Documents:
    """The statements, in one database's spelling.

    ``order``: facts (by themselves what lies where of its variants, and what of it the order
    holds), and the order they are for, a column for each table; ``$1`` its id, ``$2`` and
    ``$3`` further variants by id and by SKU. An order that bears the stamp of ``$4`` to ``$6`` is
    known: its columns are null. ``locked_order``: the same, with the order's row locked; before it
    a flag that tells whether all of it is as it was when the lock was got. ``orders``: the same for
    each id of the list ``$1``. ``facts``: those alone; ``$1`` the user, ``$4`` the currency
    if not the default store's, the rest as above.
    ``variants``: those with the ids ``$1``, as the catalogue has them, without stock. ``uses``: how
    often the promotions ``$1`` were used, in all and by the buyer (``$3`` user, ``$4`` folded
    email), without the order ``$2``.
    """

    def __init__(self, spelling: Spelling) -> None:
        """Write them once."""
        self._say = spelling
        facts = f"{spelling.one(self._facts(), '')}, {self._stock()}, {self._holds()}"
        whole = f"SELECT {facts}, {self._order()} FROM orders AS o"
        self.order = f"{whole} WHERE o.id = $1"
        # Whoever had to wait for the lock sees the order's row as it is now, and all else as it was
        # when the statement began; also the row itself, if asked for once more.
        is_current = "o.version = (SELECT c.version FROM orders AS c WHERE c.id = $1)"
        locking = self.order.replace("SELECT ", f"SELECT {is_current}, ", 1)
        self.locked_order = f"{locking} {spelling.locking}"
        # A parameter is a whole word: $1 is not the beginning of $10.
        of_each = re.sub(r"\$1\b", "o.id", whole)
        self.orders = f"{of_each} WHERE o.id IN ({spelling.numbers(1)})"
        nobodys = (
            f"SELECT 0 AS id, {spelling.typed(1, 'bigint')} AS user_id, NULL AS email_folded,"
            f" coalesce({spelling.typed(4, 'text')}, (SELECT default_currency FROM stores"
            " WHERE is_default)) AS currency"
        )
        self.facts = f"SELECT {facts} FROM ({nobodys}) AS o"

        asked = spelling.numbers(1)
        source = (
            f"FROM variants AS v JOIN products AS p ON p.id = v.product_id WHERE v.id IN ({asked})"
        )
        variants = spelling.many(_with(_VARIANT, self._of_variant()), source, "v.id")
        self.variants = f"SELECT {variants}"
        buyer = f"(u.user_id = {spelling.typed(3, 'bigint')} OR u.email_folded = $4)"
        self.uses = (
            "SELECT p.id, CASE WHEN p.usage_limit IS NULL THEN 0 ELSE p.used END -"
            " (SELECT count(*) FROM promotion_uses AS u WHERE p.usage_limit IS NOT NULL"
            " AND u.promotion_id = p.id AND u.order_id = $2),"
            " (SELECT count(*) FROM promotion_uses AS u"
            f" WHERE u.promotion_id = p.id AND u.order_id <> $2 AND {buyer})"
            f" FROM promotions AS p WHERE p.id IN ({asked})"
        )

    # The order, in the order of ``assembling``.

    def _order(self) -> str:
        totals = self._say.inline(_own(Totals, schema.orders, "o"))
        own = _with(_own(Order, schema.orders, "o"), {"totals": totals})
        card = self._say.inline(
            (Part(name, f"c.card_{name}") for name in _names(Card)), "c.card_token IS NOT NULL"
        )
        tables = (
            self._say.one(own, ""),
            self._children(Address, schema.addresses, under=("kind",)),
            self._children(LineItem, schema.line_items),
            self._children(Shipment, schema.shipments),
            self._children(ShippingRate, schema.shipping_rates, under=("shipment_id",)),
            self._children(ShipmentItem, schema.shipment_items, under=("shipment_id",)),
            self._children(Adjustment, schema.adjustments, under=("line_item_id", "shipment_id")),
            self._children(Payment, schema.payments, {"card": card}),
            self._children(PaymentAttempt, schema.payment_attempts),
            self._children(Coupon, schema.order_coupons),
        )
        returns = (
            self._children(ReturnAuthorization, schema.return_authorizations),
            self._children(ReturnItem, schema.return_items, under=("return_authorization_id",)),
        )
        known = (
            f"o.version = {self._say.typed(4, 'bigint')}"
            f" AND o.updated_at = {self._say.typed(5, 'timestamptz')}"
            f" AND o.events_hash = {self._say.typed(6, 'bytea')}"
        )
        # Nothing comes back of what was never placed; so carts need not look.
        unplaced = f"{known} OR o.completed_at IS NULL"
        return ", ".join(
            f"CASE WHEN {when} THEN NULL ELSE {table} END"
            for when, those in ((known, tables), (unplaced, returns))
            for table in those
        )

    def _children(
        self,
        record: type[msgspec.Struct],
        table: Table,
        nested: Mapping[str, str] | None = None,
        under: tuple[str, ...] = (),
    ) -> str:
        parts = _with(_own(record, table, "c"), nested or {})
        source = f"FROM {table.name} AS c WHERE c.order_id = $1"
        return self._say.many(parts, source, "c.id", tuple(f"c.{name}" for name in under))

    # The facts. ``o`` is the order, or a row that stands for none.

    def _facts(self) -> tuple[Part, ...]:
        # Some buyers have thousands of orders; whether there is one is all that any rule asks.
        completed = (
            "(SELECT count(*) FROM (SELECT 1 FROM orders AS b"
            " WHERE b.id <> o.id AND b.completed_at IS NOT NULL AND {} LIMIT 1) AS found)"
        )
        return (
            Part("shop_version", "(SELECT version FROM shop_version)"),
            Part("catalogue_version", "(SELECT catalogue FROM shop_version)"),
            Part("buyer", self._buyer(completed.format("b.user_id = u.id")), "json"),
            Part("completed_orders_by_email", completed.format("b.email_folded = o.email_folded")),
        )

    def _buyer(self, completed: str) -> str:
        parts = (
            Part("id", "u.id"),
            Part("email", "u.email"),
            Part("completed_orders", completed),
            Part(
                "store_credit",
                "(SELECT coalesce(sum(amount - used), 0) FROM store_credits AS c"
                " WHERE c.user_id = u.id AND c.currency = o.currency)",
            ),
        )
        kinds = ("bill", "ship")
        saved = {f"{kind}_address": self._saved_address(f"c.default_{kind}") for kind in kinds}
        return self._say.one(_with(parts, saved), "FROM users AS u WHERE u.id = o.user_id")

    def _saved_address(self, preferred: str) -> str:
        of_user = "FROM user_addresses AS c WHERE c.user_id = u.id"
        source = f"{of_user} AND ({preferred} OR (SELECT count(*) {of_user}) = 1) LIMIT 1"
        return self._say.one(_own(Address, schema.user_addresses, "c"), source)

    def _stock(self) -> str:
        """Read what lies where of each variant; one that lies nowhere has a place 0 for that."""
        asked = (
            "SELECT variant_id FROM line_items AS l WHERE l.order_id = o.id",
            self._say.numbers(2),
            f"SELECT id FROM variants AS w WHERE w.sku IN ({self._say.texts(3)})",
        )
        source = (
            "FROM variants AS v LEFT JOIN stock_items AS s ON s.variant_id = v.id"
            f" WHERE v.id IN ({' UNION '.join(asked)})"
        )
        level = (
            Part(part.name, f"coalesce({part.sql}, {_NOTHING[part.kind]})", part.kind)
            for part in _own(StockLevel, schema.stock_items, "s")
        )
        parts = (Part("variant_id", "v.id"), *level)
        return self._say.lists(parts, source, "v.id, s.stock_location_id")

    def _holds(self) -> str:
        names = ("variant_id", "stock_location_id", "quantity", "expires_at")
        parts = tuple(Part(name, f"h.{name}") for name in names)
        source = "FROM stock_holds AS h WHERE h.order_id = o.id"
        return self._say.lists(parts, source, "h.variant_id, h.stock_location_id")

    def _of_variant(self) -> Mapping[str, str]:
        values = (
            "FROM variant_option_values AS j JOIN option_values AS x ON x.id = j.option_value_id"
            " JOIN option_types AS t ON t.id = x.option_type_id WHERE j.variant_id = v.id"
        )
        images = "FROM images AS i WHERE i.variant_id = v.id"
        return {
            "prices": self._say.by_key(
                "currency", "amount", "FROM prices AS c WHERE c.variant_id = v.id"
            ),
            "option_values": self._say.many(_OPTION_VALUE, values, "t.position, x.id"),
            "images": self._say.many(_own(Image, schema.images, "i"), images, "i.position, i.id"),
            "taxon_ids": self._say.listed(
                "taxon_id", "FROM product_taxons AS c WHERE c.product_id = p.id"
            ),
        }


_VARIANT = (
    *(Part(name, f"v.{name}") for name in ("id", "product_id", "sku")),
    *(Part(name, f"p.{name}") for name in ("name", "slug", "description")),
    *(Part(name, f"v.{name}") for name in ("weight", "height", "width", "depth")),
    Part("is_master", "v.is_master", "flag"),
    Part("track_inventory", "v.track_inventory", "flag"),
    Part("digital", "p.digital", "flag"),
    Part("deleted", "coalesce(v.deleted_at, p.deleted_at) IS NOT NULL", "flag"),
    Part("tax_category_id", "coalesce(v.tax_category_id, p.tax_category_id)"),
    Part("shipping_category_id", "p.shipping_category_id"),
)

_NOTHING: Mapping[Kind, str] = {"plain": "0", "flag": "false"}

_OPTION_VALUE = (
    *(Part(name, f"x.{name}") for name in ("id", "name", "presentation", "option_type_id")),
    Part("option_type_name", "t.name"),
    Part("option_type_presentation", "t.presentation"),
)


def _names(record: type[msgspec.Struct]) -> Iterable[str]:
    return (field.name for field in msgspec.structs.fields(record))


def _own(record: type[msgspec.Struct], table: Table, alias: str) -> tuple[Part, ...]:
    """Name those of a record's fields that are columns of its table."""
    columns = table.columns
    return tuple(
        Part(name, f'{alias}."{name}"', _kind(columns[name].type))
        for name in _names(record)
        if name in columns
    )


def _kind(of: TypeEngine[Any]) -> Kind:
    if isinstance(of, Boolean):
        return "flag"
    if isinstance(of, Json):
        return "json"
    return "bytes" if isinstance(of, LargeBinary) else "plain"


def _with(parts: Iterable[Part], nested: Mapping[str, str]) -> tuple[Part, ...]:
    return (*parts, *(Part(name, sql, "json") for name, sql in nested.items()))
