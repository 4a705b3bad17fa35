"""What one shop tells of its orders another one takes over as it was, and tells of alike."""

import json
from datetime import timedelta

import pytest
import pytest_asyncio

from ringup.services.export_orders import BEGINNING, exported_orders
from ringup.services.import_orders import import_orders, try_orders
from ringup.wire.spree.read.imports import past_order
from ringup.wire.spree.write.exports import order_line
from tests.placed.histories import many_histories
from tests.shipments.selling import sold
from tests.support.examined import examined
from tests.support.storefront import ADA, items, open_storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def told(shop, since=BEGINNING):
    """What is exported, line by line."""
    return [order_line(past) async for past in exported_orders(shop.desk, since)]


async def takes(shop, lines, importing=import_orders):
    return await importing(shop.desk, [past_order({"order": json.loads(each)}) for each in lines])


@pytest_asyncio.fixture(loop_scope="module")
async def another(demo_store, demo_templates, tmp_path_factory):
    """A shop with the same catalogue, in which nobody has bought anything, and its address."""
    kind = demo_store.partition(":")[0].replace("postgresql", "postgres")
    with demo_templates.copied(kind, tmp_path_factory.mktemp("another")) as url:
        async with open_storefront(url) as shop:
            yield shop, url


async def test_every_order_arrives_as_it_was_and_is_told_alike(own_storefront, another):
    shop, address = another
    bought = await many_histories(own_storefront)
    lines = await told(own_storefront)
    assert [json.loads(line)["number"] for line in lines] == [each.number for each in bought]
    results = await takes(shop, lines)
    assert [result.problems for result in results] == [()] * len(lines)
    again = await told(shop)
    assert [line for line in again if "COAT-01" not in line] == [
        line for line in lines if "COAT-01" not in line
    ]
    # What waits for stock is counted as waiting where it was placed, and nowhere else.
    [waiting], [arrived] = [[line for line in each if "COAT-01" in line] for each in (lines, again)]
    assert waiting.replace('"state":"pending","stock', '"state":"ready","stock') == arrived
    assert len(again) == len(lines)
    assert await examined(address) == []


async def test_what_is_told_of_an_order_is_whole(own_storefront):
    shopper = await sold(
        own_storefront, headers=ADA, line_items=items(MUG_01=3), special_instructions="Ring twice"
    )
    [line] = await told(own_storefront)
    order, shown = json.loads(line), await shopper.order()
    assert {name: order[name] for name in ("number", "email", "total", "currency")} == {
        name: shown[name] for name in ("number", "email", "total", "currency")
    }
    assert order["user_email"] == "ada@example.com"
    assert order["special_instructions"] == "Ring twice"
    assert order["bill_address"]["state_name"] == "Maryland"
    assert order["line_items"] == [
        {
            "sku": "MUG-01",
            "quantity": 3,
            "price": "13.99",
            "adjustments": [
                {"label": "Promotion (Three or more mugs)", "amount": "-6.0", "kind": "promotion"},
                {"label": "Sales tax 5.0%", "amount": "1.8", "kind": "tax"},
            ],
        }
    ]
    assert order["shipments"] == [
        {"cost": "5.0", "state": "ready", "stock_location": "Main", "shipping_method": "Ground"}
    ]
    assert "token" not in line


async def test_carts_are_not_told(own_storefront):
    await own_storefront.shopper_at("confirm")
    assert await told(own_storefront) == []


async def test_only_what_was_placed_then_or_later_is_told(own_storefront):
    first, second = [await sold(own_storefront) for _ in range(2)]
    [one, other] = [past async for past in exported_orders(own_storefront.desk)]
    assert (one.number, other.number) == (first.number, second.number)
    later = [past.number async for past in exported_orders(own_storefront.desk, other.completed_at)]
    assert later == [second.number]
    after = other.completed_at + timedelta(milliseconds=1)
    assert await told(own_storefront, after) == []


async def test_orders_of_one_moment_are_told_once_each_whatever_the_pages(
    own_storefront, another, monkeypatch
):
    monkeypatch.setattr("ringup.services.export_orders.PAGE", 2)
    await sold(own_storefront)
    [line] = await told(own_storefront)
    alike = [line.replace(json.loads(line)["number"], f"R10000000{n}") for n in range(5)]
    shop, _ = another
    await takes(shop, alike)
    numbers = [json.loads(each)["number"] for each in await told(shop)]
    assert sorted(numbers) == [f"R10000000{n}" for n in range(5)]


async def test_to_try_is_to_hear_what_would_be_and_to_keep_nothing(own_storefront, another):
    await sold(own_storefront)
    lines = await told(own_storefront)
    shop, _ = another
    wrong = lines[0].replace("TOTE-01", "NONE")
    tried = await takes(shop, [*lines, wrong.replace('"R', '"R0')], try_orders)
    assert [(one.is_new, bool(one.problems)) for one in tried] == [(True, False), (False, True)]
    assert await told(shop) == []
    assert [one.is_new for one in await takes(shop, lines)] == [True]


async def test_an_owner_nobody_knows_keeps_the_order_out(own_storefront, another):
    await sold(own_storefront, headers=ADA)
    [line] = await told(own_storefront)
    shop, _ = another
    [refused] = await takes(shop, [line.replace('"ada@', '"nobody@')])
    assert [(problem.field, problem.code) for problem in refused.problems] == [
        ("user_email", "user_not_found")
    ]
