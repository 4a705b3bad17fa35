"""No input ever produces a 5xx, a stack trace or a half-applied change."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.problems import Invalid
from ringup.wire.spree.read.changes import (
    added_item,
    addresses_changes,
    changed_item,
    checkout_changes,
    delivery_changes,
    given_address,
    made_payment,
    order_changes,
)

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body, headers, status",
    [
        (b"{", JSON, 400),
        (b"null", JSON, 400),
        (b"[]", JSON, 400),
        (b'"x"', JSON, 400),
        (b'{"order": "\xff"}', JSON, 400),
        (b'{"order": {"email": "\\ud800"}}', JSON, 400),
        (b'{"order": {"email": "\\u0000"}}', JSON, 400),
        (b'{"a": NaN}', JSON, 400),
        (b"[" * 5000, JSON, 400),
        (b"a=1", {"Content-Type": "text/plain"}, 415),
        (b"\x1f\x8b", {**JSON, "Content-Encoding": "gzip"}, 415),
        (b" " * 1_000_001, JSON, 413),
        (b'{"order": "x"}', JSON, 422),
        (b'{"order": []}', JSON, 422),
        (b'{"order": {"line_items": "x"}}', JSON, 422),
        (b'{"order": {"payments": []}}', JSON, 422),
        (b'{"order": {"payments": {"payment_method_id": "2"}}}', JSON, 422),
        (b'{"order": {"line_items": [{"variant_id": 99999999999999999999}]}}', JSON, 422),
        (b'{"order": {"line_items": [{"variant_id": 999}]}}', JSON, 422),
        (b'{"order": {"ship_address": {"country_id": 99999}}}', JSON, 422),
        (b'{"order": null}', JSON, 200),
        (b"{}", JSON, 200),
        (b"", JSON, 200),
    ],
)
async def test_every_bad_body_has_its_status_and_the_contracts_form(client, body, headers, status):
    answer = await client.post("/api/checkouts", content=body, headers=headers)
    assert answer.status_code == status
    if status >= 400:
        assert {"error", "code"} <= set(answer.json())
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("quantity", [1.7, "abc", -3, 0, True, "1.5", "", [], {}, 2**31, 10**30])
async def test_a_quantity_that_is_no_whole_number_from_one_is_refused(shopper, quantity):
    body = {"line_item": {"variant_id": 1, "quantity": quantity}}
    answer = await shopper.asks("POST", "/line_items", body)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"quantity"}
    assert (await shopper.order())["line_items"] == []


@pytest.mark.parametrize("quantity", [1, "1", 1.0, None, " 1 "])
async def test_a_whole_quantity_is_taken_however_it_is_written(shopper, quantity):
    body = {"line_item": {"variant_id": "1", "quantity": quantity}}
    answer = await shopper.asks("POST", "/line_items", body)
    assert (answer.status_code, answer.json()["quantity"]) == (201, 1)


async def test_an_order_line_names_what_is_wrong_with_it(client):
    lines = [{"variant_id": "abc"}, {"variant_id": 1, "quantity": 1.7}]
    answer = await client.post("/api/orders", json={"order": {"line_items": lines}})
    assert answer.json() == {
        "error": "Invalid resource. Please fix errors and try again.",
        "errors": {
            "line_items.variant_id": ["is not a number"],
            "line_items.quantity": ["must be a whole number"],
        },
        "code": "invalid",
    }


@pytest.mark.parametrize("path", ["/", "/api", "/api/nothing", "/nothing", "/api/v2/x", "/apix"])
async def test_a_path_that_is_not_served_is_a_404_in_the_contracts_form(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (
        404,
        {"error": "The resource you were looking for could not be found.", "code": "not_found"},
    )


async def test_a_wrong_method_is_a_405_that_says_which_are_right(client, shopper):
    answer = await client.delete("/api/checkouts/R1/next")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "OPTIONS, PATCH, PUT"
    options = await client.options(f"/api/orders/{shopper.number}")
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"


async def test_head_answers_as_get_without_the_body(shopper):
    head, get = await shopper.asks("HEAD"), await shopper.asks("GET")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


_ids = st.none() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False)
_scraps = st.recursive(
    _ids | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("order", "line_items", "line_items_attributes", "variant_id", "quantity"),
                    *("ship_address", "bill_address", "country_id", "payments", "payment_source"),
                    *("payment", "line_item", "address", "shipments", "id", "0", "1", "state"),
                    *("shipping_method_id", "existing_card", "_destroy", "email", "use_billing"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["order", "line_item", "payment", "address"]), _scraps))
def test_no_shape_of_parameters_breaks_a_reader(parameters):
    parameters = json.loads(json.dumps(parameters))
    for read in (
        *(order_changes, checkout_changes, addresses_changes, delivery_changes),
        *(added_item, made_payment, given_address, lambda given: changed_item(given, 1)),
    ):
        with contextlib.suppress(Invalid):
            read(parameters)
