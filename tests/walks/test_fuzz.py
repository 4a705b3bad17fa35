"""Bodies made by chance out of words that the API knows, sent to each endpoint that reads any."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from ringup.wire.spree.read import inputs
from tests.support.storefront import ADMIN, GERMANY, MARYLAND
from tests.walks.effort import tries
from tests.walks.invariants import check_order

pytestmark = pytest.mark.asyncio(loop_scope="module")

READ_AS = {
    ("POST", "/api/checkouts"): inputs.OrderParameters,
    ("PUT", "/api/checkouts/{number}"): inputs.CheckoutParameters,
    ("PUT", "/api/checkouts/{number}/next"): inputs.CheckoutParameters,
    ("PUT", "/api/orders/{number}"): inputs.OrderParameters,
    ("PUT", "/api/orders/{number}/address"): inputs.AddressesParameters,
    ("PUT", "/api/orders/{number}/delivery"): inputs.DeliveryParameters,
    ("PUT", "/api/orders/{number}/apply_coupon_code"): inputs.CouponParameters,
    ("POST", "/api/orders/{number}/line_items"): inputs.LineItemParameters,
    ("PUT", "/api/orders/{number}/line_items/{line}"): inputs.LineItemParameters,
    ("POST", "/api/orders/{number}/payments"): inputs.PaymentParameters,
    ("PUT", "/api/addresses/{address}"): inputs.AddressParameters,
    ("PUT", "/api/v1/orders/{number}/addresses/{address}"): inputs.AddressParameters,
}
ENDPOINTS = tuple(READ_AS)
NAMES = st.sampled_from(
    [
        *(
            "order",
            "line_item",
            "line_items",
            "line_items_attributes",
            "payment",
            "address",
            "state",
        ),
        *("payments_attributes", "payment_source", "shipments_attributes", "source_attributes"),
        *("bill_address", "ship_address", "use_billing", "email", "currency", "coupon_code"),
        *("id", "variant_id", "sku", "quantity", "price", "_destroy", "payment_method_id"),
        *("amount", "number", "month", "year", "verification_value", "name", "token"),
        *("shipping_method_id", "selected_shipping_rate_id", "existing_card", "city", "country_id"),
        *("special_instructions", "0", "1", "2", "locale", "order_token", "channel"),
    ]
)
KNOWN = st.sampled_from(
    [
        *("TOTE-01", "MUG-01", "PRINT-01", "BOOK-01", "TENOFF", "ONCE", "EUR", "USD", "US", "DE"),
        *("cart", "address", "payment", "complete", "4111111111111111", "12", "2030", "1.00"),
        *(1, 2, 3, "1", "2", 0, True),
    ]
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from([MARYLAND, GERMANY]),
)
VALUES = st.recursive(
    KNOWN | JUNK,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def shaped(info):
    """Values of about the right kind, so that more of them get past the reader."""
    match info:
        case inspect.StructType():
            names = {field.encode_name: shaped(field.type) for field in info.fields}
            return st.fixed_dictionaries({}, optional=names) | st.just({})
        case inspect.VarTupleType():
            return st.lists(shaped(info.item_type), max_size=3)
        case inspect.DictType():
            return st.dictionaries(st.sampled_from(["1", "2", "3", "x"]), shaped(info.value_type))
        case inspect.UnionType():
            kinds = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
            return st.one_of(*map(shaped, kinds), KNOWN)
        case inspect.Metadata():
            return shaped(info.type)
        case _:
            return KNOWN | JUNK


ANY_BODY = st.dictionaries(NAMES, VALUES, max_size=4)


def bodies_for(method, path):
    return st.lists(ANY_BODY | shaped(inspect.type_info(READ_AS[method, path])), max_size=8)


BYTES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: json.dumps({"order": {"email": text}}).encode()),
    st.lists(st.sampled_from([*'{}[]",:0123456789eE.-', "null", "true", '"order"', "\\u", "\0"]))
    .map("".join)
    .map(str.encode),
)
STEPS = st.lists(st.sampled_from(["[]", "[0]", "[1]", "[x]", "[", "]", "[email]", "[line_items]"]))
KEYS = st.builds(lambda name, steps: name + "".join(steps), NAMES | st.just(""), STEPS)
KINDS = st.sampled_from(
    [
        *("application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
        *("multipart/form-data; boundary=x", "text/plain", "application/vnd.x+json", "; ;"),
    ]
)


class Tried:
    """An order that all is tried on: a refusal has the contract's form and changed nothing."""

    def __init__(self, shopper, standing):
        self.shopper = shopper
        self.standing = standing

    @classmethod
    async def at(cls, storefront, state):
        tried = cls(await storefront.shopper_at(state), ({}, ""))
        tried.standing = await tried.seen()
        return tried

    async def seen(self):
        answer = await self.shopper.asks("GET")
        check_order(answer.json())
        return answer.json(), answer.headers["etag"]

    async def asks(self, method, path, **sent):
        order, _ = self.standing
        filled = path.format(
            number=self.shopper.number,
            line=order["line_items"][0]["id"] if order["line_items"] else 1,
            address=order["ship_address"]["id"] if order["ship_address"] else 1,
        )
        headers = {**self.shopper.headers, **ADMIN, **sent.pop("headers", {})}
        client = self.shopper.storefront.client
        answer = await client.request(method, filled, headers=headers, **sent)
        assert answer.status_code < 500
        after = await self.seen()
        if not answer.is_success:
            assert {"error", "code"} <= answer.json().keys()
            assert after == self.standing
        self.standing = after


@pytest.mark.parametrize("method, path", ENDPOINTS)
@tries(15)
@given(data=st.data(), state=st.sampled_from(["cart", "payment"]))
async def test_no_body_breaks_anything(storefront, method, path, data, state):
    tried = await Tried.at(storefront, state)
    for body in data.draw(bodies_for(method, path)):
        await tried.asks(method, path, json=body)


@tries(30)
@given(
    sent=st.lists(st.tuples(BYTES, KINDS), min_size=1, max_size=8),
    target=st.sampled_from(ENDPOINTS),
)
async def test_no_bytes_break_anything(storefront, sent, target):
    tried = await Tried.at(storefront, "cart")
    for content, kind in sent:
        headers = {"Content-Type": kind}
        await tried.asks(*target, content=content, headers=headers)


@tries(30)
@given(pairs=st.lists(st.tuples(KEYS, st.text(max_size=10)), max_size=6))
async def test_no_query_breaks_anything(storefront, pairs):
    tried = await Tried.at(storefront, "cart")
    sendable = [(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs]
    query = urlencode(sendable)
    for method, path in ENDPOINTS[1:4]:
        await tried.asks(method, f"{path}?{query}")
