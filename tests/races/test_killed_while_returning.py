"""`kill -9` while goods come back: they are credited, restocked and refunded once, or not."""

import pytest

from tests.races.killing import killed, restarted_and_swept, someone_with_two_cards
from tests.support.storefront import ADMIN, APPROVED

SHIPPING = 5_00


async def admin(buyer, method, path, body=None):
    answer = await buyer.shop.asks(method, path, body, ADMIN)
    assert answer.is_success, answer.text
    return answer.json()


async def someone_who_sends_it_back(race):
    """A tote, paid by two cards, sent, and on its way back."""
    buyer = await someone_with_two_cards(race, APPROVED, APPROVED)
    order = (await buyer.puts()).json()
    assert order["state"] == "complete"
    await admin(buyer, "PUT", f"orders/{buyer.number}/payments/capture")
    await admin(buyer, "PUT", f"shipments/{order['shipments'][0]['id']}/ship")
    item = {"line_item_id": order["line_items"][0]["id"]}
    said = {"return_authorization": {"return_items": [item]}}
    await admin(buyer, "POST", f"orders/{buyer.number}/return_authorizations", said)
    return buyer


async def receives(buyer):
    path = f"orders/{buyer.number}/return_authorizations"
    [made] = (await admin(buyer, "GET", path))["return_authorizations"]
    return await buyer.shop.asks("PUT", f"{path}/{made['id']}/receive", None, ADMIN)


@pytest.mark.parametrize(
    "point, passes",
    [
        ("receive: after save", 0),
        ("receive: after exchange_stock", 0),
        ("receive: before commit", 0),
        ("receive: after commit", 0),
        ("credit: before asking", 0),
        ("credit: after the gateway did it", 0),
        ("credit: before asking", 1),
        ("credit: after the gateway did it", 1),
        ("settle: after save", 0),
        ("settle: before commit", 0),
        ("settle: after commit", 0),
    ],
)
async def test_killed_while_goods_come_back_they_are_refunded_and_restocked_once(
    lasting_race, point, passes
):
    buyer = await someone_who_sends_it_back(lasting_race)
    await killed(lasting_race, point, buyer, receives, passes)
    await restarted_and_swept(lasting_race)
    was_written_down = not point.startswith("receive") or point.endswith("after commit")
    assert (await buyer.order())["state"] == ("returned" if was_written_down else "complete")
    assert (await receives(buyer)).is_success
    await lasting_race.settled()
    books = await lasting_race.checked([buyer.number])
    assert books.reserved_and_kept(buyer.number) == (0, SHIPPING)
    assert books.deeds_of(buyer.number).count("credit") == 2
    order = await buyer.order()
    assert (order["state"], order["payment_state"]) == ("returned", "paid")
    told = [kind for kind, _ in books.told(buyer.id) if kind == "return.received"]
    assert len(told) == 1
