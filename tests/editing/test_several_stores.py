"""Several stores in one database: made by admins, each with currencies, zones and methods."""

from typing import Any

import pytest
import pytest_asyncio

from tests.editing.office import Office
from tests.persistence.test_statement_counts import sent  # noqa: F401 - a fixture
from tests.support.storefront import GERMANY, MARYLAND, Shopper, Storefront, a_tote_to, items

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]

EUROPE: Json = {
    "name": "Europe",
    "code": "eu",
    "url": "https://eu.example",
    "mail_from_address": "eu@shop.example",
    "default_currency": "EUR",
    "supported_currencies": "EUR",
}
HERE = {"X-Spree-Store": "eu"}
AT_ITS_HOST = {"Host": "eu.example"}
NO_SUCH_STORE = {"store": ["does not exist: nowhere"]}


@pytest_asyncio.fixture(loop_scope="module")
async def eu(two_processes) -> Json:
    """A second store, that sells in euros alone."""
    made: Json = await two_processes[0].makes("stores", **EUROPE)
    return made


async def _method(office: Office, plural: str, name: str) -> int:
    listed = (await office.sees(f"{plural}?per_page=100"))[plural]
    return next(int(each["id"]) for each in listed if each["name"] == name)


async def _zone(office: Office, iso: str) -> int:
    country = office.ids.countries[iso]
    members = [{"zoneable_type": "country", "zoneable_id": country}]
    return int((await office.makes("zones", name=f"Only {iso}", zone_members=members))["id"])


async def _codes_of_found(office: Office, search: str) -> set[str]:
    found = await office.sees(f"orders?{search}")
    return {order["number"] for order in found["orders"]}


async def test_a_store_is_made_changed_and_removed(two_processes, eu):
    office, _ = two_processes
    assert eu == {
        **eu,
        **EUROPE,
        "default": False,
        "default_locale": "en",
    }
    changed = await office.changes(f"stores/{eu['id']}", store={"name": "Europa"})
    assert changed == {**eu, "name": "Europa"}
    await office.removes(f"stores/{eu['id']}")
    assert [each["default"] for each in (await office.sees("stores"))["stores"]] == [True]


async def test_a_code_is_one_stores_alone(two_processes, eu):
    office, _ = two_processes
    errors = await office.is_refused("POST", "stores", **{**EUROPE, "code": eu["code"].upper()})
    assert errors == {"code": ["has already been taken"]}


async def test_only_admins_make_stores(office):
    [store] = (await office.sees("stores"))["stores"]
    await office.lets_only_admins("stores", store["id"], **EUROPE)


async def test_one_store_is_the_default_whatever_is_asked(two_processes, eu):
    office, there = two_processes
    [first] = [each for each in (await office.sees("stores"))["stores"] if each["default"]]
    errors = await office.is_refused("PUT", f"stores/{first['id']}", default=False)
    assert errors == {
        "is_default": ["can only be given up to another store: make that the default"]
    }
    errors = await office.is_refused("DELETE", f"stores/{first['id']}")
    assert errors == {"base": ["is the default store: make another one the default first"]}
    await office.changes(f"stores/{eu['id']}", default=True)
    standing = {each["code"]: each["default"] for each in (await office.sees("stores"))["stores"]}
    assert standing == {first["code"]: False, "eu": True}
    assert (await (await there.shopper()).order())["currency"] == "EUR"


@pytest.mark.parametrize("headers", [HERE, {"X-Spree-Store": "EU"}, AT_ITS_HOST])
async def test_an_order_is_of_the_store_that_is_asked(two_processes, eu, headers):
    del eu
    _, there = two_processes
    shopper = await there.shopper(headers, line_items=items(TOTE_01=1))
    assert (await shopper.order())["currency"] == "EUR"


async def test_a_parameter_names_the_store_too(two_processes, eu):
    del eu
    _, there = two_processes
    answer = await there.client.post("/api/checkouts?store=eu", json={})
    assert answer.json()["currency"] == "EUR"
    elsewhere = await there.client.post("/api/checkouts", json={})
    assert elsewhere.json()["currency"] == "USD"


async def test_a_stores_own_host_goes_before_a_code(two_processes, eu):
    del eu
    office, there = two_processes
    [first] = [each for each in (await office.sees("stores"))["stores"] if each["default"]]
    headers = {**AT_ITS_HOST, "X-Spree-Store": first["code"]}
    assert (await (await there.shopper(headers)).order())["currency"] == "EUR"


