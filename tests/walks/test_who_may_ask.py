"""Every endpoint, asked by everybody: what `docs/who-may.md` says is what is answered.

What an endpoint then does is told by the tests of its own; here it is let in or not, and says
nothing that its documentation does not.
"""

import pytest
import pytest_asyncio

from ringup.wire.spree.callers_page import CALLERS, expected, may
from ringup.wire.spree.routes import OPERATIONS
from tests.support.storefront import ADA, ADMIN, GRACE, Storefront

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALWAYS = {400, 413, 415, 429}
"""What any endpoint may answer to a request that is wrong in itself."""

NOT_THERE = 4_000_000
"""Whoever is let in to take away what other rows still need finds nothing."""

PARENTS = (
    *("product_id", "variant_id", "taxonomy_id", "option_type_id", "country_id"),
    "stock_location_id",
)

BY_WORD = {
    "LineItem": lambda order: order["line_items"][0]["id"],
    "Payment": lambda order: order["payments"][0]["id"],
    "Shipment": lambda order: order["shipments"][0]["id"],
    "Address": lambda order: order["ship_address"]["id"],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ada_id(storefront: Storefront) -> int:
    shown = await storefront.client.get("/api/users", headers=ADA)
    ada: int = shown.json()["users"][0]["id"]
    return ada


def headers_of(caller, token):
    return {
        "admin": ADMIN,
        "owner": ADA,
        "token": {"X-Spree-Order-Token": token},
        "both": {**GRACE, "X-Spree-Order-Token": token},
        "other": GRACE,
        "nobody": {"X-Spree-Token": "", "X-Spree-Order-Token": ""},
    }[caller]


def path_of(operation, order, ada_id):
    """Name what is Ada's, or else the first of its kind."""
    names = dict.fromkeys(PARENTS, 1) | {"number": order["number"], "user_id": ada_id}
    part = next((of for word, of in BY_WORD.items() if word in operation.name), None)
    names["id"] = part(order) if part and "_method" not in operation.path else 1
    if operation.path.startswith("/users/{id}"):
        names["id"] = ada_id
    ends = operation.method == "DELETE" or operation.path.endswith("/rotate")
    if ends and "{number}" not in operation.path:
        names["id"] = NOT_THERE
    return "/api" + operation.path.format(**names)


def good_body(operation, order):
    """Give what would do, were it somebody else's request."""
    given = operation.examples[0].given if operation.examples else None
    if isinstance(given, dict) and "original_shipment_number" in given:
        return {**given, "original_shipment_number": order["shipments"][0]["number"]}
    if isinstance(given, dict) and "shipment" in given and operation.method == "POST":
        return {**given, "shipment": {"order_id": order["number"]}}
    return given


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_an_endpoint_lets_in_whom_its_row_names_and_nobody_else(
    storefront, ada_id, operation
):
    shopper = await storefront.shopper_at("complete", ADA)
    order = await shopper.order()
    path = path_of(operation, order, ada_id)
    before = await shopper.standing()
    for caller in sorted(CALLERS, key=lambda caller: may(operation, caller)):
        headers = headers_of(caller, shopper.token)
        body = None if may(operation, caller) else good_body(operation, order)
        answer = await storefront.client.request(operation.method, path, json=body, headers=headers)
        told = f"{caller}: {answer.status_code} {answer.text[:200]}"
        if may(operation, caller):
            allowed = {*operation.statuses, *operation.refusals, *ALWAYS}
            assert answer.status_code in allowed - {401}, told
        else:
            assert answer.status_code == expected(operation, caller), told
            assert await shopper.standing() == before
