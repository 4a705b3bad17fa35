"""What is refused before anybody asks what it means: the contract's form, and nothing changed."""

import pytest

from tests.support.storefront import ADMIN
from tests.walks.refusing import NOT_FOUND

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}
BROKEN = "The body is not valid JSON."
NOT_UTF8 = "The parameters are not valid UTF-8."
DEEP = "Parameters may be nested 32 levels deep at most."
MANY = "A request may have 10,000 parameters at most."
BOUNDLESS = "The multipart body's boundary is missing."
NUL = "The parameters hold a NUL character."

BODIES = [
    (b"{", JSON, BROKEN),
    (b'{"order": {}}x', JSON, BROKEN),
    (b"null", JSON, "The body must be a JSON object."),
    (b"[]", JSON, "The body must be a JSON object."),
    (b"1", JSON, "The body must be a JSON object."),
    (b'{"a": NaN}', JSON, BROKEN),
    (b'{"a": -Infinity}', JSON, BROKEN),
    (b'{"a": 1e400}', JSON, BROKEN),
    (b'{"a": 1e-400}', JSON, BROKEN),
    (b'{"a": %s.5}' % (b"9" * 100), JSON, BROKEN),
    (b'{"a": "\xff"}', JSON, NOT_UTF8),
    (b'{"a": "\xed\xa0\x80"}', JSON, NOT_UTF8),
    (b'{"a": "\\ud800"}', JSON, BROKEN),
    (b'{"a": "\\u0000"}', JSON, NUL),
    (b'{"a\\u0000": 1}', JSON, NUL),
    (b"[" * 5000, JSON, BROKEN),
    (b'{"a":' * 5000, JSON, BROKEN),
    (b'{"a":' * 5000 + b"1" + b"}" * 5000, JSON, BROKEN),
    (b'{"a": %s1%s}' % (b"[" * 5000, b"]" * 5000), JSON, BROKEN),
    (b'{"a": %s1%s}' % (b"[" * 100, b"]" * 100), JSON, DEEP),
    (b'{"a": [%s1]}' % (b"1," * 20_000), JSON, MANY),
    (b"a=%ff", FORM, NOT_UTF8),
    (b"a=\xff", FORM, NOT_UTF8),
    (b"a=%00", FORM, NUL),
    (b"a" + b"[a]" * 5000 + b"=1", FORM, DEEP),
    (b"a=1&a[b]=2", FORM, "The parameter a is given in two forms at once."),
    (b"a[][][b]=2", FORM, "The parameter a nests a list directly in a list."),
    (b"a=1&" * 20_000, FORM, MANY),
    (b"--x\r\n", PARTS, "The multipart body breaks off."),
    (b"no parts", PARTS, "The multipart body cannot be read."),
    (b"x", {"Content-Type": "multipart/form-data"}, BOUNDLESS),
]
TARGETS = [("PUT", "checkouts/{}"), ("PUT", "orders/{}"), ("POST", "orders/{}/line_items")]


@pytest.mark.parametrize("body, headers, text", BODIES)
async def test_a_body_that_cannot_be_read(storefront, body, headers, text):
    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    for method, path in TARGETS:
        answer = await storefront.client.request(
            method,
            f"/api/{path.format(shopper.number)}",
            content=body,
            headers={**shopper.headers, **headers},
        )
        assert (answer.status_code, answer.json()) == (400, {"error": text, "code": "malformed"})
    assert await shopper.standing() == before


@pytest.mark.parametrize("announced", [True, False])
async def test_twelve_megabytes_are_too_large_announced_or_not(storefront, announced):
    async def parts():
        for _ in range(12):
            yield b" " * 1_000_000

    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    content = b" " * 12_000_000 if announced else parts()
    for method, path in TARGETS[:1]:
        answer = await storefront.client.request(
            method,
            f"/api/{path.format(shopper.number)}",
            content=content,
            headers={**shopper.headers, **JSON},
        )
        assert (answer.status_code, answer.json()) == (
            413,
            {"error": "The request body may have at most 1,000,000 bytes.", "code": "too_large"},
        )
    assert await shopper.standing() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "nonsense", ""])
async def test_a_form_that_is_not_read_here(storefront, kind):
    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    headers = {**shopper.headers, "Content-Type": kind}
    answer = await storefront.client.put(
        f"/api/checkouts/{shopper.number}", content=b"order=1", headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert await shopper.standing() == before


@pytest.mark.parametrize(
    "query, text",
    [
        ("a=%ff", NOT_UTF8),
        ("a=%00", NUL),
        ("order=1&order[email]=x", "The parameter order is given in two forms at once."),
        ("a" + "[a]" * 100 + "=1", DEEP),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_a_query_that_cannot_be_read(storefront, method, query, text):
    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    answer = await shopper.asks(method, f"?{query}")
    assert (answer.status_code, answer.json()) == (400, {"error": text, "code": "malformed"})
    assert await shopper.standing() == before


@pytest.mark.parametrize(
    "number", ["R0", "R000000000", "R999999999", "nonsense", "R" + "9" * 40, "R%00", "%FF", "R1²3"]
)
@pytest.mark.parametrize("headers", [{}, ADMIN, {"X-Spree-Order-Token": "x"}])
async def test_an_order_that_does_not_exist_is_a_404_to_everyone(storefront, number, headers):
    for method, path in (("GET", ""), ("PUT", ""), ("PUT", "/next"), ("POST", "/line_items")):
        body = {"line_item": {"sku": "TOTE-01"}} if path == "/line_items" else None
        answer = await storefront.client.request(
            method, f"/api/checkouts/{number}{path}", json=body, headers=headers
        )
        assert (answer.status_code, answer.json()) == (
            404,
            {"error": NOT_FOUND, "code": "not_found"},
        )


async def test_a_path_or_a_method_that_is_not_served(storefront):
    shopper = await storefront.shopper(email="a@example.com")
    before = await shopper.standing()
    for path in ("/api", "/api/", "/api/nothing", "/api/v2/checkouts", f"/api/v1/{shopper.number}"):
        answer = await storefront.client.put(path, headers=shopper.headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for method, path in (("DELETE", ""), ("POST", "/next"), ("GET", "/advance"), ("TRACE", "")):
        answer = await shopper.asks(method, path)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert "PUT" in answer.headers["allow"]
    assert await shopper.standing() == before


@pytest.mark.parametrize("version", ['"0"', '"99"', "nonsense", '""', '"1", "2"', "W/"])
async def test_an_update_of_another_version_is_refused(storefront, version):
    shopper = await storefront.shopper_at("delivery")
    before = await shopper.standing()
    for method, path, body in (
        ("PUT", "", None),
        ("PUT", f"orders/{shopper.number}", {"order": {"email": "x@example.com"}}),
        ("POST", "/line_items", {"line_item": {"sku": "MUG-01"}}),
        ("PUT", f"orders/{shopper.number}/empty", None),
        ("PUT", "/next", None),
        ("PUT", "/advance", None),
    ):
        answer = await shopper.asks(method, path, body, headers={"If-Match": version})
        assert (answer.status_code, answer.json()) == (
            412,
            {
                "error": "The order was changed in the meantime. Please read it again.",
                "code": "stale_version",
            },
        )
    assert await shopper.standing() == before


async def test_an_update_of_the_present_version_is_made(storefront):
    shopper = await storefront.shopper_at("delivery")
    for _ in range(2):
        version = (await shopper.asks("GET")).headers["etag"]
        answer = await shopper.asks("PUT", headers={"If-Match": version})
        if answer.is_success:
            assert answer.headers["etag"] != version
    assert (await shopper.order())["state"] == "payment"
