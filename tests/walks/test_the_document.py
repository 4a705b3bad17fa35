"""The user's document, literally: each request, its status, the state after, what it shows."""

import pytest

from tests.support.forms import FORMS
from tests.support.storefront import MARYLAND, Shopper, card

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATES = ["cart", "address", "delivery", "payment", "confirm", "complete"]
STATUSES = {"/api": [200, 200, 200, 201, 200, 200], "/api/v1": [201, 200, 200, 200, 200, 200]}


def requests(ids):
    """What the document sends, step by step, after the order was created."""
    method = ids.payment_methods["Credit Card"]
    address = {**MARYLAND, "country_id": ids.countries["US"], "state_id": ids.us_states["MD"]}
    del address["country_iso"], address["state_name"]
    line_item = {"variant_id": ids.variants["TOTE-01"], "quantity": 1}
    return [
        {"order": {"email": "guest@example.com", "line_items": [line_item]}},
        {"order": {"bill_address_attributes": address, "ship_address_attributes": address}},
        {"order": {"shipping_method_id": ids.shipping_methods["Two Day"]}},
        {
            "order": {"payments_attributes": [{"payment_method_id": method}]},
            "payment_source": {str(method): card()},
        },
        {},
    ]


class Document:
    """Sends the document's requests in one form, below one prefix, and keeps the answers."""

    def __init__(self, storefront, prefix, form):
        self.client = storefront.client
        self.ids = storefront.ids
        self.prefix = prefix
        self.form = form
        self.answers = []

    async def walks(self):
        created = await self.client.post(f"{self.prefix}/checkouts")
        self.answers.append(created)
        number, token = created.json()["number"], created.json()["token"]
        for body in requests(self.ids):
            options = self.form(body)
            headers = {**options.pop("headers", {}), "X-Spree-Order-Token": token}
            address = f"{self.prefix}/checkouts/{number}"
            answer = await self.client.put(address, headers=headers, **options)
            assert answer.is_success, answer.text
            self.answers.append(answer)
        return [answer.json() for answer in self.answers]


@pytest.fixture(params=["/api", "/api/v1"])
def prefix(request):
    return request.param


@pytest.fixture(params=list(FORMS))
def document(storefront, prefix, request):
    return Document(storefront, prefix, FORMS[request.param])


async def test_the_order_is_created_empty_and_each_put_advances_it_by_one_state(document):
    orders = await document.walks()
    assert [order["state"] for order in orders] == STATES
    assert [answer.status_code for answer in document.answers] == STATUSES[document.prefix]


async def test_each_answer_shows_what_the_next_step_needs(storefront, prefix):
    ids = storefront.ids
    document = Document(storefront, prefix, FORMS["json"])
    cart, address, delivery, payment, confirm, complete = await document.walks()

    assert cart["line_items"] == cart["shipments"] == cart["payments"] == []
    assert (cart["total"], cart["email"], cart["user_id"]) == ("0.0", None, None)
    assert len(cart["token"]) >= 24

    [line] = address["line_items"]
    assert (line["variant_id"], line["quantity"]) == (ids.variants["TOTE-01"], 1)
    assert (line["price"], line["variant"]["name"]) == ("15.99", "Canvas Tote")

    assert [(m["name"], m["cost"], m["display_cost"]) for m in delivery["shipping_methods"]] == [
        ("Ground", "5.0", "$5.00"),
        ("Two Day", "10.0", "$10.00"),
        ("Overnight", "15.0", "$15.00"),
    ]
    assert delivery["ship_address"]["full_name"] == "Ada Lovelace"
    assert delivery["ship_address"]["state"]["abbr"] == "MD"

    assert [(m["name"], m["method_type"]) for m in payment["payment_methods"]] == [
        ("Credit Card", "gateway"),
        ("Check", "check"),
    ]
    [shipment] = payment["shipments"]
    assert shipment["selected_shipping_rate"]["name"] == "Two Day"
    assert (shipment["cost"], shipment["order_id"]) == ("10.0", payment["number"])
    assert shipment["manifest"][0]["states"] == {"on_hand": 1}

    [paid] = confirm["payments"]
    assert (paid["state"], paid["amount"]) == ("checkout", "26.79")
    assert paid["source"]["last_digits"] == "1111"
    assert (confirm["payment_state"], confirm["completed_at"]) == (None, None)

    assert complete["payments"][0]["state"] == "pending"
    assert (complete["total"], complete["payment_total"]) == ("26.79", "0.0")
    assert (complete["payment_state"], complete["shipment_state"]) == ("balance_due", "pending")
    assert complete["completed_at"].endswith("Z")