@pytest.mark.parametrize(
    "plural, singular, name",
    [
        ("payment_methods", "payment_method", "Check"),
        ("shipping_methods", "shipping_method", "Ground"),
    ],
)
async def test_buyers_see_the_methods_of_the_store_they_ask_and_admins_all(
    two_processes, eu, plural, singular, name
):
    office, there = two_processes
    method = await _method(office, plural, name)
    await office.changes(f"{plural}/{method}", **{singular: {"store_ids": [eu["id"]]}})
    path = f"/api/{plural}"
    listed = [(await there.client.get(path, headers=at)).json()[plural] for at in (HERE, {})]
    here, elsewhere = ({each["id"] for each in methods} for methods in listed)
    assert here - elsewhere == {method}
    assert (await there.client.get(f"{path}/{method}", headers=HERE)).status_code == 200
    assert (await there.client.get(f"{path}/{method}")).status_code == 404
    assert method in {each["id"] for each in (await office.sees(plural))[plural]}


async def test_a_key_used_at_one_store_answers_nothing_at_another(two_processes, eu):
    del eu
    _, there = two_processes
    key = {"Idempotency-Key": "one-cart"}
    first = await there.client.post("/api/checkouts", json={}, headers={**key, **HERE})
    again = await there.client.post("/api/checkouts", json={}, headers={**key, **HERE})
    assert (first.json()["currency"], again.json()) == ("EUR", first.json())
    elsewhere = await there.client.post("/api/checkouts", json={}, headers=key)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "idempotency_key_reused")
    number = first.json()["number"]
    headers = {"X-Spree-Order-Token": first.json()["token"], "Idempotency-Key": "its-email"}
    told = {"order": {"email": "a@example.com"}}
    kept = [
        await there.client.put(f"/api/orders/{number}", json=told, headers={**headers, **at})
        for at in ({}, HERE)
    ]
    assert [answer.status_code for answer in kept] == [200, 200]
    assert kept[1].headers["Idempotency-Replayed"] == "true"


async def test_a_host_of_two_stores_means_neither(two_processes, eu):
    del eu
    office, there = two_processes
    await office.makes("stores", **{**EUROPE, "code": "eu2"})
    assert (await (await there.shopper(AT_ITS_HOST)).order())["currency"] == "USD"


@pytest.mark.parametrize("asked", [("POST", "checkouts"), ("GET", "products")])
async def test_an_unknown_store_is_refused_by_name(storefront, asked):
    method, path = asked
    before = await storefront.client.get("/api/orders", headers={"X-Spree-Token": "demo-admin-key"})
    answer = await storefront.client.request(
        method, f"/api/{path}", headers={"X-Spree-Store": "nowhere"}
    )
    assert (answer.status_code, answer.json()["errors"]) == (422, NO_SUCH_STORE)
    after = await storefront.client.get("/api/orders", headers={"X-Spree-Token": "demo-admin-key"})
    assert after.json()["count"] == before.json()["count"]


async def test_a_cart_keeps_to_the_currencies_of_its_store_whatever_host_asks(two_processes, eu):
    del eu
    _, there = two_processes
    refused = await there.client.post(
        "/api/checkouts", json={"order": {"currency": "USD"}}, headers=HERE
    )
    not_sold = {"currency": ["is not a currency of this shop"]}
    assert (refused.status_code, refused.json()["errors"]) == (422, not_sold)
    shopper = await there.shopper(HERE, line_items=items(TOTE_01=1))
    shopper.headers = {"X-Spree-Order-Token": shopper.token}
    before = await shopper.order()
    answer = await shopper.puts({"order": {"currency": "USD"}})
    assert (answer.status_code, answer.json()["errors"]) == (422, not_sold)
    assert await shopper.order() == before
    at_home = await there.shopper(**a_tote_to(MARYLAND))
    answer = await at_home.asks("PUT", "", {"order": {"currency": "EUR"}}, headers=HERE)
    assert answer.json()["currency"] == "EUR"


async def test_products_are_priced_in_the_currency_of_the_store(two_processes, eu):
    del eu
    _, there = two_processes
    answer = await there.client.get("/api/products/canvas-tote", headers=HERE)
    assert answer.json()["display_price"].startswith("€")
    refused = await there.client.get("/api/products/canvas-tote?currency=USD", headers=HERE)
    assert refused.json()["errors"] == {"currency": ["is not supported here"]}


async def test_a_store_ships_to_its_zones_alone(two_processes, eu):
    office, there = two_processes
    zone = await _zone(office, "DE")
    changed = await office.changes(f"stores/{eu['id']}", zone_ids=[zone])
    assert changed == {**eu, "zone_ids": [zone]}
    assert (await office.is_refused("DELETE", f"zones/{zone}")) == {
        "base": ["is still used by store zones"]
    }
    abroad = await there.shopper(HERE, **a_tote_to(MARYLAND))
    await abroad.steps()
    answer = await abroad.puts()
    message = "is outside of where Europe ships to"
    assert (answer.status_code, answer.json()["errors"]) == (422, {"ship_address": [message]})
    assert (await abroad.order())["state"] == "address"
    inside = await there.shopper(HERE, **a_tote_to(GERMANY))
    assert (await inside.goes_to("delivery"))["state"] == "delivery"
    at_home = await there.shopper(**a_tote_to(MARYLAND))
    assert (await at_home.goes_to("delivery"))["state"] == "delivery"


