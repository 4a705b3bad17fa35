"""What is refused of addresses and of delivery: status, whole body, and nothing changed."""

import pytest

from tests.support.storefront import AUSTRALIA, MARYLAND, items
from tests.walks.refusing import NOT_FOUND, NOT_TRANSITIONED, check_refused, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLANK = ["can't be blank"]
NO_NUMBER = ["is not a number"]
WRONG = ["is invalid"]
ENDLESS = ["is too long (maximum is 255 characters)"]
UNKNOWN = ["does not exist"]
NONE_YET = {"bill_address": None, "use_billing": False}
UNSERVED = ["We are unable to calculate shipping rates for the selected items."]

# What is changed in a good address, the field that is named, the message, and the code.
BAD = [
    *(
        ("without its {0}", {name: None}, name, BLANK, "required")
        for name in ("firstname", "lastname", "address1", "city", "zipcode", "phone")
    ),
    *(
        ("with a blank {0}", {name: "   "}, name, BLANK, "required")
        for name in ("firstname", "lastname", "address1", "city", "zipcode", "phone")
    ),
    *(
        ("with an endless {0}", {name: "1" * 256}, name, ENDLESS, "too_long")
        for name in ("firstname", "address1", "address2", "city", "zipcode", "phone", "company")
    ),
    ("without its {0}", {"country_iso": None}, "country", BLANK, "required"),
    ("with an unknown {0}", {"country_iso": "XX"}, "country", UNKNOWN, "country_not_found"),
    ("with an unknown {0}", {"country_id": 99999}, "country_id", UNKNOWN, "country_not_found"),
    ("without its {0}", {"state_name": None}, "state", BLANK, "required"),
    (
        "with a foreign {0}",
        {"state_name": "Bavaria"},
        "state",
        ["is invalid"],
        "state_not_in_country",
    ),
    ("with an unknown {0}", {"state_id": 99999}, "state_id", UNKNOWN, "state_not_found"),
    ("with no digit in its {0}", {"phone": "none"}, "phone", WRONG, "invalid"),
    (
        "with a word for its {0}",
        {"country_id": "abc"},
        "country_id",
        ["is not a number"],
        "not_a_number",
    ),
    ("with a list for its {0}", {"city": ["Bethesda"]}, "city", ["must be text"], "not_text"),
    (
        "with an object for its {0}",
        {"state_id": {}},
        "state_id",
        ["is not a number"],
        "not_a_number",
    ),
]


def of_an_address(name, change, field, message, code):
    """One bad address, on each way to give one."""
    address = {**MARYLAND, **change}
    name = name.format(field)
    for kind, spelling in (("bill_address", "billing_address"), ("ship_address", "ship_address")):
        yield refused(
            f"a {kind} {name}",
            at="address",
            order=NONE_YET,
            body={"order": {"special_instructions": "Ring", f"{kind}_attributes": address}},
            errors={f"{kind}.{field}": message},
            code=code,
        )
        yield refused(
            f"a {kind} {name} by itself",
            at="address",
            order=NONE_YET,
            path="orders/{number}/address",
            body={spelling: address},
            errors={f"{kind}.{field}": message},
            code=code,
        )


