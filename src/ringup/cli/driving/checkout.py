"""A guest's whole checkout, in seven requests, each answer checked.

A tote goes to Maryland by the cheapest way and is paid by card: 15.99 + 5.00 + 0.80 tax = 21.79.
A benchmark of wrong answers is none, so every answer must show the state that is due, and the last
one the total to the cent.
"""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from ringup.cli.driving.connection import Address, Answer, Connection

Payment = Literal["card", "check"]

EMAIL = "buyer@example.com"
MARYLAND = {
    "firstname": "Mary",
    "lastname": "Land",
    "address1": "1 Charles Street",
    "city": "Baltimore",
    "zipcode": "21201",
    "phone": "410 555 0100",
    "state_name": "Maryland",
    "country_iso": "US",
}
CARD = {
    "number": "4111111111111111",
    "month": 12,
    "year": 2040,
    "verification_value": "123",
    "name": "Mary Land",
}


class WrongAnswer(Exception):
    """The shop did not answer as it must; the message shows the request's name and the answer."""

    def __init__(self, name: str, answer: Answer) -> None:
        """Take the request's name and what came instead."""
        super().__init__(f"{name}: {answer.status} {answer.body[:600].decode(errors='replace')}")
        self.answer = answer


class Basket(msgspec.Struct, frozen=True):
    """What is bought, and what it must cost in the end, shipping and taxes included."""

    sku: str = "TOTE-01"
    quantity: int = 1
    total: str = "21.79"


class Goods(msgspec.Struct, frozen=True):
    """What a buyer has to know of the shop."""

    basket: Basket
    variant_id: int
    payment_method_id: int
    payment: Payment


class Seen(msgspec.Struct, frozen=True):
    """What is looked at in each answer; the rest is skipped."""

    number: str
    state: str
    total: str
    token: str | None = None


class Step(msgspec.Struct, frozen=True):
    """One of the seven: its name, the statuses and the order's state that must come back."""

    name: str
    asks: Callable[["Buyer"], bytes]
    statuses: tuple[int, ...]
    state: str | None


_seen = msgspec.json.Decoder(Seen)


class Buyer:
    """A guest with one connection, who checks out again and again."""

    def __init__(self, address: Address, goods: Goods) -> None:
        """Take the shop's address and what to buy there."""
        self.address = address
        self.goods = goods
        self.connection = Connection(address)
        self.seen = Seen("", "", "")
        self.headers: dict[str, str] = {}

    async def check_out(self) -> list[int]:
        """Buy, and give how many nanoseconds each step took. Raises ``WrongAnswer``."""
        return [await self.take(step) for step in STEPS]

    async def take(self, step: Step) -> int:
        """Ask one step's request, check its answer, and give the nanoseconds it took."""
        answer = await self.connection.ask(step.asks(self))
        self._check(step, answer)
        return answer.nanoseconds

    def request(self, method: str, path: str, body: object = None) -> bytes:
        """Write a request of this buyer's, who shows his order's token."""
        return self.address.request(method, path, body, self.headers)

    def _check(self, step: Step, answer: Answer) -> None:
        if answer.status not in step.statuses:
            raise WrongAnswer(step.name, answer)
        if step.state is None:
            return
        seen = _seen.decode(answer.body)
        if seen.state != step.state:
            raise WrongAnswer(f"{step.name} (not {step.state})", answer)
        if seen.state == "complete" and seen.total != self.goods.basket.total:
            raise WrongAnswer(f"{step.name} (not {self.goods.basket.total})", answer)
        if seen.number != self.seen.number:
            self.headers = {"X-Spree-Order-Token": seen.token or ""}
        self.seen = seen


def _create(buyer: Buyer) -> bytes:
    return buyer.address.request("POST", "/api/checkouts", {"order": {"email": EMAIL}})


def _line_item(buyer: Buyer) -> bytes:
    wanted = {"variant_id": buyer.goods.variant_id, "quantity": buyer.goods.basket.quantity}
    path = f"/api/checkouts/{buyer.seen.number}/line_items"
    return buyer.request("POST", path, {"line_item": wanted})


def _addresses(buyer: Buyer) -> bytes:
    return _put(buyer, {"order": {"bill_address": MARYLAND, "ship_address": MARYLAND}})


def _pay(buyer: Buyer) -> bytes:
    return _put(buyer, payment_of(buyer.goods))


def _go_on(buyer: Buyer) -> bytes:
    return _put(buyer)


def _put(buyer: Buyer, body: object = None) -> bytes:
    return buyer.request("PUT", f"/api/checkouts/{buyer.seen.number}", body)


def payment_of(goods: Goods) -> dict[str, Any]:
    """Write how the order is paid, for a ``PUT`` that leaves the payment step."""
    method = str(goods.payment_method_id)
    paying: dict[str, Any] = {"order": {"payments_attributes": [{"payment_method_id": method}]}}
    return paying | ({"payment_source": {method: CARD}} if goods.payment == "card" else {})


CREATE = Step("create", _create, (200, 201), "cart")
LINE_ITEM = Step("line item", _line_item, (201,), None)
ADDRESSES = Step("addresses", _addresses, (200,), "address")
TO_DELIVERY = Step("to delivery", _go_on, (200,), "delivery")
TO_PAYMENT = Step("to payment", _go_on, (200, 201), "payment")
PAYMENT = Step("payment", _pay, (200,), "confirm")
COMPLETE = Step("complete", _go_on, (200,), "complete")
STEPS = (CREATE, LINE_ITEM, ADDRESSES, TO_DELIVERY, TO_PAYMENT, PAYMENT, COMPLETE)
