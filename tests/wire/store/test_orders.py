"""Orders as lists: whole, searchable, everyone's own, and at the price of one."""

import asyncio

import pytest
import pytest_asyncio

from tests.support.stocked import stock
from tests.wire.store.asking import ADA, ADMIN, GRACE, asking

ADDRESS = {
    "firstname": "Grace",
    "lastname": "Hopper",
    "address1": "1 Compiler Way",
    "city": "Baltimore",
    "zipcode": "21201",
    "phone": "4105550100",
    "country_iso": "US",
    "state_name": "Maryland",
}


@pytest.fixture(scope="module")
def ordered_sqlite(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('ordered') / 'store.db'}"
    asyncio.run(with_orders(url))
    return url


@pytest.fixture(scope="module")
def ordered_postgres(request):
    with request.getfixturevalue("postgres").database() as url:
        asyncio.run(with_orders(url))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def ordered_url(request):
    return request.getfixturevalue(f"ordered_{request.param}")


@pytest_asyncio.fixture
async def shop(ordered_url):
    async with asking(ordered_url) as client:
        yield client


async def with_orders(url):
    """Take three orders: ada's tote, grace's five mugs with an address, a guest's empty one."""
    await stock(url)
    async with asking(url) as client:
        await ordered(client, ADA, {"line_items": [{"sku": "TOTE-01", "quantity": 1}]})
        lines = [{"sku": "MUG-01", "quantity": 5}, {"sku": "TEE-S", "quantity": 1}]
        await ordered(client, GRACE, {"line_items": lines, "ship_address": ADDRESS})
        await ordered(client, None, {"currency": "EUR", "email": "Guest@Example.com"})


async def ordered(client, key, order):
    headers = {} if key is None else {"X-Spree-Token": key}
    answer = await client.post("/orders", json={"order": order}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def listed(client, path="/orders", key=ADMIN, **parameters):
    answer = await client.get(path, params=parameters, headers={"X-Spree-Token": key})
    assert answer.status_code == 200, answer.text
    return answer.json()["orders"]


async def emails(client, **parameters):
    return sorted(str(each["email"]) for each in await listed(client, **parameters))


async def test_a_listed_order_is_the_order_but_for_its_token(shop):
    for order in await listed(shop):
        own = await shop.get(f"/orders/{order['number']}", headers={"X-Spree-Token": ADMIN})
        assert order == own.json()
        assert order["token"] is None


async def test_everyone_sees_their_own(shop):
    [ada] = await listed(shop, "/orders/mine", ADA)
    assert ada["email"] == "ada@example.com"
    assert [each["quantity"] for each in ada["line_items"]] == [1]
    assert [o["email"] for o in await listed(shop, "/orders/mine", GRACE)] == ["grace@example.com"]
    assert await listed(shop, "/orders/mine", ADMIN) == []


async def test_all_are_for_admins(shop):
    for headers in ({}, {"X-Spree-Token": ADA}):
        assert (await shop.get("/orders", headers=headers)).status_code == 401


async def test_mine_asks_for_a_key(shop):
    answer = await shop.get("/orders/mine")
    assert answer.status_code == 401
    assert answer.json()["error"] == "You must specify an API key."


@pytest.mark.parametrize(
    "search,found",
    [
        ({"q[email_cont]": "GUEST"}, ["Guest@Example.com"]),
        ({"q[user_email_cont]": "ada"}, ["ada@example.com"]),
        ({"q[user_id_null]": "1"}, ["Guest@Example.com"]),
        ({"q[line_items_variant_sku_eq]": "MUG-01"}, ["grace@example.com"]),
        ({"q[line_items_quantity_gteq]": "5"}, ["grace@example.com"]),
        ({"q[ship_address_lastname_start]": "hop"}, ["grace@example.com"]),
        ({"q[ship_address_lastname_or_email_cont]": "ada"}, ["ada@example.com"]),
        ({"q[state_eq]": "cart", "q[currency_eq]": "EUR"}, ["Guest@Example.com"]),
        ({"q[item_total_gt]": "15.98", "q[item_total_lt]": "16"}, ["ada@example.com"]),
        ({"q[item_total_eq]": "15.99"}, ["ada@example.com"]),
        ({"q[item_total_eq]": "15.995"}, []),
        ({"q[item_total_lteq]": "0"}, ["Guest@Example.com"]),
        ({"q[completed_at_not_null]": "1"}, []),
        ({"q[payments_state_eq]": "completed"}, []),
        ({"q[payments_state_not_eq]": "completed"}, None),
        ({"q[created_at_gteq]": "2026-11-23"}, None),
        ({"q[created_at_gt]": "2026-11-23T10:00:00Z"}, []),
    ],
)
async def test_orders_are_found_by(shop, search, found):
    everyone = ["Guest@Example.com", "ada@example.com", "grace@example.com"]
    assert await emails(shop, **search) == (everyone if found is None else found)


async def test_orders_come_in_the_order_asked_for(shop):
    by_total = await listed(shop, **{"q[s]": "item_total desc"})
    assert [each["email"][0] for each in by_total] == ["g", "a", "G"]
    by_mail = await listed(shop, **{"q[s]": "email asc"})
    assert [each["email"][0] for each in by_mail] == ["a", "g", "G"]


async def test_orders_come_in_the_order_of_several_things(shop):
    by_both = await listed(shop, **{"q[s]": "channel asc, item_total desc"})
    assert [each["email"][0] for each in by_both] == ["g", "a", "G"]
    by_both = await listed(shop, **{"q[s]": "channel desc,item_total"})
    assert [each["email"][0] for each in by_both] == ["G", "a", "g"]


async def test_orders_come_in_pages(shop):
    first = await listed(shop, per_page="2", **{"q[s]": "id"})
    second = await listed(shop, per_page="2", page="2", **{"q[s]": "id"})
    assert [len(first), len(second)] == [2, 1]
    assert len({each["id"] for each in (*first, *second)}) == 3
