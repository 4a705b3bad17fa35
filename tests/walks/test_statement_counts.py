"""A `PUT /api/checkouts/:number` costs the same number of statements, however large the order is.

The beginning and the end of a transaction are not counted, nor the rare statement that fetches a
new block of ids. PostgreSQL writes a whole order in one statement, or, in the portable form, in one
for what changes and one for each table with new rows. SQLite, to which a statement is
no round trip but a call in the process, writes one for each table and kind of change; one that is
run for many rows at once (`executemany`) counts once there. To place an order takes two
transactions, before and after the gateway is asked; both are counted here.
"""

import pytest
import pytest_asyncio

from ringup.cli.loading import within
from ringup.persistence.plenty import FEW
from ringup.persistence.schema import metadata
from tests.persistence.test_statement_counts import sent  # noqa: F401 - a fixture
from tests.support.storefront import GERMANY, MARYLAND, open_storefront

FORMS = (("sqlite", "joined"), ("postgres", "joined"), ("postgres", "portable"))
"""Each database, and how orders are written there."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("demo_store, writes", FORMS, indirect=["demo_store"]),
]

MOST = {"joined": 10, "portable": 14, "sqlite": 16}
MANY = 200
MOVING_STOCK = {"payment", "payment again", "complete"}
REFILL = "UPDATE id_counters"


def more_variants(connection):
    """As many different things to buy as the largest order here has lines."""
    tables = metadata.tables
    tote = connection.execute(
        tables["variants"].select().where(tables["variants"].c.sku == "TOTE-01")
    ).one()
    for number in range(1, MANY):
        row = {**tote._mapping, "id": 1000 + number, "sku": f"MORE-{number}", "is_master": False}
        connection.execute(tables["variants"].insert().values(row))
        for name in ("prices", "stock_items"):
            _copied(connection, tables[name], tote.id, 1000 + number)


def _copied(connection, table, old, new):
    for row in connection.execute(table.select().where(table.c.variant_id == old)).all():
        values = {**row._mapping, "variant_id": new}
        if "id" in values:
            values["id"] += 10_000 + new
        connection.execute(table.insert().values(values))


@pytest_asyncio.fixture(loop_scope="module")
async def large_shop(demo_store, writes):
    await within(demo_store, more_variants)
    async with open_storefront(demo_store, writes=writes) as storefront:
        yield storefront


def lines(count):
    """Line items by SKU, each of another variant."""
    return [{"sku": "TOTE-01" if i == 0 else f"MORE-{i}", "quantity": 2} for i in range(count)]


async def costs(storefront, sent, count):  # noqa: F811
    """What each `PUT` of a whole walk sends, by the state it leads to."""
    shopper = await storefront.shopper(email="a@example.com", line_items=lines(count))
    card = storefront.ids.card_payment()
    counted = {}
    for name, body in (
        ("address", {"order": {"coupon_code": "TENOFF"}}),
        ("delivery", {"order": {"bill_address": MARYLAND, "use_billing": True}}),
        ("payment", {"order": {"shipping_method_id": 2}}),
        ("confirm", card),
        ("delivery again", {"state": "address", "order": {"ship_address": GERMANY}}),
        ("payment again", {}),
        ("confirm again", {}),
        ("complete", {}),
        ("complete already", {}),
    ):
        sent.clear()
        order = await shopper.steps(body)
        assert order["state"] == name.split()[0]
        assert len(order["line_items"]) == count
        counted[name] = len([sql for sql in sent if not sql.startswith(REFILL)])
    return counted


async def test_a_put_costs_the_same_for_9_and_for_200_lines_and_never_more_than_its_due(
    demo_store,
    writes,
    large_shop,
    sent,  # noqa: F811
):
    await costs(large_shop, sent, 1)
    of_some = await costs(large_shop, sent, FEW + 1)
    of_many = await costs(large_shop, sent, MANY)
    assert of_some == of_many
    form = "sqlite" if demo_store.startswith("sqlite") else writes
    assert max(of_many.values()) <= MOST[form], of_many


async def test_a_put_of_few_lines_is_spared_the_look_at_stock(
    writes,
    large_shop,
    sent,  # noqa: F811
):
    await costs(large_shop, sent, 1)
    of_one = await costs(large_shop, sent, 1)
    of_many = await costs(large_shop, sent, MANY)
    spared = {name: of_many[name] - of_one[name] for name in of_many if name in MOVING_STOCK}
    assert set(spared.values()) <= ({0} if writes == "portable" else {1, 2}), spared
    assert {name: of_one[name] for name in of_one.keys() - MOVING_STOCK} == {
        name: of_many[name] for name in of_many.keys() - MOVING_STOCK
    }
