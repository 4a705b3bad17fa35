"""Killing a server at a named point of something it does, and what must be true afterwards."""

from collections.abc import Awaitable, Callable

import httpx
from sqlalchemy import Connection, text

from ringup.cli.loading import within
from tests.races.racing import Race
from tests.support.books import Books
from tests.support.buyers import Buyer
from tests.support.storefront import ADA, ADMIN, APPROVED

Deed = Callable[[Buyer], Awaitable[httpx.Response]]
"""What the server is asked when it is killed."""


async def someone_at_the_last_step(race: Race, card: str = APPROVED) -> Buyer:
    """Ada, with a desk, a coupon that may be used once, her store credit, and a card."""
    buyer = await Buyer.comes(race.shop, ADA, DESK_01=1)
    assert (await buyer.asks("PUT", "", {"order": {"coupon_code": "ONCE"}})).is_success
    await buyer.goes_to_payment()
    await buyer.gives("Store Credit")
    await buyer.gives("Credit Card", None, card)
    return await _comes_to_confirm(buyer)


async def someone_with_two_cards(race: Race, first: str, second: str) -> Buyer:
    """Somebody who pays a tote, 21.79 in all, by two cards."""
    buyer = await Buyer.comes(race.shop, TOTE_01=1)
    await buyer.goes_to_payment()
    await buyer.gives("Credit Card", "10.00", first)
    await buyer.gives("Credit Card", "11.79", second)
    return await _comes_to_confirm(buyer)


async def _comes_to_confirm(buyer: Buyer) -> Buyer:
    answer = await buyer.puts()
    assert answer.json()["state"] == "confirm", answer.text
    return buyer


async def killed(race: Race, point: str, buyer: Buyer, deed: Deed, passes: int = 0) -> None:
    """Ask something, and have the server killed at the point; it never answers."""
    race.fleet.arm(point, passes=passes)
    try:
        answer = await deed(buyer)
    except httpx.TransportError:
        return
    finally:
        was_passed = not race.fleet.is_armed
        race.fleet.disarm()
    assert was_passed, f"nobody came by {point}: {answer.status_code} {answer.text}"
    raise AssertionError(f"it answered after {point}: {answer.status_code} {answer.text}")


async def restarted_and_swept(race: Race) -> Books:
    """Start another server when all that was left open is due; give the books after its sweep."""
    await race.opens_later()
    await race.settled()
    return await race.checked()


async def bought_in_the_end(race: Race, buyer: Buyer) -> Books:
    """Try again as a buyer does, with a good card where one is asked for, until it is complete."""
    order = await buyer.order()
    if order["state"] == "payment":
        await buyer.gives("Credit Card")
    for _ in range(3):
        order = (await buyer.puts()).json()
    assert order["state"] == "complete", order
    await race.settled()
    return await race.checked([buyer.number])


async def canceled_in_the_end(race: Race, buyer: Buyer) -> Books:
    """Have the order canceled, so that the coupon and the credit are there for the next test."""
    answer = await cancels(buyer)
    assert answer.json()["state"] == "canceled", answer.text
    await race.settled()
    books = await race.checked()
    assert books.reserved_and_kept() == (0, 0)
    return books


async def completes(buyer: Buyer) -> httpx.Response:
    return await buyer.puts()


async def cancels(buyer: Buyer) -> httpx.Response:
    path = f"orders/{buyer.number}/cancel"
    return await buyer.shop.asks("PUT", path, None, buyer.headers)


def does(deed: str, amount: str | None = None) -> Deed:
    """What an admin does with the order's last payment."""

    async def asks(buyer: Buyer) -> httpx.Response:
        payment = (await buyer.order())["payments"][-1]["id"]
        path = f"orders/{buyer.number}/payments/{payment}/{deed}"
        body = {} if amount is None else {"amount": amount}
        return await buyer.shop.asks("PUT", path, body, ADMIN)

    return asks


async def take_money_at_once(url: str) -> None:
    """Have cards charged when an order is placed, not only reserved."""

    def change(connection: Connection) -> None:
        where = "WHERE gateway = 'test'"
        connection.execute(text(f"UPDATE payment_methods SET auto_capture = true {where}"))

    await within(url, change)
