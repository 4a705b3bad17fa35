"""What is refused of a cart, of an email and of a step: status, whole body, and nothing changed."""

import pytest

from tests.support.storefront import ADMIN, items
from tests.walks.refusing import INVALID, NOT_FOUND, NOT_TRANSITIONED, check_refused, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLANK = ["can't be blank"]
EMPTY: dict[str, object] = {"line_items": [], "email": None}
NO_ITEMS = ["There are no items for this order. Please add an item to the order to continue."]
WHOLE = ["must be a whole number"]
FROM_ONE = ["must be a whole number from 1 to 2147483647"]
SOLD_OUT = ['selected of "Sold-out Cap" is not available.']


def line(**fields):
    return {"line_item": {"sku": "TOTE-01", **fields}}


def adds(name, quantity, message, code):
    """One bad quantity, on the three ways into a cart."""
    body = line(quantity=quantity)
    by_order = {"order": {"line_items": [body["line_item"]]}}
    return (
        refused(
            f"adding {name}",
            method="POST",
            path="/line_items",
            body=body,
            errors={"quantity": message},
            code=code,
        ),
        refused(
            f"an update with {name}",
            body=by_order,
            errors={"line_items.quantity": message},
            code=code,
        ),
        refused(
            f"an order's update with {name}",
            path="orders/{number}",
            body=by_order,
            errors={"line_items.quantity": message},
            code=code,
        ),
    )


