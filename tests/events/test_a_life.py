"""The log retells an order's life, the same on both databases, and tells no secret."""

import json
import os
from pathlib import Path

from ringup.services.history.types import TYPES
from tests.events.reading import log, types
from tests.support.storefront import (
    ADA,
    ADMIN,
    DECLINED,
    GERMANY,
    MARYLAND,
    PERSON,
    card,
)

GOLDEN = Path(__file__).parent / "golden" / "life.json"
SOME_NUMBER = "4242424242424242"


async def _lives(shop):
    """Walk an order through almost all that can happen to one; gives the shopper."""
    shopper = await shop.shopper()
    await shopper.asks("POST", "/line_items", {"line_item": {"sku": "TOTE-01", "quantity": 2}})
    order = await shopper.order()
    mug = await shopper.asks("POST", "/line_items", {"line_item": {"sku": "MUG-01"}})
    await shopper.asks("DELETE", f"/line_items/{mug.json()['id']}")
    line = f"/line_items/{order['line_items'][0]['id']}"
    await shopper.asks("PUT", line, {"line_item": {"quantity": 3}})
    await shopper.steps({"order": {"email": "guest@example.com", "special_instructions": "Ring"}})
    await shopper.steps({"order": {"bill_address": GERMANY, "use_billing": True}})
    await shopper.puts({"order": {"ship_address": MARYLAND}}, "?state=address")
    await shopper.asks(
        "PUT", f"orders/{shopper.number}/apply_coupon_code", {"coupon_code": "TENOFF"}
    )
    overnight = {"shipping_method_id": shop.ids.shipping_methods["Overnight"]}
    await shopper.asks("PUT", f"orders/{shopper.number}/delivery", overnight)
    order = await shopper.order()
    while order["state"] != "payment":
        order = await shopper.steps()
    await shopper.steps(shop.ids.card_payment(DECLINED))
    assert (await shopper.puts()).status_code == 422
    await shopper.steps(shop.ids.card_payment(SOME_NUMBER, verification_value="987"))
    order = await shopper.steps()
    assert order["state"] == "complete"
    await _is_looked_after(shopper, order)
    return shopper


async def _is_looked_after(shopper, order):
    """What an admin does with it afterwards."""
    paid = f"orders/{shopper.number}/payments/{order['payments'][-1]['id']}"
    for path, body in (
        (f"orders/{shopper.number}/approve", None),
        (f"{paid}/capture", {"amount": "20.00"}),
        (f"{paid}/credit", {"amount": "5.00"}),
        (f"orders/{shopper.number}/cancel", None),
        (f"orders/{shopper.number}/resume", None),
    ):
        answer = await shopper.asks("PUT", path, body, headers=ADMIN)
        assert answer.is_success, answer.text


def _scrubbed(events):
    """Leave out what another run would have otherwise."""
    for event in events:
        if event["data"].get("reference"):
            event["data"]["reference"] = "…"
    return [{name: event[name] for name in ("type", "actor", "data")} for event in events]


def _written(events):
    lines = (json.dumps(event, ensure_ascii=False) for event in events)
    return "[\n  " + ",\n  ".join(lines) + "\n]\n"


async def test_the_log_retells_an_orders_life(shop):
    """``RINGUP_GOLDEN=rewrite`` writes the life anew."""
    await _lives(shop)
    written = _written(_scrubbed(await log(shop)))
    if os.environ.get("RINGUP_GOLDEN") == "rewrite":
        GOLDEN.write_text(written)
    assert written == GOLDEN.read_text()


async def test_every_event_holds_what_its_type_says(shop):
    await _lives(shop)
    told = await log(shop)
    assert set(types(told)) <= set(TYPES)
    for event in told:
        assert set(event["data"]) == set(TYPES[event["type"]].data), event
    assert len(set(types(told))) > 20


async def test_an_orders_events_are_numbered_without_a_gap(shop):
    await _lives(shop)
    rows = await shop.database.rows("SELECT sequence FROM events ORDER BY id")
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    [order] = await shop.database.rows("SELECT events_count FROM orders")
    assert order["events_count"] == len(rows)


async def test_no_event_tells_a_secret_or_anything_of_a_person(shop):
    shopper = await _lives(shop)
    await shop.shopper_at("complete", ADA)
    rows = await shop.database.rows("SELECT * FROM events")
    paid = await shop.database.rows("SELECT card_token FROM payments WHERE card_token IS NOT NULL")
    asked = await shop.database.rows('SELECT "key" FROM payment_attempts')
    text = json.dumps(rows, default=str)
    secrets = [
        *(shopper.token, "demo-admin-key", "demo-customer-key", SOME_NUMBER, DECLINED, "987"),
        *(row["card_token"] for row in paid),
        *(row["key"] for row in asked),
    ]
    persons = [
        *(MARYLAND[name] for name in ("address1", "city", "zipcode")),
        *(GERMANY[name] for name in ("address1", "city", "zipcode")),
        *(*PERSON.values(), card()["name"]),
        *("guest@example.com", "ada@example.com", "Ring"),
    ]
    assert [each for each in (*secrets, *persons) if _is_in(text, each)] == []


def _is_in(text, word):
    """A short word may be part of an id; by itself it would stand in quotes."""
    return (word if len(word) > 7 else f'"{word}') in text