async def _offered(shopper: Shopper, of: str, step: str) -> set[str]:
    order = await shopper.goes_to(step)
    return {method["name"] for method in order[of]}


async def test_a_way_to_pay_may_be_other_stores_alone(two_processes, eu):
    office, there = two_processes
    check = await _method(office, "payment_methods", "Check")
    changed = await office.changes(f"payment_methods/{check}", store_ids=[eu["id"]])
    assert changed["store_ids"] == [eu["id"]]
    at_home = await there.shopper(**a_tote_to(GERMANY))
    abroad = await there.shopper(HERE, **a_tote_to(GERMANY))
    assert "Check" not in await _offered(at_home, "payment_methods", "payment")
    assert "Check" in await _offered(abroad, "payment_methods", "payment")
    answer = await at_home.puts(at_home.ids.payment_by("Check"))
    assert answer.status_code == 422
    assert "does not exist" in str(answer.json()["errors"])
    assert (await at_home.order())["payments"] == []
    assert (await abroad.steps(abroad.ids.payment_by("Check")))["state"] == "confirm"


async def test_a_way_to_send_may_be_other_stores_alone(two_processes, eu):
    office, there = two_processes
    before = await there.shopper(**a_tote_to(GERMANY))
    names = await _offered(before, "shipping_methods", "delivery")
    name = min(names)
    method = await _method(office, "shipping_methods", name)
    await office.changes(f"shipping_methods/{method}", store_ids=[eu["id"]])
    at_home = await there.shopper(**a_tote_to(GERMANY))
    abroad = await there.shopper(HERE, **a_tote_to(GERMANY))
    assert name in await _offered(abroad, "shipping_methods", "delivery")
    if names == {name}:
        await at_home.steps()
        assert (await at_home.puts()).status_code == 422
    else:
        assert await _offered(at_home, "shipping_methods", "delivery") == names - {name}
    errors = await office.is_refused("DELETE", f"stores/{eu['id']}")
    assert errors == {"base": ["is still used by orders, shipping method stores"]}


async def test_a_method_names_stores_that_are_there(office):
    check = await _method(office, "payment_methods", "Check")
    errors = await office.is_refused("PUT", f"payment_methods/{check}", store_ids=[999_999])
    assert errors == {"store_ids": ["does not exist"]}


async def test_admins_list_the_orders_of_a_store(two_processes, eu):
    office, there = two_processes
    here, abroad = await there.shopper(), await there.shopper(HERE)
    numbers = {abroad.number}
    assert await _codes_of_found(office, f"q[store_id_eq]={eu['id']}") == numbers
    assert await _codes_of_found(office, "q[store_code_eq]=eu") == numbers
    assert here.number in await _codes_of_found(office, "q[store_code_not_eq]=eu")


async def test_a_buyer_has_a_cart_at_each_store(two_processes, eu):
    del eu
    _, there = two_processes
    ada = {"X-Spree-Token": "demo-customer-key"}
    at_home = await there.shopper(ada)
    abroad = await there.shopper({**ada, **HERE})
    current = await there.client.get("/api/orders/current", headers=ada)
    assert current.json()["number"] == at_home.number
    current = await there.client.get("/api/orders/current", headers={**ada, **HERE})
    assert current.json()["number"] == abroad.number
    guest = await there.shopper(HERE, line_items=items(MUG_01=1))
    headers = {**ada, "X-Spree-Order-Token": guest.token}
    merged = await there.client.put(f"/api/orders/{guest.number}/associate", headers=headers)
    assert (merged.status_code, merged.json()["number"]) == (200, abroad.number)
    assert (await there.client.get("/api/orders/current", headers=ada)).json()["line_items"] == []


async def _costs(there: Storefront, sent: list[str], headers: dict[str, str]) -> list[int]:  # noqa: F811
    """What it costs to make a cart and to take it as far as its payment."""
    counted = []
    sent.clear()
    shopper = await there.shopper(headers, **a_tote_to(GERMANY))
    counted.append(_of_orders(sent))
    for _ in range(3):
        sent.clear()
        await shopper.steps()
        counted.append(_of_orders(sent))
    return counted


def _of_orders(sent: list[str]) -> int:  # noqa: F811
    """Count but for fetching a block of ids, which comes now and then."""
    return len([sql for sql in sent if not sql.startswith("UPDATE id_counters")])


async def test_an_order_costs_the_same_at_every_store(two_processes, eu, sent):  # noqa: F811
    _, there = two_processes
    await _costs(there, sent, {})
    at_home = await _costs(there, sent, {})
    assert await _costs(there, sent, HERE) == at_home
    assert await _costs(there, sent, AT_ITS_HOST) == at_home
    assert eu["default"] is False
