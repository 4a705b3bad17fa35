"""Spending the buyer's gift cards and store credit for an order, and giving them back."""

from collections.abc import Mapping

from ringup.domain import completion
from ringup.domain.facts import Facts
from ringup.domain.money import Minor, Money
from ringup.domain.order import Order
from ringup.services.ports.store import Transaction

SHORT = {
    "insufficient_gift_card": "exceed what is left on the gift card.",
    "insufficient_store_credit": "exceed your store credit.",
}
"""What is said where a gift card or the store credit does not reach, by its code."""


async def spend_prepaid(
    transaction: Transaction, before: Order | None, after: Order, facts: Facts
) -> str | None:
    """Spend what the order now keeps beyond what it kept before; gives the code of what is short.

    Whoever is told of one must raise, so that nothing is spent.
    """
    cards = _more(_cards(after), _cards(before))
    if cards and not await transaction.claim_gift_cards(after, cards):
        return "insufficient_gift_card"
    credit = _credit(after, facts) - _credit(before, facts)
    if credit > 0 and not await transaction.claim_store_credit(
        after, Money(credit, after.currency)
    ):
        return "insufficient_store_credit"
    return None


async def return_prepaid(
    transaction: Transaction, before: Order, after: Order, facts: Facts
) -> None:
    """Give back what the order no longer keeps."""
    if cards := _more(_cards(before), _cards(after)):
        await transaction.release_gift_cards(after, cards)
    credit = _credit(before, facts) - _credit(after, facts)
    if credit > 0:
        await transaction.release_store_credit(after, Money(credit, after.currency))


def _more(one: Mapping[int, Minor], other: Mapping[int, Minor]) -> Mapping[int, Minor]:
    """Give by how much one is more than the other, card by card, where it is."""
    return {id_: more for id_, amount in one.items() if (more := amount - other.get(id_, 0)) > 0}


def _cards(order: Order | None) -> Mapping[int, Minor]:
    return completion.gift_cards_in_use(order) if order else {}


def _credit(order: Order | None, facts: Facts) -> Minor:
    return completion.credit_in_use(order, facts) if order else 0