async def test_only_delivery_shows_shipping_methods_and_only_payment_shows_payment_methods(
    storefront, prefix
):
    orders = await Document(storefront, prefix, FORMS["json"]).walks()
    assert [o["state"] for o in orders if "shipping_methods" in o] == ["delivery"]
    assert [o["state"] for o in orders if "payment_methods" in o] == ["payment"]


async def test_the_steps_are_told_as_soon_as_something_is_to_be_paid_for(storefront):
    empty, *others = await Document(storefront, "/api", FORMS["json"]).walks()
    assert empty["checkout_steps"] == ["address", "delivery", "confirm", "complete"]
    assert all(order["checkout_steps"] == STATES[1:] for order in others)


async def test_a_put_to_a_completed_order_changes_nothing_and_answers_200(storefront, prefix):
    shopper = await storefront.shopper_at("complete")
    before = await shopper.standing()
    for body in (None, {}, {"order": {"email": "x@example.com"}}, {"state": "cart"}):
        answer = await storefront.client.put(
            f"{prefix}/checkouts/{shopper.number}", json=body, headers=shopper.headers
        )
        assert (answer.status_code, answer.json()) == (200, before["order"])
    assert await shopper.standing() == before


async def test_bare_puts_advance_an_order_that_has_all_it_needs(storefront):
    shopper = await storefront.shopper_at("delivery")
    order = await shopper.steps()
    assert order["shipments"][0]["selected_shipping_rate"]["name"] == "Ground"
    assert (order["state"], order["total"]) == ("payment", "21.79")


async def test_the_path_may_end_in_json_and_write_the_number_in_either_case(storefront, prefix):
    for number_of in (str.upper, str.lower):
        shopper = await storefront.shopper(email="a@example.com", line_items=[{"sku": "TOTE-01"}])
        path = f"{prefix}/checkouts/{number_of(shopper.number)}.json"
        answer = await storefront.client.put(path, headers=shopper.headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "address")


async def test_patch_is_put_by_another_name(storefront, prefix):
    shopper = await storefront.shopper_at("delivery")
    path = f"{prefix}/checkouts/{shopper.number}"
    answer = await storefront.client.patch(path, headers=shopper.headers)
    assert answer.json()["state"] == "payment"
    assert answer.status_code == (201 if prefix == "/api" else 200)


async def test_a_collection_may_be_an_object_keyed_by_index(storefront):
    two = {"1": {"sku": "MUG-01", "quantity": "2"}, "0": {"sku": "TOTE-01"}}
    for name in ("line_items", "line_items_attributes"):
        created = await storefront.client.post("/api/checkouts", json={"order": {name: two}})
        lines = Shopper(storefront, created.json())
        shown = [
            (line["variant"]["sku"], line["quantity"])
            for line in (await lines.order())["line_items"]
        ]
        assert shown == [("TOTE-01", 1), ("MUG-01", 2)]


async def test_the_body_wins_over_the_query(storefront):
    shopper = await storefront.shopper(line_items=[{"sku": "TOTE-01"}])
    answer = await shopper.asks(
        "PUT",
        "?order[email]=query@example.com&order[special_instructions]=Ring",
        {"order": {"email": "body@example.com"}},
    )
    order = answer.json()
    assert (order["email"], order["special_instructions"]) == ("body@example.com", "Ring")
