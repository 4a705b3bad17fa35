"""Everybody buys one variant: what the lock of its stock item's row costs on PostgreSQL.

``pgbench`` says what the program says to the database, of one variant and of a thousand: the
program's own processor time, of which any number of machines can be had, is left out.
"""

import re
import tempfile
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bench.captured import Captured, Checkout
from bench.floor_postgresql import (
    FIRST_REPLAYED,
    HEAD,
    SESSION,
    NotReplayed,
    Replayed,
    Script,
    captured,
    replayed,
    script_of,
)
from bench.results import HotRow
from bench.shops import PLENTY, PostgresShop, postgres_cluster, postgres_shop

MANY = 1_000
FIRST_VARIANT = 1_000_000
FEW = 10
"""So many of each client go before, to be taken off: connecting and planning."""
SPACE = 70_000_000
"""So many order ids are set aside for each replay: a million for each buyer."""
FIRST = FIRST_REPLAYED + 2 * SPACE

_HEAD = HEAD + r"\set v :variant + :oid % :variants" + "\n"
# As the program's own connections are set.
_SESSION = f"{SESSION} -c plan_cache_mode=force_generic_plan -c synchronous_commit=off"
_COMMITTED = (
    f"{_HEAD}\\startpipeline\nBEGIN;\nSET LOCAL synchronous_commit TO on;\n"
    "INSERT INTO committed DEFAULT VALUES;\nCOMMIT;\n\\endpipeline\n"
)
_COPIES = (
    "INSERT INTO variants SELECT (jsonb_populate_record(NULL::variants, to_jsonb(v) ||"
    f" jsonb_build_object('id', {FIRST_VARIANT} + n, 'sku', 'HOT-' || n))).*"
    f" FROM (SELECT * FROM variants ORDER BY id LIMIT 1) AS v, generate_series(0, {MANY - 1}) AS n"
)
_THEIR_STOCK = (
    "INSERT INTO stock_items (variant_id, stock_location_id, count_on_hand, held, backorderable)"
    f" SELECT {FIRST_VARIANT} + n, (SELECT min(id) FROM stock_locations), {PLENTY}, 0, false"
    f" FROM generate_series(0, {MANY - 1}) AS n"
)
_LEDGER = "CREATE TABLE committed (id bigserial PRIMARY KEY)"


class Parts(msgspec.Struct, frozen=True):
    """A checkout up to the last request, that request, and of it what takes stock."""

    before: Script
    sale: Script
    taking: Script


class Field(msgspec.Struct):
    """Where it is measured; ``first`` is an order's id that has not been used."""

    shop: PostgresShop
    seconds: float
    first: int = FIRST


def alone(buyers: tuple[int, ...], seconds: float) -> list[HotRow]:
    """Measure in a database of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_cluster() as cluster,
        postgres_shop(cluster, Path(folder) / "shop") as shop,
    ):
        return measured(shop, "postgresql", buyers, seconds)


def measured(
    shop: PostgresShop, store: str, buyers: tuple[int, ...], seconds: float
) -> list[HotRow]:
    """Let so many buy at once, for about so many seconds each. Raises ``NotReplayed``."""
    shop.execute(_LEDGER, _COPIES, _THEIR_STOCK)
    shop.settle()
    parts = parts_of(captured(shop, {}))
    field = Field(shop, seconds)
    return [_measured(field, store, parts, count) for count in buyers]


def parts_of(checkout: Checkout) -> Parts:
    """Cut a checkout where the last request begins, and have its variant vary."""
    said = [_of_any_variant(each) for each in checkout.statements]
    [takes] = [number for number, each in enumerate(said) if "stock_movements" in each.sql]
    begins = [number for number, each in enumerate(said[:takes]) if each.sql == "BEGIN"]
    # What was sent together with it: from the last that was sent by itself to the next such.
    alone = [number for number, each in enumerate(said) if not each.with_last]
    start = max(number for number in alone if number <= takes)
    end = min(number for number in alone if number > takes)
    taking = [Captured("BEGIN"), *said[start:end]]
    return Parts(
        *(
            script_of(Checkout(checkout.order_id, tuple(part)), _HEAD)
            for part in (said[: begins[-1]], said[begins[-1] :], taking)
        )
    )


def _of_any_variant(said: Captured) -> Captured:
    # What a connection's default is, is the replaying one's: not to wait.
    sql = said.sql.replace("synchronous_commit TO DEFAULT", "synchronous_commit TO on")
    if "UPDATE stock_items" in sql:
        sql = re.sub(r"variant_id = \d+", "variant_id = :v", sql)
        sql = re.sub(r"VALUES \(\d+,", "VALUES (:v,", sql)
    return replace(said, sql=sql)


def _measured(field: Field, store: str, parts: Parts, buyers: int) -> HotRow:
    return HotRow(
        store=store,
        buyers=buyers,
        commits=_rate(field, Script("", _COMMITTED, {}, 1), buyers, MANY),
        taken_of_one=_rate(field, parts.taking, buyers, 1),
        taken_of_many=_rate(field, parts.taking, buyers, MANY),
        sold_of_one=_sales(field, parts, buyers, 1),
        sold_of_many=_sales(field, parts, buyers, MANY),
    )


def _rate(field: Field, script: Script, buyers: int, variants: int) -> float:
    """Give how many of something a second so many do."""
    few = _run(field, script, buyers, variants, range(FEW))
    count = max(FEW, round(field.seconds * FEW / max(few.seconds, 0.01)))
    found = _run(field, script, buyers, variants, range(FEW, 2 * FEW + count)).beyond(few)
    field.first += SPACE
    return found.done / found.seconds


def _sales(field: Field, parts: Parts, buyers: int, variants: int) -> float:
    """Bring orders to the last step, and give how many a second are then placed."""
    count = max(2 * FEW, round(field.seconds * _SALES / buyers))
    _run(field, parts.before, buyers, variants, range(2 * FEW + count))
    few = _run(field, parts.sale, buyers, variants, range(FEW))
    found = _run(field, parts.sale, buyers, variants, range(FEW, 2 * FEW + count)).beyond(few)
    _check(field, buyers * (2 * FEW + count))
    field.first += SPACE
    return found.done / found.seconds


_SALES = 400
"""About so many a second are expected, to bring enough orders to the last step."""


def _run(field: Field, script: Script, buyers: int, variants: int, which: range) -> Replayed:
    file = field.shop.folder / "hot.sql"
    file.write_text(script.whole)
    given = {
        **script.constants,
        "first": field.first,
        "variant": FIRST_VARIANT,
        "variants": variants,
        "n": which.start,
    }
    defined = [part for name, value in given.items() for part in ("-D", f"{name}={value}")]
    options = ["-n", "-M", "prepared", "-c", str(buyers), "-t", str(len(which))]
    return replayed(field.shop, [*options, "-f", str(file), *defined], _SESSION)


def _check(field: Field, expected: int) -> None:
    placed = field.shop.number(
        f"SELECT count(*) FROM orders WHERE id BETWEEN {field.first} AND {field.first + SPACE - 1}"
        " AND state = 'complete'"
    )
    if placed != expected:
        raise NotReplayed(f"{expected} sales were replayed, but {placed} orders placed")