LEAVING = [
    refused(
        "an empty cart without an email is not left",
        order=EMPTY,
        error=NOT_TRANSITIONED,
        errors={"line_items": NO_ITEMS, "email": BLANK},
        code="cannot_advance",
    ),
    refused(
        "an empty cart is not left",
        order={"line_items": []},
        error=NOT_TRANSITIONED,
        errors={"line_items": NO_ITEMS},
        code="line_items_required",
    ),
    refused(
        "a cart of nobody is not left",
        order={"email": None},
        error=NOT_TRANSITIONED,
        errors={"email": BLANK},
        code="email_required",
    ),
    refused(
        "an email must look like one",
        body={"order": {"email": "nobody", "special_instructions": "Ring"}},
        error=NOT_TRANSITIONED,
        errors={"email": ["is invalid"]},
        code="email_invalid",
    ),
    refused(
        "an email has its length",
        body={"order": {"email": f"{'a' * 250}@example.com"}},
        error=NOT_TRANSITIONED,
        errors={"email": ["is too long (maximum is 254 characters)"]},
        code="email_too_long",
    ),
    refused(
        "a step that does not exist",
        at="payment",
        body={"state": "nonsense"},
        errors={"state": ["is not a step of this order"]},
        code="step_unknown",
    ),
    refused(
        "complete is a later step",
        at="payment",
        body={"state": "complete"},
        errors={"state": ["cannot be skipped to"]},
        code="step_ahead",
    ),
    refused(
        "a step that is not on this order's way",
        at="payment",
        order={"line_items": items(BOOK_01=1)},
        path="?state=delivery",
        errors={"state": ["is not a step of this order"]},
        code="step_unknown",
    ),
]
LINES = [
    *adds("nothing of something", 0, FROM_ONE, "quantity_invalid"),
    *adds("less than nothing", -3, FROM_ONE, "quantity_invalid"),
    *adds("more than clients can count", 2**31, FROM_ONE, "quantity_invalid"),
    *adds("a part of something", 1.7, WHOLE, "not_whole"),
    *adds("a part of something as text", "1.7", WHOLE, "not_whole"),
    *adds("a word", "abc", ["is not a number"], "not_a_number"),
    *adds("a truth", True, ["is not a number"], "not_a_number"),
    *adds("a list", [1], ["is not a number"], "not_a_number"),
    refused(
        "what is sold out is not added",
        method="POST",
        path="/line_items",
        body={"line_item": {"sku": "CAP-01"}},
        errors={"quantity": SOLD_OUT},
        code="insufficient_stock",
    ),
    refused(
        "what is sold out is not added by an update",
        body={"order": {"line_items": items(CAP_01=1)}},
        errors={"line_items.quantity": SOLD_OUT},
        code="insufficient_stock",
    ),
    refused(
        "no more than there is, counted over all entries",
        body={"order": {"line_items": items(PRINT_01=6) + items(PRINT_01=5)}},
        errors={"line_items.quantity": ['selected of "Limited Print" is not available.']},
        code="insufficient_stock",
    ),
    refused(
        "a line is not set to more than there is",
        order={"line_items": items(PRINT_01=1)},
        path="/line_items/{order[line_items][0][id]}",
        body={"line_item": {"quantity": 11}},
        errors={"quantity": ['selected of "Limited Print" is not available.']},
        code="insufficient_stock",
    ),
    refused(
        "a variant that does not exist",
        method="POST",
        path="/line_items",
        body={"line_item": {"variant_id": 987654}},
        errors={"variant_id": ["does not exist"]},
        code="variant_not_found",
    ),
    refused(
        "an update with a variant that does not exist",
        body={"order": {"line_items": [{"variant_id": 987654}]}},
        errors={"line_items.variant_id": ["does not exist"]},
        code="variant_not_found",
    ),
    refused(
        "a SKU that does not exist",
        method="POST",
        path="/line_items",
        body={"line_item": {"sku": "NONE-01"}},
        errors={"sku": ["does not exist"]},
        code="variant_not_found",
    ),
    refused(
        "a line of nothing",
        method="POST",
        path="/line_items",
        body={"line_item": {"quantity": 1}},
        errors={"variant_id": BLANK},
        code="required",
    ),
    refused(
        "a negative quantity of a line",
        path="/line_items/{order[line_items][0][id]}",
        body={"line_item": {"quantity": -1}},
        errors={"quantity": ["must be a whole number from 0 to 2147483647"]},
        code="quantity_invalid",
    ),
    refused(
        "a line that is not the order's, in an update",
        body={"order": {"line_items": [{"id": 1, "quantity": 2}]}},
        errors={"line_items.id": ["does not exist"]},
        code="line_item_not_found",
    ),
    *(
        refused(
            f"{method} of a line that is not the order's",
            method=method,
            path="/line_items/1",
            body={"line_item": {"quantity": 2}},
            status=404,
            error=NOT_FOUND,
            code="not_found",
        )
        for method in ("PUT", "PATCH", "DELETE")
    ),
    refused(
        "a currency the shop does not sell in",
        path="orders/{number}",
        body={"order": {"currency": "XXX"}},
        errors={"currency": ["is not a currency of this shop"]},
        code="currency_unsupported",
    ),
    refused(
        "a price that is none, by an admin",
        who=ADMIN,
        method="POST",
        path="/line_items",
        body=line(price="free"),
        errors={"price": ["is not a number"]},
        code="price_invalid",
    ),
    refused(
        "a negative price, by an admin",
        who=ADMIN,
        method="POST",
        path="/line_items",
        body=line(price="-1"),
        errors={"price": ["must be greater than or equal to 0"]},
        code="price_invalid",
    ),
    refused(
        "an order past all reason, by an admin",
        who=ADMIN,
        method="POST",
        path="/line_items",
        body=line(price="9999999999999", quantity=2),
        errors={"line_items": ["must stay below 10000000000000.0 in all"]},
        code="order_too_large",
    ),
    refused(
        "everything that is wrong is told at once",
        body={"order": {"line_items": [{"sku": "NONE"}, {"id": 1}], "currency": "XXX"}},
        error=INVALID,
        errors={
            "line_items.sku": ["does not exist"],
            "line_items.id": ["does not exist"],
            "currency": ["is not a currency of this shop"],
        },
        code="invalid",
    ),
]


@pytest.mark.parametrize("case", LEAVING)
async def test_a_step_is_not_left(storefront, case):
    await check_refused(storefront, case)


@pytest.mark.parametrize("case", LINES)
async def test_a_cart_does_not_take(storefront, case):
    await check_refused(storefront, case)
