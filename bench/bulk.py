"""Fills tables with as many rows as a shop has after years, by the database's own means.

An order that was placed through the API is the pattern; its rows are copied under new ids and older
dates, so that nothing here knows what an order consists of.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Table

from bench.serving import serving
from bench.shops import FIRST_ORDER, Shop
from ringup.cli.driving.checkout import Buyer
from ringup.cli.driving.connection import Address
from ringup.cli.driving.crowd import run
from ringup.cli.driving.learning import learned
from ringup.domain.order import number_of
from ringup.persistence.schema import metadata
from ringup.persistence.schema.columns import Moment

ALL = (
    *("orders", "addresses", "line_items", "shipments", "shipping_rates", "shipment_items"),
    *("payments", "payment_attempts", "adjustments", "events"),
)
LARGEST = ("orders", "addresses", "line_items", "shipments", "payments", "events")
"""What is copied by the million: seven rows an order, and of its log the first entry. All of it
would be a hundred gigabytes."""
LISTED = tuple(name for name in ALL if name != "events")
"""What lists show."""
MANY = 200_000
"""With more orders than this only the largest tables are filled."""
CHUNK = 1_000_000
# Ids stay below those of the orders that are placed meanwhile: the copies are older.
ROOM = FIRST_ORDER - 1_000

_FACTOR = int(number_of(1)[1:])
_LOW_BITS = (1 << 22) - 1

VARIANTS = ("products", "variants", "prices", "stock_items")
PROMOTIONS = ("promotions", "promotion_rules", "promotion_actions")


class NoRoom(ValueError):
    """So many orders do not fit below the ids of those placed through the API."""


def give_history(shop: Shop, orders: int) -> None:
    """Place an order through the API, and let there have been many like it."""
    with serving(shop.url, shop.folder) as server:
        run(_placed(Address.of(server.url)))
    grow_orders(shop, orders)


async def _placed(address: Address) -> None:
    buyer = Buyer(address, await learned(address))
    await buyer.check_out()
    buyer.connection.close()


def grow_orders(shop: Shop, until: int, names: Sequence[str] = ()) -> None:
    """Bring the tables (these, or as many as there is room for) to so many old orders.

    Raises ``NoRoom``.
    """
    if until > ROOM:
        raise NoRoom(f"at most {ROOM} orders")
    pattern = shop.number("SELECT max(id) FROM orders WHERE state = 'complete'")
    there = shop.number(f"SELECT count(*) FROM orders WHERE id <= {ROOM}")
    is_many = until > MANY
    names = names or (LARGEST if is_many else ALL)
    with shop.filling(names) if is_many else contextlib.nullcontext():
        for first in range(there + 1, until + 1, CHUNK):
            ids = range(first, min(first + CHUNK, until + 1))
            shop.execute(*_unchecked(shop), *_copies(shop, names, pattern, ids))
    shop.settle()


def _copies(shop: Shop, names: Sequence[str], pattern: int, ids: range) -> Iterator[str]:
    for name in names:
        table = metadata.tables[name]
        key = "id" if name == "orders" else "order_id"
        values = _order_values(shop, table) if name == "orders" else _family_values(table)
        # Of the log of an order there would be the most rows: of so many orders it only begins.
        first = " AND t.sequence = 1" if name == "events" and names == LARGEST else ""
        yield _insert(shop, table, values, ids) + f" WHERE t.{key} = {pattern}{first}"


def _order_values(shop: Shop, table: Table) -> Mapping[str, str]:
    digits = f"(g.n * {_FACTOR} % 1000000000)"
    padded = {
        "postgresql": f"'R' || lpad({digits}::text, 9, '0')",
        "sqlite": f"printf('R%09d', {digits})",
    }
    whose = "'buyer' || g.n || '@example.com'"
    return {
        "id": "g.n",
        "number": padded[shop.kind],
        "email": whose,
        "email_folded": whose,
        "payment_state": _mostly("paid", "payment_state"),
        "shipment_state": _mostly("shipped", "shipment_state"),
        **_moments(table),
    }


def _mostly(usual: str, name: str) -> str:
    """Of fifty old orders, one is still as the pattern is."""
    return f"CASE WHEN g.n % 50 = 0 THEN t.{name} ELSE '{usual}' END"


def _family_values(table: Table) -> Mapping[str, str]:
    moved = {name: f"(g.n << 22) | (t.{name} & {_LOW_BITS})" for name in _ids_in_family(table)}
    if table.name == "events":
        moved = {"id": f"t.id - ({ROOM} - g.n)"}
    return {"order_id": "g.n", **moved, **_moments(table)}


def _ids_in_family(table: Table) -> Iterator[str]:
    """Name the row's own id, and those of the same order's rows that it points at."""
    yield "id"
    for constraint in table.foreign_key_constraints:
        names = constraint.column_keys
        yield from (name for name in names if names[1:] and name != "order_id")


def _moments(table: Table) -> Mapping[str, str]:
    """Let all that happened to an old order have happened at once."""
    names = [column.name for column in table.columns if isinstance(column.type, Moment)]
    return {name: f"CASE WHEN t.{name} IS NULL THEN NULL ELSE g.at END" for name in names}


def _insert(shop: Shop, table: Table, values: Mapping[str, str], ids: range) -> str:
    """Copy rows for each number ``g.n``: the smaller it is, the longer ago, a second for each."""
    first, last = ids[0], ids[-1]
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    chosen = ", ".join(values.get(name, f't."{name}"') for name in names)
    numbers = {
        "postgresql": (
            f"(SELECT n, now() - make_interval(secs => {ROOM} - n) AS at"
            f" FROM generate_series({first}::bigint, {last}::bigint) AS s(n)) AS g"
        ),
        "sqlite": (
            f"(WITH RECURSIVE c(n, at) AS (SELECT {first}, {_long_ago(str(first))}"
            f" UNION ALL SELECT n + 1, {_long_ago('n + 1')} FROM c WHERE n < {last})"
            " SELECT n, at FROM c) AS g"
        ),
    }
    source = f"{table.name} AS t CROSS JOIN {numbers[shop.kind]}"
    return f"INSERT INTO {table.name} ({columns}) SELECT {chosen} FROM {source}"


def _long_ago(number: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ({number} - {ROOM}) || ' seconds')"


def _unchecked(shop: Shop) -> tuple[str, ...]:
    """Copies point where their pattern points: looking each one up would take hours."""
    unchecked = (
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL synchronous_commit = off",
    )
    return unchecked if shop.kind == "postgresql" else ()


def grow_variants(shop: Shop, count: int) -> list[int]:
    """Put so many more totes on the shelves, each a product of its own; gives the variants' ids."""
    tote = shop.number("SELECT id FROM variants WHERE sku = 'TOTE-01'")
    product = shop.number(f"SELECT product_id FROM variants WHERE id = {tote}")
    base = 1_000_000
    new = f"{base} + g.n"
    values: dict[str, dict[str, str]] = {
        "products": {"id": new, "slug": "t.slug || '-' || g.n"},
        "variants": {"id": new, "product_id": new, "sku": "t.sku || '-' || g.n"},
        "prices": {"variant_id": new},
        "stock_items": {"variant_id": new},
    }
    where = {"products": f"t.id = {product}", "variants": f"t.id = {tote}"}
    shop.execute(
        *(
            _insert(shop, metadata.tables[name], values[name], range(1, count + 1))
            + f" WHERE {where.get(name, f't.variant_id = {tote}')}"
            for name in VARIANTS
        )
    )
    return [base + number for number in range(1, count + 1)]


def grow_promotions(shop: Shop, numbers: range) -> None:
    """Run more automatic promotions, with these numbers: copies of the one for three mugs."""
    mugs = shop.number(
        "SELECT min(p.id) FROM promotions AS p JOIN promotion_rules AS r ON r.promotion_id = p.id"
        " WHERE p.code IS NULL"
    )
    new = "1000000 + g.n"
    values = {
        "promotions": {"id": new, "name": "t.name || ' ' || g.n"},
        "promotion_rules": {"id": f"{new} + t.id * 1000000", "promotion_id": new},
        "promotion_actions": {"id": f"{new} + t.id * 1000000", "promotion_id": new},
    }
    shop.execute(
        *(
            _insert(shop, metadata.tables[name], values[name], numbers)
            + f" WHERE t.{'id' if name == 'promotions' else 'promotion_id'} = {mugs}"
            for name in PROMOTIONS
        ),
        "UPDATE shop_version SET version = version + 1",
    )
