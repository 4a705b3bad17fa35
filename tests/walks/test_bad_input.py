"""Whatever is sent in any field: no 5xx, a refusal that names something, and nothing by halves."""

from collections.abc import Iterator

import msgspec
import pytest

from ringup.wire.spree.read import inputs
from tests.support.storefront import ADMIN, items
from tests.walks.invariants import check_order

pytestmark = pytest.mark.asyncio(loop_scope="module")

# `PUT orders/:number` reads as the checkout does.
ENDPOINTS = [
    ("PUT", "", inputs.CheckoutParameters),
    ("PUT", "orders/{number}/address", inputs.AddressesParameters),
    ("PUT", "orders/{number}/delivery", inputs.DeliveryParameters),
    ("PUT", "orders/{number}/apply_coupon_code", inputs.CouponParameters),
    ("PUT", "orders/{number}/remove_coupon_code", inputs.CouponParameters),
    ("POST", "/line_items", inputs.LineItemParameters),
    ("PUT", "/line_items/{order[line_items][0][id]}", inputs.LineItemParameters),
    ("POST", "/payments", inputs.PaymentParameters),
    ("PUT", "addresses/{order[ship_address][id]}", inputs.AddressParameters),
]
VALUES = [
    *(True, 0, -1, 1.5, 2**31, 2**63 - 1, 2**64, -(10**30)),
    *("", " ", "abc", "1e400", "\u0663", "9" * 30, "x" * 300, "🦆'; DROP TABLE orders; --\u202e"),
    *([], {}, [[]], [{}], {"0": {}}, [1, "a", None]),
]


def fields_of(record) -> Iterator[tuple[str, ...]]:
    """The way to each field of a record and of those inside; a list is gone through by `0`."""
    info = msgspec.inspect.type_info(record)
    assert isinstance(info, msgspec.inspect.StructType)
    for field in info.fields:
        yield (field.encode_name,)
        for inner in _inside(field.type):
            yield (field.encode_name, *inner)


def ways_of(record) -> Iterator[tuple[str, ...]]:
    """What lies deeper in an order is tried with the checkout alone."""
    for way in fields_of(record):
        if way[0] != "order" or len(way) < 3 or record is inputs.CheckoutParameters:
            yield way


def _inside(info) -> Iterator[tuple[str, ...]]:
    match info:
        case msgspec.inspect.UnionType():
            for each in info.types:
                yield from _inside(each)
        case msgspec.inspect.Metadata():
            yield from _inside(info.type)
        case msgspec.inspect.StructType():
            yield from fields_of(info.cls)
        case msgspec.inspect.VarTupleType():
            yield from (("0", *inner) for inner in _inside(info.item_type))
        case msgspec.inspect.DictType():
            yield from (("1", *inner) for inner in _inside(info.value_type))


def nested(way, value):
    for name in reversed(way):
        value = {name: value}
    return value


@pytest.mark.parametrize("method, path, record", ENDPOINTS)
async def test_no_value_of_any_field_breaks_anything(storefront, method, path, record):
    # An admin, whose prices are read as well.
    shopper = await a_shopper(storefront)
    before = await shopper.order()
    for way in ways_of(record):
        for value in VALUES:
            version = await version_of(shopper)
            filled = path.format(number=shopper.number, order=before)
            answer = await shopper.asks(method, filled, nested(way, value))
            check_answer(answer, (way, value))
            if not answer.is_success:
                assert await version_of(shopper) == version, (way, value)
        after = await shopper.order()
        check_order(after)
        if after != before:
            shopper = await a_shopper(storefront)
            before = await shopper.order()


async def a_shopper(storefront):
    return await storefront.shopper_at("payment", ADMIN, line_items=items(COAT_01=1))


async def version_of(shopper):
    sql = f"SELECT version FROM orders WHERE id = {shopper.id}"
    [row] = await shopper.storefront.database.rows(sql)
    return row["version"]


def check_answer(answer, what):
    """Something was done, or a refusal in the contract's form."""
    assert answer.status_code < 500, what
    if not answer.is_success:
        body = answer.json()
        assert answer.status_code in {400, 404, 413, 422}, what
        assert isinstance(body["error"], str), what
        assert isinstance(body["code"], str), what
        assert all(body.get("errors", {"": ["x"]}).values()), what


@pytest.mark.parametrize(
    "body, email",
    [
        (b'{"order": {"email": "a@example.com", "email": "b@example.com"}}', "b@example.com"),
        (b'{"order": {"email": "a@example.com"}, "order": {}}', "guest@example.com"),
    ],
)
async def test_of_a_key_that_is_given_twice_the_last_counts(storefront, body, email):
    shopper = await storefront.shopper_at("cart")
    headers = {**shopper.headers, "Content-Type": "application/json"}
    path = f"/api/orders/{shopper.number}"
    answer = await storefront.client.put(path, content=body, headers=headers)
    assert (answer.status_code, answer.json()["email"]) == (200, email)


async def test_texts_of_every_script_come_back_as_they_were(storefront):
    texts = [
        "Ünïcödé",
        "日本語のテキスト",
        "עברית",
        "🦆 quack",
        "line\nbreak",
        "'quoted' \"twice\"",
        "\\u0041",
    ]
    shopper = await storefront.shopper_at("cart")
    for text in texts:
        answer = await shopper.puts(
            {"order": {"special_instructions": text}}, f"orders/{shopper.number}"
        )
        assert (answer.status_code, answer.json()["special_instructions"]) == (200, text)
        assert (await shopper.order())["special_instructions"] == text


@pytest.mark.parametrize("count", [1_000, 1_001])
async def test_a_thousand_entries_are_taken_and_one_more_is_refused(storefront, count):
    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    lines = [{"sku": "TOTE-01", "quantity": 1}] * count
    answer = await shopper.puts({"order": {"line_items": lines}})
    if count == 1_000:
        assert (answer.status_code, answer.json()["total_quantity"]) == (200, 1_000)
        assert len(answer.json()["line_items"]) == 1
        return
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many")
    assert await shopper.standing() == before


@pytest.mark.parametrize(
    "date, field",
    [
        ({"month": "99"}, "month"),
        ({"month": "x"}, "month"),
        ({"year": "9" * 30}, "year"),
        ({"year": "2020"}, "year"),
    ],
)
async def test_a_card_that_comes_as_a_token_has_a_possible_expiry(storefront, date, field):
    shopper = await storefront.shopper_at("payment")
    before = await shopper.standing()
    method = storefront.ids.payment_methods["Credit Card"]
    source = {"gateway_payment_profile_id": "tok_approved_1", "month": "12", "year": "2030", **date}
    payment = {"payment_method_id": method, "source_attributes": source}
    answer = await shopper.asks("POST", "/payments", {"payment": payment})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {field})
    assert await shopper.standing() == before
