"""Every answer leaves with an id and safe headers; no fault of ours shows its inside."""

import httpx
import pytest
from structlog.testing import capture_logs

from ringup.web.answers import Answer, json_answer, send_answer
from ringup.web.doorway import Doorway


def client_of(app):
    transport = httpx.ASGITransport(Doorway(app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test")


async def polite(scope, receive, send):
    del receive
    await send_answer(json_answer({"id": scope["state"]["request_id"]}), send)


async def page(scope, receive, send):
    del scope, receive
    headers = ((b"content-security-policy", b"default-src 'self'"), (b"cache-control", b"private"))
    await send_answer(Answer(body=b"<p>", content_type=b"text/html", headers=headers), send)


async def broken(scope, receive, send):
    del scope, receive, send
    raise RuntimeError("the secret inside")


async def test_a_sane_request_id_is_kept_and_told_inside():
    async with client_of(polite) as client:
        answer = await client.get("/", headers={"X-Request-Id": "abc-123-xyz"})
    assert answer.headers["x-request-id"] == answer.json()["id"] == "abc-123-xyz"


@pytest.mark.parametrize("given", ["", "short", "has space in it", "x" * 200, "<script>alert"])
async def test_any_other_request_id_is_replaced(given):
    async with client_of(polite) as client:
        answer = await client.get("/", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32


async def test_every_answer_has_safe_headers():
    async with client_of(polite) as client:
        headers = (await client.get("/")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_what_an_answer_says_itself_stands():
    async with client_of(page) as client:
        headers = (await client.get("/")).headers
    assert headers["content-security-policy"] == "default-src 'self'"
    assert headers["cache-control"] == "private"


async def test_a_fault_is_noted_with_the_request_id_and_tells_nothing():
    async with client_of(broken) as client:
        with capture_logs() as logs:
            answer = await client.get("/", headers={"X-Request-Id": "abc-123-xyz"})
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] == "abc-123-xyz"
    assert [entry["request_id"] for entry in logs] == ["abc-123-xyz"]