ADDRESSES = [
    *(case for bad in BAD for case in of_an_address(*bad)),
    refused(
        "what is wrong with both is told at once",
        at="address",
        order=NONE_YET,
        body={
            "order": {
                "bill_address": {**MARYLAND, "city": ""},
                "ship_address": {**MARYLAND, "zipcode": "", "lastname": None},
            }
        },
        errors={
            "bill_address.city": BLANK,
            "ship_address.lastname": BLANK,
            "ship_address.zipcode": BLANK,
        },
        code="required",
    ),
    refused(
        "an address may be mended only into a good one",
        at="delivery",
        path="addresses/{order[ship_address][id]}",
        body={"address": {"city": " "}},
        errors={"city": BLANK},
        code="required",
    ),
    refused(
        "an address of the order may be mended only into a good one",
        at="delivery",
        path="orders/{number}/addresses/{order[bill_address][id]}",
        body={"address": {"country_iso": "CA", "zipcode": "K1A 0B1"}},
        errors={"state": BLANK},
        code="required",
    ),
    *(
        refused(
            f"{method} {path}, which is no address of the order",
            at="delivery",
            method=method,
            path=path,
            body={"address": {"city": "Rockville"}},
            status=404,
            error=NOT_FOUND,
            code="not_found",
        )
        for method in ("GET", "PUT", "PATCH")
        for path in (
            "addresses/419430400000001",
            "addresses/abc",
            "orders/{number}/addresses/99999999999999999999",
        )
    ),
]
LEAVING = [
    refused(
        "both addresses are missing",
        at="address",
        order=NONE_YET,
        error=NOT_TRANSITIONED,
        errors={"bill_address": BLANK, "ship_address": BLANK},
        code="address_required",
    ),
    refused(
        "the ship address is missing",
        at="address",
        order=NONE_YET,
        body={"order": {"bill_address": MARYLAND}},
        error=NOT_TRANSITIONED,
        errors={"ship_address": BLANK},
        code="address_required",
    ),
    refused(
        "the bill address is missing",
        at="address",
        order=NONE_YET,
        body={"order": {"ship_address": MARYLAND}},
        error=NOT_TRANSITIONED,
        errors={"bill_address": BLANK},
        code="address_required",
    ),
    refused(
        "the bill address is missing even where nothing ships",
        at="address",
        order={**NONE_YET, "line_items": items(BOOK_01=1)},
        error=NOT_TRANSITIONED,
        errors={"bill_address": BLANK},
        code="address_required",
    ),
    refused(
        "nobody ships there",
        at="address",
        order=NONE_YET,
        body={"order": {"bill_address": AUSTRALIA, "use_billing": "1"}},
        error=NOT_TRANSITIONED,
        errors={"ship_address": UNSERVED},
        code="no_shipping_method",
    ),
]


def methods(name, body, errors, code):
    """A bad shipping method, on each way to choose one."""
    return [
        refused(f"{name} by {way}", at="delivery", path=path, body=body, errors=errors, code=code)
        for way, path in (
            ("the checkout", ""),
            ("the order", "orders/{number}"),
            ("its own path", "/delivery"),
        )
    ]


def rate(**fields):
    """The parameters that choose a rate for the order's one shipment."""

    def body(_ids, order):
        return {"order": {"shipments_attributes": [{"id": order["shipments"][0]["id"], **fields}]}}

    return body


DELIVERY = [
    *methods(
        "an unknown method",
        {"shipping_method_id": 99999},
        {"shipping_method_id": UNKNOWN},
        "shipping_method_not_found",
    ),
    *methods(
        "a method of elsewhere",
        lambda ids, _: {"order": {"shipping_method_id": ids.shipping_methods["EU Standard"]}},
        {"shipping_method_id": ["is not available for this order"]},
        "shipping_method_not_offered",
    ),
    *methods(
        "no number for a method",
        {"order": {"shipping_method_id": "abc"}},
        {"shipping_method_id": ["is not a number"]},
        "not_a_number",
    ),
    refused(
        "no method at all, where one is asked for",
        at="delivery",
        path="/delivery",
        body={},
        errors={"shipping_method_id": BLANK},
        code="required",
    ),
    refused(
        "a method before it is known where to",
        at="address",
        order=NONE_YET,
        path="/delivery",
        body=lambda ids, _: {"shipping_method_id": ids.shipping_methods["Ground"]},
        errors={"shipping_method_id": ["is not available for this order"]},
        code="shipping_method_not_offered",
    ),
    refused(
        "an unknown rate",
        at="delivery",
        body=rate(selected_shipping_rate_id=1),
        errors={"shipments.selected_shipping_rate_id": UNKNOWN},
        code="shipping_rate_not_found",
    ),
    refused(
        "a rate of an unknown shipment",
        at="delivery",
        body=rate(id=1, selected_shipping_rate_id=1),
        errors={"shipments.id": UNKNOWN},
        code="shipment_not_found",
    ),
    refused(
        "a rate of no shipment",
        at="delivery",
        body=rate(id=None, selected_shipping_rate_id=1),
        errors={"shipments.id": BLANK},
        code="required",
    ),
]


@pytest.mark.parametrize("case", ADDRESSES)
async def test_an_address_is_refused(storefront, case):
    await check_refused(storefront, case)


@pytest.mark.parametrize("case", LEAVING)
async def test_the_address_step_is_not_left(storefront, case):
    await check_refused(storefront, case)


@pytest.mark.parametrize("case", DELIVERY)
async def test_a_way_of_delivery_is_refused(storefront, case):
    await check_refused(storefront, case)
